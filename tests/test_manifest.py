"""The manifest, and which articles there are: a fault of one is told and the others are read."""

from collections.abc import Callable
from pathlib import Path

import pytest

from claimpack.article import UNSAID
from claimpack.errors import ClaimpackError
from claimpack.inputs import Inputs, given_articles, id_of, project_articles
from claimpack.manifest import COLUMNS, check_published, read_manifest
from claimpack.project import Project, find_project, read_description
from conftest import ARTICLE, SECOND

NAMES = ("2025-01-18-zelte", "2025-03-12-techniker")


def told(inputs: Inputs) -> list[tuple[str, str]]:
    return [(problem.code, problem.level) for problem in inputs.problems]


def test_the_manifest_of_the_project_is_whole(root: Path) -> None:
    project = Project(root)
    inputs = project_articles(project)
    assert inputs.problems == []
    assert len(inputs.articles) >= 5
    for source_id, article in inputs.articles.items():
        assert article.file == f"raw/articles/{source_id}.txt"
        assert source_id.startswith(article.metadata["published"].strip("[")[:7])
        title = article.metadata.get("title", "")
        assert title in article.text
    header = (root / "raw/articles.csv").read_text(encoding="utf-8").splitlines()[0]
    assert tuple(header.split(",")) == COLUMNS


def test_articles_of_a_project(make_project: Callable[..., Path]) -> None:
    cells = {"2025-01-18-zelte.txt": {"source_id": "zelte", "outlet": "Nordblick"}}
    inputs = project_articles(Project(make_project(cells=cells)))
    assert told(inputs) == []
    assert sorted(inputs.articles) == ["2025-03-12-techniker", "zelte"]
    assert inputs.articles["zelte"].metadata["outlet"] == "Nordblick"


def test_changed_article_stops_everything(make_project: Callable[..., Path]) -> None:
    folder = make_project()
    with (folder / "raw/articles/2025-01-18-zelte.txt").open("a") as stream:
        stream.write(" ")
    with pytest.raises(ClaimpackError) as caught:
        project_articles(Project(folder))
    assert caught.value.code == "CP205"
    assert "2025-01-18-zelte.txt" in str(caught.value)
    assert caught.value.problem.line == 3


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"published": "gestern"}, "CP206"),
        ({"published": "2025-02-30"}, "CP206"),
        ({"published": "[2025-03-02..2025-03-01]"}, "CP206"),
        ({"published_basis": "geraten"}, "CP206"),
        ({"source_id": "Straße"}, "CP206"),
        ({"source_id": "2025-03-12-techniker"}, "CP110"),
        ({"file": "2025-03-12-techniker.txt", "sha256": ""}, "CP110"),
        ({"file": "fehlt.txt"}, "CP203"),
    ],
)
def test_bad_row_is_skipped(cells: dict[str, str], code: str, make_project: Callable[..., Path]) -> None:
    folder = make_project(cells={"2025-01-18-zelte.txt": cells})
    inputs = project_articles(Project(folder))
    assert list(inputs.articles) == ["2025-03-12-techniker"]
    assert told(inputs)[0] == (code, "error")
    problem = inputs.problems[0]
    assert problem.remedy
    assert "articles.csv:3" in str(problem) or "2025-01-18-zelte.txt" in str(problem)


@pytest.mark.parametrize("file", ["../README.md", "/etc/hostname"])
def test_file_outside(file: str, make_project: Callable[..., Path]) -> None:
    with pytest.raises(ClaimpackError, match="raw/articles") as caught:
        project_articles(Project(make_project(cells={"2025-01-18-zelte.txt": {"file": file}})))
    assert caught.value.code == "CP203"


def test_file_that_cannot_be_read(make_project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def refuse(self: Path, *arguments: object, **options: object) -> object:
        if self.name == "2025-01-18-zelte.txt":
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *arguments, **options)

    folder = make_project()
    monkeypatch.setattr(Path, "open", refuse)
    inputs = project_articles(Project(folder))
    assert list(inputs.articles) == ["2025-03-12-techniker"]
    assert told(inputs) == [("CP101", "error")]


