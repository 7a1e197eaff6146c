"""Where in a sentence each reader of claims may find something: judged once for a form of a word, not by every reader.

Whether a word can report, attribute or be a Konjunktiv hangs on its form alone, and most words can do nothing of it. So
the positions of a sentence are filed under the readers that they concern, and each reader walks only its own.
"""

from collections.abc import Sequence
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from claimpack.german.lexicon import CACHED_FORMS, words
from claimpack.german.reporting import reporting_noun
from claimpack.german.speaker_phrases import relay_nouns
from claimpack.german.tokens import Token
from claimpack.german.word_forms import WORDS

TEXT = attrgetter("text")
HEARSAY = frozenset({"soll", "sollen"})
CLAUSE_OPENERS = frozenset({"so", "wonach"})  # attribute where they open a clause only


@cache
def _keywords() -> frozenset[str]:
    """The words in lower case that can be the keyword of an attribution."""
    return words("attribution_prepositions") - CLAUSE_OPENERS | {"zu"}  # "zu Folge"


class Places(NamedTuple):
    """Positions in a sentence, in order, by what may be there."""

    verbs: list[int]  # a form of a reporting verb
    attributions: list[int]  # the keyword of an attribution
    openers: list[int]  # "so" and "wonach"
    nouns: list[int]  # a noun of saying
    konjunktiv: list[int]  # a verb form in the Konjunktiv
    hearsay: list[int]  # "soll"
    relays: list[int]  # a noun for an outlet, "unter Berufung auf"

    @property
    def may_report(self) -> bool:
        """Whether anything may tell who says something."""
        return bool(self.verbs or self.attributions or self.openers or self.nouns)


_VERBS, _ATTRIBUTIONS, _OPENERS, _NOUNS, _KONJUNKTIV, _HEARSAY, _RELAYS = range(7)


class Forms(dict[str, tuple[int, ...]]):
    """Form of a word -> the fields of ``Places`` that it belongs under; judged when first met.

    A dictionary, since it is asked for every word of every article. It begins anew when it is full.
    """

    def __missing__(self, text: str) -> tuple[int, ...]:
        small = text.lower()
        word = WORDS[small]
        fits = {
            _VERBS: word.reports,
            _ATTRIBUTIONS: small in _keywords(),
            _OPENERS: small in CLAUSE_OPENERS,
            _NOUNS: reporting_noun(text) is not None,
            _KONJUNKTIV: word.konjunktiv,
            _HEARSAY: small in HEARSAY,
            _RELAYS: text in relay_nouns() or text == "Berufung",
        }
        if len(self) >= CACHED_FORMS:
            self.clear()
        self[text] = found = tuple(reader for reader, may in fits.items() if may)
        return found


_FORMS = Forms()


def find_places(tokens: Sequence[Token]) -> Places:
    """What may be where in the tokens of one period."""
    found = Places([], [], [], [], [], [], [])
    for position, readers in enumerate(map(_FORMS.__getitem__, map(TEXT, tokens))):
        if readers:
            for reader in readers:
                found[reader].append(position)
    return found
