"""The columns of a table, derived from its record: Arrow schema, JSON Schema and data dictionary."""

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from .records import Record

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]

_TYPES = {
    ("string", None): "string",
    ("string", "date"): "date32",
    ("number", None): "float64",
    ("integer", None): "int64",
    ("boolean", None): "bool",
    ("array", None): "list<string>",
}


class Column(NamedTuple):
    """One column of a table, as its record declares it."""

    name: str
    type: str
    """Name of the Arrow type: string, date32, float64, int64, bool or list<string>."""
    nullable: bool
    description: str
    choices: tuple[str, ...] = ()
    pattern: str | None = None
    """Pattern of the whole value, or of each item of a list, in the dialect of JSON Schema."""
    min_length: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    is_key: bool = False
    references: str | None = None
    """`table.column` that holds every value of this one."""


def json_schema(record: type[Record]) -> dict[str, Any]:
    """Return the JSON Schema of a row as it is published: without the fields that are left out of the tables.

    >>> from .records import Task
    >>> list(json_schema(Task)["properties"])
    ['name', 'aliases', 'task_id', 'parent_id']
    """
    return record.model_json_schema(mode="serialization")


@cache
def list_columns(record: type[Record]) -> tuple[Column, ...]:
    """Return the columns of a record's table, in order; raises KeyError for a type that no column has."""
    properties = json_schema(record)["properties"]
    return tuple(_read_column(name, schema) for name, schema in properties.items())


def data_dictionary(record: type[Record]) -> list[tuple[str, str, bool, str]]:
    """Return (column, type, nullable, description) of each column of a record's table.

    >>> from .records import Task
    >>> data_dictionary(Task)[0]
    ('name', 'string', False, 'canonical name')
    """
    return [column[:4] for column in list_columns(record)]


def arrow_schema(record: type[Record]) -> "pa.Schema":
    """Return the Arrow schema of a record's table, each field with its description as metadata.

    >>> from .records import Task
    >>> arrow_schema(Task).field("aliases").type
    ListType(list<element: string not null>)
    """
    import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]

    types = {name: _arrow_type(name) for name in _TYPES.values()}
    return pa.schema(
        pa.field(c.name, types[c.type], c.nullable, metadata={"description": c.description}) for c in list_columns(record)
    )


def _arrow_type(name: str) -> "pa.DataType":
    """Return the Arrow type of a column type's name."""
    import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]

    if name == "list<string>":
        return pa.list_(pa.field("element", pa.string(), nullable=False))
    return pa.type_for_alias(name)


def _read_column(name: str, schema: dict[str, Any]) -> Column:
    """Read one property of a JSON Schema."""
    variants = [v for v in schema.get("anyOf", [schema]) if v.get("type") != "null"]
    (value,) = variants  # a column has one type
    items = value.get("items", value)
    return Column(
        name=name,
        type=_TYPES[value["type"], value.get("format")],
        nullable="anyOf" in schema,
        description=schema["description"],
        choices=tuple(value.get("enum", ())),
        pattern=items.get("pattern"),
        min_length=value.get("minLength"),
        minimum=value.get("minimum"),
        maximum=value.get("maximum"),
        is_key=schema.get("key", False),
        references=schema.get("references"),
    )
