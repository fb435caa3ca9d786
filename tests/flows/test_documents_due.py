"""The calendar's documents are the ones that can be made, each for its period."""

from __future__ import annotations

import pytest

from flows.documents_due import DOCUMENTS, due_for
from report_templates.documents import DOCUMENTS as MADE
from report_templates.documents import due
from schemas.period import Period


def test_every_document_that_can_be_made_is_in_the_calendar() -> None:
    assert [d.entry for d in DOCUMENTS if d.suffix == ".docx"] == [d.name for d in MADE]


@pytest.mark.parametrize("quarter", ["2026-27-Q1", "2026-27-Q2", "2026-27-Q4"])
def test_what_is_due_for_a_period_is_what_is_due_after_its_quarter(
    quarter: str,
) -> None:
    after = due(Period.parse(quarter), "committee")
    for document, period in after:
        assert document.name in [each.entry for each in due_for(period)]
