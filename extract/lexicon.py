"""The words that hold a claim together, and the alphabet in which a sentence is rewritten.

A sentence becomes a short string with one symbol a token. A symbol stands for a *signature*: the set of classes that
the token belongs to ("gain" is an `improve` verb and a `gain` noun), and a pattern's `{class}` is the set of the symbols
whose signature holds the class. New signatures get new symbols in the order in which they are first met at load.
"""

from functools import cache
from typing import NamedTuple

import regex

from ..schemas.load import load_yaml

_VOWELS = "aeiou"

ITEM = regex.compile(
    r"""
      (?P<not> ! )? \{ (?: (?P<name>[a-z_0-9]+) : )? (?P<classes> [a-z|-]+ ) \}
        (?P<repeat> [?*+] | \{\d+(?:,\d*)?\} )?                                  # {value:percent|points}?
    | (?P<group> \( | \)(?:[?*+]|\{\d+(?:,\d*)?\})? | \| ) (?=\s|$)                                       # ( ... )? and |
    | \\? (?P<literal> (?<=\\)[()] | [^\s{}()|\\!]+? ) (?P<repeat2> \? )? (?=\s|$)      # by, than?, \(
    """,
    regex.VERBOSE,
)
"""One item of a pattern: an atom with its classes, a bracket or a literal word."""


def inflect_verb(verb: str) -> list[str]:
    """Return the regular forms of an English verb.

    >>> inflect_verb("reduce"), inflect_verb("boost")
    (['reduce', 'reduces', 'reduced', 'reducing'], ['boost', 'boosts', 'boosted', 'boosting'])
    """
    if verb.endswith("e"):
        return [verb, verb + "s", verb + "d", verb[:-1] + "ing"]
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    if verb.endswith(("s", "sh", "ch", "x")):
        return [verb, verb + "es", verb + "ed", verb + "ing"]
    return [verb, verb + "s", verb + "ed", verb + "ing"]


NAME_TYPES = (
    frozenset({"metric", "cost"}),
    frozenset({"metric", "generic"}),
    frozenset({"metric", "quality-metric"}),
    frozenset({"benchmark"}),
    frozenset({"model"}),
    frozenset({"task"}),
    frozenset({"own"}),
    frozenset({"name"}),
)
QUANTITY_KINDS = (
    "percent",
    "points",
    "multiple",
    "unit",
    "duration",
    "measure",
    "magnitude",
    "decimal",
    "integer",
    "year",
    "part",
    "ordinal",
    "fraction",
    "multiplied",
    "halved",
)


class Lexicon(NamedTuple):
    """Classes of words, the symbol of each signature of classes, and what the classes mean."""

    words: dict[str, frozenset[str]]
    symbols: dict[frozenset[str], str]
    effects: dict[str, str]
    qualifiers: dict[str, str]
    implied: dict[str, str]

    def charset(self, classes: frozenset[str]) -> str:
        """Return every symbol whose signature holds one of the classes, as a sorted string."""
        return "".join(sorted(s for signature, s in self.symbols.items() if signature & classes))


def _forms(entry: dict[str, object]) -> list[str]:
    words = [str(w) for w in entry.get("words", [])]  # type: ignore[attr-defined]
    also = [str(w) for w in entry.get("also", [])]  # type: ignore[attr-defined]
    if entry.get("forms") == "verb":
        return [form for word in words for form in inflect_verb(word)] + also
    if entry.get("forms") == "noun":
        return [form for word in words for form in (word, word + "s")] + also
    return words + also


def _signatures(words: dict[str, frozenset[str]]) -> list[frozenset[str]]:
    """Return every signature that a token can have, in a stable order."""
    plain = [frozenset({"word"}), frozenset({"word", "capital"}), frozenset({"punctuation"})]
    quantities = [
        frozenset({"quantity", kind, *extra})
        for kind in QUANTITY_KINDS
        for sign in ((), ("signed",), ("signed", "negative"))
        for extra in (sign, (*sign, "range"))
    ]
    cues = sorted(set(words.values()), key=sorted)
    named = [type_ | cue for type_ in NAME_TYPES for cue in [frozenset[str](), *cues]]
    return [*plain, *quantities, *cues, *named]


@cache
def load_lexicon() -> Lexicon:
    """Return the lexicon of the shipped cues; every word is a class of its own as well, if a pattern names it."""
    words: dict[str, set[str]] = {}
    special: set[str] = set()
    effects = {}
    qualifiers = {}
    implied = {}
    for entry in load_yaml("vocabulary", "cues"):
        name = entry["class"]
        for form in _forms(entry):
            words.setdefault(form.lower(), set()).add(name)
            if not entry.get("plain"):
                special.add(form.lower())
        if "effect" in entry:
            effects[name] = entry["effect"]
        if "qualifier" in entry:
            qualifiers[name] = entry["qualifier"]
        if "implies" in entry:
            implied[name] = entry["implies"]
    for plain in words.keys() - special:  # an ordinary word that some pattern needs by class stays one
        words[plain].add("word")
    for literal in sorted(load_literals()):
        words.setdefault(literal, {"word"} if literal.isalpha() else set()).add("=" + literal)
    frozen = {word: frozenset(classes) for word, classes in words.items()}
    symbols = {signature: chr(0x100 + i) for i, signature in enumerate(dict.fromkeys(_signatures(frozen)))}
    return Lexicon(frozen, symbols, effects, qualifiers, implied)


@cache
def is_plain_word(signature: frozenset[str]) -> bool:
    """Return whether a token is an ordinary word, though some pattern may name it: no cue, and no word of grammar.

    >>> is_plain_word(frozenset({"word", "operate"})), is_plain_word(frozenset({"word", "function-word"}))
    (True, False)
    """
    return "word" in signature and not signature & _NO_NOUN


_NO_NOUN = frozenset({"capital", "function-word"})


@cache
def load_literals() -> frozenset[str]:
    """Return the words and signs that patterns name directly."""
    found = set()
    for entry in load_yaml("patterns", "claims"):
        for item in ITEM.finditer(entry["pattern"]):
            if item["literal"] is not None:
                found.add(item["literal"])
    return frozenset(found)
