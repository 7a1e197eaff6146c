"""``articles.csv``: what is known of the articles from outside their text."""

import codecs
import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from claimpack import csvfile, table_schema
from claimpack.edtf import bounds
from claimpack.errors import ClaimpackError, Problem

COLUMNS = (
    "source_id",
    "file",
    "original_file",
    "sha256",
    "title",
    "author",
    "outlet",
    "published",
    "published_basis",
    "url",
    "retrieved",
    "rights",
    "language",
    "note",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One article's row: its physical line in the manifest and its cells that are not empty."""

    manifest: str
    line: int
    cells: dict[str, str]

    def problem(self, code: str, message: str, column: str | None, value: str | None, remedy: str) -> ClaimpackError:
        """An error that names this row."""
        return ClaimpackError(code, message, self.manifest, self.line, column, value, remedy)


def read_manifest(
    path: Path, required: Sequence[str] = ("file", "sha256"), either: Sequence[str] | None = None
) -> list[Row]:
    """The rows of a manifest. Raises CP201 where it is no CSV in UTF-8, CP202 where a required column is missing.

    Where one of several columns will do, ``either`` names them, and goes before ``required``.
    """
    remedy = "Save it as CSV in UTF-8, with commas between the cells."
    try:
        header, *records = csvfile.read_csv(path.read_bytes().removeprefix(codecs.BOM_UTF8)) or [csvfile.Record(1, [])]
    except OSError as error:
        message = f"the manifest cannot be read: {error.strerror}"
        raise ClaimpackError("CP201", message, path, remedy="Is its name right, and may you read it?") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ClaimpackError("CP201", f"the manifest is not CSV in UTF-8: {error}", path, remedy=remedy) from error
    check_header(header.cells, path, required, either)
    rows = []
    for record in records:
        if len(record.cells) > len(header.cells):
            message = f"the row has {len(record.cells)} cells, the header {len(header.cells)}"
            raise ClaimpackError("CP201", message, path, record.line, remedy="Put quotes around cells with commas.")
        pairs = zip(header.cells, record.cells, strict=False)
        filled = {name: cell.strip() for name, cell in pairs if cell.strip()}
        if filled:
            rows.append(Row(str(path), record.line, filled))
    return rows


def check_header(header: Sequence[str], path: Path, required: Sequence[str], either: Sequence[str] | None) -> None:
    """CP202 for a column that is missing or stands there twice."""
    remedy = f"The first line names the columns, with commas between them, out of: {', '.join(COLUMNS)}."
    if either and not set(either) & set(header):
        message = f"the manifest has no column {' or '.join(either)}: its rows belong to no article"
        raise ClaimpackError("CP202", message, path, 1, remedy=remedy)
    for name in () if either else required:
        if name not in header:
            raise ClaimpackError("CP202", f"the manifest has no column {name}", path, 1, remedy=remedy)
    for name in header:
        if header.count(name) > 1:
            raise ClaimpackError("CP202", "the manifest has a column twice", path, 1, name, remedy=remedy)


def unknown_columns(rows: Sequence[Row]) -> list[Problem]:
    """A CP202, as a warning, for each column that says something and is not known."""
    first = {name: row for row in reversed(rows) for name in row.cells if name not in COLUMNS}
    remedy = f"Known are: {', '.join(COLUMNS)}."
    return [
        row.problem(
            "CP202", "a column that is not known; it is not used", name, row.cells[name], remedy
        ).problem.as_warning()
        for name, row in sorted(first.items())
    ]


def check_row(row: Row) -> None:
    """CP206 for a cell that the table sources would not take: a date that is none, an unknown basis."""
    for column in (name for name in table_schema.columns("sources") if name in row.cells):
        value = row.cells[column]
        if column == "published":
            check_published(value, row)
        field = table_schema.field_of("sources", column)
        for constraint, holds in table_schema.constraint_checks(field).items():
            if not holds(value):
                allowed = field["constraints"][constraint]
                remedy = f"Write for example {field['example']} ({constraint}: {allowed})."
                raise row.problem("CP206", field["description"], column, value, remedy)


def check_published(value: str, row: Row | None = None) -> None:
    """CP206 for a value that is no date in EDTF level 1; without ``row`` it was given with --published."""
    if is_date(value):
        return
    remedy = "Write YYYY-MM-DD, YYYY-MM-DDThh:mm:ss, YYYY-MM, or [first..last] for an unsure day."
    if row:
        raise row.problem("CP206", "not a date", "published", value, remedy)
    raise ClaimpackError("CP206", "--published is not a date", value=value, remedy=remedy)


def is_date(value: str) -> bool:
    """Whether the column published may hold this: it has the right form, and the days that it names exist."""
    checks = table_schema.constraint_checks(table_schema.field_of("sources", "published"))
    try:
        first, last = bounds(value)
        if "T" in value:
            datetime.fromisoformat(value)
    except ValueError:
        return False
    return first <= last and all(holds(value) for holds in checks.values())


def unique(rows: Iterable[Row], column: str) -> tuple[dict[str, Row], list[Problem]]:
    """The first row for each value of ``column``, and a CP110 for every later one."""
    first: dict[str, Row] = {}
    problems = []
    for row in rows:
        value = row.cells.get(column)
        if value is None:
            continue
        if value in first:
            message = (
                f"two rows have the same {column}; this one is skipped, the first stands in line {first[value].line}"
            )
            problems.append(row.problem("CP110", message, column, value, "Give each article its own.").problem)
        else:
            first[value] = row
    return first, problems
