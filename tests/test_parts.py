"""Tables in several files: what is found in them is what is found in one file, at its place there."""

import json
from collections.abc import Mapping
from dataclasses import replace
from operator import attrgetter
from pathlib import Path, PurePosixPath

import pytest

import sample
from claimpack import csvfile, loading, table_schema
from claimpack.corpora import tables
from claimpack.errors import ClaimpackError
from claimpack.limits import Limits
from claimpack.validate import Finding, examine, validate
from claimpack.validate.columnar import examine as columnar_examine
from claimpack.validate.formats import FORMATS, written
from faults import clean, faults, planted, save

pytest.importorskip("duckdb")
FILES = clean()
FORMS = ("csv", "parquet")
ROWS = 3  # of a part
FAULTS = [fault for fault in faults() if fault["change"] in ("cell", "double", "drop")]


def parted(files: Mapping[str, bytes], folder: Path, form: str) -> dict[tuple[str, int], tuple[str, int]]:
    """Writes a package with the tables in parts of three rows; the file and line of each row -> those of its part."""
    places = {}
    descriptor = json.loads(files["datapackage.json"])
    for resource in descriptor["resources"]:
        table = resource["name"]
        header, *records = csvfile.read_csv(files[f"{table}.csv"])
        (folder / table).mkdir(parents=True)
        paths = []
        for first in range(0, max(len(records), 1), ROWS):
            path = f"{table}/part-{first:06d}.{form}"
            part, line = records[first : first + ROWS], 2
            rows = table_schema.rows_of_texts(table, [record.cells for record in part])[0]
            if form == "parquet":
                tables.write(table, rows, folder / path)
            else:
                lines = [csvfile.line_of(record.cells) + "\n" for record in (header, *part)]
                (folder / path).write_text("".join(lines), encoding="utf-8", newline="")
            order = [id(row) for row in csvfile.sort_rows(table, rows)]
            for record, row in zip(part, rows, strict=True):
                places[f"{table}.csv", record.line] = path, order.index(id(row)) + 1 if form == "parquet" else line
                line += 1 + sum(cell.count("\n") for cell in record.cells)
            paths.append(path)
        size = sum((folder / path).stat().st_size for path in paths)
        resource |= {"path": paths, "bytes": size, "format": form}
        del resource["hash"]
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return places


def told(findings: list[Finding], places: Mapping[tuple[str, int], tuple[str, int]]) -> list[Finding]:
    """Findings about one file a table as they are about its parts, but for how the files are written."""
    moved = []
    for finding in findings:
        if finding.code == "CP507":
            continue
        if finding.line is None and finding.file.endswith(".csv"):
            finding = replace(finding, file=f"{finding.file.removesuffix('.csv')}/")
        elif finding.line is not None:
            file, line = places[finding.file, finding.line]
            finding = replace(finding, file=file, line=line)
        moved.append(finding)
    return sorted(moved, key=str)


@pytest.fixture
def alone(monkeypatch):
    """Our own checks without those of Frictionless, which sees some rows only of a large table."""
    monkeypatch.setattr("claimpack.validate.standard.judged", lambda opened: [])
    monkeypatch.setattr("claimpack.validate.columnar.examine.judged", lambda opened: [])


@pytest.mark.parametrize("form", FORMS)
def test_clean_package(tmp_path, form):
    parted(FILES, tmp_path, form)
    report = examine(tmp_path, sample.ARTICLES)
    assert report.findings == []
    assert next(str(level) for level in report.checked) == f"file: {len(list(tmp_path.glob('*/part-*')))} files"


@pytest.mark.parametrize("fault", FAULTS[::6], ids=lambda fault: fault["name"])
def test_planted_fault_in_csv(tmp_path, alone, fault):
    files = planted(FILES, fault)
    places = parted(files, tmp_path / "parts", "csv")
    (tmp_path / "whole").mkdir()
    expected = validate(save(files, tmp_path / "whole"), sample.ARTICLES)
    assert told(validate(tmp_path / "parts", sample.ARTICLES), {p: p for p in places.values()}) == told(
        expected, places
    )


