"""What each resource reads, keeps and refuses beyond the documented response, over HTTP to a recording server."""

from __future__ import annotations

import base64
import hashlib
import logging
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from billit_async import NULL, CallOptions, MemoryTokenStore, UnexpectedResponse
from billit_async.models import (
    Document,
    File,
    GLAccount,
    IntegrationPost,
    Journal,
    Order,
    Product,
    Webhook,
)
from tests.wire.described import GUID, parsed, text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from aiohttp import web

    from billit_async import BillitSession
    from tests.wire.recording import Recorder

    Call = Callable[[BillitSession], Any]


async def refused(billit: BillitSession, recorder: Recorder, call: Call, error: type[Exception], match: str) -> None:
    """Nothing leaves, and the error says what is wrong."""
    with pytest.raises(error, match=match):
        await call(billit)
    assert recorder.requests == []


REGISTRATION = {"RegistrationID": 7, "CompanyDetails": {"CompanyName": "Acme"}, "Integrations": []}


class TestRegistrations:
    @pytest.mark.parametrize(
        "answer",
        [
            REGISTRATION,
            {"Companies": [REGISTRATION]},
            {"Companies": [{"RegistrationID": 8}, REGISTRATION]},
            {"CompanyID": 7, "CompanyDetails": {"CompanyName": "Acme"}, "Integrations": []},
            {"Companies": [{"CompanyID": 7, "CompanyDetails": {"CompanyName": "Acme"}}]},
        ],
        ids=["bare", "in a list", "in a list of two", "bare with its older id", "in a list with its older id"],
    )
    async def test_each_documented_shape_of_one_registration_is_read(
        self, answer: Any, recorder: Recorder, billit: BillitSession
    ) -> None:
        recorder.answer = text(answer).encode()
        registration = await billit.einvoices.registration(7)
        assert registration.registration_id == 7
        assert registration.company_details is not None
        assert registration.company_details.company_name == "Acme"

    @pytest.mark.parametrize(
        "answer", [{"Companies": []}, {"Companies": [{"RegistrationID": 8}]}, [], {"Companies": 1}]
    )
    async def test_an_answer_without_the_registration_is_an_error(
        self, answer: Any, recorder: Recorder, billit: BillitSession
    ) -> None:
        recorder.answer = text(answer).encode()
        with pytest.raises(UnexpectedResponse):
            await billit.einvoices.registration(7)

    async def test_the_list_reads_the_older_id_too(self, recorder: Recorder, billit: BillitSession) -> None:
        recorder.answer = text({"Companies": [{"CompanyID": 7}, {"RegistrationID": 8}]}).encode()
        assert [one.registration_id for one in await billit.einvoices.registrations()] == [7, 8]

    @pytest.mark.parametrize("name", ["URL", "RedirectURL"])
    async def test_both_names_of_the_address_of_an_identification_are_read(
        self, name: str, recorder: Recorder, billit: BillitSession
    ) -> None:
        recorder.answer = text({name: "https://idp.example/x"}).encode()
        assert (await billit.einvoices.identify(7, "https://app.example/")).url == "https://idp.example/x"

    async def test_an_identification_without_an_address_is_an_error(
        self, recorder: Recorder, billit: BillitSession
    ) -> None:
        recorder.answer = b"{}"
        with pytest.raises(UnexpectedResponse):
            await billit.einvoices.identify(7, "https://app.example/")

    async def test_a_failed_transport_is_told_in_the_answer(self, recorder: Recorder, billit: BillitSession) -> None:
        recorder.answer = text(
            {"OrderID": 9, "TransportMessages": [{"ErrorEnum": "TheCustomerIsNotActiveOnPeppol"}]}
        ).encode()
        sent = await billit.einvoices.for_registration(7).orders.send(Order(order_type="Invoice"), "Peppol")
        assert sent.order_id == 9
        assert sent.transport_messages is not None
        assert sent.transport_messages[0].error_enum == "TheCustomerIsNotActiveOnPeppol"
        assert "StrictTransportType" not in recorder.only.headers


