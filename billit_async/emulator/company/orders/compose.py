"""Makes the documents of an order: the detail that GET returns, the summary that lists show. It stores nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import attrs
from msgspec import Raw

from billit_async.emulator.protocol.binding import amounts_fit, number
from billit_async.emulator.protocol.dates import wire_moment
from billit_async.emulator.protocol.errors import generic
from billit_async.emulator.protocol.json import encode
from billit_async.emulator.protocol.shapes import Document, arrange
from billit_async.invoicing.totals import LineTotals, OrderTotals, TotalsLine, TotalsPolicy, compute_totals
from billit_async.invoicing.ventilation import code_of_line

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ECHOED",
    "EmbeddedParty",
    "OrderFrame",
    "PricedLines",
    "compose_order",
    "order_totals",
    "price_lines",
    "refresh_status",
    "summarise",
    "trimmed_party",
]

ZERO: Final = Decimal("0.00")
_SHIFTS: Final = tuple(Decimal(10) ** digits for digits in range(6))

_TRIMMED: Final = (
    "PartyID",
    "Addresses",
    "Street",
    "StreetNumber",
    "Box",
    "Zipcode",
    "City",
    "CountryCode",
    "VATNumber",
    "PartyType",
    "VATLiable",
    "DisplayName",
    "VATDeductable",
    "Identifiers",
)
_SUMMARY: Final = (
    "OrderID",
    "CompanyID",
    "OrderPDF",
    "OrderNumber",
    "CounterParty",
    "OrderDate",
    "ExpiryDate",
    "OrderType",
    "OrderSubType",
    "LastModified",
    "Created",
    "OrderDirection",
    "TotalExcl",
    "TotalIncl",
    "TotalVAT",
    "PaymentReference",
    "Paid",
    "PaidDate",
    "ExternalProviderID",
    "ExternalProvider",
    "Currency",
    "IsSent",
    "Invoiced",
    "RemindersSent",
    "ToPay",
    "OrderStatus",
    "ApprovalStatus",
    "Overdue",
    "DaysOverdue",
    "FXRateToForeign",
    "PaymentMethod",
    "DeliveryDate",
    "ExportedToConnector",
    "AccountantVerificationNeeded",
    "CurrentDocumentDeliveryDetails",
)
ECHOED: Final = (
    "OrderSubType",
    "OrderTitle",
    "Reference",
    "DepartmentID",
    "AboutInvoiceNumber",
    "ExternalProviderID",
    "ProjectID",
    "ProjectName",
    "Comments",
    "InternalInfo",
    "PeriodFrom",
    "PeriodTill",
    "CostCategoryCode",
    "AccountCode",
    "AccountingCostTypeTC",
    "ApprovalStatus",
    "PaymentMethod",
    "TemplateID",
    "MessageTemplateID",
    "AnalyticCostBearer",
    "AnalyticCostCenter",
    "AdditionalDocumentReference",
    "PaymentTerms",
    "ContractDocumentReference",
    "TaxPointDate",
    "CategoryFieldItems",
    "Journal",
    "PaymentReductionDays",
    "VatDeduction",
    "MixedUseProfessionalPercentage",
    "IBAN",
    "BIC",
)
"""Taken over from the request as they are; all the others are computed."""
_LINE_ECHOED: Final = (
    "AccountCode",
    "Code",
    "Reference",
    "Description",
    "ProductID",
    "Unit",
    "ExternalProviderReferences",
    "AnalyticCostBearer",
    "AnalyticCostCenter",
    "DescriptionExtended",
    "AllowanceChargeIndicator",
    "LinkedOrderLineID",
)


@attrs.frozen(kw_only=True)
class EmbeddedParty:
    """A party in each of the shapes that it has inside an order, encoded once."""

    party_id: int
    display_name: str
    ventilation_code: str
    iban: str | None
    customer: Raw
    supplier: Raw
    counterparty: Raw
    trimmed: dict[str, Raw]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> EmbeddedParty:
        """Encode a party's document."""
        plain = {key: value for key, value in document.items() if key not in _ONLY_ON_PARTY}
        without_type = {key: value for key, value in plain.items() if key != "PartyType"}
        return cls(
            party_id=document["PartyID"],
            display_name=document.get("DisplayName", ""),
            ventilation_code=document.get("VentilationCode", "4"),
            iban=document.get("IBAN"),
            customer=Raw(encode(arrange({**plain, "PartyType": "Customer"}, "Party"))),
            supplier=Raw(encode(arrange({**plain, "PartyType": "Supplier"}, "Party"))),
            # In the documented detail the counterparty carries all but its type.
            counterparty=Raw(encode(arrange(without_type, "Party"))),
            trimmed={
                role: Raw(encode(trimmed_party({**plain, "PartyType": role}))) for role in ("Customer", "Supplier")
            },
        )


