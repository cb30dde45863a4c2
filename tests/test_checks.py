"""Validation finds what is wrong with a dataset: damage, wrong values, and tables that do not fit."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pyarrow.compute as pc  # type: ignore[import-untyped, unused-ignore]
import pyarrow.parquet as pq  # type: ignore[import-untyped, unused-ignore]
import pytest

from claimboard.extract import suites
from claimboard.extract.checks import check_dataset, check_rules
from claimboard.extract.failures import Failure, format_failures
from claimboard.extract.manifest import BoardError
from claimboard.extract.rules import list_rules
from claimboard.extract.suites import check_suite
from claimboard.schemas.records import TABLES

from .conftest import BoardWriter, ClaimMaker, RowsRewriter

# For each rule of rules.yaml, what makes the first row of its table break it.
_WRONG: dict[str, dict[str, Any]] = {
    "value-span-order": {"value_end": 17},
    "value-span-inside": {"value_end": 1000},
    "evidence-span-inside": {"evidence_end": 1000},
    "evidence-covers-value": {"evidence_start": 18},
    "evidence-length": {"evidence": "Moss"},
    "value-text-length": {"value_text": "91.2 %"},
    "value-text-slice": {"value_text": "91.3%"},
    "value-in-range": {"value": 100.5},
    "direction-of-metric": {"higher_is_better": False},
    "value-max-above-value": {"value_max": 91.2},
    "difference-not-negative": {"kind": "change", "value": -1.0},
    "rank-from-one": {"kind": "rank", "value": 1.5},
    "uncertainty-not-negative": {"uncertainty": -0.1},
    "effect-of-difference": {"effect": "better"},
    "baseline-value-of-score": {"kind": "change", "baseline_value": 1.0},
    "benchmark-is-first": {"benchmark": None},
    "id-has-name": {"metric": None},
    "name-not-blank": {"settings": [""]},
    "place-in-text": {"row_no": 1},
    "place-in-table": {"origin": "table", "table_no": 0, "row_no": 1},
    "claims-counted": {"claims": 2},
    "range-order": {"range_min": 1.0, "range_max": 1.0},
    "task-ids-resolve": {"task_ids": ["no-such-task"]},
}

Change = Callable[[list[dict[str, Any]]], object]


def rules_of(failures: list[Failure]) -> set[str]:
    return {failure.rule for failure in failures}


def set_values(**values: Any) -> Change:
    return lambda rows: rows[0].update(values)


def wrong_row(rule: str) -> Change:
    """Return what makes a table break a rule, by the name of the rule where it is derived from a column."""
    if rule.endswith("-unique"):
        return lambda rows: rows.append(rows[0])
    if rule.endswith("-resolves"):
        return set_values(**{rule.removesuffix("-resolves"): "no-such-name"})
    return set_values(**_WRONG[rule])


def test_good_dataset(write_board: BoardWriter, make_claim: ClaimMaker) -> None:
    changes: list[dict[str, Any]] = [
        {},
        {"kind": "change", "value": 1.5, "effect": "better", "value_max": 2.0},
        {"kind": "rank", "value": 1.0, "metric": None, "metric_id": None, "higher_is_better": None},
        {"origin": "table", "table_no": 0, "row_no": 0, "column_no": 0, "evidence": None},
        {"benchmark": None, "benchmarks": [], "value_max": 100.0, "baseline_value": 90.0},
    ]
    board = write_board([make_claim(i, **change) for i, change in enumerate(changes)])
    assert check_dataset(board) == []


@pytest.mark.parametrize("rule", list_rules(), ids=lambda rule: f"{rule.table}-{rule.id}")
def test_each_rule_finds_its_wrong_row(write_board: BoardWriter, rewrite_rows: RowsRewriter, rule: Any) -> None:
    board = write_board()
    assert check_rules(board) == []
    rewrite_rows(board, rule.table, wrong_row(rule.id))
    found = [f for f in check_rules(board) if (f.table, f.rule) == (rule.table, rule.id)]
    assert [f.failing for f in found] == [1]
    assert found[0].rows


def test_every_rule_has_a_name_of_its_own() -> None:
    names = [(rule.table, rule.id) for rule in list_rules()]
    assert len(names) == len(set(names))


def test_offsets_count_characters_not_bytes(write_board: BoardWriter, make_claim: ClaimMaker) -> None:
    evidence = "Möß 🌱 e\u0301 91.2%"
    start = evidence.index("91.2%")
    claim = make_claim(
        evidence=evidence,
        evidence_start=0,
        evidence_end=len(evidence),
        value_start=start,
        value_end=start + 5,
    )
    assert check_rules(write_board([claim])) == []


def test_null_reference_with_an_empty_table(write_board: BoardWriter, rewrite_rows: RowsRewriter) -> None:
    board = write_board()
    rewrite_rows(board, "models", lambda rows: rows.clear())
    assert check_rules(board) == []


@pytest.mark.parametrize(
    ("table", "change", "rule"),
    [
        ("claims", {"claim_id": "0" * 16 + "\n"}, "claim_id-column-values-to-match-regex"),
        ("claims", {"metric_id": "accuracy\n"}, "metric_id-column-values-to-match-regex"),
        ("claims", {"value": float("inf")}, "value-column-values-to-be-between"),
        ("claims", {"uncertainty": float("-inf")}, "uncertainty-column-values-to-be-between"),
        ("claims", {"value": float("nan")}, "value-is-number"),
        ("claims", {"value_max": float("nan")}, "value_max-is-number"),
        ("metrics", {"range_min": float("nan")}, "range_min-is-number"),
        ("claims", {"value": None}, "value-column-values-to-not-be-null"),
        ("claims", {"confidence": 1.5}, "confidence-column-values-to-be-between"),
        ("claims", {"kind": "Score"}, "kind-column-values-to-be-in-set"),
        ("claims", {"effect": "same"}, "effect-column-values-to-be-in-set"),
        ("claims", {"value_text": ""}, "value_text-column-value-lengths-to-be-between"),
        ("claims", {"row_no": -1}, "row_no-column-values-to-be-between"),
        ("documents", {"text_sha256": "A" * 64}, "text_sha256-column-values-to-match-regex"),
    ],
)
def test_wrong_value_is_found_by_the_suite(
    write_board: BoardWriter, rewrite_rows: RowsRewriter, table: str, change: dict[str, Any], rule: str
) -> None:
    board = write_board()
    rewrite_rows(board, table, set_values(**change))
    (failure,) = [f for f in check_suite(table, board / f"{table}.parquet") if f.rule == rule]
    assert failure.failing == 1
    key = {"claims": "claim_id", "documents": "doc_id", "metrics": "metric_id"}[table]
    assert failure.rows[0][key]


def test_failures_of_all_batches_are_added(
    write_board: BoardWriter, make_claim: ClaimMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suites, "ROW_GROUP", 10)
    board = write_board([make_claim(i, confidence=2.0) for i in range(35)])
    (failure,) = check_suite("claims", board / "claims.parquet")
    assert failure.failing == 35
    assert [row["claim_id"] for row in failure.rows] == [f"{i:016x}" for i in range(5)]


@pytest.mark.parametrize("table", TABLES)
def test_empty_table(write_board: BoardWriter, rewrite_rows: RowsRewriter, table: str) -> None:
    board = write_board()
    rewrite_rows(board, table, lambda rows: rows.clear())
    found = rules_of(check_suite(table, board / f"{table}.parquet"))
    assert found == (set() if table in ("claims", "rejects") else {"table-row-count-to-be-between"})


def test_wrong_type_is_found(write_board: BoardWriter) -> None:
    board = write_board()
    path = board / "claims.parquet"
    table = pq.read_table(path)
    index = table.schema.get_field_index("value")
    pq.write_table(table.set_column(index, "value", pc.cast(table["value"], pa.string())), path)
    failures = check_dataset(board)
    assert {"columns", "checksum"} <= rules_of(failures)
    (failure,) = [f for f in failures if f.rule == "columns"]
    assert "value double not null" in failure.message


@pytest.mark.parametrize("change", ["missing", "extra", "order"])
def test_wrong_columns_are_found(write_board: BoardWriter, change: str) -> None:
    board = write_board()
    path = board / "documents.parquet"
    table = pq.read_table(path)
    changed = {
        "missing": table.drop_columns(["title"]),
        "extra": table.append_column("note", table["title"]),
        "order": table.select(table.column_names[::-1]),
    }[change]
    pq.write_table(changed, path)
    assert {"columns", "table-columns-to-match-ordered-list"} <= rules_of(check_dataset(board))


def test_every_flipped_bit_is_found(write_board: BoardWriter, make_claim: ClaimMaker) -> None:
    board = write_board([make_claim(i) for i in range(50)])
    path = board / "claims.parquet"
    good = path.read_bytes()
    chance = random.Random(5)
    for _ in range(8):
        bad = bytearray(good)
        bad[chance.randrange(len(bad))] ^= 1 << chance.randrange(8)
        path.write_bytes(bad)
        assert "checksum" in rules_of(check_dataset(board))


def test_damaged_page_is_found_without_the_manifest(write_board: BoardWriter, make_claim: ClaimMaker) -> None:
    board = write_board([make_claim(i) for i in range(50)])
    path = board / "claims.parquet"
    bad = bytearray(path.read_bytes())
    place = pq.ParquetFile(path).metadata.row_group(0).column(0).dictionary_page_offset
    bad[place + 40] ^= 4
    path.write_bytes(bad)
    with pytest.raises((OSError, pa.ArrowException)):
        check_suite("claims", path)
    assert "file-readable" in rules_of(check_dataset(board))


@pytest.mark.parametrize("damage", ["gone", "cut", "empty", "text"])
def test_file_that_cannot_be_read(write_board: BoardWriter, damage: str) -> None:
    board = write_board()
    path = board / "metrics.parquet"
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes({"cut": path.read_bytes()[:-9], "empty": b"", "text": b"hello"}[damage])
    found = rules_of(check_dataset(board))
    assert found & {"file-there", "file-readable"}


def test_wrong_row_count_in_the_manifest(write_board: BoardWriter) -> None:
    board = write_board()
    manifest = json.loads((board / "manifest.json").read_text())
    manifest["tables"]["claims"]["rows"] = 7
    (board / "manifest.json").write_text(json.dumps(manifest))
    assert rules_of(check_dataset(board)) == {"row-count"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "holds no dataset"),
        ("{", "cannot be read"),
        ("[]", "is not the manifest"),
        ('{"format": "claimboard", "schema_version": 99}', "schema version 99"),
        ('{"format": "claimboard", "schema_version": 1}', "package_version"),
    ],
)
def test_folder_that_is_no_dataset(tmp_path: Path, content: str | None, message: str) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(BoardError, match=message):
        check_dataset(tmp_path)


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(BoardError, match="no such folder"):
        check_dataset(tmp_path / "nothing")


def test_failures_are_shown_with_their_first_rows() -> None:
    rows = ({"claim_id": "c1", "value": 2.0},)
    lines = list(format_failures([Failure("range", "claims", "is out of range", 3, rows)]))
    assert lines == ["claims: range: is out of range (3 rows)", "    claim_id='c1' value=2.0", "    ..."]
