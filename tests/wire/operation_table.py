"""Which public method reaches which operation, how it is called, and what is then on the wire; it calls nothing.

`i` are the ids of the path, `b` is the document's sample of the body. A method that takes a model is given the whole
sample, so that every property of the body is on the wire.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs

from billit_async import NULL
from billit_async._serialization import codec
from billit_async.fields import (
    CashbookEntryFields,
    DocumentFields,
    OrderFields,
    PartyFields,
    ProductFields,
    TransactionFields,
)
from billit_async.models import (
    AccountSettings,
    BookingEntry,
    CashbookEntry,
    DailyReceiptBookEntryModel,
    Document,
    EinvoiceRegistrationPost,
    File,
    GLAccount,
    IntegrationPost,
    Journal,
    LicenseConfiguration,
    Order,
    Party,
    Product,
    Transaction,
    UploadMetadata,
)
from tests.wire.described import ABSENT, GUID, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from billit_async import BillitSession

    Ids = dict[str, Any]
    Called = Callable[[BillitSession, Ids, Any], Any]

SAMPLE: Any = object()
"""The document's own sample."""


@attrs.frozen(kw_only=True)
class Case:
    """How an operation is called, and what is on the wire.

    Attributes:
        method: The public method: the area and its name.
        call: Calls it with a session, the ids of the path, and the body.
        ids: The ids of the path.
        query: The query on the wire.
        body: The body on the wire; the document's sample unless it is said.
        headers: Headers on the wire that not every call has.
        answer: The answer; the document's sample unless it is said.
        result: What is made of the answer, as JSON; the answer itself unless it is said.
    """

    method: str
    call: Called
    ids: Ids = attrs.field(factory=dict)
    query: dict[str, str] = attrs.field(factory=dict)
    body: Any = SAMPLE
    headers: dict[str, str] = attrs.field(factory=dict)
    answer: Any = SAMPLE
    result: Callable[[Any], Any] = lambda answer: answer


def model(cls: Any, sample: Any) -> Any:
    """A model of a sample."""
    return codec.from_json(cls, text(sample))


def without(sample: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in sample.items() if name not in names}


def items(answer: Any) -> Any:
    return answer["Items"]


REGISTRATION = {"registrationID": 7}
REGISTERED = "einvoices.for_registration"
"""Before the name of a method of one registered company."""
FILE_ANSWER = {
    "FileID": GUID,
    "FileName": "invoice.pdf",
    "MimeType": "application/pdf",
    "FileContent": base64.b64encode(b"%PDF").decode(),
}
FEED_FILE = {
    "FileName": "invoice.pdf",
    "FileContent": base64.b64encode(b"%PDF").decode(),
    "FileContentSHA256Hash": hashlib.sha256(b"%PDF").hexdigest(),
}
HOOK = {"EntityType": "Order", "EntityUpdateType": "U", "WebhookURL": "https://app.example/billit"}


def order_without_id(sample: Any) -> Any:
    return without(sample, "OrderID")


