"""Hostile texts cost no more than their length: ten times the text takes about ten times as long, whatever stands in it."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from claimboard.extract import extract_claims

SPECS = sorted((Path(__file__).parent / "specs").glob("*.yaml"))
UNITS = [
    "accuracy of 91.2% and ", "from 1.5 to 2.5 ", "improves by 3.1 points over FooNet, ", "FooNet, BarNet and ", "1.2, ", "9", "1.",
    "(", "a ", "-", r"$\times$ ", "+1 ", "three times ", "we propose Foo (", "(FN) ", r"\textbf{", "respectively ", "2x faster than X ",
    "We reach 91.2% on FooBank. ", "It gains 3.1% in accuracy. Experiments run on all data. Half of it is new. ", "It gains 3 dB. ", "no. 1 ", "e.g. ", " ", "\n", "\u2013", "No. ", "~1", "1-",
]  # fmt: skip


def seconds(text: str) -> float:
    """Return the CPU seconds of reading a text; of a short one the best of three runs."""
    taken = []
    for _ in range(3 if len(text) < 10_000 else 1):
        start = time.process_time()
        extract_claims(text, title="FooNet: a title")
        taken.append(time.process_time() - start)
    return min(taken)


def texts_of_specs() -> Iterator[str]:
    for path in SPECS:
        examples: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
        yield from (example["text"].rstrip(". ") for example in examples)


def repeat(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_length(unit: str) -> None:
    short, long = seconds(repeat(unit, 8_000)), seconds(repeat(unit, 80_000))
    assert long < 40 * max(short, 0.02)  # a quadratic step would need a hundred times as long


def test_one_sentence_of_every_wording_without_end() -> None:
    wording = ", ".join(texts_of_specs()) + ", "
    short, long = seconds(repeat(wording, 100_000)), seconds(repeat(wording, 1_000_000))
    assert long < 20 * short
