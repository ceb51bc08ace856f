# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Every operation of the API: its method and path, its parameters, and what it takes and gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from billit_async._resources.operation import Operation, Parameter, Route

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ACCOUNTANT_DELETE_FEEDS",
    "ACCOUNTANT_GET_FEEDS",
    "ACCOUNTANT_GET_FILE",
    "ACCOUNTANT_GET_INDEX",
    "ACCOUNTANT_POST_CONFIRM",
    "ACCOUNTANT_POST_FEEDS",
    "ACCOUNT_ADD_LICENSE_BILLABLE",
    "ACCOUNT_GET_ACCOUNT_INFORMATION",
    "ACCOUNT_GET_SSO_TOKEN",
    "ACCOUNT_POST_SEQUENCES",
    "ACCOUNT_REGISTER_COMPANY",
    "ACCOUNT_UPDATE_LICENSE",
    "CASHBOOK_CLOSE_CASHBOOK",
    "CASHBOOK_GET_CASHBOOK",
    "CASHBOOK_GET_CASHBOOKS",
    "CASHBOOK_GET_CASHBOOK_ENTRIES",
    "CASHBOOK_GET_CASHBOOK_HISTORY",
    "CASHBOOK_INITIALIZE_CASHBOOK",
    "CASHBOOK_POST_CASHBOOK_ENTRY",
    "DAILY_RECEIPT_GET_DAILY_RECEIPT_BOOKS",
    "DAILY_RECEIPT_GET_DAILY_RECEIPT_BOOKS_BY_DAILY_RECEIPT_BOOK_ID",
    "DAILY_RECEIPT_GET_DAILY_RECEIPT_ENTRY",
    "DAILY_RECEIPT_POST_DAILY_RECEIPT_BOOK_ENTRY",
    "DOCUMENT_GET_DOCUMENT",
    "DOCUMENT_GET_DOCUMENTS",
    "DOCUMENT_POST_DOCUMENT",
    "EINVOICE_DELETE_REGISTRATION",
    "EINVOICE_DELETE_REGISTRATION_INTEGRATION",
    "EINVOICE_DELETE_WEBHOOKS",
    "EINVOICE_GET_FILE",
    "EINVOICE_GET_ORDER",
    "EINVOICE_GET_ORDERS",
    "EINVOICE_GET_REGISTRATION",
    "EINVOICE_GET_REGISTRATIONS",
    "EINVOICE_GET_WEBHOOKS",
    "EINVOICE_PATCH_ENTITY",
    "EINVOICE_PATCH_ORDER",
    "EINVOICE_POST_KYC_INITIATION",
    "EINVOICE_POST_REGISTRATION",
    "EINVOICE_POST_REGISTRATION_INTEGRATION",
    "EINVOICE_POST_SEND",
    "EINVOICE_POST_WEBHOOK",
    "EINVOICE_REFRESH_WEBHOOK_SECRET",
    "FILE_GET_ORDERS",
    "FINANCIAL_TRANSACTION_GET_BANK_TRANSACTIONS",
    "FINANCIAL_TRANSACTION_POST_IMPORT",
    "FINANCIAL_TRANSACTION_POST_IMPORT_FILE",
    "GL_ACCOUNT_POST_GL_ACCOUNT",
    "GL_ACCOUNT_POST_GL_ACCOUNT_BULK",
    "JOURNAL_POST_GL_ACCOUNT",
    "MISC_GET_COMPANY_SEARCH",
    "MISC_GET_TRANSLATION",
    "MISC_GET_TYPE_CODES",
    "OPERATIONS",
    "ORDER_DELETE_ORDER",
    "ORDER_E_SIGN_ORDER",
    "ORDER_GET_DELETED",
    "ORDER_GET_ORDER",
    "ORDER_GET_ORDERS",
    "ORDER_PATCH_ORDERS",
    "ORDER_POST_ORDERS",
    "ORDER_POST_ORDER_PAYMENT",
    "ORDER_POST_SEND",
    "ORDER_PUT_ORDER_BOOKINGS",
    "O_AUTH2_POST_TOKEN",
    "O_AUTH2_POST_TOKEN_REVOKE",
    "PARTY_GET_PARTIES",
    "PARTY_GET_PARTY",
    "PARTY_PATCH_PARTIES",
    "PARTY_POST_PARTY",
    "PEPPOL_DELETE_PARTICIPANT",
    "PEPPOL_GET_INBOX",
    "PEPPOL_GET_PARTICIPANT_INFORMATION",
    "PEPPOL_INBOX_ITEM_CONFIRM",
    "PEPPOL_INBOX_ITEM_REFUSE",
    "PEPPOL_POST_PARTICIPANT",
    "PEPPOL_POST_SEND_ORDER",
    "PEPPOL_POST_SEND_XML",
    "PRODUCT_GET_PRODUCT",
    "PRODUCT_GET_PRODUCTS",
    "PRODUCT_POST_PRODUCT",
    "PROJECT_GET_PROJECTS",
    "REPORT_REPORT_DETAIL_GET",
    "REPORT_REPORT_LIST_GET",
    "TO_PROCESS_DELETE_TO_PROCESS",
    "TO_PROCESS_POST_TO_PROCESS",
    "WEBHOOK_DELETE_WEBHOOKS",
    "WEBHOOK_GET_WEBHOOKS",
    "WEBHOOK_POST_WEBHOOK",
    "WEBHOOK_REFRESH_WEBHOOK_SECRET",
]

