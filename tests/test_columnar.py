"""Large packages: what is found column by column is what is found row by row.

Many faults at a time are planted into one package. CLAIMPACK_COMPARED is how many packages with a fault each, and how
many mutated ones, are compared besides; CLAIMPACK_COMPARED_FROM the first of them.
"""

import gc
import os
import random
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

import large
import sample
from claimpack import table_schema
from claimpack.csvfile import Record
from claimpack.errors import ClaimpackError
from claimpack.limits import Limits
from claimpack.validate import examine, has_errors
from claimpack.validate.columnar import reading, shapes
from claimpack.validate.formats import written
from claimpack.validate.text import check_cells
from faults import clean, faults, planted, save
from test_mutations import TABLES, as_bytes, changed_cell, mutated_rows, records

pytest.importorskip("duckdb")
FILES = clean()
COMPARED = int(os.environ.get("CLAIMPACK_COMPARED", "0"))
FIRST = int(os.environ.get("CLAIMPACK_COMPARED_FROM", "0"))
FAULTS = faults()
# Those that leave files that can be read column by column, two thirds of them in two packages.
TOGETHER = [[fault for fault in FAULTS if fault["change"] in ("cell", "double", "drop")][part::3] for part in range(2)]


@pytest.fixture
def alone(monkeypatch):
    """Our own checks without those of Frictionless, which sees some rows only of a large table."""
    monkeypatch.setattr("claimpack.validate.standard.judged", lambda opened: [])
    monkeypatch.setattr("claimpack.validate.columnar.examine.judged", lambda opened: [])


def told(path: Path, limits: Limits, articles: Mapping[str, str]) -> tuple | str:
    """Findings and what was checked, but for how much Frictionless saw; the code where nothing could be."""
    try:
        report = examine(path, articles, limits)
    except ClaimpackError as error:
        return error.code
    return report.findings, [str(level) for level in report.checked if level.level != "package"]


def assert_same(path: Path, articles: Mapping[str, str], limits: Limits | None = None) -> None:
    small = limits or Limits()
    assert told(path, replace(small, columnar=0), articles) == told(path, small, articles)


def mutated(seed: int) -> dict[str, bytes]:
    chance = random.Random(seed)
    files = dict(FILES)
    for name in chance.sample(TABLES, chance.choice((1, 1, 3))):
        if chance.random() < 0.7:
            files = planted(files, changed_cell(chance, name))
        else:
            files[name] = as_bytes(mutated_rows(chance, records(files[name])))
    return files


@pytest.mark.parametrize("part", [pytest.param(0, marks=pytest.mark.tools), 1])
def test_many_faults(tmp_path, alone, part, monkeypatch):
    """The last of these packages has more findings than are told, and rows looked at in several turns."""
    last = part == len(TOGETHER) - 1
    monkeypatch.setattr("claimpack.validate.columnar.looking.CHUNK", 9 if last else 10_000)
    monkeypatch.setattr("claimpack.validate.columnar.reading.load", seen := _Seen(reading.load))
    files = dict(FILES)
    for fault in TOGETHER[part]:
        files = planted(files, fault)
    path = save(files, tmp_path)
    assert_same(path, sample.ARTICLES if part else {}, Limits(findings=20) if last else None)
    assert seen.tables == len(TABLES)


class _Seen:
    """How often a function was called."""

    def __init__(self, function) -> None:
        self.function = function
        self.tables = 0

    def __call__(self, *arguments) -> None:
        self.tables += len(arguments[1])
        self.function(*arguments)


@pytest.mark.parametrize("fault", FAULTS[FIRST : FIRST + COMPARED], ids=lambda fault: fault["name"])
def test_planted_fault(tmp_path, alone, fault):
    assert_same(save(planted(FILES, fault), tmp_path), sample.ARTICLES)


@pytest.mark.parametrize("seed", range(FIRST, FIRST + COMPARED))
def test_mutated_package(seed, tmp_path, alone):
    assert_same(save(mutated(seed), tmp_path), sample.ARTICLES if seed % 4 else {})


def test_doubt_leaves_no_database_behind(tmp_path, alone):
    """What is open and in a circle as the program ends is told by DuckDB, on standard error."""
    import duckdb

    path = save(FILES | {"claims.csv": FILES["claims.csv"] + b"one,two\n"}, tmp_path)
    gc.collect()
    gc.disable()
    try:
        assert has_errors(examine(path, {}, Limits(columnar=0)).findings)
        for one in gc.get_objects():
            if type(one).__name__ == "DuckDBPyConnection":
                with pytest.raises(duckdb.ConnectionException):
                    one.execute("SELECT 1")
    finally:
        gc.enable()


def test_large_package_is_valid(tmp_path):
    rows = large.write(tmp_path, 2000)
    report = examine(tmp_path, {}, Limits(columnar=0))
    assert written("text", report).splitlines()[0] == "0 errors, 0 warnings"
    assert f"cells: {rows} rows of 8 tables" in written("text", report)
    assert "standard (by the first 100 rows of each table" in written("text", report)


def test_tables_of_any_size_are_read_but_not_in_any_form(tmp_path):
    """What would be too large to read is no hindrance to reading column by column; another form is, and is told."""
    path = save(FILES, tmp_path) / "claims.csv"
    limits = Limits(file=1000, columnar=0)
    assert not [f for f in examine(path, {}, limits).findings if f.level == "error"]
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    found = {f.code: f for f in examine(path, {}, limits).findings}
    assert {"CP445", "CP455"} <= found.keys()
    assert "carriage returns" in found["CP455"].message


CELLS = {
    "integer": ("", "0", "-0", "-7", "007", "1e3", "1" * 18, "1" * 19),
    "number": ("", "0", "-0.5", "1.50", ".5", "1e3", "12.25"),
    "boolean": ("", "true", "false", "TRUE", "t", "1"),
    "date": ("", "2024-02-29", "2023-02-29", "0001-01-01", "0000-01-01", "2024-1-1", "+2024-01-01"),
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in CELLS.items() for text in texts])
def test_cells_have_the_same_values(kind, text):
    """The engine takes a cell for a value where ``parse_cell`` does, and for none where it has not its type."""
    import duckdb

    query = f"SELECT {reading._typed('cell', kind)} FROM (SELECT ?::VARCHAR AS t_cell, false AS _sure)"
    try:
        expected = table_schema.parse_cell(kind, text)
    except ValueError:
        expected = None
    assert duckdb.execute(query, [text]).fetchone()[0] == expected


def test_letters_that_pass_are_harmless():
    """A row that the engine lets pass has nothing in it that a warning would be about."""
    inside = re.sub(r"\\x\{(\w+)\}", lambda found: chr(int(found[1], 16)), shapes.INSIDE + shapes.BLANKS)
    allowed = [chr(code) for code in range(0x3000) if re.fullmatch(f"[{inside}]", chr(code))]
    assert len(allowed) > 700
    cells = [f"a{sign}{other}b" for sign in allowed for other in ("", "€", "ä")]
    assert [str(finding) for finding in check_cells("x.csv", [Record(1, ["x"]), Record(2, cells)])] == []
