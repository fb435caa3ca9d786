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
from typing import NamedTuple

import pandas as pd

from schemas.edition import PUBLIC
from schemas.period import Period
from transforms import kept_releases
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
from transforms.register import Register
from transforms.release_audit import audit_releases, is_certified
from transforms.release_sources import note_sources
from transforms.released_rows import insert, plain, restore
from transforms.store import Store

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


class Issue(NamedTuple):
    """A release that was decided; whether it shows anything else than the last."""

    kept: Kept
    is_new: bool


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
        # What a run that was cut off had not registered yet, nobody was shown.
        kept_releases.forget_all_but(self._folder, released)
        self._mine = [
            name
            for name in kept_releases.names(self._folder)
            if name.edition == policy.edition and name.release in released
        ]
        self._last = {name.period: name.path for name in self._mine}
        restore(store, policy.edition, self._mine)

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
        decided: list[Protected] = []
        for year, of_year in groupby(changed, key=_year_of):
            decided += self._decide(year, list(of_year), now)
        issues = [
            self._issue(each, protected)
            for each, protected in zip(changed, decided, strict=True)
        ]
        self._keep([each for each in issues if each.is_new], now)
        for each in issues:
            kept = each.kept
            if not each.is_new:
                kept_releases.keep(self._folder, kept)
            made[kept.issued.period] = Made(
                kept.issued.number, kept.content, changed=each.is_new
            )
        self._prove_again()
        return made

    def _prove_again(self) -> None:
        """Prove years that lost their certificates: without one nothing is printed."""
        for year in {financial_year(name.period) for name in self._mine}:
            if not is_certified(self._certificates, self._policy.edition, year):
                moments, _ = self._readers_have(year)
                audit_releases(
                    self._certificates, year, moments, self._policy, is_last=True
                )

    def _readers_have(self, year: int) -> tuple[list[list[Issued]], list[Issued]]:
        """Releases of a year that readers have, and those of the other edition.

        The committee reads the public edition too; the public reads its own alone, but
        is shown nothing that the committee is not.
        """
        edition = self._policy.edition
        of_year = [
            kept_releases.read(name.path).issued
            for name in kept_releases.names(self._folder)
            if financial_year(name.period) == year
        ]
        mine = [each for each in of_year if each.edition == edition]
        elsewhere = [each for each in of_year if each.edition != edition]
        if edition == PUBLIC:
            return list(kept_releases.moments(mine)), elsewhere
        read = [e if e.edition == edition else e.shown_alone for e in of_year]
        return list(kept_releases.moments(read)), []

    def _last_of(self, period: str) -> Kept | None:
        path = self._last.get(period)
        return None if path is None else kept_releases.read(path)

    def _decide(
        self, year: int, changed: Sequence[Changed], now: dt.datetime
    ) -> list[Protected]:
        """What may be shown of the periods of a year that have changed."""
        past, elsewhere = self._readers_have(year)
        computed = []
        for each in changed:
            code = each.candidate.period.code
            last, _ = self._register.last_release(code, self._policy.edition) or (0, "")
            computed.append(
                Computed(
                    code,
                    last + 1,
                    each.candidate.figures,
                    each.loaded,
                )
            )

        def attempt(
            withheld: frozenset[str], *, is_last: bool = False
        ) -> tuple[list[Protected], frozenset[str]]:
            protected, _ = protect_together(
                computed,
                past,
                CATALOGUE,
                self._policy,
                at=now.isoformat(),
                hidden_elsewhere=elsewhere,
                withheld=withheld,
            )
            moments = [*past, [each.issued for each in protected]]
            found = audit_releases(
                self._certificates, year, moments, self._policy, is_last=is_last
            )
            return protected, found

        protected, found = attempt(frozenset())
        if found:
            protected, more = attempt(found)
            if more:
                # A release that shows nothing of what is protected tells nothing new:
                # what is still worked out is so from what was released before.
                everything = found | more | self._protected()
                protected, _ = attempt(everything, is_last=True)
        return protected

    def _protected(self) -> frozenset[str]:
        """Ids of all indicators about what the edition protects."""
        return frozenset(
            each.id for each in CATALOGUE if each.about in self._policy.protects
        )

    def _issue(self, changed: Changed, protected: Protected) -> Issue:
        """A release with its number, which is new only where it shows what is new."""
        candidate, policy = changed.candidate, self._policy
        shown = protected.shown[list(_COLUMNS)]
        content = _content(shown, candidate, protected, policy)
        number, last = self._register.last_release(
            candidate.period.code, policy.edition
        ) or (0, "")
        # A release whose file is lost is proved no more: it is made anew.
        is_new = last != content or candidate.period.code not in self._last
        kept = Kept(
            protected.issued._replace(number=number + is_new),
            changed.basis,
            content,
            {
                "value": plain(shown),
                "action": plain(candidate.actions),
                "recommendation": plain(candidate.advice),
            },
        )
        return Issue(kept, is_new)

    def _keep(self, issues: Sequence[Issue], now: dt.datetime) -> None:
        """Keep and register new releases, all or none: they were decided together."""
        paths = []
        try:
            for kept, _ in issues:
                paths.append(kept_releases.keep(self._folder, kept))
                insert(self._store, kept)
                issued = kept.issued
                note_sources(
                    self._register, issued.period, issued.edition, issued.number
                )
            self._register.add_releases(
                [
                    (i.period, i.edition, i.number, kept.content)
                    for kept, _ in issues
                    for i in (kept.issued,)
                ],
                released_at=now,
            )
        except BaseException:
            for path in paths:
                path.unlink(missing_ok=True)
            raise


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
