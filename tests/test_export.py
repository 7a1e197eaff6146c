"""Exports: an awkward package comes back whole from every format, and nothing is lost where one cannot be made."""

import json
import os
import resource
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import sample
from awkward import NUMBERS, awkward
from claimpack import loading, package, table_schema
from claimpack.errors import ClaimpackError
from claimpack.export import FORMATS, duckdb, export, jsonld, parquet, sql, sqlite, write, xlsx
from claimpack.export.croissant import document
from claimpack.loading import Package
from conftest import snapshot
from test_rules import RULES

TABLES = table_schema.tables()


def packed(
    tables: dict[str, list[dict]], metadata: dict[str, Any] = sample.METADATA, quotations: str = package.CUT
) -> Package:
    """Rows as a package that was read, right or wrong."""
    made = package.published_tables(tables, quotations)
    rows = {
        table: [{name: table_schema.parse_cell(kind, table_schema.cell_text(row[name])) for name, kind in kinds.items()}
                for row in made[table]]
        for table in TABLES if (kinds := table_schema.types(table))
    }  # fmt: skip
    return Package(package.descriptor(made, package.package_files(tables, metadata), metadata, quotations), rows)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("awkward") / "datapackage"
    made.mkdir()
    package.write_package(awkward(), sample.METADATA, made)
    return made


@pytest.fixture(scope="module")
def read(folder: Path) -> Package:
    return loading.read(folder)


def rows(read: Package, table: str) -> list[tuple]:
    return [tuple(row.values()) for row in read.tables[table]]


def test_reading_gives_what_was_written(read: Package) -> None:
    assert read.tables == packed(awkward()).tables
    assert {row["low"] for row in read.tables["quantities"]} == set(NUMBERS)


def test_package_without_quotations_comes_back_from_every_format(tmp_path: Path) -> None:
    """Its columns of quotations are empty, though they are required elsewhere, and its rules do not speak of them."""
    bare = packed(sample.tables(), quotations=package.NONE)
    write(FORMATS, bare, tmp_path)
    with sqlite3.connect(tmp_path / FORMATS["sqlite"].target) as connection:
        assert connection.execute("SELECT count(*), count(quote) FROM claims").fetchone() == (
            len(rows(bare, "claims")),
            0,
        )
        assert connection.execute("SELECT * FROM rule_violations WHERE level = 'error'").fetchall() == []
        assert "No passages" in connection.execute("SELECT value FROM about WHERE name = 'quotations'").fetchone()[0]
    (item, *_) = json.loads((tmp_path / FORMATS["jsonld"].target).read_text())["first"]["items"]
    assert [selector["type"] for selector in item["target"]["selector"]] == ["TextPositionSelector"]


def test_parquet_comes_back_whole(read: Package, tmp_path: Path) -> None:
    import pyarrow.parquet

    parquet.write(read, tmp_path / "parquet")
    for table in TABLES:
        made = pyarrow.parquet.read_table(tmp_path / f"parquet/{table}.parquet")
        assert made.column_names == parquet.columns(table)
        assert made.column_names[: len(table_schema.primary_key(table))] == table_schema.primary_key(table)
        assert made.to_pylist() == [{name: row[name] for name in made.column_names} for row in read.tables[table]]
        for field in table_schema.fields(table):
            one = made.schema.field(field["name"])
            assert one.metadata[b"description"].decode() == field["description"]
            assert one.nullable != field["constraints"]["required"]
        assert json.loads(made.schema.metadata[b"table_schema"]) == table_schema.descriptor(table)
        assert made.schema.metadata[b"package_title"].decode() == sample.METADATA["title"]
    quantities = pyarrow.parquet.read_schema(tmp_path / "parquet/quantities.parquet")
    assert b"exact (N)" in quantities.field("comparator").metadata[b"values"]
    assert quantities.field("unit").metadata[b"notation"] == b"UCUM or ISO 4217"
    assert quantities.field("claim_id").metadata[b"references"] == b"claims.claim_id"


