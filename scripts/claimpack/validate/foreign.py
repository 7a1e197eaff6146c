"""Packages that are not of our schema: opened as safely; ``standard`` lets Frictionless judge them.

Frictionless sees copies of the files under names that are made here, and of the descriptor what cannot lead it
elsewhere: no address, no other format than CSV, and schemas and dialects written out. It runs in a process of its own,
without network, for a limited time: patterns and encodings are anybody's.
"""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from claimpack.errors import ClaimpackError
from claimpack.limits import Limits
from claimpack.validate.files import Files, checked_path, read_json
from claimpack.validate.findings import Finding, shortened

_PACKAGE = ("name", "id", "title", "description", "version", "created", "homepage", "keywords", "contributors")
_KEPT = ("name", "title", "description", "encoding", "bytes", "hash", "licenses", "sources")
_TABULAR = {"csv", "tsv"}
_BOM = b"\xef\xbb\xbf"


def open_foreign(
    descriptor: Mapping[str, Any], files: Files, limits: Limits
) -> tuple[dict[str, Any], dict[str, bytes], list[Finding]]:
    """What Frictionless may see of a package: its descriptor, the files by the names that they have there, and what was
    left out and why.
    """
    findings = [
        Finding(
            *("CP448", "warning", "not a package of claimpack: only what the standard says is checked"),
            file="datapackage.json",
        )
    ]
    safe = {key: descriptor[key] for key in (*_PACKAGE, "licenses", "sources") if key in descriptor}
    safe["resources"] = []
    copies: dict[str, bytes] = {}
    unread = limits.unpacked

    def report(code: str, level: str, resource: Mapping[str, Any], message: str, **more: Any) -> None:
        shown = shortened(str(resource.get("name")))
        findings.append(Finding(code, level, f"resource {shown}: {message}", "datapackage.json", **more))

    for number, resource in enumerate(descriptor["resources"]):
        made = {key: resource[key] for key in _KEPT if key in resource}
        paths = resource.get("path")
        paths = paths if isinstance(paths, list) and paths else [paths]
        try:
            if "path" in resource:
                made["path"] = []
                for part, path in enumerate(paths):
                    data = files.read(checked_path(path if isinstance(path, str) else ""), min(unread, limits.file))
                    unread -= len(data)
                    suffix = _suffix(resource, path)
                    copy = f"{number}-{part}.{suffix if suffix in _TABULAR else 'bin'}"
                    copies[copy] = data
                    made["path"].append(copy)
                    if data.startswith(_BOM):
                        report("CP422", "warning", resource, "begins with a byte order mark", found=shortened(path))
                made["path"] = made["path"] if len(paths) > 1 else made["path"][0]
            elif isinstance(resource.get("data"), list | dict):
                made["data"] = resource["data"]
            for key in ("schema", "dialect"):
                if part := written_out(resource.get(key), files, limits):
                    made[key] = part
        except ClaimpackError as error:
            problem = error.problem
            found = None if problem.value is None else shortened(problem.value)
            report(problem.code, "error", resource, problem.message, found=found, remedy=problem.remedy)
            continue
        if "path" in resource and _suffix(resource, paths[0]) not in _TABULAR:
            made = {key: made[key] for key in ("name", "path", "bytes", "hash") if key in made} | {"type": "file"}
            if "schema" in resource:
                message = "not opened: only CSV is; what the schema says of it is not checked"
                report("CP451", "warning", resource, message, found=shortened(str(paths[0])))
        else:
            made["type"] = "table"
        safe["resources"].append(made)
    return safe, copies, findings


def _suffix(resource: Mapping[str, Any], path: str) -> str:
    """The format of a file, by what the descriptor says or the ending of its name. A packed file is not unpacked."""
    if resource.get("compression", "no") not in ("no", ""):
        return "packed"
    return str(resource.get("format") or PurePosixPath(path).suffix.lstrip(".")).lower()


def written_out(value: Any, files: Files, limits: Limits) -> dict[str, Any] | None:
    """A schema or dialect; one in a file of the package is read. None for one elsewhere, of which CP447 tells."""
    if isinstance(value, str) and "://" not in value:
        try:
            value = read_json(files.read(checked_path(value), limits.descriptor), limits)
        except ValueError as error:
            raise ClaimpackError("CP413", f"not a readable JSON file: {error}", value=value) from error
    return value if isinstance(value, dict) else None
