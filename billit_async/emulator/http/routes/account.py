"""Account: who the key belongs to, which companies it sees, and their number sequences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from billit_async.emulator.company.orders.create import next_order_number
from billit_async.emulator.company.parties import complete_party, party_errors
from billit_async.emulator.http.routing import Route
from billit_async.emulator.protocol.errors import APIError, generic
from billit_async.emulator.protocol.json import encode
from billit_async.emulator.protocol.shapes import arrange

if TYPE_CHECKING:
    from billit_async.emulator.http.routing import Call
    from billit_async.emulator.protocol.shapes import Document

__all__ = ["ROUTES", "USER", "USER_ID"]

USER: Final = {"Email": "emulator@billit.example", "FirstName": "Emma", "LastName": "Latour"}
"""The one user."""
USER_ID: Final = 41_001
"""Its id."""

_SEQUENCES: Final = {"income-invoice": "Invoice", "income-creditnote": "CreditNote"}


def get_account_information(call: Call) -> bytes:
    """The user and the companies. Source: Swagger operation Account_GetAccountInformation.

    Works without PartyID, observed by integrators; Users and Identifiers are always empty there (docs page "create
    new companies").
    """
    companies = [
        arrange({**_with_features(call, company_id), "Users": [], "Identifiers": []}, "AccountInformationParty")
        for company_id in call.company_ids
    ]
    roles = [{"PartyID": company_id, "UserRoleTypes": ["Administrator"]} for company_id in call.company_ids]
    return encode(
        arrange(
            {
                **USER,
                "Companies": companies,
                "UserCompanyRoles": roles,
                "LoginOrRegisterNeeded": False,
            },
            "AccountInformation",
        )
    )


def _with_features(call: Call, company_id: int) -> Document:
    company = call.store.companies.get(company_id)
    off = dict.fromkeys(call.settings.access.features_off, False)
    return {**company, "APIEnabledFeatures": {**company["APIEnabledFeatures"], **off}}


def post_sequence(call: Call) -> bytes:
    """Peek at the next number of a sequence, or take it. Source: docs page "set invoice number"."""
    request = call.bound("SequenceRequest").document
    order_type = _SEQUENCES.get(request.get("SequenceType", "").lower())
    if order_type is None:
        raise generic(f"The sequence type {request.get('SequenceType', '')} is invalid")
    draft = {"OrderType": order_type, "OrderDirection": "Income"}
    now = call.clock.now()
    number = next_order_number(call.store, call.company_id, draft, now)
    if not request.get("Consume"):
        call.store.counters.advance(f"number/{call.company_id}/Income/{order_type}/{now.year}", step=-1)
    return encode(number)


def get_sso_token(call: Call) -> bytes:
    """A token for single sign-on. Source: Swagger operation Account_GetSSOToken; its shape is not documented.

    Each call hands out a new one, and nothing here takes it.
    """
    return encode({"Token": call.store.counters.new_guid()})


def post_company(call: Call) -> bytes:
    """Create a company under the user of the key. Source: Account_RegisterCompany; docs page "create new companies".

    The key returned is the user's, since a key belongs to a user. Bank accounts are taken inside the company and
    beside it: the definition and the sample disagree.
    """
    given = call.bound("RegisterAccountRequestModel").document
    company: Document = given.get("Company", {})
    accounts: list[Document] = company.get("BankAccounts") or given.get("BankAccounts", [])
    if errors := party_errors(company, call.settings, is_new=True):
        raise APIError(400, *errors)
    company_id = call.store.counters.advance("party")
    stamp = call.clock.stamp()
    party = complete_party(company, None, party_id=company_id, party_type="Customer", stamp=stamp)
    if accounts:
        party = {**{key: accounts[0][key] for key in ("IBAN", "BIC") if key in accounts[0]}, **party}
    features = {
        "TimeRegistration": False,
        "Projects": False,
        "DailyReceipts": True,
        "FinancialReduction": False,
        "GLAccounts": True,
        "Cashbook": True,
    }
    document: Document = {
        **party,
        "APIAllowed": True,
        "APIEnabledFeatures": features,
        "UserLanguage": "EN",
        "BankAccounts": accounts,
    }
    document.pop("PartyType", None)
    call.store.companies.add(company_id, arrange(document, "AccountInformationParty"))
    if "License" in given:
        call.documents.put("licences", company_id, company_id, given["License"])
    states = [
        {
            "BankAccountID": call.store.counters.advance("bank_account", start=10_000),
            **{key: account[key] for key in ("IBAN", "BankAccountName") if key in account},
            "Active": True,
        }
        for account in accounts
    ]
    api_key = call.store.credentials.get("api_key")
    return encode({"CompanyID": company_id, "APIKey": api_key, "Users": [{"UserID": USER_ID}], "BankAccounts": states})


def post_license(call: Call) -> bytes:
    """Give a company another licence; returns an integer. Source: Swagger operation Account_UpdateLicense.

    Which integer is not documented: here the company's id.
    """
    given = call.bound("UpdateLicenseRequestModel").document
    company_id = _own_company(call, given)
    if "License" not in given:
        raise generic("License is a required field")
    call.documents.put("licences", company_id, company_id, given["License"])
    return encode(company_id)


def post_addons(call: Call) -> bytes:
    """Add users or documents to a company's licence. Source: Swagger operation Account_AddLicenseBillable."""
    given = call.bound("AddNewLicenseBillableModel").document
    company_id = _own_company(call, given)
    license_ = call.documents.find("licences", company_id, company_id) or {}
    addons: Document = license_.get("Addons", {})
    names = ("AmountOfExtraUsers", "AmountOfExtraDocuments")
    more = {name: addons.get(name, 0) + given.get(name, 0) for name in names}
    if not any(given.get(name, 0) > 0 for name in names) or min(more.values()) < 0:
        raise generic("There must be at least one extra user or document")
    call.documents.put("licences", company_id, company_id, {**license_, "Addons": more})
    return encode(company_id)


def _own_company(call: Call, given: Document) -> int:
    """The company that a licence is for: the named one of the key's, or the one that the request is about."""
    company_id: int = given.get("CompanyID", call.company_id)
    if company_id not in call.company_ids:
        raise call.no_access()
    return company_id


ROUTES = (
    Route(method="GET", path="/v1/account/accountInformation", respond=get_account_information),
    Route(method="POST", path="/v1/account/sequences", respond=post_sequence),
    Route(method="GET", path="/v1/account/ssoToken", respond=get_sso_token, stores=True),
    Route(method="POST", path="/v1/account/registercompany", respond=post_company),
    Route(method="POST", path="/v1/account/license", respond=post_license),
    Route(method="POST", path="/v1/account/license/addons", respond=post_addons),
)
"""Served account operations."""
