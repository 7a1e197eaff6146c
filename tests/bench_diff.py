"""Line of the benchmark: two packages of many rows, compared by claimpack and by daff in one run.

Both read the files and say which rows were added, removed and changed; the rows of the second are in another order.
"""

import csv
import io
import json
import multiprocessing
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench_measured import Row, at_least
from claimpack import diff

COLUMNS = ["row_id", *(f"column_{number}" for number in range(1, 19))]
TABLE = "rows"
# Added, removed, changed.
Numbers = tuple[int, int, int]


def make(folder: Path, rows: list[list[str]]) -> Path:
    """A package of one table with these rows."""
    folder.mkdir()
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([COLUMNS, *rows])
    (folder / "rows.csv").write_text(text.getvalue(), encoding="utf-8")
    schema = {"fields": [{"name": name, "type": "string"} for name in COLUMNS], "primaryKey": COLUMNS[:1]}
    resource = {"name": TABLE, "path": "rows.csv", "schema": schema}
    (folder / "datapackage.json").write_text(json.dumps({"name": "many", "resources": [resource]}), encoding="utf-8")
    return folder


def make_two(folder: Path, number: int) -> tuple[Path, Path]:
    """A package of ``number`` rows, and one with a hundredth of them changed, a two-hundredth taken out, and as many
    new ones, shuffled.
    """
    chance = random.Random(1)
    rows = [
        [f"article-{row // 50}:{row}-{row + 7}", *(f"{chance.randrange(10**6)} words" for _ in COLUMNS[1:])]
        for row in range(number)
    ]
    later = [list(row) for row in rows[number // 200 :]]
    for row in chance.sample(later, number // 100):
        row[chance.randrange(1, len(COLUMNS))] = "changed"
    later += [[f"new:{row}", *("words" for _ in COLUMNS[1:])] for row in range(number // 200)]
    chance.shuffle(later)
    return make(folder / "old", rows), make(folder / "new", later)


def by_claimpack(old: Path, new: Path) -> Numbers:
    table = diff.compare(diff.read(old), diff.read(new)).tables[TABLE]
    return len(table.added), len(table.removed), len(table.changed)


def by_daff(old: Path, new: Path) -> Numbers:
    import daff

    views = []
    for folder in (old, new):
        with open(folder / "rows.csv", encoding="utf-8", newline="") as stream:
            views.append(daff.PythonTableView(list(csv.reader(stream))))
    flags = daff.CompareFlags()
    flags.addPrimaryKey("row_id")
    flags.ordered = False
    flags.unchanged_context = 0
    found = daff.TableDiff(daff.Coopy.compareTables(*views, flags).align(), flags)
    found.hilite(daff.PythonTableView([]))
    told = found.getSummary()
    return told.row_inserts, told.row_deletes, told.row_updates


def measure(number: int) -> list[tuple[str, float, Numbers]]:
    """Who compared, in how many seconds of processor time, and what they found."""
    programs: dict[str, Callable[[Path, Path], Numbers]] = {"claimpack": by_claimpack, "daff": by_daff}
    with tempfile.TemporaryDirectory() as place:
        old, new = make_two(Path(place), number)
        measured = []
        for name, compare in programs.items():
            began = time.process_time()
            found = compare(old, new)
            measured.append((name, time.process_time() - began, found))
    return measured


def rows(_: Path) -> Iterator[Row]:
    """What both took for packages of 100,000 rows."""
    number = 100_000
    # In a process of its own: Linux counts the memory of this one to those that it begins later.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as own:
        (_, ours, found), (_, theirs, their) = own.submit(measure, number).result()
    if found != their:
        raise SystemExit(f"claimpack found {found}, daff {their}")
    amount, ratio = f"{number:,} rows, 2 packages", theirs / ours
    for what, beside, seconds, *told in (
        ("diff", "", ours),
        ("", "daff", theirs, f"{ratio:.1f}", at_least(ratio, 1)),
    ):
        yield Row(what, beside, amount, f"{seconds:.1f} s of the processor", f"{number / seconds:,.0f} rows", *told)