class TestPatches:
    async def test_an_order_takes_only_what_is_documented_for_orders(
        self, recorder: Recorder, billit: BillitSession
    ) -> None:
        changes: Any = {"analytic_cost_center": "a"}
        await refused(billit, recorder, lambda s: s.orders.patch(7, **changes), TypeError, "does not patch 'analytic")
        await billit.einvoices.for_registration(7).orders.patch(8, **changes)
        assert parsed(recorder.only.body) == {"AnalyticCostCenter": "a"}

    async def test_a_registration_takes_no_addresses_and_no_tax_number(
        self, recorder: Recorder, billit: BillitSession
    ) -> None:
        for name in ("addresses", "tax_identifier", "account_settings"):
            changes: Any = {name: "x"}
            await refused(
                billit, recorder, lambda s, c=changes: s.einvoices.patch(7, **c), TypeError, f"does not patch '{name}'"
            )

    async def test_nothing_to_change_is_refused(self, recorder: Recorder, billit: BillitSession) -> None:
        await refused(billit, recorder, lambda s: s.einvoices.patch(7), ValueError, "nothing to change")
        await refused(
            billit, recorder, lambda s: s.einvoices.for_registration(7).orders.patch(8), ValueError, "nothing to change"
        )

    async def test_a_value_in_quotes_is_refused(self, recorder: Recorder, billit: BillitSession) -> None:
        wrong: Any = "true"
        await refused(
            billit, recorder, lambda s: s.einvoices.patch(7, tax_liable=wrong), TypeError, "tax_liable takes bool"
        )

    async def test_null_clears(self, recorder: Recorder, billit: BillitSession) -> None:
        recorder.answer = b"true"
        nothing: Any = NULL
        assert await billit.einvoices.patch(7, box=nothing) is True
        assert parsed(recorder.only.body) == {"Box": None}


class TestProducts:
    @pytest.mark.parametrize("answer", ["12", '"12"', "[12]", '{"Items":[12]}', '{"Items":[{"ProductID":12}]}'])
    async def test_each_shape_of_the_id_is_read(self, answer: str, recorder: Recorder, billit: BillitSession) -> None:
        recorder.answer = answer.encode()
        assert await billit.products.create(Product(reference="R1")) == 12

    async def test_the_envelope_is_sent_when_it_is_asked_for(self, recorder: Recorder, billit: BillitSession) -> None:
        recorder.answer = b"12"
        await billit.products.create(Product(reference="R1"), as_items=True)
        assert parsed(recorder.only.body) == {"Items": [{"Reference": "R1"}]}

    @pytest.mark.parametrize("answer", ["[12,13]", "{}", '{"Items":[]}', '{"Items":[{}]}', "true"])
    async def test_what_is_no_id_is_an_error(self, answer: str, recorder: Recorder, billit: BillitSession) -> None:
        recorder.answer = answer.encode()
        with pytest.raises(UnexpectedResponse):
            await billit.products.create(Product(reference="R1"))


class TestBareTexts:
    @pytest.mark.parametrize(
        ("answer", "number"),
        [
            ('"INV-2024/17"', "INV-2024/17"),
            ('"INV-\\u00e9"', "INV-é"),
            ("INV-2024/17", "INV-2024/17"),
            ("20240017", "20240017"),
            ("0017", "0017"),
            ("\ufeff17 \r\n", "17"),
        ],
    )
    async def test_a_number_is_read_as_json_and_as_plain_text(
        self, answer: str, number: str, recorder: Recorder, billit: BillitSession
    ) -> None:
        recorder.answer, recorder.kind = answer.encode(), "text/plain"
        assert await billit.account.peek_number() == number

    @pytest.mark.parametrize("answer", ["<html>Sorry</html>", "null", "{}", '["a"]', '""', '"cut', "", "two\nlines"])
    async def test_what_is_no_text_is_an_error(self, answer: str, recorder: Recorder, billit: BillitSession) -> None:
        recorder.answer = answer.encode()
        with pytest.raises(UnexpectedResponse):
            await billit.webhooks.refresh_secret(7)

    @pytest.mark.parametrize("answer", ["true", "false"])
    async def test_a_bool_is_read(self, answer: str, recorder: Recorder, billit: BillitSession) -> None:
        recorder.answer = answer.encode()
        assert await billit.webhooks.delete(7) is (answer == "true")

    @pytest.mark.parametrize("answer", ["1", '"true"', "{}", ""])
    async def test_what_is_no_bool_is_an_error(self, answer: str, recorder: Recorder, billit: BillitSession) -> None:
        recorder.answer = answer.encode()
        with pytest.raises(UnexpectedResponse):
            await billit.orders.esign(7)


