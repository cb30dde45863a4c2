"""Where a paper evaluates: the benchmarks that hold for the claims of a sentence that names none itself.

A reader carries the place of the last experiment along: "We evaluate X on A. It reaches 78.2." The place is dropped where
a sentence says that it speaks of something else, "Moreover, we propose", or gives a place without a name, "across
several benchmarks".
"""

from ..entities import Entity, coordinated_groups
from ..introductions import OwnNames
from ..mentions import Sentence

_TESTS = frozenset({"test-noun", "experiment"})
"""What is introduced with these is there to test on; a mere dataset may be there to train on."""


def find_stage(sentence: Sentence, entities: list[Entity], own: OwnNames, distance: int) -> list[str]:
    """Return the benchmarks on which a sentence says that the paper evaluates, or none.

    Right before the claims, a known benchmark in a sentence about results is enough; two sentences before, only one
    that stands alone.
    """
    found = [e for e in entities if e.type == "benchmark"]
    groups = coordinated_groups(sentence, found)
    staged = [e for group in groups if _is_stage(sentence, group) for e in group]
    if not staged and (not own.systems or any(s & _TESTS for s in sentence.signatures)):
        staged = [e for e in found if e.surface in own.benchmarks]
    if not staged and distance <= 2 and any("evaluation" in s for s in sentence.signatures):
        staged = [e for group in groups if group[0].certain for e in group]
        if distance == 2 and len(staged) > 1:
            staged = []
    return list(dict.fromkeys(e.surface for e in staged))


def _is_stage(sentence: Sentence, group: list[Entity]) -> bool:
    """Return whether experiments are run on a group of benchmarks: "experiments on A", "On A, we", "we test B on A"."""
    first = group[0].first
    place = _place_before(sentence, first)
    if place is None:
        return False
    if sentence.surface(place, place).lower() != "on" and not group[0].certain:
        return False
    if place <= 2 or "evaluation-verb" in sentence.signatures[place]:
        return True
    return any("experiment" in sentence.signatures[k] for k in range(max(0, place - 8), place))


def _place_before(sentence: Sentence, first: int) -> int | None:
    """Return the preposition or verb that makes a name a place of evaluation: "on", "across", "evaluate"."""
    signatures = sentence.signatures
    for i in range(first - 1, max(-1, first - 13), -1):
        if signatures[i] & {"place", "evaluation-verb"}:
            trains = any("training-verb" in s for s in signatures[max(0, i - 2) : i])
            return None if trains else i
        if signatures[i] & {"clause", "than", "percent", "decimal"} or sentence.surface(i, i) == ";":
            return None
    return None


def turns_away(sentence: Sentence) -> bool:
    """Return whether a sentence leaves the place of the one before: it opens a new point or names a place of its own kind."""
    signatures = sentence.signatures
    if signatures and "addition" in signatures[0]:
        return True
    return any("place" in signature and _is_unnamed_place(sentence, i) for i, signature in enumerate(signatures))


def points_to_own(sentence: Sentence) -> bool:
    """Return whether a sentence gives the paper's own benchmark as its place: "on our dataset", "on this benchmark"."""
    signatures = sentence.signatures
    for i, signature in enumerate(signatures):
        if "place" not in signature or i + 1 == len(signatures) or not signatures[i + 1] & {"anaphor", "first-person"}:
            continue
        for k in range(i + 2, min(i + 6, len(signatures))):
            if "benchmark-noun" in signatures[k]:
                return True
            if not signatures[k] & {"word", "praise", "relative", "first-person", "task"}:
                break
    return False


def _is_unnamed_place(sentence: Sentence, i: int) -> bool:
    """Return whether a preposition governs a place without a name: "on several benchmarks", not "on all three datasets"."""
    signatures = sentence.signatures
    for k in range(i + 1, min(i + 7, len(signatures))):
        surface = sentence.surface(k, k).lower()
        if "anaphor" in signatures[k] or surface in (",", "("):
            return False
        if "unnamed-place" in signatures[k]:
            return True
        if signatures[k] & {"metric", "achieve", "clause", "and", "of", "quantity"}:
            return False
    return False
