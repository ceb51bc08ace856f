"""Emits `billit_async/models/`: datamodel-code-generator reads the document and renders every class by our templates.

It decides names, types and the order of the fields; the templates make attrs classes of that, with converters, metadata
and documentation. What is left to do here is what it has no notion of: one module for each area, loaded when needed.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from datamodel_code_generator import GenerateConfig, generate
from datamodel_code_generator.enums import DataModelType, InputFileType
from datamodel_code_generator.format import DatetimeClassType, PythonVersion

from codegen import CodegenError
from codegen.emit.names import member_name, python_name
from codegen.emit.schema import ENUMERATIONS, Kind, Model, Property, Schema, Shape
from codegen.emit.shown import shown_fields
from codegen.emit.source import docstring, string, strings
from codegen.emit.wire import nested_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PACKAGE: Final = "billit_async/models"
_TEMPLATES: Final = Path(__file__).parent / "templates"
_DOC_WIDTH: Final = 112

_ENUMERATIONS_DOC: Final = '''"""The values of Billit's enumerations that are known today.

All of them are open: a model keeps a value that is not listed here as the text Billit sent, and the members are
strings, so `order.order_type == OrderType.INVOICE` and `== "Invoice"` say the same.
"""
'''

# By the type that datamodel-code-generator writes; base64 is a text to it.
_CONVERTERS: Final = {"Decimal": "decimal_value", "datetime": "datetime_value", "UUID": "uuid_value"}
_BASE64_CONVERTER: Final = "base64_value"
# What the document says of a property, as datamodel-code-generator hands it on, and what it is called in the metadata.
_FACTS: Final = {"x_kind": "kind", "x_scale": "scale", "x_private": "private"}


class _Field(Protocol):
    """What the templates get of datamodel-code-generator for a field, or for the values of an enumeration."""

    original_name: str | None
    """The wire name."""
    extras: dict[str, Any]
    """What else the document says of it."""

    @property
    def type_hint(self) -> str:
        """The annotation."""
        ...


def emit_models(schema: Schema) -> dict[str, str]:
    """Make the modules of `billit_async/models/`.

    Args:
        schema: What the document says, and the document.

    Returns:
        Relative path to unformatted source text.

    Raises:
        CodegenError: datamodel-code-generator made other classes than the document has schemas.
    """
    classes = dict(_classes(_generated(schema)))
    home = _homes(schema)
    if missing := sorted(set(home) - set(classes)):
        raise CodegenError(f"datamodel-code-generator made no class {missing[0]}")
    files = {
        f"{PACKAGE}/{area}.py": _module(
            area, {model.name: classes[model.name] for model in models}, home, _pair_converters(schema, models)
        )
        for area, models in schema.areas().items()
    }
    names = [enumeration.name for enumeration in schema.enumerations]
    files[f"{PACKAGE}/{ENUMERATIONS}.py"] = _enumerations({name: classes[name] for name in names})
    files[f"{PACKAGE}/__init__.py"] = _package(schema)
    return files


def _generated(schema: Schema) -> str:
    """The whole document as one module."""
    source = generate(
        schema.document,
        config=GenerateConfig(
            input_file_type=InputFileType.OpenAPI,
            output_model_type=DataModelType.DataclassesDataclass,
            custom_template_dir=_TEMPLATES,
            extra_template_data=defaultdict(dict, {"#all#": _Writer(schema).template_data()}),
            aliases={prop.wire: prop.name for model in schema.models for prop in model.properties},
            snake_case_field=True,
            use_exact_imports=True,
            use_standard_collections=True,
            use_union_operator=True,
            output_datetime_class=DatetimeClassType.Datetime,
            use_standard_primitive_types=True,
            # Amounts are exact; base64 and addresses stay the text that came.
            type_mappings=["number+decimal=decimal", "string+byte=string", "string+uri=string"],
            target_python_version=PythonVersion.PY_311,
            field_include_all_keys=True,
            use_schema_description=True,
            keep_model_order=True,
            disable_timestamp=True,
            formatters=[],
        ),
    )
    if not isinstance(source, str):
        raise TypeError("datamodel-code-generator made several modules where one was expected")
    return source


def _classes(source: str) -> Iterator[tuple[str, str]]:
    """The text of each class in a module, decorators included."""
    lines = source.splitlines()
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            yield node.name, "\n".join(lines[first - 1 : node.end_lineno])


def _homes(schema: Schema) -> dict[str, str]:
    """The module of each class."""
    homes = {model.name: area for area, models in schema.areas().items() for model in models}
    return homes | {enumeration.name: ENUMERATIONS for enumeration in schema.enumerations}


def _pair_of(schema: Schema, shape: Shape) -> str | None:
    """The model of a key and a value, for a list of those."""
    name = shape.items.model if shape.kind is Kind.LIST and shape.items else None
    return name if name is not None and schema.model(name).is_pair else None


def _pair_converters(schema: Schema, models: list[Model]) -> list[str]:
    """A function for each model of a key and a value: it makes a list of them of either documented shape."""
    names = {_pair_of(schema, prop.shape) for model in models for prop in model.properties} - {None}
    return [
        f"def _{python_name(name)}_list(value: Mapping[str, str] | Sequence[object] | None) -> list[{name}] | None:\n"
        f"    return pairs_value(value, {name})"
        for name in sorted(map(str, names))
    ]


def _module(area: str, classes: Mapping[str, str], home: Mapping[str, str], functions: list[str]) -> str:
    """The module of an area; imports that it does not need are dropped when it is formatted."""
    body = "\n\n\n".join([*functions, *classes.values()])
    words = set(re.findall(r"\b[A-Z]\w*", body))
    others: dict[str, set[str]] = defaultdict(set)
    for name in words & set(home):
        if home[name] not in {area, ENUMERATIONS}:
            others[home[name]].add(name)
    converters = sorted([*_CONVERTERS.values(), _BASE64_CONVERTER])
    return "\n".join(
        [
            f'"""Models of the area "{area.replace("_", " ")}" of the Billit API; every field is optional."""\n',
            "from __future__ import annotations\n",
            "from collections.abc import Mapping, Sequence",
            "from datetime import datetime",
            "from decimal import Decimal",
            "from typing import Any",
            "from uuid import UUID\n",
            "import attrs",
            "from billit_async._serialization.model import Model",
            "from billit_async._serialization.obsolete import warn_when_set",
            "from billit_async._serialization.pairs import map_value, pairs_value, text_map_value",
            "from billit_async._serialization.touch import nested_on_touch",
            f"from billit_async._serialization.values import {', '.join(converters)}",
            *(f"from .{other} import {', '.join(sorted(names))}" for other, names in sorted(others.items())),
            f"\n\n{body}\n",
            f"__all__ = {strings(classes)}\n",
        ]
    )


class _Writer:
    """What the templates call: source text of the parts of a class."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._models = {model.name: model for model in schema.models}
        self._enumerations = {enumeration.name for enumeration in schema.enumerations}

    def template_data(self) -> dict[str, Any]:
        """The functions by the names that the templates use."""
        return {
            "is_model": self._models.__contains__,
            "has_obsolete": self.has_obsolete,
            "nested": self.nested,
            "model_docstring": self.model_docstring,
            "shown": self.shown,
            "hint": self.hint,
            "arguments": self.arguments,
            "enumeration_docstring": enumeration_docstring,
            "members": members,
        }

    def shown(self, name: str) -> str:
        """The fields that a `repr` may show, as a literal."""
        return repr(shown_fields(self._models[name]))

    def has_obsolete(self, name: str) -> bool:
        """Whether a model has obsolete fields."""
        return any(prop.deprecated for prop in self._models[name].properties)

    def nested(self, name: str) -> str:
        """The fields that are read when they are touched, as arguments."""
        return ", ".join(map(string, nested_names(self._models[name])))

    def enumeration_of(self, field: _Field) -> str | None:
        """The enumeration that a field or the items of its list are of."""
        return next((name for name in re.findall(r"\w+", field.type_hint) if name in self._enumerations), None)

    def hint(self, field: _Field) -> str:
        """The annotation: an enumeration is open when it is read, so its values are texts."""
        name = self.enumeration_of(field)
        return field.type_hint if name is None else re.sub(rf"\b{name}\b", "str", field.type_hint)

    def arguments(self, name: str, field: _Field) -> str:
        """What `attrs.field` is called with."""
        wire = str(field.original_name)
        metadata: dict[str, Any] = {"wire": wire}
        metadata |= {key: field.extras[fact] for fact, key in _FACTS.items() if fact in field.extras}
        plain = field.type_hint.removesuffix(" | None")
        # The values of a list are texts to the reader of the metadata as well.
        if plain in self._enumerations:
            metadata["enumeration"] = plain
        prop = next(prop for prop in self._models[name].properties if prop.wire == wire)
        if prop.shape.kind is Kind.BASE64:
            metadata.setdefault("private", "file content")
        if prop.read_only:
            metadata["read_only"] = True
        if prop.refers_without:
            metadata["refers_without"] = prop.refers_without
        if prop.deprecated:
            metadata["deprecated"] = prop.description
        if prop.other_names:
            metadata["other_names"] = prop.other_names
        arguments = ["default=None"]
        if converter := self._converter(prop, plain):
            arguments.append(f"converter={converter}")
        return ", ".join([*arguments, f"metadata={metadata!r}"])

    def _converter(self, prop: Property, plain: str) -> str | None:
        if prop.shape.kind is Kind.BASE64:
            return _BASE64_CONVERTER
        if prop.shape.kind is Kind.MAP and prop.shape.items is not None:
            return "text_map_value" if prop.shape.items.kind is Kind.STRING else "map_value"
        if pair := _pair_of(self._schema, prop.shape):
            return f"_{python_name(pair)}_list"
        return _CONVERTERS.get(plain)

    def model_docstring(self, name: str) -> str:
        """The words on a model and on each of its fields."""
        return _docstring(self._models[name])


