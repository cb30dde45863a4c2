"""Find the slots of each value: its metric, benchmarks, system and baselines."""

from itertools import pairwise
from typing import NamedTuple

from .entities import Entity, coordinated_groups
from .introductions import OwnNames
from .lexicon import load_lexicon
from .mentions import Sentence
from .names import Name, load_name_index
from .values import Value, are_linked


class Context(NamedTuple):
    """What the document says outside the sentence."""

    own: OwnNames
    own_benchmarks: frozenset[str]


class MetricSlot(NamedTuple):
    """A metric as worded, and the known name in it."""

    surface: str
    name: Name | None
    first: int
    last: int


_VERBS = frozenset(
    {"achieve", "improve", "increase", "decrease", "degrade", "outperform", "rank-verb", "be", "cost-verb", "find"}
)


# ---------------------------------------------------------------------------------------------- metrics


def attach_metrics(sentence: Sentence, values: list[Value]) -> list[MetricSlot | None]:
    """Return the metric of each value: the one its pattern names, else the nearest in reach of its phrase."""
    n = len(values)
    fixed = _metrics_one_each(sentence, values)
    out = [fixed.get(i) or _named_metric(sentence, values, i) for i in range(n)]
    _share(sentence, values, out, tight=True)
    for i in range(n):
        if out[i] is None:
            out[i] = _of_the_bracket(sentence, values, out, i) or _metric_before(sentence, values, i, near=True)
    _share(sentence, values, out, tight=False)
    for i in range(n):
        if out[i] is None:
            out[i] = (
                _of_the_score(sentence, values, out, i)
                or _of_a_like_score(values, out, i)
                or _metric_before(sentence, values, i, near=False)
            )
    return out


def _share(sentence: Sentence, values: list[Value], out: list[MetricSlot | None], tight: bool) -> None:
    """Give a value without a metric that of its neighbour in a coordination; `tight`: with hardly a word between."""
    for i, j in [(k, k - 1) for k in range(1, len(values))] + [(k, k + 1) for k in range(len(values) - 2, -1, -1)]:
        left, right = (values[j], values[i]) if j < i else (values[i], values[j])
        near = not tight or right.token - left.last_token <= 3
        if near and out[i] is None and out[j] is not None and _shares(sentence, left, right):
            out[i] = out[j]


def _of_the_bracket(sentence: Sentence, values: list[Value], out: list[MetricSlot | None], i: int) -> MetricSlot | None:
    """Return the metric of the value before a bracket for the one inside it: "mAP from 0.27 to 0.31 (+14.8%)"."""
    if (
        i
        and sentence.surface(values[i].token - 1, values[i].token - 1) == "("
        and values[i].token - values[i - 1].last_token == 2
    ):
        return out[i - 1]
    return None


def _metrics_one_each(sentence: Sentence, values: list[Value]) -> dict[int, MetricSlot]:
    """Return the metrics one for each value: "a PSNR and SSIM of 29.2 and 0.93"."""
    fixed: dict[int, MetricSlot] = {}
    for indices in linked_runs(sentence, values):
        first, last = values[indices[0]].token, values[indices[-1]].token
        for run in metric_runs(sentence):
            if len(run) != len(indices) or len(run) < 2:
                continue
            if any((found := _metric_after(sentence, values[i].last_token, last)) and found[1] == 0 for i in indices[:-1]):
                continue
            if run[-1] < first or (run[0] > last and any("respectively" in s for s in sentence.signatures)):
                fixed.update({i: _slot(sentence, m) for i, m in zip(indices, run, strict=True)})
    return fixed


def _implied(sentence: Sentence, value: Value) -> MetricSlot | None:
    """Return the metric that the cue word stands for: "3.7 times faster" is about speed."""
    cue = value.match.captures.get("cue")
    if cue is None:
        return None
    implied = load_lexicon().implied
    found = sorted(implied[c] for c in sentence.signatures[cue[0]] if c in implied)
    return MetricSlot(found[0], None, cue[0], cue[1]) if found else None


