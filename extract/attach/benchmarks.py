"""Find the benchmarks that each value was measured on."""

from ..entities import is_placed, is_tested_on
from ..enumerations import Entity, coordinated_groups
from ..mentions import Sentence
from ..values import Value, are_linked
from ..verbs import RESULT_VERBS
from .benchmark_runs import one_each, repeat_order
from .coordination import has_clause_between
from .inherited import is_unnamed_place


def attach_benchmarks(
    sentence: Sentence,
    values: list[Value],
    entities: list[Entity],
    runs: list[list[int]],
    unnamed: frozenset[int],
    costs: frozenset[int],
) -> list[list[Entity]]:
    """Return the benchmarks of each value: one each where the counts agree, those of its clause, or the shared ones.

    `runs` are the values in coordination, `unnamed` those whose place has no name. `costs` are those of time, memory and
    the like: they were measured where a preposition says so, and not wherever a benchmark is named.
    """
    found = [e for e in entities if e.type == "benchmark"]
    groups = coordinated_groups(sentence, found)
    if not groups:
        return [[] for _ in values]
    fixed = one_each(sentence, values, runs, groups)
    out = [
        fixed.get(i) or _bracketed(sentence, value, groups) or _place_behind(sentence, values, i, groups)
        for i, value in enumerate(values)
    ]
    repeat_order(values, runs, out, groups)
    aside: list[int] = []
    for i in range(len(values) - 1, -1, -1):  # "86% and 94% on A": what follows serves the values before it as well
        if not out[i] and i not in unnamed and not _has_unnamed_place(sentence, values, i, groups):
            before = [g for g in groups if g[-1].last < values[i].token and not _aside(sentence, g, values[i])]
            shared = out[i + 1] if i + 1 < len(values) and _shares(sentence, values, i, groups, bool(before)) else []
            out[i] = shared or _nearest(sentence, before)
            if i in costs and out[i] and not is_tested_on(sentence, out[i][0]):
                aside.append(i)
    for i in aside:
        out[i] = []
    return out


def _place_behind(sentence: Sentence, values: list[Value], i: int, groups: list[list[Entity]]) -> list[Entity]:
    """Return the benchmarks behind a value, in the same clause: what a new verb governs belongs to that verb."""
    value = values[i]
    end = values[i + 1].token if i + 1 < len(values) else len(sentence.starts)
    named_before = any(g[-1].last < value.token for g in groups)
    for group in groups:
        if not value.token < group[0].first < end or _leads(sentence, group[-1], end):
            continue
        if _brings(sentence, group[-1].last, end) and (named_before or _adds(sentence, value.last_token, group[0].first)):
            continue
        if _opens_bracket(sentence, value.last_token, group[0].first) or (
            named_before and _turns(sentence, value.last_token, group[0].first)
        ):
            break
        if any(sentence.words[k] == ";" for k in range(value.last_token + 1, group[0].first)):
            break
        if _is_compared(sentence, value.last_token, group[0].first):
            continue
        verb = _verb_between(sentence, value.last_token, group[0].first)
        if verb is not None:
            governs = sentence.signatures[verb] & {"outperform", "achieve"} and sentence.words[verb].endswith("ing")
            return group if governs and not named_before else []
        return group
    return []


def _nearest(sentence: Sentence, before: list[list[Entity]]) -> list[Entity]:
    """Return the last of the benchmarks before a value, those first that a preposition of place governs."""
    placed = [g for g in before if is_placed(sentence, g[0])]
    return (placed or before or [[]])[-1]


def _has_unnamed_place(sentence: Sentence, values: list[Value], i: int, groups: list[list[Entity]]) -> bool:
    """Return whether a place without a name stands behind a value: "4.1% on A, and 6.2% on 3 other benchmarks"."""
    end = values[i + 1].token if i + 1 < len(values) else len(sentence.starts)
    end = min([end, *(g[0].first for g in groups if g[0].first > values[i].token)])
    count = max((len(g) for g in groups), default=0)
    return any(
        "place" in sentence.signatures[k] and is_unnamed_place(sentence, k, count) for k in range(values[i].last_token + 1, end)
    )


