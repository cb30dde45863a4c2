"""Answers of the arXiv API: an Atom feed with one entry a paper."""

import re
from collections.abc import Iterator
from typing import Any

from ...schemas.records import Document
from .documents import Item, Source, collapse_spaces, convert_records, make_document
from .problems import Refused
from .xml_stream import show_element, stream_elements

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_PAPER = re.compile(r"arxiv\.org/abs/(.+?)(?:v[0-9]+)?\s*\Z")


def read_arxiv_atom(source: Source) -> Iterator[Item]:
    """Stream documents from an Atom feed: `arxiv:<id>` without the version, dated by the first version.

    The source is the primary category; the text is the summary as it is, stripped. An answer that is an error
    message of the API is refused (`api-error`).
    """
    entries = ((element.sourceline, element) for _, element in stream_elements(source.stream, None, (f"{_ATOM}entry",)))
    return convert_records(source, entries, _convert, show_element)


def _convert(entry: Any) -> Document:
    """Make the document of one entry."""
    address = entry.findtext(f"{_ATOM}id") or ""
    text = (entry.findtext(f"{_ATOM}summary") or "").strip()
    if "/api/errors" in address:
        raise Refused("api-error", f"the API answered: {collapse_spaces(text)}")
    paper = _PAPER.search(address)
    if not paper:
        raise Refused("no-id", f"the entry's id {address!r} is no arXiv address")
    category = entry.find(f"{_ARXIV}primary_category")
    if category is None:
        category = entry.find(f"{_ATOM}category")
    return make_document(
        f"arxiv:{paper[1]}",
        collapse_spaces(entry.findtext(f"{_ATOM}title")),
        text,
        source=None if category is None else category.get("term"),
        date=(entry.findtext(f"{_ATOM}published") or "").strip(),
    )
