"""Group the tokens of a sentence into entities: benchmarks, systems and other names, each typed by its place.

A known name has its type from the vocabulary; a new one gets it from the words around it: behind "on" or before
"dataset" it is a benchmark, behind "than" or "outperforms" a system, and in a coordination what its neighbours are.
"""

from .enumerations import Entity, spread_types
from .mentions import Sentence
from .name_kinds import (
    NAME_LIKE,
    has_size,
    heads_dataset,
    is_adjective,
    is_benchmark_name,
    is_explained_benchmark,
    is_hardware,
    is_measured_in,
    is_system_name,
    lists_benchmarks,
    lists_systems,
    opens_result,
)
from .own_names import DESCRIBES, OwnNames
from .verbs import RESULT_VERBS

_MODIFIERS = frozenset({"determiner", "relative", "word", "settings", "count-noun", "other-system", "acronym", "task"})
_CLOSES = frozenset({"acronym", "benchmark-noun", "settings"})


def _run_end(sentence: Sentence, i: int) -> int:
    """Return the last token of the name that starts at token `i`: "Claude 3.5 Sonnet", "Pascal VOC 2012"."""
    signatures, payloads = sentence.signatures, sentence.payloads
    last = _titled_end(sentence, i)
    j = last + 1
    n = len(signatures)
    while j < n:
        signature = signatures[j]
        if "metric" in signature:
            break
        if "benchmark" in signature and "model" in signatures[i]:
            break
        capital = signature & _CLOSES and sentence.words[j][:1].isupper() and "hardware-noun" not in signature
        if signature & NAME_LIKE or signature == {"word", "capital"} or capital or "year" in signature:
            last = j
        elif "task" in signature and sentence.words[j][0].isupper() and j + 1 < n and "benchmark-noun" in signatures[j + 1]:
            last = j  # "the ICPR Object Tracking challenge"
        elif "integer" in signature or "decimal" in signature:
            quantity = payloads[j]
            small = getattr(quantity, "value", 100) < 10
            names_on = j + 1 < n and bool(signatures[j + 1] & NAME_LIKE)
            ends = j + 1 == n or not signatures[j + 1] & {"metric", "quantity", "word", "count-noun"}
            if not (small and (names_on or ("integer" in signature and ends))):
                break
            last = j
        else:
            break
        j += 1
    return last


def _titled_end(sentence: Sentence, i: int) -> int:
    """Return the last token of a name whose capitalised words run up to a noun for benchmarks: "Eye Disease Image Dataset"."""
    signatures = sentence.signatures
    if signatures[i] & {"model", "own", "benchmark"}:
        return i
    last = i
    linked = False
    for k in range(i + 1, min(i + 10, len(signatures))):
        capital = sentence.words[k][:1].isupper() and not signatures[k] & {"own", "quantity"}
        if "benchmark-noun" in signatures[k]:
            return k if capital else last
        if capital and "study-noun" in signatures[k]:
            return k
        if linked and last == k - 1 and _is_shortened(sentence, i, k):
            return last
        if not capital and "inside-names" not in signatures[k]:
            break
        if capital:
            last = k
        elif not linked and "and" in signatures[k]:
            break  # two names, and not "Center for Foos and Bars"
        linked = linked or not capital
    return i


def _is_shortened(sentence: Sentence, first: int, bracket: int) -> bool:
    """Return whether a bracket shortens the name that begins at a token: "Survey of Income and Wealth (SIW)"."""
    if bracket + 2 >= len(sentence.starts) or sentence.words[bracket] != "(":
        return False
    short = sentence.words[bracket + 1]
    return short.isupper() and short[0] == sentence.words[first][0] and sentence.words[bracket + 2] == ")"


