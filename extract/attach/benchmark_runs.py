"""Benchmarks in the order of the values: one each of a list of values and a list of benchmarks, "33% and 30% on A and B"."""

from itertools import pairwise

from ..enumerations import Entity
from ..mentions import Sentence
from ..values import Value
from .coordination import has_clause_between, metric_runs


def one_each(
    sentence: Sentence, values: list[Value], runs: list[list[int]], groups: list[list[Entity]]
) -> dict[int, list[Entity]]:
    """Return the benchmark of each value where as many are listed as values: "33% and 30% on A and B"."""
    fixed: dict[int, list[Entity]] = {}
    stated = any("respectively" in s for s in sentence.signatures)
    for run in runs:
        if len(run) < 2 or not (stated or _is_tight(values, run)) or _metrics_respective(sentence, values, run):
            continue
        places = _places_in_order(sentence, values, run, groups, stated)
        fixed.update({i: [e] for i, e in zip(run, places, strict=False)})
    return fixed


def _is_tight(values: list[Value], run: list[int]) -> bool:
    return all(values[j].token - values[i].last_token <= 3 for i, j in pairwise(run))


def _places_in_order(
    sentence: Sentence, values: list[Value], run: list[int], groups: list[list[Entity]], stated: bool
) -> list[Entity]:
    """Return as many benchmarks as a run has values: one list of them, or several in a row if "respectively" is said."""
    first, last = values[run[0]].token, values[run[-1]].last_token
    behind = [g for g in groups if g[0].first > last and not has_clause_between(sentence, last, g[0].first)]
    before = [g for g in groups if g[-1].last < first]
    end = values[run[-1] + 1].token if run[-1] + 1 < len(values) else len(sentence.starts)
    if any(g[0].first < end and len(g) != len(run) for g in behind):
        before = []  # the run has a place of its own
    fitting = [g for g in (*behind[:1], *before) if len(g) == len(run)]
    if fitting:
        return min(fitting, key=lambda g: min(abs(g[0].first - last), abs(first - g[-1].last)))
    for row in (behind, before):
        if stated and sum(map(len, row)) == len(run):
            return [e for g in row for e in g]
        if stated and row and len(run) == 2 * len(row[0]) > 2:  # two lists of values for one list of benchmarks, or pairs
            slashed = sentence.words[values[run[1]].token - 1] == "/"
            return [e for e in row[0] for _ in range(2)] if slashed else row[0] * 2
    return []


def repeat_order(values: list[Value], runs: list[list[int]], out: list[list[Entity]], groups: list[list[Entity]]) -> None:
    """Give a run of values the benchmarks of the run before it: "60 on A and 70 on B, above X (50 and 65)"."""
    for run in runs:
        n = len(run)
        earlier = out[run[0] - n : run[0]] if run[0] >= n > 1 else []
        if any(out[i] for i in run) or not _is_tight(values, run):
            continue
        distinct = {places[0].surface for places in earlier if len(places) == 1}
        first, last = values[run[0] - 1].last_token, values[run[-1]].last_token
        between = any(first < g[0].first < values[run[0]].token for g in groups if g not in earlier)
        if len(distinct) > 1 and all(len(places) == 1 for places in earlier) and not (between and first < last):
            out[run[0] : run[0] + n] = earlier


def _metrics_respective(sentence: Sentence, values: list[Value], run: list[int]) -> bool:
    """Return whether as many metrics as values are enumerated in their clause: "reduces MAE, MSE and RMSE by 1, 2 and 3"."""
    first, last = values[run[0]].token, values[run[-1]].last_token
    return len(run) > 1 and any(
        len(metrics) == len(run) and not _is_cut(sentence, min(metrics[-1], last), max(first, metrics[0]))
        for metrics in metric_runs(sentence)
    )


def _is_cut(sentence: Sentence, left: int, right: int) -> bool:
    """Return whether a clause or a colon stands between two tokens."""
    return has_clause_between(sentence, left, right) or any(sentence.words[k] == ":" for k in range(left + 1, right))
