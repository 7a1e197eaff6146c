"""Every rule of the schema holds for the sample, and its example breaks it."""

import copy
import sqlite3

import pytest

import sample
from claimpack import rules, table_schema
from claimpack.validate import validate_rows

TABLES = table_schema.tables()
RULES = [pytest.param(table, rule, id=f"{table}.{rule.name}") for table in TABLES for rule in table_schema.rules(table)]


def partners(tables: dict, table: str, rule: table_schema.Rule, alias: str, number: int) -> list[int]:
    """The rows that a row is joined to under ``alias``."""
    join = rule.joins[alias]
    query = (
        f"SELECT {alias}._row FROM {table} AS this JOIN {join['table']} AS {alias} ON {join['on']} WHERE this._row = ?"
    )
    return [found for (found,) in rules.load(tables).execute(query, [number])]


def with_fault(tables: dict, table: str, rule: table_schema.Rule, number: int) -> dict:
    """A copy of ``tables`` with the example of ``rule`` written into a row, and into those that it is joined to."""
    broken = copy.deepcopy(tables)
    broken[table][number].update({name: value for name, value in rule.example.items() if name not in rule.joins})
    for alias in set(rule.example) & set(rule.joins):
        other = rule.joins[alias]["table"]
        found = partners(broken, table, rule, alias, number)
        if rule.example[alias] is None:
            broken[other] = [row for index, row in enumerate(broken[other]) if index not in found]
        for index in found if rule.example[alias] else []:
            broken[other][index].update(rule.example[alias])
    return broken


@pytest.mark.parametrize(("table", "rule"), RULES)
def test_example_breaks_the_rule_and_validation_says_where(table, rule):
    tables = sample.published()
    needed = {table, *(join["table"] for join in rule.joins.values())}
    assert rules.broken_rules(rules.load(tables), table)[rule.name] == []
    for number in range(len(tables[table])):
        broken = with_fault(tables, table, rule, number)
        if number in rules.broken_rules(rules.load(broken), table)[rule.name]:
            break
    else:
        pytest.fail("the example breaks no row of the sample")
    found = [f for f in validate_rows({name: broken[name] for name in needed}) if f.check == rule.name]
    assert [(f.code, f.level, f.line, f.expected) for f in found if f.line == number + 2] == [
        ("CP701", rule.level, number + 2, rule.description)
    ]


@pytest.mark.parametrize(("table", "rule"), RULES)
def test_rule_is_described_and_speaks_of_known_columns(table, rule):
    assert rule.level in ("error", "warning")
    assert rule.description.endswith(".")
    assert set(rule.example) <= set(table_schema.columns(table)) | set(rule.joins)
    for alias, row in rule.example.items():
        if alias in rule.joins and row is not None:
            assert set(row) <= set(table_schema.columns(rule.joins[alias]["table"]))


@pytest.mark.parametrize(("table", "rule"), RULES)
def test_rule_without_joins_works_as_a_check_of_its_table(table, rule):
    """So it can be exported as CHECK: its columns are named without a prefix."""
    if rule.joins:
        return
    tables = sample.published()
    for made in (tables, with_fault(tables, table, rule, 0)):
        connection = rules.load(made)
        connection.execute(f"{rules.create_table(table)[:-1]}, CHECK ({rule.check}))".replace(table, "checked", 1))
        copying = f"INSERT INTO checked SELECT * FROM {table}"
        if rules.broken_rules(connection, table)[rule.name]:
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(copying)
        else:
            connection.execute(copying)


@pytest.mark.parametrize("table", TABLES)
def test_names_of_rules_are_unique(table):
    names = [rule.name for rule in table_schema.rules(table)]
    assert len(names) == len(set(names))


def fill(connection, table: str, rows: list[dict]) -> None:
    """Make ``table`` anew in DuckDB, with one statement for all its rows: each has its cost there."""
    connection.execute(f"DROP TABLE IF EXISTS {table}")
    connection.execute(rules.create_table(table))
    columns = table_schema.columns(table)
    marks = f"({', '.join('?' * (len(columns) + 1))})"
    cells = [cell for number, row in enumerate(rows) for cell in (number, *(row[column] for column in columns))]
    if rows:
        connection.execute(f"INSERT INTO {table} VALUES {', '.join([marks] * len(rows))}", cells)


@pytest.fixture(scope="module")
def duck():
    """The sample in DuckDB."""
    connection = pytest.importorskip("duckdb").connect()
    for table, rows in sample.published().items():
        fill(connection, table, rows)
    return connection


@pytest.mark.parametrize(("table", "rule"), RULES)
def test_duckdb_finds_the_same_rows(table, rule, duck):
    tables = sample.published()
    for number in range(len(tables[table])):
        broken = with_fault(tables, table, rule, number)
        duck.begin()
        for name, rows in broken.items():
            if rows != tables[name]:
                fill(duck, name, rows)
        found = [row for (row,) in duck.execute(rules.rule_query(table, rule)).fetchall()]
        duck.rollback()
        assert found == rules.broken_rules(rules.load(broken), table)[rule.name]


def test_rules_that_need_absent_tables_are_left_out():
    claims = {"claims": sample.published()["claims"]}
    names = set(rules.broken_rules(rules.load(claims), "claims"))
    assert "parent_around_claim" in names
    assert "span_in_article" not in names
    assert {key.table for key in rules.broken_keys(rules.load(claims), "claims")} == {"claims"}


def test_empty_tables_break_nothing():
    connection = rules.load({table: [] for table in TABLES})
    for table in TABLES:
        assert not any(rules.broken_rules(connection, table).values())
        assert not any(rules.broken_keys(connection, table).values())


def test_keys_are_compared_as_they_are():
    tables = sample.published()
    tables["sources"][0]["publisher_id"] = "NORDBLICK"
    broken = rules.broken_keys(rules.load(tables), "sources")
    assert [rows for key, rows in broken.items() if key.columns == ("publisher_id",)] == [[0]]
