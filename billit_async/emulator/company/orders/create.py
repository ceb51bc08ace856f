"""Creating and updating orders: Billit's own checks and codes, parties found or made, numbers handed out."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import attrs

from billit_async.emulator.company.orders.compose import (
    ECHOED,
    EmbeddedParty,
    OrderFrame,
    PricedLines,
    compose_order,
    price_lines,
    summarise,
)
from billit_async.emulator.company.parties import find_matching_party, save_posted_party
from billit_async.emulator.protocol.binding import cleared, decode_base64
from billit_async.emulator.protocol.errors import APIError, described, generic
from billit_async.emulator.protocol.shapes import arrange
from billit_async.emulator.storage.files import StoredFile
from billit_async.emulator.storage.orders import OrderEntry
from billit_async.invoicing.identifiers import structured_reference

if TYPE_CHECKING:
    from billit_async.emulator.company.context import CompanyContext
    from billit_async.emulator.protocol.binding import Bound
    from billit_async.emulator.protocol.shapes import Document
    from billit_async.emulator.storage.store import Store

__all__ = [
    "ORDER_TYPES",
    "OrderPlan",
    "file_errors",
    "next_order_number",
    "number_sequence",
    "order_errors",
    "order_number",
    "plan_order",
    "save_posted_order",
    "search_text",
    "write_order",
]

ORDER_TYPES: Final = ("Invoice", "CreditNote", "Offer", "DeliveryNote", "OrderForm")
"""Source: docs page "types"."""
DIRECTIONS: Final = ("Income", "Cost")
_NUMBER_PREFIXES: Final = {
    "Invoice": "",
    "CreditNote": "CN-",
    "Offer": "OFF-",
    "DeliveryNote": "DN-",
    "OrderForm": "OF-",
}
# What an update takes over from the stored order when the request does not give it, beside what is echoed.
_KEPT_ON_UPDATE: Final = (
    "OrderNumber",
    "OrderDate",
    "ExpiryDate",
    "OrderType",
    "OrderDirection",
    "OrderLines",
    "PaymentDiscountPercentage",
    "VentilationCode",
    "Tags",
    "PaymentReference",
    "Paid",
    "PaidDate",
    "Currency",
    "IsSent",
    "Invoiced",
    "CustomFields",
    "DeliveryDate",
    "FXRateToForeign",
    "AccountantVerificationNeeded",
    "ExternalProviderReferences",
)
# What Billit sets itself, or another operation does: no POST changes it.
_NOT_POSTED: Final = (
    "BookingEntries",
    "CurrentDocumentDeliveryDetails",
    "ExportedToConnector",
    "ExternalProvider",
    "LastReminder",
    "Messages",
    "RemindersSent",
)
_FIRST_DAY: Final = "1753"
"""The first year of a ``datetime`` column of SQL Server; .NET's year 1, its "no date", lies before it. Inferred."""
_PDF_START: Final = 1024
"""Bytes in which readers look for the mark of a PDF, since some programs write something before it."""
_FORBIDDEN_IN_NAMES: Final = frozenset('\\/:*?"<>|')


@attrs.frozen(kw_only=True)
class OrderPlan:
    """An order that was checked and priced, and is not written yet.

    Args:
        bound: The request.
        draft: What is to be written.
        existing: The order that it changes, as it was.
        lines: What the lines come to.
        transport: Over what it is sent at once, where the request says so.
    """

    bound: Bound
    draft: Document
    existing: Document | None
    lines: PricedLines
    transport: str | None = None


def save_posted_order(context: CompanyContext, bound: Bound, posted: bytes) -> int:
    """Check and write a posted order; as `plan_order` and `write_order`, one after the other."""
    return write_order(context, plan_order(context, bound), posted)


def plan_order(context: CompanyContext, bound: Bound) -> OrderPlan:
    """Check and price a posted order, which writes nothing, so that a thread of its own may do it.

    Args:
        context: The company's context.
        bound: The request.

    Raises:
        APIError: 400 with every rule broken, 401 for ids that are not yours.

    Source: Swagger operation Order_PostOrders; docs page "creating sales invoices". What an update may change is
    not documented: here what the request has replaces what was, the settings say what becomes of what it leaves out,
    and a sent order is refused.
    """
    draft = dict(bound.document)
    existing = _existing(context, draft)
    _fill_product_lines(context, draft, existing)
    if existing is not None and context.settings.requests.update_left_out == "keep":
        nulls = cleared(bound, "", draft)
        # With other lines, what is left to pay is another amount.
        names = (*ECHOED, *_KEPT_ON_UPDATE, *(() if "OrderLines" in draft else ("ToPay",)))
        draft = {**{key: existing[key] for key in names if key in existing and key.lower() not in nulls}, **draft}
        draft.setdefault("CounterPartyID", existing["CounterParty"]["PartyID"])
    if errors := order_errors(draft, bound, context):
        raise APIError(400, *errors)
    lines = price_lines(draft, context.policy)
    if lines.totals.total_incl < 0:
        # The rule is documented (page "negative lines"), the text of the refusal is not.
        raise generic("The total of the invoice must be positive")
    return OrderPlan(bound=bound, draft=draft, existing=existing, lines=lines)


