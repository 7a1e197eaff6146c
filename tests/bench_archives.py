"""Lines of the benchmark: archives, extracted by one and by two processes, ten times as large, and by a cluster.

Two ways that are compared run in turn, as often as CLAIMPACK_BENCH_TURNS says, and the best of each counts: so ratios
hold on a busy machine, too.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import corpus
import test_cluster
from bench_measured import Measured, Row, at_least, at_most

# The articles of the archives that two ways are compared with, and of the large archive; the small one has a tenth.
ARTICLES = int(os.environ.get("CLAIMPACK_BENCH_ARTICLES", "1000"))
LARGE = int(os.environ.get("CLAIMPACK_BENCH_LARGE", "2000"))
TURNS = int(os.environ.get("CLAIMPACK_BENCH_TURNS", "2"))
PARTITION = 100
# Runs the command, and prints time, processor time, and the memory of itself and of the largest process it began.
PROGRAM = """
import resource, sys, time
from claimpack.cli import group
began = time.perf_counter()
group.main(sys.argv[1:], standalone_mode=False)
self, children = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
spent = sum(one.ru_utime + one.ru_stime for one in (self, children))
print(time.perf_counter() - began, spent, max(self.ru_maxrss, children.ru_maxrss) / 1024)
"""


def cores(folder: Path) -> Iterator[Row]:
    """Two processes beside one, and what the machine gives a bare loop in two processes meanwhile."""
    file = corpus.write(folder / "cores.jsonl", ARTICLES)
    before = 2 * given(2) / given(1)
    one, two = in_turn(file, folder, ("--workers", 1), ("--workers", 2))
    after = 2 * given(2) / given(1)
    times, spent = one.seconds / two.seconds, 2 * one.processor / two.processor
    yield _row("extract: two processes", "", ARTICLES, two)
    ratio = f"{times:.2f} ({spent:.2f} by processor time)"
    yield _row("", "one process", ARTICLES, one, ratio, at_least(times, 1.7))
    loop = f"{before:.2f} before, {after:.2f} after"
    yield Row("a bare loop in two processes", "in one process", ratio=loop)


def size(folder: Path) -> Iterator[Row]:
    """Ten times the articles."""
    per_article = []
    for number in (LARGE // 10, LARGE):
        file = corpus.write(folder / f"{number}.jsonl", number)
        took = extracted(file, folder / "out", "--workers", 2)
        per_article.append(took.processor / number)
        yield _row("extract: two processes", "", number, took, goal=at_most(took.memory, 600, " MB a process"))
    ratio = per_article[1] / per_article[0]
    told = f"{ratio:.3f} of the processor time an article"
    yield Row(f"extract: {LARGE:,} articles", f"{LARGE // 10:,} articles", ratio=told, goal=at_most(ratio, 1.05))


def cluster(folder: Path) -> Iterator[Row]:
    """Two workers of a Dask cluster on this machine beside two processes."""
    file = corpus.write(folder / "cluster.jsonl", ARTICLES)
    with test_cluster.cluster(folder / "dask", *[test_cluster.WORKER] * 2) as (address, _):
        ways = (("--workers", 2), ("--engine", "dask", "--scheduler", address))
        local, dask = in_turn(file, folder, *ways)
    ratio = local.seconds / dask.seconds
    # The workers are no processes of the command: their processor time and memory are not known here.
    yield _row("extract: two Dask workers", "", ARTICLES, f"{dask.seconds:.1f} s")
    yield _row("", "two processes", ARTICLES, local, f"{ratio:.2f}", at_least(ratio, 0.8))


def extracted(file: Path, out: Path, *options: object) -> Measured:
    """Extract an archive. The memory is that of the largest process."""
    arguments = ["extract", file, "--column", "text=body", "--out", out, "--partition", PARTITION, *options]
    command = [sys.executable, "-c", PROGRAM, *map(str, arguments)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1]
    return Measured(*map(float, told.split()))


def in_turn(file: Path, folder: Path, *ways: tuple[object, ...]) -> list[Measured]:
    """The best of each of several ways to extract an archive."""
    taken: list[list[Measured]] = [[] for _ in ways]
    for _ in range(TURNS):
        for way, found in zip(ways, taken, strict=True):
            found.append(extracted(file, folder / "out", *way))
    return [min(found, key=lambda one: one.seconds) for found in taken]


def given(processes: int) -> float:
    """How much of what so many free cores would do this machine does just now, next to all else that runs on it."""
    spin = "import time; began = time.perf_counter(); sum(range(150_000_000)); print(time.perf_counter() - began)"
    begun = [subprocess.Popen([sys.executable, "-c", spin], stdout=subprocess.PIPE) for _ in range(processes)]
    return 1 / max(float(process.communicate()[0]) for process in begun)


def _row(what: str, beside: str, number: int, took: Measured | str, ratio: str = "", goal: str = "") -> Row:
    pace = f"{number / took.processor:.1f} articles" if isinstance(took, Measured) else ""
    return Row(what, beside, f"{number:,} articles", took, pace, ratio, goal)
