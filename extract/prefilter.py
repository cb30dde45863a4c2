"""Decide cheaply which texts and sentences are read at all: most hold no number that could be a result."""

from functools import cache

import regex

from .quantities import number_words


@cache
def _pattern() -> "regex.Pattern[str]":
    words = "|".join(sorted(w for w in number_words() if len(w) > 2))
    return regex.compile(rf"\d|\b(?:twice|double|triple|tripling|doubling|quadrupl|halv|half|first place|second place|third place|(?:top|second|third)[- ](?:rank|place|best)|order of magnitude|(?:{words})[ -]?(?:times|fold|orders? of|percent))")


def may_hold_claim(text: str, start: int = 0, end: int | None = None) -> bool:
    """Return whether a text, or its part from `start` to `end`, holds anything that can be the value of a claim."""
    return _pattern().search(text, start, len(text) if end is None else end) is not None


