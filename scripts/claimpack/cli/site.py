"""Write the page."""

from pathlib import Path

import click

from claimpack.cli.options import Place, project_option, quiet_option
from claimpack.limits import MAX_FILE


@click.command(epilog="Example: claimpack site --out page --lang de")
@click.option("--out", type=Place(), required=True, help="The folder of the page: new, empty, or a page made before.")
@click.option("--package", type=Place(), help="A package: folder, datapackage.json or zip. [default: the project's]")
@click.option("--lang", type=click.Choice(["en", "de"]), default="en", show_default=True, help="Its first language.")
@click.option(
    "--max-size", type=click.IntRange(min=1), default=MAX_FILE, show_default=True, help="Bytes that one file may have."
)
@project_option
@quiet_option
def site(out: Path, package: Path | None, lang: str, max_size: int, project: Path, quiet: bool) -> int:
    """Write a page to look at a package.

    Charts, rows with their evidence, dictionary and downloads, in one folder that opens from disk: no server, and no
    request to any other host. A package with errors gives no page.
    """
    from claimpack.limits import Limits
    from claimpack.progress import Progress
    from claimpack.project import find_project
    from claimpack.site import write_site
    from claimpack.validate import has_errors

    if package is None:
        package = find_project(project).datapackage
    with Progress(1, quiet) as bar:
        bar.step("writing the page")
        written = write_site(package, out, lang, Limits(file=max_size))
    for finding in written.findings:
        if finding.level == "error" or not quiet:
            click.echo(str(finding), err=True)
    if not quiet:
        click.echo(written.summary)
    return int(has_errors(written.findings))
