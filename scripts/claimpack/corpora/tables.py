"""The file of a table's partition, as Parquet or CSV: the columns, order and types of ``schema/`` in each."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimpack import csvfile, table_schema
from claimpack.extras import library

if TYPE_CHECKING:
    import pyarrow as pa

# All partitions have one type for a number: so many digits, so many of them behind the point.
DIGITS, PLACES = 38, 9


def write(table: str, rows: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Write the rows of a partition of ``table``, sorted, in the format that the end of the path names."""
    if path.suffix == ".csv":
        path.write_bytes(csvfile.write_csv(table, rows))
        return
    arrow, parquet = library("corpora", "pyarrow"), library("corpora", "pyarrow.parquet")
    made = [{name: _value(row.get(name), kind) for name, kind in table_schema.types(table).items()} for row in rows]
    parquet.write_table(
        arrow.Table.from_pylist(csvfile.sort_rows(table, made), schema(table)), path, compression="zstd"
    )


@cache
def schema(table: str) -> "pa.Schema":
    """The types of the columns, with their descriptions as metadata."""
    import pyarrow as pa

    kinds = {
        "string": pa.string(),
        "integer": pa.int64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "number": pa.decimal128(DIGITS, PLACES),
    }
    return pa.schema(
        pa.field(field["name"], kinds[field["type"]], metadata={"description": field["description"]})
        for field in table_schema.fields(table)
    )


def _value(value: Any, kind: str) -> Any:
    return date.fromisoformat(value) if kind == "date" and isinstance(value, str) else value


def check_numbers(table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """ValueError for a number that a partition cannot hold, in whatever format: else formats would differ."""
    names = [name for name, kind in table_schema.types(table).items() if kind == "number"]
    for row in rows:
        for name in names:
            value = row.get(name)
            if isinstance(value, Decimal) and (
                value.adjusted() >= DIGITS - PLACES or -value.normalize().as_tuple().exponent > PLACES
            ):
                raise ValueError(f"a number with too many digits for the column {name}: {value}")
