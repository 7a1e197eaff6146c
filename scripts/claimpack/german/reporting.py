"""Words of saying and thinking: which verb forms, nouns and particles report what somebody said, and what they take."""

from functools import cache, lru_cache
from typing import NamedTuple

from claimpack.german.lexicon import CACHED_FORMS, table
from claimpack.german.verbs import Form, prefixes, verb_forms


class ReportingVerb(NamedTuple):
    """A line of ``words/reporting_verbs.csv``; ``particle`` is its separable prefix, ``base`` the verb without it."""

    base: str
    particle: str
    act: str
    takes: frozenset[str]
    objects: frozenset[str]
    companions: frozenset[str]
    polarity: str

    @property
    def lemma(self) -> str:
        return self.particle + self.base

    @property
    def rule(self) -> str:
        """The line that made a decision, for ``show --why``."""
        return f"reporting_verbs.csv:{self.lemma}"


class ReportingNoun(NamedTuple):
    """A line of ``words/reporting_nouns.csv``; ``uses`` are attribution, document, content."""

    noun: str
    act: str
    uses: frozenset[str]
    polarity: str


class Reading(NamedTuple):
    """A word read as a form of a reporting verb; ``complete`` if it needs no particle elsewhere in the clause."""

    verb: ReportingVerb
    form: Form
    complete: bool


@cache
def _verbs() -> tuple[dict[str, list[ReportingVerb]], dict[str, list[ReportingVerb]]]:
    """The reporting verbs by infinitive, and those with a separable prefix by the verb without it."""
    whole: dict[str, list[ReportingVerb]] = {}
    parted: dict[str, list[ReportingVerb]] = {}
    for row in table("reporting_verbs"):
        particle, _, base = row["verb"].rpartition("|")
        takes, objects, companions = (frozenset(row[name].split()) for name in ("takes", "object", "with"))
        verb = ReportingVerb(base, particle, row["act"], takes, objects, companions, row["polarity"])
        whole.setdefault(verb.lemma, []).append(verb)
        if particle:
            parted.setdefault(base, []).append(verb)
    return whole, parted


@lru_cache(CACHED_FORMS)
def readings(word: str) -> tuple[Reading, ...]:
    """All readings of a lower-case word as a reporting verb, without its particle too ("teilte" for "mitteilen")."""
    whole, parted = _verbs()
    found: dict[Reading, None] = {}
    for form in verb_forms(word):
        for verb in whole.get(form.lemma, ()):
            found[Reading(verb, form, True)] = None
        if not form.particle:
            for verb in parted.get(form.lemma, ()):
                found[Reading(verb, form, False)] = None
    return tuple(found)


@cache
def _nouns() -> dict[str, ReportingNoun]:
    found: dict[str, ReportingNoun] = {}
    for row in table("reporting_nouns"):
        noun = ReportingNoun(row["noun"], row["act"], frozenset(row["use"].split()), row["polarity"])
        for form in (row["noun"], *row["forms"].split()):
            found.setdefault(form, noun)
    return found


@cache
def _tails() -> tuple[str, ...]:
    """What a word ends in whose last part is a reporting noun, in either case: most words end otherwise."""
    return tuple({noun[1:] for noun, known in _nouns().items() if "attribution" in known.uses})


@lru_cache(CACHED_FORMS)
def reporting_noun(word: str) -> tuple[ReportingNoun, int] | None:
    """The reporting noun that a word is or ends with, and the length of the part before it ("Polizei|angaben": 7)."""
    nouns = _nouns()
    if word in nouns:
        return nouns[word], 0
    if not word.endswith(_tails()):
        return None
    for cut in range(3, len(word) - 4):
        if word[:cut].lower() in prefixes():  # "Auszählung" is no statement of anybody called "Aus"
            continue
        head = word[cut:]
        known = nouns.get(head[0].upper() + head[1:]) if head[0].isalpha() else None
        if known and "attribution" in known.uses:
            return known, cut
    return None


@cache
def group(kind: str) -> frozenset[str]:
    """The small words of one kind in ``words/function_words.csv``."""
    return frozenset(word for row in table("function_words") if row["kind"] == kind for word in row["words"].split())
