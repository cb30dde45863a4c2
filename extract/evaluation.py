"""Score a run against gold: what is found, what is right in every slot, how far confidence holds, what another run had."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from .agreement import BOARD, FULL, Gold, Row, compare_slots, same_number
from .manifest import BoardError


class Rate(NamedTuple):
    """Precision, recall and F1 of `right` among `claims` predicted and `gold` wanted."""

    right: int
    claims: int
    gold: int

    @property
    def precision(self) -> float:
        """Return the share of the claims that is right."""
        return self.right / self.claims if self.claims else 0.0

    @property
    def recall(self) -> float:
        """Return the share of the gold that is there."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall.

        >>> Rate(3, 4, 6).f1
        0.6
        """
        return 2 * self.right / (self.claims + self.gold) if self.claims + self.gold else 0.0


class Pair(NamedTuple):
    """A claim with the gold claim that it stands for, and which slots agree; one of the two is None where it is alone."""

    doc_id: str
    claim: Row | None
    gold: Gold | None
    slots: Mapping[str, bool]

    @property
    def is_full(self) -> bool:
        """Return whether every slot that counts agrees."""
        return self.claim is not None and self.gold is not None and all(self.slots[s] for s in FULL)

    @property
    def is_board(self) -> bool:
        """Return whether it is a score whose slots make it fit for a leaderboard."""
        return bool(self.slots) and self.gold is not None and self.gold["kind"] == "score" and all(self.slots[s] for s in BOARD)


class Bin(NamedTuple):
    """The claims with a confidence from `low` up to the next bin's: how many, and how many of them are fully right."""

    low: float
    claims: int
    right: int
    mean: float


class Evaluation(NamedTuple):
    """The figures of one run. Optional gold claims count neither when found nor when missed."""

    found: Rate
    full: Rate
    board: Rate
    slots: Mapping[str, float]
    """Share of the found claims in which a slot is right."""
    kinds: Mapping[str, Rate]
    reliability: tuple[Bin, ...]
    documents: int
    claimless: int
    claimless_with_output: int
    pairs: tuple[Pair, ...]


def evaluate(gold: Mapping[str, list[Gold]], claims: Mapping[str, list[Row]]) -> Evaluation:
    """Return the figures of the claims of each document against gold; documents that gold does not hold are ignored."""
    pairs = [pair for doc_id, wanted in gold.items() for pair in pair_claims(doc_id, claims.get(doc_id, []), wanted)]
    pairs = [pair for pair in pairs if not (pair.gold is not None and pair.gold.get("optional"))]
    both = [pair for pair in pairs if pair.claim is not None and pair.gold is not None]
    quiet = [doc_id for doc_id, wanted in gold.items() if all(g.get("optional") for g in wanted)]
    kinds = sorted({_kind(pair) for pair in pairs})
    return Evaluation(
        _rate(pairs, lambda p: p.claim is not None and p.gold is not None),
        _rate(pairs, lambda p: p.is_full),
        _rate([p for p in pairs if _kind(p) == "score"], lambda p: p.is_board),
        {slot: sum(p.slots[slot] for p in both) / len(both) for slot in sorted(both[0].slots)} if both else {},
        {k: _rate([p for p in pairs if _kind(p) == k], lambda p: p.claim is not None and p.gold is not None) for k in kinds},
        measure_reliability(pairs),
        len(gold),
        len(quiet),
        sum(1 for doc_id in quiet if claims.get(doc_id) and not gold[doc_id]),
        tuple(pairs),
    )


def _kind(pair: Pair) -> str:
    return str((pair.gold if pair.gold is not None else pair.claim or {})["kind"])


def _rate(pairs: Iterable[Pair], is_right: Any) -> Rate:
    listed = list(pairs)
    return Rate(
        sum(1 for p in listed if is_right(p)),
        sum(1 for p in listed if p.claim is not None),
        sum(1 for p in listed if p.gold is not None),
    )


