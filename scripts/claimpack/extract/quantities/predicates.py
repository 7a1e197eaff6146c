"""The verb whose subject or object the counted thing is, and its status: stated, planned, possible, asked, negated.

Of verbs joined by a conjunction ("wurden getötet oder verwundet") the first is the predicate.
"""

from functools import cache

from claimpack.extract.quantities.readings import Reading
from claimpack.extract.quantities.subjects import CONJUNCTIONS, bracketed
from claimpack.german.lexicon import table
from claimpack.german.morphology import analyse
from claimpack.german.noun_phrases import GENITIVE_ARTICLES, Tagged
from claimpack.german.tagged import once_a_sentence
from claimpack.german.verbs import verb_forms

MARKS = frozenset({",", ";", ":", "–", "—", "(", ")", "„", "“", '"', "»", "«"})
RELATIVES = frozenset({"die", "der", "das", "den", "denen", "deren", "welche", "welcher"})
FULL = ("VV(PP)", "VV(INF)", "VV(IZU)")
ADDRESSING = frozenset({"auffordern", "bitten"})  # their object is who is asked; only "bitten um N" asks for N
LONGEST_FIRST_PART, SHORTEST_PARTICIPLE = 24, 7  # characters of a verb that is a compound
LONGEST_BRACKET = 15  # tokens
LONGEST_LIST = 4  # commas in a list of nouns before a verb
NEGATIONS = frozenset({"nicht", "nie", "niemals"})
AFTER_OTHER_NOT = frozenset({"nur", "mehr", "weniger", "zuletzt", "einmal"})  # "nicht nur", "nicht zuletzt"
NOT_EVENTS = frozenset({"geben", "lassen", "bleiben"})


@once_a_sentence
def clause_of(tagged: Tagged, at: int) -> tuple[int, int]:
    """First and last+1 token of the clause around ``at``: between marks; a list of noun phrases does not end it."""
    start = at
    while start > 0 and (mark := tagged.last_before(start, MARKS)) < start - 1:
        start = mark + 1
        if tagged.text(mark) != ")":
            break
        start = _other_bracket(tagged, mark, "(", -1)
    stop = at
    while (mark := tagged.first_from(stop, MARKS)) < len(tagged):
        if mark > stop and tagged.text(mark) == "(" and (closed := _other_bracket(tagged, mark, ")", 1)) > mark:
            stop = closed
        elif _is_list(tagged, start, mark):
            stop = mark + 1
        else:
            break
    stop = mark
    stop = _past_list(tagged, start, stop)
    while start > 0 and not tagged.verbs_between(start, stop) and stop - start < 40:
        start = tagged.last_before(start - 1, MARKS) + 1
    for conjunction in tagged.places_between(start + 1, stop - 1, CONJUNCTIONS):
        if any(  # "wurden 20 getötet und 30 verletzt"
            own(tagged, start, conjunction) and own(tagged, conjunction, stop) for own in (_is_whole, _is_finite)
        ):
            if conjunction < at:
                start = conjunction + 1
            else:
                return start, conjunction
    return start, stop


def _other_bracket(tagged: Tagged, at: int, other: str, step: int) -> int:
    """The place of the bracket that belongs to the one at ``at``, or past that one where it is far or missing."""
    found = next((k for k in range(at, at + step * LONGEST_BRACKET, step) if tagged.text(k) == other), None)
    return at + (step < 0) if found is None else found + (step > 0)


def _past_list(tagged: Tagged, start: int, stop: int) -> int:
    """The end of a clause whose verb comes after a list: "dass 3 Tonnen Reis, Mehl und Öl fehlen"."""
    for _ in range(LONGEST_LIST):
        if stop >= len(tagged) or tagged.text(stop) != "," or tagged.verbs_between(start, stop):
            return stop
        following = tagged.first_from(stop + 1, MARKS)
        verbs = tagged.verbs_between(stop, following)
        opened = (start == 0 or tagged.tag(start) == "KOUS") and tagged.tag(stop + 1) not in ("KOUS", "PRELS", "ART")
        if not opened and not (verbs and _is_infinitive(tagged, verbs) and not _is_finite(tagged, stop, following)):
            return stop
        if not tagged.is_noun(stop + 1) and not tagged.is_adjective(stop + 1):
            return stop
        stop = following
    return stop


