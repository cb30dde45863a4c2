"""Find the system that has a value, and its role."""

from typing import NamedTuple

from ..clauses import Clause, Clauses
from ..enumerations import Entity, coordinated_groups
from ..mentions import Sentence
from ..own_names import OwnNames
from ..values import Value
from .phrases import NOTHING, PHRASES, Reading, read_phrase
from .sides import read_far_side, read_follower, read_with


class Subjects(NamedTuple):
    """The systems that have a value, their role, and the last token of their enumeration before it, else -1.

    `reading` says what the subject of the clause stands for (the kind of a `Reading`), or "words" where those of the
    value itself name the system.
    """

    names: list[str | None]
    role: str
    behind: int
    reading: str


def find_subjects(sentence: Sentence, value: Value, entities: list[Entity], own: OwnNames, clauses: Clauses) -> Subjects:
    """Return the systems that have the value."""
    name, role, entity, reading = _find_subject(sentence, value, entities, own, clauses)
    if entity is not None:
        named = [e for e in entities if e.type in ("own", "model", "name")]
        for group in coordinated_groups(sentence, named):
            if entity in group and group[-1].last < value.token and len(group) > 1:
                return Subjects([e.surface for e in group[group.index(entity) :]], role, group[-1].last, reading)
    return Subjects([name], role, -1, reading)


def _find_subject(
    sentence: Sentence, value: Value, entities: list[Entity], own: OwnNames, clauses: Clauses
) -> tuple[str | None, str, Entity | None, str]:
    """Return the system that has the value, its role, the entity that names it, and how the subject was read."""
    if value.kind == "score":
        far = read_far_side(clauses, value, entities)
        if far is not None:
            role = far.kind if far.kind == "human" else "baseline"
            return far.name, role, None, "words"
        follower = read_follower(clauses, value, entities)
        if follower is not None:
            return follower.surface, "other", follower, "words"
        if _is_human(sentence, value):
            return "human", "human", None, "words"
    reading = _read_subject(value, clauses, _with_acting_benchmark(value, clauses, entities, own))
    return *_clause_subject(reading, value, clauses, entities, own), reading.kind


def _clause_subject(
    reading: Reading, value: Value, clauses: Clauses, entities: list[Entity], own: OwnNames
) -> tuple[str | None, str, Entity | None]:
    """Return the system that the subject of a value's clause stands for."""
    if reading.kind == "own" and reading.name is not None:
        return reading.name, "proposed", reading.entity
    if reading.kind == "named":
        variant = reading.name is not None and reading.name.startswith(own.systems or "\n")
        return reading.name, "proposed" if variant else "other", reading.entity
    if reading.kind == "human":
        return "human", "human", None
    if reading.kind == "others":
        return None, "baseline", None
    if reading.kind == "changed" and not own.systems:
        return reading.name, "other", reading.entity
    if not own.systems:
        user = read_with(clauses, value, entities)
        if user is not None:
            return user.name, "other", None
        changed = _changed_object(value, clauses, entities) if reading.kind != "own" else None
        if changed is not None:
            return changed.surface, "other", None
    if reading.kind in (("sort", "one") if own.systems else ("phrase", "known", "sort")):
        return reading.name, "other" if own.systems else "proposed", None
    if own.systems:
        return own.systems[0], "proposed", None
    return None, "baseline" if own.benchmarks or reading.kind == "some" else "proposed", None


def _changed_object(value: Value, clauses: Clauses, entities: list[Entity]) -> Entity | None:
    """Return the model whose measure the clause changes, where the subject is no system: "noise decreases X's accuracy by"."""
    clause = clauses.at(value.token)
    if value.kind != "change" or clause is None or not clauses.roles[clause.verb] & _CHANGES:
        return None
    for entity in entities:
        if clause.verb < entity.first < value.token and entity.type == "model":
            between = clauses.roles[clause.verb + 1 : entity.first]
            return entity if all(r & {"determiner", "settings", "word", "of", "metric", "praise"} for r in between) else None
    return None


_DOES = frozenset({"outperform", "achieve", "decrease", "improve", "act"})


