"""What years, decades and centuries mean, and which figures are years."""

import re

from claimpack.edtf import bounds
from claimpack.german.date_scene import Scene, Value, context, dated, ordinal_of
from claimpack.german.numbers import cardinal


def year(scene: Scene) -> Value | None:
    tokens = scene.all("year4")
    if not tokens:
        return dated("date", f"{int(scene.numbers('number')[-1]):04}", scene.part)
    if not scene.all("year_noun", "part") and not _is_year(scene, int(tokens[0][1].text)):
        return None
    first = tokens[0][1].text
    if scene.all("slash"):
        second = scene.tokens[scene.found.last - 1].text
        last = first[: 4 - len(second)] + second
        if int(last) == int(first) + 1:
            return Value("date", f"{first}/{last}", bounds(first)[0], bounds(last)[1], scene.part)
        if not scene.all("year_noun"):
            return None
    return dated("date", first, scene.part)


def _is_year(scene: Scene, number: int) -> bool:
    """Whether a bare figure is a year, not a count: by its size, and by the words around it."""
    now = scene.today.year if scene.today else 2030
    before, after = scene.text(-1).lower(), scene.name(0)
    if scene.name(-1) in ("number", "small") or (scene.name(-1) == "slash" and scene.name(-2) == "number"):
        return False  # a telephone number
    ranges = scene.name(0) == "and" or (
        (scene.text(0) == "bis" or scene.name(0) == "dash") and scene.name(1) == "year4"
    )
    behind = 2 if ranges else 0
    if before in context("no_year") or scene.text(behind) in context("not_years"):
        return False
    if scene.name(-1) == "approx":
        return before in ("etwa", "nur") and number % 50 != 0 and after not in ("Other", "other")
    introduced = before in context("year")
    if number < 1400 or number > now + 30:
        return introduced and after != "Other"
    counted = after == "Other" or (after == "other" and scene.name(1) == "Other" and scene.text(0)[-1] in "enrs")
    if counted and not ((introduced and before != "von") or scene.name(-1) == "Other"):
        return number % 50 != 0 and 1700 <= number <= now + 1
    return not (counted and number % 100 == 0) or before == "seit"


def decade(scene: Scene) -> Value | None:
    years = scene.all("year4")
    if years:
        if int(years[0][1].text) % 10:
            return None  # "die 1968er": people
        return dated("date", years[0][1].text[:3] + "X", scene.part)
    words = scene.all("decade_word", "decade_noun", "decade_full")
    number = (
        int(scene.numbers("small")[0]) if not words else int(cardinal(re.match(r"\w+?ig", words[0][1].text.lower())[0]))
    )
    if number % 10:
        raise ValueError(f"no decade: {number}")
    return dated("date", f"{19 if number > 10 else 20}{number // 10}X", scene.part)


def century(scene: Scene) -> Value:
    ordinals = scene.all("ordinal")
    number = ordinal_of(*ordinals[0]) if ordinals else int(scene.numbers("small")[0])
    if scene.all("millennium"):
        return dated("date", f"{number - 1}XXX", scene.part) if 1 < number < 4 else Value("date", part=scene.part)
    return dated("date", f"{number - 1:02}XX", scene.part) if 1 < number < 31 else Value("date", part=scene.part)
