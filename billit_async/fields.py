# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Query fields: what a list can be filtered and sorted by, `OrderFields.total_incl > Decimal("12.50")`."""

from __future__ import annotations

from typing import Final

from billit_async.models.enumerations import (
    AccountingCostType,
    AddressType,
    ApprovalStatus,
    DocumentDeliveryStatus,
    IdentifierType,
    MessageDirection,
    OrderDirection,
    OrderStatus,
    OrderSubType,
    OrderType,
    PartyType,
    PaymentMethod,
    TransportType,
)
from billit_async.odata.fields import (
    BoolField,
    CollectionField,
    DateTimeField,
    EnumField,
    GuidField,
    IntField,
    LongField,
    MoneyField,
    NavigationField,
    QuantityField,
    StringField,
)

__all__ = ["CashbookEntryFields", "DocumentFields", "OrderFields", "PartyFields", "ProductFields", "TransactionFields"]


class AdditionalDocumentsPath(NavigationField):
    """The fields of `AdditionalDocuments`, to which a column leads."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.document_description: Final = StringField(f"{path}/DocumentDescription")
        self.id_: Final = StringField(f"{path}/ID")
        self.document_type: Final = StringField(f"{path}/DocumentType")


class AssignedEntityPath(NavigationField):
    """The fields of `AssignedEntity`, to which a column leads."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.assigned_amount: Final = MoneyField(f"{path}/AssignedAmount")
        self.fx_rate_to_bank_currency: Final = QuantityField(f"{path}/FXRateToBankCurrency")
        self.entity_type: Final = StringField(f"{path}/EntityType")
        self.entity_id: Final = IntField(f"{path}/EntityID")


class BankAccountPath(NavigationField):
    """The fields of `BankAccount`, to which a column leads."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.iban: Final = StringField(f"{path}/IBAN")
        self.bic: Final = StringField(f"{path}/BIC")
        self.currency: Final = StringField(f"{path}/Currency")
        self.verified: Final = BoolField(f"{path}/Verified")
        self.name: Final = StringField(f"{path}/Name")
        self.saldo: Final = MoneyField(f"{path}/Saldo")
        self.external_provider_id: Final = StringField(f"{path}/ExternalProviderID")
        self.logo_file_id: Final = GuidField(f"{path}/LogoFileID")
        self.logo_file_url: Final = StringField(f"{path}/LogoFileUrl")
        self.country_code: Final = StringField(f"{path}/CountryCode")
        self.bank_account_name: Final = StringField(f"{path}/BankAccountName")
        self.bank_provider_status: Final = StringField(f"{path}/BankProviderStatus")
        self.account_identification: Final = StringField(f"{path}/AccountIdentification")
        self.active: Final = BoolField(f"{path}/Active")


class BookingEntryPath(NavigationField):
    """The fields of `BookingEntry`, to which a column leads."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.booking_entry_id: Final = IntField(f"{path}/BookingEntryID")
        self.order_id: Final = IntField(f"{path}/OrderID")
        self.account_code: Final = IntField(f"{path}/AccountCode")
        self.amount: Final = MoneyField(f"{path}/Amount")
        self.debet_or_credit: Final = StringField(f"{path}/DebetOrCredit")
        self.vat1: Final = IntField(f"{path}/VAT1")
        self.vat2: Final = IntField(f"{path}/VAT2")
        self.vat3: Final = IntField(f"{path}/VAT3")


class CategoryFieldItemPath(NavigationField):
    """The fields of `CategoryFieldItem`, to which a column leads."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.value: Final = StringField(f"{path}/Value")
        self.name: Final = StringField(f"{path}/Name")


class ContractDocumentReferencePath(NavigationField):
    """The fields of `ContractDocumentReference`, to which a column leads."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.id_: Final = StringField(f"{path}/ID")


