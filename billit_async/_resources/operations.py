"""The operations of one company, by area; an area is loaded when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

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
    from billit_async._transport.shell import Caller

__all__ = ["MODULES", "Operations"]


class _Area:
    """Loads the class that annotates its attribute, and gives one object of it to each instance of its owner.

    Args:
        module: Where the class is, below this package.
    """

    def __init__(self, module: str) -> None:
        self.module = f"billit_async._resources.{module}"

    def __set_name__(self, owner: type, name: str) -> None:
        self._name, self._class = name, str(owner.__annotations__[name])

    def __get__(self, instance: Operations | None, owner: type) -> Any:
        if instance is None:
            return self
        made: Any = getattr(import_module(self.module), self._class)(instance._caller)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        # What an instance has of its own is found before this.
        instance.__dict__[self._name] = made
        return made


def _area(module: str) -> Any:
    # Type checkers go by the annotation beside it.
    return _Area(module)


class Operations:
    """Everything Billit does, by area; a session is this for one company."""

    _caller: Caller

    account: Account = _area("account")
    """The account behind the credentials."""
    accountant: Accountant = _area("accountant.accountant")
    """The feeds in which an accountant finds the documents of clients."""
    cashbook: Cashbook = _area("cashbook")
    """The cash book."""
    daily_receipts: DailyReceipts = _area("daily_receipts")
    """The books of daily receipts."""
    documents: Documents = _area("documents")
    """Stored documents that are not orders."""
    einvoices: Einvoices = _area("einvoices.einvoices")
    """The access point: registered companies, their networks, orders and webhooks."""
    files: Files = _area("files")
    """PDFs, e-invoices and attachments."""
    financial_transactions: FinancialTransactions = _area("financial_transactions")
    """What moved on bank accounts."""
    gl_accounts: GLAccounts = _area("gl_accounts")
    """The accounts of the general ledger."""
    journals: Journals = _area("journals")
    """The journals of the books."""
    misc: Misc = _area("misc")
    """Code lists, and the search for companies in public registers."""
    orders: Orders = _area("orders.orders")
    """Invoices, credit notes, offers, delivery notes and order forms."""
    parties: Parties = _area("parties")
    """Customers and suppliers."""
    peppol: Peppol = _area("peppol.peppol")
    """The Peppol network: its directory, its inbox, and sending over it alone."""
    products: Products = _area("products")
    """Products."""
    projects: Projects = _area("projects")
    """Projects."""
    reports: Reports = _area("reports")
    """The reports that Billit makes."""
    to_process: ToProcess = _area("to_process")
    """Fast Input, where Billit reads scans and e-invoices."""
    webhooks: Webhooks = _area("webhooks.webhooks")
    """The addresses that Billit calls when something changes."""


MODULES: Final = tuple(area.module for area in vars(Operations).values() if isinstance(area, _Area))
"""The modules that a session loads when it is opened, so that the first call does not."""
