"""Reviews: which rows a person has read and found right, and for which state of them that holds."""

import hashlib
from collections.abc import Iterable, Iterator

from claimpack import table_schema
from claimpack.contributions.anchors import Unclear, article_text, find_row
from claimpack.contributions.dataset import REVIEWED, Dataset, Row
from claimpack.contributions.files import Contribution
from claimpack.validate.findings import Finding

DIGITS = 12
# What says nothing about the article: where the row came from, and what follows from other rows.
NOT_READ = frozenset(
    {"rule", "origin", "review", "rank", "file", "text_by"}
    | {"duplicate_of", "similar_to"}
    | {"claim_id", "parent_claim_id", "repeats_claim_id", "quantity_id", "mention_id"}
)


def fingerprint(rows: Iterable[tuple[str, Row]]) -> str:
    """Twelve hexadecimal digits that stand for what these rows, given with their tables, say; in any order."""
    lines = sorted(
        "\x1f".join([table, *(f"{name}={table_schema.cell_text(row[name])}" for name in columns)])
        for table, row in rows
        for columns in [[name for name in table_schema.columns(table) if name not in NOT_READ]]
    )
    return hashlib.sha256("\x1e".join(lines).encode()).hexdigest()[:DIGITS]


def rows_of_article(dataset: Dataset, source_id: str) -> Iterator[tuple[str, Row]]:
    """All rows of an article with their tables, the actors that they name and those above them among them."""
    actors: dict[str, Row] = {}
    for table in dataset.tables:
        if table == "actors":
            continue
        for row in dataset.of(table, source_id):
            yield table, row
            for key in table_schema.foreign_keys(table):
                actor_id = row[key.columns[0]] if key.table == "actors" else None
                while actor_id and actor_id not in actors and (actor := dataset.row("actors", actor_id)):
                    actors[actor_id] = actor
                    actor_id = actor["parent_id"]
    yield from (("actors", actor) for actor in actors.values())


def review(contribution: Contribution, dataset: Dataset, findings: list[Finding]) -> None:
    """Mark the row, or all rows of the article, that a contribution says is right, unless it has changed since."""
    table, source_id = contribution.get("table"), contribution.get("source_id")
    expected = contribution.get("expected")
    if table and (contribution.get("quote") or table == "sources"):
        rows = [(table, find_row(contribution, table, dataset, findings))]
    elif table or contribution.get("quote"):
        raise Unclear(contribution.finding("CP254", "to review a row, table and quote are needed", "table"))
    else:
        article_text(contribution, dataset)
        rows = list(rows_of_article(dataset, source_id))
        if expected is None:
            remedy = f"Fill in expected: {fingerprint(rows)}, which ends the review when the rows change."
            message = "the review of an article says which state of its rows was read"
            raise Unclear(contribution.finding("CP254", message, "expected", remedy=remedy))
    bare = [row["claim_id"] for _, row in rows if row.get("summary", "") is None]
    if bare:
        message = f"claim {bare[0]} has no summary, which a reviewed claim has"
        if len(bare) > 1:
            message = f"{len(bare)} claims have no summary, which a reviewed claim has: {', '.join(bare)}"
        remedy = "Give it one: action correct, table claims, column summary."
        raise Unclear(contribution.finding("CP268", message, "quote", remedy=remedy))
    if expected is not None and expected != fingerprint(rows):
        what = "the row has" if table else "rows of the article have"
        message = f"{what} changed since the review, and {'is' if table else 'are'} not taken as reviewed"
        remedy = f"Read again, and write into expected: {fingerprint(rows)}"
        findings.append(contribution.finding("CP266", message, "expected", "warning", remedy=remedy))
        return
    for _, row in rows:
        row["review"] = REVIEWED
