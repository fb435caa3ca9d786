"""What the committee is asked to do: three to five numbered asks, each with a date.

They follow from what is known without any judgement of statistics: dates that have
passed, extracts that did not come, standards not met, records that do not match.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from report_templates import measures, plan_words, printed, revision_words, wording
from report_templates.changing import Direction
from report_templates.code_titles import agency_title
from report_templates.received_words import ARRIVED, received_in_short
from report_templates.section import Block, Heading, NumberedList, Paragraph
from report_templates.seen import Seen
from report_templates.sentences import listed
from schemas.period import Period
from schemas.released import PlannedAction
from transforms.indicator import Indicator, Unit

MOST = 5
_NAMED = 3
_WHOLE = 100


@dataclass(frozen=True)
class Ask:
    """One ask: direct, agree or note; what; and what it rests on."""

    verb: str
    text: str


def blocks(
    seen: Seen, most: int = MOST, revisions_in: str = revision_words.TITLE
) -> Iterator[Block]:
    """The asks, numbered.

    Args:
        seen: what the document sees.
        most: how many.
        revisions_in: heading under which the document tells revisions.
    """
    yield Heading("Recommendations", 1)
    yield Paragraph(f"The {seen.report.committee_short} is asked to:", keep_next=True)
    asked = asks(seen, titled=True, revisions_in=revisions_in)[:most]
    yield NumberedList(tuple((each.verb, each.text) for each in asked))


def asks(
    seen: Seen, *, titled: bool = False, revisions_in: str = ""
) -> tuple[Ask, ...]:
    """The asks in the order of their weight; the last ones may be left off.

    Args:
        seen: what the document sees.
        titled: actions are named by id and title, not by id alone.
        revisions_in: heading under which revisions stand; empty where they do not.
    """
    found = [
        *_overdue(seen, titled=titled),
        *_not_received(seen),
        *_standards(seen),
        *_undated(seen, titled=titled),
        *_not_matching(seen),
        *_revised(seen, revisions_in),
        *_note(seen),
    ]
    return tuple(found)


def _by(seen: Seen) -> str:
    """The first day after this release on which a quarter's reports are made."""
    after = Period.quarter_of(seen.report.period.last_day).following
    while after.reports_at.date() <= seen.report.released_at.date():
        after = after.following
    return f"by {wording.date(after.reports_at.date())}"


def _named(plan: PlannedAction, seen: Seen, *, titled: bool) -> str:
    if not titled:
        return plan.action_id
    return f"{plan.action_id} {plan_words.short_title(plan, seen.subject.actions)}"


def _overdue(seen: Seen, *, titled: bool) -> Iterator[Ask]:
    late = [
        plan
        for plan in seen.report.actions
        if plan_words.is_overdue(plan, seen.report.period)
    ]
    if late:
        named = [
            f"{_named(plan, seen, titled=titled)} ({agency_title(plan.lead_agency)})"
            for plan in late
        ]
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
        count = "extract" if len(missing) == 1 else f"{len(missing)} extracts"
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
    one, more = "does not meet its standard", "do not meet their standards"
    for chosen, why in (
        (below, one if len(below) == 1 else more),
        (worse, "got worse"),
    ):
        if chosen:
            named = [_with_figure(seen, each) for each in chosen]
            yield Ask("Agree", f"what is to be done, as {_first(named)} {why}.")


def _undated(seen: Seen, *, titled: bool) -> Iterator[Ask]:
    undated = [
        _named(plan, seen, titled=titled)
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
            "who looks into records that do not match between agencies, to report "
            f"{_by(seen)}: {_first(named)}.",
        )


def _is_below_whole(seen: Seen, indicator: Indicator) -> bool:
    value = seen.report.value(indicator.id)
    if value is None or value.value is None or indicator.unit is not Unit.PERCENT:
        return False
    return wording.is_shown(value) and value.value < _WHOLE


def _revised(seen: Seen, where: str) -> Iterator[Ask]:
    totals = revision_words.told(seen)
    if totals:
        count = wording.counted(len(totals), "earlier total")
        they = "it was" if len(totals) == 1 else "they were"
        see = f" (see “{where}”)" if where else ""
        yield Ask("Note", f"that {count} changed since {they} reported{see}.")


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
        "that a figure which is not shown ([c]) is held back to protect a child or a "
        "small group, and is not to be read as zero.",
    )


def _with_figure(seen: Seen, indicator: Indicator) -> str:
    value = printed.short(indicator, seen.report.value(indicator.id))
    return f"{indicator.id} {seen.subject.short(indicator)} ({value})"


def _first(named: list[str]) -> str:
    """The first few names, and how many more there are."""
    more = len(named) - _NAMED
    if more <= 0:
        return listed(tuple(named))
    return f"{', '.join(named[:_NAMED])} and {more} more"
