"""Social work's own practice: children in care, assessments, audits of documents."""

from __future__ import annotations

import numpy as np

from transforms.synthetic import quarters as when
from transforms.synthetic.refs import of_quarter
from transforms.synthetic.world import (
    Rows,
    World,
    only,
    over_quarters,
    picked,
    sent_again,
)

_ASSESSMENTS = 76
_LONGEST_IN_QUARTERS = 2
_DAYS_TO_SIGN = ((0.0, 0.0), (0.4, 5.0), (0.8, 17.0), (0.95, 38.0), (1.0, 110.0))
_AUDITS = 46
_DOCUMENTS = {
    "shared_chronology": 0.32,
    "wellbeing_assessment": 0.36,
    "childs_plan": 0.32,
}
_GRADES = {"1": 0.02, "2": 0.08, "3": 0.25, "4": 0.4, "5": 0.2, "6": 0.05}
_VYP_SHARE = 0.16
_FIRST, _NOW = "2023-24-Q3", "2026-27-Q2"


def looked_after_children(world: World, number: int) -> Rows:
    """The extract of children in care at quarter end."""
    on = when.last_day(number)
    children = world.children
    child = children.in_care(on)
    child = child[np.argsort(children.refs(child).astype("U"), kind="stable")]
    return {
        "child_ref": children.refs(child),
        "age": children.ages(child, on),
        "sex": children.sex(child),
        "disability": children.disability(child),
        "ethnicity": children.ethnicity(child),
        "placement_type": children.placement(child, on),
    }


def assessments_begun(world: World, number: int) -> Rows:
    """Assessments completed in a quarter with their sign-off."""
    draws, ids = world.begun("wellbeing assessment", number, _ASSESSMENTS)
    on = when.working_days(when.days_in(number, draws, ids), number)
    vyp = draws.happens("vyp pathway", ids, _VYP_SHARE)
    until = when.last_day(number)
    anyone = world.children.aged(0, 17, until, one_in=3)
    place = (draws.share("which", ids) * len(anyone)).astype(np.int64)
    of_concern = world.children.of_concern(number)
    wait = draws.from_quantiles("signed off", ids, _DAYS_TO_SIGN)
    manager = when.ramp(number, _FIRST, _NOW, 0.62, 0.77)
    by = {"operational_service_manager": manager, "team_leader": 0.95 - manager}
    return {
        "id": ids,
        "child": np.where(
            vyp, world.children.chosen(draws, ids, of_concern, number), anyone[place]
        ),
        "completed_on": on,
        "signed_off_on": when.days_after(on, wait),
        "signed_off_by": draws.code("by", ids, {**by, "other": 0.05}),
        "vyp_pathway": np.where(
            vyp, "yes", draws.answer("vyp not known", ids, yes=0.0, unknown=0.03)
        ),
    }


def wellbeing_assessments(world: World, number: int) -> Rows:
    """The extract of Wellbeing Assessments."""

    def of(begun: int) -> Rows:
        rows = assessments_begun(world, begun)
        rows = picked(rows, sent_again(number, begun, rows["signed_off_on"]))
        signed = when.known(rows["signed_off_on"], number)
        return {
            "assessment_ref": of_quarter("WBA", begun, rows["id"]),
            "child_ref": world.children.refs(rows["child"]),
            "completed_on": rows["completed_on"],
            "signed_off_on": signed,
            "signed_off_by": only(~np.isnat(signed), rows["signed_off_by"]),
            "vyp_pathway": rows["vyp_pathway"],
        }

    return over_quarters(number, _LONGEST_IN_QUARTERS, of)


def case_file_audits(world: World, number: int) -> Rows:
    """The extract of audits."""
    draws, ids = world.begun("audit", number, _AUDITS)

    def better(low: float, high: float) -> float:
        return when.ramp(number, _FIRST, _NOW, low, high)

    return {
        "audit_ref": of_quarter("AUD", number, ids),
        "audited_on": when.working_days(when.days_in(number, draws, ids), number),
        "document_type": draws.code("document", ids, _DOCUMENTS),
        "vyp_pathway": draws.answer("vyp", ids, yes=0.42, unknown=0.02),
        "dual_role_evidenced": draws.answer(
            "dual role", ids, yes=better(0.6, 0.76), unknown=0.03
        ),
        "needs_identified": draws.answer("needs", ids, yes=better(0.78, 0.87)),
        "risks_managed": draws.answer("risks", ids, better(0.7, 0.8), unknown=0.02),
        "grade": draws.code("grade", ids, _GRADES).astype(np.int64),
    }
