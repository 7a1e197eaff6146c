"""Validation: a planted fault for every constraint and key, every way a file may be broken, and the evidence."""

import csv
import json
import os
import re

import pytest

import sample
from claimpack import csvfile, package, table_schema
from claimpack.errors import ClaimpackError
from claimpack.validate import as_json, as_text, has_errors, validate, validate_rows
from claimpack.validate.findings import Finding
from claimpack.validate.opening import open_path

TABLES = table_schema.tables()
# A cell that a type does not allow; Frictionless takes the one of type number: an exponent is part of a number to it.
MISTYPED = {"integer": "1.5", "number": "1e3", "boolean": "maybe", "date": "2025-02-30"}
CODES = {"required": "CP511", "enum": "CP513", "pattern": "CP514", "minimum": "CP515"}


def faults(table: str) -> list[tuple[str, str, str]]:
    """Every type and constraint of every column of ``table``: the column, the constraint, a cell that breaks it."""
    found = []
    for field in table_schema.fields(table):
        cells = {"type": MISTYPED.get(field["type"])}
        for name, limit in field["constraints"].items():
            cells[name] = {
                "required": "" if limit is True else None,
                "enum": "no-such-value",
                "pattern": f"{field['example']} |",
                "minimum": str(limit - 1) if name == "minimum" else None,
            }[name]
        found += [(field["name"], name, cell) for name, cell in cells.items() if cell is not None]
    return found


@pytest.mark.parametrize("table", TABLES)
def test_fault_in_a_cell_is_found(tmp_path, table):
    """One row a fault: our validation names each by line and column, and Frictionless finds it, too."""
    import frictionless

    planted = faults(table)
    header, good, *_ = csvfile.read_csv(csvfile.write_csv(table, sample.published()[table]))
    rows = [dict(zip(header.cells, good.cells, strict=True)) | {column: cell} for column, _, cell in planted]
    path = tmp_path / f"{table}.csv"
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header.cells, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    lines = [record.line for record in csvfile.read_csv(path.read_bytes())[1:]]
    expected = [
        (line, column, name, CODES.get(name, "CP512"), cell or None)
        for line, (column, name, cell) in zip(lines, planted, strict=True)
    ]
    kinds = {"type", "required", "enum", "pattern", "minimum"}
    found = [f for f in validate(path) if f.check in kinds]
    assert all(f.level == "error" and f.expected for f in found)
    assert sorted((f.line, f.column, f.check, f.code, f.found or None) for f in found) == sorted(expected)

    schema = frictionless.Schema.from_descriptor(table_schema.descriptor(table) | {"foreignKeys": [], "primaryKey": []})
    report = frictionless.Resource(path=path.name, basepath=str(tmp_path), schema=schema).validate()
    errors = report.flatten(["rowNumber", "fieldName", "type"])
    types = table_schema.types(table)
    assert sorted(errors) == [
        [number, column, "type-error" if name == "type" else "constraint-error"]
        for number, (column, name, _) in enumerate(planted, start=2)
        if (name, types[column]) != ("type", "number")
    ]


def frictionless_errors(folder) -> list[tuple]:
    """What Frictionless finds in a whole package, foreign keys included: table, type, row, columns of the key."""
    import frictionless

    report = frictionless.validate(str(folder / "datapackage.json"))
    return [
        (task.name, error.type, error.row_number, tuple(getattr(error, "field_names", ())))
        for task in report.tasks
        for error in task.errors
    ]


