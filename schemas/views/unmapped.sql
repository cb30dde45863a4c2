-- Names that the vocabulary does not know, those of most papers first: what to add to it next.
WITH names AS (
    SELECT 'metric' AS type, metric AS name, doc_id FROM claims WHERE metric_id IS NULL AND metric IS NOT NULL
    UNION ALL
    SELECT 'benchmark', benchmark, doc_id FROM claims WHERE benchmark_id IS NULL AND benchmark IS NOT NULL
    UNION ALL
    SELECT 'model', model, doc_id FROM claims WHERE model_id IS NULL AND model IS NOT NULL AND model_role <> 'human'
    UNION ALL
    SELECT 'task', task, doc_id FROM claims WHERE task_id IS NULL AND task IS NOT NULL
),

spellings AS (
    SELECT *, count(*) OVER (PARTITION BY type, name) AS uses FROM names
)
SELECT
    type,
    max_by(name, {'uses': uses, 'name': name}) AS name,
    count(DISTINCT doc_id) AS papers,
    count(*) AS claims,
    min(doc_id) AS example_doc_id
FROM spellings
GROUP BY type, lower(name)
ORDER BY papers DESC, claims DESC, type, name
