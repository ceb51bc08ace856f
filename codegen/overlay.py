"""Applies the OpenAPI Overlay 1.0 actions that carry our knowledge; never lets an action go by that hits nothing.

The published applier (oas-patch 0.6.0) is not used: it puts one and the same object under every match of a target, so
that a later action on one of them changes all, and it says nothing when a target matches nothing.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import jsonpath
import yaml
from jsonpath.selectors import NameSelector

from codegen import CodegenError, Json, is_list, is_mapping
from codegen.text import from_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Place: TypeAlias = tuple[int | str, ...]

__all__ = ["Overlay", "apply", "load"]


# What may stand beside a reference; anything else repeats or contradicts what the reference says.
_BESIDE_REFERENCE = frozenset({"$ref", "description", "summary", "readOnly"})


@dataclass(frozen=True, slots=True)
class Overlay:
    """Our corrections: actions in the order they apply, and better names for mechanical ones."""

    actions: tuple[Json, ...]
    renames: dict[str, str]


def load(text: str) -> Overlay:
    """Read an overlay from YAML text.

    Raises:
        CodegenError: it is not an Overlay 1.0 document, or an entry lacks its reason (`description`) or `x-source`.
    """
    try:
        value: Any = from_yaml(text)
    except yaml.YAMLError as error:
        raise CodegenError(f"the overlay is not YAML: {error}") from error
    if not is_mapping(value) or not str(value.get("overlay", "")).startswith("1.0"):
        raise CodegenError("the overlay must be a mapping that says `overlay: 1.0.0`")
    document = value
    actions: list[Json] = document.get("actions") or []
    renames: list[Json] = document.get("x-renames") or []
    if not all(is_list(group) and all(map(is_mapping, group)) for group in (actions, renames)):
        raise CodegenError("`actions` and `x-renames` must be lists of mappings")
    for number, entry in enumerate(actions, 1):
        _require(entry, f"action {number} ({entry.get('target', 'no target')})", "target")
        if ("update" in entry) == ("remove" in entry):
            raise CodegenError(f"action {number} ({entry['target']}) must have either `update` or `remove`")
    for entry in renames:
        _require(entry, f"the rename of {entry.get('from')}", "from", "to")
    return Overlay(tuple(actions), {entry["from"]: entry["to"] for entry in renames})


def apply(document: Json, overlay: Overlay, stale: list[str] | None = None) -> Json:
    """Return a copy of the document with every action applied.

    Args:
        document: The normalised document.
        overlay: The actions.
        stale: Takes what is said of each action whose target is gone; such an action is an error when it is left out.

    Raises:
        CodegenError: a target matches nothing, or only some of the names it lists (the overlay is stale).
    """
    result = copy.deepcopy(document)
    for number, action in enumerate(overlay.actions, 1):
        _apply_action(result, action, f"action {number} ({action['target']})", stale)
    _tidy_references(result)
    return result


def _require(entry: Json, where: str, *keys: str) -> None:
    for key in (*keys, "description", "x-source"):
        if not str(entry.get(key) or "").strip():
            raise CodegenError(f"{where} has no `{key}`; every entry of the overlay gives its reason and its source")


def _apply_action(document: Json, action: Json, where: str, stale: list[str] | None) -> None:  # noqa: C901
    try:
        path = jsonpath.compile(action["target"])
    except jsonpath.JSONPathError as error:
        raise CodegenError(f"{where}: not a JSONPath ({error})") from error
    if not isinstance(path, jsonpath.JSONPath):
        raise CodegenError(f"{where}: one path, please, not a combination of several")
    # Matches are positions; they are collected before anything changes.
    places = [cast("Place", match.parts) for match in cast("Iterable[Any]", path.finditer(document))]
    found = {place[-1] for place in places if place}
    segments = cast("Sequence[Any]", cast("Any", path).segments)
    named = [one.name for one in (segments[-1].selectors if segments else ()) if isinstance(one, NameSelector)]
    missing = [name for name in named if name not in found]
    if not places or missing:
        detail = f": {', '.join(missing)}" if missing and len(named) > 1 else ""
        said = f"{where} matches nothing{detail}. Upstream changed, or the overlay is wrong: put it right"
        if stale is None:
            raise CodegenError(said)
        stale.append(said)
    if action.get("remove"):
        # From the back, so that the removal of one list item does not move the others.
        for place in reversed(places):
            if not place:
                raise CodegenError(f"{where} would remove the whole document")
            del _at(document, place[:-1])[place[-1]]
        return
    for place in places:
        target = _at(document, place)
        update = copy.deepcopy(action["update"])
        if is_mapping(target) and is_mapping(update):
            _merge(target, update)
        elif is_list(target):
            target.append(update)
        else:
            raise CodegenError(f"{where}: cannot update a {type(target).__name__} with a {type(update).__name__}")


def _at(document: Any, place: Place) -> Any:
    for part in place:
        document = document[part]
    return document


def _merge(target: Json, update: Json) -> None:
    """Merge as Overlay 1.0 says: mappings key by key, lists appended to, anything else replaced."""
    for key, value in update.items():
        present = target.get(key)
        if is_mapping(present) and is_mapping(value):
            _merge(present, value)
        elif is_list(present) and is_list(value):
            known = [_identity(item) for item in present]
            present.extend(item for item in value if _identity(item) not in known)
        else:
            target[key] = value


def _identity(item: Any) -> Any:
    """What makes an item of a list another one: of a parameter its name and place."""
    return (item["name"], item["in"]) if is_mapping(item) and {"name", "in"} <= item.keys() else item


def _tidy_references(node: Any) -> None:
    """Drop the keywords beside a `$ref` that an action put over a plain type: the reference already says them."""
    if is_list(node):
        for item in node:
            _tidy_references(item)
    elif is_mapping(node):
        mapping = node
        if isinstance(mapping.get("$ref"), str):
            for key in [key for key in mapping if key not in _BESIDE_REFERENCE and not key.startswith("x-")]:
                del mapping[key]
        for value in mapping.values():
            _tidy_references(value)
