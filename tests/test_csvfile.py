"""CSV files: one form for the same rows, and nothing lost."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack import csvfile, table_schema

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


def actor(name: str) -> dict:
    return dict.fromkeys(table_schema.columns("actors")) | {"actor_id": "somebody", "name": name}


@given(st.lists(TEXT, max_size=5))
def test_text_survives_writing_and_reading(names):
    rows = [actor(name) | {"actor_id": f"{number}"} for number, name in enumerate(names)]
    header, *records = csvfile.read_csv(csvfile.write_csv("actors", rows))
    assert header.cells == table_schema.columns("actors")
    assert [record.cells[2] for record in records] == names


@given(TEXT)
def test_any_reader_reads_the_same(name):
    data = csvfile.write_csv("actors", [actor(name)])
    assert list(csv.reader(io.StringIO(data.decode(), newline="")))[1][2] == name


def test_bytes_are_those_of_the_contract():
    data = csvfile.write_csv(
        "actors", [actor('a "b", c\nd'), actor("ä") | {"actor_id": "älter"}, actor(" x") | {"actor_id": "Z"}]
    )
    assert data.decode("utf-8").split("\n", 1)[1] == (
        'Z,," x",,,,,,,,\nsomebody,,"a ""b"", c\nd",,,,,,,,\nälter,,ä,,,,,,,,\n'
    )


def test_rows_are_sorted_by_article_position_and_key():
    places = [("b", 1, 2, "x"), ("a", 10, 12, "x"), ("a", 9, 12, "y"), ("a", 9, 10, "z"), ("a", 9, 12, "a")]
    rows = [
        {"source_id": source, "start": start, "stop": stop, "mention_id": f"{source}:{start}-{stop}:{actor_id}"}
        for source, start, stop, actor_id in places
    ]
    ids = [row["mention_id"] for row in csvfile.sort_rows("mentions", rows)]
    assert ids == ["a:9-10:z", "a:9-12:a", "a:9-12:y", "a:10-12:x", "b:1-2:x"]


def test_lines_are_physical_lines():
    records = csvfile.read_csv(b'a,b\r\n"1\n2\r3",x\n\ny,"z"\n')
    assert [(record.line, record.cells) for record in records] == [
        (1, ["a", "b"]),
        (2, ["1\n2\r3", "x"]),
        (4, []),
        (5, ["y", "z"]),
    ]


@pytest.mark.parametrize(("data", "line"), [(b'a\n"b\nc', "2"), (b'a\nb\n"c"d\n', "3")])
def test_broken_quoting_is_refused_with_its_line(data, line):
    with pytest.raises(csv.Error, match=f"line {line}"):
        csvfile.read_csv(data)


def test_long_cells_are_read():
    name = "x" * 200_000
    assert csvfile.read_csv(csvfile.write_csv("actors", [actor(name)]))[1].cells[2] == name
