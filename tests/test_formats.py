"""How findings are printed: for GitHub, as SARIF by its published schema, as a page that shows the faulty rows."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest

import examples
import sample
from claimpack import csvfile
from claimpack.cli import group
from claimpack.csvfile import Record
from claimpack.validate import examine, has_errors
from claimpack.validate.findings import Finding, Report, visible
from claimpack.validate.formats import FORMATS, written
from claimpack.validate.formats.html_form import MAX_ROWS
from claimpack.validate.nearest import Nearest

SCHEMA = Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json"
# What must not reach a terminal, a page or a workflow as it is: markup, commands, escapes, marks of direction.
HOSTILE = (
    '\x1b[31m \u202egpj.exe\u202c </td><script>alert(1)</script><img src="https://nordblick.example/x.png" onerror=x>'
)
ARABIC = "مرحبا"


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A package with a fault of many kinds, some of them in cells that would be something else to what prints them."""
    tables = sample.published()
    tables["actors"][0]["kind"] = HOSTILE
    tables["actors"][1]["country"] = ARABIC
    tables["actors"][2]["kind"] = "Grupo"
    tables["actors"][4]["parent_id"] = "swedn"
    tables["claims"][1]["act"] = "asert"
    tables["quantities"][3]["high"] = 1500
    tables["quantities"][4]["unit"] = "km"
    folder = sample.save(tables, tmp_path_factory.mktemp("faulty"))
    path = folder / "dates.csv"
    path.write_bytes(path.read_bytes().replace(b"Montag,date,", b"Montag,extra,date,"))
    return examine(folder, sample.ARTICLES)


def finding(**more) -> Finding:
    values = {"code": "CP513", "level": "error", "message": "not one of the allowed values", "file": "actors.csv"}
    return Finding(**(values | more))


@pytest.mark.parametrize("form", FORMATS)
def test_two_runs_print_the_same_whatever_the_order(faulty: Report, form: str) -> None:
    assert has_errors(faulty.findings)
    turned = replace(faulty, findings=list(reversed(faulty.findings)))
    assert written(form, faulty) == written(form, turned)


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_unseen_is_printed(faulty: Report, form: str) -> None:
    text = written(form, faulty)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", text)
    places = [text.find(word) for word in ("rror", "arning") if word in text]
    assert places == sorted(places)


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_found_is_printed_too(form: str) -> None:
    assert written(form, Report("datapackage", []))


@pytest.mark.parametrize("form", ["text", "markdown", "sarif", "html"])
def test_what_was_checked_is_printed(faulty: Report, form: str) -> None:
    assert faulty.checked
    for level in faulty.checked:
        assert level.what in written(form, faulty)


def test_command_knows_every_form() -> None:
    (option,) = (one for one in group.commands["validate"].params if one.name == "form")
    assert tuple(option.type.choices) == FORMATS


def test_unknown_form_is_refused() -> None:
    with pytest.raises(ValueError, match="xml"):
        written("xml", Report("datapackage", []))


def test_json_gives_the_cells_back(faulty: Report) -> None:
    found = {item["found"] for item in json.loads(written("json", faulty))}
    assert any(cell and cell.startswith("\x1b[31m \u202egpj.exe\u202c </td><script>") for cell in found)


def test_notes_are_counted_where_there_are_any() -> None:
    assert written("text", Report("x", [finding(level="note")])).endswith("\n0 errors, 0 warnings, 1 note")
    assert "::notice " in written("github", Report("x", [finding(level="note")]))
    assert (
        json.loads(written("sarif", Report("x", [finding(level="note")])))["runs"][0]["results"][0]["level"] == "note"
    )


def test_github_commands_are_escaped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = finding(file="a,b:c%.csv", line=3, column="k:i,nd", found="50 % ::error::x\r\n::set-output name=a::b")
    line, last = written("github", Report("x", [told], tmp_path / "data")).split("\n")
    assert line == (
        "::error file=data/a%2Cb%3Ac%25.csv,line=3,title=CP513 k%3Ai%2Cnd::not one of the allowed values%0A"
        "found: 50 %25 ::error::x<U+000D><U+000A>::set-output name=a::b"
    )
    assert last == "1 error, 0 warnings"


def test_github_has_a_line_a_finding(faulty: Report) -> None:
    *lines, _ = written("github", faulty).split("\n")
    assert len(lines) == len(faulty.findings)
    assert all(re.fullmatch(r"::(error|warning) file=[^,:]+(,line=\d+)?,title=[^:]+::.+", line) for line in lines)


def test_sarif_fits_the_published_schema(faulty: Report) -> None:
    log = json.loads(written("sarif", faulty))
    schema = json.loads(SCHEMA.read_bytes())
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    assert list(validator.iter_errors(log)) == []
    log["runs"][0]["results"][0]["line"] = 3
    assert list(validator.iter_errors(log))


