"""The base of all drafts: lines, references, dates, files and money. Nothing here does I/O."""

from __future__ import annotations

from copy import deepcopy
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Literal, Self

import attrs

from billit_async._serialization.values import decimal_value
from billit_async.errors import InvoiceRefused, PayloadError
from billit_async.invoicing.checks import check
from billit_async.invoicing.totals import OrderTotals, TotalsPolicy, totals_of
from billit_async.models import File, Order, OrderLine, Party

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from billit_async.invoicing.findings import Finding

__all__ = ["OrderDraft"]


def _lines(given: Iterable[OrderLine]) -> tuple[OrderLine, ...]:
    # Models can be changed, a draft cannot: it keeps copies of what it is given.
    return tuple(deepcopy(line) for line in given)


def _files(given: Iterable[File]) -> tuple[File, ...]:
    return tuple(deepcopy(file) for file in given)


def _fields(given: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(given))


def _copied(given: Party | int) -> Party | int:
    return deepcopy(given)


@attrs.frozen(kw_only=True, repr=False)
class OrderDraft:
    """An order that is being written; every step gives a new draft and leaves the old one as it was.

    Args:
        party: The other side, whole or by its ``PartyID``: the customer on Income, the supplier on Cost.
        order_date: Date of the document.
        expiry_date: When it must be paid; mandatory on every type, credit notes too.
        direction: ``Income`` for what you sell, ``Cost`` for what you buy.
        lines: The lines so far.
        attachments: Files that go with the document.
        custom_fields: Extra fields of the document by name.
        order_number: Your own number; Billit gives the next one when it is left out.
        reference: The buyer's order number, one and nothing else.
        order_title: The buyer's reference.
        payment_reference: What to pay with; Billit makes a structured one when it is left out.
        comments: A note at the top of the document.
        currency: Three letters, such as ``EUR``.
        ventilation_code: VAT treatment of all lines at 0 %.
        delivery_date: When it was delivered; the order date when left out.
        period_from: First day of the period.
        period_till: Last day of the period.
        discount_percentage: Cash discount in percent.
        discount_days: Days after the order date within which it applies.
        to_pay: What is left to pay, with VAT, of an order that is paid in part.
        paid: Whether it is paid in whole; never together with ``to_pay``.
        payment_method: How it is, or was, paid, such as ``Wired`` or ``Domiciliation``.
        iban: Account to be paid on, one of your company's in Billit; left out, the usual one.
        bic: Bank of that account.
        internal_info: A note for yourself.
        external_id: One free value of yours, which Billit gives back and never sends on.

    Source: Swagger operation Order_PostOrders; docs page "creating sales invoices".
    """

    order_type: ClassVar[str]

    _party: Party | int = attrs.field(alias="party", converter=_copied)
    order_date: date
    expiry_date: date
    direction: Literal["Income", "Cost"] = "Income"
    _lines: tuple[OrderLine, ...] = attrs.field(default=(), alias="lines", converter=_lines)
    _attachments: tuple[File, ...] = attrs.field(default=(), alias="attachments", converter=_files)
    custom_fields: Mapping[str, str] = attrs.field(default=MappingProxyType[str, str]({}), converter=_fields)
    order_number: str | None = None
    reference: str | None = None
    order_title: str | None = None
    payment_reference: str | None = None
    comments: str | None = None
    currency: str | None = None
    ventilation_code: str | None = None
    delivery_date: date | None = None
    period_from: date | None = None
    period_till: date | None = None
    discount_percentage: Decimal | None = attrs.field(default=None, converter=decimal_value)
    discount_days: int | None = None
    to_pay: Decimal | None = attrs.field(default=None, converter=decimal_value)
    paid: bool | None = None
    payment_method: str | None = None
    iban: str | None = None
    bic: str | None = None
    internal_info: str | None = None
    external_id: str | None = None

    @classmethod
    def build(cls, party: Party | int, *, order_date: date, expiry_date: date, lines: Iterable[OrderLine] = ()) -> Self:
        """Begin a draft; the constructor takes the same and everything else as keywords."""
        return cls(party=party, order_date=order_date, expiry_date=expiry_date, lines=tuple(lines))

    def __repr__(self) -> str:
        """Say how far the draft is, and nothing of what it says."""
        return f"{type(self).__name__}(lines={len(self._lines)}, attachments={len(self._attachments)})"

    @property
    def party(self) -> Party | int:
        """The other side: a copy of the party, or its ``PartyID``."""
        return _copied(self._party)

    @property
    def lines(self) -> tuple[OrderLine, ...]:
        """Copies of the lines: changing one leaves the draft as it is."""
        return _lines(self._lines)

    @property
    def attachments(self) -> tuple[File, ...]:
        """Copies of the files."""
        return _files(self._attachments)

    def product(self, product_id: int, quantity: Decimal | int | str = 1) -> Self:
        """Add a known product; Billit fills in all but the quantity.

        Source: docs page reference/order; the manual's chapter on products.
        """
        return self._with(OrderLine(product_id=product_id, quantity=quantity))

    def line(
        self,
        description: str,
        unit_price_excl: Decimal | int | str,
        *,
        vat_percentage: Decimal | int | str,
        quantity: Decimal | int | str = 1,
        reduction_percentage: Decimal | int | str | None = None,
        ventilation_code: str | None = None,
        link: str | None = None,
        description_extended: str | None = None,
        reference: str | None = None,
        unit: str | None = None,
    ) -> Self:
        """Add a line by its price without VAT.

        Args:
            description: What it is, at most 512 characters.
            unit_price_excl: Price of one without VAT; negative on a negative line.
            vat_percentage: 21 for 21 %.
            quantity: How many, never negative.
            reduction_percentage: Commercial discount, 5 for 5 %.
            ventilation_code: VAT treatment of this line; it wins over the draft's.
            link: A text of your choice that an allowance or charge for this line repeats.
            description_extended: More about it, at most 512 characters.
            reference: Your number for the article.
            unit: Unit of the quantity, as your company calls it.

        Source: docs pages "creating sales invoices" and "commercial discount with simple Billit fields".
        """
        return self._with(
            OrderLine(
                description=description,
                quantity=quantity,
                unit_price_excl=unit_price_excl,
                vat_percentage=vat_percentage,
                reduction_percentage=reduction_percentage,
                ventilation_code=ventilation_code,
                linked_order_line_id=link,
                description_extended=description_extended,
                reference=reference,
                unit=unit,
            )
        )

    def line_incl(
        self,
        description: str,
        unit_price_incl: Decimal | int | str,
        *,
        vat_percentage: Decimal | int | str,
        quantity: Decimal | int | str = 1,
    ) -> Self:
        """Add a line by its price with VAT, from which Billit derives the one without.

        Source: docs page "when you submit prices incl. VAT".
        """
        return self._with(
            OrderLine(
                description=description,
                quantity=quantity,
                incl_leading=True,
                unit_price_incl=unit_price_incl,
                vat_percentage=vat_percentage,
            )
        )

    def text(self, description: str) -> Self:
        """Add a line that is only text, such as a heading. Source: the manual's last chapter."""
        return self._with(OrderLine(description=description))

    def blank_line(self) -> Self:
        """Add an empty line, which sets parts of the document apart. Source: the manual's last chapter."""
        return self.text("")

    def allowance(
        self,
        reason: str,
        amount: Decimal | int | str,
        *,
        vat_percentage: Decimal | int | str,
        code: str | None = None,
        link: str | None = None,
    ) -> Self:
        """Take an amount off the order, or off the line with the same link.

        Args:
            reason: Why, as the buyer reads it.
            amount: The amount without VAT, positive, at most two decimals.
            vat_percentage: 21 for 21 %; that of the linked line.
            code: Code of the reason, of UNCL 5189.
            link: The linked line's ``link``; left out, the allowance is on the whole order.

        Source: docs page "allowances and charges advanced".
        """
        price = -_amount(amount)
        return self._with(_adjustment(reason, price, vat_percentage, code=code, link=link, is_charge=False))

    def charge(
        self,
        reason: str,
        amount: Decimal | int | str,
        *,
        vat_percentage: Decimal | int | str,
        code: str | None = None,
        link: str | None = None,
    ) -> Self:
        """Add an amount to the order, or to the line with the same link; arguments as of :meth:`allowance`.

        The code is one of UNCL 7161. Source: docs page "allowances and charges advanced".
        """
        price = _amount(amount)
        return self._with(_adjustment(reason, price, vat_percentage, code=code, link=link, is_charge=True))

    def cash_discount(self, percentage: Decimal | int | str, *, days: int) -> Self:
        """Offer a discount, in percent, to who pays within so many days; Belgian rules only.

        Source: docs page "discount with simple Billit fields".
        """
        return attrs.evolve(self, discount_percentage=decimal_value(percentage), discount_days=days)

    def left_to_pay(self, amount: Decimal | int | str) -> Self:
        """Say what is left to pay, with VAT; the rest is prepaid. Source: docs page "prepaid"."""
        return attrs.evolve(self, to_pay=decimal_value(amount), paid=None)

    def already_paid(self, method: str | None = None) -> Self:
        """Say that it is paid in whole, and how: ``Bancontact``, ``Contant`` and so on. Source: docs page "prepaid"."""
        return attrs.evolve(self, paid=True, to_pay=None, payment_method=method or self.payment_method)

    def period(self, first: date, last: date) -> Self:
        """Set the period that the document is about, both days included."""
        return attrs.evolve(self, period_from=first, period_till=last)

    def attach(self, file: File) -> Self:
        """Add a file."""
        return attrs.evolve(self, attachments=(*self._attachments, file))

    def custom_field(self, name: str, value: str) -> Self:
        """Set an extra field of the document by its full name, such as ``PaymentMeansCode``."""
        return attrs.evolve(self, custom_fields={**self.custom_fields, name: value})

    def order(self) -> Order:
        """Give the order as it would be created: a new one each time, yours to change.

        Source: Swagger operation Order_PostOrders.
        """
        order = Order(
            order_type=self.order_type,
            order_direction=self.direction,
            order_date=self.order_date,
            expiry_date=self.expiry_date,
            order_lines=list(self.lines),
            attachments=list(self.attachments) or None,
            custom_fields=dict(self.custom_fields) or None,
            order_number=self.order_number,
            reference=self.reference,
            order_title=self.order_title,
            payment_reference=self.payment_reference,
            comments=self.comments,
            currency=self.currency,
            ventilation_code=self.ventilation_code,
            delivery_date=self.delivery_date,
            period_from=self.period_from,
            period_till=self.period_till,
            payment_discount_percentage=self.discount_percentage,
            payment_reduction_days=self.discount_days,
            to_pay=self.to_pay,
            paid=self.paid,
            payment_method=self.payment_method,
            iban=self.iban,
            bic=self.bic,
            internal_info=self.internal_info,
            external_provider_id=self.external_id,
        )
        party = self.party
        match self.direction, party:
            case "Income", Party():
                order.customer = party
            case "Income", int():
                order.customer_id = party
            case _, Party():
                order.supplier = party
            case _, int():
                order.supplier_id = party
        return order

    def totals(self, *, rounding: str = ROUND_HALF_UP, price_decimals: int = 2) -> OrderTotals:
        """Compute what Billit will compute.

        Args:
            rounding: A rounding mode of :mod:`decimal`; Billit does not document its own.
            price_decimals: Decimals that your company keeps of prices and quantities: 2, or up to 5.

        Raises:
            PayloadError: A line is a product, whose price Billit alone knows.

        Source: docs page "calculations".
        """
        for place, line in enumerate(self._lines):
            if line.product_id is not None:
                message = f"order_lines[{place}] is a product, whose price Billit knows; read the totals after creating"
                raise PayloadError(message)
        return totals_of(self.order(), policy=TotalsPolicy(rounding=rounding, price_decimals=price_decimals))

    def check(
        self,
        *,
        country: str = "BE",
        counterparty_country: str | None = None,
        known_invoices: Collection[str] | None = None,
        price_decimals: int = 2,
    ) -> tuple[Finding, ...]:
        """Find what Billit or the receiver would refuse; arguments as of :func:`billit_async.invoicing.check`."""
        return check(
            self.order(),
            country=country,
            counterparty_country=counterparty_country,
            known_invoices=known_invoices,
            price_decimals=price_decimals,
        )

    def checked_order(
        self,
        *,
        country: str = "BE",
        counterparty_country: str | None = None,
        known_invoices: Collection[str] | None = None,
        price_decimals: int = 2,
    ) -> Order:
        """Give the order when no rule stands against it; arguments as of :meth:`check`.

        Raises:
            InvoiceRefused: There are findings of severity ``error``; its ``findings`` has them. The draft is kept.
        """
        findings = self.check(
            country=country,
            counterparty_country=counterparty_country,
            known_invoices=known_invoices,
            price_decimals=price_decimals,
        )
        errors = tuple(finding for finding in findings if finding.is_error)
        if errors:
            said = "; ".join(f"{each.location}: {each.message} ({each.cure})" for each in errors)
            raise InvoiceRefused(said, findings=errors)
        return self.order()

    def _with(self, line: OrderLine) -> Self:
        return attrs.evolve(self, lines=(*self._lines, line))


def _amount(given: Decimal | int | str) -> Decimal:
    amount = decimal_value(given)
    assert amount is not None  # noqa: S101 - only None gives None
    return amount


def _adjustment(
    reason: str,
    price: Decimal,
    vat_percentage: Decimal | int | str,
    *,
    code: str | None,
    link: str | None,
    is_charge: bool,
) -> OrderLine:
    return OrderLine(
        allowance_charge_indicator=is_charge,
        quantity=1,
        unit_price_excl=price,
        description=reason,
        code=code,
        vat_percentage=vat_percentage,
        linked_order_line_id=link,
    )
