"""Every extract that is due for a quarter, as tables of the synthetic world."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from schemas.extract import Extract, Kind
from schemas.extracts import due
from schemas.period import Period
from transforms.synthetic import (
    committee,
    contacts,
    interviews,
    missing,
    policing,
    practice,
    schools,
    staff,
    vyp,
)
from transforms.synthetic.quarters import number_of
from transforms.synthetic.world import Rows, World

_OF_THE_AREA: dict[str, Callable[[World, int], Rows]] = {
    "looked_after_children": practice.looked_after_children,
    "missing_episodes": missing.missing_episodes,
    "return_interviews": interviews.return_interviews,
    "vyp_reviews": vyp.vyp_reviews,
    "wellbeing_assessments": practice.wellbeing_assessments,
    "case_file_audits": practice.case_file_audits,
    "missing_from_education": contacts.missing_from_education,
    "transition_plans": contacts.transition_plans,
    "attendances": contacts.attendances,
    "missing_persons": missing.missing_persons,
    "concern_reports": policing.concern_reports,
    "disruption": policing.disruption,
    "ceop_reports": policing.ceop_reports,
    "concern_report_reviews": policing.concern_report_reviews,
    "governance_meetings": committee.governance_meetings,
    "action_plan": committee.action_plan,
    "awareness_programmes": committee.awareness_programmes,
    "campaign_returns": committee.campaign_returns,
}
_OF_AN_AGENCY: dict[str, Callable[[World, int, str], Rows]] = {
    "s2_programmes": schools.s2_programmes,
    "training": staff.training,
    "pathway_knowledge": staff.pathway_knowledge,
    "supervision": staff.supervision,
    "team_meetings": staff.team_meetings,
}
_UNITS = {Kind.DATE: "datetime64[D]", Kind.DATE_TIME: "datetime64[m]"}


def tables_of(
    world: World, quarter: Period, *, first: bool
) -> Iterator[tuple[str, Extract, pd.DataFrame]]:
    """Agency, extract and rows of everything due for a quarter, one at a time.

    Args:
        world: the synthetic area.
        quarter: the quarter.
        first: the quarter is the first that the committee receives, so that its VYP
            referrals also hold every case open on its first day.
    """
    for agency, extract in due(quarter):
        rows = _rows_of(world, agency, extract.name, quarter, first=first)
        yield agency, extract, _typed(extract, rows)


def _rows_of(
    world: World, agency: str, name: str, quarter: Period, *, first: bool
) -> Rows:
    number = number_of(quarter)
    if name == "vyp_referrals":
        return vyp.vyp_referrals(world, number, first=first)
    if name in _OF_AN_AGENCY:
        return _OF_AN_AGENCY[name](world, number, agency)
    return _OF_THE_AREA[name](world, number)


def _typed(extract: Extract, rows: Rows) -> pd.DataFrame:
    """The rows as a table: local dates and moments, whole numbers, text."""
    columns = {}
    for column in extract.columns:
        cells = rows[column.name]
        if column.is_temporal:
            moments = cells.astype(_UNITS[column.kind]).astype("datetime64[us]")
            columns[column.name] = pd.Series(moments)
        elif column.kind is Kind.WHOLE:
            numbers = pd.Series(cells.astype(np.int64), dtype=pd.Int64Dtype())
            columns[column.name] = numbers.mask(numbers < 0)
        else:
            columns[column.name] = pd.Series(cells, dtype="str")
    return pd.DataFrame(columns)
