"""Measures the extraction on annotated documents and prints the table of figures that the README carries.

    python tests/measure.py BENCHMARKS [--keep FOLDER]

BENCHMARKS holds the folders quantities, quotations, dates and acts, each with its gold and its ``score.py``. Their
licences allow measuring, not redistribution, so they are no part of this repository. Every document goes through the
command ``claimpack extract`` as anybody's article would. ``--keep`` leaves articles and tables in a folder.
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from articles import article
from claimpack.extract.actors import find_actors
from claimpack.extract.claims import find_claims
from claimpack.extract.dates import find_dates
from claimpack.extract.document import read_document
from claimpack.extract.quantities import find_quantities

# Folder of the extracted tables: where its documents are. The acts are annotated on the documents of the quotations.
DOCUMENTS = {
    "quantities": "quantities/documents.jsonl",
    "quotations": "quotations/dev.jsonl",
    "dates": "dates/documents.jsonl",
}
# Benchmark: what its scorer is given, below the folder of the extracted tables.
SCORED = {
    "quantities": "quantities/quantities.csv",
    "quotations": "quotations/claims.csv",
    "acts": "quotations",
    "dates": "dates/dates.csv",
}
# What is shown: benchmark, label, path to the figure in the scorer's JSON; its interval, if any, is below "intervals".
FIGURES = [
    ("quantities", "quantities found, F1", "detection.f1"),
    ("quantities", "quantities with low, high and comparator right, F1", "full.f1"),
    ("quantities", "quantities: kind", "kind"),
    ("quantities", "quantities: unit", "unit"),
    ("quantities", "quantities: item", "item"),
    ("dates", "dates with the same span, F1", "overall.strict.f1"),
    ("dates", "dates found, F1", "overall.relaxed.f1"),
    ("dates", "dates with the right value, F1", "overall.value.f1"),
    ("quotations", "claims found, F1", "overlap.all.f"),
    ("quotations", "direct speech, F1", "overlap.direct.f"),
    ("quotations", "indirect speech, F1", "overlap.indirect.f"),
    ("quotations", "reported acts, F1", "overlap.reported.f"),
    ("quotations", "hearsay, F1", "overlap.evidential.f"),
    ("quotations", "speaker of the claims found", "overlap.all.speaker_accuracy"),
    ("acts", "act, macro F1", "act_macro_f1"),
    ("acts", "polarity negative, F1", "negative_f1"),
    ("acts", "relay, F1", "relay_f1"),
    ("acts", "kind of claimant", "claimant_kind_accuracy"),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("benchmarks", type=Path)
    parser.add_argument("--keep", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        for name, documents in DOCUMENTS.items():
            extract(arguments.benchmarks / documents, folder / "articles" / name, folder / name)
        scores = {name: score(arguments.benchmarks / name, folder / scored) for name, scored in SCORED.items()}
    rows = [*table_rows(scores), *pace_rows(arguments.benchmarks / DOCUMENTS["quotations"])]
    print("| figure | value | 95 % interval |", "|---|---|---|", *rows, sep="\n")


def extract(documents: Path, articles: Path, out: Path) -> None:
    """Write the documents as articles with a manifest of their dates, and extract their tables to ``out``."""
    articles.mkdir(parents=True, exist_ok=True)
    manifest = articles.with_suffix(".csv")
    with open(documents, encoding="utf-8") as lines, open(manifest, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["source_id", "file", "published"])
        for document in map(json.loads, lines):
            # The quantities name no source_id: their scorer takes the number that the document's file name begins with.
            source_id = document.get("source_id") or Path(document["doc"]).name.split(" ")[0]
            (articles / f"{source_id}.txt").write_bytes(document["text"].encode())
            writer.writerow([source_id, f"{source_id}.txt", document.get("published", "")])
    command = ["-m", "claimpack", "extract", articles, "--manifest", manifest, "--out", out, "--quiet"]
    result = subprocess.run([sys.executable, *map(str, command)], check=False)
    if result.returncode > 1:  # 1: some articles were skipped, which costs recall
        sys.exit(result.returncode)


def score(benchmark: Path, scored: Path) -> dict:
    """What the benchmark's own scorer says of the tables."""
    command = [sys.executable, str(benchmark / "score.py"), str(scored.resolve()), "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, cwd=benchmark).stdout)


def table_rows(scores: dict[str, dict]) -> list[str]:
    """The figures as rows of a Markdown table."""
    rows = []
    for benchmark, label, path in FIGURES:
        value, ends = look_up(scores[benchmark], path), look_up(scores[benchmark]["intervals"], path)
        rows.append(f"| {label} | {value:.3f} | {'–'.join(f'{end:.3f}' for end in ends) if ends else ''} |")
    return rows


def pace_rows(documents: Path) -> list[str]:
    """Megabytes of text a second and core, once the words have been looked up: without and with the claims.

    From the text of each article to what was found in it; the rows and their files are not written.
    """
    with open(documents, encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    articles = [article(text, f"d{number}") for number, text in enumerate(texts)]
    passes = []
    for _ in range(4):
        began = time.process_time()
        read = []
        for each in articles:
            document = read_document(each)
            dates, actors = find_dates(document), find_actors(document)
            read.append((document, dates, actors, find_quantities(document, dates, actors)))
        without_claims = time.process_time() - began
        for document, dates, actors, quantities in read:
            find_claims(document, dates, actors, quantities)
        passes.append((without_claims, time.process_time() - began))
    # The first pass fills the caches; of the others the best, since a busy machine only ever slows them.
    without_claims, whole = map(min, zip(*passes[1:], strict=True))
    paces = {"quantities, dates and actors": megabytes / without_claims, "those and claims": megabytes / whole}
    return [f"| from text to {what}, MB a second, one core, warm | {pace:.2f} | |" for what, pace in paces.items()]


def look_up(scores: dict | None, path: str):
    """The value at a dotted path of nested dictionaries, None where there is none."""
    for key in path.split("."):
        scores = scores.get(key) if scores else None
    return scores


if __name__ == "__main__":
    main()
