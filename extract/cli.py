"""The command line: each command calls one function of the package and prints what it returns."""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import wraps
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeVar

import click

from ..schemas.arrow import data_dictionary
from ..schemas.records import TABLES
from .console import count, describe_error, list_reasons, print_note, print_rows, print_table, show_progress
from .outputs import ROW_FORMATS

if TYPE_CHECKING:
    from ..schemas.records import Document
    from .read import Columns

# Modules that load DuckDB, pandas, Arrow or great_expectations are imported inside the commands.

_F = TypeVar("_F", bound=Callable[..., Any])

OK, BAD_DATA, CANNOT_RUN, INTERRUPTED = 0, 1, 2, 130

_SHOWN_CLAIM = ("doc_id", "kind", "value_text", "metric", "benchmarks", "model", "baselines", "settings")
_SHOWN_BOARD = ("metric", "split", "rank", "model", "value_text", "settings", "model_role", "date", "title")

_data = click.option("--data", required=True, metavar="DIR", help="Folder of the dataset.")


def _debug(command: _F) -> _F:
    """Let --debug stand after any command's name."""

    def note(context: click.Context, _: click.Parameter, value: bool) -> None:
        if value:
            context.obj["debug"] = True

    help = "Show the traceback of an error."
    return click.option("--debug", is_flag=True, expose_value=False, callback=note, help=help)(command)


class _Input(NamedTuple):
    """What a command reads: the paths, their format where it is given, and the columns."""

    paths: tuple[str, ...]
    format: str | None
    columns: "Columns"


