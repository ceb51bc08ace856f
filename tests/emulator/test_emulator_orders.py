"""Creating orders: the document that comes back, its totals, and every refusal with its code."""

from __future__ import annotations

import base64
import json
from decimal import Decimal

import pytest

DETAIL_KEYS = [
    "OrderID", "CompanyID", "OrderPDF", "Attachments", "OrderNumber", "Customer", "Supplier", "CounterParty",
    "OrderDate", "ExpiryDate", "OrderType", "LastModified", "Created", "OrderDirection", "OrderLines",
    "PaymentDiscountPercentage", "PaymentDiscountAmount", "VatGroups", "VentilationCode", "TotalExcl", "TotalIncl",
    "TotalVAT", "Tags", "PaymentReference", "Paid", "ExternalProvider", "ExternalProviderReferences", "Currency",
    "IsSent", "Invoiced", "CustomFields", "RemindersSent", "ToPay", "OrderStatus", "Overdue", "DaysOverdue",
    "FXRateToForeign", "DeliveryDate", "PaymentLinks", "AccountantVerificationNeeded",
    "CurrentDocumentDeliveryDetails", "Messages",
]  # fmt: skip
LINE_KEYS = [
    "Quantity", "UnitPriceExcl", "Description", "TotalExcl", "TotalVAT", "VATPercentage", "VentilationCode",
    "CustomFields", "InclLeading", "TotalIncl",
]  # fmt: skip
GROUP_KEYS = [
    "VentilationCode", "VATPercentage", "TotalExcl", "TotalVAT", "TotalIncl", "Mtvh", "FinancialReductionAmount",
]  # fmt: skip
CUSTOMER_KEYS = [
    "PartyID", "Name", "Addresses", "Street", "StreetNumber", "Box", "City", "CountryCode", "Contact",
    "ContactLastName", "VATNumber", "LastModified", "Created", "PartyType", "VATLiable", "Language", "VentilationCode",
    "CustomFields", "BankAccounts", "DefaultPaid", "DisplayName", "DefaultExpiryOffset", "GLDefaultExpiryOffset",
    "VATDeductable", "DefaultReductionPercentage", "Identifiers", "SmallEnterprise", "DefaultCurrencyTC",
]  # fmt: skip
ADDRESS_KEYS = ["AddressType", "Name", "Street", "StreetNumber", "Box", "City", "CountryCode"]


@pytest.fixture
async def sample(written, an_order):
    """The order that the documented sample request makes; its customer in the sample has no e-mail address."""
    document = an_order()
    del document["Customer"]["Email"]
    order_id = int((await written("POST", "/v1/orders", document)).text)
    return await written.detail(order_id)


async def test_the_response_to_a_create_is_a_bare_integer(written, an_order):
    response = await written("POST", "/v1/orders", an_order())
    assert response.status == 200
    assert response.text.isdecimal()
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"


async def test_the_detail_has_the_keys_of_the_documented_sample_in_their_order(sample):
    assert list(sample) == DETAIL_KEYS
    assert [list(line) for line in sample["OrderLines"]] == [LINE_KEYS, LINE_KEYS]
    assert [list(group) for group in sample["VatGroups"]] == [GROUP_KEYS, GROUP_KEYS]


async def test_the_customer_has_the_keys_of_the_documented_sample_in_their_order(sample):
    assert list(sample["Customer"]) == CUSTOMER_KEYS
    assert [list(address) for address in sample["Customer"]["Addresses"]] == [ADDRESS_KEYS, ADDRESS_KEYS]
    assert sample["Customer"]["Identifiers"] == [
        {"IdentifierType": "GLN", "Identifier": "5430003732007", "SchemeID": "0088"}
    ]


async def test_the_counterparty_is_the_customer_without_its_type(sample):
    assert list(sample["CounterParty"]) == [key for key in CUSTOMER_KEYS if key != "PartyType"]
    assert sample["Supplier"]["PartyID"] == sample["CompanyID"]


