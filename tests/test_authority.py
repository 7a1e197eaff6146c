"""The authority list: its tables agree with each other, and its reader answers by name, body and state."""

import csv
import re
import unicodedata
from importlib.resources import files
from pathlib import Path

import pytest

from claimpack import authority
from claimpack.authority.inflection import forms
from claimpack.authority.nouns import institution_noun, person_noun
from claimpack.authority.offices import offices_of
from claimpack.errors import ClaimpackError
from claimpack.german.lexicon import table

KINDS = set(
    "person state government ministry military intelligence international_organisation party media news_agency "
    "research company group".split()
)


def rows(name: str) -> list[dict[str, str]]:
    text = files("claimpack.authority").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if line and not line.startswith("#")))


ACTORS = rows("actors.csv")
ALIASES = rows("aliases.csv")


def test_ids_are_slugs_of_the_names_and_single():
    ids = [row["actor_id"] for row in ACTORS]
    assert len(ids) == len(set(ids))
    assert [row["actor_id"] for row in ACTORS if row["actor_id"] != authority.slug(row["name"])] == []


def test_cells_are_of_the_vocabulary():
    for row in ACTORS:
        assert row["kind"] in KINDS, row
        assert re.fullmatch(r"[A-Z]{3}|", row["country"]), row
        assert re.fullmatch(r"Q[1-9][0-9]*|", row["wikidata_id"]), row
        assert row["gender"] in ("", "m", "f"), row
        assert row["name_de"] and unicodedata.is_normalized("NFC", row["name_de"]), row


def test_wikidata_ids_are_of_one_actor():
    ids = [row["wikidata_id"] for row in ACTORS if row["wikidata_id"]]
    assert sorted({i for i in ids if ids.count(i) > 1}) == []


def test_parents_exist_and_no_actor_is_above_itself():
    for row in ACTORS:
        seen = set()
        actor = authority.actor(row["actor_id"])
        while actor.parent_id:
            assert actor.actor_id not in seen, row
            seen.add(actor.actor_id)
            parent = authority.actor(actor.parent_id)
            assert parent is not None, row
            actor = parent


def test_aliases_have_an_actor_and_an_inflection_for_each_word():
    ids = {row["actor_id"] for row in ACTORS}
    classes = {row["class"] for row in table("inflections")}
    types = {
        "name",
        "abbreviation",
        "adjective",
        "seat_adjective",
        "demonym",
        "seat",
        "land",
        "surname",
        "surname_alone",
        "word",
    }
    for row in ALIASES:
        assert row["actor_id"] in ids, row
        assert row["type"] in types, row
        assert len(row["inflection"].split()) == len(row["alias"].split()), row
        assert set(row["inflection"].split()) <= classes, row


def test_no_name_means_two_actors():
    owners: dict[str, set[str]] = {}
    for row in ALIASES:
        if row["type"] in ("name", "abbreviation", "seat", "land", "demonym", "adjective"):
            owners.setdefault(row["alias"], set()).add(row["actor_id"])
    assert {alias: ids for alias, ids in owners.items() if len(ids) > 1} == {}


def test_every_state_has_adjective_or_note_and_a_seat_is_of_one_state():
    with_adjective = {row["actor_id"] for row in ALIASES if row["type"] == "adjective"}
    missing = {row["name"] for row in ACTORS if row["kind"] == "state" and row["actor_id"] not in with_adjective}
    assert missing == {"Cook Islands", "Saint Kitts and Nevis", "Trinidad and Tobago"}


def test_institutions_point_to_bodies():
    bodies = {row["body"] for row in rows("bodies.csv")}
    assert {row["body"] for row in table("institutions") if row["body"]} <= bodies
    assert {row["body"] for row in ACTORS if row["body"]} <= bodies | {"senate"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Recep Tayyip Erdoğan", "recep-tayyip-erdogan"),
        ("Radosław Müller-Lüdenscheidt", "radoslaw-mueller-luedenscheidt"),
        ("Korean People’s Army", "korean-peoples-army"),
        ("Ärzte ohne Grenzen", "aerzte-ohne-grenzen"),
        ("Хочу", "445-43e-447-443"),
        ("…", "unnamed"),
    ],
)
def test_slug(name, expected):
    assert authority.slug(name) == expected


def test_a_slug_is_cut_between_words():
    found = authority.slug("wort " * 50)
    assert len(found) <= 80 and set(found.split("-")) == {"wort"}


@pytest.mark.parametrize(
    ("word", "inflection", "expected"),
    [
        ("Kiew", "s", ["Kiew", "Kiews"]),
        ("Paris", "s", ["Paris"]),
        ("Haus", "es", ["Haus", "Hauses"]),
        ("Weißes", "a", ["Weiße", "Weißer", "Weißes", "Weißen", "Weißem"]),
        ("Russe", "e", ["Russe", "Russen", "Russin", "Russinnen"]),
        ("Franzose", "franzose", ["Franzose", "Franzosen", "Französin", "Französinnen"]),
    ],
)
def test_forms(word, inflection, expected):
    assert forms(word, inflection) == expected


