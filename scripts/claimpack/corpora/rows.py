"""A row of a corpus, by column, as a record."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from claimpack.article import check_id
from claimpack.corpora.columns import fault, metadata_of
from claimpack.corpora.records import Record
from claimpack.errors import ClaimpackError
from claimpack.extras import library

if TYPE_CHECKING:
    from claimpack.corpora.readers import Corpus


def record_of(
    corpus: "Corpus", number: int, row: Mapping[str, Any], chosen: Mapping[str, str], published: str | None, done: int
) -> Record:
    """The record of the row with this ``number``, from 1; with a problem where the row has no usable article.

    ``chosen`` are the columns, as of ``columns.choose``. A page goes before a text.
    """
    stated = row.get(chosen.get("id", ""))
    source_id = f"{corpus.prefix}.{number}" if stated in (None, "") else str(stated)
    try:
        check_id(source_id, f"{corpus.file}:{number}")
    except ClaimpackError as error:
        return Record(f"{corpus.prefix}.{number}", corpus.file, number, problem=error.problem, done=done)
    metadata = metadata_of(row, chosen, published)
    problem = fault(metadata, corpus.file, number)
    if "html" in chosen:
        library("corpora", "trafilatura")  # not for each page to miss
    page, text = (row.get(chosen.get(name, "")) for name in ("html", "text"))
    content = str(page).encode("utf-8", "replace") if page else str(text or "")
    return Record(source_id, corpus.file, number, content, None, "utf-8", metadata, problem, done)
