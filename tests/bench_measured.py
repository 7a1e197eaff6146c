"""What a line of the benchmark's table says, and how a process is measured."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import NamedTuple

# A program that has not ended after so many seconds is not waited for.
LONGEST = int(os.environ.get("CLAIMPACK_BENCH_SECONDS", "600"))


@dataclass(frozen=True, slots=True)
class Measured:
    """What a program took: seconds of the clock and of the processors, megabytes at most (None: not measured)."""

    seconds: float
    processor: float
    memory: float | None = None

    def __str__(self) -> str:
        told = f"{self.seconds:.1f} s ({self.processor:.1f} s of the processor)"
        return told if self.memory is None else f"{told}, {self.memory:.0f} MB"


class Row(NamedTuple):
    """A line of the table: what claimpack took, or what stands beside it, and how many times as much that is."""

    what: str
    beside: str = ""
    amount: str = ""
    measured: Measured | str = ""
    pace: str = ""
    ratio: str = ""
    goal: str = ""

    def __str__(self) -> str:
        return f"| {' | '.join(map(str, self))} |"


HEADER = [
    str(Row("what", "beside", "amount", "time, memory", "a second of a core", "ratio", "goal")),
    "|---|---|---|---|---|---|---|",
]


def own(measurement: Measured | str) -> Measured:
    """claimpack's own, without which there is nothing to compare with."""
    if isinstance(measurement, str):
        raise SystemExit(f"claimpack: {measurement}")
    return measurement


def at_least(value: float, limit: float, unit: str = "") -> str:
    """The goal, and whether it is reached."""
    return f"at least {limit:g}{unit}: {'reached' if value >= limit else 'missed'}"


def at_most(value: float, limit: float, unit: str = "") -> str:
    """The goal, and whether it is reached."""
    return f"at most {limit:g}{unit}: {'reached' if value <= limit else 'missed'}"


def measured(command: list[object]) -> Measured | str:
    """What a command took whose output is not looked at, or why that is not known."""
    ran = process(command)
    return ran if isinstance(ran, str) else ran[0]


def process(command: list[object]) -> tuple[Measured, str] | str:
    """Runs a command: what it took, with the processes that it began, and what it printed; or why that is not known."""
    with tempfile.TemporaryFile("w+") as output:
        began = time.perf_counter()
        child = subprocess.Popen([str(part) for part in command], stdout=output)
        while True:
            ended, status, usage = os.wait4(child.pid, os.WNOHANG)
            if ended:
                break
            if time.perf_counter() - began > LONGEST:
                child.kill()
                os.wait4(child.pid, 0)
                return f"more than {LONGEST} s"
            time.sleep(0.01)
        seconds = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            return f"it ended with {child.returncode}"
        output.seek(0)
        kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
        return Measured(seconds, usage.ru_utime + usage.ru_stime, kilobytes / 1024), output.read()
