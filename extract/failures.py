"""What a check finds: one failure for each rule that is broken, with the first rows that break it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

SHOWN_ROWS = 5


class Failure(NamedTuple):
    """One broken rule."""

    rule: str
    table: str
    message: str
    failing: int = 0
    """Rows that break it; 0 where it is about the table or the file as a whole."""
    rows: tuple[dict[str, Any], ...] = ()
    """The first of those rows: their keys and the values concerned."""


def format_failures(failures: list[Failure]) -> Iterator[str]:
    """Yield the lines that tell a person what is wrong.

    >>> failure = Failure("span-order", "claims", "must hold a character", 1, ({"claim_id": "c1"},))
    >>> print(*format_failures([failure]), sep="\\n")
    claims: span-order: must hold a character (1 row)
        claim_id='c1'
    """
    for failure in failures:
        rows = f" ({failure.failing} row{'s' * (failure.failing != 1)})" if failure.failing else ""
        yield f"{failure.table}: {failure.rule}: {failure.message}{rows}"
        for row in failure.rows:
            yield "    " + " ".join(f"{name}={value!r}" for name, value in row.items())
        if failure.failing > len(failure.rows) > 0:
            yield "    ..."
