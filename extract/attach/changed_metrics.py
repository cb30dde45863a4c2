"""Find what a change is of: what its verb changes, what its noun governs, what there is more or less of."""

from ..clauses import Clauses
from ..lexicon import load_lexicon
from ..mentions import Sentence
from ..names import load_name_index
from ..values import Value
from .beside_metrics import is_own
from .metric_slots import MetricSlot, known_slot, name_slot, phrase_slot
from .noun_phrases import (
    CHANGE_NOUNS,
    COMPARATIVES,
    Phrase,
    find_verb,
    is_by,
    is_measure,
    is_metric,
    is_noun,
    is_verb,
    is_word,
    read_phrase,
)


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
    implied = None if to_value else _implied_by(sentence, verb)
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
            return _of_the_noun(sentence, value, (after.head, after.head), low, high)
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
    if sentence.surface(first, first) == "(":  # "by 19 points (p < 0.001), and"
        first = next((k + 1 for k in range(first, by) if sentence.surface(k, k) == ")"), first)
    start = first
    while first < by and (sentence.surface(first, first) == "," or "and" in sentence.signatures[first]):
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


def subject_phrase(clauses: Clauses, token: int) -> Phrase | None:
    """Return the noun phrase that is the subject of the clause in which a token stands."""
    clause = clauses.at(token)
    if clause is None or clause.first < 0:
        return None
    return read_phrase(clauses.sentence, clause.first, clause.last + 1)


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
        return _of_the_noun(sentence, value, cue, low, high)
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


def _of_the_noun(sentence: Sentence, value: Value, cue: tuple[int, int], low: int, high: int) -> MetricSlot | None:
    return (
        _in_the_noun(sentence, cue[0])
        or _behind_the_noun(sentence, value, cue, high)
        or _before_the_noun(sentence, value, cue[0], low)
    )


def _in_the_noun(sentence: Sentence, cue: int) -> MetricSlot | None:
    """Return the metric that stands in or right before the noun of a change: "quality loss", "a PSNR gain of"."""
    words = sentence.surface(cue, cue).rsplit(" ", 1)
    if len(words) == 2:
        found = load_name_index().by_surface.get(words[0])
        if found is not None and found.type == "metric":
            return MetricSlot(words[0], found, cue, cue)
    if cue and is_metric(sentence, cue - 1):
        return known_slot(sentence, cue - 1)
    return None


def _behind_the_noun(sentence: Sentence, value: Value, cue: tuple[int, int], high: int) -> MetricSlot | None:
    """Return what a noun of change governs: "reduction [of loops] by 3%", "a 3% gain [in fluency]"."""
    behind = max(value.last_token, cue[1]) + 1
    if behind < high and sentence.surface(behind, behind) == ")":
        behind += 1  # "a reduction (6x) of the training time"
    for start, stop in ((cue[1] + 1, value.token), (behind, high)):
        if start < stop and "governs" in sentence.signatures[start]:
            phrase = read_phrase(sentence, start + 1, stop)
            if phrase is None:
                return None
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
        implied = None if measured else _implied_by(sentence, cue[0])  # "3x faster decoding" is about speed
        if phrase is not None:
            return implied or name_slot(sentence, phrase) or phrase_slot(sentence, phrase, True)
    clause = clauses.at(cue[0])
    if clause is None or clause.first < 0 or "be" not in sentence.signatures[clause.verb]:
        return None
    owned = any(sentence.signatures[k] & {"possessive", "of"} for k in range(clause.first, clause.last + 1))
    phrase = subject_phrase(clauses, cue[0])
    if phrase is None or not (owned or is_metric(sentence, phrase.head)):
        return None
    return phrase_slot(sentence, phrase, False)


def implied_metric(sentence: Sentence, value: Value) -> MetricSlot | None:
    """Return the metric that the cue word stands for: "3.7 times faster" is about speed."""
    cue = value.match.captures.get("cue") if is_own(value) else None
    if cue is None or (value.token - cue[1] > 4 and sentence.signatures[cue[0]] & COMPARATIVES):
        return None
    return _implied_by(sentence, cue[0])


def _implied_by(sentence: Sentence, i: int) -> MetricSlot | None:
    implied = load_lexicon().implied
    found = sorted(implied[c] for c in sentence.signatures[i] if c in implied)
    return MetricSlot(found[0], None, i, i) if found else None
