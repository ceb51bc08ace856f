"""The OpenAPI document as the emitter sees it: areas, models, properties, enumerations and list operations.

Pure reading of the document; it decides kinds and names once, so that models, wire code and fields agree.
"""

from __future__ import annotations

import enum
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import attrs

from codegen import CodegenError, is_list, is_mapping
from codegen.emit.names import TAKEN, member_name, python_name
from codegen.emit.source import identifier
from codegen.plain import is_name, is_path, is_text, shown
from codegen.swagger import references

if TYPE_CHECKING:
    from collections.abc import Iterable

ENUMERATIONS: Final = "enumerations"
_REFERENCE: Final = "#/components/schemas/"
_CLASS: Final = re.compile(r"[A-Z][A-Za-z0-9]*", re.ASCII)
_ROW: Final = re.compile(r"/\{[A-Za-z0-9]+\}", re.ASCII)
KEYSETS: Final = frozenset({"documented", "unverified", "links", "none"})
"""How a list is read: by a key that is documented or expected to work, by Billit's links, or without a key."""
_AREA: Final = re.compile(r"[a-z][a-z0-9_]{0,40}", re.ASCII)
# What generated modules import under these names, and a model would hide.
_TAKEN: Final = frozenset({"Any", "Codec", "Decimal", "Final", "Model", "Page", "StrEnum", "Struct", "UUID"})


class Kind(enum.StrEnum):
    """What a property holds, as far as reading, writing and querying differ."""

    STRING = "string"
    ENUMERATION = "enumeration"
    INT = "int"
    LONG = "long"
    BOOL = "bool"
    DECIMAL = "decimal"
    DATETIME = "datetime"
    UUID = "uuid"
    BASE64 = "base64"
    MODEL = "model"
    LIST = "list"
    MAP = "map"
    ANY = "any"


@attrs.frozen(kw_only=True)
class Shape:
    """The type of a property or of a list's or map's items."""

    kind: Kind
    model: str | None = None
    enumeration: str | None = None
    items: Shape | None = None
    is_day: bool = False
    """Of a date-time: a day, always printed as midnight."""

    def models(self) -> set[str]:
        """The names of the models this shape mentions."""
        inner = self.items.models() if self.items else set[str]()
        return inner if self.model is None else inner | {self.model}


@attrs.frozen(kw_only=True)
class Property:
    """One property of a model."""

    wire: str
    name: str
    shape: Shape
    description: str
    meaning: str | None
    scale: int | None
    read_only: bool
    deprecated: bool
    other_names: tuple[str, ...]
    """What else the property is called in Billit's documentation."""
    private: str | None
    refers_without: str | None
    """The property without which an object with this id only refers to what Billit has."""


@attrs.frozen(kw_only=True)
class Model:
    """One component schema with properties."""

    name: str
    area: str
    description: str
    properties: tuple[Property, ...]
    only_sent: bool
    """No response holds it, so that nothing is lost when reading it takes longer."""

    @property
    def is_pair(self) -> bool:
        """Whether it is a key and a value, and nothing else."""
        return {prop.wire for prop in self.properties} == {"Key", "Value"}

    def models(self) -> set[str]:
        """The names of the models that the properties mention."""
        return {name for prop in self.properties for name in prop.shape.models()}


@attrs.frozen(kw_only=True)
class Enumeration:
    """An open enumeration: the values known today."""

    name: str
    description: str
    members: tuple[tuple[str, str, str], ...]
    """Member name, value, description."""


@attrs.frozen(kw_only=True)
class ListOperation:
    """An operation that gives pages and takes OData options."""

    operation_id: str
    path: str
    row_path: str | None
    """The operation that reads one row in full."""
    item: str
    key: str | None
    keyset: str
    fields: str
    filterable: tuple[str, ...] | None
    searches: bool


@attrs.frozen(kw_only=True)
class PatchOperation:
    """An operation that changes some properties of a document."""

    path: str
    changes: str
    """The class of what it takes."""
    models: tuple[str, ...]
    """The models that describe the properties, the first that has one."""
    properties: tuple[str, ...]