async def test_the_documented_sample_has_the_documented_totals(sample):
    assert [sample[key] for key in ("TotalExcl", "TotalVAT", "TotalIncl", "ToPay")] == [
        Decimal("17.50"), Decimal("2.18"), Decimal("19.68"), Decimal("19.68")]  # fmt: skip
    assert [(line["TotalVAT"], line["TotalIncl"]) for line in sample["OrderLines"]] == [
        (Decimal("0.60"), Decimal("10.60")), (Decimal("1.58"), Decimal("9.08"))]  # fmt: skip
    assert [list(group.values()) for group in sample["VatGroups"]] == [
        ["2", Decimal("6.00"), Decimal("10.00"), Decimal("0.60"), Decimal("10.60"), Decimal("10.00"), Decimal("0.00")],
        ["4", Decimal("21.00"), Decimal("7.50"), Decimal("1.58"), Decimal("9.08"), Decimal("7.50"), Decimal("0.00")],
    ]


async def test_a_fresh_order_has_the_documented_defaults(sample):
    expected = {
        "Currency": "EUR", "OrderStatus": "ToSend", "IsSent": False, "Paid": False, "Invoiced": False,
        "RemindersSent": 0, "FXRateToForeign": Decimal("1.00000"), "ExternalProvider": "APIFeed",
        "DeliveryDate": sample["OrderDate"], "AccountantVerificationNeeded": False, "VentilationCode": "4",
        "CurrentDocumentDeliveryDetails": {"IsDocumentDelivered": False}, "Messages": [], "Tags": [],
        "ExternalProviderReferences": [], "CustomFields": {}, "PaymentDiscountPercentage": Decimal("0.00"),
        "PaymentDiscountAmount": Decimal("0.00"), "Overdue": True, "DaysOverdue": 39,
    }  # fmt: skip
    assert {key: sample[key] for key in expected} == expected


async def test_numbers_are_printed_with_their_documented_scale(written):
    text = (await written.get(f"/v1/orders/{await written.create()}")).text
    for part in ('"Quantity":1.00000', '"UnitPriceExcl":3.75000', '"TotalExcl":7.50', '"VATPercentage":21.00',
                 '"FXRateToForeign":1.00000', '"DefaultReductionPercentage":0.00'):  # fmt: skip
        assert part in text
    assert "null" not in text


async def test_stamps_are_local_without_offset_and_without_trailing_zeros(sample):
    assert sample["Created"] == "2024-03-10T15:00:49.533"
    assert sample["OrderDate"] == "2024-01-01T00:00:00"


async def test_the_reference_is_generated_with_its_check_digits(sample):
    digits = sample["PaymentReference"].strip("+").replace("/", "")
    assert sample["PaymentReference"] == f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"
    assert (int(digits[:10]) % 97 or 97) == int(digits[10:])


async def test_an_own_payment_reference_replaces_the_generated_one(written):
    order_id = await written.create(PaymentReference="RF18 free text")
    assert (await written.detail(order_id))["PaymentReference"] == "RF18 free text"


async def test_a_missing_number_is_handed_out_and_they_follow(written):
    first = await written.detail(await written.create(OrderNumber=None))
    second = await written.detail(await written.create(OrderNumber=None))
    assert int(second["OrderNumber"][-5:]) == int(first["OrderNumber"][-5:]) + 1


async def test_the_request_is_kept_as_an_attachment_with_its_documented_name(written, an_order):
    body = json.dumps(an_order(Comments="kept as it came")).encode()
    detail = await written.detail(int((await written("POST", "/v1/orders", body)).text))
    (attachment,) = detail["Attachments"]
    assert attachment["FileName"] == "QS-001__10_03_2024 15_00_49.json"
    file = (await written.get(f"/v1/files/{attachment['FileID']}")).json
    assert base64.b64decode(file["FileContent"]) == body


async def test_the_path_takes_a_trailing_slash_and_any_case(written, an_order):
    assert (await written("POST", "/v1/orders/", an_order())).status == 200
    assert (await written("POST", "/V1/Orders", an_order())).status == 200


