"""The XML of the ACL Anthology: a collection of volumes of papers."""

import re
from collections.abc import Iterator
from typing import Any

from ...schemas.records import Document
from .documents import Item, Source, collapse_spaces, convert_records, make_document, parse_year_month
from .problems import Refused
from .xml_stream import show_element, stream_elements

_OLD_STYLE = re.compile(r"[A-Z][0-9]{2}\Z")
_NO_META = (None, None, None)


def read_acl_anthology(source: Source) -> Iterator[Item]:
    """Stream documents from the Anthology: its own identifiers, the first venue, the volume's month.

    Markup is flattened: `<fixed-case>` and the like to their text, `<tex-math>` to `$...$`. Front matter is
    no paper and passed over.
    """
    return convert_records(source, _number_papers(source), _convert, lambda paper: show_element(paper[0]))


def anthology_id(collection: str, volume: str, paper: str) -> str:
    """Return a paper's identifier: since 2020 with the volume's name, before with a number of four digits.

    >>> anthology_id("2023.acl", "long", "1"), anthology_id("P19", "1", "7"), anthology_id("W19", "52", "7")
    ('2023.acl-long.1', 'P19-1007', 'W19-5207')
    """
    if not _OLD_STYLE.match(collection):
        return f"{collection}-{volume}.{paper}"
    # Workshops had more than nine volumes a year, and D19 its workshops from volume 50.
    wide = collection[0] == "W" or collection == "C69" or (collection == "D19" and len(volume) > 1)
    return f"{collection}-{volume:0>2}{paper:0>2}" if wide else f"{collection}-{volume}{paper:0>3}"


def flatten(element: Any) -> str:
    r"""Return the text of an element with its markup taken away and its formulas in dollars.

    >>> from lxml import etree
    >>> flatten(etree.fromstring(r"<i><b>M</b>oss <tex-math>2\times</tex-math></i>"))
    'Moss $2\\times$'
    """
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):  # comments and processing instructions have no text of the paper
            inner = flatten(child)
            parts.append(f"${inner}$" if child.tag == "tex-math" else inner)
        parts.append(child.tail or "")
    return "".join(parts)


def _number_papers(source: Source) -> Iterator[tuple[int | None, Any]]:
    """Yield each paper with its volume's name and (venue, year, month)."""
    volume: Any = None
    meta: tuple[str | None, ...] = _NO_META
    for event, element in stream_elements(source.stream, "volume", ("meta", "paper")):
        if event == "start":
            collection = element.getparent()
            volume = ("" if collection is None else collection.get("id", ""), element.get("id", ""))
            meta = _NO_META
        elif element.tag == "meta":
            meta = tuple(element.findtext(name) for name in ("venue", "year", "month"))
        elif volume is not None:
            yield element.sourceline, (element, volume, meta)


def _convert(paper: tuple[Any, tuple[str, str], tuple[str | None, ...]]) -> Document:
    """Make the document of one paper."""
    element, (collection, volume), (venue, year, month) = paper
    number = element.get("id")
    if not (collection and volume and number):
        raise Refused("no-id", "the paper, its volume or its collection has no id")
    doc_id = anthology_id(collection, volume, number)
    try:
        return make_document(
            doc_id,
            collapse_spaces(flatten(element.find("title"))),
            flatten(element.find("abstract")).strip(),
            source=venue or collection,
            date=parse_year_month(year, month),
        )
    except Refused as refused:
        raise Refused(refused.reason, refused.detail, doc_id=doc_id) from None
