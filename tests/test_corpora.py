"""Archives: every format gives the same articles, what is broken is told, and nothing is lost or done twice."""

import csv
import errno
import gzip
import io
import json
import os
import pickle
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import corpus
from claimpack.article import SUFFIXES, UNSAID
from claimpack.build import extract_files
from claimpack.corpora import articles, engines, extract, partition, tables
from claimpack.corpora.columns import metadata_of, parse_columns
from claimpack.corpora.extract import Options
from claimpack.corpora.partition import Job, extract_record
from claimpack.corpora.readers import read_corpus
from claimpack.corpora.records import Record
from claimpack.corpora.run import Pace, duration
from claimpack.corpora.timelimit import TooLong, limited
from claimpack.errors import ClaimpackError, Problem
from claimpack.extract import extract_article
from claimpack.inputs import article_files
from claimpack.progress import Progress
from conftest import ARTICLE, SECOND, snapshot

COLUMNS = {"text": "body"}
ENGLISH = "The ships have left the harbour and nobody was hurt in the storm, said the master of the port. "


class Died(Exception):
    """What an engine tells of a process that died."""


class Inline:
    """An engine in this process. ``dies`` says at which calls it does; a pool that died refuses work until renewed."""

    slots = 3
    died = (Died,)

    def __init__(self, dies: Callable[..., bool] = lambda *_: False) -> None:
        self.dies, self.dead, self.renewed = dies, False, 0

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future:
        if self.dead:
            raise Died
        future: Future = Future()
        self.dead = self.dies(function, *arguments)
        try:
            if self.dead:
                raise Died
            future.set_result(pickle.loads(pickle.dumps(function))(*pickle.loads(pickle.dumps(arguments))))
        except Exception as error:
            future.set_exception(error)
        return future

    def renew(self) -> None:
        self.dead = False
        self.renewed += 1

    def close(self) -> None:
        pass


@pytest.fixture
def inline(monkeypatch: pytest.MonkeyPatch) -> Inline:
    engine = Inline()
    monkeypatch.setattr(extract, "engine_of", lambda options: engine)
    return engine


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eleven short articles, with two that are English, one that is empty and one that stands there twice."""
    file = tmp_path_factory.mktemp("archive") / "news.jsonl"
    bad = [{"id": "e1", "body": ENGLISH * 4}, {"id": "leer", "body": " "}, {"id": "a0", "body": SECOND}]
    bad += [{"id": "e2", "body": ENGLISH * 5}, {"id": "kopie", "body": corpus.text(3, 4)}]
    file.write_bytes(corpus.lines(10, sentences=4) + b"".join(json.dumps(row).encode() + b"\n" for row in bad))
    return file


def records(*files: Path, columns: Mapping[str, str] = COLUMNS) -> list[Record]:
    problems: list[Problem] = []
    found = list(read_corpus(files, columns, problems))
    assert problems == []
    return found


def in_csv(out: Path, *files: Path, partition: int = 4) -> extract.Result:
    return extract.extract(files, out, Options(COLUMNS, format="csv", partition=partition, quiet=True))


def table(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of a table, whole or in partitions."""
    files = sorted((folder / name).iterdir()) if (folder / name).is_dir() else [folder / f"{name}.csv"]
    return [row for file in files for row in csv.DictReader(io.StringIO(file.read_text(encoding="utf-8")))]


def packed(rows: Iterable[dict[str, str]], end: str, folder: Path) -> Path:
    """The rows as a file of the format that its name ends in."""
    file, rows = folder / f"news{end}", list(rows)
    lines = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    if end == ".parquet":
        arrow = pytest.importorskip("pyarrow")
        pytest.importorskip("pyarrow.parquet").write_table(arrow.Table.from_pylist(rows), file)
    elif end.endswith(".gz"):
        file.write_bytes(gzip.compress(lines[:500]) + gzip.compress(lines[500:]))
    elif end.endswith(".zst"):
        pack = pytest.importorskip("zstandard").compress
        file.write_bytes(pack(lines[:500]) + pack(lines[500:]))
    else:
        file.write_bytes(lines)
    return file


@pytest.mark.parametrize("end", [".jsonl", ".jsonl.gz", ".ndjson.zst", ".parquet"])
def test_formats_give_the_same_articles(end: str, tmp_path: Path) -> None:
    found = records(packed(corpus.rows(5), end, tmp_path))
    assert [(record.source_id, record.line, record.content) for record in found] == [
        (f"a{n}", n + 1, corpus.text(n)) for n in range(5)
    ]
    assert found[1].metadata == {"published": "2025-02-02", "outlet": "Nordblick"}
    assert found[-1].done == (tmp_path / f"news{end}").stat().st_size


