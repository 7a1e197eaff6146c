"""Whether the rows of an article point to where they say they do."""

import hashlib

# Columns of a passage: start, stop and what stands there. A passage may be missing where its columns are empty.
PASSAGES = {
    "claims": [
        ("start", "stop", "quote"),
        ("claimant_start", "claimant_stop", "claimant_text"),
        ("cue_start", "cue_stop", "cue"),
    ],
    "quantities": [("start", "stop", "text")],
    "mentions": [("start", "stop", "text")],
    "dates": [("start", "stop", "text")],
    "claim_actors": [("start", "stop", "text")],
}


def check_evidence(text: str, tables: dict[str, list[dict]]) -> None:
    """Every passage lies in the article, is the text that its row shows, and neither begins nor ends with a blank."""
    for table, passages in PASSAGES.items():
        for row in tables[table]:
            for start, stop, shown in passages:
                if row[start] is None:
                    assert row[stop] is None and row[shown] is None, (table, row)
                    continue
                assert 0 <= row[start] < row[stop] <= len(text), (table, row)
                assert text[row[start] : row[stop]] == row[shown], (table, row)
                assert row[shown] == row[shown].strip(), (table, row)
    for row in tables["claims"]:
        assert hashlib.sha256(row["quote"].encode()).hexdigest() == row["span_sha256"]
