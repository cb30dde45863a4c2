"""The whole way from documents to claims: the one module that knows the order of the steps."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from ..schemas.records import Claim, Document, Mention, Reject
from .assemble import Draft
from .confidence import find_evidence, judge_confidence
from .normalise import Plain, normalise
from .prefilter import may_hold_claim
from .reading import Reading
from .resolve import resolve_names
from .tagging import find_mentions
from .validate import find_fault, make_reject

if TYPE_CHECKING:
    from .manifest import Manifest
    from .read import Columns

ClaimRow = tuple[object, ...]
"""A claim as a plain tuple in the order of the fields of `Claim`."""


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
    reading = Reading(document, plain)
    rows: list[ClaimRow] = []
    rejects: list[Reject] = []
    used: dict[tuple[int, int], int] = {}
    for number in reading.candidates():
        for draft in reading.claims_of(number):
            fault, row = _row(document, plain, reading, number, draft, used)
            if fault is not None:
                start, end = reading.sentences[number]
                rejects.append(make_reject(document.doc_id, document.source or document.doc_id, fault, plain.text[start:end]))
            else:
                rows.append(row)
    return rows, rejects


def _row(
    document: Document, plain: Plain, reading: Reading, number: int, draft: Draft, used: dict[tuple[int, int], int]
) -> tuple[tuple[str, str] | None, ClaimRow]:
    """Return a claim of the sentence `number` as a row of the claims table, with what is wrong with it or None."""
    sentence, task = reading.sentence(number), reading.task(number)
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
        judge_confidence(find_evidence(draft, resolved, reading.own.benchmarks)),
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


def extract_mentions(text: str, title: str = "", doc_id: str = "text") -> list[Mention]:
    """Return every mention in one text: of tasks, benchmarks, metrics and models, known and new, and of quantities."""
    return find_mentions(Document(doc_id=doc_id, title=title, text=text))


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