# Seen on a party's own document, not on the parties inside the documented order.
_ONLY_ON_PARTY: Final = frozenset({"SendUBL", "SendPDF", "Users"})


@attrs.frozen(kw_only=True)
class OrderFrame:
    """What an order has besides its draft.

    Args:
        order_id: The new or existing ``OrderID``.
        company: The company whose order it is.
        counterparty: Its customer or supplier.
        number: The order number, given or generated.
        payment_reference: Given or generated.
        pdf: FileID and name of the PDF.
        attachments: FileID and name of each attachment.
        created: Stamp, as printed.
        last_modified: Stamp, as printed.
        today: Belgian date that overdue days count from.
        provider: ``ExternalProvider``.
        currency_rate: ``FXRateToForeign``.
    """

    order_id: int
    company: EmbeddedParty
    counterparty: EmbeddedParty
    number: str
    payment_reference: str
    pdf: tuple[str, str]
    attachments: tuple[tuple[str, str], ...]
    created: str
    last_modified: str
    today: datetime
    provider: str = "APIFeed"
    currency_rate: Decimal = Decimal("1.00000")


@attrs.frozen(kw_only=True)
class PricedLines:
    """What the lines of a draft come to, which is most of the work on a long order.

    Args:
        totals: Of the lines and of the order.
        documents: The lines as GET returns them.
    """

    totals: OrderTotals
    documents: list[Document]


def price_lines(draft: Document, policy: TotalsPolicy) -> PricedLines:
    """Compute what the lines of a checked draft come to; it asks no store, so that a thread of its own may do it.

    Raises:
        APIError: 400 for amounts that no column could hold; that Billit says so, and in which words, is inferred.
    """
    direction = draft["OrderDirection"]
    try:
        totals = order_totals(draft, policy)
        documents = [
            _line_document(line, line_totals, line_code(line, draft, direction), policy)
            for line, line_totals in zip(draft["OrderLines"], totals.lines, strict=True)
        ]
    except ArithmeticError:
        raise _overflow() from None
    amounts = [totals.total_excl, totals.total_vat, totals.total_incl]
    for each in (*totals.lines, *totals.groups):
        if each is not None:
            amounts += (each.total_excl, each.total_vat, each.total_incl)
    if not amounts_fit(*amounts):
        raise _overflow()
    return PricedLines(totals=totals, documents=documents)


def _overflow() -> Exception:
    return generic("Arithmetic operation resulted in an overflow.")


def order_totals(draft: Document, policy: TotalsPolicy) -> OrderTotals:
    """The totals of a bound draft. Posted totals are not read, except where prices including VAT lead."""
    direction = draft["OrderDirection"]
    return compute_totals(
        [
            TotalsLine(
                quantity=line.get("Quantity"),
                unit_price_excl=line.get("UnitPriceExcl"),
                vat_percentage=line.get("VATPercentage"),
                ventilation_code=line_code(line, draft, direction),
                reduction_percentage=line.get("ReductionPercentage"),
                incl_leading=bool(line.get("InclLeading")),
                unit_price_incl=line.get("UnitPriceIncl"),
                total_incl=line.get("TotalIncl"),
            )
            for line in draft["OrderLines"]
        ],
        payment_discount_percentage=draft.get("PaymentDiscountPercentage"),
        policy=policy,
    )