class TestArraysAndEnvelopes:
    @pytest.mark.parametrize(
        "call",
        [
            lambda s: s.misc.company_search("acme"),
            lambda s: s.misc.type_codes("OrderStatus"),
            lambda s: s.peppol.inbox(),
        ],
    )
    async def test_an_envelope_without_its_list_is_an_empty_list(
        self, call: Call, recorder: Recorder, billit: BillitSession
    ) -> None:
        recorder.answer = b"{}"
        assert await call(billit) == []

    @pytest.mark.parametrize(
        "call",
        [
            lambda s: s.accountant.feeds(),
            lambda s: s.accountant.items("a"),
            lambda s: s.cashbook.history(),
            lambda s: s.reports.list(),
            lambda s: s.webhooks.list(),
            lambda s: s.einvoices.for_registration(7).webhooks.list(),
            lambda s: s.projects.list(),
            lambda s: s.einvoices.registrations(),
        ],
    )
    @pytest.mark.parametrize("answer", [b'"x"', b"{}", b"7"])
    async def test_what_is_no_array_is_an_error(
        self, call: Call, answer: bytes, recorder: Recorder, billit: BillitSession
    ) -> None:
        recorder.answer = answer
        with pytest.raises(UnexpectedResponse):
            await call(billit)

    async def test_projects_in_a_page_are_read_too(self, recorder: Recorder, billit: BillitSession) -> None:
        recorder.answer = b'{"Items":[{"ProjectID":3,"Budget":12.50}]}'
        assert await billit.projects.list() == [{"ProjectID": 3, "Budget": Decimal("12.50")}]

    @pytest.mark.parametrize(
        ("call", "match"),
        [
            (lambda s: s.gl_accounts.import_many([]), "accounts is empty"),
            (lambda s: s.journals.import_many([]), "journals is empty"),
            (lambda s: s.financial_transactions.import_many(iter(())), "transactions is empty"),
            (lambda s: s.orders.set_booking_entries(7, []), "entries is empty"),
            (lambda s: s.journals.import_many([Journal(journal_type="Incoem")]), "did you mean 'Income'"),
        ],
    )
    async def test_an_array_with_nothing_or_with_a_slip_in_it_is_refused(
        self, call: Call, match: str, recorder: Recorder, billit: BillitSession
    ) -> None:
        await refused(billit, recorder, call, ValueError, match)

    @pytest.mark.parametrize(
        ("call", "match"),
        [
            (lambda s: s.gl_accounts.import_many(GLAccount(code=1)), "accounts takes a list of GLAccount"),
            (lambda s: s.gl_accounts.import_many("1"), "accounts takes a list of GLAccount"),
            (lambda s: s.gl_accounts.import_many(None), "accounts takes a list of GLAccount"),
            (lambda s: s.gl_accounts.import_many([GLAccount(), Journal()]), r"accounts\[1\] takes GLAccount"),
            (lambda s: s.gl_accounts.create({"Code": 1}), "account takes GLAccount"),
            (lambda s: s.cashbook.add_entry(None), "entry takes CashbookEntry"),
            (lambda s: s.cashbook.initialize(None, 1), "takes a start_date"),
            (lambda s: s.orders.add_payment(7, None), "takes an amount"),
            (lambda s: s.account.register_company("Acme"), "company takes Party"),
            (lambda s: s.account.change_license(7, None), "plan takes LicenseConfiguration"),
        ],
    )
    async def test_something_else_than_its_model_is_refused(
        self, call: Call, match: str, recorder: Recorder, billit: BillitSession
    ) -> None:
        await refused(billit, recorder, call, TypeError, match)

    @pytest.mark.parametrize(
        "call", [lambda s: s.orders.add_payment(7, 0.1), lambda s: s.cashbook.initialize(DAY, 0.1)]
    )
    async def test_a_float_is_no_amount(self, call: Call, recorder: Recorder, billit: BillitSession) -> None:
        await refused(billit, recorder, call, TypeError, "float")


DAY = date(2024, 1, 1)


