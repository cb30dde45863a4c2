"""The names of a sentence in enumerations: what stands together in one, and what its members tell of each other."""

from typing import NamedTuple

from .mentions import Sentence
from .name_kinds import lists_benchmarks, lists_systems
from .verbs import RESULT_VERBS


class Entity(NamedTuple):
    """A name in a sentence: first and last token, and its type (benchmark, model, own, training, hardware or name).

    It is `certain` where the vocabulary or a noun beside it gives the type, not only a preposition before it.
    """

    first: int
    last: int
    type: str
    surface: str
    certain: bool


def spread_types(sentence: Sentence, entities: list[Entity]) -> list[Entity]:
    """Give an untyped name in a coordination the type of its neighbour: "on A, B and C"."""
    steps = [(i, i - 1) for i in range(1, len(entities))] + [(i, i + 1) for i in range(len(entities) - 2, -1, -1)]
    for i, j in steps:
        here, other = entities[i], entities[j]
        if here.type == "name" and other.type not in ("own", "name") and coordinated(sentence, *sorted((here, other))):
            if j < i and other.type == "benchmark" and _begins_subject(sentence, entities, i):
                continue
            if (
                i > 1
                and j < i
                and coordinated(sentence, entities[i - 2], other)
                and _is_full(sentence, entities[i - 2 : i], here)
            ):
                continue
            entities[i] = here._replace(type=other.type)
    for group in coordinated_groups(sentence, entities):
        if len(group) > 1 and group[0].type == "benchmark" and lists_benchmarks(sentence, group[0].first):
            for i in range(entities.index(group[0]), entities.index(group[-1]) + 1):
                entities[i] = entities[i]._replace(type="own" if entities[i].type == "own" else "benchmark")
        elif len(group) > 1 and lists_systems(sentence, group[0].first - 1):
            for i in range(entities.index(group[0]), entities.index(group[-1]) + 1):
                entities[i] = entities[i]._replace(type="own" if entities[i].type == "own" else "model")
    return entities


def _begins_subject(sentence: Sentence, entities: list[Entity], i: int) -> bool:
    """Return whether a name behind "On A," is the subject of the verb and no second benchmark: "On A, X and Y have"."""
    last = i
    while last + 1 < len(entities) and coordinated(sentence, entities[last], entities[last + 1]):
        last += 1
        if any("and" in sentence.signatures[k] for k in range(entities[last - 1].last + 1, entities[last].first)):
            break  # "A, B and C" ends with C
    behind = entities[last].last + 1
    place = next((k for k in range(entities[i].first) if "place" in sentence.signatures[k]), 9)
    fronted = place <= 2 and not any("experiment" in s for s in sentence.signatures[:place])
    if not fronted or sentence.words[entities[i].first - 1] != ",":
        return False
    for k in range(behind, min(behind + 3, len(sentence.signatures))):  # "On A, X~2B reaches"
        if sentence.signatures[k] & RESULT_VERBS:
            return True
        if "word" in sentence.signatures[k] or sentence.words[k] == ",":
            break
    return False


_IN_LIST = frozenset({"determiner", "benchmark-noun", "where", "settings", "praise"})


def coordinated(sentence: Sentence, left: Entity, right: Entity) -> bool:
    """Whether two entities stand in one enumeration: "A, B (x) and the C dataset"."""
    between = range(left.last + 1, right.first)
    if not between or len(between) > _LONGEST_LINK or _ends_place(sentence, left, right):
        return False
    inside = joined = False
    outside = 0
    described = sentence.words[right.first - 1] == "(" and right.first - left.last > 4
    described = described and ("benchmark-noun" in sentence.signatures[right.first - 2] or sentence.words[left.last + 1] == ")")
    for k in between[:-1] if described else between:  # "A and a self-collected clinical dataset (B)"
        surface = sentence.words[k]
        if surface == "(":
            inside = True
        elif surface == ")":
            if not inside and right.type == "name" and not described:
                return False
            inside = False
        elif inside:
            continue
        elif surface in (",", "/") or "and" in sentence.signatures[k]:
            joined = True
        elif not (sentence.signatures[k] & _IN_LIST or (described and sentence.signatures[k] == {"word"})):
            return False
        else:
            outside += 1
    if inside and sentence.words[right.first - 1] != "(":
        return False  # "A (for example 29% against 15% on B"
    return joined and (described or outside <= 4)


_LONGEST_LINK = 20  # tokens, with what stands in brackets


def _ends_place(sentence: Sentence, left: Entity, right: Entity) -> bool:
    """Return whether a comma closes a place before the subject of the sentence: "On the A dataset, B reaches"."""
    comma = right.first - 1
    return (
        sentence.words[comma] == ","
        and comma - left.last == 2
        and "benchmark-noun" in sentence.signatures[comma - 1]
        and not sentence.words[comma - 1].endswith("s")
        and right.type in ("name", "own", "model")
    )


def coordinated_groups(sentence: Sentence, entities: list[Entity]) -> list[list[Entity]]:
    """Return the entities in runs of coordination: "A, B and C" is one run."""
    groups: list[list[Entity]] = []
    for entity in entities:
        if groups and coordinated(sentence, groups[-1][-1], entity) and not _is_full(sentence, groups[-1], entity):
            groups[-1].append(entity)
        else:
            groups.append([entity])
    return groups


def _is_full(sentence: Sentence, group: list[Entity], entity: Entity) -> bool:
    """Return whether an "and" has ended an enumeration before a further comma: "On A and B, the C reaches"."""
    return len(group) > 1 and _joined_by_and(sentence, group[-2], group[-1]) and not _joined_by_and(sentence, group[-1], entity)


def _joined_by_and(sentence: Sentence, left: Entity, right: Entity) -> bool:
    return any("and" in sentence.signatures[k] for k in range(left.last + 1, right.first))
