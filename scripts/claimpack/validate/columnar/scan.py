"""A large table as files: looked at piece by piece, and read again where rows are wanted; never as a whole."""

import csv
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from claimpack import csvfile, table_schema
from claimpack.csvfile import Record
from claimpack.errors import ClaimpackError
from claimpack.validate.findings import Finding

_PIECE = 1 << 20
# A place in a table: the number of a part, times this, and a line or row in it. In a table of one part it is the line.
_PLACES = 1 << 40


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a table: its name as findings give it, where it lies, its bytes, its SHA-256 ("" where not asked for).

    ``changed`` is when it was, in nanoseconds.
    """

    file: str
    path: Path
    size: int
    sha256: str
    changed: int


@dataclass(frozen=True, slots=True)
class LargeTable:
    """A table in one file or several, all CSV or all Parquet: what findings about the whole call it, and its files."""

    name: str
    file: str
    parts: tuple[Part, ...]
    form: str = "csv"

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(part.size for part in self.parts)

    def place(self, place: int) -> tuple[str, int]:
        """The file and the line in it, of Parquet the row, both from 1."""
        part, line = divmod(place, _PLACES)
        return self.parts[part].file, line

    def part(self, place: int) -> int:
        """The number of the part, from 0."""
        return place // _PLACES


class Doubt(Exception):
    """A file is not written as claimpack writes it: it has to be read record by record."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason

    def told(self) -> Finding:
        """What to say where its table is too large for that, or lies in several files."""
        message = f"what is looked at column by column has to be written as claimpack writes it: {self.reason}"
        remedy = (
            "Until then no such table of the package is checked. CSV is UTF-8 with line feeds and commas, cells quoted "
            "only where they must be; Parquet has the columns of the schema and their types."
        )
        return Finding("CP455", "error", message, self.file, remedy=remedy)


def look(name: str, file: str, parts: Sequence[tuple[str, Path]], form: str = "csv") -> LargeTable:
    """The table in some files, all of ``form`` csv or parquet: their names as findings give them, and where they lie.

    Doubt where the bytes of a CSV file are not plainly those of a file of ours. Such a file has the header of the
    schema, neither carriage returns nor NUL, and ends with a line feed. Its records, and what is in Parquet, are for
    the engine. No link is followed, and nothing but a plain file read.
    """
    looked = (_plain_part(*part) if form == "parquet" else _csv_part(name, *part) for part in parts)
    return LargeTable(name, file, tuple(looked), form)


def _csv_part(name: str, file: str, path: Path) -> Part:
    header = (",".join(table_schema.columns(name)) + "\n").encode()
    digest, size, last = hashlib.sha256(), 0, b""
    with _opened(path) as (stream, changed):
        while piece := stream.read(_PIECE):
            if b"\r" in piece or b"\0" in piece:
                raise Doubt(file, "it has carriage returns or NUL characters")
            if not size and not piece.startswith(header):
                raise Doubt(file, "its header is not that of the schema")
            digest.update(piece)
            size, last = size + len(piece), piece[-1:]
    if last != b"\n":
        raise Doubt(file, "it is empty, or its last line has no end")
    return Part(file, path, size, digest.hexdigest(), changed)


def _plain_part(file: str, path: Path) -> Part:
    with _opened(path) as (stream, changed):
        return Part(file, path, os.fstat(stream.fileno()).st_size, "", changed)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, int]]:
    """A plain file, which is no link, and when it was changed; CP416 where there is none, or it cannot be read."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(handle, "rb", buffering=0) as stream:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise ClaimpackError("CP416", "its file is missing: this is no plain file", value=path.name)
            yield stream, status.st_mtime_ns
    except FileNotFoundError as error:
        raise ClaimpackError("CP416", "its file is missing", value=path.name) from error
    except OSError as error:
        raise ClaimpackError("CP416", f"its file cannot be read: {error.strerror}", value=path.name) from error


def records_of(table: LargeTable, part: int, wanted: Iterable[int]) -> Iterator[tuple[int, Record, bytes]]:
    """Of the rows of a CSV file with the numbers ``wanted``, from 0 and ascending: number, record, bytes.

    The record's line is its place in the table.
    """
    file, numbers = table.parts[part].file, iter(wanted)
    number = next(numbers, None)
    if number is None:
        return
    for row, (line, raw) in enumerate(_raw_rows(table.parts[part].path)):
        if row == number:
            yield number, Record(part * _PLACES + line, _cells(file, line, raw)), raw
            number = next(numbers, None)
            if number is None:
                return


def row_of(part: int, number: int, cells: Sequence[str]) -> Record:
    """The record of a row of Parquet with this number, from 0."""
    return Record(part * _PLACES + number + 1, list(cells))


def _raw_rows(path: Path) -> Iterator[tuple[int, bytes]]:
    """The physical line and the bytes of each record behind the header.

    A record ends where a line does and all quotation marks are in pairs; that the cells are quoted by RFC 4180 has
    been seen by the engine.
    """
    with open(path, "rb") as stream:
        first = number = 1
        next(stream)
        parts: list[bytes] = []
        for line in stream:
            number += 1
            if not parts and b'"' not in line:
                yield number, line
                continue
            if not parts:
                first, quotes = number, 0
            parts.append(line)
            quotes += line.count(b'"')
            if quotes % 2 == 0:
                yield first, b"".join(parts)
                parts = []


def _cells(file: str, line: int, raw: bytes) -> list[str]:
    try:
        (record,) = csvfile.read_csv(raw)
    except (csv.Error, ValueError) as error:
        raise Doubt(file, f"line {line} cannot be read ({error})") from error
    return record.cells
