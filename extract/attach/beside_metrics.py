"""Find the metric right beside a value: behind it in its phrase, before it, or in the words of its pattern."""

from ..mentions import Sentence
from ..names import load_name_index
from ..values import Value
from .coordination import is_quantity
from .metric_slots import MetricSlot, known_slot, phrase_slot
from .noun_phrases import CHANGE_NOUNS, is_adverb, is_metric, is_verb, is_word, open_bracket, phrase_before


def is_own(value: Value) -> bool:
    """Return whether the pattern of a value was matched on its own words, not on those of a neighbour."""
    return value.match.start <= value.last_token and value.token < value.match.end


def cue_of(sentence: Sentence, value: Value, high: int) -> tuple[int, int] | None:
    """Return the word of change of a value: the one its pattern found, or the noun behind a signed number."""
    cue = value.match.captures.get("cue") if is_own(value) else None
    if cue is not None or not value.quantity.sign:
        return cue
    for k in range(value.last_token + 1, min(high, value.last_token + 6)):
        if sentence.signatures[k] & CHANGE_NOUNS:
            return (k, k)
        if not is_word(sentence, k) or sentence.signatures[k] & {"where", "of", "and", "clause", "governor"}:
            return None
    return None


CHANGE_WORDS = CHANGE_NOUNS | {"=loss"}


_LEADS_AWAY = frozenset({"and", "clause", "aside"})
_DESCRIBES = frozenset({"praise", "relative"})


def metric_behind(sentence: Sentence, value: Value, high: int) -> tuple[int, int] | None:
    """Return the metric that follows a value in its own phrase, and how many prepositions stand between."""
    if _is_bracketed_metric(sentence, value.last_token + 2):
        return value.last_token + 2, 0
    crossed = 0
    compared = False
    first = _behind_a_bracket(sentence, value)
    high = high if first < high else len(sentence.starts)
    for i in range(first, min(high, first + 8)):
        signature = sentence.signatures[i]
        if "metric" in signature and not (value.kind == "change" and signature & CHANGE_WORDS):
            i = _last_of_run(sentence, i, high)
            if (compared and crossed == 0) or has_own_value(sentence, i):
                return None
            if crossed and value.kind == "score" and "cost" in signature and value.quantity.kind in ("percent", "decimal"):
                return None
            return i, crossed
        if "quantity" in signature:
            return None  # "gains of 61% at 20% sparsity": what stands behind another number is its own
        if "than" in signature:
            compared = True  # "3 points better than X in recall": only what "in" leads to
            crossed = 0
        elif (
            signature & _LEADS_AWAY
            or ("achieve" in signature and not signature & _DESCRIBES)
            or sentence.words[i] in (",", ";", ":", ")", "(")
        ):
            return None
        elif signature & {"where", "of", "in-terms-of"}:
            crossed += 1
    return None


def _behind_a_bracket(sentence: Sentence, value: Value) -> int:
    """Return the token behind a value and what a bracket adds to it, or behind the bracket that holds only the value.

    "82.3% (printed) [similarity]", "by 6.8% (32% relative) in [recall]", "in-domain (+1.9%) and others (+1.8%) [accuracy]".
    """
    first, words = value.last_token + 1, sentence.words
    if first + 3 >= len(words):
        return first
    if words[first] == ")":
        return first + 1 if value.token and words[value.token - 1] == "(" and _leads_on(sentence, first + 1) else first
    if words[first] != "(":
        return first
    close = next((k for k in range(first + 2, min(first + 8, len(words) - 1)) if words[k] == ")"), first)
    if close == first + 2 and "quantity" not in sentence.signatures[first + 1]:
        return close + 1
    return close + 1 if close > first and "governs" in sentence.signatures[close + 1] else first


def _leads_on(sentence: Sentence, i: int) -> bool:
    return is_metric(sentence, i) or "governs" in sentence.signatures[i]


def _is_bracketed_metric(sentence: Sentence, i: int) -> bool:
    """Return whether a token is a metric and all that a bracket holds: "by 12.4 ([EM]) on"."""
    if i + 1 >= len(sentence.starts) or not is_metric(sentence, i):
        return False
    return sentence.words[i - 1] == "(" and sentence.words[i + 1] == ")"


def _last_of_run(sentence: Sentence, i: int, high: int) -> int:
    """Return the last metric of a compound noun: of "memory reuse rate" the rate."""
    last = i
    for k in range(i + 1, min(high, i + 4)):
        if "metric-noun" in sentence.signatures[k]:
            break  # "the IoU metric"
        if is_metric(sentence, k) or "metric-head" in sentence.signatures[k]:
            last = k
        elif sentence.signatures[k] != {"word"} or is_adverb(sentence, k):
            break
    return last


def has_own_value(sentence: Sentence, metric: int) -> bool:
    """Return whether a metric is followed by a number of its own: "at an [FPR of 0.1%]"."""
    k = metric + 1
    if k < len(sentence.starts) and ("of" in sentence.signatures[k] or sentence.words[k] in ("=", ":")):
        return is_quantity(sentence, k + 1) and "integer" not in sentence.signatures[k + 1]
    return False


