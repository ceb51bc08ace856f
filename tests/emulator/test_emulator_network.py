"""Peppol and the registers: who is found, who can be sent to, and what arrives where."""

from __future__ import annotations

import base64
import re
from decimal import Decimal

import pytest

from billit_async.models import (
    CompanySearchResult,
    InboxGetResult,
    ParticipantInformationResponse,
    SendXmlResponse,
    TypeCodeResult,
)

INFORMATION = "/v1/peppol/participantInformation"
UBL = "urn:oasis:names:specification:ubl:schema:xsd"


def ubl(sender, receiver, *, kind="Invoice", total="100.00", reference="PO-1", extra=""):
    """A document with what is looked at; numbers are VAT numbers."""
    parties = "".join(
        f"<cac:{role}><cac:Party><cbc:EndpointID schemeID='9925'>{number}</cbc:EndpointID></cac:Party></cac:{role}>"
        for role, number in (("AccountingSupplierParty", sender), ("AccountingCustomerParty", receiver))
    )
    reference = f"<cbc:BuyerReference>{reference}</cbc:BuyerReference>" if reference else ""
    return (
        f"<?xml version='1.0' encoding='UTF-8'?><{kind} xmlns='{UBL}:{kind}-2' "
        f"xmlns:cac='{UBL}:CommonAggregateComponents-2' xmlns:cbc='{UBL}:CommonBasicComponents-2'>"
        f"<cbc:ID>X-1</cbc:ID>{reference}{extra}{parties}<cac:LegalMonetaryTotal>"
        f"<cbc:LineExtensionAmount currencyID='EUR'>{total}</cbc:LineExtensionAmount></cac:LegalMonetaryTotal>"
        f"<cac:{kind}Line><cbc:ID>1</cbc:ID><cbc:LineExtensionAmount currencyID='EUR'>100.00</cbc:LineExtensionAmount>"
        f"</cac:{kind}Line></{kind}>"
    )


async def vat_of(wire, place=0):
    return (await wire.get("/v1/account/accountInformation")).json["Companies"][place]["VATNumber"]


@pytest.mark.parametrize(
    ("asked", "identifier", "types"),
    [("BE0563846944", "9925:BE0563846944", 4), ("0563846944", "0208:0563846944", 6),
     ("0208:0563846944", "0208:0563846944", 6), ("9925:be0563846944", "9925:BE0563846944", 4),
     ("BE%200563.846.944", "9925:BE0563846944", 4)],
)  # fmt: skip
async def test_a_participant_is_found_by_any_of_its_numbers(wire, reads_as, asked, identifier, types):
    response = await wire.get(f"{INFORMATION}/{asked}", ApiKey="none")
    found = reads_as(ParticipantInformationResponse, response)
    assert (found.registered, found.identifier) == (True, identifier)
    assert len(found.document_types) == len(found.service_details) == types


async def test_who_is_not_registered_gets_200_and_empty_lists(wire):
    assert (await wire.get(f"{INFORMATION}/BE0402940374")).json == {
        "Registered": False, "Identifier": "9925:BE0402940374", "DocumentTypes": [], "ServiceDetails": []}  # fmt: skip


@pytest.mark.parametrize("asked", ["hello", "12", "99:BE0563846944", "9925:"])
async def test_what_is_no_number_is_refused(wire, asked):
    assert (await wire.get(f"{INFORMATION}/{asked}")).codes == ["GenericError"]


async def test_the_look_up_and_sending_agree_on_every_customer(wire):
    parties = (await wire.get("/v1/parties?$filter=PartyType+eq+'Customer'")).json["Items"]
    outcomes = set()
    for party in [each for each in parties if each.get("VATNumber")][:8]:
        found = (await wire.get(f"{INFORMATION}/{party['VATNumber']}")).json["Registered"]
        order_id = await wire.create(Customer=None, CustomerID=party["PartyID"])
        body = {"TransportType": "Peppol", "OrderIDs": [order_id]}
        assert ((await wire("POST", "/v1/orders/commands/send", body)).status == 200) is found
        outcomes.add(found)
    assert True in outcomes


async def test_a_receiver_that_takes_no_credit_notes_gets_none(boot):
    wire = await boot(settings={"peppol.types": {"BE0563846944": ("BISv3Invoice",)}})
    assert (await wire.get(f"{INFORMATION}/BE0563846944")).json["DocumentTypes"] == ["BISv3Invoice"]
    note = await wire.create(OrderType="CreditNote")
    response = await wire("POST", "/v1/orders/commands/send", {"TransportType": "Peppol", "OrderIDs": [note]})
    assert response.codes == ["TheCustomerDoesNotSupportPeppolForType_0"]


async def test_a_company_is_taken_off_peppol_and_put_back(written):
    own = await vat_of(written)
    path = "/v1/peppol/participants"
    assert (await written("POST", path, {"CompanyID": own})).codes == ["GenericError"]
    assert (await written("DELETE", path, {"CompanyID": own})).status == 200
    assert (await written.get(f"{INFORMATION}/{own[2:]}")).json["Registered"] is False
    response = await written("POST", "/v1/peppol/sendxml", {"XML": ubl(own, own)})
    assert response.codes == ["TheCustomerIsNotActiveOnPeppol"]
    order_id = await written.create(Customer={"Name": "Wij", "VATNumber": own})
    sent = await written("POST", "/v1/orders/commands/send", {"TransportType": "Peppol", "OrderIDs": [order_id]})
    assert sent.codes == ["TheCustomerIsNotActiveOnPeppol"]
    assert (await written("DELETE", path, {"CompanyID": own})).codes == ["GenericError"]
    assert (await written("POST", path, {"CompanyID": own})).status == 200
    assert (await written.get(f"{INFORMATION}/{own}")).json["Registered"] is True


