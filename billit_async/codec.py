"""Bytes to models and back: the fast path, and the second, lenient reading of what the fast path refuses.

Amounts never pass through `float`, in either direction, also where the shape of the data is unknown.
"""

from __future__ import annotations

import inspect
import re
from collections import Counter
from contextlib import suppress
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar, cast, get_args, get_origin

import attrs
import msgspec

from billit_async._model import Model, Page
from billit_async.errors import PayloadError
from billit_async.twin import free
from billit_async.values import NULL, read_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from billit_async.twin import Codec

__all__ = ["Rows", "dumps", "from_json", "loads", "payload_faults", "read_list", "read_page", "read_rows", "to_json"]

T = TypeVar("T")

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
# The first is how .NET writes it; pages, which must be quick, are searched for it alone.
_WORDS: Final = (b'NaN"', b'nan"', b'NAN"', b'inity"', b'INITY"')

payload_faults: Final[Counter[str]] = Counter()
"""How often a property did not have the type that Billit documents, by place (``Order.OrderLines[].Quantity``)."""


class _PageTwin(msgspec.Struct, Generic[T], gc=False):
    Items: list[T] | None = None
    NextPageLink: str | None = None
    Count: int | None = None


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
    readers = _readers(cls)
    body = _bytes(raw)
    try:
        if not _has_odd_number(body):
            return cast("T", readers.pour(readers.one.decode(body)))
    except _UNREADABLE as refused:
        _refuse_broken(refused)
    return cast("T", _lenient().read_object(cls, loads(body)))


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

    __slots__ = ("_body", "_cls", "_odd", "_pour", "_twins", "count", "next_page_link")

    def __init__(self, cls: type[T], body: bytes, page: _PageTwin[Any]) -> None:
        self._cls = cls
        self._body = body
        self._pour: Callable[[Any], T] = _readers(cls).pour
        self._twins: list[Any] = [] if page.Items is None else page.Items
        self._odd: list[T] | None = None
        self.count = page.Count
        self.next_page_link = page.NextPageLink
        if page.Items is None:
            # Another envelope, or none: the lenient reading tells which.
            self._read_again()

    def __len__(self) -> int:
        return len(self._twins)

    def tail(self) -> Rows[T]:
        """A page of the last row alone, for comparing."""
        last: Rows[T] = object.__new__(type(self))
        last._cls, last._body, last._pour, last._odd = self._cls, b"", self._pour, None
        last._twins, last.count, last.next_page_link = self._twins[-1:], None, None
        return last

    def same(self, index: int, other: Rows[T], at: int) -> bool:
        """Whether a row of this page, not taken yet, is the same in everything as one of another page."""
        if not (self._twins and other._twins):
            return False
        return bool(self._twins[index] == other._twins[at])

    def values(self, name: str) -> list[Any]:
        """One field of every row that was not taken yet, by its Python name."""
        return [getattr(twin, name) for twin in self._twins]

    def each(self, indices: Iterable[int]) -> Iterator[T]:
        """Make the models of some rows, each when it is asked for.

        Args:
            indices: Their places on the page; each row can be taken once.

        Yields:
            The models.

        Raises:
            PayloadError: the page turns out to be unreadable.
        """
        twins, pour = self._twins, self._pour
        for index in indices:
            if self._odd is None:
                twin, twins[index] = twins[index], None
                try:
                    model = pour(twin)
                except ValueError:
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
            with suppress(ValueError):
                return _poured(self._twins, self._pour)
            self._read_again()
        return cast("list[T]", self._odd)

    def _read_again(self) -> None:
        page: Page[T] = _lenient().read_page(self._cls, loads(self._body))
        self._odd = page.items
        self._twins = list[Any](page.items)
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
    readers = _readers(cls)
    body = _bytes(raw)
    page = _PageTwin[Any]()
    try:
        if not _has_odd_number(body, _WORDS[:1]):
            page = readers.page.decode(body)
    except _UNREADABLE as refused:
        _refuse_broken(refused)
    return Rows(cls, body, page)


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
    readers = _readers(cls)
    body = _bytes(raw)
    try:
        if not _has_odd_number(body):
            return _poured(readers.many.decode(body), readers.pour)
    except _UNREADABLE as refused:
        _refuse_broken(refused)
    return cast("list[T]", _lenient().read_list(cls, loads(body)))


