"""What the dates found by the grammar mean: one function for each name in the column ``means`` of date_patterns.csv."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from claimpack.edtf import bounds, monday
from claimpack.german import date_lengths as lengths
from claimpack.german import date_weekdays as weekdays
from claimpack.german import date_years as years
from claimpack.german.calendar import feast, shift_month, weekday_after, weekday_before
from claimpack.german.date_grammar import grammar
from claimpack.german.date_lengths import YEARS, iso
from claimpack.german.date_scene import UNITS, Scene, Value, dated, interval, one_day, ordinal_of

HALF_YEAR = 6  # months
FAR = 30  # tokens from the first day of a list to its month
NEWS = timedelta(30)
LONG_AGO = timedelta(330)


def _pick(candidates: list[str], scene: Scene, direction: float) -> str:
    """Of days, months or seasons of neighbouring years the last one begun, the next one not over, or the nearest."""
    spans = [(bounds(value), value) for value in candidates]
    if direction < 0:
        (begun, last), value = max([(span, value) for span, value in spans if span[0] <= scene.today] or spans[:1])
        if begun < last or scene.today - begun < LONG_AGO:
            return value
        direction = 1  # of a day nearly a year ago the text would give the year; it is the one to come
    if direction > 0:
        return min([(span, value) for span, value in spans if span[1] >= scene.today] or spans[-1:])[1]
    return min(spans, key=lambda item: max(item[0][0] - scene.today, scene.today - item[0][1]))[1]


def _year_told(scene: Scene) -> int | None:
    """The year that the date itself gives: in figures, or as "dieses Jahres", "des Vorjahres"."""
    years = scene.all("year4")
    if years:
        return int(years[-1][1].text)
    near = scene.all("rel")
    relative = near[-1][0].value if near and scene.all("year_noun") else "-1" if scene.all("year_before") else None
    return scene.today.year + int(relative) if relative is not None and scene.today else None


def _in_the_story(scene: Scene, tail: str) -> bool:
    """Whether a past date without a year is of the year of the story: not if it was just before the publication."""
    if not scene.today:
        return True
    if scene.year > scene.today.year:
        return False
    try:
        first, last = bounds(f"{scene.today.year:04}-{tail}")
    except ValueError:  # 29 February
        return True
    return first < last or not timedelta(0) <= scene.today - first < NEWS


def _in_a_year(kind: str, tail: str, scene: Scene) -> Value:
    """A day, month or season given without a year: ``tail`` is what follows the year in EDTF."""
    year = _year_told(scene)
    if year is None and scene.all("year_noun", "year_before"):
        return Value(kind, part=scene.part)
    relative = scene.value("rel")
    if year is None and relative is None and scene.year and scene.direction < 0:
        year = scene.year if _in_the_story(scene, tail) else None
    if year is not None:
        return dated(kind, f"{year:04}-{tail}", scene.part)
    if not scene.today:
        return Value(kind, part=scene.part)
    candidates = []
    for number in range(scene.today.year - 4, scene.today.year + 5):
        try:
            bounds(f"{number}-{tail}")
            candidates.append(f"{number}-{tail}")
        except ValueError:  # 29 February
            continue
    if not candidates:
        raise ValueError(f"no such day in any year: {tail}")
    direction = float(relative) if relative else scene.direction
    if relative and relative != "0":
        candidates = [c for c in candidates if not bounds(c)[0] <= scene.today <= bounds(c)[1]]
    return dated(kind, _pick(candidates, scene, 0 if direction == 0.5 else direction), scene.part)


def day(scene: Scene) -> Value:
    ordinals = scene.all("ordinal")
    number = ordinal_of(*ordinals[0]) if ordinals else int(scene.numbers("small")[0])
    month = int(scene.value("month", "month_short"))
    return _in_a_year("date", f"{month:02}-{number:02}", scene)


def day_of_range(scene: Scene) -> Value:
    """5. bis 7. November, 5. bis 7.11.2013: the month, and the year where there is one, stand behind."""
    number = int(scene.numbers("small")[-1])
    month, year = _month_behind(scene)
    if year:
        return dated("date", f"{year}-{month:02}-{number:02}")
    return _in_a_year("date", f"{month:02}-{number:02}", scene)


def _month_behind(scene: Scene) -> tuple[int, str]:
    """The month of the last day of a range, and its year if it has one, else ""."""
    rest = list(zip(scene.words, scene.tokens, strict=True))[scene.found.last : scene.found.last + FAR]
    for at, (word, token) in enumerate(rest):
        if word.name in ("month", "month_short"):
            year = next((later.text for name, later in rest[at + 1 : at + 3] if name.name == "year4"), "")
            return int(word.value), year
        if word.name in ("full_date", "day_month", "clock"):
            figures = token.text.split(".")
            year = figures[2] if len(figures) > 2 else ""
            return int(figures[1]), f"20{year}" if len(year) == 2 else year
    figures = [token for word, token in rest if word.name == "small"]  # 5. bis 7. 11.
    return int(figures[1].text), ""


def day_figures(scene: Scene) -> Value:
    figures = [int(n) for _, token in scene.all("day_month", "clock", "small") for n in re.split(r"[.:]", token.text)]
    number, month = figures[:2]
    return _in_a_year("date", f"{month:02}-{number:02}", scene)


def full_date(scene: Scene) -> Value:
    figures = [n for _, token in scene.all("full_date", "small", "year4") for n in re.split(r"[.:]", token.text)]
    if len(figures[0]) == 4:
        figures.reverse()
    number, month, year = figures
    full = int(year)
    if len(year) == 2:
        full += 2000 if full <= ((scene.today.year if scene.today else 2030) + 10) % 100 else 1900
    return dated("date", f"{full:04}-{int(month):02}-{int(number):02}")


def month(scene: Scene) -> Value:
    return _in_a_year("date", f"{int(scene.value('month', 'month_short')):02}", scene)


def nth_weekday(scene: Scene) -> Value:
    """erster Sonntag im Mai, letzter Samstag im April."""
    at = next(i for i in range(scene.found.first, scene.found.last) if scene.words[i].name == "month")
    named = scene.found._replace(first=at, words=scene.found.words[at - scene.found.first :])
    whole = month(replace(scene, found=named))
    if whole.earliest is None:
        return whole
    name = int(scene.value("weekday"))
    if scene.value("rel"):
        found = weekday_before(whole.latest, name, False)
    else:
        ordinals = scene.all("ordinal")
        number = ordinal_of(*ordinals[0]) if ordinals else int(scene.numbers("small")[0])
        found = weekday_after(whole.earliest, name, False) + timedelta(7 * (number - 1))
    if not whole.earliest <= found <= whole.latest:
        raise ValueError("no such weekday in the month")
    return one_day("date", found)


def new_year(scene: Scene) -> Value:
    """das neue Jahr, im alten Jahr: around the turn of the year."""
    if not scene.today:
        return Value("date", part=scene.part)
    new = any(token.text.startswith("neue") for token in scene.tokens[scene.found.first : scene.found.last])
    number = scene.today.year - (scene.today.month <= HALF_YEAR)
    return dated("date", f"{number + new:04}", scene.part)


def season(scene: Scene) -> Value:
    return _in_a_year("date", scene.value("season"), scene)


def holiday(scene: Scene) -> Value | None:
    text = " ".join(token.text for token in scene.tokens[scene.found.first : scene.found.last])
    name = max((name for name in grammar().holidays if name.lower() in text.lower()), key=len)
    row = grammar().holidays[name]
    if row["sure"] == "no" and scene.name(-1) not in ("prep", "contracted"):
        return None
    told = _year_told(scene)
    if told:
        return one_day("date", feast(row["day"], told))
    if not scene.today:
        return Value("date")
    days = [feast(row["day"], scene.today.year + shift).isoformat() for shift in (-1, 0, 1)]
    direction = float(scene.value("rel") or scene.direction)
    return dated("date", _pick(days, scene, 0 if direction == 0.5 else direction))


def deictic(scene: Scene) -> Value:
    words = scene.all("deictic", "deictic_adjective")
    kind = "time" if len(words) > 1 or scene.all("day_part", "early", "part_adverb") else "date"
    return one_day(kind, scene.today + timedelta(int(words[0][0].value)) if scene.today else None)


def unit(scene: Scene) -> Value | None:
    """vergangene Woche, Ende dieses Jahres, Vorjahr, im kommenden Monat, den nächsten Wochen."""
    words = scene.all(*UNITS)
    size, number = words[0][0].value.split() if words and not scene.all("unit_part") else ("Y", "sg")
    anaphoric, shift, part = scene.value("anaphoric"), int(scene.value("rel") or 0), scene.part
    if scene.all("unit_part"):
        part, size = scene.value("unit_part").split()[:2]
        told = _year_told(scene)
        if told:
            return dated("date", f"{told:04}", part)
    if size[0] in "+-":
        shift, size = int(size[:2]), size[2:]
        anaphoric = "1" if shift > 0 else None
    if number == "pl":
        if shift > 0:
            return Value("reference", None, scene.today, None)
        return Value("reference" if shift == 0 and size in ("D", "W") else "duration")
    if anaphoric is not None:
        return _anaphoric(scene, size, int(anaphoric), part)
    if size == "D":
        if scene.day is None or shift < 0 or scene.value("rel") is None:
            return Value("date") if shift >= 0 or not scene.today else Value("duration", "P1D")
        return one_day("date", scene.day + timedelta(shift))
    if size.startswith("T"):
        return Value("duration", iso(Decimal(1), size))
    return _period(scene.today, size, shift, part) if scene.today else Value("date", part=part)


def _period(base: date, size: str, shift: int, part: str | None) -> Value:
    """The week, month, quarter, year … ``shift`` of them after the one that ``base`` lies in."""
    if size == "W":
        first = monday(base) + timedelta(7 * shift)
        return interval("date", first, first + timedelta(6), part)
    if size == "M":
        found, number = shift_month(base.year, base.month, shift)
        return dated("date", f"{found:04}-{number:02}", part)
    if size in ("3M", "6M"):
        length = int(size[0])
        return _months(*shift_month(base.year, (base.month - 1) // length * length + 1, length * shift), length, part)
    if size in YEARS:
        digits = len(str(YEARS[size])) - 1
        return dated("date", str(base.year // YEARS[size] + shift).zfill(4 - digits) + "X" * digits, part)
    return dated("date", f"{base.year + shift:04}", part) if size == "Y" else Value("date", part=part)


def _months(found: int, first: int, length: int, part: str | None) -> Value:
    last = shift_month(found, first, length - 1)
    start, stop = bounds(f"{found:04}-{first:02}")[0], bounds(f"{last[0]:04}-{last[1]:02}")[1]
    return Value("date", f"{start}/{stop}", start, stop, part)


def _anaphoric(scene: Scene, size: str, shift: int, part: str | None) -> Value:
    """am selben Tag, im folgenden Jahr: counted from the day or year last spoken of."""
    base = scene.day or (date(scene.year, 1, 1) if scene.year and size == "Y" else None)
    if base is None or size.startswith("T"):
        return Value("reference")
    return one_day("date", base + timedelta(shift)) if size == "D" else _period(base, size, shift, part)


def quarter(scene: Scene) -> Value:
    length = int(scene.value("quarter", "half_year")[0])
    ordinals = scene.all("ordinal")
    if ordinals:
        number = ordinal_of(*ordinals[0])
    elif scene.all("rel") and not scene.all("small"):  # "das letzte Quartal dieses Jahres"
        if scene.value("rel") != "-1":
            return Value("date", part=scene.part)
        number = 12 // length
    else:
        number = int(scene.numbers("small")[0])
    if not 1 <= number <= 12 // length:
        return Value("duration", f"P{length}M")
    told = _year_told(scene) or (scene.today.year if scene.today else None)
    if told is None:
        return Value("date", part=scene.part)
    if not _year_told(scene) and scene.direction <= 0 and date(told, (number - 1) * length + 1, 1) > scene.today:
        told -= 1
    return _months(told, (number - 1) * length + 1, length, scene.part)


MEANINGS: dict[str, Callable[[Scene], Value | None]] = {
    **{f.__name__: f for f in (day, day_of_range, day_figures, full_date, month, season)},
    **{f.__name__: f for f in (years.year, years.decade, years.century)},
    **{f.__name__: f for f in (nth_weekday, new_year, holiday, deictic, unit, quarter)},
    **{f.__name__: f for f in (weekdays.weekday, weekdays.weekday_of_week, weekdays.weekend)},
    **{f.__name__: f for f in (weekdays.night_to, weekdays.next_day)},
    **{
        f.__name__: f
        for f in (
            lengths.rel_duration,
            lengths.duration,
            lengths.unit_named,
            lengths.per,
            lengths.adjective,
            lengths.ordinal_unit,
        )
    },
    **{f.__name__: f for f in (lengths.clock, lengths.clock_spoken, lengths.day_part)},
    **{kind: lambda scene, kind=kind: Value(kind) for kind in ("reference", "set")},
    "vague_duration": lambda scene: Value("duration"),
}
CLOCKS = frozenset({"clock", "clock_spoken", "day_part"})
