"""Tell how a document was read: its tokens and names, what each number was taken for and why, and what was refused."""

from collections.abc import Iterator

from ..schemas.records import Document
from .assemble import Draft
from .mentions import Sentence
from .names import Name
from .normalise import normalise
from .patterns import Match, find_matches
from .reading import Reading
from .resolve import resolve_names
from .validate import find_fault


def explain_document(document: Document) -> Iterator[str]:
    """Yield the lines that explain a document: its own names, then each sentence that was read or passed over.

    >>> lines = list(explain_document(Document(doc_id="a", title="FooNet: a title", text="FooNet reaches 91.2 F1 on BarBank.")))
    >>> lines[0], lines[4].split(" by ")[0]
    ('its own: systems FooNet; benchmarks -', '  91.2: score')
    """
    reading = Reading(document, normalise(document.text))
    numbers = set(reading.candidates())
    yield f"its own: systems {_list(reading.own.systems)}; benchmarks {_list(reading.own.benchmarks)}"
    for number, (start, end) in enumerate(reading.sentences):
        yield f"sentence {number + 1}: {reading.text[start:end]}"
        if number in numbers:
            yield from _explain_sentence(reading, number)
        else:
            yield "  passed over: no number in it that could be a result"
    if not reading.sentences:
        yield "passed over: no number in the text that could be a result"


def _list(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(names) or "-"


def _explain_sentence(reading: Reading, number: int) -> Iterator[str]:
    sentence = reading.marked(number)
    yield "  tokens: " + " ".join(_token(sentence, i) for i in range(len(sentence.starts)))
    found = reading.entities(number)
    yield "  names: " + ("; ".join(f"{e.surface} ({e.type}{'' if e.certain else ', by its place'})" for e in found) or "-")
    drafts = reading.claims_of(number)
    for i in sentence.numbers:
        matches = list(find_matches(sentence.symbols, i))
        claims = [draft for draft in drafts if draft.token <= i <= draft.last_token]
        yield from _explain_number(reading, number, sentence, i, claims, matches)


def _token(sentence: Sentence, i: int) -> str:
    """Return a token with its classes: "reaches[achieve]", "91.2[decimal]"."""
    payload = sentence.payloads[i]
    classes = sorted(c for c in sentence.signatures[i] - {"word", "punctuation", "quantity"} if not c.startswith("="))
    known = [payload.id] if isinstance(payload, Name) and payload.type != "cue" else []
    shown = "|".join(classes + known)
    return f"{sentence.words[i]}[{shown}]" if shown else sentence.words[i]


def _explain_number(
    reading: Reading, number: int, sentence: Sentence, i: int, claims: list[Draft], matches: list[Match]
) -> Iterator[str]:
    printed = sentence.words[i]
    if not claims:
        none = [m.pattern.id for m in matches if m.pattern.kind == "none"]
        others = [m.pattern.id for m in matches if m.pattern.kind != "none"]
        reason = f"refused by {none[0]}" if none else f"left out of {_list(others)}" if others else "no pattern matches it"
        yield f"  {printed}: no claim, {reason}"
    for draft in claims:
        others = [m.pattern.id for m in matches if m.pattern.id != draft.rule]
        beaten = f" (also matched: {', '.join(others)})" if others else ""
        shared = "" if any(m.pattern.id == draft.rule for m in matches) else ", from the value beside it"
        resolved = resolve_names(draft, reading.task(number))
        yield f"  {printed}: {draft.kind} by {draft.rule}{shared}{beaten}"
        yield (
            f"    metric {draft.metric or '-'} [{resolved.metric_id or 'not in the vocabulary'}]"
            if draft.metric
            else "    metric -"
        )
        inherited = [b for b in draft.benchmarks if b not in sentence.text[sentence.starts[0] : sentence.ends[-1]]]
        where = " (from an earlier sentence)" if inherited else ""
        yield f"    benchmarks {_list(draft.benchmarks)}{where}"
        yield f"    model {draft.model or 'without a name'} ({draft.role}); compared with {_list(draft.baselines)}"
        fault = find_fault(draft, resolved)
        if fault is not None:
            yield f"    rejected: {fault[0]}: {fault[1]}"
