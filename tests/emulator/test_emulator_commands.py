"""What happens to an order afterwards: changes, payments, sending, deleting, and keys that work once."""

from __future__ import annotations

from decimal import Decimal

import pytest

PEPPOL = "TheCustomerIsNotActiveOnPeppol"


async def patch(wire, order_id, body):
    return await wire("PATCH", f"/v1/orders/{order_id}", body)


async def send(wire, *order_ids, **headers):
    return await wire("POST", "/v1/orders/commands/send", {"Transporttype": "Peppol", "OrderIDs": order_ids}, **headers)


async def test_a_patch_returns_200_with_an_empty_body(written):
    response = await patch(written, await written.create(), {"Paid": True})
    assert (response.status, response.text, "Content-Type" in response.headers) == (200, "", False)


async def test_paid_settles_the_order_and_stamps_now(written, hands):
    order_id = await written.create()
    hands.turn(hours=1)
    await patch(written, order_id, {"Paid": True})
    detail = await written.detail(order_id)
    assert (detail["Paid"], detail["ToPay"]) == (True, Decimal("0.00"))
    assert detail["PaidDate"] == detail["LastModified"] == "2024-03-10T16:00:49.533"


async def test_a_paid_date_with_time_is_kept(written):
    order_id = await written.create()
    await patch(written, order_id, {"Paid": True, "PaidDate": "2026-09-03T12:30:00"})
    assert (await written.detail(order_id))["PaidDate"] == "2026-09-03T12:30:00"


async def test_a_paid_date_without_time_is_refused_as_integrators_saw(written):
    response = await patch(written, await written.create(), {"PaidDate": "2026-09-03"})
    assert (response.status, response.codes) == (400, ["GenericError"])


async def test_unpaid_with_a_null_date_undoes_it(written):
    order_id = await written.create()
    await patch(written, order_id, {"Paid": True})
    await patch(written, order_id, {"Paid": False, "PaidDate": None})
    detail = await written.detail(order_id)
    assert (detail["Paid"], detail["ToPay"], "PaidDate" in detail) == (False, Decimal("19.68"), False)


@pytest.mark.parametrize(
    ("name", "value"),
    [("IsSent", True), ("ApprovalStatus", "Approved"), ("AccountCode", 700000), ("InternalInfo", "x"),
     ("Invoiced", True), ("AccountantVerificationNeeded", True), ("PaymentMethod", "Wired"),
     ("AnalyticCostBearer", "b"), ("AnalyticCostCenter", "c"), ("ExportedToConnector", True)],
)  # fmt: skip
async def test_every_patchable_property_changes(written, name, value):
    order_id = await written.create()
    assert (await patch(written, order_id, {name: value})).status == 200
    assert (await written.detail(order_id))[name] == value


@pytest.mark.parametrize(
    "body", [{"OrderLines": []}, {"OrderStatus": "Paid"}, {"Paid": "true"}, {}, b"", b"[]", {"Nope": 1}]
)
async def test_a_patch_with_nothing_patchable_is_refused_in_the_recorded_words(written, body):
    response = await patch(written, await written.create(), body)
    assert response.status == 400
    assert response.description.startswith("No valid properties or values were supplied.")


async def test_of_a_mixed_patch_the_good_part_is_taken(written):
    order_id = await written.create()
    assert (await patch(written, order_id, {"InternalInfo": "x", "OrderNumber": "other"})).status == 200
    detail = await written.detail(order_id)
    assert (detail["InternalInfo"], detail["OrderNumber"]) == ("x", "QS-001")


async def test_a_mixed_patch_can_be_refused_whole(boot):
    wire = await boot(settings={"requests.patch_mixed": "reject"})
    assert (await patch(wire, await wire.create(), {"InternalInfo": "x", "OrderNumber": "y"})).status == 400


async def test_patching_an_order_that_is_not_yours_is_401(written):
    assert (await patch(written, 5, {"Paid": True})).status == 401


