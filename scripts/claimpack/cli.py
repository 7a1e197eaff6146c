"""The commands. Each is thin: it hands over to the module of its name, which is imported only then.

Results go to standard output, messages to standard error. Exit status: 0 done and nothing wrong; 1 the data has errors,
or some of many inputs were skipped; 2 the call was wrong, a file could not be read, or nothing was done.
"""

import gc
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click

from claimpack import __version__
from claimpack.errors import ClaimpackError, Problem
from claimpack.limits import MAX_FILE, MAX_FINDINGS, Limits

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 120}
MAX_SIZE = 10_000_000


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
    default=MAX_SIZE,
    show_default=True,
    help="Bytes that one article may have.",
)


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, prog_name="claimpack")
def group() -> None:
    """Turn German news articles into a data package of claims: who said what, how many of what, and where it stands."""


@group.command(epilog="Example: claimpack build --check")
@project_option
@click.option("--check", is_flag=True, help="Build elsewhere, compare with datapackage/, and print which rows differ.")
@click.option("--full-quotes", is_flag=True, help="Leave quotations uncut, for local work; such a package is marked.")
@size_option
@quiet_option
def build(project: Path, check: bool, full_quotes: bool, max_size: int, quiet: bool) -> int:
    """Make datapackage/ from raw/.

    Extracts the articles, validates the tables, writes the package and checks what was written.
    """
    from claimpack import build

    if check:
        if full_quotes:
            raise click.UsageError("--check compares with the package that is published: leave out --full-quotes.")
        differences, problems = build.check_project(project, max_size, quiet)
        told = "\n".join(differences) or "datapackage/ is what raw/ gives"
        return max(finish(problems, told, quiet and not differences), int(bool(differences)))
    result = build.build_project(project, full_quotes, max_size, quiet)
    return finish(result.problems, result.summary, quiet)


@group.command(epilog="Example: claimpack extract article.txt --published 2025-03-04 --out claims")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=Place())
@click.option("--out", required=True, type=Place(), help="Folder for the package: new, empty or a package.")
@click.option("--manifest", type=Place(), help="CSV that says of each file: published, title, outlet, url.")
@click.option("--published", metavar="DATE", help="When articles appeared of which nothing else says so: YYYY-MM-DD.")
@size_option
@quiet_option
def extract(
    files: tuple[Path, ...], out: Path, manifest: Path | None, published: str | None, max_size: int, quiet: bool
) -> int:
    """Make a package from any article files.

    FILE is a .txt or .html file, or a folder with such files.
    """
    from claimpack import build

    result = build.extract_files(files, out, manifest, published, max_size, quiet)
    return finish(result.problems, result.summary, quiet)


@group.command(epilog="Example: claimpack init my-claims")
@click.argument("folder", metavar="DIR", type=Place())
@quiet_option
def init(folder: Path, quiet: bool) -> int:
    """Start a project.

    Lays out raw/ with the manifest, package.json and a place for contributions, and a README, in the folder DIR.
    """
    from claimpack import init

    return finish([], init.start_project(folder), quiet)


@group.command(epilog="Example: claimpack validate datapackage --format json")
@click.argument("path", metavar="[PATH]", type=Place(), required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown", "github", "sarif", "html"]),
    default="text",
    show_default=True,
    help="How findings are printed.",
)
@click.option("--explain", metavar="CODE", help="Say what a code means, and what to do; nothing is checked.")
@click.option("--split", type=Place(), metavar="DIR", help="Write a contribution's accepted and rejected rows apart.")
@click.option(
    "--max-size", type=click.IntRange(min=1), default=MAX_FILE, show_default=True, help="Bytes that one file may have."
)
@click.option(
    "--max-findings", type=click.IntRange(min=1), default=MAX_FINDINGS, show_default=True, help="Findings to print."
)
@project_option
@quiet_option
def validate(
    path: Path | None,
    form: str,
    explain: str | None,
    split: Path | None,
    max_size: int,
    max_findings: int,
    project: Path,
    quiet: bool,
) -> int:
    """Check a package, one of its tables, or a contribution.

    PATH is a folder with a datapackage.json, that file, a zip file with a package, a CSV file named like a table, or a
    contribution, which is checked alone and merged with the project. Without it the datapackage/ of the project that
    you are in is checked, against its articles. Nothing is fetched, and nothing outside of the package read.
    """
    if explain:
        from claimpack import codes

        told = codes.explanations().get(explain.upper())
        if told is None:
            raise click.UsageError(f"No code is {explain!r}. Codes are {', '.join(codes.explanations())}.")
        click.echo(str(told))
        return 0
    from claimpack.contributions import check
    from claimpack.inputs import project_articles
    from claimpack.progress import Progress
    from claimpack.project import find_project
    from claimpack.validate import Report, examine, has_errors
    from claimpack.validate.formats import written

    if path is not None and check.is_contribution(path):
        findings, problems = check.check_contribution(path, project, quiet=quiet)
        status = report(problems, quiet)
        if not quiet or findings:
            click.echo(written(form, Report(str(path), findings, tables=check.records_of(path))))
        accepted, rejected = check.split(path, findings, split)
        if not quiet:
            click.echo(f"{split or path}: {accepted} accepted, {rejected} rejected", err=True)
        return max(status, int(has_errors(findings)))
    if split:
        raise click.UsageError("--split is for contributions: CSV files with a column named action.")
    articles, problems = {}, []
    if path is None:
        found = find_project(project)
        inputs = project_articles(found)
        path, problems = found.datapackage, inputs.problems
        articles = {source_id: article.text for source_id, article in inputs.articles.items()}
    with Progress(1, quiet) as bar:
        bar.step("checking")
        examined = examine(path, articles, Limits(file=max_size, findings=max_findings))
    status = report(problems, quiet)
    if not quiet or examined.findings:
        click.echo(written(form, examined))
    return max(status, int(has_errors(examined.findings)))


