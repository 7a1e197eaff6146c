"""What a number counts: the head noun of the phrase after it, or of the context where the noun is left out."""

from dataclasses import dataclass, field
from itertools import pairwise

from claimpack.extract.quantities.kinds import lasts
from claimpack.extract.quantities.measured import (
    before_bracket,
    before_number,
    bracket_at,
    clause_at,
    dimension_before,
    has_value_verb,
    measured,
    past_determiner,
    single,
    subject_of,
    time_words,
)
from claimpack.extract.quantities.rates import RATE_PREPOSITIONS
from claimpack.extract.quantities.readings import Reading, linked
from claimpack.german.lexicon import words
from claimpack.german.noun_phrases import GENITIVE_ARTICLES, NounPhrase, Tagged
from claimpack.german.tagged import dictionary_form

VALUE_KINDS = frozenset({"measure", "money", "percent"})
DENOMINATORS_OF_TIME = frozenset({"Stunde", "Minute", "Sekunde", "Tag", "Jahr", "Monat", "Woche"})
FARTHEST = 12  # numbers back to the one whose noun is left out
POINT_PREPOSITIONS = frozenset({"vor", "nach", "seit", "in", "binnen", "innerhalb", "während"})


@dataclass
class Context:
    """What earlier sentences counted or measured.

    The last counted thing and the last base of a percentage of the paragraph, and densities by denominator.
    """

    counted: Reading | None = None
    whole: Reading | None = None
    densities: dict[str, Reading] = field(default_factory=dict)


def find_items(tagged: Tagged, readings: list[Reading], context: Context) -> None:
    """Set noun, item and lemma of each reading; ``context`` is brought up to date for the next sentence."""
    for reading in reversed(readings):
        if (part := _part_of_compound(reading)) is not None:
            reading.item, reading.lemma = part, dictionary_form(part)
            continue
        reading.noun = _noun_of(tagged, reading)
        if reading.noun:
            _name(tagged, reading, reading.noun)
    for position, reading in enumerate(readings):
        earlier = readings[max(0, position - FARTHEST) : position]
        if earlier and reading.kind in VALUE_KINDS and _repeats(tagged, reading, earlier[-1]):
            reading.noun = None
            _take(reading, earlier[-1])
        elif (
            reading.kind == "measure"
            and reading.per
            and not _named(tagged, reading)
            and reading.per in context.densities
        ):
            reading.noun = None
            _take(reading, context.densities[reading.per])
        elif reading.item is None and reading.kind == "percent" and context.whole and _is_subject(tagged, reading):
            _take(reading, context.whole)
        elif reading.item is None and (source := _context(tagged, reading, earlier, context.counted)):
            _take(reading, source)
        elif reading.item is None and reading.kind == "cardinal" and not reading.phrase.tail:
            reading.noun = _numbered(tagged, before_number(reading) + 1)
            if reading.noun:
                _name(tagged, reading, reading.noun)
        if reading.item and reading.kind == "cardinal":
            context.counted = reading
        if reading.kind == "percent" and reading.noun and reading.noun.first >= reading.right:
            context.whole = reading
        if reading.item and reading.kind == "measure" and reading.per and reading.per not in DENOMINATORS_OF_TIME:
            context.densities.setdefault(reading.per, reading)


def _is_subject(tagged: Tagged, reading: Reading) -> bool:
    """Whether a percentage without a base is the subject: "30 Prozent teilen die Ansicht"."""
    first = before_number(reading) + 1
    return first == clause_at(tagged, first)[0] or tagged.tag(first - 1).startswith("V")


def _take(reading: Reading, source: Reading) -> None:
    reading.item, reading.lemma, reading.source = source.item, source.lemma, source
    reading.rules.append("items:elided")


def _repeats(tagged: Tagged, reading: Reading, before: Reading) -> bool:
    """A value in brackets after another ("90 Dollar (80 Euro)")."""
    bracket = before.right
    if tagged.low(bracket) in RATE_PREPOSITIONS:
        bracket += 2
    return before.kind in VALUE_KINDS and tagged.text(bracket) == "(" and before_number(reading) == bracket


def _named(tagged: Tagged, reading: Reading) -> bool:
    return dimension_before(tagged, reading) is not None


