"""Mentions: what is named in a text, known or new, each at its place."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimboard.extract import extract_mentions
from claimboard.extract.cli import run

CASES = [
    ("We release BarBank, a new dataset of 9,400 trees.", {("benchmark", "BarBank"), ("quantity", "9,400")}),
    ("We evaluate on the FooBench (FB) test set.", {("benchmark", "FooBench (FB) test set")}),
    ("We report labeled recall and parsing accuracy.", {("metric", "labeled recall"), ("metric", "accuracy")}),
    ("Higher BLEU scores are reached.", {("metric", "BLEU")}),
    ("The F1 score drops.", {("metric", "F1 score")}),
    ("We tune for precision/recall.", {("metric", "precision"), ("metric", "recall")}),
    ("It gives word error rate (WER) alone.", {("metric", "word error rate (WER)")}),
    ("Its performance and its parameters matter.", set()),
    ("It is 3.5x faster than ResNet-50.", {("quantity", "3.5x"), ("model", "ResNet-50")}),
    ("We turn to machine translation.", {("task", "machine translation")}),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_mentions_of_a_text(text: str, expected: set[tuple[str, str]]) -> None:
    found = {(mention.type, mention.surface) for mention in extract_mentions(text)}
    assert found >= expected
    if not expected:
        assert not found


@given(st.lists(st.sampled_from([text for text, _ in CASES] + [r"33\% of $x$", "A–B (C)", "é 🙂"]), max_size=6).map(" ".join))
def test_mentions_lie_in_the_text_and_none_of_a_type_overlap(text: str) -> None:
    found = extract_mentions(text)
    assert all(mention.surface == text[mention.start : mention.end] for mention in found)
    for type_ in {mention.type for mention in found}:
        for one, next_ in pairwise(mention for mention in found if mention.type == type_):
            assert one.end <= next_.start


def test_the_command_prints_a_mention_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = {"doc_id": "a", "title": "FooNet: a title", "text": "FooNet reaches 91.2% accuracy on ImageNet."}
    (tmp_path / "papers.jsonl").write_text(json.dumps(paper), encoding="utf-8")
    assert run(["mentions", str(tmp_path / "papers.jsonl"), "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["type"], row["surface"], row["id"]) for row in rows] == [
        ("model", "FooNet", None),
        ("quantity", "91.2%", None),
        ("metric", "accuracy", "accuracy"),
        ("benchmark", "ImageNet", "imagenet"),
    ]
