"""Put mentions together to claims: each number with its metric, benchmarks, system, baselines and conditions."""

from functools import cache
from typing import NamedTuple

from ..schemas.load import load_units
from .attach.baselines import attach_baselines
from .attach.benchmarks import attach_benchmarks
from .attach.coordination import linked_runs, metric_runs
from .attach.metric_slots import MetricSlot
from .attach.metrics import attach_metrics, joint_metrics
from .attach.parallel_places import spread_places
from .attach.subjects import Subjects, find_subjects
from .clauses import Clauses, split_clauses
from .enumerations import Entity
from .mentions import Sentence
from .names import Name
from .own_names import OwnNames
from .quantities import Quantity
from .values import Value
from .wording import find_effect, find_qualifiers


class Seen(NamedTuple):
    """What stood around a claim and how its slots were found: the evidence for its confidence."""

    words: int = 0
    """Tokens of the sentence."""
    names_left: int = 0
    """Names in the sentence that are no slot of any claim."""
    places_left: int = 0
    """Benchmarks in the sentence that are not those of the claim."""
    is_certain: bool = False
    """Whether the vocabulary or a noun tells that the claim's benchmark is one."""
    is_apart: bool = False
    """Whether a verb stands between the metric and the value."""
    subject: str = ""
    """How the subject of the clause was read."""
    is_printed: bool = False
    """Whether the sentence prints the name of the model."""


class Draft(NamedTuple):
    """A claim whose spans are still tokens of its sentence."""

    kind: str
    quantity: Quantity
    token: int
    last_token: int
    value_max: float | None
    baseline_value: float | None
    qualifier: str
    effect: str | None
    metric: str | None
    metric_name: Name | None
    benchmarks: list[str]
    split: str | None
    model: str | None
    role: str
    baselines: list[str]
    settings: list[str]
    is_average: bool
    first: int
    last: int
    rule: str
    seen: Seen = Seen()
    is_inherited: bool = False
    """Whether the benchmarks are those of an earlier sentence."""


@cache
def load_unit_metrics() -> dict[str, str]:
    """Return what a number with a unit measures when the text names nothing."""
    return {s: e["metric"] for e in load_units() if "metric" in e for s in e["spellings"]}


def assemble_claims(sentence: Sentence, values: list[Value], entities: list[Entity], own: OwnNames) -> list[Draft]:
    """Return the claims of one sentence, in the order of their values."""
    clauses = split_clauses(sentence)
    linked = linked_runs(sentence, values)
    metrics = attach_metrics(clauses, values, linked)
    joint = [run for run in metric_runs(sentence) if len(run) > 1]
    entities, unnamed = spread_places(sentence, values, entities)
    costs = frozenset(i for i, m in enumerate(metrics) if m is not None and m.name is not None and "cost" in m.name.classes)
    benchmarks = attach_benchmarks(sentence, values, entities, linked, unnamed, costs)
    baselines = attach_baselines(clauses, values, entities, linked)
    runs = {i: run for run in linked for i in run}
    owners: list[Subjects] = []
    for i, value in enumerate(values):
        found = find_subjects(sentence, value, entities, own, clauses)
        owners.append(found._replace(names=_one_each(found.names, [j for j in runs[i] if values[j].token > found.behind], i)))
    compared = [baselines[i] if value.kind in ("change", "ratio") else [] for i, value in enumerate(values)]
    used = {name for owner in owners for name in owner.names} | {name for names in compared for name in names}
    used |= {e.surface for places in benchmarks for e in places}
    around = Surroundings(
        clauses,
        find_qualifiers(sentence, values),
        sum(1 for e in entities if e.type in _NAMED and e.surface not in used),
        {e.surface for e in entities if e.type == "benchmark"},
        {e.surface for e in entities},
    )
    return [
        _draft(sentence, i, value, metric, benchmarks[i], (model, owners[i]), compared[i], around)
        for i, value in enumerate(values)
        for metric in joint_metrics(sentence, values, metrics, i, joint) or metrics[i : i + 1]
        for model in owners[i].names
    ]


