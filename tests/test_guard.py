"""The copyright guard finds what leaks, in every form, and nothing else; its time grows with the text alone."""

import time
import unicodedata

import pytest

import sample
from claimpack import package
from claimpack.release.guard import Leak, declared, leaks, nearest, passages, shares

TEXT = sample.SHIPS
NAME = "2025-03-04-frachter"
ARTICLES = {NAME: TEXT}
# Eleven words behind the end of a cut quotation.
SECRET = "bergen und zu helfen, wo immer jemand um Hilfe bittet"


def published(quotations: str = package.CUT) -> dict[str, list[dict]]:
    return package.published_tables(sample.tables(), quotations)


def found(text: str, quotations: str = package.CUT, length: int = 8) -> list[Leak]:
    tables = published(quotations)
    allowed = declared(passages(tables, ARTICLES), tables, ARTICLES, quotations == package.CUT)
    return list(leaks({"file.txt": text.encode()}, ARTICLES, allowed, length))


@pytest.mark.parametrize("quotations", [package.CUT, package.NONE])
def test_package_itself_leaks_nothing(quotations: str) -> None:
    tables = published(quotations)
    files = package.package_files(sample.tables(), sample.METADATA, quotations)
    allowed = list(declared(passages(tables, sample.ARTICLES), tables, sample.ARTICLES, quotations == package.CUT))
    assert not list(leaks(files, sample.ARTICLES, allowed, 8 if quotations == package.CUT else 3))


@pytest.mark.parametrize("file", sorted(package.package_files(sample.tables(), sample.METADATA)))
def test_leak_is_found_in_every_file(file: str) -> None:
    files = package.package_files(sample.tables(), sample.METADATA)
    tables = published()
    lines = files[file].count(b"\n")
    files[file] += f"in einer Zeile {SECRET} und so fort\n".encode()
    allowed = declared(passages(tables, ARTICLES), tables, ARTICLES, True)
    (leak,) = leaks(files, ARTICLES, allowed)
    assert (leak.file, leak.line, leak.source_id, leak.words) == (file, lines + 1, NAME, 10)
    assert leak.run == "bergen und zu helfen …"


@pytest.mark.parametrize(
    "text",
    [
        SECRET,
        SECRET.upper(),
        SECRET.replace(" ", "\n"),
        SECRET.replace(" ", "\\n"),  # as JSON has it
        SECRET.replace(" ", "**, "),
        SECRET.replace("Hilfe", "Hil\xadfe"),
        SECRET.replace(" ", "\u200b "),
        unicodedata.normalize("NFD", "die Küste schicken, um dort zu suchen, zu bergen"),
        f"{SECRET}. {SECRET}",
    ],
)
def test_leak_is_found_in_every_form(text: str) -> None:
    assert found(f"Vorher. {text} Nachher.")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "zu helfen, wo immer jemand um Hilfe",  # seven words
        "sind laut der schwedischen Küstenwache am Montag rund 40 Frachter ausgelaufen",  # a quotation
        "Vierzig Frachter ohne Meldung",
        "bergen und zu helfen, wo immer anderswo jemand um Hilfe bittet",  # no run of eight
    ],
)
def test_what_is_no_leak(text: str) -> None:
    assert not found(text)


def test_quotation_that_goes_on_is_a_leak() -> None:
    (claim,) = (row for row in published()["claims"] if not row["quote_complete"])
    assert len(claim["quote"].split()) == 25
    assert not found(claim["quote"])
    (leak,) = found(TEXT[claim["start"] : claim["stop"]])
    assert leak.words > 8


def test_uncut_or_forged_quotation_declares_no_more_than_a_cut_one() -> None:
    tables = package.published_tables(sample.tables(), package.FULL)
    allowed = declared(passages(tables, ARTICLES), tables, ARTICLES, True)
    assert list(leaks({"claims.csv": package.csvfile.write_csv("claims", tables["claims"])}, ARTICLES, allowed))
    forged = published()
    forged["mentions"][0]["text"] = SECRET
    allowed = declared(passages(forged, ARTICLES), forged, ARTICLES, True)
    assert list(leaks({"mentions.csv": package.csvfile.write_csv("mentions", forged["mentions"])}, ARTICLES, allowed))


def test_three_words_leak_where_nothing_is_quoted() -> None:
    assert found("jemand um Hilfe", package.NONE, 3)
    assert not found("um Hilfe", package.NONE, 3)
    assert not found("Reederverband Nordsee; Vierzig Frachter ohne Meldung", package.NONE, 3)  # a name, a title
    assert list(leaks({"a": b"im Jahr 2024"}, {"a": "war im Jahr 2024 so"}, [], 3))
    assert not list(leaks({"a": b"Jahr 2024-10-28"}, {"a": "im Jahr 2024 10 28 war es"}, [], 3))  # mostly numbers


def test_file_that_is_no_text_is_not_passed() -> None:
    with pytest.raises(UnicodeDecodeError):
        list(leaks({"a": b"\xff"}, ARTICLES, []))


def test_shares_are_of_the_union() -> None:
    spans = {"a": [(0, 10), (5, 12), (6, 8), (20, 30)]}
    assert shares(spans, {"a": "x" * 100, "b": "y"}) == {"a": 0.22, "b": 0.0}
    whole = shares(passages(published(), ARTICLES), ARTICLES)[NAME]
    assert 0.5 < whole < 0.9
    assert shares(passages(published(package.NONE), ARTICLES), ARTICLES)[NAME] < 0.1  # the title


@pytest.mark.parametrize(("place", "expected"), [(0, 0), (2, 0), (4, 6), (6, 6), (100, 6)])
def test_nearest(place: int, expected: int) -> None:
    assert nearest("Moos, Moos", "Moos", place) == expected
    assert nearest("Moos", "See", place) is None


def test_time_grows_with_the_text_alone() -> None:
    words = [f"wort{number % 977} x{number}" for number in range(4_000)]
    taken = []
    for times in (1, 4):
        text = " ".join(words * times)
        before = time.process_time()
        assert len(list(leaks({"a": text.encode()}, {"a": text}, [text[:1000]]))) <= 2 * times
        taken.append(time.process_time() - before)
    assert taken[1] < 12 * taken[0]
