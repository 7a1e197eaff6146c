import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimpack.article import Article
from claimpack.edtf import bounds
from claimpack.extract.dates import find_dates
from claimpack.extract.document import read_document
from claimpack.german.date_grammar import grammar
from claimpack.german.lexicon import table
from tables import cases
from timing import assert_linear

WORDS = sorted(
    {row["word"].rstrip("*") for name in ("date_words", "months", "weekdays", "time_units") for row in table(name)}
    | {
        "28",
        "2024",
        "18.40",
        "3.",
        ".",
        ",",
        "-",
        "(",
        "/",
        "Uhr",
        "halb",
        "drei",
        "neunziger",
        "90er",
        "Haus",
        "99.99.9999",
    }
)


def dates_of(text, published=None):
    metadata = {"published": published} if published else {}
    document = read_document(Article("case", text, "", len(text), "case.txt", metadata=metadata))
    return find_dates(document)


def days(found):
    first, last = (day.isoformat() if day else "" for day in (found.earliest, found.latest))
    return first if first == last else f"{first}/{last}"


@pytest.mark.parametrize("case", cases("dates"))
def test_dates(case):
    found = {case["text"][d.start : d.stop]: d for d in reversed(dates_of(case["text"], case["published"]))}
    if not case["surface"]:
        assert not found
        return
    assert case["surface"] in found
    one = found[case["surface"]]
    assert (one.kind, one.value or "", days(one), one.part or "") == (
        case["kind"],
        case["value"],
        case["days"],
        case["part"],
    )


def check(text, published):
    found = dates_of(text, published)
    for one in found:
        assert 0 <= one.start < one.stop <= len(text)
        assert text[one.start : one.stop].strip() == text[one.start : one.stop]
        if one.kind in ("date", "time") and one.value and not one.value.startswith("T"):
            assert (one.earliest, one.latest) == bounds(one.value)
        if one.kind == "duration":
            assert one.earliest is one.latest is None
            assert one.value is None or re.fullmatch(r"P(?=[\dT])([\d.]+[YMWD])*(T([\d.]+[HMS])+)?", one.value)
        if one.kind in ("set", "reference"):
            assert one.value is None
    assert all(a.stop <= b.start for a, b in pairwise(found))


PUBLISHED = st.sampled_from([None, "2024-10-28", "2024-10", "2024-02-29", "[2024-12-30..2025-01-05]", "1999"])


@given(st.lists(st.sampled_from(WORDS), max_size=40), PUBLISHED)
@settings(max_examples=400, deadline=None)
def test_any_row_of_date_words_gives_true_offsets_and_fitting_values(words, published):
    check(" ".join(words), published)


@given(st.text(max_size=300), PUBLISHED)
@settings(max_examples=200, deadline=None)
def test_any_text_gives_true_offsets_and_fitting_values(text, published):
    check(text, published)


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1. ",
        "2024 ",
        "der den die ",
        "am letzten ",
        "Anfang Mitte ",
        "von 8 bis ",
        "vor drei ",
        "heute ",
        "am Montag ",
        "am Montag, ",
        "Montag bis Freitag 9 Uhr, ",
        "Samstag, 3., ",
        "9.15, ",
    ],
)
def test_time_grows_no_faster_than_the_text(piece):
    def text(size):
        return (piece * size)[:size] + " am Montag."

    assert_linear(lambda hostile: dates_of(hostile, "2024-10-28"), text, 20_000)


def test_rule_leads_to_its_line():
    names = {f"date_patterns.csv:{row['rule']}" for row in table("date_patterns")}
    names |= {f"references.csv:{row['phrase']}" for row in table("references")}
    assert {d.rule for d in dates_of("Am Montag sagte er jetzt um 8 Uhr nichts.", "2024-10-28")} <= names


def test_a_word_list_may_not_say_two_things_of_a_word():
    lexicon = grammar().lexicon
    with pytest.raises(ValueError, match="Montag"):
        lexicon._learn("Montag", lexicon["Dienstag"])


def test_no_publication_no_guess():
    (found,) = dates_of("Er kam gestern.")
    assert (found.kind, found.value, found.earliest) == ("date", None, None)


def test_dates_are_python_dates():
    (found,) = dates_of("Er kam am 3. Mai 2019.")
    assert found.earliest == date(2019, 5, 3)
