"""The chief officers' briefing: two pages, what needs them and what to know."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import (
    indicator_blocks,
    measures,
    plan_words,
    printed,
    sentences,
    wording,
)
from report_templates.changing import Direction
from report_templates.code_titles import agency_title
from report_templates.section import (
    Block,
    BulletList,
    Heading,
    Look,
    NumberedList,
    Paragraph,
    Table,
)
from report_templates.sections import data_quality, recommendations, tracker
from report_templates.seen import Seen
from schemas.released import PlannedAction

NAME = "chief officers' briefing"
_DECISIONS, _NEWS, _ACTIONS = 3, 3, 4
_CHART_TABLE = "the table on the next page"


def blocks(seen: Seen) -> Iterator[Block]:
    """The briefing's blocks: a page to decide by, a page of evidence."""
    yield from _head(seen)
    yield Heading("Needs your decision", 1)
    asks = recommendations.asks(seen)[:_DECISIONS]
    yield NumberedList(tuple((each.verb, each.text) for each in asks))
    yield Heading("You should know", 1)
    yield BulletList(tuple(_news(seen)))
    chosen = [seen.subject.indicator(i) for i in seen.subject.briefing_charts]
    drawn = sentences.listed([seen.subject.short(each) for each in chosen])
    yield from indicator_blocks.panels_of(drawn, chosen, seen, _CHART_TABLE)
    yield Heading("The figures", 1, new_page=True)
    yield _figures(seen)
    yield Heading("Actions overdue", 1)
    yield from _overdue(seen)
    yield Heading("Can the data be trusted?", 1)
    yield data_quality.agencies_table(seen)
    yield Paragraph(
        f"The whole is in the {seen.report.committee_short}'s quarterly report for "
        f"{seen.report.period.label}, version {seen.report.version}. "
        f"{sentences.marks_in_short()}",
        Look.NOTE,
    )


def _head(seen: Seen) -> Iterator[Block]:
    report = seen.report
    yield Paragraph(f"{seen.subject.title}: {NAME}", Look.COVER_TITLE)
    made_up = " Synthetic data: every figure is made up." if report.synthetic else ""
    yield Paragraph(
        f"{report.period.label}. Version {report.version}, released "
        f"{wording.date(report.released_at.date())}.{made_up}",
        Look.COVER_SUBTITLE,
    )
    yield Paragraph(_position(seen), Look.KEY_FACT)


def _position(seen: Seen) -> str:
    """Where things stand, in one sentence."""
    report, headlines = seen.report, seen.subject.headlines
    late = sum(plan_words.is_overdue(p, report.period) for p in report.actions)
    good = sum(measures.trust(e, report) == measures.GOOD for e in headlines)
    worse = sum(seen.changing(e).direction is Direction.WORSE for e in headlines)
    are = "is" if late == 1 else "are"
    plan = f"{late} of {len(report.actions)} actions {are} overdue"
    if not report.actions:
        plan = "The action plan was not received"
    is_known = "are" if worse > 1 else "is"
    change = f"{worse or 'none'} {is_known} known to have got worse"
    if not any(seen.changing(each).is_judged for each in headlines):
        change = "none can be judged for change yet"
    return (
        f"{plan}. Of {len(headlines)} headline figures {change}, and {good} can be "
        "used without reservation."
    )


def _news(seen: Seen) -> Iterator[tuple[str, str]]:
    """What changed, or what the framework asks first; then what gives assurance."""
    for lead, ids in seen.subject.summary[:_NEWS]:
        said = [
            sentences.now_and_before(seen.subject.short(each), each, seen.report)
            for each in map(seen.subject.indicator, ids)
        ]
        yield lead, f"{'; '.join(said)}."
    met = [
        each
        for each in seen.subject.catalogue
        if measures.standard_met(each, seen.report.value(each.id)) == measures.MET
    ]
    named = [seen.subject.short(each) for each in met]
    yield (
        "What gives assurance",
        f"standard met: {sentences.listed(named)}."
        if named
        else "no figure meets a standard set for it.",
    )


def _figures(seen: Seen) -> Table:
    report = seen.report
    codes = indicator_blocks.compared(report)
    figures = (27, 22, 22)[: len(codes)]
    chosen = [seen.subject.indicator(i) for i in seen.subject.briefing]
    return Table(
        caption="Five figures, as in the quarterly report",
        header=(
            "Indicator",
            *(wording.short_label(code) for code in codes),
            "Is it changing?",
        ),
        rows=tuple(
            (
                f"{each.id} {seen.subject.short(each)}",
                printed.short(each, report.value(each.id)),
                *(
                    printed.column(each, report.value(each.id, period=code))
                    for code in codes[1:]
                ),
                seen.changing(each).words,
            )
            for each in chosen
        ),
        widths_mm=(117 - sum(figures), *figures, 43),
        alt="Five indicators: the latest figure, what there is of the quarter before "
        "and of the same quarter of last year, and whether it is changing.",
    )


def _overdue(seen: Seen) -> Iterator[Block]:
    late = [
        plan
        for plan in tracker.in_order(seen)
        if plan_words.is_overdue(plan, seen.report.period)
    ]
    if not seen.report.actions:
        yield Paragraph(
            "Not known: the action plan was not received, so leads, dates and status "
            "can't be told."
        )
        return
    if not late:
        yield Paragraph("No action of the plan is overdue.")
        return
    named = [_named(plan, seen) for plan in late[:_ACTIONS]]
    more = len(late) - len(named)
    if more:
        named.append(("And", f"{more} more, in the report's action tracker."))
    yield BulletList(tuple(named))


def _named(plan: PlannedAction, seen: Seen) -> tuple[str, str]:
    return (
        f"{plan.action_id} {plan_words.short_title(plan, seen.subject.actions)}",
        f"{agency_title(plan.lead_agency)}, was due {plan_words.by_when(plan)}.",
    )
