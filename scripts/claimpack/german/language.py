"""Tells German from other languages by its commonest words; enough for passages of a sentence and more."""

import re
from functools import cache

from claimpack.german.lexicon import table

_WORD = re.compile(r"[^\W\d_]+")
FEW = 4  # with fewer known words than this the evidence is too thin to call a passage foreign


@cache
def _languages() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in table("stop_words"):
        found.setdefault(row["language"], set()).update(row["words"].split())
    return {language: frozenset(words) for language, words in found.items()}


def language_of(text: str, default: str | None = "de") -> str | None:
    """BCP 47 code of the language whose commonest words are most frequent in ``text``; ``default`` where few occur.

    A text with more letters of a script that German does not use than Latin ones is "und".
    """
    words = [word.lower() for word in _WORD.findall(text)]
    latin = sum(len(word) for word in words if word[0] < "\u0250")
    if 2 * latin < sum(map(len, words)):
        return "und"
    hits = {language: sum(word in common for word in words) for language, common in _languages().items()}
    best = max(hits, key=lambda language: (hits[language], language == default))
    if hits[best] < FEW or hits[best] * 12 < len(words):
        return default
    return best
