"""Which files are read: files, folders, globs and standard input, in a fixed order, each once."""

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from .problems import ReadError

STDIN: Literal["-"] = "-"
_GLOB = frozenset("*?[")


class Input(NamedTuple):
    """One file to be read."""

    path: Path | Literal["-"]
    root: Path
    """The folder that identifiers made from the file's path are relative to."""
    named: bool
    """Whether the user named the file itself, rather than its folder or a glob."""


def find_inputs(inputs: Sequence[str]) -> list[Path | Literal["-"]]:
    """Expand files, folders, globs and "-" (standard input) to the files that are read, each once.

    A folder gives its files at any depth, without hidden ones, sorted; a glob (`**` at any depth) gives its
    matches, sorted. Raises `ReadError` where an input matches nothing.

    >>> find_inputs(["-", "-"])
    ['-']
    """
    return [each.path for each in expand_inputs(inputs)]


def total_bytes(inputs: Sequence[str]) -> int | None:
    """Return the size of all inputs together as `read_documents` counts it; None where standard input is one.

    >>> total_bytes(["-"]) is None
    True
    """
    found = find_inputs(inputs)
    if STDIN in found:
        return None
    return sum(file_size(path) for path in found)


def file_size(path: Path | Literal["-"]) -> int:
    """Return the size of a file; 0 for what has none, such as a pipe."""
    return path.stat().st_size if isinstance(path, Path) and path.is_file() else 0


def expand_inputs(inputs: Sequence[str]) -> list[Input]:
    """Expand as `find_inputs` does, keeping how each file was found."""
    found: dict[str, Input] = {}
    for given in inputs:
        count = 0
        for each in _expand(given):
            count += 1
            key = each.path if each.path == STDIN else os.path.realpath(each.path)
            found.setdefault(key, each)
        if not count:
            raise ReadError(f"{given}: no file in it; name a file, a folder with files, a glob, or - for standard input")
    if not found:
        raise ReadError("no input; name a file, a folder, a glob, or - for standard input")
    return list(found.values())


def _expand(given: str) -> Iterator[Input]:
    """Yield the files of one input."""
    path = Path(given)
    if given == STDIN:
        yield Input(STDIN, Path(), True)
    elif path.is_dir():
        yield from _walk(path, path)
    elif path.exists():
        yield Input(path, path.parent, True)
    elif _GLOB & set(given):
        root = _glob_root(path)
        matches = glob.glob(given, recursive=True)  # noqa: PTH207 (Path.glob takes no absolute pattern)
        for match in sorted(map(Path, matches), key=Path.as_posix):
            if match.is_dir():
                yield from _walk(match, root)
            else:
                yield Input(match, root, False)
    else:
        raise ReadError(f"{given}: no such file or folder; check the path")


def _walk(folder: Path, root: Path) -> Iterator[Input]:
    """Yield the files below a folder that are not hidden, sorted by path."""

    def refuse(error: OSError) -> None:
        raise ReadError(f"{error.filename}: cannot be listed ({error.strerror}); check its permissions")

    paths = [
        Path(parent, name)
        for parent, _, names in os.walk(folder, onerror=refuse)
        for name in names
        if not any(part.startswith(".") for part in Path(parent, name).relative_to(folder).parts)
    ]
    for path in sorted(paths, key=Path.as_posix):
        if path.is_file():
            yield Input(path, root, False)


def _glob_root(pattern: Path) -> Path:
    """Return the folder part of a glob before its first wildcard."""
    parts: list[str] = []
    for part in pattern.parts[:-1]:
        if _GLOB & set(part):
            break
        parts.append(part)
    return Path(*parts)
