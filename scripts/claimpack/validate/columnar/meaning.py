"""Which rows the warnings of ``meaning`` may be about, over whole tables at once.

Each query finds at least the rows that its rule speaks of, and what else the rule has to see of them. The rule itself
then looks at these few rows.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from claimpack import table_schema
from claimpack.validate import meaning
from claimpack.validate.columnar import engine

if TYPE_CHECKING:
    import duckdb

# Rows that the rules of one code look at: more warnings than that nobody reads.
MOST_ROWS = 20_000
# Parents of parents, as far as they are followed to find circles; longer chains are looked at one by one.
_GENERATIONS = 30
COLUMNS = {
    "sources": {
        *("source_id", "publisher_id", "agency_id", "published_latest", "sha256", "url", "duplicate_of", "similar_to")
    },
    "actors": {"actor_id", "parent_id", "status", "name", "name_de", "kind", "wikidata_id"},
    "claims": {"claim_id", "source_id", "start", "stop", "claimant_id", "date_id", "date_relation", "said_date_id"},
    "claim_actors": {"source_id", "actor_id", "role"},
    "mentions": {"source_id", "actor_id"},
    "dates": {"date_id", "earliest"},
    "quantities": {
        *("claim_id", "source_id", "start", "item_lemma", "item_actor_id", "predicate", "unit", "per", "kind"),
        *("status", "comparator", "low", "high"),
    },
}
# Expressions over the texts of a row: figures as they stand there, and whether a summary has any.
MORE = {
    "quantities": {"low_text": "t_low", "high_text": "t_high"},
    "claims": {"has_figures": "regexp_matches(t_summary, '[0-9]')"},
}

# Code -> for each table the query of the numbers that the rule may speak of.
_UNMENTIONED = """
    SELECT this.rowid FROM {table} AS this ANTI JOIN (
        SELECT source_id, actor_id FROM mentions UNION ALL SELECT source_id, publisher_id FROM sources
        UNION ALL SELECT source_id, agency_id FROM sources
    ) AS mentioned ON mentioned.source_id IS NOT DISTINCT FROM this.source_id AND mentioned.actor_id = this.{column}
    WHERE this.{column} IS NOT NULL"""
_SAME = (
    "SELECT rowid FROM {table} SEMI JOIN (SELECT {column} FROM {table} GROUP BY {column} HAVING count({what}) > 1)"
    " USING ({column})"
)
_COPIES = _SAME.format(
    table="sources", column="{column}", what="DISTINCT coalesce(similar_to, duplicate_of, source_id, '')"
)
_QUERIES: dict[str, dict[str, str]] = {
    "CP751": {
        "claims": _UNMENTIONED.format(table="claims", column="claimant_id"),
        "claim_actors": _UNMENTIONED.format(table="claim_actors", column="actor_id") + " AND this.role <> 'claimant'",
    },
    "CP752": {
        "claims": """
            SELECT this.rowid FROM claims AS this JOIN dates USING (date_id) JOIN sources ON
            sources.source_id = this.source_id WHERE dates.earliest - sources.published_latest > 366"""
    },
    "CP753": {
        "claims": """
            SELECT this.rowid FROM claims AS this JOIN dates ON dates.date_id = this.said_date_id JOIN sources ON
            sources.source_id = this.source_id WHERE dates.earliest > sources.published_latest"""
    },
    "CP755": {"actors": _SAME.format(table="actors", column="wikidata_id", what="*")},
    "CP756": {
        "actors": """
            SELECT DISTINCT number FROM names SEMI JOIN (
                SELECT normal, kind FROM names GROUP BY normal, kind HAVING count(DISTINCT number) > 1
                AND (count(DISTINCT number) > count(DISTINCT article) OR bool_or(article = ''))
            ) AS same ON same.normal = names.normal AND same.kind IS NOT DISTINCT FROM names.kind"""
    },
    "CP757": {
        "actors": """
            SELECT this.rowid FROM actors AS this ANTI JOIN (
                SELECT parent_id AS id FROM actors UNION ALL SELECT publisher_id FROM sources
                UNION ALL SELECT agency_id FROM sources UNION ALL SELECT claimant_id FROM claims
                UNION ALL SELECT item_actor_id FROM quantities UNION ALL SELECT actor_id FROM mentions
                UNION ALL SELECT actor_id FROM claim_actors
            ) AS pointers ON pointers.id = this.actor_id WHERE this.actor_id IS NOT NULL"""
    },
    "CP758": {"sources": f"{_COPIES.format(column='sha256')} UNION {_COPIES.format(column='url')}"},
    "CP759": {"actors": "SELECT number FROM circles"},
}
# What else the rules about dates of claims have to see.
_BESIDE = {
    "dates": """
        SELECT rowid FROM dates WHERE date_id IN (
            SELECT date_id FROM warned_claims UNION ALL SELECT said_date_id FROM warned_claims)""",
    "sources": "SELECT sources.rowid FROM sources SEMI JOIN warned_claims USING (source_id)",
}
_OFF = f"{meaning.TIMES_OFF} * 0.999999"


def warned(connection: "duckdb.DuckDBPyConnection", at_hand: Sequence[str]) -> dict[str, dict[str, list[int]]]:
    """Code -> table -> the numbers of rows that it may be about; under "" those that need only be seen."""
    codes = [code for code in sorted(_QUERIES) if set(meaning.NEEDED[code]) <= set(at_hand)]
    rows = engine.at_once(connection, [partial(_warned, code=code) for code in codes])
    found = {code: tables for code, tables in zip(codes, rows, strict=True) if tables}
    dated = sorted({number for code in ("CP752", "CP753") for number in found.get(code, {}).get("claims", ())})
    if dated:
        query = "CREATE TABLE warned_claims AS SELECT * FROM claims WHERE rowid IN (SELECT unnest(?))"
        connection.execute(query, [dated])
        found[""] = {table: _numbers(connection, query) for table, query in _BESIDE.items()}
    return found


def _warned(connection: "duckdb.DuckDBPyConnection", code: str) -> dict[str, list[int]]:
    if code in _PREPARED:
        _PREPARED[code](connection)
    numbers = {table: _numbers(connection, query) for table, query in _QUERIES[code].items()}
    return {table: found for table, found in numbers.items() if found}


def _numbers(connection: "duckdb.DuckDBPyConnection", query: str) -> list[int]:
    rows = connection.execute(f"SELECT * FROM ({query}) AS rows(number) ORDER BY number LIMIT {MOST_ROWS}").fetchall()
    return [number for (number,) in rows]


def times_off(connection: "duckdb.DuckDBPyConnection") -> list[tuple[int, int]]:
    """Pairs of rows of quantities: a figure that may be ten times off, and the middle one of its group; for CP754."""
    same = "claimant_id, item_lemma, item_actor_id, predicate, unit, per, kind, status"
    connection.execute(
        f"""
        CREATE TABLE figures AS
        SELECT this.rowid AS number, abs(coalesce(low, high)) AS value,
            {", ".join(f"this.{name}" if name != "claimant_id" else f"claims.{name}" for name in same.split(", "))}
        FROM quantities AS this JOIN (
            SELECT claim_id, last(claimant_id ORDER BY rowid) AS claimant_id FROM claims GROUP BY claim_id
        ) AS claims USING (claim_id)
        WHERE coalesce(low, high) <> 0 AND item_lemma IS NOT NULL AND comparator <> 'vague'
            AND kind IN ('cardinal', 'measure', 'money') AND claims.claimant_id IS NOT NULL"""
    )
    group = f"PARTITION BY {same}"
    return connection.execute(
        f"""
        SELECT number, middle FROM (
            SELECT *, max(CASE WHEN number = middle THEN value END) OVER ({group}) AS near FROM (
                SELECT *, CASE WHEN n = 2 THEN min(number) OVER ({group}) ELSE
                    max(CASE WHEN place = (n + 1) // 2 THEN number END) OVER ({group}) END AS middle FROM (
                    SELECT *, count(*) OVER ({group}) AS n,
                        row_number() OVER ({group} ORDER BY value, number) AS place
                    FROM (SELECT *, max(value) OVER ({group}) AS most, min(value) OVER ({group}) AS least FROM figures)
                    WHERE most >= least * {_OFF}
                )
            )
        ) WHERE value >= near * {_OFF} OR value * {_OFF} <= near ORDER BY number LIMIT {MOST_ROWS}"""
    ).fetchall()


def _names(connection: "duckdb.DuckDBPyConnection") -> None:
    """Names as ``meaning`` compares them; what has more than plain letters and their accents is left to Python."""
    connection.execute(
        """
        CREATE TABLE spelt AS
        SELECT rowid AS number, kind, unnest([name, name_de]) AS name,
            CASE WHEN contains(actor_id, ':') THEN regexp_replace(actor_id, ':[^:]*$', '') ELSE '' END AS article
        FROM actors
        WHERE status IS DISTINCT FROM 'unnamed'"""
    )
    plain = "regexp_full_match(strip_accents(name), '[ -~]*')"
    strange = connection.execute(f"SELECT DISTINCT name FROM spelt WHERE NOT {plain}").fetchall()
    connection.execute("CREATE TABLE strange (name VARCHAR, normal VARCHAR)")
    if strange:
        connection.execute(
            "INSERT INTO strange SELECT unnest(?), unnest(?)",
            [[name for (name,) in strange], [meaning.normal(name) for (name,) in strange]],
        )
    connection.execute(
        """
        CREATE TABLE names AS SELECT number, kind, article, coalesce(strange.normal, trim(regexp_replace(regexp_replace(
            lower(strip_accents(spelt.name)), '[^a-z0-9]+', ' ', 'g'), '^the ', ''))) AS normal
        FROM spelt LEFT JOIN strange USING (name) WHERE spelt.name IS NOT NULL"""
    )
    connection.execute("DELETE FROM names WHERE normal = ''")


def _circles(connection: "duckdb.DuckDBPyConnection") -> None:
    """The actors whose parents' parents come to no end, as far as can be told after some generations."""
    connection.execute(
        "CREATE TABLE circles AS SELECT rowid AS number, actor_id, parent_id FROM actors WHERE parent_id IS NOT NULL"
    )
    for _ in range(_GENERATIONS):
        (gone,) = connection.execute(
            "DELETE FROM circles WHERE parent_id NOT IN (SELECT actor_id FROM circles WHERE actor_id IS NOT NULL)"
        ).fetchone()
        if not gone:
            return


_PREPARED: dict[str, Callable[["duckdb.DuckDBPyConnection"], None]] = {"CP756": _names, "CP759": _circles}


def inside(connection: "duckdb.DuckDBPyConnection", claims: Sequence[int]) -> list[dict[str, Any]]:
    """The bounds of the quantities inside of the claims with these numbers, as ``summary_figures`` reads them."""
    rows = connection.execute(
        """
        SELECT DISTINCT q.source_id, q.start, q.low_text, q.high_text, q.rowid FROM quantities AS q
        JOIN claims ON claims.source_id IS NOT DISTINCT FROM q.source_id AND q.start >= claims.start
        AND q.start < claims.stop WHERE claims.rowid IN (SELECT unnest(?)) ORDER BY q.rowid""",
        [list(claims)],
    ).fetchall()
    return [
        {"source_id": source_id, "start": start, "low": _decimal(low), "high": _decimal(high)}
        for source_id, start, low, high, _ in rows
    ]


def _decimal(text: str) -> Any:
    try:
        return table_schema.parse_cell("number", text)
    except ValueError:  # told already; empty in a typed table
        return None