def _is_whole(tagged: Tagged, start: int, stop: int) -> bool:
    """Whether a stretch has a full verb of its own, more than an auxiliary or a modal."""
    return any(tagged.tag(k).startswith("VV") for k in tagged.verbs_between(start, stop))


def _is_finite(tagged: Tagged, start: int, stop: int) -> bool:
    return any("FIN" in tagged.tag(k) for k in tagged.verbs_between(start, stop))


def _is_list(tagged: Tagged, start: int, at: int) -> bool:
    """A comma between two numbers with their nouns, where one side has no verb of its own."""
    if tagged.text(at) != "," or tagged.tag(at + 1) != "CARD" or tagged.text(at + 2) == ".":
        return False
    return not (tagged.verbs_between(start, at) and tagged.verbs_between(at, tagged.first_from(at + 1, MARKS)))


def predicate_of(tagged: Tagged, reading: Reading) -> str | None:
    """Dictionary form of the verb for a counted thing; None for orders, scores, spans and without a verb."""
    if reading.kind in ("ordinal", "score", "rank", "duration", "age"):
        return None
    first = reading.comparator.first if reading.comparator else reading.left
    if reading.noun and (verb := _participle(tagged, reading)):
        return verb
    if reading.noun and (verb := _relative(tagged, reading, first)):
        return verb
    if not _is_dimension_of(reading, first) and (verb := _event(tagged, first)):
        return verb
    if (reading.kind == "measure" and reading.item is None) or _hangs_on_noun(tagged, first):
        return None
    verb = _main_verb(tagged, *clause_of(tagged, first), first) if tagged.verbs else None
    return None if tagged.low(first - 1) in ("von", "über", "auf") and verb in _speaking() else verb


def _hangs_on_noun(tagged: Tagged, first: int) -> bool:
    """Whether the number is in the genitive of another noun: "Vertreter der 30 Länder", "das Leid Tausender"."""
    at = first - 1
    if tagged.low(at) in ("der", "dieser", "aller") and tagged.is_noun(at - 1):
        return True
    return tagged.text(first).endswith("er") and tagged.is_noun(at)


@cache
def _speaking() -> frozenset[str]:
    """The reporting verbs, without those with "über" for what their subject has, not for what it speaks of."""
    reporting = {row["verb"].replace("|", "") for row in table("reporting_verbs")}
    return frozenset(reporting - {row["verb"] for row in table("over_verbs") if row["has"]})


def _participle(tagged: Tagged, reading: Reading) -> str | None:
    """As in "30 geflohene Häftlinge", "15 beschädigte Häuser"."""
    if reading.noun.first > reading.right and tagged.low(reading.right) in GENITIVE_ARTICLES | {"von"}:
        return None  # "40 Prozent der abgegebenen Stimmen" were not all given
    for at in range(reading.right, reading.noun.head):
        if tagged.is_adjective(at) and not tagged.is_capital(at):
            stem = tagged.text(at).rstrip("nrms").removesuffix("e")
            known = [form.lemma for form in verb_forms(stem) if form.mood == "participle"]
            if known:
                return known[0]
            lemma, tag = analyse(stem)
            if tag == "VV(PP)" and stem.endswith(("t", "en")) and not stem.startswith("un"):
                return lemma
    return None


def _relative(tagged: Tagged, reading: Reading, first: int) -> str | None:
    """The verb of a relative clause, where the number hangs on a noun: "das Lob von 30 Ärzten, die helfen"."""
    comma = reading.noun.last + 1
    if tagged.text(comma) != "," or tagged.low(comma + 1) not in RELATIVES:
        return None
    if tagged.low(first - 1) not in ("von", "der", "mit") or not tagged.is_noun(first - 2):
        return None
    return _main_verb(tagged, comma + 1, tagged.first_from(comma + 1, MARKS), comma + 1)


@cache
def _event_verbs() -> dict[str, str]:
    return {row["word"]: row["verb"] for row in table("event_nouns")}


def _event(tagged: Tagged, first: int) -> str | None:
    """As in "der Einsatz von 300 Soldaten": einsetzen; "die Verlegung von 300 Soldaten": verlegen."""
    at = first - 1
    while at > 0 and tagged.low(at) in ("insgesamt", "weiteren", "derzeit"):
        at -= 1
    if tagged.low(at) != "von":
        return None
    noun = tagged.text(at - 1)
    if noun in _event_verbs():
        return _event_verbs()[noun]
    if noun.endswith(("ung", "ungen")) and noun[:1].isupper():
        stem = noun.removesuffix("en").removesuffix("ung").lower()
        for verb in (stem + "en", stem + "n"):
            if any(form.mood == "infinitive" for form in verb_forms(verb)):
                return verb
    return None


