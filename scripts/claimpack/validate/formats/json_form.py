"""Findings as a JSON list, for programs."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from claimpack.validate.findings import Finding, Report, in_order, visible


def as_json(findings: Iterable[Finding]) -> str:
    """The findings as a JSON list of objects, with all their fields; signs that are not seen are escaped."""
    return dumped([asdict(finding) for finding in in_order(findings)])


def dumped(value: Any) -> str:
    """``value`` as JSON that a person can read; signs that are not seen are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return "\n".join(visible(line, _escape) for line in text.split("\n"))


def _escape(code: str) -> str:
    return json.dumps(chr(int(code.removeprefix("U+"), 16)))[1:-1]


def written(report: Report) -> str:
    """The report as JSON."""
    return as_json(report.findings)
