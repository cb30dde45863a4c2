"""Find what a noun or comparative of change is about: "a gain of 3% in [fluency]", "40% fewer [edits]"."""

from ..clauses import Clauses
from ..lexicon import load_lexicon
from ..mentions import Sentence
from ..names import load_name_index
from ..values import Value
from .beside_metrics import cue_of, is_own
from .metric_slots import MetricSlot, known_slot, name_slot, phrase_slot
from .noun_phrases import (
    CHANGE_NOUNS,
    COMPARATIVES,
    is_by,
    is_measure,
    is_metric,
    is_noun,
    is_verb,
    read_phrase,
    subject_phrase,
)


def metric_of_cue(clauses: Clauses, value: Value, low: int, high: int) -> MetricSlot | None:
    """Return what a noun or comparative of change is about: "a gain of 3% in [fluency]", "40% fewer [edits]"."""
    sentence = clauses.sentence
    cue = cue_of(sentence, value, high)
    if cue is None or (cue[0] <= low and value.kind == "change"):
        return _in_another_thing(sentence, value, high)
    signature = sentence.signatures[cue[0]]
    if "outperform" in signature and cue[1] < value.token:
        return _outdone_in(sentence, value, cue)
    if signature & CHANGE_NOUNS and not is_verb(sentence, cue[0]):
        return metric_of_noun(sentence, value, cue, low, high)
    if signature & COMPARATIVES and cue[0] > value.last_token:
        return _compared(clauses, cue, high)
    return None


def _in_another_thing(sentence: Sentence, value: Value, high: int) -> MetricSlot | None:
    """Return the measure that a value behind another change is in: "a gain of 2.1 in recall and 1.9 in [hit rate]"."""
    start = value.last_token + 1
    if value.kind != "change" or start >= high or "governs" not in sentence.signatures[start]:
        return None
    phrase = read_phrase(sentence, start + 1, high)
    if phrase is None or not (is_metric(sentence, phrase.head) or is_measure(sentence, phrase.head)):
        return None  # "and 13.9% in German"
    return phrase_slot(sentence, phrase, False)


def metric_of_noun(sentence: Sentence, value: Value, cue: tuple[int, int], low: int, high: int) -> MetricSlot | None:
    """Return what a noun of change is about: "[quality] loss", "a gain of 3% in [fluency]", "a [token] reduction"."""
    return (
        _in_the_noun(sentence, cue[0])
        or _behind_the_noun(sentence, value, cue, high)
        or _before_the_noun(sentence, value, cue[0], low)
    )


def _in_the_noun(sentence: Sentence, cue: int) -> MetricSlot | None:
    """Return the metric that stands in or right before the noun of a change: "quality loss", "a PSNR gain of"."""
    words = sentence.words[cue].rsplit(" ", 1)
    if len(words) == 2:
        found = load_name_index().known(words[0], "metric")
        if found is not None:
            return MetricSlot(words[0], found, cue, cue)
    if cue and is_metric(sentence, cue - 1):
        return known_slot(sentence, cue - 1)
    return None


def _behind_the_noun(sentence: Sentence, value: Value, cue: tuple[int, int], high: int) -> MetricSlot | None:
    """Return what a noun of change governs: "reduction [of loops] by 3%", "a 3% gain [in fluency]"."""
    behind = max(value.last_token, cue[1]) + 1
    if behind < high and sentence.words[behind] == ")":
        behind += 1  # "a reduction (6x) of the training time"
    for start, stop in ((cue[1] + 1, value.token), (behind, high)):
        if start < stop and "governs" in sentence.signatures[start]:
            phrase = read_phrase(sentence, start + 1, stop)
            if phrase is None:
                continue  # "improvements of up to 5% in fluency"
            named = name_slot(sentence, phrase) if "=in" in sentence.signatures[start] else None
            return named or phrase_slot(sentence, phrase, False)
    return None


def _before_the_noun(sentence: Sentence, value: Value, cue: int, low: int) -> MetricSlot | None:
    """Return the compound that a noun of change ends: "a [survival time] decrease of", "49.6% [likelihood] gains"."""
    first = cue
    floor = value.last_token if value.last_token < cue else low
    while first - 1 > floor and cue - first < 4 and sentence.signatures[first - 1] & _IN_COMPOUND:
        first -= 1
    while first < cue and sentence.signatures[first] & {"relative", "praise"}:
        first += 1
    if first == cue:
        return None
    if not is_measure(sentence, cue - 1) and not ("reduction" in sentence.signatures[cue] and is_noun(sentence, cue - 1)):
        return None
    return MetricSlot(sentence.surface(first, cue - 1), None, first, cue - 1)


_IN_COMPOUND = frozenset({"word", "task", "metric", "count-noun", "rate-noun", "settings", "metric-head"})


def _compared(clauses: Clauses, cue: tuple[int, int], high: int) -> MetricSlot | None:
    """Return what there is more or less of: "40% fewer [code edits]", "[its storage] is 24x smaller"."""
    sentence = clauses.sentence
    if "than" not in sentence.signatures[cue[0]]:
        phrase = read_phrase(sentence, cue[1] + 1, high)
        measured = phrase is not None and (is_metric(sentence, phrase.head) or is_measure(sentence, phrase.head))
        implied = None if measured else implied_by(sentence, cue[0])  # "3x faster decoding" is about speed
        if phrase is not None:
            implied = implied or implied_by(sentence, phrase.head)  # "20% more computationally efficient"
            return implied or name_slot(sentence, phrase) or phrase_slot(sentence, phrase, True)
    clause = clauses.at(cue[0])
    if clause is None or clause.first < 0 or "be" not in sentence.signatures[clause.verb]:
        return None
    owned = any(sentence.signatures[k] & {"possessive", "of"} for k in range(clause.first, clause.last + 1))
    phrase = subject_phrase(clauses, cue[0])
    if phrase is None or not (owned or is_metric(sentence, phrase.head)):
        return None
    if implied_by(sentence, cue[0]) is not None and "quality-metric" in sentence.signatures[phrase.head]:
        return None  # "keeps its accuracy while being 3x faster"
    return phrase_slot(sentence, phrase, False)


def implied_metric(sentence: Sentence, value: Value) -> MetricSlot | None:
    """Return the metric that the cue word stands for: "3.7 times faster" is about speed."""
    cue = value.match.captures.get("cue") if is_own(value) else None
    if cue is None or (value.token - cue[1] > 4 and sentence.signatures[cue[0]] & COMPARATIVES):
        return None
    return implied_by(sentence, cue[0])


def implied_by(sentence: Sentence, i: int) -> MetricSlot | None:
    """Return the metric that a word stands for, if it stands for one."""
    implied = load_lexicon().implied
    found = sorted(implied[c] for c in sentence.signatures[i] if c in implied)
    return MetricSlot(found[0], None, i, i) if found else None


def _outdone_in(sentence: Sentence, value: Value, cue: tuple[int, int]) -> MetricSlot | None:
    """Return in what something is outdone: "surpasses X in [visual comfort] by 12%"."""
    by = value.token - 1
    while by > cue[1] and not is_by(sentence, by):
        by -= 1
    for k in range(by - 1, max(cue[1], by - 6), -1):
        if "governs" in sentence.signatures[k] and "of" not in sentence.signatures[k]:
            phrase = read_phrase(sentence, k + 1, by)
            return phrase_slot(sentence, phrase, False) if phrase is not None and phrase.last == by - 1 else None
    return None
