"""Measures the extraction of archives and prints one Markdown table.

    python tests/bench_extract.py [cores] [size] [cluster]

Each measurement is a process of its own, with those that it begins: the time from start to end, the processor time of
all, and the most memory that one of them had. Two ways that are compared run in turn, as often as CLAIMPACK_BENCH_TURNS
says, and the best of each counts: so ratios hold on a busy machine, too. CLAIMPACK_BENCH_ARTICLES are the articles of
the large archive (default ten thousand); the small one has a tenth.
"""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import corpus
import test_cluster

ARTICLES = int(os.environ.get("CLAIMPACK_BENCH_ARTICLES", "10000"))
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
print(time.perf_counter() - began, spent, self.ru_maxrss / 1024, children.ru_maxrss / 1024)
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of a clock, seconds of processors, megabytes of the process that reads, of the largest that extracts."""

    seconds: float
    spent: float
    reader: float
    worker: float


def measured(file: Path, out: Path, *options: object) -> Measured:
    """Extract an archive."""
    arguments = ["extract", file, "--column", "text=body", "--out", out, "--partition", PARTITION, *options]
    command = [sys.executable, "-c", PROGRAM, *map(str, arguments)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1]
    return Measured(*map(float, told.split()))


def given(processes: int) -> float:
    """How much of what so many free cores would do this machine does just now, next to all else that runs on it."""
    spin = "import time; began = time.perf_counter(); sum(range(150_000_000)); print(time.perf_counter() - began)"
    begun = [subprocess.Popen([sys.executable, "-c", spin], stdout=subprocess.PIPE) for _ in range(processes)]
    return 1 / max(float(process.communicate()[0]) for process in begun)


def in_turn(file: Path, folder: Path, *ways: tuple[object, ...]) -> list[Measured]:
    """The best of each of several ways to extract an archive."""
    taken: list[list[Measured]] = [[] for _ in ways]
    for _ in range(TURNS):
        for way, found in zip(ways, taken, strict=True):
            found.append(measured(file, folder / "out", *way))
    return [min(found, key=lambda one: one.seconds) for found in taken]


def cores(folder: Path) -> list[str]:
    """Two processes beside one."""
    number = ARTICLES // 5
    file = corpus.write(folder / "cores.jsonl", number)
    before = 2 * given(2) / given(1)
    one, two = in_turn(file, folder, ("--workers", 1), ("--workers", 2))
    after = 2 * given(2) / given(1)
    megabytes = file.stat().st_size / 1e6
    return [
        f"| one process | {number} | {number / one.seconds:.1f} | {megabytes / one.spent:.3f} | {one.worker:.0f} | 1 |",
        f"| two processes | {number} | {number / two.seconds:.1f} | {megabytes / two.spent:.3f} | {two.worker:.0f} | "
        f"{one.seconds / two.seconds:.2f} of the clock, {2 * one.spent / two.spent:.2f} of processor time |",
        f"| a bare loop in two processes | | | | | {before:.2f} before, {after:.2f} after |",
    ]


def size(folder: Path) -> list[str]:
    """Ten times the articles."""
    lines, per_article = [], []
    for number in (ARTICLES // 10, ARTICLES):
        file = corpus.write(folder / f"{number}.jsonl", number)
        one = measured(file, folder / "out", "--workers", 2)
        per_article.append(one.spent / number)
        speed = file.stat().st_size / 1e6 / one.spent
        ratio = f"{per_article[-1] / per_article[0]:.3f} (processor time an article)"
        told = f"{number / one.seconds:.1f} | {speed:.3f} | {one.worker:.0f} (reader {one.reader:.0f})"
        lines.append(f"| two processes | {number} | {told} | {ratio} |")
    return lines


def cluster(folder: Path) -> list[str]:
    """Two workers of a Dask cluster on this machine beside two processes."""
    number = ARTICLES // 5
    file = corpus.write(folder / "cluster.jsonl", number)
    with test_cluster.cluster(folder / "dask", *[test_cluster.WORKER] * 2) as (address, _):
        ways = (("--workers", 2), ("--engine", "dask", "--scheduler", address))
        local, dask = in_turn(file, folder, *ways)
    return [
        f"| two processes | {number} | {number / local.seconds:.1f} | | | 1 |",
        f"| two Dask workers | {number} | {number / dask.seconds:.1f} | | | {local.seconds / dask.seconds:.2f} |",
    ]


def main() -> None:
    """Print the table."""
    wanted = sys.argv[1:] or ["cores", "size", "cluster"]
    print("| extraction by | articles | articles a second | MB of archive a second and core | MB of memory | ratio |")
    print("|---|---|---|---|---|---|", flush=True)
    for name in wanted:
        with tempfile.TemporaryDirectory() as folder:
            print("\n".join(globals()[name](Path(folder))), flush=True)
    print(f"\nLoad of this machine at the end: {os.getloadavg()[0]:.1f}, cores: {os.cpu_count()}.")


if __name__ == "__main__":
    main()
