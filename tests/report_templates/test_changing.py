"""What counts as news, and what may be chance alone."""

from __future__ import annotations

import pytest

from report_templates.changing import Direction, is_it_changing
from schemas.released import ReportInput
from tests.report_templates.drawn_report import drawn_report, with_values
from tests.report_templates.test_charts import REFERRALS, counts

RISING = (50, 55, 49, 56, 48, 57, 46, 50, 51, 52, 53, 54)
HIGHER = (50, 51, 49, 50, 48, 50, 61, 64, 60, 65, 62, 66)
UNCHANGED = (50, 55, 49, 56, 48, 57, 51, 54, 50, 55, 49, 56)


@pytest.fixture(scope="module")
def report() -> ReportInput:
    return drawn_report()


@pytest.mark.parametrize(
    ("numbers", "words", "direction"),
    [
        (RISING, "; may be chance", Direction.PERHAPS),
        (HIGHER, "Higher since", Direction.OTHER),
        (UNCHANGED, "No change beyond chance", Direction.NONE),
    ],
)
def test_a_change_that_chance_often_gives_is_no_news(
    report: ReportInput, numbers: tuple[int, ...], words: str, direction: Direction
) -> None:
    """A trend of five comes by chance in 11 of 100 series of twelve quarters."""
    change = is_it_changing(REFERRALS, with_values(report, *counts(*numbers)))
    assert words in change.words
    assert change.direction is direction
