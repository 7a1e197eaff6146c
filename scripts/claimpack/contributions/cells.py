"""Puts what a contribution says into a cell, and with a passage or a reference all that depends on it."""

import difflib
import hashlib
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from claimpack import table_schema
from claimpack.contributions.anchors import LEAST_OVERLAP, Unclear, overlap, references_at
from claimpack.contributions.dataset import CONTRIBUTED, REVIEWED, Dataset, Row
from claimpack.contributions.files import Contribution, read_day
from claimpack.contributions.passages import Span, find, fold
from claimpack.edtf import bounds
from claimpack.validate.findings import Finding, shortened

# What no contribution gives, since it follows from the rest, and what to give instead.
FOLLOWS = {
    "start": "Give the passage as quoted text in the column {span}.",
    "stop": "Give the passage as quoted text in the column {span}.",
    "claimant_start": "Give the passage as quoted text in the column claimant_text.",
    "claimant_stop": "Give the passage as quoted text in the column claimant_text.",
    "cue_start": "Give the passage as quoted text in the column cue.",
    "cue_stop": "Give the passage as quoted text in the column cue.",
    "parent_claim_id": "It is the smallest attributed claim around this one.",
    "repeats_claim_id": "It is the first claim with the same passage.",
    "quote_complete": "It follows from the passage.",
    "span_sha256": "It follows from the passage.",
    "zone": "It is the part of the article that the passage stands in.",
    "rule": "It says what made the row.",
    "origin": "It says whether a contribution changed the row.",
    "review": "Write the action review.",
}
OF_TABLE = {
    ("quantities", "claim_id"): "It is the innermost claim around the number.",
    ("sources", "characters"): "It is measured.",
    ("sources", "sha256"): "It is measured.",
    ("sources", "duplicate_of"): "It follows from the texts of all articles.",
    ("sources", "similar_to"): "It follows from the texts of all articles.",
}
# Columns that every row has, but that are filled in where an addition leaves them empty.
FILLED_IN = frozenset({("quantities", "claim_id"), ("claim_actors", "rank"), ("actors", "status")})
NUMBERED = re.compile(r"(.*)#([1-9]\d*)", re.DOTALL)
NUMERAL = re.compile(r"\d{1,3}(?:[.’'\u00a0\u202f ]\d{3})+")


def span_column(table: str) -> str:
    """The column with the text of the passage that a row of ``table`` stands for."""
    return "quote" if table == "claims" else "text"


def refuse(contribution: Contribution, table: str, column: str, adding: bool = False) -> None:
    """Raise Unclear for a column that the table has not, or that no contribution may give."""
    names = table_schema.columns(table)
    if column not in names:
        near = difflib.get_close_matches(column, names, 1)
        remedy = f"Did you mean {near[0]}?" if near else f"It has {', '.join(names)}."
        raise Unclear(contribution.finding("CP262", f"{table} has no column {column}", column, remedy=remedy))
    remedy = OF_TABLE.get((table, column)) or FOLLOWS.get(column)
    key = column in table_schema.primary_key(table)
    if key and not (adding and table in ("claim_actors", "actors")) and (table, column) != ("claim_actors", "role"):
        remedy = remedy or "Ids follow from what they name: correct the passage or the name."
    if column == "source_id":
        remedy = "It says which article is meant. A row cannot move to another one: reject it here and add it there."
    if remedy and not (adding and column == "source_id"):
        remedy = remedy.format(span=span_column(table))
        raise Unclear(contribution.finding("CP262", "this column cannot be given", column, remedy=remedy))


def put(
    contribution: Contribution, dataset: Dataset, table: str, row: Row, column: str, text: str, findings: list[Finding]
) -> None:
    """Put ``text`` into a cell of ``row``; empty text empties it.

    The text of a passage places it, the passage nearest to the row if there are several; "Kiew#2" is the second one in
    the article. A reference takes the row that the quoted text, name or id means. Raises Unclear where it means
    nothing, or is not allowed in the column.
    """
    evidence = table_schema.field_of(table, column).get("evidence")
    target = next((key.table for key in table_schema.foreign_keys(table) if key.columns == (column,)), None)
    if evidence:
        _put_passage(contribution, dataset, table, row, column, text, (evidence["start"], evidence["stop"]))
    elif target and text:
        row[column] = _reference(contribution, dataset, target, row, column, text)
    else:
        row[column] = value_of(contribution, table, row, column, text, findings)
    if table == "claims" and column == "claimant_text":
        _put_claimant(contribution, dataset, row, column)
    if table == "dates" and column == "value" and row["value"]:
        _put_bounds(contribution, row)


