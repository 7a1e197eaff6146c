-- quantities_wide as a query, in the subset common to SQLite and DuckDB: what wide.py does with rows.
WITH claimants AS (
  SELECT
    claim.claim_id,
    COALESCE(claim.claimant_id, CASE WHEN claim.form = 'narration' THEN source.publisher_id END) AS actor_id,
    0 AS place
  FROM claims AS claim JOIN sources AS source ON source.source_id = claim.source_id
  UNION ALL
  SELECT claim_id, actor_id, rank AS place FROM claim_actors WHERE role = 'co_claimant'
),
numbered AS (
  SELECT
    claim_id,
    actor_id,
    ROW_NUMBER() OVER (PARTITION BY claim_id ORDER BY place, actor_id) AS claimant_number
  FROM claimants
),
dated AS (
  SELECT
    claim.*,
    source.publisher_id,
    CASE WHEN said.date_id IS NOT NULL THEN said.value ELSE source.published END AS stamp,
    CASE WHEN said.date_id IS NOT NULL THEN 'said' WHEN source.published IS NOT NULL THEN 'printed' END AS date_is,
    CASE WHEN said.date_id IS NOT NULL THEN said.earliest
      WHEN source.published IS NOT NULL THEN source.published_earliest END AS date_earliest,
    CASE WHEN said.date_id IS NOT NULL THEN said.latest
      WHEN source.published IS NOT NULL THEN source.published_latest END AS date_latest
  FROM claims AS claim
  JOIN sources AS source ON source.source_id = claim.source_id
  LEFT JOIN dates AS said
    ON said.date_id = claim.said_date_id
    AND said.value IS NOT NULL AND said.earliest IS NOT NULL AND said.latest IS NOT NULL
)
SELECT
  quantity.quantity_id,
  quantity.source_id,
  quantity.start,
  quantity.stop,
  quantity.text,
  quantity.low,
  quantity.high,
  quantity.comparator,
  quantity.kind,
  quantity.unit,
  quantity.per,
  quantity.item,
  quantity.item_lemma,
  quantity.item_phrase,
  quantity.item_actor_id,
  quantity.predicate,
  quantity.status,
  claim.claim_id,
  outlet.name AS outlet,
  NULLIF(CASE WHEN instr(claim.stamp, 'T') > 0 THEN substr(claim.stamp, 1, instr(claim.stamp, 'T') - 1)
    ELSE claim.stamp END, '') AS date,
  claim.date_is,
  claim.date_earliest,
  claim.date_latest,
  claimant.name AS claimant,
  claimant.country AS claimant_country,
  claim.form,
  claim.act,
  claim.polarity,
  whose.name AS whose,
  whose.country AS whose_country,
  claim.quote,
  claim.summary,
  numbered.claimant_number,
  numbered.actor_id AS claimant_id
FROM quantities AS quantity
JOIN dated AS claim ON COALESCE(claim.repeats_claim_id, claim.claim_id) = quantity.claim_id
JOIN numbered ON numbered.claim_id = claim.claim_id
LEFT JOIN actors AS outlet ON outlet.actor_id = claim.publisher_id
LEFT JOIN actors AS claimant ON claimant.actor_id = numbered.actor_id
LEFT JOIN actors AS whose ON whose.actor_id = quantity.item_actor_id
