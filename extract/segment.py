"""Find the sentences of a plain text.

The rule is our own: on abstracts no splitter on the market is both fast and right ("et al.", "No. 1", decimals,
glued sentences such as "LLM.Through"). Spans only; nothing is copied.
"""

from collections.abc import Iterator

import regex

LONGEST = 1200
"""Characters of the longest sentence; those of papers hold a few hundred."""

# A full stop behind one of these is not the end of a sentence.
_ABBREVIATION = r"""
    (?<! \b(?:al|etc(?=\.[ ][a-z])|e\.g|i\.e|vs|v\.s|cf|resp|approx|avg|w\.r\.t
        |Fig|Figs|Eq|Eqs|Sec|Tab|Ref|No|Nos|Dr|Prof|St|Mr|Ms|ca)\. )
    (?<! (?<!\d[ ]) \b[A-Z]\. )                             # an initial, not the unit of "0.9 W."
"""
_BOUNDARY = regex.compile(
    rf"""
    [.!?] (?: [)"'\]]? {_ABBREVIATION} \s+ (?=[^\sa-z])       # the usual one: a stop, space, no small letter
            | (?<=[a-z)\]A-Z]{{2}} \.) (?=[A-Z][a-z]++[ ,])   # glued: "the LLM.Through careful"
            | (?<=\.) \s+ (?=[ie][A-Z]) )                     # "iPhone", "eBay" open a sentence, too
    """,
    regex.VERBOSE,
)


def find_sentences(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) of each sentence, in order, half-open.

    >>> text = "We reach 3.5 F1 (Fig. 2). It ranks No. 1 overall."
    >>> [text[start:end] for start, end in find_sentences(text)]
    ['We reach 3.5 F1 (Fig. 2).', 'It ranks No. 1 overall.']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _BOUNDARY.finditer(text):
        end = match.end()
        stop = start + len(text[start:end].rstrip())
        if stop - start > LONGEST:
            spans += _cut(text, start, stop)
        else:
            spans.append((start, stop))
        start = end
    if start < len(text):
        spans += _cut(text, start, len(text))
    return spans


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence whole or, where it is too long to be one, in pieces: a list of a thousand numbers stays cheap."""
    while end - start > LONGEST:
        space = text.rfind(" ", start + 1, start + LONGEST)
        stop = space if space > 0 else start + LONGEST
        yield start, stop
        start = stop
    yield start, end