def _of_the_score(sentence: Sentence, values: list[Value], out: list[MetricSlot | None], i: int) -> MetricSlot | None:
    """Return the metric of the score beside a change that names none: "reaches 97.1 F1, surpassing X by 10.6"."""
    cue = values[i].match.captures.get("cue")
    signed = cue is None and values[i].quantity.sign != ""
    compared = cue is not None and sentence.signatures[cue[0]] & {"outperform", "trail", "higher", "lower", "better", "worse"}
    if not (values[i].kind == "rank" or (values[i].kind == "change" and (signed or compared))):
        return None
    for j in (i - 1, i + 1):
        if not (0 <= j < len(values)) or values[j].kind != "score":
            continue
        kinds = {values[i].quantity.kind, values[j].quantity.kind}
        if values[i].kind == "rank" or len(kinds) == 1 or kinds <= {"percent", "points"} or kinds <= {"decimal", "points"}:
            return out[j]
    return None


def _of_a_like_score(values: list[Value], out: list[MetricSlot | None], i: int) -> MetricSlot | None:
    """Return the metric of the nearest score of the same sentence with the same unit: "28.1 PSNR on A, then 27.4 on B"."""
    if i and values[i].baseline_value is not None and out[i - 1] is not None:
        return out[i - 1]  # "improves F1 by 9.0 points, from 32.5% to 41.5%"
    if values[i].kind != "score":
        return None
    others = [j for j in range(len(values)) if j != i and out[j] is not None and values[j].kind == "score"]
    alike = [
        j
        for j in others
        if values[j].quantity.kind == values[i].quantity.kind and values[j].quantity.unit == values[i].quantity.unit
    ]
    return out[min(alike, key=lambda j: (abs(j - i), j))] if alike else None


def _shares(sentence: Sentence, left: Value, right: Value) -> bool:
    alike = left.quantity.kind == right.quantity.kind or {left.quantity.kind, right.quantity.kind} <= {
        "decimal",
        "points",
        "integer",
    }
    return left.kind == right.kind and alike and are_linked(sentence, left.token, right.token)


def _bounds(sentence: Sentence, values: list[Value], i: int) -> tuple[int, int]:
    """Return the tokens between which the words of a value stand: the neighbouring values."""
    low = values[i - 1].last_token if i else -1
    return low, values[i + 1].token if i + 1 < len(values) else len(sentence.starts)


def _named_metric(sentence: Sentence, values: list[Value], i: int) -> MetricSlot | None:
    """Return the metric that the words of the value itself name."""
    value = values[i]
    low, high = _bounds(sentence, values, i)
    match = value.match
    own_match = match.start <= value.token < match.end
    captured = match.captures.get("metric") if own_match else None
    after = _metric_after(sentence, value.last_token, high)
    if after is not None and after[1] == 0:
        return _slot(sentence, after[0])
    if captured is not None and captured[1] > low:
        return _slot(sentence, captured[1])
    if after is not None:
        return _slot(sentence, after[0])
    if own_match:
        return (
            _metric_at_cue(sentence, value)
            or _object_of(sentence, value)
            or _phrase_after(sentence, value, high)
            or _implied(sentence, value)
        )
    return None


def _metric_at_cue(sentence: Sentence, value: Value) -> MetricSlot | None:
    """Return the metric that stands in or right before the noun of a change: "quality loss", "a PSNR gain of"."""
    cue = value.match.captures.get("cue")
    if cue is None or not sentence.signatures[cue[0]] & {"improvement", "gain", "reduction", "loss-noun", "gap"}:
        return None
    words = sentence.surface(cue[0], cue[0]).rsplit(" ", 1)
    if len(words) == 2:
        found = load_name_index().by_surface.get(words[0])
        if found is not None and found.type == "metric":
            return MetricSlot(words[0], found, cue[0], cue[0])
    before = cue[0] - 1
    if before >= 0 and "metric" in sentence.signatures[before]:
        return _slot(sentence, before)
    return None


