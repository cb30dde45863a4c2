"""The rules that great_expectations does not hold: keys, references, spans, and which fields go together."""

from typing import NamedTuple

from ..schemas.arrow import list_columns
from ..schemas.load import load_yaml
from ..schemas.records import TABLES


class Rule(NamedTuple):
    """A rule as data: the SQL selects the rows that break it, over the tables by their names."""

    id: str
    table: str
    message: str
    sql: str


def list_rules() -> tuple[Rule, ...]:
    """Return the rules derived from the records, then those of `schemas/expectations/rules.yaml`.

    >>> [rule.id for rule in list_rules() if rule.table == "tasks"]
    ['task_id-unique', 'parent_id-resolves']
    """
    derived = [rule for table in TABLES for rule in _derive_rules(table)]
    return (*derived, *(Rule(**entry) for entry in load_yaml("expectations", "rules")))


def _derive_rules(table: str) -> list[Rule]:
    """Return the rules that the columns of a table declare: keys and references."""
    columns = list_columns(TABLES[table])
    keys = [c.name for c in columns if c.is_key]
    rules = []
    for name in keys:
        sql = f"SELECT {name}, count(*) AS times FROM {table} GROUP BY {name} HAVING count(*) > 1"  # noqa: S608
        rules.append(Rule(f"{name}-unique", table, f"{name} must be there once", sql))
    for column in columns:
        select = f"SELECT {', '.join(f't.{name}' for name in [*keys, column.name])} FROM {table} t"  # noqa: S608
        if column.references:
            other, key = column.references.split(".")
            # No NOT IN: with a null among the other table's keys it holds for every row.
            condition = f"ANTI JOIN {other} o ON t.{column.name} = o.{key} WHERE t.{column.name} IS NOT NULL"
            rule = Rule(f"{column.name}-resolves", table, f"{column.name} must be in {other}", f"{select} {condition}")
            rules.append(rule)
    return rules