CASES: dict[str, Case] = {
    # account
    "GET /v1/account/accountInformation": Case(
        method="account.information", call=lambda s, _i, _b: s.account.information()
    ),
    "GET /v1/account/ssoToken": Case(
        method="account.sso_token", call=lambda s, _i, _b: s.account.sso_token(), answer={"Token": "t-1"}
    ),
    "POST /v1/account/sequences": Case(
        method="account.peek_number",
        call=lambda s, _i, _b: s.account.peek_number("Income-CreditNote"),
        body={"SequenceType": "Income-CreditNote", "Consume": False},
    ),
    "POST /v1/account/registercompany": Case(
        method="account.register_company",
        call=lambda s, _i, b: s.account.register_company(
            model(Party, b["Company"]),
            settings=model(AccountSettings, b["AccountSettings"]),
            plan=model(LicenseConfiguration, b["License"]),
        ),
    ),
    "POST /v1/account/license": Case(
        method="account.change_license",
        call=lambda s, _i, b: s.account.change_license(7, model(LicenseConfiguration, b["License"])),
    ),
    "POST /v1/account/license/addons": Case(
        method="account.add_license_extras",
        call=lambda s, _i, _b: s.account.add_license_extras(7, extra_documents=50, extra_users=2),
        body={"CompanyID": 7, "AmountOfExtraDocuments": 50, "AmountOfExtraUsers": 2},
    ),
    # accountant
    "GET /v1/accountant/feeds": Case(method="accountant.feeds", call=lambda s, _i, _b: s.accountant.feeds()),
    "POST /v1/accountant/feeds": Case(
        method="accountant.create_feed",
        call=lambda s, _i, _b: s.accountant.create_feed("Office 1"),
        body={"Name": "Office 1"},
    ),
    "DELETE /v1/accountant/feeds/{feedName}": Case(
        method="accountant.delete_feed",
        call=lambda s, i, _b: s.accountant.delete_feed(i["feedName"]),
        ids={"feedName": "Office 1/é?"},
    ),
    "GET /v1/accountant/feeds/{feedName}": Case(
        method="accountant.items",
        call=lambda s, i, _b: s.accountant.items(i["feedName"]),
        ids={"feedName": "Office 1/é?"},
    ),
    "GET /v1/accountant/feeds/{feedName}/{feedItemID}": Case(
        method="accountant.download",
        call=lambda s, i, _b: s.accountant.download(i["feedName"], i["feedItemID"]),
        ids={"feedName": "Office 1", "feedItemID": 11},
        answer=FEED_FILE,
    ),
    "POST /v1/accountant/feeds/{feedName}/{feedItemID}/confirm": Case(
        method="accountant.confirm",
        call=lambda s, i, _b: s.accountant.confirm(
            i["feedName"], i["feedItemID"], remote_server_name="nas", remote_path="/2024/1.pdf"
        ),
        ids={"feedName": "Office 1", "feedItemID": 11},
        body={"RemoteServerName": "nas", "RemotePath": "/2024/1.pdf"},
    ),
    # cash book
    "GET /v1/Cashbook": Case(method="cashbook.current", call=lambda s, _i, _b: s.cashbook.current()),
    "GET /v1/Cashbook/Entries": Case(
        method="cashbook.entries", call=lambda s, _i, _b: s.cashbook.entries(), result=items
    ),
    "GET /v1/Cashbook/History": Case(method="cashbook.history", call=lambda s, _i, _b: s.cashbook.history()),
    "GET /v1/Cashbook/{cashbookID}/History": Case(
        method="cashbook.entries_of",
        call=lambda s, i, _b: s.cashbook.entries_of(i["cashbookID"]),
        ids={"cashbookID": 11},
        result=items,
    ),
    "POST /v1/Cashbook/AddEntry": Case(
        method="cashbook.add_entry", call=lambda s, _i, b: s.cashbook.add_entry(model(CashbookEntry, b))
    ),
    "POST /v1/Cashbook/Initialize": Case(
        method="cashbook.initialize",
        call=lambda s, _i, _b: s.cashbook.initialize(datetime(2024, 1, 1), Decimal("12.50")),
        body={"StartDate": "2024-01-01T00:00:00", "StartBalance": Decimal("12.50")},
    ),
    "POST /v1/Cashbook/Close": Case(method="cashbook.close", call=lambda s, _i, _b: s.cashbook.close()),
    # daily receipts
    "GET /v1/DailyReceiptBooks": Case(method="daily_receipts.books", call=lambda s, _i, _b: s.daily_receipts.books()),
    "GET /v1/DailyReceiptBooks/{DailyReceiptBookID}": Case(
        method="daily_receipts.book",
        call=lambda s, i, _b: s.daily_receipts.book(i["DailyReceiptBookID"]),
        ids={"DailyReceiptBookID": 7},
    ),
    "GET /v1/DailyReceiptBooks/DailyReceiptEntry/{DailyReceiptEntryID}": Case(
        method="daily_receipts.entry",
        call=lambda s, i, _b: s.daily_receipts.entry(i["DailyReceiptEntryID"]),
        ids={"DailyReceiptEntryID": 7},
    ),
    "POST /v1/DailyReceiptBooks/commands/CreateEntryInOpenExistingOrNew": Case(
        method="daily_receipts.add_entry",
        call=lambda s, _i, b: s.daily_receipts.add_entry(model(DailyReceiptBookEntryModel, b)),
    ),
    # documents
    "GET /v1/documents": Case(
        method="documents.list",
        call=lambda s, _i, _b: s.documents.list(),
        query={"$orderby": "DocumentID"},
        result=items,
    ),
    "POST /v1/documents": Case(
        method="documents.create",
        call=lambda s, _i, b: s.documents.create(model(Document, without(b, "DocumentID"))),
        body=lambda b: without(b, "DocumentID"),
    ),
    "GET /v1/documents/{documentID}": Case(
        method="documents.get", call=lambda s, i, _b: s.documents.get(i["documentID"]), ids={"documentID": 7}
    ),
    # the access point
    "GET /v1/einvoices/registrations": Case(
        method="einvoices.registrations",
        call=lambda s, _i, _b: s.einvoices.registrations(),
        result=lambda answer: answer["Companies"],
    ),
    "POST /v1/einvoices/registrations": Case(
        method="einvoices.register",
        call=lambda s, _i, b: s.einvoices.register(model(EinvoiceRegistrationPost, b)),
        result=lambda answer: answer["RegistrationID"],
    ),
    "GET /v1/einvoices/registrations/{registrationID}": Case(
        method="einvoices.registration",
        call=lambda s, i, _b: s.einvoices.registration(i["registrationID"]),
        ids=REGISTRATION,
        result=lambda answer: answer["Companies"][0],
    ),
    "DELETE /v1/einvoices/registrations/{registrationID}": Case(
        method="einvoices.deactivate",
        call=lambda s, i, _b: s.einvoices.deactivate(i["registrationID"]),
        ids=REGISTRATION,
    ),
    "PATCH /v1/einvoices/registrations/{registrationID}": Case(
        method="einvoices.patch",
        call=lambda s, i, _b: s.einvoices.patch(
            i["registrationID"],
            company_name="Acme",
            commercial_name="A",
            tax_deductable=True,
            tax_liable=False,
            iban="BE68539007547034",
            bic="TRIOBEBB",
            mobile="1",
            phone="2",
            email="a@acme.example",
            contact_first_name="An",
            contact_last_name="Peeters",
            language="NL",
            street="Kerkstraat",
            street_number="1",
            box=NULL,
            zipcode="9000",
            city="Gent",
            country_code="BE",
        ),
        ids=REGISTRATION,
        body={
            "CompanyName": "Acme",
            "CommercialName": "A",
            "TaxDeductable": True,
            "TaxLiable": False,
            "IBAN": "BE68539007547034",
            "BIC": "TRIOBEBB",
            "Mobile": "1",
            "Phone": "2",
            "Email": "a@acme.example",
            "ContactFirstName": "An",
            "ContactLastName": "Peeters",
            "Language": "NL",
            "Street": "Kerkstraat",
            "StreetNumber": "1",
            "Box": None,
            "Zipcode": "9000",
            "City": "Gent",
            "CountryCode": "BE",
        },
    ),
    "POST /v1/einvoices/registrations/{registrationID}/commands/send": Case(
        method=f"{REGISTERED}.orders.send",
        call=lambda s, i, b: s.einvoices.for_registration(i["registrationID"]).orders.send(
            model(Order, order_without_id(b["Order"])),
            b["TransportType"],
            strict_transport=True,
        ),
        ids=REGISTRATION,
        body=lambda b: {**b, "Order": order_without_id(b["Order"])},
        headers={"StrictTransportType": "true"},
    ),
    "GET /v1/einvoices/registrations/{registrationID}/files/{fileID}": Case(
        method=f"{REGISTERED}.files.download",
        call=lambda s, i, _b: s.einvoices.for_registration(i["registrationID"]).files.download(i["fileID"]),
        ids={**REGISTRATION, "fileID": GUID},
        answer=FILE_ANSWER,
    ),
    "POST /v1/einvoices/registrations/{registrationID}/identification": Case(
        method="einvoices.identify",
        call=lambda s, i, _b: s.einvoices.identify(i["registrationID"], "https://app.example/back"),
        ids=REGISTRATION,
        body={"IdentificationProviderTC": "ItsMe", "RedirectURL": "https://app.example/back"},
    ),
    "POST /v1/einvoices/registrations/{registrationID}/integrations": Case(
        method="einvoices.add_integration",
        call=lambda s, i, b: s.einvoices.add_integration(i["registrationID"], model(IntegrationPost, b)),
        ids=REGISTRATION,
    ),
    "DELETE /v1/einvoices/registrations/{registrationID}/integrations/{integrationID}": Case(
        method="einvoices.remove_integration",
        call=lambda s, i, _b: s.einvoices.remove_integration(i["registrationID"], i["integrationID"]),
        ids={**REGISTRATION, "integrationID": 11},
    ),
    "GET /v1/einvoices/registrations/{registrationID}/orders": Case(
        method=f"{REGISTERED}.orders.list",
        call=lambda s, i, _b: s.einvoices.for_registration(i["registrationID"]).orders.list(),
        ids=REGISTRATION,
        query={"$orderby": "OrderID"},
        result=items,
    ),
    "GET /v1/einvoices/registrations/{registrationID}/orders/{orderID}": Case(
        method=f"{REGISTERED}.orders.get",
        call=lambda s, i, _b: s.einvoices.for_registration(i["registrationID"]).orders.get(i["orderID"]),
        ids={**REGISTRATION, "orderID": 7},
    ),
    "PATCH /v1/einvoices/registrations/{registrationID}/orders/{orderID}": Case(
        method=f"{REGISTERED}.orders.patch",
        call=lambda s, i, _b: s.einvoices.for_registration(i["registrationID"]).orders.patch(
            i["orderID"],
            paid=True,
            paid_date=NULL,
            payment_method="Wired",
            analytic_cost_bearer="a",
            analytic_cost_center="b",
            exported_to_connector=False,
        ),
        ids={**REGISTRATION, "orderID": 11},
        body={
            "Paid": True,
            "PaidDate": None,
            "PaymentMethod": "Wired",
            "AnalyticCostBearer": "a",
            "AnalyticCostCenter": "b",
            "ExportedToConnector": False,
        },
    ),
    "GET /v1/einvoices/registrations/{registrationID}/webhooks": Case(
        method=f"{REGISTERED}.webhooks.list",
        call=lambda s, i, _b: s.einvoices.for_registration(i["registrationID"]).webhooks.list(),
        ids=REGISTRATION,
    ),
    "POST /v1/einvoices/registrations/{registrationID}/webhooks": Case(
        method=f"{REGISTERED}.webhooks.create",
        call=lambda s, i, _b: s.einvoices.for_registration(i["registrationID"]).webhooks.create(
            "https://app.example/billit", "Order", "U"
        ),
        ids=REGISTRATION,
        body=HOOK,
    ),
    "POST /v1/einvoices/registrations/{registrationID}/webhooks/refresh/{webhookID}": Case(
        method=f"{REGISTERED}.webhooks.refresh_secret",
        call=lambda s, i, _b: s.einvoices.for_registration(i["registrationID"]).webhooks.refresh_secret(i["webhookID"]),
        ids={**REGISTRATION, "webhookID": 11},
    ),
    "DELETE /v1/einvoices/registrations/{registrationID}/webhooks/{webhookID}": Case(
        method=f"{REGISTERED}.webhooks.delete",
        call=lambda s, i, _b: s.einvoices.for_registration(i["registrationID"]).webhooks.delete(i["webhookID"]),
        ids={**REGISTRATION, "webhookID": 11},
    ),
    # files and money
    "GET /v1/files/{fileID}": Case(
        method="files.download",
        call=lambda s, i, _b: s.files.download(i["fileID"]),
        ids={"fileID": GUID},
        answer=FILE_ANSWER,
    ),
    "GET /v1/financialTransactions": Case(
        method="financial_transactions.list",
        call=lambda s, _i, _b: s.financial_transactions.list(),
        query={"$orderby": "BankAccountTransactionID"},
        result=items,
    ),
    "POST /v1/financialTransactions/commands/import": Case(
        method="financial_transactions.import_many",
        call=lambda s, _i, b: s.financial_transactions.import_many([model(Transaction, one) for one in b]),
    ),
    "POST /v1/financialTransactions/importFile": Case(
        method="financial_transactions.import_file",
        call=lambda s, _i, b: s.financial_transactions.import_file(model(File, b)),
    ),
    "POST /v1/glaccounts": Case(
        method="gl_accounts.create", call=lambda s, _i, b: s.gl_accounts.create(model(GLAccount, b))
    ),
    "POST /v1/glaccounts/commands/import": Case(
        method="gl_accounts.import_many",
        call=lambda s, _i, b: s.gl_accounts.import_many(model(GLAccount, one) for one in b),
    ),
    "POST /v1/journals/commands/import": Case(
        method="journals.import_many", call=lambda s, _i, b: s.journals.import_many([model(Journal, one) for one in b])
    ),
    # misc
    "GET /v1/misc/companysearch/{Keywords}": Case(
        method="misc.company_search",
        call=lambda s, i, _b: s.misc.company_search(i["Keywords"]),
        ids={"Keywords": "Café & Co/2"},
        result=items,
    ),
    "GET /v1/misc/typecodes/{TypeCodeType}": Case(
        method="misc.type_codes",
        call=lambda s, i, _b: s.misc.type_codes(i["TypeCodeType"]),
        ids={"TypeCodeType": "OrderStatus"},
        result=items,
    ),
    "GET /v1/misc/typecodes/{TypeCodeType}/{key}/{language}": Case(
        method="misc.translation",
        call=lambda s, i, _b: s.misc.translation(i["TypeCodeType"], i["key"], i["language"]),
        ids={"TypeCodeType": "OrderStatus", "key": "ToPay", "language": "NL"},
        result=items,
    ),
    # orders
    "GET /v1/orders": Case(
        method="orders.list", call=lambda s, _i, _b: s.orders.list(), query={"$orderby": "OrderID"}, result=items
    ),
    "POST /v1/orders": Case(
        method="orders.create",
        call=lambda s, _i, b: s.orders.create(model(Order, order_without_id(b))),
        body=order_without_id,
    ),
    "GET /v1/orders/deleted": Case(method="orders.deleted", call=lambda s, _i, _b: s.orders.deleted(), result=items),
    "GET /v1/orders/{orderID}": Case(
        method="orders.get",
        call=lambda s, i, _b: s.orders.get(i["orderID"], document_type="UBL"),
        ids={"orderID": 7},
        query={"documentType": "UBL"},
    ),
    "DELETE /v1/orders/{orderID}": Case(
        method="orders.delete", call=lambda s, i, _b: s.orders.delete(i["orderID"]), ids={"orderID": 11}
    ),
    "PATCH /v1/orders/{orderID}": Case(
        method="orders.patch",
        call=lambda s, i, _b: s.orders.patch(
            i["orderID"],
            paid=True,
            paid_date=NULL,
            is_sent=False,
            approval_status="Approved",
            account_code=700000,
            internal_info="seen",
            invoiced=True,
            accountant_verification_needed=False,
            payment_method="Wired",
        ),
        ids={"orderID": 11},
        body={
            "Paid": True,
            "PaidDate": None,
            "IsSent": False,
            "ApprovalStatus": "Approved",
            "AccountCode": 700000,
            "InternalInfo": "seen",
            "Invoiced": True,
            "AccountantVerificationNeeded": False,
            "PaymentMethod": "Wired",
        },
    ),
    "PUT /v1/orders/{orderID}/bookingEntries": Case(
        method="orders.set_booking_entries",
        call=lambda s, i, b: s.orders.set_booking_entries(i["orderID"], [model(BookingEntry, one) for one in b]),
        ids={"orderID": 11},
    ),
    "POST /v1/orders/{orderID}/payments": Case(
        method="orders.add_payment",
        call=lambda s, i, _b: s.orders.add_payment(
            i["orderID"], Decimal("12.50"), date=datetime(2024, 1, 31, 13, 30), description="In part"
        ),
        ids={"orderID": 11},
        body={"Amount": Decimal("12.50"), "Description": "In part", "Date": "2024-01-31T13:30:00"},
    ),
    "POST /v1/orders/commands/eSign/{orderID}": Case(
        method="orders.esign", call=lambda s, i, _b: s.orders.esign(i["orderID"]), ids={"orderID": 11}
    ),
    "POST /v1/orders/commands/send": Case(
        method="orders.send",
        call=lambda s, _i, _b: s.orders.send([7, 8], "Peppol", strict_transport=True),
        body={"OrderIDs": [7, 8], "TransportType": "Peppol"},
        headers={"StrictTransportType": "true"},
    ),
    # parties, products and projects
    "GET /v1/parties": Case(
        method="parties.list", call=lambda s, _i, _b: s.parties.list(), query={"$orderby": "PartyID"}, result=items
    ),
    "POST /v1/parties": Case(
        method="parties.create",
        call=lambda s, _i, b: s.parties.create(model(Party, without(b, "PartyID"))),
        body=lambda b: without(b, "PartyID"),
    ),
    "GET /v1/parties/{partyID}": Case(
        method="parties.get", call=lambda s, i, _b: s.parties.get(i["partyID"]), ids={"partyID": 7}
    ),
    "PATCH /v1/parties/{partyID}": Case(
        method="parties.patch",
        call=lambda s, i, _b: s.parties.patch(i["partyID"], name="Acme", vat_liable=True, iban=NULL),
        ids={"partyID": 11},
        body={"Name": "Acme", "VATLiable": True, "IBAN": None},
    ),
    "GET /v1/products": Case(
        method="products.list", call=lambda s, _i, _b: s.products.list(), query={"$orderby": "ProductID"}, result=items
    ),
    "POST /v1/products": Case(method="products.create", call=lambda s, _i, b: s.products.create(model(Product, b))),
    "GET /v1/products/{productID}": Case(
        method="products.get", call=lambda s, i, _b: s.products.get(i["productID"]), ids={"productID": 7}
    ),
    "GET /v1/projects": Case(
        method="projects.list",
        call=lambda s, _i, _b: s.projects.list(),
        answer=[{"ProjectID": 3, "Budget": Decimal("12.50"), "Name": "Roof"}],
    ),
    # Peppol
    "GET /v1/peppol/inbox": Case(
        method="peppol.inbox",
        call=lambda s, _i, _b: s.peppol.inbox(receiver_company_id="BE0437295999"),
        query={"ReceiverCompanyID": "BE0437295999"},
        result=lambda answer: answer["InboxItems"],
    ),
    "POST /v1/peppol/inbox/{inboxItemId}/confirm": Case(
        method="peppol.confirm", call=lambda s, i, _b: s.peppol.confirm(i["inboxItemId"]), ids={"inboxItemId": 11}
    ),
    "POST /v1/peppol/inbox/{inboxItemId}/refuse": Case(
        method="peppol.refuse",
        call=lambda s, i, _b: s.peppol.refuse(i["inboxItemId"], "Not ours"),
        ids={"inboxItemId": 11},
        body={"RefusalReason": "Not ours"},
    ),
    "GET /v1/peppol/participantInformation/{VATorCBE}": Case(
        method="peppol.lookup",
        call=lambda s, i, _b: s.peppol.lookup(i["VATorCBE"], only_check_dns=True),
        ids={"VATorCBE": "0208:0563846944"},
        query={"OnlyCheckDNS": "true"},
    ),
    "POST /v1/peppol/participants": Case(
        method="peppol.register",
        call=lambda s, _i, _b: s.peppol.register("BE0563846944"),
        body={"CompanyID": "BE0563846944"},
    ),
    "DELETE /v1/peppol/participants": Case(
        method="peppol.unregister",
        call=lambda s, _i, _b: s.peppol.unregister("BE0563846944"),
        body={"CompanyID": "BE0563846944"},
    ),
    "POST /v1/peppol/sendOrder": Case(
        method="peppol.send_order",
        call=lambda s, _i, b: s.peppol.send_order(model(Order, order_without_id(b))),
        body=order_without_id,
    ),
    "POST /v1/peppol/sendxml": Case(
        method="peppol.send_ubl",
        call=lambda s, _i, _b: s.peppol.send_ubl(b"\xef\xbb\xbf<Invoice>\xc3\xa9</Invoice>", check=False),
        body={"XML": "<Invoice>é</Invoice>"},
    ),
    # the rest
    "GET /v1/reports": Case(method="reports.list", call=lambda s, _i, _b: s.reports.list()),
    "GET /v1/reports/{reportID}": Case(
        method="reports.get", call=lambda s, i, _b: s.reports.get(i["reportID"]), ids={"reportID": 7}
    ),
    "POST /v1/toProcess": Case(
        method="to_process.upload",
        call=lambda s, _i, b: s.to_process.upload(
            model(File, b["File"]),
            source=model(File, b["FileSource"]),
            split=True,
            metadata=model(UploadMetadata, b["MetaData"]),
        ),
    ),
    "DELETE /v1/toProcess/{uploadID}": Case(
        method="to_process.delete", call=lambda s, i, _b: s.to_process.delete(i["uploadID"]), ids={"uploadID": 11}
    ),
    "GET /v1/webhooks": Case(method="webhooks.list", call=lambda s, _i, _b: s.webhooks.list()),
    "POST /v1/webhooks": Case(
        method="webhooks.create",
        call=lambda s, _i, _b: s.webhooks.create("https://app.example/billit", "Order", "U"),
        body=HOOK,
    ),
    "POST /v1/webhooks/refresh/{webhookID}": Case(
        method="webhooks.refresh_secret",
        call=lambda s, i, _b: s.webhooks.refresh_secret(i["webhookID"]),
        ids={"webhookID": 11},
    ),
    "DELETE /v1/webhooks/{webhookID}": Case(
        method="webhooks.delete", call=lambda s, i, _b: s.webhooks.delete(i["webhookID"]), ids={"webhookID": 11}
    ),
}
"""Every operation that a session reaches."""

