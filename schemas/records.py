"""The records: the only schema of the project.

Everything that has columns (Arrow schemas, JSON Schema, expectations, the data dictionary) is derived from the
models below, so a field is added here and nowhere else. Field names and meanings are those of the README's
table of columns, which is derived from here as well.
"""

import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = 1
"""Raised by one when a column is added, removed or changes its meaning."""

Kind = Literal["score", "change", "ratio", "rank"]
Qualifier = Literal["exact", "approx", "over", "under", "up_to"]
Effect = Literal["better", "worse"]
Origin = Literal["text", "table"]
ModelRole = Literal["proposed", "baseline", "other", "human"]
MentionType = Literal["task", "benchmark", "metric", "model", "quantity"]
TextFormat = Literal["text", "latex", "html", "markdown"]

# Patterns are in the dialect of pydantic and JSON Schema, where ^ and $ are the ends of the whole text; Python reads $
# before a newline as well, so whoever hands a pattern to Python writes \A and \Z for them.
KebabId = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
Offset = Annotated[int, Field(ge=0)]
Finite = Annotated[float, Field(allow_inf_nan=False)]


class Record(BaseModel):
    """A row of a table: frozen, no unknown field, no silent conversion of a wrong type."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Document(Record):
    """One paper as read: what every reader gives and the extraction takes."""

    doc_id: str = Field(min_length=1, description="identifier of the document, unique in the dataset")
    title: str = Field(default="", description="title as printed")
    text: str = Field(description="the text that is read; every offset counts its characters")
    source: str | None = Field(default=None, description="where the document comes from: a file name, venue or URL")
    date: datetime.date | None = Field(default=None, description="publication date")
    format: TextFormat = Field(default="text", description="markup of the text")


class Claim(Record):
    """One reported result: one combination of value, metric, benchmark and system."""

    claim_id: str = Field(
        pattern=r"^[0-9a-f]{16}$",
        description="stable identifier: hash of the document, the origin and the place of the value",
        json_schema_extra={"key": True},
    )
    doc_id: str = Field(
        min_length=1, description="document the claim was read in", json_schema_extra={"references": "documents.doc_id"}
    )
    origin: Origin = Field(description="part of the document the claim stands in")

    kind: Kind = Field(description="score (a metric's own value), change (a difference), ratio (a multiple) or rank")
    value: Finite = Field(description="the number as printed: 64.4% is 64.4; the magnitude for a change")
    value_max: Finite | None = Field(default=None, description="upper end where the text prints a range")
    baseline_value: Finite | None = Field(default=None, description="the earlier value in 'from 19.2 to 46.3'")
    uncertainty: Finite | None = Field(default=None, description="the number printed after a plus-minus sign")
    unit: str | None = Field(default=None, description="% for percent and percentage points, x for a multiple, else as printed")
    qualifier: Qualifier = Field(default="exact", description="how the text bounds the value")
    effect: Effect | None = Field(default=None, description="for change and ratio: better or worse for the subject system")
    value_text: str = Field(min_length=1, description="the exact characters that print the value")

    metric: str | None = Field(default=None, description="metric as the text words it")
    metric_id: KebabId | None = Field(
        default=None, description="canonical metric", json_schema_extra={"references": "metrics.metric_id"}
    )
    higher_is_better: bool | None = Field(default=None, description="direction of the canonical metric")

    benchmark: str | None = Field(default=None, description="the only or first benchmark the value was measured on")
    benchmark_id: KebabId | None = Field(
        default=None, description="canonical benchmark", json_schema_extra={"references": "benchmarks.benchmark_id"}
    )
    split: str | None = Field(default=None, description="split or subset of the benchmark, as printed")
    benchmarks: list[str] = Field(default=[], description="all benchmarks the value was measured on")
    is_average: bool = Field(default=False, description="whether the value is an average over several benchmarks or tasks")
    task: str | None = Field(default=None, description="task as the text words it")
    task_id: KebabId | None = Field(default=None, description="canonical task", json_schema_extra={"references": "tasks.task_id"})

    model: str | None = Field(default=None, description="system that has the value; null where it has no name")
    model_id: KebabId | None = Field(
        default=None, description="canonical model", json_schema_extra={"references": "models.model_id"}
    )
    model_role: ModelRole = Field(description="proposed (the paper's own), baseline, other or human")
    baselines: list[str] = Field(default=[], description="named systems that a change or ratio is relative to")
    settings: list[str] = Field(default=[], description="conditions stated for the value: zero-shot, 5-shot, ...")

    evidence: str | None = Field(
        default=None, description="the characters that hold the value and its slots; null where texts are left out"
    )
    evidence_start: Offset = Field(description="start of the evidence in the document's text, in characters")
    evidence_end: Offset = Field(description="end of the evidence, exclusive")
    value_start: Offset = Field(description="start of the value in the document's text, in characters")
    value_end: Offset = Field(description="end of the value, exclusive")
    table_no: Offset | None = Field(default=None, description="table of the document, from 0")
    row_no: Offset | None = Field(default=None, description="row of that table, from 0")
    column_no: Offset | None = Field(default=None, description="column of that table, from 0")
    rule: str = Field(min_length=1, description="id of the pattern that read the value")
    confidence: Annotated[float, Field(ge=0, le=1)] = Field(description="how far the reading is to be trusted, 0 to 1")


class Mention(Record):
    """A name or number in a document, whether a claim is made with it or not."""

    doc_id: str = Field(min_length=1, description="document it stands in")
    start: Offset = Field(description="start in the document's text, in characters")
    end: Offset = Field(description="end, exclusive")
    type: MentionType = Field(description="what it names")
    surface: str = Field(min_length=1, description="the characters as printed")
    id: KebabId | None = Field(default=None, description="canonical entry; null for a new name and for a quantity")


class DocumentSummary(Record):
    """One document of a dataset, without its text."""

    doc_id: str = Field(min_length=1, description="identifier of the document", json_schema_extra={"key": True})
    title: str = Field(description="title as printed")
    source: str | None = Field(default=None, description="where the document comes from")
    date: datetime.date | None = Field(default=None, description="publication date")
    format: TextFormat = Field(description="markup of the text")
    text_sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the text in UTF-8")
    characters: Offset = Field(description="length of the text in characters")
    claims: Offset = Field(description="number of claims read in it")


class Named(Record):
    """What every vocabulary entry has: a name, its other spellings, and the proof beside it."""

    name: str = Field(min_length=1, description="canonical name")
    aliases: list[str] = Field(default=[], description="other spellings of the name")
    exact_case: bool = Field(default=False, exclude=True, description="whether only the case as written counts")
    examples: list[str] = Field(default=[], exclude=True, description="texts in which the entry is found")
    counterexamples: list[str] = Field(default=[], exclude=True, description="near misses in which it is not found")


class Metric(Named):
    """A measure that claims report."""

    metric_id: KebabId = Field(description="stable identifier", json_schema_extra={"key": True})
    higher_is_better: bool | None = Field(description="direction; null where neither end is better")
    range_min: Finite | None = Field(default=None, description="smallest possible value, percent counted as 0 to 100")
    range_max: Finite | None = Field(default=None, description="largest possible value")
    unit: str | None = Field(default=None, description="usual unit")
    family: str | None = Field(default=None, description="kind of metric: classification, detection, efficiency, ...")


class Benchmark(Named):
    """A dataset, suite, shared task or environment on which results are reported."""

    benchmark_id: KebabId = Field(description="stable identifier", json_schema_extra={"key": True})
    task_ids: list[KebabId] = Field(default=[], description="tasks that it measures")
    modality: str | None = Field(default=None, description="text, image, audio, video, ...")
    parent_id: KebabId | None = Field(
        default=None, description="suite it belongs to", json_schema_extra={"references": "benchmarks.benchmark_id"}
    )
    splits: list[str] = Field(default=[], description="named splits")


class Model(Named):
    """A published system that papers compare with."""

    model_id: KebabId = Field(description="stable identifier", json_schema_extra={"key": True})
    family: str | None = Field(default=None, description="family of models it belongs to")
    organisation: str | None = Field(default=None, description="who published it, where sure")


class Task(Named):
    """What a benchmark asks a system to do."""

    task_id: KebabId = Field(description="stable identifier", json_schema_extra={"key": True})
    parent_id: KebabId | None = Field(default=None, description="wider task", json_schema_extra={"references": "tasks.task_id"})


class Reject(Record):
    """Something that was read or extracted and could not be kept, with the reason."""

    stage: Literal["read", "validate"] = Field(description="step that refused it")
    source: str = Field(description="file it came from")
    line: Annotated[int, Field(ge=1)] | None = Field(default=None, description="line or record number in the file, from 1")
    doc_id: str | None = Field(default=None, description="document, where it is known")
    reason: KebabId = Field(description="what is wrong, as a word to group by")
    detail: str = Field(description="what is wrong, in full")
    record: str | None = Field(default=None, description="what was refused, as JSON or as read, cut at 2000 characters")


TABLES: dict[str, type[Record]] = {
    "claims": Claim,
    "documents": DocumentSummary,
    "metrics": Metric,
    "benchmarks": Benchmark,
    "models": Model,
    "tasks": Task,
    "rejects": Reject,
}
"""The tables of a dataset and the record of each."""
