"""The quantities of a sentence before it is known which are claims, and when two of them stand in one coordination."""

from typing import NamedTuple

from .mentions import Sentence
from .patterns import Match
from .quantities import Quantity


class Candidate(NamedTuple):
    """A quantity that may be a value, from its first to its last token."""

    token: int
    last_token: int
    quantity: Quantity
    match: Match | None
    kind: str | None
    baseline_value: float | None
    value_max: float | None


CLAIMS = frozenset({"score", "change", "ratio"})
PLAIN = frozenset({"decimal", "integer", "points"})
BOUNDS = frozenset({"bound-approx", "bound-over", "bound-under", "bound-up-to", "relative"})
_BREAKS = frozenset({"clause", "achieve", "improve", "increase", "decrease", "outperform", "degrade"})
_NOUNS = frozenset({"improvement", "gain", "reduction", "average"})  # "a 2x speed up", "92% average": verbs by their form only
_LEADS = frozenset({"governor", "bound-approx", "bound-over", "bound-under", "bound-up-to"})


def word_at(sentence: Sentence, i: int) -> str:
    """Return a token in small letters, or nothing where there is none."""
    return sentence.words[i].lower() if 0 <= i < len(sentence.starts) else ""


def find_lead(sentence: Sentence, token: int, bounds: frozenset[str] = BOUNDS) -> int:
    """Return the token before a quantity and the words that bound it: the "by" of "by up to 3%"."""
    lead = token - 1
    while lead > 0 and sentence.signatures[lead] & bounds:
        lead -= 1
    return lead


def are_alike(a: Quantity, b: Quantity) -> bool:
    """Return whether two quantities are of one sort, so that one may have its kind from the other."""
    return a.kind == b.kind or (a.kind in PLAIN and b.kind in PLAIN and "integer" not in (a.kind, b.kind))


def are_linked(sentence: Sentence, left: int, right: int) -> bool:
    """Return whether two quantities stand in one coordination: no verb, clause or stop between them, but "and" or a comma.

    What stands in brackets between them does not count: "0.86 (95% CI: 0.85, 0.87) on A and 0.89 on B".
    """
    if right - left > 40:
        return False
    between = range(left + 2, right)
    if between and word_at(sentence, left + 1) == "(" and all(sentence.signatures[k] & BOUNDS for k in between):
        return True  # "by 10.2% (up to 37.7%)"
    joined = right == left + 1  # "by 8.5% 8.3% and 7.7%"
    labelled = word_at(sentence, left - 1) == word_at(sentence, right - 1) == ":"  # "(hearts: 0.79, lungs: 0.82)"
    compared = inside = False  # inside: the left one stands in brackets itself
    steps = depth = 0
    for k in range(left + 1, right):
        surface = sentence.words[k]
        if surface == "(":
            depth += 1
        elif surface == ")" and depth:
            depth -= 1
        elif surface == ")":
            inside = True
        elif not depth:
            steps += 1
            signature = sentence.signatures[k]
            stops = surface in (";", ":") and not labelled
            if stops or (signature & _BREAKS and not signature & _NOUNS and not surface[0].isupper()):
                return False
            joined = joined or surface in (",", "/") or "and" in signature
            compared = compared or "than" in signature
    # In "a 3% gain over FooNet (91%)" the comparison leads to what FooNet has.
    return (joined or (compared and (inside or not depth))) and steps < 14


def are_parallel(sentence: Sentence, left: Candidate, right: Candidate) -> bool:
    """Return whether a quantity is added to a farther one by the same words: "94% on A, ..., and 91% on B".

    The same small word leads to both or follows both, and "and" or a comma stands right before what leads to the second.
    """
    if right.token - left.token > 30 or not _have_same_word(sentence, left, right):
        return False
    if any(sentence.words[k] == ";" for k in range(left.last_token + 1, right.token)):
        return False
    lead = right.token - 1
    while lead > left.last_token and sentence.signatures[lead] & _LEADS and "and" not in sentence.signatures[lead]:
        lead -= 1
    return lead > left.last_token and ("and" in sentence.signatures[lead] or sentence.words[lead] == ",")


def _have_same_word(sentence: Sentence, left: Candidate, right: Candidate) -> bool:
    if have_same_follower(sentence, left, right):
        return True
    places = (
        (find_lead(sentence, left.token), find_lead(sentence, right.token)),
        (left.last_token + 1, right.last_token + 1),
        (left.token - 1, right.token - 1),
    )
    return any(
        b < len(sentence.starts) and sentence.signatures[b] & _LEADS and word_at(sentence, a) == word_at(sentence, b)
        for a, b in places
    )


def have_same_follower(sentence: Sentence, left: Candidate, right: Candidate) -> bool:
    """Return whether the same word follows two quantities: "3.8% in SSIM and 1.99 dB in PSNR", "15 mAP ... 7.2 mAP"."""
    follower = word_at(sentence, left.last_token + 1)
    return follower.isalpha() and follower == word_at(sentence, right.last_token + 1)


def is_bracketed(sentence: Sentence, values: list[Candidate], i: int) -> bool:
    """Return whether a number stands in brackets right behind another, as a standard deviation does."""
    return i > 0 and word_at(sentence, values[i].token - 1) == "(" and values[i - 1].last_token == values[i].token - 2