def line_code(line: Document, draft: Document, direction: str) -> str:
    """The ventilation code of a line: its own, the header's for 0 %, or the one that belongs to the rate.

    Source: docs pages "ventilation codes" and "ventilation codes for cost invoices".
    """
    return code_of_line(
        line.get("VentilationCode"),
        line.get("VATPercentage"),
        of_order=draft.get("VentilationCode"),
        is_sale=direction == "Income",
    )


def compose_order(
    draft: Document, frame: OrderFrame, policy: TotalsPolicy, priced: PricedLines | None = None
) -> tuple[Document, OrderTotals]:
    """Make the full document of an order from a checked draft, whose lines may have been priced before.

    Source: docs pages "retrieve invoice info and status" (defaults of a fresh order), "calculations".
    """
    priced = priced or price_lines(draft, policy)
    totals = priced.totals
    direction = draft["OrderDirection"]
    is_income = direction == "Income"
    company, counterparty = frame.company, frame.counterparty
    discount = draft.get("PaymentDiscountPercentage") or ZERO
    days = draft.get("PaymentReductionDays")
    # With AboutInvoiceNumber a credit note counts as settled, whatever Paid says (docs page "sending a credit note").
    paid = bool(draft.get("Paid")) or (draft["OrderType"] == "CreditNote" and "AboutInvoiceNumber" in draft)
    document: Document = {key: draft[key] for key in ECHOED if key in draft}
    document.update(
        OrderID=frame.order_id,
        CompanyID=company.party_id,
        OrderPDF={"FileID": frame.pdf[0], "FileName": frame.pdf[1]},
        Attachments=[{"FileID": file_id, "FileName": name} for file_id, name in frame.attachments],
        OrderNumber=frame.number,
        Customer=counterparty.customer if is_income else company.customer,
        Supplier=company.supplier if is_income else counterparty.supplier,
        CounterParty=counterparty.counterparty,
        OrderDate=draft["OrderDate"],
        ExpiryDate=draft["ExpiryDate"],
        OrderType=draft["OrderType"],
        LastModified=frame.last_modified,
        Created=frame.created,
        OrderDirection=direction,
        OrderLines=priced.documents,
        PaymentDiscountPercentage=number(discount, "money"),
        PaymentDiscountAmount=totals.payment_discount,
        PaymentDiscountDate=_days_after(draft["OrderDate"], days) if discount and days else None,
        VatGroups=[
            {
                "VentilationCode": group.ventilation_code,
                "VATPercentage": number(group.vat_percentage, "money"),
                "TotalExcl": group.total_excl,
                "TotalVAT": group.total_vat,
                "TotalIncl": group.total_incl,
                "Mtvh": group.taxable_base,
                "FinancialReductionAmount": group.financial_reduction,
            }
            for group in totals.groups
        ],
        VentilationCode=draft.get("VentilationCode", counterparty.ventilation_code),
        TotalExcl=totals.total_excl,
        TotalIncl=totals.total_incl,
        TotalVAT=totals.total_vat,
        Tags=draft.get("Tags", []),
        PaymentReference=frame.payment_reference,
        Paid=paid,
        PaidDate=draft.get("PaidDate", frame.last_modified) if paid else None,
        ExternalProvider=frame.provider,
        ExternalProviderReferences=draft.get("ExternalProviderReferences", []),
        Currency=draft.get("Currency", "EUR"),
        IsSent=bool(draft.get("IsSent")),
        Invoiced=bool(draft.get("Invoiced")),
        CustomFields=draft.get("CustomFields", {}),
        RemindersSent=0,
        # A partial prepayment is posted as what is left to pay (docs page "prepaid").
        ToPay=number(draft["ToPay"], "money") if "ToPay" in draft and not paid else totals.total_incl,
        FXRateToForeign=frame.currency_rate,
        DeliveryDate=draft.get("DeliveryDate", draft["OrderDate"]),
        PaymentLinks=_payment_links(company, totals, frame) if is_income else [],
        AccountantVerificationNeeded=bool(draft.get("AccountantVerificationNeeded")),
        CurrentDocumentDeliveryDetails={"IsDocumentDelivered": False},
        Messages=[],
    )
    refresh_status(document, frame.today)
    return arrange(document, "Order"), totals


