"""Whatever a file holds: no exception, no untrue offset, and no more time for a byte than news takes.

CLAIMPACK_MUTATIONS is the number of mutated articles, CLAIMPACK_HOSTILE the length of the hostile texts in characters.
"""

import os
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import article, raw_articles
from claimpack.extract import extract_article
from evidence import check_evidence
from sample import ARTICLES
from timing import assert_below

MUTATIONS = int(os.environ.get("CLAIMPACK_MUTATIONS", "300"))
HOSTILE_LENGTH = int(os.environ.get("CLAIMPACK_HOSTILE", "10000"))
LONGEST = 2000  # characters of a mutated article
MOST_CHANGES = 80
NEWS = [*(one.text for one in raw_articles().values()), *ARTICLES.values()]
# What a character is replaced by, beside itself three times and another of the same text.
INSERTED = [
    *(
        "",
        "\n",
        " ",
        "\u00a0",
        "\u0301",
        "\ufeff",
        "\u200b",
        "„",
        "“",
        '"',
        "»",
        "«",
        "‚",
        "’",
        "(",
        ")",
        "[",
        ".",
        ",",
        ":",
    ),
    *(
        "…",
        "-",
        "–",
        "1",
        "000",
        "%",
        "€",
        "ß",
        "Ж",
        "字",
        "😀",
        "laut ",
        "sollen ",
        "habe ",
        "dass ",
        "zufolge ",
        " und ",
        "Uhr ",
    ),
]
# Hostile text is one of these again and again.
HOSTILE = {
    "digits": "7",
    "points in a number": "1.",
    "figures": "12 ",
    "figures with units": "5 km ",
    "ranges": "1 bis ",
    "numerals": "zwei ",
    "dates": "am 3. Mai ",
    "clock times": "9.15, ",
    "opening marks": "„",
    "typewriter marks": '"',
    "guillemets": "»",
    "nested marks": "„ »a ‚b “ « ‘ ",
    "brackets": "(",
    "nested brackets": "(a [b ",
    "closing brackets": ")",
    "laut": "laut ",
    "laut somebody": "laut Otto ",
    "zufolge": "Angaben der Polizei zufolge ",
    "said": "sagte er, ",
    "dass": "dass ",
    "konjunktiv": "Er sei da. ",
    "modal verbs": "sollen ",
    "names": "Eva Lorenz und ",
    "genitives": "des Chefs der Polizei ",
    "combining characters": "e\u0301",
    "combining marks alone": "\u0301",
    "zero width spaces": "\u200b",
    "another script": "Ж ",
    "emoji": "😀",
    "mathematical letters": "𝒳",
    "hyphens": "-",
    "joined words": "a-b-",
    "commas": ",",
    "full stops": ".",
    "ellipses": "…",
    "one long word": "haus",
    "capitals": "A",
    "line ends": "\n",
    "short lines": "Ja\n",
    "blanks": " ",
    "photo credits": "Foto: ",
    "update lines": "Stand: 1.",
    "speakers": "A: ",
}
# Times the time for news, per byte. What takes longest holds a claim in every ten bytes; a busy machine doubles it.
FACTOR = 8


def mutated(seed: int) -> str:
    """A piece of an article in which some characters are replaced and, now and then, all are shuffled."""
    chance = random.Random(seed)
    text = chance.choice(NEWS)
    length = chance.randrange(50, LONGEST)
    start = chance.randrange(max(1, len(text) - length))
    letters = list(text[start : start + length])
    for _ in range(chance.randrange(MOST_CHANGES)):
        place = chance.randrange(len(letters))
        letters[place] = chance.choice([*INSERTED, letters[place] * 3, chance.choice(letters)])
    if chance.random() < 0.2:
        chance.shuffle(letters)
    return "".join(letters)


@pytest.mark.parametrize("seed", range(MUTATIONS))
def test_mutated_articles_give_true_offsets(seed):
    text = mutated(seed)
    check_evidence(text, extract_article(article(text)))


def seconds_per_byte(text: str) -> float:
    """Processor time of the whole extraction."""
    began = time.process_time()
    extract_article(article(text))
    return (time.process_time() - began) / len(text.encode())


def repeated(piece: str, length: int) -> str:
    return (piece * (length // len(piece) + 1))[:length]


@pytest.fixture(scope="module")
def news():
    """Seconds that a byte of news takes, its words known."""
    text = "\n\n".join(NEWS)
    extract_article(article(text))
    return min(seconds_per_byte(text) for _ in range(3))


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_no_longer_than_news(name, news):
    text = repeated(HOSTILE[name], HOSTILE_LENGTH)
    assert_below(lambda: seconds_per_byte(text) / news, FACTOR)


@pytest.mark.slow
@given(st.text(min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_any_few_characters_again_and_again_take_no_longer_than_news(news, piece):
    text = repeated(piece, 4000)
    check_evidence(text, extract_article(article(text)))
    assert_below(lambda: seconds_per_byte(text) / news, FACTOR)