@pytest.fixture(scope="module")
def database(read: Package, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("sqlite") / "dataset.sqlite"
    sqlite.write(read, path)
    connection = sqlite3.connect(path, isolation_level=None)
    yield connection
    connection.close()


@pytest.mark.parametrize("table", TABLES)
def test_sqlite_comes_back_whole(read: Package, database: sqlite3.Connection, table: str) -> None:
    kinds = table_schema.types(table)
    got = [
        tuple(None if value is None else Decimal(repr(value)) if kinds[name] == "number" else value
              for name, value in zip(kinds, row, strict=True))
        for row in database.execute(f"SELECT * FROM {table}")
    ]  # fmt: skip
    assert got == [
        tuple(value.isoformat() if kinds[name] == "date" and value else value for name, value in row.items())
        for row in read.tables[table]
    ]


def test_sqlite_says_what_it_holds(database: sqlite3.Connection) -> None:
    tables = {name: text for name, text in database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")}
    assert all(text.endswith("STRICT") for text in tables.values())
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    for table in sql.stored_tables():
        keys = {(one[3], one[2], one[4]) for one in database.execute(f"PRAGMA foreign_key_list({table})")}
        assert keys == {
            (column, key.table, other)
            for key in table_schema.foreign_keys(table)
            for column, other in zip(key.columns, key.keys, strict=True)
        }
        indexed = {
            database.execute(f"PRAGMA index_info({name})").fetchone()[2]
            for _, name, *_ in database.execute(f"PRAGMA index_list({table})")
        }
        assert {key.columns[0] for key in table_schema.foreign_keys(table)} <= indexed
    described = database.execute('SELECT "table", "column", description FROM data_dictionary').fetchall()
    assert described == [(t, field["name"], field["description"]) for t in TABLES for field in table_schema.fields(t)]
    assert database.execute("SELECT count(*) FROM rules").fetchone() == (len(RULES),)
    assert ("title", sample.METADATA["title"]) in database.execute("SELECT * FROM about").fetchall()


@pytest.mark.parametrize(("table", "rule"), [one for one in RULES if sql.is_check(one.values[1])])
def test_rule_of_one_row_is_a_check(table: str, rule: table_schema.Rule, database: sqlite3.Connection) -> None:
    made = database.execute("SELECT sql FROM sqlite_master WHERE name = ?", [table]).fetchone()[0]
    assert f'CONSTRAINT "{rule.name}" CHECK ({rule.check})' in made
    refused = 0
    database.execute("BEGIN")
    for (number,) in database.execute(f"SELECT rowid FROM {table}").fetchall():
        try:
            database.execute(*updated(table, rule.example, "rowid = ?", number))
        except sqlite3.IntegrityError:
            refused += 1
    database.execute("ROLLBACK")
    assert refused


@pytest.mark.parametrize(("table", "rule"), [one for one in RULES if not sql.is_check(one.values[1])])
def test_other_rule_is_listed_in_a_view(table: str, rule: table_schema.Rule, database: sqlite3.Connection) -> None:
    made = database.execute("SELECT sql FROM sqlite_master WHERE name = ?", [table]).fetchone()[0]
    assert f'"{rule.name}"' not in made
    listed = []
    database.execute("PRAGMA ignore_check_constraints = ON")
    for (number,) in database.execute(f"SELECT rowid FROM {table}").fetchall():
        database.execute("BEGIN")
        for alias, join in rule.joins.items():
            example = rule.example.get(alias, {})
            found = f"SELECT {alias}.rowid FROM {table} AS this JOIN {join['table']} AS {alias} ON {join['on']}"
            where = f"rowid IN ({found} WHERE this.rowid = ?)"
            if example is None:
                database.execute(f"DELETE FROM {join['table']} WHERE {where}", [number])
            elif example:
                database.execute(*updated(join["table"], example, where, number))
        own = {name: value for name, value in rule.example.items() if name not in rule.joins}
        if own:
            database.execute(*updated(table, own, "rowid = ?", number))
        query = f'SELECT level FROM {sql.VIOLATIONS} WHERE "table" = ? AND rule = ?'
        listed += database.execute(query, [table, rule.name]).fetchall()
        database.execute("ROLLBACK")
    database.execute("PRAGMA ignore_check_constraints = OFF")
    assert set(listed) == {(rule.level,)}


def updated(table: str, values: dict[str, Any], where: str, number: int) -> tuple[str, list[Any]]:
    """An UPDATE and what it binds."""
    return f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in values)} WHERE {where}", [*values.values(), number]


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ("comparator = 'roughly'", "comparator_enum"),
        ("start = -1", "start_minimum"),
        ("low = 'many'", "low_number"),
        ("text = NULL", "NOT NULL"),
        ("start = 'x'", "cannot store TEXT"),
        ("claim_id = 'gone:1-2'", "FOREIGN KEY"),
    ],
)
def test_sqlite_refuses_faults(database: sqlite3.Connection, change: str, check: str) -> None:
    database.execute("PRAGMA foreign_keys = ON")
    database.execute("BEGIN")
    try:
        with pytest.raises(sqlite3.IntegrityError, match=check):
            database.execute(f"UPDATE quantities SET {change}")
            database.execute("COMMIT")
    finally:
        database.execute("ROLLBACK")


