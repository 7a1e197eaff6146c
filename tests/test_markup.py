"""HTML to text: what a reader of the page sees of the article, and what the page says about itself."""

from pathlib import Path

import pytest

from claimpack.article import read_article
from claimpack.errors import ClaimpackError
from claimpack.markup import declared_charset, read_page

PAGE = """\
<!doctype html><html lang="de"><head><title>Sturm | Nordblick</title>
<meta property="article:published_time" content="2025-03-12T09:15:00+01:00">
<meta property="og:site_name" content="Nordblick"><meta name="author" content="Ida Sand"></head>
<body><nav>Start <a href="/">Politik</a></nav>
<article><h1>Sturm &uuml;ber Is&shy;land</h1><script>var x = "<p>40</p>";</script>
<p>Der Sturm hat in der Nacht   <b>40</b>&nbsp;Häuser<br>und die Brücke
beschädigt.<p>Das ist nicht alles.</p>
<aside>Lesen Sie auch</aside><form><p>Newsletter</p></form><ul><li>eins<li>zwei</ul></article>
<footer>Impressum</footer></body></html>
"""


def test_page() -> None:
    page = read_page(PAGE)
    assert page.text.split("\n\n") == [
        "Sturm über Island",
        "Der Sturm hat in der Nacht 40\xa0Häuser\nund die Brücke beschädigt.",
        "Das ist nicht alles.",
        "eins",
        "zwei",
    ]
    assert page.metadata == {
        "published": "2025-03-12T09:15:00",
        "published_basis": "text",
        "outlet": "Nordblick",
        "author": "Ida Sand",
    }


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("nur Text", "nur Text"),
        ("<p>eins<p>zwei", "eins\n\nzwei"),
        ("<body><div>a</div><main>b</main></body>", "b"),
        ("<head><title>t</title><body><p>a", "a"),
        ("<nav><nav>x</nav>y</nav>a", "a"),
        ("<p>a<!-- b --></p></div></div>", "a"),
        ("a &lt;b&gt; &#228;", "a <b> ä"),
        ("<script>1</scrip", ""),
    ],
)
def test_text_of_page(markup: str, text: str) -> None:
    assert read_page(markup).text == text


@pytest.mark.parametrize(
    ("content", "published"),
    [("2025-03-12", "2025-03-12"), ("2025-03-12T09:15Z", "2025-03-12T09:15:00"), ("gestern", None)],
)
def test_published_of_page(content: str, published: str | None) -> None:
    page = read_page(f'<meta name="date" content="{content}">')
    assert page.metadata.get("published") == published


def test_html_article(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(PAGE.replace("<head>", '<head><meta charset="iso-8859-1">'), encoding="latin-1")
    article = read_article(path, "a", {"published": "2025-03-13"})
    assert article.text == read_page(PAGE).text
    assert article.text_by == "html.parser"
    assert article.metadata["outlet"] == "Nordblick"
    assert article.metadata["published"] == "2025-03-13"
    assert "published_basis" not in article.metadata


def test_unknown_charset(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text('<meta charset="klingonisch"><p>Text')
    assert declared_charset(path.read_bytes()) == "klingonisch"
    with pytest.raises(ClaimpackError) as caught:
        read_article(path, "a")
    assert caught.value.code == "CP106"
