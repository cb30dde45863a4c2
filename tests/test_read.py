"""What is read, in what order, and what becomes of an input that cannot be read."""

import doctest
import importlib
import io
import json
import pkgutil
import string
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimboard.extract import read
from claimboard.extract.read import (
    INPUT_FORMATS,
    Columns,
    ReadError,
    find_inputs,
    read_documents,
    total_bytes,
)
from claimboard.schemas.records import Document, Reject

MODULES = [read.__name__, *(f"{read.__name__}.{info.name}" for info in pkgutil.iter_modules(read.__path__))]
MOSS = {"doc_id": "moss", "title": "Moss: Small Models", "text": "Moss reaches 71.5% accuracy on Pond."}
FERN = {"doc_id": "fern", "title": "Fern", "text": "Fern beats Moss by 2.1 points on Pond."}


def collect(*inputs: Path | str, **options: Any) -> tuple[list[Document], list[Reject]]:
    rejects: list[Reject] = []
    documents = list(read_documents([str(i) for i in inputs], on_reject=rejects.append, **options))
    return documents, rejects


def write_jsonl(path: Path, *records: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Any:
    def feed(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return feed


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


# --- which files are read


def test_a_folder_gives_its_visible_files_at_any_depth_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/.hidden", ".git/config", "c/d/e.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Moss is small.")
    found = [path.relative_to(tmp_path).as_posix() for path in find_inputs([str(tmp_path)]) if path != "-"]
    assert found == ["a/z.txt", "b.txt", "c/d/e.txt"]


def test_a_path_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", MOSS)
    assert find_inputs([str(path), str(tmp_path), f"{tmp_path}/*.jsonl", str(tmp_path / ".." / tmp_path.name)]) == [path]


def test_a_glob_gives_its_matches_in_order_and_a_name_with_brackets_is_a_name(tmp_path: Path) -> None:
    for name in ("2.txt", "1.txt", "x/3.txt", "odd[1].txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Moss is small.")
    assert find_inputs([f"{tmp_path}/[12].txt"]) == [tmp_path / "1.txt", tmp_path / "2.txt"]
    assert tmp_path / "x/3.txt" in find_inputs([f"{tmp_path}/**/*.txt"])
    assert find_inputs([f"{tmp_path}/odd[1].txt"]) == [tmp_path / "odd[1].txt"]


@pytest.mark.parametrize("given", ["absent.jsonl", "*.absent", "empty"])
def test_an_input_that_matches_nothing_is_named_at_once(tmp_path: Path, given: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReadError, match=given.replace("*", r"\*")):
        read_documents([str(tmp_path / given)], on_reject=print)  # not iterated


def test_no_input_at_all_is_an_error() -> None:
    with pytest.raises(ReadError, match="no input"):
        find_inputs([])


def test_an_unknown_input_format_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="arxiv-atom"):
        collect(write_jsonl(tmp_path / "a.jsonl", MOSS), input_format="excel")


# --- a named file of unknown format stops the run; one that was found does not


def test_a_named_file_of_unknown_format_is_an_error_with_its_fix(tmp_path: Path) -> None:
    path = tmp_path / "notes.xyz"
    path.write_text("Moss is small.")
    with pytest.raises(ReadError, match=r"notes\.xyz: .*--input-format"):
        read_documents([str(path)], on_reject=print)  # not iterated
    assert collect(path, input_format="text")[0][0].text == "Moss is small."


def test_a_found_file_of_unknown_format_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text("All rights are yours.")
    write_jsonl(tmp_path / "papers.jsonl", MOSS)
    documents, rejects = collect(tmp_path)
    assert [d.doc_id for d in documents] == ["moss"]
    assert [(r.reason, r.source, r.stage) for r in rejects] == [("unknown-format", str(tmp_path / "LICENSE"), "read")]


def test_a_named_table_without_the_columns_is_an_error_that_lists_those_there(tmp_path: Path) -> None:
    path = tmp_path / "papers.csv"
    path.write_text("key,abstract\nmoss,Moss is small.\n")
    with pytest.raises(ReadError, match=r"no column doc_id and no column text \(there: key, abstract\)"):
        collect(path)
    assert collect(path, columns=Columns(id="key", text="abstract"))[0][0].doc_id == "moss"
    assert [r.reason for r in collect(tmp_path)[1]] == ["missing-column"]


def test_a_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", MOSS)

    def deny(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    with pytest.raises(ReadError, match=r"a\.jsonl: it cannot be opened \(Permission denied\)"):
        collect(path)
    assert [r.reason for r in collect(tmp_path)[1]] == ["cannot-open"]


@pytest.mark.parametrize("content", [b"", b" \n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_gives_no_document_and_a_reject(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    documents, rejects = collect(path)
    assert documents == []
    assert [r.reason for r in rejects] == ["empty-file"]


# --- the format is told by name and content


@pytest.mark.parametrize(
    ("name", "content", "doc_id"),
    [
        ("a.json", '{"paperId": "p1", "title": "Moss", "abstract": "Small."}', "s2:p1"),
        ("a.json", '{"id": "2401.00001", "title": "Moss", "abstract": "Small."}', "arxiv:2401.00001"),
        ("a.ndjson", '{"doc_id": "m", "text": "Small."}', "m"),
        ("dump", '{"doc_id": "m", "text": "Small."}', "m"),
        ("dump", "doc_id,text\nm,Small.\n", "m"),
        ("dump", "doc_id\ttext\nm\tSmall.\n", "m"),
        ("dump", "@misc{m, title={Moss}, abstract={Small.}}", "m"),
        ("CAPS.TXT", "Moss is small.", "CAPS"),
        ("broken-first-line.jsonl", 'oops\n{"doc_id": "m", "text": "Small."}', "m"),
        ("long.json", '{"title": "Moss", "text": "' + "Small. " * 20_000 + '", "doc_id": "m"}', None),
        ("long.jsonl", '{"doc_id": "m", "text": "' + "Small. " * 20_000 + '"}', "m"),
    ],
)
def test_the_format_is_told(tmp_path: Path, name: str, content: str, doc_id: str | None) -> None:
    (tmp_path / name).write_text(content)
    documents, _ = collect(tmp_path / name)
    assert [d.doc_id for d in documents] == [doc_id or "m"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", b'[{"doc_id": "m", "text": "Small."}]', "one object a line"),
        ("a.json", b'{"body": "Small."}', "none of the known keys .there: body"),
        ("a.xml", b"<rss/>", "root <rss>"),
        ("a.txt", "Moss".encode("utf-16"), "save it as UTF-8"),
        ("a.bin", b"\x00\x01\x02", "neither its name nor its start"),
    ],
)
def test_what_cannot_be_told_says_why(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ReadError, match=message):
        collect(tmp_path / name)


# --- standard input


@pytest.mark.parametrize(
    ("data", "doc_id", "markup"),
    [
        (json.dumps(MOSS).encode(), "moss", "text"),
        (b"doc_id,text\nm,Moss is small.\n", "m", "text"),
        (b"# Moss\n\nMoss is small.", "stdin", "markdown"),
        (b"Moss reaches 71.5% on Pond.", "stdin", "text"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>http://arxiv.org/abs/2401.1v2</id>"
         b"<summary>Small.</summary></entry></feed>", "arxiv:2401.1", "text"),
    ],
)  # fmt: skip
def test_standard_input_is_told_by_its_start(stdin: Any, data: bytes, doc_id: str, markup: str) -> None:
    stdin(data)
    documents, rejects = collect("-")
    assert ([(d.doc_id, d.format) for d in documents], rejects) == ([(doc_id, markup)], [])


def test_standard_input_of_a_forced_format_keeps_its_name_in_rejects(stdin: Any) -> None:
    stdin(b"Moss is small.\n" + json.dumps(FERN).encode())
    documents, rejects = collect("-", input_format="jsonl")
    assert [d.doc_id for d in documents] == ["fern"]
    assert [(r.source, r.line, r.reason, r.record) for r in rejects] == [("-", 1, "bad-json", "Moss is small.")]


def test_standard_input_that_cannot_be_told_is_an_error(stdin: Any) -> None:
    stdin(b"\x00\x01\x02\x03")
    with pytest.raises(ReadError, match=r"standard input: .*--input-format"):
        collect("-")


# --- the run as a whole


def test_an_identifier_that_was_read_before_is_refused_across_files(tmp_path: Path) -> None:
    first = write_jsonl(tmp_path / "1.jsonl", MOSS)
    second = write_jsonl(tmp_path / "2.jsonl", FERN, MOSS | {"title": "Moss again"})
    documents, rejects = collect(first, second)
    assert [d.title for d in documents] == ["Moss: Small Models", "Fern"]
    (reject,) = rejects
    assert (reject.reason, reject.doc_id, reject.source, reject.line) == (
        "duplicate-id",
        "moss",
        str(second),
        2,
    )
    assert "Moss again" in (reject.record or "")


def test_documents_come_one_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []

    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            taken.append(len(taken))
            line = json.dumps(MOSS | {"doc_id": str(len(taken)), "text": "small " * 5000}).encode() + b"\n"
            buffer[: len(line)] = line
            return len(line)

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Endless(), 1 << 16)))
    documents = read_documents(["-"], on_reject=print)
    assert [next(documents).doc_id for _ in range(20)] == [str(n) for n in range(1, 21)]
    assert len(taken) < 60
    documents.close()  # type: ignore[attr-defined]


