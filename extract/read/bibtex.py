"""BibTeX with abstracts."""

import logging
import re
from collections.abc import Iterator

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import NormalizeFieldKeys
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ParsingFailedBlock,
)

from ...schemas.records import Document
from .documents import Item, Source, collapse_spaces, convert_records, make_document, parse_year_month
from .problems import Refused
from .streams import read_whole

# What the parser would print about broken entries is in their rejects.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

_BRACES = re.compile(r"(?<!\\)[{}]")


def read_bibtex(source: Source) -> Iterator[Item]:
    """Read documents from BibTeX; the file is held in memory as a whole.

    The identifier is the entry's key, the text the abstract as it is, stripped; the title loses its
    protecting braces; the source is the book title or the journal. The text's format is `text`: an abstract's
    % is mostly a per cent sign, where LaTeX would begin a comment.
    """
    data, broken = read_whole(source.stream)
    library = parse_string(data.decode("utf-8", "surrogateescape"), append_middleware=[NormalizeFieldKeys()])
    blocks = (((block.start_line or 0) + 1, block) for block in library.blocks if isinstance(block, Entry | ParsingFailedBlock))
    yield from convert_records(source, blocks, _convert, lambda block: block.raw or "")
    if broken:
        raise broken


def _convert(block: Block) -> Document:
    """Make the document of one entry."""
    if isinstance(block, DuplicateBlockKeyBlock):
        raise Refused("duplicate-id", f"the key {block.key} is taken by an entry above", doc_id=block.key)
    if isinstance(block, DuplicateFieldKeyBlock):
        raise Refused("duplicate-field", f"the entry has {', '.join(sorted(block.duplicate_keys))} twice")
    if not isinstance(block, Entry):
        raise Refused("bad-bibtex", collapse_spaces(str(getattr(block, "error", None) or "not a BibTeX entry")))
    fields = {key: str(field.value) for key, field in block.fields_dict.items()}
    try:
        return make_document(
            block.key,
            collapse_spaces(_BRACES.sub("", fields.get("title", ""))),
            fields.get("abstract", "").strip(),
            source=collapse_spaces(_BRACES.sub("", fields.get("booktitle") or fields.get("journal") or "")),
            date=fields.get("date") or parse_year_month(fields.get("year"), fields.get("month")),
        )
    except Refused as refused:
        raise Refused(refused.reason, refused.detail, doc_id=block.key) from None
