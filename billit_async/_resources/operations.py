"""The operations of one company, by area, as properties; nothing is loaded before it is used, and nothing is called."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from billit_async._resources.account import Account
    from billit_async._resources.accountant.accountant import Accountant
    from billit_async._resources.cashbook import Cashbook
    from billit_async._resources.daily_receipts import DailyReceipts
    from billit_async._resources.documents import Documents
    from billit_async._resources.einvoices.einvoices import Einvoices
    from billit_async._resources.files import Files
    from billit_async._resources.financial_transactions import FinancialTransactions
    from billit_async._resources.gl_accounts import GLAccounts
    from billit_async._resources.journals import Journals
    from billit_async._resources.misc import Misc
    from billit_async._resources.orders.orders import Orders
    from billit_async._resources.parties import Parties
    from billit_async._resources.peppol.peppol import Peppol
    from billit_async._resources.products import Products
    from billit_async._resources.projects import Projects
    from billit_async._resources.reports import Reports
    from billit_async._resources.to_process import ToProcess
    from billit_async._resources.webhooks.webhooks import Webhooks
    from billit_async._transport import Caller

__all__ = ["MODULES", "Operations"]

MODULES = tuple(
    f"billit_async._resources.{name}"
    for name in (
        "account",
        "accountant",
        "cashbook",
        "daily_receipts",
        "documents",
        "einvoices",
        "files",
        "financial_transactions",
        "gl_accounts",
        "journals",
        "misc",
        "orders",
        "parties",
        "peppol",
        "products",
        "projects",
        "reports",
        "to_process",
        "webhooks",
    )
)
"""What a session loads when it is opened, so that the first call does not."""


class Operations:
    """Everything Billit does, by area; a session is this for one company."""

    _caller: Caller

    @cached_property
    def account(self) -> Account:
        """The account behind the credentials."""
        from billit_async._resources.account import Account  # noqa: PLC0415  (loaded when first used)

        return Account(self._caller)

    @cached_property
    def accountant(self) -> Accountant:
        """The feeds in which an accountant finds the documents of clients."""
        from billit_async._resources.accountant.accountant import Accountant  # noqa: PLC0415  (loaded when first used)

        return Accountant(self._caller)

    @cached_property
    def cashbook(self) -> Cashbook:
        """The cash book."""
        from billit_async._resources.cashbook import Cashbook  # noqa: PLC0415  (loaded when first used)

        return Cashbook(self._caller)

    @cached_property
    def daily_receipts(self) -> DailyReceipts:
        """The books of daily receipts."""
        from billit_async._resources.daily_receipts import DailyReceipts  # noqa: PLC0415  (loaded when first used)

        return DailyReceipts(self._caller)

    @cached_property
    def documents(self) -> Documents:
        """Stored documents that are no orders."""
        from billit_async._resources.documents import Documents  # noqa: PLC0415  (loaded when first used)

        return Documents(self._caller)

    @cached_property
    def einvoices(self) -> Einvoices:
        """The access point: registered companies, their networks, orders and webhooks."""
        from billit_async._resources.einvoices.einvoices import Einvoices  # noqa: PLC0415  (loaded when first used)

        return Einvoices(self._caller)

    @cached_property
    def files(self) -> Files:
        """PDFs, e-invoices and attachments."""
        from billit_async._resources.files import Files  # noqa: PLC0415  (loaded when first used)

        return Files(self._caller)

    @cached_property
    def financial_transactions(self) -> FinancialTransactions:
        """What moved on bank accounts."""
        from billit_async._resources.financial_transactions import (  # noqa: PLC0415  (loaded when first used)
            FinancialTransactions,
        )

        return FinancialTransactions(self._caller)

    @cached_property
    def gl_accounts(self) -> GLAccounts:
        """The accounts of the general ledger."""
        from billit_async._resources.gl_accounts import GLAccounts  # noqa: PLC0415  (loaded when first used)

        return GLAccounts(self._caller)

    @cached_property
    def journals(self) -> Journals:
        """The journals of the books."""
        from billit_async._resources.journals import Journals  # noqa: PLC0415  (loaded when first used)

        return Journals(self._caller)

    @cached_property
    def misc(self) -> Misc:
        """Code lists, and the search for companies in public registers."""
        from billit_async._resources.misc import Misc  # noqa: PLC0415  (loaded when first used)

        return Misc(self._caller)

    @cached_property
    def orders(self) -> Orders:
        """Invoices, credit notes, offers, delivery notes and order forms."""
        from billit_async._resources.orders.orders import Orders  # noqa: PLC0415  (loaded when first used)

        return Orders(self._caller)

    @cached_property
    def parties(self) -> Parties:
        """Customers and suppliers."""
        from billit_async._resources.parties import Parties  # noqa: PLC0415  (loaded when first used)

        return Parties(self._caller)

    @cached_property
    def peppol(self) -> Peppol:
        """The Peppol network: its directory, its inbox, and sending over it alone."""
        from billit_async._resources.peppol.peppol import Peppol  # noqa: PLC0415  (loaded when first used)

        return Peppol(self._caller)

    @cached_property
    def products(self) -> Products:
        """Products."""
        from billit_async._resources.products import Products  # noqa: PLC0415  (loaded when first used)

        return Products(self._caller)

    @cached_property
    def projects(self) -> Projects:
        """Projects."""
        from billit_async._resources.projects import Projects  # noqa: PLC0415  (loaded when first used)

        return Projects(self._caller)

    @cached_property
    def reports(self) -> Reports:
        """The reports that Billit makes."""
        from billit_async._resources.reports import Reports  # noqa: PLC0415  (loaded when first used)

        return Reports(self._caller)

    @cached_property
    def to_process(self) -> ToProcess:
        """Fast Input, where Billit reads scans and e-invoices."""
        from billit_async._resources.to_process import ToProcess  # noqa: PLC0415  (loaded when first used)

        return ToProcess(self._caller)

    @cached_property
    def webhooks(self) -> Webhooks:
        """The addresses that Billit calls when something changes."""
        from billit_async._resources.webhooks.webhooks import Webhooks  # noqa: PLC0415  (loaded when first used)

        return Webhooks(self._caller)
