"""Find whose a printed number is where two are compared: "91.2 against 88.0 for X", "over X (88.0)", "than X's 88.0"."""

from ..clauses import Clauses
from ..enumerations import Entity, coordinated_groups
from ..values import Value
from .compared import name_compared
from .comparisons import find_comparisons, is_compared
from .phrases import Reading, read_phrase

_SYSTEMS = frozenset({"model", "own", "name"})
_FILLS = frozenset({"relative", "determiner", "bound-approx", "bound-over", "bound-under", "bound-up-to"})
_COMPARES = frozenset({"than", "versus", "outperform", "trail"})


def read_far_side(clauses: Clauses, value: Value, entities: list[Entity]) -> Reading | None:
    """Return the system of a score that is not the subject's: of one behind "than", in brackets, or "for X"; else None."""
    sentence = clauses.sentence
    at = _bracket_of(clauses, value.token)
    if at > 0:
        bracket = _before_bracket(clauses, at, entities)
        if bracket is not None:
            return bracket
    behind = _behind(clauses, value, entities)
    if _follows_versus(clauses, value):
        if behind is not None:
            return behind
        compared = [e for e in entities if e.last < value.token and e.type in ("model", "name") and is_compared(sentence, e)]
        if compared:
            return Reading("named", compared[-1].surface, compared[-1])
        beaten = _compared_in_words(clauses, value, entities)
        return Reading("others" if beaten is None else "human" if beaten == "human" else "named", beaten, None)
    compared_near = any("than" in sentence.signatures[k] for k in range(max(0, value.token - 12), value.token))
    if behind is not None and (compared_near or (_is_system(behind) and _stands_for(clauses, value))):
        return behind
    return _possessor(clauses, value, entities)


def read_with(clauses: Clauses, value: Value, entities: list[Entity]) -> Reading | None:
    """Return the system with which a score was reached, where no subject says whose it is: "we obtain 97% with X"."""
    behind = _behind(clauses, value, entities) if value.kind == "score" else None
    return behind if behind is not None and _is_system(behind) else None


def _is_system(reading: Reading) -> bool:
    return reading.entity is not None and reading.entity.type in ("model", "own")


def _stands_for(clauses: Clauses, value: Value) -> bool:
    """Return whether a system behind a value owns it: "42.1 for X", "achieved by X"."""
    near = range(value.last_token + 1, min(value.last_token + 6, len(clauses.roles)))
    found = next((k for k in near if "preposition" in clauses.roles[k]), None)
    return found is not None and clauses.sentence.words[found] in ("for", "by")


def _bracket_of(clauses: Clauses, token: int) -> int:
    """Return the bracket that opens with a value, or with values up to this one: "X (95.6% recall, 89.4% precision)"; -1."""
    sentence = clauses.sentence
    for i in range(token - 1, max(-1, token - 14), -1):
        sign = sentence.words[i]
        if sign == "(":
            return -1 if _holds_versus(clauses, token) else i
        named = sign == ":" and "metric" in sentence.signatures[i - 1]  # "X (precision: 0.81, recall: 0.79)"
        if (sign in ");:" and not named) or "versus" in sentence.signatures[i]:
            break
    return -1


def _holds_versus(clauses: Clauses, token: int) -> bool:
    """Return whether a comparison follows a value in its bracket, so that the value is the subject's: "(61.2% vs. 48.0%)"."""
    sentence = clauses.sentence
    for i in range(token + 1, min(token + 9, len(sentence.starts))):
        if "versus" in sentence.signatures[i]:
            return True
        if sentence.words[i] == ")":
            break
    return False


def _follows_versus(clauses: Clauses, value: Value) -> bool:
    """Return whether a value is on the far side of a comparison of printed numbers: "(vs. 72.6% for prior systems)"."""
    sentence = clauses.sentence
    for i in range(value.token - 1, max(-1, value.token - 5), -1):
        if "versus" in sentence.signatures[i]:
            return True
        if not sentence.signatures[i] & _FILLS and sentence.words[i] != ".":
            return False
    return False


def _compared_in_words(clauses: Clauses, value: Value, entities: list[Entity]) -> str | None:
    """Return the one name that a sentence compares with in words: "beats X on A (93.3% vs. 82.9%)", "(0.8s vs. 9s) than X"."""
    found = [
        c
        for c in find_comparisons(clauses, entities)
        if c.cue + 1 < len(clauses.roles) and "quantity" not in clauses.roles[c.cue + 1]
    ]
    nearest = min(found, key=lambda c: (c.cue > value.token, abs(c.cue - value.token)), default=None)
    if nearest is None or len(nearest.names) != 1:
        return None
    name = nearest.names[0]
    return name if name == "human" or any(c.isupper() for c in name) else None


