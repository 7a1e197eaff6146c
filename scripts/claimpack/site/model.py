"""What the page shows of a package: its figures, who gives them, who differs. Rows are of texts, as in files."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from claimpack.table_schema import cell_text

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]

# What the first view needs of a row of quantities_wide; all else is read when somebody asks for it.
# ``item`` is in its dictionary form here, where that is known; ``printed`` is what quantities_wide has as item.
FIGURE = (
    *("source_id", "date", "date_is", "date_earliest", "date_latest", "claimant", "claimant_id", "claimant_country"),
    *("act", "polarity", "status", "comparator", "low", "high", "unit", "per", "kind", "item", "printed"),
    *("item_phrase", "text", "whose", "item_actor_id", "predicate", "quantity_id", "claim_id", "claimant_number"),
)
MAX_GROUPS = 100
MAX_IN_GROUP = 60


def encoded(rows: Sequence[Row], columns: Iterable[str]) -> dict[str, Any]:
    """Rows by column; a column whose values repeat is a list of values, ``of``, and each row's number in it, ``at``."""
    made: dict[str, Any] = {}
    for column in columns:
        values = [row[column] for row in rows]
        numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
        if 2 * len(numbers) < len(values):
            made[column] = {"of": list(numbers), "at": [numbers[value] for value in values]}
        else:
            made[column] = values
    return {"rows": len(rows), "columns": made}


def figures(wide: Sequence[Row]) -> list[dict[str, str]]:
    """The rows of quantities_wide as the charts want them: see ``FIGURE``."""
    return [
        {name: row.get(name, "") for name in FIGURE}
        | {"item": row["item_lemma"] or row["item"], "printed": row["item"]}
        for row in wide
    ]


def focus(found: Sequence[Row]) -> dict[str, str]:
    """The item, and whose it is, of which most claimants give figures: what the page shows first."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for figure in found:
        if figure["item"] and figure["claimant_id"]:
            groups[figure["item"], figure["item_actor_id"]].append(figure)
    if not groups:
        return {"item": "", "whose": ""}

    def weight(key: tuple[str, str]) -> tuple[int, int, tuple[str, str]]:
        return len({figure["claimant_id"] for figure in groups[key]}), len(groups[key]), key

    item, whose = max(groups, key=weight)
    return {"item": item, "whose": whose}


def same_figures(found: Sequence[Row]) -> list[dict[str, Any]]:
    """The numbers that stand in several articles or have several claimants: item, whose, number, places in ``found``.

    The same figure is the same number of the same item of the same owner; comparator, predicate and status may differ,
    and are what there is to compare. Those with most claimants come first.
    """
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, figure in enumerate(found):
        number = figure["low"] or figure["high"]
        if figure["item"] and number and figure["kind"] in ("cardinal", "measure", "money", "percent", "fraction"):
            key = ("item", "item_actor_id", "kind", "unit", "per")
            groups[*(figure[name] for name in key), number].append(place)
    made = []
    for key, places in groups.items():
        who = {found[place]["claimant_id"] for place in places}
        articles = {found[place]["source_id"] for place in places}
        if len(articles) < 2 or len(who) < 2:
            continue
        order = sorted(places, key=lambda place: (found[place]["date_earliest"], found[place]["source_id"], place))
        group = {"item": key[0], "number": key[-1], "unit": key[3], "per": key[4], "whose": found[places[0]]["whose"]}
        group |= {"claimants": len(who), "articles": len(articles), "more": max(0, len(order) - MAX_IN_GROUP)}
        made.append({**group, "places": order[:MAX_IN_GROUP]})
    made.sort(key=lambda group: (-group["claimants"], -group["articles"], -Decimal(group["number"])))
    return made[:MAX_GROUPS]


def acts(claims: Sequence[Row]) -> list[list[Any]]:
    """How many claims of each act each claimant makes: claimant, act, number; twins are claims of their own."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for claim in claims:
        if claim["claimant_id"]:
            counts[claim["claimant_id"], claim["act"]] += 1
    return [[claimant, act, number] for (claimant, act), number in sorted(counts.items())]


def actors(tables: Tables) -> list[list[str]]:
    """Id, name, German name, country and kind of every actor."""
    return [[row[name] for name in ("actor_id", "name", "name_de", "country", "kind")] for row in tables["actors"]]


def articles(tables: Tables) -> list[list[str]]:
    """Id, title, time of publication, first and last day that it may be, outlet (its id) and address of every article.

    An address is only one that a browser may follow.
    """
    names = ("source_id", "title", "published", "published_earliest", "published_latest", "publisher_id", "url")
    made = [[row[name] for name in names] for row in tables["sources"]]
    for row in made:
        if not row[-1].startswith(("https://", "http://")):
            row[-1] = ""
    return made


def countries(found: Iterable[Row], tables: Tables, names: Mapping[str, str]) -> list[list[str]]:
    """The countries of claimants, those of most figures first: code, English name, German name where there is one."""
    german = {row["country"]: row["name_de"] for row in tables["actors"] if row["kind"] == "state" and row["country"]}
    counts: dict[str, int] = defaultdict(int)
    for figure in found:
        counts[figure["claimant_country"]] += 1
    for row in tables["actors"]:
        counts.setdefault(row["country"], 0)
    counts.pop("", None)
    order = sorted(counts, key=lambda code: (-counts[code], code))
    return [[code, names.get(code, code), german.get(code) or names.get(code, code)] for code in order]


def span_of_days(tables: Tables) -> list[str]:
    """The first and the last day on which an article may have been published; empty where none has a day."""
    days = [row[name] for row in tables["sources"] for name in ("published_earliest", "published_latest") if row[name]]
    return [min(days), max(days)] if days else []


def as_texts(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    """Rows of values as rows of texts."""
    for row in rows:
        yield {name: cell_text(value) for name, value in row.items()}
