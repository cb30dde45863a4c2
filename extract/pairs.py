"""Join two printed numbers to the one value that they are: a range, or a value with its baseline."""

from .candidates import BOUNDS, CLAIMS, PLAIN, Candidate, are_alike, are_linked, find_lead, have_same_follower, word_at
from .mentions import Sentence
from .quantities import Quantity

_CHANGES = frozenset(
    {"improve", "increase", "decrease", "degrade", "improvement", "gain", "reduction", "loss-noun", "outperform"}
)
_CHANGE_NOUNS = frozenset({"improvement", "gain", "reduction", "loss-noun"})
_EXTENTS = frozenset({"measure", "duration", "unit", "integer", "magnitude"})
"""Kinds of numbers that as often say how large, long or fast a thing is as how well it does."""
_LOOSE = frozenset({"bound-approx", "relative", "indefinite"})


def join_pairs(sentence: Sentence, values: list[Candidate]) -> list[Candidate]:
    """Join "18% to 365%" to one range, and "from 19 to 46" to one value with its baseline."""
    out: list[Candidate] = []
    for value in values:
        joined = _joined(sentence, out[-1], value, out[-2] if len(out) > 1 else None) if out else None
        if joined is not None:
            out[-1] = joined
        else:
            out.append(value)
    return out


def is_scale(low: Quantity, high: float | None) -> bool:
    """Return whether two numbers are the ends of a scale: "scores from 0 to 100", "rewards (0-1)"."""
    return low.kind == "integer" and low.value in (0, 1) and high in (1, 5, 7, 10, 100)


def _joined(sentence: Sentence, first: Candidate, second: Candidate, previous: Candidate | None) -> Candidate | None:
    """Return the one value that two quantities print together, or None where they are two; `previous` stands before them."""
    if first.quantity.kind == "ordinal" or not (are_alike(first.quantity, second.quantity) or first.quantity.kind in PLAIN):
        return None
    gap = range(first.last_token + 1, second.token)
    before = find_lead(sentence, first.token, _LOOSE)
    is_between = len(gap) == 1 and "and" in sentence.signatures[gap[0]] and _is(sentence, before, "between")
    in_pattern = second.match is not None and second.match.captures.get("baseline_value", ())[:1] == (first.token,)
    if not is_between and not _has_to(sentence, gap, in_pattern):
        return None
    if _are_apart(sentence, first, second, gap):
        return None
    if first.kind == "none" and second.kind in CLAIMS and len(gap) > 1 and not in_pattern:
        return None  # "a threshold from 0.50 to 0.40 brings mAP to 89.3%"
    if "none" in (first.kind, second.kind) or is_scale(first.quantity, second.quantity.value):
        return second._replace(kind="none")
    is_next = _is_next_pair(sentence, first, previous)
    if is_between or (len(gap) == 1 and not is_next and _is_range(sentence, first, second, before)):
        if (
            second.quantity.kind in _EXTENTS
            and first.kind in (None, "score")
            and not _is_measured(sentence, first, second, before)
        ):
            return second._replace(kind="none")  # "clips ranging from 5 to 10 seconds"
        return _as_range(first, second)
    if _is(sentence, first.token - 2, "ranging") and any(sentence.words[k] == "(" for k in gap):
        return None  # "ranging from 12% (words) to 31% (phrases)": two results
    from_before = _is(sentence, before, "from") or _is(sentence, first.token - 2, "from")
    if len(gap) > 1 and not in_pattern and not is_next and not from_before:
        return None
    if _is(sentence, gap[-1], "to") and not is_next and not _is_measured(sentence, first, second, before):
        return second._replace(kind="none")
    match = second.match or first.match or (previous.match if is_next and previous is not None else None)
    return second._replace(kind="score" if match is not None else None, match=match, baseline_value=first.quantity.value)


def _are_apart(sentence: Sentence, first: Candidate, second: Candidate, gap: range) -> bool:
    """Return whether the ends of a span are two results: "ranges from 64% for A to 22% for B", "from +29 gains to -16 losses"."""
    if any(sentence.signatures[k] & _CHANGE_NOUNS for k in gap) and first.kind == second.kind == "change":
        return True
    return (
        _is(sentence, first.token - 2, "ranging")
        and _is(sentence, gap[0], "in-terms-of")
        and have_same_follower(sentence, first, second)
    )


def _is(sentence: Sentence, i: int, name: str) -> bool:
    return 0 <= i < len(sentence.starts) and name in sentence.signatures[i]


def _has_to(sentence: Sentence, gap: range, in_pattern: bool) -> bool:
    """Return whether "to" or an arrow stands between two numbers, and little else if no pattern reads them together."""
    places = [k for k in gap if sentence.signatures[k] & {"to", "arrow"}]
    if not places or in_pattern:
        return bool(places)
    behind = range(places[-1] + 1, gap[-1] + 1)
    return (
        len(gap) <= 5
        and all(sentence.words[k] != "," for k in gap)
        and all(sentence.signatures[k] & (BOUNDS | {"determiner"}) for k in behind)
    )


def _is_next_pair(sentence: Sentence, first: Candidate, previous: Candidate | None) -> bool:
    """Return whether a pair goes on a list of pairs: "from 36 to 46 and 66 to 76"."""
    if previous is None or previous.baseline_value is None or first.token - previous.last_token > 8:
        return False
    return are_linked(sentence, previous.last_token, first.token)


def _as_range(first: Candidate, second: Candidate) -> Candidate:
    source = first if first.kind in ("change", "ratio") or second.kind is None else second
    if second.kind == "ratio":  # "by 10 to 100 times"
        source = second
    match = source.match or first.match
    quantity = second.quantity._replace(value=first.quantity.value)
    return Candidate(first.token, second.last_token, quantity, match, source.kind, None, second.quantity.value)


def _is_measured(sentence: Sentence, first: Candidate, second: Candidate, before: int) -> bool:
    """Return whether a pair is a result: a word of change or a metric stands near it, or a benchmark right before it."""
    extent = second.quantity.kind in _EXTENTS
    reach = 16 if extent else 40 if _is(sentence, before, "from") else 16
    if any(_is(sentence, k, "benchmark") for k in range(first.token - 2, first.token)):
        return True
    near = range(max(0, first.token - reach), min(len(sentence.starts), second.token + (0 if extent else 4)))
    return any(sentence.signatures[k] & _CHANGES or "metric" in sentence.signatures[k] for k in near)


def _is_range(sentence: Sentence, first: Candidate, second: Candidate, before: int) -> bool:
    """Return whether "A to B" is a range, and not what a value was and became."""
    if not _is(sentence, second.token - 1, "to"):
        return False
    if first.kind in ("change", "ratio") or second.kind == "ratio" or _is(sentence, first.token - 2, "ranging"):
        return True
    if _is(sentence, before, "from"):
        changed = any(sentence.signatures[k] & _CHANGES for k in range(max(0, first.token - 16), first.token))
        return not changed and _is(sentence, first.token - 2, "metric")
    if word_at(sentence, before) in ("(", ":", "=", ","):
        return False
    return not _is(sentence, first.token - 1, "metric")
