"""What the title before a name says of a person: role, country, body and gender."""

import hashlib

import pytest

from claimpack.article import Article
from claimpack.extract.actors import Actors, find_actors
from claimpack.extract.document import read_document


def actors_of(text: str) -> Actors:
    return find_actors(
        read_document(Article("case", text, hashlib.sha256(text.encode()).hexdigest(), len(text), "c.txt"))
    )


@pytest.mark.parametrize(
    ("title", "role", "country", "parent"),
    [
        ("Die norwegische Schriftstellerin", "Writer", "NOR", None),
        ("Der norwegische Fischereiminister", "Minister of Norway", "NOR", "norway"),
        ("Der norwegische Notenbankchef", "Head of Central Bank of Norway", "NOR", "central-bank-of-norway"),
        ("Der norwegische Börsenchef", "Head", "NOR", None),
        ("Der Iranexperte", "Expert", None, None),
        ("Der Pariser Bürgermeister", "Mayor", "FRA", None),
        ("Bayerns Umweltminister", "Minister for the Environment of Bavaria", "DEU", "bavaria"),
        ("EU-Kommissarin", "European Commissioner", None, "european-union"),
        ("Kommissar", "Commissioner", None, None),
    ],
)
def test_role(title, role, country, parent):
    person = actors_of(f"{title} Eike Brandtsen trat zurück.").actors["case:eike-brandtsen"]
    assert (person.role, person.country, person.parent_id) == (role, country, parent)


@pytest.mark.parametrize(
    ("phrase", "gender"),
    [
        ("Die Rede der Abgeordneten", "f"),
        ("Das Wort hat die Abgeordnete", "f"),
        ("Das sagte der Abgeordnete", "m"),
        ("Die Rede des Abgeordneten", "m"),
    ],
)
def test_gender_of_an_adjective_used_as_a_noun(phrase, gender):
    actors = actors_of(f"{phrase} Filiz Torun.")
    assert actors.gender("case:filiz-torun") == gender
