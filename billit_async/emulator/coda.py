"""Reads a CODA statement, the fixed-width file in which Belgian banks report; it keeps only what a transaction shows.

The layout is the Belgian banks' standard, version 2: records of 128 characters that begin with their number; blanks at
the end of a line may be missing.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Final

import attrs

from billit_async.emulator.moments import wire_moment
from billit_async.emulator.shapes import Document

__all__ = ["CodaError", "read_coda"]

_WIDTH: Final = 128
_DEBIT: Final = "1"
_WHOLE: Final = "0000"
_BESIDE: Final = "0348"
"""Header, information, free messages and the new balance."""


class CodaError(ValueError):
    """The file is no CODA statement; the message says where and why, and repeats nothing of its content."""


def read_coda(content: bytes) -> list[Document]:
    """The movements of a file, as far as a ``Transaction`` shows them.

    Args:
        content: The file, Latin-1.

    Returns:
        One document a movement, with account, amount (negative when money left), date, counterparty and message.

    Raises:
        CodaError: a line that is wider than 128 characters, a missing header or trailer, an unknown record, a number
            that is none, or totals that the movements do not come to.
    """
    written = content.decode("latin-1").replace("\r\n", "\n").rstrip("\n\x1a").split("\n")
    # Programs on the way cut the blanks at the end of lines; the service's own sample has lost them.
    lines = [line.rstrip(" \t\r").ljust(_WIDTH) for line in written]
    for number, line in enumerate(lines, start=1):
        if len(line) > _WIDTH:
            raise CodaError(f"line {number} is {len(line)} characters wide, not {_WIDTH}")
    if lines[0][0] != "0" or lines[-1][0] != "9":
        at = 1 if lines[0][0] != "0" else len(lines)
        raise CodaError(f"line {at}: a statement begins with record 0 and ends with record 9")
    statement = _Statement()
    for number, line in enumerate(lines, start=1):
        try:
            statement.read(line)
        except CodaError as error:
            raise CodaError(f"line {number}: {error}") from None
        except (ValueError, ArithmeticError):
            raise CodaError(f"line {number} has no number or date where one belongs") from None
    return statement.movements


@attrs.define
class _Statement:
    """What was read so far."""

    account: Document = attrs.Factory(dict[str, Any])
    movements: list[Document] = attrs.Factory(list[Document])
    debit: Decimal = Decimal(0)
    credit: Decimal = Decimal(0)

    def read(self, line: str) -> None:
        """Take one record in."""
        if line[0] == "1":
            self.account = {"IBAN": line[5:39].strip().split(" ")[0], "Currency": _currency(line)}
        elif line[0] == "2":
            self._move(line)
        elif line[0] == "9":
            if (_amount(line[22:37]), _amount(line[37:52])) != (self.debit, self.credit):
                raise CodaError("the totals are not those of the movements")
        elif line[0] not in _BESIDE:
            raise CodaError("there is no such record")

    def _move(self, line: str) -> None:
        if line[6:10] != _WHOLE:
            return  # a part of a movement that was counted as a whole
        if line[1] == "1":
            movement = _movement(line)
            self.movements.append({**self.account, **movement})
            amount: Decimal = movement["TotalAmount"]
            self.debit += max(-amount, Decimal(0))
            self.credit += max(amount, Decimal(0))
        elif self.movements:
            _continue(self.movements[-1], line)


def _currency(line: str) -> str:
    """Record 1: a Belgian account in IBAN form is 31 wide with its currency after it."""
    return line[39:42].strip() or "EUR"


def _movement(line: str) -> Document:
    amount = _amount(line[32:47])
    is_structured = line[61] == "1"
    message = line[62:115].strip()
    document: Document = {
        "TotalAmount": -amount if line[31] == _DEBIT else amount,
        "BankReference": line[10:31].strip(),
        "ValueDate": _date(line[47:53] if line[47:53] != "000000" else line[115:121]),
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
    return (Decimal(text) / 1000).quantize(Decimal("0.01"))


def _date(text: str) -> str:
    return wire_moment(datetime.strptime(text, "%d%m%y"))  # noqa: DTZ007 - a day, without a zone
