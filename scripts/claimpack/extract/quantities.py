"""Finds the quantities of an article: numbers with bounds, comparator, kind, unit and what they count."""

from collections.abc import Sequence

from claimpack.extract.document import Document, Sentence
from claimpack.extract.items import Context, find_items
from claimpack.extract.kinds import Reading, decide_kind, decide_rates, govern, read_measure, share_kinds, share_units
from claimpack.extract.model import Date, Quantity
from claimpack.extract.not_quantities import DateSpans, is_no_quantity
from claimpack.extract.owners import owner_of, phrase_span
from claimpack.extract.predicates import predicate_of, status_of
from claimpack.german.comparators import bounds
from claimpack.german.noun_phrases import Tagged
from claimpack.german.number_phrases import number_phrases


def find_quantities(document: Document, dates: Sequence[Date], actors) -> list[Quantity]:
    """The quantities of an article in order of their place; ``actors`` is what find_actors returned.

    Numbers that belong to dates, clock times and names are left out.
    """
    spans = DateSpans(dates)
    found: list[Quantity] = []
    context = Context()
    block = -1
    for sentence in document.sentences:
        if sentence.block != block:
            context.counted, block = None, sentence.block
        phrases = number_phrases(sentence.tokens)
        if not phrases:
            continue
        tagged = Tagged(sentence.tokens)
        readings = _readings(tagged, phrases, spans)
        find_items(tagged, readings, context)
        decide_rates(tagged, readings)
        found += [_quantity(document, sentence, tagged, reading, actors) for reading in readings]
    return found


def _readings(tagged: Tagged, phrases, spans: DateSpans) -> list[Reading]:
    readings = [read_measure(tagged.tokens, phrase) for phrase in phrases]
    for reading in readings:
        govern(tagged, reading)
    share_units(tagged, readings)
    kept = []
    for reading in readings:
        governed = reading.comparator is not None and reading.comparator.sure
        if is_no_quantity(tagged, reading.phrase, reading.unit, governed, spans):
            continue
        if reading.phrase.form == "ein" and not _is_number(reading):
            continue
        decide_kind(tagged, reading)
        kept.append(reading)
    share_kinds(kept)
    return kept


def _is_number(reading: Reading) -> bool:
    """Whether ein is a number: before a unit other than of time, or under a word that can only be a comparator."""
    unit, comparator = reading.unit, reading.comparator
    if comparator and (comparator.counts or unit):
        return True
    return unit is not None and unit.kind != "duration" and unit.after_ein


def _quantity(document: Document, sentence: Sentence, tagged: Tagged, reading: Reading, actors) -> Quantity:
    phrase = reading.phrase
    name = _comparator_name(reading)
    low, high = (phrase.low, phrase.high) if phrase.form == "score" else bounds(name, phrase)
    span = phrase_span(tagged, reading)
    predicate = predicate_of(tagged, reading)
    return Quantity(
        start=phrase.start,
        stop=phrase.stop,
        low=low,
        high=high,
        comparator=name,
        kind=reading.kind,
        rule=";".join(dict.fromkeys([phrase.rule, *([reading.comparator.rule] if reading.comparator else []), *reading.rules])),
        unit=reading.code,
        per=reading.per,
        item=reading.item,
        item_lemma=reading.lemma,
        item_phrase=document.text[span[0] : span[1]] if span else reading.item,
        item_actor_id=owner_of(tagged, reading, span, predicate, actors),
        predicate=predicate,
        status=status_of(tagged, reading),
    )


def _comparator_name(reading: Reading) -> str:
    phrase = reading.phrase
    if phrase.form == "vague":
        return "vague"
    if phrase.form == "score" or phrase.low == phrase.high:
        return reading.comparator.name if reading.comparator else "exact"
    return "between"
