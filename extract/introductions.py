"""Find what a paper proposes: the names of its own systems and benchmarks."""

from collections.abc import Iterator
from functools import cache

import regex
from ahocorasick_rs import AhoCorasick, MatchKind

from ..schemas.load import load_yaml
from .acronyms import WORD, long_form_start, spells_only_task, title_acronyms
from .names import load_name_index
from .own_names import (
    DESCRIBES,
    LONG,
    LOOKS_NAMED,
    NAME,
    Found,
    OwnNames,
    any_of,
    is_common,
    is_taken,
    load_rules,
    names_new_benchmark,
)

_ANY_WORD = regex.compile(r"\w+")
# Between "we propose" and a name, these say that the name belongs to something else: "a method based on Foo Nets (FN)".
_BELONGS = regex.compile(
    r"(?<![\w-])(?:of|for|with|using|based|on|in|to|by|via|into|that|which|from|as|through|and|over|leveraging)\b"
)


def _title_name(title: str) -> tuple[str, str] | None:
    """Return the name before the colon of a title, and what follows it."""
    head = load_rules().title.match(title)
    if head is None:
        only = title.strip()  # a title of one word is a name
        return (only, "") if only and " " not in only and only not in load_rules().never else None
    name = head["name"].strip().strip("\"'`")
    if name in load_rules().never or "%" in name:
        return None
    words = name.split()
    if any(word.lower() in load_rules().binders for word in words[:-1]) or (len(words) > 1 and words[0].endswith("ing")):
        return None  # "Study on X", "Beyond X", "Revisiting X"
    versioned = len(words) == 2 and words[1][:1].isdigit()
    if len(words) == 1 or versioned or (len(words) <= 3 and LOOKS_NAMED.search(name)):
        return name, head["rest"]
    return None


_DRIVES = regex.compile(r"[ -](?:based|guided|driven|powered|inspired|enhanced|aware)\b")  # "a Foo Bar (FB) based approach"
_APPOSED = regex.compile(r"\s*(?:,\s(?:an?|the|our|which|two|three)\b|\()")


_SHORTENED = regex.compile(
    r"[ :]{1,2}(?:(?:the|our|an?|novel|new)[ ])*+"
    r"(?P<long>[A-Z][\w-]*+(?:[ ](?:[A-Z][\w-]*+|of|for|and|via|with|to|in|on)){1,8}?)"
    rf"[ ]\([\"'`]?(?P<name>{NAME})[\"'`]?[),;]"
)
"""A name and how it is shortened, though not by its initials: "Bidirectional Process Model (BiProM)"."""


def _name_in(rest: str) -> "tuple[str, str, str] | None":
    """Return the name that a phrase of introduction gives, the words before it and the words after it."""
    rules = load_rules()
    short = _SHORTENED.match(rest)
    if short is not None and _DRIVES.match(rest, short.end()):
        short = None
    if short is not None and short["name"][0].lower() == short["long"][0].lower() and not is_common(short["name"]):
        return short["name"], short["long"], rest[short.end() :]
    direct = rules.direct.match(rest)
    if direct is not None and _DRIVES.match(rest, _gloss_end(rest, direct.end())):
        direct = None  # "Foo Bar (FB)-enhanced agents"
    if direct is not None and direct["name"] not in rules.never and _APPOSED.match(rest, direct.end()):
        spelled = rules.gloss.match(rest, direct.end() + 1)  # "Region Proposal Network (RPN)"
        if spelled is None or long_form_start(spelled["name"], direct["name"]) is None:
            return direct["name"], "", rest[direct.end() :]
    gloss = rules.gloss.search(rest, 0, 130)
    if gloss is not None and not is_common(gloss["name"]) and not _DRIVES.match(rest, gloss.end()):
        long = long_form_start(gloss["name"], rest[: gloss.start()])
        if long is None and not _is_taken_here(rest, gloss):
            long = _noun_beside(rest, gloss)  # "design a new model (FooNet)", "a new model for X (FooNet)" is another's
            belongs = long is not None and any(m.group() != "and" for m in _BELONGS.finditer(rest, 0, long))
        elif long is not None:
            belongs = _BELONGS.search(rest, 0, long) is not None
        if long is not None and not belongs:
            return gloss["name"], rest[: gloss.start()], rest[gloss.end() :]
    if (
        direct is not None
        and not (is_taken(direct["name"]) and not names_new_benchmark(direct["name"], rest[direct.end() :]))
        and (" " in direct["name"] or LOOKS_NAMED.search(direct["name"]) or _ENDS_NAME.match(rest, direct.end()))
    ):
        return direct["name"], "", rest[direct.end() :]
    named = _named_noun(rest)
    if named is not None:
        return named
    calls = (rules.called.match(rest, start) for start, _, called in _find_verbs(rest) if called)
    found = next((call for call in calls if call is not None), None)
    if found is not None and not is_common(found["name"]):
        return found["name"], rest[: found.start("name")], rest[found.end() :]
    return _apposed_name(rest)


