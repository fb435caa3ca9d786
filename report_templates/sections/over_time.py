"""Annex: the figures behind the charts, period by period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_templates import printed
from report_templates.section import Block, Heading, Look, Paragraph, Table
from report_templates.seen import Seen
from schemas.period import Period, PeriodKind
from transforms.indicator import Indicator

_LANDSCAPE, _NAME, _LONGEST_NAME, _WIDEST = 247, 52, 90, 26


def blocks(seen: Seen, most: int = 99) -> Iterator[Block]:
    """Every figure that is drawn, of the latest quarters; pages lie."""
    yield Heading("Annex: figures over time", 1)
    yield over_time_table(
        "The headline of every action, quarter by quarter",
        seen.subject.headlines,
        seen,
        seen.report.series[-most:],
    )
    yield Paragraph("Marks are explained in “How to read this document”.", Look.NOTE)


def over_time_table(
    caption: str, indicators: Sequence[Indicator], seen: Seen, codes: Sequence[str]
) -> Table:
    """One row an indicator, one column a period."""
    width = min(_WIDEST, (_LANDSCAPE - _NAME) // len(codes))
    name = min(_LANDSCAPE - width * len(codes), _LONGEST_NAME)
    heads = tuple(_head(Period.parse(code)) for code in codes)
    return Table(
        caption=caption,
        header=("Indicator", *heads),
        rows=tuple(
            (
                f"{each.id} {seen.subject.short(each)}",
                *(
                    printed.column(each, seen.report.value(each.id, period=code))
                    for code in codes
                ),
            )
            for each in indicators
        ),
        widths_mm=(name, *(width for _ in codes)),
        alt=f"{caption}: one row an indicator, one column a period, from {heads[0]} to "
        f"{heads[-1]}.",
        numbers_from=1,
    )


def _head(period: Period) -> str:
    """A period as short as a column needs it: `Q2 26/27`, which breaks after Q2."""
    years = period.code[2:7].replace("-", "/")
    return years if period.kind is PeriodKind.YEAR else f"{period.part} {years}"
