"""What the words around a value say of it: how exact it is meant, and whether it is for the better."""

from functools import cache

from ..schemas.load import load_metrics
from .candidates import are_linked
from .lexicon import load_lexicon
from .mentions import Sentence
from .values import Value

_LOOSE = frozenset({"relative", "determiner", "word"})
_REACH = 7  # tokens before a value in which "a maximum accuracy gain of" makes it an upper end


def find_qualifiers(sentence: Sentence, values: list[Value]) -> list[str]:
    """Return the qualifier of each value: exact, approx, over, under or up_to.

    That of the first in a coordination holds for all: "by up to 3% and 5%".
    """
    found: list[str] = []
    for i, value in enumerate(values):
        own = _own_qualifier(sentence, value)
        if own == "exact" and i and found[-1] != "exact" and _goes_on(sentence, values[i - 1], value):
            own = found[-1]
        found.append(own)
    return found


def _goes_on(sentence: Sentence, first: Value, second: Value) -> bool:
    """Return whether a value is only added to another one: "and" or a comma stands right before it."""
    if first.kind != second.kind or first.quantity.kind != second.quantity.kind:
        return False
    lead = second.token - 1
    if sentence.words[lead] not in (",", "/") and "and" not in sentence.signatures[lead]:
        return False
    return are_linked(sentence, first.last_token, second.token)


def _own_qualifier(sentence: Sentence, value: Value) -> str:
    if value.match.pattern.qualifier:
        return value.match.pattern.qualifier
    if value.quantity.at_least:
        return "over"
    found = _bound_before(sentence, value.token)
    if found is None and value.baseline_value is not None:  # "by up to 28.5% -> 71.4%"
        first = value.match.captures.get("baseline_value", (value.token,))[0]
        found = "up_to" if _bound_before(sentence, first) == "up_to" else None
    return _negated(sentence, value, found or _extreme(sentence, value.token) or "exact")


def _bound_before(sentence: Sentence, token: int) -> str | None:
    """Return what the words before a number make of it: "up to ~9.5%" is up_to, "surpassing the 92% of people" exact."""
    qualifiers = load_lexicon().qualifiers
    found: set[str] = set()
    for i in range(token - 1, max(-1, token - 5), -1):
        signature = sentence.signatures[i]
        if "definite" in signature:
            return "exact"
        here = {qualifiers[c] for c in signature if c in qualifiers}
        if found and not here:
            break
        found |= here
        if not here and not signature & _LOOSE:
            break
    return next((q for q in ("up_to", *sorted(found)) if q in found), None)


def _extreme(sentence: Sentence, start: int) -> str | None:
    """Return the qualifier of "a maximum accuracy gain of": the phrase before a value calls it an upper or lower end."""
    for i in range(start - 1, max(-1, start - _REACH), -1):
        signature = sentence.signatures[i]
        if "quantity" in signature or sentence.words[i] in (",", ";", "(", ")"):
            return None
        if "uppermost" in signature:
            return "up_to"
        if "lowermost" in signature:
            return "over"
    return None


def _negated(sentence: Sentence, value: Value, qualifier: str) -> str:
    """Return the qualifier of a score that nobody reaches: "no model has an accuracy above 40%" is under 40%."""
    if value.kind != "score" or qualifier not in ("over", "exact"):
        return qualifier
    for i in range(value.token - 1, max(-1, value.token - 25), -1):
        signature = sentence.signatures[i]
        if "quantity" in signature or sentence.words[i] == ";":
            return qualifier
        near = sentence.signatures[i + 1 : i + 4]
        if "nobody" in signature or ("negation" in signature and any("generic-system" in s for s in near)):
            return "under"
    return qualifier


@cache
def _metric_directions() -> dict[str, bool | None]:
    return {metric.metric_id: metric.higher_is_better for metric in load_metrics()}


def find_effect(sentence: Sentence, value: Value, metric_id: str | None) -> str | None:
    """Return whether a change or ratio is for the better, by the cue word and the direction of the metric."""
    if value.kind not in ("change", "ratio"):
        return None
    higher = _metric_directions().get(metric_id) if metric_id is not None else None
    effect = _direction(sentence, value)
    if effect == "up":
        return "worse" if higher is False else "better"
    if effect == "down":
        return "worse" if higher is True else "better"
    if effect == "drop":  # what drops is a quality, unless it is known to be a cost
        return "better" if higher is False else "worse"
    return None if effect == "unclear" else effect


def _direction(sentence: Sentence, value: Value) -> str:
    """Return what the words say of a value: better, worse, unclear, or up, down and drop, which depend on the metric."""
    if value.match.pattern.effect:
        return value.match.pattern.effect
    cue = value.match.captures.get("cue")
    if cue is not None:
        effects = load_lexicon().effects
        classes = {effects[c] for c in sentence.signatures[cue[0]] if c in effects}
        return next((e for e in ("better", "worse", "drop", "down", "up", "unclear") if e in classes), "better")
    if value.quantity.sign:
        return "up" if value.quantity.sign == "+" else "drop"
    return "better"
