"""Every planted fault of ``cases/faults.csv`` is found with its code, line and column; see ``faults``."""

import os

import pytest

import sample
from claimpack.errors import ClaimpackError
from claimpack.validate import validate
from claimpack.validate.opening import open_path
from faults import clean, faults, judged, planted, save

FAULTS = faults()
FILES = clean()
# Those that other tables, or the descriptor, are needed for.
WHOLE = ("CP41", "CP42", "CP44", "CP602", "CP61", "CP9")
# Frictionless takes seconds for a package: it is asked about every so many-th fault, about all if this is 1.
EVERY = int(os.environ.get("CLAIMPACK_PARITY", "60"))
# Foreign keys need the whole package, too; ``test_validate`` breaks all of them at once.
PLANTED = [fault for number, fault in enumerate(FAULTS) if EVERY == 1 or fault["code"] != "CP602" or number % 4 == 0]


@pytest.fixture(autouse=True)
def alone(request, monkeypatch):
    """Our own checks without those of Frictionless, but where these are what is planted."""
    fault = request.node.callspec.params.get("fault") if hasattr(request.node, "callspec") else None
    if fault and fault["code"] != "CP901":
        monkeypatch.setattr("claimpack.validate.standard.judged", lambda opened: [])


def test_clean_package_has_no_fault(tmp_path):
    assert validate(save(FILES, tmp_path), sample.ARTICLES) == []
    assert judged(tmp_path) == set()


def test_faults_are_many_and_different():
    assert len({fault["name"] for fault in FAULTS}) == len(FAULTS) >= 80
    assert len({fault["code"] for fault in FAULTS}) >= 25


@pytest.mark.parametrize("fault", PLANTED, ids=[fault["name"] for fault in PLANTED])
def test_planted_fault_is_found(tmp_path, fault):
    folder = save(planted(FILES, fault), tmp_path)
    path = folder if fault["code"].startswith(WHOLE) else folder / fault["file"]
    opened_only = fault["code"].startswith("CP4")
    try:
        findings = open_path(path).findings if opened_only else validate(path, sample.ARTICLES)
        found = [(f.code, f.line, f.column) for f in findings]
    except ClaimpackError as error:
        found = [(error.code, None, None)]
    assert (fault["code"], int(fault["line"]) if fault["line"] else None, fault["column"] or None) in found


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS[::EVERY], ids=[fault["name"] for fault in FAULTS[::EVERY]])
def test_what_frictionless_finds_is_found(tmp_path, fault):
    folder = save(planted(FILES, fault), tmp_path)
    assert judged(folder) == set(filter(None, fault["frictionless"].split(",")))
    if fault["frictionless"]:
        try:
            codes = {finding.code for finding in validate(folder, sample.ARTICLES)}
        except ClaimpackError as error:
            codes = {error.code}
        assert fault["code"] in codes


@pytest.mark.parametrize("aside", [False, True])
def test_frictionless_is_asked_in_either_process(tmp_path, aside, monkeypatch):
    """What it alone finds is told the same, by line and column."""
    monkeypatch.setattr("claimpack.validate.check_tables", lambda *given: [])
    monkeypatch.setattr("claimpack.validate.check_notations", lambda *given: [])
    fault = next(fault for fault in FAULTS if fault["frictionless"] == "constraint-error")
    found = validate(save(planted(FILES, fault), tmp_path), aside=aside)
    told = {(f.file, f.line, f.column, f.check) for f in found if f.code == "CP901"}
    assert (fault["file"], int(fault["line"]), fault["column"], "constraint-error") in told


def test_failed_judge_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("claimpack.validate.judge.__file__", str(tmp_path / "gone.py"))
    assert [f.code for f in validate(save(FILES, tmp_path), aside=True)] == ["CP450"]
