"""Cells that have to be looked up: each different one of a column once, in Python."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from claimpack import table_schema
from claimpack.validate import notations
from claimpack.validate.columnar import shapes

if TYPE_CHECKING:
    import duckdb


def columns(table: str) -> set[str]:
    """The columns of ``table`` that are looked up, and what decides how."""
    names = {field["name"] for field in shapes.looked_up(table)}
    return names | ({"kind"} if names and "kind" in table_schema.columns(table) else set())


def find(connection: "duckdb.DuckDBPyConnection", at_hand: Sequence[str]) -> None:
    """Adds to the tables ``found_{table}`` the rows with a cell that may not be right."""
    for table in at_hand:
        money = "kind = 'money'" if "kind" in columns(table) else "false"
        for field in shapes.looked_up(table):
            name = field["name"]
            sure = f"regexp_full_match({name}, '{shapes.EDTF}')" if field.get("notation") == "EDTF" else "false"
            cells = connection.execute(
                f"SELECT DISTINCT {name}, coalesce({money}, false) FROM {table} WHERE {name} IS NOT NULL AND NOT {sure}"
            ).fetchall()
            repeated = field.get("repeats", "").partition(".")[0] in at_hand
            wrong = sorted({cell for cell, is_money in cells if not _fits(field, cell, is_money, repeated)})
            if wrong:
                connection.execute(
                    f"INSERT INTO found_{table} SELECT rowid, 0 FROM {table} WHERE {name} IN (SELECT unnest(?))",
                    [wrong],
                )


def _fits(field: Mapping[str, Any], cell: str, money: bool, repeated: bool) -> bool:
    if not re.fullmatch(field["constraints"].get("pattern", ".*"), cell):
        return False
    return "notation" not in field or repeated or notations.problem(field, cell, money) is None
