# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Models of the area "financial transactions" of the Billit API; every field is optional."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

import attrs

from billit_async._serialization.model import Model
from billit_async._serialization.touch import nested_on_touch
from billit_async._serialization.values import datetime_value, decimal_value, uuid_value


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class AssignedEntity(Model):
    """Something that a bank transaction, or a part of it, was matched with.

    Attributes:
        assigned_amount: Amount that was matched, two digits.
        fx_rate_to_bank_currency: Exchange rate to the currency of the account, five digits.
        entity_type: What kind of thing it is.
        entity_id: Identifier of the thing.
    """

    _shown = ("entity_id", "entity_type", "assigned_amount", "fx_rate_to_bank_currency")

    assigned_amount: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "AssignedAmount", "kind": "money", "scale": 2}
    )
    fx_rate_to_bank_currency: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "FXRateToBankCurrency", "kind": "rate", "scale": 5}
    )
    entity_type: str | None = attrs.field(default=None, metadata={"wire": "EntityType"})
    entity_id: int | None = attrs.field(default=None, metadata={"wire": "EntityID"})


@nested_on_touch("assigned_entities")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class Transaction(Model):
    """A movement on a bank account.

    Attributes:
        bank_account_transaction_id: Identifier of the transaction.
        bank_name: Name of the bank.
        iban: Account that it is on.
        bic: Bank identifier code of the account.
        bank_account_id: Identifier of that account.
        document_id: Identifier of the document that goes with it.
        iban_counter_party: Account of the other side.
        bic_counter_party: Bank of the other side.
        name_counter_party: Name of the other side.
        total_amount: Amount, two digits.
        transaction_type: Kind of transaction; the values are not documented.
        value_date: Day from which the bank counts it. Integrators filter and sort on it.
        currency: Three-letter currency code, such as `EUR`.
        description: Text of the transaction.
        external_provider_id: Key of the record in an outside system.
        external_provider_tc: Code of the outside system that the record belongs to.
        free_message: Message of the payer, free text.
        coda_source: Where the statement came from.
        coda_file_id: The CODA file it was read from.
        bank_reference: The bank's reference.
        client_reference: The client's reference.
        note: A note.
        assigned_entities: What it was matched with.
        proprietary_bank_transaction_code: The bank's own code of the kind of transaction.
        bank_transaction_code: Code of the kind of transaction.
    """

    _shown = (
        "bank_account_transaction_id",
        "transaction_type",
        "value_date",
        "total_amount",
        "currency",
        "external_provider_tc",
        "proprietary_bank_transaction_code",
        "bank_transaction_code",
        "bank_account_id",
        "document_id",
        "coda_file_id",
        "assigned_entities",
    )

    bank_account_transaction_id: int | None = attrs.field(default=None, metadata={"wire": "BankAccountTransactionID"})
    bank_name: str | None = attrs.field(default=None, metadata={"wire": "BankName"})
    iban: str | None = attrs.field(default=None, metadata={"wire": "IBAN"})
    bic: str | None = attrs.field(default=None, metadata={"wire": "BIC"})
    bank_account_id: int | None = attrs.field(default=None, metadata={"wire": "BankAccountID"})
    document_id: int | None = attrs.field(default=None, metadata={"wire": "DocumentId"})
    iban_counter_party: str | None = attrs.field(default=None, metadata={"wire": "IBANCounterParty"})
    bic_counter_party: str | None = attrs.field(default=None, metadata={"wire": "BICCounterParty"})
    name_counter_party: str | None = attrs.field(default=None, metadata={"wire": "NameCounterParty"})
    total_amount: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "TotalAmount", "kind": "money", "scale": 2}
    )
    transaction_type: str | None = attrs.field(default=None, metadata={"wire": "TransactionType"})
    value_date: datetime | None = attrs.field(default=None, converter=datetime_value, metadata={"wire": "ValueDate"})
    currency: str | None = attrs.field(default=None, metadata={"wire": "Currency"})
    description: str | None = attrs.field(default=None, metadata={"wire": "Description"})
    external_provider_id: str | None = attrs.field(default=None, metadata={"wire": "ExternalProviderID"})
    external_provider_tc: str | None = attrs.field(default=None, metadata={"wire": "ExternalProviderTC"})
    free_message: str | None = attrs.field(default=None, metadata={"wire": "FreeMessage"})
    coda_source: str | None = attrs.field(default=None, metadata={"wire": "CodaSource"})
    coda_file_id: UUID | None = attrs.field(default=None, converter=uuid_value, metadata={"wire": "CodaFileID"})
    bank_reference: str | None = attrs.field(default=None, metadata={"wire": "BankReference"})
    client_reference: str | None = attrs.field(default=None, metadata={"wire": "ClientReference"})
    note: str | None = attrs.field(default=None, metadata={"wire": "Note"})
    assigned_entities: list[AssignedEntity] | None = attrs.field(default=None, metadata={"wire": "AssignedEntities"})
    proprietary_bank_transaction_code: str | None = attrs.field(
        default=None, metadata={"wire": "ProprietaryBankTransactionCode"}
    )
    bank_transaction_code: str | None = attrs.field(default=None, metadata={"wire": "BankTransactionCode"})


__all__ = ["AssignedEntity", "Transaction"]
