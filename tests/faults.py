"""Plants the faults of ``cases/faults.csv``, one at a time, into a clean package, and asks Frictionless about each.

Run as a script it prints what claimpack and Frictionless find of each:

    python tests/faults.py

A fault changes one ``file``: ``cell`` writes ``value`` into the cell ``where`` (number of the row, colon, column),
``double`` adds the row ``where`` once more at the end, ``drop`` takes it out, ``replace`` puts ``value`` for the first
``where`` in the text (with \\n, \\r, \\t, \\xNN and \\uNNNN; all line ends where that is \\n), ``set`` writes the JSON
``value`` to the pointer ``where`` of the descriptor (no value: takes it out), ``delete`` removes the file.
``frictionless`` is what types of error Frictionless reports: none where the standard cannot express the fault, or
Frictionless does not look for it.
"""

import csv
import hashlib
import io
import json
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sample
from claimpack import csvfile, package
from tables import CASES

Files = dict[str, bytes]


def faults() -> list[dict[str, str]]:
    """The rows of the table."""
    with open(CASES / "faults.csv", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(line for line in stream if not line.startswith("#")))


def clean() -> Files:
    """The files of the sample package, with quotations uncut."""
    return package.package_files(sample.tables(), sample.METADATA, quotations=package.FULL)


def planted(files: Files, fault: Mapping[str, str]) -> Files:
    """``files`` with the fault; the descriptor gives size and hash of the changed file as they are now."""
    name, change = fault["file"], fault["change"]
    made = dict(files)
    if change == "delete":
        del made[name]
        return made
    made[name] = _CHANGES[change](files[name], fault["where"], fault["value"])
    assert made[name] != files[name], fault
    if name != "datapackage.json":
        descriptor = json.loads(made["datapackage.json"])
        for resource in descriptor["resources"]:
            if resource["path"] == name:
                digest = hashlib.sha256(made[name]).hexdigest()
                resource |= {"bytes": len(made[name]), "hash": f"sha256:{digest}"}
        made["datapackage.json"] = json.dumps(descriptor).encode()
    return made


def save(files: Mapping[str, bytes], folder: Path) -> Path:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def _written(rows: list[list[str]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode()


def _rows(data: bytes) -> list[list[str]]:
    return [record.cells for record in csvfile.read_csv(data)]


def _cell(data: bytes, where: str, value: str) -> bytes:
    rows = _rows(data)
    number, column = where.split(":")
    rows[int(number)][rows[0].index(column)] = _unescaped(value).decode()
    return _written(rows)


def _double(data: bytes, where: str, _: str) -> bytes:
    rows = _rows(data)
    return _written([*rows, rows[int(where)]])


def _drop(data: bytes, where: str, _: str) -> bytes:
    rows = _rows(data)
    del rows[int(where)]
    return _written(rows)


def _unescaped(text: str) -> bytes:
    """\\xNN is a byte, all else text."""
    for sign, meant in (("\\n", "\n"), ("\\r", "\r"), ("\\t", "\t"), ("\\ufeff", "\ufeff"), ("\\u202e", "\u202e")):
        text = text.replace(sign, meant)
    head, *tail = text.encode().split(b"\\x")
    return head + b"".join(bytes.fromhex(part[:2].decode()) + part[2:] for part in tail)


def _replace(data: bytes, where: str, value: str) -> bytes:
    return data.replace(_unescaped(where), _unescaped(value), -1 if where in ("\\n",) else 1)


def _set(data: bytes, where: str, value: str) -> bytes:
    descriptor = json.loads(data)
    *steps, last = [int(step) if step.isdigit() else step for step in where.strip("/").split("/")]
    part: Any = descriptor
    for step in steps:
        part = part[step]
    if not value:
        del part[last]
    elif isinstance(part, list) and last == len(part):
        part.append(json.loads(value))
    else:
        part[last] = json.loads(value)
    return json.dumps(descriptor).encode()


_CHANGES = {"cell": _cell, "double": _double, "drop": _drop, "replace": _replace, "set": _set}


def judged(folder: Path) -> set[str]:
    """The types of errors that Frictionless reports, foreign keys included."""
    import frictionless

    warnings.simplefilter("ignore")
    try:
        report = frictionless.validate(str(folder / "datapackage.json"), type="package")
    except frictionless.FrictionlessException as exception:
        return {error.type for error in exception.reasons or [exception.error]}
    return {kind for (kind,) in report.flatten(["type"])}


def main() -> None:
    """Print the table, and how many each finds."""
    from claimpack.errors import ClaimpackError
    from claimpack.validate import validate

    files, mine, theirs, together = clean(), 0, 0, faults()
    print(f"| {'fault':44} | {'claimpack':24} | {'Frictionless':22} |\n|{'-' * 46}|{'-' * 26}|{'-' * 24}|")
    for fault in together:
        with tempfile.TemporaryDirectory() as name:
            folder = save(planted(files, fault), Path(name))
            try:
                found = {(f.code, str(f.line or ""), f.column or "") for f in validate(folder, sample.ARTICLES)}
            except ClaimpackError as error:
                found = {(error.code, "", "")}
            wanted = (fault["code"], fault["line"], fault["column"])
            seen = judged(folder)
        mine += wanted in found
        theirs += bool(seen)
        place = f"{wanted[0]} {':'.join(filter(None, wanted[1:]))}" if wanted in found else "NOT FOUND"
        print(f"| {fault['name'][:44]:44} | {place[:24]:24} | {', '.join(sorted(seen))[:22]:22} |", flush=True)
    print(f"{len(together)} faults: claimpack finds {mine} with line and column, Frictionless finds {theirs}")


if __name__ == "__main__":
    main()
