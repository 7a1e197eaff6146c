"""``claimpack template``: an empty contribution for a table, and what may be written into it."""

from collections.abc import Iterator
from pathlib import Path

from claimpack import table_schema
from claimpack.contributions.cells import FILLED_IN, FOLLOWS, OF_TABLE
from claimpack.contributions.files import SCHEMA
from claimpack.errors import ClaimpackError

LAST = ("reason", "contributor", "date")


def tables() -> list[str]:
    """The tables that people contribute to."""
    return list(table_schema.field_of(SCHEMA, "table")["constraints"]["enum"])


def own_columns(table: str) -> list[str]:
    """The columns of a table that an addition fills in; articles are not added so."""
    if table == "sources":
        return []
    key = () if table == "claim_actors" else table_schema.primary_key(table)
    return [
        name
        for name in table_schema.columns(table)
        if name not in (*key, *table_schema.columns(SCHEMA), "text")
        and name not in FOLLOWS
        and (table, name) not in OF_TABLE
        and (table, name) != ("claim_actors", "actor_id")
    ]


def header(table: str) -> str:
    """The first line of a contribution to a table."""
    first = [name for name in table_schema.columns(SCHEMA) if name not in LAST]
    return ",".join([*first, *own_columns(table), *LAST]) + "\n"


def vocabulary(table: str) -> str:
    """What the columns of a contribution to a table mean, and which words they take, as Markdown."""
    return "\n".join(_vocabulary(table)) + "\n"


def _vocabulary(table: str) -> Iterator[str]:
    yield f"# Contributions to {table}\n"
    yield "A row is one contribution. Columns may stand in any order, and those that no row needs may be left out.\n"
    yield "| to | fill in, besides reason, contributor and date |"
    yield "|---|---|"
    yield "| correct a cell | table, source_id, quote, column, expected, value |"
    yield "| reject a row | table, source_id, quote |"
    yield "| review a row | table, source_id, quote; a claim has a summary then |"
    yield "| review a whole article | source_id, expected; `claimpack validate` says what to write into expected |"
    own = own_columns(table)
    if own:
        passage = "name" if table == "actors" else "quote"
        yield f"| add a row | table, source_id, {passage}, and columns of the table, below |"
    yield ""
    yield from _columns(SCHEMA, table_schema.columns(SCHEMA))
    if own:
        yield f"\nColumns of {table}; where one points to another row, quote the passage of that row, or give its id:\n"
        yield from _columns(table, [*own, *(["value"] if table == "dates" else [])])


def _columns(table: str, names: list[str]) -> Iterator[str]:
    yield "| column | needed | meaning | one of |"
    yield "|---|---|---|---|"
    for name in names:
        field = table_schema.field_of(table, name)
        words = ", ".join(f"`{word}`" for word in field["constraints"].get("enum", ()))
        needed = "yes" if field["constraints"]["required"] and (table, name) not in FILLED_IN else ""
        yield f"| {name} | {needed} | {field['description']} For example: `{field['example']}` | {words} |"


def write_template(table: str, out: Path) -> str:
    """Write the empty contribution to ``out`` and the vocabulary beside it; returns what was written.

    Raises CP301 where one of the two files is there already or cannot be written.
    """
    files = {out: header(table), out.with_suffix(".md"): vocabulary(table)}
    for path in files:
        if path.exists() or path.is_symlink():
            raise ClaimpackError("CP301", "this is there already", path, remedy="Choose another name.")
    try:
        for path, text in files.items():
            with path.open("x", encoding="utf-8", newline="") as stream:
                stream.write(text)
    except OSError as error:
        raise ClaimpackError("CP301", f"cannot be written: {error.strerror}", out) from error
    return f"{out}: fill it in; {out.with_suffix('.md')} has the words that it takes"
