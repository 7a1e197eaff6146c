"""Findings for people, one after the other, and a line with their numbers."""

from collections.abc import Collection, Iterable

from claimpack.validate.findings import Finding, Report, in_order, total


def as_text(findings: Iterable[Finding]) -> str:
    """The findings, and how many they are."""
    ordered = in_order(findings)
    return "\n".join([*map(str, ordered), total(ordered)])


def written(report: Report, told: Collection[Finding] = ()) -> str:
    """The report as text, without findings ``told`` before; their number, and what was checked, a line a level."""
    found = [str(finding) for finding in in_order(report.findings) if finding not in told]
    checked = ["checked", *(f"  {level}" for level in report.checked)] if report.checked else []
    return "\n".join([*found, total(report.findings), *checked])
