"""A13 to A16: campaigns in S2, transition points, parents and community."""

from __future__ import annotations

from schemas import vocabulary as words
from transforms.indicator import (
    About,
    Better,
    Breakdown,
    Chart,
    Indicator,
    Need,
    RatioOfSums,
    Share,
    Span,
    Sum,
    Unit,
)


def _programme(
    action: str, name: str, relation: str, agency: str
) -> tuple[Indicator, ...]:
    needs = (Need("s2_programmes", agency, at_end=True),)
    year = "in the school year (from 1 August) up to the period's last day"
    schools, deliveries = f"{relation}_schools", f"{relation}_deliveries"

    def indicator(
        number: int,
        title: str,
        definition: str,
        measure: RatioOfSums | Share,
        better: Better = Better.HIGHER,
    ) -> Indicator:
        return Indicator(
            id=f"{action}.{number}",
            title=title,
            definition=definition,
            measure=measure,
            needs=needs,
            unit=Unit.PERCENT,
            better=better,
            chart=Chart.PROPORTION,
            about=About.SERVICE,
            span=Span.STATE,
            reference=("s2_roll",) if number in _OF_SCHOOLS else (),
            headline=number == 1,
            limits=False,
        )

    return (
        indicator(
            1,
            f"S2 pupils reached by {name}",
            f"Pupils who attended deliveries of {name} {year}, in each school at most "
            "its S2 roll, as a percentage of the S2 roll of every secondary school.",
            RatioOfSums(schools, "pupils_reached", "s2_roll"),
        ),
        indicator(
            2,
            f"Schools reached by {name}",
            f"Of secondary schools, those with a delivery of {name} {year}.",
            Share(schools, "was_reached"),
        ),
        indicator(
            3,
            f"Aware before {name}",
            f"Of pupils who answered the survey at deliveries of {name} {year}, those "
            "aware of CSE before the delivery.",
            RatioOfSums(deliveries, "aware_before", "responses"),
            Better.NEUTRAL,
        ),
        indicator(
            4,
            f"Aware after {name}",
            f"Of pupils who answered the survey at deliveries of {name} {year}, those "
            "aware of CSE after the delivery.",
            RatioOfSums(deliveries, "aware_after", "responses"),
        ),
    )


_OF_SCHOOLS = {1, 2}
_PLANS = (Need("transition_plans", "education"),)
_TRANSITION_POINT = Breakdown("transition_point", words.TRANSITION_POINT)

INDICATORS: tuple[Indicator, ...] = (
    *_programme("A13", "Safer Choices", "safer_choices", "barnardos"),
    *_programme("A14", "Wasted", "wasted", "education"),
    Indicator(
        id="A15.1",
        title="Children at a transition point with a plan",
        definition="Of children at a key transition point whose plan was due in the "
        "period, those with a plan in place.",
        measure=Share("transition_plans", "has_plan"),
        needs=_PLANS,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.CHILDREN,
        breakdowns=(_TRANSITION_POINT,),
        headline=True,
    ),
    Indicator(
        id="A15.2",
        title="Plans in place by the due date",
        definition="Of children at a key transition point whose plan was due in the "
        "period, those whose plan is dated on or before the due date.",
        measure=Share("transition_plans", "has_plan_by_due_date"),
        needs=_PLANS,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.CHILDREN,
        breakdowns=(_TRANSITION_POINT,),
    ),
    Indicator(
        id="A16.1",
        title="Campaigns whose data was collated",
        definition="Of the two campaigns, Safer Choices and Wasted, those whose data "
        "the committee collated between 1 April and the period's last day.",
        measure=Share("campaigns", "was_collated"),
        needs=(Need("campaign_returns", "icpc", at_end=True),),
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.SERVICE,
        span=Span.STATE,
        limits=False,
    ),
    Indicator(
        id="A16.2",
        title="Reach among parents, carers and community",
        definition="Sum of the people reached by events and campaigns of the period; "
        "a person reached twice counts twice.",
        measure=Sum("awareness_programmes", "reach"),
        needs=(Need("awareness_programmes", "icpc"),),
        unit=Unit.COUNT,
        better=Better.HIGHER,
        chart=Chart.MEASUREMENT,
        about=About.SERVICE,
        breakdowns=(
            Breakdown("audience", words.PROGRAMME_AUDIENCE),
            Breakdown("channel", words.CHANNEL),
        ),
        headline=True,
    ),
)