def to_json(model: Model | Sequence[Model]) -> bytes:
    """Write a model, or a list of models, as the bytes Billit takes.

    Args:
        model: Any model of `billit_async.models`, or a list of them.

    Returns:
        Compact JSON with Billit's names: `None` left out, `NULL` as ``null``, amounts digit for digit.

    Raises:
        TypeError: a field holds what has no exact JSON form, a `float` amount for instance.
        PayloadError: an amount is not finite, a text holds half a character, a number has more than 64 bits, or the
            values are nested too deep.
    """
    if isinstance(model, (list, tuple)):
        return dumps(model)
    try:
        return _ENCODER.encode(_twin(cast("Model", model)))
    except _UNWRITABLE as error:
        raise PayloadError(_unwritable(error)) from None


def loads(raw: bytes | str) -> Any:
    """Read any JSON; numbers with a point or an exponent become exact `Decimal`.

    Args:
        raw: JSON, UTF-8; a byte order mark is tolerated.

    Returns:
        Dictionaries, lists, texts, `int`, `Decimal`, `bool` and `None`.

    Raises:
        PayloadError: the text is not JSON.
    """
    try:
        return _ANY.decode(_bytes(raw))
    except _UNREADABLE as broken:
        raise PayloadError(_broken_message(broken)) from None


def dumps(value: Any) -> bytes:
    """Write any JSON value; models may stand anywhere in it.

    Args:
        value: Dictionaries, lists, texts, numbers, `Decimal`, `date`, `datetime`, `UUID`, bytes (as base64), models.

    Returns:
        Compact JSON, `Decimal` digit for digit.

    Raises:
        TypeError: something has no JSON form.
        PayloadError: what no JSON can hold, as for `to_json`.
    """
    try:
        return _ENCODER.encode(free(value, _twin))
    except _UNWRITABLE as error:
        raise PayloadError(_unwritable(error)) from None


class _Readers(NamedTuple):
    """The generated code of one model and its decoders."""

    pour: Callable[[Any], Any]
    unpour: Callable[[Any], Any]
    one: msgspec.json.Decoder[Any]
    many: msgspec.json.Decoder[Any]
    page: msgspec.json.Decoder[Any]


_READERS: Final[dict[Any, _Readers]] = {}


def _readers(cls: type[Any]) -> _Readers:
    """The code of one model class; loads the wire module of its area on first use."""
    known = _READERS.get(cls)
    return known if known is not None else _READERS.setdefault(cls, _load(cls))


def _load(cls: type[Any]) -> _Readers:
    # What was given may be anything, whatever the annotation says.
    if not (inspect.isclass(cls) and issubclass(cls, Model)) or cls is Model:
        raise TypeError(f"{cls!r} is not a model of billit_async.models")
    area = cls.__module__.removeprefix("billit_async.models.")
    try:
        codec: Codec[Any, Any] = import_module(f"billit_async.wire.{area}").CODECS[cls]
    except (ModuleNotFoundError, KeyError):
        raise TypeError(f"{cls.__name__} is not a generated model: pass the model it derives from") from None
    twin: Any = codec.twin
    return _Readers(
        codec.pour,
        codec.unpour,
        msgspec.json.Decoder(twin, float_hook=Decimal),
        msgspec.json.Decoder(list[twin], float_hook=Decimal),
        msgspec.json.Decoder(_PageTwin[twin], float_hook=Decimal),
    )


