"""What a number counts or measures: the head noun, its phrase, and whose it is."""

import itertools
from dataclasses import dataclass, field
from functools import cache

from claimpack.extract.kinds import POINTS, RATE_PREPOSITIONS, Reading, lasts, linked
from claimpack.german.lexicon import words
from claimpack.german.noun_phrases import GENITIVE_ARTICLES, NounPhrase, Tagged
from claimpack.german.units import unit_at

VALUE_KINDS = frozenset({"measure", "money", "percent"})
CLAUSE_MARKS = frozenset({",", ";", ":", "–", "—", "(", ")", "."})
DENOMINATORS_OF_TIME = frozenset({"Stunde", "Minute", "Sekunde", "Tag", "Jahr", "Monat", "Woche"})
FARTHEST = 12  # numbers back to the one whose noun is left out
POINT_PREPOSITIONS = frozenset({"vor", "nach", "seit", "in", "binnen", "innerhalb", "während"})
FILLERS = frozenset(
    {"zwischen", "umgerechnet", "insgesamt", "derzeit", "damals", "zuletzt", "nur", "noch", "jeweils", "minus", "plus"}
)
RELATIVES = frozenset({"der", "die", "das", "welcher", "welche", "welches"})
PRONOUNS = frozenset({"er", "sie", "es", "man", "wir", "ich"})


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
            reading.item = reading.lemma = part
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
        if reading.item and reading.kind == "cardinal":
            context.counted = reading
        if reading.kind == "percent" and reading.noun and reading.noun.first >= reading.right:
            context.whole = reading
        if reading.item and reading.kind == "measure" and reading.per and reading.per not in DENOMINATORS_OF_TIME:
            context.densities.setdefault(reading.per, reading)


def _is_subject(tagged: Tagged, reading: Reading) -> bool:
    """Whether a percentage without a base opens its clause or stands behind its verb: "30 Prozent teilen die Ansicht"."""
    first = _before(reading) + 1
    return first == _clause(tagged, first)[0] or tagged.tag(first - 1).startswith("V")


def _take(reading: Reading, source: Reading) -> None:
    reading.item, reading.lemma, reading.source = source.item, source.lemma, source
    reading.rules.append("items:elided")


def _repeats(tagged: Tagged, reading: Reading, before: Reading) -> bool:
    """A value in brackets after another ("0,9 PS (0,67 kW)"), or its denominator ("10 Liter auf 100 Kilometern")."""
    bracket = before.right
    if tagged.low(bracket) in RATE_PREPOSITIONS:
        bracket += 2
    return before.kind in VALUE_KINDS and tagged.text(bracket) == "(" and _before(reading) == bracket


def _named(tagged: Tagged, reading: Reading) -> bool:
    return _dimension_before(tagged, reading) is not None


def _part_of_compound(reading: Reading) -> str | None:
    """The noun next to the number in a compound: Artikel in "Eine-Million-Artikel-Marke", Takt in "Zehn-Minuten-Takt"."""
    parts = reading.phrase.tail.split("-")
    if not parts[0][:1].isupper() or reading.kind == "age":
        return None
    return parts[0] if reading.kind == "cardinal" else parts[1] if len(parts) > 1 else None


def _name(tagged: Tagged, reading: Reading, noun: NounPhrase) -> None:
    first, last = noun.head, noun.head_last
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
    if reading.shares and reading.shares.noun and kind == reading.shares.kind and kind in ("cardinal", "age"):
        return reading.shares.noun
    if kind == "score":
        noun = tagged.noun_after(reading.right)
        return noun if noun and noun.first == noun.head == reading.right else None
    if kind == "rank":
        at = _before(reading.ranked or reading)
        return _single(at)
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
    return _measured(tagged, reading)


def _single(at: int) -> NounPhrase:
    return NounPhrase(at, at, at, at, "", False, None, at)


