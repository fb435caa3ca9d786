"""What the public reads: fewer small numbers, and nothing that is the committee's."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest

from report_templates.cse import CSE
from report_templates.documents import DOCUMENTS, Document, make
from report_templates.seen import Seen
from schemas.edition import PUBLIC
from schemas.framework import ACTION_IDS
from schemas.period import Period
from schemas.released import PlannedAction, ReportInput
from tests.report_templates.drawn_report import PERIOD, drawn_report

PERIODS = {"quarterly-report": PERIOD, "annual-review": Period.parse("2025-26")}
MADE = [each for each in DOCUMENTS if PUBLIC in each.editions]


def for_the_public(period: Period) -> ReportInput:
    """A drawn report as the door to the public edition lets it through."""
    drawn = drawn_report(period=period)

    def shown(plans: tuple[PlannedAction, ...]) -> tuple[PlannedAction, ...]:
        return tuple(
            replace(plan, lead_role="", progress_note=None, note_withheld=False)
            for plan in plans
            if plan.action_id in ACTION_IDS
        )

    return replace(
        drawn,
        edition=PUBLIC,
        marking="OFFICIAL",
        threshold=10,
        actions=shown(drawn.actions),
        actions_before=shown(drawn.actions_before),
    )


def text_of(content: bytes) -> str:
    body = docx.Document(io.BytesIO(content)).element.body
    return "\n".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


@pytest.mark.parametrize("document", MADE, ids=lambda each: each.name)
def test_the_public_reads_nothing_that_the_committee_is_asked_or_says(
    document: Document,
) -> None:
    report = for_the_public(PERIODS[document.name])
    text = text_of(make(document, Seen(report, CSE)))
    assert "the public" in text
    assert "1.0, public edition" in text
    for words in (
        "Recommendations",
        "is asked to",
        "withheld",
        "Nothing was written",
        "Ask",
        "Questions for the committee",
    ):
        assert words not in text, words
    assert "In the reviewers' words" not in text
    committee_s = replace(report, edition="committee", marking="OFFICIAL-SENSITIVE")
    assert "Recommendations" in text_of(make(document, Seen(committee_s, CSE)))


@pytest.mark.parametrize("document", MADE, ids=lambda each: each.name)
def test_every_page_of_the_public_edition_bears_its_own_marking(
    document: Document,
) -> None:
    report = for_the_public(PERIODS[document.name])
    opened = docx.Document(io.BytesIO(make(document, Seen(report, CSE))))
    for section in opened.sections:
        for edge in (section.header, section.footer):
            words = "\n".join(paragraph.text for paragraph in edge.paragraphs)
            assert "OFFICIAL" in words
            assert "SENSITIVE" not in words
