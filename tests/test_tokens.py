import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.german.tokens import tokenize
from timing import assert_linear

CASES = [
    ("US-Präsident, G7 und F-16", ["US-Präsident", ",", "G7", "und", "F-16"], "hyphens and digits inside a word"),
    ("Geheimdienst-, Militär", ["Geheimdienst-", ",", "Militär"], "hyphen that stands for a shared second part"),
    ("34-jähriger und 58jähriger", ["34", "-jähriger", "und", "58", "jähriger"], "number with a word hanging on it"),
    ("12’000 oder 12'000 oder 1.500,75", ["12’000", "oder", "12'000", "oder", "1.500,75"], "separators in numbers"),
    ("um 18:40 Uhr.", ["um", "18:40", "Uhr", "."], "clock time and full stop"),
    ("am 3. Mai", ["am", "3", ".", "Mai"], "the point of an ordinal is a token"),
    ("Jean-Claude’s", ["Jean-Claude’s"], "apostrophe inside a word"),
    ("e\u0301te\u0301", ["e\u0301te\u0301"], "combining marks"),
    ("Warten...", ["Warten", "..."], "three full stops are one mark"),
]


@pytest.mark.parametrize(("text", "expected"), [case[:2] for case in CASES], ids=[case[2] for case in CASES])
def test_tokens(text, expected):
    assert [token.text for token in tokenize(text)] == expected


@given(st.text())
def test_tokens_are_the_text_without_white_space(text):
    tokens = tokenize(text)
    assert "".join(token.text for token in tokens) == re.sub(r"\s", "", text)
    assert all(text[token.start : token.stop] == token.text for token in tokens)


@pytest.mark.parametrize("piece", ["1", "1.", "a-", "e\u0301", "„", "-", "’"])
def test_hostile_text_takes_linear_time(piece):
    assert_linear(tokenize, lambda size: piece * (size // len(piece)), 50_000)
