"""How to read the document: the key, what is not shown and why, what words mean."""

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
from report_templates.seen import Seen
from transforms.signals.reading import POINTS_FOR_RULES

ANNEX = "Annex F"


def blocks(seen: Seen, annex: str = ANNEX) -> Iterator[Block]:
    """What a reader needs to read the figures aright."""
    subject = seen.subject
    yield Heading(f"{annex}: how to read this document" if annex else TITLE, 1)
    yield key_table()
    yield BulletList(
        (
            ("What is not shown", sentences.disclosure_rule(seen.report.threshold)),
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
                "never a zero. A hollow point is provisional, or lacks an agency. The "
                "dashed line is the median: half of the points lie above it.",
            ),
            (
                "Is it changing?",
                f"from {POINTS_FOR_RULES} final figures on, published rules are "
                "asked: a row of figures on one side of the median, or a row that "
                "rises or falls. One figure higher or lower than the last is no "
                "change yet, and no rule says what caused one.",
            ),
            (
                "Can it be trusted?",
                "good; with care, where a figure is provisional, an agency is missing "
                "or rows were refused; not usable, where an extract did not come.",
            ),
            *subject.limits,
            ("Short names", subject.agency_note),
        )
    )
    yield Heading(subject.definition_title, 2)
    yield Quoted(f"“{subject.definition}”")
    yield Paragraph(
        f"{subject.definition_source}, as quoted in: {subject.document.title}, version "
        f"{subject.document.version}, {subject.document.date}. Words in quotation "
        "marks in this document are the framework's own.",
        Look.NOTE,
    )


TITLE = "How to read this document"


def key_table() -> Table:
    """The five marks."""
    return Table(
        caption="Key to the marks",
        header=("Mark", "What it means"),
        rows=sentences.KEY,
        widths_mm=(20, 140),
        alt="The five marks in square brackets and what each means.",
    )