class TestFiles:
    async def test_a_file_of_a_feed_has_the_hash_that_was_told_in_any_spelling(
        self, recorder: Recorder, billit: BillitSession, tmp_path: Path
    ) -> None:
        content = b"%PDF-1.7 some bytes"
        digest = hashlib.sha256(content)
        for told in (digest.hexdigest(), digest.hexdigest().upper(), base64.b64encode(digest.digest()).decode()):
            recorder.answer = text(feed_file(content, told)).encode()
            file = await billit.accountant.download("Office", 7)
            assert (file.content, file.sha256) == (content, digest.hexdigest())
        assert (await file.save(tmp_path)).read_bytes() == content
        assert "some bytes" not in repr(file)

    @pytest.mark.parametrize("told", ["", "00" * 32, "AAAA", "not base64!", "é"])
    async def test_another_hash_is_an_error(self, told: str, recorder: Recorder, billit: BillitSession) -> None:
        recorder.answer = text(feed_file(b"%PDF", told)).encode()
        with pytest.raises(UnexpectedResponse):
            await billit.accountant.download("Office", 7)

    @pytest.mark.parametrize(
        ("file", "match"),
        [
            (File(file_content=b"%PDF"), "file has no file_name"),
            (File(file_name="a.pdf"), "file has no file_content"),
            (File(file_name="a.pdf", file_content=b""), "file has no file_content"),
        ],
    )
    async def test_a_file_without_name_or_content_is_refused(
        self, file: File, match: str, recorder: Recorder, billit: BillitSession
    ) -> None:
        await refused(billit, recorder, lambda s: s.to_process.upload(file), ValueError, match)
        await refused(billit, recorder, lambda s: s.financial_transactions.import_file(file), ValueError, match)
        await refused(billit, recorder, lambda s: s.documents.create(Document(file=file)), ValueError, match)

    async def test_bytes_leave_as_base64(self, recorder: Recorder, billit: BillitSession) -> None:
        recorder.answer = b"9"
        assert await billit.to_process.upload(File(file_name="a.pdf", file_content=b"%PDF")) == 9
        assert parsed(recorder.only.body) == {"Split": False, "File": {"FileName": "a.pdf", "FileContent": "JVBERg=="}}


def feed_file(content: bytes, told: str) -> dict[str, str]:
    return {
        "FileName": "invoice.pdf",
        "FileContent": base64.b64encode(content).decode(),
        "FileContentSHA256Hash": told,
    }


class TestCodeLists:
    async def test_a_list_is_asked_for_once_by_every_view_of_a_company(
        self, recorder: Recorder, billit: BillitSession
    ) -> None:
        recorder.answer = b'{"Items":[{"Key":"ToPay","Value":"To pay"}]}'
        first = await billit.misc.type_codes("OrderStatus")
        first.clear()
        again = await billit.for_company(billit.party_id or 0).misc.type_codes("OrderStatus")
        assert [(code.key, code.value) for code in again] == [("ToPay", "To pay")]
        assert len(recorder.requests) == 1

    async def test_another_list_company_key_or_language_is_asked_for(
        self, recorder: Recorder, billit: BillitSession
    ) -> None:
        recorder.answer = b'{"Items":[]}'
        await billit.misc.type_codes("OrderStatus")
        await billit.misc.type_codes("OrderType")
        await billit.for_company(680221).misc.type_codes("OrderStatus")
        for language in ("NL", "FR", "NL"):
            await billit.misc.translation("OrderStatus", "ToPay", language)
        assert len(recorder.requests) == 5

    async def test_it_is_asked_for_again_on_demand_and_after_an_error(
        self, recorder: Recorder, billit: BillitSession
    ) -> None:
        recorder.answer = b"[]"
        with pytest.raises(UnexpectedResponse):
            await billit.misc.type_codes("OrderStatus")
        recorder.answer = b'{"Items":[{"Key":"a"}]}'
        await billit.misc.type_codes("OrderStatus")
        recorder.answer = b'{"Items":[{"Key":"b"}]}'
        assert [code.key for code in await billit.misc.type_codes("OrderStatus", refresh=True)] == ["b"]
        assert [code.key for code in await billit.misc.type_codes("OrderStatus")] == ["b"]


class TestWebhooks:
    @pytest.mark.parametrize(
        "url", ["https://app.example/billit?a=1", "http://127.0.0.1:8080/x", "http://[::1]/", "http://localhost/"]
    )
    async def test_https_is_taken_and_http_on_this_machine(
        self, url: str, recorder: Recorder, billit: BillitSession
    ) -> None:
        recorder.answer = b'{"WebhookID":5,"Secret":"very secret"}'
        webhook = await billit.webhooks.create(url, "Message", "I")
        assert (webhook.webhook_id, webhook.secret) == (5, "very secret")
        assert "very secret" not in repr(webhook)
        assert parsed(recorder.only.body)["WebhookURL"] == url

    @pytest.mark.parametrize(
        "url",
        ["http://app.example/", "app.example", "/billit", "ftp://127.0.0.1/", "https://", "http://127.0.0.1.evil/"],
    )
    async def test_any_other_address_is_refused(self, url: str, recorder: Recorder, billit: BillitSession) -> None:
        await refused(billit, recorder, lambda s: s.webhooks.create(url, "Order", "U"), ValueError, "^url ")
        await refused(
            billit,
            recorder,
            lambda s: s.einvoices.for_registration(7).webhooks.create(url, "Order", "U"),
            ValueError,
            "^url ",
        )

    async def test_a_kind_that_billit_does_not_know_is_refused(self, recorder: Recorder, billit: BillitSession) -> None:
        url = "https://app.example/"
        await refused(billit, recorder, lambda s: s.webhooks.create(url, "Orders", "U"), ValueError, "'Order'")
        await refused(billit, recorder, lambda s: s.webhooks.create(url, "Order", "X"), ValueError, "known are I, U, D")


