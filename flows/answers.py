"""Answering an agency: its letter, its list, its workbooks, each where it belongs.

Letter and list lie in the home and in the agency's drop. A workbook holds the agency's
own rows, so it lies in that agency's drop and nowhere else. The folder `feedback` of a
drop is not read when extracts are received.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from flows.answer import Answer
from flows.documents_out import PlacedDocument, place
from report_templates.agency_letter import agency_letter
from report_templates.feedback_list import findings_csv
from report_templates.feedback_workbook import feedback_workbook
from schemas.errors import PipelineError
from schemas.feedback import AgencyAnswer, AnsweredFile
from schemas.period import Period
from transforms.difference import differences
from transforms.feedback import Sender, agency_answer, arrivals_by_quarter, sent_rows
from transforms.home import Home
from transforms.register import Register


def answer_agency(
    home: Home, agency: str, period: Period, *, sender: Sender, force: bool = False
) -> Answer:
    """Tell an agency of a quarter, and of every other one in which something is new.

    Args:
        home: the home.
        agency: who is answered.
        period: the quarter that is answered in any case.
        sender: who answers.
        force: answer every quarter of which something came.

    Raises:
        PipelineError: a file or its folder may not be written.
    """
    by_quarter = arrivals_by_quarter(home, agency)
    changed = differences(Register(home.register), agency)
    placed: list[PlacedDocument] = []
    n_letters = 0
    for quarter in sorted({*by_quarter, period}):
        arrived = by_quarter.get(quarter, [])
        answer = agency_answer(agency, quarter, arrived, sender, changed)
        listed = findings_csv(answer)
        if quarter == period or force or not _is_told(home, answer, listed):
            placed += _put(home, answer, listed)
            n_letters += 1
    n_workbooks = sum(document.path.suffix == ".xlsx" for document in placed)
    return Answer(agency, tuple(placed), n_letters, n_workbooks)


def _name(answer: AgencyAnswer, ending: str) -> str:
    return f"{answer.agency}_feedback_{answer.quarter}.{ending}"


def _own_folder(home: Home, answer: AgencyAnswer) -> Path:
    return home.feedback / answer.agency / answer.quarter.code


def _is_told(home: Home, answer: AgencyAnswer, listed: bytes) -> bool:
    """Whether the home's list, which is written last of all, is this one."""
    path = _own_folder(home, answer) / _name(answer, "csv")
    return path.is_file() and path.read_bytes() == listed


def _put(home: Home, answer: AgencyAnswer, listed: bytes) -> Iterator[PlacedDocument]:
    theirs = _folder_in_drop(home, answer)
    files = [f for f in (*answer.files, *answer.replaced) if f.workbook]
    for file in files:
        yield place(theirs / file.workbook, _workbook(home, answer, file))
    letter = agency_letter(answer)
    for folder in (theirs, _own_folder(home, answer)):
        yield place(folder / _name(answer, "docx"), letter)
        yield place(folder / _name(answer, "csv"), listed)


def _folder_in_drop(home: Home, answer: AgencyAnswer) -> Path:
    """The agency's folder for answers, in which nothing leads elsewhere.

    Raises:
        PipelineError: it holds a link, so that a file could end up outside the drop.
    """
    drop = home.drops / answer.agency
    folders = (drop / "feedback", drop / "feedback" / answer.quarter.code)
    if any(folder.is_symlink() for folder in folders) or _has_link(folders[-1]):
        raise PipelineError(
            f"The folder feedback in the drop of {answer.agency} holds a link, and "
            "links are not followed.",
            "Take the link away, then run the same command again.",
        )
    return folders[-1]


def _has_link(folder: Path) -> bool:
    inside: Sequence[Path] = list(folder.iterdir()) if folder.is_dir() else ()
    return any(path.is_symlink() for path in inside)


def _workbook(home: Home, answer: AgencyAnswer, file: AnsweredFile) -> bytes:
    """The workbook of a file; what it is made from stays among the kept copies."""
    among_kept = home.received / answer.agency
    among_kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".feedback-", dir=among_kept) as scratch:
        return feedback_workbook(
            file,
            sent_rows(home, file),
            agency=answer.agency,
            quarter=answer.quarter,
            committee=answer.committee,
            scratch=Path(scratch),
        )
