"""The calendar's documents are the ones that can be made, each for its period."""

from __future__ import annotations

import pytest

from flows.documents_due import DOCUMENTS, due_for
from report_templates.documents import DOCUMENTS as MADE
from report_templates.documents import due
from schemas.edition import EDITIONS
from schemas.period import Period


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_document_that_can_be_made_is_in_the_calendar(edition: str) -> None:
    assert [
        d.entry for d in DOCUMENTS if d.suffix == ".docx" and d.edition == edition
    ] == [d.name for d in MADE if edition in d.editions]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("quarter", ["2026-27-Q1", "2026-27-Q2", "2026-27-Q4"])
def test_what_is_due_for_a_period_is_what_is_due_after_its_quarter(
    quarter: str, edition: str
) -> None:
    for document, period in due(Period.parse(quarter), edition):
        assert document.name in [each.entry for each in due_for(period, (edition,))]
