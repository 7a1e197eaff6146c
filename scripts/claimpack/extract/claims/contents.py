"""Finds the content of a reporting verb: the clause before it, the clauses behind it, or the noun phrase it takes."""

from claimpack.extract.claims.drafts import Draft
from claimpack.extract.claims.events import SOURCELESS, Event
from claimpack.extract.claims.periods import Period
from claimpack.german.clauses import Clause, last_word
from claimpack.german.reporting import group, readings
from claimpack.german.verbs import verb_forms
from claimpack.german.word_forms import openers

FOCUS = frozenset({"selbst", "auch", "nur", "erst"})
KONJUNKTIV = frozenset({"konjunktiv1", "konjunktiv2"})
PAST_LIKE = frozenset("soll sollen sollte sollten wollte wollten".split())  # whose Konjunktiv shows nothing, or hearsay


def is_konjunktiv(word: str) -> bool:
    """Whether a lower-case word is a finite verb in the Konjunktiv I or an unambiguous Konjunktiv II."""
    return any(form.mood in KONJUNKTIV for form in verb_forms(word))


def span(period: Period, first: int, stop: int) -> tuple[int, int] | None:
    """The code points of tokens ``first`` to ``stop`` without punctuation at the edges; quoted utterances count as
    words.
    """
    tokens = period.tokens
    while first < stop and tokens[first].kind == "punct" and tokens[first].text not in "([":
        first += 1
    while stop > first and tokens[stop - 1].kind == "punct" and tokens[stop - 1].text not in ")]":
        stop -= 1
    return (tokens[first].start, tokens[stop - 1].stop) if first < stop else None


def clausal_content(period: Period, event: Event) -> tuple[int, int] | None:
    """First and stop token of the clause that is the content of a reporting verb, or None."""
    clauses, clause = period.clauses, period.clauses[event.clause]
    if not event.verb.takes & {"clause", "inf"}:
        return None
    following = _following(period, event)
    if following is not None:
        return following
    if (
        event.initial
        and not event.source.elided
        and clause.opener in (",", "–", "—", "-")
        and "clause" in event.verb.takes
        and "weak" not in event.verb.takes
    ):
        return _fronted(period, event)
    if "clause" in event.verb.takes and clause.stop < len(period.tokens) and event.clause + 1 < len(clauses):
        colon = clauses[event.clause + 1]
        konjunktiv = colon.verb >= 0 and is_konjunktiv(period.tokens[colon.verb].text.lower())
        if colon.opener == ":" and colon.kind != "quote" and ("quote" in event.verb.takes or konjunktiv):
            return colon.start, len(period.tokens)
    return None


def _fronted(period: Period, event: Event) -> tuple[int, int] | None:
    """The content before ", sagte X"; all of the sentence around it where the content goes on behind."""
    clauses = period.clauses
    first = event.clause
    while first > 0 and clauses[first].opener not in (";", ":"):
        first -= 1
    before = clauses[first : event.clause]
    if not before or all(c.kind == "quote" for c in before) or _sets_scene(period, before):
        return None
    behind = any(phrase.start > event.finite for phrase in event.source.phrases) or event.verb.lemma in SOURCELESS
    if not event.passive and not behind:
        return None  # "X war da, erkannte das Recht nicht an": who says it stands behind ", sagte"
    if any(c.kind == "main" and c.verb >= 0 for c in before) or before[0].kind in ("that", "question", "infinitive"):
        return before[0].start, before[-1].stop
    if behind and not event.passive and event.clause + 1 < len(clauses):
        after = clauses[event.clause + 1]
        if after.kind == "main" and after.verb == after.start:
            return before[0].start, content_stop(period, event.clause + 1)
    if event.source.phrases and event.source.phrases[0].start < before[-1].stop:
        return None
    return (before[0].start, before[-1].stop) if behind and not event.passive else None


