# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""The values of Billit's enumerations that are known today.

All of them are open: a model keeps a value that is not listed here as the text Billit sent, and the members are
strings, so `order.order_type == OrderType.INVOICE` and `== "Invoice"` say the same.
"""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "AccountingCostType",
    "AddressType",
    "ApprovalStatus",
    "CompanySearchSource",
    "DocumentDeliveryStatus",
    "EInvoiceFlowState",
    "FeedEntityType",
    "GrantType",
    "IdentificationProvider",
    "IdentifierType",
    "IntegrationStatus",
    "JournalType",
    "MessageDirection",
    "OrderDirection",
    "OrderStatus",
    "OrderSubType",
    "OrderType",
    "PartyType",
    "PaymentMethod",
    "PeppolDocumentType",
    "PrintType",
    "SequenceType",
    "TransportType",
    "WebhookEntityType",
    "WebhookUpdateType",
]


class AccountingCostType(StrEnum):
    """How a cost is classed in the accounts."""

    GOODS_FOR_RE_SALE = "GoodsForReSale"
    """Goods bought to be sold again."""
    SERVICES_AND_MISCELLANEOUS_GOODS = "ServicesAndMiscellaneousGoods"
    """Services and miscellaneous goods."""
    INVESTMENTS = "Investments"
    """Investments."""


class AddressType(StrEnum):
    """What an address is for. A party has at most one of each."""

    INVOICE_ADDRESS = "InvoiceAddress"
    """Where invoices go."""
    DELIVERY_ADDRESS = "DeliveryAddress"
    """Where goods go; the invoice address when left out."""


class ApprovalStatus(StrEnum):
    """Where a document stands in the company's approval."""

    PENDING = "Pending"
    """Not decided yet."""
    APPROVED = "Approved"
    """Approved."""
    REJECTED = "Rejected"
    """Rejected."""
    TO_APPROVE_BY_ME = "ToApproveByMe"
    """Waiting for the user whose credentials you use."""


class CompanySearchSource(StrEnum):
    """The register that a company was found in."""

    KBO = "KBO"
    """The Belgian register of companies."""
    VIES = "VIES"
    """The EU's VAT information exchange."""


class DocumentDeliveryStatus(StrEnum):
    """How the delivery of a document went."""

    PENDING = "Pending"
    """On its way; delivery is asynchronous, typically a minute."""
    DELIVERED = "Delivered"
    """It arrived."""
    ERROR = "Error"
    """It did not arrive; see the refusal fields."""


class EInvoiceFlowState(StrEnum):
    """How far an e-invoice came on its network."""

    SENT = "Sent"
    """Handed to the network."""
    ACCEPTED = "Accepted"
    """Accepted by the network; some networks only."""
    DELIVERED = "Delivered"
    """Delivered, when the receiver reports it."""
    REFUSED = "Refused"
    """Refused by the receiver, when the receiver reports it."""


class FeedEntityType(StrEnum):
    """What an item of an accountant's feed is."""

    ORDER = "Order"
    """An order."""
    DOCUMENT = "Document"
    """A document."""


class GrantType(StrEnum):
    """What is handed in for tokens."""

    AUTHORIZATION_CODE = "authorization_code"
    """The code that came with the redirect; single use, ten minutes."""
    REFRESH_TOKEN = "refresh_token"
    """A refresh token; single use."""


class IdentificationProvider(StrEnum):
    """Who establishes a person's identity."""

    ITS_ME = "ItsMe"
    """The Belgian itsme app."""


