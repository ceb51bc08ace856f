"""Reads a payload that the fast path refused: good properties as documented, bad ones as they came, and reported.

Runs only for payloads that differ from the documentation; it never drops anything silently.
"""

from __future__ import annotations

import re
import warnings
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeVar, get_args, get_origin
from uuid import UUID

from billit_async._serialization.careful import field_shapes
from billit_async._serialization.codec import PayloadFault, fault_counts, noted_faults
from billit_async._serialization.converter import converter
from billit_async._serialization.jsontext import is_unicode
from billit_async._serialization.jsontypes import is_array, is_object, json_type
from billit_async._serialization.model import Model, Page
from billit_async._serialization.obsolete import reading
from billit_async._serialization.touch import toucher
from billit_async._serialization.wirenames import collecting_hints, with_wire_names
from billit_async.errors import PayloadError, PayloadWarning

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["read_field", "read_list", "read_object", "read_page"]

T = TypeVar("T")

# How many faults of one document are named to who reports documents.
_NOTED: Final = 50
_INDEX: Final = re.compile(r"\[\d+\]")
_EXPECTED: Final[dict[Any, str]] = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    Decimal: "an exact number",
    datetime: "a date-time",
    UUID: "a GUID",
    list: "a list",
    dict: "an object with free keys",
}


class _Faults:
    """The bad properties of one payload: place without indices to its first path, the reason and how often."""

    def __init__(self) -> None:
        self.found: dict[str, tuple[str, str, int]] = {}
        self.all: list[PayloadFault] = []
        self.root = ""
        """What is read is a Python dictionary of that model, and not decoded JSON."""
        self.has_odd_texts = False
        """Some text of the payload is not Unicode: each is looked at."""

    def add(self, model: str, path: str, reason: str) -> None:
        if len(self.all) < _NOTED:
            self.all.append(PayloadFault(path, reason))
        place = f"{model}.{_INDEX.sub('[]', path).removeprefix('Items[].')}"
        first, why, count = self.found.get(place, (path, reason, 0))
        self.found[place] = (first, why, count + 1)


def read_object(cls: type[T], value: Any, *, typed: bool = False) -> T:
    """Read one model property by property; see `billit_async.from_json`, and `from_dict` for `typed`."""
    with _reporting(value) as faults:
        if not is_object(value):
            raise PayloadError(f"the response is a JSON {json_type(value)}, not the object {cls.__name__}")
        faults.root = cls.__name__ if typed else ""
        return _model(cls, value, "", cls.__name__, faults)


def read_list(cls: type[T], value: Any) -> list[T]:
    """Read a bare array item by item; see `billit_async._serialization.codec.read_list`."""
    with _reporting(value) as faults:
        if not is_array(value):
            raise PayloadError(f"the response is a JSON {json_type(value)}, not an array of {cls.__name__}")
        return _items(cls, value, "", faults)


def read_page(cls: type[T], value: Any) -> Page[T]:
    """Read one page item by item; see `billit_async._serialization.codec.read_page`."""
    with _reporting(value) as faults:
        if not is_object(value):
            raise PayloadError(f"the response is a JSON {json_type(value)}, not a page of {cls.__name__}")
        page = value
        items: Any = page.get("Items")
        if not is_array(items):
            if items is not None or "Items" not in page:
                raise PayloadError(f"the response has no list Items, so it is not a page of {cls.__name__}")
            items = []
        link, count = page.get("NextPageLink"), page.get("Count")
        if link is not None and not isinstance(link, str):
            raise PayloadError(f"NextPageLink is a JSON {json_type(link)}, not a link: reading on would lose rows")
        if count is not None and (isinstance(count, bool) or not isinstance(count, int)):
            faults.add("Page", "Count", f"a JSON {json_type(count)} where a number is expected")
            count = None
        return Page(items=_items(cls, items, "Items", faults), count=count, next_page_link=link)


def read_field(cls: type[Any], name: str, value: Any, place: str) -> Any:
    """Read one property of a model alone, which was left as its bytes when the model was read.

    Args:
        cls: The generated model that has it.
        name: Its Python name.
        value: Its JSON, decoded.
        place: Where the model stands in what was read: empty, or ``Items[3]``.

    Returns:
        What it is; a value of the wrong type as it came.
    """
    (shape,) = (shape for shape in field_shapes(cls) if shape.name == name)
    with _reporting(value, is_late=True) as faults:
        return _property(shape.type, value, f"{place}.{shape.wire}" if place else shape.wire, cls.__name__, faults)


