"""Numbers with a known normal form are asked for in it, and that is said."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import pytest

from billit_async import ApiKey, BillitSession
from billit_async.emulator import Emulator
from billit_async.errors import QueryWarning
from billit_async.fields import OrderFields as O
from billit_async.fields import PartyFields as P
from billit_async.fields import TransactionFields as T

if TYPE_CHECKING:
    from billit_async.odata import StringField

WRITTEN: list[tuple[StringField, str, str]] = [
    (P.vat_number, "BE 0403.170.701", "BE0403170701"),
    (P.vat_number, "be0403170701", "BE0403170701"),
    (P.vat_number, "BE 403 170 701", "BE0403170701"),
    (P.vat_number, "0403.170.701", "BE0403170701"),
    (P.vat_number, "403.170.701", "BE0403170701"),
    (P.vat_number, "NL 8043.71.850.B01", "NL804371850B01"),
    (O.counter_party.vat_number, "BE-0403-170-701", "BE0403170701"),
    (P.iban, "BE68 5390 0754 7034", "BE68539007547034"),
    (P.iban, "be68-5390-0754-7034", "BE68539007547034"),
    (T.iban_counter_party, "BE68 5390 0754 7034", "BE68539007547034"),
    (P.bic, "kred be bb", "KREDBEBB"),
    (O.payment_reference, "***090/9337/55493***", "+++090/9337/55493+++"),
    (O.payment_reference, "090/9337/55493", "+++090/9337/55493+++"),
    (O.payment_reference, "090933755493", "+++090/9337/55493+++"),
    (O.payment_reference, "rf18 5390 0754 7034", "RF18539007547034"),
]
LEFT: list[tuple[StringField, str]] = [
    (P.vat_number, "BE0403170701"),
    (P.vat_number, "BE 0403.170.702"),
    (P.vat_number, "0403170701"),
    (P.vat_number, "unknown"),
    (P.vat_number, "BE 0403"),
    (P.vat_number, ""),
    (P.iban, "BE68539007547034"),
    (P.iban, "BE69 5390 0754 7034"),
    (O.payment_reference, "+++090/9337/55493+++"),
    (O.payment_reference, "090/9337/55494"),
    (O.payment_reference, "invoice 7"),
    (O.reference, "BE 0403.170.701"),
    (P.name, "BE68 5390 0754 7034"),
    (P.vat_number.lower(), "BE 0403.170.701"),
]


@pytest.mark.parametrize(("field", "text", "normal"), WRITTEN)
def test_a_number_is_compared_as_billit_keeps_it(field: StringField, text: str, normal: str) -> None:
    name = field.path
    with pytest.warns(QueryWarning, match=f"{name} is compared in the form") as caught:  # noqa: PT031
        assert str(field == text) == f"{name} eq '{normal}'"
        assert str(field != text) == f"{name} ne '{normal}'"
        assert str(field.in_([text, normal])) == f"{name} eq '{normal}'"
        assert str(field.ne_or_null(text)) == f"{name} ne '{normal}' or {name} eq null"
    assert {one.filename for one in caught} == {__file__}
    assert all(text not in str(one.message) for one in caught)


@pytest.mark.parametrize(("field", "text"), LEFT)
def test_any_other_text_is_compared_as_it_is(field: StringField, text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert f"'{text}'" in str(field == text)
        assert f"'{text}'" in str(field != text)
        assert f"'{text}'" in str(field.in_([text]))


async def test_the_party_is_found() -> None:
    async with (
        Emulator(seed=7, orders=5) as emu,
        BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id) as billit,
    ):
        one: Any = await billit.parties.list(P.vat_number.startswith("BE")).first()
        number: str = one.vat_number
        with pytest.warns(QueryWarning):
            found = await billit.parties.list(P.vat_number == f"BE {number[2:6]}.{number[6:9]}.{number[9:]}")
        assert one.party_id in {party.party_id for party in found}
