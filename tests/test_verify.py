"""Verify: what stands where it did, what was moved, what is missing; by text, by hash, and what cannot be told."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import sample
from articles import article
from claimpack import csvfile, package
from claimpack.article import Article
from claimpack.errors import ClaimpackError
from claimpack.verify import as_json, as_text, verify

A, B = sample.ARTICLES


@pytest.fixture(scope="module", params=[package.CUT, package.NONE])
def quotations(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def written(quotations: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample package, with quotations and without; not to be changed."""
    folder = tmp_path_factory.mktemp("package")
    package.write_package(sample.tables(), sample.METADATA, folder, quotations)
    return folder


def held(**texts: str) -> list[Article]:
    return [article(text, name) for name, text in (sample.ARTICLES | texts).items() if text]


def test_all_is_exact(written: Path) -> None:
    found = verify(written, held())
    rows = sample.published()
    passages = sum(len(rows[table]) for table in ("quantities", "mentions", "claim_actors", "dates", "claims"))
    passages += sum(row[column] is not None for row in rows["claims"] for column in ("cue_start", "claimant_start"))
    assert found.counts == {"exact": passages}
    assert found.articles == {A: f"{A}.txt", B: f"{B}.txt"}
    assert not found.changed


def test_article_is_known_by_its_text_its_id_or_its_file(tmp_path: Path) -> None:
    package.write_package(sample.tables(), sample.METADATA, tmp_path)
    assert verify(tmp_path, [article(sample.SHIPS, "anything")]).counts.keys() == {"exact"}
    changed = "Neu.\n" + sample.SHIPS
    assert verify(tmp_path, [article(changed, A)]).changed == {A}
    rows = sample.published()["sources"]
    rows[0]["file"] = "raw/articles/ships.txt"
    (tmp_path / "sources.csv").write_bytes(csvfile.write_csv("sources", rows))
    described = json.loads((tmp_path / "datapackage.json").read_bytes())
    described["resources"][0] |= {"bytes": None, "hash": None}
    described["resources"][0] = {k: v for k, v in described["resources"][0].items() if v is not None}
    (tmp_path / "datapackage.json").write_text(json.dumps(described))
    assert verify(tmp_path, [article(changed, "ships")]).articles[A] == "ships.txt"


def test_moved(written: Path, quotations: str) -> None:
    found = verify(written, held(**{A: "Ein Satz davor.\n" + sample.SHIPS}))
    assert found.changed == {A}
    moved = [one for one in found.passages if one.status == "moved"]
    assert moved
    assert {one.place - one.start for one in moved} == {16}
    assert {one.source_id for one in moved} == {A}
    ships = found.counts_by("source_id")[A]
    if quotations == package.CUT:
        assert set(ships) <= {"exact", "moved"}
    else:
        assert {one.table for one in moved} == {"claims"}
        assert ships["moved"] == len(sample.published()["claims"]) - 1
        assert set(ships) == {"moved", "unchecked"}
    assert set(found.counts_by("source_id")[B]) == {"exact"}


def test_moved_to_the_nearest_of_several_places(tmp_path: Path) -> None:
    package.write_package(sample.tables(), sample.METADATA, tmp_path)
    found = verify(tmp_path, held(**{A: "Montag, dann Dienstag. " * 9 + sample.SHIPS}))
    (monday,) = (one for one in found.passages if one.table == "dates" and one.text == "Montag")
    assert (monday.status, monday.place, monday.places) == ("moved", monday.start + 9 * 23, 10)


def test_missing(written: Path, quotations: str) -> None:
    changed = sample.SHIPS.replace("rund 40 Frachter ausgelaufen", "rund 90 Schiffe fortgefahren")
    found = verify(written, held(**{A: changed}))
    lost = {(one.table, one.column) for one in found.passages if one.status == "missing"}
    assert ("claims", "quote") in lost
    assert (("quantities", "text") in lost) == (quotations == package.CUT)
    for text in (as_text(found), as_json(found)):
        assert "missing" in text


def test_cut_quotation_with_another_end_is_missing(tmp_path: Path) -> None:
    package.write_package(sample.tables(), sample.METADATA, tmp_path)
    changed = sample.SHIPS.replace("um Hilfe bittet", "um Hülfe bittet")
    (one,) = (one for one in verify(tmp_path, held(**{A: changed})).passages if one.status != "exact")
    assert (one.table, one.status, one.cut) == ("claims", "missing", True)


def test_articles_that_are_not_at_hand_are_told(written: Path) -> None:
    found = verify(written, held(**{A: ""}))
    assert found.articles == {A: "", B: f"{B}.txt"}
    assert f"  {A}: not at hand\n" in as_text(found)
    assert json.loads(as_json(found))["articles"][0] == {"source_id": A, "file": None, "text": "not at hand"}
    assert {one.source_id for one in found.passages} == {B}


def test_rows_that_lead_nowhere_are_no_defect(tmp_path: Path) -> None:
    rows = sample.published()
    odd = [{"source_id": None}, {"start": -5}, {"stop": 10**9}, {"start": 90, "stop": 80}, {"start": None}]
    odd.append({"text": None})
    for row, cells in zip(rows["mentions"], odd, strict=False):
        row |= cells
    rows["sources"][1] |= {"source_id": None, "sha256": None, "file": None}
    found = verify(sample.save(rows, tmp_path), held())
    statuses = [one.status for one in found.passages if one.table == "mentions" and one.source_id == A]
    assert statuses == ["missing", "missing", "missing", "exact", "exact"]
    assert found.articles[""] == ""
    assert as_text(found)
    assert json.loads(as_json(found))


def test_nothing_to_check(written: Path, tmp_path: Path) -> None:
    with pytest.raises(ClaimpackError, match="CP470"):
        verify(written, [article("Ein anderer Text, von dem hier nie die Rede war.", "other")])
    for name in ("claims.csv", "datapackage.json"):
        (tmp_path / name).write_bytes((written / name).read_bytes())
    with pytest.raises(ClaimpackError, match="CP471"):
        verify(tmp_path, held())


def test_package_of_another_schema(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text('{"name": "tides", "resources": [{"name": "tides", "path": "t.csv"}]}')
    (tmp_path / "t.csv").write_text("port\nOslo\n")
    with pytest.raises(ClaimpackError, match="CP461"):
        verify(tmp_path, held())


def test_command(written: Path, tmp_path: Path, claimpack: Callable) -> None:
    for name, text in sample.ARTICLES.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    done = claimpack("verify", written, "--articles", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "exact, of" in done.stdout
    (tmp_path / f"{A}.txt").write_text("Neu.\n" + sample.SHIPS, encoding="utf-8")
    done = claimpack("verify", written, "--articles", tmp_path, "--format", "json", "--quiet")
    assert done.returncode == 1
    assert json.loads(done.stdout)["counts"]["moved"]
    assert claimpack("verify", written, "--articles", written).returncode == 2
