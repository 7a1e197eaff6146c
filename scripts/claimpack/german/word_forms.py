"""What a word can be by its form alone, judged once for each form: a small word, a noun, an adjective, a verb form.

The grammars of clauses and noun phrases ask the same of the same words again and again, so the answers are filed under
the form as it is written.
"""

import re
from functools import cache

from claimpack.german.lexicon import CACHED_FORMS, table, words
from claimpack.german.reporting import group, readings
from claimpack.german.verbs import verb_forms

ENDINGS = ("e", "en", "er", "es", "em")
ADVERBIAL = ("erweise", "maßen", "mals", "dings", "dessen", "falls", "seits")  # of words that only open the sentence
JOINED_NAME = re.compile(
    r"(?:al|el|as|an|at|ad|ar|ash|ibn|van|de|du|der|von)[-’'‐][A-ZÄÖÜ]|\w+\.(?:com|de|org|net|at|ch)$"
)
NONE: frozenset[str] = frozenset()
ONLY_KONJUNKTIV1 = frozenset({"konjunktiv1"})
SMALL = ("determiner", "preposition", "adverb", "auxiliary", "modal")


@cache
def openers() -> dict[str, str]:
    """Word that opens a clause -> the kind that it makes it, the first in the list where it has two."""
    found: dict[str, str] = {}
    for row in table("clause_words"):
        found.setdefault(row["word"], row["kind"])
    return found


@cache
def _small_words() -> frozenset[str]:
    """Words that are no adjectives, whatever they end in."""
    return words("pronouns").union(words("clause_words"), *map(group, SMALL))


@cache
def _no_nouns() -> frozenset[str]:
    """Words with a capital at the beginning of a sentence only."""
    return (_small_words() - {"morgen"}) | group("negation")


@cache
def _kinds() -> dict[str, frozenset[str]]:
    """Small word -> the kinds of it that a word is asked for."""
    listed = {kind: group(kind) for kind in (*SMALL, "negation", "time")} | {"pronoun": words("pronouns")}
    every = frozenset().union(*listed.values())
    return {word: frozenset(kind for kind, found in listed.items() if word in found) for word in every}


class Word:
    """What a word can be as it is written; ``lowered`` is the same word in lower case.

    ``opener`` is the kind of clause that it opens, "" if none; ``helper`` an auxiliary or modal verb. The rest of the
    verb forms tell which readings there are: ``verb`` any, ``finite`` a finite one, ``only_finite`` no other (true of
    what is no verb), ``reports`` one of a reporting verb. What is written with a capital is no small word and no verb.
    """

    __slots__ = (
        *("lowered", "capital", "noun", "adjective", "pronoun", "opener", "time"),
        *("determiner", "preposition", "adverb", "negation", "auxiliary", "modal", "helper"),
        *("verb", "finite", "only_finite", "infinitive", "zu_infinitive", "participle"),
        *("konjunktiv", "konjunktiv1", "only_konjunktiv1", "reports"),
    )

    def __init__(self, text: str, lowered: "Word | None") -> None:
        self.lowered = lowered or self
        self.capital = text[0].isupper()
        self.noun = _is_noun(text)
        self.adjective = _is_adjective(text)
        self.opener = openers().get(text, "")
        kinds = _kinds().get(text, NONE)
        self.pronoun = "pronoun" in kinds
        self.time = "time" in kinds
        self.determiner = "determiner" in kinds
        self.preposition = "preposition" in kinds
        self.adverb = "adverb" in kinds
        self.negation = "negation" in kinds
        self.auxiliary = "auxiliary" in kinds
        self.modal = "modal" in kinds
        self.helper = self.auxiliary or self.modal
        forms = () if self.capital else verb_forms(text)
        moods = {form.mood for form in forms} if forms else NONE
        finite = [form.is_finite for form in forms]
        self.verb = bool(forms)
        self.finite = True in finite
        self.only_finite = False not in finite
        self.infinitive = "infinitive" in moods
        self.zu_infinitive = "zu_infinitive" in moods
        self.participle = "participle" in moods
        self.konjunktiv1 = "konjunktiv1" in moods
        self.konjunktiv = self.konjunktiv1 or "konjunktiv2" in moods
        self.only_konjunktiv1 = moods <= ONLY_KONJUNKTIV1
        self.reports = bool(forms) and bool(readings(text))


def _is_noun(text: str) -> bool:
    """Whether a word is written as a noun and is no small word at the beginning of a sentence."""
    if text[0].isupper():
        return text.lower() not in _no_nouns() and not text.endswith(ADVERBIAL)
    return not text.isalpha() and (bool(JOINED_NAME.match(text)) or text.startswith("-Jährige"))


def _is_adjective(text: str) -> bool:
    """Whether a lower-case word looks like an attribute: an ending of the adjective, and no small word."""
    if text.startswith(("-jährige", "-köpfige")):
        return True
    return text[0].islower() and text.endswith(ENDINGS) and text not in _small_words()


class Words(dict[str, Word]):
    """Form -> what it can be, judged when first met. It begins anew when it is full."""

    def __missing__(self, text: str) -> Word:
        small = text.lower()
        lowered = None if small == text else self[small]
        if len(self) >= CACHED_FORMS:
            self.clear()
        self[text] = found = Word(text, lowered)
        return found


WORDS = Words()
