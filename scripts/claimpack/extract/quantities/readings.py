"""A number with its unit and comparator, on its way to a quantity; numbers in a row share what the last one names."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from claimpack.german.comparators import Comparator, comparator_of, comparator_words
from claimpack.german.lexicon import table, words
from claimpack.german.noun_phrases import NounPhrase, Tagged
from claimpack.german.number_atoms import DASHES, HYPHENS, NumberPhrase
from claimpack.german.number_phrases import is_year_number, year_words
from claimpack.german.units import Unit, currency_before, unit_at, unit_named

TEMPERATURES = frozenset({"Cel", "[degF]"})
COUNTING = frozenset({"cardinal", "vague", "ein"})
CLAUSE_MARKS = frozenset({",", ";", ":", "–", "—", "(", ")", "."})
OVER = frozenset({"über"})
FARTHEST_VERB = 25  # tokens between a verb and its preposition
LONGEST_LINK = 6  # tokens between two numbers that share what follows the second


@dataclass(slots=True)
class Reading:
    """A number on its way to a quantity: tokens ``left`` to before ``right`` are it with currency and unit."""

    phrase: NumberPhrase
    left: int
    right: int
    unit: Unit | None = None
    comparator: Comparator | None = None
    kind: str = "cardinal"
    code: str | None = None
    per: str | None = None
    noun: NounPhrase | None = None
    item: str | None = None
    lemma: str | None = None
    sentence: Tagged | None = None
    shares: "Reading | None" = None  # the next number, where it has what this one leaves out
    source: "Reading | None" = None  # the number whose noun this one leaves out
    span: tuple[int, int] | None = None  # offsets of the noun phrase
    phrase_text: str | None = None
    predicate: str | None = None
    status: str = "stated"
    owner: str | None = None
    ranked: "Reading | None" = None  # the rank that this one follows in a row
    rules: list[str] = field(default_factory=list)


def read_measure(tokens: Sequence, phrase: NumberPhrase) -> Reading:
    """The number with the unit after it or in its compound, or the currency before it."""
    if phrase.tail:
        return Reading(phrase, phrase.first, phrase.last + 1, _unit_of_tail(phrase.tail))
    if (
        phrase.form == "ordinal"
        and phrase.digits
        and phrase.first
        and tokens[phrase.first - 1].text.endswith(rank_endings())
    ):
        # "auf Rang 3. Dahinter …": the stop ends the sentence
        phrase = phrase._replace(
            last=phrase.first, stop=tokens[phrase.first].stop, form="cardinal", rule="numbers:digits"
        )
    if phrase.form in ("ordinal", "score"):
        return Reading(phrase, phrase.first, phrase.last + 1)
    after = phrase.last + 1
    unit = unit_at(tokens, after + 2 if _is_priced(tokens, after) else after) or _unit_past_adjectives(tokens, after)
    if unit:
        if unit.code in TEMPERATURES and _is_minus(tokens, phrase.first - 1):
            first = phrase.first - 1
            phrase = phrase._replace(first=first, start=tokens[first].start, low=-phrase.high, high=-phrase.low)
        return Reading(phrase, phrase.first, unit.stop, unit)
    sign = currency_before(tokens, phrase.first)
    return Reading(phrase, sign.first if sign else phrase.first, phrase.last + 1, sign)


def _is_priced(tokens: Sequence, at: int) -> bool:
    """Whether a comma and a dash for no cents follow, as in "32,- DM"."""
    return at + 1 < len(tokens) and tokens[at].text == "," and tokens[at + 1].text in ("-", "–", "--")


def _is_minus(tokens: Sequence, at: int) -> bool:
    """As in "minus 5 Grad", but not in a tolerance ("plus/minus 2 Grad")."""
    return (
        at >= 0 and tokens[at].text in ("minus", "Minus", "−") and (at == 0 or tokens[at - 1].text not in ("/", "plus"))
    )


@cache
def rank_endings() -> tuple[str, ...]:
    return tuple(sorted(words("rank_nouns") | {word.lower() for word in words("rank_nouns")}))


def _unit_past_adjectives(tokens: Sequence, at: int) -> Unit | None:
    """The unit of "zwei aufeinanderfolgende Tage", "drei weitere Jahre"."""
    for position in range(at, min(at + 2, len(tokens))):
        token = tokens[position]
        if token.kind != "word" or token.is_capitalised or not token.text.endswith(("e", "en", "er")):
            return None
        unit = unit_at(tokens, position + 1)
        if unit and unit.kind == "duration" and tokens[position + 1].is_capitalised:
            return unit
    return None


def _unit_of_tail(tail: str) -> Unit | None:
    low = tail.lower()
    for row in table("number_compounds"):
        if low.startswith(row["tail"]):
            return Unit(row["unit"] or None, row["kind"], None, 0, 0, f"number_compounds.csv:{row['tail']}")
    return unit_named(tail.split("-")[0])


def share_units(tagged: Tagged, readings: list[Reading]) -> None:
    """Numbers in a row take the unit of the last: "fünf, sechs und zehn Jahre", "von 20 auf etwa acht Stunden"."""
    for reading, following in reversed(list(itertools.pairwise(readings))):
        if reading.phrase.form not in COUNTING or following.phrase.form not in COUNTING - {"ein"}:
            continue
        half = reading.phrase.tail in HYPHENS and bool(reading.phrase.tail)  # "20- oder 30-jährige"
        if (reading.phrase.tail and not half) or following.phrase.first < reading.right:
            continue
        if not linked(tagged, reading.right, following.left):
            continue
        if reading.unit is None and reading.phrase.form != "ein" and not _is_dated(tagged, reading.phrase):
            reading.shares = following
            if following.unit and half == bool(following.phrase.tail):
                reading.unit = following.unit
        if (
            following.comparator is None
            and reading.comparator
            and tagged.low(reading.right) in ("bzw", "beziehungsweise", "oder")
        ):
            following.comparator = reading.comparator


def _is_dated(tagged: Tagged, phrase: NumberPhrase) -> bool:
    """As in "bis 2007 auf 30 Cent": a year, not the first of two sums; "von 2007 auf 2030 Euro" is one."""
    before = tagged.low(phrase.first - 1)
    dated = before != "von" and any(before in year_words(side) for side in ("noun", "sure", "maybe"))
    return dated and is_year_number(tagged.tokens, phrase)


@cache
def _links() -> frozenset[str]:
    return frozenset(row["word"] for row in table("link_words") if row["class"] in ("link", "adverb")) | DASHES


def linked(tagged: Tagged, start: int, stop: int) -> bool:
    """Whether only conjunctions and what governs the second number lie between two numbers."""
    if not 0 < stop - start <= LONGEST_LINK:
        return False
    between = [tagged.low(at) for at in range(start, stop)]
    links = _links()
    return between[0] in links and all(word in links or word in comparator_words() for word in between)


def govern(tagged: Tagged, reading: Reading) -> None:
    """Set the comparator of a reading."""
    governed = _governed(tagged, reading.left) if "über" in tagged.words else None
    reading.comparator = comparator_of(
        tagged, reading.phrase, reading.left, reading.right, reading.unit is not None, governed
    )


def _governed(tagged: Tagged, left: int) -> int | None:
    """The "über" near a number that its verb asks for: "verfügen über 59 Prozent", "erstreckt sich über 40 Kilometer".

    The verb may stand in the clause before, where that of the number has none: "A verfügt über 3, B über 5 Boote".
    """
    at = tagged.last_before(left, OVER)
    if at < max(left - 3, 0):
        return None
    start = max(tagged.last_before(at, CLAUSE_MARKS) + 1, at - FARTHEST_VERB)
    stop = min(tagged.first_from(at, CLAUSE_MARKS), at + FARTHEST_VERB)
    before = tagged.verbs_between(start, at)
    after = tagged.verbs_between(at, stop)
    if not before and not after:
        before = tagged.verbs_between(max(0, at - FARTHEST_VERB), at)[-1:]
    asking = [k for k in (*before, *after[-1:]) if tagged.lemma(k) in words("over_verbs", "verb")]
    opens = start == at and not (after and after[-1] == stop - 1)
    return at if asking and not opens else None
