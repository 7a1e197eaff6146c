"""Article in, rows out: the readers of dates, actors, quantities and claims, one after the other."""

from typing import TYPE_CHECKING

from claimpack.article import Article

if TYPE_CHECKING:
    from claimpack.authority import Authority


def extract_article(article: Article, authority: "Authority | None" = None) -> dict[str, list[dict]]:
    """All rows that one article gives, by table, in the columns of ``schema/``.

    ``authority`` is the list of known actors, by default the one that comes with the program.
    """
    from claimpack.authority import load
    from claimpack.extract import rows
    from claimpack.extract.actors import find_actors
    from claimpack.extract.claims import find_claims
    from claimpack.extract.dates import find_dates
    from claimpack.extract.document import read_document
    from claimpack.extract.quantities import find_quantities

    authority = authority or load()
    document = read_document(article)
    dates = find_dates(document)
    actors = find_actors(document, authority)
    quantities = find_quantities(document, dates, actors)
    claims = find_claims(document, dates, actors, quantities)
    return rows.tables(document, authority, dates, actors, quantities, claims)
