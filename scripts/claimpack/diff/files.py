"""Says which files and rows differ between a package that lies there and the files that a build gives."""

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

from claimpack import table_schema
from claimpack.diff.formats.text_form import cut, row_lines
from claimpack.diff.rows import compare_rows, read_rows
from claimpack.errors import ClaimpackError


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
            rows = row_differences(name, there[name].read_bytes(), files[name])
            yield from cut(rows, f" in {name}") if rows else [f"~ {name}"]


def row_differences(name: str, old: bytes, new: bytes) -> list[str]:
    """The rows that differ between two versions of a table; nothing where one cannot be read as that table."""
    table = name.removesuffix(".csv")
    if table not in table_schema.tables():
        return []
    key = table_schema.primary_key(table)
    try:
        difference = compare_rows(read_rows(old, key, name), read_rows(new, key, name))
    except ClaimpackError:
        return []
    columns = [f"~ {name}: column {column}" for column in difference.filled]
    return columns + list(chain(*row_lines(difference, f"{name}: ")))