def _is_dimension_of(reading: Reading, first: int) -> bool:
    """Whether the noun before "von" is what the number measures: "eine Bewertung von 3 Millionen Euro"."""
    return reading.kind in ("money", "measure", "percent") and reading.noun is not None and reading.noun.last < first


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(row["prefix"] for row in table("verb_prefixes") if row["kind"] != "inseparable")


def _main_verb(tagged: Tagged, start: int, stop: int, at: int) -> str | None:
    """The full verb of a clause: the participle or infinitive of its bracket, else the finite verb with its prefix."""
    inside = bracketed(tagged, start, stop)
    verbs = [k for k in tagged.verbs_between(start, stop) if k not in inside]
    finite = [k for k in verbs if tagged.tag(k) in ("VV(FIN)", "VV(IMP)")]
    infinite = [k for k in verbs if tagged.tag(k) in FULL and tagged.lemma(k) not in NOT_EVENTS]
    after = [k for k in infinite if k > at]
    helped = any(tagged.tag(k).startswith(("VA", "VM")) for k in verbs) or any(
        tagged.low(k - 1) == "zu" for k in infinite
    )
    if infinite and (helped or not finite):
        verb = after[0] if after else infinite[-1]
        plural = not helped and tagged.tag(verb) == "VV(INF)"  # "zehn Läufer nehmen am Turnier teil"
        return _with_prefix(tagged, verb, stop) if plural else tagged.lemma(verb)
    auxiliary = [k for k in verbs if tagged.tag(k).startswith("VA")]
    if auxiliary and (participle := _last_participle(tagged, stop)):
        return participle
    if finite:
        nearest = max((k for k in finite if k < at), default=finite[0])
        return _with_prefix(tagged, nearest, stop)
    if after:
        return tagged.lemma(after[0])
    if light := [k for k in verbs if tagged.tag(k) in FULL and tagged.lemma(k) in NOT_EVENTS]:
        return tagged.lemma(light[-1])  # "soll es gegeben haben"
    alone = [k for k in auxiliary if tagged.lemma(k) in ("sein", "haben")]
    if not alone:
        return None
    return _with_prefix(tagged, alone[-1], stop) if tagged.lemma(alone[-1]) == "haben" else "sein"


def _last_participle(tagged: Tagged, stop: int) -> str | None:
    """The verb of a participle at the end of the clause that the tagger takes for an adjective: "sind umgekehrt"."""
    last = stop - 1
    while last > 0 and tagged.text(last) in (".", "!", "?"):
        last -= 1
    if last > 0 and tagged.tag(last).startswith("VA"):
        last -= 1
    if tagged.is_capital(last) or tagged.tag(last) not in ("ADJ(D)", "ADJ(A)", "ADV"):
        return None
    word = tagged.low(last)
    for at in (0, *range(3, min(len(word), LONGEST_FIRST_PART) - SHORTEST_PARTICIPLE)):  # "zwangs|rekrutiert"
        if lemma := next((form.lemma for form in verb_forms(word[at:]) if form.mood == "participle"), None):
            return word[:at] + lemma
    return None


def _with_prefix(tagged: Tagged, verb: int, stop: int) -> str:
    last = stop - 1
    while last > verb and tagged.text(last) in (".", "!", "?"):
        last -= 1
    for after in (*tagged.places_between(verb + 2, last + 1, CONJUNCTIONS), last + 1):
        if tagged.low(after - 1) in _prefixes() and after - 1 > verb and not tagged.is_capital(after - 1):
            return tagged.low(after - 1) + tagged.lemma(verb)
    return tagged.lemma(verb)


@cache
def _status_words(form: str) -> dict[str, str]:
    return {row["word"]: row["status"] for row in table("status_words") if row["form"] == form}


@cache
def _signs() -> frozenset[str]:
    """The words other than verbs that may give a status, in lower case."""
    return frozenset(map(str.lower, _status_words("word") | _status_words("conjunction")))


