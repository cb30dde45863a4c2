"""Open a dataset for SQL: its tables, the views on them, and nothing else of the machine."""

import difflib
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pyarrow.dataset as ds  # type: ignore[import-untyped, unused-ignore]
import pyarrow.parquet as pq  # type: ignore[import-untyped, unused-ignore]

from ..schemas.records import TABLES
from .manifest import BoardError, read_manifest, table_path

if TYPE_CHECKING:
    import pandas as pd

VIEWS = ("scores", "leaderboard", "progress", "conflicts", "unmapped")
"""The views, each after those it reads from; their SQL is in `schemas/views`."""

_LOCKS = (
    "SET temp_directory = ''",
    "SET enable_external_access = false",
    "SET python_enable_replacements = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET allow_community_extensions = false",
    "SET lock_configuration = true",
)


def open_board(folder: str | Path, *, memory_limit: str = "2GB") -> duckdb.DuckDBPyConnection:
    """Open a dataset: a connection with its tables and the views of `VIEWS`.

    The connection reaches no file, no network, no extension and no Python variable, and its settings are
    locked; the tables cannot be written. Every page read is held against its checksum. The caller closes it.

    Raises BoardError if the folder holds no dataset that this version reads.
    """
    folder = Path(folder)
    read_manifest(folder)
    connection = duckdb.connect(config={"memory_limit": memory_limit})
    try:
        for table in TABLES:
            connection.register(table, _open_table(folder, table))
        for view in VIEWS:
            connection.execute(f"CREATE TEMP VIEW {view} AS {load_view(view)}")
        for lock in _LOCKS:
            connection.execute(lock)
    except BaseException:
        connection.close()
        raise
    return connection


def load_view(view: str) -> str:
    """Return the SQL of a view."""
    path = files(__package__.replace(".extract", ".schemas")) / "views" / f"{view}.sql"
    return path.read_text(encoding="utf-8")


def run_query(folder: str | Path, sql: str, *, timeout: float | None = None) -> pa.Table:
    """Run SQL on a dataset and return the rows of its last statement.

    `timeout` is in seconds. Raises BoardError for SQL that is wrong, forbidden or stopped.
    """
    with closing(open_board(folder)) as connection, _stop_after(connection, timeout):
        return _fetch(connection, sql)


def load_leaderboard(folder: str | Path, benchmark: str, metric: str | None = None) -> pa.Table:
    """Return the leaderboard of a benchmark, or of one of its metrics, best first.

    Names are matched by id, canonical name, alias or as printed, whatever the case. Raises BoardError, with
    similar names, where nothing goes by the name.
    """
    with closing(open_board(folder)) as connection:
        keys = _find_keys(connection, "benchmark", benchmark, None)
        metrics = _find_keys(connection, "metric", metric, keys) if metric is not None else None
        sql = "SELECT * FROM leaderboard WHERE list_contains($keys, benchmark_key)"
        parameters: dict[str, object] = {"keys": keys}
        if metrics is not None:
            sql += " AND list_contains($metrics, metric_key)"
            parameters["metrics"] = metrics
        return connection.sql(sql, params=parameters).to_arrow_table()


def load_claims(folder: str | Path) -> "pd.DataFrame":
    """Return the claims as a frame: nullable dtypes for whole numbers and truth values, lists as lists.

    Raises BoardError if the folder holds no dataset that this version reads.
    """
    import pandas as pd

    folder = Path(folder)
    read_manifest(folder)
    table = pq.read_table(table_path(folder, "claims"), page_checksum_verification=True)
    nullable = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    frame: pd.DataFrame = table.to_pandas(types_mapper=nullable.get)
    for field in table.schema:
        if pa.types.is_list(field.type):
            frame[field.name] = pd.Series(table[field.name].to_pylist(), dtype=object)
    return frame


def _open_table(folder: Path, table: str) -> ds.Dataset:
    """Open one table's file for DuckDB.

    By Arrow, since DuckDB itself skips the pages' checksums, and since a path that its SQL may read is one
    that its SQL may overwrite (`COPY ... TO`, even inside a WITH).
    """
    options = ds.ParquetFragmentScanOptions(page_checksum_verification=True)
    format = ds.ParquetFileFormat(default_fragment_scan_options=options)
    try:
        return ds.dataset(table_path(folder, table), format=format)
    except (OSError, pa.ArrowException) as error:
        raise BoardError(f"{folder}: {table} cannot be read ({error}); see `claimboard validate`") from None


@contextmanager
def _stop_after(connection: duckdb.DuckDBPyConnection, timeout: float | None) -> Iterator[None]:
    """Interrupt the connection when the time is over; DuckDB has no timeout of its own."""
    if timeout is None:
        yield
        return
    timer = threading.Timer(timeout, connection.interrupt)
    timer.start()
    try:
        yield
    except duckdb.InterruptException:
        raise BoardError(f"the query was stopped after {timeout:g} s; give it more with --timeout") from None
    finally:
        timer.cancel()


def _fetch(connection: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
    """Return the rows of the last statement."""
    try:
        relation = connection.sql(sql)
        return relation.to_arrow_table() if relation is not None else pa.table({})
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        lines = [line for line in str(error).split("LINE ")[0].splitlines() if line]
        raise BoardError("; ".join(lines)) from None


def _find_keys(connection: duckdb.DuckDBPyConnection, type: str, name: str, benchmarks: list[str] | None) -> list[str]:
    """Return the keys of the boards that a benchmark or metric of this name has."""
    known = connection.execute(
        f"SELECT {type}_key, list(DISTINCT printed_{type}), min({type}) FROM scores"  # noqa: S608
        f" WHERE $benchmarks IS NULL OR list_contains($benchmarks, benchmark_key) GROUP BY ALL",
        {"benchmarks": benchmarks},
    ).fetchall()
    aliases: dict[str, list[str]] = dict(
        connection.execute(f"SELECT {type}_id, aliases FROM {type}s").fetchall()  # noqa: S608
    )
    by_name: dict[str, set[str]] = {}
    for key, printed, canonical in known:
        for spelling in (key, canonical, *printed, *aliases.get(key, ())):
            if spelling:
                by_name.setdefault(spelling.casefold(), set()).add(key)
    if name.casefold() in by_name:
        return sorted(by_name[name.casefold()])
    similar = difflib.get_close_matches(name.casefold(), by_name, n=3)
    hint = f"did you mean {', '.join(similar)}?" if similar else f"the view `leaderboard` lists every {type}"
    raise BoardError(f"{name}: no scores go by this {type}; {hint}")
