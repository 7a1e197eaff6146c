"""Safe opening: what a stranger's package, zip file or descriptor may try, and that nothing comes of it."""

import io
import json
import os
import socket
import stat
import struct
import tempfile
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest

import sample
from claimpack import csvfile, package
from claimpack.contributions import read_contributions
from claimpack.errors import ClaimpackError
from claimpack.limits import Limits
from claimpack.validate import standard, validate
from claimpack.validate.files import read_json
from claimpack.validate.opening import open_path

FILES = package.package_files(sample.tables(), sample.METADATA)


@pytest.fixture(autouse=True)
def offline(monkeypatch):
    """No test of this module may open a connection, or look up a name."""

    def refuse(*args, **more):
        pytest.fail("validation went to the network")

    for name in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


@pytest.fixture(autouse=True)
def scratch(tmp_path_factory, monkeypatch):
    """A folder for temporary files, empty again after each test."""
    folder = tmp_path_factory.mktemp("scratch")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def zipped(path: Path, members=(), base: str = "", files=FILES) -> Path:
    """The sample in a zip file, with more ``members``: pairs of a name or ZipInfo and content."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(base + name, content)
        for name, content in members:
            archive.writestr(name, content)
    return path


def code_of(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(ClaimpackError) as error:
        validate(path, limits=limits)
    return error.value.code


@pytest.mark.parametrize("base", ["", "frachter-1.0.0/"])
def test_zip_is_validated_like_its_folder(tmp_path, base):
    assert validate(zipped(tmp_path / "frachter.zip", base=base)) == []
    broken = FILES | {"actors.csv": FILES["actors.csv"].replace(b",state,", b",continent,")}
    found = validate(zipped(tmp_path / "broken.zip", base=base, files=broken))
    assert [(f.line, f.column) for f in found if f.code == "CP513"] == [(8, "kind")]
    assert {f.file for f in found} == {"actors.csv", "datapackage.json"}


def member(name: str, mode: int = stat.S_IFREG) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo("placeholder")
    made.filename = made.orig_filename = name
    made.create_system, made.external_attr = 3, (mode | 0o644) << 16
    return made


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "bad",
    [
        *("../out.csv", "a/../../out.csv", "/etc/out.csv", "..\\out.csv", "a\\b.csv", "C:/out.csv", "C:out.csv"),
        *("actors.csv", "ACTORS.csv", "./actors.csv", "actors.csv/inner.csv", "a\u202evsc.csv", "a\tb.csv"),
        *("https://nordblick.example/a.csv", "", "a\x00.csv"),
    ],
)
def test_member_with_a_bad_name_refuses_the_zip(tmp_path, bad):
    before = sorted(tmp_path.parent.iterdir())
    # The zipfile module would cut the name at NUL: put it in afterwards.
    path = zipped(tmp_path / "bad.zip", [(member(bad.replace("\x00", "\x01")), b"x")])
    path.write_bytes(path.read_bytes().replace(b"a\x01.csv", b"a\x00.csv"))
    assert code_of(path) == "CP442"
    assert sorted(tmp_path.parent.iterdir()) == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK])
def test_member_that_is_no_file_refuses_the_zip(tmp_path, mode):
    assert code_of(zipped(tmp_path / "bad.zip", [(member("link.csv", mode), b"/etc/hostname")])) == "CP442"


def test_encrypted_member_refuses_the_zip(tmp_path):
    path = zipped(tmp_path / "bad.zip")
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)
    assert code_of(path) == "CP442"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_packing_refuses_the_zip(tmp_path, method):
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("datapackage.json", FILES["datapackage.json"])
    assert code_of(path) == "CP442"


def test_bomb_refuses_the_zip(tmp_path):
    assert code_of(zipped(tmp_path / "ratio.zip", [("zeros.csv", bytes(5_000_000))])) == "CP441"
    many = [(f"{number}.csv", b"") for number in range(1001)]
    assert code_of(zipped(tmp_path / "many.zip", many)) == "CP441"
    assert code_of(zipped(tmp_path / "sum.zip"), Limits(unpacked=1000)) == "CP441"
    assert code_of(zipped(tmp_path / "large.zip"), Limits(file=1000)) == "CP445"


def test_size_that_the_directory_understates_is_found(tmp_path):
    """What a member claims is all that is unpacked of it."""
    path = zipped(tmp_path / "liar.zip")
    data = bytearray(path.read_bytes())
    place = data.index(b"PK\1\2")
    while data[place + 46 : place + 62] != b"datapackage.json":
        place = data.index(b"PK\1\2", place + 1)
    struct.pack_into("<L", data, place + 24, 10)
    path.write_bytes(data)
    assert code_of(path) in ("CP413", "CP440")


@pytest.mark.parametrize("cut", [0, 1, 21, 100, 5000])
def test_damaged_zip_is_refused(tmp_path, cut):
    path = tmp_path / "cut.zip"
    path.write_bytes(zipped(tmp_path / "whole.zip").read_bytes()[:-1000][:cut])
    assert code_of(path) == "CP440"


def test_directory_of_a_larger_form_is_refused_unread(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.comment = b"x" * 10
    data = stream.getvalue()
    (tmp_path / "wide.zip").write_bytes(b"PK\6\7" + bytes(16) + data)
    assert code_of(tmp_path / "wide.zip") == "CP441"


def test_zip_without_or_with_two_packages_is_refused(tmp_path):
    deep = zipped(tmp_path / "deep.zip", base="a/b/")
    two = zipped(tmp_path / "two.zip", [("b/datapackage.json", b"{}")], base="a/")
    assert (code_of(deep), code_of(two)) == ("CP412", "CP444")


def test_hidden_members_are_told_and_not_read(tmp_path):
    path = zipped(tmp_path / "mac.zip", [("__MACOSX/._actors.csv", b"\0"), (".DS_Store", b"\0")])
    assert [(f.code, f.level) for f in open_path(path).findings] == [("CP443", "warning")] * 2


def edited(folder: Path, change, files=FILES) -> Path:
    descriptor = json.loads(files["datapackage.json"])
    change(descriptor)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "path",
    [
        *("../sources.csv", "a/../sources.csv", "/etc/hostname", "a\\b.csv", "C:\\a.csv", "C:a.csv", ".hidden.csv"),
        *(".git/config", "http://nordblick.example/a.csv", "file:///etc/hostname", "s3://a/b", "a\0.csv", "", "."),
        *(None, 7, ["sources.csv", 7], {"a": 1}, "linked.csv", "linked/sources.csv", "a\ud800.csv"),
    ],
)
def test_path_out_of_the_package_is_refused(tmp_path, path):
    folder = tmp_path / "package"
    folder.mkdir()
    edited(folder, lambda d: d["resources"][0].update(path=path))
    (folder / ".hidden.csv").write_bytes(FILES["sources.csv"])
    os.symlink("sources.csv", folder / "linked.csv")
    os.symlink(".", folder / "linked")
    if isinstance(path, str) and "\ud800" in path:
        assert code_of(folder) == "CP413"
        return
    found = [f for f in open_path(folder).findings if f.code == "CP415"]
    assert [(f.level, f.file) for f in found] == [("error", "datapackage.json")]


def test_pipe_is_not_opened(tmp_path):
    edited(tmp_path, lambda d: None)
    (tmp_path / "sources.csv").unlink()
    os.mkfifo(tmp_path / "sources.csv")
    assert "CP416" in {f.code for f in open_path(tmp_path).findings}
    (tmp_path / "datapackage.json").unlink()
    os.symlink("/dev/zero", tmp_path / "datapackage.json")
    assert code_of(tmp_path) == "CP412"


def test_descriptor_that_is_a_link_is_not_followed(tmp_path):
    folder = tmp_path / "package"
    folder.mkdir()
    edited(folder, lambda d: None)
    (folder / "datapackage.json").rename(tmp_path / "other.json")
    os.symlink(tmp_path / "other.json", folder / "datapackage.json")
    assert code_of(folder) == "CP413"


@pytest.mark.parametrize("key", ["$schema", "profile", "schema", "dialect"])
def test_what_lies_elsewhere_is_refused(tmp_path, key):
    folder = edited(tmp_path, lambda d: d["resources"][0].update({key: "https://nordblick.example/x.json"}))
    assert [(f.level, f.file) for f in validate(folder) if f.code == "CP447"] == [("error", "datapackage.json")]


@pytest.mark.parametrize(
    "text",
    [
        *('{"a": ' * 60 + "1" + "}" * 60, "[" * 60 + "]" * 60, "[" * 100_000, '{"a": NaN}', '{"a": Infinity}'),
        *(
            '{"a": 1e999}',
            '{"a": -1e999}',
            f'{{"a": {"9" * 5000}}}',
            '{"a": "\\ud800"}',
            '{"a": 1, "a": 2}',
            "\ufeff{}",
        ),
    ],
)
def test_json_that_programs_understand_differently_is_refused(text):
    with pytest.raises(ValueError):
        read_json(text.encode(), Limits())


def test_limits_on_files_rows_and_findings(tmp_path):
    edited(tmp_path, lambda d: None)
    assert {f.code for f in open_path(tmp_path, Limits(file=1500)).findings} >= {"CP445"}
    path = tmp_path / "actors.csv"
    for cell in (b"x" * 2000, b'"' + b"x\n" * 1000 + b'"'):
        path.write_bytes(FILES["actors.csv"] + b"a," + cell + b"\n")
        assert [(f.code, f.line) for f in validate(path, limits=Limits(row=1000))] == [("CP446", 9)]
    path.write_bytes(FILES["actors.csv"] + b"a\n" * 50)
    told = validate(path, limits=Limits(findings=5))
    assert [f.code for f in told] == ["CP506"] * 5 + ["CP449"]
    assert "45 more errors and 0 more warnings" in told[-1].message


def test_contribution_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    path = tmp_path / "given.csv"
    path.write_text("action,table\n", encoding="utf-8")
    monkeypatch.setattr("claimpack.contributions.files.MAX_FILE", 5)
    assert [(f.code, f.message) for f in read_contributions(path)[1]] == [("CP251", "too large to be read")]


def test_hostile_cells_do_no_harm(tmp_path):
    """Huge numbers, deep nesting and signs of control are cells like others."""
    tables = sample.published()
    cells = [csvfile.write_csv("quantities", tables["quantities"]).decode()]
    rows = cells[0].splitlines()
    for number in ("9" * 100_000, "-" + "9" * 100_000, "0." + "1" * 100_000, "[" * 100_000, "\x1b[2J", "=1+1"):
        rows.append(rows[-1].replace(",40,", f",{number},", 1))
    path = tmp_path / "quantities.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert "CP601" in {f.code for f in validate(path)}


FOREIGN = {
    "name": "tides",
    "resources": [
        {
            "name": "tides",
            "path": "data/tides.csv",
            "schema": {"fields": [{"name": "port", "type": "string"}, {"name": "metres", "type": "number"}]},
        }
    ],
}
TIDES = b'port,metres\n"Cux\nhaven",3.1\nHusum,high\n'


def foreign(folder: Path, change=lambda d: None, tides: bytes = TIDES) -> Path:
    descriptor = json.loads(json.dumps(FOREIGN))
    change(descriptor)
    (folder / "data").mkdir(parents=True)
    (folder / "data/tides.csv").write_bytes(tides)
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


def test_foreign_package_is_judged_by_frictionless(tmp_path):
    found = validate(foreign(tmp_path))
    assert [(f.code, f.level, f.file, f.line, f.column, f.check) for f in found] == [
        ("CP901", "error", "tides", 4, "metres", "type-error"),
        ("CP448", "warning", "datapackage.json", None, None, None),
    ]


def test_foreign_package_gets_our_warnings_about_cells(tmp_path):
    tides = 'port,metres\n"Cux\nhaven",3.1\n=HYPERLINK(1),2\nHu\u200bsum,4\nS\u00fcd\u202ewest,1\n'.encode()
    found = [f for f in validate(foreign(tmp_path, tides=tides)) if f.code != "CP448"]
    assert [(f.code, f.level, f.file, f.line, f.column) for f in found] == [
        ("CP536", "warning", "tides", 4, "port"),
        ("CP533", "warning", "tides", 5, "port"),
        ("CP532", "warning", "tides", 6, "port"),
    ]


def test_schema_in_a_file_of_a_foreign_package_is_read(tmp_path):
    folder = foreign(tmp_path, lambda d: d["resources"][0].update(schema="schema.json"))
    (folder / "schema.json").write_text(json.dumps(FOREIGN["resources"][0]["schema"]), encoding="utf-8")
    assert [f.line for f in validate(folder) if f.code == "CP901"] == [4]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda d: d["resources"][0].update(path="https://nordblick.example/a.csv"), "CP415"),
        (lambda d: d["resources"][0].update(path=["data/tides.csv", "../a.csv"]), "CP415"),
        (lambda d: d["resources"][0].update(path=[]), "CP415"),
        (lambda d: d["resources"][0].update(path="data/gone.csv"), "CP416"),
        (lambda d: d["resources"][0].update(schema="https://nordblick.example/a.json"), "CP447"),
        (lambda d: d["resources"][0].update(schema="../a.json"), "CP415"),
        (lambda d: d["resources"][0].update(format="xlsx"), "CP451"),
        (lambda d: d["resources"][0].update(compression="zip"), "CP451"),
        (lambda d: d.update(profile="https://nordblick.example/a.json"), "CP447"),
    ],
)
def test_foreign_package_is_opened_as_safely(tmp_path, change, code, monkeypatch):
    seen = []

    @contextmanager
    def process(*given):
        seen.append(given)
        yield lambda: []

    monkeypatch.setattr("claimpack.validate.standard._process", process)
    assert code in {f.code for f in validate(foreign(tmp_path, change))}
    assert "nordblick" not in json.dumps(seen[0][0])
    assert ".." not in json.dumps(seen[0][0])


def test_module_in_a_package_is_not_run(tmp_path):
    (tmp_path / "json.py").write_text("raise SystemExit('run')", encoding="utf-8")
    assert [f.code for f in validate(foreign(tmp_path / "package"))] == ["CP901", "CP448"]


@pytest.mark.slow
def test_pattern_that_takes_for_ever_is_ended(tmp_path):
    field = {"name": "port", "type": "string", "constraints": {"pattern": "(a+)+$"}}
    folder = foreign(
        tmp_path,
        lambda d: d["resources"][0]["schema"]["fields"].__setitem__(0, field),
        b"port,metres\n" + b"a" * 60 + b"!,1\n",
    )
    assert [f.code for f in validate(folder, limits=Limits(seconds=1))] == ["CP450", "CP448"]


def test_judging_process_has_no_network():
    """Even a descriptor that got past all that is opened before."""
    descriptor = FOREIGN | {"resources": [{"name": "tides", "type": "table", "path": "http://127.0.0.1:9/a.csv"}]}
    with standard._process(descriptor, {}, 60) as errors:
        told = errors()
    assert told is None or {error["type"] for error in told} <= {"scheme-error", "resource-error"}
    assert told != []
