"""Find the metric that the words of a value itself name: beside it, changed by its verb, or behind its noun of change."""

from ..clauses import Clauses
from ..lexicon import load_lexicon
from ..mentions import Sentence
from ..names import load_name_index
from ..values import Value
from .coordination import find_bounds, is_quantity
from .metric_slots import MetricSlot, known_slot, phrase_slot
from .noun_phrases import (
    CHANGE_NOUNS,
    COMPARATIVES,
    Phrase,
    find_verb,
    is_adverb,
    is_by,
    is_metric,
    is_verb,
    is_word,
    phrase_before,
    read_phrase,
)


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
    left = _captured(sentence, value, low)
    if left is not None and not _is_vague(sentence, left):
        return left
    acronym = _acronym_behind(sentence, value, high)
    if acronym is not None:
        return acronym
    changed = _changed(clauses, value, low, high) or _changed_as_well(clauses, values, i)
    if changed is not None and not _is_vague(sentence, changed):
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
        or _of_the_cue(clauses, value, low, high)
        or _deed(sentence, value)
        or _share_of(sentence, value, high)
        or _implied(sentence, value)
    )


_CONNECTS = frozenset({"of", "be", "=:", "==", "bound-approx", "bound-over", "bound-under", "bound-up-to"})


def _captured(sentence: Sentence, value: Value, low: int) -> MetricSlot | None:
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
        return None
    signature = sentence.signatures[captured[1]]
    percent = value.quantity.kind in ("percent", "decimal") and value.kind == "score"
    if "cost" in signature and percent and "achieve" in sentence.signatures[captured[1] + 1]:
        return None  # "with this memory X reaches 91.6%", "the memory reaches 91.6%"
    if signature & {"metric", "correlation"} or not sentence.surface(captured[1], captured[1]).islower():
        return known_slot(sentence, captured[1])
    return None


def _beside_the_vague(sentence: Sentence, vague: MetricSlot, low: int) -> MetricSlot | None:
    """Return the metric whose value a word that says little prints: "[pass@10] at a rate of"."""
    for k in range(vague.first - 1, max(low, vague.first - 4), -1):
        if is_metric(sentence, k):
            return known_slot(sentence, k)
        if not sentence.signatures[k] & {"where", "determiner", "praise", "governor"}:
            return None
    return None


def _rated(sentence: Sentence, value: Value, high: int) -> MetricSlot | None:
    """Return what is rated: "scores were 3.9 (0.8) for [perceived usefulness]", with a score named before."""
    k = value.last_token + 1
    if k < high and sentence.surface(k, k) == "(":
        while k < len(sentence.starts) and sentence.surface(k, k) != ")":
            k += 1
        k += 1
    if k >= len(sentence.starts) or "=for" not in sentence.signatures[k] or value.quantity.kind not in ("decimal", "points"):
        return None
    if not any("vague-metric" in sentence.signatures[m] for m in range(max(0, value.token - 25), value.token)):
        return None
    phrase = read_phrase(sentence, k + 1, len(sentence.starts))
    return phrase_slot(sentence, phrase, False) if phrase is not None else None


def _is_vague(sentence: Sentence, slot: MetricSlot) -> bool:
    """Return whether a metric says little: "performance", "detection performance"."""
    if slot.name is not None and "vague-metric" in load_lexicon().words.get(slot.name.name, ()):
        return True
    return "vague-metric" in sentence.signatures[slot.last]


def metric_behind(sentence: Sentence, value: Value, high: int) -> tuple[int, int] | None:
    """Return the metric that follows a value in its own phrase, and how many prepositions stand between."""
    crossed = 0
    compared = False
    for i in range(value.last_token + 1, min(high, value.last_token + 9)):
        signature = sentence.signatures[i]
        if "metric" in signature and not (value.kind == "change" and signature & CHANGE_NOUNS):
            i = _last_of_run(sentence, i, high)
            if (compared and crossed == 0) or has_own_value(sentence, i):
                return None
            if crossed and value.kind == "score" and "cost" in signature and value.quantity.kind in ("percent", "decimal"):
                return None
            return i, crossed
        if "than" in signature:
            compared = True  # "3 points better than X in recall": only what "in" leads to
            crossed = 0
        elif signature & {"and", "clause", "achieve", "aside"} or sentence.surface(i, i) in (",", ";", ":", ")", "("):
            return None
        elif signature & {"where", "of", "in-terms-of"}:
            crossed += 1
    return None


def _last_of_run(sentence: Sentence, i: int, high: int) -> int:
    """Return the last metric of a compound noun: of "memory reuse rate" the rate."""
    last = i
    for k in range(i + 1, min(high, i + 4)):
        if is_metric(sentence, k) or "metric-head" in sentence.signatures[k]:
            last = k
        elif sentence.signatures[k] != {"word"} or is_adverb(sentence, k):
            break
    return last


