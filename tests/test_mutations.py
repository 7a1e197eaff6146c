"""Mutated packages, tables, zip files and contributions: no exception, soon done, and no corruption goes unseen.

CLAIMPACK_MUTATED is how many are tried, CLAIMPACK_MUTATED_FROM the first seed. No corruption means: an error is found
wherever the bytes of a table differ from what the descriptor says, and, where size and hash were written anew by
whoever changed the file, wherever a key, an offset or a hash is another than before.
"""

import io
import json
import os
import random
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

import sample
from claimpack import authority, csvfile, table_schema
from claimpack.contributions import apply, check, read_contributions
from claimpack.errors import ClaimpackError
from claimpack.validate import as_json, as_text, has_errors, validate
from claimpack.validate.opening import open_path
from faults import clean, planted, save
from test_contributions import ARTICLES, EXTRACTED, as_csv, cells

MUTATED = int(os.environ.get("CLAIMPACK_MUTATED", "40"))
FIRST = int(os.environ.get("CLAIMPACK_MUTATED_FROM", "0"))
LONGEST = 5.0  # seconds of one validation
FILES = clean()
TABLES = [f"{table}.csv" for table in table_schema.tables()]
# How often each kind is tried; those that validate a whole package take longest.
KINDS = ["cell"] * 7 + ["contribution", "zip"] * 3 + ["bytes"] * 3 + ["rows"] * 2 + ["header", "descriptor", "package"]
HOSTILE = [
    *("", " ", "\0", "\n", "\r", '"', ",", ";", "\t", "=1+1", "@a", "-", "+1", "NULL", "null", "NaN", "nan", "None"),
    *(
        "true",
        "false",
        "0",
        "-0",
        "-1",
        "007",
        "1e999",
        "1.50",
        "9" * 18,
        "9" * 19,
        "9" * 5000,
        "0x1F",
        "½",
        "١٢",
        "１",
    ),
    *("0000-00-00", "9999-12-31", "2025-02-30", "2025-03-04T07:30:00", "../..", "/etc/passwd", "C:\\a", "\ufeff"),
    *("\u202e", "\u200b", "e\u0301", "\x1b[2J", "😀", "x" * 3000, "' OR 1=1 --", "<script>", "{{7*7}}", "%s%n"),
]
WRONG: list[Any] = [
    *(None, True, 0, -1, 1.5, 10**40, "", "x", "\0", "..", "../..", "/etc/passwd", "https://nordblick.example/x.json"),
    *([], {}, [None], [[]], {"a": {}}, {"$ref": "#/x"}, ["x"] * 5, "csv", "xlsx", "utf-16", "latin-1", {"fields": []}),
]
CONTRIBUTIONS = [
    cells("correct", "quantities", "1.500", column="item_phrase", expected="Container", value="volle Container"),
    cells("reject", "quantities", "40 Helfer aus Dänemark"),
    cells("add", "quantities", "25\u00a0000 Haushalte", item="Haushalte", low="25000", high="25000", kind="cardinal"),
    cells("review", "quantities", "13’000 Tonnen"),
    cells("add", "actors", actor_id="hafen:helfer", name="Helfer", kind="group", status="found"),
]


def guarded(table: str) -> set[str]:
    """The columns that hold primary keys, offsets and hashes of evidence."""
    names = set(table_schema.primary_key(table))
    for field in table_schema.fields(table):
        evidence = field.get("evidence")
        if evidence:
            names |= {evidence["start"], evidence["stop"]}
            names |= {field["name"]} if evidence["is"] == "sha256" else set()
    return names | ({"sha256", "characters"} if table == "sources" else set())


def mutated_bytes(chance: random.Random, data: bytes) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 40))):
        place = chance.randrange(len(made) + 1)
        stop = min(len(made), place + chance.choice((0, 1, 1, 4, 200)))
        piece = chance.choice((b"", bytes([chance.randrange(256)]), made[place:stop] * 2, b'"', b"\n"))
        made[place:stop] = piece
    return bytes(made)


def mutated_rows(chance: random.Random, rows: list[list[str]]) -> list[list[str]]:
    made = [list(row) for row in rows]
    for _ in range(chance.choice((1, 1, 3))):
        place, other = chance.randrange(len(made)), chance.randrange(len(made))
        action = chance.randrange(6)
        if action == 0 and len(made) > 1:
            del made[place]
        elif action == 1:
            made.insert(other, list(made[place]))
        elif action == 2:
            made[place], made[other] = made[other], made[place]
        elif action == 3:
            made[place] = made[place][: chance.randrange(len(made[place]) + 1)]
        elif action == 4:
            made[place] = made[place] + [chance.choice(HOSTILE)] * chance.randrange(1, 4)
        else:
            made.insert(place, [])
    return made


def mutated_header(chance: random.Random, rows: list[list[str]]) -> list[list[str]]:
    header = list(rows[0])
    place, other = chance.randrange(len(header)), chance.randrange(len(header))
    action = chance.randrange(4)
    if action == 0:
        header[place], header[other] = header[other], header[place]
    elif action == 1:
        header[place] = chance.choice(HOSTILE)
    elif action == 2:
        header[place] = header[other]
    else:
        header[place] = header[place].upper()
    return [header, *rows[1:]]


