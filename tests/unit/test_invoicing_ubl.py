"""UBL checked offline: a good document passes, each rule is broken once, and the complete rules agree with ours."""

from __future__ import annotations

import re

import pytest

from billit_async import InvalidUbl
from billit_async.invoicing.ubl import check_ubl, refuse_invalid_ubl
from billit_async.invoicing.ubl_validator import has_official_rules, official_findings
from tests.unit.ubl_samples import good

KINDS = ("Invoice", "CreditNote")
SUPPLIER = "AccountingSupplierParty"
CUSTOMER = "AccountingCustomerParty"
needs_official = pytest.mark.skipif(not has_official_rules(), reason="needs the extra ubl")

# What is replaced in a good document (a pattern, its first place), by what, and the rule that it breaks then.
SPOILT = [
    (r"<cbc:CustomizationID>.*?</cbc:CustomizationID>", "", "BR-01"),
    (r"billing:3.0</cbc:Cust", "billing:2.0</cbc:Cust", "PEPPOL-EN16931-R004"),
    (r"<cbc:ProfileID>.*?</cbc:ProfileID>", "", "PEPPOL-EN16931-R001"),
    (r"billing:01:1.0", "ordering:01:1.0", "PEPPOL-EN16931-R007"),
    (r"<cbc:ID>2026/1</cbc:ID>", "", "BR-02"),
    (r"<cbc:IssueDate>.*?</cbc:IssueDate>", "", "BR-03"),
    (r"2026-01-01", "01/01/2026", "PEPPOL-EN16931-F001"),
    (r"<cbc:(Invoice|CreditNote)TypeCode>.*?TypeCode>", "", "BR-04"),
    (r"<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>", "", "BR-05"),
    (r"<cbc:BuyerReference>PO-1</cbc:BuyerReference>", "", "PEPPOL-EN16931-R003"),
    (r"<cbc:RegistrationName>Seller</cbc:RegistrationName>", "<cbc:CompanyID>1</cbc:CompanyID>", "BR-06"),
    (r"<cbc:RegistrationName>Buyer</cbc:RegistrationName>", "<cbc:CompanyID>1</cbc:CompanyID>", "BR-07"),
    (r"<cac:PostalAddress>.*?</cac:PostalAddress>", "", "BR-08"),
    (r"<cac:Country>.*?</cac:Country>", "", "BR-09"),
    (r'<cbc:EndpointID schemeID="0208">0437298071</cbc:EndpointID>', "", "PEPPOL-EN16931-R020"),
    (r'<cbc:EndpointID schemeID="0208">0563846944</cbc:EndpointID>', "", "PEPPOL-EN16931-R010"),
    (r' schemeID="0208">0437298071', ">0437298071", "BR-62"),
    (r' schemeID="0208">0563846944', ">0563846944", "BR-63"),
    (r'"0208">0563846944', '"0208">0563846945', "PEPPOL-COMMON-R043"),
    (r'"0208">0563846944', '"0088">5430003732008', "PEPPOL-COMMON-R040"),
    (r'<cbc:LineExtensionAmount currencyID="EUR">400.00</cbc:LineExtensionAmount>', "", "BR-12"),
    (r"<cbc:TaxExclusiveAmount.*?</cbc:TaxExclusiveAmount>", "", "BR-13"),
    (r"<cbc:TaxInclusiveAmount.*?</cbc:TaxInclusiveAmount>", "", "BR-14"),
    (r"<cbc:PayableAmount.*?</cbc:PayableAmount>", "", "BR-15"),
    (r"<cac:(Invoice|CreditNote)Line>.*Line>", "", "BR-16"),
    (r"Line><cbc:ID>1</cbc:ID>", "Line>", "BR-21"),
    (r"<cbc:(Invoiced|Credited)Quantity.*?Quantity>", "", "BR-22"),
    (r' unitCode="C62"', "", "BR-23"),
    (r'<cbc:LineExtensionAmount currencyID="EUR">200.00</cbc:LineExtensionAmount>', "", "BR-24"),
    (r"<cbc:Name>Work 1</cbc:Name>", "", "BR-25"),
    (r"<cbc:PriceAmount.*?</cbc:PriceAmount>", "", "BR-26"),
    (r'2</cbc:(\w+)Quantity>(.*?)"EUR">100.00</cbc:Price', r'-2</cbc:\1Quantity>\2"EUR">-100.00</cbc:Price', "BR-27"),
    (r"<cac:ClassifiedTaxCategory>.*?</cac:ClassifiedTaxCategory>", "", "BR-CO-04"),
    (r">400.00<", ">400.01<", "BR-CO-10"),
    (r">10.00</cbc:AllowanceTotal", ">10.01</cbc:AllowanceTotal", "BR-CO-11"),
    (r">5.00</cbc:ChargeTotal", ">5.01</cbc:ChargeTotal", "BR-CO-12"),
    (r">395.00<", ">395.01<", "BR-CO-13"),
    (r">67.95<", ">67.96<", "BR-CO-14"),
    (r">462.95<", ">462.96<", "BR-CO-15"),
    (r">401.00<", ">401.01<", "BR-CO-16"),
    (r">62.00</cbc:Prepaid", ">61.99</cbc:Prepaid", "BR-CO-16"),
    (r">61.95<", ">62.95<", "BR-CO-17"),
    (r"<cac:TaxSubtotal>.*</cac:TaxSubtotal>", "", "BR-CO-18"),
    (r">295.00<", ">296.00<", "BR-S-08"),
    (r">100.00</cbc:Taxable", ">100.001</cbc:Taxable", "BR-DEC-19"),
    (r">61.95<", ">61.951<", "BR-DEC-20"),
    (r">67.95<", ">67.951<", "BR-DEC-13"),
    (r">400.00<", ">400.001<", "BR-DEC-09"),
    (r">10.00</cbc:AllowanceTotal", ">10.001</cbc:AllowanceTotal", "BR-DEC-10"),
    (r">5.00</cbc:ChargeTotal", ">5.001</cbc:ChargeTotal", "BR-DEC-11"),
    (r">395.00<", ">395.001<", "BR-DEC-12"),
    (r">462.95<", ">462.951<", "BR-DEC-14"),
    (r">62.00</cbc:Prepaid", ">62.001</cbc:Prepaid", "BR-DEC-16"),
    (r">0.05<", ">0.051<", "BR-DEC-17"),
    (r">401.00<", ">401.001<", "BR-DEC-18"),
    (r">200.00<", ">200.001<", "BR-DEC-23"),
    (r">200.00<", ">200.03<", "PEPPOL-EN16931-R120"),
    (r"</cbc:PriceAmount>", "</cbc:PriceAmount><cbc:BaseQuantity>0</cbc:BaseQuantity>", "PEPPOL-EN16931-R121"),
    (r'EUR">395.00', 'USD">395.00', "PEPPOL-EN16931-R051"),
    (r">Gent<", "><", "PEPPOL-EN16931-R008"),
    (r"<cbc:TaxableAmount.*?</cbc:TaxableAmount>", "", "BR-45"),
    (r"(</cbc:TaxableAmount>)<cbc:TaxAmount.*?</cbc:TaxAmount>", r"\1", "BR-46"),
    (r"(</cbc:TaxAmount><cac:TaxCategory>)<cbc:ID>S</cbc:ID>", r"\1", "BR-47"),
    (r"(</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID>)<cbc:Percent>21</cbc:Percent>", r"\1", "BR-48"),
    (r"(TaxCategory><cbc:ID>)S(</cbc:ID><cbc:Percent>)6(<.*?Work 3.*?<cbc:ID>)S", r"\1S\g<2>6\3E", "BR-E-01"),
]