def test_ids_that_are_not_given_follow_from_the_place(tmp_path: Path) -> None:
    (tmp_path / "2024").mkdir()
    for name in ("2024/10.jsonl", "2024/09.jsonl", ".x.jsonl"):
        (tmp_path / name).write_text('{"text": "Eins."}\n\n{"text": "Zwei.", "id": ""}\n')
    found = records(tmp_path, columns={})
    assert [record.source_id for record in found] == ["2024.09.1", "2024.09.3", "2024.10.1", "2024.10.3"]
    assert found[0].file == "2024/09.jsonl"


def test_article_files_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    names = ["b.txt", "a/x.html", "a.txt", "a/b/c.txt", "a-b.txt", "Z.TXT", ".hidden/x.txt", "a/.y.txt", "c.pdf"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    every = [path for path in tmp_path.rglob("*") if path.suffix.lower() in SUFFIXES and "/." not in str(path)]
    in_order = sorted(every, key=lambda path: path.relative_to(tmp_path).parts)
    assert list(article_files(tmp_path)) == in_order
    assert len(in_order) == 6


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b'{"body": "x"', "CP122", 1),
        (b"\n\n[]\n", "CP122", 3),
        (b"[" * 100_000, "CP122", 1),
        (b'{"text": "x"}', "CP121", 1),
        (b"\xff\xfe", "CP122", 1),
        (b'{"body": "x", "date": "gestern"}', "CP206", 1),
        (b'{"body": "x", "url": "nirgends"}', "CP206", 1),
        (b'{"body": "x", "id": "https://nordblick.example/1"}', "CP108", 1),
    ],
)
def test_a_bad_line_is_told_and_the_next_is_read(content: bytes, code: str, line: int, tmp_path: Path) -> None:
    (tmp_path / "news.jsonl").write_bytes(content + b'\n{"body": "Der Hafen meldet Gewinn."}\n')
    bad, good = records(tmp_path / "news.jsonl")
    assert (bad.problem.code, bad.problem.line or bad.line) == (code, line)
    assert (good.problem, good.content) == (None, "Der Hafen meldet Gewinn.")


@pytest.mark.parametrize("end", [".jsonl.gz", ".jsonl.zst"])
@pytest.mark.parametrize("share", [0.97, 0.5])
def test_a_file_that_is_cut_off_gives_what_it_has(end: str, share: float, tmp_path: Path) -> None:
    file = packed(corpus.rows(40), end, tmp_path)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    *found, last = records(file)
    assert last.problem.code == "CP120"
    assert f"after line {len(found)}" in last.problem.message
    assert [record.content for record in found] == [corpus.text(n) for n in range(len(found))]


@pytest.mark.parametrize("content", [b"", b"PAR1 no", b"PAR1" + bytes(100) + b"PAR1"])
def test_a_file_that_is_no_parquet(content: bytes, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "news.parquet").write_bytes(content)
    (bad,) = records(tmp_path / "news.parquet")
    assert bad.problem.code == "CP120"


def test_parquet_without_the_column_of_the_text(tmp_path: Path) -> None:
    with pytest.raises(ClaimpackError, match="no column text") as caught:
        extract.extract([packed(corpus.rows(2), ".parquet", tmp_path)], tmp_path / "out", Options())
    assert caught.value.code == "CP121"
    assert "body" in caught.value.problem.remedy


def crawl(file: Path, pages: Iterable[str], gzipped: bool) -> list[int]:
    """Write pages as a WARC; the offsets of their records."""
    pytest.importorskip("trafilatura")
    library = pytest.importorskip("warcio")
    offsets = []
    with file.open("wb") as stream:
        writer = library.warcwriter.WARCWriter(stream, gzip=gzipped)
        for number, page in enumerate(pages):
            offsets.append(stream.tell())
            headers = library.StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], "HTTP/1.0")
            address = f"https://nordblick.example/{number}"
            day = {"WARC-Date": "2025-03-04T05:06:07Z"}
            payload = io.BytesIO(page.encode())
            writer.write_record(
                writer.create_warc_record(address, "response", payload, http_headers=headers, warc_headers_dict=day)
            )
            writer.write_record(writer.create_warc_record(address, "metadata", payload=io.BytesIO(b"x: y")))
    return offsets


