"""Findings as SARIF 2.1.0, the exchange format of programs that check files.

The standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import hashlib
import json
from dataclasses import asdict
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from claimpack import __version__, codes
from claimpack.validate.findings import Finding, Report, in_order, visible

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def written(report: Report) -> str:
    """The report as a SARIF log, in ASCII."""
    ordered = in_order(report.findings)
    used = sorted({finding.code for finding in ordered})
    driver = {"name": "claimpack", "version": __version__, "rules": [_rule(code) for code in used]}
    results = [_result(finding, used.index(finding.code), report) for finding in ordered]
    run: dict[str, Any] = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    if report.checked:
        run["properties"] = {"checked": [asdict(level) for level in report.checked]}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(code: str) -> dict[str, Any]:
    told = codes.explanations()[code]
    return {
        "id": code,
        "shortDescription": {"text": told.title},
        "fullDescription": {"text": told.means},
        "help": {"text": told.remedy},
    }


def _result(finding: Finding, rule: int, report: Report) -> dict[str, Any]:
    texts = [finding.message]
    texts += [f"{name}: {text}" for name, text in (("found", finding.found), ("expected", finding.expected)) if text]
    texts += [finding.remedy] if finding.remedy else []
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(report.place(finding.file))}}
    if finding.line is not None:
        place["region"] = {"startLine": finding.line}
    location: dict[str, Any] = {"physicalLocation": place}
    names = [(finding.key, "element"), (finding.column, "member")]
    named = [{"name": visible(name), "kind": kind} for name, kind in names if name]
    if named:
        location["logicalLocations"] = named
    more = {name: value for name, value in asdict(finding).items() if value is not None}
    for name in ("code", "level", "message", "file", "line"):
        more.pop(name, None)
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.level,
        "message": {"text": "\n".join(map(visible, texts))},
        "locations": [location],
        "partialFingerprints": {"claimpack/v1": _fingerprint(finding)},
        **({"properties": more} if more else {}),
    }


def _uri(path: str) -> str:
    return PurePosixPath(path).as_uri() if path.startswith("/") else quote(path)


def _fingerprint(finding: Finding) -> str:
    """The same for the same fault after rows were put before it: of all that does not hang on the line."""
    parts = [finding.code, finding.file, finding.key, finding.column, finding.check, finding.found]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
