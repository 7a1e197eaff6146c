"""Makes the rows that contributions add: their passage, their cells, and which rows say the same already."""

from collections.abc import Iterator
from pathlib import PurePath

from claimpack import table_schema
from claimpack.authority import slug
from claimpack.contributions.anchors import LEAST_OVERLAP, Unclear, find_passage, overlap
from claimpack.contributions.cells import FILLED_IN, blank, mention_at, put, refresh, refuse
from claimpack.contributions.dataset import Dataset, Row
from claimpack.contributions.files import SCHEMA, Contribution
from claimpack.extract.document import read_document
from claimpack.trace import CONTRIBUTION
from claimpack.validate.findings import Finding

FOLDER = "contributions"
# The columns of a new row that say which other row it would double, beside a passage that is common to both by half.
SAME = {"mentions": ("actor_id",), "claims": ("claimant_id",), "claim_actors": ("claim_id", "actor_id", "role")}


def new_row(contribution: Contribution, dataset: Dataset, findings: list[Finding]) -> Row:
    """The row that a contribution adds, which is not in ``dataset`` yet. What was understood is added to ``findings``.

    Raises Unclear for a passage or reference that means nothing, and for a cell that is not allowed or is missing.
    """
    table = contribution.get("table") or ""
    row = blank(table, contribution.get("source_id"), f"{CONTRIBUTION}:{_below_contributions(contribution.file)}")
    given = given_columns(contribution, table)
    if table == "actors":
        _name(contribution, row)
    else:
        _place(contribution, dataset, table, row, findings)
    for column in given:
        put(contribution, dataset, table, row, column, contribution.cells[column], findings)
    for field in table_schema.fields(table):
        name = field["name"]
        if field["constraints"]["required"] and row[name] is None and (table, name) not in FILLED_IN:
            remedy = f"{field['description']} For example: {field['example']}"
            raise Unclear(contribution.finding("CP254", "this cell is needed", name, remedy=remedy))
    return row


def given_columns(contribution: Contribution, table: str) -> list[str]:
    """The columns of the table that an addition fills in, the passages first; those that it may not are refused."""
    names = table_schema.columns(table)
    own = [name for name in contribution.cells if name in names and name not in ("source_id", "quote", "text")]
    strange = [name for name in contribution.cells if name not in (*names, *table_schema.columns(SCHEMA))]
    for column in own + strange:
        refuse(contribution, table, column, adding=True)
    return sorted(own, key=lambda name: "evidence" not in table_schema.field_of(table, name))


def _name(contribution: Contribution, row: Row) -> None:
    """The id of an actor that is added: as the text names it, within its article."""
    name, source_id = contribution.get("name"), contribution.get("source_id")
    if not name or not source_id:
        remedy = "An actor is added by its name and an article that names it."
        raise Unclear(contribution.finding("CP254", "this cell is needed", "name", remedy=remedy))
    row["actor_id"] = contribution.get("actor_id") or f"{source_id}:{slug(name)}"
    row["status"] = "found"


def _place(contribution: Contribution, dataset: Dataset, table: str, row: Row, findings: list[Finding]) -> None:
    """The passage of a row that is added, a key until it gets its own, and what follows from the passage."""
    row["start"], row["stop"] = find_passage(contribution, dataset, findings)
    article = dataset.articles[row["source_id"]]
    refresh(table, row, article.text)
    key = table_schema.primary_key(table)[0]
    if table == "claim_actors":
        mention = mention_at(dataset, row["source_id"], (row["start"], row["stop"]))
        if mention is None:
            remedy = "Add it first: action add, table mentions."
            raise Unclear(contribution.finding("CP265", "the passage mentions no actor", "quote", remedy=remedy))
        row |= {name: mention[name] for name in ("start", "stop", "text", "actor_id")}
        if contribution.get("role") == "claimant":
            remedy = "Give claimant_text with the claim, or correct it there."
            raise Unclear(contribution.finding("CP262", "a claimant belongs to its claim", "role", remedy=remedy))
    else:
        row[key] = f"{row['source_id']}:new{len(dataset.tables[table])}"
    if table == "claims":
        row["quote_complete"] = True
        sentences = read_document(article).sentences
        named = contribution.get("claimant_id") and not contribution.get("claimant_text")
        if named and contribution.get("form") != "narration":
            remedy = "Quote the nearest mention of the claimant; claimant_id follows from it."
            raise Unclear(contribution.finding("CP254", "this cell is needed", "claimant_text", remedy=remedy))
        row["zone"] = next((one.zone for one in sentences if one.stop > row["start"]), "body")


def same_rows(dataset: Dataset, table: str, row: Row) -> Iterator[Row]:
    """The rows that are there already where ``row`` should be added, and speak of the same."""
    if table == "actors":
        yield from (other for other in dataset.tables[table] if other["actor_id"] == row["actor_id"])
        return
    same = SAME.get(table, ())
    for other in dataset.of(table, row["source_id"]):
        if other.get("form") == "narration" and row.get("form") != "narration":
            continue
        common = overlap((row["start"], row["stop"]), other, "")
        near = table == "claim_actors" or common >= LEAST_OVERLAP or (table == "quantities" and common > 0)
        if near and all(row[name] == other[name] for name in same):
            yield other


def _below_contributions(file: str) -> str:
    """The path of a contribution below the folder of contributions; its name alone where it lies elsewhere."""
    *folders, name = PurePath(file).parts
    if FOLDER in folders:
        last = len(folders) - folders[::-1].index(FOLDER)
        return "/".join([*folders[last:], name])
    return name
