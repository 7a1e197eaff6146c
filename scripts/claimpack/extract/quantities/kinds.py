"""What kind of quantity a number is, and its unit."""

import itertools
from functools import cache, lru_cache

from claimpack.extract.quantities.readings import CLAUSE_MARKS, Reading, rank_endings
from claimpack.german.lexicon import table, words
from claimpack.german.noun_phrases import Tagged
from claimpack.german.numbers import read_word

YOUNGEST, OLDEST = 4, 110  # years that "mit N Jahren" takes for an age
POINTS = frozenset({"Punkte", "Punkten", "Zähler", "Zählern", "Indexpunkte", "Indexpunkten"})


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
    """A number that takes its unit from the next one is of its kind; so are ranks in a row."""
    for reading in reversed(readings):
        if reading.shares and reading.unit and reading.shares.kind in ("age", "duration"):
            reading.kind = reading.shares.kind
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
def age_words(side: str) -> frozenset[str]:
    """The words beside a span of years that make it an age; ``side`` as in the word list."""
    return frozenset(row["word"] for row in table("age_words") if row["side"] == side)


def _is_age(tagged: Tagged, reading: Reading) -> bool:
    before = reading.comparator.first if reading.comparator else reading.left
    if tagged.text(reading.right) in age_words("after") or tagged.low(before) in ("älter", "jünger", "ab"):
        return True
    if any(tagged.text(at) in age_words("before") for at in range(max(0, before - 3), before)):
        return True
    if reading.comparator and tagged.text(before - 1) in age_words("person"):
        return True
    if tagged.low(before - 1) == "mit" and _is_lived(tagged, reading):
        return True
    return _in_brackets(tagged, reading) and tagged.text(reading.right - 1)[:4] in ("Jahr", "Mona", "Woch")


def _is_lived(tagged: Tagged, reading: Reading) -> bool:
    """As in "Mit 12 Jahren floh er", but not "mit 12 Jahren Haft", "rechnet mit 12 Jahren"."""
    if reading.code != "a" or not YOUNGEST <= reading.phrase.low <= OLDEST or reading.phrase.low % 1:
        return False
    if tagged.is_noun(reading.right) or tagged.low(reading.right) in ("auf", "ohne"):
        return False
    start = tagged.last_before(reading.left, CLAUSE_MARKS) + 1
    stop = tagged.first_from(reading.left, CLAUSE_MARKS)
    verbs = {tagged.lemma(k) for k in tagged.verbs_between(start, stop)}
    return bool(verbs) and not verbs & age_words("not_with")


def _in_brackets(tagged: Tagged, reading: Reading) -> bool:
    """Whether the number, or the list that it closes, opens a bracket after a noun that is no span of time."""
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
    if before.endswith(rank_endings()) and phrase.form == "cardinal" and not tagged.is_noun(reading.right):
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


def _is_bare_age(tagged: Tagged, reading: Reading) -> bool:
    """As in "Maria Muster (32)", "Maria Muster, 32, …"."""
    before, after = tagged.text(reading.left - 1), tagged.text(reading.right)
    person = tagged.is_capital(reading.left - 2)
    if before == "(" and after in (")", ",") and person:
        return True
    if before == "mit" and tagged.text(reading.left - 2) in age_words("pension"):
        return True
    named = tagged.is_noun(reading.left - 2) and tagged.is_noun(reading.left - 3)
    return before == "," and after == "," and named


def is_point(tagged: Tagged, reading: Reading) -> bool:
    """Points of an index, the magnitude of an earthquake, a bare value ("ein Wert von unter 3")."""
    before_at = (reading.comparator.first if reading.comparator else reading.left) - 1
    phrase = reading.phrase
    if tagged.text(reading.right) in POINTS:
        level = tagged.low(before_at - 1).endswith(_value_words("mark"))
        return level or phrase.low % 1 != 0 or any(map(_is_index, (token.text for token in tagged.tokens)))
    if tagged.low(before_at) in ("von", "auf", "bei", "mit") and tagged.is_noun(before_at - 1):
        before_at -= 1
    if reading.shares or phrase.form != "cardinal" or tagged.noun_after(reading.right) is not None:
        return False
    if tagged.is_capital(before_at) and tagged.low(before_at).endswith(_value_words("level")):
        return True
    decimal = phrase.digits and phrase.low < 10 and "," in tagged.text(phrase.first)
    return decimal and any(token.text.startswith(_value_words("magnitude")) for token in tagged.tokens)


@cache
def _value_words(kind: str) -> tuple[str, ...]:
    return tuple(row["word"] for row in table("index_words") if row["class"] == kind)


@lru_cache(maxsize=4096)
def _is_index(word: str) -> bool:
    whole = tuple(w for w in _value_words("index") if not w.startswith("*"))
    parts = (w[1:] for w in _value_words("index") if w.startswith("*"))
    return word.startswith(whole) or any(part in word for part in parts)
