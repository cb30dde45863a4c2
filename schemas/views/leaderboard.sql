-- Best first on each benchmark, split and metric: one row a system and setting, its best.
-- The rank is null where it is not known whether more is better.
WITH best AS (
    SELECT *
    FROM scores
    QUALIFY row_number() OVER (
        PARTITION BY benchmark_key, split_key, metric_key, system_key, settings_key
        ORDER BY merit DESC, date NULLS LAST, claim_id
    ) = 1
)
SELECT
    CASE
        WHEN higher_is_better IS NOT NULL
            THEN rank() OVER (PARTITION BY benchmark_key, split_key, metric_key ORDER BY merit DESC)
    END AS rank,
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
    value,
    value_text,
    unit,
    qualifier,
    task_id,
    task,
    date,
    title,
    evidence,
    confidence,
    doc_id,
    claim_id,
    benchmark_key,
    split_key,
    metric_key
FROM best
ORDER BY benchmark_key, split_key, metric_key, merit DESC, date NULLS LAST, claim_id
