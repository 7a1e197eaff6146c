"""Say what changed between two packages."""

from pathlib import Path

import click

from claimpack.cli.options import project_option, quiet_option


@click.command(epilog="Example: claimpack diff v0.1.0 datapackage")
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown", "html"]),
    default="text",
    show_default=True,
    help="How the difference is printed.",
)
@click.option("--all", "whole", is_flag=True, help="Print every row, and all of every cell; JSON always does.")
@project_option
@quiet_option
def diff(old: str, new: str, form: str, whole: bool, project: Path, quiet: bool) -> int:
    """Say what changed between two packages, by key.

    OLD and NEW are each a folder with a datapackage.json, that file, a zip file with a package, or a git revision:
    v0.1.0 for the datapackage/ of the project as it was then, v0.1.0:FOLDER for another folder. Changes of metadata
    and schemas come first, then rows and cells, then which part of the version to raise for them.
    """
    from claimpack.diff import compare, read
    from claimpack.diff.formats import written
    from claimpack.progress import Progress

    if not old or not new:
        raise click.UsageError("The name of a package is empty.")
    with Progress(3, quiet) as bar:
        sides = []
        for name in (old, new):
            bar.step(name)
            sides.append(read(name, project))
        bar.step("comparing")
        difference = compare(*sides)
    if not quiet or difference:
        click.echo(written(form, difference, whole))
    return 0
