"""What can be read and still be wrong: warnings about the meaning of rows that fit the schema.

Each rule passes over its rows once, with what it needs looked up by key, so that it stays linear in their number. It
speaks only where a careful reader would look again; what is a matter of judgement stays silent.
"""

import calendar
import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from claimpack.validate.cells import CheckedTable
from claimpack.validate.findings import Finding, shortened

Tables = Mapping[str, CheckedTable]
# An event that is claimed as a fact and begins later than this after the article.
_LONG_AFTER = timedelta(days=366)
# Acts that speak of what is to come.
_FORWARD = frozenset({"announce", "demand", "forecast", "warn", "evaluate", "estimate"})
# Roles in claim_actors besides the claimant, whom claims names already.
_BESIDE_CLAIMANT = frozenset({"co_claimant", "relay"})
TIMES_OFF = 10
# Kinds of figures that count or measure, so that two of the same thing can be compared.
_COMPARABLE = frozenset({"cardinal", "measure", "money"})
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_MONTHS = "|".join(calendar.month_name[1:])
_NUMBER = re.compile(
    rf"(?<![\w.,-])(?P<number>[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+(?:\.[0-9]+)?)"
    rf"(?![\w-]|[.,][0-9])(?! (?:{_MONTHS}))(?: (?P<scale>{'|'.join(_SCALES)})\b)?"
)
_YEAR = re.compile(r"(?:1[5-9]|20)[0-9]{2}")


def check_meaning(tables: Tables) -> Iterator[Finding]:
    """All warnings of the rules whose tables are at hand."""
    for rule, needed in _RULES.items():
        if set(needed) <= tables.keys():
            yield from rule(tables)


def _warning(table: CheckedTable, code: str, number: int, column: str, message: str, remedy: str, **more) -> Finding:
    return table.finding(code, "warning", message, number, column, check="meaning", remedy=remedy, **more)


def _unmentioned(tables: Tables) -> Iterator[Finding]:
    """CP751: a claimant, or somebody beside him, whom the article nowhere mentions.

    The outlet and its agency need no mention.
    """
    mentioned = {(row["source_id"], row["actor_id"]) for row in tables["mentions"].rows}
    for row in tables["sources"].rows:
        mentioned |= {(row["source_id"], row[name]) for name in ("publisher_id", "agency_id")}
    for name, column, roles in (("claims", "claimant_id", None), ("claim_actors", "actor_id", _BESIDE_CLAIMANT)):
        for number, row in enumerate(tables[name].rows):
            named = row[column] and (roles is None or row["role"] in roles)
            if named and (row["source_id"], row[column]) not in mentioned:
                message = "the article nowhere mentions this actor"
                remedy = "Is it another actor? Else add the mention to mentions."
                yield _warning(tables[name], "CP751", number, column, message, remedy)


def _long_after(tables: Tables) -> Iterator[Finding]:
    """CP752: an event, claimed as a fact, that begins more than a year after the article was published."""
    dates, published = _by(tables, "dates", "date_id"), _by(tables, "sources", "source_id")
    claims = tables["claims"]
    for number, row in enumerate(claims.rows):
        first = dates.get(row["date_id"], {}).get("earliest")
        last = published.get(row["source_id"], {}).get("published_latest")
        until = row["date_relation"] in ("until", "before")
        if first and last and not until and row["act"] not in _FORWARD and first - last > _LONG_AFTER:
            message = f"the event is on {first} or later, long after the article was published ({last})"
            remedy = "Is the year right? If it is a forecast or an announcement, say so in act."
            yield _warning(claims, "CP752", number, "date_id", message, remedy)


def _said_later(tables: Tables) -> Iterator[Finding]:
    """CP753: something said on a day when the article that reports it was out already."""
    dates, published = _by(tables, "dates", "date_id"), _by(tables, "sources", "source_id")
    claims = tables["claims"]
    for number, row in enumerate(claims.rows):
        first = dates.get(row["said_date_id"], {}).get("earliest")
        last = published.get(row["source_id"], {}).get("published_latest")
        if first and last and first > last:
            message = f"said on {first}, but the article that reports it was published by {last}"
            remedy = "Is it the day of the event (date_id)? Else correct the date, or the article's."
            yield _warning(claims, "CP753", number, "said_date_id", message, remedy)


def _times_off(tables: Tables) -> Iterator[Finding]:
    """CP754: a figure ten times above or below the middle one of the same claimant for the same thing.

    The same: claimant, lemma, whose they are, verb, unit, what it is divided by, kind and status. Of two figures that
    are that far apart the one that stands later is told.
    """
    quantities = tables["quantities"]
    for number, middle in _far_apart(tables):
        if finding := times_off(quantities, number, middle):
            yield finding


