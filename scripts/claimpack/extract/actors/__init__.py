"""Finds who is named in an article: names of the list, bodies, persons, and descriptions that stand for them."""

from bisect import bisect_left
from collections.abc import Container, Sequence

from claimpack.authority import Authority, load
from claimpack.authority.offices import offices_of
from claimpack.extract.actors.antecedents import KINDS, Memory, Reading, resolve
from claimpack.extract.actors.bodies import find_bodies
from claimpack.extract.actors.english_names import find_english
from claimpack.extract.actors.names import SURNAMES, Found, adjective_pairs, find_names
from claimpack.extract.actors.openings import Openings, find_openings, forms_of
from claimpack.extract.actors.persons import find_first_names, find_titles, read_name
from claimpack.extract.actors.places import is_literal_land
from claimpack.extract.actors.registry import Registry
from claimpack.extract.actors.repeated import find_again, names_again
from claimpack.extract.actors.speaker_phrases import read_speaker
from claimpack.extract.actors.surnames import join_persons, read_surnames
from claimpack.extract.actors.units import Names, Unit
from claimpack.extract.document import Document, Sentence
from claimpack.extract.model import Actor, Mention
from claimpack.german.tokens import Token


class Actors:
    """The actors of an article and the passages that name them.

    ``mentions`` are sorted by (start, -stop) and may nest; ``actors`` holds everybody mentioned, by id.
    """

    def __init__(self, document: Document, registry: Registry, mentions: list[Mention]) -> None:
        self._document = document
        self._registry = registry
        self.mentions = sorted(mentions, key=lambda mention: (mention.start, -mention.stop))
        self._starts = [mention.start for mention in self.mentions]
        self._speakers: dict[tuple[int, int], Mention] = {}

    @property
    def actors(self) -> dict[str, Actor]:
        """Everybody mentioned or asked for by ``speaker``, by id."""
        return self._registry.actors

    def inside(self, start: int, stop: int) -> list[Mention]:
        """The mentions that lie within ``start`` to ``stop``, in order."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, stop)
        return [mention for mention in self.mentions[first:last] if mention.stop <= stop]

    def gender(self, actor_id: str) -> str | None:
        """Gender of a person, m or f, as far as title, role or first name tell; None for bodies."""
        return self._registry.genders.get(actor_id)

    def is_plural(self, actor_id: str) -> bool:
        """Whether an actor without a name is several people ("Experten")."""
        return actor_id in self._registry.plurals

    def speaker(self, start: int, stop: int) -> Mention:
        """The actor that the noun phrase ``start`` to ``stop`` (without article) names.

        That is the mention which is its head or names it, a person before his body; else a new actor, found (a proper
        name) or unnamed ("eine Sprecherin der Polizei"), is entered, and the mention is the phrase. Asked twice it
        answers the same. Raises ValueError where there is no word.
        """
        known = self._speakers.get((start, stop))
        if known is None:
            known = read_speaker(self._document, start, stop, self.inside(start, stop), self._registry)
            self._speakers[start, stop] = known
            if known not in self.inside(known.start, known.stop):
                place = bisect_left(self._starts, known.start)
                while place < len(self.mentions) and self.mentions[place].start == known.start:
                    if self.mentions[place].stop < known.stop:
                        break
                    place += 1
                self.mentions.insert(place, known)
                self._starts.insert(place, known.start)
        return known


def find_actors(document: Document, authority: Authority | None = None) -> Actors:
    """Read the actors of an article; ``authority`` is the list to use, by default the one of the package."""
    authority = authority or load()
    registry = Registry(document.article.source_id, authority)
    forms = forms_of(authority)
    words = frozenset([token.text for sentence in document.sentences for token in sentence.tokens])
    reads = [_read(sentence, find_openings(sentence.tokens, forms), registry, words) for sentence in document.sentences]
    known = names_again(((read.sentence.tokens, read.names, read.units) for read in reads), registry)
    if known.names:
        for read in reads:
            read.units += find_again(read.sentence.tokens, read.openings.capitals, read.names, read.units, known)
    surnames = read_surnames(registry)
    same = join_persons(registry, surnames)
    memory = Memory()
    mentions: list[Mention] = []
    for number, read in enumerate(reads):
        if same:
            read.units = [unit._replace(actor_id=same.get(unit.actor_id, unit.actor_id)) for unit in read.units]
        for unit in resolve(read, number, memory, surnames, registry):
            mentions.append(Mention(unit.start, unit.stop, unit.actor_id, unit.kind, unit.rule))
    used = {mention.actor_id for mention in mentions}
    for actor_id in [actor_id for actor_id in registry.actors if actor_id not in used]:
        if registry.actors[actor_id].status == "listed":
            del registry.actors[actor_id]
    return Actors(document, registry, mentions)


def _read(sentence: Sentence, openings: Openings, registry: Registry, words: Container[str]) -> Reading:
    """The first pass: what names and nouns say by themselves; ``words`` are those of the article."""
    tokens = sentence.tokens
    names = Names(find_names(tokens, openings.names, registry.authority))
    for name in names.by_first.values():
        _enter(tokens, name, names, registry)
    units, alone = find_bodies(tokens, openings.bodies, names, registry)
    taken = {position for unit in units for position in range(unit.first, unit.last + 1)}
    found = find_english(tokens, openings.firms, names, registry) if openings.firms else ()
    english = [unit for unit in found if unit.first not in taken]
    units += english
    taken.update(position for unit in english for position in range(unit.first, unit.last + 1))
    bodies = {unit.first: unit for unit in units}
    titles = find_titles(tokens, openings.titles, names, bodies, registry)
    for title in titles:
        if title.name is None or title.name in taken:
            continue
        known = names.by_first.get(title.name)
        if known and ((known.person and known.type not in SURNAMES) or known.last + 1 >= len(tokens)):
            continue
        if known and not tokens[known.last + 1].is_capitalised:
            continue
        unit = read_name(tokens, title.name, names, title, registry, words)
        if unit:
            units.append(unit)
            taken.update(range(unit.first, unit.last + 1))
    units += find_first_names(tokens, openings.persons, names, taken, registry, words)
    for name in adjective_pairs(tokens, openings.names, registry.authority):
        actor_id = registry.listed(name.actor_ids[0]).actor_id
        rule = f"aliases.csv:{actor_id}"
        units.append(Unit(name.first, name.last, name.start, name.stop, actor_id, "adjective", rule))
    return Reading(sentence, openings, names, units, titles, alone)


def _enter(tokens: Sequence[Token], name: Found, names: Names, registry: Registry) -> None:
    """Note what a listed name says to the rest of the article: which body is spoken of, which person with which
    offices; and drop the name of a place.
    """
    actor_id = name.actor_ids[0]
    if name.type == "land" and not name.tail and is_literal_land(tokens, name):
        names.dropped.add(name.first)
    if name.type in KINDS and name.type not in ("adjective", "demonym") and len(name.actor_ids) == 1:
        key = registry.authority.body_keys.get(actor_id)
        if key:
            registry.remember_body(registry.peek(actor_id), key)
    if name.person and name.type == "name":
        registry.offices.setdefault(actor_id, offices_of(registry.listed(actor_id).role))
