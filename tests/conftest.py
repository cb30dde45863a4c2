"""An invented dataset, and ways to make it wrong."""

import datetime
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pyarrow.parquet as pq  # type: ignore[import-untyped, unused-ignore]
import pytest
from hypothesis import settings

from claimboard.extract.tables import create_dataset
from claimboard.schemas.arrow import arrow_schema
from claimboard.schemas.records import TABLES, Claim, Document

# The gate draws the same examples each time, so that what it says is about the change; by hand they are drawn afresh.
settings.register_profile("gate", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("gate")

TEXT = "Our Moss reaches 91.2% accuracy on FooBank, more than Fern."

Row = tuple[object, ...]
ClaimMaker = Callable[..., Row]
BoardWriter = Callable[..., Path]
RowsRewriter = Callable[[Path, str, Callable[[list[dict[str, Any]]], object]], None]


def claim_row(number: int = 0, **changes: object) -> Row:
    """A claim of TEXT with other values where asked; the number makes its id."""
    values: dict[str, object] = {
        "claim_id": f"{number:016x}",
        "doc_id": "moss",
        "origin": "text",
        "kind": "score",
        "value": 91.2,
        "unit": "%",
        "qualifier": "exact",
        "value_text": "91.2%",
        "metric": "accuracy",
        "metric_id": "accuracy",
        "higher_is_better": True,
        "benchmark": "FooBank",
        "benchmarks": ["FooBank"],
        "is_average": False,
        "model": "Moss",
        "model_role": "proposed",
        "baselines": [],
        "settings": [],
        "evidence": "Moss reaches 91.2% accuracy on FooBank",
        "evidence_start": 4,
        "evidence_end": 42,
        "value_start": 17,
        "value_end": 22,
        "rule": "value-metric",
        "confidence": 0.9,
    }
    values.update(changes)
    return tuple(values.get(name) for name in Claim.model_fields)


def document(doc_id: str = "moss", year: int | None = 2024, title: str = "Moss: Small Models") -> Document:
    date = datetime.date(year, 1, 1) if year else None
    return Document(doc_id=doc_id, title=title, text=TEXT, date=date)


@pytest.fixture
def make_claim() -> ClaimMaker:
    return claim_row


@pytest.fixture
def make_document() -> Callable[..., Document]:
    return document


@pytest.fixture
def write_board(tmp_path: Path) -> BoardWriter:
    """Write claims, each to the document that it names, to a dataset."""

    def write(claims: Iterable[Row] = (), documents: Iterable[Document] = (), name: str = "board") -> Path:
        rows = list(claims) or [claim_row()]
        given = {d.doc_id: d for d in documents} or {"moss": document()}
        with create_dataset(tmp_path / name) as dataset:
            for each in given.values():
                dataset.add(each, [row for row in rows if row[1] == each.doc_id])
        return tmp_path / name

    return write


@pytest.fixture
def rewrite_rows() -> RowsRewriter:
    """Change the rows of a table's file in place, behind the manifest's back."""

    def rewrite(folder: Path, table: str, change: Callable[[list[dict[str, Any]]], object]) -> None:
        path = folder / f"{table}.parquet"
        rows = pq.read_table(path).to_pylist()
        change(rows)
        schema = arrow_schema(TABLES[table])
        loose = pa.schema([field.with_nullable(True) for field in schema])
        pq.write_table(pa.Table.from_pylist(rows, schema=loose), path, write_page_checksum=True)

    return rewrite
