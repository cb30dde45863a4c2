"""The papers page as a browser copies it."""

import json
from pathlib import Path

import pytest

from claimboard.extract.read import read_documents
from claimboard.schemas.records import Document, Reject

SHARED = Path(__file__).parents[2] / "shared"
FURNITURE = ["trending", "Hear of new papers every week!", "Join", "byXY and friends of research", "Apr 2"]
TITLES = [
    "Moss: Small Language Models That Grow on Stones",
    "Is Fern All You Need? A Study of Fronds, Spores and ....",
    "Reed-Tuning: Adapters for Ponds and Lakes of any Depth",
]
ABSTRACTS = [
    " ".join([f"{name} reaches {score}\\% on Pond.It is 2.7times faster."] + ["It grows without much light."] * 14)
    for name, score in (("Moss", 71.5), ("Fern", 68.25), ("Reed", 80))
]


def read(path: Path, blocks: list[str] | str, input_format: str | None = None) -> tuple[list[Document], list[Reject]]:
    content = blocks if isinstance(blocks, str) else "\n\n".join(blocks)
    path.write_text(content, encoding="utf-8", newline="")
    rejects: list[Reject] = []
    return list(read_documents([str(path)], on_reject=rejects.append, input_format=input_format)), rejects


def page() -> list[str]:
    return [block for pair in zip(TITLES, ABSTRACTS, strict=True) for block in pair]


@pytest.mark.parametrize("newline", ["\n\n", "\r\n\r\n", "\n \n\n"])
def test_titles_and_abstracts_come_in_pairs_and_furniture_is_passed_over(tmp_path: Path, newline: str) -> None:
    documents, rejects = read(tmp_path / "page.txt", newline.join([*FURNITURE, *page()]) + newline)
    assert rejects == []
    assert [(d.title, d.text) for d in documents] == list(zip(TITLES, ABSTRACTS, strict=True))
    assert [d.doc_id for d in documents] == [
        "moss-small-language-models-that-grow-on-stones",
        "is-fern-all-you-need-a-study-of-fronds-spores-and",
        "reed-tuning-adapters-for-ponds-and-lakes-of-any-depth",
    ]
    assert {d.source for d in documents} == {"page.txt"}


def test_a_block_without_its_partner_is_refused_with_its_line(tmp_path: Path) -> None:
    first, second, third = (list(pair) for pair in zip(TITLES, ABSTRACTS, strict=True))
    lost = "Bog: A Benchmark Whose Abstract Got Lost"
    blocks = [*FURNITURE, lost, *first, ABSTRACTS[2] + " Twice.", lost, *second, "Upvote", *third, "Next"]
    documents, rejects = read(tmp_path / "page.txt", blocks, "hf-page")
    assert [d.title for d in documents] == TITLES
    assert [(r.reason, r.line) for r in rejects] == [
        ("unpaired-block", 11),
        ("unpaired-block", 17),
        ("unpaired-block", 19),
        ("unpaired-block", 25),
        ("unpaired-block", 31),
    ]
    assert rejects[0].record == lost
    assert "no title before" in rejects[1].detail


def test_a_short_abstract_is_one_if_it_is_a_sentence(tmp_path: Path) -> None:
    short = "We present Sedge, a model that reaches 91.5 accuracy on the Pond benchmark."
    documents, rejects = read(tmp_path / "page.txt", [*page(), "Sedge: Grass for All", short], "hf-page")
    assert (documents[-1].title, documents[-1].text, rejects) == ("Sedge: Grass for All", short, [])


def test_slugs_stay_apart_where_titles_do_not(tmp_path: Path) -> None:
    titles = [
        "Moss",
        "Moss",
        "苔藓: Moss",
        "地衣: Moss",
        "Long " * 20 + "A",
        "Long " * 20 + "B",
        "Café Über Alles",
    ]
    blocks = [block for n, title in enumerate(titles) for block in (title, f"{ABSTRACTS[0]} Copy {n}.")]
    documents, rejects = read(tmp_path / "page.txt", blocks, "hf-page")
    ids = [d.doc_id for d in documents]
    assert (len(set(ids)), rejects) == (len(titles), [])
    assert (ids[0], ids[-1]) == ("moss", "cafe-uber-alles")
    assert all(len(i) <= 90 and i.isascii() for i in ids)
    again, _ = read(tmp_path / "page.txt", blocks, "hf-page")
    assert [d.doc_id for d in again] == ids


def test_the_same_paper_twice_on_a_page_is_one(tmp_path: Path) -> None:
    documents, rejects = read(tmp_path / "page.txt", [*page(), TITLES[0], ABSTRACTS[0]])
    assert len(documents) == 3
    assert [d.doc_id for d in documents if d.title == TITLES[0]] == ["moss-small-language-models-that-grow-on-stones"]
    assert [r.reason for r in rejects] == ["duplicate-id"]


def test_a_paper_with_short_sections_is_no_page(tmp_path: Path) -> None:
    headings = ["Moss", "Introduction", "Method", "Results", "Conclusion"]
    blocks = [block for heading in headings for block in (heading, ABSTRACTS[0])]
    documents, rejects = read(tmp_path / "paper.txt", blocks)
    assert ([d.title for d in documents], rejects) == (["Moss"], [])
    assert documents[0].text.count("Introduction") == 1


def test_a_paper_with_long_headings_and_several_paragraphs_a_section_is_no_page(tmp_path: Path) -> None:
    blocks = [block for title in TITLES * 2 for block in (title, ABSTRACTS[0], ABSTRACTS[1])]
    documents, rejects = read(tmp_path / "paper.txt", blocks)
    assert ([d.title for d in documents], rejects) == ([TITLES[0]], [])


def test_a_long_page_is_told_by_its_start(tmp_path: Path) -> None:
    blocks = [*FURNITURE]
    for n in range(100):
        blocks += [f"{TITLES[0]} in Garden {n}", f"{ABSTRACTS[0]} Garden {n}. " + "It grows. " * 50]
    documents, rejects = read(tmp_path / "page.txt", blocks)
    assert (len(documents), rejects) == (100, [])


def test_bytes_that_are_not_utf8_cost_one_paper(tmp_path: Path) -> None:
    data = "\n\n".join(page()).encode().replace(b"Fern reaches", b"F\xe9rn reaches")
    path = tmp_path / "page.txt"
    path.write_bytes(data)
    rejects: list[Reject] = []
    documents = list(read_documents([str(path)], on_reject=rejects.append))
    assert [d.title for d in documents] == [TITLES[0], TITLES[2]]
    assert [(r.reason, r.line) for r in rejects] == [("invalid-utf8", 5)]


def test_the_real_page_gives_the_papers_that_were_annotated() -> None:
    given, annotated = SHARED / "corpora/hf-papers-page.txt", SHARED / "gold/seeds.docs.jsonl"
    if not (given.exists() and annotated.exists()):
        pytest.skip("the page and its annotated papers are outside the repository, in ../shared")
    rejects: list[Reject] = []
    documents = list(read_documents([str(given)], on_reject=rejects.append))
    expected = [json.loads(line) for line in annotated.read_text(encoding="utf-8").splitlines()]
    assert [(d.title, d.text) for d in documents] == [(paper["title"], paper["text"]) for paper in expected]
    assert len({d.doc_id for d in documents}) == 67
    assert rejects == []
