"""What a number counts: the head noun of the phrase after it, or of the context where the noun is left out."""

from dataclasses import dataclass, field

from claimpack.extract.quantities.measured import before_number, dimension_before, fillers
from claimpack.extract.quantities.nouns import noun_of, numbered
from claimpack.extract.quantities.rates import RATE_PREPOSITIONS
from claimpack.extract.quantities.readings import Reading, linked
from claimpack.extract.quantities.subjects import clause_at
from claimpack.german.comparators import comparator_words
from claimpack.german.noun_phrases import NounPhrase, Tagged
from claimpack.german.tagged import dictionary_form

VALUE_KINDS = frozenset({"measure", "money", "percent"})
DENOMINATORS_OF_TIME = frozenset({"Stunde", "Minute", "Sekunde", "Tag", "Jahr", "Monat", "Woche"})
LONGEST_GAP = 10  # tokens between two numbers that share verb and noun
FARTHEST = 12  # numbers back to the one whose noun is left out


@dataclass
class Context:
    """What earlier sentences counted or measured.

    The last counted thing and the last base of a percentage of the paragraph, and densities by denominator.
    """

    counted: Reading | None = None
    whole: Reading | None = None
    densities: dict[str, Reading] = field(default_factory=dict)


def find_items(tagged: Tagged, readings: list[Reading], context: Context) -> None:
    """Set noun, item and lemma of each reading; ``context`` is brought up to date for the next sentence."""
    for reading in reversed(readings):
        if (part := _part_of_compound(reading)) is not None:
            reading.item, reading.lemma = part, dictionary_form(part)
            continue
        reading.noun = noun_of(tagged, reading)
        if reading.noun:
            _name(tagged, reading, reading.noun)
    for position, reading in enumerate(readings):
        earlier = readings[max(0, position - FARTHEST) : position]
        if earlier and reading.kind in ("percent", "duration") and _is_gapped(tagged, reading, earlier[-1]):
            reading.noun = None
            _take(reading, earlier[-1])
            continue
        if earlier and reading.kind in VALUE_KINDS and _repeats(tagged, reading, earlier[-1]):
            reading.noun = None
            _take(reading, earlier[-1])
        elif (
            reading.kind == "measure"
            and reading.per
            and not _named(tagged, reading)
            and reading.per in context.densities
        ):
            reading.noun = None
            _take(reading, context.densities[reading.per])
        elif reading.item is None and reading.kind == "percent" and context.whole and _is_subject(tagged, reading):
            _take(reading, context.whole)
        elif reading.item is None and (
            source := _summed_up(tagged, reading, earlier) or _context(tagged, reading, earlier, context.counted)
        ):
            _take(reading, source)
        elif reading.item is None and reading.kind == "cardinal" and not reading.phrase.tail:
            reading.noun = numbered(tagged, before_number(reading) + 1)
            if reading.noun:
                _name(tagged, reading, reading.noun)
        if reading.item and reading.kind == "cardinal":
            context.counted = reading
        if reading.kind == "percent" and reading.noun and reading.noun.first >= reading.right:
            context.whole = reading
        if reading.item and reading.kind == "measure" and reading.per and reading.per not in DENOMINATORS_OF_TIME:
            context.densities.setdefault(reading.per, reading)


def _is_gapped(tagged: Tagged, reading: Reading, before: Reading) -> bool:
    """Whether the clause leaves out its verb and the noun of the number before, as they are the same.

    So in "auf Asien entfallen 35 Prozent der Käufe, auf Europa 40 Prozent". A percentage keeps only a base named after
    the number before; other nouns are subjects, of which each clause has its own.
    """
    if before.kind != reading.kind or not before.item:
        return False
    if reading.kind == "percent":
        based = before.source or (before.noun and before.noun.first >= before.right)
        own = reading.noun and reading.noun.first >= reading.right
        if own or (reading.item and not based):
            return False
    elif reading.item:
        return False
    start = before.noun.last + 1 if before.noun and before.noun.first >= before.right else before.right
    _, stop = clause_at(tagged, reading.right)
    near = start < reading.left <= start + LONGEST_GAP
    joined = tagged.text(start) == "," or tagged.low(start) in ("und", "sowie")
    return near and joined and not tagged.verbs_between(start, stop)


