"""Lists of codes that other bodies keep: countries, currencies, languages, units. Each CSV file names its source."""

import csv
from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> dict[str, dict[str, str]]:
    """The rows of the list ``name`` by their first column; lines that begin with ``# `` are comments."""
    lines = files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("# ")))
    return {next(iter(row.values())): row for row in rows}
