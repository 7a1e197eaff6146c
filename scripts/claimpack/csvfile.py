"""CSV files as the package has them: UTF-8 without BOM, lines ended by a line feed, quoting by RFC 4180.

A cell is quoted only where it must be (comma, quotation mark, line break, white space at an end), so that the same rows
give the same bytes whatever the version of Python.
"""

import csv
import io
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from claimpack import table_schema

Row = TypeVar("Row", bound=Mapping[str, Any])


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a file: the physical line that it begins on, from 1, and its cells."""

    line: int
    cells: list[str]


def sort_key(table: str) -> list[str]:
    """The columns that the rows of ``table`` are sorted by: source_id, start, stop where it has them, then its key."""
    first = [name for name in ("source_id", "start", "stop") if name in table_schema.columns(table)]
    return first + [name for name in table_schema.primary_key(table) if name not in first]


def sort_rows(table: str, rows: Iterable[Row]) -> list[Row]:
    """``rows`` in the order of the file. Text is compared by code points; empty cells go first."""
    names = sort_key(table)
    return sorted(rows, key=lambda row: [(row.get(name) is not None, row.get(name)) for name in names])


def write_csv(table: str, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The file of ``table``: header and rows of values, sorted."""
    lines = [",".join(table_schema.columns(table))]
    for cells in texts(table, sort_rows(table, rows)):
        lines.append(line_of(cells))
    return ("\n".join(lines) + "\n").encode("utf-8")


def line_of(cells: Iterable[str]) -> str:
    """A row as it is written, without the line feed at its end."""
    return ",".join(map(_quoted, cells))


def _quoted(text: str) -> str:
    if not text or not (any(sign in text for sign in ',"\n\r') or text[0].isspace() or text[-1].isspace()):
        return text
    return '"' + text.replace('"', '""') + '"'


def read_csv(data: bytes) -> list[Record]:
    """All records of a file, the header among them, with the lines they begin on. Nothing in a cell is changed.

    Raises UnicodeDecodeError where it is not UTF-8, and csv.Error as ``read_text``.
    """
    return read_text(data.decode("utf-8"))


def read_text(text: str, delimiter: str = ",") -> list[Record]:
    """As ``read_csv``; raises csv.Error, with the number of the line, where the text breaks RFC 4180."""
    _lift_cell_limit()
    # newline="\n": only line feeds end a physical line, as in other programs that count them.
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter, strict=True)
    records = []
    line = 1
    try:
        for cells in reader:
            records.append(Record(line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise csv.Error(f"line {line}: {error}") from error
    return records


def _lift_cell_limit() -> None:
    """A quotation may be longer than the 131072 characters that the csv module allows at first."""
    if csv.field_size_limit() < sys.maxsize >> 32:
        csv.field_size_limit(sys.maxsize >> 32)


def texts(table: str, rows: Iterable[Mapping[str, Any]]) -> Sequence[Sequence[str]]:
    """The cells of ``rows`` as text, in the order of the columns."""
    names = table_schema.columns(table)
    return [[table_schema.cell_text(row.get(name)) for name in names] for row in rows]
