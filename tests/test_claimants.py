import pytest

from articles import article
from claimpack.extract.actors import find_actors
from claimpack.extract.claims import find_claims
from claimpack.extract.document import read_document
from tables import cases


def read(text):
    document = read_document(article(text, "case"))
    return find_claims(document, [], find_actors(document), [])


def texts(text, claim, role):
    return "|".join(text[p.start : p.stop] for p in claim.participants if p.role == role)


@pytest.mark.parametrize("case", cases("claimants"))
def test_claimants(case):
    """The last claim with the quotation is of that form and by that claimant; without a form there is no such claim."""
    text = case["text"]
    found = {text[claim.start : claim.stop]: claim for claim in read(text)}
    if not case["form"]:
        assert case["quote"] not in found
        return
    assert case["quote"] in found
    claim = found[case["quote"]]
    assert {
        "form": claim.form,
        "claimant": texts(text, claim, "claimant"),
        "co": texts(text, claim, "co_claimant"),
        "relay": texts(text, claim, "relay"),
    } == {name: case[name] for name in ("form", "claimant", "co", "relay")}


def test_an_age_stands_for_the_person_who_spoke_before():
    text = "Eva Lorenz sagte, sie bleibe. Die 41-Jährige betonte, der Deich halte."
    claims = read(text)
    assert len({claim.participants[0].actor_id for claim in claims}) == 1