PAGE = """<html><head><title>{title} - Nordblick</title><meta property="og:title" content="{title}">
<meta property="og:site_name" content="Nordblick"><meta property="article:published_time" content="2025-03-12T09:15:00">
</head><body><nav><ul><li><a href="/">Start</a></li><li><a href="/abo">Jetzt 40 Prozent sparen</a></li></ul></nav>
<article><h1>{title}</h1>{text}</article><footer>Impressum</footer></body></html>"""


def page(text: str) -> str:
    title, *blocks = text.strip().split("\n\n")
    return PAGE.format(title=title, text="".join(f"<p>{block}</p>" for block in blocks))


@pytest.mark.parametrize(
    ("name", "content", "published"),
    [
        ("a.txt", "{text}", ("2025-03-13", "manifest")),
        ("a.txt", "Stand: 08.03.2025 09:15 Uhr\n\n{text}", ("2025-03-08T09:15:00", "text")),
        ("a.html", "<article><p>{text}</article>", ("2025-03-13", "manifest")),
        ("a.html", "<meta name=date content=2025-03-05><article><p>{text}</article>", ("2025-03-05", "text")),
        ("a.jsonl", '{{"text": "{text}"}}', ("2025-03-13", "manifest")),
        ("a.jsonl", '{{"text": "{text}", "date": "2025-03-05"}}', ("2025-03-05", "manifest")),
        ("a.warc", page("{text}"), ("2025-03-12", "text")),
    ],
)
def test_published_is_for_articles_of_which_nothing_else_says_so(
    name: str, content: str, published: tuple[str, str], tmp_path: Path
) -> None:
    text = content.format(text="Der Hafen meldet einen Gewinn von 2,5 Millionen Euro.")
    if name.endswith(".warc"):
        crawl(tmp_path / name, [text], gzipped=False)
    else:
        (tmp_path / name).write_text(text, encoding="utf-8")
    (record,) = read_corpus([tmp_path / name], {}, [], published="2025-03-13")
    (row,) = extract_article(articles.read_record(record))["sources"]
    assert (row["published"], row["published_basis"]) == published


@pytest.mark.parametrize("end", [".warc", ".warc.gz"])
def test_pages_of_a_crawl(end: str, tmp_path: Path) -> None:
    crawl(tmp_path / f"crawl{end}", [page(corpus.text(n)) for n in range(3)], end.endswith("gz"))
    found = records(tmp_path / f"crawl{end}")
    assert [record.source_id for record in found] == ["crawl.1", "crawl.3", "crawl.5"]
    assert found[1].metadata == {"url": "https://nordblick.example/1", "retrieved": "2025-03-04T05:06:07Z"}
    article = articles.read_record(found[1])
    assert article.text == corpus.text(1).strip()
    assert (article.text_by, article.metadata["outlet"]) == ("trafilatura", "Nordblick")
    assert article.metadata["published"].startswith("2025-03-12")


@pytest.mark.parametrize("end", [".warc", ".warc.gz"])
def test_a_broken_record_of_a_crawl_is_passed(end: str, tmp_path: Path) -> None:
    file = tmp_path / f"crawl{end}"
    offsets = crawl(file, [page(corpus.text(n)) for n in range(5)], end.endswith("gz"))
    raw = bytearray(file.read_bytes())
    start = offsets[2] + (20 if end.endswith("gz") else 0)
    raw[start : start + 30] = b"#" * 30
    file.write_bytes(raw[: offsets[4] + 200])
    found = records(file)
    good = [record.metadata["url"][-1] for record in found if record.problem is None]
    assert good == ["0", "1", "3"]
    assert [record.problem.code for record in found if record.problem] == ["CP123", "CP123"]


def test_a_folder_with_article_files_is_read_as_ever(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "b.jsonl").write_text('{"text": "Nicht gefragt."}')
    assert [record.source_id for record in records(tmp_path)] == ["a"]


@pytest.mark.parametrize(
    ("pairs", "columns"),
    [(["text=body"], {"text": "body"}), (["date=a=b", "html=x"], {"date": "a=b", "html": "x"}), ([], {})],
)
def test_columns(pairs: list[str], columns: dict[str, str]) -> None:
    assert parse_columns(pairs) == columns


@pytest.mark.parametrize("pairs", [["body"], ["body=text"], ["text="], ["text=a", "text=b"]])
def test_columns_that_are_wrong(pairs: list[str]) -> None:
    with pytest.raises(ValueError):
        parse_columns(pairs)


