"""Rates: what a quantity is counted or measured per."""

import itertools
from functools import cache

from claimpack.extract.quantities.readings import Reading
from claimpack.german.lexicon import table
from claimpack.german.noun_phrases import Tagged
from claimpack.german.units import unit_at

RATE_PREPOSITIONS = frozenset({"pro", "je"})
LONGEST_WAY = 8  # tokens back from a number to its "pro"
RATE_SPANS = {
    "Monat": "im",
    "Jahr": "im",
    "Woche": "der",
    "Stunde": "der",
    "Minute": "der",
    "Sekunde": "der",
    "Tag": "am",
    "Quartal": "im",
    "Schnitt": "-",
}


def decide_rates(tagged: Tagged, readings: list[Reading]) -> None:
    """Set the denominators, after the number or its noun or before it; numbers joined with "und" share them."""
    for reading in readings:
        if reading.kind in ("ordinal", "rank", "score", "age") or reading.per:
            continue
        reading.per = _rate_after(tagged, reading) or _rate_before(tagged, reading)
    for reading, following in itertools.pairwise(readings):
        end = reading.noun.last + 1 if reading.noun else reading.right
        if tagged.low(end) == "und" and end + 1 == following.left and reading.kind == following.kind:
            reading.per = reading.per or following.per
            following.per = following.per or reading.per


def _rate_after(tagged: Tagged, reading: Reading) -> str | None:
    for at in dict.fromkeys((reading.right, reading.noun.last + 1 if reading.noun else reading.right)):
        if tagged.low(at) in _adverbs() and not tagged.is_capital(at):
            return _adverbs()[tagged.low(at)]
        if per := _denominator(tagged, at):
            return per
    return None


def _denominator(tagged: Tagged, at: int) -> str | None:
    """pro Soldat und Monat, je Einwohner, im Monat, pro 100.000 Einwohner, auf 100 Kilometern."""
    low = tagged.low(at)
    if low in RATE_PREPOSITIONS:
        number = at + 1
        while tagged.tag(number) == "CARD" or tagged.low(number) in ("million",):
            number += 1
        noun = tagged.noun_after(number)
        if noun is None:
            return None
        words_of = " ".join([*(tagged.text(k) for k in range(at + 1, number)), tagged.text(noun.head)])
        after = noun.head + 1
        if tagged.text(after) == "und" and tagged.is_noun(after + 1):
            return f"{words_of} und {tagged.text(after + 1)}"
        span = _span(tagged, after)
        return f"{words_of} und {span}" if span else words_of
    if (
        low == "auf"
        and tagged.tag(at + 1) == "CARD"
        and unit_at(tagged.tokens, at + 2)
        and _follows_measure(tagged, at)
    ):
        return f"{tagged.text(at + 1)} {tagged.text(at + 2)}"
    return _span(tagged, at)


def _follows_measure(tagged: Tagged, at: int) -> bool:
    return unit_at(tagged.tokens, at - 1) is not None and unit_at(tagged.tokens, at - 1).kind == "measure"


def _span(tagged: Tagged, at: int) -> str | None:
    """im Monat, am Tag, in der Woche; not "im Jahr 2004", "am Tag danach"."""
    if tagged.low(at) not in ("im", "am", "in"):
        return None
    noun_at = at + 2 if tagged.low(at) == "in" and tagged.low(at + 1) == "der" else at + 1
    noun = tagged.text(noun_at)
    if noun not in RATE_SPANS or tagged.low(noun_at - 1) != RATE_SPANS[noun]:
        return None
    dated = tagged.tag(noun_at + 1) in ("CARD", "NE", "NN", "ART", "APPR")
    return None if dated or tagged.low(noun_at + 1) in ("nach", "vor", "danach", "zuvor") else noun


@cache
def _adverbs() -> dict[str, str]:
    return {row["word"]: row["noun"] for row in table("rates")}


def _rate_before(tagged: Tagged, reading: Reading) -> str | None:
    first = reading.comparator.first if reading.comparator else reading.left
    for at in (first - 1, first - 2):
        if at >= 0 and tagged.low(at) in _adverbs():
            return _adverbs()[tagged.low(at)]
    if "pro" not in tagged.words:
        return None
    at = first - 1
    while (
        at >= 0
        and first - at <= LONGEST_WAY
        and tagged.text(at) not in (",", ";", ":", "(")
        and tagged.tag(at) != "CARD"
    ):
        if tagged.low(at) == "pro" and (noun := tagged.noun_after(at + 1)) and noun.head_last < first - 1:
            return _denominator(tagged, at)
        at -= 1
    return None
