"""The levels of validation: faults planted into file, cells and meaning, and what the report says it checked."""

import csv
import io
import re
from pathlib import Path

import pytest

import sample
from claimpack import csvfile, edtf, package, table_schema
from claimpack.authority import load
from claimpack.german.lexicon import table as words
from claimpack.validate import examine, validate
from claimpack.validate.cells import read_table
from claimpack.validate.codes import table
from claimpack.validate.coverage import LEVELS, level_of
from claimpack.validate.evidence import check_evidence
from claimpack.validate.formats import written
from claimpack.validate.meaning import check_meaning
from claimpack.validate.notations import NOTATIONS, check_notations, country, currency, language, unit
from claimpack.validate.opening import Table
from tables import cases

PUBLISHED = Path(__file__).parents[1] / "datapackage"


def unescaped(cell: str) -> str:
    r"""``\n``, ``\x07`` and ``\u200b`` as Python reads them; all other signs as they stand."""
    return re.sub(r"\\(?:x..|u....|[nrt])", lambda found: found[0].encode().decode("unicode_escape"), cell)


def rows_of(name: str) -> str:
    return csvfile.write_csv(name, sample.published()[name]).decode("utf-8")


@pytest.mark.parametrize("case", cases("cell_faults"))
def test_fault_in_a_cell_is_found(tmp_path, case):
    """Code, level, line and column; nothing else is said of the file but how it is written."""
    header, *rows = csvfile.read_text(rows_of(case["table"]))
    place = header.cells.index(case["column"])
    number = next((i for i, row in enumerate(rows) if row.cells[place]), 0)
    if case["table"] == "actors" and case["column"] == "actor_id":
        number = next(i for i, row in enumerate(rows) if ":" not in row.cells[place])
    rows[number].cells[place] = unescaped(case["cell"])
    if case["column"] == "unit":
        rows[number].cells[header.cells.index("kind")] = "measure"
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(record.cells for record in (header, *rows))
    path = tmp_path / f"{case['table']}.csv"
    path.write_bytes(stream.getvalue().encode("utf-8"))
    line = csvfile.read_csv(path.read_bytes())[number + 1].line
    found = validate(path)
    mine = [f for f in found if f.code == case["code"]]
    assert [(f.level, f.line, f.column) for f in mine] == [(case["level"], line, case["column"])]
    assert case["remedy"] in (mine[0].remedy or "")
    assert {f.line for f in found} <= {line, None}


def test_money_is_in_a_currency(tmp_path):
    tables = sample.published()
    money = next(row for row in tables["quantities"] if row["kind"] == "money")
    money["unit"] = "kg"
    path = sample.save(tables, tmp_path) / "quantities.csv"
    assert ("CP525", "unit") in {(f.code, f.column) for f in validate(path)}
    money["unit"] = "EUX"
    found = [f for f in validate(sample.save(tables, tmp_path) / "quantities.csv") if f.code == "CP525"]
    assert "Did you mean `EUR` (Euro)?" in found[0].remedy


@pytest.mark.parametrize("case", cases("form_faults"))
def test_fault_in_the_form_of_a_file_is_found(tmp_path, case):
    old, new = (
        re.sub(
            rb"\\(?:x..|[nrt])", lambda found: found[0].decode().encode().decode("unicode_escape").encode("latin-1"), t
        )
        for t in (case["old"].encode(), case["new"].encode())
    )
    good = rows_of("actors").encode()
    assert old in good
    path = tmp_path / "actors.csv"
    path.write_bytes(good.replace(old, new, 1))
    found = [f for f in validate(path) if f.code == case["code"]]
    expected = (case["level"], int(case["line"]) if case["line"] else None, case["column"] or None)
    assert expected in [(f.level, f.line, f.column) for f in found]
    assert any(case["remedy"] in f.remedy for f in found)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda text: text.encode("utf-16"), [("CP426", 1)]),
        (lambda text: text.encode("utf-16-le"), [("CP426", 1)]),
        (lambda text: text.replace("\n", "\r\n").encode(), [("CP427", 1)]),
        (lambda text: text.replace("\n", "\r").encode(), [("CP427", 1)]),
        (lambda text: text.replace(",", ";").encode(), [("CP428", 1)]),
        (lambda text: text.replace(",", "\t").encode(), [("CP428", 1)]),
        (lambda text: text.rstrip("\n").encode(), [("CP429", 8)]),
        (lambda text: (text + "\n").encode(), [("CP508", 9)]),
        (lambda text: b"", [("CP501", 1)]),
        (lambda text: b"\n\n", [("CP501", 1)]),
        (lambda text: b'""\n', [("CP508", 1)]),
    ],
)
def test_whole_file_in_another_form_gets_one_finding(tmp_path, change, expected):
    path = tmp_path / "actors.csv"
    path.write_bytes(change(rows_of("actors")))
    assert [(f.code, f.line) for f in validate(path)] == expected


