"""Where a paper evaluates: the benchmarks that hold for the claims of a sentence that names none itself.

A reader carries the place of the last experiment along: "We evaluate X on A. It reaches 78.2." The place is dropped where
a sentence says that it speaks of something else, "Moreover, we propose", or gives a place without a name, "across
several benchmarks".
"""

from ..entities import signature_behind
from ..enumerations import Entity, coordinated_groups
from ..mentions import Sentence
from ..name_kinds import NAME_LIKE
from ..own_names import OwnNames
from ..quantities import Quantity

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
        called = [e for e in staged if _is_called_test(sentence, e)]
        staged = called or staged
    if not staged and distance <= 2 and any("evaluation" in s for s in sentence.signatures):
        staged = [e for group in groups if any(e.certain for e in group) for e in group if e.surface not in own.benchmarks]
        if distance == 2 and len(staged) > 1:
            staged = []
    return list(dict.fromkeys(e.surface for e in staged))


def _is_called_test(sentence: Sentence, entity: Entity) -> bool:
    """Return whether a noun for tests stands right before or behind a name: "a benchmark A", and not "a dataset B"."""
    before = sentence.signatures[max(0, entity.first - 2) : entity.first]
    return any("test-noun" in s for s in before) or "test-noun" in signature_behind(sentence, entity.last)


def is_setup(sentence: Sentence) -> bool:
    """Return whether a sentence only says what experiments are run, with no finding: costs were measured there as well."""
    return any("experiment" in s for s in sentence.signatures) and not any("clause" in s for s in sentence.signatures)


def _is_stage(sentence: Sentence, group: list[Entity]) -> bool:
    """Return whether experiments are run on a group of benchmarks: "experiments on A", "On A, we", "we test B on A"."""
    first = group[0].first
    place = _place_before(sentence, first)
    if place is None:
        return _is_contest(sentence, group) or _is_used_to_test(sentence, group)
    certain = any(e.certain for e in group)
    if sentence.words[place].lower() != "on" and not certain:
        return False
    if place <= 2 or "evaluation-verb" in sentence.signatures[place] or _is_contest(sentence, group):
        return True
    tested = frozenset().union(*(s for s in sentence.signatures[max(0, place - 14) : place] if "experiment" in s))
    return (certain and bool(tested)) or "tests-verb" in tested


def _is_contest(sentence: Sentence, group: list[Entity]) -> bool:
    """Return whether a paper that names a contest takes part in it: "our entry to the A Challenge", "A is a competition"."""
    last = group[-1].last
    return "contest" in sentence.signatures[last] or "contest" in signature_behind(sentence, last)


def _is_used_to_test(sentence: Sentence, group: list[Entity]) -> bool:
    """Return whether experiments use a benchmark: "Using the A benchmark, we evaluate"."""
    used = any("source" in sentence.signatures[k] for k in range(max(0, group[0].first - 4), group[0].first))
    trains = any("training-verb" in s for s in sentence.signatures[max(0, group[0].first - 6) : group[0].first])
    tests = any("evaluation-verb" in s for s in sentence.signatures)
    return used and tests and not trains and any(e.certain for e in group)


def _place_before(sentence: Sentence, first: int) -> int | None:
    """Return the preposition or verb that makes a name a place of evaluation: "on", "across", "evaluate"."""
    signatures = sentence.signatures
    for i in range(first - 1, max(-1, first - 13), -1):
        if signatures[i] & {"place", "evaluation-verb"}:
            trains = any("training-verb" in s for s in signatures[max(0, i - 2) : i])
            return None if trains else i
        if signatures[i] & {"clause", "than", "percent", "decimal"} or sentence.words[i] == ";":
            return None
    return None


