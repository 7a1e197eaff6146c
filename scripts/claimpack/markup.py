"""HTML -> the plain text of the article in it, one block a paragraph, blocks parted by a blank line.

Done with the standard library's parser: what stands in ``<article>`` (else ``<main>``, else ``<body>``) without
scripts, navigation, forms and buttons, and without soft hyphens. The page's own metadata give the day of publication,
the outlet, the author, the address.
"""

import re
from html.parser import HTMLParser
from typing import NamedTuple

SKIPPED = frozenset(
    "aside button dialog footer form head iframe menu nav noscript object script select style svg template textarea "
    "video".split()
)
BLOCKS = frozenset(
    "address article blockquote body dd div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header hr li main ol p "
    "pre section table td th tr ul".split()
)
SCOPES = ("article", "main", "body")
META = {
    "article:published_time": "published",
    "datepublished": "published",
    "date": "published",
    "og:site_name": "outlet",
    "author": "author",
    "og:url": "url",
}
TIMESTAMP = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d))?.*)?")
CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
SPACE = re.compile(r"[ \t\r\n\f]+")


class Page(NamedTuple):
    """The text of a page and what its head says: some of published and published_basis, outlet, author, url."""

    text: str
    metadata: dict[str, str]


def declared_charset(raw: bytes) -> str | None:
    """The character set that a page's first kilobyte names, in lower case."""
    found = CHARSET.search(raw[:1024])
    return found.group(1).decode("ascii").lower() if found else None


def read_page(markup: str) -> Page:
    """Read an HTML page. The text has no markup, one blank line between blocks, single spaces inside."""
    reader = _Reader()
    reader.feed(markup.removeprefix("\ufeff"))
    reader.close()
    for scope in SCOPES:
        text = reader.text(scope)
        if text:
            return Page(text, reader.metadata)
    return Page(reader.text(None), reader.metadata)


class _Reader(HTMLParser):
    """Collects blocks of text, each with the scopes (article, main, body) that it stands in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.metadata: dict[str, str] = {}
        self.blocks: list[tuple[frozenset[str], str]] = []
        self.words: list[str] = []
        self.open = dict.fromkeys(SCOPES, 0)
        self.skipping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            self.read_meta(dict(attrs))
        if self.skipping:
            if tag == self.skipping[-1]:
                self.skipping.append(tag)
            elif tag == "body" and self.skipping[-1] == "head":
                self.skipping.clear()
        elif tag in SKIPPED:
            self.end_block()
            self.skipping.append(tag)
        if self.skipping:
            return
        if tag == "br":
            self.words.append("\n")
        elif tag in BLOCKS:
            self.end_block()
        if tag in self.open:
            self.open[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        if self.skipping:
            if tag == self.skipping[-1]:
                self.skipping.pop()
            return
        if tag in BLOCKS:
            self.end_block()
        if self.open.get(tag):
            self.open[tag] -= 1

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.words.append(SPACE.sub(" ", data.replace("\xad", "")))

    def close(self) -> None:
        super().close()
        self.end_block()

    def end_block(self) -> None:
        """Close the paragraph that was being read."""
        lines = (SPACE.sub(" ", line).strip(" ") for line in "".join(self.words).split("\n"))
        text = "\n".join(line for line in lines if line)
        self.words.clear()
        if text:
            self.blocks.append((frozenset(scope for scope, depth in self.open.items() if depth), text))

    def read_meta(self, attributes: dict[str, str | None]) -> None:
        """Keep what a ``<meta>`` says, the first of each kind."""
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        key, content = META.get(name.lower()), (attributes.get("content") or "").strip()
        if key == "published":
            found = TIMESTAMP.fullmatch(content)
            day, minute, second = found.groups() if found else (None, None, None)
            content = f"{day}T{minute}:{second or '00'}" if day and minute else day or ""
        if key and content:
            self.metadata.setdefault(key, content)
            if key == "published":
                self.metadata["published_basis"] = "text"

    def text(self, scope: str | None) -> str:
        """The blocks inside ``scope``, or all of them."""
        return "\n\n".join(text for scopes, text in self.blocks if scope is None or scope in scopes)
