"""Any JSON through every model: reading never fails, and what was read is written as it came."""

from __future__ import annotations

import copy
import json
import pickle
import warnings
from datetime import datetime
from decimal import Decimal, InvalidOperation
from types import UnionType
from typing import Any, get_args, get_origin
from uuid import UUID

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billit_async import from_json, models, payload_faults, to_json
from billit_async._serialization.codec import read_list, read_page
from billit_async.export.parquet import order_table
from billit_async.export.totals import VatTally
from billit_async.models import Model, Order
from tests.touching import touched

ALL_MODELS = [
    model for name in models.__all__ if attrs.has(model := getattr(models, name)) and issubclass(model, Model)
]
EVERY_MODEL = pytest.mark.parametrize("model", ALL_MODELS, ids=lambda model: model.__name__)

LOOK_ALIKES = (
    *("12.50", "12,50", "NaN", "-Infinity", "inf", "1_000", " 7 ", "true", "", "Invoice"),
    *("2026-01-01", "2026-02-30T00:00:00", "31/01/2026", "0001-01-01T00:00:00", "2026-01-01T10:00:00.1234567+02:00"),
    *(r"\/Date(1751328000000)\/", "0b1e4c02-6f5a-4a51-9d3e-2c6f0a7de001"),
)

# Halves of surrogate pairs among the letters, and texts that look like what some field wants.
TEXTS = st.one_of(
    st.text(st.characters(), max_size=8),
    st.text(st.sampled_from("ab\ud800\udbff\udc00\udfff\u20ac"), max_size=4),
    st.sampled_from(LOOK_ALIKES),
)
NUMBERS = st.one_of(
    st.integers(),
    st.integers(min_value=2**63 - 2, max_value=2**70),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.sampled_from([Decimal("1E+400"), Decimal("1E-400"), Decimal("0.00"), Decimal("7.0")]),
)
LEAVES = st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS)
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=8
)


def kinds(model: type[Any]) -> dict[str, Any]:
    return {field.metadata["wire"]: without_none(field.type) for field in attrs.fields(attrs.resolve_types(model))}


def without_none(kind: Any) -> Any:
    if get_origin(kind) is not UnionType:
        return kind
    return next(part for part in get_args(kind) if part is not type(None))


def is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Model)


def values(kind: Any, depth: int) -> st.SearchStrategy[Any]:
    """Values of a field: sometimes what belongs there, sometimes not, at any depth."""
    match get_origin(kind):
        case _ if is_model(kind):
            fitting = objects(kind, depth - 1) if depth else st.just({})
        case t if t is list:
            fitting = st.lists(values(get_args(kind)[0], depth), max_size=3)
        case t if t is dict:
            fitting = st.dictionaries(TEXTS, values(get_args(kind)[1], depth), max_size=2)
        case _:
            return LEAVES | ANYTHING
    return st.one_of(fitting, fitting, ANYTHING)


@st.composite
def objects(draw: st.DrawFn, model: type[Any], depth: int = 2) -> dict[str, Any]:
    known = kinds(model)
    names = draw(st.lists(st.sampled_from(sorted(known)), max_size=6, unique=True))
    made = {name: draw(values(known[name], depth)) for name in names}
    if draw(st.booleans()):
        made["NewToday"] = draw(ANYTHING)
    return made


def encoded(value: Any) -> str:
    """JSON text, every digit and every half of a surrogate pair as it is; shares no code with the package."""
    match value:
        case dict():
            return "{" + ",".join(f"{json.dumps(key)}:{encoded(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ",".join(map(encoded, value)) + "]"
        case Decimal():
            return str(value)
        case _:
            return json.dumps(value)


def decoded(raw: bytes) -> Any:
    return json.loads(raw, parse_float=Decimal)


def as_written(kind: Any, value: Any) -> Any:
    """What the documentation promises of a value: as it came, a text that is a number as that number, and so on."""
    match value:
        case dict() if is_model(kind):
            return {
                wire: as_written(inner, value[wire])
                for wire, inner in kinds(kind).items()
                if value.get(wire) is not None
            }
        case dict() if get_origin(kind) is dict:
            return {key: as_written(get_args(kind)[1], item) for key, item in value.items()}
        case list() if get_origin(kind) is list:
            return [as_written(get_args(kind)[0], item) for item in value]
        case str() if kind is Decimal:
            try:
                number = Decimal(value)
            except InvalidOperation:
                return value
            return number if number.is_finite() else value
        case str() if kind is UUID:
            try:
                return str(UUID(value))
            except ValueError:
                return value
        case str() if kind is datetime:
            return moment(value)
        case _:
            return value


