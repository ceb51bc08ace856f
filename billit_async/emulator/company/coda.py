"""Reads a CODA statement, the fixed-width file in which Belgian banks report; it keeps only what a transaction shows.

The layout is the Belgian banks' standard, version 2: records of 128 characters that begin with their number; blanks at
the end of a line may be missing.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

import attrs

from billit_async.emulator.protocol.dates import wire_moment
from billit_async.emulator.protocol.shapes import Document

__all__ = ["CodaError", "read_coda"]

_WIDTH: Final = 128
_DEBIT: Final = "1"
_WHOLE: Final = "0000"
_PARTS: Final = frozenset("56789")
"""Kinds of movement that are details of the one before them, by the first digit of the transaction code."""
_BESIDE: Final = "0348"
"""Header, information, free messages and the new balance."""
_FILL: Final = " \t\r\x00\x1a\x0c"
_SEAM: Final = "\x00\x1a\x0c\ufeff"
"""What old systems put behind a line or the last record."""


class CodaError(ValueError):
    """The file is not a CODA statement; the message says where and why, and repeats nothing of its content."""


def read_coda(content: bytes) -> list[Document]:
    """The movements of a file, as far as a ``Transaction`` shows them.

    Args:
        content: The file, UTF-8 where it is that, Latin-1 otherwise; blanks at the end of a line may be missing.

    Returns:
        One document a movement, with account, amount (negative when money left), date, counterparty and message.

    Raises:
        CodaError: a line that is wider than 128 characters, a missing header or trailer, an unknown record, a field
            of a number that has other characters, or totals that the movements do not come to.
    """
    lines = [(number, line) for number, line in enumerate(_lines(_text(content)), start=1) if line]
    for number, line in lines:
        if len(line) > _WIDTH:
            raise CodaError(f"line {number} is {len(line)} characters wide, not {_WIDTH}")
    if not lines or lines[0][1][0] != "0" or lines[-1][1][0] != "9":
        raise CodaError("a statement begins with record 0 and ends with record 9")
    statement = _Statement()
    for number, line in lines:
        try:
            statement.read(line.ljust(_WIDTH))
        except CodaError as error:
            raise CodaError(f"line {number}: {error}") from None
        except (ValueError, ArithmeticError):
            raise CodaError(f"line {number} has no number or date where one belongs") from None
    return statement.movements


def _lines(text: str) -> list[str]:
    """The lines without fill; a file without line ends has a record every 128 characters."""
    lines = [line.rstrip(_FILL).lstrip(_SEAM) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    filled = [line for line in lines if line]
    if len(filled) == 1 and len(filled[0]) > _WIDTH:
        (whole,) = filled
        whole = whole.ljust(-(-len(whole) // _WIDTH) * _WIDTH)
        records = [whole[start : start + _WIDTH].rstrip(_FILL) for start in range(0, len(whole), _WIDTH)]
        if all(record[:1] in set("0123489") for record in records):
            return records
    return lines


def _text(content: bytes) -> str:
    for encoding in ("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "latin-1"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    raise CodaError("the encoding cannot be read")


@attrs.define
class _Statement:
    """What was read so far."""

    account: Document = attrs.Factory(dict[str, Any])
    movements: list[Document] = attrs.Factory(list[Document])
    debit: Decimal = Decimal(0)
    credit: Decimal = Decimal(0)
    is_whole: bool = False

    def read(self, line: str) -> None:
        """Take one record in."""
        if line[0] == "1":
            self.account = _account(line)
        elif line[0] == "2":
            self._move(line)
        elif line[0] == "9":
            if (_amount(line[22:37]), _amount(line[37:52])) != (self.debit, self.credit):
                raise CodaError("the totals are not those of the movements")
            self.debit = self.credit = Decimal(0)
        elif line[0] not in _BESIDE:
            raise CodaError("there is no such record")

    def _move(self, line: str) -> None:
        if line[1] == "1":
            # A part of a movement was counted with the whole.
            self.is_whole = line[6:10] == _WHOLE and line[53] not in _PARTS
        if not self.is_whole:
            return
        if line[1] == "1":
            movement = _movement(line)
            self.movements.append({**self.account, **movement})
            amount: Decimal = movement["TotalAmount"]
            self.debit += max(-amount, Decimal(0))
            self.credit += max(amount, Decimal(0))
        else:
            _continue(self.movements[-1], line)


def _account(line: str) -> Document:
    """Record 1: twelve digits and a currency behind a blank, or 34 characters and a currency; some say not which."""
    field = line[5:42]
    if line[1] == "0" or (line[1] == " " and re.fullmatch(r"[0-9]{12} .*", field)):
        return {"IBAN": field[:12], "Currency": field[13:16].strip() or "EUR"}
    return {"IBAN": field[:34].strip().split(" ")[0], "Currency": field[34:].strip() or "EUR"}


def _movement(line: str) -> Document:
    amount = _amount(line[32:47])
    is_structured = line[61] == "1"
    message = line[62:115].strip()
    document: Document = {
        "TotalAmount": -amount if line[31] == _DEBIT else amount,
        "BankReference": line[10:31].strip(),
        "ValueDate": _date(line[47:53]) or _date(line[115:121]),
        "ProprietaryBankTransactionCode": line[53:61],
    }
    if is_structured and message.startswith(("101", "102")):
        digits = message[3:15]
        document["Description"] = f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"
    else:
        document["Description"] = message
    return document


def _continue(movement: Document, line: str) -> None:
    if line[1] == "2":
        movement["Description"] = f"{movement['Description']}{line[10:63].strip()}"
        movement["ClientReference"] = line[63:98].strip() or None
        movement["BICCounterParty"] = line[98:109].strip() or None
    else:
        movement["IBANCounterParty"] = line[10:47].strip().split(" ")[0] or None
        movement["NameCounterParty"] = line[47:82].strip() or None
        movement["Description"] = f"{movement['Description']}{line[82:125].strip()}"


def _amount(text: str) -> Decimal:
    """Fifteen digits, the last three after the point."""
    if not text.isascii() or not text.isdecimal():
        raise ValueError
    exact = Decimal(text) / 1000
    cents = exact.quantize(Decimal("0.01"))
    return cents if cents == exact else exact  # some currencies have a third digit


def _date(text: str) -> str | None:
    """A day; zeros stand for none."""
    return None if text == "000000" else wire_moment(datetime.strptime(text, "%d%m%y"))  # noqa: DTZ007 - a day
