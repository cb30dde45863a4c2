"""The whole way from documents to claims: the one module that knows the order of the steps."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from ..schemas.records import Claim, Document, Reject
from .assemble import Draft, assemble_claims
from .attach.inherited import find_stage, points_to_own, turns_away
from .attach.subjects import Context
from .definitions import find_defined_metrics, mark_metrics
from .entities import find_entities
from .introductions import OwnNames, find_own_names
from .mentions import Sentence, mark_own, read_sentence
from .names import Name, load_name_index
from .normalise import Plain, normalise
from .prefilter import find_candidates, may_hold_claim
from .resolve import resolve_names
from .segment import find_sentences
from .validate import find_fault, make_reject
from .values import find_values

if TYPE_CHECKING:
    from .manifest import Manifest
    from .read import Columns

ClaimRow = tuple[object, ...]
"""A claim as a plain tuple in the order of the fields of `Claim`."""

_Hits = list[tuple[int, int, Name]]


def extract_rows(documents: Iterable[Document]) -> Iterator[tuple[Document, list[ClaimRow], list[Reject]]]:
    """Yield each document, in order, with its claims and what of it was refused."""
    for document in documents:
        if may_hold_claim(document.text):
            rows, rejects = _read_document(document)
            yield document, rows, rejects
        else:
            yield document, [], []


def _read_document(document: Document) -> tuple[list[ClaimRow], list[Reject]]:
    """Return the claims of a document as rows, and what was refused."""
    plain = normalise(document.text)
    reading = _Reading(document, plain)
    rows: list[ClaimRow] = []
    rejects: list[Reject] = []
    used: dict[tuple[int, int], int] = {}
    for number in reading.candidates():
        drafts = reading.claims_of(number)
        task = reading.task(number) if drafts else None
        for draft in drafts:
            fault, row = _row(document, plain, reading.sentence(number), draft, task, used)
            if fault is not None:
                start, end = reading.sentences[number]
                rejects.append(make_reject(document.doc_id, document.source or document.doc_id, fault, plain.text[start:end]))
            else:
                rows.append(row)
    return rows, rejects


class _Reading:
    """One document while it is read: what is found once for all its sentences, and only when it is needed."""

    def __init__(self, document: Document, plain: Plain) -> None:
        self.text = plain.text
        self.sentences: list[tuple[int, int]] = []
        self._source_title = document.title
        self._hits: dict[int, _Hits] = {}
        self._read: dict[int, Sentence] = {}
        self._named: dict[int, list[str]] = {}
        self._last_read: tuple[int, list[Draft]] = (-2, [])

    def candidates(self) -> list[int]:
        """Return the numbers of the sentences that may hold a claim."""
        sure, bare = find_candidates(self.text)
        if not sure and not bare:
            return []
        self.sentences = find_sentences(self.text)
        starts = [start for start, _ in self.sentences]
        found = {bisect_right(starts, offset) - 1 for offset in sure}
        for offset in bare:
            number = bisect_right(starts, offset) - 1
            if number not in found and any("metric" in name.classes for _, _, name in self._hits_of(number)):
                found.add(number)
        return sorted(found)

    @cached_property
    def _title(self) -> str:
        return normalise(self._source_title).text

    @cached_property
    def own(self) -> OwnNames:
        """Return what the paper calls its own."""
        found = find_own_names(self._title, self.text)
        return found._replace(systems=tuple(name for name in found.systems if name not in self._metrics))

    @cached_property
    def _metrics(self) -> frozenset[str]:
        """The abbreviations of metrics that the text defines."""
        return find_defined_metrics(self.text)

    def _hits_of(self, number: int) -> _Hits:
        found = self._hits.get(number)
        if found is None:
            start, end = self.sentences[number]
            found = self._hits[number] = load_name_index().find(self.text[start:end], start)
        return found

    def sentence(self, number: int) -> Sentence:
        """Return the tokens of a sentence."""
        found = self._read.get(number)
        if found is None:
            start, end = self.sentences[number]
            found = mark_metrics(read_sentence(self.text, start, end, self._hits_of(number)), self._metrics)
            self._read[number] = found
        return found

    def _marked(self, number: int) -> Sentence:
        """Return the tokens of a sentence with the paper's own names marked."""
        return mark_own(self.sentence(number), frozenset((*self.own.systems, *self.own.parts)))

    def claims_of(self, number: int) -> list[Draft]:
        """Return the claims of a sentence; where it names no benchmark, those that an earlier one names."""
        values = find_values(self.sentence(number))
        if not values:
            return []
        drafts = assemble_claims(self._marked(number), values, Context(self.own, frozenset(self.own.benchmarks)))
        if any(d.benchmarks for d in drafts):
            self._named[number] = list(dict.fromkeys(b for d in drafts for b in d.benchmarks))
        elif drafts and not turns_away(self.sentence(number)):
            inherited = self._stage(number)
            if all(_is_cost(d) for d in drafts) and not set(inherited) & set(self.own.benchmarks):
                inherited = []
            drafts = [d._replace(benchmarks=inherited) for d in drafts]
        if any(d.metric is None and d.kind != "rank" for d in drafts) and number == self._last_read[0] + 1:
            drafts = [self._with_metric_before(d) for d in drafts]
        self._last_read = (number, drafts)
        return drafts

    def _with_metric_before(self, draft: Draft) -> Draft:
        """Return a draft with the metric of the sentence before, if that gave scores of the same unit."""
        if draft.metric is not None or draft.kind not in ("score", "change"):
            return draft
        before = [d for d in self._last_read[1] if d.kind == "score" and d.metric and d.quantity.kind == draft.quantity.kind]
        return draft._replace(metric=before[-1].metric, metric_name=before[-1].metric_name) if before else draft

    def _stage(self, number: int) -> list[str]:
        """Return the benchmarks on which the paper was last said to evaluate before a sentence."""
        own = self.own
        if own.benchmarks and (not own.systems or points_to_own(self.sentence(number))):
            return [own.benchmarks[0]]
        for earlier in range(number - 1, -1, -1):
            if earlier in self._named:
                return self._named[earlier]
            marked = self._marked(earlier)
            found = find_stage(marked, find_entities(marked, own), own, number - earlier)
            if found:
                return found
        return []

    def task(self, number: int) -> Name | None:
        """Return the first known task of a sentence, else of the title."""
        found = (name for _, _, name in self._hits_of(number) if name.type == "task")
        return next(found, self._title_task)

    @cached_property
    def _title_task(self) -> Name | None:
        return next((name for _, _, name in load_name_index().find(self._title) if name.type == "task"), None)


