"""A06.1 to A06.6, A06.12 to A06.15, A06.18, and A17: missing children, their return."""

from __future__ import annotations

from schemas import vocabulary as words
from transforms.breakdowns import (
    CHILD_AGE_GROUP,
    DISABILITY,
    ETHNICITY,
    LOCALITY,
    LOCATION_TYPE,
    PLACEMENT_TYPE,
    SEX,
)
from transforms.indicator import (
    About,
    Beside,
    Better,
    Breakdown,
    Chart,
    Count,
    Distinct,
    Indicator,
    Median,
    Need,
    Rate,
    Repeated,
    Share,
    Span,
    Unit,
)

_EPISODES = Need("missing_episodes", "hscp")
_REPORTS = Need("missing_persons", "police")
_RETURNS = Need("return_interviews", "hscp")
_LOOKED_AFTER = Need("looked_after_children", "hscp", at_end=True)

LOOKED_AFTER: tuple[Indicator, ...] = (
    Indicator(
        id="A06.1",
        title="Looked-after children who went missing",
        definition="Distinct looked-after children with a missing episode that began "
        "in the period.",
        measure=Distinct("missing_episodes", "child_ref"),
        needs=(_EPISODES,),
        unit=Unit.COUNT,
        better=Better.NEUTRAL,
        chart=Chart.COUNT,
        about=About.CHILDREN,
        breakdowns=(PLACEMENT_TYPE,),
    ),
    Indicator(
        id="A06.2",
        title="Missing episodes of looked-after children",
        definition="Missing episodes of looked-after children that began in the "
        "period.",
        measure=Count("missing_episodes"),
        needs=(_EPISODES,),
        unit=Unit.COUNT,
        better=Better.NEUTRAL,
        chart=Chart.MEASUREMENT,
        about=About.CHILDREN,
        breakdowns=(PLACEMENT_TYPE,),
        headline=True,
    ),
    Indicator(
        id="A06.3",
        title="Looked-after children who went missing, per 100",
        definition="Distinct looked-after children with a missing episode that began "
        "in the period, per 100 children looked after at period end.",
        measure=Rate("missing_episodes", "child_ref", "n_looked_after", per=100),
        needs=(_EPISODES, _LOOKED_AFTER),
        unit=Unit.PER_100,
        better=Better.NEUTRAL,
        chart=Chart.MEASUREMENT,
        about=About.CHILDREN,
    ),
    Indicator(
        id="A06.4",
        title="Looked-after children missing three times or more",
        definition="Distinct looked-after children with three or more missing episodes "
        "that began in the period. A quarter and a year are not to be compared.",
        measure=Repeated("missing_episodes", "child_ref", at_least=3),
        needs=(_EPISODES,),
        unit=Unit.COUNT,
        better=Better.LOWER,
        chart=Chart.COUNT,
        about=About.CHILDREN,
    ),
    Indicator(
        id="A06.5",
        title="Hours missing, median",
        definition="Median of the elapsed hours from going missing to return, of "
        "episodes that began in the period and have ended; how many are still open "
        "stands beside it.",
        measure=Median("missing_episodes", "hours_missing"),
        needs=(_EPISODES,),
        unit=Unit.HOURS,
        better=Better.LOWER,
        chart=Chart.MEASUREMENT,
        about=About.CHILDREN,
        beside=Beside("missing_episodes", "is_open", "still open"),
    ),
    Indicator(
        id="A06.6",
        title="Episodes reported to police that match a police report",
        definition="Of episodes that began in the period and were reported to the "
        "police, those with a police report of the same child that began at most 24 "
        "hours before or after, up to the period's last day.",
        measure=Share("missing_episodes", "matches_police_report", "was_reported"),
        needs=(_EPISODES, _REPORTS),
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.CHILDREN,
    ),
)

