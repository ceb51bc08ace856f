"""What the checks find, against the emulator over HTTP: the broken order is refused with the code that they name.

Every order of the table of checks is sent, through the SDK. Where Billit documents a rule and no refusal, the emulator
takes the order, and the table says so. What the checks cannot know is listed with the reason.
"""

from __future__ import annotations

import re

import attrs
import pytest

from billit_async import ApiKey, BillitSession
from billit_async.errors import BadRequest
from billit_async.invoicing import check
from billit_async.models import Party
from tests.emulator.catalogue import LOCATED
from tests.unit.checked_orders import CASES, KNOWN_INVOICE, a_line, an_order, credited, lined

REFUSED = {
    "order-type": "TheOrderTypeCode_0_IsInvalid",
    "order-direction": "TheOrderDirectionCode_0_IsInvalid",
    "counterparty-required": "CustomerIsRequired",
    "order-date-required": "OrderDateIsRequired",
    "expiry-date-required": "ExpiryDateIsRequired",
    "delivery-date": "InvalidDeliveryDate",
    "about-invoice-unknown": "TheAboutInvoiceNumberCouldNotBeFound",
    "lines-required": "ThereMustBeAtLeastOneOrderLine",
    "description-required": "DescriptionIsMandatoryForOrderLinesWithTotals",
    "vat-percentage": "InvalidVAtPercentageForTaxCountry_0_",
    "party-name-required": "CompanyNameOrContactNameIsRequired",
    "one-address-of-each-type": "Only1OfEachAddressTypeAllowed",
    "identifier-type-required": "IdentifierTypeIsRequired",
    "belgian-vat-number": "_0_IsNoValidBEVAT",
    "vat-number": "YourVATIsNotValid",
    "file-name": "Invalid Filename",
    "file-content": "TheFileIsNotValid",
    "order-pdf": "TheFileIsNotValid",
}
"""Rules whose code Billit returns to the create; the finding's source names it."""

UNNAMED = {"negative-total", "mandate-id"}
"""Rules that are documented as a refusal, but whose code is not: it can only be the generic one."""

WHEN_SENT = {
    "email": ("TheCustomer_0_DoesNotHaveAValidEmailAddress", "SMTP"),
    "reference-text": ("PleaseSupplyAValidPONumberInTheFieldYourReference", "Peppol"),
}
"""Rules that Billit applies when the order is sent: the code, and the channel."""

TAKEN = {
    "about-invoice-missing", "allowance-decimals", "allowance-link", "allowance-quantity", "allowance-sign",
    "allowance-total", "attachment-kind", "bic", "cash-discount-days", "charge-alone", "creditor-reference",
    "custom-field-prefix", "decimals-beyond-setting", "direct-debit-incomplete", "expiry-before-order", "iban",
    "identifier-digits", "identifier-scheme", "incl-leading-amount", "negative-quantity", "note-twice",
    "party-may-overwrite", "peppol-identifier", "period-order", "prepaid-twice", "reduction-range", "self-billing",
    "structured-reference", "text-too-long", "to-pay-range", "too-many-decimals", "total-differs",
    "total-is-not-the-sum", "ventilation-code", "ventilation-code-rate", "zero-vat-reason",
    "buyer-number-required", "country-code", "currency", "custom-field-date", "custom-field-period",
    "custom-field-unknown", "outside-scope-alone", "payment-means-code", "reason-code",
    "number-alone", "vat-number-elsewhere",
}  # fmt: skip
"""Rules of the documentation or of EN 16931 for which no refusal is known."""

UNKNOWABLE = {
    "GenericError": "a rule without a code of its own: which one, the description says",
    "Idempotent token already exists": "only Billit knows which keys were used",
    "ApiKeyNotValid": "only Billit knows its keys, and which companies they open",
    "InvalidAccessToken": "only Billit knows its tokens",
    "AccessTokenExpired": "the token's hour is known, but not Billit's clock; the SDK renews it when it is told so",
    "AccessTokenRevoked": "the user removes the application in Billit",
    "This_0_WasAlreadySentLessThen_1_MinutesAgoTo_2_OrIsStillInTheQueue": "Billit's queue, and what others sent",
    "TheCustomerIsNotActiveOnPeppol": "the directory of Peppol, which `peppol.lookup` asks",
    "TheCustomerDoesNotSupportPeppolForType_0": "the same",
    "OrderAlreadySent": "the state of the order in Billit",
    "WebhookURLCannotBeEmpty": "a webhook is no order",
    "WrongEntityTypeUsed": "a webhook is no order",
}
"""Codes that nobody can know without asking; test_emulator_codes has the typed error of each."""


def named(cases):
    return [pytest.param(*case, id=f"{case[0]}-{place}") for place, case in enumerate(cases)]


def cases_of(rules):
    return named(case for case in CASES if case[0] in rules)


