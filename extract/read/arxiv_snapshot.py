"""The arXiv metadata snapshot (Kaggle): JSON lines with `id`, `title`, `abstract` and more."""

import datetime
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from ...schemas.records import Document
from .documents import Item, Source, collapse_spaces, make_document
from .json_lines import JsonObject, read_objects
from .problems import Refused


def read_arxiv_snapshot(source: Source) -> Iterator[Item]:
    """Stream documents from the snapshot: `arxiv:<id>`, its first version's date, its first category."""
    return read_objects(source, convert_paper)


def convert_paper(record: JsonObject) -> Document:
    """Make the document of one paper: the title on one line, the abstract as it is, stripped.

    >>> paper = convert_paper({"id": "2401.00001", "title": "Moss:\\n  Small", "abstract": " Small. "})
    >>> paper.doc_id, paper.title, paper.text
    ('arxiv:2401.00001', 'Moss: Small', 'Small.')
    """
    key, title, text = (record.get(name) for name in ("id", "title", "abstract"))
    doc_id = f"arxiv:{key}" if isinstance(key, str) and key.strip() else None
    try:
        return make_document(
            doc_id,
            collapse_spaces(title) if isinstance(title, str) else title,
            text.strip() if isinstance(text, str) else text,
            source=_first_category(record.get("categories")),
            date=_first_version(record.get("versions")),
        )
    except Refused as refused:
        raise Refused(refused.reason, refused.detail, doc_id=doc_id) from None


def _first_category(categories: object) -> object:
    """Return the first of "cs.CL cs.LG" (older snapshots: a list of such)."""
    if isinstance(categories, list):
        categories = categories[0] if categories else None
    return categories.split()[0] if isinstance(categories, str) and categories.strip() else None


def _first_version(versions: object) -> datetime.date | None:
    """Return the day, in UTC, on which the first version was submitted."""
    first = versions[0] if isinstance(versions, list) and versions else None
    created = first.get("created") if isinstance(first, dict) else None
    if created is None:
        return None
    try:
        return parsedate_to_datetime(str(created)).date()
    except ValueError:
        raise Refused("bad-date", f"{created!r} is no date of the form 'Mon, 2 Apr 2007 19:18:42 GMT'") from None
