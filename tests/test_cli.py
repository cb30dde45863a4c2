"""The command line: what it prints, where, and with which exit code."""

import json
from pathlib import Path

import pytest

from claimboard.extract.cli import run
from claimboard.schemas.records import Claim

SAMPLE = Path(__file__).resolve().parents[1] / "datasets" / "sample" / "papers.jsonl"


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("boards") / "board"
    assert run(["build", str(SAMPLE), "--out", str(out)]) == 0
    return str(out)


def test_extract_prints_one_flat_claim_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", str(SAMPLE)]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(rows) > 50
    assert all(list(row) == list(Claim.model_fields) for row in rows)
    assert all(isinstance(row["benchmarks"], list) and isinstance(row["baselines"], list) for row in rows)


def test_board_of_the_sample_is_valid(board: str) -> None:
    assert run(["validate", board]) == 0


def test_damaged_board_is_bad_data(board: str, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    for file in Path(board).iterdir():
        (damaged / file.name).write_bytes(file.read_bytes())
    claims = damaged / "claims.parquet"
    claims.write_bytes(claims.read_bytes()[:-40])
    assert run(["validate", str(damaged)]) == 1


def test_query_prints_rows_a_program_can_read(board: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["query", "SELECT count(*) AS papers FROM documents", "--data", board, "--format", "csv"]) == 0
    assert capsys.readouterr().out.split() == ["papers", "30"]


def test_leaderboard_is_best_first(board: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["leaderboard", "HarborQA", "--metric", "accuracy", "--data", board, "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    values = [row["value"] for row in rows]
    assert values == sorted(values, reverse=True)
    assert len(values) >= 3


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract", "no-such-file.jsonl"],
        ["validate", "no-such-folder"],
        ["query", "SELECT 1", "--data", "no-such-folder"],
        ["extract", str(SAMPLE), "--format", "no-such-format"],
    ],
)
def test_what_cannot_run_says_why_in_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    said = capsys.readouterr().err.strip().splitlines()
    assert said
    assert "Traceback" not in "\n".join(said)
