"""The operations of one company, by area, as properties; nothing is loaded before it is used, and nothing is called."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from billit_async.resources.account import Account
    from billit_async.resources.cashbook import Cashbook
    from billit_async.resources.documents import Documents
    from billit_async.resources.files import Files
    from billit_async.resources.financial_transactions import FinancialTransactions
    from billit_async.resources.orders import Orders
    from billit_async.resources.parties import Parties
    from billit_async.resources.peppol import Peppol
    from billit_async.resources.products import Products
    from billit_async.transport import Caller

__all__ = ["MODULES", "Operations"]

MODULES = tuple(
    f"billit_async.resources.{name}"
    for name in (
        "account",
        "cashbook",
        "documents",
        "files",
        "financial_transactions",
        "orders",
        "parties",
        "peppol",
        "products",
    )
)
"""What a session loads when it is opened, so that the first call does not."""


class Operations:
    """Everything Billit does, by area; a session is this for one company."""

    _caller: Caller

    @cached_property
    def account(self) -> Account:
        """The account behind the credentials."""
        from billit_async.resources.account import Account  # noqa: PLC0415  (loaded when first used)

        return Account(self._caller)

    @cached_property
    def cashbook(self) -> Cashbook:
        """The cash book."""
        from billit_async.resources.cashbook import Cashbook  # noqa: PLC0415  (loaded when first used)

        return Cashbook(self._caller)

    @cached_property
    def documents(self) -> Documents:
        """Stored documents that are no orders."""
        from billit_async.resources.documents import Documents  # noqa: PLC0415  (loaded when first used)

        return Documents(self._caller)

    @cached_property
    def files(self) -> Files:
        """PDFs, e-invoices and attachments."""
        from billit_async.resources.files import Files  # noqa: PLC0415  (loaded when first used)

        return Files(self._caller)

    @cached_property
    def financial_transactions(self) -> FinancialTransactions:
        """What moved on bank accounts."""
        from billit_async.resources.financial_transactions import (  # noqa: PLC0415  (loaded when first used)
            FinancialTransactions,
        )

        return FinancialTransactions(self._caller)

    @cached_property
    def orders(self) -> Orders:
        """Invoices, credit notes, offers, delivery notes and order forms."""
        from billit_async.resources.orders import Orders  # noqa: PLC0415  (loaded when first used)

        return Orders(self._caller)

    @cached_property
    def parties(self) -> Parties:
        """Customers and suppliers."""
        from billit_async.resources.parties import Parties  # noqa: PLC0415  (loaded when first used)

        return Parties(self._caller)

    @cached_property
    def peppol(self) -> Peppol:
        """The Peppol network: its directory, its inbox, and sending over it alone."""
        from billit_async.resources.peppol import Peppol  # noqa: PLC0415  (loaded when first used)

        return Peppol(self._caller)

    @cached_property
    def products(self) -> Products:
        """Products."""
        from billit_async.resources.products import Products  # noqa: PLC0415  (loaded when first used)

        return Products(self._caller)
