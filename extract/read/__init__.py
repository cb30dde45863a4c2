"""Papers from files and archives: one small module a format, all giving the same documents."""

import hashlib
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from ...schemas.records import Document, Reject
from .acl_anthology import read_acl_anthology
from .arxiv_atom import read_arxiv_atom
from .arxiv_snapshot import read_arxiv_snapshot
from .bibtex import read_bibtex
from .delimited import read_csv, read_tsv
from .documents import Columns, Item, Source, collapse_spaces, make_reject
from .hf_page import read_hf_page
from .inputs import STDIN, Input, expand_inputs, file_size, find_inputs, total_bytes
from .jsonl import read_jsonl
from .parquet import read_parquet
from .plain import read_markdown, read_text
from .problems import BrokenInput, ReadError, Refused
from .semantic_scholar import read_semantic_scholar
from .sniff import guess_format, known_suffix, strip_compression
from .streams import HEAD, decompress, is_blank, open_stream, read_chunks, take_head

__all__ = ["INPUT_FORMATS", "Columns", "ReadError", "find_inputs", "read_documents", "total_bytes"]

_READERS: dict[str, Callable[[Source], Iterator[Item]]] = {
    "acl-anthology": read_acl_anthology,
    "arxiv-atom": read_arxiv_atom,
    "arxiv-snapshot": read_arxiv_snapshot,
    "bibtex": read_bibtex,
    "csv": read_csv,
    "hf-page": read_hf_page,
    "jsonl": read_jsonl,
    "markdown": read_markdown,
    "parquet": read_parquet,
    "semantic-scholar": read_semantic_scholar,
    "text": read_text,
    "tsv": read_tsv,
}

INPUT_FORMATS: tuple[str, ...] = tuple(_READERS)
"""The formats that are read, each as it is or compressed by gzip, bzip2 or zstd."""

_COLUMNS = Columns()


def read_documents(
    inputs: Sequence[str],
    *,
    input_format: str | None = None,
    columns: Columns = _COLUMNS,
    on_reject: Callable[[Reject], None],
    on_progress: Callable[[int], None] | None = None,
) -> Iterator[Document]:
    """Yield the documents of files, folders, globs and "-" (standard input), one at a time, in a fixed order.

    The format of each input is told by its name and its start unless `input_format` names one of
    `INPUT_FORMATS`. What cannot be read, down to the single record, goes to `on_reject` and the rest goes on;
    so does a document whose identifier was read before (`duplicate-id`). `on_progress` is told the bytes of
    input (compressed, where they are) read so far in the run; at the end they are `total_bytes(inputs)`.
    Memory does not grow with the input but for 8 bytes a document, and for the formats read a file at a time:
    `bibtex`, `hf-page`, `markdown`, `text`.

    Raises `ReadError`, at once or while iterating: an input that is not there or cannot be opened, a named
    file of unknown format, a named table without the needed columns.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "papers.jsonl")
    ...     _ = path.write_text('{"doc_id": "moss", "title": "Moss", "text": "Moss is small."}\\nnot json\\n')
    ...     rejects = []
    ...     [d.doc_id for d in read_documents([folder], on_reject=rejects.append)], rejects[0].reason
    (['moss'], 'bad-json')
    """
    if input_format is not None and input_format not in _READERS:
        raise ReadError(f"{input_format}: no such input format; choose one of {', '.join(INPUT_FORMATS)}")
    found = expand_inputs(inputs)
    if input_format is None:
        for given in found:
            _check_named(given, columns)
    return _read_all(found, input_format, columns, on_reject, _Progress(on_progress))


def _read_all(
    found: list[Input],
    input_format: str | None,
    columns: Columns,
    on_reject: Callable[[Reject], None],
    progress: "_Progress",
) -> Iterator[Document]:
    """Yield each document once and hand over each reject."""
    seen: set[bytes] = set()
    for given in found:
        progress.begin(file_size(given.path))
        for item in _read_input(given, input_format, columns, progress.advance):
            if isinstance(item, Reject):
                on_reject(item)
                continue
            line, document = item
            # Eight bytes an identifier: among ten million, two share them with a chance of 1 in 370,000.
            key = hashlib.blake2b(document.doc_id.encode(), digest_size=8).digest()
            if key in seen:
                on_reject(_refuse_duplicate(given, line, document))
                continue
            seen.add(key)
            yield document
        progress.finish()


