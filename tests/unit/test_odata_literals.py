"""Literals: what goes out for each Python value, what comes back, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from billit_async.odata import Edm, Literal, parse_filter
from billit_async.odata import literals as lit

BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        (lit.string("O'Brien"), "'O''Brien'"),
        (lit.string(""), "''"),
        (lit.string("50% & more #1"), "'50% & more #1'"),
        (lit.TRUE, "true"),
        (lit.FALSE, "false"),
        (lit.NULL_LITERAL, "null"),
        (lit.integer(12), "12"),
        (lit.integer(-12), "-12"),
        (lit.integer(2**31 - 1), "2147483647"),
        (lit.integer(2**31), "2147483648L"),
        (lit.integer(-(2**31) - 1), "-2147483649L"),
        (lit.integer(3_000_000_000), "3000000000L"),
        (lit.decimal(Decimal("12.5")), "12.5M"),
        (lit.decimal(Decimal("12.50")), "12.50M"),
        (lit.decimal(Decimal("-0.01")), "-0.01M"),
        (lit.decimal(Decimal("12.00")), "12"),
        (lit.decimal(Decimal("1E+3")), "1000"),
        (lit.decimal(Decimal("1E-7")), "0.0000001M"),
        (lit.decimal(Decimal("-0.0")), "0"),
        (lit.decimal(12), "12"),
        (lit.decimal(3_000_000_000), "3000000000L"),
        (lit.decimal(Decimal(10) ** 20), "100000000000000000000M"),
        (lit.moment(date(2024, 1, 1)), "DateTime'2024-01-01T00:00:00'"),
        (lit.moment(datetime(2024, 1, 1)), "DateTime'2024-01-01T00:00:00'"),
        (lit.moment(datetime(2024, 1, 31, 10, 20, 30)), "DateTime'2024-01-31T10:20:30'"),
        (lit.moment(datetime(2024, 1, 31, 10, 20, 30, 123400)), "DateTime'2024-01-31T10:20:30.1234'"),
        (lit.moment(datetime(1, 1, 1)), "DateTime'0001-01-01T00:00:00'"),
        (lit.moment(datetime(2024, 7, 1, 10, tzinfo=UTC), BRUSSELS), "DateTime'2024-07-01T12:00:00'"),
        (lit.moment(datetime(2024, 1, 1, 10, tzinfo=UTC), BRUSSELS), "DateTime'2024-01-01T11:00:00'"),
        (lit.instant("2024-01-31T10:20:30.1234567"), "DateTime'2024-01-31T10:20:30.1234567'"),
        (lit.guid(UUID(int=10)), "guid'00000000-0000-0000-0000-00000000000a'"),
        (Literal(b"\x0a\xff", Edm.BINARY), "X'0AFF'"),
        (Literal("PT1H", Edm.TIME), "time'PT1H'"),
        (Literal("2024-01-01T00:00:00+01:00", Edm.DATETIMEOFFSET), "datetimeoffset'2024-01-01T00:00:00+01:00'"),
        (Literal(2.0, Edm.DOUBLE), "2.0"),
        (Literal(1e22, Edm.DOUBLE), "1e+22"),
        (Literal(float("inf"), Edm.DOUBLE), "INF"),
        (Literal(float("-inf"), Edm.DOUBLE), "-INF"),
        (Literal(float("nan"), Edm.DOUBLE), "NaN"),
        (Literal(0.10000000149011612, Edm.SINGLE), "0.1f"),
        (Literal(float("-inf"), Edm.SINGLE), "-INFf"),
        (Literal(float("nan"), Edm.SINGLE), "NaNf"),
        (Literal(5, Edm.INT64), "5L"),
        (Literal(Decimal(5), Edm.DECIMAL), "5M"),
    ],
    ids=str,
)
def test_a_literal_is_written_by_its_type_and_reads_back(literal: Literal, text: str) -> None:
    assert str(literal) == text
    assert parse_filter(text) == literal


@pytest.mark.parametrize(
    ("make", "value"),
    [
        ("integer", 2**63),
        ("integer", -(2**63) - 1),
        ("decimal", Decimal("NaN")),
        ("decimal", Decimal("Infinity")),
        ("decimal", Decimal(2**96)),
        ("decimal", Decimal(-(2**96))),
        ("decimal", Decimal("1E-29")),
        ("instant", "yesterday"),
        ("instant", "2024-02-30"),
    ],
    ids=str,
)
def test_a_value_that_the_wire_cannot_carry_is_refused(make: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"fit|amount|digits|date-time"):
        getattr(lit, make)(value)


def test_an_aware_datetime_needs_the_servers_zone() -> None:
    with pytest.raises(TypeError, match="pass a naive datetime in Billit local time"):
        lit.moment(datetime(2024, 1, 1, tzinfo=UTC))


def test_the_hour_that_repeats_in_autumn_goes_out_as_the_local_clock_showed_it() -> None:
    first = datetime(2024, 10, 27, 0, 30, tzinfo=UTC)
    second = first + timedelta(hours=1)
    assert lit.moment(first, BRUSSELS) == lit.moment(second, BRUSSELS) == lit.instant("2024-10-27T02:30:00")


def test_ticks_are_exact_to_the_seventh_digit() -> None:
    assert lit.instant_ticks("0001-01-01") == 0
    assert lit.instant_ticks("0001-01-02T00:00:00.0000001") == 86_400 * 10_000_000 + 1
    assert lit.instant_ticks("2024-01-01T00:00:00.1") - lit.instant_ticks("2024-01-01") == 1_000_000
    # 621355968000000000 is the well-known .NET tick count of the Unix epoch.
    assert lit.instant_ticks("1970-01-01T00:00:00") == 621_355_968_000_000_000


def test_an_offset_is_turned_into_the_servers_local_time_and_a_z_is_not() -> None:
    local = lit.instant_ticks("2024-01-01T12:00:00")
    assert lit.instant_ticks("2024-01-01T12:00:00Z") == local
    assert lit.instant_ticks("2024-01-01T12:00:00+01:00") == local
    assert lit.instant_ticks("2024-01-01T06:30:00-04:30") == local
    assert lit.instant_ticks("2024-01-01T12:00:00+01:00", UTC) == lit.instant_ticks("2024-01-01T11:00:00")
    assert lit.instant_ticks("2024-01-01T12:00:00+01:00", timezone(timedelta(hours=3))) == local + 2 * 36_000_000_000


@pytest.mark.parametrize(
    "text", ["", "now", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2024-01-01T10:00:00+01:60"]
)
def test_ticks_of_what_is_no_moment_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"date-time|outside"):
        lit.instant_ticks(text)


def test_a_raw_stamp_keeps_its_seventh_digit_through_a_filter() -> None:
    tree = parse_filter(f"LastModified gt {lit.instant('2024-05-06T07:08:09.1234567')}")
    assert str(tree) == "LastModified gt DateTime'2024-05-06T07:08:09.1234567'"
