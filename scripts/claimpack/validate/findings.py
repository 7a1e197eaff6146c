"""What validation finds, and how it is printed.

Codes: CP25x and CP26x contributions, CP41x opening a package, CP5xx columns, rows and cells, CP6xx keys and derived
tables, CP7xx rules across columns, CP8xx evidence in the articles, CP9xx what Frictionless alone found. A code keeps
its meaning.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

LEVELS = ("error", "warning")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a package.

    ``line`` is a physical line of ``file``, from 1; ``key`` the primary key of the row, its columns joined by " + ";
    ``check`` the constraint, key or rule that failed; ``found`` the text that stands there.
    """

    code: str
    level: str
    message: str
    file: str
    line: int | None = None
    column: str | None = None
    key: str | None = None
    check: str | None = None
    found: str | None = None
    expected: str | None = None
    remedy: str | None = None

    def __str__(self) -> str:
        place = self.file
        if self.line is not None:
            place += f":{self.line}"
        if self.column:
            place += f", column {self.column}"
        if self.key:
            place += f", row {self.key}"
        lines = [f"{self.level} {self.code}: {place}: {self.message}"]
        lines += [f"  {name}: {text}" for name, text in (("found", self.found), ("expected", self.expected)) if text]
        if self.remedy:
            lines.append(f"  {self.remedy}")
        return "\n".join(lines)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings without doubles, errors first, then by file, line, column and code."""
    return sorted(
        set(findings),
        key=lambda f: (LEVELS.index(f.level), f.file, f.line or 0, f.column or "", f.code, f.check or "", str(f)),
    )


def at_most(limit: int, findings: Iterable[Finding]) -> list[Finding]:
    """The first ``limit`` findings in their order, and one (CP449) that says how many there are more, if any."""
    ordered = in_order(findings)
    more = ordered[limit:]
    if not more:
        return ordered
    errors = sum(finding.level == "error" for finding in more)
    message = f"{_count(errors, 'more error')} and {_count(len(more) - errors, 'more warning')} are not shown"
    level = "error" if errors else "warning"
    remedy = "Mend these first, or ask for more: --max-findings."
    return in_order([*ordered[:limit], Finding("CP449", level, message, more[0].file, more[0].line, remedy=remedy)])


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether one of ``findings`` is more than a warning."""
    return any(finding.level == "error" for finding in findings)


def as_text(findings: Iterable[Finding]) -> str:
    """The findings for people, one after the other, and a line with their numbers."""
    ordered = in_order(findings)
    return "\n".join([*map(str, ordered), _total(ordered)])


def as_json(findings: Iterable[Finding]) -> str:
    """The findings as a JSON list of objects, with all their fields."""
    return json.dumps([asdict(finding) for finding in in_order(findings)], ensure_ascii=False, indent=2)


def as_markdown(findings: Iterable[Finding]) -> str:
    """The findings as a Markdown table, for a pull request."""
    ordered = in_order(findings)
    lines = [_total(ordered)]
    if ordered:
        lines += ["", "| | where | what | remedy |", "|---|---|---|---|"]
    for finding in ordered:
        place = f"{finding.file}:{finding.line}" if finding.line is not None else finding.file
        place += "".join(f" {name}" for name in (finding.column, finding.key) if name)
        texts = [("found", finding.found), ("expected", finding.expected)]
        what = "; ".join([finding.message, *(f"{name}: {text}" for name, text in texts if text)])
        cells = [f"{finding.level} {finding.code}", place, what, finding.remedy or ""]
        lines.append("| " + " | ".join(_escaped(cell) for cell in cells) + " |")
    return "\n".join(lines)


def _escaped(text: str) -> str:
    """Text that means nothing to Markdown or HTML, in one line."""
    flat = " ".join(text.split())
    return re.sub(r"([\\`*_{}\[\]<>#|~@])", r"\\\1", flat)


def _total(findings: Sequence[Finding]) -> str:
    errors = sum(finding.level == "error" for finding in findings)
    return f"{_count(errors, 'error')}, {_count(len(findings) - errors, 'warning')}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


def shortened(text: str, limit: int = 80) -> str:
    """``text`` for a message: without line breaks, and not longer than ``limit`` code points."""
    flat = text.replace("\r", "\\r").replace("\n", "\\n")
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"
