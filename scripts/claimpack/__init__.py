"""Turns German news articles into a data package of claims, each row checked against the text it came from."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

__version__ = "0.1.0"


def load(path: "str | Path | None" = None, as_polars: bool = False) -> dict[str, Any]:
    """The tables of a package as typed frames, by name: ``claimpack.load("datapackage")["claims"]``.

    ``path`` is the folder of a package, its datapackage.json or a zip file; without it the nearest package is taken,
    from the working directory upwards. The frames are those of pandas: text ``string``, integers ``Int64``, days
    ``datetime64[s]``, ``boolean``, numbers ``decimal.Decimal`` (``frame["low"].astype("Float64")`` reckons with them),
    and vocabularies ``category``, in the order of the schema. With ``as_polars`` they are those of polars: ``String``,
    ``Int64``, ``Boolean``, ``Date``, ``Decimal`` and ``Enum``. What the article does not state is empty in both.

    Offsets (``start``, ``stop``) count code points of the article's text, from 0; ``stop`` is the one after the last.
    Raises ``claimpack.errors.ClaimpackError`` where there is no package of claimpack, or one that cannot be read.
    """
    from claimpack.loading import load

    return load(path, as_polars)
