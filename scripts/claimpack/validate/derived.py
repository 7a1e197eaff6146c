"""Whether quantities_wide is what follows from the other tables."""

from collections.abc import Iterator, Mapping

from claimpack import table_schema, wide
from claimpack.validate.cells import CheckedTable
from claimpack.validate.findings import Finding


def check_derived(tables: Mapping[str, CheckedTable]) -> Iterator[Finding]:
    """Whether quantities_wide is what follows from the other tables."""
    table = tables[wide.TABLE]
    key = table_schema.primary_key(wide.TABLE)
    derived = {
        tuple(row[name] for name in key): row
        for row in wide.quantities_wide({name: checked.rows for name, checked in tables.items()})
    }
    for number, row in enumerate(table.rows):
        expected = derived.pop(tuple(row[name] for name in key), None)
        if expected is None:
            yield table.finding("CP611", "error", "a row that does not follow from the other tables", number)
            continue
        for column in table_schema.columns(wide.TABLE):
            if row[column] != expected[column]:
                text = table_schema.cell_text(expected[column])
                yield table.finding("CP612", "error", "not what the other tables say", number, column, expected=text)
    for missing in derived:
        lost = " + ".join(map(str, missing))
        yield Finding("CP613", "error", "a row is missing that follows from the other tables", table.file, key=lost)
