"""A UBL document checked before it leaves: is it XML, is it Peppol's, are its fields there. It sends nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from billit_async.errors import Finding, InvalidUbl
from billit_async.invoicing.peppol import peppol_identifier
from billit_async.invoicing.ubl_amounts import NO_NUMBER, amount_findings
from billit_async.invoicing.ubl_guard import parsed
from billit_async.invoicing.ubl_tree import CAC, CBC, Tree, local_name
from billit_async.invoicing.ubl_validator import official_findings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

__all__ = ["check_ubl", "refuse_invalid_ubl"]

_ROOTS: Final = {
    "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice": "Invoice",
    "{urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2}CreditNote": "CreditNote",
}
_CUSTOMISATION: Final = re.compile(
    r"urn:cen\.eu:en16931:2017#compliant#urn:fdc:peppol\.eu:2017:poacc:(billing|selfbilling):3\.0(#.*)?"
)
_PROFILE: Final = re.compile(r"urn:fdc:peppol\.eu:2017:poacc:(billing|selfbilling):\d{2}:1\.0")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_CHECKED_SCHEMES: Final = {"0088": "PEPPOL-COMMON-R040", "0208": "PEPPOL-COMMON-R043"}
_SHOWN: Final = 5


def check_ubl(xml: str, *, official: bool = True) -> tuple[Finding, ...]:
    """Check a UBL invoice or credit note, offline.

    It looks at the form, the Peppol profile, the endpoints, the mandatory fields, and at all amounts and the VAT
    breakdown. With the extra ``ubl`` the complete rules of EN 16931 and Peppol BIS 3 run too, as that extra brings
    them, which takes a second or so and the processor with it: call it in a thread.

    Args:
        xml: The document, as text.
        official: Run the complete rules too, where they are installed.

    Returns:
        What it breaks, errors and warnings, in the order of the document's parts; nothing when it is good. The texts
        hold none of its content.

    Raises:
        TypeError: It is not text.

    Source: EN 16931-1 and its rules for UBL (``BR-…``); Peppol BIS Billing 3.0 (``PEPPOL-EN16931-…``).
    """
    if not isinstance(xml, str):
        raise TypeError(f"xml takes the document as text, not {type(xml).__name__}: decode it first")
    root = parsed(xml)
    if isinstance(root, Finding):
        return (root,)
    kind = _ROOTS.get(root.tag)
    if kind is None:
        return (Finding("UBL-ROOT", "the root is neither a UBL Invoice nor a UBL CreditNote", "/"),)
    tree = Tree(root, kind)
    found = [*_header(tree), *_parties(tree), *_lines(tree), *_empty(root, kind), *amount_findings(tree)]
    known = {finding.rule for finding in found}
    # What runs the complete rules stops at an amount that is not a number, and writes it to the error output.
    if official and NO_NUMBER not in known:
        found += [finding for finding in official_findings(xml) if finding.rule not in known]
    return tuple(found)


def refuse_invalid_ubl(xml: str) -> None:
    """Check a UBL document, and refuse one that has errors; warnings pass.

    Raises:
        InvalidUbl: It breaks a rule; ``findings`` has them all.
    """
    findings = check_ubl(xml)
    errors = [finding for finding in findings if finding.is_error]
    if not errors:
        return
    shown = "; ".join(f"{finding.rule} at {finding.location}: {finding.message}" for finding in errors[:_SHOWN])
    more = f"; and {len(errors) - _SHOWN} more" if len(errors) > _SHOWN else ""
    raise InvalidUbl(
        f"the UBL breaks {len(errors)} rule(s), and was not sent: {shown}{more}. "
        "Put it right, or send it unchecked with check=False",
        findings=findings,
    )


def _header(tree: Tree) -> Iterator[Finding]:
    customisation, profile = tree.text(f"{CBC}CustomizationID"), tree.text(f"{CBC}ProfileID")
    if not customisation:
        yield tree.finding("BR-01", "the specification identifier is missing", "CustomizationID")
    elif not _CUSTOMISATION.fullmatch(customisation):
        yield tree.finding(
            "PEPPOL-EN16931-R004", "this is not the specification identifier of Peppol BIS Billing 3", "CustomizationID"
        )
    if not profile:
        yield tree.finding("PEPPOL-EN16931-R001", "the business process is missing", "ProfileID")
    elif not _PROFILE.fullmatch(profile):
        yield tree.finding("PEPPOL-EN16931-R007", "this is not a business process of Peppol billing", "ProfileID")
    for rule, name, what in (
        ("BR-02", "ID", "the number of the document"),
        ("BR-03", "IssueDate", "the date of the document"),
        ("BR-04", f"{tree.kind}TypeCode", "the type code"),
        ("BR-05", "DocumentCurrencyCode", "the currency"),
    ):
        if not tree.text(f"{CBC}{name}"):
            yield tree.finding(rule, f"{what} is missing", name)
    for name in ("IssueDate", "DueDate"):
        date = tree.text(f"{CBC}{name}")
        if date and not _DATE.fullmatch(date):
            yield tree.finding("PEPPOL-EN16931-F001", "a date is written YYYY-MM-DD", name)
    if not tree.text(f"{CBC}BuyerReference") and not tree.text(f"{CAC}OrderReference/{CBC}ID"):
        yield tree.finding(
            "PEPPOL-EN16931-R003", "the buyer's reference or the number of the order is missing", "BuyerReference"
        )


def _parties(tree: Tree) -> Iterator[Finding]:
    for role, who, rules in (
        ("AccountingSupplierParty", "seller", ("PEPPOL-EN16931-R020", "BR-62", "BR-06", "BR-08", "BR-09")),
        ("AccountingCustomerParty", "buyer", ("PEPPOL-EN16931-R010", "BR-63", "BR-07", "BR-10", "BR-11")),
    ):
        endpoint_rule, scheme_rule, name_rule, address_rule, country_rule = rules
        party, place = f"{CAC}{role}/{CAC}Party", f"{role}/Party"
        endpoint = tree.root.find(f"{party}/{CBC}EndpointID")
        if endpoint is None or not (endpoint.text or "").strip():
            yield tree.finding(endpoint_rule, f"the {who}'s Peppol id is missing", f"{place}/EndpointID")
        elif not endpoint.get("schemeID", "").strip():
            yield tree.finding(scheme_rule, f"the {who}'s Peppol id has no schemeID", f"{place}/EndpointID")
        elif (rule := _CHECKED_SCHEMES.get(endpoint.get("schemeID", ""))) and not _is_identifier(endpoint):
            yield tree.finding(rule, f"the {who}'s Peppol id has wrong check digits", f"{place}/EndpointID")
        if not tree.text(f"{party}/{CAC}PartyLegalEntity/{CBC}RegistrationName"):
            yield tree.finding(name_rule, f"the {who}'s name is missing", f"{place}/PartyLegalEntity/RegistrationName")
        address = f"{party}/{CAC}PostalAddress"
        if tree.root.find(address) is None:
            yield tree.finding(address_rule, f"the {who}'s address is missing", f"{place}/PostalAddress")
        if not tree.text(f"{address}/{CAC}Country/{CBC}IdentificationCode"):
            yield tree.finding(country_rule, f"the {who}'s country is missing", f"{place}/PostalAddress/Country")


def _is_identifier(endpoint: Element) -> bool:
    try:
        return peppol_identifier(f"{endpoint.get('schemeID')}:{endpoint.text}").endswith(f":{endpoint.text}")
    except ValueError:
        return False


def _lines(tree: Tree) -> Iterator[Finding]:
    if not tree.lines:
        yield tree.finding("BR-16", "there is no line", tree.line_name)
    for number, line in enumerate(tree.lines, 1):
        place = f"{tree.line_name}[{number}]"
        quantity = line.find(f"{CBC}{tree.quantity_name}")
        for rule, path, shown, what in (
            ("BR-21", f"{CBC}ID", "ID", "the line's number"),
            ("BR-22", f"{CBC}{tree.quantity_name}", tree.quantity_name, "the quantity"),
            ("BR-24", f"{CBC}LineExtensionAmount", "LineExtensionAmount", "the line's net amount"),
            ("BR-25", f"{CAC}Item/{CBC}Name", "Item/Name", "the name of what is sold"),
            ("BR-26", f"{CAC}Price/{CBC}PriceAmount", "Price/PriceAmount", "the price"),
            (
                "BR-CO-04",
                f"{CAC}Item/{CAC}ClassifiedTaxCategory/{CBC}ID",
                "Item/ClassifiedTaxCategory/ID",
                "the VAT category",
            ),
        ):
            if not (line.findtext(path) or "").strip():
                yield tree.finding(rule, f"{what} is missing", f"{place}/{shown}")
        if quantity is not None and not quantity.get("unitCode", "").strip():
            yield tree.finding("BR-23", "the quantity has no unitCode", f"{place}/{tree.quantity_name}")


def _empty(element: Element, place: str) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for child in element:
        name = local_name(child)
        seen[name] = seen.get(name, 0) + 1
        inner = f"{place}/{name}" + (f"[{seen[name]}]" if seen[name] > 1 else "")
        if len(child):
            yield from _empty(child, inner)
        elif not (child.text or "").strip():
            yield Finding("PEPPOL-EN16931-R008", "the element is empty: leave it out", inner)
