"""The documents Billit speaks: every property in the order it is printed, with its kind and scale.

The order and the names come from the Swagger definitions; scales come from the documented samples. No behaviour here.
"""

from __future__ import annotations

from typing import Any, Final

import attrs

__all__ = ["SCALES", "SHAPES", "Document", "Property", "Shape", "arrange"]

Document = dict[str, Any]

SCALES: Final = {"money": 2, "price": 5, "stock": 4}
"""Digits after the point. Source: docs page "get information about 1 invoice" and the products sample."""


@attrs.frozen
class Property:
    """One property: its wire name, its kind (or the name of its shape), and whether it is a list."""

    name: str
    kind: str
    many: bool = False

    @property
    def is_nested(self) -> bool:
        """Whether the kind is another shape."""
        return self.kind[0].isupper()


@attrs.frozen
class Shape:
    """The properties of one document, in order, and by lower-case name since requests bind without regard to case."""

    name: str
    properties: tuple[Property, ...]
    by_lower: dict[str, Property] = attrs.field(eq=False, repr=False)


def _shape(name: str, text: str) -> Shape:
    properties: list[Property] = []
    for entry in text.split(","):
        wire_name, kind = entry.split()
        properties.append(Property(wire_name, kind.strip("[]"), kind.startswith("[")))
    return Shape(name, tuple(properties), {item.name.lower(): item for item in properties})


_PARTY: Final = """
PartyID int, BookYearStart datetime, Nr str, Name str, CommercialName str, Addresses [PartyAddress], Street str,
StreetNumber str, Box str, Zipcode str, CostCategoryCode int, AccountingCostTypeName str, City str, CountryCode str,
IBAN str, BIC str, Mobile str, Phone str, Fax str, Email str, Website str, Contact str, ContactFirstName str,
ContactLastName str, VATNumber str, PeppolIdentifier str, RPR str, LastModified datetime, Created datetime,
PartyType enum, VATLiable bool, AccountantCode int, GLAccountCode long, Language str, VentilationCode str,
ExternalProviderID str, ExternalProviderTC str, CustomFields [KeyValuePair], BankAccounts [BankAccount],
Users [UserCoreInfo], DefaultPaymentMethodTC str, DomiciliationMandateID str, DomiciliationMandateSigningDate datetime,
DefaultPaid bool, DisplayName str, DefaultTransportTypeTC str, FinancialReductionPercentageDefault money,
FinancialReductionDaysDefault int, DefaultExpiryOffset int, GLDefaultExpiryOffset long, Role str, InternalInfo str,
VATDeductable bool, DefaultReductionPercentage money, Identifiers [PartyIdentifier], BookCategoryTC str,
SmallEnterprise bool, AutoSendInvoiceReminders bool, DefaultCurrencyTC str, Regime str, SubRegime str, IsHighRisk bool,
SendUBL bool, SendPDF bool"""

