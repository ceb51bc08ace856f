"""Bytes to models and back: the fast path, and the second, lenient reading of what the fast path refuses.

Amounts never pass through `float`, in either direction, also where the shape of the data is unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar, cast, get_args, get_origin, get_type_hints

import attrs
import msgspec

from billit_async._serialization.jsontext import parse, read_fraction, write
from billit_async._serialization.model import Model, Page
from billit_async._serialization.readers import PageStruct, Readers, readers_of, row_readers_of
from billit_async._serialization.structs import encode_any
from billit_async._serialization.touch import REFUSALS as _REFUSALS
from billit_async._serialization.values import NULL
from billit_async.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

__all__ = [
    "PayloadFault",
    "Rows",
    "dumps",
    "fault_counts",
    "from_dict",
    "from_json",
    "loads",
    "noting_faults",
    "payload_faults",
    "read_keys",
    "read_list",
    "read_nested_leniently",
    "read_page",
    "read_rows",
    "to_body",
    "to_dict",
    "to_json",
]

T = TypeVar("T")

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"

fault_counts: Final[Counter[str]] = Counter()
payload_faults: Final[Mapping[str, int]] = MappingProxyType(fault_counts)
"""How often a property did not have the type that Billit documents, by place (``Order.OrderLines[].Quantity``).