def _gloss_end(rest: str, end: int) -> int:
    """Return the end of the abbreviation in brackets right behind a name, or the end of the name."""
    gloss = load_rules().gloss.match(rest, end + 1)
    return gloss.end() if gloss is not None else end


# What may follow a plain word that is a name: "we propose Lantern to", not "the Pinyin guessing problem", "Love, Hate, and".
_ENDS_NAME = regex.compile(
    r"$|,(?! [A-Z]\w*,)|[(.\"]|"
    r" (?:\(|(?:of|for|with|using|based|on|in|to|by|via|that|which|from|as|through|and|is|an?|the|where|whose|at)\b)"
)


def _noun_beside(rest: str, gloss: "regex.Match[str]") -> int | None:
    """Return where a noun for what papers propose stands beside a name in brackets: "a model (X)", "an extension (X) method"."""
    rules = load_rules()
    if not LOOKS_NAMED.search(gloss["name"]) or gloss["name"].islower():
        return None
    noun = rules.noun_before.search(rest, max(0, gloss.start() - 40), gloss.start())
    if noun is not None:
        return noun.start()
    return gloss.start() if rules.noun_after.match(rest, gloss.end()) else None


def _is_taken_here(rest: str, gloss: "regex.Match[str]") -> bool:
    """Return whether a name in brackets is another's: a known one, unless it is called a framework or a model right here."""
    noun = load_rules().noun_before.search(rest, max(0, gloss.start() - 40), gloss.start())
    renamed = noun is not None and gloss["name"] not in load_rules().never and len(gloss["name"]) > 2
    return is_taken(gloss["name"]) and not renamed


def _named_noun(rest: str) -> "tuple[str, str, str] | None":
    """Return the name that a noun for what papers propose carries: "a simple yet effective FooNet method"."""
    for found in load_rules().apposed.finditer(rest):
        noun = load_rules().noun_after.match(rest, found.end())
        if noun is None or is_taken(found["name"]) or DESCRIBES.search(found["name"]):
            continue
        if not LOOKS_NAMED.search(found["name"]) or _BELONGS.search(rest, 0, found.start()):
            continue
        called = load_rules().called.match(rest, noun.end() + 1)  # "a FooTask framework named FooNet"
        if called is not None and not is_taken(called["name"]):
            found = called
        return found["name"], rest[: found.start("name")], rest[found.end("name") :]
    return None


_LONG = regex.compile(rf"(?P<name>{LONG})")


