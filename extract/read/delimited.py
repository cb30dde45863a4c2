"""CSV and TSV with a header line."""

import csv
import io
import json
from collections.abc import Callable, Iterator

from ...schemas.records import Document
from .documents import Columns, Item, Source, convert_records, make_document
from .problems import BrokenInput, Refused

FIELD_LIMIT = 1 << 28
"""The longest field, in characters; the standard library's own, 131,072, is shorter than a paper."""

_Row = list[str] | csv.Error


def read_csv(source: Source) -> Iterator[Item]:
    """Stream documents from CSV: columns as named; where there are, `date`, `source` or `venue`, `format`.

    Fields are quoted as in RFC 4180. A row of another length than the header, or with a stray quote, is
    refused (`bad-row`). Raises `BrokenInput` where the header has no column for the identifier or the text.
    """
    return _read_delimited(source, ",")


def read_tsv(source: Source) -> Iterator[Item]:
    """Stream documents from TSV: as `read_csv`, with tabs."""
    return _read_delimited(source, "\t")


def check_columns(names: list[str], columns: Columns) -> None:
    """Raise `BrokenInput` unless the identifier and the text have a column.

    >>> check_columns(["id", "abstract"], Columns(id="id", text="abstract"))
    """
    missing = [name for name in (columns.id, columns.text) if name not in names]
    if missing:
        there = ", ".join(names[:20])
        detail = f"no column {' and no column '.join(missing)} (there: {there}); name the columns to read"
        raise BrokenInput("missing-column", detail, line=1, fatal=True)


def _read_delimited(source: Source, delimiter: str) -> Iterator[Item]:
    """Read the header, then each row by it."""
    csv.field_size_limit(FIELD_LIMIT)
    # Bytes that are not UTF-8 stand as half surrogates until their own row is refused for them.
    lines = io.TextIOWrapper(source.stream, encoding="utf-8", errors="surrogateescape", newline="")
    rows = _number_rows(lines, delimiter)
    header = next((row for _, row in rows), [])
    if isinstance(header, csv.Error):
        raise BrokenInput("bad-row", f"the header line is broken: {header}", line=1)
    check_columns(header, source.columns)
    yield from convert_records(source, rows, _row_converter(header, source.columns), _row_shower(header))


def _number_rows(lines: io.TextIOWrapper, delimiter: str) -> Iterator[tuple[int, _Row]]:
    """Yield each row with the line it starts on; a broken one as the error it gave."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        start = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield start, error
            continue
        if row:
            yield start, row


def _row_converter(header: list[str], columns: Columns) -> Callable[[_Row], Document]:
    """Return the function from a row to its document."""
    wanted = [*columns, "source", "venue", "date", "format"]
    places = [header.index(name) if name in header else None for name in wanted]

    def convert(row: _Row) -> Document:
        if isinstance(row, csv.Error):
            raise Refused("bad-row", f"the row is broken: {row}")
        if len(row) != len(header):
            raise Refused("bad-row", f"the row has {len(row)} fields, the header {len(header)}")
        doc_id, title, text, origin, venue, date, markup = (None if i is None else row[i] for i in places)
        return make_document(doc_id, title, text, source=origin or venue, date=date, format=markup)

    return convert


def _row_shower(header: list[str]) -> Callable[[_Row], str]:
    """Return the function from a row to what a reject keeps of it."""

    def show(row: _Row) -> str:
        if isinstance(row, csv.Error):
            return ""
        content = dict(zip(header, row, strict=True)) if len(row) == len(header) else row
        return json.dumps(content, ensure_ascii=False)

    return show
