"""Reads the phrases that name a source: "laut X", "nach Angaben von X", "X zufolge", "seinen Erkenntnissen nach"."""

from functools import cache
from typing import NamedTuple

from claimpack.extract.claims.periods import Period
from claimpack.extract.claims.subjects import Source
from claimpack.german.lexicon import table
from claimpack.german.reporting import ReportingNoun, group, reporting_noun
from claimpack.german.speaker_phrases import NounPhrase, coordinated, noun_phrase

LONGEST = 25  # tokens of a noun phrase before "zufolge"
OWN = frozenset("eigenen eigener".split())
POSSESSIVE = frozenset("seine seinen seinem seiner seines ihre ihren ihrem ihrer ihres deren dessen".split())


class Attribution(NamedTuple):
    """A phrase that names a source: tokens ``start`` to ``stop``, the token of its keyword, who it is, and the act.

    ``kind`` is previous (a pronoun or nobody: the last speaker), subject ("nach eigenen Angaben"), owner ("seinen
    Angaben nach"), part (an adjective or compound names the source), document ("einer Studie zufolge") or none.
    """

    start: int
    stop: int
    cue: int
    source: Source
    kind: str
    act: str


@cache
def _prepositions() -> dict[tuple[str, str], str]:
    """(word, position) -> what noun it takes."""
    return {(row["word"], row["position"]): row["noun"] for row in table("attribution_prepositions")}


def attribution_phrase(period: Period, i: int) -> Attribution | None:
    """The attribution whose keyword is token ``i``, or None."""
    tokens = period.tokens
    word = tokens[i].text.lower()
    if word == "demnach":
        return Attribution(i, i + 1, i, Source(), "previous", "assert")
    before = _prepositions().get((word, "before"))
    if word == "nach" and not period.places.nouns:
        return None
    if before in ("any", "reporting") and not (word == "laut" and tokens[i].text == "laut" and _is_loud(period, i)):
        found = _forward(period, i, before)
        if found:
            return found
    if before == "sicht" and i + 1 < len(tokens) and tokens[i + 1].text == "Sicht":
        phrases = behind_noun(period, i + 1)
        return Attribution(i, _stop(phrases, i + 2), i, Source(phrases), "previous", "evaluate")
    after = _prepositions().get((word, "after"))
    if word == "zu" and i + 1 < len(tokens) and tokens[i + 1].text.lower() == "folge":
        after = "any"
    return _backward(period, i, after) if after else None


def expression(period: Period, start: int, stop: int, cue: int, kind: str) -> tuple[int, int]:
    """The reporting expression of an attribution in code points: its keyword, with the noun of saying that belongs to
    it where nothing that names the source stands between: "Nach Angaben", "nach eigenen Angaben", "Berichten zufolge".
    """
    tokens = period.tokens
    first = last = cue
    noun = next((k for k in range(start, stop) if k != cue and _is_plain_noun(tokens[k].text)), -1)
    if 0 <= noun == cue - 1:
        first = noun
    elif noun > cue and kind not in ("part", "owner") and all(tokens[k].text.islower() for k in range(cue + 1, noun)):
        last = noun
    return tokens[first].start, tokens[last].stop


def _is_plain_noun(word: str) -> bool:
    """Whether a word is a noun of saying without a name in it: "Angaben", not "Nato-Angaben"."""
    known = reporting_noun(word)
    return word == "Sicht" or (known is not None and not known[1])


def _is_loud(period: Period, i: int) -> bool:
    """Whether "laut" is the adjective: "laut werden", "laut und deutlich"."""
    after = period.tokens[i + 1] if i + 1 < len(period.tokens) else None
    return after is None or after.kind == "punct" or noun_phrase(period.tokens, i + 1, len(period.tokens)) is None


def _stop(phrases: tuple[NounPhrase, ...], least: int) -> int:
    return max([least, *(max(phrase.stop, phrase.name[1] if phrase.name else 0) for phrase in phrases)])


def _forward(period: Period, i: int, wanted: str) -> Attribution | None:
    tokens = period.tokens
    phrases = coordinated(tokens, i + 1, len(tokens))
    if not phrases:
        return None
    first = phrases[0]
    head = next((k for k in range(first.core, first.head + 1) if reporting_noun(tokens[k].text)), first.head)
    known = reporting_noun(tokens[head].text)
    word = tokens[i].text.lower()
    if first.pronoun:
        if word in ("nach", "aus"):
            return None
        return Attribution(i, first.stop, i, Source(tuple(phrases)), "previous", "assert")
    if any(tokens[k].text in group("rule_noun") for k in range(first.core, first.head + 1)):
        return None
    if wanted == "reporting" and not (known and known[0].uses & {"attribution", "document"}):
        if word in ("gemäß", "gemäss") and _can_speak(period, first):
            return Attribution(i, _stop(tuple(phrases), i + 2), i, Source(tuple(phrases)), "previous", "assert")
        return None
    if not known or not known[0].uses & {"attribution", "document"}:
        return Attribution(i, _stop(tuple(phrases), i + 2), i, Source(tuple(phrases)), "previous", "assert")
    if word == "nach" and ("attribution" not in known[0].uses or _is_later(period, i, first)):
        return None
    return _with_noun(period, i, first, head, i)