def status_of(tagged: Tagged, reading: Reading) -> str:
    """stated, planned, possible, asked or negated, from the words of the clause and of the clause that governs it."""
    if not tagged.verbs and not tagged.places(_signs()) and not tagged.places(NEGATIONS):
        return "stated"
    first = reading.comparator.first if reading.comparator else reading.left
    start, stop = clause_of(tagged, first)
    verbs = tagged.verbs_between(start, stop)
    opening = start
    if start > 1 and tagged.low(start - 1) in CONJUNCTIONS and not any("FIN" in tagged.tag(k) for k in verbs):
        before = clause_of(tagged, start - 2)  # "soll 20 Mann entsenden und 30 ausbilden": the modal is shared
        verbs = [k for k in tagged.verbs_between(*before) if tagged.tag(k).startswith(("VM", "VA"))] + verbs
        opening = before[0]
    lemmas = {tagged.lemma(k) if tagged.tag(k) != "VV(FIN)" else _with_prefix(tagged, k, stop) for k in verbs}
    lemmas -= ADDRESSING if tagged.low(first - 1) != "um" else frozenset()
    here = tagged.places_between(start, stop, _signs())
    infinitive = _is_infinitive(tagged, verbs)
    if infinitive and start > 1 and "," in tagged.text(start - 1):
        outer_start, outer_stop = _outer(tagged, start - 1)
        outer = tagged.verbs_between(outer_start, outer_stop)
        lemmas |= {
            _with_prefix(tagged, k, outer_stop) if tagged.tag(k) == "VV(FIN)" else tagged.lemma(k) for k in outer
        }
        here += tagged.places_between(outer_start, outer_stop, _signs())
    if _negated(tagged, start, stop, first, reading):
        return "negated"
    found = {_status_words("verb").get(lemma) for lemma in lemmas if lemma != "können"}
    found |= {_status_words("word").get(tagged.text(k)) for k in here}
    found |= {_status_words("conjunction").get(tagged.text(opening))}
    found.discard("negated")
    if "asked" in found and not (lemmas & {"fordern"} and _is_toll(reading)):
        return "asked"
    if "planned" in found and not (lemmas & {"entscheiden", "beschließen"} and not infinitive):
        return "planned"
    if "possible" in found:
        return "possible"
    return "planned" if _is_intended(tagged, verbs) else "stated"


def _is_toll(reading: Reading) -> bool:
    """As in "forderte 20 Todesopfer": what a disaster, not a speaker, "demands"."""
    return bool(reading.lemma) and reading.lemma.lower().endswith(tuple(_status_words("toll")))


def _outer(tagged: Tagged, comma: int) -> tuple[int, int]:
    return tagged.last_before(comma, MARKS) + 1, comma


def _is_infinitive(tagged: Tagged, verbs: list[int]) -> bool:
    return any(tagged.low(k - 1) == "zu" or tagged.tag(k) == "VV(IZU)" for k in verbs)


def _is_intended(tagged: Tagged, verbs: list[int]) -> bool:
    """As in "soll … entsenden", "sollen … geschickt werden": an intention; "soll … entsandt haben" is hearsay."""
    should = [k for k in verbs if tagged.low(k) in ("soll", "sollen", "sollten", "sollte")]
    if not should:
        return False
    perfect = any(tagged.low(k) in ("haben", "sein", "worden") for k in verbs)
    if any(tagged.lemma(k) in _status_words("stative") for k in verbs):
        return False
    return not perfect and any(tagged.tag(k) == "VV(INF)" or tagged.low(k) == "werden" for k in verbs)


def _negated(tagged: Tagged, start: int, stop: int, first: int, reading: Reading) -> bool:
    """A nicht or nie of the clause that does not belong to the comparator, "nicht nur" or "nicht mehr als"."""
    if _hangs_on_noun(tagged, first):
        return False
    for at in tagged.places_between(start, stop, NEGATIONS):
        if tagged.low(at + 1) not in AFTER_OTHER_NOT and not first <= at < reading.right:
            return not _is_of_next(tagged, reading.right, at)
    return False


def _is_of_next(tagged: Tagged, right: int, at: int) -> bool:
    """Whether a verb and "und" lie between the number and a nicht, so that it negates the next verb."""
    return any(tagged.verbs_between(k - 1, k) for k in tagged.places_between(right, at, CONJUNCTIONS))
