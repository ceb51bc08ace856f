"""CODA files: what adds up is read as banks write it, and what is damaged never passes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from billit_async import PayloadError
from billit_async.coda import read_coda
from tests.coda_files import BELGIAN, BLANK, Movement, Statement, simple, written

if TYPE_CHECKING:
    from collections.abc import Callable

MOVES = ("1210.00", "-99.95", "0.01")
STATEMENT = Statement(simple(*MOVES))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ""])
def test_a_statement_is_read_with_its_balances(end: str) -> None:
    (statement,) = read_coda(written(STATEMENT, end=end))
    assert (statement.account, statement.currency, statement.number) == ("BE68539007547034", "EUR", "007")
    assert (statement.opened_on, statement.closed_on) == (date(2026, 1, 1), date(2026, 1, 2))
    assert (statement.old_balance, statement.new_balance) == (Decimal(1000), Decimal("2110.06"))
    assert (statement.movements, statement.amounts) == (3, tuple(map(Decimal, MOVES)))
    assert not statement.is_duplicate
    for private in ("BE68", "1000", "99.95"):
        assert private not in repr(statement)


def test_several_statements_of_several_accounts_and_currencies_stand_in_one_file() -> None:
    blocks = [
        STATEMENT,
        Statement([], number="008"),
        Statement(simple("5"), number="001", account="NL91ABNA0417164300", currency="USD", old=Decimal(-3)),
    ]
    found = [(one.number, one.account[:2], one.currency, one.movements) for one in read_coda(written(*blocks))]
    assert found == [("007", "BE", "EUR", 3), ("008", "BE", "EUR", 0), ("001", "NL", "USD", 1)]


def test_several_statements_may_share_one_header_and_trailer() -> None:
    first, second = STATEMENT.records(), Statement(simple("5"), number="008").records()
    trailer = f"9{'':15}{8:06}{99950:015}{1215010 + 0:015}{'':75}2"
    found = read_coda(written([*first[:-2], *second[1:-2], trailer]))
    assert [one.number for one in found] == ["007", "008"]


@pytest.mark.parametrize(
    ("structure", "account", "read"),
    [
        (BELGIAN, "539007547034", "539007547034"),
        ("1", "123-456", "123-456"),
        ("2", "BE68539007547034", "BE68539007547034"),
        ("3", "DE02120300000000202051", "DE02120300000000202051"),
        (BLANK, "BE68539007547034", "BE68539007547034"),
        ("3", "BE68 5390 0754 7034", "BE68539007547034"),
    ],
)
def test_every_structure_of_an_account_is_read_and_one_left_blank(structure: str, account: str, read: str) -> None:
    (statement,) = read_coda(written(Statement(simple("1"), structure=structure, account=account, currency="CHF")))
    assert (statement.account, statement.currency) == (read, "CHF")


def test_a_blank_structure_with_an_old_account_number_is_read() -> None:
    records = Statement(simple("1"), structure=BELGIAN, account="539007547034").records()
    records[1] = f"1 {records[1][2:]}"
    (statement,) = read_coda(written(records))
    assert (statement.account, statement.currency) == ("539007547034", "EUR")


def details(kind: str, *values: str) -> list[Movement]:
    return [Movement(Decimal(value), kind) for value in values]


@pytest.mark.parametrize(
    "move",
    [
        Movement(Decimal(30), "1", details("5", "10", "20")),
        Movement(Decimal(30), "2", details("6", "10", "20")),
        Movement(Decimal(30), "2", [Movement(Decimal(30), "7", details("9", "10", "20"))]),
        Movement(Decimal(-30), "3", details("8", "-25", "-5"), is_long=True),
    ],
)
def test_details_and_details_of_details_are_not_counted_again(move: Movement) -> None:
    (statement,) = read_coda(written(Statement([*simple("1"), move, *simple("-2")])))
    assert statement.amounts == (Decimal(1), move.value, Decimal(-2))


def test_zero_dates_are_no_dates() -> None:
    moves = [Movement(Decimal(1), value_date="000000")]
    (statement,) = read_coda(written(Statement(moves, old_date="000000", new_date="000000")))
    assert (statement.opened_on, statement.closed_on) == (None, None)


def test_a_duplicate_says_so() -> None:
    found = read_coda(written(STATEMENT, Statement(simple("1"), number="008", is_duplicate=True)))
    assert [one.is_duplicate for one in found] == [False, True]


@pytest.mark.parametrize("tail", [b"", b"\x1a", b"\r\n\x1a\x00\r\n", b"\n\n  \n"])
@pytest.mark.parametrize("cut", [False, True])
def test_blanks_and_marks_at_the_ends_are_no_matter(tail: bytes, cut: bool) -> None:
    assert read_coda(written(STATEMENT, cut=cut) + tail) == read_coda(written(STATEMENT))


@pytest.mark.parametrize("holder", ["ACME BV", "Café Zoë", "Ã©Ã©n", "œuvre €"])
@pytest.mark.parametrize("cut", [False, True])
@pytest.mark.parametrize("encoding", ["windows-1252", "utf-8", "utf-8-sig", "utf-16", "utf-16-be-mark"])
def test_any_encoding_that_only_one_reading_fits_is_read(encoding: str, cut: bool, holder: str) -> None:
    statement = Statement([Movement(Decimal(1), text=holder)], holder=holder)
    mark = encoding == "utf-16-be-mark"
    content = written(statement, encoding="utf-16-be" if mark else encoding, cut=cut)
    assert read_coda((b"\xfe\xff" if mark else b"") + content) == read_coda(written(Statement(simple("1"))))


@pytest.mark.parametrize(
    "content",
    [
        written(Statement([], holder="Café"), encoding="utf-8") + written(Statement([], holder="Café")),
        b"\xef\xbb\xbf" + written(Statement([], holder="Café")),
        b"\xff\xfe" + written(STATEMENT, encoding="utf-16-le")[:-1],
    ],
)
def test_an_encoding_that_cannot_be_told_is_called_that(content: bytes) -> None:
    with pytest.raises(PayloadError, match="encoding"):
        read_coda(content)


def damaged(change: Callable[[list[str]], object]) -> bytes:
    records = STATEMENT.records()
    change(records)
    return written(records)


def put(line: int, old: str, new: str) -> bytes:
    """The file with one change, which must be one."""

    def change(records: list[str]) -> None:
        changed = records[line].replace(old, new, 1)
        assert changed != records[line]
        records[line] = changed

    return damaged(change)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "cut off"),
        (b"\x1a", "cut off"),
        (b"<xml/>", "line 1"),
        (b"date;amount\n1;2\n", "line 1"),
        (b"0" * 10_000, "line 1"),
        (written(STATEMENT.records()[:-1]), "cut off"),
        (written(STATEMENT.records()[1:]), "line 1, record 1: .* cut off"),
        (written(STATEMENT)[:-80], "line 8, record 9: the total of credits"),
        (damaged(lambda records: records.pop(3)), "line 5, record 8: does not add up"),
        (damaged(lambda records: records.pop(1)), "line 2, record 21: .*outside"),
        (damaged(lambda records: records.insert(2, records[1])), "line 3, record 1: .*no record 8"),
        (damaged(lambda records: records.insert(2, "22" + records[2][2:])), "line 3, record 22: .*missing"),
        (damaged(lambda records: records.insert(1, records[0])), "line 2, record 0: .*not closed"),
        (damaged(lambda records: records.insert(5, "33" + records[4][2:])), "line 6, record 33: .*missing"),
        (
            damaged(lambda records: records.insert(5, "24" + records[4][2:])),
            "line 6, record 24: CODA has no",
        ),
        (damaged(lambda records: records.__setitem__(slice(1, 7), [])), "line 2, record 9: .*"),
        (put(2, "1210000", "1211000"), "line 6, record 8: does not add up"),
        (put(3, "099950", "099951"), "line 6, record 8: does not add up"),
        (put(5, "2110060", "2110070"), "line 6, record 8: does not add up"),
        (put(7, "000005", "000006"), "line 8, record 9: does not add up"),
        (put(7, "1210010", "1210020"), "line 8, record 9: does not add up"),
        (put(2, "020126", "320126"), "line 3, record 21: the value date is not a day"),
        (put(2, "020126", "0201 6"), "line 3, record 21: the value date is not 6 digits"),
        (put(2, "0000", "000x"), "line 3, record 21: the "),
        (put(2, "1210000", "121000\u00b2"), "line 3, record 21: the amount is not 15 digits"),
        (put(1, "010126", "310226"), "line 2, record 1: the day of the old balance"),
        (damaged(lambda records: records.__setitem__(0, records[0][:127] + "1")), "line 1, record 0: .*version 2"),
        (damaged(lambda records: records.__setitem__(2, records[2][:60])), "line 3, record 21: .*message"),
        (damaged(lambda records: records.__setitem__(1, "x" + records[1][1:])), "line 2 is not a record"),
        (damaged(lambda records: records.__setitem__(2, records[2] + "0")), "line 3 has 129 characters"),
    ],
)
def test_one_that_is_damaged_is_refused_by_line_and_record(content: bytes, what: str) -> None:
    with pytest.raises(PayloadError, match=what) as caught:
        read_coda(content, name="januari.cod")
    assert "januari.cod" in str(caught.value)
    assert caught.value.__cause__ is None
    assert "ACME" not in str(caught.value)
