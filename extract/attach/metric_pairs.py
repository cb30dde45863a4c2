"""Give each value of a run the metric at its place in another run: one each."""

from itertools import pairwise

from ..clauses import Clauses
from ..mentions import Sentence
from ..names import load_name_index
from ..values import Value
from .beside_metrics import metric_behind
from .coordination import find_bounds, metric_runs
from .metric_slots import MetricSlot, is_vague, known_slot, name_slot, phrase_slot
from .noun_phrases import find_verb, is_by, read_phrase

Slots = list[MetricSlot | None]


def metrics_one_each(clauses: Clauses, values: list[Value], runs: list[list[int]]) -> dict[int, MetricSlot]:
    """Return the metrics one for each value: "a PSNR and SSIM of 29.2 and 0.93", "by 2.1 and 3.4 in EM and F1"."""
    sentence = clauses.sentence
    fixed: dict[int, MetricSlot] = {}
    runs = [indices for indices in runs if len(indices) > 1]
    if not runs:
        return fixed
    enumerations = _enumerations(sentence)
    for indices in runs:
        for slots in enumerations:
            for part in _parts_of(values, indices, len(slots)):
                if _are_of(clauses, values, part, slots):
                    fixed.update(zip(part, slots, strict=True))
    return fixed


def _parts_of(values: list[Value], indices: list[int], size: int) -> list[list[int]]:
    """Return the groups of as many values as there are metrics: all, or those with hardly a word between.

    "by 7% and 8% on A and 5% and 6% on B".
    """
    if len(indices) == size:
        return [indices]
    parts: list[list[int]] = []
    for i in indices:
        if parts and values[i].token - values[i - 1].last_token <= 2:
            parts[-1].append(i)
        else:
            parts.append([i])
    return [part for part in parts if len(part) == size]


def _are_of(clauses: Clauses, values: list[Value], indices: list[int], slots: list[MetricSlot]) -> bool:
    """Return whether as many metrics are those of the values, before or behind them."""
    sentence = clauses.sentence
    first, last = values[indices[0]].token, values[indices[-1]].last_token
    before = slots[-1].last < first
    if any(_has_metric_behind(sentence, values, i, before) for i in (indices if before else indices[:-1])):
        return False
    if before:
        return _same_clause(clauses, slots, first)
    return slots[0].last > last and _belong_together(sentence, last, slots[0].last)


def _enumerations(sentence: Sentence) -> list[list[MetricSlot]]:
    """Return the metrics that stand in a row, those that share a noun ("rotation and translation errors"), and "EM/F1"."""
    found = []
    for run in metric_runs(sentence):
        slots = [known_slot(sentence, m) for m in run]
        if len(slots) == 1:
            slots = [*_that_share_its_noun(sentence, slots[0]), *slots]
        if len(slots) > 1:
            found.append(slots)
    written = [_written_as_one(word, i) for i, word in enumerate(sentence.words) if "/" in word and len(word) > 2]
    return found + [slots for slots in written if slots]


def _written_as_one(word: str, token: int) -> list[MetricSlot]:
    """Return the metrics of a word that joins them: "EM/F1 of 71.2 and 83.4"."""
    names = [load_name_index().known(part, "metric") for part in word.split("/")]
    if not all(names):
        return []
    return [MetricSlot(part, name, token, token) for part, name in zip(word.split("/"), names, strict=True)]


def _that_share_its_noun(sentence: Sentence, slot: MetricSlot) -> list[MetricSlot]:
    k = slot.first - 2
    noun = slot.surface.partition(" ")[2]
    if not noun or k < 0 or "and" not in sentence.signatures[k + 1] or not sentence.signatures[k] <= _SHARES:
        return []
    return [MetricSlot(f"{sentence.words[k]} {noun}", None, k, k)]


_SHARES = frozenset({"word", "capital", "name", "task", "settings", "metric-head", "count-noun"})