def pair_claims(doc_id: str, claims: list[Row], gold: list[Gold]) -> Iterator[Pair]:
    """Yield the claims of a document beside the gold claims of the same kind and value, those that agree best first."""
    possible = []
    for i, claim in enumerate(claims):
        for j, wanted in enumerate(gold):
            if claim["kind"] == wanted["kind"] and same_number(claim["value"], wanted["value"]):
                slots = compare_slots(claim, wanted)
                possible.append((-sum(slots[s] for s in FULL), i, j, slots))
    left, missed = dict(enumerate(claims)), dict(enumerate(gold))
    for _, i, j, slots in sorted(possible, key=lambda p: p[:3]):
        if i in left and j in missed:
            yield Pair(doc_id, left.pop(i), missed.pop(j), slots)
    for claim in left.values():
        yield Pair(doc_id, claim, None, {})
    for wanted in missed.values():
        yield Pair(doc_id, None, wanted, {})


def measure_reliability(pairs: Iterable[Pair]) -> tuple[Bin, ...]:
    """Return how many of the claims of each tenth of confidence are fully right."""
    bins: defaultdict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        if pair.claim is not None:
            bins[min(9, int(pair.claim.get("confidence", 0.0) * 10 + 1e-9))].append(pair)
    return tuple(
        Bin(
            tenth / 10,
            len(inside),
            sum(p.is_full for p in inside),
            sum(p.claim.get("confidence", 0.0) for p in inside if p.claim is not None) / len(inside),
        )
        for tenth, inside in sorted(bins.items())
    )


def compare_runs(new: Evaluation, old: Evaluation) -> tuple[list[Pair], list[Pair]]:
    """Return the pairs gained and lost: gold claims that only one run reads fully right, and what only one makes up.

    Both runs must have been evaluated on the same gold.
    """

    def right(run: Evaluation) -> set[tuple[str, int]]:
        return {(p.doc_id, id(p.gold)) for p in run.pairs if p.is_full}

    def spurious(run: Evaluation) -> Counter[tuple[str, str, float]]:
        return Counter((p.doc_id, p.claim["kind"], p.claim["value"]) for p in run.pairs if p.gold is None and p.claim is not None)

    def only(run: Evaluation, other: Evaluation) -> list[Pair]:
        known, surplus = right(other), spurious(run) - spurious(other)
        return [
            p
            for p in run.pairs
            if (p.is_full and (p.doc_id, id(p.gold)) not in known)
            or (p.gold is None and p.claim is not None and surplus[p.doc_id, p.claim["kind"], p.claim["value"]] > 0)
        ]

    gained, lost = only(new, old), only(old, new)
    return (
        [p for p in gained if p.gold is not None] + [p for p in lost if p.gold is None],
        [p for p in lost if p.gold is not None] + [p for p in gained if p.gold is None],
    )


def read_gold(path: str | Path) -> dict[str, list[Gold]]:
    """Return the gold claims of each document. Raises BoardError for a line that is not `{"doc_id", "claims"}`."""
    gold = {}
    for number, row in _json_lines(path):
        if not isinstance(row.get("doc_id"), str) or not isinstance(row.get("claims"), list):
            raise BoardError(f'{path}:{number}: a gold line is {{"doc_id": ..., "claims": [...]}}')
        gold[row["doc_id"]] = row["claims"]
    return gold


def read_run(path: str | Path) -> dict[str, list[Row]]:
    """Return the claims of each document of a run: JSON lines as `claimboard extract` prints them, or a dataset folder."""
    claims: defaultdict[str, list[Row]] = defaultdict(list)
    if Path(path).is_dir():
        from .query import run_query

        for row in run_query(path, "SELECT * FROM claims").to_pylist():
            claims[row["doc_id"]].append(row)
        return claims
    for number, row in _json_lines(path):
        if not {"doc_id", "kind", "value"} <= row.keys():
            raise BoardError(f"{path}:{number}: a claim has a doc_id, a kind and a value")
        claims[row["doc_id"]].append(row)
    return claims


def _json_lines(path: str | Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with Path(path).open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                raise BoardError(f"{path}:{number}: not JSON: {error}") from error
            if not isinstance(row, dict):
                raise BoardError(f"{path}:{number}: not a JSON object")
            yield number, row
