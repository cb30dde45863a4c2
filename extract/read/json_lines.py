"""JSON lines: one JSON object a line, for the formats made of them."""

import json
from collections.abc import Callable, Iterator

from ...schemas.records import Document
from .documents import Item, Source, convert_records
from .problems import Refused

JsonObject = dict[str, object]


def parse_object(line: bytes) -> JsonObject:
    """Read the one JSON object of a line.

    Raises `Refused` with the reason `invalid-utf8`, `bad-json` or `not-an-object`.

    >>> parse_object(b'{"doc_id": "moss"}')
    {'doc_id': 'moss'}
    """
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Refused("invalid-utf8", f"byte {error.start + 1} of the line is not UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise Refused("bad-json", f"the line is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise Refused("not-an-object", f"the line holds a JSON {type(value).__name__}, not an object")
    return value


def read_objects(source: Source, convert: Callable[[JsonObject], Document]) -> Iterator[Item]:
    """Convert each line's object; blank lines are passed over."""
    lines = ((number, line) for number, line in enumerate(source.stream, 1) if not line.isspace())
    return convert_records(source, lines, lambda line: convert(parse_object(line)), show_line)


def show_line(line: bytes) -> str:
    """Return a line as a reject keeps it."""
    return line.rstrip(b"\r\n").decode("utf-8", "backslashreplace")
