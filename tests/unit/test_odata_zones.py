"""Date-times of a filter: in the zone of the server that is asked, whichever one they were given in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from billit_async._serialization.values import parse_datetime
from billit_async.errors import QueryError
from billit_async.fields import OrderFields as O
from billit_async.odata import CollectionField, DateTimeField, Query, parse_filter, render
from billit_async.odata.zones import in_zone

BRUSSELS, LONDON = ZoneInfo("Europe/Brussels"), ZoneInfo("Europe/London")
NOON = datetime(2024, 7, 1, 12, tzinfo=UTC)
NAIVE = datetime(2024, 7, 1, 12)


def written(query: Query, zone: ZoneInfo) -> str:
    settled = in_zone(query, zone)
    assert settled.where is not None
    return render(settled.where)


def test_a_moment_with_a_zone_goes_out_in_the_servers_local_time_without_suffix() -> None:
    query = Query(where=O.last_modified >= NOON)
    assert str(query.where) == "LastModified ge DateTime'2024-07-01T14:00:00'"
    assert written(query, BRUSSELS) == "LastModified ge DateTime'2024-07-01T14:00:00'"
    assert written(query, LONDON) == "LastModified ge DateTime'2024-07-01T13:00:00'"


def test_moments_without_a_zone_days_and_texts_stay_as_they_are() -> None:
    day = O.order_date.on(date(2024, 7, 1))
    naive = O.last_modified < NAIVE
    parsed = parse_filter("Created gt DateTime'2024-07-01T00:00:00'")
    query = Query(where=day & naive & parsed)
    assert in_zone(query, LONDON) is query


def test_they_are_found_wherever_they_stand() -> None:
    lines = CollectionField("Lines", item=lambda path: DateTimeField(f"{path}/At"))
    where = ~((O.last_modified.year() == 2024) | (O.last_modified > NOON)) & lines.any(lambda at: at < NOON)
    assert written(Query(where=where), LONDON) == (
        "not (year(LastModified) eq 2024 or LastModified gt DateTime'2024-07-01T13:00:00') and "
        "Lines/any(x: x/At lt DateTime'2024-07-01T13:00:00')"
    )


def test_a_list_of_thousands_is_no_deeper_than_a_list_of_two() -> None:
    query = Query(where=O.order_id.in_(range(1, 5000)) & (O.last_modified >= NOON))
    assert written(query, LONDON).endswith("LastModified ge DateTime'2024-07-01T13:00:00'")


def test_a_field_with_a_zone_of_its_own_keeps_it() -> None:
    stamp = DateTimeField("LastModified").in_zone(LONDON)
    assert written(Query(where=stamp >= NOON), BRUSSELS) == "LastModified ge DateTime'2024-07-01T13:00:00'"


def test_the_same_moment_is_the_same_structure() -> None:
    local = (O.last_modified >= NOON.astimezone(BRUSSELS).replace(tzinfo=None)) & O.paid.is_(True)
    aware = (O.last_modified >= NOON) & O.paid.is_(True)
    assert aware == local
    assert hash(aware) == hash(local)
    assert parse_filter(str(aware)) == aware


def test_a_stamp_that_billit_sent_keeps_its_seventh_digit() -> None:
    stamp = parse_datetime("2024-07-01T12:00:00.1234567")
    assert str(O.last_modified > stamp) == "LastModified gt DateTime'2024-07-01T12:00:00.1234567'"


def test_where_only_moments_with_a_zone_are_taken_another_one_says_what_to_do() -> None:
    with pytest.raises(QueryError, match=r"2024-07-01T12:00:00 without a zone.*give it a tzinfo"):
        in_zone(Query(where=O.paid.is_(True) & (O.last_modified >= NAIVE)), BRUSSELS, aware_only=True)
    fine = Query(where=(O.last_modified >= NOON) & (O.order_date >= date(2024, 7, 1)))
    assert in_zone(fine, BRUSSELS, aware_only=True) is fine


def test_a_filter_is_evaluated_in_the_zone_of_the_rows() -> None:
    row = {"LastModified": "2024-07-01T13:30:00"}
    condition = O.last_modified >= NOON
    assert not condition.matches(row)
    assert condition.matches(row, server_tz=LONDON)
    parsed = parse_filter("LastModified ge DateTime'2024-07-01T12:00:00+00:00'")
    assert not parsed.matches(row)
    assert parsed.matches(row, server_tz=LONDON)
    assert (O.last_modified >= NAIVE).matches(row, server_tz=LONDON)
