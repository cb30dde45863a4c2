"""Find every mention in a document: of tasks, benchmarks, metrics and models, known and new, and of quantities.

A claim takes only the names that a value needs; here each sentence is read, with a number in it or without.
"""

from collections.abc import Iterator

from ..schemas.records import Document, Mention, MentionType
from .enumerations import Entity
from .mentions import Sentence
from .names import Name, load_name_index
from .normalise import Plain, normalise
from .quantities import Quantity
from .reading import Reading
from .values import find_values

Span = tuple[int, int, MentionType, str | None]
"""Start and end in the plain text, the type, and the id of a known name."""


def find_mentions(document: Document) -> list[Mention]:
    """Return the mentions of a document in the order of the text; no two of one type overlap.

    >>> found = find_mentions(Document(doc_id="a", title="FooNet", text="FooNet reaches a classification accuracy of 91.2%."))
    >>> [(mention.type, mention.surface) for mention in found]
    [('model', 'FooNet'), ('metric', 'accuracy'), ('quantity', '91.2%')]
    """
    plain = normalise(document.text)
    reading = Reading(document, plain)
    spans = {span for number in range(len(reading.sentences)) for span in _spans_of(reading, number)}
    return [_mention(document, plain, span) for span in sorted(spans, key=lambda s: (s[0], s[1], s[2]))]


def _mention(document: Document, plain: Plain, span: Span) -> Mention:
    start, end = plain.to_source(span[0]), plain.to_source_end(span[1])
    return Mention(doc_id=document.doc_id, start=start, end=end, type=span[2], surface=document.text[start:end], id=span[3])


def _spans_of(reading: Reading, number: int) -> Iterator[Span]:
    sentence = reading.marked(number)
    vague = _VAGUE if find_values(sentence) else _VAGUE_ALONE
    inside: set[int] = set()  # the tokens of benchmarks and models
    for entity in reading.entities(number):
        type_ = _TYPES.get(entity.type)
        if type_ is not None:
            last = _with_head(sentence, entity.last) if type_ == "benchmark" else entity.last
            inside.update(range(entity.first, last + 1))
            yield sentence.starts[entity.first], sentence.ends[last], type_, _known(sentence, entity, type_)
    done = -1
    for i, payload in enumerate(sentence.payloads):
        if i in inside or sentence.starts[i] < done:
            continue
        if isinstance(payload, Quantity):
            yield sentence.starts[i], sentence.ends[i], "quantity", None
        elif "/" in sentence.words[i]:
            yield from _metrics_between_slashes(sentence, i)
        elif "metric" in sentence.signatures[i] and not sentence.signatures[i] & vague:
            found = _metric(sentence, i, payload)
            done = found[1]
            yield found
        elif payload is not None and payload.type == "task":
            yield sentence.starts[i], sentence.ends[i], "task", payload.id


_TYPES: dict[str, MentionType] = {"benchmark": "benchmark", "model": "model", "own": "model"}
_VAGUE = frozenset({"generic", "vague-metric", "performance-word"})
_VAGUE_ALONE = _VAGUE | {"cost", "correlation"}  # "parameters" and "memory" are measures only where a claim is made
_HEADS = frozenset({"benchmark-noun", "data-noun"})


def _with_head(sentence: Sentence, last: int) -> int:
    """Return the last token of a benchmark's name with what belongs to it: "FooBank (FB) test set"."""
    last = _past_heads(sentence, last)
    gloss = sentence.words[last + 1 : last + 4]
    if len(gloss) == 3 and gloss[0] == "(" and gloss[2] == ")" and gloss[1][0].isalpha():
        last = _past_heads(sentence, last + 3)
    return last


def _past_heads(sentence: Sentence, last: int) -> int:
    """Return the last of the nouns for data behind a token, or the token."""
    while last + 1 < len(sentence.starts) and sentence.signatures[last + 1] & _HEADS:
        last += 1
    return last


def _known(sentence: Sentence, entity: Entity, type_: str) -> str | None:
    """Return the id of the entity's name, or of the only known name in it."""
    whole = load_name_index().known(entity.surface, type_)
    if whole is not None:
        return whole.id
    payloads = sentence.payloads[entity.first : entity.last + 1]
    ids = {p.id for p in payloads if isinstance(p, Name) and p.type == type_}
    return ids.pop() if len(ids) == 1 else None


def _metric(sentence: Sentence, i: int, payload: Name | Quantity | None) -> Span:
    """Return the mention of a metric: its name without what it was measured on ("parsing accuracy") and the word "scores"."""
    start, end = sentence.starts[i], sentence.ends[i]
    surface = sentence.words[i]
    name = payload if isinstance(payload, Name) else None
    head, _, noun = surface.rpartition(" ")
    core = load_name_index().known(head, "metric")
    if core is not None and noun in _MEASURE_NOUNS and (noun != "score" or len(head) > 3):  # "F1 score" is a name
        name, end, surface = core, start + len(head), head
    while name is not None and " " in surface and surface[0].islower():
        core = load_name_index().known(surface.partition(" ")[2], "metric")
        if core is None or core.id != name.id:
            break
        start += surface.index(" ") + 1
        surface = surface.partition(" ")[2]
    if i > 0 and start == sentence.starts[i] and "measure-adjective" in sentence.signatures[i - 1]:
        start = sentence.starts[i - 1]
        surface = f"{sentence.words[i - 1]} {surface}"
    gloss = sentence.words[i + 1 : i + 4]
    if len(gloss) == 3 and gloss[0] == "(" and gloss[2] == ")" and end == sentence.ends[i] and _abbreviates(gloss[1], surface):
        end = sentence.ends[i + 3]
    return start, end, "metric", name.id if name is not None else None


def _metrics_between_slashes(sentence: Sentence, i: int) -> Iterator[Span]:
    """Yield the metrics in a word such as "precision/recall"."""
    start = sentence.starts[i]
    for part in sentence.words[i].split("/"):
        known = load_name_index().known(part, "metric")
        if known is not None and not known.classes & _VAGUE_ALONE:
            yield start, start + len(part), "metric", known.id
        start += len(part) + 1


_MEASURE_NOUNS = ("score", "scores", "points", "point", "metric", "metrics")


def _abbreviates(short: str, long: str) -> bool:
    """Return whether a short form may stand for a name: they begin with the same letter."""
    return len(short) <= len(long) and short[0].isalpha() and short[0].lower() == long[0].lower()
