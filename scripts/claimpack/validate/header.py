"""The header of a table: every column of the schema once, by its name, in its place."""

from difflib import get_close_matches

from claimpack import table_schema
from claimpack.csvfile import Record
from claimpack.validate.findings import Finding, shortened
from claimpack.validate.opening import Table

_OTHER_VERSION = (
    "Another version of claimpack made this package, by a schema of its own: make it anew with this one (claimpack "
    "build, or extract), or validate it with that one."
)


def header_places(table: Table, header: Record, findings: list[Finding]) -> list[int] | None:
    """Where each column of the schema stands in the file, from 0; None where one is missing or there twice."""
    wanted = table_schema.columns(table.name)
    missing = [name for name in wanted if name not in header.cells]
    strange = list(dict.fromkeys(name for name in header.cells if name and name not in wanted))
    # That its package describes this table by another schema was told when it was opened.
    other = any(one.code == "CP417" and one.message.startswith(f"resource {table.name}: ") for one in findings)
    doubled = sorted({name for name in header.cells if name and header.cells.count(name) > 1})

    def report(code: str, message: str, column: str | None, remedy: str, **more: str) -> None:
        name = shortened(column) if column else None
        findings.append(Finding(code, "error", message, table.file, header.line, name, remedy=remedy, **more))

    for name in missing:
        message = "the column is missing; the rows of this table are not checked"
        remedy = "Restore it; where nothing is stated, its cells are empty."
        near = _near(name, strange)
        if near:
            remedy = f"Is it the column `{shortened(near)}`? Then write its name as here."
        report("CP502", message, name, _OTHER_VERSION if other else remedy)
    for name in strange:
        near = _near(name, missing)
        remedy = f"Did you mean `{near}`?" if near else "Take the column out, or keep it in a file of your own."
        report("CP503", "a column that the schema has not", name, _OTHER_VERSION if other else remedy)
    for name in doubled:
        report("CP504", "the column is there twice", name, "Keep one of them, and take the other out.")
    if "" in header.cells:
        place = f"column {header.cells.index('') + 1} of {len(header.cells)}"
        remedy = "Name it as the schema does, or take it out with its cells: do the lines end in a comma?"
        report("CP509", "a column without a name", None, remedy, found=place)
    if missing or doubled:
        return None
    if header.cells != wanted and not strange and "" not in header.cells:
        remedy = "Put them in this order; a new build does."
        expected = ",".join(wanted)
        report("CP505", "the columns are not in the order of the schema", None, remedy, expected=expected)
    return [header.cells.index(name) for name in wanted]


def _near(name: str, names: list[str]) -> str | None:
    """The one of ``names`` that somebody probably meant by ``name``: other case, blanks, a slip of the pen."""
    plain = {other.strip().casefold().replace(" ", "_").replace("-", "_"): other for other in names}
    return next(iter(plain[near] for near in get_close_matches(name.strip().casefold(), plain, 1)), None)
