"""Random drafts against the emulator over HTTP: accepted when they pass the checks, with the same totals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

import pytest

from billit_async import ApiKey, BadRequest, BillitSession
from billit_async.emulator import Emulator
from billit_async.invoicing import CreditNote, DeliveryNote, Invoice, Offer
from billit_async.models import Party


def a_random_draft(random):
    kind = random.choice((Invoice, Invoice, CreditNote, Offer, DeliveryNote))
    party = Party(name="Acme", email=f"party{random.randrange(10**6)}@example.be", country_code="BE")
    draft = kind.build(party, order_date=date(2024, 1, 1), expiry_date=date(2024, 1, 31))
    for _ in range(random.randrange(6)):
        rate = random.choice((0, 6, 12, 21, 21, 21))
        amount = Decimal(random.randrange(1, 90_000)).scaleb(-2)
        match random.randrange(16):
            case 0:
                draft = draft.text("A heading")
            case 1 | 2 | 3:
                draft = draft.line_incl("Book", amount, vat_percentage=rate, quantity=random.randrange(1, 9))
            case 4:
                draft = draft.allowance("Goodwill", amount, vat_percentage=rate)
            case 5:
                draft = draft.charge("Freight", amount, vat_percentage=rate)
            case 6:
                draft = draft.line("Work", amount, vat_percentage=random.choice((19, 21)))
            case 7:
                draft = draft.line("", amount, vat_percentage=rate)
            case _:
                reduction = random.choice((None, None, 5, Decimal("12.5")))
                quantity = Decimal(random.randrange(1, 900)).scaleb(-2)
                draft = draft.line(
                    "Work", amount, vat_percentage=rate, quantity=quantity, reduction_percentage=reduction
                )
    return draft.cash_discount("1.5", days=8) if random.random() < 0.2 else draft


async def outcomes(count, seed):
    """How many drafts were accepted and refused, and what was refused unflagged or had other totals."""
    random = Random(seed)
    accepted, refused, wrong = 0, 0, []
    async with (
        Emulator(seed=7, orders=20) as emu,
        BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id) as billit,
    ):
        for place in range(count):
            draft = a_random_draft(random)
            flagged = any(each.severity == "error" for each in draft.check())
            try:
                order = await billit.orders.get(await billit.orders.create(draft.order()))
            except BadRequest:
                refused += 1
                if not flagged:
                    wrong.append((place, "refused"))
                continue
            accepted += 1
            ours = draft.totals()
            if (ours.total_excl, ours.total_vat, ours.total_incl) != (
                order.total_excl,
                order.total_vat,
                order.total_incl,
            ):
                wrong.append((place, "totals"))
    return accepted, refused, wrong


async def test_drafts_that_pass_are_accepted_with_the_same_totals_and_refused_ones_were_flagged():
    accepted, refused, wrong = await outcomes(100, seed=8)
    assert wrong == []
    assert accepted > 30
    assert refused > 10


@pytest.mark.soak
async def test_the_same_holds_for_many_drafts():
    _, _, wrong = await outcomes(500, seed=81)
    assert wrong == []
