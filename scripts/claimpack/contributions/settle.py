"""Makes rows whole again after contributions changed some: ids, references, homes of quantities, narration, ranks.

All of it follows from the content, by the rules that extraction follows; rows that nobody touched stay as they are.
"""

from collections import Counter
from collections.abc import Iterable

from claimpack import table_schema
from claimpack.contributions.cells import refresh
from claimpack.contributions.dataset import Dataset, Row
from claimpack.extract.document import read_document
from claimpack.extract.narration import find_narration, smallest_around
from claimpack.extract.rows import claim_rows

PLACED = ("claims", "quantities", "mentions", "dates")


def settle(dataset: Dataset, source_ids: Iterable[str]) -> list[Row]:
    """Settle the rows of these articles; returns the narration that holds no quantity any more, and is dropped."""
    dropped = []
    for source_id in source_ids:
        for table in PLACED:
            for row in dataset.of(table, source_id):
                refresh(table, row, dataset.articles[source_id].text)
        dropped += _renew_narration(dataset, source_id)
        _number_claims(dataset, source_id)
        _number(dataset, source_id)
        _join_claimants(dataset, source_id)
    _prune_actors(dataset)
    return dropped


def by_place(row: Row) -> tuple:
    """The order of claims: by start, then by falling stop, then by their cues."""
    cue = (row["cue_start"], row["cue_stop"]) if row["cue_start"] is not None else (row["start"], row["stop"])
    return row["start"], -row["stop"], cue


def _span(row: Row) -> tuple[int, int]:
    return row["start"], row["stop"]


def _renew_narration(dataset: Dataset, source_id: str) -> list[Row]:
    """Narration is there for the quantities that no attributed claim holds: drop the others, add what is missing."""
    claims = dataset.of("claims", source_id)
    attributed = {_span(row) for row in claims if row["form"] != "narration"}
    passages = sorted(map(_span, dataset.of("quantities", source_id)))
    spans = sorted(set(map(_span, claims)), key=lambda span: (span[0], -span[1]))
    homes = smallest_around(passages, spans)
    used = {spans[home] for home in homes if home is not None} - attributed
    dropped = [row for row in claims if row["form"] == "narration" and _span(row) not in used]
    homeless = [passage for passage, home in zip(passages, homes, strict=True) if home is None]
    gone = set(map(id, dropped))
    dataset.tables["claims"] = [row for row in dataset.tables["claims"] if id(row) not in gone]
    if homeless:
        document = read_document(dataset.articles[source_id])
        publisher = dataset.row("sources", source_id)["publisher_id"]
        dataset.tables["claims"] += claim_rows(document, find_narration(document, homeless, ()), publisher)
    return dropped


def _number_claims(dataset: Dataset, source_id: str) -> None:
    claims = sorted(dataset.of("claims", source_id), key=by_place)
    attributed = [_span(row) for row in claims if row["form"] != "narration"]
    twins: Counter[tuple[int, int]] = Counter()
    changed = {}
    for row, parent in zip(claims, smallest_around([*map(_span, claims)], attributed, strictly=True), strict=True):
        span = _span(row)
        twins[span] += 1
        first = f"{source_id}:{span[0]}-{span[1]}"
        key = first if twins[span] == 1 else f"{first}.{twins[span]}"
        changed[row["claim_id"]] = key
        row["claim_id"] = key
        row["parent_claim_id"] = None if parent is None else "{}:{}-{}".format(source_id, *attributed[parent])
        row["repeats_claim_id"] = first if twins[span] > 1 else None
    for row in dataset.of("claim_actors", source_id):
        row["claim_id"] = changed.get(row["claim_id"], row["claim_id"])
    quantities = sorted(dataset.of("quantities", source_id), key=_span)
    homes = smallest_around([*map(_span, quantities)], [*map(_span, claims)])
    for row, home in zip(quantities, homes, strict=True):
        row["claim_id"] = None if home is None else claims[home]["claim_id"]


def _number(dataset: Dataset, source_id: str) -> None:
    """The ids of quantities, mentions and dates, with what refers to them."""
    dates = {}
    for table in ("quantities", "mentions", "dates"):
        key = table_schema.primary_key(table)[0]
        for row in dataset.of(table, source_id):
            new = f"{source_id}:{row['start']}-{row['stop']}" + (f":{row['actor_id']}" if table == "mentions" else "")
            if table == "dates":
                dates[row[key]] = new
            row[key] = new
    for row in dataset.of("claims", source_id):
        for column in ("date_id", "said_date_id"):
            row[column] = dates.get(row[column], row[column])
            if row[column] and dataset.row("dates", row[column]) is None:  # the date was rejected
                row[column] = None
        if row["date_id"] is None:
            row["date_relation"] = None


def _join_claimants(dataset: Dataset, source_id: str) -> None:
    """The row of a claimant equals the columns of its claim; ranks count from 1 within a claim and role."""
    claims = {row["claim_id"]: row for row in dataset.of("claims", source_id)}
    old = {row["claim_id"]: row for row in dataset.of("claim_actors", source_id) if row["role"] == "claimant"}
    kept = [
        row
        for row in dataset.tables["claim_actors"]
        if row["source_id"] != source_id or (row["role"] != "claimant" and row["claim_id"] in claims)
    ]
    for claim_id, claim in claims.items():
        if claim["claimant_start"] is None:
            continue
        row = old.get(claim_id) or {"claim_id": claim_id, "origin": claim["origin"], "review": claim["review"]}
        place = {"start": claim["claimant_start"], "stop": claim["claimant_stop"], "text": claim["claimant_text"]}
        new = {"actor_id": claim["claimant_id"], "role": "claimant", "rank": 1, "source_id": source_id} | place
        if claim_id in old and any(row[name] != value for name, value in new.items()):
            row |= {"origin": claim["origin"], "review": claim["review"]}
        row |= new
        kept.append(row)
    dataset.tables["claim_actors"] = kept
    ranks: Counter[tuple[str, str]] = Counter()
    for row in sorted(dataset.of("claim_actors", source_id), key=lambda row: (row["rank"] is None, row["rank"], 0)):
        ranks[row["claim_id"], row["role"]] += 1
        row["rank"] = ranks[row["claim_id"], row["role"]]


def _prune_actors(dataset: Dataset) -> None:
    """Leave out actors to whom nothing refers any more, neither a row nor an actor that belongs to them."""
    used = {
        row[key.columns[0]]
        for table, rows in dataset.tables.items()
        if table != "actors"
        for key in table_schema.foreign_keys(table)
        if key.table == "actors"
        for row in rows
    }
    by_id = {row["actor_id"]: row for row in dataset.tables["actors"]}
    for actor_id in list(used):
        while (row := by_id.get(actor_id)) and row["parent_id"] and row["parent_id"] not in used:
            used.add(actor_id := row["parent_id"])
    dataset.tables["actors"] = [row for row in dataset.tables["actors"] if row["actor_id"] in used]
