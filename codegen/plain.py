"""What an upstream document may hold where names stand: plain names, in the shape of Swagger 2.0. Pure.

The document is data of somebody else, and code is made from it. What is not plain is refused here, before any rule or
emitter sees it; what the emitters write is escaped all the same, and looked at once more (`codegen.emit.proof`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from codegen import Json, is_list, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["is_name", "is_path", "is_text", "problems", "shown"]

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}", re.ASCII)
_SEGMENT: Final = r"(?:[A-Za-z0-9_.~-]+|\{[A-Za-z_][A-Za-z0-9_]*\})"
_PATH: Final = re.compile(rf"(?:/{_SEGMENT}){{1,20}}/?", re.ASCII)
_REFERENCE: Final = re.compile(r"#/definitions/[A-Za-z_][A-Za-z0-9_]{0,99}", re.ASCII)
_WORD: Final = re.compile(r"[A-Za-z0-9*][A-Za-z0-9_./+*;= -]{0,99}", re.ASCII)
_KEYWORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}", re.ASCII)
_HOST: Final = re.compile(r"[A-Za-z0-9.-]{1,200}(?::[0-9]{1,5})?", re.ASCII)
_TEXT_LENGTH: Final = 500
_DEPTH: Final = 60
_SCHEMA_WORDS: Final = ("type", "format", "in", "collectionFormat")
_SCALARS: Final = (str, int, float, bool, type(None))


def is_name(value: object) -> bool:
    """Tell whether a value is a plain identifier."""
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def is_path(value: object) -> bool:
    """Tell whether a value is the path of an operation, with its parameters in braces."""
    return isinstance(value, str) and len(value) <= _TEXT_LENGTH and _PATH.fullmatch(value) is not None


def is_text(value: object) -> bool:
    """Tell whether a value is a short text on one line, without characters that act or hide."""
    return isinstance(value, str) and len(value) <= _TEXT_LENGTH and value.isprintable()


def shown(value: object) -> str:
    """Show a value in a message: cut, escaped, ASCII only."""
    text = ascii(value)
    return text if len(text) <= 80 else f"{text[:79]}…"  # noqa: PLR2004  (a line's worth)


def problems(document: Json) -> Iterator[str]:
    """Say where a document is not plain.

    Args:
        document: What was read from JSON, with mappings in ``paths`` and ``definitions``.
    """
    if _is_too_deep(document):
        yield f"it is nested more than {_DEPTH} deep"
        return
    info = document.get("info", {})
    yield from _mapping(info, "info")
    for key in ("title", "version"):
        if is_mapping(info) and key in info and not is_text(info[key]):
            yield f"info.{key} is not a plain text: {shown(info[key])}"
    if "host" in document and not (isinstance(document["host"], str) and _HOST.fullmatch(document["host"])):
        yield f"host is not a name of a host: {shown(document['host'])}"
    yield from _words(document.get("schemes", []), "schemes")
    for path, item in document["paths"].items():
        if not is_path(path):
            yield f"a path is not plain: {shown(path)}"
        yield from _path_item(item, f"path {shown(path)}")
    for name, schema in document["definitions"].items():
        if not is_name(name):
            yield f"the name of a definition is not a plain identifier: {shown(name)}"
        yield from _schema(schema, f"definition {shown(name)}")


def _is_too_deep(document: Json) -> bool:
    level: list[Any] = [document]
    for _ in range(_DEPTH):
        level = [
            inner
            for value in level
            for inner in (value.values() if is_mapping(value) else value if is_list(value) else ())
        ]
        if not level:
            return False
    return True


def _mapping(value: Any, where: str) -> Iterator[str]:
    if not is_mapping(value):
        yield f"{where} is not an object"


def _words(value: Any, where: str) -> Iterator[str]:
    if not is_list(value) or not all(isinstance(word, str) and _WORD.fullmatch(word) for word in value):
        yield f"{where} is not a list of plain words: {shown(value)}"


def _path_item(item: Any, where: str) -> Iterator[str]:
    if not is_mapping(item):
        yield f"{where} is not an object"
        return
    for method, operation in item.items():
        if not is_name(method):
            yield f"{where}: a method is not plain: {shown(method)}"
        yield from _operation(operation, f"{where} {shown(method)}")


def _operation(operation: Any, where: str) -> Iterator[str]:
    if not is_mapping(operation):
        yield f"{where} is not an object"
        return
    if not is_name(operation.get("operationId")):
        yield f"{where}: the operationId is not a plain identifier: {shown(operation.get('operationId'))}"
    tags = operation.get("tags", [])
    if not is_list(tags) or not all(map(is_name, tags)):
        yield f"{where}: the tags are not plain identifiers: {shown(tags)}"
    for key in ("consumes", "produces", "schemes"):
        yield from _words(operation.get(key, []), f"{where}: {key}")
    parameters = operation.get("parameters", [])
    if not is_list(parameters):
        yield f"{where}: the parameters are not a list"
    for parameter in parameters if is_list(parameters) else ():
        yield from _parameter(parameter, where)
    yield from _responses(operation.get("responses"), where)


def _responses(responses: Any, where: str) -> Iterator[str]:
    if not is_mapping(responses):
        yield f"{where}: the responses are not an object"
        return
    for status, response in responses.items():
        if status != "default" and not re.fullmatch(r"[1-5][0-9][0-9]", status, re.ASCII):
            yield f"{where}: a status is not one: {shown(status)}"
        if not is_mapping(response):
            yield f"{where}: the response {shown(status)} is not an object"
        elif "schema" in response:
            yield from _schema(response["schema"], f"{where}: response {shown(status)}")


def _parameter(parameter: Any, where: str) -> Iterator[str]:
    if not is_mapping(parameter):
        yield f"{where}: a parameter is not an object"
        return
    name = parameter.get("name")
    # OData's own parameters begin with a dollar.
    if not isinstance(name, str) or not is_name(name.removeprefix("$").replace("-", "_").replace(".", "_")):
        yield f"{where}: the name of a parameter is not plain: {shown(name)}"
    if not is_name(parameter.get("in")):
        yield f"{where}: no plain word says where the parameter {shown(name)} stands"
    if parameter.get("in") == "body":
        yield from _schema(parameter.get("schema"), f"{where}: body")
    else:
        yield from _schema(parameter, f"{where}: parameter {shown(name)}")


def _schema(schema: Any, where: str) -> Iterator[str]:
    if not is_mapping(schema):
        yield f"{where} is not an object"
        return
    if "$ref" in schema and not (isinstance(schema["$ref"], str) and _REFERENCE.fullmatch(schema["$ref"])):
        yield f"{where}: a reference that is not to a definition of this document: {shown(schema['$ref'])}"
    for key in _SCHEMA_WORDS:
        if key in schema and not (isinstance(schema[key], str) and _KEYWORD.fullmatch(schema[key])):
            yield f"{where}: {key} is not a plain word: {shown(schema[key])}"
    yield from _values(schema, where)
    properties = schema.get("properties", {})
    yield from _mapping(properties, f"{where}: properties")
    for name, inner in properties.items() if is_mapping(properties) else ():
        if not is_name(name):
            yield f"{where}: the name of a property is not a plain identifier: {shown(name)}"
        yield from _schema(inner, f"{where}.{shown(name)}")
    if "items" in schema:
        yield from _schema(schema["items"], f"{where}[]")
    elif schema.get("type") == "array":
        yield f"{where}: an array without items"
    if not isinstance(schema.get("additionalProperties", True), bool):
        yield from _schema(schema["additionalProperties"], f"{where}{{}}")


def _values(schema: Json, where: str) -> Iterator[str]:
    values = schema.get("enum", [])
    if not is_list(values) or not all(map(is_text, values)):
        yield f"{where}: the values of an enumeration are not plain texts: {shown(values)}"
    required = schema.get("required", [])
    if not isinstance(required, bool) and not (is_list(required) and all(map(is_name, required))):
        yield f"{where}: what is required is not a list of names: {shown(required)}"
    if not isinstance(schema.get("readOnly", False), bool):
        yield f"{where}: readOnly is neither true nor false"
    for key in ("default", "pattern"):
        value = schema.get(key)
        if not isinstance(value, _SCALARS) or (isinstance(value, str) and not is_text(value)):
            yield f"{where}: {key} is not a plain value: {shown(value)}"
    for key in ("maximum", "minimum", "maxLength", "minLength", "maxItems", "minItems", "uniqueItems"):
        if not isinstance(schema.get(key, 0), int | float):
            yield f"{where}: {key} is not a number: {shown(schema[key])}"