def _metric_before(sentence: Sentence, values: list[Value], i: int, near: bool) -> MetricSlot | None:
    """Return the last metric before a value in its clause: `near`, within a few words of it or of its cue."""
    value = values[i]
    low, _ = _bounds(sentence, values, i)
    cue = (
        value.match.captures.get("cue", (value.token, value.token))
        if value.match.start <= value.token < value.match.end
        else (value.token, value.token)
    )
    floor = max(low, min(cue[0], value.token) - 9) if near or value.kind != "score" else low
    before = [
        m
        for m in range(max(0, floor + 1), value.token)
        if "metric" in sentence.signatures[m] and not _clause_between(sentence, m, value.token)
    ]
    if not before:
        return None
    if value.quantity.kind in ("unit", "duration") and (
        value.token - before[-1] > 7 or "cost" not in sentence.signatures[before[-1]]
    ):
        return None
    return _slot(sentence, before[-1])


_COMPARATIVES = frozenset({"higher", "lower", "better", "worse"})
_PHRASE = frozenset({"word", "task", "count-noun", "settings", "name", "capital", "acronym", "rate-noun", "data-amount"})


def _open_phrase(sentence: Sentence, first: int, high: int) -> MetricSlot | None:
    """Return the noun phrase at a token as a metric that no vocabulary holds: "fewer [code edits]"."""
    while first < high and sentence.signatures[first] & {"determiner", "relative"}:
        first += 1
    last = first
    while (
        last < high
        and last < first + 4
        and sentence.signatures[last] & _PHRASE
        and not sentence.signatures[last] & {"benchmark", "own", "model"}
    ):
        last += 1
    if last == first or sentence.surface(last - 1, last - 1)[:1].isupper() or _is_quantity(sentence, last):
        return None
    return MetricSlot(sentence.surface(first, last - 1), None, first, last - 1)


def _is_quantity(sentence: Sentence, i: int) -> bool:
    return i < len(sentence.signatures) and "quantity" in sentence.signatures[i]


def _phrase_after(sentence: Sentence, value: Value, high: int) -> MetricSlot | None:
    """Return the unknown thing that a change is of: "40% fewer edits", "an improvement of 3% in fluency"."""
    names = value.match.pattern.names
    cue = value.match.captures.get("cue")
    compares = cue is not None and cue[0] > value.last_token and sentence.signatures[cue[0]] & _COMPARATIVES
    if names == "compared-phrase" and cue is not None and compares and not _implied(sentence, value):
        return _open_phrase(sentence, cue[1] + 1, high)
    if names in ("phrase-in", "object-behind", "compared-phrase"):
        start = max(value.last_token, cue[1] if cue is not None else 0) + 1
        if start < high and sentence.surface(start, start) in ("in", "of"):
            return _open_phrase(sentence, start + 1, high)
    if names == "phrase-behind":
        return _open_phrase(sentence, value.last_token + 1, high)
    return None


def _clause_between(sentence: Sentence, left: int, right: int) -> bool:
    return any("clause" in sentence.signatures[k] or sentence.surface(k, k) == ";" for k in range(left + 1, right))


def _metric_after(sentence: Sentence, token: int, high: int) -> tuple[int, int] | None:
    """Return the metric that follows a value in its own phrase, and how many prepositions stand between."""
    crossed = 0
    for i in range(token + 1, min(high, token + 9)):
        signature = sentence.signatures[i]
        if "metric" in signature:
            return (i, crossed) if crossed != 10 else None
        if "than" in signature and crossed < 10:
            crossed += 10  # "3 points better than X in recall": only what "in" leads to
            continue
        if signature & {"and", "clause", "achieve", "than"} or sentence.surface(i, i) in (",", ";", ":", ")", "("):
            return None
        if signature & {"where", "of"}:
            crossed += 1
    return None


_NOT_OBJECT = frozenset({"generic-system", "quantity", "own", "model", "benchmark", "first-person", "name", "than"})


