"""Rewrite a sentence as typed tokens: quantities, known names, cue words, other words.

Plain lists inside: this is the hot path.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import regex

from .lexicon import load_lexicon
from .names import Name, load_name_index
from .quantities import (
    Quantity,
    load_signs,
    load_units,
    quantity_pattern,
    quantity_words,
    read_quantity,
    read_word_quantity,
    word_quantity,
)


class Sentence(NamedTuple):
    """The tokens of one sentence: parallel lists, and one symbol a token."""

    text: str
    starts: list[int]  # offsets into the plain text of the document
    ends: list[int]
    signatures: list[frozenset[str]]
    symbols: str
    payloads: list[Quantity | Name | None]
    numbers: list[int]  # the tokens that are quantities
    words: list[str]  # the tokens as printed

    def surface(self, first: int, last: int) -> str:
        """Return the text from token `first` to token `last`, both included."""
        return self.words[first] if first == last else self.text[self.starts[first] : self.ends[last]]


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
_OWN = frozenset({"own"})
PUNCTUATION = frozenset({"punctuation"})
_ORDINALS = {"first": 1, "second": 2, "third": 3, "top": 1, "1st": 1, "2nd": 2, "3rd": 3}


@cache
def _quantity_signature(kind: str, sign: str, is_range: bool) -> frozenset[str]:
    return frozenset({"quantity", kind, *_SIGNS[sign], *(("range",) if is_range else ())})


_SIGNS = {"": (), "+": ("signed",), "-": ("signed", "negative")}


def _is_name(word: str) -> bool:
    """Whether a word looks like the name of something: a capital in it, or a digit behind its first letter.

    >>> _is_name("FooNet"), _is_name("wav2vec"), _is_name("network")
    (True, True, False)
    """
    if word[:1].isdigit():
        return not word.islower()  # "5-way" and "224x224" name nothing
    return word[:1].isupper() or any(c.isupper() or c.isdigit() for c in word[1:])


_Token = tuple[int, int, frozenset[str], Quantity | None]
"""Start and end of a token, its signature, and the number that it prints."""


class _Chunks(dict[str, "tuple[_Token, ...] | None"]):
    """The tokens of each chunk (what stands between spaces) that was met, counted from its start.

    A chunk that prints a number or may begin one ("No.", "+") is None: it is read with care.
    """

    def __missing__(self, chunk: str) -> tuple[_Token, ...] | None:
        if len(self) >= 50_000:  # a pool of millions of texts has millions of chunks, most met once
            self.clear()
        self[chunk] = tokens = self._read(chunk)
        return tokens

    def _read(self, chunk: str) -> tuple[_Token, ...] | None:
        tokens = []
        for match in _token_pattern().finditer(chunk):
            if match.group()[0].isdigit() or (match["w"] is None and match["p"] is None):
                return None
            in_words = _IN_WORDS if _head(match.group()) in quantity_words() else None
            tokens.append((*match.span(), _word_signature(match.group(), match["p"] is not None), in_words))
        return None if _MAY_BEGIN_NUMBER.search(chunk) else tuple(tokens)


_IN_WORDS = Quantity(0.0, None, "in words", None, "", None, False)
"""Stands for the number that a word may begin: "three" of "three times"."""


_MAY_BEGIN_NUMBER = regex.compile(r"(?:\bNos?\.?|[-+#±~])$")


@cache
def _chunks() -> _Chunks:
    return _Chunks()


class _NumberChunks(dict[str, "tuple[_Token, ...]"]):
    """The tokens of each chunk that prints a number and is not continued behind its space."""

    def __missing__(self, chunk: str) -> tuple[_Token, ...]:
        if len(self) >= 20_000:
            self.clear()
        self[chunk] = tokens = tuple(_read_numbers(chunk, 0, len(chunk), len(chunk)))
        return tokens


@cache
def _number_chunks() -> _NumberChunks:
    return _NumberChunks()


@cache
def _unit_words() -> frozenset[str]:
    """Return the words with which a unit may begin behind a space."""
    return frozenset(word.group() for s in load_units().spellings if (word := _LETTERS.match(s)) is not None)


_LETTERS = re.compile(r"[^\W\d_]+")


def _stands_alone(text: str, stop: int, end: int) -> bool:
    """Return whether what follows a chunk cannot belong to its number: a small word that is no unit, or nothing."""
    if stop >= end:
        return True
    word = _LETTERS.match(text, stop + 1, end)
    return word is not None and text[stop + 1].islower() and word.group() not in _unit_words()


def _word_signature(word: str, is_sign: bool) -> frozenset[str]:
    """Return the signature of a word or sign that is no known name."""
    cue = load_lexicon().words.get(word.lower())
    if cue is not None:
        return cue
    if is_sign:
        return PUNCTUATION
    if not _is_name(word):
        return METRIC if "_" in word and _is_metric(word) else WORD
    return METRIC if _is_metric(word) else NAME


def _is_metric(word: str) -> bool:
    """Return whether a name is a variant of a known metric: "Corpus-F1", "F1@5", "mBIoU", "kappa_w"."""
    if "@" in word:
        return True
    stem, _, index = word.partition("_")
    if index:
        known = load_name_index().by_surface.get(stem)
        letter = len(index) < 3 and "correlation" in load_lexicon().words.get(stem.lower(), ())
        return letter or (known is not None and known.type == "metric")
    tails = [word.rpartition("-")[2], *(word[k:] for k in range(1, 6))]
    return any(tail != word and tail[:1].isupper() and _names_metric(tail, tail is tails[0]) for tail in tails)


def _names_metric(tail: str, whole: bool) -> bool:
    """Return whether the end of a name is a known metric; `whole`: behind a hyphen, else its case must show it."""
    known = load_name_index().by_surface.get(tail)
    if known is None or known.type != "metric":
        return False
    if whole and len(tail) < 3 and tail.isalpha():
        return False  # the DS of "FooBank-DS" is no driving score
    return whole or (len(tail) > 1 and not tail.isupper() and "vague-metric" not in load_lexicon().words.get(known.name, ()))


@cache
def _name_signature(surface: str, name: Name) -> frozenset[str]:
    """Return the signature of a known name: its classes, and those of the cue word that is spelled alike."""
    words = load_lexicon().words
    if name.type == "cue":
        return words.get(name.name.lower(), frozenset())
    return words.get(surface.lower(), frozenset()) | name.classes


def read_sentence(text: str, start: int, end: int, hits: list[tuple[int, int, Name]]) -> Sentence:
    """Return the tokens of `text[start:end]`; `hits` are the known names in it."""
    starts: list[int] = []
    ends: list[int] = []
    signatures: list[frozenset[str]] = []
    payloads: list[Quantity | Name | None] = []
    numbers: list[int] = []
    remaining = iter(hits)
    hit_start, hit_end, name = next(remaining, _NO_HIT)
    chunks = _chunks()
    done = start
    for chunk in _CHUNK.finditer(text, start, end):
        offset, stop = chunk.span()
        if stop <= done:
            continue
        tokens = chunks[chunk.group()]
        if offset < done and text[done] == "/":  # "1.54 [dB/0.019]": a part of it was read
            tokens, offset = None, done
        for first, last, signature, quantity in tokens if tokens is not None else _read_numbers(text, offset, stop, end):
            here = offset + first
            if here < done:
                continue
            done = offset + last
            payload: Quantity | Name | None = quantity
            while hit_start < here:
                hit_start, hit_end, name = next(remaining, _NO_HIT)
            if hit_start == here and hit_end >= done:
                done = hit_end
                signature, payload = _read_name(text, here, done, name, signatures)
            elif quantity is not None:
                if quantity is _IN_WORDS:
                    done, signature, payload = _read_words(text, here, done, signature)
                if payload is not None:
                    numbers.append(len(starts))
            starts.append(here)
            ends.append(done)
            signatures.append(signature)
            payloads.append(payload)
    if signatures and signatures[0] is NAME and not _is_name(text[start].lower() + text[start + 1 : ends[0]]):
        signatures[0] = CAPITAL  # only its capital looked like a name, and a sentence begins with one
    numbers = _join_versions(text, starts, ends, signatures, payloads, numbers)
    _read_signs(text, starts, ends, signatures, payloads, numbers)
    _share_units(text, starts, ends, signatures, payloads, numbers)
    symbols = load_lexicon().symbols
    words = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    return Sentence(text, starts, ends, signatures, "".join([symbols[s] for s in signatures]), payloads, numbers, words)


_CHUNK = re.compile("[^ ]+")
_NO_HIT = (1 << 62, 1 << 62, Name("", "", "", frozenset()))


def _read_name(text: str, start: int, end: int, name: Name, before: list[frozenset[str]]) -> tuple[frozenset[str], Name | None]:
    """Return a known name's signature; by its place it may be a verb that is spelled alike: "X scores 44.2"."""
    surface = text[start:end]
    signature = _name_signature(surface, name)
    if "metric" in signature and "achieve" in signature:
        named = before and before[-1] & _SUBJECTS and "determiner" not in before[-1] and _is_verb_before(text, end)
        if named or surface.endswith("ing"):
            return load_lexicon().words[surface.lower()], None
    return signature, name


