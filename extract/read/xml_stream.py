"""XML read as a stream: elements as they end, dropped once used, nothing fetched and no entity expanded."""

import io
from collections.abc import Iterator
from typing import Any

from lxml import etree

from .problems import BrokenInput


def stream_elements(stream: io.BufferedReader, start: str | None, end: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Yield ("start", element) for the one tag and ("end", element) for the others, as they are met.

    An element that ended is emptied, and what stands before it removed, when the next is asked for. Raises
    `BrokenInput` with the reason `malformed-xml` after the elements before the fault.

    >>> import io
    >>> stream = io.BufferedReader(io.BytesIO(b"<list><item>moss</item><item>fern</item></list>"))
    >>> [element.text for _, element in stream_elements(stream, None, ("item",))]
    ['moss', 'fern']
    """
    tags = (start, *end) if start else end
    events = etree.iterparse(
        _PieceReader(stream),
        events=("start", "end") if start else ("end",),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for event, element in events:
            if (event == "start") == (element.tag == start):
                yield event, element
                if event == "end":
                    _drop(element)
    except etree.XMLSyntaxError as error:
        # The message may be None where the fault is that there is no element at all.
        raise BrokenInput("malformed-xml", f"not well-formed: {error.msg or error}", line=error.lineno or None) from error


def show_element(element: Any) -> str:
    """Return an element as a reject keeps it."""
    shown: str = etree.tostring(element, encoding="unicode", with_tail=False)
    return shown


def _drop(element: Any) -> None:
    """Free an element and everything before it beside it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


class _PieceReader:
    """Hands the parser what there is, so that the elements before a broken end are not lost with it."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        return self._stream.read1(size)
