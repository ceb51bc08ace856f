"""CODA files: what adds up is read, and what is damaged never passes."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from billit_async import ConfigurationError, PayloadError
from billit_async.coda import read_coda

MOVES = [Decimal("1210.00"), Decimal("-99.95"), Decimal("0.01")]


def amount(value: Decimal) -> str:
    return f"{'1' if value < 0 else '0'}{int(abs(value) * 1000):015}"


def coda(moves: list[Decimal], *, old: Decimal = Decimal("1000.00"), number: str = "007") -> list[str]:
    """Write the records of one statement, by the positions of the description."""
    credit = sum((move for move in moves if move > 0), Decimal(0))
    debit = -sum((move for move in moves if move < 0), Decimal(0))
    account = f"{'BE68539007547034':34}EUR"
    records = [
        f"0{'':4}010126{'300':3}05{'':8}{'':10}{'ACME BV':26}{'GKCCBEBB':11}00563846944 00000{'':16} {'':15}{'':7}2",
        f"12{number}{account}{amount(old)}010126{'ACME BV':26}{'Zichtrekening':35}{number}",
    ]
    for index, move in enumerate(moves, start=1):
        records.append(f"21{index:04}0000{'REF':21}{amount(move)}0201260010{'0' * 4}{'0Factuur':54}020126{number}0 0")
    records += [
        f"8{number}{account}{amount(old + sum(moves, Decimal(0)))}020126{'':64}0",
        f"9{'':15}{len(moves) + 2:06}{int(debit * 1000):015}{int(credit * 1000):015}{'':75}2",
    ]
    return [record[:128].ljust(128) for record in records]


def written(*blocks: list[str], end: str = "\r\n") -> bytes:
    return end.join(record for block in blocks for record in block).encode("windows-1252")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_statement_is_read_with_its_balances(end: str) -> None:
    (statement,) = read_coda(written(coda(MOVES), end=end))
    assert (statement.account, statement.currency, statement.number) == ("BE68539007547034", "EUR", "007")
    assert (statement.opened_on, statement.closed_on) == (date(2026, 1, 1), date(2026, 1, 2))
    assert (statement.old_balance, statement.new_balance) == (Decimal(1000), Decimal("2110.06"))
    assert statement.movements == 3
    assert "BE68" not in repr(statement)
    assert "1000" not in repr(statement)


def test_a_file_has_as_many_statements_as_it_has() -> None:
    numbers = [one.number for one in read_coda(written(coda(MOVES), coda([], number="008"), coda(MOVES, number="009")))]
    assert numbers == ["007", "008", "009"]


def test_what_follows_the_last_record_of_old_systems_is_no_matter() -> None:
    assert len(read_coda(written(coda(MOVES)) + b"\r\n\x1a\x00\r\n")) == 1


def damaged(change: Any) -> bytes:
    records = coda(MOVES)
    change(records)
    return written(records)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "cut off"),
        (b"<xml/>", "record 1"),
        (b"date;amount\n1;2\n", "record 1"),
        (written(coda(MOVES)[:-1]), "cut off"),
        (written(coda(MOVES)[1:]), "cut off"),
        (written(coda(MOVES))[:-40], "record 7"),
        (damaged(lambda records: records.pop(3)), "damaged|does not add up"),
        (damaged(lambda records: records.__setitem__(2, records[2].replace("1210000", "1211000"))), "damaged|add up"),
        (damaged(lambda records: records.__setitem__(3, records[3].replace("099950", "099951"))), "damaged|add up"),
        (damaged(lambda records: records.__setitem__(5, records[5].replace("2110060", "2110070"))), "damaged|add up"),
        (damaged(lambda records: records.__setitem__(1, "x" + records[1][1:])), "record 2"),
        (damaged(lambda records: records.__setitem__(2, records[2].replace("020126", "320126"))), "damaged"),
        (damaged(lambda records: records.__setitem__(0, records[0][:127] + "1")), "damaged"),
    ],
)
def test_one_that_is_damaged_is_refused(content: bytes, what: str) -> None:
    with pytest.raises(PayloadError, match=what) as caught:
        read_coda(content, name="januari.cod")
    assert "januari.cod" in str(caught.value)
    assert caught.value.__cause__ is None
    assert "ACME" not in str(caught.value)


def test_it_is_refused_by_an_optimised_python_too() -> None:
    """The library checks with `assert`, which `python -O` leaves out."""
    script = (
        "import sys; from billit_async.coda import read_coda\n"
        "try: read_coda(sys.stdin.buffer.read())\n"
        "except ValueError as error: print(error)\n"
    )
    content = damaged(lambda records: records.__setitem__(3, records[3].replace("099950", "099951")))
    told = subprocess.run([sys.executable, "-O", "-c", script], input=content, capture_output=True, check=True)
    assert b"does not add up" in told.stdout


@pytest.mark.parametrize("module", [None, object()])
def test_without_the_right_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, module: Any) -> None:
    monkeypatch.setitem(sys.modules, "coda", module)
    with pytest.raises(ConfigurationError, match=r"pip install 'billit-async\[coda\]'"):
        read_coda(written(coda(MOVES)))
