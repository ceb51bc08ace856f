"""Gives what is new in Billit's document safe provisional facts, and lists what a maintainer should still decide."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from codegen import Json, is_list, is_mapping
from codegen.emit.names import python_name
from codegen.emit.schema import KEYSETS
from codegen.rules import GONE, unmarked_places
from codegen.swagger import METHODS, references

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["NOT_DESCRIBED", "Decision", "report", "settle", "undecided"]

NOT_DESCRIBED: Final = "Not described yet."
_OVERLAY: Final = "openapi/overlay.yaml"
_STEPS: Final = ("overlay", "x-area", "x-resource", "x-list", "x-patchable", "x-kind", "x-local", "type", "words")
_FORMATS: Final = frozenset({None, "date-time", "uuid", "byte", "uri", "binary"})
_FREE: Final = {"type": "object", "additionalProperties": True}


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that a maintainer should decide: what it is, and the key of the overlay that says it."""

    step: str
    """One of the steps, in whose order decisions are made."""
    where: str
    """A JSONPath into the document, or an entry of the overlay."""
    what: str

    def __str__(self) -> str:
        """Read as one line of a report."""
        return f"{_OVERLAY}: {self.where}: {self.what}"


def report(decisions: Iterable[Decision]) -> list[str]:
    """Return the decisions as numbered lines, in the order in which they should be made."""
    ordered = sorted(decisions, key=lambda one: (_STEPS.index(one.step), one.where))
    return [f"{number}. {one}" for number, one in enumerate(ordered, 1)]


def settle(facts: Json, document: Json) -> list[Decision]:
    """Complete a document in place, marking each provisional fact with `x-provisional`.

    Args:
        facts: The normalised upstream document.
        document: The same after the overlay.

    Returns:
        What of the overlay is out of date.
    """
    return _Settling(facts, document).run()


def undecided(document: Json) -> list[Decision]:
    """Return what the provisional marks of a finished document say."""
    found: list[Decision] = []
    for name, schema in document["components"]["schemas"].items():
        path = f"$.components.schemas.{name}"
        found += _marked(path, schema)
        for prop, value in schema.get("properties", {}).items():
            found += _marked(f"{path}.properties.{prop}", value)
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                found += _marked(f"$.paths['{path}'].{method}", item[method])
    return found


_WORDS: Final = {
    "x-area": ("x-area", "x-area: the module that it lives in was derived from what uses it"),
    "x-resource": ("x-resource", "x-resource: the resource was derived from its tag"),
    "x-list": ("x-list", "x-list: item, key, keyset, fields and columns of the list, so that it has a pager"),
    "x-patchable": (
        "x-patchable",
        "x-patchable: what it changes: what is gone or not patched was left out",
    ),
    "x-kind": ("x-kind", "x-kind and x-scale: it is an exact Decimal of unknown kind"),
    "x-local": ("x-local", "x-local: whether it is local time, as all others are; x-kind: date, where it is a day"),
    "type": ("type", "it is read as it comes: its type has no rule here, or its area would need itself"),
    "x-python-name": ("words", "x-python-name: its name was taken by another property"),
    "description": ("words", "description"),
    "summary": ("words", "summary"),
}


def _marked(where: str, node: Json) -> Iterator[Decision]:
    if not node.get("x-provisional"):
        return
    for key in node.get("x-undecided", ()):
        step, what = _WORDS.get(key, ("words", f"words for the value {key.partition('=')[2]} in x-known-values"))
        yield Decision(step, where, what)


def _mark(node: Json, key: str) -> None:
    node["x-provisional"] = True
    keys: list[str] = node.setdefault("x-undecided", [])
    if key not in keys:
        keys.append(key)


