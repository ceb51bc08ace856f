"""Three readers of CODA, written apart: the SDK's, the emulator's and a published library, told the same files."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import coda as febelfin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from billit_async import PayloadError
from billit_async.coda import read_coda
from billit_async.emulator.company.coda import CodaError
from billit_async.emulator.company.coda import read_coda as emulator_reads
from tests.coda_files import BELGIAN, BLANK, Movement, Statement, written

cents = st.integers(-(10**11), 10**11).map(lambda value: Decimal(value).scaleb(-2))
texts = st.text(st.sampled_from("abc ABC 019 +/-éÉœ€ß"), max_size=53)


def part(kind: str) -> st.SearchStrategy[Movement]:
    return st.builds(Movement, cents, st.just(kind), text=texts, is_long=st.booleans())


def with_details(kind: str, detail: st.SearchStrategy[Movement]) -> st.SearchStrategy[Movement]:
    return st.builds(
        Movement,
        cents,
        st.just(kind),
        st.lists(detail, max_size=3),
        st.sampled_from(["020126", "290224"]),
        texts,
        st.booleans(),
    )


plain = st.one_of(part("0"), with_details("1", part("5")), with_details("2", part("6")), with_details("3", part("8")))
nested = with_details("2", with_details("7", part("9")))


def statements(moves: st.SearchStrategy[Movement], structures: str, dates: list[str]) -> st.SearchStrategy[Any]:
    one = st.builds(
        Statement,
        st.lists(moves, max_size=6),
        st.sampled_from(structures),
        st.sampled_from(["BE68539007547034", "539007547034", "NL91ABNA0417164300"]),
        st.sampled_from(["EUR", "USD", "CHF"]),
        cents,
        st.sampled_from(["001", "365"]),
        st.sampled_from(dates),
        st.sampled_from(dates),
        st.sampled_from(["ACME BV", "Café Zoë"]),
        st.booleans(),
    )
    return st.lists(
        one.filter(lambda each: each.structure != BELGIAN or each.account.isdigit()), min_size=1, max_size=4
    )


def ours(content: bytes) -> list[tuple[str, str, Decimal]]:
    return [(one.account, one.currency, amount) for one in read_coda(content) for amount in one.amounts]


def emulators(content: bytes) -> list[tuple[str, str, Decimal]]:
    return [(move["IBAN"], move["Currency"], move["TotalAmount"]) for move in emulator_reads(content)]


def librarys(content: bytes) -> list[tuple[str, str, Decimal]]:
    found = febelfin.CODA(io.StringIO(content.decode("windows-1252")))
    return [(one.account, one.account_currency, move.amount) for one in found.statements for move in one.moves]


@given(statements(plain, "0123", ["010126", "311299"]))
def test_what_the_standard_describes_is_read_alike_by_all_three(blocks: list[Statement]) -> None:
    content = written(*blocks, end="\n")
    assert ours(content) == emulators(content) == librarys(content)
    assert [one.new_balance for one in read_coda(content)] == [
        one.new_balance for one in febelfin.CODA(io.StringIO(content.decode("windows-1252"))).statements
    ]


@given(
    statements(plain | nested, f"0123{BLANK}", ["010126", "000000"]),
    st.sampled_from(["windows-1252", "utf-8", "utf-8-sig", "utf-16"]),
    st.booleans(),
    st.sampled_from([b"", b"\x1a", b"\r\n\x1a\r\n"]),
)
def test_what_banks_bend_is_read_alike_by_the_sdk_and_the_emulator(
    blocks: list[Statement], encoding: str, cut: bool, tail: bytes
) -> None:
    tail = b"" if encoding == "utf-16" else tail
    content = written(*blocks, encoding=encoding, cut=cut) + tail
    expected = [move.value for block in blocks for move in block.moves]
    assert [amount for _, _, amount in ours(content)] == expected
    assert ours(content) == emulators(content)


@given(statements(plain, "23", ["010126"]), st.data())
def test_one_wrong_digit_in_an_amount_is_noticed_by_all(blocks: list[Statement], data: st.DataObject) -> None:
    records = [record for block in blocks for record in block.records()]
    whole = [n for n, record in enumerate(records) if record[:2] == "21" and record[53] in "0123"]
    places = whole + [n for n, record in enumerate(records) if record[0] == "9"]
    line = data.draw(st.sampled_from(places))
    start, end = (37, 52) if records[line][0] == "9" else (32, 47)
    # The library takes the first digit of a total for a sign.
    place = data.draw(st.integers(start + 1, end - 1))
    digit = str((int(records[line][place]) + data.draw(st.integers(1, 9))) % 10)
    records[line] = records[line][:place] + digit + records[line][place + 1 :]
    content = written(records, end="\n")
    with pytest.raises(PayloadError):
        read_coda(content)
    with pytest.raises(CodaError):
        emulator_reads(content)
    with pytest.raises(AssertionError):
        librarys(content)


@given(statements(plain, "0123", ["010126"]), st.data())
def test_a_file_that_lost_a_record_or_has_one_twice_is_not_read(blocks: list[Statement], data: st.DataObject) -> None:
    records = [record for block in blocks for record in block.records()]
    line = data.draw(st.sampled_from([n for n, record in enumerate(records) if record[0] != "4"]))
    twice = data.draw(st.booleans())
    content = written([*records[:line], *([records[line]] * (2 if twice else 0)), *records[line + 1 :]])
    with pytest.raises(PayloadError):
        read_coda(content)


@given(st.binary(max_size=600) | st.lists(st.text("0123489 DEUR", max_size=140)).map(lambda x: "\n".join(x).encode()))
def test_whatever_the_bytes_are_the_error_is_a_payload_error(content: bytes) -> None:
    with pytest.raises(PayloadError):
        read_coda(content)


@pytest.mark.parametrize("name", ["CODA.txt", "CODA-empty.txt"])
def test_the_samples_of_the_library_are_read_alike(name: str) -> None:
    content = (Path(febelfin.__file__).parent / name).read_bytes()
    assert ours(content) == emulators(content) == librarys(content.replace(b"\r", b""))


RECORDS = Statement(
    [Movement(Decimal("10.00"), is_long=True), Movement(Decimal("-5.50"))], holder="Café Zoë", currency="EUR"
).records()
ONE = written(RECORDS)
MESSAGE = next(record for record in RECORDS if record[0] == "4")
ENDS = ("\r\n", "\n", "\r", "\r\r\n", "\r  \n", " \n", "\n\n", "\r\n\r\n", "\n", "\r\n")
BENT = {
    "with all kinds of line ends": "".join(record + end for record, end in zip(RECORDS, ENDS, strict=True)).encode(
        "windows-1252"
    ),
    "with a blank line in front": b"\r\n" + ONE,
    "with a blank line behind a mark": b"\xef\xbb\xbf\r\n" + written(RECORDS, encoding="utf-8"),
    "without line ends": written(RECORDS, end=""),
    "with a form feed at its end": ONE + b"\x0c",
    "filled up with NULs": ONE + b"\0" * 300,
}
SEAMS = [b"", b"\x1a", b"\x1a\r\n", b"\x0c", b"\r\n\r\n", b"\0\0"]


@pytest.mark.parametrize("how", BENT)
def test_a_file_bent_on_its_way_is_read_alike_by_the_sdk_and_the_emulator(how: str) -> None:
    assert ours(BENT[how]) == ours(ONE) == emulators(ONE) == emulators(BENT[how])


@pytest.mark.parametrize("seam", SEAMS)
def test_files_that_were_put_one_behind_the_other_are_read_alike(seam: bytes) -> None:
    content = ONE + seam + ONE
    assert ours(content) == emulators(content) == ours(ONE) * 2


def test_files_with_a_mark_each_are_read_one_behind_the_other() -> None:
    content = written(RECORDS, encoding="utf-8-sig") * 2
    assert ours(content) == emulators(content) == ours(ONE) * 2


@pytest.mark.parametrize("place", range(1, len(RECORDS)))
def test_a_message_of_the_bank_may_stand_between_any_two_records(place: int) -> None:
    content = written([*RECORDS[:place], MESSAGE, *RECORDS[place:]])
    assert ours(content) == emulators(content) == ours(ONE)


def test_amounts_of_a_third_digit_are_read_alike() -> None:
    content = written(Statement([Movement(Decimal("1.005")), Movement(Decimal("-0.001"))], currency="TND"))
    assert [amount for _, _, amount in ours(content)] == [Decimal("1.005"), Decimal("-0.001")]
    assert ours(content) == emulators(content)


def test_a_total_that_is_wrong_in_its_third_digit_is_noticed_by_all() -> None:
    content = ONE.replace(b"000000000010000" + b" " * 75, b"000000000010001" + b" " * 75)
    assert content != ONE
    with pytest.raises(PayloadError):
        read_coda(content)
    with pytest.raises(CodaError):
        emulator_reads(content)
