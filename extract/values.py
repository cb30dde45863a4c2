"""Decide what each number of a sentence is: score, change, ratio, rank, or no claim."""

from typing import NamedTuple

from .mentions import Sentence
from .patterns import Match, find_present, match_value
from .quantities import Quantity


class Value(NamedTuple):
    """A quantity that is a claim, from its first to its last token, with what the patterns say of it."""

    token: int
    last_token: int
    quantity: Quantity
    match: Match
    kind: str
    baseline_value: float | None
    value_max: float | None


class Candidate(NamedTuple):
    """A quantity that may be a value."""

    token: int
    last_token: int
    quantity: Quantity
    match: Match | None
    kind: str | None
    baseline_value: float | None
    value_max: float | None


_CLAIMS = frozenset({"score", "change", "ratio"})
_CHANGES = frozenset(
    {"improve", "increase", "decrease", "degrade", "improvement", "gain", "reduction", "loss-noun", "outperform"}
)
_BREAKS = frozenset({"clause", "achieve", "improve", "increase", "decrease", "outperform", "degrade"})
_NOUNS = frozenset({"improvement", "gain", "reduction"})  # "a 2x speed up": a verb by its form only
_TO = frozenset({"to", "→", "->", "-->"})
_PLAIN = frozenset({"decimal", "integer", "points"})
_MIXED = frozenset({"decimal", "percent"})
_RESULTS = frozenset({"decimal", "percent", "integer", "points", "unit"})
_BOUNDS = frozenset({"bound-approx", "bound-over", "bound-under", "bound-up-to", "relative"})
_LEADS = frozenset({"governor", "bound-approx", "bound-over", "bound-under", "bound-up-to"})


def find_values(sentence: Sentence) -> list[Value]:
    """Return the quantities of a sentence that are claims, with their kind.

    A kind spreads in a coordination: in "7.2 and 5.0 BLEU" the first number has it from the second.
    """
    candidates = []
    present = find_present(sentence.symbols)
    for i in sentence.numbers:
        quantity = sentence.payloads[i]
        assert isinstance(quantity, Quantity)  # noqa: S101 (what `numbers` means)
        match = match_value(sentence.symbols, i, present)
        kind = match.pattern.kind if match is not None else None
        candidates.append(Candidate(i, i, quantity, match, kind, None, quantity.value_max))
    if not any(c.kind in _CLAIMS or c.kind == "rank" for c in candidates):
        return []
    return [
        Value(c.token, c.last_token, _as_change(c), c.match, c.kind, c.baseline_value, c.value_max)
        for c in _join_pairs(sentence, _spread_kinds(sentence, candidates))
        if c.match is not None and c.kind is not None and c.kind != "none" and not _is_printed_scale(c.quantity)
    ]


def _is_printed_scale(quantity: Quantity) -> bool:
    """Return whether a quantity is a scale from its lowest to its highest value: "rewards (0-1)"."""
    upper = quantity.value_max
    return quantity.kind == "integer" and upper is not None and _is_scale(quantity, quantity._replace(value=upper))


def _as_change(value: Candidate) -> Quantity:
    """Return what a value prints: a fraction by which something changes is a percentage ("by half": 50 %)."""
    if value.kind == "change" and value.quantity.kind in ("fraction", "halved"):
        return value.quantity._replace(value=100 * value.quantity.value, unit="%")
    return value.quantity


def are_linked(sentence: Sentence, left: int, right: int) -> bool:
    """Return whether two quantities stand in one coordination: no verb, clause or stop between them, but "and" or a comma."""
    if right - left > 14:
        return False
    joined = False
    for k in range(left + 1, right):
        signature = sentence.signatures[k]
        surface = sentence.surface(k, k)
        if surface in (";", ":") or (signature & _BREAKS and not signature & _NOUNS and not surface[0].isupper()):
            return False
        joined = joined or surface in (",", "/") or bool(signature & {"and", "than"})
    return joined


