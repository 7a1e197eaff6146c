"""What days of the week, weekends, nights and the day after mean."""

from datetime import date, timedelta

from claimpack.edtf import monday
from claimpack.german.calendar import weekday_after, weekday_before
from claimpack.german.date_scene import Scene, Value, context, interval, one_day

LONG_RANGE = 3  # days from the first to the last weekday of what is likely to be opening hours
NEAR = 12  # tokens around a weekday that tell whether it recurs


def weekday(scene: Scene) -> Value:
    if _recurs(scene):
        return Value("set")
    word = scene.all("weekday", "weekday_part", "weekday_short")[0][0]
    kind = "time" if scene.all("weekday_part", "day_part", "deictic", "early") else "date"
    return one_day(kind, _weekday(scene, int(word.value.split()[0])))


def weekday_of_week(scene: Scene) -> Value:
    """Freitag kommender Woche, Montag dieser Woche."""
    kind = "time" if scene.all("day_part") else "date"
    if not scene.today:
        return Value(kind)
    days = int(scene.value("weekday")) + 7 * int(scene.value("rel"))
    return one_day(kind, monday(scene.today) + timedelta(days))


def _recurs(scene: Scene) -> bool:
    """Whether a weekday stands in opening hours: "Bürozeiten: Freitag 9 bis 12 Uhr", "Montag bis Freitag 9-12 Uhr"."""
    if scene.all("rel", "deictic_adjective", "anaphoric"):
        return False
    name = scene.all("weekday")
    if name and (name[0][1].text.endswith("en") or (name[0][1].text.endswith("s") and scene.found.first == 0)):
        return True  # "an Samstagen"; "Samstags" at the beginning of a sentence
    if scene.direction < 0:
        return False
    first, last = max(0, scene.found.first - NEAR), scene.found.last + NEAR
    near = range(first, min(last, len(scene.tokens)))
    if any(scene.tokens[i].text.lower() in context("hours") for i in near):
        return True
    number, at = int(scene.value("weekday", "weekday_part", "weekday_short").split()[0]), scene.found
    opens = scene.text(0) == "bis" or scene.name(0) == "dash"
    closes = scene.text(-1) == "bis" or scene.name(-1) == "dash"
    ahead = int(scene.words[at.last + 1].value) - number if opens and scene.name(1) == "weekday" else 0
    behind = number - int(scene.words[at.first - 2].value) if closes and scene.name(-2) == "weekday" else 0
    return max(ahead, behind) >= LONG_RANGE and any(scene.words[i].name == "hour_word" for i in near)


def _weekday(scene: Scene, number: int) -> date | None:
    shift, anaphoric, deictic = scene.value("rel"), scene.value("anaphoric"), scene.value("deictic_adjective")
    today = scene.today
    if anaphoric is not None:
        if not scene.day:
            return None
        return (
            weekday_after(scene.day, number, anaphoric == "1")
            if anaphoric != "-1"
            else weekday_before(scene.day, number, True)
        )
    if not today:
        return None
    if deictic is not None:
        return today + timedelta(int(deictic))
    if shift is None or shift == "0":
        ahead = scene.direction > 0 or (shift == "0" and scene.direction == 0)
        return (weekday_after if ahead else weekday_before)(today, number, False)
    weeks = timedelta(7 * (abs(int(shift)) - 1))
    return weekday_after(today, number, True) + weeks if int(shift) > 0 else weekday_before(today, number, True) - weeks


def weekend(scene: Scene) -> Value:
    if scene.value("weekend").endswith("pl"):
        return Value("set")
    if not scene.today:
        return Value("date")
    saturday = monday(scene.today) + timedelta(5)
    shift = scene.value("rel")
    begun = saturday <= scene.today
    if shift is None:
        weeks = 0 if begun or scene.direction > 0 else -1
    else:
        weeks = int(shift) + (int(shift) > 0 and begun) - (int(shift) > 0)
    saturday += timedelta(7 * weeks)
    return interval("date", saturday, saturday + timedelta(1), scene.part)


def night_to(scene: Scene) -> Value:
    """Nacht auf Sonntag, Nacht von Samstag auf Sonntag: the last day named is the one that the night ends on."""
    last = scene.words[scene.found.last - 1]
    if last.name == "deictic":
        found = scene.today + timedelta(int(last.value)) if scene.today else None
    else:
        found = _weekday(scene, int(last.value))
    return interval("time", found - timedelta(1), found) if found else Value("time")


def next_day(scene: Scene) -> Value:
    shift = 1 if scene.tokens[scene.found.last - 1].text != "zuvor" else -1
    return one_day("date", scene.day + timedelta(shift) if scene.day else None)
