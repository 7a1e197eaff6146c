"""The tokens of a sentence with what the tagger says of them, asked for only where it is needed."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cache, cached_property, lru_cache, wraps
from itertools import compress, islice
from operator import attrgetter
from typing import Any

from claimpack.german.lexicon import table, words
from claimpack.german.morphology import analyse
from claimpack.german.tokens import Token

OPENING = frozenset("„“\"»«:(–-‚'›‹")
POLITE = frozenset({"Sie", "Ihnen", "Ihr", "Ihre", "Ihren", "Ihrer", "Ihrem"})
NOUN_TAGS = frozenset({"NN", "NNA", "NE", "TRUNC", "NNI", "XY", "FM"})
TEXT = attrgetter("text")
VERBS = ("VV", "VA", "VM")
LONGEST_CLAUSE = 30  # tokens
LONGEST_WORD = 60  # characters; the tagger takes longer than linear time over what is no word
_BEFORE_ADJECTIVE = frozenset(
    {"", "ART", "PPOSAT", "PDAT", "PIAT", "PIDAT", "CARD", "APPR", "APPRART", "KON", "ADJ(A)", "ADJ(D)", ","}
)
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


_UNASKED: Any = object()


def once_a_sentence(find: Callable) -> Callable:
    """Let a function of a sentence, and mostly of a place in it, keep its answers: the numbers ask for the same."""

    @wraps(find)
    def kept(tagged: "TaggedTokens", at: int | None = None) -> Any:
        question = find, at
        answer = tagged.answers.get(question, _UNASKED)
        if answer is _UNASKED:
            answer = tagged.answers[question] = find(tagged) if at is None else find(tagged, at)
        return answer

    return kept


class TaggedTokens:
    """The tokens of a sentence, tagged where somebody asks."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self._length = len(tokens)
        self._low = [*map(str.lower, map(TEXT, tokens))]
        self.words = frozenset(self._low)
        self._tags: list[str | None] = [None] * len(tokens)
        self._places: dict[frozenset[str], list[int]] = {}
        self.answers: dict[tuple, Any] = {}  # of functions under once_a_sentence

    def __len__(self) -> int:
        return self._length

    def text(self, at: int) -> str:
        return self.tokens[at].text if 0 <= at < self._length else ""

    def low(self, at: int) -> str:
        return self._low[at] if 0 <= at < self._length else ""

    def places(self, words: frozenset[str]) -> list[int]:
        """Where one of ``words``, given in lower case, stands in the sentence."""
        places = self._places.get(words)
        if places is None:
            none = words.isdisjoint(self.words)
            places = [] if none else [*compress(range(self._length), map(words.__contains__, self._low))]
            self._places[words] = places
        return places

    def places_between(self, start: int, stop: int, words: frozenset[str]) -> list[int]:
        """The places of ``words`` from ``start`` to before ``stop``."""
        places = self.places(words)
        return places[bisect_left(places, start) : bisect_left(places, stop)] if places else places

    def last_before(self, at: int, words: frozenset[str]) -> int:
        """The last place before ``at`` of one of ``words``; -1 where there is none."""
        places = self.places(words)
        found = bisect_left(places, at)
        return places[found - 1] if found else -1

    def first_from(self, at: int, words: frozenset[str]) -> int:
        """The first place from ``at`` on of one of ``words``; the length of the sentence where there is none."""
        places = self.places(words)
        found = bisect_left(places, at)
        return places[found] if found < len(places) else self._length

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
        text = token.text
        if text[0].isupper() and self._opens(at) and (low := _analyse(self._low[at])[1]) in _CLOSED:
            return low
        tag = _analyse(text)[1]
        return "VV(FIN)" if tag == "ADJ(A)" and self._is_preterite(at) else tag

    def _is_preterite(self, at: int) -> bool:
        """Whether a seeming adjective is a verb: "sie verendeten", as neither noun nor adjective follows."""
        low = self._low[at]
        if not low.endswith(("te", "ten")) or self.tokens[at].is_capitalised or _participle_of(low)[1] != "VV(PP)":
            return False
        following = at + 2 if self.low(at + 1) in (",", "und", "oder", "bis") else at + 1
        if self._analysed(at - 1) not in _BEFORE_ADJECTIVE and self._is_only_verb(at):
            return True  # "gestern töteten feindliche Soldaten 30 Bauern"
        return not self.is_capital(following) and _analyse(self.low(following) or ".")[1] not in ("ADJ(A)", "ADJ(D)")

    def _analysed(self, at: int) -> str:
        """The tag of a word in small letters alone; the mark itself or "" for what is none."""
        if not 0 <= at < self._length or self.tokens[at].is_capitalised:
            return ""
        token = self.tokens[at]
        return _analyse(token.text)[1] if token.kind == "word" else "CARD" if token.kind == "number" else token.text

    def lemma(self, at: int) -> str:
        """The dictionary form; of a verb that looks like an adjective, the verb."""
        word = self.tokens[at].text
        lemma, tag = _analyse(word)
        return _participle_of(self._low[at])[0] if tag == "ADJ(A)" and self.tag(at) == "VV(FIN)" else lemma

    @cached_property
    def verbs(self) -> list[int]:
        """The verbs by the tagger, without adjectives before their noun and words in capitals inside the sentence."""
        may_be = [*compress(range(self._length), map(_may_be_verb, map(TEXT, self.tokens)))]
        if self.is_capital(0):
            may_be = [0, *may_be]
        return [at for at in may_be if self.tag(at).startswith(VERBS) and not self.is_adjective(at)]

    @cached_property
    def finite(self) -> list[int]:
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

    def is_word(self, at: int) -> bool:
        return 0 <= at < self._length and self.tokens[at].kind == "word"

    def is_noun(self, at: int) -> bool:
        """A noun or name: capitalised, and at the beginning of a sentence tagged so too.

        Inside a sentence the tag of most words makes no difference and is not asked for.
        """
        if not 0 <= at < self._length:
            return False
        token = self.tokens[at]
        if token.text[0].islower() or token.kind != "word":
            return False
        word = token.text.lstrip("-‐‑")
        if not word[:1].isupper() or word in POLITE:
            return False
        if word.rpartition("-")[2][:1].islower() and self.tag(at) == "ADJ(D)":
            return False  # "EU-weit"
        if self._opens(at):
            tag = self.tag(at)
            return tag in NOUN_TAGS or (not tag.startswith(("ADJ", *VERBS)) and tag not in _CLOSED)
        if self.is_capital(at + 1) and self.tag(at) == "ADJ(A)":
            return False
        return len(word) >= 6 or self.tag(at) not in _CLOSED

    def is_capital(self, at: int) -> bool:
        if not 0 <= at < self._length:
            return False
        token = self.tokens[at]
        return token.text[0].isupper() and token.kind == "word"

    def is_adjective(self, at: int) -> bool:
        """An inflected adjective or participle, also in capitals before a noun ("Wiener Polizisten")."""
        if not 0 <= at < self._length or self.tokens[at].kind != "word":
            return False
        text = self.tokens[at].text
        if text[0].isupper():
            return self.is_capital(at + 1) and (self.tag(at) == "ADJ(A)" or self._is_capital_adjective(at, text))
        tag = self.tag(at)
        if tag in ("ADJ(A)", "PIAT", "PIDAT") or (text == "lange" and self.is_capital(at + 1) and at > 0):
            return True
        return tag.startswith("VV") and self._is_verbal_adjective(at)

    @once_a_sentence
    def _is_verbal_adjective(self, at: int) -> bool:
        """Whether a word that is tagged as a verb is an adjective here: "die entflohenen Täter"."""
        if self.tag(at) in ("VV(FIN)", "VV(INF)") and self.is_capital(at + 1) and self._is_inflected_after_article(at):
            return True
        return (
            self.tokens[at].text.endswith(("te", "ten", "ter", "tes", "nde", "nden", "nder"))
            and (self.is_capital(at + 1) or self.tag(at + 1) == "ADJ(A)")
            and not (self.is_capital(at - 1) and self._is_only_verb(at))
        )

    def _is_inflected_after_article(self, at: int) -> bool:
        """Whether an article governs the word: "der zwischenzeitigen Erlöse", but not "das bestätigen Zeugen"."""
        before, low = self.low(at - 1), self._low[at]
        if not low.endswith(("e", "en")) or self._analysed(at - 1) not in ("ART", "PPOSAT"):
            return False
        return before not in ("die", "das", "der") or low.endswith("igen" if before == "der" else "e")

    def _is_only_verb(self, at: int) -> bool:
        """Whether a word after a noun is the verb of its clause, as there is no other: "Die Bank meldete Verluste"."""
        for step in (-1, 1):
            k = at + step
            while 0 <= k < self._length and self.tokens[k].kind != "punct" and abs(k - at) < LONGEST_CLAUSE:
                if self._analysed(k) in ("VV(FIN)", "VA(FIN)", "VM(FIN)"):
                    return False
                k += step
        return True

    def _is_capital_adjective(self, at: int, text: str) -> bool:
        """As in "Frankfurter Börse", "Deutsche Bank", but not "Abgeordnete Muster", "Sprecher Muster"."""
        adjective = (text.endswith("er") and text[:-2] in _place_names()) or (
            text.endswith(("sche", "schen", "scher", "sches")) and self.tag(at) == "NNA"
        )
        return adjective and self.tag(at + 1) != "NE"

    def is_name(self, at: int) -> bool:
        """A proper name as far as the tagger knows, following a noun."""
        return self.is_noun(at) and self.tag(at) in ("NE", "XY", "FM")

    def is_genitive_name(self, at: int) -> bool:
        text = self.text(at)
        return text.endswith(("s", "’", "'")) and self.tag(at) == "NE" and text != self.lemma(at)

    def lemma_of(self, at: int) -> str:
        """The dictionary form of a noun in its own spelling."""
        return dictionary_form(self.text(at).lstrip("-‐‑"))

    def printed(self, first: int, last: int) -> str:
        """The tokens from ``first`` to ``last`` as printed, with one space where the text has any."""
        words = [self.tokens[first].text]
        for at in range(first + 1, last + 1):
            words.append("" if self.tokens[at].start == self.tokens[at - 1].stop else " ")
            words.append(self.tokens[at].text)
        return "".join(words)


