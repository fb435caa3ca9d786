"""Indicators at a glance: the headline of every action, every judgement in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_templates import measures, printed, sentences, wording
from report_templates.indicator_blocks import compared
from report_templates.section import Block, Heading, Look, Paragraph, Table
from report_templates.seen import Seen
from transforms.indicator import Indicator

_JUDGED = (60, 21, 38)
_LANDSCAPE = 247
_FIGURE = 22


def blocks(seen: Seen) -> Iterator[Block]:
    """One row for each headline indicator, in the framework's order; pages lie."""
    yield Heading("Indicators at a glance", 1)
    yield Paragraph(
        "The number before the point is the action's: A17.1 belongs to action A17. "
        f"{sentences.marks_in_short()} More in “How to read this document”.",
        Look.NOTE,
        keep_next=True,
    )
    yield glance_table("The headline of every action", seen.subject.headlines, seen)


def glance_table(caption: str, indicators: Sequence[Indicator], seen: Seen) -> Table:
    """Latest, before, a year before; is it changing, standard, trust: in words."""
    report = seen.report
    codes = compared(report)
    figures = (_FIGURE,) * len(codes)
    return Table(
        caption=caption,
        header=(
            "Indicator",
            *(wording.short_label(code) for code in codes),
            "Is it changing?",
            "Standard",
            "Can it be trusted?",
        ),
        rows=tuple(
            (
                f"{each.id} {seen.subject.short(each)}",
                printed.short(each, report.value(each.id)),
                *(
                    printed.column(each, report.value(each.id, period=code))
                    for code in codes[1:]
                ),
                seen.changing(each).words,
                measures.standard_met(each, report.value(each.id)),
                measures.trust(each, report),
            )
            for each in indicators
        ),
        widths_mm=(_LANDSCAPE - sum(figures) - sum(_JUDGED), *figures, *_JUDGED),
        alt=f"{caption}: one row an indicator with its figures, whether it is "
        "changing, whether its standard is met, and whether it can be trusted.",
    )
