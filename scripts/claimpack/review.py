"""``claimpack review``: an article sentence by sentence, with what was extracted, and a person's word on each row.

What is decided is worked in at once, as a build would do it, and appended to a contribution file; a decision that would
be at fault is told and not written.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from claimpack import authority, contributions, table_schema
from claimpack.article import Article
from claimpack.authority import Authority
from claimpack.contributions.anchors import anchor, row_name
from claimpack.contributions.cells import span_column
from claimpack.contributions.check import csv_text
from claimpack.contributions.dataset import REVIEWED, Dataset, Row
from claimpack.contributions.files import SCHEMA, Contribution, read_folder, read_records
from claimpack.contributions.passages import find
from claimpack.contributions.reviews import fingerprint, rows_of_article
from claimpack.errors import ClaimpackError
from claimpack.extract import extract_article
from claimpack.extract.document import Sentence, read_document
from claimpack.inputs import project_articles
from claimpack.project import find_project
from claimpack.template import own_columns
from claimpack.validate import has_errors
from claimpack.validate.findings import shortened

Ask = Callable[[str], str]
Tell = Callable[[str], None]

HELP = "Enter: all right · c 2: correct row 2 · r 2: reject row 2 · a claims: add a claim · s: skip · b: back · q: quit"
PLACED = ("claims", "quantities", "dates", "mentions", "claim_actors")
# What is shown of a row besides its passage.
SHOWN = {
    "claims": ("form", "act", "polarity", "claimant_text", "claimant_id", "cue", "date_relation", "summary"),
    "quantities": (
        *("comparator", "low", "high", "kind", "unit", "per", "item", "item_phrase"),
        *("item_actor_id", "predicate", "status"),
    ),
    "dates": ("kind", "value", "part"),
    "mentions": ("actor_id", "kind"),
    "claim_actors": ("role", "actor_id", "claim_id"),
    "actors": ("status", "kind", "country", "parent_id", "role", "wikidata_id"),
    "sources": ("title", "author", "publisher_id", "agency_id", "published", "published_basis"),
}


def review(source_id: str, start: Path, contributor: str, ask: Ask, tell: Tell, out: Path | None = None) -> int:
    """Lead through an article of the project that ``start`` lies in; returns how many decisions were written.

    ``ask`` gets a line from the person, and raises EOFError where there are no more; ``tell`` shows one. Decisions are
    appended to ``out``, by default ``raw/contributions/review-SOURCE_ID.csv``. Raises CP312 for an unknown article,
    CP301 where the file is no contribution that can be appended to.
    """
    project = find_project(start)
    inputs = project_articles(project)
    if source_id not in inputs.articles:
        known = ", ".join(inputs.articles)
        raise ClaimpackError("CP312", "no article has this id", project.articles, value=source_id, remedy=known)
    session = Session(
        inputs.articles[source_id],
        authority.load(project.raw),
        [one for one in read_folder(project.contributions)[0] if one.get("source_id") == source_id],
        Log(out or project.contributions / f"review-{source_id}.csv", contributor),
        ask,
        tell,
    )
    with suppress(EOFError):
        session.run()
    return session.log.written


class Log:
    """The contribution file that decisions are appended to."""

    def __init__(self, path: Path, contributor: str) -> None:
        self.path = path
        self.common = {"contributor": contributor, "date": date.today().isoformat()}
        self.written = 0
        self.rows: list[dict[str, str]] = []
        if path.exists():
            names, records, findings = read_records(path)
            if findings:
                raise ClaimpackError("CP301", "not a contribution to append to", path, remedy=str(findings[0]))
            self.rows = [dict(zip(names, record.cells, strict=False)) for record in records]

    def line(self, cells: Mapping[str, str]) -> Contribution:
        """A contribution that is not written yet."""
        return Contribution(str(self.path), 0, {**cells, **self.common})

    def append(self, decisions: list[Contribution]) -> None:
        """Write decisions at the end of the file, which is begun if need be, and takes the columns that it lacks."""
        self.rows += [one.cells for one in decisions]
        used = {name for row in self.rows for name in row}
        names = [name for name in table_schema.columns(SCHEMA) if name in used]
        names += sorted(used.difference(names))
        aside = self.path.with_suffix(".part")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(
            csv_text([names, *([row.get(name, "") for name in names] for row in self.rows)]),
            encoding="utf-8",
            newline="",
        )
        os.replace(aside, self.path)
        self.written += len(decisions)


class Session:
    """One person's way through one article."""

    def __init__(
        self, article: Article, known: Authority, given: list[Contribution], log: Log, ask: Ask, tell: Tell
    ) -> None:
        self.articles = {article.source_id: article}
        self.source_id = article.source_id
        self.sentences = read_document(article).sentences
        self.known = known
        self.extracted = extract_article(article, known)
        self.given = given
        self.log = log
        self.ask = ask
        self.tell = tell
        self.dataset = self._apply([])

    def _apply(self, more: list[Contribution]) -> Dataset | None:
        """The rows with ``more`` decisions worked in; None, with the reasons told, where one of these is at fault."""
        applied = contributions.apply(self.extracted, [*self.given, *more], self.articles, self.known)
        told = [finding for finding in applied.findings if finding.line == 0 and finding.file == str(self.log.path)]
        for finding in told:  # which has no line yet
            self.tell(str(replace(finding, file=f"column {finding.column}", line=None, column=None)))
        if has_errors(told):
            self.tell("Nothing was written.")
            return None
        return Dataset(applied.tables, self.articles, self.known)

    def run(self) -> None:
        """Go from sentence to sentence; at the end come the article itself and its actors."""
        self.tell(HELP)
        number = self._first_open()
        while number <= len(self.sentences):
            rows = self._rows(number)
            self._show(number, rows)
            answer = self.ask("> ").strip()
            if answer == "q":
                return
            if answer == "b":
                number = max(0, number - 1)
            elif answer == "s" or (not answer and self._accept(rows)):
                number += 1
            elif answer:
                self._change(answer, rows)

    def _first_open(self) -> int:
        """The first sentence with a row that nobody reviewed."""
        for number in range(len(self.sentences) + 1):
            if any(row["review"] != REVIEWED for _, row in self._rows(number)):
                return number
        return 0

    def _rows(self, number: int) -> list[tuple[str, Row]]:
        """The rows that begin in a sentence; after the last one, the article and its actors."""
        if number == len(self.sentences):
            rows = rows_of_article(self.dataset, self.source_id)
            return [(table, row) for table, row in rows if table in ("sources", "actors")]
        start = self.sentences[number].start if number else 0
        stop = self.sentences[number + 1].start if number + 1 < len(self.sentences) else None
        return [
            (table, row)
            for table in PLACED
            for row in sorted(self.dataset.of(table, self.source_id), key=lambda row: (row["start"], -row["stop"]))
            if row["start"] >= start and (stop is None or row["start"] < stop)
        ]

    def _show(self, number: int, rows: list[tuple[str, Row]]) -> None:
        self.tell("")
        if number < len(self.sentences):
            sentence: Sentence = self.sentences[number]
            text = self.articles[self.source_id].text[sentence.start : sentence.stop]
            self.tell(f"[{number + 1}/{len(self.sentences)}, {sentence.zone}] {text}")
        else:
            self.tell("[the article and its actors]")
        for position, (table, row) in enumerate(rows, start=1):
            cells = ", ".join(f"{name}={shortened(text, 60)}" for name, text in self._cells(table, row))
            mark = "✓" if row["review"] == REVIEWED else " "
            self.tell(f" {mark}{position:3} {table}: {shortened(self.dataset.passage(table, row))}  ({cells})")

    def _cells(self, table: str, row: Row) -> Iterator[tuple[str, str]]:
        for name in SHOWN[table]:
            text = table_schema.cell_text(row[name])
            if text:
                yield name, text

    def _accept(self, rows: list[tuple[str, Row]]) -> bool:
        """Write that the rows were read and found right."""
        for row in [row for table, row in rows if table == "claims" and row["summary"] is None]:
            summary = self.ask(f"summary of '{shortened(row['quote'])}', one English sentence: ").strip()
            cells = {"column": "summary", "expected": "", "value": summary, "reason": "every reviewed claim has one"}
            if not summary or not self._write([self._decision("correct", "claims", row, **cells)]):
                return False
        keys = {(table, row_name(table, row)) for table, row in rows}
        unread = [
            (table, row)
            for table in self.dataset.tables
            for row in self.dataset.tables[table]
            if (table, row_name(table, row)) in keys and row["review"] != REVIEWED
        ]
        decisions = [
            self._decision("review", table, row, expected=fingerprint([(table, row)]), reason="read in its context")
            for table, row in unread
        ]
        return not decisions or self._write(decisions)

    def _decision(self, action: str, table: str, row: Row, **cells: str) -> Contribution:
        at = anchor(table, row, self.dataset)
        return self.log.line({"action": action, "source_id": self.source_id, **at, **cells})

    def _write(self, decisions: list[Contribution]) -> bool:
        dataset = self._apply(decisions)
        if dataset is None:
            return False
        self.log.append(decisions)
        self.given += [Contribution(one.file, -1, one.cells) for one in decisions]
        self.dataset = dataset
        return True

    def _change(self, answer: str, rows: list[tuple[str, Row]]) -> None:
        """Do what the person chose; a choice that is none shows what there is."""
        verb, _, what = answer.partition(" ")
        if verb == "a" and what in (*PLACED, "actors"):
            self._add(what)
        elif verb in ("c", "r") and what.isdecimal() and 0 < int(what) <= len(rows):
            table, row = rows[int(what) - 1]
            if verb == "r":
                self._write([self._decision("reject", table, row, reason=self.ask("reason: ").strip())])
            else:
                self._correct(table, row)
        elif verb in ("c", "r"):
            self.tell(f"'{answer}' means no row: write {verb} and a number from 1 to {len(rows)}")
        elif verb == "a":
            self.tell(f"'{answer}' means no table: write a and one of {', '.join((*PLACED, 'actors'))}")
        else:
            self.tell(f"'{answer}' is not understood\n{HELP}")

    def _correct(self, table: str, row: Row) -> None:
        columns = [name for name, _ in self._cells(table, row)]
        column = self.ask(f"column of {row_name(table, row)} ({', '.join(columns)}, …): ").strip()
        if column not in table_schema.columns(table):
            self.tell(f"{table} has the columns {', '.join(own_columns(table))}, and {span_column(table)}")
            return
        present = self.dataset.texts(table, row, column)[0]
        words = _words(table, column)
        choice = f" ({', '.join(words)})" if words else ""
        value = self.ask(f"now '{present}'; instead{choice}: ").strip()
        reason = self.ask("reason: ").strip()
        self._write(
            [self._decision("correct", table, row, column=column, expected=present, value=value, reason=reason)]
        )

    def _add(self, table: str) -> None:
        cells = {"action": "add", "table": table, "source_id": self.source_id}
        for name in ("quote", "occurrence", *own_columns(table), "reason"):
            words = ", ".join(_words(table, name))
            cells[name] = self.ask(f"{name} ({words}): " if words else f"{name}: ").strip()
            if name == "quote" and cells[name] and not find(self.articles[self.source_id].text, cells[name])[0]:
                self.tell("This stands nowhere in the article: copy it from there. Nothing was written.")
                return
        self._write([self.log.line({name: text for name, text in cells.items() if text})])


def _words(table: str, column: str) -> Sequence[str]:
    """The words that a column takes, if it takes only some."""
    if column not in table_schema.columns(table):
        return ()
    return table_schema.field_of(table, column)["constraints"].get("enum", ())
