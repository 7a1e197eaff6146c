"""Decides what kind of statement a claim is, and whether the claimant holds or rejects what it says."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from claimpack.extract.claims.drafts import Draft
from claimpack.extract.claims.periods import tokens_within
from claimpack.extract.document import Document
from claimpack.extract.model import Date, Quantity
from claimpack.german.clauses import Clause, split_clauses
from claimpack.german.lexicon import table
from claimpack.german.reporting import group
from claimpack.german.tokens import Token
from claimpack.german.verbs import verb_forms

CANNOT = frozenset(
    "kann können könne könnten könnten könnte konnte konnten ließ ließen lässt lassen"
    " wollte wollten will wollen wolle möchte mochte mochten".split()
)
ENDINGS = ("en", "er", "es", "em", "e", "n")
POSSESSIVES = frozenset("sein seine ihr ihre mein meine unser unsere".split())
SILENT = frozenset({"kommentieren", "äußern", "sagen", "antworten", "mitteilen", "bemerken"})


@cache
def _content_words() -> dict[str, str]:
    return {word: row["act"] for row in table("acts") for word in row["words"].split()}


@lru_cache(maxsize=100_000)
def judgement(word: str, of_subject: bool) -> str | None:
    """The act that a word of the content shows; a noun shows it as the last part of a compound too.

    An adjective with an ending shows it only where it is said ``of_subject``: "ist eine gefährliche Sache".
    """
    known = _content_words()
    if word in known:
        return known[word]
    if word[:1].isupper():
        return next((act for noun, act in known.items() if noun[0].isupper() and word.endswith(noun.lower())), None)
    stems = (word.removesuffix(ending) for ending in ENDINGS if word.endswith(ending)) if of_subject else ()
    return next((known[stem] for stem in stems if stem in known), None)


def act_and_polarity(
    document: Document, draft: Draft, quantities: Sequence[Quantity], happens: Date | None
) -> tuple[str, str]:
    """The act and the polarity of a draft; ``quantities`` are those of the article, in order, and ``happens`` is the
    date of the claimed event.
    """
    tokens = tokens_within(document, draft.start, draft.stop)
    negated_content = _negated(tokens)
    act, polarity = draft.act, draft.polarity
    report = tokens_within(document, *draft.report)
    words = {token.text.lower() for token in report}
    lemma = draft.rule.partition(":")[2]
    if draft.negated and act in ("confirm", "deny"):
        return ("not_confirm", "open") if act == "confirm" else ("deny", "positive")
    if draft.negated and lemma in SILENT and words & CANNOT:
        return "evade", "open"
    if act == "assert" and _cannot_confirm(tokens):
        return "not_confirm", "open"
    first = bisect_left(quantities, draft.start, key=lambda quantity: quantity.start)
    counted = first < len(quantities) and quantities[first].stop <= draft.stop
    act = _by_content(act, draft, tokens, counted)
    if act == "assert" and _is_ahead(document, happens):
        act = "forecast"
    if polarity == "negative":
        return act, "positive" if negated_content and draft.form != "reported_act" else "negative"
    if act in ("not_confirm", "evade"):
        return act, "open"
    return act, "negative" if negated_content else "positive"


def _by_content(act: str, draft: Draft, tokens: Sequence[Token], counted: bool) -> str:
    if act not in ("assert", "estimate"):
        return act
    words = [token.text for token in tokens]
    dash = next((i for i, word in enumerate(words) if word in ("–", "—") and i > 3), len(words))
    guess = act == "estimate" or draft.rule.rpartition(":")[2] in group("guess")
    if guess and (counted or act == "estimate"):
        return "estimate" if counted else "forecast" if _future(words) else "assert"
    if draft.form == "evidential_modal":
        return act
    every = split_clauses(tokens)
    clauses = [clause for clause in every if clause.kind in ("main", "that")]
    first = tokens[clauses[0].verb].text.lower() if clauses and clauses[0].verb >= 0 else ""
    if counted and any(form.lemma in group("guess") for form in verb_forms(first)):
        return "estimate"
    of_subject = any(form.lemma in group("copula") for form in verb_forms(first))
    judged = next((found for word in words[:dash] if (found := judgement(word, of_subject))), None)
    if judged and len(words) <= 25:
        return judged
    if _is_imperative(words):
        return "demand"
    will = _intention(tokens, clauses)
    if will:
        return will
    asked = {i for clause in every if clause.kind == "question" for i in range(clause.start, clause.stop)}
    if _future([word for i, word in enumerate(words) if i not in asked]):
        return "forecast"
    return act


def _is_ahead(document: Document, happens: Date | None) -> bool:
    """Whether the claimed event begins after the publication."""
    published = document.published
    return bool(published and happens and happens.earliest and happens.earliest > published.latest)


def _is_imperative(words: list[str]) -> bool:
    """Whether a content orders what is to be done: "Kommen Sie!", "Geben Sie auf"."""
    end = next((word for word in words if word in (".", "!", "?")), "")
    return (
        len(words) > 1
        and words[1] == "Sie"
        and words[0].endswith("n")
        and end != "?"
        and bool(verb_forms(words[0].lower()))
    )


def _intention(tokens: Sequence[Token], clauses: Sequence[Clause]) -> str | None:
    """announce for "wir werden", "sein Land werde", "man wolle"; demand for "die Regierung sollte", as the verb of the
    first main clause says.
    """
    for clause in clauses[:1]:
        verb = tokens[clause.verb].text.lower() if clause.verb >= 0 else ""
        small = [token.text.lower() for token in tokens[clause.start : clause.stop]]
        own = bool({"wir", "ich", "man"}.intersection(small)) or _is_own_body(small)
        if verb in ("wolle", "will", "wollen") or (own and verb in ("werde", "werden")):
            return "announce"
        return "demand" if verb in ("sollte", "sollten", "solle") else None
    return None


def _is_own_body(words: Sequence[str]) -> bool:
    """Whether somebody speaks of the body that is theirs: "sein Land", "ihre Partei"."""
    return any(noun in group("own_body") and own in POSSESSIVES for own, noun in pairwise(words))


def _future(words: list[str]) -> bool:
    """Whether what is said lies ahead: "wird" with an infinitive, "könnte", "dürfte"."""
    small = [word.lower() for word in words]
    if any(word in ("könnte", "könnten", "dürfte", "dürften") for word in small):
        return True
    if not any(word in ("wird", "werde", "werden", "würden") for word in small):
        return False
    participles = any(form.mood == "participle" for word in small[-4:] for form in verb_forms(word))
    infinitives = any(form.mood == "infinitive" for word in small[-3:] for form in verb_forms(word) if word != "werden")
    return (infinitives and not participles) or (participles and small[-1] == "werden" and "werde" in small)


def _negated(tokens: Sequence[Token]) -> bool:
    """Whether the main predicate of a content is negated: a negation in its first clause that is no "nicht nur"."""
    end = next((i for i, token in enumerate(tokens) if token.text in (".", "!", "?")), len(tokens))
    if not end:
        return False
    clauses = split_clauses(tokens[:end])
    first = clauses[0]
    for clause in clauses:
        if clause.kind in ("main", "that", "question"):
            first = clause
            break
    small = [tokens[i].text.lower() for i in range(first.start, first.stop)]
    for i, word in enumerate(small):
        if word in group("negation"):
            after = small[i + 1] if i + 1 < len(small) else ""
            if after in ("nur", "zuletzt", "allein", "einmal") or (word == "nicht" and i and small[i - 1] == "ob"):
                continue
            return True
    return False


def _cannot_confirm(tokens: Sequence[Token]) -> bool:
    small = [token.text.lower() for token in tokens]
    return (
        "bestätigen" in small
        and any(word in small for word in ("nicht", "weder", "keine"))
        and any(word in CANNOT for word in small)
    )
