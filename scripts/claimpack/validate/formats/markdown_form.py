"""Findings as a Markdown table, for a pull request."""

import re
from collections.abc import Iterable

from claimpack.validate.findings import Finding, Report, in_order, total, visible


def as_markdown(findings: Iterable[Finding]) -> str:
    """The number of findings, and a table of them."""
    ordered = in_order(findings)
    lines = [total(ordered)]
    if ordered:
        lines += ["", "| | where | what | remedy |", "|---|---|---|---|"]
    for finding in ordered:
        place = f"{finding.file}:{finding.line}" if finding.line is not None else finding.file
        place += "".join(f" {name}" for name in (finding.column, finding.key) if name)
        texts = [("found", finding.found), ("expected", finding.expected)]
        what = "; ".join([finding.message, *(f"{name}: {text}" for name, text in texts if text)])
        cells = [f"{finding.level} {finding.code}", place, what, finding.remedy or ""]
        lines.append("| " + " | ".join(escaped(cell) for cell in cells) + " |")
    return "\n".join(lines)


def escaped(text: str) -> str:
    """Text that means nothing to Markdown or HTML, in one line."""
    flat = visible(" ".join(text.split()))
    return re.sub(r"([\\`*_{}\[\]<>#|~@])", r"\\\1", flat)


def written(report: Report) -> str:
    """The report in Markdown, and what was checked, a line a level."""
    checked = ["", "Checked:", "", *(f"- {escaped(str(level))}" for level in report.checked)] if report.checked else []
    return "\n".join([as_markdown(report.findings), *checked])
