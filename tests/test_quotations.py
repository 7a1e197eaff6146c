import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.article import Article
from claimpack.extract.claims.periods import is_utterance
from claimpack.extract.claims.quotations import find_quotations
from claimpack.extract.document import read_document

MARKS = '„“”"«»‚‘’‹› ab.,\n'


def quoted(text):
    document = read_document(Article("case", text, "", len(text), "case.txt"))
    return document, find_quotations(document)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Er rief: „Halt an.“", ["Halt an."]),
        ("Er rief: „Halt an.”", ["Halt an."]),
        ('Er rief: „Halt an."', ["Halt an."]),
        ("Er rief: «Halt an.»", ["Halt an."]),
        ("Er rief: »Halt an.«", ["Halt an."]),
        ("Er rief: “Halt an.”", ["Halt an."]),
        ('Er rief: "Halt an."', ["Halt an."]),
        ("Er rief: ‚Halt an.‘", ["Halt an."]),
        ("„Das ‚Haus‘ steht“, sagte er.", ["Das ‚Haus‘ steht"]),
        ("„Es ist wahr.\n\nEs bleibt wahr“, sagte der alte Mann.", ["Es ist wahr.\n\nEs bleibt wahr"]),
        ("Er öffnete „und schloss nie wieder.", []),
        ('Ein Brett von 5" und eins von 6" Breite.', []),
        ("Das ist Peters’ Haus, nicht das ihres Vaters’.", []),
        ("„eins „zwei“ drei", ["zwei"]),
    ],
)
def test_what_stands_in_marks(text, expected):
    _, found = quoted(text)
    assert [text[q.inner_start : q.inner_stop] for q in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("„Der Deich hält“, sagte er.", True),
        ("Er sagte: „Der Deich hält.“", True),
        ("Der Film „Das kalte Haus“ läuft.", False),
        ("Er nannte das „völlig falsch“.", False),
        ("Er kaufte die „Neue Zeitung“, die teuer ist.", False),
    ],
)
def test_utterances_are_told_from_names_and_single_words(text, expected):
    document, found = quoted(text)
    assert [is_utterance(document, q) for q in found] == [expected]


@given(st.text(alphabet=MARKS, max_size=80))
def test_marks_bound_their_passage(text):
    _, found = quoted(text)
    end = 0
    for quotation in found:
        assert end <= quotation.start < quotation.inner_start <= quotation.inner_stop < quotation.stop <= len(text)
        end = quotation.stop


def test_space_inside_the_marks_is_no_content():
    document, (quotation,) = quoted("Sie sagte: „Wir kommen “ und ging.")
    assert document.text[quotation.inner_start : quotation.inner_stop] == "Wir kommen"
