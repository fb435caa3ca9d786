"""A06.7 to A06.11, A06.16, A06.17: missing from school, attendances at health."""

from __future__ import annotations

from schemas import vocabulary as words
from transforms.breakdowns import CHILD_AGE_GROUP, SEX, STAGE_GROUP
from transforms.indicator import (
    About,
    Better,
    Breakdown,
    Chart,
    Count,
    Distinct,
    Indicator,
    Median,
    Need,
    Repeated,
    Share,
    Unit,
)

_SCHOOL = (Need("missing_from_education", "education"),)
_HEALTH = (Need("attendances", "health"),)

SCHOOL: tuple[Indicator, ...] = (
    Indicator(
        id="A06.7",
        title="Children missing from education",
        definition="Distinct children with a period missing from school that began in "
        "the period.",
        measure=Distinct("missing_from_education", "child_ref"),
        needs=_SCHOOL,
        unit=Unit.COUNT,
        better=Better.NEUTRAL,
        chart=Chart.COUNT,
        about=About.CHILDREN,
        breakdowns=(STAGE_GROUP,),
    ),
    Indicator(
        id="A06.8",
        title="Chronology used to assess trends",
        definition="Of periods missing from school that began in the period, those in "
        "which the child's chronology was used to assess trends.",
        measure=Share("missing_from_education", "used_chronology"),
        needs=_SCHOOL,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.CHILDREN,
    ),
)

ATTENDANCES: tuple[Indicator, ...] = (
    Indicator(
        id="A06.9",
        title="Attendances at A&E and other primary health services",
        definition="Attendances of children at unscheduled and primary-care services "
        "in the period.",
        measure=Count("attendances"),
        needs=_HEALTH,
        unit=Unit.COUNT,
        better=Better.NEUTRAL,
        chart=Chart.MEASUREMENT,
        about=About.CHILDREN,
        breakdowns=(
            Breakdown("service", words.ATTENDANCE_SERVICE),
            Breakdown("reason_group", words.REASON_GROUP),
            CHILD_AGE_GROUP,
            SEX,
        ),
    ),
    Indicator(
        id="A06.10",
        title="Children who attended three times or more",
        definition="Distinct children with three or more attendances in the period. "
        "A quarter and a year are not to be compared.",
        measure=Repeated("attendances", "child_ref", at_least=3),
        needs=_HEALTH,
        unit=Unit.COUNT,
        better=Better.NEUTRAL,
        chart=Chart.COUNT,
        about=About.CHILDREN,
    ),
    Indicator(
        id="A06.11",
        title="Attendances with a CSE concern flagged",
        definition="Attendances in the period at which a concern about sexual "
        "exploitation was flagged.",
        measure=Count("attendances", where="has_cse_concern"),
        needs=_HEALTH,
        unit=Unit.COUNT,
        better=Better.NEUTRAL,
        chart=Chart.COUNT,
        about=About.CHILDREN,
    ),
)

SCHOOL_TRENDS: tuple[Indicator, ...] = (
    Indicator(
        id="A06.16",
        title="Periods missing from education with a trend concern",
        definition="Of periods missing from school that began in the period, those "
        "whose trend raised a concern.",
        measure=Share("missing_from_education", "has_trend_concern"),
        needs=_SCHOOL,
        unit=Unit.PERCENT,
        better=Better.NEUTRAL,
        chart=Chart.PROPORTION,
        about=About.CHILDREN,
    ),
    Indicator(
        id="A06.17",
        title="School sessions missed, median",
        definition="Median of the school sessions (half-days) missed, of periods "
        "missing from school that began in the period.",
        measure=Median("missing_from_education", "sessions_missed"),
        needs=_SCHOOL,
        unit=Unit.SESSIONS,
        better=Better.LOWER,
        chart=Chart.MEASUREMENT,
        about=About.CHILDREN,
    ),
)
