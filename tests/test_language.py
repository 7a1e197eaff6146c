import pytest

from claimpack.german.language import language_of

CASES = [
    ("Die Regierung hat am Montag erklärt, dass sie nicht auf den Vorschlag eingehen wird.", "de"),
    ("The government said on Monday that it would not accept the proposal of the opposition.", "en"),
    ("Le gouvernement a déclaré lundi que la proposition de l'opposition n'est pas dans le programme.", "fr"),
    ("정부는 월요일 성명을 발표했다. 제안을 받아들이지 않을 것이다.", "und"),
    ("Haushalt vertagt", "de"),
    ("„Wir bleiben“, sagte sie der New York Times und der Washington Post in Boston.", "de"),
]


@pytest.mark.parametrize(("text", "language"), CASES)
def test_language(text, language):
    assert language_of(text) == language
