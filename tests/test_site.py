"""The page: what it shows of a package, and that nothing of a package can do anything in it."""

import copy
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sample
from claimpack import site, table_schema
from claimpack.errors import ClaimpackError
from claimpack.site import OPTIONAL, check_target, markdown, model, people, words, write_site
from claimpack.site.describe import dictionary, distribution
from claimpack.site.libraries import HERE, collect, shipped
from claimpack.validate import Finding, Report
from conftest import ROOT, snapshot

LIBRARIES = (
    [{"name": "d3", "version": "7.9.0", "license": "ISC", "files": ["d3.min.js", "d3.LICENSE.txt"]}],
    {"d3.min.js": b"d3"},
)
SCRIPT = re.compile(r"Claimpack\.put\('(\w+)', '(.*)'\);\n", re.DOTALL)
PLACEHOLDER = re.compile(r"\{(\w+)\}")
APP = sorted((ROOT / "scripts/claimpack/site/page/app").glob("*.js"))


@pytest.fixture(autouse=True)
def without_npm(monkeypatch: pytest.MonkeyPatch) -> None:
    """The libraries are fetched by ``make site``, which the tests of the program do not need."""
    monkeypatch.setattr(site, "shipped", lambda: LIBRARIES)


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """No validation, which takes most of the time and has tests of its own."""
    monkeypatch.setattr(site, "examine", lambda path, limits: Report(str(path), []))


def held(folder: Path, name: str) -> Any:
    """What a script in ``data/`` gives to the page."""
    return content((folder / f"data/{name}.js").read_text(encoding="utf-8"))


def content(script: str) -> Any:
    """The JSON in a script of ours, read as a browser does: a backslash stands for what follows it."""
    text = SCRIPT.fullmatch(script)[2]
    assert not re.search(r"(?<!\\)(?:\\\\)*'", text)
    return json.loads(
        re.sub(r"\\(u202[89]|.)", lambda found: chr(int(found[1][1:], 16)) if len(found[1]) > 1 else found[1], text)
    )


