"""Rewrite a sentence as typed tokens: quantities, known names, cue words, other words.

Plain lists inside: this is the hot path.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import regex

from .lexicon import load_lexicon
from .names import Name
from .quantities import Quantity, load_signs
from .tokens import (
    CAPITAL,
    CHUNKS,
    IN_WORDS,
    NAME,
    Token,
    is_name,
    quantity_signature,
    read_number_chunk,
    read_numbers,
    read_words,
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


_OWN = frozenset({"own"})
_PLAIN = frozenset[str]()
_CHANGES = frozenset({"improvement", "reduction", "loss-noun"})


@cache
def _name_signature(surface: str, name: Name) -> frozenset[str]:
    """Return the signature of a known name: its classes, and those of the cue word that is spelled alike."""
    words = load_lexicon().words
    if name.type == "cue":
        return words.get(name.name.lower(), frozenset())
    last = surface.rpartition(" ")[2].lower()
    if name.type == "metric" and last not in ("", surface.lower()) and words.get(last, _PLAIN) & _CHANGES:
        return words[last] | name.classes  # an "inference speedup" is a speedup
    if name.type == "benchmark" and last != surface.lower() and words.get(last, _PLAIN) & _DATA_NOUNS:
        return words[last] | name.classes  # "the Foo Bar Database"
    return words.get(surface.lower(), frozenset()) | name.classes


class _Tokens(NamedTuple):
    """The tokens of a sentence while it is read."""

    text: str
    starts: list[int]
    ends: list[int]
    signatures: list[frozenset[str]]
    payloads: list[Quantity | Name | None]
    numbers: list[int]

    def word(self, i: int) -> str:
        """Return a token as printed."""
        return self.text[self.starts[i] : self.ends[i]]


def read_sentence(text: str, start: int, end: int, hits: list[tuple[int, int, Name]]) -> Sentence:
    """Return the tokens of `text[start:end]`; `hits` are the known names in it."""
    tokens = _Tokens(text, [], [], [], [], [])
    _read_tokens(tokens, start, end, hits)
    _, starts, ends, signatures, payloads, numbers = tokens
    if signatures and signatures[0] is NAME and not is_name(text[start].lower() + text[start + 1 : ends[0]]):
        signatures[0] = CAPITAL  # only its capital looked like a name, and a sentence begins with one
    if numbers:
        _join_versions(tokens)
        _read_signs(tokens)
        _share_units(tokens)
    symbols = load_lexicon().symbols
    words = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    return Sentence(text, starts, ends, signatures, "".join([symbols[s] for s in signatures]), payloads, numbers, words)


def _read_tokens(tokens: _Tokens, start: int, end: int, hits: list[tuple[int, int, Name]]) -> None:
    """Read `text[start:end]` into tokens, chunk by chunk; a known name that begins at a token is one token."""
    text, starts, ends, signatures, payloads, numbers = tokens
    chunks = CHUNKS
    found: Iterable[Token]
    remaining = iter(hits)
    hit_start, hit_end, name = next(remaining, _NO_HIT)
    done = start
    stop = start - 1
    for chunk in text[start:end].split(" "):
        offset = stop + 1
        stop = offset + len(chunk)
        if stop <= done or not chunk:
            continue
        if offset < done and text[done] == "/":  # "1.54 [dB/0.019]": a part of it was read
            found, offset = read_numbers(text, done, stop, end), done
        else:
            kept = chunks[chunk]
            found = kept if kept is not None else read_number_chunk(chunk, text, offset, stop, end)
        for first, last, signature, quantity in found:
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
                if quantity is IN_WORDS:
                    done, signature, payload = read_words(text, here, done, signature)
                if payload is not None:
                    numbers.append(len(starts))
            starts.append(here)
            ends.append(done)
            signatures.append(signature)
            payloads.append(payload)


_DATA_NOUNS = frozenset({"benchmark-noun", "data-noun", "contest"})
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


def _join_versions(tokens: _Tokens) -> None:
    """Make the version behind a name a part of it, no number: 3.5 of "Claude 3.5 Sonnet" is no result."""
    text, starts, ends, signatures, payloads, numbers = tokens
    results = []
    for i in numbers:
        named = i > 0 and "decimal" in signatures[i] and signatures[i - 1] & _NAMED and starts[i] == ends[i - 1] + 1
        level = i > 1 and text[starts[i - 1]] == "@" and "metric" in signatures[i - 2]  # "mAP @ 0.5"
        bare = i + 1 == len(starts) or "metric" not in signatures[i + 1]
        if level or (named and bare and _VERSION.fullmatch(text, starts[i], ends[i])):
            signatures[i], payloads[i] = NAME, None
        else:
            results.append(i)
    numbers[:] = results


def _read_signs(tokens: _Tokens) -> None:
    """Give a number the sign that stands before it in words: "r equals negative 0.81", "plus 5.5 percent"."""
    _, _, _, signatures, payloads, numbers = tokens
    signs = load_signs()
    for i in numbers:
        sign = signs.get(tokens.word(i - 1)) if i > 0 else None
        quantity = payloads[i]
        if sign is None or not isinstance(quantity, Quantity) or quantity.kind not in _SIGNED or quantity.sign:
            continue
        if i == 1 or "quantity" not in signatures[i - 2]:
            payloads[i] = quantity._replace(sign=sign)
            signatures[i] = quantity_signature(quantity.kind, sign, quantity.value_max is not None)


_SIGNED = frozenset({"percent", "points", "decimal", "unit"})
_LISTING = frozenset({"and", "bound-approx"})
_SHARED = frozenset({"percent", "points", "multiple", "unit", "duration", "measure"})


def _share_units(tokens: _Tokens) -> None:
    """Give a bare number the unit that stands behind the last one of its list: "by 5.9, 2.0 and 1.3 percentage points"."""
    _, _, _, signatures, payloads, numbers = tokens
    for i, j in zip(reversed(numbers[:-1]), reversed(numbers[1:]), strict=True):
        here, there = payloads[i], payloads[j]
        if not isinstance(here, Quantity) or not isinstance(there, Quantity) or j - i > 3:
            continue
        if here.kind not in ("decimal", "integer") or there.kind not in _SHARED or here.value < 1 <= there.value:
            continue  # "0.93 and 5.2%" are two metrics
        if all(signatures[k] & _LISTING or tokens.word(k) in (",", "/") for k in range(i + 1, j)):
            payloads[i] = here._replace(kind=there.kind, unit=there.unit)
            signatures[i] = quantity_signature(there.kind, here.sign, here.value_max is not None)