def _object_of(sentence: Sentence, value: Value) -> MetricSlot | None:
    """Return the thing that a verb changes: "reduces the incidence of loops by 71%"."""
    match = value.match
    cue = match.captures.get("cue")
    if cue is None or match.pattern.names not in ("object", "object-behind"):
        return None
    if not sentence.signatures[cue[0]] & {"improve", "increase", "decrease", "degrade"}:
        return None
    first = cue[1] + 1
    if match.pattern.names == "object-behind":
        first = value.token + 1
        if first < len(sentence.starts) and "of" in sentence.signatures[first]:
            first += 1
    stop = value.token if first <= value.token else len(sentence.starts)
    while first < stop and sentence.signatures[first] & {"determiner", "relative", "first-person"}:
        first += 1
    last = first
    while last < stop and last < first + 8:
        signature = sentence.signatures[last]
        surface = sentence.surface(last, last)
        if surface == "by" or surface in (",", ";", "(", ".", "'s") or signature & {"than", "and", "clause", "achieve"}:
            break
        if "where" in signature and "of" not in signature and last > first:
            break
        last += 1
    last -= 1
    if last < first:
        return None
    known = [k for k in range(first, last + 1) if "metric" in sentence.signatures[k]]
    if known and (known[-1] == last or "of" in sentence.signatures[known[-1] + 1]):
        return _slot(sentence, known[-1])
    if any(sentence.signatures[k] & _NOT_OBJECT for k in range(first, last + 1)):
        return None
    return MetricSlot(sentence.surface(first, last), None, first, last)


def _slot(sentence: Sentence, token: int) -> MetricSlot:
    """Return a metric with the words that qualify it."""
    first = token
    while first > 0 and token - first < 2:
        signature = sentence.signatures[first - 1]
        qualifies = signature in ({"word"}, {"name"}, {"task"}, {"settings"}) or "metric" in signature
        if not qualifies and not (
            signature & {"rank-verb", "find", "train"} and sentence.surface(first - 1, first - 1).endswith("ing")
        ):
            break
        if "praise" in signature and "metric" not in signature:
            break
        first -= 1
    payload = sentence.payloads[token]
    surface = sentence.surface(first, token)
    if surface.endswith("ies"):
        surface = surface[:-3] + "y"
    return MetricSlot(surface, payload if isinstance(payload, Name) and payload.type == "metric" else None, first, token)


# ------------------------------------------------------------------------------------------- benchmarks


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
        joined = i + 1 < n and values[i + 1].token - values[i].last_token <= 4 and values[i].kind != values[i + 1].kind
        same = i + 1 < n and values[i].kind == values[i + 1].kind and values[i].quantity.unit == values[i + 1].quantity.unit
        joined = joined or (same and not _clause_between(sentence, values[i].last_token, values[i + 1].token))
        linked = i + 1 < n and are_linked(sentence, values[i].token, values[i + 1].token)
        shared = last if linked or (joined and not before) else []
        out[i] = shared or (before[-1] if before else [])
    return out


def _aside(sentence: Sentence, group: list[Entity], value: Value) -> bool:
    """Return whether a clause separates a ratio from a benchmark named before it: "reaches X on A while using 2x less"."""
    if value.kind != "ratio" or group[0].first < 5:
        return False
    return _clause_between(sentence, group[-1].last, value.token)


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
    return any(sentence.signatures[k] & _VERBS for k in range(i + 1, min(i + 6, end)))


def _metrics_respective(sentence: Sentence, n: int) -> bool:
    """Return whether as many metrics as values are enumerated: "reduces MAE, MSE and RMSE by 1, 2 and 3"."""
    return n > 1 and any(len(run) == n for run in metric_runs(sentence))


def joint_metrics(sentence: Sentence, values: list[Value], slots: list[MetricSlot | None], i: int) -> list[MetricSlot]:
    """Return the metrics that one value reports at once: "an accuracy and F1 of 97.8", "3.0% in both mAP and NDS"."""
    slot = slots[i]
    if slot is None or sum(1 for other in slots if other is not None and other.last == slot.last) > 1:
        return []
    for run in metric_runs(sentence):
        if len(run) < 2 or slot.last not in (run[0], run[-1]):
            continue
        low, high = _bounds(sentence, values, i)
        inside = all(low < m < high for m in run) and (values[i].last_token < run[0] or values[i].token - run[-1] <= 5)
        # Only words of the same phrase between the metrics: each value of a longer list has a metric of its own.
        close = all(b - a <= 3 and not any(sentence.surface(k, k) == "," for k in range(a, b)) for a, b in pairwise(run))
        if inside and close and any("and" in sentence.signatures[k] for k in range(run[-2], run[-1])):
            return [_slot(sentence, m) for m in run]
    return []


