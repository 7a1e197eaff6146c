"""Finds who a claim belongs to: names, joint speakers, pronouns and speakers carried over sentences; and who passed
it on.
"""

from functools import cache
from typing import NamedTuple

from claimpack.extract.claims.drafts import Draft
from claimpack.extract.claims.periods import Period
from claimpack.extract.claims.subjects import clause_subject
from claimpack.extract.model import Mention, Participant
from claimpack.german.lexicon import table
from claimpack.german.reporting import reporting_noun
from claimpack.german.speaker_phrases import NounPhrase, coordinated, pronouns, relay_nouns
from claimpack.german.tokens import Token

MEDIA = frozenset({"media", "news_agency"})
MEMORY = 8  # speakers that a pronoun can go back to
FEMININE = ("in", "frau", "ung", "schaft", "tät", "tion", "heit", "keit", "ei", "agentur", "zeitung", "partei")


class Speaker(NamedTuple):
    """Who spoke: the mentions that name him, and what a pronoun for him has to be ("" is unknown)."""

    mentions: tuple[Mention, ...]
    gender: str
    number: str
    block: int


class Speakers:
    """The speakers of an article in the order in which they come up, the last one last."""

    def __init__(self, actors) -> None:
        self.actors = actors
        self.known: list[Speaker] = []

    def participants(self, draft: Draft) -> tuple[Participant, ...]:
        """Claimant, co-claimants and relays of a draft; he is remembered for the pronouns and sentences that follow."""
        speaker = self._speaker(draft)
        relays = self._relays(draft, speaker)
        if speaker is None:
            return tuple(Participant(m.actor_id, "relay", m.start, m.stop) for m in relays)
        cited = self._cited(draft)
        if cited:
            relays = [*speaker.mentions, *(m for m in relays if m not in speaker.mentions)]
            relays = [m for m in relays if m.actor_id != cited.actor_id]
            speaker = Speaker((cited,), "", "", draft.period.block)
        self.known.append(speaker)
        del self.known[:-MEMORY]
        found = [
            Participant(m.actor_id, "claimant" if not i else "co_claimant", m.start, m.stop)
            for i, m in enumerate(speaker.mentions)
        ]
        seen: set[str] = set()
        unique = [p for p in found if not (p.actor_id in seen or seen.add(p.actor_id))]
        if not relays and self._kind(speaker.mentions[0]) in MEDIA:
            relays = [speaker.mentions[0]]
        passed: set[str] = set()
        for mention in relays:
            if mention.actor_id not in passed:
                passed.add(mention.actor_id)
                unique.append(Participant(mention.actor_id, "relay", mention.start, mention.stop))
        return tuple(unique)

    def last(self, block: int | None = None, reach: int = 99) -> Speaker | None:
        """The last speaker, if he spoke at most ``reach`` paragraphs before ``block``."""
        if not self.known or (block is not None and block - self.known[-1].block > reach):
            return None
        return self.known[-1]

    def _kind(self, mention: Mention) -> str:
        actor = self.actors.actors.get(mention.actor_id)
        return actor.kind if actor else ""

    def _speaker(self, draft: Draft) -> Speaker | None:
        phrases = draft.source.phrases
        if draft.kind == "document" and not self._is_source(draft.period, phrases[0]):
            return None
        if draft.kind == "part" and phrases:
            mention = self._naming_part(draft.period, phrases[0])
            return Speaker((mention,), "", "", draft.period.block) if mention else None
        if draft.kind == "subject" and not phrases:
            phrases = self._own(draft)
        if phrases and phrases[0].pronoun:
            return self._behind_pronoun(draft, phrases[0].pronoun)
        if phrases:
            return self._named(draft, phrases)
        if draft.source.elided or draft.kind in ("previous", "subject"):
            found = self.last(draft.period.block, 2)
            return found._replace(block=draft.period.block) if found else None
        return None

    def _named(self, draft: Draft, phrases: tuple[NounPhrase, ...]) -> Speaker | None:
        tokens = draft.period.tokens
        mentions = [m for phrase in phrases if not phrase.pronoun and (m := self._mention(tokens, phrase))]
        if not mentions:
            return None
        gender, number = agreement(tokens, phrases)
        if self.actors.is_plural(mentions[0].actor_id):
            gender, number = "", "pl"
        elif self._kind(mentions[0]) == "person":
            gender, number = self.actors.gender(mentions[0].actor_id) or gender, "sg"
        return Speaker(tuple(mentions), gender, number, draft.period.block)

    def _mention(self, tokens: tuple[Token, ...], phrase: NounPhrase) -> Mention | None:
        known = reporting_noun(tokens[phrase.head].text)
        if known and not phrase.name and not known[1]:
            inside = self.actors.inside(tokens[phrase.core].start, tokens[phrase.stop - 1].stop)
            if inside or "document" not in known[0].uses:
                return inside[0] if inside else None
        run = self.actors.inside(tokens[phrase.core].start, tokens[phrase.head].stop)
        persons = [m for m in run if m.kind == "name" and self._kind(m) == "person"]
        if persons:
            return persons[-1]
        first, stop = phrase.name or (phrase.core, phrase.stop)
        while stop > first + 1 and tokens[stop - 1].kind == "punct" and tokens[stop - 1].text not in ")]":
            stop -= 1
        return self.actors.speaker(tokens[first].start, tokens[stop - 1].stop)

    def _naming_part(self, period: Period, phrase: NounPhrase) -> Mention | None:
        """What names the source of "Nato-Angaben", "südkoreanischen Angaben", "Polizeiangaben"."""
        tokens = period.tokens
        head = tokens[phrase.head]
        known = reporting_noun(head.text)
        start = tokens[phrase.core].start
        stop = head.start + known[1] if known and known[1] else head.start
        inside = self.actors.inside(start, stop)
        if inside:
            return max(inside, key=lambda mention: mention.stop - mention.start)
        if phrase.head > phrase.core and tokens[phrase.head - 1].is_capitalised:
            return self.actors.speaker(start, tokens[phrase.head - 1].stop)
        if known and known[1]:
            part = head.text[: known[1]].rstrip("-‐‑")
            if part[:1].isupper() and part not in ("Medien", "Presse", "Zeitungs", "Agentur", "Augenzeugen", "Zeugen"):
                return self.actors.speaker(head.start, head.start + len(part))
        return None

    def _is_source(self, period: Period, phrase: NounPhrase) -> bool:
        """Whether a document stands for who made it ("einer Studie zufolge"), or for nobody ("Berichten zufolge")."""
        return period.tokens[phrase.head].text.endswith(("Studie", "studie", "Umfrage", "umfrage", "Gutachten"))

    def _own(self, draft: Draft) -> tuple[NounPhrase, ...]:
        """The subject of the clause that "nach eigenen Angaben" stands in."""
        period = draft.period
        number = next((i for i, c in enumerate(period.clauses) if period.tokens[c.stop - 1].stop >= draft.report[1]), 0)
        return clause_subject(period, number).phrases

    def _behind_pronoun(self, draft: Draft, pronoun: str) -> Speaker | None:
        wanted = pronouns()[pronoun]
        for speaker in reversed(self.known):
            if draft.period.block - speaker.block > 2:
                break
            if _fits(wanted, speaker):
                return speaker._replace(block=draft.period.block)
        mention = self._person_before(draft)
        if mention and wanted["number"] != "pl":
            return Speaker((mention,), wanted["gender"], "sg", draft.period.block)
        found = self.last(draft.period.block, 2)
        return found._replace(block=draft.period.block) if found else None

    def _person_before(self, draft: Draft) -> Mention | None:
        """The nearest person named before the sentence, or in it before the claim."""
        from bisect import bisect_left

        mentions = self.actors.mentions
        k = bisect_left(mentions, draft.report[0], key=lambda mention: mention.start)
        for mention in reversed(mentions[max(0, k - 12) : k]):
            if draft.report[0] - mention.start > 800:
                break
            if self._kind(mention) == "person":
                return mention
        return None

    def _relays(self, draft: Draft, speaker: Speaker | None) -> list[Mention]:
        """The outlets and agencies in the reporting clause, the speaker himself apart."""
        start, stop = draft.report
        own = [(m.start, m.stop) for m in speaker.mentions] if speaker else []
        found = []
        for mention in self.actors.inside(start, stop):
            overlaps = any(mention.start < b and a < mention.stop for a, b in own)
            if not overlaps and self._kind(mention) in MEDIA and not draft.start <= mention.start < draft.stop:
                found.append(mention)
        if not found and draft.form != "evidential_modal":
            found = self._relay_phrases(draft, own)
        return found

    def _relay_phrases(self, draft: Draft, own: list[tuple[int, int]]) -> list[Mention]:
        tokens = draft.period.tokens
        for i, token in enumerate(tokens):
            if token.text in relay_nouns() and draft.report[0] <= token.start < draft.report[1]:
                if any(a <= token.start < b for a, b in own) or draft.start <= token.start < draft.stop:
                    continue
                stop = i + 1
                while stop < len(tokens) and tokens[stop].kind == "word" and tokens[stop].is_capitalised:
                    stop += 1
                if stop > i + 1:
                    return [self.actors.speaker(token.start, tokens[stop - 1].stop)]
        return []

    def _cited(self, draft: Draft) -> Mention | None:
        """Who stands behind the one who reports: "meldet dpa unter Berufung auf X"."""
        tokens = draft.period.tokens
        for i in range(len(tokens) - 3):
            if (
                draft.report[0] <= tokens[i].start < draft.report[1]
                and tokens[i].text == "Berufung"
                and tokens[i + 1].text == "auf"
            ):
                phrases = coordinated(tokens, i + 2, len(tokens))
                if phrases and not phrases[0].pronoun:
                    return self._mention(tokens, phrases[0])
        return None


