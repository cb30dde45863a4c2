"""Split a sentence into clauses: each verb with its subject and the tokens it rules.

Call `split_clauses(sentence)` once and ask `.at(token)` which clause a token stands in: two tokens with the same answer
have no clause between them, and a clause says its verb and its subject. In "X reaches 91.2 on A while Y, which uses Z,
drops to 40, losing 3 points" the clauses begin at "X", "Y", "which", "drops" and "losing"; the subject of the last two is
Y. `.roles` holds the classes of cues.yaml and clauses.yaml of each token.
"""

from typing import NamedTuple

from .mentions import Sentence
from .verbs import NAMED, VERBS, find_roles, is_adverb, verb_form


class Clause(NamedTuple):
    """A verb with its first token, its subject and how it hangs on what stands before.

    `start` is the first token of the clause: of the subject, of the word that opens it, or the verb itself. The subject
    is `first` to `last`; where a clause has none of its own it is that of the clause it hangs on, and (-1, -1) if there
    is none either. `kind` is finite, shared (a finite verb without a subject of its own), relative, participle,
    infinitive or with ("with X reaching").
    """

    start: int
    verb: int
    first: int
    last: int
    kind: str
    end: int = 10**9  # the last token, of a clause in brackets


class Clauses(NamedTuple):
    """The clauses of a sentence in the order of their verbs, and the grammatical roles of its tokens."""

    sentence: Sentence
    roles: list[frozenset[str]]
    clauses: list[Clause]

    def at(self, token: int) -> Clause | None:
        """Return the clause in which a token stands: the last one that begins at or before it."""
        found = self.clauses[0] if self.clauses else None
        for clause in self.clauses:
            if clause.start > token:
                break
            if token <= clause.end:
                found = clause
        return found

    def is_adverb(self, i: int) -> bool:
        """Return whether a token only colours or carries the verb: "significantly", "can", "not"."""
        return is_adverb(self.sentence, self.roles, i)


def split_clauses(sentence: Sentence) -> Clauses:
    """Return the clauses of a sentence in the order of their verbs."""
    roles = find_roles(sentence)
    clauses: list[Clause] = []
    stack: list[tuple[int, list[int], int]] = []  # what a bracket interrupts
    opener = -1  # the last token that opens a clause
    verbs: list[int] = []  # the verbs behind it
    for i, role in enumerate(roles):
        surface = sentence.text[sentence.starts[i]]
        if surface == "(":
            stack.append((opener, verbs, len(clauses)))
            opener, verbs = i, []
        elif surface == ")" and stack:
            opener, verbs, known = stack.pop()
            clauses[known:] = [c._replace(end=i) for c in clauses[known:] if c.kind in ("finite", "bracket")]
        elif surface in ";:" or ("subordinator" in role and not _is_reduced_opener(sentence, roles, i)):
            opener, verbs = i, []
        elif not verbs or not role.isdisjoint(VERBS):
            form = verb_form(sentence, roles, i, not verbs)
            if form == "finite" and verbs:
                if _is_reduced(sentence, roles, verbs[-1], i):
                    verbs.pop()
                elif not _may_follow(sentence, roles, verbs[-1], i):
                    continue
            if form is not None:
                clauses.append(_clause(sentence, roles, clauses, i, form, opener, verbs[-1] if verbs else -1))
                verbs.append(i)
    _fill_forward(roles, clauses)
    return Clauses(sentence, roles, clauses)


_SUBJECT_OPENS = frozenset({"determiner", "anaphor", "first-person", "own", "model", "name"})


def _is_reduced_opener(sentence: Sentence, roles: list[frozenset[str]], i: int) -> bool:
    """Return whether a subordinator has no subject behind it, and so opens no clause of its own: "when fused with X"."""
    if "relative-pronoun" in roles[i] or i + 1 == len(roles):
        return False
    return sentence.words[i + 1].endswith(("ed", "ing")) and not roles[i + 1] & {"name", "own", "model"}


def _is_reduced(sentence: Sentence, roles: list[frozenset[str]], verb: int, after: int) -> bool:
    """Return whether a participle only describes the noun before it: "a benchmark covering 13 tasks shows"."""
    if not sentence.words[verb].endswith("ing") or verb == 0:
        return False
    left = roles[verb - 1]
    if left & {"conjunction", "subordinator", "preposition", "quantity", "infinitive"} or sentence.words[verb - 1] in ",;:(":
        return False
    return not any(sentence.words[k] == "," for k in range(verb + 1, after - 1))


def _may_follow(sentence: Sentence, roles: list[frozenset[str]], verb: int, i: int) -> bool:
    """Return whether a finite verb may stand behind another ("we show X improves", "is trained"); else it is a noun."""
    if roles[verb] & {"say", "be"} or any("auxiliary" in roles[k] for k in range(max(verb, i - 3), i)) or "be" in roles[i]:
        return True
    if sentence.words[verb].endswith("ing") and verb and ("," not in sentence.words[verb - 1]):
        return True
    return any(sentence.text[sentence.starts[k]] == "," or "conjunction" in roles[k] for k in range(verb + 1, i))


