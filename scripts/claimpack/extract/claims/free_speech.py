"""Reads sentences in the Konjunktiv without a reporting verb: what the last speaker goes on to say."""

from claimpack.extract.claims.capable import words_of
from claimpack.extract.claims.contents import is_konjunktiv, span
from claimpack.extract.claims.drafts import Draft, carried_on
from claimpack.extract.claims.periods import Period
from claimpack.extract.claims.subjects import Source, clause_subject, is_passive
from claimpack.german.lexicon import words
from claimpack.german.reporting import group
from claimpack.german.verbs import verb_forms
from claimpack.german.word_forms import openers


def find_free_speech(period: Period, attributed_before: bool) -> Draft | None:
    """The claim of a period whose main clause stands in the Konjunktiv.

    Konjunktiv I tells it alone; Konjunktiv II only where the sentence before is attributed (``attributed_before``).
    """
    tokens = period.tokens
    if not period.places.konjunktiv:
        return None
    for number, clause in enumerate(period.clauses):
        if clause.kind == "relative":
            draft = _dependent(period, number)
            if draft:
                return draft
        if clause.kind != "main":
            continue
        word = tokens[clause.verb].text.lower()
        if _is_below(period, number) or not _is_verb(period, clause.verb):
            continue
        forms = [form for form in verb_forms(word) if form.is_finite or form.mood == "infinitive"]
        if word in group("wish") or _first_person(period, clause.verb):
            continue
        if any(form.mood == "konjunktiv1" for form in forms):
            if _is_wish(period, clause.verb, clause.start):
                continue
        elif not (any(form.mood == "konjunktiv2" for form in forms) and attributed_before) or word in words_of("guess"):
            continue
        first, source = _behind_main(period, number)
        passage = span(period, first, len(tokens))
        if passage is None:
            return None
        return carried_on(period, passage, tokens[clause.verb], "indirect", source, "free_speech:konjunktiv")
    return None


def _behind_main(period: Period, number: int) -> tuple[int, Source]:
    """Where the speech of clause ``number`` begins, and who speaks: behind a main clause of the outlet it is what the
    subject of that clause says ("X trat ab, er habe genug").
    """
    clauses, tokens = period.clauses, period.tokens
    before = next((n for n in range(number - 1, -1, -1) if clauses[n].kind == "main"), -1)
    if before < 0 or is_konjunktiv(tokens[clauses[before].verb].text.lower()):
        return 0, Source()
    if clauses[before].verb == clauses[before].start or _is_below(period, before):
        return 0, Source()  # "Steigt der Pegel, müsse der Hafen schließen"
    source = Source() if is_passive(period, before) else clause_subject(period, before)
    return clauses[before + 1].start, source


def _is_below(period: Period, number: int) -> bool:
    """Whether a conjunction behind an adverb makes a clause a subordinate one: "auch wenn", "aber selbst wenn"."""
    clause = period.clauses[number]
    words = [token.text.lower() for token in period.tokens[clause.start : min(clause.start + 3, clause.verb)]]
    return any(openers().get(word) == "sub" and word not in group("preposition") for word in words[1:])


def _dependent(period: Period, number: int) -> Draft | None:
    """The claim of a relative clause in the Konjunktiv I below a main clause that is no claim; its speaker is the
    subject.
    """
    clause, tokens = period.clauses[number], period.tokens
    if not any(form.mood == "konjunktiv1" for form in verb_forms(tokens[clause.verb].text.lower())):
        return None
    if any(token.text == "ich" for token in tokens[clause.start : clause.stop]):
        return None
    passage = span(period, clause.start, clause.stop)
    main = next((n for n in range(number) if period.clauses[n].kind == "main"), -1)
    if passage is None or main < 0:
        return None
    source = clause_subject(period, main)
    return carried_on(period, passage, tokens[clause.verb], "indirect", source, "free_speech:relative")


def _is_verb(period: Period, verb: int) -> bool:
    """Whether a word that looks like a Konjunktiv is one: with a capital an auxiliary only ("Sei dies …", but "Berichte
    über …"), and no adjective ("die breite Mehrheit").
    """
    tokens = period.tokens
    if tokens[verb].text.lower() in group("auxiliary") or tokens[verb].text.lower() in group("modal"):
        return not verb or not tokens[verb].is_capitalised
    if tokens[verb].is_capitalised or tokens[verb].text in words_of("no_verb"):
        return False
    before = tokens[verb - 1].text.lower() if verb else ""
    noun_follows = verb + 1 < len(tokens) and tokens[verb + 1].is_capitalised
    return not (noun_follows and (before in group("determiner") or before in group("preposition")))


def _first_person(period: Period, verb: int) -> bool:
    """Whether "ich" stands beside a verb, whose indicative looks like the Konjunktiv: "ich habe", "werde ich"."""
    return any(token.text.lower() == "ich" for token in period.tokens[max(0, verb - 1) : verb + 2])


def _is_wish(period: Period, verb: int, start: int) -> bool:
    """Whether a first-place Konjunktiv is a formula ("es sei denn", "sei es", "wie dem auch sei")."""
    near = " ".join(token.text.lower() for token in period.tokens[max(start, verb - 3) : verb + 3])
    return any(formula in near for formula in words("wish_formulas", "formula"))
