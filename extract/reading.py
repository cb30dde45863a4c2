"""One document while it is read: the steps from its text to its claims, each done once and only where it is needed."""

from bisect import bisect_right
from functools import cache, cached_property

from ..schemas.load import load_metrics, load_units
from ..schemas.records import Document
from .assemble import Draft, assemble_claims, load_unit_metrics
from .attach.inherited import find_stage, find_used, goes_on, is_setup, means_one_of, pick_named, points_to_own, turns_away
from .definitions import find_defined_metrics, mark_metrics
from .entities import find_entities
from .enumerations import Entity
from .introductions import find_own_names
from .mentions import Sentence, mark_own, read_sentence
from .names import Name, load_name_index
from .normalise import Plain, normalise
from .own_names import OwnNames
from .prefilter import find_candidates, may_be_source, may_be_stage
from .segment import find_sentences
from .values import find_values

Hits = list[tuple[int, int, Name]]

_REACH = 60
"""Sentences over which something is carried to a claim: an abstract holds a dozen, and a long text stays linear."""


class Reading:
    """One document while it is read: what is found once for all its sentences, and only when it is needed."""

    def __init__(self, document: Document, plain: Plain) -> None:
        """Read nothing yet; `plain` is the plain text of the document."""
        self.text = plain.text
        self._source_title = document.title
        self._hits: dict[int, Hits] = {}
        self._read: dict[int, Sentence] = {}
        self._marked: dict[int, Sentence] = {}
        self._entities: dict[int, list[Entity]] = {}
        self._named: dict[int, list[str]] = {}
        self._divided: set[int] = set()
        self._last_read: tuple[int, list[Draft]] = (-2, [])

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Return the start and end of each sentence."""
        return find_sentences(self.text)

    def candidates(self) -> list[int]:
        """Return the numbers of the sentences that may hold a claim."""
        sure, bare = find_candidates(self.text)
        if not sure and not bare:
            return []
        starts = [start for start, _ in self.sentences]
        found = {bisect_right(starts, offset) - 1 for offset in sure}
        for offset in bare:
            number = bisect_right(starts, offset) - 1
            if number not in found and any("metric" in name.classes for _, _, name in self._hits_of(number)):
                found.add(number)
        return sorted(found)

    @cached_property
    def _title(self) -> str:
        return normalise(self._source_title).text

    @cached_property
    def own(self) -> OwnNames:
        """Return what the paper calls its own."""
        found = find_own_names(self._title, self.text)
        return found._replace(systems=tuple(name for name in found.systems if name not in self._metrics))

    @cached_property
    def _metrics(self) -> frozenset[str]:
        """The abbreviations of metrics that the text defines."""
        return find_defined_metrics(self.text, self._title)

    def _hits_of(self, number: int) -> Hits:
        found = self._hits.get(number)
        if found is None:
            start, end = self.sentences[number]
            found = self._hits[number] = load_name_index().find(self.text[start:end], start)
        return found

    def sentence(self, number: int) -> Sentence:
        """Return the tokens of a sentence."""
        found = self._read.get(number)
        if found is None:
            start, end = self.sentences[number]
            found = mark_metrics(read_sentence(self.text, start, end, self._hits_of(number)), self._metrics)
            self._read[number] = found
        return found

    def marked(self, number: int) -> Sentence:
        """Return the tokens of a sentence with the paper's own names marked."""
        found = self._marked.get(number)
        if found is None:
            found = self._marked[number] = mark_own(self.sentence(number), self._own_words)
        return found

    def entities(self, number: int) -> list[Entity]:
        """Return the names in a sentence."""
        found = self._entities.get(number)
        if found is None:
            found = self._entities[number] = find_entities(self.marked(number), self.own)
        return found

    @cached_property
    def _own_words(self) -> frozenset[str]:
        return frozenset((*self.own.systems, *self.own.parts))

    def claims_of(self, number: int) -> list[Draft]:
        """Return the claims of a sentence; where it names no benchmark, those that an earlier one names."""
        values = find_values(self.sentence(number))
        if not values:
            return []
        drafts = assemble_claims(self.marked(number), values, self.entities(number), self.own)
        from_result = False
        if any(d.benchmarks for d in drafts):
            self._named[number] = list(dict.fromkeys(b for d in drafts for b in d.benchmarks))
            if any(d.benchmarks != drafts[0].benchmarks for d in drafts):
                self._divided.add(number)
        elif drafts:
            places, from_result = self._inherited(number, drafts)
            spread = self._one_each(number, places, drafts)
            drafts = [d._replace(benchmarks=p, is_inherited=True) for d, p in zip(drafts, spread, strict=True)]
        drafts = [self._with_metric_of_unit(d, number) for d in drafts]
        if any(d.metric is None and d.kind != "rank" for d in drafts) and number == self._last_read[0] + 1:
            drafts = [self._with_metric_before(d) for d in drafts]
        if from_result:  # where a result stands, only what says what it measures was measured as well
            drafts = [d if d.metric is not None or d.kind == "rank" else d._replace(benchmarks=[]) for d in drafts]
        self._last_read = (number, drafts)
        return drafts

    def _one_each(self, number: int, places: list[str], drafts: list[Draft]) -> list[list[str]]:
        """Return the inherited benchmarks of each draft: one each where as many values stand for them "respectively"."""
        tokens = list(dict.fromkeys(d.token for d in drafts))
        respective = any("respectively" in s for s in self.sentence(number).signatures)
        if not respective or not 1 < len(places) == len(tokens):
            return [places] * len(drafts)
        return [[places[tokens.index(d.token)]] for d in drafts]

    def _with_metric_before(self, draft: Draft) -> Draft:
        """Return a draft with the metric of the sentence before, if that gave scores of the same unit."""
        if draft.metric is not None or draft.kind not in ("score", "change"):
            return draft
        before = [d for d in self._last_read[1] if d.kind == "score" and d.metric and d.quantity.kind == draft.quantity.kind]
        before = [d for d in before if d.metric_name is not None and not _is_cost(d)]
        return draft._replace(metric=before[-1].metric, metric_name=before[-1].metric_name) if before else draft

    def _with_metric_of_unit(self, draft: Draft, number: int) -> Draft:
        """Return a draft without a known metric with the last one that is measured in its unit: a gain in dB after "PSNR"."""
        unit = draft.quantity.unit
        if draft.metric_name is not None or unit not in _telling_units():
            return draft
        for earlier in range(number, max(-1, number - _REACH), -1):
            for start, end, name in reversed(self._hits_of(earlier)):
                if name.id in _telling_units()[unit] and name.type == "metric" and self.text[start:end] != unit:
                    return draft._replace(metric=self.text[start:end], metric_name=name)
        return draft

    def _inherited(self, number: int, drafts: list[Draft]) -> tuple[list[str], bool]:
        """Return the benchmarks of a sentence's claims that it does not name, and whether an earlier result told them."""
        only_cost = all(_is_cost(d) for d in drafts)
        staged, in_general, from_result = self._stage(number)
        if only_cost and not in_general:
            return [], from_result
        staged = staged or ([] if only_cost else self._used(number))
        alone = bool(self.own.benchmarks) and not self.own.systems and not only_cost
        if turns_away(self.sentence(number), len(staged), alone):
            return [], from_result
        return pick_named(self.sentence(number), staged), from_result

    def _stage(self, number: int) -> tuple[list[str], bool, bool]:
        """Return the benchmarks on which the paper was last said to evaluate, and how it was said.

        In general, for all that it measures there; or with a result that the sentence does not go on from; or neither.
        """
        own = self.own
        if own.benchmarks and (not own.systems or points_to_own(self.sentence(number))):
            return [own.benchmarks[0]], True, False
        picks = means_one_of(self.sentence(number))
        for earlier in range(number - 1, max(-1, number - _REACH), -1):
            if earlier in self._named and not (picks and len(self._named[earlier]) < 2):
                apart = not goes_on(self.sentence(number))
                if earlier in self._divided and not picks and apart:
                    return [], False, False
                return self._named[earlier], bool(set(self._named[earlier]) & set(own.benchmarks)), apart
            start, end = self.sentences[earlier]
            if not self._names_own and not may_be_stage(self.text[start:end]):
                continue
            marked = self.marked(earlier)
            found = find_stage(marked, self.entities(earlier), own, 1 if picks else number - earlier)
            if found:
                general = (number - earlier <= 2 and is_setup(marked)) or bool(set(found) & set(own.benchmarks))
                return found, general, False
        return [], False, False

    @cached_property
    def _names_own(self) -> bool:
        """Whether the text names a benchmark of the paper's own, which any sentence may introduce."""
        return any(name in self.text for name in self.own.benchmarks)

    def _used(self, number: int) -> list[str]:
        """Return the dataset that a paper works with all the time before a sentence, if it names only one group of them."""
        found: list[str] = []
        for earlier in range(max(0, number - _REACH), number):
            start, end = self.sentences[earlier]
            if not may_be_source(self.text[start:end]):
                continue
            used = find_used(self.marked(earlier), self.entities(earlier), self.own)
            if used and found and not set(used) <= set(found):
                return []
            found = found or used
        return found

    def task(self, number: int) -> Name | None:
        """Return the first known task of a sentence, else of the title."""
        found = (name for _, _, name in self._hits_of(number) if name.type == "task")
        return next(found, self._title_task)

    @cached_property
    def _title_task(self) -> Name | None:
        return next((name for _, _, name in load_name_index().find(self._title) if name.type == "task"), None)


@cache
def _telling_units() -> dict[str | None, frozenset[str]]:
    """Return the metrics that are measured in each unit that only few are measured in."""
    units = {u["unit"] for u in load_units() if u["kind"] in ("unit", "measure")}
    found: dict[str | None, set[str]] = {}
    for metric in load_metrics():
        if metric.unit in units:
            found.setdefault(metric.unit, set()).add(metric.metric_id)
    return {unit: frozenset(ids) for unit, ids in found.items()}


def _is_cost(draft: Draft) -> bool:
    """Return whether a claim is about what a system costs, which is rarely measured on a benchmark."""
    if draft.metric_name is not None:
        return "cost" in draft.metric_name.classes
    return draft.kind == "ratio" or draft.quantity.unit in load_unit_metrics()
