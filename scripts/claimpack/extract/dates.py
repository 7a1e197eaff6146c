"""The dates of an article: what the grammar finds, read against the day of publication and what was said before."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from claimpack.edtf import either
from claimpack.extract.document import Document, Sentence
from claimpack.extract.model import Date, Published
from claimpack.german.calendar import weekday_after
from claimpack.german.date_grammar import Found, grammar
from claimpack.german.date_lexicon import Word
from claimpack.german.date_scene import Scene, Value, context
from claimpack.german.date_values import CLOCKS, MEANINGS
from claimpack.german.tense import Clauses

DIRECTIONS = {"past": -1, "present": 0.5, "future": 1}
# Readings that depend on whether the clause speaks of what was or of what will be.
TENSED = frozenset(
    {"day", "day_of_range", "day_figures", "month", "season", "weekday", "weekend", "holiday", "quarter", "night_to"}
    | {"nth_weekday"}
)
HALF_A_YEAR = timedelta(183)
WEEK = 7
# Days given by number, and how far from today and how long an event may be that weekdays without a date belong to.
NUMBERED = frozenset({"day", "day_of_range", "day_figures", "full_date"})
AHEAD, BEHIND, LONGEST, WEEKEND = timedelta(30), timedelta(14), timedelta(10), timedelta(2)
LABEL = 6  # tokens at the beginning of a sentence within which a colon sets it apart as an item of a list
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
    every = [(reading, found) for reading in readings for found in reading.found]
    values = _resolve(readings, published.latest if published else None)
    if published and published.earliest != published.latest:
        first = _resolve(readings, published.earliest)
        values = [_merge(found, a, b, published) for (_, found), a, b in zip(every, first, values, strict=True)]
    return [
        _date(reading, found, value) for (reading, found), value in zip(every, values, strict=True) if value is not None
    ]


def _read(sentence: Sentence) -> Reading | None:
    codes, found = grammar().find(sentence.tokens)
    if not found:
        return None
    words = list(map(grammar().lexicon.words.__getitem__, codes))
    clauses = Clauses(sentence.tokens)
    verbless = 1 if any(one.means == "clock" for one in found) else 0  # "Sonntag, 10 Uhr, Messe" announces
    directions = []
    for one in found:
        tense = clauses.tense(one.first, one.last) if one.means in TENSED else None
        directions.append(DIRECTIONS[tense] if tense else verbless if one.means in ("weekday", "weekend") else 0)
    return Reading(sentence, words, found, directions)


def _date(reading: Reading, found: Found, value: Value) -> Date:
    tokens = reading.sentence.tokens
    start, stop = tokens[found.first + value.skip].start, tokens[found.last - 1].stop
    return Date(start, stop, value.kind, value.value, value.earliest, value.latest, value.part, found.rule)


class Story:
    """What the sentences so far were about: the day last spoken of, the year if it is not that of publication.

    ``event`` is the first and the last of the days given by number in the last sentence that has any: a weekday later
    on is one of theirs ("am 4. und 5. Mai … am Sonntag").
    """

    def __init__(self, today: date | None) -> None:
        self.today = today
        self.block: int | None = None
        self.last_day: date | None = None
        self.day: date | None = None
        self.year: int | None = None
        self.event: tuple[date, date] | None = None
        self.event_sentence: int | None = None

    def enter(self, sentence: Sentence) -> None:
        """A new paragraph may begin another story."""
        if sentence.block != self.block:
            self.block, self.day, self.year = sentence.block, None, None
        first, *label = [token.text for token in sentence.tokens[:LABEL]]
        if ":" in label and first.lower() not in context("story"):
            self.day = None  # a listing: "Brixen: Konzert, 20 Uhr"

    def note(self, reading: Reading, found: Found, value: Value) -> None:
        if value.earliest is None or value.kind not in ("date", "time"):
            return
        if value.earliest == value.latest:
            self.day = self.last_day = value.earliest
        lasting = _before(reading, found) in context("lasting")
        goes_on = self.event_sentence == reading.sentence.start
        if found.means in NUMBERED and value.earliest == value.latest and (goes_on or not lasting):
            days = (*self.event, value.earliest) if goes_on else (value.earliest,)
            self.event, self.event_sentence = (min(days), max(days)), reading.sentence.start
        if lasting:
            return  # "seit 1949": the story stays where it is
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
    previous: tuple[Found, Value | None] = reading.found[0], None
    for found, direction in zip(reading.found, reading.directions, strict=True):
        value = None
        if found.means not in CLOCKS:
            direction = _direction(reading, found, direction)
            value = _value(reading, found, story.today, story.last_day, story.year, direction)
            if value and found.means == "weekday" and found.words[-1].name.startswith("weekday"):
                value = _weekday(reading, previous, found, value, story, direction)
            if value:
                story.note(reading, found, value)
            previous = found, value
        values.append(value)
    for i, found in enumerate(reading.found):
        if found.rule.endswith((":weekday-dated", ":weekday-listed")) and values[i] and values[i].earliest:
            behind = zip(reading.found[i + 1 : i + 4], values[i + 1 : i + 4], strict=True)
            values[i] = _with_its_date(values[i], [day for one, day in behind if day and one.means in NUMBERED])
    return values


def _with_its_date(weekday: Value, behind: Sequence[Value]) -> Value:
    """ "Montag (28. Oktober)", "Freitag und Samstag, 3. und 4. Mai": the day of that name behind it, else the first."""
    name = weekday.earliest.weekday()
    same = [day for day in behind if day.earliest and day.earliest.weekday() == name]
    return (same or behind or [weekday])[0]


def _names_weekday(found: Found) -> bool:
    return any(word.name.startswith("weekday") for word in found.words)


def _weekday(
    reading: Reading,
    previous: tuple[Found, Value | None],
    found: Found,
    value: Value,
    story: Story,
    direction: float,
) -> Value:
    """A weekday, in the light of the date before it: in opening hours, the end of a range, or of the event at hand."""
    before = _before(reading, found)
    last, earlier = previous
    if earlier and earlier.kind == "set" and _names_weekday(last) and before not in context("story"):
        return Value("set")  # "Montag bis Freitag 9-12 Uhr, Samstag 9-11 Uhr"
    if value.earliest is None or any(word.name in ("rel", "deictic_adjective", "anaphoric") for word in found.words):
        return value
    number = value.earliest.weekday()
    joined = last.means == "weekday" and last.last == found.first - 1 and before in ("bis", "-", "–")
    if joined and earlier and earlier.earliest:
        day = weekday_after(earlier.earliest, number, False)
        return value._replace(value=day.isoformat(), earliest=day, latest=day)
    if story.event and story.today:
        first, stop = story.event
        day = weekday_after(first, number, False)
        ahead = direction > 0 and story.today <= first <= story.today + AHEAD
        past = direction < 0 and first < stop <= story.today <= stop + BEHIND
        if stop <= first + LONGEST and ((ahead and day <= max(stop, first + WEEKEND)) or (past and day <= stop)):
            return value._replace(value=day.isoformat(), earliest=day, latest=day)
    return value


def _before(reading: Reading, found: Found) -> str:
    return reading.sentence.tokens[found.first - 1].text.lower() if found.first else ""


def _behind(reading: Reading, found: Found) -> str:
    return reading.sentence.tokens[found.last].text if found.last < len(reading.sentence.tokens) else ""


def _direction(reading: Reading, found: Found, direction: float) -> float:
    """The direction of the clause, or what the preposition says of it."""
    before = _before(reading, found)
    if before in context("ahead"):
        return 1
    of = before in context("of") and found.means in ("weekday", "weekend")
    if before in context("since") or (of and _behind(reading, found) != "bis"):
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
        if values[i] and values[i].kind == "set":
            recurs = True
            if _names_weekday(found):
                day = None  # "bis 5. Mai, montags 9 Uhr"
        recurs = recurs and not days[i]
        if found.means in CLOCKS:
            if not day and not recurs:
                near = i + 1 < len(days) and reading.found[i + 1].first - found.last <= NEAR
                told = carried if not found.first or _before(reading, found) in context("story") else None
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


def _merge(found: Found, first: Value | None, second: Value | None, published: Published) -> Value | None:
    """One value for the first and the last day that the article may have been published on.

    A weekday is one of several such days. Of two years that "28. Oktober" may mean the one wins in which the day falls
    into the time of publication.
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
    step = WEEK if found.means == "weekday" and (latest - earliest).days % WEEK == 0 else 1
    return second._replace(value=either(earliest, latest, step), earliest=earliest, latest=latest)