def _sets_scene(period: Period, before: list[Clause]) -> bool:
    """Whether what stands before a verb tells only when or why: "Da es regnet, …", "In einem Brief, der …, …"; or who
    else says it: "Wie X, der Chef, mitteilte, …".
    """
    opening = period.tokens[before[0].start].text.lower()
    if opening == "wie" and (_reports(period, before[0]) or (before[0].verb < 0 and _reports(period, before[-1]))):
        return True
    second = openers().get(period.tokens[before[0].start + 1].text)
    if (opening in FOCUS and second == "sub") or (before[0].kind == "sub" and before[0].verb < 0):
        return True  # "Selbst wenn es regnet, …", "Falls das Boot, das alt ist, sinkt, …"
    if any(clause.kind in ("main", "that", "question", "quote") for clause in before):
        return False
    word = period.tokens[before[0].start].text.lower()
    return (
        before[0].kind == "sub"
        or (before[0].kind == "fragment" and word in group("preposition"))
        or (before[0].kind == "infinitive" and openers().get(word) == "infinitive")
    )


def _following(period: Period, event: Event) -> tuple[int, int] | None:
    """The content that opens behind the reporting clause, past relative clauses and appositions of the speaker."""
    clauses = period.clauses
    first = max(event.clause, period.clause_of[event.index]) + 1
    for number in range(first, min(len(clauses), first + 5)):
        clause = clauses[number]
        if clause.opener in (";", ":") or clause.kind == "quote":
            return None
        if _is_content(period, event, number, number == first):
            if number > first and clause.kind == "question" and "quote" not in event.verb.takes:
                return None
            return clause.start, content_stop(period, number)
        if clause.kind == "main" or (clause.kind == "infinitive" and number == first and not event.final):
            return None
    return None


def _is_content(period: Period, event: Event, number: int, first: bool) -> bool:
    """Whether clause ``number`` can open the content; ``first`` if it is the next one behind the verb."""
    clause, tokens, takes = period.clauses[number], period.tokens, event.verb.takes
    word = tokens[clause.start].text.lower()
    if clause.kind == "infinitive":
        return "inf" in takes and openers().get(word) != "infinitive"
    if "clause" not in takes:
        return False
    if clause.kind == "question":
        if event.passive and word in ("was", "womit", "wodurch"):
            return False  # "Gift wurde festgestellt, was schlecht ist"
        return "weak" not in takes and not (word == "wie" and _reports(period, clause))
    if clause.kind == "main":
        finite = tokens[clause.verb].text.lower()
        if openers().get(word) == "coordinate":
            return False
        if is_konjunktiv(finite):
            return clause.verb > clause.start or not (event.final or first)
        return finite in PAST_LIKE and clause.verb > clause.start and first
    if first and clause.kind == "sub":
        return _konjunktiv_first(period, number + 1, anywhere=True)
    if first and clause.kind == "fragment":
        # The subject of the content with its own relative clause: "X sagte, die Leute, die kämen, seien willkommen".
        later = number + 1
        while later < len(period.clauses) and later < number + 5 and period.clauses[later].kind != "main":
            later += 1
        return _konjunktiv_first(period, later)
    return clause.kind == "that"


def _konjunktiv_first(period: Period, number: int, anywhere: bool = False) -> bool:
    """Whether clause ``number`` is a main clause in the Konjunktiv, its verb first or ``anywhere``."""
    if number >= len(period.clauses):
        return False
    clause = period.clauses[number]
    if clause.kind != "main" or not (anywhere or clause.verb == clause.start):
        return False
    return is_konjunktiv(period.tokens[clause.verb].text.lower())


def _reports(period: Period, clause: Clause) -> bool:
    """Whether "wie X berichtet (hat)" ends in a verb of saying."""
    words = [period.tokens[i].text.lower() for i in range(max(clause.start, clause.stop - 3), clause.stop)]
    return any(speaks(word) for word in words) and words[-1] not in group("modal")


