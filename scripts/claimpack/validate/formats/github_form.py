"""Findings as workflow commands of GitHub Actions: each is shown beside the line that it is about."""

from claimpack.validate.findings import Report, in_order, total, visible

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
# As in @actions/core, which writes these commands for programs in JavaScript.
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = _DATA | {":": "%3A", ",": "%2C"}


def written(report: Report) -> str:
    """The report as workflow commands, one a line, and a line with their numbers."""
    ordered = in_order(report.findings)
    lines = []
    for finding in ordered:
        title = " ".join(filter(None, [finding.code, finding.column]))
        properties = {"file": report.place(finding.file), "line": finding.line, "title": visible(title)}
        given = ",".join(f"{name}={_escaped(str(it), _PROPERTY)}" for name, it in properties.items() if it is not None)
        row = f"row {finding.key}" if finding.key else None
        parts = [
            finding.message,
            *(f"{name}: {text}" for name, text in (("found", finding.found), ("expected", finding.expected)) if text),
            finding.remedy,
            row,
        ]
        message = "\n".join(visible(part) for part in parts if part)
        lines.append(f"::{_COMMANDS[finding.level]} {given}::{_escaped(message, _DATA)}")
    return "\n".join([*lines, total(ordered)])


def _escaped(text: str, signs: dict[str, str]) -> str:
    return "".join(signs.get(sign, sign) for sign in text)
