"""Who is named in sentences of our own, and what the reader promises about every mention."""

import csv
import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimpack import authority
from claimpack.article import Article
from claimpack.extract.actors import Actors, find_actors, openings
from claimpack.extract.document import Document, Sentence, read_document
from claimpack.german.tokens import tokenize
from timing import assert_linear

CASES = Path(__file__).with_name("cases") / "actors.csv"


def article_of(text: str) -> Article:
    return Article("case", text, hashlib.sha256(text.encode()).hexdigest(), len(text), "case.txt")


def actors_of(text: str) -> Actors:
    return find_actors(read_document(article_of(text)))


def actor_cases():
    lines = (line for line in CASES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    for row in csv.DictReader(lines):
        marks = [pytest.mark.xfail(reason=row["xfail"], strict=True)] if row["xfail"] else []
        yield pytest.param(row, id=f"{row['origin']}: {row['passage']}", marks=marks)


@pytest.mark.parametrize("row", list(actor_cases()))
def test_cases(row):
    text, passage = row["text"], row["passage"]
    actors = actors_of(text)
    start = text.rindex(passage)
    stop = start + len(passage)
    if row["asks"] == "speaker":
        mention = actors.speaker(start, stop)
        assert text[mention.start : mention.stop] == (row["named"] or passage)
        assert actors.speaker(start, stop) == mention
    else:
        found = [m for m in actors.mentions if (m.start, m.stop) == (start, stop)]
        if row["asks"] == "none":
            assert [m.actor_id for m in actors.mentions if m.start < stop and start < m.stop] == []
            return
        assert len(found) == 1, [(text[m.start : m.stop], m.actor_id) for m in actors.mentions]
        mention = found[0]
    actor = actors.actors[mention.actor_id]
    expected = row["actor"] if authority.actor(row["actor"]) else f"case:{row['actor']}"
    assert (mention.actor_id, actor.kind, mention.kind) == (expected, row["kind"], row["mention"])


def test_what_is_known_of_an_unlisted_person():
    actors = actors_of("Der norwegische Fischereiminister Eskil Brandtsen trat zurück.")
    person = actors.actors["case:eskil-brandtsen"]
    assert (person.status, person.country, person.parent_id) == ("found", "NOR", "norway")
    assert person.role == "Minister of Norway"


@pytest.mark.parametrize(
    ("text", "parent"),
    [
        ("Das sagte Malte Iwersen (SPD) am Abend.", "social-democratic-party-of-germany"),
        ("Das sagte der Forscher Malte Iwersen, vom Atlantic Council.", "atlantic-council"),
        ("Das sagte Malte Iwersen der dpa.", None),
        ("Das sagte Malte Iwersen (dpa) am Abend.", None),
    ],
)
def test_body_after_a_name(text, parent):
    assert actors_of(text).actors["case:malte-iwersen"].parent_id == parent


def test_what_is_known_of_an_unnamed_speaker():
    text = "Das sagte ein Sprecher des norwegischen Außenministeriums."
    actors = actors_of(text)
    mention = actors.speaker(text.index("Sprecher"), len(text) - 1)
    speaker = actors.actors[mention.actor_id]
    assert (speaker.status, speaker.country) == ("unnamed", "NOR")
    assert speaker.parent_id == "ministry-of-foreign-affairs-of-norway"
    assert actors.gender(mention.actor_id) == "m"
    assert not actors.is_plural(mention.actor_id)
    assert mention in actors.inside(0, len(text))


@pytest.mark.parametrize(
    ("text", "actor_id", "gender"),
    [
        ("Ministerin Renske Dirksen lehnt ab.", "case:renske-dirksen", "f"),
        ("Dort wartet Malte Iwersen.", "case:malte-iwersen", "m"),
        ("Maria Sacharowa lehnt ab.", "maria-zakharova", "f"),
        ("Die Polizei Uelzen lehnt ab.", "case:polizei-uelzen", None),
    ],
)
def test_gender(text, actor_id, gender):
    actors = actors_of(text)
    assert actor_id in actors.actors
    assert actors.gender(actor_id) == gender


def test_mentions_inside_lie_inside():
    text = "Das norwegische Verteidigungsministerium und Kiew lehnen ab."
    actors = actors_of(text)
    stop = text.index(" und")
    assert [text[m.start : m.stop] for m in actors.inside(0, stop)] == [
        "norwegische Verteidigungsministerium",
        "norwegische",
    ]
    assert actors.inside(0, stop - 1) == actors.inside(0, stop)[1:]


WORDS = st.sampled_from(
    "Präsident Regierung russische Kiew in der des von Putin Hans Müller , . „ “ - US-Präsident laut Kim Jong-un "
    "Experten Zeitung für und Sprecherin Rutte Dr. 12 ein die a\u0301 ʼ Polizei Uno-Rat".split()
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=40), st.data())
def test_every_mention_is_true(words, data):
    text = " ".join(words)
    actors = actors_of(text)
    tokens = read_document(article_of(text)).tokens
    if tokens:
        first = data.draw(st.integers(0, len(tokens) - 1))
        actors.speaker(tokens[first].start, tokens[data.draw(st.integers(first, len(tokens) - 1))].stop)
    order = [(m.start, -m.stop) for m in actors.mentions]
    assert order == sorted(order)
    for mention in actors.mentions:
        assert 0 <= mention.start < mention.stop <= len(text)
        assert not text[mention.start].isspace() and not text[mention.stop - 1].isspace()
        assert mention.actor_id in actors.actors
        assert mention.rule