def test_sqlite_refuses_other_days(database: sqlite3.Connection) -> None:
    for fault in ("2025-02-30", "4.3.2025", "2025-03-04T00:00:00"):
        with pytest.raises(sqlite3.IntegrityError, match="earliest_date"):
            database.execute("UPDATE dates SET earliest = ? WHERE kind = 'reference'", [fault])


def test_duckdb_comes_back_whole(read: Package, tmp_path: Path) -> None:
    duckdb.write(read, tmp_path / "dataset.duckdb")
    import duckdb as library

    with library.connect(tmp_path / "dataset.duckdb", read_only=True) as connection:
        for table in TABLES:
            assert connection.execute(f"SELECT * FROM {table}").fetchall() == rows(read, table)
        comments = "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'claims'"
        told = dict(connection.execute(comments).fetchall())
        assert told["start"] == table_schema.field_of("claims", "start")["description"]
        assert told["act"].startswith(table_schema.field_of("claims", "act")["description"])
        kinds = "SELECT table_name, constraint_type, count(*) FROM duckdb_constraints() GROUP BY ALL"
        counts = {(table, kind): number for table, kind, number in connection.execute(kinds).fetchall()}
        for table in sql.stored_tables():
            others = [key for key in table_schema.foreign_keys(table) if key.table != table]
            assert counts[table, "PRIMARY KEY"] == 1
            assert counts.get((table, "FOREIGN KEY"), 0) >= len(others)
            assert counts[table, "CHECK"] >= sum(map(sql.is_check, table_schema.rules(table)))


def test_duckdb_lists_what_it_cannot_refuse(tmp_path: Path) -> None:
    tables = sample.tables()
    tables["claims"][0]["parent_claim_id"] = "gone:1-2"
    tables["quantities"][0] |= {"kind": "percent", "unit": None}
    duckdb.write(packed(tables), tmp_path / "dataset.duckdb")
    import duckdb as library

    with library.connect(tmp_path / "dataset.duckdb", read_only=True) as connection:
        listed = connection.execute(f'SELECT "table", rule, level FROM {sql.VIOLATIONS}').fetchall()
    assert ("claims", "foreign_key_parent_claim_id", "error") in listed
    assert ("quantities", "percent_has_unit", "warning") in listed


def test_xlsx_comes_back_whole(read: Package, tmp_path: Path) -> None:
    import openpyxl

    xlsx.write(read, tmp_path / "dataset.xlsx")
    book = openpyxl.load_workbook(tmp_path / "dataset.xlsx")
    assert book.sheetnames == [xlsx.DICTIONARY_SHEET, *TABLES]
    for table in TABLES:
        sheet = book[table]
        header, *got = sheet.iter_rows()
        assert [cell.value for cell in header] == table_schema.columns(table)
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert len(got) == len(read.tables[table])
        for row, cells in zip(read.tables[table], got, strict=True):
            for (name, value), cell in zip(row.items(), cells, strict=True):
                assert (cell.value is None) == (value is None)
                if value is None:
                    continue
                assert cell.data_type != "f" and cell.hyperlink is None
                assert cell.quotePrefix == (isinstance(value, str) and value.startswith(xlsx.FORMULA_SIGNS))
                kind = table_schema.types(table)[name]
                if kind == "date":
                    assert cell.is_date and cell.value.date() == value
                elif kind == "boolean":
                    assert cell.value is value
                elif kind in ("integer", "number") and cell.data_type == "n":
                    assert Decimal(repr(cell.value)) == value
                else:
                    assert cell.value == table_schema.cell_text(value)
    dictionary = [[cell.value for cell in row[:2]] for row in book[xlsx.DICTIONARY_SHEET].iter_rows(min_row=2)]
    assert dictionary == [[table, name] for table in TABLES for name in table_schema.columns(table)]


