"""A07, A20 and A19: the Vulnerable Young Person's Group and its pathway."""

from __future__ import annotations

from schemas import vocabulary as words
from transforms.breakdowns import (
    AGE_GROUP,
    DISABILITY,
    ETHNICITY,
    LOOKED_AFTER,
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
    Median,
    Need,
    Rate,
    Share,
    Span,
    Unit,
)

_REFERRALS = Need("vyp_referrals", "hscp")
_REVIEWS = Need("vyp_reviews", "hscp")
_AT_END = (
    Need("vyp_referrals", "hscp", at_end=True),
    Need("vyp_reviews", "hscp", at_end=True),
)
_AUDITS = (Need("case_file_audits", "hscp"),)
_ASSESSMENTS = (Need("wellbeing_assessments", "hscp"),)

DECISIONS: tuple[Indicator, ...] = (
    Indicator(
        id="A07.1",
        title="VYP referrals",
        definition="Referrals to the VYP Group made in the period.",
        measure=Count("vyp_referrals"),
        needs=(_REFERRALS,),
        unit=Unit.COUNT,
        better=Better.NEUTRAL,
        chart=Chart.COUNT,
        about=About.CHILDREN,
        breakdowns=(
            Breakdown("source", words.REFERRAL_SOURCE, "referral_source"),
            Breakdown("pathway", words.REFERRAL_PATHWAY, "referral_pathway"),
            THEME,
            AGE_GROUP,
            SEX,
            DISABILITY,
            ETHNICITY,
            LOOKED_AFTER,
        ),
        half_years=True,
        headline=True,
    ),
    Indicator(
        id="A07.2",
        title="Referrals with information shared by every core agency",
        definition="Of referrals made in the period, those for which social work, "
        "education, health and police all shared information.",
        measure=Share("vyp_referrals", "every_core_agency_shared"),
        needs=(_REFERRALS,),
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.CHILDREN,
        half_years=True,
    ),
    Indicator(
        id="A07.3",
        title="Days from referral to decision, median",
        definition="Median of the whole days from referral to decision, of referrals "
        "made in the period that have a decision.",
        measure=Median("vyp_referrals", "days_to_decision"),
        needs=(_REFERRALS,),
        unit=Unit.DAYS,
        better=Better.LOWER,
        chart=Chart.MEASUREMENT,
        about=About.CHILDREN,
        half_years=True,
    ),
    Indicator(
        id="A07.4",
        title="Risk reduced at latest review",
        definition="Of children with a review in the period whose latest review names "
        "a known referral, those whose level of risk at that review is below the level "
        "at the referral. The latest review of a day is an open one rather than a "
        "closed one, then the higher level, then that of the later referral.",
        measure=Share("children_reviewed", "risk_reduced"),
        needs=(_REFERRALS, _REVIEWS),
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.CHILDREN,
        breakdowns=(
            Breakdown("change", ("reduced", "same", "increased"), shares=True),
        ),
        half_years=True,
    ),
    Indicator(
        id="A07.5",
        title="Plans graded good or better",
        definition="Of reviews in the period, those with the child's plan graded 4 "
        "(good) or higher.",
        measure=Share("vyp_reviews", "has_good_plan"),
        needs=(_REVIEWS,),
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.CHILDREN,
        half_years=True,
    ),
    Indicator(
        id="A07.6",
        title="Contingency plan in place",
        definition="Of reviews in the period, those with a contingency plan in place.",
        measure=Share("vyp_reviews", "has_contingency_plan"),
        needs=(_REVIEWS,),
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.CHILDREN,
        half_years=True,
    ),
)

PATHWAY_DOCUMENTS: tuple[Indicator, ...] = (
    Indicator(
        id="A19.1",
        title="Documents of VYP-pathway children reviewed",
        definition="Audits in the period of Wellbeing Assessments and Child's Plans of "
        "children referred through the VYP pathway.",
        measure=Count("vyp_documents"),
        needs=_AUDITS,
        unit=Unit.COUNT,
        better=Better.HIGHER,
        chart=Chart.COUNT,
        about=About.CHILDREN,
        breakdowns=(Breakdown("document_type", words.PLAN_DOCUMENT_TYPE),),
        half_years=True,
        headline=True,
    ),
    Indicator(
        id="A19.2",
        title="Needs identified",
        definition="Of the documents reviewed (A19.1), those that identify the child's "
        "needs.",
        measure=Share("vyp_documents", "identifies_needs"),
        needs=_AUDITS,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.CHILDREN,
        half_years=True,
    ),
    Indicator(
        id="A19.3",
        title="Risks managed",
        definition="Of the documents reviewed (A19.1), those that show that risks are "
        "managed.",
        measure=Share("vyp_documents", "manages_risks"),
        needs=_AUDITS,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.CHILDREN,
        half_years=True,
    ),
    Indicator(
        id="A19.4",
        title="Assessments of VYP-pathway children signed off by an operational "
        "service manager",
        definition="Of Wellbeing Assessments completed in the period for children "
        "referred through the VYP pathway, those signed off by an operational service "
        "manager.",
        measure=Share(
            "wellbeing_assessments",
            "is_vyp_signed_off_by_manager",
            among="is_vyp_pathway",
        ),
        needs=_ASSESSMENTS,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.CHILDREN,
        half_years=True,
    ),
)

OPEN_CASES: tuple[Indicator, ...] = (
    Indicator(
        id="A20.1",
        title="Open VYP cases at period end",
        definition="Referrals accepted by the period's last day whose latest review by "
        "that day is absent or not closed. The level of risk is that of the latest "
        "review, else of the referral; the theme is the referral's.",
        measure=Count("open_cases"),
        needs=_AT_END,
        unit=Unit.COUNT,
        better=Better.NEUTRAL,
        chart=Chart.COUNT,
        about=About.CHILDREN,
        breakdowns=(Breakdown("risk_level", words.RISK_AT_REVIEW), THEME),
        span=Span.STATE,
        half_years=True,
        headline=True,
        limits=False,
    ),
    Indicator(
        id="A20.2",
        title="Children with a recorded open VYP case per 1,000",
        definition="Distinct children under 18 at referral with an open VYP case at "
        "period end (A20.1), per 1,000 children aged 0 to 17. It is what is known, not "
        "the prevalence of CSE.",
        measure=Rate(
            "open_cases", "child_ref", "population", per=1000, where="is_under_18"
        ),
        needs=_AT_END,
        unit=Unit.PER_1000,
        better=Better.NEUTRAL,
        chart=Chart.MEASUREMENT,
        about=About.CHILDREN,
        span=Span.STATE,
        reference=("population",),
        half_years=True,
        limits=False,
    ),
)
