"""What a paper calls its own, and what the words beside a name say that it is: a system, a benchmark, or a part."""

from functools import cache
from typing import NamedTuple

import regex

from ..schemas.load import load_benchmarks, load_metrics, load_models, load_yaml
from .acronyms import title_acronyms
from .names import load_name_index


class OwnNames(NamedTuple):
    """The names that a paper gives to what it proposes, the main one first; `parts` are modules and losses of a system."""

    systems: tuple[str, ...]
    benchmarks: tuple[str, ...]
    parts: tuple[str, ...] = ()
    concepts: frozenset[str] = frozenset()
    """Abbreviations of ordinary words: "human activity recognition (HAR)"."""


NAME = r"(?:\d*[A-Z]\w*+(?:[-./+@]\w++)*+\+*|[a-z]++[A-Z0-9]\w*+(?:[-.+]\w++)*+)"
LONG = rf"{NAME}(?:[ ](?:\d(?:\.\d)?(?![\w%])|v\d|{NAME})){{0,5}}"
LOOKS_NAMED = regex.compile(r"\w[A-Z]|[A-Za-z]\d|\d[A-Z]|[A-Z]-|\+$|[a-z]-[A-Z]")


# "LLM-based", "GPU-accelerated": an adjective, not a name.
DESCRIBES = regex.compile(
    r"^[Nn]on-|^\d+-[A-Za-z]{1,3}$|-(?:[a-z]+(?:ed|ic|ven|ing)|aware|free|level|style|like|wise|agnostic|scale|only|oriented|of|to|and|in)\b"
)


class _Rules(NamedTuple):
    noun_before: "regex.Pattern[str]"
    subjects: frozenset[str]
    direct: "regex.Pattern[str]"
    called: "regex.Pattern[str]"
    gloss: "regex.Pattern[str]"
    apposed: "regex.Pattern[str]"
    noun_after: "regex.Pattern[str]"
    benchmark: "regex.Pattern[str]"
    system: "regex.Pattern[str]"
    ending: "regex.Pattern[str]"
    opening: "regex.Pattern[str]"
    title: "regex.Pattern[str]"
    never: frozenset[str]
    known: frozenset[str]
    metrics: frozenset[str]
    acronyms: frozenset[str]
    binders: frozenset[str]
    part: "regex.Pattern[str]"
    task_noun: "regex.Pattern[str]"


