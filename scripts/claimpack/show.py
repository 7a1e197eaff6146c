"""``claimpack show``: a row with its passage in the article, so that a person can judge it."""

import csv
import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from claimpack import csvfile, table_schema
from claimpack.article import read_article
from claimpack.errors import ClaimpackError
from claimpack.project import Project, find_project
from claimpack.trace import places
from claimpack.validate.findings import shortened

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]
Span = tuple[int, int]

SHOWN = ("claims", "quantities", "mentions", "dates", "actors", "sources")
PLACED = ("claims", "quantities", "mentions", "dates")
AROUND = 250
FAR = 1500
MENTIONS_SHOWN = 10
NEAR = 3
PLACE = re.compile(r"(?P<source>[^:]+):(?P<start>\d+)-(?P<stop>\d+)")
# How the row's own passage and its other evidence (speaker, reporting expression) are marked.
ON_TERMINAL = (("\033[1;7m", "\033[22;27m"), ("\033[4m", "\033[24m"))
ELSEWHERE = (("⟦", "⟧"), ("‹", "›"))


def show(row_id: str, why: bool, start: Path, terminal: bool = False) -> str:
    """All rows with this id, each with its passage, ready to print; with ``why`` also what each rests on.

    Raises CP311 where there is no package, CP312 for an unknown id.
    """
    project = find_project(start)
    tables = read_tables(project.datapackage)
    found = [(table, row) for table in SHOWN for row in tables[table] if row[key_of(table)] == row_id]
    if not found:
        near = ", ".join(nearest(row_id, tables)) or "none"
        raise ClaimpackError(
            "CP312", "no row has this id", project.datapackage, value=shortened(row_id), remedy=f"Near it: {near}"
        )
    parts = []
    for table, row in found:
        lines = [f"{table}: {row_id}", "", *evidence(table, row, tables, project, terminal), ""]
        lines += [f"  {name}: {value}" for name, value in row.items() if value]
        if why:
            lines += ["", *reasons(table, row, tables, project)]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def read_tables(folder: Path) -> dict[str, list[dict[str, str]]]:
    """The tables of a package as rows of text. Raises CP311 where one cannot be read."""
    remedy = "Make the package first: claimpack build; or see what is wrong with it: claimpack validate."
    if not folder.is_dir():
        raise ClaimpackError("CP311", "there is no package", folder, remedy=remedy)
    tables = {}
    for table in (*SHOWN, "claim_actors"):
        path = folder / f"{table}.csv"
        try:
            tables[table] = rows_of(table, path)
        except (OSError, ValueError, csv.Error) as error:
            message = f"the table cannot be read: {getattr(error, 'strerror', None) or error}"
            raise ClaimpackError("CP311", message, path, remedy=remedy) from error
    return tables


def rows_of(table: str, path: Path) -> list[dict[str, str]]:
    """The rows of one table as text; ValueError where it lacks a column, or a place in an article is no number."""
    header, *records = csvfile.read_csv(path.read_bytes()) or [csvfile.Record(1, [])]
    if header.cells != table_schema.columns(table):
        raise ValueError("its columns are not those of the schema")
    rows = [dict(zip(header.cells, record.cells, strict=True)) for record in records]
    for name, kind in table_schema.types(table).items():
        for row in rows if kind == "integer" else ():
            if not row[name] and table_schema.field_of(table, name)["constraints"]["required"]:
                raise ValueError(f"{name} is empty")
            table_schema.parse_cell(kind, row[name])
    return rows


def named(tables: Tables, table: str, row_id: str, project: Project) -> Row:
    """The row of ``table`` that another one names; CP311 where there is none."""
    for row in tables[table]:
        if row[key_of(table)] == row_id:
            return row
    message, remedy = f"{table} has not the row that another table names", "See all that is wrong: claimpack validate."
    raise ClaimpackError("CP311", message, project.datapackage, value=shortened(row_id), remedy=remedy)


def key_of(table: str) -> str:
    """The column that names a row of ``table``."""
    return table_schema.primary_key(table)[0]


def evidence(table: str, row: Row, tables: Tables, project: Project, terminal: bool) -> Iterator[str]:
    """The passages that a row stands on: its own in context, or those that mention an actor."""
    if table == "sources":
        for name in PLACED:
            yield f"  {sum(other['source_id'] == row['source_id'] for other in tables[name])} {name}"
    elif table == "actors":
        mentions = [mention for mention in tables["mentions"] if mention["actor_id"] == row["actor_id"]]
        for mention in mentions[:MENTIONS_SHOWN]:
            yield f"  {mention['source_id']}:{mention['start']}-{mention['stop']}  {mention['text']}"
        if len(mentions) > MENTIONS_SHOWN:
            yield f"  and {len(mentions) - MENTIONS_SHOWN} more mentions"
    else:
        source = named(tables, "sources", row["source_id"], project)
        text = article_text(source, project)
        if text is None:
            yield f"  {row.get('quote') or row.get('text')}"
            yield f"  (the article {source['file']} is not at hand, so its context cannot be shown)"
        else:
            own, other = (int(row["start"]), int(row["stop"])), spans(row)
            marked = passage(text, own, other, ON_TERMINAL if terminal else ELSEWHERE)
            yield from (f"  {line}" for line in marked.splitlines() if line.strip())


