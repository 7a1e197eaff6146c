"""Cuts a sentence into clauses at its punctuation and tells main, subordinate, relative and infinitive clauses."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from claimpack.german.lexicon import table
from claimpack.german.reporting import group, readings
from claimpack.german.tokens import Token
from claimpack.german.verbs import verb_forms

SEPARATORS = frozenset({",", ";", ":", "–", "—", "-"})
RELATIVE = frozenset("der die das dem den dessen deren denen welcher welche welches welchem welchen".split())
OPENING = {"(": ")", "[": "]"}


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


@cache
def openers() -> dict[str, str]:
    """Word that opens a clause -> the kind that it makes it, the first in the list where it has two."""
    found: dict[str, str] = {}
    for row in table("clause_words"):
        found.setdefault(row["word"], row["kind"])
    return found


def split_clauses(tokens: Sequence[Token]) -> list[Clause]:
    """The clauses of a sentence in order; separators belong to none of them."""
    clauses: list[Clause] = []
    start, opener, depth = 0, "", 0
    for i, token in enumerate(tokens):
        if token.kind == "quote" or (depth == 0 and is_separator(tokens, i)):
            if start < i:
                clauses.append(_clause(tokens, start, i, opener))
            if token.kind == "quote":
                clauses.append(Clause(i, i + 1, "quote", -1, opener))
                opener = ""
            else:
                opener = token.text
            start = i + 1
        elif token.text in OPENING:
            depth += 1
        elif token.text in ")]" and depth:
            depth -= 1
    if start < len(tokens):
        clauses.append(_clause(tokens, start, len(tokens), opener))
    return clauses


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
    while first < stop and openers().get(tokens[first].text.lower()) == "coordinate":
        first += 1
    word = tokens[first].text.lower() if first < stop else ""
    kind = openers().get(word, "")
    last = last_word(tokens, start, stop)
    if kind in ("that", "question", "sub"):
        if kind == "sub" and word in group("preposition"):
            is_phrase = not _is_conjunction(tokens, first, last) or _is_infinitive(tokens, first, last)
            kind = "" if is_phrase else kind  # "bis zum Abend zu bleiben"
        elif word in ("da", "damit", "je", "als", "wie", "seitdem") and first == start and not opener:
            final = _final_verb(tokens, first, last)
            kind = "" if final < 0 or any(t.is_capitalised for t in tokens[final : last + 1]) else kind
        elif (
            word in ("da", "damit")
            and first + 1 < last
            and tokens[first + 1].text in group("auxiliary") | group("modal")
        ):
            kind = ""  # "damit solle der Hafen öffnen": an adverb with the verb behind it
        elif word == "als" and not _ends_finite(tokens, first, last):
            kind = ""
    elif opener and _is_relative(tokens, first, last):
        kind = "relative"
    else:
        kind = "infinitive" if kind == "infinitive" else ""
    if kind in ("that", "question", "sub", "relative"):
        return Clause(start, stop, kind, _final_verb(tokens, first, last), opener)
    verb = finite_verb(tokens, first, stop)
    if verb < 0 and not kind and any(_is_zu_infinitive(tokens, i) for i in range(first + 1, last)):
        return Clause(start, stop, "infinitive", -1, opener)  # "zurückzutreten als Chefin"
    if _is_infinitive(tokens, first, last) and (verb < 0 or verb >= last - 1 or not _only_finite(tokens[verb].text)):
        return Clause(start, stop, "infinitive", -1, opener)
    return Clause(start, stop, "main" if verb >= 0 else "fragment", verb, opener)


def last_word(tokens: Sequence[Token], start: int, stop: int) -> int:
    """The index of the last token before ``stop`` that is no punctuation; ``start`` if there is none."""
    while stop > start + 1 and tokens[stop - 1].kind == "punct":
        stop -= 1
    return stop - 1


def _is_conjunction(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether "seit", "während", "bis" opens a clause: its verb stands last, and no auxiliary before."""
    if not _ends_finite(tokens, first, last):
        return False
    auxiliary = group("auxiliary") | group("modal")
    return tokens[last].text in auxiliary or not any(t.text in auxiliary for t in tokens[first + 1 : last])


