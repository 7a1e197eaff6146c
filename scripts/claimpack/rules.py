"""Runs the rules and foreign keys of ``schema/`` over tables, as SQL in a database in memory.

The expressions come from the installed schema only, never from a package under validation.
"""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from claimpack import table_schema
from claimpack.table_schema import ForeignKey, Rule

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

Rows = Sequence[Mapping[str, Any]]

_SQL_TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
# The number of the row in its table, from 0. No column of the schema begins with an underscore.
ROW = "_row"


def create_table(table: str) -> str:
    """The SQL statement that makes ``table``, with types that SQLite and DuckDB know."""
    parts = [f"{ROW} BIGINT", *(f'"{name}" {_SQL_TYPES[kind]}' for name, kind in table_schema.types(table).items())]
    return f"CREATE TABLE {table} ({', '.join(parts)})"


def load(tables: Mapping[str, Rows]) -> sqlite3.Connection:
    """A database in memory with ``tables``, as rows of values; the tables not given are missing in it."""
    connection = sqlite3.connect(":memory:")
    for table, rows in tables.items():
        names = table_schema.columns(table)
        connection.execute(create_table(table))
        marks = ", ".join("?" * (len(names) + 1))
        connection.executemany(
            f"INSERT INTO {table} VALUES ({marks})",
            ((number, *(_bound(row.get(name)) for name in names)) for number, row in enumerate(rows)),
        )
        connection.execute(f"CREATE INDEX {table}_key ON {table} ({table_schema.primary_key(table)[0]})")
    return connection


def _bound(value: Any) -> Any:
    """What SQLite stores for a value. Decimals become floats: enough to compare bounds; files keep the digits."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def loaded_tables(connection: sqlite3.Connection) -> set[str]:
    """The names of the tables in the database."""
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def rule_query(table: str, rule: Rule, wanted: str = f"this.{ROW}") -> str:
    """The SQL query for the rows of ``table``, by their numbers, that break ``rule``, in SQLite and DuckDB."""
    joins = "".join(f" LEFT JOIN {join['table']} AS {alias} ON {join['on']}" for alias, join in rule.joins.items())
    return f"SELECT DISTINCT {wanted} FROM {table} AS this{joins} WHERE NOT ({rule.check}) ORDER BY 1"


def foreign_key_query(table: str, key: ForeignKey, wanted: str = f"this.{ROW}") -> str:
    """The SQL query for the rows of ``table``, by their numbers, whose ``key`` names none. An empty key is none."""
    pairs = list(zip(key.columns, key.keys, strict=True))
    given = " AND ".join(f"this.{column} IS NOT NULL" for column, _ in pairs)
    match = " AND ".join(f"other.{other} = this.{column}" for column, other in pairs)
    found = f"SELECT 1 FROM {key.table} AS other WHERE {match}"
    return f"SELECT {wanted} FROM {table} AS this WHERE {given} AND NOT EXISTS ({found}) ORDER BY 1"


def broken_rules(
    connection: sqlite3.Connection, table: str, quoted: bool = True, only: Collection[str] | None = None
) -> dict[str, list[int]]:
    """Name of a rule -> the numbers of the rows that break it, for the rules whose tables are in the database.

    ``quoted`` is as in ``table_schema.descriptor``. With ``only``, for those of them that have these names.
    """
    there = loaded_tables(connection)
    return {
        rule.name: [number for (number,) in connection.execute(rule_query(table, rule))]
        for rule in table_schema.rules(table, quoted)
        if {join["table"] for join in rule.joins.values()} <= there and (only is None or rule.name in only)
    }


def broken_keys(connection: sqlite3.Connection, table: str) -> dict[ForeignKey, list[int]]:
    """Foreign key -> the numbers of the rows that name no row, for the keys to tables in the database."""
    there = loaded_tables(connection)
    return {
        key: [number for (number,) in connection.execute(foreign_key_query(table, key))]
        for key in table_schema.foreign_keys(table)
        if key.table in there
    }


def broken_checks(connection: sqlite3.Connection, table: str, quoted: bool = True) -> dict[str, list[int]]:
    """Name of a rule or foreign key (``rule:NAME``, ``foreign_key:COLUMN,…``) -> the rows that break it."""
    broken = {f"rule:{name}": numbers for name, numbers in broken_rules(connection, table, quoted).items()}
    return broken | {f"foreign_key:{','.join(key.columns)}": n for key, n in broken_keys(connection, table).items()}


def pandera_checks(broken: Mapping[str, Sequence[int]]) -> list["pa.Check"]:
    """Checks, by name, of a frame whose rows are numbered from 0, each with the numbers that break it.

    A rule of level warning is a check, too. SQL has passed over what is empty already, so that pandera need not look
    for it (``ignore_na``).
    """
    import pandera.pandas as pa

    return [pa.Check(_passes(frozenset(rows)), name=name, error=name, ignore_na=False) for name, rows in broken.items()]


def _passes(broken: frozenset[int]) -> Any:
    def passes(frame: "pd.DataFrame") -> "pd.Series":
        import pandas as pd

        return pd.Series([number not in broken for number in frame.index], index=frame.index, dtype=bool)

    return passes
