"""The last door before a document is put where somebody reads it.

The finished file is opened again: every figure in its tables, sentences and alternative
texts must be, to the digit, what was released, and every hidden number that it may name
must have its certificate of the audit. Otherwise it is not written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from schemas.errors import DocumentNotProvedError

if TYPE_CHECKING:
    from schemas.released import ReleasedValue, ReportInput
    from transforms.home import Home

_AGAIN = (
    "Nothing was written. Type: icpc run {period} --from release --force. If it comes "
    "again, send the log of the home to whoever looks after this software."
)
Place = tuple[str, str, str]


def let_through(home: Home, report: ReportInput, content: bytes, *, name: str) -> None:
    """Let a finished document pass, or not.

    Args:
        home: where the certificates are kept.
        report: what the document was made from.
        content: the finished file.
        name: of the file; only of a Word document the figures are read again.

    Raises:
        DocumentNotProvedError: a figure is not what was released, or a hidden number
            has no certificate.
    """
    if name.endswith(".docx"):
        wrong = tuple(_not_as_released(report, content))
        if wrong:
            raise DocumentNotProvedError(
                f"{name} would print {len(wrong)} figures or texts that are not as "
                f"released, first {wrong[0]}.",
                _AGAIN.format(period=report.period),
            )
    unproved = tuple(_without_certificate(home, report))
    if unproved:
        raise DocumentNotProvedError(
            f"Of {len(unproved)} hidden figures there is no proof that they can't be "
            f"worked out, first {unproved[0]}.",
            _AGAIN.format(period=report.period),
        )


def _not_as_released(report: ReportInput, content: bytes) -> Iterator[str]:
    """Places of figures that the file prints otherwise than they were released."""
    from report_templates.cse import CSE  # noqa: PLC0415 - slow, with Word
    from report_templates.provenance import opened, verified  # noqa: PLC0415

    known: dict[tuple[str, int], dict[Place, ReleasedValue]] = {}
    for value in _known_to(report):
        known.setdefault((value.period, value.release), {})[value.place] = value

    def released(period: str, number: int) -> dict[Place, ReleasedValue]:
        return known.get((period, number), {})

    indicators = {each.id: each for each in CSE.catalogue}
    for verdict in verified(opened(content), indicators, released):
        if not verdict.ok:
            yield verdict.what


def _known_to(report: ReportInput) -> Iterator[ReleasedValue]:
    for revision in report.revisions:
        yield from (revision.before, revision.after)
    yield from report.values


def _without_certificate(home: Home, report: ReportInput) -> Iterator[str]:
    """Hidden figures of which the audit kept nothing."""
    from transforms.release_audit import certified  # noqa: PLC0415 - slow

    hidden = [value for value in report.values if value.hidden]
    proved = certified(home.certificates, report.edition, _periods(hidden))
    for value in hidden:
        if (value.period, value.release, *value.place) not in proved:
            yield f"{value.indicator} {value.period}"


def _periods(values: Iterable[ReleasedValue]) -> frozenset[str]:
    return frozenset(value.period for value in values)
