"""From the loose values of a record to a `Document`, or to a `Reject` that says why not."""

import datetime
import io
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from ...schemas.records import Document, Reject
from .problems import Refused

RECORD_LIMIT = 2000
"""How many characters of a refused record are kept."""

Item = tuple[int | None, Document] | Reject
"""What a reader yields: a document with its line (or record number) in the input, or a reject."""

_T = TypeVar("_T")
_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?\Z")
_SPACES = re.compile(r"\s+")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Columns(NamedTuple):
    """The names of the columns (or keys) that hold the identifier, the title and the text."""

    id: str = "doc_id"
    title: str = "title"
    text: str = "text"


class Source(NamedTuple):
    """One opened input, as the readers of the formats see it."""

    name: str
    """The input as the user gave it, or as it was found: what a `Reject` names."""
    label: str | None
    """File name without its folder; None for standard input."""
    doc_name: str
    """Identifier where the file is one document: its path below the input, without suffixes."""
    stream: io.BufferedReader
    """The decompressed bytes from their start, without a byte order mark."""
    path: Path | None
    """The file itself where it can be opened again and is not compressed, for readers that must seek."""
    columns: Columns
    advance: Callable[[int], None]
    """Tells the progress in bytes, for readers that open `path` instead of reading `stream`."""


def make_document(
    doc_id: object,
    title: object,
    text: object,
    *,
    source: object = None,
    date: object = None,
    format: object = "text",
) -> Document:
    """Check the values of one record and make the document of them.

    Missing is the same as None or "" for every value but the text and the identifier, which must be there. A
    whole number is taken as an identifier; every other value must be text (the date: see `parse_date`).

    Raises `Refused` with the reason `no-id`, `no-text`, `bad-date`, `wrong-type`, `unknown-markup`,
    `invalid-utf8` (bytes that are not UTF-8) or `invalid-unicode` (half a surrogate pair).

    >>> make_document(17, "Moss: Small Models", "Moss is small.", date="2024-05").doc_id
    '17'
    """
    key = str(doc_id) if type(doc_id) is int else doc_id
    if key is None or (isinstance(key, str) and not key.strip()):
        raise Refused("no-id", "the identifier is missing or empty")
    if text is None or (isinstance(text, str) and (not text or text.isspace())):
        raise Refused("no-text", "the text is missing or empty", doc_id=_shown_id(key))
    for name, value in (("doc_id", key), ("title", title), ("text", text), ("source", source)):
        if isinstance(value, str) and not value.isascii():
            _check_unicode(name, value, _shown_id(key))
    try:
        return Document(
            doc_id=key,  # type: ignore[arg-type]  # wrong types are what the model's validation is for
            title=title or "",  # type: ignore[arg-type]
            text=text,  # type: ignore[arg-type]
            source=source or None,  # type: ignore[arg-type]
            date=parse_date(date),
            format=format or "text",  # type: ignore[arg-type]
        )
    except ValidationError as error:
        raise _refusal(error, _shown_id(key)) from None
    except Refused as refused:
        raise Refused(refused.reason, refused.detail, doc_id=_shown_id(key)) from None


def parse_date(value: object) -> datetime.date | None:
    """Read a publication date: an ISO date or date and time, a year and month, a year, or a date object.

    A year alone stands for its first day, a month for its first day; None and "" give None. Raises `Refused`
    with the reason `bad-date`.

    >>> parse_date("2024-05-17T09:00:00Z"), parse_date("2024-05"), parse_date(2024)
    (datetime.date(2024, 5, 17), datetime.date(2024, 5, 1), datetime.date(2024, 1, 1))
    """
    if value is None or value == "":
        return None
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    printed = str(value) if type(value) is int else value
    if not isinstance(printed, str):
        raise Refused("bad-date", f"a date must be text, a year or a date, not {type(value).__name__}")
    try:
        if partial := _PARTIAL_DATE.match(printed.strip()):
            return datetime.date(int(partial[1]), int(partial[2] or 1), 1)
        return datetime.datetime.fromisoformat(printed.strip()).date()
    except ValueError:
        raise Refused("bad-date", f"{printed[:80]!r} is no date; write it as YYYY-MM-DD") from None


def parse_year_month(year: str | None, month: str | None) -> datetime.date | None:
    """Read a year and a month that may be a number or a name; a month that is neither is left out.

    >>> parse_year_month("2023", "July 9-14"), parse_year_month("2023", "feb")
    (datetime.date(2023, 7, 1), datetime.date(2023, 2, 1))
    """
    printed = (year or "").strip()
    name = (month or "").strip().lower()
    if name[:3] in _MONTHS:  # noqa: SIM108 (three cases on one line are hard to read)
        number = _MONTHS.index(name[:3]) + 1
    else:
        number = int(name) if re.fullmatch(r"[0-9]{1,2}", name) else 0
    if not printed or not 1 <= number <= 12:
        return parse_date(printed)
    return parse_date(f"{printed}-{number:02}")


def convert_records(
    source: Source,
    records: Iterable[tuple[int | None, _T]],
    convert: Callable[[_T], Document],
    show: Callable[[_T], str],
) -> Iterator[Item]:
    """Convert numbered records one at a time; a refused one becomes a reject and the rest goes on."""
    for line, record in records:
        try:
            yield line, convert(record)
        except Refused as refused:
            yield make_reject(source.name, line, refused, show(record))


def make_reject(source: str, line: int | None, refused: Refused, record: str | None = None) -> Reject:
    """Write down one refusal."""
    return Reject(
        stage="read",
        source=printable(source),
        line=line,
        doc_id=None if refused.doc_id is None else printable(refused.doc_id),
        reason=refused.reason,
        detail=printable(refused.detail),
        record=None if record is None else printable(record[:RECORD_LIMIT])[:RECORD_LIMIT],
    )


def printable(text: str) -> str:
    r"""Return the text with every half surrogate (a byte that was not UTF-8) written as an escape.

    >>> print(printable(b"caf\xe9".decode(errors="surrogateescape")))
    caf\udce9
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def collapse_spaces(text: str | None) -> str:
    """Return the text on one line: each run of spaces and newlines as one space."""
    return _SPACES.sub(" ", text or "").strip()


def _shown_id(key: object) -> str | None:
    """Return what a reject holds of an identifier of any type."""
    return key if isinstance(key, str) else None


def _check_unicode(name: str, value: str, doc_id: str | None) -> None:
    """Refuse half surrogates, which a `Document` would take, and which no file can be written with."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        if "\udc80" <= value[error.start] <= "\udcff":  # where a byte that was not UTF-8 is kept
            raise Refused("invalid-utf8", f"{name} holds bytes that are not UTF-8", doc_id=doc_id) from None
        raise Refused("invalid-unicode", f"{name} holds half a surrogate pair", doc_id=doc_id) from None


def _refusal(error: ValidationError, doc_id: str | None) -> Refused:
    """Name what the record's model found wrong first."""
    first: Any = error.errors(include_url=False)[0]
    reason = "unknown-markup" if first["type"] == "literal_error" else "wrong-type"
    return Refused(reason, f"{first['loc'][0]}: {first['msg']}", doc_id=doc_id)
