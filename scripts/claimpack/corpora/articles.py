"""Record -> Article. The pages of crawls are read with trafilatura, which knows what of a page is its article.

Saved pages, files of their own, are read as ever, with ``markup``: so that an article gives the same rows alone and in
an archive, and nothing need be installed for them.
"""

import re

from claimpack.article import Article, check_id, check_text, decode, make_article, read_article
from claimpack.corpora.records import Record
from claimpack.errors import ClaimpackError
from claimpack.extras import library
from claimpack.limits import MAX_ARTICLE

# What trafilatura calls the properties of a page -> what the manifest does.
PROPERTIES = {"title": "title", "author": "author", "sitename": "outlet", "date": "published", "url": "url"}
ADDRESS = re.compile(r"https?://[^ ]+")


def read_record(record: Record, max_size: int = MAX_ARTICLE) -> Article:
    """The article of a record. Raises ClaimpackError as ``read_article``, and for a record with a problem that."""
    if record.problem:
        raise ClaimpackError.of(record.problem)
    if record.path:
        return read_article(record.path, record.source_id, record.metadata, max_size, record.file)
    check_id(record.source_id, record.place)
    content = record.content or ""
    if len(content) > max_size:
        remedy = "Is it one article? If so, allow more with --max-size BYTES."
        raise ClaimpackError("CP103", f"the article is larger than {max_size} bytes", record.place, remedy=remedy)
    known, text_by = dict(record.metadata), "as is"
    if isinstance(content, bytes):
        library("corpora", "trafilatura")
        text, said = read_page(decode(content, record.place, record.charset), known.get("url"))
        if "published" in known:
            said.pop("published_basis", None)
        content, known, text_by = text, {**said, **known}, "trafilatura"
    check_text(content, record.place)
    return make_article(content, record.source_id, known, record.place, record.file, text_by)


def read_page(markup: str, url: str | None = None) -> tuple[str, dict[str, str]]:
    """The text of a page's article, headline first, a blank line between blocks, and what the page says of it."""
    import trafilatura

    found = trafilatura.bare_extraction(
        markup, url=url, with_metadata=True, include_comments=False, include_tables=False, favor_precision=True
    )
    if found is None:
        return "", {}
    said = {ours: str(value) for theirs, ours in PROPERTIES.items() if (value := getattr(found, theirs, None))}
    if "url" in said and not ADDRESS.fullmatch(said["url"]):
        del said["url"]
    if "published" in said:
        said["published_basis"] = "text"
    blocks = [line.strip() for line in (found.text or "").splitlines() if line.strip()]
    if blocks and said.get("title") and said["title"] not in blocks[:3]:
        blocks.insert(0, said["title"])
    return "\n\n".join(blocks), said
