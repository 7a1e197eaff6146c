"""build-record.json: of what, and with what, a release was made, so that it can be made once more."""

import hashlib
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from claimpack import __version__, table_schema
from claimpack.article import SUFFIXES

# The packages that the rows depend on, or that judge them.
_PACKAGES = ("HanTa", "frictionless", "pandas", "pandera")


def record(folder: Path, release: Mapping[str, Any], files: Mapping[str, bytes]) -> dict[str, Any]:
    """The record: what is known of the ``release``, the inputs and the ``files`` with their hashes, and the tools."""
    schema = {f"{name}.json": _hash((table_schema.folder() / f"{name}.json").read_bytes()) for name in _schemas()}
    return {
        **release,
        "inputs": {path.relative_to(folder).as_posix(): _hash(path.read_bytes()) for path in _inputs(folder)},
        "schema": schema,
        "files": {name: _hash(content) for name, content in sorted(files.items())},
        "tools": {
            "claimpack": __version__,
            "python": f"{platform.python_implementation()} {platform.python_version()}",
            **{name: version(name) for name in _PACKAGES},
        },
    }


def _inputs(folder: Path) -> list[Path]:
    """What a build reads of ``raw/``."""
    raw = folder / "raw"
    found = [path for pattern in ("*.csv", "package.json", "contributions/*.csv") for path in raw.glob(pattern)]
    found += [path for path in (raw / "articles").rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file()]
    return sorted(found, key=lambda path: path.relative_to(folder).parts)


def _schemas() -> list[str]:
    return ["package", *table_schema.tables(), "contributions", "retired"]


def _hash(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
