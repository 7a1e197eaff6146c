"""A release: the same bytes wherever it is made, all reasons against it at once, metadata that others can read."""

import csv
import hashlib
import io
import json
import os
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import jsonschema
import pytest
import yaml

from claimpack import package, table_schema
from claimpack.errors import ClaimpackError
from claimpack.init import start_project
from claimpack.release import check_release, release
from claimpack.release.about import About
from claimpack.release.cff import citation
from claimpack.release.datacite import attributes
from claimpack.release.zenodo import deposit
from claimpack.validate import validate
from conftest import ARTICLE, snapshot
from releasing import build, commit, copied, git, review

SCHEMAS = Path(__file__).parent / "schemas"
FIRST = "dist/project-0.1.0"


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of one article that can be released; not to be changed."""
    folder = tmp_path_factory.mktemp("ready") / "project"
    start(folder)
    review(folder)
    commit(folder)
    return folder


def start(folder: Path) -> None:
    start_project(folder)
    (folder / "raw/articles/2025-03-12-techniker.txt").write_text(ARTICLE, encoding="utf-8")
    digest = hashlib.sha256(ARTICLE.encode()).hexdigest()
    (folder / "raw/articles.csv").write_text(f"file,sha256\n2025-03-12-techniker.txt,{digest}\n", encoding="utf-8")
    people = [{"title": "Maja Lindqvist", "roles": ["creator"]}]
    describe(folder, maxQuotedShare=0.9, contributors=people, description="What was said of a technician.")


def describe(folder: Path, **properties: object) -> None:
    path = folder / "raw/package.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()) | properties, indent=2), encoding="utf-8")


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """That what is written is valid is seen elsewhere, and takes most of the time."""
    monkeypatch.setattr("claimpack.release.validate", lambda *_: [])


@pytest.fixture
def project(ready: Path, tmp_path: Path, unchecked: None) -> Path:
    return copied(ready, tmp_path / "project")


def codes(version: str, folder: Path, **options: object) -> list[str]:
    """The reasons against a release; nothing is written then."""
    before = snapshot(folder)
    result = release(version, folder, quiet=True, **options)
    if result.problems:
        assert snapshot(folder) == before
        assert all(problem.remedy for problem in result.problems)
    return sorted({problem.code for problem in result.problems})


@pytest.fixture(scope="module")
def made(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of the project, in a folder of its own; not to be changed."""
    out = tmp_path_factory.mktemp("made") / "release"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("claimpack.release.validate", lambda *_: [])
        assert release("0.1.0", ready, out, quiet=True).problems == []
    return out