def test_a_run_that_is_left_closes_its_file(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", *({**MOSS, "doc_id": str(n)} for n in range(9)))
    documents = read_documents([str(path)], on_reject=print)
    assert next(documents).doc_id == "0"
    del documents  # an open file would warn here, and a warning fails the test


def test_progress_grows_to_the_size_of_all_inputs(tmp_path: Path) -> None:
    for n in range(3):
        write_jsonl(tmp_path / f"{n}.jsonl", *({**MOSS, "doc_id": f"{n}-{m}"} for m in range(3000)))
    told: list[int] = []
    collect(tmp_path, on_progress=told.append)
    assert told == sorted(told)
    assert len(told) > 6
    assert told[-1] == total_bytes([str(tmp_path)]) == sum(p.stat().st_size for p in tmp_path.iterdir())
    assert total_bytes([str(tmp_path), "-"]) is None


def test_every_format_has_a_kebab_case_name() -> None:
    assert set("".join(INPUT_FORMATS)) <= set(string.ascii_lowercase + "-")
    assert len(set(INPUT_FORMATS)) == len(INPUT_FORMATS) == 12


# --- properties

VISIBLE = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: bool(text.strip()))
DOCUMENTS = st.lists(
    st.builds(
        Document,
        doc_id=VISIBLE,
        title=st.text(st.characters(exclude_categories=["Cs"])),
        text=VISIBLE,
        source=st.none() | VISIBLE,
        date=st.none() | st.dates(min_value=date(1000, 1, 1)),
        format=st.sampled_from(["text", "latex", "html", "markdown"]),
    ),
    unique_by=lambda document: document.doc_id,
)


