"""Read a noun phrase as a system: the paper's own, a named other, unnamed others, people, or a thing with no name.

"The accuracy of X on A" is X, "the proposed method" the paper's own system, "existing methods" others without a name,
"a linear probe on the query" an unnamed but specific system, known by its phrase.
"""

from typing import NamedTuple

from ..clauses import Clauses
from ..enumerations import Entity, coordinated_groups
from ..own_names import DESCRIBES


class Reading(NamedTuple):
    """What a noun phrase stands for.

    `kind` is own, named, others (without a name), human, some ("models"), it, nothing, or, of what is specific but unnamed,
    phrase ("counterfactual traces"), sort ("region-based methods"), one ("a top-5 ensemble") or known ("the LBX-based model").
    """

    kind: str
    name: str | None
    entity: Entity | None


PHRASES = frozenset({"phrase", "sort", "one", "known"})
"""What is specific but unnamed, and so called by its phrase."""
NOTHING = Reading("nothing", None, None)
_OWN = Reading("own", None, None)
_OTHERS = Reading("others", None, None)
_SOME = Reading("some", None, None)
_HUMAN = Reading("human", "human", None)
_IT = Reading("it", None, None)
SYSTEMS = frozenset({"model", "own", "name"})
_CAPITAL = frozenset({"word", "capital"})
_ENDS_HEAD = frozenset({"preposition", "training-verb", "subordinator", "than"})
_MEASURES = frozenset({"metric", "gap", "rate-noun", "improvement", "gain", "reduction", "loss-noun", "average", "measure-noun"})
_LEADS = _ENDS_HEAD | {"ordinal", "evaluation-verb"}


def read_phrase(clauses: Clauses, entities: list[Entity], first: int, last: int) -> Reading:
    """Return what the noun phrase from token `first` to `last` stands for."""
    parts = _parts(clauses, first, last)
    if not parts:
        return NOTHING
    found = _read_part(clauses, entities, parts[0])
    if found.entity is None and found.kind != "human":
        return _apposed(clauses, entities, parts[1:]) or _glossed(clauses, entities, first, last) or found
    return found


def _apposed(clauses: Clauses, entities: list[Entity], parts: list[list[int]]) -> Reading | None:
    """Return the system that stands between commas behind a phrase: "our method, X, reaches"."""
    if any(clauses.roles[p[0]] & {"conjunction"} for p in parts):
        return None  # an enumeration
    for part in parts:
        if clauses.roles[part[0]] & _LEADS:
            return None  # ", including A, B and C,"
        for entity in entities:
            if entity.first == part[0] and entity.type in SYSTEMS and "evidence" not in clauses.roles[entity.last]:
                return Reading("own" if entity.type == "own" else "named", entity.surface, entity)
    return None


def _parts(clauses: Clauses, first: int, last: int) -> list[list[int]]:
    """Return the tokens outside brackets, cut at commas, without what leads in: "Notably, on A, " of "on A, X, a model,"."""
    text, starts = clauses.sentence.text, clauses.sentence.starts
    parts: list[list[int]] = [[]]
    depth = 0
    for i in range(first, last + 1):
        sign = text[starts[i]]
        if sign in "()":
            depth = max(0, depth + (1 if sign == "(" else -1))
        elif not depth and sign == ",":
            parts.append([])
        elif not depth:
            parts[-1].append(i)
    parts = [p for p in parts if p]
    while len(parts) > 1 and (_is_lead(clauses, parts[0][0]) or all(clauses.is_adverb(t) for t in parts[0])):
        parts = parts[1:]
    return parts


def _is_lead(clauses: Clauses, i: int) -> bool:
    """Return whether a token opens what leads in a subject: "Evaluated on A, ", but not "Experiments on A"."""
    return bool(clauses.roles[i] & _LEADS) and "evidence" not in clauses.roles[i] and not _is_adjective(clauses, i)


def _is_adjective(clauses: Clauses, i: int) -> bool:
    """Return whether a participle only describes the name behind it: "Fine-tuned X reaches", not "Trained on A, X"."""
    behind = clauses.roles[i + 1] if i + 1 < len(clauses.roles) else frozenset[str]()
    return bool(behind & (SYSTEMS | {"training-verb"})) and clauses.sentence.words[i].endswith("ed")


