"""Finds persons by title or first name: "Außenminister X", "die Sprecherin …, X", "Malte Weber, Leiter des …"."""

from collections.abc import Container, Sequence

from claimpack.authority.nouns import PLURAL, Noun, institution_noun, person_noun
from claimpack.extract.actors.bodies import owner_after, owner_before
from claimpack.extract.actors.names import SURNAMES
from claimpack.extract.actors.person_names import (
    LONGEST_NAME,
    could_be_surname,
    gender_of,
    is_first_name,
    is_listed_noun,
    is_proper,
    name_parts,
    name_stop,
    org_words,
    skip_titles,
)
from claimpack.extract.actors.registry import Registry
from claimpack.extract.actors.titles import Title, role_of
from claimpack.extract.actors.units import Names, Owner, Unit, is_attribute
from claimpack.extract.model import Actor
from claimpack.german.tokens import Token

COUNTRY_GENITIVES = ("iens", "lands")  # "Rechtsnachfolger Jugoslawiens" names nobody
REACH = 12  # tokens between a title and the name in apposition: "die Sprecherin des …, X"
LINKS = frozenset(
    {"der", "des", "von", "vom", "beim", "bei", "für", "im", "in", "und", "zur", "zum", "den", "dem", "am", "an"}
)
DEFINITE = frozenset("der die das des dem den beim vom zum zur im am".split())


def find_titles(
    tokens: Sequence[Token], openings: Sequence[int], names: Names, bodies: dict[int, Unit], registry: Registry
) -> list[Title]:
    """The nouns of persons at ``openings`` in a sentence with their owners and names."""
    titles: list[Title] = []
    bodies_named = {unit.first - 1 for unit in bodies.values()}
    for position in openings:
        noun = person_noun(tokens[position].text)
        own = names.by_first.get(position)
        body = institution_noun(tokens[position].text)
        if (own and not own.tail) or (body and noun.prefix and not body.prefix):
            continue
        if body and body.prefix == noun.prefix and position in bodies_named:
            continue  # "der Onlinehändler X": a company, unless a first name follows
        owner = owner_before(tokens, position, names, registry) or owner_after(tokens, position, names, registry, noun)
        name = _name_after(tokens, position, noun, names, bodies)
        if owner is None:
            owner = _body_owner(tokens, position, bodies, registry) or _compound_owner(noun, position, registry)
        titles.append(Title(position, noun, owner, name))
    return titles


def _compound_owner(noun: Noun, position: int, registry: Registry) -> Owner | None:
    """Whose somebody is by the first part of a compound without hyphen: "Hamasführer", "Kremlsprecher"; the name of
    a state is only what he deals with ("Norwegenkorrespondent").
    """
    actor = registry.by_name(noun.prefix)
    if actor is None or (actor.kind == "state" and noun.prefix in (actor.name, actor.name_de)):
        return None
    return Owner(actor, position, False)


def _body_owner(tokens: Sequence[Token], position: int, bodies: dict[int, Unit], registry: Registry) -> Owner | None:
    """The body in the genitive after a title: "Sprecher des ukrainischen Militärgeheimdienstes"."""
    after = position + 1
    while after < len(tokens) and after - position < 4 and tokens[after].text in LINKS and tokens[after].text != "und":
        after += 1
    if after == position + 1:
        return None
    unit = bodies.get(after)
    return Owner(registry.peek(unit.actor_id), unit.last, False) if unit else None


def _name_after(
    tokens: Sequence[Token], position: int, noun: Noun, names: Names, bodies: dict[int, Unit]
) -> int | None:
    """Where the name begins that a title stands before: directly, or in apposition after a genitive or a comma."""
    direct = skip_titles(tokens, position + 1)
    if noun.row["genitive"] == "yes" and _is_genitive(tokens, position, direct):
        return None
    if noun.number != PLURAL and _begins_name(tokens, direct, names, single=True):
        return direct
    here = position + 1
    if noun.number == PLURAL:
        return None
    if here < len(tokens) and tokens[here].kind == "word" and person_noun(tokens[here].text):
        return None  # the name belongs to the second title
    comma = False
    while here < len(tokens) and here - position <= REACH:
        token = tokens[here]
        if here in bodies:
            here = bodies[here].last + 1
            comma_or_name = here < len(tokens)
            if not comma_or_name:
                return None
            continue
        known = names.by_first.get(here)
        if known and not known.tail and known.type not in ("name", *SURNAMES):
            here = known.last + 1
            continue
        if comma or _is_apposition(tokens, here):
            start = skip_titles(tokens, here)
            if _begins_name(tokens, start, names, single=False):
                return start if comma or known or is_first_name(tokens[start].text) else None
        if known:
            here = known.last + 1
            continue
        if token.text == ",":
            if comma:
                return None
            comma = True
            if not _begins_name(tokens, skip_titles(tokens, here + 1), names, single=False):
                return None
        elif (token.kind == "word" and not (token.text in LINKS or is_attribute(token) or token.is_capitalised)) or (
            token.kind == "punct" and token.text not in '()„“"'
        ):
            return None
        here += 1
    return None


