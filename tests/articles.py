"""Articles for tests: those of raw/, and any text as one."""

import hashlib
from pathlib import Path

from claimpack.article import Article

RAW = Path(__file__).parents[1] / "raw"


def article(text: str, source_id: str = "sample", **metadata: str) -> Article:
    """``text`` as an article, with what a manifest would say of it."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(source_id, text, digest, len(text), f"{source_id}.txt", metadata=metadata)


def raw_articles() -> dict[str, Article]:
    """The articles of this repository, by source_id."""
    return {path.stem: article(path.read_bytes().decode(), path.stem) for path in sorted(RAW.glob("articles/*.txt"))}
