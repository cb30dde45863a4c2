"""What an evaluation tells a person: figures, reliability, and the claims gained and lost against another run."""

from collections.abc import Iterator
from typing import Any

from .agreement import FULL
from .evaluation import Evaluation, Pair, Rate


def summarise(evaluation: Evaluation) -> dict[str, Any]:
    """Return the figures of an evaluation as one JSON object."""

    def figures(rate: Rate) -> dict[str, float | int]:
        rounded = {"p": round(rate.precision, 4), "r": round(rate.recall, 4), "f1": round(rate.f1, 4)}
        return {**rounded, "tp": rate.right, "pred": rate.claims, "gold": rate.gold}

    return {
        "documents": evaluation.documents,
        **{name: figures(getattr(evaluation, name)) for name in ("found", "full", "board")},
        "slots": {slot: round(share, 4) for slot, share in evaluation.slots.items()},
        "kinds": {kind: figures(rate) for kind, rate in evaluation.kinds.items()},
        "reliability": [b._asdict() for b in evaluation.reliability],
        "claimless_documents": evaluation.claimless,
        "claimless_documents_with_output": evaluation.claimless_with_output,
    }


def format_evaluation(evaluation: Evaluation) -> Iterator[str]:
    """Yield the lines that tell a person how good a run is."""
    for name in ("found", "full", "board"):
        yield f"{name:6} {_figures(getattr(evaluation, name))}"
    for kind, rate in evaluation.kinds.items():
        yield f"found {kind:7} {_figures(rate)}"
    yield "slots of found claims: " + "  ".join(f"{slot} {share:.3f}" for slot, share in evaluation.slots.items())
    yield (
        f"documents {evaluation.documents}, without a claim {evaluation.claimless}, "
        f"of these with output {evaluation.claimless_with_output}"
    )
    yield "confidence  claims  fully right"
    for part in evaluation.reliability:
        share = part.right / part.claims
        yield f"{part.low:.1f} and up  {part.claims:6}  {part.right:6} ({share:.0%}; mean confidence {part.mean:.2f})"


def _figures(rate: Rate) -> str:
    return (
        f"P {rate.precision:.3f}  R {rate.recall:.3f}  F1 {rate.f1:.3f}  "
        f"({rate.right} right of {rate.claims} predicted, {rate.gold} gold)"
    )


def format_changes(gained: list[Pair], lost: list[Pair]) -> Iterator[str]:
    """Yield a line for each claim that a run reads better (+) or worse (-) than another."""
    yield f"against the other run: {len(gained)} gained, {len(lost)} lost"
    for sign, pairs in (("+", gained), ("-", lost)):
        for pair in pairs:
            yield f"{sign} {format_pair(pair)}"


def format_pair(pair: Pair) -> str:
    """Return one claim or gold claim as a line: where, what, and which slots are wrong."""
    claim = pair.claim if pair.claim is not None else pair.gold or {}
    what = f"{pair.doc_id}: {claim['kind']} {claim.get('value_text') or claim['value']}"
    if pair.gold is None:
        return f"{what}: no claim"
    wrong = [slot for slot in FULL if not pair.slots.get(slot, True)]
    shown = pair.gold["metric"][:1] + [entity[0] for entity in pair.gold["benchmarks"]] + pair.gold["model"][:1]
    state = "missed" if pair.claim is None else f"wrong {', '.join(wrong)}" if wrong else "right"
    return f"{what} ({', '.join(shown)}): {state}"