def _items(cls: type[T], values: list[Any], path: str, faults: _Faults) -> list[T]:
    made: list[T] = []
    for index, value in enumerate(values):
        where = f"{path}[{index}]"
        if is_object(value):
            made.append(_model(cls, value, where, cls.__name__, faults))
        else:
            # A row that is not an object cannot be a model and may not vanish: the page is unreadable.
            raise PayloadError(f"{where} is a JSON {json_type(value)}, not the object {cls.__name__}")
    return made


def _model(cls: type[T], value: dict[str, Any], path: str, root: str, faults: _Faults) -> T:
    if not (faults.root or (faults.has_odd_texts and not is_unicode(value))):
        try:
            return converter.structure(value, cls)
        except Exception:  # noqa: BLE001, S110 - whatever one property raises, the others are read
            pass
    made = object.__new__(cls)
    value = with_wire_names(cls, value) if not faults.root else _without_python_names(cls, value, path, faults)
    for shape in field_shapes(cls):
        where = f"{path}.{shape.wire}" if path else shape.wire
        if shape.wire in value:
            setattr(made, shape.name, _property(shape.type, value[shape.wire], where, root, faults))
        else:
            setattr(made, shape.name, None)
    return made


def _without_python_names(cls: type[Any], value: dict[str, Any], path: str, faults: _Faults) -> dict[str, Any]:
    """Refuse the names that Python alone uses, before another casing could be taken for Billit's."""
    for shape in field_shapes(cls):
        if shape.name in value and shape.wire not in value:
            where = f"{path}.{shape.wire}" if path else shape.wire
            raise TypeError(f"{where} stands there as {shape.name!r}: {faults.root}.from_dict takes Billit's names")
    return with_wire_names(cls, value)


def _property(kind: Any, value: Any, path: str, root: str, faults: _Faults) -> Any:
    """Read one value; a value of the wrong type is reported and kept as it came."""
    if value is None:
        return value
    model = _as_model(kind)
    if model is not None and is_object(value):
        return _model(model, value, path, root, faults)
    if get_origin(kind) is list and is_array(value):
        (inner,) = get_args(kind)
        return [_item(inner, item, f"{path}[{index}]", root, faults) for index, item in enumerate(value)]
    if get_origin(kind) is dict and is_object(value) and _as_model(get_args(kind)[1]) is not None:
        return {key: _item(get_args(kind)[1], item, f"{path}{{}}", root, faults) for key, item in value.items()}
    if faults.root and isinstance(value, float) and kind is Decimal:
        raise TypeError(f"{path} is a float, which cannot hold an exact amount: pass a Decimal, an int or a text")
    try:
        read = converter.structure(value, kind)
    except Exception:  # noqa: BLE001 - any refusal means the same: not the documented type
        # The converter's own words may quote the value, which is document content and stays out of warnings.
        expected = _EXPECTED.get(get_origin(kind) or kind, "an object")
        faults.add(root, path, f"{_a(json_type(value))} that is not {expected}")
        return value
    if faults.has_odd_texts and not is_unicode(value):
        faults.add(root, path, "a text that is not Unicode")
    return read


def _item(inner: Any, item: Any, path: str, root: str, faults: _Faults) -> Any:
    if item is None:
        faults.add(root, path, "a null among the items of a list")
    return _property(inner, item, path, root, faults)


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "ao" else f"a {noun}"


def _as_model(kind: Any) -> type[Model] | None:
    return kind if isinstance(kind, type) and issubclass(kind, Model) else None


@contextmanager
def _reporting(value: Any, *, is_late: bool = False) -> Generator[_Faults]:
    faults = _Faults()
    faults.has_odd_texts = not is_unicode(value)
    with collecting_hints(is_late=is_late), reading():
        yield faults
    if (noted := noted_faults.get()) is not None:
        noted.extend(faults.all)
    for place, (path, reason, count) in faults.found.items():
        fault_counts[place] += count
        times = f" (and {count - 1} more like it)" if count > 1 else ""
        warnings.warn(
            f"{path}{times} has not the documented type: {reason}; the value is kept as Billit sent it",
            PayloadWarning,
            stacklevel=toucher() if is_late else 5,
        )