def _counted(tagged: Tagged, reading: Reading) -> NounPhrase | None:
    at = reading.right
    if reading.phrase.tail:
        return tagged.noun_after(at)
    if tagged.low(at) in ("oder", "und") and tagged.low(at + 1) in ("mehr", "weniger", "noch"):
        at += 2
    while tagged.low(at) in ("weitere", "weiteren", "weiterer", "andere", "anderen"):
        at += 1
    noun = tagged.noun_after(at)
    if (
        noun
        and noun.first == noun.head
        and noun.head > at
        and tagged.is_capital(noun.head)
        and not noun.participle
        and _is_far(tagged, at, noun)
    ):
        return None
    if noun:
        return noun
    if tagged.low(at) == "von":
        return tagged.noun_after(_past_determiner(tagged, at + 1))
    if tagged.low(at) in GENITIVE_ARTICLES:
        return tagged.noun_after(_past_determiner(tagged, at + 1))
    return None


def _is_far(tagged: Tagged, at: int, noun: NounPhrase) -> bool:
    return any(tagged.tag(k) in ("VV(FIN)", "VA(FIN)", "VM(FIN)") for k in range(at, noun.head))


def _past_determiner(tagged: Tagged, at: int) -> int:
    while tagged.tag(at) in ("ART", "PDAT", "PPOSAT", "PIAT", "PIDAT", "CARD") or tagged.low(at) in (
        "insgesamt",
        "rund",
        "etwa",
    ):
        at += 1
    return at


def _ordered(tagged: Tagged, reading: Reading) -> NounPhrase | None:
    at = reading.right
    while tagged.low(at) in ("und", "oder", "bis", ",") and (
        (tagged.tag(at + 1) == "CARD" and tagged.text(at + 2) == ".") or tagged.is_adjective(at + 1)
    ):
        at += 3 if tagged.tag(at + 1) == "CARD" else 2
    noun = tagged.noun_after(at)
    return noun if noun and tagged.tag(at) not in ("ART", "APPR", "APPRART", "PPOSAT", "PDAT") else None


def _part_of(tagged: Tagged, reading: Reading) -> NounPhrase | None:
    """ "mehr als der Hälfte der Wahlkreise", "ein Drittel von ihnen", "jeder zweite Deutsche", "Zweidrittelmehrheit"."""
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
    at = _past_determiner(tagged, at)
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
    first = _before(reading) + 1
    if (bracket := _bracket(tagged, first)) is not None or tagged.text(first - 1) == ",":
        return _before_bracket(tagged, first - 1 if bracket is None else bracket)
    return _subject(tagged, first, skip=words("age_words", "word"))


def _before(reading: Reading) -> int:
    """The token before the number and what governs it."""
    return (reading.comparator.first if reading.comparator else reading.left) - 1


def _clause(tagged: Tagged, at: int) -> tuple[int, int]:
    """First and last+1 token between the marks around ``at``."""
    start = at
    while start > 0 and tagged.text(start - 1) not in CLAUSE_MARKS:
        start -= 1
        if tagged.text(start - 1) == ")":
            start = _opening(tagged, start - 1)
    stop = at
    while stop < len(tagged) and tagged.text(stop) not in CLAUSE_MARKS:
        stop += 1
    return start, stop


def _opening(tagged: Tagged, closing: int) -> int:
    """The bracket that a closing one belongs to; the token after the closing one where it is far or missing."""
    return next((at for at in range(closing, max(closing - 12, -1), -1) if tagged.text(at) == "("), closing + 1)


def _subject(tagged: Tagged, first: int, skip: frozenset[str] = frozenset()) -> NounPhrase | None:
    """What has or changes by a value: the nearest noun phrase to the left that hangs on nothing, else the next to the right.

    In a relative clause it is the noun before the comma; where a pronoun is the subject there is none.
    """
    start, stop = _clause(tagged, first)
    free = [
        c
        for c in tagged.chunks()
        if not c.preposition and not c.genitive and not c.measures and not _is_change(tagged, c)
    ]
    free = [c for c in free if tagged.text(c.head_last) not in skip and tagged.text(c.head) not in _times()]
    if changing := _changing(tagged, start, first):
        return changing
    if left := [c for c in free if start <= c.first and c.last < first]:
        return next((c for c in left if _is_dimension(tagged.text(c.head))), left[-1])
    if any(tagged.low(at) in PRONOUNS for at in range(start, first)):
        return None
    if start > 0 and tagged.text(start - 1) == "," and tagged.low(start) in RELATIVES:
        return tagged.chunk_ending(start - 2) or next((c for c in reversed(free) if c.last < start), None)
    if any(tagged.low(at) in PRONOUNS for at in range(first, min(first + 6, stop))):
        return None
    if first == start or tagged.tag(first - 1).startswith("V"):
        return None  # the number is the subject itself: "30 Prozent teilen die Ansicht"
    return next((c for c in free if first < c.first and c.last < stop), None)


