-- One named system with different scores on the same benchmark, split, metric and settings.
SELECT
    min(model_id) AS model_id,
    min(model) AS model,
    min(benchmark_id) AS benchmark_id,
    min(benchmark) AS benchmark,
    min(split) AS split,
    min(metric_id) AS metric_id,
    min(metric) AS metric,
    settings_key AS settings,
    list(DISTINCT score ORDER BY score) AS scores,
    round(max(score) - min(score), 6) AS spread,
    count(DISTINCT doc_id) AS papers,
    list(DISTINCT doc_id ORDER BY doc_id) AS doc_ids,
    list(claim_id ORDER BY claim_id) AS claim_ids
FROM scores
WHERE is_named
GROUP BY benchmark_key, split_key, metric_key, system_key, settings_key
HAVING count(DISTINCT score) > 1
ORDER BY papers DESC, spread DESC, benchmark, metric, model, settings