FEW = [entry for entry in SPOILT if entry[2] in {"BR-16", "BR-CO-10", "BR-S-08"}]


def spoilt(kind: str, pattern: str, by: str) -> str:
    text, times = re.subn(pattern, by, good(kind), count=1, flags=re.DOTALL)
    assert times == 1, "the pattern is not in the document"
    return text


def without_vat(category: str, *, vat: str = "0.00", reason: str = "Because") -> str:
    """An invoice whose line of 6 % has another VAT category, and no VAT."""
    text = good().replace("<cbc:Percent>6<", "<cbc:Percent>0<").replace(">6.00<", f">{vat}<")
    before, third = text.split("Work 3")
    text = before + "Work 3" + third.replace("<cbc:ID>S<", f"<cbc:ID>{category}<", 1)
    said = f"<cbc:TaxExemptionReason>{reason}</cbc:TaxExemptionReason>" if reason else ""
    text = re.sub(
        r"<cbc:ID>S</cbc:ID><cbc:Percent>0</cbc:Percent>(?=<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
        r"</cac:TaxCategory></cac:TaxSubtotal>)",
        f"<cbc:ID>{category}</cbc:ID><cbc:Percent>0</cbc:Percent>{said}",
        text,
    )
    return text.replace(">67.95<", ">61.95<").replace(">462.95<", ">456.95<").replace(">401.00<", ">395.00<")


def errors(xml: str) -> set[str]:
    return {finding.rule for finding in check_ubl(xml, official=False) if finding.is_error}


