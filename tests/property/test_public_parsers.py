"""Whatever bytes a stranger sends: every public reader gives its value, or an error of the one tree."""

from __future__ import annotations

import contextlib
import json
import math
import os
import time
import warnings
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from multidict import CIMultiDict

from billit_async import (
    NULL,
    BillitError,
    CallOptions,
    OAuth2,
    Query,
    SessionConfig,
    from_json,
    models,
    to_json,
    webhooks,
)
from billit_async._paging.plan import Plan, first_state
from billit_async._paging.windows import _read as read_changes_cursor
from billit_async._resources.files import read_file, safe_file_name
from billit_async._resources.responses import read_bool, read_id, read_text
from billit_async._serialization.codec import dumps, loads, read_list, read_page
from billit_async._serialization.values import decimal_value, parse_datetime
from billit_async._transport.addresses import normalise_base_url
from billit_async._transport.logs import masked_body, shown_headers, shown_query
from billit_async._transport.masking import masked_code, masked_start, masked_text, quotable_text
from billit_async._transport.responses import kept_headers, read_details, refusal, retry_after, unreadable
from billit_async.auth import ApiKey, Secret
from billit_async.auth.login import callback_fields, code_of_callback
from billit_async.auth.stores import GrantRecord
from billit_async.auth.token_endpoint import HTTPResponse, read_token_response
from billit_async.coda import read_coda
from billit_async.errors import CallInfo
from billit_async.fields import OrderFields
from billit_async.integrations.web_messages import chosen_company, local_path
from billit_async.invoicing import (
    check,
    creditor_reference,
    format_enterprise_number,
    format_iban,
    parse_bic,
    parse_creditor_reference,
    parse_enterprise_number,
    parse_iban,
    parse_participant,
    parse_structured_reference,
    parse_vat_number,
    structured_reference,
    totals_of,
)
from billit_async.invoicing.ubl import check_ubl
from billit_async.models.orders import Order
from billit_async.odata import matches, parse_filter, parse_orderby, render

if TYPE_CHECKING:
    from collections.abc import Callable

SOAK_SECONDS = float(os.environ.get("BILLIT_SOAK_SECONDS", "3600"))
MODELS: list[Any] = [
    found
    for found in (getattr(models, name) for name in models.__all__)
    if isinstance(found, type)
    and attrs.has(found)
    and all("wire" in field.metadata for field in attrs.fields(found))
    and attrs.fields(found)
]
CALL = CallInfo("GET", "/v1/x", 1, "sandbox", 1, 0.0)
NOW = 1_700_000_000

# Texts with what has broken readers elsewhere: half characters, other scripts' digits, marks of direction, long runs.
NASTY = st.sampled_from(
    (
        *("\ud800", "\udfff", "\x00", "\u202e", "\u0661", "\u00b2", "\u0130", "\u00df", "\ufeff", "\u2028", "\r\n"),
        *("9" * 5_000, "(" * 5_000, "[" * 3_000, "1e999999999", "NaN", "-Infinity", "0x", "%00", "%ud800", "%"),
        *("\\", '"', "'", "''", "https://[::1/cb", "//"),
    )
)
TEXT = st.lists(st.one_of(st.text(max_size=30), NASTY), max_size=6).map("".join)
BYTES = st.one_of(st.binary(max_size=300), TEXT.map(lambda text: text.encode("utf-8", "surrogatepass")))
NUMBERS = st.one_of(
    st.integers(),
    st.integers(-(10**5), 10**5).map(lambda power: int("9" * (abs(power) % 4_000 + 1))),
    st.floats(),
    st.sampled_from([2**63, 2**64, -(2**63) - 1, 1e308, 5e-324]),
)
NAMES = sorted({field.metadata["wire"] for model in MODELS for field in attrs.fields(model)})
KEYS = st.one_of(
    st.sampled_from(NAMES), st.sampled_from(["errors", "Code", "Description", "Items", "NextPageLink"]), TEXT
)
JSONISH: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=6)),
    max_leaves=25,
)


def written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


