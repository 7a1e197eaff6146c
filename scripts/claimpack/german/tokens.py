"""Cuts text into words, numbers and punctuation, losing nothing but white space."""

import re
from functools import lru_cache, partial
from typing import NamedTuple

# A word begins with a letter and keeps inner hyphens, apostrophes and digits ("US-Präsident", "G7", "Geheimdienst-,").
# A number keeps its inner separators ("12’000", "1.500", "18:40", "3,5"); what hangs on it is a word ("34|-jährig").
# The first line is what most words are, letters and nothing else; it finds them in half the time. A piece of text is a
# token with the blank behind it, if there is one, or another character of white space.
_PIECE = re.compile(
    r"""(?: [A-Za-zÄÖÜäöüß]++(?![\w\u0300-\u036f‐‑’'-])
          | \d+(?:[.,:’']\d+)*
          | [-‐‑](?=[^\W\d_]{3})[^\W\d_]+(?:[-‐‑][^\W_]+)*
          | [^\W\d_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]* | [-‐‑’'][^\W_]+ | [-‐‑](?=[\s,;/)]|$))*
          | \.\.\.
          | \S
        )[ ]? | \s""",
    re.VERBOSE,
)
CACHED_PIECES = 100_000


class Token(NamedTuple):
    """A word, number or punctuation mark; offsets in code points of the article, ``kind`` is word, number or punct."""

    start: int
    stop: int
    text: str
    kind: str

    @property
    def is_capitalised(self) -> bool:
        return self.text[0].isupper()


_token = partial(tuple.__new__, Token)  # in half the time of Token(), whose __new__ is written in Python


def tokenize(text: str, start: int = 0, stop: int | None = None) -> list[Token]:
    """The tokens of ``text[start:stop]``, with offsets into ``text``."""
    tokens = []
    for piece in _PIECE.findall(text, start, len(text) if stop is None else stop):
        form, length, kind = _form(piece)
        if kind:
            tokens.append(_token((start, start + length, form, kind)))
        start += len(piece)
    return tokens


@lru_cache(CACHED_PIECES)
def _form(piece: str) -> tuple[str, int, str | None]:
    """The token that a piece of text is, its length and kind; no kind where it is white space.

    All tokens of one form share one string, which makes looking them up in word lists faster.
    """
    form = piece.rstrip()
    if not form:
        return form, 0, None
    if form[0].isdecimal():
        return form, len(form), "number"
    is_word = form[0].isalnum() or (len(form) > 1 and form != "...")
    return form, len(form), "word" if is_word else "punct"
