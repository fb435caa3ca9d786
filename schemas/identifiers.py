"""What may never be in a file: names, CHI numbers, dates of birth, addresses.

Everything here looks at one text and says what it holds, never the value itself. A
column's name is looked at by `is_identifier_column`, a value by `found_in`, a possible
personal name in a text by `may_hold_name`.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from enum import StrEnum

from phonenumbers import PhoneNumberMatcher

from schemas.given_names import GIVEN_NAMES


class Identifier(StrEnum):
    """What was found, in the words of a message."""

    COLUMN = "a column that is named as an identifier"
    CHI = "a CHI number"
    POSTCODE = "a postcode"
    BIRTH = "a date of birth"
    TELEPHONE = "a telephone number"
    EMAIL = "an e-mail address"


CHI_SHARE_IN_REFERENCES = 20
"""References count as CHI numbers when more than one in so many would pass as one."""

_BEARERS = "child|pupil|patient|client|parent|carer"
_NAMES = (
    "(?:fore|first|given|middle|last|family|sur|full)?names?|dob|dateofbirth|birthdate"
    "|birth|(?:home|postal|email)?address(?:es)?|postcode|chi(?:number|no)?"
    "|nhs(?:number|no)|(?:tele|mobile)?phone(?:number|no)?|e?mail"
)
_COLUMN = re.compile(f"(?:(?:{_BEARERS})s?)?(?:{_NAMES})")
_NOT_OF_A_NAME = re.compile(r"[\W_]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")

_WRITTEN_AREAS = """
AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN
DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW
KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH
RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD
WF WN WR WS WV YO ZE
"""
_AREAS = frozenset(_WRITTEN_AREAS.split())
_OWN_AREA = "PA"
"""Of all Inverclyde: among references too, where others could be made of letters and
digits by chance, one without a space is taken for a postcode."""
_INWARD = r"[0-9][ABD-HJLNP-UW-Za-bd-hjlnp-uw-z]{2}"
_POSTCODE = re.compile(
    r"(?<![A-Za-z0-9])(?P<area>[A-Za-z]{1,2})[0-9][A-Za-z0-9]?(?P<gap>\s{0,3})"
    rf"(?P<inward>{_INWARD})(?![A-Za-z0-9])"
)
_ORDINAL = re.compile(r"1st|2nd|3rd|[04-9]th")
_SHOUTED_ORDINAL = re.compile(r"1ST|2ND|3RD|[04-9]TH")
_ORDERED = re.compile(
    r"\s+(?:year|yr|form|class|stage|term|week|quarter|meeting|group|floor|edition)",
    re.IGNORECASE,
)
_CHI = re.compile(
    r"(?<![0-9])(?:[0-9]{10}|[0-9]{6}[ /-][0-9]{4}|[0-9]{3} [0-9]{3} [0-9]{4}"
    r"|[0-9]{2} [0-9]{2} [0-9]{2} [0-9]{3} ?[0-9])(?![0-9])"
)
_CHI_WEIGHTS = range(10, 1, -1)
_CHI_MODULUS = 11
_DATE = (
    r"(?:[0-9]{1,4}[/.\s-]{1,2}[0-9]{1,2}[/.\s-]{1,2}[0-9]{2,4}"
    r"|[0-9]{1,2}(?:st|nd|rd|th)?[\s.-]{1,3}(?:of\s+)?[a-z]{3,9}[,\s.-]{1,3}[0-9]{2,4}"
    r"|[a-z]{3,9}\s+[0-9]{1,2}(?:st|nd|rd|th)?,?\s+[0-9]{4}"
    r"|(?<![0-9])[0-3][0-9][01][0-9](?:19|20)[0-9]{2}(?![0-9]))"
)
_BIRTH_WORD = r"(?<![a-z])(?:born|birth\s*da(?:y|te)|birth|d\.?\s?o\.?\s?b(?![a-z])\.?)"
_BIRTH = re.compile(
    rf"(?:{_BIRTH_WORD}[^0-9]{{0,20}}?|\(b\.?\s?){_DATE}|{_DATE}[^0-9]{{0,20}}?{_BIRTH_WORD}",
    re.IGNORECASE,
)
_BIRTH_LABEL = re.compile(
    rf"\W*(?:child'?s?\s)?(?:date of )?{_BIRTH_WORD}\W*", re.IGNORECASE
)
_LONGEST_LABEL = 40
_EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_NUMBER = r"(?:\+|\(?0\)?\s?)[0-9][0-9()\s.-]{7,20}[0-9]"
_TELEPHONE = re.compile(rf"(?<![\w/.-]){_NUMBER}(?![\w/-])")
_TELEPHONE_ALONE = re.compile(_NUMBER)
_SET_ASIDE_FOR_DRAMA = re.compile(r"(?:0|\+?44|0044)(?:7700900|1632960)[0-9]{3}")
"""Ofcom's numbers for fiction: no library counts them valid, and samples use them."""

_SUSPECT = re.compile(
    r"@|[0-9](?:[\s/-]?[0-9]){9}|(?:\+|0)[0-9()\s.-]{9}"
    rf"|[A-Za-z][0-9][A-Za-z0-9]?\s{{0,3}}{_INWARD}"
    r"|\([Bb]\.?\s?[0-9]|[Bb][Oo][Rr][Nn]|[Bb][Ii][Rr][Tt][Hh]|[Dd]\.?\s?[Oo]\.?\s?[Bb]"
)
_ORDINARY = re.compile(
    r"[A-Za-z_]{0,40}|[0-9]{1,6}|[A-Za-z]{1,4}[-/_][0-9]{1,8}"
    r"|(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4})"
    r"(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?"
)
"""Codes, short numbers, plain references, dates alone: most cells, never a person."""


