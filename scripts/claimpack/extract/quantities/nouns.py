"""The noun phrase that a number is about, by the kind of the quantity: counted, ordered, aged, lasting."""

from itertools import pairwise

from claimpack.extract.quantities.kinds import age_words, lasts
from claimpack.extract.quantities.measured import (
    before_bracket,
    before_number,
    bracket_at,
    dimension_before,
    has_value_verb,
    measured,
    past_determiner,
    single,
)
from claimpack.extract.quantities.readings import Reading
from claimpack.extract.quantities.subjects import clause_at, is_time, subject_of
from claimpack.german.lexicon import words
from claimpack.german.noun_phrases import GENITIVE_ARTICLES, NounPhrase, Tagged

PLACES_WITH_AN = frozenset({"Bord", "Land", "Ort", "Stelle", "Deck"})
POINT_PREPOSITIONS = frozenset({"vor", "nach", "seit", "in", "binnen", "innerhalb", "während"})


def noun_of(tagged: Tagged, reading: Reading) -> NounPhrase | None:
    """The noun phrase that a number is about, by its kind."""
    kind = reading.kind
    if kind == "cardinal" and (noun := _numbered_here(tagged, reading)):
        return noun
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


def _numbered_here(tagged: Tagged, reading: Reading) -> NounPhrase | None:
    """What "die Zahl der Toten liegt bei 50, …" counts, where no noun follows the number in its clause."""
    before = before_number(reading)
    if reading.phrase.tail or tagged.low(before) not in ("auf", "bei", "mit", "von") or _counted(tagged, reading):
        return None
    start, _ = clause_at(tagged, before)
    noun = numbered(tagged, before)
    return noun if noun and noun.first >= start else None


def numbered(tagged: Tagged, first: int) -> NounPhrase | None:
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
    if reading.comparator and tagged.text(first - 1) in age_words("person"):
        return single(first - 1)  # "Kinder unter 14 Jahren"
    if tagged.low(first) == "ab":
        return None  # "erlaubt ab 16 Jahren"
    if (bracket := bracket_at(tagged, first)) is not None or tagged.text(first - 1) == ",":
        return before_bracket(tagged, first - 1 if bracket is None else bracket)
    return subject_of(tagged, first, skip=age_words("before") | age_words("after"))


def _is_time_or_place(tagged: Tagged, chunk: NounPhrase) -> bool:
    """As in "am Montagabend", "von Monaco"."""
    word = tagged.text(chunk.head)
    return bool(chunk.preposition) and (
        tagged.is_name(chunk.head) or is_time(word) or word.startswith(tuple(words("weekdays")))
    )


def _lasting(tagged: Tagged, reading: Reading) -> NounPhrase | None:
    """What lasts: "drei Jahre Haft", "die Fahrt dauerte …", "eine Pause von …"; None for points in time."""
    after = reading.right
    if reading.phrase.tail:
        return tagged.noun_after(after)
    first = before_number(reading) + 1
    if tagged.low(after) == "an" and tagged.is_noun(after + 1) and tagged.text(after + 1) not in PLACES_WITH_AN:
        return tagged.noun_after(after + 1)  # "180 Stunden an Sendungen"
    if tagged.is_noun(after) and not tagged.is_name(after):
        point = any(tagged.low(at) in POINT_PREPOSITIONS for at in (first - 1, first - 2))
        if lasts(tagged.text(after)) or (not point and not is_time(tagged.text(after))):
            return tagged.noun_after(after)
    if tagged.low(after).startswith(("lange", "dauernde", "währende")):
        return tagged.noun_after(after)
    named = tagged.low(first - 1) == "von" or lasts(tagged.text(first - 1))
    if named and (before := dimension_before(tagged, reading)):
        return before
    subject = subject_of(tagged, first) if tagged.low(first - 1) not in POINT_PREPOSITIONS else None
    if subject and lasts(tagged.text(subject.head_last)) and has_value_verb(tagged, first):
        return subject
    if subject is None:
        return None
    start, stop = clause_at(tagged, first)
    verbs = {tagged.lemma(k) for k in range(start, stop) if tagged.is_word(k) and tagged.tag(k).startswith("VV")}
    return subject if verbs & {"dauern", "andauern", "währen", "befristen"} else None
