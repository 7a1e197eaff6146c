"""``claimpack diff``: what it finds, what it asks for, what it refuses, and how it prints."""

import csv
import io
import json
import os
import random
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import bench_diff
import sample
from claimpack.diff import Difference, Side, compare, read
from claimpack.diff.difference import Reason
from claimpack.diff.formats import FORMATS, written
from claimpack.diff.rows import Rows, TableDifference, compare_rows, read_rows
from claimpack.diff.schemas import as_text
from claimpack.errors import ClaimpackError
from claimpack.limits import Limits

HOSTILE = "<script>alert('x')</script>|\u202e`*_"
PORTS = [["a", "Lund", "open"], ["b", "Ystad", "shut"], ["c", "Visby", ""]]
SHIPS = [["1", "a", "Freja"], ["2", "b", "Idun"]]


def field(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": "string", **more}


def ports(rows: Sequence[Sequence[str]] = PORTS, **schema: Any) -> dict[str, Any]:
    fields = [field("port_id"), field("town"), field("state", constraints={"enum": ["open", "shut"]})]
    return {"name": "ports", "rows": rows, "schema": {"fields": fields, "primaryKey": "port_id", **schema}}


def ships(rows: Sequence[Sequence[str]] = SHIPS, **schema: Any) -> dict[str, Any]:
    reference = {"fields": "port_id", "reference": {"resource": "ports", "fields": "port_id"}}
    fields = [field("ship_id"), field("port_id"), field("ship")]
    schema = {"fields": fields, "primaryKey": ["ship_id"], "foreignKeys": [reference], **schema}
    return {"name": "ships", "rows": rows, "schema": schema}


def side(*resources: Mapping[str, Any], **metadata: Any) -> Side:
    """A package without files; of each resource the columns are its fields, in their order."""
    tables, described = {}, []
    for resource in resources:
        resource = dict(resource)
        rows, schema = resource.pop("rows"), resource["schema"]
        key = schema["primaryKey"]
        key = [key] if isinstance(key, str) else key
        columns = [one["name"] for one in schema["fields"]]
        by_key = {tuple(row[columns.index(name)] for name in key): list(row) for row in rows}
        tables[resource["name"]] = Rows(columns, key, by_key)
        described.append(resource)
    return Side("side", {"name": "harbours", "version": "1.2.3", "resources": described, **metadata}, tables, {})


def with_field(**changes: Any) -> dict[str, Any]:
    """The ports with another field ``town``."""
    made = ports()
    made["schema"]["fields"][1] |= changes
    return made


def constrained(**constraints: Any) -> dict[str, Any]:
    return with_field(constraints=constraints)


def regular(*names: str) -> dict[str, Any]:
    """The ports with the columns ``names``."""
    return ports([], fields=[field(name) for name in names])


RULE = {"name": "town_named", "level": "error", "check": "town <> ''"}
# What is one and another package, which level that asks for, and what is said of it.
SCHEMAS = {
    "package name": (side(ports()), side(ports(), name="towns"), "major", "name"),
    "package id": (side(ports()), side(ports(), id="10.1/x"), "major", "id"),
    "version alone": (side(ports()), side(ports(), version="1.2.4"), "none", "version"),
    "title": (side(ports()), side(ports(), title="Harbours"), "patch", "title"),
    "licence": (side(ports()), side(ports(), licenses=[{"name": "CC0-1.0"}]), "patch", "licenses"),
    "keywords": (side(ports(), keywords=["sea"]), side(ports(), keywords=["sea", "ice"]), "patch", "keywords"),
    "new table": (side(ports()), side(ports(), ships([])), "minor", "ships"),
    "table gone": (side(ports(), ships([])), side(ports()), "major", "ships"),
    "table renamed": (side(ports()), side(ports() | {"name": "towns"}), "major", "ports"),
    "moved file": (side(ports()), side(ports() | {"path": "data/ports.csv"}), "none", "ports: path"),
    "dialect": (side(ports()), side(ports() | {"dialect": {"delimiter": ";"}}), "major", "ports: dialect"),
    "column added": (side(regular("port_id")), side(regular("port_id", "town")), "major", "ports.town"),
    "column gone": (side(regular("port_id", "town")), side(regular("port_id")), "major", "ports.town"),
    "columns turned": (
        side(regular("port_id", "town", "state")),
        side(regular("port_id", "state", "town")),
        *("major", "ports: order of fields"),
    ),
    "type": (side(ports()), side(with_field(type="integer")), "major", "ports.town: type"),
    "format": (side(ports()), side(with_field(format="uri")), "major", "ports.town: format"),
    "format said": (side(ports()), side(with_field(format="default")), "none", None),
    "description": (side(ports()), side(with_field(description="Where.")), "patch", "ports.town: description"),
    "missing values": (side(ports()), side(ports(missingValues=["", "-"])), "major", "ports: missingValues"),
    "required": (side(ports()), side(constrained(required=True)), "major", "ports.town: required"),
    "required no longer": (side(constrained(required=True)), side(ports()), "minor", "ports.town: required"),
    "not required, said": (side(ports()), side(constrained(required=False)), "none", None),
    "vocabulary": (side(constrained(enum=["a"])), side(constrained(enum=["a", "b"])), "minor", "ports.town: enum"),
    "word gone": (side(constrained(enum=["a", "b"])), side(constrained(enum=["a"])), "major", "ports.town: enum"),
    "word replaced": (side(constrained(enum=["a"])), side(constrained(enum=["b"])), "major", "ports.town: enum"),
    "words turned": (side(constrained(enum=["a", "b"])), side(constrained(enum=["b", "a"])), "none", None),
    "vocabulary new": (side(ports()), side(constrained(enum=["a"])), "major", "ports.town: enum"),
    "vocabulary gone": (side(constrained(enum=["a"])), side(ports()), "minor", "ports.town: enum"),
    "minimum up": (side(constrained(minimum=1)), side(constrained(minimum=2)), "major", "ports.town: minimum"),
    "minimum down": (side(constrained(minimum=10)), side(constrained(minimum=9)), "minor", "ports.town: minimum"),
    "maximum up": (side(constrained(maxLength=9)), side(constrained(maxLength=10)), "minor", "ports.town: maxLength"),
    "maximum down": (side(constrained(maximum=10)), side(constrained(maximum=9)), "major", "ports.town: maximum"),
    "days": (
        side(constrained(minimum="2024-10-01")),
        side(constrained(minimum="2024-09-01")),
        *("minor", "ports.town: minimum"),
    ),
    "not comparable": (side(constrained(minimum=1)), side(constrained(minimum="0")), "major", "ports.town: minimum"),
    "numbers as texts": (side(constrained(minimum="9")), side(constrained(minimum="10")), "major", "ports.town: min"),
    "pattern": (side(constrained(pattern="a")), side(constrained(pattern="a|b")), "major", "ports.town: pattern"),
    "rule": (side(ports()), side(ports(rules=[RULE])), "major", "ports: rule town_named"),
    "rule gone": (side(ports(rules=[RULE])), side(ports()), "minor", "ports: rule town_named"),
    "rule that warns": (side(ports()), side(ports(rules=[RULE | {"level": "warning"}])), "patch", "ports: rule town_"),
    "rule explained": (
        side(ports(rules=[RULE])),
        side(ports(rules=[RULE | {"description": "Towns have names."}])),
        *("patch", "ports: rule town_named"),
    ),
    "rule for warning": (
        side(ports(rules=[RULE])),
        side(ports(rules=[RULE | {"level": "warning"}])),
        *("minor", "ports: rule town_named"),
    ),
    "unique": (side(ports()), side(ports(uniqueKeys=[["town"]])), "major", "ports: uniqueKeys"),
    "reference": (side(ports(), ships([])), side(ports(), ships([], foreignKeys=[])), "minor", "ships: foreignKeys"),
}


@pytest.mark.parametrize("case", SCHEMAS)
def test_metadata_and_schema(case: str) -> None:
    old, new, level, place = SCHEMAS[case]
    difference = compare(old, new)
    changes = [*difference.metadata, *difference.schema]
    assert difference.proposal == level
    assert bool(changes) == bool(difference) == (place is not None)
    assert place is None or any(change.place.startswith(place) and change.level == level for change in changes)


A, B, C = PORTS
# Rows of ports and ships now, and what that asks for; before they were those above.
ROWS = {
    "the same": (PORTS, SHIPS, []),
    "added": ([*PORTS, ["d", "Oslo", ""]], SHIPS, [("minor", "rows are added (ports 1)")]),
    "removed": ([A, B], SHIPS, [("patch", "rows are removed, as a correction (ports 1)")]),
    "corrected": ([A, ["b", "Trelleborg", "open"], C], SHIPS, [("patch", "rows are corrected (ports 1)")]),
    "removed though referred to": (
        [B, C],
        [["1", "b", "Freja"], ["2", "b", "Idun"]],
        [
            ("major", "values that rows of other tables refer to are gone (ports 1 for ships)"),
            ("minor", "references to rows of other tables are changed (ships 1)"),
            ("patch", "rows are removed, as a correction (ports 1)"),
        ],
    ),
    "key changed": (
        [["z", "Lund", "open"], B, C],
        SHIPS[1:],
        [
            ("major", "values that rows of other tables refer to are gone (ports 1 for ships)"),
            ("minor", "rows are added (ports 1)"),
            ("patch", "rows are removed, as a correction (ports 1, ships 1)"),
        ],
    ),
    "a new reference": (
        PORTS,
        [["1", "c", "Freja"], ["2", "b", "Iduna"]],
        [
            ("minor", "references to rows of other tables are changed (ships 1)"),
            ("patch", "rows are corrected (ships 1)"),
        ],
    ),
}


@pytest.mark.parametrize("case", ROWS)
def test_what_rows_ask_for(case: str) -> None:
    of_ports, of_ships, reasons = ROWS[case]
    found = compare(side(ports(), ships()), side(ports(of_ports), ships(of_ships)))
    assert list(found.reasons) == [Reason(*reason) for reason in reasons]
    assert found.proposal == (reasons[0][0] if reasons else "none")
    raised = {"major": "2.0.0", "minor": "1.3.0", "patch": "1.2.4", "none": "1.2.3"}
    assert found.next_version == raised[found.proposal]


def test_references_to_the_own_table_and_to_columns_that_are_no_key() -> None:
    own = {"fields": ["state"], "reference": {"resource": "", "fields": ["port_id"]}}
    towns = {"fields": "ship", "reference": {"resource": "ports", "fields": "town"}}
    rows = [["a", "Lund", "b"], ["b", "Ystad", ""]]
    old = side(ports(rows, foreignKeys=[own]), ships([["1", "a", "Lund"]], foreignKeys=[towns]))
    pointing = [["a", "Lund", "a"], rows[1]]
    assert compare(old, side(ports(pointing, foreignKeys=[own]), ships([["1", "a", "Lund"]]))).proposal == "minor"
    moved = side(ports(pointing, foreignKeys=[own]), ships([["1", "a", "Lund"]], foreignKeys=[towns]))
    assert compare(old, moved).proposal == "patch"
    gone = side(ports(rows[:1], foreignKeys=[own]), ships([["1", "a", "Lund"]], foreignKeys=[towns]))
    assert compare(old, gone).proposal == "patch"
    renamed = side(
        ports([["a", "Lunde", "b"], rows[1]], foreignKeys=[own]), ships([["1", "a", "x"]], foreignKeys=[towns])
    )
    assert compare(old, renamed).reasons[0] == Reason(
        "major", "values that rows of other tables refer to are gone (ports 1 for ships)"
    )


def test_an_empty_cell_refers_to_nothing() -> None:
    towns = {"fields": "ship", "reference": {"resource": "ports", "fields": "town"}}
    old = side(ports([["a", "", "open"], ["b", "Lund", ""]]), ships([["1", "b", ""]], foreignKeys=[towns]))
    new = side(ports([["b", "Lund", ""]]), ships([["1", "b", ""]], foreignKeys=[towns]))
    assert compare(old, new).proposal == "patch"


@pytest.mark.parametrize(("version", "following"), [("1.2.3", "2.0.0"), ("0.2.3", "0.3.0"), ("2.0.0-rc.1", "2.0.0")])
def test_next_version_is_the_least_that_may_be_released(version: str, following: str) -> None:
    found = compare(side(ports(), ships(), version=version), side(ports(), version=version))
    assert (found.proposal, found.next_version) == ("major", following)


@pytest.mark.parametrize("version", [None, 3, "soon", "1.2", "01.2.3"])
def test_no_next_version_of_what_is_none(version: Any) -> None:
    assert compare(side(ports(), version=version), side(ports([A]))).next_version is None


def test_columns_that_one_has_count_once_and_not_in_every_row() -> None:
    old, new = side(regular("port_id", "town")), side(regular("port_id", "coast", "town"))
    old.tables["ports"].by_key.update({("a",): ["a", "Lund"], ("b",): ["b", "Ystad"]})
    new.tables["ports"].by_key.update({("a",): ["a", "west", "Lund"], ("b",): ["b", "", "Ystad"]})
    table = compare(old, new).tables["ports"]
    assert (table.filled, bool(table)) == ({"coast": 1}, False)


def test_rows_with_the_same_cells_under_another_key() -> None:
    now = [["x", "Lund", "open"], ["y", "Ystad", "shut"], ["z", "Ystad", "shut"], ["v", "", ""]]
    table = compare(side(ports([*PORTS, ["w", "", ""]])), side(ports(now))).tables["ports"]
    assert table.renamed == {("a",): ("x",)}
    assert (len(table.added), len(table.removed)) == (4, 4)


# Properties

cells = st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"]), max_size=4)
# Few, so that many keys are in both tables.
parts = st.sampled_from(["", "a", "b", "ö", ",", '"', "\n"])
tables = st.dictionaries(st.tuples(parts, parts), st.tuples(cells, cells), max_size=8)


def rows_of(made: Mapping[tuple[str, str], tuple[str, str]]) -> Rows:
    return Rows(["k", "l", "x", "y"], ["k", "l"], {key: [*key, *values] for key, values in made.items()})


def applied(old: Rows, found: TableDifference) -> dict[tuple[str, ...], list[str]]:
    """The rows that ``old`` becomes by a difference."""
    made = {key: old.cells(key) for key in old.by_key if key not in found.removed} | found.added
    for key, changed in found.changed.items():
        for column, (was, now) in changed.items():
            assert made[key][column] == was != now
            made[key] = made[key] | {column: now}
    return {key: [row[column] for column in old.columns] for key, row in made.items()}


@given(tables, tables)
def test_a_difference_leads_from_old_to_new(old: Any, new: Any) -> None:
    there, here = rows_of(old), rows_of(new)
    found = compare_rows(there, here)
    assert applied(there, found) == here.by_key
    back = compare_rows(here, there)
    assert (found.added, found.removed, list(found.changed)) == (back.removed, back.added, list(back.changed))
    assert [list(part) for part in (found.added, found.removed, found.changed)] == [
        sorted(part) for part in (found.added, found.removed, found.changed)
    ]


@given(tables, st.randoms(use_true_random=False), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_order_line_ends_and_quoting_are_no_difference(made: Any, chance: Any, end: str, quoted: bool) -> None:
    def file(rows: Rows, columns: Sequence[str], shuffled: bool) -> bytes:
        keys = list(rows.by_key)
        if shuffled:
            chance.shuffle(keys)
        out = io.StringIO()
        quoting = csv.QUOTE_ALL if shuffled and quoted else csv.QUOTE_MINIMAL
        writer = csv.writer(out, lineterminator="\n", quoting=quoting)
        writer.writerow(columns)
        writer.writerows([rows.cells(key)[column] for column in columns] for key in keys)
        return out.getvalue().replace("\n", end if shuffled else "\n").encode("utf-8-sig" if shuffled else "utf-8")

    rows = rows_of(made)
    old = read_rows(file(rows, rows.columns, False), rows.key, "old")
    assert old.by_key == rows.by_key
    found = compare_rows(old, read_rows(file(rows, ["y", "x", "l", "k"], True), rows.key, "new"))
    assert (bool(found), found.filled) == (False, {})


@pytest.mark.parametrize("data", [b"k,x\na,b\n\n\n", b"k,x\ra,b\r", b"k,x\r\na,b", b'\xef\xbb\xbf"k","x"\na,b'])
def test_files_as_other_programs_write_them(data: bytes) -> None:
    assert read_rows(data, ["k"], "file").by_key == {("a",): ["a", "b"]}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "name", "port_id", "enum", "csv", HOSTILE]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["name", "fields"]), inner, max_size=2),
    max_leaves=4,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.randoms(use_true_random=False), json_values)
