"""Recognises names of persons that no list has: "Malte Weber", "Ursula von der Leyen", "Dr. Anna-Lena Huber"."""

from collections.abc import Sequence
from functools import cache, lru_cache

from claimpack.authority.nouns import group_noun, institution_noun, person_noun
from claimpack.german.lexicon import table
from claimpack.german.morphology import analyse
from claimpack.german.tokens import Token

LONGEST_NAME = 6  # words
MOST_TITLES = 6  # before a name, each perhaps with a full stop


@cache
def first_names() -> dict[str, str]:
    """First name -> m, f, or "" where it may be either."""
    found: dict[str, str] = {}
    for row in table("first_names"):
        for name in row["names"].split():
            found[name] = row["gender"] if found.get(name, row["gender"]) == row["gender"] else ""
    return found


@cache
def name_parts(kind: str) -> frozenset[str]:
    """The words of one class in ``german/words/name_parts.csv``."""
    return frozenset(row["word"] for row in table("name_parts") if row["class"] == kind)


@cache
def org_words() -> dict[str, str]:
    """Word that shows a run of names to be a body -> kind of actor."""
    return {row["word"]: row["kind"] for row in table("org_words")}


@cache
def legal_forms() -> frozenset[str]:
    """The words that end the name of a firm: "GmbH"."""
    return frozenset(row["word"] for row in table("org_words") if row["legal_form"] == "yes")


@lru_cache(maxsize=1 << 14)
def gender_of(name: str) -> str | None:
    """m or f by the first name, also of "Anna-Lena"; None where it is unknown or may be either."""
    for word in name.split():
        found = first_names().get(word) or first_names().get(word.partition("-")[0])
        if found:
            return found
        if len(word) > 2 and word not in name_parts("particle"):
            return None
    return None


@lru_cache(maxsize=1 << 15)
def is_first_name(word: str) -> bool:
    """Whether ``word`` is a listed first name, or begins with one and a hyphen and has no common noun after it."""
    names = first_names()
    if word in names:
        return True
    head, hyphen, tail = word.partition("-")
    return bool(hyphen) and head in names and (tail in names or tail.lower() == tail)


@lru_cache(maxsize=1 << 14)
def is_proper(word: str) -> bool:
    """Whether a capitalised word is more likely a name than a noun; asks the tagger, so call it for few words."""
    if not word[0].isupper() or word in name_parts("stop"):
        return False
    return analyse(word)[1].startswith(("NE", "FM", "XY"))


@lru_cache(maxsize=1 << 14)
def is_adjective(word: str) -> bool:
    """Whether a capitalised word is an adjective: "Nationale" in "die Nationale Wahlkommission"; asks the tagger."""
    return any(analyse(form)[1].startswith("ADJ") for form in (word, word.removesuffix("n") + "n"))


@lru_cache(maxsize=1 << 14)
def is_undeclined(word: str) -> bool:
    """Whether an adjective in -er does not decline, being of a town: "Kölner", unlike "Nationaler"."""
    return word[0].isupper() and word.endswith("er") and analyse(word)[0].lower() == word.lower()


def could_be_surname(token: Token) -> bool:
    """Whether a token may stand inside a name: capitalised or bound ("al-Assad"), and no word that never does."""
    return token.kind == "word" and is_name_word(token.text)


@lru_cache(maxsize=1 << 15)
def is_name_word(text: str) -> bool:
    """Whether a word may stand inside a name; what is no word at all is for the caller to see."""
    if text in name_parts("stop") or any(character.isdigit() for character in text):
        return False
    if text[0].isupper():
        return True
    head, hyphen, tail = text.partition("-")
    return bool(hyphen) and head in name_parts("particle") and tail[:1].isupper()


@lru_cache(maxsize=1 << 15)
def is_listed_noun(word: str) -> bool:
    """Whether a word is a noun of a person, an institution or a group."""
    return bool(person_noun(word) or institution_noun(word) or group_noun(word))


def skip_titles(tokens: Sequence[Token], position: int) -> int:
    """The position after titles such as "Dr." and "Prof." that stand before a name."""
    titles = name_parts("title")
    end = min(position + 2 * MOST_TITLES, len(tokens))
    while position < end and tokens[position].text in titles:
        position += 1
        if position < len(tokens) and tokens[position].text == ".":
            position += 1
    return position


def name_stop(tokens: Sequence[Token], position: int) -> int:
    """The position after the run of name words at ``position``; equal to it where there is none.

    Particles stay inside ("von der"), initials with their full stop too; nouns of persons and bodies end the run
    unless they
    follow a first name ("Thomas Richter").
    """
    particles = name_parts("particle")
    end = position
    known = False
    while end < len(tokens) and end - position < 2 * LONGEST_NAME:
        token = tokens[end]
        if len(token.text) == 1 and token.text.isupper() and end + 1 < len(tokens) and tokens[end + 1].text == ".":
            end += 2
            continue
        if token.text in particles and end > position:
            after = end + 1
            while after < len(tokens) and tokens[after].text in particles and after - end < 3:
                after += 1
            if after >= len(tokens) or not could_be_surname(tokens[after]) or is_listed_noun(tokens[after].text):
                break
            if token.text in ("von", "vom", "zu", "zur", "den", "der") and not _noble(tokens, end, after, known):
                break
            end = after + 1
            continue
        if not could_be_surname(token):
            break
        if is_listed_noun(token.text) and not (known and end == position + 1):
            break
        known = known or is_first_name(token.text)
        end += 1
        if end - position >= LONGEST_NAME:
            break
    return end


def _noble(tokens: Sequence[Token], particle: int, after: int, known: bool) -> bool:
    """Whether "von" belongs to the name: it follows first names, and no state or place is meant ("Präsident X von
    Polen").
    """
    return (
        known
        and after > particle
        and is_proper(tokens[after].text)
        and particle - 1 >= 0
        and is_first_name(tokens[particle - 1].text)
    )
