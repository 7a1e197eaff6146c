"""Find the passages of a package in articles that one holds."""

from pathlib import Path

import click

from claimpack.cli.options import Place, quiet_option, report, size_option


@click.command(epilog="Example: claimpack verify claims-1.0.0.zip --articles my-articles")
@click.argument("package", metavar="PACKAGE", type=Place())
@click.option(
    "--articles",
    "places",
    metavar="DIR",
    type=Place(),
    required=True,
    multiple=True,
    help="Folder or file with articles.",
)
@click.option("--manifest", type=Place(), help="CSV that says which file is which article: source_id, file.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@size_option
@quiet_option
def verify(
    package: Path, places: tuple[Path, ...], manifest: Path | None, form: str, max_size: int, quiet: bool
) -> int:
    """Find a package's passages in its articles.

    Whoever holds the articles can look for every passage that a row points to. An article is known by the hash of its
    text, its id or the name of its file. Each passage is exact, moved (it stands elsewhere in the article), missing, or
    unchecked (the package has neither text nor hash of it, and the article is another text than was read). A package
    without quotations is checked by its hashes.

    Exit status: 0 all that could be looked for is exact, though articles may not be at hand, which is told; 1 something
    is moved, missing or unchecked; 2 nothing was checked.
    """
    from claimpack import verify
    from claimpack.inputs import given_articles

    inputs = given_articles(places, manifest, max_size=max_size)
    status = report(inputs.problems, quiet)
    found = verify.verify(package, inputs.articles.values())
    exact = set(found.counts) <= {verify.EXACT}
    if not quiet or not exact:
        click.echo(verify.as_json(found) if form == "json" else verify.as_text(found))
    return max(status, int(not exact))
