"""Nested objects are read when they are touched, and nothing but the moment tells it from reading them at once."""

from __future__ import annotations

import copy
import pickle
import threading
import tracemalloc
import warnings
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.pages import ORDERS_PER_PAGE, page
from billit_async import PayloadWarning, from_json, to_json
from billit_async._serialization.codec import noting_faults, read_list, read_page
from billit_async._serialization.converter import structure, unstructure
from billit_async._serialization.touch import unread
from billit_async.models import Order
from tests.property.test_round_trips import EVERY_MODEL, encoded, objects
from tests.touching import touched

ORDER = (
    b'{"OrderID":7,"Customer":{"Name":"A","Addresses":[{"City":"Gent"}]},"OrderLines":[{"Quantity":1.50,"New":1}],'
    b'"Attachments":[],"Supplier":null,"OrderPDF":{"FileName":"caf\xc3\xa9.pdf"}}'
)
WRONG = b'{"OrderLines":[{"Quantity":1},{"Quantity":"many"},{"Quantity":[]}],"Customer":5,"OrderPDF":{"FileID":"x"}}'


def told_by(read: Any) -> tuple[Any, list[str]]:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        value = read()
    return value, sorted(str(one.message) for one in told)


def at_once(model: type[Any], raw: bytes) -> Any:
    with noting_faults():
        return from_json(model, raw)


def is_unread(model: Any, name: str) -> bool:
    return type(getattr(model, unread(name))) is bytes


@EVERY_MODEL
@given(data=st.data())
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_touched_is_what_is_read_at_once_warning_for_warning(model: type[Any], data: st.DataObject) -> None:
    raw = encoded(data.draw(objects(model))).encode()
    whole, told = told_by(lambda: at_once(model, raw))
    late, told_late = told_by(lambda: touched(from_json(model, raw)))
    assert told_late == told
    assert late == whole
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert to_json(from_json(model, raw)) == to_json(whole)
        row = read_page(model, b'{"Items":[{},%b]}' % raw).items[1]
        assert pickle.loads(pickle.dumps(row)) == whole
    _, told_in_page = told_by(lambda: touched(read_page(model, b'{"Items":[{},%b]}' % raw).items))
    assert told_in_page == sorted(
        line if line.startswith(f"{model.__name__}:") else f"Items[1].{line}" for line in told
    )


@pytest.mark.parametrize("sent", [ORDER, WRONG])
@pytest.mark.parametrize(
    "use",
    [
        copy.copy,
        copy.deepcopy,
        attrs.evolve,
        lambda order: pickle.loads(pickle.dumps(order)),
        lambda order: order,
        lambda order: Order(**{field.name: getattr(order, field.name) for field in attrs.fields(Order)}),
    ],
)
@pytest.mark.filterwarnings("ignore::billit_async.PayloadWarning")
def test_an_order_can_be_copied_before_it_is_touched(sent: bytes, use: Any) -> None:
    whole = at_once(Order, sent)
    order = from_json(Order, sent)
    assert is_unread(order, "customer")
    made = use(order)
    assert type(made) is Order
    assert made == whole
    assert from_json(Order, sent) == made
    assert (repr(made), made.to_json(), made.to_dict()) == (repr(whole), whole.to_json(), whole.to_dict())
    assert attrs.asdict(from_json(Order, sent)) == attrs.asdict(whole)


def test_cattrs_takes_an_order_that_was_not_touched() -> None:
    values = unstructure(from_json(Order, ORDER))
    assert values == unstructure(at_once(Order, ORDER))
    assert structure(values, Order) == from_json(Order, ORDER)


def test_a_nested_object_is_read_once_and_can_be_set() -> None:
    order = from_json(Order, ORDER)
    customer = order.customer
    assert customer is not None
    assert order.customer is customer
    customer.name = "B"
    assert b'"Name":"B"' in order.to_json()
    order.order_lines = None
    assert order.order_lines is None
    assert (order.attachments, order.supplier) == ([], None)
    del order.customer
    with pytest.raises(AttributeError):
        _ = order.customer


def test_the_warning_of_a_wrong_nested_value_names_its_whole_path_and_points_at_who_touched_it() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        order = read_page(Order, b'{"Items":[{},%b]}' % WRONG).items[1]
        listed = read_list(Order, b"[%b]" % WRONG)[0]
    with pytest.warns(PayloadWarning, match=r"^Items\[1\]\.OrderLines\[1\]\.Quantity \(and 1 more like it\)") as told:
        lines = order.order_lines
    assert [one.filename for one in told] == [__file__]
    assert lines is not None
    assert lines[1].quantity == "many"
    with pytest.warns(PayloadWarning) as told:
        copied = copy.deepcopy(order)
    assert copied == order
    assert [(str(one.message).split(" ")[0], one.filename) for one in told] == [
        ("Items[1].OrderPDF.FileID", __file__),
        ("Items[1].Customer", __file__),
    ]
    with pytest.warns(PayloadWarning, match=r"^\[0\]\.Customer "):
        assert listed.customer == 5


@pytest.mark.parametrize("place", [b'"Customer":{"Name":"%b"}', b'"Customer":{"NewToday":"%b"}'])
def test_bytes_that_are_not_utf_8_are_noticed_when_they_are_read(place: bytes) -> None:
    raw = b"{%b}" % (place % b"\xff")
    order, told = told_by(lambda: from_json(Order, raw))
    assert told == told_by(lambda: at_once(Order, raw))[1]
    assert not is_unread(order, "customer")
    assert told_by(lambda: touched(order))[1] == []


@pytest.mark.parametrize("sent", [ORDER, WRONG])
def test_threads_that_touch_one_order_get_the_same_object_and_one_warning(sent: bytes) -> None:
    expected = told_by(lambda: touched(from_json(Order, sent)))[1]
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        for _ in range(40):
            order = from_json(Order, sent)
            start, seen = threading.Barrier(4), list[Any]()

            def touch(order: Order = order, start: threading.Barrier = start, seen: list[Any] = seen) -> None:
                start.wait()
                seen.append((order.order_lines, order.customer, order.order_pdf))

            threads = [threading.Thread(target=touch) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert {tuple(map(id, one)) for one in seen} == {tuple(map(id, seen[0]))}
    assert sorted(str(one.message) for one in told) == sorted(expected * 40)


def test_an_untouched_order_keeps_few_objects() -> None:
    raw = page(0)
    read_page(Order, raw)
    tracemalloc.start()
    try:
        before = tracemalloc.take_snapshot()
        kept = read_page(Order, raw)
        blocks = tracemalloc.take_snapshot().compare_to(before, "filename")
    finally:
        tracemalloc.stop()
    assert len(kept) == ORDERS_PER_PAGE
    assert sum(one.count_diff for one in blocks) / ORDERS_PER_PAGE <= 60
    assert sum(one.size_diff for one in blocks) / ORDERS_PER_PAGE <= 6 * 1024