def _one_each(models: list[str | None], run: list[int], i: int) -> list[str | None]:
    """Return the systems of value `i` of a run behind an enumeration of them, one each: "A and B reach 37.9% and 32.1%"."""
    if len(models) == 1 or len(run) < 2:
        return models
    at = run.index(i)
    if len(run) % len(models) == 0:
        return [models[at % len(models)]]
    return [models[min(at, len(models) - 1)]] if len(run) > len(models) else models[-1:]


class Surroundings(NamedTuple):
    """What holds for all values of a sentence: its clauses, their qualifiers, and its names.

    Of the names: how many are no slot of a claim, those of benchmarks, and all of them.
    """

    clauses: Clauses
    qualifiers: list[str]
    names_left: int
    places: set[str]
    names: set[str]


def _see(
    value: Value, metric: MetricSlot | None, places: list[Entity], owner: tuple[str | None, Subjects], around: Surroundings
) -> Seen:
    """Return what stood around a claim and how its slots were found."""
    first, last = value.token, value.token  # the words between the metric and the value
    if metric is not None:
        first, last = (metric.last, value.token) if metric.last < value.token else (value.last_token, metric.first)
    return Seen(
        len(around.clauses.roles),
        around.names_left,
        len(around.places.difference(e.surface for e in places)) if around.places else 0,
        any(e.certain for e in places),
        last - first > 1 and any(first < clause.verb < last for clause in around.clauses.clauses),
        owner[1].reading,
        owner[0] in around.names,
    )


_NAMED = frozenset({"own", "model", "name", "benchmark"})


def _draft(
    sentence: Sentence,
    i: int,
    value: Value,
    metric: MetricSlot | None,
    places: list[Entity],
    owner: tuple[str | None, Subjects],
    compared: list[str],
    around: Surroundings,
) -> Draft:
    model, subjects = owner
    names = list(dict.fromkeys(e.surface for e in places))
    match = value.match
    return Draft(
        value.kind,
        _signed(value),
        value.token,
        value.last_token,
        _upper_end(value),
        value.baseline_value,
        around.qualifiers[i],
        find_effect(sentence, value, metric.name.id if metric is not None and metric.name is not None else None),
        metric.surface if metric is not None else load_unit_metrics().get(value.quantity.unit or ""),
        metric.name if metric is not None else None,
        names,
        _split(sentence, places),
        model,
        subjects.role,
        [b for b in compared if b != model],
        _settings(sentence, value),
        _is_average(sentence, value, names),
        min([value.token, match.start] + [e.first for e in places]),
        max([value.token, match.end - 1] + [e.last for e in places]),
        match.pattern.id,
        _see(value, metric, places, owner, around),
    )


def _signed(value: Value) -> Quantity:
    """Return the quantity of a value: a minus counts for a score (a correlation of -0.78), a change is a magnitude.

    Of a range, the value is the lower end, whichever is printed first.
    """
    if value.value_max is not None:
        return value.quantity._replace(value=min(value.quantity.value, value.value_max))
    if value.kind == "score" and value.quantity.sign == "-":
        return value.quantity._replace(value=-value.quantity.value)
    return value.quantity


def _upper_end(value: Value) -> float | None:
    """Return the upper end of a range, or None where a value is no range or both ends are the same."""
    if value.value_max is None or value.value_max == value.quantity.value:
        return None
    return max(value.quantity.value, value.value_max)


def _settings(sentence: Sentence, value: Value) -> list[str]:
    near = range(max(0, value.token - 25), min(len(sentence.starts), value.token + 25))
    return list(dict.fromkeys(sentence.words[i] for i in near if "settings" in sentence.signatures[i]))


def _is_average(sentence: Sentence, value: Value, benchmarks: list[str]) -> bool:
    """Whether a value is an average over several benchmarks: the word stands near, and there are several."""
    near = range(max(0, value.token - 8), min(len(sentence.starts), value.last_token + 10))
    if not any("average" in sentence.signatures[i] for i in near):
        return False
    return len(benchmarks) > 1 or any("several" in sentence.signatures[i] for i in near)


def _split(sentence: Sentence, places: list[Entity]) -> str | None:
    """Return the split named beside a benchmark: "COCO test-dev", "the validation set of X"."""
    for entity in places:
        for i in (entity.last + 1, entity.last + 2):
            if i < len(sentence.starts) and "split" in sentence.signatures[i]:
                return sentence.words[i]
    return None
