"""What a document is made from, and its bytes: released figures, comments, the look."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flows.document_settings import appearance_of, files_of
from flows.settings import read_settings
from schemas.edition import PUBLIC
from transforms.commentary import commentary_of, file_of
from transforms.history import digest_of
from transforms.policy import Level

if TYPE_CHECKING:
    from flows.documents_due import Document
    from schemas.period import Period
    from schemas.released import ReportInput
    from transforms.home import Home


def seen_by(home: Home, period: Period, edition: str) -> ReportInput:
    """What an edition may show of a period, under the home's settings."""
    from transforms.release import report_input  # noqa: PLC0415 - slow

    settings = read_settings(home)
    policy = settings.disclosure.policy(edition)
    report = report_input(
        home,
        period,
        edition=edition,
        committee=settings.committee.name,
        committee_short=settings.committee.short,
        area=settings.committee.area,
        marking=settings.committee.marking_of(edition),
        threshold=policy.threshold,
        synthetic=settings.demo.synthetic,
    )
    return replace(
        report,
        signals=settings.signals.policy,
        zeros_shown=policy.zeros_shown,
        window_open=policy.level is Level.WINDOW,
        symbols=settings.disclosure.symbols_of(edition),
    )


def content_of(home: Home, document: Document, report: ReportInput) -> bytes:
    """A finished document; the same input gives the same bytes."""
    from report_templates.documents import make, named  # noqa: PLC0415 - slow
    from report_templates.figures_workbook import figures_workbook  # noqa: PLC0415
    from report_templates.seen import Seen  # noqa: PLC0415

    if document.is_figures:
        return figures_workbook(Seen(report))
    look = appearance_of(home, read_settings(home).documents)
    # What the committee comments on its report is for its own members.
    comments = () if document.edition == PUBLIC else commentary_of(home, report.period)
    seen = Seen(report, comments=comments)
    return make(named(document.entry), seen, look)


def made_from(home: Home, period: Period) -> dict[str, str]:
    """Fingerprints of what documents hang on beside figures and settings."""
    files = files_of(home, read_settings(home).documents)
    return {
        "commentary": digest_of(file_of(home, period)),
        "look": " ".join(digest_of(path) for path in files),
    }
