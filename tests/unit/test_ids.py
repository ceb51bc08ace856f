"""Ids that are not whole numbers: what is taken as one, how it is sent, and how it is read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from billit_async import SessionConfig, from_json, to_json, webhooks
from billit_async._paging import State
from billit_async._paging.plan import Plan, next_step, plan_for, text_keys_of
from billit_async._resources.arguments import checked_id
from billit_async._resources.responses import read_document, read_id
from billit_async._serialization.ids import same_id
from billit_async._transport.urls import fill
from billit_async.errors import ConfigurationError, NoKeyset, PayloadWarning
from billit_async.fields import OrderFields as O
from billit_async.models import Order
from billit_async.webhooks import OrderEvent

GUID: Any = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"  # ids are typed as numbers


@pytest.mark.parametrize(("value", "sent"), [(7, 7), (GUID, GUID), (UUID(GUID), GUID), ("ord_8:A~b", "ord_8:A~b")])
def test_an_id_is_a_number_a_guid_or_a_text(value: Any, sent: Any) -> None:
    assert checked_id(value, "order_id") == sent


@pytest.mark.parametrize(
    "text", ["", " ", ".", "..", "a/b", "a\\b", "a?b", "a#b", "a%2Fb", "a b", "a\nb", "é", "x" * 129]
)
def test_a_text_that_would_change_the_path_is_not_an_id(text: str) -> None:
    with pytest.raises(ValueError, match=r"^order_id takes an id of the service"):
        checked_id(text, "order_id")


def test_an_id_is_one_part_of_the_path() -> None:
    assert fill("/v1/orders/{orderID}", orderID=checked_id("ord_8:A", "order_id")) == "/v1/orders/ord_8%3AA"


@pytest.mark.parametrize(
    ("body", "made"),
    [
        (b"7", 7),
        (b'"7"', 7),
        (f'"{GUID}"'.encode(), GUID),
        (GUID.upper().encode(), GUID.upper()),
        (b'"ord_8"', "ord_8"),
    ],
)
def test_a_create_returns_the_id_as_it_came(body: bytes, made: Any) -> None:
    assert read_id(body) == made


@pytest.mark.parametrize("body", [b"0", b"true", b"null", b"7.5", b'""', b'"a b"', b"<html>", b"[7]", b"OK"])
def test_what_is_not_an_id_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_id(body)


def test_guids_are_the_same_whatever_their_case() -> None:
    assert same_id(GUID, UUID(GUID))
    assert same_id(GUID, GUID.upper())
    assert not same_id("ord_a", "ORD_A")
    assert not same_id(None, GUID)


def test_a_document_with_a_guid_is_the_one_that_was_asked_for() -> None:
    with pytest.warns(PayloadWarning, match=r"^OrderID has not the documented type"):
        order = read_document(Order, f'{{"OrderID":"{GUID.upper()}"}}'.encode(), "order_id", GUID)
    upper: Any = GUID.upper()
    assert order.order_id == upper
    assert to_json(order) == f'{{"OrderID":"{GUID.upper()}"}}'.encode()
    with pytest.warns(PayloadWarning):
        same = from_json(Order, to_json(order))
    assert same == order


def test_a_list_whose_keys_are_texts_is_not_read_by_key() -> None:
    plan = Plan(path="/v1/orders", base_url="https://api.billit.be", key="OrderID", key_attribute="order_id")
    with pytest.raises(NoKeyset) as refused:
        next_step(plan, State(), [1, GUID], None, set())
    assert refused.value.has_text_keys
    assert plan_for(plan, None, {"/v1/orders"}) is plan
    by_links = plan_for(plan, None, {"/v1/orders", text_keys_of("/v1/orders")})
    assert not by_links.keyset
    assert plan_for(plan, f"{by_links.fingerprint}:120:", set()) == by_links


def test_a_filter_takes_a_guid_as_an_id() -> None:
    assert str(O.order_id == UUID(GUID)) == f"OrderID eq guid'{GUID}'"
    with pytest.raises(TypeError, match="holds a whole number"):
        O.order_id == "ord_8"  # noqa: B015


def test_the_company_may_have_a_guid() -> None:
    assert SessionConfig.resolve(variables={"BILLIT_PARTY_ID": GUID}).party_id == GUID
    assert SessionConfig.resolve(variables={}, party_id=UUID(GUID)).party_id == GUID
    with pytest.raises(ConfigurationError, match="whole number"):
        SessionConfig.resolve(variables={}, party_id="ord_8")


def test_a_webhook_names_its_order_by_a_guid() -> None:
    event = webhooks.read_event(
        f'{{"UpdatedEntityID":"{GUID}","UpdatedEntityType":"Order","EntityUpdateType":"U"}}'.encode()
    )
    assert isinstance(event, OrderEvent)
    assert event.order_id == GUID