def _is_cost(draft: Draft) -> bool:
    """Return whether a claim is about what a system costs, which is rarely measured on a benchmark."""
    if draft.metric_name is not None:
        return "cost" in draft.metric_name.classes
    return draft.kind == "ratio" or draft.quantity.kind == "duration"


def _row(
    document: Document, plain: Plain, sentence: Sentence, draft: Draft, task: Name | None, used: dict[tuple[int, int], int]
) -> tuple[tuple[str, str] | None, ClaimRow]:
    """Return the claim as a row of the claims table, with what is wrong with it or None."""
    resolved = resolve_names(draft, task)
    text = document.text
    start = plain.to_source(sentence.starts[draft.token])
    end = plain.to_source_end(sentence.ends[draft.last_token])
    first = min(start, plain.to_source(sentence.starts[draft.first]))
    last = max(end, plain.to_source_end(sentence.ends[draft.last]))
    ordinal = used[start, end] = used.get((start, end), -1) + 1
    quantity = draft.quantity
    row = (
        make_claim_id(document.doc_id, "text", start, end, ordinal),
        document.doc_id,
        "text",
        draft.kind,
        quantity.value,
        draft.value_max,
        draft.baseline_value,
        quantity.uncertainty,
        quantity.unit,
        draft.qualifier,
        draft.effect,
        text[start:end],
        draft.metric,
        resolved.metric_id,
        resolved.higher_is_better,
        draft.benchmarks[0] if draft.benchmarks else None,
        resolved.benchmark_id,
        draft.split,
        draft.benchmarks,
        draft.is_average,
        task.name if task is not None else None,
        resolved.task_id,
        draft.model,
        resolved.model_id,
        draft.role,
        draft.baselines,
        draft.settings,
        text[first:last],
        first,
        last,
        start,
        end,
        None,
        None,
        None,
        draft.rule,
        draft.confidence,
    )
    return find_fault(draft, resolved), row


def make_claim_id(doc_id: str, origin: str, start: int, end: int, ordinal: int) -> str:
    """Return the stable id of a claim: its place, and its number among those with the same place."""
    return blake2b(f"{doc_id}|{origin}|{start}|{end}|{ordinal}".encode(), digest_size=8).hexdigest()


def extract_claims(text: str, title: str = "", doc_id: str = "text") -> list[Claim]:
    """Read the claims of one text."""
    names = list(Claim.model_fields)
    document = Document(doc_id=doc_id, title=title, text=text)
    return [Claim.model_validate(dict(zip(names, row, strict=True))) for _, rows, _ in extract_rows([document]) for row in rows]


def build_dataset(
    inputs: Sequence[str],
    out: str | Path,
    *,
    input_format: str | None = None,
    columns: "Columns | None" = None,
    on_progress: Callable[[int], None] | None = None,
) -> "Manifest":
    """Read the claims of files, folders and globs into the dataset `out`, which is replaced as a whole.

    The arguments are those of `claimboard.extract.read.read_documents`. The same input gives the same bytes.
    Raises ReadError for an input that cannot be read and BoardError for a folder that holds something else;
    either way `out` is as it was.
    """
    from .read import Columns, find_inputs, read_documents  # here, so that reading one text loads no Parquet
    from .tables import create_dataset

    with create_dataset(out, find_inputs(inputs)) as dataset:
        documents = read_documents(
            inputs,
            input_format=input_format,
            columns=columns or Columns(),
            on_reject=dataset.add_reject,
            on_progress=on_progress,
        )
        for document, claims, rejects in extract_rows(documents):
            dataset.add(document, claims, rejects)
    return dataset.manifest
