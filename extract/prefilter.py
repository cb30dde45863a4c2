"""Decide cheaply which texts and sentences are read at all: most hold no number that could be a result.

One pass over a whole text finds the runs of digits and one the number words, at C speed; only at those places is more
looked at. A *sure* number has a unit, decimals or a sign, or is a multiple or a placing in words; a bare integer
("an F1 of 82") counts only in a sentence that names a metric as well.
"""

import re
from functools import cache
from typing import NamedTuple

import regex
from ahocorasick_rs import AhoCorasick, Implementation

from ..schemas.load import load_metrics
from .lexicon import load_lexicon
from .quantities import load_units, quantity_openings, word_quantity


class _Gates(NamedTuple):
    digits: "regex.Pattern[str]"
    unit: "regex.Pattern[str]"
    ordinal: "regex.Pattern[str]"
    words: AhoCorasick
    offsets: list[int]  # where in each of `words` the quantity begins; -1 where it needs nothing behind it


def _any(words: list[str]) -> str:
    return "|".join(regex.escape(w, special_only=True) for w in sorted(set(words), key=lambda w: (-len(w), w)))


@cache
def _gates() -> _Gates:
    units = [s.lstrip("-") for s, entry in load_units().spellings.items() if entry["kind"] != "magnitude"]
    # The articles begin a multiple only before these.
    scales = [s.lstrip("-") for s, entry in load_units().spellings.items() if entry.get("scale")]
    openings = {form: at for word, at in quantity_openings().items() for form in (word, word[0].upper() + word[1:])}
    return _Gates(
        regex.compile(r"[0-9][0-9,.]*+"),  # far faster than \d, which asks Unicode
        regex.compile(rf"(?:[ ]?[-~]{{1,2}}[ ]?\d[\d,.]*+)?+[ -]{{0,3}}(?:{_any(units)})(?![a-z])|[ ]?±"),
        regex.compile(r"(?:st|nd|rd|th)\b"),
        AhoCorasick([*scales, *openings], implementation=Implementation.DFA),
        [-1] * len(scales) + list(openings.values()),
    )


def may_hold_claim(text: str) -> bool:
    """Return whether a source text holds a digit or a number word.

    >>> may_hold_claim("We fine-tune BERT."), may_hold_claim("It is twice as fast.")
    (False, True)
    """
    return _gates().digits.search(text) is not None or bool(_find_number_words(text))


@cache
def _words_of(wanted: frozenset[str]) -> AhoCorasick:
    words = (w for w, classes in load_lexicon().words.items() if classes & wanted)
    return AhoCorasick(sorted({form for w in words for form in (w, w[:1].upper() + w[1:])}))


_STAGE = frozenset({"evaluation", "evaluation-verb", "experiment", "test-noun", "contest"})


def may_be_stage(sentence: str) -> bool:
    """Return whether a sentence may say where a paper evaluates: it names something, and begins with a place or speaks of tests.

    >>> may_be_stage("On FooBank, we lead."), may_be_stage("We test it."), may_be_stage("We propose FooNet.")
    (True, False, False)
    """
    if sentence[1:].islower():
        return False  # nothing in it looks like a name
    place = load_lexicon().words.get(sentence[: sentence.find(" ")].lower(), frozenset())
    return "place" in place or bool(_words_of(_STAGE).find_matches_as_indexes(sentence))


def may_be_source(sentence: str) -> bool:
    """Return whether a sentence may say what data a paper uses: it holds a word for data."""
    return not sentence[1:].islower() and bool(_words_of(_DATA).find_matches_as_indexes(sentence))


_DATA = frozenset({"data-noun"})


def find_candidates(text: str) -> tuple[list[int], list[int]]:
    """Return the offsets of the sure numbers and of the bare integers of a plain text.

    >>> find_candidates("GPT-4 gains 3.1 points and an F1 of 82.")
    ([12], [36])
    """
    gates = _gates()
    sure: list[int] = []
    bare: list[int] = []
    for match in gates.digits.finditer(text):
        start, end = match.span()
        before = text[start - 1] if start else " "
        if before.isalpha() or before in "^_":
            continue
        printed = match.group()
        if text[end : end + 1] not in _CLOSES and (gates.unit.match(text, end) or gates.ordinal.match(text, end)):
            sure.append(start)
        elif before == "-" and start > 1 and text[start - 2].isalnum():
            continue  # "GPT-4", "GPT-3.5"
        elif "." in printed[:-1] or before in "+-.#" or text[max(0, start - 4) : start].rstrip().endswith(("No.", "No")):
            sure.append(start)
        elif before == "[" or (text[end : end + 1] == ")" and (before == "(" or len(printed) == 1)):
            continue  # "[0,1]", "(1) we propose", "1) we propose"
        elif len(printed) < 8 and not _counts(text, end):
            bare.append(start)
    sure += _find_number_words(text)
    return sorted(sure), bare


def _counts(text: str, end: int) -> bool:
    """Return whether what follows a bare integer makes it a count or a name: "9 datasets", "12b", "10^5"."""
    following = text[end : end + 2]
    if following[:1] == "^" or following[:1].isalpha():
        return True
    if following[:1] != " " or not following[1:].islower():
        return False
    word = _SMALL_WORD.match(text, end + 1)
    return word is not None and word.group() not in _after_score()


_SMALL_WORD = re.compile(r"[a-z]+")


@cache
def _after_score() -> frozenset[str]:
    """Return the small words that can follow a score: cue words, and those with which the name of a metric begins."""
    first = (_SMALL_WORD.match(name.lower()) for metric in load_metrics() for name in (metric.name, *metric.aliases))
    return frozenset(load_lexicon().words) | {word.group() for word in first if word is not None}


_CLOSES = (";", ":", ")", "]", "")
"""What stands behind a number that has no unit; its own pattern takes the commas and stops."""


def _find_number_words(text: str) -> list[int]:
    """Return the offsets at which a quantity in words stands."""
    in_words, gates = word_quantity(), _gates()
    offsets = gates.offsets
    return [
        start
        for index, start, _ in gates.words.find_matches_as_indexes(text)
        if (start == 0 or not text[start - 1].isalnum())
        and (offsets[index] < 0 or in_words.match(text, start + offsets[index]) is not None)
    ]
