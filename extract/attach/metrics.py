"""Find the metric of each value."""

from functools import cache
from itertools import pairwise

from ...schemas.load import load_units
from ..clauses import Clauses
from ..mentions import Sentence
from ..values import Value
from .beside_metrics import cue_of, has_own_value, is_own
from .coordination import find_bounds
from .metric_pairs import metrics_one_each, objects_one_each, restated_one_each
from .metric_sharing import (
    of_a_like_value,
    of_the_apposition,
    of_the_bracket,
    of_the_score,
    share_in_coordination,
)
from .metric_slots import MetricSlot, is_vague, known_slot, phrase_slot
from .named_metrics import named_metric
from .noun_phrases import CHANGE_VERBS, COMPARATIVES, is_cost, is_measure, is_metric, is_verb, read_phrase, subject_phrase

_SAYS_MORE = CHANGE_VERBS | COMPARATIVES | {"in-terms-of"}


def attach_metrics(clauses: Clauses, values: list[Value], runs: list[list[int]]) -> list[MetricSlot | None]:
    """Return the metric of each value: the one its own words name, else the nearest in its clause or of its neighbour."""
    sentence, n = clauses.sentence, len(values)
    fixed = objects_one_each(sentence, values, runs) | metrics_one_each(clauses, values, runs)
    out = [fixed.get(i) or named_metric(clauses, values, i) for i in range(n)]
    share_in_coordination(sentence, values, out, forward=True, tight=True)
    share_in_coordination(sentence, values, out, forward=False, tight=True)
    restated_one_each(sentence, values, runs, out)
    for i in range(n):
        out[i] = out[i] or (
            of_the_bracket(sentence, values, out, i)
            or of_the_apposition(sentence, values, out, i)
            or _metric_before(sentence, values, i, near=True)
        )
    share_in_coordination(sentence, values, out, forward=True)
    for i in range(n):
        out[i] = out[i] or _of_the_subject(clauses, values[i])
    share_in_coordination(sentence, values, out, forward=False)
    for i in range(n):
        out[i] = out[i] or (
            of_the_bracket(sentence, values, out, i)
            or of_the_score(sentence, values, out, i)
            or of_a_like_value(sentence, values, out, i)
            or _metric_before(sentence, values, i, near=False)
            or _improved_before(sentence, values[i])
        )
    telling = [None if slot is not None and is_vague(sentence, slot) else slot for slot in out] if n > 1 else out
    for i, slot in enumerate(out):
        if n > 1 and slot is not None and _says_nothing(sentence, slot):
            out[i] = of_a_like_value(sentence, values, telling, i) or slot
    return out


def _says_nothing(sentence: Sentence, slot: MetricSlot) -> bool:
    """Return whether a metric is only the word for how well something does: "strong [performance] (A: 0.79, B: 0.82)"."""
    return slot.first == slot.last and "performance-word" in sentence.signatures[slot.last]


def _metric_before(sentence: Sentence, values: list[Value], i: int, near: bool) -> MetricSlot | None:
    """Return the last metric before a value in its clause: `near`, within a few words of it or of its cue."""
    value = values[i]
    if value.kind == "rank":
        return None
    low, _ = find_bounds(sentence, values, i)
    anchor = min(value.match.captures.get("cue", (value.token,))[0], value.token) if is_own(value) else value.token
    floor = max(low, anchor - 9) if near or value.kind != "score" else low
    acts = False  # behind a verb that has the value
    counted = False  # inside a closed bracket that holds a number
    parted = False  # before a comma or colon
    for m in range(value.token - 1, low, -1):
        surface = sentence.words[m]
        if surface == ")":
            counted = _holds_number(sentence, m)
        elif surface == "(":
            counted = False
        if counted:
            continue
        signature = sentence.signatures[m]
        if "clause" in signature or surface == ";":
            return None
        parted = parted or surface in (",", ":")
        if value.kind == "ratio" and "aside" in signature:
            return None
        acts = acts or ("achieve" in signature and not signature & {"metric", "praise", "relative"})
        if acts and (value.kind == "ratio" or surface == ":"):
            return None
        if m <= floor:
            return None
        if "metric" not in signature or has_own_value(sentence, m) or _is_compared(sentence, m) or _is_modifier(sentence, m):
            continue
        if parted and value.kind != "score" and _is_only_praised(sentence, m) and not (i and values[i - 1].kind == "score"):
            return None
        if _measures_itself(value):
            near_by = value.token - m <= 7 and not any(
                sentence.words[k] == "," or "and" in sentence.signatures[k] for k in range(m, value.token)
            )
            return known_slot(sentence, m) if near_by and is_cost(sentence, m) else None
        if is_cost(sentence, m) and value.kind in ("score", "change") and not _is_of_cost(sentence, m, value.token):
            continue
        return known_slot(sentence, m)
    return None