def test_every_broken_foreign_key_is_found(tmp_path):
    """All of them in one package: each is named by table and column, by us and by Frictionless."""
    tables = sample.published()
    keys = {(table, key.columns[0]): key for table in TABLES for key in table_schema.foreign_keys(table)}
    assert len(keys) > 20
    wrong = {(table, column): table_schema.field_of(table, column)["example"] + "0" for table, column in keys}
    for (table, column), cell in wrong.items():
        tables[table][0][column] = cell
    folder = sample.save(tables, tmp_path)
    found = [f for f in validate(folder) if f.check == "foreign_key"]
    planted = {(f"{table}.csv", column): cell for (table, column), cell in wrong.items()}
    mine = {(f.file, f.column): f for f in found if f.found == planted.get((f.file, f.column))}
    assert set(mine) == set(planted)
    for (table, column), key in keys.items():
        finding = mine[f"{table}.csv", column]
        assert (finding.code, finding.expected) == ("CP602", f"the {key.keys[0]} of a row of {key.table}")
    errors = frictionless_errors(folder)
    assert {(table, *columns) for table, kind, _, columns in errors if kind == "foreign-key"} == set(keys)
    # Both mean the same rows, whatever else the planted faults break.
    lines = {table: [r.line for r in csvfile.read_csv((folder / f"{table}.csv").read_bytes())] for table in TABLES}
    assert sorted((f.file, f.line, f.column) for f in found) == sorted(
        (f"{table}.csv", lines[table][number - 1], columns[0])
        for table, kind, number, columns in errors
        if kind == "foreign-key"
    )


def test_every_row_with_a_key_that_is_taken_is_found(tmp_path):
    """The first row of every table twice, all in one package."""
    tables = sample.published()
    for rows in tables.values():
        rows.append(dict(rows[0]))
    folder = sample.save(tables, tmp_path)
    found = [f for f in validate(folder) if f.code == "CP601"]
    assert sorted((f.file, f.line) for f in found) == sorted((f"{table}.csv", 3) for table in TABLES)
    errors = [(table, number) for table, kind, number, _ in frictionless_errors(folder) if kind == "primary-key"]
    assert sorted(errors) == sorted((table, 3) for table in TABLES)


def test_sample_is_valid_with_and_without_its_articles(tmp_path):
    package.write_package(sample.tables(), sample.METADATA, tmp_path)
    assert validate(tmp_path) == []
    assert validate(tmp_path / "datapackage.json", sample.ARTICLES) == []
    assert validate(str(tmp_path / "claims.csv"), sample.ARTICLES) == []


def test_rows_are_validated_before_they_are_written():
    tables = sample.tables()
    assert validate_rows(tables) == []
    tables["actors"][1]["kind"] = "continent"
    found = validate_rows(tables)
    assert [(f.code, f.line, f.column, f.key) for f in found] == [("CP513", 3, "kind", "sweden")]


def evidence() -> list:
    return [
        pytest.param(table, field["name"], id=f"{table}.{field['name']}")
        for table in TABLES
        for field in table_schema.fields(table)
        if "evidence" in field
    ]


EVIDENCE_CODES = {"text": "CP801", "beginning": "CP802", "sha256": "CP803"}


@pytest.mark.parametrize(("table", "column"), evidence())
def test_untrue_evidence_is_found(tmp_path, table, column):
    tables = sample.published()
    number = next(i for i, row in enumerate(tables[table]) if row[column])
    true = tables[table][number][column]
    tables[table][number][column] = true[::-1] if true[::-1] != true else "x" * len(true)
    path = sample.save(tables, tmp_path) / f"{table}.csv"
    found = [f for f in validate(path, sample.ARTICLES) if f.check == "evidence"]
    code = EVIDENCE_CODES[table_schema.field_of(table, column)["evidence"]["is"]]
    assert [(f.code, f.level, f.file, f.column) for f in found] == [(code, "error", f"{table}.csv", column)]
    assert not [f for f in validate(path) if f.check == "evidence"]


def test_every_text_column_with_offsets_has_evidence():
    """A column named after a span's start cannot be left unchecked by accident."""
    for table in TABLES[:-1]:
        spans = {name.removesuffix("start") for name in table_schema.columns(table) if name.endswith("start")}
        checked = {
            field["evidence"]["start"].removesuffix("start")
            for field in table_schema.fields(table)
            if "evidence" in field
        }
        assert spans == checked


