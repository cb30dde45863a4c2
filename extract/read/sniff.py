"""Which format an input is in: told by the suffix of its name, and by how it begins."""

import json
import re
from pathlib import PurePath

from .documents import Columns
from .hf_page import looks_like_page
from .problems import Refused
from .streams import BYTE_ORDER_MARK, HEAD

_COMPRESSED = (".gz", ".bz2", ".zst", ".zstd")
_SUFFIXES = {
    ".jsonl": "json",
    ".ndjson": "json",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".xml": "xml",
    ".atom": "xml",
    ".bib": "bibtex",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
}
_ROOT = re.compile(rb"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_NOT_ROOT = re.compile(rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^<>\[]*(?:\[.*?\]\s*)?>", re.DOTALL)
_KEY = re.compile(r'"([A-Za-z_]+)"\s*:')
_BIBTEX = re.compile(rb"@[A-Za-z]+\s*[{(]")


def known_suffix(name: str) -> str | None:
    """Return the kind of content that a file's name tells, None where it tells none.

    >>> known_suffix("papers.jsonl.gz"), known_suffix("LICENSE")
    ('json', None)
    """
    return _SUFFIXES.get(PurePath(strip_compression(name)).suffix.lower())


def strip_compression(name: str) -> str:
    """Return a file name without the suffix of a compression."""
    path = PurePath(name)
    return name[: -len(path.suffix)] if path.suffix.lower() in _COMPRESSED else name


def guess_format(name: str | None, head: bytes, columns: Columns) -> str:
    """Tell the format of an input by its file name (None: standard input) and its first bytes.

    Raises `Refused` with the reason `unknown-format` and a detail that names the fix.

    >>> guess_format("papers.json", b'{"paperId": "a1", "title": "Moss"}', Columns())
    'semantic-scholar'
    """
    head = head.removeprefix(BYTE_ORDER_MARK)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _unknown("it is UTF-16 text; save it as UTF-8")
    kind = known_suffix(name) if name else None
    kind = kind or _guess_kind(head, columns, is_stdin=name is None)
    if kind == "json":
        return _guess_json(head, columns)
    if kind == "xml":
        return _guess_xml(head)
    if kind == "text":
        return "hf-page" if looks_like_page(_whole_blocks(head)) else "text"
    return kind


def _guess_kind(head: bytes, columns: Columns, *, is_stdin: bool) -> str:
    """Tell the kind of content by its start alone."""
    start = head.lstrip()
    if head.startswith(b"PAR1"):
        return "parquet"
    if start.startswith((b"{", b"[")):
        return "json"
    if start.startswith(b"<"):
        return "xml"
    if _BIBTEX.match(start):
        return "bibtex"
    header = start.partition(b"\n")[0].decode("utf-8", "replace")
    for delimiter, kind in ((",", "csv"), ("\t", "tsv")):
        names = {name.strip().strip('"') for name in header.split(delimiter)}
        if {columns.id, columns.text} <= names:
            return kind
    if is_stdin and b"\0" not in head:
        return "markdown" if start.startswith((b"# ", b"---\n", b"---\r\n")) else "text"
    raise _unknown("neither its name nor its start tells the format")


def _guess_json(head: bytes, columns: Columns) -> str:
    """Tell the kinds of JSON lines apart by their keys."""
    if head.lstrip().startswith(b"["):
        raise _unknown("it is one JSON array; write one object a line (jq -c '.[]')")
    keys, is_broken = _find_keys(head)
    if {columns.id, columns.text} <= keys or "doc_id" in keys:
        return "jsonl"
    if keys & {"paperId", "corpusid", "corpusId"}:
        return "semantic-scholar"
    if {"id", "abstract"} <= keys:
        return "arxiv-snapshot"
    # Where no line can be read at all, each line is to be refused for its own fault.
    if columns.text in keys or (is_broken and not keys):
        return "jsonl"
    raise _unknown(f"its JSON has none of the known keys (there: {', '.join(sorted(keys)[:10]) or 'none'})")


def _find_keys(head: bytes) -> tuple[set[str], bool]:
    """Return the keys of the objects in the head, and whether some line could not be read."""
    keys: set[str] = set()
    lines = head.splitlines()
    is_broken = False
    for line in lines:
        try:
            value = json.loads(line) if line.strip() else {}
        except (ValueError, RecursionError):
            is_broken = True
            continue
        keys |= value.keys() if isinstance(value, dict) else set()
    if not keys and len(lines) == 1:  # a first line longer than the head, such as a full paper
        keys = set(_KEY.findall(head.decode("utf-8", "replace")))
    return keys, is_broken


def _guess_xml(head: bytes) -> str:
    """Tell the kinds of XML apart by their root element."""
    root = _ROOT.search(_NOT_ROOT.sub(b"", head))
    name = root[1].decode() if root else ""
    formats = {"feed": "arxiv-atom", "collection": "acl-anthology"}
    if name not in formats:
        raise _unknown(f"its XML root <{name}> is neither an Atom feed nor an ACL Anthology collection")
    return formats[name]


def _whole_blocks(head: bytes) -> bytes:
    """Return the head without its last block, which may be cut, where there is more to come."""
    return head if len(head) < HEAD else head[: max(head.rfind(b"\n\n"), 0)]


def _unknown(why: str) -> Refused:
    """Return the refusal that names the fix."""
    return Refused("unknown-format", f"{why}; if it is in a known format, name it with --input-format")
