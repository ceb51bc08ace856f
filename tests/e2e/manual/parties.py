"""Chapters 21 and 22: customers and suppliers, and lines that only describe."""

from __future__ import annotations

from typing import Any

import pytest

from billit_async import BadRequest
from billit_async.models import KeyValuePair, OrderLine, Party
from tests.e2e.manual.table import AS_PRINTED, DIFFERENT, UNKNOWN, Manual, Verdict, line, says

# The fields of the table: the name there, the Python name, a value, and another one for a change.
FIELDS: dict[str, tuple[str, Any, Any]] = {
    "Name": ("name", "Bakkerij Peeters", "Peeters"),
    "Street": ("street", "Brouwerijstraat", "Kerkstraat"),
    "StreetNumber": ("street_number", "12", "14"),
    "Box": ("box", "B", "C"),
    "Zipcode": ("zipcode", "9000", "9050"),
    "City": ("city", "Gent", "Gentbrugge"),
    "CountryCode": ("country_code", "BE", "NL"),
    "IBAN": ("iban", "BE68539007547034", "BE71096123456769"),
    "BIC": ("bic", "KREDBEBB", "GKCCBEBB"),
    "Mobile": ("mobile", "0475 12 34 56", "0475 12 34 57"),
    "Phone": ("phone", "09 123 45 67", "09 123 45 68"),
    "Fax": ("fax", "09 123 45 68", "09 123 45 69"),
    "Email": ("email", "in@peeters.example", "books@peeters.example"),
    "Website": ("website", "www.peeters.example", "www.bread.example"),
    "Contact": ("contact", "Ann", "Bea"),
    "VATNumber": ("vat_number", "BE0403170701", "BE0563846944"),
    "PartyType": ("party_type", "Supplier", None),
    "VATLiable": ("vat_liable", True, False),
    "Language": ("language", "NL", "FR"),
    "VentilationCode": ("ventilation_code", "4", "1"),
    "CustomFields": ("custom_fields", [KeyValuePair(key="a", value="b")], [KeyValuePair(key="a", value="c")]),
    "DefaultPaid": ("default_paid", True, False),
}
WIRE = {"No.": ("Nr", "nr", "K-7"), "GLAccountantCode": ("GLAccountCode", "gl_account_code", 400000)}


async def kept_with(m: Manual, **fields: Any) -> Party:
    known = {"name": "Peeters", "party_type": "Customer"}
    return await m.billit.parties.get(await m.billit.parties.create(Party(**{**known, **fields})))


@says(21, "Customers and suppliers are at `v1/parties/`, for another application to stay in step with")
async def _(m: Manual) -> None:
    party_id = await m.customer()
    response = await m.http.get("/v1/parties/", headers={"Accept": "application/json", "ApiKey": m.emu.api_key})
    assert party_id in [item["PartyID"] for item in (await response.json())["Items"]]


@says(21, "The command for curl needs no key", DIFFERENT, "every call is logged in, as chapter 8 says")
async def _(m: Manual) -> None:
    assert (await m.http.get("/v1/parties/", headers={"Accept": "application/json"})).status == 401


for _field, (_name, _value, _other) in FIELDS.items():

    @says(21, f"A party has the field `{_field}`")
    async def _(m: Manual, name: str = _name, value: Any = _value, field: str = _field) -> None:
        known = await kept_with(m, **{name: value})
        if name == "contact":  # a company keeps its contact as a person of its own
            assert field in (await m.billit.request("GET", f"/v1/parties/{known.party_id}")) or known.contact is None
        assert getattr(known, name) == value

    if _other is not None:

        @says(21, f"`{_field}` of a party can be changed")
        async def _(m: Manual, name: str = _name, value: Any = _value, other: Any = _other) -> None:
            known = await kept_with(m, **{name: value})
            parties: Any = m.billit.parties
            await parties.update(known.party_id, **{name: other})
            assert getattr(await m.billit.parties.get(known.party_id), name) == other


for _field, (_wire, _name, _value) in WIRE.items():

    @says(
        21,
        f"A party has the field `{_field}`",
        DIFFERENT,
        f"on the wire it is `{_wire}` (Swagger document), in Python `{_name}`",
    )
    async def _(m: Manual, field: str = _field, wire: str = _wire, name: str = _name, value: Any = _value) -> None:
        known = await kept_with(m, **{name: value})
        assert getattr(known, name) == value
        raw = await m.billit.request("GET", f"/v1/parties/{known.party_id}")
        assert (raw[wire], field in raw) == (value, False)


_READ_ONLY: tuple[tuple[str, str], ...] = (("LastModified", "last_modified"), ("Created", "created"))
for _field, _name in _READ_ONLY:

    @says(21, f"`{_field}` is read-only, and has a date and a time")
    async def _(m: Manual, field: str = _field, name: str = _name) -> None:
        body = {"Name": "Peeters", "PartyType": "Customer", field: "2001-01-01T00:00:00"}
        known = await m.billit.parties.get(await m.billit.request("POST", "/v1/parties", json=body))
        assert getattr(known, name).year > 2001


@says(
    21,
    "Dates end in `Z`, as `2019-06-18T08:05:37.560Z`",
    DIFFERENT,
    "the responses of the documentation have no zone: they are Billit's local time",
)
async def _(m: Manual) -> None:
    raw = await m.billit.request("GET", f"/v1/parties/{await m.customer()}")
    assert not raw["LastModified"].endswith("Z")


for _field in ("ExternalProviderID", "ExternalProviderTC"):

    @says(
        21,
        f"`{_field}` is obsolete",
        DIFFERENT,
        'docs page "patchable properties" has it: your own id of a party is kept there',
    )
    async def _(m: Manual, field: str = _field) -> None:
        body = {"Name": "Peeters", "PartyType": "Customer", field: "X1"}
        party_id = await m.billit.request("POST", "/v1/parties", json=body)
        assert (await m.billit.request("GET", f"/v1/parties/{party_id}"))[field] == "X1"


for _kind in ("Customer", "Supplier"):
    _verdict: Verdict = AS_PRINTED

    @says(21, f"`PartyType` can be `{_kind}`", _verdict)
    async def _(m: Manual, kind: str = _kind) -> None:
        assert (await kept_with(m, party_type=kind)).party_type == kind


@says(21, "`GLAccountantCode` is a whole number")
async def _(m: Manual) -> None:
    raw = await m.billit.request("GET", f"/v1/parties/{(await kept_with(m, gl_account_code=400000)).party_id}")
    assert raw["GLAccountCode"] == 400000


@says(
    21, "`DefaultPaid` is the way of payment", UNKNOWN, "what Billit makes of the switch is not documented; it is kept"
)
async def _(m: Manual) -> None:
    assert (await kept_with(m, default_paid=True)).default_paid is True


@says(22, "Examples of empty order lines follow later", UNKNOWN, "Billit has documented none; ours are in the tutorial")
async def _(m: Manual) -> None:
    order = await m.made(order_lines=[OrderLine(description="January"), OrderLine(), line()])
    assert [each.description for each in order.order_lines] == ["January", None, "Bread"]


@says(22, "A line can have a description and nothing else")
async def _(m: Manual) -> None:
    order = await m.made(order_lines=[OrderLine(description="January"), line()])
    assert (order.order_lines[0].description, str(order.total_excl)) == ("January", "7.50")
    with pytest.raises(BadRequest):
        await m.made(order_lines=[OrderLine(quantity=1, unit_price_excl="2.10", vat_percentage=6)])
