"""What is counted, whose it is, by which verb, and whether it is a fact: sentences of our own."""

import pytest

from claimpack.article import Article
from claimpack.extract.actors import find_actors
from claimpack.extract.dates import find_dates
from claimpack.extract.document import read_document
from claimpack.extract.quantities import find_quantities
from tables import cases

COUNTED = [case for case in cases("quantities") if case.values[0]["number"]]
WHERE_FILLED = ["item_phrase", "predicate", "status"]


def quantities_of(text):
    document = read_document(Article("case", text, "", len(text), "case.txt"))
    return {text[q.start : q.stop]: q for q in find_quantities(document, find_dates(document), find_actors(document))}


@pytest.mark.parametrize("expected", COUNTED)
def test_cases(expected):
    found = quantities_of(expected["text"])[expected["number"]]
    assert (found.item or "") == expected["item"]
    columns = [column for column in WHERE_FILLED if expected[column]]
    assert {c: getattr(found, c) for c in columns} == {c: expected[c] for c in columns}


@pytest.mark.parametrize(
    ("text", "number", "owner"),
    [
        ("Im Hafen liegen 14 norwegische Schiffe.", "14", "norway"),
        ("Im Hafen liegen 14 Schiffe aus Norwegen.", "14", "norway"),
        ("Im Hafen liegen 14 Schiffe Norwegens.", "14", "norway"),
        ("Im Hafen feierten 14 Norweger.", "14", "norway"),
        ("Norwegen schickt 14 Schiffe.", "14", "norway"),
        ("Norwegen plant, 14 Schiffe zu entsenden.", "14", "norway"),
        ("14 in Norwegen lebende Ärzte aus Peru halfen.", "14", "peru"),
        ("Im Hafen liegen 14 Schiffe.", "14", None),
        ("Norwegen zählte 14 Schiffe.", "14", None),
    ],
)
def test_whose_they_are(text, number, owner):
    assert quantities_of(text)[number].item_actor_id == owner


@pytest.mark.parametrize(
    ("text", "number", "lemma"),
    [
        ("Sie sahen 14 Schiffe.", "14", "Schiff"),
        ("Sie halfen 14 Soldaten.", "14", "Soldat"),
        ("Sie sahen 14 US-Panzerschiffe.", "14", "US-Panzerschiff"),
        ("Sie fanden 14 Geschosse.", "14", "Geschoss"),
    ],
)
def test_the_dictionary_form_keeps_the_spelling(text, number, lemma):
    assert quantities_of(text)[number].item_lemma == lemma


def test_a_noun_left_out_is_taken_from_the_sentence_before():
    found = quantities_of("Das Boot trug 40 Flüchtlinge. Zwölf ertranken.")
    assert (found["Zwölf"].item, found["Zwölf"].predicate) == ("Flüchtlinge", "ertrinken")


def test_but_not_from_another_paragraph():
    found = quantities_of(
        "Das Boot trug 40 Flüchtlinge in den Hafen der Stadt.\n\nZwölf ertranken nach Angaben der Polizei."
    )
    assert found["Zwölf"].item is None
