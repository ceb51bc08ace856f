"""Identifiers and document types of Peppol, as values."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.be import vat as oracle

from billit_async import to_json
from billit_async._runtime.ttl_cache import TTLCache
from billit_async.invoicing.participants import parse_participant
from billit_async.invoicing.peppol import (
    Participant,
    SentVia,
    document_types_for,
    party_identifiers,
    peppol_identifier,
    receiver_of,
)
from billit_async.invoicing.peppol import Reason as Why
from billit_async.models import Order, Party, PartyIdentifier


class TestAnIdentifier:
    @pytest.mark.parametrize(
        ("written", "wire"),
        [
            ("BE0563846944", "BE0563846944"),
            (" be 0563.846.944 ", "BE0563846944"),
            ("BE 563-846-944", "BE0563846944"),
            ("0563.846.944", "0563846944"),
            ("563846944", "0563846944"),
            ("0208:0563.846.944", "0208:0563846944"),
            ("9925:be0563846944", "9925:BE0563846944"),
            ("9925:0563846944", "9925:BE0563846944"),
            ("NL002059999B90", "NL002059999B90"),
            ("0088:5430003732007", "0088:5430003732007"),
            ("0204:991-1234512345-06", "0204:991-1234512345-06"),
            ("0245:1234567890", "0245:1234567890"),
        ],
    )
    def test_is_written_as_billit_takes_it(self, written: str, wire: str) -> None:
        assert peppol_identifier(written) == wire

    @pytest.mark.parametrize(
        ("written", "match"),
        [
            ("BE0563846945", "check digits"),
            ("0208:0563846945", "check digits"),
            ("9925:BE0563846945", "check digits"),
            ("2000000042", "check digits"),
            ("12345678", "has 10 digits, and this one has 8"),
            ("BE05638469441", "has 10 digits, and this one has 11"),
            ("BE05638A6944", "digits only"),
            ("Acme", "not a VAT number"),
            ("BELGIUM", "digits only"),
            ("", "not a VAT number"),
            ("٠٥٦٣٨٤٦٩٤٤", "digits only"),
            ("208:0563846944", "four digits"),
            ("1234:5", "not one of Peppol's"),
            ("BE:0563846944", "four digits"),
            ("0088:5430003732008", "check digit of the GLN"),
            ("0088:543000373201", "check digit of the GLN"),
            ("0190:", "empty"),
            ("0190:a/../b", "characters"),
            ("0190:" + "9" * 131, "too long"),
        ],
    )
    def test_that_is_none_says_what_is_wrong(self, written: str, match: str) -> None:
        with pytest.raises(ValueError, match=match) as caught:
            peppol_identifier(written)
        assert "056384694" not in str(caught.value).replace("0563846944", "example", 2)

    @given(st.integers(0, 199_999_999))
    def test_of_a_belgian_company_is_judged_as_others_judge_it(self, first: int) -> None:
        for last in (97 - first // 10 % 97, first % 100):
            number = f"{first // 10:08d}{last:02d}"
            if oracle.is_valid(number):
                assert peppol_identifier(number) == number
                assert peppol_identifier(f"BE{number}") == f"BE{number}"
            elif not number.startswith("0" * 8):
                with pytest.raises(ValueError, match="check digits"):
                    peppol_identifier(number)


def test_what_the_directory_says_of_a_company_shows_no_number_and_no_name() -> None:
    found = Participant(
        registered=True,
        identifier="0208:0563846944",
        document_types=["BISv3Invoice"],
        service_provider_id="PBE000042",
        service_provider_name="Wilhelmina's Access",
    )
    via = SentVia(order_id=7, transport="Peppol", reason=Why.TAKES_IT, participant="0208:0563846944")
    shown = f"{found!r} {found} {via!r} {parse_participant('0208:0563846944')!r}"
    assert [secret for secret in ("0563846944", "PBE000042", "Wilhelmina") if secret in shown] == []
    assert "order_id=7" in shown
    assert "scheme='0208'" in shown


class TestAParty:
    def test_is_looked_for_by_its_enterprise_number_before_its_vat_number(self) -> None:
        assert party_identifiers(Party(vat_number="BE 0563.846.944")) == ("0208:0563846944", "BE0563846944")

    def test_is_looked_for_by_every_number_once_its_peppol_id_first(self) -> None:
        party = Party(
            peppol_identifier="0088:5430003732007",
            vat_number="BE0563846944",
            identifiers=[
                PartyIdentifier(identifier_type="CBE", identifier="0563846944"),
                PartyIdentifier(identifier_type="GLN", identifier="5430003732007", scheme_id="0088"),
                PartyIdentifier(identifier_type="VAT", identifier="BE0563846944"),
                PartyIdentifier(identifier_type="SDIPEC", identifier="a@b.example"),
                PartyIdentifier(identifier_type="OIN"),
            ],
        )
        assert party_identifiers(party) == ("0088:5430003732007", "0208:0563846944", "BE0563846944")

    def test_without_a_number_is_not_looked_for(self) -> None:
        assert party_identifiers(Party(name="Someone", vat_number=" ")) == ()

    def test_with_a_wrong_number_is_told_the_field(self) -> None:
        with pytest.raises(ValueError, match="receiver's vat_number: the check digits"):
            party_identifiers(Party(vat_number="BE0563846945"))
        with pytest.raises(ValueError, match="receiver's identifiers: the check digits"):
            party_identifiers(Party(identifiers=[PartyIdentifier(identifier_type="CBE", identifier="0563846945")]))

    def test_that_receives_is_the_supplier_of_a_self_billing_document(self) -> None:
        customer, supplier = Party(name="Customer"), Party(name="Supplier")
        assert receiver_of(Order(customer=customer, supplier=supplier)) is customer
        assert receiver_of(Order(order_sub_type="SelfBilling", customer=customer, supplier=supplier)) is supplier
        assert receiver_of(Order(counter_party=customer)) is customer
        assert receiver_of(Order()) is None


class TestAParticipant:
    @pytest.mark.parametrize(
        ("listed", "order_type", "self_billing", "taken"),
        [
            (["BISv3Invoice"], "Invoice", False, True),
            (["Invoice5"], "Invoice", False, True),
            (["Creditnote5"], "CreditNote", False, True),
            (["BISv3Invoice"], "CreditNote", False, False),
            (["BISv3Invoice"], "Invoice", True, False),
            (["BISv3InvoiceSelfBilling"], "Invoice", True, True),
            (["BISv3InvoiceSelfBilling"], "Invoice", False, False),
            (["BISv3CreditNoteSelfBilling"], "CreditNote", True, True),
            (["IMR", "MLR"], "Invoice", False, False),
            (["BISv3Invoice", "BISv3OrderForm"], "Offer", False, False),
            ([], "Invoice", False, False),
            (None, "Invoice", False, False),
        ],
    )
    def test_takes_what_it_lists(self, listed: Any, order_type: str, *, self_billing: bool, taken: bool) -> None:
        participant = Participant(registered=True, document_types=listed)
        assert participant.takes(order_type, self_billing=self_billing) is taken

    def test_that_is_not_registered_takes_nothing(self) -> None:
        assert not Participant(registered=False, document_types=["BISv3Invoice"]).takes("Invoice")
        assert not Participant(document_types=["BISv3Invoice"]).takes("Invoice")

    def test_is_written_like_the_answer_it_came_from(self) -> None:
        assert to_json(Participant(registered=True, document_types=["IMR"])) == (
            b'{"Registered":true,"DocumentTypes":["IMR"]}'
        )

    def test_has_no_document_for_an_offer(self) -> None:
        assert document_types_for("Offer") == ()
        assert document_types_for("Offer", self_billing=True) == ()

    def test_does_not_show_in_what_was_sent(self) -> None:
        assert "0563846944" not in repr(
            SentVia(order_id=1, transport="Peppol", reason=Why.TAKES_IT, participant="0208:0563846944")
        )


class TestWhatIsKept:
    def test_has_an_age(self) -> None:
        kept = TTLCache(2)
        kept.put("a", 10.0, b"1")
        assert kept.get("a", 12.5) == (2.5, b"1")
        assert kept.get("b", 12.5) is None

    def test_makes_room_for_the_newest(self) -> None:
        kept = TTLCache(2)
        for question, moment in (("a", 1.0), ("b", 2.0), ("a", 3.0), ("c", 4.0)):
            kept.put(question, moment, question.encode())
        assert len(kept) == 2
        assert kept.get("b", 5.0) is None
        assert kept.get("a", 5.0) == (2.0, b"a")


class TestWhereAPartyIsLookedUp:
    def party(self, *identifiers: PartyIdentifier, **fields: Any) -> Party:
        return Party(identifiers=list(identifiers), **fields)

    def test_a_french_company_by_its_ctc_address_before_its_other_numbers(self) -> None:
        party = self.party(
            PartyIdentifier(identifier_type="SIREN", identifier="303265045"),
            PartyIdentifier(identifier_type="SIRET", identifier="30326504500012"),
            PartyIdentifier(identifier_type="CTC", identifier="303265045_DEPT"),
            vat_number="FR40303265045",
        )
        assert party_identifiers(party) == (
            "0225:303265045_DEPT",
            "0002:303265045",
            "0009:30326504500012",
            "FR40303265045",
        )

    def test_a_belgian_company_by_its_enterprise_number(self) -> None:
        party = self.party(
            PartyIdentifier(identifier_type="GLN", identifier="5430003732007"),
            PartyIdentifier(identifier_type="CBE", identifier="0563846944"),
        )
        assert party_identifiers(party) == ("0208:0563846944", "0088:5430003732007")

    def test_one_that_is_preferred_goes_first(self) -> None:
        party = self.party(
            PartyIdentifier(identifier_type="CBE", identifier="0563846944"),
            PartyIdentifier(identifier_type="GLN", identifier="5430003732007", preferred=True),
        )
        assert party_identifiers(party) == ("0088:5430003732007", "0208:0563846944")

    def test_a_luxembourg_company_by_its_register(self) -> None:
        party = self.party(PartyIdentifier(identifier_type="RPM", identifier="B123456"), vat_number="LU15027442")
        assert party_identifiers(party) == ("0240:B123456", "LU15027442")

    def test_the_spelling_of_a_registration_can_be_kept(self) -> None:
        assert peppol_identifier("0208:BE0563846944", as_written=True) == "0208:BE0563846944"
        assert peppol_identifier("0208:BE0563846944") == "0208:0563846944"
        assert peppol_identifier("iso6523-actorid-upis::0208:0563846944") == "0208:0563846944"
        assert peppol_identifier("BTW: BE 0563.846.944") == "BE0563846944"
