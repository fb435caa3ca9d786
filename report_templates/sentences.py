"""Sentences that hold a number, made from shown values and what was received.

They state figures side by side and leave the judgement to the reader: no difference, no
rating, no claim that a change is more than chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from report_templates import printed, wording
from report_templates.code_titles import breakdown_title, category_title
from report_templates.section import BarChart, LineChart
from report_templates.seen import Seen
from schemas.period import Period
from schemas.released import ReleasedValue, ReportInput, Status, Symbol
from transforms.indicator import Better, Breakdown, Indicator, Unit

KEY: tuple[tuple[str, str], ...] = (
    (Symbol.HIDDEN, "Not shown, so that no child and no small group can be recognised"),
    (
        Symbol.NOT_AVAILABLE,
        "Not available: an extract was not received, or nothing was released",
    ),
    (Symbol.NOT_APPLICABLE, "Not applicable: nothing to take a share or a median of"),
    (
        Symbol.PROVISIONAL,
        "Provisional: records are still unsettled, or an agency's are missing",
    ),
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
LONGEST_ALT = 340
"""Letters of an alternative text at most: longer ones are cut off by some readers."""
_POINTS_IN_SHORT = 6
_GAPS: dict[str, str] = {
    Symbol.HIDDEN: "not shown",
    Symbol.NOT_AVAILABLE: "not available",
    Symbol.NOT_APPLICABLE: "not applicable",
}


# --- Charts -----------------------------------------------------------------------


def finding(indicator: Indicator, report: ReportInput, name: str = "") -> str:
    """A chart's caption: what the latest figure is and what it was before."""
    name = name or indicator.title
    value = report.value(indicator.id)
    latest = latest_due((indicator,), report)
    if not is_due(value) and latest:
        then = printed.words(indicator, report.value(indicator.id, period=latest))
        return f"{name}: {then} in {Period.parse(latest).label}"
    return f"{name}: {now_and_then(indicator, report)}"


def short_finding(indicator: Indicator, seen: Seen) -> str:
    """The same under the short name."""
    return finding(indicator, seen.report, seen.subject.short(indicator))


def now_and_then(indicator: Indicator, report: ReportInput) -> str:
    """The latest figure, and the one of the period before where there was one."""
    value = report.value(indicator.id)
    before = report.value(indicator.id, period=report.period.previous.code)
    now, kind = printed.words(indicator, value), report.period.kind.value
    if not is_due(before):
        return now
    then = printed.cell(indicator, before)
    if not wording.is_shown(before) and printed.plain(now).endswith(
        printed.plain(then)
    ):
        return f"{now}, as in the {kind} before"
    return f"{now}, {then} the {kind} before"


def now_and_before(name: str, indicator: Indicator, report: ReportInput) -> str:
    """An indicator's name with its latest figure and the one before in brackets."""
    if name[1:2].islower():
        name = name[0].lower() + name[1:]
    now = printed.short(indicator, report.value(indicator.id))
    before = report.value(indicator.id, period=report.period.previous.code)
    if before is None:
        return f"{name} {now}"
    return f"{name} {now} (before: {printed.column(indicator, before)})"


def marks_in_short() -> str:
    """The marks in one line, for a page that has no room for their table."""
    return (
        f"{Symbol.HIDDEN}: not shown, to protect people; "
        f"{Symbol.NOT_AVAILABLE}: not available; {Symbol.PROVISIONAL}: provisional; "
        f"{Symbol.REVISED}: revised."
    )


def last_due(indicators: Sequence[Indicator], report: ReportInput) -> str:
    """Figures of the latest quarter that had them, of what is not due in this one."""
    latest = latest_due(indicators, report)
    if latest in {"", report.period.code}:
        return ""
    said = "; ".join(
        f"{i.id} {printed.full(i, report.value(i.id, period=latest))}"
        for i in indicators
    )
    return f"Last due in {Period.parse(latest).label}: {said}."


def latest_due(indicators: Sequence[Indicator], report: ReportInput) -> str:
    """The latest quarter of the series that had any of these; empty where none had."""
    for code in reversed(report.series):
        if any(is_due(report.value(i.id, period=code)) for i in indicators):
            return code
    return ""


def is_due(value: ReleasedValue | None) -> bool:
    """Whether the period has the figure at all."""
    return value is not None and value.status is not Status.NOT_DUE