def any_of(words: list[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return "|".join(regex.escape(w, special_only=True, literal_spaces=True).replace(" ", r"\s") for w in ordered)


@cache
def load_rules() -> _Rules:
    """Return the patterns and words by which names are introduced."""
    cues = load_yaml("vocabulary", "introductions")
    called = any_of(cues["called"])
    known = {n for e in (*load_models(), *load_benchmarks()) for n in (e.name, *e.aliases)}
    metrics = {n for e in load_metrics() for n in (e.name, *e.aliases)}
    acronyms = next(e["words"] for e in load_yaml("vocabulary", "cues") if e["class"] == "acronym")
    return _Rules(
        regex.compile(rf"(?r)(?:{any_of(cues['system_nouns'])}|{any_of(cues['benchmark_nouns'])})[ ,(]*$"),
        frozenset(cues["subjects"]),
        regex.compile(rf"[ :,]{{1,2}}(?:(?:the|our|as|it|\")[ ]?){{0,3}}[\"'`]{{0,2}}(?P<name>{LONG})"),
        regex.compile(
            rf"\b(?:{called})[,:]?[ ](?:(?:the|a|as)[ ])?"
            rf"(?:[\"'`(]{{0,2}}(?P<name>{LONG})|[\"'`]{{1,2}}(?P<name>[a-z][\w -]{{2,40}}?)[\"'`,])"
        ),
        regex.compile(rf"\([\"'`]?(?P<name>{NAME})[\"'`]?[),;]"),
        regex.compile(rf"(?<=[ ,])(?P<name>{NAME})"),
        regex.compile(rf"[ ](?:{any_of(cues['system_nouns'])}|{any_of(cues['benchmark_nouns'])})\b"),
        regex.compile(rf"\b(?:{any_of(cues['benchmark_nouns'])})\b", regex.IGNORECASE),
        regex.compile(rf"\b(?:{any_of(cues['system_nouns'])})\b", regex.IGNORECASE),
        regex.compile(rf"(?:{any_of(cues['benchmark_endings'])})$"),
        regex.compile(rf"(?:{any_of(cues['benchmark_openings'])})\b"),
        regex.compile(r"\s*(?P<name>[^:?]{2,60}?)\s*(?::|--|—|–|\s-)\s*(?P<rest>.+)", regex.DOTALL),
        frozenset(
            {a.upper() for a in acronyms}
            | {a.capitalize() for a in acronyms}
            | {a[:-1].upper() + "s" for a in acronyms}
            | set(cues["never"])
        ),
        frozenset(known),
        frozenset(metrics),
        frozenset(acronyms),
        frozenset(cues["binders"]),
        regex.compile(rf"(?r)\b(?:{any_of(cues['part_nouns'])})\s*$", regex.IGNORECASE),
        regex.compile(rf"(?:{any_of(cues['task_nouns'])})\b"),
    )


_HEAD_ENDS = regex.compile(
    r"(?<![\w-])(?:for|that|which|to|with|where|in|on|from|by|using|we|(?:consist|compris|contain|design|based|spann|cover|evaluat(?!ion)|enhanc)\w*)(?![\w-])|[,.](?!\d)|[;:()]"
)
_GLOSS = regex.compile(r"[ ]?\([^()]*+\)")
_ADJECTIVES = regex.compile(r"(?:[Aa]n?|[Tt]he)(?:[ ][\w-]++){1,3}+$")


def _heads(after: str) -> list[str]:
    """Return the phrase behind a name, its bracket left out: "(AB), a 1,900-pair benchmark of"; adjectives may take the first."""
    gloss = _GLOSS.match(after)
    pieces = _HEAD_ENDS.split(after[gloss.end() if gloss is not None else 0 :].lstrip(" ,():;-—–\"'"), maxsplit=2)
    return pieces[:2] if _ADJECTIVES.match(pieces[0]) else pieces[:1]  # "a novel, public dataset"


def _is_benchmark(name: str, before: str, after: str) -> bool:
    """Return whether the words beside a name say that it is a benchmark: by the head noun of the phrase behind it,
    else of the one before it ("a new dataset distillation framework" is a framework).
    """
    rules = load_rules()
    if rules.ending.search(name):
        return True
    for phrase in (*_heads(after), before):
        benchmarks = [m.end() for m in rules.benchmark.finditer(phrase)]
        systems = [m.end() for m in rules.system.finditer(phrase)]
        if benchmarks or systems:
            return max(benchmarks, default=-1) >= max(systems, default=-1)
    return False


def is_common(name: str) -> bool:
    """Return whether a name names no system at all: a word, a common acronym, or a metric."""
    rules = load_rules()
    return name in rules.never or name.lower() in rules.acronyms or name in rules.metrics


def is_taken(name: str) -> bool:
    """Return whether a name names nothing new, as far as the name alone tells: a common one, or one that a vocabulary knows.

    Where the text spells a name out or says that it is given ("which we call X"), it may be new even so: the vocabulary
    knows systems by the papers that compare with them, and one paper introduced each.
    """
    return is_common(name) or name in load_rules().known


def names_new_benchmark(name: str, after: str) -> bool:
    """Return whether a name is a benchmark that this very paper introduces: "we present FooBench, a new dataset of"."""
    return load_name_index().known(name, "benchmark") is not None and _is_benchmark("", "", after[:70])


class Found:
    """The names found so far: `add` sorts them into systems, benchmarks and parts."""

    def __init__(self, title: str) -> None:
        """Know no name yet; what the title holds comes first."""
        self.systems: dict[str, None] = {}
        self.benchmarks: dict[str, None] = {}
        self.parts: dict[str, None] = {}
        self.concepts: set[str] = set()
        self._late: set[str] = set()
        self._title = title

    def add(self, name: str, before: str, after: str, late: bool = False) -> None:
        """Add a name with the words before and after it, which say what it is; `late` if others go before it."""
        name = _plain_name(name)
        if late and name not in self.systems:
            self._late.add(name)
        if len(name) < 2 or name in self.benchmarks or name in self.parts:
            return
        if DESCRIBES.search(name) and not self._title.startswith(f"{name}:"):
            return
        if (name in load_rules().never or name.lower() in load_rules().acronyms) and not self._title.startswith(name):
            return
        if name in self.systems:  # the text may say what the title left open: "We present X, a benchmark"
            closes = load_rules().noun_before.search(before[-30:])
            if after and _is_benchmark(name, closes.group() if closes is not None else "", after[:100]):
                del self.systems[name]
                self.benchmarks[name] = None
        elif _is_benchmark(name, before[-80:], after[:100]):
            self.benchmarks[name] = None
        elif name not in self._title and _is_part(before, after):
            self.parts[name] = None
        else:
            self.systems[name] = None

    def names(self) -> OwnNames:
        """Return the names, those first that the title holds or spells."""
        short = tuple(a.lower() for a in title_acronyms(self._title))
        systems = sorted(self.systems, key=lambda n: (n in self._late, n not in self._title and not n.lower().startswith(short)))
        systems = [n for n in systems if not any(b.startswith(n + "-") for b in self.benchmarks)]
        concepts = frozenset(self.concepts - self.systems.keys() - self.benchmarks.keys() - self.parts.keys())
        return OwnNames(tuple(systems), tuple(self.benchmarks), tuple(self.parts), concepts)


def _is_part(before: str, after: str) -> bool:
    """Return whether the words beside a name say that it is a part of a system or a measure: "a module (X)", "X loss"."""
    head = _heads(after)[0]
    part = load_rules().part
    return part.search(head) is not None or part.search(before) is not None


def _plain_name(name: str) -> str:
    return name[:-1] if name.endswith((".", "-", "/")) else name
