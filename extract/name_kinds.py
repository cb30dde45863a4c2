"""What the words beside a name say of it: whether it is a system, a piece of hardware, a list of benchmarks or an adjective."""

from collections import Counter
from functools import cache, lru_cache

import regex

from ..schemas.load import load_benchmarks, load_models
from .lexicon import load_lexicon
from .mentions import Sentence
from .names import load_name_index
from .verbs import RESULT_VERBS

NAME_LIKE = frozenset({"name", "benchmark", "model", "own"})


def is_hardware(sentence: Sentence, last: int) -> bool:
    """Return whether a noun for hardware closes the phrase of a name: "on IBM's Heron quantum processor"."""
    for k in range(last + 1, min(last + 6, len(sentence.starts))):
        if "hardware-noun" in sentence.signatures[k]:
            return True
        if not sentence.signatures[k] & {"word", "name", "acronym", "integer", "magnitude", "possessive"}:
            return False
    return False


def is_measured_in(sentence: Sentence, cue: int) -> bool:
    """Return whether "in" says where a result was reached: "74.2% in X", "4th of 27 teams in X"."""
    signatures = sentence.signatures
    if not any(c.isupper() or c.isdigit() for c in sentence.words[cue + 1][1:]):
        return False
    return cue > 0 and (bool(signatures[cue - 1] & {"quantity", "experiment"}) or any("ordinal" in s for s in signatures[:cue]))


def has_size(sentence: Sentence, last: int) -> bool:
    """Return whether a number of parameters stands in brackets behind a name: "Dobby (8B)"."""
    if last + 3 >= len(sentence.starts):
        return False
    if "magnitude" in sentence.signatures[last + 1] and not sentence.signatures[last + 2] & {"count-noun", "metric"}:
        return True  # "RedPajama 3B's"
    if sentence.words[last + 1] != "(":
        return False
    return "magnitude" in sentence.signatures[last + 2] and sentence.words[last + 3] == ")"


def lists_systems(sentence: Sentence, cue: int) -> bool:
    """Return whether a word for systems announces a list: "methods including A, B", "baselines such as A"."""
    announced = _announcing_noun(sentence, cue)
    return "generic-system" in announced and not announced & {"benchmark-noun", "count-noun"}


def _announcing_noun(sentence: Sentence, cue: int) -> frozenset[str]:
    """Return the signature of the noun whose examples a word announces: the datasets of "datasets, including A"."""
    if cue < 1 or "lists" not in sentence.signatures[cue]:
        return frozenset()
    noun = cue - 1
    while noun > cue - 3 and noun > 0 and not sentence.signatures[noun] & {"benchmark-noun", "generic-system", "count-noun"}:
        noun -= 1  # ", such as"
    return sentence.signatures[noun]


_SIZED = regex.compile(
    r"(?:^|[-_ ])[A-Z]?\d+(?:\.\d+)?[BM](?:$|[-_ ])"
    r"|-(?:Instruct|Chat)$"
)
_VARIANT = regex.compile(r"-(?:S|B|L|T|XL|[Tt]iny|[Ss]mall|[Bb]ase|[Ll]arge|[Mm]ini|[Nn]ano|[Hh]uge)$")


def is_system_name(surface: str) -> bool:
    """Return whether a new name is made like that of a model: "Foo-7B-Instruct", "Qwen3-VL-Flash", "RS-MLLMs"."""
    if _SIZED.search(surface):
        return True
    parts = surface.split("-")
    varied = any(c.isdigit() for c in surface) or _VARIANT.search(surface) is not None
    if varied and any(_is_model("-".join(parts[:k])) for k in range(1, len(parts))):
        return True
    stem = _STEM.match(surface)
    if stem is not None and stem.group().lower() in _families() and _TESTS.search(surface) is None:
        return True
    return "generic-system" in load_lexicon().words.get(surface.rpartition("-")[2].lower(), ())


_STEM = regex.compile(r"[A-Za-z]{3,}+(?![a-z])")
_FAMILY_SIZE = 3


@cache
def _families() -> frozenset[str]:
    """Return the stems that several known models share, and more models than benchmarks: "llama", "gpt"."""
    models = Counter(m.group().lower() for e in load_models() if (m := _STEM.match(e.name)))
    benchmarks = Counter(m.group().lower() for e in load_benchmarks() if (m := _STEM.match(e.name)))
    return frozenset(stem for stem, n in models.items() if n >= _FAMILY_SIZE and n > 2 * benchmarks[stem])


_JOINT = regex.compile("[- ]")
_TESTS = regex.compile(r"(?:Bench|BENCH|bench|Benchmark|Arena|Gym|[a-z]QA|VQA|NLI|MMLU)(?:-[A-Za-z0-9]{1,6})?$")


