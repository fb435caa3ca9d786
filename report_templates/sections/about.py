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
from transforms.signals import profile_named
from transforms.signals.reading import POINTS_FOR_RULES


def blocks(seen: Seen) -> Iterator[Block]:
    """What a reader needs to read the figures aright."""
    subject = seen.subject
    yield Heading("Annex: how to read this document", 1)
    yield key_table()
    yield Paragraph("A mark stands beside or in place of a figure.", Look.NOTE)
    yield BulletList(
        (
            _not_shown(seen),
            ("Rounding", sentences.few_rule()),
            (
                "Periods",
                "quarters are those of the financial year: Q1 April to June, Q2 July "
                "to September, Q3 October to December, Q4 January to March. An event "
                "belongs to the quarter of its date.",
            ),
            _CHILDREN,
            (
                "Charts",
                "run from zero; a gap is a figure that is not shown or not there, "
                "never a zero. A hollow point is provisional, or lacks an agency. The "
                f"dashed line is the {_centre(seen)}. Dotted lines, from 13 quarters "
                "on, are limits that chance alone hardly goes beyond.",
            ),
            (
                "Is it changing?",
                f"from {POINTS_FOR_RULES} final figures on, published rules are "
                "asked: a row of figures on one side of the dashed line, or a row that "
                "rises or falls. Where chance gives the like in one series of twenty, "
                "it says so. One figure higher or lower than the last is no "
                "change yet, and no rule says what caused one.",
            ),
            (
                "Can it be trusted?",
                "good; with care, where a figure is provisional, an agency is missing "
                "or rows were refused; not usable, where an extract did not come. Of a "
                "figure that is not shown nothing is said.",
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


def short(seen: Seen) -> Iterator[Block]:
    """The same in few words, for a short document."""
    yield Heading("How to read this document", 1)
    yield key_table()
    yield BulletList(
        (
            _not_shown(seen),
            _CHILDREN,
            *seen.subject.limits[:1],
        )
    )


_CHILDREN = (
    "Children",
    "a child counts once in a total, and once in each category that applies, so "
    "categories may add up to more.",
)


def _centre(seen: Seen) -> str:
    """What the dashed line of the charts is."""
    if profile_named(seen.report.signals.profile).on_median:
        return "median: half of the points lie above it"
    return "mean of the points"


def _not_shown(seen: Seen) -> tuple[str, str]:
    return "What is not shown", sentences.disclosure_rule(seen.report)


def key_table() -> Table:
    """The five marks."""
    return Table(
        caption="Key to the marks",
        header=("Mark", "What it means"),
        rows=sentences.KEY,
        widths_mm=(20, 140),
        alt="The five marks in square brackets and what each means.",
    )