def _changing(tagged: Tagged, start: int, first: int) -> NounPhrase | None:
    """ "ein Anstieg der Preise um …", "Einbruch beim Absatz von …": the noun that hangs on the change."""
    chunks = [c for c in tagged.chunks() if start <= c.first and c.last < first]
    for change, following in itertools.pairwise(chunks):
        attached = following.first == change.last + 1 and (
            following.genitive or following.preposition in ("bei", "beim", "von", "vom")
        )
        if _is_change(tagged, change) and attached:
            return following
    return None


@cache
def _times() -> frozenset[str]:
    """Months, weekdays and units of time, which are never what has a value."""
    return words("months") | words("weekdays") | words("time_units")


def _is_change(tagged: Tagged, chunk: NounPhrase) -> bool:
    return tagged.low(chunk.head).endswith(_change_endings())


@cache
def _change_endings() -> tuple[str, ...]:
    return tuple(sorted(words("change_nouns", "ending")))


@cache
def _dimension_endings() -> tuple[str, ...]:
    return tuple(sorted(words("dimensions", "ending")))


def _is_dimension(word: str) -> bool:
    return word.lower().endswith(_dimension_endings())


def _dimension_before(tagged: Tagged, reading: Reading) -> NounPhrase | None:
    """The noun right before the number or its "von": "mit einer Länge von 2 Metern", "Stärke 5,3", "Risiken in Höhe von 3 Euro"."""
    at = _before(reading)
    while tagged.low(at) in FILLERS or (tagged.low(at) == "bis" and tagged.low(at + 1) in FILLERS):
        at -= 1
    joined = tagged.low(at) if tagged.low(at) in ("von", "über", "bei", "auf", "um", "vom", "mit", "in") else ""
    if joined:
        at -= 1
    if joined == "von" and tagged.low(at) == "höhe" and tagged.low(at - 1) == "in":
        at -= 2
    chunk = tagged.chunk_ending(at)
    if chunk is None:
        return None
    if chunk.head_last < at and not tagged.is_name(at) and _is_dimension(tagged.text(at)):
        return _single(at)
    if chunk.genitive and not _is_dimension(tagged.text(chunk.head_last)):  # "der Wert der Ware von 3 Euro"
        chunk = tagged.chunk_ending(chunk.first - 1) or chunk
    if _is_change(tagged, chunk):
        return None if reading.kind == "percent" or not joined else chunk
    return chunk if joined in ("von", "vom", "über") or _is_dimension(tagged.text(chunk.head_last)) else None


def _measured(tagged: Tagged, reading: Reading) -> NounPhrase | None:
    """Dimension, substance, thing; for a percentage its base."""
    if reading.phrase.tail:
        return tagged.noun_after(reading.right) or _single(reading.phrase.last)
    after = reading.right
    if reading.kind == "percent":
        base = _base(tagged, after)
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
    if reading.kind == "measure" and (noun := _thing_after(tagged, after)):
        return noun
    if before := _dimension_before(tagged, reading):
        return before
    first = _before(reading) + 1
    if tagged.low(first - 1) == "auf" and unit_at(tagged.tokens, first - 2):
        return None  # the denominator of "10 Liter auf 100 Kilometern"
    if (bracket := _bracket(tagged, first)) is not None:
        return _before_bracket(tagged, bracket)
    if reading.kind == "percent" and (whole := _whole(tagged, first)):
        return whole
    if tagged.low(first - 1) in ("nach", "vor", "in", "aus"):
        return None
    if reading.kind != "money" or _has_value_verb(tagged, first):
        return _subject(tagged, first)
    return None


