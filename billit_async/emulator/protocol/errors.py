"""The refusals of Billit: status, codes and English texts, in the envelope that it really sends."""

from __future__ import annotations

from typing import Final

import msgspec

__all__ = ["DESCRIPTIONS", "PATCH_REFUSED", "APIError", "described", "error_body", "generic"]

DESCRIPTIONS: Final[dict[str, str]] = {
    "InvalidVAtPercentageForTaxCountry_0_": "Invalid VAT percentage for country code {0}",
    "Invalid Filename": "Please change the file name to the correct format",
    "YourVATIsNotValid": "We think the VAT number you have provided is incorrect",
    "_0_IsNoValidBEVAT": "{0} is no valid BE VAT",
    "CompanyNameOrContactNameIsRequired": "Corporate name or contact is a required field.",
    "IdentifierTypeIsRequired": "Identifier type is require",
    "Only1OfEachAddressTypeAllowed": "Only 1 of each address type is allowed",
    "CustomerIsRequired": "Customer is a required field",
    "SupplierIsRequired": "Supplier is a required field",
    "ExpiryDateIsRequired": "Due date is a required field",
    "InvalidDeliveryDate": "InvalidDeliveryDate",
    "OrderDateIsRequired": "Date is a required field.",
    "TheOrderDirectionCode_0_IsInvalid": "The order direction code {0} is invalid",
    "TheOrderTypeCode_0_IsInvalid": "The order type code {0} is invalid",
    "ThereMustBeAtLeastOneOrderLine": "You must choose at least 1 order line",
    "DescriptionIsMandatoryForOrderLinesWithTotals": "Description is mandatory for any orderline with totals.",
    "TheFileIsNotValid": "File is not a valid file.",
    "TheAboutInvoiceNumberCouldNotBeFound": "The about invoice number could not be found",
    "This_0_WasAlreadySentLessThen_1_MinutesAgoTo_2_OrIsStillInTheQueue": (
        "This {0} was already sent less then {1} minutes ago to {2} or is still in the queue"
    ),
    "TheCustomer_0_DoesNotHaveAValidEmailAddress": "The customer {0} does not have a valid email address",
    "TheCustomerIsNotActiveOnPeppol": "The customer is not active on Peppol.",
    "TheCustomerDoesNotSupportPeppolForType_0": "The customer does not support Peppol for type {0}",
    "PleaseSupplyAValidPONumberInTheFieldYourReference": "Please supply a valid PO number in the field your reference",
    "OrderAlreadySent": "The order was already sent",
    "WebhookURLCannotBeEmpty": "Webhook URL cannot be empty",
    "WrongEntityTypeUsed": "Wrong entity type used",
}
"""English text per code. Recorded ones as recorded (their slips too); the others are the code read aloud."""

PATCH_REFUSED: Final = (
    "No valid properties or values were supplied. "
    'A common mistake is to use "true" instead of true (without quotation marks)'
)
"""Source: Billit's forum, a PATCH of OrderLines."""


class APIError(Exception):
    """A request that Billit refuses.

    Args:
        status: HTTP status.
        errors: Pairs of code and description; a ``None`` description is left out, as on 401 and 409.
        message: What ASP.NET itself says where no code of Billit's was reached, instead of errors.
    """

    def __init__(self, status: int, *errors: tuple[str, str | None], message: str | None = None) -> None:
        super().__init__(status, errors, message)
        self.status = status
        self.errors = errors
        self.message = message

    @classmethod
    def of(cls, code: str, *arguments: object, status: int = 400) -> APIError:
        """The refusal with a catalogued code, its description filled in."""
        return cls(status, described(code, *arguments))


def described(code: str, *arguments: object) -> tuple[str, str | None]:
    """A code with its English description; placeholders stay literal in the code and are filled in the text."""
    text = DESCRIPTIONS.get(code)
    return code, text.format(*arguments) if text is not None else None


def generic(description: str) -> APIError:
    """The catch-all refusal. Source: docs page "possible errors"."""
    return APIError(400, ("GenericError", description))


def error_body(error: APIError) -> bytes:
    """The envelope as bytes: lower-case ``errors``, capitalised inside. Source: docs page "400"."""
    if error.message is not None:
        return msgspec.json.encode({"Message": error.message})
    items: list[dict[str, str]] = []
    for code, description in error.errors:
        items.append({"Code": code} if description is None else {"Code": code, "Description": description})
    return msgspec.json.encode({"errors": items})
