"""Find the systems that each change or ratio is relative to."""

from ..clauses import Clauses
from ..enumerations import Entity
from ..mentions import Sentence
from ..values import Value
from .compared import name_compared
from .comparisons import CUES, Comparison, find_comparisons, is_compared, read_comparison, read_share

RELATIVE = frozenset({"change", "ratio"})
"""Kinds of values that are relative to another system."""


def attach_baselines(clauses: Clauses, values: list[Value], entities: list[Entity], runs: list[list[int]]) -> list[list[str]]:
    """Return the systems that each change or ratio is relative to; `runs` are the values in coordination."""
    if all(value.kind not in RELATIVE for value in values):
        return [[] for _ in values]
    sentence = clauses.sentence
    comparisons = find_comparisons(clauses, entities)
    matched = _matched(clauses, entities)
    known = sorted([*comparisons, *matched], key=lambda c: c.cue) if matched else comparisons
    before = [_before(sentence, value, known) for value in values]
    out, alone = _by_words(clauses, values, runs, comparisons, entities)
    for i in range(len(values) - 2, -1, -1):  # what is compared with at the end holds for the values before it as well
        shared = before[i] is None or _same_clause(clauses, values[i], values[i + 1])
        if out[i] is None and i + 1 not in alone and shared:
            out[i] = out[i + 1]
    bare = all(names is None for names in (*out, *before))
    for i, value in enumerate(values):
        if out[i] is None:
            out[i] = before[i] if before[i] is not None else _changed_object(clauses, value, entities)
    if bare and all(names is None for names in out):
        out = [_changed_system(sentence, values[0], entities) or _matched_later(values, matched)] * len(values)
    for i in range(1, len(values)):  # "1.3 points above X, and runs 3.5x faster": the same system, unless a stop ends it
        if out[i] is None and out[i - 1] and not _stops_between(sentence, values[i - 1].last_token, values[i].token):
            out[i] = out[i - 1]
    return [names or [] for names in out]


def _by_words(
    clauses: Clauses, values: list[Value], runs: list[list[int]], comparisons: list[Comparison], entities: list[Entity]
) -> tuple[list[list[str] | None], set[int]]:
    """Return the systems that the words around each value name, None for none, and the values whose systems are theirs alone."""
    each = _one_each(clauses, values, runs, comparisons)
    alone = _governed(clauses, values, runs, comparisons)
    for i, value in enumerate(values):
        elliptic = _elliptic(clauses, value, entities)
        if elliptic is not None:
            alone[i] = elliptic
    ends = [*(value.token for value in values[1:]), len(clauses.roles)]
    out: list[list[str] | None] = []
    for i, (value, end) in enumerate(zip(values, ends, strict=True)):
        own = each.get(i, alone.get(i))
        out.append(own if own is not None else _near(clauses, value, end, comparisons, entities))
    return out, set(alone)


def _governed(
    clauses: Clauses, values: list[Value], runs: list[list[int]], comparisons: list[Comparison]
) -> dict[int, list[str]]:
    """Return the systems of the values to which a verb of comparison leads with "by": "beats X by up to 3% and 4%, and"."""
    found: dict[int, list[str]] = {}
    for run in runs:
        token = values[run[0]].token
        comparison = next((c for c in reversed(comparisons) if c.last < token), None)
        if comparison is None or not _leads_to(clauses, comparison, token):
            continue
        ends = next((c.cue for c in comparisons if c.cue > token), len(clauses.roles))
        of_run = (i for i in run if values[i].token < ends and not _is_followed(clauses, values[i], ends))
        found.update((i, comparison.names) for i in of_run)
    return found


