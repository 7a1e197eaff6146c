"""Noun phrases among the tokens of a sentence, found by capital letters, closed word classes and the tagger."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, cached_property
from itertools import islice
from typing import NamedTuple

from claimpack.german.lexicon import words
from claimpack.german.morphology import analyse
from claimpack.german.numbers import read_word
from claimpack.german.tokens import Token
from claimpack.german.units import unit_at

GENITIVE_ARTICLES = frozenset(
    {"der", "des", "eines", "einer", "seiner", "seines", "ihrer", "ihres", "dieser", "dieses", "aller", "unserer"}
)
OPENING = frozenset("„“\"»«:(–-‚'›‹")
JOINING = frozenset({"und", "oder", "sowie", "bzw"})
POLITE = frozenset({"Sie", "Ihnen", "Ihr", "Ihre", "Ihren", "Ihrer", "Ihrem"})
DETERMINER_TAGS = frozenset({"ART", "PDAT", "PPOSAT", "PIAT", "PWAT", "PIDAT"})
PREPOSITION_TAGS = frozenset({"APPR", "APPRART"})
NOUN_TAGS = frozenset({"NN", "NNA", "NE", "TRUNC", "NNI", "XY", "FM"})
LONGEST_WORD = 60  # characters; the tagger takes longer than linear time over what is no word
LONGEST = 14  # tokens from a number to the noun of its participial phrase


class NounPhrase(NamedTuple):
    """Tokens ``first`` to ``last`` of a noun phrase without its genitives; ``head`` to ``head_last`` is its head noun.

    ``preposition`` is in lower case, "" where there is none; ``genitive`` where it depends on the noun before it. ``participle``
    is its last adjective; ``inner`` its first token past preposition and determiner; ``measures`` tells that
    it is a unit with a number before it.
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