def _far_apart(tables: Tables) -> Iterator[tuple[int, int]]:
    """Pairs of numbers of rows: a figure, and the middle one of its group."""
    claimants = {row["claim_id"]: row["claimant_id"] for row in tables["claims"].rows}
    same = ("item_lemma", "item_actor_id", "predicate", "unit", "per", "kind", "status")
    groups: dict[tuple, list[tuple[Decimal, int]]] = defaultdict(list)
    for number, row in enumerate(tables["quantities"].rows):
        value, claimant = _figure(row), claimants.get(row["claim_id"])
        if claimant and value and row["item_lemma"] and row["kind"] in _COMPARABLE and row["comparator"] != "vague":
            groups[claimant, *(row[name] for name in same)].append((value, number))
    for group in groups.values():
        ordered = sorted(group)
        _, middle = group[0] if len(group) == 2 else ordered[(len(ordered) - 1) // 2]
        for _, number in group:
            yield number, middle


def _figure(row: Mapping[str, Any]) -> Decimal | None:
    value = row["low"] if row["low"] is not None else row["high"]
    return None if value is None else abs(value)


def times_off(quantities: CheckedTable, number: int, there: int) -> Finding | None:
    """The warning about a figure that is ten times off the one in the row ``there``; None where it is not."""
    value, middle = _figure(quantities.rows[number]), _figure(quantities.rows[there])
    if TIMES_OFF * middle > value and value * TIMES_OFF > middle:
        return None
    other = f"{middle:f} in the row {quantities.key(there)}"
    message = "ten times off what the same claimant says elsewhere of the same thing"
    remedy = "Is a zero or a thousand lost, or a decimal comma misread? If both are as printed, leave them."
    column = "low" if quantities.rows[number]["low"] is not None else "high"
    return _warning(quantities, "CP754", number, column, message, remedy, expected=f"near {other}")


def _near_duplicates(tables: Tables) -> Iterator[Finding]:
    """CP755: actors with the same item of Wikidata; CP756: with the same name and of the same kind.

    Actors without a name ("a diplomat") are others in every article. Those whom an article names have an id of their
    own in each article, as they should: they are compared with listed ones, and with others of the same article.
    """
    actors = tables["actors"]
    items: dict[str, int] = {}
    names: dict[tuple[str | None, ...], int] = {}
    for number, row in enumerate(actors.rows):
        item = row["wikidata_id"]
        if item:
            first = items.setdefault(item, number)
            if first != number:
                message = f"{actors.rows[first]['actor_id']} has the same item"
                remedy = "If both are the same, keep one id, and point the other's rows to it; else correct the item."
                yield _warning(actors, "CP755", number, "wikidata_id", message, remedy)
                continue
        if row["status"] == "unnamed":
            continue
        article = (row["actor_id"] or "").rpartition(":")[0]
        for column in ("name", "name_de"):
            key = (normal(row[column] or ""), row["kind"])
            if not key[0]:
                continue
            # By article, that of listed ones being "", and under None whoever is the first.
            compared = [(*key, article), (*key, "")] if article else [(*key, None)]
            others = (names[place] for place in compared if names.get(place, number) != number)
            first = next((other for other in others if _may_be_one(actors.rows[other], row)), None)
            names.setdefault((*key, article), number)
            names.setdefault((*key, None), number)
            if first is not None:
                message = f"{actors.rows[first]['actor_id']} has the same name"
                remedy = "If both are the same, merge them by a contribution; else tell them apart in name or role."
                yield _warning(actors, "CP756", number, column, message, remedy)
                break


def _may_be_one(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Two ministries of the same name in two countries are not one."""
    return not (one["country"] and other["country"] and one["country"] != other["country"]) and not (
        one["wikidata_id"] and other["wikidata_id"]
    )


def normal(name: str) -> str:
    """A name as it is compared: without case, accents, hyphens, points, and the English article in front."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(sign if sign.isalnum() else " " for sign in apart if not unicodedata.combining(sign))
    return " ".join(letters.removeprefix("the ").split())


def _unused(tables: Tables) -> Iterator[Finding]:
    """CP757: an actor that no row points to."""
    actors = tables["actors"]
    used = {row["parent_id"] for row in actors.rows}
    for name, columns in _POINTERS.items():
        used |= {row[column] for row in tables[name].rows for column in columns}
    for number, row in enumerate(actors.rows):
        if row["actor_id"] not in used:
            message, remedy = "no other row speaks of this actor", "Take the row out, or add the row that it is for."
            yield _warning(actors, "CP757", number, "actor_id", message, remedy)


_POINTERS = {
    "sources": ("publisher_id", "agency_id"),
    "claims": ("claimant_id",),
    "quantities": ("item_actor_id",),
    "mentions": ("actor_id",),
    "claim_actors": ("actor_id",),
}


def _same_article(tables: Tables) -> Iterator[Finding]:
    """CP758: an article that is there already under another id, by its text or its address.

    Where the table itself says that one is a copy of the other, or both of a third, nobody need be told.
    """
    sources = tables["sources"]
    group = [row["similar_to"] or row["duplicate_of"] or row["source_id"] for row in sources.rows]
    for column, what in (("sha256", "the same text"), ("url", "the same address")):
        known: dict[str, int] = {}
        for number, row in enumerate(sources.rows):
            first = known.setdefault(row[column], number) if row[column] else number
            if group[first] != group[number]:
                message = f"{sources.rows[first]['source_id']} has {what}"
                remedy = "Its claims are counted twice: take one of the two out of the manifest."
                yield _warning(sources, "CP758", number, column, message, remedy)


def _circles(tables: Tables) -> Iterator[Finding]:
    """CP759: actors that belong to each other in a circle, told once for each circle."""
    actors = tables["actors"]
    rows = {row["actor_id"]: (row["parent_id"], number) for number, row in enumerate(actors.rows)}
    done: set[str] = set()
    for start in rows:
        path: dict[str, None] = {}
        actor = start
        while actor in rows and actor not in done and actor not in path:
            path[actor] = None
            actor = rows[actor][0]
        if actor in path and rows[actor][0] != actor:
            circle = list(path)[list(path).index(actor) :]
            message = f"belongs to itself by way of {shortened(', '.join(circle[1:]))}"
            remedy = "Leave the parent of the highest body empty."
            yield _warning(actors, "CP759", rows[actor][1], "parent_id", message, remedy)
        done |= path.keys()


def summary_figures(tables: Tables) -> Iterator[Finding]:
    """CP760: a figure in a summary that neither the quote nor a quantity inside of the claim has.

    Figures are compared by their digits, since the quote is German. Years and days of a month are passed over: they
    may be worked out from "last August"; where there is no quote, nothing can be said.
    """
    inside = defaultdict(list)
    for row in tables["quantities"].rows:
        if row["start"] is not None:
            inside[row["source_id"]].append((row["start"], row["low"], row["high"]))
    for spans in inside.values():
        spans.sort(key=lambda span: span[0])
    claims = tables["claims"]
    for number, row in enumerate(claims.rows):
        stated = _figures(row["summary"] or "")
        if not stated or row["quote"] is None:
            continue
        known = {
            re.sub(r"[^0-9]", "", found) for found in re.findall(r"[0-9]+(?:[.,’' \xa0\u202f][0-9]+)*", row["quote"])
        }
        spans = inside[row["source_id"]]
        first = bisect_left(spans, row["start"], key=lambda span: span[0])
        last = bisect_left(spans, row["stop"], key=lambda span: span[0])
        known |= {
            f"{value:f}".replace(".", "") for span in spans[first:last] for value in span[1:] if value is not None
        }
        for found, digits in stated.items():
            if not digits & known:
                message = f"the figure {found} is neither in the quote nor among the quantities of the claim"
                remedy = "Does the summary speak of another claim, or is a digit wrong?"
                yield _warning(claims, "CP760", number, "summary", message, remedy, found=found)


def _figures(summary: str) -> dict[str, set[str]]:
    """The figures of an English text, with the digits that a quote or a quantity may have for each."""
    found = {}
    for match in _NUMBER.finditer(summary):
        text, scale = match["number"], match["scale"]
        if not (_YEAR.fullmatch(text) and not scale):
            plain = text.replace(",", "")
            whole = f"{Decimal(plain) * _SCALES[scale]:f}" if scale else plain
            found[match[0]] = {plain.replace(".", ""), whole.partition(".")[0] if scale else plain.replace(".", "")}
    return found


def _by(tables: Tables, name: str, key: str) -> dict[Any, Mapping[str, Any]]:
    return {row[key]: row for row in tables[name].rows}


_RULES: dict[Callable[[Tables], Iterator[Finding]], tuple[str, ...]] = {
    _unmentioned: ("claims", "claim_actors", "mentions", "sources"),
    _long_after: ("claims", "dates", "sources"),
    _said_later: ("claims", "dates", "sources"),
    _times_off: ("claims", "quantities"),
    _near_duplicates: ("actors",),
    _unused: ("actors", *_POINTERS),
    _same_article: ("sources",),
    _circles: ("actors",),
    summary_figures: ("claims", "quantities"),
}
# Code -> the tables that its rule needs.
NEEDED = {
    code: _RULES[rule]
    for rule, codes in {
        _unmentioned: ("CP751",),
        _long_after: ("CP752",),
        _said_later: ("CP753",),
        _times_off: ("CP754",),
        _near_duplicates: ("CP755", "CP756"),
        _unused: ("CP757",),
        _same_article: ("CP758",),
        _circles: ("CP759",),
        summary_figures: ("CP760",),
    }.items()
    for code in codes
}