def _docstring(model: Model) -> str:
    lines = [*textwrap.wrap(model.description or f"Billit's {model.name}.", _DOC_WIDTH)]
    described = [prop for prop in model.properties if prop.description or prop.shape.enumeration]
    if described:
        lines += ["", "Attributes:"]
        for prop in described:
            words = prop.description or "One of the known values, or another text that Billit sent."
            if prop.deprecated:
                words = f"Obsolete. {words}"
            if prop.shape.enumeration:
                words = f"{words.rstrip('.')}. Known values: `{prop.shape.enumeration}`."
            lines += textwrap.wrap(
                f"{prop.name}: {words}", _DOC_WIDTH, initial_indent="    ", subsequent_indent="        "
            )
    return docstring(lines)


def enumeration_docstring(name: str, root: _Field) -> str:
    """The words on an enumeration."""
    words = " ".join(str(root.extras.get("description", "")).split())
    return docstring(textwrap.wrap(words or f"Known values of {name}.", _DOC_WIDTH))


def members(root: _Field) -> Iterator[tuple[str, str, str]]:
    """The known values of an enumeration: name of the member, literal, words below it."""
    for value, words in root.extras["x_known_values"].items():
        said = " ".join(str(words or "").split())
        below = docstring(textwrap.wrap(said, _DOC_WIDTH), closed_below=False) if said else ""
        yield member_name(str(value)), string(str(value)), below


def _enumerations(classes: Mapping[str, str]) -> str:
    return "\n".join(
        [
            _ENUMERATIONS_DOC,
            "from __future__ import annotations\n",
            "from enum import StrEnum\n",
            f"__all__ = {strings(classes)}\n\n",
            "\n\n\n".join(classes.values()),
            "",
        ]
    )


def _package(schema: Schema) -> str:
    home = _homes(schema)
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
