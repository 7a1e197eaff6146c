"""The dates of an article: what the grammar finds, read against the day of publication and what was said before."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from claimpack.edtf import either
from claimpack.extract.document import Document, Sentence
from claimpack.extract.model import Date, Published
from claimpack.german.date_grammar import Found, Word, grammar
from claimpack.german.date_scene import Scene, Value, context
from claimpack.german.date_values import CLOCKS, MEANINGS
from claimpack.german.tense import Clauses

DIRECTIONS = {"past": -1, "present": 0.5, "future": 1, None: 0}
# Readings that depend on whether the clause speaks of what was or of what will be.
TENSED = frozenset(
    {"day", "day_of_range", "day_figures", "month", "season", "weekday", "weekend", "holiday", "quarter", "night_to"}
)
HALF_A_YEAR = timedelta(183)
NEAR = 3  # tokens between a clock time and the day behind it that it belongs to


class Reading(NamedTuple):
    """A sentence with the dates that the grammar found in it, and the direction of the clause of each."""

    sentence: Sentence
    words: Sequence[Word]
    found: Sequence[Found]
    directions: Sequence[float]


def find_dates(document: Document) -> list[Date]:
    """Dates, clock times, durations, sets and vague references of a document, in order, none overlapping another.

    Relative ones are resolved against the publication where each day that it may be gives the same answer; where the
    answers differ, the value is an EDTF set of days. Without a publication they have no value.
    """
    readings = [reading for sentence in document.sentences if (reading := _read(sentence))]
    if not readings:
        return []
    published = document.published
    values = _resolve(readings, published.latest if published else None)
    if published and published.earliest != published.latest:
        first = _resolve(readings, published.earliest)
        values = [_merge(a, b, published) for a, b in zip(first, values, strict=True)]
    every = [(reading, found) for reading in readings for found in reading.found]
    return [
        _date(reading, found, value) for (reading, found), value in zip(every, values, strict=True) if value is not None
    ]


def _read(sentence: Sentence) -> Reading | None:
    codes, found = grammar().find(sentence.tokens)
    if not found:
        return None
    words = [grammar().lexicon.word(code) for code in codes]
    clauses = Clauses(sentence.tokens)
    directions = [DIRECTIONS[clauses.tense(one.first, one.last)] if one.means in TENSED else 0 for one in found]
    return Reading(sentence, words, found, directions)


def _date(reading: Reading, found: Found, value: Value) -> Date:
    tokens = reading.sentence.tokens
    start, stop = tokens[found.first + value.skip].start, tokens[found.last - 1].stop
    return Date(start, stop, value.kind, value.value, value.earliest, value.latest, value.part, found.rule)


class Story:
    """What the sentences so far were about: the day last spoken of, and the year if it is not that of publication."""

    def __init__(self, today: date | None) -> None:
        self.today = today
        self.block: int | None = None
        self.last_day: date | None = None
        self.day: date | None = None
        self.year: int | None = None

    def enter(self, sentence: Sentence) -> None:
        """A new paragraph may begin another story."""
        if sentence.block != self.block:
            self.block, self.day, self.year = sentence.block, None, None

    def note(self, found: Found, value: Value) -> None:
        if value.earliest is None or value.kind not in ("date", "time"):
            return
        if value.earliest == value.latest:
            self.day = self.last_day = value.earliest
        if any(word.name == "year4" for word in found.words):
            self.year = value.earliest.year if value.earliest.year == value.latest.year else None
        elif found.means in ("deictic", "unit"):
            self.year = None


def _resolve(readings: Sequence[Reading], today: date | None) -> list[Value | None]:
    """The values of all dates found, if the article was published on ``today``; None for what is no date after all."""
    story = Story(today)
    values: list[Value | None] = []
    for reading in readings:
        story.enter(reading.sentence)
        carried = story.day
        values += _resolve_clocks(reading, _resolve_days(reading, story), carried, today)
    return values


def _resolve_days(reading: Reading, story: Story) -> list[Value | None]:
    values: list[Value | None] = []
    for found, direction in zip(reading.found, reading.directions, strict=True):
        value = None
        if found.means not in CLOCKS:
            direction = _direction(reading, found, direction)
            value = _value(reading, found, story.today, story.last_day, story.year, direction)
            if value:
                story.note(found, value)
        values.append(value)
    for i, found in enumerate(reading.found[:-1]):
        if found.rule.endswith(":weekday-dated") and values[i] and values[i + 1]:
            values[i] = values[i + 1]  # "Montag (28. Oktober)"
    return values


def _before(reading: Reading, found: Found) -> str:
    return reading.sentence.tokens[found.first - 1].text.lower() if found.first else ""


def _direction(reading: Reading, found: Found, direction: float) -> float:
    """The direction of the clause, or what the preposition says of it."""
    before = _before(reading, found)
    if before in context("since") or (before in context("of") and found.means in ("weekday", "weekend")):
        return -1
    return 1 if before in context("until") and direction >= 0 else direction


def _resolve_clocks(
    reading: Reading, values: list[Value | None], carried: date | None, today: date | None
) -> list[Value | None]:
    """A clock time belongs to the day before it in its sentence, else one close behind, else the story's or today's."""
    days = [value.earliest if value and value.earliest == value.latest else None for value in values]
    day, recurs = None, False
    for i, found in enumerate(reading.found):
        day = days[i] or day
        recurs = not days[i] and (recurs or found.means == "set")
        if found.means in CLOCKS:
            if not day and not recurs:
                near = i + 1 < len(days) and reading.found[i + 1].first - found.last <= NEAR
                told = carried if _before(reading, found) in context("story") else None
                day = (days[i + 1] if near else None) or told or today
            values[i] = _value(reading, found, today, day, None, 0)
    return values


def _value(
    reading: Reading, found: Found, today: date | None, day: date | None, year: int | None, direction: float
) -> Value | None:
    scene = Scene(reading.sentence.tokens, reading.words, found, today, day, year, direction)
    try:
        return MEANINGS[found.means](scene)
    except (ValueError, OverflowError):  # the calendar has no such day: "31. Februar", "45.13."
        return None


def _merge(first: Value | None, second: Value | None, published: Published) -> Value | None:
    """One value for the first and the last day that the article may have been published on.

    Of two years that "28. Oktober" may mean the one wins in which the day falls into the time of publication.
    """
    if first is None or second is None or first == second:
        return first and second
    if first.kind != second.kind or None in (first.earliest, second.earliest, first.latest, second.latest):
        earliest = first.earliest if first.kind == second.kind else None
        return second._replace(value=None, earliest=earliest, latest=None)
    if second.earliest - first.earliest > HALF_A_YEAR:
        for one in (first, second):
            if published.earliest <= one.earliest <= published.latest:
                return one
    earliest, latest = min(first.earliest, second.earliest), max(first.latest, second.latest)
    return second._replace(value=either(earliest, latest), earliest=earliest, latest=latest)