def _input_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how the input is read; the command takes them as one `source`."""

    @wraps(command)
    def read(
        inputs: tuple[str, ...],
        input_format: str | None,
        id_column: str,
        title_column: str,
        text_column: str,
        **others: object,
    ) -> object:
        from .read import Columns

        columns = Columns(id=id_column, title=title_column, text=text_column)
        return command(source=_Input(inputs, input_format, columns), **others)

    options = (
        click.argument("inputs", nargs=-1, required=True, metavar="INPUT..."),
        click.option("--input-format", help="Format of the input, where its name does not tell it."),
        click.option("--id-column", default="doc_id", show_default=True, help="Column with the identifier."),
        click.option("--title-column", default="title", show_default=True, help="Column with the title."),
        click.option("--text-column", default="text", show_default=True, help="Column with the text."),
    )
    for option in reversed(options):
        read = option(read)
    return read


def _format_option(default: str, *more: str) -> Callable[[_F], _F]:
    """Add --format with the formats of rows and some more."""
    choice = click.Choice([*ROW_FORMATS, *more])
    return click.option("--format", type=choice, default=default, show_default=True, help="Format of the rows.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("claimboard"), prog_name="claimboard")
@_debug
def cli() -> None:
    """Read benchmark claims out of machine-learning papers into tables, and query them."""


@cli.command()
@_input_options
@_format_option("jsonl")
@_debug
def extract(source: _Input, format: str) -> None:
    """Print the claims of papers as they are read.

    INPUT is a file, a folder, a glob or - for standard input: JSON lines, CSV, Parquet, BibTeX, text,
    Markdown, and the exports of arXiv, the ACL Anthology, Semantic Scholar and Hugging Face papers, plain or
    compressed.
    """
    from ..schemas.records import Claim
    from .pipeline import extract_rows

    reasons: Counter[str] = Counter()

    def rows() -> Iterator[Sequence[object]]:
        with _documents(source, reasons) as documents:
            for _, claims, rejects in extract_rows(documents):
                reasons.update(reject.reason for reject in rejects)
                yield from claims

    print_rows(list(Claim.model_fields), rows(), format, _SHOWN_CLAIM)
    _print_rejects(reasons)


@cli.command()
@_input_options
@_format_option("jsonl")
@_debug
def mentions(source: _Input, format: str) -> None:
    """Print every mention in papers: of tasks, benchmarks, metrics and models, known and new, and of quantities."""
    from ..schemas.records import Mention
    from .tagging import find_mentions

    reasons: Counter[str] = Counter()

    def rows() -> Iterator[Sequence[object]]:
        with _documents(source, reasons) as documents:
            for document in documents:
                yield from (tuple(mention.model_dump().values()) for mention in find_mentions(document))

    print_rows(list(Mention.model_fields), rows(), format)
    _print_rejects(reasons)


@contextmanager
def _documents(source: _Input, reasons: Counter[str]) -> Iterator[Iterator["Document"]]:
    """Give the documents whose rows a command prints; what cannot be read is counted by its reason.

    A person who waits sees a bar, but none between rows on one screen.
    """
    from .read import read_documents

    with nullcontext() if sys.stdout.isatty() else show_progress(source.paths) as tell:
        yield read_documents(
            source.paths,
            input_format=source.format,
            columns=source.columns,
            on_reject=lambda reject: reasons.update([reject.reason]),
            on_progress=tell,
        )


def _print_rejects(reasons: Counter[str]) -> None:
    """Say how many records were refused, and why."""
    if reasons:
        print_note(f"{count(reasons.total(), 'reject')} ({list_reasons(reasons)})")


@cli.command()
@_input_options
@click.option("--out", required=True, metavar="DIR", help="Folder of the dataset; one that is there is replaced.")
@_debug
def build(source: _Input, out: str) -> None:
    """Write the claims of papers to a dataset of Parquet tables.

    The dataset takes the place of an older one in one step, when it is whole.
    """
    from .pipeline import build_dataset
    from .query import run_query

    with show_progress(source.paths) as tell:
        manifest = build_dataset(
            source.paths,
            out,
            input_format=source.format,
            columns=source.columns,
            on_progress=tell,
        )
    documents, claims, rejects = (manifest.tables[t].rows for t in ("documents", "claims", "rejects"))
    parts = [count(documents, "document"), count(claims, "claim"), count(rejects, "reject")]
    if rejects:
        found = run_query(out, "SELECT reason, count(*) AS n FROM rejects GROUP BY reason")
        reasons = dict(zip(found["reason"].to_pylist(), found["n"].to_pylist(), strict=True))
        parts[-1] += f" ({list_reasons(Counter(reasons))})"
    print_note(f"{out}: {', '.join(parts)}")


@cli.command()
@click.argument("folder", metavar="DIR")
@_debug
def validate(folder: str) -> int:
    """Check a dataset: its files, its rows, and its tables against each other.

    Exits with 0 if all is well, 1 if something is wrong with the data, 2 if it cannot be checked.
    """
    from .checks import check_dataset
    from .failures import format_failures

    failures = check_dataset(folder)
    for line in format_failures(failures):
        click.echo(line)
    if failures:
        print_note(f"{folder}: {count(len(failures), 'broken rule')}")
        return BAD_DATA
    print_note(f"{folder}: ok")
    return OK


@cli.command()
@click.argument("sql")
@_data
@_format_option("table", "parquet")
@click.option("--output", metavar="FILE", help="File to write to instead of standard output.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), metavar="S", help="Seconds to run at most.")
@_debug
def query(sql: str, data: str, format: str, output: str | None, timeout: float | None) -> None:
    """Run SQL on a dataset.

    Tables: claims, documents, metrics, benchmarks, models, tasks, rejects. Views: scores, leaderboard,
    progress, conflicts, unmapped. The SQL reaches nothing else.
    """
    from .query import run_query

    if format == "parquet" and output is None:
        raise click.UsageError("parquet is not for a screen: name a file with --output FILE")
    print_table(run_query(data, sql, timeout=timeout), format, output)


@cli.command()
@click.argument("benchmark")
@click.option("--metric", help="Show this metric only.")
@_data
@_format_option("table")
@_debug
def leaderboard(benchmark: str, metric: str | None, data: str, format: str) -> None:
    """Print the leaderboard of a benchmark, best first."""
    from .query import load_leaderboard

    print_table(load_leaderboard(data, benchmark, metric), format, None, _SHOWN_BOARD)


@cli.command()
@click.argument("text")
@click.option("--title", default="", help="Title of the text.")
@click.option("--documents", metavar="INPUT", help="Take TEXT as the identifier of a document of this input.")
@_debug
def explain(text: str, title: str, documents: str | None) -> None:
    """Tell how a text was read: tokens, names, the rule and slots of each number, and what was refused and why."""
    from ..schemas.records import Document
    from .explain import explain_document

    document = Document(doc_id="text", title=title, text=text) if documents is None else _find_document(documents, text)
    for line in explain_document(document):
        click.echo(line)


def _find_document(documents: str, doc_id: str) -> "Document":
    """Return the document with an identifier. Raises UsageError where there is none."""
    from .read import read_documents

    found = read_documents([documents], on_reject=lambda reject: None)
    document = next((document for document in found if document.doc_id == doc_id), None)
    if document is None:
        raise click.UsageError(f"{documents}: no document {doc_id!r} in it")
    return document


@cli.command()
@click.argument("gold", metavar="GOLD.jsonl")
@click.option("--documents", metavar="INPUT", help="Documents to read; left out: X.docs.jsonl beside X.gold.jsonl.")
@click.option("--claims", metavar="RUN", help="Claims to score instead: JSON lines of extract, or a dataset's folder.")
@click.option("--against", metavar="RUN", help="Another run: print the claims gained and lost.")
@click.option("--errors", type=click.IntRange(min=0), default=0, metavar="N", help="Print up to N claims that are not right.")
@click.option("--format", type=click.Choice(["table", "json"]), default="table", show_default=True, help="Format of the figures.")
@_debug
def evaluate(gold: str, documents: str | None, claims: str | None, against: str | None, errors: int, format: str) -> None:
    """Score claims against gold: what is found, what is right in every slot, how far confidence holds.

    GOLD.jsonl holds {"doc_id", "claims"} a line; its documents are read anew unless --claims names a run.
    """
    from .evaluation import compare_runs, read_gold, read_run
    from .evaluation import evaluate as score
    from .reports import format_changes, format_evaluation, format_pair, summarise

    wanted = read_gold(gold)
    run = score(wanted, read_run(claims) if claims is not None else _extract_run(documents or gold.replace(".gold.", ".docs.")))
    changes = compare_runs(run, score(wanted, read_run(against))) if against is not None else None
    if format == "json":
        click.echo(json.dumps(summarise(run)))
        return
    for line in format_evaluation(run):
        click.echo(line)
    for pair in [p for p in run.pairs if not p.is_full][:errors]:
        click.echo(format_pair(pair))
    for line in format_changes(*changes) if changes is not None else ():
        click.echo(line)


def _extract_run(documents: str) -> dict[str, list[Mapping[str, Any]]]:
    """Return the claims of documents as `read_run` gives them."""
    from ..schemas.records import Claim
    from .pipeline import extract_rows
    from .read import read_documents

    names = list(Claim.model_fields)
    found = extract_rows(read_documents([documents], on_reject=lambda reject: print_note(f"{reject.source}: {reject.detail}")))
    return {document.doc_id: [dict(zip(names, row, strict=True)) for row in rows] for document, rows, _ in found}


@cli.command()
@click.argument("table", required=False, type=click.Choice(list(TABLES)))
@_format_option("table")
@_debug
def columns(table: str | None, format: str) -> None:
    """Print what each column of the tables holds."""
    rows = [(name, *column) for name, record in TABLES.items() if table in (None, name) for column in data_dictionary(record)]
    print_rows(["table", "column", "type", "nullable", "description"], rows, format)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; errors are one line on standard error."""
    state = {"debug": False}
    try:
        code = cli.main(arguments, prog_name="claimboard", standalone_mode=False, obj=state)
        sys.stdout.flush()
        return code or OK
    except click.exceptions.Abort:
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):  # whoever read our output has had enough of it: click turns that into an exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:
        if state["debug"]:
            raise
        print_note(f"error: {describe_error(error)}")
        return CANNOT_RUN


if __name__ == "__main__":
    main()
