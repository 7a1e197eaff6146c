"""The calendar as German writes it: names of months and days, dates in figures, feasts that move."""

import re
from datetime import date, time, timedelta
from functools import cache

from claimpack.german.lexicon import table

CENTURY = 2000  # of a year in two figures in the date line of an article


@cache
def months() -> dict[str, int]:
    """Number of each month by every name and abbreviation, as capitalised in print."""
    return {row["word"]: int(row["month"]) for row in table("months")}


@cache
def _timestamp() -> re.Pattern:
    names = "|".join(sorted(months(), key=len, reverse=True))
    return re.compile(
        rf"""(?<!\d)(?:
              (?P<iso_year>\d{{4}})-(?P<iso_month>\d\d)(?:-(?P<iso_day>\d\d))?
            | (?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?(?P<year>\d{{4}}|\d\d)
            | (?:(?P<named_day>\d{{1,2}})\.?\s{{0,2}})?\b(?P<name>{names})\b\.?,?\s{{0,2}}(?P<named_year>\d{{4}})
            )(?!\d)
            (?:[T,\s|–-]{{0,4}}(?:um\s)?(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d)(?::(?P<second>\d\d))?(?![\d.])|\s?Uhr\b))?""",
        re.VERBOSE,
    )


def parse_timestamp(text: str) -> str | None:
    """The first date of an update or date line that has at least a year and a month, as EDTF level 1.

    "Stand: 28.10.2024 18:40 Uhr" gives "2024-10-28T18:40:00", "18. Oktober, 2024" gives "2024-10-18", "date 2024-10"
    gives "2024-10". None where there is no such date, or none that the calendar knows. A time zone is not looked at.
    """
    for match in _timestamp().finditer(text):
        part = match.groupdict()
        year = int(part["iso_year"] or part["year"] or part["named_year"])
        year += CENTURY if year < 100 else 0
        month = months()[part["name"]] if part["name"] else int(part["iso_month"] or part["month"])
        day = part["iso_day"] or part["day"] or part["named_day"]
        try:
            known = date(year, month, int(day or 1)).isoformat()
            clock = part["hour"] and time(int(part["hour"]), int(part["minute"] or 0), int(part["second"] or 0))
        except ValueError:
            continue
        if not day:
            return known[:7]
        return f"{known}T{clock.isoformat()}" if clock else known
    return None


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm printed in Nature, 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * weekday) // 433
    month = (h + weekday - 7 * m + 90) // 25
    return date(year, month, (h + weekday - 7 * m + 33 * month + 19) % 32)


def feast(day: str, year: int) -> date:
    """The day of a feast: "12-25", "easter-2" (days from Easter), "advent-7" (days from the fourth Advent Sunday)."""
    base, sign, offset = re.fullmatch(r"(\d\d|easter|advent)([+-])(\d+)", day).groups()
    if base == "easter":
        return easter(year) + timedelta(int(sign + offset))
    if base == "advent":
        christmas = date(year, 12, 25)
        return christmas - timedelta(christmas.isoweekday()) + timedelta(int(sign + offset))
    return date(year, int(base), int(offset))


def weekday_before(day: date, weekday: int, strictly: bool) -> date:
    """The last day of that name up to ``day``; with ``strictly``, not ``day`` itself."""
    back = (day.weekday() - weekday) % 7
    return day - timedelta(back or 7 * strictly)


def weekday_after(day: date, weekday: int, strictly: bool) -> date:
    """The first day of that name from ``day`` on; with ``strictly``, not ``day`` itself."""
    ahead = (weekday - day.weekday()) % 7
    return day + timedelta(ahead or 7 * strictly)


def shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    """Year and month ``by`` months later."""
    years, index = divmod(month - 1 + by, 12)
    return year + years, index + 1
