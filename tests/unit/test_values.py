"""What model constructors accept, and date-times that keep their text."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billit_async._serialization.values import (
    NULL,
    WireDateTime,
    base64_value,
    datetime_value,
    decimal_value,
    in_zone,
    parse_datetime,
    uuid_value,
    wire_text,
)


@pytest.mark.parametrize(
    ("given_value", "digits"), [("12.50", "12.50"), (12, "12"), (Decimal("0.00"), "0.00"), ("-3.75000", "-3.75000")]
)
def test_an_amount_keeps_its_digits(given_value, digits):
    assert str(decimal_value(given_value)) == digits


@pytest.mark.parametrize("wrong", [12.5, True, b"1", [], float("nan")])
def test_an_amount_that_is_no_exact_number_is_refused_with_the_cure(wrong):
    with pytest.raises(TypeError, match=r'pass a Decimal, an int or a text, for example Decimal\("12\.50"\)'):
        decimal_value(wrong)


@pytest.mark.parametrize("wrong", ["12,50", "", "twelve"])
def test_a_text_that_is_no_number_is_refused(wrong):
    with pytest.raises(ValueError, match="is not a number"):
        decimal_value(wrong)


@pytest.mark.parametrize("wrong", [Decimal("NaN"), Decimal("Infinity"), "-Infinity", "sNaN"])
def test_an_amount_that_is_not_finite_is_refused(wrong):
    with pytest.raises(ValueError, match="cannot be an amount"):
        decimal_value(wrong)


@pytest.mark.parametrize("accept", [decimal_value, datetime_value, uuid_value, base64_value])
def test_none_and_the_explicit_null_pass_every_rule(accept):
    assert accept(None) is None
    assert accept(NULL) is NULL


def test_the_explicit_null_survives_copies_and_pickle_as_itself():
    assert copy.deepcopy(NULL) is NULL
    assert pickle.loads(pickle.dumps(NULL)) is NULL
    assert not NULL
    assert repr(NULL) == "NULL"


def test_a_date_becomes_midnight_of_that_day():
    assert datetime_value(date(2024, 1, 31)) == datetime(2024, 1, 31)


def test_a_text_is_no_moment_for_a_constructor():
    with pytest.raises(TypeError, match="pass a datetime or a date"):
        datetime_value("2024-01-31")


@pytest.mark.parametrize("text", ["58172ba7c2b849669c170ad3ad9be90b", "58172ba7-c2b8-4966-9c17-0ad3ad9be90b"])
def test_an_identifier_is_read_with_and_without_dashes(text):
    assert uuid_value(text) == UUID("58172ba7-c2b8-4966-9c17-0ad3ad9be90b")


def test_bytes_become_base64_and_base64_stays():
    assert base64_value(b"%PDF") == "JVBERg=="
    assert base64_value("JVBERg==") == "JVBERg=="


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-01T00:00:00",
        "2024-03-10T15:00:49.72",
        "2024-03-10T15:00:49.533",
        "2024-03-10T15:00:49.5",
        "2025-04-08T22:31:39.544541",
        "2025-04-07T13:30:32.1327398",
        "2024-03-10T15:00:49.720",
        "2024-03-10T15:00:49.0000000",
        "2024-01-01",
        "2025-05-05T11:25:00.4667841+02:00",
        "2025-05-05T11:25:00.46+05:45",
        "2025-05-05T11:25:00Z",
        "2025-05-05T11:25:00+02:00",
    ],
)
def test_what_billit_sent_is_written_back_letter_for_letter(text):
    assert wire_text(parse_datetime(text)) == text


def test_only_texts_that_a_datetime_would_lose_part_of_cost_a_subclass():
    assert type(parse_datetime("2024-03-10T15:00:49.72")) is datetime
    assert type(parse_datetime("2024-01-01T00:00:00")) is datetime
    assert type(parse_datetime("2025-04-07T13:30:32.1327398")) is WireDateTime


@given(
    moment=st.datetimes(),
    fraction=st.one_of(st.just(""), st.from_regex(r"\A[.][0-9]{1,8}\Z")),
    offset=st.sampled_from(["", "", "Z", "+02:00", "-00:00", "+00:00", "+0200", "+02", "-05:30", "+02:00:30"]),
    place=st.integers(0, 40),
    letter=st.sampled_from(["", "", "", *" T:-.,0W1"]),
)
def test_a_subclass_is_made_exactly_of_the_texts_that_a_datetime_does_not_print(
    moment, fraction, offset, place, letter
):
    text = moment.isoformat()[:19] + fraction + offset
    if letter:
        text = text[:place] + letter + text[place + 1 :]
    try:
        plain = datetime.fromisoformat(text)
    except ValueError:
        with pytest.raises(ValueError, match="not an ISO 8601"):
            parse_datetime(text)
        return
    read = parse_datetime(text)
    assert (read, read.tzinfo, wire_text(read)) == (plain, plain.tzinfo, text)
    assert (type(read) is datetime) == (wire_text(plain) == text)


def test_a_kept_text_survives_copies_and_pickle():
    moment = parse_datetime("2025-04-07T13:30:32.1327398")
    for struct in (copy.copy(moment), copy.deepcopy(moment), pickle.loads(pickle.dumps(moment))):
        assert wire_text(struct) == "2025-04-07T13:30:32.1327398"
        assert struct == moment == datetime(2025, 4, 7, 13, 30, 32, 132739)


def test_a_changed_moment_does_not_keep_the_old_text():
    moment = parse_datetime("2025-04-07T13:30:32.1327398")
    assert wire_text(moment.replace(year=2026)) == "2026-04-07T13:30:32.132739"
    assert wire_text(moment + timedelta(days=1)) == "2025-04-08T13:30:32.132739"


@pytest.mark.parametrize("text", ["31/01/2000", "", "2024-13-01T00:00:00", "2024-01-01T00:00:00.x"])
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        parse_datetime(text)


@given(st.datetimes(timezones=st.sampled_from([None, UTC, timezone(timedelta(hours=5, minutes=45))])))
def test_every_datetime_survives_writing_and_reading(moment):
    again = parse_datetime(wire_text(moment))
    assert again == moment
    assert again.utcoffset() == moment.utcoffset()


def test_an_aware_moment_is_told_in_billits_zone():
    brussels = ZoneInfo("Europe/Brussels")
    assert in_zone(datetime(2024, 7, 1, 10, tzinfo=UTC), brussels) == datetime(2024, 7, 1, 12)
    assert in_zone(datetime(2024, 7, 1, 10), brussels) == datetime(2024, 7, 1, 10)
