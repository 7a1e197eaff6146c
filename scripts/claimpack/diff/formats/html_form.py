"""A difference as one page of HTML that needs nothing else, made as that of findings is."""

from collections.abc import Iterable, Iterator, Mapping

from claimpack.diff.difference import Difference
from claimpack.diff.formats.text_form import change_line, numbers, proposed
from claimpack.diff.rows import Key, TableDifference
from claimpack.validate.formats.html_form import MAX_ROWS, document, shown


def written(difference: Difference, whole: bool = False) -> str:
    """The difference as a page; ``whole`` with more rows of a table than a browser is glad of."""
    heading = f"{shown(difference.old)} → {shown(difference.new)}"
    summary = shown(proposed(difference).capitalize() if difference else "No differences.")
    return document(f"{difference.old} → {difference.new}", heading, summary, _body(difference, whole))


def _body(difference: Difference, whole: bool) -> Iterator[str]:
    yield '<section class="note">'
    yield from _list("Why", (f"{reason.level}: {reason.text}" for reason in difference.reasons))
    for title, changes in (("Metadata", difference.metadata), ("Schema", difference.schema)):
        yield from _list(title, (change_line(change, whole=True) for change in changes))
    for name, table in difference.tables.items():
        if table:
            yield from _table(name, table, whole)
    yield from _list("Changed, and compared as a whole", difference.others)
    yield "</section>"


def _list(title: str, lines: Iterable[str]) -> Iterator[str]:
    items = "".join(f"<li>{shown(line)}</li>" for line in lines)
    if items:
        yield f"<h3>{title}</h3>\n<ul>{items}</ul>"


def _table(name: str, table: TableDifference, whole: bool) -> Iterator[str]:
    """The rows of a table by their keys: added and removed ones whole, of changed ones the cells that changed."""
    yield f"<h3>{shown(name)}: {numbers(table)}</h3>"
    heads = ("row", "what", "was", "is")
    yield '<div class="scroll"><table>'
    yield f"<thead><tr>{''.join(f'<th scope=col>{head}</th>' for head in heads)}</tr></thead>\n<tbody>"
    keys = sorted((*table.removed, *table.added, *table.changed))
    origins = {new: old for old, new in table.renamed.items()}
    told = keys if whole else keys[:MAX_ROWS]
    for key in told:
        cells = "".join(
            f'<td data-name="{head}">{cell}</td>'
            for head, cell in zip(heads, _cells(table, key, origins.get(key)), strict=True)
        )
        yield f"<tr>{cells}</tr>"
    yield "</tbody>\n</table></div>"
    if more := len(keys) - len(told):
        yield f"<p>{more} more rows are not shown here; --all and --format json have all of them.</p>"


def _cells(table: TableDifference, key: Key, origin: Key | None) -> tuple[str, str, str, str]:
    name = shown(" + ".join(key))
    if key in table.added:
        what = f"added; the same cells had {shown(' + '.join(origin))}" if origin else "added"
        return name, what, "", _listed(table.added[key])
    if key in table.removed:
        return name, "removed", _listed(table.removed[key]), ""
    was, now = ({column: pair[side] for column, pair in table.changed[key].items()} for side in (0, 1))
    return name, "changed", _listed(was, True), _listed(now, True)


def _listed(cells: Mapping[str, str], every: bool = False) -> str:
    """Cells with the names of their columns; empty ones only where ``every`` cell counts."""
    kept = {column: text for column, text in cells.items() if text or every}
    inner = (
        f"<dt>{shown(column)}</dt><dd>{shown(text) if text else '<i>empty</i>'}</dd>" for column, text in kept.items()
    )
    return f"<dl>{''.join(inner)}</dl>"