def metric_runs(sentence: Sentence) -> list[list[int]]:
    """Return the enumerations of metrics: runs of metric tokens with only commas and "and" between them."""
    runs: list[list[int]] = []
    for i, signature in enumerate(sentence.signatures):
        if "metric" not in signature:
            continue
        if (
            runs
            and all(
                sentence.surface(k, k) in (",", "/")
                or sentence.signatures[k] & {"and", "determiner", "praise"}
                or sentence.signatures[k] == {"word"}
                for k in range(runs[-1][-1] + 1, i)
            )
            and i - runs[-1][-1] <= 4
            and any(sentence.surface(k, k) == "," or "and" in sentence.signatures[k] for k in range(runs[-1][-1] + 1, i))
        ):
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def linked_runs(sentence: Sentence, values: list[Value]) -> list[list[int]]:
    """Return the indices of the values in runs of coordination: values of one kind that "and" or commas link."""
    runs: list[list[int]] = []
    for i, value in enumerate(values):
        last = values[runs[-1][-1]] if runs else None
        if last is not None and last.kind == value.kind and are_linked(sentence, last.last_token, value.token):
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def one_each(values: list[Value], run: list[int], groups: list[list[Entity]]) -> list[Entity] | None:
    """Return the entities one for each value of a run: "33% and 30% on A and B"."""
    first, last = values[run[0]].token, values[run[-1]].token
    fitting = [g for g in groups if len(g) == len(run) > 1 and (g[-1].last < first or g[0].first > last)]
    return min(fitting, key=lambda g: min(abs(g[0].first - last), abs(first - g[-1].last))) if fitting else None


# ------------------------------------------------------------------------------------ systems, baselines


def is_compared(sentence: Sentence, entity: Entity, skip_values: bool = False) -> bool:
    """Whether an entity is what something is compared with: it stands behind "than" or "outperforms"."""
    for i in range(entity.first - 1, max(-1, entity.first - 14), -1):
        signature = sentence.signatures[i]
        if signature & {"than", "outperform", "trail"} and "place" not in signature:
            return True
        if "magnitude" in signature:
            continue
        if skip_values and ("quantity" in signature or sentence.surface(i, i) in ("(", ")")):
            continue
        if signature & {"achieve", "clause", "quantity"} or sentence.surface(i, i) in (";", ":", "("):
            return False
        if "place" in signature and sentence.surface(i, i) != "in":
            return False
    return False


def attach_baselines(sentence: Sentence, values: list[Value], entities: list[Entity]) -> list[list[str]]:
    """Return the systems that each change or ratio is relative to."""
    found = [e for e in entities if e.type in ("model", "own", "name") and is_compared(sentence, e)]
    groups = coordinated_groups(sentence, found)
    n = len(values)
    fixed: dict[int, list[str]] = {}
    for run in linked_runs(sentence, values):
        spread = one_each(values, run, groups)
        if spread is not None:
            fixed.update({i: [e.surface] for i, e in zip(run, spread, strict=True)})
    out: list[list[str]] = []
    for i, value in enumerate(values):
        if i in fixed:
            out.append(fixed[i])
            continue
        glossed = _glossed(sentence, value, entities)
        if glossed is not None:
            out.append([glossed.surface])
            continue
        end = values[i + 1].token if i + 1 < n else len(sentence.starts)
        following = [g for g in groups if value.token < g[0].first < end]
        phrase = _compared_phrase(sentence, value.token, end)
        out.append([e.surface for e in following[0]] if following else phrase)
    before = [e.surface for e in groups[0]] if groups and groups[0][-1].last < values[0].token else []
    before = before or _compared_phrase(sentence, -1, values[0].token) or _changed_system(sentence, values[0], entities)
    if not before and values[0].kind == "ratio":
        before = _matched_system(sentence, entities)
    last: list[str] = []
    for i in range(n - 1, -1, -1):  # what is compared with at the end holds for the values before it as well
        if not out[i]:
            out[i] = last or before
        last = out[i]
    for i in range(1, n):  # "1.3 points above X, and runs 3.5x faster": the same system, unless a bracket or stop ends it
        if not out[i] and out[i - 1] and not _stops_between(sentence, values[i - 1].last_token, values[i].token):
            out[i] = out[i - 1]
    return out


