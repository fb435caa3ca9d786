"""The quarterly report whole: every action, every indicator, no number of its own."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from report_templates import sentences, wording
from report_templates.documents import quarterly_blocks, quarterly_report
from report_templates.section import BulletList, Figure, Heading, Paragraph, Table
from report_templates.sections import (
    cover,
    decisions,
    recommendations,
    revisions,
    summary,
)
from schemas.framework import (
    ACTIONS,
    IMPACTS,
    NOT_COLLECTED_SENTENCE,
    OUTCOMES,
    PRIORITIES,
)
from schemas.period import Period
from schemas.released import (
    Cause,
    OfficerDecision,
    ReleasedValue,
    ReportInput,
    Status,
)
from tests.report_templates.drawn_report import (
    PERIOD,
    drawn_report,
    hidden,
    with_values,
)
from transforms.indicators import CATALOGUE

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
INDICATOR = re.compile(r"^([AX]\d\d\.\d+) ")
COLUMNS = (PERIOD.code, PERIOD.previous.code, PERIOD.same_last_year.code)


@pytest.fixture(scope="module")
def report() -> ReportInput:
    return drawn_report()


@pytest.fixture(scope="module")
def finished(report: ReportInput) -> bytes:
    return quarterly_report(report)


@pytest.fixture(scope="module")
def document(finished: bytes) -> Document:
    return docx.Document(io.BytesIO(finished))


@pytest.fixture(scope="module")
def text(document: Document) -> str:
    return text_of(document)


def text_of(document: Document) -> str:
    return "\n".join(
        "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        for paragraph in document.element.body.iter(qn("w:p"))
    )


def tables(report: ReportInput) -> Iterator[Table]:
    for block in quarterly_blocks(report):
        if isinstance(block, Table):
            yield block


def numbers_of(value: ReleasedValue | None) -> set[str]:
    """Every number that may be printed of a value, as it may be written."""
    if value is None or value.hidden or value.status is not Status.OK:
        return set()
    numbers = {
        value.value,
        value.numerator,
        value.denominator,
        value.beside,
        *(value.agencies_received or ()),
    }
    exact = {n for n in numbers if n is not None}
    return {f"{n:,.0f}" for n in exact} | {wording.one_decimal(n) for n in exact}


# --- Everything is there ----------------------------------------------------------


def test_every_action_is_there_in_the_framework_s_order_and_words(text: str) -> None:
    places = [text.index(f"\n{action.id} ") for action in ACTIONS]
    assert places == sorted(places)
    for action in ACTIONS:
        for words in (action.quoted.opening, *action.quoted.bullets):
            assert words in text


def test_every_priority_outcome_and_impact_is_there(text: str) -> None:
    for priority in PRIORITIES:
        assert f"Priority {priority.number}: {priority.title}" in text
    for outcome in OUTCOMES:
        assert outcome.quoted in text
    for impact in IMPACTS:
        assert text.count(str(impact.quoted)) == len(impact.action_ids)


def test_every_indicator_has_a_value_or_a_status_in_words(report: ReportInput) -> None:
    shown = {
        row[0]: row[1]
        for table in tables(report)
        if table.caption.startswith("Indicators of")
        for row in table.rows
    }
    assert list(shown) == [f"{each.id} {each.title}" for each in CATALOGUE]
    assert all(
        NUMBER.search(cell) or cell.startswith(("not ", "[")) for cell in shown.values()
    )


def test_every_indicator_is_defined_once(report: ReportInput) -> None:
    (definitions,) = (t for t in tables(report) if "each indicator counts" in t.caption)
    assert [row[0].split()[0] for row in definitions.rows] == [i.id for i in CATALOGUE]


def test_every_breakdown_is_there_with_every_category(report: ReportInput) -> None:
    cells = "\n".join(
        "\n".join((table.caption, *table.header, *(" | ".join(r) for r in table.rows)))
        for table in tables(report)
    )
    for indicator in CATALOGUE:
        for breakdown in indicator.breakdowns:
            name = sentences.breakdown_title(breakdown.name)
            assert name in cells
            for code in breakdown.categories:
                assert sentences.category_title(breakdown.name, code) in cells


def test_every_action_has_one_chart(report: ReportInput) -> None:
    charted = [b for b in quarterly_blocks(report) if isinstance(b, Figure)]
    headlines = [indicator for indicator in CATALOGUE if indicator.headline]
    assert {indicator.action for indicator in headlines} >= {a.id for a in ACTIONS}
    assert len(charted) == len(headlines)


def test_lead_date_and_status_stand_under_every_action(text: str) -> None:
    assert text.count("Lead: ") == len(ACTIONS) - 1
    assert "Lead, by when, status: the action plan does not name this action." in text
    assert "role withheld" in text
    assert "no date in the plan" in text
    assert "its date has passed" in text
    assert "title withheld" in text
    assert "a note was sent and has not been accepted for print" in text


def test_without_the_action_plan_every_action_says_so(report: ReportInput) -> None:
    missing = tuple(
        replace(each, state="not_received") if each.extract == "action_plan" else each
        for each in report.received
    )
    without = replace(report, actions=(), received=missing)
    said = text_of(docx.Document(io.BytesIO(quarterly_report(without))))
    words = "not known, as the action plan was not received"
    assert said.count(words) == len(ACTIONS)


def test_what_was_received_and_what_was_not_is_there(text: str) -> None:
    for words in (
        "34 of 36 extracts due were accepted",
        "Not received: 1 (Police: Reports from CEOP about the area).",
        "Rejected: 1 (Education: Plans at key transition points).",
        "Late: 1 (Police: Child-concern reports with a CSE marker).",
        "133 of 136 (3 in error)",
        "17 October, late",
        "Nil return",
        "Accepted, version 2",
    ):
        assert words in text


def test_revisions_are_listed_or_said_to_be_none(
    report: ReportInput, text: str
) -> None:
    assert "A further 1 figure of breakdowns changed with these." in text
    unchanged = list(quarterly_blocks(replace(report, revisions=())))
    assert any(
        isinstance(b, Paragraph) and b.text.startswith("No figure of an earlier")
        for b in unchanged
    )


def test_the_cover_says_what_of_when_from_whom(text: str, report: ReportInput) -> None:
    front = text[: text.index("Contents")]
    for words in (
        cover.TITLE,
        "July to September 2026",
        "quarter 2 of financial year 2026-27",
        report.committee,
        "Version: 1.0",
        "20 October 2026, 07:00",
        "Marking: OFFICIAL-SENSITIVE",
        cover.SYNTHETIC,
    ):
        assert words in front


def test_real_data_are_not_called_synthetic(report: ReportInput) -> None:
    real = replace(report, synthetic=False)
    assert not any(
        isinstance(b, Paragraph) and b.text == cover.SYNTHETIC
        for b in quarterly_blocks(real)
    )


def test_the_rule_of_disclosure_and_what_is_not_collected_are_said(text: str) -> None:
    assert "counts about children from 1 to 4 are not shown ([c])" in text
    assert NOT_COLLECTED_SENTENCE in text


# --- The summary ------------------------------------------------------------------


def words_of_summary(report: ReportInput) -> list[str]:
    said = []
    for block in summary.blocks(report):
        if isinstance(block, Paragraph):
            said += block.text.split()
        elif isinstance(block, BulletList):
            said += [w for pair in block.items for text in pair for w in text.split()]
    return said


@pytest.mark.parametrize("state", ["accepted", "not_received"])
def test_the_summary_has_at_most_150_words(report: ReportInput, state: str) -> None:
    received = tuple(replace(each, state=state) for each in report.received)
    values = tuple(
        replace(value, numerator=3, denominator=7, provisional=True, hidden=False)
        for value in report.values
    )
    busiest = replace(report, received=received, values=values)
    assert 40 < len(words_of_summary(busiest)) <= 150


# --- Its numbers are the released ones --------------------------------------------


def test_every_number_of_a_table_of_totals_is_that_value_s(report: ReportInput) -> None:
    checked = 0
    for table in tables(report):
        for row in table.rows:
            found = INDICATOR.match(row[0])
            if found is None or len(row) != 4 or table.caption.startswith("By"):
                continue
            for cell, code in zip(row[1:], COLUMNS, strict=True):
                allowed = numbers_of(report.value(found[1], period=code))
                allowed |= {"100", "1,000"} if " per 1" in cell else set()
                assert set(NUMBER.findall(cell)) <= allowed, (table.caption, row)
                checked += 1
    assert checked >= 3 * len(CATALOGUE)


def test_every_number_of_a_breakdown_is_that_category_s(report: ReportInput) -> None:
    by_title = {f"{each.id} {each.title}": each for each in CATALOGUE}
    checked = 0
    for table in tables(report):
        if not table.caption.startswith("By "):
            continue
        for row in table.rows:
            if row[0] not in by_title:
                continue
            indicator = by_title[row[0]]
            allowed: set[str] = set()
            for value in report.values:
                if (value.period, value.indicator) == (PERIOD.code, indicator.id):
                    allowed |= numbers_of(value)
            for cell in row[1:]:
                assert set(NUMBER.findall(cell)) <= allowed, (table.caption, row)
                checked += 1
    assert checked > 100


def test_alternative_text_tells_the_points_as_the_values_have_them(
    report: ReportInput,
) -> None:
    headlines = [indicator for indicator in CATALOGUE if indicator.headline]
    figures = [b for b in quarterly_blocks(report) if isinstance(b, Figure)]
    for indicator, figure in zip(headlines, figures, strict=True):
        told = figure.alt.partition("latest: ")[2].split(". Points")[0].rstrip(".")
        values = [
            value
            for value in report.over_time(indicator.id)
            if value is None or value.status is not Status.NOT_DUE
        ]
        points = told.split(", ")
        assert len(points) == len(values)
        for point, value in zip(points, values, strict=True):
            assert set(NUMBER.findall(point)) <= numbers_of(value)
            assert bool(NUMBER.search(point)) == wording.is_shown(value)


def test_what_is_hidden_leaves_no_trace(report: ReportInput) -> None:
    planted = 987_654
    secret = tuple(
        replace(value, numerator=planted, denominator=planted, value=float(planted))
        for value in report.values
        if (value.period, value.indicator) in {(PERIOD.code, "A07.1")}
    )
    covered = with_values(report, *(hidden(value) for value in secret))
    package = zipfile.ZipFile(io.BytesIO(quarterly_report(covered)))
    parts = b"".join(package.read(name) for name in package.namelist())
    assert b"987654" not in parts
    assert b"987,654" not in parts
    (row,) = (
        row
        for table in tables(covered)
        if table.caption == "Indicators of A07"
        for row in table.rows
        if row[0].startswith("A07.1 ")
    )
    assert row[1] == "not shown [c]"
    figure = next(
        b
        for b in quarterly_blocks(covered)
        if isinstance(b, Figure) and "VYP referrals" in b.caption
    )
    assert (figure.chart.points[-1].value, figure.chart.points[-1].symbol) == (
        None,
        "[c]",
    )


def test_nothing_at_all_to_show_still_makes_a_report(report: ReportInput) -> None:
    bare = replace(report, values=(), actions=(), received=(), revisions=())
    said = text_of(docx.Document(io.BytesIO(quarterly_report(bare))))
    assert said.count("no quarter has a figure to show") == sum(
        indicator.headline for indicator in CATALOGUE
    )
    for action in ACTIONS:
        assert f"\n{action.id} " in said


def test_the_first_quarter_of_all_makes_a_report(report: ReportInput) -> None:
    first = report.series[0]
    alone = replace(report, period=Period.parse(first), series=(first,))
    figures = [b for b in quarterly_blocks(alone) if isinstance(b, Figure)]
    assert figures
    assert all("the quarter before" not in figure.caption for figure in figures)
    assert quarterly_report(alone)


# --- Its structure ----------------------------------------------------------------


def test_headings_start_at_one_and_skip_no_level(report: ReportInput) -> None:
    levels = [b.level for b in quarterly_blocks(report) if isinstance(b, Heading)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_no_two_captions_and_no_two_alternative_texts_are_alike(
    report: ReportInput,
) -> None:
    described = [
        (block.caption, block.alt)
        for block in quarterly_blocks(report)
        if isinstance(block, Table | Figure)
    ]
    captions, alts = zip(*described, strict=True)
    assert len(set(captions)) == len(captions)
    figures = [b.alt for b in quarterly_blocks(report) if isinstance(b, Figure)]
    assert len(set(figures)) == len(figures)
    assert all(12 < len(alt) <= 350 for alt in alts)


def test_every_table_is_plain_and_headed(document: Document) -> None:
    for table in document.tables:
        element = table._tbl
        assert not list(element.iter(qn("w:gridSpan"), qn("w:vMerge")))
        assert len(list(element.iter(qn("w:tbl")))) == 1
        first = element.tr_lst[0]
        assert first.trPr.find(qn("w:tblHeader")) is not None
        cells = [
            ["".join(t.text or "" for t in tc.iter(qn("w:t"))) for tc in row.tc_lst]
            for row in element.tr_lst
        ]
        assert len({len(row) for row in cells}) == 1
        assert all(cell for row in cells for cell in row)
        assert len(set(cells[0])) == len(cells[0])


def test_every_picture_has_words_and_fits_the_column(document: Document) -> None:
    section = document.sections[0]
    margins = (section.left_margin or 0) + (section.right_margin or 0)
    column = (section.page_width or 0) - margins
    for shape in document.inline_shapes:
        assert shape.width <= column
        assert len(shape._inline.docPr.get("descr")) > 12


@pytest.mark.parametrize(
    "leftover", ["nan", "NaT", "None", "TODO", "{{", "{%", "#REF!", "ok", "not_"]
)
def test_no_leftover_is_printed(text: str, leftover: str) -> None:
    assert not re.search(rf"(?<!\w){re.escape(leftover)}(?!\w)", text)


def test_the_package_holds_no_workbook_and_nothing_from_outside(
    finished: bytes,
) -> None:
    with zipfile.ZipFile(io.BytesIO(finished)) as package:
        names = package.namelist()
        relations = b"".join(package.read(n) for n in names if n.endswith(".rels"))
    assert not [n for n in names if "embed" in n or n.endswith((".xlsx", ".csv"))]
    assert b"External" not in relations


def test_the_schema_checker_finds_nothing(finished: bytes, tmp_path: Path) -> None:
    audit = pytest.importorskip("openxml_audit")
    path = tmp_path / "report.docx"
    path.write_bytes(finished)
    result = audit.OpenXmlValidator().validate(str(path))
    assert result.is_valid, [error.description for error in result.errors]


def test_the_same_input_is_the_same_bytes(report: ReportInput, finished: bytes) -> None:
    assert quarterly_report(report) == finished


@pytest.mark.real
def test_it_prints_on_some_forty_pages(finished: bytes, tmp_path: Path) -> None:
    office, reader = shutil.which("soffice"), shutil.which("pdfinfo")
    if office is None or reader is None:
        pytest.fail("LibreOffice and poppler-utils are needed: .ci/run installs them.")
    path = tmp_path / "report.docx"
    path.write_bytes(finished)
    subprocess.run(  # noqa: S603 -- a program of this machine, on our own file
        [
            office,
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    told = subprocess.run(  # noqa: S603 -- the same
        [reader, str(path.with_suffix(".pdf"))],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    pages = int(re.search(r"Pages:\s+(\d+)", told)[1])  # type: ignore[index]
    assert pages <= 45


def test_decisions_of_the_officer_and_accepted_words_are_printed(
    report: ReportInput,
) -> None:
    quiet = [type(b) for b in decisions.blocks(report)]
    assert quiet == []
    assert list(recommendations.blocks(report)) == []
    decided = OfficerDecision(
        verb="waive",
        rule="outside_quarter",
        agency="police",
        extract="disruption",
        quarter=report.period.code,
        version=2,
        reason="recorded late",
        decided_by="A. Officer",
        decided_at=report.released_at,
    )
    seen = replace(report, decisions=(decided,), recommendations=("More light",))
    _, table, _ = decisions.blocks(seen)
    assert isinstance(table, Table)
    [row] = table.rows
    assert row[1:] == (
        "Rule waived (outside quarter)",
        "recorded late",
        "A. Officer, 20 October 2026",
    )
    _, listed, _ = recommendations.blocks(seen)
    assert isinstance(listed, BulletList)
    assert listed.items == (("", "More light"),)


def test_a_revision_names_the_files_that_brought_it(report: ReportInput) -> None:
    cause = Cause("hscp", "vyp_referrals", report.period.code, 1, 2)
    turned_away = replace(cause, is_version=0)
    decided = replace(cause, is_version=1)
    many = (cause, turned_away, decided, cause, cause)
    first = next(r for r in report.revisions if not r.breakdown)
    seen = replace(report, revisions=(replace(first, causes=many),))
    [table] = [b for b in revisions.blocks(seen) if isinstance(b, Table)]
    because = table.rows[0][2]
    assert because.count("HSCP: ") == 3
    for words in (", v2", "turned away", "decision of the data officer", "2 more"):
        assert words in because
