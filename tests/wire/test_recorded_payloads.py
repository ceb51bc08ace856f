"""Payloads as Billit's documentation prints them and its users recorded them: read, and written as they were."""

from __future__ import annotations

import json
import re
import warnings
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from billit_async import NULL, ApiError, BillitSession, PayloadWarning, from_json, to_json, webhooks
from billit_async._serialization.codec import read_page
from billit_async.models import (
    ErrorEnvelope,
    File,
    InboxGetResult,
    OAuthAccessTokenRequest,
    OAuthAccessTokenResponse,
    Order,
    ParticipantInformationResponse,
    Product,
    SendRequest,
    Webhook,
    WebhookMessage,
)

if TYPE_CHECKING:
    from tests.wire.recording import Recorder

RECORDED = Path(__file__).parent / "recorded"

MODELS: dict[str, Any] = {
    "error_*": ErrorEnvelope,
    "file_get_response_pdf": File,
    "oauth_token_request_*": OAuthAccessTokenRequest,
    "oauth_token_response": OAuthAccessTokenResponse,
    "order_create_invoice_request": Order,
    "order_detail_income_response": Order,
    "order_patch_*": Order,
    "order_send_request_*": SendRequest,
    "peppol_inbox_response": InboxGetResult,
    "peppol_participant_*": ParticipantInformationResponse,
    "webhook_create_requests": list[Webhook],
    "webhook_message_*": WebhookMessage,
}
"""Which model each payload is, by its name."""
OTHERWISE = {
    "order_create_response": "a bare number",
    "order_delete_response": "a bare boolean",
    "order_patch_unpaid_request": "a null that clears, which a model does not say",
    "order_send_request_confac_casing": "names in another casing, which the emulator reads",
    "order_send_request_docs_casing": "names in another casing, which the emulator reads",
    "order_send_request_no_transport": "names in another casing, which the emulator reads",
    "orders_list_response": "a page",
    "product_create_request_items_envelope": "models in an envelope",
    "webhook_signature_examples": "headers",
}
"""Those that are no model by themselves, and have a test of their own."""
NAMES = sorted(path.stem for path in RECORDED.glob("*.json"))


def raw(name: str) -> bytes:
    return (RECORDED / f"{name}.json").read_bytes()


def flat(body: bytes) -> Any:
    """A payload with its numbers digit for digit."""
    return json.loads(body, parse_float=lambda digits: ("number", digits), parse_int=lambda digits: ("number", digits))


def model_of(name: str) -> Any:
    (found,) = [model for pattern, model in MODELS.items() if Path(name).match(pattern)]
    return found