def _is_genitive(tokens: Sequence[Token], position: int, start: int) -> bool:
    """Whether the name after a noun such as "Anhänger" is the genitive of him whom they follow: a single name or one
    in -s, without the article of a singular noun before.
    """
    end = name_stop(tokens, start) if start < len(tokens) else start
    single = position > 0 and tokens[position - 1].text.lower() in ("ein", "eine", "einer", "einem", "einen")
    return end > start and not single and (end == start + 1 or tokens[end - 1].text.endswith("s"))


def _is_apposition(tokens: Sequence[Token], position: int) -> bool:
    """Whether a name without comma belongs to the title, not to a person in the genitive ("Sprecher des Präsidenten
    X").
    """
    before = tokens[position - 1]
    return before.kind == "word" and before.is_capitalised and person_noun(before.text) is None


def _begins_name(tokens: Sequence[Token], position: int, names: Names, single: bool) -> bool:
    """Whether the name of a person begins here; ``single`` lets a surname alone pass, as after a title."""
    if position >= len(tokens):
        return False
    known = names.by_first.get(position)
    if known:
        return not known.tail and not known.genitive and ((known.type in SURNAMES and single) or _is_person(known))
    if not could_be_surname(tokens[position]):
        return False
    end = name_stop(tokens, position)
    if end == position:
        return False
    if is_first_name(tokens[position].text):
        return single or end > position + 1
    if is_listed_noun(tokens[position].text):
        return False
    if end > position + 1:  # two unknown capitals in a row: a name, if a title stands before or commas around
        return single or (end < len(tokens) and tokens[end].text == ",") or is_proper(tokens[position].text)
    country_like = tokens[position].text.endswith(COUNTRY_GENITIVES)
    return single and not country_like and is_proper(tokens[position].text)


def _is_person(name) -> bool:
    return name.type == "name" and name.last > name.first and name.person


def read_name(
    tokens: Sequence[Token], position: int, names: Names, title: Title | None, registry: Registry, words: Container[str]
) -> Unit | None:
    """The person whose unlisted name begins at ``position``; listed names inside it no longer count.

    ``words`` are all words of the article: a final -s that the name has only here is the genitive.
    """
    end = name_stop(tokens, position)
    for inside in range(position, end):
        known = names.by_first.get(inside)
        if known and known.type not in SURNAMES:
            end = inside
            break
    if end <= position:
        return None
    parts = [token.text for token in tokens[position:end]]
    if any(part in org_words() for part in parts) and title is None:
        return None
    stem = parts[-1][:-1]
    if parts[-1].endswith("s") and len(stem) > 2 and stem in words and stem not in name_parts("stop"):
        parts[-1] = parts[-1][:-1]
    for inside in range(position, end):
        names.dropped.add(inside)
    name = " ".join(parts).replace(" .", ".")
    gender = gender_of(name)
    role = country = parent = None
    if title:
        gender = (
            title.noun.gender if title.noun.gender in ("m", "f") and title.noun.lemma not in ("Mitglied",) else gender
        )
        if title.noun.row["inflection"] == "adj" and title.position:
            gender = _by_article(tokens, title.position) or gender_of(name)
        role, country, parent = role_of(title, registry)
    if parent is None:
        body = _body_after(tokens, end, names, registry)
        if body:
            country, parent = country or body.country, body.actor_id
    actor = registry.new("found", name, "person", country, parent, role, gender)
    if title:
        offices = frozenset(title.noun.row["office"].split())
        registry.offices[actor.actor_id] = registry.offices.get(actor.actor_id, frozenset()) | offices
    rule = f"{title.noun.rule};persons:title" if title else "persons:first_name"
    return Unit(position, end - 1, tokens[position].start, tokens[end - 1].stop, actor.actor_id, "name", rule)


