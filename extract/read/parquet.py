"""Parquet files, a batch of rows and only the needed columns at a time."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pyarrow.parquet as pq  # type: ignore[import-untyped, unused-ignore]

from ...schemas.records import Document
from .delimited import check_columns
from .documents import Item, Source, convert_records, make_document
from .problems import BrokenInput

BATCH_ROWS = 2048


def read_parquet(source: Source) -> Iterator[Item]:
    """Stream documents from Parquet: columns as for CSV; dates as text, dates, times or years.

    A compressed file or standard input is copied to a temporary file first, since the format must be read
    from its end. Raises `BrokenInput` where a needed column is missing or the file is broken.
    """
    if source.path is not None:
        yield from _read_file(source, source.path)
        return
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(source.stream, copy)
        yield from _read_file(source, copy)


def _read_file(source: Source, file: Any) -> Iterator[Item]:
    """Read one seekable file."""
    try:
        # A column chunk is read through a buffer, not whole: a row group may be larger than the memory.
        parquet = pq.ParquetFile(file, pre_buffer=False, buffer_size=1 << 20)
    except (pa.ArrowException, OSError) as error:
        raise BrokenInput("broken-parquet", f"not a readable Parquet file: {error}") from error
    with parquet:
        names = list(parquet.schema_arrow.names)
        check_columns(names, source.columns)
        wanted = [*source.columns, "source", "venue", "date", "format"]
        rows = _number_rows(source, parquet, [name if name in names else None for name in wanted])
        yield from convert_records(source, rows, _convert, _show)


def _number_rows(source: Source, parquet: Any, wanted: list[str | None]) -> Iterator[tuple[int, Any]]:
    """Yield the wanted values of each row, None where there is no column, with the row's number from 1."""
    columns = [name for name in wanted if name]
    share = source.path.stat().st_size / max(parquet.metadata.num_rows, 1) if source.path else 0
    number = 0
    batches = parquet.iter_batches(batch_size=BATCH_ROWS, columns=columns)
    while (batch := _next_batch(batches)) is not None:
        source.advance(int(share * batch.num_rows))
        lists = [_to_list(batch.column(name)) if name else [None] * batch.num_rows for name in wanted]
        for row in zip(*lists, strict=True):
            number += 1
            yield number, row


def _next_batch(batches: Iterator[Any]) -> Any:
    """Return the next batch, None at the end."""
    try:
        return next(batches, None)
    except (pa.ArrowException, OSError) as error:
        raise BrokenInput("broken-parquet", f"the file is broken from here on: {error}") from error


def _to_list(column: Any) -> list[object]:
    """Return the values of a column; bytes that are not UTF-8 as half surrogates, refused row by row."""
    try:
        values: list[object] = column.to_pylist()
    except UnicodeDecodeError:
        raw = column.cast(pa.large_binary()).to_pylist()
        values = [None if value is None else value.decode("utf-8", "surrogateescape") for value in raw]
    return values


def _convert(row: tuple[object, ...]) -> Document:
    """Make the document of one row."""
    doc_id, title, text, origin, venue, date, markup = row
    return make_document(doc_id, title, text, source=origin or venue, date=date, format=markup)


def _show(row: tuple[object, ...]) -> str:
    """Return what a reject keeps of a row."""
    names = ("id", "title", "text", "source", "venue", "date", "format")
    shown = {name: value for name, value in zip(names, row, strict=True) if value is not None}
    return json.dumps(shown, ensure_ascii=False, default=str)
