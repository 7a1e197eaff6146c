"""The package in pandas, polars, DuckDB, SQLite and frictionless: the same rows, types and empties as the CSV files."""

import contextlib
import datetime
import shutil
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

import claimpack
import loading
from claimpack import table_schema
from claimpack.errors import ClaimpackError
from conftest import ROOT
from loading import TABLES, canonical_rows, run_python, same

PANDAS = {"string": "string", "integer": "Int64", "boolean": "boolean", "date": "datetime64[s]", "number": "object"}
POLARS = {"string": "String", "integer": "Int64", "boolean": "Boolean", "date": "Date", "number": "Decimal"}
DUCKDB = {"string": "VARCHAR", "integer": "BIGINT", "boolean": "BOOLEAN", "date": "DATE", "number": "DECIMAL"}
SQLITE = {"string": str, "integer": int, "boolean": int, "date": str, "number": (int, float)}
FRICTIONLESS = {"string": str, "integer": int, "boolean": bool, "date": datetime.date, "number": Decimal}


# The snippets load all tables for each one.
load = cache(claimpack.load)


@pytest.fixture(autouse=True)
def here(exports: Path) -> Iterator[None]:
    with contextlib.chdir(exports.parent):
        yield


def test_page_has_no_snippet_that_nothing_runs() -> None:
    run = {(heading, "python"): 2 for heading in ("pandas", "polars", "DuckDB")}
    run |= {(heading, "python"): 1 for heading in ("SQLite", "frictionless", "mlcroissant")}
    run |= {(heading, "sh"): 1 for heading in ("", "SQLite", "Excel and LibreOffice", "Datasette")} | {("R", "r"): 3}
    assert {key: len(codes) for key, codes in loading.snippets().items()} == run


@pytest.mark.parametrize("table", TABLES)
def test_pandas(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claimpack, "load", load)
    frame = run_python("pandas", 0, table)
    assert list(frame) == table_schema.columns(table)
    for field in table_schema.fields(table):
        dtype, vocabulary = frame[field["name"]].dtype, field["constraints"].get("enum")
        assert dtype == ("category" if vocabulary else PANDAS[field["type"]])
        if vocabulary:
            assert frame[field["name"]].cat.categories.tolist() == vocabulary
        if field["type"] == "number":
            assert all(isinstance(number, Decimal) for number in frame[field["name"]].dropna())
    same(table, canonical_rows(table, frame.to_dict("records")))
    frame = run_python("pandas", 1, table)
    assert {name: str(dtype) for name, dtype in frame.dtypes.items() if dtype not in ("object", "boolean")} == {
        name: PANDAS[kind] for name, kind in table_schema.types(table).items() if kind in ("string", "integer")
    }
    same(table, canonical_rows(table, frame.to_dict("records")))


@pytest.mark.parametrize("table", TABLES)
def test_polars(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claimpack, "load", load)
    for number in (0, 1):
        frame = run_python("polars", number, table)
        for field in table_schema.fields(table):
            kind = "Enum" if "enum" in field["constraints"] and number == 0 else POLARS[field["type"]]
            assert str(frame.schema[field["name"]]).partition("(")[0] == kind
        same(table, canonical_rows(table, frame.to_dicts()))


@pytest.mark.parametrize("table", TABLES)
def test_duckdb(table: str) -> None:
    for number in (0, 1):
        relation = run_python("DuckDB", number, table)
        kinds = [str(kind).partition("(")[0] for kind in relation.types]
        assert dict(zip(relation.columns, kinds, strict=True)) == {
            name: DUCKDB[kind] for name, kind in table_schema.types(table).items()
        }
        rows = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
        same(table, canonical_rows(table, rows))


@pytest.mark.parametrize("table", TABLES)
def test_sqlite(table: str) -> None:
    cursor = run_python("SQLite", 0, table)
    names = [name for name, *_ in cursor.description]
    assert names == table_schema.columns(table)
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    same(table, canonical_rows(table, rows))
    for name, kind in table_schema.types(table).items():
        assert all(isinstance(row[name], SQLITE[kind]) for row in rows if row[name] is not None)


def test_frictionless() -> None:
    names = {"claims": run_python("frictionless", 0, "claims")}
    from frictionless import Package  # opened once more for all others, which takes long

    package = Package("datapackage/datapackage.json")
    for table in TABLES:
        rows = [row.to_dict() for row in names.get(table) or package.get_resource(table).read_rows()]
        for name, kind in table_schema.types(table).items():
            assert all(isinstance(row[name], FRICTIONLESS[kind]) for row in rows if row[name] is not None)
        same(table, canonical_rows(table, rows))
        assert all(cell != "" for row in rows for cell in row.values())


TOLD = """
import claimpack, hashlib
frames = claimpack.load("datapackage")
told = [[repr(column.dtype) for frame in frames.values() for _, column in frame.items()]]
told += [[column.isna().sum() for frame in frames.values() for _, column in frame.items()]]
told += [hashlib.sha256(repr([frame.to_dict("list") for frame in frames.values()]).encode()).hexdigest()]
"""


def test_frames_are_the_same_without_pyarrow() -> None:
    names: dict[str, object] = {}
    exec(TOLD, names)
    assert "pyarrow" in sys.modules
    code = f"import sys\nsys.modules['pyarrow'] = None\n{TOLD}\nprint(told)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == f"{names['told']}\n"


def test_nearest_package_is_taken(tmp_path: Path) -> None:
    rows = len(loading.csv_rows("claims")[1])
    (tmp_path / "docs/deep").mkdir(parents=True)
    (tmp_path / "datapackage").symlink_to(ROOT / "datapackage")
    for folder in (tmp_path, tmp_path / "docs/deep", tmp_path / "datapackage"):
        with contextlib.chdir(folder):
            assert len(claimpack.load()["claims"]) == rows
    (tmp_path / "datapackage").unlink()
    with contextlib.chdir(tmp_path), pytest.raises(ClaimpackError, match="CP460"):
        claimpack.load()


def test_other_packages_are_refused(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text('{"name": "tides", "resources": [{"name": "tides", "path": "t.csv"}]}')
    (tmp_path / "t.csv").write_text("port\nOslo\n")
    for path in (tmp_path, ROOT / "datapackage/claims.csv"):
        with pytest.raises(ClaimpackError, match="CP461"):
            claimpack.load(path)


def test_changed_package_is_refused(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "datapackage", tmp_path / "datapackage")
    claims = tmp_path / "datapackage/claims.csv"
    claims.write_bytes(claims.read_bytes().replace(b",assert,", b",deny,", 1))
    with pytest.raises(ClaimpackError, match="CP421"):
        claimpack.load(tmp_path / "datapackage")


def test_missing_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(ClaimpackError, match=r'CP313.*\n.*pip install "claimpack\[polars\]"'):
        claimpack.load("datapackage", as_polars=True)


def test_importing_is_cheap() -> None:
    code = "import sys, claimpack; sys.exit(bool({'pandas', 'frictionless', 'click'} & set(sys.modules)))"
    subprocess.run([sys.executable, "-c", code], check=True)