def members(folder: Path) -> dict[str, bytes]:
    (path,) = folder.glob("*.zip")
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_files_and_checksums(made: Path) -> None:
    files = snapshot(made)
    assert sorted(files) == [
        *(".zenodo.json", "CHANGELOG.md", "CITATION.cff", "SHA256SUMS"),
        *("build-record.json", "datacite.json", "project-0.1.0.zip"),
    ]
    sums = dict(reversed(line.split("  ")) for line in files.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_zip_file_is_sorted_dated_and_valid(made: Path) -> None:
    with zipfile.ZipFile(made / "project-0.1.0.zip") as archive:
        infos = archive.infolist()
    assert [info.filename for info in infos] == sorted(info.filename for info in infos)
    assert {info.date_time for info in infos} == {(2026, 3, 1, 0, 0, 0)}
    assert {(info.external_attr >> 16, info.create_system) for info in infos} == {(0o100644, 3)}
    assert validate(made / "project-0.1.0.zip", {"2025-03-12-techniker": ARTICLE}) == []
    described = json.loads(members(made)["datapackage.json"])
    assert (described["version"], described["created"]) == ("0.1.0", "2026-03-01T00:00:00Z")


def test_same_bytes_in_another_folder_time_zone_and_locale(
    ready: Path, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unchecked: None
) -> None:
    elsewhere = tmp_path / "another folder ü"
    git(tmp_path, "clone", "--quiet", str(ready), str(elsewhere))
    for name, value in {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "de"}.items():
        monkeypatch.setenv(name, value)
    time.tzset()
    mask = os.umask(0o077)
    try:
        monkeypatch.chdir(elsewhere / "raw")
        assert release("0.1.0", Path(), quiet=True).problems == []
    finally:
        os.umask(mask)
        monkeypatch.undo()
        time.tzset()
    assert snapshot(elsewhere / FIRST) == snapshot(made)


@pytest.mark.tools
def test_same_bytes_from_other_processes(ready: Path, made: Path, tmp_path: Path, claimpack: Callable) -> None:
    for number, zone in enumerate(("America/St_Johns", "Asia/Kathmandu")):
        out = tmp_path / str(number)
        env = {"TZ": zone, "LC_ALL": ("C", "de_DE.UTF-8")[number], "PYTHONHASHSEED": str(number)}
        assert claimpack("release", "0.1.0", "--project", ready, "--out", out, env=env).returncode == 0
        assert snapshot(out) == snapshot(made)


def test_record_says_what_it_was_made_of(made: Path, ready: Path) -> None:
    record = json.loads((made / "build-record.json").read_bytes())
    assert record["commit"] == git(ready, "rev-parse", "HEAD").strip()
    for name, digest in record["inputs"].items():
        assert digest == f"sha256:{hashlib.sha256((ready / name).read_bytes()).hexdigest()}"
    assert set(record["inputs"]) >= {"raw/package.json", "raw/articles.csv", "raw/contributions/review.csv"}
    assert record["files"] == {name: f"sha256:{hashlib.sha256(c).hexdigest()}" for name, c in members(made).items()}
    assert str(ready) not in (made / "build-record.json").read_text()
    assert 0.3 < record["quotedShares"]["2025-03-12-techniker"] < 0.9


def test_first_changelog_counts_rows(made: Path) -> None:
    text = (made / "CHANGELOG.md").read_text()
    assert text.startswith("## 0.1.0 - 2026-03-01\n\nThe first release.\n\n- sources: 1 row\n")


def test_without_quotations(ready: Path, tmp_path: Path, unchecked: None) -> None:
    import frictionless

    result = release("0.1.0", ready, tmp_path / "out", quotes=False, day=date(2026, 4, 1), quiet=True)
    assert result.problems == []
    files = members(tmp_path / "out")
    assert json.loads(files["datapackage.json"])["quotations"] == "none"
    for table in table_schema.tables():
        rows = list(csv.DictReader(io.StringIO(files[f"{table}.csv"].decode())))
        assert rows
        assert not any(row[column] for row in rows for column in table_schema.quotation_columns(table))
        assert all(row["span_sha256"] and row["summary"] for row in rows if table == "claims")
    (path,) = (tmp_path / "out").glob("*-no-quotes.zip")
    assert validate(path) == []
    for resource in json.loads(files["datapackage.json"])["resources"]:
        if resource["name"] in ("claims", "dates"):
            (tmp_path / resource["path"]).write_bytes(files[resource["path"]])
            resource["schema"]["foreignKeys"] = []  # each would read another table
            assert frictionless.Resource.from_descriptor(resource, basepath=str(tmp_path)).validate().valid


def test_reasons_come_at_once(tmp_path: Path) -> None:
    start(tmp_path / "project")
    describe(tmp_path / "project", maxQuotedShare=0.1)
    found = codes("1.0", tmp_path / "project")
    assert found == ["CP320", "CP322", "CP323", "CP325", "CP326", "CP334"]


def test_what_init_wrote_for_somebody_to_fill_in(project: Path, tmp_path: Path) -> None:
    start_project(tmp_path / "new")
    untouched = json.loads((tmp_path / "new/raw/package.json").read_bytes())
    people = [{"title": "Maja Lindqvist", "roles": ["creator"]}, *untouched["contributors"]]
    describe(project, contributors=people, description=untouched["description"])
    build(project)
    commit(project)
    problems = release("0.1.0", project, quiet=True).problems
    assert {(one.code, one.column, one.value) for one in problems} == {
        ("CP335", "contributors", "Your name"),
        ("CP335", "description", untouched["description"]),
    }


def test_refused_states(project: Path) -> None:
    (project / "notes.txt").write_text("mine")
    assert codes("0.1.0", project) == ["CP321"]
    (project / "notes.txt").unlink()
    build(project, package.FULL)
    assert codes("0.1.0", project) == ["CP321", "CP324"]
    build(project)
    assert codes("0.1.0", project) == []
    assert codes("0.1.0", project) == []  # what was released lies in the project, and is no change of it
    describe(project, title="Another title", maxQuotedShare="much")
    commit(project)
    assert codes("0.1.0", project) == ["CP322", "CP334"]
    (project / "raw/contributions/review.csv").unlink()
    build(project)
    assert "CP323" in codes("0.1.0", project)


def test_versions_and_ids_against_the_last_release(project: Path) -> None:
    git(project, "tag", "data-0.1.0")
    git(project, "tag", "v9.0.0")  # of the program
    assert codes("0.1.0", project) == []  # the same release once more
    released(project, "0.1.0", "CP327")
    released(project, "0.1.1")
    changed = ARTICLE.replace("mindestens 300 Häuser", "fast alle Häuser")
    (project / "raw/articles/2025-03-12-techniker.txt").write_text(changed, encoding="utf-8")
    digest = hashlib.sha256(changed.encode()).hexdigest()
    (project / "raw/articles.csv").write_text(f"file,sha256\n2025-03-12-techniker.txt,{digest}\n", encoding="utf-8")
    review(project)
    released(project, "0.1.2", "CP328", "CP329", "CP332")
    (problem,) = (one for one in release("0.2.0", project, quiet=True).problems if one.code == "CP329")
    assert problem.remedy
    assert "quantities,2025-03-12-techniker:" in problem.remedy


def released(project: Path, version: str, *reasons: str) -> None:
    """Commit a version, and see whether it could be released."""
    describe(project, version=version)
    build(project)
    commit(project)
    assert codes(version, project) == list(reasons)


def test_retired_ids_come_with_the_release(project: Path) -> None:
    git(project, "tag", "data-0.1.0")
    with (project / "raw/contributions/reject.csv").open("w") as stream:
        stream.write("action,table,source_id,quote,reason,contributor,date\n")
        stream.write("reject,quantities,2025-03-12-techniker,25,no number,Maja Lindqvist,2026-03-02\n")
    describe(project, version="0.2.0")
    review(project)
    commit(project, at="2026-03-02T23:30:00 -0500")
    assert codes("0.2.0", project) == ["CP329"]
    assert release("0.1.0", project, retire="too late", quiet=True).problems[0].code == "CP327"
    assert release("0.2", project, retire="no version", quiet=True).problems[0].code == "CP325"
    assert "1 id written" in release("0.2.0", project, retire="it counts nobody", quiet=True).summary
    assert codes("0.2.0", project) == ["CP321"]
    commit(project, at="2026-03-02T23:30:00 -0500")
    assert codes("0.2.0", project) == []
    files = members(project / "dist/project-0.2.0")
    _, line = files["retired.csv"].decode().splitlines()
    assert line.startswith("quantities,2025-03-12-techniker:")
    assert line.endswith(",it counts nobody,,0.2.0")
    text = files["CHANGELOG.md"].decode()
    assert text.startswith("## 0.2.0 - 2026-03-03\n\nCompared with 0.1.0: ")  # the day in UTC
    assert "### quantities\n\n- 1 row removed\n" in text
    assert ": it counts nobody\n" in text


def test_part_of_a_history_is_refused(ready: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{ready}", str(tmp_path / "shallow"))
    commit(tmp_path / "shallow")
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{tmp_path / 'shallow'}", str(tmp_path / "part"))
    assert codes("0.1.0", tmp_path / "part") == ["CP320"]


@pytest.mark.parametrize(
    ("files", "change"),
    [
        ({"CITATION.cff", "README.md", ".zenodo.json", "datacite.json", "datapackage.json"}, "description"),
        ({"claims.csv", "quantities_wide.csv"}, "summary"),
    ],
)
def test_planted_leak_refuses(project: Path, files: set[str], change: str) -> None:
    leak = " ".join(ARTICLE.split("\n\n")[-1].split())  # the last paragraph, across its quotations
    if change == "description":
        describe(project, description=f"Read this: {leak}")
    else:
        path = project / "raw/contributions/review.csv"
        path.write_text(path.read_text().replace("Statement II.", leak.replace('"', '""')))
        path.write_text(path.read_text().replace(leak.replace('"', '""'), '"' + leak.replace('"', '""') + '"'))
    build(project)
    commit(project)
    problems = [one for one in release("0.1.0", project, quiet=True).problems if one.code == "CP333"]
    assert {one.file for one in problems} == files
    assert all(one.line and one.value.endswith(" …") and len(one.value.split()) == 5 for one in problems)


def test_nothing_to_retire(project: Path) -> None:
    result = release("0.1.0", project, retire="gone", quiet=True)
    assert (result.problems, result.summary) == ([], "no id of the last release is gone: nothing was written")
    assert not (project / "raw/retired.csv").exists()


def test_earlier_releases_are_in_nobody_s_way(project: Path, made: Path) -> None:
    copied(made, project / FIRST)
    assert release("0.1.0", project, project / "again", quiet=True).problems == []
    assert snapshot(project / "again") == snapshot(made)


def test_only_a_release_is_replaced(ready: Path, made: Path, tmp_path: Path, unchecked: None) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(ClaimpackError, match="CP303"):
        release("0.1.0", ready, tmp_path, quiet=True)
    assert snapshot(tmp_path) == {"notes.txt": b"mine"}
    (tmp_path / "notes.txt").rename(tmp_path / "holiday.zip")
    with pytest.raises(ClaimpackError, match="CP303"):
        release("0.1.0", ready, tmp_path, quiet=True)
    assert snapshot(tmp_path) == {"holiday.zip": b"mine"}
    (tmp_path / "holiday.zip").unlink()
    other = copied(made, tmp_path / "old")
    (other / "CHANGELOG.md").write_text("old")
    (other / ".DS_Store").write_bytes(b"of a file manager")
    assert release("0.1.0", ready, other, quiet=True).problems == []
    assert snapshot(other) == snapshot(made)


@pytest.mark.parametrize("sums", [None, "0  photos.zip\n", "photos.zip", "\xff"])
def test_folder_with_zip_files_of_others_is_no_release(tmp_path: Path, sums: str | None) -> None:
    """Alone, and beside checksums of their owner's."""
    (tmp_path / "photos.zip").write_bytes(b"mine")
    if sums is not None:
        (tmp_path / "SHA256SUMS").write_text(sums, encoding="latin-1")
    with pytest.raises(ClaimpackError, match=r"photos\.zip"):
        check_release(tmp_path)


def test_zip_file_beside_a_release_is_no_part_of_it(made: Path, tmp_path: Path) -> None:
    other = copied(made, tmp_path / "old")
    check_release(other)
    (other / "photos.zip").write_bytes(b"mine")
    with pytest.raises(ClaimpackError, match="CP303"):
        check_release(other)


def test_command(ready: Path, tmp_path: Path, claimpack: Callable, unchecked: None) -> None:
    done = claimpack("release", "0.1.0", "--project", ready, "--out", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert "the first release, 2026-03-01" in done.stdout
    assert "quoted of 2025-03-12-techniker: " in done.stdout
    done = claimpack("release", "0.3.0", "--project", ready)
    assert (done.returncode, done.stdout) == (1, "nothing was released: 1 reason\n")
    assert "error CP326" in done.stderr


def about(**properties: object) -> About:
    description = {
        "name": "frachter",
        "title": 'Frachter: "verschwunden"',
        "description": "Claims & numbers.",
        "licenses": package.LICENSES,
        "contributors": [{"title": "Nobody in particular"}],
    }
    sources = [{"url": "https://nordblick.example/1"}, {"url": None}]
    return About(description | properties, "1.2.0", date(2026, 3, 1), "a" * 40, package.CUT, sources, 1234)


ABOUTS = {
    "as little as may be": about(),
    "as much as may be": about(
        id="https://doi.org/10.5281/zenodo.1234567",
        homepage="https://frachter.example/",
        keywords=["ships", "ships", "claims: yes"],
        licenses=[{"name": "DL-DE-BY-2.0", "path": "https://www.govdata.de/dl-de/by-2-0"}],
        contributors=[
            {
                **{"title": "Maja Lindqvist", "givenName": "Maja", "familyName": "Lindqvist", "roles": ["Creator"]},
                **{"organization": "Nordblick", "path": "https://orcid.org/0000-0002-1825-0097"},
            },
            {"organization": "Hafenmeisterei", "roles": ["publisher"]},
            {"title": "Jon", "roles": ["data_curator"]},
            {"title": "Sven", "role": "reader"},
        ],
    ),
}


@pytest.fixture(params=ABOUTS)
def described(request: pytest.FixtureRequest) -> Iterator[About]:
    yield ABOUTS[request.param]


def test_citation_fits_the_published_schema(described: About) -> None:
    schema = json.loads((SCHEMAS / "cff-1.2.0.json").read_bytes())
    content = yaml.safe_load(citation(described))
    jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(content)
    assert content["title"] == described.title
    assert content["version"] == "1.2.0"


def test_datacite_fits_the_published_schema(described: About) -> None:
    schema = json.loads((SCHEMAS / "datacite-v4.5.json").read_bytes())
    validator = jsonschema.Draft201909Validator(schema, format_checker=jsonschema.FormatChecker())
    validator.validate(attributes(described))
    assert list(validator.iter_errors(attributes(described) | {"publisher": "Nordblick"}))


def test_properties_of_another_type_are_passed_over() -> None:
    odd = {
        "title": "Jon",
        "organization": None,
        "path": 5,
        "givenName": ["J"],
        "familyName": "X",
        "roles": [1, "Author"],
    }
    told = about(contributors=[odd, {"organization": "Hafenmeisterei", "roles": "reader"}])
    assert yaml.safe_load(citation(told))["authors"] == [{"name": "Jon"}]
    assert attributes(told)["contributors"] == [{"name": "Hafenmeisterei", "contributorType": "Other"}]


def test_description_that_cannot_stand_in_a_package_is_told(project: Path) -> None:
    for wrong in ({"contributors": ["Jon"]}, {"licenses": [{"name": "CC0-1.0"}]}, {"keywords": "ships"}, {"id": 7}):
        before = (project / "raw/package.json").read_bytes()
        describe(project, **wrong)
        with pytest.raises(ClaimpackError, match="CP401"):
            release("0.1.0", project, quiet=True)
        (project / "raw/package.json").write_bytes(before)


def test_people_have_their_parts() -> None:
    rich = ABOUTS["as much as may be"]
    assert yaml.safe_load(citation(rich))["authors"] == [
        {
            **{"family-names": "Lindqvist", "given-names": "Maja", "affiliation": "Nordblick"},
            "orcid": "https://orcid.org/0000-0002-1825-0097",
        }
    ]
    told = attributes(rich)
    assert (told["publisher"], told["doi"]) == ({"name": "Hafenmeisterei"}, "10.5281/zenodo.1234567")
    assert [one["contributorType"] for one in told["contributors"]] == ["DataCurator", "Other"]
    assert deposit(rich)["creators"] == [
        {"name": "Lindqvist, Maja", "affiliation": "Nordblick", "orcid": "0000-0002-1825-0097"}
    ]


def test_deposit_has_what_zenodo_needs(described: About) -> None:
    told = deposit(described)
    needed = {"upload_type", "title", "creators", "description", "access_right", "license", "publication_date"}
    assert needed <= set(told)
    assert told["description"] == "<p>Claims &amp; numbers.</p>"
    assert all("," in one["name"] or " " in one["name"] for one in told["creators"])
