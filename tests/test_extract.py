"""What holds for every row, whatever the article: evidence, ids, and the numbers of the five articles."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import article, raw_articles
from claimpack.extract import extract_article
from evidence import check_evidence
from tables import cases

RAW = raw_articles()
PIECES = [
    "Die Ministerin sagte am Montag, ",
    "„Wir haben rund 1’200 Helfer“",
    "laut der Nachrichtenagentur Reuters ",
    "sollen mindestens drei Schiffe ",
    "nicht ",
    ", so der Sprecher. ",
    "\n\n",
    "«",
    "“",
    "zwischen 5 und 7,5 Prozent ",
    "die südkoreanische Regierung ",
    "1.",
    "12.3.",
    "habe ",
    "\u00a0",
    "e\u0301",
    ":",
    "\ufeff",
]


@pytest.fixture(scope="module", params=sorted(RAW))
def extracted(request):
    return RAW[request.param], extract_article(RAW[request.param])


def test_every_row_shows_its_passage(extracted):
    article, tables = extracted
    check_evidence(article.text, tables)


def test_every_article_has_claims_and_quantities(extracted):
    _, tables = extracted
    assert any(row["form"] != "narration" for row in tables["claims"])
    assert tables["quantities"]


def test_the_same_article_gives_the_same_rows(extracted):
    article, tables = extracted
    assert extract_article(article) == tables


@pytest.mark.parametrize("expected", cases("article_quantities"))
def test_quantities_of_the_articles(expected, all_quantities):
    span = expected["source_id"], int(expected["start"]), int(expected["stop"])
    found = all_quantities.get(span)
    if found is None and expected["optional"]:
        return
    assert found, "not found"
    columns = ["low", "high", "comparator", "kind", "unit", "per", "item", "status"]
    columns += [column for column in ("item_actor_id", "predicate") if expected[column]]
    shown = {column: "" if found[column] is None else str(found[column]) for column in columns}
    shown["item"] = shown["item"].split(" ")[-1]  # "Artillerie- und Raketengeschosse": the head is the last word
    assert shown == {column: expected[column] for column in columns}


def test_no_other_quantities_in_the_articles(all_quantities):
    expected = {(c.values[0]["source_id"], int(c.values[0]["start"])) for c in cases("article_quantities")}
    assert {span[:2] for span in all_quantities} <= expected


@pytest.fixture(scope="module")
def all_quantities():
    rows = [row for article in RAW.values() for row in extract_article(article)["quantities"]]
    return {(row["source_id"], row["start"], row["stop"]): row for row in rows}


@given(st.lists(st.sampled_from(PIECES), max_size=25))
@settings(max_examples=150, deadline=None)
def test_pieces_of_news_in_any_order_give_true_offsets(pieces):
    text = "".join(pieces)
    check_evidence(text, extract_article(article(text)))
