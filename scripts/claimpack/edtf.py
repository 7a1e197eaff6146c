"""The part of EDTF level 1 that the tables use: days, months, years, clock times, seasons, intervals, one-of sets."""

import calendar
import re
from datetime import date, timedelta

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