def _is_verb_before(text: str, end: int) -> bool:
    """Return whether what follows a word leads to a number or a measure: "scores at least", not "scores which"."""
    word = _NEXT_WORD.match(text, end)
    if word is None:
        return False
    following = load_lexicon().words.get(word[1].lower())
    return not word[1][0].isalpha() or (following is not None and bool(following & _BEFORE_NUMBERS))


_SUBJECTS = frozenset({"name", "model", "own", "first-person", "generic-system"})
_NEXT_WORD = re.compile(r" ([^ ]+)")
_BEFORE_NUMBERS = frozenset(
    {"quantity", "bound-approx", "bound-over", "bound-under", "bound-up-to", "determiner", "relative", "higher", "lower"}
)


def mark_own(sentence: Sentence, own: frozenset[str]) -> Sentence:
    """Return a sentence in which the paper's own system names are marked as such: single words, or runs of words."""
    places = [i for i, word in enumerate(sentence.words) if word in own and sentence.signatures[i] & _MAY_BE_OWN]
    if not places:
        return sentence
    signatures = list(sentence.signatures)
    for i in places:
        signatures[i] = (signatures[i] - _MAY_BE_OWN) | _OWN
    return sentence._replace(signatures=signatures)


_MAY_BE_OWN = frozenset({"name", "model", "word", "capital", "benchmark"})
_NAMED = frozenset({"name", "model", "own"})
_VERSION = regex.compile(r"\d\.\d")


