"""Finds the content of a reporting verb: the clause before it, the clauses behind it, or the noun phrase it takes."""

from claimpack.extract.claims.drafts import Draft
from claimpack.extract.claims.events import Event
from claimpack.extract.claims.periods import Period
from claimpack.german.clauses import Clause, openers
from claimpack.german.reporting import group
from claimpack.german.speaker_phrases import noun_phrase, skip_adverbials
from claimpack.german.verbs import verb_forms

KONJUNKTIV = frozenset({"konjunktiv1", "konjunktiv2"})


def is_konjunktiv(word: str) -> bool:
    """Whether a lower-case word is a finite verb in the Konjunktiv I or an unambiguous Konjunktiv II."""
    return any(form.mood in KONJUNKTIV for form in verb_forms(word))


def span(period: Period, first: int, stop: int) -> tuple[int, int] | None:
    """The code points of tokens ``first`` to ``stop`` without punctuation at the edges; quoted utterances count as words."""
    tokens = period.tokens
    while first < stop and tokens[first].kind == "punct" and tokens[first].text not in "([":
        first += 1
    while stop > first and tokens[stop - 1].kind == "punct" and tokens[stop - 1].text not in ")]":
        stop -= 1
    return (tokens[first].start, tokens[stop - 1].stop) if first < stop else None


def clausal_content(period: Period, event: Event, events: dict[int, Event]) -> tuple[int, int] | None:
    """First and stop token of the clause that is the content of a reporting verb, or None."""
    clauses, clause = period.clauses, period.clauses[event.clause]
    if not event.verb.takes & {"clause", "inf"}:
        return None
    following = _following(period, event, events)
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
    if event.verb.takes & {"clause"} and clause.stop < len(period.tokens) and event.clause + 1 < len(clauses):
        colon = clauses[event.clause + 1]
        if colon.opener == ":" and colon.kind != "quote":
            return colon.start, len(period.tokens)
    return None


def _fronted(period: Period, event: Event) -> tuple[int, int] | None:
    """The content before ", sagte X"; all of the sentence around it where the content goes on behind."""
    clauses = period.clauses
    first = event.clause
    while first > 0 and clauses[first].opener not in (";", ":"):
        first -= 1
    before = clauses[first : event.clause]
    if not before or all(c.kind == "quote" for c in before):
        return None
    if any(c.kind == "main" and c.verb >= 0 for c in before) or before[0].kind in ("that", "question", "infinitive"):
        return before[0].start, before[-1].stop
    if any(phrase.start > event.index for phrase in event.source.phrases) and event.clause + 1 < len(clauses):
        after = clauses[event.clause + 1]
        if after.kind == "main" and after.verb == after.start:
            return before[0].start, content_stop(period, event.clause + 1)
    if event.source.phrases and event.source.phrases[0].start < before[-1].stop:
        return None
    if any(phrase.start > event.index for phrase in event.source.phrases):
        return before[0].start, before[-1].stop
    return None


def _following(period: Period, event: Event, events: dict[int, Event]) -> tuple[int, int] | None:
    """The content that opens behind the reporting clause, past relative clauses and appositions of the speaker."""
    clauses = period.clauses
    here = clauses[event.clause]
    for number in range(event.clause + 1, min(len(clauses), event.clause + 6)):
        clause = clauses[number]
        if clause.opener in (";", ":") or clause.kind == "quote":
            return None
        if _is_content(period, event, clause, number):
            if number > event.clause + 1 and clause.kind == "question" and not _question_fits(event):
                return None
            return clause.start, content_stop(period, number)
        if clause.kind == "main":
            return None
        if clause.kind == "infinitive" and number == event.clause + 1 and not event.final:
            return None
    if here.kind == "main":
        return _without_comma(period, event)
    return None


def _question_fits(event: Event) -> bool:
    return event.verb.lemma in ("fragen", "erklären", "erläutern", "sagen")


