"""From an agency's drop to judged, kept and loaded submissions.

Every file that lies in a drop is registered when the system first sees it, kept as
sent, judged, and loaded if it is accepted. Nothing that arrived is lost or overwritten;
files stay where they lie; the same path and bytes again change nothing.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import os
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from schemas.errors import (
    RowsUnaccountedError,
    StoreIncompleteError,
    UsageError,
)
from schemas.extracts import extract_named
from schemas.file_rules import MOST_BYTES
from schemas.identifiers import found_in, may_hold_name
from schemas.issues import Issue, Severity, Verdict
from schemas.period import LONDON, Period, PeriodKind
from schemas.rules import rule
from schemas.rulings import NO_RULING, Ruling
from transforms.decisions import Decision, decisions, is_chosen, ruling_of
from transforms.file_name import Misnamed, read_name
from transforms.home import Home
from transforms.kept import fingerprint_of, keep, kept_content, unseal
from transforms.reading_process import judge
from transforms.reference import read_schools, schools_by_year
from transforms.register import Arrival, Register
from transforms.register_states import in_name, note_changes, note_owed
from transforms.rekey import rekeyed
from transforms.store import (
    Store,
    load_submission,
    loaded_submissions,
    open_store,
)
from transforms.submission import Judged

ANSWERS = "feedback"
"""Folder in a drop in which the agency finds our answers; it is not read."""

_PLAIN_NAME = re.compile(r"[a-z0-9_]+_[0-9]{4}-[0-9]{2}[A-Za-z0-9_-]*\.[a-z]{2,5}")

_UNFINISHED_BEGINNINGS = ("~$", ".~lock.")
_UNFINISHED_ENDINGS = (
    *(".filepart", ".part", ".partial", ".tmp"),
    *(".crdownload", ".download", ".uploading"),
)
"""How Office, WinSCP, FileZilla and browsers name what is not whole yet."""

_RSYNC = re.compile(r"\..+\.[A-Za-z0-9]{6}")

_UNPLACED = {"wrong_agency"}
"""Rules after which a file belongs to no extract and quarter of the agency."""


@dataclass(frozen=True)
class Receipt:
    """What receiving one agency's drop came to: counts and sentences, no data.

    Attributes:
        agency: whose drop.
        n_files: files in the drop.
        n_new: of those, files not seen before.
        n_accepted: new files accepted, with or without row errors.
        n_rejected: new files rejected.
        notes: sentences for the data officer.
    """

    agency: str
    n_files: int
    n_new: int
    n_accepted: int
    n_rejected: int
    notes: tuple[str, ...] = ()


def receive_agency(
    home: Home,
    agency: str,
    *,
    key: bytes,
    now: dt.datetime,
    passwords: Sequence[str] = (),
    demo_arrivals: bool = False,
    leave: Collection[str] = (),
) -> Receipt:
    """Register, keep, judge and load whatever is new in an agency's drop.

    Args:
        home: the home.
        agency: whose drop.
        key: the re-keying secret.
        now: local moment; files not seen before are first seen now.
        passwords: passwords agreed with the agency for its workbooks.
        demo_arrivals: first-seen times come from the home's arrivals.csv.
        leave: names of files that are still being written.

    Raises:
        OSError: a file or the home can't be read or written; try again.
        PipelineError: a foreseeable fault, in words.
    """
    register = Register(home.register)
    seen_at = _arrival_times(home) if demo_arrivals else {}
    files = [f for f in files_in(home.drops / agency) if f.name not in leave]
    arrivals = register.arrivals(agency, with_issues=False)
    known = {(a.path, a.sha256) for a in arrivals}
    changing = []
    for file in files:
        path = f"{agency}/{printable_name(file.name)}"
        fingerprint = fingerprint_of(file)
        if fingerprint is None:
            changing.append(file.name)
            continue
        if (path, fingerprint.sha256) in known:
            continue
        kept_as = keep(home, agency, file, fingerprint, key=key)
        if kept_as is None:
            changing.append(file.name)
            continue
        register.add(
            agency=agency,
            path=path,
            sha256=fingerprint.sha256,
            size=fingerprint.size,
            first_seen=seen_at.get(f"{agency}/{file.name}", now),
            kept_as=kept_as,
        )
    arrived = register.arrivals(agency, with_issues=False)
    waiting = [a for a in arrived if a.verdict is None]
    waiting.sort(key=lambda a: (a.first_seen, a.version or 0, a.path))
    desk = desk_of(home, key, passwords)
    verdicts = desk.judge_all(waiting, now)
    desk.load_what_is_missing(agency)
    quarters = {Period.last_over(now), *_quarters_of(register, agency)}
    note_owed(register, agency, quarters, now)
    n_accepted = sum(verdict.is_accepted for verdict in verdicts)
    return Receipt(
        agency=agency,
        n_files=len(files),
        n_new=len(waiting),
        n_accepted=n_accepted,
        n_rejected=len(waiting) - n_accepted,
        notes=(
            *_notes(register.arrivals(agency), waiting),
            *(still_being_written(name) for name in changing),
        ),
    )


def is_all_received(home: Home, agency: str) -> bool:
    """Whether every file in a drop is registered, judged, and thereby done with."""
    arrivals = Register(home.register).arrivals(agency, with_issues=False)
    known = {(a.path, a.sha256) for a in arrivals if a.verdict is not None}
    return all(a.verdict is not None for a in arrivals) and all(
        (f"{agency}/{printable_name(file.name)}", fingerprint.sha256) in known
        if (fingerprint := fingerprint_of(file)) is not None
        else False
        for file in files_in(home.drops / agency)
    )


def files_in(drop: Path) -> list[Path]:
    """Everything in a drop but our answers and what a transfer has not finished."""
    if not drop.is_dir():
        return []
    return sorted(
        path
        for path in drop.iterdir()
        if path.name != ANSWERS and not is_unfinished(path.name)
    )


def is_unfinished(name: str) -> bool:
    """Whether a name is one that programs give to files they are still writing."""
    lower = name.lower()
    return (
        lower.startswith(_UNFINISHED_BEGINNINGS)
        or lower.endswith(_UNFINISHED_ENDINGS)
        or _RSYNC.fullmatch(name) is not None
    )


def still_being_written(name: str) -> str:
    """The sentence about a file that is left where it lies."""
    return f"{printable_name(name)} is still being written; left for the next run."


def printable_name(file_name: str) -> str:
    """A file's name for the register, messages and logs.

    A name that is not in the form of names, and may hold what identifies a person, is
    known by its hash. Bytes that are no text stand as their numbers.
    """
    name = os.fsencode(file_name).decode("utf-8", "backslashreplace")
    if _PLAIN_NAME.fullmatch(name):
        return name
    if found_in(name) or may_hold_name(name) or not name.isprintable():
        digest = hashlib.sha256(os.fsencode(file_name)).hexdigest()[:8]
        return f"(name not repeated, {digest})"
    return name


def _arrival_times(home: Home) -> dict[str, dt.datetime]:
    """First-seen times of a demonstration home: path below drops to local moment."""
    if not home.arrivals.exists():
        return {}
    with home.arrivals.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        try:
            return {
                row["file"]: dt.datetime.fromisoformat(row["arrived_at"]).replace(
                    tzinfo=LONDON
                )
                for row in reader
            }
        except (KeyError, ValueError, TypeError):
            raise UsageError(
                f"arrivals.csv, line {reader.line_num}, can't be read.",
                "Its columns are file and arrived_at, as 2026-10-12 09:14.",
            ) from None


def _schools(home: Home) -> Mapping[str, frozenset[str]]:
    return schools_by_year(read_schools(home.reference / "schools.csv"))


def desk_of(home: Home, key: bytes, passwords: Sequence[str] = ()) -> Desk:
    """Where the arrivals of a home are judged, with all that is decided by now."""
    register = Register(home.register)
    decided = tuple(decisions(register))
    return Desk(home, register, key, _schools(home), decided, tuple(passwords))


def _quarters_of(register: Register, agency: str) -> set[Period]:
    arrivals = register.arrivals(agency, with_issues=False)
    return {Period.parse(a.quarter) for a in arrivals if a.quarter}


@dataclass(frozen=True)
class Desk:
    """Where arrivals of a home are judged and loaded.

    Attributes:
        home: the home.
        register: its register.
        key: the re-keying secret.
        schools: the committee's schools by school year.
        decisions: what the officer has decided.
        passwords: passwords agreed with the agency.
    """

    home: Home
    register: Register
    key: bytes
    schools: Mapping[str, frozenset[str]]
    decisions: tuple[Decision, ...]
    passwords: tuple[str, ...]

    def judge_all(
        self, waiting: Sequence[Arrival], now: dt.datetime, *, why: str = ""
    ) -> list[Verdict]:
        """Judge arrivals in turn; one that can't be judged does not stop the others.

        Args:
            waiting: the arrivals.
            now: local moment.
            why: what makes them be judged; empty: that they arrived.
        """
        verdicts = []
        with ExitStack() as stack:
            store: Store | None = None
            for arrival in waiting:
                judged = self._judged(arrival)
                verdict = self._settle(arrival, judged)
                if verdict.is_accepted:
                    store = store or stack.enter_context(open_store(self.home.store))
                    self._load(store, arrival, judged)
                self._note(arrival, judged, verdict)
                self._note_states(arrival, judged, now, why)
                if judged is not None and judged.was_searched:
                    unseal(self.home, arrival.kept_as, key=self.key)
                verdicts.append(verdict)
        return verdicts

    def load_what_is_missing(self, agency: str) -> None:
        """Load accepted submissions whose rows the store lost, from the kept copies.

        Raises:
            StoreIncompleteError: a kept copy is no longer accepted as it was.
        """
        arrived = self.register.arrivals(agency, with_issues=False)
        accepted = [a for a in arrived if a.is_accepted]
        if not accepted:
            return
        with open_store(self.home.store) as store:
            there = loaded_submissions(store)
            for arrival in accepted:
                if there.get(arrival.submission_id or "") == arrival.rows_loaded:
                    continue
                judged = self._judged(arrival)
                if judged is None or judged.rows_loaded != arrival.rows_loaded:
                    raise StoreIncompleteError(
                        f"The store lost the rows of {Path(arrival.path).name}, and "
                        "its kept copy no longer gives them.",
                        "Restore the folders received and store from the last backup.",
                    )
                self._load(store, arrival, judged)

    def _judged(self, arrival: Arrival) -> Judged | None:
        """The verdict on the kept copy; None for what is no plain file."""
        if not arrival.kept_as:
            return None
        content = kept_content(
            self.home, arrival.kept_as, key=self.key, most=MOST_BYTES + 1
        )
        return judge(
            content,
            Path(arrival.path).name,
            drop_agency=arrival.agency,
            seen_at=arrival.first_seen,
            schools=self.schools,
            ruling=self._ruling(arrival),
            passwords=self.passwords,
        )

    def _load(self, store: Store, arrival: Arrival, judged: Judged | None) -> None:
        extract = extract_named(judged.extract or "") if judged else None
        if judged is None or extract is None:
            return
        if not judged.reconciles:
            raise RowsUnaccountedError(
                f"The rows of {judged.file} do not add up to those read.",
                "Nothing of it was loaded; tell the developers.",
            )
        rows = rekeyed(extract, judged.rows, agency=arrival.agency, key=self.key)
        load_submission(
            store,
            extract,
            rows,
            submission={
                "submission_id": self._submission_id(arrival, judged),
                "agency": arrival.agency,
                "quarter": judged.period,
                "version": judged.version,
                "sha256": arrival.sha256,
            },
        )

    def _ruling(self, arrival: Arrival) -> Ruling:
        """What the officer has decided about the bytes of a file at its place.

        The place is read off the name: a file that waits has none yet.
        """
        name = Path(arrival.path).name
        named = read_name(name, drop_agency=arrival.agency, seen_at=arrival.first_seen)
        if isinstance(named, Misnamed):
            return NO_RULING
        place = (named.agency, named.extract.name, named.quarter.code)
        return ruling_of(self.decisions, place, arrival.sha256)

    def _settle(self, arrival: Arrival, judged: Judged | None) -> Verdict:
        """The verdict in view of the officer and of other files with its version.

        Two different files with the same version are both rejected, unless the officer
        accepted one or one was already released: that one stands and the other is
        rejected.
        """
        ruling = self._ruling(arrival)
        if judged is None or ruling.rejected:
            return Verdict.REJECTED
        if ruling.accepted or arrival.released_in is not None:
            return judged.verdict
        rivals = _rivals(self.register, arrival, judged)
        for rival in rivals:
            stays = rival.released_in or is_chosen(self.decisions, rival)
            if rival.is_accepted and not stays:
                self.register.judge(
                    rival.arrival_id,
                    verdict=Verdict.REJECTED.value,
                    rows_loaded=0,
                    rows_in_error=rival.rows_read - rival.rows_repeated,
                    issues=[*rival.issues, _same_version(rival.version)],
                )
        return Verdict.REJECTED if rivals else judged.verdict

    def _submission_id(self, arrival: Arrival, judged: Judged) -> str:
        """Named by content: the same bytes at a place are the same submission.

        What the officer decided about its rows makes another of it.
        """
        place = (arrival.agency, judged.extract, judged.period, judged.version)
        ruled = self._ruling(arrival).name
        parts = [*place, arrival.sha256, *([ruled] if ruled else [])]
        name = "/".join(str(part) for part in parts)
        return hashlib.sha256(name.encode()).hexdigest()[:32]

    def _note(self, arrival: Arrival, judged: Judged | None, verdict: Verdict) -> None:
        """Put into the register what became of a file."""
        if judged is None:
            why = "it is a folder, link or device, not a plain file."
            issue = rule("unsafe").found(words={"why": why})
            self.register.judge(
                arrival.arrival_id, verdict=verdict.value, issues=[issue]
            )
            return
        place = _place(judged)
        extract, quarter, version = place or (None, None, None)
        is_accepted = verdict.is_accepted
        self.register.judge(
            arrival.arrival_id,
            verdict=verdict.value,
            extract=extract,
            quarter=quarter,
            version=version,
            submission_id=self._submission_id(arrival, judged) if is_accepted else None,
            rows_read=judged.rows_read,
            rows_loaded=judged.rows_loaded if is_accepted else 0,
            rows_in_error=(
                judged.rows_in_error
                if is_accepted
                else judged.rows_read - judged.rows_repeated
            ),
            rows_repeated=judged.rows_repeated,
            issues=[*judged.issues, *self._turned_away(arrival, judged, verdict)],
            note=_said_of_bytes(self.register, arrival, place),
        )

    def _turned_away(
        self, arrival: Arrival, judged: Judged, verdict: Verdict
    ) -> Iterable[Issue]:
        """Why a file is rejected whatever its content: the officer, or a rival."""
        if verdict.is_accepted:
            return
        ruling = self._ruling(arrival)
        if ruling.rejected:
            yield rule("turned_away").found(words={"why": ruling.why})
        elif not ruling.accepted and _rivals(self.register, arrival, judged):
            yield _same_version(judged.version)

    def _note_states(
        self, arrival: Arrival, judged: Judged | None, now: dt.datetime, why: str
    ) -> None:
        place = None if judged is None else _place(judged)
        if place is not None:
            note_changes(
                self.register,
                [(arrival.agency, *place[:2])],
                at=now,
                why=why or in_name(arrival),
            )


def _rivals(register: Register, arrival: Arrival, judged: Judged) -> list[Arrival]:
    place = _place(judged)
    if place is None:
        return []
    return [
        other
        for other in register.arrivals(
            arrival.agency, extract=place[0], quarter=place[1]
        )
        if other.verdict is not None
        and other.version == place[2]
        and other.sha256 != arrival.sha256
    ]


def _place(judged: Judged) -> tuple[str, str, int] | None:
    """Extract, quarter and version, where the file belongs to a place at all."""
    if judged.extract is None or judged.period is None or judged.version is None:
        return None
    if any(issue.rule in _UNPLACED for issue in judged.issues):
        return None
    if Period.parse(judged.period).kind is not PeriodKind.QUARTER:
        return None
    return judged.extract, judged.period, judged.version


def _same_version(version: int | None) -> Issue:
    return rule("same_version").found(words={"next_version": str((version or 1) + 1)})


def _said_of_bytes(
    register: Register, arrival: Arrival, place: tuple[str, str, int] | None
) -> str:
    """That the same bytes came before for the same extract and quarter, if they did."""
    if place is None:
        return ""
    same = [
        other
        for other in register.arrivals(
            arrival.agency, extract=place[0], quarter=place[1], with_issues=False
        )
        if other.sha256 == arrival.sha256
        and other.verdict is not None
        and other.arrival_id != arrival.arrival_id
    ]
    return f"The same bytes as {Path(same[0].path).name}." if same else ""


def _notes(arrivals: Iterable[Arrival], new: Sequence[Arrival]) -> Iterable[str]:
    numbers = {arrival.arrival_id for arrival in new}
    for arrival in arrivals:
        if arrival.arrival_id not in numbers:
            continue
        name = Path(arrival.path).name
        if arrival.verdict is Verdict.REJECTED:
            errors = [i for i in arrival.issues if i.severity is Severity.ERROR]
            first = errors[0].message if errors else ""
            yield f"{name} was rejected. {first}"
        elif arrival.verdict is Verdict.WITH_ROW_ERRORS:
            yield f"{name}: {arrival.rows_in_error} rows in error were left out."
