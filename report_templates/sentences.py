"""Sentences that hold a number, made from shown values and what was received.

They state figures side by side and leave the judgement to the reader: no difference, no
rating, no claim that a change is more than chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from report_templates import wording
from report_templates.code_titles import (
    agency_title,
    breakdown_title,
    category_title,
    extract_title,
    plan_status_title,
)
from report_templates.section import LineChart
from schemas.period import LONDON, Period
from schemas.released import (
    PlannedAction,
    ReceivedExtract,
    ReleasedValue,
    ReportInput,
    Status,
    Symbol,
)
from transforms.indicator import Better, Breakdown, Indicator, Unit

KEY: tuple[tuple[str, str], ...] = (
    (Symbol.HIDDEN, "Not shown, so that no child and no small group can be recognised"),
    (
        Symbol.NOT_AVAILABLE,
        "Not available: an extract was not received, or nothing was released",
    ),
    (Symbol.NOT_APPLICABLE, "Not applicable: nothing to take a share or a median of"),
    (Symbol.PROVISIONAL, "Provisional: the period holds records still unsettled"),
    (Symbol.REVISED, "Revised: not what an earlier report showed"),
)
BETTER: dict[Better, str] = {
    Better.HIGHER: "Higher is better.",
    Better.LOWER: "Lower is better.",
    Better.NEUTRAL: "",
}
_MEASURES: dict[Unit, str] = {
    Unit.COUNT: "Number",
    Unit.PERCENT: "Percentage",
    Unit.PER_100: "Rate per 100",
    Unit.PER_1000: "Rate per 1,000",
    Unit.HOURS: "Hours",
    Unit.DAYS: "Days",
    Unit.SESSIONS: "Sessions",
}
_GAPS: dict[str, str] = {
    Symbol.HIDDEN: "not shown",
    Symbol.NOT_AVAILABLE: "not available",
    Symbol.NOT_APPLICABLE: "not applicable",
}
_NAMED_AT_MOST = 3
ARRIVED = {"accepted", "accepted_with_row_errors", "nil_return"}
"""States of an extract that has a standing version."""


# --- Charts -----------------------------------------------------------------------


def finding(indicator: Indicator, report: ReportInput) -> str:
    """A chart's caption: what the latest figure is and what it was before."""
    value = report.value(indicator.id)
    latest = _latest_due((indicator,), report)
    if not _is_due(value) and latest:
        then = wording.in_words(indicator, report.value(indicator.id, period=latest))
        return f"{indicator.title}: {then} in {Period.parse(latest).label}"
    now = wording.in_words(indicator, value)
    text = f"{indicator.title}: {now}"
    value = report.value(indicator.id, period=report.period.previous.code)
    if not _is_due(value):
        return text
    before, kind = wording.in_cell(indicator, value), report.period.kind.value
    if not wording.is_shown(value) and now.endswith(before):
        return f"{text}, as in the {kind} before"
    return f"{text}, {before} the {kind} before"


def now_and_before(indicator: Indicator, report: ReportInput) -> str:
    """An indicator's name with its latest figure and the one before."""
    title = indicator.title
    if title[1:2].islower():
        title = title[0].lower() + title[1:]
    now = wording.in_words(indicator, report.value(indicator.id))
    before = report.value(indicator.id, period=report.period.previous.code)
    return f"{title} {now} ({wording.in_cell(indicator, before)})"


def last_due(indicators: Sequence[Indicator], report: ReportInput) -> str:
    """Figures of the latest quarter that had them, of what is not due in this one."""
    latest = _latest_due(indicators, report)
    if latest in {"", report.period.code}:
        return ""
    said = "; ".join(
        f"{i.id} {wording.in_full(i, report.value(i.id, period=latest))}"
        for i in indicators
    )
    return f"Last due in {Period.parse(latest).label}: {said}."


def _latest_due(indicators: Sequence[Indicator], report: ReportInput) -> str:
    """The latest quarter of the series that had any of these; empty where none had."""
    for code in reversed(report.series):
        if any(_is_due(report.value(i.id, period=code)) for i in indicators):
            return code
    return ""


def _is_due(value: ReleasedValue | None) -> bool:
    return value is not None and value.status is not Status.NOT_DUE


def chart_in_words(indicator: Indicator, chart: LineChart) -> str:
    """Alternative text: the kind of chart, what it shows, every point in order."""
    points = [point.words for point in chart.points]
    span = wording.range_label([point.period for point in chart.points])
    text = (
        f"Line chart of {indicator.title}, {span}. "
        f"Earliest to latest: {', '.join(points)}."
    )
    hollow = sum(point.hollow for point in chart.points)
    return f"{text} Points drawn hollow: {hollow}." if hollow else text


def chart_note(indicator: Indicator, chart: LineChart) -> str:
    """What stands under a chart: the measure, and the marks that are in it."""
    said = [f"{_MEASURES[indicator.unit]} by quarter."]
    if chart.median is not None:
        said.append("Dashed line: median.")
    if any(point.hollow for point in chart.points):
        said.append("Hollow: provisional, or an agency is missing.")
    symbols = {point.symbol for point in chart.points}
    gaps = [f"{symbol} {words}" for symbol, words in _GAPS.items() if symbol in symbols]
    if gaps:
        said.append(f"Gaps: {', '.join(gaps)}.")
    return " ".join(said)


