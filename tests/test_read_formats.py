"""What each format gives: identifiers, titles, texts, sources, dates."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pyarrow.parquet as pq  # type: ignore[import-untyped, unused-ignore]
import pytest

from claimboard.extract.read import Columns, read_documents
from claimboard.schemas.records import Document, Reject

TEXT = "Moss reaches 71.5\\% accuracy on Pond."


def read(path: Path, content: str | None = None, **options: Any) -> tuple[list[Document], list[Reject]]:
    if content is not None:
        path.write_text(content, encoding="utf-8", newline="")
    rejects: list[Reject] = []
    return list(read_documents([str(path)], on_reject=rejects.append, **options)), rejects


def reasons(rejects: list[Reject]) -> list[tuple[str, int | None, str | None]]:
    return [(reject.reason, reject.line, reject.doc_id) for reject in rejects]


# --- jsonl


def test_jsonl_takes_venue_for_source_and_passes_over_other_keys(tmp_path: Path) -> None:
    record = {
        "doc_id": 7,
        "title": None,
        "text": f" {TEXT}\n",
        "venue": "pond2024",
        "date": "2024-05-17",
        "x": [1],
    }
    documents, rejects = read(tmp_path / "a.jsonl", json.dumps(record))
    assert rejects == []
    assert documents == [
        Document(doc_id="7", title="", text=f" {TEXT}\n", source="pond2024", date=date(2024, 5, 17), format="text")
    ]


def test_jsonl_takes_the_keys_it_is_told(tmp_path: Path) -> None:
    columns = Columns(id="key", title="name", text="body")
    documents, _ = read(tmp_path / "a.json", '{"key": "m", "name": "Moss", "body": "Small."}', columns=columns)
    assert documents == [Document(doc_id="m", title="Moss", text="Small.")]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2024", date(2024, 1, 1)),
        (2024, date(2024, 1, 1)),
        ("2024-7", date(2024, 7, 1)),
        ("2024-02-29", date(2024, 2, 29)),
        ("2024-02-29T23:59:59Z", date(2024, 2, 29)),
        ("2024-02-29 10:00:00+09:00", date(2024, 2, 29)),
        ("", None),
        (None, None),
    ],
)
def test_dates(tmp_path: Path, printed: object, expected: date | None) -> None:
    (document,), _ = read(tmp_path / "a.jsonl", json.dumps({"doc_id": "m", "text": TEXT, "date": printed}))
    assert document.date == expected


@pytest.mark.parametrize("printed", ["2023-02-29", "May 2024", 20, True, [2024], "2024-13", "0000"])
def test_what_is_no_date_is_refused(tmp_path: Path, printed: object) -> None:
    documents, rejects = read(tmp_path / "a.jsonl", json.dumps({"doc_id": "m", "text": TEXT, "date": printed}))
    assert (documents, reasons(rejects)) == ([], [("bad-date", 1, "m")])


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"doc_id": "m"}, "no-text"),
        ({"doc_id": "m", "text": " \n"}, "no-text"),
        ({"doc_id": "m", "text": 5}, "wrong-type"),
        ({"doc_id": "m", "text": TEXT, "title": ["Moss"]}, "wrong-type"),
        ({"doc_id": "m", "text": TEXT, "source": {"a": 1}}, "wrong-type"),
        ({"doc_id": "m", "text": TEXT, "format": "pdf"}, "unknown-markup"),
        ({"doc_id": "m", "text": TEXT + "\ud83d"}, "invalid-unicode"),
        ({"text": TEXT}, "no-id"),
        ({"doc_id": " ", "text": TEXT}, "no-id"),
        ({"doc_id": 1.5, "text": TEXT}, "wrong-type"),
        ({"doc_id": True, "text": TEXT}, "wrong-type"),
    ],
)
def test_a_record_with_a_missing_or_wrong_value_is_refused(tmp_path: Path, record: dict[str, object], reason: str) -> None:
    good = json.dumps({"doc_id": "fern", "text": TEXT})
    documents, rejects = read(tmp_path / "a.jsonl", f"{good}\n{json.dumps(record)}\n")
    assert [d.doc_id for d in documents] == ["fern"]
    assert [(r.reason, r.line) for r in rejects] == [(reason, 2)]
    assert json.loads(rejects[0].record or "") == record


# --- csv, tsv, parquet


def test_csv_reads_quoted_newlines_and_counts_lines_by_where_a_row_starts(tmp_path: Path) -> None:
    content = f'\ufefftext,doc_id,venue\r\n"Moss\r\nis ""small"".",m,pond\r\n\r\n,f,\r\n{TEXT},g,\r\n'
    documents, rejects = read(tmp_path / "a.csv", content)
    assert [(d.doc_id, d.text, d.source) for d in documents] == [
        ("m", 'Moss\r\nis "small".', "pond"),
        ("g", TEXT, None),
    ]
    assert reasons(rejects) == [("no-text", 5, "f")]


def test_csv_takes_a_field_as_long_as_a_full_paper(tmp_path: Path) -> None:
    (document,), _ = read(tmp_path / "a.csv", f"doc_id,text\nm,{'small ' * 100_000}\n")
    assert len(document.text) == 600_000


def test_parquet_reads_dates_and_large_strings_and_only_the_columns_needed(tmp_path: Path) -> None:
    table = pa.table(
        {
            "key": pa.array(["m", "f", None, "g"]).dictionary_encode(),
            "body": pa.array([TEXT, None, TEXT, TEXT], pa.large_string()),
            "date": pa.array([date(2024, 5, 17), None, None, date(2023, 1, 2)], pa.date32()),
            "embedding": [[0.1], [0.2], [0.3], [0.4]],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    documents, rejects = read(tmp_path / "a.parquet", columns=Columns(id="key", text="body"))
    assert [(d.doc_id, d.date) for d in documents] == [("m", date(2024, 5, 17)), ("g", date(2023, 1, 2))]
    assert reasons(rejects) == [("no-text", 2, "f"), ("no-id", 3, None)]


def test_parquet_reads_times_and_numbers_as_identifiers(tmp_path: Path) -> None:
    times = pa.array([datetime(2024, 5, 17, 9), None], pa.timestamp("us", tz="UTC"))
    pq.write_table(pa.table({"doc_id": [1, 2], "text": [TEXT, TEXT], "date": times}), tmp_path / "a.parquet")
    documents, _ = read(tmp_path / "a.parquet")
    assert [(d.doc_id, d.date) for d in documents] == [("1", date(2024, 5, 17)), ("2", None)]


def test_parquet_refuses_only_the_row_whose_bytes_are_not_utf8(tmp_path: Path) -> None:
    raw = pa.array([b"good", b"caf\xe9", None], pa.binary())
    text = pa.Array.from_buffers(pa.string(), 3, raw.buffers())
    pq.write_table(pa.table({"doc_id": ["a", "b", "c"], "text": text}), tmp_path / "a.parquet")
    documents, rejects = read(tmp_path / "a.parquet")
    assert [d.doc_id for d in documents] == ["a"]
    assert reasons(rejects) == [("invalid-utf8", 2, "b"), ("no-text", 3, "c")]


# --- arXiv


def test_arxiv_snapshot(tmp_path: Path) -> None:
    record = {
        "id": "2401.00001",
        "title": "Moss: Small\n  Models",
        "abstract": f"  {TEXT}\nIt grows.\n",
        "categories": "cs.CL cs.LG",
        "versions": [
            {"version": "v1", "created": "Mon, 1 Jan 2024 23:18:42 GMT"},
            {"version": "v2", "created": "?"},
        ],
        "update_date": "2025-01-01",
    }
    wrong = record | {"id": "2401.00002", "versions": [{"created": "yesterday"}]}
    documents, rejects = read(tmp_path / "a.json", f"{json.dumps(record)}\n{json.dumps(wrong)}\n")
    assert documents == [
        Document(
            doc_id="arxiv:2401.00001",
            title="Moss: Small Models",
            text=f"{TEXT}\nIt grows.",
            source="cs.CL",
            date=date(2024, 1, 1),
        )
    ]
    assert reasons(rejects) == [("bad-date", 2, "arxiv:2401.00002")]


ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>ArXiv Query</title>
<entry>
  <id>http://arxiv.org/abs/{id}</id><published>2024-01-01T18:00:00Z</published><updated>2025-01-01T18:00:00Z</updated>
  <title>Moss: Small
  Models &amp; More</title>
  <summary>  Moss is 2&lt;3.
  </summary>
  <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="cs.CL"/><category term="cs.LG"/>
</entry>
<entry><id>http://arxiv.org/abs/hep-th/9901001v1</id><title>Fern</title><summary> </summary></entry>
<entry><id>http://arxiv.org/api/errors#bad</id><title>Error</title><summary>bad id</summary></entry>
</feed>"""


