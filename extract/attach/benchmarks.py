"""Find the benchmarks that each value was measured on."""

from itertools import pairwise

from ..entities import Entity, coordinated_groups
from ..mentions import Sentence
from ..values import Value, are_linked
from .coordination import VERBS, has_clause_between, linked_runs, metric_runs, one_each


def attach_benchmarks(sentence: Sentence, values: list[Value], entities: list[Entity]) -> list[list[Entity]]:
    """Return the benchmarks of each value: one each where the counts agree, the one that follows it, or the shared ones."""
    found = [e for e in entities if e.type == "benchmark"]
    groups = coordinated_groups(sentence, found)
    n = len(values)
    if not groups:
        return [[] for _ in values]
    fixed: dict[int, list[Entity]] = {}
    for run in linked_runs(sentence, values):
        tight = all(values[j].token - values[i].last_token <= 3 for i, j in pairwise(run))
        respective = tight or any("respectively" in s for s in sentence.signatures)
        spread = one_each(values, run, groups) if respective and not _metrics_respective(sentence, len(run)) else None
        if spread is not None:
            fixed.update({i: [e] for i, e in zip(run, spread, strict=True)})
    out: list[list[Entity]] = []
    for i, value in enumerate(values):
        end = values[i + 1].token if i + 1 < n else len(sentence.starts)
        glossed = _glossed_benchmark(sentence, value, found)
        following = [g for g in groups if value.token < g[0].first < end and not _leads(sentence, g[-1], end)]
        out.append(fixed.get(i) or glossed or (following[0] if following else []))
    last: list[Entity] = []
    for i in range(n - 1, -1, -1):  # "86% and 94% on A": what follows serves the values before it as well
        if out[i]:
            last = out[i]
            continue
        before = [g for g in groups if g[-1].last < values[i].token and not _aside(sentence, g, values[i])]
        joined = i + 1 < n and _near(sentence, values[i], values[i + 1])
        same = i + 1 < n and values[i].kind == values[i + 1].kind and values[i].quantity.unit == values[i + 1].quantity.unit
        joined = joined or (same and not has_clause_between(sentence, values[i].last_token, values[i + 1].token))
        linked = i + 1 < n and are_linked(sentence, values[i].token, values[i + 1].token)
        if i + 1 < n and any(values[i].token < g[0].first < values[i + 1].token for g in groups):
            joined = linked = False  # what stands between opens the clause of the next value
        shared = last if linked or (joined and not before) else []
        out[i] = shared or (before[-1] if before else [])
    return out


def _near(sentence: Sentence, value: Value, next_value: Value) -> bool:
    """Return whether two values of different kinds stand side by side: "a PSNR of 31.2 dB, 0.5 dB higher"."""
    between = range(value.last_token + 1, next_value.token)
    return value.kind != next_value.kind and len(between) <= 3 and not any(sentence.signatures[k] & VERBS for k in between)


def _aside(sentence: Sentence, group: list[Entity], value: Value) -> bool:
    """Return whether a clause separates a ratio from a benchmark named before it: "reaches X on A while using 2x less"."""
    if value.kind != "ratio" or group[0].first < 5:
        return False
    return has_clause_between(sentence, group[-1].last, value.token)


def _glossed_benchmark(sentence: Sentence, value: Value, found: list[Entity]) -> list[Entity]:
    """Return the benchmark whose bracket holds a value: "A (F1 = 75.3)", "on A (75.3)"."""
    for i in range(value.token - 1, max(-1, value.token - 6), -1):
        if sentence.surface(i, i) == ")":
            break
        if sentence.surface(i, i) == "(":
            return [e for e in found if e.last == i - 1 or e.first == i + 1]
    return []


def _leads(sentence: Sentence, entity: Entity, end: int) -> bool:
    """Return whether a benchmark opens a clause of its own and so serves what follows it: "; on B, it reaches"."""
    before = entity.first - 1
    while before > 0 and "where" not in sentence.signatures[before] and before > entity.first - 5:
        before -= 1
    if before > 0 and not (
        sentence.signatures[before - 1] & {"and", "clause"} or sentence.surface(before - 1, before - 1) in (",", ";", ".")
    ):
        return False
    i = entity.last + 1
    while i < end and sentence.signatures[i] & {"benchmark-noun", "split"}:
        i += 1
    if i >= end or sentence.surface(i, i) != ",":
        return end < len(sentence.starts) and any(
            sentence.signatures[k] & {"first-person", "own"} for k in range(i, min(i + 2, end))
        )
    return any(sentence.signatures[k] & VERBS for k in range(i + 1, min(i + 6, end)))


def _metrics_respective(sentence: Sentence, n: int) -> bool:
    """Return whether as many metrics as values are enumerated: "reduces MAE, MSE and RMSE by 1, 2 and 3"."""
    return n > 1 and any(len(run) == n for run in metric_runs(sentence))
