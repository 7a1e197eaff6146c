"""Enters speakers whom no list has: without a name ("eine Sprecherin der Polizei", "Experten"), or by a proper name."""

from bisect import bisect_left
from collections.abc import Sequence

from claimpack.authority.listing import NOMINATIVE
from claimpack.authority.nouns import EITHER, PLURAL, Noun, institution_noun
from claimpack.extract.actors.person_names import could_be_surname, gender_of, is_proper, org_words
from claimpack.extract.actors.registry import Registry
from claimpack.extract.actors.units import ENDINGS, is_attribute
from claimpack.extract.document import Document
from claimpack.extract.model import Actor, Mention
from claimpack.german.tokens import Token

LONGEST_TITLE = 12  # words of a description that become the name of an actor
SINGULAR_ARTICLES = frozenset("ein eine einer eines einem einen der des dem das ihr sein ihrem seinem".split())
PLURAL_WORDS = frozenset(
    "die zwei drei vier fünf sechs sieben acht zehn mehrere viele einige manche andere beide zahlreiche weitere keine "
    "ihre seine dutzende hunderte tausende".split()
)
PERSON_ENDINGS = tuple("er ern erin erinnen ist isten istin ent enten ant anten loge logen".split())
BODIES = frozenset(
    "government ministry military intelligence international_organisation party media news_agency research company "
    "group".split()
)


def _cut(tokens: Sequence[Token], head: int) -> list[Token]:
    """The phrase up to a comma, bracket, conjunction or what is no genitive after its head: the description of one
    speaker.
    """
    for position in range(head + 1, len(tokens)):
        token = tokens[position]
        if token.text in (",", "(", "und", "sowie", "oder", ":", ";") or position > head + LONGEST_TITLE:
            return list(tokens[:position])
        if token.kind == "word" and token.text in ("auf", "wie", "gegenüber", "nach", "seit", "während", "laut"):
            return list(tokens[:position])
    return list(tokens)


def unnamed_person(
    document: Document, tokens: Sequence[Token], head: int, noun: Noun, inside: Sequence[Mention], registry: Registry
) -> Mention:
    """ "Geheimdienstmitarbeiter", "eine Sprecherin der Polizei", "Experten": kind of the body they speak for, if
    any.
    """
    tokens = _cut(tokens, head)
    holder, kind = _body_of(tokens, head, noun, inside, registry)
    plural = _is_plural(document, tokens, head, noun)
    speaks = noun.row["speaks"]
    if speaks == "self":
        kind = "group" if plural else "person"
    elif kind is None:
        kind = speaks if speaks in BODIES else "group" if plural else "person"
    name = _dictionary_form(tokens, head, noun, plural)
    country = holder.country if holder else None
    parent = holder.actor_id if holder and holder.kind != "person" else None
    gender = None if plural or noun.gender not in ("m", "f") else noun.gender
    mention = new_actor(
        registry,
        "unnamed",
        name,
        kind,
        tokens[0].start,
        tokens[-1].stop,
        country=country,
        parent_id=parent,
        role=noun.row["role"] or None,
        gender=gender,
    )
    if plural:
        registry.plurals.add(mention.actor_id)
    elif noun.row["office"]:
        registry.offices.setdefault(mention.actor_id, frozenset(noun.row["office"].split()))
    return mention


def _body_of(
    tokens: Sequence[Token], head: int, noun: Noun, inside: Sequence[Mention], registry: Registry
) -> tuple[Actor | None, str | None]:
    """The listed or found body in a phrase, and the kind of body that its words show: "Polizei" in
    "Polizeisprecher".
    """
    kind = None
    for part in (noun.prefix.rpartition("-")[2], noun.prefix.partition("-")[0]):
        word = part[:1].upper() + part[1:]
        prefix = (institution_noun(word) or institution_noun(word.removesuffix("s"))) if len(word) > 2 else None
        if prefix and not kind:
            kind = prefix.row["kind"]
    sent = next((m for m in inside if m.start >= tokens[head].stop and m.kind != "adjective"), None)
    if sent and noun.prefix and registry.actors[sent.actor_id].kind == "state":
        return registry.actors[sent.actor_id], kind or "government"  # "UN-Vertreter Norwegens" speaks for Norway
    named = registry.by_name(noun.prefix) if noun.prefix else None
    if named and not kind:
        return named, "government" if named.kind == "state" else named.kind
    for mention in inside:
        actor = registry.actors[mention.actor_id]
        if actor.kind == "person":
            continue
        if kind:
            return actor, kind
        if actor.kind != "state":
            return actor, actor.kind
    state = next((registry.actors[m.actor_id] for m in inside if registry.actors[m.actor_id].kind == "state"), None)
    for token in tokens[head + 1 :]:
        body = institution_noun(token.text) if token.kind == "word" else None
        if body:
            return state, kind or body.row["kind"]
        if token.text in (",", "("):
            break
    if state and not kind:
        kind = "government"
    return state, kind


