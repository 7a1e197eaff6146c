"""quantities_wide follows from the other tables and answers questions without a join."""

import pandas as pd
import pytest

import sample
from claimpack import package, table_schema, wide

SHIPS = "2025-03-04-frachter"


def rows(**where) -> list[dict]:
    return [
        row for row in sample.published()["quantities_wide"] if all(row[name] == value for name, value in where.items())
    ]


def test_rows_have_all_columns():
    for row in wide.quantities_wide(sample.published()):
        assert set(row) == set(table_schema.columns("quantities_wide"))


def test_who_gave_which_number_of_what_is_one_line_of_pandas(tmp_path):
    package.write_package(sample.tables(), sample.METADATA, tmp_path)
    w = pd.read_csv(tmp_path / "quantities_wide.csv")
    answer = w[(w.whose == "Sweden") & (w.item_lemma == "Frachter")][["date", "claimant", "comparator", "low", "high"]]
    assert answer.values.tolist() == [
        ["2025-03-04", "Swedish Coast Guard", "about", 40, 40],
        ["2025-03-04", "Reederverband Nordsee", "about", 40, 40],
    ]


def test_twins_have_rows_of_their_own():
    found = rows(text="40")
    assert [(row["claimant"], row["act"], row["claimant_number"]) for row in found] == [
        ("Swedish Coast Guard", "assert", 1),
        ("Reederverband Nordsee", "confirm", 1),
    ]
    assert len({row["claim_id"] for row in found}) == 2


def joint() -> list[dict]:
    """The rows of the number three, moved to the claim that two say together on a day which the text names."""
    tables = sample.published()
    outer = next(claim for claim in tables["claims"] if claim["said_date_id"])
    next(row for row in tables["quantities"] if row["text"] == "drei")["claim_id"] = outer["claim_id"]
    return [row for row in wide.quantities_wide(tables) if row["text"] == "drei"]


def test_joint_speakers_have_rows_of_their_own():
    assert [(row["claimant"], row["claimant_number"]) for row in joint()] == [
        ("Hafenmeisterei", 1),
        ("Lotsenverein", 2),
    ]


def test_day_of_saying_goes_before_day_of_print():
    assert {(row["date"], row["date_is"], row["date_earliest"]) for row in joint()} == {
        ("2025-03-04", "said", "2025-03-04")
    }


@pytest.mark.parametrize("value", [None, "T20:00:00"])
def test_day_of_print_stands_in_for_an_unknown_day(value):
    tables = sample.published()
    for date in tables["dates"]:
        date.update(value=value, earliest=None, latest=None)
    for claim in tables["claims"]:
        claim["said_date_id"] = tables["dates"][0]["date_id"] if claim["source_id"] == SHIPS else None
    made = wide.quantities_wide(tables)
    assert {(row["date"], row["date_is"]) for row in made} == {("2025-03-04", "printed"), (None, None)}


def test_narration_falls_to_the_outlet_even_where_the_claim_names_none():
    tables = sample.published()
    for claim in tables["claims"]:
        if claim["form"] == "narration":
            claim["claimant_id"] = None
    found = {row["text"]: row["claimant"] for row in wide.quantities_wide(tables)}
    assert (found["Vierzig"], found["2,5 Millionen"]) == ("Nordblick", None)


def test_number_of_nobody_has_one_row():
    assert [(row["claimant"], row["claimant_number"]) for row in rows(source_id="hafen")] == [(None, 1)]


def test_whose_and_country_are_spelled_out():
    assert [(row["whose"], row["whose_country"], row["claimant_country"]) for row in rows(text="40")] == [
        ("Sweden", "SWE", "SWE"),
        ("Sweden", "SWE", None),
    ]
