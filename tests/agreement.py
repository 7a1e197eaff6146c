"""Compares two readings of the articles, or a reading with the dataset, and prints the table that the README carries.

    python tests/agreement.py [ONE TWO]

ONE and TWO are folders with a reading, as additions to empty tables in the form of contributions, or ``datapackage``,
the published tables. Without them the two readings in ``raw/readings/`` are compared with each other and with the
dataset, and it is said what share of its rows the extraction gave untouched.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from claimpack import authority
from claimpack.build import extract_tables
from claimpack.contributions import apply, read_folder
from claimpack.contributions.anchors import overlap
from claimpack.inputs import project_articles
from claimpack.package import read_package
from claimpack.progress import Progress
from claimpack.project import find_project
from claimpack.table_schema import records

ROOT = Path(__file__).parents[1]
Row = dict[str, Any]
Tables = dict[str, list[Row]]
Pairs = list[tuple[Row, Row]]

# Which columns are compared, by table.
COLUMNS = {
    "claims": ("form", "act", "polarity", "claimant_id", "cue", "date_relation"),
    "quantities": (
        *("low", "high", "comparator", "kind", "unit", "per"),
        *("item_lemma", "item_actor_id", "predicate", "status"),
    ),
    "dates": ("kind", "value", "part"),
    "mentions": ("kind",),
    "actors": ("kind", "country"),
}  # fmt: skip


def main() -> None:
    project = find_project(ROOT)
    if len(sys.argv) == 3:
        print(*table(*(tables(Path(name)) for name in sys.argv[1:])), sep="\n")
        return
    one, two = (tables(project.raw / "readings" / name) for name in ("first", "second"))
    dataset = tables(project.datapackage)
    for label, pair in (
        ("The two readings", (one, two)),
        ("First reading and dataset", (one, dataset)),
        ("Second reading and dataset", (two, dataset)),
    ):
        print(f"{label}:\n", *table(*pair), "", sep="\n")
    rows = [row for name in dataset for row in dataset[name] if name != "sources"]
    untouched = sum(row["origin"] == "extracted" for row in rows)
    print(f"Of {len(rows)} rows {untouched} ({untouched / len(rows):.0%}) are as extracted.")


def tables(folder: Path) -> Tables:
    """The rows of a package, or those that a reading adds to empty tables; exits where the reading is at fault."""
    if (folder / "datapackage.json").is_file():
        return {name: records(name, frame) for name, frame in read_package(folder).items() if name != "quantities_wide"}
    project = find_project(ROOT)
    inputs, known = project_articles(project), authority.load(project.raw)
    extracted = extract_tables(inputs, known, Progress(1, quiet=True))
    empty = {name: rows if name == "sources" else [] for name, rows in extracted.items()}
    contributions, findings = read_folder(folder)
    applied = apply(empty, contributions, inputs.articles, known)
    errors = [str(finding) for finding in [*findings, *applied.findings] if finding.level == "error"]
    if errors:
        sys.exit("\n".join(errors))
    return applied.tables


def table(one: Tables, two: Tables) -> Iterator[str]:
    """How far two sets of tables agree: rows that both have, and on these each column."""
    yield "| | first | second | both | F1 | columns that agree |"
    yield "|---|---|---|---|---|---|"
    for label, name, keep in VIEWS:
        rows = [[row for row in tables[name] if keep(row)] for tables in (one, two)]
        pairs = match(name, *rows)
        share = 2 * len(pairs) / max(1, sum(map(len, rows)))
        columns = "; ".join(f"{column} {agreement(column, pairs):.2f}" for column in COLUMNS.get(name, ()) if pairs)
        yield f"| {label} | {len(rows[0])} | {len(rows[1])} | {len(pairs)} | {share:.3f} | {columns} |"


VIEWS: Sequence[tuple[str, str, Callable[[Row], bool]]] = (
    ("claims", "claims", lambda row: row["form"] != "narration"),
    ("narration", "claims", lambda row: row["form"] == "narration"),
    ("co-claimants and relays", "claim_actors", lambda row: row["role"] != "claimant"),
    ("quantities", "quantities", lambda row: True),
    ("dates", "dates", lambda row: True),
    ("mentions", "mentions", lambda row: True),
    ("actors", "actors", lambda row: row["status"] != "unnamed"),
)


def match(name: str, one: Sequence[Row], two: Sequence[Row]) -> Pairs:
    """Rows of the same passage, half of it at least, one to one, the best first; actors by their ids."""
    if name == "actors":
        by_id = {row["actor_id"]: row for row in two}
        return [(row, by_id[row["actor_id"]]) for row in one if row["actor_id"] in by_id]
    scored = []
    for i, first in enumerate(one):
        for j, second in enumerate(two):
            if first["source_id"] == second["source_id"]:
                share = overlap((first["start"], first["stop"]), second, "")
                same = first.get("actor_id") == second.get("actor_id")
                if share >= 0.5 and (same or name == "claims"):
                    alike = sum(first.get(column) == second.get(column) for column in ("claimant_id", "cue", "role"))
                    scored.append((share + alike / 100, -i, -j))
    used: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for _, i, j in sorted(scored, reverse=True):
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            pairs.append((one[-i], two[-j]))
    return pairs


def agreement(column: str, pairs: Pairs) -> float:
    """The share of pairs of rows that have the same in a column; where neither has anything they agree."""
    return sum(first[column] == second[column] for first, second in pairs) / len(pairs)


if __name__ == "__main__":
    main()
