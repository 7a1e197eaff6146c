"""Which passage, and which row, a contribution means: source_id, quoted text, and which occurrence of it."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from claimpack import table_schema
from claimpack.contributions.dataset import Dataset, Row
from claimpack.contributions.files import Contribution
from claimpack.contributions.passages import ELLIPSIS, Span, find, fold, longest_beginning, longest_end, occurrences
from claimpack.errors import ClaimpackError
from claimpack.package import cut_quote
from claimpack.validate.findings import Finding, shortened

CONTEXT = 25
LONG = 500  # of a passage that is shown to be copied
LEAST_OVERLAP = 0.5
# What tells rows at one passage apart, in the order in which it is offered.
TELLING = ("role", "claim_id", "actor_id", "claimant_text", "cue", "form", "kind")


class Unclear(Exception):
    """A contribution that does not say which passage or row it means, or one that cannot be; holds the finding."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(str(finding))


def find_passage(contribution: Contribution, dataset: Dataset, findings: list[Finding]) -> Span:
    """The passage that a contribution quotes. What was understood is added to ``findings``; raises Unclear."""
    source_id, quote = contribution.get("source_id"), contribution.get("quote") or ""
    text = article_text(contribution, dataset)
    places, differs = find(text, quote)
    if not places:
        raise Unclear(_nowhere(contribution, dataset, text, quote))
    if differs:
        remedy = "Nothing need be done; a copy of the article's own text would be exact."
        findings.append(contribution.finding("CP257", f"found, though {differs}", "quote", "warning", remedy=remedy))
    occurrence = contribution.get("occurrence")
    if occurrence is None and len(places) == 1:
        return places[0]
    contexts = "; ".join(f"{number}: {_context(text, span)}" for number, span in enumerate(places[:9], start=1))
    if occurrence is None:
        message = f"the passage stands {len(places)} times in {source_id}"
        remedy = f"Quote more of it, or fill in occurrence: {contexts}"
        raise Unclear(contribution.finding("CP256", message, "quote", remedy=remedy))
    if int(occurrence) > len(places):
        message = f"the passage stands only {times(len(places))} in {source_id}"
        raise Unclear(contribution.finding("CP256", message, "occurrence", remedy=f"There are: {contexts}"))
    return places[int(occurrence) - 1]


def article_text(contribution: Contribution, dataset: Dataset) -> str:
    """The text of the article that a contribution names; raises Unclear where there is none."""
    source_id = contribution.get("source_id")
    if source_id is None:
        raise Unclear(contribution.finding("CP254", "no article is named", "source_id"))
    if source_id not in dataset.articles:
        known = ", ".join(sorted(dataset.articles))
        raise Unclear(
            contribution.finding("CP255", "no article has this id", "source_id", expected=shortened(known, 300))
        )
    return dataset.articles[source_id].text


def times(number: int) -> str:
    """How often, in words."""
    return "once" if number == 1 else f"{number} times"


def _context(text: str, span: Span) -> str:
    before, after = text[max(0, span[0] - CONTEXT) : span[0]], text[span[1] : span[1] + CONTEXT]
    return shortened(f"…{before}[{text[slice(*span)][:CONTEXT]}]{after}…", 100)


def _nowhere(contribution: Contribution, dataset: Dataset, text: str, quote: str) -> Finding:
    """That a quotation stands nowhere in its article."""
    message = f"the quotation stands nowhere in {contribution.get('source_id')}"
    return contribution.finding("CP255", message, "quote", remedy=_why_nowhere(dataset, text, quote))


def _why_nowhere(dataset: Dataset, text: str, quote: str) -> str:
    """Why that may be, as far as it can be seen, and what to do."""
    elsewhere = [other for other, article in dataset.articles.items() if find(article.text, quote)[0]]
    if elsewhere:
        return f"It stands in {', '.join(elsewhere)}: is that the article meant?"
    grouped = _regrouped(text, quote)
    if grouped:
        return f"The article has {grouped}: did a spreadsheet turn it into a number? Format the column as text."
    length, folded = longest_beginning(text, quote), fold(quote).text
    rest = folded[length:]
    if length and rest:
        follows = [other for other, article in dataset.articles.items() if rest.strip() in fold(article.text).text]
        if follows and length >= 3 and len(rest.strip()) >= 3:
            return f"Its beginning stands there, its end in {', '.join(follows)}: quote from one article only."
    printed = _in_other_case(text, quote)
    if printed:
        return f"The article has '{shortened(printed)}': copy it with its capital letters."
    end = longest_end(text, quote)
    if max(length, end) * 2 >= len(folded):
        part, where = (folded[:length], "after") if length >= end else (folded[len(folded) - end :], "before")
        return f"It has the words '{shortened(part)}', and other ones {where} them."
    return "Copy the passage from the article itself, without changes."


