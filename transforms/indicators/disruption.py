"""A18 and A21 to A26: concern reports, and action against offending."""

from __future__ import annotations

from schemas import vocabulary as words
from transforms.breakdowns import (
    CHILD_AGE_GROUP,
    LOCALITY,
    LOCATION_TYPE,
    SEX,
    THEME,
)
from transforms.indicator import (
    About,
    Better,
    Breakdown,
    Chart,
    Count,
    Indicator,
    Need,
    Share,
    Unit,
)

_REPORTS = Need("concern_reports", "police")
_REVIEWS = Need("concern_report_reviews", "barnardos")
_DISRUPTION = (Need("disruption", "police"),)
_CEOP = (Need("ceop_reports", "police"),)

CONCERN: tuple[Indicator, ...] = (
    Indicator(
        id="A18.1",
        title="Police concern reports",
        definition="Child-concern reports with a CSE marker that the police recorded "
        "in the period.",
        measure=Count("concern_reports"),
        needs=(_REPORTS,),
        unit=Unit.COUNT,
        better=Better.NEUTRAL,
        chart=Chart.COUNT,
        about=About.CHILDREN,
        breakdowns=(THEME, LOCATION_TYPE, LOCALITY, CHILD_AGE_GROUP, SEX),
    ),
    Indicator(
        id="A18.2",
        title="Concern reports reviewed by Barnardo's",
        definition="Of police concern reports of the period, those that Barnardo's "
        "reviewed by the period's last day.",
        measure=Share("concern_reports", "was_reviewed"),
        needs=(_REPORTS, _REVIEWS),
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.CHILDREN,
        headline=True,
    ),
    Indicator(
        id="A18.3",
        title="Reviews that identified a location trend",
        definition="Barnardo's reviews in the period that identified a trend in "
        "location.",
        measure=Count("concern_report_reviews", where="identified_trend"),
        needs=(_REVIEWS,),
        unit=Unit.COUNT,
        better=Better.NEUTRAL,
        chart=Chart.COUNT,
        about=About.CHILDREN,
        breakdowns=(LOCATION_TYPE, LOCALITY),
    ),
)


def _recorded(
    indicator_id: str, title: str, words_of_type: str, where: str, *, headline: bool
) -> Indicator:
    return Indicator(
        id=indicator_id,
        title=title,
        definition=f"{words_of_type} that the police recorded in the period.",
        measure=Count("disruption", where=where),
        needs=_DISRUPTION,
        unit=Unit.COUNT,
        better=Better.NEUTRAL,
        chart=Chart.COUNT,
        about=About.OFFENDING,
        headline=headline,
    )


OFFENDING: tuple[Indicator, ...] = (
    _recorded(
        "A21.1",
        "Offender profiles created",
        "Offender profiles",
        "is_offender_profile",
        headline=True,
    ),
    _recorded(
        "A22.1",
        "Criminal investigations",
        "Criminal investigations",
        "is_criminal_investigation",
        headline=True,
    ),
    _recorded(
        "A23.1",
        "Warrants executed",
        "Warrants executed",
        "is_warrant_executed",
        headline=True,
    ),
    _recorded(
        "A24.1",
        "Criminal proceedings",
        "Criminal proceedings",
        "is_criminal_proceedings",
        headline=True,
    ),
    _recorded(
        "A24.2",
        "Court proceedings",
        "Court proceedings",
        "is_court_proceedings",
        headline=False,
    ),
    Indicator(
        id="A24.3",
        title="Outcomes of proceedings",
        definition="Criminal and court proceedings recorded in the period that have an "
        "outcome.",
        measure=Count("disruption", where="is_proceedings_with_outcome"),
        needs=_DISRUPTION,
        unit=Unit.COUNT,
        better=Better.NEUTRAL,
        chart=Chart.COUNT,
        about=About.OFFENDING,
        breakdowns=(Breakdown("outcome", words.DISRUPTION_OUTCOME),),
    ),
    Indicator(
        id="A25.1",
        title="CEOP reports",
        definition="Reports from CEOP about the area received in the period.",
        measure=Count("ceop_reports"),
        needs=_CEOP,
        unit=Unit.COUNT,
        better=Better.NEUTRAL,
        chart=Chart.COUNT,
        about=About.OFFENDING,
        breakdowns=(Breakdown("type", words.CEOP_REPORT_TYPE, "report_type"),),
        headline=True,
    ),
    Indicator(
        id="A25.2",
        title="CEOP reports acted on",
        definition="Of CEOP reports received in the period, those acted on.",
        measure=Share("ceop_reports", "was_acted_on"),
        needs=_CEOP,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.OFFENDING,
    ),
    Indicator(
        id="A26.1",
        title="Actions that used legislation",
        definition="Actions against offending recorded in the period that name any "
        "Act; for each Act, the actions that name it.",
        measure=Count("disruption", where="names_an_act"),
        needs=_DISRUPTION,
        unit=Unit.COUNT,
        better=Better.NEUTRAL,
        chart=Chart.COUNT,
        about=About.OFFENDING,
        breakdowns=(Breakdown("act", words.LEGISLATION, of="acts_named", whole=True),),
        headline=True,
    ),
)
