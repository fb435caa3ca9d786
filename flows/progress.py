"""Lines that say how a run goes: counts and names of our own, never a value.

They go through one logger: to the terminal where a command attaches it, and to the
run's page where Prefect runs the flow.
"""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from flows.documents_out import State
from schemas.edition import COMMITTEE
from schemas.vocabulary import Agency

if TYPE_CHECKING:
    from flows.answer import Answer
    from flows.documents_out import PlacedDocument
    from transforms.bring_up_to_date import UpToDate
    from transforms.receive import Receipt
    from transforms.release_handle import ReleaseHandle

_LOG = logging.getLogger("icpc")


class _Terminal(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        """Write the line where a person, or a pipe, reads it at once."""
        sys.stdout.write(record.getMessage() + "\n")
        sys.stdout.flush()


def tell(line: str) -> None:
    """Say how far the run has come."""
    _LOG.info("%s", line)


def tell_fault(line: str) -> None:
    """Say what went wrong, so that it can be found among the other lines."""
    _LOG.error("%s", line)


def tell_terminal() -> None:
    """Let the lines appear on the terminal from now on."""
    _LOG.setLevel(logging.INFO)
    if not any(isinstance(handler, _Terminal) for handler in _LOG.handlers):
        _LOG.addHandler(_Terminal())


def of_receipt(receipt: Receipt) -> str:
    """As `Police Scotland: 7 files, 7 new, 7 accepted`."""
    parts = [counted(receipt.n_files, "file")]
    if receipt.n_files:
        parts.append(f"{receipt.n_new} new")
    if receipt.n_accepted:
        parts.append(f"{receipt.n_accepted} accepted")
    if receipt.n_rejected:
        parts.append(f"{receipt.n_rejected} rejected")
    return f"{Agency(receipt.agency).title}: {', '.join(parts)}"


def of_answer(answer: Answer) -> str:
    """As `Police Scotland: answered, 1 letter, 2 workbooks, 4 files written`."""
    written = sum(placed.state is not State.UNCHANGED for placed in answer.placed)
    parts = [
        counted(answer.n_letters, "letter"),
        counted(answer.n_workbooks, "workbook"),
        f"{counted(written, 'file')} written",
    ]
    return f"{Agency(answer.agency).title}: answered, {', '.join(parts)}"


def of_figures(up_to_date: UpToDate) -> str:
    """What stands computed."""
    how = "brought up to date" if up_to_date.changed else "unchanged"
    values = f"{up_to_date.n_values:,} values"
    return f"Figures: {values} of {counted(len(up_to_date.periods), 'period')}, {how}"


def of_release(released: ReleaseHandle) -> str:
    """Which release stands, and which earlier periods it revised."""
    how = "made now" if released.changed else "unchanged"
    of = "" if released.edition == COMMITTEE else f" for the {released.edition}"
    line = f"Release {released.number} of {released.period}{of}: {how}"
    if released.revised:
        line += f"; revised: {', '.join(released.revised)}"
    return line


def of_document(document: PlacedDocument) -> str:
    """What became of the report."""
    return f"Document: {document.path.name}, {document.state}"


def counted(number: int, one: str, more: str = "") -> str:
    """As `1 file`, `7 files`, `no files`."""
    return f"{number or 'no'} {one if number == 1 else more or one + 's'}"
