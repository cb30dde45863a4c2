"""Check a dataset: files against the manifest, rows against the suites, tables against each other."""

import tempfile
from pathlib import Path

import duckdb
import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pyarrow.parquet as pq  # type: ignore[import-untyped, unused-ignore]

from ..schemas.arrow import arrow_schema
from ..schemas.records import TABLES
from .failures import SHOWN_ROWS, Failure
from .manifest import Manifest, hash_file, read_manifest, table_path
from .rules import Rule, list_rules
from .suites import check_suite

_MEMORY = "1GB"


def check_dataset(folder: str | Path) -> list[Failure]:
    """Return what is wrong with a dataset, in a fixed order; an empty list if nothing is.

    Files are held against the manifest (there, unchanged, number of rows, columns and types, page checksums),
    rows against the great_expectations suite of their table, and tables against each other by the rules of
    `claimboard.extract.rules`. Memory does not grow with the number of rows.

    Raises BoardError if the folder holds no dataset that this version reads.
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    failures: list[Failure] = []
    unreadable = False
    for table in TABLES:
        found = _check_file(folder, table, manifest)
        if not any(failure.rule.startswith("file-") for failure in found):
            found += _check_rows(folder, table)
        unreadable |= any(failure.rule in ("file-there", "file-readable") for failure in found)
        failures += found
    if not unreadable:
        failures += check_rules(folder)
    return failures


def check_rules(folder: Path) -> list[Failure]:
    """Return the rules on keys, references, spans and fields that the tables of a dataset break."""
    with tempfile.TemporaryDirectory() as spill:
        settings = {"memory_limit": _MEMORY, "temp_directory": spill}
        with duckdb.connect(config=settings) as connection:  # type: ignore[arg-type, unused-ignore]
            for table in TABLES:
                path = str(table_path(folder, table)).replace("'", "''")
                connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{path}')")  # noqa: S608
            results = [_check_rule(connection, rule) for rule in list_rules()]
    return [failure for failure in results if failure is not None]


def _check_rule(connection: duckdb.DuckDBPyConnection, rule: Rule) -> Failure | None:
    """Return the failure of one rule, or None if it holds."""
    try:
        ((count,),) = connection.execute(f"SELECT count(*) FROM ({rule.sql})").fetchall()  # noqa: S608
        if not count:
            return None
        result = connection.execute(f"SELECT * FROM ({rule.sql}) ORDER BY ALL LIMIT {SHOWN_ROWS}")  # noqa: S608
        names = [column[0] for column in result.description or ()]
        rows = tuple(dict(zip(names, row, strict=True)) for row in result.fetchall())
    except duckdb.Error as error:
        return Failure(rule.id, rule.table, f"could not be checked: {str(error).splitlines()[0]}")
    return Failure(rule.id, rule.table, rule.message, count, rows)


def _check_file(folder: Path, table: str, manifest: Manifest) -> list[Failure]:
    """Hold one table's file against the manifest and the Arrow schema of its record."""
    path = table_path(folder, table)
    entry = manifest.tables.get(table)
    if entry is None or not path.is_file():
        where = "the manifest" if entry is None else "the folder"
        return [Failure("file-there", table, f"{path.name} is missing from {where}")]
    failures = []
    size, digest = hash_file(path)
    if (size, digest) != (entry.bytes, entry.sha256):
        message = f"{path.name} is not the file of the manifest ({size} bytes, {entry.bytes} expected)"
        failures.append(Failure("checksum", table, message))
    try:
        with pq.ParquetFile(path) as file:
            rows, schema = file.metadata.num_rows, file.schema_arrow
    except (OSError, pa.ArrowException) as error:
        return [*failures, _unreadable(table, error)]
    if rows != entry.rows:
        failures.append(Failure("row-count", table, f"{rows} rows, {entry.rows} expected"))
    return failures + _check_schema(table, schema)


def _check_schema(table: str, found: pa.Schema) -> list[Failure]:
    """Compare the columns of a file, their types and what may be null with those of the record."""
    expected = arrow_schema(TABLES[table])
    if found.equals(expected):
        return []
    wanted, there = ([_show_field(f) for f in schema] for schema in (expected, found))
    missing = [name for name in wanted if name not in there]
    extra = [name for name in there if name not in wanted]
    detail = f"missing {missing}, unexpected {extra}" if missing or extra else "in another order"
    return [Failure("columns", table, f"the columns differ: {detail}")]


def _show_field(field: pa.Field) -> str:
    """Return a column as name, type and whether it may be null."""
    return f"{field.name} {field.type}{'' if field.nullable else ' not null'}"


def _check_rows(folder: Path, table: str) -> list[Failure]:
    """Run a table's suite; a page whose checksum does not fit makes the file unreadable."""
    try:
        return check_suite(table, table_path(folder, table))
    except (OSError, pa.ArrowException) as error:
        return [_unreadable(table, error)]


def _unreadable(table: str, error: Exception) -> Failure:
    """Return the failure of a file that cannot be read."""
    return Failure("file-readable", table, f"the file is damaged: {str(error).splitlines()[0]}")
