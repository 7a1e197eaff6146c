"""Noun phrases among the tokens of a sentence, found by capital letters, closed word classes and the tagger."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from claimpack.german.numbers import read_word
from claimpack.german.tagged import TaggedTokens, once_a_sentence
from claimpack.german.units import unit_at

GENITIVE_ARTICLES = frozenset(
    {"der", "des", "eines", "einer", "seiner", "seines", "ihrer", "ihres", "dieser", "dieses", "aller", "unserer"}
)
DETERMINER_TAGS = frozenset({"ART", "PDAT", "PPOSAT", "PIAT", "PWAT", "PIDAT"})
LEADING_TAGS = frozenset({"ADJ(D)", "ADV", "VV(PP)", "PTKNEG"})  # "schwer", "erst", "gestern" before an adjective
PREPOSITION_TAGS = frozenset({"APPR", "APPRART"})
BEFORE_PARTICIPIAL = PREPOSITION_TAGS | DETERMINER_TAGS | {"ADV", "PRF", "PROAV"}
JOINING = frozenset({"und", "oder", "sowie", "bzw"})
OPENING_QUOTES = frozenset("„“\"»«‚'")
LONGEST = 14  # tokens from a number to the noun of its participial phrase


class NounPhrase(NamedTuple):
    """Tokens ``first`` to ``last`` of a noun phrase without its genitives; ``head`` to ``head_last`` is its head noun.

    ``preposition`` is in lower case, "" where there is none; ``genitive`` where it depends on the noun before it.
    ``participle`` is its last adjective; ``inner`` its first token past preposition and determiner; ``measures`` tells
    that it is a unit with a number before it.
    """

    first: int
    head: int
    head_last: int
    last: int
    preposition: str
    genitive: bool
    participle: int | None = None
    inner: int = 0
    measures: bool = False


class Tagged(TaggedTokens):
    """The tokens of a sentence and its noun phrases."""

    def noun_after(self, at: int) -> NounPhrase | None:
        """The noun phrase that begins at ``at`` with its adjectives, without determiner; None where there is none.

        Participial phrases are stepped over: "in Kanada lebende Ärzte", "des Raubes verdächtigte Männer".
        """
        direct = self._adjectives_and_noun(at)
        if direct:
            return direct
        return self._participial(at)

    @once_a_sentence
    def _adjectives_and_noun(self, at: int) -> NounPhrase | None:
        position = at
        participle = None
        while position < self._length and position - at < LONGEST:
            if self.is_noun(position) and not (self.is_capital(position + 1) and self.is_adjective(position)):
                return self._with_head(at, position, participle)
            if self.is_adjective(position):
                participle = position
            elif not self._goes_on(at, position):
                return None
            position += 1
        return None

    def _goes_on(self, at: int, position: int) -> bool:
        """Whether a word or mark that is no adjective may stand among those before a noun; they begin at ``at``."""
        text = self.tokens[position].text
        if self.tokens[position].kind != "word":
            if text == "," and position > at:
                return self.is_adjective(position + 1) and self.is_adjective(position - 1)
            opens = text in OPENING_QUOTES and (position == at or self.is_adjective(position - 1))
            return opens and (self.is_capital(position + 1) or self.is_adjective(position + 1))
        if text[0].isupper():
            return False
        if position > at and read_word(text) and self.is_adjective(position - 1):
            return True  # "die bekannten vier Verfahren"
        if text in ("und", "oder", "bis") and position > at and self.is_adjective(position + 1):
            return self.is_adjective(position - 1)
        return self.tag(position) in LEADING_TAGS and self._leads_to_adjective(position)

    def _leads_to_adjective(self, at: int) -> bool:
        """Whether adverbs lead to an adjective before a noun: "schwer verletzte", "erst gestern bestellte"."""
        for position in range(at + 1, min(at + 3, self._length)):
            if self.is_adjective(position):
                return self.is_adjective(position + 1) or self.is_noun(position + 1)
            if self.tag(position) not in ("ADJ(D)", "ADV", "PTKNEG"):
                return False
        return False

    def _participial(self, at: int) -> NounPhrase | None:
        """PREP or ART … NOUN, then a participle and its noun."""
        if self.tag(at) not in BEFORE_PARTICIPIAL:
            return None
        position = at
        for _ in range(2):
            if self.tag(position) in ("ADV", "PRF", "PROAV"):
                position += 1
            if self.tag(position) in PREPOSITION_TAGS:
                position += 1
            if self.tag(position) in DETERMINER_TAGS:
                position += 1
            if position == at:
                return None
            inner = self._adjectives_and_noun(position)
            after = inner.last + 1 if inner else position
            if self._participle(after):
                outer = self._adjectives_and_noun(after)
                return outer._replace(first=at, inner=at, participle=after) if outer else None
            if inner is None:
                return None
            position = after
        return None

    def _participle(self, at: int) -> bool:
        """An adjective after a noun without an article between them, so that both stand before a further noun.

        A word that may be a finite verb as well ("beschuldigte") counts only where the sentence has another one.
        """
        if not self.is_adjective(at) or self.is_capital(at):
            return False
        if self.tag(at) == "ADJ(A)":
            return True
        return self.tag(at + 1) != "NE" and any(k != at for k in self.finite)

    def _with_head(self, first: int, head: int, participle: int | None) -> NounPhrase:
        head_last = head
        if self.text(head)[-1] in "-‐‑" and self.text(head + 1) in ("und", "oder", "bzw", ","):
            second = head + 2
            while second < self._length and self.text(second)[-1] in "-‐‑" and self.text(second + 1) in ("und", "oder"):
                second += 2
            if self.is_word(second):
                head_last = second
        while self.text(head_last + 1) == "/" and self._is_joined_name(head_last + 1):
            head_last += 2  # "CDU/CSU"
        last = head_last
        while self.is_noun(last + 1) and last - head_last < 4 and not self.is_adjective(last + 1):
            last += 1
        if last == head_last + 1 and not self.is_name(last) and self.tag(head) != "NE":
            last = head_last  # two nouns side by side that are no name: "gestern wurden 20 Bauern Opfer der Flut"
        return NounPhrase(first, head, head_last, last, "", False, participle, first)

    def _is_joined_name(self, slash: int) -> bool:
        """Whether a slash without spaces joins two nouns."""
        before, after = self.tokens[slash - 1], self.tokens[slash]
        closed = before.stop == after.start and slash + 1 < self._length and self.tokens[slash + 1].start == after.stop
        return closed and self.is_noun(slash + 1)

    @cached_property
    def chunks(self) -> list[NounPhrase]:
        """The noun phrases of the sentence in order, with their prepositions."""
        return list(self._read_chunks())

    @cached_property
    def _ends(self) -> dict[int, NounPhrase]:
        return {chunk.last: chunk for chunk in self.chunks}

    def _read_chunks(self) -> Iterator[NounPhrase]:
        position = 0
        previous_last = -2
        previous = None
        while position < self._length:
            first = position
            preposition = ""
            tag = self.tag(position)
            if tag in PREPOSITION_TAGS:
                preposition = self.low(position)
                position += 1
                tag = self.tag(position)
            determiner = ""
            if tag in DETERMINER_TAGS:
                determiner = self.low(position)
                position += 1
                tag = self.tag(position)
            counted = False
            while tag == "CARD" or read_word(self.text(position)):
                counted = True
                position += 1
                tag = self.tag(position)
            unit = unit_at(self.tokens, position) if counted else None
            measures = unit is not None and not self.is_noun(unit.stop)
            if unit and not measures:
                position = unit.stop  # "50 Metern Höhe"
            phrase = self._adjectives_and_noun(position) if position < self._length else None
            if phrase is None:
                position = first + 1
                continue
            measures = measures or self._is_unit(phrase.head)
            follows = first == previous_last + 1
            joined = first == previous_last + 2 and self.low(first - 1) in JOINING and not preposition
            if joined and not previous.measures and (previous.preposition or previous.genitive):
                phrase = phrase._replace(preposition=previous.preposition, genitive=previous.genitive)
                preposition = previous.preposition
            follows = follows and not (determiner == "der" and self.is_name(previous.last))
            genitive = (
                follows
                and not preposition
                and (determiner in GENITIVE_ARTICLES or (not determiner and self.is_genitive_name(phrase.head)))
            )
            quoted = first > 0 and previous is not None and self.text(first) in OPENING_QUOTES
            named = quoted and first == previous_last + 1 and not preposition  # "der Satellit „Corot“"
            genitive = genitive or named
            previous = phrase._replace(
                first=first, preposition=preposition, genitive=genitive or phrase.genitive, measures=measures
            )
            yield previous
            previous_last = phrase.last
            position = phrase.last + 1

    def _is_unit(self, at: int) -> bool:
        """Whether a noun is the unit of the number before it."""
        return self.tag(at - 1) == "CARD" and unit_at(self.tokens, at) is not None

    def chunk_ending(self, at: int) -> NounPhrase | None:
        """The noun phrase whose last token is at ``at``."""
        return self._ends.get(at)