@pytest.mark.parametrize(("start", "stop"), [(-5, -3), (3, 3), (10**6, 10**6 + 2), (5, 3)])
def test_span_outside_of_the_article_is_no_evidence(tmp_path, start, stop):
    tables = sample.published()
    tables["dates"][0].update(start=start, stop=stop)
    found = validate(sample.save(tables, tmp_path) / "dates.csv", sample.ARTICLES)
    assert [f for f in found if f.check == "evidence"]
    assert has_errors(found)


def test_other_version_of_an_article_is_found(tmp_path):
    folder = sample.save(sample.published(), tmp_path)
    found = validate(folder, {"hafen": sample.HARBOUR + "Nachtrag.\n"})
    assert {(f.code, f.column) for f in found if f.file == "sources.csv"} == {
        ("CP804", "sha256"),
        ("CP804", "characters"),
    }


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "column"),
    [
        ("actor_id,status", "actor_id,colour", "CP503", 1, "colour"),
        ("actor_id,status", "actor_id,colour", "CP502", 1, "status"),
        ("name,name_de", "name,name", "CP504", 1, "name"),
        ("actor_id,status", "status,actor_id", "CP505", 1, None),
        ("\ncoast-guard,", "\ncoast-guard,extra,", "CP506", 6, None),
        ("\nnordblick", "\n\nnordblick", "CP508", 7, None),
        ("actor_id,status", "\ufeffactor_id,status", "CP422", 1, None),
        ("Nordblick", '"Nord"blick', "CP424", 7, None),
        ("\n", "\r\n", "CP427", 1, None),
        ("nordblick", '"nordblick"', "CP507", None, None),
    ],
)
def test_broken_form_is_found(tmp_path, old, new, code, line, column):
    path = tmp_path / "actors.csv"
    text = csvfile.write_csv("actors", sample.published()["actors"]).decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())
    found = [f for f in validate(path) if f.code == code]
    assert [(f.file, f.line, f.column) for f in found] == [("actors.csv", line, column)]


@pytest.mark.parametrize(("code", "older"), [("CP502", True), ("CP503", False)])
def test_package_of_another_version_is_told_as_such(tmp_path, code, older):
    """One that lacks a column, in its own schema, too; and one that has a column more."""
    package.write_package(sample.tables(), sample.METADATA, tmp_path)
    path, descriptor = tmp_path / "sources.csv", tmp_path / package.DESCRIPTOR
    described = json.loads(descriptor.read_bytes())
    schema = described["resources"][0]["schema"]
    if older:
        rows = [record.cells[:-1] for record in csvfile.read_csv(path.read_bytes())]
        schema["fields"].pop()
    else:
        rows = [[*record.cells, ""] for record in csvfile.read_csv(path.read_bytes())]
        rows[0][-1] = "weather"
        schema["fields"].append({"name": "weather", "type": "string"})
    descriptor.write_text(json.dumps(described), encoding="utf-8")
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)
    (finding,) = (f for f in validate(tmp_path) if f.code == code)
    assert "Another version of claimpack made this package" in finding.remedy
    assert "claimpack build" in finding.remedy
    (finding,) = (f for f in validate(path) if f.code == code)  # alone, nothing says so
    assert "version" not in finding.remedy


def test_file_saved_by_another_program_is_told_as_such(tmp_path):
    package.write_package(sample.tables(), sample.METADATA, tmp_path)
    path = tmp_path / "actors.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    found = validate(tmp_path)
    assert [(f.code, f.file) for f in found] == [
        ("CP421", "datapackage.json"),
        ("CP421", "datapackage.json"),
        ("CP427", "actors.csv"),
    ]
    assert "number of bytes given here is not that of actors.csv" in found[0].message + found[1].message
    assert "was changed after" in found[0].remedy


