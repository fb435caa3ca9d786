"""A report's input with plausible made-up values for the whole catalogue."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import replace

from schemas.extracts import due
from schemas.framework import ACTIONS
from schemas.period import LONDON, Period, PeriodKind, quarters_between
from schemas.released import (
    PlannedAction,
    ReceivedExtract,
    ReleasedValue,
    ReportInput,
    Revision,
    Status,
)
from schemas.vocabulary import AGENCIES
from transforms.indicator import About, Indicator, Median, Unit
from transforms.indicators import CATALOGUE, indicator_of

PERIOD = Period.parse("2026-27-Q2")
SERIES = quarters_between(Period.parse("2023-24-Q3"), PERIOD)
RELEASED_AT = dt.datetime(2026, 10, 20, 7, 0, tzinfo=LONDON)
THRESHOLD = 5
LARGE = {"A04.1": 260, "A06.9": 420, "A06.18": 190, "A16.2": 3400, "X02.3": 9000}


def drawn_report(seed: int = 20, period: Period = PERIOD) -> ReportInput:
    """Twelve quarters of the whole catalogue, with gaps, hidden values and marks.

    A longer period has its own values and those of the two like it before.
    """
    chance = random.Random(seed)  # noqa: S311 -- made-up figures, not secrets
    values = tuple(v for quarter in SERIES for v in _quarter(quarter, chance))
    alike = SERIES
    if period.kind is not PeriodKind.QUARTER:
        alike = (period.previous.previous, period.previous, period)
        values += tuple(v for each in alike for v in _quarter(each, chance))
    plan = _plan(chance)
    return ReportInput(
        committee="Inverclyde Child Protection Committee",
        committee_short="ICPC",
        area="Inverclyde",
        marking="OFFICIAL-SENSITIVE",
        edition="committee",
        period=period,
        version="1.0",
        released_at=RELEASED_AT,
        threshold=THRESHOLD,
        synthetic=True,
        series=tuple(quarter.code for quarter in SERIES),
        values=values,
        actions=plan,
        received=tuple(each for q in period.quarters for each in _received(q)),
        revisions=_revisions(values),
        alike=tuple(each.code for each in alike),
        actions_before=tuple(_as_before(plan)),
    )


def _as_before(plan: tuple[PlannedAction, ...]) -> Iterator[PlannedAction]:
    for number, each in enumerate(plan):
        if number == 3:
            continue
        status = "not_started" if number % 5 == 0 else each.status
        day = dt.date(2026, 1, 31) if number % 7 == 0 else each.by_when
        yield replace(each, status=status, by_when=day)


def with_values(report: ReportInput, *changed: ReleasedValue) -> ReportInput:
    """The same input with some values in the place of those it has."""
    places = {_place(value): value for value in changed}
    kept = [value for value in report.values if _place(value) not in places]
    return replace(report, values=(*kept, *changed))


def hidden(value: ReleasedValue) -> ReleasedValue:
    """The value as an edition holds it that may not show it."""
    return replace(value, numerator=None, denominator=None, value=None, hidden=True)


def _place(value: ReleasedValue) -> tuple[str, str, str, str]:
    return value.period, value.indicator, value.breakdown, value.category


def _quarter(quarter: Period, chance: random.Random) -> Iterator[ReleasedValue]:
    for indicator in CATALOGUE:
        scale = LARGE.get(indicator.id, chance.choice((9, 16, 30)))
        yield _value(indicator, quarter, ("", ""), scale, chance)
        for breakdown in indicator.breakdowns:
            for code in breakdown.categories:
                share = max(1, 2 * scale // len(breakdown.categories))
                yield _value(indicator, quarter, (breakdown.name, code), share, chance)


def _value(
    indicator: Indicator,
    quarter: Period,
    place: tuple[str, str],
    scale: int,
    chance: random.Random,
) -> ReleasedValue:
    empty = ReleasedValue(
        quarter.code, indicator.id, *place, None, None, None, Status.OK, release=1
    )
    is_quarter = quarter.kind is PeriodKind.QUARTER
    if indicator.due_in and is_quarter and quarter.part != indicator.due_in:
        return replace(empty, status=Status.NOT_DUE)
    if indicator.id.startswith("A25") and quarter.part == "Q1":
        return replace(empty, status=Status.NOT_RECEIVED)
    drawn = _drawn(indicator, empty, scale, chance)
    if drawn.status is Status.OK and _is_small(indicator, drawn):
        return hidden(drawn)
    total = place == ("", "")
    return replace(
        drawn,
        provisional=total and quarter == PERIOD and indicator.id.startswith("A17"),
        revised=total and quarter == PERIOD.previous and indicator.id == "A08.1",
        agencies_received=_agencies(indicator, quarter) if total else None,
        beside=chance.randint(0, 4) if indicator.beside and total else None,
    )


def _drawn(
    indicator: Indicator, empty: ReleasedValue, scale: int, chance: random.Random
) -> ReleasedValue:
    count = chance.randint(scale // 2, scale + scale // 3)
    if indicator.unit is Unit.COUNT:
        count = 0 if chance.random() < 0.1 else count
        return replace(empty, numerator=count, value=float(count))
    if isinstance(indicator.measure, Median):
        half = chance.randint(2, 40) / 2
        return replace(empty, denominator=count, value=half)
    if indicator.unit is Unit.PERCENT:
        if chance.random() < 0.04:
            return replace(
                empty, numerator=0, denominator=0, status=Status.NOT_APPLICABLE
            )
        part = round(count * chance.uniform(0.55, 0.95))
        return replace(
            empty, numerator=part, denominator=count, value=100 * part / count
        )
    of = 240 if indicator.unit is Unit.PER_100 else 14_650
    per = 100 if indicator.unit is Unit.PER_100 else 1000
    return replace(empty, numerator=count, denominator=of, value=per * count / of)


def _is_small(indicator: Indicator, value: ReleasedValue) -> bool:
    if indicator.about is not About.CHILDREN:
        return False
    parts = [n for n in (value.numerator, value.denominator) if n is not None]
    if indicator.unit is Unit.PERCENT and len(parts) == 2:
        parts.append(parts[1] - parts[0])
    return any(0 < part < THRESHOLD for part in parts)


def _agencies(indicator: Indicator, quarter: Period) -> tuple[int, int] | None:
    if not any(b.name == "agency" for b in indicator.breakdowns):
        return None
    return (4, 5) if quarter.code == "2025-26-Q4" else (5, 5)


def _plan(chance: random.Random) -> tuple[PlannedAction, ...]:
    framework = tuple(
        PlannedAction(
            action_id=action.id,
            title=action.short,
            lead_agency=chance.choice(AGENCIES),
            lead_role=None if action.id == "A21" else "Service Manager, Children",
            by_when=None
            if action.id == "A12"
            else dt.date(2026, 3, 31) + dt.timedelta(days=chance.randint(0, 400)),
            status=chance.choice(("not_started", "in_progress", "complete")),
            progress_note="Two briefings are planned for the winter."
            if action.id == "A02"
            else None,
            note_withheld=action.id == "A04",
        )
        for action in ACTIONS
        if action.id != "A23"
    )
    local = PlannedAction(
        "L1", None, "icpc", "Lead Officer", dt.date(2026, 12, 31), "in_progress"
    )
    return (*framework, local)


def _received(quarter: Period) -> Iterator[ReceivedExtract]:
    arrived = dt.datetime(2026, 10, 12, 9, 30, tzinfo=LONDON)
    states = {
        ("police", "ceop_reports"): "not_received",
        ("education", "transition_plans"): "rejected",
        ("health", "attendances"): "accepted_with_row_errors",
        ("hscp", "case_file_audits"): "nil_return",
    }
    for number, (agency, extract) in enumerate(due(quarter)):
        state = states.get((agency, extract.name), "accepted")
        late = extract.name == "concern_reports"
        stands = state in {"accepted", "accepted_with_row_errors", "nil_return"}
        came = state != "not_received"
        rows = 0 if state == "nil_return" or not stands else 24 + 7 * number
        in_error = 3 if state == "accepted_with_row_errors" else 0
        yield ReceivedExtract(
            quarter=quarter.code,
            agency=agency,
            extract=extract.name,
            state=state,
            version=(2 if number == 3 else 1) if stands else None,
            versions_received=(2 if number == 3 else 1) if came else 0,
            first_seen=(arrived + dt.timedelta(days=5 if late else 0))
            if came
            else None,
            in_time=(not late) if came else None,
            rows_read=rows,
            rows_loaded=rows - in_error,
            rows_in_error=in_error,
            rows_repeated=0,
        )


def _revisions(values: tuple[ReleasedValue, ...]) -> tuple[Revision, ...]:
    at = {_place(value): value for value in values}
    code = PERIOD.previous.code
    total = at[(code, "A04.1", "", "")]
    part = at[(code, indicator_of("A06.12").id, "sex", "female")]
    before = replace(
        total,
        revised=False,
        release=total.release - 1,
        numerator=(total.numerator or 1) - 1,
        value=(total.value or 1) - 1,
    )
    return (
        Revision(code, "A04.1", "", "", before, total),
        Revision(code, "A06.12", "sex", "female", part, part),
    )
