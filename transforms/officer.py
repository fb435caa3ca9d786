"""The officer's hand: a decision about one file, tried, noted, and carried out.

A decision is refused in one sentence where it would let in what nobody may let in. One
that is noted is carried out at once: the file is judged anew from its kept copy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from schemas.errors import UsageError
from schemas.extract import Extract
from schemas.extracts import extract_named
from schemas.identifiers import found_in, may_hold_name
from schemas.issues import Issue, Severity
from schemas.rule import Level
from schemas.rules import RULES, rule
from schemas.rulings import LONGEST_REASON, lets_in, may_be_accepted, why_not_waived
from transforms.decisions import Decision, Verb, decide, decisions, in_force
from transforms.home import Home
from transforms.questions import questions
from transforms.receive import desk_of
from transforms.register import Arrival, Register, standing_of

NOTES = {"action_plan": "progress_note", "concern_report_reviews": "recommendation"}
"""Texts that are printed only after the officer has accepted them, by extract."""
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Wish:
    """What the officer asks for.

    Attributes:
        verb: what is to be done.
        agency: whose file.
        extract: its extract.
        quarter: code of its quarter.
        reason: why.
        decided_by: who asks.
        version: which version; None: the highest that arrived.
        fingerprint: how its SHA-256 begins, where two files have one version.
        rule: the rule to waive.
        withdrawn: the same earlier decision is taken back.
    """

    verb: Verb
    agency: str
    extract: str
    quarter: str
    reason: str
    decided_by: str
    version: int | None = None
    fingerprint: str = ""
    rule: str = ""
    withdrawn: bool = False


@dataclass(frozen=True)
class Outcome:
    """What a decision came to.

    Attributes:
        decision: as it was noted.
        file: the file's name.
        arrival: the file after it.
        standing: the file of the extract and quarter that stands now, if one does.
    """

    decision: Decision
    file: str
    arrival: Arrival
    standing: Arrival | None


def carry_out(
    home: Home,
    wish: Wish,
    *,
    key: bytes,
    now: dt.datetime,
    passwords: Sequence[str] = (),
) -> Outcome:
    """Note a decision and judge its file anew.

    Raises:
        UsageError: there is no such file, or the decision can't be taken.
    """
    register = Register(home.register)
    _check_words(wish)
    same_place = _arrived(register, wish)
    arrival = _chosen(same_place, wish)
    decision = Decision(
        verb=wish.verb,
        agency=wish.agency,
        extract=wish.extract,
        quarter=wish.quarter,
        version=arrival.version or 0,
        sha256=arrival.sha256,
        rule=wish.rule,
        withdrawn=wish.withdrawn,
        reason=wish.reason.strip(),
        decided_by=wish.decided_by.strip(),
        decided_at=now,
    )
    refusal = _refusal(register, decision, arrival, same_place)
    if refusal:
        raise UsageError(f"{Path(arrival.path).name} stays as it is. {refusal}")
    number = decide(register, decision)
    twins = [each for each in same_place if each.sha256 == arrival.sha256]
    desk = desk_of(home, key, passwords)
    desk.judge_all(twins, now, why=f"{wish.verb}, decision {number}")
    after = _arrived(register, wish)
    judged = next(a for a in after if a.arrival_id == arrival.arrival_id)
    return Outcome(
        decision=replace(decision, decision_id=number),
        file=Path(arrival.path).name,
        arrival=judged,
        standing=standing_of(after),
    )


def _check_words(wish: Wish) -> None:
    """Refuse a reason or a name that can't be printed."""
    reason = wish.reason.strip()
    if not reason or len(reason) > LONGEST_REASON or not reason.isprintable():
        raise UsageError(
            f"The reason is one line of 1 to {LONGEST_REASON} characters.",
            'Add it, as --reason "agreed by telephone, 12 October".',
        )
    if found_in(reason) or may_hold_name(reason):
        raise UsageError(
            "The reason may hold what identifies a person, and it is printed.",
            "Write it without names and numbers, with the role in their place.",
        )
    name = wish.decided_by.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise UsageError(
            f"Who decides is named in 1 to {_LONGEST_NAME} characters.",
            "Add --by NAME.",
        )


def _arrived(register: Register, wish: Wish) -> list[Arrival]:
    place = (wish.agency, wish.extract, wish.quarter)
    return [a for a in register.arrivals(wish.agency) if a.place == place]


