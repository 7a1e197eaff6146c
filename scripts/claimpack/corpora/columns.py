"""Which column of a corpus says what: the text, the id, the day, the address, the outlet, the title."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from claimpack.article import UNSAID
from claimpack.errors import ClaimpackError, Problem
from claimpack.manifest import Row, check_row, is_date

# What is asked for, and the columns that it is looked for in, the first that is there, where nobody names one.
FIELDS = {
    "text": ("text",),
    "html": ("html",),
    "id": ("source_id", "id"),
    "date": ("published", "date"),
    "url": ("url",),
    "outlet": ("outlet",),
    "title": ("title",),
    "author": ("author",),
}
# The names that the manifest has for some of them.
MANIFEST = {"id": "source_id", "date": "published"}


def parse_columns(pairs: Collection[str]) -> dict[str, str]:
    """``text=body`` and so on as field -> column. Raises ValueError with what is wrong."""
    columns: dict[str, str] = {}
    for pair in pairs:
        name, sign, column = pair.partition("=")
        if not (sign and column and name in FIELDS):
            raise ValueError(f"{pair!r} is not FIELD=COLUMN with one of the fields {', '.join(FIELDS)}")
        if name in columns:
            raise ValueError(f"{name} is given twice")
        columns[name] = column
    return columns


def choose(columns: Mapping[str, str], there: Collection[str], file: str, line: int | None = None) -> dict[str, str]:
    """Field -> column of those that are there. CP121 where a column that was named, or any for the text, is not."""
    chosen = {}
    for name, usual in FIELDS.items():
        if name in columns and columns[name] not in there:
            raise missing(f"there is no column {columns[name]}", there, file, line)
        column = columns.get(name) or next((one for one in usual if one in there), None)
        if column:
            chosen[name] = column
    if not chosen.keys() & {"text", "html"}:
        raise missing("there is no column text", there, file, line)
    return chosen


def missing(message: str, there: Collection[str], file: str, line: int | None = None) -> ClaimpackError:
    """CP121: a column that is needed is not there."""
    remedy = f"There are: {', '.join(sorted(there)[:50])}. Name the right one: --column text=COLUMN, or html=COLUMN."
    return ClaimpackError("CP121", message, file, line, remedy=remedy)


def metadata_of(row: Mapping[str, Any], chosen: Mapping[str, str], published: str | None) -> dict[str, str]:
    """What a row says of its article beside text, page and id, by the manifest's names; ``published`` as UNSAID."""
    known = {}
    for name, column in chosen.items():
        value = row.get(column)
        if name not in ("text", "html", "id") and value not in (None, ""):
            known[MANIFEST.get(name, name)] = _day(value) if name == "date" else str(value).strip()
    if published:
        known[UNSAID] = published
    return {name: value for name, value in known.items() if value}


def _day(value: Any) -> str:
    """A date or time as the column published has it, in EDTF; what cannot be one is left as it is."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).strip()
    if is_date(text):
        return text
    try:
        return datetime.fromisoformat(text).isoformat(timespec="seconds")
    except ValueError:
        return text


def fault(metadata: Mapping[str, str], file: str, line: int | None) -> Problem | None:
    """CP206 for a date, or another cell, that the table sources would not take."""
    try:
        check_row(Row(file, line or 1, dict(metadata)))
    except ClaimpackError as error:
        return error.problem
    return None
