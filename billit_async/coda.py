"""CODA, the statement files of Belgian banks: read and proven to add up before they are handed in. Pure.

The file is read by the package ``febelfin-coda`` (extra ``coda``); what it must add up to is checked here.
"""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import attrs

from billit_async.errors import ConfigurationError, PayloadError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

__all__ = ["CodaStatement", "read_coda"]

_LENGTH: Final = 128
"""Characters of a record. Source: Febelfin's description of coded statements of account, version 2."""
_ENCODING: Final = "windows-1252"


@attrs.frozen(kw_only=True)
class CodaStatement:
    """One statement of a bank account.

    Attributes:
        account: The account's number, an IBAN as a rule.
        currency: Three letters.
        number: The statement's number within its year.
        opened_on: Day of the balance before.
        closed_on: Day of the balance after.
        old_balance: The balance before.
        new_balance: The balance after.
        movements: How many movements it has, without their details.
    """

    account: str = attrs.field(repr=False)
    currency: str
    number: str
    opened_on: date
    closed_on: date
    old_balance: Decimal = attrs.field(repr=False)
    new_balance: Decimal = attrs.field(repr=False)
    movements: int


def read_coda(content: bytes, *, name: str = "the file") -> list[CodaStatement]:
    """Read a CODA file, and refuse one that is damaged or cut off.

    Args:
        content: The file's bytes.
        name: What to call it in an error.

    Returns:
        Its statements, in their order.

    Raises:
        PayloadError: It is no CODA, or its balances, totals or number of records do not add up.
        ConfigurationError: The package ``febelfin-coda`` is not installed.

    Source: Febelfin's description of coded statements of account, version 2.
    """
    text = content.decode(_ENCODING, "replace")
    records = [line for line in text.splitlines() if line.strip("\x00\x1a ")]
    for index, record in enumerate(records, start=1):
        if len(record) != _LENGTH or record[0] not in "0123489":
            raise PayloadError(
                f"{name} is no CODA file: its record {index} is not {_LENGTH} characters of a known kind"
            )
    if not records or records[0][0] != "0" or records[-1][0] != "9":
        raise PayloadError(
            f"{name} is no CODA file, or was cut off: it begins with a record 0 and ends with a record 9"
        )
    parse = _library()
    try:
        found: list[Any] = parse(io.StringIO("\n".join(records))).statements
    except Exception as error:  # noqa: BLE001 - the library raises whatever its reading stumbled over
        # Without the error itself, which may hold names and amounts.
        raise PayloadError(
            f"{name} is a damaged CODA file ({type(error).__name__}): ask the bank for it again"
        ) from None
    return [
        _checked(statement, records_of, name) for statement, records_of in zip(found, _blocks(records), strict=True)
    ]


def _library() -> Any:
    try:
        import coda  # noqa: PLC0415  (an extra)
    except ImportError:
        raise ConfigurationError("reading CODA needs febelfin-coda: pip install 'billit-async[coda]'") from None
    parse = getattr(coda, "CODA", None)
    if parse is None:
        raise ConfigurationError(
            "the module `coda` is another package's, pycoda's for instance: uninstall that, and "
            "pip install 'billit-async[coda]'"
        )
    return parse


def _blocks(records: Iterable[str]) -> list[list[str]]:
    blocks: list[list[str]] = []
    for record in records:
        if record[0] == "0":
            blocks.append([])
        blocks[-1].append(record)
    return blocks


def _checked(statement: Any, records: list[str], name: str) -> CodaStatement:
    """Check again what the library checks with ``assert``, which an optimised Python leaves out."""
    amounts = [move.amount for move in statement.moves]
    credit = sum((amount for amount in amounts if amount > 0), Decimal(0))
    debit = sum((-amount for amount in amounts if amount < 0), Decimal(0))
    told = (statement.total_credit, statement.total_debit, statement.number_records)
    counted = sum(record[0] in "1238" for record in records)
    if told != (credit, debit, counted) or statement.new_balance - statement.old_balance != credit - debit:
        raise PayloadError(f"{name} does not add up: its movements are not what its balances and totals say")
    return CodaStatement(
        account=statement.account.strip(),
        currency=statement.account_currency,
        number=str(statement),
        opened_on=statement.old_balance_date,
        closed_on=statement.new_balance_date,
        old_balance=statement.old_balance,
        new_balance=statement.new_balance,
        movements=len(amounts),
    )
