"""What the readers found, as rows of the seven tables: ids, foreign keys and the text behind every offset."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from claimpack.authority import Authority
from claimpack.extract.actors import Actors
from claimpack.extract.document import Document
from claimpack.extract.model import Actor, Claim, Date, Mention, Participant, Quantity
from claimpack.extract.narration import find_narration, smallest_around
from claimpack.extract.sources import read_source

Row = dict[str, object]
EXTRACTED = {"origin": "extracted", "review": "unreviewed"}


def tables(
    document: Document,
    authority: Authority,
    dates: Sequence[Date],
    actors: Actors,
    quantities: Sequence[Quantity],
    claims: Sequence[Claim],
) -> dict[str, list[Row]]:
    """The rows of one article by table, in the columns of ``schema/``; dates as ISO strings, numbers as Decimal.

    Quotations are whole here: what is published is cut when the package is written.
    """
    source, outlets = read_source(document, authority)
    passages, spans = map(_passages, (quantities, claims))
    everything = sorted(
        [*claims, *find_narration(document, passages, spans)],
        key=lambda claim: (claim.start, -claim.stop, claim.cue or (claim.start, claim.stop)),
    )
    rows = claim_rows(document, everything, source["publisher_id"])
    known = _known(actors, quantities, claims)
    return {
        "sources": [source | EXTRACTED],
        "actors": _actors([*known.values(), *outlets], authority),
        "claims": rows,
        "quantities": _quantities(document, quantities, rows),
        "mentions": [
            _mention(document, mention)
            for mention in sorted(actors.mentions, key=_by_position)
            if mention.actor_id in known
        ],
        "claim_actors": [
            row
            for claim, claim_row in zip(everything, rows, strict=True)
            for row in _claim_actors(document, claim, claim_row)
        ],
        "dates": [_date(document, day) for day in dates],
    }


def _known(actors: Actors, quantities: Iterable[Quantity], claims: Iterable[Claim]) -> dict[str, Actor]:
    """The actors to keep: an unnamed one only if it says something or owns what is counted.

    The readers of claims ask who a noun phrase is before they decide whether it speaks.
    """
    used = {participant.actor_id for claim in claims for participant in claim.participants}
    used |= {quantity.item_actor_id for quantity in quantities if quantity.item_actor_id}
    return {key: actor for key, actor in actors.actors.items() if actor.status != "unnamed" or key in used}


def _passages(found: Iterable) -> list[tuple[int, int]]:
    return [(one.start, one.stop) for one in found]


def _by_position(passage) -> tuple[int, int]:
    return passage.start, passage.stop


def _span_id(document: Document, start: int, stop: int) -> str:
    return f"{document.article.source_id}:{start}-{stop}"


def _passage(document: Document, start: int, stop: int) -> Row:
    """The columns that say where in the article a row was found."""
    return {
        "source_id": document.article.source_id,
        "start": start,
        "stop": stop,
        "text": document.text[start:stop],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _actors(actors: Iterable[Actor], authority: Authority) -> list[Row]:
    """The rows of the actors and of all bodies that they belong to, each once."""
    by_id = {actor.actor_id: actor for actor in actors}
    by_id |= authority.parents(by_id.values())
    return [_columns(actor) | EXTRACTED for _, actor in sorted(by_id.items())]


def _columns(one: Actor | Quantity) -> Row:
    """The fields by name, as they are: dataclasses.asdict would copy each of them."""
    return {name: getattr(one, name) for name in one.__slots__}


def _mention(document: Document, mention: Mention) -> Row:
    span_id = _span_id(document, mention.start, mention.stop)
    return {
        "mention_id": f"{span_id}:{mention.actor_id}",
        **_passage(document, mention.start, mention.stop),
        "actor_id": mention.actor_id,
        "kind": mention.kind,
        "rule": mention.rule,
    } | EXTRACTED


def _date(document: Document, day: Date) -> Row:
    return {
        "date_id": _span_id(document, day.start, day.stop),
        **_passage(document, day.start, day.stop),
        "kind": day.kind,
        "value": day.value,
        "earliest": _iso(day.earliest),
        "latest": _iso(day.latest),
        "part": day.part,
        "rule": day.rule,
    } | EXTRACTED


def _quantities(document: Document, quantities: Sequence[Quantity], claims: Sequence[Row]) -> list[Row]:
    """The rows of the quantities, each in the innermost claim around it, of twins in the first."""
    homes = smallest_around(_passages(quantities), [(row["start"], row["stop"]) for row in claims])
    return [
        {"quantity_id": _span_id(document, quantity.start, quantity.stop), "claim_id": claims[home]["claim_id"]}
        | _passage(document, quantity.start, quantity.stop)
        | _columns(quantity)
        | EXTRACTED
        for quantity, home in zip(quantities, homes, strict=True)
    ]


def claim_rows(document: Document, claims: Sequence[Claim], publisher_id: str | None) -> list[Row]:
    """The rows of the claims, sorted by start, then by falling stop."""
    spans = _passages(claims)
    attributed = [(claim.start, claim.stop) for claim in claims if claim.form != "narration"]
    twins: Counter[tuple[int, int]] = Counter()
    rows = []
    for claim, parent in zip(claims, smallest_around(spans, attributed, strictly=True), strict=True):
        span = (claim.start, claim.stop)
        twins[span] += 1
        span_id = _span_id(document, *span)
        claimant = claim.participants[0] if claim.participants and claim.participants[0].role == "claimant" else None
        rows.append(
            {
                "claim_id": span_id if twins[span] == 1 else f"{span_id}.{twins[span]}",
                "source_id": document.article.source_id,
                "start": claim.start,
                "stop": claim.stop,
                "zone": claim.zone,
                "quote": document.text[claim.start : claim.stop],
                "quote_complete": True,
                "span_sha256": hashlib.sha256(document.text[claim.start : claim.stop].encode()).hexdigest(),
                "form": claim.form,
                "act": claim.act,
                "polarity": claim.polarity,
                **_claimant(document, claim, claimant, publisher_id),
                "cue_start": claim.cue and claim.cue[0],
                "cue_stop": claim.cue and claim.cue[1],
                "cue": claim.cue and document.text[slice(*claim.cue)],
                "date_id": claim.date and _span_id(document, claim.date.start, claim.date.stop),
                "date_relation": claim.date_relation,
                "said_date_id": claim.said_date and _span_id(document, claim.said_date.start, claim.said_date.stop),
                "parent_claim_id": None if parent is None else _span_id(document, *attributed[parent]),
                "repeats_claim_id": span_id if twins[span] > 1 else None,
                "summary": None,
                "rule": claim.rule,
            }
            | EXTRACTED
        )
    return rows


def _claimant(document: Document, claim: Claim, claimant: Participant | None, publisher_id: str | None) -> Row:
    """The columns that name the claimant; the outlet makes a narration, and no passage of the text names it."""
    actor_id = claimant.actor_id if claimant else publisher_id if claim.form == "narration" else None
    return {
        "claimant_id": actor_id,
        "claimant_start": claimant and claimant.start,
        "claimant_stop": claimant and claimant.stop,
        "claimant_text": claimant and document.text[claimant.start : claimant.stop],
    }


def _claim_actors(document: Document, claim: Claim, claim_row: Row) -> list[Row]:
    """The rows of the actors that the text names for a claim, with their rank within each role."""
    ranks: Counter[str] = Counter()
    rows = []
    for participant in claim.participants:
        ranks[participant.role] += 1
        passage = _passage(document, participant.start, participant.stop)
        rows.append(
            {
                "claim_id": claim_row["claim_id"],
                "actor_id": participant.actor_id,
                "role": participant.role,
                "rank": ranks[participant.role],
                **passage,
            }
            | EXTRACTED
        )
    return rows
