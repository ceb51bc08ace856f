"""Emits `billit_async/models/`: attrs classes by datamodel-code-generator, enumerations, lazy package.

datamodel-code-generator does what it is good at (types, modules, imports between them); the template and the data
given to it make attrs classes of that.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

from datamodel_code_generator import GenerateConfig, generate
from datamodel_code_generator.enums import DataModelType, InputFileType
from datamodel_code_generator.format import DatetimeClassType, PythonVersion

from codegen import CodegenError
from codegen.emit.schema import ENUMERATIONS, Enumeration, Kind, Model, Property, Schema, Shape
from codegen.emit.shown import shown_fields
from codegen.emit.source import docstring, string, strings

PACKAGE: Final = "billit_async/models"
_TEMPLATES: Final = Path(__file__).parent / "templates"
_DOC_WIDTH: Final = 112

_ENUMERATIONS_DOC: Final = '''"""The values of Billit's enumerations that are known today.

All of them are open: a model keeps a value that is not listed here as the text Billit sent, and the members are
strings, so `order.order_type == OrderType.INVOICE` and `== "Invoice"` say the same.
"""
'''

_CONVERTERS: Final = {
    Kind.DECIMAL: "decimal_value",
    Kind.DATETIME: "datetime_value",
    Kind.UUID: "uuid_value",
    Kind.BASE64: "base64_value",
}


def emit_models(schema: Schema) -> dict[str, str]:
    """Make the modules of `billit_async/models/`.

    Args:
        schema: What the document says.

    Returns:
        Relative path to unformatted source text.
    """
    files = {f"{PACKAGE}/{path}": text for path, text in _class_modules(schema).items()}
    files[f"{PACKAGE}/{ENUMERATIONS}.py"] = _enumerations(schema.enumerations)
    files[f"{PACKAGE}/__init__.py"] = _package(schema)
    return files


def _class_modules(schema: Schema) -> dict[str, str]:
    areas = schema.areas()
    home = {model.name: area for area, models in areas.items() for model in models}
    components = {
        f"{area}.{model.name}": {
            "type": "object",
            "properties": {prop.wire: _type(prop.shape, home) for prop in model.properties},
        }
        for area, models in areas.items()
        for model in models
    }
    info = {"title": "Billit", "version": "v1"}
    modules = generate(
        {"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": components}},
        config=GenerateConfig(
            input_file_type=InputFileType.OpenAPI,
            output_model_type=DataModelType.DataclassesDataclass,
            custom_template_dir=_TEMPLATES,
            extra_template_data=_template_data(areas),
            aliases={prop.wire: prop.name for model in schema.models for prop in model.properties},
            snake_case_field=True,
            use_exact_imports=True,
            use_standard_collections=True,
            use_union_operator=True,
            output_datetime_class=DatetimeClassType.Datetime,
            use_standard_primitive_types=True,
            type_mappings=["number+decimal=decimal"],
            target_python_version=PythonVersion.PY_311,
            keep_model_order=True,
            disable_timestamp=True,
            formatters=[],
        ),
    )
    if not isinstance(modules, dict):
        raise TypeError("datamodel-code-generator answered one module where one for each area was expected")
    sources: dict[str, str] = {}
    for path, body in modules.items():
        if path == ("__init__.py",):
            continue
        area = path[0].removesuffix(".py")
        exported = f"__all__ = {strings(model.name for model in areas[area])}\n"
        sources[path[0]] = _module_header(area) + _without_header(body) + exported
    return sources


def _without_header(source: str) -> str:
    """Drop the generator's own comment and the import of a decorator that our template does not use."""
    ours = {"from dataclasses import dataclass", "from __future__ import annotations"}
    return "\n".join(line for line in source.splitlines() if not line.startswith("# ") and line not in ours) + "\n"


def _module_header(area: str) -> str:
    return (
        f'"""Models of the area "{area.replace("_", " ")}" of the Billit API; every field is optional."""\n\n'
        "from __future__ import annotations\n\n"
        "import attrs\n"
        "from billit_async._serialization.model import Model\n"
        f"from billit_async._serialization.values import {', '.join(sorted(_CONVERTERS.values()))}\n"
    )


