"""A small home in a test: drops with a few files, reference tables, a key."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from schemas.period import LONDON
from schemas.vocabulary import AGENCIES
from transforms.home import Home
from transforms.receive import Receipt, receive_agency

KEY = b"a key for tests, 32 bytes long.."
TWENTIETH = dt.datetime(2026, 10, 20, 7, 0, tzinfo=LONDON)

CEOP_HEADER = "report_ref,received_on,report_type,action_taken"
CEOP_ROWS = (
    "CEOP-1,2026-07-01,grooming,yes",
    "CEOP-2,2026-09-30,intelligence,no",
)


def make_home(root: Path) -> Home:
    """A home with empty drops and reference tables of headers alone."""
    home = Home(root)
    for agency in AGENCIES:
        (home.drops / agency).mkdir(parents=True)
    home.reference.mkdir()
    (home.reference / "population.csv").write_text(
        "as_of_year,sex,age,estimate,source\n", "utf-8"
    )
    (home.reference / "schools.csv").write_text(
        "school_year,school_code,s2_roll\n", "utf-8"
    )
    return home


def ceop(*rows: str) -> str:
    """A ceop_reports extract of these rows."""
    return "\n".join((CEOP_HEADER, *rows)) + "\n"


def drop(home: Home, name: str, content: str | bytes) -> Path:
    """Put a file into the drop of the agency its name begins with."""
    file = home.drops / name.partition("_")[0] / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def receive(home: Home, agency: str, now: dt.datetime = TWENTIETH) -> Receipt:
    """Receive one agency's drop at a moment."""
    return receive_agency(home, agency, key=KEY, now=now)
