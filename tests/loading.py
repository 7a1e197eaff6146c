"""What the page "Load it in …" tells people to type, and the rows that all of it must give: those of the CSV files."""

import csv
import hashlib
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from claimpack import table_schema
from conftest import ROOT

PAGE = ROOT / "docs/loading.md"
TABLES = table_schema.tables()
BLOCK = re.compile(r"^## (?P<heading>[^\n]+)$|^```(?P<language>\w+)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = 2


@cache
def snippets() -> dict[tuple[str, str], list[str]]:
    """(Heading, language) -> the code blocks of the page, in their order."""
    found: dict[tuple[str, str], list[str]] = {}
    heading = ""
    for match in BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        if match["heading"]:
            heading = match["heading"]
        else:
            found.setdefault((heading, match["language"]), []).append(match["code"])
    return found


def snippet(heading: str, language: str, number: int, table: str = "claims") -> str:
    """A block of the page, for another table than the one that it names."""
    return re.sub(r"\bclaims\b", table, snippets()[heading, language][number])


def run_python(heading: str, number: int, table: str) -> Any:
    """What a Python snippet gives."""
    names: dict[str, Any] = {}
    exec(compile(snippet(heading, "python", number, table), f"{PAGE}: {heading}", "exec"), names)
    return names[table]


def csv_rows(table: str) -> tuple[list[str], list[list[str]]]:
    """Header and cells of a CSV file of the package in this folder, by nothing but the csv module."""
    with open(f"datapackage/{table}.csv", encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream, strict=True)
    return header, rows


def canonical(kind: str, value: Any) -> str:
    """The text that a cell of the CSV file has for a value that some program gave."""
    if value is None or (isinstance(value, float) and math.isnan(value)) or str(value) in ("<NA>", "NaT"):
        return ""
    if kind == "boolean":
        assert value in (True, False, 1, 0), value
        return "true" if value else "false"
    if kind == "integer":
        assert int(value) == value, value
        return str(int(value))
    if kind == "number":
        return table_schema.cell_text(Decimal(repr(float(value)) if isinstance(value, float) else str(value)))
    if kind == "date":
        return (value.isoformat() if isinstance(value, date) else str(value))[:10]
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)


def canonical_rows(table: str, rows: Iterable[Mapping[str, Any]]) -> list[list[str]]:
    """Rows that some program gave, as cells of the CSV file."""
    kinds = table_schema.types(table)
    made = []
    for row in rows:
        assert set(row) == set(kinds), set(row) ^ set(kinds)
        made.append([canonical(kind, row[name]) for name, kind in kinds.items()])
    return made


def same(table: str, got: Sequence[Sequence[str]], loader: str = "", ordered: bool = True) -> None:
    """Assert that cells are those of the CSV file; with the name of the loader, say what came."""
    _, expected = csv_rows(table)
    got = [list(row) for row in got]
    if loader:
        print("\n".join(told(loader, table, got)))
    assert len(got) == len(expected)
    assert (got if ordered else sorted(got)) == (expected if ordered else sorted(expected))


def told(loader: str, table: str, rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The first rows that a loader gave, how many there are, and what they are all together."""
    digest = hashlib.sha256("\n".join(sorted("\x1f".join(row) for row in rows)).encode()).hexdigest()
    yield f"{loader}: {table}: {len(rows)} rows, {digest[:16]}"
    for row in rows[:SHOWN]:
        line = " | ".join(row)
        yield f"  {line[:150]}{'…' if len(line) > 150 else ''}"