DEEP = st.integers(1, 60_000).flatmap(
    lambda depth: st.sampled_from(
        [b"[" * depth, b'{"a":' * depth, b"[" * depth + b"]" * depth, b'{"Items":' + b"[" * depth]
    )
)
BODIES = st.one_of(JSONISH.map(written), JSONISH.map(lambda value: written(value)[:-3]), BYTES, DEEP)
TOKENS = st.sampled_from(
    (
        *"()',/ ",
        *("OrderID", "CounterParty/PartyID", "eq", "gt", "and", "or", "not", "null", "true", "5", "5M", "1.5d", "-1"),
        *("'x'", "datetime'2024-01-01'", "guid'x'", "substringof(", "any(", "OrderLines/any(x:", "x/", "tolower("),
        *("add", "div", "mod", "cast(", "$it", "time'PT1S'", "1e400", "9999999999999999999", "desc", "year(", "round("),
        "geography'1'",
    )
)
FILTERS = st.one_of(st.lists(TOKENS, max_size=25).map(" ".join), TEXT, st.integers(1, 20_000).map(lambda n: "(" * n))
CODA_LINE = st.text("0123456789 ABCDEUR+/", min_size=128, max_size=128)
CODA = st.one_of(
    BYTES,
    st.lists(CODA_LINE, max_size=6).map(lambda lines: "\n".join([f"0{' ' * 127}", *lines, f"9{' ' * 127}"]).encode()),
)
URLS = st.one_of(TEXT, TEXT.map(lambda text: f"https://app.example/cb?code={text}&state=s"), TEXT.map("/cb?{}".format))
HEADERS = st.one_of(TEXT, st.lists(TEXT, max_size=5).map(lambda parts: ",".join(f"s={part}" for part in parts)))


def evaluate(text: str) -> None:
    expression = parse_filter(text)
    render(expression)
    matches(expression, Order(order_id=5, order_number="x", total_incl=Decimal("1.5")))


def read_and_write(value: tuple[Any, bytes]) -> None:
    to_json(from_json(*value))


def fields(text: str) -> None:
    for make in (
        lambda: OrderFields.order_number == text,
        lambda: OrderFields.order_number.contains(text),
        lambda: OrderFields.total_incl == text,
        lambda: OrderFields.order_type == text,
        lambda: OrderFields.order_number.in_([text]),
        lambda: Query(raw_filter=text).params(),
        lambda: Query(search=text).params(),
    ):
        tolerate(make)


def make_up(text: str) -> None:
    for make in (
        lambda: ApiKey(text),
        lambda: OAuth2(text, text, text, base_url="http://127.0.0.1:1"),
        lambda: OAuth2("a", "b", "https://a.example/c", base_url="http://127.0.0.1:1", pkce=True).authorization_url(
            state=text
        ),
        lambda: CallOptions(headers={text: text}),
        lambda: CallOptions(priority=text),
        lambda: SessionConfig.resolve(environment=text, variables={}),
        lambda: SessionConfig.resolve(idempotency_header=text, variables={}),
        lambda: SessionConfig.resolve(variables={"BILLIT_PARTY_ID": text, "BILLIT_BASE_URL": text}),
        lambda: hash(Secret(text)) and Secret(text) == Secret(text),
    ):
        tolerate(make)


def number(value: Any) -> None:
    for make in (
        lambda: structured_reference(value),
        lambda: Order(order_id=value).order_id,
        lambda: to_json(Order(order_id=value)),
        lambda: to_json(Order(total_incl=value)),
        lambda: OrderFields.order_id == value,
        lambda: OrderFields.total_incl > value,
        lambda: Query(top=value),
    ):
        tolerate(make)


def order(raw: bytes) -> None:
    made = from_json(Order, raw)
    tolerate(lambda: check(made))
    tolerate(lambda: totals_of(made))
    repr(made)


def masks(text: str) -> None:
    masked_text(text)
    masked_code(text)
    quotable_text(text).encode()
    shown_query(text)
    shown_headers({"Server": text, "X-Request-Id": text})
    kept_headers({"Server": text, "X-Request-Id": text})
    retry_after({"Retry-After": text, "Date": text})


def bodies(raw: bytes) -> None:
    masked_start(raw).encode()
    masked_body(raw).encode()
    read_details(raw)
    headers = CIMultiDict[str]({"Content-Type": "application/json"})
    for status in (200, 302, 400, 401, 404, 409, 429, 500, 599, 999):
        str(refusal(CALL, status, headers, raw)).encode()
    str(unreadable(CALL, 200, headers, raw)).encode()
    read_token_response(HTTPResponse(200, headers, raw))
    read_token_response(HTTPResponse(400, headers, raw))


def read_them(raw: bytes) -> None:
    for read in (
        loads,
        lambda body: dumps(loads(body)),
        lambda body: read_page(Order, body).items,
        lambda body: read_list(Order, body),
        GrantRecord.from_bytes,
    ):
        tolerate(lambda read=read: read(raw))


