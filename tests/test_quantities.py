"""Quantities in sentences of our own: value, comparator, kind, unit; and what holds for any text."""

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimpack.article import Article
from claimpack.extract.actors import find_actors
from claimpack.extract.dates import find_dates
from claimpack.extract.document import read_document
from claimpack.extract.quantities import find_quantities
from claimpack.german.lexicon import table
from tables import cases
from timing import assert_below, assert_linear

COMPARED = ["low", "high", "comparator", "kind", "unit", "per"]
PIECES = sorted(
    {row["word"] for name in ("numbers", "rank_nouns", "link_words") for row in table(name)}
    | {row["phrase"] for row in table("comparators")}
    | {row["forms"].split("|")[0] for name in ("units", "currencies") for row in table(name)}
    | {"28", "2024", "1.500", "12’000", "3,5", "18:40", "6:4", "3.", "-", "–", "(", ")", "1/3", "-jährige", "Häuser"}
    | {"desertierte", "davon", "weitere", "der", "von", "pro", "im Monat", "brannten", "verkaufte", "zu", "\u00a0", "„"}
)
NEWS = (
    "Nach dem Unwetter vom Wochenende sind am Montag in der Hafenstadt die Aufräumarbeiten weitergegangen. Wie "
    "die Feuerwehr mitteilte, waren rund 350 Helfer im Einsatz, die vor allem Keller auspumpten und umgestürzte "
    "Bäume zersägten. Der Sturm hatte in der Nacht Dächer abgedeckt und einen Kran umgeworfen, der auf ein leeres "
    "Lagerhaus fiel. Verletzt wurde dort niemand. Die Bürgermeisterin sprach von einem Schaden, den die Stadt "
    "allein nicht tragen könne, und bat das Land um Hilfe. Eine Versicherung schätzt ihn auf 12 Millionen Euro. "
    "Bis zum Abend sollen alle Straßen wieder frei sein, sagte sie.\n\n"
)
DENSE = 25  # times; measured is 10 for sentences of three words with a number each
START = "Das ist der Anfang eines Artikels, in dem die Zahlen der Regierung stehen und nicht mehr.\n\n"


def quantities_of(text):
    document = read_document(Article("case", text, "", len(text), "case.txt"))
    return find_quantities(document, find_dates(document), find_actors(document))


def shown(quantity):
    return {column: "" if (v := getattr(quantity, column)) is None else str(v) for column in COMPARED}


@pytest.mark.parametrize("expected", cases("quantities"))
def test_cases(expected):
    text = expected["text"]
    found = {text[q.start : q.stop]: q for q in quantities_of(text)}
    if not expected["number"]:
        assert not found
    else:
        assert expected["number"] in found
        assert shown(found[expected["number"]]) == {column: expected[column] for column in COMPARED}


def test_every_unit_and_currency_is_found_after_a_number():
    for name in ("units", "currencies"):
        for row in table(name):
            if row["context"]:
                continue
            for form in row["forms"].replace("*", "e").split("|"):
                text = f"Es waren genau 37 {form} mehr als sonst."
                [found] = quantities_of(text)
                kind = row.get("kind", "money")
                assert found.kind == kind, form
                assert (found.unit or "") in {r["code"] for r in table(name) if form in r["forms"].replace("*", "e")}, (
                    form
                )


def test_the_rule_names_the_lines_of_the_lists():
    [found] = quantities_of("Rund ein Dutzend Ziegen lief davon.")
    assert found.rule == "numbers.csv:dutzend;comparators.csv:rund"


@given(st.lists(st.sampled_from(PIECES), max_size=25))
@settings(max_examples=300, deadline=None)
def test_any_sequence_of_words_gives_sound_quantities(pieces):
    text = START + " ".join(pieces)
    check(text, quantities_of(text))


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_sound_quantities(text):
    check(text, quantities_of(text))


def check(text, found):
    """Spans in order and apart, bounds that fit the comparator."""
    last = 0
    for quantity in found:
        assert last <= quantity.start < quantity.stop <= len(text)
        last = quantity.stop
        low, high = quantity.low, quantity.high
        if quantity.kind != "score" and low is not None and high is not None:
            assert low <= high
        if quantity.comparator in ("exact", "about") and quantity.kind != "score":
            assert low == high is not None
        if quantity.comparator == "between":
            assert low < high
        for bound in (low, high):
            assert bound is None or "E" not in str(bound)
        if quantity.item and quantity.item_phrase:
            assert quantity.item_lemma


def test_bounds_are_plain_decimals():
    [found] = quantities_of("Es fehlen 1,50 Millionen Dosen.")
    assert str(found.low) == "1500000"
    assert isinstance(found.low, Decimal)


def document_of(text):
    return read_document(Article("case", text, "", len(text), "case.txt"))


HOSTILE = [
    *(
        "7",
        "1 ",
        "123 456 ",
        "zwei ",
        "ein ",
        "1 bis ",
        "12,5, ",
        "„3 ",
        "((1 ",
        "(",
        ") ",
        "1. 2. 3. ",
        "1/2/",
        "5-6-7-",
    ),
    *("zwei Esel und ", "zwei Esel, ", "5 Prozent (", "3 Mio. Euro, ", "über 5 ", "von 5 auf 7 Prozent ", "mehr als "),
    *(
        "20 Esel, die liefen, ",
        "20 Esel, darunter 3 Hunde, ",
        "2,5 Meter hohe, ",
        "zwei Esel liefen und ",
        "im Jahr 2004 und ",
    ),
    *(
        "zweihundertdreiundzwanzig",
        "zweihundertdreiundzwanzig ",
        "zwei-",
        "halb ",
        "e\u0301\u0301 ",
        "\u0301",
        "Tel. 1/",
    ),
    *("Zwei Esel kamen. ", "5 Prozent\n\n", "20 Esel, zwei Hunde und 3 Katzen\n\n"),
]


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_no_faster_than_the_text(piece):
    nobody = find_actors(document_of(""))
    assert_linear(
        lambda hostile: find_quantities(hostile, [], nobody),
        lambda size: document_of(START + piece * (size // len(piece))),
        20_000,
    )


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE)
def test_dense_text_takes_no_more_than_some_times_the_time_of_news(piece):
    """A number in every second word is more work by the byte, but work that the numbers of a sentence share."""
    nobody = find_actors(document_of(""))

    def seconds_a_character(text):
        document = document_of(text)
        find_quantities(document, [], nobody)  # the words are known to the tagger from here on
        began = time.process_time()
        find_quantities(document, [], nobody)
        return (time.process_time() - began) / len(text)

    news = min(seconds_a_character(START + NEWS * (8_000 // len(NEWS))) for _ in range(3))
    assert_below(lambda: seconds_a_character(START + piece * (8_000 // len(piece))), DENSE * news)
