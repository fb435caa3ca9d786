"""The whole specification as one Word document, for the agencies and their leads."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import specification_tables as tables
from report_templates import word
from report_templates.section import (
    Block,
    BulletList,
    Contents,
    Heading,
    Look,
    Paragraph,
    Table,
)
from report_templates.specification_words import HOW_FILES_ARE_SENT
from report_templates.workbook import COMMITTEE, NO_DATE
from schemas.extract import Extract
from schemas.extracts import EXTRACTS
from schemas.specification import EXAMPLE_QUARTER, facts_of

MARKING = "OFFICIAL"
_LEVELS_IN_CONTENTS = 2


def specification_document() -> bytes:
    """The document's bytes; the same every time for the same specification."""
    return word.write(
        tuple(specification_blocks()),
        word.Properties(
            title=tables.TITLE,
            subject=f"Edition {tables.edition()}",
            author=COMMITTEE,
            marking=MARKING,
            version=tables.edition(),
            released_at=NO_DATE,
        ),
    )


def specification_blocks() -> Iterator[Block]:
    """The document's blocks, in reading order."""
    yield Paragraph(tables.TITLE, Look.COVER_TITLE)
    yield Paragraph("For the agencies that send extracts", Look.COVER_SUBTITLE)
    yield Paragraph(COMMITTEE, Look.COVER_DETAIL, lead="From")
    yield Paragraph(tables.edition(), Look.COVER_DETAIL, lead="Edition")
    yield Paragraph(MARKING, Look.COVER_DETAIL, lead="Marking")
    yield Contents("Contents", _LEVELS_IN_CONTENTS)
    yield Heading("How files are sent", 1, new_page=True)
    yield BulletList(HOW_FILES_ARE_SENT)
    yield from _all_extracts()
    yield Heading("The extracts, column by column", 1, new_page=True)
    for extract in EXTRACTS:
        yield from _extract(extract)
    yield from _codes()
    yield from _rules()


def _all_extracts() -> Iterator[Block]:
    yield Heading("The extracts", 1)
    yield Table(
        caption="Every extract, who sends it and when",
        header=("Extract", "Sent by", "Due"),
        rows=tuple(
            (f"{name}: {title}", sent_by, due)
            for name, title, sent_by, due, _ in tables.extract_rows()
        ),
        widths_mm=(84, 48, 28),
        alt="One row an extract: its name and title, the agencies that send it, and "
        "the quarters in which it is due.",
    )


def _extract(extract: Extract) -> Iterator[Block]:
    yield Heading(f"{extract.name}: {extract.title}", 2)
    yield BulletList(tuple(facts_of(extract)))
    yield Table(
        caption=f"Columns of {extract.name}",
        header=("Column", "Meaning", "Allowed, with an example", "Required"),
        rows=tuple(
            (
                name,
                f"{meaning} {_sentence(rule)}".strip(),
                f"{allowed}. Example: {example}",
                required,
            )
            for name, meaning, _, allowed, required, rule, example in (
                tables.column_rows(extract, EXAMPLE_QUARTER)
            )
        ),
        widths_mm=(40, 46, 48, 26),
        alt=f"One row a column of {extract.name}: its name, what it means and must "
        "keep, what it may hold with an example, and when it must be filled.",
    )


def _sentence(rule: str) -> str:
    return f"Rule: {rule}." if rule else ""


def _codes() -> Iterator[Block]:
    yield Heading("Codes", 1, new_page=True)
    yield Table(
        caption="Every list of codes",
        header=tables.CODES_HEADER,
        rows=tuple(tables.code_rows()),
        widths_mm=(50, 58, 52),
        alt="One row a code: the columns whose list it stands in, how it is written, "
        "and what it is in words.",
    )


def _rules() -> Iterator[Block]:
    yield Heading("Rules", 1, new_page=True)
    yield Paragraph(tables.BRACKETS)
    yield Table(
        caption="Every rule, and what to do",
        header=("Rule", "What it says and expects", "What to do"),
        rows=tuple(
            (
                f"{name} ({level}: {consequence}; since {since})",
                f"{message} {expected}",
                mend,
            )
            for name, message, expected, mend, level, consequence, since in (
                tables.rule_rows()
            )
        ),
        widths_mm=(42, 66, 52),
        alt="One row a rule: its name, what it looks at and what comes of it, what it "
        "says and expects, and what to do.",
    )
