"""What stands together in a sentence: runs of values, of metrics and of names, and the words between them."""

from ..lexicon import is_plain_word
from ..mentions import Sentence
from ..values import Value, are_linked


def find_bounds(sentence: Sentence, values: list[Value], i: int) -> tuple[int, int]:
    """Return the tokens between which the words of a value stand: the neighbouring values."""
    low = values[i - 1].last_token if i else -1
    return low, values[i + 1].token if i + 1 < len(values) else len(sentence.starts)


def has_clause_between(sentence: Sentence, left: int, right: int) -> bool:
    """Return whether a new clause begins between two tokens; "without" and its noun are none."""
    return any(
        ("clause" in sentence.signatures[k] and "zero" not in sentence.signatures[k]) or sentence.words[k] == ";"
        for k in range(left + 1, right)
    )


def is_quantity(sentence: Sentence, i: int) -> bool:
    """Return whether there is a token `i` and it is a number."""
    return i < len(sentence.signatures) and "quantity" in sentence.signatures[i]


def metric_runs(sentence: Sentence) -> list[list[int]]:
    """Return the enumerations of metrics: runs of metric tokens with only commas and "and" between them."""
    runs: list[list[int]] = []
    for i, signature in enumerate(sentence.signatures):
        if "metric" not in signature:
            continue
        if runs and i - runs[-1][-1] <= 4 and _enumerates(sentence, runs[-1][-1] + 1, i):
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _enumerates(sentence: Sentence, first: int, stop: int) -> bool:
    """Return whether only the words of an enumeration stand between two of its members."""
    linked = False
    for k in range(first, stop):
        signature, word = sentence.signatures[k], sentence.words[k]
        if word == "," or "and" in signature:
            linked = True
        elif word != "/" and not is_plain_word(signature) and not signature & _BETWEEN:
            return False
    return linked


_BETWEEN = frozenset({"determiner", "praise"})


def linked_runs(sentence: Sentence, values: list[Value]) -> list[list[int]]:
    """Return the indices of the values in runs of coordination: values of one kind that "and" or commas link."""
    runs: list[list[int]] = []
    for i, value in enumerate(values):
        last = values[runs[-1][-1]] if runs else None
        if last is not None and last.kind == value.kind and are_linked(sentence, last.last_token, value.token):
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs
