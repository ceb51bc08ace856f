"""Writes CODA files by the positions of the banks' description, as they are and as banks bend them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

WIDTH = 128
BELGIAN, FOREIGN, BELGIAN_IBAN, FOREIGN_IBAN, BLANK = "0", "1", "2", "3", " "


def amount(value: Decimal) -> str:
    """A sign and fifteen digits, three of them behind the point."""
    return f"{'1' if value < 0 else '0'}{int(abs(value) * 1000):015}"


def account_field(structure: str, account: str, currency: str) -> str:
    """The 37 characters of account and currency."""
    if structure == BELGIAN:
        return f"{account:12} {currency}0BE".ljust(37)
    return f"{account:34}{currency}"


@dataclass
class Movement:
    """A movement with its details, which the totals do not count again."""

    value: Decimal
    kind: str = "0"
    details: list[Movement] = field(default_factory=list)
    value_date: str = "020126"
    text: str = "Factuur"
    is_long: bool = False

    def records(self, sequence: int, detail: int = 0) -> list[str]:
        head = f"{sequence:04}{detail:04}"
        further, code = "1" if self.is_long else "0", f"{self.kind}0150000"
        records = [
            f"21{head}{'REF':21}{amount(self.value)}{self.value_date}{code}0{self.text:53.53}020126007 {further} 0"
        ]
        if self.is_long:
            records += [
                f"22{head}{'more':53}{'KLANT-1':35}{'GKCCBEBB':11}{'':3} {'':4}{'':4}{'':4}1 0",
                f"23{head}{'BE68539007547034':34}EUR{'JANSSENS':35}{'and more':43}0 1",
                f"31{head}{'REF':21}{self.kind}01500000{'Info':73}{'':12}0 0",
            ]
        for one in self.details:
            detail += 1
            records += one.records(sequence, detail)
            detail += len(one.details)
        return [record[:WIDTH].ljust(WIDTH) for record in records]


@dataclass
class Statement:
    """One statement, from its record 0 to its record 9."""

    moves: list[Movement]
    structure: str = FOREIGN_IBAN
    account: str = "BE68539007547034"
    currency: str = "EUR"
    old: Decimal = Decimal("1000.00")
    number: str = "007"
    old_date: str = "010126"
    new_date: str = "020126"
    holder: str = "ACME BV"
    is_duplicate: bool = False

    def records(self) -> list[str]:
        credit = sum((move.value for move in self.moves if move.value > 0), Decimal(0))
        debit = -sum((move.value for move in self.moves if move.value < 0), Decimal(0))
        account = account_field(self.structure, self.account, self.currency)
        mark = "D" if self.is_duplicate else " "
        inner = [
            f"1{self.structure}{self.number}{account}{amount(self.old)}{self.old_date}{self.holder:26}{'Zicht':35}{self.number}"
        ]
        for index, move in enumerate(self.moves, start=1):
            inner += move.records(index)
        inner.append(f"8{self.number}{account}{amount(self.old + credit - debit)}{self.new_date}{'':64}0")
        records = [
            f"0{'':4}01012630005{mark}{'':17}{self.holder:26}{'GKCCBEBB':11}00563846944 00000{'':39}2",
            *inner,
            f"4 00010000{'':22}{'A message of the bank':80}{'':15}0",
            f"9{'':15}{len(inner):06}{int(debit * 1000):015}{int(credit * 1000):015}{'':75}2",
        ]
        return [record[:WIDTH].ljust(WIDTH) for record in records]


def simple(*values: str | Decimal) -> list[Movement]:
    """Movements without details."""
    return [Movement(Decimal(value)) for value in values]


def written(
    *blocks: Statement | list[str], end: str = "\r\n", encoding: str = "windows-1252", cut: bool = False
) -> bytes:
    """The file's bytes."""
    records = [record for block in blocks for record in (block.records() if isinstance(block, Statement) else block)]
    return "".join((record.rstrip() if cut else record) + end for record in records).encode(encoding)
