"""The row of the table sources: what the manifest and the text say about the article itself."""

import re

from claimpack.authority import Authority, slug
from claimpack.extract.document import Document
from claimpack.extract.model import Actor

BYLINE = re.compile(r"^(?:Von|Text:|Autor:|Autorin:) ")


def read_source(document: Document, authority: Authority) -> tuple[dict[str, object], list[Actor]]:
    """The article's row in the table sources, and the actors for its outlet and agency where they are known.

    What the manifest says goes before what the text shows.
    """
    article, published = document.article, document.published
    known = article.metadata
    publisher = _publisher(article.source_id, known.get("outlet"), authority)
    agency = authority.outlet(_text_of(document, "agency") or "")
    byline = _text_of(document, "byline")
    row = {
        "source_id": article.source_id,
        "title": known.get("title") or _zone_text(document, "headline"),
        "author": known.get("author") or (byline and BYLINE.sub("", byline)),
        "publisher_id": publisher and publisher.actor_id,
        "agency_id": agency and agency.actor_id,
        "language": known.get("language") or "de",
        "published": published and published.value,
        "published_basis": published and published.basis,
        "published_earliest": published and published.earliest.isoformat(),
        "published_latest": published and published.latest.isoformat(),
        "url": known.get("url"),
        "retrieved": known.get("retrieved"),
        "rights": known.get("rights"),
        "file": article.file,
        "text_by": article.text_by,
        "sha256": article.sha256,
        "characters": article.characters,
    }
    return row, [actor for actor in (publisher, agency) if actor]


def _publisher(source_id: str, outlet: str | None, authority: Authority) -> Actor | None:
    """The outlet that the manifest names: listed, or an actor of the article itself."""
    if not outlet:
        return None
    return authority.outlet(outlet) or Actor(f"{source_id}:{slug(outlet)}", "found", outlet, "media")


def _text_of(document: Document, rule: str) -> str | None:
    """The text of the first block that a rule of the layout decided."""
    return next((document.text[block.start : block.stop] for block in document.blocks if block.rule == rule), None)


def _zone_text(document: Document, zone: str) -> str | None:
    return next((document.text[block.start : block.stop] for block in document.blocks if block.zone == zone), None)