_ENDS_NAME = frozenset({"where", "and", "clause", "governor", "than", "respectively", "relative", *CHANGE_NOUNS})


def acronym_behind(sentence: Sentence, value: Value, high: int) -> MetricSlot | None:
    """Return the unknown name right behind a number where a metric stands: "90.4% OA on", "0.21 Overlap Ratio (OR)"."""
    if value.quantity.kind not in ("percent", "decimal", "points") or value.kind not in ("score", "change"):
        return None
    known = load_name_index().by_surface
    first = last = value.last_token + 1
    while last < min(high, first + 5) and (
        sentence.signatures[last] <= {"name", "word", "capital", "vague-metric", "metric", "generic"}
        and ("name" in sentence.signatures[last] or sentence.words[last][:1].isupper())
    ):
        last += 1
    if last == first or not any(sentence.signatures[k] & {"name", "capital"} for k in range(first, last)):
        return None
    ends = last >= len(sentence.starts) or sentence.words[last] in (",", ".", ")", "(", ";")
    if not ends and not sentence.signatures[last] & _ENDS_NAME:
        return None
    surface = sentence.surface(first, last - 1)
    if any(part in known and known[part].type == "benchmark" for part in surface.split("-")):
        return None  # "81.0% BioMed-MMLU"
    return MetricSlot(surface, None, first, last - 1)


def _is_gloss(sentence: Sentence, i: int) -> bool:
    """Return whether an unknown abbreviation opens a bracket as what is measured there: "better ([AUP]: 0.89 vs. 0.91)"."""
    return bool(i) and sentence.signatures[i] == _NAME and sentence.words[i].isupper() and sentence.words[i - 1] == "("


def _is_label(sentence: Sentence, i: int) -> bool:
    """Return whether a name in a bracket only says on what the metric before it is: "recall ([A]: 81, [B]: 72)"."""
    bracket = open_bracket(sentence, i)
    return bracket is not None and bracket > 0 and "quality-metric" in sentence.signatures[bracket - 1]


def _open_phrase(sentence: Sentence, value: Value, last: int) -> MetricSlot | None:
    """Return what a system is said to attain: "attains [a cosine alignment] of 0.54", "a coefficient of variation of 0.2%"."""
    if value.kind != "score" or "of" not in sentence.signatures[last + 1] or not sentence.signatures[last] & _MAY_MEASURE:
        return None
    phrase = phrase_before(sentence, last)
    if phrase is None:
        return None
    lead = phrase.first - 1
    while lead > 0 and sentence.signatures[lead] & {"relative", "praise"}:
        lead -= 1
    if lead < 0 or "indefinite" not in sentence.signatures[lead]:
        return None
    return phrase_slot(sentence, phrase, False)


_MAY_MEASURE = frozenset({"word", "interval"})
_NAME = frozenset({"name"})
_NAMES_A_PLACE = frozenset({"model", "own", "=on", "aside"})
_CONNECTS = frozenset({"of", "be", "=:", "==", "bound-approx", "bound-over", "bound-under", "bound-up-to", "relative"})


def captured_metric(sentence: Sentence, value: Value, low: int) -> MetricSlot | None:
    """Return the metric in the words of a value's pattern, or the one right before it: "AUC of 0.91", "(AUC +2.1%)"."""
    captured = value.match.captures.get("metric") if is_own(value) else None
    if captured is None or captured[1] <= low:
        before = value.token - 1
        while before > low and sentence.signatures[before] & _CONNECTS and not is_metric(sentence, before):
            before -= 1
        if before <= low:
            return None
        if sentence.signatures[before] & {"metric", "correlation"}:
            return known_slot(sentence, before)
        if sentence.signatures[before] & {"metric-head", "amount-noun"} and not is_verb(sentence, before):
            phrase = phrase_before(sentence, before)  # "a tie rate of 12%", "hallucinations (-31%)"
            return phrase_slot(sentence, phrase, False) if phrase is not None and phrase.first > low else None
        if before < value.token - 1 and _is_gloss(sentence, before):
            return MetricSlot(sentence.words[before], None, before, before)
        return _open_phrase(sentence, value, before)
    signature = sentence.signatures[captured[1]]
    percent = value.quantity.kind in ("percent", "decimal") and value.kind == "score"
    if "cost" in signature and percent and "achieve" in sentence.signatures[captured[1] + 1]:
        return None  # "with this memory X reaches 91.6%", "the memory reaches 91.6%"
    if signature & {"metric", "correlation"}:
        return known_slot(sentence, captured[1])
    led = sentence.signatures[captured[1] - 1] if captured[1] else frozenset[str]()
    if led & _NAMES_A_PLACE or sentence.words[captured[1]].islower() or _is_label(sentence, captured[1]):
        return None  # "Claude Haiku: 72.3", "on QuipChat is 72.3"
    return known_slot(sentence, captured[1])
