"""Reads sentences in the Konjunktiv without a reporting verb: what the last speaker goes on to say."""

from claimpack.extract.claims.contents import span
from claimpack.extract.claims.drafts import Draft, carried_on
from claimpack.extract.claims.periods import Period
from claimpack.extract.claims.subjects import Source, clause_subject
from claimpack.german.lexicon import words
from claimpack.german.reporting import group
from claimpack.german.verbs import verb_forms


def find_free_speech(period: Period, attributed_before: bool) -> Draft | None:
    """The claim of a period whose main clause stands in the Konjunktiv.

    Konjunktiv I tells it alone; Konjunktiv II only where the sentence before is attributed (``attributed_before``).
    """
    tokens = period.tokens
    for number, clause in enumerate(period.clauses):
        if clause.kind == "relative":
            draft = _dependent(period, number)
            if draft:
                return draft
        if clause.kind != "main":
            continue
        word = tokens[clause.verb].text.lower()
        forms = [form for form in verb_forms(word) if form.is_finite or form.mood == "infinitive"]
        if word in group("wish") or _first_person(period, clause.verb):
            continue
        if any(form.mood == "konjunktiv1" for form in forms):
            if _is_wish(period, clause.verb, clause.start):
                continue
        elif not (any(form.mood == "konjunktiv2" for form in forms) and attributed_before):
            continue
        passage = span(period, 0, len(tokens))
        if passage is None:
            return None
        return carried_on(period, passage, tokens[clause.verb], "indirect", Source(), "free_speech:konjunktiv")
    return None


def _dependent(period: Period, number: int) -> Draft | None:
    """The claim of a relative clause in the Konjunktiv I below a main clause that is no claim; its speaker is the
    subject.
    """
    clause, tokens = period.clauses[number], period.tokens
    if not any(form.mood == "konjunktiv1" for form in verb_forms(tokens[clause.verb].text.lower())):
        return None
    passage = span(period, clause.start, clause.stop)
    main = next((n for n in range(number) if period.clauses[n].kind == "main"), -1)
    if passage is None or main < 0:
        return None
    source = clause_subject(period, main)
    return carried_on(period, passage, tokens[clause.verb], "indirect", source, "free_speech:relative")


def _first_person(period: Period, verb: int) -> bool:
    """Whether "ich" stands beside a verb, whose indicative looks like the Konjunktiv: "ich habe", "werde ich"."""
    return any(token.text.lower() == "ich" for token in period.tokens[max(0, verb - 1) : verb + 2])


def _is_wish(period: Period, verb: int, start: int) -> bool:
    """Whether a first-place Konjunktiv is a formula ("es sei denn", "sei es", "wie dem auch sei")."""
    near = " ".join(token.text.lower() for token in period.tokens[max(start, verb - 3) : verb + 3])
    return any(formula in near for formula in words("wish_formulas", "formula"))