SHORTCUTS: dict[str, str] = {
    "accountant.drain": "GET /v1/accountant/feeds/{feedName}",
    "webhooks.ensure": "POST /v1/webhooks",
    "financial_transactions.import_coda": "POST /v1/financialTransactions/importFile",
    "orders.delivery": "GET /v1/orders/{orderID}",
    "orders.wait_for_delivery": "GET /v1/orders/{orderID}",
    "orders.deliver": "POST /v1/orders",
    "account.reserve_number": "POST /v1/account/sequences",
    "orders.changes": "GET /v1/orders",
    "orders.count": "GET /v1/orders",
    "orders.find": "GET /v1/orders",
    "parties.count": "GET /v1/parties",
    "parties.find": "GET /v1/parties",
    "products.count": "GET /v1/products",
    "products.find": "GET /v1/products",
    "documents.count": "GET /v1/documents",
    "documents.find": "GET /v1/documents",
    "financial_transactions.count": "GET /v1/financialTransactions",
    "financial_transactions.find": "GET /v1/financialTransactions",
    "orders.mark_paid": "PATCH /v1/orders/{orderID}",
    "orders.update": "POST /v1/orders",
    "parties.update": "POST /v1/parties",
    "products.update": "POST /v1/products",
    "orders.pdf": "GET /v1/files/{fileID}",
    "orders.save_pdf": "GET /v1/files/{fileID}",
    "orders.ubl": "GET /v1/files/{fileID}",
    "files.save": "GET /v1/files/{fileID}",
    "parties.changes": "GET /v1/parties",
    "products.changes": "GET /v1/products",
    f"{REGISTERED}.orders.pdf": "GET /v1/einvoices/registrations/{registrationID}/files/{fileID}",
    f"{REGISTERED}.orders.save_pdf": "GET /v1/einvoices/registrations/{registrationID}/files/{fileID}",
    f"{REGISTERED}.orders.ubl": "GET /v1/einvoices/registrations/{registrationID}/files/{fileID}",
    f"{REGISTERED}.files.save": "GET /v1/einvoices/registrations/{registrationID}/files/{fileID}",
    f"{REGISTERED}.webhooks.ensure": "POST /v1/einvoices/registrations/{registrationID}/webhooks",
}
"""Public methods that say something more of an operation that another method reaches."""