def article_text(source: Row, project: Project) -> str | None:
    """The text of an article, if the file that was extracted is at hand, unchanged."""
    path = project.folder / source["file"]
    if not path.is_file():
        return None
    try:
        article = read_article(path, source["source_id"], max_size=path.stat().st_size)
    except ClaimpackError:  # it was an article when it was extracted: now it is another file
        return None
    return article.text if article.sha256 == source["sha256"] else None


def spans(row: Row) -> list[Span]:
    """The passages that a claim points to besides its own: speaker and reporting expression."""
    names = ("claimant", "cue")
    return [(int(row[f"{name}_start"]), int(row[f"{name}_stop"])) for name in names if row.get(f"{name}_start")]


def passage(text: str, own: Span, other: Sequence[Span], marks: Sequence[tuple[str, str]]) -> str:
    """The text around ``own``, from word to word, with ``own`` and what is near of ``other`` marked."""
    near = [span for span in other if own[0] - FAR < span[0] and span[1] < own[1] + FAR]
    first = max(0, min(start for start, _ in [own, *near]) - AROUND)
    last = min(len(text), max(stop for _, stop in [own, *near]) + AROUND)
    while first > 0 and not text[first - 1].isspace():
        first -= 1
    while last < len(text) and not text[last].isspace():
        last += 1
    # Of two passages that begin together the longer opens first, of two that end together the shorter closes first.
    marked = [(*own, marks[0]), *((*span, marks[1]) for span in near)]
    signs = [(start, 1, -stop, rank, mark[0]) for rank, (start, stop, mark) in enumerate(marked)]
    signs += [(stop, 0, -start, -rank, mark[1]) for rank, (start, stop, mark) in enumerate(marked)]
    made, done = [], first
    for position, *_, sign in sorted(signs):
        made += [text[done:position], sign]
        done = position
    cut = "".join([*made, text[done:last]])
    return ("… " if first else "") + cut.strip() + (" …" if last < len(text) else "")


def rule_places(rule: str) -> list[str]:
    """Where a rule stands in this version of the program; a package of another version may have been made by others."""
    try:
        return list(places(rule))
    except LookupError as error:
        return [f"not in this version of claimpack: {error}"]


def reasons(table: str, row: Row, tables: Tables, project: Project) -> Iterator[str]:
    """What a row rests on: the rule that made it, the actors of a claim, the claim of a quantity."""
    yield "why:"
    if row.get("rule"):
        yield f"  made by the rule {row['rule']}"
        yield from (f"    {place}" for place in rule_places(row["rule"]))
    if table == "claims":
        for actor in tables["claim_actors"]:
            if actor["claim_id"] == row["claim_id"]:
                place = f"{actor['start']}-{actor['stop']}"
                yield f"  {actor['role']} {actor['actor_id']}: “{actor['text']}” at {place}"
        if row["cue"]:
            yield f"  reporting expression: “{row['cue']}” at {row['cue_start']}-{row['cue_stop']}"
    elif table == "quantities":
        claim = named(tables, "claims", row["claim_id"], project)
        yield f"  in the claim {claim['claim_id']} ({claim['form']}, {claim['act']}): “{claim['quote']}”"
    elif table == "actors":
        known = {
            "listed": "in the authority list",
            "found": "named in the text",
            "unnamed": "without a name in the text",
        }
        yield f"  {known.get(row['status'], row['status'])}"
    elif table == "sources" and row["published"]:
        yield f"  published {row['published']}: known from {row['published_basis']}"
    yield f"  {row['origin']}, {row['review']}"


def nearest(row_id: str, tables: Tables) -> list[str]:
    """The ids most like one that nothing has: those nearest to its place in the article, else those spelt like it."""
    place = PLACE.match(row_id)
    if place and any(source["source_id"] == place["source"] for source in tables["sources"]):
        rows = [
            (row, key_of(table)) for table in PLACED for row in tables[table] if row["source_id"] == place["source"]
        ]
        rows.sort(key=lambda pair: abs(int(pair[0]["start"]) - int(place["start"])))
        return list(dict.fromkeys(row[key] for row, key in rows))[:NEAR]
    ids = [row[key_of(table)] for table in ("sources", "actors") for row in tables[table]]
    return difflib.get_close_matches(row_id, ids, NEAR, cutoff=0.4)
