"""Other ways to check a package, for bench.py: a name and the folder of a package; ends with 0 where it is valid."""

import sys
import warnings
from pathlib import Path

from claimpack import rules, table_schema

Names = list[str]


def frictionless(folder: Path) -> bool:
    """Frictionless as its command runs it: types, required, enums, patterns, ranges, primary and foreign keys."""
    import frictionless

    warnings.simplefilter("ignore")
    return frictionless.validate(str(folder / "datapackage.json"), type="package").valid


def pandas(folder: Path) -> bool:
    """pandera on frames of pandas: as Frictionless, foreign keys by ``isin``."""
    import pandas as pd
    import pandera.pandas as pa

    kinds = {"string": "string", "integer": "Int64", "boolean": "boolean", "number": "Float64", "date": "string"}
    frames = {}
    for name in table_schema.tables():
        dtypes = {column: kinds[kind] for column, kind in table_schema.types(name).items()}
        frames[name] = pd.read_csv(
            folder / f"{name}.csv", dtype=dtypes, keep_default_na=False, na_values=[""], encoding="utf-8"
        )
        for column, kind in table_schema.types(name).items():
            if kind == "date":
                frames[name][column] = pd.to_datetime(frames[name][column], format="%Y-%m-%d")
    for name, frame in frames.items():
        columns = {}
        for field in table_schema.fields(name):
            checks = _checks(pa, field["constraints"])
            for key in table_schema.foreign_keys(name):
                if key.columns == (field["name"],):
                    ids = set(frames[key.table][key.keys[0]])
                    checks.append(pa.Check(lambda cells, ids=ids: cells.isin(ids)))
            columns[field["name"]] = pa.Column(checks=checks, nullable=not field["constraints"]["required"])
        pa.DataFrameSchema(columns, unique=table_schema.primary_key(name), strict=True).validate(frame, lazy=True)
    return True


def polars(folder: Path) -> bool:
    """pandera on frames of polars: as with pandas."""
    import pandera.polars as pa
    import polars as pl

    kinds = {"string": pl.String, "integer": pl.Int64, "boolean": pl.Boolean, "number": pl.Float64, "date": pl.Date}
    frames = {
        name: pl.read_csv(
            folder / f"{name}.csv",
            schema={column: kinds[kind] for column, kind in table_schema.types(name).items()},
            try_parse_dates=True,
        )
        for name in table_schema.tables()
    }
    for name, frame in frames.items():
        columns = {}
        for field in table_schema.fields(name):
            checks = _checks(pa, field["constraints"])
            for key in table_schema.foreign_keys(name):
                if key.columns == (field["name"],):
                    ids = frames[key.table][key.keys[0]]
                    checks.append(
                        pa.Check(lambda data, ids=ids: data.lazyframe.select(pl.col(data.key).is_in(ids.implode())))
                    )
            kind = kinds[table_schema.types(name)[field["name"]]]
            columns[field["name"]] = pa.Column(kind, checks=checks, nullable=not field["constraints"]["required"])
        schema = pa.DataFrameSchema(columns, unique=table_schema.primary_key(name), strict=True)
        schema.validate(frame, lazy=True)
    return True


def _checks(pa, constraints: dict) -> list:
    made = {
        "enum": lambda limit: pa.Check.isin(limit),
        "pattern": lambda limit: pa.Check.str_matches(_portable(limit)),
        "minimum": lambda limit: pa.Check.ge(limit),
    }
    return [make(constraints[name]) for name, make in made.items() if name in constraints]


def _portable(pattern: str) -> str:
    """The pattern for engines that do not look ahead: P alone would pass as a duration."""
    return f"^(?:{pattern.replace('P(?=[0-9T])', 'P')})$"


def sql(folder: Path) -> bool:
    """DuckDB as somebody would write it: typed tables, a condition a constraint, joins for keys and rules."""
    import duckdb

    connection = duckdb.connect()
    kinds = {"string": "VARCHAR", "integer": "BIGINT", "boolean": "BOOLEAN", "number": "DOUBLE", "date": "DATE"}
    for name in table_schema.tables():
        columns = ", ".join(f"'{column}': '{kinds[kind]}'" for column, kind in table_schema.types(name).items())
        path = folder / f"{name}.csv"
        connection.execute(
            f"CREATE TABLE {name} AS SELECT * FROM read_csv('{path}', columns = {{{columns}}}, header = true,"
            " auto_detect = false, delim = ',', quote = '\"', escape = '\"')"
        )
    wrong = 0
    for name in table_schema.tables():
        conditions = [
            c for field in table_schema.fields(name) for c in _conditions(field["name"], field["constraints"])
        ]
        conditions += [f"NOT ({rule.check})" for rule in table_schema.rules(name) if not rule.joins]
        wrong += _count(connection, f"SELECT count(*) FROM {name} WHERE {' OR '.join(f'({c})' for c in conditions)}")
        key = ", ".join(table_schema.primary_key(name))
        wrong += _count(
            connection, f"SELECT count(*) FROM (SELECT {key} FROM {name} GROUP BY {key} HAVING count(*) > 1)"
        )
        for foreign in table_schema.foreign_keys(name):
            query = rules.foreign_key_query(name, foreign).replace(f"this.{rules.ROW}", "this.rowid")
            wrong += _count(connection, f"SELECT count(*) FROM ({query.removesuffix(' ORDER BY 1')})")
        for rule in table_schema.rules(name):
            if rule.joins:
                query = rules.rule_query(name, rule).replace(f"this.{rules.ROW}", "this.rowid")
                wrong += _count(connection, f"SELECT count(*) FROM ({query.removesuffix(' ORDER BY 1')})")
    return wrong == 0


def _conditions(name: str, constraints: dict) -> Names:
    made = []
    if constraints["required"]:
        made.append(f"{name} IS NULL")
    if "enum" in constraints:
        made.append(f"{name} NOT IN ({', '.join(repr(value) for value in constraints['enum'])})")
    if "pattern" in constraints:
        made.append(f"NOT regexp_matches({name}, '{_portable(constraints['pattern'])}')")
    if "minimum" in constraints:
        made.append(f"{name} < {constraints['minimum']}")
    return made


def _count(connection, query: str) -> int:
    return connection.execute(query).fetchone()[0]


PEERS = {"frictionless": frictionless, "pandas": pandas, "polars": polars, "sql": sql}

if __name__ == "__main__":
    raise SystemExit(not PEERS[sys.argv[1]](Path(sys.argv[2])))
