"""Checks of the counterparty that an order carries: its name, its numbers, and whom Billit would take it for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from billit_async.errors import IdentifierError
from billit_async.invoicing.findings import Rule
from billit_async.invoicing.identifiers import (
    is_belgian_vat_number,
    normalise_vat_number,
    parse_bic,
    parse_iban,
    parse_vat_number,
    visible,
)
from billit_async.invoicing.participants import parse_participant
from billit_async.invoicing.schemes import PEPPOL_SCHEMES, VAT_SCHEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from billit_async.invoicing.findings import Finding
    from billit_async.models import Order, Party

__all__ = ["account_findings", "party_findings"]

# What mailboxes agree on: something, one @, a domain with a dot; quoted names are nobody's invoice address.
_ADDRESS: Final = re.compile(r"[^@\s;,<>\"]+@[^@\s;,<>\".]+(?:\.[^@\s;,<>\".]+)+")
# Countries whose businesses have numbers of the first: by ISO 3166, where VAT numbers differ from it or are shared.
_SERVED_BY: Final = {
    "EL": {"GR", "EL"},
    "GR": {"GR", "EL"},
    "XI": {"GB", "XI"},
    "GB": {"GB", "XI", "IM"},
    "FR": {"FR", "MC"},
}

_NAME: Final = Rule(
    name="party-name-required",
    message="a party needs a name or a contact",
    source="code CompanyNameOrContactNameIsRequired",
    cure="set name, or party_id of a party that Billit has",
)
_ADDRESSES: Final = Rule(
    name="one-address-of-each-type",
    message="two addresses have the same type",
    source="code Only1OfEachAddressTypeAllowed",
    cure="keep one InvoiceAddress and one DeliveryAddress",
)
_IDENTIFIER_TYPE: Final = Rule(
    name="identifier-type-required",
    message="an identifier does not say what it is",
    source="code IdentifierTypeIsRequired",
    cure="set identifier_type: CBE, GLN, KVK and so on",
)
_IDENTIFIER: Final = Rule(
    name="identifier-digits",
    message="the identifier breaks the rule of its scheme",
    source='docs page "allowed identifiers"',
    cure="compare it with the party's own papers: a digit is mistyped or missing",
)
_SCHEME: Final = Rule(
    name="identifier-scheme",
    message="the scheme is not the one of this type of identifier",
    source='docs page "allowed identifiers"',
    cure="leave scheme_id out: Billit fills it in",
)
_BELGIAN_VAT: Final = Rule(
    name="belgian-vat-number",
    message="not a Belgian VAT number: its check digits, or the number of its digits, are wrong",
    source="code _0_IsNoValidBEVAT",
    cure="write BE and ten digits, and compare them with the party's own papers",
)
_VAT: Final = Rule(
    name="vat-number",
    message="not a VAT number: it lacks its country, or that country's length and characters",
    source='docs page "check via API"; code YourVATIsNotValid',
    cure="write the country first, as in BE0563846944",
)
_PEPPOL: Final = Rule(
    name="peppol-identifier",
    message="not a Peppol participant id",
    source='docs pages "check via API" and "allowed identifiers"',
    cure="write scheme:value, as in 0208:0563846944",
)
_OVERWRITE: Final = Rule(
    name="party-may-overwrite",
    severity="warning",
    message="nothing identifies the party, so Billit may overwrite one that it has",
    source='docs pages "creating sales invoices" and "customer no VAT"',
    cure="give party_id, a VAT number, another identifier, IBAN and BIC, or an e-mail address of its own",
)
_IBAN: Final = Rule(
    name="iban",
    message="not an IBAN: its length or its check digits are wrong",
    source='docs page "IBAN and BIC"',
    cure="compare it with the party's own papers; an unknown bank is not a reason for this finding",
)
_BIC: Final = Rule(
    name="bic",
    message="not a BIC: it has 8 or 11 characters, the first six letters",
    source='docs page "IBAN and BIC"',
    cure="correct it, or leave it out",
)
_ALONE: Final = Rule(
    name="number-alone",
    message="words, or marks that nobody sees, stand beside the number",
    source='docs pages "IBAN and BIC" and "check via API": a number as its register writes it',
    cure="write the number alone: parse_iban, parse_bic and parse_vat_number of billit_async.invoicing do that",
)
_ELSEWHERE: Final = Rule(
    name="vat-number-elsewhere",
    severity="warning",
    message="the VAT number is of another country than the invoice address, which Billit may refuse",
    source='docs page "vat one country address second country"',
    cure="make the customer in MyBillit and give its party_id, or correct one of the two",
)
_EMAIL: Final = Rule(
    name="email",
    message="not an e-mail address, or not a list of them",
    source='docs page "email sending enable/disable"; code TheCustomer_0_DoesNotHaveAValidEmailAddress',
    cure="write jan@example.be, and several with a semicolon between: jan@example.be;els@example.be",
)


def party_findings(order: Order) -> Iterator[Finding]:
    """What is wrong with the parties that an order carries."""
    for name, party in (
        ("customer", order.customer),
        ("supplier", order.supplier),
        ("counter_party", order.counter_party),
    ):
        if party is not None:
            yield from _party(party, name)


def account_findings(iban: str | None, bic: str | None, prefix: str) -> Iterator[Finding]:
    """What is wrong with an account; ``prefix`` is the path of its owner with a dot, or empty."""
    for name, text, parse, rule in (("iban", iban, parse_iban, _IBAN), ("bic", bic, parse_bic, _BIC)):
        if text and not _reads(parse, text):
            yield rule.at(f"{prefix}{name}")
        elif text and not _is_alone(parse, text):
            yield _ALONE.at(f"{prefix}{name}")


def _party(party: Party, path: str) -> Iterator[Finding]:
    if not (party.party_id or party.name or party.contact or party.contact_first_name or party.contact_last_name):
        yield _NAME.at(f"{path}.name")
    types = [address.address_type for address in party.addresses or []]
    if len(types) != len(set(types)):
        yield _ADDRESSES.at(f"{path}.addresses")
    yield from _vat_number(party, path)
    if party.party_id is None and _is_elsewhere(party):
        yield _ELSEWHERE.at(f"{path}.vat_number")
    yield from _identifiers(party, path)
    if party.peppol_identifier and not _reads(parse_participant, party.peppol_identifier):
        yield _PEPPOL.at(f"{path}.peppol_identifier")
    yield from account_findings(party.iban, party.bic, f"{path}.")
    if party.email and not _is_address_list(party.email):
        yield _EMAIL.at(f"{path}.email")
    if not (party.party_id or party.vat_number or party.identifiers or party.email or (party.iban and party.bic)):
        yield _OVERWRITE.at(path)


def _vat_number(party: Party, path: str) -> Iterator[Finding]:
    if not party.vat_number:
        return
    number = normalise_vat_number(party.vat_number)
    # Billit wants all ten digits, so nine are refused here though they can be read.
    if number.startswith("BE"):
        if not is_belgian_vat_number(number):
            yield _BELGIAN_VAT.at(f"{path}.vat_number")
            return
    elif not _reads(parse_vat_number, number):
        yield _VAT.at(f"{path}.vat_number")
        return
    if not _is_alone(parse_vat_number, party.vat_number):
        yield _ALONE.at(f"{path}.vat_number")


def _is_elsewhere(party: Party) -> bool:
    number = normalise_vat_number(party.vat_number or "")
    places = [address.country_code for address in party.addresses or [] if address.address_type != "DeliveryAddress"]
    countries = {code.upper() for code in (party.country_code, *places) if code}
    if number[:2] not in VAT_SCHEMES or not countries:
        return False
    return countries.isdisjoint(_SERVED_BY.get(number[:2], {number[:2]}))


def _identifiers(party: Party, path: str) -> Iterator[Finding]:
    for place, identifier in enumerate(party.identifiers or []):
        where = f"{path}.identifiers[{place}]"
        if not identifier.identifier_type:
            yield _IDENTIFIER_TYPE.at(f"{where}.identifier_type")
            continue
        scheme = PEPPOL_SCHEMES.get(identifier.identifier_type)
        if scheme is None:
            continue
        if identifier.scheme_id and identifier.scheme_id != scheme:
            yield _SCHEME.at(f"{where}.scheme_id")
        if not _reads(parse_participant, f"{scheme}:{identifier.identifier or ''}"):
            yield _IDENTIFIER.at(f"{where}.identifier")


def _is_address_list(text: str) -> bool:
    addresses = [part.strip() for part in text.split(";") if part.strip()]
    return bool(addresses) and all(_ADDRESS.fullmatch(address) for address in addresses)


def _is_alone(parse: Callable[[str], str], text: str) -> bool:
    return visible(text) == text and len(normalise_vat_number(text)) == len(parse(text))


def _reads(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except IdentifierError:
        return False
    return True
