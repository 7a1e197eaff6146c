"""A small valid package about two invented articles, with every kind of row that the rules speak of."""

import hashlib
from decimal import Decimal
from pathlib import Path

from claimpack import csvfile, package, table_schema

SHIPS = """Vierzig Frachter ohne Meldung

Wie der Sender Nordblick berichtet, sind laut der schwedischen Küstenwache am Montag rund 40 Frachter ausgelaufen. \
Das hielt auch der Reederverband Nordsee fest.

Die Hafenmeisterei und der Lotsenverein teilten am Dienstag mit, ein Lotse habe gesagt, es fehlten drei Boote.

Die Küstenwache erklärte, man werde in den kommenden Tagen mehr als 1500 Helfer, dazu Hunde, Boote, Kräne, \
Taucher und Flieger an die Küste \
schicken, um dort zu suchen, zu bergen und zu helfen, wo immer jemand um Hilfe bittet. "Mutig", sagte sie,
sei das.
"""
HARBOUR = "Der Hafen meldet einen Gewinn von 2,5 Millionen Euro.\n"
METADATA = {
    "name": "frachter",
    "title": "Verschwundene Frachter",
    "version": "1.0.0",
    "contributors": [{"title": "Maja Lindqvist", "roles": ["creator"]}],
}
ARTICLES = {"2025-03-04-frachter": SHIPS, "hafen": HARBOUR}


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def span(source_id: str, passage: str, prefix: str = "") -> dict:
    """Start and stop of the only ``passage`` in the article."""
    text = ARTICLES[source_id]
    assert text.count(passage) == 1, passage
    start = text.index(passage)
    return {f"{prefix}start": start, f"{prefix}stop": start + len(passage)}


def row(table: str, **values) -> dict:
    """A whole row; what is not given is empty, unreviewed and extracted."""
    names = table_schema.columns(table)
    assert set(values) <= set(names), values
    return (
        dict.fromkeys(names) | ({"origin": "extracted", "review": "unreviewed"} if "origin" in names else {}) | values
    )


def placed(table: str, source_id: str, passage: str, key: str, **values) -> dict:
    """A row of a table whose id is its position."""
    found = span(source_id, passage)
    name = f"{source_id}:{found['start']}-{found['stop']}"
    if table == "mentions":
        name += f":{values['actor_id']}"
    return row(table, source_id=source_id, text=passage, rule="sample", **{key: name}, **found, **values)


def claim(
    source_id: str, passage: str, number: str = "", claimant: tuple = (None, None), cue: str = "", **values
) -> dict:
    found = span(source_id, passage)
    actor, mention = claimant
    if mention:
        values |= span(source_id, mention, "claimant_") | {"claimant_text": mention}
    if cue:
        values |= span(source_id, cue, "cue_") | {"cue": cue}
    defaults = {"zone": "body", "act": "assert", "polarity": "positive"}
    return row(
        "claims",
        **(defaults | {"claim_id": f"{source_id}:{found['start']}-{found['stop']}{number}"} | found | values),
        **{"source_id": source_id, "quote": passage, "quote_complete": True, "span_sha256": sha256(passage)},
        claimant_id=actor,
        rule="sample",
    )


