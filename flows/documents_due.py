"""The documents of a home: for which kind of period each is due, and what makes it.

A new document is a line here; the calendar, `icpc run`, the reruns and the watchdog
follow it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from schemas.period import Period, PeriodKind
from schemas.released import ReportInput


@dataclass(frozen=True)
class Document:
    """A document that the committee receives.

    Attributes:
        name: as its file's name begins.
        title: as it is spoken of.
        kind: of the period it is due for.
        make: its bytes, from what the edition may show.
    """

    name: str
    title: str
    kind: PeriodKind
    make: Callable[[ReportInput], bytes]

    def file_name(self, period: Period, version: str) -> str:
        """As `icpc-quarterly-report_2026-27-Q2_v1.0.docx`."""
        return f"{self.name}_{period}_v{version}.docx"


def _quarterly_report(seen: ReportInput) -> bytes:
    from report_templates.documents import quarterly_report  # noqa: PLC0415 - slow

    return quarterly_report(seen)


DOCUMENTS = (
    Document(
        "icpc-quarterly-report",
        "the quarterly report",
        PeriodKind.QUARTER,
        _quarterly_report,
    ),
)


def due_for(period: Period) -> tuple[Document, ...]:
    """The documents that are due for a period, in the order in which they are made."""
    return tuple(document for document in DOCUMENTS if document.kind is period.kind)


def document_named(name: str) -> Document:
    """The document of a name.

    Raises:
        KeyError: there is none of that name.
    """
    return {document.name: document for document in DOCUMENTS}[name]