def _in_other_case(text: str, quote: str) -> str | None:
    """What the article prints where a quotation differs from it in capital letters only."""
    match = re.search(re.escape(quote), text, re.IGNORECASE)
    return match[0] if match else None


def _regrouped(text: str, quote: str) -> str | None:
    """The number of the article that a spreadsheet may have made ``quote`` of: "1.500" became 1.5 or 1500."""
    digits = quote.replace(",", ".").rstrip()
    if not digits.replace(".", "").isdigit():
        return None
    value = float(digits) if digits.count(".") <= 1 else None
    for candidate in (value, value * 1000) if value is not None else ():
        if candidate.is_integer() and candidate >= 1000:
            for sign in ".’'\u00a0\u202f ":
                grouped = f"{int(candidate):,}".replace(",", sign)
                if grouped in text:
                    return grouped
    return None


def find_row(contribution: Contribution, table: str, dataset: Dataset, findings: list[Finding]) -> Row:
    """The row of ``table`` that a contribution means: that of the largest overlap, at least half of both passages.

    Raises Unclear where there is none, or where two overlap alike.
    """
    if table == "sources":
        article_text(contribution, dataset)
        candidates = [(1.0, row) for row in dataset.of(table, contribution.get("source_id"))]
    elif table == "actors":
        return _actor(contribution, dataset, findings)
    else:
        span = find_passage(contribution, dataset, findings)
        rows = dataset.of(table, contribution.get("source_id"))
        candidates = [(overlap(span, row, contribution.get("quote") or ""), row) for row in rows]
    fitting = [(share, row) for share, row in candidates if share >= LEAST_OVERLAP]
    fitting = [(share, row) for share, row in fitting if _is_where(contribution, table, row, dataset)]
    if not fitting:
        raise Unclear(_no_row(contribution, table, dataset, candidates))
    best = max(share for share, _ in fitting)
    rows = [row for share, row in fitting if share == best]
    if len(rows) > 1:
        told = " or ".join(dict.fromkeys(telling(table, row, rows, dataset) for row in rows))
        message = f"{len(rows)} rows of {table} stand at this passage"
        raise Unclear(contribution.finding("CP258", message, "quote", remedy=f"Say where: {told}."))
    if best < 1:
        printed = shortened(dataset.passage(table, rows[0]))
        message = f"taken for the row of {table} that overlaps it most"
        findings.append(contribution.finding("CP259", message, "quote", "warning", expected=printed))
    return rows[0]


def overlap(span: Span, row: Row, quote: str) -> float:
    """How much of two passages is common to both: 1.0 for the same one; also for a quotation cut as it is published."""
    start, stop = row["start"], row["stop"]
    common = min(span[1], stop) - max(span[0], start)
    if common <= 0:
        return 0.0
    if span[0] == start and "quote" in row and cut_quote(row["quote"]) == (quote, False):
        return 1.0
    return common / (max(span[1], stop) - min(span[0], start))


def _actor(contribution: Contribution, dataset: Dataset, findings: list[Finding]) -> Row:
    """The actor that is named by its id or its name, or mentioned by the passage."""
    quote = contribution.get("quote") or ""
    named = [row for row in dataset.tables["actors"] if quote in (row["actor_id"], row["name"], row["name_de"])]
    source_id = contribution.get("source_id")
    if source_id and len(named) > 1:
        named = [row for row in named if row["actor_id"].startswith(f"{source_id}:")]
    if len(named) == 1:
        return named[0]
    if not source_id:
        known = {name for row in dataset.tables["actors"] for name in (row["actor_id"], row["name"])}
        near = difflib.get_close_matches(quote, sorted(known), 1)
        remedy = f"Did you mean {near[0]}?" if near else "Give its actor_id, or source_id and a passage that names it."
        raise Unclear(contribution.finding("CP258", "no actor has this id or name", "quote", remedy=remedy))
    text = article_text(contribution, dataset)
    if contribution.get("occurrence") is None:
        spans = set(occurrences(text, quote))
        rows = [row for row in dataset.of("mentions", source_id) if (row["start"], row["stop"]) in spans]
        if len({row["actor_id"] for row in rows}) == 1:
            return dataset.actor(rows[0]["actor_id"])
    return dataset.actor(find_row(contribution, "mentions", dataset, findings)["actor_id"])


def conditions(contribution: Contribution) -> dict[str, str]:
    """The cell ``where`` as columns and what they must say."""
    parts = [part.partition("=") for part in (contribution.get("where") or "").split(";") if part.strip()]
    return {name.strip(): value.strip() for name, _, value in parts}


