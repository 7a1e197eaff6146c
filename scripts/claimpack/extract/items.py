"""What a number counts or measures: the head noun, its phrase, and whose it is."""

from functools import cache

from claimpack.extract.kinds import Reading, lasts, linked
from claimpack.german.lexicon import words
from claimpack.german.noun_phrases import GENITIVE_ARTICLES, NounPhrase, Tagged

VALUE_KINDS = frozenset({"measure", "money", "percent"})
CLAUSE_MARKS = frozenset({",", ";", ":", "–", "—", "(", ")", "."})
NOT_PERSONS = ("Platz", "Mal", "Male")
ORIGIN_PREPOSITIONS = frozenset({"aus", "von", "der", "des"})


def find_items(tagged: Tagged, readings: list[Reading], before: Reading | None) -> None:
    """Set noun, item and span of each reading; ``before`` is the last counted thing of the sentence before."""
    for reading in reversed(readings):
        reading.noun = _noun_of(tagged, reading)
        if reading.noun:
            _name(tagged, reading, reading.noun)
    last = before
    for position, reading in enumerate(readings):
        if reading.item is None:
            source = _context(tagged, reading, readings[:position], last)
            if source:
                reading.item, reading.lemma, reading.source = source.item, source.lemma, source
                reading.rules.append("items:elided")
        if reading.item and reading.kind == "cardinal":
            last = reading


def _name(tagged: Tagged, reading: Reading, noun: NounPhrase) -> None:
    first, last = noun.head, noun.head_last
    bare_name = tagged.is_name(first) and tagged.is_name(noun.last) and noun.last > last
    if bare_name or noun.head == noun.last and tagged.tag(noun.head) == "NE":
        last = noun.last
    text = " ".join(tagged.text(at) for at in range(first, last + 1))
    reading.item = text.lstrip("-‐‑")
    parts = [tagged.text(at).lstrip("-‐‑") for at in range(first, last)] + [tagged.lemma_of(last)]
    reading.lemma = " ".join(parts) if not bare_name else reading.item


def _noun_of(tagged: Tagged, reading: Reading) -> NounPhrase | None:
    """The noun phrase that a number is about, by its kind."""
    kind = reading.kind
    if reading.shares and reading.shares.noun and kind == reading.shares.kind and kind in ("cardinal", "ordinal"):
        return reading.shares.noun
    if kind == "score":
        noun = tagged.noun_after(reading.right)
        return noun if noun and noun.first == noun.head == reading.right else None
    if kind == "rank":
        at = (reading.comparator.first if reading.comparator else reading.left) - 1
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
    if noun and noun.first == noun.head and noun.head > at and tagged.is_capital(noun.head) and not noun.participle and _is_far(tagged, at, noun):
        return None
    if noun:
        return noun
    if tagged.low(at) == "von":
        return tagged.noun_after(_past_determiner(tagged, at + 1))
    if tagged.low(at) in GENITIVE_ARTICLES:
        return tagged.noun_after(at + 1)
    return None


def _is_far(tagged: Tagged, at: int, noun: NounPhrase) -> bool:
    return any(tagged.tag(k) in ("VV(FIN)", "VA(FIN)", "VM(FIN)") for k in range(at, noun.head))


def _past_determiner(tagged: Tagged, at: int) -> int:
    while tagged.tag(at) in ("ART", "PDAT", "PPOSAT", "PIAT", "PIDAT", "CARD") or tagged.low(at) in ("insgesamt", "rund", "etwa"):
        at += 1
    return at


def _ordered(tagged: Tagged, reading: Reading) -> NounPhrase | None:
    at = reading.right
    while tagged.low(at) in ("und", "oder", "bis", ",") and (
        tagged.tag(at + 1) == "CARD" and tagged.text(at + 2) == "." or tagged.is_adjective(at + 1)
    ):
        at += 3 if tagged.tag(at + 1) == "CARD" else 2
    noun = tagged.noun_after(at)
    return noun if noun and noun.participle is None or noun and noun.first == at else None


