"""Finds the noun phrase that a reporting verb takes as its content: "bestätigte die Ankunft", "sprach von einer
Krise".
"""

from collections.abc import Sequence

from claimpack.extract.claims.contents import speaks
from claimpack.extract.claims.events import Event
from claimpack.extract.claims.object_edges import before_adverbs, past_phrases
from claimpack.extract.claims.periods import Period
from claimpack.german.lexicon import words
from claimpack.german.reporting import group
from claimpack.german.speaker_phrases import NounPhrase, noun_phrase, pronouns, skip_adverbials
from claimpack.german.tokens import Token
from claimpack.german.verbs import verb_forms
from claimpack.german.word_forms import openers

DATIVE = frozenset("dem einem diesem seinem ihrem jedem keinem".split())


def nominal_content(period: Period, event: Event) -> tuple[int, int, str] | None:
    """First token, stop token and form of the noun phrase that a reporting verb takes, or None."""
    if event.passive and not event.source.phrases:
        return None  # "wird als Erfolg gewertet": by nobody
    if event.source.phrases and event.source.phrases[0].pronoun == "man":
        return None  # "nennt man einen Delphin": a name for it
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
        or tokens[stop - 1].text in group("negation")
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
                not any(f.mood == "participle" for f in forms) or speaks(tokens[i + 1].text)
            ):
                return i
    return stop


def _als(period: Period, event: Event) -> tuple[int, int] | None:
    """A and B of "bezeichnete A als B"."""
    tokens = period.tokens
    start, stop = _edges(period, event)
    if event.verb.particle and not event.final:
        # "stellte A als B |dar", not "stellte A dar als je zuvor"
        stop = next((i for i in range(event.index + 1, stop) if tokens[i].text == event.verb.particle), stop)
    als = next((i for i in range(start, stop) if tokens[i].text.lower() == "als"), -1)
    if als < 0:
        return None
    if als == start:  # "Als Grund nannte X die Lage": what is said stands last
        return None
    end = _trim_tail(period, event, als, stop)
    first = _object_start(period, event, start, als)
    if first is None:
        return None
    return first, end


def _finite(period: Period, event: Event) -> int:
    """The finite verb behind which the objects of an event stand: its own, where its clause has two."""
    verb = period.clauses[event.clause].verb
    return event.index if verb < 0 or event.final else max(verb, event.finite)


def _object_start(period: Period, event: Event, start: int, limit: int) -> int | None:
    """The first token of the object of the verb: what stands between subject and ``limit``, or before the verb."""
    tokens = period.tokens
    finite = _finite(period, event)
    subjects = _subject_ends(event)
    ahead = [s for s in subjects if s[1] <= finite] or finite > max(start, period.clauses[event.clause].verb)
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
    if period.tokens[start].text == "Als":  # "Als Beispiele nannte X die Häfen": calls them nothing
        fronted = period.tokens[start : max(event.finite, start)]
        return (start, _edges(period, event)[1]) if any(token.text in group("reason") for token in fronted) else None
    first = _object_start(period, event, start, stop)
    if first is None or first >= stop:
        return None
    first = past_phrases(period.tokens, first, stop) if first > event.finite else first
    end = _trim_tail(period, event, first, extent)
    phrase = noun_phrase(period.tokens, first, end)
    single = phrase is not None and phrase.stop >= end and phrase.head + 1 < end
    if single and period.tokens[phrase.head + 1].text in ("der", "des", "von", "vom"):
        return None  # "nannte das Beispiel der Provinz" calls it nothing
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
    wanted = event.verb.objects - {"np", "als", "double", "in", "dat", "to", "predicate"}
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
    clause = period.clauses[event.clause]
    if clause.kind == "relative" and places[0] == clause.start:
        return None  # "der Streik, zu dem X aufgerufen hatte"
    if event.final and any(tokens[k].text in ("und", "oder") for k in range(event.index, here)):
        stop = event.index  # "der davon spricht und geht"
    i = places[0] if event.final else next((p for p in places if p > event.index), places[0])
    if i + 1 >= stop or tokens[i + 1].kind == "punct":
        return None
    end = _vorfeld_end(period, event, i) if i < event.index and not event.final else _trim_tail(period, event, i, stop)
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
    if _is_reflexive(period, event):
        return None
    finite = _finite(period, event)
    subjects = _subject_ends(event)
    ahead = any(s[1] <= finite for s in subjects) or finite > max(start, clause.verb)
    if not event.final and not ahead and finite > start:
        first = start
        word = tokens[first].text.lower()
        if word not in group("preposition") and word not in group("adverb") and openers().get(word) is None:
            return None if word in pronouns() and finite == first + 1 else (first, finite)
    first = _object_start(period, event, start, stop)
    if first is None:
        return None
    first = _past_recipient(period, event, past_phrases(tokens, first, stop), stop)
    phrase = noun_phrase(tokens, first, stop) if first < stop else None
    if first >= stop:
        return None
    if phrase and (phrase.pronoun or (event.verb.act == "assert" and _is_topic(tokens, phrase))):
        return None
    end = _trim_tail(period, event, first, _before_predicative(period, first, stop))
    end = before_adverbs(tokens, first, end)
    if end <= first or not any(tokens[k].is_capitalised for k in range(first, end)):
        return None
    return first, end


def _is_reflexive(period: Period, event: Event) -> bool:
    """Whether "sich" takes the place of an object: "äußerte sich zu den Plänen"."""
    clause = period.clauses[event.clause]
    if event.verb.lemma in group("dative_reflexive"):
        return False
    return any(token.text == "sich" for token in period.tokens[clause.start : clause.stop])


def _is_topic(tokens: Sequence[Token], phrase: NounPhrase) -> bool:
    """Whether a phrase only names what is told of, as "die Entscheidung", "den Namen"."""
    word = tokens[phrase.head].text
    known = words("topics", "noun")
    return word in known or word.endswith(tuple(noun.lower() for noun in known))


def _past_recipient(period: Period, event: Event, first: int, stop: int) -> int:
    """The start of what is said behind a dative for whom it is said of: "warf |Island Betrug vor"."""
    phrase = noun_phrase(period.tokens, first, stop)
    if phrase is None or phrase.pronoun or "dat" in event.verb.objects:
        return first
    if "to" not in event.verb.objects and period.tokens[phrase.start].text.lower() not in DATIVE:
        return first
    after = skip_adverbials(period.tokens, phrase.stop, stop)
    said = noun_phrase(period.tokens, after, stop)
    if said and not said.pronoun:
        return after
    bare = phrase.start == phrase.core and phrase.stop == phrase.head + 1
    return phrase.head if bare and period.tokens[phrase.core].is_capitalised else first


def _before_predicative(period: Period, first: int, stop: int) -> int:
    """The stop of an object without "als Spekulation" and what leads to it."""
    tokens = period.tokens
    for i in range(first + 1, stop):
        if tokens[i].text == "als" and tokens[i - 1].text not in (",", "mehr", "anders"):
            return i - 2 if tokens[i - 2].text == "bis" and i - 2 > first else i
    return stop
