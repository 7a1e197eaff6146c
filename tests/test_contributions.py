"""Contributions: each kind does what it says, survives another extractor, and says what is wrong with it."""

import copy
import csv
import io
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import article, raw_articles
from claimpack import authority, csvfile, template
from claimpack.contributions import Applied, apply, read_contributions, read_folder
from claimpack.contributions.anchors import Unclear, anchor, find_row
from claimpack.contributions.dataset import Dataset
from claimpack.contributions.files import SCHEMA, Contribution, read_day
from claimpack.contributions.passages import find, fold
from claimpack.contributions.reviews import fingerprint, rows_of_article
from claimpack.contributions.settle import settle
from claimpack.extract import extract_article
from claimpack.package import published_tables
from claimpack.table_schema import columns
from claimpack.validate import validate_rows
from conftest import snapshot
from tables import cases

HARBOUR = """\
Unwetter trifft den Hafen von Bergen

Stand: 12.03.2025 09:15 Uhr

Nach Angaben der norwegischen Polizei lagen am Montag rund 1.500 Container im Hafen. Die Polizei sprach von mehr als \
13’000 Tonnen Fracht. "Wir haben noch 40 Helfer angefordert", sagte Bürgermeisterin Marit Solberg der Zeitung «Bergens \
Tidende». Der Notfall-Stab habe Solberg zufolge gut gearbeitet.

Am Dienstag kamen 40 Helfer aus Dänemark. Rund 25\u00a0000 Haushalte waren ohne Strom.
"""
STRIKE = "Streik in Oslo\n\nStand: 14.03.2025 11:00 Uhr\n\nLaut der Gewerkschaft Fellesforbundet streiken 800 Fahrer.\n"
ARTICLES = {
    name: article(text, name, published=day)
    for name, text, day in (("hafen", HARBOUR, "2025-03-12"), ("streik", STRIKE, "2025-03-14"))
}
COMMON = {"reason": "read again", "contributor": "Anna Muster", "date": "2025-04-01"}
EXTRACTED: dict[str, list[dict[str, Any]]] = {}
for parts in map(extract_article, ARTICLES.values()):
    for name, rows in parts.items():
        EXTRACTED.setdefault(name, []).extend(rows)
EXTRACTED["actors"] = list({row["actor_id"]: row for row in EXTRACTED["actors"]}.values())


def cells(action: str, table: str, quote: str = "", **more: str) -> dict[str, str]:
    """The cells of a contribution to the first article."""
    return {"action": action, "table": table, "source_id": "hafen", "quote": quote, **COMMON, **more}


