"""Boards and SQL: ranks in the right direction, provenance kept, and nothing but the dataset in reach."""

import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq  # type: ignore[import-untyped, unused-ignore]
import pytest

from claimboard.extract import load_claims, open_board
from claimboard.extract.manifest import BoardError
from claimboard.extract.query import VIEWS, load_leaderboard, run_query
from claimboard.schemas.load import load_benchmarks, load_metrics
from claimboard.schemas.records import TABLES, Claim, Document

from .conftest import BoardWriter, ClaimMaker

DocumentMaker = Callable[..., Document]


def select(board: Path, sql: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = run_query(board, sql).to_pylist()
    return rows


@pytest.mark.parametrize("name", [*TABLES, *VIEWS])
def test_tables_and_views_are_there(write_board: BoardWriter, name: str) -> None:
    assert isinstance(select(write_board(), f"SELECT * FROM {name}"), list)


def test_views_of_a_dataset_without_claims(tmp_path: Path) -> None:
    from claimboard.extract.tables import create_dataset

    with create_dataset(tmp_path / "board"):
        pass
    for view in VIEWS:
        assert select(tmp_path / "board", f"SELECT * FROM {view}") == []


def test_best_first_where_more_is_better(write_board: BoardWriter, make_claim: ClaimMaker) -> None:
    claims = [make_claim(i, model=f"M{i}", value=v) for i, v in enumerate([70.0, 90.0, 80.0, 90.0])]
    rows = select(write_board(claims), "SELECT rank, model, claim_id, doc_id, title, evidence FROM leaderboard")
    assert [(r["rank"], r["model"]) for r in rows] == [(1, "M1"), (1, "M3"), (3, "M2"), (4, "M0")]
    assert rows[0]["title"] == "Moss: Small Models"
    assert rows[0]["evidence"].startswith("Moss reaches")


def test_best_first_where_less_is_better(write_board: BoardWriter, make_claim: ClaimMaker) -> None:
    metric = next(m for m in load_metrics() if m.higher_is_better is False)
    names = {"metric": metric.name, "metric_id": metric.metric_id, "higher_is_better": False}
    claims = [make_claim(i, model=f"M{i}", value=v, **names) for i, v in enumerate([7.0, 0.5, 8.0])]
    rows = select(write_board(claims), "SELECT rank, model, score FROM leaderboard")
    assert [(r["rank"], r["model"]) for r in rows] == [(1, "M1"), (2, "M0"), (3, "M2")]
    assert rows[0]["score"] == 0.5


def test_no_rank_where_the_direction_is_unknown(write_board: BoardWriter, make_claim: ClaimMaker) -> None:
    unknown = {"metric": "zip score", "metric_id": None, "higher_is_better": None}
    claims = [make_claim(i, model=f"M{i}", value=v, **unknown) for i, v in enumerate([7.0, 9.0])]
    rows = select(write_board(claims), "SELECT rank, model, metric FROM leaderboard")
    assert rows == [
        {"rank": None, "model": "M1", "metric": "zip score"},
        {"rank": None, "model": "M0", "metric": "zip score"},
    ]


def test_one_row_a_system_and_setting(write_board: BoardWriter, make_claim: ClaimMaker) -> None:
    claims = [
        make_claim(0, value=80.0),
        make_claim(1, value=90.0, model="MOSS"),
        make_claim(2, value=85.0, settings=["5-shot", "CoT"]),
        make_claim(3, value=84.0, settings=["cot", "5-shot"]),
        make_claim(4, value=99.0, is_average=True),
        make_claim(5, value=98.0, benchmark=None, benchmarks=[]),
        make_claim(6, value=97.0, kind="change"),
    ]
    rows = select(write_board(claims), "SELECT value, settings FROM leaderboard")
    assert [(r["value"], r["settings"]) for r in rows] == [(90.0, []), (85.0, ["5-shot", "CoT"])]


def test_names_not_in_the_vocabulary_share_a_board(write_board: BoardWriter, make_claim: ClaimMaker) -> None:
    claims = [make_claim(0, model="A"), make_claim(1, model="B", benchmark="FOOBANK", benchmarks=["FOOBANK"])]
    assert select(write_board(claims), "SELECT count(DISTINCT benchmark_key) AS n FROM leaderboard") == [{"n": 1}]


def test_splits_and_metrics_are_boards_of_their_own(write_board: BoardWriter, make_claim: ClaimMaker) -> None:
    claims = [
        make_claim(0, split="test"),
        make_claim(1, split="Test", model="Fern"),
        make_claim(2, split="dev"),
        make_claim(3, metric="F1", metric_id="f1"),
    ]
    rows = select(write_board(claims), "SELECT split, metric_id, rank FROM leaderboard ORDER BY ALL")
    assert len(rows) == 4
    assert all(row["rank"] == 1 for row in rows)


def test_shares_and_percentages_compare(write_board: BoardWriter, make_claim: ClaimMaker) -> None:
    claims = [
        make_claim(0, model="A", value=0.93, unit=None),
        make_claim(1, model="B", value=91.2),
        make_claim(2, model="C", value=0.5, unit="%"),
    ]
    rows = select(write_board(claims), "SELECT model, score, value FROM leaderboard")
    assert [(r["model"], r["score"], r["value"]) for r in rows] == [
        ("A", 93.0, 0.93),
        ("B", 91.2, 91.2),
        ("C", 0.5, 0.5),
    ]


def test_unnamed_systems(write_board: BoardWriter, make_claim: ClaimMaker, make_document: DocumentMaker) -> None:
    documents = [make_document("a", title="Moss: Small Models"), make_document("b", title="")]
    claims = [
        make_claim(0, doc_id="a", model=None, value=90.0),
        make_claim(1, doc_id="b", model=None, value=80.0),
        make_claim(2, doc_id="a", model=None, model_role="baseline", value=70.0),
        make_claim(3, doc_id="b", model=None, model_role="human", value=60.0),
    ]
    rows = select(write_board(claims, documents), "SELECT model, model_role FROM leaderboard")
    assert [(r["model"], r["model_role"]) for r in rows] == [
        ("Moss: Small Models", "proposed"),
        ("b", "proposed"),
        ("unnamed baseline of Moss: Small Models", "baseline"),
        ("human", "human"),
    ]


def test_progress_holds_each_new_best(write_board: BoardWriter, make_claim: ClaimMaker, make_document: DocumentMaker) -> None:
    values = {2020: 80.0, 2021: 70.0, 2022: 85.0, 2023: 85.0, None: 99.0}
    documents = [make_document(f"d{year}", year) for year in values]
    claims = [make_claim(i, doc_id=f"d{year}", model=f"M{year}", value=value) for i, (year, value) in enumerate(values.items())]
    rows = select(write_board(claims, documents), "SELECT model, score, gain FROM progress")
    assert rows == [
        {"model": "M2020", "score": 80.0, "gain": None},
        {"model": "M2022", "score": 85.0, "gain": 5.0},
    ]


def test_conflicts(write_board: BoardWriter, make_claim: ClaimMaker, make_document: DocumentMaker) -> None:
    documents = [make_document("a"), make_document("b")]
    claims = [
        make_claim(0, doc_id="a", value=80.0),
        make_claim(1, doc_id="b", value=82.5),
        make_claim(2, doc_id="b", value=0.8, unit=None),
        make_claim(3, doc_id="b", value=90.0, settings=["5-shot"]),
        make_claim(4, doc_id="a", value=10.0, model=None),
        make_claim(5, doc_id="a", value=20.0, model=None),
    ]
    rows = select(write_board(claims, documents), "SELECT model, scores, spread, papers, doc_ids FROM conflicts")
    assert rows == [{"model": "Moss", "scores": [80.0, 82.5], "spread": 2.5, "papers": 2, "doc_ids": ["a", "b"]}]


def test_unmapped_names(write_board: BoardWriter, make_claim: ClaimMaker, make_document: DocumentMaker) -> None:
    documents = [make_document("a"), make_document("b")]
    claims = [
        make_claim(0, doc_id="a", model="moss"),
        make_claim(1, doc_id="b"),
        make_claim(2, doc_id="b", model="Humans", model_role="human", task="parsing"),
    ]
    rows = select(write_board(claims, documents), "SELECT * FROM unmapped")
    assert rows == [
        {"type": "benchmark", "name": "FooBank", "papers": 2, "claims": 3, "example_doc_id": "a"},
        {"type": "model", "name": "moss", "papers": 2, "claims": 2, "example_doc_id": "a"},
        {"type": "task", "name": "parsing", "papers": 1, "claims": 1, "example_doc_id": "b"},
    ]


def test_leaderboard_by_any_name(write_board: BoardWriter, make_claim: ClaimMaker) -> None:
    known = next(b for b in load_benchmarks() if b.aliases)
    printed = {"benchmark": "As Printed", "benchmarks": ["As Printed"], "benchmark_id": known.benchmark_id}
    board = write_board([make_claim(0, **printed), make_claim(1)])
    for name in (known.benchmark_id, known.name.upper(), known.aliases[0], "as printed"):
        assert load_leaderboard(board, name)["claim_id"].to_pylist() == [f"{0:016x}"]
    assert load_leaderboard(board, "foobank", "ACCURACY").num_rows == 1
    with pytest.raises(BoardError, match="did you mean foobank"):
        load_leaderboard(board, "FooBnk")
    with pytest.raises(BoardError, match="by this metric"):
        load_leaderboard(board, "FooBank", "BLEU")


def test_claims_as_a_frame(write_board: BoardWriter, make_claim: ClaimMaker) -> None:
    frame = load_claims(write_board([make_claim(0, settings=["5-shot"], table_no=None), make_claim(1)]))
    assert list(frame.columns) == list(Claim.model_fields)
    assert frame["settings"].tolist() == [["5-shot"], []]
    assert str(frame["value_start"].dtype) == "Int64"
    assert str(frame["is_average"].dtype) == "boolean"
    assert frame["value"].dtype == "float64"
    assert frame["table_no"].isna().all()


def test_claims_of_an_empty_dataset_keep_their_columns(tmp_path: Path) -> None:
    from claimboard.extract.tables import create_dataset

    with create_dataset(tmp_path / "board"):
        pass
    frame = load_claims(tmp_path / "board")
    assert len(frame) == 0
    assert list(frame.columns) == list(Claim.model_fields)


SECRET = "a secret"
_HOSTILE = (
    "SELECT * FROM read_text('{file}')",
    "SELECT * FROM read_csv('{file}')",
    "SELECT * FROM '{file}'",
    "SELECT * FROM read_blob('{file}')",
    "SELECT * FROM read_parquet('{board}/claims.parquet')",
    "SELECT * FROM parquet_metadata('{board}/claims.parquet')",
    "SELECT * FROM glob('{folder}/*')",
    "SELECT * FROM sniff_csv('{file}')",
    "SELECT SECRET FROM SECRET",
    "COPY (SELECT 1) TO '{folder}/out.csv'",
    "COPY (SELECT 1) TO '{board}/claims.parquet' (use_tmp_file false)",
    "WITH x AS (COPY (SELECT 1) TO '{board}/claims.parquet' (use_tmp_file false)) SELECT * FROM x",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '{board}/claims.parquet' (use_tmp_file false)",
    "EXPORT DATABASE '{folder}/out'",
    "IMPORT DATABASE '{folder}/out'",
    "ATTACH '{folder}/new.duckdb'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "LOAD '{file}'",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "SET memory_limit = '1TB'",
    "SET temp_directory = '{folder}'",
    "PRAGMA enable_profiling",
    "CALL enable_logging(storage = 'file', storage_path = '{folder}')",
    "INSERT INTO claims SELECT * FROM claims",
    "DELETE FROM claims",
    "SELECT * FROM read_csv('https://example.com/x.csv')",
)


@pytest.mark.parametrize("sql", _HOSTILE)
def test_sql_reaches_nothing_but_the_dataset(write_board: BoardWriter, tmp_path: Path, sql: str) -> None:
    board = write_board()
    file = tmp_path / "secret.csv"
    file.write_text(SECRET)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(BoardError):
        run_query(board, sql.format(file=file, board=board, folder=tmp_path))
    with closing(open_board(board)) as connection, pytest.raises(duckdb.Error):
        connection.execute(sql.format(file=file, board=board, folder=tmp_path)).fetchall()
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_sql_leaves_nothing_in_the_working_folder(
    write_board: BoardWriter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = write_board()
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    run_query(board, "SELECT * FROM leaderboard")
    assert not list(Path.cwd().iterdir())


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELEC 1", "syntax error"),
        ("SELECT * FROM nothing", "nothing does not exist"),
        ("SELECT x FROM claims", "x"),
    ],
)
def test_wrong_sql_is_told_in_one_line(write_board: BoardWriter, sql: str, message: str) -> None:
    with pytest.raises(BoardError, match=message) as error:
        run_query(write_board(), sql)
    assert "\n" not in str(error.value)


