"""The command line: data on standard output, everything else on standard error, exit codes 0, 1, 2 and 130."""

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped, unused-ignore]
import pytest

from claimboard.extract.cli import run
from claimboard.schemas.records import TABLES, Claim

from .conftest import BoardWriter, ClaimMaker, RowsRewriter

Captured = pytest.CaptureFixture[str]

_PAPERS = (
    {"doc_id": "moss", "title": "Moss: Small Models", "text": "Moss reaches 91.2% accuracy on FooBank."},
    {"doc_id": "fern", "title": "Fern", "text": "We are 3.5 BLEU above Moss on BarTrans — größer."},
)


@pytest.fixture
def papers(tmp_path: Path) -> str:
    path = tmp_path / "papers.jsonl"
    path.write_text("".join(json.dumps(p) + "\n" for p in _PAPERS), encoding="utf-8")
    return str(path)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "claimboard.extract.cli", *arguments]


def test_extract_prints_a_claim_a_line(papers: str, capsys: Captured) -> None:
    assert run(["extract", papers]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines
    for line in lines:
        assert list(line) == list(Claim.model_fields)
        assert isinstance(line["benchmarks"], list)
    assert lines[0]["doc_id"] == "moss"
    assert lines[0]["value"] == 91.2


def test_extract_to_csv(papers: str, capsys: Captured) -> None:
    assert run(["extract", papers, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows[0]["value"] == "91.2"
    assert isinstance(json.loads(rows[0]["benchmarks"]), list)


def test_extract_to_a_table(papers: str, capsys: Captured) -> None:
    assert run(["extract", papers, "--format", "table"]) == 0
    assert "91.2%" in capsys.readouterr().out


def test_extract_with_columns_of_other_names(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "papers.csv"
    path.write_text("key,name,abstract\nmoss,Moss,Moss reaches 91.2% accuracy on FooBank.\n")
    names = ["--id-column", "key", "--title-column", "name", "--text-column", "abstract"]
    assert run(["extract", str(path), *names]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0])["doc_id"] == "moss"


def test_rejects_are_counted_on_standard_error(papers: str, capsys: Captured) -> None:
    with Path(papers).open("a") as file:
        file.write("not json\n")
    assert run(["extract", papers]) == 0
    captured = capsys.readouterr()
    assert captured.err == "1 reject (bad-json 1)\n"
    assert "not json" not in captured.out


def test_explain(papers: str, capsys: Captured) -> None:
    assert run(["explain", "We trained 3 layers in 2020. FooNet reaches 91.2% accuracy on FooBank.", "--title", "FooNet: x"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "  passed over: no number in it that could be a result" in lines
    assert any(line.startswith("  91.2%: score by ") for line in lines)
    assert "    metric accuracy [accuracy]" in lines
    assert run(["explain", "fern", "--documents", papers]) == 0
    assert "compared with Moss" in capsys.readouterr().out
    assert run(["explain", "nobody", "--documents", papers]) == 2
    assert "no document 'nobody' in it" in capsys.readouterr().err


def test_explain_tells_what_was_refused(capsys: Captured) -> None:
    assert run(["explain", "It reaches 91.2% accuracy with 10% of the labels and an accuracy of 140%."]) == 0
    out = capsys.readouterr().out
    assert "  10%: no claim, refused by data-amount" in out
    assert "    rejected: value-out-of-range: 140 is above 100, the largest accuracy" in out


def test_build_and_validate(papers: str, tmp_path: Path, capsys: Captured) -> None:
    with Path(papers).open("a") as file:
        file.write("not json\n")
    board = str(tmp_path / "board")
    assert run(["build", papers, "--out", board]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"{board}: 2 documents, ")
    assert captured.err.endswith(" 1 reject (bad-json 1)\n")
    assert run(["validate", board]) == 0
    assert capsys.readouterr().err == f"{board}: ok\n"


def test_validate_bad_data(write_board: BoardWriter, rewrite_rows: RowsRewriter, capsys: Captured) -> None:
    board = write_board()
    rewrite_rows(board, "claims", lambda rows: rows[0].update(value=120.0))
    assert run(["validate", str(board)]) == 1
    out = capsys.readouterr().out
    assert "claims: value-in-range: a score must lie in the range of its metric (1 row)" in out
    assert "claim_id='0000000000000000'" in out


def test_query_formats(write_board: BoardWriter, tmp_path: Path, capsys: Captured) -> None:
    data = ["--data", str(write_board())]
    sql = "SELECT doc_id, value, settings, value_max, date FROM claims JOIN documents USING (doc_id)"
    assert run(["query", sql, *data, "--format", "jsonl"]) == 0
    row = {"doc_id": "moss", "value": 91.2, "settings": [], "value_max": None, "date": "2024-01-01"}
    assert json.loads(capsys.readouterr().out) == row
    assert run(["query", sql, *data, "--format", "csv"]) == 0
    assert capsys.readouterr().out == "doc_id,value,settings,value_max,date\nmoss,91.2,[],,2024-01-01\n"
    assert run(["query", sql, *data]) == 0
    assert capsys.readouterr().out.splitlines()[0].split() == list(row)
    out = tmp_path / "rows.parquet"
    assert run(["query", sql, *data, "--format", "parquet", "--output", str(out)]) == 0
    assert pq.read_table(out)["value"].to_pylist() == [91.2]
    assert run(["query", sql, *data, "--format", "csv", "--output", str(tmp_path / "rows.csv")]) == 0
    assert (tmp_path / "rows.csv").read_text().splitlines()[1] == "moss,91.2,[],,2024-01-01"


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("SELECT 'inf'::DOUBLE AS x", None),
        ("SELECT ['nan'::DOUBLE, 1.0::DOUBLE] AS x", [None, 1.0]),
        ("SELECT 1.5::DECIMAL(3, 1) AS x", 1.5),
        ("SELECT {'a': DATE '2024-01-02'} AS x", {"a": "2024-01-02"}),
        ("SELECT 'a\u2028b\"' AS x", 'a\u2028b"'),
    ],
)
def test_json_lines_are_json(write_board: BoardWriter, capsys: Captured, sql: str, value: object) -> None:
    assert run(["query", sql, "--data", str(write_board()), "--format", "jsonl"]) == 0
    assert json.loads(capsys.readouterr().out, parse_constant=pytest.fail) == {"x": value}


def test_table_shows_no_control_characters(write_board: BoardWriter, capsys: Captured) -> None:
    sql = "SELECT 'a' || chr(27) || '[31m' || chr(10) || 'b' AS x, '日本' AS y"
    assert run(["query", sql, "--data", str(write_board())]) == 0
    assert capsys.readouterr().out.splitlines()[2] == "a [31m b  日本"


def test_wide_rows_become_blocks(write_board: BoardWriter, capsys: Captured) -> None:
    assert run(["query", "SELECT * FROM claims", "--data", str(write_board())]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["claim_id", "0" * 16]
    assert len(lines) == len(Claim.model_fields)


def test_leaderboard(write_board: BoardWriter, make_claim: ClaimMaker, capsys: Captured) -> None:
    board = str(write_board([make_claim(0), make_claim(1, model="Fern", value=95.0, value_text="95.0%")]))
    assert run(["leaderboard", "foobank", "--data", board]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].split()[:4] == ["accuracy", "1", "Fern", "95.0%"]
    assert lines[3].split()[:4] == ["accuracy", "2", "Moss", "91.2%"]
    assert run(["leaderboard", "foobank", "--data", board, "--metric", "Accuracy", "--format", "jsonl"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0])["claim_id"] == f"{1:016x}"
    assert run(["leaderboard", "fobank", "--data", board]) == 2
    assert "did you mean foobank?" in capsys.readouterr().err


def test_columns(capsys: Captured) -> None:
    assert run(["columns", "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["table"] for row in rows} == set(TABLES)
    assert run(["columns", "tasks", "--format", "markdown"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "| table | column | type | nullable | description |"
    assert lines[2] == "| tasks | name | string | False | canonical name |"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Usage"),
        (["extrac"], "No such command"),
        (["extract"], "Missing argument"),
        (["extract", "nothing.jsonl"], "nothing.jsonl: no such file or folder"),
        (["extract", "{papers}", "--input-format", "nothing"], "no such input format"),
        (["extract", "{papers}", "--nothing"], "No such option"),
        (["build", "{papers}", "--out", "{folder}"], "name another folder"),
        (["build", "nothing.jsonl", "--out", "{folder}/new"], "no such file or folder"),
        (["validate", "{folder}"], "holds no dataset"),
        (["query", "SELECT 1", "--data", "{folder}/none"], "no such folder"),
        (["query", "SELEC 1", "--data", "{board}"], "syntax error"),
        (["query", "SELECT 1", "--data", "{board}", "--format", "parquet"], "--output"),
        (["query", "SELECT 1", "--data", "{board}", "--output", "{folder}/no/where"], "No such file"),
        (["query", "SELECT 1", "--data", "{board}", "--timeout", "0"], "timeout"),
        (["query", "FROM range(100000000000) a, range(1000) b", "--data", "{board}", "--timeout", "0.2"], "stopped"),
    ],
)
def test_what_cannot_run_is_told_in_one_line(
    write_board: BoardWriter, papers: str, tmp_path: Path, capsys: Captured, arguments: list[str], message: str
) -> None:
    board = write_board()
    given = [a.format(papers=papers, folder=tmp_path, board=board) for a in arguments]
    assert run(given) == 2
    captured = capsys.readouterr()
    if arguments:
        assert captured.err.startswith("error: ")
        assert captured.err.count("\n") == 1
        assert message in captured.err
        assert captured.out == ""
    else:
        assert message in captured.out + captured.err
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("place", [0, 1])
def test_debug_shows_the_traceback(tmp_path: Path, place: int) -> None:
    arguments = ["validate", str(tmp_path)]
    arguments.insert(place, "--debug")
    with pytest.raises(Exception, match="holds no dataset"):
        run(arguments)


@pytest.mark.parametrize("arguments", [["-h"], ["--help"], ["extract", "-h"], ["query", "--help"]])
def test_help(arguments: list[str], capsys: Captured) -> None:
    assert run(arguments) == 0
    assert "Usage: claimboard" in capsys.readouterr().out


def test_version(capsys: Captured) -> None:
    assert run(["--version"]) == 0
    assert version("claimboard") in capsys.readouterr().out


def test_nothing_heavy_is_imported_for_help() -> None:
    code = (
        "import sys\nfrom claimboard.extract.cli import run\nrun(['--help'])\n"
        "heavy = {'pyarrow', 'duckdb', 'pandas', 'great_expectations', 'tqdm'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")


def test_python_api_is_imported_on_demand() -> None:
    code = (
        "import sys\nfrom claimboard.extract import extract_claims\n"
        "claims = extract_claims('Moss reaches 91.2% accuracy on FooBank.', 'Moss: Small Models')\n"
        "assert claims[0].value == 91.2\n"
        "sys.exit(', '.join({'pyarrow', 'duckdb', 'pandas'} & set(sys.modules)) or 0)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")


def test_standard_input(papers: str) -> None:
    result = subprocess.run(
        command("extract", "-", "--input-format", "jsonl"), input=Path(papers).read_bytes(), capture_output=True
    )
    assert result.returncode == 0
    assert json.loads(result.stdout.splitlines()[0])["doc_id"] == "moss"


def test_closed_pipe_is_quiet(tmp_path: Path) -> None:
    papers = tmp_path / "many.jsonl"
    line = '{{"doc_id": "p{0}", "title": "Moss", "text": "Moss reaches 91.2% accuracy on FooBank."}}\n'
    papers.write_text("".join(line.format(i) for i in range(3000)))
    with subprocess.Popen(command("extract", str(papers)), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def interrupt(process: "subprocess.Popen[bytes]") -> int | None:
    """Press Ctrl-C until a process ends, as a person would: one that comes while a module loads may be lost."""
    for _ in range(30):
        process.send_signal(signal.SIGINT)
        try:
            return process.wait(2)
        except subprocess.TimeoutExpired:
            continue
    process.kill()
    return None


def test_interrupt(tmp_path: Path, papers: str) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    out = tmp_path / "board"
    with subprocess.Popen(
        command("build", str(pipe), "--input-format", "jsonl", "--out", str(out)), stderr=subprocess.PIPE
    ) as process:
        with pipe.open("wb") as file:  # opens once the build reads
            file.write(Path(papers).read_bytes())
            file.flush()
            assert interrupt(process) == 130
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
    assert not out.exists()
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".board")]


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_output_is_utf8_whatever_the_locale(papers: str, locale: str) -> None:
    environment = {**os.environ, "LC_ALL": locale, "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "latin-1"}
    result = subprocess.run(command("extract", papers), capture_output=True, env=environment)
    assert result.returncode == 0
    assert "größer" in result.stdout.decode("utf-8") or b"FooBank" in result.stdout


def test_bar_is_for_a_terminal_only(papers: str, tmp_path: Path) -> None:
    build = command("build", papers, "--out", str(tmp_path / "board"))
    leader, follower = pty.openpty()
    subprocess.run(build, check=True, stderr=follower)
    os.close(follower)
    shown = os.read(leader, 100_000)
    os.close(leader)
    assert b"\r" in shown
    quiet = subprocess.run(build, check=True, capture_output=True)
    assert quiet.stderr.count(b"\n") == 1
    assert b"\r" not in quiet.stderr
