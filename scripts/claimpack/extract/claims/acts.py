"""Decides what kind of statement a claim is, and whether the claimant holds or rejects what it says."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from claimpack.extract.claims.drafts import Draft
from claimpack.extract.claims.periods import tokens_within
from claimpack.extract.document import Document
from claimpack.extract.model import Quantity
from claimpack.german.clauses import split_clauses
from claimpack.german.lexicon import table
from claimpack.german.reporting import group
from claimpack.german.tokens import Token
from claimpack.german.verbs import verb_forms

CANNOT = frozenset(
    "kann können könne könnten könnten könnte konnte konnten ließ ließen lässt lassen"
    " wollte wollten will wollen wolle möchte mochte mochten".split()
)
SILENT = frozenset({"kommentieren", "äußern", "sagen", "antworten", "mitteilen", "bemerken"})


@cache
def _content_words() -> dict[str, str]:
    return {word: row["act"] for row in table("acts") for word in row["words"].split()}


@cache
def judgement(word: str) -> str | None:
    """The act that a word of the content shows; a noun shows it as the last part of a compound too."""
    known = _content_words()
    if word in known or not word[:1].isupper():
        return known.get(word)
    return next((act for noun, act in known.items() if noun[0].isupper() and word.endswith(noun.lower())), None)


def act_and_polarity(document: Document, draft: Draft, quantities: Sequence[Quantity]) -> tuple[str, str]:
    """The act and the polarity of a draft; ``quantities`` are those of the article, in order."""
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
    if act == "estimate" or draft.rule.endswith(("ausgehen", "rechnen")):
        return "estimate" if counted else "forecast" if _future(words) else "assert"
    if draft.form == "evidential_modal":
        return act
    judged = next((found for word in words[:dash] if (found := judgement(word))), None)
    if judged and len(words) <= 25:
        return judged
    if _is_imperative(words):
        return "demand"
    will = _intention(tokens)
    if will:
        return will
    if _future(words):
        return "forecast"
    return act


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


def _intention(tokens: Sequence[Token]) -> str | None:
    """announce for "wir werden", "man wolle"; demand for "die Regierung sollte", as the main verb says."""
    for clause in split_clauses(tokens):
        if clause.kind not in ("main", "that"):
            continue
        verb = tokens[clause.verb].text.lower() if clause.verb >= 0 else ""
        own = any(token.text.lower() in ("wir", "ich") for token in tokens[clause.start : clause.stop])
        if verb in ("wolle", "will", "wollen") or (own and verb in ("werde", "werden")):
            return "announce"
        return "demand" if verb in ("sollte", "sollten", "solle") else None
    return None


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
