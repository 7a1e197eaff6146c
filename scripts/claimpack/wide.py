"""Derives quantities_wide: one row a quantity and claimant, for people who never join."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

TABLE = "quantities_wide"
OF_CLAIM = ("form", "act", "polarity", "quote", "summary")
OF_QUANTITY = (
    *("quantity_id", "source_id", "start", "stop", "text", "status", "comparator", "low", "high", "unit", "per"),
    *("kind", "item", "item_lemma", "item_phrase", "item_actor_id", "predicate"),
)


def quantities_wide(tables: Mapping[str, Sequence[Row]]) -> list[dict[str, Any]]:
    """The rows of quantities_wide, from the rows of sources, actors, claims, quantities, claim_actors and dates.

    A quantity has rows for its claim and for each claim that repeats it, and in each for the claimant (number 1) and
    the co-claimants (from 2, by rank). Where nobody is named there is one row without claimant; narration falls to the
    outlet. A quantity whose claim or article is missing gives no row: that is a broken key, which validation reports.
    """
    sources = {row["source_id"]: row for row in tables["sources"]}
    actors = {row["actor_id"]: row for row in tables["actors"]}
    dates = {row["date_id"]: row for row in tables["dates"]}
    claims: dict[str, list[Row]] = defaultdict(list)
    for claim in tables["claims"]:
        claims[claim["repeats_claim_id"] or claim["claim_id"]].append(claim)
    beside: dict[str, list[Row]] = defaultdict(list)
    for participant in tables["claim_actors"]:
        if participant["role"] == "co_claimant":
            beside[participant["claim_id"]].append(participant)
    rows = []
    for quantity in tables["quantities"]:
        for claim in claims[quantity["claim_id"]]:
            source = sources.get(claim["source_id"])
            if source is None:
                continue
            for number, claimant_id in enumerate(_claimants(claim, source, beside[claim["claim_id"]]), start=1):
                rows.append(
                    {name: quantity[name] for name in OF_QUANTITY}
                    | {name: claim[name] for name in OF_CLAIM}
                    | _when(source, dates.get(claim["said_date_id"]))
                    | {
                        "claim_id": claim["claim_id"],
                        "outlet": _of(actors, source["publisher_id"], "name"),
                        "claimant_number": number,
                        "claimant_id": claimant_id,
                        "claimant": _of(actors, claimant_id, "name"),
                        "claimant_country": _of(actors, claimant_id, "country"),
                        "whose": _of(actors, quantity["item_actor_id"], "name"),
                        "whose_country": _of(actors, quantity["item_actor_id"], "country"),
                    }
                )
    return rows


def _claimants(claim: Row, source: Row, beside: Sequence[Row]) -> Iterator[str | None]:
    outlet = source["publisher_id"] if claim["form"] == "narration" else None
    yield claim["claimant_id"] or outlet
    for participant in sorted(beside, key=lambda row: (row["rank"], row["actor_id"])):
        yield participant["actor_id"]


def _of(actors: Mapping[str, Row], actor_id: str | None, column: str) -> Any:
    return actors[actor_id][column] if actor_id in actors else None


def _when(source: Row, said: Row | None) -> dict[str, Any]:
    """The date of saying where it lies on known days, else that of the article; a time of day is left out."""
    if said and said["value"] and said["earliest"] and said["latest"]:
        value, first, last, which = said["value"], said["earliest"], said["latest"], "said"
    elif source["published"]:
        value, which = source["published"], "printed"
        first, last = source["published_earliest"], source["published_latest"]
    else:
        return {"date": None, "date_is": None, "date_earliest": None, "date_latest": None}
    return {"date": value.partition("T")[0], "date_is": which, "date_earliest": first, "date_latest": last}