@attrs.frozen(kw_only=True)
class UpdateOperation:
    """An operation that changes a document when it is posted with its id."""

    path: str
    row_path: str
    """The operation that reads one document in full."""
    changes: str
    """The class of what it takes."""
    model: str
    key: str
    fixed: frozenset[str]
    """The properties that it does not change, by wire name."""
    patch: PatchOperation | None
    """The operation that changes some of the same properties."""


@attrs.frozen(kw_only=True)
class Schema:
    """Everything the emitter needs of the document."""

    models: tuple[Model, ...]
    enumerations: tuple[Enumeration, ...]
    lists: tuple[ListOperation, ...]
    patches: tuple[PatchOperation, ...]
    updates: tuple[UpdateOperation, ...]
    document: dict[str, Any]

    def areas(self) -> dict[str, list[Model]]:
        """Models by area, both sorted by name, a model after the models of its area that it needs."""
        areas: dict[str, list[Model]] = {}
        for model in self.models:
            areas.setdefault(model.area, []).append(model)
        return {area: _needed_first(areas[area]) for area in sorted(areas)}

    def model(self, name: str) -> Model:
        """The model of that name."""
        return next(model for model in self.models if model.name == name)


def read(document: dict[str, Any]) -> Schema:
    """Read the document.

    Args:
        document: The OpenAPI 3.1 document, overlay applied.

    Returns:
        Its models, enumerations and list operations, sorted by name.

    Raises:
        CodegenError: a name is not plain, a schema has no `x-area`, areas import each other in a circle, or a type is
            not understood.
    """
    schemas: dict[str, dict[str, Any]] = document["components"]["schemas"]
    for name in schemas:
        _refuse_name(name)
    enumerations = {name: schema for name, schema in schemas.items() if "x-known-values" in schema}
    only_sent = _only_sent(document)
    models = tuple(
        _model(name, schema, enumerations, only_sent=name in only_sent)
        for name, schema in sorted(schemas.items())
        if name not in enumerations and "x-page-of" not in schema and _has_properties(schema)
    )
    schema = Schema(
        models=models,
        enumerations=tuple(_enumeration(name, enumerations[name]) for name in sorted(enumerations)),
        lists=tuple(_lists(document)),
        patches=(patches := tuple(_patches(document))),
        updates=tuple(
            update
            for update in _updates(document, {patch.path: patch for patch in patches})
            if _has_key(update, models)
        ),
        document=document,
    )
    _refuse_unknown_models(schema)
    _refuse_circles(schema)
    return schema


def area_imports(schema: Schema) -> dict[str, set[str]]:
    """Which other areas each area's models mention."""
    home = {model.name: model.area for model in schema.models}
    return {
        area: {home[name] for model in models for name in model.models()} - {area}
        for area, models in schema.areas().items()
    }


def shape_of(described: dict[str, Any], where: str, schema: Schema) -> Shape:
    """The type of a parameter, a body or a response."""
    return _shape(described, where, dict.fromkeys(enumeration.name for enumeration in schema.enumerations))


def _has_properties(schema: dict[str, Any]) -> bool:
    return bool(schema.get("properties"))


def _only_sent(document: dict[str, Any]) -> set[str]:
    """The schemas that requests have and responses have not, at any depth."""
    schemas: dict[str, Any] = document["components"]["schemas"]
    operations = [method for item in document["paths"].values() for method in item.values()]
    return _reached(schemas, [one.get("requestBody") for one in operations]) - _reached(
        schemas, [one.get("responses") for one in operations]
    )


def _reached(schemas: dict[str, Any], node: Any) -> set[str]:
    seen: set[str] = set()
    pending = references(node)
    while pending:
        name = pending.pop()
        if name in schemas and name not in seen:
            seen.add(name)
            pending |= references(schemas[name])
    return seen