def write_order(context: CompanyContext, plan: OrderPlan, posted: bytes) -> int:
    """Write an order that was planned.

    Args:
        context: The company's context.
        plan: The order.
        posted: The request's body as it came, kept as an attachment.

    Returns:
        The ``OrderID``.

    Raises:
        APIError: 400 for a party that breaks a rule, 401 for one that is not yours; what `plan_order` raises when
            the order it changes was changed in the meantime.
    """
    if (
        plan.existing is not None
        and context.store.orders.get(context.company_id, plan.existing["OrderID"]) != plan.existing
    ):
        plan = plan_order(context, plan.bound)
    draft, existing = plan.draft, plan.existing
    party = _counterparty(context, draft, plan.bound)
    now = context.clock.now()
    order_id = existing["OrderID"] if existing else context.store.counters.advance("order")
    order_number = draft.get("OrderNumber") or next_order_number(context.store, context.company_id, draft, now)
    counterparty = EmbeddedParty.of(party)
    stamp = context.clock.stamp_of(now)
    frame = OrderFrame(
        order_id=order_id,
        company=EmbeddedParty.of(context.store.companies.get(context.company_id)),
        counterparty=counterparty,
        number=order_number,
        payment_reference=draft.get("PaymentReference") or structured_reference(order_id),
        pdf=_pdf(
            context, draft, existing, order_id, f"{draft['OrderType']}_{order_number}_{counterparty.display_name}.pdf"
        ),
        attachments=_attachments(
            context,
            draft,
            existing,
            order_id=order_id,
            name=f"{order_number}__{now:%d_%m_%Y %H_%M_%S}.json",
            posted=posted,
        ),
        created=existing["Created"] if existing else stamp,
        last_modified=stamp,
        today=now,
        currency_rate=draft.get("FXRateToForeign", Decimal(1)).quantize(Decimal("0.00001")),
    )
    document, _ = compose_order(draft, frame, context.policy, plan.lines)
    if existing is not None:
        document = arrange({**document, **{key: existing[key] for key in _NOT_POSTED if key in existing}}, "Order")
    context.store.orders.add(
        [
            OrderEntry(
                document=document,
                summary=summarise(document, counterparty.trimmed[_role(draft)]),
                party_id=counterparty.party_id,
                search_text=search_text(document, counterparty.display_name),
            )
        ]
    )
    context.store.outbox.enqueue(
        context.settings, context.company_id, "Order", "U" if existing else "I", entity_id=order_id
    )
    return order_id


def _existing(context: CompanyContext, draft: Document) -> Document | None:
    order_id = draft.pop("OrderID", 0)
    if not order_id:
        return None
    existing = context.store.orders.get(context.company_id, order_id)
    if existing is None:
        raise context.no_access()
    if existing["OrderDirection"] == "Income" and existing["IsSent"]:
        raise APIError.of("OrderAlreadySent")
    return existing


def _fill_product_lines(context: CompanyContext, draft: Document, existing: Document | None) -> None:
    """A ProductID wins over everything else on its line but the quantity; discounts that were set count.

    Source: Billit's manual, chapter 13.
    """
    if not any("ProductID" in line for line in draft.get("OrderLines", [])):
        return
    lines: list[Document] = []
    of_party = _party_discount(context, draft, existing)
    for line in draft.get("OrderLines", []):
        if "ProductID" not in line:
            lines.append(line)
            continue
        product = context.store.products.get(context.company_id, line["ProductID"])
        if product is None:
            raise context.no_access()
        lines.append(
            {
                "ProductID": line["ProductID"],
                "Quantity": line.get("Quantity", Decimal(1)),
                "UnitPriceExcl": product.get("AmountExcl", Decimal(0)),
                "Description": product.get("Description") or product.get("Reference", ""),
                "VATPercentage": product.get("VAT", Decimal(0)),
                **{key: product[key] for key in ("Reference", "Unit") if key in product},
            }
        )
        discount = context.settings.orders.product_discounts.get(product.get("Reference", ""), of_party)
        if discount:
            lines[-1]["ReductionPercentage"] = discount
    draft["OrderLines"] = lines


