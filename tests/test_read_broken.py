"""Compressed, cut off and corrupt inputs: what could be read is kept, and the rest is explained."""

import bz2
import gzip
import io
import json
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pyarrow.parquet as pq  # type: ignore[import-untyped, unused-ignore]
import pytest
import zstandard

from claimboard.extract.read import read_documents
from claimboard.schemas.records import Reject

COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "zst": zstandard.ZstdCompressor().compress,
}
LINES = [json.dumps({"doc_id": f"d{n}", "text": f"Paper {n} reports {n * 7919 % 1000} points."}) for n in range(20_000)]
JSONL = ("\n".join(LINES) + "\n").encode()


def read(path: Path | str, **options: Any) -> tuple[list[str], list[Reject]]:
    rejects: list[Reject] = []
    return [d.doc_id for d in read_documents([str(path)], on_reject=rejects.append, **options)], rejects


@pytest.mark.parametrize("suffix", COMPRESS)
def test_compressed_files_are_read_as_if_they_were_not(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.jsonl.{suffix}"
    path.write_bytes(COMPRESS[suffix](JSONL))
    ids, rejects = read(path)
    assert (len(ids), rejects) == (20_000, [])


@pytest.mark.parametrize("suffix", COMPRESS)
def test_members_one_after_the_other_are_one_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.csv.{suffix}"
    path.write_bytes(COMPRESS[suffix](b"doc_id,text\nm,Moss") + COMPRESS[suffix](b" is small.\n"))
    assert read(path) == (["m"], [])


def test_zeros_after_a_gzip_member_are_padding(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(JSONL) + b"\0" * 10_000)
    ids, rejects = read(path)
    assert (len(ids), rejects) == (20_000, [])


@pytest.mark.parametrize("suffix", COMPRESS)
def test_compression_is_told_by_content_not_by_name(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(COMPRESS[suffix](LINES[0].encode()))
    assert read(path) == (["d0"], [])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
    assert read("-") == (["d0"], [])


@pytest.mark.parametrize("suffix", COMPRESS)
def test_a_file_that_is_cut_off_keeps_what_came_before(tmp_path: Path, suffix: str) -> None:
    data = COMPRESS[suffix](JSONL)
    path = tmp_path / f"a.jsonl.{suffix}"
    path.write_bytes(data[: len(data) * 9 // 10])
    ids, rejects = read(path)
    assert 10_000 < len(ids) < 20_000
    assert ids == [f"d{n}" for n in range(len(ids))]
    assert [r.reason for r in rejects] == ["truncated"]


def test_a_corrupt_file_keeps_what_came_before(tmp_path: Path) -> None:
    data = bytearray(gzip.compress(JSONL))
    data[-6] ^= 0xFF  # in the checksum
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(data)
    ids, rejects = read(path)
    assert len(ids) > 10_000
    assert [r.reason for r in rejects] == ["broken-compression"]


def test_the_next_file_is_read_after_a_broken_one(tmp_path: Path) -> None:
    (tmp_path / "1.jsonl.gz").write_bytes(gzip.compress(JSONL)[:15])
    (tmp_path / "2.jsonl").write_text(LINES[7])
    ids, rejects = read(tmp_path)
    assert (ids, [Path(r.source).name for r in rejects]) == (["d7"], ["1.jsonl.gz"])


@pytest.mark.parametrize("suffix", [None, *COMPRESS])
def test_parquet_compressed_or_from_standard_input(tmp_path: Path, suffix: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    sink = io.BytesIO()
    pq.write_table(pa.table({"doc_id": ["m"], "text": ["Moss is small."]}), sink)
    data = COMPRESS[suffix](sink.getvalue()) if suffix else sink.getvalue()
    path = tmp_path / f"a.parquet.{suffix}"
    path.write_bytes(data)
    assert read(path, input_format=None if suffix else "parquet") == (["m"], [])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert read("-") == (["m"], [])


def test_a_parquet_file_that_is_none_or_is_broken_midway(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1 and no more")
    ids, rejects = read(path)
    assert (ids, [r.reason for r in rejects]) == ([], ["broken-parquet"])

    rows = 10_000
    table = pa.table({"doc_id": [f"d{n}" for n in range(rows)], "text": [f"Text {n}." for n in range(rows)]})
    pq.write_table(table, path, row_group_size=2500, compression="zstd")
    data = bytearray(path.read_bytes())
    start = pq.read_metadata(path).row_group(3).column(1).data_page_offset
    data[start : start + 400] = b"\xff" * 400
    path.write_bytes(data)
    ids, rejects = read(path)
    assert 2500 <= len(ids) <= 7500
    assert [r.reason for r in rejects] == ["broken-parquet"]


def test_json_lines_that_cannot_be_read_are_refused_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    broken = [
        b"{",
        b"[1]",
        b'{"doc_id": "x", "text": "caf\xe9"}',
        b"[" * 100_000,
        b'{"doc_id": ' + b"9" * 5000 + b"}",
    ]
    path.write_bytes(b"\n".join([LINES[0].encode(), *broken, b"", LINES[1].encode()]))
    ids, rejects = read(path)
    assert ids == ["d0", "d1"]
    assert [(r.line, r.reason) for r in rejects] == [
        (2, "bad-json"),
        (3, "not-an-object"),
        (4, "invalid-utf8"),
        (5, "bad-json"),
        (6, "bad-json"),
    ]
    assert rejects[2].record == '{"doc_id": "x", "text": "caf\\xe9"}'
    assert len(rejects[3].record or "") == 2000


def test_csv_rows_that_cannot_be_read_are_refused_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [
        b"doc_id,text",
        b"a,Good.",
        b"b,Too,many",
        b"c",
        b'd,"stray" quote',
        b"e,caf\xe9",
        b"f,Good.",
        b'g,"open',
    ]
    path.write_bytes(b"\n".join(rows))
    ids, rejects = read(path)
    assert ids == ["a", "f"]
    assert [(r.line, r.reason, r.doc_id) for r in rejects] == [
        (3, "bad-row", None),
        (4, "bad-row", None),
        (5, "bad-row", None),
        (6, "invalid-utf8", "e"),
        (8, "bad-row", None),
    ]
    assert "caf\\udce9" in (rejects[3].record or "")


@pytest.mark.parametrize("fault", ["</feed>", "", "&nope", "\x01"])
def test_xml_that_is_malformed_midway_keeps_the_entries_before(tmp_path: Path, fault: str) -> None:
    entry = "<entry><id>http://arxiv.org/abs/{}</id><summary>Small.</summary></entry>\n"
    start = '<feed xmlns="http://www.w3.org/2005/Atom">' + "".join(map(entry.format, range(500)))
    path = tmp_path / "a.xml"
    path.write_text(f"{start}<entry>{fault}")
    ids, rejects = read(path)
    assert ids == [f"arxiv:{n}" for n in range(500)]
    assert [(r.reason, r.line) for r in rejects] == [("malformed-xml", 501)]


def test_xml_in_a_file_that_is_cut_off_keeps_the_entries_before(tmp_path: Path) -> None:
    entry = '<paper id="{0}"><title>Paper {0}</title><abstract>Paper {0} is new.</abstract></paper>'
    papers = "".join(entry.format(n * 7919) for n in range(5000))
    content = f'<collection id="2024.pond"><volume id="main">{papers}</volume></collection>'
    path = tmp_path / "a.xml.gz"
    data = gzip.compress(content.encode())[:-2000]
    path.write_bytes(data)
    ids, rejects = read(path)
    assert len(ids) == zlib.decompressobj(wbits=31).decompress(data).count(b"</paper>") > 3000
    assert ids[1] == "2024.pond-main.7919"
    assert [r.reason for r in rejects] == ["truncated"]


def test_bibtex_and_pages_keep_what_came_before_the_cut(tmp_path: Path) -> None:
    entries = "".join(f"@misc{{k{n * 7919}, abstract = {{Paper {n} is new.}}}}\n" for n in range(2000))
    (tmp_path / "a.bib.gz").write_bytes(gzip.compress(entries.encode())[:-500])
    ids, rejects = read(tmp_path / "a.bib.gz")
    assert len(ids) > 1000
    assert [r.reason for r in rejects][-1] == "truncated"


@pytest.mark.parametrize("suffix", ["txt", "md"])
def test_half_a_paper_and_a_paper_in_another_encoding_are_refused(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"1.{suffix}.gz").write_bytes(gzip.compress(b"Moss\n\nMoss is small. " * 50)[:-9])
    (tmp_path / f"2.{suffix}").write_bytes(b"Moss\n\nA caf\xe9.")
    ids, rejects = read(tmp_path)
    assert ids == []
    assert [(r.reason, r.doc_id) for r in rejects] == [("truncated", None), ("invalid-utf8", "2")]
    assert "line 3" in rejects[1].detail