async def test_property_names_bind_without_regard_to_case_and_unknown_ones_are_ignored(written, an_order):
    document = an_order()
    document["orderlines"] = document.pop("OrderLines")
    document["Customer"] = {
        "name": "Firma",
        "streetnumber": "7",
        "STREET": "Kerkstraat",
        "Zip": "9000",
        "vatNumber": "",
    }
    document["Nonsense"] = {"deep": [1, 2]}
    detail = await written.detail(int((await written("POST", "/v1/orders", document)).text))
    assert detail["Customer"]["StreetNumber"] == "7"
    assert "Zipcode" not in detail["Customer"]
    assert "Nonsense" not in detail


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2024-09-09", "2024-09-09T00:00:00"),
        ("2024/09/09", "2024-09-09T00:00:00"),
        ("2024-09-09T10:11:12", "2024-09-09T10:11:12"),
        ("2019-12-03T18:51:21.261Z", "2019-12-03T18:51:21.261"),
        ("2025-05-05T11:25:00.4667841+02:00", "2025-05-05T11:25:00.4667841"),
        ("2025-05-05T11:25:00+00:00", "2025-05-05T13:25:00"),
    ],
)
async def test_dates_are_taken_in_every_form_that_clients_send(written, given, kept):
    order_id = await written.create(OrderDate=given)
    assert (await written.detail(order_id))["OrderDate"] == kept


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"OrderType": "Bill"}, "TheOrderTypeCode_0_IsInvalid"),
        ({"OrderType": None}, "TheOrderTypeCode_0_IsInvalid"),
        ({"OrderDirection": "Outgoing"}, "TheOrderDirectionCode_0_IsInvalid"),
        ({"Customer": None}, "CustomerIsRequired"),
        ({"OrderDate": None}, "OrderDateIsRequired"),
        ({"OrderDate": "31/01/2024"}, "OrderDateIsRequired"),
        ({"ExpiryDate": None}, "ExpiryDateIsRequired"),
        ({"DeliveryDate": "soon"}, "InvalidDeliveryDate"),
        ({"OrderLines": []}, "ThereMustBeAtLeastOneOrderLine"),
        ({"OrderLines": None}, "ThereMustBeAtLeastOneOrderLine"),
        ({"OrderLines": [{"Quantity": 1, "UnitPriceExcl": 5, "VATPercentage": 21}]},
         "DescriptionIsMandatoryForOrderLinesWithTotals"),
        ({"OrderLines": [{"Quantity": 1, "UnitPriceExcl": 5, "VATPercentage": 19, "Description": "x"}]},
         "InvalidVAtPercentageForTaxCountry_0_"),
        ({"Customer": {"VATNumber": ""}}, "CompanyNameOrContactNameIsRequired"),
        ({"Customer": {"Name": "x", "VATNumber": "BE0563846945"}}, "_0_IsNoValidBEVAT"),
        ({"Customer": {"Name": "x", "Identifiers": [{"Identifier": "1"}]}}, "IdentifierTypeIsRequired"),
        ({"Customer": {"Name": "x", "Addresses": [{"AddressType": "InvoiceAddress"}] * 2}},
         "Only1OfEachAddressTypeAllowed"),
        ({"OrderPDF": {"FileName": "a.pdf", "FileContent": "!!"}}, "TheFileIsNotValid"),
        ({"OrderPDF": {"FileName": "a/b", "FileContent": "JVBERi0="}}, "Invalid Filename"),
        ({"OrderType": "CreditNote", "AboutInvoiceNumber": "nowhere"}, "TheAboutInvoiceNumberCouldNotBeFound"),
    ],
)  # fmt: skip
async def test_a_broken_rule_is_refused_with_its_code_and_writes_nothing(written, an_order, changes, code):
    before = written.emulator.ledger.order_count
    response = await written("POST", "/v1/orders", an_order(**changes))
    assert (response.status, response.codes) == (400, [code])
    assert written.emulator.ledger.order_count == before


async def test_the_vat_refusal_names_the_country_as_recorded(written, an_order):
    lines = [{"Quantity": 1, "UnitPriceExcl": 5, "VATPercentage": 13, "Description": "x"}]
    response = await written("POST", "/v1/orders", an_order(OrderLines=lines))
    assert response.description == "Invalid VAT percentage for country code BE"


