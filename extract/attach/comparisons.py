"""Read what stands behind "than", "over" or "outperforms": the systems that something is compared with."""

from typing import NamedTuple

from ..clauses import Clauses
from ..enumerations import Entity
from ..mentions import Sentence
from ..values import Value
from .compared import KINDS, name_compared
from .noun_phrases import is_noun
from .phrases import is_participle

CUES = frozenset({"than", "outperform", "trail"})
_NO_CUES = frozenset({"place", "instead", "praise"})  # "rather than", "leading performance"


class Comparison(NamedTuple):
    """What stands behind "than", "over" or "outperforms": its systems by name, none where it has no name."""

    cue: int
    last: int
    names: list[str]
    each: list[str | None]  # one for each enumerated system, None for one without a name


def is_compared(sentence: Sentence, entity: Entity, skip_values: bool = False) -> bool:
    """Whether an entity is what something is compared with: it stands behind "than" or "outperforms"."""
    for i in range(entity.first - 1, max(-1, entity.first - 14), -1):
        signature = sentence.signatures[i]
        if signature & CUES and "place" not in signature:
            return True
        if "magnitude" in signature:
            continue
        if skip_values and ("quantity" in signature or sentence.words[i] in ("(", ")")):
            continue
        if signature & {"achieve", "clause", "quantity"} or sentence.words[i] in (";", ":", "("):
            return False
        if "place" in signature and sentence.words[i] != "in":
            return False
    return False


def find_comparisons(clauses: Clauses, entities: list[Entity]) -> list[Comparison]:
    """Return the comparisons of a sentence in order."""
    found: list[Comparison] = []
    for i, signature in enumerate(clauses.sentence.signatures):
        if found and i <= found[-1].last:
            continue
        within = "of" in signature and any("within" in role for role in clauses.roles[max(0, i - 4) : i])
        if not within and (not signature & CUES or clauses.roles[i] & _NO_CUES or _is_adjective(clauses, i)):
            continue
        comparison = read_comparison(clauses, i, entities)
        if comparison is not None:
            found.append(comparison)
    return found


def _is_adjective(clauses: Clauses, i: int) -> bool:
    """Return whether a word of comparison only stands before a noun: "with the above modules"."""
    return i > 0 and clauses.sentence.words[i].isalpha() and "definite" in clauses.roles[i - 1]


_STOPS = frozenset({"subordinator", "preposition", "quantity", "be", "auxiliary", "infinitive", "than"})


class _Span(NamedTuple):
    """What stands behind a word of comparison: its items, the bracket behind each, and the last token."""

    items: list[list[int]]
    brackets: dict[int, tuple[int, int]]
    listed: bool  # behind "such as"
    last: int


def read_comparison(clauses: Clauses, cue: int, entities: list[Entity]) -> Comparison | None:
    """Return the systems behind a word of comparison, or None where a number or nothing stands there."""
    items, brackets, listed, last = _find_items(clauses, cue, entities)
    if not any(items) and not listed:
        return None
    sentence, roles = clauses.sentence, clauses.roles
    against = any("resists" in role for role in roles[max(0, cue - 3) : cue])  # "robust against attacks"
    kinds = {bool(roles[item[-1]] & KINDS) for item in items if item}
    each: list[str | None] = []
    for k, item in enumerate(items):
        if not item:
            continue
        named = against or listed or (k > 0 and sentence.words[item[0] - 1] == ",")
        named = named or (k + 1 < len(items) and _describes(clauses, item, items[k + 1]))
        named = named or (len(kinds) > 1 and bool(roles[item[-1]] & KINDS))  # "over full tuning and other tuning methods"
        name = name_compared(clauses, item, entities, named)
        glosses = _read_gloss(clauses, brackets[k], entities) if k in brackets else []
        if glosses and not any(e.surface == name for e in entities):
            each += glosses
        else:
            each.append(name)
    if len(each) == 2 and each[0] is None and each[1] is not None and _is_apposed(clauses, items):
        each = each[1:]
    return Comparison(cue, last, [name for name in each if name is not None], each)


def _find_items(clauses: Clauses, cue: int, entities: list[Entity]) -> _Span:
    """Return the tokens of each system that is enumerated behind a word of comparison."""
    sentence, roles = clauses.sentence, clauses.roles
    items: list[list[int]] = [[]]
    brackets: dict[int, tuple[int, int]] = {}
    listed = False
    named = {e.first: e.last for e in entities}
    i = cue + 1
    n = len(roles)
    while i < n:
        surface = sentence.words[i]
        role = roles[i]
        if i in named and not _ends_item(clauses, items, i):  # "Claude 2": no number
            items[-1].extend(range(i, named[i] + 1))
            i = named[i] + 1
            continue
        if surface == "(":
            end = next((k for k in range(i, n) if sentence.words[k] == ")"), n)
            if items[-1]:
                brackets[len(items) - 1] = (i, end)
            i = end + 1
            continue
        if surface == "," or "conjunction" in role:
            items.append([])
        elif "such_as" in role or (surface == ":" and items[-1] and i + 1 < n and roles[i + 1] & {"name", "model"}):
            listed = True
            items = [[]]
        elif items == [[]] and "act" in role and "preposition" in role:
            pass  # "compared to using X"
        elif items == [[]] and role & {"clause", "anaphor"} and i + 1 < n and "of" in roles[i + 1]:
            i += 1  # "than that of X"
        elif "magnitude" in role and "name" in roles[min(i + 1, n - 1)]:
            pass  # "the 7B X"
        elif "quantity" in role and i + 2 < n and sentence.words[i + 1] == "-":
            i += 2  # "the 512k-sample X"
        elif role & {"preposition"} and items[-1] and _leads_on(clauses, items[-1], i):
            items[-1] = []  # "than the accuracy of X", "than those obtained by X"
        elif "possessive" in role:
            break  # "X's accuracy"
        elif "quantity" in role and items == [[]] and _skip_number(clauses, i):
            i = _skip_number(clauses, i)  # "compared to 42.1 for X"
        elif surface in ";:.)" or role & _STOPS or "respectively" in role or _ends_item(clauses, items, i):
            break
        elif items[-1] or len(items) == 1 or not clauses.is_adverb(i):
            items[-1].append(i)
        i += 1
    return _Span(items, brackets, listed, i - 1)