def _before_bracket(clauses: Clauses, bracket: int, entities: list[Entity]) -> Reading | None:
    """Return the system before a bracket that opens with a value: "X (72%)", "over a linear baseline (72%)"."""
    sentence, roles = clauses.sentence, clauses.roles
    for entity in entities:
        if entity.last == bracket - 1 and entity.type in ("model", "own"):
            return Reading("own" if entity.type == "own" else "named", entity.surface, entity)
    if "example" in sentence.signatures[bracket + 1]:
        return None  # "gains over strong baselines (e.g., 30.1 on A)"
    first = bracket - 1
    while first >= 0 and not roles[first] & (_COMPARES | {"preposition", "conjunction", "subordinator", "quantity", "be"}):
        if sentence.words[first] in ",;:()":
            break
        first -= 1
    measures = "metric" in roles[bracket - 1] and "performance-noun" not in roles[bracket - 1]
    if first < 0 or first == bracket - 1 or measures:
        return None
    if not roles[first] & _COMPARES and not _continues_comparison(clauses, first):
        return None
    return _compared(clauses, list(range(first + 1, bracket)), entities)


def _continues_comparison(clauses: Clauses, joint: int) -> bool:
    """Return whether "and" or a comma links to a compared system with its own bracket: "over X (72%) and Y (65%)"."""
    sentence = clauses.sentence
    joins = "conjunction" in clauses.roles[joint] or sentence.words[joint] == ","
    if not joins or joint < 1 or sentence.words[joint - 1] != ")":
        return False
    opened = next((k for k in range(joint - 1, -1, -1) if sentence.words[k] == "("), 0)
    return any(clauses.roles[k] & _COMPARES for k in range(max(0, opened - 9), opened))


def _compared(clauses: Clauses, item: list[int], entities: list[Entity]) -> Reading:
    """Return the system that a compared noun phrase stands for: a name, a phrase, people, or others without a name."""
    name = name_compared(clauses, item, entities)
    kind = "others" if name is None else "human" if name == "human" else "named"
    return Reading(kind, name, next((e for e in entities if e.first in item and e.surface == name), None))


def _behind(clauses: Clauses, value: Value, entities: list[Entity]) -> Reading | None:
    """Return the system behind a value: "42.1 for X", "92% accuracy achieved by people"."""
    sentence, roles = clauses.sentence, clauses.roles
    i = value.last_token + 1
    n = len(roles)
    limit = value.last_token + 4
    while i < n and i <= limit and not roles[i] & {"preposition", "quantity"}:
        if "conjunction" in roles[i] and i + 1 < n and "quantity" in roles[i + 1] and i == value.last_token + 1:
            i, limit = i + 1, i + 5  # "73.2% and 66.8% for X"
        elif sentence.words[i] in ",;:(" or "conjunction" in roles[i]:
            return None
        i += 1
    if i >= n or sentence.words[i] not in ("for", "by", "of", "from", "with", "in"):
        return None
    last = i
    while last + 1 < n and not roles[last + 1] & (_COMPARES | {"preposition", "conjunction", "subordinator", "quantity", "be"}):
        if sentence.words[last + 1] in ",;:().":
            break
        last += 1
    if last == i:
        return None
    inside = next((e for e in entities if e.first in range(i + 1, last + 1)), None)
    if inside is not None and inside.type not in _SYSTEMS:
        return None
    if sentence.words[i] not in ("for", "by"):
        reading = read_phrase(clauses, entities, i + 1, last)
        return reading if reading.kind == "named" else None
    return _compared(clauses, list(range(i + 1, last + 1)), entities)


def _possessor(clauses: Clauses, value: Value, entities: list[Entity]) -> Reading | None:
    """Return the compared system that owns a value: "than X's 42.1", "than X at 42.1"."""
    sentence = clauses.sentence
    for entity in entities:
        near = 0 < value.token - entity.last <= 4
        owns = near and sentence.words[entity.last + 1] in ("'s", "(", "at", "'", "with")
        if owns and entity.type in _SYSTEMS and is_compared(sentence, entity):
            return Reading("named", entity.surface, entity)
        if entity.last == value.token - 1 and entity.type in ("model", "own") and _leaves_out_verb(clauses, entity):
            return Reading("own" if entity.type == "own" else "named", entity.surface, entity)  # "and X 99.1%"
    return None


def read_follower(clauses: Clauses, value: Value, entities: list[Entity]) -> Entity | None:
    """Return the system that comes next in a ranking, the first of several: "followed by X and Y with 64 and 60"."""
    roles = clauses.roles
    cue = next((k for k in range(value.token - 1, max(-1, value.token - 24), -1) if "comes-next" in roles[k]), None)
    if cue is None or clauses.sentence.numbers[0] > cue or any(cue < c.verb < value.token for c in clauses.clauses):
        return None
    named = [e for e in entities if cue < e.first and e.last < value.token and e.type in _SYSTEMS]
    if not named or named[0].first > cue + 3 or named[-1].last < value.token - 8:
        return None
    return next(group[0] for group in coordinated_groups(clauses.sentence, named) if named[-1] in group)


def _leaves_out_verb(clauses: Clauses, entity: Entity) -> bool:
    """Return whether a system stands where a verb is left out: "A reaches 99.2% and B 99.1%"."""
    before = entity.first - 1
    if before < 1 or not ("conjunction" in clauses.roles[before] or clauses.sentence.words[before] == ","):
        return False
    number = next((k for k in range(before - 1, max(-1, before - 7), -1) if "quantity" in clauses.roles[k]), None)
    return number is not None and not any(number < c.verb < before for c in clauses.clauses)
