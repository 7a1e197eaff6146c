"""Make a package from any article files."""

from pathlib import Path

import click

from claimpack.cli.options import Place, finish, quiet_option, size_option


@click.command(epilog="Example: claimpack extract article.txt --published 2025-03-04 --out claims")
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