def _has_metric_behind(sentence: Sentence, values: list[Value], i: int, in_any: bool) -> bool:
    """Return whether a metric follows a value of a run; `in_any`: also behind a preposition, "by 5.4% in Dice"."""
    found = metric_behind(sentence, values[i], find_bounds(sentence, values, i)[1])
    return found is not None and (in_any or found[1] == 0)


def _is_open(sentence: Sentence, slot: MetricSlot | None) -> bool:
    return slot is None or is_vague(sentence, slot)


def _same_clause(clauses: Clauses, slots: list[MetricSlot], value: int) -> bool:
    """Return whether metrics stand in the clause of a value behind them, or are its subject."""
    clause = clauses.at(value)
    return clause is None or clause is clauses.at(slots[-1].last) or clause.first <= slots[0].last <= clause.last


def _belong_together(sentence: Sentence, last: int, metric: int) -> bool:
    """Return whether metrics behind a run of values are theirs: "respectively", or only "in terms of" between."""
    between = sentence.signatures[last + 1 : metric]
    if not between:
        return True  # "99.4% and 99.2% accuracy and recall"
    if any("achieve" in s or "quantity" in s for s in between) or any(sentence.words[k] == ";" for k in range(last + 1, metric)):
        return False
    if any("respectively" in s for s in sentence.signatures):
        return True
    return len(between) <= 4 and any("governs" in s for s in between) and not any("both" in s for s in between)


def objects_one_each(sentence: Sentence, values: list[Value], runs: list[list[int]]) -> dict[int, MetricSlot]:
    """Return what one verb changes by one value each: "lowers [jitter] and [drift] by 21% and 9%"."""
    fixed: dict[int, MetricSlot] = {}
    if not any(value.kind == "change" for value in values[1:]):
        return fixed
    for indices in runs:
        first = values[indices[0]]
        if len(indices) < 2 or first.kind != "change":
            continue
        verb = find_verb(sentence, first.token, values[indices[0] - 1].last_token if indices[0] else -1, across=False)
        by = next((k for k in range(first.token - 1, verb or 0, -1) if is_by(sentence, k)), None)
        if verb is None or by is None:
            continue
        found = [_object(sentence, start, stop) for start, stop in _parts(sentence, verb + 1, by)]
        if len(found) == len(indices) and all(found):
            fixed.update({i: slot for i, slot in zip(indices, found, strict=True) if slot is not None})
    return fixed


def _parts(sentence: Sentence, first: int, stop: int) -> list[tuple[int, int]]:
    """Return the members of an enumeration from its first token to `stop`, which is not a part of it."""
    parts: list[tuple[int, int]] = []
    start = first
    for k in range(first, stop + 1):
        if k == stop or sentence.words[k] == "," or "and" in sentence.signatures[k]:
            if k > start:
                parts.append((start, k))
            start = k + 1
    return parts


def _object(sentence: Sentence, first: int, stop: int) -> MetricSlot | None:
    phrase = read_phrase(sentence, first, stop)
    if phrase is None or phrase.last != stop - 1:
        return None
    return name_slot(sentence, phrase) or phrase_slot(sentence, phrase, True)


def restated_one_each(sentence: Sentence, values: list[Value], runs: list[list[int]], out: Slots) -> None:
    """Give a run of values without metrics those of the run before it: "an EM of 71 and F1 of 83, Y 68 and 80 respectively"."""
    if len(values) < 4 or not any(_is_open(sentence, slot) for slot in out):
        return
    halves = [(run[: len(run) // 2], run[len(run) // 2 :]) for run in runs if len(run) % 2 == 0]
    for earlier, later in (*pairwise(runs), *halves):
        known = [out[i] for i in earlier]
        if len(earlier) != len(later) or len(later) < 2 or not all(_is_open(sentence, out[i]) for i in later) or None in known:
            continue
        if len({slot.last for slot in known if slot is not None}) == len(known):
            for i, slot in zip(later, known, strict=True):
                out[i] = slot
