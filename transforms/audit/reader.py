"""What a reader of every release of a financial year has, ready to be attacked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from schemas.period import Period, PeriodKind
from transforms.audit.figures import Look, PrintedFigure, PrintedRelease, PrintedRows
from transforms.audit.published import Published, Range, Relation
from transforms.audit.relations import (
    BESIDE,
    KINDS_OF_ACTION,
    REST,
    D,
    N,
    Number,
    over_time,
    within_period,
)

BELIEF = 5.0
"""The reader believes that a revised number differs by no more than this."""
_COUNTED_WITH_EARLIER = {
    "missing_episodes": Number("A06.2"),
    "missing_from_education": Number("A06.8", part=D),
    "missing_persons": Number("A06.12"),
    "vyp_referrals": Number("A07.1"),
    "wellbeing_assessments": Number("A08.1", part=D),
    "return_interviews": Number("A17.1", part=D),
}
"""Extracts that hold unsettled records of earlier quarters too."""
_COUNTED: Mapping[str, tuple[Number, ...]] = {
    "attendances": (Number("A06.9"),),
    "looked_after_children": (Number("A06.18"),),
    "vyp_reviews": (Number("A07.5", part=D),),
    "case_file_audits": (Number("A12.1", part=D),),
    "transition_plans": (Number("A15.1", part=D),),
    "concern_reports": (Number("A18.1"),),
    "concern_report_reviews": (Number("X03.1", part=D),),
    "disruption": KINDS_OF_ACTION,
    "ceop_reports": (Number("A25.1"),),
}
"""Extracts of the quarter's records alone: what of them adds up to the rows loaded."""
_ACCEPTED = "X02.3"

Categories = Mapping[str, Mapping[str, Sequence[str]]]