def _part_of(tagged: Tagged, reading: Reading) -> NounPhrase | None:
    """"mehr als der Hälfte der Wahlkreise", "ein Drittel von ihnen", "jeder zweite Deutsche", "Zweidrittelmehrheit"."""
    at = reading.right
    if reading.phrase.tail:
        return None
    direct = tagged.noun_after(at)
    if direct and direct.first == at and tagged.tag(at) not in ("APPR", "APPRART"):
        return direct
    while tagged.tag(at) in ("APPR", "APPRART", "ART", "PPOSAT", "PDAT", "PIAT", "PIDAT", "CARD") and at - reading.right < 4:
        if tagged.tag(at) == "APPR" and tagged.low(at) not in ("von", "zu", "an", "aus"):
            return None
        at += 1
    return tagged.noun_after(at) if at > reading.right or direct else None


def _aged(tagged: Tagged, reading: Reading) -> NounPhrase | None:
    """The person or group: after the adjective, the nominalised age itself, or the noun before the brackets."""
    if reading.phrase.tail:
        noun = tagged.noun_after(reading.right)
        nominal = reading.phrase.tail[:1].isupper() or (not reading.phrase.digits and tagged.is_capital(reading.phrase.first))
        if noun and not (nominal and noun.first == noun.head) and not (nominal and reading.phrase.digits):
            return noun
        first, last = reading.phrase.first, reading.phrase.last
        return NounPhrase(first, first, last, last, "", False, None, first)
    if tagged.text(reading.right) in ("alte", "alten", "alter", "altes", "altem"):
        return tagged.noun_after(reading.right)
    first = reading.comparator.first if reading.comparator else reading.left
    at = first - 1
    while at > 0 and first - at < 8 and tagged.text(at) != "(":
        at -= 1
    if tagged.text(at) == "(" and tagged.tag(at) == "(":
        return _last_chunk_before(tagged, at, any_case=True)
    return _subject(tagged, first, skip=words("age_words", "word"))


def _last_chunk_before(tagged: Tagged, at: int, any_case: bool = False) -> NounPhrase | None:
    """The nearest noun phrase that ends before token ``at``: of a head noun with a name the head noun."""
    found = None
    for chunk in tagged.chunks():
        if chunk.last >= at:
            break
        if any_case or not chunk.preposition:
            found = chunk
    return found


def _clause(tagged: Tagged, at: int) -> tuple[int, int]:
    """First and last+1 token between the marks around ``at``."""
    start = at
    while start > 0 and tagged.text(start - 1) not in CLAUSE_MARKS:
        start -= 1
    stop = at
    while stop < len(tagged) and tagged.text(stop) not in CLAUSE_MARKS:
        stop += 1
    return start, stop


def _subject(tagged: Tagged, first: int, skip: frozenset[str] = frozenset()) -> NounPhrase | None:
    """What has or changes by a value: the nearest noun phrase to the left that hangs on nothing, else the next to the right."""
    start, stop = _clause(tagged, first)
    chunks = [c for c in tagged.chunks() if not c.preposition and not c.genitive and tagged.text(c.head_last) not in skip]
    left = [c for c in chunks if start <= c.first and c.last < first]
    left = [c for c in left if not tagged.text(c.head).lower().endswith(_change_endings())]
    if left:
        return left[-1]
    right = [c for c in chunks if first < c.first and c.last < stop and not tagged.text(c.head).lower().endswith(_change_endings())]
    if right and not _pronoun_between(tagged, start, first):
        return right[0]
    return None


def _pronoun_between(tagged: Tagged, start: int, stop: int) -> bool:
    return any(tagged.low(at) in ("er", "sie", "es", "man", "wir", "ich") for at in range(start, stop))


@cache
def _change_endings() -> tuple[str, ...]:
    return tuple(sorted(words("change_nouns", "ending")))


@cache
def _dimension_endings() -> tuple[str, ...]:
    return tuple(sorted(words("dimensions", "ending")))


def _is_dimension(word: str) -> bool:
    return word.lower().endswith(_dimension_endings())


def _dimension_before(tagged: Tagged, reading: Reading) -> NounPhrase | None:
    """The noun right before the number or its "von": "mit einer Länge von 2 Metern", "Stärke 5,3", "Spitzen bis zu 200 km/h"."""
    at = (reading.comparator.first if reading.comparator else reading.left) - 1
    if tagged.low(at) in ("zwischen", "umgerechnet", "insgesamt", "derzeit", "damals", "zuletzt"):
        at -= 1
    joined = tagged.low(at) in ("von", "über", "bei", "auf", "um", "vom", "mit", "in")
    if joined:
        at -= 1
    if tagged.low(at) == "höhe" and tagged.low(at - 1) == "in" and joined:
        at -= 2
    chunk = next((c for c in tagged.chunks() if c.first <= at <= c.last), None)
    if chunk is None or chunk.last != at:
        return None
    if chunk.genitive:  # "Wert der Ware von 3 Euro": the noun that the genitive hangs on
        chunk = next((c for c in tagged.chunks() if c.last == chunk.first - 1), chunk)
    von = joined and tagged.low(at + 1) in ("von", "vom", "über")
    named = _is_dimension(tagged.text(chunk.head_last)) or (not joined and reading.kind != "percent" and reading.comparator is not None and not chunk.preposition)
    if tagged.text(chunk.head).lower().endswith(_change_endings()) and reading.kind == "percent":
        return None
    return chunk if von or named else None


