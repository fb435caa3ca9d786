"""Annex: breakdowns. What several indicators share is one table; the rest is listed.

A breakdown with few categories has them as columns and an indicator in each row; one
with many has its categories as rows. Every category is given, zeros too; what has no
figure in any category is named at the end.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from report_templates import printed, sentences
from report_templates.code_titles import breakdown_title, category_title
from report_templates.section import Block, Heading, Look, Paragraph, Table
from report_templates.seen import Seen
from schemas.released import ReportInput, Status
from transforms.indicator import Breakdown, Indicator

Sharing = tuple[tuple[Indicator, Breakdown], ...]
_OF_FIGURES = {Status.OK, Status.NOT_APPLICABLE}
_COLUMN = 160
_NAME = 64
_WIDEST = 48
_MOST_COLUMNS = 6
_MOST_LISTED = 8
_NARROWEST, _A_LETTER, _PADDING = 17, 2.4, 4
"""Millimetres of a column of figures, of a letter in bold, of a cell's two sides."""
_LETTERS = {"m": 3.5, "w": 3.1, "W": 3.7} | dict.fromkeys("fijlrt'", 1.4)


def blocks(seen: Seen) -> Iterator[Block]:
    """Tables of what indicators share, then the breakdowns of one indicator alone."""
    report = seen.report
    yield Heading("Annex: breakdowns", 1)
    yield Paragraph(
        f"Figures of {report.period.label}. Totals, and what each percentage "
        "rests on, are in the tables of the actions."
    )
    alone: list[tuple[Indicator, Breakdown]] = []
    empty = [
        (indicator, breakdown)
        for indicator in seen.subject.catalogue
        for breakdown in indicator.breakdowns
        if not _has_figures(indicator, breakdown, report)
    ]
    for sharing in _shared(seen.subject.catalogue, report):
        if len(sharing) == 1 and len(sharing[0][1].categories) <= _MOST_LISTED:
            alone += sharing
        else:
            yield _table(sharing, report)
    if alone:
        yield _listed(tuple(alone), report)
    if empty:
        said = "; ".join(
            f"{indicator.id} by {breakdown_title(breakdown.name)}"
            for indicator, breakdown in empty
        )
        yield Paragraph(
            f"{said}.", Look.NOTE, lead="Not due, or not available as a file is missing"
        )
    yield Paragraph("Marks are explained in “How to read this document”.", Look.NOTE)


def _has_figures(
    indicator: Indicator, breakdown: Breakdown, report: ReportInput
) -> bool:
    """Whether any category has a figure, shown or not."""
    values = (
        report.value(indicator.id, breakdown.name, code)
        for code in breakdown.categories
    )
    return any(
        value is not None and (value.hidden or value.status in _OF_FIGURES)
        for value in values
    )


def _shared(catalogue: Sequence[Indicator], report: ReportInput) -> list[Sharing]:
    """Indicators of each breakdown, those with the same categories together."""
    found: dict[tuple[str, tuple[str, ...]], list[tuple[Indicator, Breakdown]]] = {}
    for indicator in catalogue:
        for breakdown in indicator.breakdowns:
            key = (breakdown.name, breakdown.categories)
            if _has_figures(indicator, breakdown, report):
                found.setdefault(key, []).append((indicator, breakdown))
    return [tuple(sharing) for sharing in found.values()]


def _table(sharing: Sharing, report: ReportInput) -> Table:
    categories = sharing[0][1].categories
    if len(categories) <= _MOST_COLUMNS:
        return _categories_across(sharing, report)
    return _categories_down(sharing, report)


def _categories_across(sharing: Sharing, report: ReportInput) -> Table:
    breakdown = sharing[0][1]
    titles = tuple(category_title(breakdown.name, c) for c in breakdown.categories)
    widths = tuple(_width(title) for title in titles)
    return Table(
        caption=_caption(breakdown, sharing),
        header=("Indicator", *titles),
        rows=tuple(
            (f"{indicator.id} {indicator.title}", *_cells(indicator, each, report))
            for indicator, each in sharing
        ),
        widths_mm=(_COLUMN - sum(widths), *widths),
        alt=f"One row an indicator, one column each: {', '.join(titles)}.",
        numbers_from=1,
    )


def _width(title: str) -> int:
    """Millimetres for a column none of whose words is to break."""
    longest = max(
        sum(_LETTERS.get(letter, _A_LETTER) for letter in word)
        for word in title.split()
    )
    return max(_NARROWEST, math.ceil(longest + _PADDING))


def _categories_down(sharing: Sharing, report: ReportInput) -> Table:
    breakdown = sharing[0][1]
    width = min(_WIDEST, (_COLUMN - _NAME) // len(sharing))
    columns = zip(*(_cells(i, b, report) for i, b in sharing), strict=True)
    return Table(
        caption=_caption(breakdown, sharing),
        header=("Category", *(f"{i.id} {i.title}" for i, _ in sharing)),
        rows=tuple(
            (category_title(breakdown.name, code), *cells)
            for code, cells in zip(breakdown.categories, columns, strict=True)
        ),
        widths_mm=(_COLUMN - width * len(sharing), *(width for _ in sharing)),
        alt=f"One row a category of {breakdown_title(breakdown.name)}, one column an "
        "indicator.",
        numbers_from=1,
    )


def _caption(breakdown: Breakdown, sharing: Sharing) -> str:
    ids = sentences.listed(tuple(indicator.id for indicator, _ in sharing))
    return f"By {breakdown_title(breakdown.name)}: {ids}"


def _cells(
    indicator: Indicator, breakdown: Breakdown, report: ReportInput
) -> tuple[str, ...]:
    return tuple(
        printed.column(indicator, report.value(indicator.id, breakdown.name, code))
        for code in breakdown.categories
    )


def _listed(alone: Sharing, report: ReportInput) -> Table:
    return Table(
        caption="Breakdowns of one indicator",
        header=("Indicator", "By", "Figures"),
        rows=tuple(
            (
                f"{indicator.id} {indicator.title}",
                breakdown_title(breakdown.name),
                sentences.categories(indicator, breakdown, report),
            )
            for indicator, breakdown in alone
        ),
        widths_mm=(50, 26, 84),
        alt="One row for each breakdown that a single indicator has, with every "
        "category and its figure.",
    )