def test_annotations_find_their_passages(read: Package) -> None:
    made = jsonld.collection(read)
    items = made["first"]["items"]
    assert made["total"] == len(items) == len(read.tables["claims"])
    assert made["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    whole = 0
    for claim, item in zip(read.tables["claims"], items, strict=True):
        assert item["type"] == "Annotation"
        text = sample.ARTICLES[item["target"]["source"]["id"].removeprefix("#")]
        exact, position = item["target"]["selector"]
        assert (position["start"], position["end"]) == (claim["start"], claim["stop"])
        passage = text[position["start"] : position["end"]]
        assert sample.sha256(passage) == claim["span_sha256"]
        if exact["type"] == "TextQuoteSelector":
            assert exact["exact"] == passage
            whole += 1
        else:
            assert passage.startswith(exact["startSelector"]["exact"])
            assert exact["endSelector"]["start"] == position["end"]
        authors = [body["schema:author"]["id"] for body in item["body"] if "schema:author" in body]
        assert len(authors) == bool(claim["claimant_id"])
        assert {"type": "TextualBody", "purpose": "classifying", "value": f"act: {claim['act']}"} in item["body"]
    assert 0 < whole < len(items)
    assert len({item["id"] for item in items}) == len(items)


def test_croissant_names_files_columns_and_types(read: Package) -> None:
    made = document(read, {f"{table}.parquet": table.encode() for table in TABLES})
    assert made["name"] == sample.METADATA["name"]
    assert "datePublished" not in made
    for described, table in zip(made["recordSet"], TABLES, strict=True):
        assert [field["source"]["extract"]["column"] for field in described["field"]] == table_schema.columns(table)
        assert described["field"][0]["source"]["fileObject"]["@id"] in {one["@id"] for one in made["distribution"]}


@pytest.mark.parametrize("tables", [awkward(), {}], ids=["awkward", "empty"])
def test_same_package_gives_the_same_bytes(tables: dict, tmp_path: Path) -> None:
    """But for DuckDB. Tables without rows can be written, by that, too."""
    found = packed(tables)
    made = []
    for name in ("one", "another"):
        folder = tmp_path / name
        folder.mkdir()
        for module, one in ((parquet, "parquet"), (sqlite, "sqlite"), (xlsx, "xlsx"), (jsonld, "jsonld")):
            module.write(found, folder / FORMATS[one].target)
        made.append(snapshot(folder))
    assert made[0] == made[1]
    if not tables:
        duckdb.write(found, tmp_path / "dataset.duckdb")


def test_metadata_may_be_bare_or_odd(tmp_path: Path) -> None:
    found = packed(sample.tables())
    bare = Package({"resources": found.descriptor["resources"], "name": "frachter"}, found.tables)
    odd = {"title": "=1+1", "version": "1", "licenses": [{"name": "x"}], "contributors": [{"organization": "Nord"}]}
    for one in (bare, Package({**bare.descriptor, **odd}, found.tables)):
        sqlite.write(one, tmp_path / "dataset.sqlite")
        (tmp_path / "dataset.sqlite").unlink()
        xlsx.write(one, tmp_path / "dataset.xlsx")
        jsonld.write(one, tmp_path / "annotations.jsonld")
        assert document(one, {})["name"] == "frachter"


@pytest.mark.parametrize(
    ("module", "number"),
    [
        (sqlite, "12345678901234567.5"),
        (sqlite, f"1{'0' * 18}1"),
        (parquet, "1" * 39),
        (duckdb, f"{'1' * 30}.{'1' * 9}"),
    ],
)
def test_number_that_a_format_cannot_hold_is_refused(module: Any, number: str, tmp_path: Path) -> None:
    tables = sample.tables()
    tables["quantities"][0] |= {"low": Decimal(number), "high": Decimal(number), "comparator": "exact"}
    found = packed(tables)
    with pytest.raises(ClaimpackError, match=r"CP315.*column low"):
        module.write(found, tmp_path / "made")


@pytest.mark.parametrize("text", ["x" * 32_768, "\N{SHIP}" * 16_384], ids=["letters", "pairs"])
def test_long_text_is_no_cell_of_excel(text: str, tmp_path: Path) -> None:
    tables = sample.tables()
    tables["claims"][0]["summary"] = text
    with pytest.raises(ClaimpackError, match=r"CP315.*column summary"):
        xlsx.write(packed(tables), tmp_path / "made")


def test_command_writes_and_keeps_other_formats(folder: Path, read: Package, tmp_path: Path, claimpack) -> None:
    out = tmp_path / "exports"
    out.mkdir()
    write(["sqlite", "parquet"], read, out)
    before = snapshot(out)
    (out / "dataset.sqlite").write_bytes(b"of another package")
    shutil.make_archive(str(tmp_path / "zipped"), "zip", folder)
    done = claimpack("export", "jsonld", "sqlite", "--out", out, "--package", tmp_path / "zipped.zip")
    assert (done.returncode, done.stdout) == (0, f"{out}/annotations.jsonld\n{out}/dataset.sqlite\n")
    assert "warning CP" in done.stderr
    after = snapshot(out)
    assert set(after) == {*before, "annotations.jsonld"}
    assert {name: after[name] for name in before} == before


def test_invalid_package_is_refused_with_its_findings(folder: Path, tmp_path: Path, claimpack) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()  # without the other tables, which would take time to check
    shutil.copy(folder / "datapackage.json", broken)
    (broken / "claims.csv").write_bytes((folder / "claims.csv").read_bytes().replace(b",assert,", b",claim,", 1))
    out = tmp_path / "exports"
    out.mkdir()
    (out / "dataset.sqlite").write_bytes(b"the last export")
    done = claimpack("export", "sqlite", "jsonld", "--out", out, "--package", broken)
    assert done.returncode == 1
    assert "CP513" in done.stderr and "claims.csv" in done.stderr and "Nothing was exported." in done.stderr
    assert done.stdout == ""
    assert snapshot(out) == {"dataset.sqlite": b"the last export"}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["excel"], "CP310"),
        (["sqlite", "--package", "gone"], "CP411"),
        (["sqlite", "--package", "https://nordblick.example/1"], "CP410"),
        (["sqlite", "--out", "datapackage"], "CP314"),
        (["sqlite", "--out", "notes.txt"], "CP314"),
        (["sqlite", "--out", "mine"], "CP314"),
        (["sqlite", "--out", "."], "CP314"),
    ],
)
def test_wrong_call_changes_nothing(folder: Path, tmp_path: Path, claimpack, arguments: list[str], code: str) -> None:
    shutil.copytree(folder, tmp_path / "datapackage")
    (tmp_path / "mine/parquet").mkdir(parents=True)
    for name in ("notes.txt", "mine/parquet/notes.txt"):
        (tmp_path / name).write_text("mine", encoding="utf-8")
    before = snapshot(tmp_path)
    extra = [] if "--out" in arguments else ["--out", "exports"]
    done = claimpack("export", *arguments, *extra, cwd=tmp_path)
    assert done.returncode == 2
    assert code in done.stderr
    assert snapshot(tmp_path) == before
    if code == "CP310":
        assert all(name in done.stderr for name in FORMATS)
        assert 'python -m pip install "claimpack[xlsx]"' in done.stderr


@pytest.mark.parametrize("name", [name for name, one in FORMATS.items() if one.extra])
def test_missing_library_is_told_before_anything_is_done(
    name: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from claimpack.extras import LIBRARIES

    monkeypatch.setitem(sys.modules, LIBRARIES[FORMATS[name].extra], None)
    with pytest.raises(ClaimpackError, match=rf'CP313.*\n.*claimpack\[{FORMATS[name].extra}\]"'):
        export(["sqlite", name], folder, tmp_path / "exports")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", FORMATS)
def test_full_disk_changes_nothing(name: str, read: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a process whose files may not grow."""
    from claimpack import export as module

    out = tmp_path / "exports"
    out.mkdir()
    (out / FORMATS[name].target).touch()
    monkeypatch.setattr(module, "examine", lambda _: module.Report("", []))
    monkeypatch.setattr(module, "read", lambda _: read)
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
        try:
            export([name], tmp_path, out)
        except ClaimpackError as error:
            os._exit(0 if error.code == "CP301" else 3)
        finally:
            os._exit(4)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert snapshot(tmp_path) == {f"exports/{FORMATS[name].target}": b""}
    assert [path.name for path in tmp_path.iterdir()] == ["exports"]