SHAPES: Final[dict[str, Shape]] = {
    shape.name: shape
    for shape in (
        _shape(
            "Order",
            """OrderID int, CompanyID int, OrderPDF File, Attachments [File], OrderNumber str, CustomerID int,
            SupplierID int, CounterPartyID int, Customer Party, Supplier Party, CounterParty Party, OrderDate datetime,
            ExpiryDate datetime, OrderType str, OrderSubType str, LastModified datetime, Created datetime,
            OrderDirection str, OrderLines [OrderLine], BookingEntries [BookingEntry], Journal str, OrderTitle str,
            PaymentDiscountPercentage money, PaymentDiscountAmount money, PaymentReductionDays int,
            PaymentDiscountDate datetime, VatGroups [VatGroup], VentilationCode str, TotalExcl money, TotalIncl money,
            TotalVAT money, Reference str, Tags [str], DepartmentID int, PaymentReference str, AboutInvoiceNumber str,
            OCRRawText str, OCRMetaPages [object], Paid bool, PaidDate datetime, ExternalProviderID str,
            ExternalProvider str, ProjectID int, ProjectName str,
            ExternalProviderReferences [ExternalProviderReference], Comments str, Currency str, VatDeduction money,
            MixedUseProfessionalPercentage money, InternalInfo str, IsSent bool, Invoiced bool, CustomFields object,
            PeriodFrom datetime, PeriodTill datetime, CostCategoryCode int, AccountCode int, AccountingCostTypeTC str,
            LastReminder datetime, RemindersSent int, ToPay money, OrderStatus str, ApprovalStatus str, Overdue bool,
            DaysOverdue int, FXRateToForeign price, PaymentMethod str, DeliveryDate datetime, ExportedToConnector bool,
            PaymentLinks [PaymentLink], TemplateID int, MessageTemplateID int, AnalyticCostBearer str,
            AnalyticCostCenter str, AccountantVerificationNeeded bool,
            CurrentDocumentDeliveryDetails DocumentDeliveryDetails, Messages [OrderMessage],
            AdditionalDocumentReference [AdditionalDocuments], PaymentTerms str, IBAN str, BIC str,
            ContractDocumentReference [ContractDocumentReference], TaxPointDate datetime,
            CategoryFieldItems [CategoryFieldItem], Signature object""",
        ),
        _shape(
            "OrderLine",
            """OrderLineID int, Quantity price, UnitPriceExcl price, AccountCode int, Code str, Reference str,
            Description str, TotalExcl money, TotalVAT money, VATPercentage money, VentilationCode str, ProductID int,
            Unit str, CustomFields object, ExternalProviderReferences [ExternalProviderReference], InclLeading bool,
            UnitPriceIncl price, TotalIncl money, AnalyticCostBearer str, AnalyticCostCenter str,
            ReductionPercentage money, DescriptionExtended str, AllowanceChargeIndicator bool, LinkedOrderLineID str""",
        ),
        _shape(
            "VatGroup",
            """VentilationCode str, VATPercentage money, TotalExcl money, TotalVAT money, TotalIncl money, Mtvh money,
            FinancialReductionAmount money""",
        ),
        _shape("Party", _PARTY),
        _shape(
            "AccountInformationParty",
            "TabNameAlias str, APIAllowed bool, LogoFileID guid, APIEnabledFeatures object, UserLanguage str," + _PARTY,
        ),
        _shape(
            "AccountInformation",
            """Email str, Companies [AccountInformationParty], UserCompanyRoles [object], ExternalProviderID str,
            ExternalProviderTC str, FirstName str, LastName str, LoginOrRegisterNeeded bool, NationalIdentityNumber str,
            CardNumber str, PhoneNumber str, UniqueReference str""",
        ),
        _shape(
            "PartyAddress",
            """AddressType str, Tav str, Name str, Street str, StreetNumber str, Box str, Zipcode str, City str,
            CountryCode str, Phone str""",
        ),
        _shape("PartyIdentifier", "IdentifierType str, Identifier str, SchemeID str, Preferred bool"),
        _shape(
            "BankAccount",
            """IBAN str, BIC str, Currency str, Verified bool, Name str, Saldo money, ExternalProviderID str,
            LogoFileID guid, LogoFileUrl str, CountryCode str, BankAccountName str, BankProviderStatus str,
            AccountIdentification str, Active bool""",
        ),
        _shape("KeyValuePair", "Key str, Value str"),
        _shape("UserCoreInfo", "FirstName str, LastName str, Role str, ExternalProviderID str, Email str"),
        _shape("File", "FileID guid, FileName str, MimeType str, FileContent str"),
        _shape(
            "BookingEntry",
            """BookingEntryID int, OrderID int, AccountCode int, Amount money, DebetOrCredit str, VAT1 int, VAT2 int,
            VAT3 int""",
        ),
        _shape(
            "ExternalProviderReference",
            "ExternalProvider str, Category str, Value str, EntityType str, EntityID int",
        ),
        _shape("PaymentLink", "ExternalProvider str, ClickUrl str, QRImageUrl str"),
        _shape(
            "DocumentDeliveryDetails",
            """DocumentRefusedDate datetime, DocumentDeliveryDate datetime, DocumentDeliveryInfo str,
            DocumentRefusedReasonTC str, DocumentRefusedInfo str, IsDocumentDelivered bool,
            DocumentDeliveryStatus str""",
        ),
        _shape(
            "OrderMessage",
            """OrderID int, Description str, FileID guid, CreationDate datetime, TransportType str, Success bool,
            Trials int, Destination str, MessageDirection str""",
        ),
        _shape(
            "AdditionalDocuments",
            "DocumentDescription str, ID str, DocumentType str, Attachment File, CustomFields object",
        ),
        _shape("ContractDocumentReference", "ID str"),
        _shape("CategoryFieldItem", "Value str, Name str"),
        _shape(
            "Product",
            """ProductID int, Reference str, Description str, AmountExcl price, VAT money, Unit str, GroupID int,
            GroupName str, AmountIncl price, StockQuantity money, MinimumBilledQuantity stock, BuyExcl price,
            InternalInformation str, Created datetime, LastModified datetime, EAN str, GTIN str, GLN str,
            ExternalProviderTC str, ChildProducts [Product]""",
        ),
        # The envelope that the products page shows beside the one product of the Swagger document.
        _shape("ProductItems", "Items [Product]"),
        _shape(
            "DocumentAPIView",
            """DocumentID int, CompanyID int, File File, Name str, Description str, DocumentDate datetime,
            CreationDate datetime, Tags [str]""",
        ),
        _shape(
            "Transaction",
            """BankAccountTransactionID int, BankName str, IBAN str, BIC str, BankAccountID int, DocumentId int,
            IBANCounterParty str, BICCounterParty str, NameCounterParty str, TotalAmount money, TransactionType str,
            ValueDate datetime, Currency str, Description str, ExternalProviderID str, ExternalProviderTC str,
            FreeMessage str, CodaSource str, CodaFileID guid, BankReference str, ClientReference str, Note str,
            AssignedEntities [AssignedEntity], ProprietaryBankTransactionCode str, BankTransactionCode str""",
        ),
        _shape("AssignedEntity", "AssignedAmount money, FXRateToBankCurrency price, EntityType str, EntityID int"),
        _shape(
            "CashbookEntry",
            """TransactionDate datetime, EntryType str, Note str, InternalInformation str, Direction str,
            Amount money""",
        ),
        _shape(
            "InboxGetResultItem",
            """InboxItemID int, SenderPeppolID str, PeppolDocumentType str, ReceiverPeppolID str,
            SenderCompanyID str, ReceiverCompanyID str, CreationDate datetime, PeppolFileID guid""",
        ),
        _shape("RefusePeppolItemRequest", "RefusalReason str"),
        _shape(
            "Webhook",
            """WebhookID int, CompanyID int, UserID int, EntityType str, EntityUpdateType str, WebhookURL str,
            Secret str""",
        ),
        _shape("Feed", "Name str"),
        _shape("ConfirmRequest", "RemoteServerName str, RemotePath str"),
        _shape("FileDetails", "FileName str, FileContent str, FileContentSHA256Hash str"),
        _shape("CashbookInitialization", "StartDate datetime, StartBalance money"),
        _shape(
            "CashbookModel",
            """CashbookID int, Name str, CreationDate datetime, Saldo money, LastEntryDate datetime,
            Currency str""",
        ),
        _shape(
            "DailyReceiptBookEntryModel",
            """Description str, VATPercentage money, TotalIncl money, InputDate datetime,
            VentilationCodeTC str""",
        ),
        _shape(
            "GetDailyReceiptEntryResponseModel",
            """CashbookEntryID int, CashbookID int, VAT money, Description str, Orderid int, TotalIncl money,
            TotalExcl money, TotalVAT money""",
        ),
        _shape("GLAccount", "Code int, Description str, GLAccountType str"),
        _shape("Journal", "Code str, Description str, JournalType str"),
        _shape(
            "CompanySearchResultItem",
            """Source str, CompanyIdentification str, Street str, Number str, Name str, Zipcode str, City str,
            Box str, Country str, StartDate datetime, CommercialName str""",
        ),
        _shape(
            "AccountSettings",
            """BulkInputFastForward bool, SendPeppolInvoiceReceivedMail bool, ExternalLicenseID str,
            BulkInputIncomeUBLFastForward bool, ProcessUBLPrePaidAmount bool""",
        ),
        _shape("LicenseAddons", "AmountOfExtraUsers int, AmountOfExtraDocuments int"),
        _shape("LicenseConfiguration", "LicenseID int, PeriodID int, Addons LicenseAddons"),
        # The samples have the bank accounts beside the company, the definition inside it.
        _shape(
            "RegisterAccountRequestModel",
            """Company Party, AccountSettings AccountSettings, License LicenseConfiguration,
            BankAccounts [BankAccount]""",
        ),
        _shape("UpdateLicenseRequestModel", "CompanyID int, License LicenseConfiguration"),
        _shape("AddNewLicenseBillableModel", "CompanyID int, AmountOfExtraDocuments int, AmountOfExtraUsers int"),
        _shape("EinvoiceAccountSettings", "ProcessUBLPrePaidAmount bool"),
        _shape(
            "EinvoiceRegistrationPost",
            """TaxIdentifier str, CompanyName str, CommercialName str, Addresses [PartyAddress], TaxDeductable bool,
            TaxLiable bool, IBAN str, BIC str, Mobile str, Phone str, Email str, ContactFirstName str,
            ContactLastName str, Language str, Identifiers [PartyIdentifier],
            AccountSettings EinvoiceAccountSettings""",
        ),
        # Flat addresses, unlike when it is created. Source: the access point's page "patching entities".
        _shape(
            "EinvoiceRegistrationPatch",
            """CompanyName str, CommercialName str, TaxDeductable bool, TaxLiable bool, IBAN str, BIC str, Mobile str,
            Phone str, Email str, ContactFirstName str, ContactLastName str, Language str, Street str,
            StreetNumber str, Box str, Zipcode str, City str, CountryCode str""",
        ),
        _shape("IntegrationPost", "Externalprovider str, Credentials object, Certificates object"),
        _shape(
            "EinvoiceIntegration",
            """IntegrationID int, Integration str, IntegrationStatus str, IntegrationStatusDescription str,
            IntegrationDocumentToSign str""",
        ),
        _shape("KYCInitiationPost", "IdentificationProviderTC str, RedirectURL str"),
        _shape("CreateAndSendEDocumentPost", "TransportType str, Order Order"),
        _shape("ParticipantRequest", "CompanyID str"),
        _shape("SendXmlRequest", "XML str"),
        _shape(
            "UploadMetadata",
            """TotalIncl money, CostType str, PaymentMethod str, Description str, CurrencyTC str,
            OrderDate datetime""",
        ),
        _shape("ToProcessSaveRequest", "Split bool, File File, FileSource File, MetaData UploadMetadata"),
        _shape("SendRequest", "OrderIds [int], TransportType str, PrintType str"),
        _shape("PostPaymentRequest", "Amount money, Description str, Date datetime"),
        _shape("SequenceRequest", "SequenceType str, Consume bool"),
    )
}


_NAMES: Final = {name: tuple(item.name for item in shape.properties) for name, shape in SHAPES.items()}


def arrange(document: Document, shape: str) -> Document:
    """The same document with its properties in Billit's order and without nulls.

    Source: nulls are left out of every documented sample; empty texts, lists and objects stay.
    """
    get = document.get
    return {name: value for name in _NAMES[shape] if (value := get(name)) is not None}
