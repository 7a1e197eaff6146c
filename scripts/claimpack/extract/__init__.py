"""Article in, rows out: the readers of dates, actors, quantities and claims, one after the other."""

from claimpack.article import Article


def extract_article(article: Article) -> dict[str, list[dict]]:
    """All rows that one article gives, by table, in the columns of ``schema/``. Pure: reads and writes no file."""
    from claimpack.extract import rows
    from claimpack.extract.actors import find_actors
    from claimpack.extract.claims import find_claims
    from claimpack.extract.dates import find_dates
    from claimpack.extract.document import read_document
    from claimpack.extract.quantities import find_quantities

    document = read_document(article)
    dates = find_dates(document)
    actors = find_actors(document)
    quantities = find_quantities(document, dates, actors)
    claims = find_claims(document, dates, actors, quantities)
    return rows.tables(document, dates, actors, quantities, claims)
