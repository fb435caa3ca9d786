"""Making releases: decided together, kept for ever, each change a new number.

Periods of one financial year are tied by sums, so that they are decided together, with
everything that was released of that year before.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd

from schemas.errors import DisclosureError
from schemas.period import Period
from transforms import kept_releases
from transforms.audit import kept_certificates
from transforms.audit.gate import audit, by_content
from transforms.audit.scope import Scope
from transforms.disclosure import (
    Computed,
    Protected,
    financial_year,
    protect_together,
)
from transforms.home import Home
from transforms.indicators import CATALOGUE
from transforms.kept_releases import Kept
from transforms.logical_cells.rows import Issued, Loaded
from transforms.policy import Policy
from transforms.printed import printed
from transforms.register import Register
from transforms.release_sources import note_sources
from transforms.store import Store, append_rows

TABLES = (
    "CREATE TABLE IF NOT EXISTS released.value ("
    "period VARCHAR, edition VARCHAR, number INTEGER, indicator VARCHAR, "
    "breakdown VARCHAR, category VARCHAR, place INTEGER, numerator DOUBLE, "
    "denominator DOUBLE, value DOUBLE, status VARCHAR, hidden BOOLEAN, "
    "provisional BOOLEAN, agencies_received INTEGER, agencies_due INTEGER, "
    "beside INTEGER)",
    "CREATE TABLE IF NOT EXISTS released.action ("
    "period VARCHAR, edition VARCHAR, number INTEGER, place INTEGER, "
    "action_id VARCHAR, title VARCHAR, lead_agency VARCHAR, lead_role VARCHAR, "
    "by_when DATE, status VARCHAR, note_withheld BOOLEAN)",
    "ALTER TABLE released.action ADD COLUMN IF NOT EXISTS progress_note VARCHAR",
    "CREATE TABLE IF NOT EXISTS released.recommendation ("
    "period VARCHAR, edition VARCHAR, number INTEGER, place INTEGER, words VARCHAR)",
    "CREATE TABLE IF NOT EXISTS released.rows_received ("
    "period VARCHAR, edition VARCHAR, number INTEGER, quarter VARCHAR, "
    "agency VARCHAR, extract VARCHAR, rows_read INTEGER, rows_loaded INTEGER, "
    "hidden BOOLEAN)",
)
_COLUMNS = (
    "indicator",
    "breakdown",
    "category",
    "place",
    "numerator",
    "denominator",
    "value",
    "status",
    "hidden",
    "provisional",
    "agencies_received",
    "agencies_due",
    "beside",
)


_RECEIVED_COLUMNS = (
    "quarter",
    "agency",
    "extract",
    "rows_read",
    "rows_loaded",
    "hidden",
)


_ATTEMPTS = 2
_BY_ID = {indicator.id: indicator for indicator in CATALOGUE}


@dataclass(frozen=True)
class Candidate:
    """A period that may have to be released.

    Attributes:
        period: the period.
        figures: its computed values.
        actions: its rows of the action plan, as columns of `released.action`.
        advice: what the officer recommends, as columns of `released.recommendation`.
    """

    period: Period
    figures: pd.DataFrame
    actions: pd.DataFrame
    advice: pd.DataFrame


@dataclass(frozen=True)
class Changed:
    """A candidate whose figures are not those last decided on.

    Attributes:
        candidate: the period.
        loaded: the rows received, as its report lists them.
        basis: SHA-256 of everything that is decided on.
    """

    candidate: Candidate
    loaded: tuple[Loaded, ...]
    basis: str


@dataclass(frozen=True)
class Made:
    """A release by its number and content; whether it was made now."""

    number: int
    content: str
    changed: bool


class Releases:
    """The releases of an edition in a home, and the making of new ones."""

    def __init__(
        self, home: Home, store: Store, register: Register, policy: Policy
    ) -> None:
        """Look at what was released, and put back what the store has lost."""
        self._folder = home.releases
        self._certificates = home.certificates
        self._store = store
        self._register = register
        self._policy = policy
        released = register.released()
        self._mine = [
            name
            for name in kept_releases.names(self._folder)
            if name.edition == policy.edition and name.release in released
        ]
        self._last = {name.period: name.path for name in self._mine}
        self._restore()

    def release(
        self, candidates: Sequence[Candidate], now: dt.datetime
    ) -> dict[str, Made]:
        """Release every candidate whose figures are not those last decided on.

        Returns:
            What stands now of each candidate, by the code of its period.
        """
        made: dict[str, Made] = {}
        changed: list[Changed] = []
        for candidate in candidates:
            code = candidate.period.code
            loaded = tuple(_loaded(self._register, candidate.period))
            basis = _basis(candidate, loaded, self._policy)
            kept = self._last_of(code)
            if kept is not None and kept.basis == basis:
                made[code] = Made(kept.issued.number, kept.content, changed=False)
            else:
                changed.append(Changed(candidate, loaded, basis))
        changed.sort(key=_year_of)
        for year, of_year in groupby(changed, key=_year_of):
            listed = list(of_year)
            decided = self._decide(year, listed, now)
            for each, protected in zip(listed, decided, strict=True):
                made[each.candidate.period.code] = self._keep(each, protected, now)
        return made

    def _last_of(self, period: str) -> Kept | None:
        path = self._last.get(period)
        return None if path is None else kept_releases.read(path)

    def _decide(
        self, year: int, changed: Sequence[Changed], now: dt.datetime
    ) -> list[Protected]:
        """What may be shown of the periods of a year that have changed."""
        edition = self._policy.edition
        of_year = [
            kept_releases.read(name.path)
            for name in kept_releases.names(self._folder)
            if financial_year(name.period) == year
        ]
        # The committee reads the public edition too; the public reads its own alone,
        # but is shown nothing that the committee is not.
        read = [k for k in of_year if edition in {"committee", k.issued.edition}]
        elsewhere = [kept.issued for kept in of_year if kept not in read]
        past = list(kept_releases.moments(read))
        computed = []
        for each in changed:
            kept = self._last_of(each.candidate.period.code)
            number = 1 if kept is None else kept.issued.number + 1
            computed.append(
                Computed(
                    each.candidate.period.code,
                    number,
                    each.candidate.figures,
                    each.loaded,
                )
            )
        withheld: frozenset[str] = frozenset()
        for _ in range(_ATTEMPTS):
            protected, _ = protect_together(
                computed,
                past,
                CATALOGUE,
                self._policy,
                at=now.isoformat(),
                hidden_elsewhere=elsewhere,
                withheld=withheld,
            )
            found = self._audit(year, [*past, [each.issued for each in protected]])
            if not found:
                return protected
            withheld |= found
        raise DisclosureError(
            f"Hidden figures of {', '.join(sorted(withheld))} could be worked out from "
            "what would be shown. Nothing was released.",
            "Raise the threshold in icpc.toml and run again.",
        )

    def _audit(self, year: int, moments: Sequence[Sequence[Issued]]) -> frozenset[str]:
        """Indicators of which a reader works something out; none, and it is proved."""
        policy = self._policy
        scope = Scope.of(CATALOGUE, policy.protects)
        path = self._certificates / f"{policy.edition}_{year}.json.gz"
        done = audit(
            (
                [printed(each, policy, _BY_ID, scope.categories) for each in moment]
                for moment in moments
            ),
            scope,
            by_content(kept_certificates.read(path)),
        )
        tied = {
            name.split("|")[3]
            for certificate in done.certificates
            if set(done.found) & set(certificate.part.names)
            for name in certificate.part.names
        }
        if not done.found:
            kept_certificates.write(path, done.certificates)
        return frozenset(tied)

    def _keep(self, changed: Changed, protected: Protected, now: dt.datetime) -> Made:
        """Keep a release; where it shows what the last one did, it is no new one."""
        candidate, policy = changed.candidate, self._policy
        shown = protected.shown[list(_COLUMNS)]
        content = _content(shown, candidate, protected, policy)
        code = candidate.period.code
        number, last = self._register.last_release(code, policy.edition) or (0, "")
        is_same = last == content
        if not is_same:
            number += 1
        kept = Kept(
            protected.issued._replace(number=number),
            changed.basis,
            content,
            {
                "value": _plain(shown),
                "action": _plain(candidate.actions),
                "recommendation": _plain(candidate.advice),
            },
        )
        path = kept_releases.keep(self._folder, kept)
        if not is_same:
            try:
                self._insert(kept)
                note_sources(self._register, code, policy.edition, number)
                self._register.add_release(
                    period=code,
                    edition=policy.edition,
                    number=number,
                    content=content,
                    released_at=now,
                )
            except BaseException:
                path.unlink(missing_ok=True)
                raise
        return Made(number, content, changed=not is_same)

    def _insert(self, kept: Kept) -> None:
        """Put a kept release into the store, as documents read it."""
        issued = kept.issued
        received = pd.DataFrame(
            [
                (*each[:3], int(each.read), int(each.loaded), each.hidden)
                for each in issued.loaded
            ],
            columns=list(_RECEIVED_COLUMNS),
        )
        frames = {name: pd.DataFrame(rows) for name, rows in kept.tables.items()}
        if len(frames["action"]):
            days = pd.to_datetime(frames["action"]["by_when"]).dt.date
            frames["action"]["by_when"] = days
        with self._store.transaction() as connection:
            for table, rows in {**frames, "rows_received": received}.items():
                if len(rows):
                    named = rows.assign(
                        period=issued.period,
                        edition=issued.edition,
                        number=issued.number,
                    )
                    append_rows(connection, f"released.{table}", named)

    def _restore(self) -> None:
        """Put releases back that the store has lost."""
        there = set(
            self._store.connection.execute(
                "SELECT DISTINCT period, number FROM released.value WHERE edition = ?",
                [self._policy.edition],
            ).fetchall()
        )
        first = {(name.period, name.number): name.path for name in reversed(self._mine)}
        for place, path in sorted(first.items()):
            if place not in there:
                self._insert(kept_releases.read(path))


def _plain(frame: pd.DataFrame) -> dict[str, list[object]]:
    """Columns and cells as JSON can hold them."""
    return {
        str(name): [
            None if pd.isna(value) else _json(value) for value in column.astype(object)
        ]
        for name, column in frame.items()
    }


def _json(value: Any) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    item = getattr(value, "item", None)
    return item() if callable(item) else value


def _loaded(register: Register, period: Period) -> list[Loaded]:
    return [
        Loaded(
            quarter.code, each.agency, each.extract, each.rows_read, each.rows_loaded
        )
        for quarter in period.quarters
        for each in register.received(quarter)
        if each.version is not None
    ]


def _basis(candidate: Candidate, loaded: tuple[Loaded, ...], policy: Policy) -> str:
    text = (
        f"{policy}\n{candidate.figures.to_csv(index=False)}\n"
        f"{candidate.actions.to_csv(index=False)}\n"
        f"{candidate.advice.to_csv(index=False)}\n{loaded}"
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _content(
    shown: pd.DataFrame, candidate: Candidate, protected: Protected, policy: Policy
) -> str:
    """Hash of what a release shows; notes that nobody accepted are no part of it."""
    actions = candidate.actions
    if not actions["progress_note"].notna().any():
        actions = actions.drop(columns="progress_note")
    parts = [str(policy), *(f.to_csv(index=False) for f in (shown, actions))]
    if len(candidate.advice):
        parts.append(candidate.advice.to_csv(index=False))
    parts.append(repr([e.place for e in protected.issued.loaded if e.hidden]))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _year_of(changed: Changed) -> int:
    return financial_year(changed.candidate.period.code)
