"""Find the systems that each change or ratio is relative to."""

from ..clauses import Clauses
from ..enumerations import Entity
from ..mentions import Sentence
from ..values import Value
from .comparisons import CUES, Comparison, find_comparisons, is_compared, read_comparison, read_share
from .coordination import linked_runs
from .phrases import name_compared


def attach_baselines(clauses: Clauses, values: list[Value], entities: list[Entity]) -> list[list[str]]:
    """Return the systems that each change or ratio is relative to."""
    sentence = clauses.sentence
    comparisons = find_comparisons(clauses, entities)
    fixed = _one_each(sentence, values, comparisons)
    n = len(values)
    elliptic = [_elliptic(clauses, value, entities) for value in values]
    out: list[list[str] | None] = []
    for i, value in enumerate(values):
        end = values[i + 1].token if i + 1 < n else len(sentence.starts)
        out.append(fixed[i] if i in fixed else elliptic[i] or _near(clauses, value, end, comparisons, entities))
    before = [_before(sentence, value, comparisons) for value in values]
    for i in range(n - 2, -1, -1):  # what is compared with at the end holds for the values before it as well
        if out[i] is None and elliptic[i + 1] is None and (before[i] is None or _same_clause(clauses, values[i], values[i + 1])):
            out[i] = out[i + 1]
    changed = _changed(clauses, values[0], entities) if all(names is None for names in (*out, *before)) else None
    for i in range(n):
        if out[i] is None:
            out[i] = before[i] if before[i] is not None else changed
    for i in range(1, n):  # "1.3 points above X, and runs 3.5x faster": the same system, unless a stop ends it
        if out[i] is None and out[i - 1] and not _stops_between(sentence, values[i - 1].last_token, values[i].token):
            out[i] = out[i - 1]
    return [names or [] for names in out]


def _same_clause(clauses: Clauses, left: Value, right: Value) -> bool:
    """Return whether two values stand in one clause."""
    first, second = clauses.at(left.token), clauses.at(right.token)
    return first is second or (first is not None and second is not None and second.kind == "shared")


def _near(clauses: Clauses, value: Value, end: int, comparisons: list[Comparison], entities: list[Entity]) -> list[str] | None:
    """Return what a value is compared with by the words around it, an empty list for one without a name; None if by none."""
    glossed = _glossed(clauses.sentence, value, entities)
    if glossed is not None:
        return [glossed.surface]
    share = read_share(clauses, value, entities)
    if share is not None:
        return [share]
    following = [c for c in comparisons if value.token < c.cue < end and not _has_own_value(clauses, c, end)]
    return following[0].names if following and not _turns(clauses, value.token, following[0].cue) else None


def _has_own_value(clauses: Clauses, comparison: Comparison, end: int) -> bool:
    """Return whether a verb of comparison comes with a value of its own: ", outperforming X by 5%"."""
    roles = clauses.roles
    if not roles[comparison.cue] & {"outperform", "trail"} or end >= len(roles):
        return False
    return any(clauses.sentence.surface(k, k) == "by" for k in range(comparison.last, end))


def _turns(clauses: Clauses, left: int, right: int) -> bool:
    """Return whether a clause with a subject of its own begins between two tokens."""
    return any(left < c.start and c.verb < right and c.kind == "finite" for c in clauses.clauses)


def _before(sentence: Sentence, value: Value, comparisons: list[Comparison]) -> list[str] | None:
    """Return what was compared with before a value and holds for it: "Compared with X, ...", "outperforms X by"."""
    for comparison in reversed([c for c in comparisons if c.last < value.token]):
        depth = 0
        for k in range(comparison.cue, value.token):
            sign = sentence.text[sentence.starts[k]]
            if sign == ";":
                return None
            depth += (sign == "(") - (sign == ")")
            if depth < 0:
                break  # a comparison in brackets ends with them
        if depth >= 0:
            return comparison.names
    return None


def _changed(clauses: Clauses, value: Value, entities: list[Entity]) -> list[str]:
    """Return the system that is changed itself, or for a ratio the one that is matched at a lower cost."""
    changed = _changed_system(clauses.sentence, value, entities)
    return changed if changed or value.kind != "ratio" else _matched_system(clauses, entities)


def _one_each(sentence: Sentence, values: list[Value], comparisons: list[Comparison]) -> dict[int, list[str]]:
    """Return one system for each value where they are enumerated alike: "7.2 and 5.0 BLEU over X and Y"."""
    fixed: dict[int, list[str]] = {}
    for run in linked_runs(sentence, values):
        first, last = values[run[0]].token, values[run[-1]].token
        fitting = [
            (c, names)
            for c in comparisons
            for names in (c.names, c.each)
            if len(names) == len(run) > 1 and c.names and (c.last < first or c.cue > last)
        ]
        if fitting:
            _, names = min(fitting, key=lambda f: min(abs(f[0].cue - last), abs(first - f[0].last)))
            fixed.update({i: [name] if name is not None else [] for i, name in zip(run, names, strict=True)})
    return fixed


def _elliptic(clauses: Clauses, value: Value, entities: list[Entity]) -> list[str] | None:
    """Return the system before a value whose verb is left out: "outperforms A by 8% and B by 17%"."""
    sentence, roles = clauses.sentence, clauses.roles
    i = value.token - 1
    while i > 0 and roles[i] & {"bound-approx", "bound-over", "bound-up-to", "relative", "determiner"}:
        i -= 1
    if i <= 0 or sentence.surface(i, i) != "by":
        return None
    first = i
    while first > 0 and "quantity" not in roles[first - 1] and "conjunction" not in roles[first - 1] and i - first < 14:
        if sentence.surface(first - 1, first - 1) in ",;:" or roles[first - 1] & CUES:
            break
        first -= 1
    joins = first > 1 and ("conjunction" in roles[first - 1] or sentence.surface(first - 1, first - 1) == ",")
    if not joins or "quantity" not in frozenset().union(*roles[max(0, first - 5) : first - 1]):
        return None
    if any(c.verb in range(first, i) for c in clauses.clauses):
        return None
    item = list(range(first, i))
    stop = next((k for k, t in enumerate(item) if roles[t] & {"preposition"}), len(item))
    name = name_compared(clauses, item[:stop], entities, True) if stop else None
    return [name] if name is not None else None


def _stops_between(sentence: Sentence, left: int, right: int) -> bool:
    return any(sentence.surface(k, k) in ("(", ")", ";", ":") for k in range(left + 1, right))


def _matched_system(clauses: Clauses, entities: list[Entity]) -> list[str]:
    """Return the system that is matched at a lower cost: "is on par with X while using 10% of its parameters"."""
    for i, signature in enumerate(clauses.sentence.signatures):
        if "par" in signature:
            comparison = read_comparison(clauses, i, entities)
            if comparison is not None:
                return comparison.names
    return []


def _changed_system(sentence: Sentence, value: Value, entities: list[Entity]) -> list[str]:
    """Return the system that a change is made to: "accelerates the rendering of X by 3x", "a reduction in X"."""
    cue = value.match.captures.get("cue")
    for entity in entities:
        ends = entity.last + 1 == len(sentence.starts) or sentence.surface(entity.last + 1, entity.last + 1) == "by"
        bare = entity.type == "name" and ends and "of" in sentence.signatures[entity.first - 1]  # "the speed of X by"
        if not (entity.type == "model" or bare) or cue is None or entity.first == 0:
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