class DocumentDeliveryDetailsPath(NavigationField):
    """The fields of `DocumentDeliveryDetails`, to which a column leads."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.document_refused_date: Final = DateTimeField(f"{path}/DocumentRefusedDate")
        self.document_delivery_date: Final = DateTimeField(f"{path}/DocumentDeliveryDate")
        self.document_delivery_info: Final = StringField(f"{path}/DocumentDeliveryInfo")
        self.document_refused_reason_tc: Final = StringField(f"{path}/DocumentRefusedReasonTC")
        self.document_refused_info: Final = StringField(f"{path}/DocumentRefusedInfo")
        self.is_document_delivered: Final = BoolField(f"{path}/IsDocumentDelivered")
        self.document_delivery_status: Final = EnumField(f"{path}/DocumentDeliveryStatus", enum=DocumentDeliveryStatus)


class EInvoiceSignatureModelPath(NavigationField):
    """The fields of `EInvoiceSignatureModel`, to which a column leads."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.orginal_string: Final = StringField(f"{path}/OrginalString")
        self.network_certificate_number: Final = StringField(f"{path}/NetworkCertificateNumber")
        self.document_certificate_number: Final = StringField(f"{path}/DocumentCertificateNumber")
        self.uuid: Final = StringField(f"{path}/UUID")
        self.network_stamp: Final = StringField(f"{path}/NetworkStamp")
        self.document_stamp: Final = StringField(f"{path}/DocumentStamp")
        self.qr_code: Final = StringField(f"{path}/QRCode")
        self.cfdi: Final = StringField(f"{path}/Cfdi")
        self.stamp_url: Final = StringField(f"{path}/StampUrl")


class ExternalProviderReferencePath(NavigationField):
    """The fields of `ExternalProviderReference`, to which a column leads."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.external_provider: Final = StringField(f"{path}/ExternalProvider")
        self.category: Final = StringField(f"{path}/Category")
        self.value: Final = StringField(f"{path}/Value")
        self.entity_type: Final = StringField(f"{path}/EntityType")
        self.entity_id: Final = IntField(f"{path}/EntityID")


class FilePath(NavigationField):
    """The fields of `File`, to which a column leads."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.file_id: Final = GuidField(f"{path}/FileID")
        self.file_name: Final = StringField(f"{path}/FileName")
        self.mime_type: Final = StringField(f"{path}/MimeType")
        self.file_content: Final = StringField(f"{path}/FileContent")


class KeyValuePairPath(NavigationField):
    """The fields of `KeyValuePair`, to which a column leads."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.key: Final = StringField(f"{path}/Key")
        self.value: Final = StringField(f"{path}/Value")


class OCRPagePath(NavigationField):
    """The fields of `OCRPage`, to which a column leads."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.text_list: Final = CollectionField(f"{path}/TextList", item=OCRTextPath)


class OCRTextPath(NavigationField):
    """The fields of `OCRText`, to which a column leads."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.text: Final = StringField(f"{path}/Text")
        self.x: Final = QuantityField(f"{path}/X")
        self.y: Final = QuantityField(f"{path}/Y")
        self.width: Final = QuantityField(f"{path}/Width")
        self.height: Final = QuantityField(f"{path}/Height")


class OrderLinePath(NavigationField):
    """The fields of `OrderLine`, to which a column leads."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.order_line_id: Final = IntField(f"{path}/OrderLineID")
        self.quantity: Final = QuantityField(f"{path}/Quantity")
        self.unit_price_excl: Final = QuantityField(f"{path}/UnitPriceExcl")
        self.account_code: Final = IntField(f"{path}/AccountCode")
        self.code: Final = StringField(f"{path}/Code")
        self.reference: Final = StringField(f"{path}/Reference")
        self.description: Final = StringField(f"{path}/Description")
        self.total_excl: Final = MoneyField(f"{path}/TotalExcl")
        self.total_vat: Final = MoneyField(f"{path}/TotalVAT")
        self.vat_percentage: Final = QuantityField(f"{path}/VATPercentage")
        self.ventilation_code: Final = StringField(f"{path}/VentilationCode")
        self.product_id: Final = IntField(f"{path}/ProductID")
        self.unit: Final = StringField(f"{path}/Unit")
        self.external_provider_references: Final = CollectionField(
            f"{path}/ExternalProviderReferences", item=ExternalProviderReferencePath
        )
        self.incl_leading: Final = BoolField(f"{path}/InclLeading")
        self.unit_price_incl: Final = QuantityField(f"{path}/UnitPriceIncl")
        self.total_incl: Final = MoneyField(f"{path}/TotalIncl")
        self.analytic_cost_bearer: Final = StringField(f"{path}/AnalyticCostBearer")
        self.analytic_cost_center: Final = StringField(f"{path}/AnalyticCostCenter")
        self.reduction_percentage: Final = QuantityField(f"{path}/ReductionPercentage")
        self.description_extended: Final = StringField(f"{path}/DescriptionExtended")
        self.allowance_charge_indicator: Final = BoolField(f"{path}/AllowanceChargeIndicator")
        self.linked_order_line_id: Final = StringField(f"{path}/LinkedOrderLineID")


