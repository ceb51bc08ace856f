"""The house rules that a finished document meets before code is made of it; reports every breach, changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codegen import Json, is_mapping
from codegen.emit.schema import KEYSETS
from codegen.swagger import METHODS, references

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["GONE", "breaches", "unmarked", "unmarked_places"]

GONE = (
    "upstream does not have it (any more); drop it from the overlay, or say where from in x-origin (a value of an "
    "enumeration: in x-kept-values)"
)


_KINDS = frozenset({"money", "price", "quantity", "percentage", "rate", "coordinate"})


def breaches(document: Json) -> list[str]:
    """Return one sentence for each place where the document breaks a house rule."""
    schemas: dict[str, Json] = document["components"]["schemas"]
    found = [*_dangling(document)]
    for name, schema in schemas.items():
        found += [f"schema {name}: {problem}" for problem in _schema(schema)]
    found += _area_cycles(schemas)
    found += _operations(document, schemas)
    return found


def unmarked(facts: Json, document: Json) -> list[str]:
    """Return where the finished document holds something that upstream does not, without saying so in `x-origin`.

    An action can bring back to life what upstream took away; and what we added may appear upstream one day, where our
    version would then be mixed with theirs. Both must be seen.

    Args:
        facts: The normalised upstream document.
        document: The same after the overlay.
    """
    return [
        f"{where}: {'upstream has it now; drop it from the overlay' if theirs else GONE}"
        for _, _, where, theirs in unmarked_places(facts, document)
    ]


def unmarked_places(facts: Json, document: Json) -> list[tuple[Any, str, str, bool]]:
    """Return the same as places: what holds it, its key or value, how messages call it, and whether upstream has it."""
    return [*_unmarked_operations(facts["paths"], document["paths"]), *_unmarked_schemas(facts, document)]


def _unmarked_operations(facts: Json, paths: Json) -> Iterator[tuple[Any, str, str, bool]]:
    for path, item in paths.items():
        for method, operation in item.items():
            theirs = method in facts.get(path, {})
            if theirs == ("x-origin" in operation):
                yield item, method, f"{method.upper()} {path}", theirs


def _unmarked_schemas(facts: Json, document: Json) -> Iterator[tuple[Any, str, str, bool]]:
    before: Json = facts["components"]["schemas"]
    schemas: Json = document["components"]["schemas"]
    for name, schema in schemas.items():
        if "x-known-values" in schema:
            yield from _unmarked_values(before.get(name, {}), schema, f"schema {name}")
            continue
        if (name in before) == ("x-origin" in schema):
            yield schemas, name, f"schema {name}", name in before
        properties: Json = schema.get("properties", {}) if name in before else {}
        for prop, value in properties.items():
            theirs = prop in before[name].get("properties", {})
            if theirs == ("x-origin" in value):
                yield properties, prop, f"schema {name}: {prop}", theirs


def _unmarked_values(before: Json, schema: Json, where: str) -> Iterator[tuple[Any, str, str, bool]]:
    """The values that an enumeration of upstream's has lost; one that we keep is in `x-kept-values`."""
    theirs: Json = before.get("x-known-values", {})
    kept: list[str] = schema.get("x-kept-values", [])
    for value in schema["x-known-values"] if theirs else ():
        if value in theirs and value in kept:
            yield kept, value, f"{where}: the value {value}", True
        elif value not in theirs and value not in kept:
            yield schema["x-known-values"], value, f"{where}: the value {value}", False


def _schema(schema: Json) -> Iterator[str]:
    if not schema.get("x-area"):
        yield "no x-area (the models module that it lives in)"
    if not schema.get("description"):
        yield "no description"
    if "x-known-values" in schema:
        for value, words in schema["x-known-values"].items():
            if not words:
                yield f"no words for the value {value}"
        return
    properties: dict[str, Json] = schema.get("properties", {})
    for name, prop in properties.items():
        yield from (f"{name}: {problem}" for problem in _property(prop))


def _property(prop: Json) -> Iterator[str]:
    if "$ref" in prop:
        return
    if "type" not in prop:
        # An action that describes a property which upstream took away would otherwise bring it back to life.
        yield "neither a type nor a $ref: the overlay describes a property that upstream does not have"
    if "enum" in prop or "enum" in prop.get("items", {}):
        yield "a closed enumeration; name it in components and keep it open"
    if prop.get("format") == "decimal":
        if prop.get("x-kind") not in _KINDS:
            yield f"a decimal needs x-kind, one of {', '.join(sorted(_KINDS))}"
        elif prop["x-kind"] != "coordinate" and prop.get("x-scale") not in {2, 4, 5} and not prop.get("x-provisional"):
            yield "a decimal needs x-scale, the 2, 4 or 5 digits that Billit prints"
    if prop.get("format") == "date-time" and not prop.get("x-local"):
        yield "a date-time needs x-local (Billit prints local time, without offset)"


def _dangling(document: Json) -> Iterator[str]:
    for target in sorted(references(document)):
        place: Any = document
        path = target.removeprefix("#/") if target.startswith("#/") else f"components/schemas/{target}"
        for part in path.split("/"):
            place = place.get(part) if is_mapping(place) else None
        if place is None:
            yield f"a reference to {target}, which is not there"


def _area_cycles(schemas: dict[str, Json]) -> Iterator[str]:
    """Areas become modules that import each other, so they must not do so in a ring."""
    imports: dict[str, set[str]] = {}
    for schema in schemas.values():
        area = schema.get("x-area", "")
        targets = {schemas[name].get("x-area", "") for name in references(schema) if name in schemas}
        imports.setdefault(area, set()).update(targets - {area})
    while leaves := [area for area, targets in imports.items() if not targets & imports.keys()]:
        for area in leaves:
            del imports[area]
    if imports:
        yield f"areas that import each other in a ring: {', '.join(sorted(imports))}"


def _operations(document: Json, schemas: dict[str, Json]) -> Iterator[str]:
    paths: dict[str, Json] = document["paths"]
    seen: set[str] = set()
    for path, item in paths.items():
        for method in METHODS:
            if method not in item:
                continue
            operation: Json = item[method]
            where = f"{method.upper()} {path}"
            identifier = operation.get("operationId", "")
            if identifier in seen:
                yield f"{where}: the operationId {identifier} is taken"
            seen.add(identifier)
            for key in ("operationId", "summary", "x-resource"):
                if not operation.get(key):
                    yield f"{where}: no {key}"
            if "x-list" in operation:
                yield from (f"{where}: {problem}" for problem in _list(operation["x-list"], schemas))


def _list(facts: Json, schemas: dict[str, Json]) -> Iterator[str]:
    item = schemas.get(facts.get("item", ""))
    if item is None:
        yield f"x-list names an unknown item {facts.get('item')!r}"
        return
    if facts.get("keyset") not in KEYSETS:
        yield f"x-list.keyset must be one of {', '.join(sorted(KEYSETS))}"
    if (facts.get("keyset") == "none") != (facts.get("key") is None):
        yield "x-list needs a key, unless its keyset is none"
    columns: list[Any] = facts.get("filterable") or []
    for column in [facts["key"], *columns] if facts.get("key") else columns:
        schema = item
        for part in str(column).split("/"):
            prop = schema.get("properties", {}).get(part)
            if prop is None:
                yield f"x-list names the column {column}, which {facts['item']} does not have"
                break
            schema = schemas.get(prop.get("$ref", "").rpartition("/")[2], {})
