"""Finds quoted text in an article, also where the quotation differs in signs that programs exchange.

Offsets are 0-based and half-open, in code points of the untouched text.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

Span = tuple[int, int]

# Signs that word processors and web pages exchange for one another, as the one that stands for all.
ALIKE = {
    **dict.fromkeys("’‘‚‛`´ʼ′", "'"),
    **dict.fromkeys("„“”‟«»‹›″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
}
ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*")
REST_OF_NUMBER = re.compile(r"[.,’'\u00a0\u202f]?\d{3}|\d")
# How far the two ends of a shortened quotation may lie apart.
FAR = 3000


@dataclass(frozen=True, slots=True)
class Folded:
    """A text with one sign for all that are alike and one space for all white space; ``origins`` has for each code
    point of it the offset in the text, and at its end the length of the text.
    """

    text: str
    origins: Sequence[int]

    def spans(self, quote: str) -> Iterator[Span]:
        """Where ``quote``, a folded text itself, stands in the unfolded text."""
        for start, stop in occurrences(self.text, quote):
            yield self.origins[start], self.origins[stop - 1] + 1


@lru_cache(maxsize=64)
def fold(text: str) -> Folded:
    """``text`` as two quotations of one passage have it in common: the same characters, composed or not."""
    signs: list[str] = []
    origins: list[int] = []
    for offset, character in enumerate(text):
        sign = " " if character.isspace() else ALIKE.get(character, character)
        if sign == " " and signs[-1:] == [" "]:
            continue
        for part in unicodedata.normalize("NFD", sign):
            signs.append(part)
            origins.append(offset)
    return Folded("".join(signs), [*origins, len(text)])


def occurrences(text: str, quote: str) -> Iterator[Span]:
    """Where ``quote`` stands in ``text``, one after the other."""
    start = text.find(quote) if quote else -1
    while start >= 0:
        yield start, start + len(quote)
        start = text.find(quote, start + len(quote))


def find(text: str, quote: str) -> tuple[list[Span], str | None]:
    """Where a quotation stands in an article, and how the printed passage differs from it, if it does.

    Exactly, if it does so anywhere; else with signs that are alike taken for one another; else, where the quotation has
    an ellipsis, from its beginning to its end.
    """
    exact = [span for span in occurrences(text, quote) if not _splits_number(text, span)]
    if exact:
        return exact, None
    spans = [span for span in fold(text).spans(fold(quote).text.strip()) if not _splits_number(text, span)]
    if spans:
        return spans, difference(text[slice(*spans[0])], quote)
    parts = ELLIPSIS.split(quote)
    if len(parts) == 2 and all(parts):
        return list(_shortened(text, *parts)), None
    return [], None


def _splits_number(text: str, span: Span) -> bool:
    """Whether a passage ends or begins inside a number, as "1.5" does in "1.500"."""
    start, stop = span
    ends = text[stop - 1].isdecimal() and REST_OF_NUMBER.match(text, stop)
    return bool(ends) or (text[start].isdecimal() and text[start - 1 : start].isdecimal())


def _shortened(text: str, head: str, tail: str) -> Iterator[Span]:
    ends = find(text, tail)[0]
    for start, stop in find(text, head)[0]:
        last = next((end for begin, end in ends if stop <= begin <= start + FAR), None)
        if last is not None:
            yield start, last


def difference(printed: str, quote: str) -> str:
    """The first sign in which a quotation differs from what is printed, for a person."""
    for here, there in zip(printed, quote, strict=False):
        if here == there:
            continue
        if not ALIKE.get(there, there):
            return f"this has {_named(there)}, where the article prints nothing"
        if here.isspace() != there.isspace() and ALIKE.get(here, here):
            return "the article prints " + ("more" if here.isspace() else "less") + " white space"
        if unicodedata.normalize("NFD", here)[0] == there:
            return f"the article prints {_named(here)} where this has {_named(there)} and a mark of its own"
        return f"the article prints {_named(here)} where this has {_named(there)}"
    return "the article prints signs that cannot be seen"


def _named(character: str) -> str:
    name = unicodedata.name(character, "control character").lower()
    shown = f"{character} " if character.isprintable() and not character.isspace() else ""
    return f"{shown}(U+{ord(character):04X}, {name})"


def longest_beginning(text: str, quote: str) -> int:
    """How many of the first code points of ``quote``, folded, stand together somewhere in ``text``."""
    return _longest(fold(text).text, fold(quote).text, lambda quote, length: quote[:length])


def longest_end(text: str, quote: str) -> int:
    """How many of the last code points of ``quote``, folded, stand together somewhere in ``text``."""
    return _longest(fold(text).text, fold(quote).text, lambda quote, length: quote[len(quote) - length :])


def _longest(text: str, quote: str, part) -> int:
    low, high = 0, len(quote)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if part(quote, middle) in text else (low, middle - 1)
    return low