class OrderMessagePath(NavigationField):
    """The fields of `OrderMessage`, to which a column leads."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.order_id: Final = IntField(f"{path}/OrderID")
        self.description: Final = StringField(f"{path}/Description")
        self.file_id: Final = GuidField(f"{path}/FileID")
        self.creation_date: Final = DateTimeField(f"{path}/CreationDate")
        self.transport_type: Final = EnumField(f"{path}/TransportType", enum=TransportType)
        self.success: Final = BoolField(f"{path}/Success")
        self.trials: Final = IntField(f"{path}/Trials")
        self.destination: Final = StringField(f"{path}/Destination")
        self.message_direction: Final = EnumField(f"{path}/MessageDirection", enum=MessageDirection)


class PartyPath(NavigationField):
    """The fields of `Party`, to which a column leads."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.party_id: Final = IntField(f"{path}/PartyID")
        self.book_year_start: Final = DateTimeField(f"{path}/BookYearStart")
        self.nr: Final = StringField(f"{path}/Nr")
        self.name: Final = StringField(f"{path}/Name")
        self.commercial_name: Final = StringField(f"{path}/CommercialName")
        self.addresses: Final = CollectionField(f"{path}/Addresses", item=PartyAddressPath)
        self.street: Final = StringField(f"{path}/Street")
        self.street_number: Final = StringField(f"{path}/StreetNumber")
        self.box: Final = StringField(f"{path}/Box")
        self.zipcode: Final = StringField(f"{path}/Zipcode")
        self.cost_category_code: Final = IntField(f"{path}/CostCategoryCode")
        self.accounting_cost_type_name: Final = StringField(f"{path}/AccountingCostTypeName")
        self.city: Final = StringField(f"{path}/City")
        self.country_code: Final = StringField(f"{path}/CountryCode")
        self.iban: Final = StringField(f"{path}/IBAN")
        self.bic: Final = StringField(f"{path}/BIC")
        self.mobile: Final = StringField(f"{path}/Mobile")
        self.phone: Final = StringField(f"{path}/Phone")
        self.fax: Final = StringField(f"{path}/Fax")
        self.email: Final = StringField(f"{path}/Email")
        self.website: Final = StringField(f"{path}/Website")
        self.contact: Final = StringField(f"{path}/Contact")
        self.contact_first_name: Final = StringField(f"{path}/ContactFirstName")
        self.contact_last_name: Final = StringField(f"{path}/ContactLastName")
        self.vat_number: Final = StringField(f"{path}/VATNumber")
        self.peppol_identifier: Final = StringField(f"{path}/PeppolIdentifier")
        self.rpr: Final = StringField(f"{path}/RPR")
        self.last_modified: Final = DateTimeField(f"{path}/LastModified")
        self.created: Final = DateTimeField(f"{path}/Created")
        self.party_type: Final = EnumField(f"{path}/PartyType", enum=PartyType)
        self.vat_liable: Final = BoolField(f"{path}/VATLiable")
        self.accountant_code: Final = IntField(f"{path}/AccountantCode")
        self.gl_account_code: Final = LongField(f"{path}/GLAccountCode")
        self.language: Final = StringField(f"{path}/Language")
        self.ventilation_code: Final = StringField(f"{path}/VentilationCode")
        self.external_provider_id: Final = StringField(f"{path}/ExternalProviderID")
        self.external_provider_tc: Final = StringField(f"{path}/ExternalProviderTC")
        self.custom_fields: Final = CollectionField(f"{path}/CustomFields", item=KeyValuePairPath)
        self.bank_accounts: Final = CollectionField(f"{path}/BankAccounts", item=BankAccountPath)
        self.users: Final = CollectionField(f"{path}/Users", item=UserCoreInfoPath)
        self.default_payment_method_tc: Final = EnumField(f"{path}/DefaultPaymentMethodTC", enum=PaymentMethod)
        self.domiciliation_mandate_id: Final = StringField(f"{path}/DomiciliationMandateID")
        self.domiciliation_mandate_signing_date: Final = DateTimeField(f"{path}/DomiciliationMandateSigningDate")
        self.default_paid: Final = BoolField(f"{path}/DefaultPaid")
        self.display_name: Final = StringField(f"{path}/DisplayName")
        self.default_transport_type_tc: Final = EnumField(f"{path}/DefaultTransportTypeTC", enum=TransportType)
        self.financial_reduction_percentage_default: Final = QuantityField(
            f"{path}/FinancialReductionPercentageDefault"
        )
        self.financial_reduction_days_default: Final = IntField(f"{path}/FinancialReductionDaysDefault")
        self.default_expiry_offset: Final = IntField(f"{path}/DefaultExpiryOffset")
        self.gl_default_expiry_offset: Final = LongField(f"{path}/GLDefaultExpiryOffset")
        self.role: Final = StringField(f"{path}/Role")
        self.internal_info: Final = StringField(f"{path}/InternalInfo")
        self.vat_deductable: Final = BoolField(f"{path}/VATDeductable")
        self.default_reduction_percentage: Final = QuantityField(f"{path}/DefaultReductionPercentage")
        self.identifiers: Final = CollectionField(f"{path}/Identifiers", item=PartyIdentifierPath)
        self.book_category_tc: Final = StringField(f"{path}/BookCategoryTC")
        self.small_enterprise: Final = BoolField(f"{path}/SmallEnterprise")
        self.auto_send_invoice_reminders: Final = BoolField(f"{path}/AutoSendInvoiceReminders")
        self.default_currency_tc: Final = StringField(f"{path}/DefaultCurrencyTC")
        self.regime: Final = StringField(f"{path}/Regime")
        self.sub_regime: Final = StringField(f"{path}/SubRegime")
        self.is_high_risk: Final = BoolField(f"{path}/IsHighRisk")
        self.send_ubl: Final = BoolField(f"{path}/SendUBL")
        self.send_pdf: Final = BoolField(f"{path}/SendPDF")


