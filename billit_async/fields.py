# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Query fields: what a list can be filtered and sorted by, `OrderFields.total_incl > Decimal("12.50")`."""

from __future__ import annotations

from typing import Final

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


class DocumentDeliveryDetailsPath(NavigationField):
    """The fields of a DocumentDeliveryDetails that another resource points to."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.document_refused_date: Final = DateTimeField(f"{path}/DocumentRefusedDate")
        self.document_delivery_date: Final = DateTimeField(f"{path}/DocumentDeliveryDate")
        self.document_delivery_info: Final = StringField(f"{path}/DocumentDeliveryInfo")
        self.document_refused_reason_tc: Final = StringField(f"{path}/DocumentRefusedReasonTC")
        self.document_refused_info: Final = StringField(f"{path}/DocumentRefusedInfo")
        self.is_document_delivered: Final = BoolField(f"{path}/IsDocumentDelivered")
        self.document_delivery_status: Final = EnumField(f"{path}/DocumentDeliveryStatus")


class EInvoiceSignatureModelPath(NavigationField):
    """The fields of a EInvoiceSignatureModel that another resource points to."""

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


class FilePath(NavigationField):
    """The fields of a File that another resource points to."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.file_id: Final = GuidField(f"{path}/FileID")
        self.file_name: Final = StringField(f"{path}/FileName")
        self.mime_type: Final = StringField(f"{path}/MimeType")
        self.file_content: Final = StringField(f"{path}/FileContent")


class PartyPath(NavigationField):
    """The fields of a Party that another resource points to."""

    def __init__(self, path: str) -> None:
        """Start at `path`, the name of the property that holds it."""
        super().__init__(path)
        self.party_id: Final = IntField(f"{path}/PartyID")
        self.book_year_start: Final = DateTimeField(f"{path}/BookYearStart")
        self.nr: Final = StringField(f"{path}/Nr")
        self.name: Final = StringField(f"{path}/Name")
        self.commercial_name: Final = StringField(f"{path}/CommercialName")
        self.addresses: Final = CollectionField(f"{path}/Addresses")
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
        self.party_type: Final = EnumField(f"{path}/PartyType")
        self.vat_liable: Final = BoolField(f"{path}/VATLiable")
        self.accountant_code: Final = IntField(f"{path}/AccountantCode")
        self.gl_account_code: Final = LongField(f"{path}/GLAccountCode")
        self.language: Final = StringField(f"{path}/Language")
        self.ventilation_code: Final = StringField(f"{path}/VentilationCode")
        self.external_provider_id: Final = StringField(f"{path}/ExternalProviderID")
        self.external_provider_tc: Final = StringField(f"{path}/ExternalProviderTC")
        self.custom_fields: Final = CollectionField(f"{path}/CustomFields")
        self.bank_accounts: Final = CollectionField(f"{path}/BankAccounts")
        self.users: Final = CollectionField(f"{path}/Users")
        self.default_payment_method_tc: Final = EnumField(f"{path}/DefaultPaymentMethodTC")
        self.domiciliation_mandate_id: Final = StringField(f"{path}/DomiciliationMandateID")
        self.domiciliation_mandate_signing_date: Final = DateTimeField(f"{path}/DomiciliationMandateSigningDate")
        self.default_paid: Final = BoolField(f"{path}/DefaultPaid")
        self.display_name: Final = StringField(f"{path}/DisplayName")
        self.default_transport_type_tc: Final = EnumField(f"{path}/DefaultTransportTypeTC")
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
        self.identifiers: Final = CollectionField(f"{path}/Identifiers")
        self.book_category_tc: Final = StringField(f"{path}/BookCategoryTC")
        self.small_enterprise: Final = BoolField(f"{path}/SmallEnterprise")
        self.auto_send_invoice_reminders: Final = BoolField(f"{path}/AutoSendInvoiceReminders")
        self.default_currency_tc: Final = StringField(f"{path}/DefaultCurrencyTC")
        self.regime: Final = StringField(f"{path}/Regime")
        self.sub_regime: Final = StringField(f"{path}/SubRegime")
        self.is_high_risk: Final = BoolField(f"{path}/IsHighRisk")
        self.send_ubl: Final = BoolField(f"{path}/SendUBL")
        self.send_pdf: Final = BoolField(f"{path}/SendPDF")


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
    attachments: Final = CollectionField("Attachments")
    order_number: Final = StringField("OrderNumber")
    customer_id: Final = IntField("CustomerID")
    supplier_id: Final = IntField("SupplierID")
    counter_party_id: Final = IntField("CounterPartyID")
    customer: Final = PartyPath("Customer")
    supplier: Final = PartyPath("Supplier")
    counter_party: Final = PartyPath("CounterParty")
    order_date: Final = DateTimeField("OrderDate")
    expiry_date: Final = DateTimeField("ExpiryDate")
    order_type: Final = EnumField("OrderType")
    order_sub_type: Final = EnumField("OrderSubType")
    last_modified: Final = DateTimeField("LastModified")
    created: Final = DateTimeField("Created")
    order_direction: Final = EnumField("OrderDirection")
    order_lines: Final = CollectionField("OrderLines")
    booking_entries: Final = CollectionField("BookingEntries")
    journal: Final = StringField("Journal")
    order_title: Final = StringField("OrderTitle")
    payment_discount_percentage: Final = QuantityField("PaymentDiscountPercentage")
    payment_discount_amount: Final = MoneyField("PaymentDiscountAmount")
    payment_reduction_days: Final = IntField("PaymentReductionDays")
    payment_discount_date: Final = DateTimeField("PaymentDiscountDate")
    vat_groups: Final = CollectionField("VatGroups")
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
    ocr_meta_pages: Final = CollectionField("OCRMetaPages")
    paid: Final = BoolField("Paid")
    paid_date: Final = DateTimeField("PaidDate")
    external_provider_id: Final = StringField("ExternalProviderID")
    external_provider: Final = StringField("ExternalProvider")
    project_id: Final = IntField("ProjectID")
    project_name: Final = StringField("ProjectName")
    external_provider_references: Final = CollectionField("ExternalProviderReferences")
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
    accounting_cost_type_tc: Final = EnumField("AccountingCostTypeTC")
    last_reminder: Final = DateTimeField("LastReminder")
    reminders_sent: Final = IntField("RemindersSent")
    to_pay: Final = MoneyField("ToPay")
    order_status: Final = EnumField("OrderStatus")
    approval_status: Final = EnumField("ApprovalStatus")
    overdue: Final = BoolField("Overdue")
    days_overdue: Final = IntField("DaysOverdue")
    fx_rate_to_foreign: Final = QuantityField("FXRateToForeign")
    payment_method: Final = EnumField("PaymentMethod")
    delivery_date: Final = DateTimeField("DeliveryDate")
    exported_to_connector: Final = BoolField("ExportedToConnector")
    payment_links: Final = CollectionField("PaymentLinks")
    template_id: Final = IntField("TemplateID")
    message_template_id: Final = IntField("MessageTemplateID")
    analytic_cost_bearer: Final = StringField("AnalyticCostBearer")
    analytic_cost_center: Final = StringField("AnalyticCostCenter")
    accountant_verification_needed: Final = BoolField("AccountantVerificationNeeded")
    current_document_delivery_details: Final = DocumentDeliveryDetailsPath("CurrentDocumentDeliveryDetails")
    messages: Final = CollectionField("Messages")
    additional_document_reference: Final = CollectionField("AdditionalDocumentReference")
    payment_terms: Final = StringField("PaymentTerms")
    iban: Final = StringField("IBAN")
    bic: Final = StringField("BIC")
    contract_document_reference: Final = CollectionField("ContractDocumentReference")
    tax_point_date: Final = DateTimeField("TaxPointDate")
    category_field_items: Final = CollectionField("CategoryFieldItems")
    signature: Final = EInvoiceSignatureModelPath("Signature")


