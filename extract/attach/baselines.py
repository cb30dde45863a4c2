"""Find the systems that each change or ratio is relative to."""

from ..entities import Entity, coordinated_groups
from ..mentions import Sentence
from ..values import Value
from .coordination import PHRASE, linked_runs, one_each


def is_compared(sentence: Sentence, entity: Entity, skip_values: bool = False) -> bool:
    """Whether an entity is what something is compared with: it stands behind "than" or "outperforms"."""
    for i in range(entity.first - 1, max(-1, entity.first - 14), -1):
        signature = sentence.signatures[i]
        if signature & {"than", "outperform", "trail"} and "place" not in signature:
            return True
        if "magnitude" in signature:
            continue
        if skip_values and ("quantity" in signature or sentence.surface(i, i) in ("(", ")")):
            continue
        if signature & {"achieve", "clause", "quantity"} or sentence.surface(i, i) in (";", ":", "("):
            return False
        if "place" in signature and sentence.surface(i, i) != "in":
            return False
    return False


def attach_baselines(sentence: Sentence, values: list[Value], entities: list[Entity]) -> list[list[str]]:
    """Return the systems that each change or ratio is relative to."""
    found = [e for e in entities if e.type in ("model", "own", "name") and is_compared(sentence, e)]
    groups = coordinated_groups(sentence, found)
    n = len(values)
    fixed: dict[int, list[str]] = {}
    for run in linked_runs(sentence, values):
        spread = one_each(values, run, groups)
        if spread is not None:
            fixed.update({i: [e.surface] for i, e in zip(run, spread, strict=True)})
    out: list[list[str]] = []
    for i, value in enumerate(values):
        if i in fixed:
            out.append(fixed[i])
            continue
        glossed = _glossed(sentence, value, entities)
        if glossed is not None:
            out.append([glossed.surface])
            continue
        end = values[i + 1].token if i + 1 < n else len(sentence.starts)
        following = [g for g in groups if value.token < g[0].first < end]
        phrase = _compared_phrase(sentence, value.token, end)
        out.append([e.surface for e in following[0]] if following else phrase)
    before = [e.surface for e in groups[0]] if groups and groups[0][-1].last < values[0].token else []
    before = before or _compared_phrase(sentence, -1, values[0].token) or _changed_system(sentence, values[0], entities)
    if not before and values[0].kind == "ratio":
        before = _matched_system(sentence, entities)
    last: list[str] = []
    for i in range(n - 1, -1, -1):  # what is compared with at the end holds for the values before it as well
        if not out[i]:
            out[i] = last or before
        last = out[i]
    for i in range(1, n):  # "1.3 points above X, and runs 3.5x faster": the same system, unless a bracket or stop ends it
        if not out[i] and out[i - 1] and not _stops_between(sentence, values[i - 1].last_token, values[i].token):
            out[i] = out[i - 1]
    return out


def _stops_between(sentence: Sentence, left: int, right: int) -> bool:
    return any(sentence.surface(k, k) in ("(", ")", ";", ":") for k in range(left + 1, right))


def _matched_system(sentence: Sentence, entities: list[Entity]) -> list[str]:
    """Return the system that is matched at a lower cost: "is on par with X while using 10% of its parameters"."""
    for entity in entities:
        if entity.type in ("model", "name") and entity.first and "par" in sentence.signatures[entity.first - 1]:
            return [entity.surface]
    return []


def _changed_system(sentence: Sentence, value: Value, entities: list[Entity]) -> list[str]:
    """Return the system that a change is made to: "accelerates the rendering of X by 3x", "a reduction in X"."""
    cue = value.match.captures.get("cue")
    for entity in entities:
        if entity.type != "model" or cue is None or entity.first == 0:
            continue
        inside = cue[1] < entity.first < value.token or value.last_token < entity.first <= cue[1] + 4
        governed = sentence.signatures[entity.first - 1] & {"of", "determiner", "improve", "increase", "decrease"}
        if inside and (governed or sentence.surface(entity.first - 1, entity.first - 1) == "in"):
            return [entity.surface]
    return []


def _glossed(sentence: Sentence, value: Value, entities: list[Entity]) -> Entity | None:
    """Return the compared system that a value stands behind in brackets: "outperforming A (+8.1) and B (+16.9)"."""
    if value.token < 2 or sentence.surface(value.token - 1, value.token - 1) != "(" or value.kind not in ("change", "ratio"):
        return None
    for entity in entities:
        if (
            entity.last == value.token - 2
            and entity.type in ("model", "name")
            and is_compared(sentence, entity, skip_values=True)
        ):
            return entity
    return None


_GENERIC = frozenset({"generic-system", "other-system", "metric", "benchmark-noun", "count-noun", "better", "possessive"})


def _compared_phrase(sentence: Sentence, start: int, end: int) -> list[str]:
    """Return the unnamed system behind "than" or "over", if it is a specific one: "over full attention"."""
    for i in range(start + 1, end):
        signature = sentence.signatures[i]
        if not (signature & {"than", "outperform"} or (sentence.surface(i, i) == "of" and "within" in _left_words(sentence, i))):
            continue
        first = i + 1
        while first < end and sentence.signatures[first] & {"determiner", "other-system", "praise", "relative"}:
            first += 1
        last = first
        while last < end and last < first + 4 and sentence.signatures[last] & PHRASE:
            last += 1
        following = sentence.signatures[last] if last < len(sentence.signatures) else frozenset[str]()
        if (
            last == first
            or following & (_GENERIC | {"and", "quantity"})
            or sentence.signatures[last - 1] & (_GENERIC | {"settings", "acronym"})
        ):
            return []
        return [sentence.surface(first, last - 1)]
    return []


def _left_words(sentence: Sentence, i: int) -> list[str]:
    return [sentence.surface(k, k).lower() for k in range(max(0, i - 4), i)]