def _apposed_name(rest: str) -> "tuple[str, str, str] | None":
    """Return the first name that stands right behind what a paper proposes: "a new model FooNet", "a tokenizer, FooTok,"."""
    comma = _behind_comma().match(rest)
    if comma is not None and not is_taken(comma["name"]) and (" " in comma["name"] or LOOKS_NAMED.search(comma["name"])):
        return comma["name"], comma["noun"], rest[comma.end() :]
    for found in load_rules().apposed.finditer(rest):
        noun = load_rules().noun_before.search(rest, max(0, found.start() - 40), found.start())
        if noun is not None and found.start() - len(rest[: found.start()].rstrip(" ,:-—–")) in (1, 2, 3, 4):
            if is_taken(found["name"]) or _BELONGS.search(rest, 0, noun.start()):
                return None
            name = _LONG.match(rest, found.start()) or found
            return name["name"], rest[: found.start()], rest[name.end() :]
    return None


@cache
def _behind_comma() -> "regex.Pattern[str]":
    """Return what finds a name between commas behind what is proposed: "a tokenizer for events, Foo Patches, which"."""
    ends = r"(?=[,.;]|[ ](?:\(|that\b|which\b)|$)"
    return regex.compile(
        rf"[ ](?:an?|our|one)[ ](?P<noun>[^,.;:()]{{0,90}}\b[a-z][a-z-]*+),[ ](?:i\.e\.,?[ ])?(?P<name>{LONG}){ends}"
    )


def _called_name(text: str, start: int) -> "tuple[str, str, str] | None":
    found = load_rules().called.match(text, start)
    if found is None or is_common(found["name"]):
        return None
    return found["name"], text[max(0, start - 80) : start], text[found.end() : found.end() + 70]


def _has_word(text: str, word: str) -> bool:
    """Return whether a word stands in a text, not only inside another."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum()):
            return True
        start = text.find(word, end)
    return False


def find_own_names(title: str, text: str) -> OwnNames:
    """Return the paper's own systems and benchmarks.

    >>> find_own_names("FooNet: fast parsing", "We release BarBank, a new dataset of trees.")
    OwnNames(systems=('FooNet',), benchmarks=('BarBank',), parts=(), concepts=frozenset())
    >>> find_own_names("Deep residues", "We train a deep network, which we call ResNet. We compare it with VGG.").systems
    ('ResNet',)
    """
    rules = load_rules()
    found = Found(title)
    head = _title_name(title)
    if head is not None:
        if rules.opening.match(head[1]) or _new_benchmark().search(head[1]):
            found.benchmarks[head[0]] = None
        found.add(head[0], "", head[1][:60], late=" " in head[0] and head[0] not in text)
        at = text.find(f"{head[0]} is ")
        if at >= 0:  # "X is a benchmark of 9,400 images"
            found.add(head[0], "", text[at + len(head[0]) + 4 :][:60])
    for start, end, called in _find_verbs(text):
        nouns = rules.noun_before.search(text, max(0, start - 40), start) if called else None
        if nouns is None and not any(
            w.strip(",").lower() in rules.subjects for w in text[max(0, start - 60) : start].split()[-5:]
        ):
            continue
        stop = text.find(". ", end)
        rest = text[end : stop if 0 <= stop < end + 260 else end + 260]
        name = _name_in(rest) if not called else _called_name(text, start)
        if name is not None:
            found.add(*name)
    _add_glossed(found, title, text)
    for claimed, end in _find_possessed(text):
        if not is_taken(claimed) and claimed not in found.concepts:
            found.add(claimed, "", text[end : end + 40])
    for short in title_acronyms(title):
        if short in text and short not in found.concepts and _has_word(text, short) and not spells_only_task(title, short):
            found.add(short, "", "")
    return found.names()


@cache
def _verbs() -> tuple[AhoCorasick, int]:
    """Return the automaton over the words that introduce a name, and how many of them are verbs: the others are "called"."""
    cues = load_yaml("vocabulary", "introductions")
    return AhoCorasick([*cues["verbs"], *cues["called"]], matchkind=MatchKind.LeftmostLongest), len(cues["verbs"])


def _find_verbs(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the place of each word that introduces a name, and whether it is "called" or the like."""
    automaton, verbs = _verbs()
    for index, start, end in automaton.find_matches_as_indexes(text):
        if not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum()):
            yield start, end, index >= verbs


