import csv
from pathlib import Path

import pytest

from claimpack.trace import places

DATAPACKAGE = Path(__file__).parents[1] / "datapackage"
TABLES = ["claims", "quantities", "dates", "mentions"]


def rules(table):
    with open(DATAPACKAGE / f"{table}.csv", encoding="utf-8", newline="") as file:
        return sorted({row["rule"] for row in csv.DictReader(file)})


@pytest.mark.parametrize(("table", "rule"), [(table, rule) for table in TABLES for rule in rules(table)])
def test_every_rule_leads_to_its_place(table, rule):
    assert all(list(places(rule)))


def test_a_line_is_shown_with_its_number():
    (place,) = places("comparators.csv:rund")
    path, number, line = place.split(":", 2)
    assert path == "german/words/comparators.csv"
    assert line.strip().startswith("rund,")
    assert int(number) > 1


@pytest.mark.parametrize("rule", ["comparators.csv:quer", "nowhere.csv:rund", "nowhere:step"])
def test_what_stands_nowhere_is_an_error(rule):
    with pytest.raises(LookupError):
        list(places(rule))
