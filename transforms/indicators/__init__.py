"""CATALOGUE: every indicator once, in the order of the framework and its documents."""

from __future__ import annotations

from transforms.indicator import Indicator
from transforms.indicators import (
    contacts,
    disruption,
    governance,
    missing,
    practice,
    prevention,
    vyp,
    workforce,
    working_together,
)

CATALOGUE: tuple[Indicator, ...] = (
    *governance.INDICATORS,
    *workforce.TRAINING,
    *workforce.PATHWAY,
    *missing.LOOKED_AFTER,
    *contacts.SCHOOL,
    *contacts.ATTENDANCES,
    *missing.REPORTED_MISSING,
    *contacts.SCHOOL_TRENDS,
    *missing.AT_PERIOD_END,
    *vyp.DECISIONS,
    *practice.SIGN_OFF,
    *workforce.FRONTLINE,
    *practice.AUDITS,
    *prevention.INDICATORS,
    *missing.RETURNS,
    *disruption.CONCERN,
    *vyp.PATHWAY_DOCUMENTS,
    *vyp.OPEN_CASES,
    *disruption.OFFENDING,
    *working_together.INDICATORS,
)

_BY_ID = {indicator.id: indicator for indicator in CATALOGUE}


def indicator_of(indicator_id: str) -> Indicator:
    """The indicator of an id."""
    return _BY_ID[indicator_id]


def of_action(action: str) -> tuple[Indicator, ...]:
    """The indicators of an action (A01 to A26) or group (X01 to X03), in order."""
    return tuple(i for i in CATALOGUE if i.action == action)
