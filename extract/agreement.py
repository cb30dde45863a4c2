"""Whether a claim agrees with a gold claim, slot by slot: names are compared as words, generic systems stand for none.

Gold is one JSON object a document, `{"doc_id", "claims"}`. A slot of a gold claim holds its acceptable names, best first;
"<proposed>" and "<baseline>" stand for systems without a name, and `alternatives` holds further readings of a slot.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import regex

Gold = Mapping[str, Any]
Row = Mapping[str, Any]

FULL = ("range", "baseline_value", "unit", "metric", "benchmarks", "model", "baselines")
"""The slots that make a claim fully right."""
BOARD = ("range", "metric", "benchmarks", "model")
"""The slots that make a score fit for a leaderboard."""

_GENERIC = frozenset({"<proposed>", "<baseline>"})
_PERCENT = frozenset({"%", "percent", "percentage", "pp", "percentage points", "percentage point"})
_WORD = regex.compile(r"[a-z]+|\d+(?:\.\d+)?|\+")
_GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "τ": "tau", "ρ": "rho", "σ": "sigma", "μ": "mu"}
_SIGNS = str.maketrans({**_GREEK, "↔": " ", "→": " "})
# Words that make no difference between two names, in the singular that `name_words` gives them.
_SILENT = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "on",
        "in",
        "our",
        "dataset",
        "benchmark",
        "corpu",
        "corpus",
        "task",
        "test",
        "set",
        "model",
        "method",
    ]
) | {"score", "average", "mean"}
_UNNAMED_METRICS = frozenset({"performance", "result", "improvement", "gain", "quality"})


def name_words(name: str) -> tuple[str, ...]:
    """Return the words that tell a name from others: small, singular, without those that every name may carry.

    >>> name_words("the COCO test-dev datasets"), name_words("the score")
    (('coco', 'dev'), ('the', 'score'))
    """
    words = _WORD.findall(name.lower().translate(_SIGNS))
    words = [w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in words]
    telling = [w for w in words if w not in _SILENT]
    return tuple(telling or words)


def same_name(one: str, other: str) -> bool:
    """Return whether two names are one: equal but for spaces, or the longer holds the shorter and is at most twice as long.

    >>> same_name("mean average precision", "average precision"), same_name("COCO", "COCO panoptic val2017")
    (True, False)
    """
    short, long = sorted((name_words(one), name_words(other)), key=len)
    if "".join(short) == "".join(long):
        return True
    starts = range(len(long) - len(short) + 1)
    return bool(short) and 2 * len(short) >= len(long) and any(long[i : i + len(short)] == short for i in starts)


def same_entity(name: str | None, accepted: Iterable[str]) -> bool:
    """Return whether a name, or its absence, is what gold accepts; a generic system accepts the absence."""
    named = [n for n in accepted if n not in _GENERIC]
    if name is None or name in _GENERIC or not name:
        return not named or any(n in _GENERIC for n in accepted)
    return any(same_name(name, n) for n in named)


def same_entities(names: Iterable[str], accepted: Iterable[list[str]]) -> bool:
    """Return whether names stand for the entities of gold, each once; generic ones may have a name or none."""
    left = [n for n in names if n and n not in _GENERIC]
    entities = sorted(accepted, key=lambda entity: any(n in _GENERIC for n in entity))
    for entity in entities:
        hit = next((n for n in left if any(same_name(n, g) for g in entity if g not in _GENERIC)), None)
        if hit is not None:
            left.remove(hit)
        elif not any(n in _GENERIC for n in entity):
            return False
    return not left


def same_number(one: float | None, other: float | None) -> bool:
    """Return whether two numbers are one to six digits, or both absent."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 1e-6 * max(1.0, abs(one), abs(other))


def compare_slots(claim: Row, gold: Gold) -> dict[str, bool]:
    """Return for each slot whether a claim agrees with a gold claim of the same kind and value."""
    readings: Mapping[str, list[Any]] = gold.get("alternatives", {})
    relative = gold["kind"] in ("change", "ratio")
    return {
        "range": same_number(claim.get("value_max"), gold["value_max"]),
        "baseline_value": same_number(claim.get("baseline_value"), gold["baseline_value"]),
        "unit": _is_percent(claim.get("unit")) == _is_percent(gold["unit"]),
        "qualifier": (claim.get("qualifier") or "exact") == gold["qualifier"],
        "effect": not relative or claim.get("effect") == gold["effect"],
        "metric": _same_metric(claim.get("metric"), [gold["metric"], *readings.get("metric", [])]),
        "benchmarks": any(
            same_entities(claim.get("benchmarks") or [], r) for r in [gold["benchmarks"], *readings.get("benchmarks", [])]
        ),
        "model": same_entity(claim.get("model"), gold["model"]),
        "baselines": not relative
        or any(same_entities(claim.get("baselines") or [], r) for r in [gold["baselines"], *readings.get("baselines", [])]),
    }


def _is_percent(unit: str | None) -> bool:
    return (unit or "").strip().lower() in _PERCENT


def _same_metric(metric: str | None, readings: list[list[str]]) -> bool:
    """Return whether a metric is one of the readings; "performance" and no metric are the same."""
    if not readings[0] and set(name_words(metric or "")) <= _UNNAMED_METRICS:
        return True
    if readings[0] and readings[0][0].lower() == "performance" and not metric:
        return True
    return any(same_entity(metric, accepted) for accepted in readings)