CELLS = {
    "claims.csv": {"source_id": "nowhere", "start": "9999", "act": "mumble", "summary": "\u200bHidden"},
    "quantities.csv": {"low": "-7", "high": "12.25", "claim_id": "nowhere:1-2", "comparator": ""},
    "sources.csv": {"published_earliest": "1999-01-01", "sha256": "00", "language": "xx"},
    "actors.csv": {"parent_id": "nobody", "kind": "thing"},
}


@pytest.mark.parametrize(("file", "column"), [(file, column) for file, cells in CELLS.items() for column in cells])
@pytest.mark.parametrize("row", [1, -1])
def test_planted_fault_in_parquet(tmp_path, alone, file, column, row):
    """Values that their types allow: others do not get into a Parquet file of the table's types."""
    where = f"{row}:{column}"
    files = planted(FILES, {"file": file, "change": "cell", "where": where, "value": CELLS[file][column]})
    places = parted(files, tmp_path / "parts", "parquet")
    (tmp_path / "whole").mkdir()
    found = validate(tmp_path / "parts", sample.ARTICLES)
    expected = validate(save(files, tmp_path / "whole"), sample.ARTICLES)
    assert expected
    assert told(found, {p: p for p in places.values()}) == told(expected, places)


def test_row_of_a_part_is_shown(tmp_path):
    """Formats that show a row take it from its file."""
    fault = next(fault for fault in FAULTS if fault["file"] == "claims.csv" and fault["code"] == "CP513")
    parted(planted(FILES, fault), tmp_path, "csv")
    report = examine(tmp_path)
    (finding,) = [finding for finding in report.findings if finding.code == "CP513"]
    assert finding.file.startswith("claims/part-")
    page = written("html", report)
    assert finding.file in page and report.tables[finding.file][1].cells[0] in page


@pytest.mark.parametrize("folder", ["actors", "o'b*[x]%, #q"])
def test_parts_lie_in_any_folder(tmp_path, alone, folder):
    """Which table a file belongs to is said by the descriptor, not by its folder."""
    fault = next(fault for fault in FAULTS if fault["file"] == "claims.csv" and fault["code"] == "CP513")
    parted(planted(FILES, fault), tmp_path, "csv")
    descriptor = json.loads((tmp_path / "datapackage.json").read_text())
    resource = next(one for one in descriptor["resources"] if one["name"] == "claims")
    (tmp_path / folder).mkdir(exist_ok=True)
    moved = [str(PurePosixPath(folder, f"claims-{number}.csv")) for number in range(len(resource["path"]))]
    for old, new in zip(resource["path"], moved, strict=True):
        (tmp_path / old).rename(tmp_path / new)
    resource["path"] = moved
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor))
    report = examine(tmp_path)
    (finding,) = [finding for finding in report.findings if finding.code == "CP513"]
    assert finding.file in moved
    assert report.tables[finding.file][0].cells == table_schema.columns("claims")
    assert all(written(form, report) for form in FORMATS)


def _unsorted(folder: Path, form: str) -> str:
    second = sorted(folder.glob(f"claims/*.{form}"))[1]
    if form == "csv":
        header, *lines = second.read_text(encoding="utf-8").splitlines(keepends=True)
        second.write_text("".join([header, *reversed(lines)]), encoding="utf-8")
    else:
        import pyarrow.parquet as parquet

        made = parquet.read_table(second)
        parquet.write_table(made.take(list(range(made.num_rows))[::-1]), second)
    return f"claims/{second.name}"


@pytest.mark.parametrize("form", FORMS)
def test_order_is_asked_of_each_part(tmp_path, form):
    parted(FILES, tmp_path, form)
    file = _unsorted(tmp_path, form)
    assert {(f.code, f.file) for f in validate(tmp_path)} - {("CP421", "datapackage.json")} == {("CP507", file)}