def _type(shape: Shape, home: dict[str, str]) -> dict[str, Any]:  # noqa: C901 - one case for each kind
    match shape.kind:
        case Kind.STRING | Kind.ENUMERATION | Kind.BASE64:
            return {"type": "string"}
        case Kind.INT | Kind.LONG:
            return {"type": "integer"}
        case Kind.BOOL:
            return {"type": "boolean"}
        case Kind.DECIMAL:
            return {"type": "number", "format": "decimal"}
        case Kind.DATETIME:
            return {"type": "string", "format": "date-time"}
        case Kind.UUID:
            return {"type": "string", "format": "uuid"}
        case Kind.MODEL:
            return {"$ref": f"#/components/schemas/{home[str(shape.model)]}.{shape.model}"}
        case Kind.LIST:
            return {"type": "array", "items": _type(_items(shape), home)}
        case Kind.MAP:
            return {"type": "object", "additionalProperties": _type(_items(shape), home)}
        case Kind.ANY:
            return {}


def _items(shape: Shape) -> Shape:
    if shape.items is None:
        raise CodegenError(f"{shape} has no items")
    return shape.items


def _template_data(areas: dict[str, list[Model]]) -> defaultdict[str, dict[str, Any]]:
    made: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for area, models in areas.items():
        for model in models:
            made[f"{area}.{model.name}"]["spec"] = {
                "docstring": _docstring(model),
                "shown": repr(shown_fields(model)),
                "arguments": {prop.wire: _arguments(prop) for prop in model.properties},
            }
    return made


def _arguments(prop: Property) -> str:
    metadata: dict[str, Any] = {"wire": prop.wire}
    if prop.meaning:
        metadata["kind"] = prop.meaning
    if prop.scale is not None:
        metadata["scale"] = prop.scale
    if prop.shape.enumeration:
        metadata["enumeration"] = prop.shape.enumeration
    if prop.shape.kind is Kind.BASE64:
        metadata["private"] = "file content"
    if prop.private:
        metadata["private"] = prop.private
    if prop.read_only:
        metadata["read_only"] = True
    arguments = ["default=None"]
    if converter := _CONVERTERS.get(prop.shape.kind):
        arguments.append(f"converter={converter}")
    arguments.append(f"metadata={metadata!r}")
    return ", ".join(arguments)


def _docstring(model: Model) -> str:
    lines = [*textwrap.wrap(model.description or f"Billit's {model.name}.", _DOC_WIDTH)]
    described = [prop for prop in model.properties if prop.description or prop.shape.enumeration]
    if described:
        lines += ["", "Attributes:"]
        for prop in described:
            words = prop.description or "One of the known values, or another text that Billit sent."
            if prop.shape.enumeration:
                words = f"{words.rstrip('.')}. Known values: `{prop.shape.enumeration}`."
            lines += textwrap.wrap(
                f"{prop.name}: {words}", _DOC_WIDTH, initial_indent="    ", subsequent_indent="        "
            )
    return docstring(lines)


def _enumerations(enumerations: tuple[Enumeration, ...]) -> str:
    parts = [
        _ENUMERATIONS_DOC,
        "from __future__ import annotations\n",
        "from enum import StrEnum\n",
        f"__all__ = {strings(enumeration.name for enumeration in enumerations)}\n",
    ]
    for enumeration in enumerations:
        body = ["\n\nclass " + enumeration.name + "(StrEnum):"]
        doc = textwrap.wrap(enumeration.description or f"Known values of {enumeration.name}.", _DOC_WIDTH)
        body.append(f"    {docstring(doc)}\n")
        for member, value, words in enumeration.members:
            body.append(f"    {member} = {string(value)}")
            if words:
                body.append(f"    {docstring(textwrap.wrap(words, _DOC_WIDTH), closed_below=False)}")
        parts.append("\n".join(body))
    return "\n".join(parts) + "\n"


def _package(schema: Schema) -> str:
    home = {model.name: area for area, models in schema.areas().items() for model in models}
    home |= {enumeration.name: ENUMERATIONS for enumeration in schema.enumerations}
    by_area: dict[str, list[str]] = {}
    for name, area in home.items():
        by_area.setdefault(area, []).append(name)
    imports = "\n".join(
        f"    from {PACKAGE.replace('/', '.')}.{area} import {', '.join(sorted(names))}"
        for area, names in sorted(by_area.items())
    )
    return f'''"""Models of the Billit API, loaded area by area when one of their names is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from billit_async._serialization.model import Model, Page

if TYPE_CHECKING:
{imports}

__all__ = {sorted([*home, "Model", "Page"])!r}

_HOMES = {dict(sorted(home.items()))!r}


def __getattr__(name: str) -> Any:
    area = _HOMES.get(name)
    if area is None:
        raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
    value = getattr(import_module(f"{{__name__}}.{{area}}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({{*globals(), *__all__}})
'''
