"""The Hanover Tagger with a quicker search for the morphemes of a word and the same answers.

The tagger asks of every part of a word, for every kind of morpheme that may follow, how likely it is: some 2000 times a
word, nearly always in vain. Here each part is looked up once, for all kinds of morpheme together.
"""

from collections.abc import Container, Iterator
from functools import lru_cache
from operator import itemgetter

from HanTa.HanoverTagger import EMPTY, END_UNKNOWN, START, UNKNOWN, HanoverTagger
from numpy import logaddexp

State = tuple[int, int]  # the kinds of the last two morphemes
Row = dict[State, float]  # states at a place in the word, with the log probability of the best way there
LOWEST = -1e6  # log probability of what is impossible
BEAM, MARGIN = 3, 1  # at each place the search goes on from the best states and those hardly worse
LONGEST, SUFFIX = 24, 4  # letters of an unknown morpheme that tell how likely it is: their number, and the last ones
SHORT, SHORT_WORD = 2, 4  # unknown morphemes are longer than this, but for words shorter than that
ONE_MORPHEME = 4.6  # costs an unknown morpheme that is the whole word
CACHED_SUFFIXES = 20_000


class Tagger(HanoverTagger):
    """The tagger with a model that comes with its package; only its search is replaced."""

    def __init__(self, model: str) -> None:
        super().__init__(model)
        self.known: dict[str, dict[int, float]] = {}
        for kind, morphemes in self.LP_m_t.items():
            for morpheme, chance in morphemes.items():
                self.known.setdefault(morpheme, {})[kind] = chance
        self.steps = {state: dict(steps) for state, steps in self.LP_trans_nonfinal.items() if steps}
        open_kinds = [kind for kind in self.LP_m_t if kind in self.LP_hapax_t and kind in self.LP_s_t]
        self.by_length = [
            {kind: self.Int_t + self.LP_hapax_t[kind] + self.LP_len_t[kind][length] for kind in open_kinds}
            for length in range(LONGEST + 1)
        ]
        self.by_suffix = lru_cache(CACHED_SUFFIXES)(self._by_suffix)

    def analyze_forward(self, word: str) -> list[tuple[int, float]]:
        """The parts of speech that a word may be, the most likely first, with their log probabilities."""
        rows, _ = self._search(word, self.strict)
        found: Row = {}
        for state, chance, kind, step in self._ends(rows[-1]):
            if chance + step > found.get((state[1], kind), LOWEST):
                found[state[1], kind] = chance + step
        results: dict[int, float] = {}
        for (_, kind), chance in found.items():
            results[-kind] = logaddexp(results[-kind], chance) if -kind in results else chance
        return sorted(results.items(), key=itemgetter(1), reverse=True) or [(UNKNOWN, 0)]

    def analyze_viterbi(self, word: str, target: int) -> list[tuple[int, int]]:
        """The kinds of the morphemes of a word of a known part of speech, each with its end; the last is that part."""
        for strict in (True, False):
            rows, origins = self._search(word, strict, self.reachability.get(target, frozenset()))
            best, last = LOWEST, None
            for state, chance, kind, step in self._ends(rows[-1]):
                if kind == target and chance + step > best:
                    best, last = chance + step, state
            if last:
                break
        else:
            return [(UNKNOWN, len(word)), (END_UNKNOWN, len(word) + 1)]
        path, place = [(target, len(word) + 1)], len(word)
        while place:
            path.append((last[1], place))
            last, place = origins[place][last]
        return path[::-1]

    def _search(
        self, word: str, strict: bool, reachable: Container[int] | None = None
    ) -> tuple[list[Row], list[dict[State, tuple[State, int]]]]:
        """For each place in the word its states, and for each of these the state and place that it comes from.

        ``strict`` leaves out unknown morphemes; if ``reachable`` is given, kinds of morphemes that are not in it.
        """
        length = len(word)
        rows: list[Row] = [{(EMPTY, START): 0}, *({} for _ in word)]
        origins: list[dict[State, tuple[State, int]]] = [{} for _ in rows]
        for start, row in enumerate(rows):
            bound = sorted(row.values(), reverse=True)[BEAM] - MARGIN if len(row) > BEAM else LOWEST
            states = [
                (state, chance, self.steps[state])
                for state, chance in row.items()
                if chance >= bound and state in self.steps
            ]
            kinds = {kind for _, _, steps in states for kind in steps if reachable is None or kind in reachable}
            unknown = kinds & self.by_length[0].keys() if not strict else ()
            for stop in range(start + 1, length + 1) if kinds else ():
                known = self.known.get(word[start:stop], {})
                chances = [item for item in known.items() if item[0] in kinds]
                size = stop - start
                if unknown and (size > SHORT or length < SHORT_WORD):
                    by_suffix = self.by_suffix(word[max(start + 1, stop - SUFFIX) : stop])
                    by_length = self.by_length[min(size, LONGEST)]
                    malus = ONE_MORPHEME if size == length else 0
                    chances += [(k, by_length[k] + by_suffix[k] - malus) for k in unknown if k not in known]
                if not chances:
                    continue
                following, origin = rows[stop], origins[stop]
                for state, chance, steps in states:
                    for kind, added in chances:
                        if kind in steps:
                            reached, total = (state[1], kind), chance + steps[kind] + added
                            if total > following.get(reached, LOWEST):
                                following[reached], origin[reached] = total, (state, start)
        return rows, origins

    def _ends(self, row: Row) -> Iterator[tuple[State, float, int, float]]:
        """The states in which the word may end: their log probability, the part of speech and what that adds."""
        for state, chance in row.items():
            for kind, step in self.LP_trans_final.get(state, ()):
                yield state, chance, kind, step

    def _by_suffix(self, suffix: str) -> dict[int, float]:
        """How likely unknown morphemes of each kind end like that: by the longest ending that the model knows."""
        tails = [suffix[i:] for i in range(len(suffix) + 1)]
        return {
            kind: next(suffixes[tail] for tail in tails if tail in suffixes)
            for kind in self.by_length[0]
            for suffixes in [self.LP_s_t[kind]]
        }