def response_readers(raw: bytes) -> None:
    """What `Response.read` turns into errors of the tree: these may raise ValueError, and nothing else."""
    for read in (read_id, read_bool, read_text, lambda body: read_file(body, None)):  # type: ignore[arg-type]
        with contextlib.suppress(ValueError):
            read(raw)


def webhook(raw: bytes) -> None:
    webhooks.verify(raw, webhooks.sign(raw, "s", timestamp=NOW), "s", now=NOW)


def values(text: str) -> None:
    for make in (lambda: decimal_value(text), lambda: parse_datetime(text), lambda: normalise_base_url(text)):
        tolerate(make)


def references(text: str) -> None:
    for read in (
        *(parse_vat_number, parse_enterprise_number, parse_iban, parse_bic, parse_participant),
        *(parse_structured_reference, parse_creditor_reference, creditor_reference),
        *(format_iban, format_enterprise_number),
    ):
        tolerate(lambda read=read: read(text))


def callback(text: str) -> None:
    for read in (
        callback_fields,
        lambda url: code_of_callback(url, "s"),
        lambda url: code_of_callback("/cb?code=1&state=s", url),
    ):
        tolerate(lambda read=read: read(text))


def web_values(text: str) -> None:
    local_path(text)
    tolerate(lambda: chosen_company({"party_id": text}))


def cursors(text: str) -> None:
    for by_key in (True, False):
        plan = Plan(
            path="/v1/orders",
            base_url="https://api.billit.be",
            key="OrderID",
            key_attribute="order_id",
            by_key=by_key,
            is_certain=True,
        )
        tolerate(lambda plan=plan: first_state(plan, text))
    tolerate(lambda: read_changes_cursor("/v1/orders", text))


READERS: dict[str, tuple[st.SearchStrategy[Any], Callable[[Any], object]]] = {
    "models": (st.tuples(st.sampled_from(MODELS), BODIES), read_and_write),
    "an order": (BODIES, order),
    "pages and lists": (BODIES, read_them),
    "bodies of errors": (BODIES, bodies),
    "bare values": (BODIES, response_readers),
    "signed webhooks": (BODIES, webhook),
    "signatures": (HEADERS, lambda header: webhooks.verify(b"{}", header, "s", now=NOW)),
    "secrets of webhooks": (TEXT, lambda text: webhooks.verify(b"{}", f"t=1,s={'0' * 64}", text, now=NOW)),
    "filters": (FILTERS, evaluate),
    "orders of lists": (FILTERS, parse_orderby),
    "conditions": (TEXT, fields),
    "numbers": (st.one_of(NUMBERS, st.decimals(), st.sampled_from([NULL, Decimal("1e999999"), math.inf])), number),
    "CODA": (CODA, read_coda),
    "UBL": (st.one_of(TEXT, TEXT.map("<Invoice>{}</Invoice>".format), TEXT.map("<?xml {}".format)), check_ubl),
    "callbacks": (URLS, callback),
    "web applications": (TEXT, web_values),
    "identifiers": (TEXT, references),
    "cursors": (
        st.one_of(
            TEXT,
            BODIES.map(lambda raw: raw.decode("utf-8", "surrogatepass") if raw.isascii() else ""),
            TEXT.map("links:{}".format),
            st.integers().map(str),
        ),
        cursors,
    ),
    "settings": (TEXT, make_up),
    "values": (TEXT, values),
    "what is masked": (TEXT, masks),
    "names of files": (TEXT, lambda text: safe_file_name(text, "file").encode()),
}


def tolerate(work: Callable[[], object]) -> None:
    """Do it; an error of the tree, or the TypeError of an argument of the wrong type, is a result like another."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            work()
        except (BillitError, TypeError) as error:
            # It can be told: printed, logged, pickled into a report.
            str(error).encode()


def run(name: str, seconds: float, examples: int) -> None:
    strategy, read = READERS[name]
    until = time.monotonic() + seconds
    done = 0

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
    )
    @given(strategy)
    def each(value: Any) -> None:
        nonlocal done
        done += 1
        tolerate(lambda: read(value))

    while True:
        each()
        if time.monotonic() >= until:
            break
    assert done > 0


@pytest.mark.parametrize("name", READERS)
def test_whatever_comes_is_read_or_an_error_of_the_tree(name: str) -> None:
    run(name, 0.0, 200)


@pytest.mark.soak
@pytest.mark.parametrize("name", READERS)
def test_whatever_comes_for_an_hour_is_read_or_an_error_of_the_tree(name: str) -> None:
    run(name, SOAK_SECONDS / len(READERS), 300)
