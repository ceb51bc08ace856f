"""The error codes that Billit was seen to return, with where; facts to test against, never read by the package.

Source: docs pages "400", "401", "possible errors", "idempotent tokens", "how do I get started with OAuth" and "email
sending enable/disable"; the others were recorded by integrators. Underscores and digits stand in the codes like that.
"""

from __future__ import annotations

from typing import Final

import attrs

__all__ = ["CATALOGUE", "LOCATED", "Entry"]


@attrs.frozen
class Entry:
    """One code.

    Args:
        code: Letter for letter, two slips of Billit's and all.
        where: Calls that returned it, and the part of their body.
        description: The English text where one was recorded.
        status: HTTP status.
    """

    code: str
    where: str
    description: str | None = None
    status: int = 400


CATALOGUE: Final = (
    Entry("GenericError", "any (UBL, Schematron and OData texts in the description)"),
    Entry("Idempotent token already exists", "POST orders, commands/send", status=409),
    Entry("ApiKeyNotValid", "any", status=401),
    Entry("InvalidAccessToken", "any, bearer", status=401),
    Entry("AccessTokenExpired", "any, bearer", status=401),
    Entry("AccessTokenRevoked", "any, bearer", status=401),
    Entry("_0_IsNoValidBEVAT", "POST orders"),
    Entry("YourVATIsNotValid", "POST orders", "We think the VAT number you have provided is incorrect"),
    Entry(
        "CompanyNameOrContactNameIsRequired", "POST orders (Customer)", "Corporate name or contact is a required field."
    ),
    Entry("IdentifierTypeIsRequired", "POST orders (Customer.Identifiers)", "Identifier type is require"),
    Entry(
        "Only1OfEachAddressTypeAllowed", "POST orders (Customer.Addresses)", "Only 1 of each address type is allowed"
    ),
    Entry("CustomerIsRequired", "POST orders", "Customer is a required field"),
    Entry("ExpiryDateIsRequired", "POST orders", "Due date is a required field"),
    Entry("InvalidDeliveryDate", "POST orders", "InvalidDeliveryDate"),
    Entry("OrderDateIsRequired", "POST orders", "Date is a required field."),
    Entry("TheOrderDirectionCode_0_IsInvalid", "POST orders"),
    Entry("TheOrderTypeCode_0_IsInvalid", "POST orders"),
    Entry("ThereMustBeAtLeastOneOrderLine", "POST orders", "You must choose at least 1 order line"),
    Entry(
        "DescriptionIsMandatoryForOrderLinesWithTotals",
        "POST orders (OrderLines)",
        "Description is mandatory for any orderline with totals.",
    ),
    Entry(
        "InvalidVAtPercentageForTaxCountry_0_", "POST orders (OrderLines)", "Invalid VAT percentage for country code BE"
    ),
    Entry("TheFileIsNotValid", "POST orders (Attachments, OrderPDF)", "File is not a valid file."),
    Entry("TheAboutInvoiceNumberCouldNotBeFound", "POST orders (CreditNote)"),
    Entry("This_0_WasAlreadySentLessThen_1_MinutesAgoTo_2_OrIsStillInTheQueue", "commands/send"),
    Entry("TheCustomer_0_DoesNotHaveAValidEmailAddress", "commands/send (SMTP or fallback)"),
    Entry("TheCustomerIsNotActiveOnPeppol", "commands/send (Peppol)", "The customer is not active on Peppol."),
    Entry("TheCustomerDoesNotSupportPeppolForType_0", "commands/send (Peppol)"),
    Entry("PleaseSupplyAValidPONumberInTheFieldYourReference", "commands/send (Peppol)"),
    # Known from elsewhere: the page "400" prints the first, the second stands in an integrator's test only.
    Entry(
        "Invalid Filename", "POST orders (Attachments, OrderPDF)", "Please change the file name to the correct format"
    ),
    Entry("OrderAlreadySent", "DELETE orders"),
    # Seen by a bot in production, without their texts.
    Entry("WebhookURLCannotBeEmpty", "POST webhooks"),
    Entry("WrongEntityTypeUsed", "POST webhooks"),
)
"""Every code that is known, each once."""

LOCATED: Final = {entry.code: entry for entry in CATALOGUE}
"""The same by code."""