class TestRefused:
    @pytest.mark.parametrize(
        ("call", "match"),
        [
            (lambda s: s.account.peek_number("Cost-Invoice"), "sequence_type='Cost-Invoice'"),
            (lambda s: s.account.add_license_extras(7), "nothing to add"),
            (lambda s: s.account.add_license_extras(7, extra_users=0), "extra_users must be above zero"),
            (lambda s: s.documents.create(Document(document_id=3)), "has a document_id"),
            (
                lambda s: s.einvoices.add_integration(7, IntegrationPost(externalprovider=" ")),
                "externalprovider is empty",
            ),
            (lambda s: s.einvoices.identify(7, "app.example"), "redirect_url is not an address"),
            (lambda s: s.einvoices.identify(7, "https://a.example/", provider="Itsme"), "did you mean 'ItsMe'"),
            (lambda s: s.einvoices.for_registration(7).orders.send(Order(order_id=3), "Peppol"), "has an order_id"),
            (lambda s: s.einvoices.for_registration(7).orders.send(Order(), "Pepol"), "did you mean 'Peppol'"),
            (lambda s: s.peppol.send_order(Order(order_id=3)), "has an order_id"),
            (lambda s: s.peppol.send_ubl("Invoice"), "not an XML document"),
            (lambda s: s.peppol.send_ubl(""), "not an XML document"),
            (lambda s: s.peppol.send_ubl(b"<a>\xff</a>"), "not UTF-8"),
            (lambda s: s.peppol.register(""), "company_id is empty"),
            (lambda s: s.accountant.create_feed(" "), "name is empty"),
            (lambda s: s.accountant.download("..", 7), "feedName cannot be"),
            (lambda s: s.misc.company_search(".."), "Keywords cannot be"),
            (lambda s: s.orders.get(7, document_type=""), "document_type is empty"),
            (lambda s: s.to_process.upload(PDF, idempotency_key="é"), "idempotency_key"),
        ],
    )
    async def test_a_wrong_value_says_what_is_wrong(
        self, call: Call, match: str, recorder: Recorder, billit: BillitSession
    ) -> None:
        await refused(billit, recorder, call, ValueError, match)

    @pytest.mark.parametrize(
        ("call", "match"),
        [
            (lambda s: s.peppol.send_ubl(5), "xml takes a text or bytes"),
            (lambda s: s.peppol.lookup("BE1", only_check_dns="no"), "only_check_dns takes True or False"),
            (lambda s: s.to_process.upload(PDF, split="no"), "split takes True or False"),
            (lambda s: s.products.create(Product(), as_items="no"), "as_items takes True or False"),
            (
                lambda s: s.einvoices.for_registration(7).orders.send(Order(), "Peppol", strict_transport="no"),
                "strict_transport takes True",
            ),
            (lambda s: s.einvoices.register(Webhook()), "company takes EinvoiceRegistrationPost"),
        ],
    )
    async def test_a_wrong_type_says_what_is_taken(
        self, call: Call, match: str, recorder: Recorder, billit: BillitSession
    ) -> None:
        await refused(billit, recorder, call, TypeError, match)

    async def test_a_document_that_cannot_be_decoded_does_not_show(self, billit: BillitSession) -> None:
        with pytest.raises(ValueError, match="UTF-8") as caught:
            await billit.peppol.send_ubl(b"<Secret>\xff</Secret>")
        assert caught.value.__suppress_context__
        assert "Secret" not in str(caught.value)


PDF = File(file_name="a.pdf", file_content=b"%PDF")


