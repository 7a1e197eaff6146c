import pytest

import corpus
from claimpack.article import OtherLanguage, check_language
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


# An article of a few sentences each, in languages that word lists know and that they do not.
FOREIGN = {
    "en": "The government will discuss new aid for the ports on Thursday, the ministry said. Two people were injured.",
    "da": "Regeringen vil torsdag drøfte ny støtte til havnene, oplyste ministeriet. Ifølge politiet blev to såret.",
    "sv": "Regeringen ska på torsdagen diskutera nytt stöd till hamnarna. Enligt polisen skadades två personer.",
    "pl": "Rząd omówi w czwartek nową pomoc dla portów, podało ministerstwo. Według policji dwie osoby są ranne.",
    "tr": "Hükümet perşembe günü limanlar için yeni yardımları görüşecek. Polise göre iki kişi yaralandı.",
    "und": "Valitsus arutab neljapäeval sadamate uut abi, teatas ministeerium. Politsei sõnul sai viga kaks inimest.",
    "und-ru": "Правительство обсудит в четверг новую помощь портам, сообщили в министерстве.",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_articles_in_other_languages(language: str) -> None:
    with pytest.raises(OtherLanguage):
        check_language(" ".join([FOREIGN[language]] * 4), "a.txt")


@pytest.mark.parametrize(
    "text", [*(corpus.text(number) for number in range(5)), "Haushalt vertagt", "Müller Meier " * 19]
)
def test_articles_in_german(text: str) -> None:
    check_language(text, "a.txt")
