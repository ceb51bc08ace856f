"""Emits `billit_async/_serialization/wire/`: msgspec structs and straight-line code between them and models.

The structs are decoded and encoded in C; `from_struct` sets slots directly, so reading pays neither for `__init__` nor
for converters.
"""

from __future__ import annotations

from typing import Final

from codegen.emit.names import python_name
from codegen.emit.schema import Kind, Model, Property, Schema, Shape, area_imports

PACKAGE: Final = "billit_async/_serialization/wire"

_SCALARS: Final = {
    Kind.STRING: "str",
    Kind.ENUMERATION: "str",
    Kind.BASE64: "str",
    Kind.INT: "int",
    Kind.LONG: "int",
    Kind.BOOL: "bool",
    Kind.DECIMAL: "Decimal",
    Kind.UUID: "UUID",
    # TTLCache as text: the standard library reads it faster than a second pass could repair a lost seventh digit.
    Kind.DATETIME: "str",
    Kind.ANY: "Any",
}

# What `values.is_amount` asks, inline and in part: a `Decimal` may be no number at all, or of a billion digits.
_IS_AMOUNT: Final = "({0}.is_finite() and -200 <= {0}.adjusted() <= 100)"
_RUNTIME: Final = (
    *(
        "ABSENT",
        "Codec",
        "Nested",
        "day",
        "days",
        "encode_any",
        "number",
        "parse_datetime",
        "refuse_number",
        "encode_datetime",
    ),
    *("list_to_struct", "map_to_struct", "one_to_struct", "values_to_list", "values_to_map"),
)


def emit_wire(schema: Schema) -> dict[str, str]:
    """Make the modules of `billit_async/_serialization/wire/`.

    Args:
        schema: What the document says.

    Returns:
        Relative path to unformatted source text.
    """
    imports = area_imports(schema)
    home = {model.name: model.area for model in schema.models}
    files = {
        f"{PACKAGE}/{area}.py": _module(area, models, imports[area], home) for area, models in schema.areas().items()
    }
    files[f"{PACKAGE}/__init__.py"] = (
        '"""Bytes to models and back, one module for each area; reached through `codec` alone."""\n'
    )
    return files


def _module(area: str, models: list[Model], imports: set[str], home: dict[str, str]) -> str:
    names = sorted(model.name for model in models)
    by_name = {model.name: model for model in models}
    foreign = sorted({name for model in models for name in model.models() if home[name] != area})
    lines = [
        f'"""Structs of the models of the area "{area.replace("_", " ")}"; internal."""',
        "",
        "from __future__ import annotations",
        "",
        "from datetime import datetime",
        "from decimal import Decimal",
        "from typing import Any",
        "from uuid import UUID",
        "",
        "from msgspec import Raw, Struct",
        "",
        f"from billit_async.models.{area} import {', '.join(names)}",
        f"from billit_async._serialization.structs import {', '.join(_RUNTIME)}",
    ]
    lines += [
        f"from billit_async._serialization.wire.{other} import "
        + ", ".join(
            sorted(
                part
                for name in foreign
                if home[name] == other
                for part in (f"{name}Struct", f"{python_name(name)}_from_struct", f"{python_name(name)}_to_struct")
            )
        )
        for other in sorted(imports)
    ]
    lines += [
        f"from billit_async.models.{other} import " + ", ".join(sorted(name for name in foreign if home[name] == other))
        for other in sorted(imports)
    ]
    lines += ["", "_new = object.__new__", "_read = datetime.fromisoformat", ""]
    for model in models:
        lines += [_struct(model), _from_struct(model), _to_struct(model)]
        if nested_names(model):
            lines += [_row(model), _from_row(model), *_readers(model)]
    lines.append("CODECS: dict[type[Any], Codec[Any, Any]] = {")
    for name in names:
        function = python_name(name)
        codec = f"{name}, {name}Struct, {function}_from_struct, {function}_to_struct"
        if nested_names(by_name[name]):
            codec += f", {name}Row, {function}_from_row, {_nested(by_name[name])}"
        lines.append(f"    {name}: Codec({codec}),")
    lines.append("}")
    return "\n".join(lines) + "\n"