def _stops_between(sentence: Sentence, left: int, right: int) -> bool:
    return any(sentence.surface(k, k) in ("(", ")", ";", ":") for k in range(left + 1, right))


def _matched_system(sentence: Sentence, entities: list[Entity]) -> list[str]:
    """Return the system that is matched at a lower cost: "is on par with X while using 10% of its parameters"."""
    for entity in entities:
        if entity.type in ("model", "name") and entity.first and "par" in sentence.signatures[entity.first - 1]:
            return [entity.surface]
    return []


def _changed_system(sentence: Sentence, value: Value, entities: list[Entity]) -> list[str]:
    """Return the system that a change is made to: "accelerates the rendering of X by 3x", "a reduction in X"."""
    cue = value.match.captures.get("cue")
    for entity in entities:
        if entity.type != "model" or cue is None or entity.first == 0:
            continue
        inside = cue[1] < entity.first < value.token or value.last_token < entity.first <= cue[1] + 4
        governed = sentence.signatures[entity.first - 1] & {"of", "determiner", "improve", "increase", "decrease"}
        if inside and (governed or sentence.surface(entity.first - 1, entity.first - 1) == "in"):
            return [entity.surface]
    return []


def _glossed(sentence: Sentence, value: Value, entities: list[Entity]) -> Entity | None:
    """Return the compared system that a value stands behind in brackets: "outperforming A (+8.1) and B (+16.9)"."""
    if value.token < 2 or sentence.surface(value.token - 1, value.token - 1) != "(" or value.kind not in ("change", "ratio"):
        return None
    for entity in entities:
        if (
            entity.last == value.token - 2
            and entity.type in ("model", "name")
            and is_compared(sentence, entity, skip_values=True)
        ):
            return entity
    return None


_GENERIC = frozenset({"generic-system", "other-system", "metric", "benchmark-noun", "count-noun", "better", "possessive"})


def _compared_phrase(sentence: Sentence, start: int, end: int) -> list[str]:
    """Return the unnamed system behind "than" or "over", if it is a specific one: "over full attention"."""
    for i in range(start + 1, end):
        signature = sentence.signatures[i]
        if not (signature & {"than", "outperform"} or (sentence.surface(i, i) == "of" and "within" in _left_words(sentence, i))):
            continue
        first = i + 1
        while first < end and sentence.signatures[first] & {"determiner", "other-system", "praise", "relative"}:
            first += 1
        last = first
        while last < end and last < first + 4 and sentence.signatures[last] & _PHRASE:
            last += 1
        following = sentence.signatures[last] if last < len(sentence.signatures) else frozenset[str]()
        if (
            last == first
            or following & (_GENERIC | {"and", "quantity"})
            or sentence.signatures[last - 1] & (_GENERIC | {"settings", "acronym"})
        ):
            return []
        return [sentence.surface(first, last - 1)]
    return []


def _left_words(sentence: Sentence, i: int) -> list[str]:
    return [sentence.surface(k, k).lower() for k in range(max(0, i - 4), i)]


def find_subjects(sentence: Sentence, value: Value, entities: list[Entity], context: Context) -> tuple[list[str | None], str]:
    """Return the systems that have the value, and their role: several where they are enumerated before the verb."""
    name, role, entity = _find_subject(sentence, value, entities, context)
    if entity is None:
        return [name], role
    named = [e for e in entities if e.type in ("own", "model", "name")]
    for group in coordinated_groups(sentence, named):
        if entity in group and group[-1].last < value.token and len(group) > 1:
            return [e.surface for e in group], role
    return [name], role


