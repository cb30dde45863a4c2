"""Load the YAML data of the field: vocabularies, cues and patterns."""

from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import yaml

from .records import Benchmark, Metric, Model, Named, Task

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_N = TypeVar("_N", bound=Named)


def load_yaml(folder: str, name: str) -> Any:
    """Return the content of one data file, `schemas/<folder>/<name>.yaml`."""
    path = files(__package__) / folder / f"{name}.yaml"
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (a safe loader, in C where there is one)


def _load_entries(name: str, record: type[_N]) -> tuple[_N, ...]:
    """Validate the entries of one vocabulary: one file, or a folder of files split by field."""
    root = files(__package__) / "vocabulary"
    folder = root / name
    paths = sorted((p for p in folder.iterdir()), key=lambda p: p.name) if folder.is_dir() else [root / f"{name}.yaml"]
    entries = []
    for path in paths:
        if path.name.endswith(".yaml"):
            rows = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
            entries += [record.model_validate(row) for row in rows]
    return tuple(entries)


@cache
def load_metrics() -> tuple[Metric, ...]:
    """Return every metric of the vocabulary."""
    return _load_entries("metrics", Metric)


@cache
def load_benchmarks() -> tuple[Benchmark, ...]:
    """Return every benchmark of the vocabulary."""
    return _load_entries("benchmarks", Benchmark)


@cache
def load_models() -> tuple[Model, ...]:
    """Return every model of the vocabulary."""
    return _load_entries("models", Model)


@cache
def load_tasks() -> tuple[Task, ...]:
    """Return every task of the vocabulary."""
    return _load_entries("tasks", Task)


@cache
def load_units() -> tuple[dict[str, Any], ...]:
    """Return the units that a number can carry."""
    return tuple(load_yaml("vocabulary", "units"))


def load_weights() -> dict[str, float]:
    """Return the weight of each piece of evidence for a claim."""
    path = files(__package__) / "confidence.yaml"
    weights: dict[str, float] = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    return weights
