"""Check a claim against its metric; what cannot be true goes to the rejects, with the reason."""

from ..schemas.records import Reject
from .assemble import Draft
from .resolve import Resolved, metrics_by_id


def find_fault(draft: Draft, resolved: Resolved) -> tuple[str, str] | None:
    """Return what is wrong with a claim, as (reason, detail), or None.

    A rank is a whole number from 1.

    A score must lie in the range of its metric. A metric with a range of 0 to 100 is printed on a scale of 0 to 1 as
    well, which lies inside it.
    """
    if draft.kind == "rank" and (draft.quantity.value < 1 or draft.quantity.value != int(draft.quantity.value)):
        return "no-rank", f"{draft.quantity.value:g} is no place: places are whole numbers from 1"
    if draft.kind != "score" or resolved.metric_id is None:
        return None
    metric = metrics_by_id()[resolved.metric_id]
    for value in (draft.quantity.value, draft.value_max):
        if value is None:
            continue
        if metric.range_max is not None and value > metric.range_max:
            return "value-out-of-range", f"{value:g} is above {metric.range_max:g}, the largest {metric.name}"
        if metric.range_min is not None and value < metric.range_min:
            return "value-out-of-range", f"{value:g} is below {metric.range_min:g}, the smallest {metric.name}"
    return None


def make_reject(doc_id: str, source: str, fault: tuple[str, str], evidence: str) -> Reject:
    """Return the row of the rejects for a claim with a fault."""
    return Reject(stage="validate", source=source, doc_id=doc_id, reason=fault[0], detail=fault[1], record=evidence[:2000])
