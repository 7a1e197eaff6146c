import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.german.sentences import split_sentences
from claimpack.german.tokens import tokenize
from tables import cases


def sentences_of(text):
    return [text[tokens[0].start : tokens[-1].stop] for tokens in split_sentences(tokenize(text))]


@pytest.mark.parametrize("case", cases("sentences"))
def test_sentences(case):
    assert sentences_of(case["text"]) == case["sentences"].split("|")


@given(st.text(alphabet="aA1. !?…„“\"'»«),;\n", max_size=60))
def test_no_token_is_lost_or_doubled(text):
    tokens = tokenize(text)
    assert [token for sentence in split_sentences(tokens) for token in sentence] == tokens