def _is_compared(sentence: Sentence, left: int, right: int) -> bool:
    """Return whether a benchmark only stands for what is compared: "lower than that of A"."""
    return any("than" in sentence.signatures[k] and "of" in sentence.signatures[right - 1] for k in range(left + 1, right))


def _opens_bracket(sentence: Sentence, left: int, right: int) -> bool:
    """Return whether a bracket opens between two tokens and does not close, unless the name opens it: "(A)", "(on A)"."""
    depth = 0
    for k in range(left + 1, right):
        surface = sentence.words[k]
        depth += (surface == "(") - (surface == ")")
    opening = right - 2 if "place" in sentence.signatures[right - 1] else right - 1
    return depth > 0 and sentence.words[opening] != "("


_GOES_ON = frozenset({"name", "benchmark", "model", "own", "quantity", "determiner", "where", "place", "metric"})


def _turns(sentence: Sentence, left: int, right: int) -> bool:
    """Return whether a phrase of its own begins between two tokens: ", and initial results on B", ", with gains on B"."""
    return any(
        sentence.words[k] == ","
        and (
            sentence.words[k + 1] == "with"
            or ("and" in sentence.signatures[k + 1] and not sentence.signatures[k + 2] & _GOES_ON)
            or ("and" in sentence.signatures[k + 1] and bool(sentence.signatures[k + 3] & _FINITE))
        )
        for k in range(left + 1, right - 3)
    )


_VERBS = RESULT_VERBS | {"rank-verb", "cost-verb"}


def _verb_between(sentence: Sentence, left: int, right: int) -> int | None:
    """Return the first verb between two tokens; a noun that is spelled alike, "a drop on A", is none."""
    for k in range(left + 1, right):
        if "proposes" in sentence.signatures[k] and sentence.signatures[k - 1] & _BEFORE_VERBS:
            return k
        if sentence.signatures[k] & _FINITE or ("rank-verb" in sentence.signatures[k] and sentence.words[k].endswith("ing")):
            noun = bool(sentence.signatures[k] & _NOUNS or sentence.signatures[k - 1] & _BEFORE_NOUNS)
            if not noun or "and" in sentence.signatures[k - 1] or sentence.words[k - 1] == ",":
                return k
    return None


_FINITE = frozenset({"achieve", "improve", "increase", "decrease", "degrade", "outperform"})
_BEFORE_VERBS = frozenset({"and", "first-person", "own"})
_BEFORE_NOUNS = frozenset({"determiner", "praise", "other-system", "relative"})
_NOUNS = frozenset({"improvement", "gain", "reduction", "loss-noun", "gap", "metric", "praise", "relative"})


def _shares(sentence: Sentence, values: list[Value], i: int, groups: list[list[Entity]], named_before: bool) -> bool:
    """Return whether the benchmarks of the next value hold for value `i` as well."""
    value, next_value = values[i], values[i + 1]
    if any(value.token < g[0].first < next_value.token for g in groups):
        return False  # what stands between opens the clause of the next value
    if _opens_bracket(sentence, value.last_token, next_value.token):
        return False
    between = range(value.last_token + 1, next_value.token)
    if named_before and any("than" in sentence.signatures[k] for k in between):
        return False  # "on A is 44, compared with 89 on B"
    if are_linked(sentence, value.token, next_value.token) and (value.kind == next_value.kind or not named_before):
        return True
    same = value.kind == next_value.kind and value.quantity.unit == next_value.quantity.unit
    joined = same and not has_clause_between(sentence, value.last_token, next_value.token)
    return not named_before and (joined or _near(sentence, value, next_value))


def _near(sentence: Sentence, value: Value, next_value: Value) -> bool:
    """Return whether two values of different kinds stand side by side: "by 2.0 AP, reaching 52.7 AP"."""
    between = range(value.last_token + 1, next_value.token)
    verb = any(sentence.signatures[k] & _FINITE and not sentence.words[k].endswith("ing") for k in between)
    return value.kind != next_value.kind and len(between) <= (6 if value.kind == "rank" else 4) and not verb