def chart_in_words(
    indicator: Indicator, chart: LineChart, table: str, change: str = ""
) -> str:
    """Alternative text: kind of chart, every point in order, where the table is.

    Args:
        indicator: what is drawn.
        chart: the points.
        table: where the figures are to be read.
        change: what is said of a change that the chart shows.
    """
    span = wording.range_label([point.period for point in chart.points])
    hollow = sum(point.hollow for point in chart.points)
    marked = f" Points drawn hollow: {hollow}." if hollow else ""
    end = f".{marked} The figures are in {table}."
    start = f"Line chart of {indicator.title}, {span}. "
    if change:
        start = f"Run chart of {indicator.title}, {span}: {change}. "
    points = [point.words for point in chart.points]
    every = f"{start}Earliest to latest: {', '.join(points)}{end}"
    if len(printed.plain(every)) <= LONGEST_ALT:
        return every
    last = points[-_POINTS_IN_SHORT:]
    return f"{start}The last {len(last)}, latest last: {', '.join(last)}{end}"


def bars_in_words(
    indicator: Indicator, breakdown: Breakdown, chart: BarChart, table: str
) -> str:
    """Alternative text of bars: the first of them, how many, where the table is."""
    start = (
        f"Bar chart of {indicator.title} by {breakdown_title(breakdown.name)}, "
        f"{len(chart.bars)} bars. "
    )
    end = f". The figures are in {table}."
    said: list[str] = []
    for bar in chart.bars:
        longer = ", ".join([*said, f"{bar.name} {bar.words}"])
        if len(printed.plain(start + longer + end)) > LONGEST_ALT:
            break
        said.append(f"{bar.name} {bar.words}")
    return f"{start}{', '.join(said)}{end}"


def chart_note(drawn: Sequence[tuple[Indicator, LineChart]]) -> str:
    """What stands under a figure: the measure, and the marks that are in it."""
    measures = {_MEASURES[indicator.unit] for indicator, _ in drawn}
    said = []
    if len(measures) == 1:
        said.append(f"{measures.pop()} by {_kind_of(drawn[0][1])}.")
    centres = {chart.centre_name for _, chart in drawn if chart.median is not None}
    if centres:
        said.append(f"Dashed line: {listed(sorted(centres))}.")
    if any(chart.bounds for _, chart in drawn):
        said.append("Dotted lines: what chance alone would hardly go beyond.")
    if any(chart.marked for _, chart in drawn):
        said.append("Squares: the quarters that make up the change.")
    points = [point for _, chart in drawn for point in chart.points]
    if any(point.hollow for point in points):
        said.append("Hollow: provisional, or an agency is missing.")
    symbols = {point.symbol for point in points}
    gaps = [f"{symbol} {words}" for symbol, words in _GAPS.items() if symbol in symbols]
    if gaps:
        said.append(f"Gaps: {', '.join(gaps)}.")
    return " ".join(said) or "Each chart runs from zero."


def _kind_of(chart: LineChart) -> str:
    return Period.parse(chart.points[0].period).kind.value


def standard(indicator: Indicator) -> str:
    """The standard the committee set for an indicator; empty where there is none."""
    return indicator.target[1] if indicator.target else ""


# --- Breakdowns -------------------------------------------------------------------


def categories(indicator: Indicator, breakdown: Breakdown, report: ReportInput) -> str:
    """Every category of a breakdown with its figure, in the list's order."""
    said = []
    for code in breakdown.categories:
        value = report.value(indicator.id, breakdown.name, code)
        figure = printed.cell(indicator, value)
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


# --- About the figures ------------------------------------------------------------


def disclosure_rule(report: ReportInput) -> str:
    """The rule by which small figures are not shown."""
    about = "children and offending" if report.edition == "public" else "children"
    zeros = (
        "A 0 is a true zero; it is shown, except where a table could not be kept safe "
        "otherwise."
        if report.zeros_shown
        else "True zeros are not shown either."
    )
    openness = (
        f"it could be anything from 1 to {report.threshold}, or at the very least "
        "one of two values."
        if report.window_open
        else "it could be one of at least two values."
    )
    return (
        f"counts about {about} from 1 to {report.threshold - 1} are not shown "
        f"({Symbol.HIDDEN}); nor is any figure from which one could be worked out: "
        "percentages and rates that rest on one, what is left over from a whole, and "
        "further figures of this report, of longer periods and of earlier reports. "
        f"Whoever has read them all still can't tell it: it is proved that {openness} "
        f"{zeros}"
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
