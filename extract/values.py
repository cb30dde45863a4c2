"""Decide what each number of a sentence is: score, change, ratio, rank, or no claim."""

from typing import NamedTuple

from .candidates import (
    CLAIMS,
    PLAIN,
    Candidate,
    are_alike,
    are_linked,
    are_parallel,
    find_lead,
    have_same_follower,
    is_bracketed,
    word_at,
)
from .lexicon import is_plain_word
from .mentions import Sentence
from .pairs import is_scale, join_pairs
from .patterns import Match, match_value
from .quantities import Quantity

__all__ = ["Value", "are_linked", "find_values"]


class Value(NamedTuple):
    """A quantity that is a claim, from its first to its last token, with what the patterns say of it."""

    token: int
    last_token: int
    quantity: Quantity
    match: Match
    kind: str
    baseline_value: float | None
    value_max: float | None


_MIXED = frozenset({"decimal", "percent"})
_RESULTS = frozenset({"decimal", "percent", "integer", "points", "unit"})


def find_values(sentence: Sentence) -> list[Value]:
    """Return the quantities of a sentence that are claims, with their kind.

    A kind spreads in a coordination: in "7.2 and 5.0 BLEU" the first number has it from the second.
    """
    candidates = []
    for i in sentence.numbers:
        quantity = sentence.payloads[i]
        assert isinstance(quantity, Quantity)  # noqa: S101 (what `numbers` means)
        match = match_value(sentence.symbols, i)
        kind = match.pattern.kind if match is not None else None
        candidates.append(Candidate(i, i, quantity, match, kind, None, quantity.value_max))
    if not any(c.kind in CLAIMS or c.kind == "rank" for c in candidates):
        return []
    return [
        Value(c.token, c.last_token, _as_change(c), c.match, c.kind, c.baseline_value, c.value_max)
        for c in join_pairs(sentence, _spread_kinds(sentence, candidates))
        if c.match is not None and c.kind is not None and c.kind != "none" and not is_scale(c.quantity, c.quantity.value_max)
    ]


def _as_change(value: Candidate) -> Quantity:
    """Return what a value prints: a fraction by which something changes is a percentage ("by half": 50 %)."""
    if value.kind == "change" and value.quantity.kind in ("fraction", "halved"):
        return value.quantity._replace(value=100 * value.quantity.value, unit="%")
    return value.quantity


def _spread_kinds(sentence: Sentence, values: list[Candidate]) -> list[Candidate]:
    """Give a quantity without a kind, or with a weak one, that of its neighbour in a coordination."""
    out = list(values)
    for step, order in ((-1, range(1, len(out))), (1, range(len(out) - 2, -1, -1))):
        for i in order:
            other = _neighbour(sentence, out, i, step)
            if other is not None and _takes_kind(sentence, out[i], other, step):
                out[i] = out[i]._replace(kind=other.kind, match=other.match)
    return out


def _neighbour(sentence: Sentence, values: list[Candidate], i: int, step: int) -> Candidate | None:
    """Return the nearest claim before (step -1) or behind (1) a quantity that may be of its kind.

    A number in brackets right behind another ("3.89 (1.04)"), one that is no claim, and those of other sorts do not
    stand between them.
    """
    bracketed = is_bracketed(sentence, values, i)
    if bracketed and values[i].quantity.kind == "decimal":
        return None
    for j in range(i + step, i + 6 * step, step):
        if not 0 <= j < len(values):
            return None
        other = values[j]
        aside = other.kind == "none" or (is_bracketed(sentence, values, j) and not bracketed)
        if not aside and _may_share(sentence, values[i], other):
            return other if other.kind in CLAIMS or other.kind == "rank" else None
    return None


def _may_share(sentence: Sentence, here: Candidate, other: Candidate) -> bool:
    """Return whether one quantity may have its kind from the other: they are alike, or near and followed alike."""
    if are_alike(here.quantity, other.quantity):
        return True
    kinds = {here.quantity.kind, other.quantity.kind}
    distance = abs(here.token - other.token)
    if (distance <= 2 and kinds <= PLAIN | {"unit"}) or (distance <= 4 and kinds == _MIXED):
        return True
    if distance == 2 and kinds <= _RESULTS and word_at(sentence, min(here.token, other.token) + 1) == "/":
        return True  # "1.54 dB/0.019 improvements"
    return distance <= 8 and kinds <= _RESULTS and have_same_follower(sentence, here, other)


def _takes_kind(sentence: Sentence, here: Candidate, other: Candidate, step: int) -> bool:
    """Return whether a quantity has its kind from another one."""
    if step < 0 and here.kind is None and _is_start(sentence, here):
        return False
    first, second = (other, here) if step < 0 else (here, other)
    if here.kind is None and step < 0 and _is_cue_behind(other) and _has_own_noun(sentence, here):
        return False
    near = second.token - first.token <= (6 if step < 0 else 2)
    if have_same_follower(sentence, first, second):
        near = step < 0 or second.token - first.token <= 4  # "2.5 F1 and 5.1 F1 performance gain"
    if here.kind is not None and not (near and _gives_way(sentence, here, other, step)):
        return False
    if here.kind is not None and step < 0 and _leaves_bracket(sentence, first, second):
        return False
    return are_linked(sentence, first.token, second.token) or are_parallel(sentence, first, second)


def _is_start(sentence: Sentence, value: Candidate) -> bool:
    """Return whether a number is what something was: "by 2.1%, from 79.9% to 82.0%"."""
    return "from" in sentence.signatures[find_lead(sentence, value.token)]


def _gives_way(sentence: Sentence, here: Candidate, other: Candidate, step: int) -> bool:
    """Return whether a quantity with a weak kind of its own may take that of another.

    In "a 23% gain in accuracy and 89% satisfaction" it may not: the word of change governs only what stands before it.
    In "a 7.4% gain in PSNR and 12.2% in SSIM" it may: the second goes on as the first does.
    """
    if here.match is None or other.match is None or not here.match.pattern.weak or other.match.pattern.weak:
        return False
    if here.kind == other.kind or (here.kind == "ratio" and other.kind != "change"):
        return False
    if step > 0 or not _is_cue_behind(other):
        return True
    cue, follower = other.match.captures["cue"], here.last_token + 1
    if follower < len(sentence.starts) and "place" in sentence.signatures[follower]:
        return True  # "a 34.5% improvement on A and 30.4% on B"
    return word_at(sentence, cue[1] + 1) == word_at(sentence, follower)


def _leaves_bracket(sentence: Sentence, first: Candidate, second: Candidate) -> bool:
    """Return whether a bracket that holds the first number is closed before the second: "(a gain of 5%), 30% accuracy"."""
    words = sentence.words[first.last_token + 1 : second.token]
    return ")" in words and "(" not in words


def _is_cue_behind(value: Candidate) -> bool:
    """Return whether the word of change stands behind a value: "a 23% gain"."""
    return value.match is not None and value.match.captures.get("cue", (0,))[0] > value.token


def _has_own_noun(sentence: Sentence, value: Candidate) -> bool:
    """Return whether a noun of its own follows a value: "89% user satisfaction"."""
    follower = value.last_token + 1
    return follower < len(sentence.starts) and is_plain_word(sentence.signatures[follower])