def _struct(model: Model) -> str:
    rename = {prop.name: prop.wire for prop in model.properties}
    # Where no response is read, a property that is not known is worth a second reading: its name may be another one.
    unknown = "forbid_unknown_fields=True, " if model.only_sent else ""
    lines = ["", f"class {model.name}Struct(Struct, gc=False, omit_defaults=True, {unknown}rename={rename!r}):"]
    lines += [f"    {prop.name}: {_annotation(prop.shape)} | None = None" for prop in model.properties]
    return "\n".join(lines) + "\n"


def nested_names(model: Model) -> list[str]:
    """The properties that are objects, or lists or maps of objects: they are read when they are touched.

    Args:
        model: A model of the document.

    Returns:
        Their Python names.
    """
    return [prop.name for prop in model.properties if _is_nested(prop.shape)]


def _is_nested(shape: Shape) -> bool:
    return shape.kind is Kind.MODEL or (shape.items is not None and _is_nested(shape.items))


def _row(model: Model) -> str:
    rename = {prop.name: prop.wire for prop in model.properties}
    unknown = "forbid_unknown_fields=True, " if model.only_sent else ""
    lines = ["", f"class {model.name}Row(Struct, gc=False, {unknown}rename={rename!r}):"]
    lines += [
        f"    {prop.name}: Raw = ABSENT"
        if _is_nested(prop.shape)
        else f"    {prop.name}: {_annotation(prop.shape)} | None = None"
        for prop in model.properties
    ]
    return "\n".join(lines) + "\n"


def _from_row(model: Model) -> str:
    # Not typed: a property that is kept as its bytes may be absent, for which msgspec has no type.
    lines = ["", f"def {python_name(model.name)}_from_row(s: Any) -> {model.name}:"]
    lines += [f"    o: Any = _new({model.name})"]
    for prop in model.properties:
        if _is_nested(prop.shape):
            # A copy: what msgspec made points into the whole page.
            lines.append(f"    raw = s.{prop.name}")
            empty = "[] if kept == b'[]' else " if prop.shape.kind is Kind.LIST else ""
            kept = f"None if (kept := bytes(raw)) == b'null' else {empty}kept"
            lines.append(f"    o.unread_{prop.name} = None if raw is None else {kept}")
        else:
            lines.append(f"    o.{'stored_' if prop.deprecated else ''}{prop.name} = {_from_structs(prop)}")
    lines.append(f"    made: {model.name} = o")
    lines.append("    return made")
    return "\n".join(lines) + "\n"


def _readers(model: Model) -> list[str]:
    """A function for each nested list or map, which makes its models."""
    return [
        f"\ndef {python_name(model.name)}_{prop.name}(x: Any) -> Any:\n    return "
        f"{_from_struct_expression(prop.shape, 'x')}\n"
        for prop in model.properties
        if _is_nested(prop.shape) and prop.shape.kind is not Kind.MODEL
    ]


def _nested(model: Model) -> str:
    nested = [prop for prop in model.properties if _is_nested(prop.shape)]
    readers = (f"{prop.name!r}: Nested({_annotation(prop.shape)}, {_reader(model, prop)})" for prop in nested)
    return f"{{{', '.join(readers)}}}"


def _reader(model: Model, prop: Property) -> str:
    if prop.shape.kind is Kind.MODEL:
        return f"{python_name(str(prop.shape.model))}_from_struct"
    return f"{python_name(model.name)}_{prop.name}"


def _annotation(shape: Shape) -> str:
    match shape:
        case Shape(kind=Kind.MODEL):
            return f"{shape.model}Struct"
        case Shape(kind=Kind.LIST, items=Shape() as items):
            return f"list[{_annotation(items)}]"
        case Shape(kind=Kind.MAP, items=Shape() as items):
            return f"dict[str, {_annotation(items)}]"
        case _:
            return _SCALARS[shape.kind]


def _from_struct(model: Model) -> str:
    signature = f"def {python_name(model.name)}_from_struct(s: {model.name}Struct) -> {model.name}:"
    lines = ["", signature, f"    o = _new({model.name})"]
    # Past what warns a caller who sets it, and past what reads it when it is touched; see `stored` and `unread` of
    # `billit_async._serialization.obsolete` and `.touch`.
    slots = {
        prop.name: "unread" if _is_nested(prop.shape) else "stored"
        for prop in model.properties
        if prop.deprecated or _is_nested(prop.shape)
    }
    lines += [f"    o.{prop.name} = {_from_structs(prop)}" for prop in model.properties if prop.name not in slots]
    if slots:
        lines.append("    slots: Any = o")
        lines += [
            f"    slots.{slots[prop.name]}_{prop.name} = {_from_structs(prop)}"
            for prop in model.properties
            if prop.name in slots
        ]
    lines.append("    return o")
    return "\n".join(lines) + "\n"


