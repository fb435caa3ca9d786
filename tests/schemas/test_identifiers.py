"""What identifies a person, and what only looks so."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.extracts import EXTRACTS
from schemas.identifiers import (
    Identifier,
    found_in,
    is_chi,
    is_identifier_column,
    may_hold_name,
)
from schemas.vocabulary import LEGISLATION, LOCALITY

CHI, POSTCODE, BIRTH = Identifier.CHI, Identifier.POSTCODE, Identifier.BIRTH
TELEPHONE, EMAIL = Identifier.TELEPHONE, Identifier.EMAIL
A_CHI = "0101111231"


def chi_of(day: dt.date, serial: int) -> str | None:
    """A CHI number worked out by hand; None where the check digit would be ten."""
    nine = f"{day:%d%m%y}{serial:03d}"
    total = sum(int(nine[at]) * (10 - at) for at in range(9))
    check = (11 - total % 11) % 11
    return None if check == 10 else f"{nine}{check}"


@pytest.mark.parametrize(
    "header",
    [
        *("name", "Name", "forename", "Forenames", "surname", "dob", "D.O.B."),
        *("date of birth", "Date_Of_Birth", "DATE-OF-BIRTH", "birth", "address"),
        *("Postcode", "post code", "CHI", "chi number", "NHS number", "telephone"),
        *("e-mail", "Email", "E mail", "child_name", "Child's name", "pupil surname"),
        *("patient CHI", "client address", "parent telephone", "carer e-mail"),
        *("first name", "full_name", "phone", "mobile phone", "\uff23\uff28\uff29"),
    ],
)
def test_a_column_named_so_identifies(header):
    assert is_identifier_column(header)


@pytest.mark.parametrize(
    "header",
    [
        *("school name", "service_name", "name of service", "birthplace", "chip"),
        *("child", "named_person", "address_type", "postcode sector", "", "rename"),
        *("username", "team name", "meeting", "nhs", "emailed on", "notes"),
    ],
)
def test_a_column_named_so_is_only_extra(header):
    assert not is_identifier_column(header)


def test_no_declared_column_is_named_as_an_identifier():
    names = {name for extract in EXTRACTS for name in extract.column_names}

    assert not [name for name in names if is_identifier_column(name)]


@given(st.dates(dt.date(1920, 1, 1), dt.date(2026, 1, 1)), st.integers(0, 999))
def test_every_chi_number_is_known_and_no_other_check_digit_is(day, serial):
    chi = chi_of(day, serial)
    nine = f"{day:%d%m%y}{serial:03d}"

    passing = [digit for digit in "0123456789" if is_chi(f"{nine}{digit}")]

    assert passing == ([] if chi is None else [chi[-1]])


@pytest.mark.parametrize(
    "text",
    [
        A_CHI,
        f"{A_CHI[:6]} {A_CHI[6:]}",
        f"{A_CHI[:6]}-{A_CHI[6:]}",
        " ".join((A_CHI[:2], A_CHI[2:4], A_CHI[4:6], A_CHI[6:])),
        " ".join(A_CHI),
        f"child {A_CHI} seen",
        f"CHI:{A_CHI}",
        f"CHI{A_CHI}.",
        A_CHI.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}),
        f"{A_CHI[:6]}\u00a0{A_CHI[6:]}",
        f"{A_CHI[:5]}\u200b{A_CHI[5:]}",
    ],
)
def test_a_chi_number_is_found_spaced_or_not(text):
    assert is_chi(A_CHI)
    assert CHI in found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        A_CHI[:9] + "2",
        "3201111236",
        "0113111231",
        f"1{A_CHI}",
        f"{A_CHI}1",
        "1234567890",
        "2026-12-31 14:05:06",
        "2010-12-10 12:34",
        "31/12/2026 14:05",
        "12.5",
        "1,250",
    ],
)
def test_other_digits_are_no_chi_number(text):
    assert CHI not in found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        *("PA16 8XX", "pa16 8xx", "PA168XX", "lives at PA15 1LX.", "G1 1AA"),
        *("EC1A 1BB", "W1A 0AX", "M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT"),
        *("S2 4QT", "S2 4TH", "ZE1 0AA", "BT1 5GS", "KA1\u00a01AA"),
    ],
)
def test_a_postcode_of_a_real_area_is_found(text):
    assert found_in(text) == (POSTCODE,)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "S2 4th year",
            "S2 1st year",
            "s2 2nd meeting",
            "S2 4TH YEAR",
            "E1 3rd group",
        ),
        *("P7 1AB", "QQ1 1AA", "XX16 8XX", "A01 1AB", "PA16 8CX", "PA16 8X"),
        *("XPA16 8XX", "PA16 8XXX", "PA16_8XX", "P7_to_S1", "A17.2", "S1-S3"),
        *("gp_out_of_hours", "Act 2009", "team 4 of 5"),
    ],
)
def test_what_only_looks_like_a_postcode_is_none(text):
    assert POSTCODE not in found_in(text)


@pytest.mark.parametrize(
    "reference", ["BA12AB", "M11AE", "G1-1AA", "S24QT", "XPA168XX"]
)
def test_a_reference_may_look_like_a_postcode_without_a_space(reference):
    assert found_in(reference, in_reference=True) == ()


@pytest.mark.parametrize("reference", ["PA16 8XX", "G1 1AA", "PA168XX", "pa151ly"])
def test_a_spaced_or_local_postcode_among_references_is_found(reference):
    assert found_in(reference, in_reference=True) == (POSTCODE,)


@pytest.mark.parametrize(
    "text",
    [
        *("born 1/2/2011", "Born: 01.02.2011", "d.o.b. 01/02/2011", "DOB 2011-02-01"),
        *("dob01/02/11", "date of birth is 1 February 2011", "birthday 3rd May 2012"),
        *("(01/02/2011 d.o.b)", "born on 12 March 2010", "born March 12, 2010"),
        "D.O.B 01-02-2011",
    ],
)
def test_a_date_beside_a_word_of_birth_is_found(text):
    assert BIRTH in found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        *("01/02/2011", "2011-02-01", "reviewed 01/02/2011", "born in Greenock"),
        *("airborne 01/02/2011", "newborn care team", "Osborne House"),
        *("birth and early years", "doberman 1/2/2011"),
    ],
)
def test_a_date_or_a_word_alone_is_no_date_of_birth(text):
    assert BIRTH not in found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        *("01475 712345", "01475712345", "call 0141 204 1234 now", "+44 1475 712345"),
        *("07712 345678", "07712345678", "(01475) 712345", "0044 1475 712345"),
        *("07700 900123", "01632 960123", "+44 7700 900123", "tel:01475 712345"),
        "01475-712-345",
    ],
)
def test_a_telephone_number_is_found(text):
    assert TELEPHONE in found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        *("01475", "0000000000", "2026-12-31 14:05", "1250", "00000012345"),
        *("MP-01475712345", "REF01475712345", "01475712345-A", "A/01475712345"),
        *("0.1234567891", "order 1475712345678"),
    ],
)
def test_other_digits_are_no_telephone_number(text):
    assert TELEPHONE not in found_in(text)


def test_a_reference_of_digits_beside_letters_is_no_telephone_number():
    assert found_in("HSCP 01475712345", in_reference=True) == ()
    assert found_in("01475 712345", in_reference=True) == (TELEPHONE,)


@pytest.mark.parametrize(
    "text", ["a.b@inverclyde.gov.uk", "write to x@y.org!", "<o'neil@police.scot>"]
)
def test_an_e_mail_address_is_found(text):
    assert EMAIL in found_in(text)


@pytest.mark.parametrize("text", ["@home", "drop-in @ 4 pm", "a@b", "=A1@B2"])
def test_an_at_sign_alone_is_no_address(text):
    assert EMAIL not in found_in(text)


def test_no_code_of_any_list_is_an_identifier():
    codes = {c for e in EXTRACTS for column in e.columns for c in column.codes}
    texts = codes | set(LEGISLATION) | set(LOCALITY)

    assert not [text for text in texts if found_in(text) or may_hold_name(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Spoke to Fiona McAllister on Monday",
        "Jack Smith",
        "led by Eilidh Ross",
        "Asked Jane Smith to",
    ],
)
def test_a_given_name_before_a_capitalised_word_may_be_a_name(text):
    assert may_hold_name(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Head of Service", "Safer Choices", "Greenock East", "Port Glasgow"),
        *("Victoria Street", "Grace period", "May 2026", "jack smith", "Will Review"),
        *("Criminal Justice", "Chief Officers Group", "Barnardo's Safer Choices", ""),
        *("Locality Team", "Youth Work", "Training for Managers", "Jordan Centre"),
        "Inverclyde Royal Hospital",
    ],
)
def test_titles_and_places_are_no_names(text):
    assert not may_hold_name(text)


@given(st.text(max_size=120), st.booleans())
def test_no_text_ever_raises(text, in_reference):
    assert isinstance(found_in(text, in_reference=in_reference), tuple)
    assert may_hold_name(text) in {True, False}
    assert is_identifier_column(text) in {True, False}


@given(
    st.text("abcdefgh IJKL,.\n", max_size=30),
    st.sampled_from([A_CHI, "PA16 8XX", "a@b.org", "01475 712345", "dob 1/2/2011"]),
    st.text("abcdefgh IJKL,.\n", max_size=30),
)
def test_an_identifier_is_found_wherever_it_stands_in_a_text(before, found, after):
    assert found_in(f"{before} {found} {after}")