def _party_discount(context: CompanyContext, draft: Document, existing: Document | None) -> Decimal:
    """The counterparty's usual commercial discount in percent, as it will be once the order is written."""
    direction = draft.get("OrderDirection") or (existing or {}).get("OrderDirection")
    if direction not in DIRECTIONS or not context.settings.orders.party_discount:
        return Decimal(0)
    role = _role({"OrderDirection": direction})
    given: Document | None = draft.get(role) or draft.get("CounterParty")
    found: Document | None
    if given is not None:
        found = find_matching_party(context.store, context.company_id, role, given)
    else:
        party_id: int = draft.get(f"{role}ID") or draft.get("CounterPartyID", 0)
        if not party_id and existing is not None:
            party_id = existing["CounterParty"]["PartyID"]
        found = context.store.parties.get(context.company_id, party_id)
    discount: Decimal = {**(found or {}), **(given or {})}.get("DefaultReductionPercentage", Decimal(0))
    return discount


def _counterparty(context: CompanyContext, draft: Document, bound: Bound) -> Document:
    role = _role(draft)
    where = role if draft.get(role) else "CounterParty"
    given = draft.get(where)
    if not given:
        party = context.store.parties.get(context.company_id, draft.get(f"{role}ID") or draft["CounterPartyID"])
        if party is None:
            raise context.no_access()
        return party
    stamp = context.clock.stamp()
    return save_posted_party(
        context.store,
        context.settings,
        context.company_id,
        given,
        party_type=role,
        stamp=stamp,
        cleared=cleared(bound, where, given),
    )


def _pdf(
    context: CompanyContext, draft: Document, existing: Document | None, order_id: int, name: str
) -> tuple[str, str]:
    given = draft.get("OrderPDF")
    if given is None and existing is not None:
        return existing["OrderPDF"]["FileID"], existing["OrderPDF"]["FileName"]
    file_id = context.store.counters.new_guid()
    content = None if given is None else decode_base64(given.get("FileContent", ""))
    name = name if given is None else given["FileName"]
    file = StoredFile(file_id=file_id, company_id=context.company_id, order_id=order_id, name=name, content=content)
    context.store.files.add([file])
    return file_id, name


def _attachments(
    context: CompanyContext, draft: Document, existing: Document | None, *, order_id: int, name: str, posted: bytes
) -> tuple[tuple[str, str], ...]:
    """The request itself, then the given ones under new ids. Source: docs, "retrieve invoice info and status"."""
    kept = [(item["FileID"], item["FileName"]) for item in (existing or {}).get("Attachments", [])]
    named = [(name, posted)]
    named += [(item["FileName"], decode_base64(item["FileContent"]) or b"") for item in draft.get("Attachments", [])]
    files = [
        StoredFile(
            file_id=context.store.counters.new_guid(),
            company_id=context.company_id,
            order_id=order_id,
            name=name,
            content=content,
        )
        for name, content in named
    ]
    context.store.files.add(files)
    return (*kept, *((file.file_id, file.name) for file in files))


def order_errors(draft: Document, bound: Bound, context: CompanyContext) -> list[tuple[str, str | None]]:
    """Every rule that a draft breaks, in the order a reader of the form would meet them.

    Source: docs pages "creating sales invoices" and "400"; the other codes were observed by integrators. When a
    delivery date is invalid is not documented: here when it cannot be read, or no column could hold it.
    """
    errors: list[tuple[str, str | None]] = []
    order_type, direction = draft.get("OrderType"), draft.get("OrderDirection")
    if order_type not in ORDER_TYPES:
        errors.append(described("TheOrderTypeCode_0_IsInvalid", order_type or ""))
    if direction not in DIRECTIONS:
        errors.append(described("TheOrderDirectionCode_0_IsInvalid", direction or ""))
        return errors
    role = _role(draft)
    if not any(draft.get(key) for key in (role, f"{role}ID", "CounterParty", "CounterPartyID")):
        errors.append(described(f"{role}IsRequired"))
    unreadable = bound.names.unreadable_dates
    if "OrderDate" not in draft or "OrderDate" in unreadable:
        errors.append(described("OrderDateIsRequired"))
    if "ExpiryDate" not in draft or "ExpiryDate" in unreadable:
        errors.append(described("ExpiryDateIsRequired"))
    if "DeliveryDate" in unreadable or draft.get("DeliveryDate", _FIRST_DAY) < _FIRST_DAY:
        errors.append(described("InvalidDeliveryDate"))
    errors += _line_errors(draft, context)
    errors += _file_errors(draft)
    about = draft.get("AboutInvoiceNumber")
    if (
        about
        and order_type == "CreditNote"
        and not context.store.orders.has_invoice(context.company_id, about, direction)
    ):
        errors.append(described("TheAboutInvoiceNumberCouldNotBeFound"))
    return errors


