"""Papers of Semantic Scholar: JSON lines of its API (`paperId`) or of its bulk data (`corpusid`)."""

from collections.abc import Iterator

from ...schemas.records import Document
from .documents import Item, Source, collapse_spaces, make_document
from .json_lines import JsonObject, read_objects


def read_semantic_scholar(source: Source) -> Iterator[Item]:
    """Stream documents from Semantic Scholar's JSON lines."""
    return read_objects(source, convert_paper)


def convert_paper(record: JsonObject) -> Document:
    """Make the document of one paper, dated by `publicationDate` or else by `year`.

    The identifier is that of arXiv or of the ACL Anthology where the paper has one, so that the same paper
    read from there is seen to be the same; else `s2:` and the paper's or corpus's own.

    >>> convert_paper({"paperId": "a1b2", "title": "Moss", "abstract": "Moss is small.", "year": 2024,
    ...                "externalIds": {"ArXiv": "2401.00001"}}).doc_id
    'arxiv:2401.00001'
    """
    # The API writes keys in camel case, the bulk data all lower.
    paper = {key.lower(): value for key, value in record.items()}
    title, text = paper.get("title"), paper.get("abstract")
    return make_document(
        _identify(paper),
        collapse_spaces(title) if isinstance(title, str) else title,
        text.strip() if isinstance(text, str) else text,
        source=paper.get("venue"),
        date=paper.get("publicationdate") or paper.get("year"),
    )


def _identify(paper: JsonObject) -> str | None:
    """Return the identifier, the widest known first."""
    external = paper.get("externalids")
    known = {key.lower(): value for key, value in external.items()} if isinstance(external, dict) else {}
    if known.get("arxiv"):
        return f"arxiv:{known['arxiv']}"
    if known.get("acl"):
        return str(known["acl"])
    own = paper.get("paperid") or paper.get("corpusid")
    return f"s2:{own}" if own else None
