import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimpack.article import Article
from claimpack.extract.actors import find_actors
from claimpack.extract.claims import find_claims
from claimpack.extract.dates import find_dates
from claimpack.extract.document import read_document
from claimpack.extract.quantities import find_quantities
from claimpack.german.lexicon import table
from tables import cases
from timing import assert_linear

ACTS = set("assert estimate confirm not_confirm deny evade demand announce warn forecast accuse evaluate".split())
FORMS = {"direct", "indirect", "attribution_phrase", "evidential_modal", "reported_act"}
PIECES = [
    *'„ “ ” " « » ‚ ‘ ( ) , . : ; ? ! – …'.split(),
    *"laut Laut nach Angaben von zufolge gemäß demnach so wie dass ob sagte sagt habe sei seien könne soll".split(),
    *"teilte mit kündigte an wies zurück nannte als bestätigte der die den Die Minister Polizei er sie nicht".split(),
    *"Reuters Berichten und zu haben worden 300 Schiffe gestern am Montag unter Berufung auf Vorwurf Ansicht".split(),
    "\n\n",
    "\u00a0",
    "é",
]


def read(text, published=None):
    metadata = {"published": published} if published else {}
    document = read_document(Article("case", text, "", len(text), "case.txt", metadata=metadata))
    dates, actors = find_dates(document), find_actors(document)
    return find_claims(document, dates, actors, find_quantities(document, dates, actors))


def texts(text, claim, role):
    return "|".join(text[p.start : p.stop] for p in claim.participants if p.role == role)


@pytest.mark.parametrize("case", cases("claims"))
def test_claims(case):
    text = case["text"]
    claims = read(text)
    if not case["quote"]:
        assert [text[claim.start : claim.stop] for claim in claims] == []
        return
    found = {text[claim.start : claim.stop]: claim for claim in reversed(claims)}
    assert case["quote"] in found
    claim = found[case["quote"]]
    assert {
        "form": claim.form,
        "act": claim.act,
        "polarity": claim.polarity,
        "claimant": texts(text, claim, "claimant"),
        "cue": text[slice(*claim.cue)] if claim.cue else "",
        "relay": texts(text, claim, "relay"),
        "co": texts(text, claim, "co_claimant"),
    } == {name: case[name] for name in ("form", "act", "polarity", "claimant", "cue", "relay", "co")}


def test_dates_of_the_claim_and_of_its_utterance():
    text = "Am Montag sagte Ministerin Eva Lorenz, dass seit Mai 2023 kein Schiff mehr komme."
    (claim,) = read(text, "2024-03-06")
    assert (text[claim.date.start : claim.date.stop], claim.date_relation) == ("Mai 2023", "since")
    assert text[claim.said_date.start : claim.said_date.stop] == "Montag"


def test_two_claimants_of_one_content_are_two_claims():
    text = "Der Pegel sinkt laut Norwegen, wie auch Island mitteilte."
    claims = [claim for claim in read(text)]
    assert {texts(text, claim, "claimant") for claim in claims} == {"Norwegen", "Island"}


def test_headlines_and_captions_hold_no_attributed_claims():
    text = (
        "Polizei: „Der Fahrer schlief“, sagt Sprecher\n\nStand: 12.03.2025 09:15 Uhr\n\nDie Brücke ist wieder frei.\n"
    )
    assert read(text) == []


def check(text):
    """Every offset lies in the text, every value in its vocabulary, and a claim has one claimant at most."""
    for claim in read(text):
        assert 0 <= claim.start < claim.stop <= len(text)
        assert not text[claim.start].isspace() and not text[claim.stop - 1].isspace()
        assert claim.form in FORMS and claim.act in ACTS
        assert (claim.polarity == "open") == (claim.act in ("not_confirm", "evade"))
        assert claim.cue is None or 0 <= claim.cue[0] < claim.cue[1] <= len(text)
        assert all(0 <= p.start < p.stop <= len(text) for p in claim.participants)
        assert [p.role for p in claim.participants].count("claimant") <= 1
        assert (claim.date is None) == (claim.date_relation is None)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_true_offsets(text):
    check(text)


@settings(max_examples=250, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_heap_of_reporting_words_gives_true_offsets(words):
    check(" ".join(words))


HOSTILE = {
    "opening marks": "„" * 40,
    "typewriter marks": 'a " b ',
    "nested marks": "„ »a ‚b “ « ‘ ",
    "laut": "laut ",
    "long sentence": "Der Minister sagte, dass die Polizei sagte, dass ",
    "zufolge": "Angaben der Polizei zufolge ",
    "clauses": "sagte er, ",
    "names": "Eva Lorenz und ",
    "brackets": "(der Minister ",
    "verbs": "sagte meinte glaubte ",
    "konjunktiv": "Er sei da. ",
    "genitives": "des Chefs der Polizei ",
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_text_takes_linear_time(name):
    def read(size):
        text = HOSTILE[name] * (size // len(HOSTILE[name]) + 1)
        document = read_document(Article("case", text, "", len(text), "case.txt"))
        return document, find_actors(document)

    assert_linear(lambda given: find_claims(given[0], [], given[1], []), read, 8_000)


def test_reporting_verbs_have_known_acts_and_contents():
    for row in table("reporting_verbs"):
        assert row["act"] in ACTS, row
        assert set(row["takes"].split()) <= {"clause", "quote", "inf", "weak"}, row
        assert row["polarity"] in {"positive", "negative", "open"}, row


def test_reporting_verbs_are_listed_once():
    keys = [(row["verb"], row["with"]) for row in table("reporting_verbs")]
    assert len(keys) == len(set(keys))
