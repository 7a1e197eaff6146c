"""Tells nouns that can say something from those that cannot: who says it, and what it is about."""

from collections.abc import Sequence
from functools import cache, lru_cache

from claimpack.authority.nouns import group_noun, institution_noun, person_noun
from claimpack.german.lexicon import CACHED_FORMS, table
from claimpack.german.reporting import reporting_noun
from claimpack.german.speaker_phrases import NounPhrase, is_aged
from claimpack.german.tokens import Token

FEMININE = ("zeitung", "Zeitung", "agentur", "Agentur")


@cache
def _endings(*kinds: str) -> tuple[str, ...]:
    return tuple(row["ending"] for row in table("noun_endings") if row["kind"] in kinds)


@cache
def words_of(kind: str) -> frozenset[str]:
    """The words of one kind in ``words/claimant_words.csv``."""
    return frozenset(word for row in table("claimant_words") if row["kind"] == kind for word in row["words"].split())


@lru_cache(CACHED_FORMS)
def _is_listed(word: str) -> bool:
    """Whether a noun for persons, bodies or groups is known, also as the last part of a compound."""
    return bool(person_noun(word) or institution_noun(word) or group_noun(word))


def is_speaker(tokens: Sequence[Token], phrase: NounPhrase) -> bool:
    """Whether a phrase surely names somebody: its noun is listed, or ends as nouns for persons do."""
    if (
        phrase.name
        or is_aged(tokens[phrase.head])
        or any(_is_listed(tokens[k].text) for k in range(phrase.core, phrase.head + 1))
    ):
        return True
    word = tokens[phrase.head].text
    return word.endswith(_endings("person", "body")) and not word.lower().endswith(_endings("thing"))


def is_thing(tokens: Sequence[Token], phrase: NounPhrase) -> bool:
    """Whether a phrase is one noun for a thing that ends as those for persons do: "äußerte |Zweifel"."""
    word = tokens[phrase.head].text
    return phrase.core == phrase.head and word.lower().endswith(_endings("thing")) and not _is_listed(word)


def cannot_speak(tokens: Sequence[Token], phrase: NounPhrase) -> bool:
    """Whether a phrase names a doing or quality: "eine Verschiebung des Termins"."""
    if phrase.pronoun or phrase.name or tokens[phrase.head].kind == "name":
        return False
    word = tokens[phrase.head].text
    if not word.endswith(_endings("abstract")) or word.lower().endswith(_endings("body")) or "-" in word:
        return False
    known = reporting_noun(word)
    return not (known and "document" in known[0].uses) and not _is_listed(word)


def is_nominative(tokens: Sequence[Token], phrase: NounPhrase) -> bool:
    """Whether article and noun can be nothing but the subject: "der Minister", "ein Sprecher"."""
    if tokens[phrase.start].text.lower() not in ("der", "ein", "dieser", "jener"):
        return False
    words = [tokens[k].text for k in range(phrase.core, phrase.head + 1)]
    known = reporting_noun(words[-1])
    if known and "document" in known[0].uses:
        return not words[-1].endswith(("e", "ie", "ung", "tion"))  # "der Bericht", but "der Studie"
    nouns = [noun for word in words if (noun := person_noun(word) or institution_noun(word))]
    return bool(nouns) and nouns[0].gender == "m" and nouns[0].number != "p"


def is_dative(tokens: Sequence[Token], phrase: NounPhrase) -> bool:
    """Whether "der" and a feminine noun make a phrase that is no subject: "Der Zeitung sagte X", "Der Frau wird …"."""
    if tokens[phrase.start].text.lower() != "der" or phrase.pronoun:
        return False
    nouns = [tokens[k].text for k in range(phrase.core, phrase.head + 1) if tokens[k].is_capitalised]
    genders = [noun.gender for word in nouns if (noun := person_noun(word) or institution_noun(word))]
    return genders == ["f"] or (not genders and bool(nouns) and nouns[0].endswith(FEMININE))
