"""Cases in tables: CSV files in ``tests/cases/`` whose lines begin with ``#`` where they are comments."""

import csv
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list:
    """The rows of a table as pytest parameters; a row with a reason in its column xfail is a known failure."""
    with open(CASES / f"{name}.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return [
        pytest.param(row, id=f"{number}", marks=[pytest.mark.xfail(reason=row["xfail"])] if row.get("xfail") else [])
        for number, row in enumerate(rows, 1)
    ]