def _model(name: str, schema: dict[str, Any], enumerations: dict[str, Any], *, only_sent: bool) -> Model:
    if "x-area" not in schema:
        raise CodegenError(f"schema {name} has no x-area: the overlay must say which module it lives in")
    area = schema["x-area"]
    if not isinstance(area, str) or not _AREA.fullmatch(area) or area == ENUMERATIONS:
        raise CodegenError(f"schema {name}: the x-area {shown(area)} is not the name of a module")
    described: dict[str, Any] = schema["properties"]
    properties = tuple(
        _property(wire, prop, f"{name}.{shown(wire).strip(chr(39))}", enumerations) for wire, prop in described.items()
    )
    if repeated := _repeated(prop.name for prop in properties):
        raise CodegenError(f"schema {name}: two properties would both be called {repeated}; give one an x-python-name")
    return Model(
        name=name,
        area=identifier(area, name),
        description=_prose(schema),
        properties=properties,
        only_sent=only_sent,
    )


def _property(wire: str, prop: dict[str, Any], where: str, enumerations: dict[str, Any]) -> Property:
    if not is_name(wire) or not is_mapping(prop):
        raise CodegenError(
            f"{where}: the name of a property is not a plain identifier, or the property is not an object"
        )
    for key, is_right in (("x-kind", is_name), ("x-private", is_text), ("x-refers-without", is_name)):
        if not (prop.get(key) is None or is_right(prop[key])):
            raise CodegenError(f"{where}: {key} is not plain: {shown(prop[key])}")
    scale = prop.get("x-scale")
    if not (scale is None or isinstance(scale, int)):
        raise CodegenError(f"{where}: x-scale is not a whole number: {shown(scale)}")
    others: Any = prop.get("x-other-names", [])
    if not (is_list(others) and all(map(is_text, others))):
        raise CodegenError(f"{where}: x-other-names is not a list of plain texts: {shown(others)}")
    return Property(
        wire=wire,
        name=identifier(prop.get("x-python-name") or python_name(wire), where),
        shape=_shape(prop, where, enumerations),
        description=_prose(prop),
        meaning=prop.get("x-kind"),
        scale=scale,
        read_only=bool(prop.get("readOnly")),
        deprecated=bool(prop.get("deprecated")),
        other_names=tuple(others),
        private=prop.get("x-private"),
        refers_without=prop.get("x-refers-without"),
    )


def _refuse_name(name: str) -> None:
    """Refuse the name of a schema that cannot be the name of a class of its own."""
    is_class = isinstance(name, str) and is_name(name) and _CLASS.fullmatch(name) is not None
    if not is_class or name in _TAKEN or name in TAKEN:
        raise CodegenError(f"a schema cannot be called {shown(name)}: code needs a plain name in CapWords that is free")


def _refuse_unknown_models(schema: Schema) -> None:
    known = {model.name for model in schema.models}
    for model in schema.models:
        if unknown := sorted(model.models() - known):
            raise CodegenError(f"schema {model.name} refers to {shown(unknown[0])}, of which no class is made")
    for operation in schema.lists:
        if operation.item not in known:
            raise CodegenError(f"{operation.operation_id} lists {shown(operation.item)}, of which no class is made")
        if operation.key is not None and operation.key not in {p.wire for p in schema.model(operation.item).properties}:
            raise CodegenError(f"{operation.path}: {operation.item} has no property {shown(operation.key)}")
    _refuse_unknown_changes(schema, known)


def _has_key(update: UpdateOperation, models: tuple[Model, ...]) -> bool:
    """Whether the model still has the id by which it is updated; the overlay's report names what went."""
    found = next((model for model in models if model.name == update.model), None)
    return found is None or any(prop.wire == update.key for prop in found.properties)


def _refuse_unknown_changes(schema: Schema, known: set[str]) -> None:
    for update in schema.updates:
        if update.model not in known:
            raise CodegenError(f"POST {update.path} updates {shown(update.model)}, of which no class is made")
    for patch in schema.patches:
        if odd := sorted(set(patch.models) - known):
            raise CodegenError(f"PATCH {patch.path} changes {shown(odd[0])}, of which no class is made")
        described = {prop.wire for model in patch.models for prop in schema.model(model).properties}
        if odd := sorted(set(patch.properties) - described):
            raise CodegenError(f"PATCH {patch.path} changes {shown(odd[0])}, which none of its models has")


