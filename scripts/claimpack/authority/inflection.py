"""The forms that a name or noun takes in a text, by the classes of ``german/words/inflections.csv``."""

from functools import cache

from claimpack.german.lexicon import table


@cache
def _classes() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Class -> endings taken off, endings put on instead."""
    return {
        row["class"]: (tuple(row["strip"].split()), tuple("" if e == "-" else e for e in row["endings"].split()))
        for row in table("inflections")
    }


def forms(word: str, inflection: str) -> list[str]:
    """All forms of ``word``, which stands in its dictionary form; raises KeyError for an unknown class.

    A word that ends in a sibilant takes no genitive -s ("Paris"); the apostrophe that may stand instead is a token of
    its own.
    """
    strip, endings = _classes()[inflection]
    stem = word
    for ending in strip:
        if word.endswith(ending):
            stem = word[: -len(ending)]
            break
    sibilant = not strip and stem.endswith(("s", "ß", "x", "z"))
    return [stem + ending for ending in endings if not (sibilant and ending == "s")]
