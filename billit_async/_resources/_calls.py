# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""The types of `BillitSession.call`: one signature for each operation of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, overload

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping, Sequence
    from uuid import UUID

    from billit_async._serialization.model import Page
    from billit_async._transport.policies import CallOptions
    from billit_async._transport.shell import Caller
    from billit_async.models.account import (
        AccountInformation,
        AddNewLicenseBillableModel,
        RegisterAccountRequestModel,
        RegisterAccountResponse,
        SequenceRequest,
        UpdateLicenseRequestModel,
    )
    from billit_async.models.accountant import ConfirmRequest, Feed, FeedItem, FileDetails
    from billit_async.models.cashbook import CashbookEntry, CashbookInitialization, CashbookModel
    from billit_async.models.daily_receipts import (
        DailyReceiptBookEntryModel,
        DailyReceiptBookModelResponseModel,
        GetDailyReceiptEntryResponseModel,
        PostDailyReceiptBookEntryResponseModel,
    )
    from billit_async.models.documents import Document, DocumentAPIView
    from billit_async.models.einvoices import (
        AccountRegistrationResponse,
        CreateAndSendEDocumentPost,
        CreateAndSendEdocumentResponse,
        EinvoiceIntegration,
        EinvoiceRegistrationPost,
        GetEinvoiceAccountsReponse,
        IntegrationPost,
        KYCInitiationPost,
        KYCInitiationResponse,
    )
    from billit_async.models.files import File
    from billit_async.models.financial_transactions import Transaction
    from billit_async.models.gl_accounts import GLAccount
    from billit_async.models.journals import Journal
    from billit_async.models.misc import CompanySearchResult, TypeCodeResult
    from billit_async.models.oauth import OAuthAccessTokenRequest, OAuthAccessTokenResponse
    from billit_async.models.orders import BookingEntry, Order, PostPaymentRequest, SendRequest
    from billit_async.models.parties import Party
    from billit_async.models.peppol import (
        DeleteParticipantRequest,
        InboxGetResult,
        ParticipantInformationResponse,
        RefusePeppolItemRequest,
        RegisterParticipantRequest,
        SendXmlRequest,
        SendXmlResponse,
    )
    from billit_async.models.products import Product
    from billit_async.models.reports import ReportDetailModel, ReportsExportOverViewModel
    from billit_async.models.to_process import ToProcessSaveRequest
    from billit_async.models.webhooks import Webhook

__all__ = ["OperationCalls"]


