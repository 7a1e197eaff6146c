"""The dataset in R, LibreOffice, Datasette, mlcroissant and the sqlite3 program: what "Load it in …" says, run by them.

Each test prints what it was given. A program that is missing fails its test, with what to install.
"""

import contextlib
import csv
import datetime
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sample
from awkward import awkward
from claimpack import package, table_schema
from conftest import exported
from loading import TABLES, canonical_rows, run_python, same, snippet

pytestmark = pytest.mark.tools

# Seconds that a program may take: LibreOffice makes a profile when it starts first.
SECONDS = 180
R_CLASSES = {"string": "character", "integer": "integer", "number": "numeric", "boolean": "logical", "date": "Date"}
# Frames as cells of the CSV file, and the classes of their columns, as JSON.
R_TOLD = """
told <- function(frame) {
  text <- function(column) {
    if (is.logical(column)) made <- tolower(as.character(column))
    else if (is.numeric(column))
      made <- format(column, digits = 15, scientific = FALSE, trim = TRUE, drop0trailing = TRUE)
    else made <- as.character(column)
    made[is.na(column)] <- ""
    enc2utf8(made)
  }
  made <- lapply(frame, text)
  for (name in names(made)) if (any(!nzchar(made[[name]]) & !is.na(frame[[name]]))) stop("empty, not NA: ", name)
  list(classes = lapply(frame, class), cells = made)
}
"""


