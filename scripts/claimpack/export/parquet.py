"""Parquet: a file a table, with true types, key columns first, and what columns mean in the metadata of the fields.

A column of type number is a decimal with as many places as its numbers have.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimpack import table_schema
from claimpack.export.described import about, field_words
from claimpack.loading import PRECISION, Package, decimal_places

if TYPE_CHECKING:
    import pyarrow as pa


def write(package: Package, target: Path) -> None:
    """Make the folder ``target`` with a Parquet file a table."""
    target.mkdir()
    write_files(package, target)


def write_files(package: Package, folder: Path) -> None:
    """Write a Parquet file a table into ``folder``."""
    import pyarrow.parquet

    for table, rows in package.tables.items():
        pyarrow.parquet.write_table(_table(package, table, rows), folder / f"{table}.parquet")


def columns(table: str) -> list[str]:
    """The columns of ``table`` as they stand in its file: those of the primary key first."""
    key = table_schema.primary_key(table)
    return key + [name for name in table_schema.columns(table) if name not in key]


def _table(package: Package, table: str, rows: Sequence[Mapping[str, Any]]) -> "pa.Table":
    import pyarrow as pa

    plain = {"string": pa.string(), "integer": pa.int64(), "boolean": pa.bool_(), "date": pa.date32()}
    schema = package.schema(table)
    described = {field["name"]: field for field in schema["fields"]}
    arrays, fields = [], []
    for name in columns(table):
        field = described[name]
        values = [row[name] for row in rows]
        if field["type"] == "number":
            kind = pa.decimal128(PRECISION, decimal_places(table, name, values))
        else:
            kind = plain[field["type"]]
        arrays.append(pa.array(values, kind))
        fields.append(pa.field(name, kind, not field["constraints"]["required"], field_words(table, field)))
    told = {"title": schema["title"], "description": schema["description"], "table_schema": json.dumps(schema)}
    told |= {f"package_{key}": text for key, text in about(package.descriptor).items()}
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields, told))