def decoded(encoded: dict[str, Any]) -> list[dict[str, str]]:
    columns = {
        name: [cells["of"][at] for at in cells["at"]] if isinstance(cells, dict) else cells
        for name, cells in encoded["columns"].items()
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample.save(sample.published(), tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="module")
def page(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("out") / "page"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "shipped", lambda: LIBRARIES)
        assert write_site(package, folder, "de").findings == []
    yield folder


def without(tables: dict[str, list], *names: str) -> dict[str, list]:
    return {name: rows for name, rows in tables.items() if name not in names}


def test_downloads_are_the_files_of_the_package(page: Path, package: Path) -> None:
    assert snapshot(page / "datapackage") == snapshot(package)
    told = {one["name"]: (one["bytes"], one["sha256"]) for one in held(page, "page")["downloads"]}
    assert told == {
        name: (len(data), sample.hashlib.sha256(data).hexdigest()) for name, data in snapshot(package).items()
    }


def test_tables_stand_in_the_page_cell_by_cell(page: Path) -> None:
    for name, rows in sample.published().items():
        texts = [{key: table_schema.cell_text(value) for key, value in row.items()} for row in rows]
        assert decoded(held(page, name)) == texts


def test_page_names_what_it_is(page: Path) -> None:
    index = (page / "index.html").read_text(encoding="utf-8")
    assert '<html lang="de"' in index
    assert f"<title>{sample.METADATA['title']}</title>" in index
    assert "default-src 'none'" in index
    told = held(page, "page")
    assert told["about"]["citation"].startswith("Maja Lindqvist. Verschwundene Frachter, version 1.0.0")
    assert told["language"] == "de"
    assert told["counts"]["claims"] == 8
    assert told["missing"] == []
    assert told["days"] == ["2025-03-04", "2025-03-04"]
    assert ["SWE", "Sweden", "Sweden"] in told["countries"]
    for name in re.findall(r'(?:src|href)="((?:app|data)/[^"]+)"', index):
        assert (page / name).is_file(), name


def test_figures() -> None:
    wide = list(model.as_texts(sample.published()["quantities_wide"]))
    found = model.figures(wide)
    ships = [figure for figure in found if figure["item"] == "Frachter"]
    assert [(figure["claimant"], figure["low"], figure["comparator"]) for figure in ships] == [
        ("Nordblick", "40", "exact"),
        ("Swedish Coast Guard", "40", "about"),
        ("Reederverband Nordsee", "40", "about"),
    ]
    boats = next(figure for figure in found if figure["printed"] == "Boote")
    assert boats["item"] == "Boot"
    assert model.focus(found) == {"item": "Frachter", "whose": "sweden"}
    assert model.focus([]) == {"item": "", "whose": ""}


def figure(source: str, claimant: str, low: str = "40", item: str = "Frachter", **more: str) -> dict[str, str]:
    row = dict.fromkeys(model.FIGURE, "") | {"kind": "cardinal", "high": low, "date_earliest": "2025-03-04"}
    return row | {"source_id": source, "claimant_id": claimant, "low": low, "item": item} | more


@pytest.mark.parametrize(
    ("rows", "numbers"),
    [
        ([figure("a", "x"), figure("b", "y")], ["40"]),
        ([figure("a", "x"), figure("b", "y", comparator="more_than", high="")], ["40"]),
        ([figure("a", "x"), figure("b", "x")], []),  # the same claimant
        ([figure("a", "x"), figure("a", "y")], []),  # the same article
        ([figure("a", "x"), figure("b", "y", "41")], []),
        ([figure("a", "x"), figure("b", "y", item="Boot")], []),
        ([figure("a", "x"), figure("b", "y", item_actor_id="sweden")], []),
        ([figure("a", "x"), figure("b", "y", unit="km")], []),
        ([figure("a", "x", kind="ordinal"), figure("b", "y", kind="ordinal")], []),
        ([figure("a", "x", low="", high="9"), figure("b", "y", low="9", high="")], ["9"]),
        ([figure("a", "x"), figure("b", "")], ["40"]),  # once attributed, once not
        ([figure("a", "x", "7"), figure("b", "y", "7"), *(figure(s, s) for s in "abc")], ["40", "7"]),
    ],
)
def test_same_figures(rows: list[dict[str, str]], numbers: list[str]) -> None:
    assert [group["number"] for group in model.same_figures(rows)] == numbers


def test_same_figures_are_few() -> None:
    rows = [figure(str(number % 90), str(number)) for number in range(900)]
    (group,) = model.same_figures(rows)
    assert (len(group["places"]), group["more"]) == (model.MAX_IN_GROUP, 900 - model.MAX_IN_GROUP)
    rows = [figure(s, s, str(number)) for number in range(300) for s in "ab"]
    assert len(model.same_figures(rows)) == model.MAX_GROUPS


def test_acts_leave_out_who_is_nobody() -> None:
    claims = list(model.as_texts(sample.published()["claims"]))
    counts = {(who, act): number for who, act, number in model.acts(claims)}
    assert counts["coast-guard", "assert"] == 1
    assert sum(counts.values()) == sum(bool(claim["claimant_id"]) for claim in claims)


def test_addresses_are_only_of_the_web() -> None:
    rows = list(model.as_texts(sample.published()["sources"]))
    assert model.articles({"sources": rows})[0][-1] == "https://nordblick.example/1"
    assert model.articles({"sources": [rows[0] | {"url": "javascript:alert(1)"}]})[0][-1] == ""


@given(
    st.lists(st.fixed_dictionaries({"a": st.text(), "b": st.sampled_from(["", "x", "'", "\\", "</script>", "\u2028"])}))
)
def test_script_gives_back_what_went_in(rows: list[dict[str, str]]) -> None:
    encoded = model.encoded(rows, ("a", "b"))
    assert decoded(encoded) == rows
    assert content(site._script("t", encoded).decode("utf-8", "surrogatepass")) == encoded


def test_optional_tables_are_missing(tmp_path: Path) -> None:
    sample.save(sample.published(), tmp_path)
    for name in OPTIONAL:
        drop(tmp_path, name)
    written = write_site(tmp_path, tmp_path / "page")
    assert {(one.code, one.level, one.expected) for one in written.findings} == {
        ("CP418", "warning", n) for n in OPTIONAL
    }
    assert set(held(tmp_path / "page", "page")["missing"]) == set(OPTIONAL)
    assert len(decoded(held(tmp_path / "page", "figures"))) == 6
    assert {name for name in OPTIONAL if (tmp_path / f"page/data/{name}.js").is_file()} == {"quantities_wide"}


@pytest.mark.parametrize("name", table_schema.tables())
def test_only_missing_tables_are_borne(name: str) -> None:
    level = "warning" if name in OPTIONAL else "error"
    assert site._bearable(Finding("CP418", "error", "", "", expected=name)).level == level
    assert site._bearable(Finding("CP420", "error", "", "", expected=name)).level == "error"


def drop(folder: Path, name: str) -> None:
    descriptor = json.loads((folder / "datapackage.json").read_bytes())
    descriptor["resources"] = [one for one in descriptor["resources"] if one["name"] != name]
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (folder / f"{name}.csv").unlink()


def test_derived_table_follows_from_the_others(trusting: None, tmp_path: Path, page: Path) -> None:
    sample.save(sample.published(), tmp_path)
    drop(tmp_path, "quantities_wide")
    write_site(tmp_path, tmp_path / "page")
    assert held(tmp_path / "page", "figures") == held(page, "figures")


def test_package_without_rows(tmp_path: Path) -> None:
    sample.save({name: [] for name in sample.published()}, tmp_path)
    write_site(tmp_path, tmp_path / "page")
    told = held(tmp_path / "page", "page")
    assert set(told["counts"].values()) == {0}
    assert told["days"] == []
    assert decoded(held(tmp_path / "page", "figures")) == []


def test_package_with_errors_gives_no_page(tmp_path: Path, claimpack: Callable) -> None:
    sample.save(sample.published(), tmp_path)
    drop(tmp_path, "claims")
    page = tmp_path / "page"
    page.mkdir()
    (page / "index.html").write_text(f'<html data-made-by="{site.MARK}">', encoding="utf-8")
    before = snapshot(page)
    done = claimpack("site", "--package", tmp_path, "--out", page)
    assert done.returncode == 1
    assert "error CP418" in done.stderr
    assert snapshot(page) == before


def test_hostile_texts_stay_texts(trusting: None, tmp_path: Path) -> None:
    """Nothing of a package stands in the page itself but its title, and no script of ours makes markup of a text."""
    tables = copy.deepcopy(sample.published())
    evil = "</script><img src=x onerror=alert()>"
    tables["claims"][0]["summary"] = evil
    for row in tables["quantities_wide"]:
        if row["claim_id"] == tables["claims"][0]["claim_id"]:
            row["summary"] = evil
    sample.save(tables, tmp_path)
    descriptor = json.loads((tmp_path / "datapackage.json").read_bytes())
    descriptor |= {"title": evil, "description": evil}
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    assert not write_site(tmp_path, tmp_path / "page").findings
    index = (tmp_path / "page/index.html").read_text(encoding="utf-8")
    assert "<img" not in index
    assert "&lt;/script&gt;&lt;img" in index
    assert evil in {row["summary"] for row in decoded(held(tmp_path / "page", "claims"))}


@pytest.mark.parametrize("path", APP, ids=lambda path: path.name)
def test_scripts_make_no_markup_of_texts_and_ask_nobody(path: Path) -> None:
    code = path.read_text(encoding="utf-8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|fetch\(|XMLHttp", code
    )
    allowed = ("https://www.wikidata.org/wiki/", "http://www.w3.org/1999/xlink")
    assert all(address.startswith(allowed) for address in re.findall(r"https?://[^\s'`]+", code))


def test_every_word_is_there_in_both_languages() -> None:
    english, german = words("en"), words("de")
    assert english.keys() == german.keys()
    for key, text in english.items():
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(german[key])), key
    used = {key for path in APP for key in re.findall(r"\bt\('([\w.-]+)'", path.read_text(encoding="utf-8"))}
    known = english.keys() | {key.removesuffix(".one") for key in english if key.endswith(".one")}
    assert used
    assert used <= known


