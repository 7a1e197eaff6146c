"""A corpus of any size, made of sentences of our own with other numbers, names and places in each article."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

PLACES = "Oslo Bergen Reykjavik Tallinn Riga Vilnius Helsinki Turku Malmö Aarhus Odense Danzig".split()
NAMES = "Maja Lindqvist,Katrín Hauksdóttir,Jonas Berg,Elin Strand,Peer Holm,Ada Kallas,Timo Laine,Inga Ruud".split(",")
GOODS = "Zelte Boote Frachter Generatoren Pumpen Lastwagen Funkgeräte Decken Container Fähren".split()
SENTENCES = (
    "{place} hat rund {n} {goods} an die Küste geliefert, wie das Ministerium am {day} mitteilte.",
    "„Wir brauchen noch einmal {n} {goods}“, sagte {name} am {day} in {place}.",
    "Laut der Polizei in {place} wurden mindestens {n} Häuser beschädigt.",
    "{name} erklärte, man werde in den kommenden Tagen mehr als {n} Helfer nach {place} schicken.",
    "Nach Angaben der Behörden seien etwa {n} Menschen ohne Strom gewesen.",
    "Der Hafen von {place} meldete einen Gewinn von {m},{d} Millionen Euro.",
    "Im vergangenen Jahr waren es nach Schätzung des Instituts noch {n} {goods}.",
    "Die Fähre nach {place} fährt seit {day} wieder, {goods} sind nicht an Bord.",
    "{name} wies das zurück und sprach von höchstens {n} {goods}.",
    "Ob die {goods} bis {day} in {place} eintreffen, ist offen.",
    "Der Sprecher bestätigte, dass {n} Lotsen aus {place} auf die Lage vorbereitet seien.",
    "Es sei nicht auszuschließen, dass {m} Prozent der {goods} verloren sind, hieß es am {day}.",
)
DAYS = "Montag Dienstag Mittwoch Donnerstag Freitag".split()


def text(number: int, sentences: int = 25) -> str:
    """The article with this number: always the same."""
    random = Random(number)

    def filled(sentence: str) -> str:
        return sentence.format(
            place=random.choice(PLACES),
            n=random.randrange(20, 90_000),
            m=random.randrange(2, 90),
            d=random.randrange(1, 9),
            goods=random.choice(GOODS),
            name=random.choice(NAMES),
            day=random.choice(DAYS),
        )

    blocks = [f"{random.choice(PLACES)} zählt {random.randrange(20, 900)} {random.choice(GOODS)}"]
    while sentences > 0:
        size = min(sentences, random.randrange(2, 5))
        blocks.append(" ".join(filled(random.choice(SENTENCES)) for _ in range(size)))
        sentences -= size
    return "\n\n".join(blocks) + "\n"


def rows(number: int, first: int = 0, sentences: int = 25) -> Iterator[dict[str, str]]:
    """So many articles as rows of an archive."""
    for one in range(first, first + number):
        day = f"2025-{1 + one % 12:02}-{1 + one % 28:02}"
        yield {"id": f"a{one}", "body": text(one, sentences), "date": day, "outlet": "Nordblick"}


def lines(number: int, first: int = 0, sentences: int = 25) -> bytes:
    """So many articles as JSON Lines."""
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows(number, first, sentences))


def write(file: Path, number: int, sentences: int = 25) -> Path:
    """A file of JSON Lines with so many articles, written one by one."""
    with file.open("wb") as stream:
        for one in range(number):
            stream.write(lines(1, one, sentences))
    return file
