"""Orders that break one rule of the checks each, beside neighbours that break none; shared by tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs

from billit_async.models import File, Order, OrderLine, Party, PartyAddress, PartyIdentifier

__all__ = [
    "ANONYMOUS",
    "CASES",
    "KNOWN_INVOICE",
    "D",
    "a_customer",
    "a_line",
    "allowance",
    "an_order",
    "charge",
    "credited",
    "lined",
    "sold_to",
]

KNOWN_INVOICE = "2024-1"
"""The one that Billit has."""

D = Decimal


def a_line(**changes):
    given = {"quantity": D(1), "unit_price_excl": D("10.00"), "description": "Work", "vat_percentage": D(21)}
    return OrderLine(**{**given, **changes})


def a_customer(**changes):
    return Party(**{"name": "Acme", "vat_number": "BE0563846944", "country_code": "BE", **changes})


def an_order(**changes):
    given = {
        "order_type": "Invoice",
        "order_direction": "Income",
        "order_date": date(2024, 1, 1),
        "expiry_date": date(2024, 1, 31),
        "customer": a_customer(),
        "order_lines": [a_line()],
    }
    return Order(**{**given, **changes})


def lined(*lines, **changes):
    return an_order(order_lines=list(lines), **changes)


def credited(**changes):
    return an_order(order_type="CreditNote", **changes)


def sold_to(**changes):
    return an_order(customer=a_customer(**changes))


def identified(**identifier):
    return sold_to(identifiers=[PartyIdentifier(**identifier)])


def allowance(price="-1.00", **changes):
    return a_line(allowance_charge_indicator=False, unit_price_excl=D(price), description="Reduction", **changes)


def charge(price="1.00", **changes):
    return a_line(allowance_charge_indicator=True, unit_price_excl=D(price), description="Freight", **changes)


def attached(name="terms.pdf", content="SGVsbG8="):
    return an_order(attachments=[File(file_name=name, file_content=content)])


def printed(name="a.pdf", content=b"%PDF-1.7"):
    return an_order(order_pdf=File(file_name=name, file_content=content))


def addressed(*types):
    return sold_to(addresses=[PartyAddress(address_type=kind, country_code="BE") for kind in types])


ANONYMOUS = Party(name="Jan", country_code="BE")
MANDATE = {
    "domiciliation_mandate_id": "M-1",
    "domiciliation_mandate_signing_date": date(2023, 12, 1),
    "default_payment_method_tc": "Domiciliation",
}
SELF_BILLED = {"order_sub_type": "SelfBilling", "supplier": a_customer(), "customer": None}

# rule, field, the order that breaks it, the neighbour that does not
CASES = [
    ("order-type", "order_type", an_order(order_type=None), an_order(order_type="Offer")),
    ("order-direction", "order_direction", an_order(order_direction=None), an_order()),
    ("counterparty-required", "customer", an_order(customer=None), an_order(customer=None, customer_id=7)),
    (
        "counterparty-required",
        "supplier",
        an_order(order_direction="Cost"),
        an_order(order_direction="Cost", supplier=a_customer()),
    ),
    ("order-date-required", "order_date", an_order(order_date=None), an_order()),
    ("expiry-date-required", "expiry_date", credited(expiry_date=None), credited()),
    (
        "expiry-before-order",
        "expiry_date",
        an_order(expiry_date=date(2023, 12, 31)),
        an_order(expiry_date=date(2024, 1, 1)),
    ),
    (
        "period-order",
        "period_till",
        an_order(period_from=date(2024, 2, 1), period_till=date(2024, 1, 31)),
        an_order(period_from=date(2024, 2, 1), period_till=date(2024, 2, 1)),
    ),
    ("about-invoice-missing", "about_invoice_number", credited(), credited(about_invoice_number=KNOWN_INVOICE)),
    (
        "about-invoice-unknown",
        "about_invoice_number",
        credited(about_invoice_number="2024-2"),
        credited(about_invoice_number=KNOWN_INVOICE),
    ),
    (
        "self-billing",
        "order_direction",
        an_order(order_sub_type="SelfBilling"),
        an_order(order_direction="Cost", **SELF_BILLED),
    ),
    (
        "self-billing",
        "order_type",
        an_order(order_type="Offer", order_direction="Cost", **SELF_BILLED),
        credited(order_direction="Cost", **SELF_BILLED),
    ),
    ("lines-required", "order_lines", lined(), lined(a_line())),
    (
        "description-required",
        "order_lines[1].description",
        lined(a_line(), a_line(description=None)),
        lined(a_line(), OrderLine()),
    ),
    (
        "text-too-long",
        "order_lines[0].description",
        lined(a_line(description="x" * 513)),
        lined(a_line(description="x" * 512)),
    ),
    (
        "text-too-long",
        "order_lines[0].description_extended",
        lined(a_line(description_extended="x" * 513)),
        lined(a_line(description_extended="x" * 512)),
    ),
    (
        "too-many-decimals",
        "order_lines[0].unit_price_excl",
        lined(a_line(unit_price_excl=D("1.000001"))),
        lined(a_line(unit_price_excl=D("1.00001"))),
    ),
    (
        "decimals-beyond-setting",
        "order_lines[0].quantity",
        lined(a_line(quantity=D("1.125"))),
        lined(a_line(quantity=D("1.12000"))),
    ),
    (
        "negative-quantity",
        "order_lines[1].quantity",
        lined(a_line(), a_line(quantity=D(-1), unit_price_excl=D(1))),
        lined(a_line(), a_line(unit_price_excl=D(-1))),
    ),
    (
        "reduction-range",
        "order_lines[0].reduction_percentage",
        lined(a_line(reduction_percentage=D(101)), a_line()),
        lined(a_line(reduction_percentage=D(100)), a_line()),
    ),
    (
        "reduction-range",
        "order_lines[0].reduction_percentage",
        lined(a_line(reduction_percentage=D(-1))),
        lined(a_line(reduction_percentage=D(0))),
    ),
    (
        "incl-leading-amount",
        "order_lines[0].total_incl",
        lined(a_line(incl_leading=True)),
        lined(a_line(incl_leading=True, total_incl=D(3))),
    ),
    (
        "allowance-sign",
        "order_lines[1].unit_price_excl",
        lined(a_line(), allowance("1.00")),
        lined(a_line(), allowance()),
    ),
    ("allowance-sign", "order_lines[1].unit_price_excl", lined(a_line(), charge("-1.00")), lined(a_line(), charge())),
    (
        "allowance-quantity",
        "order_lines[1].quantity",
        lined(a_line(), charge(quantity=None)),
        lined(a_line(), charge(quantity=D(3))),
    ),
    (
        "allowance-decimals",
        "order_lines[1].unit_price_excl",
        lined(a_line(), charge("1.005")),
        lined(a_line(), charge("1.05")),
    ),
    (
        "allowance-link",
        "order_lines[1].linked_order_line_id",
        lined(a_line(linked_order_line_id="a"), charge(linked_order_line_id="b")),
        lined(a_line(linked_order_line_id="a"), charge(linked_order_line_id="a")),
    ),
    (
        "allowance-link",
        "order_lines[1].linked_order_line_id",
        lined(a_line(linked_order_line_id="a"), charge(linked_order_line_id="a", vat_percentage=D(6))),
        lined(a_line(), charge()),
    ),
    ("charge-alone", "order_lines", lined(charge()), lined(charge(), a_line(unit_price_excl=D(0)))),
    ("negative-total", "order_lines", lined(a_line(unit_price_excl=D("-0.01"))), lined(a_line(unit_price_excl=D(0)))),
    (
        "total-is-not-the-sum",
        "total_incl",
        an_order(total_excl=D(10), total_vat=D("2.10"), total_incl=D(12)),
        an_order(total_excl=D(10), total_vat=D("2.10"), total_incl=D("12.10")),
    ),
    ("total-differs", "total_vat", an_order(total_vat=D("2.09")), an_order(total_vat=D("2.1"))),
    (
        "vat-percentage",
        "order_lines[0].vat_percentage",
        lined(a_line(vat_percentage=D(19))),
        lined(a_line(vat_percentage=D(12))),
    ),
    (
        "vat-percentage",
        "order_lines[0].vat_percentage",
        lined(a_line(vat_percentage=D(19))),
        lined(a_line(vat_percentage=D(19)), customer=Party(name="A", country_code="DE", email="a@example.be")),
    ),
    (
        "vat-percentage",
        "order_lines[0].vat_percentage",
        lined(a_line(vat_percentage=D(19))),
        lined(a_line(vat_percentage=D(19)), customer=Party(name="A", country_code="AT", email="a@example.be")),
    ),
    (
        "ventilation-code",
        "order_lines[0].ventilation_code",
        lined(a_line(ventilation_code="111")),
        lined(a_line(ventilation_code="4")),
    ),
    ("ventilation-code", "ventilation_code", an_order(ventilation_code="9"), an_order(ventilation_code="21")),
    (
        "ventilation-code-rate",
        "order_lines[0].ventilation_code",
        lined(a_line(ventilation_code="21")),
        lined(a_line(ventilation_code="21", vat_percentage=D(0))),
    ),
    (
        "zero-vat-reason",
        "order_lines[0].ventilation_code",
        lined(a_line(vat_percentage=D(0))),
        lined(a_line(vat_percentage=D(0)), ventilation_code="70"),
    ),
    ("party-name-required", "customer.name", sold_to(name=None), sold_to(name=None, contact_last_name="Jans")),
    (
        "one-address-of-each-type",
        "customer.addresses",
        addressed("InvoiceAddress", "InvoiceAddress"),
        addressed("InvoiceAddress", "DeliveryAddress"),
    ),
    (
        "identifier-type-required",
        "customer.identifiers[0].identifier_type",
        identified(identifier="1"),
        identified(identifier_type="CBE", identifier="0563846944"),
    ),
    (
        "identifier-digits",
        "customer.identifiers[0].identifier",
        identified(identifier_type="CBE", identifier="0563846945"),
        identified(identifier_type="CBE", identifier="0563.846.944"),
    ),
    (
        "identifier-scheme",
        "customer.identifiers[0].scheme_id",
        identified(identifier_type="CBE", identifier="0563846944", scheme_id="9925"),
        identified(identifier_type="CBE", identifier="0563846944", scheme_id="0208"),
    ),
    (
        "belgian-vat-number",
        "customer.vat_number",
        sold_to(vat_number="BE563846944"),
        sold_to(vat_number="BE 0563.846.944"),
    ),
    ("vat-number", "customer.vat_number", sold_to(vat_number="NL1"), sold_to(vat_number="NL002059999B90")),
    (
        "peppol-identifier",
        "customer.peppol_identifier",
        sold_to(peppol_identifier="0208:0563846945"),
        sold_to(peppol_identifier="0208:0563846944"),
    ),
    (
        "party-may-overwrite",
        "customer",
        an_order(customer=ANONYMOUS),
        an_order(customer=attrs.evolve(ANONYMOUS, email="jan@example.be")),
    ),
    *(
        ("number-alone", f"customer.{name}", sold_to(**{name: f"{label}{number}"}), sold_to(**{name: number}))
        for name, label, number in (
            ("iban", "IBAN ", "BE68 5390 0754 7034"),
            ("iban", "\u200b", "BE68539007547034"),
            ("bic", "BIC: ", "GKCCBEBB"),
            ("vat_number", "BTW ", "BE 0563.846.944"),
            ("vat_number", "\u202a", "NL002059999B90"),
        )
    ),
    (
        "vat-number-elsewhere",
        "customer.vat_number",
        sold_to(vat_number="NL002059999B90", country_code="FR"),
        sold_to(vat_number="NL002059999B90", country_code="NL"),
    ),
    (
        "vat-number-elsewhere",
        "customer.vat_number",
        sold_to(vat_number="XI123456789", addresses=[PartyAddress(address_type="InvoiceAddress", country_code="IE")]),
        sold_to(vat_number="XI123456789", addresses=[PartyAddress(address_type="InvoiceAddress", country_code="GB")]),
    ),
    (
        "vat-number-elsewhere",
        "customer.vat_number",
        sold_to(vat_number="BE0563846944", country_code="GR"),
        sold_to(vat_number="EL094259216", country_code="GR"),
    ),
    ("iban", "customer.iban", sold_to(iban="BE68539007547035"), sold_to(iban="BE68 5390 0754 7034")),
    ("iban", "iban", an_order(iban="BE68539007547035"), an_order(iban="BE68539007547034")),
    ("bic", "bic", an_order(bic="GKCC"), an_order(bic="GKCCBEBB")),
    (
        "structured-reference",
        "payment_reference",
        an_order(payment_reference="+++123/4567/89003+++"),
        an_order(payment_reference="+++123/4567/89002+++"),
    ),
    (
        "structured-reference",
        "payment_reference",
        an_order(payment_reference="123/4567/89003"),
        an_order(payment_reference="Invoice 89003"),
    ),
    (
        "creditor-reference",
        "payment_reference",
        an_order(payment_reference="RF19539007547034"),
        an_order(payment_reference="RF18539007547034"),
    ),
    ("prepaid-twice", "to_pay", an_order(paid=True, to_pay=D(1)), an_order(to_pay=D(1))),
    (
        "cash-discount-days",
        "payment_reduction_days",
        an_order(payment_discount_percentage=D(2)),
        an_order(payment_discount_percentage=D(2), payment_reduction_days=8),
    ),
    ("cash-discount-days", "payment_discount_percentage", an_order(payment_reduction_days=8), an_order()),
    ("file-name", "attachments[0].file_name", attached("terms"), attached()),
    ("file-name", "attachments[0].file_name", attached("a/b.pdf"), attached("a b.pdf")),
    ("file-content", "attachments[0].file_content", attached(content="no base64!"), attached()),
    (
        "file-content",
        "order_pdf.file_content",
        printed(content=None),
        printed(),
    ),
    (
        "custom-field-prefix",
        "custom_fields",
        credited(custom_fields={"Invoice.AccountingCost": "1"}),
        credited(custom_fields={"CreditNote.AccountingCost": "1"}),
    ),
    (
        "custom-field-prefix",
        "order_lines[0].custom_fields",
        lined(a_line(custom_fields={"CreditNoteLine.Note": "1"})),
        lined(a_line(custom_fields={"InvoiceLine.Note": "1"})),
    ),
    (
        "note-twice",
        "comments",
        an_order(comments="a", custom_fields={"Invoice.Note": "b"}),
        an_order(comments="a", custom_fields={"PaymentTerms": "b"}),
    ),
    (
        "delivery-date",
        "delivery_date",
        an_order(delivery_date=date(1, 1, 1)),
        an_order(delivery_date=date(1753, 1, 1)),
    ),
    ("reference-text", "reference", an_order(reference="PO-1, PO-2"), an_order(reference="PO 4500012345\n")),
    (
        "allowance-total",
        "order_lines[1].total_excl",
        lined(a_line(), charge(total_excl=D(1))),
        lined(a_line(total_excl=D(10)), charge()),
    ),
    ("to-pay-range", "to_pay", an_order(to_pay=D("12.11")), an_order(to_pay=D("12.10"))),
    ("to-pay-range", "to_pay", an_order(to_pay=D("-0.01")), an_order(to_pay=D(0))),
    ("email", "customer.email", sold_to(email="jan"), sold_to(email="jan@example.be")),
    (
        "email",
        "customer.email",
        sold_to(email="jan@example.be, els@example.be"),
        sold_to(email="jan@example.be; els@example.be;"),
    ),
    ("email", "customer.email", sold_to(email=";"), sold_to(email=None)),
    ("email", "customer.email", sold_to(email="Jan <jan@example.be>"), sold_to(email="jan+facturen@mail.example.be")),
    (
        "mandate-id",
        "customer.domiciliation_mandate_id",
        sold_to(domiciliation_mandate_id="M" * 36),
        sold_to(domiciliation_mandate_id="M" * 35),
    ),
    (
        "mandate-id",
        "customer.domiciliation_mandate_id",
        sold_to(domiciliation_mandate_id="B\u00e9-1"),
        sold_to(domiciliation_mandate_id="BE-1/2 (a)"),
    ),
    *(
        (
            "direct-debit-incomplete",
            f"customer.{name}",
            an_order(payment_method="Domiciliation", customer=a_customer(**{**MANDATE, name: None})),
            an_order(payment_method="Domiciliation", customer=a_customer(**MANDATE)),
        )
        for name in MANDATE
    ),
    ("attachment-kind", "attachments[0].file_name", attached("terms.docx"), attached("terms.XLSX")),
    ("order-pdf", "order_pdf.file_name", printed("a.png"), printed("A.PDF")),
    ("order-pdf", "order_pdf.file_content", printed(content=b"Hello"), printed(content=b"%!PS\n%PDF-1.4")),
    (
        "buyer-number-required",
        "customer.vat_number",
        lined(a_line(vat_percentage=D(0), ventilation_code="21"), customer=a_customer(vat_number=None)),
        lined(
            a_line(vat_percentage=D(0), ventilation_code="21"),
            customer=a_customer(
                vat_number=None, identifiers=[PartyIdentifier(identifier_type="CBE", identifier="0563846944")]
            ),
        ),
    ),
    (
        "buyer-number-required",
        "customer.vat_number",
        lined(
            a_line(vat_percentage=D(0)),
            ventilation_code="51",
            customer=a_customer(
                vat_number=None, identifiers=[PartyIdentifier(identifier_type="CBE", identifier="0563846944")]
            ),
        ),
        lined(a_line(vat_percentage=D(0)), ventilation_code="51"),
    ),
    (
        "outside-scope-alone",
        "order_lines",
        lined(a_line(vat_percentage=D(0), ventilation_code="22"), a_line()),
        lined(a_line(vat_percentage=D(0), ventilation_code="22"), OrderLine(description="January")),
    ),
    ("currency", "currency", an_order(currency="euro"), an_order(currency="USD")),
    ("country-code", "customer.country_code", sold_to(country_code="EL"), sold_to(country_code="GR")),
    (
        "country-code",
        "customer.addresses[0].country_code",
        sold_to(addresses=[PartyAddress(address_type="InvoiceAddress", country_code="Belgium")]),
        sold_to(addresses=[PartyAddress(address_type="InvoiceAddress")]),
    ),
    (
        "reason-code",
        "order_lines[1].code",
        lined(a_line(), allowance(code="FC")),
        lined(a_line(), allowance(code="95")),
    ),
    ("reason-code", "order_lines[1].code", lined(a_line(), charge(code="95")), lined(a_line(), charge(code="FC"))),
    (
        "payment-means-code",
        "custom_fields['PaymentMeansCode']",
        an_order(custom_fields={"PaymentMeansCode": "transfer"}),
        an_order(custom_fields={"PaymentMeansCode": "30"}),
    ),
    (
        "custom-field-date",
        "custom_fields['Invoice.InvoicePeriod.StartDate']",
        an_order(custom_fields={"Invoice.InvoicePeriod.StartDate": "1/1/2024"}),
        an_order(custom_fields={"Invoice.InvoicePeriod.StartDate": "2024-01-01"}),
    ),
    (
        "custom-field-period",
        "order_lines[0].custom_fields['InvoiceLine.InvoicePeriod.EndDate']",
        lined(
            a_line(
                custom_fields={
                    "InvoiceLine.InvoicePeriod.StartDate": "2024-01-02",
                    "InvoiceLine.InvoicePeriod.EndDate": "2024-01-01",
                }
            )
        ),
        lined(
            a_line(
                custom_fields={
                    "InvoiceLine.InvoicePeriod.StartDate": "2024-01-01",
                    "InvoiceLine.InvoicePeriod.EndDate": "2024-01-01",
                }
            )
        ),
    ),
    (
        "custom-field-unknown",
        "custom_fields",
        an_order(custom_fields={"Invoice.Project": "P-1"}),
        an_order(custom_fields={"Invoice.ProjectReference.ID.Text": "P-1"}),
    ),
    (
        "custom-field-unknown",
        "order_lines[0].custom_fields",
        lined(a_line(custom_fields={"UnitCode": "HUR"})),
        lined(a_line(custom_fields={"PeppolUnitCode": "HUR"})),
    ),
]
