"""Name one system that something is compared with: by its name, or by the phrase of a specific one without a name."""

from ..clauses import Clauses
from ..enumerations import Entity
from ..own_names import DESCRIBES
from .phrases import SYSTEMS

_UNNAMED_HEADS = frozenset(
    {"metric", "benchmark-noun", "several", "better", "evidence", "possessive", "rank-noun", "point-word"}
    | {"higher", "lower", "hardware-noun", "unnamed", "praise", "determiner"}
)
KINDS = frozenset({"generic-system", "count-noun"})
"""Heads that say only what sort of thing is compared: "methods", "sensors"."""
_GENERIC = frozenset({"other-system", "others", "first-person", "anaphor", "bound-over", "bound-approx"})
_LEADS = frozenset({"determiner", "relative", "adverb", "conjunction"})


def name_compared(clauses: Clauses, item: list[int], entities: list[Entity], named: bool = False) -> str | None:
    """Return the name of one compared system: a name, or (unless only `named` ones count) the phrase of a specific one."""
    sentence, roles = clauses.sentence, clauses.roles
    inside = [e for e in entities if e.first in item and e.type in SYSTEMS and not DESCRIBES.search(e.surface)]
    for entity in reversed(inside):
        behind = [t for t in item if t > entity.last]
        kind = bool(behind) and all(roles[t] & {"generic-system"} for t in behind)
        if kind and _is_class(clauses, item, entity):
            return None
        if entity.type != "name" or not behind or kind:
            return entity.surface
    for entity in entities:
        if entity.first in item[1:] and entity.last == item[-1] and "generic-system" in roles[entity.first - 1]:
            return entity.surface  # "the agent X", whatever else is called X
    if len(item) == 1 and "metric" in roles[item[0]] and sentence.words[item[0]][:1].isupper() and not named:
        return sentence.words[item[0]]  # a metric that is beaten: "outperforms BLEU by"
    return None if named or inside else _name_phrase(clauses, item)


def _is_class(clauses: Clauses, item: list[int], entity: Entity) -> bool:
    """Return whether a name only says of what sort unnamed systems are: "prior LoRA approaches", "the best FL method"."""
    before = [t for t in item if t < entity.first]
    if not any(clauses.roles[t] & {"other-system", "others"} for t in before):
        return False
    return entity.type == "name" or clauses.sentence.text[clauses.sentence.ends[item[-1]] - 1] == "s"


def _name_phrase(clauses: Clauses, item: list[int]) -> str | None:
    """Return the phrase of a specific system without a name, or None for any: "linear probing", not "existing methods"."""
    sentence, roles = clauses.sentence, clauses.roles
    while item and roles[item[0]] & _LEADS:
        item = item[1:]
    types = frozenset[str]().union(*(roles[t] for t in item if "usual" not in roles[t]))
    while item and roles[item[-1]] & {"adverb", "performance-noun"}:
        item = item[:-1]
    if not item or types & _GENERIC or roles[item[-1]] & _UNNAMED_HEADS:
        return None
    if len(item) == 1 and _is_defined_behind(clauses, item[0]):
        return None
    if roles[item[-1]] & KINDS and not _is_specific(clauses, item[:-1]):
        return None
    if "human" in roles[item[-1]]:
        return "human"
    return sentence.surface(item[0], item[-1]) if item[-1] - item[0] < 6 else None


def _is_defined_behind(clauses: Clauses, i: int) -> bool:
    """Return whether a noun says nothing without what follows it: "the use of", "driving without a map"."""
    return i + 1 < len(clauses.roles) and bool(clauses.roles[i + 1] & {"accompany", "of"})


_VAGUE = frozenset(
    {"praise", "relative", "determiner", "other-system", "others", "generic-system", "quantity", "usual", "better"}
)


def _is_specific(clauses: Clauses, modifiers: list[int]) -> bool:
    """Return whether the words before "methods" say which: "single-slice", "dipole based"."""
    telling = [clauses.sentence.words[t] for t in modifiers if not clauses.roles[t] & _VAGUE]
    return any("-" in word or word == "based" for word in telling)