class IdentifierType(StrEnum):
    """The register that an identifier comes from. Billit finds the Peppol scheme for it."""

    VAT = "VAT"
    """A VAT number; Peppol scheme 9925 for Belgium, 9944 for the Netherlands, 9930 for Germany."""
    CBE = "CBE"
    """A Belgian enterprise number; Peppol scheme 0208. Preferred over VAT where it is registered."""
    KVK = "KVK"
    """A Dutch chamber of commerce number; Peppol scheme 0106."""
    OIN = "OIN"
    """A Dutch government organisation's number; Peppol scheme 0190."""
    LEITWEGID = "LEITWEGID"
    """A German public buyer's routing id; Peppol scheme 0204."""
    CTC = "CTC"
    """A French company's address for e-invoices; Peppol scheme 0225. The primary one in France."""
    SIREN = "SIREN"
    """A French company's number, 9 digits; Peppol scheme 0002."""
    SIRENE = "SIRENE"
    """An older word of the documentation for SIREN."""
    SIRET = "SIRET"
    """A French establishment's number, 14 digits; Peppol scheme 0009."""
    RPM = "RPM"
    """A Luxembourg company's number; Peppol scheme 0240."""
    GLN = "GLN"
    """A global location number; Peppol scheme 0088."""
    DUNS = "DUNS"
    """A D-U-N-S number; Peppol scheme 0060."""
    LEI = "LEI"
    """A legal entity identifier; Peppol scheme 0199."""
    SDICODDEST = "SDICODDEST"
    """An Italian SDI destination code."""
    SDICODFIS = "SDICODFIS"
    """An Italian SDI fiscal code."""
    SDIPEC = "SDIPEC"
    """An Italian SDI certified e-mail address."""
    SDIB2_G = "SDIB2G"
    """An Italian SDI code for government."""


class IntegrationStatus(StrEnum):
    """Where the connection of a registration to a network stands."""

    READY = "Ready"
    """Ready."""
    ACTIVE = "Active"
    """Active."""
    PENDING = "Pending"
    """Something is still to be done, such as signing a document."""


class JournalType(StrEnum):
    """Which side of the books a journal is for."""

    INCOME = "Income"
    """Sales."""
    COST = "Cost"
    """Purchases."""


class MessageDirection(StrEnum):
    """Which way a message about an order went."""

    OUTGOING = "Outgoing"
    """From Billit to the receiver."""
    INCOMING = "Incoming"
    """From the receiver back, such as an invoice response."""


class OrderDirection(StrEnum):
    """Which way the money goes."""

    INCOME = "Income"
    """A sales document, to be paid to you."""
    COST = "Cost"
    """A purchase document, to be paid by you."""


class OrderStatus(StrEnum):
    """Where an order stands. Billit sets it; a PATCH cannot."""

    DRAFT = "Draft"
    """Not finished."""
    TO_SEND = "ToSend"
    """Created, not sent yet. Where a new order stands."""
    TO_PAY = "ToPay"
    """Sent and waiting for payment."""
    TO_INVOICE = "ToInvoice"
    """Waiting to be invoiced."""
    TO_DELIVER = "ToDeliver"
    """Waiting for delivery."""
    TO_DOMICILIATE = "ToDomiciliate"
    """Waiting for direct debit."""
    SENT = "Sent"
    """Sent."""
    INVOICED = "Invoiced"
    """Invoiced."""
    DELIVERY_NOTE_CREATED = "DeliveryNoteCreated"
    """A delivery note was made from it."""
    ORDER_FORM_CREATED = "OrderFormCreated"
    """An order form was made from it."""
    CREDITED = "Credited"
    """Credited."""
    REFUSED = "Refused"
    """Refused."""
    CANCELED = "Canceled"
    """Cancelled."""
    PAID = "Paid"
    """Paid."""
    APPROVAL_NEEDED = "ApprovalNeeded"
    """Waiting for approval."""
    DELIVERED = "Delivered"
    """Delivered."""
    PAYMENT_FILE_GENERATED = "PaymentFileGenerated"
    """It is in a payment file."""


class OrderSubType(StrEnum):
    """A variety of an order type."""

    SELF_BILLING = "SelfBilling"
    """The buyer makes the document in the supplier's name; goes with the direction Cost."""


class OrderType(StrEnum):
    """What kind of document an order is."""

    INVOICE = "Invoice"
    """An invoice."""
    CREDIT_NOTE = "CreditNote"
    """A credit note; its amounts are positive."""
    OFFER = "Offer"
    """An offer (quotation)."""
    DELIVERY_NOTE = "DeliveryNote"
    """A delivery note."""
    ORDER_FORM = "OrderForm"
    """An order form."""