def _read_input(given: Input, input_format: str | None, columns: Columns, advance: Callable[[int], None]) -> Iterator[Item]:
    """Yield the documents and rejects of one input, whatever is wrong with it."""
    try:
        if input_format is None and not given.named and known_suffix(str(given.path)) is None:
            raise Refused("unknown-format", "its suffix tells no known format; if it has papers, name the file itself")
        with _open_raw(given) as raw:
            yield from _read_raw(given, raw, input_format, columns, advance)
    except Refused as refused:
        if given.named:
            raise _read_error(given, refused.detail) from None
        yield make_reject(str(given.path), None, refused)
    except BrokenInput as broken:
        if broken.fatal and given.named:
            raise _read_error(given, broken.detail) from None
        yield make_reject(str(given.path), broken.line, Refused(broken.reason, broken.detail))


def _read_raw(
    given: Input, raw: BinaryIO, input_format: str | None, columns: Columns, advance: Callable[[int], None]
) -> Iterator[Item]:
    """Yield the documents and rejects of one opened input."""
    compression, chunks = decompress(read_chunks(raw, advance))
    head, chunks = take_head(chunks)
    if len(head) < HEAD and is_blank(head):
        deque(chunks, maxlen=0)  # raises where the input is empty because it is broken
        raise BrokenInput("empty-file", "the file is empty")
    is_stdin = given.path == STDIN
    name = None if isinstance(given.path, str) else given.path.name
    format = input_format or guess_format(name, head, columns)
    is_seekable = not is_stdin and compression is None and file_size(given.path) > 0
    source = Source(
        name=str(given.path),
        label=name,
        doc_name=_name_document(given),
        stream=open_stream(chunks),
        path=given.path if is_seekable and not isinstance(given.path, str) else None,
        columns=columns,
        advance=advance,
    )
    yield from _READERS[format](source)


@contextmanager
def _open_raw(given: Input) -> Iterator[BinaryIO]:
    """Open one input; standard input is not closed."""
    if isinstance(given.path, str):
        yield sys.stdin.buffer
        return
    try:
        raw = given.path.open("rb", buffering=0)
    except OSError as error:
        raise Refused("cannot-open", f"it cannot be opened ({error.strerror}); check its permissions") from None
    with raw:
        yield raw


def _check_named(given: Input, columns: Columns) -> None:
    """Raise `ReadError` at once, before any work is done, for a named file whose format cannot be told."""
    if isinstance(given.path, str) or not given.named or not given.path.is_file():
        return  # what is no plain file, such as a pipe, can be read only once
    try:
        with _open_raw(given) as raw:
            _, chunks = decompress(read_chunks(raw, lambda _: None))
            head, _ = take_head(chunks)
        if not is_blank(head):
            guess_format(given.path.name, head, columns)
    except Refused as refused:
        raise _read_error(given, refused.detail) from None


def _name_document(given: Input) -> str:
    """Return the identifier of a whole-file document: its path below the input, without suffixes."""
    if isinstance(given.path, str):
        return "stdin"
    relative = given.path.relative_to(given.root)
    return relative.with_name(strip_compression(relative.name)).with_suffix("").as_posix()


def _refuse_duplicate(given: Input, line: int | None, document: Document) -> Reject:
    """Refuse a document whose identifier was read before."""
    detail = "a document with this identifier was read before; the first is kept"
    refused = Refused("duplicate-id", detail, doc_id=document.doc_id)
    return make_reject(str(given.path), line, refused, document.model_dump_json())


def _read_error(given: Input, detail: str) -> ReadError:
    """Name the input that cannot be read, and how to fix it, in one line."""
    place = "standard input" if given.path == STDIN else given.path
    return ReadError(f"{place}: {collapse_spaces(detail)}")


class _Progress:
    """Counts the bytes read over all inputs and tells the caller."""

    def __init__(self, tell: Callable[[int], None] | None) -> None:
        self._tell = tell
        self._before = self._here = self._size = 0

    def begin(self, size: int) -> None:
        """Turn to the next input, of a size that may not be known (0)."""
        self._here, self._size = 0, size

    def advance(self, count: int) -> None:
        """Count bytes of the current input, never beyond its size: a reader may go over its start again."""
        here = self._here + count
        self._here = min(here, self._size) if self._size else here
        if self._tell:
            self._tell(self._before + self._here)

    def finish(self) -> None:
        """Count the current input as read to its end."""
        self._before += self._size or self._here
        self._here = 0
        if self._tell:
            self._tell(self._before)