def _find_subject(
    sentence: Sentence, value: Value, entities: list[Entity], context: Context
) -> tuple[str | None, str, Entity | None]:
    """Return the system that has the value, its role, and the entity that names it."""
    other = _other_side(sentence, value, entities)
    if other is not None:
        return other.surface, "baseline", None
    if value.kind == "score" and _follows_versus(sentence, value):
        compared = [e for e in entities if e.last < value.token and e.type in ("model", "name") and is_compared(sentence, e)]
        return (compared[-1].surface if compared else None), "baseline", None
    if value.kind == "score" and _is_human(sentence, value):
        return "human", "human", None
    best: Entity | None = None
    groups = coordinated_groups(sentence, entities)
    for entity in entities:
        if entity.first >= value.token:
            break
        group = next(g for g in groups if entity in g)
        if entity.type not in ("own", "model", "name") or is_compared(sentence, group[0]):
            continue
        if len(group) > 1 and sentence.surface(group[0].first - 1, group[0].first - 1) in ("(", "e.g.", "e.g"):
            continue  # "three models (A, B, C)": a list of what is there, not a subject
        if _is_subject(sentence, entity, value.token) and (
            best is None or (best.type != "own" and entity.type == "own") or _opens_clause(sentence, entity) or best.type != "own"
        ):
            best = entity
    if best is not None:
        return best.surface, "proposed" if best.type == "own" else "other", best
    if value.kind == "score" and _is_human(sentence, value):
        return "human", "human", None
    subject = _subject_signatures(sentence, value)
    others = any("other-system" in s for s in subject) and any("generic-system" in s for s in subject)
    if others and not any(s & {"own", "first-person"} for s in subject):
        return None, "baseline", None
    if not context.own.systems:
        if context.own.benchmarks:
            return None, "baseline", None
        return _subject_phrase(sentence, value), "proposed", None
    return context.own.systems[0], "proposed", None


def _opens_clause(sentence: Sentence, entity: Entity) -> bool:
    """Return whether an entity begins a clause of its own: "..., and X reaches", "while X drops"."""
    i = entity.first - 1
    while i >= 0 and sentence.signatures[i] & {"determiner", "praise", "other-system", "generic-system", "relative"}:
        i -= 1
    after = sentence.signatures[entity.last + 1] if entity.last + 1 < len(sentence.signatures) else frozenset[str]()
    opens = i >= 0 and (sentence.signatures[i] & {"clause", "and"} or sentence.surface(i, i) in (";", "with", "For"))
    return bool(opens) and bool(after & _VERBS)


def _follows_versus(sentence: Sentence, value: Value) -> bool:
    """Return whether a value is on the far side of a comparison of printed numbers: "(vs. 72.6% for prior systems)"."""
    for i in range(value.token - 1, max(-1, value.token - 4), -1):
        if "versus" in sentence.signatures[i]:
            return True
        if not sentence.signatures[i] & {"relative", "determiner", "bound-approx", "bound-over", "bound-under"}:
            return False
    return False


def _is_human(sentence: Sentence, value: Value) -> bool:
    """Return whether a score is that of people: "human performance of 92%", "the 92% achieved by experts"."""
    start = max(0, value.token - 6)
    for k in range(value.token - 1, start, -1):
        if "clause" in sentence.signatures[k] or sentence.surface(k, k) in (";", ","):
            start = k
            break
    near = sentence.signatures[start : value.token]
    after = sentence.signatures[value.last_token + 1 : value.last_token + 6]
    first = value.last_token + 1
    by = [
        k
        for k, s in enumerate(after)
        if "human" in s and k > 0 and sentence.surface(first + k - 1, first + k - 1) in ("by", "for")
    ]
    plain = frozenset({"word"})
    heads = [k for k, s in enumerate(near) if "human" in s and (k + 1 == len(near) or near[k + 1] != plain)]
    return bool(heads or by)


def _verb_of(sentence: Sentence, value: Value) -> int | None:
    """Return the first verb of the clause that holds a value."""
    start = 0
    for k in range(value.token - 1, -1, -1):
        if (
            sentence.surface(k, k) == ";"
            or sentence.surface(k, k) == "that"
            or (sentence.signatures[k] & {"clause"} and sentence.surface(k, k).lower() in ("while", "whereas"))
        ):
            start = k + 1
            break
    return next((k for k in range(start, value.token) if sentence.signatures[k] & _VERBS and k > start), None)


