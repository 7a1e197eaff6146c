"""Who and what is behind a row: the place of its rule in the program, and the people who contributed to its article."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from claimpack.trace import places


def rule_places(tables: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[str, list[str]]:
    """Rule -> where each of its parts stands in this version of the program; nothing where another version made it."""
    rules = {row["rule"] for rows in tables.values() for row in rows if row.get("rule")}
    made = {}
    for rule in sorted(rules):
        try:
            made[rule] = list(places(rule))
        except LookupError:
            made[rule] = []
    return made


def contributors(folder: Path) -> dict[str, dict[str, list[str]]]:
    """Who added, corrected and reviewed, from the contributions of a project.

    ``files`` has for each file, ``articles`` for each "table action source_id", names with their last day. A file that
    is no readable CSV file names nobody: what is wrong with it is for ``claimpack validate`` to say.
    """
    days: dict[str, dict[str, dict[str, str]]] = {"files": defaultdict(dict), "articles": defaultdict(dict)}
    for path in sorted(folder.rglob("*.csv")):
        for row in _rows(path):
            who, day = row.get("contributor") or "", row.get("date") or ""
            article = " ".join(row.get(name) or "" for name in ("table", "action", "source_id"))
            for kind, key in (("files", path.relative_to(folder).as_posix()), ("articles", article)):
                if who:
                    days[kind][key][who] = max(days[kind][key].get(who, ""), day)
    return {
        kind: {
            key: [f"{who} ({day})" if day else who for who, day in sorted(people.items())] for key, people in of.items()
        }
        for kind, of in days.items()
    }


def _rows(path: Path) -> Iterable[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error):
        return []
