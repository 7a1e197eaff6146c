"""Decides what only the text before can tell: whose surname it is, who "der Staatschef" is, which "Geheimdienst" is
meant.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from claimpack.authority.nouns import EITHER, PLURAL, institution_noun, person_noun
from claimpack.authority.offices import offices_of
from claimpack.extract.actors.names import PREFIXES, SURNAMES, Found, place_words
from claimpack.extract.actors.openings import Openings
from claimpack.extract.actors.person_names import name_parts
from claimpack.extract.actors.persons import DEFINITE, Title
from claimpack.extract.actors.places import is_literal
from claimpack.extract.actors.registry import SIMILAR, Registry
from claimpack.extract.actors.surnames import Surnames
from claimpack.extract.actors.units import Names, Unit
from claimpack.extract.document import Sentence
from claimpack.german.tokens import Token

KINDS = {"name": "name", "abbreviation": "name", "word": "name", "adjective": "adjective", "demonym": "name"}
VOCATIONS = frozenset({"expert", "doctor", "lawyer", "officer", "politician", "judge", "candidate", "coach", "bishop"})
LEADING = frozenset({"state", "government", "person"})
MOST_PERSONS = 200  # an article with more is a list; a description in it is not resolved ahead
SAME_TOPIC = 3  # sentences within which "das Verteidigungsministerium" is that of the state spoken of


@dataclass(slots=True)
class Reading:
    """What the first pass found in a sentence."""

    sentence: Sentence
    openings: Openings
    names: Names
    units: list[Unit]
    titles: list[Title]
    alone: list[int]


@dataclass
class Memory:
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


def resolve(read: Reading, number: int, memory: Memory, surnames: Surnames, registry: Registry) -> list[Unit]:
    """The second pass over a sentence, in order of the text: all that needs to know who was mentioned before."""
    tokens = read.sentence.tokens
    capitals = read.openings.capitals if surnames.bearers else ()
    surnamed = [position for position in capitals if surnames.may_be(tokens[position].text)]
    names = read.names.by_first
    if not (surnamed or read.units or read.titles or read.alone or names):
        return []
    if read.names.dropped:
        names = {first: name for first, name in names.items() if first not in read.names.dropped}
    by_first: dict[int, list[Unit]] = {}
    taken: set[int] = set()
    for unit in read.units:
        by_first.setdefault(unit.first, []).append(unit)
        if unit.kind == "name":
            taken.update(range(unit.first, unit.last + 1))
    titles: dict[int, Title] = {}
    named: dict[int, Title] = {}
    for title in read.titles:
        if title.name is None:
            titles[title.position] = title
        else:
            named[title.name] = title
    alone = set(read.alone)
    chiefs = _chiefs(read) if alone else {}
    surnamed = set(surnamed) - taken
    done: list[Unit] = []
    for position in sorted({*by_first, *names, *alone, *titles, *surnamed}):
        unit = None
        if position in names:
            name = names[position]
            unit = _name_unit(tokens, name, position in taken, named.get(position), memory, surnames, registry)
            if unit is None and name.type in SURNAMES and name.tail:
                unit = _surname_alone(tokens, position, memory, surnames, registry)
        elif position in alone:
            unit = _body_alone(tokens, position, number, chiefs.get(position), memory, registry)
        elif position in titles:
            unit = _description(tokens, titles[position], memory, registry)
            unit = unit or _surname_alone(tokens, position, memory, surnames, registry)
        elif position in surnamed:
            unit = _surname_alone(tokens, position, memory, surnames, registry)
        for new in by_first.get(position, ()):
            done.append(new)
            _note(new, tokens, number, memory, registry)
        if unit:
            done.append(unit)
            _note(unit, tokens, number, memory, registry)
    return done


def _chiefs(read: Reading) -> dict[int, Found | None]:
    """Tokens between a title and its name -> the name if it is listed: he may head the body that stands there."""
    return {
        position: read.names.by_first.get(title.name)
        for title in read.titles
        if title.name is not None
        for position in range(title.position + 1, title.name)
    }


def _note(unit: Unit, tokens: Sequence[Token], number: int, memory: Memory, registry: Registry) -> None:
    """Remember who was mentioned; of states only those that the sentence speaks of, not "an die Ukraine", "Osten
    Russlands".
    """
    actor = registry.actors[unit.actor_id]
    leads = actor.country and actor.kind in LEADING and unit.kind in ("name", "metonym")
    if leads and not _is_related(tokens, unit.first):
        memory.country, memory.country_at = actor.country, number
    if actor.kind == "person":
        memory.person(actor.actor_id, number)
        return
    key = registry.body_keys.get(actor.actor_id) or registry.authority.body_keys.get(actor.actor_id)
    if key:
        memory.bodies[key] = actor.actor_id, number


def _is_related(tokens: Sequence[Token], first: int) -> bool:
    """Whether a preposition or a noun before the name at ``first`` makes it a part of what is spoken of."""
    before = first - 1
    if before > 0 and tokens[before].text.lower() in DEFINITE:
        before -= 1
    return before >= 0 and (tokens[before].text in place_words("relation") or tokens[before].is_capitalised)


def _name_unit(
    tokens,
    name: Found,
    inside: bool,
    title: Title | None,
    memory: Memory,
    surnames: Surnames,
    registry: Registry,
) -> Unit | None:
    """The mention that a name of the list makes, or None where it is none here (a place, somebody else's surname)."""
    if name.type in SURNAMES:
        actor_id = _bearer(tokens, name, title, memory, surnames, registry)
        if actor_id is None:
            return None
        return Unit(name.first, name.last, name.start, name.stop, actor_id, "name", "antecedents:surname")
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
    return Unit(name.first, name.last, name.start, name.stop, actor.actor_id, kind, f"aliases.csv:{actor.actor_id}")


def _bearer(
    tokens: Sequence[Token],
    name: Found,
    title: Title | None,
    memory: Memory,
    surnames: Surnames,
    registry: Registry,
) -> str | None:
    """Who is meant by a surname of the list: somebody of the article, else by the office before it, else the one it
    is known for.
    """
    text = " ".join(token.text for token in tokens[name.first : name.last + 1])
    if name.tail and (text in surnames.bearers or text.removesuffix("s") in surnames.bearers):
        return None  # "Koch-Mehrin" is a surname of the article, not a compound with Koch
    bearers = surnames.bearers
    here = bearers.get(text) or (bearers.get(text[:-1]) if text.endswith("s") else None) or {}
    listed = [actor_id for actor_id in name.actor_ids if actor_id in registry.actors]
    for actor_id in reversed(memory.persons):
        if actor_id in here or actor_id in listed:
            return actor_id
    if listed or here:
        return next(iter(listed or here))
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


def _follows_article(tokens: Sequence[Token], position: int) -> bool:
    return position > 0 and tokens[position - 1].text in name_parts("determiner")


def _surname_alone(
    tokens: Sequence[Token], position: int, memory: Memory, surnames: Surnames, registry: Registry
) -> Unit | None:
    """A person of the article by his surname: "Weber" after "Malte Weber"."""
    token = tokens[position]
    text = token.text
    stop = token.stop
    bearers = surnames.bearers.get(text)
    if bearers is None and text.endswith("s"):
        bearers = surnames.bearers.get(text[:-1])
    if bearers is None and "-" in text:
        head = text.partition("-")[0]
        bearers, stop = surnames.bearers.get(head), token.start + len(head)
    if not bearers or (_follows_article(tokens, position) and person_noun(text)):
        return None
    recent = next((a for a in reversed(memory.persons) if a in bearers), None) or next(iter(bearers))
    return Unit(position, position, token.start, stop, recent, "name", "antecedents:surname")


def _of_person(key: str, chief: Found | None, registry: Registry) -> str | None:
    """The body that a person of the list belongs to, where he is named as its head: "Chef des Militärgeheimdienstes,
    X".
    """
    parent = registry.peek(chief.actor_ids[0]).parent_id if chief and chief.person else None
    if parent and registry.authority.body_keys.get(parent) == key:
        return registry.listed(parent).actor_id
    return None


def _body_alone(
    tokens: Sequence[Token], position: int, number: int, chief: Found | None, memory: Memory, registry: Registry
) -> Unit | None:
    """ "der Geheimdienst": the one spoken of last, or that of the state spoken of in this or the last sentences."""
    noun = institution_noun(tokens[position].text)
    key = noun.row["body"] if noun else ""
    if not key or not position or (noun.number == "p" and noun.gender != "p"):
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
    return Unit(position, position, token.start, token.stop, actor_id, "description", f"{noun.rule};antecedents:last")


def _may_be_plural(tokens: Sequence[Token], position: int, title: Title) -> bool:
    """Whether a noun is more likely several people: "die Mediziner", "der Experten"."""
    before = tokens[position - 1].text.lower() if position else ""
    if title.noun.number != EITHER or title.noun.gender != "m":
        return False
    return before in ("die", "zwei", "beide", "beiden") or (
        before == "der" and tokens[position].text != title.noun.lemma
    )


def _description(tokens: Sequence[Token], title: Title, memory: Memory, registry: Registry) -> Unit | None:
    """ "der Staatschef": the last person mentioned who holds such an office, of the state or body that the text
    says.
    """
    offices = frozenset(title.noun.row["office"].split())
    position = title.position
    if not offices or title.noun.number == PLURAL or _may_be_plural(tokens, position, title):
        return None
    first = title.owner.edge if title.owner and title.owner.edge < position else position
    before = first - 1
    while (
        before >= 0
        and tokens[before].text[0].islower()
        and tokens[before].text.lower() not in DEFINITE
        and first - before < 3
    ):
        before -= 1
    if title.owner is None and not (before >= 0 and tokens[before].text.lower() in DEFINITE):
        return None
    if title.noun.prefix.rpartition("-")[2] in PREFIXES:
        return None
    after = tokens[position + 1].text if position + 1 < len(tokens) else ""
    if title.owner is None and after in ("des", "der", "von", "vom", "für"):
        return None  # "der Chef des Labors": of a body that is not known here
    fitting = _in_office(title, offices, memory.persons, registry)
    if not fitting and len(registry.offices) <= MOST_PERSONS:
        later = _in_office(title, offices, registry.offices, registry)
        fitting = later if len(later) == 1 else []
    if not fitting:
        return None
    start = tokens[min(first, position)].start
    stop = tokens[position].stop
    if title.owner and title.owner.edge > position:
        stop = tokens[title.owner.edge].stop
    rule = f"{title.noun.rule};antecedents:office"
    return Unit(first, position, start, stop, fitting[0], "description", rule)


def _in_office(title: Title, offices: frozenset[str], persons: Iterable[str], registry: Registry) -> list[str]:
    """Those of the persons whom the description fits by office, gender and country, the last one first."""
    holder = title.owner.actor if title.owner else None
    found: list[str] = []
    for actor_id in reversed(list(persons)):
        if actor_id not in registry.actors or not offices & registry.offices.get(actor_id, frozenset()):
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
        found.append(actor_id)
    return found
