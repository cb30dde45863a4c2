-- Every score that fits a leaderboard: measured on a benchmark, and no average over several.
-- Names are canonical where the vocabulary knows them, else as printed; the keys are what rows are compared by.
SELECT
    coalesce(c.benchmark_id, lower(c.benchmark)) AS benchmark_key,
    coalesce(lower(c.split), '') AS split_key,
    coalesce(c.metric_id, lower(c.metric), '') AS metric_key,
    coalesce(
        c.model_id,
        lower(c.model),
        CASE WHEN c.model_role = 'human' THEN 'human' ELSE c.model_role || ' of ' || c.doc_id END
    ) AS system_key,
    array_to_string(list_sort([lower(s) FOR s IN c.settings]), '; ') AS settings_key,
    c.task_id,
    coalesce(t.name, c.task) AS task,
    c.benchmark_id,
    coalesce(b.name, c.benchmark) AS benchmark,
    c.benchmark AS printed_benchmark,
    c.split,
    c.metric_id,
    coalesce(m.name, c.metric) AS metric,
    c.metric AS printed_metric,
    c.higher_is_better,
    c.model_id,
    c.model IS NOT NULL AS is_named,
    coalesce(
        mo.name,
        c.model,
        CASE c.model_role
            WHEN 'proposed' THEN coalesce(nullif(d.title, ''), c.doc_id)
            WHEN 'human' THEN 'human'
            ELSE 'unnamed ' || c.model_role || ' of ' || coalesce(nullif(d.title, ''), c.doc_id)
        END
    ) AS model,
    c.model_role,
    c.settings,
    c.value,
    c.unit,
    c.qualifier,
    -- A share may be printed as 0.862 or as 86.2; ranks compare the second.
    CASE
        WHEN
            m.range_min = 0 AND m.range_max = 100 AND m.higher_is_better
            AND c.unit IS DISTINCT FROM '%' AND c.value BETWEEN 0 AND 1
            THEN round(c.value * 100, 6)
        ELSE c.value
    END AS score,
    -- The score turned so that more is better; an unknown direction is left as it is, and gets no rank.
    CASE WHEN c.higher_is_better = false THEN -score ELSE score END AS merit,
    c.value_text,
    c.claim_id,
    c.doc_id,
    d.title,
    d.date,
    c.evidence,
    c.confidence
FROM claims c
LEFT JOIN documents d ON d.doc_id = c.doc_id
LEFT JOIN benchmarks b ON b.benchmark_id = c.benchmark_id
LEFT JOIN metrics m ON m.metric_id = c.metric_id
LEFT JOIN models mo ON mo.model_id = c.model_id
LEFT JOIN tasks t ON t.task_id = c.task_id
WHERE c.kind = 'score' AND c.benchmark IS NOT NULL AND NOT c.is_average