def test_no_descriptor_ends_in_a_traceback(package: Path, chance: random.Random, value: Any) -> None:
    """Any part of a descriptor may be anything: it is compared or refused."""
    right = read(package)
    path = package.parent / "mutated"
    shutil.copytree(package, path, dirs_exist_ok=True)
    node = descriptor = json.loads((package / "datapackage.json").read_text())
    while True:
        key = chance.choice(list(node) if isinstance(node, dict) else range(len(node)))
        if not isinstance(node[key], dict | list) or not node[key] or chance.random() < 0.2:
            break
        node = node[key]
    node[key] = value
    (path / "datapackage.json").write_text(json.dumps(descriptor))
    try:
        for difference in (compare(read(path), right), compare(right, read(path))):
            for form in FORMATS:
                assert written(form, difference)
    except ClaimpackError as error:
        assert error.code[:3] == "CP4"


# Packages to read


def save(folder: Path, *resources: Mapping[str, Any], **metadata: Any) -> Path:
    """Write a package of such resources."""
    folder.mkdir(parents=True, exist_ok=True)
    described = []
    for resource in resources:
        resource = {"path": f"{resource['name']}.csv", **resource}
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([[one["name"] for one in resource["schema"]["fields"]], *resource.pop("rows")])
        (folder / resource["path"]).write_text(out.getvalue(), encoding="utf-8")
        described.append(resource)
    descriptor = {"name": "harbours", "version": "1.2.3", "resources": described, **metadata}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