def as_csv(rows: list[Mapping[str, str]], delimiter: str = ",") -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    stream = io.StringIO()
    writer = csv.DictWriter(stream, names, delimiter=delimiter, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


@pytest.fixture
def work(tmp_path: Path) -> Callable[..., Applied]:
    """Works rows of cells, read from a file, into the extracted tables or others."""

    def worked(*rows: Mapping[str, str], tables: Mapping | None = None) -> Applied:
        path = tmp_path / "given.csv"
        path.write_text(as_csv(list(rows)), encoding="utf-8")
        contributions, findings = read_contributions(path)
        applied = apply(tables or EXTRACTED, contributions, ARTICLES, authority.load())
        return Applied(applied.tables, [*findings, *applied.findings], applied.authors)

    return worked


def row_of(applied: Applied, table: str, **is_: Any) -> dict[str, Any]:
    """The only row of a table with these cells."""
    rows = [row for row in applied.tables[table] if all(row[name] == value for name, value in is_.items())]
    assert len(rows) == 1, rows
    return rows[0]


def codes(applied: Applied) -> list[str]:
    return [f"{finding.level} {finding.code}" for finding in applied.findings]


def same(one: Mapping, other: Mapping) -> bool:
    return all(csvfile.write_csv(table, one[table]) == csvfile.write_csv(table, other[table]) for table in one)


# What each kind does.


def test_correction(work: Callable) -> None:
    applied = work(
        cells("correct", "quantities", "1.500", column="item_phrase", expected="Container", value="volle Container")
    )
    row = row_of(applied, "quantities", text="1.500")
    assert (row["item_phrase"], row["origin"], row["review"]) == ("volle Container", "corrected", "reviewed")
    assert applied.findings == []
    assert [one.line for one in applied.authors["quantities", row["quantity_id"]]] == [2]


def test_correction_of_a_number(work: Callable) -> None:
    applied = work(
        cells("correct", "quantities", "1.500", column="high", expected="1500", value=""),
        cells("correct", "quantities", "1.500", column="comparator", expected="about", value="at_least"),
    )
    row = row_of(applied, "quantities", text="1.500")
    assert (row["low"], row["high"], row["comparator"]) == (1500, None, "at_least")


def test_a_summary_corrects_nothing(work: Callable) -> None:
    quote = "mehr als 13’000 Tonnen Fracht"
    applied = work(cells("correct", "claims", quote, column="summary", expected="", value="Police: over 13,000 t."))
    row = row_of(applied, "claims", quote=quote)
    assert (row["summary"], row["origin"], row["review"]) == ("Police: over 13,000 t.", "extracted", "unreviewed")


def test_corrected_span_carries_references(work: Callable) -> None:
    old, new = "Wir haben noch 40 Helfer angefordert", "noch 40 Helfer angefordert"
    applied = work(cells("correct", "claims", old, column="quote", expected=old, value=new))
    row = row_of(applied, "claims", quote=new)
    assert row["claim_id"] == f"hafen:{row['start']}-{row['stop']}"
    assert HARBOUR[row["start"] : row["stop"]] == new
    assert row_of(applied, "quantities", text="40", start=HARBOUR.index("40 Helfer"))["claim_id"] == row["claim_id"]
    roles = {other["role"] for other in applied.tables["claim_actors"] if other["claim_id"] == row["claim_id"]}
    assert roles == {"claimant", "relay"}


def test_corrected_span_that_loses_its_number(work: Callable) -> None:
    old, new = "mehr als 13’000 Tonnen Fracht", "Tonnen Fracht"
    applied = work(cells("correct", "claims", old, column="quote", expected=old, value=new))
    home = row_of(applied, "quantities", text="13’000")["claim_id"]
    assert row_of(applied, "claims", claim_id=home)["form"] == "narration"


def test_corrected_claimant(work: Callable) -> None:
    quote = "mehr als 13’000 Tonnen Fracht"
    value = "norwegischen Polizei"
    applied = work(cells("correct", "claims", quote, column="claimant_text", expected="Polizei", value=value))
    row = row_of(applied, "claims", quote=quote)
    assert row["claimant_id"] == "hafen:norwegische-polizei"
    joined = row_of(applied, "claim_actors", claim_id=row["claim_id"])
    assert (joined["actor_id"], joined["text"], joined["origin"]) == (row["claimant_id"], value, "corrected")


def test_corrected_mention_carries_claimants(work: Callable) -> None:
    applied = work(
        cells(
            *("correct", "mentions", "Polizei"),
            occurrence="2",
            column="actor_id",
            expected="Polizei",
            value="hafen:norwegische-polizei",
        )
    )
    assert row_of(applied, "claims", claimant_text="Polizei")["claimant_id"] == "hafen:norwegische-polizei"
    assert "hafen:polizei" not in {row["actor_id"] for row in applied.tables["actors"]}


def test_rejection(work: Callable) -> None:
    applied = work(cells("reject", "quantities", "1.500"))
    assert "1.500" not in {row["text"] for row in applied.tables["quantities"]}
    assert applied.findings == []


def test_rejected_claim_gives_its_number_to_narration(work: Callable) -> None:
    quote = "lagen am Montag rund 1.500 Container im Hafen"
    applied = work(cells("reject", "claims", quote))
    home = row_of(applied, "claims", claim_id=row_of(applied, "quantities", text="1.500")["claim_id"])
    assert home["form"] == "narration"
    assert home["quote"].startswith("Nach Angaben der norwegischen Polizei")
    assert quote not in {row["quote"] for row in applied.tables["claims"]}


def test_rejected_number_takes_its_narration_with_it(work: Callable) -> None:
    applied = work(cells("reject", "quantities", "25\u00a0000"))
    assert not [row for row in applied.tables["claims"] if "Haushalte" in row["quote"]]


def test_additions_that_refer_to_one_another(work: Callable) -> None:
    quote = "Am Dienstag kamen … aus Dänemark"
    applied = work(
        cells("add", "claim_actors", "Notfall-Stab", claim_id=quote, role="co_claimant"),
        cells("add", "claims", quote, form="indirect", act="assert", polarity="positive", claimant_text="Dänemark",
              cue="kamen", date_id="Dienstag", date_relation="in", summary="Helpers came."),
        cells("add", "mentions", "Notfall-Stab", actor_id="Notfall-Stab", kind="name"),
        cells("add", "actors", name="Notfall-Stab", kind="group"),
    )  # fmt: skip
    assert applied.findings == []
    row = row_of(applied, "claims", form="indirect", claimant_id="denmark")
    assert (row["quote"], row["origin"]) == ("Am Dienstag kamen 40 Helfer aus Dänemark", "contributed")
    assert row["date_id"] == row_of(applied, "dates", text="Dienstag")["date_id"]
    assert row_of(applied, "claim_actors", role="co_claimant")["actor_id"] == "hafen:notfall-stab"
    assert row_of(applied, "quantities", start=HARBOUR.rindex("40"))["claim_id"] == row["claim_id"]
    assert not [one for one in applied.tables["claims"] if one["quote"] == row["quote"] and one["form"] == "narration"]


def test_what_is_added_makes_valid_tables(work: Callable) -> None:
    applied = work(
        cells("add", "dates", "09:15", kind="time", value="2025-03-12T09:15:00"),
        cells("add", "quantities", "Zeitung", low="1", high="1", comparator="exact", kind="cardinal", status="stated"),
        cells("add", "mentions", "Bergen", occurrence="1", actor_id="germany", kind="name"),
    )
    assert row_of(applied, "dates", text="09:15")["earliest"] == "2025-03-12"
    assert [row["actor_id"] for row in applied.tables["actors"] if row["actor_id"] == "germany"] == ["germany"]
    findings = validate_rows(published_tables(applied.tables))
    assert [finding for finding in findings if finding.level == "error"] == []


def test_twins_are_told_apart(work: Callable) -> None:
    quote = "mehr als 13’000 Tonnen Fracht"
    twin = cells(
        "add", "claims", quote, form="indirect", act="estimate", polarity="positive", claimant_text="Marit Solberg"
    )
    tables = work(twin).tables
    assert sorted(row["claim_id"][-2:] for row in tables["claims"] if row["quote"] == quote) == [".2", "04"]
    unclear = work(cells("correct", "claims", quote, column="act", expected="estimate", value="warn"), tables=tables)
    assert codes(unclear) == ["error CP258"]
    assert "claimant_text=Marit Solberg" in unclear.findings[0].remedy
    where = "claimant_text=Marit Solberg"
    told = work(
        cells("correct", "claims", quote, where=where, column="act", expected="estimate", value="warn"), tables=tables
    )
    assert row_of(told, "claims", act="warn")["claimant_text"] == "Marit Solberg"


def test_where_takes_a_passage_that_is_shortened(work: Callable) -> None:
    where = "role=relay; claim_id=Wir haben … angefordert"
    applied = work(cells("reject", "claim_actors", "Bergens Tidende", where=where))
    assert applied.findings == []
    assert "relay" not in {row["role"] for row in applied.tables["claim_actors"]}


def test_review_of_a_row_and_of_an_article(work: Callable) -> None:
    applied = work(cells("review", "mentions", "Dänemark"))
    assert row_of(applied, "mentions", text="Dänemark")["review"] == "reviewed"
    summaries = [
        cells(
            "correct", "claims", row["quote"], where=f"form={row['form']}", column="summary", expected="", value="Said."
        )
        for row in EXTRACTED["claims"]
        if row["source_id"] == "hafen"
    ]
    asked = work(*summaries, cells("review", ""))
    assert codes(asked) == ["error CP254"]
    read = work(*summaries, cells("review", "", expected=re.search(r"[0-9a-f]{12}", asked.findings[0].remedy)[0]))
    assert read.findings == []
    dataset = Dataset(read.tables, ARTICLES, authority.load())
    assert {row["review"] for _, row in rows_of_article(dataset, "hafen")} == {"reviewed"}
    assert row_of(read, "sources", source_id="streik")["review"] == "unreviewed"


def test_review_of_what_has_changed_is_told(work: Callable) -> None:
    dataset = Dataset(EXTRACTED, ARTICLES, authority.load())
    row = next(row for row in EXTRACTED["quantities"] if row["text"] == "1.500")
    seen = cells("review", "quantities", "1.500", expected=fingerprint([("quantities", row)]))
    assert row_of(work(seen), "quantities", text="1.500")["review"] == "reviewed"
    changed = copy.deepcopy(EXTRACTED)
    next(row for row in changed["quantities"] if row["text"] == "1.500")["item"] = "Kiste"
    applied = work(seen, tables=changed)
    assert codes(applied) == ["warning CP266"]
    assert row_of(applied, "quantities", text="1.500")["review"] == "unreviewed"
    assert dataset.row("quantities", row["quantity_id"]) is row


# What is wrong, and what is said of it.

FRACHT = "mehr als 13’000 Tonnen Fracht"


@pytest.mark.parametrize("case", cases("contributions"))
def test_faults(work: Callable, case: dict[str, str]) -> None:
    code, part = case.pop("code"), case.pop("part")
    filled = {name: text for name, text in case.items() if text}
    applied = work({name: "" if text == "-" else text for name, text in {**cells("", ""), **filled}.items()})
    assert codes(applied) == [code], applied.findings
    finding = applied.findings[0]
    assert finding.line == 2
    assert part in str(finding)
    if code.startswith("error"):
        assert same(applied.tables, EXTRACTED)  # what is at fault changes nothing


@pytest.mark.parametrize(
    ("quote", "part"),
    [
        ("mehr als 13'000 Tonnen Fracht", "APOSTROPHE"),
        ("Der Notfall–Stab habe Solberg zufolge gut gearbeitet", "EN DASH"),
        ("Rund 25 000 Haushalte waren ohne Strom", "NO-BREAK SPACE"),
        ("der Zeitung „Bergens Tidende“", "QUOTATION MARK"),
        ("rund 1.500\nContainer  im Hafen", "control character"),
        ("Bu\u0308rgermeisterin Marit Solberg", "U+00FC"),
        ("Bürger\u00admeisterin Marit Solberg", "this has (U+00AD, soft hyphen)"),
        ("Bürgermeisterin  Marit Solberg", "less white space"),
    ],
)
def test_signs_that_differ_are_found_and_named(quote: str, part: str) -> None:
    places, differs = find(HARBOUR, quote)
    assert len(places) == 1
    assert part.lower() in differs.lower()
    assert fold(HARBOUR[slice(*places[0])]).text == fold(quote).text


def test_overlap_of_half_is_taken_and_told(work: Callable) -> None:
    applied = work(
        cells("correct", "claims", "13’000 Tonnen Fracht", column="act", expected="assert", value="estimate")
    )
    assert codes(applied) == ["warning CP259"]
    assert row_of(applied, "claims", quote=FRACHT)["act"] == "estimate"


def test_two_corrections_of_a_cell_and_of_a_rejected_row(work: Callable) -> None:
    one = cells("correct", "quantities", "1.500", column="item", expected="Container", value="Korb")
    assert codes(work(one, {**one, "value": "Kiste"})) == ["error CP263"]
    applied = work(one, cells("reject", "quantities", "1.500"))
    assert codes(applied) == ["error CP263"]
    assert "given.csv:3" in applied.findings[0].message
    applied = work(cells("review", "quantities", "1.500"), cells("reject", "quantities", "1.500"))
    assert codes(applied) == ["error CP263"]
    assert "given.csv:3" in applied.findings[0].message


def test_an_addition_that_is_there_by_another_is_named_by_its_line(work: Callable) -> None:
    one = cells("add", "dates", "09:15", kind="time", value="2025-03-12T09:15:00")
    applied = work(one, {**one, "kind": "reference", "value": ""})
    assert codes(applied) == ["error CP267"]
    assert "given.csv:2" in applied.findings[0].message


def test_a_rejection_of_an_addition(work: Callable) -> None:
    applied = work(cells("add", "dates", "09:15", kind="time"), cells("reject", "dates", "09:15"))
    assert codes(applied) == ["error CP263"]
    assert "given.csv:2" in applied.findings[0].message


def test_an_actor_that_nothing_refers_to_is_told(work: Callable) -> None:
    for name, part in (("Erna Berg", "Add a mention"), ("Denmark", "There is denmark")):
        applied = work(cells("add", "actors", name=name, kind="person"))
        assert codes(applied) == ["warning CP261"]
        assert part in applied.findings[0].remedy


def test_a_claimant_without_a_passage_is_refused(work: Callable) -> None:
    claim = cells("add", "claims", "kamen 40 Helfer", form="indirect", act="assert", polarity="positive")
    applied = work({**claim, "claimant_id": "denmark"})
    assert codes(applied) == ["error CP254"]
    assert applied.findings[0].column == "claimant_text"


def test_all_claims_without_a_summary_are_named(work: Callable) -> None:
    applied = work(cells("review", ""))
    assert codes(applied) == ["error CP254"]
    read = work(cells("review", "", expected="0" * 12))
    assert codes(read) == ["error CP268"]
    missing = [row["claim_id"] for row in EXTRACTED["claims"] if row["source_id"] == "hafen"]
    assert all(claim_id in read.findings[0].message for claim_id in missing)


def test_line_numbers_below_the_line_of_excel(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text("sep=;\n" + PLAIN.replace(",", ";"), encoding="utf-8")
    (contribution,), findings = read_contributions(path)
    assert contribution.line == 3
    assert [finding.level for finding in findings] == ["warning"]


# Files as spreadsheets leave them.

PLAIN = as_csv([cells("correct", "quantities", "1.500", column="item", expected="Container", value="Körbe")])


@pytest.mark.parametrize(
    ("data", "warnings"),
    [
        (PLAIN.encode(), 0),
        (b"\xef\xbb\xbf" + PLAIN.encode(), 0),
        (PLAIN.replace("\n", "\r\n").encode(), 0),
        (PLAIN.encode("cp1252"), 1),
        (PLAIN.replace(",", ";").encode(), 1),
        (PLAIN.replace(",", "\t").encode("cp1252"), 2),
        (PLAIN.replace("2025-04-01", "01.04.2025").encode(), 1),
        (PLAIN.replace("2025-04-01", "25/4/2025").encode(), 1),
        (PLAIN.replace("action", "Action").encode() + b",,,\n\n", 0),
        (
            as_csv(
                [dict(reversed(cells("correct", "quantities", "1.500", column="item", value="Körbe").items()))]
            ).encode(),
            0,
        ),
        (PLAIN.replace("\n", "\r").encode(), 0),
        (PLAIN.replace(",", "\t").encode("utf-16"), 2),
        ("\n".join(['"' + line.replace('"', '""') + '"' for line in PLAIN.splitlines()]).encode(), 2),
    ],
    ids="plain bom crlf cp1252 semicolons tabs day slashes blank swapped cr utf16 wrapped".split(),
)
def test_spreadsheets(tmp_path: Path, data: bytes, warnings: int) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(data)
    (contribution,), findings = read_contributions(path)
    assert (contribution.line, contribution.get("quote"), contribution.get("value")) == (2, "1.500", "Körbe")
    assert contribution.get("date") in ("2025-04-01", "2025-04-25")
    assert [finding.level for finding in findings] == ["warning"] * warnings


@pytest.mark.parametrize(
    ("data", "code", "part"),
    [
        (b"", "CP251", "empty"),
        (b"action,table\nadd,claims", "CP252", "reason"),
        (PLAIN.replace("column", "colum").encode(), "CP252", "column?"),
        (PLAIN.replace("table", "action").encode(), "CP252", "twice"),
        (PLAIN.replace("Container", '"Container').encode(), "CP251", "CSV"),
        (PLAIN.replace("Container", "Container,Kiste").encode(), "CP251", "cells"),
        (PLAIN.encode("utf-16-le"), "CP251", "no text"),
        (b"PK\x03\x04xl/workbook.xml", "CP251", "workbook"),
        (PLAIN.replace("Container", "Con\rtainer").encode() + b"\n", "CP251", "quotation marks"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, data: bytes, code: str, part: str) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(data)
    contributions, findings = read_contributions(path)
    assert contributions == []
    assert code in {finding.code for finding in findings}
    assert part in "".join(map(str, findings))


@pytest.mark.parametrize(
    ("text", "day"),
    [("2025-04-01", "2025-04-01"), ("1.4.2025", "2025-04-01"), ("31/12/2025", "2025-12-31"),
     ("12/31/2025", "2025-12-31"), ("04/04/2025", "2025-04-04"),
     ("04/05/2025", None), ("31.2.2025", None), ("2025-13-01", None), ("", None)],
)  # fmt: skip
def test_days(text: str, day: str | None) -> None:
    read, problem = read_day(text)
    assert read == day
    assert (problem is None) == (text == day)


# What must hold for every row.


def test_settling_changes_nothing_that_nobody_touched() -> None:
    for articles, tables in ((ARTICLES, EXTRACTED), published_dataset()):
        dataset = Dataset(copy.deepcopy(tables), articles, authority.load())
        assert settle(dataset, articles) == []
        assert same(dataset.tables, tables)


def published_dataset() -> tuple[dict, dict]:
    """The articles of this repository and what is extracted from them."""
    articles = raw_articles()
    tables: dict[str, list] = {}
    for given_article in articles.values():
        for table, rows in extract_article(given_article).items():
            tables.setdefault(table, []).extend(rows)
    tables["actors"] = list({row["actor_id"]: row for row in tables["actors"]}.values())
    return articles, tables


def test_every_row_has_an_anchor_that_leads_to_it() -> None:
    for articles, tables in ((ARTICLES, EXTRACTED), published_dataset()):
        dataset = Dataset(tables, articles, authority.load())
        for table, rows in tables.items():
            for row in rows:
                findings = []
                found = find_row(Contribution("anchors", 1, anchor(table, row, dataset)), table, dataset, findings)
                assert found is row
                assert findings == []


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="aAäÄß \n\u00a0'’„“\"-–\u00ad\u0308.…", max_size=40), st.data())
def test_what_is_found_is_what_was_quoted(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(start, len(text)))
    quote = text[start:stop]
    places, _ = find(text, quote)
    for place in places:
        assert fold(text[slice(*place)]).text.strip() == fold(quote).text.strip() or "…" in quote
    if quote:
        assert places


RULES = sorted({row["rule"] for rows in EXTRACTED.values() for row in rows if row.get("rule")})


@pytest.mark.parametrize("rule", RULES)
def test_another_extractor_loses_no_contribution_unseen(work: Callable, rule: str) -> None:
    """Without the rows of one rule, every contribution is either worked in or told about."""
    given_cells = [
        cells("correct", "quantities", "1.500", column="item", expected="Container", value="Korb"),
        cells("correct", "quantities", "13’000", column="item_phrase", expected="Fracht", value="nasse Fracht"),
        cells("correct", "claims", FRACHT, column="act", expected="assert", value="estimate"),
        cells("reject", "dates", "Dienstag"),
        cells("correct", "mentions", "Dänemark", column="kind", expected="name", value="metonym"),
        cells("review", "mentions", "Marit Solberg"),
    ]
    fewer = {table: [row for row in rows if row.get("rule") != rule] for table, rows in EXTRACTED.items()}
    kept = {row["claim_id"] for row in fewer["claims"]}
    fewer["claim_actors"] = [row for row in fewer["claim_actors"] if row["claim_id"] in kept]
    applied = work(*given_cells, tables=fewer)
    told = {finding.line for finding in applied.findings}
    done = {
        2: any(row["item"] == "Korb" for row in applied.tables["quantities"]),
        3: any(row["item_phrase"] == "nasse Fracht" for row in applied.tables["quantities"]),
        4: any(row["act"] == "estimate" for row in applied.tables["claims"]),
        5: "Dienstag" not in {row["text"] for row in applied.tables["dates"]},
        6: any(row["kind"] == "metonym" for row in applied.tables["mentions"]),
        7: any(row["review"] == "reviewed" and row["text"] == "Marit Solberg" for row in applied.tables["mentions"]),
    }
    assert all(line in told or is_done for line, is_done in done.items())


def test_the_schema_names_what_a_contribution_has() -> None:
    assert set(cells("add", "claims")) < set(columns(SCHEMA))


# The commands.


@pytest.fixture
def project(make_project: Callable[..., Path]) -> Path:
    return make_project({"hafen.txt": HARBOUR, "streik.txt": STRIKE})


def write(project: Path, *rows: Mapping[str, str], name: str = "mine.csv") -> Path:
    path = project / "raw/contributions" / name
    path.write_text(as_csv(list(rows)), encoding="utf-8")
    return path


GOOD = cells("correct", "quantities", "1.500", column="item_phrase", expected="Container", value="volle Container")
BAD = cells("correct", "quantities", "1.500", column="item", expected="Kiste", value="Korb")
BREAKS = cells("correct", "quantities", "1.500", column="low", expected="1500", value="1600")


def test_build_works_contributions_in(project: Path, claimpack: Callable) -> None:
    write(project, GOOD)
    done = claimpack("build", "--project", project)
    assert (done.returncode, done.stderr) == (0, "")
    row = next(
        row
        for row in csv.DictReader(io.StringIO((project / "datapackage/quantities.csv").read_text(encoding="utf-8")))
        if row["text"] == "1.500"
    )
    assert (row["item_phrase"], row["origin"]) == ("volle Container", "corrected")
    assert claimpack("build", "--check", "--project", project).returncode == 0


def test_what_is_at_fault_stops_the_build_and_changes_nothing(project: Path, claimpack: Callable) -> None:
    write(project, GOOD)
    claimpack("build", "--project", project)
    before = snapshot(project / "datapackage")
    for rows, parts in (((GOOD, BAD), ("mine.csv:3", "CP260")), ((BREAKS,), ("mine.csv:2", "CP701"))):
        write(project, *rows)
        done = claimpack("build", "--project", project)
        assert done.returncode == 2
        assert all(part in done.stderr for part in parts), done.stderr
        assert snapshot(project / "datapackage") == before


def test_what_is_not_needed_any_more_is_told(project: Path, claimpack: Callable) -> None:
    write(project, {**GOOD, "value": "Container"})
    done = claimpack("build", "--project", project)
    assert done.returncode == 0
    assert "CP261" in done.stderr


def test_validate_a_contribution(project: Path, tmp_path: Path, claimpack: Callable) -> None:
    path = write(project, GOOD, BAD, {**GOOD, "date": "1.4.2025", "table": "quantitis"})
    done = claimpack("validate", path, "--project", project, "--split", tmp_path / "apart")
    assert done.returncode == 1
    assert "2 errors, 1 warning" in done.stdout
    accepted = (tmp_path / "apart/accepted.csv").read_text(encoding="utf-8").splitlines()
    rejected = list(csv.DictReader(io.StringIO((tmp_path / "apart/rejected.csv").read_text(encoding="utf-8"))))
    assert len(accepted) == 2
    assert ["expected" in row["problem"] or "quantities?" in row["problem"] for row in rejected] == [True, True]
    again = claimpack("validate", path, "--project", project, "--split", tmp_path / "apart")
    assert again.returncode == 2
    markdown = claimpack("validate", path, "--project", project, "--format", "markdown")
    assert "| error CP260 | " in markdown.stdout
    write(project, GOOD)
    assert claimpack("validate", path, "--project", project).returncode == 0


def test_validate_names_the_contribution_that_breaks_a_rule(project: Path, claimpack: Callable) -> None:
    path = write(project, BREAKS)
    done = claimpack("validate", path, "--project", project)
    assert done.returncode == 1
    assert "CP701" in done.stdout
    assert "mine.csv:2" in done.stdout


@pytest.mark.parametrize("table", template.tables())
def test_template(tmp_path: Path, table: str, claimpack: Callable) -> None:
    done = claimpack("template", table)
    header = done.stdout.strip().split(",")
    assert len(set(header)) == len(header)
    assert set(columns(SCHEMA)) <= set(header)
    for name in header:
        assert f"| {name} |" in done.stderr
    path = tmp_path / "empty.csv"
    assert claimpack("template", table, "--out", path).returncode == 0
    assert read_contributions(path) == ([], [])
    assert path.with_suffix(".md").read_text(encoding="utf-8") == done.stderr
    assert claimpack("template", table, "--out", path).returncode == 2


def test_template_asks_for_no_more_than_is_needed(work: Callable) -> None:
    for table, name in (("claim_actors", "rank"), ("actors", "status"), ("claims", "claimant_text")):
        assert f"\n| {name} |  |" in template.vocabulary(table)
    relay = cells("add", "claim_actors", "Dänemark", claim_id=FRACHT, role="relay")
    applied = work(relay, cells("add", "actors", name="Amt", kind="group"))
    assert codes(applied) == ["warning CP261"]
    assert row_of(applied, "claim_actors", actor_id="denmark")["rank"] == 1


def test_review_leads_through_an_article(project: Path, claimpack: Callable) -> None:
    extracted = [row for rows in EXTRACTED.values() for row in rows if row.get("source_id") == "streik"]
    answers = ["x", "c 1", "act", "estimate", "a count", "", "Fahrer streiken.", *[""] * 20]
    done = claimpack("review", "streik", "--by", "Anna Muster", "--project", project, stdin="\n".join(answers) + "\n")
    assert done.returncode == 0, done.stderr
    path = project / "raw/contributions/review-streik.csv"
    contributions, findings = read_contributions(path)
    assert findings == []
    actions = [one.get("action") for one in contributions]
    assert actions.count("correct") == 2
    assert actions.count("review") >= len(extracted)
    assert claimpack("build", "--project", project).returncode == 0
    for table in ("claims", "quantities", "mentions", "claim_actors", "sources"):
        for row in csv.DictReader(io.StringIO((project / f"datapackage/{table}.csv").read_text(encoding="utf-8"))):
            assert (row["review"] == "reviewed") == (row["source_id"] == "streik")
    assert "0 decisions" in claimpack("review", "streik", "--by", "A", "--project", project, stdin="q\n").stdout


def test_review_writes_no_decision_that_is_at_fault(project: Path, claimpack: Callable) -> None:
    answers = ["c 1", "act", "guess", "why not", "r 99", "q"]
    done = claimpack("review", "streik", "--by", "Anna Muster", "--project", project, stdin="\n".join(answers) + "\n")
    assert "CP253" in done.stdout
    assert not (project / "raw/contributions/review-streik.csv").exists()
    assert claimpack("review", "haven", "--by", "A", "--project", project).returncode == 2


def test_files_that_are_not_read_are_told(project: Path, claimpack: Callable) -> None:
    folder = project / "raw/contributions/of-others"
    folder.mkdir()
    for name in ("numbers.xlsx", ".hidden", "numbers.md"):
        (folder / name).write_text("x", encoding="utf-8")
    shutil.move(write(project, cells("add", "dates", "09:15", kind="time")), folder / "MINE.CSV")
    done = claimpack("build", "--project", project)
    assert done.returncode == 0
    assert done.stderr.count("CP251") == 1
    assert "numbers.xlsx" in done.stderr
    added = (project / "datapackage/dates.csv").read_text(encoding="utf-8")
    assert "contribution:of-others/MINE.CSV" in added


def test_a_file_without_the_column_action_is_a_contribution_still(project: Path, claimpack: Callable) -> None:
    for text, part in (("", "empty"), ("tabel,quote\nclaims,x\n", "column action"), ("sep=;\naction\n", "reason")):
        path = project / "raw/contributions/mine.csv"
        path.write_text(text, encoding="utf-8")
        done = claimpack("validate", path, "--project", project)
        assert done.returncode == 1
        assert part in done.stdout


def test_review_says_what_it_does_not_understand(project: Path, claimpack: Callable) -> None:
    answers = ["x 9", "c 99", "a numbers", "c 1", "colour", "c 1", "act", "guess", "why not"]
    answers += ["a dates", "nirgends", "a dates", "Oslo", "", "date", "", "asked too late", "q"]
    done = claimpack("review", "streik", "--by", "Anna Muster", "--project", project, stdin="\n".join(answers) + "\n")
    for part in (
        "'x 9' is not understood",
        "'c 99' means no row",
        "'a numbers' means no table",
        "Nothing was written",
        "stands nowhere",
        "kind (date, time",
    ):
        assert part in done.stdout
    assert ".csv:0" not in done.stdout
    assert "span_sha256" not in done.stdout


def test_links_are_not_followed(project: Path, tmp_path: Path, claimpack: Callable) -> None:
    (tmp_path / "secret.csv").write_text("password\n", encoding="utf-8")
    (project / "raw/contributions/link.csv").symlink_to(tmp_path / "secret.csv")
    done = claimpack("build", "--project", project)
    assert done.returncode == 2
    assert "CP251" in done.stderr
    assert "password" not in done.stderr


def test_the_report_on_a_pull_request(project: Path, root: Path) -> None:
    shutil.copytree(root / ".ci", project / ".ci")
    write(project, BAD, name="bad.csv")
    command = [project / ".ci/contributions", "raw/contributions/bad.csv"]
    program = project / "run claimpack"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m claimpack "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    env = {**os.environ, "CLAIMPACK": str(program)}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=env, timeout=120, check=False)
    assert done.returncode == 1, done.stderr
    assert "### `raw/contributions/bad.csv`" in done.stdout
    assert "CP260" in done.stdout
    workflow = (root / ".github/workflows/contributions.yml").read_text(encoding="utf-8")
    assert ".ci/contributions" in workflow
    assert "permissions:\n  contents: read\n  pull-requests: write\n" in workflow


def outcome(contribution: Contribution, applied: Applied, articles: Mapping) -> bool:
    """Whether what a contribution to the published dataset says holds in the tables that came of it."""
    dataset = Dataset(applied.tables, articles, authority.load())
    table, action = contribution.get("table"), contribution.get("action")
    if action in ("correct", "add"):
        return any(contribution in authors for authors in applied.authors.values())
    try:
        row = find_row(contribution, table, dataset, [])
    except Unclear:
        return action == "reject"
    return row["review"] == "reviewed"


@pytest.mark.slow
def test_a_weaker_extractor_loses_no_contribution_to_the_dataset_unseen(root: Path) -> None:
    """Without the rows of one rule, every contribution of this repository is worked in or told about."""
    articles, tables = published_dataset()
    contributions, _ = read_folder(root / "raw/contributions")
    assert len(contributions) > 100
    rules = Counter(row["rule"] for table in ("claims", "quantities", "dates", "mentions") for row in tables[table])
    for rule, _ in rules.most_common(12):
        fewer = {table: [row for row in rows if row.get("rule") != rule] for table, rows in tables.items()}
        kept = {row["claim_id"] for row in fewer["claims"]}
        fewer["claim_actors"] = [row for row in fewer["claim_actors"] if row["claim_id"] in kept]
        applied = apply(fewer, contributions, articles, authority.load())
        told = {(finding.file, finding.line) for finding in applied.findings}
        assert told
        for contribution in contributions:
            if (contribution.file, contribution.line) not in told:
                assert outcome(contribution, applied, articles), (rule, contribution)