def fits(kind: Any, value: Any, *, in_list: bool = False) -> bool:  # noqa: C901 - one case for each type
    """Whether a value has the documented type, so that nothing is reported."""
    if value is None or kind is Any:
        return kind is Any or not in_list
    # Where models stand, what nobody knows is passed over.
    if not any(map(is_model, (kind, *get_args(kind)))) and get_origin(kind) is not list and not is_utf_8(value):
        return False
    match get_origin(kind):
        case t if t is list:
            (inner,) = get_args(kind)
            if is_model(inner) and {*kinds(inner)} == {"Key", "Value"} and isinstance(value, dict):
                return all(isinstance(item, str) for item in value.values())
            return isinstance(value, list) and all(fits(inner, item, in_list=True) for item in value)
        case t if t is dict:
            inner = get_args(kind)[1]
            if isinstance(value, list):
                return are_pairs(value) and all(fits(inner, item.get("Value"), in_list=True) for item in value)
            return isinstance(value, dict) and all(fits(inner, item, in_list=True) for item in value.values())
    if is_model(kind):
        known = kinds(kind)
        return isinstance(value, dict) and all(fits(known[name], value[name]) for name in value.keys() & known.keys())
    if kind is Decimal and isinstance(value, Decimal):
        # Billions of digits are kept as they came, and are not an amount.
        return -200 <= value.adjusted() <= 100
    if kind in {int, Decimal} and isinstance(value, int):
        return not isinstance(value, bool)
    if isinstance(value, str) and kind in {Decimal, datetime, UUID}:
        return as_written(kind, value) != value or (kind is UUID and is_uuid(value))
    return isinstance(value, kind)


def are_pairs(items: list[Any]) -> bool:
    """Whether they are keys with values, each key once: the other documented shape of an object with free keys."""
    if not all(isinstance(item, dict) and {*item} <= {"Key", "Value"} for item in items):
        return False
    keys = [item.get("Key") for item in items]
    return all(isinstance(key, str) for key in keys) and len({*keys}) == len(keys)


def is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def is_utf_8(value: Any) -> bool:
    return json.dumps(value, default=str, ensure_ascii=False).isascii() or not any(
        "\ud800" <= letter <= "\udfff" for letter in json.dumps(value, default=str, ensure_ascii=False)
    )


def moment(text: str) -> Any:
    try:
        return ("moment", datetime.fromisoformat(text))
    except ValueError:
        return text


def moments(kind: Any, value: Any) -> Any:
    """What was written, its moments in the form in which they are compared."""
    match value:
        case dict() if is_model(kind):
            return {wire: moments(kinds(kind)[wire], item) for wire, item in value.items()}
        case dict() if get_origin(kind) is dict:
            return {key: moments(get_args(kind)[1], item) for key, item in value.items()}
        case list() if get_origin(kind) is list:
            return [moments(get_args(kind)[0], item) for item in value]
        case str() if kind is datetime:
            return moment(value)
        case _:
            return value


def exact(value: Any) -> Any:
    """A form whose equality tells true from 1 and 1.0 from 1.00."""
    match value:
        case dict():
            return {key: exact(item) for key, item in value.items()}
        case list():
            return [exact(item) for item in value]
        case bool() | None | str() | tuple():
            return value
        case int() | Decimal():
            return ("number", Decimal(value).as_tuple())
        case other:
            raise AssertionError(other)


@EVERY_MODEL
@given(data=st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_object_is_read_by_every_model_and_written_as_it_came(model: type[Any], data: st.DataObject) -> None:
    raw = encoded(data.draw(objects(model))).encode()
    value = decoded(raw)
    counted = sum(payload_faults.values())
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        read = touched(from_json(model, raw))
    assert bool(told) == (sum(payload_faults.values()) > counted) == (not fits(model, value))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        written = to_json(read)
        assert exact(moments(model, decoded(written))) == exact(as_written(model, value))
        # Once more, in a page, in a list, and as a dictionary.
        again = from_json(model, written)
        assert again == read
        assert to_json(again) == written
        assert read_page(model, b'{"Items":[%b,{}]}' % raw).items[0] == read
        assert read_list(model, b"[{},%b]" % raw)[1] == read
        assert model.from_dict(read.to_dict()) == read
        assert pickle.loads(pickle.dumps(read)) == read
        assert copy.deepcopy(read) == read
        repr(read).encode()


@pytest.mark.parametrize("number", [1e308, 1.7976931348623157e308, -1e-308, 5e-324, 12.5])
@pytest.mark.filterwarnings("ignore::billit_async.PayloadWarning")
def test_a_number_of_any_size_where_none_belongs_is_written_as_it_came(number: float) -> None:
    given = {"OrderNumber": number, "OrderLines": [number, {"Description": number}], "OrderDate": {"a": [number]}}
    order = Order.from_dict(given)
    for one in (order, copy.deepcopy(order), pickle.loads(pickle.dumps(order))):
        assert json.loads(one.to_json()) == given
        one.to_dict()


@given(values=st.lists(objects(Order), max_size=3))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_order_is_exported_and_counted(values: list[dict[str, Any]]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        orders = [
            Order(order_id=1),
            *(touched(from_json(Order, encoded(value).encode())) for value in values),
            Order(order_id=2),
        ]
    batch, unfit = order_table().batch(orders)
    rows = batch.to_pylist()
    assert len(rows) == len(orders)
    assert (rows[0]["order_id"], rows[-1]["order_id"]) == (1, 2)
    assert {index for index, row in enumerate(rows) if row["unfit_values"]} == unfit.keys()
    assert unfit.keys().isdisjoint({0, len(rows) - 1})
    tally = VatTally()
    for order in orders:
        tally.add(order)
    assert tally.orders == len(orders)
    assert all(totals.excl.is_finite() for totals in tally.totals().values())