def pack(folder: Path, file: Path) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, f"inner/{path.name}")
    return file


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return save(tmp_path / "package", ports(), ships())


def git(folder: Path, *arguments: str) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *who, *arguments], cwd=folder, env=clean, check=True, capture_output=True)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in a folder of a repository, whose package changed since the tag v1."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "repository/project"
    (folder / "raw").mkdir(parents=True)
    save(folder / "datapackage", ports(), ships())
    git(folder.parent, "init", "-q")
    git(folder.parent, "add", ".")
    git(folder.parent, "commit", "-qm", "first")
    git(folder.parent, "tag", "-a", "v1", "-m", "one")
    save(folder / "datapackage", ports(), ships(SHIPS[:1]))
    return folder


def test_a_package_in_any_form(package: Path, tmp_path: Path) -> None:
    one = read(package)
    for other in (package / "datapackage.json", pack(package, tmp_path / "package.zip"), str(package)):
        assert read(other).tables == one.tables
        assert not compare(one, read(other))


def test_revisions(project: Path) -> None:
    now = read(project / "datapackage")
    repository = project.parent
    for name, start in (
        *(
            ("v1", project),
            ("v1", project / "raw"),
            ("v1:project/datapackage", project),
            ("HEAD:./datapackage", project),
        ),
        *(("v1:project/datapackage/", repository), ("HEAD~0:project/datapackage/datapackage.json", repository)),
    ):
        found = compare(read(name, start), now)
        assert list(found.tables["ships"].removed) == [("2",)], name
        assert found.old == name
    git(repository, "rm", "-rq", "--cached", ".")
    git(project / "datapackage", "add", ".")
    tree = subprocess.check_output(["git", "write-tree", "--prefix=project/datapackage"], cwd=repository, text=True)
    assert not compare(read(f"{tree.strip()}:", repository), now)


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        ("v2", "CP467", "no revision that git knows"),
        ("v1:elsewhere", "CP467", "has no folder elsewhere"),
        ("v1:project/datapackage/ships.csv", "CP467", "has no folder"),
        ("v1:project/raw", "CP467", "has no folder"),
        ("v1:project", "CP413", "its file is missing"),
        ("--output=stolen", "CP467", "no revision that git knows"),
        ("-h:datapackage", "CP467", "no revision that git knows"),
        ("v1\nv1", "CP467", "no revision that git knows"),
        (":", "CP467", "no revision that git knows"),
        ("https://example.org/datapackage.json", "CP410", "an address"),
    ],
)
def test_no_such_revision(project: Path, name: str, code: str, message: str) -> None:
    with pytest.raises(ClaimpackError, match=message) as caught:
        read(name, project)
    assert caught.value.code == code
    assert caught.value.problem.remedy
    assert sorted(path.name for path in project.iterdir()) == ["datapackage", "raw"]


