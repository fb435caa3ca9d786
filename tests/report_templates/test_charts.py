"""Charts: size, gaps, ticks, the same picture twice; medians of run charts."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

import matplotlib as mpl
import matplotlib.style
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from report_templates import chart_lines, charts, indicator_blocks, sentences
from report_templates.appearance import Appearance
from report_templates.printed import plain
from report_templates.section import (
    Bar,
    BarChart,
    Figure,
    LineChart,
    Picture,
    Point,
)
from schemas.period import Period, quarters_between
from schemas.released import ReleasedValue, ReportInput, Status
from schemas.signal_policy import Baseline, SignalPolicy
from tests.report_templates.drawn_report import (
    PERIOD,
    SERIES,
    drawn_report,
    hidden,
    with_values,
)
from transforms.indicators import indicator_of

REFERRALS = indicator_of("A07.1")
CHART = LineChart(
    points=(
        Point("2025-26-Q3", 4, "4"),
        Point("2025-26-Q4", None, "[c]", symbol="[c]"),
        Point("2026-27-Q1", 7, "7", hollow=True),
        Point("2026-27-Q2", 5, "5"),
    ),
    whole=True,
    median=5,
)
FIGURE = Picture(CHART, "Line chart of four quarters")
SMALL = Picture(
    CHART, "The same, small", title="Four quarters", width_mm=79, height_mm=38
)
BARS = BarChart(
    (Bar("Sexual Offences (Scotland) Act", 8, "8"), Bar("Other", None, "[c]"))
)


def counts(*numbers: float | None) -> tuple[ReleasedValue, ...]:
    """Referrals of the series: a number, or None for one that is hidden."""
    values = []
    for quarter, number in zip(SERIES, numbers, strict=True):
        shown = ReleasedValue(
            quarter.code, "A07.1", "", "", number, None, number, Status.OK
        )
        values.append(hidden(shown) if number is None else shown)
    return tuple(values)


@pytest.fixture(scope="module")
def report() -> ReportInput:
    return drawn_report()


def test_a_picture_has_its_printed_size_at_200_dots_an_inch() -> None:
    picture = Image.open(io.BytesIO(charts.draw([FIGURE])[0]))
    wide, high = FIGURE.width_mm / 25.4 * 200, FIGURE.height_mm / 25.4 * 200
    assert picture.size == pytest.approx((wide, high), abs=1)


@pytest.mark.parametrize("picture", [FIGURE, Picture(BARS, "Bars"), SMALL])
def test_the_same_chart_is_the_same_bytes(picture: Picture) -> None:
    assert charts.draw([picture]) == charts.draw([picture])


def test_another_palette_is_another_picture() -> None:
    scottish = Appearance(palette="scottish")
    one, other = charts.draw([FIGURE]), charts.draw([FIGURE], scottish)
    assert one != other
    colours = Image.open(io.BytesIO(other[0])).convert("RGB").getcolors(2**24)
    assert (0x00, 0x2D, 0x54) in {colour for _, colour in colours or ()}


def test_text_in_a_picture_is_12_points_as_printed() -> None:
    with mpl.style.context([charts.GOVERNMENT_STYLE, charts.STYLE]):
        for name in ("font.size", "xtick.labelsize", "ytick.labelsize"):
            assert mpl.rcParams[name] == 12


def test_the_longest_bar_comes_first_and_what_is_not_shown_last(
    report: ReportInput,
) -> None:
    source = REFERRALS.breakdowns[0]
    bars = indicator_blocks.bar_chart(REFERRALS, source, report).bars
    numbers = [bar.value for bar in bars if bar.value is not None]
    assert numbers == sorted(numbers, reverse=True)
    assert [bar.value is None for bar in bars] == sorted(
        bar.value is None for bar in bars
    )
    assert len(bars) == len(source.categories)


@pytest.mark.parametrize("all_shown", [True, False])
def test_no_category_is_said_to_be_most_while_another_is_not_shown(
    report: ReportInput, all_shown: bool
) -> None:
    """What is not shown may be more than what is."""
    source = REFERRALS.breakdowns[0]
    first, *others = [
        value
        for value in report.values
        if value.place[:2] == (REFERRALS.id, source.name)
        and value.period == report.period.code
    ]
    made = [
        replace(each, value=float(n), numerator=float(n), hidden=False)
        for n, each in enumerate(others)
    ]
    kept = [v for v in report.values if v not in {first, *others}]
    seen = replace(
        first, hidden=not all_shown, value=40.0 if all_shown else None, numerator=None
    )
    drawn = replace(report, values=(*kept, seen, *made))
    [figure] = indicator_blocks.bars_of(REFERRALS, source, drawn, "Table 1")
    assert isinstance(figure, Figure)
    assert ("is most" in figure.caption) is all_shown


@pytest.mark.parametrize(
    "changed",
    [
        replace(CHART, median=None),
        replace(CHART, percent=True),
        replace(CHART, points=CHART.points[:3]),
        replace(CHART, points=(*CHART.points[:3], Point("2026-27-Q2", 0, "0"))),
        replace(CHART, points=(*CHART.points[:2], Point("2026-27-Q1", 7, "7"))),
    ],
)
def test_another_chart_is_another_picture(changed: LineChart) -> None:
    one, other = charts.draw([FIGURE, replace(FIGURE, chart=changed)])
    assert one != other


@given(st.floats(0, 10**6), st.booleans())
def test_ticks_run_from_zero_to_above_the_highest(highest: float, whole: bool) -> None:
    ticks = chart_lines.ticks_to(highest, whole=whole)
    assert ticks[0] == 0
    assert ticks[-1] >= highest - 1e-6
    assert 2 <= len(ticks) <= 6
    assert not whole or all(tick == int(tick) for tick in ticks)


def test_a_hidden_and_a_missing_quarter_are_gaps(report: ReportInput) -> None:
    values = counts(1, None, 9, 8, 7, 9, 6, 8, 9, 7, 8, 6)
    chart = indicator_blocks.line_chart(REFERRALS, with_values(report, *values))
    hidden_one = chart.points[1]
    assert (hidden_one.value, hidden_one.symbol) == (None, "[c]")
    assert plain(hidden_one.words) == "[c]"
    assert [point.value for point in chart.points].count(None) == 1
    never = replace(report, values=values[1:])
    first = indicator_blocks.line_chart(REFERRALS, never).points[0]
    assert (first.value, first.symbol) == (None, "[x]")


def test_a_hidden_point_that_still_carries_a_number_is_a_gap(
    report: ReportInput,
) -> None:
    leaking = replace(counts(*[9] * 12)[-1], hidden=True)
    chart = indicator_blocks.line_chart(REFERRALS, with_values(report, leaking))
    assert (chart.points[-1].value, plain(chart.points[-1].words)) == (None, "[c]")


@pytest.mark.parametrize(
    ("numbers", "median"),
    [
        ([*range(1, 13)], (6 + 7) / 2),
        ([None, None, *range(1, 11)], None),
    ],
)
def test_a_median_is_drawn_unless_quarters_are_hidden(
    report: ReportInput, numbers: list[float | None], median: float | None
) -> None:
    drawn = with_values(report, *counts(*numbers))
    assert indicator_blocks.line_chart(REFERRALS, drawn).median == median


def test_unsettled_and_incomplete_points_are_hollow_and_outside_the_median(
    report: ReportInput,
) -> None:
    values = list(counts(*[50] * 3, *[6] * 9))
    values[0] = replace(values[0], provisional=True)
    values[1] = replace(values[1], agencies_received=(4, 5))
    chart = indicator_blocks.line_chart(REFERRALS, with_values(report, *values))
    assert [point.hollow for point in chart.points[:3]] == [True, True, False]
    assert chart.median == 6


def test_after_a_change_of_baseline_each_stretch_has_its_own_centre_line(
    report: ReportInput,
) -> None:
    quarters = quarters_between(Period.parse("2021-22-Q1"), PERIOD)
    numbers = [*[50.0, 52.0] * 5, *[71.0] * (len(quarters) - 10)]
    values = tuple(
        ReleasedValue(quarter.code, "A07.1", "", "", number, None, number, Status.OK)
        for quarter, number in zip(quarters, numbers, strict=True)
    )
    decided = Baseline("A07.1", quarters[10].code, dt.date(2024, 1, 9), "A new form.")
    longer = replace(
        report,
        series=tuple(quarter.code for quarter in quarters),
        values=values,
        signals=SignalPolicy(baselines=(decided,)),
    )
    chart = indicator_blocks.line_chart(REFERRALS, longer)
    assert list(chart.old_centres) == [(0, 9, 51.0)]
    assert chart.centre_from == 10
    assert chart.median == 71
    one, other = (
        charts.draw([Picture(each, "Line chart")])
        for each in (chart, replace(chart, old_centres=(), centre_from=0))
    )
    assert one != other


def test_a_quarter_that_a_rule_passes_over_is_not_marked(report: ReportInput) -> None:
    values = counts(50, 55, 49, 56, 48, 57, 46, 50, 51, 51, 52, 53)
    chart = indicator_blocks.chart_of_change(REFERRALS, with_values(report, *values))
    assert chart.marked == (6, 7, 8, 10, 11)


def test_figures_to_date_have_no_median(report: ReportInput) -> None:
    assert indicator_blocks.line_chart(indicator_of("A13.1"), report).median is None


def test_quarters_in_which_a_figure_is_not_due_are_left_off(
    report: ReportInput,
) -> None:
    chart = indicator_blocks.line_chart(indicator_of("A05.1"), report)
    assert [point.period[-2:] for point in chart.points] == ["Q4"] * 3


def test_alt_text_tells_every_point_in_order_and_where_the_table_is() -> None:
    assert sentences.chart_in_words(REFERRALS, CHART, "Annex C") == (
        "Line chart of VYP referrals, October 2025 to September 2026. Earliest to "
        "latest: 4, [c], 7, 5. Points drawn hollow: 1. The figures are in Annex C."
    )


def test_a_long_alt_text_tells_the_latest_points_and_stays_short() -> None:
    many = LineChart(
        tuple(Point(q.code, 9, "between 9 and 10 sessions") for q in SERIES)
    )
    said = sentences.chart_in_words(REFERRALS, many, "Annex C")
    assert said.count("between 9 and 10") == 6
    assert 100 <= len(said) <= 350


def test_the_note_explains_only_marks_that_are_in_the_chart() -> None:
    assert sentences.chart_note([(REFERRALS, CHART)]) == (
        "Number by quarter. Dashed line: median. Hollow: provisional, or an agency is "
        "missing. Gaps: [c] not shown."
    )
    bare = LineChart((Point(PERIOD.code, 5, "5"),))
    assert sentences.chart_note([(REFERRALS, bare)]) == "Number by quarter."
