"""The papers page of Hugging Face as a browser copies it: furniture, then titles and abstracts in turn."""

import hashlib
import re
import statistics
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from .documents import Item, Source, collapse_spaces, make_document, make_reject
from .problems import Refused
from .streams import read_whole

SLUG_LIMIT = 80

_MIN_PAPERS = 3
_FULL_STOP = re.compile(r"(?<!\.)\.\Z")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


class Block(NamedTuple):
    """Lines of the page between blank lines."""

    line: int
    text: str


def read_hf_page(source: Source) -> Iterator[Item]:
    """Read documents from a copied papers page; the page is held in memory as a whole.

    A paper is a block of prose and the short block right before it. Short blocks before the first paper are
    the page's furniture and passed over; every other block without its partner is refused (`unpaired-block`).
    The identifier is a slug of the title.
    """
    data, broken = read_whole(source.stream)
    waiting: list[Block] = []
    taken: dict[str, str] = {}
    for block in split_blocks(data):
        if not is_prose(block.text):
            waiting.append(block)
            continue
        title = waiting.pop() if waiting else None
        yield from _refuse_unpaired(source, waiting if taken else [b for b in waiting if not is_furniture(b.text)])
        waiting = []
        yield _make_item(source, title, block, taken)
    yield from _refuse_unpaired(source, waiting)
    if broken:
        raise broken


def split_blocks(data: bytes) -> Iterator[Block]:
    r"""Yield the blocks between blank lines; bytes that are not UTF-8 stand as half surrogates.

    >>> list(split_blocks(b"Moss\n\n\nMoss is small.\nIt grows."))
    [Block(line=1, text='Moss'), Block(line=4, text='Moss is small.\nIt grows.')]
    """
    lines: list[str] = []
    number = 0
    for number, raw in enumerate(data.splitlines(), 1):
        if line := raw.decode("utf-8", "surrogateescape").strip():
            lines.append(line)
        elif lines:
            yield Block(number - len(lines), "\n".join(lines))
            lines = []
    if lines:
        yield Block(number - len(lines) + 1, "\n".join(lines))


def is_prose(text: str) -> bool:
    """Tell an abstract from a title: long, or a sentence of some length that ends in one full stop.

    >>> is_prose("Moss: Small Models for Everyone"), is_prose("Really? A Study of Many Things ....")
    (False, False)
    """
    words = len(text.split())
    return len(text) >= 240 or words >= 30 or (words >= 12 and bool(_FULL_STOP.search(text)))


def is_furniture(text: str) -> bool:
    """Tell a page's buttons, dates and slogans from a title that lost its abstract.

    >>> is_furniture("Get the newest papers by mail!"), is_furniture("Moss: Small Models for Every Phone")
    (True, False)
    """
    words = text.split()
    capitals = sum(word[0].isupper() for word in words)
    return len(words) <= 8 and (len(words) < 4 or len(text) < 25 or 2 * capitals <= len(words))


def looks_like_page(head: bytes) -> bool:
    """Tell from its start whether a text is a papers page: three or more titles and abstracts, in turn.

    A paper whose sections hold one paragraph each is told from it by its headings, which are shorter than
    titles.
    """
    blocks = [block.text for block in split_blocks(head)]
    prose = [is_prose(text) for text in blocks]
    if True not in prose or prose[0]:
        return False
    first = prose.index(True)
    titles, texts = blocks[first - 1 :: 2], blocks[first::2]
    turns = prose[first - 1 :]
    alternating = sum(turn == bool(i % 2) for i, turn in enumerate(turns))
    return (
        len(texts) >= _MIN_PAPERS
        and alternating >= 0.9 * len(turns)
        and statistics.median(map(len, titles)) >= 30
        and statistics.median(map(len, texts)) >= 400
    )


def make_slug(title: str) -> str:
    """Return a stable identifier of a title: its words in plain lower-case letters, joined by hyphens.

    Where letters are lost (not Latin, or beyond 80 characters), a hash of the title keeps it apart from
    others.

    >>> make_slug("Moss: Small Models for Café Menus")
    'moss-small-models-for-cafe-menus'
    """
    plain = unicodedata.normalize("NFKD", title)
    kept = "".join(c for c in plain if c.isascii())
    slug = _NOT_SLUG.sub("-", kept.lower()).strip("-")
    lost = any(c.isalnum() and not c.isascii() for c in plain)
    if slug and not lost and len(slug) <= SLUG_LIMIT:
        return slug
    short = slug if len(slug) <= SLUG_LIMIT else slug[: SLUG_LIMIT + 1].rpartition("-")[0] or slug[:SLUG_LIMIT]
    return f"{short}-{_short_hash(title)}".strip("-")


def _make_item(source: Source, title: Block | None, block: Block, taken: dict[str, str]) -> Item:
    """Make the document of a title and its abstract, or the reject."""
    if title is None:
        return _unpaired(source, block)
    printed = collapse_spaces(title.text)
    slug = make_slug(printed)
    # Another paper of the same title gets its own identifier; the same paper again is left to be a duplicate.
    if taken.setdefault(slug, block.text) != block.text:
        slug = f"{slug}-{_short_hash(block.text)}"
    try:
        return title.line, make_document(slug, printed, block.text, source=source.label)
    except Refused as refused:
        return make_reject(source.name, title.line, refused, f"{title.text}\n\n{block.text}")


def _refuse_unpaired(source: Source, blocks: list[Block]) -> Iterator[Item]:
    """Refuse blocks without a partner."""
    for block in blocks:
        yield _unpaired(source, block)


def _unpaired(source: Source, block: Block) -> Item:
    """Refuse one block without a partner."""
    missing = "title before it" if is_prose(block.text) else "abstract after it"
    return make_reject(source.name, block.line, Refused("unpaired-block", f"the block has no {missing}"), block.text)


def _short_hash(text: str) -> str:
    """Return eight hexadecimal digits that stand for a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:8]
