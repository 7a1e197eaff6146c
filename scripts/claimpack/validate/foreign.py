"""Packages that are not of our schema: opened as safely, then judged by Frictionless.

Frictionless sees copies of the files under names that are made here, and of the descriptor what cannot lead it
elsewhere: no address, no other format than CSV, and schemas and dialects written out. It runs in a process of its own,
without network, for a limited time: patterns and encodings are anybody's.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from claimpack import csvfile
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


def check_foreign(descriptor: Mapping[str, Any], copies: Mapping[str, bytes], limits: Limits) -> list[Finding]:
    """What Frictionless finds, as CP901; CP450 where it ends otherwise than with a report."""
    with tempfile.TemporaryDirectory(prefix="claimpack-") as folder:
        for name, data in copies.items():
            Path(folder, name).write_bytes(data)
        Path(folder, "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
        package = Path(__file__).parents[2]
        # -P: what lies in the folder is never taken for a module.
        command = [sys.executable, "-P", "-m", "claimpack.validate.judge", str(limits.seconds)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(package), *sys.path]))}
        try:
            done = subprocess.run(
                command, cwd=folder, env=environment, capture_output=True, timeout=2 * limits.seconds, check=False
            )
            errors = json.loads(done.stdout) if done.returncode == 0 else None
        except subprocess.TimeoutExpired:
            errors = None
    if errors is None:
        message = f"Frictionless came to no end within {limits.seconds} seconds, or failed: the files are not checked"
        return [Finding("CP450", "error", message, "datapackage.json")]
    return [_finding(error, descriptor, copies) for error in errors]


def _finding(error: Mapping[str, Any], descriptor: Mapping[str, Any], copies: Mapping[str, bytes]) -> Finding:
    place, row = error["place"], error["row"]
    resource = next((one for one in descriptor["resources"] if one.get("path") == place), {})
    dialect = resource.get("dialect") or {}
    line = None
    if row is not None and place in copies:
        line = _line(copies[place], row, str(dialect.get("delimiter") or ("\t" if place.endswith("tsv") else ",")))
    return Finding(
        "CP901",
        "error",
        f"Frictionless: {error['title']}: {shortened(error['note'], 200)}",
        shortened(str(resource.get("name") or "datapackage.json")),
        line,
        error["field"],
        check=error["type"],
        found=error["cell"] and shortened(error["cell"]),
    )


def _line(data: bytes, row: int, delimiter: str) -> int | None:
    """The physical line of the ``row``-th record, which may be written in any way; None if that cannot be told."""
    import csv

    try:
        records = csvfile.read_text(data.decode("utf-8", errors="replace"), delimiter)
    except (csv.Error, TypeError, ValueError):
        return None
    return records[row - 1].line if row <= len(records) else None
