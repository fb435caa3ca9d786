"""Texts with a label: what of a person each of them holds, or that it holds nothing.

All are made up: numbers by their check digits, telephone numbers from ranges set aside
or of offices, postcodes by their form. The texts that hold nothing are such as stand in
extracts, and such as come close.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from schemas.identifiers import Identifier

_CARRIERS = (
    "{}",
    "see {} for details",
    "Spoke to school; {} given by office.",
    "({})",
    "contact: {}, then review",
    "re {} as noted",
    "Plan agreed.\n{}\nNext review in May",
    "'{}'",
)

_BORN = (
    *("born 03/05/2011", "Born: 3.5.2011", "d.o.b. 03/05/2011", "DOB 2011-05-03"),
    *(
        "dob: 03-05-11",
        "date of birth 3 May 2011",
        "D.O.B 3rd May 2011",
        "(b. 3/5/2011)",
    ),
    *("birthday 03/05/2011", "born on the 3rd of May 2011", "born May 3, 2011"),
    *("DOB=03052011", "03/05/2011 (dob)", "birth date 03 05 2011", "dob of 3-May-2011"),
)
_POSTCODES = (
    *("PA15 1LY", "PA16 8XX", "pa19 1aa", "PA151LY", "G1 1AA", "G51  4TF", "KA30 8DL"),
    *("EH1 1YZ", "M1 1AE", "EC1A 1BB", "W1A 0AX", "CR2 6XH", "DN55 1PT", "ZE1 0AA"),
    *("BT1 5GS", "S2 4QT", "FK10 2AB", "ML1 1AA"),
)
_TELEPHONES = (
    *(
        "01475 712345",
        "01475712345",
        "0141 204 1234",
        "07700 900123",
        "+44 7700 900123",
    ),
    *("(01475) 712345", "0044 1475 712345", "01475-712-345", "07712 345 678"),
    *("0131 200 2000", "tel:01475 712345", "07700900456"),
)
_MAILS = (
    *(
        "a.b@inverclyde.gov.uk",
        "duty@police.scot",
        "o'neil@x.org.uk",
        "A_B+c@example.com",
    ),
    *("first.last@nhs.scot", "x@y.co"),
)

_NOTHING = (
    *("S2 4th year", "S2 4TH YEAR", "P7 to S1", "S4 pupils", "room E1 3rd floor"),
    *("2026-07-01", "01/07/2026", "2026-07-01 14:05", "31/12/2026 09:30:00", "07:45"),
    *(
        "1,250",
        "12.0",
        "1250",
        "0",
        "100%",
        "17",
        "2026-27",
        "2026-27-Q2",
        "1234567890",
    ),
    *("9912319999", "3201111236", "ref 20260701", "invoice 000123456", "12/2026/0045"),
    *("HSCP-000123", "CH-1475712345", "MP/2026/0714", "AT-01475712345", "ab12-34cd"),
    *(
        "BA12-AB",
        "X1234567890",
        "E-100-200-300",
        "staff/0042",
        "P1234567",
        "SW-2026-14",
    ),
    *("Child's plan reviewed", "Barnardo's Safer Choices", "born in Greenock"),
    *("newborn care team", "Osborne Street", "birth and early years", "airborne unit"),
    *(
        "dobson lane centre",
        "birthday party programme",
        "drop-in @ 4 pm",
        "=A1@B2",
        "@",
    ),
    *("a@b", "Children and Young People (Scotland) Act 2014", "Act 2009, section 14"),
    *(
        "GP out of hours",
        "A&E",
        "M8 corridor",
        "A17.2",
        "Q2 2026",
        "team 4 of 5",
        "1st",
    ),
    *("Reviewed 01/07/2026 by team leader", "12 of 14 pupils attended on 3 May 2026"),
    *(
        "14 + 3 = 17",
        "0.1234567891",
        "£1,200.50",
        "1 in 20",
        "24/7 cover",
        "9-5",
        "N/K",
    ),
    *("Greenock East and Central", "Inverkip and Wemyss Bay", "outwith Inverclyde"),
    *("licensed premises; hotel", "Plan 1 (2026)", "phase 2b", "B12 vitamin", "W3C"),
    *("11/12/13", "1-2-3-4-5", "3 1 4 1 5 9 2 6 5", "10 20 30 40 50", "v1.2.3.4"),
)

_NAMES = (
    *("Spoke to Fiona McAllister", "Jack Smith", "led by Eilidh Ross", "Mrs McDonald"),
    *(
        "Mr Smith agreed",
        "ask Ms. Campbell",
        "Callum MacLeod attended",
        "per Isla Grant",
    ),
    *("James O'Neil", "Miss Brown rang", "seen with Aidan Kerr", "Emma-Jane Reid"),
    *("Note from Karen Stewart, duty", "Lewis Fraser and mother", "Mohammed Khan"),
    *("smith, john", "Zosia Nowak"),
)
_NO_NAMES = (
    *(
        "Head of Service",
        "Safer Choices",
        "Port Glasgow",
        "Locality Team",
        "Youth Work",
    ),
    *("Victoria Street", "Grace period", "May 2026", "Criminal Justice", "Team Leader"),
    *("Chief Officers Group", "Inverclyde Royal Hospital", "Training for Managers"),
    *("Children and Families", "Police Scotland", "Jordan Centre", "Will Review"),
    *("Missing Persons Coordinator", "Education Services", "Head Teacher", "West End"),
    *(
        "Wemyss Bay",
        "Third Sector Lead",
        "Operational Service Manager",
        "Public Health",
    ),
    *("Locality team 4", "Health Visiting", "Family Support", "Social Work", "Q2 Plan"),
)


def _chi_numbers() -> Iterator[str]:
    for day in (dt.date(2011, 5, 3), dt.date(2009, 12, 31), dt.date(2014, 1, 1)):
        for serial in (100, 417, 952):
            nine = f"{day:%d%m%y}{serial}"
            weighed = sum(int(nine[at]) * (10 - at) for at in range(9))
            check = (11 - weighed % 11) % 11
            if check < 10:
                yield f"{nine}{check}"


def _written_chi() -> Iterator[str]:
    for chi in _chi_numbers():
        yield from (chi, f"{chi[:6]} {chi[6:]}", f"{chi[:6]}-{chi[6:]}", f"CHI {chi}")


def labelled() -> Iterator[tuple[str, Identifier | None]]:
    """Each text and what it holds; None for nothing."""
    kinds = {
        Identifier.CHI: tuple(_written_chi()),
        Identifier.BIRTH: _BORN,
        Identifier.POSTCODE: _POSTCODES,
        Identifier.TELEPHONE: _TELEPHONES,
        Identifier.EMAIL: _MAILS,
    }
    for kind, texts in kinds.items():
        for text in texts:
            for carrier in _CARRIERS:
                yield carrier.format(text), kind
    for text in _NOTHING:
        for carrier in _CARRIERS:
            yield carrier.format(text), None


def labelled_names() -> Iterator[tuple[str, bool]]:
    """Each text and whether it holds a person's name."""
    yield from ((text, True) for text in _NAMES)
    yield from ((text, False) for text in _NO_NAMES)
