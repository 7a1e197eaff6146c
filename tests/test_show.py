"""Showing a row: the passage that is marked is the one that the row was read from."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from claimpack.build import build_project
from claimpack.errors import ClaimpackError
from claimpack.show import ELSEWHERE, ON_TERMINAL, SHOWN, key_of, nearest, passage, read_tables, show


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The project, built in a folder of its own."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(root / "raw", folder / "raw")
    build_project(folder)
    return folder


@pytest.fixture(scope="module")
def root() -> Path:
    return Path(__file__).parents[1]


def test_every_row_can_be_shown(built: Path) -> None:
    tables = read_tables(built / "datapackage")
    for table in SHOWN:
        assert tables[table], table
        row = tables[table][-1]
        row_id = row[key_of(table)]
        shown = show(row_id, True, built)
        assert f"{table}: {row_id}\n" in shown
        assert "why:" in shown
        if "rule" in row:
            assert f"made by the rule {row['rule']}" in shown


def test_what_is_marked_is_the_row(built: Path) -> None:
    with (built / "datapackage/claims.csv").open(encoding="utf-8", newline="") as stream:
        claims = list(csv.DictReader(stream))
    claim = next(claim for claim in claims if claim["quote_complete"] == "true" and "\n" not in claim["quote"])
    shown = show(claim["claim_id"], False, built)
    bare = shown.replace(ELSEWHERE[1][0], "").replace(ELSEWHERE[1][1], "")
    assert f"{ELSEWHERE[0][0]}{claim['quote']}{ELSEWHERE[0][1]}" in bare
    assert "\033" not in shown
    assert "why:" not in shown
    assert ON_TERMINAL[0][0] in show(claim["claim_id"], False, built, terminal=True)


def test_without_the_article(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "p")
    claim = read_tables(built / "datapackage")["claims"][0]
    for change in (
        lambda path: path.write_text("anderer Text, der nicht der Artikel ist"),
        lambda path: path.write_bytes(b""),
        lambda path: path.unlink(),
    ):
        for path in (tmp_path / "p/raw/articles").iterdir():
            change(path)
        shown = show(claim["claim_id"], False, tmp_path / "p")
        assert "not at hand" in shown
        assert claim["quote"] in shown
        assert ELSEWHERE[0][0] not in shown


@pytest.mark.parametrize(
    "row_id", ["gibt-es-nicht", "", "2024-10-18-schattenallianz:99-100", "2024-10-18-schattenalianz"]
)
def test_unknown_id(row_id: str, built: Path) -> None:
    with pytest.raises(ClaimpackError) as caught:
        show(row_id, False, built)
    assert caught.value.code == "CP312"


def test_near_ids(built: Path) -> None:
    tables = read_tables(built / "datapackage")
    claim = tables["claims"][3]
    near = nearest(f"{claim['source_id']}:{int(claim['start']) + 1}-{claim['stop']}", tables)
    assert 0 < len(near) <= 3
    assert any(row_id.startswith(f"{claim['source_id']}:{claim['start']}-") for row_id in near)
    assert nearest("2024-10-18-schattenalianz", tables)[0] == "2024-10-18-schattenallianz"


def test_no_package(make_project: Callable[..., Path], built: Path, tmp_path: Path) -> None:
    with pytest.raises(ClaimpackError, match="claimpack build") as caught:
        show("a", False, make_project())
    assert caught.value.code == "CP311"
    shutil.copytree(built, tmp_path / "p")
    (tmp_path / "p/datapackage/dates.csv").write_bytes(b"date_id\na,b\n")
    with pytest.raises(ClaimpackError, match=r"dates\.csv"):
        show("a", False, tmp_path / "p")


@pytest.mark.parametrize(
    ("table", "change", "words"),
    [
        ("claims", lambda rows: [row | {"claim_id": "x"} for row in rows], "claims has not the row"),
        ("claims", lambda rows: [dict(list(row.items())[1:]) for row in rows], "claims.csv: the table cannot be read"),
        ("sources", lambda rows: [row | {"source_id": "x"} for row in rows], "sources has not the row"),
        ("quantities", lambda rows: [row | {"start": "x"} for row in rows], "not of the type integer: 'x'"),
        ("quantities", lambda rows: [row | {"stop": ""} for row in rows], "stop is empty"),
    ],
)
def test_damaged_package(table: str, change: Callable, words: str, built: Path, tmp_path: Path) -> None:
    row_id = read_tables(built / "datapackage")["quantities"][0]["quantity_id"]
    shutil.copytree(built, tmp_path / "p")
    path = tmp_path / f"p/datapackage/{table}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = change(list(csv.DictReader(stream)))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(ClaimpackError) as caught:
        show(row_id, True, tmp_path / "p")
    assert caught.value.code == "CP311"
    assert words in str(caught.value)


def test_marks() -> None:
    text = "Der Sender meldet, es seien Schiffe gesunken."
    own, cue = (text.index("es"), text.index(".")), (text.index("meldet"), text.index(","))
    assert passage(text, own, [cue], ELSEWHERE) == "Der Sender ‹meldet›, ⟦es seien Schiffe gesunken⟧."
    assert passage(text, cue, [cue], ELSEWHERE) == "Der Sender ⟦‹meldet›⟧, es seien Schiffe gesunken."
    inner = (own[0] + 3, own[1])
    assert passage(text, own, [inner], ELSEWHERE) == "Der Sender meldet, ⟦es ‹seien Schiffe gesunken›⟧."


def test_context_is_cut_between_words() -> None:
    text = "Wort " * 200 + "Ziel" + " Wort" * 200
    shown = passage(text, (1000, 1004), [(0, 4)], ELSEWHERE)
    assert shown.startswith("‹Wort› Wort")
    assert shown.endswith("Wort …")
    shown = passage("x " * 2000 + text, (5000, 5004), [(0, 1)], ELSEWHERE)
    assert shown.startswith("… Wort Wort")
    assert "‹" not in shown