class Reader:
    """Collects releases in the order of their making.

    Every release has numbers of its own: a reader who knows that a figure was not
    revised knows less than one who sees both.
    """

    def __init__(self, categories: Categories, shares: frozenset[str]) -> None:
        """Begin with nothing read.

        Args:
            categories: of each breakdown of each indicator of interest.
            shares: those with a base of which the numerator is a part.
        """
        self._categories = categories
        self._ties = tuple(within_period(categories, shares))
        self._shares = shares
        self._shown: dict[str, float] = {}
        self._unknown: dict[str, Range] = {}
        self._relations: list[Relation] = []
        self._beliefs: list[Relation] = []
        self._latest: dict[tuple[str, str], dict[Number, str]] = {}
        self._hidden_before: set[tuple[str, Number]] = set()
        self._rows: dict[tuple[str, str, str, str], str] = {}

    def read(self, releases: Sequence[PrintedRelease]) -> None:
        """Read the releases of one moment."""
        for release in releases:
            self._read(release)
        for release in releases:
            self._add_up(release)

    def published(
        self, *, with_beliefs: bool = True, from_zero: bool = False
    ) -> Published:
        """All that was read.

        Args:
            with_beliefs: a revised number is believed to be near the one before.
            from_zero: a hidden number may be 0; only who finds that it can't be at
                least 1 believes so.
        """
        beliefs = self._beliefs if with_beliefs else []
        unknown = self._unknown
        if from_zero:
            unknown = {name: replace(r, lower=0.0) for name, r in unknown.items()}
        return Published(self._shown, unknown, (*self._relations, *beliefs))

    def told(self) -> frozenset[tuple[str, float]]:
        """Numbers that some release showed, whatever the release, and their values."""
        return frozenset((without_release(n), v) for n, v in self._shown.items())

    def _read(self, release: PrintedRelease) -> None:
        names: dict[Number, str] = {}
        before = self._latest.get((release.edition, release.period), {})
        zeros_seen = _breakdowns_with_zeros(release.figures)
        for figure in release.figures:
            for number, value in self._numbers(figure):
                name = self._name(release, number)
                names[number] = name
                if value is not None:
                    self._shown[name] = value
                else:
                    may_be_zero = (
                        not release.zeros_shown
                        or (release.period, number) in self._hidden_before
                        or (
                            number.breakdown
                            and (number.indicator, number.breakdown) not in zeros_seen
                        )
                    )
                    self._unknown[name] = self._range(
                        release, figure, number, bool(may_be_zero)
                    )
                    self._hidden_before.add((release.period, number))
                if number in before and before[number] != name:
                    self._beliefs.append(
                        Relation(((name, 1.0), (before[number], -1.0)), -BELIEF, BELIEF)
                    )
        self._latest[release.edition, release.period] = {**before, **names}
        self._tie_editions(release, names)
        for tie in self._ties:
            self._relate(
                ((names.get(number), factor) for number, factor in tie.terms),
                tie.least,
                tie.most,
            )
        for rows in release.rows:
            self._read_rows(release, rows)

    def _tie_editions(self, release: PrintedRelease, names: dict[Number, str]) -> None:
        """Another edition's number of the same is believed to be near."""
        for (edition, period), other in self._latest.items():
            if period == release.period and edition != release.edition:
                self._beliefs += [
                    Relation(((name, 1.0), (other[n], -1.0)), -BELIEF, BELIEF)
                    for n, name in names.items()
                    if n in other
                ]

    def _numbers(self, figure: PrintedFigure) -> Iterator[tuple[Number, float | None]]:
        """The numbers behind a figure; None for one that is not printed."""
        number = Number(figure.indicator, figure.breakdown, figure.category)
        if figure.look is Look.NOTHING:
            if figure.denominator is not None:
                yield number._replace(part=D), figure.denominator
                yield number, 0.0
                yield number._replace(part=REST), 0.0
            return
        hidden = figure.look is Look.HIDDEN
        if figure.numerator is not None or (hidden and not figure.is_median):
            yield number, figure.numerator
        has_base = figure.indicator in self._shares or figure.indicator in {
            _ACCEPTED,
            "A06.3",
        }
        if (
            figure.denominator is not None
            or figure.n_hidden
            or (hidden and (has_base or figure.is_median))
        ):
            yield number._replace(part=D), figure.denominator
        if hidden and figure.indicator in self._shares:
            yield number._replace(part=REST), None
        elif figure.indicator in self._shares and figure.numerator is not None:
            rest = (figure.denominator or 0) - figure.numerator
            yield number._replace(part=REST), rest
        if figure.beside is not None or figure.beside_hidden:
            yield number._replace(part=BESIDE), figure.beside

    def _range(
        self,
        release: PrintedRelease,
        figure: PrintedFigure,
        number: Number,
        may_be_zero: bool,
    ) -> Range:
        if number.part == D:
            return Range(
                float(release.threshold)
                if figure.n_hidden and figure.look is Look.SHOWN
                else 1.0
            )
        is_count = number.part == BESIDE or figure.indicator not in self._shares
        return Range(0.0 if may_be_zero or not is_count else 1.0)

    def _name(self, release: PrintedRelease, number: Number) -> str:
        return "|".join((release.period, release.edition, str(release.number), *number))

    def _relate(
        self,
        terms: Iterable[tuple[str | None, float]],
        least: float,
        most: float,
        *,
        believed: bool = False,
    ) -> None:
        """Add a relation all of whose numbers were printed, hidden or not."""
        listed = [(name, factor) for name, factor in terms if factor]
        if all(name is not None for name, _ in listed):
            kept = tuple((name, factor) for name, factor in listed if name is not None)
            if any(name in self._unknown for name, _ in kept):
                known = self._beliefs if believed else self._relations
                known.append(Relation(kept, least, most))

    def _read_rows(self, release: PrintedRelease, rows: PrintedRows) -> None:
        for part, value in (("read", rows.read), ("loaded", rows.loaded)):
            name = "|".join(
                (
                    release.period,
                    release.edition,
                    str(release.number),
                    "rows",
                    part,
                    *rows[:3],
                )
            )
            if value is None:
                self._unknown[name] = Range(0.0)
            else:
                self._shown[name] = value
            self._rows[part, *rows[:3]] = name
        names = (self._rows["read", *rows[:3]], self._rows["loaded", *rows[:3]])
        self._relate(((names[0], 1.0), (names[1], -1.0)), 0.0, float("inf"))
        if rows.quarter != release.period:
            return
        there = self._latest[release.edition, release.period]
        if counted := _COUNTED_WITH_EARLIER.get(rows.extract):
            # Believed: a later file may bring a record that this one lacked.
            terms = ((names[1], 1.0), (there.get(counted), -1.0))
            self._relate(terms, 0.0, float("inf"), believed=True)
        if parts := _COUNTED.get(rows.extract):
            # Believed: the officer may have let in a row of another quarter.
            of = ((there.get(part), -1.0) for part in parts)
            self._relate(((names[1], 1.0), *of), 0.0, 0.0, believed=True)

    def _add_up(self, release: PrintedRelease) -> None:
        """Rows of agencies, and longer periods, as all stands at this moment."""
        names = self._latest[release.edition, release.period]
        for part, of in ((N, "loaded"), (D, "read")):
            for agency in {rows.agency for rows in release.rows}:
                total = names.get(Number(_ACCEPTED, "agency", agency, part))
                terms: list[tuple[str | None, float]] = [
                    (self._rows[of, *rows[:3]], 1.0)
                    for rows in release.rows
                    if rows.agency == agency
                ]
                self._relate([*terms, (total, -1.0)], 0.0, 0.0)
        there = {p: of for (e, p), of in self._latest.items() if e == release.edition}
        for code in there:
            whole = Period.parse(code)
            quarters = [quarter.code for quarter in whole.quarters]
            is_longer = whole.kind is not PeriodKind.QUARTER
            if is_longer and release.period in {code, *quarters}:
                self._add_quarters(code, quarters, there)

    def _add_quarters(
        self,
        whole: str,
        quarters: Sequence[str],
        there: Mapping[str, Mapping[Number, str]],
    ) -> None:
        if any(code not in there for code in quarters):
            return
        for number, name in there[whole].items():
            parts = [there[code].get(number) for code in quarters]
            for factors, least, most in over_time(number, len(quarters)):
                terms = zip(parts, factors, strict=True)
                self._relate([*terms, (name, -1.0)], least, most)


def without_release(name: str) -> str:
    """A number's name without edition and number of the release."""
    period, _, _, *rest = name.split("|")
    return "|".join((period, *rest))


def _breakdowns_with_zeros(figures: Iterable[PrintedFigure]) -> set[tuple[str, str]]:
    """Breakdowns in which a zero is printed: there, what is hidden is no zero."""
    return {
        (figure.indicator, figure.breakdown)
        for figure in figures
        if figure.look is Look.SHOWN and figure.numerator == 0
    }
