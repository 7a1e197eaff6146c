"""Finds the words that make up a date: the grammar of ``words/date_patterns.csv`` over the word lists beside it.

Each line of a word list, each sign and each shape of a figure has a code, one character (date_lexicon.py). A sentence
becomes the string of its tokens' codes, and the patterns become regular expressions over such strings. All quantifiers
are bounded.
"""

import re
from collections.abc import Sequence
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from claimpack.german.date_lexicon import SIGNS, Lexicon, Word, shape
from claimpack.german.lexicon import table
from claimpack.german.tokens import Token

# Classes that begin or fill a date but are not enough to make one.
FILLERS = (
    "det rel anaphoric vague both approx part early prep contracted and each every per one ordinal times word numeral "
    "whole scale"
).split()
MOST_FILLERS = 8  # in a row, before the core of a date
FEW = 5  # rules that are worth an expression of their own: compiling one takes as long as using it thousands of times
_text = attrgetter("text")
_PATTERN = re.compile(r"'([^']+)'|([A-Za-z_]\w*)|@(\w+)|(\{\d;\d\})|([()|?])|(\S)")


class Found(NamedTuple):
    """A date as it stands: the line of the grammar, its tokens from ``first`` to before ``last``, and what they are."""

    rule: str
    means: str
    first: int
    last: int
    words: tuple[Word, ...]


class Rule(NamedTuple):
    """A line of the grammar as a regular expression, and the codes of the tokens that it may begin with."""

    name: str
    means: str
    pattern: str
    beginnings: frozenset[str]


class Beginnings(dict):
    """For each code the rules for dates that begin with such a token, and all of them as one regular expression."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules

    def __missing__(self, code: str) -> tuple[Sequence[Rule], re.Pattern]:
        rules = [rule for rule in self.rules if code in rule.beginnings]
        if len(rules) > FEW:
            rules = self.rules
        found = self[code] = rules, re.compile("|".join(rule.pattern for rule in rules) or "(?!)")
        return found


class Grammar:
    """The compiled patterns, with the lexicon they are written in."""

    def __init__(self) -> None:
        self.lexicon = Lexicon()
        self.rules: list[Rule] = []
        self.parts: dict[str, str] = {}
        self.holidays = {row["word"]: row for row in table("holidays")}
        self.parts["holiday"] = self._phrases(self.holidays)
        references = [row["phrase"] for row in table("references")]
        for row in table("references"):
            before = self._around(_quoted(row["before"]), "<")
            after = self._around(f"!{row['not_after']}" if row["not_after"] else "", "")
            name, means = f"references.csv:{row['phrase']}", row["means"]
            self._rule(name, means, before, _quoted(row["phrase"]), after)
        for row in table("date_patterns"):
            if row["rule"].startswith("@"):
                self.parts[row["rule"][1:]] = f"(?:{self._compile(row['pattern'])})"
                continue
            before, after = self._around(row["before"], "<"), self._around(row["after"], "")
            self._rule(f"date_patterns.csv:{row['rule']}", row["means"], before, row["pattern"], after)
        self.beginnings = Beginnings(self.rules)
        classes = self.lexicon.classes
        anchors = {self.lexicon[phrase.split()[-1]] for phrase in (*self.holidays, *references)}
        self.fillers = {code for name in FILLERS for code in classes[name] if code not in anchors}
        empty = {code for name in (*SIGNS, "other", "Other") for code in classes[name]}
        self.core = re.compile(f"[^{''.join(sorted(self.fillers | empty))}]")

    def _rule(self, name: str, means: str, before: str, pattern: str, after: str) -> None:
        compiled = self._compile(pattern)
        # The empty group tells which rule it was.
        self.rules.append(Rule(name, means, f"{before}(?:{compiled}){after}()", _beginnings(compiled)))

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
        codes = "".join(map(lexicon.__getitem__, map(_text, tokens)))
        if tokens and tokens[0].text == "Morgen":
            codes = lexicon["morgen"] + codes[1:]
        found = []
        position = 0
        core = self.core.search(codes)
        while core:
            for start in range(self._first(codes, core.start(), position), core.end()):
                rules, pattern = self.beginnings[codes[start]]
                match = pattern.match(codes, start)
                if match:
                    rule = rules[match.lastindex - 1]
                    words = tuple(map(lexicon.words.__getitem__, match.group()))
                    found.append(Found(rule.name, rule.means, start, match.end(), words))
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


def _beginnings(pattern: str) -> frozenset[str]:
    """The codes that a compiled pattern may begin with."""

    def alternatives(at: int) -> tuple[set[str], bool, int]:
        """The beginnings of what stands from ``at`` to a closing bracket, whether it may be empty, and its end."""
        codes, empty, after = sequence(at)
        if pattern[after : after + 1] != "|":
            return codes, empty, after
        others, other_empty, after = alternatives(after + 1)
        return codes | others, empty or other_empty, after

    def sequence(at: int) -> tuple[set[str], bool, int]:
        codes, empty = set(), True
        while at < len(pattern) and pattern[at] not in "|)":
            item, item_empty, at = one(at)
            codes |= item if empty else set()
            empty = empty and item_empty
        return codes, empty, at

    def one(at: int) -> tuple[set[str], bool, int]:
        """A code, a class of codes or a group, with the sign behind it that says how often it may stand."""
        if pattern[at] == "(":
            codes, empty, after = alternatives(at + len("(?:"))
        else:
            after = pattern.index("]", at) if pattern[at] == "[" else at
            codes, empty = set(pattern[at : after + 1]) - set("[]"), False
        repeated = re.compile(r"\?|\{\d,\d\}|").match(pattern, after + 1)
        return codes, empty or repeated[0].startswith(("?", "{0")), repeated.end()

    return frozenset(alternatives(0)[0])


def _quoted(phrase: str) -> str:
    """A phrase as a pattern; its ordinals ("zweiten Weihnachtstag") stay ordinals everywhere else."""
    return " ".join("ordinal" if shape(word) == "ordinal" else f"'{word}'" for word in phrase.split())


@cache
def grammar() -> Grammar:
    """The grammar of dates, compiled once."""
    return Grammar()
