"""Reading an article: the text is never changed, and what is no article is told clearly."""

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.article import decode, read_article
from claimpack.errors import ClaimpackError
from conftest import ARTICLE

ENGLISH = "The minister said that the ships had left the harbour and that nobody was hurt in the storm of last night. "
KOREAN = "장관은 배들이 항구를 떠났다고 말했다. 폭풍으로 다친 사람은 없었다. "
# What lies in the file, the code of the error, and words that its message must have.
BAD = {
    "empty": (b"", "CP102", "empty"),
    "white space": (b" \r\n\t\n", "CP102", "empty"),
    "only a mark": (b"\xef\xbb\xbf\n", "CP102", "empty"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "CP104", "not text"),
    "program": (b"\x7fELF" + bytes(range(256)) * 4, "CP104", "not text"),
    "control characters": (b"abc\x01\x02\x03" * 20, "CP104", "not text"),
    "utf-16 without mark": (ARTICLE.encode("utf-16-le"), "CP104", "not text"),
    "utf-16": (ARTICLE.encode("utf-16"), "CP106", "UTF-16"),
    "latin-1": (ARTICLE.encode("latin-1"), "CP106", "WINDOWS-1252"),
    "cut in a character": (ARTICLE.encode() + "ü".encode()[:1], "CP106", "UTF-8"),
    "nul": (ARTICLE.replace("Oslo", "Os\0lo").encode(), "CP105", "NUL"),
    "english": ((ENGLISH * 8).encode(), "CP107", "en"),
    "korean": ((KOREAN * 8).encode(), "CP107", "script"),
}


def read(path: Path, raw: bytes, **options):
    path.write_bytes(raw)
    return read_article(path, "a", **options)


@pytest.mark.parametrize("case", BAD)
def test_bad_article(case: str, tmp_path: Path) -> None:
    raw, code, words = BAD[case]
    path = tmp_path / "artikel.txt"
    with pytest.raises(ClaimpackError) as caught:
        read(path, raw)
    told = str(caught.value)
    assert caught.value.code == code
    assert str(path) in told
    assert words in told
    assert caught.value.problem.remedy


def test_line_of_a_false_byte(tmp_path: Path) -> None:
    with pytest.raises(ClaimpackError) as caught:
        read(tmp_path / "a.txt", b"eins\nzwei\nStra\xdfe")
    assert caught.value.problem.line == 3
    assert caught.value.problem.value == "0xdf"


def test_size(tmp_path: Path) -> None:
    raw = ARTICLE.encode()
    assert read(tmp_path / "a.txt", raw, max_size=len(raw)).text == ARTICLE
    with pytest.raises(ClaimpackError, match="--max-size") as caught:
        read(tmp_path / "a.txt", raw, max_size=len(raw) - 1)
    assert caught.value.code == "CP103"


def test_ten_megabytes_is_the_limit(tmp_path: Path) -> None:
    with pytest.raises(ClaimpackError) as caught:
        read(tmp_path / "a.txt", b"a" * 10_000_001)
    assert caught.value.code == "CP103"


def test_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for name in ("nichts.txt", ".", "pipe.txt"):
        with pytest.raises(ClaimpackError) as caught:
            read_article(tmp_path / name, "a")
        assert caught.value.code == "CP101"


@pytest.mark.parametrize("source_id", ["", ".a", "ä", "a b", "a/b", "a:b", "a\n"])
def test_bad_id(source_id: str, tmp_path: Path) -> None:
    with pytest.raises(ClaimpackError) as caught:
        read_article(tmp_path / "a.txt", source_id)
    assert caught.value.code == "CP108"


def test_mark_and_line_ends_are_kept(tmp_path: Path) -> None:
    text = "\ufeff" + ARTICLE.replace("\n", "\r\n")
    article = read(tmp_path / "a.txt", text.encode())
    assert article.text == text
    assert article.characters == len(text)
    assert article.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert [problem.code for problem in article.warnings] == ["CP111", "CP112"]
    assert {problem.level for problem in article.warnings} == {"warning"}


def test_good_article_has_no_warning(tmp_path: Path) -> None:
    article = read(tmp_path / "a.txt", ARTICLE.encode(), metadata={"title": "Titel", "author": ""})
    assert article.warnings == ()
    assert (article.file, article.text_by, dict(article.metadata)) == ("a.txt", "as is", {"title": "Titel"})


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_text_is_the_bytes(text: str) -> None:
    if not text.encode().startswith((b"%PDF", b"PK", b"{\\rtf")):
        assert decode(text.encode(), Path("a.txt")).encode() == text.encode()


def test_the_articles_of_the_project_are_their_bytes(root: Path) -> None:
    paths = sorted((root / "raw/articles").glob("*.txt"))
    assert len(paths) >= 5
    for path in paths:
        article = read_article(path, path.stem)
        assert article.text.encode() == path.read_bytes()
        assert article.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