class OperationCalls:
    """What makes the call of any operation of the document, by its id."""

    _caller: Caller

    @overload
    def call(
        self,
        operation: Literal["Account_AddLicenseBillable"],
        /,
        *,
        body: AddNewLicenseBillableModel | Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, int]: ...

    @overload
    def call(
        self, operation: Literal["Account_GetAccountInformation"], /, *, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, AccountInformation]: ...

    @overload
    def call(
        self, operation: Literal["Account_GetSSOToken"], /, *, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, dict[str, Any]]: ...

    @overload
    def call(
        self,
        operation: Literal["Account_PostSequences"],
        /,
        *,
        body: SequenceRequest | Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, str]: ...

    @overload
    def call(
        self,
        operation: Literal["Account_RegisterCompany"],
        /,
        *,
        body: RegisterAccountRequestModel | Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, RegisterAccountResponse]: ...

    @overload
    def call(
        self,
        operation: Literal["Account_UpdateLicense"],
        /,
        *,
        body: UpdateLicenseRequestModel | Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, int]: ...

    @overload
    def call(
        self, operation: Literal["Accountant_DeleteFeeds"], /, *, feed_name: str, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, None]: ...

    @overload
    def call(
        self, operation: Literal["Accountant_GetFeeds"], /, *, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, list[Feed]]: ...

    @overload
    def call(
        self,
        operation: Literal["Accountant_GetFile"],
        /,
        *,
        feed_item_id: int,
        feed_name: str,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, FileDetails]: ...

    @overload
    def call(
        self, operation: Literal["Accountant_GetIndex"], /, *, feed_name: str, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, list[FeedItem]]: ...

    @overload
    def call(
        self,
        operation: Literal["Accountant_PostConfirm"],
        /,
        *,
        feed_name: str,
        feed_item_id: int,
        body: ConfirmRequest | Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, None]: ...

    @overload
    def call(
        self,
        operation: Literal["Accountant_PostFeeds"],
        /,
        *,
        body: Feed | Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, None]: ...

    @overload
    def call(
        self, operation: Literal["Cashbook_CloseCashbook"], /, *, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, None]: ...

    @overload
    def call(
        self, operation: Literal["Cashbook_GetCashbook"], /, *, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, CashbookModel]: ...

    @overload
    def call(
        self,
        operation: Literal["Cashbook_GetCashbookEntries"],
        /,
        *,
        full_text_search: str | None = None,
        filter_: str | None = None,
        orderby: str | None = None,
        top: int | None = None,
        skip: int | None = None,
        inlinecount: str | None = None,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, Page[CashbookEntry]]: ...

    @overload
    def call(
        self,
        operation: Literal["Cashbook_GetCashbookHistory"],
        /,
        *,
        cashbook_id: int,
        full_text_search: str | None = None,
        filter_: str | None = None,
        orderby: str | None = None,
        top: int | None = None,
        skip: int | None = None,
        inlinecount: str | None = None,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, Page[CashbookEntry]]: ...

    @overload
    def call(
        self, operation: Literal["Cashbook_GetCashbooks"], /, *, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, list[CashbookModel]]: ...

    @overload
    def call(
        self,
        operation: Literal["Cashbook_InitializeCashbook"],
        /,
        *,
        body: CashbookInitialization | Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, int]: ...

    @overload
    def call(
        self,
        operation: Literal["Cashbook_PostCashbookEntry"],
        /,
        *,
        body: CashbookEntry | Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, CashbookEntry]: ...

    @overload
    def call(
        self, operation: Literal["DailyReceipt_GetDailyReceiptBooks"], /, *, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, DailyReceiptBookModelResponseModel]: ...

    @overload
    def call(
        self,
        operation: Literal["DailyReceipt_GetDailyReceiptBooks_ByDailyReceiptBookID"],
        /,
        *,
        daily_receipt_book_id: int,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, DailyReceiptBookModelResponseModel]: ...

    @overload
    def call(
        self,
        operation: Literal["DailyReceipt_GetDailyReceiptEntry"],
        /,
        *,
        daily_receipt_entry_id: int,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, GetDailyReceiptEntryResponseModel]: ...

    @overload
    def call(
        self,
        operation: Literal["DailyReceipt_PostDailyReceiptBookEntry"],
        /,
        *,
        body: DailyReceiptBookEntryModel | Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, PostDailyReceiptBookEntryResponseModel]: ...

    @overload
    def call(
        self, operation: Literal["Document_GetDocument"], /, *, document_id: int, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, DocumentAPIView]: ...

    @overload
    def call(
        self,
        operation: Literal["Document_GetDocuments"],
        /,
        *,
        full_text_search: str | None = None,
        filter_: str | None = None,
        orderby: str | None = None,
        top: int | None = None,
        skip: int | None = None,
        inlinecount: str | None = None,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, Page[DocumentAPIView]]: ...

    @overload
    def call(
        self,
        operation: Literal["Document_PostDocument"],
        /,
        *,
        body: Document | Mapping[str, Any],
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, int]: ...

    @overload
    def call(
        self,
        operation: Literal["Einvoice_DeleteRegistration"],
        /,
        *,
        registration_id: int,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, bool]: ...

    @overload
    def call(
        self,
        operation: Literal["Einvoice_DeleteRegistrationIntegration"],
        /,
        *,
        registration_id: int,
        integration_id: int,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, bool]: ...

    @overload
    def call(
        self,
        operation: Literal["Einvoice_DeleteWebhooks"],
        /,
        *,
        registration_id: int,
        webhook_id: int,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, bool]: ...

    @overload
    def call(
        self,
        operation: Literal["Einvoice_GetFile"],
        /,
        *,
        registration_id: int,
        file_id: UUID,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, File]: ...

    @overload
    def call(
        self,
        operation: Literal["Einvoice_GetOrder"],
        /,
        *,
        registration_id: int,
        order_id: int,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, Order]: ...

    @overload
    def call(
        self,
        operation: Literal["Einvoice_GetOrders"],
        /,
        *,
        registration_id: int,
        full_text_search: str | None = None,
        filter_: str | None = None,
        orderby: str | None = None,
        top: int | None = None,
        skip: int | None = None,
        inlinecount: str | None = None,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, Page[Order]]: ...

    @overload
    def call(
        self,
        operation: Literal["Einvoice_GetRegistration"],
        /,
        *,
        registration_id: int,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, GetEinvoiceAccountsReponse]: ...

    @overload
    def call(
        self, operation: Literal["Einvoice_GetRegistrations"], /, *, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, GetEinvoiceAccountsReponse]: ...

    @overload
    def call(
        self, operation: Literal["Einvoice_GetWebhooks"], /, *, registration_id: int, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, list[Webhook]]: ...

    @overload
    def call(
        self,
        operation: Literal["Einvoice_PatchEntity"],
        /,
        *,
        registration_id: int,
        body: Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, bool]: ...

    @overload
    def call(
        self,
        operation: Literal["Einvoice_PatchOrder"],
        /,
        *,
        registration_id: int,
        order_id: int,
        body: Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, None]: ...

    @overload
    def call(
        self,
        operation: Literal["Einvoice_PostKYCInitiation"],
        /,
        *,
        registration_id: int,
        body: KYCInitiationPost | Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, KYCInitiationResponse]: ...

    @overload
    def call(
        self,
        operation: Literal["Einvoice_PostRegistration"],
        /,
        *,
        body: EinvoiceRegistrationPost | Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, AccountRegistrationResponse]: ...

    @overload
    def call(
        self,
        operation: Literal["Einvoice_PostRegistrationIntegration"],
        /,
        *,
        registration_id: int,
        body: IntegrationPost | Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, EinvoiceIntegration]: ...

    @overload
    def call(
        self,
        operation: Literal["Einvoice_PostSend"],
        /,
        *,
        registration_id: int,
        body: CreateAndSendEDocumentPost | Mapping[str, Any],
        strict_transport_type: bool | None = None,
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, CreateAndSendEdocumentResponse]: ...

    @overload
    def call(
        self,
        operation: Literal["Einvoice_PostWebhook"],
        /,
        *,
        registration_id: int,
        body: Webhook | Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, Webhook]: ...

    @overload
    def call(
        self,
        operation: Literal["Einvoice_RefreshWebhookSecret"],
        /,
        *,
        registration_id: int,
        webhook_id: int,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, str]: ...

    @overload
    def call(
        self, operation: Literal["File_GetOrders"], /, *, file_id: UUID, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, File]: ...

    @overload
    def call(
        self,
        operation: Literal["FinancialTransaction_GetBankTransactions"],
        /,
        *,
        full_text_search: str | None = None,
        filter_: str | None = None,
        orderby: str | None = None,
        top: int | None = None,
        skip: int | None = None,
        inlinecount: str | None = None,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, Page[Transaction]]: ...

    @overload
    def call(
        self,
        operation: Literal["FinancialTransaction_PostImport"],
        /,
        *,
        body: Sequence[Transaction | Mapping[str, Any]],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, None]: ...

    @overload
    def call(
        self,
        operation: Literal["FinancialTransaction_PostImportFile"],
        /,
        *,
        body: File | Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, None]: ...

    @overload
    def call(
        self,
        operation: Literal["GLAccount_PostGLAccount"],
        /,
        *,
        body: GLAccount | Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, int]: ...

    @overload
    def call(
        self,
        operation: Literal["GLAccount_PostGLAccountBulk"],
        /,
        *,
        body: Sequence[GLAccount | Mapping[str, Any]],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, None]: ...

    @overload
    def call(
        self,
        operation: Literal["Journal_PostGLAccount"],
        /,
        *,
        body: Sequence[Journal | Mapping[str, Any]],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, None]: ...

    @overload
    def call(
        self, operation: Literal["Misc_GetCompanySearch"], /, *, keywords: str, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, CompanySearchResult]: ...

    @overload
    def call(
        self,
        operation: Literal["Misc_GetTranslation"],
        /,
        *,
        type_code_type: str,
        key: str,
        language: str,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, TypeCodeResult]: ...

    @overload
    def call(
        self, operation: Literal["Misc_GetTypeCodes"], /, *, type_code_type: str, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, TypeCodeResult]: ...

    @overload
    def call(
        self,
        operation: Literal["OAuth2_PostToken"],
        /,
        *,
        body: OAuthAccessTokenRequest | Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, OAuthAccessTokenResponse]: ...

    @overload
    def call(
        self, operation: Literal["OAuth2_PostTokenRevoke"], /, *, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, dict[str, Any]]: ...

    @overload
    def call(
        self, operation: Literal["Order_DeleteOrder"], /, *, order_id: int, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, bool]: ...

    @overload
    def call(
        self, operation: Literal["Order_ESignOrder"], /, *, order_id: int, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, bool]: ...

    @overload
    def call(
        self,
        operation: Literal["Order_GetDeleted"],
        /,
        *,
        filter_: str | None = None,
        orderby: str | None = None,
        top: int | None = None,
        skip: int | None = None,
        inlinecount: str | None = None,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, Page[Order]]: ...

    @overload
    def call(
        self,
        operation: Literal["Order_GetOrder"],
        /,
        *,
        order_id: int,
        document_type: str | None = None,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, Order]: ...

    @overload
    def call(
        self,
        operation: Literal["Order_GetOrders"],
        /,
        *,
        full_text_search: str | None = None,
        filter_: str | None = None,
        orderby: str | None = None,
        top: int | None = None,
        skip: int | None = None,
        inlinecount: str | None = None,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, Page[Order]]: ...

    @overload
    def call(
        self,
        operation: Literal["Order_PatchOrders"],
        /,
        *,
        order_id: int,
        body: Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, None]: ...

    @overload
    def call(
        self,
        operation: Literal["Order_PostOrderPayment"],
        /,
        *,
        order_id: int,
        body: PostPaymentRequest | Mapping[str, Any],
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, None]: ...

    @overload
    def call(
        self,
        operation: Literal["Order_PostOrders"],
        /,
        *,
        body: Order | Mapping[str, Any],
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, int]: ...

    @overload
    def call(
        self,
        operation: Literal["Order_PostSend"],
        /,
        *,
        body: SendRequest | Mapping[str, Any],
        strict_transport_type: bool | None = None,
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, None]: ...

    @overload
    def call(
        self,
        operation: Literal["Order_PutOrderBookings"],
        /,
        *,
        order_id: int,
        body: Sequence[BookingEntry | Mapping[str, Any]],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, None]: ...

    @overload
    def call(
        self,
        operation: Literal["Party_GetParties"],
        /,
        *,
        full_text_search: str | None = None,
        filter_: str | None = None,
        orderby: str | None = None,
        top: int | None = None,
        skip: int | None = None,
        inlinecount: str | None = None,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, Page[Party]]: ...

    @overload
    def call(
        self, operation: Literal["Party_GetParty"], /, *, party_id: int, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, Party]: ...

    @overload
    def call(
        self,
        operation: Literal["Party_PatchParties"],
        /,
        *,
        party_id: int,
        body: Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, None]: ...

    @overload
    def call(
        self,
        operation: Literal["Party_PostParty"],
        /,
        *,
        body: Party | Mapping[str, Any],
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, int]: ...

    @overload
    def call(
        self,
        operation: Literal["Peppol_DeleteParticipant"],
        /,
        *,
        body: DeleteParticipantRequest | Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, None]: ...

    @overload
    def call(
        self,
        operation: Literal["Peppol_GetInbox"],
        /,
        *,
        receiver_company_id: str | None = None,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, InboxGetResult]: ...

    @overload
    def call(
        self,
        operation: Literal["Peppol_GetParticipantInformation"],
        /,
        *,
        va_tor_cbe: str,
        only_check_dns: bool | None = None,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, ParticipantInformationResponse]: ...

    @overload
    def call(
        self,
        operation: Literal["Peppol_InboxItemConfirm"],
        /,
        *,
        inbox_item_id: int,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, None]: ...

    @overload
    def call(
        self,
        operation: Literal["Peppol_InboxItemRefuse"],
        /,
        *,
        inbox_item_id: int,
        body: RefusePeppolItemRequest | Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, None]: ...

    @overload
    def call(
        self,
        operation: Literal["Peppol_PostParticipant"],
        /,
        *,
        body: RegisterParticipantRequest | Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, None]: ...

    @overload
    def call(
        self,
        operation: Literal["Peppol_PostSendOrder"],
        /,
        *,
        body: Order | Mapping[str, Any],
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, int]: ...

    @overload
    def call(
        self,
        operation: Literal["Peppol_PostSendXml"],
        /,
        *,
        body: SendXmlRequest | Mapping[str, Any],
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, SendXmlResponse]: ...

    @overload
    def call(
        self, operation: Literal["Product_GetProduct"], /, *, product_id: int, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, Product]: ...

    @overload
    def call(
        self,
        operation: Literal["Product_GetProducts"],
        /,
        *,
        filter_: str | None = None,
        orderby: str | None = None,
        top: int | None = None,
        skip: int | None = None,
        inlinecount: str | None = None,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, Page[Product]]: ...

    @overload
    def call(
        self,
        operation: Literal["Product_PostProduct"],
        /,
        *,
        body: Product | Mapping[str, Any],
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, int]: ...

    @overload
    def call(
        self, operation: Literal["Project_GetProjects"], /, *, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, list[dict[str, Any]]]: ...

    @overload
    def call(
        self, operation: Literal["Report_ReportDetailGet"], /, *, report_id: int, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, ReportDetailModel]: ...

    @overload
    def call(
        self, operation: Literal["Report_ReportListGet"], /, *, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, list[ReportsExportOverViewModel]]: ...

    @overload
    def call(
        self, operation: Literal["ToProcess_DeleteToProcess"], /, *, upload_id: int, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, None]: ...

    @overload
    def call(
        self,
        operation: Literal["ToProcess_PostToProcess"],
        /,
        *,
        body: ToProcessSaveRequest | Mapping[str, Any],
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, int]: ...

    @overload
    def call(
        self, operation: Literal["Webhook_DeleteWebhooks"], /, *, webhook_id: int, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, bool]: ...

    @overload
    def call(
        self, operation: Literal["Webhook_GetWebhooks"], /, *, options: CallOptions | None = None
    ) -> Coroutine[Any, Any, list[Webhook]]: ...

    @overload
    def call(
        self,
        operation: Literal["Webhook_PostWebhook"],
        /,
        *,
        body: Webhook | Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, Webhook]: ...

    @overload
    def call(
        self,
        operation: Literal["Webhook_RefreshWebhookSecret"],
        /,
        *,
        webhook_id: int,
        options: CallOptions | None = None,
    ) -> Coroutine[Any, Any, str]: ...

    def call(self, operation: str, /, **arguments: Any) -> Coroutine[Any, Any, Any]:
        """Make the call of any operation of the document, also one that has no method here yet.

        Args:
            operation: Its ``operationId``, ``"Order_GetOrder"`` for instance; see ``openapi/billit-v1.yaml``.
            arguments: Its parameters by their Python names; ``body``, a model or a dict with Billit's names;
                ``idempotency_key``, where the operation takes one, a new one when it is left out; ``options``,
                what this call does otherwise than the session.

        Returns:
            What the document says: a model, a list, a page, a text, a number, bytes, or None.

        Raises:
            ApiError: Billit refused.
            OutcomeUnknown: The connection broke after a write may have left.
            UnexpectedResponse: The response is not what the document says.
            InvalidArgument: There is no such operation, or a value cannot be sent.
            TypeError: A parameter or the body is missing, unknown, or of the wrong type.

        Source: the operations of openapi/billit-v1.yaml.
        """
        from billit_async._resources.calling import OperationCall  # noqa: PLC0415  (loaded when first used)

        return OperationCall(self._caller).run(operation, arguments)
