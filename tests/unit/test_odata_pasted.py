"""Filters as people paste them: understood where there is one reading, and shown put right where there is not."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billit_async.errors import QueryError
from billit_async.odata import ODataSyntaxError, Query, parse_filter, parse_orderby, raw_filter

INVOICES = "OrderType eq 'Invoice'"
UNPAID = "OrderType eq 'Invoice' and Paid eq false"
SINCE = "LastModified ge DateTime'2024-01-01T00:00:00'"

UNDERSTOOD = {
    "OrderType+eq+'Invoice'": INVOICES,
    "OrderType+eq+'Invoice'+and+Paid+eq+false": UNPAID,
    "OrderType%20eq%20'Invoice'": INVOICES,
    "OrderType%20eq%20%27Invoice%27": INVOICES,
    "OrderType+eq+%27Invoice%27": INVOICES,
    "OrderType%2520eq%2520%2527Invoice%2527": INVOICES,
    "%28OrderType+eq+%27Invoice%27%29": INVOICES,
    'OrderType eq "Invoice"': INVOICES,
    "OrderType eq %22Invoice%22": INVOICES,
    'OrderType+eq+"Invoice"': INVOICES,
    "OrderType eq \u2018Invoice\u2019": INVOICES,
    "OrderType eq \u2019Invoice\u2019": INVOICES,
    "OrderType eq \u201cInvoice\u201d": INVOICES,
    "OrderType eq \u201eInvoice\u201c": INVOICES,
    "OrderType eq \u00abInvoice\u00bb": INVOICES,
    "OrderType eq `Invoice`": INVOICES,
    "OrderType eq \u00b4Invoice\u00b4": INVOICES,
    "OrderType eq 'Invoice\u2019": INVOICES,
    "OrderType eq \u2018Invoice'": INVOICES,
    "OrderType eq ''Invoice''": INVOICES,
    "OrderType eq \\'Invoice\\'": INVOICES,
    'OrderType eq \\"Invoice\\"': INVOICES,
    "OrderType EQ 'Invoice'": INVOICES,
    "OrderType eq 'Invoice' AND Paid eq false": UNPAID,
    "OrderType Eq 'Invoice' And Paid Eq False": UNPAID,
    "OrderType eq 'Invoice' && Paid == false": UNPAID,
    "OrderType = 'Invoice' and Paid = FALSE": UNPAID,
    "NOT (Paid eq TRUE) OR OrderID eq 1": "not (Paid eq true) or OrderID eq 1",
    "OrderID >= 5 and OrderID < 9 or OrderID <> 3": "OrderID ge 5 and OrderID lt 9 or OrderID ne 3",
    "OrderID&gt;=5": "OrderID ge 5",
    "StartsWith(OrderNumber,'A')": "startswith(OrderNumber,'A')",
    "$filter=OrderType eq 'Invoice'": INVOICES,
    "?$filter=OrderType+eq+'Invoice'": INVOICES,
    "$filter = OrderType eq 'Invoice'": INVOICES,
    "%24filter=OrderType+eq+'Invoice'": INVOICES,
    "?%24filter%3DOrderType%20eq%20%27Invoice%27": INVOICES,
    "/v1/orders?$filter=OrderType+eq+'Invoice'": INVOICES,
    "https://api.billit.be/v1/orders?$filter=OrderType+eq+'Invoice'": INVOICES,
    "/v1/parties$filter=OrderType+eq+'Invoice'": INVOICES,
    "OrderType eq &#39;Invoice&#39;": INVOICES,
    "OrderType eq &apos;Invoice&apos;": INVOICES,
    "OrderType eq &quot;Invoice&quot;": INVOICES,
    "OrderType&nbsp;eq&nbsp;&#x27;Invoice&#x27;": INVOICES,
    "OrderType eq &amp;#39;Invoice&amp;#39;": INVOICES,
    "OrderType\u00a0eq\u00a0\u2018Invoice\u2019": INVOICES,
    "OrderType\r\n  EQ\n'Invoice'": INVOICES,
    "\ufeffOrderType eq\u200b 'Invoice'": INVOICES,
    "\"OrderType eq 'Invoice'\"": INVOICES,
    "`OrderType eq 'Invoice'`": INVOICES,
    "OrderType eq 'Invoice';": INVOICES,
    "LastModified+ge+DateTime'2024-01-01T00:00:00'": SINCE,
    'LastModified ge DateTime"2024-01-01T00:00:00"': SINCE,
    "LastModified ge datetime%272024-01-01T00%3A00%3A00%27": SINCE,
    # What stands in a text stays what it was.
    "Reference+eq+'50%25'": "Reference eq '50%'",
    "Reference+eq+'A%2BB'": "Reference eq 'A+B'",
    "Reference+eq+'A+B'": "Reference eq 'A B'",
    "Reference+eq+'A%26B'": "Reference eq 'A&B'",
    "Reference EQ 'A+B'": "Reference eq 'A+B'",
    "Reference EQ '50%25'": "Reference eq '50%25'",
    "Reference EQ 'A &amp; B'": "Reference eq 'A &amp; B'",
    "Reference EQ 'say \"AND\" = \u201cOR\u201d'": "Reference eq 'say \"AND\" = \u201cOR\u201d'",
    'Reference eq "it\'s"': "Reference eq 'it''s'",
    'Reference eq "say ""x"" twice"': "Reference eq 'say \"x\" twice'",
    "Reference eq 'it's'": "Reference eq 'it''s'",
    "Reference+eq+'O''Brien'": "Reference eq 'O''Brien'",
    'Reference eq "a AND b" AND Paid eq true': "Reference eq 'a AND b' and Paid eq true",
    "$filter=Reference eq 'A&B'": "Reference eq 'A&B'",
    'Reference eq "A+B"': "Reference eq 'A+B'",
    'Reference eq "50%20"': "Reference eq '50%20'",
    "Reference eq \u201cA+B\u201d": "Reference eq 'A+B'",
    'Reference eq "A &amp; B"': "Reference eq 'A & B'",
    "LastModified+ge+datetimeoffset'2024-01-01T00:00:00+02:00'": (
        "LastModified ge datetimeoffset'2024-01-01T00:00:00+02:00'"
    ),
    # From commands, request lines, tables of tools, spreadsheets, mails and sentences.
    "curl 'https://api.billit.be/v1/orders?$filter=OrderType+eq+%27Invoice%27'": INVOICES,
    "curl -s https://api.billit.be/v1/orders?%24filter=OrderType%20eq%20%27Invoice%27": INVOICES,
    "\"https://api.billit.be/v1/orders?$filter=OrderType eq 'Invoice'\"": INVOICES,
    "<https://api.billit.be/v1/orders?$filter=OrderType+eq+'Invoice'>": INVOICES,
    "GET https://api.billit.be/v1/orders?$filter=OrderType eq 'Invoice'": INVOICES,
    "GET /v1/orders?$filter=OrderType+eq+'Invoice' HTTP/1.1": INVOICES,
    "{{baseUrl}}/v1/orders?$filter=OrderType eq 'Invoice'": INVOICES,
    "api.billit.be/v1/orders?$filter=OrderType+eq+'Invoice'": INVOICES,
    "filter=OrderType eq 'Invoice'": INVOICES,
    "$filter: OrderType eq 'Invoice'": INVOICES,
    "$filter:OrderType eq 'Invoice'": INVOICES,
    "$filter\tOrderType eq 'Invoice'": INVOICES,
    '"OrderType eq ""Invoice"""': INVOICES,
    "> OrderType eq 'Invoice'\r\n> and Paid eq false": UNPAID,
    ">> OrderType eq 'Invoice'": INVOICES,
    "OrderType eq 'Invoice'.": INVOICES,
    "TotalIncl gt \u22125": "TotalIncl gt -5",
    "LastModified+ge+DateTime'2024-01-\n01'": SINCE,
    "LastModified ge datetime'2024- 01-01T00:00:00'": SINCE,
}
CAPITALS = {
    "Paid eq False": "Paid eq false",
    "Paid eq TRUE and OrderNumber ne Null": "Paid eq true and OrderNumber ne null",
    "Reference eq 'False' and Paid eq False": "Reference eq 'False' and Paid eq false",
}
VALID = [
    INVOICES,
    UNPAID,
    SINCE,
    "Reference eq 'A+B'",
    "Reference eq '50%25'",
    "Reference eq '%27'",
    "Reference eq 'it''s'",
    "Reference eq ''",
    "Reference eq ' '",
    "Reference eq 'say \"x\"'",
    "Reference eq '\u2018x\u2019 &amp; &#39; AND = ?$filter='",
    "Reference eq 'asc$skip=120 datetime' and Paid eq false",
    "Reference\u00a0eq\n'x'",
    "substringof('+',Reference)",
    "OrderID add 1 eq 2",
    "Reference eq 'False' and Paid eq false",
    "Lines/True eq 1 and Trueish eq 2",
]
DOUBTFUL = {
    "Reference%20eq%20'A+B'": ("Reference eq 'A+B'", "Reference eq 'A B'"),
    "Reference eq \u2018O\u2019Brien\u2019": ("Reference eq 'O\u2019Brien'", "Reference eq 'O''Brien'"),
    "$filter=OrderType+eq+'Invoice'&$top=5": (INVOICES,),
    "?$orderby=OrderID&$filter=OrderType+eq+'Invoice'": (INVOICES,),
    "?$filter=OrderType+eq+'Invoice'&amp;$orderby=OrderID": (INVOICES,),
    "/v1/orders?$top=5&$filter=OrderType eq 'Invoice'": (INVOICES,),
    "OrderType eq 'Invoice'$skip=120": (INVOICES,),
    "$filter=OrderType+eq+'Invoice'%24top=5": (INVOICES,),
}
HOPELESS = [
    "OrderType eq",
    "Invoice please",
    "OrderType eq 'Invoice",
    "(OrderID eq 1",
    "OrderID in (1,2)",
    "%",
    "+",
    '"',
    "?$filter=",
    "OrderType=eq='Invoice'",
]


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_what_has_one_reading_is_understood(text: str) -> None:
    meant = parse_filter(UNDERSTOOD[text], strict=True)
    assert parse_filter(text) == meant
    assert parse_filter(str(raw_filter(text)), strict=True) == meant
    assert parse_filter(str(Query(raw_filter=text).filter), strict=True) == meant
    with pytest.raises(ODataSyntaxError):
        parse_filter(text, strict=True)


