"""Copies of articles: the same text, nearly the same, and not the same."""

import hashlib
from pathlib import Path
from random import Random

import pytest

import corpus
from claimpack import authority
from claimpack.build import extract_tables
from claimpack.duplicates import Link, find_links, signature
from claimpack.inputs import given_articles
from claimpack.progress import Progress


def articles(*texts: str) -> list[tuple[str, str, bytes]]:
    return [(f"a{n}", hashlib.sha256(text.encode()).hexdigest(), signature(text)) for n, text in enumerate(texts)]


def edited(text: str, share: float, seed: int) -> str:
    """The text with a share of its words changed, as a desk does with a report of an agency."""
    random = Random(seed)
    return " ".join(word if random.random() > share else f"{word}s" for word in text.split())


def test_the_first_of_the_same_text() -> None:
    one, other = corpus.text(1), corpus.text(2)
    assert find_links(articles(one, other, one, one)) == {"a2": Link("a0", "a0"), "a3": Link("a0", "a0")}


def test_copies_with_a_new_beginning_or_a_few_other_words() -> None:
    text = corpus.text(1)
    copies = [f"Von unserer Redaktion\n\n{text}", text[: len(text) * 9 // 10], edited(text, 0.03, 2)]
    assert find_links(articles(text, *copies)) == {f"a{n}": Link(None, "a0") for n in (1, 2, 3)}


def test_a_copy_of_a_copy_is_of_the_same_group() -> None:
    texts = [corpus.text(1, 60)]
    for seed in range(4):
        texts.append(edited(texts[-1], 0.04, seed))
    assert {link.similar_to for link in find_links(articles(*texts)).values()} == {"a0"}


def test_nine_in_ten_copies_are_found_and_no_article_of_its_own_is_taken_for_one() -> None:
    texts = [corpus.text(n) for n in range(60)]
    links = find_links(articles(*texts, *(edited(text, 0.05, n) for n, text in enumerate(texts))))
    assert not links.keys() & {f"a{n}" for n in range(60)}
    assert sum(links.get(f"a{60 + n}") == Link(None, f"a{n}") for n in range(60)) >= 54


@pytest.mark.parametrize("text", ["", "Drei.", "Der Hafen", "\ud800 Der Hafen meldet Gewinn"])
def test_short_texts(text: str) -> None:
    assert find_links([("a", "x", signature(text)), ("b", "y", signature(text))]) == {"b": Link(None, "a")}


def test_signatures_are_the_same_for_ever() -> None:
    assert hashlib.sha256(signature("Der Hafen meldet einen Gewinn.")).hexdigest()[:16] == "6c1a728f4d34cdcb"


def test_in_a_file(tmp_path: Path) -> None:
    texts = [corpus.text(1)] * 2
    assert find_links(articles(*texts), tmp_path) == find_links(articles(*texts))
    assert list(tmp_path.iterdir()) == []


def test_the_table_says_it(tmp_path: Path) -> None:
    text = corpus.text(1)
    for name, content in {"a": text, "b": text, "c": f"Eil\n\n{text}", "d": corpus.text(2)}.items():
        (tmp_path / f"{name}.txt").write_text(content, encoding="utf-8")
    rows = extract_tables(given_articles([tmp_path]), authority.load(), Progress(4, quiet=True))["sources"]
    found = [(row["duplicate_of"], row["similar_to"]) for row in rows]
    assert found == [(None, None), ("a", "a"), (None, "a"), (None, None)]