def test_arxiv_atom(tmp_path: Path) -> None:
    documents, rejects = read(tmp_path / "a.xml", ATOM.format(id="2401.00001v3"))
    assert documents == [
        Document(
            doc_id="arxiv:2401.00001",
            title="Moss: Small Models & More",
            text="Moss is 2<3.",
            source="cs.CL",
            date=date(2024, 1, 1),
        )
    ]
    assert reasons(rejects) == [("no-text", 11, "arxiv:hep-th/9901001"), ("api-error", 12, None)]
    assert "bad id" in rejects[1].detail


def test_xml_fetches_and_expands_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    entity = f'<!DOCTYPE feed [<!ENTITY s SYSTEM "file://{tmp_path}/secret">]>'
    content = ATOM.format(id="2401.00001").replace("<feed", f"{entity}<feed", 1).replace("It is", "&s;")
    content = content.replace("Moss is", "Moss &s; is")
    documents, _ = read(tmp_path / "a.xml", content)
    assert all("secret" not in document.text for document in documents)


# --- ACL Anthology


ANTHOLOGY = """<?xml version='1.0' encoding='UTF-8'?>
<collection id="{collection}">
  <volume id="{volume}" ingest-date="2023-07-09">
    <meta><booktitle>Proceedings</booktitle><month>July 9-14</month><year>2023</year><venue>acl</venue></meta>
    <frontmatter><url>x</url></frontmatter>
    <paper id="1">
      <title><fixed-case>M</fixed-case>oss: <i>Small</i> Models</title>
      <author><first>A</first><last>B</last></author>
      <abstract>Moss is <tex-math>2\\times</tex-math> faster<!-- sic --> than <b>Fern</b>.</abstract>
    </paper>
    <paper id="2"><title>Fern</title></paper>
  </volume>
  <volume id="short"><paper id="1"><title>Reed</title><abstract>Reed is new.</abstract></paper></volume>
</collection>"""


