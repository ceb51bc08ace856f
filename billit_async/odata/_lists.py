# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""The list operations of the API: path, model, key and documented columns of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from billit_async.odata._list_spec import Keyset, ListSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from billit_async.models.cashbook import CashbookEntry
    from billit_async.models.documents import DocumentAPIView
    from billit_async.models.financial_transactions import Transaction
    from billit_async.models.orders import Order
    from billit_async.models.parties import Party
    from billit_async.models.products import Product

__all__ = [
    "CASHBOOK_ENTRIES",
    "CASHBOOK_HISTORY",
    "DOCUMENTS",
    "EINVOICES_REGISTRATIONS_ORDERS",
    "FINANCIAL_TRANSACTIONS",
    "LISTS",
    "ORDERS",
    "ORDERS_DELETED",
    "PARTIES",
    "PRODUCTS",
]

CASHBOOK_ENTRIES: Final[ListSpec[CashbookEntry]] = ListSpec(
    operation="Cashbook_GetCashbookEntries",
    path="/v1/Cashbook/Entries",
    model_name="CashbookEntry",
    fields_name="CashbookEntryFields",
    keyset=Keyset.NONE,
    searches=True,
)

CASHBOOK_HISTORY: Final[ListSpec[CashbookEntry]] = ListSpec(
    operation="Cashbook_GetCashbookHistory",
    path="/v1/Cashbook/{cashbookID}/History",
    model_name="CashbookEntry",
    fields_name="CashbookEntryFields",
    keyset=Keyset.NONE,
    searches=True,
)

DOCUMENTS: Final[ListSpec[DocumentAPIView]] = ListSpec(
    operation="Document_GetDocuments",
    path="/v1/documents",
    row_path="/v1/documents/{documentID}",
    model_name="DocumentAPIView",
    fields_name="DocumentFields",
    key="DocumentID",
    key_attribute="document_id",
    keyset=Keyset.UNVERIFIED,
    searches=True,
)

EINVOICES_REGISTRATIONS_ORDERS: Final[ListSpec[Order]] = ListSpec(
    operation="Einvoice_GetOrders",
    path="/v1/einvoices/registrations/{registrationID}/orders",
    row_path="/v1/einvoices/registrations/{registrationID}/orders/{orderID}",
    model_name="Order",
    fields_name="OrderFields",
    key="OrderID",
    key_attribute="order_id",
    keyset=Keyset.UNVERIFIED,
    searches=True,
)

FINANCIAL_TRANSACTIONS: Final[ListSpec[Transaction]] = ListSpec(
    operation="FinancialTransaction_GetBankTransactions",
    path="/v1/financialTransactions",
    model_name="Transaction",
    fields_name="TransactionFields",
    key="BankAccountTransactionID",
    key_attribute="bank_account_transaction_id",
    keyset=Keyset.UNVERIFIED,
    searches=True,
)

ORDERS: Final[ListSpec[Order]] = ListSpec(
    operation="Order_GetOrders",
    path="/v1/orders",
    row_path="/v1/orders/{orderID}",
    model_name="Order",
    fields_name="OrderFields",
    key="OrderID",
    key_attribute="order_id",
    keyset=Keyset.DOCUMENTED,
    columns=(
        "OrderID",
        "CounterParty/PartyID",
        "CompanyID",
        "OrderDirection",
        "OrderType",
        "OrderDate",
        "OrderNumber",
        "ExpiryDate",
        "ExportedToConnector",
        "AccountantVerificationNeeded",
        "TotalExcl",
        "TotalVAT",
        "TotalIncl",
        "FXRateToForeign",
        "Paid",
        "OrderStatus",
        "ExternalProviderID",
        "Currency",
        "PaymentReference",
        "LastModified",
        "Created",
        "ApprovalStatus",
        "PaidDate",
        "PaymentMethod",
        "Reference",
        "RemindersSent",
        "ExternalProvider",
        "IsSent",
    ),
    searches=True,
)

ORDERS_DELETED: Final[ListSpec[Order]] = ListSpec(
    operation="Order_GetDeleted",
    path="/v1/orders/deleted",
    model_name="Order",
    fields_name="OrderFields",
    key="OrderID",
    key_attribute="order_id",
    keyset=Keyset.LINKS,
)

PARTIES: Final[ListSpec[Party]] = ListSpec(
    operation="Party_GetParties",
    path="/v1/parties",
    row_path="/v1/parties/{partyID}",
    model_name="Party",
    fields_name="PartyFields",
    key="PartyID",
    key_attribute="party_id",
    keyset=Keyset.UNVERIFIED,
    searches=True,
)

PRODUCTS: Final[ListSpec[Product]] = ListSpec(
    operation="Product_GetProducts",
    path="/v1/products",
    row_path="/v1/products/{productID}",
    model_name="Product",
    fields_name="ProductFields",
    key="ProductID",
    key_attribute="product_id",
    keyset=Keyset.UNVERIFIED,
)

LISTS: Final[Mapping[str, ListSpec[Any]]] = {
    spec.path: spec
    for spec in (
        CASHBOOK_ENTRIES,
        CASHBOOK_HISTORY,
        DOCUMENTS,
        EINVOICES_REGISTRATIONS_ORDERS,
        FINANCIAL_TRANSACTIONS,
        ORDERS,
        ORDERS_DELETED,
        PARTIES,
        PRODUCTS,
    )
}
"""By path."""
