"""What the README and the guide say is true: their examples run, their table is the records'."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from claimboard.extract.cli import run
from claimboard.schemas.arrow import data_dictionary
from claimboard.schemas.records import Claim

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SAMPLE = ROOT / "datasets" / "sample"
COMMANDS = [shlex.split(line, comments=True)[1:] for line in re.findall(r"^    (claimboard .*)$", README, re.MULTILINE)]
EXAMPLES = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_python_example_runs(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "datasets").symlink_to(ROOT / "datasets")
    monkeypatch.chdir(tmp_path)
    exec(compile(EXAMPLES[number], f"README example {number}", "exec"), {})
    said = re.findall(r"^# (.*)$", EXAMPLES[number], re.MULTILINE)
    assert capsys.readouterr().out.splitlines() == said


def test_commands_run_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("papers.jsonl", "papers.docs.jsonl"):
        shutil.copy(SAMPLE / "papers.jsonl", name)
    shutil.copy(SAMPLE / "gold.jsonl", "papers.gold.jsonl")
    assert len(COMMANDS) > 6
    for command in COMMANDS:
        assert run(command) == 0, command
        out = capsys.readouterr().out
        if command[0] == "extract":
            Path("old.jsonl").write_text(out, encoding="utf-8")


def test_table_of_columns_is_that_of_the_records() -> None:
    table = README.split("<!-- columns -->")[1].split("<!-- /columns -->")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \|$", table, re.MULTILINE)
    described = [(name, meaning) for name, _, meaning in rows]
    wanted = [(row[0], row[3].replace("|", "\\|")) for row in data_dictionary(Claim)]
    assert described == wanted
