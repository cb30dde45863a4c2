"""The great_expectations suite of each table, derived from its record.

They are committed as `expectations/<table>.json`; `python -m claimboard.schemas.expect` writes them anew.
"""

import json
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from .arrow import Column, list_columns
from .records import TABLES

Expectation = dict[str, Any]

MAY_BE_EMPTY = frozenset({"claims", "rejects"})
"""Tables that hold nothing where the papers report nothing and everything could be read."""

# Infinity is above any lower bound, so numbers are bounded at both ends: floats by the largest finite one,
# integers by the largest that survives pandas' conversion of a column with nulls to float64.
_LARGEST = {"float64": sys.float_info.max, "int64": 2**53 - 1}


def derive_suite(table: str) -> dict[str, Any]:
    """Return the expectations on one table as the JSON of a great_expectations suite.

    Raises KeyError for a table that does not exist.

    >>> suite = derive_suite("tasks")
    >>> suite["expectations"][0]["kwargs"]["column_list"]
    ['name', 'aliases', 'task_id', 'parent_id']
    """
    columns = list_columns(TABLES[table])
    expectations = [_expect("table_columns_to_match_ordered_list", column_list=[c.name for c in columns])]
    if table not in MAY_BE_EMPTY:
        expectations.append(_expect("table_row_count_to_be_between", min_value=1))
    for column in columns:
        expectations += _expect_column(column)
    return {"name": table, "expectations": expectations, "meta": {}}


def load_suite(table: str) -> dict[str, Any]:
    """Return the committed suite of one table."""
    path = files(__package__) / "expectations" / f"{table}.json"
    suite: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return suite


def format_suite(table: str) -> str:
    """Return the text of a table's suite file: sorted keys, one value a line."""
    return json.dumps(derive_suite(table), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def write_suites(folder: Path) -> None:
    """Write the suite file of every table into a folder."""
    for table in TABLES:
        (folder / f"{table}.json").write_text(format_suite(table), encoding="utf-8")


def _expect_column(column: Column) -> Iterator[Expectation]:
    """Yield what is expected of one column's values; what is inside a list is left to the rules in SQL."""
    if not column.nullable:
        yield _expect("column_values_to_not_be_null", column=column.name)
    if column.choices:
        yield _expect("column_values_to_be_in_set", column=column.name, value_set=list(column.choices))
    if column.pattern and column.type == "string":
        yield _expect("column_values_to_match_regex", column=column.name, regex=_whole(column.pattern))
    if column.min_length is not None:
        yield _expect("column_value_lengths_to_be_between", column=column.name, min_value=column.min_length)
    if column.type in _LARGEST:
        largest = _LARGEST[column.type]
        low = -largest if column.minimum is None else column.minimum
        high = largest if column.maximum is None else column.maximum
        yield _expect("column_values_to_be_between", column=column.name, min_value=low, max_value=high)


def _whole(pattern: str) -> str:
    r"""Turn the anchors of JSON Schema into Python's, where $ stands before a last newline as well.

    >>> _whole("^[a-z]+$")
    '\\A[a-z]+\\Z'
    """
    if not (pattern.startswith("^") and pattern.endswith("$")):
        raise ValueError(f"{pattern}: anchor the pattern of a column at both ends")
    return rf"\A{pattern[1:-1]}\Z"


def _expect(name: str, **kwargs: Any) -> Expectation:
    """Return one expectation in great_expectations' JSON."""
    return {"type": f"expect_{name}", "kwargs": kwargs, "meta": {}, "severity": "critical"}


if __name__ == "__main__":
    write_suites(Path(__file__).parent / "expectations")
