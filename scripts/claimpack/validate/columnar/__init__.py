"""Large packages: looked at column by column, told row by row.

An engine reads the files as text and finds the rows that could have something wrong, with bounded memory. Those rows,
and no others, are read again and go through the checks of small packages, which have the last word and make the
findings. What needs other rows (keys, foreign keys, joined rules, meaning, derived rows) the engine finds, and the same
code tells. So both ways find the same.
"""

from importlib.util import find_spec


def at_hand() -> bool:
    """Whether the engine is installed."""
    return find_spec("duckdb") is not None
