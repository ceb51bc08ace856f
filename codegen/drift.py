"""Compares two versions of the upstream document by meaning and says what breaks users of the SDK; pure."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from codegen import Json, is_mapping
from codegen.normalise import server_noise
from codegen.swagger import canonical, operations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Change", "compare", "report", "summary"]

Action = Literal["added", "removed", "changed"]
Subject = Literal["operation", "parameter", "body", "response", "model", "property"]

_SUBJECTS: tuple[Subject, ...] = ("operation", "parameter", "body", "response", "model", "property")
# Formats that read into the same Python type without loss, narrow to wide.
_WIDER = {("int32", "int64"), ("float", "double")}
_SUCCESS = "2"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two documents, as a user of the SDK would meet it."""

    action: Action
    subject: Subject
    where: str
    detail: str
    breaking: bool


def compare(old: Json, new: Json) -> list[Change]:
    """Return what changed from one Swagger 2.0 document to another.

    Prose, order and the server's leaked query classes do not count. Removed operations, models, properties, values of
    an enumeration, changed types and new duties of the caller are breaking; additions are compatible.
    """
    before, after = canonical(old), canonical(new)
    changes = [*_compare_operations(before, after), *_compare_models(before, after)]
    return sorted(changes, key=lambda change: (_SUBJECTS.index(change.subject), change.where, change.detail))


def summary(changes: Sequence[Change]) -> Json:
    """Return the changes as plain data, for JSON."""
    breaking = sum(change.breaking for change in changes)
    return {
        "breaking": breaking,
        "compatible": len(changes) - breaking,
        "changes": [asdict(change) for change in changes],
    }


def report(changes: Sequence[Change]) -> str:
    """Return the changes as text, what breaks first, grouped by what they are about."""
    if not changes:
        return "No drift: both documents say the same."
    lines: list[str] = []
    for title, breaking in (("Breaking", True), ("Compatible", False)):
        group = [change for change in changes if change.breaking is breaking]
        lines.append(f"{title}: {len(group)}")
        for subject in _SUBJECTS:
            lines += [
                f"  {change.action:<7}  {subject:<9}  {change.where}{f': {change.detail}' if change.detail else ''}"
                for change in group
                if change.subject == subject
            ]
    return "\n".join(lines)


def _compare_operations(old: Json, new: Json) -> Iterator[Change]:
    # The name of a path parameter is not part of a URL, so it does not make another operation.
    before = {(_anonymous(path), method): (path, operation) for path, method, operation in operations(old)}
    after = {(_anonymous(path), method): (path, operation) for path, method, operation in operations(new)}
    for key in sorted(before.keys() | after.keys()):
        path, operation = before.get(key) or after[key]
        where = f"{key[1].upper()} {path}"
        if key not in after:
            yield Change("removed", "operation", where, "", breaking=True)
        elif key not in before:
            yield Change("added", "operation", where, "", breaking=False)
        else:
            new_path, new_operation = after[key]
            if new_path != path:
                yield Change("changed", "operation", where, f"is now written {new_path}", breaking=False)
            yield from _compare_operation(where, operation, new_operation)


def _compare_operation(where: str, old: Json, new: Json) -> Iterator[Change]:
    if old.get("operationId") != new.get("operationId"):
        detail = f"operationId {old.get('operationId')} -> {new.get('operationId')}"
        yield Change("changed", "operation", where, detail, breaking=False)
    for key in ("consumes", "produces"):
        if "application/json" in old.get(key, ()) and "application/json" not in new.get(key, ()):
            yield Change("changed", "operation", where, f"{key} no longer names application/json", breaking=True)
    yield from _compare_parameters(where, old.get("parameters", []), new.get("parameters", []))
    yield from _compare_bodies(where, _body(old), _body(new))
    yield from _compare_responses(where, old.get("responses", {}), new.get("responses", {}))


def _compare_parameters(where: str, old: list[Json], new: list[Json]) -> Iterator[Change]:
    before, after = ({(p["in"], p["name"]): p for p in group if p["in"] in {"query", "header"}} for group in (old, new))
    for key in sorted(before.keys() | after.keys()):
        place = f"{where} {key[0]} {key[1]}"
        if key not in after:
            yield Change("removed", "parameter", place, "", breaking=True)
        elif key not in before:
            required = bool(after[key].get("required"))
            yield Change("added", "parameter", place, "required" if required else "optional", breaking=required)
        else:
            yield from _compare_duty("parameter", place, before[key], after[key])
            yield from _compare_types("parameter", place, before[key], after[key])
    # Path parameters are matched by position: their number is that of the braces in the path.
    for first, second in zip(_path_parameters(old), _path_parameters(new), strict=False):
        place = f"{where} path {first['name']}"
        if first["name"] != second["name"]:
            yield Change("changed", "parameter", place, f"is now called {second['name']}", breaking=False)
        yield from _compare_types("parameter", place, first, second)


def _path_parameters(parameters: list[Json]) -> list[Json]:
    return [parameter for parameter in parameters if parameter["in"] == "path"]


def _compare_duty(subject: Subject, where: str, old: Json, new: Json) -> Iterator[Change]:
    before, after = bool(old.get("required")), bool(new.get("required"))
    if before != after:
        detail = "optional -> required" if after else "required -> optional"
        yield Change("changed", subject, where, detail, breaking=after)


