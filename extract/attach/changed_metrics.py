"""Find what a verb changes: "reduces [the incidence of loops] by 71%", "[recall] rises from 41 to 45"."""

from ..clauses import Clauses
from ..mentions import Sentence
from ..values import Value
from .beside_metrics import cue_of
from .change_nouns import implied_by, metric_of_noun
from .metric_slots import MetricSlot, known_slot, name_slot, phrase_slot
from .noun_phrases import (
    CHANGE_NOUNS,
    Phrase,
    find_verb,
    is_measure,
    is_metric,
    is_verb,
    open_bracket,
    read_phrase,
    subject_phrase,
)


def changed_metric(clauses: Clauses, value: Value, low: int, high: int) -> MetricSlot | None:
    """Return what a verb changes: "reduces [the incidence of loops] by 71%", "[recall] rises from 41 to 45"."""
    sentence = clauses.sentence
    cue = cue_of(sentence, value, high)
    to_value = value.kind == "score" and (value.baseline_value is not None or value.match.pattern.names == "object")
    if value.kind not in ("change", "ratio") and not to_value:
        return None
    verb: int | None = None
    if cue is not None and cue[0] > value.token:
        return None
    if cue is not None and cue[0] <= low:
        cue = None  # the verb of the value before
    if cue is not None and sentence.signatures[cue[0]] & CHANGE_NOUNS and not is_verb(sentence, cue[0]):
        verb = _verb_of(sentence, cue[0], low)
        if verb is None and not to_value:
            return None
    elif cue is not None and is_verb(sentence, cue[0]):
        verb = cue[0]
    elif cue is None or to_value:
        verb = find_verb(sentence, value.token, low, across=value.baseline_value is not None)
    if verb is None:
        return None
    counts = "improve" not in sentence.signatures[verb]
    after = read_phrase(sentence, verb + 1, value.token)
    implied = None if to_value else implied_by(sentence, verb)
    if implied is not None and not (after is not None and _is_measured(sentence, after)):
        return implied  # "speeds up decoding by"
    if after is not None:
        return _object(sentence, verb, _second_of(sentence, after, value.token))
    if sentence.signatures[verb + 1] & _PRONOUNS and sentence.signatures[verb + 2] & {"governor", "where"}:
        return None  # "reduces it to"
    if value.token - verb <= 4:
        first = value.last_token + 1
        if first < high and "of" in sentence.signatures[first]:
            first += 1
        stops = first >= high or sentence.signatures[first] & {"than", "where", "governor"}
        after = None if stops else read_phrase(sentence, first, high)
        if after is not None and sentence.signatures[after.head] & CHANGE_NOUNS:  # "brings a 3% gain in fluency"
            return metric_of_noun(sentence, value, (after.head, after.head), low, high)
        if after is not None:
            return phrase_slot(sentence, after, counts)
    return _subject(clauses, value, verb)


_PRONOUNS = frozenset({"first-person", "determiner"})


def _is_measured(sentence: Sentence, phrase: Phrase) -> bool:
    return is_metric(sentence, phrase.head) or is_measure(sentence, phrase.head)


def _second_of(sentence: Sentence, phrase: Phrase, stop: int) -> Phrase:
    """Return the second of two phrases where the first only shares its noun: "planner and [memory cost]"."""
    after = phrase.last + 1
    if after >= stop or "and" not in sentence.signatures[after] or _is_measured(sentence, phrase):
        return phrase
    second = read_phrase(sentence, after + 1, stop)
    if second is None or not _is_measured(sentence, second):
        return phrase
    return second if " " in sentence.surface(second.first, second.head) else phrase


def _object(sentence: Sentence, verb: int, phrase: Phrase) -> MetricSlot | None:
    """Return the metric that the object of a verb names; what is reduced is rarely a system, so it may be a name."""
    named = name_slot(sentence, phrase) if "decrease" in sentence.signatures[verb] else None
    return named or phrase_slot(sentence, phrase, "improve" not in sentence.signatures[verb])


def _verb_of(sentence: Sentence, noun: int, low: int) -> int | None:
    """Return the verb whose object a noun of change is: "[narrows] the gap between A and B by"."""
    for k in range(noun - 1, max(low, noun - 5), -1):
        if is_verb(sentence, k):
            return k
        if not sentence.signatures[k] & {"determiner", "relative", "praise", "word", "metric", "name", "settings"}:
            return None
    return None


def changed_as_well(clauses: Clauses, values: list[Value], i: int) -> MetricSlot | None:
    """Return what the verb of the value before changes too: "cuts toxicity by 45% and [noisy answers] by 32%".

    So with two pairs: "cuts toxicity from 45% to 12% and [noisy answers] from 32% to 9%".
    """
    sentence, value = clauses.sentence, values[i]
    if not i or not (_is_changed(value) and _is_changed(values[i - 1])):
        return None
    first, by = values[i - 1].last_token + 1, value.token - 1
    leads = "=by" if value.kind == "change" else "=from"
    while by > first and leads not in sentence.signatures[by]:
        by -= 1
    bracketed = sentence.words[first] == "(" or open_bracket(sentence, first) is not None
    if bracketed:  # "by 19 points (p < 0.001), and", "by 19 points (42% relative), and"
        first = next((k + 1 for k in range(first, by) if sentence.words[k] == ")"), first)
    start = first
    while first < by and (sentence.words[first] == "," or "and" in sentence.signatures[first]):
        first += 1
    if first >= by or first == start:
        return None
    phrase = read_phrase(sentence, first, by)
    if phrase is None or phrase.last != by - 1:
        return None
    verb = None
    for j in range(i - 1, -1, -1):
        verb = find_verb(sentence, values[j].token, values[j - 1].last_token if j else -1, across=False)
        if verb is not None or not _is_changed(values[j]):
            break
    if verb is None:
        return None
    return _object(sentence, verb, phrase) or phrase_slot(sentence, phrase, True)


def _is_changed(value: Value) -> bool:
    return value.kind == "change" or value.baseline_value is not None


def _subject(clauses: Clauses, value: Value, verb: int) -> MetricSlot | None:
    """Return what changes: "[the share of loops] is reduced by", "[toxic replies] drop to", "[F1] improves by"."""
    sentence = clauses.sentence
    if verb and is_metric(sentence, verb - 1) and sentence.text.endswith("ing", sentence.starts[verb], sentence.ends[verb]):
        return known_slot(sentence, verb - 1)  # "with EM rising by 2.1 and [F1] improving by 3.4"
    phrase = subject_phrase(clauses, verb)
    if phrase is None:
        return None
    if is_metric(sentence, phrase.head):
        return phrase_slot(sentence, phrase, True)
    passive = any("be" in sentence.signatures[k] for k in range(max(phrase.last + 1, verb - 4), verb))
    led = any("governor" in sentence.signatures[k] for k in range(verb + 1, value.token))
    drifts = value.baseline_value is not None or sentence.signatures[verb] & {"increase", "decrease"}
    if not passive and value.baseline_value is None and value.kind == "score" and not is_measure(sentence, phrase.head):
        return None
    if not passive and not (led and drifts):  # "our method improves by" says nothing of a metric
        return None
    return phrase_slot(sentence, phrase, True)
