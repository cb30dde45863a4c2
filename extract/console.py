"""What the command line shows: rows, notes, errors in one line, and a bar while a person waits."""

import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from .manifest import BoardError
from .outputs import write_rows

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]


def describe_error(error: Exception) -> str:
    """Return the one line that tells a user of an error."""
    from .read.problems import ReadError  # here, since the readers load Arrow

    if isinstance(error, click.UsageError):
        command = error.ctx.command_path if error.ctx else "claimboard"
        text = f"{error.format_message()} (see {command} --help)"
    elif isinstance(error, click.ClickException):
        text = error.format_message()
    elif isinstance(error, OSError) and error.strerror:
        text = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    elif isinstance(error, BoardError | ReadError):
        text = str(error)
    else:
        text = f"{type(error).__name__}: {error} (this is a bug: --debug shows where)"
    return " ".join(text.split())


@contextmanager
def show_progress(inputs: Sequence[str]) -> Iterator[Callable[[int], None] | None]:
    """Show a bar while a person waits: not where the errors go to a file."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    from .read import total_bytes

    with tqdm(total=total_bytes(inputs), unit="B", unit_scale=True, leave=False, file=sys.stderr) as bar:

        def tell(done: int) -> None:
            bar.update(done - bar.n)

        yield tell


def print_table(table: "pa.Table", format: str, output: str | None, shown: Sequence[str] | None = None) -> None:
    """Print a result, or write it to a file."""
    if format == "parquet" and output is not None:
        import pyarrow.parquet as pq  # type: ignore[import-untyped, unused-ignore]

        pq.write_table(table, output, compression="zstd")
        return
    rows = (row for batch in table.to_batches() for row in zip(*(c.to_pylist() for c in batch.columns), strict=True))
    if output is None:
        print_rows(table.column_names, rows, format, shown)
        return
    with Path(output).open("w", encoding="utf-8", newline="") as file:
        write_rows(table.column_names, rows, format, file)


def print_rows(names: Sequence[str], rows: Iterable[Sequence[object]], format: str, shown: Sequence[str] | None = None) -> None:
    """Print rows; a table shows only some of the columns where a person has no use for all."""
    if shown is not None and format == "table":
        places = [list(names).index(name) for name in shown]
        names, rows = shown, ([row[i] for i in places] for row in rows)
    write_rows(names, rows, format, _utf8_output(), shutil.get_terminal_size((120, 40)).columns)


def _utf8_output() -> TextIO:
    """Return standard output, in UTF-8 whatever the locale says."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    return sys.stdout


def print_note(text: str) -> None:
    """Print a line that is no data."""
    click.echo(text, err=True)


def count(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> count(1, "claim"), count(2000, "claim")
    ('1 claim', '2,000 claims')
    """
    return f"{number:,} {noun}{'s' * (number != 1)}"


def list_reasons(reasons: Counter[str]) -> str:
    """Return the reasons of rejects with their counts, the most frequent first."""
    ordered = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{reason} {count:,}" for reason, count in ordered)
