"""DuckDB, where it is installed: reads the tables as text, and keeps of them what questions across rows need.

Its statements are made from the installed schema only; of a package there is nothing in them but the path of a link
that is made here. It may neither fetch nor load anything, and spills to a folder of its own.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

from claimpack import csvfile, table_schema
from claimpack.validate.columnar import shapes
from claimpack.validate.columnar.scan import Doubt, LargeTable
from claimpack.validate.coverage import Looked

if TYPE_CHECKING:
    import duckdb

NOT_WRITTEN_SO = "it has blank rows, or cells that are quoted or parted in another way"
# What the engine may keep in memory before it spills. Its readers and Python come on top.
MEMORY = "900MB"
# Tables of so many bytes together are looked at one after the other: the engine has enough to share among the
# processors, and questions asked at the same time would share its memory.
_LARGE = 1_000_000_000
_SQL_TYPES = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
Result = TypeVar("Result")
_NO_YEAR = "0000"  # which the engine knows, and Python does not


@contextmanager
def opened(tables: Mapping[str, LargeTable], row: int) -> Iterator["duckdb.DuckDBPyConnection"]:
    """A database for ``tables``, whose files it may read and no others; ``row`` is how many bytes a row may have."""
    import duckdb

    with TemporaryDirectory(prefix="claimpack-") as folder:
        for table in tables.values():
            Path(folder, f"{table.name}.csv").symlink_to(table.path.absolute())
        settings = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
        settings |= {"memory_limit": MEMORY, "temp_directory": str(Path(folder, "spilled"))}
        with duckdb.connect(":memory:", config=settings) as connection:
            connection.execute("SET VARIABLE folder = ?", [folder])
            connection.execute("SET VARIABLE longest = ?", [row])
            workers = 1 if sum(table.size for table in tables.values()) > _LARGE else os.cpu_count()
            connection.execute("SET VARIABLE workers = ?", [workers])
            connection.execute("SET enable_progress_bar = false")
            yield connection


def at_once(
    connection: "duckdb.DuckDBPyConnection", jobs: Iterable[Callable[["duckdb.DuckDBPyConnection"], Result]]
) -> list[Result]:
    """What all jobs give, done side by side where the tables are not large: the engine shares no work on a small one.

    Each has a connection of its own to the same database. Where one fails, or the user ends the program, the others are
    ended, too.
    """
    (workers,) = connection.execute("SELECT getvariable('workers')").fetchone()
    own = [(job, connection.cursor()) for job in jobs]
    try:
        with ThreadPoolExecutor(workers) as pool:
            running = [pool.submit(job, cursor) for job, cursor in own]
            try:
                return [one.result() for one in running]
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                for _, cursor in own:
                    cursor.interrupt()
                raise
    finally:
        for _, cursor in own:
            cursor.close()


def load(
    connection: "duckdb.DuckDBPyConnection",
    tables: Mapping[str, LargeTable],
    kept: Mapping[str, list[str]],
    more: Mapping[str, Mapping[str, str]],
) -> None:
    """Reads tables: the columns ``kept``, typed, empty where they have not their type; ``more`` expressions of texts.

    ``_bad`` says that a row may have something wrong in itself, ``_size`` how many bytes it has as claimpack writes it.
    ``rowid`` is its number. Doubt where one is no CSV as ours.
    """
    folder, row = connection.execute("SELECT getvariable('folder'), getvariable('longest')").fetchone()
    statements = {
        name: _statement(name, kept[name], more[name], str(Path(folder, f"{name}.csv")), row) for name in tables
    }
    largest = sorted(tables.values(), key=lambda table: -table.size)
    at_once(connection, [partial(_load, table=table, statement=statements[table.name]) for table in largest])


def _load(connection: "duckdb.DuckDBPyConnection", table: LargeTable, statement: str) -> None:
    import duckdb

    try:
        connection.execute(statement)
    except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
        told = re.search(r"Line: (\d+)", str(error))
        raise Doubt(table.file, f"line {told[1]} cannot be read" if told else "it cannot be read") from error
    header = len(",".join(table_schema.columns(table.name))) + 1
    size, doubtful = connection.execute(
        f"SELECT coalesce(sum(_size), 0), count(*) FILTER (_bad) FROM {table.name}"
    ).fetchone()
    if not doubtful and size + header != table.size:
        raise Doubt(table.file, NOT_WRITTEN_SO)


def _statement(table: str, kept: list[str], more: Mapping[str, str], path: str, row: int) -> str:
    kinds, columns = table_schema.types(table), table_schema.columns(table)
    local = [rule for rule in table_schema.rules(table) if not rule.joins]
    named = {name for rule in local for name in table_schema.columns_of(table, rule.check)} | set(kept)
    typed = [f"{_typed(name, kinds[name])} AS {name}" for name in columns if name in named]
    wrong = ["NOT _sure", *(f"NOT ({rule.check})" for rule in local), *_limits(table)]
    # No lists to look words up in: the engine would make joins of them, and lose the order of the rows.
    wrong.append(f"regexp_matches(_row, {_literal(shapes.nothing_pattern())})")
    marked = [f"t_{field['name']}" for field in table_schema.fields(table) if shapes.may_hold_commas(field)]
    marks = " + ".join(
        f"CASE WHEN {_quoted(cell)} THEN 2 + strlen({cell}) - strlen(replace({cell}, '\"', '')) ELSE 0 END"
        for cell in marked
    )
    raw = ", ".join(f"{name} AS t_{name}" for name in columns)
    cells = ", chr(31), ".join(columns)
    extra = "".join(f", {expression} AS {name}" for name, expression in more.items())
    named_columns = ", ".join(f"'{name}': 'VARCHAR'" for name in columns)
    return f"""
        CREATE TABLE {table} AS
        SELECT {", ".join([*kept, *more])}, coalesce({" OR ".join(f"({each})" for each in wrong)}, false) AS _bad,
            (strlen(_row) - 1 + CASE WHEN {_quoted("_row")} THEN {marks or 0} ELSE 0 END)::INTEGER AS _size
        FROM (
            SELECT *, {", ".join(typed)}{extra} FROM (
                SELECT *, regexp_full_match(_row, {_literal(shapes.row_pattern(table))}) AS _sure
                FROM (
                    SELECT {raw}, concat(chr(31), {cells}, chr(31)) AS _row
                    FROM read_csv({_literal(path)}, header = true, auto_detect = false,
                        delim = ',', quote = '"', escape = '"', new_line = '\\n', strict_mode = true,
                        compression = 'none', nullstr = '', columns = {{{named_columns}}},
                        force_not_null = [{", ".join(f"'{name}'" for name in columns)}],
                        max_line_size = {row})
                )
            )
        )"""


def _quoted(text: str) -> str:
    """Whether a text has what a cell is quoted for, white space at its ends aside."""
    return f"(contains({text}, ',') OR contains({text}, '\"') OR contains({text}, chr(10)))"


def _typed(name: str, kind: str) -> str:
    """The value of a cell as ``table_schema.parse_cell`` has it; NULL where it is empty or of another form."""
    if kind == "string":
        return f"nullif(t_{name}, '')"
    cast = f"TRY_CAST(t_{name} AS {_SQL_TYPES[kind]})"
    form = f"regexp_full_match(t_{name}, {_literal(table_schema.FORMS[kind].pattern)})"
    form += f" AND NOT starts_with(t_{name}, '{_NO_YEAR}')" if kind == "date" else ""
    return f"CASE WHEN _sure OR {form} THEN {cast} END"


def _limits(table: str) -> Iterator[str]:
    """Conditions that a cell breaks which is too small, too large, too short or too long."""
    signs = {"minimum": "{} < {}", "maximum": "{} > {}", "minLength": "length({}) < {}", "maxLength": "length({}) > {}"}
    kinds = table_schema.types(table)
    for field in table_schema.fields(table):
        for constraint, limit in field["constraints"].items():
            if constraint in signs:
                yield signs[constraint].format(_typed(field["name"], kinds[field["name"]]), _literal(limit))


def is_unsorted(connection: "duckdb.DuckDBPyConnection", table: str) -> bool:
    """Whether a row stands behind one that it should stand before. Empty cells go first."""
    names, kinds = csvfile.sort_key(table), table_schema.types(table)
    least = {"string": "''", "integer": "-1000000000000000000"}
    given = [f"coalesce({name}, {least[kinds[name]]})" for name in names]
    before = [f"lag({each}) OVER () AS b{place}" for place, each in enumerate(given)]
    same = [f"a{place} = b{place}" for place in range(len(names))]
    less = [" AND ".join([*same[:place], f"a{place} < b{place}"]) for place in range(len(names))]
    columns = ", ".join([*(f"{each} AS a{place}" for place, each in enumerate(given)), *before])
    query = f"SELECT count(*) FROM (SELECT {columns} FROM {table}) WHERE {' OR '.join(f'({each})' for each in less)}"
    return connection.execute(query).fetchone()[0] > 0


def looked_at(connection: "duckdb.DuckDBPyConnection", tables: Sequence[str], articles: Mapping[str, str]) -> Looked:
    """How many rows there are, and how many articles they name."""
    rows = sum(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)
    naming = [table for table in tables if "source_id" in table_schema.columns(table)]
    union = " UNION ".join(f"SELECT DISTINCT source_id FROM {table} WHERE source_id IS NOT NULL" for table in naming)
    if not union:
        return Looked(len(tables), rows, 0, 0)
    wanted, at_hand = connection.execute(
        f"SELECT count(*), count(*) FILTER (source_id IN (SELECT unnest(?::VARCHAR[]))) FROM ({union})",
        [list(articles)],
    ).fetchone()
    return Looked(len(tables), rows, wanted, at_hand)


def _literal(value: Any) -> str:
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)