@pytest.mark.parametrize(
    ("value", "published"),
    [
        ("2025-03-04", "2025-03-04"),
        ("2025-03", "2025-03"),
        ("2025-03-04 05:06", "2025-03-04T05:06:00"),
        ("2025-03-04T05:06:07.123+01:00", "2025-03-04T05:06:07+01:00"),
        ("20250304", "2025-03-04T00:00:00"),
        ("", None),
        (None, None),
    ],
)
def test_dates(value: str | None, published: str | None) -> None:
    expected = {"published": published} if published else {}
    assert metadata_of({"date": value}, {"date": "date"}, "2020-01-01") == {**expected, UNSAID: "2020-01-01"}


def test_small_archives_give_a_package_of_whole_tables(archive: Path, tmp_path: Path, inline: Inline) -> None:
    small = extract.extract([archive], tmp_path / "small", Options(COLUMNS, quiet=True))
    in_csv(tmp_path / "parts", archive)
    assert small.summary.endswith("2 in other languages, left out: en 2")
    assert sorted(problem.code for problem in small.problems if problem.level == "error") == ["CP102", "CP110"]
    for name in ("sources", "actors", "claims", "quantities", "mentions", "claim_actors", "dates", "quantities_wide"):
        whole, parts = (sorted(map(tuple, map(dict.items, table(tmp_path / out, name)))) for out in ("small", "parts"))
        assert whole == parts, name
    assert {row["source_id"]: row["duplicate_of"] for row in table(tmp_path / "parts", "sources")}["kopie"] == "a3"


def test_articles_of_one_folder_give_the_same_in_partitions(tmp_path: Path, inline: Inline) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(ARTICLE)
    (tmp_path / "in/b.html").write_text(f"<article><p>{SECOND}</article>")
    extract_files([tmp_path / "in"], tmp_path / "whole")
    extract.extract([tmp_path / "in"], tmp_path / "small", Options(quiet=True))
    assert snapshot(tmp_path / "whole") == snapshot(tmp_path / "small")
    in_csv(tmp_path / "parts", tmp_path / "in", partition=1)
    assert table(tmp_path / "parts", "claims") == table(tmp_path / "whole", "claims")


def test_what_is_told_at_the_end(archive: Path, tmp_path: Path, inline: Inline) -> None:
    result = in_csv(tmp_path / "out", archive)
    lines = result.summary.splitlines()
    assert lines[0] == f"{tmp_path / 'out'}: 15 records read, 11 articles extracted"
    assert lines[1:3] == ["2 in other languages, left out: en 2", "2 not readable: CP102 1, CP110 1"]
    assert "1 articles are copies of others, 1 of them word for word" in lines[3]
    assert [problem.code for problem in result.problems] == ["CP358"]
    rows = table(tmp_path / "out", "errors")
    assert [(row["record"], row["line"], row["code"]) for row in rows] == [("12", "12", "CP102"), ("13", "13", "CP110")]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def test_parquet_has_the_same_rows(archive: Path, tmp_path: Path, inline: Inline) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    in_csv(tmp_path / "csv", archive)
    extract.extract([archive], tmp_path / "parquet", Options(COLUMNS, format="parquet", partition=4, quiet=True))
    for name in ("quantities", "sources", "claims"):
        files = sorted((tmp_path / "parquet" / name).iterdir())
        rows = [row for file in files for row in parquet.read_table(file).to_pylist()]
        texts = [{column: tables.table_schema.cell_text(value) for column, value in row.items()} for row in rows]
        assert texts == table(tmp_path / "csv", name)
        assert len({parquet.read_schema(file) for file in files}) == 1
    described = json.loads((tmp_path / "parquet/datapackage.json").read_text())
    assert [len(one["path"]) for one in described["resources"]] == [4, 5, 4, 4, 4, 4, 4, 4]
    assert all((tmp_path / "parquet" / path).is_file() for one in described["resources"] for path in one["path"])