def next_order_number(store: Store, company_id: int, draft: Document, now: datetime) -> str:
    """Hand out the next number of a sequence."""
    year = datetime.fromisoformat(draft["OrderDate"]).year if "OrderDate" in draft else now.year
    order_type = draft["OrderType"]
    direction = draft.get("OrderDirection", "Income")
    count = store.counters.advance(number_sequence(company_id, direction, order_type, year))
    return order_number(order_type, year, count)


def number_sequence(company_id: int, direction: str, order_type: str, year: int) -> str:
    """The counter that numbers of such orders are handed out from."""
    return f"number/{company_id}/{direction}/{order_type}/{year}"


def order_number(order_type: str, year: int, count: int) -> str:
    """The number at a place of its sequence; the format is the emulator's own."""
    return f"{_NUMBER_PREFIXES[order_type]}{year:04d}-{count:05d}"


def search_text(document: Document, party_name: str) -> str:
    """What full text search looks through. The fields are not documented; these are what the list shows as text."""
    fields = (document.get("OrderNumber"), party_name, document.get("Reference"), document.get("PaymentReference"))
    return "\n".join(field for field in fields if field).lower()


def _role(draft: Document) -> str:
    """Whom the order is with: the customer of a sale, the supplier of a purchase (self-billing is one too)."""
    return "Customer" if draft["OrderDirection"] == "Income" else "Supplier"


def _line_errors(draft: Document, context: CompanyContext) -> list[tuple[str, str | None]]:
    lines: list[Document] = draft.get("OrderLines", [])
    if not lines:
        return [described("ThereMustBeAtLeastOneOrderLine")]
    errors: list[tuple[str, str | None]] = []
    amounts = ("UnitPriceExcl", "UnitPriceIncl", "TotalExcl", "TotalIncl")
    if any(not line.get("Description") and any(line.get(key) for key in amounts) for line in lines):
        errors.append(described("DescriptionIsMandatoryForOrderLinesWithTotals"))
    country = context.store.companies.get(context.company_id).get("CountryCode", "BE")
    allowed = _allowed_rates(draft, country, context)
    if allowed is not None and any(line.get("VATPercentage", Decimal(0)) not in allowed for line in lines):
        errors.append(described("InvalidVAtPercentageForTaxCountry_0_", country))
    return errors


def _allowed_rates(draft: Document, country: str, context: CompanyContext) -> frozenset[Decimal] | None:
    """Rates of the company's country and, since sales abroad may be taxed there, of the counterparty's."""
    role = _role(draft)
    given: Document = draft.get(role) or draft.get("CounterParty") or {}
    addresses: list[Document] = given.get("Addresses", [])
    countries = {country, given.get("CountryCode"), *(address.get("CountryCode") for address in addresses)}
    if not given:
        party_id = draft.get(f"{role}ID") or draft.get("CounterPartyID") or 0
        countries.add((context.store.parties.get(context.company_id, party_id) or {}).get("CountryCode"))
    rates: set[Decimal] = set()
    for code in countries - {None, ""}:
        known = context.settings.orders.vat_rates.get(str(code))
        if known is None:
            return None
        rates |= known
    return frozenset(rates)


def _file_errors(draft: Document) -> list[tuple[str, str | None]]:
    errors: list[tuple[str, str | None]] = []
    files: list[Document] = [*([draft["OrderPDF"]] if "OrderPDF" in draft else []), *draft.get("Attachments", [])]
    for file in files:
        errors += file_errors(file)
    if not errors and "OrderPDF" in draft and not _is_pdf(draft["OrderPDF"]):
        errors.append(described("TheFileIsNotValid"))
    return errors


def _is_pdf(file: Document) -> bool:
    """Whether the file says and starts as a PDF does. Source: docs page "include own pdf"; the code is inferred."""
    content = decode_base64(file["FileContent"]) or b""
    return file["FileName"].lower().endswith(".pdf") and b"%PDF" in content[:_PDF_START]


def file_errors(file: Document) -> list[tuple[str, str | None]]:
    """What Billit would refuse in a posted file. Source: docs page "400"; the second code was observed."""
    errors: list[tuple[str, str | None]] = []
    name = file.get("FileName", "")
    if not name or "." not in name or _FORBIDDEN_IN_NAMES & set(name):
        errors.append(described("Invalid Filename"))
    if not decode_base64(file.get("FileContent", "")):
        errors.append(described("TheFileIsNotValid"))
    return errors