class PartyType(StrEnum):
    """Which side of the business a party stands on."""

    CUSTOMER = "Customer"
    """Somebody you sell to."""
    SUPPLIER = "Supplier"
    """Somebody you buy from."""


class PaymentMethod(StrEnum):
    """How an order is, or was, paid."""

    OTHER = "Other"
    """Another way."""
    VISA = "Visa"
    """Credit card (Visa)."""
    BANCONTACT = "Bancontact"
    """Bancontact."""
    CONTANT = "Contant"
    """Cash."""
    WIRED = "Wired"
    """Bank transfer."""
    ONLINE = "Online"
    """Online payment."""
    DOMICILIATION = "Domiciliation"
    """Direct debit."""
    PRIVATE_ACCOUNT = "PrivateAccount"
    """From a private account."""


class PeppolDocumentType(StrEnum):
    """A kind of document that a Peppol participant can receive. Being registered is not enough: the kind that you want
    to send must be among these.
    """

    INVOICE4 = "Invoice4"
    """Invoice, format 4."""
    INVOICE5 = "Invoice5"
    """Invoice, format 5."""
    CREDIT_NOTE5 = "CreditNote5"
    """Credit note, format 5."""
    MLR = "MLR"
    """Message level response, the technical response to a message."""
    MLRBISV3 = "MLRBISV3"
    """Message level response, BIS version 3."""
    MLRBISV2 = "MLRBISV2"
    """Message level response, BIS version 2."""
    IMR = "IMR"
    """Invoice response, the business response to an invoice."""
    EFFF = "EFFF"
    """Invoice in the format e-FFF."""
    BI_SV3_INVOICE = "BISv3Invoice"
    """Peppol BIS version 3 invoice; what Belgian receivers take."""
    BI_SV3_CREDIT_NOTE = "BISv3CreditNote"
    """Peppol BIS version 3 credit note."""
    BI_SV3_INVOICE_SELF_BILLING = "BISv3InvoiceSelfBilling"
    """Peppol BIS version 3 invoice made by the buyer."""
    BI_SV3_CREDIT_NOTE_SELF_BILLING = "BISv3CreditNoteSelfBilling"
    """Peppol BIS version 3 credit note made by the buyer."""
    BI_SV3_ORDER_FORM = "BISv3OrderForm"
    """Peppol BIS version 3 order."""
    BI_SV3_AUNZ_INVOICE = "BISv3AUNZInvoice"
    """Invoice as Australia and New Zealand use it, BIS version 3."""
    BI_SV3_AUNZ_CREDIT_NOTE = "BISv3AUNZCreditNote"
    """Credit note as Australia and New Zealand use it, BIS version 3."""
    X_RECHNUNG22_INVOICE = "XRechnung22Invoice"
    """German XRechnung invoice, version 2.2."""
    X_RECHNUNG22_CREDIT_NOTE = "XRechnung22CreditNote"
    """German XRechnung credit note, version 2.2."""
    SI_INVOICE = "SIInvoice"
    """Invoice of the SI kind."""
    SI_CREDIT_NOTE = "SICreditNote"
    """Credit note of the SI kind."""
    UBLBE_INVOICE = "UBLBEInvoice"
    """Invoice in the Belgian UBL profile."""
    UBLBE_CREDIT_NOTE = "UBLBECreditNote"
    """Credit note in the Belgian UBL profile."""
    CII = "CII"
    """Cross industry invoice."""
    PTCIUS_INVOICE = "PTCIUSInvoice"
    """Invoice in the Portuguese usage."""
    PTCIUS_CREDIT_NOTE = "PTCIUSCreditNote"
    """Credit note in the Portuguese usage."""
    BI_SV3_SG_INVOICE = "BISv3SGInvoice"
    """Invoice as Singapore uses it, BIS version 3."""
    BI_SV3_SG_CREDIT_NOTE = "BISv3SGCreditNote"
    """Credit note as Singapore uses it, BIS version 3."""
    ROCIUS_INVOICE = "ROCIUSInvoice"
    """Invoice in the Romanian usage."""
    ROCIUS_CREDIT_NOTE = "ROCIUSCreditNote"
    """Credit note in the Romanian usage."""
    X_RECHNUNG3_INVOICE = "XRechnung3Invoice"
    """German XRechnung invoice, version 3."""
    X_RECHNUNG3_CREDIT_NOTE = "XRechnung3CreditNote"
    """German XRechnung credit note, version 3."""
    END_USER_STATISTICS = "EndUserStatistics"
    """Peppol end user statistics."""
    TRANSACTION_STATISTICS = "TransactionStatistics"
    """Peppol transaction statistics."""
    MY_PINT_INVOICE = "MYPintInvoice"
    """Malaysian PINT invoice."""
    MY_PINT_CREDIT_NOTE = "MYPintCreditNote"
    """Malaysian PINT credit note."""
    MY_PINT_INVOICE_WILD_CARD = "MYPintInvoiceWildCard"
    """Malaysian PINT invoice, wildcard registration."""
    MY_PINT_CREDIT_NOTE_WILD_CARD = "MYPintCreditNoteWildCard"
    """Malaysian PINT credit note, wildcard registration."""
    PINT_INVOICE_WILD_CARD = "PintInvoiceWildCard"
    """PINT invoice, wildcard registration."""
    PINT_CREDIT_NOTE_WILD_CARD = "PintCreditNoteWildCard"
    """PINT credit note, wildcard registration."""
    AUNZ_PINT_INVOICE = "AUNZPintInvoice"
    """PINT invoice for Australia and New Zealand."""
    AUNZ_PINT_CREDIT_NOTE = "AUNZPintCreditNote"
    """PINT credit note for Australia and New Zealand."""
    AUNZ_PINT_CREDIT_NOTE_SELF_BILLING_WILD_CARD = "AUNZPintCreditNoteSelfBillingWildCard"
    """PINT self-billed credit note for Australia and New Zealand, wildcard registration."""
    FA_CE_CIUS_INVOICE = "FACeCIUSInvoice"
    """Invoice in the FACe usage."""
    FA_CE_CIUS_CREDIT_NOTE = "FACeCIUSCreditNote"
    """Credit note in the FACe usage."""
    PINT_BILLING_WILD_CARD = "PintBillingWildCard"
    """PINT billing, wildcard registration."""


