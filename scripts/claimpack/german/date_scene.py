"""A date in its sentence, and what helps to say what it means."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from claimpack.edtf import bounds
from claimpack.german.date_grammar import Found
from claimpack.german.date_lexicon import Word
from claimpack.german.lexicon import table
from claimpack.german.numbers import cardinal, ordinal, read_digits
from claimpack.german.tokens import Token

NUMBERS = ("small", "number", "year4", "clock", "numeral", "one", "half", "both")
UNITS = (
    *("year_noun", "half_year", "unit_noun", "quarter", "month_noun", "week_noun", "day_noun", "hour_noun"),
    *("decade", "century", "millennium", "weekend", "year_before", "year_after", "unit_part"),
)


class Value(NamedTuple):
    """What a date means; ``skip`` tokens at its beginning do not belong to it."""

    kind: str
    value: str | None = None
    earliest: date | None = None
    latest: date | None = None
    part: str | None = None
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Scene:
    """A date in its sentence: what was said before it, and the day of publication.

    ``today`` is that day (None if unknown), ``day`` the day last spoken of, ``year`` the year of the story if it is not
    that of ``today``. ``direction`` is -1 for a clause about the past, 1 for one about the future, 0.5 for one
    in the present tense, 0 where nothing tells.
    """

    tokens: Sequence[Token]
    words: Sequence[Word]
    found: Found
    today: date | None
    day: date | None
    year: int | None
    direction: float

    def all(self, *names: str) -> list[tuple[Word, Token]]:
        first = self.found.first
        return [(word, self.tokens[i]) for i, word in enumerate(self.found.words, first) if word.name in names]

    def value(self, *names: str) -> str | None:
        """Value of the first word of these classes."""
        found = self.all(*names)
        return found[0][0].value if found else None

    def numbers(self, *names: str) -> list[Decimal]:
        return [number_of(word, token) for word, token in self.all(*(names or NUMBERS))]

    def text(self, at: int) -> str:
        """The token before the date (-1, -2 …) or behind it (0, 1 …); "" outside the sentence."""
        index = self.found.first + at if at < 0 else self.found.last + at
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def name(self, at: int) -> str:
        index = self.found.first + at if at < 0 else self.found.last + at
        return self.words[index].name if 0 <= index < len(self.tokens) else ""

    @property
    def part(self) -> str | None:
        return self.value("part", "early")


def number_of(word: Word, token: Token) -> Decimal:
    if word.value:
        return Decimal(word.value)
    number = cardinal(token.text.lower()) if word.name == "numeral" else read_digits(token.text)
    if number is None:  # 18.40, 12.3.4
        number = Decimal(re.split(r"\D", token.text)[0])
    return number


def ordinal_of(word: Word, token: Token) -> int:
    return int(word.value or ordinal(re.sub(r"e[nmrs]?$", "", token.text.lower())) or 0)


def dated(kind: str, value: str, part: str | None = None, skip: int = 0) -> Value:
    """A value with its first and last day. Raises ValueError where the calendar has no such day."""
    first, last = bounds(value)
    return Value(kind, value, first, last, part, skip)


def interval(kind: str, first: date, last: date, part: str | None = None) -> Value:
    return Value(kind, f"{first}/{last}", first, last, part)


def one_day(kind: str, found: date | None, skip: int = 0) -> Value:
    return Value(kind, found.isoformat(), found, found, None, skip) if found else Value(kind, skip=skip)


@cache
def context(says: str) -> frozenset[str]:
    """The words of date_context.csv that say so."""
    return frozenset(row["word"] for row in table("date_context") if row["says"] == says)