def has_own_value(sentence: Sentence, metric: int) -> bool:
    """Return whether a metric is followed by a number of its own: "at an [FPR of 0.1%]"."""
    k = metric + 1
    if k < len(sentence.starts) and ("of" in sentence.signatures[k] or sentence.surface(k, k) in ("=", ":")):
        return is_quantity(sentence, k + 1) and "integer" not in sentence.signatures[k + 1]
    return False


def _acronym_behind(sentence: Sentence, value: Value, high: int) -> MetricSlot | None:
    """Return the unknown name right behind a number where a metric stands: "90.4% OA on", "0.21 Overlap Ratio (OR)"."""
    if value.quantity.kind not in ("percent", "decimal", "points") or value.kind not in ("score", "change"):
        return None
    first = last = value.last_token + 1
    while last < min(high, first + 5) and (
        sentence.signatures[last] <= {"name", "word", "capital", "vague-metric", "metric", "generic"}
        and sentence.surface(last, last)[:1].isupper()
    ):
        last += 1
    if last == first or not any(sentence.signatures[k] & {"name", "capital"} for k in range(first, last)):
        return None
    ends = last >= len(sentence.starts) or sentence.surface(last, last) in (",", ".", ")", "(", ";")
    if not ends and not sentence.signatures[last] & {"where", "and", "clause", "governor", "than", "respectively"}:
        return None
    return MetricSlot(sentence.surface(first, last - 1), None, first, last - 1)


def _changed(clauses: Clauses, value: Value, low: int, high: int) -> MetricSlot | None:
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
        return None
    if cue is not None and is_verb(sentence, cue[0]):
        verb = cue[0]
    elif cue is None or to_value:
        verb = find_verb(sentence, value.token, low, across=value.baseline_value is not None)
    if verb is None:
        return None
    counts = not sentence.signatures[verb] & {"improve"}
    if value.kind == "ratio" and _implied_by(sentence, verb) is not None:
        return _implied_by(sentence, verb)
    after = read_phrase(sentence, verb + 1, value.token)
    if after is not None:
        return phrase_slot(sentence, after, counts)
    if value.token - verb <= 4 and value.match.pattern.names == "object-behind":
        first = value.last_token + 1
        if first < high and "of" in sentence.signatures[first]:
            first += 1
        after = read_phrase(sentence, first, high)
        if after is not None:
            return phrase_slot(sentence, after, counts)
    return _subject(clauses, value, verb)


def _changed_as_well(clauses: Clauses, values: list[Value], i: int) -> MetricSlot | None:
    """Return what the verb of the value before changes too: "cuts toxicity by 45% and [noisy answers] by 32%"."""
    sentence, value = clauses.sentence, values[i]
    if not i or value.kind != "change" or values[i - 1].kind != "change":
        return None
    first, by = values[i - 1].last_token + 1, value.token - 1
    while by > first and not is_by(sentence, by):
        by -= 1
    while first < by and (sentence.surface(first, first) == "," or "and" in sentence.signatures[first]):
        first += 1
    if first >= by or first == values[i - 1].last_token + 1:
        return None
    phrase = read_phrase(sentence, first, by)
    if phrase is None or phrase.last != by - 1:
        return None
    verb = None
    for j in range(i - 1, -1, -1):
        verb = find_verb(sentence, values[j].token, values[j - 1].last_token if j else -1, across=False)
        if verb is not None or values[j].kind != "change":
            break
    if verb is None:
        return None
    return phrase_slot(sentence, phrase, "improve" not in sentence.signatures[verb])


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
    if not passive and (not led or "improve" in sentence.signatures[verb]):
        return None
    return phrase_slot(sentence, phrase, True)


def subject_phrase(clauses: Clauses, token: int) -> Phrase | None:
    """Return the noun phrase that is the subject of the clause in which a token stands."""
    clause = clauses.at(token)
    if clause is None or clause.first < 0:
        return None
    return read_phrase(clauses.sentence, clause.first, clause.last + 1)


def _of_the_cue(clauses: Clauses, value: Value, low: int, high: int) -> MetricSlot | None:
    """Return what a noun or comparative of change is about: "a gain of 3% in [fluency]", "40% fewer [edits]"."""
    sentence = clauses.sentence
    cue = cue_of(sentence, value, high)
    if cue is None:
        return None
    signature = sentence.signatures[cue[0]]
    if signature & CHANGE_NOUNS and not is_verb(sentence, cue[0]):
        return (
            _in_the_noun(sentence, cue[0])
            or _behind_the_noun(sentence, value, cue, high)
            or _before_the_noun(sentence, value, cue[0], low)
        )
    if signature & COMPARATIVES and cue[0] > value.last_token:
        return _compared(clauses, cue, high)
    return None


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
    for start, stop in ((cue[1] + 1, value.token), (max(value.last_token, cue[1]) + 1, high)):
        if start < stop and "governs" in sentence.signatures[start]:
            phrase = read_phrase(sentence, start + 1, stop)
            named = _NAME if "=in" in sentence.signatures[start] else None
            if phrase is not None and phrase.first == phrase.last and sentence.signatures[phrase.head] == named:
                return MetricSlot(sentence.surface(phrase.head, phrase.head), None, phrase.head, phrase.head)
            return phrase_slot(sentence, phrase, False) if phrase is not None else None
    return None


