"""Cuts text into words, numbers and punctuation, losing nothing but white space."""

import re
from typing import NamedTuple

# A word begins with a letter and keeps inner hyphens, apostrophes and digits ("US-Präsident", "G7", "Geheimdienst-,").
# A number keeps its inner separators ("12’000", "1.500", "18:40", "3,5"); what hangs on it is a word ("34|-jährig").
_TOKEN = re.compile(
    r"""(?P<number>\d+(?:[.,:’']\d+)*)
      | (?P<word>[-‐‑](?=[^\W\d_]{3})[^\W\d_]+(?:[-‐‑][^\W_]+)* | [^\W\d_][^\W_\u0300-\u036f]*
                 (?:[\u0300-\u036f]+[^\W_]* | [-‐‑’'][^\W_]+ | [-‐‑](?=[\s,;/)]|$))*)
      | (?P<punct>\.\.\.|\S)""",
    re.VERBOSE,
)


class Token(NamedTuple):
    """A word, number or punctuation mark; offsets in code points of the article, ``kind`` is word, number or punct."""

    start: int
    stop: int
    text: str
    kind: str

    @property
    def is_capitalised(self) -> bool:
        return self.text[0].isupper()


def tokenize(text: str, start: int = 0, stop: int | None = None) -> list[Token]:
    """The tokens of ``text[start:stop]``, with offsets into ``text``."""
    stop = len(text) if stop is None else stop
    return [Token(m.start(), m.end(), m.group(), m.lastgroup) for m in _TOKEN.finditer(text, start, stop)]
