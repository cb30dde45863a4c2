"""Compile the patterns of `schemas/patterns/claims.yaml` and match them on a sentence's symbols.

A pattern is written as the phrase it stands for, item by item:

    {cue:improve|outperform} {filler}{0,12} by {bound}{0,3} {value:percent|points}

`{name:class|class}` is one token of one of the classes, captured under the name if there is one; `?`, `*`, `+` and
`{m,n}` repeat it; `( ... )?` and `|` group; a bare word stands for itself. Exactly one item is `{value:...}`: the
anchor. The matcher starts at each quantity and looks outward, which is an order of magnitude cheaper than trying every
pattern at every position.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate, repeat
from operator import or_
from typing import Any, NamedTuple

import regex

from ..schemas.load import load_yaml
from .gates import Gate, find_gate
from .lexicon import ITEM, Lexicon, load_lexicon


class Pattern(NamedTuple):
    """A compiled pattern and what a match of it means."""

    id: str
    kind: str  # score, change, ratio, rank, or none: what is surely no claim
    precedence: int
    effect: str | None
    qualifier: str | None
    names: str | None  # what the metric of a score is that is not captured: object of the verb, or deed
    weak: bool  # gives way to the kind of a neighbour in a coordination
    anchors: str  # the symbols that the value may have
    gate: Gate  # what must be beside the value and in the sentence
    regex: "regex.Pattern[str]"


class Match(NamedTuple):
    """A pattern found at a value: the token spans (first, last) of its captures."""

    pattern: Pattern
    start: int
    end: int
    captures: dict[str, tuple[int, int]]


class PatternError(ValueError):
    """A pattern file that cannot be compiled: names the entry and what is wrong."""


def _charset(classes: str, lexicon: Lexicon, groups: dict[str, list[str]], where: str) -> str:
    wanted: set[str] = set()
    for name in classes.split("|"):
        wanted.update(groups.get(name, [name]))
    unknown = wanted - {c for signature in lexicon.symbols for c in signature}
    if unknown:
        raise PatternError(f"{where}: unknown class {sorted(unknown)[0]!r}")
    return lexicon.charset(frozenset(wanted))


def _set(chars: str) -> str:
    """Return a character class, consecutive symbols written as ranges."""
    out = []
    i = 0
    while i < len(chars):
        j = i
        while j + 1 < len(chars) and ord(chars[j + 1]) == ord(chars[j]) + 1:
            j += 1
        out.append(chars[i] if i == j else f"{chars[i]}-{chars[j]}")
        i = j + 1
    return "[" + "".join(out) + "]"


def _filler(excluded: frozenset[str], lexicon: Lexicon) -> str:
    """Return one token that is in none of the classes, or a bracket: what it holds is no part of the wording."""
    opening, closing = (_set(lexicon.charset(frozenset({"=" + sign}))) for sign in "()")
    return f"(?:[^{_set(lexicon.charset(excluded))[1:]}|{opening}[^{opening[1:-1]}{closing[1:-1]}]{{0,14}}{closing})"


class _Compiler:
    """Turns the items of a pattern into regular expressions over symbols."""

    def __init__(self) -> None:
        groups = load_yaml("patterns", "groups")
        self.lexicon = load_lexicon()
        self.groups = {name: words for name, words in groups.items() if not name.startswith("not-")}
        self.fillers = {
            name[4:]: _filler(frozenset(words), self.lexicon) for name, words in groups.items() if name.startswith("not-")
        }

    def charset(self, item: "regex.Match[str]", where: str) -> str:
        """Return the symbols that an item which is no bracket and no filler stands for."""
        if item["classes"] is None:
            return self.lexicon.charset(frozenset({"=" + item["literal"].lower()}))
        return _charset(item["classes"], self.lexicon, self.groups, where)

    def source(self, item: "regex.Match[str]", where: str) -> str:
        """Return one item as a piece of a regular expression."""
        if item["group"] is not None:
            return "(?:" if item["group"] == "(" else item["group"] + ("?" if item["group"].endswith("}") else "")
        if item["classes"] in self.fillers:  # lazy, so that of two cue words the nearer one is taken
            return str(self.fillers[item["classes"]] + (item["repeat"] + "?" if item["repeat"] else ""))
        symbols = _set(self.charset(item, where))
        if item["not"]:
            return f"(?!{symbols})"
        atom = symbols + (item["repeat"] or item["repeat2"] or "")
        return f"(?P<{item['name']}>{atom})" if item["name"] else atom


@cache
def _compiler() -> _Compiler:
    return _Compiler()


def compile_pattern(entry: dict[str, Any]) -> Pattern:
    """Return the compiled pattern of one entry.

    Raises `PatternError` where an item is not understood or the value is missing.
    """
    compiler = _compiler()
    written, where = entry["pattern"], f"pattern {entry['id']}"
    left: list[str] = []
    right: list[str] = []
    side = left
    anchors = ""
    for item in ITEM.finditer(written):
        if item["name"] == "value":
            anchors, side = compiler.charset(item, where), right
        else:
            side.append(compiler.source(item, where))
    if "".join(written.split()) != "".join(m.group() for m in ITEM.finditer(written)).replace(" ", ""):
        raise PatternError(f"{where}: an item is not understood in {written!r}")
    if not anchors:
        raise PatternError(f"{where}: no {{value:...}} in it")
    behind = f"(?<=(?P<left>{''.join(left)}))" if left else ""
    return Pattern(
        entry["id"],
        entry["kind"],
        entry.get("precedence", 0),
        entry.get("effect"),
        entry.get("qualifier"),
        entry.get("names"),
        entry.get("weak", False),
        anchors,
        find_gate(written, lambda item: None if item["classes"] in compiler.fillers else compiler.charset(item, where)),
        regex.compile(f"{behind}{_set(anchors)}{''.join(right)}"),
    )


def compile_patterns(entries: Iterable[dict[str, Any]]) -> tuple[Pattern, ...]:
    """Return the compiled patterns of some entries, in their order.

    Raises `PatternError` where an entry is wrong: an unknown key or kind, an id that is taken, an item not understood.
    """
    compiled: dict[str, Pattern] = {}
    for entry in entries:
        where = f"pattern {entry.get('id')}"
        for key in entry.keys() - _KEYS:
            raise PatternError(f"{where}: unknown key {key!r}")
        if entry["kind"] not in _KINDS:
            raise PatternError(f"{where}: unknown kind {entry['kind']!r}")
        if entry["id"] in compiled:
            raise PatternError(f"{where}: two patterns with the id {entry['id']!r}")
        compiled[entry["id"]] = compile_pattern(entry)
    return tuple(compiled.values())


# `examples` and `counterexamples` are the proof of an entry: the tests read them, the compiler does not.
_KEYS = frozenset(
    ["id", "kind", "pattern", "precedence", "effect", "qualifier", "names", "weak", "examples", "counterexamples"],
)
_KINDS = frozenset({"score", "change", "ratio", "rank", "none"})


@cache
def load_patterns() -> tuple[Pattern, ...]:
    """Return every pattern of a claim, in the order of the file."""
    return compile_patterns(load_yaml("patterns", "claims"))


class _Gates(NamedTuple):
    """The patterns by the symbols around a value; a bit stands for each set of symbols that some pattern needs.

    What must stand before the value has the lower bits, what must stand behind it the same ones shifted by `behind`.
    """

    bits: dict[str, int]  # the bits that each symbol sets
    needed: dict[str, int]  # the bits that each pattern needs, by its id
    behind: int
    around: dict[tuple[str, str, str], tuple[tuple[int, Pattern], ...]]  # by the value's symbol and its neighbours', as met


@cache
def _gates() -> _Gates:
    gates = {p.id: p.gate for p in load_patterns()}
    needs = dict.fromkeys(n for gate in gates.values() for n in gate.needs_left + gate.needs_right)
    bit = {need: 1 << i for i, need in enumerate(needs)}
    bits = {s: sum(b for need, b in bit.items() if s in need) for s in sorted({s for need in bit for s in need})}
    needed = {
        id: sum({bit[n] for n in gate.needs_left}) | sum({bit[n] for n in gate.needs_right}) << len(bit)
        for id, gate in gates.items()
    }
    return _Gates(bits, needed, len(bit), {})


def _patterns_around(around: tuple[str, str, str]) -> tuple[tuple[int, Pattern], ...]:
    """Return the patterns that can match at a value with these neighbours, the highest precedence first, each with its bits."""
    anchor, before, after = around
    gates = _gates()
    found = gates.around[around] = tuple(
        (gates.needed[p.id], p)
        for p in sorted(load_patterns(), key=lambda p: -p.precedence)
        if anchor in p.anchors
        and (p.gate.before is None or before in p.gate.before)
        and (p.gate.after is None or after in p.gate.after)
    )
    return found


@lru_cache(maxsize=4)
def _present(symbols: str) -> tuple[list[int], list[int]]:
    """Return the bits of what stands before each token of a sentence, and of what stands behind each, from the last one."""
    bits = list(map(_gates().bits.get, symbols, repeat(0)))
    return list(accumulate(bits, or_, initial=0)), list(accumulate(reversed(bits), or_, initial=0))


def match_value(symbols: str, index: int) -> Match | None:
    """Return the best match at the quantity with this token index: the highest precedence, then the longest."""
    best: Match | None = None
    for pattern in _possible(symbols, index):
        if best is not None and pattern.precedence < best.pattern.precedence:
            break
        match = _match(pattern, symbols, index)
        if match is not None and (best is None or match.end - match.start > best.end - best.start):
            best = match
    return best


def find_matches(symbols: str, index: int) -> Iterator[Match]:
    """Yield every match at the quantity with this token index, the highest precedence first."""
    matches = (_match(pattern, symbols, index) for pattern in _possible(symbols, index))
    return (match for match in matches if match is not None)


def _possible(symbols: str, index: int) -> Sequence[Pattern]:
    """Return the patterns that may match at a quantity, the highest precedence first."""
    around = symbols[index], symbols[index - 1 : index], symbols[index + 1 : index + 2]
    candidates = _gates().around.get(around)
    if candidates is None:
        candidates = _patterns_around(around)
    if not candidates:
        return ()
    before, behind = _present(symbols)
    missing = ~(before[index] | behind[len(symbols) - 1 - index] << _gates().behind)
    return [pattern for needed, pattern in candidates if not needed & missing]


def _match(pattern: Pattern, symbols: str, index: int) -> Match | None:
    found = pattern.regex.match(symbols, index)
    if found is None:
        return None
    names = pattern.regex.groupindex
    spans = {name: (found.start(name), found.end(name) - 1) for name in names if found.end(name) > found.start(name)}
    left = spans.pop("left", None)
    return Match(pattern, left[0] if left is not None else index, found.end(), spans)