def _part_of_compound(reading: Reading) -> str | None:
    """The noun next to the number in a compound: Staaten in "Zwei-Staaten-Lösung", Takt in "Zehn-Minuten-Takt"."""
    parts = reading.phrase.tail.split("-")
    if not parts[0][:1].isupper() or reading.kind == "age":
        return None
    return parts[0] if reading.kind == "cardinal" else parts[1] if len(parts) > 1 else None


def _name(tagged: Tagged, reading: Reading, noun: NounPhrase) -> None:
    first, last = noun.head, noun.head_last
    if tagged.text(first)[-1] in "-‐‑":
        first = last  # "Artillerie- und Raketengeschosse": the head is the last word
    bare_name = tagged.is_name(first) and tagged.is_name(noun.last) and noun.last > last
    if bare_name or (noun.head == noun.last and tagged.tag(noun.head) == "NE"):
        last = noun.last
    reading.item = tagged.printed(first, last).lstrip("-‐‑")
    reading.lemma = reading.item.removesuffix(tagged.text(last).lstrip("-‐‑")) + tagged.lemma_of(last)
    if bare_name:
        reading.lemma = reading.item


def _noun_of(tagged: Tagged, reading: Reading) -> NounPhrase | None:
    """The noun phrase that a number is about, by its kind."""
    kind = reading.kind
    if (
        reading.shares
        and reading.shares.noun
        and kind == reading.shares.kind
        and (kind in ("cardinal", "age") or reading.phrase.tail)
    ):
        return reading.shares.noun
    if kind == "score":
        noun = tagged.noun_after(reading.right)
        return noun if noun and noun.first == noun.head == reading.right else None
    if kind == "rank":
        at = before_number(reading.ranked or reading)
        return single(at)
    if kind == "age":
        return _aged(tagged, reading)
    if kind == "ordinal":
        return _ordered(tagged, reading)
    if kind == "fraction":
        return _part_of(tagged, reading) or None
    if kind == "cardinal":
        return _counted(tagged, reading)
    if kind == "duration":
        return _lasting(tagged, reading)
    return measured(tagged, reading)


def _counted(tagged: Tagged, reading: Reading) -> NounPhrase | None:
    at = reading.right
    if reading.phrase.tail:
        return tagged.noun_after(at)
    if tagged.low(at) in ("oder", "und") and tagged.low(at + 1) in ("mehr", "weniger", "noch"):
        at += 2
    while tagged.low(at) in ("weitere", "weiteren", "weiterer", "andere", "anderen"):
        at += 1
    noun = tagged.noun_after(at)
    if noun:
        return noun
    if tagged.low(at) == "von":
        return tagged.noun_after(past_determiner(tagged, at + 1))
    if tagged.low(at) in GENITIVE_ARTICLES:
        return tagged.noun_after(past_determiner(tagged, at + 1))
    return None


def _numbered(tagged: Tagged, first: int) -> NounPhrase | None:
    """What "die Zahl der Toten stieg auf 50" counts: the genitive of the last Zahl or Anzahl before the number."""
    chunks = [chunk for chunk in tagged.chunks if chunk.last < first]
    for number, counted in reversed(list(pairwise(chunks))):
        if tagged.low(number.head).endswith("zahl") and counted.first == number.last + 1:
            return counted if counted.genitive or counted.preposition in ("von", "an") else None
    return None


def _ordered(tagged: Tagged, reading: Reading) -> NounPhrase | None:
    at = reading.right
    while tagged.low(at) in ("und", "oder", "bis", ",") and (
        (tagged.tag(at + 1) == "CARD" and tagged.text(at + 2) == ".") or tagged.is_adjective(at + 1)
    ):
        at += 3 if tagged.tag(at + 1) == "CARD" else 2
    noun = tagged.noun_after(at)
    return noun if noun and tagged.tag(at) not in ("ART", "APPR", "APPRART", "PPOSAT", "PDAT") else None


def _part_of(tagged: Tagged, reading: Reading) -> NounPhrase | None:
    """The whole: "die Hälfte der Bezirke", "ein Drittel von ihnen", "jeder zweite Schweizer"."""
    at = reading.right
    if reading.phrase.tail:
        return None
    direct = tagged.noun_after(at)
    if direct and direct.first == at and tagged.tag(at) not in ("APPR", "APPRART"):
        return direct
    if tagged.tag(at) in ("APPR", "APPRART"):
        if tagged.low(at) not in ("von", "vom", "zu", "zur", "zum", "an", "am", "aus"):
            return None
        at += 1
    at = past_determiner(tagged, at)
    return tagged.noun_after(at) if at > reading.right else direct