WITHOUT_A_CALL = frozenset({"files.browser_url", REGISTERED, f"{REGISTERED}.files.browser_url"})
"""Public methods that ask Billit nothing."""

OF_AUTH: dict[str, str] = {
    "POST /OAuth2/token": "OAuth2.exchange",
    "POST /OAuth2/revoke": "OAuth2.revoke",
}
"""The operations of a login; credentials, and no session, call them."""

NOT_YET: frozenset[str] = frozenset()
"""Operations without a method. It may only shrink."""

COLUMNS: dict[str, Any] = {
    "orders.list": OrderFields.order_id,
    "orders.deleted": OrderFields.order_id,
    f"{REGISTERED}.orders.list": OrderFields.order_id,
    "parties.list": PartyFields.party_id,
    "products.list": ProductFields.product_id,
    "documents.list": DocumentFields.document_id,
    "financial_transactions.list": TransactionFields.bank_account_transaction_id,
    "cashbook.entries": CashbookEntryFields.amount,
    "cashbook.entries_of": CashbookEntryFields.amount,
}
"""A column of each list."""

__all__ = [
    "ABSENT",
    "CASES",
    "COLUMNS",
    "NOT_YET",
    "OF_AUTH",
    "REGISTERED",
    "SAMPLE",
    "SHORTCUTS",
    "WITHOUT_A_CALL",
    "Case",
]