def test_acl_anthology(tmp_path: Path) -> None:
    documents, rejects = read(tmp_path / "a.xml", ANTHOLOGY.format(collection="2023.acl", volume="long"))
    assert documents == [
        Document(
            doc_id="2023.acl-long.1",
            title="Moss: Small Models",
            text="Moss is $2\\times$ faster than Fern.",
            source="acl",
            date=date(2023, 7, 1),
        ),
        Document(doc_id="2023.acl-short.1", title="Reed", text="Reed is new.", source="2023.acl"),
    ]
    assert reasons(rejects) == [("no-text", 11, "2023.acl-long.2")]


@pytest.mark.parametrize(
    ("collection", "volume", "doc_id"),
    [("P19", "1", "P19-1001"), ("W19", "3", "W19-0301"), ("D19", "50", "D19-5001"), ("D19", "2", "D19-2001")],
)
def test_acl_anthology_identifiers_of_before_2020(tmp_path: Path, collection: str, volume: str, doc_id: str) -> None:
    documents, _ = read(tmp_path / "a.xml", ANTHOLOGY.format(collection=collection, volume=volume))
    assert documents[0].doc_id == doc_id


# --- BibTeX


def test_bibtex(tmp_path: Path) -> None:
    content = """% a comment
@string{pond = "Proceedings of {P}ond"}
@inproceedings{moss-2024,
  Title = {{Moss}: Small
    {M}odels}, booktitle = pond, year = 2024, month = may,
  abstract = "Moss reaches 71.5\\% with {\\alpha} = 1.",
}
@article{fern, title = {Fern}, journal = {Ferns}, date = {2023-02-03}, abstract = {Fern is new.}}
@misc{reed, title = {Reed}}
@misc{fern, title = {Fern again}, abstract = {Again.}}
@misc{twice, title = {A}, title = {B}, abstract = {C}}
@misc{rush, title = {Rush}, year = {to appear}, abstract = {Rush is late.}}
@misc{open, title = {Open
"""
    documents, rejects = read(tmp_path / "a.bib", content)
    assert documents == [
        Document(
            doc_id="moss-2024",
            title="Moss: Small Models",
            text="Moss reaches 71.5\\% with {\\alpha} = 1.",
            source="Proceedings of Pond",
            date=date(2024, 5, 1),
        ),
        Document(doc_id="fern", title="Fern", text="Fern is new.", source="Ferns", date=date(2023, 2, 3)),
    ]
    assert reasons(rejects) == [
        ("no-text", 9, "reed"),
        ("duplicate-id", 10, "fern"),
        ("duplicate-field", 11, None),
        ("bad-date", 12, "rush"),
        ("bad-bibtex", 13, None),
    ]


