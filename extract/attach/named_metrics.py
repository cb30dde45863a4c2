"""Find the metric that the words of a value itself name."""

from ..clauses import Clauses
from ..mentions import Sentence
from ..values import Value
from .beside_metrics import CHANGE_WORDS, acronym_behind, captured_metric, is_own, metric_behind
from .change_nouns import implied_by, implied_metric, metric_of_cue
from .changed_metrics import changed_as_well, changed_metric
from .coordination import find_bounds
from .metric_slots import MetricSlot, is_vague, known_slot, phrase_slot
from .noun_phrases import CHANGE_NOUNS, is_measure, is_metric, read_phrase


def named_metric(clauses: Clauses, values: list[Value], i: int) -> MetricSlot | None:
    """Return the metric that the words of the value itself name.

    In this order: the metric beside the number, the one its pattern captured, what its verb changes, what stands behind
    it ("in terms of"), the unknown thing that is measured; and a metric that says little ("a rate of") only if no other
    is named.
    """
    sentence, value = clauses.sentence, values[i]
    low, high = find_bounds(sentence, values, i)
    after = metric_behind(sentence, value, high)
    if after is not None and after[1] == 0:
        return known_slot(sentence, after[0])
    left = captured_metric(sentence, value, low)
    if left is not None and not is_vague(sentence, left) and not (after and "gap" in sentence.signatures[left.last]):
        return left  # but "a gap of 12% in [recall]"
    acronym = acronym_behind(sentence, value, high)
    if acronym is not None:
        return acronym
    changed = changed_metric(clauses, value, low, high) or changed_as_well(clauses, values, i)
    if changed is not None and not is_vague(sentence, changed):
        if after is not None and changed.name is None and "governs" in sentence.signatures[value.last_token + 1]:
            return known_slot(sentence, after[0])  # "improves the forecasts by 15% in [AUC]"
        return changed
    if after is not None:
        return known_slot(sentence, after[0])
    rated = _rated(sentence, value, high)
    if left is not None:
        return _beside_the_vague(sentence, left, low) or rated or left
    if rated is not None and value.kind == "score":
        return rated
    return (
        changed
        or metric_of_cue(clauses, value, low, high)
        or _counted(sentence, value, low)
        or _deed(sentence, value)
        or _share_of(sentence, value, high)
        or implied_metric(sentence, value)
    )


def _beside_the_vague(sentence: Sentence, vague: MetricSlot, low: int) -> MetricSlot | None:
    """Return the metric whose value a word that says little prints: "[pass@10] at a rate of"."""
    for k in range(vague.first - 1, max(low, vague.first - 4), -1):
        if is_metric(sentence, k):
            return known_slot(sentence, k)
        glossed = sentence.words[k] in ("(", ")")  # "Area Under the Curve ([AUC]) scores"
        if not glossed and not sentence.signatures[k] & {"where", "determiner", "praise", "governor"}:
            return None
    return None


def _rated(sentence: Sentence, value: Value, high: int) -> MetricSlot | None:
    """Return what is rated: "scores were 3.9 (0.8) for [perceived usefulness]", with a score named before."""
    k = value.last_token + 1
    if k < high and sentence.words[k] == "(":
        while k < len(sentence.starts) and sentence.words[k] != ")":
            k += 1
        k += 1
    if k >= len(sentence.starts) or "=for" not in sentence.signatures[k] or value.quantity.kind not in ("decimal", "points"):
        return None
    if not any("vague-metric" in sentence.signatures[m] for m in range(max(0, value.token - 25), value.token)):
        return None
    phrase = read_phrase(sentence, k + 1, len(sentence.starts))
    if phrase is None or not (is_measure(sentence, phrase.head) or is_metric(sentence, phrase.head)):
        return None
    return phrase_slot(sentence, phrase, False)


def _counted(sentence: Sentence, value: Value, low: int) -> MetricSlot | None:
    """Return the rate that a verb stands for where a share of the cases is printed: "[solves] 62% of", "98% are [correctly]"."""
    if value.kind != "score" or value.quantity.kind != "percent":
        return None
    match = value.match
    first = max(low + 1, match.start - 2) if is_own(value) else match.start
    for k in range(first, match.end):
        rate = implied_by(sentence, k)
        if rate is not None:
            return rate
    return None


def _deed(sentence: Sentence, value: Value) -> MetricSlot | None:
    """Return what is done in a share of the cases: "[identified the fault] in 62% of reports"."""
    if value.match.pattern.names != "deed" or not is_own(value):
        return None
    verb = value.match.start
    if verb and "determiner" in sentence.signatures[verb - 1]:
        return None  # "outside the provided taxonomy in"
    phrase = read_phrase(sentence, verb + 1, value.token)
    slot = phrase_slot(sentence, phrase, True) if phrase is not None else None
    if slot is None or "find" not in sentence.signatures[verb] or (verb and "first-person" in sentence.signatures[verb - 1]):
        return slot  # "we find [contradictions] in 12% of replies"
    while "find" in sentence.signatures[verb + 1] and verb + 1 < slot.first:
        verb += 1  # "correctly identified"
    return MetricSlot(sentence.surface(verb, slot.last), None, verb, slot.last)


def _share_of(sentence: Sentence, value: Value, high: int) -> MetricSlot | None:
    """Return what a value is a share or a multiple of: "54% of [frames that pass]", "100% [soundness]", "twice the [wear]"."""
    first = value.last_token + 1
    if first >= high:
        return None
    signature = sentence.signatures[first]
    word = sentence.words[value.token]
    verb = (word.isalpha() and word[-1] in "sdg") or word.endswith(" the")  # "doubles", "tripling"
    if value.kind == "ratio" and ("determiner" in signature or verb or "fraction" in sentence.signatures[value.token]):
        phrase = read_phrase(sentence, first, high)
        if phrase is None:
            return None
        if sentence.signatures[phrase.head] & CHANGE_NOUNS and not is_metric(sentence, phrase.head):  # "doubles the gain"
            return MetricSlot(sentence.surface(phrase.first, phrase.last), None, phrase.first, phrase.last)
        return phrase_slot(sentence, phrase, True)
    if value.kind not in ("score", "change") or value.quantity.kind not in ("percent", "decimal", "unit", "duration"):
        return None
    if "of" not in signature:
        phrase = read_phrase(sentence, first, high)
        if phrase is None or signature & {"determiner", "achieve"} or sentence.signatures[phrase.head] & CHANGE_WORDS:
            return None  # "the 82% attained by"
        measured = sentence.signatures[phrase.head] & {"metric-head", "amount-noun", "metric"}
        if measured or (value.quantity.kind == "percent" and value.kind == "score"):
            return phrase_slot(sentence, phrase, "task" in sentence.signatures[phrase.head])
        return None
    if value.kind == "change" or value.quantity.kind != "percent" or value.match.pattern.names == "deed":
        return None
    phrase = read_phrase(sentence, first + 1, high)
    if phrase is None:
        return None
    if "case-noun" in sentence.signatures[phrase.last] and phrase.first == phrase.last:
        return None
    slot = phrase_slot(sentence, phrase, True)
    after = phrase.last + 1
    if slot is not None and after < high and sentence.words[after] == "that":
        rest = read_phrase(sentence, after + 1, high)
        if rest is not None:
            return MetricSlot(sentence.surface(slot.first, rest.last), None, slot.first, rest.last)
    return slot
