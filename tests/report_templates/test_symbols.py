"""A committee's own marks stand wherever the usual ones would, and verify as well."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import openpyxl
import pytest

from report_templates.cse import CSE
from report_templates.documents import make, named
from report_templates.figures_workbook import figures_workbook
from report_templates.provenance import opened, verified
from report_templates.seen import Seen
from schemas.released import ReleasedValue, ReportInput, Symbol
from tests.report_templates.drawn_report import drawn_report

OURS = ((Symbol.HIDDEN, "[few]"), (Symbol.REVISED, "[new]"))
GONE = ("[c]", "[r]")


@pytest.fixture(scope="module")
def report() -> ReportInput:
    # Drawn revisions bear the number of the release that they revise.
    return replace(drawn_report(), symbols=OURS, revisions=())


def test_every_mark_of_a_document_is_the_committee_s_own(report: ReportInput) -> None:
    content = make(named("quarterly-report"), Seen(report, CSE))
    body = docx.Document(io.BytesIO(content)).element.body
    said = [node.text or "" for node in body.iter() if node.tag.endswith("}t")]
    said += [value for node in body.iter() for value in node.attrib.values()]
    assert "[few]" in said
    assert not any(mark in text for mark in GONE for text in said)
    released: dict[tuple[str, int], dict[tuple[str, str, str], ReleasedValue]] = {}
    for value in report.values:
        released.setdefault((value.period, value.release), {})[value.place] = value
    verdicts = list(
        verified(
            opened(content),
            {each.id: each for each in CSE.catalogue},
            lambda period, number: released[period, number],
        )
    )
    assert any(verdict.found == "[few]" for verdict in verdicts)
    assert [verdict for verdict in verdicts if not verdict.ok] == []


def test_the_workbook_of_figures_has_them_too(report: ReportInput) -> None:
    book = openpyxl.load_workbook(io.BytesIO(figures_workbook(Seen(report, CSE))))
    cells = {
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row
    }
    assert "[few]" in cells
    assert not any(mark in cell for mark in GONE for cell in cells)