def _is_only_praised(sentence: Sentence, metric: int) -> bool:
    """Return whether a metric is a quality that is spoken of, and not said to change: "shows strong [generalization], with"."""
    if "generic" not in sentence.signatures[metric]:
        return False
    return not any(sentence.signatures[k] & _SAYS_MORE for k in range(max(0, metric - 3), metric))


def _holds_number(sentence: Sentence, end: int) -> bool:
    """Return whether there is a number in the bracket that a token closes."""
    for k in range(end - 1, max(-1, end - 30), -1):
        if "quantity" in sentence.signatures[k]:
            return True
        if sentence.words[k] == "(":
            return False
    return False


def _is_compared(sentence: Sentence, metric: int) -> bool:
    """Return whether a metric only says what is compared with: "a gain over zero-shot [performance]"."""
    if metric and "outperform" in sentence.signatures[metric - 1]:
        return True
    for k in range(metric - 1, max(-1, metric - 4), -1):
        if "than" in sentence.signatures[k]:
            return True
        if not sentence.signatures[k] & {"word", "settings", "determiner", "praise", "relative", "name"}:
            return False
    return False


def _of_the_subject(clauses: Clauses, value: Value) -> MetricSlot | None:
    """Return the metric that is the subject of a value's clause: "[the accuracy] of X on A is close to Y (within 2%)"."""
    if value.kind == "rank" or _measures_itself(value):
        return None
    phrase = subject_phrase(clauses, value.token)
    sentence = clauses.sentence
    if phrase is None or phrase.head > value.token:
        return None
    if not is_metric(sentence, phrase.head):
        return phrase_slot(sentence, phrase, False) if value.kind == "score" and is_measure(sentence, phrase.head) else None
    if (
        is_cost(sentence, phrase.head)
        and value.kind in ("score", "change")
        and not _is_of_cost(sentence, phrase.head, value.token)
    ):
        return None
    return known_slot(sentence, phrase.head)


def _improved_before(sentence: Sentence, value: Value) -> MetricSlot | None:
    """Return what was said to be improved before a comparison: "raises [recall] of A and B, surpassing C by 4%"."""
    cue = cue_of(sentence, value, value.last_token)
    if value.kind != "change" or cue is None or "outperform" not in sentence.signatures[cue[0]]:
        return None
    for k in range(cue[0] - 1, -1, -1):
        if "improve" in sentence.signatures[k] and is_verb(sentence, k):
            phrase = read_phrase(sentence, k + 1, cue[0])
            return phrase_slot(sentence, phrase, False) if phrase is not None else None
    return None


@cache
def _units_of_metrics() -> frozenset[str]:
    return frozenset(entry["unit"] for entry in load_units() if "metric" in entry)


def _measures_itself(value: Value) -> bool:
    """Return whether the unit of a value says what is measured: 30 Hz, 12 ms."""
    return value.quantity.kind in ("unit", "duration") or value.quantity.unit in _units_of_metrics()


def _is_modifier(sentence: Sentence, metric: int) -> bool:
    """Return whether a metric only describes the noun behind it: "reward model benchmarks"."""
    if metric + 1 >= len(sentence.starts) or is_metric(sentence, metric + 1):
        return False
    return bool(sentence.signatures[metric + 1] & {"generic-system", "benchmark-noun", "count-noun"})


def _is_of_cost(sentence: Sentence, metric: int, token: int) -> bool:
    """Return whether a value behind a metric of cost can be its: "its memory use is only 41%", no other verb between."""
    return not any(
        "achieve" in sentence.signatures[k] or "outperform" in sentence.signatures[k] for k in range(metric + 1, token)
    )


def joint_metrics(
    sentence: Sentence, values: list[Value], slots: list[MetricSlot | None], i: int, runs: list[list[int]]
) -> list[MetricSlot]:
    """Return the metrics that one value reports at once: "an accuracy and F1 of 97.8", "3.0% in both mAP and NDS"."""
    slot = slots[i]
    if slot is None or sum(1 for other in slots if other is not None and other.last == slot.last) > 1:
        return []
    for run in runs:
        if slot.last not in (run[0], run[-1]):
            continue
        if any(other is not None and other.last != slot.last and other.last in run for other in slots):
            continue  # one each
        low, high = find_bounds(sentence, values, i)
        inside = all(low < m < high for m in run) and (values[i].last_token < run[0] or values[i].token - run[-1] <= 5)
        # Only words of the same phrase between the metrics, and commas if no other value is near.
        alone = not any(abs(other.token - values[i].token) <= 20 for j, other in enumerate(values) if j != i)
        close = all(b - a <= 4 and (alone or not any(sentence.words[k] == "," for k in range(a, b))) for a, b in pairwise(run))
        if inside and close and any("and" in sentence.signatures[k] for k in range(run[-2], run[-1])):
            return [known_slot(sentence, m) for m in run]
    return []
