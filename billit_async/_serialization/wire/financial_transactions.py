# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Structs of the models of the area "financial transactions"; internal."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from msgspec import Raw, Struct

from billit_async._serialization.structs import (
    ABSENT,
    Codec,
    Nested,
    encode_datetime,
    list_to_struct,
    number,
    parse_datetime,
    refuse_number,
)
from billit_async.models.financial_transactions import AssignedEntity, Transaction

_new = object.__new__
_read = datetime.fromisoformat


class AssignedEntityStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "assigned_amount": "AssignedAmount",
        "fx_rate_to_bank_currency": "FXRateToBankCurrency",
        "entity_type": "EntityType",
        "entity_id": "EntityID",
    },
):
    assigned_amount: Decimal | None = None
    fx_rate_to_bank_currency: Decimal | None = None
    entity_type: str | None = None
    entity_id: int | None = None


def assigned_entity_from_struct(s: AssignedEntityStruct) -> AssignedEntity:
    o = _new(AssignedEntity)
    o.assigned_amount = (
        amount
        if (amount := s.assigned_amount) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.fx_rate_to_bank_currency = (
        amount
        if (amount := s.fx_rate_to_bank_currency) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.entity_type = s.entity_type
    o.entity_id = s.entity_id
    return o


def assigned_entity_to_struct(o: AssignedEntity) -> AssignedEntityStruct:
    return AssignedEntityStruct(
        number(o.assigned_amount),
        number(o.fx_rate_to_bank_currency),
        o.entity_type,
        o.entity_id,
    )


class TransactionStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "bank_account_transaction_id": "BankAccountTransactionID",
        "bank_name": "BankName",
        "iban": "IBAN",
        "bic": "BIC",
        "bank_account_id": "BankAccountID",
        "document_id": "DocumentId",
        "iban_counter_party": "IBANCounterParty",
        "bic_counter_party": "BICCounterParty",
        "name_counter_party": "NameCounterParty",
        "total_amount": "TotalAmount",
        "transaction_type": "TransactionType",
        "value_date": "ValueDate",
        "currency": "Currency",
        "description": "Description",
        "external_provider_id": "ExternalProviderID",
        "external_provider_tc": "ExternalProviderTC",
        "free_message": "FreeMessage",
        "coda_source": "CodaSource",
        "coda_file_id": "CodaFileID",
        "bank_reference": "BankReference",
        "client_reference": "ClientReference",
        "note": "Note",
        "assigned_entities": "AssignedEntities",
        "proprietary_bank_transaction_code": "ProprietaryBankTransactionCode",
        "bank_transaction_code": "BankTransactionCode",
    },
):
    bank_account_transaction_id: int | None = None
    bank_name: str | None = None
    iban: str | None = None
    bic: str | None = None
    bank_account_id: int | None = None
    document_id: int | None = None
    iban_counter_party: str | None = None
    bic_counter_party: str | None = None
    name_counter_party: str | None = None
    total_amount: Decimal | None = None
    transaction_type: str | None = None
    value_date: str | None = None
    currency: str | None = None
    description: str | None = None
    external_provider_id: str | None = None
    external_provider_tc: str | None = None
    free_message: str | None = None
    coda_source: str | None = None
    coda_file_id: UUID | None = None
    bank_reference: str | None = None
    client_reference: str | None = None
    note: str | None = None
    assigned_entities: list[AssignedEntityStruct] | None = None
    proprietary_bank_transaction_code: str | None = None
    bank_transaction_code: str | None = None


