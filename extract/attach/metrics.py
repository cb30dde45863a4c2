"""Find the metric of each value."""

from itertools import pairwise
from typing import NamedTuple

from ..lexicon import load_lexicon
from ..mentions import Sentence
from ..names import Name, load_name_index
from ..values import Value, are_linked
from .coordination import PHRASE, find_bounds, has_clause_between, is_quantity, linked_runs, metric_runs


class MetricSlot(NamedTuple):
    """A metric as worded, and the known name in it."""

    surface: str
    name: Name | None
    first: int
    last: int


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


def _named_metric(sentence: Sentence, values: list[Value], i: int) -> MetricSlot | None:
    """Return the metric that the words of the value itself name."""
    value = values[i]
    low, high = find_bounds(sentence, values, i)
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
    low, _ = find_bounds(sentence, values, i)
    cue = (
        value.match.captures.get("cue", (value.token, value.token))
        if value.match.start <= value.token < value.match.end
        else (value.token, value.token)
    )
    floor = max(low, min(cue[0], value.token) - 9) if near or value.kind != "score" else low
    before = [
        m
        for m in range(max(0, floor + 1), value.token)
        if "metric" in sentence.signatures[m] and not has_clause_between(sentence, m, value.token)
    ]
    if not before:
        return None
    if value.quantity.kind in ("unit", "duration") and (
        value.token - before[-1] > 7 or "cost" not in sentence.signatures[before[-1]]
    ):
        return None
    return _slot(sentence, before[-1])


_COMPARATIVES = frozenset({"higher", "lower", "better", "worse"})


def _open_phrase(sentence: Sentence, first: int, high: int) -> MetricSlot | None:
    """Return the noun phrase at a token as a metric that no vocabulary holds: "fewer [code edits]"."""
    while first < high and sentence.signatures[first] & {"determiner", "relative"}:
        first += 1
    last = first
    while (
        last < high
        and last < first + 4
        and sentence.signatures[last] & PHRASE
        and not sentence.signatures[last] & {"benchmark", "own", "model"}
    ):
        last += 1
    if last == first or sentence.surface(last - 1, last - 1)[:1].isupper() or is_quantity(sentence, last):
        return None
    return MetricSlot(sentence.surface(first, last - 1), None, first, last - 1)


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


def joint_metrics(sentence: Sentence, values: list[Value], slots: list[MetricSlot | None], i: int) -> list[MetricSlot]:
    """Return the metrics that one value reports at once: "an accuracy and F1 of 97.8", "3.0% in both mAP and NDS"."""
    slot = slots[i]
    if slot is None or sum(1 for other in slots if other is not None and other.last == slot.last) > 1:
        return []
    for run in metric_runs(sentence):
        if len(run) < 2 or slot.last not in (run[0], run[-1]):
            continue
        low, high = find_bounds(sentence, values, i)
        inside = all(low < m < high for m in run) and (values[i].last_token < run[0] or values[i].token - run[-1] <= 5)
        # Only words of the same phrase between the metrics: each value of a longer list has a metric of its own.
        close = all(b - a <= 3 and not any(sentence.surface(k, k) == "," for k in range(a, b)) for a, b in pairwise(run))
        if inside and close and any("and" in sentence.signatures[k] for k in range(run[-2], run[-1])):
            return [_slot(sentence, m) for m in run]
    return []