_NAME = frozenset({"name"})


def _before_the_noun(sentence: Sentence, value: Value, cue: int, low: int) -> MetricSlot | None:
    """Return the compound that a noun of change ends: "a [survival time] decrease of", "49.6% [likelihood] gains"."""
    first = cue
    floor = value.last_token if value.last_token < cue else low
    while first - 1 > floor and cue - first < 4 and sentence.signatures[first - 1] & _IN_COMPOUND:
        first -= 1
    while first < cue and sentence.signatures[first] & {"relative", "praise"}:
        first += 1
    if first == cue or not sentence.signatures[cue - 1] & {"metric-head", "amount-noun"}:
        return None
    return MetricSlot(sentence.surface(first, cue - 1), None, first, cue - 1)


_IN_COMPOUND = frozenset({"word", "task", "metric", "count-noun", "rate-noun", "settings", "metric-head"})


def _compared(clauses: Clauses, cue: tuple[int, int], high: int) -> MetricSlot | None:
    """Return what there is more or less of: "40% fewer [code edits]", "[its storage] is 24x smaller"."""
    sentence = clauses.sentence
    if "than" not in sentence.signatures[cue[0]]:
        phrase = read_phrase(sentence, cue[1] + 1, high)
        if phrase is not None:
            return phrase_slot(sentence, phrase, True)
    clause = clauses.at(cue[0])
    if clause is None or clause.first < 0 or "be" not in sentence.signatures[clause.verb]:
        return None
    owned = any(sentence.signatures[k] & {"possessive", "of"} for k in range(clause.first, clause.last + 1))
    phrase = subject_phrase(clauses, cue[0])
    if phrase is None or not (owned or is_metric(sentence, phrase.head)):
        return None
    return phrase_slot(sentence, phrase, False)


def _deed(sentence: Sentence, value: Value) -> MetricSlot | None:
    """Return what is done in a share of the cases: "[identified the fault] in 62% of reports"."""
    if value.match.pattern.names != "deed" or not is_own(value):
        return None
    verb = value.match.start
    if verb and "determiner" in sentence.signatures[verb - 1]:
        return None  # "outside the provided taxonomy in"
    phrase = read_phrase(sentence, verb + 1, value.token)
    slot = phrase_slot(sentence, phrase, True) if phrase is not None else None
    if slot is None or "find" not in sentence.signatures[verb]:
        return slot
    while "find" in sentence.signatures[verb + 1] and verb + 1 < slot.first:
        verb += 1  # "correctly identified"
    return MetricSlot(sentence.surface(verb, slot.last), None, verb, slot.last)


def _share_of(sentence: Sentence, value: Value, high: int) -> MetricSlot | None:
    """Return what a value is a share or a multiple of: "54% of [frames that pass]", "100% [soundness]", "twice the [wear]"."""
    first = value.last_token + 1
    if first >= high:
        return None
    signature = sentence.signatures[first]
    word = sentence.surface(value.token, value.token)
    verb = word.isalpha() and word[-1] in "sdg"  # "doubles", "tripling"
    if value.kind == "ratio" and ("determiner" in signature or verb or "fraction" in sentence.signatures[value.token]):
        phrase = read_phrase(sentence, first, high)
        return phrase_slot(sentence, phrase, True) if phrase is not None else None
    if value.kind != "score" or value.quantity.kind not in ("percent", "decimal", "unit", "duration"):
        return None
    if "of" not in signature:
        phrase = read_phrase(sentence, first, high)
        if phrase is None or "determiner" in signature:
            return None
        measured = sentence.signatures[phrase.head] & {"metric-head", "amount-noun", "metric"}
        return phrase_slot(sentence, phrase, False) if value.quantity.kind == "percent" or measured else None
    if value.quantity.kind != "percent" or value.match.pattern.names == "deed":
        return None
    phrase = read_phrase(sentence, first + 1, high)
    if phrase is None:
        return None
    if "case-noun" in sentence.signatures[phrase.last]:
        return None
    slot = phrase_slot(sentence, phrase, True)
    after = phrase.last + 1
    if slot is not None and after < high and sentence.surface(after, after) == "that":
        rest = read_phrase(sentence, after + 1, high)
        if rest is not None:
            return MetricSlot(sentence.surface(slot.first, rest.last), None, slot.first, rest.last)
    return slot


def _implied(sentence: Sentence, value: Value) -> MetricSlot | None:
    """Return the metric that the cue word stands for: "3.7 times faster" is about speed."""
    cue = value.match.captures.get("cue") if is_own(value) else None
    return _implied_by(sentence, cue[0]) if cue is not None else None


def _implied_by(sentence: Sentence, i: int) -> MetricSlot | None:
    implied = load_lexicon().implied
    found = sorted(implied[c] for c in sentence.signatures[i] if c in implied)
    return MetricSlot(found[0], None, i, i) if found else None
