"""A08 and A12: Wellbeing Assessments, chronologies, Child's Plans."""

from __future__ import annotations

from schemas import vocabulary as words
from transforms.indicator import (
    About,
    Better,
    Breakdown,
    Chart,
    Indicator,
    Median,
    Need,
    Share,
    Unit,
)

_ASSESSMENTS = (Need("wellbeing_assessments", "hscp"),)
_AUDITS = (Need("case_file_audits", "hscp"),)
_DOCUMENT_TYPE = Breakdown("document_type", words.DOCUMENT_TYPE)

SIGN_OFF: tuple[Indicator, ...] = (
    Indicator(
        id="A08.1",
        title="Assessments signed off by an operational service manager",
        definition="Of Wellbeing Assessments completed in the period, those signed off "
        "by an operational service manager.",
        measure=Share("wellbeing_assessments", "is_signed_off_by_manager"),
        needs=_ASSESSMENTS,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.CHILDREN,
        headline=True,
    ),
    Indicator(
        id="A08.2",
        title="Days to sign-off, median",
        definition="Median of the whole days from completion to sign-off by any "
        "signatory, of Wellbeing Assessments completed in the period and signed off.",
        measure=Median("wellbeing_assessments", "days_to_sign_off"),
        needs=_ASSESSMENTS,
        unit=Unit.DAYS,
        better=Better.LOWER,
        chart=Chart.MEASUREMENT,
        about=About.CHILDREN,
    ),
)

AUDITS: tuple[Indicator, ...] = (
    Indicator(
        id="A12.1",
        title="Documents that evidence the dual role",
        definition="Of chronologies, assessments and plans audited in the period, "
        "those that evidence the dual child-protection and GIRFEC role.",
        measure=Share("case_file_audits", "evidences_dual_role"),
        needs=_AUDITS,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.CHILDREN,
        breakdowns=(_DOCUMENT_TYPE,),
        headline=True,
    ),
    Indicator(
        id="A12.2",
        title="Documents graded good or better",
        definition="Of documents audited in the period, those graded 4 (good) or "
        "higher.",
        measure=Share("case_file_audits", "is_graded_good"),
        needs=_AUDITS,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION,
        about=About.CHILDREN,
        breakdowns=(_DOCUMENT_TYPE,),
    ),
)