def _with_acting_benchmark(value: Value, clauses: Clauses, entities: list[Entity], own: OwnNames) -> list[Entity]:
    """Return the entities with the paper's own benchmark as a system, where it is one too: "FooBench outperforms X"."""
    clause = clauses.at(value.token)
    if clause is None or not clauses.roles[clause.verb] & _DOES:
        return entities
    acts = [e.type == "benchmark" and e.first == clause.first and e.last == clause.last for e in entities]
    return [e._replace(type="own") if does and e.surface in own.benchmarks else e for e, does in zip(entities, acts, strict=True)]


def _read_subject(value: Value, clauses: Clauses, entities: list[Entity]) -> Reading:
    """Return what the subject of a value's clause stands for; of "its accuracy" or "it", the subject of a clause before."""
    found: Reading | None = None
    done = -2
    for clause in reversed([c for c in clauses.clauses if c.start <= value.token <= c.end]):
        if clause.first == done or clause.first < 0:
            continue
        done = clause.first
        reading = read_phrase(clauses, entities, clause.first, clause.last)
        if reading.kind == "named" and not _acts(clauses, clause, reading):
            reading = NOTHING
        unnamed = reading.kind in PHRASES
        if unnamed and not _does(clauses, clause, reading):
            reading, unnamed = NOTHING, False
        vague = unnamed or reading.kind == "some"
        if found is not None and (vague or reading.kind == "others"):
            continue
        if found is None and vague and clause.kind == "relative" and _is_beaten(clauses, clause):
            return Reading("others", None, None)  # "outperforming models that reach"
        if found is None and reading.kind == "some" and clause.kind == "finite":
            return reading  # "open models remain below"
        if reading.kind in ("own", "named", "changed", "human", "others") or (unnamed and clause.kind != "relative"):
            return reading
        found = found if found is not None and found.kind == "some" else reading
    return found or NOTHING


_CHANGES = frozenset({"improve", "increase", "decrease", "degrade"})


def _acts(clauses: Clauses, clause: Clause, reading: Reading) -> bool:
    """Return whether a named subject does what systems do: a plain word achieves, "with AuX improving by" is a measure."""
    verb = clauses.roles[clause.verb]
    if reading.entity is None:
        return bool(verb & (_DOES | {"rank-verb"})) and "be" not in verb
    return not (clause.kind == "with" and reading.entity.type == "name" and verb & _CHANGES)


def _does(clauses: Clauses, clause: Clause, reading: Reading) -> bool:
    """Return whether a clause says what its unnamed subject does: not what it is, and not only in brackets."""
    return clause.kind != "bracket" and (reading.kind == "known" or "be" not in clauses.roles[clause.verb])


def _is_beaten(clauses: Clauses, clause: Clause) -> bool:
    """Return whether what a relative clause speaks of stands behind a word of comparison."""
    before = clause.first - 1
    return before >= 0 and bool(clauses.roles[before] & {"outperform", "than", "trail"})


def _is_human(sentence: Sentence, value: Value) -> bool:
    """Return whether a score is that of people: "human performance of 92%", "the 92% achieved by experts"."""
    signatures = sentence.signatures
    first = value.last_token + 1
    for k in range(first + 1, min(first + 5, len(signatures))):
        if "human" in signatures[k] and sentence.words[k - 1] in ("by", "for"):
            return True
    words = 0
    for k in range(value.token - 1, max(-1, value.token - 8), -1):
        if "human" in signatures[k]:
            return k == 0 or not signatures[k - 1] & {"governor", "and", "par"} or bool(signatures[k - 1] & {"than"})
        words += signatures[k] == {"word"}
        if words > 1 or not (signatures[k] & _OF_PEOPLE or signatures[k] == {"word"} or sentence.words[k] in "(=:~"):
            return False
    return False


_OF_PEOPLE = frozenset(
    {"metric", "generic-system", "relative", "determiner", "of", "be", "achieve", "average", "praise", "correlation"}
    | {"bound-approx", "bound-over", "bound-under", "bound-up-to"}
)
"""Classes of the words that may stand between people and their score."""
