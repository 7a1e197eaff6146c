"""The libraries that not everybody needs: each is imported where it is used, and told of where it is missing."""

import importlib
from types import ModuleType

from claimpack.errors import ClaimpackError

# The library that each extra brings, by the name that it is imported by.
LIBRARIES = {"parquet": "pyarrow", "duckdb": "duckdb", "xlsx": "xlsxwriter", "polars": "polars", "dask": "distributed"}


def library(extra: str, module: str | None = None) -> ModuleType:
    """The library of an extra, or a ``module`` of one that it brings; CP313 where it is not installed."""
    name = module or LIBRARIES[extra]
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise ClaimpackError(
            "CP313",
            f"this needs {name.partition('.')[0]}, which is not installed",
            value=str(error),
            remedy=f"Install it: {command(extra)}",
        ) from error


def command(extra: str) -> str:
    """What to type to install an extra."""
    return f'python -m pip install "claimpack[{extra}]"'
