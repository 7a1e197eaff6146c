"""Finds what stands in quotation marks, whatever the marks, across sentences and paragraphs."""

import re
from bisect import bisect_right
from functools import cache
from typing import NamedTuple

from claimpack.extract.document import Document
from claimpack.german.lexicon import table

LONGEST = 6000  # characters: nobody is quoted for longer without a word between
BEFORE = frozenset(' \t\n\r\u00a0([{–—-/:„»«"“‚‹›')


class Quotation(NamedTuple):
    """A passage with its marks; ``inner_start`` and ``inner_stop`` bound what stands between them."""

    start: int
    stop: int
    inner_start: int
    inner_stop: int


@cache
def _marks() -> dict[str, str]:
    """Opening mark -> the marks that close it, for the marks of a quotation that is in no other."""
    return {row["open"]: row["close"] for row in table("quotation_marks")}


@cache
def _any_mark() -> re.Pattern:
    return re.compile("[" + re.escape("".join((*_marks(), *_marks().values()))) + "]")


def find_quotations(document: Document) -> list[Quotation]:
    """The outermost quotations of the article in order; an opening mark without its closing one opens nothing."""
    text = document.text
    blocks = [block for block in document.blocks if block.zone]
    starts = [block.start for block in blocks]
    places: dict[str, list[int]] = {}
    positions = [found.start() for found in _any_mark().finditer(text)]
    for i in positions:
        places.setdefault(text[i], []).append(i)
    found: list[Quotation] = []
    end = 0
    for i in positions:
        if i < end or text[i] not in _marks() or not _opens(text, i):
            continue
        number = bisect_right(starts, i) - 1
        if number < 0 or i >= blocks[number].stop:
            continue
        close = _closing(text, i, places)
        if close is None:
            continue
        if close >= blocks[number].stop and not _continues(text, blocks, number, close):
            continue
        found.append(Quotation(i, close + 1, *_without_space(text, i + 1, close)))
        end = close + 1
    return found


def _opens(text: str, i: int) -> bool:
    """Whether a mark opens a quotation: a word follows, and no word touches it before."""
    if i + 1 >= len(text) or text[i + 1].isspace():
        return False
    return text[i] == "„" or i == 0 or text[i - 1].isspace() or text[i - 1] in BEFORE


def _without_space(text: str, start: int, stop: int) -> tuple[int, int]:
    """What stands between two marks, without the white space that careless setting leaves there."""
    content = text[start:stop]
    start += len(content) - len(content.lstrip())
    return start, max(start, stop - (len(content) - len(content.rstrip())))


def _closing(text: str, i: int, places: dict[str, list[int]]) -> int | None:
    """The nearest mark that closes the one at ``i``; None if there is none within reach or another opens before."""
    nearest: int | None = None
    for mark in _marks()[text[i]]:
        listed = places.get(mark, ())
        k = bisect_right(listed, i)
        tries = 0
        while k < len(listed) and tries < 8 and not _closes(text, listed[k]):
            k, tries = k + 1, tries + 1
        if k < len(listed) and tries < 8 and (nearest is None or listed[k] < nearest):
            nearest = listed[k]
    if nearest is None or nearest - i > LONGEST or nearest == i + 1:
        return None
    if text[i] == "„":
        again = places["„"]
        k = bisect_right(again, i)
        if k < len(again) and again[k] < nearest and "\n" not in text[max(i, again[k] - 3) : again[k]]:
            return None
    return nearest


def _closes(text: str, i: int) -> bool:
    """Whether a mark closes a quotation: no space before it, and no letter behind."""
    if text[i] == "“" or text[i] == "«" or text[i] == "»":
        return not text[i - 1].isspace() or i + 1 >= len(text) or text[i + 1].isspace()
    return not text[i - 1].isspace() and (i + 1 >= len(text) or not text[i + 1].isalnum())


def _continues(text: str, blocks: list, number: int, close: int) -> bool:
    """Whether a quotation goes on over paragraphs: each of them must be text, and not many."""
    last = number
    while last + 1 < len(blocks) and blocks[last].stop <= close:
        last += 1
        if last - number > 4 or blocks[last].zone != blocks[number].zone:
            return False
    return True