def _glossed(clauses: Clauses, entities: list[Entity], first: int, last: int) -> Reading | None:
    """Return the one system that brackets name: "the best model (X)"; an enumeration in brackets names none."""
    sentence = clauses.sentence
    for i in range(first, last):
        if sentence.words[i] != "(":
            continue
        end = next((k for k in range(i, last + 1) if sentence.words[k] == ")"), last)
        inside = [e for e in entities if i < e.first < end and e.type in SYSTEMS]
        plain = not any(
            sentence.words[k] in (",", "%", "+") or clauses.roles[k] & {"such_as", "conjunction"} for k in range(i, end)
        )
        short = inside[0].surface.removesuffix("s") if inside and inside[0].type == "name" else ""
        if short.isupper() and short.isalpha():
            continue  # "the mean deviation of tides (MDT)" only abbreviates
        if inside and plain and inside[0].first == i + 1 and not clauses.roles[i - 1] & _MEASURES:
            return Reading("own" if inside[0].type == "own" else "named", inside[0].surface, inside[0])
    return None


def _read_part(clauses: Clauses, entities: list[Entity], tokens: list[int]) -> Reading:
    sentence, roles = clauses.sentence, clauses.roles
    while tokens and ("conjunction" in roles[tokens[0]] or clauses.is_adverb(tokens[0])):
        tokens = tokens[1:]
    while len(tokens) > 1 and "training-verb" in roles[tokens[0]] and _is_adjective(clauses, tokens[0]):
        tokens = tokens[1:]
    if tokens and roles[tokens[0]] & _LEADS and not roles[tokens[0]] & {"first-person"}:
        tokens = tokens[_behind_lead(clauses, tokens) :]
    if not tokens:
        return NOTHING
    inside = [e for e in entities if e.first in tokens and e.type in SYSTEMS and not DESCRIBES.search(e.surface)]
    opening = sentence.words[tokens[0]].lower()
    if opening.endswith("ing") and not roles[tokens[0]] & {"other-system", "others", "name", "model", "own", "settings"}:
        model = _first(inside, ("model",))
        return _first(inside, ("own",)) or (model._replace(kind="changed") if model is not None else _OWN)  # "Fine-tuning X"
    stop = next((k for k, t in enumerate(tokens) if k and _ends_head(clauses, t)), len(tokens))
    head = tokens[:stop]
    rest = tokens[stop:]
    if rest and "such_as" in roles[rest[0]]:
        named = _first([e for e in inside if e.first > rest[0]], ("model", "own", "name"))
        if named is not None:
            return named
    if rest and roles[head[-1]] & _MEASURES:
        owner = _owner(clauses, entities, head)
        if owner is not None:
            return owner
        if roles[rest[0]] & {"of"} or sentence.words[rest[0]] in ("by", "for", "between"):
            owner = _read_part(clauses, entities, rest[1:])
            return owner if owner.kind not in PHRASES else NOTHING
    reading = _read_head(clauses, entities, head)
    if reading.kind == "named" and rest and ("accompany" in roles[rest[0]] or is_participle(clauses, rest[0])):
        reading = _first([e for e in inside if e.first > rest[0]], ("own",)) or reading  # "X equipped with our own"
    if reading.kind in _NOT_OWN and any(roles[t] & {"own", "first-person"} for t in rest):
        return _first(inside, ("own",)) or _OWN  # "models trained on our data"
    return reading


_NOT_OWN = PHRASES | {"others", "some", "nothing", "human"}
_NO_NOUNS = frozenset({"quantity", "auxiliary", "be", "zero", "infinitive"})


def _behind_lead(clauses: Clauses, tokens: list[int]) -> int:
    """Return where the subject begins behind a lead without a comma: "On A we reach", "In the A dataset the X model"."""
    roles = clauses.roles
    for k, t in enumerate(tokens):
        if roles[t] & {"anaphor", "own"}:
            return k
        if k > 1 and roles[t] & {"determiner", "first-person"} and not roles[tokens[k - 1]] & {"preposition", "conjunction"}:
            return k
    return len(tokens)


def _ends_head(clauses: Clauses, i: int) -> bool:
    """Return whether a token behind the head of a noun phrase belongs to it no more: "models trained on X"."""
    roles = clauses.roles
    if "training-verb" in roles[i]:
        return i + 1 >= len(roles) or bool(roles[i + 1] & {"preposition", "adverb"}) or clauses.is_adverb(i + 1)
    return bool(roles[i] & _ENDS_HEAD) or is_participle(clauses, i)


