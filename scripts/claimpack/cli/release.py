"""Make a release of the dataset."""

from datetime import datetime
from pathlib import Path

import click

from claimpack.cli.options import Place, finish, project_option, quiet_option, size_option


@click.command(epilog="Example: claimpack release 1.2.0")
@click.argument("version", metavar="VERSION")
@click.option("--out", type=Place(), metavar="DIR", help="Folder for the release. [default: dist/NAME-VERSION]")
@click.option("--no-quotes", is_flag=True, help="Leave out all text of the articles but titles and names.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Day of the release. [default: of the commit]")
@click.option("--retire", metavar="REASON", help="Write the ids that are gone into raw/retired.csv, and do no more.")
@project_option
@size_option
@quiet_option
def release(
    version: str,
    out: Path | None,
    no_quotes: bool,
    day: datetime | None,
    retire: str | None,
    project: Path,
    max_size: int,
    quiet: bool,
) -> int:
    """Make a release of the dataset.

    Writes a zip file, checksums, what changed, a citation, metadata for a deposit and a record of what it was made of.
    VERSION is that of raw/package.json. What keeps the project from being released is told, all at once, and nothing is
    written then (exit status 1). The same commit gives the same bytes, wherever and whenever they are made.
    """
    from claimpack.release import release

    if retire is not None and not retire.strip():
        raise click.UsageError("--retire wants the reason why the rows are gone.")
    result = release(version, project, out, not no_quotes, day.date() if day else None, retire, max_size, quiet)
    return finish(result.problems, result.summary, quiet)