@given(DOCUMENTS)
def test_jsonl_gives_back_what_was_written(tmp_path_factory: pytest.TempPathFactory, written: list[Document]) -> None:
    path = tmp_path_factory.mktemp("jsonl") / "a.jsonl"
    path.write_text("\n".join(["", *(document.model_dump_json() for document in written), " "]), encoding="utf-8")
    documents, rejects = collect(path)
    assert documents == written
    assert [r.reason for r in rejects] == ([] if written else ["empty-file"])


@given(DOCUMENTS, st.sampled_from([",", "\t"]))
def test_csv_and_tsv_give_back_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, written: list[Document], delimiter: str
) -> None:
    def rows() -> Iterator[list[str]]:
        yield list(Document.model_fields)
        for document in written:
            values = document.model_dump(mode="json")
            yield ["" if value is None else value for value in values.values()]

    quoted = (delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) + "\r\n" for row in rows())
    path = tmp_path_factory.mktemp("csv") / ("a.csv" if delimiter == "," else "a.tsv")
    path.write_bytes("".join(quoted).encode())
    assert collect(path) == (written, [])


@given(st.binary(max_size=300), st.sampled_from(INPUT_FORMATS))
def test_no_input_is_so_broken_that_reading_fails_unexplained(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, input_format: str
) -> None:
    path = tmp_path_factory.mktemp("any") / "a"
    path.write_bytes(data)
    message = ""
    documents: list[Document] = []
    rejects: list[Reject] = []
    try:
        documents, rejects = collect(path, input_format=input_format)
    except ReadError as error:
        message = str(error)
    assert "\n" not in message
    assert documents or rejects or str(path) in message or may_hold_no_record(input_format, data)


def may_hold_no_record(input_format: str, data: bytes) -> bool:
    """A header alone, a page's furniture alone, text between BibTeX entries."""
    return bool(data.strip()) and input_format in {"csv", "tsv", "hf-page", "bibtex"}