def test_bytes_that_are_no_text_are_found(tmp_path):
    path = tmp_path / "actors.csv"
    path.write_bytes(csvfile.write_csv("actors", sample.published()["actors"]).replace(b"Nordblick", b"Nord\xe4lick"))
    assert [(f.code, f.line) for f in validate(path)] == [("CP423", 7)]


def test_empty_file_is_found(tmp_path):
    path = tmp_path / "actors.csv"
    path.write_bytes(b"")
    assert [f.code for f in validate(path)] == ["CP501"]


def test_lines_are_those_of_the_file_where_cells_hold_line_breaks(tmp_path):
    tables = sample.published()
    tables["claims"][-2]["act"] = "sing"
    folder = sample.save(tables, tmp_path)
    found = next(f for f in validate(folder) if f.code == "CP513")
    lines = (folder / "claims.csv").read_text(encoding="utf-8").split("\n")
    assert tables["claims"][-2]["claim_id"] in lines[found.line - 1]
    assert found.key == tables["claims"][-2]["claim_id"]


def edited(folder, change) -> None:
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_bytes())
    change(descriptor)
    path.write_text(json.dumps(descriptor), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "code", "level"),
    [
        (lambda d: d["resources"].pop(), "CP418", "error"),
        (lambda d: d["resources"].append({"name": "extra", "path": "extra.csv"}), "CP419", "warning"),
        (lambda d: d["resources"].append(d["resources"][0]), "CP420", "error"),
        (lambda d: d["resources"][0].update(path="gone.csv"), "CP416", "error"),
        (lambda d: d["resources"][0].update(path=["sources.csv", "../sources.csv"]), "CP415", "error"),
        (lambda d: d["resources"][0].update(path="../sources.csv"), "CP415", "error"),
        (lambda d: d["resources"][0].update(path="/etc/hostname"), "CP415", "error"),
        (lambda d: d["resources"][0].update(path="https://nordblick.example/sources.csv"), "CP415", "error"),
        (lambda d: d["resources"][0].update(schema="https://nordblick.example/schema.json"), "CP417", "warning"),
        (lambda d: d["resources"][0]["schema"]["fields"].pop(), "CP417", "warning"),
        (lambda d: d["resources"][0].update(bytes=1), "CP421", "error"),
        (lambda d: d["resources"][0].update(encoding="latin-1"), "CP425", "error"),
        (lambda d: d["resources"][0].update(dialect={"delimiter": ";"}), "CP425", "error"),
        (lambda d: d["resources"].append({"name": ["a", "list"]}), "CP419", "warning"),
        (lambda d: d["resources"][0].update(hash="sha256:00"), "CP421", "error"),
    ],
)
def test_fault_in_the_descriptor_is_found(tmp_path, change, code, level):
    package.write_package(sample.tables(), sample.METADATA, tmp_path)
    edited(tmp_path, change)
    found = [f for f in open_path(tmp_path).findings if f.code == code]
    assert [(f.level, f.file) for f in found] == [(level, "datapackage.json")]


def test_link_out_of_the_folder_is_not_followed(tmp_path):
    inside = tmp_path / "package"
    inside.mkdir()
    package.write_package(sample.tables(), sample.METADATA, inside)
    (inside / "sources.csv").rename(tmp_path / "sources.csv")
    os.symlink(tmp_path / "sources.csv", inside / "sources.csv")
    assert "CP415" in {f.code for f in validate(inside)}


