"""The seeded data: believable, consistent with itself, and the same every time."""

from __future__ import annotations

import hashlib
from collections import Counter
from decimal import Decimal
from random import Random
from uuid import UUID

import aiohttp
import pytest
from stdnum import luhn
from stdnum.be import iban as belgian_iban
from stdnum.be import vat as belgian_vat
from stdnum.eu import vat as european_vat

from billit_async.emulator import Emulator
from billit_async.emulator.seed.draws import Draws
from billit_async.emulator.seed.words import CITIES


@pytest.fixture
async def details(wire, emulator):
    """Every order of the first company in full."""
    return [await wire.detail(order_id) for order_id in emulator.ledger[emulator.party_id].order_ids]


@pytest.fixture
async def parties(wire):
    return (await wire.get("/v1/parties?$top=120")).json["Items"]


async def bodies(seed):
    """Everything a client could read first, byte for byte, without the port in it."""
    async with Emulator(seed=seed, orders=130, companies=2) as emu, aiohttp.ClientSession(emu.url) as session:
        found = [emu.api_key.encode()]
        for company in emu.party_ids:
            headers = {"ApiKey": emu.api_key, "PartyID": str(company)}
            order_ids = emu.ledger[company].order_ids
            paths = ["orders?$orderby=LastModified", "parties", "products", "account/accountInformation"]
            paths += [f"orders/{order_id}" for order_id in order_ids[:20]]
            for path in paths:
                async with session.get(f"/v1/{path}", headers=headers) as response:
                    found.append((await response.read()).replace(emu.url.encode(), b""))
        return found


async def test_the_same_seed_gives_byte_for_byte_the_same():
    assert await bodies(7) == await bodies(7)


async def test_the_seeded_data_stays_as_it_was():
    """What users wrote down of seed 7 still holds: another data set is a change that belongs into the changelog."""
    digest = hashlib.sha256(b"\n".join(await bodies(7))).hexdigest()
    assert digest == "93203800c6fbfdc9b519040460bf60896479782ec0758ee6f69db69c93930467"


def test_seeding_draws_the_numbers_of_the_random_module():
    ours, theirs = Draws(7), Random(7)
    for limit in (1, 2, 7, 64, 100, 10**9):
        assert ours.below(limit) == theirs.randrange(limit)
        assert ours.between(-limit, limit) == theirs.randrange(-limit, limit)
        assert ours.one_of("abc") == theirs.choice("abc")
        assert ours.chance(65) == (theirs.randrange(100) < 65)
        assert ours.guid() == str(UUID(int=theirs.getrandbits(128), version=4))


async def test_another_seed_gives_something_else():
    assert (await bodies(7))[0] != (await bodies(8))[0]


async def test_vat_numbers_are_valid(parties, wire):
    numbers = [party["VATNumber"] for party in parties if "VATNumber" in party]
    assert len(numbers) > 5
    assert all(european_vat.is_valid(number) for number in numbers)
    companies = (await wire.get("/v1/account/accountInformation")).json["Companies"]
    assert all(belgian_vat.is_valid(company["VATNumber"]) for company in companies)


async def test_foreign_vat_numbers_are_valid_too():
    from billit_async.emulator.seed.identifiers import foreign_vat_number

    random = Random(1)
    for country in ("NL", "FR", "LU", "DE"):
        for _ in range(200):
            number = foreign_vat_number(country, random)
            assert european_vat.is_valid(number), number
    assert luhn.is_valid(foreign_vat_number("FR", random)[4:])


async def test_enterprise_numbers_ibans_and_references_are_valid_in_bulk():
    from billit_async.emulator.seed.identifiers import enterprise_number, iban
    from billit_async.invoicing import structured_reference

    random = Random(1)
    for _ in range(500):
        assert belgian_vat.is_valid(enterprise_number(random))
        account, bic = iban(random)
        assert belgian_iban.is_valid(account)
        assert belgian_iban.to_bic(account) == bic
        digits = structured_reference(random.randrange(10**10)).strip("+").replace("/", "")
        assert (int(digits[:10]) % 97 or 97) == int(digits[10:])


