"""Read a printed number with its sign, unit, range and uncertainty.

The units and the number words are data (`schemas/vocabulary/units.yaml`, `numbers.yaml`); the grammar of a printed
number is here.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import regex

from ..schemas.load import load_yaml


class Quantity(NamedTuple):
    """A printed number and what it means."""

    value: float
    value_max: float | None
    kind: str  # percent, points, multiple, unit, duration, magnitude, decimal, integer, rank
    unit: str | None
    sign: str  # "+", "-" or ""
    uncertainty: float | None
    at_least: bool  # "95%+"


class Units(NamedTuple):
    """Spellings of units, ready for the grammar: kind and printed unit of each."""

    spellings: dict[str, dict[str, Any]]
    alternation: str
    measured: str  # the units that measure performance: those a "million" may stand before


@cache
def load_units() -> Units:
    """Return the units of the vocabulary, the longest spelling first."""
    spellings = {s: entry for entry in load_yaml("vocabulary", "units") for s in entry["spellings"]}
    ordered = sorted(spellings, key=lambda s: (-len(s), s))
    words = [_spelling_pattern(s) for s in ordered]
    measured = "|".join(regex.escape(s, special_only=True) for s in ordered if spellings[s]["kind"] == "unit" and len(s) > 1)
    return Units(spellings, "|".join(words), measured)


def _spelling_pattern(spelling: str) -> str:
    """Return one unit as a pattern: "ms" stands behind any space, "-fold" behind a hyphen."""
    word = regex.escape(spelling, special_only=True)
    if spelling.startswith("-"):
        return word if len(spelling) > 1 else ""
    # A small factor of one letter reads as such only where it touches the number: "5k", not "top 5 k".
    if spelling in ("K", "k", "T"):
        return word
    return r"[ ]{0,3}" + word + (r"(?![ ]?\d)" if spelling in "xX×" else "")


_IN_WORDS = ("cardinals", "articles", "multiples", "determined", "multiplied", "halved", "fractions", "ordinals")


@cache
def load_numbers() -> dict[str, dict[str, float]]:
    """Return the numbers that are written as words: those of each kind of `numbers.yaml`."""
    data = load_yaml("vocabulary", "numbers")
    return {kind: {w: float(v) for w, v in data[kind].items()} for kind in _IN_WORDS}


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=lambda w: (-len(w), w)))


@cache
def quantity_pattern() -> str:
    """Return the pattern of a printed number, with the groups that `read_quantity` takes apart."""
    # 1,024.5 and 0.93 and .93, and with a comma for the point only before a percent sign: 40,95%
    plain = r"\d{1,3}(?:,\d{3})++(?:\.\d++)?+|\d++,\d{1,2}(?=[ ]?%)|\d++(?:\.\d++)?+|\.\d++"
    digits = rf"(?:{plain})(?:[eE][ ]?[-+]?[ ]?\d++)?+"
    # "0.93 using" is not 0.93 us: a unit ends where its word ends.
    unit = rf"(?:(?:{load_units().alternation})(?![A-Za-z\d])|[ ]?\[(?:{load_units().alternation})\])"  # 0.2 [mm]
    factor = _any(s for s, entry in load_units().spellings.items() if entry["kind"] == "magnitude")
    uncertainty = _any(regex.escape(s) for s in load_yaml("vocabulary", "numbers")["uncertainty"])
    return rf"""
        (?=[-+.\d]) (?<![\^_]) (?P<sign>(?<![\w)\]^_])[+-](?:(?<=[=(:~<>][ ]?[+-])[ ])?+)?+ (?P<number>{digits})
        (?! (?<=\b[12]\d{{3}}) s \b | s[ ]of\b )                                    # "the 1970s", "100s of languages"
        (?: [ ]?(?P<factor>{factor}) (?=[ ](?:{load_units().measured})(?![A-Za-z\d])) )?+   # 11k samples per second
        (?P<power>\^-?\d++)?+ (?P<more>\+(?=[ ]?{unit}))?+ (?P<unit>{unit})?+ (?P<plus>\+(?![\w.]))?+
        (?: [ ]?(?:{uncertainty})[ ]? (?P<pm>{digits}) (?P<unit3>{unit})?+ )?+
        (?: (?<=\.\d++) /(?:4|5|7|10|100)(?:\.0)?(?![\w.%/]) )?+                     # 4.4/5: out of a scale
        (?: [ ]?(?:-|~|-[ ]?~)[ ]? [+]? (?P<number2>{digits}) (?P<unit2>{unit})?+ (?![\w]) )?+
        (?![A-Za-z\d]|\.\d|-[A-Za-z]*\d)
        (?(unit)|(?!(?<!\.\d\d)(?<!\.\d\d\d)-[a-z]|(?<!\.\d++)-[A-Z]))   # "7-class" describes; of 81.74-good it is a dash
    """


@cache
def word_quantity() -> "regex.Pattern[str]":
    """Return the pattern of a quantity in words: "four to forty times", "first place", "twice"."""
    numbers = load_numbers()
    cardinals, ordinals = _any([*numbers["cardinals"], *numbers["articles"]]), _any(numbers["ordinals"])
    units = [
        s
        for s, entry in load_units().spellings.items()
        if len(s) > 1 and (entry["kind"] in ("multiple", "percent") or (entry["kind"] == "points" and s[0] != "-"))
    ]  # "two points", not "two-point correlation"
    word_units = "|".join(_spelling_pattern(s) for s in sorted(units, key=lambda s: (-len(s), s)))
    placings = _any(load_yaml("vocabulary", "numbers")["placings"])
    points = _any(s for s, entry in load_units().spellings.items() if entry["kind"] == "points" and s.isalpha())
    return regex.compile(
        rf"""
        (?! (?i:{_any(numbers["articles"])}) [ -] (?:{points}) \b )                # "a point cloud"
        (?P<word>(?i:{cardinals})) (?:[ -](?:to|or)[ -] (?P<word2>{cardinals}) )?+
          (?P<word_unit>(?:[ ]|-)(?:{word_units})) (?![A-Za-z])
      | (?P<rank> (?i:{ordinals}) ) (?= [ -](?:{placings})\b ) | (?<=\b[Rr]ank(?:s|ed|ing)?[ ]) (?P<rank2> {ordinals} ) \b
      | (?P<multiple> (?i:{_any(numbers["multiples"])}) ) \b (?!-\w)
      | (?P<determined> (?i:{_any(numbers["determined"])}) ) (?= [ ](?:the|that|those|as|its|their|our)\b )
      | (?P<multiplied> (?i:{_any(numbers["multiplied"])}) ) \b
      | (?P<halved> (?i:{_any(numbers["halved"])}) ) \b
      | (?P<fraction> (?i:{_any(regex.escape(w) for w in numbers["fractions"])}) )
        (?= [ ](?:of|the|its|their|that|as|at|on|in|when)\b | [,.;)] | $ )
        """,
        regex.VERBOSE,
    )


@cache
def quantity_openings() -> dict[str, int]:
    """Return what each quantity in words begins with, as far as it tells one from other words: "three ti", "first pl".

    With each the offset at which the quantity begins: 7 in "ranked first". All are small.
    """
    numbers = load_numbers()
    units = {s.lstrip("-") for s, entry in load_units().spellings.items() if entry["kind"] in ("multiple", "percent", "points")}
    behind = {sep + word[:2] for word in (*units, "to", "or") for sep in " -"} | {"  "}
    placings = {sep + word[:2] for word in load_yaml("vocabulary", "numbers")["placings"] for sep in " -"}
    ranked = [verb + word for verb in ("rank ", "ranks ", "ranked ", "ranking ") for word in numbers["ordinals"]]
    alone = [w for kind in ("multiples", "determined", "multiplied", "halved", "fractions") for w in numbers[kind]]
    return {
        **{word + more: 0 for word in numbers["cardinals"] for more in sorted(behind)},
        **{word + more: 0 for word in numbers["ordinals"] for more in sorted(placings)},
        **{phrase: phrase.index(" ") + 1 for phrase in ranked},
        **dict.fromkeys(alone, 0),
    }


@cache
def load_signs() -> dict[str, str]:
    """Return the signs that are written as words: "plus 5.5 percent"."""
    return dict(load_yaml("vocabulary", "numbers")["signs"])


@cache
def quantity_words() -> frozenset[str]:
    """Return the words with which a quantity in words can begin, small."""
    return frozenset(w for kind in load_numbers().values() for w in kind)


def _to_float(text: str) -> float:
    # A run of hundreds of digits is no number that anybody reports: it stays finite, so that a row can hold it.
    whole, comma, last = text.rpartition(",")
    if comma and len(last) < 3:
        text = f"{whole}.{last}"
    return min(float(text.replace(",", "").replace(" ", "")), 1e300)


def read_quantity(match: "regex.Match[str]") -> Quantity:
    """Return the quantity of a match of `quantity_pattern`."""
    group = match.groupdict()
    scale = 1.0 if group["factor"] is None else load_units().spellings[group["factor"]]["factor"]
    value = _to_float(group["number"]) * scale
    value_max = None if group["number2"] is None else _to_float(group["number2"]) * scale
    printed = group["unit2"] or group["unit"] or group["unit3"] or ""
    printed = printed.strip(" []")
    entry = load_units().spellings.get(printed)
    sign = (group["sign"] or "").strip()
    pm = None if group["pm"] is None else _to_float(group["pm"])
    at_least = group["plus"] is not None or group["more"] is not None
    if group["power"] is not None:
        return Quantity(value, None, "magnitude", None, sign, None, False)  # a bound or a size, no result
    if entry is None:
        kind = "decimal" if "." in group["number"] or "e" in group["number"] or pm is not None else "integer"
        return Quantity(value, value_max, kind, None, sign, pm, at_least)
    kind = entry["kind"]
    if kind == "magnitude":
        factor = entry["factor"]
        return Quantity(value * factor, value_max and value_max * factor, kind, None, sign, pm, at_least)
    unit = entry["unit"] if kind in ("percent", "multiple") else printed.lstrip("-")
    if entry.get("scale"):
        unit = printed.lstrip("-")
    return Quantity(value, value_max, kind, unit, sign, pm, at_least)


_ALONE = {
    "multiple": "multiples",
    "determined": "determined",
    "multiplied": "multiplied",
    "halved": "halved",
    "fraction": "fractions",
}


def read_word_quantity(match: "regex.Match[str]") -> Quantity:
    """Return the quantity of a match of `word_quantity`."""
    group = match.groupdict()
    numbers = load_numbers()
    ordinal = group["rank"] or group["rank2"]
    if ordinal is not None:
        return Quantity(numbers["ordinals"][ordinal.lower()], None, "ordinal", None, "", None, False)
    for kind, words in _ALONE.items():
        if group[kind] is not None:
            printed = "multiple" if kind == "determined" else kind
            return Quantity(numbers[words][group[kind].lower()], None, printed, "x", "", None, False)
    printed = str(group["word_unit"]).strip()
    entry = load_units().spellings.get(printed) or load_units().spellings[printed.lstrip("- ")]
    word = str(group["word"]).lower()
    if word in numbers["articles"] and group["word2"] is None:
        return Quantity(entry.get("scale", numbers["articles"][word]), None, entry["kind"], entry["unit"], "", None, False)
    value = _cardinals()[word]
    value_max = None if group["word2"] is None else _cardinals()[group["word2"].lower()]
    unit = printed.lstrip("- ") if entry.get("scale") else entry["unit"]
    return Quantity(value, value_max, entry["kind"], unit, "", None, False)


@cache
def _cardinals() -> dict[str, float]:
    return load_numbers()["cardinals"] | load_numbers()["articles"]
