"""The package as it is installed: nothing that the checkout has is missing from it."""

import subprocess
import sys
import tomllib
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SETUP = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_package_of_the_tree_is_listed() -> None:
    found = {
        "claimboard." + ".".join(init.parent.relative_to(ROOT).parts)
        for top in ("extract", "schemas", "datasets")
        for init in (ROOT / top).rglob("__init__.py")
    }
    assert found == set(SETUP["tool"]["setuptools"]["packages"])


def test_data_files_are_installed() -> None:
    for package, name in [
        ("claimboard.schemas.patterns", "claims.yaml"),
        ("claimboard.schemas.vocabulary", "benchmarks.yaml"),
        ("claimboard.schemas.expectations", "claims.json"),
        ("claimboard.schemas.views", "leaderboard.sql"),
        ("claimboard.datasets.sample", "papers.jsonl"),
        ("claimboard.extract", "py.typed"),
    ]:
        assert files(package).joinpath(name).is_file(), f"{package}/{name}"


def test_version_of_the_command_is_that_of_the_package() -> None:
    command = "from claimboard.extract.cli import main; raise SystemExit(main())"
    done = subprocess.run([sys.executable, "-c", command, "--version"], capture_output=True, text=True, check=True)
    assert version("claimboard") in done.stdout
