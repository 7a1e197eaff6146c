"""A package: valid by the standard, the same bytes everywhere, nothing lost on the way back."""

import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sample
from claimpack import loading, package, table_schema
from claimpack.errors import ClaimpackError

TESTS = Path(__file__).parent


@pytest.fixture
def written(tmp_path):
    package.write_package(sample.tables(), sample.METADATA, tmp_path)
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def descriptor(folder: Path) -> dict:
    return json.loads((folder / "datapackage.json").read_bytes())


def test_frictionless_finds_it_valid(written):
    import frictionless

    report = frictionless.validate(str(written / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])
    assert report.stats["tasks"] == len(table_schema.tables())


def test_has_what_data_package_2_and_frictionless_r_want(written):
    described = descriptor(written)
    assert described["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert [resource["name"] for resource in described["resources"]] == table_schema.tables()
    for resource in described["resources"]:
        assert resource["type"] == "table"
        assert resource["profile"] == "tabular-data-resource"
        assert resource["schema"]["missingValues"] == [""]
        assert "fieldsMatch" not in resource["schema"]
        for field in resource["schema"]["fields"]:
            assert isinstance(field["example"], str)
            assert field["type"] in ("string", "integer", "number", "boolean", "date")
            assert not any(name.startswith("exclusive") for name in field["constraints"])


def test_embedded_schemas_are_those_of_the_schema_folder(written):
    for resource in descriptor(written)["resources"]:
        embedded, file = resource["schema"], table_schema.read_file(resource["name"])
        if resource["name"] == "quantities_wide":
            assert [field["name"] for field in embedded["fields"]] == [field["name"] for field in file["fields"]]
            assert embedded["fields"] == table_schema.fields("quantities_wide")
            embedded["fields"] = file["fields"]
        assert embedded == file


def test_bytes_and_hashes_are_those_of_the_files(written):
    for resource in descriptor(written)["resources"]:
        data = (written / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"


def test_says_whose_it_is_and_what_it_rests_on(written):
    described = descriptor(written)
    assert [licence["name"] for licence in described["licenses"]] == ["CC-BY-4.0"]
    assert described["contributors"] == sample.METADATA["contributors"]
    assert described["sources"] == [
        {"title": "Vierzig Frachter ohne Meldung", "path": "https://nordblick.example/1"},
        {"title": "hafen"},
    ]
    assert "created" not in described


def test_written_read_and_written_again_gives_the_same_bytes(written, tmp_path_factory):
    frames = loading.load(written)
    rows = {table: table_schema.records(table, frame) for table, frame in frames.items()}
    again = tmp_path_factory.mktemp("again")
    package.write_package(rows, sample.METADATA, again)
    assert {path.name: path.read_bytes() for path in again.iterdir()} == {
        path.name: path.read_bytes() for path in written.iterdir()
    }


def test_order_of_rows_and_columns_does_not_matter(written):
    tables = {}
    for table, rows in reversed(sample.tables().items()):
        tables[table] = [dict(reversed(row.items())) for row in rows]
        random.Random(1).shuffle(tables[table])
    files = package.package_files(tables, dict(reversed(sample.METADATA.items())))
    assert files == contents(written)


@pytest.mark.parametrize(("locale", "zone", "seed"), [("C", "UTC", "0"), ("de_DE.UTF-8", "Asia/Seoul", "1")])
def test_bytes_depend_on_nothing_around(written, tmp_path, locale, zone, seed):
    folder = tmp_path / "a folder"
    folder.mkdir()
    code = "import sample, sys; from pathlib import Path; from claimpack import package\n"
    code += "package.write_package(sample.tables(), sample.METADATA, Path(sys.argv[1]))"
    around = {
        "LC_ALL": locale,
        "TZ": zone,
        "PYTHONHASHSEED": seed,
        "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path]),
    }
    subprocess.run([sys.executable, "-c", code, str(folder)], env=os.environ | around, cwd=folder, check=True)
    assert contents(folder) == contents(written)


def test_quotations_are_cut_after_25_words_and_say_so(written):
    frames = loading.load(written)
    cut = frames["claims"][~frames["claims"]["quote_complete"]]
    assert [len(quote.split()) for quote in cut["quote"]] == [25]
    assert set(cut["quote"]) <= set(frames["quantities_wide"]["quote"])
    stop, start = cut.iloc[0][["stop", "start"]]
    assert cut.iloc[0]["span_sha256"] == sample.sha256(sample.SHIPS[start:stop])
    assert "full" not in descriptor(written)["quotations"]


def test_full_quotations_are_marked(tmp_path):
    package.write_package(sample.tables(), sample.METADATA, tmp_path, quotations=package.FULL)
    assert loading.load(tmp_path)["claims"]["quote_complete"].all()
    assert descriptor(tmp_path)["quotations"] == "full"


@given(st.text(), st.integers(1, 30))
def test_cut_quote_is_the_beginning_and_no_longer_than_asked(text, words):
    quote, whole = package.cut_quote(text, words)
    assert text.startswith(quote)
    assert whole == (quote == text)
    assert whole or len(quote.split()) == words
    assert package.cut_quote(quote, words) == (quote, True)


def test_cut_quote_is_cut_behind_a_word():
    assert package.cut_quote("eins zwei\ndrei vier", 2) == ("eins zwei", False)
    assert package.cut_quote("eins zwei\n", 2) == ("eins zwei\n", True)


def test_tables_given_are_not_changed():
    tables = sample.tables()
    package.package_files(tables, sample.METADATA)
    assert tables == sample.tables()


def test_empty_tables_make_a_valid_package(tmp_path):
    import frictionless

    package.write_package({}, sample.METADATA, tmp_path)
    assert frictionless.validate(str(tmp_path / "datapackage.json")).valid
    assert all(frame.empty for frame in loading.load(tmp_path).values())


@pytest.mark.parametrize(
    "change",
    [{"name": ""}, {"name": "Mit Leerzeichen"}, {"title": None}, {"contributors": "Maja"}, {"keywords": "a, b"}],
)
def test_metadata_that_cannot_stand_in_a_package_are_refused(change):
    with pytest.raises(ClaimpackError) as error:
        package.package_files(sample.tables(), sample.METADATA | change)
    assert error.value.code == "CP401"


def test_unknown_column_is_refused():
    tables = sample.tables()
    tables["claims"][0]["colour"] = "red"
    with pytest.raises(KeyError, match="colour"):
        package.package_files(tables, sample.METADATA)


def test_folder_that_is_not_empty_is_left_alone(written):
    before = contents(written)
    with pytest.raises(ClaimpackError) as error:
        package.write_package({}, sample.METADATA, written)
    assert error.value.code == "CP402"
    assert contents(written) == before


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (b"claim_id,", b"id,", 1),
        (b",true,", b",yes,", 2),
        (b"\n", b",\n", 1),
        (b"Vierzig", b"\xff", None),
        (b'"', b"", None),
    ],
)
def test_reading_says_where_a_file_is_broken(written, old, new, line):
    file = written / "claims.csv"
    file.write_bytes(file.read_bytes().replace(old, new, 1))
    with pytest.raises(ClaimpackError) as error:
        loading.load(written)
    assert (error.value.code, error.value.problem.file) == ("CP403", str(file))
    assert line is None or error.value.problem.line == line


def test_reading_names_a_missing_file(written):
    (written / "dates.csv").unlink()
    with pytest.raises(ClaimpackError, match=r"dates\.csv"):
        loading.load(written)