class Tagged:
    """The tokens of a sentence, tagged where somebody asks."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self._length = len(tokens)
        self._low = [token.text.lower() for token in tokens]
        self._tags: list[str | None] = [None] * len(tokens)
        self._chunks: list[NounPhrase] | None = None
        self._ends: dict[int, NounPhrase] = {}

    def __len__(self) -> int:
        return self._length

    def text(self, at: int) -> str:
        return self.tokens[at].text if 0 <= at < self._length else ""

    def low(self, at: int) -> str:
        return self._low[at] if 0 <= at < self._length else ""

    def tag(self, at: int) -> str:
        """STTS tag of the word alone, "CARD" for digits, the mark itself for punctuation, "" outside the sentence."""
        if not 0 <= at < self._length:
            return ""
        known = self._tags[at]
        if known is None:
            known = self._tags[at] = self._tag(at)
        return known

    def _tag(self, at: int) -> str:
        token = self.tokens[at]
        if token.kind != "word":
            return "CARD" if token.kind == "number" else token.text
        if token.is_capitalised and self._opens(at) and (low := _analyse(self._low[at])[1]) in _CLOSED:
            return low
        return _analyse(token.text)[1]

    def lemma(self, at: int) -> str:
        return _analyse(self.tokens[at].text)[0]

    @cached_property
    def verbs(self) -> list[int]:
        """The verbs by the tagger, but not adjectives before their noun nor words with a capital letter inside the sentence."""
        return [at for at in range(self._length) if self._is_verb(at)]

    def _is_verb(self, at: int) -> bool:
        token = self.tokens[at]
        if token.kind != "word" or (token.is_capitalised and at > 0):
            return False
        return self.tag(at).startswith(("VV", "VA", "VM")) and not self.is_adjective(at)

    @cached_property
    def _finite(self) -> list[int]:
        """Up to two words that may be finite verbs."""
        found = (
            k
            for k in range(self._length)
            if not self.is_capital(k) and self.tag(k) in ("VV(FIN)", "VA(FIN)", "VM(FIN)")
        )
        return list(islice(found, 2))

    def verbs_between(self, start: int, stop: int) -> list[int]:
        return self.verbs[bisect_left(self.verbs, start) : bisect_left(self.verbs, stop)]

    def _opens(self, at: int) -> bool:
        """Whether a word begins a sentence or quotation, so that its capital letter tells nothing."""
        return at == 0 or self.tokens[at - 1].text in OPENING

    def lemma(self, at: int) -> str:
        return analyse(self.tokens[at].text)[0]

    def is_word(self, at: int) -> bool:
        return 0 <= at < len(self.tokens) and self.tokens[at].kind == "word"

    def is_noun(self, at: int) -> bool:
        """A noun or name: capitalised, and at the beginning of a sentence tagged so too."""
        if not self.is_word(at):
            return False
        word = self.tokens[at].text.lstrip("-‐‑")
        if not word[:1].isupper() or word in POLITE:
            return False
        tag = self.tag(at)
        if self._opens(at):
            return tag in NOUN_TAGS or (
                not (tag.startswith("ADJ") or tag.startswith(("VV", "VA", "VM"))) and tag not in _CLOSED
            )
        return not (tag == "ADJ(A)" and self.is_capital(at + 1)) and not (tag in _CLOSED and len(word) < 6)

    def is_capital(self, at: int) -> bool:
        return self.is_word(at) and self.tokens[at].is_capitalised

    def is_adjective(self, at: int) -> bool:
        """An inflected adjective or participle, also in capitals before a noun ("Berliner Polizisten")."""
        if not self.is_word(at):
            return False
        text, tag = self.tokens[at].text, self.tag(at)
        if text == "lange" and self.is_capital(at + 1) and at > 0:
            return True
        if tag == "ADJ(A)" and (not self.tokens[at].is_capitalised or self.is_capital(at + 1)):
            return True
        if text[0].isupper():
            return self._is_capital_adjective(at, text, tag)
        return tag in ("PIAT", "PIDAT") or (
            tag.startswith("VV")
            and text.endswith(("te", "ten", "ter", "tes", "nde", "nden", "nder"))
            and (self.is_capital(at + 1) or self.tag(at + 1) == "ADJ(A)")
        )

    def _is_capital_adjective(self, at: int, text: str, tag: str) -> bool:
        """ "Frankfurter Börse", "Deutsche Bank", but not "Abgeordnete Muster", "Sprecher Muster"."""
        if not self.is_capital(at + 1) or self.tag(at + 1) == "NE":
            return False
        if text.endswith("er") and (tag == "ADJ(A)" or text[:-2] in _place_names()):
            return True
        return tag == "NNA" and text.endswith(("sche", "schen", "scher", "sches"))

    def noun_after(self, at: int) -> NounPhrase | None:
        """The noun phrase that begins at ``at`` with its adjectives, without determiner; None where there is none.

        Participial phrases are stepped over: "in Südkorea lebende Überläufer", "der Komplizenschaft beschuldigte Personen".
        """
        direct = self._adjectives_and_noun(at)
        if direct:
            return direct
        return self._participial(at)

    def _adjectives_and_noun(self, at: int) -> NounPhrase | None:
        position = at
        participle = None
        while position < len(self) and position - at < LONGEST:
            if self.is_noun(position) and not (self.is_adjective(position) and self.is_capital(position + 1)):
                return self._with_head(at, position, participle)
            if self.is_adjective(position):
                participle = position
                position += 1
            elif (
                position > at
                and not self.is_capital(position)
                and read_word(self.text(position))
                and self.is_adjective(position - 1)
            ):
                position += 1  # "die bekannten vier Verfahren"
            elif (
                (
                    self.text(position) in (",", "und", "oder", "bis")
                    and position > at
                    and self.is_adjective(position + 1)
                    and self.is_adjective(position - 1)
                )
                or (
                    self.tokens[position].kind == "word"
                    and not self.is_capital(position)
                    and self.tag(position) in ("ADJ(D)", "ADV", "VV(PP)", "PTKNEG")
                    and self._leads_to_adjective(position)
                )
                or (
                    self.text(position) in "„“\"»«‚'"
                    and (position == at or self.is_adjective(position - 1))
                    and (self.is_capital(position + 1) or self.is_adjective(position + 1))
                )
            ):
                position += 1
            else:
                return None
        return None

    def _leads_to_adjective(self, at: int) -> bool:
        """Whether adverbs lead to an adjective before a noun: "schwer verletzte", "offensichtlich vorsätzlich getötete"."""
        for position in range(at + 1, min(at + 3, len(self))):
            if self.is_adjective(position):
                return self.is_adjective(position + 1) or self.is_noun(position + 1)
            if self.tag(position) not in ("ADJ(D)", "ADV", "PTKNEG"):
                return False
        return False

    def _participial(self, at: int) -> NounPhrase | None:
        """PREP or ART … NOUN, then a participle and its noun."""
        if self.tag(at) not in PREPOSITION_TAGS | DETERMINER_TAGS | {"ADV", "PRF", "PROAV"}:
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
        return self.tag(at + 1) != "NE" and any(k != at for k in self._finite)

    def _with_head(self, first: int, head: int, participle: int | None) -> NounPhrase:
        head_last = head
        if self.text(head)[-1] in "-‐‑" and self.text(head + 1) in ("und", "oder", "bzw", ","):
            second = head + 2
            while second < len(self) and self.text(second)[-1] in "-‐‑" and self.text(second + 1) in ("und", "oder"):
                second += 2
            if self.is_word(second):
                head_last = second
        last = head_last
        while self.is_noun(last + 1) and last - head_last < 4 and not self.is_adjective(last + 1):
            last += 1
        if last == head_last + 1 and not self.is_name(last) and self.tag(head) != "NE":
            last = head_last  # two nouns side by side that are no name: "79 Soldaten Opfer des Krieges"
        return NounPhrase(first, head, head_last, last, "", False, participle, first)

    def is_name(self, at: int) -> bool:
        """A proper name as far as the tagger knows, following a noun."""
        return self.is_noun(at) and self.tag(at) in ("NE", "XY", "FM")

    def chunks(self) -> list[NounPhrase]:
        """The noun phrases of the sentence in order, with their prepositions."""
        if self._chunks is None:
            self._chunks = list(self._read_chunks())
            self._ends = {chunk.last: chunk for chunk in self._chunks}
        return self._chunks

    def _read_chunks(self):
        position = 0
        previous_last = -2
        previous = None
        while position < len(self):
            first = position
            preposition = ""
            if self.tag(position) in PREPOSITION_TAGS:
                preposition = self.low(position)
                position += 1
            determiner = self.low(position) if self.tag(position) in DETERMINER_TAGS else ""
            if determiner:
                position += 1
            counted = False
            while self.tag(position) == "CARD" or (self.is_word(position) and read_word(self.text(position))):
                counted = True
                position += 1
            unit = unit_at(self.tokens, position) if counted else None
            measures = unit is not None and not self.is_noun(unit.stop)
            if unit and not measures:
                position = unit.stop  # "771 Metern Höhe"
            phrase = self._adjectives_and_noun(position) if position < len(self) else None
            if phrase is None:
                position = first + 1
                continue
            follows = first == previous_last + 1
            joined = first == previous_last + 2 and self.low(first - 1) in JOINING and not preposition
            if joined and (previous.preposition or previous.genitive):
                phrase = phrase._replace(preposition=previous.preposition, genitive=previous.genitive)
                preposition = previous.preposition
            follows = follows and not (determiner == "der" and self.is_name(previous.last))
            genitive = (
                follows
                and not preposition
                and (determiner in GENITIVE_ARTICLES or (not determiner and self.is_genitive_name(phrase.head)))
            )
            previous = phrase._replace(
                first=first, preposition=preposition, genitive=genitive or phrase.genitive, measures=measures
            )
            yield previous
            previous_last = phrase.last
            position = phrase.last + 1

    def chunk_ending(self, at: int) -> NounPhrase | None:
        """The noun phrase whose last token is at ``at``."""
        self.chunks()
        return self._ends.get(at)

    def printed(self, first: int, last: int) -> str:
        """The tokens from ``first`` to ``last`` as printed, with one space where the text has any."""
        words = [self.tokens[first].text]
        for at in range(first + 1, last + 1):
            words.append("" if self.tokens[at].start == self.tokens[at - 1].stop else " ")
            words.append(self.tokens[at].text)
        return "".join(words)

    def is_genitive_name(self, at: int) -> bool:
        text = self.text(at)
        return self.tag(at) == "NE" and (text.endswith(("s", "’", "'")) and text != self.lemma(at))

    def lemma_of(self, at: int) -> str:
        """The dictionary form of a noun in its own spelling; of a compound with hyphens the last part is changed."""
        word = self.text(at).lstrip("-‐‑")
        prefix, hyphen, last = word.rpartition("-")
        if not last or last.isupper() or not last[0].isalpha():
            return word
        lemma = _analyse(last)[0]
        if not last[0].isupper():
            lemma = lemma.lower()
        if "ß" in lemma and "ß" not in last:
            lemma = lemma.replace("ß", "ss")
        return prefix + hyphen + lemma


def _analyse(word: str) -> tuple[str, str]:
    return analyse(word) if len(word) <= LONGEST_WORD else (word, "XY")


@cache
def _place_names() -> frozenset[str]:
    return words("place_adjectives", "place")


_CLOSED = frozenset(
    {
        "ART",
        "APPR",
        "APPRART",
        "KON",
        "KOUS",
        "KOKOM",
        "KOUI",
        "ADV",
        "PROAV",
        "PPER",
        "PRF",
        "PDS",
        "PDAT",
        "PIS",
        "PIAT",
        "PIDAT",
        "PPOSAT",
        "PPOSS",
    }
    | {"PRELS", "PWS", "PWAV", "PWAT", "PTKNEG", "PTKZU", "PTKVZ", "PTKANT", "PTKA", "APZR", "CARD", "ITJ", "PROP"}
)