class PartyAddressPath(NavigationField):
    """The fields of `PartyAddress`, to which a column leads."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.address_type: Final = EnumField(f"{path}/AddressType", enum=AddressType)
        self.tav: Final = StringField(f"{path}/Tav")
        self.name: Final = StringField(f"{path}/Name")
        self.street: Final = StringField(f"{path}/Street")
        self.street_number: Final = StringField(f"{path}/StreetNumber")
        self.box: Final = StringField(f"{path}/Box")
        self.zipcode: Final = StringField(f"{path}/Zipcode")
        self.city: Final = StringField(f"{path}/City")
        self.country_code: Final = StringField(f"{path}/CountryCode")
        self.phone: Final = StringField(f"{path}/Phone")


class PartyIdentifierPath(NavigationField):
    """The fields of `PartyIdentifier`, to which a column leads."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.identifier_type: Final = EnumField(f"{path}/IdentifierType", enum=IdentifierType)
        self.identifier: Final = StringField(f"{path}/Identifier")
        self.scheme_id: Final = StringField(f"{path}/SchemeID")
        self.preferred: Final = BoolField(f"{path}/Preferred")


class PaymentLinkPath(NavigationField):
    """The fields of `PaymentLink`, to which a column leads."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.external_provider: Final = StringField(f"{path}/ExternalProvider")
        self.click_url: Final = StringField(f"{path}/ClickUrl")
        self.qr_image_url: Final = StringField(f"{path}/QRImageUrl")


class ProductPath(NavigationField):
    """The fields of `Product`, to which a column leads."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.product_id: Final = IntField(f"{path}/ProductID")
        self.reference: Final = StringField(f"{path}/Reference")
        self.description: Final = StringField(f"{path}/Description")
        self.amount_excl: Final = QuantityField(f"{path}/AmountExcl")
        self.vat: Final = QuantityField(f"{path}/VAT")
        self.unit: Final = StringField(f"{path}/Unit")
        self.group_id: Final = IntField(f"{path}/GroupID")
        self.group_name: Final = StringField(f"{path}/GroupName")
        self.amount_incl: Final = QuantityField(f"{path}/AmountIncl")
        self.stock_quantity: Final = QuantityField(f"{path}/StockQuantity")
        self.minimum_billed_quantity: Final = QuantityField(f"{path}/MinimumBilledQuantity")
        self.buy_excl: Final = QuantityField(f"{path}/BuyExcl")
        self.internal_information: Final = StringField(f"{path}/InternalInformation")
        self.created: Final = DateTimeField(f"{path}/Created")
        self.last_modified: Final = DateTimeField(f"{path}/LastModified")
        self.ean: Final = StringField(f"{path}/EAN")
        self.gtin: Final = StringField(f"{path}/GTIN")
        self.gln: Final = StringField(f"{path}/GLN")
        self.external_provider_tc: Final = StringField(f"{path}/ExternalProviderTC")
        self.child_products: Final = CollectionField(f"{path}/ChildProducts", item=ProductPath)


