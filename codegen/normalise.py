"""Turns a Swagger 2.0 document into OpenAPI 3.1 by rule alone; whatever is particular to Billit is overlay data."""

from __future__ import annotations

import re
from collections import defaultdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from codegen import CodegenError, Json
from codegen.swagger import METHODS, operations, references

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["kept_definitions", "normalise", "server_noise"]


# ASP.NET leaks the classes behind its query binding into the document; all of them hang below these.
_NOISE_PREFIX = "ODataQueryOptions_"
# ASP.NET's generic page. A page that no operation declares is still worth keeping: the declaration is what is missing.
_PAGE_PREFIX = "PageResult_"

_SAME_IN_BOTH = frozenset(
    {"maximum", "minimum", "maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "default"}
)
_HANDLED = frozenset(
    {"type", "format", "enum", "items", "properties", "additionalProperties", "required", "readOnly", "example"}
)
_PROSE = frozenset({"description", "title", "summary"})
_NUMBER_FORMATS = frozenset({None, "double", "float", "decimal"})


def normalise(swagger: Json, renames: Mapping[str, str], notes: list[str] | None = None) -> Json:
    """Return the OpenAPI 3.1 form of a Swagger 2.0 document.

    Args:
        swagger: The document, as `codegen.swagger.load` gives it.
        renames: Better names for mechanical ones (schemas and hoisted enumerations), old to new.
        notes: Takes what can be passed over for now: what no operation reaches, renames of what is gone, values of
            parameters, forms. Each is an error when it is left out.

    Returns:
        The new document, with components sorted by name and paths sorted by path.

    Raises:
        CodegenError: the document holds something that no rule here covers, so that nothing is lost in silence.
    """
    return _Normaliser(swagger, renames, notes).document()


def server_noise(swagger: Json) -> set[str]:
    """Return the definitions that exist only because the server's own query classes leaked into the document."""
    definitions: Json = swagger["definitions"]
    leaked = _closure(definitions, (name for name in definitions if name.startswith(_NOISE_PREFIX)))
    return leaked - kept_definitions(swagger)


def kept_definitions(swagger: Json) -> set[str]:
    """Return the definitions that operations reach, and every page."""
    definitions: Json = swagger["definitions"]
    pages = {name for name in definitions if name.startswith(_PAGE_PREFIX)}
    return _closure(definitions, references(swagger["paths"]) | pages)


def _closure(definitions: Json, roots: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    stack = list(roots)
    while stack:
        name = stack.pop()
        if name in definitions and name not in seen:
            seen.add(name)
            stack.extend(references(definitions[name]))
    return seen


class _Normaliser:
    """One pass over one document; collects hoisted enumerations on the way."""

    def __init__(self, swagger: Json, renames: Mapping[str, str], notes: list[str] | None) -> None:
        self._swagger = swagger
        self._notes = notes
        self._definitions: Json = swagger["definitions"]
        self._renames = renames
        self._renamed: set[str] = set()
        self._kept = sorted(kept_definitions(swagger) | (self._lost() if notes is not None else set()))
        self._enum_names = self._name_enumerations()
        self._enumerations: dict[str, Json] = {}
        self._names = {name: self._rename(_mechanical_name(name)) for name in self._kept}

    def document(self) -> Json:
        self._refuse_lost_definitions()
        schemas: dict[str, Json] = {}
        for name in self._kept:
            new = self._names[name]
            if new in schemas:
                raise CodegenError(f"two definitions would both be called {new!r}; rename one of them in the overlay")
            schemas[new] = self._definition(name)
        paths = self._paths()
        for name, schema in self._enumerations.items():
            if name in schemas:
                raise CodegenError(f"the enumeration {name!r} has the name of a schema; rename it in the overlay")
            schemas[name] = schema
        if unused := sorted(set(self._renames) - self._renamed):
            self._pass_over(f"the overlay renames what is not there (any more): {', '.join(unused)}")
        info: Json = self._swagger.get("info", {})
        scheme = next(iter(self._swagger.get("schemes", ())), "https")
        servers = [{"url": f"{scheme}://{self._swagger['host']}"}] if "host" in self._swagger else [{"url": "/"}]
        return {
            "openapi": "3.1.0",
            "info": {"title": info.get("title", ""), "version": info.get("version", "")},
            "servers": servers,
            "paths": paths,
            "components": {"schemas": {name: schemas[name] for name in sorted(schemas)}},
        }

    def _refuse_lost_definitions(self) -> None:
        if missing := sorted(references(self._swagger) - self._definitions.keys()):
            raise CodegenError(f"the document refers to definitions that it does not hold: {', '.join(missing)}")
        if lost := sorted(self._lost()):
            self._pass_over(
                f"no operation reaches {', '.join(lost)}, and it is not part of the server's query classes: "
                "either the operation that used it went away, or a new rule is needed in codegen/normalise.py"
            )
        if leaked := [name for name in self._kept if name.startswith(_NOISE_PREFIX)]:
            raise CodegenError(f"an operation now takes or returns a query class of the server: {', '.join(leaked)}")

    def _lost(self) -> set[str]:
        """What no operation reaches, and is not the server's own."""
        return self._definitions.keys() - kept_definitions(self._swagger) - server_noise(self._swagger)

    def _pass_over(self, said: str) -> None:
        if self._notes is None:
            raise CodegenError(said)
        self._notes.append(said)

    def _rename(self, name: str) -> str:
        if name in self._renames:
            self._renamed.add(name)
            return self._renames[name]
        return name

    def _name_enumerations(self) -> dict[tuple[str, ...], str]:
        """Name each inline enumeration after its property, with the owner's name before it where that is not unique."""
        seen: dict[str, dict[tuple[str, ...], list[str]]] = defaultdict(dict)
        for owner in self._kept:
            for prop, schema in self._definitions[owner].get("properties", {}).items():
                values = schema.get("enum") or schema.get("items", {}).get("enum")
                if values:
                    seen[prop].setdefault(tuple(values), []).append(owner)
        names: dict[tuple[str, ...], str] = {}
        for prop, variants in seen.items():
            # An open enumeration that has more values at one place than at another is the same enumeration.
            widest = max(variants, key=len)
            is_one = all(set(values) <= set(widest) for values in variants)
            for values, owners in variants.items():
                unique = is_one and prop not in self._kept
                mechanical = prop if unique else f"{_mechanical_name(owners[0])}{prop}"
                names[(prop, *values)] = self._rename(mechanical)
        return names

    def _definition(self, name: str) -> Json:
        schema: Json = self._definitions[name]
        result: Json = {"x-upstream-name": name} if self._names[name] != name else {}
        if name.startswith(_PAGE_PREFIX):
            result["x-page-of"] = self._names[name.removeprefix(_PAGE_PREFIX)]
        return result | self._schema(schema, name)

    def _schema(self, schema: Json, where: str, prop: str = "") -> Json:
        """Convert one schema; `prop` is the property it stands at, which names an enumeration found there."""
        if "$ref" in schema:
            name = schema["$ref"].removeprefix("#/definitions/")
            return {"$ref": f"#/components/schemas/{self._names[name]}"} | _read_only(schema)
        if unknown := set(schema) - _HANDLED - _SAME_IN_BOTH - _PROSE:
            raise CodegenError(f"{where}: no rule for the keyword {', '.join(sorted(unknown))}")
        if "enum" in schema:
            return self._enumeration(schema, where, prop) | _read_only(schema)
        result = self._typed(schema, where, prop)
        result.update({key: schema[key] for key in sorted(_SAME_IN_BOTH & set(schema))})
        if schema.get("required"):
            # A response may leave out whatever is null, so nothing is required of a model; the fact is kept.
            result["x-upstream-required"] = schema["required"]
        return result | _read_only(schema)

    def _typed(self, schema: Json, where: str, prop: str) -> Json:
        kind, form = schema.get("type"), schema.get("format")
        match kind:
            case "object" if "properties" in schema:
                properties: Json = schema["properties"]
                return {
                    "type": "object",
                    "properties": {
                        key: self._schema(value, f"{where}.{key}", key) for key, value in properties.items()
                    },
                }
            case "object":
                values = schema.get("additionalProperties", True)
                return {
                    "type": "object",
                    "additionalProperties": values if isinstance(values, bool) else self._schema(values, where),
                }
            case "array":
                return {"type": "array", "items": self._schema(schema["items"], f"{where}[]", prop)}
            case "number" if form in _NUMBER_FORMATS:
                # The document cannot tell money from a measure, and neither may pass through binary floating point.
                return {"type": "number", "format": "decimal"}
            case "integer" | "string" | "boolean":
                return {"type": kind} if form is None else {"type": kind, "format": form}
            case _:
                raise CodegenError(f"{where}: no rule for the type {kind!r} with format {form!r}")

    def _enumeration(self, schema: Json, where: str, prop: str) -> Json:
        values: list[Any] = schema["enum"]
        name = self._enum_names.get((prop, *values))
        if name is None or schema.get("type") != "string":
            self._pass_over(f"{where}: no rule for an enumeration at this place")
            plain = {key: value for key, value in schema.items() if key != "enum"}
            return self._schema(plain, where) | {"x-upstream-values": values}
        # Open on purpose: a value that is newer than this document must not break a reader.
        self._enumerations[name] = {
            "type": "string",
            "x-area": "enumerations",
            "x-known-values": self._enumerations.get(name, {}).get("x-known-values", {}) | dict.fromkeys(values, ""),
        }
        return {"$ref": f"#/components/schemas/{name}"}

    def _paths(self) -> Json:
        unknown = {key for item in self._swagger["paths"].values() for key in item} - set(METHODS)
        if unknown:
            raise CodegenError(f"no rule for what stands beside the methods of a path: {', '.join(sorted(unknown))}")
        found = operations(self._swagger)
        identifiers = _unique_operation_ids(found)
        paths: dict[str, Json] = {}
        for (path, method, operation), identifier in zip(found, identifiers, strict=True):
            paths.setdefault(path, {})[method] = self._operation(operation, identifier, f"{method.upper()} {path}")
        return paths

    def _operation(self, operation: Json, identifier: str, where: str) -> Json:
        tags: list[str] = operation.get("tags", [])
        result: Json = {"tags": tags, "operationId": identifier, "x-resource": _snake(tags[0]) if tags else "misc"}
        if identifier != operation["operationId"]:
            result["x-upstream-name"] = operation["operationId"]
        parameters: list[Json] = []
        for parameter in operation.get("parameters", ()):
            place, name = parameter["in"], parameter["name"]
            if place == "body":
                schema = self._schema(parameter["schema"], f"{where}: body")
                content = {"application/json": {"schema": schema}}
                result["requestBody"] = {"required": bool(parameter.get("required")), "content": content}
            elif place in {"path", "query", "header"}:
                typing = {key: value for key, value in parameter.items() if key not in {"name", "in", "required"}}
                required = place == "path" or bool(parameter.get("required"))
                schema = self._schema(typing, f"{where}: parameter {name}", name)
                parameters.append({"name": name, "in": place, "required": required, "schema": schema})
            else:
                self._pass_over(f"{where}: no rule for a parameter in {place!r}")
        if parameters:
            result["parameters"] = parameters
        result["responses"] = {
            status: self._response(status, response, where) for status, response in operation["responses"].items()
        }
        body = result.pop("requestBody", None)
        if body is not None:
            responses = result.pop("responses")
            result |= {"requestBody": body, "responses": responses}
        return result

    def _response(self, status: str, response: Json, where: str) -> Json:
        phrase = HTTPStatus(int(status)).phrase if status.isdecimal() else "Any other status"
        result: Json = {"description": phrase}
        if "schema" in response:
            schema = self._schema(response["schema"], f"{where}: response {status}")
            result["content"] = {"application/json": {"schema": schema}}
        return result


def _unique_operation_ids(found: list[tuple[str, str, Json]]) -> list[str]:
    """Keep the ids as they are; of those that share one, the plainest path keeps it, others add their parameter."""
    shared: dict[str, list[str]] = defaultdict(list)
    for path, _, operation in found:
        shared[operation["operationId"]].append(path)
    identifiers: list[str] = []
    for path, _, operation in found:
        identifier: str = operation["operationId"]
        plainest = min(shared[identifier], key=lambda other: (other.count("{"), other))
        parameters: list[str] = re.findall(r"\{(\w+)\}", path)
        if path != plainest and parameters:
            identifier += "_By" + "And".join(parameters)
        identifiers.append(identifier)
    repeated = sorted({identifier for identifier in identifiers if identifiers.count(identifier) > 1})
    if repeated:
        raise CodegenError(f"operation ids that no rule can tell apart: {', '.join(repeated)}")
    return identifiers


def _mechanical_name(name: str) -> str:
    if name.startswith(_PAGE_PREFIX):
        return name.removeprefix(_PAGE_PREFIX) + "Page"
    return name.replace("_", "")


def _read_only(schema: Json) -> Json:
    return {"readOnly": True} if schema.get("readOnly") else {}


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
