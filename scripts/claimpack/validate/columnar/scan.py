"""A large table as a file: looked at piece by piece, and read again where rows are wanted; never as a whole."""

import csv
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from claimpack import csvfile, table_schema
from claimpack.csvfile import Record
from claimpack.errors import ClaimpackError
from claimpack.validate.findings import Finding

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class LargeTable:
    """The file of a table: its name as findings give it, where it lies, how many bytes it has, its SHA-256.

    ``changed`` is when it was, in nanoseconds.
    """

    name: str
    file: str
    path: Path
    size: int
    sha256: str
    changed: int


class Doubt(Exception):
    """A file is not written as claimpack writes it: it has to be read record by record."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason

    def told(self) -> Finding:
        """What to say where the file is too large for that."""
        message = (
            f"a table of this size is only looked at where it is written as claimpack writes it, and {self.reason}"
        )
        remedy = "Save it as UTF-8 with line feeds and commas, cells quoted only where they must be."
        return Finding("CP455", "error", message, self.file, remedy=remedy)


def look(name: str, file: str, path: Path) -> LargeTable:
    """The table in a file; Doubt where its bytes are not plainly those of a file of ours.

    Such a file has the header of the schema, neither carriage returns nor NUL, and ends with a line feed. Its records
    are for the engine. No link is followed, and nothing but a plain file read.
    """
    header = (",".join(table_schema.columns(name)) + "\n").encode()
    digest, size, last = hashlib.sha256(), 0, b""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(handle, "rb", buffering=0) as stream:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise ClaimpackError("CP416", "its file is missing: this is no plain file", value=path.name)
            while piece := stream.read(_PIECE):
                if b"\r" in piece or b"\0" in piece:
                    raise Doubt(file, "it has carriage returns or NUL characters")
                if not size and not piece.startswith(header):
                    raise Doubt(file, "its header is not that of the schema")
                digest.update(piece)
                size, last = size + len(piece), piece[-1:]
    except FileNotFoundError as error:
        raise ClaimpackError("CP416", "its file is missing", value=path.name) from error
    except OSError as error:
        raise ClaimpackError("CP416", f"its file cannot be read: {error.strerror}", value=path.name) from error
    if last != b"\n":
        raise Doubt(file, "it is empty, or its last line has no end")
    return LargeTable(name, file, path, size, digest.hexdigest(), status.st_mtime_ns)


def rows_of(table: LargeTable, wanted: Iterable[int]) -> Iterator[tuple[int, Record, bytes]]:
    """Of the rows with the numbers ``wanted``, from 0 and ascending: number, record, bytes."""
    numbers = iter(wanted)
    number = next(numbers, None)
    if number is None:
        return
    for place, (line, raw) in enumerate(_raw_rows(table.path)):
        if place == number:
            yield number, Record(line, _cells(table.file, line, raw)), raw
            number = next(numbers, None)
            if number is None:
                return


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