def _poured(twins: list[Any], pour: Callable[[Any], Any]) -> list[Any]:
    """Replace each twin by its model in place: the memory of one twin is where the next model goes, still warm."""
    for index, twin in enumerate(twins):
        twins[index] = pour(twin)
    return twins


def _wire_names(cls: Any) -> set[str]:
    return set(attrs.fields_dict(cls))


def _twin(model: Model) -> Any:
    cls: type[Any] = type(model)
    base: type[Any] = cls.__base__ or cls
    # What adds methods to a model, and no field that would be lost, is written as that model.
    if base is not Model and issubclass(base, Model) and _wire_names(cls) == _wire_names(base):
        cls = base
    return _readers(cls).unpour(model)


def _hook(value: Any) -> Any:
    if value is NULL:
        return None
    raise TypeError(f"{value!r} is a {type(value).__name__}, which has no JSON form")


_ENCODER: Final = msgspec.json.Encoder(decimal_format="number", enc_hook=_hook)
_ANY: Final = msgspec.json.Decoder(float_hook=read_number)


def _lenient() -> Any:
    # cattrs is only loaded for payloads that differ from the documentation.
    return import_module("billit_async.lenient")


def _has_odd_number(body: bytes, words: tuple[bytes, ...] = _WORDS) -> bool:
    """Whether a number may stand there that is no amount: ``1e999999999``, ``"1e-999999999"``, ``"NaN"``.

    The decoder would make a `Decimal` of it, whatever its size and even from a text. Most bodies pass at the speed of
    memory: a lone ``e`` between two separators is what such a power of ten leaves when the digits are gone.
    """
    if b"\0e\0" in body.translate(_BARE, b"0123456789+-. \t\r\n") and _POWER.search(body):
        return True
    return any(word in body and _NO_NUMBER.search(body) for word in words)


def _bytes(raw: bytes | str) -> bytes:
    if not isinstance(raw, str):
        return raw.removeprefix(_BYTE_ORDER_MARK)
    try:
        return raw.encode().removeprefix(_BYTE_ORDER_MARK)
    except UnicodeEncodeError:
        pass
    # Outside the handler: the error holds the whole text.
    raise PayloadError("the text holds half a character (a lone surrogate), which no JSON can")


def _refuse_broken(refused: Exception) -> None:
    """Raise for text that is not JSON; return for JSON of another shape, which the lenient reading explains."""
    if isinstance(refused, msgspec.DecodeError | UnicodeDecodeError | RecursionError) and not isinstance(
        refused, msgspec.ValidationError
    ):
        raise PayloadError(_broken_message(refused)) from None


def _broken_message(broken: Exception) -> str:
    match broken:
        case RecursionError():
            return "the text is JSON that is nested too deep"
        case UnicodeDecodeError():
            return f"the text is not UTF-8 from byte {broken.start} on"
        case ArithmeticError():
            return "a number is larger than any amount"
        case _:
            return f"the answer is not complete JSON: {broken}"


_BARE: Final = bytes.maketrans(b':,[]}"E', b"\0\0\0\0\0\0e")
_POWER: Final = re.compile(rb'[\s,:\["][+-]?[0-9][0-9.]*+[eE][+-]?[0-9]{3}[0-9]*+["\s,}\]]')
_NO_NUMBER: Final = re.compile(rb'"[+-]?(?:s?nan[0-9]*+|infinity)"', re.IGNORECASE)
_UNREADABLE: Final = (ValueError, RecursionError, ArithmeticError)
_UNWRITABLE: Final = (ValueError, OverflowError, RecursionError)


def _unwritable(error: Exception) -> str:
    match error:
        case UnicodeEncodeError():
            return "a text holds half a character (a lone surrogate), which no JSON can"
        case OverflowError():
            return "a whole number has more than 64 bits, which is more than the service reads"
        case RecursionError():
            return "the values are nested too deep, or hold themselves"
        case _:
            return str(error)
