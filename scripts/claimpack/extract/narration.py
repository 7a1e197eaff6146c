"""The outlet's own figures: a number in no attributed statement makes its sentence a claim of form narration."""

from collections.abc import Iterable, Iterator, Sequence

from claimpack.extract.document import Document, Sentence
from claimpack.extract.model import Claim

Span = tuple[int, int]


def smallest_around(passages: Sequence[Span], spans: Sequence[Span], strictly: bool = False) -> list[int | None]:
    """For each passage the index of the smallest span that holds it, None where none does.

    Both lists must be sorted by start, then by falling stop. Of equal spans the first is taken; ``strictly`` leaves out
    those that equal the passage.
    """
    found: list[int | None] = []
    opened: list[int] = []
    following = 0
    for passage in passages:
        start, stop = passage
        while following < len(spans) and spans[following][0] <= start:
            while opened and spans[opened[-1]][1] <= spans[following][0]:
                opened.pop()
            opened.append(following)
            following += 1
        while opened and spans[opened[-1]][1] <= start:
            opened.pop()
        around = [i for i in opened if spans[i][1] >= stop and not (strictly and spans[i] == passage)]
        found.append(min(around, key=lambda i: (spans[i][1] - spans[i][0], i), default=None))
    return found


def find_narration(document: Document, passages: Sequence[Span], claims: Iterable[Span]) -> list[Claim]:
    """A claim of form narration for every sentence, heading or caption with a quantity that no attributed claim holds.

    ``passages`` are those of the quantities, sorted, ``claims`` those of the attributed claims. The content is the
    whole sentence without the full stop; the claimant, the outlet, is known from outside the text.
    """
    spans = sorted(set(claims), key=lambda span: (span[0], -span[1]))
    homeless = [
        passage for passage, home in zip(passages, smallest_around(passages, spans), strict=True) if home is None
    ]
    return [_narrate(document.text, sentence) for sentence in _sentences_of(document.sentences, homeless)]


def _sentences_of(sentences: Sequence[Sentence], passages: Iterable[Span]) -> Iterator[Sentence]:
    """The sentences that hold at least one of the passages, both in order of the text."""
    remaining = iter(sentences)
    current = None
    for start, _ in passages:
        if current and start < current.stop:
            continue
        current = next(sentence for sentence in remaining if start < sentence.stop)
        yield current


def _narrate(text: str, sentence: Sentence) -> Claim:
    stop = sentence.stop
    if sentence.tokens[-1].text == "." and len(sentence.tokens) > 1:
        stop = sentence.tokens[-2].stop
    return Claim(sentence.start, stop, sentence.zone, "narration", "assert", "positive", "narration")
