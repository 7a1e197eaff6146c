"""Memory does not grow with the archive: what is remembered of words has a limit."""

import functools
import gc

import corpus
from claimpack.article import make_article
from claimpack.extract import extract_article

# What is remembered without limit has so many entries at most: one for each list of words.
MOST = 100


def test_what_is_remembered_without_limit_is_little():
    words = (f"Wort{number}heit und Sprecher{number}" for number in range(400))
    told = " ".join(
        f"Der Sprecher{n} von {word} erklärte, dass {n} Wort{n}erin wort{n}te." for n, word in enumerate(words)
    )
    for text in (corpus.text(1), told):
        extract_article(make_article(text, "a", {}, "a.txt", "a.txt"))
    unlimited = {
        f"{one.__module__}.{one.__qualname__}": one.cache_info().currsize
        for one in gc.get_objects()
        if isinstance(one, functools._lru_cache_wrapper) and str(one.__module__).startswith("claimpack")
        if one.cache_info().maxsize is None
    }
    assert unlimited
    assert {name: size for name, size in unlimited.items() if size > MOST} == {}