def find_entities(sentence: Sentence, own: OwnNames) -> list[Entity]:
    """Return the entities of a sentence in order, each with a type."""
    signatures = sentence.signatures
    found: list[Entity] = []
    i = 0
    n = len(signatures)
    while i < n:
        if signatures[i].isdisjoint(_OPENS) or not _opens(sentence, i):
            i += 1
            continue
        last = _run_end(sentence, i)
        if last + 1 < n and "citation" in signatures[last + 1]:  # "(Foo et al., 2019)"
            i = last + 1
            continue
        if not _is_gloss(sentence, i, last, found):
            surface = sentence.surface(i, last)
            type_ = _type_of(sentence, i, last, surface, own)
            found.append(Entity(i, last, type_, surface, _is_certain(sentence, i, last, surface)))
        i = last + 1
    return spread_types(sentence, found)


_OPENS = NAME_LIKE | {"capital"}


def _opens(sentence: Sentence, i: int) -> bool:
    """Return whether a token is a name, or a plain word with a capital that begins one."""
    signature = sentence.signatures[i]
    if "metric" in signature:
        return False
    if signature & NAME_LIKE:
        return True
    behind = sentence.signatures[i + 1] if i + 1 < len(sentence.starts) else frozenset[str]()
    return bool(behind & {"name", "benchmark", "benchmark-noun"})


def _is_gloss(sentence: Sentence, first: int, last: int, found: list[Entity]) -> bool:
    """Whether a name in brackets only abbreviates or details what stands before it: "AudioCaps (AC)"."""
    signatures = sentence.signatures
    if first < 2 or last + 1 >= len(signatures):
        return False
    if sentence.words[first - 1] != "(" or sentence.words[last + 1] != ")":
        return False
    before = signatures[first - 2]
    known = any("benchmark" in signatures[i] for i in range(first, last + 1))
    return ("metric" in before and not known) or "task" in before or bool(found and found[-1].last == first - 2)


def _is_certain(sentence: Sentence, first: int, last: int, surface: str) -> bool:
    signatures = sentence.signatures
    if any("benchmark" in s for s in signatures[first : last + 1]) or (first and "benchmark-noun" in signatures[first - 1]):
        return True
    if any("benchmark-noun" in s for s in (*signatures[first + 1 : last + 1], signature_behind(sentence, last))):
        return True
    if is_benchmark_name(surface) or lists_benchmarks(sentence, first):
        return True
    return heads_dataset(sentence, first, last) or is_explained_benchmark(sentence, last)


def signature_behind(sentence: Sentence, last: int) -> frozenset[str]:
    """Return the signature of the word behind a name and its abbreviation: "the A B (AB) database"."""
    n = len(sentence.starts)
    if last + 4 < n and sentence.words[last + 1] == "(" and sentence.words[last + 3] == ")":
        return sentence.signatures[last + 4] & {"benchmark-noun", "data-noun"} or sentence.signatures[last + 1]
    return sentence.signatures[last + 1] if last + 1 < n else frozenset()


def _left_cue(sentence: Sentence, first: int) -> int:
    """Return the token that governs an entity: the first to its left that is no article, adjective or plain noun."""
    signatures = sentence.signatures
    i = first - 1
    while (
        i >= 0
        and i > first - 8
        and (signatures[i] & _MODIFIERS or sentence.words[i] in ('"', "-"))
        and not (signatures[i] & {"where", "than", "train", "outperform", "trail", "achieve", "clause"})
    ):
        i -= 1
    return i


def is_placed(sentence: Sentence, entity: Entity) -> bool:
    """Return whether a preposition of place governs an entity, itself or in a list: "on X", "on two datasets, including X"."""
    cue = _left_cue(sentence, entity.first)
    return (cue >= 0 and "place" in sentence.signatures[cue]) or lists_benchmarks(sentence, entity.first)


def is_tested_on(sentence: Sentence, entity: Entity) -> bool:
    """Return whether the words before an entity say that it is there to test on: "on X", "experiments using X"."""
    cue = _left_cue(sentence, entity.first)
    return is_placed(sentence, entity) or (cue >= 0 and "source" in sentence.signatures[cue])


