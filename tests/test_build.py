"""Building and extracting: valid packages, the same bytes everywhere, and nothing lost when something is wrong."""

import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from claimpack import build
from claimpack.build import build_project, extract_files, merge
from claimpack.cli import main
from claimpack.diff.files import differences
from claimpack.errors import ClaimpackError
from claimpack.target import check_generated, check_package
from claimpack.validate import validate
from conftest import ARTICLE, SECOND, snapshot

BAD = {"englisch.txt": "The ships have left the harbour and nobody was hurt in the storm. " * 9, "leer.txt": ""}


def forked(command: list[str]) -> BaseProcess:
    """The command line, running in a fork of this process, whose imports are done."""
    process = get_context("fork").Process(target=main, args=(command,))
    process.start()
    return process


def only(folder: Path) -> list[str]:
    """What lies in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


def test_build(make_project: Callable[..., Path]) -> None:
    folder = make_project()
    result = build_project(folder)
    assert result.problems == []
    assert result.summary.startswith(f"{folder / 'datapackage'}: 2 sources")
    assert validate(folder / "datapackage", {"2025-03-12-techniker": ARTICLE, "2025-01-18-zelte": SECOND}) == []
    assert only(folder) == [".gitignore", "README.md", "datapackage", "raw"]
    quantities = (folder / "datapackage/quantities.csv").read_text(encoding="utf-8")
    for text in ("40", "300", "1200"):
        assert f",{text}," in quantities


def test_the_package_of_the_project_is_what_its_articles_give(root: Path, claimpack: Callable) -> None:
    done = claimpack("build", "--check", cwd=root)
    assert (done.returncode, done.stderr) == (0, "")
    assert "is what raw/ gives" in done.stdout


@pytest.mark.slow
def test_same_bytes_everywhere(root: Path, tmp_path: Path, claimpack: Callable) -> None:
    places = {
        "a": {"LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "PYTHONUTF8": "0", "COLUMNS": "40"},
        "mit Leerzeichen ü": {"LC_ALL": "tr_TR.UTF-8", "TZ": "America/Adak", "PYTHONHASHSEED": "2"},
    }
    for place, env in places.items():
        shutil.copytree(root / "raw", tmp_path / place / "raw")
        done = claimpack("build", "--project", tmp_path / place, env=env)
        assert done.returncode == 0, done.stderr
    first, second = (snapshot(tmp_path / place / "datapackage") for place in places)
    assert first == second == snapshot(root / "datapackage")


def test_one_bad_article_among_many(tmp_path: Path, make_project: Callable[..., Path], claimpack: Callable) -> None:
    folder = make_project({"a.txt": ARTICLE, **BAD})
    done = claimpack("build", "--project", folder)
    assert done.returncode == 1
    assert "1 sources" in done.stdout
    assert [line.split(":")[0] for line in done.stderr.splitlines() if line.startswith("error")] == [
        "error CP102",
        "error CP107",
    ]
    assert "englisch.txt" in done.stderr
    assert "leer.txt" in done.stderr


def test_nothing_but_bad_articles(make_project: Callable[..., Path], claimpack: Callable) -> None:
    folder = make_project()
    build_project(folder)
    before = snapshot(folder / "datapackage")
    for path in (folder / "raw/articles").iterdir():
        path.unlink()
    done = claimpack("build", "--project", folder)
    assert done.returncode == 2
    assert "CP304" in done.stderr
    assert "techniker.txt" in done.stderr
    assert snapshot(folder / "datapackage") == before


def test_package_that_would_not_be_valid(make_project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_project()
    build_project(folder)
    before = snapshot(folder)
    extract = build.extract_tables

    def broken(*arguments: object) -> build.Tables:
        tables = extract(*arguments)
        tables["claims"][0]["act"] = "sing"
        return tables

    monkeypatch.setattr(build, "extract_tables", broken)
    with pytest.raises(ClaimpackError, match="sing") as caught:
        build_project(folder)
    assert caught.value.code == "CP305"
    assert snapshot(folder) == before
    assert only(folder) == [".gitignore", "README.md", "datapackage", "raw"]


def test_row_of_an_article_that_is_missing(make_project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    extract = build.extract_tables

    def broken(*arguments: object) -> build.Tables:
        tables = extract(*arguments)
        for row in tables["claims"]:
            row["source_id"] = "nirgends"
        tables["claims"][0]["quote"] = None
        return tables

    monkeypatch.setattr(build, "extract_tables", broken)
    with pytest.raises(ClaimpackError, match=r"claims\.csv:2, column source_id") as caught:
        build_project(make_project())
    assert caught.value.code == "CP305"
    assert "nirgends" in str(caught.value)
    assert "column quote" in str(caught.value)


HARBOUR = {
    "actors.csv": "# unsere\nactor_id,name,name_de,kind,country\nnora-vik,Nora Vik,,person,NOR\n",
    "aliases.csv": "alias,actor_id,type,inflection\nNora Vik,nora-vik,name,0 s\n",
}


def test_project_adds_an_actor(make_project: Callable[..., Path]) -> None:
    text = ARTICLE.replace("Ministerpräsidentin Katrín Hauksdóttir", "Nora Vik")
    folder = make_project({"a.txt": text})
    build_project(folder)
    actors = folder / "datapackage/actors.csv"
    assert "\na:nora-vik,found," in actors.read_text()
    for name, content in HARBOUR.items():
        (folder / "raw" / name).write_text(content)
    assert any("nora-vik" in line for line in build.check_project(folder)[0])
    build_project(folder)
    assert "\nnora-vik,listed,Nora Vik,," in actors.read_text()
    assert "a:nora-vik" not in actors.read_text()
    assert build.check_project(folder) == ([], [])
    (folder / "raw/aliases.csv").unlink()
    assert build.check_project(folder)[0]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("actors.csv", "actor_id,name,kind\nn\xf8rd,N\xf8rd,group\n".encode("latin-1"), "not UTF-8"),
        ("actors.csv", b"actor_id;name;kind\n", "column actor_id"),
        ("aliases.csv", b"alias,actor_id,type,inflection\nGilde,gilde,name,s\n", "found: gilde"),
        ("actors.csv", b"actor_id,name,kind\ngilde,Gilde,zunft\n", "column kind: does not fit the enum (found: zunft)"),
        (
            "actors.csv",
            b"actor_id,name,kind\nA B,Gilde,group\n",
            "column actor_id: does not fit the pattern (found: A B)",
        ),
        ("actors.csv", b"actor_id,name,kind\n,Gilde,group\n", "column actor_id: empty (found: Gilde)"),
    ],
)
def test_project_with_a_broken_list(
    name: str, content: bytes, words: str, make_project: Callable[..., Path], claimpack: Callable
) -> None:
    folder = make_project()
    (folder / "raw" / name).write_bytes(content)
    for more in ((), ("--check",)):
        done = claimpack("build", "--project", folder, *more)
        assert done.returncode == 2
        assert f"raw/{name}" in done.stderr
        assert words in done.stderr
    assert not (folder / "datapackage").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ('"licenses": [1]', "licenses"),
        ('"licenses": [{"name": "CC0-1.0"}]', "name and path"),
        ('"contributors": ["ich"]', "contributors"),
        ('"contributors": [{"title": ""}]', "title or organization"),
        ('"keywords": [7]', "keywords"),
        ('"homepage": 5', "homepage"),
        ('"name": "a/b"', "a/b"),
        ('"x": ' + "[" * 100_000, "JSON"),
    ],
)
def test_description_that_cannot_stand_in_a_package(
    change: str, words: str, make_project: Callable[..., Path], claimpack: Callable
) -> None:
    folder = make_project({"a.txt": ARTICLE})
    file = folder / "raw/package.json"
    file.write_text(file.read_text().rstrip().removesuffix("}") + f", {change}}}")
    done = claimpack("build", "--project", folder)
    assert done.returncode == 2
    assert done.stderr.startswith("error CP")
    assert words in done.stderr
    assert not (folder / "datapackage").exists()


@pytest.mark.slow
def test_full_disk(make_project: Callable[..., Path]) -> None:
    folder = make_project()
    build_project(folder)
    before = snapshot(folder)
    done = subprocess.run(
        [sys.executable, "-m", "claimpack", "build", "--project", folder],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
    )
    assert done.returncode == 2
    assert done.stderr.startswith("error CP301")
    assert "Traceback" not in done.stderr
    assert snapshot(folder) == before
    assert only(folder) == [".gitignore", "README.md", "datapackage", "raw"]


@pytest.mark.slow
def test_killed_builds(make_project: Callable[..., Path], warm: None) -> None:
    folder = make_project()
    build_project(folder)
    before = snapshot(folder / "datapackage")
    (folder / "raw/package.json").write_text((folder / "raw/package.json").read_text().replace('"0.1.0"', '"0.2.0"'))
    command = ["build", "--quiet", "--project", str(folder)]
    chance = random.Random(7)
    for _ in range(3):
        process = forked(command)
        time.sleep(chance.uniform(0.05, 0.8))
        process.kill()
        process.join()
        lying = snapshot(folder / "datapackage")
        assert lying == before or b'"0.2.0"' in lying["datapackage.json"]
        assert validate(folder / "datapackage") == []
    process = forked(command)
    process.join()
    assert process.exitcode == 0
    assert b'"0.2.0"' in (folder / "datapackage/datapackage.json").read_bytes()
    assert only(folder) == [".gitignore", "README.md", "datapackage", "raw"]


@pytest.mark.slow
def test_two_at_once_do_not_mix(tmp_path: Path, warm: None) -> None:
    alone, expected = tmp_path / "alone", []
    for name, text in (("a.txt", ARTICLE), ("b.txt", SECOND)):
        (tmp_path / name).write_text(text)
        extract_files([tmp_path / name], alone)
        expected.append(snapshot(alone))
    command = ["extract", "--quiet", "--out", str(tmp_path / "out")]
    running = [forked([*command, str(tmp_path / name)]) for name in ("a.txt", "b.txt")]
    for process in running:
        process.join()
    assert [process.exitcode for process in running] == [0, 0]
    assert snapshot(tmp_path / "out") in expected
    assert only(tmp_path) == ["a.txt", "alone", "b.txt", "out"]


def test_extract(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/sturm.txt").write_text(ARTICLE.replace("Stand: 12.03.2025 09:15 Uhr\n\n", ""))
    (tmp_path / "in/zelte.html").write_text("<article><p>" + "<p>".join(SECOND.split("\n\n")) + "</article>")
    result = extract_files([tmp_path / "in"], tmp_path / "out", published="2025-03-12")
    assert result.problems == []
    assert validate(tmp_path / "out") == []
    sources = (tmp_path / "out/sources.csv").read_text()
    assert "2025-03-12,manifest,2025-03-12,2025-03-12" in sources
    assert "zelte.html,html.parser" in sources
    assert str(tmp_path) not in "".join(path.read_text() for path in (tmp_path / "out").iterdir())


def test_extract_takes_the_place_of_a_package_only(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    out = tmp_path / "out"
    extract_files([tmp_path / "a.txt"], out)
    extract_files([tmp_path / "a.txt"], out)
    (out / "notizen.txt").write_text("meins")
    before = snapshot(tmp_path)
    with pytest.raises(ClaimpackError, match=r"notizen\.txt") as caught:
        extract_files([tmp_path / "a.txt"], out)
    assert caught.value.code == "CP303"
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"resources": 1}',
        b'{"resources": [{"name": "claims"}]}',
        b'{"resources": [7]}',
        b"[" * 100_000,
    ],
)
def test_folders_of_others(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_bytes(content)
    with pytest.raises(ClaimpackError) as caught:
        check_package(tmp_path)
    assert caught.value.code == "CP302"
    check_generated(tmp_path)


def test_folders_that_may_be_used(tmp_path: Path) -> None:
    check_package(tmp_path)
    check_package(tmp_path / "neu")
    (tmp_path / ".DS_Store").write_bytes(b"")
    check_generated(tmp_path)
    (tmp_path / ".git").mkdir()
    with pytest.raises(ClaimpackError, match="move what is yours"):
        check_generated(tmp_path)
    with pytest.raises(ClaimpackError, match="not a folder"):
        check_package(tmp_path / ".DS_Store")


def test_broken_package_is_built_anew(make_project: Callable[..., Path]) -> None:
    folder = make_project()
    build_project(folder)
    before = snapshot(folder)
    (folder / "datapackage/datapackage.json").write_text("<<<<<<< ours")
    (folder / "datapackage/claims.csv").unlink()
    build_project(folder)
    assert snapshot(folder) == before


def test_check_names_the_rows(make_project: Callable[..., Path], claimpack: Callable) -> None:
    folder = make_project()
    build_project(folder)
    table = folder / "datapackage/sources.csv"
    text = table.read_text().replace("zelte,Finnland", "zelte,Schweden").replace("\n2025-03-12-t", "\nt")
    table.write_text(text)
    (folder / "datapackage/README.md").unlink()
    before = snapshot(folder)
    done = claimpack("build", "--check", "--quiet", "--project", folder)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[0] == "+ README.md"
    assert any(line.startswith("~ sources.csv: 2025-01-18-zelte: title: Schweden") for line in lines)
    assert "+ sources.csv: 2025-03-12-techniker" in lines
    assert "- sources.csv: techniker" in lines
    assert snapshot(folder) == before


def test_differences_are_not_without_end(tmp_path: Path) -> None:
    rows = "".join(f"a{number}\n" for number in range(50))
    lines = list(differences(tmp_path, {"actors.csv": b"actor_id\n"}))
    assert lines == ["+ actors.csv"]
    (tmp_path / "actors.csv").write_text("actor_id\n" + rows)
    (tmp_path / "fremd.txt").write_text("")
    (tmp_path / "claims.csv").write_bytes(b"\xff")
    lines = list(differences(tmp_path, {"actors.csv": b"actor_id\n", "claims.csv": b"claim_id\n"}))
    assert lines[0] == "- actors.csv: a0"
    assert lines[20:] == ["  and 30 more in actors.csv", "~ claims.csv", "- fremd.txt"]


def test_full_quotes(make_project: Callable[..., Path], claimpack: Callable) -> None:
    words = " ".join(f"Wort{number}" for number in range(40))
    folder = make_project({"a.txt": ARTICLE.replace("noch einmal", f"{words} noch einmal")})
    build_project(folder)
    assert "Wort30" not in (folder / "datapackage/claims.csv").read_text()
    build_project(folder, full_quotes=True)
    assert "Wort30" in (folder / "datapackage/claims.csv").read_text()
    assert '"quotations": "full"' in (folder / "datapackage/datapackage.json").read_text()
    assert claimpack("build", "--check", "--full-quotes", "--project", folder).returncode == 2
    assert claimpack("build", "--check", "--project", folder).returncode == 1


def test_merge_keeps_an_actor_once() -> None:
    parts = [
        {"actors": [{"actor_id": "oslo"}, {"actor_id": "a:x"}], "claims": [{"claim_id": "1"}]},
        {"actors": [{"actor_id": "oslo"}], "claims": [{"claim_id": "2"}]},
    ]
    assert merge(parts) == {
        "actors": [{"actor_id": "oslo"}, {"actor_id": "a:x"}],
        "claims": [{"claim_id": "1"}, {"claim_id": "2"}],
    }


@pytest.mark.slow
def test_extraction_is_quick(root: Path, tmp_path: Path, claimpack: Callable) -> None:
    # Processor time, which does not count what other programs do meanwhile; 3 s of a clock are promised.
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = claimpack("extract", root / "raw/articles", "--out", tmp_path / "out", env={"PYTHONHASHSEED": "0"})
    assert done.returncode == 0, done.stderr
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 4.5
