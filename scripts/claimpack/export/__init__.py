"""A package in the formats of other programs, one module a format.

Such a module has ``write(package, target)``, which writes the file, or fills the folder, ``target``. What columns mean,
their types, keys and vocabularies come from ``table_schema``. The same package gives the same bytes with the same
versions of the libraries; but for DuckDB, whose files have an id of their own.
"""

import importlib
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimpack import extras, table_schema
from claimpack.errors import ClaimpackError
from claimpack.loading import Package, find_package, read
from claimpack.replace import replacing
from claimpack.target import LITTER
from claimpack.validate import Report, examine, has_errors


@dataclass(frozen=True, slots=True)
class Format:
    """What a format writes: the name of its file or folder, and the extra that brings its library, if it needs one."""

    target: str
    extra: str | None = None


# The file that describes the Parquet files in the folder of Croissant.
CROISSANT = "croissant.json"
FORMATS = {
    "parquet": Format("parquet", "parquet"),
    "sqlite": Format("dataset.sqlite"),
    "duckdb": Format("dataset.duckdb", "duckdb"),
    "xlsx": Format("dataset.xlsx", "xlsx"),
    "jsonld": Format("annotations.jsonld"),
    "croissant": Format("croissant", "parquet"),
}


def export(formats: Sequence[str], package: str | Path | None, out: str | Path) -> Report:
    """Write a package in ``formats`` into the folder ``out``, if validation finds no errors in it; the findings.

    ``package`` is its folder, datapackage.json or zip file; None for the nearest, from the working directory upwards.
    ``out`` is new, empty or a folder of exports: what it holds of other formats stays, and it is replaced in one step
    once all is written. Raises ClaimpackError: CP310 for an unknown format, CP313 for a library that is missing, CP314
    where ``out`` holds anything else, CP315 for what a format cannot hold, CP301 and CP302 for a folder that cannot be
    written or replaced, and what ``loading.read`` raises for what is no package of claimpack.
    """
    check_formats(formats)
    out = Path(out)
    check_folder(out)
    package = find_package(Path()) if package is None else Path(package)
    report = examine(package)
    if has_errors(report.findings):
        return report
    found = read(package)
    with replacing(out, check_folder) as new:
        write(formats, found, new)
        for name in FORMATS.keys() - set(formats):
            _copy(out / FORMATS[name].target, new)
    return report


def write(formats: Iterable[str], found: Package, folder: Path) -> None:
    """Write a package that was read into ``folder``, which has none of the formats yet."""
    for name in dict.fromkeys(formats):
        importlib.import_module(f"claimpack.export.{name}").write(found, folder / FORMATS[name].target)


def check_formats(formats: Sequence[str]) -> None:
    """CP310 for a name that is no format; CP313 where the library of one is not installed."""
    for name in formats:
        if name not in FORMATS:
            needs = {known: f" ({extras.command(one.extra)})" if one.extra else "" for known, one in FORMATS.items()}
            remedy = "\n".join(["Known are:", *(f"  {known}{need}" for known, need in needs.items())])
            raise ClaimpackError("CP310", "no such format", value=name, remedy=remedy)
    for name in formats:
        if FORMATS[name].extra:
            extras.library(FORMATS[name].extra)


def check_folder(out: Path) -> None:
    """CP314 where ``out`` is there and holds, or is, something that no export writes."""
    for path in _strange(out) if out.exists() else ():
        remedy = "Nothing was changed. The folder is replaced as a whole: name one that is new, or holds exports only."
        raise ClaimpackError("CP314", "this is nothing that an export writes", path, remedy=remedy)


def _strange(out: Path) -> Iterator[Path]:
    """What no export writes, in ``out`` and in the folders of its formats."""
    own = LITTER | {one.target for one in FORMATS.values()}
    inside = LITTER | {CROISSANT, *(f"{table}.parquet" for table in table_schema.tables())}
    if not out.is_dir():
        yield out
        return
    for path in sorted(out.iterdir()):
        if path.name not in own:
            yield path
        elif path.is_dir():
            yield from (below for below in sorted(path.iterdir()) if below.name not in inside)


def _copy(old: Path, new: Path) -> None:
    if old.is_dir():
        shutil.copytree(old, new / old.name)
    elif old.exists():
        shutil.copy2(old, new)
