"""Columns that several extracts share: same name, same meaning, same unit."""

from __future__ import annotations

from schemas import vocabulary as words
from schemas.extract import Column, Kind


def child_ref() -> Column:
    """The child, as agreed in the information-sharing protocol."""
    return Column(
        "child_ref",
        Kind.REF,
        "Child",
        "The child's reference in the information-sharing protocol.",
        ref_kind="child",
    )


def staff_ref() -> Column:
    """A member of staff, within the agency."""
    return Column(
        "staff_ref",
        Kind.REF,
        "Member of staff",
        "The member of staff's reference; it has meaning only within the agency.",
        ref_kind="staff",
        within_agency=True,
    )


def ref(name: str, kind: str, title: str, description: str) -> Column:
    """A reference of another kind of thing."""
    return Column(name, Kind.REF, title, description, ref_kind=kind)


def age(maximum: int, at: str) -> Column:
    """Age in whole years."""
    return Column(
        "age",
        Kind.WHOLE,
        "Age",
        f"Age in completed years {at}.",
        unit="years",
        minimum=0,
        maximum=maximum,
    )


def sex() -> Column:
    """Sex, as recorded."""
    return code("sex", "Sex", "The child's sex as recorded.", words.SEX)


def ethnicity() -> Column:
    """Ethnic group, Scotland's Census 2022."""
    return code(
        "ethnicity",
        "Ethnic group",
        "The child's ethnic group, in the groups of Scotland's Census 2022.",
        words.ETHNICITY,
    )


def placement_type(description: str) -> Column:
    """Where a looked-after child is placed."""
    return code("placement_type", "Placement", description, words.PLACEMENT_TYPE)


def locality(description: str) -> Column:
    """Locality within the area."""
    return code("locality", "Locality", description, words.LOCALITY)


def code(
    name: str,
    title: str,
    description: str,
    codes: tuple[str, ...],
    *,
    nullable: bool = False,
) -> Column:
    """A code of a closed list."""
    return Column(name, Kind.CODE, title, description, codes=codes, nullable=nullable)


def yes_no(name: str, title: str, description: str) -> Column:
    """Yes, no or unknown; unknown counts as not yes and stays in denominators."""
    return code(name, title, description, words.YES_NO)


def codes(name: str, title: str, description: str, among: tuple[str, ...]) -> Column:
    """Several codes of a closed list, `;` between, or empty."""
    return Column(name, Kind.CODES, title, description, codes=among, nullable=True)


def whole(
    name: str,
    title: str,
    description: str,
    unit: str,
    *,
    minimum: int = 0,
    maximum: int | None = None,
    nullable: bool = False,
) -> Column:
    """A whole number."""
    return Column(
        name,
        Kind.WHOLE,
        title,
        description,
        unit=unit,
        minimum=minimum,
        maximum=maximum,
        nullable=nullable,
    )


def date(
    name: str,
    title: str,
    description: str,
    *,
    nullable: bool = False,
    any_date: bool = False,
    by_quarter_end: bool = False,
) -> Column:
    """A date."""
    return Column(
        name,
        Kind.DATE,
        title,
        description,
        nullable=nullable,
        any_date=any_date,
        by_quarter_end=by_quarter_end,
    )


def date_time(
    name: str, title: str, description: str, *, nullable: bool = False
) -> Column:
    """A date and time, local."""
    return Column(name, Kind.DATE_TIME, title, description, nullable=nullable)


def text(
    name: str,
    title: str,
    description: str,
    *,
    nullable: bool = False,
    max_length: int | None = None,
) -> Column:
    """Free text, screened for identifiers."""
    return Column(
        name, Kind.TEXT, title, description, nullable=nullable, max_length=max_length
    )


def key_text(name: str, title: str, description: str) -> Column:
    """A code that the committee gives out, compared without regard to case."""
    return Column(name, Kind.KEY_TEXT, title, description)


def service() -> Column:
    """A service of the agency."""
    return text("service", "Service", "The agency's own name of the service.")
