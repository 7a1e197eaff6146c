"""The rows of all tables while contributions are worked into them: found by article, and what each cell says."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from claimpack import table_schema
from claimpack.article import Article
from claimpack.authority import Authority

Row = dict[str, Any]
CONTRIBUTED = "contributed"
UNREVIEWED, REVIEWED = "unreviewed", "reviewed"


class Dataset:
    """Tables of extracted rows, the articles that they are of, and the actors that are known."""

    def __init__(self, tables: Mapping[str, list[Row]], articles: Mapping[str, Article], known: Authority) -> None:
        self.tables = {table: list(rows) for table, rows in tables.items()}
        self.articles = articles
        self.known = known

    def of(self, table: str, source_id: str | None) -> list[Row]:
        """The rows of ``table`` in one article."""
        return [row for row in self.tables[table] if row["source_id"] == source_id]

    def row(self, table: str, key: str | None) -> Row | None:
        """The row of ``table`` with this key."""
        name = table_schema.primary_key(table)[0]
        return next((row for row in self.tables[table] if row[name] == key), None) if key else None

    def actor(self, actor_id: str) -> Row | None:
        """The row of an actor; a listed one that no article has named so far gets its row now, with its parents."""
        row = self.row("actors", actor_id)
        listed = None if row else self.known.actor(actor_id)
        if listed:
            for actor in (listed, *self.known.parents([listed]).values()):
                if self.row("actors", actor.actor_id) is None:
                    self.tables["actors"].append(asdict(actor) | {"origin": "extracted", "review": UNREVIEWED})
            row = self.row("actors", actor_id)
        return row

    def passage(self, table: str, row: Row) -> str:
        """The text of the passage that a row stands for; of an actor the name, of an article its id."""
        if "start" in row:
            return self.articles[row["source_id"]].text[row["start"] : row["stop"]]
        return row["name"] if table == "actors" else row["source_id"]

    def texts(self, table: str, row: Row, column: str) -> list[str]:
        """What a contribution may write for the cell of a row: for a reference first the text that it leads to.

        A reference to a claim or date is its quoted text, one to an actor its name, and both may be given by their ids.
        """
        value = row[column]
        text = table_schema.cell_text(value)
        target = next((key.table for key in table_schema.foreign_keys(table) if key.columns == (column,)), None)
        referred = self.row(target, value) if target else None
        if referred is None:
            return [text]
        names = [referred["name"], referred["name_de"] or ""] if target == "actors" else []
        texts = [text, *names] if target == "actors" else [self.passage(target, referred), text]
        if column == "claimant_id":
            texts.append(row["claimant_text"] or "")
        return [text for text in texts if text]
