"""The documents: for whom, when they are due, which editions, and how they are made.

`DOCUMENTS` is the one list of them: whoever makes documents asks it what is due.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from report_templates import (
    annual,
    briefing,
    charts,
    half_yearly,
    quarterly,
    symbols,
    word,
    wording,
)
from report_templates.appearance import AS_IT_COMES, Appearance
from report_templates.section import Block, Figure, Logo
from report_templates.seen import Seen
from schemas.edition import COMMITTEE, PUBLIC
from schemas.period import Period
from schemas.released import ReportInput


@dataclass(frozen=True)
class Document:
    """A kind of document.

    Attributes:
        name: in file names, after the subject's prefix.
        title: of the document, from what it sees.
        editions: for whom it may be made.
        covers: the period it is about, from the quarter that has ended; None where it
            is not due after that quarter.
        blocks: its content.
    """

    name: str
    title: Callable[[Seen], str]
    editions: tuple[str, ...]
    covers: Callable[[Period], Period | None]
    blocks: Callable[[Seen], Iterator[Block]]

    def file_name(self, seen: Seen) -> str:
        """As icpc-quarterly-report_2026-27-Q2_v1.0.docx."""
        report = seen.report
        edition = "" if report.edition == COMMITTEE else f"-{report.edition}"
        stem = f"{seen.subject.prefix}-{self.name}{edition}"
        return f"{stem}_{report.period}_v{report.version}.docx"


def _half_year(quarter: Period) -> Period | None:
    halves = {"Q2": "H1", "Q4": "H2"}
    part = halves.get(quarter.part)
    return Period(quarter.start_year, part) if part else None


def _year(quarter: Period) -> Period | None:
    return Period(quarter.start_year) if quarter.part == "Q4" else None


DOCUMENTS: tuple[Document, ...] = (
    Document(
        name="quarterly-report",
        title=lambda seen: f"{seen.subject.title}: {quarterly.NAME}",
        editions=(COMMITTEE, PUBLIC),
        covers=lambda quarter: quarter,
        blocks=quarterly.blocks,
    ),
    Document(
        name="chief-officers-briefing",
        title=lambda seen: f"{seen.subject.title}: {briefing.NAME}",
        editions=(COMMITTEE,),
        covers=lambda quarter: quarter,
        blocks=briefing.blocks,
    ),
    Document(
        name="six-monthly-review",
        title=lambda seen: seen.subject.review.title,
        editions=(COMMITTEE,),
        covers=_half_year,
        blocks=half_yearly.blocks,
    ),
    Document(
        name="annual-review",
        title=lambda seen: f"{seen.subject.title}: {annual.NAME}",
        editions=(COMMITTEE, PUBLIC),
        covers=_year,
        blocks=annual.blocks,
    ),
)
QUARTERLY_REPORT = DOCUMENTS[0]


def named(name: str) -> Document:
    """The document of a name.

    Raises:
        KeyError: there is none of that name.
    """
    return {document.name: document for document in DOCUMENTS}[name]


def due(quarter: Period, edition: str) -> tuple[tuple[Document, Period], ...]:
    """The documents due after a quarter, each with the period it is about."""
    found = []
    for document in DOCUMENTS:
        period = document.covers(quarter)
        if period is not None and edition in document.editions:
            found.append((document, period))
    return tuple(found)


def make(document: Document, seen: Seen, appearance: Appearance = AS_IT_COMES) -> bytes:
    """A finished document; the same input gives the same bytes."""
    report = seen.report
    title = document.title(seen)
    marked = symbols.in_blocks(document.blocks(seen), report.symbols)
    blocks = with_pictures(marked, appearance)
    if appearance.logo:
        blocks = [Logo(appearance.logo, appearance.logo_alt), *blocks]
    place = wording.place_in_year(report.period)
    return word.write(
        blocks,
        word.Properties(
            title=f"{title}, {report.period.label}",
            subject=f"{report.period.label}, {place}",
            author=report.committee,
            marking=report.marking,
            version=report.version,
            released_at=report.released_at,
            description=f"{title} of the {report.committee}, {report.edition} edition, "
            f"version {report.version}",
            about={
                "document": document.name,
                "period": report.period.code,
                "edition": report.edition,
                "version": report.version,
                **symbols_recorded(report),
            },
        ),
        appearance.base,
    )


def symbols_recorded(report: ReportInput) -> dict[str, str]:
    """The edition's own marks, as the document says them to whoever verifies it."""
    said = symbols.in_words(report.symbols)
    return {"symbols": said} if said else {}


def quarterly_report(report: ReportInput) -> bytes:
    """The committee's quarterly report as it comes, without commentary."""
    return make(QUARTERLY_REPORT, Seen(report))


def with_pictures(
    blocks: Iterable[Block], appearance: Appearance = AS_IT_COMES
) -> list[Block]:
    """The blocks with every figure drawn."""
    listed = list(blocks)
    figures = [block for block in listed if isinstance(block, Figure)]
    wanted = (picture for figure in figures for picture in figure.pictures)
    drawn = iter(charts.draw(wanted, appearance))
    return [
        _drawn(block, drawn) if isinstance(block, Figure) else block for block in listed
    ]


def _drawn(figure: Figure, drawn: Iterator[bytes]) -> Figure:
    pictures = tuple(replace(each, png=next(drawn)) for each in figure.pictures)
    return replace(figure, pictures=pictures)
