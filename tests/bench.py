"""Measures claimpack beside other programs and prints one Markdown table: make bench.

Each line of the table is a function that says what was measured; each measurement is a process of its own, with its
time from start to end and the most memory that it had. All are of one run, so that the ratios hold on a busy machine,
too. CLAIMPACK_BENCH_ROWS are the rows of the package (default a million), CLAIMPACK_BENCH_SMALL those that slow
programs get (default fifty thousand).
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import large

ROWS = int(os.environ.get("CLAIMPACK_BENCH_ROWS", "1000000"))
SMALL = int(os.environ.get("CLAIMPACK_BENCH_SMALL", "50000"))
# A program that has not ended after so many seconds is not waited for.
LONGEST = int(os.environ.get("CLAIMPACK_BENCH_SECONDS", "600"))
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Measured:
    """What a process took: seconds of the clock and of the processor, and megabytes at most."""

    seconds: float
    processor: float
    memory: float

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s ({self.processor:.1f} s of the processor), {self.memory:.0f} MB"


def measured(command: list[object]) -> Measured | None:
    """Runs a command, whose output is not looked at; None where it does not end in time. It has to succeed."""
    began = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    while True:
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        if time.perf_counter() - began > LONGEST:
            process.kill()
            os.wait4(process.pid, 0)
            return None
        time.sleep(0.01)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Measured(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, kilobytes / 1024)


def peer(name: str, folder: Path) -> Measured | None:
    """Runs another program, or another way, on the same package."""
    return measured([sys.executable, HERE / "peers.py", name, folder])


def validation(folder: Path) -> Iterator[str]:
    """claimpack beside Frictionless, plain pandera and bare SQL, on one package."""
    big, small = folder / "big", folder / "small"
    big.mkdir()
    small.mkdir()
    rows, few = large.write(big, ROWS), large.write(small, SMALL)
    ours = measured([sys.executable, "-m", "claimpack", "validate", big, "--quiet"])
    if ours is None:
        raise SystemExit("claimpack came to no end")
    cells = "types, required, enums, patterns, ranges, keys, foreign keys"
    yield _line("claimpack validate: all checks", rows, ours, "1")
    yield _compared(f"bare SQL in DuckDB: {cells}, rules", "sql", rows, big, ours)
    yield _compared(f"pandera on polars: {cells}", "polars", rows, big, ours)
    yield _compared("pandera on pandas: the same", "pandas", rows, big, ours)
    yield _compared("Frictionless: the same", "frictionless", rows, big, ours)
    theirs = peer("frictionless", small)
    if theirs:
        scaled = theirs.seconds * rows / few / ours.seconds
        yield _line("Frictionless: the same", few, theirs, f"{scaled:.1f} (scaled by rows)")


def _compared(what: str, name: str, rows: int, folder: Path, ours: Measured) -> str:
    theirs = peer(name, folder)
    if theirs is None:
        return _line(what, rows, f"more than {LONGEST} s", f"more than {LONGEST / ours.seconds:.0f}")
    return _line(what, rows, theirs, f"{theirs.seconds / ours.seconds:.1f}")


def _line(what: str, rows: int, figure: object, ratio: str) -> str:
    return f"| {what} | {rows} | {figure} | {ratio} |"


LINES: list[Callable[[Path], Iterator[str]]] = [validation]


def main() -> None:
    """Print the table, line by line."""
    print("| what | rows | time, memory | times claimpack's time |\n|---|---|---|---|", flush=True)
    for line in LINES:
        with tempfile.TemporaryDirectory(prefix="claimpack-bench-") as folder:
            for each in line(Path(folder)):
                print(each, flush=True)


if __name__ == "__main__":
    main()