@cache
def _possessed() -> tuple[AhoCorasick, "regex.Pattern[str]"]:
    """Return what finds the words by which a paper claims a name in passing, and the pattern of what they stand in."""
    cues = load_yaml("vocabulary", "introductions")
    ours, new = ([form for word in cues[key] for form in (word, word.capitalize())] for key in ("possessives", "novelties"))
    nouns = any_of(cues["system_nouns"])
    plain = r"[ ](?:(?:novel|new|proposed)[ ])*+"
    return AhoCorasick([*ours, *new]), regex.compile(
        rf"\b(?:(?:{any_of(ours)}){plain}(?:"
        rf"(?P<name>{NAME})(?:[ ]\([^()]{{5,60}}\))?(?=[ ](?:{nouns})\b)"
        r"|(?P<first>[A-Z])[\w-]*+(?:[ ][A-Z][\w-]*+){1,6}[ ]\((?P<name>(?P=first)[A-Z]+)\))"
        rf"|(?:{any_of([*ours, *new])}){plain}"
        rf"(?:[a-z][\w-]*+[ ])?(?:{nouns})(?:[ ]\(|,[ ])[\"'`]?(?P<name>{NAME})(?=[\"'`]?[),]))"
    )


def _find_possessed(text: str) -> Iterator[tuple[str, int]]:
    """Yield each name that a paper claims in passing, with its end: "our FooNet framework", "our method (FooNet)"."""
    automaton, pattern = _possessed()
    for _, start, _ in automaton.find_matches_as_indexes(text):
        match = pattern.match(text, start)
        if match is not None:
            yield match["name"], match.end("name")


def _add_glossed(found: "Found", title: str, text: str) -> None:
    """Add the acronyms that the text spells out and the title is about: "(X)" behind the words that open the title."""
    opening = _ANY_WORD.findall(title.lower())[:2]
    for gloss in load_rules().gloss.finditer(text):
        name = gloss["name"]
        before = text[max(0, gloss.start() - 90) : gloss.start()]
        spelled = long_form_start(name, before)
        if spelled is None:
            continue
        if _is_concept(name, before[spelled:], text[gloss.end() : gloss.end() + 25]):
            found.concepts.update((name, name.removesuffix("s")))
        if len(name) < 3 or is_common(name):
            continue
        long = _ANY_WORD.findall(before.lower())[-len(name) - 1 :]
        opens = any(long[i : i + 2] == opening for i in range(len(long) - 1))
        if (opens and not spells_only_task(title, name)) or _heads_title(title, name):
            found.add(name, before[-40:], text[gloss.end() : gloss.end() + 40])


def _heads_title(title: str, name: str) -> bool:
    """Return whether a name opens a title, or what stands behind a colon or comma in it."""
    at = title.find(name)
    before, after = title[: max(at, 0)].rstrip(), title[at + len(name) : at + len(name) + 1]
    return at >= 0 and (not before or before[-1] in ":,") and not after.isalnum() and after not in ("-", "_")


def _is_concept(name: str, long: str, after: str) -> bool:
    """Return whether an abbreviation stands for something general, and neither for a benchmark nor for a known name."""
    rules = load_rules()
    noun = rules.benchmark.search(long) or rules.benchmark.match(after.lstrip(" )"))
    task = rules.task_noun.match(after.lstrip(" )")) is not None
    known = load_name_index().known(name, "benchmark") is not None
    told = not known or long.islower() or task  # what the text says goes before the vocabulary
    return len(WORD.findall(long)) > 1 and noun is None and told


@cache
def _new_benchmark() -> "regex.Pattern[str]":
    cues = load_yaml("vocabulary", "introductions")
    return regex.compile(
        rf"\b(?:{any_of(cues['new'])})\b(?:[ ]\S+){{0,4}}[ ](?:{any_of(cues['benchmark_nouns'])})\b", regex.IGNORECASE
    )