def _participle_of(preterite: str) -> tuple[str, str]:
    """Lemma and tag of the participle that an inflected form is made from: "zerstört" of "zerstörten"."""
    return _analyse(preterite.removesuffix("n").removesuffix("e"))


def dictionary_form(word: str) -> str:
    """The dictionary form of a noun in its own spelling; of a compound with hyphens the last part is changed."""
    prefix, hyphen, last = word.rpartition("-")
    if not last or last.isupper() or not last[0].isalpha():
        return word
    lemma = _analyse(last)[0]
    if not last[0].isupper():
        lemma = lemma.lower()
    if "ß" in lemma and "ß" not in last:
        lemma = lemma.replace("ß", "ss")
    return prefix + hyphen + lemma


@lru_cache(maxsize=65536)
def _analyse(word: str) -> tuple[str, str]:
    """Lemma and tag; of the small words, nearly half of all look-ups, from a list, which is quicker than the tagger."""
    return _closed_words().get(word) or (analyse(word) if len(word) <= LONGEST_WORD else (word, "XY"))


@lru_cache(maxsize=65536)
def _may_be_verb(word: str) -> bool:
    """Whether a token is a word in small letters that is a verb in some sentence; in which, its neighbours tell."""
    if not word[0].isalpha() and not word[1:2].isalpha():
        return False  # a number or mark; "-jährig" is a word
    tag = "" if word[0].isupper() else _analyse(word)[1]
    return tag.startswith(VERBS) or (tag == "ADJ(A)" and word.lower().endswith(("te", "ten")))


@cache
def _closed_words() -> dict[str, tuple[str, str]]:
    return {word: (row["lemma"] or word, row["tag"]) for row in table("closed_words") for word in row["words"].split()}


@cache
def _place_names() -> frozenset[str]:
    return words("place_adjectives", "place")