def _are_parallel(sentence: Sentence, left: Candidate, right: Candidate) -> bool:
    """Return whether the same small word leads to two quantities or follows them: "94% on A, ..., and 91% on B"."""
    leads = [_lead(sentence, c.token) for c in (left, right)]
    follows = [c.last_token + 1 for c in (left, right)]
    bounds = [c.token - 1 for c in (left, right)]
    return any(
        b < len(sentence.starts) and sentence.signatures[b] & _LEADS and _word(sentence, a) == _word(sentence, b)
        for a, b in (leads, follows, bounds)
    )


def _lead(sentence: Sentence, token: int) -> int:
    """Return the token before a quantity and the words that bound it: the "by" of "by up to 3%"."""
    lead = token - 1
    while lead > 0 and sentence.signatures[lead] & _BOUNDS:
        lead -= 1
    return lead


def _alike(a: Quantity, b: Quantity) -> bool:
    return a.kind == b.kind or (a.kind in _PLAIN and b.kind in _PLAIN and "integer" not in (a.kind, b.kind))


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

    A number in brackets right behind another ("3.89 (1.04)") and those of other sorts do not stand between them.
    """
    here = values[i]
    if _is_bracketed(sentence, values, i) and here.quantity.kind == "decimal":
        return None
    for j in range(i + step, i + 6 * step, step):
        if not 0 <= j < len(values):
            return None
        other = values[j]
        distance = abs(here.token - other.token)
        near = distance <= 2 and here.quantity.kind in _PLAIN and other.quantity.kind in _PLAIN
        mixed = distance <= 4 and {here.quantity.kind, other.quantity.kind} == _MIXED
        mixed = mixed or (
            distance <= 8 and {here.quantity.kind, other.quantity.kind} <= _RESULTS and _same_follow(sentence, here, other)
        )
        if near or mixed or _alike(here.quantity, other.quantity):
            if _is_bracketed(sentence, values, j) and not _is_bracketed(sentence, values, i):
                continue
            if other.kind in _CLAIMS:
                return other
            if other.kind == "none":
                continue
            return None
    return None


def _same_follow(sentence: Sentence, left: Candidate, right: Candidate) -> bool:
    """Return whether the same word follows two quantities: "3.8% in SSIM and 1.99 dB in PSNR", "15 mAP ... 7.2 mAP"."""
    a, b = left.last_token + 1, right.last_token + 1
    return max(a, b) < len(sentence.starts) and _word(sentence, a) == _word(sentence, b) and _word(sentence, a).isalpha()


def _is_bracketed(sentence: Sentence, values: list[Candidate], i: int) -> bool:
    """Return whether a number stands in brackets right behind another, as a standard deviation does."""
    return i > 0 and _word(sentence, values[i].token - 1) == "(" and values[i - 1].last_token == values[i].token - 2


def _takes_kind(sentence: Sentence, here: Candidate, other: Candidate, step: int) -> bool:
    """Return whether a quantity has its kind from another one."""
    weak = here.match is not None and here.match.pattern.weak and other.match is not None and not other.match.pattern.weak
    weak = weak and here.kind != other.kind and (here.kind != "ratio" or other.kind == "change")
    if here.kind is not None and not weak:
        return False
    first, second = (other, here) if step < 0 else (here, other)
    if weak and step < 0 and other.match is not None and other.match.captures.get("cue", (0,))[0] > other.token:
        return False  # "a 23% gain in accuracy and 89% satisfaction": the word of change governs only what stands before it
    distance = second.token - first.token
    if here.kind is not None and distance > (6 if step < 0 else 2):
        return False
    if are_linked(sentence, first.token, second.token):
        return True
    return distance <= 30 and _are_parallel(sentence, first, second) and _is_added(sentence, first, second)


def _is_added(sentence: Sentence, left: Candidate, right: Candidate) -> bool:
    """Return whether a quantity is added to another one with "and" or a comma right before what leads to it."""
    between = range(left.last_token + 1, right.token)
    if any(sentence.surface(k, k) == ";" for k in between):
        return False
    lead = right.token - 1
    while lead > left.last_token and sentence.signatures[lead] & _LEADS and "and" not in sentence.signatures[lead]:
        lead -= 1
    return lead > left.last_token and ("and" in sentence.signatures[lead] or sentence.surface(lead, lead) == ",")


def _join_pairs(sentence: Sentence, values: list[Candidate]) -> list[Candidate]:
    """Join "18% to 365%" to one range, and "from 19 to 46" to one value with its baseline."""
    out: list[Candidate] = []
    for value in values:
        joined = _joined(sentence, out[-1], value, out[-2] if len(out) > 1 else None) if out else None
        if joined is not None:
            out[-1] = joined
        else:
            out.append(value)
    return out


def _joined(sentence: Sentence, first: Candidate, second: Candidate, previous: Candidate | None) -> Candidate | None:
    """Return the one value that two quantities print together, or None where they are two; `previous` stands before them."""
    gap = [sentence.surface(k, k) for k in range(first.last_token + 1, second.token)]
    lead = first.token - 1
    while lead > 0 and sentence.signatures[lead] & {"bound-approx", "relative"}:
        lead -= 1
    before = _word(sentence, lead)
    pair = second.match is not None and second.match.captures.get("baseline_value", ())[:1] == (first.token,)
    next_pair = False  # "from 36 to 46 and 66 to 76"
    if previous is not None and previous.baseline_value is not None and first.token - previous.last_token <= 8:
        next_pair = are_linked(sentence, previous.last_token, first.token)
    from_to = bool(gap) and bool(_TO.intersection(gap)) and (pair or (len(gap) <= 5 and "," not in gap))
    between = gap == ["and"] and before == "between"
    if not (from_to or between) or first.quantity.kind == "ordinal":
        return None
    if not (_alike(first.quantity, second.quantity) or first.quantity.kind in _PLAIN):
        return None
    kind = second.kind or first.kind
    match = second.match or first.match
    if "none" in (first.kind, second.kind) or _is_scale(first.quantity, second.quantity):
        return second._replace(kind="none")
    if between or (len(gap) == 1 and not next_pair and _is_range(sentence, first, second, before)):
        kind, match = (first.kind, first.match) if first.kind in ("change", "ratio") else (kind, match)
        quantity = second.quantity._replace(value=first.quantity.value)
        return Candidate(first.token, second.last_token, quantity, match, kind, None, second.quantity.value)
    if len(gap) > 1 and not pair and not next_pair and before != "from" and _word(sentence, first.token - 2) != "from":
        return None
    near = range(max(0, first.token - (40 if before == "from" else 16)), min(len(sentence.starts), second.token + 4))
    if (
        not next_pair
        and "to" in gap
        and not any(sentence.signatures[k] & _CHANGES or "metric" in sentence.signatures[k] for k in near)
    ):
        return second._replace(kind="none")
    score = "score" if match is not None else None
    return second._replace(kind=score, match=match, baseline_value=first.quantity.value)


def _is_scale(first: Quantity, second: Quantity) -> bool:
    """Return whether two numbers are the ends of a scale: "scores from 0 to 100"."""
    return first.kind == second.kind == "integer" and first.value in (0, 1) and second.value in (1, 5, 7, 10, 100)


def _is_range(sentence: Sentence, first: Candidate, second: Candidate, before: str) -> bool:
    if sentence.surface(second.token - 1, second.token - 1) != "to":
        return False
    if first.kind in ("change", "ratio") or _word(sentence, first.token - 2) in (
        "ranging",
        "range",
        "ranges",
        "varying",
        "varies",
        "vary",
        "ranged",
    ):
        return True
    changes = any(sentence.signatures[k] & _CHANGES for k in range(max(0, first.token - 16), first.token))
    if before == "from":
        return not changes and "metric" in sentence.signatures[first.token - 2]
    if before in ("(", ":", "=", ","):
        return False
    return "metric" not in sentence.signatures[first.token - 1]


def _word(sentence: Sentence, i: int) -> str:
    return sentence.surface(i, i).lower() if 0 <= i < len(sentence.starts) else ""
