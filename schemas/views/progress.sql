-- State of the art over time: each score that was better than every earlier one on its benchmark, split and metric.
-- Only dated papers, metrics of known direction, and systems count.
WITH dated AS (
    SELECT
        *,
        max(merit) OVER (
            PARTITION BY benchmark_key, split_key, metric_key
            ORDER BY date, merit DESC, claim_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS best_before
    FROM scores
    WHERE date IS NOT NULL AND higher_is_better IS NOT NULL AND model_role <> 'human'
)
SELECT
    date,
    benchmark_id,
    benchmark,
    split,
    metric_id,
    metric,
    higher_is_better,
    model_id,
    model,
    model_role,
    settings,
    score,
    round(merit - best_before, 6) AS gain,
    value_text,
    title,
    evidence,
    doc_id,
    claim_id,
    benchmark_key,
    split_key,
    metric_key
FROM dated
WHERE best_before IS NULL OR merit > best_before
ORDER BY benchmark_key, split_key, metric_key, date