@pytest.mark.parametrize("name", [name for name in NAMES if name not in OTHERWISE])
def test_a_payload_is_written_as_it_was_read_key_for_key_and_digit_for_digit(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", PayloadWarning)
        assert flat(to_json(from_json(model_of(name), raw(name)))) == flat(raw(name))


def test_every_payload_has_its_test() -> None:
    assert len(NAMES) == 35
    assert set(OTHERWISE) <= set(NAMES)


def test_a_page_is_written_as_it_was_read() -> None:
    page = read_page(Order, raw("orders_list_response"))
    assert (page.next_page_link, page.count) == (None, None)
    assert flat(to_json(page.items)) == flat(raw("orders_list_response"))["Items"]


def test_the_examples_of_signatures_have_the_shape_that_is_read() -> None:
    (example,) = json.loads(raw("webhook_signature_examples"))["examples"]
    with pytest.raises(webhooks.SignatureMismatch):
        webhooks.verify(b"{}", example, "secret", tolerance=None)
    with pytest.raises(webhooks.SignatureExpired):
        webhooks.verify(b"{}", webhooks.sign(b"{}", "secret", timestamp=1657133145), "secret")


def test_webhook_messages_are_read_as_events() -> None:
    sent = webhooks.read_event(raw("webhook_message_update_sent"))
    assert isinstance(sent, webhooks.MessageEvent)
    assert sent.message is not None
    assert (sent.order_id, sent.message.success, sent.flow_state) == (2615999, True, "Sent")
    new = webhooks.read_event(raw("webhook_message_insert"))
    assert isinstance(new, webhooks.MessageEvent)
    assert (new.order_id, new.flow_state) == (2615999, None)
    empty = webhooks.read_event(raw("webhook_message_empty_detail_confac"))
    assert (empty.entity_id, empty.order_id) == (690988, None)


def casefolded(body: bytes) -> Any:
    return {key.casefold(): value for key, value in flat(body).items()}


class TestTheSession:
    """What the methods put on the wire, and what they make of the responses."""

    async def test_creates_the_documented_invoice(self, billit: BillitSession, recorder: Recorder) -> None:
        recorder.answer = raw("order_create_response")
        order = from_json(Order, raw("order_create_invoice_request"))
        assert await billit.orders.create(order) == 128275964
        assert flat(recorder.only.body) == flat(raw("order_create_invoice_request"))

    async def test_deletes_an_order(self, billit: BillitSession, recorder: Recorder) -> None:
        recorder.answer = raw("order_delete_response")
        await billit.orders.delete(128275964)
        assert recorder.only.verb == "DELETE"

    @pytest.mark.parametrize(
        ("name", "changes"),
        [
            ("order_patch_is_sent_request", {"is_sent": True}),
            ("order_patch_paid_request", {"paid": True, "paid_date": datetime(2026, 9, 3, 12, 30)}),
            ("order_patch_unpaid_request", {"paid": False, "paid_date": NULL}),
        ],
    )
    async def test_patches_an_order(
        self, billit: BillitSession, recorder: Recorder, name: str, changes: dict[str, Any]
    ) -> None:
        await billit.orders.patch(128275964, **changes)
        assert flat(recorder.only.body) == flat(raw(name))

    async def test_sends_orders(self, billit: BillitSession, recorder: Recorder) -> None:
        await billit.orders.send([1684998], "Peppol")
        assert casefolded(recorder.only.body) == casefolded(raw("order_send_request_swagger_casing"))

    async def test_sends_orders_without_a_transport(self, billit: BillitSession, recorder: Recorder) -> None:
        await billit.orders.send([1684998, 1684999])
        assert casefolded(recorder.only.body) == casefolded(raw("order_send_request_no_transport"))

    async def test_reads_a_page_of_orders(self, billit: BillitSession, recorder: Recorder) -> None:
        recorder.answer = raw("orders_list_response")
        (order,) = await billit.orders.list().collect()
        assert flat(to_json(order)) == flat(raw("orders_list_response"))["Items"][0]

    async def test_reads_a_file(self, billit: BillitSession, recorder: Recorder) -> None:
        recorder.answer = raw("file_get_response_pdf")
        file = await billit.files.download("57eade47-f402-4605-849b-58c223c6b970")
        assert file.content.startswith(b"%PDF-1.5")

    async def test_reads_the_inbox(self, billit: BillitSession, recorder: Recorder) -> None:
        recorder.answer = raw("peppol_inbox_response")
        assert [item.inbox_item_id for item in await billit.peppol.inbox()] == [69791, 69848, 69854]

    @pytest.mark.parametrize(
        ("name", "takes"),
        [
            ("peppol_participant_be_cbe", True),
            ("peppol_participant_be_vat", True),
            ("peppol_participant_unregistered", False),
        ],
    )
    async def test_looks_a_receiver_up(
        self, billit: BillitSession, recorder: Recorder, name: str, *, takes: bool
    ) -> None:
        recorder.answer = raw(name)
        assert (await billit.peppol.lookup("BE0563846944")).takes("Invoice") is takes

    async def test_binds_webhooks(self, billit: BillitSession, recorder: Recorder) -> None:
        recorder.answer = b'{"WebhookID":7,"Secret":"s"}'
        for wanted in from_json(list[Webhook], raw("webhook_create_requests")):
            await billit.webhooks.create(wanted.webhook_url, wanted.entity_type, wanted.entity_update_type)
        sent = [flat(each.body) for each in recorder.requests]
        assert sent == flat(raw("webhook_create_requests"))

    async def test_creates_a_product_in_the_documented_envelope(
        self, billit: BillitSession, recorder: Recorder
    ) -> None:
        recorder.answer = b"[1]"
        (product,) = read_page(Product, raw("product_create_request_items_envelope")).items
        await billit.products.create(product, as_items=True)
        assert flat(recorder.only.body) == flat(raw("product_create_request_items_envelope"))

    @pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("error_")])
    async def test_raises_what_billit_says(self, billit: BillitSession, recorder: Recorder, name: str) -> None:
        recorder.answer = raw(name)
        recorder.status = int(found.group()) if (found := re.search(r"\d{3}", name)) else 400
        with pytest.raises(ApiError) as caught:
            await billit.orders.get(7)
        said = json.loads(raw(name))["errors"][0]
        assert [(each.code, each.description) for each in caught.value.errors] == [
            (said["Code"], said.get("Description"))
        ]
        assert caught.value.status == recorder.status
