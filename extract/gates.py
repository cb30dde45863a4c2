"""Tell cheaply which patterns can match at a number: by the tokens beside it, and by what the sentence holds at all.

A pattern is read as a tree of items once, when it is loaded. From the tree follow the symbols that can stand right before
and right after the value, and the sets of symbols of which one each must stand before and behind it.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import regex

from .lexicon import ITEM

Symbols = frozenset[str]
Charset = Callable[["regex.Match[str]"], str | None]
"""Gives the symbols that an item stands for; None for a filler, which stands for nearly all."""


class Node(NamedTuple):
    """An item of a pattern, or a bracket with its alternatives."""

    symbols: Symbols | None
    alternatives: "tuple[tuple[Node, ...], ...]"
    is_optional: bool
    is_value: bool


class Gate(NamedTuple):
    """What must be beside the value, before it and behind it for a pattern to match; None where nothing must."""

    before: Symbols | None
    after: Symbols | None
    needs_left: tuple[Symbols, ...]
    needs_right: tuple[Symbols, ...]


_OPTIONAL = regex.compile(r"[?*]|\{0")


def find_gate(pattern: str, charset: Charset) -> Gate:
    """Return the gate of a pattern as written."""
    tree = _read_tree(pattern, charset)
    value = next((i for i, node in enumerate(tree) if node.is_value), len(tree))
    left, right = tree[:value], tree[value + 1 :]
    return Gate(_edge(left[::-1], -1), _edge(right, 1), tuple(_needs(left)), tuple(_needs(right)))


def _read_tree(pattern: str, charset: Charset) -> tuple[Node, ...]:
    stack: list[list[list[Node]]] = [[[]]]
    for item in ITEM.finditer(pattern):
        group = item["group"]
        if group == "(":
            stack.append([[]])
        elif group == "|":
            stack[-1].append([])
        elif group is not None:
            alternatives = tuple(tuple(nodes) for nodes in stack.pop())
            stack[-1][-1].append(Node(None, alternatives, _OPTIONAL.match(group, 1) is not None, False))
        elif not item["not"]:
            symbols = charset(item)
            optional = _OPTIONAL.match(item["repeat"] or item["repeat2"] or "") is not None
            node = Node(None if symbols is None else frozenset(symbols), (), optional, item["name"] == "value")
            stack[-1][-1].append(node)
    return tuple(stack[0][0])


def _edge(nodes: Sequence[Node], step: int) -> Symbols | None:
    """Return the symbols with which a sequence can begin, or None where it may begin with any or be empty."""
    found: set[str] = set()
    for node in nodes:
        symbols, may_be_empty = _begin(node, step)
        if symbols is None:
            return None
        found |= symbols
        if not may_be_empty:
            return frozenset(found)
    return None


def _begin(node: Node, step: int) -> tuple[Symbols | None, bool]:
    """Return the symbols with which a node can begin, read forwards (1) or backwards (-1), and whether it may be empty."""
    if not node.alternatives:
        return node.symbols, node.is_optional
    edges = [_edge(alternative[::step], step) for alternative in node.alternatives]
    if any(edge is None for edge in edges):
        return None, node.is_optional
    return frozenset().union(*(edge for edge in edges if edge is not None)), node.is_optional


def _needs(nodes: Sequence[Node]) -> Iterator[Symbols]:
    """Yield sets of symbols of which each must be met: those of items, and of brackets that cannot be empty."""
    for node in nodes:
        if node.is_optional or node.is_value:
            continue
        if node.symbols is not None:
            yield node.symbols
        elif node.alternatives:
            leaves = [leaf for alternative in node.alternatives for leaf in _must(alternative)]
            if leaves and None not in leaves:
                yield frozenset().union(*(leaf for leaf in leaves if leaf is not None))


def _must(nodes: Sequence[Node]) -> Iterator[Symbols | None]:
    """Yield the symbols of one item that an alternative must hold, or None where it must hold none."""
    yield next((need for need in _needs(nodes)), None)
