"""Write a package in the formats of other programs."""

from pathlib import Path

import click

from claimpack.cli.options import Place, quiet_option


@click.command(epilog="Example: claimpack export sqlite xlsx --out exports")
@click.argument("formats", metavar="FORMAT...", nargs=-1, required=True)
@click.option("--out", required=True, type=Place(), help="Folder for the files: new, empty or of exports.")
@click.option("--package", type=Place(), help="Folder, datapackage.json or zip file. [default: the nearest]")
@quiet_option
def export(formats: tuple[str, ...], out: Path, package: Path | None, quiet: bool) -> int:
    """Write a package in the formats of other programs.

    FORMAT is parquet, sqlite, duckdb, xlsx, jsonld (Web Annotations of the claims) or croissant. The package is
    validated first: one with errors is not exported. What --out holds of other formats stays.
    """
    from claimpack.export import FORMATS, export
    from claimpack.progress import Progress
    from claimpack.validate import as_text, has_errors

    with Progress(1, quiet) as bar:
        bar.step("exporting")
        findings = export(formats, package, out).findings
    if has_errors(findings):
        click.echo(as_text(findings), err=True)
        click.echo("Nothing was exported.", err=True)
        return 1
    if not quiet:
        if findings:
            click.echo(as_text(findings), err=True)
        for name in dict.fromkeys(formats):
            click.echo(out / FORMATS[name].target)
    return 0
