"""Resolve surfaces to canonical names and ids; what the vocabulary does not hold keeps its surface and a null id."""

from functools import cache
from typing import NamedTuple

from ..schemas.load import load_metrics
from ..schemas.records import Metric
from .assemble import Draft
from .names import Name, load_name_index


class Resolved(NamedTuple):
    """The ids of a claim's names, null where the vocabulary does not settle them."""

    metric_id: str | None
    higher_is_better: bool | None
    benchmark_id: str | None
    model_id: str | None
    task_id: str | None


@cache
def metrics_by_id() -> dict[str, Metric]:
    """Return the metrics of the vocabulary by their ids."""
    return {metric.metric_id: metric for metric in load_metrics()}


def _lookup(surface: str | None, type_: str) -> Name | None:
    if surface is None:
        return None
    return load_name_index().known(surface, type_)


def _metric(draft: Draft) -> Name | None:
    """Return the known metric of a draft: the whole surface if it is known, else its head where that is one."""
    return _lookup(draft.metric, "metric") or draft.metric_name


def resolve_names(draft: Draft, task: Name | None) -> Resolved:
    """Return the ids of the names of a draft; `task` is the known task that its sentence or title names."""
    metric = _metric(draft)
    metric_id = metric.id if metric is not None else None
    benchmark = _lookup(draft.benchmarks[0] if draft.benchmarks else None, "benchmark")
    model = _lookup(draft.model, "model")
    return Resolved(
        metric_id,
        metrics_by_id()[metric_id].higher_is_better if metric_id is not None else None,
        benchmark.id if benchmark is not None else None,
        model.id if model is not None else None,
        task.id if task is not None else None,
    )