def _chosen(same_place: Sequence[Arrival], wish: Wish) -> Arrival:
    """The file that is meant.

    Raises:
        UsageError: there is none, or there are several.
    """
    version = wish.version or max((a.version or 0 for a in same_place), default=0)
    found = [
        arrival
        for arrival in same_place
        if arrival.version == version and arrival.sha256.startswith(wish.fingerprint)
    ]
    what = f"{wish.agency} {wish.extract} {wish.quarter}"
    if not found:
        which = f" version {version}" if same_place and version else ""
        raise UsageError(
            f"No file {what}{which} has arrived.",
            f"See what has: icpc status {wish.quarter}",
        )
    if len({arrival.sha256 for arrival in found}) > 1:
        fingerprints = ", ".join(arrival.sha256[:12] for arrival in found)
        raise UsageError(
            f"{len(found)} different files are version {version} of {what}.",
            f"Say which with --fingerprint: {fingerprints}",
        )
    return found[0]


def _refusal(
    register: Register,
    decision: Decision,
    arrival: Arrival,
    same_place: Sequence[Arrival],
) -> str:
    """Why the decision can't be taken, in a sentence; empty where it can be."""
    if decision.withdrawn:
        key = (decision.place, decision.sha256, decision.verb, decision.rule)
        holding = in_force(decisions(register))
        held = {(d.place, d.sha256, d.verb, d.rule) for d in holding}
        return "" if key in held else "There is no such decision to take back."
    if decision.verb is Verb.WAIVE:
        asked = questions(register, arrival.agency)
        found = (*arrival.issues, *asked.get(arrival.submission_id or "", ()))
        return _not_waived(decision.rule, arrival, found)
    ask: dict[Verb, Callable[[Arrival, Sequence[Arrival]], str]] = {
        Verb.ACCEPT: _not_accepted,
        Verb.REJECT: _not_rejected,
        Verb.NOTES: _notes_not_accepted,
    }
    return ask[decision.verb](arrival, same_place)


def _file_rules(arrival: Arrival) -> frozenset[str]:
    """The rules for which a file was turned away whole."""
    return frozenset(
        issue.rule
        for issue in arrival.issues
        if issue.severity is Severity.ERROR and rule(issue.rule).level is Level.FILE
    )


def _not_accepted(arrival: Arrival, same_place: Sequence[Arrival]) -> str:
    if arrival.is_accepted:
        more = (
            " Add --notes to let its notes be printed." if _has_notes(arrival) else ""
        )
        return f"It is accepted already.{more}"
    rules = _file_rules(arrival)
    if "identifier" in rules:
        return "A file with an identifier is never let in, whatever the reason."
    broken = rules - {"turned_away"}
    if broken and not may_be_accepted(broken):
        named = ", ".join(sorted(broken))
        return f"It has no rows that could be trusted ({named}): ask for the next one."
    if arrival.rows_read and not _good_rows(arrival):
        return "Not one of its rows is without error: it would count as a true zero."
    rivals = [a for a in same_place if a.version == arrival.version and a.is_accepted]
    if any(rival.sha256 != arrival.sha256 for rival in rivals):
        return "Another file of its version is accepted: reject that one first."
    return ""


def _good_rows(arrival: Arrival) -> int:
    """Rows without a finding of their own: all of a file turned away count as wrong."""
    faulty = {i.row for i in arrival.issues if i.severity is Severity.ERROR}
    return arrival.rows_read - len(faulty - {None})


def _not_rejected(arrival: Arrival, _same_place: Sequence[Arrival]) -> str:
    return "" if arrival.is_accepted else "It is rejected already."


def _notes_not_accepted(arrival: Arrival, _same_place: Sequence[Arrival]) -> str:
    if not _has_notes(arrival):
        return f"Only these have notes: {', '.join(NOTES)}."
    if not arrival.is_accepted:
        return "It is rejected, so nothing of it is printed."
    return ""


def _has_notes(arrival: Arrival) -> bool:
    return arrival.extract in NOTES


def _not_waived(rule_id: str, arrival: Arrival, found: Sequence[Issue]) -> str:
    if rule_id not in {each.id for each in RULES}:
        return f"There is no rule {rule_id}: the letter and icpc check name them."
    refusal = why_not_waived(rule(rule_id))
    if refusal:
        return f"The rule {rule_id} can't be waived. {refusal}"
    broken = [issue for issue in found if issue.rule == rule_id]
    if not broken:
        return f"Nothing in it breaks the rule {rule_id}."
    extract = extract_named(arrival.extract or "")
    errors = [issue.column for issue in broken if issue.severity is Severity.ERROR]
    if errors and extract is not None and not any(_let_in(rule_id, errors, extract)):
        return (
            "What it holds is not possible, so it is not let in; only a text that is "
            "too long can be."
        )
    return ""


def _let_in(
    rule_id: str, columns: Sequence[str | None], extract: Extract
) -> Iterator[bool]:
    for column in columns:
        yield column is not None and lets_in(rule_id, column, extract)
