"""A01 to A03: chief officers, briefings, the action plan."""

from __future__ import annotations

from schemas import vocabulary as words
from transforms.breakdowns import LEAD_AGENCY
from transforms.indicator import (
    About,
    Beside,
    Better,
    Breakdown,
    Chart,
    Count,
    Indicator,
    Need,
    Share,
    Span,
    Sum,
    Unit,
)

_MEETINGS = (Need("governance_meetings", "icpc"),)
_PLAN = (Need("action_plan", "icpc"),)
_PLAN_AT_END = (Need("action_plan", "icpc", at_end=True),)
_AUDIENCE = Breakdown("audience", words.MEETING_AUDIENCE)

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="A01.1",
        title="Chief Officers Group meetings with the Head of Service",
        definition="Meetings of the Chief Officers Group held in the period at which "
        "the Head of Service was present, by the date held. The standard is one a "
        "quarter.",
        measure=Count("meetings_held", where="head_met_chief_officers"),
        needs=_MEETINGS,
        unit=Unit.COUNT,
        better=Better.HIGHER,
        chart=Chart.COUNT,
        about=About.SERVICE,
        headline=True,
        target=(1, "at least one a quarter"),
    ),
    Indicator(
        id="A02.1",
        title="Briefings held",
        definition="Briefings to strategic leaders, elected members and corporate "
        "parents held in the period, by the date held.",
        measure=Count("meetings_held", where="is_briefing"),
        needs=_MEETINGS,
        unit=Unit.COUNT,
        better=Better.HIGHER,
        chart=Chart.COUNT,
        about=About.SERVICE,
        breakdowns=(_AUDIENCE,),
        headline=True,
    ),
    Indicator(
        id="A02.3",
        title="People at briefings",
        definition="Sum of the attendees of briefings held in the period; a person at "
        "two briefings counts twice.",
        measure=Sum("briefings_held", "attendees"),
        needs=_MEETINGS,
        unit=Unit.COUNT,
        better=Better.NEUTRAL,
        chart=Chart.MEASUREMENT,
        about=About.SERVICE,
        breakdowns=(_AUDIENCE,),
    ),
    Indicator(
        id="A02.2",
        title="Planned briefings that were held",
        definition="Of briefings planned for a date in the period, those that were "
        "held, whenever that was.",
        measure=Share("briefings_planned", "was_held"),
        needs=_MEETINGS,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.SERVICE,
    ),
    Indicator(
        id="A03.1",
        title="Actions on track",
        definition="Of all actions in the action plan at period end, those complete or "
        "with a by-when date on or after the period's last day. An action without a "
        "by-when date is on track only if it is complete; how many are undated stands "
        "beside the figure.",
        measure=Share("planned_actions", "is_on_track"),
        needs=_PLAN_AT_END,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.SERVICE,
        breakdowns=(LEAD_AGENCY,),
        span=Span.STATE,
        headline=True,
        beside=Beside("planned_actions", "is_undated", "without a by-when date"),
        limits=False,
    ),
    Indicator(
        id="A03.2",
        title="Actions overdue",
        definition="Actions in the action plan at period end whose by-when date lies "
        "before the period's last day and that are not complete.",
        measure=Count("planned_actions", where="is_overdue"),
        needs=_PLAN_AT_END,
        unit=Unit.COUNT,
        better=Better.LOWER,
        chart=Chart.COUNT,
        about=About.SERVICE,
        breakdowns=(LEAD_AGENCY,),
        span=Span.STATE,
        limits=False,
    ),
    Indicator(
        id="A03.3",
        title="Actions evaluated by the ICPC",
        definition="Of all actions in the period's action plans, each once as its "
        "latest file gives it, those the committee evaluated in the period.",
        measure=Share("actions_in_period", "evaluated_in_period"),
        needs=_PLAN,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.SERVICE,
        limits=False,
    ),
    Indicator(
        id="A03.4",
        title="Actions shared with the ICPC",
        definition="Of all actions in the action plan at period end, those shared with "
        "the committee between 1 April and the period's last day.",
        measure=Share("planned_actions", "shared_this_year"),
        needs=_PLAN_AT_END,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.SERVICE,
        span=Span.STATE,
        limits=False,
    ),
)