def is_participle(clauses: Clauses, i: int) -> bool:
    """Return whether a token describes the noun before it: "a model initialized by X"."""
    after = clauses.roles[i + 1] if i + 1 < len(clauses.roles) else frozenset[str]()
    plain = not clauses.roles[i] & {"name", "model", "own", "settings", "praise"}
    return plain and clauses.sentence.words[i].endswith("ed") and bool(after & {"preposition", "determiner"})


def _first(entities: list[Entity], types: tuple[str, ...]) -> Reading | None:
    for entity in entities:
        if entity.type in types:
            return Reading("own" if entity.type == "own" else "named", entity.surface, entity)
    return None


def _owner(clauses: Clauses, entities: list[Entity], head: list[int]) -> Reading | None:
    """Return whose measure a phrase is: "X's accuracy", "its accuracy", "X accuracy"."""
    for entity in entities:
        if entity.first in head and entity.last < head[-1] and entity.type in ("own", "model"):
            return Reading("own" if entity.type == "own" else "named", entity.surface, entity)
    return _OWN if clauses.roles[head[0]] & {"first-person"} else None


def _read_head(clauses: Clauses, entities: list[Entity], head: list[int]) -> Reading:
    """Return what the head of a phrase stands for: its words up to the first preposition."""
    roles = clauses.roles
    inside = [e for e in entities if e.first in head and e.type in SYSTEMS and not DESCRIBES.search(e.surface)]
    own = _first(inside, ("own",))
    if own is not None:
        group = next(g for g in coordinated_groups(clauses.sentence, inside) if own.entity in g)
        return own._replace(entity=group[0])
    if roles[head[-1]] & _MEASURES:
        people = _HUMAN if any("human" in roles[t] for t in head) else NOTHING
        return _owner(clauses, entities, head) or people
    for entity in reversed(inside):
        behind = [t for t in head if t > entity.last]
        if entity.type == "model" or not behind or all(roles[t] & {"generic-system"} for t in behind):
            group = next(g for g in coordinated_groups(clauses.sentence, inside) if entity in g)
            return Reading("named", group[0].surface, group[0])
    types = frozenset[str]().union(*(roles[t] for t in head))
    if len(head) == 1 and clauses.sentence.words[head[0]].lower() in ("it", "they", "this"):
        return _IT
    if roles[head[0]] & {"anaphor", "first-person"} or "first-person" in types:
        return _OWN
    rest = [t for t in head if not roles[t] & {"determiner", "relative", "adverb", "other-system", "others"}]
    if types & {"other-system", "others"} and (types & {"generic-system"} or not rest or "others" in roles[head[0]]):
        return _OTHERS
    if "human" in roles[head[-1]]:
        return _HUMAN
    return _read_nouns(clauses, head)


def _read_nouns(clauses: Clauses, head: list[int]) -> Reading:
    """Return the phrase of an unnamed but specific system, or own or others for what is only "the model" or "models"."""
    sentence, roles = clauses.sentence, clauses.roles
    last = roles[head[-1]]
    definite = sentence.words[head[0]].lower() in ("the", "this", "these", "our", "its")
    nouns = [t for t in head if not roles[t] & {"determiner", "praise", "relative", "adverb", "other-system"}]
    if "evidence" in last or not nouns:
        return NOTHING
    if "generic-system" in last and (len(nouns) == 1 or (not definite and "count-noun" in last)):
        plural = sentence.text[sentence.ends[head[-1]] - 1] == "s"
        return _OWN if definite else _SOME if plural else NOTHING
    if len(head) == 1 and last == _CAPITAL and not sentence.words[head[0]].endswith(("s", "ing", "ly")):
        return Reading("named", sentence.words[head[0]], None)  # a plain word as a name: "Lighthouse ranked"
    if last & {"benchmark-noun", "setup", "count-noun"} or len(nouns) < 2 or nouns[-1] - nouns[0] >= len(nouns):
        return NOTHING
    if any(roles[t] & _NO_NOUNS for t in nouns):
        return NOTHING
    known = any(roles[t] & _NAMELIKE for t in nouns[:-1]) and not roles[head[0]] & {"first-person"}
    if definite and not known:
        return NOTHING
    kind = "phrase"
    if "generic-system" in last and not definite:
        kind = "sort" if sentence.words[head[-1]].endswith("s") else "one"
    elif known:
        kind = "known"
    return Reading(kind, sentence.surface(nouns[0], nouns[-1]), None)


_NAMELIKE = frozenset({"name", "model", "acronym"})
