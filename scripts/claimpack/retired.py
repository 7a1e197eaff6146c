"""Ids that rows of an earlier release had and no row has any more: ``raw/retired.csv``. None is ever used again.

Ids are made of places in articles, so that a row found anew where one was before gets the id that this one had. Whether
it means the same is for a person to say: a build stops until the line is taken out, or the row is.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from claimpack import csvfile, table_schema
from claimpack.errors import ClaimpackError

FILE = "retired.csv"
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Retired:
    """An id that is not used any more; the columns are those of ``schema/retired.json``."""

    table: str
    id: str
    reason: str
    successor: str
    version: str


COLUMNS = [field.name for field in fields(Retired)]


def id_columns() -> dict[str, str]:
    """The tables whose rows have an id, each with its column."""
    keys = {table: table_schema.primary_key(table) for table in table_schema.tables()}
    return {table: key[0] for table, key in keys.items() if len(key) == 1}


def ids_of(tables: Mapping[str, Rows]) -> dict[str, set[str]]:
    """The ids in each table that has some."""
    return {table: {row[column] for row in tables[table]} for table, column in id_columns().items()}


def read_retired(path: Path) -> list[Retired]:
    """The lines of retired.csv, none where there is no such file; CP331 for one that cannot be used."""
    if not path.exists():
        return []
    columns = f"Its first line is: {','.join(COLUMNS)}."
    try:
        header, *records = csvfile.read_csv(path.read_bytes()) or [csvfile.Record(1, [])]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ClaimpackError("CP331", f"not CSV in UTF-8: {error}", path, remedy=columns) from error
    if header.cells != COLUMNS:
        raise ClaimpackError("CP331", "other columns than it should have", path, 1, remedy=columns)
    lines: dict[tuple[str, str], Retired] = {}
    for record in records:
        if len(record.cells) != len(COLUMNS):
            raise ClaimpackError("CP331", "a row with too few or too many cells", path, record.line, remedy=columns)
        row = dict(zip(COLUMNS, record.cells, strict=True))
        _check(row, path, record.line)
        if (row["table"], row["id"]) in lines:
            remedy = "Keep one of the lines."
            raise ClaimpackError("CP331", "an id that is retired twice", path, record.line, "id", row["id"], remedy)
        lines[row["table"], row["id"]] = Retired(**row)
    return list(lines.values())


def _check(row: Mapping[str, str], path: Path, line: int) -> None:
    for field in table_schema.read_file("retired")["fields"]:
        cell = row[field["name"]]
        remedy = f"{field['description']} For example: {field['example']}"
        if not cell and field["constraints"]["required"]:
            raise ClaimpackError("CP331", "empty, but required", path, line, field["name"], remedy=remedy)
        checks = table_schema.constraint_checks(field) if cell else {}
        if not all(holds(cell) for holds in checks.values()):
            raise ClaimpackError("CP331", "not what may stand there", path, line, field["name"], cell, remedy)


def check_retired(path: Path, tables: Mapping[str, Rows]) -> list[Retired]:
    """The retired ids of a project with these tables; CP330 where a row has one again, CP331 for a lost successor."""
    retired, ids = read_retired(path), ids_of(tables)
    known = {(one.table, one.id) for one in retired}
    for one in retired:
        if one.id in ids[one.table]:
            remedy = (
                f"Ids are never used again. If {one.table} has the same thing again, take the line out of the file; if "
                "it is another, reject the row in raw/contributions/, or give a changed article another source_id."
            )
            raise ClaimpackError("CP330", f"a retired id is back in {one.table}", path, value=one.id, remedy=remedy)
        if one.successor and one.successor not in ids[one.table] and (one.table, one.successor) not in known:
            message, remedy = f"{one.table} has no such row", "Name a row that is there, or leave the cell empty."
            raise ClaimpackError("CP331", message, path, column="successor", value=one.successor, remedy=remedy)
    return retired


def to_retire(
    old: Mapping[str, Rows], new: Mapping[str, Rows], retired: Iterable[Retired], version: str, reason: str = ""
) -> list[Retired]:
    """The lines that retired.csv lacks: one for each id of ``old`` that neither ``new`` has nor ``retired``.

    The successor is the row of the table that shares most characters of the passage, if any does.
    """
    there, known = ids_of(new), {(one.table, one.id) for one in retired}
    found = []
    for table, column in id_columns().items():
        gone = [row for row in old.get(table, ()) if row[column] not in there[table]]
        gone = [row for row in gone if (table, row[column]) not in known]
        beside = defaultdict(list)
        for row in new[table] if gone and "start" in gone[0] else ():
            beside[row["source_id"]].append(row)
        for row in gone:
            successor = _successor(row, beside[row["source_id"]], column) if beside else ""
            found.append(Retired(table, row[column], reason, successor, version))
    return found


def _successor(row: Mapping[str, Any], rows: Rows, column: str) -> str:
    def shared(other: Mapping[str, Any]) -> int:
        return min(int(row["stop"]), int(other["stop"])) - max(int(row["start"]), int(other["start"]))

    nearest = max(rows, key=shared, default=None)
    return nearest[column] if nearest is not None and shared(nearest) > 0 else ""


def written(lines: Iterable[Retired]) -> str:
    """The lines as retired.csv has them, with its header."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(one) for one in lines)
    return stream.getvalue()
