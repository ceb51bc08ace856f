# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Models of the area "orders" of the Billit API; every field is optional."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

import attrs

from billit_async._serialization.model import Model
from billit_async._serialization.pairs import text_map_value
from billit_async._serialization.touch import nested_on_touch
from billit_async._serialization.values import datetime_value, decimal_value, uuid_value

from .files import File
from .parties import Party


@nested_on_touch("attachment")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class AdditionalDocuments(Model):
    """Another document that an order refers to.

    Attributes:
        document_description: What the document is.
        id_: Identifier of the document.
        document_type: Kind of document.
        attachment: The document as a file.
        custom_fields: Extra fields by name.
    """

    _shown = ("document_type", "attachment", "custom_fields")

    document_description: str | None = attrs.field(default=None, metadata={"wire": "DocumentDescription"})
    id_: str | None = attrs.field(default=None, metadata={"wire": "ID"})
    document_type: str | None = attrs.field(default=None, metadata={"wire": "DocumentType"})
    attachment: File | None = attrs.field(default=None, metadata={"wire": "Attachment"})
    custom_fields: dict[str, str] | None = attrs.field(
        default=None, converter=text_map_value, metadata={"wire": "CustomFields"}
    )


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class BookingEntry(Model):
    """One booking of an order in the ledger.

    Attributes:
        booking_entry_id: Identifier of the booking.
        order_id: Identifier of the order.
        account_code: Ledger account.
        amount: Amount, two digits.
        debet_or_credit: Side of the account; the values are not documented.
        vat1: First VAT code of the booking.
        vat2: Second VAT code of the booking.
        vat3: Third VAT code of the booking.
    """

    _shown = ("booking_entry_id", "amount", "order_id", "account_code", "vat1", "vat2", "vat3")

    booking_entry_id: int | None = attrs.field(default=None, metadata={"wire": "BookingEntryID", "read_only": True})
    order_id: int | None = attrs.field(default=None, metadata={"wire": "OrderID", "read_only": True})
    account_code: int | None = attrs.field(default=None, metadata={"wire": "AccountCode"})
    amount: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "Amount", "kind": "money", "scale": 2}
    )
    debet_or_credit: str | None = attrs.field(default=None, metadata={"wire": "DebetOrCredit"})
    vat1: int | None = attrs.field(default=None, metadata={"wire": "VAT1"})
    vat2: int | None = attrs.field(default=None, metadata={"wire": "VAT2"})
    vat3: int | None = attrs.field(default=None, metadata={"wire": "VAT3"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class CategoryFieldItem(Model):
    """A value of a category field.

    Attributes:
        value: The value.
        name: Name of the field.
    """

    _shown = ()

    value: str | None = attrs.field(default=None, metadata={"wire": "Value"})
    name: str | None = attrs.field(default=None, metadata={"wire": "Name"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class ContractDocumentReference(Model):
    """A contract that an order refers to.

    Attributes:
        id_: Identifier of the contract.
    """

    _shown = ()

    id_: str | None = attrs.field(default=None, metadata={"wire": "ID"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class DocumentDeliveryDetails(Model):
    """How the delivery of an order went. Receivers' feedback may come for weeks; what is not known is left out.

    Attributes:
        document_refused_date: When it was refused.
        document_delivery_date: When it was delivered.
        document_delivery_info: The receiver's last word, in the user's language: received, approved, paid.
        document_refused_reason_tc: Code of the reason, such as `InvalidInvoice`.
        document_refused_info: The reason in words.
        is_document_delivered: Whether it arrived; false before any sending.
        document_delivery_status: How the delivery went. Known values: `DocumentDeliveryStatus`.
    """

    _shown = (
        "document_refused_reason_tc",
        "document_delivery_status",
        "document_refused_date",
        "document_delivery_date",
        "is_document_delivered",
    )

    document_refused_date: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "DocumentRefusedDate"}
    )
    document_delivery_date: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "DocumentDeliveryDate"}
    )
    document_delivery_info: str | None = attrs.field(default=None, metadata={"wire": "DocumentDeliveryInfo"})
    document_refused_reason_tc: str | None = attrs.field(default=None, metadata={"wire": "DocumentRefusedReasonTC"})
    document_refused_info: str | None = attrs.field(default=None, metadata={"wire": "DocumentRefusedInfo"})
    is_document_delivered: bool | None = attrs.field(default=None, metadata={"wire": "IsDocumentDelivered"})
    document_delivery_status: str | None = attrs.field(
        default=None, metadata={"wire": "DocumentDeliveryStatus", "enumeration": "DocumentDeliveryStatus"}
    )


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class EinvoiceChain(Model):
    """The document that came before in a chain of sealed documents.

    Attributes:
        vat_issuer: VAT number of who made it.
        order_number: Its number.
        order_date: Its date.
        hash_: Its hash.
    """

    _shown = ("order_number", "order_date")

    vat_issuer: str | None = attrs.field(default=None, metadata={"wire": "VatIssuer"})
    order_number: str | None = attrs.field(default=None, metadata={"wire": "OrderNumber"})
    order_date: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "OrderDate", "kind": "date"}
    )
    hash_: str | None = attrs.field(default=None, metadata={"wire": "Hash"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class TimezoneInfo(Model):
    """A moment with its time zone.

    Attributes:
        time_zone_info: Name of the time zone.
        date_time: The moment, in that zone.
    """

    _shown = ("date_time",)

    time_zone_info: str | None = attrs.field(default=None, metadata={"wire": "TimeZoneInfo"})
    date_time: datetime | None = attrs.field(default=None, converter=datetime_value, metadata={"wire": "DateTime"})


@nested_on_touch("date_time_info", "linked_to")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class EInvoiceSignatureModel(Model):
    """Seals that a national e-invoicing network put on a document.

    Attributes:
        orginal_string: The text that was sealed. The spelling is Billit's.
        network_certificate_number: Number of the network's certificate.
        document_certificate_number: Number of the document's certificate.
        uuid: Unique identifier that the network gave.
        network_stamp: Seal of the network.
        document_stamp: Seal of the document.
        date_time_info: When it was sealed, with its time zone.
        qr_code: Content of the QR code.
        cfdi: The Mexican document (CFDI).
        stamp_url: Address where the seal can be checked.
        linked_to: The document before it in the chain.
    """

    _shown = ("date_time_info", "linked_to")

    orginal_string: str | None = attrs.field(default=None, metadata={"wire": "OrginalString"})
    network_certificate_number: str | None = attrs.field(default=None, metadata={"wire": "NetworkCertificateNumber"})
    document_certificate_number: str | None = attrs.field(default=None, metadata={"wire": "DocumentCertificateNumber"})
    uuid: str | None = attrs.field(default=None, metadata={"wire": "UUID"})
    network_stamp: str | None = attrs.field(default=None, metadata={"wire": "NetworkStamp"})
    document_stamp: str | None = attrs.field(default=None, metadata={"wire": "DocumentStamp"})
    date_time_info: TimezoneInfo | None = attrs.field(default=None, metadata={"wire": "DateTimeInfo"})
    qr_code: str | None = attrs.field(default=None, metadata={"wire": "QRCode"})
    cfdi: str | None = attrs.field(default=None, metadata={"wire": "Cfdi"})
    stamp_url: str | None = attrs.field(default=None, metadata={"wire": "StampUrl"})
    linked_to: EinvoiceChain | None = attrs.field(default=None, metadata={"wire": "LinkedTo"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class ExternalProviderReference(Model):
    """What an outside system calls something here.

    Attributes:
        external_provider: Name of the outside system.
        category: Category of the reference.
        value: The reference itself.
        entity_type: What kind of thing it is about.
        entity_id: Identifier of the thing it is about.
    """

    _shown = ("entity_id", "entity_type")

    external_provider: str | None = attrs.field(default=None, metadata={"wire": "ExternalProvider"})
    category: str | None = attrs.field(default=None, metadata={"wire": "Category"})
    value: str | None = attrs.field(default=None, metadata={"wire": "Value"})
    entity_type: str | None = attrs.field(default=None, metadata={"wire": "EntityType"})
    entity_id: int | None = attrs.field(default=None, metadata={"wire": "EntityID"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class OCRText(Model):
    """A piece of text on a scanned page. Unit and origin of the place are not documented.

    Attributes:
        text: The text.
        x: Place from the side.
        y: Place from the top or bottom.
        width: Width of the piece.
        height: Height of the piece.
    """

    _shown = ("x", "y", "width", "height")

    text: str | None = attrs.field(default=None, metadata={"wire": "Text"})
    x: Decimal | None = attrs.field(default=None, converter=decimal_value, metadata={"wire": "X", "kind": "coordinate"})
    y: Decimal | None = attrs.field(default=None, converter=decimal_value, metadata={"wire": "Y", "kind": "coordinate"})
    width: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "Width", "kind": "coordinate"}
    )
    height: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "Height", "kind": "coordinate"}
    )


@nested_on_touch("text_list")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class OCRPage(Model):
    """A scanned page as text.

    Attributes:
        text_list: The pieces of text on the page.
    """

    _shown = ("text_list",)

    text_list: list[OCRText] | None = attrs.field(default=None, metadata={"wire": "TextList"})


@nested_on_touch("external_provider_references")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class OrderLine(Model):
    """A line of an order: a product by its id, or quantity, price, description and VAT rate. A description alone is
    legal too, as a heading.

    Attributes:
        order_line_id: Identifier of the line, which Billit gives.
        quantity: How many; two digits count, five where the company is set so, and five come back. Positive, also
            on a negative line.
        unit_price_excl: Price of one without VAT; two digits count, five where the company is set so, and five come
            back. Negative for a negative line.
        account_code: Ledger account of the line.
        code: Reason of an allowance or charge, from UNCL 5189 or 7161.
        reference: The supplier's number for the article.
        description: What it is, at most 512 characters; the item's name in the UBL.
        total_excl: Total without VAT, two digits.
        total_vat: VAT of the line, two digits.
        vat_percentage: VAT rate in percent, which the country must know; two digits come back.
        ventilation_code: Code of the VAT treatment of this line; it wins over the order's.
        product_id: A known product. All else but the quantity then comes from the product.
        unit: Unit that the quantity is in.
        custom_fields: Extra fields by name, such as `PeppolUnitCode`.
        external_provider_references: What outside systems call this line.
        incl_leading: Whether the price with VAT leads; Billit then computes the one without.
        unit_price_incl: Price of one with VAT, five digits; leads when InclLeading is true.
        total_incl: Total with VAT, two digits.
        analytic_cost_bearer: Cost bearer in the analytic accounts.
        analytic_cost_center: Cost centre in the analytic accounts.
        reduction_percentage: Commercial discount in percent, two digits.
        description_extended: More about it, at most 512 characters; the item's description in the UBL.
        allowance_charge_indicator: Makes the line an allowance (false, with a negative price) or a charge (true).
            Quantity 1, no totals.
        linked_order_line_id: A text of your choice, a GUID for example, on both lines: ties an allowance or charge
            to the line that it is about.
    """

    _shown = (
        "order_line_id",
        "total_incl",
        "code",
        "ventilation_code",
        "unit",
        "quantity",
        "unit_price_excl",
        "account_code",
        "total_excl",
        "total_vat",
        "vat_percentage",
        "product_id",
        "incl_leading",
        "unit_price_incl",
        "reduction_percentage",
        "allowance_charge_indicator",
        "external_provider_references",
        "custom_fields",
    )

    order_line_id: int | None = attrs.field(default=None, metadata={"wire": "OrderLineID", "read_only": True})
    quantity: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "Quantity", "kind": "quantity", "scale": 5}
    )
    unit_price_excl: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "UnitPriceExcl", "kind": "price", "scale": 5}
    )
    account_code: int | None = attrs.field(default=None, metadata={"wire": "AccountCode"})
    code: str | None = attrs.field(default=None, metadata={"wire": "Code"})
    reference: str | None = attrs.field(default=None, metadata={"wire": "Reference"})
    description: str | None = attrs.field(default=None, metadata={"wire": "Description"})
    total_excl: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "TotalExcl", "kind": "money", "scale": 2}
    )
    total_vat: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "TotalVAT", "kind": "money", "scale": 2}
    )
    vat_percentage: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "VATPercentage", "kind": "percentage", "scale": 2}
    )
    ventilation_code: str | None = attrs.field(default=None, metadata={"wire": "VentilationCode"})
    product_id: int | None = attrs.field(default=None, metadata={"wire": "ProductID"})
    unit: str | None = attrs.field(default=None, metadata={"wire": "Unit"})
    custom_fields: dict[str, str] | None = attrs.field(
        default=None, converter=text_map_value, metadata={"wire": "CustomFields"}
    )
    external_provider_references: list[ExternalProviderReference] | None = attrs.field(
        default=None, metadata={"wire": "ExternalProviderReferences"}
    )
    incl_leading: bool | None = attrs.field(default=None, metadata={"wire": "InclLeading"})
    unit_price_incl: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "UnitPriceIncl", "kind": "price", "scale": 5}
    )
    total_incl: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "TotalIncl", "kind": "money", "scale": 2}
    )
    analytic_cost_bearer: str | None = attrs.field(default=None, metadata={"wire": "AnalyticCostBearer"})
    analytic_cost_center: str | None = attrs.field(default=None, metadata={"wire": "AnalyticCostCenter"})
    reduction_percentage: Decimal | None = attrs.field(
        default=None,
        converter=decimal_value,
        metadata={"wire": "ReductionPercentage", "kind": "percentage", "scale": 2},
    )
    description_extended: str | None = attrs.field(default=None, metadata={"wire": "DescriptionExtended"})
    allowance_charge_indicator: bool | None = attrs.field(default=None, metadata={"wire": "AllowanceChargeIndicator"})
    linked_order_line_id: str | None = attrs.field(default=None, metadata={"wire": "LinkedOrderLineID"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class OrderMessage(Model):
    """One transmission of an order, or one response to it.

    Attributes:
        order_id: Identifier of the order.
        description: Text of the message; an incoming one begins with its code, such as `AB:` or `PD:`.
        file_id: The file that was sent or received.
        creation_date: When it was created; up to seven digits of a second.
        transport_type: The channel. Known values: `TransportType`.
        success: Whether it worked. Left out while it is under way; false means that Billit will not try again.
        trials: How often Billit tried.
        destination: Where it went: a Peppol id such as `0208:0446725877`, or an e-mail address.
        message_direction: Outgoing, or incoming for a response. Known values: `MessageDirection`.
    """

    _shown = ("order_id", "transport_type", "message_direction", "creation_date", "file_id", "success", "trials")

    order_id: int | None = attrs.field(default=None, metadata={"wire": "OrderID"})
    description: str | None = attrs.field(default=None, metadata={"wire": "Description"})
    file_id: UUID | None = attrs.field(default=None, converter=uuid_value, metadata={"wire": "FileID"})
    creation_date: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "CreationDate"}
    )
    transport_type: str | None = attrs.field(
        default=None, metadata={"wire": "TransportType", "enumeration": "TransportType"}
    )
    success: bool | None = attrs.field(default=None, metadata={"wire": "Success"})
    trials: int | None = attrs.field(default=None, metadata={"wire": "Trials"})
    destination: str | None = attrs.field(default=None, metadata={"wire": "Destination"})
    message_direction: str | None = attrs.field(
        default=None, metadata={"wire": "MessageDirection", "enumeration": "MessageDirection"}
    )


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class PaymentLink(Model):
    """A way to pay an order online.

    Attributes:
        external_provider: Who takes the payment.
        click_url: Address to open; may be empty.
        qr_image_url: Address of a picture with an EPC QR code.
    """

    _shown = ()

    external_provider: str | None = attrs.field(default=None, metadata={"wire": "ExternalProvider"})
    click_url: str | None = attrs.field(default=None, metadata={"wire": "ClickUrl"})
    qr_image_url: str | None = attrs.field(default=None, metadata={"wire": "QRImageUrl"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class VatGroup(Model):
    """The totals of one VAT rate of an order. Billit sums the lines of the rate and rounds once.

    Attributes:
        ventilation_code: Code of the VAT treatment. On sales `4` is 21 %, `21` reverse charge, `70` export, for
            example; on purchases `1` is inland.
        vat_percentage: VAT rate in percent with two digits, such as `21.00`.
        total_excl: Sum of the lines without VAT, two digits.
        total_vat: VAT on that sum, two digits.
        total_incl: Sum with VAT, two digits.
        mtvh: Amount that VAT is computed on, two digits (Dutch: maatstaf van heffing).
        financial_reduction_amount: Cash discount of this rate, two digits.
    """

    _shown = (
        "total_incl",
        "ventilation_code",
        "vat_percentage",
        "total_excl",
        "total_vat",
        "mtvh",
        "financial_reduction_amount",
    )

    ventilation_code: str | None = attrs.field(default=None, metadata={"wire": "VentilationCode"})
    vat_percentage: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "VATPercentage", "kind": "percentage", "scale": 2}
    )
    total_excl: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "TotalExcl", "kind": "money", "scale": 2}
    )
    total_vat: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "TotalVAT", "kind": "money", "scale": 2}
    )
    total_incl: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "TotalIncl", "kind": "money", "scale": 2}
    )
    mtvh: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "Mtvh", "kind": "money", "scale": 2}
    )
    financial_reduction_amount: Decimal | None = attrs.field(
        default=None,
        converter=decimal_value,
        metadata={"wire": "FinancialReductionAmount", "kind": "money", "scale": 2},
    )