def turns_away(sentence: Sentence, count: int, alone: bool) -> bool:
    """Return whether a sentence leaves the `count` benchmarks of those before: for a new point or a place without a name.

    `alone`: the paper proposes nothing but a benchmark, so a new point is one about it.
    """
    signatures = sentence.signatures
    if signatures and "addition" in signatures[0] and not alone and any("proposes" in s for s in signatures[:16]):
        return True
    if signatures and ("shift" in signatures[0] or _opens_experiment(sentence)):
        return True
    return any("place" in signature and is_unnamed_place(sentence, i, count) for i, signature in enumerate(signatures))


def _opens_experiment(sentence: Sentence) -> bool:
    """Return whether a sentence begins with an experiment of its own: "In a blind clinical evaluation of X, ..."."""
    signatures = sentence.signatures
    if len(signatures) < 3 or "place" not in signatures[0] or "indefinite" not in signatures[1]:
        return False
    for k in range(2, min(8, len(signatures))):
        if "experiment" in signatures[k] or "test-noun" in signatures[k]:
            return True
        if signatures[k] & {"benchmark", "achieve", "clause", "of"}:
            return False
    return False


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


def is_unnamed_place(sentence: Sentence, i: int, count: int) -> bool:
    """Return whether a preposition governs a place without a name: "on several benchmarks", not "on all three datasets"."""
    signatures = sentence.signatures
    for k in range(i + 1, min(i + 7, len(signatures))):
        payload = sentence.payloads[k]
        if signatures[k] & {"anaphor", "same-one", "first-person", *NAME_LIKE} or sentence.words[k] in (",", "("):
            return False
        if (
            k == i + 2
            and sentence.words[k - 1] == "the"
            and ("several" not in signatures[k] or count > 1)
            and "benchmark-noun" in signatures[k]
        ):
            return False  # "on the benchmark", "on the datasets": those before
        if isinstance(payload, Quantity) and (payload.kind != "integer" or payload.value == count):
            return False
        if "unnamed-place" in signatures[k]:
            return True
        if signatures[k] & {"metric", "achieve", "clause", "and", "of"}:
            return False
    return False


def goes_on(sentence: Sentence) -> bool:
    """Return whether a sentence speaks of all the results before it: "These gains", "by 3% and 5%, respectively"."""
    return "anaphor" in sentence.signatures[0] or any("respectively" in s for s in sentence.signatures)


def means_one_of(sentence: Sentence) -> bool:
    """Return whether a sentence begins with "the former" or "the latter"."""
    return any(signature & {"former", "latter"} for signature in sentence.signatures[:4])


def pick_named(sentence: Sentence, staged: list[str]) -> list[str]:
    """Return the benchmarks that a sentence means of those before: the first for "the former", the last for "the latter"."""
    for signature in sentence.signatures[:4]:
        if "former" in signature:
            return staged[:1]
        if "latter" in signature:
            return staged[-1:]
    return staged


def find_used(sentence: Sentence, entities: list[Entity], own: OwnNames) -> list[str]:
    """Return the datasets that a paper says it uses in any way: "leveraging the A dataset", "trained on the A corpus"."""
    begins = "source" in sentence.signatures[0]  # "Analyzing a part of the A corpus"
    if not begins and not any(s & _PAPER for s in sentence.signatures) and not _is_about_the_model(sentence):
        return []
    found = [e for e in entities if e.type in ("benchmark", "training") and e.surface not in own.benchmarks]
    return list(dict.fromkeys(e.surface for e in found if _is_source(sentence, e)))


_PAPER = frozenset({"first-person", "own", "method-noun"})


def _is_about_the_model(sentence: Sentence) -> bool:
    """Return whether a sentence begins with the system of the paper: "The model is trained on"."""
    head = sentence.signatures[:4]
    return "definite" in head[0] and any("generic-system" in s and "metric" not in s for s in head[1:])


def _is_source(sentence: Sentence, entity: Entity) -> bool:
    """Return whether a name is called a dataset and stands where one is used: "using the A dataset"."""
    after = signature_behind(sentence, entity.last)
    if "data-noun" not in after and "data-noun" not in sentence.signatures[entity.last]:
        return False
    return any("source" in sentence.signatures[k] for k in range(max(0, entity.first - 10), entity.first))