def _body(operation: Json) -> Json | None:
    return next((p for p in operation.get("parameters", ()) if p["in"] in {"body", "formData"}), None)


def _compare_bodies(where: str, old: Json | None, new: Json | None) -> Iterator[Change]:
    if old is None and new is None:
        return
    if old is None:
        required = bool(new and new.get("required"))
        yield Change("added", "body", where, "required" if required else "optional", breaking=required)
    elif new is None:
        yield Change("removed", "body", where, "", breaking=True)
    else:
        yield from _compare_duty("body", where, old, new)
        yield from _compare_types("body", where, old.get("schema", old), new.get("schema", new))


def _compare_responses(where: str, old: Json, new: Json) -> Iterator[Change]:
    for status in sorted(old.keys() | new.keys()):
        place = f"{where} {status}"
        if status not in new:
            yield Change("removed", "response", place, "", breaking=status.startswith(_SUCCESS))
        elif status not in old:
            yield Change("added", "response", place, "", breaking=False)
        else:
            before, after = old[status].get("schema"), new[status].get("schema")
            if before is None and after is not None:
                yield Change("changed", "response", place, f"now declares {_type_text(after)}", breaking=False)
            elif before is not None and after is None:
                yield Change("changed", "response", place, f"no longer declares {_type_text(before)}", breaking=True)
            elif before is not None and after is not None:
                yield from _compare_types("response", place, before, after)


def _compare_models(old: Json, new: Json) -> Iterator[Change]:
    before = _models(old)
    after = _models(new)
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            yield Change("removed", "model", name, "", breaking=True)
        elif name not in before:
            yield Change("added", "model", name, "", breaking=False)
        else:
            yield from _compare_model(name, before[name], after[name])


def _models(document: Json) -> Json:
    noise = server_noise(document)
    return {name: schema for name, schema in document["definitions"].items() if name not in noise}


def _compare_model(name: str, old: Json, new: Json) -> Iterator[Change]:
    before: Json = old.get("properties", {})
    after: Json = new.get("properties", {})
    bare = {key: value for key, value in old.items() if key not in {"properties", "required"}}
    yield from _compare_types(
        "model", name, bare, {key: value for key, value in new.items() if key not in {"properties", "required"}}
    )
    duties = [set(schema.get("required", ())) for schema in (old, new)]
    for prop in [*before, *(prop for prop in after if prop not in before)]:
        where = f"{name}.{prop}"
        required = prop in duties[1]
        if prop not in after:
            yield Change("removed", "property", where, _type_text(before[prop]), breaking=True)
        elif prop not in before:
            detail = _type_text(after[prop]) + (", required" if required else "")
            yield Change("added", "property", where, detail, breaking=required)
        else:
            yield from _compare_types("property", where, before[prop], after[prop])
            if required != (prop in duties[0]):
                detail = "optional -> required" if required else "required -> optional"
                yield Change("changed", "property", where, detail, breaking=required)
            if bool(before[prop].get("readOnly")) != bool(after[prop].get("readOnly")):
                locked = bool(after[prop].get("readOnly"))
                detail = "is now read-only" if locked else "is no longer read-only"
                yield Change("changed", "property", where, detail, breaking=locked)


def _compare_types(subject: Subject, where: str, old: Json, new: Json) -> Iterator[Change]:
    """Compare what a value is: its type, format, items and enumeration."""
    before, after = _type_text(old), _type_text(new)
    if before != after:
        old_form, new_form = old.get("format"), new.get("format")
        same_type = old.get("type") == new.get("type") and old.get("type") in {"integer", "number"}
        widened = same_type and (old_form, new_form) in _WIDER
        yield Change("changed", subject, where, f"{before} -> {after}", breaking=not widened)
    yield from _compare_values(subject, where, _values(old), _values(new))


def _compare_values(subject: Subject, where: str, old: list[Any], new: list[Any]) -> Iterator[Change]:
    if old and not new:
        yield Change("changed", subject, where, "any value is allowed now", breaking=False)
    elif new and not old:
        yield Change("changed", subject, where, f"only these values now: {_listed(new)}", breaking=True)
    else:
        if gone := [value for value in old if value not in new]:
            yield Change("changed", subject, where, f"values removed: {_listed(gone)}", breaking=True)
        if fresh := [value for value in new if value not in old]:
            yield Change("changed", subject, where, f"values added: {_listed(fresh)}", breaking=False)


def _values(schema: Json) -> list[Any]:
    while "enum" not in schema and is_mapping(schema.get("items")):
        schema = schema["items"]
    values: list[Any] = schema.get("enum", [])
    return values


def _type_text(schema: Json) -> str:
    """Say what a value is, in a form that two schemas share exactly when they read into the same thing."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    kind = str(schema.get("type", "anything"))
    if kind == "array":
        return f"list of {_type_text(schema.get('items', {}))}"
    if kind == "object" and is_mapping(schema.get("additionalProperties")):
        return f"map of {_type_text(schema['additionalProperties'])}"
    if form := schema.get("format"):
        return f"{kind}/{form}"
    return kind


def _listed(values: Iterable[Any]) -> str:
    return ", ".join(str(value) for value in values)


def _anonymous(path: str) -> str:
    return re.sub(r"\{\w+\}", "{}", path)
