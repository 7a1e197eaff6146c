"""Whether quantities_wide follows from the other tables, compared by what its rows say, not kept as text."""

from typing import TYPE_CHECKING

from claimpack import table_schema, wide

if TYPE_CHECKING:
    import duckdb

# Derived rows that are looked at one by one, where they are not as they should be.
MOST_ROWS = 5_000
COLUMNS = {
    "sources": {"source_id", "publisher_id", "published", "published_earliest", "published_latest"},
    "actors": {"actor_id", "name", "country"},
    "claims": {"claim_id", "source_id", "form", "claimant_id", "said_date_id", "repeats_claim_id"},
    "quantities": {"quantity_id", "claim_id", "item_actor_id"},
    "claim_actors": {"claim_id", "actor_id", "role", "rank"},
    "dates": {"date_id", "value", "earliest", "latest"},
    wide.TABLE: set(table_schema.primary_key(wide.TABLE)),
}


def _told(columns: tuple[str, ...]) -> str:
    """What the cells of some columns say, in a number."""
    return f"hash({', '.join(f't_{name}' for name in columns)})"


_JOINED = {
    "date": "CASE WHEN is_said THEN split_part(value, 'T', 1) ELSE split_part(published, 'T', 1) END",
    "date_is": "CASE WHEN is_said THEN 'said' WHEN published IS NOT NULL THEN 'printed' END",
    "date_earliest": "CASE WHEN is_said THEN earliest WHEN published IS NOT NULL THEN published_earliest END",
    "date_latest": "CASE WHEN is_said THEN latest WHEN published IS NOT NULL THEN published_latest END",
    "outlet": "outlet.name",
    "claimant_id": "people.actor_id",
    "claimant": "claimant.name",
    "claimant_country": "claimant.country",
    "whose": "whose.name",
    "whose_country": "whose.country",
}
# Expressions over the texts of a row, for ``reading.load``.
MORE = {
    "claims": {"told": _told(wide.OF_CLAIM)},
    "quantities": {"told": _told(wide.OF_QUANTITY)},
    wide.TABLE: {
        "told": f"hash({_told(wide.OF_CLAIM)}, {_told(wide.OF_QUANTITY)}, {', '.join(f't_{c}' for c in _JOINED)})"
    },
}
_QUERY = f"""
    WITH people AS (
        SELECT claim_id, 1 AS place,
            coalesce(claimant_id, CASE WHEN form = 'narration' THEN publisher_id END) AS actor_id
        FROM claims JOIN sources USING (source_id)
        UNION ALL
        SELECT claim_id, 1 + row_number() OVER (PARTITION BY claim_id ORDER BY rank, actor_id), actor_id
        FROM claim_actors WHERE role = 'co_claimant'
    ), expected AS (
        SELECT quantities.quantity_id, claims.claim_id, people.place AS claimant_number,
            said.value IS NOT NULL AND said.earliest IS NOT NULL AND said.latest IS NOT NULL AS is_said,
            hash(claims.told, quantities.told,
                {", ".join(f"coalesce(({each})::VARCHAR, '')" for each in _JOINED.values())}) AS told
        FROM quantities JOIN claims ON coalesce(claims.repeats_claim_id, claims.claim_id) = quantities.claim_id
        JOIN people ON people.claim_id = claims.claim_id
        JOIN sources ON sources.source_id = claims.source_id
        LEFT JOIN dates AS said ON said.date_id = claims.said_date_id
        LEFT JOIN actors AS outlet ON outlet.actor_id = sources.publisher_id
        LEFT JOIN actors AS claimant ON claimant.actor_id = people.actor_id
        LEFT JOIN actors AS whose ON whose.actor_id = quantities.item_actor_id
    )
    SELECT DISTINCT coalesce(expected.quantity_id, {wide.TABLE}.quantity_id) FROM expected
    FULL JOIN {wide.TABLE} USING (quantity_id, claim_id, claimant_number)
    WHERE expected.told IS DISTINCT FROM {wide.TABLE}.told ORDER BY 1 LIMIT {MOST_ROWS}"""
# The rows that the derived rows of some quantities follow from, and these themselves.
_ROWS = {
    "quantities": "SELECT rowid FROM quantities SEMI JOIN doubted USING (quantity_id)",
    wide.TABLE: f"SELECT rowid FROM {wide.TABLE} SEMI JOIN doubted USING (quantity_id)",
    "claims": "SELECT rowid FROM claims SEMI JOIN doubted_claims USING (claim_id)",
    "claim_actors": "SELECT rowid FROM claim_actors SEMI JOIN doubted_claims USING (claim_id)",
    "sources": "SELECT rowid FROM sources SEMI JOIN doubted_claims USING (source_id)",
    "dates": "SELECT rowid FROM dates WHERE date_id IN (SELECT said_date_id FROM doubted_claims)",
    "actors": """
        SELECT rowid FROM actors WHERE actor_id IN (
            SELECT claimant_id FROM doubted_claims UNION ALL SELECT item_actor_id FROM doubted UNION ALL
            SELECT actor_id FROM claim_actors SEMI JOIN doubted_claims USING (claim_id) UNION ALL
            SELECT publisher_id FROM sources SEMI JOIN doubted_claims USING (source_id))""",
}


def doubted(connection: "duckdb.DuckDBPyConnection") -> dict[str, list[int]]:
    """Table -> the numbers of the rows about quantities whose derived rows are not as expected; nothing if all are."""
    ids = [key for (key,) in connection.execute(_QUERY).fetchall()]
    if not ids:
        return {}
    connection.execute("CREATE TABLE wanted AS SELECT unnest(?) AS quantity_id", [ids])
    connection.execute(
        "CREATE TABLE doubted AS SELECT quantity_id, claim_id, item_actor_id FROM wanted LEFT JOIN quantities"
        " USING (quantity_id)"
    )
    connection.execute(
        "CREATE TABLE doubted_claims AS SELECT * FROM claims WHERE coalesce(repeats_claim_id, claim_id) IN"
        " (SELECT claim_id FROM doubted)"
    )
    numbers = {}
    for table, query in _ROWS.items():
        rows = connection.execute(f"SELECT * FROM ({query}) AS rows(number) ORDER BY number").fetchall()
        numbers[table] = [number for (number,) in rows]
    return numbers
