"""Documents per CPU second: the whole extraction beside spaCy's blank tokenizer, on the same texts in one process.

Nothing is asserted: machines differ, the ratio is what to read. Rounds are interleaved, and the median counts.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import spacy

from claimboard.extract.pipeline import extract_rows
from claimboard.schemas.records import Document

ROOT = Path(__file__).resolve().parents[1]
POOL = ROOT.parent / "shared" / "corpora" / "abstracts.parquet"


def load_documents(count: int) -> list[Document]:
    """Return abstracts of the pool, evenly drawn, or the sample repeated where the pool is absent."""
    if POOL.exists():
        import pyarrow.parquet as pq

        table = pq.read_table(POOL, columns=["doc_id", "title", "text"])
        table = table.take(list(range(0, table.num_rows, max(1, table.num_rows // count)))[:count])
        rows = table.to_pylist()
    else:
        lines = (ROOT / "datasets" / "sample" / "papers.jsonl").read_text(encoding="utf-8").splitlines()
        papers = [json.loads(line) for line in lines]
        rows = [papers[i % len(papers)] for i in range(count)]
    return [Document(doc_id=row["doc_id"], title=row["title"], text=row["text"]) for row in rows]


def rate(work: Callable[[], object], count: int) -> float:
    """Return documents per CPU second of one run."""
    start = time.process_time()
    work()
    return count / (time.process_time() - start)


def main() -> None:
    """Print the two rates and their ratio."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    documents = load_documents(count)
    tokenizer = spacy.blank("en").tokenizer

    def extract() -> int:
        return sum(len(rows) for _, rows, _ in extract_rows(documents))

    def tokenize() -> int:
        return sum(len(tokenizer(document.text)) for document in documents)

    extract(), tokenize()  # both warm
    rounds = [(rate(extract, count), rate(tokenize, count)) for _ in range(5)]
    ours, theirs = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(f"{count} documents, median of 5 interleaved rounds, documents per CPU second")
    print(f"  claimboard, whole extraction   {ours:8.0f}")
    print(f"  spaCy blank tokenizer          {theirs:8.0f}")
    print(f"  ratio                          {statistics.median(a / b for a, b in rounds):8.2f}")


if __name__ == "__main__":
    main()