class UserCoreInfoPath(NavigationField):
    """The fields of `UserCoreInfo`, to which a column leads."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.first_name: Final = StringField(f"{path}/FirstName")
        self.last_name: Final = StringField(f"{path}/LastName")
        self.role: Final = StringField(f"{path}/Role")
        self.external_provider_id: Final = StringField(f"{path}/ExternalProviderID")
        self.email: Final = StringField(f"{path}/Email")


class VatGroupPath(NavigationField):
    """The fields of `VatGroup`, to which a column leads."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.ventilation_code: Final = StringField(f"{path}/VentilationCode")
        self.vat_percentage: Final = QuantityField(f"{path}/VATPercentage")
        self.total_excl: Final = MoneyField(f"{path}/TotalExcl")
        self.total_vat: Final = MoneyField(f"{path}/TotalVAT")
        self.total_incl: Final = MoneyField(f"{path}/TotalIncl")
        self.mtvh: Final = MoneyField(f"{path}/Mtvh")
        self.financial_reduction_amount: Final = MoneyField(f"{path}/FinancialReductionAmount")


class CashbookEntryFields:
    """Query fields of `/v1/Cashbook/Entries` and its kin (rows are `CashbookEntry`)."""

    transaction_date: Final = DateTimeField("TransactionDate")
    entry_type: Final = StringField("EntryType")
    note: Final = StringField("Note")
    internal_information: Final = StringField("InternalInformation")
    direction: Final = StringField("Direction")
    amount: Final = MoneyField("Amount")


class DocumentFields:
    """Query fields of `/v1/documents` and its kin (rows are `DocumentAPIView`)."""

    document_id: Final = IntField("DocumentID")
    company_id: Final = IntField("CompanyID")
    file: Final = FilePath("File")
    name: Final = StringField("Name")
    description: Final = StringField("Description")
    document_date: Final = DateTimeField("DocumentDate")
    creation_date: Final = DateTimeField("CreationDate")
    tags: Final = CollectionField("Tags")


