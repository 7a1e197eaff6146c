"""Measures claimpack beside other programs and prints one Markdown table: make bench.

    python tests/bench.py [NAME...]

NAME is one of the lines below, by default all. Each is a function that says what was measured; what is compared runs
in the same run, so that the ratios hold on a busy machine, too. CONTRIBUTING.md names what changes the sizes.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import bench_archives
import bench_build
import bench_diff
import bench_pace
import bench_validate
from bench_measured import HEADER, Row

LINES: dict[str, Callable[[Path], Iterator[Row]]] = {
    "pace": bench_pace.rows,
    "cores": bench_archives.cores,
    "size": bench_archives.size,
    "cluster": bench_archives.cluster,
    "validate": bench_validate.rows,
    "diff": bench_diff.rows,
    "build": bench_build.rows,
}


def main(names: list[str]) -> None:
    """Print the table, line by line."""
    unknown = [name for name in names if name not in LINES]
    if unknown:
        raise SystemExit(f"no lines {', '.join(unknown)}; there are {', '.join(LINES)}")
    print(*HEADER, sep="\n", flush=True)
    for name in names or LINES:
        with tempfile.TemporaryDirectory(prefix="claimpack-bench-") as folder:
            for row in LINES[name](Path(folder)):
                print(row, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
