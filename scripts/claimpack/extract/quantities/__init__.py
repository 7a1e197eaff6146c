"""Finds the quantities of an article: numbers with bounds, comparator, kind, unit and what they count."""

from collections.abc import Iterator, Sequence
from operator import attrgetter

from claimpack.extract.document import Document, Sentence
from claimpack.extract.model import Date, Quantity
from claimpack.extract.quantities.items import Context, find_items
from claimpack.extract.quantities.kinds import decide_kind, share_kinds
from claimpack.extract.quantities.not_quantities import DateSpans, is_no_quantity
from claimpack.extract.quantities.owners import phrase_span, set_owners
from claimpack.extract.quantities.predicates import predicate_of, status_of
from claimpack.extract.quantities.rates import decide_rates
from claimpack.extract.quantities.readings import CLAUSE_MARKS, Reading, govern, read_measure, share_units
from claimpack.german.comparators import bounds, comparator_words, plain
from claimpack.german.noun_phrases import Tagged
from claimpack.german.number_atoms import NumberPhrase
from claimpack.german.number_phrases import number_phrases
from claimpack.german.tokens import Token
from claimpack.german.units import currency_before, unit_at

KIND = attrgetter("kind")
LONGEST_SENTENCE = 150  # tokens
WORDS_OF_TEXT = 4  # among so many tokens a text has one word or more, else it is sparse: figures without much text
SPARSE_LIST = 10  # as LIST, of a sparse sentence
LIST = 25  # a sentence with more numbers is a list: they are read, but not what they count
TABLE = 60  # one with more is a table or no text at all, and is left out


def find_quantities(document: Document, dates: Sequence[Date], actors) -> list[Quantity]:
    """The quantities of an article in order of their place; ``actors`` is what find_actors returned.

    Numbers that belong to dates, clock times and names are left out.
    """
    spans = DateSpans(dates)
    found: list[Quantity] = []
    context = Context()
    block = -1
    for sentence, tokens in _pieces(document):
        if sentence.block != block:
            context.counted, context.whole, block = None, None, sentence.block
        if len(tokens) > LIST and [*map(KIND, tokens)].count("number") > LIST and _is_sparse(tokens):
            continue
        phrases = number_phrases(tokens)
        if len(phrases) > TABLE or all(phrase.form == "ein" and _is_article(tokens, phrase) for phrase in phrases):
            continue
        tagged = Tagged(tokens)
        readings = _readings(tagged, phrases, spans)
        if not readings:
            continue
        if len(phrases) <= SPARSE_LIST or (len(phrases) <= LIST and not _is_sparse(tokens)):
            _complete(document.text, tagged, readings, context, actors)
        found += [_quantity(reading) for reading in readings]
    return found


def _pieces(document: Document) -> Iterator[tuple[Sentence, Sequence[Token]]]:
    """The sentences with their tokens; longer ones, which no news has, in pieces, so that the time stays linear."""
    for sentence in document.sentences:
        for first in range(0, len(sentence.tokens), LONGEST_SENTENCE):
            yield sentence, sentence.tokens[first : first + LONGEST_SENTENCE]


def _is_sparse(tokens: Sequence[Token]) -> bool:
    return WORDS_OF_TEXT * [*map(KIND, tokens)].count("word") < len(tokens)


def _readings(tagged: Tagged, phrases, spans: DateSpans) -> list[Reading]:
    readings = [read_measure(tagged.tokens, phrase) for phrase in phrases]
    for reading in readings:
        govern(tagged, reading)
    share_units(tagged, readings)
    kept = []
    named = -1  # the token after the last number that is part of a name
    for reading in readings:
        if reading.phrase.form == "ein" and not _is_number(reading):
            continue
        phrase, before = reading.phrase, tagged.low(reading.phrase.first - 1)
        governed = reading.comparator is not None and reading.comparator.sure and before not in ("bis", "ab", "seit")
        in_row = (
            phrase.digits
            and phrase.first == named + 1
            and tagged.text(named) in (",", "und", "oder", "/", "bis", "-", "–")
            and reading.unit is None
            and not tagged.is_noun(reading.right)
            and not tagged.is_adjective(reading.right)
        )
        if in_row or is_no_quantity(tagged, phrase, reading.unit, governed, spans):
            named = phrase.last + 1 if phrase.form == "cardinal" else -1  # "die Linien 5, 10 und 18"
            continue
        reading.sentence = tagged
        decide_kind(tagged, reading)
        kept.append(reading)
    share_kinds(kept)
    return kept


