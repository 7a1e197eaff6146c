"""Finds where the object of a reporting verb begins, behind dates and adverbs, and where it ends."""

from collections.abc import Sequence

from claimpack.german.reporting import group
from claimpack.german.speaker_phrases import is_adjective, pronouns, skip_adverbials
from claimpack.german.tokens import Token
from claimpack.german.verbs import verb_forms


def past_phrases(tokens: Sequence[Token], first: int, stop: int) -> int:
    """The start of the object behind auxiliaries, adverbs, dates and prepositional phrases, which are none of it."""
    while first < stop:
        word = tokens[first].text.lower()
        if word in group("auxiliary") | group("modal") | {"und", "sich"} or tokens[first].text == ",":
            first += 1
        elif (past := _past_date(tokens, first, stop)) > first:
            first = past
        elif word in group("preposition"):
            past = skip_adverbials(tokens, first, stop)
            if past == first and first + 1 < stop and tokens[first + 1].text in group("adverb"):
                past = first + 2  # "seit gestern"
            if past == first or past >= stop:
                past = _past_figures(tokens, first + 1, stop)
            if past == first + 1:
                break
            first = past
        elif (
            tokens[first].kind == "word"
            and not tokens[first].is_capitalised
            and word not in group("determiner")
            and word not in pronouns()
            and word not in ("als", "wie", "für")
            and (word in group("adverb") or not is_adjective(tokens[first]))
            and not any(form.mood == "infinitive" for form in verb_forms(word))
        ):
            first += 1
        else:
            break
    return first


def _past_figures(tokens: Sequence[Token], first: int, stop: int) -> int:
    """The token behind a date in figures, "den 18. September", "27.02.2006"; ``first`` if there is none."""
    i = first + 1 if first < stop and tokens[first].text.lower() in group("determiner") else first
    if i >= stop or tokens[i].kind != "number":
        return first
    while i < stop and (tokens[i].kind == "number" or tokens[i].text == "." or tokens[i].text in group("time")):
        i += 1
    return i


def _past_date(tokens: Sequence[Token], first: int, stop: int) -> int:
    """The token behind a point of time: "diesen Samstag", "den 7. April 2006"; ``first`` if there is none."""
    i = first + 1 if tokens[first].text.lower() in group("determiner") | {"am"} else first
    while i < stop and (tokens[i].kind == "number" or tokens[i].text == "."):
        i += 1
    if i >= stop or tokens[i].text not in group("time") or (i == first and tokens[i].text == tokens[i].text.lower()):
        return first
    i += 1
    return i + 1 if i < stop and tokens[i].kind == "number" else i


def before_adverbs(tokens: Sequence[Token], first: int, end: int) -> int:
    """The stop of a phrase without what only goes with the verb at its end: "den Plan |umgehend (ab)"."""
    if any(tokens[k].text == "," for k in range(first, end)):
        while end > first and tokens[end - 1].text.lower() in group("adverb"):
            end -= 1
        return end
    last = end
    while last > first + 1 and tokens[last - 1].kind == "word" and tokens[last - 1].text[0].islower():
        last -= 1
    attribute = any(token.text in group("preposition") for token in tokens[last:end])  # "freie Sicht nach draußen"
    return end if attribute else last