class TestAGoodDocument:
    @pytest.mark.parametrize("kind", KINDS)
    def test_breaks_nothing(self, kind: str) -> None:
        assert check_ubl(good(kind), official=False) == ()
        refuse_invalid_ubl(good(kind))

    @pytest.mark.parametrize("category", ["E", "AE", "K", "G"])
    def test_may_have_lines_without_vat(self, category: str) -> None:
        assert check_ubl(without_vat(category), official=False) == ()

    def test_of_self_billing_is_one_too(self) -> None:
        assert check_ubl(good().replace("poacc:billing", "poacc:selfbilling"), official=False) == ()

    def test_may_give_its_price_for_many(self) -> None:
        per = '<cbc:PriceAmount currencyID="EUR">1000.00</cbc:PriceAmount><cbc:BaseQuantity>10</cbc:BaseQuantity>'
        text = spoilt("Invoice", "<cbc:PriceAmount.*?</cbc:PriceAmount>", per)
        assert check_ubl(text, official=False) == ()

    def test_may_be_a_credit_note_without_a_day_to_pay(self) -> None:
        assert errors(spoilt("CreditNote", "<cac:PaymentTerms>.*?</cac:PaymentTerms>", "")) == set()

    def test_has_no_rate_where_vat_does_not_apply(self) -> None:
        text = without_vat("O").replace("<cbc:Percent>0</cbc:Percent>", "")
        assert errors(text) == set()

    def test_rounds_half_a_cent_of_vat_up(self) -> None:
        text, last = good().split("<cbc:ID>3<")
        text += "<cbc:ID>3<" + last.replace(">100.00<", ">100.25<")
        for old, new in (
            (">100.00</cbc:Taxable", ">100.25</cbc:Taxable"),
            (">6.00<", ">6.02<"),
            (">67.95<", ">67.97<"),
            (">400.00<", ">400.25<"),
            (">395.00<", ">395.25<"),
            (">462.95<", ">463.22<"),
            (">401.00<", ">401.27<"),
        ):
            text = text.replace(old, new)
        assert check_ubl(text, official=False) == ()

    def test_may_say_its_vat_in_a_second_currency(self) -> None:
        second = '<cac:TaxTotal><cbc:TaxAmount currencyID="USD">80.00</cbc:TaxAmount></cac:TaxTotal>'
        assert check_ubl(good().replace("<cac:TaxTotal>", second + "<cac:TaxTotal>", 1), official=False) == ()

    def test_may_name_another_encoding_than_that_of_its_text(self) -> None:
        text = good().replace("UTF-8", "ISO-8859-1").replace(">Gent<", ">Liège<")
        assert check_ubl("\ufeff" + text, official=False) == ()


class TestASpoiltDocument:
    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize(("pattern", "by", "rule"), SPOILT)
    def test_breaks_the_rule(self, kind: str, pattern: str, by: str, rule: str) -> None:
        assert rule in errors(spoilt(kind, pattern, by))

    def test_without_a_day_to_pay_breaks_a_rule(self) -> None:
        assert errors(spoilt("Invoice", "<cbc:DueDate>.*?</cbc:DueDate>", "")) == {"BR-CO-25"}

    def test_without_the_buyers_address_breaks_two(self) -> None:
        before, after = good().split(f"<cac:{CUSTOMER}>")
        text = f"{before}<cac:{CUSTOMER}>" + re.sub("<cac:PostalAddress>.*?</cac:PostalAddress>", "", after, count=1)
        assert errors(text) == {"BR-10", "BR-11"}

    @pytest.mark.parametrize(("category", "name"), [("E", "E"), ("AE", "AE"), ("K", "IC"), ("G", "G"), ("Z", "Z")])
    def test_with_vat_where_there_is_none_breaks_the_rule_of_its_category(self, category: str, name: str) -> None:
        assert f"BR-{name}-09" in errors(without_vat(category, vat="0.01"))
        wrong = without_vat(category).replace(">100.00</cbc:Taxable", ">100.01</cbc:Taxable")
        assert f"BR-{name}-08" in errors(wrong)

    @pytest.mark.parametrize(("category", "name"), [("E", "E"), ("AE", "AE"), ("K", "IC"), ("G", "G")])
    def test_that_does_not_say_why_it_has_no_vat_breaks_the_rule(self, category: str, name: str) -> None:
        assert errors(without_vat(category, reason="")) == {f"BR-{name}-10"}

    def test_is_only_warned_of_cents_that_receivers_forgive(self) -> None:
        text = good().replace(">61.95<", ">61.96<").replace(">67.95<", ">67.96<")
        text = text.replace(">462.95<", ">462.96<").replace(">0.05<", ">0.04<")
        (finding,) = check_ubl(text, official=False)
        assert (finding.rule, finding.is_error) == ("BR-CO-17", False)
        refuse_invalid_ubl(text)

    def test_says_where(self) -> None:
        (finding,) = check_ubl(spoilt("Invoice", "<cbc:Name>Work 2</cbc:Name>", ""), official=False)
        assert finding.location == "Invoice/InvoiceLine[2]/Item/Name"

    @pytest.mark.parametrize("amount", ["4e2", "NaN", "4OO", "1" * 31, "٤٠٠", "400,00"])
    def test_with_an_amount_that_is_no_number_is_not_computed_with(self, amount: str) -> None:
        assert errors(spoilt("Invoice", ">400.00<", f">{amount}<")) == {"UBL-NUMBER"}
        assert errors(spoilt("Invoice", ">200.00<", f">{amount}<")) == {"UBL-NUMBER"}

    def test_is_refused_with_all_that_is_wrong_and_nothing_of_its_content(self) -> None:
        text = spoilt("Invoice", ">462.95<", ">462.96<").replace(">Gent<", "><")
        with pytest.raises(InvalidUbl, match="BR-CO-15 at Invoice/LegalMonetaryTotal/TaxInclusiveAmount") as caught:
            refuse_invalid_ubl(text)
        assert {"BR-CO-15", "BR-CO-16", "PEPPOL-EN16931-R008"} <= {finding.rule for finding in caught.value.findings}
        for content in ("Seller", "0563846944", "462", "PO-1"):
            assert content not in str(caught.value) + repr(caught.value.findings)


