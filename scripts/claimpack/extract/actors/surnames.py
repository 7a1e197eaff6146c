"""The surnames of the persons whom an article names and no list has: who bears which, and where one stands alone."""

from typing import NamedTuple

from claimpack.extract.actors.person_names import name_parts
from claimpack.extract.actors.registry import Registry


class Surnames(NamedTuple):
    """Surname -> the persons who bear it, in order of the article; and the forms that one word of a text may have."""

    bearers: dict[str, dict[str, None]]
    forms: frozenset[str]

    def may_be(self, word: str) -> bool:
        """Whether ``word`` may be one of the surnames, or what stands before its hyphen."""
        return (word in self.forms or "-" in word) and word[0].isupper()


def read_surnames(registry: Registry) -> Surnames:
    """The surnames of the persons whom the article itself has named so far."""
    found: dict[str, dict[str, None]] = {}
    particles = name_parts("particle")
    for actor in registry.actors.values():
        words = actor.name.split()
        if actor.kind != "person" or actor.status != "found" or not words:
            continue
        last = words[-1]
        found.setdefault(last, {})[actor.actor_id] = None
        if len(words) > 2 and words[-2] in particles:
            found.setdefault(" ".join(words[-2:]), {})[actor.actor_id] = None
    return Surnames(found, frozenset(form for surname in found for form in (surname, surname + "s")))


def join_persons(registry: Registry, surnames: Surnames) -> dict[str, str]:
    """Persons found by title and surname alone -> the one person of the article who has that surname and a first
    name. The former leave ``registry`` and ``surnames``.
    """
    same: dict[str, str] = {}
    for surname, bearers in surnames.bearers.items():
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
            del bearers[alone[0]]
    return same
