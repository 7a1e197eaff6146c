"""SQLite: STRICT tables with their keys, rules as CHECKs, indices, and quantities_wide as a view.

Days are text (``2025-03-04``), booleans 0 and 1, numbers whole numbers or floats, whichever has all of their digits.
"""

import errno
import sqlite3
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from claimpack import table_schema
from claimpack.errors import ClaimpackError
from claimpack.export import sql
from claimpack.loading import Package

DIALECT = sql.Dialect(
    types={"string": "TEXT", "integer": "INTEGER", "number": "ANY", "boolean": "INTEGER", "date": "TEXT"},
    checks={
        "number": "typeof({0}) IN ('integer', 'real', 'null')",
        "boolean": "{0} IN (0, 1)",
        "date": "{0} IS date({0}, '+0 days')",  # reckoned with, 30 February becomes 2 March
    },
    strict=" STRICT",
    deferred=" DEFERRABLE INITIALLY DEFERRED",
)
_LARGEST = 2**63 - 1
# What a full disk or a missing right looks like.
_REFUSED = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}


def write(package: Package, target: Path) -> None:
    """Write the database ``target``. Raises CP315 for a number of more digits than SQLite keeps, and OSError."""
    try:
        with closing(sqlite3.connect(target, isolation_level=None)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("BEGIN")
            _fill(connection, package)
            connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in _REFUSED:
            raise
        raise OSError(errno.EIO, str(error), str(target)) from error


def _fill(connection: sqlite3.Connection, package: Package) -> None:
    for table in sql.stored_tables():
        connection.execute(sql.create_table(package, table, DIALECT))
        names = table_schema.columns(table)
        rows = ([_bound(table, name, row[name]) for name in names] for row in package.tables[table])
        connection.executemany(f"INSERT INTO {sql.quoted(table)} VALUES ({', '.join('?' * len(names))})", rows)
    for table, names, texts in sql.described_tables(package):
        columns = ", ".join(f"{sql.quoted(name)} TEXT" for name in names)
        connection.execute(f"CREATE TABLE {table} ({columns}) STRICT")
        connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})", texts)
    for statement in (*sql.create_indices(), *sql.create_views(package, DIALECT)):
        connection.execute(statement)


def _bound(table: str, column: str, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, Decimal):
        return value
    if value == int(value) and abs(value) <= _LARGEST:
        return int(value)
    if Decimal(repr(float(value))) == value:
        return float(value)
    message = f"{table}: a number of more digits than SQLite keeps"
    raise ClaimpackError("CP315", message, column=column, value=str(value), remedy="Use the CSV files, or Parquet.")
