"""How far a claim is to be trusted: what speaks for and against its slots, weighed as it proved on annotated papers.

The weights are data (`schemas/confidence.yaml`), fitted by `benchmarks/calibrate.py`: a logistic model of whether a claim is
right in every slot, so that of the claims with a confidence of 0.9 about nine in ten are.
"""

import math
from collections.abc import Iterable
from functools import cache

from ..schemas.load import load_weights
from .assemble import Draft
from .resolve import Resolved


def find_evidence(draft: Draft, resolved: Resolved) -> list[str]:
    """Return what is known of how a claim was read: its rule, where each slot comes from, and what stood beside it."""
    metric = "none" if draft.metric is None else "known" if resolved.metric_id is not None else "open"
    places = len(draft.benchmarks)
    benchmark = "none" if not places else "inherited" if draft.is_inherited else "one" if places == 1 else "several"
    model = draft.role if draft.model is not None else "unnamed"
    found = [
        f"kind-{draft.kind}",
        f"rule-{draft.rule}",
        f"metric-{metric}",
        f"benchmark-{benchmark}",
        f"model-{model}",
        f"values-{min(draft.crowd, 5)}",
        f"names-left-{min(draft.names_left, 3)}",
    ]
    if places and resolved.benchmark_id is not None:
        found.append("benchmark-known")
    if draft.kind in ("change", "ratio"):
        found.append(f"baselines-{min(len(draft.baselines), 2)}")
    if draft.value_max is not None or draft.baseline_value is not None:
        found.append("two-numbers")
    return found


@cache
def _weights() -> dict[str, float]:
    return load_weights()


def judge_confidence(evidence: Iterable[str]) -> float:
    """Return the confidence of a claim with this evidence, from 0 to 1, to two digits.

    >>> 0 <= judge_confidence(["metric-known", "benchmark-one"]) <= 1
    True
    """
    weights = _weights()
    total = weights["bias"] + sum(weights.get(item, 0.0) for item in evidence)
    return round(1 / (1 + math.exp(-total)), 2)
