"""How a number is meant: the comparator that governs it, from the word lists comparators and comparator_fillers."""

from decimal import Decimal
from functools import cache
from typing import NamedTuple

from claimpack.german.lexicon import table, words
from claimpack.german.number_atoms import NumberPhrase
from claimpack.german.tagged import TaggedTokens

LONGEST_FILLERS = 3  # words between a comparator and its number
EXACT_FORMS = frozenset({"ordinal", "score"})


class Comparator(NamedTuple):
    """A comparator and the index of the first token of its phrase.

    ``sure``: the phrase is no preposition as well. ``counts``: under it even ein is a number ("mindestens eine Frau").
    """

    name: str
    first: int
    sure: bool
    counts: bool
    rule: str


@cache
def _phrases(side: str) -> dict[str, list[tuple[tuple[str, ...], dict[str, str]]]]:
    """The phrases before a number by their last word, those after it by their first; the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], dict[str, str]]]] = {}
    for row in table("comparators"):
        if row["side"] == side:
            parts = tuple(row["phrase"].split())
            found.setdefault(parts[-1] if side == "before" else parts[0], []).append((parts, row))
    for rows in found.values():
        rows.sort(key=lambda row: -len(row[0]))
    return found


@cache
def _fillers() -> dict[str, bool]:
    return {row["word"]: row["article"] == "yes" for row in table("comparator_fillers")}


@cache
def comparator_words() -> frozenset[str]:
    """Every word of a comparator or filler, in lower case."""
    parts = {word for row in table("comparators") for word in row["phrase"].split()}
    return frozenset(word.lower() for word in parts | _fillers().keys())


def comparator_of(
    tagged: TaggedTokens, phrase: NumberPhrase, left: int, right: int, has_unit: bool, preposition: int | None = None
) -> Comparator | None:
    """What governs a number that covers, with currency and unit, the tokens ``left`` up to before ``right``.

    The token at ``preposition`` is no comparator, whatever the word.
    """
    if phrase.form in EXACT_FORMS:
        return None
    last = -1 if preposition is None else preposition
    return _after(tagged, phrase, right) or _before(tagged, phrase, left, right, has_unit, last)


def _after(tagged: TaggedTokens, phrase: NumberPhrase, right: int) -> Comparator | None:
    phrases = _phrases("after")
    for at in (right,) if right == phrase.last + 1 else (phrase.last + 1, right):
        for parts, row in phrases.get(tagged.low(at), ()):
            if _stands(tagged, parts, at):
                return Comparator(row["comparator"], phrase.first, True, True, f"comparators.csv:{row['phrase']}")
    return None


def _before(
    tagged: TaggedTokens, phrase: NumberPhrase, left: int, right: int, has_unit: bool, last: int
) -> Comparator | None:
    """The comparator in the tokens between the one at ``last`` and the number."""
    phrases, may_stand_between = _phrases("before"), _fillers()
    found: Comparator | None = None
    at = left - 1
    fillers = 0
    while at > last:
        low = tagged.low(at)
        match = next((m for m in phrases.get(low, ()) if _stands(tagged, m[0], at - len(m[0]) + 1)), None)
        if match and _holds(tagged, match, phrase, right, has_unit):
            parts, row = match
            at -= len(parts)
            found = Comparator(
                row["comparator"],
                at + 1,
                row["condition"] in ("", "digits"),
                not row["condition"],
                f"comparators.csv:{row['phrase']}",
            )
            fillers = 0
            continue
        if fillers == LONGEST_FILLERS or found or low not in may_stand_between:
            break
        if may_stand_between[low] and not (phrase.form == "fraction" or phrase.scaled or phrase.low >= 1_000_000):
            break
        fillers += 1
        at -= 1
    return found


def _stands(tagged: TaggedTokens, parts: tuple[str, ...], first: int) -> bool:
    """Whether the sentence has the words of a phrase from ``first`` on."""
    return first >= 0 and all(tagged.low(first + k) == part for k, part in enumerate(parts))


def _holds(tagged: TaggedTokens, match, phrase: NumberPhrase, right: int, has_unit: bool) -> bool:
    """Whether a word that is a preposition as well is a comparator here."""
    parts, row = match
    if row["condition"] == "plural_article":
        return phrase.low >= 10
    if row["condition"] not in ("over", "under"):
        return True
    left_of = phrase.first
    while left_of > 0 and tagged.low(left_of) != parts[-1]:
        left_of -= 1
    before = tagged.low(left_of - len(parts))
    if row["condition"] == "over":
        return tagged.low(right) not in words("after_span") and not before.endswith(over_nouns())
    return has_unit or not tagged.is_word(right) or before in ("auf", "von", "mit", "bei")


@cache
def over_nouns() -> tuple[str, ...]:
    """Ends of the nouns whose preposition is "über", in lower case."""
    return tuple(sorted(words("over_nouns", "ending")))


def plain(number: Decimal) -> Decimal:
    """The number without trailing zeros after the point and without an exponent."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def bounds(comparator: str, phrase: NumberPhrase) -> tuple[Decimal | None, Decimal | None]:
    """Low and high of a number under a comparator; where the article gives no bound there is None."""
    if comparator in ("almost", "at_most", "less_than"):
        return None, phrase.high
    if comparator in ("more_than", "at_least", "vague"):
        return phrase.low, None
    return phrase.low, phrase.high