def _read_gloss(clauses: Clauses, bracket: tuple[int, int], entities: list[Entity]) -> list[str]:
    """Return the systems that brackets name: "the best prior methods (A, B)", or none where anything else stands there."""
    first, end = bracket
    inside = [e for e in entities if first < e.first < end]
    if not inside or inside[0].first != first + 1 or any(e.type not in ("model", "name") for e in inside):
        return []
    covered = {t for e in inside for t in range(e.first, e.last + 1)}
    free = all(
        t in covered or clauses.sentence.words[t] == "," or "conjunction" in clauses.roles[t] for t in range(first + 1, end)
    )
    return [e.surface for e in inside] if free else []


def _describes(clauses: Clauses, item: list[int], following: list[int]) -> bool:
    """Return whether an item is only an adjective of the noun in the next: "supervised and unsupervised baselines"."""
    if not following or not clauses.roles[following[-1]] & {"generic-system", "count-noun"}:
        return False
    telling = [t for t in item if not clauses.roles[t] & {"determiner", "conjunction"} and not clauses.is_adverb(t)]
    gerund = clauses.sentence.words[item[-1]].endswith("ing")
    return bool(telling) and not gerund and not is_noun(clauses.sentence, item[-1])


def _is_apposed(clauses: Clauses, items: list[list[int]]) -> bool:
    """Return whether a name between commas tells which system is meant: "the second-best model, X, by 3%"."""
    first, second = items[0], items[1]
    comma = second[0] - 1 if second else 0
    return bool(second) and comma == first[-1] + 1 and clauses.sentence.words[comma] == ","


def _skip_number(clauses: Clauses, i: int) -> int:
    """Return the preposition behind a number and its metric, behind which the compared system stands; 0 if there is none."""
    for k in range(i + 1, min(i + 4, len(clauses.roles))):
        if clauses.sentence.words[k] in ("for", "by", "from"):
            return k
        if not clauses.roles[k] & {"metric", "relative", "word"}:
            break
    return 0


def _ends_item(clauses: Clauses, items: list[list[int]], i: int) -> bool:
    """Return whether a token belongs no more to what is compared: a clause begins, or "an oracle handed the answer"."""
    if not items[-1]:
        return len(items) > 1 and _opens_clause(clauses, i)
    return is_participle(clauses, i) and not clauses.roles[items[-1][-1]] & {"unnamed", "determiner", "metric"}


def _leads_on(clauses: Clauses, item: list[int], preposition: int) -> bool:
    """Return whether the words before a preposition only lead to the system: "the accuracy of", "those obtained by"."""
    if clauses.roles[item[-1]] & {"metric", "measure-noun", "performance-noun"}:
        return "of" in clauses.roles[preposition]
    if clauses.roles[item[-1]] & {"anaphor"} or clauses.roles[preposition] & {"scope", "within"}:
        return False
    return all(
        clauses.roles[t] & {"determiner", "unnamed", "metric", "performance-noun", "achieve", "training-verb"} for t in item
    )


def _opens_clause(clauses: Clauses, i: int) -> bool:
    """Return whether a clause begins at a token: "over X, reaching 30%", "over X and reduces"."""
    return any(i in (c.start, c.verb, c.first) for c in clauses.clauses)


def read_share(clauses: Clauses, value: Value, entities: list[Entity]) -> str | None:
    """Return the system of which a value is a share: "79.7% of human quality", "5% of the parameters of X"."""
    sentence, roles = clauses.sentence, clauses.roles
    first = value.last_token + 2
    if value.kind != "ratio" or first > len(roles) or "of" not in roles[first - 1]:
        return None
    last = first
    while last < len(roles) and not roles[last] & (_STOPS - {"preposition"}) and last < first + 9:
        if sentence.words[last] in ",;:().":
            break
        if roles[last] & {"preposition"} and "of" not in roles[last]:
            break
        last += 1
    item = list(range(first, last))
    inner = next((k for k, t in enumerate(item) if "of" in roles[t]), None)
    if inner is not None:
        return name_compared(clauses, item[inner + 1 :], entities)
    if any("human" in roles[t] for t in item):
        return "human"
    owner = next((e for e in entities if e.first in item and e.type in ("model", "name")), None)
    return owner.surface if owner is not None and owner.last < item[-1] else None