def is_identifier_column(header: str) -> bool:
    """Whether a column's name says that it identifies a person."""
    name = _NOT_OF_A_NAME.sub("", unicodedata.normalize("NFKC", header).casefold())
    return _COLUMN.fullmatch(name) is not None


def found_in(text: str, *, in_reference: bool = False) -> tuple[Identifier, ...]:
    """What a value holds that identifies a person.

    Args:
        text: the value.
        in_reference: it stands in a column of references or keys, where only a postcode
            of the area or with a space inside, and a telephone number alone, count.
            Whether ten digits are a CHI number there depends on the whole column: the
            caller decides.
    """
    if _ORDINARY.fullmatch(text):
        return ()
    plain = _plain(text)
    if _SUSPECT.search(plain) is None:
        return ()
    telephone = _is_telephone if in_reference else _holds_telephone
    found = {
        Identifier.CHI: holds_chi(plain),
        Identifier.POSTCODE: _holds_postcode(plain, spaced_only=in_reference),
        Identifier.BIRTH: _BIRTH.search(plain) is not None,
        Identifier.TELEPHONE: telephone(plain),
        Identifier.EMAIL: _EMAIL.search(plain) is not None,
    }
    return tuple(kind for kind, there in found.items() if there)


def is_birth_label(text: str) -> bool:
    """Whether a cell says that the one beside it is a date of birth, and no more."""
    return len(text) <= _LONGEST_LABEL and _BIRTH_LABEL.fullmatch(text) is not None


def holds_chi(text: str) -> bool:
    """Whether ten digits, spaced or not, are a date and a right check digit."""
    joined = "".join(text.split())
    if joined.isascii() and joined.isdigit() and is_chi(joined):
        return True
    return any(is_chi(re.sub(r"\D", "", digits)) for digits in _CHI.findall(text))


def is_chi(digits: str) -> bool:
    """Whether ten digits are a CHI number: day, month, year, and check digit mod 11."""
    if len(digits) != len("ddmmyynnnc") or not _is_day(digits[:6]):
        return False
    weighed = sum(
        int(digit) * weight
        for digit, weight in zip(digits[:9], _CHI_WEIGHTS, strict=True)
    )
    return -weighed % _CHI_MODULUS == int(digits[9])


def _is_day(ddmmyy: str) -> bool:
    day, month, year = (int(ddmmyy[at : at + 2]) for at in (0, 2, 4))
    for century in (1900, 2000):
        try:
            dt.date(century + year, month, day)
        except ValueError:
            continue
        return True
    return False


def _holds_postcode(text: str, *, spaced_only: bool) -> bool:
    return any(
        match["area"].upper() in _AREAS
        and (match["gap"] or not spaced_only or match["area"].upper() == _OWN_AREA)
        and not _is_ordinal(match, text)
        for match in _POSTCODE.finditer(text)
    )


def _is_ordinal(match: re.Match[str], text: str) -> bool:
    """`S2 4th year` counts years, it is no postcode of Sheffield."""
    if _ORDINAL.fullmatch(match["inward"]):
        return True
    ordered = _ORDERED.match(text, match.end()) is not None
    return ordered and _SHOUTED_ORDINAL.fullmatch(match["inward"].upper()) is not None


def _is_telephone(text: str) -> bool:
    return _TELEPHONE_ALONE.fullmatch(text.strip()) is not None and _holds_telephone(
        text
    )


def _holds_telephone(text: str) -> bool:
    for match in _TELEPHONE.finditer(text):
        digits = re.sub(r"[^0-9+]", "", match[0])
        if _SET_ASIDE_FOR_DRAMA.fullmatch(digits):
            return True
        if any(True for _ in PhoneNumberMatcher(match[0], "GB")):
            return True
    return False


def _plain(text: str) -> str:
    """The text with look-alike and invisible characters folded away."""
    if text.isascii():
        return text
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


_TITLED = re.compile(r"(?<![\w'])(?:Mr|Mrs|Ms|Miss|Mx)\.?\s+[A-Z][a-z'A-Z-]+")
_TWO_WORDS = re.compile(r"(?<![\w'])([A-Z][a-z]+)(?=\s+([A-Z][a-z'A-Z-]+)(?!\w))")
"""The second word is looked ahead to, so that it can be the first of the next two."""
_WRITTEN_NOT_SURNAMES = """
academy and avenue campus care centre child children choices clinic college committee
community council court drive for group hall health high hospital house lodge nursery
office park partnership place primary programme project road school service services
social square street team terrace trust unit ward wing work youth
"""
_NOT_SURNAMES = frozenset(_WRITTEN_NOT_SURNAMES.split())


def may_hold_name(text: str) -> bool:
    """Whether a text may hold a person's name.

    A given name and a capitalised word, or a title such as Mrs and one.
    """
    return _TITLED.search(text) is not None or any(
        first.casefold() in GIVEN_NAMES and second.casefold() not in _NOT_SURNAMES
        for first, second in _TWO_WORDS.findall(text)
    )
