"""Read the tokens of a chunk of text, which is what stands between spaces: words, signs, and printed numbers.

Chunks repeat, so their tokens are kept; only a number that what follows may go on with is read with care.
"""

import re
from collections.abc import Iterable
from functools import cache

import regex

from ..schemas.load import load_yaml
from .lexicon import load_lexicon
from .names import load_name_index
from .quantities import (
    Quantity,
    load_units,
    quantity_pattern,
    quantity_words,
    read_quantity,
    read_word_quantity,
    word_quantity,
)

_WORD = r"""
    sub-(?=\d)                                                        # sub-200ms: a bound
  | [A-Z][A-Za-z]++ (?:<->|↔|→|->) [A-Z][A-Za-z]++                 # En<->De
  | \d*[^\W\d_] (?: \w | [-./@&](?=\w) | (?<=@\d\.\d):(?=\d) | (?<=@\d\d):(?=\d) | (?<=[A-Za-z\d])\+ )*+
                                                                   # GPT-4, wav2vec2.0, Pass@1, mAP@0.5:0.95, SixT+, 3DGS
  | \d++(?:[-.:]\w++)++ | \d++ [A-Za-z]\w*+                          # 2-bit, 50Salads
"""
_PUNCTUATION = r"'s\b | [<>]= | <-?> | [-=]> | [^\w\s]"


@cache
def _token_pattern() -> "regex.Pattern[str]":
    # "vs.", "approx.": the full stop is a part of the word.
    dotted = "|".join(
        regex.escape(w[:-1]) for w in sorted(load_lexicon().words) if w[-1:] == "." and w[:-1].replace(".", "").isalpha()
    )
    return regex.compile(
        rf"(?P<quantity>{quantity_pattern()})"
        r" | (?P<ordinal>(?:\bNos?\.?|\#)[ ]?(?P<place>\d++)\b | \b(?P<nth>\d++)(?:st|nd|rd|th)\b )"
        rf" | (?P<abbreviation>\b(?i:{dotted})\.(?=$|,|\d|[ ][^A-Z]))"
        rf" | (?P<w>{_WORD}) | (?P<p>{_PUNCTUATION})",
        regex.VERBOSE,
    )


WORD = frozenset({"word"})
CAPITAL = frozenset({"word", "capital"})
NAME = frozenset({"name"})
METRIC = frozenset({"metric", "quality-metric"})
PUNCTUATION = frozenset({"punctuation"})


@cache
def quantity_signature(kind: str, sign: str, is_range: bool) -> frozenset[str]:
    """Return the classes of a quantity."""
    return frozenset({"quantity", kind, *_SIGNS[sign], *(("range",) if is_range else ())})


_SIGNS = {"": (), "+": ("signed",), "-": ("signed", "negative")}


def is_name(word: str) -> bool:
    """Whether a word looks like the name of something: a capital in it, or a digit behind its first letter.

    >>> is_name("FooNet"), is_name("wav2vec"), is_name("network")
    (True, True, False)
    """
    if word[:1].isdigit():
        return not word.islower()  # "5-way" and "224x224" name nothing
    return word[:1].isupper() or any(c.isupper() or c.isdigit() for c in word[1:])


Token = tuple[int, int, frozenset[str], Quantity | None]
"""Start and end of a token, its signature, and the number that it prints."""


class _Chunks(dict[str, "tuple[Token, ...] | None"]):
    """The tokens of each chunk (what stands between spaces) that was met, counted from its start.

    A chunk that prints a number or may begin one ("No.", "+") is None: it is read with care.
    """

    def __missing__(self, chunk: str) -> tuple[Token, ...] | None:
        if len(self) >= 50_000:  # a pool of millions of texts has millions of chunks, most met once
            self.clear()
        self[chunk] = tokens = self._read(chunk)
        return tokens

    def _read(self, chunk: str) -> tuple[Token, ...] | None:
        tokens = []
        for match in _token_pattern().finditer(chunk):
            if match.group()[0].isdigit() or (match["w"] is None and match["p"] is None):
                return None
            in_words = IN_WORDS if _head(match.group()) in quantity_words() else None
            tokens.append((*match.span(), _word_signature(match.group(), match["p"] is not None), in_words))
        return None if _MAY_BEGIN_NUMBER.search(chunk) else tuple(tokens)


IN_WORDS = Quantity(0.0, None, "in words", None, "", None, False)
"""Stands for the number that a word may begin: "three" of "three times"."""
_MAY_BEGIN_NUMBER = regex.compile(r"(?:\bNos?\.?|[-+#±~])$")


class _NumberChunks(dict[str, "tuple[Token, ...]"]):
    """The tokens of each chunk that prints a number and is not continued behind its space."""

    def __missing__(self, chunk: str) -> tuple[Token, ...]:
        if len(self) >= 20_000:
            self.clear()
        self[chunk] = tokens = tuple(read_numbers(chunk, 0, len(chunk), len(chunk)))
        return tokens