def _is_content(period: Period, event: Event, clause: Clause, number: int) -> bool:
    tokens, takes = period.tokens, event.verb.takes
    if clause.kind == "that":
        return "clause" in takes
    if clause.kind == "question" and "weak" in takes:
        return False
    if clause.kind == "question":
        return "clause" in takes and not (tokens[clause.start].text.lower() == "wie" and _reports(period, clause))
    if clause.kind == "infinitive":
        word = tokens[clause.start].text.lower()
        return "inf" in takes and openers().get(word) != "infinitive"
    if clause.kind == "main" and "clause" in takes:
        finite = tokens[clause.verb].text.lower()
        if openers().get(tokens[clause.start].text.lower()) == "coordinate":
            return False
        if is_konjunktiv(finite):
            return clause.verb > clause.start or (not event.final and number > event.clause + 1)
        return (
            finite in ("sollte", "sollten", "wollte", "wollten", "soll", "sollen")
            and clause.verb > clause.start
            and number == event.clause + 1
        )
    if clause.kind == "sub" and number == event.clause + 1 and "clause" in takes:
        after = period.clauses[number + 1] if number + 1 < len(period.clauses) else None
        return bool(after and after.kind == "main" and is_konjunktiv(tokens[after.verb].text.lower()))
    if (
        clause.kind in ("fragment", "relative")
        and number + 1 < len(period.clauses)
        and number == event.clause + 1
        and "clause" in takes
    ):
        # The subject of the content with its own relative clause: "X sagte, die Leute, die kämen, seien willkommen".
        after = period.clauses[number + 1]
        second = period.clauses[number + 2] if number + 2 < len(period.clauses) else None
        for later in (after, second):
            if (
                later
                and later.kind == "main"
                and later.verb == later.start
                and is_konjunktiv(tokens[later.verb].text.lower())
            ):
                return clause.kind == "fragment"
    return False


def _reports(period: Period, clause: Clause) -> bool:
    from claimpack.german.reporting import readings

    return any(readings(period.tokens[i].text.lower()) for i in range(max(clause.start, clause.stop - 3), clause.stop))


def _without_comma(period: Period, event: Event) -> tuple[int, int] | None:
    """An infinitive that no comma parts: "drohte mit Gewalt zu antworten" is left to the objects."""
    return None


def content_stop(period: Period, number: int) -> int:
    """The stop token of a content that begins with clause ``number``: what depends on it or goes on in the Konjunktiv."""
    clauses, tokens = period.clauses, period.tokens
    last = number
    cut = coordination(period, clauses[number])
    while (
        cut is None and last + 1 < len(clauses) and _belongs(period, clauses[last], clauses[last + 1], clauses[number])
    ):
        last += 1
        cut = coordination(period, clauses[last])
    return cut if cut is not None else min(clauses[last].stop, len(tokens))


def _belongs(period: Period, before: Clause, clause: Clause, first: Clause) -> bool:
    tokens = period.tokens
    if clause.opener == ";":
        return clause.kind == "main" and is_konjunktiv(tokens[clause.verb].text.lower())
    if clause.kind == "quote":
        return False
    if clause.kind != "main":
        word = tokens[clause.start].text.lower()
        if word == "so" and clause.kind == "fragment":
            return False
        if word == "wie" and clause.kind == "question" and _reports(period, clause):
            return False
        return True
    finite = tokens[clause.verb].text.lower()
    if is_konjunktiv(finite):
        return True
    start = clause.start
    joined = openers().get(tokens[start].text.lower()) == "coordinate"
    if joined:
        return False
    if clause.verb == start:
        return not _speaks(finite) and before.kind in ("sub", "relative", "fragment")
    return before.kind in ("sub", "fragment", "relative") and first.kind == "main"


def _speaks(word: str) -> bool:
    from claimpack.german.reporting import readings

    return bool(readings(word))


def coordination(period: Period, clause: Clause) -> int | None:
    """Where a dependent clause ends within its stretch: at "und" between its verb and a finite verb of the main clause."""
    tokens = period.tokens
    for i in range(clause.start + 2, clause.stop - 1):
        if tokens[i].text not in ("und", "aber"):
            continue
        following = tokens[i + 1].text
        forms = verb_forms(following)
        if not any(form.mood in ("present", "preterite") for form in forms) or is_konjunktiv(following):
            continue
        if any(form.mood == "participle" for form in forms) and not _speaks(following):
            continue
        if verb_forms(tokens[i - 1].text) and (
            clause.kind != "main" or (clause.verb < i and is_konjunktiv(tokens[clause.verb].text.lower()))
        ):
            return i
    return None