async def test_another_company_cannot_be_registered(written):
    assert (await written("POST", "/v1/peppol/participants", {"CompanyID": "BE0563846944"})).status == 401


async def test_an_order_is_created_and_sent_in_one_call(written, an_order):
    order_id = int((await written("POST", "/v1/peppol/sendOrder", an_order())).text)
    detail = await written.detail(order_id)
    assert (detail["IsSent"], detail["Messages"][0]["TransportType"]) == (True, "Peppol")


async def test_an_order_that_cannot_be_sent_is_not_created(written, an_order):
    before = written.emulator.ledger.order_count
    response = await written("POST", "/v1/peppol/sendOrder", an_order(Customer={"Name": "Particulier"}))
    assert response.codes == ["TheCustomerIsNotActiveOnPeppol"]
    assert written.emulator.ledger.order_count == before


async def test_a_sent_document_arrives_in_the_inbox_of_the_other_company(boot, reads_as):
    wire = await boot(companies=2)
    sender, receiver = await vat_of(wire), await vat_of(wire, 1)
    other = str(wire.emulator.party_ids[1])
    xml = ubl(sender, receiver)
    sent = reads_as(SendXmlResponse, await wire("POST", "/v1/peppol/sendxml", {"XML": xml}))
    inbox = reads_as(InboxGetResult, await wire.get("/v1/peppol/inbox", PartyID=other))
    item = inbox.inbox_items[-1]
    assert (item.inbox_item_id, item.sender_company_id, item.receiver_company_id) == (
        sent.inbox_item_id, sender, receiver)  # fmt: skip
    file = (await wire.get(f"/v1/files/{item.peppol_file_id}", PartyID=other)).json
    content = base64.b64decode(file["FileContent"]).decode()
    assert xml.partition("?>")[2] in content
    assert content.count("<?xml") == 1
    assert (await wire("POST", f"/v1/peppol/inbox/{sent.inbox_item_id}/confirm", PartyID=other)).status == 200


async def test_the_supplier_of_the_document_must_be_the_company(written):
    response = await written("POST", "/v1/peppol/sendxml", {"XML": ubl("BE0563846944", "BE0563846944")})
    assert response.codes == ["TheCustomerDoesNotSupportPeppolForType_0"]


@pytest.mark.parametrize(
    ("changes", "text"),
    [({"total": "99.00"}, "BR-CO-10"), ({"reference": ""}, "R003"), ({"extra": "<cbc:Note></cbc:Note>"}, "empty"),
     ({"kind": "Order"}, "neither"), ({"total": "x"}, "Data is Required"),
     ({"extra": "<cbc:Note>"}, "well-formed"), ({"extra": "<!ENTITY>"}, "declaration")],
)  # fmt: skip
async def test_a_document_that_breaks_a_rule_is_refused_in_words(written, changes, text):
    own = await vat_of(written)
    response = await written("POST", "/v1/peppol/sendxml", {"XML": ubl(own, "BE0563846944", **changes)})
    assert (response.status, response.codes) == (400, ["GenericError"])
    assert text in response.description


@pytest.mark.parametrize("body", [{}, {"XML": " "}])
async def test_nothing_to_send_is_refused(written, body):
    assert (await written("POST", "/v1/peppol/sendxml", body)).codes == ["GenericError"]


async def test_a_company_is_found_by_name_and_by_number(wire, reads_as):
    by_name = reads_as(CompanySearchResult, await wire.get("/v1/misc/companysearch/billit")).items
    by_number = reads_as(CompanySearchResult, await wire.get("/v1/misc/companysearch/BE0563.846.944")).items
    assert by_name == by_number
    assert (by_name[0].source, by_name[0].company_identification) == ("KBO", "0563846944")
    assert (await wire.get("/v1/misc/companysearch/nobodyiscalledthis")).json == {"Items": []}


async def test_the_register_has_foreign_companies_too_and_shows_twenty(wire):
    items = [item for letter in "aeio" for item in (await wire.get(f"/v1/misc/companysearch/{letter}")).json["Items"]]
    assert {item["Source"] for item in items} == {"KBO", "VIES"}
    assert len((await wire.get("/v1/misc/companysearch/e")).json["Items"]) == 20


async def test_a_code_list_has_every_value_of_the_orders(wire, reads_as):
    for name in ("OrderType", "OrderDirection", "OrderStatus"):
        codes = reads_as(TypeCodeResult, await wire.get(f"/v1/misc/typecodes/{name}")).items
        orders = (await wire.get("/v1/orders")).json["Items"]
        assert {order[name] for order in orders} <= {code.key for code in codes}
        assert all(re.fullmatch(r"[A-Z].*", code.value) for code in codes)


async def test_a_value_is_translated(wire, reads_as):
    found = reads_as(TypeCodeResult, await wire.get("/v1/misc/typecodes/ordertype/creditnote/nl")).items
    assert [(item.key, item.value) for item in found] == [("CreditNote", "Creditnota")]
    assert (await wire.get("/v1/misc/typecodes/OrderType/CreditNote/XX")).status == 404
    assert (await wire.get("/v1/misc/typecodes/OrderType/Nothing/NL")).status == 404


async def test_a_code_list_that_there_is_not_is_refused(wire):
    assert (await wire.get("/v1/misc/typecodes/Colours")).codes == ["GenericError"]


async def test_the_sum_of_a_sent_order_is_computed_as_ever(written, an_order):
    order_id = int((await written("POST", "/v1/peppol/sendOrder", an_order())).text)
    assert (await written.detail(order_id))["TotalIncl"] == Decimal("19.68")
