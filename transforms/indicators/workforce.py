"""A04, A05, A09 to A11: training, the pathway, supervision, team meetings."""

from __future__ import annotations

from transforms.breakdowns import COURSE_LEVEL, ROLE_GROUP, STAFF_AGENCY
from transforms.indicator import (
    About,
    Better,
    Chart,
    Distinct,
    Indicator,
    Measure,
    Need,
    RatioOfSums,
    Share,
    Span,
    Unit,
)

_TRAINING = (Need("training"),)
_TRAINING_AT_END = (Need("training", at_end=True),)
_SURVEY = (Need("pathway_knowledge", at_end=True),)


def _survey(
    number: int,
    title: str,
    definition: str,
    measure: Measure,
    *,
    headline: bool = False,
) -> Indicator:
    return Indicator(
        id=f"A05.{number}",
        title=title,
        definition=f"{definition} From the annual survey, sent for January to March.",
        measure=measure,
        needs=_SURVEY,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.SERVICE,
        breakdowns=(STAFF_AGENCY,) if number == _RESPONSE_RATE else _BY_ROLE,
        span=Span.STATE,
        due_in="Q4",
        headline=headline,
    )


_RESPONSE_RATE = 3
_BY_ROLE = (STAFF_AGENCY, ROLE_GROUP)


def _of_each_service(
    indicator_id: str,
    title: str,
    definition: str,
    measure: RatioOfSums,
    extract: str,
    *,
    headline: bool = False,
) -> Indicator:
    return Indicator(
        id=indicator_id,
        title=title,
        definition=definition,
        measure=measure,
        needs=(Need(extract),),
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.SERVICE,
        breakdowns=(STAFF_AGENCY,),
        headline=headline,
    )


TRAINING: tuple[Indicator, ...] = (
    Indicator(
        id="A04.1",
        title="Staff who attended CSE awareness training",
        definition="Distinct members of staff, within their agency, whose latest CSE "
        "awareness course lies in the period, as the period's latest file gives it.",
        measure=Distinct("staff_trained", "staff_ref"),
        needs=_TRAINING,
        unit=Unit.COUNT,
        better=Better.HIGHER,
        chart=Chart.MEASUREMENT,
        about=About.SERVICE,
        breakdowns=(STAFF_AGENCY, ROLE_GROUP, COURSE_LEVEL),
    ),
    Indicator(
        id="A04.2",
        title="Training coverage",
        definition="Of staff in post at period end whose role requires the training, "
        "those who attended a course in the three years to the period's last day, "
        "both days included.",
        measure=Share("staff_in_post", "is_covered", among="training_required"),
        needs=_TRAINING_AT_END,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.SERVICE,
        breakdowns=(STAFF_AGENCY, ROLE_GROUP),
        span=Span.STATE,
        headline=True,
        limits=False,
    ),
    Indicator(
        id="A04.3",
        title="The right people trained",
        definition="Of staff who attended in the period (A04.1), those whose role "
        "requires the training.",
        measure=Share("staff_trained", "training_required"),
        needs=_TRAINING,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.SERVICE,
        breakdowns=(STAFF_AGENCY,),
    ),
)

PATHWAY: tuple[Indicator, ...] = (
    _survey(
        1,
        "Staff who know the referral pathway",
        "Of staff who answered the survey, those who know the CSE referral pathway.",
        RatioOfSums("pathway_survey", "knows_pathway", "responses"),
        headline=True,
    ),
    _survey(
        2,
        "Staff who know that CSE is child protection",
        "Of staff who answered the survey, those who know that CSE is child "
        "protection.",
        RatioOfSums("pathway_survey", "knows_cse_is_cp", "responses"),
    ),
    _survey(
        _RESPONSE_RATE,
        "Survey response rate",
        "Of staff invited to the survey, those who answered.",
        RatioOfSums("pathway_survey", "responses", "staff_invited"),
    ),
)

FRONTLINE: tuple[Indicator, ...] = (
    Indicator(
        id="A09.1",
        title="Frontline training coverage",
        definition="Of frontline staff in post at period end whose role requires the "
        "training, those who attended a course in the three years to the period's last "
        "day, both days included.",
        measure=Share(
            "staff_in_post", "is_frontline_covered", among="is_frontline_required"
        ),
        needs=_TRAINING_AT_END,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.SERVICE,
        breakdowns=(STAFF_AGENCY,),
        span=Span.STATE,
        headline=True,
        limits=False,
    ),
    _of_each_service(
        "A10.1",
        "Supervision agreements reviewed",
        "Of supervision agreements, those reviewed; quarters are summed.",
        RatioOfSums("supervision", "agreements_reviewed", "agreements"),
        "supervision",
        headline=True,
    ),
    _of_each_service(
        "A10.2",
        "Dual role understood",
        "Of supervision agreements reviewed, those whose review shows that the dual "
        "child-protection and GIRFEC role is understood.",
        RatioOfSums("supervision", "dual_role_understood", "agreements_reviewed"),
        "supervision",
    ),
    _of_each_service(
        "A11.1",
        "Teams that covered the referral pathway",
        "Of teams, those whose meetings covered the CSE referral pathway; quarters "
        "are summed.",
        RatioOfSums("team_meetings", "teams_covering_pathway", "teams"),
        "team_meetings",
        headline=True,
    ),
    _of_each_service(
        "A11.2",
        "Teams that covered levels of service",
        "Of teams, those whose meetings covered the levels of service provision; "
        "quarters are summed.",
        RatioOfSums("team_meetings", "teams_covering_service_levels", "teams"),
        "team_meetings",
    ),
)
