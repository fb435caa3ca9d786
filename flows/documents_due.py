"""The documents of a home: for which kind of period each is due, and what makes it.

A new document is a line here and its entry in `report_templates.documents`; the
calendar, `icpc run`, the reruns and the watchdog follow it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.edition import COMMITTEE, PUBLIC
from schemas.period import Period, PeriodKind

_PREFIX = "icpc-"
FIGURES = "released-figures"
"""The workbook of figures beside the documents."""


@dataclass(frozen=True)
class Document:
    """A document that the committee receives, or its public edition.

    Attributes:
        name: as its file's name begins.
        title: as it is spoken of.
        kinds: of the periods it is due for.
        suffix: of its file.
        edition: for whom it is.
    """

    name: str
    title: str
    kinds: tuple[PeriodKind, ...]
    suffix: str = ".docx"
    edition: str = COMMITTEE

    @property
    def entry(self) -> str:
        """Its name among the documents that can be made."""
        return self.name.removeprefix(_PREFIX).removesuffix(f"-{PUBLIC}")

    @property
    def is_figures(self) -> bool:
        """Whether it is the workbook of released figures."""
        return self.entry == FIGURES

    def file_name(self, period: Period, version: str) -> str:
        """As `icpc-quarterly-report_2026-27-Q2_v1.0.docx`."""
        return f"{self.name}_{period}_v{version}{self.suffix}"


DOCUMENTS = (
    Document("icpc-quarterly-report", "the quarterly report", (PeriodKind.QUARTER,)),
    Document(
        "icpc-chief-officers-briefing",
        "the chief officers' briefing",
        (PeriodKind.QUARTER,),
    ),
    Document(
        "icpc-six-monthly-review", "the six-monthly review", (PeriodKind.HALF_YEAR,)
    ),
    Document("icpc-annual-review", "the annual review", (PeriodKind.YEAR,)),
    Document(f"{_PREFIX}{FIGURES}", "the released figures", tuple(PeriodKind), ".xlsx"),
    Document(
        f"{_PREFIX}quarterly-report-{PUBLIC}",
        "the public edition of the quarterly report",
        (PeriodKind.QUARTER,),
        edition=PUBLIC,
    ),
    Document(
        f"{_PREFIX}annual-review-{PUBLIC}",
        "the public edition of the annual review",
        (PeriodKind.YEAR,),
        edition=PUBLIC,
    ),
    Document(
        f"{_PREFIX}{FIGURES}-{PUBLIC}",
        "the released figures of the public edition",
        (PeriodKind.QUARTER, PeriodKind.YEAR),
        ".xlsx",
        edition=PUBLIC,
    ),
)


def due_for(
    period: Period, editions: Sequence[str] = (COMMITTEE,)
) -> tuple[Document, ...]:
    """The documents that are due for a period, in the order in which they are made."""
    return tuple(
        document
        for document in DOCUMENTS
        if period.kind in document.kinds and document.edition in editions
    )


def document_named(name: str) -> Document:
    """The document of a name.

    Raises:
        KeyError: there is none of that name.
    """
    return {document.name: document for document in DOCUMENTS}[name]
