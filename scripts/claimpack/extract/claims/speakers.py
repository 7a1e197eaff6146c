"""Finds who a claim belongs to: names, joint speakers, pronouns and speakers carried over sentences; and who passed
it on.
"""

from collections.abc import Sequence

from claimpack.extract.claims.agreement import Speaker, agreement, fits, wanted_by
from claimpack.extract.claims.capable import cannot_speak, is_speaker
from claimpack.extract.claims.drafts import Draft, clause_of, is_main
from claimpack.extract.claims.lead_ins import document_in, lead_in
from claimpack.extract.claims.nearest import near, person_before
from claimpack.extract.claims.periods import Period
from claimpack.extract.claims.relays import MEDIA, cited, relays_of
from claimpack.extract.claims.subjects import clause_subject
from claimpack.extract.model import Mention, Participant
from claimpack.german.reporting import group, reporting_noun
from claimpack.german.speaker_phrases import NounPhrase, is_aged
from claimpack.german.tokens import Token

INFORMANTS = frozenset({"ministry", "media", "news_agency", "intelligence", "research"})
MEMORY = 12  # speakers and subjects that a pronoun can go back to
SILENT = 2  # sentences of the outlet within a paragraph after which somebody may still go on


class Speakers:
    """Who comes up in an article, in order: for pronouns, and for sentences that go on with what somebody says."""

    def __init__(self, actors) -> None:
        self.actors = actors
        self.known: list[Speaker] = []
        self._spoke: list[Speaker | None] = []
        self._topic: Speaker | None = None
        self._is_open = False  # whether the sentence is claimed by somebody who is not named
        self._silent = 0  # sentences since somebody spoke
        self._heard: list[tuple[Draft, Speaker | None]] = []
        self._names: dict[tuple[NounPhrase, ...], Speaker | None] = {}  # of phrases of the sentence

    def participants(self, draft: Draft) -> tuple[Participant, ...]:
        """Claimant, co-claimants and relays of a draft; he is remembered for the pronouns and sentences that follow."""
        speaker = self._speaker(draft)
        relays = relays_of(draft, speaker.mentions if speaker else (), self.actors)
        if speaker is None:
            self._is_open = self._is_open or draft.kind == "previous"
            if draft.form == "attribution_phrase" and draft.kind in ("none", "document", "part") and is_main(draft):
                self._heard.append((draft, None))  # "Berichten zufolge": who it is stays open in what follows, too
            return tuple(Participant(m.actor_id, "relay", m.start, m.stop) for m in relays)
        phrase = cited(draft) if self._kind(speaker.mentions[0]) in MEDIA else None
        source = self._mention(draft.period.tokens, phrase) if phrase else None
        if source:
            relays = [*speaker.mentions, *(m for m in relays if m not in speaker.mentions)]
            relays = [m for m in relays if m.actor_id != source.actor_id]
            speaker = Speaker((source,), "", "", draft.period.block)
        if self._is_document(draft):
            speaker = speaker._replace(gender="n", number="sg")
        self._note(speaker)
        self._heard.append((draft, speaker))
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

    def close(self, period: Period) -> None:
        """Remember of a period that was read who speaks in it, or who it is about where nobody does.

        Of a claim in a claim the outer speaker goes on; a sentence without a claim may lead in what its subject says.
        """
        heard, self._heard = self._heard, []
        outer = heard and [
            speaker
            for draft, speaker in heard
            if not any(
                other is not draft and draft.cue and other.start <= draft.cue[0] and draft.cue[1] <= other.stop
                for other, _ in heard
            )
        ]
        self._topic = None
        main = next((n for n, clause in enumerate(period.clauses) if clause.kind == "main"), -1)
        phrases = clause_subject(period, main).phrases if main >= 0 else ()
        subject = self._somebody(period, phrases)
        if subject:
            self._note(subject)
        self._silent = 0 if outer else self._silent + 1
        if outer:
            self._spoke = [*self._spoke[1 - MEMORY :], outer[-1]]
            if outer[-1]:
                self._note(outer[-1])
        elif main >= 0 and not self._is_open:
            leading = lead_in(period, main, phrases)
            same = leading is phrases and not self._is_text(period.tokens, phrases)
            self._topic = subject if same else self._leader(period, leading)
        self._is_open = False
        self._names = {}

    def is_outlet(self, participant: Participant) -> bool:
        """Whether a participant is an outlet or agency."""
        actor = self.actors.actors.get(participant.actor_id)
        return actor is not None and actor.kind in MEDIA

    def is_thing(self, draft: Draft) -> bool:
        """Whether what a draft takes for a speaker only has a reporting verb for a thing: "der Sturm droht mit …"."""
        phrases, tokens = draft.source.phrases, draft.period.tokens
        if draft.form != "reported_act" or not phrases or phrases[0].pronoun:
            return False
        first = phrases[0]
        known = reporting_noun(tokens[first.head].text)
        if is_speaker(tokens, first) or (known and "document" in known[0].uses):
            return False
        inside = self.actors.inside(tokens[first.core].start, tokens[first.stop - 1].stop)
        if any(m.start <= tokens[first.head].start < m.stop for m in inside):
            return False
        return cannot_speak(tokens, first) or draft.rule.partition(":")[2] in group("thing_verb")

    def _is_document(self, draft: Draft) -> bool:
        """Whether what speaks is a text ("Im Bericht heißt es"), which no "er" and "sie" stands for."""
        phrases = draft.source.phrases
        known = reporting_noun(draft.period.tokens[phrases[0].head].text) if phrases else None
        return bool(known and not known[1] and "document" in known[0].uses)

    def _is_text(self, tokens: Sequence[Token], phrases: tuple[NounPhrase, ...]) -> bool:
        """Whether phrases name a text, be it by a compound."""
        known = reporting_noun(tokens[phrases[0].head].text) if phrases and not phrases[0].pronoun else None
        return bool(known and "document" in known[0].uses)

    def _note(self, speaker: Speaker) -> None:
        self.known.append(speaker)
        del self.known[:-MEMORY]

    def _somebody(self, period: Period, phrases: tuple[NounPhrase, ...]) -> Speaker | None:
        """Who the phrases name, if that can be anybody who speaks; nobody is entered for a noun that is not known."""
        if not phrases:
            return None
        if phrases[0].pronoun:
            return self._behind_pronoun(period, phrases[0]) if phrases[0].pronoun in ("er", "sie") else None
        first, tokens = phrases[0], period.tokens
        inside = self.actors.inside(tokens[first.core].start, tokens[first.head].stop)
        named = any(m.stop >= tokens[first.head].start and m.kind != "adjective" for m in inside)
        named = named or any(m.kind == "name" and self._kind(m) == "person" for m in inside)
        if not (named or is_speaker(tokens, first)) or cannot_speak(tokens, first):
            return None
        return self._named(period, phrases)

    def _leader(self, period: Period, phrases: tuple[NounPhrase, ...]) -> Speaker | None:
        """Who leads in what follows: somebody, or a document."""
        if not self._is_text(period.tokens, phrases):
            return self._somebody(period, phrases)
        found = self._named(period, phrases)
        return found._replace(gender="n", number="sg") if found else None

    def last(self, block: int, reach: int = 2) -> Speaker | None:
        """The last speaker, if he spoke at most ``reach`` paragraphs before ``block``."""
        named = [speaker for _, speaker in self._heard if speaker]
        if named:
            return named[-1]
        return next((spoke for spoke in self._spoke[-1:] if spoke and block - spoke.block <= reach), None)

    def _rumour(self, draft: Draft) -> Speaker | None:
        """Who spreads hearsay: the body spoken of right before, else the last speaker that it is not about itself.

        Behind a source without a name, or behind more of the outlet's own sentences, it is a body that gives
        information only.
        """
        period = draft.period
        subject = {m.actor_id for m in self.actors.inside(draft.start, draft.cue[0])} if draft.cue else set()
        if self._topic and self._informs(self._topic):
            return self._topic
        anybody = self._silent <= SILENT
        for speaker in reversed(self._spoke):
            if speaker is None:
                anybody = False
                continue
            if period.block - speaker.block > (2 if anybody else 1):
                break
            if (anybody or self._informs(speaker)) and not subject & {m.actor_id for m in speaker.mentions}:
                return speaker
        return None

    def _informs(self, speaker: Speaker) -> bool:
        return self._kind(speaker.mentions[0]) in INFORMANTS

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
        if draft.kind == "owner":
            return self._owner(draft, phrases[0])
        if draft.kind == "subject" and not phrases:
            phrases = self._own(draft)
        if phrases and draft.rule.startswith(("free_speech", "hearsay")):
            found = self._somebody(draft.period, phrases)
            if found:
                return found
        elif phrases and phrases[0].pronoun:
            return self._behind_pronoun(draft.period, phrases[0])
        elif phrases:
            return self._aged(draft.period, phrases[0]) or self._named(draft.period, phrases)
        if draft.source.elided and not self._heard:
            found = self._somebody(draft.period, self._before(draft))
            if found:
                return found
        if draft.form == "evidential_modal" and not self._heard:
            found = self._rumour(draft)
            return near(found, draft, self.actors) if found else None
        if draft.source.elided or draft.kind in ("previous", "subject"):
            goes_on = draft.cue is None or draft.rule.startswith("free_speech")
            found = self._topic if self._topic and goes_on and not self._heard else self.last(draft.period.block)
            if goes_on and found is not self._topic and not self._heard and self._is_over(draft.period):
                return None
            return near(found, draft, self.actors) if found else None
        if draft.cue and draft.form != "attribution_phrase":
            return self._leader(draft.period, document_in(draft.period, clause_of(draft)))
        return None

    def _is_over(self, period: Period) -> bool:
        """Whether what the last speaker says is over, since the outlet has told something itself."""
        block = self._spoke[-1].block if self._spoke and self._spoke[-1] else period.block
        return self._silent > (SILENT if block == period.block else 0)

    def _before(self, draft: Draft) -> tuple[NounPhrase, ...]:
        """The subject of the main clause before a verb that has none of its own."""
        period = draft.period
        for number in range(len(period.clauses) - 1, -1, -1):
            clause = period.clauses[number]
            if clause.kind == "main" and draft.cue and period.tokens[clause.start].start < draft.cue[0]:
                found = clause_subject(period, number).phrases
                if found:
                    return found
        return ()

    def _named(self, period: Period, phrases: tuple[NounPhrase, ...]) -> Speaker | None:
        """Who noun phrases of the sentence name."""
        if phrases not in self._names:
            self._names[phrases] = self._name(period, phrases)
        return self._names[phrases]

    def _name(self, period: Period, phrases: tuple[NounPhrase, ...]) -> Speaker | None:
        tokens = period.tokens
        mentions = [m for phrase in phrases if not phrase.pronoun and (m := self._mention(tokens, phrase))]
        if not mentions:
            return None
        gender, number = agreement(tokens, phrases)
        if self.actors.is_plural(mentions[0].actor_id):
            gender, number = "", "pl"
        elif self._kind(mentions[0]) == "person":
            gender, number = self.actors.gender(mentions[0].actor_id) or gender, "sg"
        return Speaker(tuple(mentions), gender, number, period.block)

    def _mention(self, tokens: tuple[Token, ...], phrase: NounPhrase) -> Mention | None:
        known = reporting_noun(tokens[phrase.head].text)
        if known and not phrase.name and not known[1]:
            inside = self.actors.inside(tokens[phrase.core].start, tokens[phrase.stop - 1].stop)
            if inside or "document" not in known[0].uses:
                return inside[0] if inside else None
        run = self.actors.inside(tokens[phrase.core].start, tokens[phrase.head].stop)
        persons = [m for m in run if m.kind == "name" and self._kind(m) == "person"]
        owned = persons and persons[-1].stop < tokens[phrase.head].start and is_speaker(tokens, phrase)
        if persons and not (owned and tokens[phrase.core].text.endswith("s")):
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

    def _owner(self, draft: Draft, phrase: NounPhrase) -> Speaker | None:
        """Whose words "seinen Angaben nach" are: the subject's where they stand behind it, else the last one's."""
        genders = ("m", "n") if phrase.pronoun == "er" else ("f",)
        wanted = {"gender": genders[0], "number": "sg" if phrase.pronoun == "er" else ""}
        own = self._own(draft)
        if own and own[0].start < phrase.start:
            subject = self._somebody(draft.period, own)
            if subject and any(fits(wanted | {"gender": gender}, subject) for gender in genders):
                return subject
        return self._behind_pronoun(draft.period, phrase, wanted)

    def _behind_pronoun(
        self, period: Period, phrase: NounPhrase, wanted: dict[str, str] | None = None
    ) -> Speaker | None:
        wanted = wanted or wanted_by(period, phrase)
        for speaker in reversed(self.known):
            if period.block - speaker.block > 2:
                break
            if fits(wanted, speaker):
                return speaker._replace(block=period.block)
        mention = person_before(period.tokens[phrase.start].start, wanted["gender"], self.actors)
        if mention and wanted["number"] != "pl":
            return Speaker((mention,), wanted["gender"], "sg", period.block)
        found = self.last(period.block)
        return found._replace(block=period.block) if found and fits(wanted, found) else None

    def _aged(self, period: Period, phrase: NounPhrase) -> Speaker | None:
        """The person named before whom "der 58-Jährige" means."""
        determiner = period.tokens[phrase.start].text.lower()
        if not is_aged(period.tokens[phrase.head]) or determiner not in ("der", "die"):
            return None
        wanted = {"gender": "m" if determiner == "der" else "f", "number": "sg"}
        for speaker in reversed(self.known):
            if period.block - speaker.block > 1:
                break
            if self._kind(speaker.mentions[0]) == "person" and fits(wanted, speaker):
                return speaker._replace(block=period.block)
        return None