def _ends_finite(tokens: Sequence[Token], first: int, last: int) -> bool:
    return _final_verb(tokens, first, last) >= 0


def _final_verb(tokens: Sequence[Token], first: int, last: int) -> int:
    """The finite verb of a verb-final clause: its last word, or the auxiliary before a double infinitive; else -1."""
    for i in range(last, max(first, last - 3), -1):
        token = tokens[i]
        if token.kind == "word" and not token.is_capitalised and _can_be_finite(token.text, plural=True):
            if token.text in group("determiner"):
                continue
            return i
    for i in range(last, first, -1):
        if tokens[i].text == "und" and i - 1 > first and _can_be_finite(tokens[i - 1].text, plural=True):
            return i - 1
    return -1


def _is_relative(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a clause opens with a relative pronoun, a preposition before it perhaps, and ends in its verb."""
    if last <= first or _is_infinitive(tokens, first, last):
        return False
    word = tokens[first].text.lower()
    behind_preposition = word in group("preposition") and first + 1 < last
    if behind_preposition:
        word = tokens[first + 1].text.lower()
    elif word in ("dessen", "deren"):
        return True
    verb = _final_verb(tokens, first + 1, last) if word in RELATIVE else -1
    if verb >= 0 and _has_verb_second(tokens, first, verb):
        return False
    if verb < 0 or (behind_preposition and verb < last):
        return False
    if any(form.is_finite for form in verb_forms(tokens[verb].text)):
        if verb == first + 2 and tokens[first + 1].is_capitalised and _only_konjunktiv(tokens[verb].text):
            return False  # "(er sagte,) der Deich halte"
        return verb == last or not _second(tokens, first, verb)
    # What ends in an infinitive and has an auxiliary before is a main clause: "die Taliban würden Soldaten töten".
    auxiliary = group("auxiliary") | group("modal")
    return tokens[verb].text in auxiliary or not any(t.text in auxiliary for t in tokens[first + 1 : verb])


def _has_verb_second(tokens: Sequence[Token], first: int, verb: int) -> bool:
    """Whether an auxiliary stands apart from the verb at the end: "die Häfen müssten bis Mai geräumt werden"."""
    auxiliary = group("auxiliary") | group("modal")
    for k in range(first + 2, verb - 1):
        if tokens[k].text in auxiliary and tokens[k - 1].is_capitalised:
            between = tokens[k + 1 : verb]
            if any(t.text in ("und", "oder") for t in between):
                return False
            return any(t.kind != "word" or t.is_capitalised or t.text in group("preposition") for t in between)
    return False


def _only_konjunktiv(word: str) -> bool:
    return all(form.mood == "konjunktiv1" for form in verb_forms(word))


def _second(tokens: Sequence[Token], first: int, verb: int) -> bool:
    """Whether a verb stands right behind the phrase that begins with an article: "die Lage sei ernst"."""
    return tokens[verb - 1].is_capitalised and verb - first >= 2


def _is_infinitive(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a clause ends in "zu" and an infinitive, or in an infinitive that has "zu" within."""
    for i in range(last, max(first - 1, last - 3), -1):
        if tokens[i].kind != "word" or tokens[i].is_capitalised:
            continue
        marks = {form.mood for form in verb_forms(tokens[i].text)}
        if "zu_infinitive" in marks:
            return True
        if tokens[i].text.endswith("n") and i > first and tokens[i - 1].text == "zu":
            return True
    return False


def _is_zu_infinitive(tokens: Sequence[Token], i: int) -> bool:
    """Whether a token is an infinitive with "zu" in it or before it."""
    token = tokens[i]
    if token.kind != "word" or token.is_capitalised:
        return False
    marks = {form.mood for form in verb_forms(token.text)}
    return "zu_infinitive" in marks or ("infinitive" in marks and tokens[i - 1].text == "zu")


def _only_finite(word: str) -> bool:
    """Whether a word is a finite verb and cannot be a participle or infinitive."""
    return all(form.is_finite for form in verb_forms(word.lower()))


def _can_be_finite(word: str, plural: bool) -> bool:
    return any(form.is_finite or (plural and form.mood == "infinitive") for form in verb_forms(word))


def finite_verb(tokens: Sequence[Token], start: int, stop: int) -> int:
    """The index of the first token that is the finite verb of a main clause, or -1."""
    depth, noun = 0, -1
    behind = _behind_attribute(tokens, start, stop)
    for i in range(start, stop):
        token = tokens[i]
        if token.text in OPENING:
            depth += 1
        elif token.text in ")]" and depth:
            depth -= 1
        if depth or token.kind != "word" or (token.is_capitalised and i > start) or start < i < behind:
            continue
        if is_main_verb(tokens, i, start):
            if i == start and start == 0 and token.is_capitalised and _may_be_noun(tokens, i):
                noun = i
            elif noun < 0 or any(form.is_finite for form in verb_forms(token.text)):
                return i
    return noun


def _behind_attribute(tokens: Sequence[Token], start: int, stop: int) -> int:
    """The noun behind an attribute that opens a clause with words of its own: "Der als Räuber bekannte |Meier"."""
    if start + 3 >= stop or tokens[start].text.lower() not in group("determiner"):
        return start
    if tokens[start + 1].text != "als" and tokens[start + 1].text not in group("preposition"):
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
    return token is not None and (token.is_capitalised or token.text in group("determiner"))


def _is_alone(tokens: Sequence[Token], i: int) -> bool:
    """Whether no other finite verb follows in the clause: "Das erklärte Eva Lorenz", not "Das erklärte Ziel war …"."""
    for k in range(i + 1, len(tokens)):
        if is_separator(tokens, k):
            break
        word = tokens[k].text
        if tokens[k].kind == "word" and word[0].islower() and any(form.is_finite for form in verb_forms(word)):
            return False
    return True


def is_main_verb(tokens: Sequence[Token], i: int, start: int) -> bool:
    """Whether the token can be the finite verb of a main clause, and is no attribute ("die besetzte Stadt")."""
    word = tokens[i].text.lower()
    forms = verb_forms(word)
    finite = [form for form in forms if form.is_finite]
    infinitive = any(form.mood == "infinitive" for form in forms)
    before = tokens[i - 1] if i > start else None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if finite:
        if word in group("auxiliary") or word in group("modal"):
            return True
        attribute = (
            word.endswith(("te", "e", "en")) and after is not None and after.is_capitalised and before is not None
        )
        if attribute and (before.text.lower() in group("determiner") or before.text.lower() in group("preposition")):
            return i == start + 1 and before.text in ("Das", "Dies") and bool(readings(word)) and _is_alone(tokens, i)
        if (
            attribute
            and before.kind == "word"
            and before.text[0].islower()
            and before.text.endswith(("e", "en", "er", "es"))
        ):
            return before.text in group("adverb") or before.text in group("negation")
        return not (before is not None and before.text.lower() in ("zu",))
    if not infinitive or word == "sein":
        return False
    if i == start + 1 and before is not None and before.text.lower() in group("adverb") and _opens_phrase(after):
        return True  # "So schätzen die Forscher", "Daher fordern Norwegen und Island"
    # The plural of the present looks like the infinitive: it stands second, behind a noun.
    if i == start:
        return not any(form.mood == "participle" for form in forms)
    if before is not None and before.text.lower() in group("preposition"):
        return False  # "Im gleichen Brief"
    if before is not None and before.text in ("hingegen", "dagegen", "jedoch", "aber", "allerdings", "indes"):
        before = tokens[i - 2] if i - 2 >= start else None
    return (
        before is not None
        and (before.is_capitalised or before.kind in ("number", "quote") or before.text in ("sie", "wir", ")", "“"))
        and i - start <= 14
    )
