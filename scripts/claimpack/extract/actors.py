"""Finds who is named in an article: names of the authority list, bodies, persons, and descriptions that stand for them."""

from bisect import bisect_left
from collections import OrderedDict
from dataclasses import dataclass, field

from claimpack.authority import Authority, load
from claimpack.authority.nouns import EITHER, PLURAL, institution_noun, person_noun
from claimpack.authority.offices import offices_of
from claimpack.extract.bodies import Names, Unit, find_bodies, is_literal
from claimpack.extract.document import Document, Sentence
from claimpack.extract.model import Actor, Mention
from claimpack.extract.names import SURNAMES, Found, find_names, place_words
from claimpack.extract.person_names import name_parts
from claimpack.extract.persons import DEFINITE, Title, find_first_names, find_titles, read_name
from claimpack.extract.registry import SIMILAR, Registry
from claimpack.extract.speaker_phrases import read_speaker

KINDS = {"name": "name", "abbreviation": "name", "word": "name", "adjective": "adjective", "demonym": "description"}
VOCATIONS = frozenset({"expert", "doctor", "lawyer", "officer", "politician", "judge", "candidate", "coach", "bishop"})
LEADING = frozenset({"state", "government", "person"})
SAME_TOPIC = 3  # sentences within which "das Verteidigungsministerium" is that of the state spoken of


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

        That is the mention which is its head or names it, a person before his body; else a new actor, found (a proper name)
        or unnamed ("eine Sprecherin der Polizei"), is entered, and the mention is the phrase. Asked twice it answers the same.
        """
        known = self._speakers.get((start, stop))
        if known is None:
            known = read_speaker(self._document, start, stop, self.inside(start, stop), self._registry)
            self._speakers[start, stop] = known
            if known not in self.inside(known.start, known.stop):
                place = bisect_left([(m.start, -m.stop) for m in self.mentions], (known.start, -known.stop))
                self.mentions.insert(place, known)
                self._starts.insert(place, known.start)
        return known


@dataclass
class _Read:
    """What the first pass found in a sentence."""

    sentence: Sentence
    names: Names
    units: list[Unit]
    titles: list[Title]
    alone: list[int]


@dataclass
class _Memory:
    """Who was mentioned last, for surnames and descriptions."""

    persons: OrderedDict[str, int] = field(default_factory=OrderedDict)
    bodies: dict[str, tuple[str, int]] = field(default_factory=dict)
    country: str | None = None
    country_at: int = -SAME_TOPIC

    def person(self, actor_id: str, number: int) -> None:
        """Note that a person was mentioned in sentence ``number``."""
        self.persons[actor_id] = number
        self.persons.move_to_end(actor_id)
        if len(self.persons) > SIMILAR:
            self.persons.popitem(last=False)


def find_actors(document: Document, authority: Authority | None = None) -> Actors:
    """Read the actors of an article; ``authority`` is the list to use, by default the one of the package."""
    authority = authority or load()
    registry = Registry(document.article.source_id, authority)
    words = frozenset(token.text for token in document.tokens if token.kind == "word")
    reads = [_read(sentence, registry, words) for sentence in document.sentences]
    surnames = _surnames(registry)
    same = _same_persons(registry, surnames)
    memory = _Memory()
    mentions: list[Mention] = []
    for number, read in enumerate(reads):
        read.units = [unit._replace(actor_id=same.get(unit.actor_id, unit.actor_id)) for unit in read.units]
        units = _resolve(read, number, memory, surnames, registry)
        mentions += [Mention(unit.start, unit.stop, unit.actor_id, unit.kind, unit.rule) for unit in units]
    used = {mention.actor_id for mention in mentions}
    for actor_id in [actor_id for actor_id in registry.actors if actor_id not in used]:
        if registry.actors[actor_id].status == "listed":
            del registry.actors[actor_id]
    return Actors(document, registry, mentions)


def _read(sentence: Sentence, registry: Registry, words: frozenset[str]) -> _Read:
    """The first pass: what names and nouns say by themselves."""
    tokens = sentence.tokens
    names = Names(find_names(tokens, registry.authority))
    for name in names.by_first.values():
        if name.type in KINDS and name.type not in ("adjective", "demonym") and len(name.actor_ids) == 1:
            key = registry.authority.body_keys.get(name.actor_ids[0])
            if key:
                registry.remember_body(registry.peek(name.actor_ids[0]), key)
    bodies, alone = find_bodies(tokens, names, registry)
    by_first = {unit.first: unit for unit in bodies}
    titles = find_titles(tokens, names, by_first, registry)
    units = list(bodies)
    taken = {position for unit in bodies for position in range(unit.first, unit.last + 1)}
    for title in titles:
        if title.name is None or title.name in taken:
            continue
        known = names.by_first.get(title.name)
        if known and (known.person and known.type not in SURNAMES or known.last + 1 >= len(tokens)):
            continue
        if known and not tokens[known.last + 1].is_capitalised:
            continue
        unit = read_name(tokens, title.name, names, title, registry, words)
        if unit:
            units.append(unit)
            taken.update(range(unit.first, unit.last + 1))
    units += find_first_names(tokens, names, taken, registry, words)
    return _Read(sentence, names, units, titles, alone)


def _surnames(registry: Registry) -> dict[str, list[str]]:
    """Surname -> persons of the article who are not in the list and bear it."""
    found: dict[str, list[str]] = {}
    particles = name_parts("particle")
    for actor in registry.actors.values():
        words = actor.name.split()
        if actor.kind != "person" or actor.status != "found" or not words:
            continue
        last = words[-1]
        found.setdefault(last, []).append(actor.actor_id)
        if len(words) > 2 and words[-2] in particles:
            found.setdefault(" ".join(words[-2:]), []).append(actor.actor_id)
    return found


def _same_persons(registry: Registry, surnames: dict[str, list[str]]) -> dict[str, str]:
    """Persons found by title and surname alone -> the one person of the article who has that surname and a first name."""
    same: dict[str, str] = {}
    for surname, bearers in surnames.items():
        alone = [a for a in bearers if registry.actors[a].name == surname]
        full = [a for a in bearers if registry.actors[a].name != surname and " " in registry.actors[a].name]
        if alone and len(full) == 1:
            same[alone[0]] = full[0]
            gone = registry.actors.pop(alone[0])
            known = registry.actors[full[0]]
            registry.new(
                "found", known.name, "person", gone.country, gone.parent_id, gone.role, registry.genders.get(alone[0])
            )
            offices = registry.offices.get(alone[0], frozenset()) | registry.offices.get(full[0], frozenset())
            registry.offices[full[0]] = offices
            bearers.remove(alone[0])
    return same


def _resolve(
    read: _Read, number: int, memory: _Memory, surnames: dict[str, list[str]], registry: Registry
) -> list[Unit]:
    """The second pass over a sentence, in order of the text: all that needs to know who was mentioned before."""
    tokens = read.sentence.tokens
    by_first: dict[int, list[Unit]] = {}
    for unit in read.units:
        by_first.setdefault(unit.first, []).append(unit)
    taken = {position for unit in read.units for position in range(unit.first, unit.last + 1) if unit.kind == "name"}
    titles = {title.position: title for title in read.titles}
    named = {title.name: title for title in read.titles if title.name is not None}
    alone = set(read.alone)
    chiefs = {
        position: read.names.by_first.get(title.name)
        for title in read.titles
        if title.name is not None
        for position in range(title.position + 1, title.name)
    }
    done: list[Unit] = []
    for position, token in enumerate(tokens):
        new = by_first.get(position, [])[:]
        name = read.names.by_first.get(position)
        if name and position not in read.names.dropped:
            unit = _name_unit(tokens, name, position in taken, named.get(position), memory, surnames, registry)
            if unit:
                new.append(unit)
        elif position in alone:
            unit = _body_alone(tokens, position, number, chiefs.get(position), memory, registry)
            if unit:
                new.append(unit)
        elif position in titles and titles[position].name is None:
            unit = _description(tokens, titles[position], memory, registry)
            if unit:
                new.append(unit)
        elif token.text[0].isupper() and position not in taken:
            unit = _surname_alone(tokens, position, memory, surnames, registry)
            if unit:
                new.append(unit)
        for unit in new:
            done.append(unit)
            _note(unit, tokens, number, memory, registry)
    return done


def _note(unit: Unit, tokens, number: int, memory: _Memory, registry: Registry) -> None:
    """Remember who was mentioned; of states only those that the sentence speaks of, not "an die Ukraine", "Osten Russlands"."""
    actor = registry.actors[unit.actor_id]
    before = unit.first - 1
    if before > 0 and tokens[before].text in DEFINITE:
        before -= 1
    related = before >= 0 and (tokens[before].text in place_words("relation") or tokens[before].is_capitalised)
    if actor.country and unit.kind in ("name", "metonym") and actor.kind in LEADING and not related:
        memory.country, memory.country_at = actor.country, number
    if actor.kind == "person":
        memory.person(actor.actor_id, number)
        return
    key = registry.body_keys.get(actor.actor_id) or registry.authority.body_keys.get(actor.actor_id)
    if key:
        memory.bodies[key] = actor.actor_id, number


def _name_unit(
    tokens,
    name: Found,
    inside: bool,
    title: Title | None,
    memory: _Memory,
    surnames: dict[str, list[str]],
    registry: Registry,
) -> Unit | None:
    """The mention that a name of the list makes, or None where it is none here (a place, somebody else's surname)."""
    if name.type in SURNAMES:
        actor_id = _bearer(tokens, name, title, memory, surnames, registry)
        if actor_id is None:
            return None
        return Unit(name.first, name.last, name.start, name.stop, actor_id, "name", "surname")
    if name.type == "seat_adjective":
        return None
    actor = registry.peek(name.actor_ids[0])
    if actor.kind == "state" and name.type in ("name", "abbreviation", "seat") and not name.tail:
        if is_literal(tokens, name):
            return None
    elif name.type == "seat" and is_literal(tokens, name):
        return None
    if inside and name.type == "seat":
        return None
    registry.listed(actor.actor_id)
    kind = KINDS.get(name.type, "metonym")
    if actor.kind == "person":
        registry.offices.setdefault(actor.actor_id, offices_of(actor.role))
    return Unit(name.first, name.last, name.start, name.stop, actor.actor_id, kind, f"aliases: {name.type}")


def _bearer(
    tokens, name: Found, title: Title | None, memory: _Memory, surnames: dict[str, list[str]], registry: Registry
) -> str | None:
    """Who is meant by a surname of the list: somebody of the article, else by the office before it, else the one it is known for."""
    text = " ".join(token.text for token in tokens[name.first : name.last + 1])
    here = surnames.get(text) or (surnames.get(text[:-1]) if text.endswith("s") else None) or []
    candidates = [*name.actor_ids, *here]
    present = [actor_id for actor_id in candidates if actor_id in registry.actors]
    for actor_id in reversed(memory.persons):
        if actor_id in present:
            return actor_id
    if present:
        return present[0]
    offices = frozenset(title.noun.row["office"].split()) if title else frozenset()
    fitting = [a for a in name.actor_ids if offices & offices_of(registry.peek(a).role)]
    if len(fitting) > 1 and title and title.owner:
        fitting = [a for a in fitting if registry.peek(a).country == title.owner.actor.country] or fitting
    alone = (
        [] if fitting or name.type != "surname_alone" or _follows_article(tokens, name.first) else list(name.actor_ids)
    )
    chosen = fitting or alone
    if not chosen:
        return None
    actor = registry.listed(chosen[0])
    registry.offices.setdefault(actor.actor_id, offices_of(actor.role))
    return actor.actor_id


def _follows_article(tokens, position: int) -> bool:
    return position > 0 and tokens[position - 1].text in name_parts("determiner")


def _surname_alone(
    tokens, position: int, memory: _Memory, surnames: dict[str, list[str]], registry: Registry
) -> Unit | None:
    """A person of the article by his surname: "Weber" after "Samuel Weber"."""
    token = tokens[position]
    text = token.text
    stop = token.stop
    bearers = surnames.get(text)
    if bearers is None and "-" in text:
        head = text.partition("-")[0]
        bearers, stop = surnames.get(head), token.start + len(head)
    if bearers is None and text.endswith("s"):
        bearers, stop = surnames.get(text[:-1]), token.stop
    if not bearers or _follows_article(tokens, position) and person_noun(text):
        return None
    recent = next((a for a in reversed(memory.persons) if a in bearers), bearers[0])
    return Unit(position, position, token.start, stop, recent, "name", "surname")


def _of_person(key: str, chief: Found | None, registry: Registry) -> str | None:
    """The body that a person of the list belongs to, where he is named as its head: "Chef des Militärgeheimdienstes, X"."""
    parent = registry.peek(chief.actor_ids[0]).parent_id if chief and chief.person else None
    if parent and registry.authority.body_keys.get(parent) == key:
        return registry.listed(parent).actor_id
    return None


def _body_alone(
    tokens, position: int, number: int, chief: Found | None, memory: _Memory, registry: Registry
) -> Unit | None:
    """ "der Geheimdienst": the one spoken of last, or that of the state spoken of in this or the last sentences."""
    noun = institution_noun(tokens[position].text)
    key = noun.row["body"] if noun else ""
    if not key or not position or noun.number == "p" and noun.gender != "p":
        return None
    if tokens[position - 1].text.lower() not in DEFINITE | {"laut", "gemäß", "gemäss"}:
        return None
    actor_id, last = memory.bodies.get(key, (None, -SAME_TOPIC))
    if actor_id is None and key == "intelligence":
        actor_id = next((a for k, (a, _) in memory.bodies.items() if k.endswith("intelligence")), None)
    topic = memory.country and number - memory.country_at < SAME_TOPIC and memory.country_at > last
    if (actor_id is None or key == "government") and topic and noun.row["kind"] != "media":
        actor = registry.authority.body(memory.country, key)
        if actor:
            actor_id = registry.listed(actor.actor_id).actor_id
    actor_id = _of_person(key, chief, registry) or actor_id
    if actor_id is None:
        return None
    token = tokens[position]
    if registry.peek(actor_id).status == "listed":
        registry.listed(actor_id)
    return Unit(position, position, token.start, token.stop, actor_id, "description", f"{noun.lemma}: the last one")


def _may_be_plural(tokens, position: int, title: Title) -> bool:
    """Whether a noun is more likely several people: "die Mediziner", "der Experten"."""
    before = tokens[position - 1].text.lower() if position else ""
    if title.noun.number != EITHER or title.noun.gender != "m":
        return False
    return before in ("die", "zwei", "beide", "beiden") or before == "der" and tokens[position].text != title.noun.lemma


def _description(tokens, title: Title, memory: _Memory, registry: Registry) -> Unit | None:
    """ "der Staatschef": the last person mentioned who holds such an office, of the state or body that the text says."""
    offices = frozenset(title.noun.row["office"].split())
    position = title.position
    if not offices or title.noun.number == PLURAL or _may_be_plural(tokens, position, title):
        return None
    first = title.owner.edge if title.owner and title.owner.edge < position else position
    before = first - 1
    while (
        before >= 0 and tokens[before].text[0].islower() and tokens[before].text not in DEFINITE and first - before < 3
    ):
        before -= 1
    if title.owner is None and not (before >= 0 and tokens[before].text in DEFINITE):
        return None
    holder = title.owner.actor if title.owner else None
    for actor_id in reversed(memory.persons):
        if not offices & registry.offices.get(actor_id, frozenset()):
            continue
        if offices <= VOCATIONS and not (registry.actors[actor_id].role or "").startswith(title.noun.row["role"]):
            continue
        gender = registry.genders.get(actor_id)
        if title.noun.gender and gender and gender != title.noun.gender:
            continue
        actor = registry.actors[actor_id]
        if holder and holder.country != actor.country:
            continue
        if holder and not holder.country and holder.actor_id != actor.parent_id:
            continue
        start = tokens[first].start if first < position else tokens[position].start
        stop = tokens[position].stop
        if title.owner and title.owner.edge > position:
            stop = tokens[title.owner.edge].stop
        return Unit(
            first, position, start, stop, actor_id, "description", f"{title.noun.lemma}: the last one in office"
        )
    return None