def tables() -> dict[str, list[dict]]:
    """All tables but the derived one."""
    a, b = ARTICLES
    union, pilots, harbour, pilot = (
        f"{a}:{slug}" for slug in ("reederverband-nordsee", "lotsenverein", "hafenmeisterei", "lotse")
    )
    dates = [
        placed(
            "dates", a, "Montag", "date_id", kind="date", value="2025-03-03", earliest="2025-03-03", latest="2025-03-03"
        ),
        placed(
            "dates",
            a,
            "Dienstag",
            "date_id",
            kind="date",
            value="2025-03-04",
            earliest="2025-03-04",
            latest="2025-03-04",
        ),
        placed("dates", a, "den kommenden Tagen", "date_id", kind="reference", earliest="2025-03-04"),
    ]
    monday, tuesday, _ = (date["date_id"] for date in dates)
    ships = "sind laut der schwedischen Küstenwache am Montag rund 40 Frachter ausgelaufen"
    first = claim(
        a,
        ships,
        claimant=("coast-guard", "schwedischen Küstenwache"),
        cue="laut",
        form="attribution_phrase",
        date_id=monday,
        date_relation="in",
    )
    twin = claim(
        a,
        ships,
        ".2",
        (union, "Reederverband Nordsee"),
        "hielt",
        form="reported_act",
        act="confirm",
        repeats_claim_id=first["claim_id"],
    )
    outer = claim(
        a,
        "ein Lotse habe gesagt, es fehlten drei Boote",
        claimant=(harbour, "Hafenmeisterei"),
        cue="teilten",
        form="indirect",
        said_date_id=tuesday,
    )
    inner = claim(
        a,
        "es fehlten drei Boote",
        claimant=(pilot, "Lotse "),
        cue="gesagt",
        form="indirect",
        parent_claim_id=outer["claim_id"],
    )
    inner["claimant_stop"], inner["claimant_text"] = inner["claimant_stop"] - 1, "Lotse"
    long = SHIPS[SHIPS.index("man werde") : SHIPS.index(" bittet") + len(" bittet")]
    plan = claim(a, long, claimant=("coast-guard", "Die Küstenwache"), cue="erklärte", form="indirect", act="announce")
    judged = claim(
        a,
        '"Mutig", sagte sie,\nsei das',
        claimant=("coast-guard", "sie,"),
        cue="sagte",
        form="indirect",
        act="evaluate",
    )
    judged["claimant_stop"], judged["claimant_text"] = judged["claimant_stop"] - 1, "sie"
    headline = claim(
        a, "Vierzig Frachter ohne Meldung", claimant=("nordblick", None), form="narration", zone="headline"
    )
    profit = claim(b, "Der Hafen meldet einen Gewinn von 2,5 Millionen Euro", form="narration")
    claims = [first, twin, outer, inner, plan, judged, headline, profit]
    participants = [
        row(
            "claim_actors",
            **{"claim_id": c["claim_id"], "actor_id": c["claimant_id"], "role": "claimant", "rank": 1, "source_id": a},
            **{name: c[f"claimant_{name}"] for name in ("start", "stop", "text")},
        )
        for c in claims
        if c["claimant_start"] is not None
    ]
    participants += [
        row(
            "claim_actors",
            claim_id=outer["claim_id"],
            actor_id=pilots,
            role="co_claimant",
            rank=1,
            source_id=a,
            text="Lotsenverein",
            **span(a, "Lotsenverein"),
        ),
        row(
            "claim_actors",
            claim_id=first["claim_id"],
            actor_id="nordblick",
            role="relay",
            rank=1,
            source_id=a,
            text="Nordblick",
            **span(a, "Nordblick"),
        ),
    ]
    counted = {"kind": "cardinal", "status": "stated", "comparator": "exact"}
    quantities = [
        placed(
            "quantities",
            a,
            "40",
            "quantity_id",
            **counted | {"comparator": "about"},
            claim_id=first["claim_id"],
            low=Decimal(40),
            high=Decimal(40),
            item="Frachter",
            item_lemma="Frachter",
            item_phrase="Frachter",
            predicate="auslaufen",
            item_actor_id="sweden",
        ),
        placed(
            "quantities",
            a,
            "Vierzig",
            "quantity_id",
            **counted,
            claim_id=headline["claim_id"],
            low=Decimal(40),
            high=Decimal(40),
            item="Frachter",
        ),
        placed(
            "quantities",
            a,
            "drei",
            "quantity_id",
            **counted,
            claim_id=inner["claim_id"],
            low=Decimal(3),
            high=Decimal("3.0"),
            item="Boote",
            item_lemma="Boot",
        ),
        placed(
            "quantities",
            a,
            "1500",
            "quantity_id",
            **counted | {"status": "planned", "comparator": "more_than"},
            claim_id=plan["claim_id"],
            low=Decimal("1.5E+3"),
            item="Helfer",
        ),
        placed(
            "quantities",
            b,
            "2,5 Millionen",
            "quantity_id",
            **counted | {"kind": "money"},
            claim_id=profit["claim_id"],
            low=Decimal(2500000),
            high=Decimal(2500000),
            unit="EUR",
            item="Gewinn",
        ),
    ]
    published = {
        "published": "2025-03-04T07:30:00",
        "published_basis": "text",
        "published_earliest": "2025-03-04",
        "published_latest": "2025-03-04",
    }
    sources = [
        row(
            "sources",
            source_id=a,
            title="Vierzig Frachter ohne Meldung",
            publisher_id="nordblick",
            language="de",
            sha256=sha256(SHIPS),
            characters=len(SHIPS),
            url="https://nordblick.example/1",
            **published,
        ),
        row("sources", source_id=b, language="de", sha256=sha256(HARBOUR), characters=len(HARBOUR)),
    ]
    actors = [
        row(
            "actors",
            actor_id="coast-guard",
            status="listed",
            name="Swedish Coast Guard",
            kind="ministry",
            country="SWE",
            parent_id="sweden",
        ),
        row("actors", actor_id="sweden", status="listed", name="Sweden", kind="state", country="SWE"),
        row("actors", actor_id="nordblick", status="listed", name="Nordblick", kind="media", country="SWE"),
        row("actors", actor_id=union, status="found", name="Reederverband Nordsee", kind="group"),
        row("actors", actor_id=pilots, status="found", name="Lotsenverein", kind="group"),
        row("actors", actor_id=harbour, status="found", name="Hafenmeisterei", kind="ministry"),
        row("actors", actor_id=pilot, status="unnamed", name="Lotse", kind="person"),
    ]
    mentions = [
        placed("mentions", a, "schwedischen Küstenwache", "mention_id", actor_id="coast-guard", kind="name"),
        placed("mentions", a, "schwedischen", "mention_id", actor_id="sweden", kind="adjective"),
        placed("mentions", a, "Nordblick", "mention_id", actor_id="nordblick", kind="name"),
        placed("mentions", a, "Reederverband Nordsee", "mention_id", actor_id=union, kind="name"),
        placed("mentions", a, "Hafenmeisterei", "mention_id", actor_id=harbour, kind="name"),
        placed("mentions", a, "Lotsenverein", "mention_id", actor_id=pilots, kind="name"),
        placed("mentions", a, "ein Lotse", "mention_id", actor_id=pilot, kind="description"),
    ]
    return {
        "sources": sources,
        "actors": actors,
        "claims": claims,
        "quantities": quantities,
        "mentions": mentions,
        "claim_actors": participants,
        "dates": dates,
    }


def published() -> dict[str, list[dict]]:
    """All tables as a package has them, quotations uncut."""
    return package.published_tables(tables(), quotations=package.FULL)


def save(made: dict[str, list[dict]], folder: Path) -> Path:
    """Writes tables as they are, right or wrong, with a descriptor that fits them."""
    files = {f"{table}.csv": csvfile.write_csv(table, rows) for table, rows in made.items()}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    described = package.descriptor(made, files, METADATA, quotations=package.FULL)
    (folder / package.DESCRIPTOR).write_text(package.json.dumps(described), encoding="utf-8")
    return folder
