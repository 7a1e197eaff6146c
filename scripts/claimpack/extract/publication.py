"""When an article was published."""

from collections.abc import Sequence

from claimpack.article import UNSAID, Article
from claimpack.edtf import bounds
from claimpack.extract.layout import Block
from claimpack.extract.model import Published
from claimpack.german.calendar import parse_timestamp

DATED = ("updated", "dated")  # the rules of the layout for lines that tell it, the more telling first


def read_publication(article: Article, blocks: Sequence[Block]) -> Published | None:
    """When the article was published: by the manifest, else by an update line or date line of the text.

    Where nothing says so, the day that was given for such articles.
    """
    stated = article.metadata.get("published")
    if stated:
        return Published(stated, article.metadata.get("published_basis") or "manifest", *bounds(stated))
    for rule in DATED:
        for block in blocks:
            value = parse_timestamp(article.text[block.start : block.stop]) if block.rule == rule else None
            if value:
                return Published(value, "text", *bounds(value))
    given = article.metadata.get(UNSAID)
    return Published(given, "manifest", *bounds(given)) if given else None