A read-only view of the counts of this process; a place that was never seen counts 0.
"""


class PayloadFault(NamedTuple):
    """A property that had not the documented type.

    Attributes:
        path: Where it stands, with Billit's names: ``OrderLines[0].Quantity``.
        reason: What it is and what it should be; never its value.
    """

    path: str
    reason: str


noted_faults: Final[ContextVar[list[PayloadFault] | None]] = ContextVar("noted_faults", default=None)
"""Where the reading of the running task notes its faults, for a caller that reports them document by document."""


@contextmanager
def noting_faults() -> Generator[list[PayloadFault]]:
    """Collect the faults of what this task reads within the block; they are warned of as always."""
    found: list[PayloadFault] = []
    token = noted_faults.set(found)
    try:
        yield found
    finally:
        noted_faults.reset(token)


def from_json(cls: type[T], raw: bytes | str) -> T:
    """Read a model, or a list of models, from the bytes Billit sent.

    Args:
        cls: A model class such as `Order`, or a list of one: ``list[Order]``.
        raw: JSON, UTF-8; a byte order mark is tolerated.

    Returns:
        The model. A property with a value of the wrong type keeps that value as it came and is reported.

    Raises:
        PayloadError: the text is not JSON, or not an object (a list, for a list).
        TypeError: `cls` is not a model.

    Warns:
        PayloadWarning: once for each property that has not the documented type, with its path.
    """
    if get_origin(cls) is list:
        return cast("T", read_list(get_args(cls)[0], raw))
    readers = _reading(cls)
    body = _bytes(raw)
    # Outside the handler, whose error may quote a value and would show in the traceback of a later one.
    with suppress(*_REFUSALS):
        return cast("T", readers.from_struct(readers.one.decode(_utf_8(body))))
    return cast("T", _lenient().read_object(cls, loads(body)))


def from_dict(cls: type[T], value: Mapping[str, Any]) -> T:
    """Read a model from a dictionary with Billit's names, as `to_dict` makes it or as JSON was decoded.

    Args:
        cls: A model class such as `Order`.
        value: Amounts as `Decimal`, `int` or text; moments as text, `datetime` or `date`; `None` reads as absent.

    Returns:
        The model. A property with a value of the wrong type keeps that value as it came and is reported.

    Raises:
        TypeError: `cls` is not a model, a key is the Python name of a field, or an amount is a `float`.
        PayloadError: `value` is not a mapping.

    Warns:
        PayloadWarning: once for each property that has not the documented type, with its path.
    """
    readers_of(cls)
    if not isinstance(value, Mapping):
        raise PayloadError(f"{cls.__name__} is read from a dictionary, not from a {type(value).__name__}")
    return cast("T", _lenient().read_object(cls, dict(value), typed=True))


def read_page(cls: type[T], raw: bytes | str) -> Page[T]:
    """Read one page of a list.

    Args:
        cls: The model of the rows.
        raw: JSON of Billit's envelope: ``Items``, ``NextPageLink``, ``Count``.

    Returns:
        The page; its `cursor` is left to the pager.

    Raises:
        PayloadError: the text is not JSON, or not such an envelope.

    Warns:
        PayloadWarning: once for each property that has not the documented type, with its path.

    Source: Swagger definitions PageResult_*.
    """
    rows = read_rows(cls, raw)
    return Page(items=rows.all(), count=rows.count, next_page_link=rows.next_page_link)


class Rows(Generic[T]):
    """A page that was decoded, whose rows become models when they are taken.

    Who takes rows one by one and lets them go, as iteration does, never holds a page of models at once, and each model
    is made where the last one was, in warm memory.

    Attributes:
        count: All matching rows, only where the query asked for a count.
        next_page_link: Billit's own link to the next page.
    """

    __slots__ = ("_body", "_cls", "_from_struct", "_odd", "_structs", "count", "next_page_link")

    def __init__(self, cls: type[T], body: bytes, page: PageStruct[Any], from_struct: Callable[[Any], T]) -> None:
        self._cls = cls
        self._body = body
        self._from_struct: Callable[[Any], T] = from_struct
        self._structs: list[Any] = [] if page.Items is None else page.Items
        self._odd: list[T] | None = None
        self.count = page.Count
        self.next_page_link = page.NextPageLink
        if page.Items is None:
            # Another envelope, or none: the lenient reading tells which.
            self._read_again()

    def __len__(self) -> int:
        return len(self._structs)

    def tail(self) -> Rows[T]:
        """A page of the last row alone, for comparing."""
        last: Rows[T] = object.__new__(type(self))
        last._cls, last._body, last._from_struct, last._odd = self._cls, b"", self._from_struct, None
        last._structs, last.count, last.next_page_link = self._structs[-1:], None, None
        return last

    def same(self, index: int, other: Rows[T], at: int) -> bool:
        """Whether a row of this page, not taken yet, is the same in everything as one of another page."""
        if not (self._structs and other._structs):
            return False
        return bool(self._structs[index] == other._structs[at])

    def peek(self) -> list[Any]:
        """The rows that were not taken yet, as they were decoded, to be looked at and left alone."""
        return self._structs

    def values(self, name: str) -> list[Any]:
        """One field of every row that was not taken yet, by its Python name."""
        return [getattr(struct, name) for struct in self._structs]

    def each(self, indices: Iterable[int]) -> Iterator[T]:
        """Make the models of some rows, each when it is asked for.

        Args:
            indices: Their places on the page; each row can be taken once.

        Yields:
            The models.

        Raises:
            PayloadError: the page turns out to be unreadable.
        """
        structs, from_struct = self._structs, self._from_struct
        for index in indices:
            if self._odd is None:
                struct, structs[index] = structs[index], None
                try:
                    model = from_struct(struct)
                    cast("Any", model).row_place = index
                except _REFUSALS:
                    pass
                else:
                    yield model
                    continue
                # Outside the handler, whose error quotes the value and would show in the traceback of a later one.
                self._read_again()
            yield cast("list[T]", self._odd)[index]

    def all(self) -> list[T]:
        """The models of all rows; take no row before or after."""
        if self._odd is None:
            with suppress(*_REFUSALS):
                return _from_structs(self._structs, self._from_struct)
            self._read_again()
        return cast("list[T]", self._odd)

    def _read_again(self) -> None:
        page: Page[T] = _lenient().read_page(self._cls, loads(self._body))
        self._odd = page.items
        self._structs = list[Any](page.items)
        self.count, self.next_page_link = page.count, page.next_page_link


def read_rows(cls: type[T], raw: bytes | str) -> Rows[T]:
    """Read one page of a list without making its models yet; see `read_page`.

    Args:
        cls: The model of the rows.
        raw: JSON of Billit's envelope.

    Returns:
        The rows.

    Raises:
        PayloadError: the text is not JSON, or not such an envelope.
    """
    readers = _reading(cls)
    body = _bytes(raw)
    page = PageStruct[Any]()
    with suppress(*_REFUSALS):
        page = readers.page.decode(_utf_8(body))
    return Rows(cls, body, page, readers.from_struct)


def _as_it_is(row: Any) -> Any:
    return row


def read_keys(cls: type[T], raw: bytes | str, wire: str, name: str) -> Rows[T]:
    """Read one page of a list for the keys of its rows.

    Args:
        cls: The model of the rows.
        raw: JSON of Billit's envelope.
        wire: The key's name at Billit.
        name: Its Python name.

    Returns:
        Rows with this one attribute; models where a key has not the documented type.

    Raises:
        PayloadError: the text is not JSON, or not such an envelope.
    """
    body = _bytes(raw)
    page = PageStruct[Any]()
    with suppress(*_REFUSALS):
        page = _key_decoder(cast("Any", cls), wire, name).decode(_utf_8(body))
    return Rows(cls, body, page, _as_it_is)


@cache
def _key_decoder(cls: type[Any], wire: str, name: str) -> msgspec.json.Decoder[Any]:
    kind: Any = get_type_hints(cls)[name]
    # The place of the row on its page is noted on whatever stands for it, and is not a property of Billit's.
    fields: Any = [(name, kind, None), ("row_place", int, 0)]
    row: Any = msgspec.defstruct(
        f"{cls.__name__}Key", fields, rename={name: wire, "row_place": "(row place)"}, gc=False
    )
    return msgspec.json.Decoder(cast("Any", PageStruct)[row])


def read_list(cls: type[T], raw: bytes | str) -> list[T]:
    """Read a bare array of models.

    Args:
        cls: The model of the elements.
        raw: JSON array.

    Returns:
        The models.

    Raises:
        PayloadError: the text is not JSON, or not an array.

    Warns:
        PayloadWarning: once for each property that has not the documented type, with its path.
    """
    readers = _reading(cls)
    body = _bytes(raw)
    with suppress(*_REFUSALS):
        models = [readers.from_struct(struct) for struct in readers.many.decode(_utf_8(body))]
        for index, model in enumerate(models):
            model.row_place = f"[{index}]"
        return models
    return cast("list[T]", _lenient().read_list(cls, loads(body)))


def to_json(model: Model | Sequence[Model]) -> bytes:
    """Write a model, or a list of models, as JSON with Billit's names.

    Args:
        model: Any model of `billit_async.models`, or a list of them.

    Returns:
        Compact JSON: `None` left out, `NULL` as ``null``, amounts digit for digit. A value that was kept because it had
        not the documented type goes out as it came, half of a surrogate pair as its escape.

    Raises:
        TypeError: a field holds what has no exact JSON form, a `float` amount for instance; it names the place.
        PayloadError: an amount is not finite; it names the place.
    """
    if isinstance(model, (list, tuple)):
        return dumps(model)
    one = cast("Model", model)
    readers_of(_wire_class(one))
    with suppress(*_REFUSALS):
        return _ENCODER.encode(_struct(one))
    return _write_carefully(one, None)


def to_body(model: Model | Sequence[Model], name: str) -> bytes:
    """Write what is sent to Billit: as `to_json`, but without what Billit alone sets, such as ``LastModified``.

    Args:
        model: A model or a list of them.
        name: What errors call it, ``order`` for instance.

    Returns:
        Compact JSON.

    Raises:
        TypeError: a value has not the documented type; the message names its place, ``order.order_lines[3].quantity``.
        PayloadError: an amount is a text that is not a number, or not finite; the message names its place.
    """
    models = cast("Sequence[Model]", model if isinstance(model, (list, tuple)) else [model])
    # Leaving out takes a third of a millisecond for an order; long lists are of models that have nothing to leave out.
    careful = _careful()
    if not any(map(careful.has_read_only, set(map(type, models)))) and not any(map(careful.has_other_code, models)):
        with suppress(*_REFUSALS):
            return _ENCODER.encode(encode_any(model, _struct))
    return _write_carefully(model, name, strict=True)


def to_dict(model: Model) -> dict[str, Any]:
    """Turn a model into a dictionary with Billit's names; see `Model.to_dict`."""
    readers_of(_wire_class(model))
    return cast("dict[str, Any]", _careful().plain(model))