def refresh_status(document: Document, today: datetime) -> None:
    """Bring what follows from paid, sent and the dates in line.

    Source: docs page "status content of a sales invoice" (ToSend until sent, then ToPay); Paid is inferred.
    """
    if document["Paid"]:
        document["ToPay"] = ZERO
    due = datetime.fromisoformat(document["ExpiryDate"]).date()
    days = 0 if document["Paid"] else (today.date() - due).days
    document["DaysOverdue"] = days
    document["Overdue"] = days > 0
    if document["OrderDirection"] == "Income" and not document["IsSent"]:
        document["OrderStatus"] = "ToSend"
    else:
        document["OrderStatus"] = "Paid" if document["Paid"] else "ToPay"


def summarise(document: Document, counterparty: Raw | None = None) -> Document:
    """The summary that lists show. Source: docs page "retrieve list of invoices"."""
    summary: Document = {key: document[key] for key in _SUMMARY if key in document}
    summary["OrderPDF"] = {"FileID": document["OrderPDF"]["FileID"]}
    summary["ExportedToConnector"] = document.get("ExportedToConnector", False)
    if counterparty is None:
        role = "Customer" if document["OrderDirection"] == "Income" else "Supplier"
        counterparty = Raw(encode(trimmed_party({**document["CounterParty"], "PartyType": role})))
    summary["CounterParty"] = counterparty
    if not document["AccountantVerificationNeeded"]:
        # The documented list item has no such property; it is shown where it says something.
        del summary["AccountantVerificationNeeded"]
    return arrange(summary, "Order")


def trimmed_party(party: Mapping[str, Any]) -> Document:
    """The counterparty as lists show it: no addresses, no scheme on its identifiers, no name but the display name."""
    trimmed = {key: party[key] for key in _TRIMMED if key in party}
    trimmed["Addresses"] = []
    trimmed["Identifiers"] = [
        {key: value for key, value in identifier.items() if key != "SchemeID"}
        for identifier in party.get("Identifiers", [])
    ]
    return arrange(trimmed, "Party")


def _line_document(line: Document, totals: LineTotals | None, code: str, policy: TotalsPolicy) -> Document:
    document: Document = {key: line[key] for key in _LINE_ECHOED if key in line}
    document["CustomFields"] = line.get("CustomFields", {})
    document["InclLeading"] = bool(line.get("InclLeading"))
    if totals is None:
        return arrange(document, "OrderLine")
    quantity = line.get("Quantity", Decimal(1))
    price = line.get("UnitPriceExcl")
    if price is None:
        price = totals.total_excl / quantity if quantity else totals.total_excl
    document["Quantity"] = _cut(quantity, policy)
    document["UnitPriceExcl"] = _cut(price, policy)
    document["VATPercentage"] = number(line.get("VATPercentage", ZERO), "money")
    document["VentilationCode"] = code
    document["TotalExcl"] = totals.total_excl
    document["TotalVAT"] = totals.total_vat
    document["TotalIncl"] = totals.total_incl
    if "ReductionPercentage" in line:
        document["ReductionPercentage"] = number(line["ReductionPercentage"], "money")
    if "UnitPriceIncl" in line:
        document["UnitPriceIncl"] = number(line["UnitPriceIncl"], "price")
    return arrange(document, "OrderLine")


def _cut(value: Decimal, policy: TotalsPolicy) -> Decimal:
    """Decimals that the company's setting does not allow are ignored, five are printed."""
    digits = 5 if policy.price_decimals is None else policy.price_decimals
    shift = _SHIFTS[digits] if digits < len(_SHIFTS) else Decimal(10) ** digits
    return number(Decimal(int(value * shift)) / shift, "price")


def _days_after(wire_date: str, days: int) -> str:
    try:
        return wire_moment(datetime.fromisoformat(wire_date) + timedelta(days=days))
    except OverflowError:
        raise generic("The added or subtracted value results in an un-representable DateTime.") from None


def _payment_links(company: EmbeddedParty, totals: OrderTotals, frame: OrderFrame) -> list[Document]:
    query = f"iban={company.iban or ''}&amount={totals.total_incl}&reference={quote(frame.payment_reference, safe='')}"
    return [{"ClickUrl": "", "QRImageUrl": f"https://epc-qr.billit.example/image?{query}"}]
