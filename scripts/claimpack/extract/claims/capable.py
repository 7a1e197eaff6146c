"""Tells nouns that can say something from those that cannot: who says it, and what it is about."""

from collections.abc import Sequence
from functools import cache

from claimpack.authority.nouns import group_noun, institution_noun, person_noun
from claimpack.german.lexicon import table
from claimpack.german.reporting import reporting_noun
from claimpack.german.speaker_phrases import NounPhrase
from claimpack.german.tokens import Token

PERSON_ENDINGS = (
    "er",
    "ern",
    "erin",
    "erinnen",
    "ist",
    "isten",
    "istin",
    "ent",
    "enten",
    "ant",
    "anten",
    "loge",
    "logen",
)


@cache
def _abstract() -> tuple[str, ...]:
    return tuple(row["word"] for row in table("abstract_endings"))


@cache
def _is_listed(word: str) -> bool:
    """Whether a noun for persons, bodies or groups is known, also as the last part of a compound."""
    return bool(person_noun(word) or institution_noun(word) or group_noun(word))


def is_speaker(tokens: Sequence[Token], phrase: NounPhrase) -> bool:
    """Whether a phrase surely names somebody: its noun is listed, or ends as nouns for persons do."""
    if phrase.name or any(_is_listed(tokens[k].text) for k in range(phrase.core, phrase.head + 1)):
        return True
    return tokens[phrase.head].text.endswith(PERSON_ENDINGS)


def cannot_speak(tokens: Sequence[Token], phrase: NounPhrase) -> bool:
    """Whether a phrase names a doing or quality: "eine Verschiebung des Termins"."""
    if phrase.pronoun or phrase.name or tokens[phrase.head].kind == "name":
        return False
    word = tokens[phrase.head].text
    if not word.endswith(_abstract()) or "-" in word:
        return False
    known = reporting_noun(word)
    return not (known and "document" in known[0].uses) and not _is_listed(word)
