"""Findings as one page of HTML that needs nothing else: the faulty rows, their cells marked, what is wrong beside them.

The page has neither scripts nor addresses, and forbids its browser to load any. What stands in the files is shown as
text, whatever it is; the page itself is ASCII, so that it survives any way of saving it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from itertools import groupby

from claimpack import codes, table_schema
from claimpack.csvfile import Record
from claimpack.table_schema import columns_of
from claimpack.validate.findings import LEVELS, Finding, Report, in_order, table_of, total, visible

# More rows of one file and level than anybody reads make a page that no browser opens.
MAX_ROWS = 500
# Cells of more characters than this have a wide column.
_LONG = 40
# A table with more columns does not fit a screen.
_MAX_COLUMNS = 4
_HEADINGS = {"error": "Errors", "warning": "Warnings", "note": "Notes"}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def written(report: Report) -> str:
    """The report as a page."""
    ordered = in_order(report.findings)
    heading = shown(report.subject)
    return document(f"{total(ordered)}: {report.subject}", heading, total(ordered), _body(report, ordered))


def document(title: str, heading: str, summary: str, body: Iterable[str]) -> str:
    """A page of ASCII; ``title`` is text, all else is HTML."""
    head = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{escape(visible(title))}</title>",
        f"<style>\n{_style()}</style>\n</head>\n<body>",
        f"<header><h1>{heading}</h1><p>{summary}</p></header>\n<main>",
    ]
    page = "\n".join([*head, *body, "</main>\n</body>\n</html>"])
    return page.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _body(report: Report, ordered: Sequence[Finding]) -> Iterator[str]:
    if not ordered:
        yield "<p>Nothing is wrong.</p>"
    for level in LEVELS:
        of_level = [finding for finding in ordered if finding.level == level]
        if of_level:
            yield f'<section class="{level}">\n<h2>{_HEADINGS[level]}</h2>'
            for file, found in groupby(of_level, key=lambda finding: finding.file):
                yield from _file(file, list(found), report.tables.get(file, ()))
            yield "</section>"
    if report.checked:
        levels = "".join(
            f"<dt>{level.level}</dt><dd>{shown(str(level).partition(': ')[2])}</dd>" for level in report.checked
        )
        yield f"<section>\n<h2>What was checked</h2>\n<dl>{levels}</dl></section>"
    yield from _explained({finding.code for finding in ordered})


def _file(file: str, found: Sequence[Finding], records: Sequence[Record]) -> Iterator[str]:
    """The findings of one level about a file: first those about no row of it, then the rows."""
    header = records[0].cells if records else []
    rows = {record.line: record for record in records[1:]}
    apart = [finding for finding in found if finding.line not in rows]
    faulty: dict[int, list[Finding]] = {}
    for finding in found:
        if finding.line in rows:
            faulty.setdefault(finding.line, []).append(finding)
    yield f"<h3>{shown(file)}</h3>"
    if apart:
        yield f"<ul>{''.join(f'<li>{_told(finding)}</li>' for finding in apart)}</ul>"
    if not faulty:
        return
    table = table_of(file)
    kept = sorted(faulty)[:MAX_ROWS]
    told = {line: {finding: _named(table, header, finding) for finding in faulty[line]} for line in kept}
    used = {name for named in told.values() for names in named.values() for name in names} | set(_key(table, header))
    columns = [place for place, name in enumerate(header) if name in used]
    wide = len(columns) > _MAX_COLUMNS
    names = "<th scope=col>cells</th>" if wide else "".join(f"<th scope=col>{shown(header[i])}</th>" for i in columns)
    yield '<div class="scroll"><table>'
    yield f"<thead><tr><th scope=col>line</th><th scope=col>what is wrong</th>{names}</tr></thead>\n<tbody>"
    for line in kept:
        own = set(_key(table, header)).union(*told[line].values())
        its = [place for place in columns if header[place] in own] if wide else columns
        yield from _row(header, rows[line], its, told[line], wide)
    yield "</tbody>\n</table></div>"
    if len(faulty) > len(kept):
        yield f"<p>{len(faulty) - len(kept)} more rows are not shown here; --format json has all of them.</p>"


def _row(
    header: Sequence[str], record: Record, columns: Iterable[int], found: Mapping[Finding, Sequence[str]], wide: bool
) -> Iterator[str]:
    """A faulty row: its line, its findings, given with the columns that each speaks of, and the cells of ``columns``.

    In a ``wide`` table these stand below each other with their names, so that none is out of sight.
    """
    cells, marks = record.cells, {name for names in found.values() for name in names}

    def listed(places: Iterable[int]) -> str:
        return "".join(
            f"<dt>{shown(header[place]) if place < len(header) else 'beyond the header'}</dt>"
            + _cell("dd", cells[place], place >= len(header) or header[place] in marks)
            for place in places
            if place < len(cells)
        )

    if wide:
        inner = f"<td><dl>{listed(columns)}</dl></td>"
    else:
        named = ((header[place], cells[place] if place < len(cells) else "") for place in columns)
        inner = "".join(_cell("td", cell, name in marks, name) for name, cell in named)
    told = "".join(f"<li>{_told(finding, in_row=True, seen=bool(names))}</li>" for finding, names in found.items())
    # What is wrong with the row as a whole is seen in the whole row only.
    apart = not all(found.values())
    number = f"<mark>{record.line}</mark>" if apart else record.line
    details = (
        f"<details{' open' if apart else ''}><summary>whole row</summary><dl>{listed(range(len(cells)))}</dl></details>"
    )
    yield f"<tr><th scope=row>{number}</th><td class=told><ul>{told}</ul>{details}</td>{inner}</tr>"


def _cell(tag: str, text: str, marked: bool, name: str = "") -> str:
    inner = shown(text) if text else "<i>empty</i>"
    long = name and len(text) > _LONG
    if marked:
        inner = f"<mark>{inner}</mark>"
    elif long:
        inner = f"<div class=short>{inner}</div>"
    # On narrow screens the name stands before the cell.
    named = f' data-name="{escape(visible(name))}"' if name else ""
    return f"<{tag}{' class=long' if long else ''}{named}>{inner}</{tag}>"


def _told(finding: Finding, in_row: bool = False, seen: bool = False) -> str:
    """A finding in words, without its line beside the row, and without what it found where marked cells show it."""
    link = f'<a href="#{finding.code}">{finding.code}</a>'
    place = [f"line {finding.line}"] if finding.line is not None and not in_row else []
    place += [f"<code>{shown(finding.column)}</code>"] if finding.column else []
    parts = [f"{link} {', '.join(place)}{': ' if place else ''}{shown(finding.message)}"]
    for name, text in (("found", None if seen else finding.found), ("expected", finding.expected)):
        parts += [f"<br>{name}: {shown(text)}"] if text else []
    if finding.remedy:
        remedy = re.sub(r"`([^`]+)`", r"<code>\1</code>", shown(finding.remedy))
        parts.append(f"<br><b>{remedy}</b>")
    return "".join(parts)


def _explained(used: set[str]) -> Iterator[str]:
    if used:
        yield "<section>\n<h2>What the codes mean</h2>"
        for code in sorted(used):
            told = codes.explanations()[code]
            texts = "".join(f"<p>{shown(text)}</p>" for text in (told.means, told.remedy))
            yield f'<h3 id="{code}">{code}: {shown(told.title)}</h3>{texts}'
        yield "</section>"


def _named(table: str, header: Sequence[str], finding: Finding) -> list[str]:
    """The columns of its row that a finding speaks of; none where it speaks of the row as a whole."""
    names: Iterable[str] = finding.column.split(",") if finding.column else ()
    if not names and finding.check and table in table_schema.tables():
        checks = {rule.name: rule.check for rule in table_schema.rules(table)}
        key = table_schema.primary_key(table) if finding.check == "primary_key" else ()
        names = columns_of(table, checks[finding.check]) if finding.check in checks else key
    return [name for name in names if name in header]


def _key(table: str, header: Sequence[str]) -> Sequence[str]:
    """The columns that a reader knows a row by."""
    if table in table_schema.tables() and "action" not in header:
        return table_schema.primary_key(table)
    return header[:4]


def shown(text: str) -> str:
    """Text of a file as text of the page: signs that are not seen by their numbers, each direction kept to itself."""
    inner = escape(text)
    lines = [visible(line, lambda code: f"<span class=sign>{code}</span>") for line in inner.split("\n")]
    return f"<bdi>{'<br>'.join(lines)}</bdi>"


@cache
def _style() -> str:
    return files(__package__).joinpath("page.css").read_text(encoding="utf-8")
