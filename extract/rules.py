"""The rules that great_expectations does not hold: keys, references, spans, and which fields go together."""

from typing import NamedTuple

from ..schemas.arrow import list_columns
from ..schemas.records import TABLES


class Rule(NamedTuple):
    """A rule as data: the SQL selects the rows that break it, over the tables by their names."""

    id: str
    table: str
    message: str
    sql: str


_SLICE = "substr(evidence, value_start - evidence_start + 1, value_end - value_start)"
_WITH_DOCUMENT = "claims JOIN documents USING (doc_id)"
_WITH_METRIC = "claims c JOIN metrics m USING (metric_id)"
_BLANK = "'' IN (metric, benchmark, split, task, model, unit)"
_BLANK_ITEM = "list_contains(benchmarks, '') OR list_contains(baselines, '') OR list_contains(settings, '')"

# id, message, columns shown beside the keys, table or join, condition that a wrong row fulfils
_CLAIM_RULES = (
    (
        "value-span-order",
        "the value's span must hold a character",
        "value_start, value_end",
        "claims",
        "value_start >= value_end",
    ),
    (
        "value-span-inside",
        "the value must lie inside its document",
        "value_end, characters",
        _WITH_DOCUMENT,
        "value_end > characters",
    ),
    (
        "evidence-span-inside",
        "the evidence must lie inside its document",
        "evidence_end, characters",
        _WITH_DOCUMENT,
        "evidence_end > characters",
    ),
    (
        "evidence-covers-value",
        "the evidence must hold the value",
        "evidence_start, evidence_end, value_start, value_end",
        "claims",
        "value_start < evidence_start OR value_end > evidence_end",
    ),
    (
        "evidence-length",
        "the evidence must be as long as its span",
        "evidence_start, evidence_end, evidence",
        "claims",
        "length(evidence) <> evidence_end - evidence_start",
    ),
    (
        "value-text-length",
        "the value's text must be as long as its span",
        "value_start, value_end, value_text",
        "claims",
        "length(value_text) <> value_end - value_start",
    ),
    (
        "value-text-slice",
        "the value's text must be that part of the evidence",
        f"value_text, {_SLICE} AS evidence_part",
        "claims",
        f"{_SLICE} <> value_text",
    ),
    (
        "value-in-range",
        "a score must lie in the range of its metric",
        "metric_id, value, value_max, range_min, range_max",
        _WITH_METRIC,
        "kind = 'score' AND (least(value, value_max) < range_min OR greatest(value, value_max) > range_max)",
    ),
    (
        "direction-of-metric",
        "the direction must be that of the metric, and null without one",
        "c.metric_id, c.higher_is_better, m.higher_is_better AS direction_of_metric",
        "claims c LEFT JOIN metrics m ON c.metric_id = m.metric_id",
        "c.higher_is_better IS DISTINCT FROM m.higher_is_better",
    ),
    (
        "value-max-above-value",
        "the upper end of a range must be above its lower end",
        "value, value_max",
        "claims",
        "value_max <= value",
    ),
    (
        "difference-not-negative",
        "a change or ratio must be a magnitude",
        "kind, value",
        "claims",
        "kind IN ('change', 'ratio') AND value < 0",
    ),
    (
        "rank-from-one",
        "a rank must be a whole number from 1",
        "value",
        "claims",
        "kind = 'rank' AND (value < 1 OR value <> floor(value))",
    ),
    (
        "uncertainty-not-negative",
        "an uncertainty must be a magnitude",
        "uncertainty",
        "claims",
        "uncertainty < 0",
    ),
    (
        "effect-of-difference",
        "only a change or ratio has an effect",
        "kind, effect",
        "claims",
        "kind IN ('score', 'rank') AND effect IS NOT NULL",
    ),
    (
        "baseline-value-of-score",
        "only a score has a baseline value",
        "kind, baseline_value",
        "claims",
        "kind <> 'score' AND baseline_value IS NOT NULL",
    ),
    (
        "benchmark-is-first",
        "the benchmark must be the first of the benchmarks",
        "benchmark, benchmarks",
        "claims",
        "benchmark IS DISTINCT FROM benchmarks[1]",
    ),
    (
        "id-has-name",
        "a canonical id must stand beside the name as printed",
        "metric_id, benchmark_id, model_id, metric, benchmark, model",
        "claims",
        "(metric_id IS NOT NULL AND metric IS NULL) OR (model_id IS NOT NULL AND model IS NULL)"
        " OR (benchmark_id IS NOT NULL AND benchmark IS NULL)",
    ),
    (
        "name-not-blank",
        "a name must be null or hold a character",
        "metric, benchmark, model, benchmarks, baselines, settings",
        "claims",
        f"{_BLANK} OR {_BLANK_ITEM}",
    ),
    (
        "place-in-text",
        "a claim of the text must have no place in a table",
        "table_no, row_no, column_no",
        "claims",
        "origin = 'text' AND coalesce(table_no, row_no, column_no) IS NOT NULL",
    ),
    (
        "place-in-table",
        "a claim of a table must have its place in the table",
        "table_no, row_no, column_no",
        "claims",
        "origin = 'table' AND (table_no IS NULL OR row_no IS NULL OR column_no IS NULL)",
    ),
)

