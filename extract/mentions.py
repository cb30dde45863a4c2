"""Rewrite a sentence as typed tokens: quantities, known names, cue words, other words.

Plain lists inside: this is the hot path.
"""

from functools import cache
from typing import NamedTuple

import regex

from .lexicon import load_lexicon
from .names import Name
from .quantities import Quantity, quantity_pattern, quantity_words, read_quantity, read_word_quantity, word_quantity


class Sentence(NamedTuple):
    """The tokens of one sentence: parallel lists, and one symbol a token."""

    text: str
    starts: list[int]  # offsets into the plain text of the document
    ends: list[int]
    signatures: list[frozenset[str]]
    symbols: str
    payloads: list[Quantity | Name | None]

    def surface(self, first: int, last: int) -> str:
        """Return the text from token `first` to token `last`, both included."""
        return self.text[self.starts[first] : self.ends[last]]


_WORD = r"""
    [A-Z][A-Za-z]++ (?:<->|↔|→|->) [A-Z][A-Za-z]++                 # En<->De
  | \d*[^\W\d_] (?: \w | [-./@&](?=\w) | (?<=[A-Za-z\d])\+ )*+      # GPT-4, wav2vec2.0, Pass@1, SixT+, 3DGS
  | \d++(?:[-.:]\w++)++ | \d++ [A-Za-z]\w*+                          # 2-bit, 50Salads
"""
_PUNCTUATION = r"'s\b | [<>]= | <-?> | [-=]> | [^\w\s]"


@cache
def _token_pattern() -> "regex.Pattern[str]":
    return regex.compile(
        rf"(?P<quantity>{quantity_pattern()})"
        r" | (?P<ordinal>(?:\bNos?\.?|\#)[ ]?(?P<place>\d++)\b | \b(?P<nth>\d++)(?:st|nd|rd|th)\b )"
        rf" | (?P<w>{_WORD}) | (?P<p>{_PUNCTUATION})",
        regex.VERBOSE,
    )


WORD = frozenset({"word"})
CAPITAL = frozenset({"word", "capital"})
NAME = frozenset({"name"})
_OWN = frozenset({"own"})
PUNCTUATION = frozenset({"punctuation"})
_ORDINALS = {"first": 1, "second": 2, "third": 3, "top": 1, "1st": 1, "2nd": 2, "3rd": 3}


@cache
def _quantity_signature(kind: str, signed: bool, is_range: bool) -> frozenset[str]:
    return frozenset({"quantity", kind} | ({"signed"} if signed else set()) | ({"range"} if is_range else set()))


def _is_name(word: str, first: bool) -> bool:
    """Whether a word looks like the name of something: a capital inside, a digit and a letter, or a capital at its start."""
    tail = word[1:]
    return any(c.isupper() or c.isdigit() for c in tail) or (word[0].isupper() and not first)


def read_sentence(text: str, start: int, end: int, hits: list[tuple[int, int, Name]]) -> Sentence:
    """Return the tokens of `text[start:end]`; `hits` are the known names in it."""
    lexicon = load_lexicon()
    starts: list[int] = []
    ends: list[int] = []
    signatures: list[frozenset[str]] = []
    payloads: list[Quantity | Name | None] = []
    words = lexicon.words
    at = 0  # index into hits
    done = start
    number_words, in_words = quantity_words(), word_quantity()
    for match in _token_pattern().finditer(text, start, end):
        here, there = match.span()
        if here < done:
            continue
        while at < len(hits) and hits[at][0] < here:
            at += 1
        if at < len(hits) and hits[at][0] == here and hits[at][1] >= there:
            _, there, name = hits[at]
            at += 1
            surface = text[here:there]
            cue = words.get(name.name if name.type == "cue" else surface.lower(), frozenset())
            signature = cue if name.type == "cue" else cue | name.classes
            payload: Quantity | Name | None = name
        else:
            spelled = in_words.match(text, here) if match["w"] is not None and _head(match["w"]) in number_words else None
            if spelled is not None:
                there = spelled.end()
                payload = read_word_quantity(spelled)
                signature = _quantity_signature(payload.kind, False, payload.value_max is not None)
            else:
                signature, payload = _read_token(text, match, words, here == start)
        starts.append(here)
        ends.append(there)
        signatures.append(signature)
        payloads.append(payload)
        done = there
    _tell_verbs(text, starts, ends, signatures, payloads)
    _join_versions(text, starts, ends, signatures, payloads)
    symbols = lexicon.symbols
    return Sentence(text, starts, ends, signatures, "".join([symbols[s] for s in signatures]), payloads)


def mark_own(sentence: Sentence, own: frozenset[str]) -> Sentence:
    """Return a sentence in which the paper's own system names are marked as such: single words, or runs of words."""
    signatures = list(sentence.signatures)
    for i in range(len(signatures)):
        if signatures[i] & _MAY_BE_OWN and sentence.surface(i, i) in own:
            signatures[i] = (signatures[i] - _MAY_BE_OWN) | _OWN
    return sentence._replace(signatures=signatures)


def _tell_verbs(
    text: str,
    starts: list[int],
    ends: list[int],
    signatures: list[frozenset[str]],
    payloads: list[Quantity | Name | None],
) -> None:
    """Take the noun's reading from a word that is a verb by its place: "X scores 44.2" names no metric."""
    for i in range(1, len(starts)):
        both = "metric" in signatures[i] and "achieve" in signatures[i]
        if both and signatures[i - 1] & _NAMED:
            signatures[i] = load_lexicon().words[text[starts[i] : ends[i]].lower()]
            payloads[i] = None


_MAY_BE_OWN = frozenset({"name", "model", "word", "capital", "benchmark"})
_NAMED = frozenset({"name", "model", "own"})
_VERSION = regex.compile(r"\d\.\d")


def _join_versions(
    text: str,
    starts: list[int],
    ends: list[int],
    signatures: list[frozenset[str]],
    payloads: list[Quantity | Name | None],
) -> None:
    """Make the version behind a name a part of it: the 3.5 of "Claude 3.5 Sonnet" is no result."""
    for i in range(1, len(starts)):
        if "decimal" not in signatures[i] or not signatures[i - 1] & _NAMED or starts[i] != ends[i - 1] + 1:
            continue
        if _VERSION.fullmatch(text, starts[i], ends[i]) and (i + 1 == len(starts) or "metric" not in signatures[i + 1]):
            signatures[i], payloads[i] = NAME, None


def _head(word: str) -> str:
    """Return the first part of a hyphenated word, small: the "three" of "three-fold"."""
    return word.partition("-")[0].lower()


def _read_token(
    text: str, match: "regex.Match[str]", words: dict[str, frozenset[str]], first: bool
) -> tuple[frozenset[str], Quantity | Name | None]:
    here, there = match.span()
    if match["quantity"] is not None:
        quantity = read_quantity(match)
        if quantity.kind == "integer" and 1900 <= quantity.value <= 2099 and there - here == 4:
            return _quantity_signature("year", False, False), quantity._replace(kind="year")
        return _quantity_signature(quantity.kind, quantity.sign != "", quantity.value_max is not None), quantity
    if match["ordinal"] is not None:
        value = float(match["place"] or match["nth"])
        return _quantity_signature("ordinal", False, False), Quantity(value, None, "ordinal", None, "", None, False)
    word = text[here:there]
    signature = words.get(word.lower())
    if signature is not None:
        return signature, None
    if match["p"] is not None:
        return PUNCTUATION, None
    if _is_name(word, first):
        return NAME, None
    return (CAPITAL if word[0].isupper() else WORD), None