class TestWhatIsNoUbl:
    @pytest.mark.parametrize(
        ("xml", "rule"),
        [
            ("<Invoice>", "XML-FORM"),
            ("", "XML-FORM"),
            ("<a/><b/>", "XML-FORM"),
            ("<x:a/>", "XML-FORM"),
            ("<a>&unknown;</a>", "XML-FORM"),
            ("<a>\x00</a>", "XML-FORM"),
            ("<a>\ud800</a>", "XML-FORM"),
            ("<Invoice/>", "UBL-ROOT"),
            (good().replace("xsd:Invoice-2", "xsd:Order-2"), "UBL-ROOT"),
            ("<!DOCTYPE a><a/>", "XML-DTD"),
            ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "XML-DTD"),
            ('<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]><a>&z;</a>', "XML-DTD"),
            ("<a>" * 101 + "</a>" * 101, "XML-DEPTH"),
        ],
    )
    def test_is_told_what_it_is(self, xml: str, rule: str) -> None:
        (finding,) = check_ubl(xml)
        assert (finding.rule, finding.is_error) == (rule, True)

    def test_is_no_text_says_so(self) -> None:
        with pytest.raises(TypeError, match="decode it first"):
            check_ubl(good().encode())  # type: ignore[arg-type]


@needs_official
class TestTheCompleteRules:
    @pytest.mark.parametrize("kind", KINDS)
    def test_find_nothing_in_a_good_document(self, kind: str) -> None:
        assert official_findings(good(kind)) == ()

    @pytest.mark.soak
    @pytest.mark.parametrize(("pattern", "by", "rule"), SPOILT)
    def test_agree_with_ours(self, pattern: str, by: str, rule: str) -> None:
        text = spoilt("Invoice", pattern, by)
        # Of the decimals of the VAT only the general rule of all amounts speaks there.
        wanted = {"BR-DEC-13": "UBL-DT-01"}.get(rule, rule)
        assert wanted in {finding.rule for finding in official_findings(text) if finding.is_error}

    @pytest.mark.parametrize(("pattern", "by", "rule"), FEW)
    def test_agree_with_some_of_ours(self, pattern: str, by: str, rule: str) -> None:
        found = {finding.rule for finding in official_findings(spoilt("CreditNote", pattern, by))}
        assert rule in found

    @pytest.mark.parametrize("category", ["E", "AE", "K", "G"])
    def test_agree_where_there_is_no_vat(self, category: str) -> None:
        ours = errors(without_vat(category, vat="0.01", reason=""))
        assert ours <= {finding.rule for finding in official_findings(without_vat(category, vat="0.01", reason=""))}

    def test_find_more_than_ours_and_are_told_once(self) -> None:
        found = check_ubl(good().replace(">380<", ">999<").replace(">462.95<", ">462.96<"))
        rules = [finding.rule for finding in found]
        assert rules.count("BR-CO-15") == 1
        assert any(finding.rule not in errors(good()) and "380" not in finding.message for finding in found)
        assert "BR-CL-01" in rules or "PEPPOL-EN16931-P0100" in rules

    def test_are_not_run_over_an_amount_that_is_no_number(self, capfd: pytest.CaptureFixture[str]) -> None:
        (finding,) = check_ubl(good().replace(">400.00<", ">4OO<"))
        assert finding.rule == "UBL-NUMBER"
        assert capfd.readouterr().err == ""

    def test_that_fail_on_a_document_are_a_warning_without_its_content(self) -> None:
        (finding,) = official_findings(good().replace(">400.00<", ">4OO<"))
        assert (finding.rule, finding.is_error) == ("UBL-RULES", False)
