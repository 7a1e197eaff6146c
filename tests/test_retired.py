"""Retired ids: read strictly, never used again, with the row that stands for each now."""

from pathlib import Path

import pytest

import sample
from claimpack import table_schema
from claimpack.errors import ClaimpackError
from claimpack.retired import COLUMNS, Retired, check_retired, id_columns, read_retired, to_retire, written

HEADER = "table,id,reason,successor,version\n"
A = "2025-03-04-frachter"


def test_columns_and_tables_are_those_of_the_schema() -> None:
    described = table_schema.read_file("retired")
    assert [field["name"] for field in described["fields"]] == COLUMNS
    assert described["fields"][0]["constraints"]["enum"] == list(id_columns())


def test_none_without_a_file(tmp_path: Path) -> None:
    assert read_retired(tmp_path / "retired.csv") == []


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (b"", 1, None),
        (b"table,id\n", 1, None),
        (b"\xff", None, None),
        (HEADER.encode() + b'"', None, None),
        (HEADER.encode() + b"claims,x\n", 2, None),
        (HEADER.encode() + b"claim_actors,x,gone,,1.0.0\n", 2, "table"),
        (HEADER.encode() + b"claims,,gone,,1.0.0\n", 2, "id"),
        (HEADER.encode() + b"claims,x,,,1.0.0\n", 2, "reason"),
        (HEADER.encode() + b"claims,x,gone,,1.0\n", 2, "version"),
        (HEADER.encode() + b"claims,x,gone,,1.0.0\nclaims,x,lost,,1.0.0\n", 3, "id"),
    ],
)
def test_faults_are_told(tmp_path: Path, content: bytes, line: int | None, column: str | None) -> None:
    (tmp_path / "retired.csv").write_bytes(content)
    with pytest.raises(ClaimpackError) as raised:
        read_retired(tmp_path / "retired.csv")
    assert (raised.value.code, raised.value.problem.line, raised.value.problem.column) == ("CP331", line, column)
    assert raised.value.problem.remedy


def check(folder: Path, *lines: str) -> None:
    (folder / "retired.csv").write_text(HEADER + "".join(f"{line}\n" for line in lines))
    check_retired(folder / "retired.csv", sample.published())


def test_id_that_is_back_is_told(tmp_path: Path) -> None:
    check(tmp_path, "sources,frachter,renamed,hafen,1.0.0", "sources,old,renamed,frachter,0.9.0")
    with pytest.raises(ClaimpackError, match=r"CP330.*sources.*\(found: hafen\)"):
        check(tmp_path, "sources,hafen,withdrawn,,1.0.0")
    with pytest.raises(ClaimpackError, match=r"CP331.*successor"):
        check(tmp_path, "sources,frachter,renamed,haven,1.0.0")


def test_what_is_to_be_retired_has_the_row_that_stands_for_it() -> None:
    new = sample.published()
    number = next(row for row in new["quantities"] if row["text"] == "40")
    start, stop = number["start"], number["stop"]
    old = {
        "quantities": [
            {"quantity_id": f"{A}:{start - 5}-{stop}", "source_id": A, "start": str(start - 5), "stop": str(stop)},
            {"quantity_id": f"{A}:8-9", "source_id": A, "start": "8", "stop": "9"},
            {"quantity_id": number["quantity_id"], "source_id": A, "start": str(start), "stop": str(stop)},
        ],
        "actors": [{"actor_id": "finland"}, {"actor_id": "norway"}],
        "claim_actors": [{"claim_id": "x"}],
    }
    known = [Retired("actors", "norway", "nobody", "", "0.1.0")]
    found = to_retire(old, new, known, "0.2.0", "a slip")
    assert found == [
        Retired("actors", "finland", "a slip", "", "0.2.0"),
        Retired("quantities", f"{A}:{start - 5}-{stop}", "a slip", number["quantity_id"], "0.2.0"),
        Retired("quantities", f"{A}:8-9", "a slip", "", "0.2.0"),
    ]


def test_written_is_read_again(tmp_path: Path) -> None:
    lines = [Retired("claims", "a:1-2", 'a "slip", twice', "", "1.0.0"), Retired("dates", "a:1-2", "ü", "b", "1.0.0")]
    (tmp_path / "retired.csv").write_text(written(lines), encoding="utf-8")
    assert read_retired(tmp_path / "retired.csv") == lines
