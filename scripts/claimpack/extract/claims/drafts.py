"""What the readers of single forms hand over: a claim whose speaker is still a phrase of its sentence."""

from bisect import bisect_left
from dataclasses import dataclass

from claimpack.extract.claims.periods import START, Period
from claimpack.extract.claims.subjects import Source
from claimpack.german.tokens import Token


@dataclass(slots=True)
class Draft:
    """A claim before its speaker, act and dates are settled.

    ``start`` and ``stop`` bound the content, ``cue`` the reporting expression, ``report`` the reporting clause or
    phrase, all in code points of the article. ``act`` and ``polarity`` are those of the reporting expression;
    ``negated`` says that it is negated itself ("konnte nicht bestätigen"). ``kind`` tells how the speaker is found
    where ``source`` has none: previous (the last speaker), subject (the subject of the sentence), owner (whom its
    possessive means), none. ``repeats`` says that its content is that of a claim before ("Das bestätigte X").
    """

    period: Period
    start: int
    stop: int
    form: str
    cue: tuple[int, int] | None
    report: tuple[int, int]
    source: Source
    act: str
    polarity: str
    rule: str
    kind: str = "none"
    negated: bool = False
    repeats: bool = False


def carried_on(period: Period, passage: tuple[int, int], verb: Token, form: str, source: Source, rule: str) -> Draft:
    """A claim without a reporting expression: its own ``verb`` is the cue; ``source`` or the last speaker says it."""
    cue = (verb.start, verb.stop)
    return Draft(period, *passage, form, cue, cue, source, "assert", "positive", rule, kind="previous")


def clause_of(draft: Draft) -> int:
    """The number of the clause that the reporting expression of a draft stands in."""
    place = bisect_left(draft.period.tokens, draft.report[0], key=START)
    return draft.period.clause_of[min(place, len(draft.period.tokens) - 1)]


def is_main(draft: Draft) -> bool:
    """Whether the reporting expression of a draft stands in a main clause, not in "Vermutungen, wonach …"."""
    return draft.period.clauses[clause_of(draft)].kind in ("main", "fragment")
