"""Runs the examples of ``codes.toml``, and writes the page of all codes that is made of them.

    python tests/examples.py > docs/findings.md

An example is done to a small valid project of its own: two articles of the sample, and its package.
"""

import contextlib
import csv
import hashlib
import io
import json
import os
import shlex
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import sample
from articles import article
from claimpack import authority, codes, contributions, package
from claimpack.cli import main
from claimpack.extract import extract_article
from claimpack.init import start_project
from claimpack.validate import as_text, in_order
from claimpack.validate.findings import Finding

MINE = "raw/contributions/mine.csv"
# What a page shows of the output: enough for any one finding.
LINES = 12


def make_project(folder: Path) -> None:
    """The project that examples change: the articles of the sample, and the package of its rows."""
    start_project(folder)
    with (folder / "raw/articles.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["source_id", "file", "sha256", "published"])
        for source_id, text in sample.ARTICLES.items():
            raw = text.encode("utf-8")
            (folder / "raw/articles" / f"{source_id}.txt").write_bytes(raw)
            writer.writerow([source_id, f"{source_id}.txt", hashlib.sha256(raw).hexdigest(), "2025-03-04"])
    (folder / "datapackage").mkdir()
    package.write_package(sample.tables(), sample.METADATA, folder / "datapackage")


def change(folder: Path, example: Mapping[str, Any]) -> None:
    """Do to the project what an example says."""
    if "file" not in example:
        return
    path = folder / example["file"]
    if example.get("gone"):
        path.unlink()
    elif "old" in example:
        text = path.read_bytes().decode("utf-8")
        assert example["old"] in text, example
        data = text.replace(example["old"], example["new"], 1).encode("utf-8")
        if example.get("described"):
            describe(folder / "datapackage" / package.DESCRIPTOR, path, data)
        path.write_bytes(data)
    elif "hex" in example:
        path.write_bytes(bytes.fromhex(example["hex"]))
    else:
        path.write_bytes(example["text"].encode("utf-8"))


def describe(descriptor: Path, path: Path, data: bytes) -> None:
    """Write into a descriptor what it should say once the file at ``path`` is ``data``."""
    described = json.loads(descriptor.read_bytes())
    (resource,) = (one for one in described["resources"] if one["path"] == path.name)
    resource |= {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    descriptor.write_text(json.dumps(described), encoding="utf-8")


def command(example: Mapping[str, Any]) -> str:
    """What is run after the change."""
    return example.get("run") or f"claimpack validate{f' {MINE}' if example['file'] == MINE else ''}"


@cache
def outcome(code: str, number: int) -> str:
    """What an example prints, standard output and errors together."""
    example = codes.explanations()[code].examples[number]
    with tempfile.TemporaryDirectory() as place, contextlib.chdir(place):
        shutil.copytree(_project(), place, dirs_exist_ok=True)
        change(Path(), example)
        if "run" not in example and example["file"] == MINE:
            return as_text(in_order(_contributed()))
        out = io.StringIO()
        out.reconfigure = lambda **_: None  # what main does to the streams of a process
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out), contextlib.suppress(SystemExit):
            main(shlex.split(command(example))[1:])
        return out.getvalue().replace(os.path.realpath(place), ".").replace(place, ".")


@cache
def _project() -> Path:
    folder = Path(_kept.name) / "project"
    make_project(folder)
    return folder


_kept = tempfile.TemporaryDirectory()


def _contributed() -> list[Finding]:
    """What is said of the contribution, without the building and validating of the whole package each time."""
    given, found = contributions.read_contributions(Path(MINE))
    return [*found, *contributions.apply(*_extracted()[:1], given, *_extracted()[1:]).findings]


@cache
def _extracted() -> tuple[Any, ...]:
    articles = {name: article(text, name, published="2025-03-04") for name, text in sample.ARTICLES.items()}
    tables: dict[str, list[dict[str, Any]]] = {}
    for one in articles.values():
        for table, rows in extract_article(one).items():
            tables.setdefault(table, []).extend(rows)
    tables["actors"] = list({row["actor_id"]: row for row in tables["actors"]}.values())
    return tables, articles, authority.load()


def page() -> str:
    """docs/findings.md: every code, what it means, and its examples with what they print."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    yield "# What errors and findings mean\n"
    yield "This page is made by `python tests/examples.py > docs/findings.md` of `scripts/claimpack/codes.toml`."
    yield "`claimpack validate --explain CODE` prints the same words. A code keeps its meaning."
    group = ""
    for code, told in codes.explanations().items():
        if code[:3] != group:
            group = code[:3]
            yield f"\n## {codes.GROUPS[group]}"
        yield f"\n### {code}: {told.title}\n\n{told.means}\n\n{told.remedy}"
        for number, example in enumerate(told.examples):
            yield f"\n{_words(example)}`{command(example)}` says:\n"
            yield f"```text\n{_relevant(outcome(code, number), code)}\n```"


def _words(example: Mapping[str, Any]) -> str:
    """The change of an example as a sentence."""
    if "file" not in example:
        return ""
    file = f"`{example['file']}`"
    if example.get("gone"):
        return f"Without {file}, "
    if "old" in example:
        with_it = "and its hash and size in the descriptor with it, " if example.get("described") else ""
        return f"Where `{_plain(example['old'])}` becomes `{_plain(example['new'])}` in {file}, {with_it}"
    if "hex" in example:
        return f"Where {file} has the bytes `{example['hex']}`, "
    if "\n" in example["text"].strip() and "\r" not in example["text"]:
        return f"Where {file} is\n\n```text\n{example['text'].strip()}\n```\n\n"
    return f"Where {file} is `{_plain(example['text'])}`, " if example["text"] else f"Where {file} is empty, "


def _plain(text: str) -> str:
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def _relevant(printed: str, code: str) -> str:
    """The first finding of the code in the output, with the lines that belong to it."""
    lines = printed.splitlines()
    first = next(number for number, line in enumerate(lines) if code in line)
    rest = [line for line in lines[first + 1 : first + LINES]]
    own = next((number for number, line in enumerate(rest) if not line.startswith("  ")), len(rest))
    return "\n".join([lines[first], *rest[:own]])


if __name__ == "__main__":
    # Flushed at once: what is still in the buffer would be written again by any process that is forked from this one.
    print(page(), end="", flush=True)
