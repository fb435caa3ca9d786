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
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from schemas.errors import StoreIncompleteError, UsageError
from schemas.extracts import extract_named
from schemas.file_rules import MOST_BYTES
from schemas.identifiers import found_in, may_hold_name
from schemas.issues import Issue, Severity, Verdict
from schemas.period import LONDON, Period, PeriodKind
from schemas.rules import rule
from transforms.home import Home
from transforms.kept import fingerprint_of, keep, kept_content, unseal
from transforms.reading_process import judge
from transforms.reference import read_schools, schools_by_year
from transforms.register import Arrival, Register
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
) -> Receipt:
    """Register, keep, judge and load whatever is new in an agency's drop.

    Args:
        home: the home.
        agency: whose drop.
        key: the re-keying secret.
        now: local moment; files not seen before are first seen now.
        passwords: passwords agreed with the agency for its workbooks.
        demo_arrivals: first-seen times come from the home's arrivals.csv.

    Raises:
        OSError: a file or the home can't be read or written; try again.
        PipelineError: a foreseeable fault, in words.
    """
    register = Register(home.register)
    seen_at = _arrival_times(home) if demo_arrivals else {}
    files = _files(home.drops / agency)
    known = {(a.path, a.sha256) for a in register.arrivals(agency)}
    changing = []
    for file in files:
        path = f"{agency}/{_printable_name(file)}"
        fingerprint = fingerprint_of(file)
        if fingerprint is None:
            changing.append(path)
            continue
        if (path, fingerprint.sha256) in known:
            continue
        kept_as = keep(home, agency, file, fingerprint, key=key)
        if kept_as is None:
            changing.append(path)
            continue
        register.add(
            agency=agency,
            path=path,
            sha256=fingerprint.sha256,
            size=fingerprint.size,
            first_seen=seen_at.get(f"{agency}/{file.name}", now),
            kept_as=kept_as,
        )
    waiting = [a for a in register.arrivals(agency) if a.verdict is None]
    waiting.sort(key=lambda a: (a.first_seen, a.version or 0, a.path))
    desk = _Desk(home, register, key, _schools(home), tuple(passwords))
    verdicts = desk.judge_all(waiting)
    desk.load_what_is_missing(agency)
    n_accepted = sum(verdict.is_accepted for verdict in verdicts)
    return Receipt(
        agency=agency,
        n_files=len(files),
        n_new=len(waiting),
        n_accepted=n_accepted,
        n_rejected=len(waiting) - n_accepted,
        notes=(
            *_notes(register.arrivals(agency), waiting),
            *(
                f"{path} is still being written; left for the next run."
                for path in changing
            ),
        ),
    )


def _files(drop: Path) -> list[Path]:
    """Everything in a drop but the folder in which the agency finds our answers."""
    if not drop.is_dir():
        return []
    return sorted(path for path in drop.iterdir() if path.name != ANSWERS)


def _printable_name(file: Path) -> str:
    """A file's name for the register, messages and logs.

    A name that is not in the form of names, and may hold what identifies a person, is
    known by its hash. Bytes that are no text stand as their numbers.
    """
    name = os.fsencode(file.name).decode("utf-8", "backslashreplace")
    if _PLAIN_NAME.fullmatch(name):
        return name
    if found_in(name) or may_hold_name(name) or not name.isprintable():
        digest = hashlib.sha256(os.fsencode(file.name)).hexdigest()[:8]
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


