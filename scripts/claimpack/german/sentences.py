"""Cuts a passage into sentences."""

from collections.abc import Iterator
from functools import cache

from claimpack.german.lexicon import words
from claimpack.german.tokens import Token

ENDS = frozenset({".", "!", "?", "…", "..."})
CLOSERS = frozenset("\"'”“’‘»«›‹)]")
DASHES = frozenset("–-—")
OPENERS = frozenset("\"'„“”‚‘«»‹›([–-")


@cache
def _abbreviations() -> frozenset[str]:
    """Abbreviations, also as they begin a sentence ("Ca. 30 Gäste")."""
    listed = words("abbreviations")
    return listed | {word[:1].upper() + word[1:] for word in listed}


@cache
def _starters() -> frozenset[str]:
    """Function words that begin a sentence: a figure before them is no ordinal ("im Jahr 24. Die …")."""
    return words("sentence_starters")


def split_sentences(tokens: list[Token]) -> Iterator[tuple[Token, ...]]:
    """Yield the sentences of one block as tuples of its tokens, in order and without gaps."""
    first = 0
    position = -1
    for end in [index for index, token in enumerate(tokens) if token.text in ENDS]:
        if end <= position:
            continue  # one of the marks that close a sentence together
        position = _after_closers(tokens, end)
        if _is_boundary(tokens, position):
            yield tuple(tokens[first : position + 1])
            first = position + 1
    if first < len(tokens):
        yield tuple(tokens[first:])


def _after_closers(tokens: list[Token], position: int) -> int:
    """The index of the last token that closes the sentence: further marks, quotation marks, brackets that touch it."""
    while position + 1 < len(tokens):
        following = tokens[position + 1]
        if (following.text not in CLOSERS and following.text not in ENDS) or following.start > tokens[position].stop:
            break
        position += 1
    return position


def _is_boundary(tokens: list[Token], position: int) -> bool:
    """Whether a sentence ends with the token at ``position``, the last of a run of closing marks."""
    if position + 1 >= len(tokens):
        return True
    following = tokens[position + 1]
    if following.start == tokens[position].stop and following.text not in OPENERS and not following.is_capitalised:
        return False
    if not (following.is_capitalised or following.kind == "number" or following.text in OPENERS):
        return False
    if following.text in OPENERS and not _opens_sentence(tokens, position + 1):
        return False
    if tokens[position].text != "." or position == 0:
        return True
    before = tokens[position - 1]
    if before.kind == "word":
        if following.kind == "number" and before.text in words("abbreviated_weekdays"):
            return False
        return before.text not in _abbreviations() and not (len(before.text) == 1 and before.is_capitalised)
    if (
        before.kind == "number"
        and before.text.isdigit()
        and len(before.text) <= 3
        and before.stop == tokens[position].start
    ):
        if following.kind == "number":
            return not _is_date_in_figures(tokens, position)
        return following.text in _starters() or (following.kind != "word" and not _goes_to_figure(tokens, position + 1))
    return not (before.kind == "number" and _goes_to_figure(tokens, position + 1))


def _goes_to_figure(tokens: list[Token], position: int) -> bool:
    """Whether a dash that leads to another figure stands at ``position``: "24.-26. Mai", "6.5.-10.5."."""
    return tokens[position].text in DASHES and position + 1 < len(tokens) and tokens[position + 1].kind == "number"


def _is_date_in_figures(tokens: list[Token], position: int) -> bool:
    """Whether the point at ``position`` stands inside "3. 5. 2019" or "3. 5."."""
    after = tokens[position + 2] if position + 2 < len(tokens) else None
    if after and after.text == "." and after.start == tokens[position + 1].stop and len(tokens[position + 1].text) <= 2:
        return True
    return position >= 3 and tokens[position - 2].text == "." and tokens[position - 3].kind == "number"


def _opens_sentence(tokens: list[Token], position: int) -> bool:
    """Whether a mark that may open or close is followed by a word that begins a sentence, not by ", sagte X"."""
    while position < len(tokens) and tokens[position].text in OPENERS:
        position += 1
    return position < len(tokens) and (tokens[position].is_capitalised or tokens[position].kind == "number")
