"""Read noun phrases: what a verb changes, what is measured, what a value is a share of."""

from functools import cache
from typing import NamedTuple

from ..clauses import Clauses
from ..lexicon import is_plain_word, load_lexicon
from ..mentions import Sentence


class Phrase(NamedTuple):
    """A noun phrase: its first token, the noun that governs it (the last before "of") and its last token."""

    first: int
    head: int
    last: int


CHANGE_VERBS = frozenset({"improve", "increase", "decrease", "degrade"})
CHANGE_NOUNS = frozenset({"improvement", "gain", "reduction", "loss-noun", "gap"})
COMPARATIVES = frozenset({"higher", "lower", "better", "worse"})
_LEAD = frozenset({"determiner", "relative", "first-person", "praise", "function-word", *COMPARATIVES})
_BOUNDS = frozenset({"bound-over", "bound-under", "bound-up-to", "bound-approx"})
_STOPS = _BOUNDS | {"than", "versus", "clause", "and", "be", "where", "governor", "aside", "factor"}
_STOPS |= {"outperform", "trail", "respectively", "function-word"}
_VERBS = frozenset({"achieve", *CHANGE_VERBS})
_NOUNS = frozenset({"metric", "improvement", "gain", "reduction", "loss-noun", "lower", "higher", "better", "worse", "praise"})
_DANGLES = frozenset({"of", "determiner", "bound-up-to", "bound-approx"})
_LONGEST = 9


def is_metric(sentence: Sentence, i: int) -> bool:
    """Return whether a token is a known metric."""
    return "metric" in sentence.signatures[i]


def is_by(sentence: Sentence, i: int) -> bool:
    """Return whether a token is the preposition between what is changed and by how much."""
    return "=by" in sentence.signatures[i]


def is_cost(sentence: Sentence, i: int) -> bool:
    """Return whether a token is a metric of cost: time, memory, parameters."""
    return "cost" in sentence.signatures[i]


def open_bracket(sentence: Sentence, token: int) -> int | None:
    """Return the bracket that is open at a token, or None outside of brackets."""
    if sentence.text.find("(", sentence.starts[0], sentence.starts[token]) < 0:
        return None
    depth = 0
    for k in range(token - 1, max(-1, token - 40), -1):
        surface = sentence.text[sentence.starts[k]]
        if surface == ")":
            depth += 1
        elif surface == "(":
            if not depth:
                return k
            depth -= 1
    return None


def is_word(sentence: Sentence, i: int) -> bool:
    """Return whether a token is a word, no sign."""
    return sentence.text[sentence.starts[i]].isalnum()


def is_adverb(sentence: Sentence, i: int) -> bool:
    """Return whether a token that is in no class is an adverb by its ending."""
    return is_plain_word(sentence.signatures[i]) and sentence.text.endswith("ly", sentence.starts[i], sentence.ends[i])


@cache
def _endings(name: str) -> tuple[str, ...]:
    return tuple(word[1:] for word, classes in load_lexicon().words.items() if name in classes)


def is_measure(sentence: Sentence, i: int) -> bool:
    """Return whether a token is a noun of measure, by the vocabulary or by its ending: "readability", not "noticeable"."""
    signature = sentence.signatures[i]
    if signature & {"metric-head", "amount-noun"}:
        return True
    return is_plain_word(signature) and sentence.words[i].endswith(_endings("noun-ending"))


def is_noun(sentence: Sentence, i: int) -> bool:
    """Return whether a token may be a plain noun, by its ending: "[token] reduction", not "[drastic] reduction"."""
    signature = sentence.signatures[i]
    return (is_plain_word(signature) or "count-noun" in signature) and not sentence.words[i].endswith(
        _endings("adjective-ending")
    )


def ends_phrase(sentence: Sentence, i: int) -> bool:
    """Return whether a noun phrase ends before a token: at a sign, preposition, conjunction or verb."""
    signature = sentence.signatures[i]
    if "metric" in signature:
        return False
    if signature & _STOPS or ("quantity" in signature) or not is_word(sentence, i):
        return True
    return bool(signature & _VERBS) and not signature & _NOUNS


