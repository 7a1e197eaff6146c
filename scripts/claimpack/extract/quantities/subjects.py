"""The subject of the clause of a number: what has or changes by a value, and what only names the change."""

import itertools
from functools import cache

from claimpack.extract.quantities.readings import CLAUSE_MARKS
from claimpack.german.lexicon import words
from claimpack.german.noun_phrases import NounPhrase, Tagged
from claimpack.german.tagged import once_a_sentence

RELATIVES = frozenset({"der", "die", "das", "welcher", "welche", "welches"})
CONJUNCTIONS = frozenset({"und", "oder", "sowie", "aber"})
BRACKETS = frozenset("()")
ATTACHING = frozenset({"bei", "beim", "von", "vom"})
PRONOUNS = frozenset({"er", "sie", "es", "man", "wir", "ich"})


@once_a_sentence
def clause_at(tagged: Tagged, at: int) -> tuple[int, int]:
    """First and last+1 token between the marks around ``at``."""
    start = at
    while start > 0 and (mark := tagged.last_before(start, CLAUSE_MARKS)) < start - 1:
        start = mark + 1
        if tagged.text(mark) != ")":
            break
        start = _opening(tagged, mark)
    return start, tagged.first_from(at, CLAUSE_MARKS)


def _opening(tagged: Tagged, closing: int) -> int:
    """The bracket that a closing one belongs to; the token after the closing one where it is far or missing."""
    return next((at for at in range(closing, max(closing - 12, -1), -1) if tagged.text(at) == "("), closing + 1)


def subject_of(tagged: Tagged, first: int, skip: frozenset[str] = frozenset()) -> NounPhrase | None:
    """What has or changes by a value: the nearest noun phrase to the left that hangs on nothing, else to the right.

    In a relative clause it is the noun before the comma; where a pronoun is the subject there is none.
    """
    start, stop = clause_at(tagged, first)
    if changing := _changing(tagged, start, first):
        return changing
    inside = bracketed(tagged, start, first)
    free = [c for c in _free(tagged) if c.first not in inside and tagged.text(c.head_last) not in skip]
    own = _own_part(tagged, start, first)
    if left := [c for c in free if own <= c.first and c.last < first]:
        return next((c for c in left if is_dimension(tagged.text(c.head))), left[-1])
    if own > start and not (start > 0 and tagged.low(start) in RELATIVES):
        return _shared(tagged, free, start, own)
    if tagged.places_between(start, first, PRONOUNS):
        return None
    relative = start > 0 and tagged.text(start - 1) == "," and tagged.low(start) in RELATIVES
    if relative and tagged.verbs_between(first, stop):
        return tagged.chunk_ending(start - 2) or next((c for c in reversed(free) if c.last < start), None)
    if tagged.places_between(first, min(first + 6, stop), PRONOUNS):
        return None
    if first == start or tagged.tag(first - 1).startswith("V"):
        return None  # the number is the subject itself: "30 Prozent teilen die Ansicht"
    return next((c for c in free if first < c.first and c.last < stop), None)


@once_a_sentence
def _free(tagged: Tagged) -> list[NounPhrase]:
    """The noun phrases that hang on nothing and name no change, span of time or measure."""
    return [
        chunk
        for chunk in tagged.chunks
        if not (chunk.preposition or chunk.genitive or chunk.measures)
        and not is_change(tagged, chunk)
        and not is_time(tagged.text(chunk.head))
    ]


def _shared(tagged: Tagged, free: list[NounPhrase], start: int, own: int) -> NounPhrase | None:
    """The subject of the part of a clause before "und": its first noun phrase, unless a pronoun or no verb is there."""
    if tagged.places_between(start, own, PRONOUNS):
        return None
    finite = any("FIN" in tagged.tag(k) for k in tagged.verbs_between(start, own))
    return next((c for c in free if finite and start <= c.first and c.last < own), None)


def bracketed(tagged: Tagged, start: int, stop: int) -> frozenset[int]:
    """The tokens between ``start`` and ``stop`` that lie inside closed brackets: "der Index (Dax) stieg"."""
    inside: list[int] = []
    opening = None
    for at in tagged.places_between(start, stop, BRACKETS):
        if tagged.text(at) == "(":
            opening = at
        elif opening is not None:
            inside += range(opening, at)
            opening = None
    return frozenset(inside)


def _own_part(tagged: Tagged, start: int, first: int) -> int:
    """Where the clause of a number goes on after "und" with a verb of its own: "hat einen Hof und kostet 3 Euro"."""
    at = tagged.last_before(first, CONJUNCTIONS)
    joined = at > start and (tagged.verbs_between(at - 1, at) or tagged.verbs_between(at + 1, at + 2))
    return at + 1 if joined else start


def _changing(tagged: Tagged, start: int, first: int) -> NounPhrase | None:
    """As in "ein Anstieg der Preise um …", "Einbruch beim Absatz von …": the noun that hangs on the change."""
    return next((c for change, c in _changes(tagged) if start <= change.first and c.last < first), None)


@once_a_sentence
def _changes(tagged: Tagged) -> list[tuple[NounPhrase, NounPhrase]]:
    """The nouns of change with the noun phrases that hang on them."""
    return [
        (change, following)
        for change, following in itertools.pairwise(tagged.chunks)
        if following.first == change.last + 1
        and (following.genitive or (following.preposition in ATTACHING and not following.measures))
        and is_change(tagged, change)
    ]


@cache
def _time_words() -> frozenset[str]:
    return words("months") | words("weekdays") | words("time_units")


def is_time(word: str) -> bool:
    """Whether a word is a month, weekday or unit of time, also in the genitive: never what has a value."""
    return word in _time_words() or word.removesuffix("s") in _time_words()


def is_change(tagged: Tagged, chunk: NounPhrase) -> bool:
    """Whether the noun names a change, as Anstieg or Plus."""
    return tagged.low(chunk.head).endswith(_change_endings())


def is_change_compound(word: str) -> bool:
    """Whether the noun names a change together with what changes, as Umsatzrückgang."""
    return word.lower().endswith(_change_endings()) and word.lower() not in _change_endings()


@cache
def _change_endings() -> tuple[str, ...]:
    return tuple(sorted(words("change_nouns", "ending")))


@cache
def _dimension_endings() -> tuple[str, ...]:
    return tuple(sorted(words("dimensions", "ending")))


def is_dimension(word: str) -> bool:
    """Whether the noun names what is measured, as Höhe or Umsatz."""
    return word.lower().endswith(_dimension_endings())
