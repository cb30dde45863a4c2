"""Read a noun phrase as a system: the paper's own, a named other, unnamed others, people, or a thing with no name.

"The accuracy of X on A" is X, "the proposed method" the paper's own system, "existing methods" others without a name,
"a linear probe on the query" an unnamed but specific system, known by its phrase.
"""

from typing import NamedTuple

from ..clauses import Clauses
from ..entities import Entity


class Reading(NamedTuple):
    """What a noun phrase stands for: own, named, others, human, phrase (specific but unnamed) or nothing."""

    kind: str
    name: str | None
    entity: Entity | None


NOTHING = Reading("nothing", None, None)
_OWN = Reading("own", None, None)
_OTHERS = Reading("others", None, None)
_SYSTEMS = frozenset({"model", "own", "name"})


def read_phrase(clauses: Clauses, entities: list[Entity], first: int, last: int) -> Reading:
    """Return what the noun phrase from token `first` to `last` stands for."""
    tokens = _outside_brackets(clauses, first, last)
    tokens = _without_lead(clauses, tokens)
    if not tokens:
        return NOTHING
    sentence, roles = clauses.sentence, clauses.roles
    inside = [e for e in entities if e.first in tokens and e.type in _SYSTEMS]
    if sentence.surface(tokens[0], tokens[0]).lower().endswith("ing") and roles[tokens[0]] & {"act", "training-verb", "governor"}:
        return _first(inside, ("own",)) or _first(inside, ("model",)) or _OWN  # "Fine-tuning X improves"
    stop = next((k for k, t in enumerate(tokens) if k and roles[t] & _ENDS_HEAD), len(tokens))
    head = tokens[:stop]
    if len(tokens) > stop + 1 and "such_as" in roles[tokens[stop]]:
        named = _first([e for e in inside if e.first > tokens[stop]], ("model", "own", "name"))
        if named is not None:
            return named
    if roles[head[-1]] & _MEASURES and stop < len(tokens):
        owner = _owner(clauses, entities, head)
        if owner is not None:
            return owner
        if roles[tokens[stop]] & {"of", "for"} or sentence.surface(tokens[stop], tokens[stop]) in ("by", "for", "between", "achieved"):
            return read_phrase(clauses, entities, tokens[stop] + 1, last)
    return _read_head(clauses, entities, head)


_ENDS_HEAD = frozenset({"preposition", "training-verb", "subordinator", "than"})
_MEASURES = frozenset({"metric", "gap", "rate-noun", "improvement", "gain", "reduction", "loss-noun", "average"})


def _first(entities: list[Entity], types: tuple[str, ...]) -> Reading | None:
    for entity in entities:
        if entity.type in types:
            return Reading("own" if entity.type == "own" else "named", entity.surface, entity)
    return None


def _outside_brackets(clauses: Clauses, first: int, last: int) -> list[int]:
    out = []
    depth = 0
    text, starts = clauses.sentence.text, clauses.sentence.starts
    for i in range(first, last + 1):
        sign = text[starts[i]]
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth = max(0, depth - 1)
        elif not depth:
            out.append(i)
    return out


def _without_lead(clauses: Clauses, tokens: list[int]) -> list[int]:
    """Drop what stands before the subject: "On A, ", "Notably, ", "For X we"."""
    sentence, roles = clauses.sentence, clauses.roles
    while tokens:
        k = next((k for k, t in enumerate(tokens) if sentence.text[sentence.starts[t]] == ","), None)
        leads = roles[tokens[0]] & (_ENDS_HEAD | {"ordinal", "evaluation-verb"}) or clauses.is_adverb(tokens[0])
        if k == 0 or (k is not None and k + 1 < len(tokens) and leads):
            tokens = tokens[k + 1 :]
        elif roles[tokens[0]] & {"adverb", "conjunction"}:
            tokens = tokens[1:]
        elif roles[tokens[0]] & {"preposition"}:
            k = next((k for k, t in enumerate(tokens) if roles[t] & {"anaphor", "own"}), None)
            return tokens[k:] if k is not None else []
        else:
            break
    while tokens and sentence.text[sentence.starts[tokens[-1]]] == ",":
        tokens = tokens[:-1]
    return tokens


def _owner(clauses: Clauses, entities: list[Entity], head: list[int]) -> Reading | None:
    """Return whose measure a phrase is: "X's accuracy", "its accuracy", "X accuracy"."""
    for entity in entities:
        if entity.first in head and entity.last < head[-1] and entity.type in ("own", "model"):
            return Reading("own" if entity.type == "own" else "named", entity.surface, entity)
    if clauses.roles[head[0]] & {"first-person"}:
        return _OWN
    return None


def _read_head(clauses: Clauses, entities: list[Entity], head: list[int]) -> Reading:
    sentence, roles = clauses.sentence, clauses.roles
    inside = [e for e in entities if e.first in head and e.type in _SYSTEMS]
    own = _first(inside, ("own",))
    if own is not None:
        return own
    types = frozenset[str]().union(*(roles[t] for t in head))
    owner = _owner(clauses, entities, head) if roles[head[-1]] & _MEASURES else None
    if owner is not None:
        return owner
    if roles[head[-1]] & _MEASURES:
        return NOTHING
    for entity in reversed(inside):
        behind = [t for t in head if t > entity.last]
        if entity.type == "model" or not behind or all(roles[t] & {"generic-system"} for t in behind):
            return Reading("named", entity.surface, entity)
    if roles[head[0]] & {"anaphor", "first-person"} or "first-person" in types:
        return _OWN
    if types & {"other-system"} and types & {"generic-system"}:
        return _OTHERS
    if "human" in roles[head[-1]]:
        return Reading("human", "human", None)
    return _read_nouns(clauses, head)


_PLAIN = frozenset(
    {"generic-system", "evaluation", "benchmark-noun", "metric", "first-person", "count-noun", "governor", "evidence", "setup"}
)


def _read_nouns(clauses: Clauses, head: list[int]) -> Reading:
    """Return the phrase of an unnamed but specific system, or own or others for what is only "the model" or "models"."""
    sentence, roles = clauses.sentence, clauses.roles
    last = roles[head[-1]]
    first = head[0]
    definite = bool(roles[first] & {"determiner"}) and sentence.surface(first, first).lower() in ("the", "this", "these", "our", "its")
    nouns = [t for t in head if not roles[t] & {"determiner", "praise", "relative", "adverb", "other-system", "quantity"}]
    if "evidence" in last or not nouns:
        return _OWN
    if "generic-system" in last and len(nouns) == 1:
        return _OWN if definite or not sentence.surface(head[-1], head[-1]).endswith("s") else _OTHERS
    if definite or last & {"benchmark-noun", "metric", "setup"}:
        return NOTHING
    return Reading("phrase", sentence.surface(nouns[0], nouns[-1]), None)
