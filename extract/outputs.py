"""Rows as a person or a program reads them: aligned columns, Markdown, CSV, JSON lines."""

import csv
import datetime
import decimal
import itertools
import json
import math
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import TextIO

Rows = Iterable[Sequence[object]]

_MARGIN = 2
_NARROWEST = 8


def write_rows(columns: Sequence[str], rows: Rows, format: str, out: TextIO, width: int = 100) -> None:
    """Write rows in one of `ROW_FORMATS`; `width` is that of the screen, for tables.

    JSON lines and CSV are written as the rows come. A table needs them all; where they do not fit into the
    width, long values are cut, and where even the names do not fit, each row becomes a block of lines.

    >>> import sys
    >>> write_rows(["model", "score"], [("Moss", 91.2), ("Fern", None)], "table", sys.stdout)
    model  score
    -----  -----
    Moss    91.2
    Fern
    """
    _WRITERS[format](columns, rows, out, width)


def _write_jsonl(columns: Sequence[str], rows: Rows, out: TextIO, width: int) -> None:
    for row in rows:
        values = dict(zip(columns, row, strict=True))
        try:
            line = json.dumps(values, ensure_ascii=False, allow_nan=False, default=_plain)
        except ValueError:  # JSON has no infinity and no NaN
            line = json.dumps(_drop_non_finite(values), ensure_ascii=False, default=_plain)
        out.write(line + "\n")


def _write_csv(columns: Sequence[str], rows: Rows, out: TextIO, width: int) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_json(v) if isinstance(v, list | dict) else _plain(v) for v in row])


def _write_markdown(columns: Sequence[str], rows: Rows, out: TextIO, width: int) -> None:
    for row in itertools.chain((columns, ["---"] * len(columns)), rows):
        out.write("| " + " | ".join(_show(v).replace("|", "\\|") for v in row) + " |\n")


def _write_table(columns: Sequence[str], rows: Rows, out: TextIO, width: int) -> None:
    all_rows = list(rows)
    cells = [[_show(value) for value in row] for row in all_rows]
    if not columns:
        return
    least = sum(min(_NARROWEST, _width(name)) for name in columns) + _MARGIN * (len(columns) - 1)
    if least > width:
        _write_blocks(columns, cells, out)
        return
    widths = [max(map(_width, column)) for column in zip(columns, *cells, strict=True)]
    while sum(widths) + _MARGIN * (len(widths) - 1) > width:
        widths[widths.index(max(widths))] -= 1
    is_right = [all(isinstance(row[i], int | float | None) for row in all_rows) and bool(all_rows) for i in range(len(columns))]
    rule = ["-" * w for w in widths]
    for line in (columns, rule, *cells):
        fitted = [_fit(*each) for each in zip(line, widths, is_right, strict=True)]
        out.write((" " * _MARGIN).join(fitted).rstrip() + "\n")


def _write_blocks(columns: Sequence[str], cells: list[list[str]], out: TextIO) -> None:
    """Write each row as lines of a name and a value, with a blank line between rows."""
    widest = max(map(_width, columns))
    for number, row in enumerate(cells):
        out.write("\n" if number else "")
        for name, cell in zip(columns, row, strict=True):
            out.write(f"{_fit(name, widest, False)}  {cell}".rstrip() + "\n")


_WRITERS: dict[str, Callable[[Sequence[str], Rows, TextIO, int], None]] = {
    "table": _write_table,
    "csv": _write_csv,
    "jsonl": _write_jsonl,
    "markdown": _write_markdown,
}

ROW_FORMATS = tuple(_WRITERS)


def _plain(value: object) -> object:
    """Return what JSON or CSV can hold of a value."""
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return float(value)
    if value is None or isinstance(value, str | int | float):
        return value
    return str(value)


def _drop_non_finite(value: object) -> object:
    """Turn infinity and NaN to null, at any depth."""
    if isinstance(value, dict):
        return {key: _drop_non_finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_drop_non_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _json(value: object) -> str:
    return json.dumps(_drop_non_finite(value), ensure_ascii=False, default=_plain)


def _show(value: object) -> str:
    """Return a value as one line that is safe on a terminal."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(map(_show, value))
    text = f"{value:.12g}" if isinstance(value, float) else str(_plain(value))
    # Control characters of a paper's text could move the cursor or colour the screen.
    return "".join(c if c.isprintable() else " " for c in text)


def _width(text: str) -> int:
    """Return how many columns of a screen a text takes."""
    if text.isascii():
        return len(text)
    return sum(_character_width(c) for c in text)


def _character_width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _fit(text: str, width: int, is_right: bool) -> str:
    """Cut or fill a text to a width."""
    if _width(text) > width:
        kept = ""
        for character in text:
            if _width(kept + character) > width - 1:
                break
            kept += character
        text = kept + "…"
    gap = " " * (width - _width(text))
    return gap + text if is_right else text + gap
