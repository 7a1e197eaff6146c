"""What lengths of time, clock times, parts of the day and things that recur mean."""

import re
from datetime import time, timedelta
from decimal import Decimal

from claimpack.german.date_lexicon import LENGTH_ADJECTIVE
from claimpack.german.date_scene import NUMBERS, UNITS, Scene, Value, context, number_of, one_day
from claimpack.german.numbers import cardinal

YEARS = {"DE": 10, "CE": 100, "ML": 1000}
ADJECTIVE_UNITS = {"jä": "Y", "tä": "D", "wö": "W", "mo": "M", "st": "TH", "mi": "TM", "se": "TS"}
EVENING = 8  # o'clock: "um 8 Uhr nachts" is in the evening
ADULT = 110  # years: nothing of that age is a person
HYPHEN_UNITS = {"St": "TH", "Ta": "D", "Mi": "TM", "Ja": "Y", "Wo": "W", "Mo": "M", "Se": "TS"}


def rel_duration(scene: Scene) -> Value:
    if scene.all("vague"):
        ahead = scene.value("rel") is not None and int(scene.value("rel")) > 0
        return Value("reference", None, scene.today, None) if ahead else Value("duration")
    return _duration(scene)


def duration(scene: Scene) -> Value | None:
    if _is_age(scene):
        return None
    return _duration(scene)


def _duration(scene: Scene) -> Value:
    found, number = "P", None
    for word, token in scene.all(*NUMBERS, *UNITS, "whole", "scale", "hyphen_unit", "ordinal"):
        if word.name == "hyphen_unit":
            found = _join(found, number, HYPHEN_UNITS[token.text[1:3]])
        elif word.name in UNITS:
            if number is None and word.value.endswith("pl"):
                return Value("duration")  # "den ersten Tagen"
            found = _join(found, number if number is not None else Decimal(1), word.value.split()[0])
            number = None
        elif word.name in ("half", "scale"):
            number = (number or 1) * Decimal(word.value)
        elif word.name not in ("whole", "ordinal"):
            number = number_of(word, token)
    if found == "P" and number is not None:  # the first of "zwei bis drei Jahre": the unit stands behind
        behind = scene.words[scene.found.last : scene.found.last + 5]
        size = next((word.value.split()[0] for word in behind if word.name in UNITS), "")
        found = _join(found, number, size) if size else found
    return Value("duration", found if found not in ("P", "") else None)


def _join(found: str, number: Decimal, size: str) -> str:
    piece = iso(number, size)
    if not piece or not found:
        return ""
    return found + (piece[1:] if "T" not in found else piece[2:])


def iso(number: Decimal, size: str) -> str:
    """ISO 8601 for a number of units; "" for units that it does not have."""
    factor, clock, letters = re.fullmatch(r"(\d*)(T?)([A-Z]+)", size).groups()
    number *= int(factor or 1)
    if letters in YEARS:
        number, letters = number * YEARS[letters], "Y"
    if letters not in "YMWDHS":
        return ""
    return f"P{clock}{number.normalize():f}{letters}"


def _is_age(scene: Scene) -> bool:
    """mit 45 Jahren, ab 16 Jahren, drei Jahre alt: the age of somebody, a quantity and no date."""
    if re.fullmatch(r"alt(?:e[nmrs]?)?|jung", scene.text(0)):
        return True
    if not scene.all("year_noun", "week_noun", "month_noun"):
        return False
    numbers = scene.numbers()
    before, earlier = scene.text(-1).lower(), scene.text(-2).lower()
    if not numbers or not 0 < numbers[0] < 110 or before not in context("age"):
        return earlier.startswith("alter") and before == "von"
    return not (before in ("über", "bis") and earlier in ("seit", "vor", "nach", "von")) and scene.name(0) != "Other"