class OrderFields:
    """Query fields of `/v1/einvoices/registrations/{registrationID}/orders` and its kin (rows are `Order`)."""

    order_id: Final = IntField("OrderID")
    company_id: Final = IntField("CompanyID")
    order_pdf: Final = FilePath("OrderPDF")
    attachments: Final = CollectionField("Attachments", item=FilePath)
    order_number: Final = StringField("OrderNumber")
    customer_id: Final = IntField("CustomerID")
    supplier_id: Final = IntField("SupplierID")
    counter_party_id: Final = IntField("CounterPartyID")
    customer: Final = PartyPath("Customer")
    supplier: Final = PartyPath("Supplier")
    counter_party: Final = PartyPath("CounterParty")
    order_date: Final = DateTimeField("OrderDate")
    expiry_date: Final = DateTimeField("ExpiryDate")
    order_type: Final = EnumField("OrderType", enum=OrderType)
    order_sub_type: Final = EnumField("OrderSubType", enum=OrderSubType)
    last_modified: Final = DateTimeField("LastModified")
    created: Final = DateTimeField("Created")
    order_direction: Final = EnumField("OrderDirection", enum=OrderDirection)
    order_lines: Final = CollectionField("OrderLines", item=OrderLinePath)
    booking_entries: Final = CollectionField("BookingEntries", item=BookingEntryPath)
    journal: Final = StringField("Journal")
    order_title: Final = StringField("OrderTitle")
    payment_discount_percentage: Final = QuantityField("PaymentDiscountPercentage")
    payment_discount_amount: Final = MoneyField("PaymentDiscountAmount")
    payment_reduction_days: Final = IntField("PaymentReductionDays")
    payment_discount_date: Final = DateTimeField("PaymentDiscountDate")
    vat_groups: Final = CollectionField("VatGroups", item=VatGroupPath)
    ventilation_code: Final = StringField("VentilationCode")
    total_excl: Final = MoneyField("TotalExcl")
    total_incl: Final = MoneyField("TotalIncl")
    total_vat: Final = MoneyField("TotalVAT")
    reference: Final = StringField("Reference")
    tags: Final = CollectionField("Tags")
    department_id: Final = IntField("DepartmentID")
    payment_reference: Final = StringField("PaymentReference")
    about_invoice_number: Final = StringField("AboutInvoiceNumber")
    ocr_raw_text: Final = StringField("OCRRawText")
    ocr_meta_pages: Final = CollectionField("OCRMetaPages", item=OCRPagePath)
    paid: Final = BoolField("Paid")
    paid_date: Final = DateTimeField("PaidDate")
    external_provider_id: Final = StringField("ExternalProviderID")
    external_provider: Final = StringField("ExternalProvider")
    project_id: Final = IntField("ProjectID")
    project_name: Final = StringField("ProjectName")
    external_provider_references: Final = CollectionField(
        "ExternalProviderReferences", item=ExternalProviderReferencePath
    )
    comments: Final = StringField("Comments")
    currency: Final = StringField("Currency")
    vat_deduction: Final = MoneyField("VatDeduction")
    mixed_use_professional_percentage: Final = QuantityField("MixedUseProfessionalPercentage")
    internal_info: Final = StringField("InternalInfo")
    is_sent: Final = BoolField("IsSent")
    invoiced: Final = BoolField("Invoiced")
    period_from: Final = DateTimeField("PeriodFrom")
    period_till: Final = DateTimeField("PeriodTill")
    cost_category_code: Final = IntField("CostCategoryCode")
    account_code: Final = IntField("AccountCode")
    accounting_cost_type_tc: Final = EnumField("AccountingCostTypeTC", enum=AccountingCostType)
    last_reminder: Final = DateTimeField("LastReminder")
    reminders_sent: Final = IntField("RemindersSent")
    to_pay: Final = MoneyField("ToPay")
    order_status: Final = EnumField("OrderStatus", enum=OrderStatus)
    approval_status: Final = EnumField("ApprovalStatus", enum=ApprovalStatus)
    overdue: Final = BoolField("Overdue")
    days_overdue: Final = IntField("DaysOverdue")
    fx_rate_to_foreign: Final = QuantityField("FXRateToForeign")
    payment_method: Final = EnumField("PaymentMethod", enum=PaymentMethod)
    delivery_date: Final = DateTimeField("DeliveryDate")
    exported_to_connector: Final = BoolField("ExportedToConnector")
    payment_links: Final = CollectionField("PaymentLinks", item=PaymentLinkPath)
    template_id: Final = IntField("TemplateID")
    message_template_id: Final = IntField("MessageTemplateID")
    analytic_cost_bearer: Final = StringField("AnalyticCostBearer")
    analytic_cost_center: Final = StringField("AnalyticCostCenter")
    accountant_verification_needed: Final = BoolField("AccountantVerificationNeeded")
    current_document_delivery_details: Final = DocumentDeliveryDetailsPath("CurrentDocumentDeliveryDetails")
    messages: Final = CollectionField("Messages", item=OrderMessagePath)
    additional_document_reference: Final = CollectionField("AdditionalDocumentReference", item=AdditionalDocumentsPath)
    payment_terms: Final = StringField("PaymentTerms")
    iban: Final = StringField("IBAN")
    bic: Final = StringField("BIC")
    contract_document_reference: Final = CollectionField(
        "ContractDocumentReference", item=ContractDocumentReferencePath
    )
    tax_point_date: Final = DateTimeField("TaxPointDate")
    category_field_items: Final = CollectionField("CategoryFieldItems", item=CategoryFieldItemPath)
    signature: Final = EInvoiceSignatureModelPath("Signature")


