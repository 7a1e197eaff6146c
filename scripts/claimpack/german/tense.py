"""Whether a clause speaks of the past, the present or the future; what "am Montag" means depends on it."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, cached_property

from claimpack.german.lexicon import table
from claimpack.german.tokens import Token
from claimpack.german.verbs import moods

CLAUSE_ENDS = frozenset(',;:–—()„“”«»"')
FAR = 6  # clauses
DONE = frozenset({"haben", "sein", "worden"})  # at the end of "will gesehen haben"
HAVE = frozenset({"hat", "haben", "habe"})  # "hat gesperrt" is past, "ist gesperrt" is not


@cache
def _auxiliaries() -> dict[str, str]:
    return {row["word"]: row["says"] for row in table("auxiliaries")}


class Clauses:
    """The clauses of a sentence, cut at its punctuation, each with the tense of its verbs."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.known: dict[int, str | None] = {}

    @cached_property
    def ends(self) -> list[int]:
        """The indexes of the tokens that end a clause."""
        return [i for i, token in enumerate(self.tokens) if token.text in CLAUSE_ENDS]

    def tense(self, first: int, last: int) -> str | None:
        """Past, present or future around ``tokens[first:last]``; None where the sentence has no finite verb near.

        If the clause has no verb, that of the next ones decides, then that of the one before, then those further off.
        """
        begin, end = bisect_left(self.ends, first), bisect_left(self.ends, last - 1)
        near = (*range(begin, end + 1), end + 1, begin - 1)
        for number in (*near, *range(end + 2, end + FAR), *range(begin - 2, begin - FAR, -1)):
            found = self._clause(number)
            if found:
                return found
        return None

    def _clause(self, number: int) -> str | None:
        if not 0 <= number <= len(self.ends):
            return None
        if number not in self.known:
            start = self.ends[number - 1] + 1 if number else 0
            stop = self.ends[number] if number < len(self.ends) else len(self.tokens)
            self.known[number] = _tense(self.tokens[start:stop])
        return self.known[number]


def _tense(clause: Sequence[Token]) -> str | None:
    words = [token.text if token.text.islower() else token.text.lower() for token in clause if token.kind == "word"]
    says = {_auxiliaries()[word] for word in words if word in _auxiliaries()}
    if "past" in says:
        return "past"
    verbs = [moods(token.text) for token in clause if token.kind == "word" and token.text.islower()]
    participle = any("participle" in found for found in verbs) and not ("state" in says and not HAVE & set(words))
    if "hearsay" in says:
        return "past" if participle and {"haben", "sein"} & set(words[-2:]) else "future"
    if "future" in says and not ("perfect" in says and participle and DONE & set(words[-2:])):
        return "future"
    if "perfect" in says:
        return "past" if participle else "present"
    if any("preterite" in found and not found & {"present", "infinitive"} for found in verbs):
        return "past"
    return "present" if any({"present", "konjunktiv1", "infinitive"} & found for found in verbs) else None