def _is_article(tokens: Sequence[Token], phrase: NumberPhrase) -> bool:
    """Whether nothing beside ein can make it a number: a quick test, as most sentences have no other."""
    left, right = phrase.first - 1, phrase.last + 1
    beside = [tokens[at].text.lower() for at in (left, right) if 0 <= at < len(tokens)]
    units = unit_at(tokens, right) or currency_before(tokens, phrase.first)
    return units is None and comparator_words().isdisjoint(beside)


def _is_number(reading: Reading) -> bool:
    """Whether ein is a number: before a unit other than of time, or under a word that can only be a comparator."""
    unit, comparator = reading.unit, reading.comparator
    if comparator and (comparator.counts or unit):
        return True
    return unit is not None and unit.kind != "duration" and unit.after_ein


def _complete(text: str, tagged: Tagged, readings: list[Reading], context: Context, actors) -> None:
    """Set items, rates, noun phrases, predicates, status and owners."""
    find_items(tagged, readings, context)
    decide_rates(tagged, readings)
    previous = None
    for reading in readings:
        reading.span = phrase_span(tagged, reading)
        if reading.span:
            reading.phrase_text = text[slice(*reading.span)]
        elif reading.source and reading.source.sentence is tagged:
            reading.phrase_text = reading.source.phrase_text
        reading.phrase_text = reading.phrase_text or reading.item
        if previous and _is_among(tagged, reading):
            reading.predicate, reading.status = previous.predicate, previous.status
            previous = reading
            continue
        reading.predicate = (
            previous.predicate if _is_joined(tagged, previous, reading) else predicate_of(tagged, reading)
        )
        reading.status = status_of(tagged, reading)
        previous = reading
    set_owners(tagged, readings, actors)


def _is_among(tagged: Tagged, reading: Reading) -> bool:
    """A part of the number before, without a verb of its own: "20 Menschen starben, darunter 3 Kinder"."""
    first = reading.comparator.first if reading.comparator else reading.left
    if tagged.low(first - 1) not in ("darunter", "davon") or tagged.text(first - 2) not in (",", "–", "("):
        return False
    return not tagged.verbs_between(first, tagged.first_from(first, CLAUSE_MARKS))


def _is_joined(tagged: Tagged, previous: Reading | None, reading: Reading) -> bool:
    """Whether a conjunction alone parts the number from the noun before it: "20 Piloten und drei Ärzte"."""
    if previous is None or previous.noun is None or previous.kind != reading.kind:
        return False
    return previous.noun.last + 2 == reading.left and tagged.low(reading.left - 1) in ("und", "sowie", "oder")


def _quantity(reading: Reading) -> Quantity:
    phrase = reading.phrase
    name = _comparator_name(reading)
    low, high = (phrase.low, phrase.high) if phrase.form == "score" else bounds(name, phrase)
    return Quantity(
        start=phrase.start,
        stop=phrase.stop,
        low=None if low is None else plain(low),
        high=None if high is None else plain(high),
        comparator=name,
        kind=reading.kind,
        rule=";".join(
            dict.fromkeys([phrase.rule, *([reading.comparator.rule] if reading.comparator else []), *reading.rules])
        ),
        unit=reading.code,
        per=reading.per,
        item=reading.item,
        item_lemma=reading.lemma,
        item_phrase=reading.phrase_text,
        item_actor_id=reading.owner,
        predicate=reading.predicate,
        status=reading.status,
    )


def _comparator_name(reading: Reading) -> str:
    phrase = reading.phrase
    if phrase.form == "vague":
        return "vague"
    if phrase.form == "score" or phrase.low == phrase.high:
        return reading.comparator.name if reading.comparator else "exact"
    return "between"
