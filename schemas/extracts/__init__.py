"""EXTRACTS: every kind of extract once, in the order the reports name the agencies."""

from __future__ import annotations

from schemas.extract import Extract
from schemas.extracts import (
    barnardos,
    education,
    health,
    hscp,
    icpc,
    police,
    several_agencies,
)
from schemas.period import Period
from schemas.vocabulary import AGENCIES

EXTRACTS: tuple[Extract, ...] = (
    hscp.LOOKED_AFTER_CHILDREN,
    hscp.MISSING_EPISODES,
    hscp.RETURN_INTERVIEWS,
    hscp.VYP_REFERRALS,
    hscp.VYP_REVIEWS,
    hscp.WELLBEING_ASSESSMENTS,
    hscp.CASE_FILE_AUDITS,
    education.MISSING_FROM_EDUCATION,
    several_agencies.S2_PROGRAMMES,
    education.TRANSITION_PLANS,
    health.ATTENDANCES,
    police.MISSING_PERSONS,
    police.CONCERN_REPORTS,
    police.DISRUPTION,
    police.CEOP_REPORTS,
    barnardos.CONCERN_REPORT_REVIEWS,
    several_agencies.TRAINING,
    several_agencies.PATHWAY_KNOWLEDGE,
    several_agencies.SUPERVISION,
    several_agencies.TEAM_MEETINGS,
    icpc.GOVERNANCE_MEETINGS,
    icpc.ACTION_PLAN,
    icpc.AWARENESS_PROGRAMMES,
    icpc.CAMPAIGN_RETURNS,
)

_BY_NAME = {extract.name: extract for extract in EXTRACTS}


def extract_named(name: str) -> Extract | None:
    """The extract of a name, or None if there is none."""
    return _BY_NAME.get(name)


def due(quarter: Period) -> tuple[tuple[str, Extract], ...]:
    """Every (agency, extract) owed for a quarter, in the reports' order."""
    return tuple(
        (agency, extract)
        for agency in AGENCIES
        for extract in EXTRACTS
        if extract.is_due(agency, quarter)
    )
