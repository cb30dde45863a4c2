"""The whole way from documents to claims: the one module that knows the order of the steps."""

from collections.abc import Iterable, Iterator

from ..schemas.records import Claim, Document, Reject

ClaimRow = tuple[object, ...]
"""A claim as a plain tuple in the order of the fields of `Claim`."""


def extract_rows(documents: Iterable[Document]) -> Iterator[tuple[Document, list[ClaimRow], list[Reject]]]:
    """Yield each document, in order, with its claims and what of it was refused."""
    for document in documents:
        yield document, [], []


def extract_claims(text: str, title: str = "", doc_id: str = "text") -> list[Claim]:
    """Read the claims of one text."""
    names = list(Claim.model_fields)
    document = Document(doc_id=doc_id, title=title, text=text)
    return [
        Claim.model_validate(dict(zip(names, row, strict=True)))
        for _, rows, _ in extract_rows([document])
        for row in rows
    ]