def transaction_from_struct(s: TransactionStruct) -> Transaction:
    o = _new(Transaction)
    o.bank_account_transaction_id = s.bank_account_transaction_id
    o.bank_name = s.bank_name
    o.iban = s.iban
    o.bic = s.bic
    o.bank_account_id = s.bank_account_id
    o.document_id = s.document_id
    o.iban_counter_party = s.iban_counter_party
    o.bic_counter_party = s.bic_counter_party
    o.name_counter_party = s.name_counter_party
    o.total_amount = (
        amount
        if (amount := s.total_amount) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.transaction_type = s.transaction_type
    o.value_date = (
        None
        if (text := s.value_date) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.currency = s.currency
    o.description = s.description
    o.external_provider_id = s.external_provider_id
    o.external_provider_tc = s.external_provider_tc
    o.free_message = s.free_message
    o.coda_source = s.coda_source
    o.coda_file_id = s.coda_file_id
    o.bank_reference = s.bank_reference
    o.client_reference = s.client_reference
    o.note = s.note
    o.proprietary_bank_transaction_code = s.proprietary_bank_transaction_code
    o.bank_transaction_code = s.bank_transaction_code
    slots: Any = o
    slots.unread_assigned_entities = (
        None
        if (list_assigned_entity := s.assigned_entities) is None
        else (
            [*map(assigned_entity_from_struct, list_assigned_entity)]
            if len(list_assigned_entity) > 1
            else [assigned_entity_from_struct(list_assigned_entity[0])]
            if list_assigned_entity
            else []
        )
    )
    return o


def transaction_to_struct(o: Transaction) -> TransactionStruct:
    return TransactionStruct(
        o.bank_account_transaction_id,
        o.bank_name,
        o.iban,
        o.bic,
        o.bank_account_id,
        o.document_id,
        o.iban_counter_party,
        o.bic_counter_party,
        o.name_counter_party,
        number(o.total_amount),
        o.transaction_type,
        encode_datetime(o.value_date),
        o.currency,
        o.description,
        o.external_provider_id,
        o.external_provider_tc,
        o.free_message,
        o.coda_source,
        o.coda_file_id,
        o.bank_reference,
        o.client_reference,
        o.note,
        list_to_struct(o.assigned_entities, AssignedEntity, assigned_entity_to_struct),
        o.proprietary_bank_transaction_code,
        o.bank_transaction_code,
    )


class TransactionRow(
    Struct,
    gc=False,
    rename={
        "bank_account_transaction_id": "BankAccountTransactionID",
        "bank_name": "BankName",
        "iban": "IBAN",
        "bic": "BIC",
        "bank_account_id": "BankAccountID",
        "document_id": "DocumentId",
        "iban_counter_party": "IBANCounterParty",
        "bic_counter_party": "BICCounterParty",
        "name_counter_party": "NameCounterParty",
        "total_amount": "TotalAmount",
        "transaction_type": "TransactionType",
        "value_date": "ValueDate",
        "currency": "Currency",
        "description": "Description",
        "external_provider_id": "ExternalProviderID",
        "external_provider_tc": "ExternalProviderTC",
        "free_message": "FreeMessage",
        "coda_source": "CodaSource",
        "coda_file_id": "CodaFileID",
        "bank_reference": "BankReference",
        "client_reference": "ClientReference",
        "note": "Note",
        "assigned_entities": "AssignedEntities",
        "proprietary_bank_transaction_code": "ProprietaryBankTransactionCode",
        "bank_transaction_code": "BankTransactionCode",
    },
):
    bank_account_transaction_id: int | None = None
    bank_name: str | None = None
    iban: str | None = None
    bic: str | None = None
    bank_account_id: int | None = None
    document_id: int | None = None
    iban_counter_party: str | None = None
    bic_counter_party: str | None = None
    name_counter_party: str | None = None
    total_amount: Decimal | None = None
    transaction_type: str | None = None
    value_date: str | None = None
    currency: str | None = None
    description: str | None = None
    external_provider_id: str | None = None
    external_provider_tc: str | None = None
    free_message: str | None = None
    coda_source: str | None = None
    coda_file_id: UUID | None = None
    bank_reference: str | None = None
    client_reference: str | None = None
    note: str | None = None
    assigned_entities: Raw = ABSENT
    proprietary_bank_transaction_code: str | None = None
    bank_transaction_code: str | None = None


def transaction_from_row(s: Any) -> Transaction:
    o: Any = _new(Transaction)
    o.bank_account_transaction_id = s.bank_account_transaction_id
    o.bank_name = s.bank_name
    o.iban = s.iban
    o.bic = s.bic
    o.bank_account_id = s.bank_account_id
    o.document_id = s.document_id
    o.iban_counter_party = s.iban_counter_party
    o.bic_counter_party = s.bic_counter_party
    o.name_counter_party = s.name_counter_party
    o.total_amount = (
        amount
        if (amount := s.total_amount) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.transaction_type = s.transaction_type
    o.value_date = (
        None
        if (text := s.value_date) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.currency = s.currency
    o.description = s.description
    o.external_provider_id = s.external_provider_id
    o.external_provider_tc = s.external_provider_tc
    o.free_message = s.free_message
    o.coda_source = s.coda_source
    o.coda_file_id = s.coda_file_id
    o.bank_reference = s.bank_reference
    o.client_reference = s.client_reference
    o.note = s.note
    raw = s.assigned_entities
    o.unread_assigned_entities = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    o.proprietary_bank_transaction_code = s.proprietary_bank_transaction_code
    o.bank_transaction_code = s.bank_transaction_code
    made: Transaction = o
    return made


def transaction_assigned_entities(x: Any) -> Any:
    return [*map(assigned_entity_from_struct, x)] if len(x) > 1 else [assigned_entity_from_struct(x[0])] if x else []


CODECS: dict[type[Any], Codec[Any, Any]] = {
    AssignedEntity: Codec(AssignedEntity, AssignedEntityStruct, assigned_entity_from_struct, assigned_entity_to_struct),
    Transaction: Codec(
        Transaction,
        TransactionStruct,
        transaction_from_struct,
        transaction_to_struct,
        TransactionRow,
        transaction_from_row,
        {"assigned_entities": Nested(list[AssignedEntityStruct], transaction_assigned_entities)},
    ),
}
