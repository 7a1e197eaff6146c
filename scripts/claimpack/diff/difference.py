"""What changed between two packages, and which part of the version is to be raised for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from claimpack.diff.rows import Key, Rows, TableDifference, compare_rows
from claimpack.diff.schemas import LEVELS, Change, metadata_changes, schema_changes
from claimpack.diff.sides import Side
from claimpack.errors import ClaimpackError
from claimpack.version import least, parse

# So many places are named for a reason.
_PLACES = 8


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a part of the version is to be raised: "major", "minor" or "patch"."""

    level: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from the package named ``old`` to the one named ``new``.

    ``tables`` has all tables of the two, changed or not; ``others`` the resources that are no tables with a key, and
    hold something else now. ``reasons`` come in the order of their levels; ``version`` is the old package's.
    """

    old: str
    new: str
    version: str | None
    metadata: Sequence[Change]
    schema: Sequence[Change]
    tables: Mapping[str, TableDifference]
    others: Sequence[str]
    reasons: Sequence[Reason]

    def __bool__(self) -> bool:
        return bool(self.metadata or self.schema or self.others or any(self.tables.values()))

    @property
    def proposal(self) -> str:
        """Which part of the version the recipe raises: "major", "minor" or "patch"; "none" where nothing does."""
        return self.reasons[0].level if self.reasons else "none"

    @property
    def next_version(self) -> str | None:
        """The least version that a release with these changes may have, by ``version.least``; the old one where nothing
        asks for another, None where it is no version by Semantic Versioning."""
        last = parse(self.version or "")
        if last is None:
            return None
        return str(least(last, self.proposal)) if self.reasons else self.version


def compare(old: Side, new: Side) -> Difference:
    """What changed from ``old`` to ``new``. Raises CP465 where a table has not the same primary key in both."""
    tables = {}
    for name in [*new.tables, *(name for name in old.tables if name not in new.tables)]:
        before, after = old.tables.get(name), new.tables.get(name)
        if name in old.resources and name in new.resources:
            _check_keys(name, before, after, old, new)
        some = after or before
        assert some
        tables[name] = compare_rows(before or _none(some), after or _none(some))
    metadata = list(metadata_changes(old.descriptor, new.descriptor))
    schema = list(schema_changes(old.resources, new.resources))
    others = sorted(name for name, held in old.others.items() if new.others.get(name, held) != held)
    asked = [(change.level, change.reason, change.place) for change in (*metadata, *schema)]
    for name, table in tables.items():
        if name in old.tables and name in new.tables:
            asked += _asked_by_rows(name, table, old, new)
    asked += [("patch", "data are corrected", name) for name in others]
    version = old.descriptor.get("version")
    return Difference(
        *(old.name, new.name, version if isinstance(version, str) else None),
        *(metadata, schema, tables, others, _reasons(asked)),
    )


def _reasons(asked: Sequence[tuple[str, str, str]]) -> list[Reason]:
    """The levels, reasons and places of what asks for another version: for a reason the first few of its places."""
    places: dict[tuple[str, str], list[str]] = {}
    for level, reason, place in asked:
        if level != "none":
            places.setdefault((level, reason), []).append(place)
    made = []
    for (level, reason), found in sorted(places.items(), key=lambda one: LEVELS.index(one[0][0])):
        more = f" and {len(found) - _PLACES} more" if len(found) > _PLACES else ""
        made.append(Reason(level, f"{reason} ({', '.join(found[:_PLACES])}{more})"))
    return made


def _none(rows: Rows) -> Rows:
    """A table of the same columns without rows."""
    return Rows(rows.columns, rows.key, {})


def _check_keys(name: str, before: Rows | None, after: Rows | None, old: Side, new: Side) -> None:
    keys = [rows.key if rows else [] for rows in (before, after)]
    if keys[0] != keys[1]:
        was, now = (", ".join(key) or "none" for key in keys)
        message = f"the primary key of the table {name} is {was} in {old.name}, and {now} in {new.name}"
        remedy = "Rows are told apart by their keys, so these two packages cannot be compared."
        raise ClaimpackError("CP465", message, remedy=remedy)


def _asked_by_rows(name: str, table: TableDifference, old: Side, new: Side) -> Iterator[tuple[str, str, str]]:
    """What the changes of a table's rows ask for: level, reason, and how many rows of the table."""
    for user, values in _lost(name, table, old, new):
        yield "major", "values that rows of other tables refer to are gone", f"{name} {values} for {user}"
    pointing = {column for columns, target, _ in _references(new, name) if target != name for column in columns}
    updated = sum(not pointing.isdisjoint(cells) for cells in table.changed.values())
    for level, reason, number in (
        ("minor", "rows are added", len(table.added)),
        ("minor", "references to rows of other tables are changed", updated),
        ("patch", "rows are removed, as a correction", len(table.removed)),
        ("patch", "rows are corrected", len(table.changed) - updated),
    ):
        if number:
            yield level, reason, f"{name} {number}"


def _lost(name: str, table: TableDifference, old: Side, new: Side) -> Iterator[tuple[str, int]]:
    """The other tables whose old rows refer to values of this table that it has no longer, and how many these are."""
    if not table.removed and not table.changed:
        return
    rows = old.tables[name]
    for user in old.tables:
        for columns, target, pointed in _references(old, user):
            own = old.tables[user].columns
            if target != name or user == name or not set(pointed) <= set(rows.columns) or not set(columns) <= set(own):
                continue
            gone = {_cells(rows, rows.by_key[key], pointed) for key in (*table.removed, *table.changed)}
            if set(pointed) <= set(new.tables[name].columns):
                there = new.tables[name]
                gone -= {_cells(there, row, pointed) for row in there.by_key.values()}
            places = [own.index(column) for column in columns]
            used = (
                {tuple(row[place] for place in places) for row in old.tables[user].by_key.values()} if gone else set()
            )
            if values := len(gone & used - {("",) * len(columns)}):
                yield user, values


def _cells(rows: Rows, row: Sequence[str], columns: Sequence[str]) -> Key:
    return tuple(row[rows.columns.index(column)] for column in columns)


def _references(side: Side, table: str) -> Iterator[tuple[list[str], str, list[str]]]:
    """The foreign keys of a table: its columns, the table that they refer to, and the columns there."""
    keys: Any = side.resources[table]["schema"].get("foreignKeys")
    for key in keys if isinstance(keys, list) else ():
        reference = key.get("reference") if isinstance(key, dict) else None
        if not isinstance(reference, dict):
            continue
        pairs = [key.get("fields"), reference.get("fields")]
        columns, pointed = ([pair] if isinstance(pair, str) else pair for pair in pairs)
        if all(isinstance(one, list) and one and all(isinstance(c, str) for c in one) for one in (columns, pointed)):
            target = reference.get("resource") or table
            yield columns, str(target), pointed
