"""Which folders a package may take the place of: nothing that is not a package's own is ever replaced."""

import json
import re
from pathlib import Path

from claimpack import table_schema
from claimpack.errors import ClaimpackError
from claimpack.package import DESCRIPTOR

# A file of a table in partitions, as the extraction of an archive writes it.
PART = re.compile(r"(?:part-\d+|listed)\.(?:csv|parquet)")
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
    own = {DESCRIPTOR, "README.md", "errors.csv", *(f"{table}.csv" for table in table_schema.tables())} | LITTER
    strange = []
    for path in sorted(folder.iterdir()):
        if path.name in table_schema.tables() and path.is_dir() and not path.is_symlink():
            strange += [part for part in sorted(path.iterdir()) if not PART.fullmatch(part.name)]
        elif path.name not in own:
            strange.append(path)
    for path in strange:
        if path.name not in LITTER:
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