def loads(raw: bytes | str) -> Any:
    """Read any JSON; numbers with a point or an exponent become exact `Decimal`.

    Args:
        raw: JSON, UTF-8; a byte order mark is tolerated. A text with half of a surrogate pair, or with bytes that are
            not UTF-8, is read as Python keeps such a text (``surrogateescape``).

    Returns:
        Dictionaries, lists, texts, `int`, `Decimal`, `bool` and `None`.

    Raises:
        PayloadError: the text is not JSON, or nested too deeply.
    """
    body = _bytes(raw)
    try:
        return _ANY.decode(body)
    except (msgspec.DecodeError, ArithmeticError, RecursionError) as refused:
        broken = str(refused)
    try:
        return parse(body)
    except ValueError:
        raise PayloadError(f"the response is not complete JSON: {broken}") from None
    except RecursionError:
        raise PayloadError("the response is JSON that is nested too deeply to be read") from None


def dumps(value: Any) -> bytes:
    """Write any JSON value; models may stand anywhere in it.

    Args:
        value: Dictionaries, lists, texts, numbers, `Decimal`, `date`, `datetime`, `UUID`, bytes (as base64), models.

    Returns:
        Compact JSON, `Decimal` digit for digit.

    Raises:
        TypeError: something has no JSON form; it names the place.
        PayloadError: a number is not finite; it names the place.
    """
    with suppress(*_REFUSALS):
        return _ENCODER.encode(encode_any(value, _struct))
    return _write_carefully(value, None)


