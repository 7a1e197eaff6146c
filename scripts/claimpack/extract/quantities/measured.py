"""What a measure, a sum or a percentage belongs to: a dimension, a substance, a thing, a base."""

from functools import cache

from claimpack.extract.quantities.kinds import POINTS
from claimpack.extract.quantities.rates import RATE_PREPOSITIONS
from claimpack.extract.quantities.readings import Reading
from claimpack.extract.quantities.subjects import (
    clause_at,
    is_change,
    is_change_compound,
    is_dimension,
    is_time,
    subject_of,
)
from claimpack.german.comparators import comparator_words, over_nouns
from claimpack.german.lexicon import table, words
from claimpack.german.noun_phrases import GENITIVE_ARTICLES, NounPhrase, Tagged
from claimpack.german.numbers import read_word
from claimpack.german.units import unit_at

SIZES = frozenset({"Größenordnung", "Grössenordnung"})


@cache
def fillers() -> frozenset[str]:
    """Adverbs between a dimension and its number."""
    return frozenset(row["word"] for row in table("link_words") if row["class"] == "filler")


def single(at: int) -> NounPhrase:
    return NounPhrase(at, at, at, at, "", False, None, at)


def past_determiner(tagged: Tagged, at: int) -> int:
    """The token after determiners and numbers with what governs them: "der rund 3 Millionen |Einwohner"."""
    while (
        tagged.tag(at) in ("ART", "PDAT", "PPOSAT", "PIAT", "PIDAT")
        or _is_number(tagged, at)
        or (
            tagged.low(at) in comparator_words()
            and (tagged.tag(at) != "APPR" or _is_number(tagged, at + 1) or _is_number(tagged, at + 2))
        )
    ):
        at += 1
    return at


def _is_number(tagged: Tagged, at: int) -> bool:
    return tagged.tag(at) == "CARD" or (tagged.is_word(at) and read_word(tagged.text(at)) is not None)


def before_number(reading: Reading) -> int:
    """The token before the number and what governs it."""
    return (reading.comparator.first if reading.comparator else reading.left) - 1


def dimension_before(tagged: Tagged, reading: Reading) -> NounPhrase | None:
    """The noun right before the number or its "von": "eine Länge von 2 Metern", "Schulden in Höhe von 3 Euro"."""
    at = before_number(reading)
    while tagged.low(at) in fillers() or (tagged.low(at) == "bis" and tagged.low(at + 1) in fillers()):
        at -= 1
    joined = tagged.low(at) if tagged.low(at) in ("von", "über", "bei", "auf", "um", "vom", "mit", "in") else ""
    if joined:
        at -= 1
    if joined == "von" and tagged.low(at) == "höhe" and tagged.low(at - 1) == "in":
        at -= 2
    chunk = _past_time(tagged, at) if joined == "von" else tagged.chunk_ending(at)
    if chunk and joined == "von" and chunk.preposition == "in" and tagged.text(chunk.head) in SIZES:
        chunk = tagged.chunk_ending(chunk.first - 1) or chunk  # "ein Umsatz in einer Größenordnung von"
    if chunk is None or chunk.measures or (chunk.preposition and is_change(tagged, chunk) and joined == "bei"):
        return None
    if chunk.head_last < at and not tagged.is_name(at) and is_dimension(tagged.text(at)):
        return single(at)
    if chunk.genitive and not is_dimension(tagged.text(chunk.head_last)):  # "der Wert der Ware von 3 Euro"
        chunk = tagged.chunk_ending(chunk.first - 1) or chunk
    if is_change(tagged, chunk):
        return None if reading.kind == "percent" or not joined else chunk
    named = joined in ("von", "vom") or (joined == "über" and tagged.low(chunk.head_last).endswith(over_nouns()))
    return chunk if named or is_dimension(tagged.text(chunk.head_last)) else None


def _past_time(tagged: Tagged, at: int) -> NounPhrase | None:
    """The noun phrase that ends at ``at``, or before a date there: "das Hoch vom Januar 1980 von 50 Dollar"."""
    if tagged.text(at).isdigit() and len(tagged.text(at)) == 4:
        at -= 1
    chunk = tagged.chunk_ending(at)
    if chunk and chunk.preposition and is_time(tagged.text(chunk.head)):
        return tagged.chunk_ending(chunk.first - 1)
    return chunk


def _dimension_after(tagged: Tagged, at: int) -> NounPhrase | None:
    """As in "20 Meter in die Tiefe", "30 Meter im Durchmesser", "70 Meter als Höhe"."""
    if tagged.low(at) not in ("in", "im", "als"):
        return None
    noun = tagged.noun_after(past_determiner(tagged, at + 1))
    return noun if noun and is_dimension(tagged.text(noun.head)) else None


