"""Make the metric slot of a claim from words of its sentence: a known metric, or a noun phrase that names one."""

from typing import NamedTuple

from ..lexicon import is_plain_word, load_lexicon
from ..mentions import Sentence
from ..names import Name
from .noun_phrases import CHANGE_NOUNS, Phrase, is_adverb, is_measure, is_metric, is_verb


class MetricSlot(NamedTuple):
    """A metric as worded, and the known name in it."""

    surface: str
    name: Name | None
    first: int
    last: int


_QUALIFIES = (frozenset({"name"}), frozenset({"task"}), frozenset({"settings"}))
_CAPITAL = frozenset({"word", "capital"})
_PARTICIPLES = frozenset({"rank-verb", "find", "train"})
_SYSTEMS = frozenset({"generic-system", "other-system", "own", "model", "benchmark", "first-person"})
_SPECIFIC = _SYSTEMS | {"name", "determiner"}
_OWNERS = frozenset({"own", "model", "benchmark", "name"})
_MEASURES = frozenset({"metric-head", "amount-noun"})
_PLACES = frozenset({"benchmark-noun", "several", "count-noun", "task", "settings", "circumstance"})


def known_slot(sentence: Sentence, token: int) -> MetricSlot:
    """Return a known metric with up to two words that qualify it: "cycle-verified [soundness]"."""
    signatures = sentence.signatures
    first = token
    vague = "vague-metric" in signatures[token]
    while first > 0 and token - first < 2:
        if vague and "name" in signatures[first - 1] and "generic-system" in signatures[token]:
            break  # "99% of [LLaVA-7B] performance"
        of_change = vague and signatures[first - 1] & CHANGE_NOUNS and not is_verb(sentence, first - 1)
        if not (of_change or _qualifies(sentence, first - 1)):
            break
        first -= 1
    if vague and first == token and token > 1 and sentence.words[token][:1].isupper():
        while first > 1 and token - first < 4 and _is_capital(sentence, first - 1):
            first -= 1  # "the [Average Task Score]"
    payload = sentence.payloads[token]
    surface = sentence.surface(first, token)
    if surface.endswith("ies"):
        surface = surface[:-3] + "y"
    name = payload if isinstance(payload, Name) and payload.type == "metric" else None
    if vague and first < token:
        name = None
    return MetricSlot(surface, name, first, token)


def _is_capital(sentence: Sentence, i: int) -> bool:
    signature = sentence.signatures[i]
    return sentence.words[i][:1].isupper() and not signature & {"own", "model", "benchmark", "quantity", "first-person"}


def _qualifies(sentence: Sentence, i: int) -> bool:
    signature = sentence.signatures[i]
    if "metric" in signature:
        return True
    if signature in _QUALIFIES or is_plain_word(signature) or (i == 0 and signature == _CAPITAL):
        return not is_adverb(sentence, i) and sentence.ends[i] - sentence.starts[i] > 1
    participle = signature & _PARTICIPLES and sentence.text.endswith("ing", sentence.starts[i], sentence.ends[i])
    return bool(participle) and "achieve" not in signature and "praise" not in signature


def phrase_slot(sentence: Sentence, phrase: Phrase, counts: bool) -> MetricSlot | None:
    """Return the metric that a noun phrase names, or the known one in the bracket behind it: "the overlap (mean IoU)"."""
    slot = _slot_of(sentence, phrase, counts)
    if slot is None or slot.name is not None or phrase.last + 3 >= len(sentence.starts):
        return slot
    opens, closes = (sentence.words[k] for k in (phrase.last + 1, phrase.last + 3))
    if opens == "(" and closes == ")" and is_metric(sentence, phrase.last + 2):
        return known_slot(sentence, phrase.last + 2)
    return slot


def _slot_of(sentence: Sentence, phrase: Phrase, counts: bool) -> MetricSlot | None:
    """Return the metric that a noun phrase names, or None where it names none; `counts`: a number of things may be one.

    "the [accuracy] of the parser", "the [memory reuse rate]", "[violations of the schema]"; but "the parser", "most tasks".
    """
    signatures = sentence.signatures
    first, head, last = phrase
    if is_metric(sentence, head):
        if "vague-metric" not in signatures[head]:
            return known_slot(sentence, head)
        if head == last:
            return known_slot(sentence, head)
        if "amount-noun" not in signatures[head]:
            return known_slot(sentence, last if is_metric(sentence, last) else head)
        return MetricSlot(sentence.surface(first, last), None, first, last)
    if signatures[head] & CHANGE_NOUNS and head == last:
        if first == head:
            return None
        if is_metric(sentence, head - 1):
            return known_slot(sentence, head - 1)  # "[accuracy] gains"
    if "metric-noun" in signatures[head] and head == last:
        if first == head:
            return None  # "all metrics"
        if is_metric(sentence, head - 1):
            return known_slot(sentence, head - 1)  # "the [mIoU] metric"
        measured = "name" in signatures[head - 1] or is_measure(sentence, head - 1)  # "maintainability metrics"
        return MetricSlot(sentence.surface(first, last), None, first, last) if measured else None
    if is_metric(sentence, last):
        return known_slot(sentence, last)
    if "amount-noun" in signatures[head]:
        return MetricSlot(sentence.surface(first, last), None, first, last)
    if signatures[head] & _MEASURES:  # "[ALFWorld] success": whose or on what is not the metric
        first = max((k + 1 for k in range(first, head) if signatures[k] & _OWNERS), default=first)
    if (
        any(signatures[k] & _SYSTEMS for k in range(first, head + 1))
        or "human" in signatures[head]
        or (sentence.words[head][:1].isupper() and (head > 0 or "name" in signatures[head]))
    ):
        return None
    if "benchmark-noun" in signatures[head] or (not counts and signatures[head] & _PLACES):
        return None
    if any(signatures[k] & _SPECIFIC for k in range(head + 1, last + 1)):
        last = head  # "the [payload] of the Foo robot"
    return MetricSlot(sentence.surface(first, last), None, first, last)


def name_slot(sentence: Sentence, phrase: Phrase) -> MetricSlot | None:
    """Return a phrase that is only an unknown name, where a metric stands: "a gain of 2.1 in [ClipScore]"."""
    if phrase.first != phrase.last or sentence.signatures[phrase.head] != _NAME:
        return None
    return MetricSlot(sentence.words[phrase.head], None, phrase.head, phrase.head)


_NAME = frozenset({"name"})


def is_vague(sentence: Sentence, slot: MetricSlot) -> bool:
    """Return whether a metric says little: "performance", "detection performance"."""
    if slot.name is not None and "vague-metric" in load_lexicon().words.get(slot.name.name, ()):
        return True
    return "vague-metric" in sentence.signatures[slot.last]
