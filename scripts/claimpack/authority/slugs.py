"""Ids of actors: lower-case ASCII words joined by hyphens."""

import re
import unicodedata
from functools import lru_cache

# Letters that NFKD does not take apart, and the German way of writing umlauts without dots.
_SPELT = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
    }
)
_OTHER = re.compile(r"[^a-z0-9]+")
LONGEST = 80


@lru_cache(maxsize=1 << 14)
def slug(name: str) -> str:
    """The id of a name: "Recep Tayyip Erdoğan" gives "recep-tayyip-erdogan"; letters of other scripts become code
    points.

    At most ``LONGEST`` characters, cut between words where possible. "unnamed" for a name without letters and digits.
    """
    text = unicodedata.normalize("NFC", name).lower().translate(_SPELT).replace("’", "").replace("'", "")
    if not text.isascii():
        text = "".join(_ascii(character) for character in unicodedata.normalize("NFKD", text))
    text = _OTHER.sub("-", text).strip("-")
    if len(text) > LONGEST:
        head = text[: LONGEST + 1].rpartition("-")[0]
        text = head or text[:LONGEST]
    return text or "unnamed"


def _ascii(character: str) -> str:
    if character.isascii() or unicodedata.combining(character):
        return character if character.isascii() else ""
    return f"-{ord(character):x}-" if character.isalnum() else " "
