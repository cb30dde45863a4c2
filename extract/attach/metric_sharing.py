"""Give a value that names no metric that of a neighbour: of its coordination, of the bracket, of what it is set beside."""

from ..mentions import Sentence
from ..values import Value, are_linked
from .beside_metrics import cue_of
from .metric_slots import MetricSlot, phrase_slot
from .noun_phrases import (
    CHANGE_NOUNS,
    CHANGE_VERBS,
    COMPARATIVES,
    is_cost,
    is_measure,
    is_metric,
    open_bracket,
    phrase_before,
)

Slots = list[MetricSlot | None]
_PLAIN = frozenset({"decimal", "points", "integer"})
_POINTS = (frozenset({"percent", "points"}), frozenset({"decimal", "points"}))
_CHANGES = CHANGE_VERBS | COMPARATIVES | {"multiple"}
_LEADS_IN = frozenset(
    {"determiner", "relative", "bound-over", "bound-under", "bound-up-to", "bound-approx", "be", "praise", "apposes"}
)

_COMPARES = COMPARATIVES | {"outperform", "trail"}
_LEADS_ON = frozenset({"and", "determiner", "relative", "praise"})


def share_in_coordination(sentence: Sentence, values: list[Value], out: Slots, forward: bool, tight: bool = False) -> None:
    """Give a value without a metric that of its neighbour in a coordination; `tight`: with hardly a word between.

    `forward` hands a metric on to the value behind, else it is taken from there: "+1.2 and +3.4 mAP".
    """
    n = len(values)
    for i, j in [(k, k - 1) for k in range(1, n)] if forward else [(k, k + 1) for k in range(n - 2, -1, -1)]:
        if out[i] is not None or out[j] is None:
            continue
        left, right = (values[j], values[i]) if forward else (values[i], values[j])
        if not _are_alike(left, right) or (tight and right.token - left.last_token > 3):
            continue
        if not (tight or forward or left.match.pattern is right.match.pattern):
            continue
        same_side = open_bracket(sentence, left.token) == open_bracket(sentence, right.token)
        if same_side and are_linked(sentence, left.token, right.token):
            out[i] = out[j]


def _are_alike(left: Value, right: Value) -> bool:
    kinds = {left.quantity.kind, right.quantity.kind}
    same_unit = left.quantity.kind != "unit" or left.quantity.unit == right.quantity.unit
    return left.kind == right.kind and same_unit and (len(kinds) == 1 or kinds <= _PLAIN)


def of_the_bracket(sentence: Sentence, values: list[Value], out: Slots, i: int) -> MetricSlot | None:
    """Return the metric of the value before a bracket for one inside it: "mAP from 0.27 to 0.31 (+14.8%)"."""
    bracket = open_bracket(sentence, values[i].token)
    if bracket is None or not bracket:
        return None
    phrase = phrase_before(sentence, bracket - 1)
    if phrase is not None and phrase.first:
        changes = sentence.signatures[phrase.first - 1] & _CHANGES
        measured = is_metric(sentence, phrase.head) or (values[i].kind == "score" and is_measure(sentence, phrase.head))
        if measured or changes:  # "fewer [attempts] (1.3 vs. 2.0)"
            return phrase_slot(sentence, phrase, True)
        if _goes_on(sentence, values, out, phrase.first):
            return phrase_slot(sentence, phrase, False)
    j = max((j for j in range(i) if values[j].last_token < bracket), default=None)
    if j is None:
        return None
    cue = cue_of(sentence, values[i], len(sentence.starts))
    restates = cue is not None and sentence.signatures[cue[0]] & CHANGE_NOUNS  # "81.3% ACC on A (a 5.4% improvement)"
    comma = any(sentence.words[k] == "," for k in range(values[j].last_token, bracket))
    return out[j] if bracket - values[j].last_token <= (14 if restates or not comma else 4) else None


def _goes_on(sentence: Sentence, values: list[Value], out: Slots, first: int) -> bool:
    """Return whether a noun phrase follows one whose value stands in a bracket: "validity (58%) and [fluency] (3.7)"."""
    k = first - 1
    while k > 0 and (sentence.signatures[k] & _LEADS_ON or sentence.words[k] == ","):
        k -= 1
    if k == first - 1 or sentence.words[k] != ")":
        return False
    bracket = open_bracket(sentence, k)
    return any(
        slot is not None and slot.last == bracket - 1
        for value, slot in zip(values, out, strict=True)
        if bracket is not None and bracket < value.token < k
    )


def of_the_apposition(sentence: Sentence, values: list[Value], out: Slots, i: int) -> MetricSlot | None:
    """Return the metric of the value that another restates: "an EM of 71.3, a 4.2-point improvement"."""
    if not i or values[i].kind not in ("change", "ratio"):
        return None
    cue = cue_of(sentence, values[i], len(sentence.starts))
    if cue is not None and not sentence.signatures[cue[0]] & (CHANGE_NOUNS | COMPARATIVES):
        return None
    k = values[i].token - 1
    result = values[i - 1].kind == "score"  # "a WER of 4.1, achieving a 12% reduction"
    while k > values[i - 1].last_token and (
        sentence.signatures[k] & _LEADS_IN
        or sentence.words[k] in ("which", "that")
        or (result and "achieve" in sentence.signatures[k] and sentence.words[k].endswith("ing"))
    ):
        k -= 1
    return out[i - 1] if sentence.words[k] in (",", "-") else None


def of_the_score(sentence: Sentence, values: list[Value], out: Slots, i: int) -> MetricSlot | None:
    """Return the metric of the score beside a change that names none: "reaches 97.1 F1, surpassing X by 10.6"."""
    if values[i].kind not in ("change", "rank"):
        return None
    cue = cue_of(sentence, values[i], len(sentence.starts))
    for j in (i - 1, i + 1):
        if not (0 <= j < len(values)) or values[j].kind != "score":
            continue
        if j > i and cue is not None and not sentence.signatures[cue[0]] & _COMPARES:
            continue  # "improves X by 33% and brings the recall to 85%"
        kinds = {values[i].quantity.kind, values[j].quantity.kind}
        if cue is not None and j < i and cue[0] < values[j].token:
            return out[j]  # "beats the AUC of 0.73 of X by 7.4 points"
        if values[i].kind == "rank" or len(kinds) == 1 or any(kinds <= alike for alike in _POINTS):
            return out[j]
    return None


def of_a_like_value(sentence: Sentence, values: list[Value], out: Slots, i: int) -> MetricSlot | None:
    """Return the metric of the nearest value of the same kind and unit: "28.1 PSNR on A, then 27.4 on B"."""
    value = values[i]
    if i and value.baseline_value is not None and out[i - 1] is not None:
        return out[i - 1]  # "improves F1 by 9.0 points, from 32.5% to 41.5%"
    if value.kind not in ("score", "change"):
        return None
    best: MetricSlot | None = None
    nearest = len(values)
    for j, other in enumerate(values):
        slot = out[j]
        if j == i or slot is None or other.kind != value.kind or abs(j - i) >= nearest:
            continue
        if other.quantity.kind == value.quantity.kind and other.quantity.unit == value.quantity.unit:
            if is_cost(sentence, slot.last) and value.quantity.kind != "unit":
                continue
            if j > i and (value.kind == "change" or open_bracket(sentence, value.token) is not None):
                continue
            best, nearest = slot, abs(j - i)
    return best
