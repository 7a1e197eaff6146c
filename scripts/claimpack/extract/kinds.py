"""What kind of quantity a number is, in which unit, and per what."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from claimpack.german.comparators import Comparator, comparator_of, comparator_words
from claimpack.german.lexicon import table, words
from claimpack.german.noun_phrases import NounPhrase, Tagged
from claimpack.german.number_phrases import DASHES, NumberPhrase
from claimpack.german.numbers import read_word
from claimpack.german.units import Unit, currency_before, unit_at, unit_named

LINKS = frozenset(
    {
        ",",
        "und",
        "oder",
        "bzw",
        ".",
        "beziehungsweise",
        "auf",
        "von",
        "bis",
        "/",
        "sowie",
        "zu",
        "als",
        "mehr",
        "weniger",
    }
)
LINK_ADVERBS = frozenset(
    {
        "bisher",
        "derzeit",
        "jetzt",
        "zuletzt",
        "nur",
        "heute",
        "zunächst",
        "inzwischen",
        "künftig",
        "nun",
        "zuvor",
        "bislang",
        "zwischen",
    }
)
POINTS = frozenset({"Punkte", "Punkten", "Zähler", "Zählern", "Indexpunkte", "Indexpunkten"})
LONGEST_LINK = 6  # tokens between two numbers that share what follows the second


@dataclass(slots=True)
class Reading:
    """A number on its way to a quantity: token ``left`` to before ``right`` is the number with its currency and unit."""

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
        and tokens[phrase.first - 1].text.endswith(_rank_endings())
    ):
        # "auf Rang 3. Dahinter …": the stop ends the sentence
        phrase = replace(
            phrase, last=phrase.first, stop=tokens[phrase.first].stop, form="cardinal", rule="numbers:digits"
        )
    if phrase.form in ("ordinal", "score"):
        return Reading(phrase, phrase.first, phrase.last + 1)
    after = phrase.last + 1
    priced = [token.text for token in tokens[after : after + 2]] in ([",", "-"], [",", "–"], [",", "--"])  # "32,- DM"
    unit = unit_at(tokens, after + 2 if priced else after) or _unit_past_adjectives(tokens, after)
    if unit:
        return Reading(phrase, phrase.first, unit.stop, unit)
    sign = currency_before(tokens, phrase.first)
    return Reading(phrase, sign.first if sign else phrase.first, phrase.last + 1, sign)


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
        if reading.phrase.form not in ("cardinal", "vague", "ein") or following.phrase.form not in (
            "cardinal",
            "vague",
        ):
            continue
        if (
            following.phrase.first < reading.right
            or not linked(tagged, reading.right, following.left)
            or reading.phrase.tail
        ):
            continue
        if reading.unit is None and reading.phrase.form != "ein":
            reading.shares = following
            if following.unit and not following.phrase.tail:
                reading.unit = following.unit
        if (
            following.comparator is None
            and reading.comparator
            and tagged.low(reading.right) in ("bzw", "beziehungsweise", "oder")
        ):
            following.comparator = reading.comparator


def linked(tagged: Tagged, start: int, stop: int) -> bool:
    """Whether only conjunctions and what governs the second number lie between two numbers."""
    if not 0 < stop - start <= LONGEST_LINK:
        return False
    between = [tagged.low(at) for at in range(start, stop)]
    return between[0] in LINKS | DASHES | LINK_ADVERBS and all(
        word in LINKS or word in LINK_ADVERBS or word in comparator_words() or word in DASHES for word in between
    )


def govern(tagged: Tagged, reading: Reading) -> None:
    """Set the comparator of a reading."""
    reading.comparator = comparator_of(
        tagged.tokens, reading.phrase, reading.left, reading.right, reading.unit is not None
    )


def decide_kind(tagged: Tagged, reading: Reading) -> None:
    """Set kind and unit code, once unit and comparator are known."""
    phrase, unit = reading.phrase, reading.unit
    if phrase.form in ("ordinal", "score", "fraction"):
        reading.kind = phrase.form
        return
    if unit is None:
        reading.kind, reading.code = _without_unit(tagged, reading)
        return
    reading.kind, reading.code, reading.per = unit.kind, unit.code, unit.per
    if unit.kind == "age_or_duration":
        reading.kind = "age" if _is_aged(tagged, reading) else "duration"
    elif unit.kind == "duration" and _is_age(tagged, reading):
        reading.kind = "age"


def share_kinds(readings: list[Reading]) -> None:
    """A number that takes its unit from the next one is of its kind: "(fünf, sechs und zehn Jahre)"; ranks in a row are ranks."""
    for reading in reversed(readings):
        if reading.shares and reading.shares.kind == "age" and reading.kind == "duration":
            reading.kind = "age"
    for reading, following in itertools.pairwise(readings):
        if reading.kind == "rank" and reading.shares is following and following.kind == "cardinal":
            following.kind, following.ranked = "rank", reading  # "auf den Plätzen drei und vier"


def _is_aged(tagged: Tagged, reading: Reading) -> bool:
    """Whether "-jährig" gives the age of its noun rather than how long it lasts."""
    if reading.phrase.tail[:1].isupper() or (
        tagged.is_capital(reading.phrase.last) and not reading.phrase.digits and reading.phrase.first > 0
    ):
        return True
    noun = tagged.noun_after(reading.right)
    return noun is None or not lasts(tagged.text(noun.head_last))


def lasts(word: str) -> bool:
    return word.lower().endswith(_duration_endings())


@cache
def _duration_endings() -> tuple[str, ...]:
    return tuple(sorted(words("duration_nouns", "ending")))


@cache
def _age_words(side: str) -> frozenset[str]:
    return frozenset(row["word"] for row in table("age_words") if row["side"] == side)


def _is_age(tagged: Tagged, reading: Reading) -> bool:
    before = reading.comparator.first if reading.comparator else reading.left
    if tagged.text(reading.right) in _age_words("after") or tagged.low(before) in ("älter", "jünger"):
        return True
    if any(tagged.text(at) in _age_words("before") for at in range(max(0, before - 3), before)):
        return True
    if reading.comparator and tagged.text(before - 1) in _age_words("person"):
        return True
    return _in_brackets(tagged, reading) and tagged.text(reading.right - 1)[:4] in ("Jahr", "Mona", "Woch")


def _in_brackets(tagged: Tagged, reading: Reading) -> bool:
    """Whether the number, or the list of numbers that it closes, opens a bracket after a noun that is no span of time."""
    at = reading.left - 1
    while reading.left - at < 8 and (
        tagged.tag(at) == "CARD" or tagged.low(at) in (",", "und") or read_word(tagged.text(at))
    ):
        at -= 1
    return tagged.text(at) == "(" and tagged.is_capital(at - 1) and not lasts(tagged.text(at - 1))


def _without_unit(tagged: Tagged, reading: Reading) -> tuple[str, str | None]:
    before_at = (reading.comparator.first if reading.comparator else reading.left) - 1
    before = tagged.text(before_at)
    phrase = reading.phrase
    if before.endswith(_rank_endings()) and phrase.form == "cardinal" and not tagged.is_noun(reading.right):
        return "rank", None
    if (
        phrase.digits
        and not phrase.scaled
        and phrase.low % 1 == 0
        and 1 < phrase.low < 115
        and not phrase.tail
        and _is_bare_age(tagged, reading)
    ):
        return "age", "a"
    if (
        tagged.low(before_at) == "von"
        and tagged.low(before_at - 1) == "höhe"
        and tagged.noun_after(reading.right) is None
    ):
        return "money", None  # "Zahlungen in Höhe von 6 Milliarden"
    if is_point(tagged, reading):
        return "measure", None
    return "cardinal", None


@cache
def _rank_endings() -> tuple[str, ...]:
    return tuple(sorted(words("rank_nouns") | {word.lower() for word in words("rank_nouns")}))


def _is_bare_age(tagged: Tagged, reading: Reading) -> bool:
    """ "Maria Muster (32)", "Maria Muster, 32, …"."""
    before, after = tagged.text(reading.left - 1), tagged.text(reading.right)
    person = tagged.is_capital(reading.left - 2)
    if before == "(" and after in (")", ",") and person:
        return True
    named = tagged.is_noun(reading.left - 2) and tagged.is_noun(reading.left - 3)
    return before == "," and after == "," and named


def is_point(tagged: Tagged, reading: Reading) -> bool:
    """Points of an index, the magnitude of an earthquake, a bare value: "Stärke 5,3", "6000 Punkte", "Wert von unter 50"."""
    before_at = (reading.comparator.first if reading.comparator else reading.left) - 1
    if tagged.text(reading.right) in POINTS:
        level = tagged.low(before_at - 1).endswith(("stand", "marke", "wert", "kurs"))
        return level or reading.phrase.low % 1 != 0 or any(_is_index(tagged.text(at)) for at in range(len(tagged)))
    if tagged.low(before_at) in ("von", "auf", "bei", "mit") and tagged.is_noun(before_at - 1):
        before_at -= 1
    if reading.shares or tagged.noun_after(reading.right) is not None or reading.phrase.form != "cardinal":
        return False
    return (tagged.is_capital(before_at) and tagged.low(before_at).endswith(_point_endings())) or (
        any(
            tagged.text(at).startswith(("Stärke", "Magnitude", "Richterskala", "Richter-Skala"))
            for at in range(len(tagged))
        )
        and reading.phrase.digits
        and reading.phrase.low < 10
        and "," in tagged.text(reading.phrase.first)
    )


@cache
def _point_endings() -> tuple[str, ...]:
    return ("stärke", "magnitude", "wert", "werte", "index", "koeffizient", "quotient", "faktor")


def _is_index(word: str) -> bool:
    whole = tuple(w for w in words("index_words") if not w.startswith("*"))
    parts = tuple(w[1:] for w in words("index_words") if w.startswith("*"))
    return word.startswith(whole) or any(part in word for part in parts)


RATE_PREPOSITIONS = frozenset({"pro", "je"})
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
    """Set the denominators: after the number or its noun, before it as an adverb, shared by numbers joined with "und"."""
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
        and reading_of_consumption(tagged, at)
    ):
        return f"{tagged.text(at + 1)} {tagged.text(at + 2)}"
    return _span(tagged, at)


def reading_of_consumption(tagged: Tagged, at: int) -> bool:
    return unit_at(tagged.tokens, at - 1) is not None and unit_at(tagged.tokens, at - 1).kind == "measure"


def _span(tagged: Tagged, at: int) -> str | None:
    """im Monat, am Tag, in der Woche; not "im Jahr 2004", "am Tag danach"."""
    noun_at = at + 2 if tagged.low(at) == "in" and tagged.low(at + 1) == "der" else at + 1
    noun = tagged.text(noun_at)
    if (
        noun not in RATE_SPANS
        or tagged.low(noun_at - 1) != RATE_SPANS[noun]
        or tagged.low(at) not in ("im", "am", "in")
    ):
        return None
    return (
        noun
        if tagged.tag(noun_at + 1) not in ("CARD", "NE", "NN", "ART", "APPR")
        and tagged.low(noun_at + 1) not in ("nach", "vor", "danach", "zuvor")
        else None
    )


@cache
def _adverbs() -> dict[str, str]:
    return {row["word"]: row["noun"] for row in table("rates")}


def _rate_before(tagged: Tagged, reading: Reading) -> str | None:
    first = reading.comparator.first if reading.comparator else reading.left
    for at in (first - 1, first - 2):
        if at >= 0 and tagged.low(at) in _adverbs():
            return _adverbs()[tagged.low(at)]
    at = first - 1
    while at >= 0 and first - at < 9 and tagged.text(at) not in (",", ";", ":", "(") and tagged.tag(at) != "CARD":
        if tagged.low(at) == "pro" and (noun := tagged.noun_after(at + 1)) and noun.head_last < first - 1:
            return _denominator(tagged, at)
        at -= 1
    return None
