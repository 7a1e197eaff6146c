"""The offices that the English role of a person stands for, by ``roles.csv``."""

from functools import cache, lru_cache

from claimpack.authority.listing import rows_of


@cache
def _titles() -> list[tuple[str, frozenset[str]]]:
    """English title -> offices, the longest titles first."""
    found: dict[str, set[str]] = {}
    for row in rows_of("roles.csv"):
        if row["role"] and row["office"]:
            found.setdefault(row["role"], set()).update(row["office"].split())
    return sorted(((title, frozenset(offices)) for title, offices in found.items()), key=lambda item: -len(item[0]))


OTHER_WORDS = {
    "Premier": "Prime Minister",
    "Secretary of Defense": "Minister of Defence",
    "Spokesman": "Spokesperson",
    "Spokeswoman": "Spokesperson",
    "Press Secretary": "Spokesperson",
    "Deputy Press Secretary": "Spokesperson",
    "Deputy Spokesman": "Spokesperson",
    "Secretary-General": "Secretary General",
    "Director-General": "Director General",
    "Chairwoman": "Chairman",
    "Managing Director": "Head",
    "Minister of National Defense": "Minister of Defence",
    "Deputy Minister": "Minister",
    "Permanent Representative": "Representative",
    "Speaker": "President of the Parliament",
}


@lru_cache(maxsize=1 << 12)
def offices_of(role: str | None) -> frozenset[str]:
    """The offices of a role: "President of Poland" gives head_of_state and president; nothing for no role."""
    if not role:
        return frozenset()
    for words, same in sorted(OTHER_WORDS.items(), key=lambda item: -len(item[0])):
        if role.startswith(words):
            role = same + role[len(words) :]
            break
    for title, offices in _titles():
        if role.startswith(title):
            return offices
    return frozenset()