async def test_a_change_moves_the_order_in_last_modified_order(written, hands):
    order_id = await written.create()
    hands.turn(days=1)
    await written.create(OrderNumber="later")
    hands.turn(days=1)
    await patch(written, order_id, {"InternalInfo": "x"})
    page = (await written.get("/v1/orders?$orderby=LastModified+desc&$top=1&$filter=Created+ge+DateTime'2024-03-10'"
                              "+and+Created+lt+DateTime'2024-03-12'+and+ExternalProvider+eq+'APIFeed'"
                              f"+and+OrderID+ge+{order_id}")).json  # fmt: skip
    assert page["Items"][0]["OrderID"] == order_id


async def test_payments_lower_what_is_due_until_it_is_paid(written):
    order_id = await written.create()
    first = await written("POST", f"/v1/orders/{order_id}/payments", {"Amount": 9.68, "Description": "half"})
    half = await written.detail(order_id)
    await written("POST", f"/v1/orders/{order_id}/payments", {"amount": "10.00", "Date": "2024-03-01"})
    full = await written.detail(order_id)
    assert (first.status, first.text) == (200, "")
    assert (half["ToPay"], half["Paid"]) == (Decimal("10.00"), False)
    assert (full["ToPay"], full["Paid"], full["PaidDate"]) == (Decimal("0.00"), True, "2024-03-10T15:00:49.533")


async def test_a_payment_of_nothing_is_refused(written):
    assert (await written("POST", f"/v1/orders/{await written.create()}/payments", {})).codes == ["GenericError"]


@pytest.mark.parametrize(
    "body", [{"Transporttype": "Peppol", "OrderIDs": []}, {"OrderIds": [], "TransportType": "Peppol"},
             {"OrderIDs": [], "TransportType": "Peppol"}, {"orderids": []}],
)  # fmt: skip
async def test_every_casing_of_a_send_request_binds(written, body):
    order_id = await written.create()
    filled = {key: [order_id] if value == [] else value for key, value in body.items()}
    response = await written("POST", "/v1/orders/commands/send", filled)
    assert (response.status, response.text) == (200, "")
    detail = await written.detail(order_id)
    assert (detail["IsSent"], detail["OrderStatus"]) == (True, "ToPay")


async def test_a_sent_order_is_pending_and_shows_its_message(written):
    order_id = await written.create()
    await send(written, order_id)
    detail = await written.detail(order_id)
    assert detail["CurrentDocumentDeliveryDetails"] == {
        "IsDocumentDelivered": False, "DocumentDeliveryStatus": "Pending"}  # fmt: skip
    assert detail["Messages"] == [
        {"OrderID": order_id, "CreationDate": detail["LastModified"], "TransportType": "Peppol", "Trials": 0,
         "Destination": "9925:BE0563846944", "MessageDirection": "Outgoing"}]  # fmt: skip


async def test_a_pending_delivery_arrives_when_told(written):
    order_id = await written.create()
    await send(written, order_id)
    assert written.emulator.deliver_pending() == 1
    detail = await written.detail(order_id)
    assert detail["CurrentDocumentDeliveryDetails"]["DocumentDeliveryStatus"] == "Delivered"
    assert detail["CurrentDocumentDeliveryDetails"]["IsDocumentDelivered"] is True
    assert detail["Messages"][0]["Success"] is True
    assert (await written.get(f"/v1/files/{detail['Messages'][0]['FileID']}")).status == 200


async def test_a_customer_outside_peppol_is_refused_and_nothing_is_sent(written):
    good = await written.create()
    bad = await written.create(Customer={"Name": "Particulier", "Email": "p@example.test"})
    response = await send(written, good, bad)
    assert (response.status, response.json) == (
        400, {"errors": [{"Code": PEPPOL, "Description": "The customer is not active on Peppol."}]})  # fmt: skip
    assert (await written.detail(good))["IsSent"] is False


async def test_peppol_takes_only_invoices_and_credit_notes(written):
    response = await send(written, await written.create(OrderType="Offer"))
    assert response.codes == ["TheCustomerDoesNotSupportPeppolForType_0"]


