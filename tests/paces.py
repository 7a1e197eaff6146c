"""Programs that read texts, for bench_pace.py, each in a process of its own: NAME FOLDER WARM.

All texts of the folder are read, the first WARM of them before the clock starts. Prints seconds of the clock and of the
processor, and how much was found. Imports nothing of claimpack for others: they may be in another Python.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# What makes of a text what a program takes, which is not timed, and what reads that and says how much it found.
Program = tuple[Callable[[str], Any], Callable[[Any], int]]


def claimpack() -> Program:
    """From the text of an article to all rows of all tables."""
    from articles import article
    from claimpack.extract import extract_article

    return str, lambda text: sum(map(len, extract_article(article(text)).values()))


def hanta() -> Program:
    """Dictionary form and part of speech of all words, sentence by sentence, as its documentation does it."""
    from HanTa.HanoverTagger import HanoverTagger

    from articles import article
    from claimpack.extract.document import read_document

    tagger = HanoverTagger("morphmodel_ger.pgz")

    def words(text: str) -> list[list[str]]:
        document = read_document(article(text))
        return [[token.text for token in sentence.tokens] for sentence in document.sentences]

    return words, lambda sentences: sum(len(tagger.tag_sent(sentence)) for sentence in sentences)


def recognizers() -> Program:
    """Numbers, with their values."""
    from ms_recognizers_number import Culture, recognize_number

    return str, lambda text: len(recognize_number(text, Culture.German))


PROGRAMS = {"claimpack": claimpack, "hanta": hanta, "recognizers": recognizers}


def main(name: str, folder: str, warm: str) -> None:
    prepare, read = PROGRAMS[name]()
    texts = [prepare(file.read_bytes().decode()) for file in sorted(Path(folder).iterdir())]
    for text in texts[: int(warm)]:
        read(text)
    began, spent = time.perf_counter(), time.process_time()
    found = sum(map(read, texts[int(warm) :]))
    print(time.perf_counter() - began, time.process_time() - spent, found)


if __name__ == "__main__":
    main(*sys.argv[1:])
