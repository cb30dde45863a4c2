"""What the README and the guide say is true: their examples run, their table is the records'."""

import re
from pathlib import Path

import pytest

from claimboard.schemas.arrow import data_dictionary
from claimboard.schemas.records import Claim

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
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


def test_table_of_columns_is_that_of_the_records() -> None:
    table = README.split("<!-- columns -->")[1].split("<!-- /columns -->")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \|$", table, re.MULTILINE)
    described = [(name, meaning) for name, _, meaning in rows]
    wanted = [(row[0], row[3].replace("|", "\\|")) for row in data_dictionary(Claim)]
    assert described == wanted
