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
import shutil
import stat
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from schemas.errors import UsageError
from schemas.extracts import extract_named
from schemas.issues import Issue, Verdict
from schemas.period import LONDON, Period, PeriodKind
from schemas.rules import rule
from transforms.home import Home
from transforms.reference import read_schools, schools_by_year
from transforms.register import Arrival, Register
from transforms.rekey import rekeyed
from transforms.store import Store, load_submission, open_store
from transforms.submission import Judged, judge

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
    demo_arrivals: bool = False,
) -> Receipt:
    """Register, keep, judge and load whatever is new in an agency's drop.

    Args:
        home: the home.
        agency: whose drop.
        key: the re-keying secret.
        now: local moment; files not seen before are first seen now.
        demo_arrivals: first-seen times come from the home's arrivals.csv.

    Raises:
        OSError: a file or the home can't be read or written; try again.
        PipelineError: a foreseeable fault, in words.
    """
    register = Register(home.register)
    seen_at = _arrival_times(home) if demo_arrivals else {}
    files = _files(home.drops / agency)
    known = {(a.path, a.sha256) for a in register.arrivals(agency)}
    for file in files:
        path = f"{agency}/{file.name}"
        sha256, size = _fingerprint(file)
        if (path, sha256) not in known:
            register.add(
                agency=agency,
                path=path,
                sha256=sha256,
                size=size,
                first_seen=seen_at.get(path, now),
                kept_as=_keep(home, agency, file, sha256),
            )
    waiting = [a for a in register.arrivals(agency) if a.verdict is None]
    waiting.sort(key=lambda a: (a.first_seen, a.version or 0, a.path))
    verdicts = _judge_all(home, register, waiting, key)
    n_accepted = sum(verdict.is_accepted for verdict in verdicts)
    return Receipt(
        agency=agency,
        n_files=len(files),
        n_new=len(waiting),
        n_accepted=n_accepted,
        n_rejected=len(waiting) - n_accepted,
        notes=tuple(_notes(register.arrivals(agency), waiting)),
    )


def _files(drop: Path) -> list[Path]:
    if not drop.is_dir():
        return []
    return sorted(path for path in drop.iterdir() if not path.is_dir())


def _is_plain(file: Path) -> bool:
    return stat.S_ISREG(file.lstat().st_mode)


def _fingerprint(file: Path) -> tuple[str, int]:
    """Hash and size; a link or device is never opened, its name stands for it."""
    if not _is_plain(file):
        name = f"not a plain file: {file.name}".encode()
        return hashlib.sha256(name).hexdigest(), 0
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest(), file.stat().st_size


def _keep(home: Home, agency: str, file: Path, sha256: str) -> str:
    """Keep the bytes as sent, under their hash: a copy is whole or is not there."""
    if not _is_plain(file):
        return ""
    kept_as = f"{agency}/{sha256}{file.suffix[:8]}"
    target = home.received / kept_as
    if target.exists():
        return kept_as
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    with file.open("rb") as source, part.open("wb") as copy:
        shutil.copyfileobj(source, copy)
        copy.flush()
        os.fsync(copy.fileno())
    part.replace(target)
    return kept_as


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


def _judge_all(
    home: Home, register: Register, waiting: Sequence[Arrival], key: bytes
) -> list[Verdict]:
    if not waiting:
        return []
    schools = schools_by_year(read_schools(home.reference / "schools.csv"))
    verdicts = []
    with ExitStack() as stack:
        store: Store | None = None
        for arrival in waiting:
            judged = _judge(home, arrival, schools)
            verdict = _settle(register, arrival, judged)
            if verdict.is_accepted:
                store = store or stack.enter_context(open_store(home.store))
                _load(store, arrival, judged, key)
            _note(register, arrival, judged, verdict)
            verdicts.append(verdict)
    return verdicts


def _judge(
    home: Home, arrival: Arrival, schools: Mapping[str, frozenset[str]]
) -> Judged | None:
    """The verdict on the kept copy; None for what is no plain file."""
    if not arrival.kept_as:
        return None
    return judge(
        (home.received / arrival.kept_as).read_bytes(),
        Path(arrival.path).name,
        drop_agency=arrival.agency,
        seen_at=arrival.first_seen,
        schools=schools,
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


def _load(store: Store, arrival: Arrival, judged: Judged | None, key: bytes) -> None:
    extract = extract_named(judged.extract or "") if judged else None
    if judged is None or extract is None:
        return
    load_submission(
        store,
        extract,
        rekeyed(extract, judged.rows, agency=arrival.agency, key=key),
        submission={
            "submission_id": _submission_id(arrival, judged),
            "agency": arrival.agency,
            "quarter": judged.period,
            "version": judged.version,
            "sha256": arrival.sha256,
        },
    )


def _submission_id(arrival: Arrival, judged: Judged) -> str:
    """Named by content: the same bytes at the same place are the same submission."""
    place = (arrival.agency, judged.extract, judged.period, judged.version)
    name = "/".join(str(part) for part in (*place, arrival.sha256))
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def _note(
    register: Register, arrival: Arrival, judged: Judged | None, verdict: Verdict
) -> None:
    if judged is None:
        issue = rule("unsafe").found(words={"why": "it is a link, not a plain file."})
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
        rows_in_error=judged.rows_in_error,
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
            first = arrival.issues[0].message if arrival.issues else ""
            yield f"{name} was rejected. {first}"
        elif arrival.verdict is Verdict.WITH_ROW_ERRORS:
            yield f"{name}: {arrival.rows_in_error} rows in error were left out."