@pytest.mark.parametrize(
    "column", ["act", "polarity", "form", "zone", "date_relation", "review", "origin", "status", "comparator"]
)
def test_vocabularies_have_words(column: str) -> None:
    table = "quantities" if column in ("status", "comparator") else "claims"
    for value in table_schema.field_of(table, column)["constraints"]["enum"]:
        assert f"{column}.{value}" in words("de")
        if column == "comparator":
            assert f"figure.{value}" in words("de")


def test_views_are_of_columns_that_there_are() -> None:
    views = json.loads((HERE / "views.json").read_text(encoding="utf-8"))
    assert views.keys() == set(table_schema.tables())
    for table, view in views.items():
        for columns in view.values():
            assert set(columns) <= set(table_schema.columns(table))
    assert set(model.FIGURE) - set(table_schema.columns("quantities_wide")) == {"printed"}


def test_dictionary_is_the_schema() -> None:
    texts = {name: list(model.as_texts(rows)) for name, rows in sample.published().items()}
    made = dictionary(without(texts, "dates"))
    assert [table["name"] for table in made] == table_schema.tables()
    claims = next(table for table in made if table["name"] == "claims")
    assert [field["name"] for field in claims["fields"]] == table_schema.columns("claims")
    assert len(claims["rules"]) == len(table_schema.rules("claims"))
    act = next(field for field in claims["fields"] if field["name"] == "act")
    assert ["announce", 1] in act["holds"]["counts"]
    assert next(field for field in claims["fields"] if field["name"] == "claimant_id")["to"] == ["actors", "actor_id"]
    dates = next(table for table in made if table["name"] == "dates")
    assert dates["rows"] is None
    assert "holds" not in dates["fields"][0]


