"""Ids, foreign keys and homes of the rows, on sentences of our own."""

from articles import article
from claimpack.authority import load
from claimpack.extract import extract_article
from claimpack.extract.actors import find_actors
from claimpack.extract.document import read_document
from claimpack.extract.model import Claim
from claimpack.extract.rows import tables

NARRATED = "Im Hafen liegen 14 Frachter, wie drei Arbeiter der Zeitung sagten.\n"


def extracted(text, **metadata):
    return extract_article(article(text, **metadata))


def claim(start, stop, cue):
    return Claim(start, stop, "body", "indirect", "assert", "positive", "test", cue=(cue, cue + 1))


def claim_rows(*claims):
    """The rows that claims of a text get, whoever read them."""
    document = read_document(article("Die Kutter sind im Sturm gesunken, und niemand weiß, wo sie liegen.\n"))
    return tables(document, load(), [], find_actors(document), [], claims)["claims"]


def test_a_second_claimant_of_the_same_words_has_a_twin():
    first, second, third = claim_rows(claim(0, 10, 40), claim(0, 10, 20), claim(0, 10, 30))
    assert [row["cue_start"] for row in (first, second, third)] == [20, 30, 40]
    assert [row["claim_id"] for row in (first, second, third)] == [
        "sample:0-10",
        "sample:0-10.2",
        "sample:0-10.3",
    ]
    assert [row["repeats_claim_id"] for row in (first, second, third)] == [None, "sample:0-10", "sample:0-10"]


def test_a_claim_in_a_claim_names_the_smallest_around_it():
    rows = claim_rows(claim(0, 60, 0), claim(0, 30, 0), claim(5, 20, 0), claim(40, 60, 0))
    parents = {row["claim_id"]: row["parent_claim_id"] for row in rows}
    assert parents == {
        "sample:0-60": None,
        "sample:0-30": "sample:0-60",
        "sample:5-20": "sample:0-30",
        "sample:40-60": "sample:0-60",
    }


def test_a_number_in_the_attribution_has_a_narration_for_its_home():
    found = extracted(NARRATED)
    homes = {row["text"]: row["claim_id"] for row in found["quantities"]}
    forms = {row["claim_id"]: row["form"] for row in found["claims"]}
    assert forms[homes["14"]] != "narration"
    assert forms[homes["drei"]] == "narration"


def test_the_outlet_makes_the_narration():
    found = extracted("Im Hafen liegen 14 Frachter.\n", outlet="Nordblick")
    (row,) = found["claims"]
    assert (row["form"], row["claimant_id"], row["claimant_start"]) == ("narration", "sample:nordblick", None)
    assert [row["name"] for row in found["actors"]] == ["Nordblick"]
    assert found["claim_actors"] == []


def test_the_source_says_what_manifest_and_text_say():
    headline = "Frachter verschwunden\n"
    body = "Von Maja Lindqvist\n\nIm Hafen liegen noch immer sehr viele Frachter, und niemand weiß, wem sie gehören.\n"
    (source,) = extracted(f"{headline}{body}dpa\n", published="2025-03-04", url="https://nordblick.example/1")[
        "sources"
    ]
    assert (source["title"], source["author"], source["agency_id"]) == (
        "Frachter verschwunden",
        "Maja Lindqvist",
        "deutsche-presse-agentur",
    )
    assert (source["published"], source["published_basis"]) == ("2025-03-04", "manifest")
    assert source["url"] == "https://nordblick.example/1"


def test_every_parent_of_an_actor_is_a_row():
    actors = extracted("Das norwegische Verteidigungsministerium schweigt.\n")["actors"]
    ids = {row["actor_id"] for row in actors}
    assert {row["parent_id"] for row in actors} - {None} <= ids


def test_a_noun_that_was_only_tried_as_a_speaker_is_no_actor():
    document = read_document(article("Die Fahrzeuge fehlen, sagte die Ministerin.\n"))
    actors = find_actors(document)
    tried = actors.speaker(4, 13)
    found = tables(document, load(), [], actors, [], [])
    assert tried.actor_id not in {row["actor_id"] for row in found["actors"]}
    assert tried.actor_id not in {row["actor_id"] for row in found["mentions"]}