def test_file_with_semicolons_is_read_on(tmp_path):
    path = tmp_path / "actors.csv"
    path.write_text(rows_of("actors").replace(",", ";").replace(";media;", ";paper;"), encoding="utf-8")
    assert [(f.code, f.line, f.column) for f in validate(path)] == [("CP428", 1, None), ("CP513", 7, "kind")]


def test_line_breaks_inside_of_cells_are_no_line_ends(tmp_path):
    """A quotation keeps the line ends of its article."""
    tables = sample.published()
    next(row for row in tables["claims"] if "\n" in row["quote"])["quote"] = '"Mutig", sagte sie,\r\nsei das'
    found = validate(sample.save(tables, tmp_path) / "claims.csv")
    assert not [f for f in found if f.code in ("CP427", "CP531")]


def checked_tables(changes: str) -> dict:
    """The tables of the sample with some cells changed, read as a validation reads them."""
    records = {name: csvfile.read_text(rows_of(name)) for name in table_schema.tables()}

    def cell(place: str) -> tuple[list[str], int]:
        name, row, column = place.split(".")
        return records[name][int(row) + 1].cells, records[name][0].cells.index(column)

    for change in filter(None, changes.split("|")):
        place, _, value = change.partition("=")
        if value.startswith("{"):
            cells, number = cell(value.strip("{}"))
            value = cells[number]
        cells, number = cell(place)
        cells[number] = value
    findings = []
    return {name: read_table(Table(name, f"{name}.csv", b"", found), findings) for name, found in records.items()}


@pytest.mark.parametrize("case", cases("meaning_faults"))
def test_doubtful_meaning_is_warned_of(case):
    tables = checked_tables(case["changes"])
    found = [(f.code, f.level, f.file, f.line, f.column) for f in check_meaning(tables)]
    if case["code"]:
        line = tables[case["table"]].records[int(case["row"])].line
        assert (case["code"], "warning", f"{case['table']}.csv", line, case["column"]) in found
        assert {code for code, *_ in found} <= {case["code"], "CP751", "CP757"}
    else:
        assert not [one for one in found if one[0] not in ("CP751", "CP757")]
        assert "claims.0" not in case["changes"] or not found


def test_meaning_needs_only_the_tables_at_hand():
    whole = checked_tables("actors.5.parent_id=sweden|actors.6.parent_id=nordblick")
    assert [f.code for f in check_meaning({"actors": whole["actors"]})] == ["CP759"]
    assert list(check_meaning({})) == []


@pytest.mark.parametrize("name", table_schema.tables())
def test_cells_that_are_empty_or_wrong_stop_no_check(name):
    """Whatever is wrong with a column is told by its own finding; the checks that use it pass over such rows."""
    whole = checked_tables("")
    for column in table_schema.columns(name):
        for value in ("", "-1"):
            records = csvfile.read_text(rows_of(name))
            for record in records[1::2]:
                record.cells[records[0].cells.index(column)] = value
            tables = whole | {name: read_table(Table(name, f"{name}.csv", b"", records), [])}
            found = [*check_meaning(tables), *check_evidence(tables, sample.ARTICLES), *check_notations(tables)]
            assert all(finding.line for finding in found)


def test_every_rule_of_meaning_has_a_case_that_breaks_it():
    source = (Path(check_meaning.__code__.co_filename)).read_text(encoding="utf-8")
    planted = {param.values[0]["code"] for param in cases("meaning_faults")} - {""}
    assert planted == set(re.findall(r'"(CP7[56]\d)"', source))


def test_published_package_gives_no_findings():
    """Not a warning on five real articles: who warns too often is not read."""
    assert [str(finding) for finding in validate(PUBLISHED)] == []


def test_report_says_what_was_checked(tmp_path):
    package.write_package(sample.tables(), sample.METADATA, tmp_path)
    whole = examine(tmp_path, sample.ARTICLES)
    assert [one.level for one in whole.checked] == list(LEVELS)
    assert all(one.done and not one.errors and not one.warnings for one in whole.checked)
    assert "  evidence: 2 articles at hand\n" in written("text", whole)
    some = examine(tmp_path, {"hafen": sample.HARBOUR})
    assert "  evidence: 1 article at hand, 1 not at hand\n" in written("text", some)
    none = {one.level: one for one in examine(tmp_path).checked}
    assert not none["evidence"].done
    assert none["evidence"].what.startswith("not at hand: the 2 articles")


