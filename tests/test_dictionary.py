"""The README of a package."""

import sample
from claimpack import package, table_schema


def readme() -> str:
    return package.package_files(sample.tables(), sample.METADATA)["README.md"].decode("utf-8")


def test_names_every_table_with_its_rows_every_column_and_every_rule():
    text = readme()
    for table, rows in sample.published().items():
        assert f"| [{table}]({table}.csv) | {len(rows)} |" in text
        section = text.split(f"\n## {table}\n")[1].split("\n## ")[0]
        for name in table_schema.columns(table):
            assert section.split("| rule | level |")[0].count(f"\n| {name} |") == 1
        for rule in table_schema.rules(table):
            assert f"\n| {rule.name} | {rule.level} |" in section


def test_says_licence_and_how_to_cite():
    text = readme()
    assert "Creative Commons Attribution 4.0 International" in text
    assert "remain their publishers'" in text
    assert "> Maja Lindqvist. Verschwundene Frachter, version 1.0.0 [data package]." in text


def test_tables_of_markdown_keep_their_columns():
    for line in readme().splitlines():
        if line.startswith("| "):
            cells = line.replace("\\|", "").strip("|").split("|")
            assert len(cells) in (3, 5)


def test_citation_takes_year_and_address():
    metadata = sample.METADATA | {"created": "2025-03-09T00:00:00Z", "homepage": "https://frachter.example"}
    text = package.package_files(sample.tables(), metadata)["README.md"].decode("utf-8")
    assert (
        "> Maja Lindqvist (2025). Verschwundene Frachter, version 1.0.0 [data package]. https://frachter.example."
        in text
    )
