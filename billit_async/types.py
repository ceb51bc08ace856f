"""The types that calls return and that users annotate with; each is loaded when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from billit_async._paging.pager import PageIterator, Pager
    from billit_async._paging.plan import Consistency
    from billit_async._paging.windows import Changes
    from billit_async._resources.account import Account
    from billit_async._resources.accountant.accountant import Accountant
    from billit_async._resources.accountant.feeds import FeedEntry, FeedFile
    from billit_async._resources.attachments import Attachment
    from billit_async._resources.cashbook import Cashbook
    from billit_async._resources.daily_receipts import DailyReceipts
    from billit_async._resources.documents import Documents
    from billit_async._resources.einvoices.einvoices import Einvoices
    from billit_async._resources.einvoices.registration import Registration, RegistrationOrders
    from billit_async._resources.files import DownloadedFile, Files
    from billit_async._resources.financial_transactions import FinancialTransactions
    from billit_async._resources.gl_accounts import GLAccounts
    from billit_async._resources.journals import Journals
    from billit_async._resources.misc import Misc
    from billit_async._resources.orders.delivery import OnRefusal
    from billit_async._resources.orders.drafts import CheckedDraft
    from billit_async._resources.orders.orders import Orders
    from billit_async._resources.orders.waiting import OrderNotifier
    from billit_async._resources.parties import Parties
    from billit_async._resources.peppol.inbox import Inbox, InboxDocument
    from billit_async._resources.peppol.peppol import Peppol
    from billit_async._resources.products import Products
    from billit_async._resources.projects import Projects
    from billit_async._resources.reports import Reports
    from billit_async._resources.to_process import ToProcess
    from billit_async._resources.webhooks.binding import BoundWebhook
    from billit_async._resources.webhooks.webhooks import Webhooks
    from billit_async._serialization.codec import PayloadFault
    from billit_async._serialization.converter import Names as NameStyle
    from billit_async._serialization.ids import Id
    from billit_async._serialization.model import Model, Page
    from billit_async._serialization.patches import (
        OrderChanges,
        OrderUpdates,
        PartyChanges,
        PartyUpdates,
        ProductUpdates,
        RegistrationChanges,
        RegistrationOrderChanges,
    )
    from billit_async._transport.credentials import Auth, Networked
    from billit_async._transport.network import Network, Proxy
    from billit_async._transport.pace import Pace, SharedPace
    from billit_async._transport.policies import CallOptions
    from billit_async._transport.redis_limiter import RedisLimiter
    from billit_async._transport.secret import Secret
    from billit_async._transport.telemetry import CallFacts, CallWatch, Telemetry
    from billit_async.auth.freshness import Need as RefreshNeed
    from billit_async.emulator.mutations import ListName
    from billit_async.emulator.protocol.shapes import Document as StoredDocument
    from billit_async.emulator.storage.documents import Kind as DocumentKind
    from billit_async.emulator.storage.outbox import State as WebhookState
    from billit_async.errors import Resolution, ResolutionState
    from billit_async.export.files import StagedFile
    from billit_async.invoicing.delivery import Delivery, DeliveryState, DeliveryStep, ResponseCode
    from billit_async.invoicing.peppol import Participant, Reason, SentVia
    from billit_async.odata.ast import Expr
    from billit_async.odata.query import Query
    from billit_async.webhooks import Revealing

__all__ = [
    "Account",
    "Accountant",
    "Attachment",
    "Auth",
    "BoundWebhook",
    "CallFacts",
    "CallOptions",
    "CallWatch",
    "Cashbook",
    "Changes",
    "CheckedDraft",
    "Consistency",
    "DailyReceipts",
    "Delivery",
    "DeliveryState",
    "DeliveryStep",
    "DocumentKind",
    "Documents",
    "DownloadedFile",
    "Einvoices",
    "Expr",
    "FeedEntry",
    "FeedFile",
    "Files",
    "FinancialTransactions",
    "GLAccounts",
    "Id",
    "Inbox",
    "InboxDocument",
    "Journals",
    "ListName",
    "Misc",
    "Model",
    "NameStyle",
    "Network",
    "Networked",
    "OnRefusal",
    "OrderChanges",
    "OrderNotifier",
    "OrderUpdates",
    "Orders",
    "Pace",
    "Page",
    "PageIterator",
    "Pager",
    "Participant",
    "Parties",
    "PartyChanges",
    "PartyUpdates",
    "PayloadFault",
    "Peppol",
    "ProductUpdates",
    "Products",
    "Projects",
    "Proxy",
    "Query",
    "Reason",
    "RedisLimiter",
    "RefreshNeed",
    "Registration",
    "RegistrationChanges",
    "RegistrationOrderChanges",
    "RegistrationOrders",
    "Reports",
    "Resolution",
    "ResolutionState",
    "ResponseCode",
    "Revealing",
    "Secret",
    "SentVia",
    "SharedPace",
    "StagedFile",
    "StoredDocument",
    "Telemetry",
    "ToProcess",
    "WebhookState",
    "Webhooks",
]

_HOMES: Final = {
    "Account": "_resources.account",
    "Accountant": "_resources.accountant.accountant",
    "Attachment": "_resources.attachments",
    "Auth": "_transport.credentials",
    "BoundWebhook": "_resources.webhooks.binding",
    "CallFacts": "_transport.telemetry",
    "CallOptions": "_transport.policies",
    "CallWatch": "_transport.telemetry",
    "Cashbook": "_resources.cashbook",
    "Changes": "_paging.windows",
    "CheckedDraft": "_resources.orders.drafts",
    "Consistency": "_paging.plan",
    "DailyReceipts": "_resources.daily_receipts",
    "Delivery": "invoicing.delivery",
    "DeliveryState": "invoicing.delivery",
    "DeliveryStep": "invoicing.delivery",
    "DocumentKind": "emulator.storage.documents:Kind",
    "Documents": "_resources.documents",
    "DownloadedFile": "_resources.files",
    "Einvoices": "_resources.einvoices.einvoices",
    "Expr": "odata.ast",
    "FeedEntry": "_resources.accountant.feeds",
    "FeedFile": "_resources.accountant.feeds",
    "Files": "_resources.files",
    "FinancialTransactions": "_resources.financial_transactions",
    "GLAccounts": "_resources.gl_accounts",
    "Id": "_serialization.ids",
    "Inbox": "_resources.peppol.inbox",
    "Journals": "_resources.journals",
    "ListName": "emulator.mutations",
    "Misc": "_resources.misc",
    "Model": "_serialization.model",
    "NameStyle": "_serialization.converter:Names",
    "Network": "_transport.network",
    "Networked": "_transport.credentials",
    "OnRefusal": "_resources.orders.delivery",
    "OrderChanges": "_serialization.patches",
    "OrderUpdates": "_serialization.patches",
    "OrderNotifier": "_resources.orders.waiting",
    "Orders": "_resources.orders.orders",
    "Pace": "_transport.pace",
    "Page": "_serialization.model",
    "PageIterator": "_paging.pager",
    "Pager": "_paging.pager",
    "Participant": "invoicing.peppol",
    "Parties": "_resources.parties",
    "PartyChanges": "_serialization.patches",
    "PartyUpdates": "_serialization.patches",
    "ProductUpdates": "_serialization.patches",
    "PayloadFault": "_serialization.codec",
    "Peppol": "_resources.peppol.peppol",
    "Products": "_resources.products",
    "Projects": "_resources.projects",
    "Proxy": "_transport.network",
    "Query": "odata.query",
    "Reason": "invoicing.peppol",
    "InboxDocument": "_resources.peppol.inbox",
    "RedisLimiter": "_transport.redis_limiter",
    "RefreshNeed": "auth.freshness:Need",
    "Registration": "_resources.einvoices.registration",
    "RegistrationOrders": "_resources.einvoices.registration",
    "RegistrationChanges": "_serialization.patches",
    "RegistrationOrderChanges": "_serialization.patches",
    "Reports": "_resources.reports",
    "Resolution": "errors._resolution",
    "ResolutionState": "errors",
    "ResponseCode": "invoicing.delivery",
    "Revealing": "webhooks",
    "Secret": "_transport.secret",
    "SentVia": "invoicing.peppol",
    "SharedPace": "_transport.pace",
    "StagedFile": "export.files",
    "StoredDocument": "emulator.protocol.shapes:Document",
    "Telemetry": "_transport.telemetry",
    "ToProcess": "_resources.to_process",
    "WebhookState": "emulator.storage.outbox:State",
    "Webhooks": "_resources.webhooks.webhooks",
}
"""Where each name is defined, below the package; after a colon its name there, when that is another."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home, _, original = _HOMES[name].partition(":")
    value = getattr(import_module(f"billit_async.{home}"), original or name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
