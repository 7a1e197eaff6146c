"""Gender and number of speakers and pronouns: whom "er" and "sie" can mean."""

from functools import cache, lru_cache
from typing import NamedTuple

from claimpack.extract.claims.periods import Period
from claimpack.extract.model import Mention
from claimpack.german.lexicon import CACHED_FORMS, table
from claimpack.german.speaker_phrases import NounPhrase, is_aged, pronouns
from claimpack.german.tokens import Token
from claimpack.german.verbs import verb_forms

FEMININE = ("in", "frau", "ung", "schaft", "tät", "tion", "heit", "keit", "ei", "agentur", "zeitung", "partei")


class Speaker(NamedTuple):
    """Who spoke: the mentions that name him, and what a pronoun for him has to be ("" is unknown)."""

    mentions: tuple[Mention, ...]
    gender: str
    number: str
    block: int


@cache
def _genders() -> dict[str, str]:
    return {noun: row["gender"] for row in table("speaker_nouns") for noun in row["nouns"].split()}


@lru_cache(CACHED_FORMS)
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
    if is_aged(tokens[phrase.head]) and determiner in ("der", "die", "ein", "eine"):
        return ("m" if determiner in ("der", "ein") else "f"), "sg"
    kinds = [kind for k in range(phrase.core, phrase.head + 1) if (kind := gender_of(tokens[k].text))]
    gender = kinds[0] if kinds else ""
    if gender == "pl" and determiner in ("der", "ein", "einer"):
        return "m", "sg"
    if gender == "pl" and determiner == "eine":
        return "f", "sg"
    if gender == "pl":
        return "", "pl"
    if not gender and determiner in ("der", "ein", "das", "die", "eine"):
        gender = {"der": "m", "ein": "", "das": "n", "die": "", "eine": "f"}[determiner]
    number = "sg" if gender or determiner in ("der", "das", "ein", "eine") else ""
    return gender, number


def wanted_by(period: Period, phrase: NounPhrase) -> dict[str, str]:
    """What the speaker behind a pronoun has to be; of "sie" the verb tells whether it is one or several."""
    wanted = pronouns()[phrase.pronoun]
    verb = period.clauses[period.clause_of[phrase.start]].verb
    if phrase.pronoun != "sie" or verb < 0:
        return wanted
    forms = verb_forms(period.tokens[verb].text.lower())
    numbers = {form.number or "pl" for form in forms if form.is_finite or form.mood == "infinitive"}
    if len(numbers) != 1:
        return wanted
    number = numbers.pop()
    return {"gender": "f" if number == "sg" else "", "number": number}


def fits(wanted: dict[str, str], speaker: Speaker) -> bool:
    """Whether a pronoun can stand for a speaker."""
    if wanted["number"] == "sg" and speaker.number == "pl":
        return False
    if wanted["number"] == "pl" and speaker.number == "sg":
        return False
    if speaker.number == "pl":
        return wanted["gender"] in ("", "f")
    return not wanted["gender"] or not speaker.gender or wanted["gender"] == speaker.gender
