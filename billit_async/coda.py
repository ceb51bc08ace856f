"""Reads CODA, the statement files of Belgian banks, and checks that they add up. Pure.

A file is read record by record as banks really write them; it never repeats a name, a message or an amount in an error.
"""

from __future__ import annotations

import codecs
import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

import attrs

from billit_async.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CodaStatement", "read_coda"]

_LENGTH: Final = 128
_BANKS_CODE_PAGE: Final = "windows-1252"
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_ZERO_DATE: Final = "000000"
_WHOLE: Final = "0000"
_COUNTED: Final = frozenset("1238")
_DETAILS: Final = frozenset("56789")
"""First digits of a transaction code that mark a part of another movement: 5 of 1, 6 and 7 of 2, 8 of 3, 9 of 7."""
# Where account and currency stand in their 37 characters, by the account structure of record 1.
_ACCOUNTS: Final = {
    "0": (slice(12), slice(13, 16)),
    "1": (slice(34), slice(34, 37)),
    "2": (slice(31), slice(34, 37)),
    "3": (slice(34), slice(34, 37)),
}


@attrs.frozen(kw_only=True)
class CodaStatement:
    """One statement of a bank account.

    Attributes:
        account: The account's number, an IBAN as a rule; old files have the twelve digits of a Belgian account.
        currency: Three letters; EUR where the file names none.
        number: The statement's number within its year.
        opened_on: Day of the balance before; None where the bank wrote zeros, as it may on a first statement.
        closed_on: Day of the balance after; None where the bank wrote zeros.
        old_balance: The balance before.
        new_balance: The balance after.
        movements: How many movements it has, without their details.
        amounts: The amount of each movement in the file's order, negative where money left.
        is_duplicate: Whether the bank marked the file as one that it had sent before: handing it in again books its
            movements twice, unless Billit recognises them, which is not documented.
    """

    account: str = attrs.field(repr=False)
    currency: str
    number: str
    opened_on: date | None
    closed_on: date | None
    old_balance: Decimal = attrs.field(repr=False)
    new_balance: Decimal = attrs.field(repr=False)
    movements: int
    amounts: tuple[Decimal, ...] = attrs.field(repr=False)
    is_duplicate: bool


def read_coda(content: bytes, *, name: str = "the file") -> list[CodaStatement]:
    """Read a CODA file, and refuse one that is damaged or cut off.

    Taken as banks write it: several statements of several accounts, details of movements and details of details,
    an account structure that was left blank, zero dates, lines that lost their blanks at the end, a final ``0x1A``, the
    bank's code page, and UTF-8 or a byte order mark where only one reading fits.

    Args:
        content: The file's bytes.
        name: What to call it in an error.

    Returns:
        Its statements, in their order.

    Raises:
        PayloadError: It is not CODA, is not readable in any one encoding, or its balances, totals or number of records
            do not add up. The message names the line and its record.

    Source: Febelfin's description of coded statements of account, version 2.
    """
    reading = _Reading(name)
    for line in _records(content, name):
        reading.take(line)
    return reading.finished()


class _Line(NamedTuple):
    """One record: its line in the file, and its 128 characters."""

    number: int
    text: str
    name: str

    @property
    def kind(self) -> str:
        """What the description calls it: ``0``, ``21``, ``8``."""
        return self.text[:2] if self.text[0] in "23" else self.text[0]

    def damaged(self, what: str) -> PayloadError:
        """Say what is wrong with it."""
        return PayloadError(f"{self.name}: line {self.number}, record {self.kind}: {what}; ask the bank for it again")

    def digits(self, start: int, end: int, what: str) -> str:
        """Return a field of digits."""
        text = self.text[start:end]
        if not (text.isascii() and text.isdigit()):
            raise self.damaged(f"{what} is not {end - start} digits (characters {start + 1} to {end})")
        return text

    def amount(self, start: int, what: str, *, signed: bool = True) -> Decimal:
        """Return an amount: a sign (1 is debit) and twelve digits before the point, three behind it."""
        first = start + 1 if signed else start
        value = Decimal(self.digits(first, first + 15, what)).scaleb(-3)
        if not signed:
            return value
        if self.text[start] not in "01":
            raise self.damaged(f"the sign of {what} is neither 0 nor 1 (character {start + 1})")
        return -value if self.text[start] == "1" and value else value

    def day(self, start: int, what: str) -> date | None:
        """Return a date, None where the bank wrote zeros."""
        text = self.digits(start, start + 6, what)
        if text == _ZERO_DATE:
            return None
        try:
            return datetime.strptime(text, "%d%m%y").date()  # noqa: DTZ007  (a day, without a zone)
        except ValueError:
            raise self.damaged(f"{what} is not a day of the calendar (characters {start + 1} to {start + 6})") from None