@cache
def _genders() -> dict[str, str]:
    return {noun: row["gender"] for row in table("speaker_nouns") for noun in row["nouns"].split()}


def gender_of(word: str) -> str:
    """m, f, n or pl of a noun for a speaker, by the list, its endings and those of compounds; "" if unknown."""
    genders = _genders()
    if word in genders:
        return genders[word]
    for cut in range(1, len(word) - 3):
        tail = word[cut].upper() + word[cut + 1 :] if word[cut].isalpha() else ""
        if tail in genders:
            return genders[tail]
    if word.endswith("innen"):
        return "pl"
    return "f" if len(word) > 5 and word.endswith(FEMININE) else ""


def agreement(tokens: tuple[Token, ...], phrases: tuple[NounPhrase, ...]) -> tuple[str, str]:
    """Gender and number of a speaker from articles and nouns."""
    if len(phrases) > 1:
        return "", "pl"
    phrase = phrases[0]
    determiner = tokens[phrase.start].text.lower()
    kinds = [kind for k in range(phrase.core, phrase.head + 1) if (kind := gender_of(tokens[k].text))]
    gender = kinds[0] if kinds else ""
    if gender == "pl" and determiner in ("der", "ein"):
        return "m", "sg"
    if gender == "pl":
        return "", "pl"
    if not gender and determiner in ("der", "ein", "das", "die", "eine"):
        gender = {"der": "m", "ein": "", "das": "n", "die": "", "eine": "f"}[determiner]
    number = "sg" if gender or determiner in ("der", "das", "ein", "eine") else ""
    return gender, number


def _fits(wanted: dict[str, str], speaker: Speaker) -> bool:
    """Whether a pronoun can stand for a speaker."""
    if wanted["number"] == "sg" and speaker.number == "pl":
        return False
    if wanted["number"] == "pl" and speaker.number == "sg":
        return False
    if speaker.number == "pl":
        return wanted["gender"] in ("", "f")
    return not wanted["gender"] or not speaker.gender or wanted["gender"] == speaker.gender
