"""Reads the files of a table into the engine, and single rows again: of CSV and of Parquet the same texts."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimpack import csvfile, table_schema
from claimpack.corpora.tables import DIGITS, PLACES
from claimpack.csvfile import Record
from claimpack.validate.columnar import engine, shapes
from claimpack.validate.columnar.scan import Doubt, LargeTable, records_of, row_of
from claimpack.validate.findings import shortened

if TYPE_CHECKING:
    import duckdb

NOT_WRITTEN_SO = "it has blank rows, or cells that are quoted or parted in another way"
_PARQUET_TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "number": f"DECIMAL({DIGITS},{PLACES})",
}
_SQL_TYPES = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
# Folders named like "date=today" are no columns: that of temporary files may be called so.
_AS_NAMED = "hive_partitioning = false"
_NO_YEAR = "0000"  # which the engine knows, and Python does not


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
    for table in tables.values():
        if table.form == "parquet":
            _check_types(connection, table, engine.links(folder, table))
    largest = sorted(tables.values(), key=lambda table: -table.size)
    files = [engine.links(folder, table) for table in largest]
    statements = [
        _statement(table, kept[table.name], more[table.name], _source(table, links, row))
        for table, links in zip(largest, files, strict=True)
    ]
    engine.at_once(connection, map(partial(partial, _load, row), largest, statements, files))


def _load(
    row: int, table: LargeTable, statement: str, links: Sequence[Path], connection: "duckdb.DuckDBPyConnection"
) -> None:
    import duckdb

    try:
        connection.execute(statement)
    except (duckdb.OutOfMemoryException, duckdb.IOException, duckdb.InterruptException):
        raise
    except duckdb.Error as error:
        raise _unreadable(connection, table, links, row) from error
    (doubtful,) = connection.execute(f"SELECT count(*) FILTER (_bad) FROM {table.name}").fetchone()
    if not doubtful:
        check_sizes(table, sizes(connection, table))


def _unreadable(connection: "duckdb.DuckDBPyConnection", table: LargeTable, links: Sequence[Path], row: int) -> Doubt:
    """Says which file of a table is the first that cannot be read: of several the engine takes one or the other."""
    import duckdb

    for part, link in zip(table.parts, links, strict=True):
        try:
            connection.execute(f"SELECT bit_xor(hash(COLUMNS(*))) FROM {_source(table, [link], row)}")
        except (duckdb.OutOfMemoryException, duckdb.IOException, duckdb.InterruptException):
            raise
        except duckdb.Error as error:
            told = re.search(r"Line: (\d+)", str(error)) if table.form == "csv" else None
            return Doubt(part.file, f"line {told[1]} cannot be read" if told else "it cannot be read")
    return Doubt(table.file, "it cannot be read")


def sizes(connection: "duckdb.DuckDBPyConnection", table: LargeTable) -> Counter[int]:
    """The bytes of each part of a table, by its number, as claimpack would write its rows in CSV."""
    header = len(",".join(table_schema.columns(table.name))) + 1
    rows = connection.execute(f"SELECT {engine.part_of(table)} AS part, sum(_size) FROM {table.name} GROUP BY part")
    return Counter(dict.fromkeys(range(len(table.parts)), header)) + Counter(dict(rows.fetchall()))


def check_sizes(table: LargeTable, found: Mapping[int, int]) -> None:
    """Doubt where a CSV file has not as many bytes as its rows would have if we wrote them."""
    for number, part in enumerate(table.parts):
        if table.form == "csv" and found[number] != part.size:
            raise Doubt(part.file, NOT_WRITTEN_SO)


def _check_types(connection: "duckdb.DuckDBPyConnection", table: LargeTable, links: Sequence[Path]) -> None:
    """Doubt where a Parquet file has other columns than the schema, or of other types."""
    import duckdb

    kinds = table_schema.types(table.name)
    expected = [(name, _PARQUET_TYPES[kinds[name]]) for name in table_schema.columns(table.name)]
    for part, link in zip(table.parts, links, strict=True):
        try:
            columns = connection.execute(
                f"DESCRIBE SELECT * FROM read_parquet({_literal(str(link))}, {_AS_NAMED})"
            ).fetchall()
        except duckdb.Error as error:
            raise Doubt(part.file, "it is no Parquet file that can be read") from error
        for column, kind, *_ in columns:
            if (column, kind) not in expected:
                wanted = dict(expected).get(column)
                told = f"of the type {shortened(kind)}, not {wanted}" if wanted else "not one of the table's"
                raise Doubt(part.file, f"its column {shortened(column)} is {told}")
        if [(column, kind) for column, kind, *_ in columns] != expected:
            raise Doubt(part.file, "it has not the columns of the table in their order")


def _source(table: LargeTable, files: Sequence[Path], row: int) -> str:
    """The rows of some files of a table as they have them."""
    links = f"[{', '.join(_literal(str(file)) for file in files)}]"
    numbered = f", filename = {'true' if len(table.parts) > 1 else 'false'}"
    if table.form == "parquet":
        return f"read_parquet({links}, {_AS_NAMED}{numbered})"
    columns = table_schema.columns(table.name)
    return f"""read_csv({links}, {_AS_NAMED}{numbered}, header = true, auto_detect = false,
        delim = ',', quote = '"', escape = '"', new_line = '\\n', strict_mode = true, compression = 'none',
        nullstr = '', columns = {{{", ".join(f"'{name}': 'VARCHAR'" for name in columns)}}},
        force_not_null = [{", ".join(f"'{name}'" for name in columns)}], max_line_size = {row})"""


def _statement(table: LargeTable, kept: list[str], more: Mapping[str, str], source: str) -> str:
    name, kinds, columns = table.name, table_schema.types(table.name), table_schema.columns(table.name)
    local = [rule for rule in table_schema.rules(name) if not rule.joins]
    named = {column for rule in local for column in table_schema.columns_of(name, rule.check)} | set(kept)
    typed = [f"{_typed(column, kinds[column])} AS {column}" for column in columns if column in named]
    wrong = ["NOT _sure", *(f"NOT ({rule.check})" for rule in local), *_limits(name)]
    # No lists to look words up in: the engine would make joins of them, and lose the order of the rows.
    wrong.append(f"regexp_matches(_row, {_literal(shapes.nothing_pattern())})")
    texts = [f"{_text(table, column)} AS t_{column}" for column in columns]
    cells = ", chr(31), ".join(f"t_{column}" for column in columns)
    if len(table.parts) > 1:
        texts.append("parse_filename(filename, true)::INTEGER AS _part")
    parted = ["_part"] if len(table.parts) > 1 else []
    if table.form == "parquet":
        texts.append(
            f"coalesce({' OR '.join(f'{c} = {chr(39) * 2}' for c in columns if kinds[c] == 'string')}, false) AS _size"
        )
    extra = "".join(f", {expression} AS {column}" for column, expression in more.items())
    return f"""
        CREATE TABLE {name} AS
        SELECT {", ".join([*kept, *more, *parted])},
            coalesce({" OR ".join(f"({each})" for each in wrong)}, false) AS _bad, {_size(table)}::INTEGER AS _size
        FROM (
            SELECT *, {", ".join(typed)}{extra} FROM (
                SELECT *, regexp_full_match(_row, {_literal(shapes.row_pattern(name))}) AS _sure
                FROM (
                    SELECT *, concat(chr(31), {cells}, chr(31)) AS _row FROM (SELECT {", ".join(texts)} FROM {source})
                )
            )
        )"""


def _size(table: LargeTable) -> str:
    """How many bytes a row has as claimpack writes it; of Parquet, whether it has an empty text that is no null."""
    if table.form == "parquet":
        return "_size"
    marked = [f"t_{field['name']}" for field in table_schema.fields(table.name) if shapes.may_hold_commas(field)]
    marks = " + ".join(
        f"CASE WHEN {_quoted(cell)} THEN 2 + strlen({cell}) - strlen(replace({cell}, '\"', '')) ELSE 0 END"
        for cell in marked
    )
    return f"(strlen(_row) - 1 + CASE WHEN {_quoted('_row')} THEN {marks or 0} ELSE 0 END)"


def _text(table: LargeTable, column: str) -> str:
    """A cell as claimpack would write it in CSV."""
    if table.form == "csv":
        return column
    text = f"{column}::VARCHAR"
    if table_schema.types(table.name)[column] == "number":
        text = f"rtrim(rtrim({text}, '0'), '.')"
    return f"coalesce({text}, '')"


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


def rows_of(
    connection: "duckdb.DuckDBPyConnection", table: LargeTable, wanted: Iterable[int]
) -> Iterator[tuple[int, Record, bytes]]:
    """Of the rows with the numbers ``wanted``, ascending: number, record, bytes as in a CSV file.

    The record's line is its place in the table.
    """
    begin = connection.execute(
        f"SELECT {engine.part_of(table)} AS part, min(rowid), max(rowid) - min(rowid) + 1 = count(*) FROM {table.name}"
        " GROUP BY part ORDER BY part"
    ).fetchall()
    if not all(whole for _, _, whole in begin):
        raise RuntimeError(f"the engine has read the files of {table.name} in another order")
    firsts = [first for _, first, _ in begin]
    for place, numbers in groupby(wanted, key=lambda number: bisect_right(firsts, number) - 1):
        part, first, _ = begin[place]
        inside = (number - first for number in numbers)
        found = (
            records_of(table, part, inside) if table.form == "csv" else _parquet_rows(connection, table, part, inside)
        )
        yield from ((first + number, record, raw) for number, record, raw in found)


def _parquet_rows(
    connection: "duckdb.DuckDBPyConnection", table: LargeTable, part: int, wanted: Iterable[int]
) -> Iterator[tuple[int, Record, bytes]]:
    (folder,) = connection.execute("SELECT getvariable('folder')").fetchone()
    texts = ", ".join(_text(table, column) for column in table_schema.columns(table.name))
    link = _literal(str(engine.links(folder, table)[part]))
    rows = connection.execute(
        f"SELECT file_row_number, {texts} FROM read_parquet({link}, {_AS_NAMED}, file_row_number = true)"
        " WHERE file_row_number IN (SELECT unnest(?)) ORDER BY 1",
        [list(wanted)],
    ).fetchall()
    for number, *cells in rows:
        yield number, row_of(part, number, cells), (csvfile.line_of(cells) + "\n").encode()


def _literal(value: Any) -> str:
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)