def test_report_says_what_could_not_be_checked(tmp_path):
    package.write_package(sample.tables(), sample.METADATA, tmp_path)
    single = {one.level: one for one in examine(tmp_path / "actors.csv").checked}
    assert (single["package"].done, single["file"].what, single["cells"].what) == (False, "1 file", "7 rows of 1 table")
    path = tmp_path / "claims.csv"
    path.write_bytes(path.read_bytes().replace(b"claim_id", b"id", 1))
    broken = {one.level: one for one in examine(tmp_path).checked}
    assert "of 7 of 8 tables; the others cannot be read" in broken["cells"].what
    assert broken["file"].errors == 2
    path = tmp_path / "actors.csv"
    path.write_bytes(b"")
    alone = {one.level: one for one in examine(path).checked}
    assert [level for level, one in alone.items() if one.done] == []


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("CP415", "package"),
        ("CP421", "package"),
        ("CP422", "file"),
        ("CP425", "package"),
        ("CP427", "file"),
        ("CP506", "file"),
        ("CP513", "cells"),
        ("CP536", "cells"),
        ("CP601", "tables"),
        ("CP701", "rows"),
        ("CP754", "meaning"),
        ("CP760", "meaning"),
        ("CP801", "evidence"),
        ("CP901", "package"),
    ],
)
def test_every_code_belongs_to_one_level(code, level):
    assert level_of(code) == level
    assert [name for name, codes in LEVELS.items() if codes.fullmatch(code)] == [level]


def test_lists_of_codes_hold_what_the_program_writes():
    assert [row["code"] for row in words("units") if row["code"] and unit(row["code"])] == []
    assert [row["code"] for row in words("currencies") if row["code"] and currency(row["code"])] == []
    countries = {actor.country for actor in load().actors.values() if actor.country}
    assert countries
    assert [code for code in countries if country(code)] == []


def test_lists_of_codes_agree_with_those_of_a_library():
    """Of validators, which Frictionless brings; it is behind by the territories of 2010 and the currencies since."""
    import validators

    ours = set(table("countries"))
    missing = {code for code in ours if not validators.country_code(code, iso_format="alpha3")}
    assert missing <= {"ALA", "BES", "BLM", "CIV", "CUW", "MAF", "SSD", "SXM", "XKX"}
    assert len(ours) == 250
    assert validators.currency("EUR") and not currency("EUR")
    assert all(re.fullmatch("[A-Z]{3}", code) for code in ours | set(table("currencies")))


@pytest.mark.parametrize(
    "cell", ["de", "de-CH", "de-Latn-CH", "de-1996", "en-US", "gsw", "zh-Hant-TW", "de-419", "de-x-a"]
)
def test_tag_of_a_language_is_taken(cell):
    assert re.fullmatch(table_schema.field_of("sources", "language")["constraints"]["pattern"], cell)
    assert language(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "km/h",
        "kg.m/s2",
        "m/(s2.kg)",
        "10*6",
        "10^6/l",
        "{Personen}",
        "/m",
        "L/(100.km)",
        "mm[Hg]",
        "m-2",
        "[ft_i]",
        "%",
        "pp",
    ],
)
def test_unit_is_taken(cell):
    assert unit(cell) is None


@pytest.mark.parametrize(
    "cell", ["kkm", "m//s", "m.", "(m", "m)", ")m(", "()", "m2(s)", "Euro", "kPS", "(" * 90, "m" * 101]
)
def test_what_is_no_unit_is_refused(cell):
    assert unit(cell)


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "2024",
            "2024-10",
            "2024-02-29",
            "2024-21",
            "2024-1X",
            "2024-12-XX",
            "2XXX-02-29",
            "199X",
            "-0044-03",
            "0000",
        ),
        *(
            "2024-10/2024-11",
            "2024/2024-10",
            "../2024",
            "2024/..",
            "[2024-10-18..2024-10-24]",
            "[2024-01-01,2024-01-08]",
        ),
        *(
            "T20:00:00",
            "2024-10-28T18:40:00",
            "2024-10-28T18:40:00+02:00",
            "2024-10-28T18:40:00Z",
            "P3D",
            "2024-10-28?",
        ),
    ],
)
def test_date_that_can_be_is_taken(cell):
    assert edtf.impossible(cell) is None


def test_every_notation_of_the_schema_is_known_and_has_its_example():
    for name in table_schema.tables():
        for field in table_schema.fields(name):
            if "notation" in field:
                assert NOTATIONS[field["notation"]][0](field["example"]) is None