def _leads_to(clauses: Clauses, comparison: Comparison, token: int) -> bool:
    """Return whether a verb of comparison leads to a value with "by", with no other verb or number between."""
    words, roles = clauses.sentence.words, clauses.roles
    between = range(comparison.last + 1, token)
    if not roles[comparison.cue] & {"outperform", "trail"} or not any(words[k] == "by" for k in between):
        return False
    return not any("quantity" in roles[k] or words[k] in ";:" for k in between) and not any(
        c.verb in between for c in clauses.clauses
    )


def _is_followed(clauses: Clauses, value: Value, cue: int) -> bool:
    """Return whether the comparison at the token `cue` stands right behind a value, in the same phrase: "by 3% over X"."""
    words, roles = clauses.sentence.words, clauses.roles
    between = range(value.last_token + 1, cue)
    return cue < len(roles) and not any(words[k] in ",;:()" or roles[k] & {"conjunction", "subordinator"} for k in between)


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
    following = [c for c in comparisons if value.token < c.cue < end and not _has_own_value(clauses, c)]
    return following[0].names if following and not _turns(clauses, value.token, following[0].cue) else None


def _has_own_value(clauses: Clauses, comparison: Comparison) -> bool:
    """Return whether a verb of comparison comes with a value of its own: ", outperforming X by 5%"."""
    roles = clauses.roles
    if not roles[comparison.cue] & {"outperform", "trail"}:
        return False
    number = next((k for k in range(comparison.last + 1, len(roles)) if "quantity" in roles[k]), comparison.last)
    return any(clauses.sentence.words[k] == "by" for k in range(comparison.last, number))


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


def _changed_object(clauses: Clauses, value: Value, entities: list[Entity]) -> list[str] | None:
    """Return the system that a verb of change has as its object: "improves the accuracy of X by 3%", "improves X by"."""
    words, roles = clauses.sentence.words, clauses.roles
    verb = next((c.verb for c in reversed(clauses.clauses) if c.verb < value.token), -1)
    if verb < 0 or not roles[verb] & {"improve", "increase", "decrease"}:
        return None
    by = next((k for k in range(verb + 1, value.token) if words[k] == "by"), None)
    if by is None or any(words[k] in ",;:(" or "than" in roles[k] for k in range(verb, by)):
        return None
    for entity in entities:
        whole = entity.last + 1 == by and (entity.first - 1 == verb or "of" in roles[entity.first - 1])
        improved = whole and entity.type == "name" and "improve" in roles[verb]
        if verb < entity.first < by and (improved or entity.type == "model"):
            return [entity.surface]
    return None


def _one_each(
    clauses: Clauses, values: list[Value], runs: list[list[int]], comparisons: list[Comparison]
) -> dict[int, list[str]]:
    """Return one system for each value where they are enumerated alike: "7.2 and 5.0 BLEU over X and Y"."""
    fixed: dict[int, list[str]] = {}
    for run in runs:
        first, last = values[run[0]].token, values[run[-1]].token
        fitting = [
            (c, names)
            for c in comparisons
            for names in (c.names, c.each)
            if len(run) >= len(names) > 1 and c.names and (c.last < first or (c.cue > last and not _has_own_value(clauses, c)))
        ]
        if fitting:
            comparison, names = min(fitting, key=lambda f: min(abs(f[0].cue - last), abs(first - f[0].last)))
            if len(run) == len(names) or _ends_respectively(clauses, comparison, last):
                pairs = zip(run[-len(names) :], names, strict=True)
                fixed.update({i: [name] if name is not None else [] for i, name in pairs})
    return fixed


def _ends_respectively(clauses: Clauses, comparison: Comparison, last: int) -> bool:
    """Return whether a comparison behind the token `last` closes with "respectively"."""
    behind = comparison.last + 1
    return comparison.cue > last and behind < len(clauses.roles) and "respectively" in clauses.roles[behind]


