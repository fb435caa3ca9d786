"""What a reader concludes from what is printed: relations between unknown numbers.

Each relation is a row: whole multiples of unknown numbers between two bounds. Of every
version of a figure there may be three unknowns: `n`, the count or the numerator, `d`,
the denominator or the number of values that a median is of, and the `rest` of a share.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from printed_documents import ROWS, Stretch
from readers_definitions import (
    ACCEPTED,
    ACTIONS,
    ADD_UP,
    AT_MOST,
    AT_MOST_ONE,
    BELIEF,
    CHILDREN,
    DENOMINATORS_ADD_UP,
    DISTINCT,
    EXCLUSIVE,
    IS,
    KINDS_OF_ACTION,
    LAST_QUARTER,
    MEDIANS,
    MORE,
    OFFENDING,
    OVERLAPPING,
    RATES,
    REPEATED,
    ROWS_AND_EARLIER,
    ROWS_LOADED,
    SAME_DENOMINATOR,
    SHARES,
)
from readers_notes import Notes, Snapshot, Version

Unknown = tuple[str, Version]
Term = tuple[Unknown, int]


@dataclass(frozen=True)
class Row:
    """Low <= sum of multiples of unknowns <= high."""

    terms: tuple[Term, ...]
    low: float
    high: float


def relations(notes: Notes, population: dict[int, int]) -> Iterator[Row]:
    """Everything that follows from the documents and the definitions.

    Args:
        notes: of the documents.
        population: estimates of children aged 0 to 17 by year, which are public.
    """
    for version in notes.versions():
        if is_protected(version):
            yield from _printed(version, population)
            if is_share(version):
                yield _equal([("n", version), ("rest", version)], [("d", version)])
    for snapshot in notes.snapshots:
        yield from _Side(notes, snapshot).rows()


def beliefs(notes: Notes) -> Iterator[Row]:
    """What a reader supposes of revisions and of files, without being told."""
    for snapshot in notes.snapshots:
        yield from _Side(notes, snapshot).supposed()
    for old, new in notes.revisions():
        yield _row([(("n", old), 1), (("n", new), -1)], -BELIEF, BELIEF)
    for old, new in notes.unrevised():
        yield _equal([("n", old)], [("n", new)])
        if has_denominator(old):
            yield _equal([("d", old)], [("d", new)])


def is_protected(version: Version) -> bool:
    """Whether the figure is about children or offending, or counts rows of files."""
    protected = CHILDREN | OFFENDING | {ACCEPTED}
    return version.where[0] in protected or is_rows(version)


def is_rows(version: Version) -> bool:
    """Whether it is no figure but how many rows of an extract were received."""
    return version.where[0].startswith(ROWS)


def is_share(version: Version) -> bool:
    """Whether it says how many of how many; the others are its `rest`."""
    return version.where[0] in SHARES | {ACCEPTED} or is_rows(version)


def has_denominator(version: Version) -> bool:
    """Whether the figure rests on a second number."""
    with_second = SHARES | MEDIANS | {"A06.3", ACCEPTED}
    return version.where[0] in with_second or is_rows(version)


def _row(terms: Iterable[Term], low: float, high: float) -> Row:
    return Row(tuple(terms), low, high)


def _equal(ones: Iterable[Unknown], others: Iterable[Unknown]) -> Row:
    return _row([*((o, 1) for o in ones), *((o, -1) for o in others)], 0, 0)


def _at_most(parts: Iterable[Unknown], *wholes: Unknown) -> Row:
    """The parts are together no more than the wholes are together."""
    terms = [*((whole, 1) for whole in wholes), *((part, -1) for part in parts)]
    return _row(terms, 0, inf)


def _printed(version: Version, population: dict[int, int]) -> Iterator[Row]:
    """What the printed digits say of a figure."""
    indicator = version.where[0]
    n, d = ("n", version), ("d", version)
    for cell in version.shown:
        if cell.count is not None:
            yield _row([(n, 1)], cell.count, cell.count)
        if cell.of is not None:
            yield _row([(d, 1)], cell.of, cell.of)
        if cell.base == "median":
            yield _row([(d, 1)], 1, inf)
        elif cell.tenths is not None and RATES.get(indicator) == 1000:
            yield from _per_thousand(cell.tenths, n, version.where[3], population)
        elif cell.tenths is not None:
            if indicator not in RATES:
                yield _row([(d, 1)], 10, inf)
            yield _row([(n, 2000), (d, 1 - 2 * cell.tenths)], 0, inf)
            yield _row([(n, 2000), (d, -1 - 2 * cell.tenths)], -inf, -1)


def _per_thousand(
    tenths: int, n: Unknown, stretch: Stretch, population: dict[int, int]
) -> Iterator[Row]:
    """A rate per 1,000 children: the estimate is the latest 30 June of the period."""
    last = sum(stretch) - 1
    year = last // 12 if last % 12 >= 5 else last // 12 - 1
    known = [each for each in population if each <= year]
    if known:
        people = population[max(known)]
        low = -(-(2 * tenths - 1) * people // 20_000)
        yield _row([(n, 1)], max(low, 0), ((2 * tenths + 1) * people - 1) // 20_000)


class _Side:
    """The relations among the figures of one snapshot, and to shorter periods."""

    def __init__(self, notes: Notes, snapshot: Snapshot) -> None:
        self.notes = notes
        self.snapshot = snapshot
        self.figures = snapshot.figures
        self.by: dict[tuple[str, str], list[Version]] = {}
        for (indicator, breakdown, _), version in self.figures.items():
            if breakdown:
                self.by.setdefault((indicator, breakdown), []).append(version)

    def rows(self) -> Iterator[Row]:
        """Every relation of the snapshot."""
        yield from self._categories()
        yield from self._shares_of_change()
        for breakdown, category in sorted({key[1:] for key in self.figures}):
            yield from self._same(breakdown, category)
            yield from self._among(breakdown, category)
        yield from self._still_open()
        yield from self._outwith()
        yield from self._known_to_agencies()
        yield from self._rows_received()
        yield from self._rows_in_all()
        yield from self._shorter_periods()

    def _at(self, name: str, breakdown: str = "", category: str = "") -> Unknown | None:
        kind, _, indicator = name.rpartition(" ")
        version = self.figures.get((indicator, breakdown, category))
        return None if version is None else (kind, version)

    def _all(self, *names: str) -> list[Unknown]:
        """The unknowns of these names; none, if one of them is not printed."""
        found = [self._at(name) for name in names]
        there = [unknown for unknown in found if unknown is not None]
        return there if len(there) == len(found) else []

    def _categories(self) -> Iterator[Row]:
        for (indicator, breakdown), versions in self.by.items():
            for kind in "nd" if indicator in SHARES else "n":
                whole = self._at(f"{kind} {indicator}")
                parts = [(kind, version) for version in versions]
                if whole is None:
                    continue
                if breakdown in EXCLUSIVE.get(indicator, ()):
                    yield _equal(parts, [whole])
                elif breakdown in AT_MOST_ONE.get(indicator, ()):
                    yield _at_most(parts, whole)
                elif breakdown in OVERLAPPING.get(indicator, ()):
                    yield _at_most([whole], *parts)
                    for part in parts:
                        yield _at_most([part], whole)

    def _shares_of_change(self) -> Iterator[Row]:
        """Reduced, same and increased are everybody; the first is the headline."""
        versions = self.by.get(("A07.4", "change in risk"), [])
        if not (whole := self._at("d A07.4")) or not versions:
            return
        yield _equal([("n", version) for version in versions], [whole])
        for version in versions:
            yield _equal([("d", version)], [whole])
            if version.where[2] == "Reduced" and (reduced := self._at("n A07.4")):
                yield _equal([("n", version)], [reduced])

    def _same(self, breakdown: str, category: str) -> Iterator[Row]:
        """The same number under two names."""
        for group in SAME_DENOMINATOR:
            found = [self._at(f"d {name}", breakdown, category) for name in group]
            for one, other in pairwise(each for each in found if each is not None):
                yield _equal([one], [other])
        for left, right in IS:
            one = self._at(left, breakdown, category)
            other = self._at(right, breakdown, category)
            if one and other:
                yield _equal([one], [other])

    def _among(self, breakdown: str, category: str) -> Iterator[Row]:
        """One number within another; children have a record each, at least."""
        for left, right in AT_MOST:
            one = self._at(left, breakdown, category)
            other = self._at(right, breakdown, category)
            if one and other:
                yield _at_most([one], other)
        for children, records in (("n A06.1", "n A06.2"), ("n A06.13", "n A06.12")):
            one = self._at(children, breakdown, category)
            other = self._at(records, breakdown, category)
            if one and other:
                yield _row([(one, 1000), (other, -1)], 0, inf)
        if breakdown:
            return
        for names, low in MORE:
            terms = [(self._at(name), times) for name, times in names]
            known = [(unknown, times) for unknown, times in terms if unknown]
            if len(known) == len(terms):
                yield _row(known, low, inf)

    def _still_open(self) -> Iterator[Row]:
        """Episodes have ended or are still open."""
        for ended, episodes in filter(None, [self._all("d A06.5", "n A06.2")]):
            for cell in ended[1].shown:
                if cell.still_open is not None:
                    rest = cell.still_open
                    yield _row([(episodes, 1), (ended, -1)], rest, rest)

    def _outwith(self) -> Iterator[Row]:
        """Children reported missing in the area, and reports outwith it."""
        outwith = self._at("n A06.12", "locality", "Outwith Inverclyde")
        local = self._at("n A06.15")
        if outwith and local:
            if reported := self._at("n A06.13"):
                yield _at_most([reported], local, outwith)
            if reports := self._at("n A06.12"):
                yield _at_most([outwith, local], reports)

    def _known_to_agencies(self) -> Iterator[Row]:
        """Children by how many agencies know them; the total is of two or more."""
        versions = self.by.get(("X01.1", "number of agencies that know the child"), ())
        named = {v.where[2].partition(" ")[0]: ("n", v) for v in versions}
        if len(named) < 4:
            return
        numbers = [named[word] for word in ("one", "two", "three", "four")]
        if whole := self._at("n X01.1"):
            yield _equal(numbers[1:], [whole])
        for known in ("n A06.13", "n A06.7", "n A06.1"):
            if one := self._at(known):
                yield _at_most([one], *numbers)
        sightings = self._all(
            *("n A06.7", "n A06.11", "n A06.13", "n A18.1"),
            *("n A06.1", "d A17.1", "n A07.1"),
        )
        if sightings:
            weighted = [(each, -number) for number, each in enumerate(numbers, 1)]
            yield _row([*((each, 1) for each in sightings), *weighted], 0, inf)

    def _rows_received(self) -> Iterator[Row]:
        """Rows of a file: they are the records that the figures count."""
        for version in filter(is_rows, self.figures.values()):
            extract, loaded = version.where[0].removeprefix(f"{ROWS} "), ("n", version)
            if counted := self._at(ROWS_LOADED.get(extract, "")):
                yield _equal([loaded], [counted])
            if extract == ACTIONS and (kinds := self._all(*KINDS_OF_ACTION)):
                yield _equal([loaded], kinds)

    def supposed(self) -> Iterator[Row]:
        """A file holds all records of its quarter, and some of earlier ones."""
        for version in filter(is_rows, self.figures.values()):
            extract, loaded = version.where[0].removeprefix(f"{ROWS} "), ("n", version)
            if counted := self._at(ROWS_AND_EARLIER.get(extract, "")):
                yield _at_most([counted], loaded)

    def _rows_in_all(self) -> Iterator[Row]:
        """Rows of files add up to those that X02.3 says were read and loaded."""
        received = [v for v in self.figures.values() if is_rows(v)]
        for (indicator, _, agency), whole in self.figures.items():
            if indicator == ACCEPTED and received:
                files = [v for v in received if agency in {"", v.where[2]}]
                for kind in "nd":
                    yield _equal([(kind, v) for v in files], [(kind, whole)])

    def _shorter_periods(self) -> Iterator[Row]:
        begin, months = self.snapshot.stretch
        for each in (3, 6):
            if months > each:
                starts = range(begin, begin + months, each)
                for version in self.figures.values():
                    yield from self._over_time(version, [(s, each) for s in starts])

    def _over_time(self, version: Version, shorter: Sequence[Stretch]) -> Iterator[Row]:
        indicator, moment = version.where[0], self.snapshot.moment
        found = [
            self.notes.as_of((*version.where[:3], stretch), moment)
            for stretch in shorter
        ]
        if indicator in LAST_QUARTER and (last := found[-1]):
            yield _equal([("n", version)], [("n", last)])
        parts = [part for part in found if part is not None]
        if len(parts) < len(found):
            return
        kinds = "n" if indicator in ADD_UP else ""
        if indicator in DENOMINATORS_ADD_UP | (ADD_UP & SHARES):
            kinds += "d"
        for kind in kinds:
            yield _equal([(kind, version)], [(kind, part) for part in parts])
        if indicator in DISTINCT:
            yield _at_most([("n", version)], *(("n", part) for part in parts))
        if indicator in DISTINCT | REPEATED:
            yield from (_at_most([("n", part)], ("n", version)) for part in parts)
