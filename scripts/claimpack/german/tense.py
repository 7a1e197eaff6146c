"""Whether a clause speaks of the past, the present or the future; what "am Montag" means depends on it."""

from collections.abc import Sequence
from functools import cache

from claimpack.german.lexicon import table
from claimpack.german.tokens import Token
from claimpack.german.verbs import moods

CLAUSE_ENDS = frozenset(',;:–—()„“”«»"')
WINDOW = 40  # tokens to either side; a clause is rarely longer


@cache
def _auxiliaries() -> dict[str, str]:
    return {row["word"]: row["says"] for row in table("auxiliaries")}


def tense(tokens: Sequence[Token], first: int, last: int) -> str | None:
    """Tense of the clause around ``tokens[first:last]``: past, present, future, or None where it has no finite verb.

    The clause ends at punctuation. Where it has no verb, the nearest clause with one in the sentence decides.
    """
    start, stop = _clause(tokens, first, last)
    found = _tense(tokens[start:stop])
    if found:
        return found
    after = _clause(tokens, stop + 1, stop + 1) if stop < len(tokens) else (stop, stop)
    before = _clause(tokens, start - 1, start - 1) if start > 0 else (start, start)
    return _tense(tokens[slice(*after)]) or _tense(tokens[slice(*before)])


def _clause(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    start, stop = first, last
    while start > max(0, first - WINDOW) and tokens[start - 1].text not in CLAUSE_ENDS:
        start -= 1
    while stop < min(len(tokens), last + WINDOW) and tokens[stop].text not in CLAUSE_ENDS:
        stop += 1
    return start, stop


def _tense(clause: Sequence[Token]) -> str | None:
    words = [token.text if token.text.islower() else token.text.lower() for token in clause if token.kind == "word"]
    says = {_auxiliaries()[word] for word in words if word in _auxiliaries()}
    if "past" in says:
        return "past"
    verbs = [moods(token.text) for token in clause if token.kind == "word" and token.text.islower()]
    participle = any("participle" in found for found in verbs)
    if "hearsay" in says:
        return "past" if participle and {"haben", "sein"} & set(words[-2:]) else "future"
    if "future" in says and not ("perfect" in says and participle):
        return "future"
    if "perfect" in says:
        return "past" if participle else "present"
    if any("preterite" in found and not found & {"present", "infinitive"} for found in verbs):
        return "past"
    return "present" if any({"present", "konjunktiv1", "infinitive"} & found for found in verbs) else None