def test_file_without_row(make_project: Callable[..., Path]) -> None:
    folder = make_project()
    (folder / "raw/articles/neu.txt").write_text(ARTICLE)
    (folder / "raw/articles/.verborgen.txt").write_text(ARTICLE)
    (folder / "raw/articles/notiz.md").write_text("keiner")
    inputs = project_articles(Project(folder))
    assert sorted(inputs.articles) == sorted(NAMES)
    assert told(inputs) == [("CP204", "error")]
    assert "neu.txt" in str(inputs.problems[0])


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "CP202", "no column file"),
        (b"file;sha256\na.txt;0\n", "CP202", "no column file"),
        (b"file,sha256,file\n", "CP202", "twice"),
        (b"file,sha256\na.txt,0,1\n", "CP201", "cells"),
        (b'file,sha256\n"a.txt,0\n', "CP201", "CSV"),
        (b"file,sha256\n\xe4.txt,0\n", "CP201", "UTF-8"),
    ],
)
def test_bad_manifest(content: bytes, code: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "articles.csv"
    path.write_bytes(content)
    with pytest.raises(ClaimpackError, match=words) as caught:
        read_manifest(path)
    assert caught.value.code == code
    assert str(path) in str(caught.value)


def test_no_manifest(tmp_path: Path) -> None:
    with pytest.raises(ClaimpackError) as caught:
        read_manifest(tmp_path / "articles.csv")
    assert caught.value.code == "CP201"


def test_manifest_of_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "articles.csv"
    path.write_bytes(b'\xef\xbb\xbffile,title,sha256\r\na.txt,"eins,\r\nzwei",0\r\n,,\r\nb.txt,drei\r\n')
    rows = read_manifest(path)
    assert [(row.line, row.cells) for row in rows] == [
        (2, {"file": "a.txt", "title": "eins,\r\nzwei", "sha256": "0"}),
        (5, {"file": "b.txt", "title": "drei"}),
    ]


@pytest.mark.parametrize("value", ["2025-03-04", "2025-03-04T07:30:00", "2025-03", "2025", "[2025-03-04..2025-03-09]"])
def test_dates_that_may_be_given(value: str) -> None:
    check_published(value)


@pytest.mark.parametrize("value", ["4.3.2025", "2025-13", "2025-02-29", "2025-03-04T25:00:00", "2025-3-4", "P3D"])
def test_dates_that_may_not(value: str) -> None:
    with pytest.raises(ClaimpackError) as caught:
        check_published(value)
    assert caught.value.code == "CP206"


def test_given_files_and_folders(tmp_path: Path) -> None:
    (tmp_path / "jahr/mai").mkdir(parents=True)
    (tmp_path / "jahr/mai/techniker.txt").write_text(ARTICLE)
    (tmp_path / "zelte.TXT").write_text(SECOND)
    (tmp_path / "leer").mkdir()
    (tmp_path / "bild.pdf").write_bytes(b"%PDF")
    paths = [tmp_path / name for name in ("jahr", "zelte.TXT", "leer", "bild.pdf", "fehlt.txt")]
    inputs = given_articles(paths, published="2025-06-01")
    assert {name: article.file for name, article in inputs.articles.items()} == {
        "mai.techniker": "mai/techniker.txt",
        "zelte": "zelte.TXT",
    }
    assert {article.metadata[UNSAID] for article in inputs.articles.values()} == {"2025-06-01"}
    assert told(inputs) == [("CP109", "error"), ("CP109", "error"), ("CP101", "error")]


def test_two_articles_with_one_id(tmp_path: Path) -> None:
    for name, text in (("a/x.txt", ARTICLE), ("b/x.txt", SECOND)):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text)
    inputs = given_articles([tmp_path / "a/x.txt", tmp_path / "b/x.txt"])
    assert [article.text for article in inputs.articles.values()] == [ARTICLE]
    assert told(inputs) == [("CP110", "error")]
    assert str(tmp_path / "b/x.txt") in str(inputs.problems[0])


def test_manifest_for_given_files(tmp_path: Path) -> None:
    for name, text in (("techniker.txt", ARTICLE), ("zelte.txt", SECOND), ("ohne.txt", SECOND)):
        (tmp_path / name).write_text(text)
    manifest = tmp_path / "articles.csv"
    manifest.write_text(
        "source_id,file,title,published\n"
        "sturm,techniker.txt,Sturm,2025-03-12\n"
        "zelte,,Zelte,2025-01-18\n"
        "fehlt,,Nichts,2025-01-19\n"
    )
    inputs = given_articles([tmp_path], manifest, published="2020")
    found = {name: dict(article.metadata) for name, article in inputs.articles.items()}
    assert found["sturm"]["title"] == "Sturm"
    assert found["sturm"]["published"] == "2025-03-12"
    assert found["zelte"]["published"] == "2025-01-18"
    assert found["ohne"] == {UNSAID: "2020"}
    assert told(inputs) == [("CP204", "warning"), ("CP203", "warning")]


def test_id_of_path() -> None:
    assert id_of(Path("a.txt")) == "a"
    assert id_of(Path("2025/mai/a.b.html")) == "2025.mai.a.b"


def test_nearest_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "p/raw/articles").mkdir(parents=True)
    assert find_project(tmp_path / "p/raw/articles").folder == tmp_path / "p"
    monkeypatch.chdir(tmp_path / "p/raw")
    assert find_project(Path()).folder == Path("..")
    with pytest.raises(ClaimpackError) as caught:
        find_project(tmp_path)
    assert caught.value.code == "CP207"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{,",
        '{"name": "a"}',
        '{"name": 1, "title": "a", "version": "1", "licenses": [{}], "contributors": [{}]}',
        '{"name": "A b", "title": "a", "version": "1", "licenses": [{}], "contributors": [{}]}',
    ],
)
def test_bad_description(content: str, tmp_path: Path) -> None:
    path = tmp_path / "package.json"
    path.write_text(content)
    with pytest.raises(ClaimpackError, match=r"package\.json") as caught:
        read_description(path)
    assert caught.value.code == "CP208"
