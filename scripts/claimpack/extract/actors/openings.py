"""Where in a sentence each reader of actors may find something: judged once for a form of a word, not by every reader.

Whether a word can begin a name, a body or a title hangs on its form alone, and most words can begin nothing. So the
positions of a sentence are filed under the readers that they concern, and each reader walks only its own.
"""

from collections.abc import Container, Sequence
from functools import lru_cache
from typing import NamedTuple

from claimpack.authority.nouns import institution_noun, person_noun
from claimpack.extract.actors.person_names import is_name_word, org_words
from claimpack.german.tokens import Token

SHORTEST_TITLE = 4  # letters
CACHED_FORMS = 100_000


class Openings(NamedTuple):
    """Positions in a sentence, in order, by what may begin there."""

    names: list[int]  # a listed name, or a word with a hyphen
    bodies: list[int]  # a noun of an institution
    firms: list[int]  # an English or commercial word
    titles: list[int]  # a noun of a person
    persons: list[int]  # a word of a name that another one may follow
    capitals: list[int]  # any capitalised word


_BODIES, _FIRMS, _TITLES, _PERSONS, _CAPITALS = range(1, 6)


def find_openings(tokens: Sequence[Token], listed: Container[str]) -> Openings:
    """What may begin where in the tokens of one sentence; ``listed`` are the words that listed names begin with."""
    openings = Openings([], [], [], [], [], [])
    for position, (_, _, text, kind) in enumerate(tokens):
        if text in listed or "-" in text:
            openings.names.append(position)
        for reader in _readers(text, kind):
            openings[reader].append(position)
    return openings


@lru_cache(CACHED_FORMS)
def _readers(text: str, kind: str) -> tuple[int, ...]:
    """The fields of ``Openings`` that a form of a word belongs under, all but the names."""
    capital = text[0].isupper()
    word = kind == "word"
    fits = {
        _BODIES: word and (capital or "-" in text) and institution_noun(text),
        _FIRMS: text in org_words(),
        _TITLES: word and len(text) >= SHORTEST_TITLE and person_noun(text),
        _PERSONS: word and is_name_word(text),
        _CAPITALS: capital,
    }
    return tuple(reader for reader, may in fits.items() if may)
