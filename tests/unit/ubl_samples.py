"""A good UBL invoice and credit note of our own making, to be spoilt by the tests."""

from __future__ import annotations

HEAD = (
    'xmlns="urn:oasis:names:specification:ubl:schema:xsd:{kind}-2" '
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)


def _party(role: str, number: str, name: str) -> str:
    return (
        f'<cac:{role}><cac:Party><cbc:EndpointID schemeID="0208">{number}</cbc:EndpointID>'
        f"<cac:PostalAddress><cbc:CityName>Gent</cbc:CityName>"
        f"<cac:Country><cbc:IdentificationCode>BE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>"
        f"<cac:PartyTaxScheme><cbc:CompanyID>BE{number}</cbc:CompanyID>"
        f"<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
        f"<cac:PartyLegalEntity><cbc:RegistrationName>{name}</cbc:RegistrationName></cac:PartyLegalEntity>"
        f"</cac:Party></cac:{role}>"
    )


def _line(kind: str, number: int, quantity: str, price: str, net: str, percent: str) -> str:
    counted = "InvoicedQuantity" if kind == "Invoice" else "CreditedQuantity"
    return (
        f"<cac:{kind}Line><cbc:ID>{number}</cbc:ID>"
        f'<cbc:{counted} unitCode="C62">{quantity}</cbc:{counted}>'
        f'<cbc:LineExtensionAmount currencyID="EUR">{net}</cbc:LineExtensionAmount>'
        f"<cac:Item><cbc:Name>Work {number}</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID>"
        f"<cbc:Percent>{percent}</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
        f"</cac:ClassifiedTaxCategory></cac:Item>"
        f'<cac:Price><cbc:PriceAmount currencyID="EUR">{price}</cbc:PriceAmount></cac:Price></cac:{kind}Line>'
    )


def _charge(indicator: str, amount: str) -> str:
    return (
        f"<cac:AllowanceCharge><cbc:ChargeIndicator>{indicator}</cbc:ChargeIndicator>"
        f"<cbc:AllowanceChargeReason>Because</cbc:AllowanceChargeReason>"
        f'<cbc:Amount currencyID="EUR">{amount}</cbc:Amount><cac:TaxCategory><cbc:ID>S</cbc:ID>'
        f"<cbc:Percent>21</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory>"
        f"</cac:AllowanceCharge>"
    )


def _group(base: str, vat: str, percent: str) -> str:
    return (
        f'<cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">{base}</cbc:TaxableAmount>'
        f'<cbc:TaxAmount currencyID="EUR">{vat}</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID>'
        f"<cbc:Percent>{percent}</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory>"
        f"</cac:TaxSubtotal>"
    )


def good(kind: str = "Invoice") -> str:
    """Two lines of 21 % and one of 6 %, an allowance and a charge, something paid and something rounded."""
    code = "380" if kind == "Invoice" else "381"
    due = "<cbc:DueDate>2026-01-31</cbc:DueDate>" if kind == "Invoice" else ""
    terms = "" if due else "<cac:PaymentTerms><cbc:Note>30 days</cbc:Note></cac:PaymentTerms>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} {HEAD.format(kind=kind)}>'
        "<cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
        "</cbc:CustomizationID><cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>"
        f"<cbc:ID>2026/1</cbc:ID><cbc:IssueDate>2026-01-01</cbc:IssueDate>{due}"
        f"<cbc:{kind}TypeCode>{code}</cbc:{kind}TypeCode>"
        "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode><cbc:BuyerReference>PO-1</cbc:BuyerReference>"
        + _party("AccountingSupplierParty", "0437298071", "Seller")
        + _party("AccountingCustomerParty", "0563846944", "Buyer")
        + terms
        + _charge("false", "10.00")
        + _charge("true", "5.00")
        + '<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">67.95</cbc:TaxAmount>'
        + _group("295.00", "61.95", "21")
        + _group("100.00", "6.00", "6")
        + "</cac:TaxTotal><cac:LegalMonetaryTotal>"
        '<cbc:LineExtensionAmount currencyID="EUR">400.00</cbc:LineExtensionAmount>'
        '<cbc:TaxExclusiveAmount currencyID="EUR">395.00</cbc:TaxExclusiveAmount>'
        '<cbc:TaxInclusiveAmount currencyID="EUR">462.95</cbc:TaxInclusiveAmount>'
        '<cbc:AllowanceTotalAmount currencyID="EUR">10.00</cbc:AllowanceTotalAmount>'
        '<cbc:ChargeTotalAmount currencyID="EUR">5.00</cbc:ChargeTotalAmount>'
        '<cbc:PrepaidAmount currencyID="EUR">62.00</cbc:PrepaidAmount>'
        '<cbc:PayableRoundingAmount currencyID="EUR">0.05</cbc:PayableRoundingAmount>'
        '<cbc:PayableAmount currencyID="EUR">401.00</cbc:PayableAmount></cac:LegalMonetaryTotal>'
        + _line(kind, 1, "2", "100.00", "200.00", "21")
        + _line(kind, 2, "3", "33.333", "100.00", "21")
        + _line(kind, 3, "1", "100.00", "100.00", "6")
        + f"</{kind}>"
    )