@cache
def _unit_words() -> frozenset[str]:
    """Return the words with which a unit or an uncertainty may begin behind a space."""
    spellings = [*load_units().spellings, *load_yaml("vocabulary", "numbers")["uncertainty"]]
    return frozenset(word.group() for spelling in spellings if (word := _LETTERS.match(spelling)) is not None)


_LETTERS = re.compile(r"[^\W\d_]+")


def _stands_alone(text: str, stop: int, end: int) -> bool:
    """Return whether what follows a chunk cannot belong to its number: a small word that is no unit, or nothing."""
    if stop >= end:
        return True
    if text[stop - 1] == "s":
        return False  # "100s of"
    word = _LETTERS.match(text, stop + 1, end)
    return word is not None and text[stop + 1].islower() and word.group() not in _unit_words()


def _word_signature(word: str, is_sign: bool) -> frozenset[str]:
    """Return the signature of a word or sign that is no known name."""
    cue = load_lexicon().words.get(word.lower())
    if cue is not None:
        return cue
    if is_sign:
        return PUNCTUATION
    if not is_name(word):
        return METRIC if "_" in word and _is_metric(word) else WORD
    return METRIC if _is_metric(word) else NAME


def _is_metric(word: str) -> bool:
    """Return whether a name is a variant of a known metric: "Corpus-F1", "F1@5", "mBIoU", "kappa_w"."""
    if "@" in word:
        return True
    stem, _, index = word.partition("_")
    if index:
        known = load_name_index().known(stem, "metric")
        letter = len(index) < 3 and "correlation" in load_lexicon().words.get(stem.lower(), ())
        return letter or known is not None
    tails = [word.rpartition("-")[2], *(word[k:] for k in range(1, 6))]
    return any(tail != word and tail[:1].isupper() and _names_metric(tail, tail is tails[0]) for tail in tails)


def _names_metric(tail: str, whole: bool) -> bool:
    """Return whether the end of a name is a known metric; `whole`: behind a hyphen, else its case must show it."""
    known = load_name_index().known(tail, "metric")
    if known is None:
        return False
    if whole and len(tail) < 3 and tail.isalpha():
        return False  # the DS of "FooBank-DS" is no driving score
    return whole or (len(tail) > 1 and not tail.isupper() and "vague-metric" not in load_lexicon().words.get(known.name, ()))


def read_words(text: str, start: int, end: int, signature: frozenset[str]) -> tuple[int, frozenset[str], Quantity | None]:
    """Return the number in words that a word begins, with its end and signature, or the word as it is."""
    spelled = word_quantity().match(text, start)
    if spelled is None:
        return end, signature, None
    quantity = read_word_quantity(spelled)
    return spelled.end(), quantity_signature(quantity.kind, "", quantity.value_max is not None), quantity


def _head(word: str) -> str:
    """Return the first part of a hyphenated word, small: the "three" of "three-fold"."""
    return word.partition("-")[0].lower()


def _is_part(text: str, start: int, end: int) -> bool:
    """Return whether a number is a part of a ratio, a colon between it and another: 70:30."""
    behind = start > 1 and text[start - 1] == ":" and text[start - 2].isdigit()
    return behind or (text[end : end + 1] == ":" and text[end + 1 : end + 2].isdigit())


def read_numbers(text: str, start: int, stop: int, end: int) -> Iterable[Token]:
    """Yield the tokens that begin in `text[start:stop]` and may print numbers, counted from `start`: one may reach to `end`."""
    for match in _token_pattern().finditer(text, start, end):
        here, there = match.span()
        if here >= stop:
            break
        quantity = None
        if match["quantity"] is not None:
            quantity = read_quantity(match)
            if quantity.kind == "integer" and 1900 <= quantity.value <= 2099 and there - here == 4:
                quantity = quantity._replace(kind="year")
            elif quantity.unit is None and _is_part(text, here, there):
                quantity = quantity._replace(kind="part")  # mAP@0.5:0.95, 70:30
        elif match["ordinal"] is not None:
            quantity = Quantity(float(match["place"] or match["nth"]), None, "ordinal", None, "", None, False)
        if quantity is None:
            signature = _word_signature(match.group(), match["p"] is not None)
            quantity = IN_WORDS if _head(match.group()) in quantity_words() else None
        else:
            signature = quantity_signature(quantity.kind, quantity.sign, quantity.value_max is not None)
        yield here - start, there - start, signature, quantity
        if there >= stop:
            break


CHUNKS = _Chunks()
_NUMBER_CHUNKS = _NumberChunks()


def read_number_chunk(chunk: str, text: str, start: int, stop: int, end: int) -> Iterable[Token]:
    """Return the tokens that begin in `text[start:stop]`, which prints a number, of a sentence that ends at `end`."""
    return _NUMBER_CHUNKS[chunk] if _stands_alone(text, stop, end) else read_numbers(text, start, stop, end)
