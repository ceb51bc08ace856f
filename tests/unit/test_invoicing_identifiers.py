"""Identifiers against python-stdnum, an independent reading of the same rules, and against the documented samples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean, iban, iso11649
from stdnum.be import iban as belgian_iban
from stdnum.be import ogm_vcs
from stdnum.be import vat as belgian_vat
from stdnum.eu import vat as european_vat

from billit_async.errors import IdentifierError
from billit_async.invoicing import (
    VAT_SCHEMES,
    ParticipantID,
    creditor_reference,
    format_enterprise_number,
    format_iban,
    parse_bic,
    parse_company_number,
    parse_creditor_reference,
    parse_enterprise_number,
    parse_iban,
    parse_participant,
    parse_structured_reference,
    parse_vat_number,
    participant_as_written,
    structured_reference,
)


def reads(parse, text):
    try:
        parse(text)
    except IdentifierError:
        return False
    return True


@given(st.integers(1, 19_999_999), st.integers(1, 97))
def test_enterprise_numbers_agree_with_an_independent_reading(base, check):
    text = f"{base:08d}{check:02d}"
    assert reads(parse_enterprise_number, text) == belgian_vat.is_valid(text)


@given(st.integers(1, 19_999_999))
def test_the_right_enterprise_number_is_read_and_each_other_digit_at_the_end_is_not(base):
    right = f"{base:08d}{97 - base % 97:02d}"
    assert parse_enterprise_number(right) == right
    assert parse_vat_number(f"BE{right}") == f"BE{right}"
    for digit in set("0123456789") - {right[-1]}:
        assert not reads(parse_enterprise_number, right[:-1] + digit)


def test_an_enterprise_number_is_read_as_people_write_it():
    for text in ("0563.846.944", "BE 0563.846.944", "563846944", "be0563846944"):
        assert parse_enterprise_number(text) == "0563846944"
    assert format_enterprise_number("BE0563846944") == "0563.846.944"


@pytest.mark.parametrize("text", ["", "BE", "2563846944", "05638469440", "0563846945", "٠٥٦٣٨٤٦٩٤٤", "BEBE0563846944"])
def test_what_is_no_belgian_vat_number_is_refused_without_quoting_it(text):
    with pytest.raises(IdentifierError) as raised:
        parse_vat_number(text if text.startswith("BE") else f"BE{text}")
    assert "0563846945" not in str(raised.value)


@pytest.mark.parametrize(
    "number",
    ["NL002059999B90", "DE136695976", "FR40303265045", "LU15027442", "IT00743110157", "ESX2482300W", "ATU13585627"],
)
def test_vat_numbers_of_other_countries_are_read_by_their_shape(number):
    assert parse_vat_number(f"{number[:2]} {number[2:]}") == number
    with pytest.raises(IdentifierError, match=number[:2]):
        parse_vat_number(f"{number}12345")


@given(
    st.sampled_from(["AT", "DE", "FR", "LU", "NL", "IT", "PL"]),
    st.from_regex(r"U?[0-9]{8,11}(B[0-9]{2})?", fullmatch=True),
)
def test_a_foreign_vat_number_that_is_right_is_never_refused(country, rest):
    if european_vat.is_valid(country + rest):
        number = european_vat.compact(country + rest)
        assert parse_vat_number(number) == number


def test_a_vat_number_without_its_country_says_to_write_it():
    with pytest.raises(IdentifierError, match="country first"):
        parse_vat_number("0563846944")


def test_a_country_without_a_known_shape_is_read_unchecked():
    assert parse_vat_number("CHE-123.456.788") == "CHE123456788"


@given(st.integers(0, 10**10 - 1), st.integers(2, 98))
def test_belgian_accounts_agree_with_an_independent_reading(body, check):
    account = f"{body:010d}{body % 97 or 97:02d}"
    text = f"BE{check:02d}{account}"
    assert reads(parse_iban, text) == iban.is_valid(text, check_country=False)


@given(st.integers(0, 10**10 - 1))
def test_the_right_belgian_account_is_read_whatever_its_bank(body):
    account = f"{body:010d}{body % 97 or 97:02d}"
    right = f"BE{iban.calc_check_digits('BE00' + account)}{account}"
    assert parse_iban(format_iban(right)) == right


@given(st.integers(0, 10**10 - 1), st.integers(1, 96))
def test_a_belgian_account_with_wrong_national_digits_is_refused(body, shift):
    account = f"{body:010d}{(body + shift) % 97 or 97:02d}"
    text = f"BE{iban.calc_check_digits('BE00' + account)}{account}"
    assert not belgian_iban.is_valid(text)
    assert not reads(parse_iban, text)


@pytest.mark.parametrize(
    "text", ["NL91ABNA0417164300", "DE89370400440532013000", "FR1420041010050500013M02606", "LU280019400644750000"]
)
def test_foreign_accounts_are_read_and_a_changed_digit_is_not(text):
    assert iban.is_valid(text)
    assert parse_iban(text.lower()) == text
    assert not reads(parse_iban, text[:-1] + ("1" if text[-1] != "1" else "2"))
    assert not reads(parse_iban, text[:-1])


def test_an_account_of_the_wrong_length_for_its_country_is_refused_though_its_digits_fit():
    body = "ABNA04171643000"
    assert not reads(parse_iban, f"NL{iban.calc_check_digits('NL00' + body)}{body}")


@given(st.integers(0, 10**12 - 1))
def test_structured_references_agree_with_an_independent_reading(number):
    text = f"{number:012d}"
    assert reads(parse_structured_reference, text) == ogm_vcs.is_valid(text)


@given(st.integers(1, 10**10 - 1))
def test_a_made_reference_is_right_in_each_of_its_forms(base):
    made = structured_reference(base)
    assert ogm_vcs.is_valid(made)
    bare = made.strip("+")
    for text in (made, f"***{bare}***", bare, bare.replace("/", "")):
        assert parse_structured_reference(text) == made


@pytest.mark.parametrize("text", ["+++123/4567/89003+++", "+++123/4567/8900+++", "+++123/4567/89002***", "INV-1", ""])
def test_what_is_no_structured_reference_is_refused(text):
    assert not reads(parse_structured_reference, text)


@given(st.from_regex(r"[A-Z0-9]{1,21}", fullmatch=True), st.integers(0, 96))
def test_creditor_references_agree_with_an_independent_reading(body, shift):
    made = creditor_reference(body)
    assert iso11649.is_valid(made)
    assert parse_creditor_reference(f"{made[:4]} {made[4:]}") == made
    check = (int(made[2:4]) - 2 + shift) % 97 + 2
    text = f"RF{check:02d}{body}"
    assert reads(parse_creditor_reference, text) == iso11649.is_valid(text)


def test_a_creditor_reference_takes_letters_and_digits_only():
    for base in ("", "A-1", "A" * 22):
        assert not reads(creditor_reference, base)


def test_a_bic_has_8_or_11_characters():
    assert parse_bic("gkcc bebb") == "GKCCBEBB"
    assert parse_bic("KREDBEBBXXX") == "KREDBEBBXXX"
    for text in ("GKCCBEB", "GKCCBEBB1", "1KCCBEBB", ""):
        assert not reads(parse_bic, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0437299999", None),
        ("0563846944", "0208:0563846944"),
        ("BE0563846944", "9925:BE0563846944"),
        ("NL002059999B90", "9944:NL002059999B90"),
        ("9925:be 0563", None),
        ("0208:0563.846.944", "0208:0563846944"),
        ("0208:0563846945", None),
        ("9925:NL002059999B90", None),
        ("9925:BE0563846944", "9925:BE0563846944"),
        ("0106:12345678", "0106:12345678"),
        ("0242:anything", "0242:anything"),
        ("FR40303265045", "9957:FR40303265045"),
        ("208:0563846944", None),
    ],
)
def test_a_participant_is_read_from_what_people_have(text, expected):
    if expected is None:
        assert not reads(parse_participant, text)
    else:
        assert str(parse_participant(text)) == expected


@given(st.integers(0, 10**13 - 1))
def test_location_numbers_agree_with_an_independent_reading(number):
    text = f"{number:013d}"
    assert reads(parse_participant, f"0088:{text}") == ean.is_valid(text)
    right = text[:12] + ean.calc_check_digit(text[:12])
    assert parse_participant(f"0088:{right}") == ParticipantID("0088", right)


INVISIBLE = ["\u200b", "\ufeff", "\u202a", "\u2066", "\u00ad", "\u200f", "\u00a0", "\u2009"]


@pytest.mark.parametrize("mark", INVISIBLE)
@pytest.mark.parametrize(
    ("parse", "text", "read"),
    [
        (parse_vat_number, "BE0563846944", "BE0563846944"),
        (parse_enterprise_number, "0563846944", "0563846944"),
        (parse_iban, "BE68539007547034", "BE68539007547034"),
        (parse_bic, "GKCCBEBB", "GKCCBEBB"),
        (parse_structured_reference, "+++123/4567/89002+++", "+++123/4567/89002+++"),
        (parse_creditor_reference, "RF18539007547034", "RF18539007547034"),
        (lambda text: str(parse_participant(text)), "0208:0563846944", "0208:0563846944"),
    ],
)
def test_marks_that_nobody_sees_do_not_count(parse, text, read, mark):
    for place in (0, len(text) // 2, len(text)):
        assert parse(text[:place] + mark + text[place:]) == read


@pytest.mark.parametrize(
    ("parse", "text", "read"),
    [
        (parse_iban, "IBAN BE68 5390 0754 7034", "BE68539007547034"),
        (parse_iban, "iban: NL91 ABNA 0417 1643 00", "NL91ABNA0417164300"),
        (parse_iban, "Rekeningnummer BE68-5390-0754-7034", "BE68539007547034"),
        (parse_bic, "BIC: GKCCBEBB", "GKCCBEBB"),
        (parse_bic, "SWIFT GKCC BE BB", "GKCCBEBB"),
        (parse_bic, "BICICIAB", "BICICIAB"),  # a bank of that name, no label
        (parse_vat_number, "BTW BE 0563.846.944", "BE0563846944"),
        (parse_vat_number, "btw-nr. BE0563846944", "BE0563846944"),
        (parse_vat_number, "N° TVA : BE 0563.846.944", "BE0563846944"),
        (parse_vat_number, "VAT no. NL002059999B90", "NL002059999B90"),
        (parse_vat_number, "USt-IdNr. DE136695976", "DE136695976"),
        (parse_vat_number, "VA12345678901", "VA12345678901"),
        (parse_vat_number, "BE 0563\u2011846\u2011944", "BE0563846944"),
        (parse_vat_number, "\uff22\uff25\uff10563846944", "BE0563846944"),
        (parse_iban, "Rek. BE68 5390 0754 7034", "BE68539007547034"),
        (parse_iban, "N° compte: BE68 5390 0754 7034", "BE68539007547034"),
        (parse_iban, "IBAN (EUR): BE68 5390 0754 7034", "BE68539007547034"),
        (parse_iban, "IBAN=BE68539007547034", "BE68539007547034"),
        (parse_bic, "BIC KREDBEBB", "KREDBEBB"),
        (parse_bic, "SWIFT code: KREDBEBB", "KREDBEBB"),
        (parse_bic, "BICKREDBEBB", "BICKREDBEBB"),
        (parse_vat_number, "NIF ESB12345678", "ESB12345678"),
        (parse_vat_number, "CVR DK12345678", "DK12345678"),
        (parse_vat_number, "VAT reg. no. GB123456789", "GB123456789"),
        (parse_vat_number, "TVA intracommunautaire FR12345678901", "FR12345678901"),
        (parse_enterprise_number, "N° d\u2019entreprise : 0563.846.944", "0563846944"),
        (parse_structured_reference, "Communication structur\u00e9e : +++123/4567/89002+++", "+++123/4567/89002+++"),
        (parse_structured_reference, "R\u00e9f.: 123/4567/89002", "+++123/4567/89002+++"),
        (parse_structured_reference, "OGM/VCS: +++123/4567/89002+++", "+++123/4567/89002+++"),
        (parse_creditor_reference, "Ref. RF18 5390 0754 7034", "RF18539007547034"),
        (parse_enterprise_number, "KBO 0563.846.944", "0563846944"),
        (parse_enterprise_number, "BTW BE 0563.846.944", "0563846944"),
        (parse_enterprise_number, "Ondernemingsnummer: 0563.846.944", "0563846944"),
        (parse_structured_reference, "Mededeling: +++123/4567/89002+++", "+++123/4567/89002+++"),
        (parse_structured_reference, "OGM 123456789002", "+++123/4567/89002+++"),
        (parse_company_number, "KBO 0563.846.944", "0563846944"),
        (parse_company_number, "BTW BE 0563.846.944", "BE0563846944"),
        (lambda text: str(parse_participant(text)), "BTW: BE 0563.846.944", "9925:BE0563846944"),
    ],
)
def test_a_label_in_front_of_a_number_does_not_count(parse, text, read):
    assert parse(text) == read


@pytest.mark.parametrize(
    ("parse", "text"), [(parse_iban, "IBAN"), (parse_vat_number, "BTW"),
        (parse_vat_number, "KBO 0563.846.944"), (parse_iban, "IBAN BE68 5390 0754 7035"),
                        (parse_vat_number, "Acme BE0563846944"), (parse_bic, "BIC")],
)  # fmt: skip
def test_a_label_alone_or_another_word_is_refused(parse, text):
    assert not reads(parse, text)


@pytest.mark.parametrize("base", [0, 1, 97, 9_999_999_999])
def test_a_structured_reference_is_made_of_up_to_ten_digits(base):
    assert ogm_vcs.is_valid(structured_reference(base))


@pytest.mark.parametrize("base", [-1, 10_000_000_000, 10**30])
def test_a_number_that_would_be_cut_off_makes_no_reference(base):
    with pytest.raises(IdentifierError, match="0 to 9999999999"):
        structured_reference(base)


@pytest.mark.parametrize("base", [True, "5", 5.0, None])
def test_what_is_not_a_whole_number_makes_no_reference(base):
    with pytest.raises(TypeError):
        structured_reference(base)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EL094259216", "9933:EL094259216"),
        ("GR094259216", "9933:EL094259216"),
        ("GB123456789", "9932:GB123456789"),
        ("XI123456789", "9932:XI123456789"),
        ("9932:XI123456789", "9932:XI123456789"),
        ("9932:GB123456789", "9932:GB123456789"),
        ("CHE-123.456.788 MWST", "9927:CHE123456788MWST"),
        ("LU15027442", "9938:LU15027442"),
        ("FR40303265045", "9957:FR40303265045"),
        ("IT00743110157", "0211:IT00743110157"),
        ("0002:303 265 045", "0002:303265045"),
        ("0009:303 265 045 00012", "0009:30326504500012"),
        ("0002:30326504", None),
        ("0009:303265045", None),
        ("0225:303265045", "0225:303265045"),
        ("0225:303265045_30326504500012_DEPT-7", "0225:303265045_30326504500012_DEPT-7"),
        ("0225:" + "303265045_" + "x" * 120, "0225:" + "303265045_" + "x" * 120),
        ("0225:" + "303265045_" + "x" * 121, None),
        ("0225:DEPT", None),
        ("0240:B123456", "0240:B123456"),
        ("0246:DE-1", "0246:DE-1"),
        ("iso6523-actorid-upis::0208:0563846944", "0208:0563846944"),
        ("ISO6523-ACTORID-UPIS::9925:be 0563.846.944", "9925:BE0563846944"),
    ],
)
def test_participants_of_other_countries_are_read_up_to_their_real_length(text, expected):
    if expected is None:
        assert not reads(parse_participant, text)
    else:
        found = parse_participant(text)
        assert (str(found), found.canonical) == (expected, f"iso6523-actorid-upis::{expected}")


@pytest.mark.parametrize("country", sorted(VAT_SCHEMES))
def test_every_country_with_a_scheme_is_read_both_ways(country):
    rest = {"CH": "E123456788", "NL": "002059999B90", "CY": "12345678X", "AT": "U13585627", "IE": "1234567FA",
            "FR": "40303265045", "ES": "X2482300W", "BE": "0563846944", "BG": "123456789", "EL": "094259216",
            "GR": "094259216", "GB": "123456789", "XI": "123456789", "DE": "136695976", "EE": "123456789",
            "LT": "123456789", "MT": "12345678", "PT": "123456789", "PL": "1234567890", "SK": "1234567890",
            "SE": "123456789012", "HR": "12345678901", "IT": "00743110157", "LV": "12345678901",
            "LU": "15027442"}.get(country, "12345678")  # fmt: skip
    found = parse_participant(f"{country} {rest}")
    assert found.scheme == VAT_SCHEMES[country]
    assert parse_participant(str(found)) == found


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("0208:BE0563846944", "0208:BE0563846944"),
        ("iso6523-actorid-upis::0208:BE0563846944", "0208:BE0563846944"),
        ("9925:be0563846944", "9925:be0563846944"),
        ("BE0563846944", None),
        ("0208:", None),
        ("0208:a/b", None),
    ],
)
def test_a_participant_can_be_named_as_it_is_registered(text, read):
    if read is None:
        assert not reads(participant_as_written, text)
    else:
        assert str(participant_as_written(text)) == read
