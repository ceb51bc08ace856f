"""The known values of ``errors[].Code``, each with its cause and cure; unknown codes pass through without an error.

Source: docs pages "400", "possible errors", "idempotent tokens", "how do I get started with OAuth",
"email sending enable/disable", "creating sales invoices"; the others were observed by integrators.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

__all__ = ["Code", "KnownCode", "explain"]


class Code(StrEnum):
    """Codes that Billit is known to send; compare with ``error.has(Code.…)``, which ignores case and spaces."""

    GENERIC_ERROR = "GenericError"
    API_KEY_NOT_VALID = "ApiKeyNotValid"
    INVALID_ACCESS_TOKEN = "InvalidAccessToken"  # noqa: S105  (a code, not a token)
    ACCESS_TOKEN_EXPIRED = "AccessTokenExpired"  # noqa: S105 - a code, no password
    ACCESS_TOKEN_REVOKED = "AccessTokenRevoked"  # noqa: S105 - a code, no password
    IDEMPOTENT_TOKEN_EXISTS = "Idempotent token already exists"  # noqa: S105 - a code, no password
    CUSTOMER_IS_REQUIRED = "CustomerIsRequired"
    ORDER_DATE_IS_REQUIRED = "OrderDateIsRequired"
    EXPIRY_DATE_IS_REQUIRED = "ExpiryDateIsRequired"
    ORDER_TYPE_IS_INVALID = "TheOrderTypeCode_0_IsInvalid"
    ORDER_DIRECTION_IS_INVALID = "TheOrderDirectionCode_0_IsInvalid"
    ORDER_LINE_IS_REQUIRED = "ThereMustBeAtLeastOneOrderLine"
    LINE_DESCRIPTION_IS_REQUIRED = "DescriptionIsMandatoryForOrderLinesWithTotals"
    INVALID_VAT_PERCENTAGE = "InvalidVAtPercentageForTaxCountry_0_"
    INVALID_DELIVERY_DATE = "InvalidDeliveryDate"
    ABOUT_INVOICE_NOT_FOUND = "TheAboutInvoiceNumberCouldNotBeFound"
    PARTY_NAME_IS_REQUIRED = "CompanyNameOrContactNameIsRequired"
    IDENTIFIER_TYPE_IS_REQUIRED = "IdentifierTypeIsRequired"
    ONE_ADDRESS_OF_EACH_TYPE = "Only1OfEachAddressTypeAllowed"
    VAT_NUMBER_NOT_VALID = "YourVATIsNotValid"
    BELGIAN_VAT_NUMBER_NOT_VALID = "_0_IsNoValidBEVAT"
    FILE_NOT_VALID = "TheFileIsNotValid"
    FILE_NAME_NOT_VALID = "Invalid Filename"
    CUSTOMER_NOT_ON_PEPPOL = "TheCustomerIsNotActiveOnPeppol"
    CUSTOMER_LACKS_PEPPOL_TYPE = "TheCustomerDoesNotSupportPeppolForType_0"
    PURCHASE_ORDER_NUMBER_IS_REQUIRED = "PleaseSupplyAValidPONumberInTheFieldYourReference"
    CUSTOMER_LACKS_EMAIL = "TheCustomer_0_DoesNotHaveAValidEmailAddress"
    SENT_MOMENTS_AGO = "This_0_WasAlreadySentLessThen_1_MinutesAgoTo_2_OrIsStillInTheQueue"
    ORDER_ALREADY_SENT = "OrderAlreadySent"
    WEBHOOK_URL_IS_REQUIRED = "WebhookURLCannotBeEmpty"
    WRONG_ENTITY_TYPE = "WrongEntityTypeUsed"


class KnownCode(NamedTuple):
    """What is known of a code: why Billit sends it, and what to do."""

    code: Code
    cause: str
    cure: str


_KNOWN = (
    KnownCode(Code.GENERIC_ERROR, "a rule without a code of its own", "the description holds the reason"),
    KnownCode(
        Code.API_KEY_NOT_VALID,
        "the key is not known here, or only ContextPartyID was given where PartyID belongs",
        "check that key and environment belong together, and that party_id is set",
    ),
    KnownCode(Code.INVALID_ACCESS_TOKEN, "Billit does not know the access token", "refresh it, or let the user log in"),
    KnownCode(Code.ACCESS_TOKEN_EXPIRED, "access tokens live for one hour", "refresh the token"),
    KnownCode(Code.ACCESS_TOKEN_REVOKED, "the user removed the application", "let the user log in again"),
    KnownCode(
        Code.IDEMPOTENT_TOKEN_EXISTS,
        "a call with this key succeeded before",
        "find the document by its own number; use a new key for a new document",
    ),
    KnownCode(Code.CUSTOMER_IS_REQUIRED, "the order has no customer", "set customer or customer_id"),
    KnownCode(Code.ORDER_DATE_IS_REQUIRED, "the order has no date", "set order_date"),
    KnownCode(Code.EXPIRY_DATE_IS_REQUIRED, "the order has no due date", "set expiry_date, on credit notes too"),
    KnownCode(Code.ORDER_TYPE_IS_INVALID, "the order type is unknown", "use Invoice, CreditNote, Offer, ..."),
    KnownCode(Code.ORDER_DIRECTION_IS_INVALID, "the direction is unknown", "use Income (sales) or Cost (purchases)"),
    KnownCode(Code.ORDER_LINE_IS_REQUIRED, "the order has no lines", "give at least one order line"),
    KnownCode(Code.LINE_DESCRIPTION_IS_REQUIRED, "a line has an amount and no text", "describe every line"),
    KnownCode(
        Code.INVALID_VAT_PERCENTAGE,
        "the country has no such VAT rate",
        "use a rate of the tax country (Belgium: 0, 6, 12, 21)",
    ),
    KnownCode(Code.INVALID_DELIVERY_DATE, "the delivery date is not accepted", "correct delivery_date"),
    KnownCode(
        Code.ABOUT_INVOICE_NOT_FOUND,
        "Billit holds no invoice with this number",
        "leave about_invoice_number out for invoices that Billit does not hold",
    ),
    KnownCode(Code.PARTY_NAME_IS_REQUIRED, "the party has no name", "set name, or the contact's names"),
    KnownCode(Code.IDENTIFIER_TYPE_IS_REQUIRED, "an identifier lacks its type", "set identifier_type"),
    KnownCode(Code.ONE_ADDRESS_OF_EACH_TYPE, "two addresses have one type", "keep one address of each type"),
    KnownCode(Code.VAT_NUMBER_NOT_VALID, "the VAT number looks wrong", "check vat_number and its country prefix"),
    KnownCode(Code.BELGIAN_VAT_NUMBER_NOT_VALID, "the Belgian VAT number fails its check", "correct vat_number"),
    KnownCode(Code.FILE_NOT_VALID, "the attachment cannot be read as its kind", "send the right bytes, base64-encoded"),
    KnownCode(Code.FILE_NAME_NOT_VALID, "the file name is not accepted", "give a plain name with its extension"),
    KnownCode(
        Code.CUSTOMER_NOT_ON_PEPPOL,
        "the receiver is not on Peppol, and naming a network rules e-mail out",
        "send without a transport type, or by SMTP",
    ),
    KnownCode(
        Code.CUSTOMER_LACKS_PEPPOL_TYPE,
        "the receiver does not take this kind of document, or the supplier's ids are not the company's",
        "check the receiver's document types and the supplier's identifiers",
    ),
    KnownCode(
        Code.PURCHASE_ORDER_NUMBER_IS_REQUIRED,
        "this receiver wants its purchase order number",
        "put the number, and nothing else, in reference",
    ),
    KnownCode(Code.CUSTOMER_LACKS_EMAIL, "the customer has no usable e-mail address", "set the customer's email"),
    KnownCode(Code.SENT_MOMENTS_AGO, "the document was sent a moment ago or waits to be", "wait a minute"),
    KnownCode(Code.ORDER_ALREADY_SENT, "a sent document is no longer deleted", "make a credit note instead"),
    KnownCode(Code.WEBHOOK_URL_IS_REQUIRED, "the webhook has no address", "set webhook_url to an https URL"),
    KnownCode(Code.WRONG_ENTITY_TYPE, "the webhook's entity type is unknown", "use Order or Message"),
)

_BY_KEY = {"".join(known.code.split()).casefold(): known for known in _KNOWN}


def explain(code: str) -> KnownCode | None:
    """Tell what is known of a code, or nothing when it is new.

    Args:
        code: A value of ``errors[].Code``, in any case and spacing.

    Returns:
        Cause and cure, or None.
    """
    return _BY_KEY.get("".join(code.split()).casefold())
