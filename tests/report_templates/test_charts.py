"""Charts: size, gaps, ticks, the same picture twice; medians of run charts."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from report_templates import charts, indicator_blocks, sentences
from report_templates.documents import quarterly_blocks
from report_templates.section import Figure, LineChart, Point
from schemas.released import ReleasedValue, ReportInput, Status
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
FIGURE = Figure("Four quarters", CHART, "Line chart of four quarters")


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


def test_the_same_chart_is_the_same_bytes() -> None:
    assert charts.draw([FIGURE]) == charts.draw([FIGURE])


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
    ticks = charts.ticks_to(highest, whole=whole)
    assert ticks[0] == 0
    assert ticks[-1] >= highest - 1e-6
    assert 2 <= len(ticks) <= 6
    assert not whole or all(tick == int(tick) for tick in ticks)


def test_a_hidden_and_a_missing_quarter_are_gaps(report: ReportInput) -> None:
    values = counts(1, None, 9, 8, 7, 9, 6, 8, 9, 7, 8, 6)
    chart = indicator_blocks.line_chart(REFERRALS, with_values(report, *values))
    assert chart.points[1] == Point(SERIES[1].code, None, "[c]", symbol="[c]")
    assert [point.value for point in chart.points].count(None) == 1
    never = replace(report, values=values[1:])
    first = indicator_blocks.line_chart(REFERRALS, never).points[0]
    assert (first.value, first.symbol) == (None, "[x]")


def test_a_hidden_point_that_still_carries_a_number_is_a_gap(
    report: ReportInput,
) -> None:
    leaking = replace(counts(*[9] * 12)[-1], hidden=True)
    chart = indicator_blocks.line_chart(REFERRALS, with_values(report, leaking))
    assert (chart.points[-1].value, chart.points[-1].words) == (None, "[c]")


@pytest.mark.parametrize(
    ("numbers", "median"),
    [
        ([*range(1, 13)], (6 + 7) / 2),
        ([None, None, *range(1, 11)], (5 + 6) / 2),
        ([None, None, None, *range(1, 10)], None),
    ],
)
def test_a_median_is_drawn_from_ten_settled_points(
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


def test_figures_to_date_have_no_median(report: ReportInput) -> None:
    assert indicator_blocks.line_chart(indicator_of("A13.1"), report).median is None


def test_quarters_in_which_a_figure_is_not_due_are_left_off(
    report: ReportInput,
) -> None:
    chart = indicator_blocks.line_chart(indicator_of("A05.1"), report)
    assert [point.period[-2:] for point in chart.points] == ["Q4"] * 3


def test_alt_text_tells_every_point_in_order() -> None:
    assert sentences.chart_in_words(REFERRALS, CHART) == (
        "Line chart of VYP referrals, October 2025 to September 2026. Earliest to "
        "latest: 4, [c], 7, 5. Points drawn hollow: 1."
    )


def test_the_note_explains_only_marks_that_are_in_the_chart() -> None:
    assert sentences.chart_note(REFERRALS, CHART) == (
        "Number by quarter. Dashed line: median. Hollow: provisional, or an agency is "
        "missing. Gaps: [c] not shown."
    )
    plain = LineChart((Point(PERIOD.code, 5, "5"),))
    assert sentences.chart_note(REFERRALS, plain) == "Number by quarter."


def test_every_action_s_chart_is_drawn(report: ReportInput) -> None:
    figures = [b for b in quarterly_blocks(report) if isinstance(b, Figure)]
    assert len(charts.draw(figures)) == len(figures) >= 26
