"""Find the benchmarks that each value was measured on."""

from itertools import pairwise

from ..entities import Entity, coordinated_groups
from ..mentions import Sentence
from ..values import Value, are_linked
from .coordination import VERBS, has_clause_between, linked_runs, metric_runs, one_each


def attach_benchmarks(sentence: Sentence, values: list[Value], entities: list[Entity]) -> list[list[Entity]]:
    """Return the benchmarks of each value: one each where the counts agree, those of its clause, or the shared ones."""
    found = [e for e in entities if e.type == "benchmark"]
    groups = coordinated_groups(sentence, found)
    if not groups:
        return [[] for _ in values]
    fixed = _one_each(sentence, values, groups)
    out = [
        fixed.get(i) or _bracketed(sentence, value, found) or _place_behind(sentence, values, i, groups)
        for i, value in enumerate(values)
    ]
    for i in range(len(values) - 1, -1, -1):  # "86% and 94% on A": what follows serves the values before it as well
        if not out[i]:
            before = [g for g in groups if g[-1].last < values[i].token and not _aside(sentence, g, values[i])]
            shared = out[i + 1] if i + 1 < len(values) and _shares(sentence, values, i, groups, bool(before)) else []
            out[i] = shared or (before[-1] if before else [])
    return out


def _one_each(sentence: Sentence, values: list[Value], groups: list[list[Entity]]) -> dict[int, list[Entity]]:
    """Return the benchmark of each value where as many are listed as values: "33% and 30% on A and B"."""
    fixed: dict[int, list[Entity]] = {}
    for run in linked_runs(sentence, values):
        tight = all(values[j].token - values[i].last_token <= 3 for i, j in pairwise(run))
        respective = tight or any("respectively" in s for s in sentence.signatures)
        spread = one_each(values, run, groups) if respective and not _metrics_respective(sentence, values, run) else None
        if spread is not None:
            fixed.update({i: [e] for i, e in zip(run, spread, strict=True)})
    return fixed


def _place_behind(sentence: Sentence, values: list[Value], i: int, groups: list[list[Entity]]) -> list[Entity]:
    """Return the benchmarks behind a value, in the same clause: what a new verb governs belongs to that verb."""
    value = values[i]
    end = values[i + 1].token if i + 1 < len(values) else len(sentence.starts)
    for group in groups:
        if not value.token < group[0].first < end or _leads(sentence, group[-1], end):
            continue
        verb = _verb_between(sentence, value.last_token, group[0].first)
        if verb is None:
            return group
        governs = "outperform" in sentence.signatures[verb] or "achieve" in sentence.signatures[verb]
        return group if governs and not any(g[-1].last < value.token for g in groups) else []
    return []


def _verb_between(sentence: Sentence, left: int, right: int) -> int | None:
    """Return the first verb between two tokens; a noun that is spelled alike, "a drop on A", is none."""
    for k in range(left + 1, right):
        if sentence.signatures[k] & _FINITE:
            noun = bool(sentence.signatures[k] & _NOUNS)
            if not noun or "and" in sentence.signatures[k - 1] or sentence.surface(k - 1, k - 1) == ",":
                return k
    return None


_FINITE = frozenset({"achieve", "improve", "increase", "decrease", "degrade", "outperform"})
_NOUNS = frozenset({"improvement", "gain", "reduction", "loss-noun", "gap", "metric", "praise", "relative"})


def _shares(sentence: Sentence, values: list[Value], i: int, groups: list[list[Entity]], named_before: bool) -> bool:
    """Return whether the benchmarks of the next value hold for value `i` as well."""
    value, next_value = values[i], values[i + 1]
    if any(value.token < g[0].first < next_value.token for g in groups):
        return False  # what stands between opens the clause of the next value
    if are_linked(sentence, value.token, next_value.token):
        return True
    same = value.kind == next_value.kind and value.quantity.unit == next_value.quantity.unit
    joined = same and not has_clause_between(sentence, value.last_token, next_value.token)
    return not named_before and (joined or _near(sentence, value, next_value))


def _near(sentence: Sentence, value: Value, next_value: Value) -> bool:
    """Return whether two values of different kinds stand side by side: "by 2.0 AP, reaching 52.7 AP"."""
    between = range(value.last_token + 1, next_value.token)
    verb = any(sentence.signatures[k] & VERBS and not sentence.surface(k, k).endswith("ing") for k in between)
    return value.kind != next_value.kind and len(between) <= 4 and not verb


def _aside(sentence: Sentence, group: list[Entity], value: Value) -> bool:
    """Return whether a clause separates a ratio from a benchmark named before it: "reaches X on A while using 2x less"."""
    if value.kind != "ratio" or group[0].first < 5:
        return False
    return has_clause_between(sentence, group[-1].last, value.token)


def _bracketed(sentence: Sentence, value: Value, found: list[Entity]) -> list[Entity]:
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


def _metrics_respective(sentence: Sentence, values: list[Value], run: list[int]) -> bool:
    """Return whether as many metrics as values are enumerated in their clause: "reduces MAE, MSE and RMSE by 1, 2 and 3"."""
    first, last = values[run[0]].token, values[run[-1]].last_token
    return len(run) > 1 and any(
        len(metrics) == len(run) and not _is_cut(sentence, min(metrics[-1], last), max(first, metrics[0]))
        for metrics in metric_runs(sentence)
    )


def _is_cut(sentence: Sentence, left: int, right: int) -> bool:
    """Return whether a clause or a colon stands between two tokens."""
    return has_clause_between(sentence, left, right) or any(sentence.surface(k, k) == ":" for k in range(left + 1, right))
