import pytest

from claimpack.extract.layout import read_layout
from timing import assert_linear

LONG = "Der Ausschuss hat am Dienstag über den Haushalt beraten und die Abstimmung auf die nächste Woche verschoben."
OTHER = "Die Opposition kritisierte das Verfahren, weil die Unterlagen erst am Vorabend verteilt worden waren."
ENGLISH = "The committee has met on Tuesday and it will vote on the budget in the course of the next week, they said."

CASES = [
    (
        f"Haushalt\nAusschuss vertagt sich\n\n{LONG}\n",
        ["kicker", "headline", "body"],
        "lines above the first paragraph",
    ),
    (
        f"Ausschuss vertagt sich\n{LONG}\n\nStreit um das Verfahren\n\n{OTHER}",
        ["headline", "body", "subheading", "body"],
        "subheading",
    ),
    (f"US-Wahl Ausschuss vertagt sich\n{LONG}", ["kicker", "headline", "body"], "kicker on the line of the headline"),
    (
        f"Stand: 3.5.2023 11:04 Uhr\n{LONG}\n{OTHER}\n{OTHER}",
        [None, "standfirst", "body", "body"],
        "standfirst below the update line",
    ),
    (f"{LONG}\nBonn – {OTHER}\n{OTHER}", ["standfirst", "body", "body"], "standfirst before a place line"),
    (f"Vertagt\n{LONG}\n\ndpa/abc", ["headline", "body", None], "agency line"),
    (f"Vertagt\n{LONG} (dpa)", ["headline", "body", None], "agency behind the last sentence"),
    (f"Vertagt\n{7 * (LONG + ' ')} (dpa)", ["headline", "body", None], "agency behind a long paragraph"),
    (f"{ENGLISH}\n{LONG}", [None, "body"], "passage in another language"),
    (f"Der Saal am Dienstag. Foto: A. Muster / XYZ\n{LONG}", ["caption", None, "body"], "caption with its credit"),
    (
        f"Der Saal\nDer Saal am Dienstag. © Muster\n{LONG}",
        ["caption", "caption", None, "body"],
        "line that the caption repeats",
    ),
    (f"{LONG}\nKarte mit Bonn und Umgebung\n{OTHER}", ["body", "caption", "body"], "description of a picture"),
    (
        f"Zum Inhalt springen\nTeilen\nVertagt\nJetzt abonnieren und weiterlesen.\n{LONG}",
        [None, None, "headline", None, "body"],
        "furniture",
    ),
    (f"Vertagt\nVertagt\n{LONG}", [None, "headline", "body"], "headline printed twice"),
    (LONG, ["body"], "nothing but a paragraph"),
]


@pytest.mark.parametrize(("text", "zones"), [case[:2] for case in CASES], ids=[case[2] for case in CASES])
def test_zones(text, zones):
    assert [block.zone for block in read_layout(text)] == zones


@pytest.mark.parametrize("text", [case[0] for case in CASES], ids=[case[2] for case in CASES])
def test_blocks_hold_all_but_white_space(text):
    rest = list(text)
    for block in read_layout(text):
        rest[block.start : block.stop] = " " * (block.stop - block.start)
    assert not "".join(rest).strip()


def test_furniture_in_the_middle_of_a_sentence_is_text():
    text = "Er sagte zum Foto: niemand habe am 3. Mai gewusst, was der Stand: der Dinge sei, und alle seien gegangen."
    assert [block.zone for block in read_layout(text)] == ["body"]


@pytest.mark.parametrize("piece", ["date 2024-10 ", "Foto: ", "(Photo ", "Stand: 1.", "– ", "1. ", "Ja\n"])
def test_hostile_lines_take_linear_time(piece):
    assert_linear(read_layout, lambda size: piece * (size // len(piece)), 40_000)