def read_phrase(sentence: Sentence, first: int, stop: int) -> Phrase | None:
    """Return the noun phrase that begins at a token, without its article: "the [incidence of empty answers] by"."""
    signatures = sentence.signatures
    while first < stop and signatures[first] & _LEAD and not is_metric(sentence, first):
        first += 1
    head, k, end = -1, first, min(stop, first + _LONGEST)
    while k < end:
        if "of" in signatures[k]:
            if k == first:
                return None
            head = k - 1 if head < 0 else head
        elif "possessive" in signatures[k]:
            first, head = k + 1, -1
        elif head == k - 2 and signatures[k] & _LEAD:
            pass  # "the number of the errors"
        elif head >= 0 and signatures[k] & _BOUNDS and k + 1 < end and "quantity" in signatures[k + 1]:
            k += 1  # "the share of errors above 10 m"
        elif ends_phrase(sentence, k) and not _is_adjective(sentence, k, first):
            break
        k += 1
    last = k - 1
    while last >= first and (signatures[last] & _DANGLES or is_adverb(sentence, last)):
        last -= 1
    if last < first:
        return None
    return Phrase(first, min(head, last) if head >= 0 else last, last)


def _is_adjective(sentence: Sentence, i: int, first: int) -> bool:
    """Return whether a verb form stands for an adjective: "correctly [registered] frames"."""
    if not sentence.signatures[i] & _VERBS:
        return False
    if not sentence.text.endswith("ed", sentence.starts[i], sentence.ends[i]):
        return i == first and sentence.text[sentence.ends[i] - 1] not in "sg"  # "greater [harm] reduction"
    described = i == first or "find" in sentence.signatures[i - 1] or is_adverb(sentence, i - 1)
    return described or _is_attribute(sentence, i)


def phrase_before(sentence: Sentence, last: int) -> Phrase | None:
    """Return the noun phrase that ends at a token, with what hangs on it by "of": "fewer [failures of the arm] (3 vs 5)"."""
    first = last + 1
    while first > 0 and last - first < _LONGEST:
        signature = sentence.signatures[first - 1]
        if ends_phrase(sentence, first - 1) and not signature & {"of", "determiner"}:
            break
        first -= 1
    return read_phrase(sentence, first, last + 1) if first <= last else None


def is_verb(sentence: Sentence, i: int) -> bool:
    """Return whether a word of change is a verb here: "drops the rate by", not "a drop of" or "an increase in"."""
    signatures = sentence.signatures
    if not signatures[i] & CHANGE_VERBS or _is_attribute(sentence, i):
        return False
    if not signatures[i] & CHANGE_NOUNS:
        return True
    before = signatures[i - 1] if i else frozenset()
    after = i + 1
    if before & {"determiner", "relative", "praise", "quantity", "achieve"} and not before & {"first-person", "metric"}:
        return False
    drifts = after < len(signatures) and bool(signatures[after] & {"=from", "=to", "=by"})
    if drifts or "metric" in before:  # "the recall drops from", but "recall drops of"
        return drifts
    if after == len(signatures) or signatures[after] & {"of", "where", "quantity"} or not is_word(sentence, after):
        return False
    ranges = after + 1 < len(signatures) and sentence.text.endswith("ing", sentence.starts[after], sentence.ends[after])
    return not (ranges and "governor" in signatures[after + 1])  # "gains ranging from"


_NO_VERBS = frozenset({"metric", "generic-system", "praise", "clause"})


def _is_attribute(sentence: Sentence, i: int) -> bool:
    """Return whether a participle stands before the noun it describes: "the rate of [generated] cases"."""
    leads = i and sentence.signatures[i - 1] & {"of", "determiner"}
    return bool(leads) and sentence.text.endswith("ed", sentence.starts[i], sentence.ends[i])


def find_verb(sentence: Sentence, token: int, low: int, across: bool) -> int | None:
    """Return the verb of change before a value, with no other verb between, nor a clause unless `across` it.

    A bracket is no part of the clause, and what stands in one belongs to the clause around it.
    """
    bracket = open_bracket(sentence, token)
    inside = [] if bracket is None else [k for k in range(max(low, bracket) + 1, token) if is_verb(sentence, k)]
    if inside:
        return inside[-1]  # "(the error falls from 0.24 to 0.19)"
    depth = 0
    for k in range((token if bracket is None else bracket) - 1, low, -1):
        signature = sentence.signatures[k]
        surface = sentence.words[k]
        if surface == ")":
            depth += 1
        elif surface == "(":
            depth = max(0, depth - 1)
        elif depth:
            continue
        elif signature & {"outperform", "trail"} or surface == ";" or ("clause" in signature and not across):
            return None
        elif is_verb(sentence, k):
            return k
        elif across and k and "clause" in sentence.signatures[k - 1]:
            continue  # "cases that [exhibit] X"
        elif "achieve" in signature and not signature & _NO_VERBS and not _is_attribute(sentence, k):
            return None
    return None


def subject_phrase(clauses: Clauses, token: int) -> Phrase | None:
    """Return the noun phrase that is the subject of the clause in which a token stands."""
    clause = clauses.at(token)
    if clause is None or clause.first < 0:
        return None
    return read_phrase(clauses.sentence, clause.first, clause.last + 1)
