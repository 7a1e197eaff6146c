"""A difference as lines: ``+`` added, ``-`` removed, ``~`` changed, ``=`` the same under another key."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from claimpack.diff.difference import Difference
from claimpack.diff.rows import Key, TableDifference
from claimpack.diff.schemas import Change, as_text
from claimpack.errors import number_of
from claimpack.validate.findings import shortened, visible

ROWS_SHOWN = 20
# Characters of a cell, or of a value of a descriptor.
_SHOWN = 80


def written(difference: Difference, whole: bool = False) -> str:
    """The difference as text; ``whole`` where nothing is to be cut."""
    return "\n".join(visible(line) for line in _lines(difference, whole))


def _lines(difference: Difference, whole: bool) -> Iterator[str]:
    yield f"{difference.old} -> {difference.new}"
    if not difference:
        yield "no differences"
    for title, changes in (("metadata", difference.metadata), ("schema", difference.schema)):
        if changes:
            yield from ("", title)
            yield from (f"  {change_line(change, whole)}" for change in changes)
    for name, table in difference.tables.items():
        if table:
            yield from ("", f"{name}: {numbers(table)}")
            yield from (f"  {line}" for line in table_lines(table, whole))
    for name in difference.others:
        yield from ("", f"{name}: changed, and compared as a whole: it is no table with a primary key in one file")
    if difference:
        yield from ("", proposed(difference))
        yield from (f"  {reason.level}: {reason.text}" for reason in difference.reasons)


def proposed(difference: Difference) -> str:
    """Which part of the version to raise, and to what."""
    raised = f": {difference.version} -> {difference.next_version}" if difference.next_version else ""
    return f"proposal: {difference.proposal}" + (raised if difference.reasons else "")


def numbers(table: TableDifference) -> str:
    """How many rows were added, removed, changed, and in which columns."""
    found = [(table.added, "added"), (table.removed, "removed"), (table.changed, "changed")]
    told = ", ".join(f"{number_of(len(rows), 'row')} {what}" for rows, what in found if rows)
    columns = Counter(column for cells in table.changed.values() for column in cells)
    where = ", ".join(f"{column} {number}" for column, number in columns.most_common())
    return f"{told} ({where})" if where else told


def table_lines(table: TableDifference, whole: bool = False) -> Iterator[str]:
    """The lines of a table: its rows and cells, and which rows only have another key; not ``whole``, the first few."""
    groups = row_lines(table, whole=whole)
    groups.append([f"= {named(old)} -> {named(new)}: the same cells" for old, new in table.renamed.items()])
    for group in groups:
        yield from group if whole else cut(group)


def row_lines(table: TableDifference, label: str = "", whole: bool = False) -> list[list[str]]:
    """The rows removed, those added, and the cells changed, a line each; ``label`` stands before their keys."""
    limit = sys.maxsize if whole else _SHOWN
    changed = [
        f"~ {label}{named(key)}: {column}: {shortened(old, limit)} -> {shortened(new, limit)}"
        for key, cells in table.changed.items()
        for column, (old, new) in cells.items()
    ]
    return [
        [f"- {label}{named(key)}" for key in table.removed],
        [f"+ {label}{named(key)}" for key in table.added],
        changed,
    ]


def cut(lines: Sequence[str], where: str = "") -> list[str]:
    """The first of many lines, and how many more there are."""
    more = len(lines) - ROWS_SHOWN
    return [*lines[:ROWS_SHOWN], *([f"  and {more} more{where}"] if more > 0 else [])]


def named(key: Key) -> str:
    """A row by the cells of its key."""
    return shortened(" + ".join(key), 200)


def change_line(change: Change, whole: bool = False) -> str:
    """A change of metadata or schema in a line."""
    sign, what = _told(change, sys.maxsize if whole else _SHOWN)
    return f"{sign} {change.place}{': ' if what else ''}{what}"


def _told(change: Change, limit: int) -> tuple[str, str]:
    """The sign of a change, and what was there and is there now."""
    old, new = change.old, change.new
    sign = "+" if old is None else "-" if new is None else "~"
    if change.name is None:
        some = new if old is None else old
        return sign, f"field, {some.get('type', 'any')}" if isinstance(some, dict) else "resource"
    if isinstance(old, list) and isinstance(new, list):
        gone, come = ([one for one in a if one not in b] for a, b in ((old, new), (new, old)))
        items = [f"- {as_text(one)}" for one in gone] + [f"+ {as_text(one)}" for one in come]
        return sign, shortened(", ".join(items), limit) if items else _both(old, new, limit)
    if sign == "~":
        return sign, _both(old, new, limit)
    return sign, shortened(as_text(new if old is None else old), limit)


def _both(old: Any, new: Any, limit: int) -> str:
    return f"{shortened(as_text(old), limit)} -> {shortened(as_text(new), limit)}"