def test_a_run_that_was_ended_goes_on(archive: Path, tmp_path: Path, inline: Inline, monkeypatch) -> None:
    in_csv(tmp_path / "whole", archive)
    calls: list[str] = []

    def full(*arguments: Any) -> None:
        calls.append(arguments[0])
        if len(calls) > 9:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "claims.csv")
        return write(*arguments)

    write = tables.write
    monkeypatch.setattr(tables, "write", full)
    with pytest.raises(ClaimpackError, match="No space left") as caught:
        in_csv(tmp_path / "out", archive)
    assert caught.value.code == "CP356"
    left = [path.name for path in (tmp_path / "out.unfinished").iterdir()]
    assert [name[:11] for name in left if ".batch" not in name] == ["part-000001"]
    monkeypatch.setattr(tables, "write", write)
    done: list[str] = []
    made = partition.write_partition
    monkeypatch.setattr(
        partition, "write_partition", lambda job, name, *rest: done.append(name) or made(job, name, *rest)
    )
    in_csv(tmp_path / "out", archive)
    assert [name[:11] for name in done] == ["part-000002", "part-000003", "part-000004"]
    assert snapshot(tmp_path / "out") == snapshot(tmp_path / "whole")
    assert not (tmp_path / "out.unfinished").exists()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "CP301"),
        (sqlite3.OperationalError("database or disk is full"), "CP356"),
    ],
)
def test_a_disk_that_is_full_at_the_end(
    error: Exception, code: str, archive: Path, tmp_path: Path, inline: Inline, monkeypatch
) -> None:
    monkeypatch.setattr(extract, "assemble", lambda *_: (_ for _ in ()).throw(error))
    with pytest.raises(ClaimpackError, match=r"3 partitions finished, kept in .*out\.unfinished: ") as caught:
        in_csv(tmp_path / "out", archive, partition=5)
    assert (caught.value.code, error.args[-1] in caught.value.problem.message) == (code, True)
    assert [path.name[:11] for path in sorted((tmp_path / "out.unfinished").iterdir())] == [
        "part-000001",
        "part-000002",
        "part-000003",
    ]


def test_what_has_changed_since_is_done_anew(archive: Path, tmp_path: Path, inline: Inline, monkeypatch) -> None:
    changed = tmp_path / "news.jsonl"
    changed.write_bytes(archive.read_bytes().replace(b'"outlet": "Nordblick"}\n', b'"outlet": "Suedblick"}\n', 1))
    in_csv(tmp_path / "whole", archive)
    with monkeypatch.context() as patch:
        patch.setattr(extract, "assemble", lambda *_: (_ for _ in ()).throw(OSError(errno.EIO, "gone")))
        with pytest.raises(ClaimpackError):
            in_csv(tmp_path / "out", changed)
    in_csv(tmp_path / "out", archive)
    assert snapshot(tmp_path / "out") == snapshot(tmp_path / "whole")


def test_a_process_that_dies_costs_nothing(archive: Path, tmp_path: Path, inline: Inline) -> None:
    in_csv(tmp_path / "whole", archive)
    deaths = iter([False, True, False, False, True])
    inline.dies = lambda function, *_: function is not os.getpid and next(deaths, False)
    in_csv(tmp_path / "out", archive)
    assert inline.renewed >= 2
    assert snapshot(tmp_path / "out") == snapshot(tmp_path / "whole")


def test_an_article_at_which_processes_die(archive: Path, tmp_path: Path, inline: Inline) -> None:
    def dies(function: Callable, job: Job | None = None, what: Any = None) -> bool:
        if function is os.getpid:
            return False
        if function is extract_record:
            return what.source_id == "a5"
        return "a5" in [one.source_id for one in pickle.loads(partition.staged(job, what).read_bytes())]

    inline.dies = dies
    result = in_csv(tmp_path / "out", archive)
    assert "CP355 1" in result.summary
    assert {row["source_id"] for row in table(tmp_path / "out", "sources")} == {f"a{n}" for n in range(10)} - {"a5"} | {
        "kopie"
    }


def test_processes_that_cannot_begin_are_not_blamed_on_articles(archive: Path, tmp_path: Path, inline: Inline) -> None:
    inline.dies = lambda *_: True
    with pytest.raises(ClaimpackError, match="as soon as they begin") as caught:
        in_csv(tmp_path / "out", archive)
    assert caught.value.code == "CP356"
    assert not (tmp_path / "out.unfinished").exists()


def test_a_partition_that_another_was_quicker_with_stays(tmp_path: Path) -> None:
    job = Job(tmp_path, "csv", 1000, 10)
    outcome = extract_record(job, Record("a", "a.jsonl", 1, "Der Hafen meldet einen Gewinn von 3 Millionen Euro."))
    partition.write_partition(job, "part-000001-x", [outcome])
    before = snapshot(tmp_path)
    partition.write_partition(job, "part-000001-x", [outcome, outcome])
    assert snapshot(tmp_path) == before


