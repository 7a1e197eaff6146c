"""The evidence: what a row says stands in the article does stand there."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from claimpack import table_schema
from claimpack.validate.cells import CheckedTable
from claimpack.validate.findings import Finding, shortened


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


# What a field's "evidence" says it "is": whether the cell is right about the passage, and code and message if not.
_KINDS: dict[str, tuple[Callable[[str, str], bool], str, str]] = {
    "text": (lambda cell, passage: cell == passage, "CP801", "not what stands in the article"),
    "beginning": (lambda cell, passage: passage.startswith(cell), "CP802", "not how the passage in the article begins"),
    "sha256": (lambda cell, passage: cell == _sha256(passage), "CP803", "not the hash of the passage in the article"),
}


def check_evidence(tables: Mapping[str, CheckedTable], articles: Mapping[str, str]) -> Iterator[Finding]:
    """Compares every text column with the articles at hand: source_id -> text. Other rows are passed over."""
    if "sources" in tables:
        yield from _articles(tables["sources"], articles)
    for name, table in tables.items():
        fields = [field for field in table_schema.fields(name) if "evidence" in field]
        for number, row in enumerate(table.rows):
            text = articles.get(row["source_id"]) if fields else None
            if text is not None:
                for field in fields:
                    yield from _cell(table, number, row, field, text)


def _cell(
    table: CheckedTable, number: int, row: Mapping[str, Any], field: Mapping[str, Any], text: str
) -> Iterator[Finding]:
    evidence = field["evidence"]
    cell, start, stop = row[field["name"]], row[evidence["start"]], row[evidence["stop"]]
    if cell is None or start is None or stop is None:
        return
    # A span outside of the article is a broken rule; Python would count a negative offset from the end.
    passage = text[start:stop] if 0 <= start < stop else ""
    right, code, message = _KINDS[evidence["is"]]
    if not right(cell, passage):
        expected = _sha256(passage) if evidence["is"] == "sha256" else shortened(passage)
        yield table.finding(code, "error", message, number, field["name"], check="evidence", expected=expected)


def _articles(sources: CheckedTable, articles: Mapping[str, str]) -> Iterator[Finding]:
    for number, row in enumerate(sources.rows):
        text = articles.get(row["source_id"])
        if text is None:
            continue
        for column, true in (("sha256", _sha256(text)), ("characters", len(text))):
            if row[column] != true:
                message = "not that of the article at hand"
                yield sources.finding("CP804", "error", message, number, column, check="evidence", expected=str(true))