def _is_where(contribution: Contribution, table: str, row: Row, dataset: Dataset) -> bool:
    for column, text in conditions(contribution).items():
        if column not in table_schema.columns(table):
            message, allowed = f"{table} has no column {column}", ", ".join(table_schema.columns(table))
            raise Unclear(contribution.finding("CP258", message, "where", expected=allowed))
        if not any(means(text, known) for known in dataset.texts(table, row, column)):
            return False
    return True


def _no_row(
    contribution: Contribution, table: str, dataset: Dataset, candidates: Sequence[tuple[float, Row]]
) -> Finding:
    message = f"no row of {table} stands at this passage"
    if conditions(contribution) and any(share >= LEAST_OVERLAP for share, _ in candidates):
        message = f"no row of {table} at this passage is such that {contribution.get('where')}"
    near = max(candidates, key=lambda candidate: candidate[0], default=None)
    adds = contribution.get("action") != "reject"
    remedy = "Is the table right?" + (" To add a row, write the action add." if adds else "")
    if near and near[0] > 0:
        printed = dataset.passage(table, near[1])
        if near[0] >= LEAST_OVERLAP:
            rows = [row for share, row in candidates if share == near[0]]
            told = " or ".join(dict.fromkeys(_has(contribution, table, row, dataset) for row in rows))
            remedy = f"The row at '{shortened(printed)}' has {shortened(told, LONG)}."
        else:
            whole = shortened(printed, LONG)
            remedy = f"The row that overlaps it most has another passage. If that is meant, quote it: {whole}"
    return contribution.finding("CP258", message, "quote", check="no row", remedy=remedy)


def _has(contribution: Contribution, table: str, row: Row, dataset: Dataset) -> str:
    """What a row has in the columns that the cell ``where`` names, in the manner of that cell."""
    return "; ".join(f"{name}={(dataset.texts(table, row, name) or [''])[0]}" for name in conditions(contribution))


def telling(table: str, row: Row, others: Sequence[Row], dataset: Dataset) -> str:
    """The cell ``where`` that tells ``row`` from the ``others`` at its passage; empty where nothing does."""
    parts: list[str] = []
    left = [other for other in others if other is not row]
    for column in TELLING if left else ():
        if row.get(column) is None or [column] == table_schema.primary_key(table):
            continue
        text = dataset.texts(table, row, column)[0]
        fewer = [other for other in left if text in dataset.texts(table, other, column)]
        if len(fewer) < len(left) and ";" not in text:
            parts.append(f"{column}={text}")
            left = fewer
    return "; ".join(parts)


def anchor(table: str, row: Row, dataset: Dataset) -> dict[str, str]:
    """The cells of a contribution that means this row: source_id, quote, occurrence and where, if need be.

    The reverse of ``find_row``. Raises ClaimpackError CP258 for a row that nothing tells from another.
    """
    if table == "sources":
        return {"table": table, "source_id": row["source_id"]}
    if table == "actors":
        return {"table": table, "quote": row["actor_id"]} | _source(row["actor_id"])
    text = dataset.articles[row["source_id"]].text
    span = (row["start"], row["stop"])
    quote = text[slice(*span)]
    cells = {"table": table, "source_id": row["source_id"], "quote": quote}
    places, _ = find(text, quote)
    if quote != quote.strip() or span not in places:
        raise ClaimpackError("CP258", "no quotation leads to this row", value=row_name(table, row))
    if len(places) > 1:
        cells["occurrence"] = str(places.index(span) + 1)
    same = [other for other in dataset.of(table, row["source_id"]) if (other["start"], other["stop"]) == span]
    where = telling(table, row, same, dataset)
    return cells | ({"where": where} if where else {})


def _source(actor_id: str) -> dict[str, str]:
    source_id, colon, _ = actor_id.partition(":")
    return {"source_id": source_id} if colon else {}


def row_name(table: str, row: Mapping[str, Any]) -> str:
    """The primary key of a row, for a person."""
    return " + ".join(str(row[name]) for name in table_schema.primary_key(table))


def references_at(table: str, dataset: Dataset, source_id: str, text: str) -> Iterator[Row]:
    """The rows of ``table`` in an article whose passage reads ``text``, which may be shortened in the middle."""
    for row in dataset.of(table, source_id):
        if means(text, dataset.passage(table, row)):
            yield row


def means(text: str, passage: str) -> bool:
    """Whether ``text`` quotes all of a passage, which may be shortened in the middle."""
    parts = [fold(part).text.strip() for part in ELLIPSIS.split(text)]
    whole = fold(passage).text.strip()
    shortened_so = len(parts) == 2 and all(parts) and whole.startswith(parts[0]) and whole.endswith(parts[1])
    return shortened_so or whole == fold(text).text.strip()
