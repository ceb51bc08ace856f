"""The settings of the emulator by area, each with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping  # noqa: TC003 - the annotations are read to check the values
from datetime import datetime, tzinfo  # noqa: TC003 - as above
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any, Literal

import attrs

from billit_async.emulator.settings.values import AtLeast, Checked
from billit_async.invoicing.checks.vat import VAT_RATES

__all__ = [
    "AccessSettings",
    "BookkeepingSettings",
    "Count",
    "DeliverySettings",
    "FeedSettings",
    "Feedback",
    "InboxEvent",
    "OAuthSettings",
    "ODataSettings",
    "OrderSettings",
    "PagingSettings",
    "PartySettings",
    "PeppolSettings",
    "Positive",
    "RequestSettings",
    "ResponseSettings",
    "Rounding",
    "Seconds",
    "TimeSettings",
    "WebhookSettings",
]

Count = Annotated[int, AtLeast(0)]
Positive = Annotated[int, AtLeast(1)]
Seconds = Annotated[float, AtLeast(0)]
Feedback = Literal["AB", "AP", "CA", "IP", "PD", "RE", "UQ"]
InboxEvent = Literal["arrived", "confirmed", "refused", "paid"]
Rounding = Literal[
    "ROUND_CEILING",
    "ROUND_DOWN",
    "ROUND_FLOOR",
    "ROUND_HALF_DOWN",
    "ROUND_HALF_EVEN",
    "ROUND_HALF_UP",
    "ROUND_UP",
    "ROUND_05UP",
]


def _feedback() -> dict[str, Feedback]:
    return {}


def _inbox_feedback() -> dict[InboxEvent, Feedback]:
    return {"arrived": "AB", "refused": "RE", "paid": "PD"}


@attrs.frozen(kw_only=True)
class PagingSettings(Checked):
    """Pages of lists, their options and their links.

    Args:
        page_size: Records in a page, default and maximum. Source: docs page "odata" (120).
        top_above_page: ``page`` returns a full page and a link with ``$top`` decremented, as Web API v3 does;
            ``reject`` responds 400, as one integrator observed for ``$top=500`` on the sandbox.
        unknown_options: ``ignore`` a misspelt option and respond unfiltered, as the real binder does; ``reject`` it
            with 400 to find such mistakes.
        select_expand: Fail with a bare ``500`` at ``$select`` and ``$expand``, as Microsoft's recipe for pages would.
            Or ``ignore`` ``$expand``, and treat ``$select`` as ``odata.select`` says.
        between_pages: Called before the response to each list request but the first, with the running
            :class:`~billit_async.emulator.Emulator` and the number of list responses so far; it may change data
            with ``touch``, ``insert`` and ``remove``, or settings. Paging over data that changes is what a reader must
            survive, and ``$skip`` does not. Counting begins anew when another hook takes its place.
        next_link_origin: ``scheme://host[:port]`` of ``NextPageLink``; ``None`` uses the origin that was called.
            Try ``https://api.billit.be:443`` or an internal host, both inferred.
        next_link_escaping: ``rfc3986`` escapes quotes and parentheses too (.NET 4.5 and later), ``rfc2396`` not.
    """

    page_size: Positive = 120
    top_above_page: Literal["page", "reject"] = "page"
    unknown_options: Literal["ignore", "reject"] = "ignore"
    select_expand: Literal["ignore", "500"] = "ignore"
    between_pages: Callable[[Any, int], None] | None = None
    next_link_origin: str | None = None
    next_link_escaping: Literal["rfc3986", "rfc2396"] = "rfc3986"


@attrs.frozen(kw_only=True)
class ODataSettings(Checked):
    """What a filter and a sort order mean.

    Args:
        errors: ``400_generic`` wraps the parser's text in ``GenericError``; ``500_bare`` lets it escape.
        null_mode: Comparisons with nulls as Entity Framework (``ef``), LINQ to objects or plain ``sql`` sees them.
        ignore_case: Text compares without regard to case, as a SQL Server with its default collation does.
        decimal_columns: Type of the amount columns: ``decimal`` takes ``12.5M`` and refuses ``12.5``, ``double``
            does the opposite, ``either`` takes both. Whole numbers fit all.
        server_tz: Zone of the server's date-time columns, which a literal with an explicit offset is moved to; ``None``
            is Belgium's. Not documented; ``Z`` and no suffix count as they stand, as in .NET.
        max_nodes: Most nodes of a filter's tree, ``None`` for any. Microsoft's own limit is 100, and applies only where
            a controller validates its queries; whether Billit's do is not known.
        key_filter: What becomes of a filter on the key column: ``accept``, ``refuse`` as an unknown property, or
            ``ignore`` that part of it. For lists whose filterable columns are not documented, so not for orders.
        key_sort: Whether ``$orderby`` on the key is taken, or ignored. The same lists.
        key_settings_on_orders: Let these two apply to orders as well.
        select: What ``$select`` does: ``apply``, the named properties alone come, as the manual has it (chapter 3, "use
            the filter & select options"); ``ignore``, whole rows come, as where a controller reads the other options
            alone; ``refuse``, 400, as where it allows the others alone. Not documented beyond that sentence.
        order_key_known: Whether ``OrderID`` is the key that stable ordering ends in; otherwise all filterable
            columns follow in alphabetical order, as the naming convention would have it.
    """

    errors: Literal["400_generic", "500_bare"] = "400_generic"
    null_mode: Literal["ef", "linq", "sql"] = "ef"
    ignore_case: bool = True
    decimal_columns: Literal["decimal", "double", "either"] = "decimal"
    server_tz: tzinfo | None = None
    max_nodes: Positive | None = None
    key_filter: Literal["accept", "refuse", "ignore"] = "accept"
    key_sort: Literal["accept", "ignore"] = "accept"
    key_settings_on_orders: bool = False
    select: Literal["apply", "ignore", "refuse"] = "apply"
    order_key_known: bool = True


@attrs.frozen(kw_only=True)
class AccessSettings(Checked):
    """Refusals of ids, companies and features.

    Args:
        unknown_id_status: Status for an id that is unknown or not yours. Source: docs page "401".
        no_access_code: The code in that response; the page does not print one.
        wrong_party_code: The code when ``PartyID`` is not one of the key's companies; inferred from what integrators
            observed for ``ContextPartyID`` alone.
        features_off: Features that the companies do not have, of ``Cashbook``, ``DailyReceipts`` and ``GLAccounts``;
            ``APIEnabledFeatures`` says so. What their operations then respond is not documented: here what an unknown
            id gets.
    """

    unknown_id_status: Literal[401, 404] = 401
    no_access_code: str = "NoAccess"
    wrong_party_code: str = "ApiKeyNotValid"
    features_off: frozenset[Literal["Cashbook", "DailyReceipts", "GLAccounts"]] = frozenset()


@attrs.frozen(kw_only=True)
class RequestSettings(Checked):
    """How requests are read, and their limits.

    Args:
        old_paths: Serve the paths of earlier versions of the API as well, ``GET /v1/misc/typecodes/{type}/{key}``
            (2021) and ``POST /v1/financialTransaction/importFile`` (2019, the manual). Today's document has neither.
        content_type: What becomes of a body whose ``Content-Type`` is not JSON, or missing: it is bound as JSON all the
            same (``bind``), refused with ``415`` as Web API does, or taken for no body (``null``), as older filters of
            it do. Not documented; all samples send ``application/json``.
        json: What is read as JSON: what Json.NET reads (``json.net``: names without quotes as the manual prints them in
            chapters 15 and 16, single quotes, comments, a comma too many), or JSON alone (``strict``). Inferred from
            the service's platform.
        missing_body: What a missing body is where nothing in it is required (refusing an item of the inbox, confirming
            one of a feed): an ``empty`` one, or refused with 400 (``refuse``). Not documented.
        unreadable_dates: What becomes of a date that cannot be read and has no code of its own: ``refuse`` the request,
            or leave the date out (``drop``), as Web API does where nobody looks at ``ModelState``. Not documented.
        no_date: What ``0001-01-01T00:00:00`` is, which .NET programs send where they have no date: that very day
            (``keep``), or no date (``none``). Not documented.
        int_overflow: What a ``$top`` or ``$skip`` of more than 32 bits ends in: ``500``, since the binder of Web API
            calls ``Convert.ToInt32`` and catches only its own exception, or ``400`` where the service catches it.
            Source: the binder of Web API 2 (500); what the service does is not documented.
        max_body: Bytes that a body may have on the wire, and after decompression; a longer one is refused with 413.
            ``None`` for any. Billit documents no limit; here 64 MiB, since attachments travel inside the JSON.
        max_query_string: Longest raw query in characters, longer ones get the web server's HTML 404; ``None`` for any.
            Inferred from the defaults of IIS.
        max_path_segment: Characters that a part of the path may have between two slashes, ``None`` for any; a longer
            one is a bad URL, 400. Inferred from the default of http.sys (``UrlSegmentMaxLength``).
        idempotency: Whether a used key gets 409 for the whole ``account`` (observed), per ``company`` and path,
            or never (``off``).
        patch_mixed: A PATCH with good and bad properties takes the good ones (``ignore`` the bad) or refuses all.
        patch_date_only: Whether PATCH takes a ``PaidDate`` without time that stands alone; observed that it does not.
            Beside ``Paid: true`` it is the day of the payment in any case, since today would silently be another one.
        update_left_out: What a POST that changes a known party, product or order makes of a property that it leaves
            out: it stays (``keep``), or is as in a new document (``clear``). Not documented. An explicit null clears.
    """

    old_paths: bool = False
    content_type: Literal["bind", "415", "null"] = "bind"
    json: Literal["json.net", "strict"] = "json.net"
    missing_body: Literal["empty", "refuse"] = "empty"
    unreadable_dates: Literal["refuse", "drop"] = "refuse"
    no_date: Literal["keep", "none"] = "keep"
    int_overflow: Literal["400", "500"] = "400"
    max_body: Positive | None = 64 * 1024**2
    max_query_string: Positive | None = 2048
    max_path_segment: Positive | None = 260
    idempotency: Literal["account", "company", "off"] = "account"
    patch_mixed: Literal["ignore", "reject"] = "ignore"
    patch_date_only: bool = False
    update_left_out: Literal["keep", "clear"] = "keep"


@attrs.frozen(kw_only=True)
class OAuthSettings(Checked):
    """The OAuth2 token endpoint.

    Args:
        token_lifetime: Seconds that an access token works. Source: docs page "how do I get started with OAuth" (3600).
        any_loopback_port: Whether a registered redirect URI on ``http://127.0.0.1`` or ``http://[::1]`` stands for
            every port, as RFC 8252 asks for programs without a server; the FAQ says that Billit matches exactly.
        errors: Shape of refusals of the token endpoint, which is not documented: ``envelope`` as everywhere
            else in Billit, or ``rfc6749``.
        revoke_ends: What ``POST /OAuth2/revoke`` ends, of which the Swagger document has only the address: the whole
            ``grant`` of the bearer token, or that access ``token`` alone, so that its refresh token still works.
        refresh_reuse: What a used refresh token does besides being refused: nothing (``refuse``), or it ends the
            grant with all its tokens (``revoke``), as RFC 9700 recommends.
        latency: Seconds that the response of the token endpoint is held back, after its effect is committed.
        failure: How token requests fail: ``before`` anything happened with a bare 500, ``before_cut`` the same
            with a connection that ends without a response, ``after`` a new pair was committed with a connection that
            ends without a response; ``None`` for not at all.
        failures: How many token requests fail so; ``None`` for all.
    """

    token_lifetime: Positive = 3600
    any_loopback_port: bool = False
    errors: Literal["envelope", "rfc6749"] = "envelope"
    revoke_ends: Literal["grant", "token"] = "grant"
    refresh_reuse: Literal["refuse", "revoke"] = "refuse"
    latency: Seconds = 0.0
    failure: Literal["before", "before_cut", "after"] | None = None
    failures: Count | None = None


@attrs.frozen(kw_only=True)
class OrderSettings(Checked):
    """Amounts, payments and deletion of orders.

    Args:
        rounding: Rounding mode of amounts, a name from :mod:`decimal`.
        price_decimals: Decimals kept of quantities and prices. Source: docs, 2 unless the company asked for up to 5.
        vat_rates: Valid VAT percentages by country; an unknown country takes any. Only Belgium's refusal is documented.
        party_discount: Whether a line with a ``ProductID`` has the counterparty's ``DefaultReductionPercentage`` as its
            ``ReductionPercentage``. Source: the manual, chapter 13: discounts that were set are taken into account;
            which ones is not documented. A cash discount is the order's, and is not taken over.
        product_discounts: The percentage of such a line by the ``Reference`` of its product; it counts instead of the
            counterparty's. The API shows no discount of a product, so that it can only be set here.
        payment_effect: What a payment of ``POST /v1/orders/{orderID}/payments`` does besides being taken: it lowers
            ``ToPay`` and settles the order (``settle``), or changes neither (``note``). Not documented.
        deleted_items: Deleted orders are listed as ``summaries``, like the others, or in ``full``; the Swagger document
            has one definition for both.
    """

    rounding: Rounding = ROUND_HALF_UP
    price_decimals: Count = 2
    vat_rates: Mapping[str, frozenset[Decimal]] = VAT_RATES
    party_discount: bool = True
    product_discounts: Mapping[str, Decimal] = attrs.field(factory=dict[str, Decimal])
    payment_effect: Literal["settle", "note"] = "settle"
    deleted_items: Literal["summaries", "full"] = "summaries"


@attrs.frozen(kw_only=True)
class PartySettings(Checked):
    """What customers and suppliers may hold.

    Args:
        check_vat_numbers: Refuse Belgian VAT numbers with wrong check digits, and others without their country or its
            shape. The codes were observed by integrators, what sets off the second one was not.
        mandate_pattern: What the whole id of a direct debit's mandate must match. Billit checks it with a pattern that
            it does not print (docs page "direct debit"): here the characters and the length that SEPA allows.
    """

    check_vat_numbers: bool = True
    mandate_pattern: str = r"[A-Za-z0-9+?/\-:().,' ]{1,35}"


@attrs.frozen(kw_only=True)
class DeliverySettings(Checked):
    """How sent orders go out.

    Args:
        resend_minutes: How long the guard against sending twice holds; ``0`` switches it off.
        delay: Seconds after which a sent order arrives by itself; ``None`` waits for ``deliver_pending``.
            Source: docs page "status content of a sales invoice", whose sample shows about a minute.
        undeliverable: Normalised VAT numbers of receivers that nothing reaches: the delivery ends in ``Error``.
        partial: What a send request with several orders does when one cannot go: ``none`` of them goes out, or
            those ``before`` it have gone. Not documented.
        order_number_wanted: Normalised VAT numbers of receivers that take an e-invoice only with a purchase order
            number, one word, in ``Reference``. The code was observed by integrators.
    """

    resend_minutes: Count = 1
    delay: Seconds | None = None
    undeliverable: frozenset[str] = frozenset()
    partial: Literal["none", "before"] = "none"
    order_number_wanted: frozenset[str] = frozenset()


@attrs.frozen(kw_only=True)
class PeppolSettings(Checked):
    """Who is on Peppol, and what receivers and companies respond there.

    Args:
        absent: Normalised VAT numbers that are not on Peppol. Every other valid Belgian one is.
        present: Normalised VAT numbers from abroad that are on Peppol.
        types: By normalised VAT number, the document types that a receiver takes, instead of the usual ones.
        receiver_feedback: By normalised VAT number, the code (AB, AP, CA, IP, PD, RE or UQ) that a receiver sends
            about what arrived. Source: docs page "IMR": feedback is optional.
        inbox_feedback: The code that a company of this emulator gives to the sender of an order, when it has
            ``arrived`` in its Peppol inbox (AB), when the item is ``confirmed`` there (nothing), ``refused`` (RE), or
            when the order that the company made of it is ``paid`` (PD). Source: docs page "network environments" for
            AB and PD; what the other two send is not documented. ``receiver_feedback`` counts before ``arrived``.
        inbox_decided_twice: What a second decision on an item of the Peppol inbox gets: the item is gone and unknown
            (``refuse``), or nothing is to be done (``accept``); the first decision stands. Not documented.
        participant_twice: What registering a participant that is on Peppol already gets, and taking off one that is
            not: ``refuse``, or ``accept`` since nothing is to be done. Not documented.
    """

    absent: frozenset[str] = frozenset({"BE0402940374"})
    present: frozenset[str] = frozenset()
    types: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict[str, tuple[str, ...]])
    receiver_feedback: Mapping[str, Feedback] = attrs.field(factory=_feedback)
    inbox_feedback: Mapping[InboxEvent, Feedback] = attrs.field(factory=_inbox_feedback)
    inbox_decided_twice: Literal["refuse", "accept"] = "refuse"
    participant_twice: Literal["refuse", "accept"] = "refuse"


@attrs.frozen(kw_only=True)
class TimeSettings(Checked):
    """The clock, its stamps and dates with a zone.

    Args:
        clock: Belgian local time, naive, for what is written; ``None`` is the wall clock.
        timestamp_precision: ``datetime`` (stamps end in 0, 3 or 7 milliseconds, as in all samples) or ``datetime2``.
        utc_dates: Keep the digits before a ``Z`` (what .NET does on the way to a column) or convert to Belgian time.
    """

    clock: Callable[[], datetime] | None = None
    timestamp_precision: Literal["datetime", "datetime2"] = "datetime"
    utc_dates: Literal["as_is", "converted"] = "as_is"


@attrs.frozen(kw_only=True)
class WebhookSettings(Checked):
    """How webhooks are called.

    Args:
        detail: Shape of ``EntityDetail``: ``nested`` (pages of 2026), ``flat`` (older pages) or ``empty``
            (observed by an integrator).
        attempts: How many times a notice is tried; not documented.
        pause: Seconds before the second attempt, doubled for each further one; not documented.
        timeout: Seconds that an attempt may take; not documented.
        leave_this_machine: Send to addresses that are not on the loopback interface, too. Otherwise such
            notices are kept as ``withheld``.
        timestamp: Moment in the signature of a repeated attempt: that of each ``attempt``, or that of the
            ``first``, so that a receiver which checks the age of notices finds late ones too old. Not documented.
        duplicates: How many more times a notice is sent that got 2xx already, after everything
            else that waited. Not documented; every sender of webhooks does it at times.
        limit: Active webhooks that a company may have. Source: docs page "retrieving your first e-invoice
            statuses" (20).
        without_type: What comes of a webhook without ``EntityUpdateType``, which the Swagger document allows
            and the docs page "webhooks" warns of: it hears of ``all`` changes, of ``nothing``, or is refused.
    """

    detail: Literal["nested", "flat", "empty"] = "nested"
    attempts: Positive = 3
    pause: Seconds = 1.0
    timeout: Seconds = 10.0
    leave_this_machine: bool = False
    timestamp: Literal["attempt", "first"] = "attempt"
    duplicates: Count = 0
    limit: Count = 20
    without_type: Literal["all", "nothing", "refuse"] = "all"


@attrs.frozen(kw_only=True)
class BookkeepingSettings(Checked):
    """Cash books, daily receipts, bank transactions and ledger accounts.

    Args:
        no_cashbook_status: Status of ``GET /v1/Cashbook`` when no cash book is open; ``None`` is
            ``access.unknown_id_status``. The Swagger document has 401 there, and 404 for closing a book that is not
            open.
        cashbook_twice: Opening a cash book while one is open: ``refuse`` it, or ``close`` the open one. Not documented.
        repeated_transactions: What becomes of an imported transaction whose account, reference, date and amount are
            there already, as often as they were before this import: ``skip`` it, ``add`` it again, or ``refuse`` the
            import. Not documented.
    """

    no_cashbook_status: Literal[401, 404] | None = None
    cashbook_twice: Literal["refuse", "close"] = "refuse"
    repeated_transactions: Literal["skip", "add", "refuse"] = "skip"


@attrs.frozen(kw_only=True)
class FeedSettings(Checked):
    """What accountants' feeds hold.

    Args:
        items: What waits in a feed: invoices and credit notes, and documents too (``orders_and_documents``) or
            not (``orders``). Not documented; ``EntityType`` has both.
        backlog: Whether a new feed holds what was there before it. Not documented.
        too_soon: What a feed responds that is listed again within a minute. The Swagger document forbids it and
            does not say what happens: it may ``respond`` as always, or refuse with ``400`` or ``429``.
        hash: How the SHA-256 of a feed's file is written.
    """

    items: Literal["orders_and_documents", "orders"] = "orders_and_documents"
    backlog: bool = True
    too_soon: Literal["respond", "400", "429"] = "respond"
    hash: Literal["hex", "base64"] = "hex"


@attrs.frozen(kw_only=True)
class ResponseSettings(Checked):
    """Responses with more than one documented form.

    Args:
        product_items: Whose id a POST of several products returns, the ``last`` one's or the ``first`` one's. The
            docs page "products" and the Swagger document disagree on the request already.
        registration: One registration as the Swagger document has it (``wrapped`` in a list of companies) or as
            the access point's documentation shows it (``bare``).
        ids: Ids are whole numbers (``integer``), as today, or texts (``guid``), as the manual announces. A GUID stands
            for the same number each time; responses and webhooks have GUIDs alone, and paths, bodies and filters take
            them. The Python side of the emulator keeps its numbers, and the headers ``PartyID`` and
            ``ContextPartyID`` take both.
        identification_field: Name of the link in the response to an identification: ``URL`` (Swagger document) or
            ``RedirectURL`` (the access point's documentation).
    """

    product_items: Literal["last", "first"] = "last"
    registration: Literal["wrapped", "bare"] = "wrapped"
    ids: Literal["integer", "guid"] = "integer"
    identification_field: Literal["URL", "RedirectURL"] = "URL"
