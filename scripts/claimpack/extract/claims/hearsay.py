"""Reads hearsay: "sollen" without a named source in the sentence, told from plans, duties and purposes."""

from claimpack.extract.claims.contents import is_konjunktiv, span
from claimpack.extract.claims.drafts import Draft, carried_on
from claimpack.extract.claims.periods import Period
from claimpack.extract.claims.places import HEARSAY
from claimpack.extract.claims.subjects import Source, clause_subject, is_participle
from claimpack.german.clauses import Clause, last_word
from claimpack.german.reporting import group, readings
from claimpack.german.verbs import verb_forms
from claimpack.german.word_forms import openers

PERFECT = frozenset({"haben", "sein", "worden"})


def find_hearsay(period: Period, attributed_before: bool) -> Draft | None:
    """The hearsay of a period, or None.

    With a perfect infinitive ("soll gesagt haben") it is hearsay anyway; else only where the sentence before is
    attributed already (``attributed_before``), because "soll" is a plan otherwise.
    """
    tokens = period.tokens
    seen: set[int] = set()
    for modal in period.places.hearsay:
        clause = period.clauses[period.clause_of[modal]]
        if clause.kind not in ("main", "relative", "sub", "that") or clause.start in seen:
            continue
        seen.add(clause.start)
        if clause.kind == "main" and modal != clause.verb:
            continue
        past = _perfect(period, modal, clause.kind == "main", clause) or _state(period, modal, clause)
        if not past and (not attributed_before or clause.kind != "main" or _purpose(period, modal)):
            continue
        source = Source()
        if clause.kind == "main":
            number = period.clause_of[modal]
            first, source = _behind_colon(period, number)
            passage = span(period, *_own_stretch(period, number, first))
        else:
            passage = span(period, clause.start, clause.stop)
        if passage:
            rule = "hearsay:settled" if past else "hearsay:context"
            return carried_on(period, passage, tokens[modal], "evidential_modal", source, rule)
    return None


def _own_stretch(period: Period, number: int, first: int) -> tuple[int, int]:
    """The clauses from token ``first`` that the hearsay of clause ``number`` covers: main clauses beside it that the
    outlet states itself are left out ("87 Menschen starben, 120 sollen verletzt worden sein").
    """
    clauses, tokens = period.clauses, period.tokens
    start, stop = first, len(tokens)
    for k, clause in enumerate(clauses):
        if clause.kind != "main" or k == number or clause.start < first:
            continue
        word = tokens[clause.verb].text.lower()
        beside = (
            clause.opener in ("", ",", ":") and tokens[clause.verb].text not in HEARSAY and clause.verb > clause.start
        )
        if not beside or is_konjunktiv(word) or readings(word):
            continue
        if k < number and clauses[number].opener == "," and all(c.kind == "main" for c in clauses[k : number + 1]):
            start = clauses[number].start
        elif k == number + 1 and clause.opener == "," and _is_complete(period, number) and _states(period, clause):
            stop = clause.start
            break
    return start, stop


def _is_complete(period: Period, number: int) -> bool:
    """Whether a clause with a modal verb has its infinitive at the end."""
    clause = period.clauses[number]
    word = period.tokens[last_word(period.tokens, clause.start, clause.stop)].text
    return any(form.mood == "infinitive" for form in verb_forms(word))


def _states(period: Period, clause: Clause) -> bool:
    """Whether a main clause surely has a finite verb of its own and no conjunction before."""
    word = period.tokens[clause.start].text.lower()
    forms = verb_forms(period.tokens[clause.verb].text.lower())
    if any(token.text == "zu" for token in period.tokens[clause.start : clause.stop]):
        return False  # "sollen geplant haben, Anschläge zu verüben"
    return openers().get(word) != "coordinate" and all(form.is_finite for form in forms)


def _behind_colon(period: Period, number: int) -> tuple[int, Source]:
    """Where the hearsay begins, and the subject of what introduces it: "X legt Zahlen vor: Tausende sollen …"."""
    clauses = period.clauses
    for k in range(number, 0, -1):
        if clauses[k].opener == ":":
            main = next((n for n in range(k - 1, -1, -1) if clauses[n].kind == "main"), -1)
            return clauses[k].start, clause_subject(period, main) if main >= 0 else Source()
    return 0, Source()


def _perfect(period: Period, modal: int, main: bool, clause: Clause) -> bool:
    """Whether a perfect infinitive stands below the modal: a participle and then "haben", "sein" or "worden sein"."""
    tokens = period.tokens
    words = [tokens[k].text for k in range(clause.start, modal)]
    if main:
        # Its own words to the end, past clauses put in between, which do not count.
        words = [tokens[k].text for k in range(modal + 1, clause.stop)]
        for later in period.clauses[period.clause_of[modal] + 1 :]:
            if later.kind in ("fragment", "main"):
                words += [tokens[k].text for k in range(later.start, later.stop)]
    for k in range(len(words) - 1):
        if words[k + 1] in PERFECT and any(form.mood == "participle" for form in verb_forms(words[k])):
            if words[k + 1] == "worden":
                return words[k + 2 : k + 3] == ["sein"]
            return words[k + 1] != "sein" or words[k].endswith(tuple(group("with_sein")))
    return bool(words) and main and words[-1] == "gewesen"


def _state(period: Period, modal: int, clause: Clause) -> bool:
    """Whether "soll" governs a verb of being ("soll aus Italien stammen"), which nobody plans."""
    if clause.kind != "main":
        return False
    last = last_word(period.tokens, clause.start, clause.stop)
    before = period.tokens[last - 1].text
    if before.endswith("bar") or before == "es" or is_participle(before):
        return False  # what is to be: "soll erreichbar sein", "soll gewährleistet sein"
    return last > modal and period.tokens[last].text in group("state")


def _purpose(period: Period, modal: int) -> bool:
    """Whether "soll" tells a purpose or an aim: "soll dazu dienen", "soll verhindern", and a question of what should
    be.
    """
    return any(token.text in group("purpose") for token in period.tokens[modal:])
