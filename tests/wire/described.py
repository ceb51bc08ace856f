"""What the committed OpenAPI document says of each operation, and JSON made from it, without the package's help."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import attrs
import yaml

PATH = Path(__file__).resolve().parents[2] / "openapi" / "billit-v1.yaml"
VERBS = ("get", "post", "put", "patch", "delete")
GUID = "5e0b6c1a-3f0d-4a51-9a7e-1f2d3c4b5a69"
ABSENT = object()


@cache
def document() -> dict[str, Any]:
    """The document, read once."""
    loaded: dict[str, Any] = yaml.load(PATH.read_text("utf-8"), yaml.CSafeLoader)
    return loaded


@attrs.frozen
class Operation:
    """One operation as the document describes it."""

    name: str
    described: dict[str, Any]

    @property
    def verb(self) -> str:
        return self.name.split(" ")[0]

    @property
    def template(self) -> str:
        return self.name.split(" ")[1]

    def path(self, ids: dict[str, object]) -> str:
        """The path on the wire, each id one segment."""
        return self.template.format(**{name: quote(str(value), safe="") for name, value in ids.items()})

    def parameters(self, where: str) -> dict[str, Any]:
        """The parameters of one place, by name: ``path``, ``query`` or ``header``."""
        named = [_followed(parameter) for parameter in self.described.get("parameters", [])]
        return {parameter["name"]: parameter["schema"] for parameter in named if parameter["in"] == where}

    @property
    def body(self) -> Any:
        """A sample of its body, or ABSENT."""
        return _content(self.described.get("requestBody"))

    @property
    def sent(self) -> Any:
        """The sample of its body without what the service alone sets, or ABSENT."""
        content = self.described.get("requestBody", {}).get("content")
        return without_read_only(content["application/json"]["schema"], self.body) if content else ABSENT

    @property
    def answer(self) -> Any:
        """A sample of its answer, or ABSENT."""
        return _content(self.described["responses"]["200"])

    @property
    def is_list(self) -> bool:
        return "x-list" in self.described


def operations(described: dict[str, Any] | None = None) -> dict[str, Operation]:
    """Every operation of the document, by method and path."""
    paths = (document() if described is None else described)["paths"]
    return {
        f"{verb.upper()} {path}": Operation(f"{verb.upper()} {path}", item[verb])
        for path, item in paths.items()
        for verb in VERBS
        if verb in item
    }


def text(value: Any) -> str:
    """JSON, decimals digit for digit."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(name)}:{text(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(text(item) for item in value) + "]"
    return json.dumps(value)


def parsed(raw: bytes | str) -> Any:
    """JSON with its decimals as they are written, so that 12.5 is not 12.50."""
    return json.loads(raw, parse_float=lambda digits: f"number {digits}")


def sample(schema: dict[str, Any], name: str = "value", inside: tuple[str, ...] = ()) -> Any:
    """A value of every property that a schema has; one that would contain itself is left out."""
    if "$ref" in schema:
        target = schema["$ref"].rsplit("/", 1)[1]
        if target in inside:
            return ABSENT
        return sample(document()["components"]["schemas"][target], name, (*inside, target))
    match schema.get("type"), schema.get("format"):
        case "integer", _:
            return 7
        case "number", _:
            return Decimal(12).quantize(Decimal(1).scaleb(-schema.get("x-scale", 2)))
        case "boolean", _:
            return True
        case "string", form:
            return _text(schema, form, name)
        case "array", _:
            item = sample(schema["items"], name, inside)
            return [] if item is ABSENT else [item]
        case _:
            return _object(schema, name, inside)


def without_read_only(schema: dict[str, Any], value: Any) -> Any:
    """A sample without the properties that are `readOnly`, at any depth."""
    if "$ref" in schema:
        schema = document()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    if isinstance(value, list):
        return [without_read_only(schema["items"], item) for item in value]
    known, free = schema.get("properties"), schema.get("additionalProperties")
    if isinstance(value, dict) and not known and isinstance(free, dict):
        return {name: without_read_only(free, item) for name, item in value.items()}
    if not isinstance(value, dict) or not known:
        return value
    return {
        wire: without_read_only(known[wire], item) for wire, item in value.items() if not known[wire].get("readOnly")
    }


def _text(schema: dict[str, Any], form: str | None, name: str) -> str:
    day = "2024-01-31T00:00:00" if schema.get("x-kind") == "date" else "2024-01-31T13:30:32.127"
    formed = {"date-time": day, "uuid": GUID, "byte": "JVBERi0xLjc="}
    return formed.get(form or "") or next(iter(schema.get("x-known-values", [f"{name} from the document"])))


def _object(schema: dict[str, Any], name: str, inside: tuple[str, ...]) -> dict[str, Any]:
    more = schema.get("additionalProperties")
    if not schema.get("properties") and more:
        return {"Anything": f"{name} from the document" if more is True else sample(more, name, inside)}
    values = {
        # A link would be followed.
        wire: sample(property_, wire, inside)
        for wire, property_ in schema.get("properties", {}).items()
        if wire != "NextPageLink"
    }
    return {wire: value for wire, value in values.items() if value is not ABSENT}


def _content(described: dict[str, Any] | None) -> Any:
    content = (described or {}).get("content")
    return sample(content["application/json"]["schema"]) if content else ABSENT


def _followed(parameter: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in parameter:
        return parameter
    found: dict[str, Any] = document()["components"]["parameters"][parameter["$ref"].rsplit("/", 1)[1]]
    return found