@pytest.mark.parametrize(
    ("country", "body", "expected"),
    [
        ("DEU", "foreign_ministry", "federal-foreign-office"),
        ("NOR", "foreign_ministry", "ministry-of-foreign-affairs-of-norway"),
        ("NLD", "government", "government-of-the-netherlands"),
        ("NOR", "intelligence", None),
        ("XYZ", "government", None),
    ],
)
def test_body(country, body, expected):
    found = authority.load().body(country, body)
    assert (found.actor_id if found else None) == expected
    assert found is None or authority.actor(found.actor_id) == found


def test_a_composed_body_has_names_in_both_languages():
    found = authority.load().body("NOR", "defence_ministry")
    assert (found.name, found.name_de) == ("Ministry of Defence of Norway", "Norwegisches Verteidigungsministerium")
    assert found.parent_id == "government-of-norway"
    assert [actor.actor_id for actor in authority.parents([found]).values()] == ["government-of-norway", "norway"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("dpa", "deutsche-presse-agentur"),
        ("DPA/sme", "deutsche-presse-agentur"),
        ("(Reuters)", "reuters"),
        ("Quelle: AFP", "agence-france-presse"),
        ("Neue Zürcher Zeitung", "neue-zuercher-zeitung"),
        ("von Ole Carstensen", None),
        ("", None),
    ],
)
def test_outlet(line, expected):
    found = authority.outlet(line)
    assert (found.actor_id if found else None) == expected


def test_a_project_adds_its_own(tmp_path: Path):
    (tmp_path / "actors.csv").write_text(
        "actor_id,name,name_de,kind\nharbour-guild,Harbour Guild,Hafengilde,group\n", encoding="utf-8"
    )
    (tmp_path / "aliases.csv").write_text(
        "alias,actor_id,type,inflection\nHafengilde,harbour-guild,name,s\n", encoding="utf-8"
    )
    extended = authority.load(tmp_path)
    assert extended.actor("harbour-guild").name_de == "Hafengilde"
    assert [alias.actor_id for alias in extended.names["Hafengilde"]] == ["harbour-guild"]
    assert authority.actor("harbour-guild") is None


def test_an_alias_of_nobody_is_an_error(tmp_path: Path):
    (tmp_path / "aliases.csv").write_text("alias,actor_id,type,inflection\nGilde,nobody,name,s\n", encoding="utf-8")
    with pytest.raises(ClaimpackError, match="nobody"):
        authority.load(tmp_path)


@pytest.mark.parametrize(
    ("table_text", "code"),
    [
        ("alias,actor_id,type\nGilde,norway,name\n", "CP212"),
        ("alias,actor_id,type,inflection\nGilde Nord,norway,name,s\n", "CP211"),
        ("alias,actor_id,type,inflection\nGilde,norway,name,zz\n", "CP211"),
        ("alias,actor_id,type,inflection\n,norway,name,s\n", "CP211"),
        ("alias,actor_id,type,inflection\nGilde Nord,norway,name,s zz\n", "CP211"),
        ("", "CP212"),
    ],
)
def test_a_list_with_an_error_says_where(tmp_path: Path, table_text, code):
    (tmp_path / "aliases.csv").write_text(table_text, encoding="utf-8")
    with pytest.raises(ClaimpackError) as caught:
        authority.load(tmp_path)
    assert caught.value.code == code and "aliases.csv" in str(caught.value)


@pytest.mark.parametrize(
    ("word", "lemma", "gender", "number", "prefix"),
    [
        ("Außenamtssprecherin", "Sprecherin", "f", "s", "Außenamts"),
        ("US-Präsidenten", "Präsident", "m", "sp", "US"),
        ("Mitarbeitern", "Mitarbeiter", "m", "p", ""),
        ("Präsidentinnen", "Präsidentin", "f", "p", ""),
        ("Abgeordnete", "Abgeordneter", "", "sp", ""),
    ],
)
def test_person_noun(word, lemma, gender, number, prefix):
    assert person_noun(word)[:3] + person_noun(word)[4:] == (lemma, gender, number, prefix)


def test_nouns_that_are_none():
    assert person_noun("Hermann") is None and person_noun("sprecher") is None
    assert institution_noun("gesamt") is None and institution_noun("Theater") is None


def test_offices():
    assert offices_of("President of Norway") == {"head_of_state", "president"}
    assert "foreign_minister" in offices_of("Minister of Foreign Affairs of Norway")
    assert offices_of("Gardener") == frozenset() == offices_of(None)


def test_a_land_takes_no_place_among_the_bodies_of_its_state():
    listed = authority.load()
    assert listed.actor("bavaria").parent_id == "germany"
    assert listed.body("DEU", "government").actor_id == "federal-government-of-germany"
    assert listed.body("DEU", "state_government") is None


def test_presidents_of_bodies_hold_no_office_of_a_state():
    assert offices_of("President of the Parliament of Norway") == {"parliament_president"}
    assert offices_of("President of the European Commission") & offices_of("President of Norway") == set()
