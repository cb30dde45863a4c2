"""Find the metrics that a text defines by an abbreviation: "Step Grounding Rate (SGR)"."""

import re
from functools import cache

from .lexicon import load_lexicon
from .mentions import Sentence
from .tokens import METRIC

_GLOSS = re.compile(r" \((?P<short>[A-Z][A-Za-z]{0,6}[A-Z])(?:s?)[),;]")
_CALLED = re.compile(r" metric\b")
_NAMED = re.compile(r"(?<=[\s(])[A-Z][A-Za-z0-9@]*[A-Z0-9]$")
_HEAD = re.compile(r"[A-Za-z]+$")


@cache
def _heads() -> frozenset[str]:
    return frozenset(word for word, classes in load_lexicon().words.items() if "abbreviated-head" in classes)


def find_defined_metrics(text: str, title: str = "") -> frozenset[str]:
    """Return the abbreviations that stand for a metric: whose last letter begins a noun of measure, or that are called one.

    What the title names is the paper's own system, whatever its name stands for.

    >>> sorted(find_defined_metrics("the Step Grounding Rate (SGR) of a Deep Graph Network (DGN)"))
    ['SGR']
    >>> sorted(find_defined_metrics("by 4.1% on the QUARTZ metric"))
    ['QUARTZ']
    """
    found = set()
    for gloss in _GLOSS.finditer(text):
        head = _HEAD.search(text[max(0, gloss.start() - 30) : gloss.start()])
        if head is None or head.group().lower() not in _heads() or gloss["short"] in title:
            continue
        if head.group()[0].upper() == gloss["short"][-1]:
            found.add(gloss["short"])
    for called in _CALLED.finditer(text):
        named = _NAMED.search(text, max(0, called.start() - 20), called.start())
        if named is not None and named.group() not in title:
            found.add(named.group())
    return frozenset(found)


_MAY_BE_METRIC = frozenset({"name", "task"})


def mark_metrics(sentence: Sentence, metrics: frozenset[str]) -> Sentence:
    """Return a sentence in which the abbreviations that the text defines are metrics."""
    if not metrics:
        return sentence
    places = [i for i, word in enumerate(sentence.words) if word in metrics and sentence.signatures[i] & _MAY_BE_METRIC]
    if not places:
        return sentence
    symbol = load_lexicon().symbols[METRIC]
    signatures, symbols = list(sentence.signatures), list(sentence.symbols)
    for i in places:
        signatures[i] = METRIC
        symbols[i] = symbol
    return sentence._replace(signatures=signatures, symbols="".join(symbols))
