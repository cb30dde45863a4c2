"""Places in the same words: "80% on A, 85% on B and 83% on C" tells of each what it tells of one."""

from itertools import pairwise
from typing import NamedTuple

from ..enumerations import Entity
from ..mentions import Sentence
from ..values import Value


class _Place(NamedTuple):
    """What a preposition behind a value leads to: its word, the name behind it if there is one, and the last token."""

    word: str
    entity: int | None
    last: int


def spread_places(sentence: Sentence, values: list[Value], entities: list[Entity]) -> tuple[list[Entity], frozenset[int]]:
    """Return the entities with the names typed that stand where others name benchmarks, and the values placed without a name."""
    if len(values) < 2 or not any(e.type == "benchmark" for e in entities):
        return entities, frozenset()
    places = [_find_place(sentence, values, i, entities) for i in range(len(values))]
    unnamed: set[int] = set()
    for run in _parallel_runs(sentence, values, places):
        named = [places[i].entity for i in run]  # type: ignore[union-attr]
        if not any(k is not None and entities[k].type == "benchmark" for k in named):
            continue
        for i, k in zip(run, named, strict=True):
            if k is None:
                unnamed.add(i)
            elif entities[k].type == "name":
                entities = [e._replace(type="benchmark") if e is entities[k] else e for e in entities]
    return entities, frozenset(unnamed)


def _find_place(sentence: Sentence, values: list[Value], i: int, entities: list[Entity]) -> _Place | None:
    """Return the place right behind a value and what it counts: "83.5% Dice on the B datasets"."""
    end = values[i + 1].token if i + 1 < len(values) else len(sentence.starts)
    start = values[i].last_token + 1
    lead = next((k for k in range(start, min(start + 4, end)) if not sentence.signatures[k] & _COUNTED), end)
    if lead >= end or not sentence.signatures[lead] & _PREPOSITIONS:
        return None
    last = lead
    while last + 1 < end and not _closes(sentence, last + 1):
        last += 1
    inside = [k for k, e in enumerate(entities) if lead < e.first <= last]
    return _Place(sentence.words[lead].lower(), inside[0] if inside else None, last)


_COUNTED = frozenset({"metric", "word", "point-word", "improvement", "gain", "relative"})
_PREPOSITIONS = frozenset({"where", "of"})


def _closes(sentence: Sentence, i: int) -> bool:
    signature = sentence.signatures[i]
    return bool(signature & {"and", "clause", "governor"}) or sentence.words[i] in (",", ";", ".", "(", ")")


def _parallel_runs(sentence: Sentence, values: list[Value], places: list[_Place | None]) -> list[list[int]]:
    """Return the runs of values of one kind that follow each other, each with a place behind the same preposition."""
    runs: list[list[int]] = []
    for i, j in pairwise(range(len(values))):
        left, right = places[i], places[j]
        if left is None or right is None or left.word != right.word or values[i].kind != values[j].kind:
            continue
        between = range(left.last + 1, values[j].token)
        if not between or not all(sentence.signatures[k] & _LINKS or sentence.words[k] in (",", "-", "~") for k in between):
            continue
        if runs and runs[-1][-1] == i:
            runs[-1].append(j)
        else:
            runs.append([i, j])
    return runs


_LINKS = frozenset(
    {"and", "relative", "determiner", "bound-up-to", "bound-over", "bound-under", "bound-approx", "quantity", "by", "brings"}
)
