"""Make a package from any article files, or from archives of them."""

from pathlib import Path

import click

from claimpack.cli.options import Place, finish, quiet_option, size_option


@click.command(epilog="Example: claimpack extract archive.jsonl.gz --column text=body --out claims")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=Place())
@click.option("--out", required=True, type=Place(), help="Folder for the package: new, empty or a package.")
@click.option("--manifest", type=Place(), help="CSV that says of each file: published, title, outlet, url.")
@click.option("--published", metavar="DATE", help="When articles appeared of which nothing else says so: YYYY-MM-DD.")
@click.option(
    "--column",
    "columns",
    metavar="FIELD=COLUMN",
    multiple=True,
    help="Where an archive has text, html, id, date, url, outlet, title or author, if not in a column of that name.",
)
@click.option(
    "--output-format",
    "form",
    type=click.Choice(["parquet", "csv"]),
    help="Tables in partitions. [default: whole CSV tables for a small package, else parquet]",
)
@click.option(
    "--partition",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    help="Articles of a partition; as many still are a small package.",
)
@click.option("--workers", type=click.IntRange(min=1), help="Processes. [default: one a core]")
@click.option("--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True)
@click.option("--scheduler", metavar="ADDRESS", help="Of a Dask cluster that is running: tcp://host:8786.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=120,
    show_default=True,
    help="Seconds for one article of an archive.",
)
@size_option
@quiet_option
def extract(
    files: tuple[Path, ...],
    out: Path,
    manifest: Path | None,
    published: str | None,
    columns: tuple[str, ...],
    form: str | None,
    partition: int,
    workers: int | None,
    engine: str,
    scheduler: str | None,
    time_limit: float,
    max_size: int,
    quiet: bool,
) -> int:
    """Make a package from any article files.

    FILE is a .txt or .html file or a folder with such files; or an archive: JSON Lines (.jsonl, also .gz and .zst),
    .parquet, .warc, .warc.gz, or a folder with such files. A run that was ended goes on when it is started again.
    """
    if (engine == "dask") != bool(scheduler):
        raise click.UsageError("--engine dask and --scheduler ADDRESS go together.")
    from claimpack.corpora.columns import parse_columns
    from claimpack.corpora.extract import Options
    from claimpack.corpora.extract import extract as run

    try:
        mapping = parse_columns(columns)
    except ValueError as error:
        raise click.BadParameter(f"{error}.", param_hint="--column") from error
    options = Options(
        columns=mapping,
        manifest=manifest,
        published=published,
        max_size=max_size,
        format=form,
        partition=partition,
        time_limit=time_limit,
        workers=workers or 0,
        scheduler=scheduler,
        quiet=quiet,
    )
    result = run(files, out, options)
    return finish(result.problems, result.summary, quiet)
