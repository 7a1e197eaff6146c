"""DuckDB: typed tables with their keys, rules as CHECKs, comments on all columns, and quantities_wide as a view.

DuckDB looks at a key when each row comes in, so a key of a table to itself cannot be declared; the rows that break one
are listed in ``rule_violations``, as for rules that look at several rows. A file has an id of its own, so no two are
the same.
"""

import errno
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from claimpack import csvfile, table_schema
from claimpack.export import sql
from claimpack.export.described import field_words
from claimpack.loading import PRECISION, Package, decimal_places

if TYPE_CHECKING:
    import duckdb

BLOCK = 16_384  # bytes, the smallest there are: each column has a block of its own
DIALECT = sql.Dialect(
    types={"string": "VARCHAR", "integer": "BIGINT", "boolean": "BOOLEAN", "date": "DATE"},
    checks={},
    strict="",
    deferred="",
)


def write(package: Package, target: Path) -> None:
    """Write the database ``target``. Raises CP315 for a number of more than 38 digits, and OSError."""
    import duckdb

    try:
        with duckdb.connect(target, config={"default_block_size": BLOCK}) as connection:
            # Columns of text are text, however few of their cells are filled.
            connection.execute("SET pandas_analyze_sample = 0")
            connection.execute("BEGIN")
            _fill(connection, package)
            connection.execute("COMMIT")
    except (duckdb.OperationalError, duckdb.FatalException) as error:  # a full disk, or no right to write
        raise OSError(errno.EIO, str(error).splitlines()[0], str(target)) from error


def _fill(connection: "duckdb.DuckDBPyConnection", package: Package) -> None:
    for table in sql.stored_tables():
        rows = package.tables[table]
        types = {
            name: f"DECIMAL({PRECISION}, {decimal_places(table, name, [row[name] for row in rows])})"
            for name, kind in table_schema.types(table).items()
            if kind == "number"
        }
        connection.execute(sql.create_table(package, table, DIALECT, types))
        texts = [[text or None for text in cells] for cells in csvfile.texts(table, rows)]
        _insert(connection, table, table_schema.columns(table), texts)
        connection.execute(f"COMMENT ON TABLE {table} IS {sql.literal(table_schema.descriptor(table)['description'])}")
        for field in table_schema.fields(table):
            column = f"{sql.quoted(table)}.{sql.quoted(field['name'])}"
            connection.execute(f"COMMENT ON COLUMN {column} IS {sql.literal(_comment(table, field))}")
    for table, names, texts in sql.described_tables(package):
        connection.execute(f"CREATE TABLE {table} ({', '.join(f'{sql.quoted(name)} VARCHAR' for name in names)})")
        _insert(connection, table, names, texts)
    for statement in sql.create_views(package, DIALECT):
        connection.execute(statement)


def _insert(
    connection: "duckdb.DuckDBPyConnection", table: str, names: Sequence[str], texts: Sequence[Sequence[str | None]]
) -> None:
    """Insert cells as text, which the types of the columns make values of; many times faster than row by row."""
    import pandas as pd

    connection.register("incoming", pd.DataFrame(list(texts), columns=list(names), dtype=object))
    kinds = dict(connection.execute(f"SELECT column_name, column_type FROM (DESCRIBE {table})").fetchall())
    cells = ", ".join(f"CAST({sql.quoted(name)} AS {kinds[name]})" for name in names)
    connection.execute(f"INSERT INTO {table} SELECT {cells} FROM incoming")
    connection.unregister("incoming")


def _comment(table: str, field: dict[str, object]) -> str:
    words = field_words(table, field)
    return " ".join(filter(None, (words["description"], words.get("values") and f"One of: {words['values']}.")))
