"""Says which rows differ between a package that lies there and the files that a build gives."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from claimpack import csvfile, table_schema
from claimpack.validate.findings import shortened

ROWS_SHOWN = 20
Cells = dict[str, str]


def differences(folder: Path, files: Mapping[str, bytes]) -> Iterator[str]:
    """A line for each difference: ``-`` only in ``folder``, ``+`` only in ``files``, ``~`` another content.

    Of a table the rows are named by their keys, at most 20 of each table.
    """
    there = {path.name: path for path in folder.iterdir()} if folder.is_dir() else {}
    for name in sorted(there.keys() | files.keys()):
        if name not in files:
            yield f"- {name}"
        elif name not in there:
            yield f"+ {name}"
        elif not there[name].is_file():
            yield f"~ {name}: not a file"
        elif there[name].read_bytes() != files[name]:
            rows = list(row_differences(name, there[name].read_bytes(), files[name]))
            yield from rows[:ROWS_SHOWN] or [f"~ {name}"]
            if len(rows) > ROWS_SHOWN:
                yield f"  and {len(rows) - ROWS_SHOWN} more in {name}"


def row_differences(name: str, old: bytes, new: bytes) -> Iterator[str]:
    """The rows that differ between two versions of a table; nothing where one cannot be read as that table."""
    table = name.removesuffix(".csv")
    if table not in table_schema.tables():
        return
    key = table_schema.primary_key(table)
    try:
        before, after = keyed(old, key), keyed(new, key)
    except (ValueError, KeyError, csv.Error):
        return
    for row_key in sorted(before.keys() | after.keys()):
        label = f"{name}: {' + '.join(row_key)}"
        if row_key not in after:
            yield f"- {label}"
        elif row_key not in before:
            yield f"+ {label}"
        else:
            columns = [column for column in after[row_key] if before[row_key].get(column) != after[row_key][column]]
            for column in columns:
                was, now = before[row_key].get(column, ""), after[row_key][column]
                yield f"~ {label}: {column}: {shortened(was)} -> {shortened(now)}"


def keyed(content: bytes, key: list[str]) -> dict[tuple[str, ...], Cells]:
    """The rows of a table's file by the cells of their key."""
    header, *records = csvfile.read_csv(content)
    rows = [dict(zip(header.cells, record.cells, strict=True)) for record in records]
    return {tuple(row[column] for column in key): row for row in rows}
