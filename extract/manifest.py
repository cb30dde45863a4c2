"""The manifest of a dataset: what its files must hold. A folder without one is no dataset."""

import hashlib
import json
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from ..schemas.records import SCHEMA_VERSION, TABLES, Record

MANIFEST = "manifest.json"

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0)]


class BoardError(Exception):
    """A dataset that cannot be used or made: what, where, and how to fix it, in one line."""


class TableFile(Record):
    """One table's file."""

    file: str
    rows: Count
    bytes: Count
    sha256: Sha256


class InputFile(Record):
    """One file that was read; standard input and pipes have no size and no hash."""

    name: str
    bytes: Count | None
    sha256: Sha256 | None


class Manifest(Record):
    """What a dataset holds and was made from; no clock, so that the same input gives the same manifest."""

    format: Literal["claimboard"] = "claimboard"
    schema_version: int = SCHEMA_VERSION
    package_version: str
    tables: dict[str, TableFile]
    inputs: list[InputFile]


def package_version() -> str:
    """Return the version of the installed package."""
    return version("claimboard")


def table_path(folder: Path, table: str) -> Path:
    """Return the path of a table's file in a dataset."""
    return folder / f"{table}.parquet"


def is_dataset_file(name: str) -> bool:
    """Tell whether a name in a dataset's folder belongs to the dataset.

    >>> is_dataset_file("claims.parquet"), is_dataset_file("README.md")
    (True, False)
    """
    return name == MANIFEST or name in {f"{table}.parquet" for table in TABLES}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a dataset: sorted keys, one value a line."""
    text = json.dumps(manifest.model_dump(), indent=2, sort_keys=True, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Read and check the manifest of a dataset.

    Raises BoardError if the folder holds no dataset, or one of another version of the schema.
    """
    try:
        content = json.loads((folder / MANIFEST).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        problem = f"holds no dataset (no {MANIFEST})" if folder.exists() else "no such folder"
        raise BoardError(f"{folder}: {problem}; make one with `claimboard build`") from None
    except (ValueError, OSError) as error:
        raise BoardError(f"{folder / MANIFEST}: cannot be read ({error}); build the dataset again") from None
    if not isinstance(content, dict) or content.get("format") != "claimboard":
        raise BoardError(f"{folder / MANIFEST}: is not the manifest of a claimboard dataset")
    if (found := content.get("schema_version")) != SCHEMA_VERSION:
        raise BoardError(f"{folder}: has schema version {found} and this claimboard reads {SCHEMA_VERSION}; build it again")
    try:
        return Manifest.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise BoardError(f"{folder / MANIFEST}: {place}: {first['msg']}; build the dataset again") from None


def check_target(folder: Path) -> None:
    """Raise BoardError unless a dataset may be written to this folder: new, empty, or holding a dataset."""
    if folder.exists() and not folder.is_dir():
        raise BoardError(f"{folder}: is not a folder")
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    try:
        content = json.loads((folder / MANIFEST).read_bytes())
        is_ours = isinstance(content, dict) and content.get("format") == "claimboard"
    except (ValueError, OSError):
        is_ours = False
    if not is_ours:
        raise BoardError(f"{folder}: holds files that are no claimboard dataset; name another folder")


def describe_table(path: Path, rows: int) -> TableFile:
    """Return a table file's entry in the manifest."""
    size, digest = hash_file(path)
    return TableFile(file=path.name, rows=rows, bytes=size, sha256=digest)


def describe_input(path: Path | str) -> InputFile:
    """Return an input's entry in the manifest; only plain files are opened, since a pipe reads once."""
    if isinstance(path, str) or not path.is_file():
        return InputFile(name=str(path), bytes=None, sha256=None)
    size, digest = hash_file(path)
    return InputFile(name=path.as_posix(), bytes=size, sha256=digest)


def hash_file(path: Path) -> tuple[int, str]:
    """Return the size and the SHA-256 of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return file.tell(), digest
