"""About these figures: the key, what is not shown and why, and how to read them."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import sentences
from report_templates.section import (
    Block,
    BulletList,
    Heading,
    Look,
    Paragraph,
    Quoted,
    Table,
)
from schemas.framework import (
    DEFINITION_OF_CSE,
    DOCUMENT,
    LEAD_AND_BY_WHEN_SENTENCE,
    NOT_COLLECTED_SENTENCE,
    SOURCE_OF_QUOTATIONS,
)
from schemas.released import ReportInput


def blocks(report: ReportInput) -> Iterator[Block]:
    """What a reader needs to read the figures aright."""
    yield Heading("About these figures", 1)
    yield Table(
        caption="Key to the marks",
        header=("Mark", "What it means"),
        rows=sentences.KEY,
        widths_mm=(20, 140),
        alt="The five marks in square brackets and what each means.",
    )
    yield Paragraph("A mark stands beside or in place of a figure.", Look.NOTE)
    yield BulletList(
        (
            ("What is not shown", sentences.disclosure_rule(report.threshold)),
            ("Rounding", sentences.few_rule()),
            (
                "Periods",
                "quarters are those of the financial year: Q1 April to June, Q2 July "
                "to September, Q3 October to December, Q4 January to March. An event "
                "belongs to the quarter of its date.",
            ),
            (
                "Children",
                "a child counts once in a total, and once in each category that "
                "applies, so categories may add up to more.",
            ),
            (
                "Charts",
                "run from zero; a gap is a figure that is not shown or not there, "
                "never a zero.",
            ),
            ("Equality", NOT_COLLECTED_SENTENCE),
            ("Lead and by when", LEAD_AND_BY_WHEN_SENTENCE),
        )
    )
    yield Heading("What child sexual exploitation means", 2)
    yield Quoted(f"“{DEFINITION_OF_CSE}”")
    yield Paragraph(
        f"{SOURCE_OF_QUOTATIONS}, as quoted in: {DOCUMENT.title}, version "
        f"{DOCUMENT.version}, {DOCUMENT.date}. Words in quotation marks in this report "
        "are the framework's own.",
        Look.NOTE,
    )