def measured(tagged: Tagged, reading: Reading) -> NounPhrase | None:
    """Dimension, substance, thing; for a percentage its base."""
    if reading.phrase.tail:
        return tagged.noun_after(reading.right) or single(reading.phrase.last)
    after = reading.right
    if reading.kind == "percent":
        level = tagged.low(before_number(reading)) == "um" and tagged.low(after) in ("über", "unter", "auf")
        base = None if level else _base(tagged, after)  # "um 17 Prozent unter das Niveau senken": how far, not of what
        if base:
            return base
    elif (per := _past_rate(tagged, after)) and tagged.is_noun(per):
        return tagged.noun_after(per)  # "100 Liter pro Quadratmeter Niederschlag"
    elif (
        tagged.is_capital(after)
        and tagged.text(after) not in POINTS
        and (noun := tagged.noun_after(after))
        and noun.head == after
    ) and not (noun.head > 0 and tagged.is_name(noun.head) and reading.kind == "money"):
        return noun
    if reading.kind in ("measure", "money") and (noun := _thing_after(tagged, after)):
        return noun
    if reading.kind == "measure" and (noun := _dimension_after(tagged, after)):
        return noun
    if before := dimension_before(tagged, reading):
        return before
    if reading.kind == "money" and tagged.low(after) == "an" and tagged.low(after + 1).endswith(_sums()):
        return tagged.noun_after(after + 1)  # "3 Millionen Euro an Spenden"
    first = before_number(reading) + 1
    over = unit_at(tagged.tokens, first - 2) if tagged.low(first - 1) == "auf" else None
    if over and over.kind == reading.kind == "measure":
        return None  # the denominator of "10 Liter auf 100 Kilometern"
    if (bracket := bracket_at(tagged, first)) is not None:
        return before_bracket(tagged, bracket)
    if reading.kind == "percent" and (whole := _whole(tagged, first)):
        return whole
    if tagged.low(first - 1) in ("nach", "vor", "in", "aus"):
        return None
    subject = subject_of(tagged, first) if reading.kind != "money" or has_value_verb(tagged, first) else None
    return subject or _change_before(tagged, first)


def _change_before(tagged: Tagged, first: int) -> NounPhrase | None:
    """The compound for a change that tells what changes, where nothing else does: "ein Umsatzrückgang von …"."""
    chunk = tagged.chunk_ending(first - 2) if tagged.low(first - 1) in ("von", "um") else None
    return chunk if chunk and is_change(tagged, chunk) and is_change_compound(tagged.text(chunk.head)) else None


def _whole(tagged: Tagged, first: int) -> NounPhrase | None:
    """As in "Von den 600 Häusern sind 20 Prozent zerstört": the whole that opens the sentence."""
    chunk = next(iter(tagged.chunks), None)
    if (
        chunk is None
        or chunk.first
        or chunk.preposition != "von"
        or chunk.last >= first
        or is_time(tagged.text(chunk.head))
    ):
        return None
    return chunk


def bracket_at(tagged: Tagged, first: int) -> int | None:
    """The opening bracket that only adverbs and signs separate from token ``first``."""
    at = first - 1
    while (
        at > 0
        and first - at < 5
        and (tagged.tag(at) in ("ADV", "ADJ(D)", "/", "±", "CARD", ",") or tagged.low(at) in ("plus", "minus", "und"))
    ):
        at -= 1
    return at if tagged.text(at) == "(" else None


def before_bracket(tagged: Tagged, bracket: int) -> NounPhrase | None:
    """The noun phrase before a bracket, past genitives and places: "Kurs des Euro (2 Dollar)", "Frauen in Ulm (3)"."""
    chunk = tagged.chunk_ending(bracket - 1)
    while chunk and (chunk.genitive or chunk.preposition in ("in", "im", "aus")):
        whole = tagged.chunk_ending(chunk.first - 1)
        if whole is None:
            break
        chunk = whole
    return chunk


def _past_rate(tagged: Tagged, at: int) -> int | None:
    """The token after "pro NOUN" at ``at``."""
    return at + 2 if tagged.low(at) in RATE_PREPOSITIONS and tagged.is_noun(at + 1) else None


def _base(tagged: Tagged, at: int) -> NounPhrase | None:
    """As in "70 Prozent der Felder", "40 Prozent weniger Lärm", "20 Prozent aller Kinder", "30 Prozent Frauen"."""
    low = tagged.low(at)
    if low == "der" and tagged.is_adjective(at + 1) and tagged.low(at + 1).endswith("e"):
        return None  # "mit 4 Prozent der größte Verlierer": a nominative
    if low in GENITIVE_ARTICLES or low == "von" or tagged.tag(at) == "PPOSAT":
        return tagged.noun_after(past_determiner(tagged, at + 1))
    if low in ("mehr", "weniger", "aller", "mehrerer"):
        return tagged.noun_after(at + 1)
    if low == "über" or low == "unter":
        return tagged.noun_after(past_determiner(tagged, at + 1))
    if tagged.is_noun(at):
        return tagged.noun_after(at)
    noun = tagged.noun_after(at) if tagged.is_adjective(at) else None
    return noun


def _thing_after(tagged: Tagged, at: int) -> NounPhrase | None:
    """As in "drei Meter hohe Mauer", "40 Kilometer lange Strecke"."""
    if tagged.is_capital(at):
        return None
    if tagged.is_adjective(at) or tagged.tag(at) == "ADJ(D)":
        return tagged.noun_after(at)
    if tagged.low(at) in ("heißen", "heissen"):  # a verb as well
        return tagged.noun_after(at + 1)
    return None


@cache
def _sums() -> tuple[str, ...]:
    return tuple(words("sums", "ending"))


@cache
def _value_verbs() -> frozenset[str]:
    return words("value_verbs", "verb")


def has_value_verb(tagged: Tagged, at: int) -> bool:
    start, stop = clause_at(tagged, at)
    return any(
        tagged.is_word(k) and tagged.tag(k).startswith("VV") and tagged.lemma(k) in _value_verbs()
        for k in range(start, stop)
    )
