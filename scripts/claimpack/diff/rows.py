"""The rows of a table, and what changed between two versions of it, by primary key."""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimpack import csvfile
from claimpack.csvfile import Record
from claimpack.errors import ClaimpackError
from claimpack.validate.findings import shortened

Key = tuple[str, ...]
Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table as texts, in the order of ``columns``, by the cells of their ``key``."""

    columns: list[str]
    key: list[str]
    by_key: dict[Key, list[str]]

    def cells(self, key: Key) -> Cells:
        """A row by its columns."""
        return dict(zip(self.columns, self.by_key[key], strict=True))


@dataclass(frozen=True, slots=True)
class TableDifference:
    """What changed in a table, sorted by the cells of its ``key``.

    ``changed`` has of each row the cells that changed, as old and new text, in the columns that both tables have.
    ``filled`` says of each column that only one of them has in how many rows it is not empty. ``renamed`` leads from
    the keys of removed rows to those of added ones with the very same other cells.
    """

    key: list[str]
    added: dict[Key, Cells]
    removed: dict[Key, Cells]
    changed: dict[Key, dict[str, tuple[str, str]]]
    renamed: dict[Key, Key]
    filled: dict[str, int]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def read_rows(data: bytes, key: Sequence[str], file: str | Path, delimiter: str = ",") -> Rows:
    """The rows of a CSV file, however it ends its lines and quotes its cells.

    Raises ClaimpackError: CP466 where two rows have the same key, CP469 where the file is no table with this key.
    """

    def refuse(message: str, line: int | None = None, column: str | None = None, value: str | None = None) -> None:
        remedy = "claimpack validate says all that is wrong with a package."
        raise ClaimpackError("CP469", message, file, line, column, value, remedy)

    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        records = csvfile.read_text(text if "\n" in text else text.replace("\r", "\n"), delimiter)
    except UnicodeDecodeError:
        refuse("not in UTF-8")
    except csv.Error as error:
        refuse(f"not a CSV file: {error}")
    if not records:
        refuse("an empty file: it has no header")
    columns = records.pop(0).cells
    for number, name in enumerate(columns):
        if name in columns[:number]:
            refuse("the column is there twice", 1, shortened(name))
    for name in key:
        if name not in columns:
            refuse("a column of the primary key is missing", 1, shortened(name))
    records = [record for record in records if record.cells]
    for record in records:
        if len(record.cells) != len(columns):
            refuse(f"a row of {len(record.cells)} cells; the header has {len(columns)}", record.line)
    places = [columns.index(name) for name in key]
    by_key = {tuple([record.cells[place] for place in places]): record.cells for record in records}
    if len(by_key) < len(records):
        raise _twice(records, key, places, file)
    return Rows(columns, list(key), by_key)


def _twice(records: Iterable[Record], key: Sequence[str], places: Sequence[int], file: str | Path) -> ClaimpackError:
    """The error that names the first row whose key was there before."""
    first: dict[Key, int] = {}
    for record in records:
        cells = tuple(record.cells[place] for place in places)
        if cells in first:
            message = f"the primary key of a row is that of line {first[cells]}, so they cannot be told apart"
            remedy = "Correct one of the keys, or take the row out."
            columns, value = ",".join(key), shortened(" + ".join(cells))
            return ClaimpackError("CP466", message, file, record.line, columns, value, remedy)
        first[cells] = record.line
    raise ValueError("no two rows have the same key")


def compare_rows(old: Rows, new: Rows) -> TableDifference:
    """What changed from ``old`` to ``new``, two versions of a table with the same key."""
    common = [name for name in new.columns if name in old.columns]
    before, after = _picker(old.columns, common), _picker(new.columns, common)
    changed = {}
    for key, row in old.by_key.items():
        other = new.by_key.get(key)
        if other is not None and (was := before(row)) != (now := after(other)):
            cells = zip(common, was, now, strict=True)
            changed[key] = {name: (text, other) for name, text, other in cells if text != other}
    added = {key: new.cells(key) for key in sorted(new.by_key.keys() - old.by_key.keys())}
    removed = {key: old.cells(key) for key in sorted(old.by_key.keys() - new.by_key.keys())}
    filled = _filled(old, common) | _filled(new, common)
    return TableDifference(
        new.key, added, removed, dict(sorted(changed.items())), _renamed(removed, added, new.key), filled
    )


def _picker(columns: Sequence[str], wanted: Sequence[str]) -> Callable[[list[str]], list[str]]:
    """What gives the cells of ``wanted`` of a row."""
    if columns == wanted:
        return lambda row: row
    places = [columns.index(name) for name in wanted]
    return lambda row: [row[place] for place in places]


def _filled(rows: Rows, common: Sequence[str]) -> dict[str, int]:
    places = {name: place for place, name in enumerate(rows.columns) if name not in common}
    return {name: sum(row[place] != "" for row in rows.by_key.values()) for name, place in places.items()}


def _renamed(removed: dict[Key, Cells], added: dict[Key, Cells], key: Sequence[str]) -> dict[Key, Key]:
    """The pairs of rows that differ in nothing but their keys, where no third row has the same cells."""
    contents = []
    for rows in (removed, added):
        found: dict[tuple[tuple[str, str], ...], list[Key]] = {}
        for row_key, cells in rows.items():
            content = tuple(sorted((name, text) for name, text in cells.items() if text and name not in key))
            found.setdefault(content, []).append(row_key)
        contents.append({content: keys[0] for content, keys in found.items() if content and len(keys) == 1})
    gone, come = contents
    return dict(sorted((row_key, come[content]) for content, row_key in gone.items() if content in come))
