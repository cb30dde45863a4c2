"""Fit the weights of `schemas/confidence.yaml` on annotated papers: GOLD.jsonl ... (each with its X.docs.jsonl beside it).

A logistic model with a ridge: the log-odds that a claim is right in every slot, given its evidence. Evidence that fewer than
MIN_COUNT claims show has no weight. Wordings were learnt from papers that people read, so that the claims of those papers
are right more often than the evidence warrants, the doubtful ones above all: STRETCH draws the log-odds away from those of
PIVOT, by as much as proved true of papers that nobody had read. Prints the reliability on the papers it was fitted on;
judge it on others.
"""

import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np

from claimboard.extract import pipeline
from claimboard.extract.evaluation import evaluate, read_gold
from claimboard.extract.reports import format_evaluation
from claimboard.schemas.records import Claim, Document

ROOT = Path(__file__).resolve().parents[1]
MIN_COUNT = 15
RIDGE = 2.0
STRETCH = 1.3
PIVOT = 0.9


def read_claims(path: Path) -> dict[str, list[dict[str, object]]]:
    """Return the claims of each document of a file of JSON lines."""
    names = list(Claim.model_fields)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    documents = [Document(doc_id=r["doc_id"], title=r.get("title") or "", text=r["text"]) for r in rows]
    return {d.doc_id: [dict(zip(names, row, strict=True)) for row in found] for d, found, _ in pipeline.extract_rows(documents)}


def fit(features: list[list[str]], right: list[bool]) -> dict[str, float]:
    """Return the weight of each piece of evidence, by Newton's method."""
    counts = Counter(item for evidence in features for item in evidence)
    names = ["bias", *sorted(item for item, n in counts.items() if n >= MIN_COUNT)]
    place = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(features), len(names)))
    x[:, 0] = 1
    for i, evidence in enumerate(features):
        for item in evidence:
            if item in place:
                x[i, place[item]] = 1
    y = np.array(right, dtype=float)
    ridge = np.full(len(names), RIDGE)
    ridge[0] = 1e-6
    weights = np.zeros(len(names))
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (y - p) - ridge * weights
        hessian = (x.T * (p * (1 - p))) @ x + np.diag(ridge)
        weights += np.linalg.solve(hessian, gradient)
    weights *= STRETCH
    weights[0] -= (STRETCH - 1) * np.log(PIVOT / (1 - PIVOT))
    return {name: round(float(w), 2) for name, w in zip(names, weights, strict=True)}


def main() -> None:
    """Fit on the gold files that are named and write the weights."""
    gold: dict[str, list] = {}
    evidence: list[list[str]] = []
    judge = pipeline.judge_confidence

    def record(items: list[str]) -> float:
        evidence.append(list(items))
        return float(len(evidence) - 1)

    pipeline.judge_confidence = record
    claims: dict[str, list] = {}
    for name in sys.argv[1:]:
        gold |= read_gold(name)
        claims |= read_claims(Path(name.replace(".gold.", ".docs.")))
    pipeline.judge_confidence = judge
    pairs = [pair for pair in evaluate(gold, claims).pairs if pair.claim is not None]
    weights = fit([evidence[int(pair.claim["confidence"])] for pair in pairs], [pair.is_full for pair in pairs])
    head = "# How much each piece of evidence speaks for a claim (log-odds that it is right in every slot).\n"
    head += "# Written by benchmarks/calibrate.py; the evidence is that of extract/confidence.py.\n"
    lines = [f"{name}: {weight}\n" for name, weight in weights.items()]
    (ROOT / "schemas" / "confidence.yaml").write_text(head + "".join(lines), encoding="utf-8")
    from claimboard.extract import confidence

    confidence._weights.cache_clear()
    for rows in claims.values():
        for row in rows:
            row["confidence"] = confidence.judge_confidence(evidence[int(row["confidence"])])
    for line in format_evaluation(evaluate(gold, claims)):
        print(line)


if __name__ == "__main__":
    main()
