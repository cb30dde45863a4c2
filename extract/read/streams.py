"""The bytes of an input: read in chunks, decompressed, and looked at before they are read."""

import bz2
import io
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO, Protocol

import zstandard

from .problems import BrokenInput

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CHUNK = 1 << 18
HEAD = 1 << 16
"""How many decompressed bytes are looked at to tell the format."""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

# A corrupt slice is lost as a whole, and a slice bounds what one call of a decompressor can give.
_SLICE = 1 << 12


class _Member(Protocol):
    """One compressed member of a file: gzip, bzip2 and zstd files may be several, one after the other."""

    def decompress(self, data: bytes, /) -> bytes: ...
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...


_COMPRESSIONS: tuple[tuple[bytes, str, Callable[[], _Member]], ...] = (
    (b"\x1f\x8b", "gzip", lambda: zlib.decompressobj(wbits=31)),
    (b"BZh", "bzip2", bz2.BZ2Decompressor),
    (b"\x28\xb5\x2f\xfd", "zstd", lambda: zstandard.ZstdDecompressor().decompressobj()),
)


def read_chunks(raw: BinaryIO, advance: Callable[[int], None]) -> Iterator[bytes]:
    """Yield the bytes of a file as they come, telling how many each time."""
    # A pipe gives what it has with read1, so that a slow writer's first papers are seen at once.
    read: Callable[[int], bytes] = getattr(raw, "read1", raw.read)
    while True:
        try:
            chunk = read(CHUNK)
        except OSError as error:
            raise BrokenInput("read-failed", f"reading stopped: {error.strerror or error}") from error
        if not chunk:
            return
        advance(len(chunk))
        yield chunk


def take_head(chunks: Iterator[bytes], size: int = HEAD) -> tuple[bytes, Iterator[bytes]]:
    """Return at least the first `size` bytes (all, if there are fewer) and the chunks from the start again.

    >>> head, chunks = take_head(iter([b"ab", b"cd", b"ef"]), 3)
    >>> head, b"".join(chunks)
    (b'abcd', b'abcdef')
    """
    parts: list[bytes] = []
    failure: BrokenInput | None = None
    try:
        while sum(map(len, parts)) < size and (chunk := next(chunks, None)) is not None:
            parts.append(chunk)
    except BrokenInput as broken:
        failure = broken  # what came before it is still to be read
    head = b"".join(parts)

    def start_again() -> Iterator[bytes]:
        if head:
            yield head
        if failure:
            raise failure
        yield from chunks

    return head, start_again()


def decompress(chunks: Iterator[bytes]) -> tuple[str | None, Iterator[bytes]]:
    """Return the name of the compression, told by the first bytes, and the chunks without it.

    The chunks raise `BrokenInput` with the reason `truncated` or `broken-compression` after what could be
    read.

    >>> import gzip
    >>> name, plain = decompress(iter([gzip.compress(b"moss"), gzip.compress(b" and fern")]))
    >>> name, b"".join(plain)
    ('gzip', b'moss and fern')
    """
    head, chunks = take_head(chunks, 4)
    for magic, name, new_member in _COMPRESSIONS:
        if head.startswith(magic):
            return name, _inflate(chunks, name, new_member)
    return None, chunks


def _inflate(chunks: Iterator[bytes], name: str, new_member: Callable[[], _Member]) -> Iterator[bytes]:
    """Decompress member after member."""
    member: _Member | None = None
    slices = (chunk[i : i + _SLICE] for chunk in chunks for i in range(0, len(chunk), _SLICE))
    try:
        for data in slices:
            while data:
                if member is None:
                    data = data.lstrip(b"\0")  # tapes and block devices pad with zeros
                    if not data:
                        break
                    member = new_member()
                if plain := member.decompress(data):
                    yield plain
                data = b""
                if member.eof:
                    data, member = member.unused_data, None
    except (zlib.error, OSError, EOFError, zstandard.ZstdError) as error:
        raise BrokenInput("broken-compression", f"the {name} data is corrupt: {error}") from error
    if member is not None:
        raise BrokenInput("truncated", f"the {name} data ends too early; copy the file again")


def is_blank(head: bytes) -> bool:
    """Tell whether there is nothing but blanks, or a byte order mark.

    >>> is_blank(b" \\n"), is_blank(b"moss")
    (True, False)
    """
    return not head.removeprefix(BYTE_ORDER_MARK).strip()


def open_stream(chunks: Iterator[bytes]) -> io.BufferedReader:
    """Return the chunks as a stream, without a byte order mark at their start.

    >>> open_stream(iter([b"first", b" line", b"\\nsecond"])).readlines()
    [b'first line\\n', b'second']
    """
    head, chunks = take_head(chunks, len(BYTE_ORDER_MARK))
    reader = _ChunkReader(chunks)
    if head.startswith(BYTE_ORDER_MARK):
        reader.readinto(bytearray(len(BYTE_ORDER_MARK)))
    return io.BufferedReader(reader, CHUNK)


def read_whole(stream: io.BufferedReader) -> tuple[bytes, BrokenInput | None]:
    """Return all bytes that can be read, and what stopped the reading, if anything did."""
    parts: list[bytes] = []
    try:
        while part := stream.read1(CHUNK):
            parts.append(part)
    except BrokenInput as broken:
        return b"".join(parts), broken
    return b"".join(parts), None


class _ChunkReader(io.RawIOBase):
    """Chunks as a raw stream, which `io.BufferedReader` then cuts into lines."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        while not self._left:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._left = memoryview(chunk)
        target = memoryview(buffer).cast("B")
        count = min(len(target), len(self._left))
        target[:count] = self._left[:count]
        self._left = self._left[count:]
        return count