def _is_later(period: Period, i: int, phrase: NounPhrase) -> bool:
    """Whether "nach" tells a time: "erst nach Ermittlungen", "nach langen Untersuchungen", "nach Gerüchten über X"."""
    tokens = period.tokens
    before = tokens[i - 1].text.lower() if i else ""
    if before in ("erst", "kurz", "unmittelbar", "gleich", "schon", "bald") or before in group("time"):
        return True
    if any(token.text in group("effort") for token in tokens[phrase.core : phrase.head]):
        return True
    return phrase.head + 1 < len(tokens) and tokens[phrase.head + 1].text in ("über", "um", "gegen")


def _can_speak(period: Period, phrase: NounPhrase) -> bool:
    """Whether a noun can be a speaker, as far as its ending tells: no "gemäß der Vereinbarung"."""
    return not period.tokens[phrase.head].text.endswith(("ung", "heit", "keit", "tion", "nis", "ungen"))


def _with_noun(period: Period, i: int, first: NounPhrase, head: int, cue: int) -> Attribution:
    """An attribution with a noun of saying: its source is the genitive, the name behind, the compound or the
    adjective.
    """
    tokens = period.tokens
    noun, cut = reporting_noun(tokens[head].text) or (None, 0)
    act = noun.act if noun else "assert"
    start = min(i, first.start)
    small = {tokens[k].text.lower() for k in range(first.start, head)}
    if small & OWN:
        return Attribution(start, head + 1, cue, Source(), "subject", act)
    owner = next((k for k in range(first.start, head) if tokens[k].text.lower() in POSSESSIVE), -1)
    if owner >= 0:
        pronoun = "er" if tokens[owner].text.lower().startswith(("sein", "dessen")) else "sie"
        phrase = NounPhrase(owner, owner, owner, owner + 1, pronoun=pronoun)
        return Attribution(start, head + 1, cue, Source((phrase,)), "owner", act)
    behind = behind_noun(period, head) if cue < head or cue > head + 1 else ()
    if behind:
        return Attribution(start, _stop(behind, head + 1), cue, Source(behind), "previous", act)
    stop = max(first.stop, head + 1)
    document = noun is not None and "document" in noun.uses
    if cut or head > first.core or document:
        return Attribution(start, stop, cue, Source((first,)), "part" if cut or not document else "document", act)
    return Attribution(start, stop, cue, Source(), "none", act)


def behind_noun(period: Period, head: int) -> tuple[NounPhrase, ...]:
    """Who stands behind a noun of saying: "Angaben |der Polizei", "|von Yonhap", "|Kiews", "|aus Seoul"."""
    tokens = period.tokens
    i = head + 1
    if i >= len(tokens):
        return ()
    word = tokens[i].text
    if word in ("von", "vom", "aus", "durch", "seitens"):
        return tuple(p for p in coordinated(tokens, i + 1, len(tokens)) if not p.pronoun)
    if tokens[i].kind == "number" or word in ("rund", "etwa", "mehr", "sehr"):
        return ()
    phrases = coordinated(tokens, i, len(tokens))
    if not phrases or phrases[0].pronoun:
        return ()
    small = tokens[i].text.lower()
    if small in group("determiner"):
        fits = small in (
            "der",
            "des",
            "eines",
            "einer",
            "seines",
            "seiner",
            "ihres",
            "ihrer",
            "dieser",
            "dieses",
            "beider",
            "mehrerer",
            "zahlreicher",
            "vieler",
            "einiger",
        )
        return tuple(phrases) if fits else ()
    return tuple(phrases)


def _backward(period: Period, i: int, wanted: str) -> Attribution | None:
    """The attribution that ends with token ``i``: the longest noun phrase that reaches up to it."""
    tokens = period.tokens
    clause = period.clauses[period.clause_of[i]]
    k, best = i - 1, None
    while k >= max(clause.start, i - LONGEST) and tokens[k].kind != "quote":
        phrase = noun_phrase(tokens, k, i)
        if phrase and not phrase.pronoun and phrase.stop >= i:
            best = phrase
        elif best is not None and tokens[k].text in (",", ";", ":"):
            break
        k -= 1
    if best is None:
        return None
    if best.start > clause.start and tokens[best.start - 1].text in ("von", "aus") and wanted == "any":
        return None
    head = next((k for k in range(best.core, i) if reporting_noun(tokens[k].text)), best.head)
    known = reporting_noun(tokens[head].text)
    stop = i + 2 if tokens[i].text.lower() == "zu" else i + 1
    if wanted == "reporting" and not _can_precede(period, i, best, known):
        return None
    if known and known[0].uses & {"attribution", "document"}:
        return _with_noun(period, best.start, best, head, i)._replace(stop=stop)
    return Attribution(best.start, stop, i, Source((best,)), "previous", "assert")


def _can_precede(period: Period, i: int, phrase: NounPhrase, known: tuple[ReportingNoun, int] | None) -> bool:
    """Whether "nach" at token ``i`` belongs to the noun before it: "seinen Angaben nach"."""
    tokens = period.tokens
    if not known or "attribution" not in known[0].uses or phrase.stop != i:
        return False
    if tokens[phrase.start].text.lower() in POSSESSIVE | {"meiner", "dem", "unserer"}:
        return True
    return i + 1 >= len(tokens) or noun_phrase(tokens, i + 1, min(len(tokens), i + 3)) is None
