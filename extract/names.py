"""Find known names and fixed phrases: one automaton over every vocabulary.

The automaton is case-sensitive and holds the usual cases of a name (as written, small, Capital, TITLE), so the text
need not be changed to be searched, and a short acronym such as "AP" does not fire inside every other word.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from ..schemas.load import load_benchmarks, load_metrics, load_models, load_tasks, load_yaml
from ..schemas.records import Metric, Named


class Name(NamedTuple):
    """What a surface stands for: a type (metric, benchmark, model, task or cue), the entry, and the token's classes."""

    type: str
    id: str
    name: str
    classes: frozenset[str]


_INSIDE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


_FIRST_LETTER = re.compile(r"(?<![^\s-])[a-z]")


def _cases(alias: str, exact: bool, proper: bool) -> Iterator[str]:
    yield alias
    if exact:
        return
    if proper:  # the small letters of a proper name may be an ordinary word: MultiPL-E, "multiple"
        yield alias[:1].upper() + alias[1:]
        return
    low = alias.lower()
    yield low
    yield low[:1].upper() + low[1:]
    yield _FIRST_LETTER.sub(lambda letter: letter.group().upper(), low)
    yield alias[:1].upper() + alias[1:]


def _spellings(alias: str, exact: bool, plural: bool, proper: bool) -> Iterator[str]:
    forms = {alias}
    if " " in alias:
        forms.add(alias.replace(" ", "-"))
    if "-" in alias and (len(alias) > 5 or not proper):
        forms.add(alias.replace("-", " "))
    for form in sorted(forms):
        for case in _cases(form, exact, proper):
            yield case
            if plural and len(case) > 3 and case[-1].isalpha() and not case.endswith("s"):
                yield (case[:-1] + "ies") if case.endswith("y") else case + "s"


def _classes(type_: str, entry: Named) -> frozenset[str]:
    if not isinstance(entry, Metric):
        return frozenset({type_})
    family = {"efficiency": "cost", "generic": "generic"}.get(entry.family or "", "quality-metric")
    return frozenset({"metric", family})


def _entries() -> Iterator[tuple[str, Iterable[Named], str]]:
    yield "metric", load_metrics(), "metric_id"
    yield "benchmark", load_benchmarks(), "benchmark_id"
    yield "model", load_models(), "model_id"
    yield "task", load_tasks(), "task_id"


class NameIndex:
    """The automaton over all names and the phrases of the cues."""

    def __init__(self, phrases: Iterable[str]) -> None:
        """Build it over the vocabularies and the given phrases (cues of several words)."""
        found: dict[str, Name] = {}
        for type_, entries, key in _entries():
            for entry in entries:
                name = Name(type_, getattr(entry, key), entry.name, _classes(type_, entry))
                for alias in (entry.name, *entry.aliases):
                    for spelling in _spellings(
                        alias, entry.exact_case, type_ in ("metric", "task"), type_ in ("benchmark", "model")
                    ):
                        if len(spelling) > 1:
                            found.setdefault(spelling, name)
        for phrase in phrases:
            for spelling in (phrase, phrase[:1].upper() + phrase[1:]):
                found.setdefault(spelling, Name("cue", phrase, phrase, frozenset()))
        self.by_surface = found
        self._spelled = list(found)
        self._names = list(found.values())
        self._automaton = AhoCorasick(self._spelled, matchkind=MatchKind.Standard)

    def known(self, surface: str, type_: str) -> Name | None:
        """Return the name of this type that a surface stands for as a whole, or None."""
        name = self.by_surface.get(surface)
        return name if name is not None and name.type == type_ else None

    def find(self, text: str, offset: int = 0) -> list[tuple[int, int, Name]]:
        """Return the (start, end, name) of each name that stands there as a word of its own, in order, counted from `offset`.

        Of names that overlap the leftmost is taken, and of those the longest. The automaton itself cannot choose: in
        "BLEU 42.0" the longest match would be "BLEU 4", which is no word and would hide "BLEU".
        """
        found: list[tuple[int, int, int]] = []
        names = self._names
        inside = _INSIDE
        length = len(text)
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if start and (text[start - 1] in inside or (text[start - 1] == "-" and start > 1 and text[start - 2] in inside)):
                continue
            if end < length:
                after = text[end]
                if after in inside and not (after == "s" and (end + 1 == length or text[end + 1] not in inside)):
                    continue
                if after == "." and text[end - 1].isdigit() and end + 1 < length and text[end + 1].isdigit():
                    continue  # "Foo 4" in "Foo 4.8"
                if after == "-" and end + 1 < length and text[end + 1] in inside and names[index].type != "cue":
                    continue
            found.append((start, -end, index))
        found.sort()
        out: list[tuple[int, int, Name]] = []
        done = 0
        for start, minus_end, index in found:
            if start >= done:
                done = -minus_end
                out.append((start + offset, done + offset, names[index]))
        return out


@cache
def load_name_index() -> NameIndex:
    """Return the automaton over the shipped vocabularies and cues."""
    phrases = {
        word
        for entry in load_yaml("vocabulary", "cues")
        for word in [*entry.get("words", []), *entry.get("also", [])]
        if " " in word
    }
    return NameIndex(sorted(phrases))