@lru_cache(maxsize=4096)
def is_benchmark_name(surface: str) -> bool:
    """Return whether a new name is made like that of a benchmark: "KnotBench", "HarborQA", "EPIC-CS3" from the known "EPIC"."""
    if _TESTS.search(surface):
        return True
    parts = _JOINT.split(surface)
    return len(parts) > 1 and any(_is_benchmark("-".join(parts[:k])) for k in range(1, len(parts)))


def _is_benchmark(name: str) -> bool:
    return len(name) > 3 and load_name_index().known(name, "benchmark") is not None


_MIXED = regex.compile(r"[A-Z]\d?[a-z]+[A-Z]|[a-z][A-Z]|[A-Z]\d[A-Z]")


def _is_model(name: str) -> bool:
    return load_name_index().known(name, "model") is not None


def is_adjective(sentence: Sentence, first: int, last: int) -> bool:
    """Return whether a new name only says of what kind a benchmark is: "three VTG benchmarks", "a large CT dataset"."""
    signatures = sentence.signatures
    if any("benchmark" in signatures[i] for i in range(first, last + 1)):
        return False
    noun = sentence.words[last + 1].lower()
    if not (noun.endswith("s") and "benchmark-noun" in load_lexicon().words.get(noun[:-1], ())):
        mixed = _MIXED.search(sentence.surface(first, last)) is not None  # "a large S2Looking dataset" is one by that name
        return not mixed and any(sentence.words[i] in ("a", "an") for i in range(max(0, first - 4), first))
    for i in range(first - 1, max(-1, first - 5), -1):
        if sentence.words[i] in ("the", ",") or signatures[i] & {"and", "benchmark-noun"}:
            return False
        if signatures[i] & {"where", "quantity"}:
            break
    return True


def lists_benchmarks(sentence: Sentence, first: int) -> bool:
    """Return whether a name opens a list that a word for benchmarks announces: "two public datasets, A and B"."""
    if first >= 3 and sentence.words[first - 1] == "," and sentence.signatures[first - 3] & NAME_LIKE:
        return False  # "On the A dataset, B reaches"
    if first and _announcing_noun(sentence, first - 1) & {"benchmark-noun"}:
        return True
    if first and sentence.words[first - 1] == ":":  # "on two benchmarks we introduce for the task: A and B"
        return any("several" in s and "benchmark-noun" in s for s in sentence.signatures[max(0, first - 12) : first])
    return (
        first >= 2
        and sentence.words[first - 1] in (",", ":", "(", "-")
        and "benchmark-noun" in sentence.signatures[first - 2]
        and "first-person" not in sentence.signatures[max(0, first - 3)]  # "that we test, X, reaches"
        and (first + 1 >= len(sentence.signatures) or not sentence.signatures[first + 1] & RESULT_VERBS)
    )


def heads_dataset(sentence: Sentence, first: int, last: int) -> bool:
    """Return whether a name and a plain word or two say which dataset is meant: "the Hutter prize dataset"."""
    if first == 0 or "definite" not in sentence.signatures[first - 1]:
        return False
    for k in range(last + 1, min(last + 4, len(sentence.starts))):
        if "benchmark-noun" in sentence.signatures[k]:
            return k > last + 1
        if not sentence.signatures[k] & _DESCRIBING:
            return False
    return False


_DESCRIBING = frozenset({"word", "task", "count-noun", "acronym"})


def is_explained_benchmark(sentence: Sentence, last: int) -> bool:
    """Return whether an apposition says that a name is a benchmark: "X, a large multi-turn dialogue dataset"."""
    i, n = _after_gloss(sentence, last), len(sentence.starts)
    if i + 2 >= n or sentence.words[i] != "," or not sentence.signatures[i + 1] & {"indefinite", "definite", "first-person"}:
        return False
    for k in range(i + 2, min(i + 12, n)):
        signature = sentence.signatures[k]
        if "benchmark-noun" in signature:
            return k + 1 == n or "generic-system" not in sentence.signatures[k + 1]
        if signature & _ENDS_PHRASE or sentence.words[k] in (",", ";", "(", ")"):
            return False
    return False


_ENDS_PHRASE = frozenset({"clause", "of", "be", "achieve", "generic-system", "governor", "place"})


def _after_gloss(sentence: Sentence, last: int) -> int:
    """Return the token behind a name and its bracket: "A B (AB)"."""
    i, n = last + 1, len(sentence.starts)
    if i + 1 < n and sentence.words[i] == "(":
        for k in range(i + 1, min(i + 6, n)):
            if sentence.words[k] == ")":
                return k + 1
    return i


def opens_result(sentence: Sentence, first: int, last: int) -> bool:
    """Return whether a name opens a bracket that holds a result on it: "generalises to speech (X, F1=62.9)"."""
    if first == 0 or last + 3 >= len(sentence.starts) or sentence.words[first - 1] != "(":
        return False
    behind = sentence.signatures[last + 2 : last + 5]
    comma = sentence.words[last + 1] == "," and "metric" in behind[0]
    return comma and any("quantity" in signature for signature in behind)