@nested_on_touch(
    "order_pdf",
    "attachments",
    "customer",
    "supplier",
    "counter_party",
    "order_lines",
    "booking_entries",
    "vat_groups",
    "ocr_meta_pages",
    "external_provider_references",
    "payment_links",
    "current_document_delivery_details",
    "messages",
    "additional_document_reference",
    "contract_document_reference",
    "category_field_items",
    "signature",
)
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class Order(Model):
    """Any document: invoice, credit note, offer, delivery note or order form. In a list it is a summary; lines, VAT
    groups, parties and messages come with `GET /v1/orders/{orderID}` alone.

    Attributes:
        order_id: Identifier of the order. With it POST updates.
        company_id: Your own company, by its `PartyID`.
        order_pdf: The PDF. Yours replaces the one that Billit makes. In a list only its FileID is given.
        attachments: Other files. Billit adds the JSON that created the order; a received order holds its UBL here.
        order_number: Number of the document. Billit gives the next one when it is left out.
        customer_id: The customer, by `PartyID`, instead of a whole party. For income.
        supplier_id: The supplier, by `PartyID`, instead of a whole party. For cost.
        counter_party_id: The other side, by `PartyID`, whichever the direction.
        customer: The customer. Billit finds a known one by VAT number, e-mail address or address, and makes a new
            one otherwise.
        supplier: The supplier; for cost, as the customer is for income.
        counter_party: The other side, whichever the direction. The only party in a list, and a short one.
        order_date: Date of the document.
        expiry_date: When it must be paid. Mandatory, on credit notes too.
        order_type: Kind of document. Known values: `OrderType`.
        order_sub_type: Variety of the kind; `SelfBilling` for a document that the buyer makes. Known values:
            `OrderSubType`.
        last_modified: When the record last changed; you cannot set it. Filter on it to find changes.
        created: When Billit first stored the record; you cannot set it.
        order_direction: Income for sales, cost for purchases. Known values: `OrderDirection`.
        order_lines: The lines, at least one. Not in a list.
        booking_entries: How the order is booked.
        journal: Journal that it is booked in.
        order_title: The buyer's reference, as a title.
        payment_discount_percentage: Cash discount in percent, two digits. Belgian rules only.
        payment_discount_amount: Amount of the cash discount, two digits. Billit computes it, it cannot be sent.
        payment_reduction_days: Days after the order date within which the cash discount applies.
        payment_discount_date: Last day of the cash discount. Billit computes it: the order date and those days.
        vat_groups: Totals by VAT rate, which Billit computes. Not in a list.
        ventilation_code: Code of the VAT treatment of all lines at 0 %; a line's own code wins. Not needed for
            other rates.
        total_excl: Total without VAT, two digits. Billit computes it and may differ from yours by cents.
        total_incl: Total with VAT, two digits. Billit computes it, VAT per rate and rounded at the end.
        total_vat: VAT, two digits. Billit computes it.
        reference: The buyer's order number, one and nothing else. Some receivers on Peppol demand it. Not in a
            list, but in filters.
        tags: Free labels.
        department_id: Identifier of the department.
        payment_reference: Reference to pay with. Billit makes a Belgian one, `+++ddd/dddd/ddddd+++`, when it is
            left out.
        about_invoice_number: On a credit note: number of the invoice, which Billit must know. The note then counts
            as settled.
        ocr_raw_text: Text read from a scan.
        ocr_meta_pages: The same text with its places on the pages.
        paid: Whether it is paid. Goes with a PATCH. Do not combine with ToPay when creating.
        paid_date: When it was paid. Billit takes now when it is left out. A PATCH wants the time too, or null to
            clear it.
        external_provider_id: One free value of yours. Returned as given, may be filtered on, never sent in the
            e-invoice.
        external_provider: Where the order came from; `APIFeed` for those that the API created.
        project_id: Identifier of the project.
        project_name: Name of the project.
        external_provider_references: What outside systems call this order.
        comments: A note at the top of the document; on the PDF and in the UBL.
        currency: Three-letter currency code, such as `EUR`.
        vat_deduction: VAT that can be deducted, two digits.
        mixed_use_professional_percentage: Share of professional use in percent, two digits.
        internal_info: A note for yourself. Goes with a PATCH.
        is_sent: Whether it was sent. On purchases you may use it as your own mark of export. Goes with a PATCH.
        invoiced: Whether it was invoiced. Goes with a PATCH.
        custom_fields: Extra fields by name, mostly paths into the UBL such as `Invoice.ProjectReference.ID.Text`;
            an object, where parties have a list.
        period_from: First day of the period that a received invoice covers.
        period_till: Last day of the period that a received invoice covers.
        cost_category_code: Code of the cost category.
        account_code: Ledger account. Goes with a PATCH.
        accounting_cost_type_tc: Kind of cost. Known values: `AccountingCostType`.
        last_reminder: When the last payment reminder went out.
        reminders_sent: How many payment reminders went out.
        to_pay: What is still to be paid, two digits. When creating: a smaller amount than the total says that the
            rest is prepaid.
        order_status: Where the order stands: `ToSend` when new, `ToPay` once sent. A PATCH cannot set it. Known
            values: `OrderStatus`.
        approval_status: Where it stands in your approval. Goes with a PATCH. Known values: `ApprovalStatus`.
        overdue: Whether the time to pay is over.
        days_overdue: Days since it had to be paid; negative before.
        fx_rate_to_foreign: Exchange rate to the foreign currency, five digits; `1.00000` without one.
        payment_method: How it is, or was, paid. `Domiciliation` for direct debit. Goes with a PATCH. Known values:
            `PaymentMethod`.
        delivery_date: When goods or services were delivered; the order date when left out.
        exported_to_connector: Whether a connector exported it. Goes with a PATCH on the access point.
        payment_links: Ways to pay online, such as the address of a QR code.
        template_id: Identifier of the template of the document.
        message_template_id: Identifier of the template of the message.
        analytic_cost_bearer: Cost bearer in the analytic accounts.
        analytic_cost_center: Cost centre in the analytic accounts.
        accountant_verification_needed: Whether the accountant must look at it. Goes with a PATCH.
        current_document_delivery_details: How the delivery went. Before any sending it says only that nothing was
            delivered.
        messages: What was sent and what came back. Not in a list.
        additional_document_reference: Other documents that it refers to.
        payment_terms: Terms of payment, in words.
        iban: Account to pay to. It must be one of the company's accounts in Billit, or the usual one is used.
        bic: Bank of that account.
        contract_document_reference: Contracts that it refers to.
        tax_point_date: Date on which VAT becomes due.
        category_field_items: Values of category fields.
        signature: Seals of the national network that it passed.
    """

    _shown = (
        "order_id",
        "order_number",
        "order_type",
        "order_direction",
        "order_date",
        "total_incl",
        "currency",
        "customer_id",
        "supplier_id",
        "counter_party_id",
        "customer",
        "supplier",
        "counter_party",
        "order_sub_type",
        "ventilation_code",
        "accounting_cost_type_tc",
        "order_status",
        "approval_status",
        "payment_method",
        "company_id",
        "expiry_date",
        "last_modified",
        "created",
        "payment_discount_percentage",
        "payment_discount_amount",
        "payment_reduction_days",
        "payment_discount_date",
        "total_excl",
        "total_vat",
        "department_id",
        "paid",
        "paid_date",
        "project_id",
        "vat_deduction",
        "mixed_use_professional_percentage",
        "is_sent",
        "invoiced",
        "period_from",
        "period_till",
        "cost_category_code",
        "account_code",
        "last_reminder",
        "reminders_sent",
        "to_pay",
        "overdue",
        "days_overdue",
        "fx_rate_to_foreign",
        "delivery_date",
        "exported_to_connector",
        "template_id",
        "message_template_id",
        "accountant_verification_needed",
        "tax_point_date",
        "order_pdf",
        "attachments",
        "order_lines",
        "booking_entries",
        "vat_groups",
        "tags",
        "ocr_meta_pages",
        "external_provider_references",
        "payment_links",
        "current_document_delivery_details",
        "messages",
        "additional_document_reference",
        "contract_document_reference",
        "category_field_items",
        "signature",
        "custom_fields",
        "ocr_raw_text",
    )

    order_id: int | None = attrs.field(default=None, metadata={"wire": "OrderID"})
    company_id: int | None = attrs.field(default=None, metadata={"wire": "CompanyID"})
    order_pdf: File | None = attrs.field(default=None, metadata={"wire": "OrderPDF"})
    attachments: list[File] | None = attrs.field(default=None, metadata={"wire": "Attachments"})
    order_number: str | None = attrs.field(default=None, metadata={"wire": "OrderNumber"})
    customer_id: int | None = attrs.field(default=None, metadata={"wire": "CustomerID"})
    supplier_id: int | None = attrs.field(default=None, metadata={"wire": "SupplierID"})
    counter_party_id: int | None = attrs.field(default=None, metadata={"wire": "CounterPartyID"})
    customer: Party | None = attrs.field(default=None, metadata={"wire": "Customer"})
    supplier: Party | None = attrs.field(default=None, metadata={"wire": "Supplier"})
    counter_party: Party | None = attrs.field(default=None, metadata={"wire": "CounterParty"})
    order_date: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "OrderDate", "kind": "date"}
    )
    expiry_date: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "ExpiryDate", "kind": "date"}
    )
    order_type: str | None = attrs.field(default=None, metadata={"wire": "OrderType", "enumeration": "OrderType"})
    order_sub_type: str | None = attrs.field(
        default=None, metadata={"wire": "OrderSubType", "enumeration": "OrderSubType"}
    )
    last_modified: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "LastModified", "read_only": True}
    )
    created: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "Created", "read_only": True}
    )
    order_direction: str | None = attrs.field(
        default=None, metadata={"wire": "OrderDirection", "enumeration": "OrderDirection"}
    )
    order_lines: list[OrderLine] | None = attrs.field(default=None, metadata={"wire": "OrderLines"})
    booking_entries: list[BookingEntry] | None = attrs.field(default=None, metadata={"wire": "BookingEntries"})
    journal: str | None = attrs.field(default=None, metadata={"wire": "Journal"})
    order_title: str | None = attrs.field(default=None, metadata={"wire": "OrderTitle"})
    payment_discount_percentage: Decimal | None = attrs.field(
        default=None,
        converter=decimal_value,
        metadata={"wire": "PaymentDiscountPercentage", "kind": "percentage", "scale": 2},
    )
    payment_discount_amount: Decimal | None = attrs.field(
        default=None,
        converter=decimal_value,
        metadata={"wire": "PaymentDiscountAmount", "kind": "money", "scale": 2, "read_only": True},
    )
    payment_reduction_days: int | None = attrs.field(default=None, metadata={"wire": "PaymentReductionDays"})
    payment_discount_date: datetime | None = attrs.field(
        default=None,
        converter=datetime_value,
        metadata={"wire": "PaymentDiscountDate", "kind": "date", "read_only": True},
    )
    vat_groups: list[VatGroup] | None = attrs.field(default=None, metadata={"wire": "VatGroups"})
    ventilation_code: str | None = attrs.field(default=None, metadata={"wire": "VentilationCode"})
    total_excl: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "TotalExcl", "kind": "money", "scale": 2}
    )
    total_incl: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "TotalIncl", "kind": "money", "scale": 2}
    )
    total_vat: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "TotalVAT", "kind": "money", "scale": 2}
    )
    reference: str | None = attrs.field(default=None, metadata={"wire": "Reference"})
    tags: list[str] | None = attrs.field(default=None, metadata={"wire": "Tags"})
    department_id: int | None = attrs.field(default=None, metadata={"wire": "DepartmentID"})
    payment_reference: str | None = attrs.field(default=None, metadata={"wire": "PaymentReference"})
    about_invoice_number: str | None = attrs.field(default=None, metadata={"wire": "AboutInvoiceNumber"})
    ocr_raw_text: str | None = attrs.field(default=None, metadata={"wire": "OCRRawText", "private": "document content"})
    ocr_meta_pages: list[OCRPage] | None = attrs.field(default=None, metadata={"wire": "OCRMetaPages"})
    paid: bool | None = attrs.field(default=None, metadata={"wire": "Paid"})
    paid_date: datetime | None = attrs.field(default=None, converter=datetime_value, metadata={"wire": "PaidDate"})
    external_provider_id: str | None = attrs.field(default=None, metadata={"wire": "ExternalProviderID"})
    external_provider: str | None = attrs.field(default=None, metadata={"wire": "ExternalProvider"})
    project_id: int | None = attrs.field(default=None, metadata={"wire": "ProjectID"})
    project_name: str | None = attrs.field(default=None, metadata={"wire": "ProjectName"})
    external_provider_references: list[ExternalProviderReference] | None = attrs.field(
        default=None, metadata={"wire": "ExternalProviderReferences"}
    )
    comments: str | None = attrs.field(default=None, metadata={"wire": "Comments"})
    currency: str | None = attrs.field(default=None, metadata={"wire": "Currency"})
    vat_deduction: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "VatDeduction", "kind": "money", "scale": 2}
    )
    mixed_use_professional_percentage: Decimal | None = attrs.field(
        default=None,
        converter=decimal_value,
        metadata={"wire": "MixedUseProfessionalPercentage", "kind": "percentage", "scale": 2},
    )
    internal_info: str | None = attrs.field(default=None, metadata={"wire": "InternalInfo"})
    is_sent: bool | None = attrs.field(default=None, metadata={"wire": "IsSent"})
    invoiced: bool | None = attrs.field(default=None, metadata={"wire": "Invoiced"})
    custom_fields: dict[str, str] | None = attrs.field(
        default=None, converter=text_map_value, metadata={"wire": "CustomFields"}
    )
    period_from: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "PeriodFrom", "kind": "date"}
    )
    period_till: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "PeriodTill", "kind": "date"}
    )
    cost_category_code: int | None = attrs.field(default=None, metadata={"wire": "CostCategoryCode"})
    account_code: int | None = attrs.field(default=None, metadata={"wire": "AccountCode"})
    accounting_cost_type_tc: str | None = attrs.field(
        default=None, metadata={"wire": "AccountingCostTypeTC", "enumeration": "AccountingCostType"}
    )
    last_reminder: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "LastReminder", "read_only": True}
    )
    reminders_sent: int | None = attrs.field(default=None, metadata={"wire": "RemindersSent", "read_only": True})
    to_pay: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "ToPay", "kind": "money", "scale": 2}
    )
    order_status: str | None = attrs.field(default=None, metadata={"wire": "OrderStatus", "enumeration": "OrderStatus"})
    approval_status: str | None = attrs.field(
        default=None, metadata={"wire": "ApprovalStatus", "enumeration": "ApprovalStatus"}
    )
    overdue: bool | None = attrs.field(default=None, metadata={"wire": "Overdue", "read_only": True})
    days_overdue: int | None = attrs.field(default=None, metadata={"wire": "DaysOverdue", "read_only": True})
    fx_rate_to_foreign: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "FXRateToForeign", "kind": "rate", "scale": 5}
    )
    payment_method: str | None = attrs.field(
        default=None, metadata={"wire": "PaymentMethod", "enumeration": "PaymentMethod"}
    )
    delivery_date: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "DeliveryDate", "kind": "date"}
    )
    exported_to_connector: bool | None = attrs.field(default=None, metadata={"wire": "ExportedToConnector"})
    payment_links: list[PaymentLink] | None = attrs.field(default=None, metadata={"wire": "PaymentLinks"})
    template_id: int | None = attrs.field(default=None, metadata={"wire": "TemplateID"})
    message_template_id: int | None = attrs.field(default=None, metadata={"wire": "MessageTemplateID"})
    analytic_cost_bearer: str | None = attrs.field(default=None, metadata={"wire": "AnalyticCostBearer"})
    analytic_cost_center: str | None = attrs.field(default=None, metadata={"wire": "AnalyticCostCenter"})
    accountant_verification_needed: bool | None = attrs.field(
        default=None, metadata={"wire": "AccountantVerificationNeeded"}
    )
    current_document_delivery_details: DocumentDeliveryDetails | None = attrs.field(
        default=None, metadata={"wire": "CurrentDocumentDeliveryDetails", "read_only": True}
    )
    messages: list[OrderMessage] | None = attrs.field(default=None, metadata={"wire": "Messages", "read_only": True})
    additional_document_reference: list[AdditionalDocuments] | None = attrs.field(
        default=None, metadata={"wire": "AdditionalDocumentReference"}
    )
    payment_terms: str | None = attrs.field(default=None, metadata={"wire": "PaymentTerms"})
    iban: str | None = attrs.field(default=None, metadata={"wire": "IBAN"})
    bic: str | None = attrs.field(default=None, metadata={"wire": "BIC"})
    contract_document_reference: list[ContractDocumentReference] | None = attrs.field(
        default=None, metadata={"wire": "ContractDocumentReference"}
    )
    tax_point_date: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "TaxPointDate", "kind": "date"}
    )
    category_field_items: list[CategoryFieldItem] | None = attrs.field(
        default=None, metadata={"wire": "CategoryFieldItems"}
    )
    signature: EInvoiceSignatureModel | None = attrs.field(
        default=None, metadata={"wire": "Signature", "read_only": True}
    )


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class PostPaymentRequest(Model):
    """A payment of an order, in part or in full. What it does to ToPay and Paid is not documented; PaidDate becomes
    now.

    Attributes:
        amount: Amount paid, two digits.
        description: Text of the payment.
        date: Day of the payment.
    """

    _shown = ("date", "amount")

    amount: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "Amount", "kind": "money", "scale": 2}
    )
    description: str | None = attrs.field(default=None, metadata={"wire": "Description"})
    date: datetime | None = attrs.field(default=None, converter=datetime_value, metadata={"wire": "Date"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class SendRequest(Model):
    """Orders of one company to send over one channel.

    Attributes:
        order_ids: The orders, by `OrderID`.
        transport_type: The channel. Left out: an e-invoicing network where possible, else e-mail. Given: no other
            channel is tried. Known values: `TransportType`.
        print_type: What to send instead of the document, such as a reminder. Known values: `PrintType`.
    """

    _shown = ("transport_type", "print_type", "order_ids")

    order_ids: list[int] | None = attrs.field(default=None, metadata={"wire": "OrderIds"})
    transport_type: str | None = attrs.field(
        default=None, metadata={"wire": "TransportType", "enumeration": "TransportType"}
    )
    print_type: str | None = attrs.field(default=None, metadata={"wire": "PrintType", "enumeration": "PrintType"})


__all__ = [
    "AdditionalDocuments",
    "BookingEntry",
    "CategoryFieldItem",
    "ContractDocumentReference",
    "DocumentDeliveryDetails",
    "EInvoiceSignatureModel",
    "EinvoiceChain",
    "ExternalProviderReference",
    "OCRPage",
    "OCRText",
    "Order",
    "OrderLine",
    "OrderMessage",
    "PaymentLink",
    "PostPaymentRequest",
    "SendRequest",
    "TimezoneInfo",
    "VatGroup",
]