def _repeated(names: Iterable[str]) -> str | None:
    return next((name for name, times in Counter(names).items() if times > 1), None)


def _shape(prop: dict[str, Any], where: str, enumerations: dict[str, Any]) -> Shape:  # noqa: C901, PLR0912 - one case for each type
    if "$ref" in prop:
        target = str(prop["$ref"]).removeprefix(_REFERENCE)
        if target in enumerations:
            return Shape(kind=Kind.ENUMERATION, enumeration=target)
        return Shape(kind=Kind.MODEL, model=target)
    match prop.get("type"), prop.get("format"):
        case "string", None:
            return Shape(kind=Kind.STRING)
        case "string", "date-time":
            return Shape(kind=Kind.DATETIME, is_day=prop.get("x-kind") == "date")
        case "string", "uuid":
            return Shape(kind=Kind.UUID)
        case "string", "byte":
            return Shape(kind=Kind.BASE64)
        case "string", "uri" | "binary":
            return Shape(kind=Kind.STRING)
        case "boolean", _:
            return Shape(kind=Kind.BOOL)
        case "integer", "int64":
            return Shape(kind=Kind.LONG)
        case "integer", _:
            return Shape(kind=Kind.INT)
        case "number", _:
            return Shape(kind=Kind.DECIMAL)
        case "array", _:
            return Shape(kind=Kind.LIST, items=_shape(prop["items"], f"{where}[]", enumerations))
        case "object", _ if isinstance(prop.get("additionalProperties"), dict):
            return Shape(kind=Kind.MAP, items=_shape(prop["additionalProperties"], f"{where}{{}}", enumerations))
        case "object", _:
            return Shape(kind=Kind.MAP, items=Shape(kind=Kind.ANY))
        case None, _:
            return Shape(kind=Kind.ANY)
        case unknown:
            raise CodegenError(f"{where}: the type {shown(unknown)} is not understood")


def _prose(schema: dict[str, Any]) -> str:
    return " ".join(str(schema.get("description", "")).split())


def _enumeration(name: str, schema: dict[str, Any]) -> Enumeration:
    members = tuple(
        (identifier(member_name(str(value)), name), str(value), " ".join(str(words or "").split()))
        for value, words in schema["x-known-values"].items()
    )
    if odd := next((value for _, value, _ in members if not is_text(value)), None):
        raise CodegenError(f"enumeration {name}: a value is not a plain text: {shown(odd)}")
    if repeated := _repeated(member for member, _, _ in members):
        raise CodegenError(f"enumeration {name}: two values would both be called {repeated}")
    return Enumeration(name=name, description=_prose(schema), members=members)


def _lists(document: dict[str, Any]) -> list[ListOperation]:
    paths: dict[str, dict[str, Any]] = document["paths"]
    found = [
        _list(path, operation, document)
        for path, methods in paths.items()
        for operation in methods.values()
        if "x-list" in operation
    ]
    return sorted(found, key=lambda operation: operation.operation_id)


def _list(path: str, operation: dict[str, Any], document: dict[str, Any]) -> ListOperation:
    operation_id, facts = operation["operationId"], operation["x-list"]
    columns: list[str] | None = facts.get("filterable")
    identifier(facts["fields"], f"{path}: x-list.fields")
    keyset = facts.get("keyset")
    if not is_path(path) or not is_name(operation_id):
        raise CodegenError(f"an operation is not plain: {shown(operation_id)} of {shown(path)}")
    if keyset not in KEYSETS:
        raise CodegenError(f"{path}: x-list.keyset must be one of {', '.join(sorted(KEYSETS))}")
    odd = next((name for name in columns or () if not _is_column(name)), None)
    if odd is not None:
        raise CodegenError(f"{path}: x-list names a column that is not plain: {shown(odd)}")
    return ListOperation(
        operation_id=operation_id,
        path=path,
        row_path=_row_path(path, facts["item"], document),
        item=facts["item"],
        key=facts.get("key"),
        keyset=keyset,
        fields=facts["fields"],
        filterable=tuple(columns) if columns else None,
        searches=any(parameter.get("name") == "fullTextSearch" for parameter in operation.get("parameters", ())),
    )


