"""Turn LaTeX remains, Unicode variants and page noise into plain text, with a map back to the source.

Nothing of the source is lost: the plain text is what the later steps read, and every offset that they give is
turned back into an offset of the source text by `Plain.to_source`.
"""

import re
from bisect import bisect_right
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

# One character for one character: these never move an offset.
_SAME_LENGTH = {
    "\n": " ",
    "\t": " ",
    "\r": " ",
    "\u00a0": " ",
    "\u2009": " ",
    "\u202f": " ",
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2013": "-",
    "\u2212": "-",
    "\u223c": "~",
    "\u2248": "~",
    "\u2243": "~",
    "\uff05": "%",
    "\u2019": "'",
    "\u2018": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2265": ">",
    "\u2264": "<",
    "\u2a7e": ">",
    "\u2a7d": "<",
    "\u00d7": "x",
    "\u2a09": "x",
    "\u2715": "x",
}
_CONTROLS = ("\n", "\t", "\r")

# What stands for a sign in LaTeX, and in texts from which the backslash or the dollars were stripped.
_COMMANDS = {
    "%": "%",
    "times": "x",
    "sim": "~",
    "approx": "~",
    "simeq": "~",
    "thicksim": "~",
    "pm": "±",
    "geq": ">",
    "ge": ">",
    "geqslant": ">",
    "gt": ">",
    "leq": "<",
    "le": "<",
    "leqslant": "<",
    "lt": "<",
    "rightarrow": "→",
    "to": "→",
    "uparrow": "↑",
    "downarrow": "↓",
    "Delta": "Δ",
    "delta": "δ",
    "rho": "ρ",
    "tau": "τ",
    "alpha": "α",
    "beta": "β",
    "kappa": "κ",
    "mu": "μ",
    "sigma": "σ",
    "gamma": "γ",
    "epsilon": "ε",
    "varepsilon": "ε",
    "lambda": "λ",
    "eta": "η",
    "theta": "θ",
    "phi": "φ",
    "ell": "ℓ",
    "circ": "°",
    "degree": "°",
    "percent": "%",
    "&": "&",
    "#": "#",
    "_": "_",
    "$": "$",
}

_NOISE = re.compile(
    r"""
      (?P<accent> \\ (?: ['`^"~=.]|[cvuHk](?=\{) ) \{? (?P<letter>[A-Za-z]) \}? )
    | \\ (?P<command> [A-Za-z]++ ) \*? [ ]? (?P<arg>\{)?     # \times, \textbf{
    | \\ (?P<sign> [%&#_$@] )
    | (?P<space> \\ [,;:!\ ] )
    | (?<=\d) (?P<bare> times | sim ) (?=\d|[ ,.;:)~$]|$)    # 16times, 1.5sim3.0: the backslash was stripped
    | (?<=[A-Za-z\d]) (?P<tie> ~ ) (?=[A-Za-z(%])             # Table~3, Transformer~vaswani2017attention, 30.3~dB
    | (?<=[a-z]) (?P<version> ~ ) (?=\d)                     # Opus~4.7: no "about"
    | (?<=[\d$%}BKMkx (]) (?P<dash> -{2,3} ) (?=[\d+$])      # 3.8--4.8, 3B--7B, $3$--$4$; --0.9 is a minus
    | (?P<pm> \+/- | \+-(?=[ ]?\d) | (?<=[\d ])plusmn\b | \\pm )
    | (?P<drop> \*\*++ | \$ | [{}] | \\[()\[\]] )
    """,
    re.VERBOSE,
)
# What each of them begins with: one automaton finds the places of all, far faster than a pattern that is tried everywhere.
_SIGNS = ("\\", "$", "{", "}", "~", "--", "+/-", "+-", "**", "plusmn")
_BARE_COMMANDS = tuple(f"{digit}{command}" for digit in range(10) for command in ("times", "sim"))
_NOISE_SIGNS = AhoCorasick([*_SIGNS, *_BARE_COMMANDS], implementation=Implementation.DFA)


class Plain(NamedTuple):
    """Plain text with the map of its offsets to the source: `starts[i]` in it is `sources[i]` there."""

    text: str
    starts: list[int]
    sources: list[int]

    def to_source(self, offset: int) -> int:
        """Return the offset in the source text of an offset in the plain text."""
        if not self.starts:
            return offset
        i = bisect_right(self.starts, offset) - 1
        return offset if i < 0 else self.sources[i] + offset - self.starts[i]

    def to_source_end(self, offset: int) -> int:
        """Return the source offset for the exclusive end of a span: right behind its last character."""
        return self.to_source(offset - 1) + 1 if offset else 0


def _replacement(match: "re.Match[str]") -> str:
    group = match.lastgroup
    if match["command"] is not None:
        sign = _COMMANDS.get(match["command"])
        if sign is not None:
            return sign
        return "" if match["arg"] is not None else " "
    if match["accent"] is not None:
        return str(match["letter"])
    if match["sign"] is not None:
        return str(match["sign"])
    if match["bare"] is not None:
        return _COMMANDS[match["bare"]]
    return {"dash": "-", "tie": " ", "version": " ", "space": " ", "pm": "±"}.get(group or "", "")


def normalise(text: str) -> Plain:
    """Return the plain text of a source text, with the map of offsets.

    Most texts hold no LaTeX and keep their length, and then the map is empty.

    >>> plain = normalise(r"a $16\\times$ speedup and 33\\% less")
    >>> plain.text
    'a 16x speedup and 33% less'
    >>> plain.to_source(plain.text.index("speedup"))
    13
    """
    for character in _CONTROLS if text.isascii() else _SAME_LENGTH:  # far faster than `translate`: most texts hold few
        if character in text:
            text = text.replace(character, _SAME_LENGTH[character])
    places = _NOISE_SIGNS.find_matches_as_indexes(text)
    if not places:
        return Plain(text, [], [])
    pieces: list[str] = []
    starts = [0]
    sources = [0]
    done = length = 0
    for sign, place, _ in places:
        start = place if sign < len(_SIGNS) else place + 1  # behind the digit
        match = _NOISE.match(text, start) if start >= done else None
        if match is None:
            continue
        end = match.end()
        new = _replacement(match)
        pieces.append(text[done:start])
        pieces.append(new)
        length += start - done
        # The sign that replaces a command stands at the command's last character, so that an end maps behind it.
        if new:
            starts.append(length)
            sources.append(end - len(new))
        length += len(new)
        starts.append(length)
        sources.append(end)
        done = end
    pieces.append(text[done:])
    return Plain("".join(pieces), starts, sources)