def _measured(tagged: Tagged, reading: Reading) -> NounPhrase | None:
    """Dimension, substance, thing; for a percentage its base."""
    if reading.phrase.tail:
        return tagged.noun_after(reading.right) or _single(reading.phrase.last)
    after = reading.right
    if reading.kind == "percent":
        base = _base(tagged, after)
        if base:
            return base
    elif tagged.is_capital(after) and (noun := tagged.noun_after(after)) and noun.head == after:
        if not (noun.head > 0 and tagged.is_name(noun.head) and reading.kind == "money"):
            return noun
    if reading.kind == "measure" and (noun := _thing_after(tagged, after)):
        return noun
    if before := _dimension_before(tagged, reading):
        return before
    first = reading.comparator.first if reading.comparator else reading.left
    if tagged.text(first - 1) == "(" or tagged.text(reading.left - 1) == "(":
        if reading.kind != "money":
            return _last_chunk_before(tagged, reading.left - 1, any_case=True)
        return _last_chunk_before(tagged, reading.left - 1, any_case=True)
    if reading.kind == "percent" or _has_value_verb(tagged, first):
        return _subject(tagged, first)
    return None


def _base(tagged: Tagged, at: int) -> NounPhrase | None:
    """"80 Prozent der Fläche", "50 Prozent weniger Müll", "20 Prozent aller Kinder", "30 Prozent Frauen"."""
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
    """"elf Meter hoher Zylinder", "2298 Kilometer lange Strecke"."""
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
        tagged.is_word(k) and tagged.tag(k).startswith("VV") and tagged.lemma(k) in _value_verbs() for k in range(start, stop)
    )


def _lasting(tagged: Tagged, reading: Reading) -> NounPhrase | None:
    """What lasts: "drei Jahre Haft", "dauerte der Einsatz …", "Vorsprung von sechs Sekunden"; None for points in time."""
    after = reading.right
    if reading.phrase.tail:
        return tagged.noun_after(after)
    if tagged.is_noun(after) and not tagged.is_name(after):
        return tagged.noun_after(after)
    first = reading.comparator.first if reading.comparator else reading.left
    if tagged.low(after) in ("lange", "langen", "langer", "langes", "langem", "dauernde", "dauernden", "währende", "währenden"):
        return tagged.noun_after(after)
    if tagged.low(first - 1) == "von" or lasts(tagged.text(first - 1)):
        if before := _dimension_before(tagged, reading):
            return before
    start, stop = _clause(tagged, first)
    verbs = {tagged.lemma(k) for k in range(start, stop) if tagged.is_word(k) and tagged.tag(k).startswith("VV")}
    if verbs & {"dauern", "andauern", "währen", "befristen"} and tagged.low(first - 1) not in ("vor", "nach", "seit"):
        return _subject(tagged, first)
    return None


def _context(tagged: Tagged, reading: Reading, earlier: list[Reading], before: Reading | None) -> Reading | None:
    """The counted thing that an elided noun repeats."""
    if reading.kind in VALUE_KINDS:
        same = [r for r in earlier if r.kind == reading.kind and r.item and (r.code == reading.code or reading.kind == "percent")]
        linked_to = same and linked(tagged, same[-1].right, reading.left)
        bracket = tagged.text(reading.left - 1) == "("
        return same[-1] if same and (linked_to or bracket and tagged.text(reading.right) == ")") else None
    if reading.kind == "age":
        return next((r for r in reversed(earlier) if r.kind in ("age", "cardinal") and r.item), None)
    if reading.kind != "cardinal" or reading.phrase.tail:
        return None
    counted = [r for r in earlier if r.kind == "cardinal" and r.item]
    return counted[-1] if counted else before
