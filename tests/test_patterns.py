"""Every pattern of `schemas/patterns/claims.yaml` proves what it reads, and what it leaves alone."""

from collections.abc import Iterator
from typing import Any

import pytest

from claimboard.extract import extract_claims
from claimboard.extract.mentions import read_sentence
from claimboard.extract.names import load_name_index
from claimboard.extract.patterns import PatternError, compile_patterns, load_patterns, match_value
from claimboard.schemas.load import load_yaml

KINDS = ["score", "change", "ratio", "rank", "none"]
ENTRIES: list[dict[str, Any]] = load_yaml("patterns", "claims")
EXAMPLES = [pytest.param(e, x, id=f"{e['id']}/{n}") for e in ENTRIES for n, x in enumerate(e["examples"])]
COUNTEREXAMPLES = [pytest.param(e, x, id=f"{e['id']}/{n}") for e in ENTRIES for n, x in enumerate(e["counterexamples"])]


def matched(text: str) -> Iterator[tuple[float, str]]:
    """Yield each number of a text with the id of the pattern that reads it."""
    sentence = read_sentence(text, 0, len(text), load_name_index().find(text))
    for i in sentence.numbers:
        match = match_value(sentence.symbols, i)
        if match is not None:
            yield sentence.payloads[i].value, match.pattern.id  # type: ignore[union-attr]


@pytest.mark.parametrize(("entry", "example"), EXAMPLES)
def test_example_is_read_by_its_pattern(entry: dict[str, Any], example: dict[str, Any]) -> None:
    claims = extract_claims(example["text"])
    if entry["kind"] == "none":
        assert (example["value"], entry["id"]) in list(matched(example["text"]))
        assert example["value"] not in [c.value for c in claims]
        return
    found = [c for c in claims if c.rule == entry["id"] and c.value == pytest.approx(example["value"])]
    ends = (example.get("value_max"), example.get("baseline_value"))
    assert [(c.kind, c.value_max, c.baseline_value) for c in found] == [(example.get("kind", entry["kind"]), *ends)]


@pytest.mark.parametrize(("entry", "text"), COUNTEREXAMPLES)
def test_counterexample_is_not_read_by_its_pattern(entry: dict[str, Any], text: str) -> None:
    assert entry["id"] not in [c.rule for c in extract_claims(text)]
    if entry["kind"] == "none":
        assert entry["id"] not in [rule for _, rule in matched(text)]


def test_patterns_are_proved_both_ways() -> None:
    assert [e["id"] for e in ENTRIES if not e.get("examples") or not e.get("counterexamples")] == []


def test_patterns_stand_by_kind_and_id() -> None:
    places = [(KINDS.index(e["kind"]), e["id"]) for e in ENTRIES]
    assert places == sorted(places)


def test_every_entry_is_compiled() -> None:
    assert [p.id for p in load_patterns()] == [e["id"] for e in ENTRIES]


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([{"id": "a", "kind": "score", "pattern": "{value:percent}"}] * 2, "two patterns with the id 'a'"),
        ([{"id": "a", "kind": "score", "patern": "{value:percent}"}], "unknown key 'patern'"),
        ([{"id": "a", "kind": "guess", "pattern": "{value:percent}"}], "unknown kind 'guess'"),
        ([{"id": "a", "kind": "score", "pattern": "of percent"}], "no {value:...} in it"),
        ([{"id": "a", "kind": "score", "pattern": "{value:furlongs}"}], "unknown class 'furlongs'"),
        ([{"id": "a", "kind": "score", "pattern": "{value:percent} {"}], "an item is not understood"),
    ],
)
def test_a_wrong_entry_is_an_error_that_names_it(entries: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(PatternError, match="pattern") as caught:
        compile_patterns(entries)
    assert message in str(caught.value)
