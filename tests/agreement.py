"""Compares the readings of the articles with each other, with the extraction and with the dataset, for the README.

    python tests/agreement.py

The two readings in ``raw/readings/`` are additions to empty tables, in the form of contributions. The share of rows
that both have is given as F1, that of cells that are the same among the rows that both have. At the end it is said how
many rows of the dataset the program gave untouched.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from claimpack import authority
from claimpack.authority import Authority
from claimpack.build import extract_tables
from claimpack.contributions import apply, read_folder
from claimpack.contributions.anchors import overlap
from claimpack.inputs import Inputs, project_articles
from claimpack.loading import load
from claimpack.progress import Progress
from claimpack.project import find_project
from claimpack.table_schema import records

ROOT = Path(__file__).parents[1]
Row = dict[str, Any]
Tables = dict[str, list[Row]]
Pairs = list[tuple[Row, Row]]

# Which columns are compared, by table.
COLUMNS = {
    "claims": ("form", "act", "polarity", "claimant_id"),
    "quantities": ("low", "high", "comparator", "unit", "item_lemma", "item_actor_id", "predicate", "status"),
    "dates": ("value",),
    "actors": ("kind",),
}  # fmt: skip


def main() -> None:
    print(*report(), sep="\n")


def report() -> Iterator[str]:
    """The lines of the table, and what share of the rows is as extracted."""
    project = find_project(ROOT)
    inputs, known = project_articles(project), authority.load(project.raw)
    extracted = extract_tables(inputs, known, Progress(1, quiet=True))
    one, two = (read(project.raw / "readings" / name, extracted, inputs, known) for name in ("first", "second"))
    frames = load(project.datapackage)
    dataset = {name: records(name, frame) for name, frame in frames.items() if name != "quantities_wide"}
    pairs = [(one, two), (one, extracted), (two, extracted), (one, dataset), (two, dataset)]
    yield "| | the readings | first, extraction | second, extraction | first, dataset | second, dataset |"
    yield "|---|---|---|---|---|---|"
    for label, name, keep in VIEWS:
        matched = [[[row for row in tables[name] if keep(row)] for tables in pair] for pair in pairs]
        matches = [match(name, *rows) for rows in matched]
        found = [2 * len(both) / max(1, len(a) + len(b)) for (a, b), both in zip(matched, matches, strict=True)]
        yield line(f"{label} found, F1", found)
        for column in COLUMNS.get(name, ()):
            if "narration" not in label:
                yield line(f"{label}: {column}", [agreement(column, both) for both in matches])
    rows = [row for name in dataset for row in dataset[name] if name != "sources"]
    untouched = sum(row["origin"] == "extracted" for row in rows)
    share = untouched / len(rows)
    yield f"\nOf {len(rows)} rows {untouched} ({share:.0%}) are as the program gave them, but for the summaries."


def line(label: str, shares: Sequence[float]) -> str:
    """A row of the table."""
    return f"| {label} | {' | '.join(f'{share:.3f}' for share in shares)} |"


def read(folder: Path, extracted: Tables, inputs: Inputs, known: Authority) -> Tables:
    """The rows that a reading adds to empty tables; exits where the reading is at fault."""
    empty = {name: rows if name == "sources" else [] for name, rows in extracted.items()}
    contributions, findings = read_folder(folder)
    applied = apply(empty, contributions, inputs.articles, known)
    errors = [str(finding) for finding in [*findings, *applied.findings] if finding.level == "error"]
    if errors:
        sys.exit("\n".join(errors))
    return applied.tables


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