def _clause(
    sentence: Sentence, roles: list[frozenset[str]], clauses: list[Clause], verb: int, form: str, opener: int, verb_at: int
) -> Clause:
    """Return the clause of a verb; `opener` opened the stretch it stands in, `verb_at` is the verb before it there or -1."""
    before = next((c for c in reversed(clauses) if c.end > verb), Clause(0, -1, -1, -1, "finite"))
    end = verb - 1
    while end >= 0 and is_adverb(sentence, roles, end):
        end -= 1
    if form == "participle" and opener == verb - 1 >= 0 and sentence.text[sentence.starts[opener]] == "(":
        first = _subject_start(sentence, roles, opener - 1, before.verb, before.verb >= 0)  # "X (reaching 0.95)"
        near = max((k for k in range(first, opener) if "preposition" in roles[k]), default=first - 1)
        if any(roles[k] & NAMED for k in range(near + 1, opener)):
            first = near + 1
        return Clause(opener, verb, *((first, opener - 1) if first < opener else (before.first, before.last)), "bracket")
    if form == "participle":
        own = _with_subject(sentence, roles, end, max(opener, verb_at))
        if own is not None:
            return Clause(own[0], verb, own[0], own[1], "with")
        start = verb if before.verb >= 0 else 0
        return Clause(start, verb, before.first, before.last, form)
    if form == "infinitive":
        return Clause(verb, verb, before.first, before.last, form)
    if end == opener and end >= 0 and "relative-pronoun" in roles[end]:
        first, last = _antecedent(sentence, roles, end, before)
        return Clause(end, verb, first, last, "relative")
    apposed = _apposed_name(sentence, roles, end, verb_at) if verb_at >= 0 else -1
    if apposed > 0:  # "The strongest model that we test, X, reaches"
        return Clause(apposed, verb, apposed, end - 1, "finite")
    first = _subject_start(sentence, roles, end, max(opener, verb_at), verb_at >= 0)
    gerund = (
        clauses and verb_at >= 0 and clauses[-1].kind == "participle" and _opens_stretch(sentence, roles, opener, clauses[-1])
    )
    if gerund and sentence.text[sentence.starts[first - 1]] != ",":
        first = clauses[-1].verb  # "Combining X improves"
    resumes = before.kind == "relative" and before.verb == verb_at and not roles[first] & _SUBJECT_OPENS
    if first > end or resumes:
        main = _before_aside(sentence, roles, clauses, before)
        return Clause(verb, verb, main.first, main.last, "shared")
    return Clause(min(first, opener + 1) if verb_at < 0 else first, verb, first, end, "finite")


def _apposed_name(sentence: Sentence, roles: list[frozenset[str]], end: int, low: int) -> int:
    """Return where the name begins that stands between commas before a verb, the last of them `end`; -1 if none does."""
    if sentence.text[sentence.starts[end]] != ",":
        return -1
    k = end - 1
    while k > low and roles[k] & NAMED:
        k -= 1
    return k + 1 if k < end - 1 and sentence.text[sentence.starts[k]] == "," else -1


def _opens_stretch(sentence: Sentence, roles: list[frozenset[str]], opener: int, clause: Clause) -> bool:
    """Return whether only adverbs stand between an opener and a verb: "Empirically, applying X improves"."""
    return all(sentence.text[sentence.starts[k]] == "," or is_adverb(sentence, roles, k) for k in range(opener + 1, clause.verb))


def _before_aside(sentence: Sentence, roles: list[frozenset[str]], clauses: list[Clause], before: Clause) -> Clause:
    """Return the clause that a verb behind "..., which are easy, and" goes on with: not the aside about an object."""
    if before.kind != "relative" or len(clauses) < 2 or sentence.text[sentence.starts[before.start - 1]] != ",":
        return before
    if before.first < 1 or roles[before.first - 1] & {"subordinator", "conjunction"}:
        return before  # "while Y, which uses Z, drops"
    main = clauses[-2]
    return main if clauses[-1] is before and main.verb < before.first else before