async def test_without_a_channel_a_customer_outside_peppol_gets_mail(written):
    order_id = await written.create(Customer={"Name": "P", "Email": "a@example.test;b@example.test"})
    response = await written("POST", "/v1/orders/commands/send", {"OrderIDs": [order_id]})
    assert response.status == 200
    message = (await written.detail(order_id))["Messages"][0]
    assert (message["TransportType"], message["Destination"]) == ("SMTP", "a@example.test;b@example.test")


async def test_the_strict_header_forbids_the_mail(written):
    order_id = await written.create(Customer={"Name": "P", "Email": "a@example.test"})
    body = {"OrderIDs": [order_id]}
    response = await written("POST", "/v1/orders/commands/send", body, StrictTransportType="true")
    assert response.codes == [PEPPOL]


async def test_mail_without_an_address_is_refused(written):
    order_id = await written.create(Customer={"Name": "P"})
    response = await written("POST", "/v1/orders/commands/send", {"OrderIDs": [order_id], "TransportType": "SMTP"})
    assert response.codes == ["TheCustomer_0_DoesNotHaveAValidEmailAddress"]


async def test_sending_again_within_a_minute_is_refused_and_after_it_is_not(written, hands):
    order_id = await written.create()
    await send(written, order_id)
    hands.turn(seconds=59)
    assert (await send(written, order_id)).codes == [
        "This_0_WasAlreadySentLessThen_1_MinutesAgoTo_2_OrIsStillInTheQueue"]  # fmt: skip
    hands.turn(seconds=2)
    assert (await send(written, order_id)).status == 200


async def test_sending_an_order_that_is_not_yours_is_401(written):
    assert (await send(written, await written.create(), 5)).status == 401


async def test_a_cost_order_cannot_be_sent(written):
    order_id = await written.create(OrderDirection="Cost", Customer=None, Supplier={"Name": "L"})
    assert (await send(written, order_id)).codes == ["GenericError"]


async def test_delete_returns_true_and_the_order_is_gone(written):
    order_id = await written.create()
    response = await written("DELETE", f"/v1/orders/{order_id}")
    assert (response.status, response.text) == (200, "true")
    assert (await written.get(f"/v1/orders/{order_id}")).status == 401
    assert order_id not in written.emulator.ledger[written.emulator.party_id].order_ids


async def test_a_sent_order_cannot_be_deleted(written):
    order_id = await written.create()
    await send(written, order_id)
    assert (await written("DELETE", f"/v1/orders/{order_id}")).codes == ["OrderAlreadySent"]


async def test_a_sent_order_is_not_rewritten_by_a_second_post(written, an_order):
    order_id = await written.create()
    before = await written.detail(order_id)
    await send(written, order_id)
    response = await written("POST", "/v1/orders", an_order(OrderID=order_id, Reference="changed"))
    assert (response.status, response.codes) == (400, ["OrderAlreadySent"])
    after = await written.detail(order_id)
    assert (after.get("Reference"), after["TotalIncl"]) == (before.get("Reference"), before["TotalIncl"])


@pytest.mark.parametrize("header", ["Idempotency_Key", "Idempotent_Key", "idempotency_key"])
async def test_a_key_that_was_used_gets_409_and_no_second_order(written, an_order, header):
    first = await written("POST", "/v1/orders", an_order(), **{header: "k1"})
    count = written.emulator.ledger.order_count
    again = await written("POST", "/v1/orders", an_order(), **{header: "k1"})
    assert first.status == 200
    assert (again.status, again.json) == (409, {"errors": [{"Code": "Idempotent token already exists"}]})
    assert written.emulator.ledger.order_count == count


async def test_a_key_of_a_failed_call_may_be_used_again(written, an_order):
    assert (await written("POST", "/v1/orders", an_order(OrderDate=None), Idempotency_Key="k1")).status == 400
    assert (await written("POST", "/v1/orders", an_order(), Idempotency_Key="k1")).status == 200


async def test_keys_are_of_the_whole_account_as_integrators_saw(written):
    order_id = await written.create()
    body = {"OrderIDs": [order_id]}
    await written("POST", "/v1/orders/commands/send", body, Idempotency_Key="invoice-1")
    response = await written("POST", "/v1/parties", {"Name": "x"}, Idempotency_Key="invoice-1")
    assert response.status == 409


