"""Writing a dataset: sorted, the same bytes for the same input, and never half there."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped, unused-ignore]
import pytest

from claimboard.extract import commit, tables
from claimboard.extract.commit import replace_folder
from claimboard.extract.manifest import BoardError, hash_file, is_dataset_file, read_manifest
from claimboard.extract.tables import ROW_GROUP, create_dataset
from claimboard.schemas.arrow import arrow_schema
from claimboard.schemas.records import TABLES, Document, Reject

from .conftest import BoardWriter, ClaimMaker

DocumentMaker = Callable[..., Document]

_BUILD_FOREVER = """
import sys
from claimboard.extract.tables import create_dataset
from claimboard.schemas.records import Document
number = 0
while True:
    number += 1
    with create_dataset(sys.argv[1]) as dataset:
        for i in range(number % 7 + 1):
            dataset.add(Document(doc_id=f"d{i}", text="x" * number), [])
    print(number, flush=True)
"""


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def assert_whole(folder: Path) -> None:
    manifest = read_manifest(folder)
    for entry in manifest.tables.values():
        path = folder / entry.file
        assert hash_file(path) == (entry.bytes, entry.sha256)
        assert pq.ParquetFile(path).metadata.num_rows == entry.rows


def litter(folder: Path) -> list[str]:
    return [p.name for p in folder.parent.iterdir() if p.name.startswith(f".{folder.name}")]


def test_files_of_a_dataset(write_board: BoardWriter) -> None:
    board = write_board()
    assert set(contents(board)) == {f"{table}.parquet" for table in TABLES} | {"manifest.json"}
    assert_whole(board)
    assert not litter(board)


@pytest.mark.parametrize("table", TABLES)
def test_schema_of_each_table(write_board: BoardWriter, table: str) -> None:
    schema = pq.read_schema(write_board() / f"{table}.parquet")
    assert schema.equals(arrow_schema(TABLES[table]))
    assert schema.field(0).metadata[b"description"]
    assert schema.metadata[b"schema_version"] == b"1"


def test_rows_are_sorted_whatever_order_they_come_in(
    write_board: BoardWriter, make_claim: ClaimMaker, make_document: DocumentMaker
) -> None:
    documents = [make_document(f"d{i}") for i in range(9)]
    claims = [make_claim(9 * i + n, doc_id=f"d{i}", evidence_start=n % 3) for i in range(9) for n in range(5)]
    board = write_board(claims, documents)
    rows = pq.read_table(board / "claims.parquet").to_pylist()
    keys = [(row["doc_id"], row["evidence_start"], row["claim_id"]) for row in rows]
    assert keys == sorted(keys)
    assert len(keys) == 45
    random.Random(1).shuffle(claims)
    random.Random(2).shuffle(documents)
    assert contents(write_board(claims, documents, "again")) == contents(board)


def test_same_bytes_for_every_hash_seed(tmp_path: Path) -> None:
    papers = tmp_path / "papers.jsonl"
    line = '{{"doc_id": "p{0}", "title": "Moss", "text": "Moss reaches {0}.5% accuracy on FooBank."}}\n'
    papers.write_text("".join(line.format(i) for i in range(10, 40)) + "not json\n")
    found = []
    for seed in ("0", "1", "random"):
        out = tmp_path / f"board-{seed}"
        command = [sys.executable, "-m", "claimboard.extract.cli", "build", str(papers), "--out", str(out)]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True)
        found.append(contents(out))
    assert found[0] == found[1] == found[2]


def test_more_rows_than_a_batch_and_a_row_group(
    tmp_path: Path, make_claim: ClaimMaker, make_document: DocumentMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "ROW_GROUP", 1000)
    monkeypatch.setattr(tables, "_STAGED_ROWS", 300)
    order = list(range(2500))
    random.Random(0).shuffle(order)
    with create_dataset(tmp_path / "board") as dataset:
        dataset.add(make_document(), [make_claim(i, evidence_start=i) for i in order])
    file = pq.ParquetFile(tmp_path / "board" / "claims.parquet")
    sizes = [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)]
    assert sizes == [1000, 1000, 500]
    assert file.read()["evidence_start"].to_pylist() == list(range(2500))
    assert ROW_GROUP == 122_880


def test_row_groups_have_one_size_however_the_rows_arrive() -> None:
    schema = arrow_schema(TABLES["tasks"])
    table = schema.empty_table()
    assert not list(tables._regroup(table.to_batches()))


def test_rejects_are_kept(tmp_path: Path, make_document: DocumentMaker) -> None:
    rejects = [Reject(stage="read", source="b.jsonl", line=n, reason="bad-json", detail="no JSON") for n in (2, 1)]
    with create_dataset(tmp_path / "board") as dataset:
        dataset.add(make_document(), [], rejects)
    lines = pq.read_table(tmp_path / "board" / "rejects.parquet")["line"].to_pylist()
    assert lines == [1, 2]


def test_manifest_names_the_inputs(tmp_path: Path, make_document: DocumentMaker) -> None:
    (tmp_path / "in.txt").write_bytes(b"abc")
    with create_dataset(tmp_path / "board", [tmp_path / "in.txt", "-"]) as dataset:
        dataset.add(make_document(), [])
    file, stdin = read_manifest(tmp_path / "board").inputs
    assert (file.bytes, file.sha256) == hash_file(tmp_path / "in.txt")
    assert (stdin.name, stdin.bytes, stdin.sha256) == ("-", None, None)


def test_wrong_row_stops_the_build_and_leaves_the_old_dataset(
    write_board: BoardWriter, make_claim: ClaimMaker, make_document: DocumentMaker
) -> None:
    board = write_board()
    before = contents(board)
    with pytest.raises(ValueError, match="null"), create_dataset(board) as dataset:
        dataset.add(make_document(), [make_claim(value_text=None)])
    assert contents(board) == before
    assert not litter(board)


def test_foreign_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "manifest.json").write_text('{"name": "a web page"}')
    with pytest.raises(BoardError, match="name another folder"), create_dataset(tmp_path):
        pytest.fail("the block must not run")
    with pytest.raises(BoardError, match="is not a folder"), create_dataset(tmp_path / "notes.txt"):
        pytest.fail("the block must not run")
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_empty_folder_is_used(write_board: BoardWriter, tmp_path: Path) -> None:
    (tmp_path / "board").mkdir()
    assert_whole(write_board())


def test_other_files_of_the_folder_stay(write_board: BoardWriter) -> None:
    board = write_board()
    (board / "README.md").write_text("the card")
    (board / "figures").mkdir()
    (board / "figures" / "one.svg").write_text("<svg/>")
    board.chmod(0o750)
    write_board()
    assert (board / "README.md").read_text() == "the card"
    assert (board / "figures" / "one.svg").read_text() == "<svg/>"
    assert board.stat().st_mode & 0o777 == 0o750
    assert_whole(board)


def test_link_to_a_dataset_stays_a_link(write_board: BoardWriter, tmp_path: Path) -> None:
    board = write_board()
    (tmp_path / "current").symlink_to(board)
    with create_dataset(tmp_path / "current"):
        pass
    assert (tmp_path / "current").is_symlink()
    assert read_manifest(board).tables["documents"].rows == 0


@pytest.mark.parametrize("name", ["a b", "it's", "data[1]*?", "größe-日本", "-x"])
def test_any_folder_name(tmp_path: Path, make_document: DocumentMaker, name: str) -> None:
    for _ in range(2):
        with create_dataset(tmp_path / name) as dataset:
            dataset.add(make_document(), [])
    assert_whole(tmp_path / name)


def test_without_an_exchange_two_renames_do(
    write_board: BoardWriter, make_document: DocumentMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commit, "_exchange", lambda one, other: False)
    board = write_board()
    write_board(documents=[make_document(f"d{i}") for i in range(3)])
    assert read_manifest(board).tables["documents"].rows == 3
    assert not litter(board)


def test_what_a_dead_build_moved_away_comes_back(write_board: BoardWriter, tmp_path: Path) -> None:
    board = write_board()
    before = contents(board)
    board.rename(tmp_path / ".board.replaced-00000000")
    with pytest.raises(RuntimeError, match="stop"), replace_folder(board, is_dataset_file):
        raise RuntimeError("stop")
    assert contents(board) == before
    assert not litter(board)


def test_folders_of_dead_builds_are_removed_and_those_of_live_ones_stay(write_board: BoardWriter, tmp_path: Path) -> None:
    board = write_board()
    dead = tmp_path / ".board.building-00000000"
    dead.mkdir()
    with replace_folder(board, is_dataset_file) as live:
        assert not dead.exists()
        (live / "manifest.json").write_text("{}")
        write_board()
        assert (live / "manifest.json").exists()


def test_kill_at_any_moment_leaves_a_whole_dataset(write_board: BoardWriter) -> None:
    board = write_board()
    chance = random.Random(7)
    for _ in range(6):
        command = [sys.executable, "-c", _BUILD_FOREVER, str(board)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            deadline = time.monotonic() + chance.uniform(0, 0.5)
            while time.monotonic() < deadline:
                assert (board / "claims.parquet").exists()
                assert (board / "manifest.json").exists()
            os.kill(process.pid, signal.SIGKILL)
        assert_whole(board)
    write_board()
    assert not litter(board)
