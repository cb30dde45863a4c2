"""The language we understand: each example of `specs/*.yaml` is read as the claims beside it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from claimboard.extract import extract_claims
from claimboard.extract.agreement import same_entities, same_entity
from claimboard.schemas.records import Claim

SPECS = sorted((Path(__file__).parent / "specs").glob("*.yaml"))
PENDING = set((Path(__file__).parent / "pending.txt").read_text(encoding="utf-8").splitlines())


def _marks(name: str) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(strict=True, reason="not read rightly yet")] if name in PENDING else []


EXAMPLES = [
    pytest.param(example, id=f"{path.stem}/{example['id']}", marks=_marks(f"{path.stem}/{example['id']}"))
    for path in SPECS
    for example in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def same_name(found: str | None, wanted: str | None) -> bool:
    return same_entity(found, [wanted] if wanted is not None else [])


def differences(claim: Claim, wanted: dict[str, Any]) -> list[str]:
    """Return the fields in which a claim is not what the spec says."""
    exact = {
        "kind": claim.kind == wanted["kind"],
        "value": claim.value == pytest.approx(wanted["value"]),
        "value_max": claim.value_max == wanted.get("value_max"),
        "baseline_value": claim.baseline_value == wanted.get("baseline_value"),
        "unit": (claim.unit == "%") == (wanted.get("unit") == "%"),
        "qualifier": claim.qualifier == wanted.get("qualifier", "exact"),
        "effect": claim.kind not in ("change", "ratio") or claim.effect == wanted.get("effect"),
        "metric": wanted["kind"] == "rank" or same_name(claim.metric, wanted.get("metric")),
        "benchmarks": same_entities(claim.benchmarks, [[b] for b in wanted.get("benchmarks", [])]),
        "model": same_name(claim.model, wanted.get("model")),
        "baselines": claim.kind not in ("change", "ratio")
        or same_entities(claim.baselines, [[b] for b in wanted.get("baselines", [])]),
    }
    return [field for field, right in exact.items() if not right]


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_is_read_as_its_claims(example: dict[str, Any]) -> None:
    claims = extract_claims(example["text"], title=example.get("title", ""))
    left = list(claims)
    wrong = []
    for wanted in example["claims"]:
        best = min(left, key=lambda c: len(differences(c, wanted)), default=None)
        if best is None:
            wrong.append(f"missing {wanted}")
            continue
        left.remove(best)
        wrong += [f"{f}: {getattr(best, f)!r}, not {wanted.get(f)!r} ({wanted['value_text']})" for f in differences(best, wanted)]
    wrong += [f"not a claim: {c.value_text!r} as {c.kind} by {c.rule}" for c in left]
    assert not wrong, "\n".join([example["text"], *wrong])
