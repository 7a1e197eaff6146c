"""The quicker search for morphemes gives what the Hanover Tagger itself gives."""

import string

import pytest
from HanTa.HanoverTagger import HanoverTagger
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import raw_articles
from claimpack.german.morphemes import Tagger
from claimpack.german.morphology import MODEL, analyse
from claimpack.german.tokens import tokenize

LETTERS = string.ascii_letters + "äöüßÄÖÜé-’0"
SYLLABLES = "ver be ge un auf Hafen schiff fahrt zeug lich keit ung s en te ter isch minister in nen er X q".split()


@pytest.fixture(scope="module")
def taggers():
    return HanoverTagger(MODEL), Tagger(MODEL)


def same(taggers, word):
    theirs, ours = taggers
    assert ours.analyze(word) == theirs.analyze(word)
    assert dict(ours.tag_word(word)) == pytest.approx(dict(theirs.tag_word(word)))


def test_words_of_the_articles(taggers):
    words = {token.text for a in raw_articles().values() for token in tokenize(a.text) if token.kind == "word"}
    assert len(words) > 500
    for word in sorted(words):
        same(taggers, word)


@given(
    st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=5).map("".join)
    | st.text(LETTERS, min_size=1, max_size=12)
)
@settings(max_examples=300, deadline=None)
def test_words_that_nobody_has_seen(taggers, word):
    same(taggers, word)


def test_dictionary_form_and_part_of_speech():
    assert analyse("Soldaten") == ("Soldat", "NN")
    assert analyse("gestiegen") == ("steigen", "VV(PP)")