async def test_keys_can_be_of_one_path_instead(boot, an_order):
    wire = await boot(settings={"requests.idempotency": "company"})
    order_id = int((await wire("POST", "/v1/orders", an_order(), Idempotency_Key="k")).text)
    assert (await wire("POST", "/v1/orders/commands/send", {"OrderIDs": [order_id]}, Idempotency_Key="k")).status == 200
    assert (await wire("POST", "/v1/orders", an_order(), Idempotency_Key="k")).status == 409


async def test_a_peeked_number_is_the_next_consumed_one(written):
    body = {"SequenceType": "Income-Invoice", "Consume": False}
    peeked = (await written("POST", "/v1/account/sequences", body)).json
    assert (await written("POST", "/v1/account/sequences", body)).json == peeked
    taken = (await written("POST", "/v1/account/sequences", {**body, "Consume": True})).json
    assert taken == peeked
    assert (await written("POST", "/v1/account/sequences", body)).json != peeked


async def test_another_channel_is_free_while_the_first_is_guarded(written):
    order_id = await written.create()
    await send(written, order_id)
    response = await written("POST", "/v1/orders/commands/send", {"OrderIDs": [order_id], "TransportType": "SMTP"})
    assert response.status == 200
    assert [each["TransportType"] for each in (await written.detail(order_id))["Messages"]] == ["Peppol", "SMTP"]


async def test_unpaid_alone_takes_the_paid_date_away(written):
    order_id = await written.create()
    await patch(written, order_id, {"Paid": True})
    await patch(written, order_id, {"Paid": False})
    assert "PaidDate" not in await written.detail(order_id)


async def test_bookings_are_replaced_and_read_back(written):
    order_id = await written.create()
    path = f"/v1/orders/{order_id}/bookingEntries"
    entry = {"AccountCode": 700000, "Amount": 17.5, "DebetOrCredit": "Credit", "VAT1": 3}
    assert (await written("PUT", path, [entry, entry])).status == 200
    response = await written("PUT", path, [entry])
    (booked,) = (await written.detail(order_id))["BookingEntries"]
    assert (response.status, response.text) == (200, "")
    assert (booked["OrderID"], booked["AccountCode"], booked["Amount"]) == (order_id, 700000, Decimal("17.50"))


@pytest.mark.parametrize("body", [{}, [{"AccountCode": 700000}], [5]])
async def test_bookings_that_say_too_little_are_refused(written, body):
    order_id = await written.create()
    assert (await written("PUT", f"/v1/orders/{order_id}/bookingEntries", body)).codes == ["GenericError"]


async def test_signing_returns_true_and_only_for_your_own(written):
    response = await written("POST", f"/v1/orders/commands/eSign/{await written.create()}")
    assert (response.status, response.text) == (200, "true")
    assert (await written("POST", "/v1/orders/commands/eSign/5")).status == 401


@pytest.mark.parametrize("transport", ["Letter", "RegisteredLetter", "RegisteredLetterWithReceipt"])
async def test_every_kind_of_letter_of_the_manual_is_sent_to_the_address(written, transport):
    order_id = await written.create()
    body = {"TransportType": transport, "OrderIDs": [order_id]}
    assert (await written("POST", "/v1/orders/commands/send", body)).status == 200
    [message] = (await written.detail(order_id))["Messages"]
    assert (message["TransportType"], "Oktrooiplein" in message["Destination"]) == (transport, True)


async def test_a_reminder_is_counted_and_dated_on_the_order(written, hands):
    order_id = await written.create()
    body = {"TransportType": "Letter", "OrderIDs": [order_id]}
    await written("POST", "/v1/orders/commands/send", body)
    sent = await written.detail(order_id)
    assert (sent["RemindersSent"], "LastReminder" in sent) == (0, False)
    hands.turn(hours=1)
    await written("POST", "/v1/orders/commands/send", {**body, "PrintType": "Reminder"})
    reminded = await written.detail(order_id)
    assert (reminded["RemindersSent"], reminded["LastReminder"]) == (1, reminded["LastModified"])
    assert len(reminded["Messages"]) == 2
