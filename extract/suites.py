"""Run the great_expectations suite of a table on its Parquet file, a batch of rows at a time."""

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pyarrow.compute as pc  # type: ignore[import-untyped, unused-ignore]
import pyarrow.parquet as pq  # type: ignore[import-untyped, unused-ignore]

from ..schemas.arrow import list_columns
from ..schemas.expect import load_suite
from ..schemas.records import TABLES
from .failures import SHOWN_ROWS, Failure
from .tables import ROW_GROUP

if TYPE_CHECKING:
    import great_expectations as gx
    import pandas as pd


def check_suite(table: str, path: Path) -> list[Failure]:
    """Return the expectations on one table that its file does not meet.

    Memory is that of a batch. Imports great_expectations, which takes seconds. Raises OSError or pyarrow's
    ArrowInvalid where the file cannot be read or a page is damaged.
    """
    checkpoint = None
    found: dict[str, Failure] = {}
    for batch in _read_batches(path):
        if checkpoint is None:
            checkpoint = _open_checkpoint(table, batch.schema.names)
        for failure in (*_run(checkpoint, table, batch.to_pandas()), *_find_nan(table, batch)):
            before = found.get(failure.rule, failure._replace(failing=0, rows=()))
            rows = (*before.rows, *failure.rows)[:SHOWN_ROWS]
            found[failure.rule] = failure._replace(failing=before.failing + failure.failing, rows=rows)
    return list(found.values())


def _read_batches(path: Path) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a file in batches; one without rows for an empty table, which is checked as well."""
    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        if not file.metadata.num_rows:
            yield pa.RecordBatch.from_pylist([], schema=file.schema_arrow)
        yield from file.iter_batches(ROW_GROUP)


def _find_nan(table: str, batch: pa.RecordBatch) -> Iterator[Failure]:
    """Yield the columns with values that are no numbers.

    Not by pandas, which takes NaN for null, nor by DuckDB, whose filters skip rows by statistics without NaN.
    """
    for field in batch.schema:
        if pa.types.is_floating(field.type):
            wrong = batch.filter(pc.is_nan(batch[field.name]))
            if wrong.num_rows:
                rows = wrong.slice(0, SHOWN_ROWS).select([*_keys(table, batch.schema.names), field.name])
                yield Failure(
                    f"{field.name}-is-number",
                    table,
                    "must be a number",
                    wrong.num_rows,
                    tuple(rows.to_pylist()),
                )


def _keys(table: str, columns: list[str]) -> list[str]:
    """Return the columns of a table that name a row, those of them that are there."""
    return [c.name for c in list_columns(TABLES[table]) if c.is_key and c.name in columns]


def _open_checkpoint(table: str, columns: list[str]) -> "gx.Checkpoint":
    """Set up a table's suite in a context that leaves nothing on the disk and sends nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the library's own imports
        import great_expectations as gx

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]
    keys = _keys(table, columns)
    asset = context.data_sources.add_pandas("pandas").add_dataframe_asset(table)
    definition = gx.ValidationDefinition(
        name=table,
        data=asset.add_batch_definition_whole_dataframe("whole"),
        suite=context.suites.add(gx.ExpectationSuite(**load_suite(table))),
    )
    result_format: Any = {"result_format": "COMPLETE", "unexpected_index_column_names": keys}
    return context.checkpoints.add(
        gx.Checkpoint(
            name=table,
            validation_definitions=[context.validation_definitions.add(definition)],
            result_format=result_format,
        )
    )


def _run(checkpoint: "gx.Checkpoint", table: str, frame: "pd.DataFrame") -> Iterator[Failure]:
    """Yield what one frame does not meet."""
    result = checkpoint.run(batch_parameters={"dataframe": frame})
    for run in result.run_results.values():
        for outcome in run.results:
            if not outcome.success:
                yield _describe(table, outcome.to_json_dict())


def _describe(table: str, outcome: dict[str, Any]) -> Failure:
    """Turn the JSON of a failed expectation into a failure."""
    config, result = outcome["expectation_config"], outcome["result"]
    expected = {k: v for k, v in config["kwargs"].items() if k not in ("batch_id", "column")}
    column = config["kwargs"].get("column")
    rule = "-".join(filter(None, [column, config["type"].removeprefix("expect_").replace("_", "-")]))
    raised = outcome.get("exception_info") or {}
    message = ", ".join(f"{k}={v}" for k, v in sorted(expected.items())) or "must hold"
    if not result:
        message = f"could not be checked: {_first_message(raised)}"
    elif "observed_value" in result:
        message += f"; found {result['observed_value']}"
    rows = tuple(result.get("unexpected_index_list") or ())[:SHOWN_ROWS]
    return Failure(rule, table, message, result.get("unexpected_count") or 0, rows)


def _first_message(raised: dict[str, Any]) -> str:
    """Return the message of an exception that an expectation ran into."""
    entries = [raised, *(v for v in raised.values() if isinstance(v, dict))]
    return next((str(e["exception_message"]) for e in entries if e.get("exception_message")), "unknown")