def _join_versions(
    text: str,
    starts: list[int],
    ends: list[int],
    signatures: list[frozenset[str]],
    payloads: list[Quantity | Name | None],
    numbers: list[int],
) -> list[int]:
    """Make the version behind a name a part of it, and return the other numbers: 3.5 of "Claude 3.5 Sonnet" is no result."""
    results = []
    for i in numbers:
        named = i > 0 and "decimal" in signatures[i] and signatures[i - 1] & _NAMED and starts[i] == ends[i - 1] + 1
        bare = i + 1 == len(starts) or "metric" not in signatures[i + 1]
        if named and bare and _VERSION.fullmatch(text, starts[i], ends[i]):
            signatures[i], payloads[i] = NAME, None
        else:
            results.append(i)
    return results


def _read_signs(
    text: str,
    starts: list[int],
    ends: list[int],
    signatures: list[frozenset[str]],
    payloads: list[Quantity | Name | None],
    numbers: list[int],
) -> None:
    """Give a number the sign that stands before it in words: "r equals negative 0.81", "plus 5.5 percent"."""
    signs = load_signs()
    for i in numbers:
        sign = signs.get(text[starts[i - 1] : ends[i - 1]]) if i > 0 else None
        quantity = payloads[i]
        if sign is None or not isinstance(quantity, Quantity) or quantity.kind not in _SIGNED or quantity.sign:
            continue
        if i == 1 or "quantity" not in signatures[i - 2]:
            payloads[i] = quantity._replace(sign=sign)
            signatures[i] = _quantity_signature(quantity.kind, sign, quantity.value_max is not None)


_SIGNED = frozenset({"percent", "points", "decimal", "unit"})
_LISTING = frozenset({"and", "bound-approx"})
_SHARED = frozenset({"percent", "points", "multiple", "unit", "duration", "measure"})


def _share_units(
    text: str,
    starts: list[int],
    ends: list[int],
    signatures: list[frozenset[str]],
    payloads: list[Quantity | Name | None],
    numbers: list[int],
) -> None:
    """Give a bare number the unit that stands behind the last one of its list: "by 5.9, 2.0 and 1.3 percentage points"."""
    for i, j in zip(reversed(numbers[:-1]), reversed(numbers[1:]), strict=True):
        here, there = payloads[i], payloads[j]
        if not isinstance(here, Quantity) or not isinstance(there, Quantity) or j - i > 3:
            continue
        if here.kind not in ("decimal", "integer") or there.kind not in _SHARED or here.value < 1 <= there.value:
            continue  # "0.93 and 5.2%" are two metrics
        if all(signatures[k] & _LISTING or text[starts[k] : ends[k]] in (",", "/") for k in range(i + 1, j)):
            payloads[i] = here._replace(kind=there.kind, unit=there.unit)
            signatures[i] = _quantity_signature(there.kind, here.sign, here.value_max is not None)


def _read_words(text: str, start: int, end: int, signature: frozenset[str]) -> tuple[int, frozenset[str], Quantity | None]:
    """Return the number in words that a word begins, with its end and signature, or the word as it is."""
    spelled = word_quantity().match(text, start)
    if spelled is None:
        return end, signature, None
    quantity = read_word_quantity(spelled)
    return spelled.end(), _quantity_signature(quantity.kind, "", quantity.value_max is not None), quantity


def _head(word: str) -> str:
    """Return the first part of a hyphenated word, small: the "three" of "three-fold"."""
    return word.partition("-")[0].lower()


def _is_part(text: str, start: int, end: int) -> bool:
    """Return whether a number is a part of a ratio, a colon between it and another: 70:30."""
    behind = start > 1 and text[start - 1] == ":" and text[start - 2].isdigit()
    return behind or (text[end : end + 1] == ":" and text[end + 1 : end + 2].isdigit())


def _read_numbers(text: str, start: int, stop: int, end: int) -> Iterator[_Token]:
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
            quantity = _IN_WORDS if _head(match.group()) in quantity_words() else None
        else:
            signature = _quantity_signature(quantity.kind, quantity.sign, quantity.value_max is not None)
        yield here - start, there - start, signature, quantity
        if there >= stop:
            break
