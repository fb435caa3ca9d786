"""Sentences on what was received, from whom, when, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from report_templates.code_titles import agency_title, extract_title
from report_templates.sentences import listed
from schemas.period import LONDON
from schemas.released import ReceivedExtract, ReportInput, Symbol

_NAMED_AT_MOST = 3
ARRIVED = {"accepted", "accepted_with_row_errors", "nil_return"}
"""States of an extract that has a standing version."""


def received_in_short(report: ReportInput) -> str:
    """How many extracts were received, and which were not."""
    missing = [each for each in report.received if each.state not in ARRIVED]
    arrived = len(report.received) - len(missing)
    text = f"{arrived} of {len(report.received)} extracts due were accepted."
    if not missing:
        return text
    if len(missing) > _NAMED_AT_MOST:
        return f"{text} Missing: {_by_agency(missing)}."
    return f"{text} Missing: {listed(tuple(named(each) for each in missing))}."


def _by_agency(received: Sequence[ReceivedExtract]) -> str:
    """How many extracts, agency by agency."""
    count = Counter(agency_title(each.agency) for each in received)
    return listed([f"{number} from {agency}" for agency, number in count.items()])


def received_in_state(received: Sequence[ReceivedExtract]) -> str:
    """How many extracts something is true of: a few by name, many by agency."""
    names = [named(each) for each in received]
    said = listed(names) if len(names) <= _NAMED_AT_MOST else _by_agency(received)
    return f"{len(names)} ({said})."


def named(received: ReceivedExtract) -> str:
    """An extract with its agency."""
    return f"{agency_title(received.agency)}: {extract_title(received.extract)}"


def first_seen(received: ReceivedExtract) -> str:
    """When the first version was seen, and whether in time."""
    if received.first_seen is None:
        return "Nothing arrived"
    moment = received.first_seen
    if moment.tzinfo is not None:
        moment = moment.astimezone(LONDON)
    late = "" if received.in_time else ", late"
    return f"{moment.day} {moment:%B}{late}"


def rows_of(received: ReceivedExtract) -> str:
    """Rows loaded of rows read, and what became of the others."""
    if received.state not in ARRIVED:
        return "No rows"
    if received.rows_hidden:
        return Symbol.HIDDEN.value
    text = f"{received.rows_loaded:,} of {received.rows_read:,}"
    others = [
        f"{count:,} {words}"
        for count, words in (
            (received.rows_in_error, "in error"),
            (received.rows_repeated, "repeated"),
        )
        if count
    ]
    return f"{text} ({', '.join(others)})" if others else text


def version_of(received: ReceivedExtract) -> str:
    """Which version stands, when more than one arrived."""
    several = received.versions_received > 1
    if received.version is None or not several:
        return ""
    return f", version {received.version}"
