"""What is changing: the headline figures that moved by more than chance, drawn large.

Nothing stands here in a quarter in which nothing changed.
"""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import drawn_large, indicator_blocks, sentences
from report_templates.section import Block, Figure, Heading, Look, Paragraph, Picture
from report_templates.seen import Seen
from transforms.indicator import Indicator

_HIGH = 52
_TABLE = "“Figures over time”"


def blocks(seen: Seen) -> Iterator[Block]:
    """A large chart for each change, with what is known of it."""
    shown = drawn_large.drawn(seen)
    if not shown:
        return
    yield Heading(drawn_large.TITLE, 1)
    for indicator in shown:
        yield from _one(indicator, seen)
    more = len(drawn_large.changed(seen)) - len(shown)
    if more:
        others = "other change is" if more == 1 else "other changes are"
        yield Paragraph(f"{more} {others} told under the actions.", Look.NOTE)


def _one(indicator: Indicator, seen: Seen) -> Iterator[Block]:
    change = seen.changing(indicator)
    chart = indicator_blocks.chart_of_change(indicator, seen.report)
    words = f"{change.words[0].lower()}{change.words[1:]}"
    alt = sentences.chart_in_words(indicator, chart, _TABLE, words)
    yield Figure(
        f"{indicator.id} {indicator.title}: {words}",
        (Picture(chart, alt, height_mm=_HIGH),),
    )
    yield Paragraph(sentences.chart_note([(indicator, chart)]), Look.NOTE)
    yield Paragraph(
        f"{sentences.now_and_then(indicator, seen.report)}. {change.sentence}",
        lead=seen.subject.short(indicator),
    )
