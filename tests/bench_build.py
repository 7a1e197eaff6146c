"""Line of the benchmark: the build of the dataset of this repository, and what its imports take of it."""

import compileall
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import claimpack
from bench_measured import Row, at_most, measured, own

ROOT = Path(__file__).parents[1]
TURNS = int(os.environ.get("CLAIMPACK_BENCH_TURNS", "2"))
# Microseconds of a module itself, as python -X importtime prints them.
IMPORT = re.compile(r"^import time:\s+(\d+) \|", re.MULTILINE)


def rows(folder: Path) -> Iterator[Row]:
    """Compiled as make does it, and built once to be warm; then the quickest of several."""
    compileall.compile_dir(Path(claimpack.__file__).parent, quiet=1)
    for part in ("raw", "datapackage"):
        shutil.copytree(ROOT / part, folder / part)
    command = ["-m", "claimpack", "build", "--project", str(folder), "--quiet"]
    taken = [own(measured([sys.executable, *command])) for _ in range(1 + TURNS)]
    best = min(taken[1:], key=lambda one: one.seconds)
    yield Row("build: the dataset of this repository, warm", measured=best, goal=at_most(best.seconds, 3, " s"))
    imports = min(imported([sys.executable, "-X", "importtime", *command]) for _ in range(TURNS))
    yield Row("build: of which imports", measured=f"{imports:.1f} s", goal=at_most(imports, 1.5, " s"))


def imported(command: list[str]) -> float:
    """Seconds that the imports of a Python process took, those of Python itself included."""
    told = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=True).stderr
    return sum(map(int, IMPORT.findall(told))) / 1e6
