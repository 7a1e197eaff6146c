from importlib.resources import files

import pytest

from claimpack.german import lexicon

NAMES = sorted(path.name.removesuffix(".csv") for path in files("claimpack.german").joinpath("words").iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_word_lists_are_commented_and_have_no_row_twice(name):
    text = files("claimpack.german").joinpath("words", f"{name}.csv").read_text(encoding="utf-8")
    rows = [tuple(row.values()) for row in lexicon.table(name)]
    assert text.startswith("# ")
    assert len(set(rows)) == len(rows)
    assert all(row[0] for row in rows)


def test_a_cell_too_many_is_an_error(tmp_path, monkeypatch):
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "broken.csv").write_text("# words\nword,note\na,b,c\n", encoding="utf-8")
    monkeypatch.setattr(lexicon, "files", lambda package: tmp_path)
    with pytest.raises(ValueError, match=r"words/broken\.csv"):
        lexicon.table("broken")
