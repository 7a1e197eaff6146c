"""The words that dates are made of, each with the code that the grammar of dates knows it by: the word lists as one."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from claimpack.german.lexicon import table
from claimpack.german.numbers import cardinal, ordinal

ENDINGS = ("e", "en", "em", "er", "es")
FIRST_CODE = 0xE000  # for private use, and low enough for quick look-up in the sets of a regular expression
SIGNS = {"dot": ".", "comma": ",", "dash": "-–—", "slash": "/", "open": "(", "colon": ":"}
SHAPES = (
    "small year4 clock day_month full_date number numeral ordinal decade_word decade_noun decade_full decade_tail "
    "hyphen_unit hyphen_adjective length_adjective weekday_range other Other"
).split()
CACHED_WORDS = 200_000  # forms whose code is remembered
_HYPHEN_UNIT = re.compile(r"-(Stunden?|Tages?|Minuten|Jahres?|Wochen|Monats?|Sekunden)(?:-[^\W\d_]+)?")
# "fünfjährige" and what hangs on the figure in "13-tägigen"; written with a capital it is somebody ("die Fünfjährige").
LENGTH_ADJECTIVE = re.compile(r"-?([a-zäöüß]*?)-?(jährig|monatig|wöchig|tägig|stündig|minütig|sekündig)(?:e[nmrs]?)?")
_DECADE = re.compile(r"(\w{2,12}ig)er(?:n|(-?[Jj]ahren?))?")  # neunziger, Neunzigern, Neunzigerjahre
_DECADE_TAIL = re.compile(r"-?er-?[Jj]ahren?|-?ern")  # of "90er-Jahre"
_ORDINAL_ENDING = re.compile(r"e[nmrs]?$")


class Word(NamedTuple):
    """What a word list says of a word: the class that patterns call it by, and its value."""

    name: str
    value: str


class Lexicon(dict):
    """Code of every form met; ``words[code]`` is what it stands for."""

    def __init__(self) -> None:
        self.words: dict[str, Word] = {}
        self.classes: dict[str, list[str]] = {}
        self.known: set[str] = set()
        for name in (*SIGNS, *SHAPES):
            self._code(Word(name, ""))
        for name, signs in SIGNS.items():
            for sign in signs:
                self._learn(sign, self.classes[name][0])
        for forms, word in _entries():
            code = self._code(word)
            for form in forms:
                self._learn(form, code)
        for form in list(self.known):
            for variant in (form[0].upper() + form[1:], form.upper()):
                self.setdefault(variant, self[form])
        self.size = len(self)

    def _code(self, word: Word) -> str:
        code = chr(FIRST_CODE + len(self.words))
        self.words[code] = word
        self.classes.setdefault(word.name, []).append(code)
        return code

    def _learn(self, form: str, code: str) -> None:
        if form in self.known:
            raise ValueError(f"german/words: {form!r} stands in two lists of words for dates")
        self.known.add(form)
        self[form] = code

    def literal(self, form: str) -> str:
        """The code of a word that a pattern names; words of no list get one of their own."""
        if form not in self.known:
            code = self._code(Word("word", form))
            self._learn(form, code)
            self[form[0].upper() + form[1:]] = self[form.upper()] = code
            self.size = len(self)
        return self[form]

    def __missing__(self, form: str) -> str:
        if len(self) > self.size + CACHED_WORDS:
            for learnt in list(self)[self.size :]:
                del self[learnt]
        code = self[form] = self.classes[shape(form)][0]
        return code


def shape(form: str) -> str:
    """The class of a token that no list has: a figure, a numeral, or a word written with or without a capital."""
    if form[0].isdigit():
        return _figure(form)
    if form[0] == "-" and _HYPHEN_UNIT.fullmatch(form):
        return "hyphen_unit"
    length = LENGTH_ADJECTIVE.fullmatch(form)
    if length and (not length[1] or cardinal(length[1]) is not None):
        return "length_adjective" if length[1] else "hyphen_adjective"
    if "-" in form and all(part in _weekdays() for part in form.split("-")):
        return "weekday_range"
    if _DECADE_TAIL.fullmatch(form):
        return "decade_tail"
    decade = _DECADE.fullmatch(form)
    if decade and cardinal(decade[1].lower()):
        noun = form.endswith("n") and form[0].isupper()
        return "decade_full" if decade[2] else "decade_noun" if noun else "decade_word"
    low = form.lower()
    if cardinal(low) is not None:
        return "numeral"
    if form[-1] in "enmrs" and ordinal(_ORDINAL_ENDING.sub("", low)) is not None:
        return "ordinal"
    return "Other" if form[0].isupper() else "other"


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(row["word"] for row in table("weekdays"))


def _figure(form: str) -> str:
    parts = re.split(r"[.:]", form)
    if not form.isascii() or not all(part.isdigit() for part in parts):
        return "number"
    sizes = [len(part) for part in parts]
    if len(parts) == 1:
        return "small" if sizes[0] <= 2 else "year4" if sizes[0] == 4 and 1000 <= int(form) < 2200 else "number"
    if len(parts) == 3 and "." in form and max(sizes[:2]) <= 2 and sizes[2] in (2, 4):
        return "full_date" if 1 <= int(parts[0]) <= 31 and 1 <= int(parts[1]) <= 12 else "number"
    if len(parts) == 2 and sizes[0] <= 2 and sizes[1] == 2 and int(parts[0]) <= 24 and int(parts[1]) < 60:
        return "clock"
    if len(parts) == 2 and max(sizes) <= 2 and "." in form and 1 <= int(parts[0]) <= 31 and 1 <= int(parts[1]) <= 12:
        return "day_month"
    return "number"


def _inflected(word: str) -> list[str]:
    return [word[:-1] + ending for ending in ENDINGS] if word.endswith("*") else [word]


def _entries() -> Iterator[tuple[list[str], Word]]:
    """Every line of the word lists as its forms and what they are."""
    for row in table("date_words"):
        yield _inflected(row["word"]), Word(row["class"], row["value"])
    for row in table("months"):
        yield [row["word"]], Word("month_short" if row["short"] else "month", row["month"])
    for row in table("time_units"):
        yield [row["word"]], Word(row["class"], f"{row['unit']} {row['number']}")
    for row in table("seasons"):
        genitive = [] if row["word"].endswith(("e", "n")) else [row["word"] + "s"]
        yield [row["word"], *genitive], Word("season", row["season"])
    parts = table("day_parts")
    for row in parts:
        yield [row["word"]], Word("day_part", row["part"])
    for row in table("weekdays"):
        name, day = row["word"], row["weekday"]
        if len(name) == 2:
            yield [name], Word("weekday_short", day)
            continue
        yield [name, name + "s", name + "en"], Word("weekday", day)
        yield [name.lower() + "s"], Word("weekday_adverb", day)
        for part in parts:
            yield [name + part["word"].lower()], Word("weekday_part", f"{day} {part['part']}")
