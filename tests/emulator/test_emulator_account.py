"""The account: companies that are registered, licences, and tokens for single sign-on."""

from __future__ import annotations

import contextlib

import pytest

from billit_async.emulator.storage.store import Store
from billit_async.models import AccountInformation, RegisterAccountResponse

COMPANY = {"Name": "Nieuw BV", "VATNumber": "BE 0563.846.944", "Email": "n@example.test", "Street": "Markt",
           "StreetNumber": "1", "Zipcode": "9000", "City": "Gent", "CountryCode": "BE"}  # fmt: skip
ACCOUNT = {"IBAN": "BE68539007547034", "BIC": "NICABEBB", "BankAccountName": "Zicht"}


async def register(wire, **changes):
    return await wire("POST", "/v1/account/registercompany", {"Company": COMPANY, **changes})


async def test_a_registered_company_is_one_of_the_users_and_has_nothing_yet(written, reads_as):
    made = reads_as(RegisterAccountResponse, await register(written, BankAccounts=[ACCOUNT]))
    info = reads_as(AccountInformation, await written.get("/v1/account/accountInformation"))
    company = info.companies[-1]
    assert (company.party_id, company.vat_number, company.iban) == (
        made.company_id, "BE0563846944", "BE68539007547034")  # fmt: skip
    assert made.bank_accounts[0].bank_account_name == "Zicht"
    assert str(made.api_key) == written.emulator.api_key
    assert made.company_id in written.emulator.party_ids
    assert (await written.get("/v1/orders", PartyID=str(made.company_id))).json["Items"] == []


async def test_the_new_company_can_be_worked_in(written, an_order):
    company = str((await register(written)).json["CompanyID"])
    order_id = int((await written("POST", "/v1/orders", an_order(), PartyID=company)).text)
    detail = (await written.get(f"/v1/orders/{order_id}", PartyID=company)).json
    assert detail["CompanyID"] == int(company)
    assert (await written.get(f"/v1/orders/{order_id}")).status == 401
    assert written.emulator.ledger[int(company)].order_ids == (order_id,)


async def test_bank_accounts_inside_the_company_count_too(written):
    made = (await register(written, Company={**COMPANY, "BankAccounts": [ACCOUNT]})).json
    assert [account["IBAN"] for account in made["BankAccounts"]] == [ACCOUNT["IBAN"]]


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"Name": None}, "CompanyNameOrContactNameIsRequired"), ({"VATNumber": "BE0563846945"}, "_0_IsNoValidBEVAT")],
)
async def test_a_company_that_billit_would_not_take_is_refused(written, changes, code):
    before = written.emulator.party_ids
    assert (await register(written, Company={**COMPANY, **changes})).codes == [code]
    assert written.emulator.party_ids == before


def test_a_company_whose_transaction_fails_was_never_there():
    store = Store.open(":memory:", seed=7)
    try:
        with contextlib.suppress(LookupError), store.database.transaction():
            store.companies.add(5, {"Name": "x"})
            assert store.companies.ids() == (5,)
            raise LookupError
        assert store.companies.ids() == ()
    finally:
        store.database.close()


async def test_licences_are_kept_and_extras_add_up(written):
    company = written.emulator.party_id
    licence = {"LicenseID": 3, "PeriodID": 12, "Addons": {"AmountOfExtraUsers": 1}}
    body = {"CompanyID": company, "License": licence}
    assert (await written("POST", "/v1/account/license", body)).json == company
    addon = {"CompanyID": company, "AmountOfExtraUsers": 2, "AmountOfExtraDocuments": 100}
    assert (await written("POST", "/v1/account/license/addons", addon)).json == company
    (kept,) = written.emulator.kept("licences")
    assert kept == {**licence, "Addons": {"AmountOfExtraUsers": 3, "AmountOfExtraDocuments": 100}}


async def test_a_licence_of_a_company_that_is_not_yours_is_401(written):
    body = {"CompanyID": 5, "License": {"LicenseID": 1}}
    assert (await written("POST", "/v1/account/license", body)).status == 401
    assert (await written("POST", "/v1/account/license/addons", {"CompanyID": 5})).status == 401
    assert (await written("POST", "/v1/account/license/addons", {})).codes == ["GenericError"]
    assert (await written("POST", "/v1/account/license", {})).codes == ["GenericError"]


async def test_every_sso_token_is_new(written):
    first, second = [(await written.get("/v1/account/ssoToken")).json["Token"] for _ in range(2)]
    assert first != second
