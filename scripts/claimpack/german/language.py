"""Tells German from other languages by its commonest words; enough for passages of a sentence and more."""

import re
from functools import cache

from claimpack.german.lexicon import table

_WORD = re.compile(r"[a-zäöüß]++[^\W\d_]*|[^\W\d_]+")  # letters; the plain ones of German are found faster
NOT_LATIN = "\u0250"  # words that begin with this letter or a later one are in another script
FEW = 4  # with fewer known words than this the evidence is too thin to call a passage foreign


@cache
def _languages() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in table("stop_words"):
        found.setdefault(row["language"], set()).update(row["words"].split())
    return {language: frozenset(words) for language, words in found.items()}


@cache
def _commonest() -> frozenset[str]:
    """The commonest words of all the languages."""
    return frozenset().union(*_languages().values())


def language_of(text: str, default: str | None = "de") -> str | None:
    """BCP 47 code of the language whose commonest words are most frequent in ``text``; ``default`` where few occur.

    A text with more letters of a script that German does not use than Latin ones is "und".
    """
    words = _WORD.findall(text.lower())
    if max(words, default="") >= NOT_LATIN:
        latin = sum(len(word) for word in words if word < NOT_LATIN)
        if 2 * latin < sum(map(len, words)):
            return "und"
    known = list(filter(_commonest().__contains__, words))
    hits = {language: sum(map(common.__contains__, known)) for language, common in _languages().items()}
    best = max(hits, key=lambda language: (hits[language], language == default))
    if hits[best] < FEW or hits[best] * 12 < len(words):
        return default
    return best