ACCOUNT_ADD_LICENSE_BILLABLE: Final = Route("POST", "/v1/account/license/addons")
ACCOUNT_GET_ACCOUNT_INFORMATION: Final = Route("GET", "/v1/account/accountInformation")
ACCOUNT_GET_SSO_TOKEN: Final = Route("GET", "/v1/account/ssoToken")
ACCOUNT_POST_SEQUENCES: Final = Route("POST", "/v1/account/sequences")
ACCOUNT_REGISTER_COMPANY: Final = Route("POST", "/v1/account/registercompany")
ACCOUNT_UPDATE_LICENSE: Final = Route("POST", "/v1/account/license")
ACCOUNTANT_DELETE_FEEDS: Final = Route("DELETE", "/v1/accountant/feeds/{feedName}")
ACCOUNTANT_GET_FEEDS: Final = Route("GET", "/v1/accountant/feeds")
ACCOUNTANT_GET_FILE: Final = Route("GET", "/v1/accountant/feeds/{feedName}/{feedItemID}")
ACCOUNTANT_GET_INDEX: Final = Route("GET", "/v1/accountant/feeds/{feedName}")
ACCOUNTANT_POST_CONFIRM: Final = Route("POST", "/v1/accountant/feeds/{feedName}/{feedItemID}/confirm")
ACCOUNTANT_POST_FEEDS: Final = Route("POST", "/v1/accountant/feeds")
CASHBOOK_CLOSE_CASHBOOK: Final = Route("POST", "/v1/Cashbook/Close")
CASHBOOK_GET_CASHBOOK: Final = Route("GET", "/v1/Cashbook")
CASHBOOK_GET_CASHBOOK_ENTRIES: Final = Route("GET", "/v1/Cashbook/Entries")
CASHBOOK_GET_CASHBOOK_HISTORY: Final = Route("GET", "/v1/Cashbook/{cashbookID}/History")
CASHBOOK_GET_CASHBOOKS: Final = Route("GET", "/v1/Cashbook/History")
CASHBOOK_INITIALIZE_CASHBOOK: Final = Route("POST", "/v1/Cashbook/Initialize")
CASHBOOK_POST_CASHBOOK_ENTRY: Final = Route("POST", "/v1/Cashbook/AddEntry")
DAILY_RECEIPT_GET_DAILY_RECEIPT_BOOKS: Final = Route("GET", "/v1/DailyReceiptBooks")
DAILY_RECEIPT_GET_DAILY_RECEIPT_BOOKS_BY_DAILY_RECEIPT_BOOK_ID: Final = Route(
    "GET", "/v1/DailyReceiptBooks/{DailyReceiptBookID}"
)
DAILY_RECEIPT_GET_DAILY_RECEIPT_ENTRY: Final = Route(
    "GET", "/v1/DailyReceiptBooks/DailyReceiptEntry/{DailyReceiptEntryID}"
)
DAILY_RECEIPT_POST_DAILY_RECEIPT_BOOK_ENTRY: Final = Route(
    "POST", "/v1/DailyReceiptBooks/commands/CreateEntryInOpenExistingOrNew"
)
DOCUMENT_GET_DOCUMENT: Final = Route("GET", "/v1/documents/{documentID}")
DOCUMENT_GET_DOCUMENTS: Final = Route("GET", "/v1/documents")
DOCUMENT_POST_DOCUMENT: Final = Route("POST", "/v1/documents")
EINVOICE_DELETE_REGISTRATION: Final = Route("DELETE", "/v1/einvoices/registrations/{registrationID}")
EINVOICE_DELETE_REGISTRATION_INTEGRATION: Final = Route(
    "DELETE", "/v1/einvoices/registrations/{registrationID}/integrations/{integrationID}"
)
EINVOICE_DELETE_WEBHOOKS: Final = Route("DELETE", "/v1/einvoices/registrations/{registrationID}/webhooks/{webhookID}")
EINVOICE_GET_FILE: Final = Route("GET", "/v1/einvoices/registrations/{registrationID}/files/{fileID}")
EINVOICE_GET_ORDER: Final = Route("GET", "/v1/einvoices/registrations/{registrationID}/orders/{orderID}")
EINVOICE_GET_ORDERS: Final = Route("GET", "/v1/einvoices/registrations/{registrationID}/orders")
EINVOICE_GET_REGISTRATION: Final = Route("GET", "/v1/einvoices/registrations/{registrationID}")
EINVOICE_GET_REGISTRATIONS: Final = Route("GET", "/v1/einvoices/registrations")
EINVOICE_GET_WEBHOOKS: Final = Route("GET", "/v1/einvoices/registrations/{registrationID}/webhooks")
EINVOICE_PATCH_ENTITY: Final = Route("PATCH", "/v1/einvoices/registrations/{registrationID}")
EINVOICE_PATCH_ORDER: Final = Route("PATCH", "/v1/einvoices/registrations/{registrationID}/orders/{orderID}")
EINVOICE_POST_KYC_INITIATION: Final = Route("POST", "/v1/einvoices/registrations/{registrationID}/identification")
EINVOICE_POST_REGISTRATION: Final = Route("POST", "/v1/einvoices/registrations")
EINVOICE_POST_REGISTRATION_INTEGRATION: Final = Route(
    "POST", "/v1/einvoices/registrations/{registrationID}/integrations"
)
EINVOICE_POST_SEND: Final = Route("POST", "/v1/einvoices/registrations/{registrationID}/commands/send")
EINVOICE_POST_WEBHOOK: Final = Route("POST", "/v1/einvoices/registrations/{registrationID}/webhooks")
EINVOICE_REFRESH_WEBHOOK_SECRET: Final = Route(
    "POST", "/v1/einvoices/registrations/{registrationID}/webhooks/refresh/{webhookID}"
)
FILE_GET_ORDERS: Final = Route("GET", "/v1/files/{fileID}")
FINANCIAL_TRANSACTION_GET_BANK_TRANSACTIONS: Final = Route("GET", "/v1/financialTransactions")
FINANCIAL_TRANSACTION_POST_IMPORT: Final = Route("POST", "/v1/financialTransactions/commands/import")
FINANCIAL_TRANSACTION_POST_IMPORT_FILE: Final = Route("POST", "/v1/financialTransactions/importFile")
GL_ACCOUNT_POST_GL_ACCOUNT: Final = Route("POST", "/v1/glaccounts")
GL_ACCOUNT_POST_GL_ACCOUNT_BULK: Final = Route("POST", "/v1/glaccounts/commands/import")
JOURNAL_POST_GL_ACCOUNT: Final = Route("POST", "/v1/journals/commands/import")
MISC_GET_COMPANY_SEARCH: Final = Route("GET", "/v1/misc/companysearch/{Keywords}")
MISC_GET_TRANSLATION: Final = Route("GET", "/v1/misc/typecodes/{TypeCodeType}/{key}/{language}")
MISC_GET_TYPE_CODES: Final = Route("GET", "/v1/misc/typecodes/{TypeCodeType}")
O_AUTH2_POST_TOKEN: Final = Route("POST", "/OAuth2/token")
O_AUTH2_POST_TOKEN_REVOKE: Final = Route("POST", "/OAuth2/revoke")
ORDER_DELETE_ORDER: Final = Route("DELETE", "/v1/orders/{orderID}")
ORDER_E_SIGN_ORDER: Final = Route("POST", "/v1/orders/commands/eSign/{orderID}")
ORDER_GET_DELETED: Final = Route("GET", "/v1/orders/deleted")
ORDER_GET_ORDER: Final = Route("GET", "/v1/orders/{orderID}")
ORDER_GET_ORDERS: Final = Route("GET", "/v1/orders")
ORDER_PATCH_ORDERS: Final = Route("PATCH", "/v1/orders/{orderID}")
ORDER_POST_ORDER_PAYMENT: Final = Route("POST", "/v1/orders/{orderID}/payments")
ORDER_POST_ORDERS: Final = Route("POST", "/v1/orders")
ORDER_POST_SEND: Final = Route("POST", "/v1/orders/commands/send")
ORDER_PUT_ORDER_BOOKINGS: Final = Route("PUT", "/v1/orders/{orderID}/bookingEntries")
PARTY_GET_PARTIES: Final = Route("GET", "/v1/parties")
PARTY_GET_PARTY: Final = Route("GET", "/v1/parties/{partyID}")
PARTY_PATCH_PARTIES: Final = Route("PATCH", "/v1/parties/{partyID}")
PARTY_POST_PARTY: Final = Route("POST", "/v1/parties")
PEPPOL_DELETE_PARTICIPANT: Final = Route("DELETE", "/v1/peppol/participants")
PEPPOL_GET_INBOX: Final = Route("GET", "/v1/peppol/inbox")
PEPPOL_GET_PARTICIPANT_INFORMATION: Final = Route("GET", "/v1/peppol/participantInformation/{VATorCBE}")
PEPPOL_INBOX_ITEM_CONFIRM: Final = Route("POST", "/v1/peppol/inbox/{inboxItemId}/confirm")
PEPPOL_INBOX_ITEM_REFUSE: Final = Route("POST", "/v1/peppol/inbox/{inboxItemId}/refuse")
PEPPOL_POST_PARTICIPANT: Final = Route("POST", "/v1/peppol/participants")
PEPPOL_POST_SEND_ORDER: Final = Route("POST", "/v1/peppol/sendOrder")
PEPPOL_POST_SEND_XML: Final = Route("POST", "/v1/peppol/sendxml")
PRODUCT_GET_PRODUCT: Final = Route("GET", "/v1/products/{productID}")
PRODUCT_GET_PRODUCTS: Final = Route("GET", "/v1/products")
PRODUCT_POST_PRODUCT: Final = Route("POST", "/v1/products")
PROJECT_GET_PROJECTS: Final = Route("GET", "/v1/projects")
REPORT_REPORT_DETAIL_GET: Final = Route("GET", "/v1/reports/{reportID}")
REPORT_REPORT_LIST_GET: Final = Route("GET", "/v1/reports")
TO_PROCESS_DELETE_TO_PROCESS: Final = Route("DELETE", "/v1/toProcess/{uploadID}")
TO_PROCESS_POST_TO_PROCESS: Final = Route("POST", "/v1/toProcess")
WEBHOOK_DELETE_WEBHOOKS: Final = Route("DELETE", "/v1/webhooks/{webhookID}")
WEBHOOK_GET_WEBHOOKS: Final = Route("GET", "/v1/webhooks")
WEBHOOK_POST_WEBHOOK: Final = Route("POST", "/v1/webhooks")
WEBHOOK_REFRESH_WEBHOOK_SECRET: Final = Route("POST", "/v1/webhooks/refresh/{webhookID}")