@pytest.mark.parametrize(
    ("kind", "cells", "expected"),
    [
        ("number", ["10", "9", "", "2.5"], {"filled": 3, "distinct": 3, "range": ["2.5", "9", "10"]}),
        (
            "date",
            ["2025-03-04", "2024-01-01"],
            {"filled": 2, "distinct": 2, "range": ["2024-01-01", "2025-03-04", "2025-03-04"]},
        ),
        ("string", ["a", "b"], {"filled": 2, "distinct": 2}),
        ("string", ["b", "a", "b", "a", "b"], {"filled": 5, "distinct": 2, "counts": [["b", 3], ["a", 2]]}),
        ("number", ["", ""], {"filled": 0, "distinct": 0, "counts": []}),
        ("string", [], {"filled": 0, "distinct": 0, "counts": []}),
    ],
)
def test_distribution(kind: str, cells: list[str], expected: dict[str, Any]) -> None:
    assert distribution({"type": kind, "constraints": {}}, cells) == expected


def test_markdown() -> None:
    text = "# A\n\nOne **two**\nthree [four](x.md).\n\n- a `b`\n  c\n- d\n\n```python\n# no heading\n\n- x\n```\n"
    text += "| a | b |\n|---|---|\n| 1 | 2 |\n"
    assert [(block["is"], block["text"]) for block in markdown.blocks(text)] == [
        ("h1", "A"),
        ("text", "One two three four."),
        ("item", "a `b` c"),
        ("item", "d"),
        ("code", "# no heading\n\n- x"),
        ("table", "| a | b |\n|---|---|\n| 1 | 2 |"),
    ]
    assert markdown.blocks(text)[-1]["rows"] == [["a", "b"], ["1", "2"]]
    assert markdown.blocks("```\nnever closed") == [{"is": "code", "text": "never closed", "language": ""}]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="#-`|* \nab~1."))
def test_markdown_of_any_text_ends(text: str) -> None:
    assert all(block["text"] for block in markdown.blocks(text))


def test_rules_lead_to_their_places() -> None:
    rules = ["attribution_prepositions.csv:zufolge", "sample", "../../../../../etc/x.csv:a", "contribution:mine.csv"]
    made = people.rule_places({"claims": [{"rule": rule} for rule in rules]})
    assert made["attribution_prepositions.csv:zufolge"][0].startswith("german/words/attribution_prepositions.csv:")
    assert made["sample"] == []
    assert made["../../../../../etc/x.csv:a"] == []
    assert made["contribution:mine.csv"] == ["raw/contributions/mine.csv"]


def test_contributors(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "action,table,source_id,contributor,date\nadd,claims,x,Maja,2025-01-02\nadd,claims,x,Maja,2025-01-01\n"
    )
    (tmp_path / "b.csv").write_bytes(b"\xff\xfe")
    assert people.contributors(tmp_path) == {
        "files": {"a.csv": ["Maja (2025-01-02)"]},
        "articles": {"claims add x": ["Maja (2025-01-02)"]},
    }


def test_project_gives_people_and_changelog(trusting: None, tmp_path: Path, package: Path) -> None:
    shutil.copytree(package, tmp_path / "datapackage")
    (tmp_path / "raw/contributions").mkdir(parents=True)
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n- More ships.\n", encoding="utf-8")
    write_site(tmp_path / "datapackage" / "datapackage.json", tmp_path / "page")
    told = held(tmp_path / "page", "page")
    assert told["people"] == {"files": {}, "articles": {}}
    assert told["changelog"][-1] == {"is": "item", "text": "More ships."}


