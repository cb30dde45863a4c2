"""The engine: one module a step, in the order of the data."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .pipeline import build_dataset, extract_claims, extract_mentions
    from .query import load_claims, open_board

__all__ = ["build_dataset", "extract_claims", "extract_mentions", "load_claims", "open_board"]

_MODULES = {
    "build_dataset": "pipeline",
    "extract_claims": "pipeline",
    "extract_mentions": "pipeline",
    "load_claims": "query",
    "open_board": "query",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for and only that: reading a text loads no DuckDB, opening a board no engine."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_MODULES[name]}", __name__), name)
