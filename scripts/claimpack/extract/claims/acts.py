"""Decides what kind of statement a claim is, and whether the claimant holds or rejects what it says."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from claimpack.extract.claims.drafts import Draft
from claimpack.extract.claims.periods import tokens_within
from claimpack.extract.document import Document
from claimpack.extract.model import Date, Quantity
from claimpack.german.clauses import Clause, cut_clauses
from claimpack.german.lexicon import table
from claimpack.german.reporting import group
from claimpack.german.tokens import Token
from claimpack.german.verbs import verb_forms

CANNOT = frozenset(
    "kann können könne könnten könnten könnte konnte konnten ließ ließen lässt lassen"
    " wollte wollten will wollen wolle möchte mochte mochten".split()
)
ENDINGS = ("en", "er", "es", "em", "e", "n")
POSSIBLE = frozenset({"könnte", "könnten", "dürfte", "dürften"})
WILL = frozenset({"wird", "werde", "werden", "würden"})
OWN = frozenset({"wir", "ich", "man"})
JUDGED = 25  # tokens of a content that a single word may judge, at most
POSSESSIVES = frozenset("sein seine ihr ihre mein meine unser unsere".split())
SILENT = frozenset({"kommentieren", "äußern", "sagen", "antworten", "mitteilen", "bemerken"})


@cache
def _content_words() -> dict[str, str]:
    return {word: row["act"] for row in table("acts") for word in row["words"].split()}


@cache
def _noun_endings() -> dict[str, str]:
    return {word.lower(): act for word, act in _content_words().items() if word[0].isupper()}


@lru_cache(maxsize=100_000)
def judgement(word: str, of_subject: bool) -> str | None:
    """The act that a word of the content shows; a noun shows it as the last part of a compound too.

    An adjective with an ending shows it only where it is said ``of_subject``: "ist eine gefährliche Sache".
    """
    known = _content_words()
    if word in known:
        return known[word]
    if word[:1].isupper():
        return next((act for ending, act in _noun_endings().items() if word.endswith(ending)), None)
    stems = (word.removesuffix(ending) for ending in ENDINGS if word.endswith(ending)) if of_subject else ()
    return next((known[stem] for stem in stems if stem in known), None)


def act_and_polarity(
    document: Document, draft: Draft, quantities: Sequence[Quantity], happens: Date | None
) -> tuple[str, str]:
    """The act and the polarity of a draft; ``quantities`` are those of the article, in order, and ``happens`` is the
    date of the claimed event.
    """
    tokens = tokens_within(document, draft.start, draft.stop)
    small = [token.text.lower() for token in tokens]
    act, polarity = draft.act, draft.polarity
    if draft.negated and act in ("confirm", "deny"):
        return ("not_confirm", "open") if act == "confirm" else ("deny", "positive")
    if draft.negated and draft.rule.partition(":")[2] in SILENT:
        report = tokens_within(document, *draft.report)
        if not CANNOT.isdisjoint(token.text.lower() for token in report):
            return "evade", "open"
    if act == "assert" and _cannot_confirm(small):
        return "not_confirm", "open"
    first = bisect_left(quantities, draft.start, key=lambda quantity: quantity.start)
    counted = first < len(quantities) and quantities[first].stop <= draft.stop
    act = _by_content(act, draft, tokens, small, counted)
    if act == "assert" and _is_ahead(document, happens):
        act = "forecast"
    if polarity == "negative":
        return act, "positive" if draft.form != "reported_act" and _negated(tokens, small) else "negative"
    if act in ("not_confirm", "evade"):
        return act, "open"
    return act, "negative" if _negated(tokens, small) else "positive"


def _by_content(act: str, draft: Draft, tokens: Sequence[Token], small: Sequence[str], counted: bool) -> str:
    if act not in ("assert", "estimate"):
        return act
    guess = act == "estimate" or draft.rule.rpartition(":")[2] in group("guess")
    if guess and (counted or act == "estimate"):
        return "estimate" if counted else "forecast" if _future(small) else "assert"
    if draft.form == "evidential_modal":
        return act
    main = next((clause for clause in cut_clauses(tokens) if clause.kind in ("main", "that")), None)
    forms = verb_forms(small[main.verb]) if main and main.verb >= 0 else ()
    if counted and any(form.lemma in group("guess") for form in forms):
        return "estimate"
    if len(tokens) <= JUDGED:
        of_subject = any(form.lemma in group("copula") for form in forms)
        dash = next((i for i, word in enumerate(small) if word in ("–", "—") and i > 3), len(small))
        judged = next((found for token in tokens[:dash] if (found := judgement(token.text, of_subject))), None)
        if judged:
            return judged
    if _is_imperative(tokens):
        return "demand"
    will = _intention(small, main) if main else None
    if will:
        return will
    if POSSIBLE.isdisjoint(small) and WILL.isdisjoint(small):
        return act
    return "forecast" if _future(_stated(tokens, small)) else act


def _stated(tokens: Sequence[Token], small: Sequence[str]) -> list[str]:
    """The words of a content that are in no question."""
    asked = {i for clause in cut_clauses(tokens) if clause.kind == "question" for i in range(clause.start, clause.stop)}
    return [word for i, word in enumerate(small) if i not in asked]


def _is_ahead(document: Document, happens: Date | None) -> bool:
    """Whether the claimed event begins after the publication."""
    published = document.published
    return bool(published and happens and happens.earliest and happens.earliest > published.latest)


def _is_imperative(tokens: Sequence[Token]) -> bool:
    """Whether a content orders what is to be done: "Kommen Sie!", "Geben Sie auf"."""
    if len(tokens) < 2 or tokens[1].text != "Sie" or not tokens[0].text.endswith("n"):
        return False
    end = next((token.text for token in tokens if token.text in (".", "!", "?")), "")
    return end != "?" and bool(verb_forms(tokens[0].text.lower()))


def _intention(small: Sequence[str], main: Clause) -> str | None:
    """announce for "wir werden", "sein Land werde", "man wolle"; demand for "die Regierung sollte", as the verb of the
    first main clause says.
    """
    verb = small[main.verb] if main.verb >= 0 else ""
    own = small[main.start : main.stop]
    if verb in ("wolle", "will", "wollen"):
        return "announce"
    if verb in ("werde", "werden") and (not OWN.isdisjoint(own) or _is_own_body(own)):
        return "announce"
    return "demand" if verb in ("sollte", "sollten", "solle") else None


def _is_own_body(words: Sequence[str]) -> bool:
    """Whether somebody speaks of the body that is theirs: "sein Land", "ihre Partei"."""
    return any(noun in group("own_body") and own in POSSESSIVES for own, noun in pairwise(words))


def _future(small: Sequence[str]) -> bool:
    """Whether what is said lies ahead: "wird" with an infinitive, "könnte", "dürfte"."""
    if not POSSIBLE.isdisjoint(small):
        return True
    if WILL.isdisjoint(small):
        return False
    participles = any(form.mood == "participle" for word in small[-4:] for form in verb_forms(word))
    infinitives = any(form.mood == "infinitive" for word in small[-3:] for form in verb_forms(word) if word != "werden")
    return (infinitives and not participles) or (participles and small[-1] == "werden" and "werde" in small)


def _negated(tokens: Sequence[Token], small: Sequence[str]) -> bool:
    """Whether the main predicate of a content is negated: a negation in its first clause that is no "nicht nur"."""
    if group("negation").isdisjoint(small):
        return False
    end = next((i for i, word in enumerate(small) if word in (".", "!", "?")), len(small))
    first: Clause | None = None
    for clause in cut_clauses(tokens[:end]):
        first = first or clause
        if clause.kind in ("main", "that", "question"):
            first = clause
            break
    inside = small[first.start : first.stop] if first else ()
    for i, word in enumerate(inside):
        if word in group("negation"):
            after = inside[i + 1] if i + 1 < len(inside) else ""
            if after in ("nur", "zuletzt", "allein", "einmal") or (word == "nicht" and i and inside[i - 1] == "ob"):
                continue
            return True
    return False


def _cannot_confirm(small: Sequence[str]) -> bool:
    return (
        "bestätigen" in small
        and any(word in small for word in ("nicht", "weder", "keine"))
        and any(word in CANNOT for word in small)
    )
