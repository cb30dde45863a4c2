"""Write a dataset: a Parquet file a table and a manifest; the same input gives the same bytes."""

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pyarrow.parquet as pq  # type: ignore[import-untyped, unused-ignore]

from ..schemas.arrow import arrow_schema, list_columns
from ..schemas.load import load_benchmarks, load_metrics, load_models, load_tasks
from ..schemas.records import SCHEMA_VERSION, TABLES, Document, Reject
from .commit import replace_folder
from .manifest import (
    Manifest,
    check_target,
    describe_input,
    describe_table,
    is_dataset_file,
    package_version,
    table_path,
    write_manifest,
)

Row = tuple[object, ...]

ROW_GROUP = 122_880
"""Rows of a row group: DuckDB's own size, tens of megabytes in memory."""

SORT_ORDER = {
    "claims": "doc_id, evidence_start, claim_id",
    "documents": "doc_id",
    "metrics": "metric_id",
    "benchmarks": "benchmark_id",
    "models": "model_id",
    "tasks": "task_id",
    "rejects": "ALL",
}

_STAGED_ROWS = 20_000
_SORT_MEMORY = "512MB"


@contextmanager
def create_dataset(out: str | Path, inputs: Sequence[str | Path] = ()) -> Iterator["DatasetWriter"]:
    """Give a writer whose dataset takes the place of the folder `out` when the block ends without an error.

    Until then, and if the process dies at any moment, `out` stays as it was. `inputs` are the files that are
    read, for the manifest. Memory does not grow with the number of rows: they are staged on the disk beside
    `out` and sorted there.

    Raises BoardError if `out` holds something other than a dataset.
    """
    check_target(Path(out))
    with replace_folder(Path(out), is_dataset_file) as folder, DatasetWriter(folder) as writer:
        yield writer
        writer.finish(inputs)


class DatasetWriter:
    """Takes documents with their claims and rejects, in any order, and writes the tables."""

    manifest: Manifest
    """What was written, once it is."""

    def __init__(self, folder: Path) -> None:
        """Start in an empty folder."""
        self._folder = folder
        self._staging = folder / "staging"
        self._staging.mkdir()
        self._stages = {table: _Stage(table, self._staging) for table in TABLES}

    def __enter__(self) -> "DatasetWriter":
        """Return the writer itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the staged files, whatever happened."""
        for stage in self._stages.values():
            stage.close()

    def add(self, document: Document, claims: Sequence[Row], rejects: Iterable[Reject] = ()) -> None:
        """Add one document with its claims, as tuples in the order of the claim's fields, and its rejects."""
        self._stages["documents"].add(_summarise(document, len(claims)))
        for claim in claims:
            self._stages["claims"].add(claim)
        for reject in rejects:
            self.add_reject(reject)

    def add_reject(self, reject: Reject) -> None:
        """Add something that was refused."""
        self._stages["rejects"].add(_row_of(reject, "rejects"))

    def finish(self, inputs: Sequence[str | Path]) -> None:
        """Sort the staged rows into the tables and write the manifest."""
        vocabularies: dict[str, tuple[object, ...]] = {
            "metrics": load_metrics(),
            "benchmarks": load_benchmarks(),
            "models": load_models(),
            "tasks": load_tasks(),
        }
        for table, entries in vocabularies.items():
            for entry in entries:
                self._stages[table].add(_row_of(entry, table))
        described = {}
        for table, stage in self._stages.items():
            stage.close()
            path = table_path(self._folder, table)
            _write_sorted(stage, path)
            described[table] = describe_table(path, stage.count)
        shutil.rmtree(self._staging)
        self.manifest = Manifest(
            package_version=package_version(),
            tables=described,
            inputs=[describe_input(path) for path in inputs],
        )
        write_manifest(self._folder, self.manifest)


class _Stage:
    """The rows of one table as they come, on the disk in batches."""

    def __init__(self, table: str, folder: Path) -> None:
        self.table = table
        self.path = folder / f"{table}.parquet"
        self.schema = _file_schema(table)
        self.count = 0
        self._rows: list[Row] = []
        self._writer: pq.ParquetWriter | None = None

    def add(self, row: Row) -> None:
        self._rows.append(row)
        self.count += 1
        if len(self._rows) == _STAGED_ROWS:
            self._flush()

    def close(self) -> None:
        self._flush()
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def _flush(self) -> None:
        if not self._rows:
            return
        rows, self._rows = self._rows, []
        columns = zip(*rows, strict=True)
        arrays = [pa.array(values, f.type) for values, f in zip(columns, self.schema, strict=True)]
        if self._writer is None:
            self._writer = pq.ParquetWriter(self.path, self.schema, compression="zstd", compression_level=1)
        self._writer.write_batch(pa.record_batch(arrays, schema=self.schema))


def _file_schema(table: str) -> pa.Schema:
    """Return a table's Arrow schema with the versions that every reader of the file can see."""
    metadata = {"table": table, "schema_version": str(SCHEMA_VERSION), "package_version": package_version()}
    return arrow_schema(TABLES[table]).with_metadata(metadata)


def _summarise(document: Document, claims: int) -> Row:
    """Return the row of `documents` for one document, in the order of `DocumentSummary`."""
    digest = hashlib.sha256(document.text.encode()).hexdigest()
    d = document
    return (d.doc_id, d.title, d.source, d.date, d.format, digest, len(d.text), claims)


def _row_of(record: object, table: str) -> Row:
    """Return a record's values in the order of its table's columns."""
    return tuple(getattr(record, column.name) for column in list_columns(TABLES[table]))


def _write_sorted(stage: _Stage, path: Path) -> None:
    """Write a table's file from its staged rows, in row groups of one size."""
    columns = list_columns(TABLES[stage.table])
    indexed = [c.name for c in columns if c.is_key or c.name == "doc_id"]
    distinct = max(1, min(stage.count, ROW_GROUP))
    with pq.ParquetWriter(
        path,
        stage.schema,
        compression="zstd",
        compression_level=3,
        write_page_index=True,
        write_page_checksum=True,
        bloom_filter_options={name: {"ndv": distinct, "fpp": 0.05} for name in indexed},
    ) as writer:
        for rows in _read_sorted(stage):
            writer.write_table(rows, row_group_size=ROW_GROUP)


def _read_sorted(stage: _Stage) -> Iterator[pa.Table]:
    """Yield the staged rows in order, a row group at a time; DuckDB sorts on the disk what does not fit."""
    if not stage.count:
        return
    spill = str(stage.path.parent / "sort")
    settings: dict[str, Any] = {"memory_limit": _SORT_MEMORY, "temp_directory": spill}
    with duckdb.connect(config=settings) as connection:
        order = SORT_ORDER[stage.table]
        source = str(stage.path).replace("'", "''")
        sorted_rows = connection.sql(f"SELECT * FROM read_parquet('{source}') ORDER BY {order}")  # noqa: S608
        for group in _regroup(sorted_rows.to_arrow_reader(ROW_GROUP)):
            yield group.combine_chunks().cast(stage.schema)


def _regroup(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Join and cut batches of any size to tables of ROW_GROUP rows and a last one of the rest."""
    held: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        while count + batch.num_rows >= ROW_GROUP:
            part = batch.slice(0, ROW_GROUP - count)
            batch = batch.slice(ROW_GROUP - count)
            yield pa.Table.from_batches([*held, part])
            held, count = [], 0
        if batch.num_rows:
            held.append(batch)
            count += batch.num_rows
    if held:
        yield pa.Table.from_batches(held)