def _aged(tagged: Tagged, reading: Reading) -> NounPhrase | None:
    """The person or group: after the adjective, the nominalised age itself, or the noun before the brackets."""
    if reading.phrase.tail:
        noun = tagged.noun_after(reading.right)
        nominal = reading.phrase.tail[:1].isupper() or (
            not reading.phrase.digits and tagged.is_capital(reading.phrase.first)
        )
        if noun and not (nominal and noun.first == noun.head) and not (nominal and reading.phrase.digits):
            return noun
        first, last = reading.phrase.first, reading.phrase.last
        return NounPhrase(first, first, last, last, "", False, None, first)
    if tagged.text(reading.right) in ("alte", "alten", "alter", "altes", "altem"):
        return tagged.noun_after(reading.right)
    first = before_number(reading) + 1
    for at in range(max(1, first - 3), first):
        whose = tagged.chunk_ending(at - 2) if tagged.text(at) == "Alter" else None
        if whose and not _is_time_or_place(tagged, whose):
            return whose  # "Kinder im Alter von 6 Jahren"
    if tagged.low(first) == "ab":
        return None  # "erlaubt ab 16 Jahren"
    if (bracket := bracket_at(tagged, first)) is not None or tagged.text(first - 1) == ",":
        return before_bracket(tagged, first - 1 if bracket is None else bracket)
    return subject_of(tagged, first, skip=words("age_words", "word"))


def _is_time_or_place(tagged: Tagged, chunk: NounPhrase) -> bool:
    """As in "am Montagabend", "von Monaco"."""
    word = tagged.text(chunk.head)
    return bool(chunk.preposition) and (
        tagged.is_name(chunk.head) or word in time_words() or word.startswith(tuple(words("weekdays")))
    )


def _lasting(tagged: Tagged, reading: Reading) -> NounPhrase | None:
    """What lasts: "drei Jahre Haft", "die Fahrt dauerte …", "eine Pause von …"; None for points in time."""
    after = reading.right
    if reading.phrase.tail:
        return tagged.noun_after(after)
    first = before_number(reading) + 1
    if tagged.is_noun(after) and not tagged.is_name(after):
        point = any(tagged.low(at) in POINT_PREPOSITIONS for at in (first - 1, first - 2))
        if lasts(tagged.text(after)) or (not point and tagged.text(after) not in time_words()):
            return tagged.noun_after(after)
    if tagged.low(after).startswith(("lange", "dauernde", "währende")):
        return tagged.noun_after(after)
    named = tagged.low(first - 1) == "von" or lasts(tagged.text(first - 1))
    if named and (before := dimension_before(tagged, reading)):
        return before
    subject = subject_of(tagged, first) if tagged.low(first - 1) not in POINT_PREPOSITIONS else None
    if subject and lasts(tagged.text(subject.head_last)) and has_value_verb(tagged, first):
        return subject
    start, stop = clause_at(tagged, first)
    verbs = {tagged.lemma(k) for k in range(start, stop) if tagged.is_word(k) and tagged.tag(k).startswith("VV")}
    return subject if verbs & {"dauern", "andauern", "währen", "befristen"} else None


def _context(tagged: Tagged, reading: Reading, earlier: list[Reading], before: Reading | None) -> Reading | None:
    """The counted thing that an elided noun repeats."""
    if reading.kind in VALUE_KINDS:
        same = [
            r
            for r in earlier
            if r.kind == reading.kind and r.item and (r.code == reading.code or reading.kind == "percent")
        ]
        return same[-1] if same and linked(tagged, same[-1].right, reading.left) else None
    if (
        reading.kind == "duration"
        and earlier
        and earlier[-1].kind == "duration"
        and tagged.low(earlier[-1].right) == "auf"
    ):
        return earlier[-1] if earlier[-1].item and linked(tagged, earlier[-1].right, reading.left) else None
    if reading.kind == "age":
        return next((r for r in reversed(earlier) if r.kind in ("age", "cardinal") and r.item), None)
    if reading.kind != "cardinal" or reading.phrase.tail:
        return None
    counted = [r for r in earlier if r.kind == "cardinal" and r.item]
    if counted:
        return counted[-1]
    opens = before_number(reading) < 0 or tagged.low(reading.right) in ("davon", "weitere", "weiteren", "andere")
    return before if opens else None  # "Zwei starben": the noun of the sentence before
