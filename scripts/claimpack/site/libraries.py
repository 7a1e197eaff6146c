"""The libraries that the page uses: which files of which npm packages, as ``npm/package.json`` lists them.

``make site`` lets npm install what ``npm/package-lock.json`` pins, each package checked against its hash, and copies
the files listed into ``vendor/``, which is not committed but ships in the wheel.
"""

import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath
from typing import Any

from claimpack.errors import ClaimpackError

HERE = files("claimpack") / "site"
LIST = "libraries.json"


def collect(modules: Path, vendor: Path) -> None:
    """Copies the files of the libraries from npm's ``node_modules`` into ``vendor``, with a list of what they are."""
    wanted = json.loads((HERE / "npm" / "package.json").read_text(encoding="utf-8"))
    vendor.mkdir(parents=True, exist_ok=True)
    listed = []
    for name, paths in wanted["claimpack"].items():
        described = json.loads((modules / name / "package.json").read_text(encoding="utf-8"))
        if described["version"] != wanted["dependencies"][name]:
            raise ValueError(f"{name} {described['version']} is installed, not {wanted['dependencies'][name]}")
        names = {path: _flat(name, path) for path in paths}
        for path, flat in names.items():
            (vendor / flat).write_bytes((modules / name / path).read_bytes())
        entry = {"name": name, "version": described["version"], "license": described["license"]}
        listed.append({**entry, "files": list(names.values())})
    (vendor / LIST).write_text(json.dumps(listed, indent=2) + "\n", encoding="utf-8")


def _flat(name: str, path: str) -> str:
    """The name of a file among those of other packages."""
    short = name.rpartition("/")[2]
    return f"{short}.LICENSE.txt" if path == "LICENSE" else PurePosixPath(path).name


def shipped(vendor: Traversable = HERE / "vendor") -> tuple[list[dict[str, Any]], dict[str, bytes]]:
    """What the libraries are (name, version, license, files), and their files; CP340 where they were never fetched."""
    try:
        listed = json.loads((vendor / LIST).read_text(encoding="utf-8"))
        return listed, {name: (vendor / name).read_bytes() for library in listed for name in library["files"]}
    except OSError as error:
        remedy = "In a checkout: make site, which needs npm (Node.js) once. A released wheel brings them along."
        raise ClaimpackError("CP340", "the libraries of the page are not there", str(vendor), remedy=remedy) from error