class PartyFields:
    """Query fields of `/v1/parties` and its kin (rows are `Party`)."""

    party_id: Final = IntField("PartyID")
    book_year_start: Final = DateTimeField("BookYearStart")
    nr: Final = StringField("Nr")
    name: Final = StringField("Name")
    commercial_name: Final = StringField("CommercialName")
    addresses: Final = CollectionField("Addresses", item=PartyAddressPath)
    street: Final = StringField("Street")
    street_number: Final = StringField("StreetNumber")
    box: Final = StringField("Box")
    zipcode: Final = StringField("Zipcode")
    cost_category_code: Final = IntField("CostCategoryCode")
    accounting_cost_type_name: Final = StringField("AccountingCostTypeName")
    city: Final = StringField("City")
    country_code: Final = StringField("CountryCode")
    iban: Final = StringField("IBAN")
    bic: Final = StringField("BIC")
    mobile: Final = StringField("Mobile")
    phone: Final = StringField("Phone")
    fax: Final = StringField("Fax")
    email: Final = StringField("Email")
    website: Final = StringField("Website")
    contact: Final = StringField("Contact")
    contact_first_name: Final = StringField("ContactFirstName")
    contact_last_name: Final = StringField("ContactLastName")
    vat_number: Final = StringField("VATNumber")
    peppol_identifier: Final = StringField("PeppolIdentifier")
    rpr: Final = StringField("RPR")
    last_modified: Final = DateTimeField("LastModified")
    created: Final = DateTimeField("Created")
    party_type: Final = EnumField("PartyType", enum=PartyType)
    vat_liable: Final = BoolField("VATLiable")
    accountant_code: Final = IntField("AccountantCode")
    gl_account_code: Final = LongField("GLAccountCode")
    language: Final = StringField("Language")
    ventilation_code: Final = StringField("VentilationCode")
    external_provider_id: Final = StringField("ExternalProviderID")
    external_provider_tc: Final = StringField("ExternalProviderTC")
    custom_fields: Final = CollectionField("CustomFields", item=KeyValuePairPath)
    bank_accounts: Final = CollectionField("BankAccounts", item=BankAccountPath)
    users: Final = CollectionField("Users", item=UserCoreInfoPath)
    default_payment_method_tc: Final = EnumField("DefaultPaymentMethodTC", enum=PaymentMethod)
    domiciliation_mandate_id: Final = StringField("DomiciliationMandateID")
    domiciliation_mandate_signing_date: Final = DateTimeField("DomiciliationMandateSigningDate")
    default_paid: Final = BoolField("DefaultPaid")
    display_name: Final = StringField("DisplayName")
    default_transport_type_tc: Final = EnumField("DefaultTransportTypeTC", enum=TransportType)
    financial_reduction_percentage_default: Final = QuantityField("FinancialReductionPercentageDefault")
    financial_reduction_days_default: Final = IntField("FinancialReductionDaysDefault")
    default_expiry_offset: Final = IntField("DefaultExpiryOffset")
    gl_default_expiry_offset: Final = LongField("GLDefaultExpiryOffset")
    role: Final = StringField("Role")
    internal_info: Final = StringField("InternalInfo")
    vat_deductable: Final = BoolField("VATDeductable")
    default_reduction_percentage: Final = QuantityField("DefaultReductionPercentage")
    identifiers: Final = CollectionField("Identifiers", item=PartyIdentifierPath)
    book_category_tc: Final = StringField("BookCategoryTC")
    small_enterprise: Final = BoolField("SmallEnterprise")
    auto_send_invoice_reminders: Final = BoolField("AutoSendInvoiceReminders")
    default_currency_tc: Final = StringField("DefaultCurrencyTC")
    regime: Final = StringField("Regime")
    sub_regime: Final = StringField("SubRegime")
    is_high_risk: Final = BoolField("IsHighRisk")
    send_ubl: Final = BoolField("SendUBL")
    send_pdf: Final = BoolField("SendPDF")


