"""Finds the words that make up a date: the grammar of ``words/date_patterns.csv`` over the word lists beside it.

Each line of a word list, each sign and each shape of a figure has a code, one character; a sentence becomes the string
of its tokens' codes, and the patterns become one regular expression over such strings. All its quantifiers are bounded.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from claimpack.german.lexicon import table
from claimpack.german.numbers import cardinal, ordinal
from claimpack.german.tokens import Token

ENDINGS = ("e", "en", "em", "er", "es")
FIRST_CODE = 0xF0000  # private use: no token is written with these
SIGNS = {"dot": ".", "comma": ",", "dash": "-–—", "slash": "/", "open": "(", "colon": ":"}
SHAPES = (
    *("small", "year4", "clock", "day_month", "full_date", "number"),
    *(
        "numeral",
        "ordinal",
        "decade_word",
        "decade_noun",
        "decade_full",
        "decade_tail",
        "hyphen_unit",
        "hyphen_adjective",
        "length_adjective",
        "weekday_range",
        "other",
        "Other",
    ),
)
# Classes that begin or fill a date but are not enough to make one.
FILLERS = (
    *(
        "det",
        "rel",
        "anaphoric",
        "vague",
        "both",
        "approx",
        "part",
        "early",
        "prep",
        "contracted",
        "and",
        "each",
        "every",
    ),
    *("per", "one", "ordinal", "times", "word", "numeral", "whole", "scale"),
)
MOST_FILLERS = 8  # in a row, before the core of a date
CACHED_WORDS = 200_000  # forms whose code is remembered
_HYPHEN_UNIT = re.compile(r"-(Stunden?|Tages?|Minuten|Jahres?|Wochen|Monats?|Sekunden)(?:-[^\W\d_]+)?")
# "fünfjährige" and what hangs on the figure in "13-tägigen"; written with a capital it is somebody ("die Fünfjährige").
LENGTH_ADJECTIVE = re.compile(r"-?([a-zäöüß]*?)-?(jährig|monatig|wöchig|tägig|stündig|minütig|sekündig)(?:e[nmrs]?)?")
_DECADE = re.compile(r"(\w{2,12}ig)er(?:n|(-?[Jj]ahren?))?")  # neunziger, Neunzigern, Neunzigerjahre
_DECADE_TAIL = re.compile(r"-?er-?[Jj]ahren?|-?ern")  # of "90er-Jahre"
_ORDINAL_ENDING = re.compile(r"e[nmrs]?$")
_PATTERN = re.compile(r"'([^']+)'|([A-Za-z_]\w*)|@(\w+)|(\{\d;\d\})|([()|?])|(\S)")


class Word(NamedTuple):
    """What a word list says of a word: the class that patterns call it by, and its value."""

    name: str
    value: str


class Found(NamedTuple):
    """A date as it stands: the line of the grammar, its tokens from ``first`` to before ``last``, and what they are."""

    rule: str
    means: str
    first: int
    last: int
    words: tuple[Word, ...]


class Lexicon(dict):
    """Code of every form met; ``word(code)`` is what it stands for."""

    def __init__(self) -> None:
        self.entries: list[Word] = []
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
        self.entries.append(word)
        code = chr(FIRST_CODE + len(self.entries) - 1)
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

    def word(self, code: str) -> Word:
        return self.entries[ord(code) - FIRST_CODE]

    def __missing__(self, form: str) -> str:
        if len(self) > self.size + CACHED_WORDS:
            for learnt in list(self)[self.size :]:
                del self[learnt]
        code = self[form] = self.classes[_shape(form)][0]
        return code


def _shape(form: str) -> str:
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


class Grammar:
    """The compiled patterns, with the lexicon they are written in."""

    def __init__(self) -> None:
        self.lexicon = Lexicon()
        self.rules: list[tuple[str, str]] = []
        self.parts: dict[str, str] = {}
        self.holidays = {row["word"]: row for row in table("holidays")}
        self.parts["holiday"] = self._phrases(self.holidays)
        alternatives = []
        references = [row["phrase"] for row in table("references")]
        for row in table("references"):
            before = self._around(_quoted(row["before"]), "<")
            after = self._around(f"!{row['not_after']}" if row["not_after"] else "", "")
            name, means = f"references.csv:{row['phrase']}", row["means"]
            alternatives.append(self._rule(name, means, before, _quoted(row["phrase"]), after))
        for row in table("date_patterns"):
            if row["rule"].startswith("@"):
                self.parts[row["rule"][1:]] = f"(?:{self._compile(row['pattern'])})"
                continue
            before, after = self._around(row["before"], "<"), self._around(row["after"], "")
            alternatives.append(
                self._rule(f"date_patterns.csv:{row['rule']}", row["means"], before, row["pattern"], after)
            )
        self.pattern = re.compile("|".join(alternatives))
        classes = self.lexicon.classes
        anchors = {self.lexicon[phrase.split()[-1]] for phrase in (*self.holidays, *references)}
        self.fillers = {code for name in FILLERS for code in classes[name] if code not in anchors}
        empty = {code for name in (*SIGNS, "other", "Other") for code in classes[name]}
        self.core = re.compile(f"[^{''.join(sorted(self.fillers | empty))}]")

    def _rule(self, rule: str, means: str, before: str, pattern: str, after: str) -> str:
        self.rules.append((rule, means))
        return f"{before}(?:{self._compile(pattern)}){after}()"  # the empty group tells which rule it was

    def _around(self, pattern: str, behind: str) -> str:
        if not pattern:
            return ""
        sign = "!" if pattern.startswith("!") else "="
        return f"(?{behind}{sign}{self._compile(pattern.lstrip('!'))})"

    def _phrases(self, phrases: Sequence[str] | dict) -> str:
        longest_first = sorted(phrases, key=len, reverse=True)
        return f"(?:{'|'.join(self._compile(_quoted(phrase)) for phrase in longest_first)})"

    def _compile(self, pattern: str) -> str:
        pieces = []
        for literal, name, part, repeat, operator, wrong in _PATTERN.findall(pattern):
            if wrong:
                raise ValueError(f"words/date_patterns.csv: {wrong!r} means nothing in {pattern!r}")
            if literal:
                pieces.append(self.lexicon.literal(literal))
            elif part:
                pieces.append(self.parts[part])
            elif name:
                if name not in self.lexicon.classes:
                    raise ValueError(f"words/date_patterns.csv: no class of words is called {name!r}, in {pattern!r}")
                pieces.append(f"[{''.join(self.lexicon.classes[name])}]")
            else:
                pieces.append("(?:" if operator == "(" else operator or repeat.replace(";", ","))
        return "".join(pieces)

    def find(self, tokens: Sequence[Token]) -> tuple[str, list[Found]]:
        """The codes of a sentence's tokens, and the dates in it from left to right."""
        lexicon = self.lexicon
        codes = "".join([lexicon[token.text] for token in tokens])
        if tokens and tokens[0].text == "Morgen":
            codes = lexicon["morgen"] + codes[1:]
        found = []
        position = 0
        core = self.core.search(codes)
        while core:
            for start in range(self._first(codes, core.start(), position), core.end()):
                match = self.pattern.match(codes, start)
                if match:
                    rule, means = self.rules[match.lastindex - 1]
                    found.append(Found(rule, means, start, match.end(), tuple(map(lexicon.word, match.group()))))
                    break
            position = match.end() if match else core.end()
            core = self.core.search(codes, position)
        return codes, found

    def _first(self, codes: str, core: int, position: int) -> int:
        """Where a date may begin whose core is at ``core``: behind ``position``, before an adjective and fillers."""
        first = core
        if first > position and codes[first - 1] in self.lexicon.classes["other"]:  # "zwei volle Tage"
            first -= 1
        position = max(position, first - MOST_FILLERS)
        while first > position and codes[first - 1] in self.fillers:
            first -= 1
        return first


def _quoted(phrase: str) -> str:
    """A phrase as a pattern; its ordinals ("zweiten Weihnachtstag") stay ordinals everywhere else."""
    return " ".join("ordinal" if _shape(word) == "ordinal" else f"'{word}'" for word in phrase.split())


@cache
def grammar() -> Grammar:
    """The grammar of dates, compiled once."""
    return Grammar()