def standard(indicator: Indicator) -> str:
    """The standard the committee set for an indicator; empty where there is none."""
    return f"Standard: {indicator.target[1]}." if indicator.target else ""


# --- Breakdowns -------------------------------------------------------------------


def categories(indicator: Indicator, breakdown: Breakdown, report: ReportInput) -> str:
    """Every category of a breakdown with its figure, in the list's order."""
    said = []
    for code in breakdown.categories:
        value = report.value(indicator.id, breakdown.name, code)
        figure = wording.in_cell(indicator, value)
        said.append(f"{category_title(breakdown.name, code)}: {figure}")
    return "; ".join(said)


def where_broken_down(indicators: Iterable[Indicator], annex: str) -> str:
    """In which ways figures are broken down, and where; empty where in none."""
    named = {
        breakdown_title(breakdown.name): None
        for indicator in indicators
        for breakdown in indicator.breakdowns
    }
    return f"Broken down in {annex}: by {listed(tuple(named))}." if named else ""


# --- The action plan --------------------------------------------------------------


def lead_of(planned: PlannedAction) -> str:
    """Lead agency and the lead officer's role."""
    role = planned.lead_role or "role withheld"
    return f"{agency_title(planned.lead_agency)}, {role}"


def by_when(planned: PlannedAction) -> str:
    """The date by which the action is to be complete."""
    return wording.date(planned.by_when) if planned.by_when else "no date in the plan"


def plan_status(planned: PlannedAction, period: Period) -> str:
    """How far the action is, and whether its date has passed, in words."""
    words = plan_status_title(planned.status)
    overdue = planned.by_when is not None and planned.by_when < period.last_day
    if overdue and planned.status != "complete":
        return f"{words}, its date has passed"
    return words


# --- What was received ------------------------------------------------------------


def received_in_short(report: ReportInput) -> str:
    """How many extracts were received, and which were not."""
    missing = [each for each in report.received if each.state not in ARRIVED]
    arrived = len(report.received) - len(missing)
    text = f"{arrived} of {len(report.received)} extracts due were accepted."
    if not missing:
        return text
    if len(missing) > _NAMED_AT_MOST:
        agencies = {agency_title(each.agency): None for each in missing}
        return f"{text} Missing are some from {listed(tuple(agencies))}."
    return f"{text} Missing: {listed(tuple(named(each) for each in missing))}."


def received_in_state(received: Sequence[ReceivedExtract], what: str) -> str:
    """How many extracts something is true of, and which; "none" where of none."""
    if not received:
        return f"{what}: none."
    return f"{what}: {len(received)} ({listed(tuple(named(e) for e in received))})."


def named(received: ReceivedExtract) -> str:
    """An extract with its agency."""
    return f"{agency_title(received.agency)}: {extract_title(received.extract)}"


def first_seen(received: ReceivedExtract) -> str:
    """When the first version was seen, and whether in time."""
    if received.first_seen is None:
        return "Nothing arrived"
    moment = received.first_seen
    if moment.tzinfo is not None:
        moment = moment.astimezone(LONDON)
    late = "" if received.in_time else ", late"
    return f"{moment.day} {moment:%B}{late}"


def rows_of(received: ReceivedExtract) -> str:
    """Rows loaded of rows read, and what became of the others."""
    if received.state not in ARRIVED:
        return "No rows"
    if received.rows_hidden:
        return Symbol.HIDDEN.value
    text = f"{received.rows_loaded:,} of {received.rows_read:,}"
    others = [
        f"{count:,} {words}"
        for count, words in (
            (received.rows_in_error, "in error"),
            (received.rows_repeated, "repeated"),
        )
        if count
    ]
    return f"{text} ({', '.join(others)})" if others else text


def version_of(received: ReceivedExtract) -> str:
    """Which version stands, when more than one arrived."""
    several = received.versions_received > 1
    if received.version is None or not several:
        return ""
    return f", version {received.version}"


# --- About the figures ------------------------------------------------------------


def disclosure_rule(threshold: int) -> str:
    """The rule by which figures about children are not shown."""
    return (
        f"counts about children from 1 to {threshold - 1} are not shown "
        f"({Symbol.HIDDEN}); nor is any figure from which one could be worked out: "
        "percentages and rates that rest on one, what is left over from a whole, and "
        "further figures of the same table. A 0 is a true zero and is shown."
    )


def few_rule() -> str:
    """The rule by which percentages on few are printed."""
    return (
        "percentages, rates and medians have one decimal, halves rounded up; in "
        "brackets stands what the latest figure rests on, of a median how many. A "
        f'percentage on fewer than {wording.FEW} is printed as "n of N".'
    )


def further_revisions(count: int) -> str:
    """How many more figures changed than the table lists."""
    things = "figure" if count == 1 else "figures"
    return f"A further {count:,} {things} of breakdowns changed with these."


def listed(words: Sequence[str]) -> str:
    """Words in a row: a, b and c."""
    if len(words) < 2:  # noqa: PLR2004 -- one thing needs no "and"
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