def content_stop(period: Period, number: int) -> int:
    """The stop token of a content that begins with clause ``number``: what depends on it or goes on in the
    Konjunktiv.
    """
    clauses, tokens = period.clauses, period.tokens
    last = _predicate(period, number)
    cut = coordination(period, clauses[last])
    while (
        cut is None and last + 1 < len(clauses) and _belongs(period, clauses[last], clauses[last + 1], clauses[number])
    ):
        last += 1
        cut = coordination(period, clauses[last])
    return cut if cut is not None else min(clauses[last].stop, len(tokens))


def _predicate(period: Period, number: int) -> int:
    """The clause in which a subordinate one that something interrupts has its verb: "dass in Husum, einer Stadt am
    Meer, |Boote fehlen"; ``number`` itself mostly.
    """
    clauses = period.clauses
    if clauses[number].kind not in ("that", "question", "relative") or clauses[number].verb >= 0:
        return number
    for later in range(number + 1, min(len(clauses), number + 5)):
        clause = clauses[later]
        if clause.opener in (";", ":") or clause.kind == "quote":
            break
        last = last_word(period.tokens, clause.start, clause.stop)
        if clause.kind == "main" and clause.verb == last:
            return later
    return number


def _belongs(period: Period, before: Clause, clause: Clause, first: Clause) -> bool:
    tokens = period.tokens
    if clause.opener == ";":
        return clause.kind == "main" and is_konjunktiv(tokens[clause.verb].text.lower())
    if clause.kind == "quote":
        return False
    if clause.kind != "main":
        word = tokens[clause.start].text.lower()
        if word == "so" and clause.kind == "fragment":
            return clause.opener in ("–", "—", "-") and clause.stop + 1 < len(tokens)
        return not (word == "wie" and clause.kind == "question" and _reports(period, clause))
    finite = tokens[clause.verb].text.lower()
    if is_konjunktiv(finite):
        return True
    start = clause.start
    joined = openers().get(tokens[start].text.lower()) == "coordinate"
    if joined:
        return False
    if clause.verb == start:
        return not speaks(finite) and before.kind in ("sub", "relative", "fragment")
    return before.kind in ("sub", "fragment", "relative") and first.kind == "main"


def speaks(word: str) -> bool:
    return bool(readings(word))


def coordination(period: Period, clause: Clause) -> int | None:
    """Where a dependent clause ends within its stretch: at "und" between its verb and a finite verb of the main
    clause.
    """
    tokens = period.tokens
    for i in range(clause.start + 2, clause.stop - 1):
        if tokens[i].text not in ("und", "aber"):
            continue
        following = tokens[i + 1].text
        forms = verb_forms(following)
        if not any(form.mood in ("present", "preterite") for form in forms) or is_konjunktiv(following):
            continue
        if any(form.mood == "participle" for form in forms) and not speaks(following):
            continue
        if verb_forms(tokens[i - 1].text) and (
            clause.kind != "main" or (clause.verb < i and is_konjunktiv(tokens[clause.verb].text.lower()))
        ):
            return i
    return None


def draft_of(period: Period, event: Event, first: int, stop: int, form: str) -> Draft | None:
    """A draft for the content in tokens ``first`` to ``stop`` of a reporting verb."""
    passage = span(period, first, stop)
    if passage is None:
        return None
    clause = period.clauses[event.clause]
    tokens = period.tokens
    cue = tokens[event.cue]
    end = len(tokens) - 1 if event.initial and first < clause.start else max(clause.stop - 1, event.index)
    negated = any(
        tokens[k].text.lower() in group("negation") for k in range(clause.start, clause.stop) if not first <= k < stop
    )
    return Draft(
        period,
        *passage,
        form,
        (cue.start, cue.stop),
        (tokens[clause.start].start, tokens[end].stop),
        event.source,
        event.verb.act,
        event.verb.polarity,
        event.verb.rule,
        kind="none" if event.passive else "previous",
        negated=negated,
    )