def test_nothing_is_fetched(tmp_path, monkeypatch):
    import socket

    def refuse(*args, **more):
        pytest.fail("validation opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    package.write_package(sample.tables(), sample.METADATA, tmp_path)

    def point_elsewhere(descriptor):
        descriptor["profile"] = descriptor["$schema"] = "https://nordblick.example/profile.json"
        for resource in descriptor["resources"]:
            resource["$schema"] = resource["dialect"] = "https://nordblick.example/other.json"
        descriptor["resources"][0]["path"] = "https://nordblick.example/sources.csv"
        descriptor["resources"][1]["schema"] = "https://nordblick.example/schema.json"

    edited(tmp_path, point_elsewhere)
    assert {"CP415", "CP417"} <= {f.code for f in validate(tmp_path)}


def test_rules_come_from_the_installed_schema_only(tmp_path):
    tables = sample.published()
    tables["quantities"][0]["high"] = None
    folder = sample.save(tables, tmp_path)
    edited(folder, lambda d: [resource["schema"].update(rules=[]) for resource in d["resources"]])
    assert "CP701" in {f.code for f in validate(folder)}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("https://nordblick.example/datapackage.json", None, "CP410"),
        ("gone", None, "CP411"),
        (".", None, "CP412"),
        ("datapackage.json", b"{", "CP413"),
        ("datapackage.json", b"\xff", "CP413"),
        ("datapackage.json", b"[]", "CP413"),
        ("datapackage.json", b'{"resources": {}}', "CP413"),
        ("datapackage.json", b'{"resources": [1]}', "CP413"),
        ("datapackage.json", b"[" * 100_000, "CP413"),
        ("other.csv", b"a\n", "CP414"),
        ("bild.png", b"\x89PNG\r\n\x1a\n", "CP414"),
        ("datapackage.zip", b"PK", "CP440"),
    ],
)
def test_what_cannot_be_validated_is_refused(tmp_path, name, content, code):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ClaimpackError) as error:
        validate(name if "://" in name else tmp_path / name)
    assert error.value.code == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda rows: rows[0].update(claimant="Somebody"), "CP612"),
        (lambda rows: rows[0].update(claimant_number=7), "CP611"),
        (lambda rows: rows.pop(), "CP613"),
    ],
)
def test_derived_table_must_follow_from_the_others(tmp_path, change, code):
    tables = sample.published()
    change(tables["quantities_wide"])
    assert code in {f.code for f in validate(sample.save(tables, tmp_path))}


def test_frictionless_has_the_last_word(tmp_path):
    package.write_package(sample.tables(), sample.METADATA, tmp_path)
    edited(tmp_path, lambda d: d.update(contributors="Maja Lindqvist"))
    found = validate(tmp_path)
    assert [(f.code, f.file, f.check) for f in found] == [("CP901", "datapackage.json", "package-error")]


def test_frictionless_repeats_nothing(tmp_path):
    tables = sample.published()
    tables["actors"][0]["kind"] = "continent"
    assert "CP901" not in {f.code for f in validate(sample.save(tables, tmp_path))}


def finding(**more) -> Finding:
    values = {"code": "CP513", "level": "error", "message": "not one of the allowed values", "file": "actors.csv"}
    return Finding(**(values | more))


def test_report_says_where_what_and_what_to_do():
    text = as_text([finding(line=3, column="kind", key="sweden", found="land", expected="state", remedy="Correct it.")])
    assert text == (
        "error CP513: actors.csv:3, column kind, row sweden: not one of the allowed values\n"
        "  found: land\n  expected: state\n  Correct it.\n1 error, 0 warnings"
    )


def test_report_is_ordered_and_has_no_doubles():
    given = [
        finding(level="warning"),
        finding(line=10),
        finding(line=9),
        finding(line=9),
        finding(file="a.csv", line=99),
    ]
    assert re.findall(r"^(\w+) CP513: (\S+?):", as_text(given), re.MULTILINE) == [
        ("error", "a.csv"),
        ("error", "actors.csv"),
        ("error", "actors.csv"),
        ("warning", "actors.csv"),
    ]
    assert as_text(given) == as_text(reversed(given))
    assert [item["line"] for item in json.loads(as_json(given))] == [99, 9, 10, None]


def test_warnings_alone_are_no_errors():
    assert has_errors([finding(level="warning"), finding()])
    assert not has_errors([finding(level="warning")])