class PartyFields:
    """Query fields of `/v1/parties` and its kin (rows are `Party`)."""

    party_id: Final = IntField("PartyID")
    book_year_start: Final = DateTimeField("BookYearStart")
    nr: Final = StringField("Nr")
    name: Final = StringField("Name")
    commercial_name: Final = StringField("CommercialName")
    addresses: Final = CollectionField("Addresses")
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
    party_type: Final = EnumField("PartyType")
    vat_liable: Final = BoolField("VATLiable")
    accountant_code: Final = IntField("AccountantCode")
    gl_account_code: Final = LongField("GLAccountCode")
    language: Final = StringField("Language")
    ventilation_code: Final = StringField("VentilationCode")
    external_provider_id: Final = StringField("ExternalProviderID")
    external_provider_tc: Final = StringField("ExternalProviderTC")
    custom_fields: Final = CollectionField("CustomFields")
    bank_accounts: Final = CollectionField("BankAccounts")
    users: Final = CollectionField("Users")
    default_payment_method_tc: Final = EnumField("DefaultPaymentMethodTC")
    domiciliation_mandate_id: Final = StringField("DomiciliationMandateID")
    domiciliation_mandate_signing_date: Final = DateTimeField("DomiciliationMandateSigningDate")
    default_paid: Final = BoolField("DefaultPaid")
    display_name: Final = StringField("DisplayName")
    default_transport_type_tc: Final = EnumField("DefaultTransportTypeTC")
    financial_reduction_percentage_default: Final = QuantityField("FinancialReductionPercentageDefault")
    financial_reduction_days_default: Final = IntField("FinancialReductionDaysDefault")
    default_expiry_offset: Final = IntField("DefaultExpiryOffset")
    gl_default_expiry_offset: Final = LongField("GLDefaultExpiryOffset")
    role: Final = StringField("Role")
    internal_info: Final = StringField("InternalInfo")
    vat_deductable: Final = BoolField("VATDeductable")
    default_reduction_percentage: Final = QuantityField("DefaultReductionPercentage")
    identifiers: Final = CollectionField("Identifiers")
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
    child_products: Final = CollectionField("ChildProducts")


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
    assigned_entities: Final = CollectionField("AssignedEntities")
    proprietary_bank_transaction_code: Final = StringField("ProprietaryBankTransactionCode")
    bank_transaction_code: Final = StringField("BankTransactionCode")
