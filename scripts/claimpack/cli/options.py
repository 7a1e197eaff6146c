"""What the commands share: their paths and options, and how they end."""

from collections.abc import Iterable
from pathlib import Path

import click

from claimpack.errors import Problem
from claimpack.limits import MAX_ARTICLE


class Place(click.Path):
    """A path that somebody names; whether it can be read is told where it is read, so that others still are.

    An empty one, as a shell gives for a variable without value, would be the folder that one is in.
    """

    def __init__(self) -> None:
        super().__init__(readable=False, path_type=Path)

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        if value == "":
            self.fail("the path is empty.", param, ctx)
        return super().convert(value, param, ctx)


quiet_option = click.option("--quiet", is_flag=True, help="No progress bar and no summary, errors only.")
project_option = click.option(
    "--project",
    type=Place(),
    default=Path(),
    help="The project's folder, or one inside it. [default: this one]",
)
size_option = click.option(
    "--max-size",
    type=click.IntRange(min=1),
    default=MAX_ARTICLE,
    show_default=True,
    help="Bytes that one article may have.",
)


def finish(problems: Iterable[Problem], summary: str, quiet: bool) -> int:
    """Print the problems and what was done; the exit status of the command."""
    status = report(problems, quiet)
    if not quiet:
        click.echo(summary)
    return status


def report(problems: Iterable[Problem], quiet: bool) -> int:
    """Print the problems, errors first, each once; 1 if there is an error among them."""
    problems = sorted(dict.fromkeys(problems), key=lambda problem: (problem.level, str(problem)))
    for problem in problems:
        if problem.level == "error" or not quiet:
            click.echo(str(problem), err=True)
    return int(any(problem.level == "error" for problem in problems))
