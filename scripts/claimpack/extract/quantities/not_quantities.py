"""Numbers that are no quantities: parts of dates, years, clock times, names with a number."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache

from claimpack.extract.model import Date
from claimpack.german.comparators import comparator_words
from claimpack.german.lexicon import words
from claimpack.german.noun_phrases import Tagged
from claimpack.german.number_atoms import HYPHENS, NumberPhrase
from claimpack.german.number_phrases import COUNTED_YEARS, year_words
from claimpack.german.numbers import read_word
from claimpack.german.units import Unit

YEARS = (1000, 2100)
_MARK = re.compile(r"[A-ZÄÖÜ][A-Z0-9]{0,3}|MiG|Su|Tu|An|Il|Mi|Ka")
TELEPHONE = frozenset({"tel", "fax", "telefon", "telefax", "hotline", "infos", "informationen"})
LONGEST_TELEPHONE = 9  # tokens
_CLOCK_WORDS = frozenset({"Uhr", "MEZ", "MESZ", "UTC", "GMT"})
_BEFORE_CLOCK = frozenset({"um", "gegen", "ab", "seit", "bis", "vor", "nach", "von", "Um", "Gegen", "Ab", "Nach"})


class DateSpans:
    """The passages that the date reader found, for a look-up by offset in logarithmic time."""

    def __init__(self, dates: Sequence[Date]) -> None:
        self._dates = sorted((d for d in dates if d.kind in ("date", "time", "set")), key=lambda d: (d.start, d.stop))
        self._starts = [d.start for d in self._dates]

    def around(self, start: int, stop: int) -> Date | None:
        """A date, clock time or set that covers the passage; dates do not overlap, so the last to begin decides."""
        at = bisect_right(self._starts, start) - 1
        return self._dates[at] if at >= 0 and self._dates[at].stop >= stop else None


def is_no_quantity(tagged: Tagged, phrase: NumberPhrase, unit: Unit | None, governed: bool, dates: DateSpans) -> bool:
    """Whether the number belongs to a date, a clock time or a name; ``governed`` says that a comparator is about it."""
    date = dates.around(phrase.start, phrase.stop)
    bare_year = (
        date
        and (date.start, date.stop) == (phrase.start, phrase.stop)
        and phrase.form == "cardinal"
        and not phrase.scaled
    )
    if date and date.kind == "set" and phrase.tail == "mal":
        return False  # "dreimal täglich"
    if (
        date
        and not bare_year
        and not (phrase.form in ("cardinal", "vague", "ein") and unit and unit.kind == "duration")
    ):
        return True
    if _is_clock(tagged, phrase) or _is_decade(phrase) or _is_alone(tagged):
        return True
    if phrase.form == "ordinal" and _opens_date(tagged, phrase, dates):
        return True
    if phrase.form == "ordinal":
        return _is_name_with_ordinal(tagged, phrase)
    if phrase.form not in ("cardinal", "ein"):
        return False
    return _is_year(tagged, phrase, unit, governed, bool(bare_year)) or _is_name(tagged, phrase, unit, governed)


def _opens_date(tagged: Tagged, phrase: NumberPhrase, dates: DateSpans) -> bool:
    """As in "vom 3. auf den 4. April": a day whose month follows with the next day."""
    for at in range(phrase.last + 1, min(phrase.last + 5, len(tagged))):
        token = tagged.tokens[at]
        if token.kind == "number":
            return phrase.digits and dates.around(token.start, token.stop) is not None
        if token.text not in ("auf", "den", "und", "bis", "zum", "/", "-", "–", ",", "oder"):
            return False
    return False


def _is_clock(tagged: Tagged, phrase: NumberPhrase) -> bool:
    after = tagged.text(phrase.last + 1)
    if after in _CLOCK_WORDS:
        return True
    if after in ("bis", "und", "-", "–", "oder") and tagged.text(phrase.last + 3) in _CLOCK_WORDS:
        return True
    if phrase.form == "score" and phrase.low == phrase.high == 1 and tagged.text(phrase.last + 1)[:1] in HYPHENS:
        return True  # "eine 1:1-Übersetzung"
    if phrase.form == "score":
        minutes = tagged.text(phrase.last).rpartition(":")[2]
        return (
            phrase.high < 60
            and len(minutes) == 2
            and phrase.low < 25
            and tagged.text(phrase.first - 1) in _BEFORE_CLOCK
        )
    return tagged.low(phrase.first - 1) == "halb" and tagged.low(phrase.first - 2) in _BEFORE_CLOCK


def _is_decade(phrase: NumberPhrase) -> bool:
    """As in "90er", "1980er-Jahre", "2er"; also a year in a compound."""
    return phrase.digits and (
        phrase.tail[:2] == "er"
        or (bool(phrase.tail) and not phrase.scaled and YEARS[0] <= phrase.low <= YEARS[1] and phrase.low >= 1800)
    )


def _is_alone(tagged: Tagged) -> bool:
    """A line that is nothing but a number, as of a list or page."""
    return len(tagged) <= 3 and not any(tagged.is_word(at) for at in range(len(tagged)))


def _is_name_with_ordinal(tagged: Tagged, phrase: NumberPhrase) -> bool:
    """As in "Zweiter Weltkrieg", "Dritte Welt", "1. FC", third parties ("durch Dritte")."""
    word = tagged.text(phrase.first)
    if tagged.text(phrase.last + 1) in words("name_heads"):
        return True
    if phrase.digits or not word[0].isupper() or phrase.tail:
        return False
    if phrase.low == 3 and (
        tagged.low(phrase.first - 1) in ("durch", "an", "von", "für", "gegen", "gegenüber", "rechte", "seitens", "mit")
    ):
        return True
    return phrase.first > 0 and tagged.is_capital(phrase.last + 1) and tagged.text(phrase.first - 1) not in '„“"»«:('


def _is_year(tagged: Tagged, phrase: NumberPhrase, unit: Unit | None, governed: bool, named: bool) -> bool:
    if not phrase.digits:
        return False
    written = tagged.text(phrase.last)
    if not (
        not phrase.scaled and len(written) == 4 and written.isdigit() and YEARS[0] <= phrase.high <= YEARS[1]
    ) and not (len(written) <= 2 and YEARS[0] <= phrase.low <= YEARS[1] and phrase.low == phrase.high):
        before = tagged.text(phrase.first - 1), tagged.text(phrase.first - 2)
        return before[0] == "/" and before[1].isdigit()
    if unit is not None or (governed and phrase.low % 100 == 0) or len(written) != 4:
        return False
    if phrase.low != phrase.high:
        return YEARS[0] <= phrase.low <= YEARS[1]
    before, before_that = tagged.low(phrase.first - 1), tagged.low(phrase.first - 2)
    if before in year_words("noun") or before == "/" or tagged.text(phrase.last + 1) == "/":
        return True
    likely = COUNTED_YEARS[0] <= phrase.low <= COUNTED_YEARS[1]
    if _counts_something(tagged, phrase, likely and (phrase.low % 100 != 0 or named)):
        if likely and (before in year_words("sure") or (before in year_words("maybe") and phrase.low % 500 != 0)):
            return True
        if likely and phrase.low % 100 != 0 and _follows_participle(tagged, phrase):
            return True
        if phrase.low >= 1900 and phrase.low % 100 != 0 and tagged.is_noun(phrase.first - 1):
            return likely  # "bei der Wahl 2009 neue Bündnisse"
        return likely and named and before in ("im", "in") and before_that != "als"
    return not governed


def _follows_participle(tagged: Tagged, phrase: NumberPhrase) -> bool:
    """As in "das 1996 gegründete Bündnis": after an article a year tells when what the participle says happened."""
    at = phrase.last + 1
    article = tagged.tag(phrase.first - 1) in ("ART", "PPOSAT", "PDAT")
    plural = tagged.low(phrase.first - 1) == "die" and tagged.low(at).endswith("en")
    participle = tagged.low(at).rstrip("nrsm").removesuffix("e").endswith(("t", "en"))
    return article and not plural and participle and tagged.is_adjective(at)


def _counts_something(tagged: Tagged, phrase: NumberPhrase, plural: bool) -> bool:
    """Whether a noun phrase or "auf rund N" follows; with ``plural`` its noun must differ from its dictionary form."""
    after = phrase.last + 1
    if tagged.low(after) in ("auf", "von", "bzw"):
        number = after + 2 if tagged.low(after + 1) in comparator_words() else after + 1
        if tagged.tag(number) == "CARD":
            return True
    if plural and tagged.tag(after) in ("APPR", "APPRART", "ART"):
        return False
    noun = tagged.noun_after(after) if after < len(tagged) else None
    if noun is None or (plural and tagged.is_name(noun.head)) or (noun.participle is not None and noun.first != after):
        return False
    return not plural or tagged.lemma_of(noun.head_last) != tagged.text(noun.head_last).lstrip("-")


def _is_name(tagged: Tagged, phrase: NumberPhrase, unit: Unit | None, governed: bool) -> bool:
    before_at = phrase.first - 1
    before = tagged.text(before_at)
    if _is_telephone(tagged, phrase) or _is_postcode(tagged, phrase) or _is_title(tagged, phrase, unit):
        return True
    if phrase.digits and tagged.text(phrase.first)[0] == "0" and phrase.low >= 1 and len(tagged.text(phrase.first)) > 1:
        return True
    if before in ("§", "#", "+", "@") or (before == "§" and tagged.text(before_at - 1) == "§"):
        return True
    if before == "." and tagged.text(before_at - 1) in _numbered():
        return True
    if before_at < 0 or not tagged.is_word(before_at) or governed or unit is not None or phrase.tail:
        return False
    if before in _numbered() or (before.lower().endswith(_numbered_endings()) and tagged.is_capital(before_at)):
        return True
    if not phrase.digits or phrase.scaled:
        return False
    if _MARK.fullmatch(before) and not _counts_something(tagged, phrase, False):
        return True
    if (
        not tagged.is_noun(before_at)
        or before.endswith(_dimension_endings(before))
        or tagged.low(before_at) in _ranks()
    ):
        return False
    if before in words("weekdays") or before in words("months"):
        return False
    if re.fullmatch(r"\d{1,3}\.\d{1,2}", tagged.text(phrase.first)) and tagged.is_capital(before_at):
        return True  # a version: "Mesa 17.2"
    following = tagged.low(phrase.last + 1)
    if following in ("und", "oder", ",") and tagged.tag(phrase.last + 2) != "CARD":
        return not _counts_something(tagged, phrase, False)
    if following in ("der", "aller") and tagged.tag(phrase.last + 2) == "CARD":
        return False
    if following in ("auf", "von", "bzw", "und", "oder", "(", "davon", "weitere") or _counts_something(
        tagged, phrase, False
    ):
        return False
    return not read_word(following)


def _is_telephone(tagged: Tagged, phrase: NumberPhrase) -> bool:
    """One of a chain of numbers after Tel. or Fax: "Tel. 0711/285 82 02"."""
    if not tagged.places_between(phrase.first - LONGEST_TELEPHONE, phrase.first, TELEPHONE):
        return False
    at = phrase.first - 1
    while (
        at >= 0
        and phrase.first - at < LONGEST_TELEPHONE
        and (tagged.tag(at) == "CARD" or tagged.text(at) in ("/", "-", "–", ".", ":", "(", ")", "+"))
    ):
        at -= 1
    return tagged.low(at) in TELEPHONE and tagged.is_capital(at)


def _is_title(tagged: Tagged, phrase: NumberPhrase, unit: Unit | None) -> bool:
    """Whether the digits end a title of one or two words in quotation marks: "Polar 4", "911"."""
    if unit or not phrase.digits or tagged.text(phrase.last + 1) not in ("“", "”", '"', "«"):
        return False
    return any(tagged.text(at) in ("„", "“", '"', "»", "«") for at in range(max(0, phrase.first - 3), phrase.first))


def _is_postcode(tagged: Tagged, phrase: NumberPhrase) -> bool:
    """Five digits between a comma and the name of a place."""
    written = tagged.text(phrase.first)
    return (
        len(written) == 5
        and written.isdigit()
        and tagged.text(phrase.first - 1) == ","
        and tagged.tag(phrase.last + 1) == "NE"
    )


@cache
def _numbered() -> frozenset[str]:
    return words("numbered_nouns")


@cache
def _numbered_endings() -> tuple[str, ...]:
    return (*tuple(sorted("-" + word.lower() for word in _numbered())), "resolution", "artikel", "straße", "nummer")


@lru_cache(maxsize=4096)
def _dimension_endings(word: str) -> tuple[str, ...]:
    return (
        tuple(words("dimensions", "ending"))
        if word[0].islower()
        else tuple(e.capitalize() for e in words("dimensions", "ending")) + tuple(words("dimensions", "ending"))
    )


@cache
def _ranks() -> tuple[str, ...]:
    return tuple(word.lower() for word in words("rank_nouns"))