@dataclass(frozen=True)
class _Desk:
    """Where arrivals of a home are judged and loaded.

    Attributes:
        home: the home.
        register: its register.
        key: the re-keying secret.
        schools: the committee's schools by school year.
        passwords: passwords agreed with the agency.
    """

    home: Home
    register: Register
    key: bytes
    schools: Mapping[str, frozenset[str]]
    passwords: tuple[str, ...]

    def judge_all(self, waiting: Sequence[Arrival]) -> list[Verdict]:
        """Judge arrivals in turn; one that can't be judged does not stop the others."""
        verdicts = []
        with ExitStack() as stack:
            store: Store | None = None
            for arrival in waiting:
                judged = self._judged(arrival)
                verdict = _settle(self.register, arrival, judged)
                if verdict.is_accepted:
                    store = store or stack.enter_context(open_store(self.home.store))
                    self._load(store, arrival, judged)
                _note(self.register, arrival, judged, verdict)
                if judged is not None and judged.was_searched:
                    unseal(self.home, arrival.kept_as, key=self.key)
                verdicts.append(verdict)
        return verdicts

    def load_what_is_missing(self, agency: str) -> None:
        """Load accepted submissions whose rows the store lost, from the kept copies.

        Raises:
            StoreIncompleteError: a kept copy is no longer accepted as it was.
        """
        accepted = [a for a in self.register.arrivals(agency) if a.is_accepted]
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
            passwords=self.passwords,
        )

    def _load(self, store: Store, arrival: Arrival, judged: Judged | None) -> None:
        extract = extract_named(judged.extract or "") if judged else None
        if judged is None or extract is None:
            return
        rows = rekeyed(extract, judged.rows, agency=arrival.agency, key=self.key)
        load_submission(
            store,
            extract,
            rows,
            submission={
                "submission_id": _submission_id(arrival, judged),
                "agency": arrival.agency,
                "quarter": judged.period,
                "version": judged.version,
                "sha256": arrival.sha256,
            },
        )


def _settle(register: Register, arrival: Arrival, judged: Judged | None) -> Verdict:
    """The verdict in view of other files with the same version.

    Two different files with the same version are both rejected, unless one was already
    released: that one stands and the other is rejected.
    """
    if judged is None:
        return Verdict.REJECTED
    rivals = _rivals(register, arrival, judged)
    for rival in rivals:
        if rival.is_accepted and rival.released_in is None:
            register.judge(
                rival.arrival_id,
                verdict=Verdict.REJECTED.value,
                rows_loaded=0,
                rows_in_error=rival.rows_read - rival.rows_repeated,
                issues=[*rival.issues, _same_version(rival.version)],
            )
    return Verdict.REJECTED if rivals else judged.verdict


def _rivals(register: Register, arrival: Arrival, judged: Judged) -> list[Arrival]:
    place = _place(judged)
    if place is None:
        return []
    return [
        other
        for other in register.arrivals(arrival.agency)
        if other.verdict is not None
        and (other.extract, other.quarter, other.version) == place
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


def _submission_id(arrival: Arrival, judged: Judged) -> str:
    """Named by content: the same bytes at the same place are the same submission."""
    place = (arrival.agency, judged.extract, judged.period, judged.version)
    name = "/".join(str(part) for part in (*place, arrival.sha256))
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def _note(
    register: Register, arrival: Arrival, judged: Judged | None, verdict: Verdict
) -> None:
    if judged is None:
        why = "it is a folder, link or device, not a plain file."
        issue = rule("unsafe").found(words={"why": why})
        register.judge(arrival.arrival_id, verdict=verdict.value, issues=[issue])
        return
    place = _place(judged)
    extract, quarter, version = place or (None, None, None)
    is_turned_away = verdict is Verdict.REJECTED and judged.verdict.is_accepted
    issues = [*judged.issues]
    if (
        place is not None
        and verdict is Verdict.REJECTED
        and _rivals(register, arrival, judged)
    ):
        issues.append(_same_version(version))
    register.judge(
        arrival.arrival_id,
        verdict=verdict.value,
        extract=extract,
        quarter=quarter,
        version=version,
        submission_id=_submission_id(arrival, judged) if verdict.is_accepted else None,
        rows_read=judged.rows_read,
        rows_loaded=0 if is_turned_away else judged.rows_loaded,
        rows_in_error=(
            judged.rows_read - judged.rows_repeated
            if is_turned_away
            else judged.rows_in_error
        ),
        rows_repeated=judged.rows_repeated,
        issues=issues,
        note=_said_of_bytes(register, arrival, place),
    )


def _said_of_bytes(
    register: Register, arrival: Arrival, place: tuple[str, str, int] | None
) -> str:
    """That the same bytes came before for the same extract and quarter, if they did."""
    if place is None:
        return ""
    same = [
        other
        for other in register.arrivals(arrival.agency)
        if other.sha256 == arrival.sha256
        and other.verdict is not None
        and (other.extract, other.quarter) == place[:2]
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
