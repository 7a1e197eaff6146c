"""A difference in Markdown, for a pull request or a changelog."""

from collections.abc import Iterator

from claimpack.diff.difference import Difference
from claimpack.diff.formats.text_form import change_line, numbers, proposed, table_lines
from claimpack.validate.formats.markdown_form import escaped


def written(difference: Difference, whole: bool = False) -> str:
    """The difference in Markdown; ``whole`` where nothing is to be cut."""
    return "\n".join(_lines(difference, whole))


def _lines(difference: Difference, whole: bool) -> Iterator[str]:
    yield f"**{escaped(difference.old)} → {escaped(difference.new)}**"
    if not difference:
        yield "\nNo differences."
        return
    yield f"\n{escaped(proposed(difference).capitalize())}\n"
    yield from (f"- {escaped(f'{reason.level}: {reason.text}')}" for reason in difference.reasons)
    for title, changes in (("Metadata", difference.metadata), ("Schema", difference.schema)):
        if changes:
            yield f"\n### {title}\n"
            yield from (_item(change_line(change, whole)) for change in changes)
    for name, table in difference.tables.items():
        if table:
            yield f"\n### {escaped(name)}: {numbers(table)}\n"
            yield from map(_item, table_lines(table, whole))
    for name in difference.others:
        yield f"\n### {escaped(name)}: changed, and compared as a whole"


def _item(line: str) -> str:
    """A line as an item of a list. Its sign would begin another list, were it not code."""
    sign, _, rest = line.partition(" ")
    return f"- `{sign}` {escaped(rest)}" if sign in ("+", "-", "~", "=") else f"- {escaped(line.strip())}"