def _subject_start(sentence: Sentence, roles: list[frozenset[str]], end: int, low: int, after_verb: bool) -> int:
    """Return the first token of the noun phrase that ends before a verb, or one behind `end` where there is none."""
    k = end
    depth = 0
    joined = False
    if k > low and sentence.text[sentence.starts[k]] == "," and not after_verb:  # "X, trained on Y, reaches"
        k = _insertion_start(sentence, roles, low, k) - 1
    while k > low:
        surface = sentence.text[sentence.starts[k]]
        if surface == ")":
            depth += 1
        elif surface == "(":
            if depth == 0:
                break
            depth -= 1
        elif depth:
            pass
        elif surface == ",":
            if k == end or not joined or _is_adverbial(sentence, roles, low, k):
                break
        elif "subordinator" in roles[k] and not _is_reduced_opener(sentence, roles, k):
            break
        elif "conjunction" in roles[k]:
            if k == end:
                break
            if after_verb:
                return _named_behind_comma(sentence, roles, low, k)
            joined = True
        k -= 1
    return k + 1


def _named_behind_comma(sentence: Sentence, roles: list[frozenset[str]], low: int, joint: int) -> int:
    """Return where the subject begins that a conjunction goes on with: at the name behind a comma, else behind it.

    "Used for tests, X with Y and Z reaches" is about X, "It lifts X and Y reaches" about Y.
    """
    for k in range(joint - 1, low, -1):
        if sentence.text[sentence.starts[k]] == ",":
            return k + 1 if roles[k + 1] & NAMED else joint + 1
        if "quantity" in roles[k]:
            break
    return joint + 1


def _insertion_start(sentence: Sentence, roles: list[frozenset[str]], low: int, end: int) -> int:
    """Return the comma that opens an insertion closed by the comma `end`: ", including A, B and C,"; else `end`."""
    commas = [j for j in range(end - 1, low, -1) if sentence.text[sentence.starts[j]] == ","]
    leads = (j for j in commas if roles[j + 1] & _LEADS or sentence.words[j + 1].endswith("ed"))
    return next(leads, commas[0] if commas else end)


def _is_adverbial(sentence: Sentence, roles: list[frozenset[str]], low: int, comma: int) -> bool:
    """Return whether what stands before a comma leads in the clause and is no part of an enumeration: "On A, B and C"."""
    start = low + 1
    if start >= comma:
        return True
    return (bool(roles[start] & _LEADS) and "evidence" not in roles[start]) or is_adverb(sentence, roles, start)


_LEADS = frozenset({"preposition", "training-verb", "evaluation-verb", "subordinator", "than", "ordinal"})


def _with_subject(sentence: Sentence, roles: list[frozenset[str]], end: int, low: int) -> tuple[int, int] | None:
    """Return the noun phrase before a participle if it is its subject: "with X reaching", ", X reaching"."""
    near = range(end, max(low, end - 9), -1)
    for k in near:
        if sentence.text[sentence.starts[k]] in ",;:(" or "conjunction" in roles[k]:
            if k == end or not roles[k + 1] & {"model", "name", "own"}:
                return None
            first = _list_start(sentence, roles, k, low)
            return (first if first is not None else k + 1, end)
        if "accompany" in roles[k]:
            return (k + 1, end) if k < end else None
        if "subordinator" in roles[k]:
            return None
    return None


def _list_start(sentence: Sentence, roles: list[frozenset[str]], joint: int, low: int) -> int | None:
    """Return the first token of an enumeration of names behind "with": "with A, B and C each reaching"; else None."""
    for k in range(joint, max(low, joint - 16), -1):
        if "accompany" in roles[k]:
            return k + 1
        if not (roles[k] & (NAMED | {"conjunction", "determiner", "capital"}) or sentence.text[sentence.starts[k]] == ","):
            return None
    return None


def _antecedent(sentence: Sentence, roles: list[frozenset[str]], pronoun: int, before: Clause) -> tuple[int, int]:
    """Return the noun phrase that a relative pronoun stands for."""
    end = pronoun - 1
    if end >= 0 and sentence.text[sentence.starts[end]] == ",":
        end -= 1
    first = _subject_start(sentence, roles, end, before.verb, before.verb >= 0)
    if 1 < first <= end and sentence.text[sentence.starts[first - 1]] == "," and "determiner" in roles[first]:
        named = first - 1  # "X, a model that reaches"
        while named > 0 and roles[named - 1] & {"name", "own", "model"}:
            named -= 1
        first = named if named < first - 1 else first
    return (first, end) if first <= end else (before.first, before.last)


def _fill_forward(roles: list[frozenset[str]], clauses: list[Clause]) -> None:
    """Give a participle that opens the sentence the subject of the clause behind it: "Using X, we reach"."""
    for i in range(len(clauses) - 2, -1, -1):
        if clauses[i].last < 0 and clauses[i + 1].last >= 0 and not _turns(roles, clauses[i].verb, clauses[i + 1].verb):
            clauses[i] = clauses[i]._replace(first=clauses[i + 1].first, last=clauses[i + 1].last)


def _turns(roles: list[frozenset[str]], left: int, right: int) -> bool:
    """Return whether a clause of another kind opens between two verbs: "achieving 2.5x, whereas others need"."""
    return any("subordinator" in roles[k] for k in range(left, right))
