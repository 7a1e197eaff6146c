"""Show a row with its passage."""

import sys
from pathlib import Path

import click

from claimpack.cli.options import project_option


@click.command(epilog="Example: claimpack show 2025-03-04-frachter:120-204 --why")
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