@pytest.fixture
async def billit(boot):
    """A session of a company that has one invoice of each direction, and a customer beside theirs."""
    wire = await boot(orders=1, settings={"delivery.order_number_wanted": frozenset({"BE0563846944"})})
    emulator = wire.emulator
    async with BillitSession(ApiKey(emulator.api_key), base_url=emulator.url, party_id=emulator.party_id) as session:
        known = Party(name="Known", email="known@example.be")
        for direction, role in (("Income", "customer"), ("Cost", "supplier")):
            order = an_order(order_direction=direction, order_number=KNOWN_INVOICE, customer=None)
            await session.orders.create(attrs.evolve(order, **{role: known}))
        yield session


async def post(billit, order):
    """Create an order; the ids of customers in the table stand for one that there is."""
    if order.customer_id is not None:
        order = attrs.evolve(order, customer_id=(await billit.parties.list(top=1).first()).party_id)
    return await billit.orders.create(order)


def found_by(rule, order):
    return [each for each in check(order, known_invoices=[KNOWN_INVOICE]) if each.rule == rule]


def codes_of(finding):
    return re.findall(r"code ([^;]+)", finding.source)


def test_each_rule_is_told_what_becomes_of_it():
    kinds = [set(REFUSED), UNNAMED, set(WHEN_SENT), TAKEN]
    assert set.union(*kinds) == {case[0] for case in CASES}
    assert sum(map(len, kinds)) == len(set.union(*kinds))


def test_each_catalogued_code_is_found_before_or_has_a_reason_why_not():
    found = {*REFUSED.values(), *(code for code, _ in WHEN_SENT.values())}
    assert found | set(UNKNOWABLE) == set(LOCATED)
    assert not found & set(UNKNOWABLE)
    assert all(UNKNOWABLE.values())


@pytest.mark.parametrize(("rule", "field", "broken", "kept"), cases_of(REFUSED))
async def test_a_finding_names_the_code_that_the_create_is_refused_with(billit, rule, field, broken, kept):
    assert REFUSED[rule] in codes_of(found_by(rule, broken)[0])
    with pytest.raises(BadRequest) as caught:
        await post(billit, broken)
    # The one code of a missing supplier was never recorded: it is that of the customer, read the other way round.
    expected = "SupplierIsRequired" if field == "supplier" else REFUSED[rule]
    assert [detail.code for detail in caught.value.errors] == [expected]
    assert await post(billit, kept) > 0


@pytest.mark.parametrize(("rule", "field", "broken", "kept"), cases_of(UNNAMED))
async def test_a_documented_refusal_without_a_code_is_the_generic_one(billit, rule, field, broken, kept):
    assert codes_of(found_by(rule, broken)[0]) == []
    with pytest.raises(BadRequest) as caught:
        await post(billit, broken)
    assert [detail.code for detail in caught.value.errors] == ["GenericError"]
    assert caught.value.errors[0].description
    assert await post(billit, kept) > 0


@pytest.mark.parametrize(("rule", "field", "broken", "kept"), cases_of(WHEN_SENT))
async def test_a_rule_of_sending_is_found_before_the_order_is_made(billit, rule, field, broken, kept):
    code, channel = WHEN_SENT[rule]
    assert code in codes_of(found_by(rule, broken)[0])
    order_id = await post(billit, broken)
    with pytest.raises(BadRequest) as caught:
        await billit.orders.send([order_id], channel)
    assert [detail.code for detail in caught.value.errors] == [code]
    assert (await billit.orders.get(order_id)).is_sent is False


async def test_a_list_of_addresses_with_semicolons_is_sent(billit):
    kept = next(kept for rule, _, _, kept in CASES if rule == "email" and ";" in (kept.customer.email or ""))
    await billit.orders.send([await post(billit, kept)], "SMTP")


async def test_one_purchase_order_number_is_sent(billit):
    order_id = await post(billit, an_order(reference="PO-4500012345"))
    await billit.orders.send([order_id], "Peppol")
    assert (await billit.orders.get(order_id)).is_sent is True


@pytest.mark.parametrize(("rule", "field", "broken", "kept"), cases_of(TAKEN))
async def test_a_rule_without_a_known_refusal_is_the_checks_own(billit, rule, field, broken, kept):
    assert codes_of(found_by(rule, broken)[0]) == []
    assert await post(billit, broken) > 0
    assert await post(billit, kept) > 0


async def test_several_findings_are_several_codes_in_one_refusal(billit):
    order = lined(a_line(vat_percentage=20), a_line(description=None), expiry_date=None)
    rules = [each.rule for each in check(order)]
    with pytest.raises(BadRequest) as caught:
        await post(billit, order)
    assert {REFUSED[rule] for rule in rules} == {detail.code for detail in caught.value.errors}
    assert len(caught.value.errors) == 3


async def test_a_credit_note_is_about_an_invoice_of_its_own_direction(billit):
    assert await post(billit, credited(about_invoice_number=KNOWN_INVOICE)) > 0
    with pytest.raises(BadRequest):
        await post(billit, credited(about_invoice_number=f"{KNOWN_INVOICE}-other"))