def value_of(
    contribution: Contribution, table: str, row: Row, column: str, text: str, findings: list[Finding]
) -> str | int | bool | Decimal | None:
    """The value that ``text`` is in a column; a day stays text. Raises Unclear where the column cannot hold it."""
    field = table_schema.field_of(table, column)
    if not text:
        if field["constraints"]["required"]:
            raise Unclear(contribution.finding("CP254", "this cell must not be empty", column, remedy=_allowed(field)))
        return None
    if field["type"] == "date":
        day, problem = read_day(text)
        if problem:
            finding = contribution.finding("CP253", problem, column, "warning", expected=day, found=text)
            if day is None:
                raise Unclear(contribution.finding("CP253", problem, column, found=text, remedy="Write YYYY-MM-DD."))
            findings.append(finding)
        return day
    try:
        value = table_schema.parse_cell(field["type"], text)
    except ValueError:
        remedy = f"Write {_plain(text) or 'for example ' + str(field['example'])}."
        message = f"not of the type {field['type']}"
        raise Unclear(contribution.finding("CP253", message, column, found=text, remedy=remedy)) from None
    for holds in table_schema.constraint_checks(field).values():
        if not holds(value):
            near = difflib.get_close_matches(text, field["constraints"].get("enum", ()), 1)
            near = near or [day for day in (read_day(text)[0],) if day and table == "dates"]
            remedy = f"Did you mean {near[0]}?" if near else None
            allowed = _allowed(field)
            raise Unclear(
                contribution.finding("CP253", "not allowed here", column, found=text, expected=allowed, remedy=remedy)
            )
    if table == "quantities" and isinstance(value, Decimal):
        _check_turned(contribution, row, column, value, text)
    return value


def _plain(text: str) -> str | None:
    """A number without the signs between its thousands, and with a decimal point; None where ``text`` is none."""
    if NUMERAL.fullmatch(text):
        return re.sub(r"\D", "", text)
    return text.replace(",", ".") if re.fullmatch(r"\d+,\d+", text) else None


def _allowed(field: dict[str, Any]) -> str:
    constraints = field["constraints"]
    return ", ".join(constraints["enum"]) if "enum" in constraints else f"{field['description']} {field['example']}"


def _check_turned(contribution: Contribution, row: Row, column: str, value: Decimal, text: str) -> None:
    """A number that a spreadsheet made smaller a thousandfold: "1.500", read as one and a half."""
    printed = row["text"] or ""
    numeral = NUMERAL.search(printed)
    if numeral and value != 0:
        whole = Decimal(re.sub(r"\D", "", numeral[0]))
        if value in (whole / 1000, whole / 1_000_000):
            remedy = f"Write {whole}, and format the column as text."
            message = f"the article prints {printed}: did a spreadsheet turn it into another number?"
            raise Unclear(contribution.finding("CP253", message, column, found=text, remedy=remedy))


def _put_bounds(contribution: Contribution, row: Row) -> None:
    """The first and last day of a date's value, where they are not given."""
    try:
        row["earliest"], row["latest"] = (day.isoformat() for day in bounds(row["value"]))
    except ValueError:
        row["earliest"] = row["latest"] = None


def numbered(text: str) -> tuple[str, int | None]:
    """A quotation and which occurrence of it is meant: "Kiew#2"."""
    match = NUMBERED.fullmatch(text)
    return (match[1], int(match[2])) if match else (text, None)


def _put_passage(
    contribution: Contribution, dataset: Dataset, table: str, row: Row, column: str, text: str, names: tuple[str, str]
) -> None:
    start, stop = names
    if not text:
        if table_schema.field_of(table, column)["constraints"]["required"]:
            raise Unclear(contribution.finding("CP254", "a row must have its passage", column))
        row[start] = row[stop] = row[column] = None
        return
    quote, number = numbered(text)
    article = dataset.articles[row["source_id"]].text
    places = find(article, quote)[0] or find(article, text)[0]
    if not places:
        remedy = "Copy it from the article, without changes."
        message = "the quotation stands nowhere in the article"
        raise Unclear(contribution.finding("CP255", message, column, found=shortened(text), remedy=remedy))
    if number:
        if number > len(places):
            message = f"the quotation stands only {len(places)} times in the article"
            raise Unclear(contribution.finding("CP256", message, column, found=shortened(text)))
        span = places[number - 1]
    else:
        span = nearest(places, row, inside=names == ("start", "stop"))
    if names == ("start", "stop") and not overlap(span, row, ""):
        remedy = "A row stays where it is: reject it, and add one at the other passage."
        message = "the passage lies apart from the one that the row has"
        raise Unclear(contribution.finding("CP262", message, column, found=shortened(text), remedy=remedy))
    row[start], row[stop] = span
    refresh(table, row, article)


def nearest(places: Iterable[Span], row: Row, inside: bool = False) -> Span:
    """The passage nearest to a row; those inside it only if there are no others, since a speaker stands outside.

    With ``inside`` those that overlap the row most go first.
    """
    start, stop = row["start"], row["stop"]

    def distance(place: Span) -> tuple[float, int, int]:
        common = min(place[1], stop) - max(place[0], start)
        if inside:
            return (-overlap(place, row, ""), abs(place[0] - start), place[0])
        return (common > 0, max(start - place[1], place[0] - stop, 0), place[0])

    return min(places, key=distance)