class TestKeys:
    @pytest.mark.parametrize(
        "call",
        [
            lambda s: s.documents.create(Document(name="a"), idempotency_key="mine"),
            lambda s: s.to_process.upload(PDF, idempotency_key="mine"),
            lambda s: s.peppol.send_order(Order(order_type="Invoice"), idempotency_key="mine"),
            lambda s: s.peppol.send_ubl("<a/>", check=False, idempotency_key="mine"),
            lambda s: s.einvoices.for_registration(7).orders.send(Order(), "Peppol", idempotency_key="mine"),
            lambda s: s.orders.add_payment(7, 1, idempotency_key="mine"),
        ],
    )
    async def test_ones_own_key_is_sent(self, call: Call, recorder: Recorder, billit: BillitSession) -> None:
        # Their responses differ, and do not matter here.
        with suppress(UnexpectedResponse):
            await call(billit)
        assert recorder.only.headers["Idempotency-Key"] == "mine"


async def test_the_ids_of_a_list_do_not_show_in_logs(
    recorder: Recorder, billit: BillitSession, caplog: pytest.LogCaptureFixture
) -> None:
    recorder.answer = b'{"Items":[]}'
    with caplog.at_level(logging.DEBUG, "billit_async"):
        await billit.einvoices.for_registration(918273).orders.list().collect()
        with suppress(UnexpectedResponse):
            await billit.einvoices.for_registration(918273).orders.get(7)
        await billit.cashbook.entries_of(918273).collect()
    assert len(recorder.requests) == 3
    assert "{id}" in caplog.text
    assert "918273" not in caplog.text


@pytest.mark.parametrize("answer", ['"kept-quiet"', "kept-quiet", '{"WebhookID":5,"Secret":"kept-quiet"}'])
async def test_the_secret_of_a_webhook_does_not_show_in_logs_of_bodies(
    answer: str, recorder: Recorder, billit: BillitSession, caplog: pytest.LogCaptureFixture
) -> None:
    recorder.answer = answer.encode()
    talkative = billit.with_options(log_bodies=True)
    with caplog.at_level(logging.DEBUG, "billit_async"):
        if answer.startswith("{"):
            await talkative.webhooks.create("https://app.example/", "Order", "U")
        else:
            assert await talkative.webhooks.refresh_secret(5) == "kept-quiet"
    assert "billit_async._transport.bodies" in {record.name for record in caplog.records}
    assert "kept-quiet" not in caplog.text


async def test_orders_of_a_registration_are_read_in_full_there(recorder: Recorder, billit: BillitSession) -> None:
    recorder.answer = b'{"Items":[{"OrderID":11}],"OrderID":11}'
    assert [
        order.order_id for order in await billit.einvoices.for_registration(7).orders.list(details=True).collect()
    ] == [11]
    assert [request.path for request in recorder.requests] == [
        "/v1/einvoices/registrations/7/orders",
        "/v1/einvoices/registrations/7/orders/11",
    ]


async def test_a_registration_has_the_methods_of_a_company_under_its_own_path(
    recorder: Recorder, billit: BillitSession
) -> None:
    recorder.answer = text(
        {"OrderID": 11, "OrderPDF": {"FileID": GUID}, "FileID": GUID, "FileName": "a.pdf", "FileContent": "JVBERg=="}
    ).encode()
    with_header = CallOptions(headers={"X-Trace": "1"})
    pdf = await billit.einvoices.for_registration(7).orders.pdf(11, options=with_header)
    assert pdf.content == b"%PDF"
    assert [(request.path, request.headers["X-Trace"]) for request in recorder.requests] == [
        ("/v1/einvoices/registrations/7/orders/11", "1"),
        (f"/v1/einvoices/registrations/7/files/{GUID}", "1"),
    ]


async def test_registrations_share_a_store_of_secrets_and_no_secret(recorder: Recorder, billit: BillitSession) -> None:
    url, store = "https://app.example/", MemoryTokenStore()
    listed = {"WebhookID": 5, "EntityType": "Order", "EntityUpdateType": "I", "WebhookURL": url}
    for registration_id in (7, 8, None, 7):
        place = billit if registration_id is None else billit.einvoices.for_registration(registration_id)

        async def serve(request: web.Request, secret: str = f"secret of {registration_id}") -> web.Response:
            recorder.answer = text([listed] if request.method == "GET" else secret).encode()
            return await recorder.serve(request)

        recorder.handler = serve
        (bound,) = await place.webhooks.ensure(url, [("Order", "I")], store=store)
        assert bound.secret.reveal() == f"secret of {registration_id}"
    # The secret that was stored first is still the one of the first.
    assert [request.verb for request in recorder.requests] == ["GET", "POST"] * 3 + ["GET"]