def test_empty_text_is_no_null(tmp_path):
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    parted(FILES, tmp_path, "parquet")
    path = sorted(tmp_path.glob("claims/*"))[1]
    made = parquet.read_table(path)
    place = next(n for n, field in enumerate(made.schema) if field.type == arrow.string() and made[n].null_count)
    cells = ["" if cell is None else cell for cell in made[place].to_pylist()]
    parquet.write_table(made.set_column(place, made.schema.field(place), arrow.array(cells, arrow.string())), path)
    found = {(f.code, f.file) for f in validate(tmp_path)}
    assert found - {("CP421", "datapackage.json")} == {("CP507", f"claims/{path.name}")}


def _other_type(made):
    return made.set_column(made.column_names.index("start"), "start", made.column("start").cast("float64"))


BROKEN = {
    "a column of another type": (_other_type, "its column start is of the type DOUBLE, not BIGINT"),
    "a column gone": (lambda made: made.drop_columns(["act"]), "it has not the columns of the table in their order"),
    "a column more": (lambda made: made.append_column("mood", made.column("act")), "column mood is not one of"),
    "no Parquet at all": (None, "it is no Parquet file that can be read"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_part_is_named(tmp_path, name):
    import pyarrow.parquet as parquet

    change, message = BROKEN[name]
    parted(FILES, tmp_path, "parquet")
    path = sorted(tmp_path.glob("claims/*"))[1]
    if change is None:
        path.write_bytes(path.read_bytes()[:100])
    else:
        parquet.write_table(change(parquet.read_table(path)), path)
    found = {f.code: f for f in validate(tmp_path)}
    assert (found["CP455"].file, message in found["CP455"].message) == (f"claims/{path.name}", True)


def _text_of_bytes(table):
    import pyarrow as arrow

    place, cells = table.column_names.index("summary"), arrow.array([b"\xff"] * table.num_rows)
    texts = arrow.Array.from_buffers(arrow.string(), len(cells), cells.buffers())
    return table.set_column(place, table.schema.field(place), texts)


def _blank_row(table):
    import pyarrow as arrow

    return arrow.concat_tables([table, arrow.Table.from_pylist([{}], table.schema)])


def _data_of_noughts(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:4] + bytes(100) + data[104:])


UNREADABLE = {
    "a blank line": ("csv", lambda data: data + b"\n", "blank rows"),
    "a row of empty cells": (
        "csv",
        lambda data: data + b"," * data.split(b"\n")[0].count(b",") + b"\n",
        "line 5 is blank",
    ),
    "a short row": ("csv", lambda data: data + b"a,b\n", "line 5 cannot be read"),
    "bytes that are no text": ("csv", lambda data: data[:-1] + b"\xff\n", "line 4 cannot be read"),
    "cells quoted otherwise": ("csv", lambda data: data.replace(b",body,", b',"body",'), "quoted or parted"),
    "texts that are no text": ("parquet", _text_of_bytes, "it cannot be read"),
    "a row of nulls": ("parquet", _blank_row, "line 4 is blank"),
    "noughts for data": ("parquet", _data_of_noughts, "it cannot be read"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_part_that_cannot_be_read_is_named(tmp_path, alone, name):
    """Of several the first, whichever the engine comes to first."""
    import pyarrow.parquet as parquet

    form, change, message = UNREADABLE[name]
    parted(FILES, tmp_path, form)
    parts = sorted(tmp_path.glob("claims/*"))[1:]
    for path in parts:
        if form == "csv":
            path.write_bytes(change(path.read_bytes()))
        elif change is _data_of_noughts:
            change(path)
        else:
            parquet.write_table(change(parquet.read_table(path)), path)
    found = {f.code: f for f in validate(tmp_path)}
    assert (found["CP455"].file, message in found["CP455"].message) == (f"claims/{parts[0].name}", True)
    assert "CP458" not in found


LONG = "claims/" + "x" * 5000


@pytest.mark.parametrize("form", FORMS)
def test_folder_for_temporary_files_has_any_name(tmp_path, alone, monkeypatch, form):
    parted(FILES, tmp_path / "made", form)
    (tmp_path / "act=*[b]'").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "act=*[b]'"))
    assert validate(tmp_path / "made") == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("change", [Path.unlink, lambda path: path.write_bytes(b"other")], ids=["gone", "other"])
@pytest.mark.parametrize("when", ["reading.load", "keys.find"])
def test_file_that_changes_meanwhile_is_told(tmp_path, alone, monkeypatch, form, change, when):
    parted(FILES, tmp_path, form)
    path = sorted(tmp_path.glob("claims/*"))[1]
    function = attrgetter(when)(columnar_examine)

    def late(*arguments):
        change(path)
        return function(*arguments)

    monkeypatch.setattr(f"claimpack.validate.columnar.examine.{when}", late)
    with pytest.raises(ClaimpackError) as raised:
        validate(tmp_path)
    assert (raised.value.code, raised.value.problem.file) == ("CP457", str(path))


DESCRIBED = {
    "outside": (lambda paths: [*paths, "../claims.csv"], "CP415"),
    "gone": (lambda paths: [*paths, "claims/part-9.csv"], "CP416"),
    "too long a name": (lambda paths: [*paths, LONG], "CP416"),
    "none": (lambda paths: [], "CP415"),
    "no text": (lambda paths: [7], "CP415"),
    "twice": (lambda paths: [*paths, paths[0]], "CP420"),
    "fewer": (lambda paths: paths[1:], "CP421"),
}


@pytest.mark.parametrize("name", DESCRIBED)
def test_list_of_files_is_checked(tmp_path, alone, name):
    parted(FILES, tmp_path, "csv")
    descriptor = json.loads((tmp_path / "datapackage.json").read_text())
    resource = next(one for one in descriptor["resources"] if one["name"] == "claims")
    change, code = DESCRIBED[name]
    resource["path"] = change(resource["path"])
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor))
    found = {(f.code, f.level): f for f in validate(tmp_path)}
    assert (code, "error") in found
    if name in ("outside", "gone"):
        assert found[code, "error"].found in ("../claims.csv", "part-9.csv")