def _is_column(name: object) -> bool:
    return isinstance(name, str) and all(is_name(part) for part in name.split("/"))


def _row_path(path: str, item: str, document: dict[str, Any]) -> str | None:
    """Find the operation below a list that reads one of its rows by an id."""
    schemas = document["components"]["schemas"]
    for below, methods in document["paths"].items():
        if not below.startswith(path) or not _ROW.fullmatch(below.removeprefix(path)) or "get" not in methods:
            continue
        content = methods["get"]["responses"].get("200", {}).get("content", {})
        target = content.get("application/json", {}).get("schema", {}).get("$ref")
        if target is not None and target.removeprefix(_REFERENCE) not in schemas:
            raise CodegenError(f"GET {shown(below)} refers to {shown(target)}, which is not a schema")
        if target == f"{_REFERENCE}{item}":
            if not is_path(below):
                raise CodegenError(f"a path is not plain: {shown(below)}")
            return str(below)
    return None


def _patches(document: dict[str, Any]) -> list[PatchOperation]:
    found = [
        _patch(path, methods["patch"]["x-patchable"])
        for path, methods in document["paths"].items()
        if "x-patchable" in methods.get("patch", ())
    ]
    if repeated := _repeated(patch.changes for patch in found):
        raise CodegenError(f"two operations would both take {repeated}: give one another name in x-patchable.changes")
    return sorted(found, key=lambda patch: patch.changes)


def _patch(path: str, facts: dict[str, Any]) -> PatchOperation:
    _refuse_name(facts["changes"])
    if not is_path(path):
        raise CodegenError(f"a path is not plain: {shown(path)}")
    return PatchOperation(
        path=path, changes=facts["changes"], models=tuple(facts["models"]), properties=tuple(facts["properties"])
    )


def _updates(document: dict[str, Any], patches: dict[str, PatchOperation]) -> list[UpdateOperation]:
    found = [
        _update(path, methods["post"]["x-updatable"], patches)
        for path, methods in document["paths"].items()
        if "x-updatable" in methods.get("post", ())
    ]
    taken = [*(update.changes for update in found), *(patch.changes for patch in patches.values())]
    if repeated := _repeated(taken):
        raise CodegenError(f"two operations would both take {repeated}: give one another name in x-updatable.changes")
    return sorted(found, key=lambda update: update.changes)


def _update(path: str, facts: dict[str, Any], patches: dict[str, PatchOperation]) -> UpdateOperation:
    _refuse_name(facts["changes"])
    for one in (path, facts["row"]):
        if not is_path(one):
            raise CodegenError(f"a path is not plain: {shown(one)}")
    return UpdateOperation(
        path=path,
        row_path=facts["row"],
        changes=facts["changes"],
        model=facts["model"],
        key=facts["key"],
        fixed=frozenset(facts["fixed"]),
        patch=patches.get(facts["row"]),
    )


def _needed_first(models: list[Model]) -> list[Model]:
    """Sort so that a class stands after those it mentions, where that is possible (a model may mention itself)."""
    pending = {model.name: model for model in sorted(models, key=lambda model: model.name)}
    ordered: list[Model] = []

    def place(model: Model) -> None:
        if pending.pop(model.name, None) is None:
            return
        for name in sorted(model.models()):
            if name in pending:
                place(pending[name])
        ordered.append(model)

    for model in list(pending.values()):
        place(model)
    return ordered


def _refuse_circles(schema: Schema) -> None:
    imports = area_imports(schema)

    def visit(area: str, trail: tuple[str, ...]) -> None:
        if area in trail:
            raise CodegenError(f"areas import each other in a circle: {' -> '.join((*trail, area))}")
        for needed in imports[area]:
            visit(needed, (*trail, area))

    for area in imports:
        visit(area, ())