def _write_carefully(value: Any, name: str | None, *, strict: bool = False) -> bytes:
    try:
        return write(_careful().plain(value, name, strict=strict))
    except RecursionError:
        raise PayloadError("this is nested too deeply to be written as JSON") from None


def read_nested_leniently(cls: type[Any], name: str, raw: bytes, row: int | str) -> Any:
    """Read a nested property that has not the documented type, or something in it.

    Args:
        cls: The generated model that has it.
        name: Its Python name.
        raw: Its JSON, UTF-8.
        row: The number of the object in its page, or its place in what was read.

    Returns:
        What it is; a value of the wrong type as it came.

    Warns:
        PayloadWarning: once for each property that has not the documented type, with its path, where the first code
            outside of this package touched it.
    """
    try:
        value = loads(raw)
    except PayloadError:
        # Bytes of a caller, who put them where an object belongs.
        return raw
    return _lenient().read_field(cls, name, value, f"Items[{row}]" if isinstance(row, int) else row)


def _reading(cls: type[Any]) -> Readers:
    """The code that reads one model class: nested objects as bytes, except for a caller that notes all faults."""
    return readers_of(cls) if noted_faults.get() is not None else row_readers_of(cls)


def _from_structs(structs: list[Any], from_struct: Callable[[Any], Any]) -> list[Any]:
    """Replace each struct by its model in place: the memory of one struct is where the next model goes, still warm."""
    for index, struct in enumerate(structs):
        structs[index] = model = from_struct(struct)
        # A number, of which there is one object for all pages; what warns makes the text.
        model.row_place = index
    return structs


def _wire_names(cls: Any) -> set[str]:
    return set(attrs.fields_dict(cls))


def _wire_class(model: Model) -> type[Any]:
    cls: type[Any] = type(model)
    base: type[Any] = cls.__base__ or cls
    # What adds methods to a model, and no field that would be lost, is written as that model.
    if base is not Model and issubclass(base, Model) and _wire_names(cls) == _wire_names(base):
        return base
    return cls


def _struct(model: Model) -> Any:
    return readers_of(_wire_class(model)).to_struct(model)


def _hook(value: Any) -> Any:
    if value is NULL:
        return None
    raise TypeError(f"{value!r} is a {type(value).__name__}, which has no JSON form")


_ENCODER: Final = msgspec.json.Encoder(decimal_format="number", enc_hook=_hook)
_ANY: Final = msgspec.json.Decoder(float_hook=read_fraction)


def _lenient() -> Any:
    # cattrs is only loaded for payloads that differ from the documentation.
    return import_module("billit_async._serialization.lenient")


def _careful() -> Any:
    # Only loaded for what the fast path refuses to write.
    return import_module("billit_async._serialization.careful")


def _utf_8(body: bytes) -> bytes:
    """Refuse (`ValueError`) what is not UTF-8: msgspec looks at no text in what it leaves as bytes."""
    if not body.isascii():
        body.decode()
    return body


def _bytes(raw: bytes | str) -> bytes:
    body = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    return body.removeprefix(_BYTE_ORDER_MARK)