@pytest.mark.parametrize("text", CAPITALS)
def test_constants_with_capitals_are_no_columns(text: str) -> None:
    meant = parse_filter(CAPITALS[text], strict=True)
    assert parse_filter(text) == meant
    assert str(raw_filter(text)) == str(Query(raw_filter=text).filter) == CAPITALS[text]
    assert parse_filter(text, strict=True) != meant


@pytest.mark.parametrize("text", VALID)
def test_what_is_valid_is_never_changed(text: str) -> None:
    assert parse_filter(text) == parse_filter(text, strict=True)
    assert str(raw_filter(text)) == text
    assert Query(raw_filter=text).params() == [("$filter", text)]


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_can_be_meant_in_several_ways_is_shown_put_right(text: str) -> None:
    for use in (parse_filter, raw_filter, lambda text: Query(raw_filter=text)):
        with pytest.raises(QueryError) as caught:
            use(text)
        assert isinstance(caught.value, ODataSyntaxError)
        assert caught.value.meant == DOUBTFUL[text]
        assert all(one in str(caught.value) for one in DOUBTFUL[text])
        assert pickle.loads(pickle.dumps(caught.value)).meant == DOUBTFUL[text]


@pytest.mark.parametrize("text", HOPELESS)
def test_what_has_no_reading_is_refused_as_before(text: str) -> None:
    with pytest.raises(ODataSyntaxError) as strictly:
        parse_filter(text, strict=True)
    with pytest.raises(ODataSyntaxError) as caught:
        parse_filter(text)
    assert str(caught.value) == str(strictly.value)
    assert str(raw_filter(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "OrderDate+desc,OrderID",
        "OrderDate%20desc%2COrderID",
        "$orderby=OrderDate desc,OrderID",
        "?$orderby=OrderDate+desc,OrderID",
        "OrderDate DESC, OrderID ASC",
    ],
)
def test_orders_are_understood_too(text: str) -> None:
    assert parse_orderby(text) == parse_orderby("OrderDate desc,OrderID", strict=True)


@pytest.mark.parametrize("text", ["LastModified+asc$skip=120", "?$orderby=LastModified asc$skip=120"])
def test_an_option_without_its_ampersand_is_not_lost(text: str) -> None:
    with pytest.raises(ODataSyntaxError) as caught:
        parse_orderby(text)
    assert caught.value.meant == ("LastModified asc",)


@given(st.text("'\"+%27 ANDeqOr()&#39;\u2018\u2019\u201c=?$filter", max_size=40))
def test_any_text_is_understood_or_refused(text: str) -> None:
    try:
        found = parse_filter(text)
    except ODataSyntaxError:
        return
    assert parse_filter(str(found), strict=True) == found


@given(st.text("ab'\"+%27&\u2019\u201c; =", max_size=12))
def test_texts_survive_an_address(text: str) -> None:
    from urllib.parse import quote_plus

    from billit_async.fields import OrderFields as O

    condition = O.reference == text
    assert parse_filter(quote_plus(str(condition))) == condition
    assert parse_filter(str(condition)) == condition
