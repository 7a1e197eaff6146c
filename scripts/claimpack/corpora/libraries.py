"""The libraries that only archives need: imported where they are used, and told of where they are missing."""

import importlib
from types import ModuleType

from claimpack.errors import ClaimpackError


def library(name: str, extra: str = "corpora") -> ModuleType:
    """A module of the library that an extra brings; CP350 where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        message = f"this needs {name.partition('.')[0]}, which is not installed"
        remedy = f'Install it: python -m pip install "claimpack[{extra}]"'
        raise ClaimpackError("CP350", message, value=str(error), remedy=remedy) from error