def _summed_up(tagged: Tagged, reading: Reading, earlier: list[Reading]) -> Reading | None:
    """The value that "das" or "was" opens the clause with: "stieg auf 30 Euro; das ist ein Anstieg um 5 Prozent"."""
    start, _ = clause_at(tagged, before_number(reading) + 1)
    if reading.kind not in VALUE_KINDS or start == 0 or tagged.low(start) not in ("das", "dies", "was"):
        return None
    return next((r for r in reversed(earlier) if r.kind in VALUE_KINDS and r.item and r.right <= start), None)


def _is_subject(tagged: Tagged, reading: Reading) -> bool:
    """Whether a percentage without a base is the subject: "30 Prozent teilen die Ansicht"."""
    first = before_number(reading) + 1
    return first == clause_at(tagged, first)[0] or tagged.tag(first - 1).startswith("V")


def _take(reading: Reading, source: Reading) -> None:
    reading.item, reading.lemma, reading.source = source.item, source.lemma, source
    reading.rules.append("items:elided")


def _repeats(tagged: Tagged, reading: Reading, before: Reading) -> bool:
    """A value in brackets after another ("90 Dollar (80 Euro)")."""
    bracket = before.right
    if tagged.low(bracket) in RATE_PREPOSITIONS:
        bracket += 2
    if before.kind not in VALUE_KINDS or tagged.text(bracket) != "(":
        return False
    at = before_number(reading)
    while at > bracket and (tagged.low(at) in fillers() or tagged.low(at) in comparator_words()):
        at -= 1
    return at == bracket


def _named(tagged: Tagged, reading: Reading) -> bool:
    return dimension_before(tagged, reading) is not None


def _part_of_compound(reading: Reading) -> str | None:
    """The noun next to the number in a compound: Staaten in "Zwei-Staaten-Lösung", Takt in "Zehn-Minuten-Takt"."""
    parts = reading.phrase.tail.split("-")
    if not parts[0][:1].isupper() or reading.kind == "age":
        return None
    return parts[0] if reading.kind == "cardinal" else parts[1] if len(parts) > 1 else None


def _name(tagged: Tagged, reading: Reading, noun: NounPhrase) -> None:
    first, last = noun.head, noun.head_last
    if tagged.text(first)[0] in "-‐‑" and tagged.tokens[first - 1].stop == tagged.tokens[first].start and first:
        first -= 1  # "46-Jährige"
    if tagged.text(first)[-1] in "-‐‑":
        first = last  # "Artillerie- und Raketengeschosse": the head is the last word
    bare_name = noun.last > last and tagged.is_name(first) and tagged.is_name(noun.last)
    if bare_name:
        last = noun.last
    reading.item = tagged.printed(first, last).lstrip("-‐‑")
    reading.lemma = reading.item.removesuffix(tagged.text(last).lstrip("-‐‑")) + tagged.lemma_of(last)
    if bare_name:
        reading.lemma = reading.item


def _context(tagged: Tagged, reading: Reading, earlier: list[Reading], before: Reading | None) -> Reading | None:
    """The counted thing that an elided noun repeats."""
    if reading.kind in VALUE_KINDS:
        same = [
            r
            for r in earlier
            if r.kind == reading.kind and r.item and (r.code == reading.code or reading.kind == "percent")
        ]
        return same[-1] if same and linked(tagged, same[-1].right, reading.left) else None
    if (
        reading.kind == "duration"
        and earlier
        and earlier[-1].kind == "duration"
        and tagged.low(earlier[-1].right) == "auf"
    ):
        return earlier[-1] if earlier[-1].item and linked(tagged, earlier[-1].right, reading.left) else None
    if reading.kind == "age":
        return next((r for r in reversed(earlier) if r.kind in ("age", "cardinal") and r.item), None)
    if reading.kind != "cardinal" or reading.phrase.tail:
        return None
    counted = [r for r in earlier if r.kind == "cardinal" and r.item]
    if counted:
        return counted[-1]
    opens = before_number(reading) < 0 or tagged.low(reading.right) in ("davon", "weitere", "weiteren", "andere")
    return before if opens else None  # "Zwei starben": the noun of the sentence before
