"""The part of EDTF level 1 that the tables use: days, months, years, clock times, seasons, intervals, one-of sets."""

import calendar
import re
from datetime import date, timedelta
from itertools import pairwise

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T\d\d:\d\d(?::\d\d)?)?)?)?[?~%]?")
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}


def bounds(value: str) -> tuple[date, date]:
    """First and last day that an EDTF value covers.

    Knows ``2024``, ``2024-10``, ``2024-10-28``, ``2024-10-28T18:40:00``, seasons (``2024-21``), decades and centuries
    (``199X``, ``19XX``), intervals (``a/b``) and sets (``[a..b]``, ``[a,b]``). Raises ValueError for anything else.
    """
    if value.startswith("[") and value.endswith("]"):
        first, *others = [part for part in re.split(r"\.\.|,", value[1:-1]) if part] or [""]
        return bounds(first)[0], bounds(others[-1] if others else first)[1]
    if "/" in value:
        first, _, last = value.partition("/")
        return bounds(first)[0], bounds(last)[1]
    if re.fullmatch(r"\d{1,3}X{1,3}", value) and len(value) == 4:
        return date(int(value.replace("X", "0")) or 1, 1, 1), date(int(value.replace("X", "9")), 12, 31)
    match = _DAY.fullmatch(value)
    if not match:
        raise ValueError(f"not a date in EDTF level 1: {value!r}")
    year, month, day = (int(part) if part else None for part in match.groups())
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if month in _SEASONS:
        first, last = _SEASONS[month]
        return date(year, first, 1), last_day(year + (last < first), last)
    if day is None:
        return date(year, month, 1), last_day(year, month)
    return date(year, month, day), date(year, month, day)


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def either(first: date, last: date, step: int = 1) -> str:
    """One day out of ``first`` to ``last``, each ``step`` days: the day itself where they are the same, else a set."""
    if first == last:
        return first.isoformat()
    if step == 1:
        return f"[{first.isoformat()}..{last.isoformat()}]"
    days = range(first.toordinal(), last.toordinal() + 1, step)
    return f"[{','.join(date.fromordinal(day).isoformat() for day in days)}]"


def monday(day: date) -> date:
    """The Monday of the ISO week that ``day`` lies in."""
    return day - timedelta(days=day.weekday())


_PART = re.compile(
    r"(-?[\dX]{4})(?:-([\dX]{2})(?:-([\dX]{2}))?)?(?:T(\d\d):(\d\d):(\d\d)(?:Z|[+-](\d\d):(\d\d))?)?[?~%]?"
)
_CLOCK = re.compile(r"T(\d\d):(\d\d):(\d\d)")
# Sub-year groupings of level 1: the four seasons.
_GROUPS = {"21", "22", "23", "24"}


def impossible(value: str) -> str | None:
    """What no calendar or clock has in a value that the pattern of the schema allows; None where all of it can be.

    Days and months that do not exist, times past 23:59:59, intervals and sets that end before they begin. Open ends
    (``..``), durations (``P3D``) and places left open (``2024-1X``) are looked at as far as they say something.
    """
    if value.startswith("P"):
        return None
    parts = re.split(r"\.\.|[,/]", value.strip("[]"))
    for part in parts:
        if problem := _impossible_part(part):
            return problem
    for first, last in pairwise(part for part in parts if part and "X" not in part):
        if _backwards(first, last):
            return f"{last} is before {first}"
    return None


def _impossible_part(part: str) -> str | None:
    """``impossible`` for one date or clock time; an open end is empty."""
    if not part:
        return None
    if clock := _CLOCK.fullmatch(part):
        return _impossible_time(*clock.groups())
    match = _PART.fullmatch(part)
    if not match:
        return f"{part} is no date"
    year, month, day, *time = match.groups()
    if month and day is None and month in _GROUPS:
        return None
    months = [number for number in range(1, 13) if _may_be(month, number)] if month else []
    if month and not months:
        return f"there is no month {month}"
    if day:
        # A year that is not known may be a leap year.
        whole = 2000 if "X" in year or year.startswith("-") else int(year) or 2000
        longest = max(calendar.monthrange(whole, number)[1] for number in months)
        if not any(_may_be(day, number) for number in range(1, longest + 1)):
            return f"{year}-{month} has no day {day}"
    return _impossible_time(*time[:3]) or _impossible_time(time[3], time[4], "00") if time[0] else None


def _may_be(pattern: str, number: int) -> bool:
    return all(sign in ("X", digit) for sign, digit in zip(pattern, f"{number:02}", strict=True))


def _impossible_time(hours: str | None, minutes: str | None, seconds: str | None) -> str | None:
    if hours is not None and (int(hours) > 23 or int(minutes) > 59 or int(seconds) > 59):
        return f"there is no time {hours}:{minutes}" + ("" if seconds == "00" else f":{seconds}")
    return None


def _backwards(first: str, last: str) -> bool:
    """Whether ``last`` is over before ``first`` begins; not where one of them is no day that can be compared."""
    try:
        return bounds(last)[1] < bounds(first)[0]
    except ValueError:
        return False
