"""Random drafts against the emulator over HTTP: accepted when they pass the checks, with totals computed here anew."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from random import Random

import attrs
import pytest

from billit_async import ApiKey, Attachment, BadRequest, BillitSession
from billit_async.emulator import Emulator
from billit_async.invoicing import CreditNote, DeliveryNote, DocumentField, Invoice, LineField, Offer, OrderForm
from billit_async.models import File, Party, PartyAddress, PartyIdentifier

KNOWN = "KNOWN-1"
DATES = {"order_date": date(2024, 1, 1), "expiry_date": date(2024, 1, 31)}
CODES = {0: "1", 6: "2", 12: "3", 21: "4"}


def a_random_party(random):
    number = random.randrange(10**6, 10**7)
    party = Party(name=f"Party {number}", country_code="BE", email=f"party{number}@example.be")
    match random.randrange(20):
        case 0:
            party.vat_number = f"BE0{number:07d}{random.randrange(1, 98):02d}"
        case 1 | 2 | 3 | 4:
            party.vat_number = f"BE0{number:07d}{97 - number % 97:02d}"
        case 5:
            party.name = None
        case 6:
            kinds = random.choices(("InvoiceAddress", "DeliveryAddress"), k=2)
            party.addresses = [PartyAddress(address_type=kind, city="Gent", country_code="BE") for kind in kinds]
        case 7:
            party.identifiers = [PartyIdentifier(identifier="0563846944", identifier_type=random.choice((None, "CBE")))]
        case 8:
            party.country_code, party.vat_number = "NL", "NL002059999B90"
    return party


def an_adjusted_line(draft, amount, rate, random):
    link = f"link-{random.randrange(10**6)}"
    return draft.line("Goods", amount, vat_percentage=rate, link=link).charge(
        "Packing", "1.25", vat_percentage=rate, link=link
    )


def a_coded_line(draft, amount, rate, random):
    code = random.choice(("21", "51", "70", CODES[rate])) if rate == 0 else CODES[rate]
    return draft.line("Coded", amount, vat_percentage=rate, ventilation_code=code)


def a_plain_line(draft, amount, rate, random):
    reduction = random.choice((None, None, 5, Decimal("12.5")))
    quantity = Decimal(random.randrange(1, 900)).scaleb(-2)
    return draft.line("Work", amount, vat_percentage=rate, quantity=quantity, reduction_percentage=reduction)


LINES = [
    lambda draft, _amount, _rate, _random: draft.text("A heading"),
    lambda draft, _amount, _rate, _random: draft.blank_line(),
    lambda draft, amount, rate, random: draft.allowance(
        "Goodwill", amount, vat_percentage=rate, code=random.choice((None, "95"))
    ),
    lambda draft, amount, rate, random: draft.charge(
        "Freight", amount, vat_percentage=rate, code=random.choice((None, "FC"))
    ),
    lambda draft, amount, _rate, random: draft.line("Work", amount, vat_percentage=random.choice((19, 21))),
    lambda draft, amount, rate, _random: draft.line("", amount, vat_percentage=rate),
    lambda draft, amount, rate, _random: draft.line("Returned", -amount, vat_percentage=rate),
    an_adjusted_line,
    *[
        lambda draft, amount, rate, random: draft.line_incl(
            "Book", amount, vat_percentage=rate, quantity=random.randrange(1, 9)
        )
    ]
    * 3,
    *[a_coded_line] * 2,
    *[a_plain_line] * 9,
]
HEADS = [
    lambda draft, _random: draft.cash_discount("1.5", days=8),
    lambda draft, _random: draft.cash_discount("1.5", days=8),
    lambda draft, _random: draft.period(date(2024, 1, 1), date(2024, 1, 31)),
    lambda draft, random: (
        attrs.evolve(draft, about_invoice_number=random.choice((KNOWN, "NOWHERE")))
        if isinstance(draft, CreditNote)
        else draft
    ),
    lambda draft, _random: (
        draft.ubl_field(DocumentField.PROJECT, "P-1").line_field(LineField.UNIT_CODE, "HUR")
        if isinstance(draft, (Invoice, CreditNote)) and draft.lines
        else draft
    ),
    lambda draft, _random: draft.attach(Attachment.from_bytes("terms.pdf", b"%PDF-1.7 terms")),
    lambda draft, random: draft.attach(File(file_name=random.choice(("terms", "a/b.pdf")), file_content="JVBERi0=")),
    lambda draft, _random: attrs.evolve(draft, payment_reference="+++123/4567/89002+++", reference="PO-1"),
    lambda draft, _random: draft.already_paid("Bancontact"),
    lambda draft, random: attrs.evolve(draft, ventilation_code=random.choice(("21", "70"))),
]


def a_random_draft(random):
    kind = random.choice((Invoice, Invoice, Invoice, CreditNote, Offer, DeliveryNote, OrderForm))
    draft = kind.build(a_random_party(random), **DATES)
    if kind in {Invoice, CreditNote} and random.random() < 0.2:
        draft = attrs.evolve(draft, direction="Cost", self_billing=random.random() < 0.5)
    for _ in range(random.randrange(7)):
        amount = Decimal(random.randrange(1, 90_000)).scaleb(-2)
        draft = random.choice(LINES)(draft, amount, random.choice((0, 6, 12, 21, 21, 21)), random)
    for _ in range(random.choice((0, 0, 1, 1, 2))):
        draft = random.choice(HEADS)(draft, random)
    return draft


def cents(amount):
    """Rounded half away from zero, as a number of cents."""
    scaled = abs(Fraction(amount)) * 100
    return floor(scaled + Fraction(1, 2)) * (1 if amount >= 0 else -1)


def without_vat(incl, rate):
    return cents(Fraction(incl, 100) / (1 + Fraction(rate) / 100))


def due(order):
    """Total without VAT, VAT and total, in cents, by the documented method: per VAT rate, rounded at the end."""
    groups = defaultdict(list)
    for line in order.order_lines:
        rate = line.vat_percentage or 0
        if line.unit_price_excl is None and not line.incl_leading:
            continue
        code = line.ventilation_code
        if code is None and not rate:
            code = order.ventilation_code
        if code is None:
            code = "1" if order.order_direction == "Cost" else CODES.get(int(rate), "4")
        reduction = 1 - Fraction(line.reduction_percentage or 0) / 100
        if line.incl_leading:
            incl = cents(Fraction(line.unit_price_incl) * Fraction(line.quantity) * reduction)
            groups[rate, code].append((without_vat(incl, rate), incl))
        else:
            excl = cents(Fraction(line.quantity) * Fraction(line.unit_price_excl) * reduction)
            groups[rate, code].append((excl, None))
    total_excl = total_vat = 0
    for (rate, _), members in groups.items():
        excl = sum(excl for excl, _ in members)
        discount = cents(Fraction(excl, 100) * Fraction(order.payment_discount_percentage or 0) / 100)
        if discount or any(incl is None for _, incl in members):
            vat = cents(Fraction(excl - discount, 100) * (1 + Fraction(rate) / 100)) - (excl - discount)
        else:
            incl = sum(incl for _, incl in members)
            excl = without_vat(incl, rate)
            vat = incl - excl
        total_excl, total_vat = total_excl + excl, total_vat + vat
    return total_excl, total_vat, total_excl + total_vat


async def outcomes(count, seed):
    """How many drafts were accepted and refused, and what was refused unflagged or had other totals."""
    random = Random(seed)
    accepted, refused, wrong = 0, 0, []
    async with (
        Emulator(seed=7, orders=20) as emu,
        BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id) as billit,
    ):
        for direction in ("Income", "Cost"):
            known = Invoice(party=a_random_party(Random(1)), order_number=KNOWN, direction=direction, **DATES)
            await billit.orders.create(known.line("Work", 1, vat_percentage=21))
        for place in range(count):
            draft = a_random_draft(random)
            flagged = any(each.severity == "error" for each in draft.check(known_invoices=[KNOWN]))
            try:
                order = await billit.orders.get(await billit.orders.create(draft.order()))
            except BadRequest as refusal:
                refused += 1
                if not flagged:
                    wrong.append((place, "refused", [detail.code for detail in refusal.errors]))
                continue
            accepted += 1
            ours = draft.totals()
            computed = tuple(cents(each) for each in (ours.total_excl, ours.total_vat, ours.total_incl))
            stored = tuple(cents(each) for each in (order.total_excl, order.total_vat, order.total_incl))
            if not computed == stored == due(draft.order()):
                wrong.append((place, "totals", computed, stored, due(draft.order())))
    return accepted, refused, wrong


async def test_drafts_that_pass_are_accepted_with_the_right_totals_and_refused_ones_were_flagged():
    accepted, refused, wrong = await outcomes(500, seed=8)
    assert wrong == []
    assert accepted > 200
    assert refused > 100


def test_the_totals_computed_here_are_the_documented_ones():
    draft = (
        Invoice.build(7, **DATES).line("A", "10.00", vat_percentage=6).line("B", "3.75", quantity=2, vat_percentage=21)
    )
    assert due(draft.order()) == (1750, 218, 1968)


@pytest.mark.soak
async def test_the_same_holds_for_many_drafts():
    _, _, wrong = await outcomes(5_000, seed=81)
    assert wrong == []
