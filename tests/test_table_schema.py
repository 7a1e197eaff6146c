"""The schema files are whole, consistent, and read without loss."""

import re
from datetime import date
from decimal import Decimal

import pandas as pd
import pandera.pandas as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sample
from claimpack import table_schema

TABLES = table_schema.tables()
FIELDS = [
    pytest.param(table, field, id=f"{table}.{field['name']}")
    for table in TABLES
    for field in table_schema.fields(table)
]


def test_every_schema_file_is_a_table_and_every_table_has_one():
    names = {path.name for path in table_schema.folder().iterdir()}
    others = {"package.json", "contributions.json", "errors.json", "retired.json"}
    assert names == {f"{table}.json" for table in TABLES} | others


@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_field_is_described(table, field):
    assert field["description"].endswith(".")
    assert field["example"]
    assert isinstance(field["constraints"]["required"], bool)
    assert field["type"] in table_schema.DTYPES


@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_example_fits_its_own_field(table, field):
    value = table_schema.parse_cell(field["type"], field["example"])
    assert table_schema.cell_text(value) == field["example"]
    assert all(holds(value) for holds in table_schema.constraint_checks(field).values())


@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_every_value_of_an_enum_is_described(table, field):
    assert list(field.get("enumDescriptions", {})) == field["constraints"].get("enum", [])
    assert all(field.get("enumDescriptions", {}).values())


@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_patterns_keep_their_alternatives_together(table, field):
    """A pattern a|b accepts "axx" in Frictionless, which puts ^ and $ around it as it is."""
    pattern = field["constraints"].get("pattern", "")
    depth = 0
    for sign in re.sub(r"\\.|\[[^\]]*\]", "", pattern):
        depth += (sign == "(") - (sign == ")")
        assert sign != "|" or depth


@pytest.mark.parametrize("table", TABLES)
def test_keys_point_to_primary_keys(table):
    assert set(table_schema.primary_key(table)) <= set(table_schema.columns(table))
    for name in table_schema.primary_key(table):
        assert table_schema.field_of(table, name)["constraints"]["required"]
    for key in table_schema.foreign_keys(table):
        assert set(key.columns) <= set(table_schema.columns(table))
        assert list(key.keys) == table_schema.primary_key(key.table)


@pytest.mark.parametrize("table", TABLES)
def test_ids_of_other_tables_have_the_same_form_there(table):
    for key in table_schema.foreign_keys(table):
        own = table_schema.field_of(table, key.columns[0])
        other = table_schema.field_of(key.table, key.keys[0])
        assert own["constraints"]["pattern"] == other["constraints"]["pattern"]


@pytest.mark.parametrize("table", TABLES[:-1])
def test_core_tables_end_in_origin_and_review(table):
    assert table_schema.columns(table)[-2:] == ["origin", "review"]
    for name in ("origin", "review"):
        assert table_schema.field_of(table, name) == table_schema.field_of("sources", name)


def test_derived_table_describes_nothing_twice():
    for written, resolved in zip(
        table_schema.read_file("quantities_wide")["fields"], table_schema.fields("quantities_wide"), strict=True
    ):
        if "repeats" in written:
            assert not {"type", "description", "example", "enumDescriptions"} & set(written)
            assert resolved["type"] == table_schema.field_of(*written["repeats"].split("."))["type"]
        else:
            assert written["description"]


def test_core_schemas_are_published_as_they_stand():
    for table in TABLES[:-1]:
        assert table_schema.descriptor(table) == table_schema.read_file(table)


def test_descriptor_may_be_changed_by_its_caller():
    table_schema.descriptor("claims")["fields"].clear()
    assert table_schema.fields("claims")


def test_unknown_constraint_is_refused():
    with pytest.raises(KeyError):
        table_schema.constraint_checks({"constraints": {"required": False, "multipleOf": 2}})


def test_unknown_column_is_refused():
    with pytest.raises(KeyError):
        table_schema.field_of("claims", "colour")
    with pytest.raises(KeyError):
        table_schema.frame("claims", [{"colour": "red"}])


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("integer", "1.5"),
        ("integer", "007"),
        ("integer", "-0"),
        ("integer", " 1"),
        ("integer", "٣"),
        ("number", "1e3"),
        ("number", "1,5"),
        ("number", "NaN"),
        ("number", "1.50"),
        ("number", ".5"),
        ("boolean", "True"),
        ("boolean", "1"),
        ("date", "2025-02-30"),
        ("date", "20250203"),
        ("date", "2025-02-03T00:00:00"),
    ],
)
def test_cell_of_another_form_is_refused(kind, text):
    with pytest.raises(ValueError):
        table_schema.parse_cell(kind, text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1.5E+6"), "1500000"),
        (Decimal("2.50"), "2.5"),
        (Decimal("-0.0"), "0"),
        (Decimal("0.000001"), "0.000001"),
        (True, "true"),
        (0, "0"),
        (date(987, 6, 5), "0987-06-05"),
        (None, ""),
    ],
)
def test_values_have_one_form(value, text):
    assert table_schema.cell_text(value) == text


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), 1.5, float("nan"), ["a"]])
def test_values_that_no_cell_can_hold_are_refused(value):
    with pytest.raises((ValueError, TypeError)):
        table_schema.cell_text(value)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_numbers_keep_their_digits(number):
    assert table_schema.parse_cell("number", table_schema.cell_text(number)) == number


def test_words_for_nothing_are_text():
    frame = table_schema.frame("actors", [{"actor_id": "NA", "name": "null", "role": "None"}])
    assert frame.loc[0, ["actor_id", "name", "role"]].tolist() == ["NA", "null", "None"]


@pytest.mark.parametrize("table", TABLES)
def test_frames_have_the_types_of_the_schema_and_lose_nothing(table):
    rows = sample.published()[table]
    frame = table_schema.frame(table, rows)
    assert frame.columns.tolist() == table_schema.columns(table)
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == table_schema.dtypes(table)
    again = table_schema.records(table, frame)
    assert [list(map(table_schema.cell_text, row.values())) for row in again] == [
        list(map(table_schema.cell_text, row.values())) for row in rows
    ]


def test_pandera_takes_the_sample_and_no_other_columns():
    for table, rows in sample.published().items():
        frame = table_schema.frame(table, rows)
        schema = table_schema.pandera_schema(table)
        schema.validate(frame)
        for wrong in (frame.iloc[:, ::-1], frame.iloc[:, 1:], frame.assign(colour="red")):
            with pytest.raises(pa.errors.SchemaErrors):
                schema.validate(wrong, lazy=True)


def test_pandera_coerces_nothing():
    frame = table_schema.frame("claims", sample.published()["claims"])
    for name, dtype in (("start", "float64"), ("quote_complete", "string"), ("start", "string")):
        with pytest.raises(pa.errors.SchemaErrors, match=name):
            table_schema.pandera_schema("claims").validate(frame.astype({name: dtype}), lazy=True)


def test_pandera_wants_exact_numbers():
    frame = table_schema.frame("quantities", sample.published()["quantities"])
    frame["low"] = pd.Series([None if pd.isna(value) else float(value) for value in frame["low"]], dtype="object")
    with pytest.raises(pa.errors.SchemaErrors, match="type"):
        table_schema.pandera_schema("quantities").validate(frame, lazy=True)
