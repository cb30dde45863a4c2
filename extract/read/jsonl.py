"""JSON lines of documents: `doc_id`, `title`, `text`, and where known `date`, `source` and `format`."""

from collections.abc import Iterator

from ...schemas.records import Document
from .documents import Item, Source, make_document
from .json_lines import JsonObject, read_objects


def read_jsonl(source: Source) -> Iterator[Item]:
    """Stream documents from JSON lines; the first three keys are those of `source.columns`.

    `venue` is taken where there is no `source`; other keys are passed over. The text is kept character by
    character.
    """
    id_key, title_key, text_key = source.columns

    def convert(record: JsonObject) -> Document:
        return make_document(
            record.get(id_key),
            record.get(title_key),
            record.get(text_key),
            source=record.get("source") or record.get("venue"),
            date=record.get("date"),
            format=record.get("format"),
        )

    return read_objects(source, convert)
