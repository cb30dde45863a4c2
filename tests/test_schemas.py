"""What is derived from the records is derived whole and stays in step with what is committed."""

import subprocess
import sys
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pytest

from claimboard.schemas.arrow import arrow_schema, data_dictionary, json_schema, list_columns
from claimboard.schemas.expect import derive_suite, format_suite, load_suite
from claimboard.schemas.records import TABLES, Claim, DocumentSummary, Metric

SCHEMAS = Path(__file__).parent.parent / "schemas"


@pytest.mark.parametrize("table", TABLES)
def test_columns_are_the_published_fields(table: str) -> None:
    fields = [name for name, field in TABLES[table].model_fields.items() if not field.exclude]
    assert arrow_schema(TABLES[table]).names == fields
    assert [row[0] for row in data_dictionary(TABLES[table])] == fields


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_described(table: str) -> None:
    for field in arrow_schema(TABLES[table]):
        assert field.metadata[b"description"]


def test_types_and_nulls() -> None:
    claims = arrow_schema(Claim)
    assert claims.field("value").type == pa.float64()
    assert not claims.field("value").nullable
    assert claims.field("value_max").nullable
    assert claims.field("value_start").type == pa.int64()
    assert claims.field("is_average").type == pa.bool_()
    assert claims.field("settings").type.value_field == pa.field("element", pa.string(), nullable=False)
    assert arrow_schema(DocumentSummary).field("date").type == pa.date32()


def test_excluded_fields_are_not_published() -> None:
    assert "counterexamples" not in json_schema(Metric)["properties"]


def test_keys_and_references_are_known() -> None:
    columns = {c.name: c for c in list_columns(Claim)}
    assert columns["claim_id"].is_key
    assert columns["metric_id"].references == "metrics.metric_id"
    for record in TABLES.values():
        for column in list_columns(record):
            if column.references:
                table, key = column.references.split(".")
                assert next(c for c in list_columns(TABLES[table]) if c.name == key).is_key


@pytest.mark.parametrize("table", TABLES)
def test_committed_suite_is_the_derived_one(table: str) -> None:
    committed = (SCHEMAS / "expectations" / f"{table}.json").read_text(encoding="utf-8")
    assert committed == format_suite(table), "run python -m claimboard.schemas.expect"
    assert load_suite(table) == derive_suite(table)


@pytest.mark.parametrize("table", TABLES)
def test_patterns_match_whole_values_in_python(table: str) -> None:
    for expectation in derive_suite(table)["expectations"]:
        pattern = expectation["kwargs"].get("regex")
        if pattern is not None:
            assert pattern.startswith(r"\A")
            assert pattern.endswith(r"\Z")


@pytest.mark.parametrize("table", TABLES)
def test_every_number_is_bounded_at_both_ends(table: str) -> None:
    bounded = {
        e["kwargs"]["column"]
        for e in derive_suite(table)["expectations"]
        if e["type"] == "expect_column_values_to_be_between"
        and abs(e["kwargs"]["min_value"]) < float("inf")
        and e["kwargs"]["max_value"] < float("inf")
    }
    numbers = {c.name for c in list_columns(TABLES[table]) if c.type in ("float64", "int64")}
    assert bounded == numbers


def test_suites_are_derived_without_great_expectations() -> None:
    code = "import sys, claimboard.schemas.expect; sys.exit('great_expectations' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
