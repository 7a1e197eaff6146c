"""Cuts a sentence into clauses at its punctuation and tells main, subordinate, relative and infinitive clauses."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from claimpack.german.tokens import Token
from claimpack.german.word_forms import WORDS

SEPARATORS = frozenset({",", ";", ":", "–", "—", "-"})
RELATIVE = frozenset("der die das dem den dessen deren denen welcher welche welches welchem welchen".split())
OPENING = frozenset("([")
CLOSING = frozenset(")]")


class Clause(NamedTuple):
    """Tokens ``start`` to ``stop`` of a sentence between two separators.

    ``kind`` is main, that, question, sub, relative, infinitive, fragment or quote; ``verb`` is the index of its finite
    verb or -1; ``opener`` is the punctuation mark before it, "" at the beginning of the sentence.
    """

    start: int
    stop: int
    kind: str
    verb: int
    opener: str


_clause_at = partial(tuple.__new__, Clause)  # in half the time of Clause(), whose __new__ is written in Python


def split_clauses(tokens: Sequence[Token]) -> tuple[Clause, ...]:
    """The clauses of a sentence in order; separators belong to none of them."""
    return tuple(cut_clauses(tokens))


def cut_clauses(tokens: Sequence[Token]) -> Iterator[Clause]:
    """The clauses of a sentence one by one, for who needs the first only."""
    start, opener, depth = 0, "", 0
    for i, token in enumerate(tokens):
        if token.kind == "word" or token.kind == "number":
            continue
        text = token.text
        if token.kind == "quote" or (depth == 0 and text in SEPARATORS and is_separator(tokens, i)):
            if start < i:
                yield _clause(tokens, start, i, opener)
            if token.kind == "quote":
                yield Clause(i, i + 1, "quote", -1, opener)
                opener = ""
            else:
                opener = text
            start = i + 1
        elif text in OPENING:
            depth += 1
        elif depth and text in CLOSING:
            depth -= 1
    if start < len(tokens):
        yield _clause(tokens, start, len(tokens), opener)


def is_separator(tokens: Sequence[Token], i: int) -> bool:
    """Whether a token parts clauses; a dash does with space on both sides only."""
    token = tokens[i]
    if token.text not in SEPARATORS:
        return False
    if token.text in "–—-":
        apart = i > 0 and tokens[i - 1].stop < token.start
        return apart and i + 1 < len(tokens) and token.stop < tokens[i + 1].start
    return True


def _clause(tokens: Sequence[Token], start: int, stop: int, opener: str) -> Clause:
    first = start
    while first < stop and WORDS[tokens[first].text].lowered.opener == "coordinate":
        first += 1
    opening = WORDS[tokens[first].text].lowered if first < stop else None
    kind = opening.opener if opening else ""
    last = last_word(tokens, start, stop)
    if kind in ("that", "question", "sub"):
        word = tokens[first].text.lower()
        if kind == "sub" and opening.preposition:
            is_phrase = not _is_conjunction(tokens, first, last) or _is_infinitive(tokens, first, last)
            kind = "" if is_phrase else kind  # "bis zum Abend zu bleiben"
        elif word in ("da", "damit", "je", "als", "wie", "seitdem") and first == start and not opener:
            final = _final_verb(tokens, first, last)
            kind = "" if final < 0 or any(t.is_capitalised for t in tokens[final : last + 1]) else kind
        elif word in ("da", "damit") and first + 1 < last and WORDS[tokens[first + 1].text].helper:
            kind = ""  # "damit solle der Hafen öffnen": an adverb with the verb behind it
        elif word == "als" and not _ends_finite(tokens, first, last):
            kind = ""
    elif opener and _is_relative(tokens, first, last):
        kind = "relative"
    else:
        kind = "infinitive" if kind == "infinitive" else ""
    if kind in ("that", "question", "sub", "relative"):
        return _clause_at((start, stop, kind, _final_verb(tokens, first, last), opener))
    verb = finite_verb(tokens, first, stop)
    if verb < 0 and not kind and any(_is_zu_infinitive(tokens, i) for i in range(first + 1, last)):
        return _clause_at((start, stop, "infinitive", -1, opener))  # "zurückzutreten als Chefin"
    surely = verb >= 0 and verb < last - 1 and WORDS[tokens[verb].text].lowered.only_finite
    if not surely and _is_infinitive(tokens, first, last):
        return _clause_at((start, stop, "infinitive", -1, opener))
    return _clause_at((start, stop, "main" if verb >= 0 else "fragment", verb, opener))


def last_word(tokens: Sequence[Token], start: int, stop: int) -> int:
    """The index of the last token before ``stop`` that is no punctuation; ``start`` if there is none."""
    while stop > start + 1 and tokens[stop - 1].kind == "punct":
        stop -= 1
    return stop - 1


def _is_conjunction(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether "seit", "während", "bis" opens a clause: its verb stands last, and no auxiliary before."""
    if not _ends_finite(tokens, first, last):
        return False
    return WORDS[tokens[last].text].helper or not any(WORDS[t.text].helper for t in tokens[first + 1 : last])