def _whole(tagged: Tagged, first: int) -> NounPhrase | None:
    """ "Von den 600 Häusern sind 20 Prozent zerstört": the whole that opens the sentence."""
    chunk = next(iter(tagged.chunks()), None)
    if (
        chunk is None
        or chunk.first
        or chunk.preposition != "von"
        or chunk.last >= first
        or tagged.text(chunk.head) in _times()
    ):
        return None
    return chunk


def _bracket(tagged: Tagged, first: int) -> int | None:
    """The opening bracket that only adverbs and signs separate from token ``first``."""
    at = first - 1
    while (
        at > 0
        and first - at < 5
        and (tagged.tag(at) in ("ADV", "ADJ(D)", "/", "±", "CARD", ",") or tagged.low(at) in ("plus", "minus", "und"))
    ):
        at -= 1
    return at if tagged.text(at) == "(" else None


def _before_bracket(tagged: Tagged, bracket: int) -> NounPhrase | None:
    """The noun phrase before a bracket, past the genitive: "der Kurs des Euro (1,59 Dollar)"."""
    chunk = tagged.chunk_ending(bracket - 1)
    if chunk and chunk.genitive:
        return tagged.chunk_ending(chunk.first - 1) or chunk
    return chunk


def _past_rate(tagged: Tagged, at: int) -> int | None:
    """The token after "pro NOUN" at ``at``."""
    return at + 2 if tagged.low(at) in RATE_PREPOSITIONS and tagged.is_noun(at + 1) else None


def _base(tagged: Tagged, at: int) -> NounPhrase | None:
    """ "80 Prozent der Fläche", "50 Prozent weniger Müll", "20 Prozent aller Kinder", "30 Prozent Frauen"."""
    low = tagged.low(at)
    if low in GENITIVE_ARTICLES or low == "von" or tagged.tag(at) == "PPOSAT":
        return tagged.noun_after(_past_determiner(tagged, at + 1))
    if low in ("mehr", "weniger", "aller", "mehrerer"):
        return tagged.noun_after(at + 1)
    if low == "über" or low == "unter":
        return tagged.noun_after(_past_determiner(tagged, at + 1))
    if tagged.is_noun(at):
        return tagged.noun_after(at)
    noun = tagged.noun_after(at) if tagged.is_adjective(at) else None
    return noun


def _thing_after(tagged: Tagged, at: int) -> NounPhrase | None:
    """ "elf Meter hoher Zylinder", "2298 Kilometer lange Strecke"."""
    if tagged.is_adjective(at) and not tagged.is_capital(at):
        noun = tagged.noun_after(at)
        return noun
    return None


@cache
def _value_verbs() -> frozenset[str]:
    return words("value_verbs", "verb")


def _has_value_verb(tagged: Tagged, at: int) -> bool:
    start, stop = _clause(tagged, at)
    return any(
        tagged.is_word(k) and tagged.tag(k).startswith("VV") and tagged.lemma(k) in _value_verbs()
        for k in range(start, stop)
    )


def _lasting(tagged: Tagged, reading: Reading) -> NounPhrase | None:
    """What lasts: "drei Jahre Haft", "dauerte der Einsatz …", "Vorsprung von sechs Sekunden"; None for points in time."""
    after = reading.right
    if reading.phrase.tail:
        return tagged.noun_after(after)
    first = _before(reading) + 1
    if tagged.is_noun(after) and not tagged.is_name(after):
        point = any(tagged.low(at) in POINT_PREPOSITIONS for at in (first - 1, first - 2))
        if lasts(tagged.text(after)) or (not point and tagged.text(after) not in _times()):
            return tagged.noun_after(after)
    if tagged.low(after) in (
        "lange",
        "langen",
        "langer",
        "langes",
        "langem",
        "dauernde",
        "dauernden",
        "währende",
        "währenden",
    ):
        return tagged.noun_after(after)
    if tagged.low(first - 1) == "von" or lasts(tagged.text(first - 1)):
        if before := _dimension_before(tagged, reading):
            return before
    subject = _subject(tagged, first) if tagged.low(first - 1) not in POINT_PREPOSITIONS else None
    if subject and lasts(tagged.text(subject.head_last)) and _has_value_verb(tagged, first):
        return subject
    start, stop = _clause(tagged, first)
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
    return counted[-1] if counted else before
