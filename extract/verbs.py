"""Tell the verbs of a sentence from its nouns, by closed lists of words and by what stands beside them.

`find_roles` gives each token its classes of cues.yaml and its roles of clauses.yaml: "lead" is a noun in "a lead of 3%"
and a verb in "they lead to"; `verb_form` says which, and whether it is finite, a participle or an infinitive.
"""

from functools import cache, lru_cache

from ..schemas.load import load_yaml
from .lexicon import inflect_verb
from .mentions import Sentence

RESULT_VERBS = frozenset({"achieve", "improve", "increase", "decrease", "degrade", "outperform", "be", "find"})
"""Classes of the verbs that tell of results."""
VERBS = RESULT_VERBS | {"trail", "rank-verb", "say", "act"}
"""Roles of words that may be the verb of a clause."""

_NOUNS = frozenset(
    {"gain", "reduction", "improvement", "loss-noun", "gap", "generic-system", "metric", "relative", "praise", "rank-noun"}
    | {"noun", "count-noun", "benchmark-noun", "task", "rate-noun", "higher", "lower"}
)
_BEFORE_NOUN = frozenset(
    {"determiner", "praise", "other-system", "quantity", "possessive", "preposition", "better", "bound-approx"}
)


@cache
def _load_roles() -> dict[str, frozenset[str]]:
    roles: dict[str, set[str]] = {}
    for role, words in load_yaml("vocabulary", "clauses").items():
        name = role.removesuffix("_also").removesuffix("_finite")
        verbs = role in ("say", "act", "act_finite")
        forms = [f for w in words for f in inflect_verb(w)] if verbs else words
        if role == "act_finite":  # the other form is a noun as often: "encoding", "computing"
            forms = [f for f in forms if not f.endswith("ing")]
        for form in forms:
            roles.setdefault(form, set()).add(name)
    return {word: frozenset(found) for word, found in roles.items()}


@lru_cache(maxsize=20_000)
def _with_roles(word: str, signature: frozenset[str]) -> frozenset[str]:
    """Return the classes of a word with its roles in a clause; the name of something has none."""
    roles = _load_roles().get(word.lower())
    return signature | roles if roles is not None and not signature & _NAMES else signature


def find_roles(sentence: Sentence) -> list[frozenset[str]]:
    """Return the classes of each token, with its grammatical roles."""
    words = sentence.words
    out = [_with_roles(word, signature) for word, signature in zip(words, sentence.signatures, strict=True)]
    for i in range(1, len(out)):
        if words[i] == "as" and words[i - 1].lower() == "such":
            out[i - 1] = out[i] = _SUCH_AS
    return out


_SUCH_AS = frozenset({"preposition", "such_as"})


_NAMES = frozenset({"model", "own", "benchmark"})


def is_adverb(sentence: Sentence, roles: list[frozenset[str]], i: int) -> bool:
    """Return whether a token only colours or carries a verb: "significantly", "can", "not"."""
    return bool(roles[i] & {"auxiliary", "adverb"}) or (
        sentence.ends[i] - sentence.starts[i] > 4
        and sentence.text.endswith("ly", sentence.starts[i], sentence.ends[i])
        and not roles[i] & {"name", "model", "own"}
        and sentence.text[sentence.ends[i] - 5] != "-"  # "radar-only"
    )


def verb_form(sentence: Sentence, roles: list[frozenset[str]], i: int, first: bool) -> str | None:
    """Return how a token is the verb of a clause: finite, participle or infinitive; None where it is none."""
    role = roles[i]
    if not role & VERBS:
        return "finite" if first and i and _is_new_verb(sentence, roles, i) else None
    if role & _NOT_VERBS or (i and sentence.text[sentence.starts[i]].isupper()):
        return None
    before = i - 1
    while before >= 0 and is_adverb(sentence, roles, before):
        before -= 1
    left = roles[before] if before >= 0 else frozenset[str]()
    word = sentence.text[sentence.starts[i] : sentence.ends[i]].partition(" ")[0]
    after = roles[i + 1] if i + 1 < len(roles) else frozenset[str]()
    if word.endswith("ing"):
        return None if left & {"determiner", "praise", "of", "possessive", "scope"} or "of" in after else "participle"
    if any("auxiliary" in roles[k] for k in range(before + 1, i)):
        return "finite"
    if "be" in role:
        return "finite"
    if "infinitive" in left and not word.endswith("ed"):
        return "infinitive" if not role & _NOUNS or _takes_object(sentence, roles, i) else None
    if before < 0 or (left & _BEFORE_NOUN and "generic-system" not in left and " " not in sentence.words[before]):
        return None
    named = left & NAMED and (word.endswith("ed") or bool(after & NAMED))
    if role & _NOUNS and not named and not _takes_object(sentence, roles, i):
        return None
    if word.endswith("ed") or word in ("shown", "found", "seen", "given", "held"):
        if after & {"preposition"} and not after & {"drift"} and role & {"achieve", "act", "say"}:
            return None  # "the score obtained by X", "a model trained on Y"
        if i + 1 == len(roles) or sentence.text[sentence.starts[i + 1]] in ",).":
            return None
        if "by" in after and not role & {"improve", "increase", "decrease", "degrade"}:
            return None
    return "finite"


_WORD = frozenset({"word"})
NAMED = frozenset({"own", "model", "name", "anaphor"})
_NOT_VERBS = frozenset({"preposition", "name", "own", "model", "benchmark"})


def _is_new_verb(sentence: Sentence, roles: list[frozenset[str]], i: int) -> bool:
    """Return whether an unknown word is the verb of the system before it: "X computes the"."""
    if "pronoun" in roles[i - 1]:
        return sentence.text[sentence.starts[i]].islower() and not is_adverb(sentence, roles, i)  # "we filter"
    if roles[i] != _WORD or sentence.text[sentence.ends[i] - 1] != "s" or i + 1 == len(roles):
        return False
    return bool(roles[i - 1] & (NAMED | {"acronym"})) and (
        bool(roles[i + 1] & _OBJECT_OPENS) or is_adverb(sentence, roles, i + 1)
    )


_OBJECT_OPENS = frozenset(
    {"determiner", "quantity", "bound-approx", "bound-over", "bound-up-to", "metric", "first-person", "praise", "model", "own"}
)


def _takes_object(sentence: Sentence, roles: list[frozenset[str]], i: int) -> bool:
    """Return whether what follows a word that may be a noun shows that it is a verb: "drops by", "scores 44.2"."""
    j = i + 1
    n = len(roles)
    while j < n and is_adverb(sentence, roles, j):
        j += 1
    if j >= n:
        return False
    if j > i + 1 or roles[j] & _OBJECT_OPENS:
        return True
    return "drift" in roles[j] and not roles[i] & {"say", "generic-system", "benchmark-noun", "task", "count-noun"}
