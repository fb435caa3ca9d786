"""X01 to X03: known to several agencies, submissions in time, reconciliations."""

from __future__ import annotations

from transforms.breakdowns import EVERY_AGENCY
from transforms.indicator import (
    About,
    Better,
    Breakdown,
    Chart,
    Count,
    Indicator,
    Need,
    RatioOfSums,
    Share,
    Unit,
)


def _submissions(
    number: int,
    title: str,
    definition: str,
    measure: Share | RatioOfSums,
    *,
    headline: bool = False,
) -> Indicator:
    return Indicator(
        id=f"X02.{number}",
        title=title,
        definition=definition,
        measure=measure,
        needs=(),
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.SERVICE,
        breakdowns=(EVERY_AGENCY,),
        headline=headline,
    )


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="X01.1",
        title="Children of concern known to two or more agencies",
        definition="Distinct children with a record of the period in social work's "
        "missing episodes, return interviews or VYP referrals, education's periods "
        "missing from school, health's attendances with a CSE concern, or the police's "
        "missing-person or concern reports, by the number of those four agencies; the "
        "total is of two or more.",
        measure=Count("known_children", where="known_to_two_or_more"),
        needs=(
            Need("missing_episodes", "hscp"),
            Need("return_interviews", "hscp"),
            Need("vyp_referrals", "hscp"),
            Need("missing_from_education", "education"),
            Need("attendances", "health"),
            Need("missing_persons", "police"),
            Need("concern_reports", "police"),
        ),
        unit=Unit.COUNT,
        better=Better.NEUTRAL,
        chart=Chart.COUNT,
        about=About.CHILDREN,
        breakdowns=(
            Breakdown(
                "agencies",
                ("1", "2", "3", "4"),
                "n_agencies",
                whole=True,
                apart=("1",),
            ),
        ),
        headline=True,
    ),
    _submissions(
        1,
        "Extracts received on time",
        "Of extracts due, those whose first version was seen by the deadline.",
        Share("submissions", "was_received_in_time"),
        headline=True,
    ),
    _submissions(
        2,
        "Extracts accepted at first submission",
        "Of extracts received, those whose first version was accepted, with or "
        "without row errors.",
        Share("submissions", "was_accepted_at_first", among="was_received"),
    ),
    _submissions(
        3,
        "Rows accepted",
        "Of rows read in the standing versions, those loaded.",
        RatioOfSums("submissions", "rows_loaded", "rows_read"),
    ),
    Indicator(
        id="X03.1",
        title="Barnardo's reviews that match a police concern report",
        definition="Of Barnardo's reviews in the period, those whose report the police "
        "sent, in this period or earlier.",
        measure=Share("concern_report_reviews", "report_is_known"),
        needs=(
            Need("concern_report_reviews", "barnardos"),
            Need("concern_reports", "police"),
        ),
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.CHILDREN,
        headline=True,
    ),
    Indicator(
        id="X03.2",
        title="VYP reviews that match a referral",
        definition="Of VYP reviews in the period, those whose referral was sent, in "
        "this period or earlier.",
        measure=Share("vyp_reviews", "referral_is_known"),
        needs=(Need("vyp_reviews", "hscp"), Need("vyp_referrals", "hscp")),
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.CHILDREN,
    ),
)
