import pytest

from claimpack.german.tense import Clauses
from claimpack.german.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der Chor sang X laut.", "past"),
        ("Der Chor hat X gesungen.", "past"),
        ("Der Chor war X in Wien.", "past"),
        ("Der Chor singt X in Wien.", "present"),
        ("Der Chor hat X Probe.", "present"),
        ("Der Chor wird X singen.", "future"),
        ("Der Chor will X singen.", "future"),
        ("Der Chor soll X gesungen haben.", "past"),
        ("Der Chor soll X singen.", "future"),
        ("Er sagte, der Chor werde X singen.", "future"),
        ("X, sagte der Leiter, Pause.", "past"),
        ("Chor in Wien X.", None),
    ],
)
def test_tense(text, expected):
    tokens = tokenize(text)
    at = next(i for i, token in enumerate(tokens) if token.text == "X")
    assert Clauses(tokens).tense(at, at + 1) == expected
