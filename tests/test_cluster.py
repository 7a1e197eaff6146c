"""Archives extracted by real processes: those of this machine, and a Dask scheduler and workers on loopback."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import corpus
from conftest import snapshot

pytestmark = pytest.mark.tools
PATIENCE = 240  # seconds that anything may take on a busy machine
SCHEDULER = "from distributed.cli.dask_scheduler import main; main()"
WORKER = "from distributed.cli.dask_worker import main; main()"
OTHER_VERSION = f"import sys, claimpack; claimpack.__version__ = '0.0.1'; sys.argv.append('--no-nanny'); {WORKER}"


def command(file: Path, out: Path, *more: object) -> list[str]:
    arguments = ["extract", file, "--column", "text=body", "--out", out, "--partition", 20, *more]
    return [sys.executable, "-m", "claimpack", *map(str, arguments)]


def run(*arguments: object) -> subprocess.CompletedProcess:
    done = subprocess.run(command(*arguments), capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus.write(tmp_path_factory.mktemp("archive") / "news.jsonl", 200)


@pytest.fixture(scope="module")
def whole(archive: Path) -> dict[str, bytes]:
    """What one process makes of it, undisturbed."""
    out = archive.with_name("whole")
    done = run(archive, out, "--workers", 1)
    assert (done.returncode, done.stderr) == (0, "")
    return snapshot(out)


def wait_for(condition) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


def finished(out: Path) -> int:
    """How many partitions of an unfinished run are there."""
    folder = out.with_name(f"{out.name}.unfinished")
    return len([path for path in folder.glob("part-*") if re.fullmatch(r"part-\d+-[0-9a-f]+", path.name)])


def children(process: int) -> list[int]:
    threads = Path(f"/proc/{process}/task").iterdir()
    return [int(child) for thread in threads for child in (thread / "children").read_text().split()]


def gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.mark.parametrize("workers", [2, 3])
def test_any_number_of_workers_gives_the_same_bytes(archive: Path, whole: dict, tmp_path: Path, workers: int) -> None:
    assert run(archive, tmp_path / "out", "--workers", workers).returncode == 0
    assert snapshot(tmp_path / "out") == whole


def test_a_run_that_is_killed_goes_on(archive: Path, whole: dict, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = subprocess.Popen(command(archive, out, "--workers", 2))
    wait_for(lambda: finished(out) >= 3)
    workers = children(process.pid)
    process.send_signal(signal.SIGKILL)
    process.wait()
    wait_for(lambda: all(map(gone, workers)))
    kept = snapshot(tmp_path / "out.unfinished")
    assert not out.exists()
    done = run(archive, out, "--workers", 2)
    assert (done.returncode, done.stderr) == (0, "")
    assert snapshot(out) == whole
    assert any(re.match(r"part-000001-\w+/partition.json", name) for name in kept)


@pytest.mark.parametrize("to", [os.killpg, os.kill])  # as a terminal does, and as whoever started it
def test_a_run_that_is_interrupted_goes_on(archive: Path, whole: dict, tmp_path: Path, to) -> None:
    out = tmp_path / "out"
    process, told = interrupted(archive, out, to, lambda: finished(out) >= 3)
    assert (process.returncode, finished(out) >= 3) == (2, True)
    kept = r"Interrupted: \d+ partitions finished, kept in .*out\.unfinished: the same command goes on from there"
    assert re.fullmatch(kept, told.strip())
    assert finished(out) == len(list((tmp_path / "out.unfinished").iterdir()))
    done = run(archive, out, "--workers", 2)
    assert (done.returncode, done.stderr) == (0, "")
    assert snapshot(out) == whole


@pytest.mark.parametrize("wait", [0, 0.1, 0.2, 0.3, 0.5])
def test_a_run_that_is_interrupted_as_it_begins_leaves_nothing(archive: Path, tmp_path: Path, wait: float) -> None:
    """Even where processes are being started just then."""
    out = tmp_path / "out"
    process, told = interrupted(archive, out, os.killpg, lambda: any(tmp_path.iterdir()), wait)
    assert process.returncode == 2
    assert told.strip() in ("Interrupted.", "Interrupted: no partition was finished yet")
    assert list(tmp_path.iterdir()) == []


def interrupted(archive: Path, out: Path, to, when, wait: float = 0) -> tuple[subprocess.Popen, str]:
    """A run that gets the signal of Ctrl-C, with all its processes or alone, and what it says."""
    process = subprocess.Popen(
        command(archive, out, "--workers", 2, "--output-format", "parquet"),
        stderr=subprocess.PIPE, text=True, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # what runs in the background ignores it
    )  # fmt: skip
    wait_for(when)
    time.sleep(wait)
    workers = children(process.pid)
    to(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=PATIENCE)
    wait_for(lambda: all(map(gone, workers)))
    return process, told


def test_a_worker_that_is_killed_costs_nothing(archive: Path, whole: dict, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = subprocess.Popen(command(archive, out, "--workers", 2), stderr=subprocess.PIPE, text=True)
    wait_for(lambda: finished(out) >= 2)
    python = [child for child in children(process.pid) if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]
    os.kill(python[0], signal.SIGKILL)
    _, told = process.communicate(timeout=PATIENCE)
    assert (process.returncode, told) == (0, "")
    assert snapshot(out) == whole


@contextmanager
def processes(*programs: list[str]) -> Iterator[list[subprocess.Popen]]:
    begun = []
    try:
        for program in programs:
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            begun.append(subprocess.Popen([sys.executable, "-c", *program], start_new_session=True, **quiet))
        yield begun
    finally:
        for process in begun:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def cluster(folder: Path, *workers: str) -> Iterator[tuple[str, list[subprocess.Popen]]]:
    """A scheduler and workers, one a program given; its address, and the workers' processes."""
    distributed = pytest.importorskip("distributed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    port = address.rpartition(":")[2]
    scheduler = [SCHEDULER, "--host", "127.0.0.1", "--port", port, "--no-dashboard"]
    options = [address, "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder)]
    with processes(scheduler, *([worker, *options] for worker in workers)) as (_, *begun):
        until = time.monotonic() + PATIENCE
        while True:
            try:
                with distributed.Client(address, timeout=5, set_as_default=False) as client:
                    client.wait_for_workers(len(workers), timeout=PATIENCE)
                    break
            except OSError:
                assert time.monotonic() < until
        yield address, begun


def test_a_cluster_gives_the_same_bytes_and_a_worker_may_die(archive: Path, whole: dict, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with cluster(tmp_path / "dask", WORKER, WORKER) as (address, workers):
        options = ("--engine", "dask", "--scheduler", address)
        assert run(archive, out, *options).returncode == 0
        assert snapshot(out) == whole
        again = tmp_path / "again"
        process = subprocess.Popen(command(archive, again, *options), stderr=subprocess.PIPE, text=True)
        wait_for(lambda: finished(again) >= 2)
        os.killpg(workers[0].pid, signal.SIGKILL)
        _, told = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, told
        assert snapshot(again) == whole


def test_a_worker_of_another_version(archive: Path, tmp_path: Path) -> None:
    with cluster(tmp_path / "dask", OTHER_VERSION) as (address, _):
        done = run(archive, tmp_path / "out", "--engine", "dask", "--scheduler", address)
    assert done.returncode == 2
    assert done.stderr.startswith("error CP352: the worker tcp://127.0.0.1:")
    assert "has claimpack 0.0.1, not claimpack " in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dask"]


def test_a_scheduler_that_cannot_be_reached(archive: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    done = run(archive, tmp_path / "out", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:1")
    assert done.returncode == 2
    assert done.stderr.startswith("error CP351: ")
    assert len(done.stderr.splitlines()) == 2
    assert list(tmp_path.iterdir()) == []


def test_memory_stays_flat(tmp_path: Path) -> None:
    """Ten times the articles need no more memory in any process: what grows with the archive is in files."""
    most = {}
    for number in (150, 1500):
        file = corpus.write(tmp_path / f"{number}.jsonl", number, 8)
        code = (
            "import resource, sys; from claimpack.cli import group; group.main(sys.argv[1:], standalone_mode=False);"
            "print(*(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))"
        )
        arguments = command(file, tmp_path / f"out{number}", "--workers", 1)[3:]
        done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
        most[number] = [int(figure) / 1024 for figure in done.stdout.splitlines()[-1].split()]
    assert max(most[1500]) < 600
    assert all(large < 1.15 * small + 20 for small, large in zip(*most.values(), strict=True)), most


def test_a_disk_that_is_full(archive: Path, whole: dict, tmp_path: Path) -> None:
    """Where the partitions cannot be written: one message, and what was finished is taken up again."""
    limited = ["bash", "-c", 'ulimit -f 20; trap "" XFSZ; exec "$@"', "-"]
    done = subprocess.run(
        [*limited, *command(archive, tmp_path / "out", "--workers", 1)],
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("error CP356: ")
    assert "Traceback" not in done.stderr
    assert run(archive, tmp_path / "out", "--workers", 1).returncode == 0
    assert snapshot(tmp_path / "out") == whole