async def test_several_broken_rules_come_in_one_response(written, an_order):
    response = await written("POST", "/v1/orders", an_order(OrderDate=None, ExpiryDate=None, OrderLines=None))
    assert response.codes == ["OrderDateIsRequired", "ExpiryDateIsRequired", "ThereMustBeAtLeastOneOrderLine"]


@pytest.mark.parametrize("body", [b"{", b"[]", b"", b"5", b'{"OrderLines": 5}', b'{"CustomerID": "abc"}'])
async def test_a_body_that_cannot_be_bound_is_a_generic_error(written, body):
    response = await written("POST", "/v1/orders", body)
    assert (response.status, response.codes) == (400, ["GenericError"])


async def test_a_negative_total_is_refused_and_a_negative_line_is_not(written, an_order):
    line = {"Quantity": 1, "UnitPriceExcl": -10, "VATPercentage": 21, "Description": "Return"}
    assert (await written("POST", "/v1/orders", an_order(OrderLines=[line]))).codes == ["GenericError"]
    plus = {"Quantity": 3, "UnitPriceExcl": 10, "VATPercentage": 21, "Description": "Goods"}
    detail = await written.detail(await written.create(OrderLines=[line, plus]))
    assert detail["TotalIncl"] == Decimal("24.20")


async def test_a_text_line_carries_no_amounts(written):
    lines = [
        {"Description": "--- March ---"},
        {"Quantity": 1, "UnitPriceExcl": 1, "VATPercentage": 0, "Description": "x"},
    ]
    detail = await written.detail(await written.create(OrderLines=lines))
    assert detail["OrderLines"][0] == {"Description": "--- March ---", "CustomFields": {}, "InclLeading": False}


async def test_decimals_beyond_the_companys_setting_are_ignored(written):
    lines = [{"Quantity": 3, "UnitPriceExcl": 1.23999, "VATPercentage": 0, "Description": "x"}]
    detail = await written.detail(await written.create(OrderLines=lines))
    assert detail["OrderLines"][0]["UnitPriceExcl"] == Decimal("1.23000")
    assert detail["TotalExcl"] == Decimal("3.69")


async def test_five_decimals_are_kept_when_the_company_has_them(boot):
    wire = await boot(settings={"orders.price_decimals": 5})
    lines = [{"Quantity": 3, "UnitPriceExcl": 1.23999, "VATPercentage": 0, "Description": "x"}]
    detail = await wire.detail(await wire.create(OrderLines=lines))
    assert detail["TotalExcl"] == Decimal("3.72")


async def test_prices_including_vat_lead_when_told_so(written):
    lines = [{"InclLeading": True, "TotalIncl": 121, "Quantity": 2, "VATPercentage": 21, "Description": "x"}]
    detail = await written.detail(await written.create(OrderLines=lines))
    assert [detail[key] for key in ("TotalExcl", "TotalVAT", "TotalIncl")] == [
        Decimal("100.00"), Decimal("21.00"), Decimal("121.00")]  # fmt: skip
    assert detail["OrderLines"][0]["UnitPriceExcl"] == Decimal("50.00000")


async def test_a_cash_discount_gets_its_amount_and_date(written):
    lines = [{"Quantity": 1, "UnitPriceExcl": 449.95, "VATPercentage": 21, "Description": "x"}]
    order_id = await written.create(
        OrderDate="2025-09-15", OrderLines=lines, PaymentDiscountPercentage=1.5, PaymentReductionDays=8
    )
    detail = await written.detail(order_id)
    assert detail["PaymentDiscountAmount"] == Decimal("6.75")
    assert detail["PaymentDiscountDate"] == "2025-09-23T00:00:00"


async def test_posted_totals_are_not_believed(written):
    detail = await written.detail(await written.create(TotalIncl=1, TotalExcl=1, TotalVAT=0, VatGroups=[]))
    assert detail["TotalIncl"] == Decimal("19.68")