def _by_article(tokens: Sequence[Token], position: int) -> str | None:
    """The gender of "Abgeordneter" by its ending and article: "der Abgeordneten X" is a woman, "dem Abgeordneten" a
    man.
    """
    article, word = tokens[position - 1].text.lower(), tokens[position].text
    if word.endswith("er") or article in ("dem", "des", "den", "einem", "einen", "beim", "vom", "zum"):
        return "m"
    if article in ("die", "eine") or (article in ("der", "einer", "zur") and word.endswith("n")):
        return "f"
    return "m" if article == "der" else None


def _body_after(tokens: Sequence[Token], position: int, names: Names, registry: Registry) -> Actor | None:
    """The listed body that a person belongs to by what follows his name: "(SPD)", ", vom Atlantic Council"."""
    bracket = position < len(tokens) and tokens[position].text == "("
    if position < len(tokens) and tokens[position].text == ",":
        position += 1
    if not bracket and (position >= len(tokens) or tokens[position].text not in ("vom", "von", "beim", "bei")):
        return None
    position += 1
    if not bracket and position < len(tokens) and tokens[position].text in ("der", "dem"):
        position += 1
    name = names.by_first.get(position)
    if name is None or name.tail or name.type not in ("name", "abbreviation"):
        return None
    actor = registry.peek(name.actor_ids[0])
    if actor.kind in ("person", "state", "media", "news_agency"):
        return None  # "sagte X der dpa", "X (dpa)": a channel
    return registry.listed(actor.actor_id)


def find_first_names(
    tokens: Sequence[Token],
    openings: Sequence[int],
    names: Names,
    taken: set[int],
    registry: Registry,
    words: Container[str],
) -> list[Unit]:
    """Persons without a title: a first name and at least one further name, or unknown names with a title in
    apposition; each begins at one of the ``openings``.
    """
    units: list[Unit] = []
    free = 0
    comma = -1
    for position in openings:
        if position < free or position in taken or not _may_begin(tokens, position, names):
            continue
        while comma < position:  # the next one from here on, or the end
            comma = next((p for p in range(comma + 1, len(tokens)) if tokens[p].text == ","), len(tokens))
        first_name = is_first_name(tokens[position].text)
        following = names.by_first.get(position + 1)
        before_surname = (
            following
            and following.type in SURNAMES
            and position
            and position not in names.by_first  # "kritisierte Weber Schmidt": two surnames
        )
        if not (first_name or before_surname or comma - position <= 3 * LONGEST_NAME):
            continue
        end = name_stop(tokens, position)
        if end <= position + 1 or (end < len(tokens) and institution_noun(tokens[end].text)):
            continue
        title = _title_after(tokens, end, names, registry)
        named = first_name or (before_surname and is_proper(tokens[position].text))
        if named or (title and _all_unknown(tokens[position:end], names, position)):
            unit = read_name(tokens, position, names, title, registry, words)
            if unit and unit.last > position:
                units.append(unit)
                free = unit.last + 1
    return units


def _may_begin(tokens: Sequence[Token], position: int, names: Names) -> bool:
    """Whether a name without a title may begin with this word of a name: another one follows, and it is of no other
    name, number or place.
    """
    after = tokens[position + 1]
    if not (could_be_surname(tokens[position]) and (could_be_surname(after) or after.text in name_parts("particle"))):
        return False
    known = names.by_first.get(position)
    if position in names.inside or (known and known.type not in SURNAMES):
        return False
    before = tokens[position - 1] if position else None
    return before is None or (before.kind != "number" and before.text not in name_parts("place"))


def _all_unknown(tokens: Sequence[Token], names: Names, position: int) -> bool:
    """Whether words before a title in apposition are a name: none is listed, and one at least looks like a name."""
    if any(position + number in names.by_first or is_listed_noun(token.text) for number, token in enumerate(tokens)):
        return False
    return any(not token.is_capitalised or "-" in token.text or is_proper(token.text) for token in tokens)


def _title_after(tokens: Sequence[Token], position: int, names: Names, registry: Registry) -> Title | None:
    """The title in apposition after a name: "X, ein Überläufer und Leiter …", "X, Sprecherin der Polizei"."""
    here = position
    if here >= len(tokens) or tokens[here].text != ",":
        return None
    here += 1
    for _ in range(4):
        if here >= len(tokens):
            return None
        noun = person_noun(tokens[here].text) if tokens[here].is_capitalised else None
        if noun:
            owner = owner_before(tokens, here, names, registry) or owner_after(tokens, here, names, registry, noun)
            return Title(here, noun, owner, position)
        if not is_attribute(tokens[here]) and tokens[here].text not in ("ein", "eine", "der", "die"):
            return None
        here += 1
    return None