@pytest.mark.parametrize("said", ["xlsx", "PARQUET", None, ["csv"]])
def test_format_is_csv_or_parquet(tmp_path, alone, said):
    """What other programs would take the files for."""
    parted(FILES, tmp_path, "csv")
    descriptor = json.loads((tmp_path / "datapackage.json").read_text())
    descriptor["resources"][0]["format"] = said
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor))
    assert {f.code for f in validate(tmp_path)} == {"CP425"}


def test_one_file_in_a_list_is_a_table(tmp_path):
    save(FILES, tmp_path)
    descriptor = json.loads(FILES["datapackage.json"])
    for resource in descriptor["resources"]:
        resource["path"] = [resource["path"]]
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor))
    assert validate(tmp_path) == []


@pytest.mark.parametrize("form", FORMS)
def test_what_cannot_be_looked_at_is_told(tmp_path, form, monkeypatch):
    parted(FILES, tmp_path, form)
    monkeypatch.setattr("claimpack.validate.columnar.at_hand", lambda: False)
    found = [f for f in validate(tmp_path) if f.code == "CP458"]
    assert len(found) == len(table_schema.tables())
    assert "claimpack[duckdb]" in found[0].remedy


def test_loading_says_what_reads_it(tmp_path):
    parted(FILES, tmp_path, "csv")
    with pytest.raises(ClaimpackError) as raised:
        loading.read(tmp_path)
    assert (raised.value.code, "`claimpack validate` does" in raised.value.problem.remedy) == ("CP403", True)


def test_tables_of_any_size_together(tmp_path):
    parted(FILES, tmp_path, "csv")
    assert {f.code for f in validate(tmp_path, limits=Limits(table=10))} == {"CP458"}
