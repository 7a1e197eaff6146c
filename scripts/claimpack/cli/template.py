"""Give an empty contribution."""

from pathlib import Path

import click

from claimpack.cli.options import Place, finish, quiet_option


@click.command(epilog="Example: claimpack template quantities --out my-numbers.csv")
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