def test_every_actor_has_its_parents():
    text = "Vize-Verteidigungsminister Junus-bek Jewkurow und das norwegische Finanzministerium lehnen ab."
    found = actors_of(text).actors
    parents = authority.parents(found.values())
    for actor in [*found.values(), *parents.values()]:
        assert actor.parent_id is None or actor.parent_id in found or actor.parent_id in parents


def one_sentence(text: str) -> Document:
    """The text as a single sentence, also where the layout would take it for furniture."""
    return Document(article_of(text), (), (Sentence(0, len(text), "body", 0, tuple(tokenize(text))),), None)


HOSTILE = {
    "a word": ["Otto ", "Herr ", "Präsident ", "russische ", "Moskau, ", "Welt ", "der ", "von ", "É "],
    "a name": ["Malte Weber, ", "Hans von der ", "Kim Präsident Castro, ", "Frau Weber ", "Herr Dr. ", "A. B. C. "],
    "a phrase": ["Sprecher des , ", "der Präsident ", "der Geheimdienst ", "Polizei Köln ", "Kölner Polizei "],
    "a chain": ["Regierungen Norwegens, der ", "in Moskau, Kiew und ", "Bank of the ", "GmbH ", "Institut für "],
    "joined": ["a-b-", "Merkel-", "Merkel-Weber ", "norwegisch-russischer ", "Ex-"],
    "marks": ["(", "()", "(KLM) ", "Bank (KLM) ", "„", "„“", "Zeitung „", '"', "- ", "1 "],
    "combining": ["e\u0301", "E\u0301 ", "\u0301", "A\u0301bc "],
}


@pytest.mark.parametrize("unit", [unit for units in HOSTILE.values() for unit in units])
def test_hostile_text_takes_linear_time(unit):
    assert_linear(find_actors, lambda size: one_sentence((unit * size)[:size]), 8_000)


@pytest.mark.parametrize(
    "form", ["Malte{} Weber, ", "Polizei {} lehnt ab, ", "Präsident {}, ", "{} ", "die Bank {} (A{}) "]
)
def test_many_different_names_take_linear_time(form):
    """Each name is a word that no other text has: those who bear a surname, or bodies whose names begin alike, are as
    many as the text is long.
    """

    def document(size: int) -> Document:
        count = size // (len(form) + 4)
        return one_sentence("".join(form.replace("{}", f"X{_letters(number)}") for number in range(count)))

    assert_linear(find_actors, document, 4_000)


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:05}")


def test_judgements_of_word_forms_are_bounded(monkeypatch):
    text = "Der norwegische Ministerpräsident Eskil Brandtsen und die Polizei Uelzen lehnen das ab, sagte Frau Huber."
    expected = actors_of(text).mentions
    forms = openings.forms_of(authority.load())
    monkeypatch.setattr(openings, "CACHED_FORMS", 5)
    forms.clear()
    assert actors_of(text).mentions == expected
    assert len(forms) <= 5


def test_a_seat_whose_compound_ends_further_on_is_no_state():
    assert not actors_of("Moskau- und Kiew-Reisen sind selten.").mentions