def test_a_link_in_a_revision_is_not_followed(project: Path) -> None:
    (project / "datapackage/ships.csv").unlink()
    (project / "datapackage/ships.csv").symlink_to("ports.csv")
    git(project, "commit", "-qam", "link")
    with pytest.raises(ClaimpackError, match="a column of the primary key is missing") as caught:
        read("HEAD", project)
    assert caught.value.code == "CP469"


def test_neither_a_repository_nor_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(ClaimpackError) as caught:
        read("v1", tmp_path)
    assert caught.value.code == "CP467"
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ClaimpackError) as caught:
        read("v1", tmp_path)
    assert caught.value.code == "CP468"


def spoiled(package: Path, file: str, content: bytes | str) -> Path:
    (package / file).write_bytes(content.encode() if isinstance(content, str) else content)
    return package


# A file of the package, what it holds now, and what is said of it.
BAD = {
    "no descriptor": ("datapackage.json", "{", "CP413", "not a readable JSON file"),
    "no resources": ("datapackage.json", '{"name": "x"}', "CP413", "no list of resources"),
    "nameless": ("datapackage.json", '{"resources": [{}]}', "CP469", "a resource without a name"),
    "doubled": ("datapackage.json", '{"resources": [{"name": "a"}, {"name": "a"}]}', "CP469", "whose name another has"),
    "outside": ("datapackage.json", '{"resources": [{"name": "a", "path": "../a.csv"}]}', "CP415", "leads out"),
    "no file": ("datapackage.json", '{"resources": [{"name": "a", "path": "a.csv"}]}', "CP416", "missing"),
    "no fields": (
        "datapackage.json",
        '{"resources": [{"name": "a", "schema": {"x": 1}}]}',
        "CP469",
        "fields is no list",
    ),
    "key no list": (
        *("datapackage.json", '{"resources": [{"name": "a", "schema": {"fields": [], "primaryKey": 3}}]}'),
        *("CP469", "primaryKey is no list of names"),
    ),
    "field twice": (
        *("datapackage.json", '{"resources": [{"name": "a", "schema": {"fields": [{"name": "b"}, {"name": "b"}]}}]}'),
        *("CP469", "two fields have the same name"),
    ),
    "same keys": ("ships.csv", "ship_id,port_id,ship\n1,a,x\n2,a,x\n1,b,y\n", "CP466", "that of line 2"),
    "no table": ("ships.csv", "", "CP469", "an empty file"),
    "no key": ("ships.csv", "port_id,ship\n", "CP469", "a column of the primary key is missing"),
    "column twice": ("ships.csv", "ship_id,ship,ship\n", "CP469", "the column is there twice"),
    "short row": ("ships.csv", "ship_id,port_id,ship\n1,a\n", "CP469", "a row of 2 cells; the header has 3"),
    "no CSV": ("ships.csv", 'ship_id,port_id,ship\n"1"x,a,y\n', "CP469", "not a CSV file: line 2"),
    "no UTF-8": ("ships.csv", b"ship_id,port_id,ship\n1,a,\xff\n", "CP469", "not in UTF-8"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_packages(package: Path, case: str) -> None:
    file, content, code, message = BAD[case]
    with pytest.raises(ClaimpackError, match=message) as caught:
        read(spoiled(package, file, content))
    assert caught.value.problem.remedy
    assert caught.value.code == code
    assert str(package) in str(caught.value)


def test_limits(package: Path, project: Path) -> None:
    size = (package / "ships.csv").stat().st_size
    for name, limits in (
        (package, Limits(file=size - 1)),
        ("v1", Limits(file=9)),
        (package, Limits(unpacked=size + 9)),
    ):
        with pytest.raises(ClaimpackError) as caught:
            read(name, project, limits)
        assert caught.value.code == "CP445"


@pytest.mark.parametrize("key", ["ship", ["ship_id", "port_id"], []])
def test_different_keys(package: Path, tmp_path: Path, key: Any) -> None:
    other = read(save(tmp_path / "other", ports(), ships(primaryKey=key)))
    for sides in ((read(package), other), (other, read(package))):
        with pytest.raises(ClaimpackError, match="the primary key of the table ships is") as caught:
            compare(*sides)
        assert caught.value.code == "CP465"


def test_resources_that_are_no_tables_with_a_key(package: Path) -> None:
    (package / "notes.txt").write_text("one")
    descriptor = json.loads((package / "datapackage.json").read_text())
    descriptor["resources"] += [
        {"name": "notes", "path": "notes.txt"},
        {"name": "parts", "path": ["notes.txt", "ports.csv"], "schema": descriptor["resources"][0]["schema"]},
        {"name": "inline", "data": [1]},
        {**descriptor["resources"][1], "name": "headless", "dialect": {"header": False}},
    ]
    (package / "datapackage.json").write_text(json.dumps(descriptor))
    old = read(package)
    assert set(old.others) == {"notes", "parts", "inline", "headless"}
    (package / "notes.txt").write_text("two")
    found = compare(old, read(package))
    assert (list(found.others), found.proposal) == (["notes", "parts"], "patch")
    assert "notes: changed, and compared as a whole" in written("text", found)


def test_other_delimiters_and_schemas_in_files(package: Path, tmp_path: Path) -> None:
    other = save(tmp_path / "other", ports() | {"dialect": {"delimiter": ";"}}, ships() | {"path": "ships.tsv"})
    for file, sign in (("ports.csv", ";"), ("ships.tsv", "\t")):
        (other / file).write_text((other / file).read_text().replace(",", sign))
    descriptor = json.loads((other / "datapackage.json").read_text())
    (other / "ports.json").write_text(json.dumps(descriptor["resources"][0]["schema"]))
    descriptor["resources"][0]["schema"] = "ports.json"
    (other / "datapackage.json").write_text(json.dumps(descriptor))
    found = compare(read(package), read(other))
    assert not any(found.tables.values())
    assert [change.place for change in found.schema] == ["ports: dialect", "ships: path"]


# Printing


@pytest.fixture
def difference() -> Difference:
    many = [[f"{number:03}", "Lund", ""] for number in range(30)]
    before = ports([*PORTS, ["old", "Malmö", "shut"]])
    now = ports([A, ["b", HOSTILE, "open"], C, ["new", "Malmö", "shut"], *many])
    now["schema"]["fields"][2]["constraints"]["enum"] = ["open", "closed"]
    now["schema"]["fields"].append(field("note"))
    now["rows"] = [[*row, ""] for row in now["rows"]]
    return compare(side(before), side(now, title="Harbours", version="1.3.0"))


def test_text(difference: Difference) -> None:
    lines = written("text", difference).splitlines()
    assert lines[:15] == [
        "side -> side",
        "",
        "metadata",
        "  + title: Harbours",
        "  ~ version: 1.2.3 -> 1.3.0",
        "",
        "schema",
        "  ~ ports.state: enum: - shut, + closed",
        "  + ports.note: field, string",
        "",
        "ports: 31 rows added, 1 row removed, 1 row changed (town 1, state 1)",
        "  - old",
        "  + 000",
        "  + 001",
        "  + 002",
    ]
    assert lines[32:] == [
        "    and 11 more",
        "  ~ b: town: Ystad -> <script>alert('x')</script>|<U+202E>`*_",
        "  ~ b: state: shut -> open",
        "  = old -> new: the same cells",
        "",
        "proposal: major: 1.2.3 -> 2.0.0",
        "  major: a constraint is more restrictive, or may be (ports.state: enum)",
        "  major: fields are added, removed or re-ordered (ports.note)",
        "  minor: rows are added (ports 31)",
        "  patch: descriptive metadata are changed (title)",
        "  patch: rows are removed, as a correction (ports 1)",
        "  patch: rows are corrected (ports 1)",
    ]
    assert "  + 029" in written("text", difference, whole=True).splitlines()
    long = compare(side(ports()), side(ports([A, B, ["c", "x" * 500, ""]])))
    assert "x" * 81 not in written("text", long)
    assert "x" * 500 in written("text", long, whole=True)


def test_json_has_everything(difference: Difference) -> None:
    told = json.loads(written("json", difference))
    assert "\u202e" not in written("json", difference)
    assert (told["proposal"], told["version"], told["next_version"]) == ("major", "1.2.3", "2.0.0")
    table = told["tables"]["ports"]
    assert len(table["added"]) == 31
    assert table["removed"] == [{"key": ["old"], "cells": {"port_id": "old", "town": "Malmö", "state": "shut"}}]
    towns, states = {"old": "Ystad", "new": HOSTILE}, {"old": "shut", "new": "open"}
    assert table["changed"] == [{"key": ["b"], "cells": {"town": towns, "state": states}}]
    assert table["renamed"] == [{"old": ["old"], "new": ["new"]}]
    assert table["filled"] == {"note": 0}
    assert told["metadata"][0]["name"] == "title"


def test_pages_are_escaped_and_whole(difference: Difference) -> None:
    page = written("html", difference)
    assert page.isascii()
    assert page.startswith("<!DOCTYPE html>")
    assert page.endswith("</html>")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "http://" not in page
    assert "https://" not in page
    assert page.count("<tr>") == 1 + 33
    markdown = written("markdown", difference)
    assert "<script" not in markdown.replace("\\<", "")
    assert "- `~` b: town: Ystad -\\> \\<script\\>" in markdown
    assert "- and 11 more" in markdown
    with pytest.raises(ValueError, match="yaml"):
        written("yaml", difference)


def test_page_shows_empty_cells_that_changed_and_names_as_text() -> None:
    old, new = (side(ports([["c", "Visby", state]]) | {"name": HOSTILE}) for state in ("", "open"))
    page = written("html", compare(old, new))
    assert "<dd><i>empty</i></dd>" in page
    assert "<script" not in page


def test_a_page_of_many_rows_says_how_many_are_left_out() -> None:
    many = compare(side(ports([])), side(ports([[str(number), "", ""] for number in range(520)])))
    assert "<p>20 more rows are not shown here" in written("html", many)
    assert "not shown here" not in written("html", many, whole=True)


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_to_say(form: str) -> None:
    told = written(form, compare(side(ports()), side(ports(PORTS[::-1]))))
    assert form == "json" or "no differences" in told.lower()


def test_as_text() -> None:
    assert [as_text(value) for value in ("a", None, {"b": 1, "a": "ü"})] == ["a", "null", '{"a": "ü", "b": 1}']


# The command


@pytest.mark.tools
def test_many_rows_beside_daff() -> None:
    (_, seconds, found), (_, theirs, their) = bench_diff.measure(100_000)
    assert found == their == (500, 500, 1000)
    assert seconds < theirs


def test_command(tmp_path: Path, claimpack: Callable) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    made = sample.published()
    sample.save(made, tmp_path / "old")
    reordered = sample.save(made, tmp_path / "new")
    for table in ("claims", "mentions"):
        header, *rows = csv.reader(io.StringIO((reordered / f"{table}.csv").read_text(encoding="utf-8")))
        with (reordered / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([header, *rows[::-1]])
    done = claimpack("diff", "old", "new", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "old -> new\nno differences\n", "")
    assert claimpack("diff", "old", "new", "--quiet", cwd=tmp_path).stdout == ""
    made["dates"][0]["value"] = "2025-03-02"
    sample.save(made, tmp_path / "new")
    done = claimpack("diff", "old", "new", "--quiet", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "value: 2025-03-03 -> 2025-03-02" in done.stdout
    assert claimpack("diff", "old", "new", cwd=tmp_path).stdout == done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["package", ""], "The name of a package is empty."),
        (["package"], "Missing argument 'NEW'"),
        (["package", "package", "--format", "yaml"], "'yaml' is not one of"),
        (["package", "package/ships.csv"], "CP414"),
        (["package", "."], "CP412"),
        (["package", "--", "-x"], "CP467"),
    ],
)
def test_wrong_calls(package: Path, claimpack: Callable, arguments: list[str], message: str) -> None:
    done = claimpack("diff", *arguments, cwd=package.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