@group.command(epilog="Example: claimpack template quantities --out my-numbers.csv")
@click.argument("table", metavar="TABLE")
@click.option("--out", type=Place(), help="Write the file here, and what it takes beside it, as .md.")
@quiet_option
def template(table: str, out: Path | None, quiet: bool) -> int:
    """Give an empty contribution to a table.

    Without --out the file goes to standard output, and what may be written into it to standard error.
    """
    from claimpack import template

    if table not in template.tables():
        raise click.UsageError(f"TABLE is one of {', '.join(template.tables())}.")
    if out:
        return finish([], template.write_template(table, out), quiet)
    click.echo(template.header(table), nl=False)
    if not quiet:
        click.echo(template.vocabulary(table), nl=False, err=True)
    return 0


@group.command(epilog="Example: claimpack review 2025-03-04-frachter --by Anna")
@click.argument("source_id", metavar="SOURCE_ID")
@click.option("--by", "contributor", prompt="Your name", help="Who reviews: a name, or model: and a program's name.")
@click.option("--out", type=Place(), help="The contribution to append to. [default: raw/contributions/review-ID.csv]")
@project_option
@quiet_option
def review(source_id: str, contributor: str, out: Path | None, project: Path, quiet: bool) -> int:
    """Review an article sentence by sentence.

    What was extracted is shown with each sentence, and you say whether it is right. Each decision is appended to a
    contribution at once, so that one can stop at any time and go on later.
    """
    from claimpack.review import review

    def ask(question: str) -> str:
        try:
            return click.prompt(question, default="", show_default=False, prompt_suffix="")
        except click.Abort as end:  # no more input: what was decided is written already
            raise EOFError from end

    written = review(source_id, project, contributor, ask, click.echo, out)
    return finish([], f"{written} decisions written; claimpack build works them in", quiet)


@group.command(epilog="Example: claimpack show 2025-03-04-frachter:120-204 --why")
@click.argument("row_id", metavar="ID")
@click.option("--why", is_flag=True, help="Say which rule made the row, and what it stands on.")
@project_option
@click.option("--quiet", is_flag=True, expose_value=False, help="As elsewhere; this command prints results only.")
def show(row_id: str, why: bool, project: Path) -> int:
    """Show a row with its passage in the article.

    ID is the id of a claim, quantity, mention, date, actor or source. The evidence is highlighted.
    """
    from claimpack import show

    click.echo(show.show(row_id, why, project, sys.stdout.isatty()), nl=False)
    return 0


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


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and end the process with its exit status."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started the program
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))
        getattr(sys, name).reconfigure(errors="backslashreplace")
    # Nearly all that a command makes lives until it ends: Python looks for cycles less often, which saves a tenth of
    # the time, and still does so where thousands of articles are read.
    gc.set_threshold(100_000, 50, 100)
    try:
        status = group.main(arguments, prog_name="claimpack", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = 2
    except ClaimpackError as error:
        click.echo(str(error), err=True)
        status = 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        # Interrupted inside an exec(), as dataclasses use it, Python would end by the signal instead of with a status.
        os._exit(2)
    except OSError as error:
        click.echo(f"error CP300: {error.filename or 'claimpack'}: {error.strerror or error}", err=True)
        status = 2
    gc.freeze()  # else Python looks for cycles once more as it ends: a quarter of a second with pandas in memory
    sys.exit(status)
