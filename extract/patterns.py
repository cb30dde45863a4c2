"""Compile the patterns of `schemas/patterns/claims.yaml` and match them on a sentence's symbols.

A pattern is written as the phrase it stands for, item by item:

    {cue:improve|outperform} {filler}{0,12} by {bound}{0,3} {value:percent|points}

`{name:class|class}` is one token of one of the classes, captured under the name if there is one; `?`, `*`, `+` and
`{m,n}` repeat it; `( ... )?` and `|` group; a bare word stands for itself. Exactly one item is `{value:...}`: the
anchor. The matcher starts at each quantity and looks outward, which is an order of magnitude cheaper than trying every
pattern at every position.
"""

from functools import cache
from typing import Any, NamedTuple

import regex

from ..schemas.load import load_yaml
from .lexicon import ITEM, Lexicon, load_lexicon


class Pattern(NamedTuple):
    """A compiled pattern and what a match of it means."""

    id: str
    kind: str  # score, change, ratio, rank, or none: what is surely no claim
    precedence: int
    confidence: float
    effect: str | None
    qualifier: str | None
    names: str | None  # where an unknown metric stands: object, object-behind, compared-phrase, phrase-in, phrase-behind
    weak: bool  # gives way to the kind of a neighbour in a coordination
    anchors: str  # the symbols that the value may have
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


def compile_pattern(entry: dict[str, Any], groups: dict[str, list[str]], excluded: dict[str, list[str]]) -> Pattern:
    """Return the compiled pattern of one entry; `excluded` are the classes that each filler does not run over.

    Raises `PatternError` where an item is not understood or the value is missing.
    """
    lexicon = load_lexicon()
    where = f"pattern {entry['id']}"
    fillers = {name: f"[^{_set(lexicon.charset(frozenset(words)))[1:]}" for name, words in excluded.items()}
    left: list[str] = []
    right: list[str] = []
    side = left
    anchors = ""
    rest = entry["pattern"]
    for item in ITEM.finditer(rest):
        if item["classes"] in fillers:
            # Lazy, so that of two cue words the nearer one is taken.
            side.append(fillers[item["classes"]] + (item["repeat"] + "?" if item["repeat"] else ""))
        elif item["classes"] is not None:
            chars = _charset(item["classes"], lexicon, groups, where)
            if item["name"] == "value":
                anchors, side = chars, right
                continue
            atom = f"(?!{_set(chars)})" if item["not"] else _set(chars) + (item["repeat"] or "")
            side.append(f"(?P<{item['name']}>{atom})" if item["name"] else atom)
        elif item["literal"] is not None:
            side.append(_set(lexicon.charset(frozenset({"=" + item["literal"].lower()}))) + (item["repeat2"] or ""))
        else:
            group = item["group"]
            side.append("(?:" if group == "(" else group + "?" if group.endswith("}") else group)
    if "".join(entry["pattern"].split()) != "".join(m.group() for m in ITEM.finditer(rest)).replace(" ", ""):
        raise PatternError(f"{where}: an item is not understood in {entry['pattern']!r}")
    if not anchors:
        raise PatternError(f"{where}: no {{value:...}} in it")
    behind = f"(?<=(?P<left>{''.join(left)}))" if left else ""
    return Pattern(
        entry["id"],
        entry["kind"],
        entry.get("precedence", 0),
        entry.get("confidence", 0.8),
        entry.get("effect"),
        entry.get("qualifier"),
        entry.get("names"),
        entry.get("weak", False),
        anchors,
        regex.compile(f"{behind}{_set(anchors)}{''.join(right)}"),
    )


@cache
def load_patterns() -> tuple[Pattern, ...]:
    """Return every pattern of a claim, in the order of their ids."""
    groups = load_yaml("patterns", "groups")
    excluded = {name[4:]: groups.pop(name) for name in list(groups) if name.startswith("not-")}
    return tuple(compile_pattern(entry, groups, excluded) for entry in load_yaml("patterns", "claims"))


@cache
def patterns_by_anchor() -> dict[str, tuple[Pattern, ...]]:
    """Return the patterns that can start at each symbol of a quantity."""
    symbols = {s for pattern in load_patterns() for s in pattern.anchors}
    return {s: tuple(p for p in load_patterns() if s in p.anchors) for s in sorted(symbols)}


def match_value(symbols: str, index: int) -> Match | None:
    """Return the best match at the quantity with this token index: the highest precedence, then the longest."""
    best: Match | None = None
    best_key = (-1, -1)
    for pattern in patterns_by_anchor().get(symbols[index], ()):
        found = pattern.regex.match(symbols, index)
        if found is None:
            continue
        start = found.start("left") if "left" in pattern.regex.groupindex else index
        key = (pattern.precedence, found.end() - start)
        if key > best_key:
            captures = {
                name: (found.start(name), found.end(name) - 1)
                for name in pattern.regex.groupindex
                if name != "left" and found.end(name) > found.start(name)
            }
            best, best_key = Match(pattern, start, found.end(), captures), key
    return best