async def test_a_product_line_reads_only_the_quantity(written):
    product = {"Reference": "KOF", "Description": "Coffee", "AmountExcl": 12.5, "VAT": 6, "Unit": "KGM"}
    product_id = int((await written("POST", "/v1/products", product)).text)
    lines = [
        {"ProductID": product_id, "Description": "ignored", "UnitPriceExcl": 99},
        {"ProductID": product_id, "Quantity": 4},
    ]
    detail = await written.detail(await written.create(OrderLines=lines))
    assert [line["TotalExcl"] for line in detail["OrderLines"]] == [Decimal("12.50"), Decimal("50.00")]
    assert detail["OrderLines"][0]["Description"] == "Coffee"


PARTY = {"Name": "Bakkerij Maes", "VATNumber": "BE0403170701", "DefaultReductionPercentage": 10}


async def reductions(wire, order_id):
    lines = (await wire.detail(order_id))["OrderLines"]
    return [(line.get("ReductionPercentage"), line["TotalExcl"]) for line in lines]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, [(Decimal("10.00"), Decimal("180.00")), (None, Decimal("100.00"))]),
        ({"orders.party_discount": False}, [(None, Decimal("200.00")), (None, Decimal("100.00"))]),
        (
            {"orders.product_discounts": {"KOF": Decimal("2.5")}},
            [(Decimal("2.50"), Decimal("195.00")), (None, Decimal("100.00"))],
        ),
    ],
)
async def test_discounts_that_were_set_count_on_lines_with_a_product(boot, settings, expected):
    wire = await boot(settings=settings)
    product = {"Reference": "KOF", "Description": "Coffee", "AmountExcl": 100, "VAT": 21}
    product_id = int((await wire("POST", "/v1/products", product)).text)
    lines = [
        {"ProductID": product_id, "Quantity": 2, "ReductionPercentage": 50},
        {"Description": "Tea", "UnitPriceExcl": 100, "VATPercentage": 21},
    ]
    # The party of an order: posted with it, known by its VAT number, known by its id in each of its properties.
    order_id = await wire.create(OrderLines=lines, Customer=PARTY)
    assert await reductions(wire, order_id) == expected
    known = {key: PARTY[key] for key in ("Name", "VATNumber")}
    assert await reductions(wire, await wire.create(OrderLines=lines, Customer=known)) == expected
    party_id = (await wire.detail(order_id))["Customer"]["PartyID"]
    for name in ("CustomerID", "CounterPartyID"):
        by_id = await wire.create(OrderLines=lines, Customer=None, **{name: party_id})
        assert await reductions(wire, by_id) == expected
    supplier = await wire.create(OrderLines=lines, OrderDirection="Cost", Customer=None, Supplier=PARTY)
    assert await reductions(wire, supplier) == expected
    # An update that has lines, and not the party.
    changed = await wire("POST", "/v1/orders", {"OrderID": order_id, "OrderLines": lines[:1]})
    assert await reductions(wire, int(changed.text)) == expected[:1]


async def test_a_product_that_is_not_yours_is_401(written, an_order):
    assert (await written("POST", "/v1/orders", an_order(OrderLines=[{"ProductID": 1}]))).status == 401


async def test_a_customer_that_is_not_yours_is_401(written, an_order):
    assert (await written("POST", "/v1/orders", an_order(Customer=None, CustomerID=1))).status == 401


async def test_the_customer_is_recognised_by_vat_number_however_it_is_written(written):
    first = await written.detail(await written.create())
    customer = {"Name": "Billit NV", "VATNumber": "be 0563.846.944"}
    second = await written.detail(await written.create(Customer=customer))
    assert second["Customer"]["PartyID"] == first["Customer"]["PartyID"]
    assert second["Customer"]["Name"] == "Billit NV"
    assert second["Customer"]["VATNumber"] == "BE0563846944"


async def test_the_customer_can_be_given_by_id(written):
    customer = (await written.get("/v1/parties?$top=1&$filter=PartyType+eq+'Customer'")).json["Items"][0]
    detail = await written.detail(await written.create(Customer=None, CustomerID=customer["PartyID"]))
    assert detail["CounterParty"]["DisplayName"] == customer["DisplayName"]


