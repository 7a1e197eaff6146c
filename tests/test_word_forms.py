import pytest

from claimpack.extract.claims.places import find_places
from claimpack.german import word_forms
from claimpack.german.tokens import tokenize
from claimpack.german.word_forms import WORDS


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("sagte", {"verb", "finite", "only_finite", "reports"}, {"infinitive", "konjunktiv", "noun", "helper"}),
        ("sei", {"konjunktiv", "konjunktiv1", "only_konjunktiv1", "helper"}, {"reports", "participle"}),
        ("zurückzutreten", {"zu_infinitive"}, {"finite", "participle"}),
        ("Hafen", {"noun", "capital"}, {"verb", "adjective", "preposition"}),
        ("Heute", {"capital"}, {"noun", "adverb"}),
        ("rostige", {"adjective"}, {"noun", "verb"}),
        ("seine", {"determiner"}, {"adjective"}),
    ],
)
def test_a_form_tells_what_a_word_can_be(text, true, false):
    word = WORDS[text]
    assert {name for name in true | false if getattr(word, name)} == true


def test_a_capital_hides_what_a_small_word_is():
    assert WORDS["Heute"].lowered is WORDS["heute"]
    assert WORDS["heute"].lowered.adverb


def test_forms_are_forgotten_when_there_are_too_many(monkeypatch):
    monkeypatch.setattr(word_forms, "CACHED_FORMS", 5)
    words = word_forms.Words()
    for text in ("Deich", "Boot", "Mast", "Kai", "Ufer", "Anker"):
        assert words[text].noun
    assert len(words) <= 6


def test_places_are_filed_under_the_readers_that_they_concern():
    places = find_places(tokenize("Laut Otto sagte sie, nach Angaben der Wacht soll er da sein, so Otto."))
    assert places.attributions == [0, 5]
    assert places.verbs == [2, 6]  # "angaben" is a verb form but for its capital
    assert 6 in places.nouns
    assert places.hearsay == [9]
    assert places.openers == [14]
    assert places.may_report
    assert not find_places(tokenize("Es regnet am Hafen.")).may_report
