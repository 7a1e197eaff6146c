"""Tells the parts of an article apart: headline, kicker, standfirst, subheadings, captions, body, and furniture."""

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from claimpack.german.language import language_of
from claimpack.german.lexicon import table, words

SHORT = 140  # characters: no heading is longer
STANDFIRST = 450  # characters: no standfirst is longer
CAPTION = 450  # characters: no caption is longer
STATEMENT = re.compile(r"[.!…:][\"'”“’‘»«›‹)\]]*$")
PIECES = 8  # of furniture on one line at most
TAIL = 200  # characters: furniture at the end of a line is shorter
PLACE_LINE = re.compile(r"[A-ZÄÖÜ][^\s.,!?]*(?:[ /][A-ZÄÖÜ(][^\s.,!?]*){0,4}\s?[–—-]\s")


class Block(NamedTuple):
    """A line of the article, or a part of one; ``zone`` is None for furniture, and ``rule`` says what decided."""

    start: int
    stop: int
    zone: str | None
    rule: str


@cache
def _furniture() -> tuple[tuple[str, re.Pattern], ...]:
    return tuple((row["rule"], re.compile(row["pattern"])) for row in table("furniture"))


@cache
def _at_the_beginning() -> re.Pattern:
    """All the patterns as one: nearly every line begins with none of them."""
    return re.compile("|".join(pattern.pattern for _, pattern in _furniture()))


@cache
def _at_the_end() -> tuple[re.Pattern, ...]:
    """The patterns for the end of a line; searched one by one, each by the letters that it may begin with."""
    return tuple(pattern for _, pattern in _furniture() if not pattern.pattern.startswith("^"))


@cache
def _kickers() -> tuple[str, ...]:
    return tuple(sorted(words("kickers", "phrase"), key=len, reverse=True))


def read_layout(text: str) -> list[Block]:
    """The blocks of an article in order of the text; together they hold every character but white space."""
    lines = [part for match in re.finditer(r"[^\r\n]+", text) for part in _strip_furniture(text, *match.span())]
    return _head(text, [_zone_of_line(text, line) if line.zone else line for line in lines])


def _strip_furniture(text: str, start: int, stop: int) -> list[Block]:
    """Cut furniture off both ends of a line: the line's parts, of zone None where furniture, else of zone body."""
    before, after = [], []
    start, stop = _trim(text, start, stop)
    for _ in range(PIECES):
        found = _furniture_at_edge(text[start:stop])
        if not found:
            break
        rule, first, last = found
        piece = Block(start + first, start + last, None, rule)
        if first == 0:
            before.append(piece)
            start, stop = _trim(text, piece.stop, stop)
        else:
            after.append(piece)
            start, stop = _trim(text, start, piece.start)
    rest = [Block(start, stop, "body", "paragraph")] if start < stop else []
    return before + rest + after[::-1]


def _furniture_at_edge(content: str) -> tuple[str, int, int] | None:
    """Rule, start and stop of the first furniture that the line begins or ends with."""
    tail = max(0, len(content) - TAIL)
    if not _at_the_beginning().match(content) and not any(found.search(content, tail) for found in _at_the_end()):
        return None
    for rule, pattern in _furniture():
        match = pattern.match(content) or pattern.search(content, tail)
        if match and match.start() < match.end() and (match.start() == 0 or match.end() == len(content)):
            return rule, *match.span()
    return None


def _trim(text: str, start: int, stop: int) -> tuple[int, int]:
    """The span without the white space (and byte order mark) at its ends."""
    while start < stop and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return start, stop


def _zone_of_line(text: str, line: Block) -> Block:
    """Decide what a line shows by itself: a foreign passage, a caption, a heading, or else a paragraph."""
    content = text[line.start : line.stop]
    if language_of(content) != "de":
        return line._replace(zone=None, rule="foreign")
    if len(content) <= SHORT and not STATEMENT.search(content):
        caption = content.split(maxsplit=1)[0].rstrip(":") in words("caption_words")
        return line._replace(
            zone="caption" if caption else "subheading", rule="caption-word" if caption else "short-line"
        )
    return line


def _head(text: str, blocks: list[Block]) -> list[Block]:
    """Name the lines above the first paragraph, and the standfirst, by their place."""
    blocks = _captions(text, blocks)
    first = next((i for i, block in enumerate(blocks) if block.zone == "body"), len(blocks))
    headings = [i for i in range(first) if blocks[i].zone == "subheading"]
    last_place = {text[block.start : block.stop]: i for i, block in enumerate(blocks[:first])}
    for i in headings[:-1]:
        repeated = last_place[text[blocks[i].start : blocks[i].stop]] > i
        blocks[i] = blocks[i]._replace(
            zone=None if repeated else "kicker", rule="repeated" if repeated else "above-headline"
        )
    if headings:
        last = headings[-1]
        blocks[last : last + 1] = _split_kicker(text, blocks[last]._replace(zone="headline", rule="last-above-body"))
    return _standfirst(text, blocks)


def _captions(text: str, blocks: list[Block]) -> list[Block]:
    """A line with a photo credit behind it is a caption, and so is a line that the caption below begins with."""
    found = list(blocks)
    for i, (block, following) in enumerate(pairwise(blocks)):
        content = text[block.start : block.stop]
        on_one_line = "\n" not in text[block.stop : following.start]
        if block.zone and following.rule == "credit" and on_one_line and len(content) <= CAPTION:
            found[i] = block._replace(zone="caption", rule="before-credit")
            above = blocks[i - 1] if i else None
            if above and above.zone and content.startswith(text[above.start : above.stop]):
                found[i - 1] = above._replace(zone="caption", rule="begins-caption")
    return found


def _split_kicker(text: str, headline: Block) -> list[Block]:
    """A kicker that stands before the headline on its line becomes a block of its own."""
    content = text[headline.start : headline.stop]
    for phrase in _kickers():
        if content.startswith(phrase + " ") and content[len(phrase) + 1].isupper():
            kicker = headline._replace(stop=headline.start + len(phrase), zone="kicker", rule="kicker-phrase")
            return [kicker, headline._replace(start=kicker.stop + 1)]
    return [headline]


def _standfirst(text: str, blocks: list[Block]) -> list[Block]:
    """The first paragraph is the standfirst if a "Stand:" line precedes it or a place line opens the next one."""
    body = [i for i, block in enumerate(blocks) if block.zone == "body"]
    if len(body) < 3:
        return blocks
    first, second = blocks[body[0]], blocks[body[1]]
    dated = any(block.rule == "updated" for block in blocks[: body[0]])
    placed = PLACE_LINE.match(text, second.start) and not PLACE_LINE.match(text, first.start)
    if first.stop - first.start <= STANDFIRST and (dated or placed):
        blocks[body[0]] = first._replace(zone="standfirst", rule="after-stand-line" if dated else "before-place-line")
    return blocks