_OTHER_RULES = (
    Rule(
        "claims-counted",
        "documents",
        "the number of claims must be that of the claims",
        "SELECT doc_id, claims, coalesce(found, 0) AS found FROM documents LEFT JOIN"
        " (SELECT doc_id, count(*) AS found FROM claims GROUP BY doc_id) USING (doc_id)"
        " WHERE claims <> coalesce(found, 0)",
    ),
    Rule(
        "range-order",
        "metrics",
        "the largest value must be above the smallest",
        "SELECT metric_id, range_min, range_max FROM metrics WHERE range_min >= range_max",
    ),
    Rule(
        "task-ids-resolve",
        "benchmarks",
        "every task must be in tasks",
        "SELECT benchmark_id, task_id FROM (SELECT benchmark_id, unnest(task_ids) AS task_id FROM benchmarks)"
        " ANTI JOIN tasks USING (task_id)",
    ),
)


def list_rules() -> tuple[Rule, ...]:
    """Return every rule, those derived from the records first.

    >>> [rule.id for rule in list_rules() if rule.table == "tasks"]
    ['task_id-unique', 'parent_id-resolves']
    """
    derived = [rule for table in TABLES for rule in _derive_rules(table)]
    claims = [
        Rule(id, "claims", message, f"SELECT claim_id, doc_id, {shown} FROM {source} WHERE {wrong}")
        for id, message, shown, source, wrong in _CLAIM_RULES
    ]
    return (*derived, *claims, *_OTHER_RULES)


def _derive_rules(table: str) -> list[Rule]:
    """Return the rules that the columns of a table declare: keys, references, and numbers that are numbers."""
    columns = list_columns(TABLES[table])
    keys = [c.name for c in columns if c.is_key]
    shown = ", ".join(keys) or "*"
    rules = []
    for name in keys:
        sql = f"SELECT {name}, count(*) AS times FROM {table} GROUP BY {name} HAVING count(*) > 1"
        rules.append(Rule(f"{name}-unique", table, f"{name} must be there once", sql))
    for column in columns:
        name = column.name
        if column.references:
            other, key = column.references.split(".")
            sql = f"SELECT {shown}, {name} FROM {table} WHERE {name} NOT IN (SELECT {key} FROM {other})"
            rules.append(Rule(f"{name}-resolves", table, f"{name} must be in {other}", sql))
        if column.type == "float64":
            sql = f"SELECT {shown}, {name} FROM {table} WHERE isnan({name})"
            rules.append(Rule(f"{name}-is-number", table, f"{name} must be a number", sql))
    return rules
