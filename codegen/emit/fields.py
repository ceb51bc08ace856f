"""Emits `billit_async/fields.py`: the typed query fields of every list operation."""

from __future__ import annotations

import json
from typing import Final

from codegen.emit.schema import Kind, ListOperation, Model, Property, Schema

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
            raise ValueError(f"{operation.fields} would hold fields of {known.item} and of {operation.item}")
    targets = sorted(
        {
            str(prop.shape.model)
            for operation in lists.values()
            for prop in schema.model(operation.item).properties
            if prop.shape.kind is Kind.MODEL
        }
    )
    lines = [
        '"""Query fields: what a list can be filtered and sorted by, `OrderFields.total_incl > Decimal("12.50")`."""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import Final",
        "",
        f"from billit_async.odata.fields import {', '.join(_IMPORTED)}",
        "",
        f"__all__ = {json.dumps(sorted(lists))}",
        "",
    ]
    for target in targets:
        lines += _path_class(schema.model(target))
    for name, operation in sorted(lists.items()):
        lines += _fields_class(name, operation, schema.model(operation.item))
    return {MODULE: "\n".join(lines) + "\n"}


def _path_class(model: Model) -> list[str]:
    lines = [
        "",
        f"class {model.name}Path(NavigationField):",
        f'    """The fields of a {model.name} that another resource points to."""',
        "",
        "    def __init__(self, path: str) -> None:",
        '        """Start at `path`, the name of the property that holds it."""',
        "        super().__init__(path)",
    ]
    lines += [
        f"        self.{prop.name}: Final = {_field(prop, prefix='{path}/')}"
        for prop in model.properties
        if prop.shape.kind is not Kind.MODEL and _field(prop)
    ]
    return [*lines, ""]


def _fields_class(name: str, operation: ListOperation, model: Model) -> list[str]:
    doc = f'    """Query fields of `{operation.path}` and its kin (rows are `{operation.item}`)."""'
    lines = ["", f"class {name}:", doc, ""]
    for prop in model.properties:
        made = f'{prop.shape.model}Path("{prop.wire}")' if prop.shape.kind is Kind.MODEL else _field(prop)
        if made:
            lines.append(f"    {prop.name}: Final = {made}")
    return [*lines, ""]


def _field(prop: Property, prefix: str = "") -> str | None:
    path = f'f"{prefix}{prop.wire}"' if prefix else json.dumps(prop.wire)
    match prop.shape.kind:
        case Kind.DECIMAL:
            field = "MoneyField" if prop.meaning == "money" else "QuantityField"
        case Kind.LIST:
            field = "CollectionField"
        case Kind.MAP | Kind.ANY | Kind.MODEL:
            return None
        case kind:
            field = _CLASSES[kind]
    return f"{field}({path})"