def test_a_reference_whose_remainder_is_zero_ends_in_97():
    from billit_async.invoicing import structured_reference

    assert structured_reference(97) == "+++000/0000/09797+++"


async def test_belgian_zip_codes_belong_to_their_city(parties):
    known = {(zipcode, city) for zipcode, city, _ in CITIES}
    belgian = [(party["Zipcode"], party["City"]) for party in parties if party["CountryCode"] == "BE"]
    assert set(belgian) <= known


async def test_vat_groups_add_up_to_the_order(details):
    for order in details:
        for key in ("TotalExcl", "TotalVAT", "TotalIncl"):
            assert sum(group[key] for group in order["VatGroups"]) == order[key]
        assert order["TotalExcl"] + order["TotalVAT"] == order["TotalIncl"]
        assert order["TotalIncl"] > 0


async def test_vat_is_computed_on_the_sum_of_a_rate_and_not_on_the_lines(details):
    for order in details:
        for group in order["VatGroups"]:
            exact = group["TotalExcl"] * group["VATPercentage"] / 100
            assert abs(exact - group["TotalVAT"]) <= Decimal("0.005")
    assert any(
        sum(line.get("TotalVAT", 0) for line in order["OrderLines"]) != order["TotalVAT"] for order in details
    ), "no order shows the difference, so nothing was tested"


async def test_status_follows_from_direction_sent_and_paid(details):
    for order in details:
        if order["OrderDirection"] == "Income" and not order["IsSent"]:
            assert order["OrderStatus"] == "ToSend"
        else:
            assert order["OrderStatus"] == ("Paid" if order["Paid"] else "ToPay")
        assert order["ToPay"] == (0 if order["Paid"] else order["TotalIncl"])
        assert ("PaidDate" in order) == order["Paid"]
        assert order["Created"] <= order["LastModified"]


async def test_there_is_some_of_everything(details):
    kinds = Counter((order["OrderDirection"], order["OrderType"]) for order in details)
    assert {("Income", "Invoice"), ("Income", "CreditNote"), ("Income", "Offer"), ("Cost", "Invoice")} <= set(kinds)
    assert {order["OrderStatus"] for order in details} == {"ToSend", "ToPay", "Paid"}
    assert len({group["VATPercentage"] for order in details for group in order["VatGroups"]}) == 4


async def test_order_numbers_of_sales_are_unique(details):
    numbers = [order["OrderNumber"] for order in details if order["OrderDirection"] == "Income"]
    assert len(numbers) == len(set(numbers))


async def test_the_ledger_equals_the_sum_of_the_details(details, emulator):
    company = emulator.ledger[emulator.party_id]
    assert company.order_count == len(details)
    for rate, totals in company.vat_totals.items():
        groups = [group for order in details for group in order["VatGroups"] if group["VATPercentage"] == rate]
        assert (totals.excl, totals.vat, totals.incl) == tuple(
            sum(group[key] for group in groups) for key in ("TotalExcl", "TotalVAT", "TotalIncl")
        )
    assert company.totals.incl == sum(order["TotalIncl"] for order in details)


async def test_the_ledger_follows_what_is_written(written):
    before = written.emulator.ledger[written.emulator.party_id]
    order_id = await written.create()
    grown = written.emulator.ledger[written.emulator.party_id]
    assert grown.totals.incl - before.totals.incl == Decimal("19.68")
    await written("DELETE", f"/v1/orders/{order_id}")
    assert written.emulator.ledger[written.emulator.party_id] == before


async def test_orders_are_divided_over_the_companies(emulator):
    assert [company.order_count for company in emulator.ledger] == [150, 150]
    assert emulator.ledger.order_count == 300
