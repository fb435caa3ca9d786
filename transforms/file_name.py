"""What a file's name tells: agency, extract, quarter and version, or why it does not.

A name is exactly `<agency>_<extract>_<period>[_vN].<ext>`, in lower case but for the
period. A file whose name tells nothing is turned away unopened.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from schemas.errors import PeriodError
from schemas.extract import Extract
from schemas.extracts import EXTRACTS, extract_named
from schemas.issues import Issue
from schemas.period import LONDON, Period, PeriodKind
from schemas.rules import rule
from schemas.vocabulary import AGENCIES

EXTENSIONS: tuple[str, ...] = ("csv", "xlsx", "xls", "ods")

_NAME = re.compile(
    r"(?P<agency>[a-z]+)_(?P<extract>[a-z0-9_]+?)_(?P<period>[0-9][A-Za-z0-9-]*)"
    r"(?:_v(?P<version>[1-9][0-9]{0,3}))?\.(?P<extension>csv|xlsx|xls|ods)"
)
_FIRST_RESUBMISSION = 2
_YEARS = range(2000, 2200)
_NAMED_SO = "police_disruption_2026-27-Q2.xlsx"


@dataclass(frozen=True)
class FileName:
    """A name that tells everything.

    Attributes:
        agency: who sent it.
        extract: what kind of extract it is.
        quarter: the quarter it is of.
        version: 1, or what follows `_v`.
        extension: what it claims to be.
    """

    agency: str
    extract: Extract
    quarter: Period
    version: int
    extension: str


@dataclass(frozen=True)
class Misnamed:
    """A name that can't be accepted: what it tells all the same, and what is wrong."""

    agency: str | None = None
    extract: str | None = None
    period: str | None = None
    version: int | None = None
    issues: tuple[Issue, ...] = field(default=())


def read_name(
    name: str, *, drop_agency: str | None, seen_at: dt.datetime
) -> FileName | Misnamed:
    """The parts of a file's name, or what is wrong with it.

    Args:
        name: the file's own name, without its folder.
        drop_agency: the agency whose drop it lay in; None outside a drop.
        seen_at: when it was first seen; its quarter must be over by then.
    """
    match = _NAME.fullmatch(name)
    extract = extract_named(match["extract"]) if match else None
    version = _version(match["version"]) if match else None
    if match is None or extract is None or version is None:
        return Misnamed(issues=(_not_a_name(),))
    quarter = _period(match["period"])
    agency = match["agency"]
    issues = (
        *_agency_issues(agency, extract, drop_agency),
        *_quarter_issues(quarter, agency, extract, seen_at),
    )
    if issues or quarter is None:
        return Misnamed(
            agency=agency if agency in AGENCIES else None,
            extract=extract.name,
            period=quarter.code if quarter else None,
            version=version,
            issues=issues,
        )
    return FileName(agency, extract, quarter, version, match["extension"])


def _version(text: str | None) -> int | None:
    if text is None:
        return 1
    version = int(text)
    return version if version >= _FIRST_RESUBMISSION else None


def _not_a_name() -> Issue:
    return rule("wrong_table").found(
        words={
            "why": "its name is not that of an extract, so it was not opened.",
            "expected": f"A name such as {_NAMED_SO}, with _v2 before the dot for a "
            "second version, _v3 for a third.",
        }
    )


def _period(code: str) -> Period | None:
    try:
        period = Period.parse(code)
    except PeriodError:
        return None
    return period if period.start_year in _YEARS else None


def _agency_issues(
    agency: str, extract: Extract, drop_agency: str | None
) -> tuple[Issue, ...]:
    if drop_agency is not None and agency != drop_agency:
        why = f"it lies in the drop of {drop_agency}."
        sent = ", ".join(e.name for e in EXTRACTS if drop_agency in e.agencies)
        expected = f"A file of {drop_agency}: one of {sent}."
    elif agency not in extract.agencies:
        why = f"{extract.name} comes from another agency."
        expected = f"{extract.name} from {' or '.join(extract.agencies)}."
    else:
        return ()
    return (rule("wrong_agency").found(words={"why": why, "expected": expected}),)


def _quarter_issues(
    quarter: Period | None, agency: str, extract: Extract, seen_at: dt.datetime
) -> tuple[Issue, ...]:
    expected = "A quarter that is over, as 2026-27-Q2."
    if quarter is None or quarter.kind is not PeriodKind.QUARTER:
        why = "the period in its name is no quarter."
    elif not quarter.is_over(seen_at.astimezone(LONDON)):
        why = f"{quarter.code} was not over when the file was first seen."
    elif agency in extract.agencies and not extract.is_due(agency, quarter):
        why = f"{extract.name} is not sent for {quarter.part}."
        expected = f"{extract.name} for {' or '.join(extract.quarters)} only."
    else:
        return ()
    return (rule("wrong_quarter").found(words={"why": why, "expected": expected}),)