class PrintType(StrEnum):
    """What is sent, when it is not the document itself."""

    REMINDER = "Reminder"
    """A payment reminder."""


class SequenceType(StrEnum):
    """A series of document numbers."""

    INCOME_INVOICE = "Income-Invoice"
    """Sales invoices."""
    INCOME_CREDIT_NOTE = "Income-CreditNote"
    """Sales credit notes."""


class TransportType(StrEnum):
    """The channel that a document is sent through."""

    SMTP = "SMTP"
    """E-mail."""
    LETTER = "Letter"
    """A letter on paper. Switched off in the sandbox."""
    PEPPOL = "Peppol"
    """The Peppol network."""
    SDI = "SDI"
    """Italy's Sistema di Interscambio."""
    KSEF = "KSeF"
    """Poland's national e-invoicing system."""
    OSA = "OSA"
    """The OSA network."""
    ANAF = "ANAF"
    """The network of Romania's tax administration."""
    SAT = "SAT"
    """The network of Mexico's tax administration."""
    MY_INVOIS = "MyInvois"
    """Malaysia's MyInvois."""
    CHORUS = "Chorus"
    """France's Chorus Pro."""
    PDP = "PDP"
    """France's platforms for e-invoicing; planned. Until then invoices to France go out with Peppol."""
    REGISTERED_LETTER = "RegisteredLetter"
    """A registered letter. Only in the older manual."""
    REGISTERED_LETTER_WITH_RECEIPT = "RegisteredLetterWithReceipt"
    """A registered letter with receipt. Only in the older manual."""


class WebhookEntityType(StrEnum):
    """What a webhook reports on."""

    ORDER = "Order"
    """An order."""
    MESSAGE = "Message"
    """A message about an order, such as a transmission."""


class WebhookUpdateType(StrEnum):
    """What happened to the thing a webhook reports on."""

    I = "I"
    """It was created."""
    U = "U"
    """It was changed."""
    D = "D"
    """It was deleted. Integrators saw no webhook for deleted orders."""
