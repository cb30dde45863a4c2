"""Scoring claims against gold: pairs, figures, reliability, and what a run gained or lost."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from claimboard.extract.agreement import same_entities, same_entity, same_name
from claimboard.extract.cli import run
from claimboard.extract.evaluation import compare_runs, evaluate, measure_reliability, pair_claims

Captured = pytest.CaptureFixture[str]
SHARED = Path(__file__).resolve().parents[2] / "shared" / "gold"


def gold(value: float = 91.2, **slots: Any) -> dict[str, Any]:
    """Return a gold claim: a score of Moss on FooBank."""
    base = {"kind": "score", "value": value, "value_max": None, "baseline_value": None, "value_text": str(value), "unit": "%"}
    names = {"metric": ["accuracy"], "benchmarks": [["FooBank"]], "model": ["Moss"], "baselines": []}
    return {**base, "qualifier": "exact", "effect": None, "optional": False, **names, **slots}


def claim(value: float = 91.2, **slots: Any) -> dict[str, Any]:
    """Return the claim that a program should give for `gold`."""
    names = {"metric": "accuracy", "benchmarks": ["FooBank"], "model": "Moss", "baselines": []}
    return {
        "doc_id": "a",
        "kind": "score",
        "value": value,
        "unit": "%",
        "qualifier": "exact",
        "confidence": 0.9,
        **names,
        **slots,
    }


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Foo Bank", "FooBank", True),
        ("the FooBank dataset", "FooBank", True),
        ("top-1 accuracy", "accuracy", False),
        ("mean accuracy", "accuracies", False),
        ("FooBank val", "FooBank", True),
        ("FooBank 2 val", "FooBank", False),
        ("FooBank", "BarBank", False),
    ],
)
def test_names(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same
    assert same_name(other, one) is same


def test_a_system_without_a_name_is_no_name() -> None:
    assert same_entity(None, ["<proposed>"])
    assert same_entity(None, [])
    assert not same_entity("Moss", ["<proposed>"])
    assert not same_entity(None, ["Moss"])


def test_every_named_entity_is_wanted_once() -> None:
    assert same_entities(["B", "A"], [["A"], ["B", "Bee"]])
    assert not same_entities(["A", "A"], [["A"], ["B"]])
    assert not same_entities(["A"], [["A"], ["B"]])
    assert same_entities(["A"], [["A"], ["<baseline>"]])


def test_figures() -> None:
    wanted: Any = {"a": [gold(), gold(3.0), gold(4.0, optional=True)], "b": [], "c": []}
    got: Any = {"a": [claim(), claim(3.0, model="Fern"), claim(4.0), claim(5.0)], "b": [claim(6.0)], "z": [claim()]}
    figures = evaluate(wanted, got)
    assert (figures.found.right, figures.found.claims, figures.found.gold) == (2, 4, 2)
    assert (figures.full.right, figures.board.right) == (1, 1)
    assert figures.slots["model"] == 0.5
    assert (figures.documents, figures.claimless, figures.claimless_with_output) == (3, 2, 1)


def test_the_claim_that_agrees_best_is_the_pair() -> None:
    pairs = list(pair_claims("a", [claim(model="Fern"), claim()], [gold()]))
    assert pairs[0].claim is not None
    assert pairs[0].claim["model"] == "Moss"
    assert [p.gold for p in pairs[1:]] == [None]


def test_reliability_counts_what_is_fully_right() -> None:
    figures = evaluate({"a": [gold(), gold(3.0)]}, {"a": [claim(), claim(3.0, metric="F1"), claim(5.0, confidence=0.31)]})
    low, high = measure_reliability(figures.pairs)
    assert (low.low, low.claims, low.right) == (0.3, 1, 0)
    assert (high.low, high.claims, high.right) == (0.9, 2, 1)


def test_gains_and_losses() -> None:
    wanted: Any = {"a": [gold(), gold(3.0)]}
    old = evaluate(wanted, {"a": [claim(), claim(3.0, metric="F1"), claim(7.0)]})
    new = evaluate(wanted, {"a": [claim(model=None), claim(3.0), claim(8.0)]})
    gained, lost = compare_runs(new, old)
    values = [[(p.claim or {})["value"] for p in pairs] for pairs in (gained, lost)]
    assert values == [[3.0, 7.0], [91.2, 8.0]]
    assert compare_runs(new, new) == ([], [])


def write_lines(path: Path, rows: list[dict[str, Any]]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_command_reads_the_documents_beside_the_gold(tmp_path: Path, capsys: Captured) -> None:
    wanted = write_lines(tmp_path / "x.gold.jsonl", [{"doc_id": "a", "claims": [gold()]}])
    write_lines(tmp_path / "x.docs.jsonl", [{"doc_id": "a", "title": "Moss", "text": "Moss reaches 91.2% accuracy on FooBank."}])
    assert run(["evaluate", wanted, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["full"]["f1"] == 1.0


def test_command_compares_runs(tmp_path: Path, capsys: Captured) -> None:
    wanted = write_lines(tmp_path / "gold.jsonl", [{"doc_id": "a", "claims": [gold()]}])
    good = write_lines(tmp_path / "good.jsonl", [claim()])
    bad = write_lines(tmp_path / "bad.jsonl", [claim(metric="F1")])
    assert run(["evaluate", wanted, "--claims", good, "--against", bad]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "against the other run: 1 gained, 0 lost" in lines
    assert lines[-1].startswith("+ a: score 91.2")


@pytest.mark.parametrize("line", ["not json", "[]", '{"doc_id": 1}'])
def test_broken_gold_is_told_with_its_line(tmp_path: Path, capsys: Captured, line: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"doc_id": "a", "claims": []}\n' + line + "\n", encoding="utf-8")
    assert run(["evaluate", str(path), "--claims", str(path)]) == 2
    assert f"{path}:2: " in capsys.readouterr().err


@pytest.mark.skipif(not SHARED.exists(), reason="the annotated abstracts lie beside the project only where it is developed")
def test_figures_are_those_of_the_reference_script(tmp_path: Path, capsys: Captured) -> None:
    wanted, documents = str(SHARED / "seeds.gold.jsonl"), str(SHARED / "seeds.docs.jsonl")
    assert run(["extract", documents]) == 0
    claims = tmp_path / "claims.jsonl"
    claims.write_text(capsys.readouterr().out, encoding="utf-8")
    reference = [sys.executable, str(SHARED / "score.py"), wanted, str(claims), "--json"]
    theirs = json.loads(subprocess.run(reference, capture_output=True, text=True, check=True).stdout)
    assert run(["evaluate", wanted, "--claims", str(claims), "--format", "json"]) == 0
    ours = json.loads(capsys.readouterr().out)
    ours.pop("reliability")
    assert ours == theirs
