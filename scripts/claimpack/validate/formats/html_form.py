"""Findings as one page of HTML that needs nothing else: the faulty rows, their cells marked, what is wrong beside them.

The page has neither scripts nor addresses, and forbids its browser to load any. What stands in the files is shown as
text, whatever it is; the page itself is ASCII, so that it survives any way of saving it.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from itertools import groupby

from claimpack import codes, table_schema
from claimpack.csvfile import Record
from claimpack.rules import columns_of
from claimpack.validate.findings import LEVELS, Finding, Report, in_order, total, visible

# More rows of one file and level than anybody reads make a page that no browser opens.
MAX_ROWS = 500
_HEADINGS = {"error": "Errors", "warning": "Warnings", "note": "Notes"}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def written(report: Report) -> str:
    """The report as a page."""
    return "\n".join(_page(report)).encode("ascii", "xmlcharrefreplace").decode("ascii")


def _page(report: Report) -> Iterator[str]:
    ordered = in_order(report.findings)
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f"<title>{total(ordered)}: {escape(visible(report.subject))}</title>"
    yield f"<style>\n{_style()}</style>\n</head>\n<body>"
    yield f"<header><h1>{_shown(report.subject)}</h1><p>{total(ordered)}</p></header>\n<main>"
    if not ordered:
        yield "<p>Nothing is wrong.</p>"
    for level in LEVELS:
        of_level = [finding for finding in ordered if finding.level == level]
        if of_level:
            yield f'<section class="{level}">\n<h2>{_HEADINGS[level]}</h2>'
            for file, found in groupby(of_level, key=lambda finding: finding.file):
                yield from _file(file, list(found), report.tables.get(file, ()))
            yield "</section>"
    yield from _explained({finding.code for finding in ordered})
    yield "</main>\n</body>\n</html>"


def _file(file: str, found: Sequence[Finding], records: Sequence[Record]) -> Iterator[str]:
    """The findings of one level about a file: first those about no row of it, then the rows."""
    header = records[0].cells if records else []
    rows = {record.line: record for record in records[1:]}
    apart = [finding for finding in found if finding.line not in rows]
    faulty: dict[int, list[Finding]] = {}
    for finding in found:
        if finding.line in rows:
            faulty.setdefault(finding.line, []).append(finding)
    yield f"<h3>{_shown(file)}</h3>"
    if apart:
        yield f"<ul>{''.join(f'<li>{_told(finding)}</li>' for finding in apart)}</ul>"
    if not faulty:
        return
    table = file.rpartition("/")[2].removesuffix(".csv")
    kept = sorted(faulty)[:MAX_ROWS]
    marks = {line: _marked(table, header, faulty[line]) for line in kept}
    shown = set().union(*marks.values()) | set(_key(table, header))
    columns = [place for place, name in enumerate(header) if name in shown]
    names = "".join(f"<th scope=col>{_shown(header[place])}</th>" for place in columns)
    yield f'<div class="scroll"><table>\n<thead><tr><th scope=col>line</th>{names}<th scope=col>what is wrong</th></tr>'
    yield "</thead>\n<tbody>"
    for line in kept:
        yield from _row(header, rows[line], columns, marks[line], faulty[line])
    yield "</tbody>\n</table></div>"
    if len(faulty) > len(kept):
        yield f"<p>{len(faulty) - len(kept)} more rows are not shown here; --format json has all of them.</p>"


def _row(
    header: Sequence[str], record: Record, columns: Iterable[int], marks: set[str], found: Iterable[Finding]
) -> Iterator[str]:
    cells = record.cells
    shown = "".join(
        _cell("td", cells[place] if place < len(cells) else "", header[place] in marks) for place in columns
    )
    whole = "".join(
        f"<dt>{_shown(header[place]) if place < len(header) else 'beyond the header'}</dt>"
        + _cell("dd", cell, place >= len(header) or header[place] in marks)
        for place, cell in enumerate(cells)
    )
    told = "".join(f"<li>{_told(finding, in_row=True)}</li>" for finding in found)
    details = f"<details><summary>whole row</summary><dl>{whole}</dl></details>"
    yield f"<tr><th scope=row>{record.line}</th>{shown}<td class=told><ul>{told}</ul>{details}</td></tr>"


def _cell(tag: str, text: str, marked: bool) -> str:
    inner = _shown(text) if text else "<i>empty</i>"
    return f"<{tag}><mark>{inner}</mark></{tag}>" if marked else f"<{tag}>{inner}</{tag}>"


def _told(finding: Finding, in_row: bool = False) -> str:
    """A finding in words; what its row shows already is left out."""
    link = f'<a href="#{finding.code}">{finding.code}</a>'
    place = [f"line {finding.line}"] if finding.line is not None and not in_row else []
    place += [f"<code>{_shown(finding.column)}</code>"] if finding.column else []
    parts = [f"{link} {', '.join(place)}{': ' if place else ''}{_shown(finding.message)}"]
    found = None if in_row and finding.column else finding.found
    parts += [
        f"<br>{name}: {_shown(text)}" for name, text in (("found", found), ("expected", finding.expected)) if text
    ]
    parts += [f"<br><b>{_shown(finding.remedy)}</b>"] if finding.remedy else []
    return "".join(parts)


def _explained(used: set[str]) -> Iterator[str]:
    if used:
        yield "<section>\n<h2>What the codes mean</h2>"
        for code in sorted(used):
            told = codes.explanations()[code]
            texts = "".join(f"<p>{_shown(text)}</p>" for text in (told.means, told.remedy))
            yield f'<h3 id="{code}">{code}: {_shown(told.title)}</h3>{texts}'
        yield "</section>"


def _marked(table: str, header: Sequence[str], found: Iterable[Finding]) -> set[str]:
    """The columns that findings about one row speak of; all, where they speak of the row as a whole."""
    names: set[str] = set()
    for finding in found:
        named = finding.column.split(",") if finding.column else []
        if not named and finding.check and table in table_schema.tables():
            rule = next((rule for rule in table_schema.rules(table) if rule.name == finding.check), None)
            named = columns_of(table, rule.check) if rule else _key(table, header)
        names.update(name for name in named if name in header)
    return names


def _key(table: str, header: Sequence[str]) -> Sequence[str]:
    """The columns that a reader knows a row by."""
    if table in table_schema.tables() and "action" not in header:
        return table_schema.primary_key(table)
    return header[:4]


def _shown(text: str) -> str:
    """Text of a file as text of the page: signs that are not seen by their numbers, each direction kept to itself."""
    inner = escape(text)
    lines = [visible(line, lambda code: f"<span class=sign>{code}</span>") for line in inner.split("\n")]
    return f"<bdi>{'<br>'.join(lines)}</bdi>"


@cache
def _style() -> str:
    return files(__package__).joinpath("page.css").read_text(encoding="utf-8")
