"""Reads the upstream Swagger 2.0 document and brings it into one canonical form without prose; never touches a file."""

from __future__ import annotations

import hashlib
import json
import re
from itertools import islice
from typing import Any

from codegen import CodegenError, Json, is_list, is_mapping
from codegen.plain import problems, shown

__all__ = ["METHODS", "canonical", "digest", "dump", "load", "operations", "references"]

_PROBLEMS_SHOWN = 10
METHODS = ("get", "put", "post", "delete", "patch", "head", "options")


# Words for people. They are the publisher's text, so they are not carried over; ours live in the overlay.
_PROSE = frozenset({"description", "summary", "title", "example", "examples", "externalDocs"})
# Below these keywords the keys of a mapping are names, not keywords: a property may well be called "description".
_NAME_MAPS = frozenset({"paths", "definitions", "responses", "properties", "headers", "securityDefinitions", "scopes"})
# Values that are data, to be kept as they are.
_LITERALS = frozenset({"enum", "default"})
_SETS = frozenset({"consumes", "produces", "schemes", "required", "tags"})


def load(text: str | bytes, *, origin: str) -> Json:
    """Read a Swagger 2.0 document from JSON text; `origin` names it in errors."""
    try:
        value: Any = json.loads(text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff"))
    except RecursionError:
        raise CodegenError(f"{origin}: this is JSON that is nested without end") from None
    except ValueError as error:
        head = text[:60].decode("utf-8", "replace") if isinstance(text, bytes) else text[:60]
        raise CodegenError(f"{origin}: this is not JSON ({error}); it begins with {head!r}") from error
    if not is_mapping(value):
        raise CodegenError(f"{origin}: expected a JSON object, found {type(value).__name__}")
    document: Json = value
    if document.get("swagger") != "2.0":
        versions = {key: document[key] for key in ("swagger", "openapi") if key in document}
        found = shown(versions) if versions else "no version"
        raise CodegenError(f"{origin}: expected a Swagger 2.0 document, found {found}")
    for key in ("paths", "definitions"):
        if not is_mapping(document.get(key)) or not document[key]:
            raise CodegenError(f"{origin}: the document has no {key}")
    if refused := list(islice(problems(document), _PROBLEMS_SHOWN)):
        raise CodegenError(f"{origin}: the document is refused, since code is made from it:\n  " + "\n  ".join(refused))
    return document


def canonical(document: Json) -> Json:
    """Return the document without prose and in one order.

    Keywords, paths, definitions and responses are sorted; properties keep the order they came in, because that order
    is how the fields of a model are read.
    """
    result: Json = _keywords(document)
    return result


def dump(document: Json) -> str:
    """Return the canonical document as JSON text, the form in which it is committed."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def digest(document: Json) -> str:
    """Return the sha256 of what the document says, blind to prose and to the order of keys."""
    text = json.dumps(canonical(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def operations(document: Json) -> list[tuple[str, str, Json]]:
    """Return every (path, method, operation), sorted by path, then in the usual order of methods."""
    paths: dict[str, Json] = document["paths"]
    places = ((path, method) for path in sorted(paths) for method in METHODS if method in paths[path])
    return [(path, method, paths[path][method]) for path, method in places]


def references(value: Any) -> set[str]:
    """Return the names of all definitions that a value refers to, directly."""
    found: set[str] = set()
    stack = [value]
    while stack:
        item = stack.pop()
        if is_mapping(item):
            mapping = item
            target = mapping.get("$ref")
            if isinstance(target, str):
                found.add(re.sub(r"^#/(definitions|components/schemas)/", "", target))
            stack.extend(mapping.values())
        elif is_list(item):
            stack.extend(item)
    return found


def _keywords(node: Any) -> Any:
    if is_list(node):
        return [_keywords(item) for item in node]
    if not is_mapping(node):
        return node
    mapping = node
    result: Json = {}
    for key in sorted(mapping):
        value = mapping[key]
        if key == "info" and is_mapping(value):
            info = value
            result[key] = {name: info[name] for name in ("title", "version") if name in info}
        elif key in _LITERALS:
            result[key] = value
        elif key in _SETS and is_list(value):
            strings = value
            result[key] = sorted(strings) if all(isinstance(item, str) for item in strings) else _keywords(strings)
        elif key in _NAME_MAPS and is_mapping(value):
            result[key] = _names(key, value)
        elif key not in _PROSE:
            result[key] = _keywords(value)
    return result


def _names(keyword: str, mapping: Json) -> Json:
    order = list(mapping) if keyword == "properties" else sorted(mapping)
    result = {name: _keywords(mapping[name]) for name in order}
    if keyword == "responses":
        for response in result.values():
            response.setdefault("description", "")  # Swagger 2.0 requires one
    return result
