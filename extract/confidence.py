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


def find_evidence(draft: Draft, resolved: Resolved, own_benchmarks: tuple[str, ...]) -> list[str]:
    """Return what is known of how a claim was read: its rule, where each slot comes from, and what stood beside it."""
    seen = draft.seen
    metric = "none" if draft.metric is None else "known" if resolved.metric_id is not None else "open"
    found = [
        f"kind-{draft.kind}",
        f"rule-{draft.rule}",
        f"number-{draft.quantity.kind}",
        f"words-{next((w for w in _LENGTHS if seen.words <= w), 'more')}",
        f"metric-{metric}",
        f"subject-{seen.subject}",
        f"names-left-{min(seen.names_left, 3)}",
        f"benchmarks-left-{min(seen.places_left, 2)}",
        *_evidence_of_benchmarks(draft, resolved, own_benchmarks),
        *_evidence_of_systems(draft, resolved),
    ]
    if seen.is_apart:
        found.append("metric-apart")
    if draft.value_max is not None or draft.baseline_value is not None:
        found.append("two-numbers")
    return found


_LENGTHS = (20, 30, 40, 55)


def _evidence_of_benchmarks(draft: Draft, resolved: Resolved, own_benchmarks: tuple[str, ...]) -> Iterable[str]:
    """Yield where the benchmarks of a claim come from, and what is known of them."""
    if not draft.benchmarks:
        yield "benchmark-none"
        yield f"benchmark-none-{draft.kind}"
        return
    number = "one" if len(draft.benchmarks) == 1 else "several"
    source = f"benchmark-inherited-{number}" if draft.is_inherited else f"benchmark-{number}"
    yield source
    if draft.is_inherited:
        yield f"benchmark-inherited-{draft.kind}"
    if resolved.benchmark_id is not None:
        yield "benchmark-inherited-known" if draft.is_inherited else "benchmark-known"
    if draft.seen.is_certain:
        yield "benchmark-certain"
    if any(name in own_benchmarks for name in draft.benchmarks):
        yield "benchmark-own"


def _evidence_of_systems(draft: Draft, resolved: Resolved) -> Iterable[str]:
    """Yield where the model and the baselines of a claim come from."""
    if draft.model is None:
        yield f"model-none-{draft.role}"
    else:
        yield f"model-{draft.role}"
        yield "model-printed" if draft.seen.is_printed else "model-carried"
        if resolved.model_id is not None:
            yield "model-known"
    if draft.kind in ("change", "ratio"):
        yield f"baselines-{min(len(draft.baselines), 2)}"


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
