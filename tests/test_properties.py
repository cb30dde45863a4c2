"""What holds for any text: no exception, spans inside the text, the value where it is said to be, the same answer twice."""

from collections import defaultdict
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from claimboard.extract import extract_claims
from claimboard.extract.tokens import read_numbers

WORDS = st.sampled_from(
    [
        "We", "FooNet", "reaches", "an", "accuracy", "of", "91.2%", r"91.2\%", "and", ",", "0.86", "F1", "on", "the", "FooBank",
        "dataset", ".", "improves", "by", "3.1", "points", "over", "BarNet", "(", ")", "respectively", "twice", "as", "fast",
        r"$2.7\times$", "16times", "1.5sim3.0", "from", "to", "45", "ms", "+4.7", "−3", "±", "No. 1", "first place", "up to",
        "three  times", "an order of magnitude", "2-3x", "é", "𝛼", "\n", "10^-3", "10^999", "4e999", "9" * 400, "5K", "half", "#2", "CIFAR-10", "GPT-4",
    ]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=300)


@settings(max_examples=400, deadline=None)
@given(TEXTS, TEXTS)
def test_spans_lie_inside_the_text_and_hold_the_value(text: str, title: str) -> None:
    claims = extract_claims(text, title=title)
    for claim in claims:
        assert 0 <= claim.evidence_start <= claim.value_start < claim.value_end <= claim.evidence_end <= len(text)
        assert text[claim.value_start : claim.value_end] == claim.value_text
        assert text[claim.evidence_start : claim.evidence_end] == claim.evidence
    assert len({claim.claim_id for claim in claims}) == len(claims)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_same_text_gives_the_same_claims(text: str) -> None:
    assert extract_claims(text) == extract_claims(text)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_kept_tokens_are_those_of_the_text(text: str) -> None:
    mentions = "claimboard.extract.mentions"
    with (
        patch(f"{mentions}.CHUNKS", defaultdict(lambda: None)),
        patch(f"{mentions}.read_number_chunk", lambda chunk, *place: read_numbers(*place)),
    ):
        slowly = extract_claims(text)
    assert extract_claims(text) == slowly
