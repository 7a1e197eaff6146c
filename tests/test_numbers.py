"""German number words and digits: cases, and the way from an integer to words and back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.german.number_phrases import number_phrases
from claimpack.german.numbers import cardinal, ordinal, read_digits, read_word
from claimpack.german.tokens import tokenize
from tables import cases

ONES = (
    "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn "
    "achtzehn neunzehn"
).split()
TENS = "null zehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()


def below_thousand(number: int) -> str:
    """A number from 1 to 999 in one German word."""
    hundreds, rest = divmod(number, 100)
    start = (ONES[hundreds] if hundreds > 1 else "ein" if hundreds else "") + ("hundert" if hundreds else "")
    if rest < 20:
        return start + (ONES[rest] if rest else "")
    tens, ones = divmod(rest, 10)
    return start + (ONES[ones] + "und" if ones else "") + TENS[tens]


def below_million(number: int) -> str:
    """A number from 0 to 999,999 in one German word."""
    thousands, rest = divmod(number, 1000)
    if not number:
        return "null"
    return (below_thousand(thousands) + "tausend" if thousands else "") + (below_thousand(rest) if rest else "")


@pytest.mark.parametrize("expected", cases("numbers"))
def test_words(expected):
    found = read_word(expected["word"])
    if not expected["value"]:
        assert found is None
    else:
        assert (str(found.value), found.form, str(found.length)) == tuple(
            expected[column] for column in ("value", "form", "length")
        )


@given(st.integers(0, 999_999).filter(lambda number: number != 1))
def test_words_of_integers_are_read_back(number):
    assert cardinal(below_million(number)) == number


@given(st.integers(2, 999_999))
def test_ordinals_of_integers_are_read_back(number):
    last = number % 100
    irregular = {3: "dritt", 7: "siebt", 8: "acht"}
    if last in irregular:
        stem = (below_million(number - last) if number > last else "") + irregular[last]
    else:
        stem = below_million(number) + ("t" if 0 < last < 20 else "st")
    if last == 1:
        assert ordinal(stem) is None  # hunderterst has a form of its own
    else:
        assert ordinal(stem) == number
        assert read_word(stem + "e").form == "ordinal"


@given(st.integers(2, 999_999), st.sampled_from([("Millionen", 10**6), ("Milliarden", 10**9), ("Dutzend", 12)]))
def test_multipliers_multiply_words_and_digits(number, scale):
    word, factor = scale
    for written in (below_million(number), str(number)):
        text = f"{written} {word} Menschen"
        [found] = number_phrases(tokenize(text))
        assert (found.low, text[found.start : found.stop]) == (number * factor, f"{written} {word}")


@given(st.integers(0, 10**9), st.sampled_from([".", "’", "'", "\u00a0", "\u202f", "\u2009"]))
def test_grouped_digits_are_read_back(number, separator):
    written = f"{number:,}".replace(",", separator)
    assert read_digits(written) == number
    assert read_digits(written + ",25") == Decimal(number) + Decimal("0.25")


@given(st.text(max_size=30))
def test_any_word_is_read_or_not_without_an_exception(word):
    found = read_word(word)
    assert found is None or 0 < found.length <= len(word)
    read_digits(word)


@pytest.mark.parametrize("written", ["18:40", "1.2.3", "", "1’23", "9" * 1000])
def test_other_digits_are_no_number(written):
    assert read_digits(written) is None