def _is_plural(document: Document, tokens: Sequence[Token], head: int, noun: Noun) -> bool:
    """Whether a noun that may be either is several people here, by the word before the phrase and the adjective's
    ending.
    """
    if noun.number != EITHER:
        return noun.number == PLURAL
    before = bisect_left(document.tokens, tokens[0].start, key=lambda token: token.start) - 1
    if before >= 0:
        article = document.tokens[before].text.lower()
        if article in SINGULAR_ARTICLES:
            return article == "der" and noun.row["inflection"] not in ("er_m",) and tokens[head].text.endswith("n")
        if article in PLURAL_WORDS or document.tokens[before].kind == "number":
            return True
        if head and tokens[head - 1].text.endswith("er") and document.tokens[before].is_capitalised:
            return True  # genitive plural after a noun: "Meinung politischer Beobachter"
    if any(token.text.lower() in PLURAL_WORDS for token in tokens[:head]):
        return True
    if head and tokens[head - 1].is_capitalised and tokens[head - 1].text.endswith("s"):  # "Norwegens Sprecher"
        return tokens[head].text != noun.lemma
    if head:
        return not tokens[head - 1].text.endswith(("er", "em", "es")) and not (
            tokens[head - 1].text.endswith("e") and noun.row["inflection"] == "adj" and tokens[head].text.endswith("r")
        )
    return tokens[head].text != noun.lemma or noun.row["inflection"] == "er_m"


def _dictionary_form(tokens: Sequence[Token], head: int, noun: Noun, plural: bool) -> str:
    """The phrase with head and adjectives in the nominative: "ukrainischer Beamter", "Sprecherin der Polizei"."""
    text = tokens[head].text
    if plural:
        text = text[:-1] if noun.row.get("inflection") == "er_m" and text.endswith("ern") else text
        ending = "e"
    else:
        if noun.prefix:
            hyphen = "-" in text
            text = f"{noun.prefix}-{noun.lemma}" if hyphen else noun.prefix + noun.lemma.lower()
        else:
            text = noun.lemma
        ending = NOMINATIVE.get(noun.gender or "m", "er")
    words = [_nominative(token.text, ending) for token in tokens[:head] if token.kind == "word"]
    rest = [token.text for token in tokens[head + 1 : head + 1 + LONGEST_TITLE]]
    return _joined([*words, text, *rest])


def _nominative(adjective: str, ending: str) -> str:
    if (not adjective[0].islower() and not adjective.endswith(ENDINGS)) or "-" in adjective[-2:]:
        return adjective
    for old in ("en", "er", "es", "em", "e"):
        if adjective.endswith(old) and len(adjective) > len(old) + 2:
            stem = adjective[: -len(old)]
            return (stem if stem[0].islower() else stem[0].lower() + stem[1:]) + ending
    return adjective


def _joined(words: Sequence[str]) -> str:
    text = " ".join(words)
    for mark in (",", ".", ")", ":"):
        text = text.replace(f" {mark}", mark)
    return text.replace("( ", "(")


