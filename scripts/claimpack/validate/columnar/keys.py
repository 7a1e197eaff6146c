"""Keys, foreign keys and the rules that join tables, over whole tables at once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from claimpack import table_schema
from claimpack.validate.columnar import engine

if TYPE_CHECKING:
    import duckdb

# A row is joined to so many of the rows that have the key which it names: that a key is there twice is told already.
MOST_PARTNERS = 100


@dataclass(slots=True)
class _Joined:
    """The tables that a query joins to a table: their aliases and conditions, each once."""

    aliases: dict[str, tuple[str, str]] = field(default_factory=dict)

    def add(self, alias: str, table: str, on: str) -> str:
        """An alias for ``table`` joined on the condition ``on``, which speaks of ``alias``."""
        for known, (other, condition) in self.aliases.items():
            if (other, condition.replace(f"{known}.", f"{alias}.")) == (table, on):
                return known
        made = alias if alias not in self.aliases else f"{alias}_{len(self.aliases)}"
        self.aliases[made] = (table, on.replace(f"{alias}.", f"{made}."))
        return made


def needed(table: str, at_hand: Sequence[str]) -> set[str]:
    """The columns of ``table`` that the keys and joined rules of any table at hand speak of."""
    names = set(table_schema.primary_key(table))
    for name in at_hand:
        for key in table_schema.foreign_keys(name):
            names |= set(key.columns) if name == table else set()
            names |= set(key.keys) if key.table == table else set()
        for rule in table_schema.rules(name):
            for alias, join in rule.joins.items():
                words = f"{rule.check} {join['on']}"
                names |= set(re.findall(r"(?<![\w.'])this\.(\w+)", words)) if name == table else set()
                names |= set(re.findall(rf"(?<![\w.']){alias}\.(\w+)", words)) if join["table"] == table else set()
    return names


def checks(table: str, at_hand: Sequence[str]) -> list[str]:
    """The checks of a table that need other rows, as ``rules.pandera_checks`` names them; their place is their bit."""
    keys = [f"foreign_key:{','.join(key.columns)}" for key in table_schema.foreign_keys(table) if key.table in at_hand]
    joined = [f"rule:{rule.name}" for rule in table_schema.rules(table) if rule.joins and _can(rule, at_hand)]
    return ["primary_key", *keys, *joined]


def _can(rule: table_schema.Rule, at_hand: Sequence[str]) -> bool:
    return {join["table"] for join in rule.joins.values()} <= set(at_hand)


def find(connection: "duckdb.DuckDBPyConnection", at_hand: Sequence[str]) -> None:
    """Makes a table ``found_{table}`` a table: number of a row, and a bit for each of ``checks`` that it breaks."""
    engine.at_once(connection, [partial(_find_doubled, table=table) for table in at_hand])
    engine.at_once(connection, [partial(_find_broken, table=table, at_hand=at_hand) for table in at_hand])


def _find_broken(connection: "duckdb.DuckDBPyConnection", table: str, at_hand: Sequence[str]) -> None:
    """The rows with a foreign key that names no row, and those that break a joined rule."""
    joined, conditions = _Joined(), []
    for key in table_schema.foreign_keys(table):
        if key.table in at_hand:
            pairs = list(zip(key.columns, key.keys, strict=True))
            alias = joined.add("other", key.table, " AND ".join(f"other.{k} = this.{c}" for c, k in pairs))
            given = " AND ".join(f"this.{column} IS NOT NULL" for column, _ in pairs)
            conditions.append(({alias}, f"{given} AND {alias}.rowid IS NULL"))
    for rule in table_schema.rules(table):
        if rule.joins and _can(rule, at_hand):
            check, aliases = rule.check, set()
            for alias, join in rule.joins.items():
                made = joined.add(alias, join["table"], join["on"])
                check = re.sub(rf"(?<![\w.']){alias}\.", f"{made}.", check)
                aliases.add(made)
            conditions.append((aliases, f"NOT ({check})"))
    partners = {
        alias: f" LEFT JOIN {_partners(connection, alias, other, on)} AS {alias} ON {on}"
        for alias, (other, on) in joined.aliases.items()
    }
    # As few joins as can be in one query: each has a table of keys in memory.
    together: dict[str, list[str]] = {}
    for bit, (aliases, condition) in enumerate(conditions, start=1):
        joins = "".join(join for alias, join in partners.items() if alias in aliases)
        together.setdefault(joins, []).append(f"(CASE WHEN {condition} THEN {2**bit} ELSE 0 END)")
    for joins, bits in together.items():
        connection.execute(
            f"INSERT INTO found_{table} SELECT * FROM"
            f" (SELECT this.rowid AS number, {' | '.join(bits)} AS checks FROM {table} AS this{joins}) WHERE checks > 0"
        )


def _find_doubled(connection: "duckdb.DuckDBPyConnection", table: str) -> None:
    """The rows whose primary key an earlier row has. Keys that are empty are keys, too."""
    connection.execute(f"CREATE TABLE found_{table} (number BIGINT, checks BIGINT)")
    key = table_schema.primary_key(table)
    names = ", ".join(key)
    twice = f"SELECT {names} FROM {table} GROUP BY {names} HAVING count(*) > 1"
    connection.execute(f"CREATE TABLE doubled_{table} AS {twice}")
    same = " AND ".join(f"this.{name} IS NOT DISTINCT FROM twice.{name}" for name in key)
    connection.execute(
        f"INSERT INTO found_{table} SELECT number, 1 FROM (SELECT this.rowid AS number, row_number() OVER"
        f" (PARTITION BY {', '.join(f'this.{name}' for name in key)} ORDER BY this.rowid) AS place"
        f" FROM {table} AS this JOIN doubled_{table} AS twice ON {same}) WHERE place > 1"
    )


def _partners(connection: "duckdb.DuckDBPyConnection", alias: str, table: str, on: str) -> str:
    """The table that is joined; where very many of its rows have one key, the first of these."""
    columns = ", ".join(sorted(set(re.findall(rf"(?<![\w.']){alias}\.(\w+)", on))))
    if columns == ", ".join(table_schema.primary_key(table)):
        (most,) = connection.execute(
            f"SELECT coalesce(max(n), 1) FROM (SELECT count(*) AS n FROM {table} SEMI JOIN doubled_{table}"
            f" USING ({columns}) GROUP BY {columns})"
        ).fetchone()
    else:
        (most,) = connection.execute(
            f"SELECT coalesce(max(n), 1) FROM (SELECT count(*) AS n FROM {table} GROUP BY {columns})"
        ).fetchone()
    if most <= MOST_PARTNERS:
        return table
    ranked = f"row_number() OVER (PARTITION BY {columns} ORDER BY rowid) <= {MOST_PARTNERS}"
    return f"(SELECT *, rowid FROM {table} QUALIFY {ranked})"


def found(checks_of: Sequence[str], mask: int) -> list[str]:
    """The names of the checks whose bits are set."""
    return [name for bit, name in enumerate(checks_of) if mask & 2**bit]