def test_a_poisonous_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def poisonous(article: Any) -> dict:
        if article.source_id == "schleife":
            while True:
                time.sleep(0)
        raise RecursionError("too deep")

    monkeypatch.setattr(partition, "extract_article", poisonous)
    job = Job(tmp_path, "csv", 1000, 0.1)
    for name, code in (("schleife", "CP353"), ("tief", "CP354")):
        outcome = extract_record(job, Record(name, "a.jsonl", 1, "Der Hafen meldet Gewinn."))
        assert outcome.error[0] == code
        assert outcome.tables is None


@pytest.mark.parametrize("number", ["9" * 29, "0.000000001", "0.0000000010", "-12.5", "1E+28", "0"])
def test_numbers_that_partitions_hold(number: str) -> None:
    tables.check_numbers("quantities", [{"low": Decimal(number), "high": None}])


@pytest.mark.parametrize("number", ["9" * 30, "0.0000000001", "1E+29", "1E-10"])
def test_numbers_that_no_partition_holds(number: str) -> None:
    with pytest.raises(ValueError, match="too many digits"):
        tables.check_numbers("quantities", [{"low": None, "high": Decimal(number)}])


def test_the_limit_ends_what_takes_too_long_and_nothing_else() -> None:
    began = time.monotonic()
    with pytest.raises(TooLong), limited(0.05):
        while time.monotonic() < began + 5:
            pass
    assert time.monotonic() < began + 4
    for _ in range(200):
        with suppress(TooLong), limited(0.0005):
            pass
    for _ in range(1000):
        time.sleep(0)


def test_a_worker_of_another_version(tmp_path: Path) -> None:
    with pytest.raises(ClaimpackError, match=r"0\.0\.1") as caught:
        partition.extract_partition(Job(tmp_path, "csv", 1000, 10, version="0.0.1"), "part-000001-x")
    assert caught.value.code == "CP352"
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_nothing_but_bad_records(tmp_path: Path, inline: Inline) -> None:
    (tmp_path / "news.jsonl").write_text("{\n[]\n")
    with pytest.raises(ClaimpackError, match="CP122") as caught:
        in_csv(tmp_path / "out", tmp_path / "news.jsonl", partition=1)
    assert caught.value.code == "CP304"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["news.jsonl"]


def test_two_runs_into_one_place(archive: Path, tmp_path: Path, inline: Inline) -> None:
    with extract.unfinished(tmp_path / "out.unfinished"):
        with pytest.raises(ClaimpackError) as caught:
            in_csv(tmp_path / "out", archive)
        assert caught.value.code == "CP357"
    (tmp_path / "out.unfinished/notizen.txt").write_text("meins")
    with pytest.raises(ClaimpackError) as caught:
        in_csv(tmp_path / "out", archive)
    assert caught.value.code == "CP303"
    assert (tmp_path / "out.unfinished/notizen.txt").read_text() == "meins"


def test_a_package_in_partitions_is_replaced_and_what_is_not_of_it_is_not(
    archive: Path, tmp_path: Path, inline: Inline
) -> None:
    in_csv(tmp_path / "out", archive)
    in_csv(tmp_path / "out", archive, partition=20)
    assert len(list((tmp_path / "out/claims").iterdir())) == 1
    (tmp_path / "out/claims/notizen.csv").write_text("meins")
    with pytest.raises(ClaimpackError, match=r"notizen\.csv") as caught:
        in_csv(tmp_path / "out", archive)
    assert caught.value.code == "CP303"


def test_engines_that_are_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(ClaimpackError, match=r"claimpack\[dask\]") as caught:
        engines.Dask("tcp://127.0.0.1:1")
    assert caught.value.code == "CP313"


@pytest.mark.parametrize(
    ("seconds", "told"), [(5, "0 min 5 s"), (125, "2 min 5 s"), (7500, "2 h 5 min"), (200_000, "2 d 7 h")]
)
def test_duration(seconds: float, told: str) -> None:
    assert duration(seconds) == told


def test_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    bar = Progress(1000, quiet=True)
    clock = iter([0.0, 20.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    pace = Pace(bar)
    pace.read("a", [Record("a", "x", done=400)])
    pace.read("b", [Record("b", "x", done=500), Record("c", "x", done=600)])
    pace.skip("a")
    pace.finish("b")
    assert (bar.done, bar.label) == (600, "2 articles, 0.1 a second, 0 min 40 s left")