def _ends_finite(tokens: Sequence[Token], first: int, last: int) -> bool:
    return _final_verb(tokens, first, last) >= 0


def _final_verb(tokens: Sequence[Token], first: int, last: int) -> int:
    """The finite verb of a verb-final clause: its last word, or the auxiliary before a double infinitive; else -1."""
    for i in range(last, max(first, last - 3), -1):
        token = tokens[i]
        word = WORDS[token.text]
        if token.kind == "word" and (word.finite or word.infinitive) and not word.determiner:
            return i
    for i in range(last, first + 1, -1):
        if tokens[i].text == "und":
            before = WORDS[tokens[i - 1].text]
            if before.finite or before.infinitive:
                return i - 1
    return -1


def _is_relative(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a clause opens with a relative pronoun, a preposition before it perhaps, and ends in its verb."""
    if last <= first:
        return False
    word = tokens[first].text.lower()
    behind_preposition = WORDS[word].preposition and first + 1 < last
    if behind_preposition:
        word = tokens[first + 1].text.lower()
    elif word in ("dessen", "deren"):
        return not _is_infinitive(tokens, first, last)
    if word not in RELATIVE or _is_infinitive(tokens, first, last):
        return False
    verb = _final_verb(tokens, first + 1, last)
    if verb >= 0 and _has_verb_second(tokens, first, verb):
        return False
    if verb < 0 or (behind_preposition and verb < last):
        return False
    if WORDS[tokens[verb].text].finite:
        if verb == first + 2 and tokens[first + 1].is_capitalised and WORDS[tokens[verb].text].only_konjunktiv1:
            return False  # "(er sagte,) der Deich halte"
        return verb == last or not _second(tokens, first, verb)
    # What ends in an infinitive and has an auxiliary before is a main clause: "die Taliban würden Soldaten töten".
    return WORDS[tokens[verb].text].helper or not any(WORDS[t.text].helper for t in tokens[first + 1 : verb])


def _has_verb_second(tokens: Sequence[Token], first: int, verb: int) -> bool:
    """Whether an auxiliary stands apart from the verb at the end: "die Häfen müssten bis Mai geräumt werden"."""
    for k in range(first + 2, verb - 1):
        if WORDS[tokens[k].text].helper and tokens[k - 1].is_capitalised:
            between = tokens[k + 1 : verb]
            if any(t.text in ("und", "oder") for t in between):
                return False
            return any(t.kind != "word" or t.is_capitalised or WORDS[t.text].preposition for t in between)
    return False


def _second(tokens: Sequence[Token], first: int, verb: int) -> bool:
    """Whether a verb stands right behind the phrase that begins with an article: "die Lage sei ernst"."""
    return tokens[verb - 1].is_capitalised and verb - first >= 2


def _is_infinitive(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a clause ends in "zu" and an infinitive, or in an infinitive that has "zu" within."""
    for i in range(last, max(first - 1, last - 3), -1):
        word = WORDS[tokens[i].text]
        if tokens[i].kind != "word" or word.capital:
            continue
        if word.zu_infinitive or (i > first and tokens[i - 1].text == "zu" and tokens[i].text.endswith("n")):
            return True
    return False


def _is_zu_infinitive(tokens: Sequence[Token], i: int) -> bool:
    """Whether a token is an infinitive with "zu" in it or before it."""
    word = WORDS[tokens[i].text]
    is_infinitive = word.zu_infinitive or (word.infinitive and tokens[i - 1].text == "zu")
    return is_infinitive and tokens[i].kind == "word"


def finite_verb(tokens: Sequence[Token], start: int, stop: int) -> int:
    """The index of the first token that is the finite verb of a main clause, or -1."""
    depth, noun = 0, -1
    behind = _behind_attribute(tokens, start, stop)
    for i in range(start, stop):
        token = tokens[i]
        if token.kind != "word":
            if token.text in OPENING:
                depth += 1
            elif depth and token.text in CLOSING:
                depth -= 1
            continue
        word = WORDS[token.text]
        if i == start:
            word = word.lowered
        elif i < behind:
            continue
        if depth or not (word.finite or word.infinitive) or not is_main_verb(tokens, i, start):
            continue
        if i == start and start == 0 and token.is_capitalised and _may_be_noun(tokens, i):
            noun = i
        elif noun < 0 or WORDS[token.text].finite:
            return i
    return noun


def _behind_attribute(tokens: Sequence[Token], start: int, stop: int) -> int:
    """The noun behind an attribute that opens a clause with words of its own: "Der als Räuber bekannte |Meier"."""
    if start + 3 >= stop or not WORDS[tokens[start].text].lowered.determiner:
        return start
    if tokens[start + 1].text != "als" and not WORDS[tokens[start + 1].text].preposition:
        return start
    for i in range(start + 2, min(stop - 1, start + 9)):
        if tokens[i].kind == "punct":
            break
        if tokens[i].text.endswith(("te", "ten", "ter", "tes", "ene", "enen", "ener", "enes")) and (
            tokens[i].text[0].islower() and tokens[i + 1].is_capitalised
        ):
            return i + 1
    return start


def _may_be_noun(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word that opens a sentence can be a noun with its genitive: "Vertraute der Familie berichteten"."""
    return i + 2 < len(tokens) and tokens[i + 1].text in ("der", "des") and tokens[i + 2].is_capitalised


def _opens_phrase(token: Token | None) -> bool:
    return token is not None and (token.is_capitalised or WORDS[token.text].determiner)


def _is_alone(tokens: Sequence[Token], i: int) -> bool:
    """Whether no other finite verb follows in the clause: "Das erklärte Eva Lorenz", not "Das erklärte Ziel war …"."""
    for k in range(i + 1, len(tokens)):
        if is_separator(tokens, k):
            break
        if tokens[k].kind == "word" and WORDS[tokens[k].text].finite:
            return False
    return True


def is_main_verb(tokens: Sequence[Token], i: int, start: int) -> bool:
    """Whether the token can be the finite verb of a main clause, and is no attribute ("die besetzte Stadt")."""
    word = WORDS[tokens[i].text].lowered
    if not (word.finite or word.infinitive):
        return False
    before = tokens[i - 1] if i > start else None
    if word.finite:
        return word.helper or _is_no_attribute(tokens, i, start)
    if tokens[i].text.lower() == "sein":
        return False
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if i == start + 1 and before is not None and WORDS[before.text].lowered.adverb and _opens_phrase(after):
        return True  # "So schätzen die Forscher", "Daher fordern Norwegen und Island"
    # The plural of the present looks like the infinitive: it stands second, behind a noun.
    if i == start:
        return not word.participle
    if before is not None and WORDS[before.text].lowered.preposition:
        return False  # "Im gleichen Brief"
    if before is not None and before.text in ("hingegen", "dagegen", "jedoch", "aber", "allerdings", "indes"):
        before = tokens[i - 2] if i - 2 >= start else None
    return (
        before is not None
        and (before.is_capitalised or before.kind in ("number", "quote") or before.text in ("sie", "wir", ")", "“"))
        and i - start <= 14
    )


def _is_no_attribute(tokens: Sequence[Token], i: int, start: int) -> bool:
    """Whether a finite form is none that looks like an attribute ("die besetzte Stadt"), nor one behind "zu"."""
    if i == start:
        return True
    before = WORDS[tokens[i - 1].text]
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is not None and after.is_capitalised and tokens[i].text.lower().endswith(("te", "e", "en")):
        if before.lowered.determiner or before.lowered.preposition:
            shown = i == start + 1 and tokens[i - 1].text in ("Das", "Dies")
            return shown and WORDS[tokens[i].text].lowered.reports and _is_alone(tokens, i)
        if tokens[i - 1].kind == "word" and _ends_as_attribute(tokens[i - 1].text):
            return before.adverb or before.negation
    return tokens[i - 1].text.lower() != "zu"


def _ends_as_attribute(word: str) -> bool:
    return word[0].islower() and word.endswith(("e", "en", "er", "es"))
