"""Where in a sentence each reader of actors may find something: judged once for a form of a word, not by every reader.

Whether a word can begin a name, a body or a title hangs on its form alone, and most words can begin nothing. So the
positions of a sentence are filed under the readers that they concern, and each reader walks only its own.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from claimpack.authority import Authority
from claimpack.authority.nouns import institution_noun, person_noun
from claimpack.extract.actors.person_names import is_listed_noun, is_name_word, name_parts, org_words
from claimpack.german.lexicon import CACHED_FORMS
from claimpack.german.tokens import Token

SHORTEST_TITLE = 4  # letters


class Openings(NamedTuple):
    """Positions in a sentence, in order, by what may begin there."""

    names: list[int]  # a listed name, or a word with a hyphen
    bodies: list[int]  # a noun of an institution
    firms: list[int]  # an English or commercial word
    titles: list[int]  # a noun of a person
    capitals: list[int]  # a capitalised word, or one that ends in one: "al-Assad"
    persons: list[int]  # such a word, if it is no listed noun, before another one or a particle: "Anna von"


_NAMES, _BODIES, _FIRMS, _TITLES, _CAPITALS, _PERSONS = range(6)


class Forms(dict[str, tuple[int, ...]]):
    """Form of a word -> the fields of ``Openings`` that it may belong under; judged when first met.

    A dictionary, since it is asked for every word of every article. It begins anew when it is full.
    """

    def __init__(self, authority: Authority) -> None:
        super().__init__()
        self._listed = authority.names

    def __missing__(self, word: str) -> tuple[int, ...]:
        fits = {
            _NAMES: word in self._listed or "-" in word,
            _BODIES: institution_noun(word),
            _FIRMS: word in org_words(),
            _TITLES: len(word) >= SHORTEST_TITLE and person_noun(word),
            _CAPITALS: word[0].isupper() or is_name_word(word),
            _PERSONS: is_name_word(word) and not is_listed_noun(word),
        }
        if len(self) >= CACHED_FORMS:
            self.clear()
        self[word] = found = tuple(reader for reader, may in fits.items() if may)
        return found


@lru_cache(maxsize=4)
def forms_of(authority: Authority) -> Forms:
    """The judgements that go with an authority list, kept from article to article."""
    return Forms(authority)


def find_openings(tokens: Sequence[Token], forms: Forms) -> Openings:
    """What may begin where in the tokens of one sentence."""
    names, bodies, firms, titles, capitals, unlisted = found = [], [], [], [], [], []
    for position, token in enumerate(tokens):
        for reader in forms[token.text]:
            found[reader].append(position)
    persons: list[int] = []
    if unlisted:
        particles = name_parts("particle")
        following = set(capitals)
        last = len(tokens) - 1
        persons = [p for p in unlisted if p + 1 in following or (p < last and tokens[p + 1].text in particles)]
    return Openings(names, bodies, firms, titles, capitals, persons)