OPERATIONS: Final[Mapping[str, Operation]] = {
    "Account_AddLicenseBillable": Operation(
        ACCOUNT_ADD_LICENSE_BILLABLE, body="AddNewLicenseBillableModel", body_required=True, result="int"
    ),
    "Account_GetAccountInformation": Operation(ACCOUNT_GET_ACCOUNT_INFORMATION, result="AccountInformation"),
    "Account_GetSSOToken": Operation(ACCOUNT_GET_SSO_TOKEN, result="object"),
    "Account_PostSequences": Operation(
        ACCOUNT_POST_SEQUENCES, body="SequenceRequest", body_required=True, result="str"
    ),
    "Account_RegisterCompany": Operation(
        ACCOUNT_REGISTER_COMPANY,
        body="RegisterAccountRequestModel",
        body_required=True,
        result="RegisterAccountResponse",
    ),
    "Account_UpdateLicense": Operation(
        ACCOUNT_UPDATE_LICENSE, body="UpdateLicenseRequestModel", body_required=True, result="int"
    ),
    "Accountant_DeleteFeeds": Operation(
        ACCOUNTANT_DELETE_FEEDS, parameters=(Parameter("feed_name", "feedName", "path", True),)
    ),
    "Accountant_GetFeeds": Operation(ACCOUNTANT_GET_FEEDS, result="list[Feed]"),
    "Accountant_GetFile": Operation(
        ACCOUNTANT_GET_FILE,
        parameters=(
            Parameter("feed_item_id", "feedItemID", "path", True),
            Parameter("feed_name", "feedName", "path", True),
        ),
        result="FileDetails",
    ),
    "Accountant_GetIndex": Operation(
        ACCOUNTANT_GET_INDEX, parameters=(Parameter("feed_name", "feedName", "path", True),), result="list[FeedItem]"
    ),
    "Accountant_PostConfirm": Operation(
        ACCOUNTANT_POST_CONFIRM,
        parameters=(
            Parameter("feed_name", "feedName", "path", True),
            Parameter("feed_item_id", "feedItemID", "path", True),
        ),
        body="ConfirmRequest",
        body_required=True,
    ),
    "Accountant_PostFeeds": Operation(ACCOUNTANT_POST_FEEDS, body="Feed", body_required=True),
    "Cashbook_CloseCashbook": Operation(CASHBOOK_CLOSE_CASHBOOK),
    "Cashbook_GetCashbook": Operation(CASHBOOK_GET_CASHBOOK, result="CashbookModel"),
    "Cashbook_GetCashbookEntries": Operation(
        CASHBOOK_GET_CASHBOOK_ENTRIES,
        parameters=(
            Parameter("full_text_search", "fullTextSearch", "query"),
            Parameter("filter_", "$filter", "query"),
            Parameter("orderby", "$orderby", "query"),
            Parameter("top", "$top", "query"),
            Parameter("skip", "$skip", "query"),
            Parameter("inlinecount", "$inlinecount", "query"),
        ),
        result="page[CashbookEntry]",
    ),
    "Cashbook_GetCashbookHistory": Operation(
        CASHBOOK_GET_CASHBOOK_HISTORY,
        parameters=(
            Parameter("cashbook_id", "cashbookID", "path", True),
            Parameter("full_text_search", "fullTextSearch", "query"),
            Parameter("filter_", "$filter", "query"),
            Parameter("orderby", "$orderby", "query"),
            Parameter("top", "$top", "query"),
            Parameter("skip", "$skip", "query"),
            Parameter("inlinecount", "$inlinecount", "query"),
        ),
        result="page[CashbookEntry]",
    ),
    "Cashbook_GetCashbooks": Operation(CASHBOOK_GET_CASHBOOKS, result="list[CashbookModel]"),
    "Cashbook_InitializeCashbook": Operation(
        CASHBOOK_INITIALIZE_CASHBOOK, body="CashbookInitialization", body_required=True, result="int"
    ),
    "Cashbook_PostCashbookEntry": Operation(
        CASHBOOK_POST_CASHBOOK_ENTRY, body="CashbookEntry", body_required=True, result="CashbookEntry"
    ),
    "DailyReceipt_GetDailyReceiptBooks": Operation(
        DAILY_RECEIPT_GET_DAILY_RECEIPT_BOOKS, result="DailyReceiptBookModelResponseModel"
    ),
    "DailyReceipt_GetDailyReceiptBooks_ByDailyReceiptBookID": Operation(
        DAILY_RECEIPT_GET_DAILY_RECEIPT_BOOKS_BY_DAILY_RECEIPT_BOOK_ID,
        parameters=(Parameter("daily_receipt_book_id", "DailyReceiptBookID", "path", True),),
        result="DailyReceiptBookModelResponseModel",
    ),
    "DailyReceipt_GetDailyReceiptEntry": Operation(
        DAILY_RECEIPT_GET_DAILY_RECEIPT_ENTRY,
        parameters=(Parameter("daily_receipt_entry_id", "DailyReceiptEntryID", "path", True),),
        result="GetDailyReceiptEntryResponseModel",
    ),
    "DailyReceipt_PostDailyReceiptBookEntry": Operation(
        DAILY_RECEIPT_POST_DAILY_RECEIPT_BOOK_ENTRY,
        body="DailyReceiptBookEntryModel",
        body_required=True,
        result="PostDailyReceiptBookEntryResponseModel",
    ),
    "Document_GetDocument": Operation(
        DOCUMENT_GET_DOCUMENT,
        parameters=(Parameter("document_id", "documentID", "path", True),),
        result="DocumentAPIView",
    ),
    "Document_GetDocuments": Operation(
        DOCUMENT_GET_DOCUMENTS,
        parameters=(
            Parameter("full_text_search", "fullTextSearch", "query"),
            Parameter("filter_", "$filter", "query"),
            Parameter("orderby", "$orderby", "query"),
            Parameter("top", "$top", "query"),
            Parameter("skip", "$skip", "query"),
            Parameter("inlinecount", "$inlinecount", "query"),
        ),
        result="page[DocumentAPIView]",
    ),
    "Document_PostDocument": Operation(
        DOCUMENT_POST_DOCUMENT, takes_key=True, body="Document", body_required=True, result="int"
    ),
    "Einvoice_DeleteRegistration": Operation(
        EINVOICE_DELETE_REGISTRATION,
        parameters=(Parameter("registration_id", "registrationID", "path", True),),
        result="bool",
    ),
    "Einvoice_DeleteRegistrationIntegration": Operation(
        EINVOICE_DELETE_REGISTRATION_INTEGRATION,
        parameters=(
            Parameter("registration_id", "registrationID", "path", True),
            Parameter("integration_id", "integrationID", "path", True),
        ),
        result="bool",
    ),
    "Einvoice_DeleteWebhooks": Operation(
        EINVOICE_DELETE_WEBHOOKS,
        parameters=(
            Parameter("registration_id", "registrationID", "path", True),
            Parameter("webhook_id", "webhookID", "path", True),
        ),
        result="bool",
    ),
    "Einvoice_GetFile": Operation(
        EINVOICE_GET_FILE,
        parameters=(
            Parameter("registration_id", "registrationID", "path", True),
            Parameter("file_id", "fileID", "path", True),
        ),
        result="File",
    ),
    "Einvoice_GetOrder": Operation(
        EINVOICE_GET_ORDER,
        parameters=(
            Parameter("registration_id", "registrationID", "path", True),
            Parameter("order_id", "orderID", "path", True),
        ),
        result="Order",
    ),
    "Einvoice_GetOrders": Operation(
        EINVOICE_GET_ORDERS,
        parameters=(
            Parameter("registration_id", "registrationID", "path", True),
            Parameter("full_text_search", "fullTextSearch", "query"),
            Parameter("filter_", "$filter", "query"),
            Parameter("orderby", "$orderby", "query"),
            Parameter("top", "$top", "query"),
            Parameter("skip", "$skip", "query"),
            Parameter("inlinecount", "$inlinecount", "query"),
        ),
        result="page[Order]",
    ),
    "Einvoice_GetRegistration": Operation(
        EINVOICE_GET_REGISTRATION,
        parameters=(Parameter("registration_id", "registrationID", "path", True),),
        result="GetEinvoiceAccountsReponse",
    ),
    "Einvoice_GetRegistrations": Operation(EINVOICE_GET_REGISTRATIONS, result="GetEinvoiceAccountsReponse"),
    "Einvoice_GetWebhooks": Operation(
        EINVOICE_GET_WEBHOOKS,
        parameters=(Parameter("registration_id", "registrationID", "path", True),),
        result="list[Webhook]",
    ),
    "Einvoice_PatchEntity": Operation(
        EINVOICE_PATCH_ENTITY,
        parameters=(Parameter("registration_id", "registrationID", "path", True),),
        body="object",
        body_required=True,
        result="bool",
    ),
    "Einvoice_PatchOrder": Operation(
        EINVOICE_PATCH_ORDER,
        parameters=(
            Parameter("registration_id", "registrationID", "path", True),
            Parameter("order_id", "orderID", "path", True),
        ),
        body="object",
        body_required=True,
    ),
    "Einvoice_PostKYCInitiation": Operation(
        EINVOICE_POST_KYC_INITIATION,
        parameters=(Parameter("registration_id", "registrationID", "path", True),),
        body="KYCInitiationPost",
        body_required=True,
        result="KYCInitiationResponse",
    ),
    "Einvoice_PostRegistration": Operation(
        EINVOICE_POST_REGISTRATION,
        body="EinvoiceRegistrationPost",
        body_required=True,
        result="AccountRegistrationResponse",
    ),
    "Einvoice_PostRegistrationIntegration": Operation(
        EINVOICE_POST_REGISTRATION_INTEGRATION,
        parameters=(Parameter("registration_id", "registrationID", "path", True),),
        body="IntegrationPost",
        body_required=True,
        result="EinvoiceIntegration",
    ),
    "Einvoice_PostSend": Operation(
        EINVOICE_POST_SEND,
        parameters=(
            Parameter("registration_id", "registrationID", "path", True),
            Parameter("strict_transport_type", "StrictTransportType", "header"),
        ),
        takes_key=True,
        body="CreateAndSendEDocumentPost",
        body_required=True,
        result="CreateAndSendEdocumentResponse",
    ),
    "Einvoice_PostWebhook": Operation(
        EINVOICE_POST_WEBHOOK,
        parameters=(Parameter("registration_id", "registrationID", "path", True),),
        body="Webhook",
        body_required=True,
        result="Webhook",
    ),
    "Einvoice_RefreshWebhookSecret": Operation(
        EINVOICE_REFRESH_WEBHOOK_SECRET,
        parameters=(
            Parameter("registration_id", "registrationID", "path", True),
            Parameter("webhook_id", "webhookID", "path", True),
        ),
        result="str",
    ),
    "File_GetOrders": Operation(
        FILE_GET_ORDERS, parameters=(Parameter("file_id", "fileID", "path", True),), result="File"
    ),
    "FinancialTransaction_GetBankTransactions": Operation(
        FINANCIAL_TRANSACTION_GET_BANK_TRANSACTIONS,
        parameters=(
            Parameter("full_text_search", "fullTextSearch", "query"),
            Parameter("filter_", "$filter", "query"),
            Parameter("orderby", "$orderby", "query"),
            Parameter("top", "$top", "query"),
            Parameter("skip", "$skip", "query"),
            Parameter("inlinecount", "$inlinecount", "query"),
        ),
        result="page[Transaction]",
    ),
    "FinancialTransaction_PostImport": Operation(
        FINANCIAL_TRANSACTION_POST_IMPORT, body="list[Transaction]", body_required=True
    ),
    "FinancialTransaction_PostImportFile": Operation(
        FINANCIAL_TRANSACTION_POST_IMPORT_FILE, body="File", body_required=True
    ),
    "GLAccount_PostGLAccount": Operation(
        GL_ACCOUNT_POST_GL_ACCOUNT, body="GLAccount", body_required=True, result="int"
    ),
    "GLAccount_PostGLAccountBulk": Operation(
        GL_ACCOUNT_POST_GL_ACCOUNT_BULK, body="list[GLAccount]", body_required=True
    ),
    "Journal_PostGLAccount": Operation(JOURNAL_POST_GL_ACCOUNT, body="list[Journal]", body_required=True),
    "Misc_GetCompanySearch": Operation(
        MISC_GET_COMPANY_SEARCH,
        parameters=(Parameter("keywords", "Keywords", "path", True),),
        result="CompanySearchResult",
    ),
    "Misc_GetTranslation": Operation(
        MISC_GET_TRANSLATION,
        parameters=(
            Parameter("type_code_type", "TypeCodeType", "path", True),
            Parameter("key", "key", "path", True),
            Parameter("language", "language", "path", True),
        ),
        result="TypeCodeResult",
    ),
    "Misc_GetTypeCodes": Operation(
        MISC_GET_TYPE_CODES,
        parameters=(Parameter("type_code_type", "TypeCodeType", "path", True),),
        result="TypeCodeResult",
    ),
    "OAuth2_PostToken": Operation(
        O_AUTH2_POST_TOKEN, body="OAuthAccessTokenRequest", body_required=True, result="OAuthAccessTokenResponse"
    ),
    "OAuth2_PostTokenRevoke": Operation(O_AUTH2_POST_TOKEN_REVOKE, result="object"),
    "Order_DeleteOrder": Operation(
        ORDER_DELETE_ORDER, parameters=(Parameter("order_id", "orderID", "path", True),), result="bool"
    ),
    "Order_ESignOrder": Operation(
        ORDER_E_SIGN_ORDER, parameters=(Parameter("order_id", "orderID", "path", True),), result="bool"
    ),
    "Order_GetDeleted": Operation(
        ORDER_GET_DELETED,
        parameters=(
            Parameter("filter_", "$filter", "query"),
            Parameter("orderby", "$orderby", "query"),
            Parameter("top", "$top", "query"),
            Parameter("skip", "$skip", "query"),
            Parameter("inlinecount", "$inlinecount", "query"),
        ),
        result="page[Order]",
    ),
    "Order_GetOrder": Operation(
        ORDER_GET_ORDER,
        parameters=(
            Parameter("order_id", "orderID", "path", True),
            Parameter("document_type", "documentType", "query"),
        ),
        result="Order",
    ),
    "Order_GetOrders": Operation(
        ORDER_GET_ORDERS,
        parameters=(
            Parameter("full_text_search", "fullTextSearch", "query"),
            Parameter("filter_", "$filter", "query"),
            Parameter("orderby", "$orderby", "query"),
            Parameter("top", "$top", "query"),
            Parameter("skip", "$skip", "query"),
            Parameter("inlinecount", "$inlinecount", "query"),
        ),
        result="page[Order]",
    ),
    "Order_PatchOrders": Operation(
        ORDER_PATCH_ORDERS,
        parameters=(Parameter("order_id", "orderID", "path", True),),
        body="object",
        body_required=True,
    ),
    "Order_PostOrderPayment": Operation(
        ORDER_POST_ORDER_PAYMENT,
        parameters=(Parameter("order_id", "orderID", "path", True),),
        takes_key=True,
        body="PostPaymentRequest",
        body_required=True,
    ),
    "Order_PostOrders": Operation(ORDER_POST_ORDERS, takes_key=True, body="Order", body_required=True, result="int"),
    "Order_PostSend": Operation(
        ORDER_POST_SEND,
        parameters=(Parameter("strict_transport_type", "StrictTransportType", "header"),),
        takes_key=True,
        body="SendRequest",
        body_required=True,
    ),
    "Order_PutOrderBookings": Operation(
        ORDER_PUT_ORDER_BOOKINGS,
        parameters=(Parameter("order_id", "orderID", "path", True),),
        body="list[BookingEntry]",
        body_required=True,
    ),
    "Party_GetParties": Operation(
        PARTY_GET_PARTIES,
        parameters=(
            Parameter("full_text_search", "fullTextSearch", "query"),
            Parameter("filter_", "$filter", "query"),
            Parameter("orderby", "$orderby", "query"),
            Parameter("top", "$top", "query"),
            Parameter("skip", "$skip", "query"),
            Parameter("inlinecount", "$inlinecount", "query"),
        ),
        result="page[Party]",
    ),
    "Party_GetParty": Operation(
        PARTY_GET_PARTY, parameters=(Parameter("party_id", "partyID", "path", True),), result="Party"
    ),
    "Party_PatchParties": Operation(
        PARTY_PATCH_PARTIES,
        parameters=(Parameter("party_id", "partyID", "path", True),),
        body="object",
        body_required=True,
    ),
    "Party_PostParty": Operation(PARTY_POST_PARTY, takes_key=True, body="Party", body_required=True, result="int"),
    "Peppol_DeleteParticipant": Operation(
        PEPPOL_DELETE_PARTICIPANT, body="DeleteParticipantRequest", body_required=True
    ),
    "Peppol_GetInbox": Operation(
        PEPPOL_GET_INBOX,
        parameters=(Parameter("receiver_company_id", "ReceiverCompanyID", "query"),),
        result="InboxGetResult",
    ),
    "Peppol_GetParticipantInformation": Operation(
        PEPPOL_GET_PARTICIPANT_INFORMATION,
        parameters=(
            Parameter("va_tor_cbe", "VATorCBE", "path", True),
            Parameter("only_check_dns", "OnlyCheckDNS", "query"),
        ),
        result="ParticipantInformationResponse",
    ),
    "Peppol_InboxItemConfirm": Operation(
        PEPPOL_INBOX_ITEM_CONFIRM, parameters=(Parameter("inbox_item_id", "inboxItemId", "path", True),)
    ),
    "Peppol_InboxItemRefuse": Operation(
        PEPPOL_INBOX_ITEM_REFUSE,
        parameters=(Parameter("inbox_item_id", "inboxItemId", "path", True),),
        body="RefusePeppolItemRequest",
        body_required=True,
    ),
    "Peppol_PostParticipant": Operation(PEPPOL_POST_PARTICIPANT, body="RegisterParticipantRequest", body_required=True),
    "Peppol_PostSendOrder": Operation(
        PEPPOL_POST_SEND_ORDER, takes_key=True, body="Order", body_required=True, result="int"
    ),
    "Peppol_PostSendXml": Operation(
        PEPPOL_POST_SEND_XML, takes_key=True, body="SendXmlRequest", body_required=True, result="SendXmlResponse"
    ),
    "Product_GetProduct": Operation(
        PRODUCT_GET_PRODUCT, parameters=(Parameter("product_id", "productID", "path", True),), result="Product"
    ),
    "Product_GetProducts": Operation(
        PRODUCT_GET_PRODUCTS,
        parameters=(
            Parameter("filter_", "$filter", "query"),
            Parameter("orderby", "$orderby", "query"),
            Parameter("top", "$top", "query"),
            Parameter("skip", "$skip", "query"),
            Parameter("inlinecount", "$inlinecount", "query"),
        ),
        result="page[Product]",
    ),
    "Product_PostProduct": Operation(
        PRODUCT_POST_PRODUCT, takes_key=True, body="Product", body_required=True, result="int"
    ),
    "Project_GetProjects": Operation(PROJECT_GET_PROJECTS, result="list[object]"),
    "Report_ReportDetailGet": Operation(
        REPORT_REPORT_DETAIL_GET,
        parameters=(Parameter("report_id", "reportID", "path", True),),
        result="ReportDetailModel",
    ),
    "Report_ReportListGet": Operation(REPORT_REPORT_LIST_GET, result="list[ReportsExportOverViewModel]"),
    "ToProcess_DeleteToProcess": Operation(
        TO_PROCESS_DELETE_TO_PROCESS, parameters=(Parameter("upload_id", "uploadID", "path", True),)
    ),
    "ToProcess_PostToProcess": Operation(
        TO_PROCESS_POST_TO_PROCESS, takes_key=True, body="ToProcessSaveRequest", body_required=True, result="int"
    ),
    "Webhook_DeleteWebhooks": Operation(
        WEBHOOK_DELETE_WEBHOOKS, parameters=(Parameter("webhook_id", "webhookID", "path", True),), result="bool"
    ),
    "Webhook_GetWebhooks": Operation(WEBHOOK_GET_WEBHOOKS, result="list[Webhook]"),
    "Webhook_PostWebhook": Operation(WEBHOOK_POST_WEBHOOK, body="Webhook", body_required=True, result="Webhook"),
    "Webhook_RefreshWebhookSecret": Operation(
        WEBHOOK_REFRESH_WEBHOOK_SECRET, parameters=(Parameter("webhook_id", "webhookID", "path", True),), result="str"
    ),
}
"""By the id that the document gives them."""