def test_package_that_says_little_of_itself(trusting: None, tmp_path: Path) -> None:
    sample.save(sample.published(), tmp_path)
    descriptor = json.loads((tmp_path / "datapackage.json").read_bytes())
    for key in ("title", "licenses", "contributors", "version"):
        descriptor.pop(key, None)
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    write_site(tmp_path, tmp_path / "page")
    about = held(tmp_path / "page", "page")["about"]
    assert (about["title"], about["licenses"]) == (tmp_path.name, [])
    assert about["citation"] == f"{tmp_path.name} [data package]."
    descriptor["licenses"] = [{"name": "CC0-1.0"}, {"path": "https://licence.example"}]
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    write_site(tmp_path, tmp_path / "page")
    licences = [
        {"title": "CC0-1.0", "path": ""},
        {"title": "https://licence.example", "path": "https://licence.example"},
    ]
    assert held(tmp_path / "page", "page")["about"]["licenses"] == licences


def test_zip_file(trusting: None, tmp_path: Path, package: Path) -> None:
    shutil.make_archive(str(tmp_path / "ships"), "zip", package)
    write_site(tmp_path / "ships.zip", tmp_path / "page")
    assert snapshot(tmp_path / "page/datapackage") == snapshot(package)
    assert held(tmp_path / "page", "page")["people"] is None


def test_page_takes_the_place_of_a_page_only(trusting: None, tmp_path: Path, page: Path, package: Path) -> None:
    copied = tmp_path / "page"
    shutil.copytree(page, copied)
    (copied / "data/old.js").write_text("")
    check_target(copied)
    write_site(package, copied, "de")
    assert snapshot(copied) == snapshot(page)
    (tmp_path / "mine").mkdir()
    for name, text in (("notes.txt", "mine"), ("index.html", "<html>")):
        (tmp_path / "mine" / name).write_text(text)
        with pytest.raises(ClaimpackError) as caught:
            write_site(package, tmp_path / "mine")
        assert caught.value.code == "CP341"
    (copied / ".git").mkdir()
    for target in (tmp_path / "mine/notes.txt", copied):
        with pytest.raises(ClaimpackError) as caught:
            write_site(package, target)
        assert caught.value.code == "CP341"


def test_command(tmp_path: Path, package: Path, claimpack: Callable) -> None:
    done = claimpack("site", "--package", package, "--out", "p", "--lang", "de", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("p: ")
    assert "index.html" in done.stdout


def test_libraries_are_pinned() -> None:
    wanted = json.loads((HERE / "npm/package.json").read_text(encoding="utf-8"))
    lock = json.loads((HERE / "npm/package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, version in {**wanted["dependencies"], **wanted["devDependencies"]}.items():
        assert lock[f"node_modules/{name}"]["version"] == version
    assert wanted["claimpack"].keys() == wanted["dependencies"].keys()
    for name, entry in lock.items():
        if name:
            assert entry["integrity"].startswith("sha512-"), name
            assert "resolved" not in entry, name


def test_libraries_are_collected(tmp_path: Path) -> None:
    wanted = json.loads((HERE / "npm/package.json").read_text(encoding="utf-8"))
    for name, paths in wanted["claimpack"].items():
        described = {"version": wanted["dependencies"][name], "license": "MIT"}
        for path, text in {"package.json": json.dumps(described), **dict.fromkeys(paths, name)}.items():
            file = tmp_path / "node_modules" / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
    collect(tmp_path / "node_modules", tmp_path / "vendor")
    listed, found = shipped(tmp_path / "vendor")
    assert {one["name"] for one in listed} == wanted["dependencies"].keys()
    assert found["d3.min.js"] == found["d3.LICENSE.txt"] == b"d3"
    assert all(any(name.endswith("LICENSE.txt") for name in one["files"]) for one in listed)
    (tmp_path / "node_modules/d3/package.json").write_text('{"version": "1.0.0", "license": "MIT"}')
    with pytest.raises(ValueError, match=r"d3 1\.0\.0 is installed"):
        collect(tmp_path / "node_modules", tmp_path / "vendor")
    with pytest.raises(ClaimpackError) as caught:
        shipped(tmp_path / "nowhere")
    assert caught.value.code == "CP340"
    assert "make site" in str(caught.value)