def _subject_signatures(sentence: Sentence, value: Value) -> list[frozenset[str]]:
    verb = _verb_of(sentence, value)
    end = verb if verb is not None else min(value.token, 10)
    return sentence.signatures[max(0, end - 9) : end]


_NO_SUBJECT = frozenset({"generic-system", "evaluation", "benchmark-noun", "metric", "first-person", "count-noun", "governor"})


def _subject_phrase(sentence: Sentence, value: Value) -> str | None:
    """Return the unnamed but specific subject of the verb: "curriculum learning improves"."""
    verb = _verb_of(sentence, value)
    if verb is None:
        return None
    last = verb - 1
    while last >= 0 and (
        sentence.surface(last, last).endswith("ly") or sentence.surface(last, last) in ("can", "could", "also", "may", "still")
    ):
        last -= 1
    if last >= 0 and sentence.surface(last, last).endswith(("ing", "ed", "not")):
        return None
    first = last
    if last > 0 and "generic-system" in sentence.signatures[last] and "-" in sentence.surface(last - 1, last - 1):
        first -= 1  # "encoder-decoder architectures"
    while (
        first >= 0 and first > last - 4 and sentence.signatures[first] & _PHRASE and not sentence.signatures[first] & _NO_SUBJECT
    ):
        first -= 1
    if first == last:
        return None
    if first >= 0 and not (sentence.signatures[first] & {"determiner", "clause", "and"} or sentence.surface(first, first) == ","):
        return None
    return sentence.surface(first + 1, last)


def _other_side(sentence: Sentence, value: Value, entities: list[Entity]) -> Entity | None:
    """Return the system of a value on the far side of a comparison: "than Y's 42.1", "against 42.1 for Y"."""
    if value.kind != "score":
        return None
    compared = any("than" in sentence.signatures[k] for k in range(max(0, value.token - 9), value.token))
    for entity in entities:
        bracket = entity.last == value.token - 2 and sentence.surface(value.token - 1, value.token - 1) == "("
        if bracket and entity.type in ("model", "own"):
            return entity  # "X (72%)"
        gap = entity.first - value.token
        if (
            compared
            and 1 < gap <= 4
            and entity.type in ("model", "name", "own")
            and sentence.surface(entity.first - 1, entity.first - 1) in ("for", "by", "of", "from", "with")
        ):
            return entity
        named = (
            entity.type in ("model", "own")
            and 1 <= gap <= 4
            and sentence.surface(entity.first - 1, entity.first - 1) in ("for", "by")
        )
        if named and not any("quantity" in sentence.signatures[k] for k in range(value.last_token + 1, entity.first)):
            return entity
        near = 0 < value.token - entity.last <= 4
        owns = near and sentence.surface(entity.last + 1, entity.last + 1) in ("'s", "(", "at", "'", "with")
        if owns and entity.type in ("model", "name", "own") and is_compared(sentence, entity):
            return entity
    return None


def _is_subject(sentence: Sentence, entity: Entity, end: int) -> bool:
    """Whether an entity is the subject of a verb: a verb follows it closely, and no preposition governs it."""
    for i in range(entity.first - 1, max(-1, entity.first - 5), -1):
        signature = sentence.signatures[i]
        if "of" in signature and i > 0 and "metric" in sentence.signatures[i - 1]:
            break  # "the accuracy of X improves"
        if sentence.surface(i, i) == "For" and i == 0 and entity.type != "name":
            return True  # "For X we obtain"
        if sentence.surface(i, i) in ("with", "as") and entity.last + 1 < end and sentence.signatures[entity.last + 1] & _VERBS:
            break  # "with X reaching", "such as X achieve"
        if signature & {"governor", "than", "where", "of", "train", "improve", "increase", "decrease", "outperform"}:
            return False
        if not signature & {"determiner", "word", "relative", "first-person", "generic-system", "praise", "other-system"}:
            break
    for j in range(entity.last + 1, min(entity.last + 9, end)):
        signature = sentence.signatures[j]
        if entity.type == "name" and signature in ({"word"}, {"task"}) and not sentence.surface(j, j).endswith("ly"):
            return False
        if signature & _VERBS or sentence.surface(j, j) == "'s":
            return True
        if "quantity" in signature or "clause" in signature:
            return False
    return False