def _is_bare_place(sentence: Sentence, first: int, last: int) -> bool:
    """Return whether nothing but "on" stands before a name and no noun behind it: "reported on X is", not "on X tasks"."""
    if first == 0 or sentence.words[first - 1].lower() != "on":
        return False
    after = sentence.signatures[last + 1] if last + 1 < len(sentence.starts) else frozenset({"punctuation"})
    return bool(after & {"punctuation", "be", "and", "clause"} or after & RESULT_VERBS)


def _type_of(sentence: Sentence, first: int, last: int, surface: str, own: OwnNames) -> str:
    signatures = sentence.signatures
    after = signature_behind(sentence, last)
    cue = _left_cue(sentence, first)
    left = signatures[cue] if cue >= 0 else frozenset[str]()
    if "where" in left and cue > 0 and any("training-verb" in s for s in signatures[max(0, cue - 2) : cue]):
        return "training"
    if surface in own.benchmarks:
        return "benchmark"
    if "hardware-noun" in after or (first > 0 and "hardware-noun" in signatures[first - 1]) or is_hardware(sentence, last):
        return "hardware"
    types = set[str]().union(*signatures[first : last + 1])
    if "own" in types:
        placed = cue >= 0 and sentence.words[cue].lower() == "on" and cue == first - 1
        return "benchmark" if placed and not after & {"share-noun", "generic-system"} else "own"
    if any("benchmark-noun" in signature for signature in signatures[first + 1 : last + 1]):
        return "benchmark"
    if (DESCRIBES.search(surface) or len(surface) == 1) and "benchmark" not in types:
        return "name"
    if surface in own.concepts and not _is_bare_place(sentence, first, last):
        return "name"
    if first < last and "study-noun" in signatures[last] and "source" in left:
        return "benchmark"
    if "benchmark-noun" in after:
        return "name" if is_adjective(sentence, first, last) else "benchmark"
    if left & {"than", "outperform", "trail"} and cue == first - 1:
        return "model"
    if "model" in types or ("generic-system" in after and "first-person" not in after):
        return "model"
    if is_explained_benchmark(sentence, last) or heads_dataset(sentence, first, last):
        return "benchmark"
    if "benchmark" in types or lists_benchmarks(sentence, first):
        return "benchmark"
    if first > 0 and "benchmark-noun" in signatures[first - 1] and not after & RESULT_VERBS:
        return "benchmark"
    if is_system_name(surface) or has_size(sentence, last) or lists_systems(sentence, cue):
        return "model"
    if left & {"than", "outperform", "trail"} and "place" not in left:
        return "model"
    if is_benchmark_name(surface) and not after & RESULT_VERBS:
        return "benchmark"
    behind = signatures[last + 2] if last + 2 < len(signatures) else frozenset[str]()
    modifies = (
        (after == {"word"} and bool(behind & {"where", "than", "governor", "and"} or behind & RESULT_VERBS))
        or after == {"task"}
        or "metric-noun" in after
        or ("metric" in after and cue > 0)
    )
    if "where" in left and cue > 0 and "deploy-verb" in signatures[cue - 1]:
        return "hardware"
    if cue > 0 and sentence.words[cue] == "from" and "benchmark-noun" in signatures[cue - 1]:
        return "benchmark"
    if "solves" in left and cue == first - 1:
        return "benchmark"
    if "of" in left and cue > 0 and "benchmark-noun" in signatures[cue - 1] and _is_placed(sentence, cue - 1):
        return "benchmark"
    if "place" in left and not modifies:
        return "benchmark" if sentence.words[cue].lower() != "in" or is_measured_in(sentence, cue) else "name"
    if cue > 0 and sentence.words[cue] == "at" and "ordinal" in signatures[cue - 1]:
        return "benchmark"
    return "benchmark" if opens_result(sentence, first, last) else "name"


def _is_placed(sentence: Sentence, noun: int) -> bool:
    """Return whether a preposition of place governs a noun: "on the crowded scenes of X"."""
    for i in range(noun - 1, max(-1, noun - 5), -1):
        if "place" in sentence.signatures[i]:
            return True
        if not sentence.signatures[i] & {"determiner", "word", "praise", "relative", "settings"}:
            return False
    return False