def _elliptic(clauses: Clauses, value: Value, entities: list[Entity]) -> list[str] | None:
    """Return the system before a value whose verb is left out: "outperforms A by 8% and B by 17%"."""
    words, roles = clauses.sentence.words, clauses.roles
    by = value.token - 1
    while by > 0 and roles[by] & _MARGINS:
        by -= 1
    if by <= 0 or words[by] != "by":
        return None
    joint = by - 1
    while joint > 0 and not ("conjunction" in roles[joint] or words[joint] == ","):
        if words[joint] in ";:" or roles[joint] & CUES or by - joint > 16:
            return None
        joint -= 1
    before = next((k for k in range(joint - 1, max(-1, joint - 11), -1) if roles[k] & (CUES | {"quantity"})), None)
    if before is None or "quantity" not in roles[before] or any(joint < c.verb < by for c in clauses.clauses):
        return None
    item = list(range(joint + 1, by))
    stop = next((k for k, t in enumerate(item) if roles[t] & {"preposition"}), len(item))
    name = name_compared(clauses, item[:stop], entities, True) if stop else None
    return [name] if name is not None else None


_MARGINS = frozenset(
    {"bound-approx", "bound-over", "bound-up-to", "relative", "determiner", "average", "of", "improvement", "indefinite"}
)
"""What stands between "by" and its value: "by an average of", "by a margin of up to"."""


def _stops_between(sentence: Sentence, left: int, right: int) -> bool:
    return any(sentence.words[k] in ("(", ")", ";", ":") for k in range(left + 1, right))


def _matched(clauses: Clauses, entities: list[Entity]) -> list[Comparison]:
    """Return the systems that are matched: "is on par with X while using 10% of its parameters"."""
    cues = [i for i, signature in enumerate(clauses.sentence.signatures) if "par" in signature and _is_matching(clauses, i)]
    found = [read_comparison(clauses, i, entities) for i in cues]
    return [comparison for comparison in found if comparison is not None]


def _matched_later(values: list[Value], matched: list[Comparison]) -> list[str]:
    """Return the system that is matched behind the values, which are savings: "runs 3x faster while matching X"."""
    return matched[0].names if matched and values[0].kind == "ratio" else []


def _is_matching(clauses: Clauses, i: int) -> bool:
    """Return whether a word for equality compares systems: ", matching X", not "the matching distance"."""
    words, roles = clauses.sentence.words, clauses.roles
    if " " in words[i] or i == 0:
        return True
    if words[i].endswith("ing"):
        return words[i - 1] in ",(" or bool(roles[i - 1] & {"conjunction", "subordinator"}) or clauses.is_adverb(i - 1)
    return not roles[i - 1] & {"determiner", "praise"}


def _changed_system(sentence: Sentence, value: Value, entities: list[Entity]) -> list[str]:
    """Return the system that a change is made to: "accelerates the rendering of X by 3x", "a reduction in X"."""
    cue = value.match.captures.get("cue")
    for entity in entities:
        ends = entity.last + 1 == len(sentence.starts) or sentence.words[entity.last + 1] == "by"
        bare = entity.type == "name" and ends and "of" in sentence.signatures[entity.first - 1]  # "the speed of X by"
        if not (entity.type == "model" or bare) or cue is None or entity.first == 0:
            continue
        inside = cue[1] < entity.first < value.token or value.last_token < entity.first <= cue[1] + 4
        governed = sentence.signatures[entity.first - 1] & {"of", "determiner", "improve", "increase", "decrease"}
        if inside and (governed or sentence.words[entity.first - 1] == "in"):
            return [entity.surface]
    return []


def _glossed(sentence: Sentence, value: Value, entities: list[Entity]) -> Entity | None:
    """Return the compared system that a value stands behind in brackets: "outperforming A (+8.1) and B (+16.9)"."""
    if value.token < 2 or sentence.words[value.token - 1] != "(" or value.kind not in RELATIVE:
        return None
    for entity in entities:
        if (
            entity.last == value.token - 2
            and entity.type in ("model", "name")
            and is_compared(sentence, entity, skip_values=True)
        ):
            return entity
    return None
