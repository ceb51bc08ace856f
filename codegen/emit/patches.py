"""Emits `billit_async/_serialization/patches.py`: what Billit patches and updates, as types and as facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from codegen import CodegenError
from codegen.emit.names import member_name
from codegen.emit.schema import Kind
from codegen.emit.source import docstring, string, strings

if TYPE_CHECKING:
    from codegen.emit.schema import PatchOperation, Property, Schema, Shape, UpdateOperation

MODULE: Final = "billit_async/_serialization/patches.py"

_TYPES: Final = {
    Kind.STRING: ("str", "str"),
    Kind.ENUMERATION: ("str", "str"),
    Kind.INT: ("int", "int | str"),
    Kind.LONG: ("int", "int | str"),
    Kind.BOOL: ("bool", "bool"),
    Kind.DATETIME: ("datetime", "datetime | date"),
}
"""By kind: the type that a value must have, and its annotation. A whole number may be a text of its digits."""

_POSTED_TYPES: Final = {
    **{kind: annotation for kind, (_, annotation) in _TYPES.items()},
    Kind.DECIMAL: "Decimal | int | str",
    Kind.UUID: "UUID | str",
    Kind.BASE64: "str | bytes",
    Kind.ANY: "Any",
}
"""By kind: the annotation of a value that is posted."""

_TEXT_CODE: Final = "str | int"


def emit_patches(schema: Schema) -> dict[str, str]:
    """Make `billit_async/_serialization/patches.py`.

    Args:
        schema: What the document says.

    Returns:
        Relative path to unformatted source text.

    Raises:
        CodegenError: A property that is to be patched has a type that is not patched.
    """
    classes = sorted([*(patch.changes for patch in schema.patches), *(update.changes for update in schema.updates)])
    names = [*map(member_name, classes), *classes]
    lines = [
        '"""What Billit patches and updates: for each operation its changes as a type, and the same as facts."""',
        "",
        "from __future__ import annotations",
        "",
        "from datetime import date, datetime",
        "from typing import TYPE_CHECKING, Any, Final, TypedDict",
        "",
        "from billit_async._serialization.patching import PatchField, UpdateFacts",
        "",
        "if TYPE_CHECKING:",
        "    from collections.abc import Mapping",
        "    from decimal import Decimal",
        "    from uuid import UUID",
        "",
        *_imports(schema),
        "",
        f"__all__ = {names!r}",
        "",
    ]
    for patch in schema.patches:
        lines += _patch(patch, schema)
    for update in schema.updates:
        lines += _update(update, schema)
    return {MODULE: "\n".join(lines) + "\n"}


def _patch(patch: PatchOperation, schema: Schema) -> list[str]:
    # Of a name that two models have, the first describes it.
    described = {prop.wire: prop for model in reversed(patch.models) for prop in schema.model(model).properties}
    properties = [described[wire] for wire in patch.properties]
    doc = docstring([f"What `PATCH {patch.path}` changes; ``NULL`` clears a value."])
    lines = ["", f"class {patch.changes}(TypedDict, total=False):", f"    {doc}", ""]
    lines += [
        f"    {prop.name}: {_TEXT_CODE if _is_text_code(prop) else _types(patch, prop)[1]}" for prop in properties
    ]
    lines += ["", f"{member_name(patch.changes)}: Final[Mapping[str, PatchField]] = {{"]
    for prop in properties:
        facts = [string(prop.wire), _types(patch, prop)[0]]
        if prop.shape.enumeration is not None:
            facts.append(string(prop.shape.enumeration))
        lines.append(f"    {string(prop.name)}: PatchField({', '.join(facts)}),")
    return [*lines, "}", ""]


def _imports(schema: Schema) -> list[str]:
    """The imports of the models that stand in annotations."""
    home = {model.name: model.area for model in schema.models}
    needed = {name for update in schema.updates for prop in _posted(update, schema) for name in prop.shape.models()}
    by_area: dict[str, list[str]] = {}
    for name in sorted(needed):
        by_area.setdefault(home[name], []).append(name)
    return [f"    from billit_async.models.{area} import {', '.join(by_area[area])}" for area in sorted(by_area)]


def _posted(update: UpdateOperation, schema: Schema) -> list[Property]:
    """The properties that are posted, since no PATCH takes them."""
    patched = () if update.patch is None else update.patch.properties
    return [
        prop
        for prop in schema.model(update.model).properties
        if not prop.read_only and prop.wire not in {update.key, *update.fixed, *patched}
    ]


def _update(update: UpdateOperation, schema: Schema) -> list[str]:
    base = "TypedDict" if update.patch is None else update.patch.changes
    posted = _posted(update, schema)
    key = next(prop.name for prop in schema.model(update.model).properties if prop.wire == update.key)
    by = f"`POST {update.path}` with its id" + ("" if update.patch is None else f" or `PATCH {update.row_path}`")
    doc = docstring([f"What {by} changes; ``NULL`` clears a value."])
    lines = ["", f"class {update.changes}({base}, total=False):", f"    {doc}", ""]
    lines += [f"    {prop.name}: {_TEXT_CODE if _is_text_code(prop) else _annotation(prop.shape)}" for prop in posted]
    lines += ["", f"{member_name(update.changes)}: Final = UpdateFacts("]
    facts = {
        "model": string(update.model),
        "key": string(key),
        "patched": "{}" if update.patch is None else member_name(update.patch.changes),
        "posted": f"frozenset({strings(prop.name for prop in posted)})",
        "fixed": f"frozenset({strings(update.fixed)})",
    }
    return [*lines, *(f"    {name}={value}," for name, value in facts.items()), ")", ""]


def _annotation(shape: Shape) -> str:
    if shape.kind is Kind.MODEL:
        return str(shape.model)
    if shape.items is not None:
        inner = _annotation(shape.items)
        return f"list[{inner}]" if shape.kind is Kind.LIST else f"Mapping[str, {inner}]"
    return _POSTED_TYPES[shape.kind]


def _is_text_code(prop: Property) -> bool:
    """Whether a property is a code that is a text here; Billit's documents also have codes as whole numbers."""
    return prop.shape.kind is Kind.STRING and prop.wire.endswith("Code")


def _types(patch: PatchOperation, prop: Property) -> tuple[str, str]:
    try:
        return _TYPES[prop.shape.kind]
    except KeyError:
        raise CodegenError(f"PATCH {patch.path}: {prop.wire} is of a type that is not patched") from None
