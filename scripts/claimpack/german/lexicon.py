"""Reads the word lists in ``german/words/``: CSV files with comment lines, edited without knowing Python."""

import csv
from functools import cache
from importlib.resources import files
from itertools import zip_longest

# Word forms, or words in their places, of which an answer is remembered: an archive has ever new ones.
CACHED_FORMS = 50_000


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of the word list ``name``; lines that are blank or begin with ``#`` are comments.

    The first other line is the header. Cells are stripped; a missing cell is "". Raises FileNotFoundError for an
    unknown list, ValueError for a row with more cells than the header.
    """
    lines = files(__package__).joinpath("words", f"{name}.csv").read_text(encoding="utf-8").splitlines()
    header, *rows = csv.reader(line for line in lines if line.strip() and not line.startswith("#"))
    for row in rows:
        if len(row) > len(header):
            raise ValueError(f"words/{name}.csv: more cells than columns in {row}; put a cell with a comma in quotes")
    return tuple(dict(zip_longest(header, map(str.strip, row), fillvalue="")) for row in rows)


@cache
def words(name: str, column: str = "word") -> frozenset[str]:
    """The distinct entries of one column of a word list."""
    return frozenset(row[column] for row in table(name))
