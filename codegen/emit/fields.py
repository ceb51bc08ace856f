"""Emits `billit_async/fields.py`: the typed query fields of every list operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from codegen import CodegenError
from codegen.emit.schema import Kind, ListOperation, Model, Property, Schema
from codegen.emit.source import docstring, path_below, string, strings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MODULE: Final = "billit_async/fields.py"

_CLASSES: Final = {
    Kind.STRING: "StringField",
    Kind.ENUMERATION: "EnumField",
    Kind.BASE64: "StringField",
    Kind.INT: "IntField",
    Kind.LONG: "LongField",
    Kind.BOOL: "BoolField",
    Kind.DATETIME: "DateTimeField",
    Kind.UUID: "GuidField",
}

_IMPORTED: Final = ("CollectionField", "MoneyField", "NavigationField", "QuantityField", *sorted({*_CLASSES.values()}))


def emit_fields(schema: Schema) -> dict[str, str]:
    """Make `billit_async/fields.py`.

    Args:
        schema: What the document says.

    Returns:
        Relative path to unformatted source text.
    """
    lists: dict[str, ListOperation] = {}
    for operation in schema.lists:
        known = lists.setdefault(operation.fields, operation)
        if known.item != operation.item:
            raise CodegenError(f"{operation.fields} would hold fields of {known.item} and of {operation.item}")
    targets = _targets(schema, [operation.item for operation in lists.values()])
    enumerations = _enumerations(schema, [*targets, *(operation.item for operation in lists.values())])
    lines = [
        '"""Query fields: what a list can be filtered and sorted by, `OrderFields.total_incl > Decimal("12.50")`."""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import Final",
        "",
        f"from billit_async.models.enumerations import {', '.join(enumerations)}",
        f"from billit_async.odata.fields import {', '.join(_IMPORTED)}",
        "",
        f"__all__ = {strings(lists)}",
        "",
    ]
    for target in targets:
        lines += _path_class(schema.model(target))
    for name, operation in sorted(lists.items()):
        lines += _fields_class(name, operation, schema.model(operation.item))
    return {MODULE: "\n".join(lines) + "\n"}


def _targets(schema: Schema, items: Iterable[str]) -> list[str]:
    """Name the models that columns lead to: directly, or through the entries of a list."""
    found: set[str] = set()
    waiting = {model for item in items for model in _led_to(schema.model(item), navigation=True)}
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= set(_led_to(schema.model(name), navigation=False)) - found
    return sorted(found)


def _led_to(model: Model, *, navigation: bool) -> Iterator[str]:
    for prop in model.properties:
        entries = prop.shape.items
        if prop.shape.kind is Kind.MODEL and navigation:
            yield str(prop.shape.model)
        elif prop.shape.kind is Kind.LIST and entries is not None and entries.kind is Kind.MODEL:
            yield str(entries.model)


def _enumerations(schema: Schema, models: Iterable[str]) -> list[str]:
    shapes = [prop.shape for name in models for prop in schema.model(name).properties]
    shapes += [shape.items for shape in shapes if shape.items is not None]
    return sorted({str(shape.enumeration) for shape in shapes if shape.kind is Kind.ENUMERATION})


def _path_class(model: Model) -> list[str]:
    lines = [
        "",
        f"class {model.name}Path(NavigationField):",
        f"    {docstring([f'The fields of `{model.name}`, to which a column leads.'])}",
        "",
        "    def __init__(self, path: str) -> None:",
        '        """Start at `path`, the name of the property that holds it."""',
        "        super().__init__(path)",
    ]
    lines += [
        f"        self.{prop.name}: Final = {_field(prop, below=True)}"
        for prop in model.properties
        if prop.shape.kind is not Kind.MODEL and _field(prop)
    ]
    return [*lines, ""]


def _fields_class(name: str, operation: ListOperation, model: Model) -> list[str]:
    doc = docstring([f"Query fields of `{operation.path}` and its kin (rows are `{operation.item}`)."])
    lines = ["", f"class {name}:", f"    {doc}", ""]
    for prop in model.properties:
        made = f"{prop.shape.model}Path({string(prop.wire)})" if prop.shape.kind is Kind.MODEL else _field(prop)
        if made:
            lines.append(f"    {prop.name}: Final = {made}")
    return [*lines, ""]


def _field(prop: Property, *, below: bool = False) -> str | None:
    path = path_below(prop.wire) if below else string(prop.wire)
    match prop.shape.kind:
        case Kind.DECIMAL:
            field = "MoneyField" if prop.meaning == "money" else "QuantityField"
        case Kind.LIST:
            return f"CollectionField({path}{_entries(prop)})"
        case Kind.ENUMERATION:
            return f"EnumField({path}, enum={prop.shape.enumeration})"
        case Kind.MAP | Kind.ANY | Kind.MODEL:
            return None
        case kind:
            field = _CLASSES[kind]
    return f"{field}({path})"


def _entries(prop: Property) -> str:
    entries = prop.shape.items
    match entries.kind if entries is not None else Kind.STRING:
        case Kind.MODEL:
            return f", item={entries and entries.model}Path"
        case Kind.DECIMAL:
            return ", item=QuantityField"
        case kind if kind in _CLASSES and kind not in (Kind.STRING, Kind.ENUMERATION):
            return f", item={_CLASSES[kind]}"
        case _:
            return ""