def _from_structs(prop: Property) -> str:
    source = f"s.{prop.name}"
    if prop.shape.kind is Kind.DECIMAL:
        # A text such as "NaN" decodes as a Decimal too.
        return f"amount if (amount := {source}) is None or {_IS_AMOUNT.format('amount')} else refuse_number(amount)"
    if not _needs_pouring(prop.shape):
        return source
    variable = _variable(prop.shape)
    return f"None if ({variable} := {source}) is None else {_from_struct_expression(prop.shape, variable)}"


def _needs_pouring(shape: Shape) -> bool:
    if shape.items is not None:
        return _needs_pouring(shape.items)
    return shape.kind in {Kind.MODEL, Kind.DATETIME, Kind.DECIMAL}


def _variable(shape: Shape) -> str:
    """A name for each type, so that type checkers see one type for each variable."""
    if shape.items is not None:
        return f"{shape.kind.value}_{_variable(shape.items)}"
    return python_name(shape.model) if shape.model else "text"


def _from_struct_expression(shape: Shape, source: str) -> str:
    match shape:
        case Shape(kind=Kind.DATETIME):
            if shape.is_day:
                return f"(days.get({source}) or day({source}))"
            # Inline, the two usual forms (`…T00:00:00` and `….72`) cost half of what a call would.
            fraction = f"19 < n < 27 and {source}[19] == '.' and {source}[-1] in '123456789'"
            return f"(_read({source}) if (n := len({source})) == 19 or ({fraction}) else parse_datetime({source}))"
        case Shape(kind=Kind.DECIMAL):
            return f"({source} if {_IS_AMOUNT.format(source)} else refuse_number({source}))"
        case Shape(kind=Kind.MODEL):
            return f"{python_name(str(shape.model))}_from_struct({source})"
        case Shape(kind=Kind.LIST, items=Shape(kind=Kind.MODEL, model=str() as name)):
            # Most lists of an order hold nothing or one item; a comprehension costs 0.2 us before its first one.
            from_struct = f"{python_name(name)}_from_struct"
            several = f"[*map({from_struct}, {source})]"
            return f"({several} if len({source}) > 1 else [{from_struct}({source}[0])] if {source} else [])"
        case Shape(kind=Kind.LIST, items=Shape() as items):
            return f"[{_from_struct_expression(items, 'x')} for x in {source}]"
        case Shape(kind=Kind.MAP, items=Shape() as items):
            return f"{{k: {_from_struct_expression(items, 'x')} for k, x in {source}.items()}}"
        case _:
            return source


def _to_struct(model: Model) -> str:
    signature = f"def {python_name(model.name)}_to_struct(o: {model.name}) -> {model.name}Struct:"
    lines = ["", signature, f"    return {model.name}Struct("]
    lines += [f"        {_unpoured(prop.shape, f'o.{prop.name}')}," for prop in model.properties]
    lines.append("    )")
    return "\n".join(lines) + "\n"


def _unpoured(shape: Shape, source: str) -> str:
    match shape:
        case Shape(kind=Kind.DECIMAL):
            return f"number({source})"
        case Shape(kind=Kind.DATETIME):
            return f"encode_datetime({source})"
        case Shape(kind=Kind.MODEL):
            return f"one_to_struct({source}, {shape.model}, {python_name(str(shape.model))}_to_struct)"
        case Shape(kind=Kind.LIST, items=Shape(kind=Kind.MODEL, model=str() as name)):
            return f"list_to_struct({source}, {name}, {python_name(name)}_to_struct)"
        case Shape(kind=Kind.MAP, items=Shape(kind=Kind.MODEL, model=str() as name)):
            return f"map_to_struct({source}, {name}, {python_name(name)}_to_struct)"
        case Shape(kind=Kind.LIST):
            return f"values_to_list({source})"
        case Shape(kind=Kind.MAP):
            return f"values_to_map({source})"
        case Shape(kind=Kind.ANY):
            return f"encode_any({source})"
        case _:
            return source