def nominal_content(period: Period, event: Event) -> tuple[int, int, str] | None:
    """First token, stop token and form of the noun phrase that a reporting verb takes, or None."""
    for objects, reader in (
        ({"als"}, _als),
        ({"double"}, _double),
        ({"für"} if event.verb.lemma == "halten" else set(), _double),
        ({"in"}, _sees_in),
    ):
        if event.verb.objects & objects:
            found = reader(period, event)
            if found:
                return *found, "indirect"
    if "predicate" in event.verb.objects:
        return _predicate(period, event)
    if event.passive and not event.source.phrases:
        return None
    prepositional = _prepositional(period, event)
    if prepositional:
        return prepositional
    if event.verb.objects & {"np", "dat"}:
        found = _accusative(period, event)
        if found:
            return *found, "reported_act"
    return None


def _predicate(period: Period, event: Event) -> tuple[int, int, str] | None:
    """The verb itself with what it takes: "reagierte ausweichend"."""
    clause = period.clauses[event.clause]
    if event.final or event.passive:
        return None
    return max(clause.verb, clause.start), clause.stop, "reported_act"


def _edges(period: Period, event: Event) -> tuple[int, int]:
    """The tokens that objects of the verb stand in: its clause, and the relative clauses that follow."""
    clauses = period.clauses
    clause = clauses[event.clause]
    last = event.clause
    while last + 1 < len(clauses) and clauses[last + 1].kind in (
        "relative",
        "infinitive",
        "fragment",
        "that",
        "sub",
        "question",
    ):
        last += 1
    return clause.start, clauses[last].stop


def _subject_ends(event: Event) -> list[tuple[int, int]]:
    return [(phrase.start, max(phrase.stop, phrase.name[1] if phrase.name else 0)) for phrase in event.source.phrases]


def _trim_tail(period: Period, event: Event, first: int, stop: int) -> int:
    """The stop without the verb's own parts at the end: prefix, participle, infinitive, auxiliary."""
    tokens = period.tokens
    stop = _before_verb(period, event, first, stop)
    own = period.clauses[event.clause].stop
    while stop > first and (
        stop - 1 == event.index
        or tokens[stop - 1].text == event.verb.particle
        or (tokens[stop - 1].kind == "punct" and tokens[stop - 1].text not in ")]")
        or (stop <= own and tokens[stop - 1].text in group("auxiliary"))
    ):
        stop -= 1
    return stop


def _before_verb(period: Period, event: Event, first: int, stop: int) -> int:
    """The stop of an object before "und" and the next finite verb: "warnte vor A und sprach von B"."""
    tokens = period.tokens
    for i in range(max(first, event.index) + 1, stop - 1):
        if tokens[i].text in ("und", "aber") and tokens[i + 1].kind == "word" and not tokens[i + 1].is_capitalised:
            forms = verb_forms(tokens[i + 1].text)
            if any(f.is_finite for f in forms) and (
                not any(f.mood == "participle" for f in forms) or _speaks(tokens[i + 1].text)
            ):
                return i
    return stop


def _als(period: Period, event: Event) -> tuple[int, int] | None:
    """A and B of "bezeichnete A als B"."""
    tokens = period.tokens
    start, stop = _edges(period, event)
    als = next((i for i in range(start, stop) if tokens[i].text.lower() == "als"), -1)
    if als < 0:
        return None
    clause = period.clauses[event.clause]
    if als == start:  # "Als Grund nannte X die Lage": what is said stands last
        return None
    end = _trim_tail(period, event, als, max(clause.stop, stop if als < clause.stop else stop))
    first = _object_start(period, event, start, als)
    if first is None:
        return None
    return first, end


def _object_start(period: Period, event: Event, start: int, limit: int) -> int | None:
    """The first token of the object of the verb: what stands between subject and ``limit``, or before the verb."""
    tokens = period.tokens
    finite = period.clauses[event.clause].verb
    finite = event.index if finite < 0 or event.final else finite
    subjects = _subject_ends(event)
    ahead = [s for s in subjects if s[1] <= finite]
    if event.final:
        return max((stop for _, stop in subjects), default=start + 1)
    if not ahead and finite > start:
        first = start
        while first < finite and openers().get(tokens[first].text.lower()) == "coordinate":
            first += 1
        word = tokens[first].text.lower()
        if first < finite and word not in group("preposition") and word not in group("adverb"):
            return first
    i = max([finite + 1, *(stop for s, stop in subjects if s > finite)])
    past = skip_adverbials(tokens, i, limit)
    i = past if past < limit and noun_phrase(tokens, past, limit) else i
    while i < limit and (
        tokens[i].text.lower() in group("adverb") or tokens[i].kind == "punct" or tokens[i].text in group("time")
    ):
        i += 1
    return i if i < limit else limit