class _Settling:
    """One pass over one document."""

    def __init__(self, facts: Json, document: Json) -> None:
        self._facts = facts
        self._document = document
        self._schemas: dict[str, Json] = document["components"]["schemas"]
        self._stale: list[Decision] = []

    def run(self) -> list[Decision]:
        self._drop_stale()
        for schema in self._schemas.values():
            if "x-known-values" in schema:
                self._enumeration(schema)
            else:
                self._model(schema)
        self._areas()
        self._free_what_has_no_class()
        self._break_rings()
        self._operations()
        return self._stale

    def _drop_stale(self) -> None:
        for parent, key, where, theirs in [*unmarked_places(self._facts, self._document)]:
            if theirs:
                if is_list(parent):
                    parent.remove(key)
                else:
                    del parent[key]["x-origin"]
                what = "upstream has it now; drop it from the overlay"
            else:
                del parent[key]
                what = GONE
            self._stale.append(Decision("overlay", where, what))

    def _enumeration(self, schema: Json) -> None:
        if not schema.get("description"):
            schema["description"] = NOT_DESCRIBED
            _mark(schema, "description")
        for value, words in schema["x-known-values"].items():
            if not words:
                schema["x-known-values"][value] = NOT_DESCRIBED
                _mark(schema, f"value={value}")

    def _model(self, schema: Json) -> None:
        if not schema.get("description"):
            schema["description"] = NOT_DESCRIBED
            _mark(schema, "description")
        taken: set[str] = set()
        for wire, prop in schema.get("properties", {}).items():
            self._property(prop)
            own = prop.get("x-python-name") or python_name(wire)
            if own in taken:
                prop["x-python-name"] = own = f"{own}_{len(taken)}"
                _mark(prop, "x-python-name")
            taken.add(own)
        if not schema.get("x-area"):
            schema["x-area"] = ""
            _mark(schema, "x-area")

    def _property(self, prop: Json) -> None:
        if not prop.get("description"):
            prop["description"] = NOT_DESCRIBED
            _mark(prop, "description")
        inner = prop.get("items") if is_mapping(prop.get("items")) else None
        for node in (prop, inner) if inner is not None else (prop,):
            if node.get("type") == "string" and node.get("format") not in _FORMATS:
                form = node.pop("format")
                node["x-upstream-format"] = form
                if form == "date":
                    node |= {"format": "date-time", "x-kind": "date", "x-local": True}
                    _mark(prop, "x-local")
                else:
                    _mark(prop, "type")
        if prop.get("format") == "decimal" and not prop.get("x-kind"):
            prop["x-kind"] = "quantity"
            _mark(prop, "x-kind")
        if prop.get("format") == "date-time" and not prop.get("x-local"):
            prop["x-local"] = True
            _mark(prop, "x-local")

    def _areas(self) -> None:
        """Put each new model where what mentions it lives, or by its operation, or in a module of its own name."""
        waiting = [name for name, schema in self._schemas.items() if schema.get("x-area") == ""]
        while waiting:
            placed = [name for name in waiting if self._place(name)]
            if not placed:
                for name in waiting:
                    own = re.sub(r"[^a-z0-9_]+", "_", python_name(name))
                    self._schemas[name]["x-area"] = self._resource_of(name) or own
                return
            waiting = [name for name in waiting if name not in placed]

    def _place(self, name: str) -> bool:
        users = [
            schema["x-area"]
            for _, schema in sorted(self._schemas.items())
            if schema.get("x-area") and name in references(schema)
        ]
        if users:
            self._schemas[name]["x-area"] = users[0]
        return bool(users)

    def _resource_of(self, name: str) -> str | None:
        names = {name} | {page for page, schema in self._schemas.items() if schema.get("x-page-of") == name}
        for _, item in sorted(self._document["paths"].items()):
            for method in METHODS:
                if method in item and names & references(item[method]):
                    return str(item[method]["x-resource"])
        return None

    def _free_what_has_no_class(self) -> None:
        bare = {
            name
            for name, schema in self._schemas.items()
            if not schema.get("properties") and "x-known-values" not in schema and "x-page-of" not in schema
        }
        if bare:
            _replace(self._document, {f"#/components/schemas/{name}" for name in bare})

    def _break_rings(self) -> None:
        """Read a new property as it comes, where its type would make two areas need each other."""
        edges: dict[str, set[str]] = {}
        new: list[tuple[str, Json]] = []
        for schema in self._schemas.values():
            area = str(schema.get("x-area", ""))
            own = edges.setdefault(area, set())
            for prop in schema.get("properties", {}).values():
                if prop.get("x-provisional") and references(prop):
                    new.append((area, prop))
                else:
                    own |= self._areas_of(prop)
            if "x-page-of" in schema:
                own |= self._areas_of(schema)
        for area, prop in new:
            wanted = self._areas_of(prop) - {area}
            if any(_leads(edges, target, area) for target in wanted):
                for key in ("$ref", "items", "additionalProperties", "type"):
                    prop.pop(key, None)
                prop.update(_FREE)
                _mark(prop, "type")
            else:
                edges[area] |= wanted

    def _areas_of(self, node: Json) -> set[str]:
        names = references(node) & self._schemas.keys()
        return {self._schemas[name].get("x-area", "") for name in names} - {"enumerations"}

    def _operations(self) -> None:
        found = [item[method] for item in self._document["paths"].values() for method in METHODS if method in item]
        known = {operation["x-resource"] for operation in found if operation.get("summary")}
        for operation in found:
            if not operation.get("summary"):
                operation["summary"] = NOT_DESCRIBED
                _mark(operation, "summary")
                if operation["x-resource"] not in known:
                    _mark(operation, "x-resource")
            self._list(operation)
            self._patch(operation)

    def _list(self, operation: Json) -> None:
        facts: Json | None = operation.get("x-list")
        if facts is None:
            pages = {name for name in references(operation["responses"]) if "x-page-of" in self._schemas.get(name, {})}
            if pages:
                _mark(operation, "x-list")
            return
        item = facts.get("item", "")
        if item not in self._schemas or facts.get("keyset") not in KEYSETS:
            del operation["x-list"]
            _mark(operation, "x-list")
            return
        columns: list[str] = facts.get("filterable") or []
        left = [column for column in columns if self._has(item, column)]
        if left != columns:
            facts["filterable"] = left
            _mark(operation, "x-list")
        if facts.get("key") and not self._has(item, facts["key"]):
            facts |= {"key": None, "keyset": "none"}
            _mark(operation, "x-list")

    def _has(self, model: str, column: str) -> bool:
        for part in column.split("/"):
            prop = self._schemas.get(model, {}).get("properties", {}).get(part)
            if prop is None:
                return False
            model = prop.get("$ref", "").rpartition("/")[2]
        return True

    def _patch(self, operation: Json) -> None:
        facts: Json | None = operation.get("x-patchable")
        if facts is None:
            return
        models = [name for name in facts["models"] if name in self._schemas]
        described: Json = {}
        for name in reversed(models):
            described |= self._schemas[name].get("properties", {})
        left = [name for name in facts["properties"] if name in described and described[name].get("format") != "uuid"]
        if models == facts["models"] and left == facts["properties"]:
            return
        facts |= {"models": models, "properties": left}
        if not left:
            del operation["x-patchable"]
        _mark(operation, "x-patchable")


def _leads(edges: dict[str, set[str]], start: str, goal: str) -> bool:
    seen: set[str] = set()
    stack = [start]
    while stack:
        area = stack.pop()
        if area == goal:
            return True
        if area not in seen:
            seen.add(area)
            stack.extend(edges.get(area, ()))
    return False


def _replace(node: Any, targets: set[str]) -> None:
    """Read what refers to a schema of which no class is made as any object."""
    if is_list(node):
        for item in node:
            _replace(item, targets)
    elif is_mapping(node):
        if node.get("$ref") in targets:
            del node["$ref"]
            node.update(_FREE)
            _mark(node, "type")
        for value in node.values():
            _replace(value, targets)
