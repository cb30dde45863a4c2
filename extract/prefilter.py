"""Decide cheaply which texts and sentences are read at all: most hold no number that could be a result."""

from functools import cache

import regex

from .quantities import load_numbers


@cache
def _pattern() -> "regex.Pattern[str]":
    numbers = load_numbers()
    words = "|".join(sorted(w for w in numbers["cardinals"] if len(w) > 2))
    alone = "|".join(sorted([*numbers["multiples"], *numbers["fractions"]]))
    ordinals = "|".join(sorted(numbers["ordinals"]))
    return regex.compile(
        rf"\d|\b(?:{alone}|(?:{words}|an?)[ -](?:times|fold|orders?|percent)|(?:{ordinals})[ -](?:place|rank|prize|position|spot)|rank(?:s|ed|ing)?[ ](?:{ordinals}))\b"
    )


def may_hold_claim(text: str, start: int = 0, end: int | None = None) -> bool:
    """Return whether a text, or its part from `start` to `end`, holds anything that can be the value of a claim."""
    return _pattern().search(text, start, len(text) if end is None else end) is not None