class _Open(NamedTuple):
    """A statement whose end was not read yet."""

    account: str
    currency: str
    number: str
    opened_on: date | None
    old_balance: Decimal
    amounts: list[Decimal]


class _Reading:
    """What was read so far: the statements of whole files, and those between a record 0 and its record 9."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._statements: list[CodaStatement] = []
        self._inside = False
        self._is_duplicate = False
        self._open: _Open | None = None
        self._sums = [Decimal(0), Decimal(0)]
        self._count = 0
        self._before = ""

    def take(self, line: _Line) -> None:
        """Take the next record in."""
        kind = line.kind
        if self._inside == (kind == "0"):
            what = "is not closed by a record 9" if self._inside else "does not begin with a record 0"
            raise line.damaged(f"the statement {what}: it was cut off, or this is not CODA")
        self._count += line.text[0] in _COUNTED
        match kind:
            case "0":
                self._header(line)
            case "1":
                self._old_balance(line)
            case "21":
                self._movement(line)
            case "22" | "23" | "31" | "32" | "33":
                self._continued(line)
            case "8":
                self._new_balance(line)
            case "4":
                pass
            case "9":
                self._trailer(line)
            case _:
                raise line.damaged("CODA has no such record")
        if kind != "4":  # a message of the bank may stand between any two records
            self._before = kind

    def finished(self) -> list[CodaStatement]:
        """Return all statements.

        Raises:
            PayloadError: The last one has no end, or there is none.
        """
        if self._inside or not self._statements:
            raise PayloadError(
                f"{self._name} is not a CODA file, or was cut off: it begins with a record 0 and ends with a record 9"
            )
        return self._statements

    def _header(self, line: _Line) -> None:
        if line.text[127] != "2":
            raise line.damaged("it is not of version 2 of CODA (character 128)")
        line.day(5, "the day of creation")
        self._inside, self._open, self._count = True, None, 0
        self._is_duplicate = line.text[16] == "D"
        self._sums = [Decimal(0), Decimal(0)]

    def _old_balance(self, line: _Line) -> None:
        if self._open is not None:
            raise line.damaged("the statement before it has no record 8")
        account, currency = _account(line.text[1], line.text[5:42])
        if not account:
            raise line.damaged("it names no account (characters 6 to 42)")
        balance = line.amount(42, "the old balance")
        number = line.text[2:5].strip() or line.text[125:128].strip()
        self._open = _Open(account, currency, number, line.day(58, "the day of the old balance"), balance, [])

    def _movement(self, line: _Line) -> None:
        if self._open is None:
            raise line.damaged("a movement stands outside a statement, which begins with a record 1")
        line.digits(2, 6, "the sequence number")
        detail = line.digits(6, 10, "the number of the detail")
        amount = line.amount(31, "the amount")
        line.day(47, "the value date")
        if line.text[61] not in "01":
            raise line.damaged("its message is neither structured nor free (character 62)")
        line.day(115, "the entry date")
        if detail == _WHOLE and line.text[53] not in _DETAILS:
            self._open.amounts.append(amount)
            self._sums[amount < 0] += abs(amount)

    def _continued(self, line: _Line) -> None:
        wanted = {"22": ("21",), "23": ("21", "22"), "31": ("2", "3"), "32": ("31",), "33": ("31", "32")}[line.kind]
        if self._open is None or not self._before.startswith(wanted):
            raise line.damaged("it continues a record that is missing")

    def _new_balance(self, line: _Line) -> None:
        if self._open is None:
            raise line.damaged("its statement has no record 1")
        self._close(line, line.amount(41, "the new balance"), line.day(57, "the day of the new balance"))

    def _trailer(self, line: _Line) -> None:
        if self._open is not None:
            # A statement without movements may have no record 8; one with them is told by its totals.
            self._close(line, self._open.old_balance + sum(self._open.amounts, Decimal(0)), self._open.opened_on)
        if int(line.digits(16, 22, "the number of records")) != self._count:
            raise line.damaged("does not add up: the file has not as many records as it says")
        debit = line.amount(22, "the total of debits", signed=False)
        if [line.amount(37, "the total of credits", signed=False), debit] != self._sums:
            raise line.damaged("does not add up: the totals are not those of the movements")
        if self._before == "0":
            raise line.damaged("there is no statement between this and its record 0")
        self._inside = False

    def _close(self, line: _Line, balance: Decimal, day: date | None) -> None:
        opened = self._open
        if opened is None or opened.old_balance + sum(opened.amounts, Decimal(0)) != balance:
            raise line.damaged("does not add up: the movements do not lead from the old balance to the new")
        self._open = None
        self._statements.append(
            CodaStatement(
                account=opened.account,
                currency=opened.currency,
                number=opened.number,
                opened_on=opened.opened_on,
                closed_on=day,
                old_balance=opened.old_balance,
                new_balance=balance,
                movements=len(opened.amounts),
                amounts=tuple(opened.amounts),
                is_duplicate=self._is_duplicate,
            )
        )


def _account(structure: str, field: str) -> tuple[str, str]:
    """The account and its currency; a structure that was left blank, as Bpost does, is told by what is there."""
    if structure not in _ACCOUNTS:
        structure = "0" if field[:12].isdigit() and not field[12].strip() else "3"
    account, currency = (field[part].strip() for part in _ACCOUNTS[structure])
    return account.replace(" ", ""), currency if currency.isalpha() else "EUR"


def _records(content: bytes, name: str) -> Iterator[_Line]:
    """The records with their lines, each of full length: blanks at their ends may be missing."""
    lines = list(_lines(_decoded(content, name)))
    for number, text in lines:
        if len(text) > _LENGTH:
            what = f"line {number} has {len(text)} characters, and a record of CODA has {_LENGTH}"
            raise PayloadError(f"{name}: {what}: it is not CODA, or its encoding is not the bank's")
        if text[0] not in "0123489":
            raise PayloadError(f"{name}: line {number} is not a record of CODA, which begins with its number")
        yield _Line(number, text.ljust(_LENGTH), name)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    lines = _LINE_END.split(text)
    if len(lines[0]) > _LENGTH and len(lines[0].rstrip("\x00\x1a ")) % _LENGTH == 0 and not any(lines[1:]):
        # Written without line ends: records of 128 characters, one behind the other.
        lines = [lines[0][start : start + _LENGTH] for start in range(0, len(lines[0]), _LENGTH)]
    for number, line in enumerate(lines, start=1):
        # Files that were put one behind the other leave their marks at the seam.
        stripped = line.rstrip("\x00\x1a\x0c \t").lstrip("\x00\x1a\x0c\ufeff")
        if stripped:
            yield number, stripped


def _decoded(content: bytes, name: str) -> str:
    """Decode by a byte order mark, as UTF-8 where only that fits the width of records, or by the bank's code page."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                raise PayloadError(
                    f"{name} has an encoding that cannot be read: its byte order mark says {encoding.upper()}, "
                    "and what follows is not; ask for the file as the bank wrote it"
                ) from None
    # Five bytes of this code page mean nothing; in names and messages, which are not looked into, they may stand.
    banks = content.decode(_BANKS_CODE_PAGE, "replace")
    if content.isascii():
        return banks
    try:
        text = content.decode()
    except UnicodeDecodeError:
        if _fits(banks):
            return banks
        raise PayloadError(
            f"{name} has an encoding that cannot be told: it is not UTF-8, and by the bank's code page its records "
            f"are not of {_LENGTH} characters; ask for the file as the bank wrote it"
        ) from None
    # A file of the code page is hardly ever valid UTF-8; where it is, its records have the right width as they are.
    full = any(len(line) == _LENGTH for line in _LINE_END.split(banks) if not line.isascii())
    return banks if full and _fits(banks) else text


def _fits(text: str) -> bool:
    return all(len(line) <= _LENGTH for _, line in _lines(text))
