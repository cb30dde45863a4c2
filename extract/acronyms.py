"""Acronyms: the words that spell one, and those that a title spells."""

from functools import lru_cache
from itertools import islice

import regex

WORD = regex.compile(r"[A-Za-z]+")
CAPITAL = regex.compile(r"[A-Z]")
# The same, found from the end: the words that spell an acronym stand right before it.
_WORD_BACK = regex.compile(r"(?r)[A-Za-z]+")
_CAPITAL_BACK = regex.compile(r"(?r)[A-Z]")


def long_form_start(short: str, before: str) -> int | None:
    """Return where the words that spell an acronym by their initials begin, or None where they do not spell it."""
    capitals = [c for c in short if c.isupper()]
    if len(capitals) > 1 and len(capitals) == sum(c.isalpha() for c in short):
        tail = list(islice(_CAPITAL_BACK.finditer(before), len(capitals)))
        if [m.group() for m in tail] == capitals[::-1] and len(before) - tail[-1].start() < 90:
            return tail[-1].start()
    lead, dash, tail_word = short.rpartition("-")
    if dash and lead.isupper() and before.rstrip().endswith(tail_word):  # "free-running SPAD (FR-SPAD)"
        return long_form_start(lead, before.rstrip()[: -len(tail_word)]) if len(lead) > 1 else None
    if dash and len(tail_word) > 1 and _last_word_begins(before, tail_word):  # "Visual Prompt Network (VP-NET)"
        return long_form_start(lead, before.rstrip().rpartition(" ")[0] + " ") if len(lead) > 1 else None
    prefixed = _PREFIXED.fullmatch(short)
    if prefixed is not None and before.endswith(f" {prefixed[2]} "):  # "recurrent LSTM (rLSTM)"
        start = before.rfind(" ", 0, -len(prefixed[2]) - 2) + 1
        return start if before[start].lower() == prefixed[1] else None
    letters = [c.lower() for c in short if c.isalpha() and not (c == "s" and short.endswith("s") and short[:-1].isupper())]
    at = len(letters) - 1
    for word in islice(_WORD_BACK.finditer(before), len(letters) * 2 + 2):
        if word.group()[0].lower() == letters[at]:
            at -= 1
            if at < 0:
                return word.start() if len(letters) > 1 else None
    return None


_PREFIXED = regex.compile(r"([a-z])([A-Z][A-Z0-9-]+)")


def _last_word_begins(before: str, start: str) -> bool:
    """Return whether the last word of a text begins with some letters, whatever their case."""
    return before.rstrip().rpartition(" ")[2].lower().startswith(start.lower())


def spells_only_task(title: str, name: str) -> bool:
    """Return whether an acronym stands for words of a title that go on: "X Y Z via" and "X Y Z Task", not "X Y Z for"."""
    letters = name.removesuffix("s").lower()
    words = list(WORD.finditer(title))[: len(letters)]
    if "".join(w.group()[0] for w in words).lower() != letters:
        return False
    return _TOPIC_ENDS.match(title, words[-1].end()) is None


_TOPIC_ENDS = regex.compile(r"\w*\s*(?:$|[:?(]|[-–—]\s|for\b|and\b)")


@lru_cache(maxsize=4)
def title_acronyms(title: str) -> list[str]:
    """Return the acronyms that the first words of a title spell: "You Only Pose Once" is YOPO."""
    words = WORD.findall(title.split(":")[0])
    initials = "".join(w[0] for w in words[:6])
    capitals = "".join(CAPITAL.findall(title.split(":")[0]))[:8]  # "SafeTy Reasoning Alignment" is STRA
    short = [initials[:k].upper() for k in range(len(initials), 2, -1)] + [capitals[:k] for k in range(len(capitals), 3, -1)]
    return list(dict.fromkeys(short))
