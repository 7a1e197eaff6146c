"""DuckDB, where it is installed: reads the tables as text, and keeps of them what questions across rows need.

Its statements are made from the installed schema only; of a package there is nothing in them but the path of a link
that is made here. It may neither fetch nor load anything, and spills to a folder of its own.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from claimpack import csvfile, table_schema
from claimpack.validate.columnar.scan import LargeTable
from claimpack.validate.coverage import Looked

if TYPE_CHECKING:
    import duckdb

# What the engine may keep in memory before it spills. Its readers and Python come on top.
MEMORY = "900MB"
# Tables of so many bytes together are looked at one after the other: the engine has enough to share among the
# processors, and questions asked at the same time would share its memory.
_LARGE = 1_000_000_000
_DIGITS = 9  # of the number of a file
Result = TypeVar("Result")


@contextmanager
def opened(tables: Mapping[str, LargeTable], row: int) -> Iterator["duckdb.DuckDBPyConnection"]:
    """A database for ``tables``, whose files it may read and no others; ``row`` is how many bytes a row may have."""
    import duckdb

    with TemporaryDirectory(prefix="claimpack-") as folder:
        for table in tables.values():
            Path(folder, table.name).mkdir()
            for part, link in zip(table.parts, links(folder, table), strict=True):
                link.symlink_to(part.path.absolute())
        settings = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
        settings |= {"memory_limit": MEMORY, "temp_directory": str(Path(folder, "spilled"))}
        with duckdb.connect(":memory:", config=settings) as connection:
            connection.execute("SET VARIABLE folder = ?", [folder])
            connection.execute("SET VARIABLE longest = ?", [row])
            workers = 1 if sum(table.size for table in tables.values()) > _LARGE else os.cpu_count()
            connection.execute("SET VARIABLE workers = ?", [workers])
            connection.execute("SET enable_progress_bar = false")
            yield connection


def links(folder: str, table: LargeTable) -> list[Path]:
    """Where the engine finds the files of a table: their names are numbers, and in order."""
    return [Path(folder, table.name, f"{number:0{_DIGITS}}.{table.form}") for number in range(len(table.parts))]


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


def otherwise(connection: "duckdb.DuckDBPyConnection", table: LargeTable) -> list[int]:
    """The parts that are not as claimpack writes them: their rows are unsorted, or Parquet has empty texts, not nulls.

    Empty cells go first.
    """
    names, kinds = csvfile.sort_key(table.name), table_schema.types(table.name)
    least = {"string": "''", "integer": "-1000000000000000000"}
    given = [f"coalesce({name}, {least[kinds[name]]})" for name in names]
    before = [f"lag({each}) OVER () AS b{place}" for place, each in enumerate(given)]
    same = [f"a{place} = b{place}" for place in range(len(names))]
    less = [" AND ".join([*same[:place], f"a{place} < b{place}"]) for place in range(len(names))]
    part = part_of(table)
    columns = ", ".join([*(f"{each} AS a{place}" for place, each in enumerate(given)), *before])
    query = f"""
        SELECT DISTINCT part FROM (
            SELECT {part} AS part, lag({part}) OVER () AS earlier, {columns} FROM {table.name}
        ) WHERE part = earlier AND ({" OR ".join(f"({each})" for each in less)})"""
    if table.form == "parquet":
        query += f" UNION SELECT {part} FROM {table.name} WHERE _size > 0"
    return [number for (number,) in connection.execute(query).fetchall()]


def part_of(table: LargeTable) -> str:
    """The expression for the number of the part that a row of ``table`` is in."""
    return "_part" if len(table.parts) > 1 else "0"


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