@pytest.fixture(scope="module", params=["dataset", "awkward"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``datapackage`` and ``exports``: of the dataset, or of cells that programs like to change."""
    if request.param == "dataset":
        return request.getfixturevalue("exports").parent
    folder = tmp_path_factory.mktemp("awkward")
    (folder / "datapackage").mkdir()
    # R has whole numbers up to 2**31, R and mlcroissant have floats for all others.
    package.write_package(awkward(large=2**31 - 1), sample.METADATA, folder / "datapackage")
    return exported(folder).parent


@pytest.fixture(autouse=True)
def here(made: Path) -> Iterator[None]:
    with contextlib.chdir(made):
        yield


def program(name: str, package: str) -> str:
    """The path of a program, of this environment or of the system."""
    found = shutil.which(name, path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    if not found:
        pytest.fail(f"there is no program {name}: install {package}")
    return found


def run(command: list[str], **options: Any) -> str:
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", timeout=SECONDS, check=False, env=environment, **options
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def typed(command: str, name: str, package: str) -> list[str]:
    """A command of the page, with the path of its program."""
    first, *rest = shlex.split(command)
    assert first == name
    return [program(name, package), *rest]


@pytest.mark.parametrize(("number", "loader"), [(0, "R, base"), (1, "R, readr")])
def test_r(number: int, loader: str, tmp_path: Path) -> None:
    rscript = program("Rscript", "R, on Debian and Ubuntu: apt-get install r-base-core r-cran-jsonlite r-cran-readr")
    code = [R_TOLD]
    for table in TABLES:
        out = json.dumps(str(tmp_path / f"{table}.json"))
        code.append(snippet("R", "r", number, table))
        code.append(f"writeLines(jsonlite::toJSON(told({table})), {out}, useBytes = TRUE)")
    script = tmp_path / "load.R"
    script.write_text("\n".join(code), encoding="utf-8")
    run([rscript, "--vanilla", str(script)])
    for table in TABLES:
        got = json.loads((tmp_path / f"{table}.json").read_text(encoding="utf-8"))
        kinds = table_schema.types(table)
        assert {name: classes[0] for name, classes in got["classes"].items()} == {
            name: R_CLASSES[kind] for name, kind in kinds.items()
        }
        same(table, list(zip(*(got["cells"][name] for name in kinds), strict=True)), loader)


def test_libreoffice(tmp_path: Path) -> None:
    import openpyxl

    package = "LibreOffice, on Debian and Ubuntu: apt-get install libreoffice-calc"
    first, *rest = typed(snippet("Excel and LibreOffice", "sh", 0), "soffice", package)
    rest[rest.index("sheets")] = str(tmp_path / "sheets")
    run([first, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", *rest])
    book = openpyxl.load_workbook("exports/dataset.xlsx")
    for table in TABLES:
        with open(tmp_path / f"sheets/dataset-{table}.csv", encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream, strict=True)
        kinds = list(table_schema.types(table).values())
        assert header == table_schema.columns(table)
        plain = {"TRUE": "true", "FALSE": "false"}
        got = [[plain[c] if c and k == "boolean" else c for c, k in zip(row, kinds, strict=True)] for row in rows]
        same(table, got, "LibreOffice")
        for row in book[table].iter_rows(min_row=2):
            for kind, cell in zip(kinds, row, strict=True):
                wanted = {"string": "s", "date": "d", "boolean": "b"}.get(kind, "n")
                assert cell.value is None or cell.data_type == wanted, cell


def test_datasette() -> None:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    package = 'datasette: python -m pip install "claimpack[test]"'
    command = typed(snippet("Datasette", "sh", 0).replace("8001", str(port)), "datasette", package)
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        for table in TABLES:
            rows = fetched(f"http://127.0.0.1:{port}/dataset/{table}.json?_shape=objects&_size=max", server)
            same(table, canonical_rows(table, rows), "Datasette", ordered=False)
            kinds = table_schema.types(table)
            for row in rows:
                for name, value in row.items():
                    numeric = kinds[name] in ("integer", "number", "boolean")
                    assert value is None or isinstance(value, int | float) == numeric
    finally:
        server.terminate()
        server.communicate(timeout=SECONDS)


def fetched(address: str | None, server: subprocess.Popen) -> list[dict[str, Any]]:
    """The rows of all pages of a table; the server may still be starting."""
    rows: list[dict[str, Any]] = []
    last = time.monotonic() + SECONDS
    while address:
        try:
            with urllib.request.urlopen(address, timeout=SECONDS) as answer:
                told = json.load(answer)
        except urllib.error.URLError as error:
            refused = isinstance(error.reason, ConnectionRefusedError)
            assert refused and server.poll() is None and time.monotonic() < last, error
            time.sleep(0.1)
            continue
        rows += told["rows"]
        address = told.get("next_url")
    return rows


def test_page_names_the_address_that_is_asked() -> None:
    page = (Path(__file__).parents[1] / "docs/loading.md").read_text(encoding="utf-8")
    assert re.search(r"http://127\.0\.0\.1:8001/dataset/claims\.json\?_shape=objects&_size=max", page)


@pytest.mark.parametrize("table", TABLES)
def test_mlcroissant(table: str) -> None:
    types = {"string": bytes, "integer": int, "number": float, "boolean": bool, "date": datetime.datetime}
    rows = []
    for record in run_python("mlcroissant", 0, table):
        row = {name.removeprefix(f"{table}/"): value for name, value in record.items()}
        for name, kind in table_schema.types(table).items():
            assert row[name] is None or isinstance(row[name], types[kind]), (name, row[name])
        rows.append(row)
    same(table, canonical_rows(table, rows), "mlcroissant")


def test_croissant_is_valid() -> None:
    import mlcroissant

    issues = mlcroissant.Dataset("exports/croissant/croissant.json").metadata.issues
    print("mlcroissant:", issues.report() or "nothing to report")
    assert not issues.errors
    # The package says no date of publication, and none is made up.
    assert all("datePublished" in warning for warning in issues.warnings)


@pytest.mark.parametrize("table", TABLES)
def test_sqlite_program(table: str) -> None:
    package = "sqlite3, on Debian and Ubuntu: apt-get install sqlite3"
    rows = json.loads(run(typed(snippet("SQLite", "sh", 0, table), "sqlite3", package)))
    same(table, canonical_rows(table, rows), "sqlite3")
