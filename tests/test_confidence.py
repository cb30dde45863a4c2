"""The confidence of a claim: between 0 and 1, from named evidence, higher for plain wordings than for crowded ones."""

import json
from pathlib import Path

import pytest

from claimboard.extract import extract_claims
from claimboard.extract.cli import run
from claimboard.extract.confidence import judge_confidence
from claimboard.extract.patterns import load_patterns
from claimboard.schemas.load import load_weights

SHARED = Path(__file__).resolve().parents[2] / "shared" / "gold"


def test_every_weight_is_of_evidence_that_exists() -> None:
    rules = {f"rule-{pattern.id}" for pattern in load_patterns()}
    groups = (
        "kind-",
        "number-",
        "words-",
        "metric-",
        "benchmark-",
        "benchmarks-left-",
        "subject-",
        "model-",
        "names-left-",
        "baselines-",
    )
    for name in load_weights():
        assert name in rules or name.startswith(groups) or name in ("bias", "two-numbers"), f"{name}: run benchmarks/calibrate.py"


def test_confidence_is_a_probability() -> None:
    everything = list(load_weights())
    for evidence in ([], everything, [name for name in everything if load_weights()[name] < 0]):
        assert 0 <= judge_confidence(evidence) <= 1


def test_a_plain_claim_is_surer_than_a_crowded_one() -> None:
    plain = extract_claims("FooNet reaches 91.2% accuracy on ImageNet.", title="FooNet: x")
    crowded = extract_claims(
        "With A-Net, B-Net and C-Net, loss of 91.2% and 3.4% falls to 5.6% on Foo-A, BarSet and Foo-C.", title="On networks"
    )
    assert plain[0].confidence > max(claim.confidence for claim in crowded)


@pytest.mark.skipif(not SHARED.exists(), reason="the annotated abstracts lie beside the project only where it is developed")
def test_confidence_keeps_its_word(capsys: pytest.CaptureFixture[str]) -> None:
    """Of the claims in each tenth of confidence at least that share is right, as far as there are enough to tell."""
    for name in ("train", "dev"):
        assert run(["evaluate", str(SHARED / f"{name}.gold.jsonl"), "--format", "json"]) == 0
        for part in json.loads(capsys.readouterr().out)["reliability"]:
            if part["claims"] >= 40 or part["low"] >= 0.9:
                assert part["right"] / part["claims"] >= part["low"] - 0.05, f"{name}: {part}"
