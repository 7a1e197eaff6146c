"""Line of the benchmark: a package of many rows, validated by claimpack, Frictionless, pandera and bare SQL."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import large
from bench_measured import Measured, Row, at_least, at_most, measured, own

ROWS = [int(rows) for rows in os.environ.get("CLAIMPACK_BENCH_ROWS", "1000000").split(",")]
SMALL = int(os.environ.get("CLAIMPACK_BENCH_SMALL", "50000"))
CHECKS = "types, required, enums, patterns, ranges, keys, foreign keys"
# Name in peers.py: what it is, and how many times claimpack's time it is to take at least.
PEERS = {
    "sql": (f"bare SQL in DuckDB: {CHECKS}, rules", 0.5),
    "polars": (f"pandera on polars: {CHECKS}", 1),
    "pandas": (f"pandera on pandas: {CHECKS}", 1),
    "frictionless": (f"Frictionless: {CHECKS}", 40),
}


def rows(folder: Path) -> Iterator[Row]:
    """claimpack beside the others, on one package, each in a process of its own."""
    small = folder / "small"
    small.mkdir()
    few = large.write(small, SMALL)
    scaled = peer("frictionless", small)
    for wanted in ROWS:
        package = folder / str(wanted)
        package.mkdir()
        number = large.write(package, wanted)
        ours = own(measured([sys.executable, "-m", "claimpack", "validate", package, "--quiet"]))
        yield _row("", number, ours, goal=at_most(ours.memory, 1500, " MB"))
        for name, (what, goal) in PEERS.items():
            theirs = peer(name, package)
            if isinstance(theirs, str):
                yield _row(what, number, theirs, goal=f"at least {goal:g}")
            else:
                times = theirs.seconds / ours.seconds
                yield _row(what, number, theirs, f"{times:.1f}", at_least(times, goal))
        if isinstance(scaled, Measured):
            times = scaled.seconds * number / few / ours.seconds
            what, goal = PEERS["frictionless"]
            yield _row(what, few, scaled, f"{times:.1f}, scaled by rows", at_least(times, goal))


def peer(name: str, folder: Path) -> Measured | str:
    """Another program, or another way, on the same package."""
    return measured([sys.executable, Path(__file__).with_name("peers.py"), name, folder])


def _row(beside: str, number: int, took: Measured | str, ratio: str = "", goal: str = "") -> Row:
    pace = f"{number / took.processor:,.0f} rows" if isinstance(took, Measured) else ""
    return Row("" if beside else "validate: all checks", beside, f"{number:,} rows", took, pace, ratio, goal)
