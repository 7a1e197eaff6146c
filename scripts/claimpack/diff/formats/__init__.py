"""How a difference is printed, sorted and without times, so that two runs print the same."""

from importlib import import_module

from claimpack.diff.difference import Difference

FORMATS = ("text", "json", "markdown", "html")


def written(form: str, difference: Difference, whole: bool = False) -> str:
    """The difference in one of ``FORMATS``; ``whole`` with every row and all of every cell. JSON always is."""
    if form not in FORMATS:
        raise ValueError(form)
    return import_module(f"{__name__}.{form}_form").written(difference, whole)
