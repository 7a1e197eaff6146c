"""Which folders a package may take the place of: nothing that is not a package's own is ever replaced."""

import json
from pathlib import Path

from claimpack import table_schema
from claimpack.errors import ClaimpackError
from claimpack.package import DESCRIPTOR

# What file managers leave behind in any folder.
LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


def check_generated(folder: Path) -> None:
    """CP303 where a project's ``datapackage/`` holds something that no build writes; its content may be broken."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ClaimpackError(
            "CP303", "this is not a folder", folder, remedy="Nothing was changed. Name a folder, or move this away."
        )
    own = {DESCRIPTOR, "README.md", *(f"{table}.csv" for table in table_schema.tables())}
    for path in sorted(folder.iterdir()):
        if path.name not in own | LITTER:
            remedy = "Nothing was changed. The folder is replaced as a whole: move what is yours out of it."
            raise ClaimpackError("CP303", "this is no file of a package", path, remedy=remedy)


def check_package(folder: Path) -> None:
    """CP302 where ``folder`` is neither missing nor empty nor a package of claimpack; CP303 as ``check_generated``."""
    if not folder.is_dir() or not any(folder.iterdir()):
        check_generated(folder)
        return
    try:
        descriptor = json.loads((folder / DESCRIPTOR).read_bytes())
        names = {resource["name"] for resource in descriptor["resources"]}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        names = set()
    if not {"sources", "claims", "quantities"} <= names:
        remedy = "Nothing was changed. Choose a folder that is new or empty."
        raise ClaimpackError(
            "CP302", "the folder is not empty and holds no package of claimpack", folder, remedy=remedy
        )
    check_generated(folder)
