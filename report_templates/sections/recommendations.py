"""What the committee is asked to do: three to five numbered asks, each with a date.

They follow from what is known without any judgement of statistics: dates that have
passed, extracts that did not come, standards not met, records that do not match.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from report_templates import measures, plan_words, printed, wording
from report_templates.changing import Direction
from report_templates.code_titles import agency_title
from report_templates.received_words import ARRIVED, received_in_short
from report_templates.section import Block, Heading, NumberedList, Paragraph
from report_templates.seen import Seen
from report_templates.sentences import listed
from schemas.period import Period
from transforms.indicator import Indicator, Unit

MOST = 5
_NAMED = 3
_WHOLE = 100


@dataclass(frozen=True)
class Ask:
    """One ask: direct, agree or note; what; and what it rests on."""

    verb: str
    text: str


def blocks(seen: Seen, most: int = MOST) -> Iterator[Block]:
    """The asks, numbered."""
    yield Heading("Recommendations", 1)
    yield Paragraph(f"The {seen.report.committee_short} is asked to:", keep_next=True)
    yield NumberedList(tuple((each.verb, each.text) for each in asks(seen)[:most]))


def asks(seen: Seen) -> tuple[Ask, ...]:
    """The asks in the order of their weight; the last ones may be left off."""
    found = [
        *_overdue(seen),
        *_not_received(seen),
        *_standards(seen),
        *_undated(seen),
        *_not_matching(seen),
        *_revised(seen),
        *_note(seen),
    ]
    return tuple(found)


def _by(seen: Seen) -> str:
    """The day on which the next quarter's reports are made."""
    after = Period.quarter_of(seen.report.period.last_day).following
    return f"by {wording.date(after.reports_at.date())}"


def _overdue(seen: Seen) -> Iterator[Ask]:
    late = [
        plan
        for plan in seen.report.actions
        if plan_words.is_overdue(plan, seen.report.period)
    ]
    if late:
        named = [f"{p.action_id} ({agency_title(p.lead_agency)})" for p in late]
        whom = "the lead of the action"
        if len(late) > 1:
            whom = f"the leads of {len(late)} actions"
        yield Ask(
            "Direct",
            f"{whom} whose date has passed to give a new date or say what stands in "
            f"the way, {_by(seen)}: {_first(named)}.",
        )


def _not_received(seen: Seen) -> Iterator[Ask]:
    missing = [e for e in seen.report.received if e.state not in ARRIVED]
    if missing:
        agencies = tuple(dict.fromkeys(agency_title(e.agency) for e in missing))
        count = wording.counted(len(missing), "extract")
        yield Ask(
            "Direct",
            f"{listed(agencies)} to send the {count} still missing, {_by(seen)}, so "
            "that the figures marked [x] can be made.",
        )


def _standards(seen: Seen) -> Iterator[Ask]:
    report = seen.report
    below = [
        each
        for each in seen.subject.catalogue
        if measures.standard_met(each, report.value(each.id)) == measures.NOT_MET
    ]
    worse = [
        each
        for each in seen.subject.headlines
        if each not in below and seen.changing(each).direction is Direction.WORSE
    ]
    for chosen, why in ((below, "does not meet its standard"), (worse, "got worse")):
        if chosen:
            named = [_with_figure(seen, each) for each in chosen]
            yield Ask("Agree", f"what is to be done, as {_first(named)} {why}.")


def _undated(seen: Seen) -> Iterator[Ask]:
    undated = [
        plan.action_id
        for plan in seen.report.actions
        if plan.by_when is None and plan.status != plan_words.COMPLETE
    ]
    if undated:
        count = wording.counted(len(undated), "action")
        have = "has" if len(undated) == 1 else "have"
        yield Ask("Agree", f"a date for {count} that {have} none: {_first(undated)}.")


def _not_matching(seen: Seen) -> Iterator[Ask]:
    apart = [
        each
        for each in map(seen.subject.indicator, seen.subject.reconciliations)
        if _is_below_whole(seen, each)
    ]
    if apart:
        named = [_with_figure(seen, each) for each in apart]
        yield Ask(
            "Agree",
            f"who looks into records that do not match between agencies: "
            f"{_first(named)}.",
        )


def _is_below_whole(seen: Seen, indicator: Indicator) -> bool:
    value = seen.report.value(indicator.id)
    if value is None or value.value is None or indicator.unit is not Unit.PERCENT:
        return False
    return wording.is_shown(value) and value.value < _WHOLE


def _revised(seen: Seen) -> Iterator[Ask]:
    totals = [each for each in seen.report.revisions if not each.breakdown]
    if totals:
        count = wording.counted(len(totals), "total")
        yield Ask(
            "Note",
            f"that {count} of earlier periods changed since they were reported "
            "(see “Revisions”).",
        )


def _note(seen: Seen) -> Iterator[Ask]:
    yield Ask("Note", f"what the figures rest on: {received_in_short(seen.report)}")
    headlines = seen.subject.headlines
    good = [e for e in headlines if measures.trust(e, seen.report) == measures.GOOD]
    yield Ask(
        "Note",
        f"that {len(good)} of {len(headlines)} headline figures can be used without "
        "reservation; the others say why not.",
    )
    yield Ask(
        "Note",
        "that a figure which is not shown ([c]) protects a child or a small group, "
        "and is never a zero.",
    )


def _with_figure(seen: Seen, indicator: Indicator) -> str:
    value = printed.cell(indicator, seen.report.value(indicator.id))
    return f"{indicator.id} {seen.subject.short(indicator)} ({value})"


def _first(named: list[str]) -> str:
    """The first few names, and how many more there are."""
    more = len(named) - _NAMED
    if more <= 0:
        return listed(tuple(named))
    return f"{', '.join(named[:_NAMED])} and {more} more"