class ProductFields:
    """Query fields of `/v1/products` and its kin (rows are `Product`)."""

    product_id: Final = IntField("ProductID")
    reference: Final = StringField("Reference")
    description: Final = StringField("Description")
    amount_excl: Final = QuantityField("AmountExcl")
    vat: Final = QuantityField("VAT")
    unit: Final = StringField("Unit")
    group_id: Final = IntField("GroupID")
    group_name: Final = StringField("GroupName")
    amount_incl: Final = QuantityField("AmountIncl")
    stock_quantity: Final = QuantityField("StockQuantity")
    minimum_billed_quantity: Final = QuantityField("MinimumBilledQuantity")
    buy_excl: Final = QuantityField("BuyExcl")
    internal_information: Final = StringField("InternalInformation")
    created: Final = DateTimeField("Created")
    last_modified: Final = DateTimeField("LastModified")
    ean: Final = StringField("EAN")
    gtin: Final = StringField("GTIN")
    gln: Final = StringField("GLN")
    external_provider_tc: Final = StringField("ExternalProviderTC")
    child_products: Final = CollectionField("ChildProducts", item=ProductPath)


class TransactionFields:
    """Query fields of `/v1/financialTransactions` and its kin (rows are `Transaction`)."""

    bank_account_transaction_id: Final = IntField("BankAccountTransactionID")
    bank_name: Final = StringField("BankName")
    iban: Final = StringField("IBAN")
    bic: Final = StringField("BIC")
    bank_account_id: Final = IntField("BankAccountID")
    document_id: Final = IntField("DocumentId")
    iban_counter_party: Final = StringField("IBANCounterParty")
    bic_counter_party: Final = StringField("BICCounterParty")
    name_counter_party: Final = StringField("NameCounterParty")
    total_amount: Final = MoneyField("TotalAmount")
    transaction_type: Final = StringField("TransactionType")
    value_date: Final = DateTimeField("ValueDate")
    currency: Final = StringField("Currency")
    description: Final = StringField("Description")
    external_provider_id: Final = StringField("ExternalProviderID")
    external_provider_tc: Final = StringField("ExternalProviderTC")
    free_message: Final = StringField("FreeMessage")
    coda_source: Final = StringField("CodaSource")
    coda_file_id: Final = GuidField("CodaFileID")
    bank_reference: Final = StringField("BankReference")
    client_reference: Final = StringField("ClientReference")
    note: Final = StringField("Note")
    assigned_entities: Final = CollectionField("AssignedEntities", item=AssignedEntityPath)
    proprietary_bank_transaction_code: Final = StringField("ProprietaryBankTransactionCode")
    bank_transaction_code: Final = StringField("BankTransactionCode")