async def test_a_cost_order_has_a_supplier_and_waits_for_payment(written):
    supplier = {"Name": "Leverancier NV", "VATNumber": "BE0402940374"}
    detail = await written.detail(await written.create(OrderDirection="Cost", Customer=None, Supplier=supplier))
    assert (detail["OrderStatus"], detail["Customer"]["PartyID"]) == ("ToPay", detail["CompanyID"])
    assert detail["Supplier"]["PartyType"] == "Supplier"


async def test_a_cost_order_without_supplier_is_refused(written, an_order):
    assert (await written("POST", "/v1/orders", an_order(OrderDirection="Cost", Customer=None))).status == 400


async def test_a_credit_note_about_an_invoice_counts_as_settled(written):
    await written.create(OrderNumber="2024-1")
    detail = await written.detail(
        await written.create(OrderType="CreditNote", OrderNumber="CN-1", AboutInvoiceNumber="2024-1")
    )
    assert (detail["Paid"], detail["ToPay"], detail["TotalIncl"]) == (True, Decimal("0.00"), Decimal("19.68"))


async def test_a_prepayment_is_posted_as_what_is_left_to_pay(written):
    assert (await written.detail(await written.create(ToPay=9.68)))["ToPay"] == Decimal("9.68")


async def test_an_order_with_an_id_updates_that_order(written, hands):
    order_id = await written.create()
    before = await written.detail(order_id)
    hands.turn(minutes=5)
    lines = [{"Quantity": 1, "UnitPriceExcl": 100, "VATPercentage": 21, "Description": "New"}]
    response = await written("POST", "/v1/orders", {"OrderID": order_id, "OrderLines": lines, "Reference": "PO-1"})
    after = await written.detail(order_id)
    assert response.text == str(order_id)
    assert (after["TotalIncl"], after["Reference"], after["OrderNumber"]) == (Decimal("121.00"), "PO-1", "QS-001")
    assert (after["Created"], after["OrderPDF"]) == (before["Created"], before["OrderPDF"])
    assert after["LastModified"] > before["LastModified"]


async def test_updating_an_order_that_is_not_yours_is_401(written, an_order):
    assert (await written("POST", "/v1/orders", an_order(OrderID=5))).status == 401


async def test_custom_fields_external_ids_and_texts_come_back(written):
    changes = {"CustomFields": {"Invoice.Note": "n"}, "ExternalProviderID": "E-1", "Comments": "c", "OrderTitle": "t",
               "Reference": "r", "InternalInfo": "i", "Tags": ["a", "b"]}  # fmt: skip
    detail = await written.detail(await written.create(**changes))
    assert {key: detail[key] for key in changes} == changes


async def test_an_attachment_gets_an_id_of_its_own_and_keeps_its_content(written):
    given = {"FileID": "57eade47-f402-4605-849b-58c223c6b970", "FileName": "terms.csv", "FileContent": "YTtiCjE7Mg=="}
    detail = await written.detail(await written.create(Attachments=[given]))
    attachment = detail["Attachments"][1]
    assert attachment["FileID"] != given["FileID"]
    file = (await written.get(f"/v1/files/{attachment['FileID']}")).json
    assert (file["MimeType"], file["FileContent"]) == ("text/csv", "YTtiCjE7Mg==")


async def test_the_headers_ventilation_code_is_for_lines_without_vat_and_a_lines_own_wins(written):
    def line(rate, **more):
        return {"Quantity": 1, "UnitPriceExcl": 10, "Description": "x", "VATPercentage": rate, **more}

    lines = [line(0), line(0, VentilationCode="21"), line(21)]
    detail = await written.detail(await written.create(VentilationCode="51", OrderLines=lines))
    assert [each["VentilationCode"] for each in detail["OrderLines"]] == ["51", "21", "4"]
    assert [(group["VATPercentage"], group["VentilationCode"]) for group in detail["VatGroups"]] == [
        (0, "21"), (0, "51"), (21, "4")]  # fmt: skip
