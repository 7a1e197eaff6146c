"""How findings are printed: level by level, sorted, without times, so that two runs print the same."""

from importlib import import_module

from claimpack.validate.findings import Report

FORMATS = ("text", "json", "markdown", "github", "sarif", "html")


def written(form: str, report: Report) -> str:
    """The report in one of ``FORMATS``."""
    if form not in FORMATS:
        raise ValueError(form)
    return import_module(f"{__name__}.{form}_form").written(report)