def refresh(table: str, row: Row, article: str) -> None:
    """Make every text column of ``row`` what stands at its offsets."""
    for field in table_schema.fields(table):
        if "evidence" in field:
            start, stop = row[field["evidence"]["start"]], row[field["evidence"]["stop"]]
            text = None if start is None else article[start:stop]
            is_hash = field["evidence"]["is"] == "sha256"
            row[field["name"]] = hashlib.sha256(text.encode()).hexdigest() if is_hash and text is not None else text


def _put_claimant(contribution: Contribution, dataset: Dataset, row: Row, column: str) -> None:
    """The actor that is mentioned where the claimant is named."""
    if row["claimant_start"] is None:
        row["claimant_id"] = None
        return
    span = (row["claimant_start"], row["claimant_stop"])
    mention = mention_at(dataset, row["source_id"], span)
    if mention is None:
        remedy = "Add it first: action add, table mentions."
        message = "the passage is no mention of an actor"
        raise Unclear(contribution.finding("CP265", message, column, found=row["claimant_text"], remedy=remedy))
    row["claimant_start"], row["claimant_stop"] = mention["start"], mention["stop"]
    row["claimant_id"] = mention["actor_id"]
    refresh("claims", row, dataset.articles[row["source_id"]].text)


def mention_at(dataset: Dataset, source_id: str, span: Span) -> Row | None:
    """The mention whose passage is ``span``, or else overlaps it most, by half at least."""
    rows = [(overlap(span, row, ""), row) for row in dataset.of("mentions", source_id)]
    share, row = max(rows, key=lambda pair: pair[0], default=(0.0, None))
    return row if share >= LEAST_OVERLAP else None


def _reference(contribution: Contribution, dataset: Dataset, target: str, row: Row, column: str, text: str) -> str:
    """The key of the row of ``target`` that ``text`` means."""
    if target == "actors":
        return _actor(contribution, dataset, row, column, text)
    source_id = row.get("source_id") or contribution.get("source_id")
    quote, number = numbered(text)
    found = sorted(references_at(target, dataset, source_id, quote), key=lambda other: (other["start"], other["stop"]))
    by_id = dataset.row(target, text)
    if by_id or not found:
        if by_id:
            return text
        remedy = f"Quote the passage of a row of {target}, or add that row."
        message = f"no row of {target} has this passage"
        raise Unclear(contribution.finding("CP265", message, column, found=shortened(text), remedy=remedy))
    if number and number <= len(found):
        chosen = found[number - 1]
    else:
        spans = [(other["start"], other["stop"]) for other in found]
        chosen = found[spans.index(nearest(spans, row))]
    return chosen[table_schema.primary_key(target)[0]]


def _actor(contribution: Contribution, dataset: Dataset, row: Row, column: str, text: str) -> str:
    """The id of the actor that ``text`` names: by its id, by its name, or by a passage that mentions it."""
    by_id = dataset.actor(text)
    if by_id:
        return text
    source_id = row.get("source_id") or contribution.get("source_id") or ""
    named = [other for other in dataset.tables["actors"] if text in (other["name"], other["name_de"])]
    own = [other for other in named if other["actor_id"].startswith(f"{source_id}:")]
    if len(own or named) == 1:
        return (own or named)[0]["actor_id"]
    quote, number = numbered(text)
    found = sorted(references_at("mentions", dataset, source_id, quote), key=lambda other: other["start"])
    if number and number <= len(found):
        return found[number - 1]["actor_id"]
    if found and "start" in row:
        spans = [(other["start"], other["stop"]) for other in found]
        return found[spans.index(nearest(spans, row))]["actor_id"]
    if len({other["actor_id"] for other in found}) == 1:
        return found[0]["actor_id"]
    names = [other["name"] for other in dataset.tables["actors"]]
    near = difflib.get_close_matches(text, names, 1)
    remedy = f"Did you mean {near[0]}?" if near else "Give an actor_id or quote a mention; or add the actor first."
    message = "several actors are meant by this" if named or found else "no actor has this name or is mentioned so"
    raise Unclear(contribution.finding("CP265", message, column, found=shortened(text), remedy=remedy))


def says(dataset: Dataset, table: str, row: Row, column: str, text: str) -> bool:
    """Whether the cell of a row is what a contribution writes as ``text``."""
    wanted = fold(text).text.strip()
    return any(fold(known).text.strip() == wanted for known in dataset.texts(table, row, column))


def blank(table: str, source_id: str | None, rule: str) -> Row:
    """A row of ``table`` without content."""
    row: Row = dict.fromkeys(table_schema.columns(table))
    if "source_id" in row:
        row["source_id"] = source_id
    if "rule" in row:
        row["rule"] = rule
    return row | {"origin": CONTRIBUTED, "review": REVIEWED}