def test_sarif_says_what_the_findings_say(faulty: Report) -> None:
    (run,) = json.loads(written("sarif", faulty))["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted({one.code for one in faulty.findings})
    told = []
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        assert rules[result["ruleIndex"]] == result["ruleId"]
        file = unquote(place["artifactLocation"]["uri"]).rpartition("/")[2]
        told.append((result["ruleId"], result["level"], file, place.get("region", {}).get("startLine")))
    assert told == [(one.code, one.level, one.file, one.line) for one in faulty.findings]


def test_sarif_knows_a_finding_again_on_another_line() -> None:
    logs = [json.loads(written("sarif", Report("x", [finding(line=line, key="sweden")]))) for line in (3, 9)]
    one, other = (log["runs"][0]["results"][0]["partialFingerprints"] for log in logs)
    assert one == other


class Page(HTMLParser):
    """The elements of a page, its addresses, and the texts of its rows and of what is marked in them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.rows: list[str] = []
        self.marked: list[list[str]] = []
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("meta", "br", "img"):
            self._open.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "srcset", "action", "style")]
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag == "tr":
            self.rows.append("")
            self.marked.append([])
        if tag == "mark":
            self.marked[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "tr" in self._open:
            self.rows[-1] += data
        if "mark" in self._open:
            self.marked[-1][-1] += data


def test_page_shows_the_faulty_rows_with_their_cells_marked(faulty: Report) -> None:
    page = Page(written("html", faulty))
    rows = [(row, marked) for row, marked in zip(page.rows, page.marked, strict=True) if marked]
    lines = {(one.level, one.file, one.line) for one in faulty.findings if one.line}
    assert len(rows) == len(lines)
    for one in faulty.findings:
        if one.line and one.column:
            cell = visible(csvfile.read_csv((faulty.folder / one.file).read_bytes())[one.line - 1].cells[0])
            (row, marked), *_ = [(row, marked) for row, marked in rows if cell in row and one.code in row]
            assert any(text == "empty" or visible(one.found, str)[:20] in text for text in marked), one
            assert one.message in row
    rule = next(marked for row, marked in rows if "comparator_fits_bounds" in row)
    assert {"1500", "more_than"} <= set(rule)
    ragged = next((row, marked) for row, marked in rows if "a row with too many cells" in row)
    assert "beyond the header" in ragged[0]
    assert ragged[1][0] == "2"


def test_page_is_one_file_that_asks_nobody_for_anything(faulty: Report) -> None:
    text = written("html", faulty)
    page = Page(text)
    assert text.isascii()
    assert not {"script", "img", "link", "iframe", "object", "form", "base", "svg"} & set(page.tags)
    assert all(address.startswith("#") for address in page.addresses)
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'" in text
    assert "prefers-color-scheme: dark" in text


def test_page_shows_markup_and_direction_as_text(faulty: Report) -> None:
    text = written("html", faulty)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<span class=sign>U+202E</span>gpj.exe<span class=sign>U+202C</span>" in text
    arabic = ARABIC.encode("ascii", "xmlcharrefreplace").decode()
    assert f"<mark><bdi>{arabic}</bdi></mark>" in text


def test_page_of_very_many_rows_says_what_it_leaves_out() -> None:
    number = MAX_ROWS + 3
    findings = [finding(line=line, column="kind", found="x") for line in range(2, number + 2)]
    records = [Record(1, ["actor_id", "kind"]), *(Record(line, [f"a{line}", "x"]) for line in range(2, number + 2))]
    text = written("html", Report("x", findings, tables={"actors.csv": records}))
    assert len(Page(text).rows) == MAX_ROWS + 1
    assert "3 more rows are not shown here" in text


def test_contribution_is_shown_with_its_rows(tmp_path: Path, claimpack: Callable) -> None:
    examples.make_project(tmp_path / "project")
    path = tmp_path / "project" / examples.MINE
    path.write_text(
        "action,table,source_id,quote,reason,contributor,date\nreject,dates,hafen,<i>Montag,wrong,Anna,2025-04-01\n",
        encoding="utf-8",
    )
    done = claimpack("validate", examples.MINE, "--format", "html", cwd=tmp_path / "project")
    assert done.returncode == 1
    assert any("CP255" in row and marked == ["<i>Montag"] * 2 for row, marked in _rows(done.stdout))


def _rows(text: str) -> list[tuple[str, list[str]]]:
    page = Page(text)
    return list(zip(page.rows, page.marked, strict=True))


@pytest.mark.parametrize(
    ("file", "column", "near"),
    [("actors.csv", "kind", "group"), ("actors.csv", "parent_id", "sweden"), ("claims.csv", "act", "assert")],
)
def test_nearest_value_is_named(faulty: Report, file: str, column: str, near: str) -> None:
    told = [one.remedy for one in faulty.findings if (one.file, one.column) == (file, column)]
    assert any(remedy and f"Did you mean `{near}`?" in remedy for remedy in told)


def test_nearest_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "actors.csv"
    text = csvfile.write_csv("actors", sample.published()["actors"]).decode()
    path.write_text(text.replace("wikidata_id", "wikidata", 1), encoding="utf-8")
    assert [one.remedy for one in examine(path).findings if one.code == "CP503"] == ["Did you mean `wikidata_id`?"]


@pytest.mark.parametrize("number", [30, 50_000])
def test_nearest_of_few_and_of_many(number: int) -> None:
    nearest = Nearest(f"2025-03-04-schiff:{start}-{start + 7}" for start in range(number))
    assert nearest.to("2025-03-04-shiff:21-28") == "2025-03-04-schiff:21-28"
    assert nearest.to("2025-03-04-schiff:21-28 ") == "2025-03-04-schiff:21-28"
    assert nearest.to("a quite different text") is None
    assert nearest.to("x" * 1_000_000) is None
