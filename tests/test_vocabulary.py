"""The words of the field: each name belongs to one entry, stands in its place, and its proof holds both ways."""

from collections import Counter
from collections.abc import Sequence

import pytest

from claimboard.extract.names import load_name_index
from claimboard.schemas.load import load_benchmarks, load_metrics, load_models, load_tasks
from claimboard.schemas.records import Named

VOCABULARIES: dict[str, Sequence[Named]] = {
    "metric": load_metrics(),
    "benchmark": load_benchmarks(),
    "model": load_models(),
    "task": load_tasks(),
}
EVERY = pytest.mark.parametrize("type_", VOCABULARIES)
PROVEN = [
    pytest.param(type_, entry, id=f"{type_}/{entry.name}")
    for type_, entries in VOCABULARIES.items()
    for entry in entries
    if entry.examples or entry.counterexamples
]


def id_of(type_: str, entry: Named) -> str:
    return str(getattr(entry, f"{type_}_id"))


@EVERY
def test_entries_are_sorted_by_name(type_: str) -> None:
    names = [entry.name for entry in VOCABULARIES[type_]]
    assert names == sorted(names, key=str.lower)


@EVERY
def test_ids_are_unique(type_: str) -> None:
    ids = Counter(id_of(type_, entry) for entry in VOCABULARIES[type_])
    assert [i for i, n in ids.items() if n > 1] == []


@EVERY
def test_a_name_belongs_to_one_entry(type_: str) -> None:
    owners: dict[str, set[str]] = {}
    for entry in VOCABULARIES[type_]:
        for name in (entry.name, *entry.aliases):
            owners.setdefault(name if entry.exact_case else name.lower(), set()).add(id_of(type_, entry))
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


@EVERY
def test_the_name_of_an_entry_finds_it(type_: str) -> None:
    """Of names in two vocabularies the metric is found first, then the benchmark, the model and the task."""
    precedence = list(VOCABULARIES)
    for entry in VOCABULARIES[type_]:
        found = load_name_index().by_surface.get(entry.name)
        if len(entry.name) > 1:
            assert found is not None
            earlier = precedence.index(found.type) < precedence.index(type_)
            assert (found.type, found.id) == (type_, id_of(type_, entry)) or (earlier and type_ == "benchmark"), entry.name


@EVERY
def test_a_name_that_may_be_a_word_has_a_proof(type_: str) -> None:
    assert [e.name for e in VOCABULARIES[type_] if e.exact_case and not (e.examples and e.counterexamples)] == []


@pytest.mark.parametrize(("type_", "entry"), PROVEN)
def test_examples_hold_the_name_and_near_misses_do_not(type_: str, entry: Named) -> None:
    def finds(text: str) -> bool:
        return any((hit.type, hit.id) == (type_, id_of(type_, entry)) for _, _, hit in load_name_index().find(text))

    assert [text for text in entry.examples if not finds(text)] == []
    assert [text for text in entry.counterexamples if finds(text)] == []


def test_tasks_and_suites_that_entries_name_exist() -> None:
    tasks = {task.task_id for task in load_tasks()}
    suites = {benchmark.benchmark_id for benchmark in load_benchmarks()}
    for benchmark in load_benchmarks():
        assert set(benchmark.task_ids) <= tasks
        assert benchmark.parent_id is None or benchmark.parent_id in suites
    assert all(task.parent_id is None or task.parent_id in tasks for task in load_tasks())