def _double(period: Period, event: Event) -> tuple[int, int] | None:
    """A and B of "nannte A B"."""
    start = period.clauses[event.clause].start
    stop = period.clauses[event.clause].stop
    extent = _edges(period, event)[1]
    first = _object_start(period, event, start, stop)
    if first is None or first >= stop:
        return None
    end = _trim_tail(period, event, first, extent)
    return (first, end) if end - first >= 2 else None


def _sees_in(period: Period, event: Event) -> tuple[int, int] | None:
    """A and B of "sieht in A B"."""
    tokens = period.tokens
    clause = period.clauses[event.clause]
    if not any(tokens[i].text.lower() in ("in", "im", "darin") for i in range(clause.start, clause.stop)):
        return None
    first = _object_start(period, event, clause.start, clause.stop)
    if first is None or not any(
        tokens[i].text.lower() in ("in", "im") for i in range(first, min(first + 3, clause.stop))
    ):
        return None
    end = _trim_tail(period, event, first, _edges(period, event)[1])
    return (first, end) if end - first >= 4 else None


def _prepositional(period: Period, event: Event) -> tuple[int, int, str] | None:
    """The phrase behind "sprach von", "warnte vor", "rief zu … auf"."""
    tokens = period.tokens
    wanted = event.verb.objects - {"np", "als", "double", "in", "dat", "predicate"}
    if not wanted:
        return None
    start, stop = _edges(period, event)
    contracted = {
        "vom": "von",
        "zum": "zu",
        "zur": "zu",
        "beim": "bei",
        "im": "in",
        "ins": "in",
        "ans": "an",
        "fürs": "für",
    }
    subjects = _subject_ends(event)
    here = period.clauses[event.clause].stop
    anywhere = [
        i
        for i in range(start, min(here, stop))
        if contracted.get(tokens[i].text.lower(), tokens[i].text.lower()) in wanted
    ]
    places = [i for i in anywhere if not any(a <= i < b for a, b in subjects)]
    places = places or [i for i in anywhere if any(a + 1 < i < b for a, b in subjects)]
    if not places or event.passive:
        return None
    i = places[0] if event.final else next((p for p in places if p > event.index), places[0])
    if i + 1 >= stop or tokens[i + 1].kind == "punct":
        return None
    if i < event.index and not event.final:
        end = _vorfeld_end(period, event, i)
    else:
        end = _trim_tail(period, event, i, stop)
    form = (
        "indirect"
        if tokens[i].text.lower() in ("von", "vom") and event.verb.lemma not in ("abraten",)
        else "reported_act"
    )
    return (i + 1, end, form) if end > i + 1 else None


def _vorfeld_end(period: Period, event: Event, i: int) -> int:
    clause = period.clauses[event.clause]
    finite = clause.verb if clause.verb > i else event.index
    return finite if finite > i else _trim_tail(period, event, i, clause.stop)


def _accusative(period: Period, event: Event) -> tuple[int, int] | None:
    """The object of "bestätigte die Ankunft", the subject of the passive, without the verb's own parts."""
    tokens = period.tokens
    clause = period.clauses[event.clause]
    if event.passive or clause.kind == "relative":
        return None
    start, stop = clause.start, _edges(period, event)[1]
    finite = clause.verb if not event.final and 0 <= clause.verb <= event.index else event.index
    subjects = _subject_ends(event)
    ahead = [s for s in subjects if s[1] <= finite]
    if not event.final and not ahead and finite > start:
        first = start
        word = tokens[first].text.lower()
        if word not in group("preposition") and word not in group("adverb") and openers().get(word) is None:
            return first, finite
    first = _object_start(period, event, start, stop)
    if first is None or first >= stop:
        return None
    end = _trim_tail(period, event, first, _before_predicative(period, first, stop))
    if end <= first or not any(tokens[k].is_capitalised for k in range(first, end)):
        return None
    return first, end


def _before_predicative(period: Period, first: int, stop: int) -> int:
    """The stop of an object without "als Spekulation" and what leads to it."""
    tokens = period.tokens
    for i in range(first + 1, stop):
        if tokens[i].text == "als" and tokens[i - 1].text not in (",", "mehr", "anders"):
            return i - 2 if tokens[i - 2].text == "bis" and i - 2 > first else i
    return stop


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