def test_statement_without_rows(write_board: BoardWriter) -> None:
    assert run_query(write_board(), "-- nothing").num_rows == 0


def test_timeout_stops_a_query(write_board: BoardWriter) -> None:
    board = write_board()
    start = time.monotonic()
    with pytest.raises(BoardError, match=r"stopped after 0\.3 s"):
        run_query(board, "SELECT count(*) FROM range(1000000000) a, range(1000000000) b", timeout=0.3)
    assert time.monotonic() - start < 5


def test_memory_is_limited(write_board: BoardWriter) -> None:
    with (
        closing(open_board(write_board(), memory_limit="50MB")) as connection,
        pytest.raises(duckdb.OutOfMemoryException),
    ):
        connection.execute("SELECT list(i::VARCHAR || repeat('x', 100)) FROM range(10000000) t(i)").fetchall()


def test_damaged_page_is_an_error_and_no_wrong_answer(write_board: BoardWriter, make_claim: ClaimMaker) -> None:
    board = write_board([make_claim(i) for i in range(50)])
    path = board / "claims.parquet"
    bad = bytearray(path.read_bytes())
    bad[pq.ParquetFile(path).metadata.row_group(0).column(0).dictionary_page_offset + 40] ^= 4
    path.write_bytes(bad)
    with pytest.raises(BoardError, match="CRC"):
        run_query(board, "SELECT max(claim_id) FROM claims")
    with pytest.raises(OSError, match="CRC"):
        load_claims(board)


def test_folder_that_is_no_dataset(tmp_path: Path) -> None:
    for open_it in (open_board, load_claims):
        with pytest.raises(BoardError, match="holds no dataset"):
            open_it(tmp_path)


def test_missing_table(write_board: BoardWriter) -> None:
    board = write_board()
    (board / "models.parquet").unlink()
    with pytest.raises(BoardError, match="models cannot be read"):
        open_board(board)