def mutated_json(chance: random.Random, content: Any) -> Any:
    """``content`` with one of its parts, at any depth, taken out or put in place of by something else."""
    made = json.loads(json.dumps(content))
    part = made
    while True:
        keys = list(part) if isinstance(part, dict) else list(range(len(part)))
        key = chance.choice(keys)
        if isinstance(part[key], dict | list) and part[key] and chance.random() < 0.75:
            part = part[key]
            continue
        if chance.random() < 0.3:
            del part[key]
        elif isinstance(part, dict) and chance.random() < 0.2:
            part[chance.choice(["path", "profile", "$schema", "type", "data", "x"])] = chance.choice(WRONG)
        else:
            part[key] = chance.choice(WRONG)
        return made


def records(data: bytes) -> list[list[str]]:
    return [record.cells for record in csvfile.read_csv(data)]


def as_bytes(rows: list[list[str]]) -> bytes:
    return check.csv_text(rows).encode("utf-8", errors="replace")


def changed_cell(chance: random.Random, name: str) -> dict[str, str]:
    """A fault that writes another value into one cell; half of the time into a key, an offset or a hash."""
    rows = records(FILES[name])
    number = chance.randrange(1, len(rows))
    columns = sorted(guarded(name[:-4])) if chance.random() < 0.5 else rows[0]
    column = chance.choice(columns)
    place = rows[0].index(column)
    old = rows[number][place]
    near = [str(int(old) + chance.choice((-2, -1, 1, 2)))] if old.isdigit() and len(old) < 10 else [old[:-1], old + "x"]
    value = chance.choice([chance.choice(HOSTILE), chance.choice(rows)[place], *near, chance.choice(rows[number])])
    where = f"{number}:{column}"
    return {"file": name, "change": "cell", "where": where, "value": value if value != old else old + "7"}


def told(path: Path, articles: dict[str, str] | None = None) -> list | None:
    """The findings, printed in every form; None where the whole package was refused."""
    try:
        found = validate(path, articles)
    except ClaimpackError as error:
        assert error.code.startswith("CP4") and error.problem.message
        return None
    assert as_text(found) and as_json(found)
    return found


def seen(found: list | None) -> bool:
    return found is None or has_errors(found)


def try_one(seed: int, folder: Path) -> None:
    chance = random.Random(seed)
    kind = chance.choice(KINDS)
    name = chance.choice(TABLES)
    if kind == "cell":
        fault = changed_cell(chance, name)
        (folder / name).write_bytes(planted(FILES, fault)[name])
        found = told(folder / name, sample.ARTICLES)
        column = fault["where"].partition(":")[2]
        offsets = guarded(name[:-4]) - set(table_schema.primary_key(name[:-4]))
        assert seen(found) or column not in offsets, fault
    elif kind in ("bytes", "rows", "header"):
        if kind == "bytes":
            data = mutated_bytes(chance, FILES[name])
        else:
            data = as_bytes((mutated_rows if kind == "rows" else mutated_header)(chance, records(FILES[name])))
        (folder / name).write_bytes(data)
        told(folder / name, sample.ARTICLES)
        if data != FILES[name] and chance.random() < 0.1:
            found = open_path(save(FILES | {name: data}, folder)).findings
            assert {"CP421", "CP422", "CP423", "CP424", "CP446", "CP501"} & {f.code for f in found}
    elif kind == "descriptor":
        descriptor = mutated_json(chance, json.loads(FILES["datapackage.json"]))
        data = json.dumps(descriptor).encode()
        if chance.random() < 0.2:
            data = mutated_bytes(chance, data)
        told(save(FILES | {"datapackage.json": data}, folder))
    elif kind == "package":
        fault = changed_cell(chance, name)
        found = told(save(planted(FILES, fault), folder), sample.ARTICLES)
        column = fault["where"].partition(":")[2]
        assert seen(found) or column not in guarded(name[:-4]), fault
    elif kind == "zip":
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
            for member, content in FILES.items():
                archive.writestr(member, content)
        (folder / "package.zip").write_bytes(mutated_bytes(chance, stream.getvalue()))
        told(folder / "package.zip")
    else:
        contribution(chance, folder / "given.csv")


def contribution(chance: random.Random, path: Path) -> None:
    """A mutated contribution leaves every passage true and every key single, whatever of it is accepted."""
    data = as_csv(chance.sample(CONTRIBUTIONS, chance.randrange(1, 4))).encode()
    if chance.random() < 0.5:
        rows = records(data)
        for _ in range(chance.randrange(1, 4)):
            row = chance.choice(rows)
            row[chance.randrange(len(row))] = chance.choice([*HOSTILE, *chance.choice(rows)])
        data = as_bytes(rows)
    else:
        data = mutated_bytes(chance, data)
    path.write_bytes(data)
    given, findings = read_contributions(path)
    applied = apply(EXTRACTED, given, ARTICLES, authority.load())
    check.split(path, [*findings, *applied.findings], None)
    assert as_text([*findings, *applied.findings])
    for table, rows in applied.tables.items():
        keys = [tuple(row[name] for name in table_schema.primary_key(table)) for row in rows]
        assert len(keys) == len(set(keys))
        for field in (field for field in table_schema.fields(table) if "evidence" in field):
            evidence = field["evidence"]
            for row in rows:
                cell, start, stop = row[field["name"]], row[evidence["start"]], row[evidence["stop"]]
                if cell is not None and start is not None and evidence["is"] != "beginning":
                    passage = ARTICLES[row["source_id"]].text[start:stop]
                    assert cell == (sample.sha256(passage) if evidence["is"] == "sha256" else passage)


@pytest.mark.parametrize("seed", range(FIRST, FIRST + MUTATED))
def test_mutated_package_or_contribution(seed, warm):
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        try_one(seed, Path(folder))
    assert time.process_time() - began < LONGEST
