"""Every document whole: all that it promises is there, and no number of its own."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import docx
import pytest
from docx.document import Document as Word
from docx.oxml.ns import qn

from report_templates import printed, sentences, wording
from report_templates.cse import CSE
from report_templates.documents import DOCUMENTS, Document, due, make
from report_templates.section import (
    Block,
    BulletList,
    Facts,
    Figure,
    Heading,
    NumberedList,
    Paragraph,
    Quoted,
    Table,
)
from report_templates.sections import (
    decisions,
    opening,
    reviewers_words,
    revisions,
    summary,
)
from report_templates.seen import Seen
from schemas.commentary import Comment, Topic
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
    Revision,
    Status,
)
from tests.report_templates.drawn_report import (
    PERIOD,
    drawn_report,
    hidden,
    with_values,
)
from transforms.indicators import CATALOGUE

NUMBER = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?")
PERIODS = {
    "quarterly-report": PERIOD,
    "chief-officers-briefing": PERIOD,
    "six-monthly-review": Period.parse("2026-27-H1"),
    "annual-review": Period.parse("2025-26"),
}
COMMENTS = (
    Comment("A02", "Lead officer", "The winter briefings are arranged."),
    Comment("A07", "Chair of the Group", "", withheld=True),
    Comment(Topic.OVERVIEW, "Chair", "A steady quarter, with one gap to close."),
    Comment(
        Topic.VIEWS, "Participation worker", "Young people asked for quicker help."
    ),
)


def seen_by(document: Document, report: ReportInput | None = None) -> Seen:
    return Seen(report or drawn_report(period=PERIODS[document.name]), CSE, COMMENTS)


@pytest.fixture(scope="module")
def report() -> ReportInput:
    return drawn_report()


@pytest.fixture(scope="module")
def finished() -> dict[str, bytes]:
    return {each.name: make(each, seen_by(each)) for each in DOCUMENTS}


@pytest.fixture(scope="module")
def quarterly(finished: dict[str, bytes]) -> str:
    return text_of(finished["quarterly-report"])


def opened(content: bytes) -> Word:
    return docx.Document(io.BytesIO(content))


def text_of(content: bytes) -> str:
    return "\n".join(
        "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        for paragraph in opened(content).element.body.iter(qn("w:p"))
    )


def document_named(name: str) -> Document:
    return next(each for each in DOCUMENTS if each.name == name)


def words_of(block: Block) -> Iterator[str]:  # noqa: C901 -- one case for each block
    """Every word that a block prints, alternative texts and chart labels included."""
    match block:
        case Heading() | Paragraph():
            yield getattr(block, "lead", "")
            yield block.text
        case Facts():
            yield from (text for pair in block.pairs for text in pair)
        case Quoted():
            yield from (block.text, *block.bullets, block.closing)
        case BulletList() | NumberedList():
            yield from (text for pair in block.items for text in pair)
        case Table():
            yield from (block.caption, block.alt, *block.header)
            yield from (cell for row in block.rows for cell in row)
        case Figure():
            yield block.caption
            for picture in block.pictures:
                yield from (picture.alt, picture.title)
                points = getattr(picture.chart, "points", ())
                yield from (point.words for point in points)
                for bar in getattr(picture.chart, "bars", ()):
                    yield from (bar.name, bar.words)


def everything(document: Document, seen: Seen) -> Iterator[str]:
    for block in document.blocks(seen):
        yield from words_of(block)


# --- What each promises -----------------------------------------------------------


def test_each_document_is_due_after_its_quarters() -> None:
    names = {
        quarter: [
            d.name for d, _ in due(Period.parse(f"2026-27-{quarter}"), "committee")
        ]
        for quarter in ("Q1", "Q2", "Q3", "Q4")
    }
    each_quarter = ["quarterly-report", "chief-officers-briefing"]
    assert names["Q1"] == names["Q3"] == each_quarter
    assert names["Q2"] == [*each_quarter, "six-monthly-review"]
    assert names["Q4"] == [*each_quarter, "six-monthly-review", "annual-review"]
    assert [str(p) for _, p in due(Period.parse("2026-27-Q4"), "public")] == [
        "2026-27-Q4",
        "2026-27",
    ]


def test_every_action_is_there_in_the_framework_s_order_and_words(
    quarterly: str,
) -> None:
    annex = quarterly[quarterly.rindex("Annex: every action in full") :]
    places = [annex.index(f"\n{action.id} ") for action in ACTIONS]
    assert places == sorted(places)
    for action in ACTIONS:
        for words in (action.quoted.opening, *action.quoted.bullets):
            assert words in annex
    for priority in PRIORITIES:
        assert f"Priority {priority.number}: {priority.title}" in quarterly
    for outcome in OUTCOMES:
        assert outcome.quoted in quarterly
    for impact in IMPACTS:
        assert str(impact.quoted) in quarterly


def test_every_indicator_has_a_value_or_a_status_in_words(report: ReportInput) -> None:
    shown = {
        row[0]: printed.plain(row[1])
        for block in document_named("quarterly-report").blocks(Seen(report))
        if isinstance(block, Table) and block.caption.startswith("Indicators of")
        for row in block.rows
    }
    assert list(shown) == [f"{each.id} {each.title}" for each in CATALOGUE]
    assert all(
        NUMBER.search(cell) or cell.startswith(("not ", "[")) for cell in shown.values()
    )


@pytest.mark.parametrize("name", ["quarterly-report"])
def test_every_indicator_is_defined_once(name: str) -> None:
    document = document_named(name)
    (definitions,) = (
        block
        for block in document.blocks(seen_by(document))
        if isinstance(block, Table) and "each indicator counts" in block.caption
    )
    assert [row[0].split()[0] for row in definitions.rows] == [i.id for i in CATALOGUE]


def test_every_breakdown_is_there_with_every_category(quarterly: str) -> None:
    for indicator in CATALOGUE:
        for breakdown in indicator.breakdowns:
            assert sentences.breakdown_title(breakdown.name) in quarterly
            for code in breakdown.categories:
                assert sentences.category_title(breakdown.name, code) in quarterly


def test_every_action_s_headline_is_drawn(report: ReportInput) -> None:
    pictures = [
        picture
        for block in document_named("quarterly-report").blocks(Seen(report))
        if isinstance(block, Figure)
        for picture in block.pictures
    ]
    headlines = [indicator for indicator in CATALOGUE if indicator.headline]
    assert {indicator.action for indicator in headlines} >= {a.id for a in ACTIONS}
    assert len(pictures) == len(headlines)


def test_every_indicator_has_a_question_that_the_report_asks(quarterly: str) -> None:
    assert list(CSE.words) == [indicator.id for indicator in CATALOGUE]
    for words in CSE.words.values():
        assert words.question in quarterly
        assert words.question.endswith("?")
        assert len(words.short) <= 32
    assert len({words.question for words in CSE.words.values()}) == len(CATALOGUE)


def test_lead_date_and_status_stand_under_every_action(quarterly: str) -> None:
    assert quarterly.count("Lead: ") == len(ACTIONS) - 1
    for words in (
        "Lead, by when, status: the action plan does not name this action.",
        "role withheld",
        "no date in the plan",
        "overdue, ",
        "title withheld",
        "a note was sent, not accepted for print",
    ):
        assert words in quarterly


def test_the_tracker_puts_overdue_first_and_tells_what_changed(
    report: ReportInput,
) -> None:
    (tracker,) = (
        block
        for block in document_named("quarterly-report").blocks(Seen(report))
        if isinstance(block, Table) and block.header[-1] == "Since the last report"
    )
    late = [row[4].startswith("overdue") for row in tracker.rows]
    assert late == sorted(late, reverse=True)
    assert any(late)
    assert tracker.caption.startswith(f"{sum(late)} of {len(report.actions)} actions")
    since = {row[5] for row in tracker.rows}
    assert {"no change", "new in the plan"} < since
    assert any("date was 31 Jan 2026" in words for words in since)


def test_without_the_action_plan_every_action_says_so(report: ReportInput) -> None:
    missing = tuple(
        replace(each, state="not_received") if each.extract == "action_plan" else each
        for each in report.received
    )
    without = replace(report, actions=(), received=missing)
    said = "\n".join(everything(document_named("quarterly-report"), Seen(without)))
    assert said.count("not known, as the action plan was not received") == len(ACTIONS)
    assert "The action plan of this period was not received" in said


def test_what_was_received_and_what_was_not_is_there(quarterly: str) -> None:
    for words in (
        "34 of 36 extracts due were accepted",
        "Not received: 1 (Police: Reports from CEOP about the area).",
        "Rejected: 1 (Education: Plans at key transition points).",
        "133 of 136 (3 in error)",
        "17 October, late",
        "Nil return",
        "Accepted, version 2",
    ):
        assert words in quarterly


def test_recommendations_are_three_to_five_and_say_who_and_by_when(
    report: ReportInput,
) -> None:
    bare = replace(report, values=(), actions=(), received=(), revisions=())
    for each in (report, bare):
        blocks = list(document_named("quarterly-report").blocks(Seen(each)))
        (asked,) = (block for block in blocks if isinstance(block, NumberedList))
        assert 3 <= len(asked.items) <= 5
        assert {verb for verb, _ in asked.items} <= {"Direct", "Agree", "Note"}
        headings = [block for block in blocks if isinstance(block, Heading)]
        assert headings[0].text == "Recommendations"
    said = dict(reversed(asked_of(report)))
    assert "by 20 January 2027" in said["Direct"]


def asked_of(report: ReportInput) -> list[tuple[str, str]]:
    blocks = document_named("quarterly-report").blocks(Seen(report))
    return list(next(b for b in blocks if isinstance(b, NumberedList)).items)


@pytest.mark.parametrize("state", ["accepted", "not_received"])
def test_the_quarter_in_brief_has_at_most_150_words(
    report: ReportInput, state: str
) -> None:
    received = tuple(replace(each, state=state) for each in report.received)
    values = tuple(
        replace(value, numerator=3, denominator=7, provisional=True, hidden=False)
        for value in report.values
    )
    busiest = replace(report, received=received, values=values)
    said = [
        word
        for block in summary.blocks(Seen(busiest))
        if not isinstance(block, Heading)
        for text in words_of(block)
        for word in printed.plain(text).split()
    ]
    assert 40 < len(said) <= 150


def test_the_first_page_says_what_of_when_from_whom(
    quarterly: str, report: ReportInput
) -> None:
    front = quarterly[: quarterly.index("Recommendations")]
    for words in (
        "Child sexual exploitation: quarterly assurance report",
        "July to September 2026, quarter 2 of financial year 2026-27",
        report.committee,
        "Version: 1.0",
        "20 October 2026, 07:00",
        "Marking: OFFICIAL-SENSITIVE",
        opening.SYNTHETIC,
    ):
        assert words in front


def test_real_data_are_not_called_synthetic(report: ReportInput) -> None:
    for document in DOCUMENTS:
        real = replace(drawn_report(period=PERIODS[document.name]), synthetic=False)
        assert "made up" not in "\n".join(everything(document, Seen(real)))


def test_a_later_version_says_on_its_first_page_what_changed(
    report: ReportInput,
) -> None:
    after = report.value("A04.1")
    assert after is not None
    before = replace(after, numerator=241, value=241.0, release=1)
    after = replace(after, numerator=265, value=265.0, release=2)
    change = Revision(PERIOD.code, "A04.1", "", "", before, after)
    later = replace(with_values(report, after), version="1.1", revisions=(change,))
    said = text_of(make(document_named("quarterly-report"), Seen(later)))
    front = said[: said.index("Recommendations")]
    assert "What changed in version 1.1: 1 figure changed" in front
    assert "A04.1 Staff who attended CSE awareness training: was 241" in front
    assert "is now 265" in front


def test_comments_are_printed_under_their_author_s_name(quarterly: str) -> None:
    for words in (
        "Comment on A02 by Lead officer: The winter briefings are arranged.",
        "Comment on A07 by Chair of the Group: not printed, as it may hold what "
        "identifies a person",
        "Comment by Chair: A steady quarter, with one gap to close.",
        "What children and families say, by Participation worker: Young people asked",
        "Nothing was written for this report on what the finished actions changed",
    ):
        assert words in quarterly
    comment = quarterly.index("Comment by Chair")
    assert (
        quarterly.index("Contents") < comment < quarterly.index("Received: ", comment)
    )


def test_a_comment_can_t_pass_for_a_figure(report: ReportInput) -> None:
    forged = printed.cell(CATALOGUE[0], report.value(CATALOGUE[0].id))
    comment = Comment("A02", forged, f"It was {forged}.")
    seen = Seen(report, CSE, (comment,))
    figures = opened(make(document_named("quarterly-report"), seen))
    said = [p for p in figures.paragraphs if p.text.startswith("Comment on A02")]
    assert len(said) == 1
    assert "_Fig" not in said[0]._p.xml


def test_decisions_of_the_officer_and_accepted_words_are_printed(
    report: ReportInput,
) -> None:
    assert list(decisions.blocks(Seen(report))) == []
    assert list(reviewers_words.blocks(Seen(report))) == []
    decided = OfficerDecision(
        verb="waive",
        rule="outside_quarter",
        agency="police",
        extract="disruption",
        quarter=report.period.code,
        version=2,
        reason="recorded late",
        decided_by="Data officer",
        decided_at=report.released_at,
    )
    seen = Seen(replace(report, decisions=(decided,), recommendations=("More light",)))
    said = "\n".join(everything(document_named("quarterly-report"), seen))
    for words in (
        "Rule waived (outside quarter)",
        "recorded late",
        "Data officer, 20 October 2026",
        "More light",
    ):
        assert words in said


def test_a_revision_names_the_files_that_brought_it(report: ReportInput) -> None:
    cause = Cause("hscp", "vyp_referrals", report.period.code, 1, 2)
    turned_away = replace(cause, is_version=0)
    decided = replace(cause, is_version=1)
    first = next(r for r in report.revisions if not r.breakdown)
    for causes, words in (
        ((cause, turned_away, decided), (", v2", "turned away", "1 more")),
        ((decided,), ("decision of the data officer",)),
        ((), ("no single file",)),
    ):
        seen = Seen(replace(report, revisions=(replace(first, causes=causes),)))
        [told] = [b for b in revisions.blocks(seen) if isinstance(b, BulletList)]
        assert all(word in told.items[0][1] for word in words)


def test_the_rule_of_disclosure_and_what_is_not_collected_are_said(
    quarterly: str,
) -> None:
    assert "counts about children from 1 to 4 are not shown ([c])" in quarterly
    assert NOT_COLLECTED_SENTENCE in quarterly


def test_the_review_is_of_its_own_actions_over_half_years(
    finished: dict[str, bytes],
) -> None:
    said = text_of(finished["six-monthly-review"])
    assert "April to September 2026, half 1 of financial year 2026-27" in said
    for words in (
        "Referrals and where they came from",
        "What happened next",
        "A07.1 VYP referrals by source of referral",
        "A07.1 VYP referrals by pathway of referral",
        "since the last review: ",
    ):
        assert words in said
    assert "A13 " not in said


# --- Its numbers are the released ones --------------------------------------------


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


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: each.name)
def test_every_figure_that_is_printed_is_a_released_one(document: Document) -> None:
    seen = seen_by(document)
    earlier = {(r.period, *r.before.place): r.before for r in seen.report.revisions}
    checked = 0
    for text in everything(document, seen):
        for piece in printed.pieces(text):
            if piece.source is None:
                continue
            source = piece.source
            place = (source.indicator, source.breakdown, source.category)
            value = seen.report.value(*place, period=source.period)
            allowed = numbers_of(value)
            allowed |= numbers_of(earlier.get((source.period, *place)))
            allowed |= {"100", "1,000"} if " per 1" in piece.text else set()
            assert set(NUMBER.findall(piece.text)) <= allowed, (text, source)
            assert bool(NUMBER.search(piece.text)) == wording.is_shown(value)
            checked += 1
    assert checked > 25


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: each.name)
def test_no_other_number_is_anything_but_words_dates_and_counts_of_what_came(
    document: Document,
) -> None:
    seen = seen_by(document)
    allowed = numbers_in(standing_words(seen)) | counts_of(seen)
    strangers = set()
    for text in everything(document, seen):
        for piece in printed.pieces(text):
            if piece.source is None:
                found = set(NUMBER.findall(piece.text.strip(".,")))
                strangers |= {(n, text[:80]) for n in found if n not in allowed}
    assert strangers == set()


def numbers_in(texts: Iterator[str]) -> set[str]:
    return {number for text in texts for number in NUMBER.findall(text)}


def standing_words(seen: Seen) -> Iterator[str]:
    """Texts that hold a number and no figure: the framework, definitions, dates."""
    subject, report = seen.subject, seen.report
    for indicator in subject.catalogue:
        yield f"{indicator.title} {indicator.definition} {indicator.target}"
        yield f"{subject.question(indicator)} {subject.short(indicator)}"
        yield from (
            sentences.category_title(breakdown.name, code)
            for breakdown in indicator.breakdowns
            for code in breakdown.categories
        )
    yield from (f"{a.short} {a.quoted} {a.priority.number}" for a in subject.actions)
    yield f"{subject.definition} {subject.document} {subject.review}"
    yield from (str(impact.quoted) for impact in subject.impacts)
    for code in {*report.series, *report.alike, report.period.code}:
        period = Period.parse(code)
        for each in (period, period.previous, period.same_last_year):
            yield f"{each.label} {wording.place_in_year(each)} {each.code[2:7]}"
    for plan in (*report.actions, *report.actions_before):
        yield wording.date(plan.by_when) if plan.by_when else ""
        yield plan.progress_note or ""
    for extract in report.received:
        yield sentences_of_receipt(extract)
    after = Period.quarter_of(report.period.last_day).following.reports_at
    yield wording.date(after.date())
    yield wording.date_and_time(report.released_at)
    yield f"{report.version} {report.threshold} {report.threshold - 1} 10 1 0 2 5"
    yield from (comment.text for comment in seen.comments)
    yield "Q1 Q2 Q3 Q4 1 2 3 4 12 11 6 72 18 17"


def sentences_of_receipt(extract: object) -> str:
    first = getattr(extract, "first_seen", None)
    day = f"{first.day}" if first else ""
    return " ".join(
        [
            day,
            *(
                f"{getattr(extract, name):,}"
                for name in ("rows_read", "rows_loaded", "rows_in_error", "version")
                if getattr(extract, name) is not None
            ),
        ]
    )


def counts_of(seen: Seen) -> set[str]:
    """Numbers that count rows of the document itself, up to the longest list."""
    report = seen.report
    mine = [v for v in report.values if v.period == report.period.code]
    longest = max(len(report.received), len(report.actions), len(CATALOGUE))
    longer = {len(mine), sum(value.hidden for value in mine)}
    return {f"{n:,}" for n in {*range(longest + 1), *longer}}


def test_what_is_hidden_leaves_no_trace() -> None:
    planted = 987_654
    for document in DOCUMENTS:
        report = drawn_report(period=PERIODS[document.name])
        secret = tuple(
            replace(value, numerator=planted, denominator=planted, value=float(planted))
            for value in report.values
            if value.indicator == "A07.1"
        )
        covered = with_values(report, *(hidden(value) for value in secret))
        package = zipfile.ZipFile(io.BytesIO(make(document, Seen(covered))))
        parts = b"".join(package.read(name) for name in package.namelist())
        assert b"987654" not in parts
        assert b"987,654" not in parts
        said = "\n".join(map(printed.plain, everything(document, Seen(covered))))
        assert "not shown [c]" in said


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: each.name)
def test_nothing_at_all_to_show_still_makes_a_document(document: Document) -> None:
    report = drawn_report(period=PERIODS[document.name])
    bare = replace(report, values=(), actions=(), received=(), revisions=())
    assert "no" in text_of(make(document, Seen(bare)))


def test_the_first_quarter_of_all_makes_a_report(report: ReportInput) -> None:
    first = report.series[0]
    alone = replace(
        report,
        period=Period.parse(first),
        series=(first,),
        alike=(first,),
        actions_before=(),
    )
    said = [
        printed.plain(text)
        for text in everything(document_named("quarterly-report"), Seen(alone))
    ]
    assert "There is no plan of the period before to hold this one against." in said
    assert not any("the quarter before" in text and "1, " in text for text in said[:40])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: each.name)
def test_the_same_input_is_the_same_bytes(
    document: Document, finished: dict[str, bytes]
) -> None:
    assert make(document, seen_by(document)) == finished[document.name]


def test_files_are_named_by_kind_edition_period_and_version(
    report: ReportInput,
) -> None:
    document = document_named("quarterly-report")
    assert document.file_name(Seen(report)) == (
        "icpc-quarterly-report_2026-27-Q2_v1.0.docx"
    )
    public = replace(report, edition="public", version="1.2")
    assert document.file_name(Seen(public)) == (
        "icpc-quarterly-report-public_2026-27-Q2_v1.2.docx"
    )