# --- Semantic Scholar


@pytest.mark.parametrize(
    ("keys", "doc_id", "day"),
    [
        ({"paperId": "a1", "year": 2024}, "s2:a1", date(2024, 1, 1)),
        ({"corpusid": 12, "publicationdate": "2024-05-17", "year": 2024}, "s2:12", date(2024, 5, 17)),
        ({"paperId": "a1", "externalIds": {"ArXiv": "2401.1", "ACL": "P19-1001"}}, "arxiv:2401.1", None),
        ({"paperId": "a1", "externalIds": {"ACL": "P19-1001", "ArXiv": None}}, "P19-1001", None),
        ({"paperId": "a1", "externalIds": None, "publicationDate": None}, "s2:a1", None),
    ],
)
def test_semantic_scholar(tmp_path: Path, keys: dict[str, object], doc_id: str, day: date | None) -> None:
    record = {**keys, "title": "Moss", "abstract": TEXT, "venue": "Pond"}
    documents, rejects = read(tmp_path / "a.jsonl", json.dumps(record) + "\n" + json.dumps({**record, "abstract": None}))
    assert documents == [Document(doc_id=doc_id, title="Moss", text=TEXT, source="Pond", date=day)]
    assert reasons(rejects) == [("no-text", 2, doc_id)]


# --- plain text and Markdown


@pytest.mark.parametrize(
    ("content", "title", "text"),
    [
        (
            "Moss: Small Models\n\nMoss is small.\n\nIt grows.\n",
            "Moss: Small Models",
            "Moss is small.\n\nIt grows.",
        ),
        ("\r\nMoss\r\n\r\nMoss is small.\r\n", "Moss", "Moss is small."),
        ("Moss is small.\nIt grows.\n", "", "Moss is small.\nIt grows."),
        ("Moss\n\n", "", "Moss"),
        ("small " * 60 + "\n\nIt grows.", "", "small " * 60 + "\n\nIt grows."),
    ],
)
def test_plain_text(tmp_path: Path, content: str, title: str, text: str) -> None:
    documents, _ = read(tmp_path / "moss.v2.txt", content)
    assert documents == [Document(doc_id="moss.v2", title=title, text=text, source="moss.v2.txt")]


@pytest.mark.parametrize(
    ("front", "body", "title"),
    [
        ("", "Intro.\r\n\r\n# Moss: Small #\r\n\r\nMoss is small.\r\n", "Moss: Small"),
        ("---\ntitle: 'Fern'\nmetrics: [f1]\n---\n", "\n# Moss\n", "Moss"),
        ("---\nTitle: Fern\n---\n", "## Results\n\nFern is new.\n", "Fern"),
        ("", "```sh\n# not a title\n```\n\nMoss\n====\n", "Moss"),
        ("", "~~~\n```\n# no\n~~~\n#hashtag\n", ""),
        ("", "---\n\nA rule, and no front matter.\n", ""),
    ],
)
def test_markdown_keeps_every_character_of_the_body(tmp_path: Path, front: str, body: str, title: str) -> None:
    documents, _ = read(tmp_path / "card.md", front + body)
    assert documents == [Document(doc_id="card", title=title, text=body, source="card.md", format="markdown")]


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for name in ("org/moss/README.md", "org/fern/README.md"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("# Card\n")
    ids = ["org/fern/README", "org/moss/README"]
    for given in (str(tmp_path), f"{tmp_path}/org/*/README.md"):
        found = [d.doc_id for d in read_documents([given], on_reject=print)]
        assert found == (ids if "*" not in given else [name.removeprefix("org/") for name in ids])