def _aside(sentence: Sentence, group: list[Entity], value: Value) -> bool:
    """Return whether a clause separates a ratio from a benchmark named before it: "reaches X on A while using 2x less"."""
    if value.kind != "ratio" or group[0].first < 5:
        return False
    return has_clause_between(sentence, group[-1].last, value.token)


def _bracketed(sentence: Sentence, value: Value, groups: list[list[Entity]]) -> list[Entity]:
    """Return the benchmark whose bracket holds a value: "A (F1 = 75.3)", "on A (75.3)", "A, B and C (75.3)"."""
    if value.token > 1 and sentence.words[value.token - 1] in (":", "with"):
        labels = [e for g in groups for e in g if e.last == value.token - 2]  # "A: 84.6, B: 77.9", "A with 97.1% mAP"
        if labels:
            return labels
    depth = 0
    for i in range(value.token - 1, max(-1, value.token - _LONGEST_BRACKET), -1):
        surface = sentence.words[i]
        depth += (surface == ")") - (surface == "(")
        if depth < 0:
            return _named_at(sentence, i, min(value.token, value.match.start), groups)
    return []


def _named_at(sentence: Sentence, bracket: int, token: int, groups: list[list[Entity]]) -> list[Entity]:
    """Return the benchmarks that stand before a bracket, or the one that opens it before any other number."""
    for group in groups:
        if group[-1].last == bracket - 1:
            apart = any(sentence.words[k] == "(" for k in range(group[0].last + 1, group[-1].first))
            return group[-1:] if apart else group
        for entity in group:
            if entity.last == bracket - 1:
                return [entity]
            if entity.first == bracket + 1 and not any(bracket < k < token for k in sentence.numbers):
                return [entity]
    return []


_LONGEST_BRACKET = 25  # tokens


def _leads(sentence: Sentence, entity: Entity, end: int) -> bool:
    """Return whether a benchmark opens a clause of its own and so serves what follows it: "; on B, it reaches"."""
    before = entity.first - 1
    while before > 0 and "where" not in sentence.signatures[before] and before > entity.first - 5:
        before -= 1
    if before > 0 and not (sentence.signatures[before - 1] & {"and", "clause"} or sentence.words[before - 1] in (",", ";", ".")):
        return False
    i = entity.last + 1
    if i < len(sentence.starts) > end and "by" in (sentence.words[i], sentence.words[end - 1]) and i >= end - 2:
        return True  # "and for A by 11.8%"
    while i < min(end, entity.last + 4) and sentence.signatures[i] & {"benchmark-noun", "split", "word"}:
        i += 1
    if i + 2 < end and sentence.words[i] == "(" and sentence.words[i + 2] == ")":
        i += 3
    if i >= end or sentence.words[i] != ",":
        return end < len(sentence.starts) and any(
            sentence.signatures[k] & {"first-person", "own"} for k in range(i, min(i + 2, end))
        )
    return any(sentence.signatures[k] & _VERBS for k in range(i + 1, min(i + 6, end)))


def _brings(sentence: Sentence, last: int, end: int) -> bool:
    """Return whether a name leads straight to the next value: "on B by 14%", "B from 19.8 to 21.9"."""
    if end >= len(sentence.starts) or not last + 1 < end <= last + 7 or "brings" not in sentence.signatures[last + 1]:
        return False
    return all(sentence.signatures[k] & _LEADING for k in range(last + 2, end))


_LEADING = frozenset({"quantity", "determiner", "relative", "to", "bound-up-to", "bound-over", "bound-approx", "bound-under"})


def _adds(sentence: Sentence, left: int, right: int) -> bool:
    """Return whether a further point begins between two tokens: an "and" or a comma."""
    return any("and" in sentence.signatures[k] or sentence.words[k] == "," for k in range(left + 1, right))