REPORTED_MISSING: tuple[Indicator, ...] = (
    Indicator(
        id="A06.12",
        title="Missing-person reports, under 18",
        definition="Police reports of missing persons under 18 that began in the "
        "period.",
        measure=Count("missing_persons"),
        needs=(_REPORTS,),
        unit=Unit.COUNT,
        better=Better.NEUTRAL,
        chart=Chart.COUNT,
        about=About.CHILDREN,
        breakdowns=(
            Breakdown("place_type", words.PLACE_TYPE),
            Breakdown("risk_grade", words.RISK),
            LOCALITY,
            CHILD_AGE_GROUP,
            SEX,
        ),
    ),
    Indicator(
        id="A06.13",
        title="Children reported missing",
        definition="Distinct children with a police missing-person report that began "
        "in the period.",
        measure=Distinct("missing_persons", "child_ref"),
        needs=(_REPORTS,),
        unit=Unit.COUNT,
        better=Better.NEUTRAL,
        chart=Chart.COUNT,
        about=About.CHILDREN,
        breakdowns=(CHILD_AGE_GROUP, SEX),
    ),
    Indicator(
        id="A06.14",
        title="Agencies that sent missing-person data in time",
        definition="Of the three missing-person extracts owed each quarter (social "
        "work, education, police), those of which an accepted version arrived by the "
        "deadline.",
        measure=Share("submissions", "accepted_in_time", among="is_missing_data"),
        needs=(),
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.SERVICE,
    ),
    Indicator(
        id="A06.15",
        title="Children reported missing in the area per 1,000",
        definition="Distinct children with a police missing-person report that began "
        "in the period and whose locality is not outwith the area, per 1,000 children "
        "aged 0 to 17 (latest mid-year estimate, not annualised).",
        measure=Rate(
            "missing_persons",
            "child_ref",
            "population",
            per=1000,
            where="is_in_area",
        ),
        needs=(_REPORTS,),
        unit=Unit.PER_1000,
        better=Better.NEUTRAL,
        chart=Chart.MEASUREMENT,
        about=About.CHILDREN,
        reference=("population",),
    ),
)

AT_PERIOD_END: tuple[Indicator, ...] = (
    Indicator(
        id="A06.18",
        title="Looked-after children at period end",
        definition="Children looked after on the period's last day.",
        measure=Count("looked_after_children"),
        needs=(_LOOKED_AFTER,),
        unit=Unit.COUNT,
        better=Better.NEUTRAL,
        chart=Chart.MEASUREMENT,
        about=About.CHILDREN,
        breakdowns=(PLACEMENT_TYPE, CHILD_AGE_GROUP, SEX, DISABILITY, ETHNICITY),
        span=Span.STATE,
    ),
)

RETURNS: tuple[Indicator, ...] = (
    Indicator(
        id="A17.1",
        title="Returns with a completed return interview",
        definition="Of children's returns from a missing episode in the period, those "
        "with a completed return interview.",
        measure=Share("returns", "is_completed"),
        needs=(_RETURNS,),
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.CHILDREN,
        headline=True,
    ),
    Indicator(
        id="A17.2",
        title="Return interviews within 72 hours",
        definition="Of children's returns in the period, those with a completed "
        "interview no more than 72 hours after the return (72 is a local parameter).",
        measure=Share("returns", "is_completed_in_time"),
        needs=(_RETURNS,),
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.CHILDREN,
    ),
    Indicator(
        id="A17.3",
        title="Police returns that match an interview record",
        definition="Of police missing-person reports whose child returned in the "
        "period, those with a return of the same child, at most 24 hours before or "
        "after, in social work's return interviews, whatever the outcome.",
        measure=Share("police_returns", "has_return"),
        needs=(_REPORTS, _RETURNS),
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.CHILDREN,
    ),
    Indicator(
        id="A17.4",
        title="Return interviews with a CSE concern",
        definition="Of returns in the period with a completed interview, those whose "
        "interview raised a concern about sexual exploitation.",
        measure=Share("returns", "is_completed_with_concern", among="is_completed"),
        needs=(_RETURNS,),
        unit=Unit.PERCENT,
        better=Better.NEUTRAL,
        chart=Chart.PROPORTION,
        about=About.CHILDREN,
    ),
    Indicator(
        id="A17.5",
        title="Police returns with a completed interview",
        definition="Of police missing-person reports whose child returned in the "
        "period, those with a return of the same child, at most 24 hours before or "
        "after, whose interview was completed.",
        measure=Share("police_returns", "has_completed_interview"),
        needs=(_REPORTS, _RETURNS),
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.CHILDREN,
    ),
    Indicator(
        id="A17.6",
        title="Returns where an interview was offered",
        definition="Of children's returns in the period, those where a return "
        "interview was offered.",
        measure=Share("returns", "was_offered"),
        needs=(_RETURNS,),
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.CHILDREN,
    ),
    Indicator(
        id="A17.7",
        title="Completed return interviews",
        definition="Returns in the period with a completed interview, by the kind of "
        "location the child had been at and the interviewer's agency.",
        measure=Count("returns", where="is_completed"),
        needs=(_RETURNS,),
        unit=Unit.COUNT,
        better=Better.NEUTRAL,
        chart=Chart.COUNT,
        about=About.CHILDREN,
        breakdowns=(
            LOCATION_TYPE,
            Breakdown("interviewer_agency", words.INTERVIEWER_AGENCY),
        ),
    ),
)
