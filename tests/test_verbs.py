import pytest

from claimpack.german.lexicon import table
from claimpack.german.verbs import is_finite, moods, verb_forms


@pytest.mark.parametrize(
    ("word", "lemma", "mood"),
    [
        ("sei", "sein", "konjunktiv1"),
        ("seien", "sein", "konjunktiv1"),
        ("habe", "haben", "konjunktiv1"),
        ("trage", "tragen", "konjunktiv1"),
        ("beginne", "beginnen", "konjunktiv1"),
        ("bestätige", "bestätigen", "konjunktiv1"),
        ("wechsle", "wechseln", "konjunktiv1"),
        ("hätten", "haben", "konjunktiv2"),
        ("stünden", "stehen", "konjunktiv2"),
        ("zögen", "ziehen", "konjunktiv2"),
        ("zogen", "ziehen", "preterite"),
        ("mitteilte", "mitteilen", "preterite"),
        ("bezeichnete", "bezeichnen", "preterite"),
        ("rechnete", "rechnen", "preterite"),
        ("wohnte", "wohnen", "preterite"),
        ("mitgeteilt", "mitteilen", "participle"),
        ("vernommen", "vernehmen", "participle"),
        ("vorbereitet", "vorbereiten", "participle"),
        ("anzukündigen", "ankündigen", "zu_infinitive"),
        ("niederzulegen", "niederlegen", "zu_infinitive"),
        ("zugeben", "zugeben", "infinitive"),
    ],
)
def test_forms(word, lemma, mood):
    assert (lemma, mood) in {(form.lemma, form.mood) for form in verb_forms(word)}


@pytest.mark.parametrize("word", ["eine", "lange", "teilweise", "haus", "", "xyz", "be", "zu"])
def test_words_that_are_no_verbs(word):
    assert verb_forms(word) == ()


def test_participle_and_present_look_alike():
    assert moods("bestätigt") == {"present", "participle"}
    assert is_finite("bestätigt") and not is_finite("bestochen")


def test_verbs_of_reporting_can_be_conjugated():
    unknown = [row["verb"] for row in table("reporting_verbs") if not verb_forms(row["verb"].replace("|", ""))]
    assert unknown == []