def ordinal_unit(scene: Scene) -> Value:
    """am dritten Tag, in der 68. Minute: one unit long."""
    return Value("duration", iso(Decimal(1), scene.all(*UNITS)[0][0].value.split()[0]) or None)


def adjective(scene: Scene) -> Value | None:
    """fünfjährige, 13-tägigen: a length of time, unless it is somebody's age."""
    word, token = scene.all("length_adjective", "hyphen_adjective")[0]
    stem, unit = LENGTH_ADJECTIVE.fullmatch(token.text).groups()
    unit = ADJECTIVE_UNITS[unit[:2]]
    number = cardinal(stem) if word.name == "length_adjective" else scene.numbers(*NUMBERS, "scale")[0]
    noun = next((t for t in scene.tokens[scene.found.last : scene.found.last + 3] if t.is_capitalised), None)
    head = re.split(r"[-‐‑]", noun.text.lower())[-1] if noun else ""
    if unit == "Y" and number < ADULT and not head.endswith(tuple(context("lasts"))):
        return None
    return Value("duration", iso(number, unit)) if unit == "Y" or head not in context("grows") else None


def unit_named(scene: Scene) -> Value | None:
    """der Tag, das Jahr, Wochen: a length of time, of no certain number in the plural."""
    word = scene.all(*UNITS)[0][0]
    size, number = word.value.split()
    if number == "pl":
        return Value("duration")
    if not scene.all("det") and scene.name(-1) != "contracted":
        return None
    if scene.text(0).lower() in ("der", "des") and size == "D":
        return None
    return Value("duration", iso(Decimal(1), size) or None)


def per(scene: Scene) -> Value:
    """im Jahr: each year where a number stands before it, else one year long."""
    before = scene.words[max(0, scene.found.first - 5) : scene.found.first]
    if any(word.name in ("number", "small", "year4", "numeral", "clock", "times") for word in before):
        return Value("set")
    size = scene.all(*UNITS)[0][0].value.split()[0]
    return Value("duration", iso(Decimal(1), size), skip=1)


def clock(scene: Scene) -> Value:
    _, token = scene.all("clock", "small", "numeral", "one", "word")[0]
    figures = (
        [int(n) for n in re.split(r"[.:]", token.text)]
        if token.text[0].isdigit()
        else [int(cardinal(token.text.lower()))]
    )
    minutes = scene.numbers("small")[1:] if scene.words[scene.found.first].name == "small" else scene.numbers("small")
    hour, minute = figures[0], figures[1] if len(figures) > 1 else int(minutes[0]) if minutes else 0
    part = scene.tokens[scene.found.last - 1].text.lower()
    if (part in ("abends", "nachmittags") and hour < 12) or (part == "nachts" and EVENING <= hour <= 12):
        hour += 12
    return _at(scene, hour, minute)


def clock_spoken(scene: Scene) -> Value:
    hour = int(scene.numbers("numeral")[0])
    texts = [token.text.lower() for token in scene.tokens[scene.found.first : scene.found.last]]
    minute = {"halb": 30, "dreiviertel": 45, "viertel": 15}.get(texts[0], 0)
    minute = 45 if "vor" in texts else minute
    return _at(scene, hour if "nach" in texts else hour - 1, minute)


def _at(scene: Scene, hour: int, minute: int) -> Value:
    said = time(hour % 24, minute).isoformat()
    if hour > 24 or hour < 0:
        raise ValueError(f"no hour: {hour}")
    found = scene.day + timedelta(hour == 24) if scene.day else None
    return Value("time", f"{found}T{said}", found, found) if found else Value("time", f"T{said}")


def day_part(scene: Scene) -> Value:
    """am Nachmittag, der letzten Nacht, am nächsten Morgen: of the day last spoken of, or counted from it or today."""
    shift = int(scene.value("rel", "anaphoric") or 0)
    base = scene.today if shift < 0 and scene.all("rel") else scene.day
    return one_day("time", base + timedelta(shift) if base else None)