def unnamed_body(
    tokens: Sequence[Token], head: int, noun: Noun, inside: Sequence[Mention], registry: Registry
) -> Mention:
    """A body without a name of its own: "Polizei", "örtliche Behörden", "Landeskriminalamt"."""
    tokens = _cut(tokens, head)
    holder = next((registry.actors[m.actor_id] for m in inside if registry.actors[m.actor_id].kind != "person"), None)
    plural = noun.number == PLURAL
    text = tokens[head].text
    if not plural:
        text = (
            f"{noun.prefix}-{noun.lemma}"
            if "-" in text
            else noun.prefix + (noun.lemma.lower() if noun.prefix else noun.lemma)
        )
    ending = "e" if plural else NOMINATIVE[noun.gender]
    words = [_nominative(token.text, ending) for token in tokens[:head] if token.kind == "word"]
    rest = [token.text for token in tokens[head + 1 : head + 1 + LONGEST_TITLE]]
    mention = new_actor(
        registry,
        "unnamed",
        _joined([*words, text, *rest]),
        noun.row["kind"],
        tokens[0].start,
        tokens[-1].stop,
        country=holder.country if holder else None,
        parent_id=holder.actor_id if holder else None,
    )
    if plural:
        registry.plurals.add(mention.actor_id)
    return mention


def unnamed_group(
    tokens: Sequence[Token], head: int, noun: Noun, inside: Sequence[Mention], registry: Registry
) -> Mention:
    """ "Regierungskreise", "ukrainische Seite", "der Westen"."""
    tokens = _cut(tokens, head)
    holder, kind = _body_of(tokens, head, noun, inside, registry)
    speaks = noun.row["speaks"]
    kind = kind if speaks == "body" and kind else speaks if speaks in BODIES else "group"
    text = tokens[head].text
    if noun.prefix:
        text = noun.prefix + (f"-{noun.lemma}" if "-" in text else noun.lemma.lower())
    elif noun.number == PLURAL:
        text = noun.lemma
    words = [_nominative(token.text, "e") for token in tokens[:head] if token.kind == "word"]
    rest = [token.text for token in tokens[head + 1 : head + 1 + LONGEST_TITLE]]
    mention = new_actor(
        registry,
        "unnamed",
        _joined([*words, text, *rest]),
        kind,
        tokens[0].start,
        tokens[-1].stop,
        country=holder.country if holder else None,
        parent_id=holder.actor_id if holder and holder.kind != "person" else None,
    )
    if noun.number == PLURAL:
        registry.plurals.add(mention.actor_id)
    return mention


def proper_name(tokens: Sequence[Token], head: int, registry: Registry) -> Mention | None:
    """An unlisted proper name: a person of two or more words or of an unknown one, a body by its English words or
    capitals.
    """
    end = head
    while end < len(tokens) and could_be_surname(tokens[end]):
        end += 1
    words = [token.text for token in tokens[head:end]]
    if not words or (head and not is_attribute(tokens[head - 1]) and tokens[head - 1].kind == "word"):
        return None
    start, stop = tokens[head].start, tokens[end - 1].stop
    name = " ".join(words)
    for word in words:
        if word in org_words():
            return new_actor(registry, "found", name, org_words()[word], start, stop)
    if len(words) == 1 and words[0].isupper() and len(words[0]) > 1:
        return new_actor(registry, "found", name, "group", start, stop)
    if not all(is_proper(word) for word in words):
        return None
    return new_actor(registry, "found", name, "person", start, stop, gender=gender_of(name))


def unknown(document: Document, tokens: Sequence[Token], head: int, registry: Registry) -> Mention:
    """A speaker by a noun that no list has: a person by its ending, several by the word before it, else a group."""
    tokens = _cut(tokens, head)
    word = tokens[head].text
    before = bisect_left(document.tokens, tokens[0].start, key=lambda token: token.start) - 1
    article = document.tokens[before].text.lower() if before >= 0 else ""
    single = article in SINGULAR_ARTICLES
    kind = "person" if single and word.endswith(PERSON_ENDINGS) else "group"
    name = _joined([token.text for token in tokens[: head + 1 + LONGEST_TITLE]])
    return new_actor(registry, "unnamed", name, kind, tokens[0].start, tokens[-1].stop)


def new_actor(registry: Registry, status: str, name: str, kind: str, start: int, stop: int, **about) -> Mention:
    actor = registry.new(status, name, kind, **about)
    if actor.parent_id and registry.authority.actor(actor.parent_id):
        registry.listed(actor.parent_id)
    return Mention(start, stop, actor.actor_id, "name" if status == "found" else "description", f"unnamed:{status}")
