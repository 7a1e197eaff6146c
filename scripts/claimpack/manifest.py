"""``articles.csv``: what is known of the articles from outside their text."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

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
BASES = ("text", "manifest", "inferred")


@dataclass(frozen=True, slots=True)
class Row:
    """One article's row: its physical line in the manifest and its cells that are not empty."""

    manifest: str
    line: int
    cells: dict[str, str]

    def problem(self, code: str, message: str, column: str | None, value: str | None, remedy: str) -> ClaimpackError:
        """An error that names this row."""
        return ClaimpackError(code, message, self.manifest, self.line, column, value, remedy)


def read_manifest(path: Path, required: Sequence[str] = ("file", "sha256")) -> list[Row]:
    """The rows of a manifest. Raises CP201 where it is no CSV in UTF-8, CP202 where a required column is missing."""
    remedy = "Save it as CSV in UTF-8, with commas between the cells."
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        message = f"the manifest cannot be read: {error.strerror}"
        raise ClaimpackError("CP201", message, path, remedy="Is its name right, and may you read it?") from error
    except UnicodeDecodeError as error:
        raise ClaimpackError("CP201", f"the manifest is not UTF-8 (byte {error.start})", path, remedy=remedy) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    try:
        header = next(reader, [])
        check_header(header, path, required)
        for cells in reader:
            if len(cells) > len(header):
                message = f"the row has {len(cells)} cells, the header {len(header)}"
                raise ClaimpackError(
                    "CP201", message, path, reader.line_num, remedy="Put quotes around cells with commas."
                )
            filled = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if cell.strip()}
            if filled:
                rows.append(Row(str(path), reader.line_num, filled))
    except csv.Error as error:
        raise ClaimpackError(
            "CP201", f"the manifest is not CSV: {error}", path, reader.line_num, remedy=remedy
        ) from error
    return rows


def check_header(header: Sequence[str], path: Path, required: Sequence[str]) -> None:
    """CP202 for a column that is missing or stands there twice."""
    remedy = f"The first line names the columns, out of: {', '.join(COLUMNS)}."
    for name in required:
        if name not in header:
            raise ClaimpackError("CP202", f"the manifest has no column {name}", path, 1, remedy=remedy)
    for name in header:
        if header.count(name) > 1:
            raise ClaimpackError("CP202", "the manifest has a column twice", path, 1, name, remedy=remedy)


def check_row(row: Row) -> None:
    """CP206 for a date that is no EDTF or a basis that is not one of the three."""
    published = row.cells.get("published")
    if published:
        check_published(published, row)
    basis = row.cells.get("published_basis")
    if basis and basis not in BASES:
        remedy = f"Write one of: {', '.join(BASES)}."
        raise row.problem("CP206", "not a basis for a date", "published_basis", basis, remedy)


def check_published(value: str, row: Row | None = None) -> None:
    """CP206 for a value that is no date in EDTF level 1; without ``row`` it was given with --published."""
    try:
        bounds(value)
    except ValueError as error:
        remedy = "Write YYYY-MM-DD, YYYY-MM-DDThh:mm:ss, YYYY-MM, or [first..last] for an unsure day."
        if row:
            raise row.problem("CP206", "not a date", "published", value, remedy) from error
        raise ClaimpackError("CP206", "--published is not a date", value=value, remedy=remedy) from error


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
