"""What the readers find in an article.

Every object marks a passage by ``start`` and ``stop``: 0-based, half-open offsets in Unicode code points of the
untouched text of the article. ``rule`` names the line of a word list or the function that made the decision.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Published:
    """When an article was published: EDTF level 1, where that is known from, and the first and last day it may be."""

    value: str
    basis: str
    earliest: date
    latest: date


@dataclass(frozen=True, slots=True)
class Date:
    """A date, clock time, duration, set or vague reference; the fields are the columns of the table dates."""

    start: int
    stop: int
    kind: str
    value: str | None
    earliest: date | None
    latest: date | None
    part: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, body, state, outlet or group; the fields are the columns of the table actors."""

    actor_id: str
    status: str
    name: str
    kind: str
    name_de: str | None = None
    country: str | None = None
    parent_id: str | None = None
    role: str | None = None
    wikidata_id: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A passage that names or describes an actor."""

    start: int
    stop: int
    actor_id: str
    kind: str
    rule: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts or measures; the fields are the columns of the table quantities."""

    start: int
    stop: int
    low: Decimal | None
    high: Decimal | None
    comparator: str
    kind: str
    rule: str
    unit: str | None = None
    per: str | None = None
    item: str | None = None
    item_lemma: str | None = None
    item_phrase: str | None = None
    item_actor_id: str | None = None
    predicate: str | None = None
    status: str = "stated"


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor of a claim with the passage that names him; role is claimant, co_claimant or relay."""

    actor_id: str
    role: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement attributed to somebody, or made by the outlet itself; ``start`` and ``stop`` bound its content.

    ``participants`` are in order of rank within each role, claimant first; empty where the text names nobody.
    ``cue`` is the passage of the reporting expression.
    """

    start: int
    stop: int
    zone: str
    form: str
    act: str
    polarity: str
    rule: str
    participants: tuple[Participant, ...] = field(default=())
    cue: tuple[int, int] | None = None
    date: Date | None = None
    date_relation: str | None = None
    said_date: Date | None = None
